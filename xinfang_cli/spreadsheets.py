"""Spreadsheets that we write (.xlsx), row by row, so that a long one needs no memory; knows xlsxwriter alone."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.outfile import beside
from xinfang_cli.rows import Cell, Merge
from xinfang_cli.widths import width

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
EXACT = 10**15
"""From here on a number in a spreadsheet no longer holds all its digits; it is written as text."""

_FIRST_YEAR = {False: 1900, True: 1904}
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width ones too: = + - @
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?", re.ASCII)
_WIDEST, _NARROWEST = 48, 6


def no_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


@contextmanager
def new_book(path: Path, *, flat: bool = True, from_1904: bool = False) -> Iterator["Book"]:
    """Write a workbook and put it in place when all went well; `flat` takes its rows in order and keeps none."""
    from xlsxwriter.workbook import Workbook

    with beside(path) as temp, TemporaryDirectory(prefix="xf-tmp-") as folder:
        options = {"constant_memory": flat, "tmpdir": folder, "date_1904": from_1904, "strings_to_urls": False}
        written = Workbook(str(temp), options)
        written.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001  # the same rows, the same bytes
        try:
            yield Book(written, from_1904=from_1904)
        finally:
            written.close()  # after a fault too: it lets go of its files, and ours is thrown away


class Book:
    """A workbook being written."""

    def __init__(self, written: "Workbook", *, from_1904: bool = False) -> None:
        self._written = written
        self._first_year = _FIRST_YEAR[from_1904]
        self._names: set[str] = set()
        self.styles = {
            "head": written.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "wrapped": written.add_format({"text_wrap": True, "valign": "top"}),
            dt.date: written.add_format({"num_format": "yyyy-mm-dd"}),
            dt.datetime: written.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            dt.time: written.add_format({"num_format": "hh:mm:ss"}),
            dt.timedelta: written.add_format({"num_format": "[h]:mm:ss"}),
        }

    def sheet(self, name: str, *, hidden: bool = False) -> "Leaf":
        """Add a sheet under a name that a workbook can have."""
        sheet = self._written.add_worksheet(self._free(name))
        if hidden and len(self._names) > 1:  # a workbook shows at least one
            sheet.hide()
        return Leaf(sheet, self.styles, self._first_year)

    def _free(self, name: str) -> str:
        plain = _NOT_IN_NAMES.sub("_", name).strip("' ")[:_NAME_LENGTH] or "Sheet"
        found, count = plain, 1
        while found.casefold() in self._names:
            count += 1
            found = f"{plain[: _NAME_LENGTH - len(str(count)) - 1]}-{count}"
        self._names.add(found.casefold())
        return found


class Leaf:
    """A sheet being written."""

    def __init__(self, sheet: "Worksheet", styles: dict[Any, Any], first_year: int) -> None:
        self._sheet = sheet
        self._styles = styles
        self._first_year = first_year

    def write(self, row: int, cells: Iterable[Cell], style: str | None = None) -> None:
        """Write a row (the first is 0); empty cells are left out.

        Raises:
            RefusedError: a sheet has no such row.
        """
        if row >= MOST_ROWS:
            raise RefusedError(Msg.SHEET_FULL(most=MOST_ROWS))
        look = self._styles[style] if style else None
        for column, cell in enumerate(cells):
            if cell not in ("", None):
                self._cell(row, column, cell, look)

    def _cell(self, row: int, column: int, cell: Cell, look: Any) -> None:
        sheet = self._sheet
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, look)
        elif isinstance(cell, float | int):
            if isfinite(cell) and abs(cell) < EXACT:
                sheet.write_number(row, column, cell, look)
            else:
                sheet.write_string(row, column, str(cell), look)
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell[:MOST_CHARACTERS], look)
        elif isinstance(cell, dt.date) and cell.year < self._first_year:
            sheet.write_string(row, column, cell.isoformat(), look)
        elif cell is not None:
            sheet.write_datetime(row, column, cell, look or self._styles[type(cell)])

    def merge(self, blocks: Iterable[Merge], first_row: int, values: Any) -> None:
        """Merge cells; `values(row, column)` is what stands in the first of each."""
        for block in blocks:
            self._sheet.merge_range(block.top - first_row, block.left, block.bottom - first_row, block.right, "", None)
            top, left = block.top - first_row, block.left
            if (cell := values(block.top, block.left)) not in ("", None):
                self._cell(top, left, cell, None)

    def widen(self, columns: Sequence[str], least: Sequence[int] = ()) -> None:
        """Make columns as wide as their titles need, or wider."""
        for at, title in enumerate(columns):
            wanted = max(width(title) + 4, _NARROWEST, least[at] if at < len(least) else 0)
            self._sheet.set_column(at, at, min(wanted, _WIDEST))

    def as_table(self, last_row: int, columns: int) -> None:
        """Freeze the first row and let its columns be filtered."""
        self._sheet.freeze_panes(1, 0)
        if columns:
            self._sheet.autofilter(0, 0, max(last_row, 0), columns - 1)

    def choices(self, column: int, last_row: int, words: Sequence[str]) -> None:
        """Offer words in a column; others are taken with a warning."""
        self._sheet.data_validation(
            1, column, last_row, column, {"validate": "list", "source": list(words), "error_type": "warning"}
        )
