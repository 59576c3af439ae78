"""Spreadsheets that we write (.xlsx), row by row, so that a long one needs no memory; knows xlsxwriter alone."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from xinfang_cli.errors import PartlyError, RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.looks import FONT, HEAD, LINE, Look
from xinfang_cli.sheets.rows import EXACT, Cell, Merge, letters
from xinfang_cli.store.out import beside
from xinfang_cli.widths import width

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
MOST_NAMED = 10
"""Cells with a text that was cut named one by one."""

_FIRST_YEAR = {False: 1900, True: 1904}
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width ones too: = + - @
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?", re.ASCII)
_WIDEST, _NARROWEST = 48, 9
PADDING = 2
"""Of a column beside its text, in characters."""

ROOM = 140
"""Characters beside one another that a page of A4 across holds in letters of the size they have."""

_COLORS = ("#1F5F99", "#D97A08", "#3A8A5F", "#A24B84", "#6B7280", "#8FB8DE")
"""Of the series of a chart: told apart by eyes that see no red or no green, and in grey."""

_CHART_FONT = {"name": FONT, "size": 9, "color": "#374151"}
_PRINTED = 250  # characters that the header or the footer of a printed sheet may have


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of a sheet's own cells; rows count from 0, both ends included.

    Attributes:
        shape: `bar`, its rows one below the other, or `line`.
        stacked: whether a row's numbers stand one behind the other.
        label: the column that names the rows.
        labels: what stands in it.
        series: the columns that are drawn, what they are called, and what stands in them.
        rows: the first and the last row.
        at: the cell its corner stands in.
        title: over it.
        number: number format of what is drawn.
    """

    shape: str
    stacked: bool
    label: int
    labels: tuple[str, ...]
    series: tuple[tuple[int, str, tuple[int | float | None, ...]], ...]
    rows: tuple[int, int]
    at: tuple[int, int]
    title: str
    number: str


def no_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _exists(row: int) -> None:
    if row >= MOST_ROWS:
        raise RefusedError(Msg.SHEET_FULL(most=MOST_ROWS))


def _height(drawing: Drawing) -> int:
    """Return a chart's height in pixels: a line keeps its, bars need room for each."""
    if drawing.shape != "bar":
        return 320
    lines = drawing.rows[1] - drawing.rows[0] + 1
    return 90 + lines * (22 if drawing.stacked else 16 * len(drawing.series) + 8)


def _lines(text: str, most: int) -> int:
    """Return how many lines a text takes in so many columns of text; some lines end early, where a word does."""
    return sum(max(1, -(-width(part) // most)) for part in text.split("\n"))


def _printed(text: str) -> str:
    """Return a text for the header or footer of printed pages, where & begins a command."""
    return text.replace("&", "&&")[:_PRINTED]


@contextmanager
def new_book(path: Path, *, flat: bool = True, from_1904: bool = False, private: bool = False) -> Iterator["Book"]:
    """Write a workbook and put it in place when all went well; `flat` takes its rows in order and keeps none.

    Raises:
        PartlyError: a text is longer than a cell can be. The workbook is in place, the text cut.
    """
    from xlsxwriter.workbook import Workbook

    with beside(path, private=private) as temp, TemporaryDirectory(prefix="xf-tmp-") as folder:
        options = {"constant_memory": flat, "tmpdir": folder, "date_1904": from_1904, "strings_to_urls": False}
        written = Workbook(str(temp), options)
        book = Book(written, from_1904=from_1904)
        book.describe()
        try:
            yield book
        finally:
            _close(written)  # after a fault too: it lets go of its files, and ours is thrown away
    if book.cut:
        cells = [*book.cut[:MOST_NAMED], *["…"] * (len(book.cut) > MOST_NAMED)]
        raise PartlyError(Msg.CELLS_CUT(count=len(book.cut), cells=cells, most=MOST_CHARACTERS))


def _close(written: "Workbook") -> None:
    """Bring a workbook to its file; what the system refuses is an error of the system, as of any other file."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        written.close()
    except FileCreateError as error:
        raise error.args[0] from error


class Book:
    """A workbook being written."""

    def __init__(self, written: "Workbook", *, from_1904: bool = False) -> None:
        self._written = written
        self._first_year = _FIRST_YEAR[from_1904]
        self._names: set[str] = set()
        self._looks: dict[Look, Any] = {}
        self.cut: list[str] = []
        self.styles = {
            "head": written.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "boxed head": self.look(HEAD),
            "wrapped": written.add_format({"text_wrap": True, "valign": "top"}),
            dt.date: written.add_format({"num_format": "yyyy-mm-dd"}),
            dt.datetime: written.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            dt.time: written.add_format({"num_format": "hh:mm:ss"}),
            dt.timedelta: written.add_format({"num_format": "[h]:mm:ss"}),
        }

    def describe(self, title: str = "", author: str = "") -> None:
        """Say what the workbook is; its time is a fixed one, so that the same rows are the same bytes."""
        self._written.set_properties({"title": title, "author": author, "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001

    def look(self, look: Look) -> Any:
        """Return the format of cells that look so."""
        if look not in self._looks:
            self._looks[look] = self._written.add_format(look.properties())
        return self._looks[look]

    def draw(self, leaf: "Leaf", drawing: Drawing) -> None:
        """Draw a chart on a sheet; it shows what the cells hold when it is looked at."""
        kind = {"type": drawing.shape, "subtype": "stacked"} if drawing.stacked else {"type": drawing.shape}
        chart = self._written.add_chart(kind)
        first, last = drawing.rows
        has_values = not drawing.stacked
        for (column, name, numbers), color in zip(drawing.series, cycle(_COLORS), strict=False):
            chart.add_series(
                {
                    "name": name,
                    "categories": [leaf.name, first, drawing.label, last, drawing.label],
                    "values": [leaf.name, first, column, last, column],
                    # Rows that were written are gone; programs that show no more than the chart read it from these.
                    "categories_data": list(drawing.labels),
                    "values_data": ["" if number is None else number for number in numbers],
                    "fill": {"color": color},
                    "line": {"color": color} if drawing.shape == "line" else {"none": True},
                    "gap": 60,
                    "data_labels": {"value": has_values, "num_format": drawing.number, "font": _CHART_FONT},
                }
            )
        chart.set_title({"name": drawing.title, "name_font": {**_CHART_FONT, "size": 12}, "overlay": False})
        chart.set_legend({"none": True} if len(drawing.series) == 1 else {"position": "bottom", "font": _CHART_FONT})
        quiet = {"num_font": _CHART_FONT, "major_gridlines": {"visible": False}, "line": {"color": "#9CA3AF"}}
        if drawing.shape == "bar":  # its first row on top, as in the table
            chart.set_y_axis({**quiet, "reverse": True, "major_tick_mark": "none"})
            chart.set_x_axis({**quiet, "visible": False, "min": 0})
        else:
            chart.set_x_axis(quiet)
            chart.set_y_axis({**quiet, "num_format": drawing.number, "min": 0})
        chart.set_size({"width": 760, "height": _height(drawing)})
        leaf.insert(chart, drawing.at)

    def sheet(self, name: str, *, hidden: bool = False) -> "Leaf":
        """Add a sheet under a name that a workbook can have."""
        sheet = self._written.add_worksheet(self._free(name))
        if hidden and len(self._names) > 1:  # a workbook shows at least one
            sheet.hide()
        return Leaf(self, sheet, self.styles, self._first_year)

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

    def __init__(self, book: Book, sheet: "Worksheet", styles: dict[Any, Any], first_year: int) -> None:
        self._book = book
        self._sheet = sheet
        self._widths: dict[int, float] = {}
        self._is_fixed = False
        self._tallest = (-1, 0)  # the last row that was made tall enough, and for how many lines
        self._styles = styles
        self._first_year = first_year

    def write(self, row: int, cells: Iterable[Cell], style: str | None = None) -> None:
        """Write a row (the first is 0); empty cells are left out.

        Raises:
            RefusedError: a sheet has no such row.
        """
        _exists(row)
        look = self._styles[style] if style else None
        for column, cell in enumerate(cells):
            if cell not in ("", None):
                self._cell(row, column, cell, look)

    @property
    def name(self) -> str:
        """The name on its tab."""
        return str(self._sheet.get_name())

    def put(self, row: int, column: int, cell: Cell, look: Look, *, most: int = _WIDEST) -> None:
        """Write a cell that looks so, empty ones too; its column grows with it up to `most`, then its row does.

        Raises:
            RefusedError: a sheet has no such row.
        """
        _exists(row)
        most = int(self._widths[column]) if self._is_fixed else most
        if cell is None:
            self._sheet.write_blank(row, column, None, self._book.look(look))
            return
        if isinstance(cell, str):
            look = replace(look, quoted=no_formula(cell) != cell, wrapped=look.wrapped or width(cell) > most)
        self._cell(row, column, cell, self._book.look(look))
        if not self._is_fixed:
            self._widths[column] = max(self._widths.get(column, 0), min(width(str(cell)), most))
        lines = _lines(str(cell), most) if look.wrapped else 1
        if lines > 1 and (row, lines) > self._tallest:  # what is said of a row is kept until the end
            self._tallest = (row, lines)
            self._sheet.set_row(row, LINE * lines + 2)

    def note(self, row: int, columns: int, text: str, look: Look, *, wide: int = 100) -> None:
        """Write a text across so many columns, in as many lines as it needs where they are so wide together."""
        if columns > 1:
            self._sheet.merge_range(row, 0, row, columns - 1, "", self._book.look(look))
        self._sheet.set_row(row, LINE * look.size / 11 * -(-width(text) // wide) + 4)
        self._cell(row, 0, text, self._book.look(look))

    def fix(self, widths: Sequence[float]) -> None:
        """Make columns so wide, in characters; texts that are wider take several lines."""
        self._widths, self._is_fixed = dict(enumerate(widths)), True

    def insert(self, chart: Any, at: tuple[int, int]) -> None:
        """Put a chart with its corner in a cell."""
        self._sheet.insert_chart(*at, chart, {"x_offset": 4, "y_offset": 4, "object_position": 2})

    def lay_out(self, head: int, last: int, columns: int, *, footer: str, first: int | None = None) -> None:
        """Make it a table to read and to print: columns as wide as they need, the header in sight and on every page.

        Args:
            head: the row of the header.
            last: the last row that is sorted and filtered with the others.
            columns: how many there are.
            footer: under each printed page, beside its number.
            first: the row from which on rows stand on each printed page; the header alone where it is None.
        """
        sheet = self._sheet
        for column, wide in self._widths.items():
            sheet.set_column(column, column, wide + PADDING if self._is_fixed else max(wide + 3, _NARROWEST))
        sheet.set_default_row(LINE + 2)
        sheet.freeze_panes(head + 1, 1)
        sheet.autofilter(head, 0, max(last, head), columns - 1)
        sheet.hide_gridlines(2)
        self._lay_across(head if first is None else first, head)
        sheet.center_horizontally()
        sheet.set_footer(f"&L{_printed(footer)}&R&P / &N")

    def print_all(self, header: str) -> None:
        """Make it print as a list: its header and a line over each page."""
        self._lay_across(0, 0)
        self._sheet.set_paper(8)  # A3: it has every column there is
        self.print_over(header)
        self._sheet.set_footer("&R&P / &N")

    def _lay_across(self, first: int, head: int) -> None:
        """Print on A4 across, as wide as the page, with some rows on each."""
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(first, head)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)

    def _cell(self, row: int, column: int, cell: Cell, look: Any) -> None:
        sheet = self._sheet
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, look)
        elif isinstance(cell, float | int):
            if isfinite(cell) and abs(cell) < EXACT:
                sheet.write_number(row, column, cell, look)
            else:  # as text, with all its digits
                sheet.write_string(row, column, str(cell), look)
        elif isinstance(cell, str):
            if len(cell) > MOST_CHARACTERS:
                self._book.cut.append(f"{self.name}!{letters(column)}{row + 1}")
            sheet.write_string(row, column, cell[:MOST_CHARACTERS], look)
        elif isinstance(cell, dt.date) and cell.year < self._first_year:
            sheet.write_string(row, column, cell.isoformat(), look)
        elif cell is not None:
            sheet.write_datetime(row, column, cell, look or self._styles[type(cell)])

    def merge(self, blocks: Iterable[Merge], first_row: int) -> None:
        """Merge cells; what stands in the first of each is written afterwards."""
        for block in blocks:
            self._sheet.merge_range(block.top - first_row, block.left, block.bottom - first_row, block.right, "", None)

    def widen(self, columns: Sequence[str], least: Sequence[int] = ()) -> None:
        """Make columns as wide as their titles need, or wider."""
        for at, title in enumerate(columns):
            wanted = max(width(title) + 4, _NARROWEST, least[at] if at < len(least) else 0)
            self._sheet.set_column(at, at, min(wanted, _WIDEST))

    def as_table(self, last_row: int, columns: int, head: int = 0) -> None:
        """Freeze the header and what is over it, and let its columns be filtered."""
        self._sheet.freeze_panes(head + 1, 0)
        if columns:
            self._sheet.autofilter(head, 0, max(last_row, head), columns - 1)

    def print_over(self, header: str) -> None:
        """Print a line over each page."""
        self._sheet.set_header(f"&L{_printed(header)}")

    def choices(self, column: int, last_row: int, words: Sequence[str]) -> None:
        """Offer words in a column; others are taken with a warning."""
        self._sheet.data_validation(
            1, column, last_row, column, {"validate": "list", "source": list(words), "error_type": "warning"}
        )
