"""JSON for scripts: keys in a fixed order, one line per measure and row, rates not rounded.

Words are the stable ones (`route`, `provisional`); titles and units are in the reader's language.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from xinfang_cli.labels import Label, Lang
from xinfang_cli.measures.table import Cell, Change, Column, Figure, Page, Row, Table, Value
from xinfang_cli.render import Screen
from xinfang_cli.render.wording import titled

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_CONTROL = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def draw(page: Page, lang: Lang, _screen: Screen) -> Iterator[str]:
    """Return the object in pieces."""
    head = {
        "report": page.report.value,
        "office": page.office,
        "from": page.from_.isoformat(),
        "to": page.to.isoformat(),
        "as_of": page.as_of.isoformat(),
        "calendar": page.calendar,
        "commit": page.commit,
        "left_out": page.left_out,
        "scope": {"words": page.scope and titled(page.scope, lang), "filters": _plain(page.filters)},
    }
    yield "{\n"
    yield from (f"{_text(key)}: {_text(value)},\n" for key, value in head.items())
    yield '"measures": ['
    yield from _items([_text(_figure(figure, lang))] for figure in page.figures)
    yield '],\n"tables": ['
    yield from _items(_table(table, lang) for table in page.tables)
    yield "]\n}\n"


def _plain(filters: Mapping[str, object]) -> Mapping[str, object]:
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in filters.items()}


def _items(items: Iterable[Iterable[str]]) -> Iterator[str]:
    """Put each item on a line of its own, with commas between."""
    separator = "\n"
    for item in items:
        yield from chain([separator], item)
        separator = ",\n"
    if separator != "\n":
        yield "\n"


def _table(table: Table, lang: Lang) -> Iterator[str]:
    head = {"name": table.name, "title": titled(table.title, lang)}
    yield _text(head)[:-1]
    yield f', "columns": {_text([_column(column, lang) for column in table.columns])}, "rows": ['
    yield from _items([_text(_row(row, lang))] for row in table.rows)
    yield "]}"


def _column(column: Column, lang: Lang) -> Mapping[str, object]:
    unit = column.unit.in_(lang) if column.unit else None
    return {"name": column.name, "title": titled(column.title, lang), "unit": unit}


def _row(row: Row, lang: Lang) -> list[object]:
    # Nearly all cells of long registers are texts or nothing.
    return [cell if cell is None or type(cell) is str else _cell(cell, lang) for cell in row]


def _cell(cell: Cell, lang: Lang) -> object:
    if isinstance(cell, Label):
        return cell.value
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, Value):
        return _value(cell)
    if isinstance(cell, Change):
        return float(cell.amount)
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return cell.in_(lang)


def _value(value: Value) -> Mapping[str, object]:
    return {"numerator": value.numerator, "denominator": value.denominator, "rate": value.rate}


def _figure(figure: Figure, lang: Lang) -> Mapping[str, object]:
    return {
        "name": figure.name.value,
        "title": figure.title.in_(lang),
        **_value(figure.value),
        "window": figure.window.value,
        "last_year": figure.last_year and _value(figure.last_year),
        "last_period": figure.last_period and _value(figure.last_period),
        **({"year_so_far": _value(figure.year_so_far)} if figure.year_so_far else {}),
        **({"variant": figure.variant.value} if figure.variant else {}),
        **({"days": figure.days} if figure.days else {}),
        **({} if figure.goal is None else {"goal": figure.goal}),
    }


def _text(value: object) -> str:
    """Escape what JSON need not escape and a terminal would obey (C1 controls, changes of direction)."""
    text = _ENCODER.encode(value)
    # Nearly every text is printable, and asking that is much cheaper than looking for what is not.
    return text if text.isprintable() else _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
