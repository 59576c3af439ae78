"""The reports of several offices, as JSON, added up: numerators and denominators add, medians do not.

What one office withheld stays withheld in the sum: from it and the other offices' numbers it could be worked out. A
table whose rows are counts under keys adds key by key; any other is listed, office by office.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import ClockName
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Advice, Channel, Gate, LadderStep, MatterClass, Status, SupervisionGround
from xinfang_cli.measures.cautions import Beside, Undated
from xinfang_cli.measures.dimensions import Unsaid
from xinfang_cli.measures.numbers import compared
from xinfang_cli.measures.once import ONCE_DAYS
from xinfang_cli.measures.outcomes import Outcome
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Cell, Change, Column, Counted, Figure, Kind, Mark, Page, Row, Table, Value
from xinfang_cli.measures.variants import Variant, lines
from xinfang_cli.measures.volumes import Act, Duty, Volume
from xinfang_cli.measures.windows import named_by_days
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office.reporting import OwnReport
from xinfang_cli.reports import Report
from xinfang_cli.reports.flags import Flag
from xinfang_cli.reports.looks import TONES, chart_of, spots_of
from xinfang_cli.reports.sentences import called
from xinfang_cli.reports.weekly import Weekday

Object = Mapping[str, Any]
Named = Sequence[tuple[str, Object]]
"""The objects, each with the name of its file."""

_WORDS: Mapping[str, tuple[type[Label], ...]] = {
    "channel": (Channel, Unsaid),
    "class": (MatterClass, Unsaid),
    "category": (Unsaid,),
    "place": (Unsaid,),
    "item": (Beside, Outcome, Undated, Volume, Duty, Act),
    "measure": (Measure, Volume, Duty, Beside, Outcome, Act, Variant),
    "unit": (Counted, Unsaid),
    "flag": (Flag,),
    "before": (Flag,),  # `before_1` and so on
    "advice": (Advice,),
    "document": (Document,),
    "ground": (SupervisionGround,),
    "status": (Status,),
    "duty": (ClockName,),
    "step": (LadderStep,),
    "remark": (Mark,),
    "weekday": (Weekday,),
    "gate": (Gate,),
}
"""What the words of a column are; the same word is one thing in one column and another in the next."""

_OF_ONE_OFFICE = {"leader", "lead"}
"""Who is called 张副县长 in two counties is two."""

_IN_TIME = {"day", "month"}
_COUNTS = frozenset(Counted) - {Counted.DAYS, Counted.PERCENT}
_GAP = "_gap"  # of a goal of the office
_CHANGES = {"period_change": "last_period", "year_change": "last_year"}


def added(report: Report | OwnReport, objects: Named) -> Page:
    """Return the page of the sum.

    Raises:
        RefusedError: one is of another report, window, day, version or way of counting, or is no report at all.
    """
    for name, each in objects:
        _must_be_report(name, each)
    first = objects[0][1]
    _must_be_alike(report, objects)
    window = named_by_days(*(dt.date.fromisoformat(first[key]) for key in ("from", "to")))
    offices = [str(each.get("office") or name) for name, each in objects]
    as_of = dt.date.fromisoformat(first["as_of"])
    tables = tuple(_tables([each for _, each in objects], offices, as_of))
    return Page(
        report=report,
        office="、".join(offices),
        period=called(window),
        from_=window.from_,
        to=window.to,
        as_of=as_of,
        calendar="、".join(dict.fromkeys(str(each["calendar"]) for _, each in objects)),
        scope=_scope(first)[0],
        filters=_scope(first)[1],
        left_out=sum(int(each.get("left_out") or 0) for _, each in objects),
        figures=tuple(_figure(measure, [each for _, each in objects]) for measure in Measure),
        tables=tables,
        spots=tuple(spots_of(tables)) if report is Report.WEEKLY else (),
        paragraphs=(Msg.SUM_OF(count=len(offices)),),
    )


def _must_be_report(name: str, each: Any) -> None:
    keys = {"report", "from", "to", "as_of", "calendar", "measures", "tables"}
    if not isinstance(each, Mapping) or not keys <= each.keys():
        raise RefusedError(Msg.ADD_UNREADABLE(path=name))
    if [figure.get("name") for figure in each["measures"]] != list(Measure):
        raise RefusedError(Msg.ADD_VERSION(path=name))


def _must_be_alike(report: Report | OwnReport, objects: Named) -> None:
    def window(each: Object) -> object:
        return f"{each['from']}..{each['to']}"

    def variants(each: Object) -> object:
        said = (figure.get(key) for figure in each["measures"] for key in ("variant", "days"))
        return [str(one) for one in said if one]

    asked: list[tuple[Text, Callable[[Object], object]]] = [
        (Msg.ADD_WHAT_REPORT(), lambda each: each["report"]),
        (Msg.ADD_WHAT_WINDOW(), window),
        (Msg.ADD_WHAT_AS_OF(), lambda each: each["as_of"]),
        (Msg.ADD_WHAT_SCOPE(), lambda each: _scope(each)[1]),
        (Msg.ADD_WHAT_VARIANT(), variants),
    ]
    first_name, first = objects[0]
    if first["report"] != report.value:
        what = Msg.ADD_WHAT_REPORT()
        raise RefusedError(
            Msg.ADD_OTHER(path=first_name, what=what, first="NAME", value=first["report"], wanted=report.value)
        )
    for what, ask in asked:
        for name, each in objects[1:]:
            if ask(each) != ask(first):
                raise RefusedError(
                    Msg.ADD_OTHER(path=name, what=what, first=first_name, value=ask(each), wanted=ask(first))
                )


def _scope(each: Object) -> tuple[str | None, Mapping[str, Any]]:
    """Return the filters of a report in words and for scripts."""
    scope = each.get("scope") or {}
    return scope.get("words"), scope.get("filters") or {}


def _figure(measure: Measure, objects: Sequence[Object]) -> Figure:
    at = list(Measure).index(measure)
    figures = [each["measures"][at] for each in objects]
    variant, days = Variant.read(str(figures[0].get("variant"))), figures[0].get("days")
    line = lines([variant] if variant else [], days or ONCE_DAYS)[measure]

    def total(values: list[Any]) -> Value | None:
        if any(value is None for value in values):
            return None
        return _sum(values, is_rate=line.hit is not None, is_statistic=line.statistic is not None)

    return Figure(
        name=measure,
        variant=variant,
        unit=line.unit,
        window=line.dating,
        says=line.says or measure,
        cites=line.cites,
        value=total(figures) or Value(None),
        last_period=total([figure["last_period"] for figure in figures]),
        last_year=total([figure["last_year"] for figure in figures]),
        year_so_far=total([figure.get("year_so_far") for figure in figures]),
        days=days,
    )


def _sum(values: Sequence[Object], *, is_rate: bool, is_statistic: bool) -> Value:
    if is_statistic:
        known = [value["denominator"] for value in values]
        return Value(None, sum(known)) if all(each is not None for each in known) else _withheld(is_rate=False)
    numerators = [value["numerator"] for value in values]
    if any(each is None for each in numerators):
        return _withheld(is_rate=is_rate)
    if is_rate:
        return Value(sum(numerators), sum(value["denominator"] for value in values), is_rate=True)
    return Value(sum(numerators))


def _withheld(*, is_rate: bool) -> Value:
    return Value(None, is_rate=is_rate, is_withheld=True)


# --- Tables ---------------------------------------------------------------------------------------------------------


def _tables(objects: Sequence[Object], offices: Sequence[str], as_of: dt.date) -> Iterator[Table]:
    """Return the tables that the first office has, added up or listed."""
    for table in objects[0]["tables"]:
        found = [[each for each in other["tables"] if each["name"] == table["name"]] for other in objects]
        alike = [each[0] for each in found if each]
        columns = tuple(_column(column, alike) for column in table["columns"])
        keys = _keys(columns)
        same = len(alike) == len(objects) and all(_names(each) == _names(table) for each in alike)
        if same and keys and _adds(columns, keys, alike):
            made = _total_table(table, columns, keys, alike)
            yield replace(made, chart=chart_of(made.name, columns, as_of))
        else:
            yield from _listed(table, found, offices)


def _names(table: Object) -> list[str]:
    return [column["name"] for column in table["columns"]]


def _column(column: Object, tables: Sequence[Object]) -> Column:
    """Return a column with what its cells are: JSON has that in the cells alone."""
    cells = [row[at] for table in tables for at, other in enumerate(_names(table)) if other == column["name"]
             for row in table["rows"] if at < len(row)]  # fmt: skip
    unit = Counted.read(column["unit"]) if column["unit"] else None
    kind = Kind.TEXT
    if any(isinstance(cell, Mapping) for cell in cells):
        kind = Kind.RATE
    elif unit or any(isinstance(cell, int | float) for cell in cells) or column["name"] in _CHANGES:
        kind = Kind.NUMBER
    return Column(column["name"], column["title"], unit, kind, TONES.get(column["name"]))


def _keys(columns: Sequence[Column]) -> int:
    """Return how many columns from the first are words."""
    texts = [column.kind is Kind.TEXT for column in columns]
    return texts.index(False) if False in texts else len(texts)


def _adds(columns: Sequence[Column], keys: int, tables: Sequence[Object]) -> bool:
    """Whether all behind the keys can be added, and no key stands twice."""
    numbers = columns[keys:]
    if columns[0].name in _OF_ONE_OFFICE:
        return False
    if any(Flag in _WORDS.get(column.name, ()) for column in columns):
        return False  # each office judged by its own standards, and the reasons name its figures
    if not numbers or any(column.kind is Kind.TEXT for column in numbers):
        return False
    if any(column.kind is Kind.NUMBER and column.unit is Counted.DAYS for column in numbers):
        return False
    return all(len({tuple(row[:keys]) for row in table["rows"]}) == len(table["rows"]) for table in tables)


def _total_table(table: Object, columns: tuple[Column, ...], keys: int, tables: Sequence[Object]) -> Table:
    rows: dict[tuple[Any, ...], list[list[Any]]] = {}
    if columns[0].name == "week":  # all end with the same one, and who is younger begins later
        tables = sorted(tables, key=lambda each: -len(each["rows"]))
    for each in tables:
        for row in each["rows"]:
            rows.setdefault(tuple(row[:keys]), []).append(row)
    made = [_added_row(columns, keys, found) for found in rows.values()]
    if columns[0].name in _IN_TIME:
        made.sort(key=lambda row: str(row[0]))
    total = None if columns[0].name in {*_IN_TIME, "week"} else _total(columns, keys, made)
    return Table(table["name"], table["title"], columns, tuple(made), total)


def _added_row(columns: Sequence[Column], keys: int, rows: Sequence[Sequence[Any]]) -> Row:
    words = tuple(_word(column, cell) for column, cell in zip(columns[:keys], rows[0][:keys], strict=True))
    cells = [_cell_sum(column, [row[at] for row in rows]) for at, column in enumerate(columns) if at >= keys]
    return _compared_again(columns, (*words, *cells))


def _word(column: Column, cell: Any) -> Cell:
    """Return a cell of words: one of ours in the reader's language, a day as one, a name as it is."""
    if column.name == "day":
        return dt.date.fromisoformat(cell)
    for words in _WORDS.get(column.name) or _WORDS.get(column.name.partition("_")[0], ()):
        member = next((each for each in words if each.value == cell), None)
        if member is not None:
            return member
    return None if cell is None else str(cell)


def _cell_sum(column: Column, cells: Sequence[Any]) -> Cell:
    known = [cell for cell in cells if cell is not None]
    if column.name in _CHANGES or column.name.endswith(_GAP) or not known:
        return None
    if Mark.WITHHELD.value in known:
        return Mark.WITHHELD
    if isinstance(known[0], Mapping):
        is_rate = column.unit is not Counted.DAYS and known[0]["denominator"] is not None
        return _sum(known, is_rate=is_rate, is_statistic=column.unit is Counted.DAYS)
    total: int = sum(known)
    return total


def _compared_again(columns: Sequence[Column], row: Row) -> Row:
    """Return a row with its changes, which cannot be added, worked out from the sums."""
    names = [column.name for column in columns]
    counts = [column.unit in _COUNTS or column.name == "value" for column in columns]
    now = next((_value(cell) for counted, cell in zip(counts, row, strict=True) if counted), None)

    def change(name: str) -> Change | None:
        before = _value(row[names.index(_CHANGES[name])])
        return compared(now, before) if now and before else None

    return tuple(change(name) if name in _CHANGES else cell for name, cell in zip(names, row, strict=True))


def _value(cell: Cell) -> Value | None:
    if isinstance(cell, int):
        return Value(cell)
    return cell if isinstance(cell, Value) else None


def _total(columns: Sequence[Column], keys: int, rows: Sequence[Row]) -> Row | None:
    """Return the sums under counts; rates of all offices stand in the measures."""
    if not rows or not any(column.unit in _COUNTS for column in columns[keys:]):
        return None
    sums: list[Cell] = [Mark.TOTAL, *(None for _ in columns[1:keys])]
    for at, column in enumerate(columns[keys:], start=keys):
        cells = [row[at] for row in rows]
        adds = column.unit in _COUNTS and all(isinstance(cell, int) for cell in cells)
        sums.append(sum(cell for cell in cells if isinstance(cell, int)) if adds else None)
    return tuple(sums)


def _listed(table: Object, found: Sequence[Sequence[Object]], offices: Sequence[str]) -> Iterator[Table]:
    """Return a table with its rows office by office; one whose columns differ stands for itself."""
    office = Column("office", Msg.HEAD_OFFICE())
    groups: dict[tuple[str, ...], list[tuple[str, Object]]] = {}
    for name, tables in zip(offices, found, strict=True):
        for each in tables:
            groups.setdefault(tuple(_names(each)), []).append((name, each))
    for members in groups.values():
        columns = tuple(_column(column, [each for _, each in members]) for column in members[0][1]["columns"])
        rows = tuple((name, *_plain_row(columns, row)) for name, each in members for row in each["rows"])
        yield Table(table["name"], table["title"], (office, *columns), rows)


def _plain_row(columns: Sequence[Column], row: Sequence[Any]) -> Row:
    return tuple(_plain_cell(column, cell) for column, cell in zip(columns, row, strict=True))


def _plain_cell(column: Column, cell: Any) -> Cell:
    if isinstance(cell, Mapping):
        value = Value(cell["numerator"], cell["denominator"], is_rate=column.unit is not Counted.DAYS)
        return replace(value, is_withheld=value.numerator is None and value.denominator is None)
    if isinstance(cell, str):
        return Mark.WITHHELD if cell == Mark.WITHHELD.value else _word(column, cell)
    return cell if isinstance(cell, int | float) else None
