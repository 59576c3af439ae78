"""清单进展: what stands on dockets, what of it was resolved in the window and in all, by unit, place, leader, level.

Without a docket among the filters it tells of whatever stands on any.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xinfang_cli.measures.counting import Line, Scope
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.filters import Filter
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Cell, Column, Counted, Kind, Mark, Page, Row, Table, Value
from xinfang_cli.measures.variants import Variant
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, WorkDocket, paged
from xinfang_cli.reports.parts import number, rate, shown, sorted_groups
from xinfang_cli.reports.sentences import rate as rate_of

_DOCKET = Dimension.of("docket")
_NOW, _ALL = "now", "all"
_LINES: Mapping[str, Line] = {_NOW: Measure.RESOLVED.line, _ALL: Variant.OF_LIST.line}
_BY: Mapping[Dimension, tuple[str, Text]] = {
    Dimension.UNIT: ("by_unit", Msg.TABLE_BY_UNIT()),
    Dimension.PLACE: ("by_place", Msg.TABLE_BY_PLACE()),
    Dimension.LEAD: ("by_lead", Msg.TABLE_LEADERS()),
    Dimension.SOURCE_LEVEL: ("by_source_level", Msg.TABLE_BY_LEVEL()),
}


def build(inquiry: Inquiry) -> Page:
    """Return the page."""
    asked = replace(inquiry, scope=_narrowed(inquiry.scope), counted={})
    tables = (_dockets(asked), *(_table(asked, dimension, *titled) for dimension, titled in _BY.items()))
    return paged(Report.DOCKET, asked, tuple(_summary(asked)), tables)


def _narrowed(scope: Scope) -> Scope:
    """Return a scope without what stands on no docket."""
    where = "dockets <> '[]'"
    return replace(scope, where=f"({scope.where}) AND {where}" if scope.where else where)


def _summary(inquiry: Inquiry) -> Iterator[Text]:
    found = inquiry.survey(_LINES)
    yield Msg.DOCKET_SUMMARY(
        day=inquiry.as_of,
        listed=_listed(found[_ALL]),
        now=shown(found[_NOW]),
        resolved=_resolved(found[_ALL]),
        rate=rate_of(found[_ALL], digits=inquiry.digits),
    )
    if inquiry.as_of < inquiry.today:
        yield Msg.DOCKET_IS_NOW(day=inquiry.as_of)


def _dockets(inquiry: Inquiry) -> Table:
    """Return a row for each docket, with who sent it, its goal and its day."""
    known = {docket.name: docket for docket in inquiry.dockets}
    wanted = inquiry.scope.filters.get(Filter.of("docket").value)
    names = list(wanted) if isinstance(wanted, list) else None
    found = inquiry.broken_down(_LINES, (_DOCKET,))
    groups = [group for group in found if group[0] and (names is None or group[0] in names)]
    order = [*known, *sorted(name for (name,) in groups if name and name not in known)]
    groups.sort(key=lambda group: order.index(group[0] or ""))
    columns = (
        Column("docket", _DOCKET),
        *_columns(),
        Column("goal", Msg.HEAD_GOAL_RATE()),
        Column("target", Msg.HEAD_TARGET(), kind=Kind.DATE),
        Column("sent_by", Msg.HEAD_SENT_BY()),
    )
    rows: tuple[Row, ...] = tuple(
        (group[0], *_cells(found[group]), *_set_for(known.get(group[0] or ""))) for group in groups
    )
    return Table("dockets", Msg.TABLE_DOCKETS(), columns, rows)


def _set_for(docket: WorkDocket | None) -> tuple[Cell, Cell, Cell]:
    """Return goal, day and sender of a docket that config knows."""
    if docket is None:
        return None, None, None
    return None if docket.goal is None else f"{docket.goal}%", docket.target, docket.sent_by


def _table(inquiry: Inquiry, dimension: Dimension, name: str, title: Text) -> Table:
    found = inquiry.broken_down(_LINES, (dimension,))
    rows: tuple[Row, ...] = tuple(
        (dimension.cell(group[0], inquiry.office if dimension is Dimension.UNIT else None), *_cells(found[group]))
        for group in sorted_groups(inquiry, (dimension,), found)
    )
    total = (Mark.TOTAL, *_cells(inquiry.survey(_LINES))) if rows else None
    return Table(name, title, (Column(dimension.value, dimension), *_columns()), rows, total)


def _columns() -> tuple[Column, ...]:
    return (
        number("listed", Msg.HEAD_ON_DOCKET(), Counted.MATTERS),
        number("resolved_now", Msg.HEAD_RESOLVED_NOW(), Counted.MATTERS),
        number("resolved", Msg.HEAD_RESOLVED_IN_ALL(), Counted.MATTERS),
        rate("rate", Measure.RESOLVED_RATE),
    )


def _cells(values: Mapping[str, Value]) -> tuple[Cell, ...]:
    every = values[_ALL]
    return _listed(every), shown(values[_NOW]), _resolved(every), every


def _listed(value: Value) -> Cell:
    return Mark.WITHHELD if value.is_withheld else value.denominator


def _resolved(value: Value) -> Cell:
    return Mark.WITHHELD if value.is_withheld else value.numerator
