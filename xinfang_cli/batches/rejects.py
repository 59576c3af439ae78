"""The file of rejected rows: as they stand, with the reason behind, to be corrected and read again."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from xinfang_cli.labels import Lang
from xinfang_cli.ledgers.cells import words
from xinfang_cli.ledgers.columns import ABOUT_REJECTED
from xinfang_cli.sheets.rows import Cell
from xinfang_cli.sheets.write import new_book, no_formula
from xinfang_cli.store.out import write_out

SPREADSHEET = ".xlsx"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that did not come in.

    Attributes:
        table: of which sheet of which file it was; rows of one table stand together.
        titles: the headers of that sheet.
        cells: as they stand.
        about: sheet, row, column, field, value, reason.
    """

    table: tuple[str, str]
    titles: tuple[str, ...]
    cells: Sequence[Cell]
    about: tuple[str, int, str, str, str, str]


def write_rejected(path: Path, rows: Sequence[Rejected], lang: Lang) -> None:
    """Write rejected rows: a workbook with a sheet for each of theirs where the name says so, else one CSV table."""
    about = [column.in_(lang) for column in ABOUT_REJECTED]
    if path.suffix.lower() == SPREADSHEET:
        _write_book(path, rows, about)
    else:
        write_out(path, _lines(rows, about), private=True)


def _write_book(path: Path, rows: Sequence[Rejected], about: list[str]) -> None:
    with new_book(path, private=True) as book:
        for ((file, sheet), _), members in groupby(rows, lambda row: (row.table, row.titles)):
            leaf = book.sheet(sheet or Path(file).stem)
            for at, row in enumerate(members, 1):
                if at == 1:
                    leaf.widen([*row.titles, *about])
                    leaf.write(0, [*row.titles, *about], "head")
                size = len(row.titles)
                cells = [*row.cells[:size], *[""] * (size - len(row.cells))]
                leaf.write(at, [*cells, *row.about])
        if not rows:
            book.sheet("").write(0, about, "head")


def _lines(rows: Sequence[Rejected], about: list[str]) -> Iterator[str]:
    """Yield CSV with the columns of all sheets, each once; a row has its cells under its own headers."""
    columns = list(dict.fromkeys(column for titles in _layouts(rows) for column in _named(titles)))
    yield "\ufeff" + _line([*(title for title, _ in columns), *about])
    places: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        if row.titles not in places:
            places[row.titles] = [columns.index(column) for column in _named(row.titles)]
        cells = [""] * len(columns)
        for at, cell in zip(places[row.titles], row.cells, strict=False):
            cells[at] = "" if cell is None else no_formula(words(cell))
        yield _line([*cells, *map(str, row.about)])


def _layouts(rows: Iterable[Rejected]) -> Iterable[tuple[str, ...]]:
    return dict.fromkeys(row.titles for row in rows)


def _named(titles: Sequence[str]) -> list[tuple[str, int]]:
    """Return each header with how often it stood before: two columns of one name are two."""
    seen: Counter[str] = Counter()
    named = []
    for title in titles:
        named.append((title, seen[title]))
        seen[title] += 1
    return named


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
