"""CSV for spreadsheets: UTF-8 with the mark Excel needs, tables one below the other, each under its title.

A rate has two more columns, numerator and denominator: `8/12` in one cell would become a day in August. A text that
begins like a formula gets an apostrophe before it.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from xinfang_cli.labels import Lang
from xinfang_cli.measures.numbers import percent
from xinfang_cli.measures.table import Cell, Column, Digits, Kind, Page, Row, Table, Value
from xinfang_cli.messages import Msg
from xinfang_cli.render import Screen
from xinfang_cli.render.wording import all_written, headed, heading, measures_table, titled, under_title, written
from xinfang_cli.sheets.write import no_formula


def draw(page: Page, lang: Lang, _screen: Screen) -> Iterator[str]:
    """Return the file in pieces."""
    yield "\ufeff" + _line([heading(page, lang)])
    yield from (_line([line]) for line in under_title(page, lang))
    for paragraph in page.paragraphs:
        yield _line([paragraph.in_(lang)])
    for table in (*page.tables, measures_table(page)):
        yield _line([]) + _line([titled(table.title, lang)])
        yield _line(part for column in table.columns for part in _headers(column, lang))
        cells = _cells if any(column.kind is Kind.RATE for column in table.columns) else _plain
        for row in chain(table.rows, [table.total] if table.total else []):
            yield _line(cells(table, row, lang, digits=page.digits))


def _headers(column: Column, lang: Lang) -> Iterator[str]:
    header = headed(column, lang)
    yield header
    if column.kind is Kind.RATE:
        yield from (Msg.HEAD_NUMERATOR(column=header).in_(lang), Msg.HEAD_DENOMINATOR(column=header).in_(lang))


def _plain(_: Table, row: Row, lang: Lang, *, digits: Digits) -> list[str]:
    """Return the cells of a row without rates, as all long registers have them."""
    return all_written(row, lang, digits=digits)


def _cells(table: Table, row: Row, lang: Lang, *, digits: Digits) -> Iterator[str]:
    for column, cell in zip(table.columns, row, strict=True):
        if column.kind is Kind.RATE:
            yield from _rate(cell, lang, digits=digits)
        else:
            yield written(cell, lang, digits=digits)


def _rate(cell: Cell, lang: Lang, *, digits: Digits) -> tuple[str, ...]:
    if not isinstance(cell, Value) or cell.is_withheld:
        return (written(cell, lang), "", "")
    numerator = written(cell.numerator, lang)
    if cell.is_rate:
        rate = percent(cell.numerator or 0, cell.denominator or 0, digits=digits)
        return (rate, numerator, written(cell.denominator, lang))
    return (numerator, numerator, "" if cell.denominator is None else str(cell.denominator))


class _Line:
    """Gives back what is written to it: a writer of CSV returns that, line by line."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


_WRITER = csv.writer(_Line(), lineterminator="\r\n")


def _line(cells: Iterable[str]) -> str:
    line: str = _WRITER.writerow([no_formula(cell) for cell in cells])  # what `write` returned
    return line
