"""Tables in HTML or SpreadsheetML that a government system saved under the name of a spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from xinfang_cli.sheets.rows import Merge, Row, Sheet

_ROWS = frozenset(("tr", "row"))
_CELLS = frozenset(("td", "th", "cell"))
_BREAKS = frozenset(("br", "p", "div"))
_UNSEEN = frozenset(("style", "script", "head", "title"))
MOST_SPANNED = 2_000
"""A cell that spans more columns or rows than any ledger has is taken for one cell."""


@dataclass
class _Page:
    """One sheet while it is read."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)

    def sheet(self) -> Sheet:
        return Sheet(name=self.name, rows=tuple(self.rows), merged=tuple(self.merged))


class TableParser(HTMLParser):
    """Collects the rows of all tables; worksheets of SpreadsheetML become sheets of their own."""

    def __init__(self) -> None:
        """Start with one nameless sheet."""
        super().__init__(convert_charrefs=True)
        self.pages = [_Page("")]
        self.column_most = 0
        self._cells: dict[int, str] | None = None
        self._text: list[str] | None = None
        self._at = 0
        self._down: dict[int, int] = {}
        self._unseen = 0
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a sheet, row or cell."""
        given = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "worksheet":
            self._end_row()
            self.pages.append(_Page(given.get("name", "")))
            self._down = {}
        elif tag in _ROWS:
            self._end_row()
            self._cells, self._at = {}, 0
        elif tag in _CELLS:
            self._begin_cell(given)
        elif tag in _BREAKS and self._text:
            self._text.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty element begins and ends."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a cell or row."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _CELLS:
            self._end_cell()
        elif tag in _ROWS or tag in ("table", "worksheet"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        """Collect the text of a cell."""
        if self._text is not None and not self._unseen:
            self._text.append(data)

    def close(self) -> None:
        """End what the file left open."""
        super().close()
        self._end_row()

    def _begin_cell(self, given: dict[str, str]) -> None:
        self._end_cell()
        if self._cells is None:
            self._cells, self._at = {}, 0
        if "index" in given:
            self._at = max(self._at, _count(given["index"]) - 1)
        while self._down.get(self._at, 0) > 0:
            self._at += 1
        across = _count(given.get("colspan")) if "colspan" in given else _count(given.get("mergeacross"), 0) + 1
        down = _count(given.get("rowspan")) if "rowspan" in given else _count(given.get("mergedown"), 0) + 1
        self._span = (across, down)
        self._text = []

    def _end_cell(self) -> None:
        if self._text is None or self._cells is None:
            return
        self._cells[self._at] = "".join(self._text).strip()
        across, down = self._span
        page = self.pages[-1]
        if across > 1 or down > 1:
            top = len(page.rows) + 1
            page.merged.append(Merge(top, self._at, top + down - 1, self._at + across - 1))
        for at in range(self._at, self._at + across):
            self._down[at] = max(self._down.get(at, 0), down)
        self._at += across
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells is None:
            return
        width = max(self._cells, default=-1) + 1
        self.column_most = max(self.column_most, width)
        page = self.pages[-1]
        page.rows.append(Row(len(page.rows) + 1, tuple(self._cells.get(at, "") for at in range(width))))
        self._down = {at: left - 1 for at, left in self._down.items() if left > 1}
        self._cells = None


def _count(text: str | None, least: int = 1) -> int:
    number = int(text) if text and text.strip().isdecimal() else least
    return number if least <= number <= MOST_SPANNED else least


def read_markup(text: str) -> Iterator[Sheet]:
    """Yield the sheets of a file of markup that have rows."""
    parser = TableParser()
    parser.feed(text)
    parser.close()
    return (page.sheet() for page in parser.pages if page.rows)
