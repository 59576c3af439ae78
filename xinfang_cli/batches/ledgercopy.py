"""A copy of a ledger with the ids of its matters in a column: as it stands, sheet by sheet, values and merged cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.headers import Layout
from xinfang_cli.sheets.rows import Cell, Merge, Row, Sheet
from xinfang_cli.sheets.write import Leaf, new_book


@dataclass
class Found:
    """What an import found out about a table: its columns, how wide its rows are, and the id of each row."""

    layout: Layout
    widest: int = 0
    ids: dict[int, str] = field(default_factory=dict)

    @property
    def own(self) -> int | None:
        """The ledger's own column of ids, if it has one."""
        places = self.layout.columns.get(Field.ID)
        return self.layout.left + places[0] if places else None

    @property
    def right(self) -> int:
        """The column behind all of its own."""
        return self.layout.left + max(self.widest, len(self.layout.titles))


Placed = Sequence[tuple[Found, int]]
"""The tables of a sheet, each with its column of ids."""


def places(found: Sequence[Found]) -> Placed:
    """Return the columns of ids of a sheet's tables: their own, or new ones behind all others.

    Tables one below another share a new column; those beside one another have each their own.
    """
    behind = max((each.right for each in found), default=0)
    lefts = sorted({each.layout.left for each in found if each.own is None})
    return [(each, behind + lefts.index(each.layout.left) if each.own is None else each.own) for each in found]


def write_copy(
    path: Path, sheets: Iterable[Sheet], found: Mapping[str, Sequence[Found]], title: str, name: str
) -> None:
    """Write a ledger back; `title` heads a new column of ids, `name` is the sheet of a file that is one table."""
    sheets = iter(sheets)
    first = next(sheets, None)
    if first is None:
        return
    held = list(chain([first], sheets)) if first.name else [first]
    # Where merged cells reach into rows to come, rows cannot be let go one by one.
    flat = all(merge.top == merge.bottom for sheet in held for merge in sheet.merged)
    with new_book(path, flat=flat, from_1904=first.from_1904, private=True) as book:
        for sheet in held:
            leaf = book.sheet(sheet.name or name, hidden=sheet.hidden)
            _write_sheet(leaf, sheet, places(found.get(sheet.name, ())), title)


def _write_sheet(leaf: Leaf, sheet: Sheet, tables: Placed, title: str) -> None:
    start: int | None = None
    blocks: dict[int, list[Merge]] = {}
    for merge in sheet.merged:
        blocks.setdefault(merge.top, []).append(merge)
    for row in sheet.rows:
        start = min(row.number, 1) if start is None else start
        leaf.merge(blocks.get(row.number, ()), start)
        leaf.write(row.number - start, _with_ids(row, tables, title))


def _with_ids(row: Row, tables: Placed, title: str) -> Sequence[Cell]:
    """Return a row's cells with the ids of its matters; over them, in the header, what they are."""
    new = {place: found.ids[row.number] for found, place in tables if row.number in found.ids}
    new |= {place: title for found, place in tables if row.number == found.layout.below and found.own is None}
    if not new:
        return row.cells
    cells = [*row.cells, *[""] * (max(new) + 1 - len(row.cells))]
    for place, cell in new.items():
        cells[place] = cell
    return cells
