"""A copy of a ledger with the ids of its matters in a column: as it stands, sheet by sheet, values and merged cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.headers import Layout
from xinfang_cli.sheets.rows import Cell, Merge, Row, Sheet
from xinfang_cli.sheets.write import Leaf, new_book


@dataclass
class Found:
    """What an import found out about a sheet: its columns, how wide its rows are, and the id of each row."""

    layout: Layout
    widest: int = 0
    ids: dict[int, str] = field(default_factory=dict)

    @property
    def place(self) -> int:
        """The column of ids: the ledger's own, or a new one behind all others."""
        own = self.layout.columns.get(Field.ID)
        return own[0] if own else max(self.widest, len(self.layout.titles))


def write_copy(path: Path, sheets: Iterable[Sheet], found: Mapping[str, Found], title: str, name: str) -> None:
    """Write a ledger back; `title` heads a new column of ids, `name` is the sheet of a file that is one table."""
    sheets = iter(sheets)
    first = next(sheets, None)
    if first is None:
        return
    held = list(chain([first], sheets)) if first.name else [first]
    # Where merged cells reach into rows to come, rows cannot be let go one by one.
    flat = all(merge.top == merge.bottom for sheet in held for merge in sheet.merged)
    with new_book(path, flat=flat, from_1904=first.from_1904) as book:
        for sheet in held:
            _write_sheet(book.sheet(sheet.name or name, hidden=sheet.hidden), sheet, found.get(sheet.name), title)


def _write_sheet(leaf: Leaf, sheet: Sheet, found: Found | None, title: str) -> None:
    start: int | None = None
    blocks: dict[int, list[Merge]] = {}
    for merge in sheet.merged:
        blocks.setdefault(merge.top, []).append(merge)
    for row in sheet.rows:
        start = min(row.number, 1) if start is None else start
        leaf.merge(blocks.get(row.number, ()), start)
        leaf.write(row.number - start, _with_id(row, found, title) if found else row.cells)


def _with_id(row: Row, found: Found, title: str) -> list[Cell]:
    cells = [*row.cells, *[""] * (found.place + 1 - len(row.cells))]
    if row.number in found.ids:
        cells[found.place] = found.ids[row.number]
    elif row.number == found.layout.below and not cells[found.place]:
        cells[found.place] = title
    return cells
