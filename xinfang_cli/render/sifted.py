"""What people are spared of a page: measures without a denominator, columns and rows of noughts, empty columns.

Scripts get all of it (JSON, CSV): for them a column that comes and goes would be a fault. The measures stand last.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from xinfang_cli.measures.table import Cell, Kind, Page, Row, Table, Value
from xinfang_cli.messages import Msg, Text
from xinfang_cli.render.wording import measures_table

HELD = 500
"""A table of no more rows is looked through before it is drawn; a longer one keeps all its columns."""

_NUMBERS = frozenset({Kind.NUMBER, Kind.RATE})


def sifted(page: Page, *, keeps_empty: bool = False) -> Page:
    """Return a page as people are to see it, its measures last; columns without a word may be kept to be filled in."""
    figures = tuple(figure for figure in page.figures if _tells(figure.value))
    left_out = [figure.title for figure in page.figures if not _tells(figure.value)]
    note = Msg.MEASURES_LEFT_OUT(names=left_out) if left_out else None
    measures = [replace(measures_table(replace(page, figures=figures)), note=note)] if page.figures else []
    tables = tuple(sifted_table(table, keeps_empty=keeps_empty) for table in (*page.tables, *measures))
    return replace(page, figures=figures, tables=tables)


def sifted_table(table: Table, *, keeps_empty: bool = False) -> Table:
    """Return a table without what says nothing, if it is short enough to look through."""
    rows = iter(table.rows)
    begun = list(islice(rows, HELD + 1))
    if len(begun) > HELD:
        return replace(table, rows=_Begun(table.rows, begun, rows))
    table, kept = _sparse(table, begun)
    shown = [
        at
        for at, column in enumerate(table.columns)
        if (keeps_empty and column.kind not in _NUMBERS) or _stays(table, kept, at)
    ]
    if len(shown) == len(table.columns):
        return replace(table, rows=tuple(kept))
    return replace(
        table,
        columns=tuple(table.columns[at] for at in shown),
        rows=tuple(tuple(row[at] for at in shown) for row in kept),
        total=table.total and tuple(table.total[at] for at in shown),
    )


@dataclass
class _Begun:
    """Rows of which the first have been read: they are gone through to the end once, and then anew."""

    rows: Iterable[Row]
    begun: list[Row]
    rest: Iterator[Row] | None

    def __iter__(self) -> Iterator[Row]:
        """Go through them."""
        rest, self.rest = self.rest, None
        if rest is None:
            return iter(self.rows)
        begun, self.begun = self.begun, []
        return chain(begun, rest)


def _sparse(table: Table, rows: list[Row]) -> tuple[Table, list[Row]]:
    """Return a table without its rows of noughts, with a word on how many they were."""
    if not table.is_sparse:
        return table, rows
    numbers = [at for at, column in enumerate(table.columns) if column.kind in _NUMBERS]
    kept = [row for row in rows if not all(_is_nothing(row[at]) for at in numbers)]
    note: Text | None = Msg.ROWS_OF_NOUGHT(count=len(rows) - len(kept)) if len(kept) < len(rows) else table.note
    return replace(table, note=note), kept


def _stays(table: Table, rows: list[Row], at: int) -> bool:
    """The first column names the rows, the first number is what the table is about; others stay if they say something.

    Where there is no row the table is said to be empty, and no column needs to go.
    """
    first = next((place for place, each in enumerate(table.columns) if each.kind in _NUMBERS), 0)
    return at in {0, first} or not rows or not all(_is_nothing(row[at]) for row in rows)


def _is_nothing(cell: Cell) -> bool:
    if isinstance(cell, Value):
        return not _tells(cell) or (not cell.is_rate and not cell.is_withheld and not cell.numerator)
    return cell is None or cell == 0


def _tells(value: Value) -> bool:
    """A count tells something, a rate or median if there was something to make it from; what is withheld is told so."""
    return value.is_withheld or (value.numerator is not None and value.denominator != 0)
