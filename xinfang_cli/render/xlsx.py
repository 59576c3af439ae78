"""A workbook: a sheet per table, the measures and how they are made on the last; days are days, rates are numbers.

A rate has two more columns, numerator and denominator, so that it can be worked out again. What begins like a formula
is written as text.
"""

import datetime as dt
from dataclasses import replace
from itertools import islice
from pathlib import Path

from xinfang_cli.labels import Lang
from xinfang_cli.measures.numbers import NONE, percent
from xinfang_cli.measures.table import Cell, Change, Column, Kind, Page, Row, Shape, Table, Value, tone_of
from xinfang_cli.messages import Msg
from xinfang_cli.render import KEPT_IN, Outgoing
from xinfang_cli.render.needs import book_widths, need
from xinfang_cli.render.palette import PALETTE, signed
from xinfang_cli.render.plots import Number, Plot, Series, plotted
from xinfang_cli.render.sifted import sifted
from xinfang_cli.render.wording import (
    definition,
    drawn_text,
    drawn_title,
    headed,
    heading,
    measures_table,
    stamp,
    titled,
    under_title,
    written,
)
from xinfang_cli.sheets.looks import CELL, HEAD, NOTE, NUMBERS, SECTION, TITLE, Look
from xinfang_cli.sheets.rows import Cell as Stored
from xinfang_cli.sheets.write import PADDING, Book, Drawing, Leaf, new_book

_COUNT, _TENTHS, _DATE = NUMBERS["count"], NUMBERS["tenths"], NUMBERS["date"]
_MEASURES = "measures"
_LOOKED_AT = 500
"""Rows by which the widths of columns are found."""


def write(page: Page, lang: Lang, path: Path, _: Outgoing = KEPT_IN) -> None:
    """Write the workbook."""
    page = sifted(page, keeps_empty=True)
    with new_book(path) as book:
        book.describe(heading(page, lang), page.office)
        sheets = _Sheets(book, page, lang)
        for table in page.tables:
            if table.name != _MEASURES:
                sheets.add(table)
        sheets.measures()


class _Sheets:
    """The sheets of a page."""

    def __init__(self, book: Book, page: Page, lang: Lang) -> None:
        self._book = book
        self._page = page
        self._lang = lang
        self._heading = heading(page, lang)
        self._stamp = stamp(page, lang)
        unit = Msg.POINTS_UNIT.in_(lang)
        number = f"0.{'0' * page.digits.decimals}".rstrip(".")
        self._percent, self._change = f"{number}%", f"+{number}%;-{number}%;{number}%"
        self._points = f'+{number}"{unit}";-{number}"{unit}";{number}"{unit}"'

    def measures(self) -> None:
        """Add the last sheet: what the page is, its sentences, the measures, how they are made."""
        page, lang = self._page, self._lang
        table = next((each for each in page.tables if each.name == _MEASURES), measures_table(page))
        leaf = self._book.sheet(titled(table.title, lang))
        widths = self._fixed(leaf, table)
        across, wide = len(widths), int(sum(widths) + PADDING * len(widths))
        leaf.note(0, across, self._heading, TITLE, wide=wide * NOTE.size // TITLE.size)
        at = 1
        for text in (*under_title(page, lang), *(paragraph.in_(lang) for paragraph in page.paragraphs)):
            leaf.note(at, across, text, NOTE, wide=wide)
            at += 1
        last = self._table(leaf, table, at + 1, first=at + 1)
        if table.note:
            last += 1
            leaf.note(last, across, table.note.in_(lang), NOTE, wide=wide)
        leaf.note(last + 2, across, titled(Msg.TABLE_DEFINITIONS(), lang), SECTION)
        for below, figure in enumerate(page.figures, last + 3):
            leaf.note(below, across, definition(figure, lang), NOTE, wide=wide)

    def add(self, table: Table) -> None:
        """Add a table's sheet: its title, its header, which sorts, filters and pivots; its chart below."""
        title = titled(table.title, self._lang)
        leaf = self._book.sheet(title)
        widths = self._fixed(leaf, table)
        across, wide = len(widths), int(sum(widths) + PADDING * len(widths))
        leaf.note(0, across, title, TITLE, wide=wide * NOTE.size // TITLE.size)
        leaf.note(1, across, self._heading, NOTE, wide=wide)
        last = self._table(leaf, table, 2, first=0)
        self._chart(leaf, table, 2, last + (3 if table.total else 2))

    def _fixed(self, leaf: Leaf, table: Table) -> list[float]:
        """Set the widths of a sheet's columns, by its first rows."""
        rows = [self._written(table, row) for row in islice(iter(table.rows), _LOOKED_AT)]
        heads = [self._header(column, part) for column, part in _places(table)]
        widths = book_widths([need(head, (row[at] for row in rows)) for at, head in enumerate(heads)])
        leaf.fix(widths)
        return widths

    def _written(self, table: Table, row: Row) -> list[str]:
        """Return what the cells of a row show."""
        parts = (
            part
            for column, cell in zip(table.columns, row, strict=True)
            for part in (self._parts(cell) if column.kind is Kind.RATE else (cell,))
        )
        return ["" if part is None else drawn_text(part, self._lang, digits=self._page.digits) for part in parts]

    def _table(self, leaf: Leaf, table: Table, head: int, *, first: int) -> int:
        """Write a table with its header in a row; return the last row without the total."""
        places = _places(table)
        for at, (column, part) in enumerate(places):
            leaf.put(head, at, self._header(column, part), HEAD)
        last = head
        for last, row in enumerate(table.rows, head + 1):
            self._row(leaf, last, table, row)
        if table.total and last > head:
            self._row(leaf, last + 1, table, table.total, is_total=True)
        if last == head:
            leaf.note(last + 1, 1, titled(Msg.NOTHING_HERE(), self._lang), NOTE)
        leaf.lay_out(head, last, len(places), footer=self._stamp, first=first)
        return last

    def _header(self, column: Column, part: int) -> str:
        header = headed(column, self._lang)
        if not part:
            return header
        return (Msg.HEAD_NUMERATOR, Msg.HEAD_DENOMINATOR)[part - 1](column=header).in_(self._lang)

    def _row(self, leaf: Leaf, row: int, table: Table, cells: Row, *, is_total: bool = False) -> None:
        at = 0
        for column, cell in zip(table.columns, cells, strict=True):
            parts = self._parts(cell) if column.kind is Kind.RATE else (cell,)
            for part in parts:
                stored, number = self._stored(part)
                look = _look(column, part, number, is_total=is_total)
                stored = signed(stored, tone_of(column, part)) if isinstance(stored, str) else stored
                leaf.put(row, at, stored, look)
                at += 1

    def _parts(self, cell: Cell) -> tuple[Cell, Cell, Cell]:
        """Return a rate or median with what it was made from; a count was made from nothing else."""
        if not isinstance(cell, Value) or cell.is_withheld or cell.denominator is None:
            return (cell, None, None)
        return (cell, cell.numerator, cell.denominator)

    def _stored(self, cell: Cell) -> tuple[Stored, str]:
        """Return what is stored for a cell, and its number format."""
        if isinstance(cell, Value) and not cell.is_withheld:
            return (self._rate(cell), self._percent) if cell.is_rate else self._stored(cell.numerator)
        if isinstance(cell, Change):
            amount = float(cell.amount * 100 if cell.is_points else cell.amount)
            return amount, self._points if cell.is_points else self._change
        if isinstance(cell, float):
            return cell, _TENTHS
        if isinstance(cell, int):
            return cell, _COUNT
        return (None, "General") if cell is None else self._day_or_text(cell)

    def _day_or_text(self, cell: Cell) -> tuple[Stored, str]:
        return (cell, _DATE) if isinstance(cell, dt.date) else (written(cell, self._lang), "General")

    def _rate(self, value: Value) -> Stored:
        """Return a rate as the number it is; cut after its decimals where the office cuts."""
        if value.rate is None:
            return NONE
        if not self._page.digits.truncated:
            return value.rate
        return float(percent(value.numerator or 0, value.denominator or 0, self._page.digits)[:-1]) / 100

    def _chart(self, leaf: Leaf, table: Table, head: int, below: int) -> None:
        plot = plotted(table)
        if plot is None or plot.chart.shape is Shape.DAYS:
            return
        columns = {column.name: at for at, (column, part) in reversed(list(enumerate(_places(table)))) if not part}
        names = [column.name for column in table.columns]
        self._book.draw(
            leaf,
            Drawing(
                shape="line" if plot.chart.shape is Shape.LINE else "bar",
                stacked=plot.chart.shape is Shape.STACKED,
                label=columns[names[plot.label]],
                labels=tuple(written(label, self._lang) for label in plot.labels),
                series=tuple(
                    (columns[one.column.name], headed(one.column, self._lang), _drawn(plot, one)) for one in plot.series
                ),
                rows=(head + 1, head + len(plot.labels)),
                at=(below, 0),
                title=drawn_title(table, plot, self._lang),
                number=self._percent if plot.is_percent else _COUNT,
            ),
        )


def _look(column: Column, cell: Cell, number: str, *, is_total: bool) -> Look:
    """Return how a cell looks: what is late or due soon in its colour, which the header says in words too."""
    look = replace(CELL, number=number, bold=is_total, side="right" if column.kind.is_right else "")
    tone = tone_of(column, cell)
    if tone is None:
        return look
    shade = PALETTE[tone]
    return replace(look, bold=True, color=shade.ink, fill=shade.ground)


def _drawn(plot: Plot, series: Series) -> tuple[Number | None, ...]:
    """Return a series' numbers as the cells hold them: a rate as a part of one."""
    if not plot.is_percent:
        return series.numbers
    return tuple(None if number is None else number / 100 for number in series.numbers)


def _places(table: Table) -> list[tuple[Column, int]]:
    """Return the columns of the sheet: a rate takes three, itself, its numerator and its denominator."""
    return [(column, part) for column in table.columns for part in range(3 if column.kind is Kind.RATE else 1)]
