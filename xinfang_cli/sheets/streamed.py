"""Workbooks (.xlsx) row by row: whatever their size, memory holds a piece of a sheet at a time.

The texts that cells share lie in a temporary file, of which memory holds the places alone.
"""

import posixpath
import re
import weakref
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import NamedTuple
from xml.etree import ElementTree as ET

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.numberforms import Style, style_of
from xinfang_cli.sheets.package import Package, part_name
from xinfang_cli.sheets.rows import Cell, Merge, Row, Sheet

LONGEST = (1 << 20) + 1
"""Characters kept of a text; who gets the row sees that it is longer than a cell may be."""
MOST_BYTES = 1 << 24
"""Of one row: sixteen thousand cells take a tenth."""

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""Rows and columns that a sheet can have; a cell that says it stands beyond is damage."""
_MOST_LETTERS = 3

_CHUNK = 1 << 17
_OVERLAP = 1 << 10
"""Longer than a tag that is looked for, and than what may stand behind the last one."""
_HELD = 1 << 15
"""Shared texts kept in memory: those of columns of choice come again and again."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_IS_WORKBOOK = re.compile(rb"<(?:\w+:)?workbook[\s>]")
_BEGINNING = 1 << 12


def workbook_part(package: Package) -> str | None:
    """Return the name of the part that lists the sheets, if it is an .xlsx workbook."""
    named = [part for kind, part in _related(package, "").values() if kind == "officeDocument"]
    return next((part for part in (*named, "xl/workbook.xml") if _is_workbook(package, part)), None)


def _is_workbook(package: Package, part: str) -> bool:
    if part not in package:
        return False
    with package.open(part) as stream:
        return bool(_IS_WORKBOOK.search(stream.read(_BEGINNING)))


def read_streamed(package: Package, workbook: str, merged: Mapping[str, tuple[Merge, ...]]) -> Iterator[Sheet]:
    """Yield the worksheets of a package that was unpacked once; `merged` are the merged cells of its parts.

    Each is gone through to its end before its first row is given, so that nothing comes in of one that is damaged.

    Raises:
        RefusedError: its XML is damaged.
    """
    book = _Book.of(package, workbook)
    reader = _RowReader(_Strings(package, book.strings), _styles(package, book))
    for name, part, hidden in book.sheets:
        deque(_rows(package, part, reader), maxlen=0)
        rows, comments = _all_rows(package, part, reader), _comments(package, part)
        yield Sheet(name, rows, hidden, merged.get(part, ()), book.from_1904, comments)


class _Book(NamedTuple):
    """What the workbook's own part says: its sheets with their names, parts, and whether they are hidden."""

    sheets: Sequence[tuple[str, str, bool]]
    strings: str
    styles: str
    from_1904: bool

    @classmethod
    def of(cls, package: Package, part: str) -> "_Book":
        related = _related(package, part)
        parts = dict(related.values())
        sheets, from_1904 = [], False
        for each in _elements(package, part, "sheet", "workbookPr"):
            kind, target = related.get(_given(each, "id"), ("", ""))
            if kind == "worksheet":
                sheets.append((_given(each, "name"), target, _given(each, "state") not in ("", "visible")))
            from_1904 |= _given(each, "date1904") in ("1", "true")
        strings = parts.get("sharedStrings", "xl/sharedstrings.xml")
        return cls(sheets, strings, parts.get("styles", "xl/styles.xml"), from_1904)


def _comments(package: Package, sheet: str) -> int:
    """Return how many comments hang on the cells of a sheet; a conversation is one, kept for older programs too."""
    parts = [part for kind, part in _related(package, sheet).values() if kind == "comments"]
    return sum(1 for part in parts for _ in _elements(package, part, "comment"))


def _related(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return the parts that a part (or the package itself) names, by what it calls them: their kind and name."""
    folder, name = posixpath.split(part)
    return {
        _given(each, "Id"): (
            posixpath.basename(_given(each, "Type")),
            part_name(posixpath.normpath(posixpath.join("/", folder, _given(each, "Target").replace("\\", "/")))),
        )
        for each in _elements(package, posixpath.join(folder, "_rels", f"{name}.rels"), "Relationship")
    }


def _given(element: ET.Element, name: str) -> str:
    """Return an attribute by its local name."""
    return next((value for key, value in element.items() if _local(key) == name), "")


def _styles(package: Package, book: _Book) -> list[Style | None]:
    """Return, for each style of a cell, what its number format makes of a number."""
    formats: dict[str, str] = {}
    found: list[Style | None] = []
    for each in _elements(package, book.styles, "numFmt", "cellXfs"):
        if _local(each.tag) == "numFmt":
            formats[_given(each, "numFmtId")] = _given(each, "formatCode")
        else:
            numbers = [_given(style, "numFmtId") for style in each]
            found += [style_of(number, formats.get(number), from_1904=book.from_1904) for number in numbers]
    return found


def _elements(package: Package, part: str, *wanted: str) -> Iterator[ET.Element]:
    """Yield the elements of a small part, if it is there, that have one of some local names."""
    if part not in package:
        return
    with _readable():
        raw = package.read(part)
        if b"<!DOCTYPE" in raw:
            raise ValueError(part)
        root = _parsed(b"", raw, b"")
        yield from (each for each in root.iter() if _local(each.tag) in wanted)


def _pieces(package: Package, part: str, outer: str, inner: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield a part with the root element `outer` in pieces of as many whole `inner` as come at a time.

    Each comes with the root's own tags, so that it is a document by itself. What stands before the root no parser
    sees, so that there are no entities to swell.
    """
    with package.open(part) as stream:
        raw = stream.read(_CHUNK)
        root = re.search(rb"<((?:\w+:)?)" + outer.encode() + rb"(?:\s[^>]*)?>", raw)
        if not root:
            raise ValueError(part)
        if root[0].endswith(b"/>"):
            return
        tags, stop = _Tags.of(root[1] + inner.encode()), b"</" + root[1] + outer.encode() + b">"
        raw = raw[root.end() :]
        more = True
        while more:
            start, end = tags.whole(raw)
            if start < end:
                yield root[0], raw[start:end], stop
            raw = raw[end:] if tags.begins.search(raw, end) else raw[end:][-_OVERLAP:]
            if len(raw) > MOST_BYTES:
                raise RefusedError(Msg.SHEET_LONG_CELL(most=LONGEST))
            chunk = stream.read(_CHUNK)
            raw += chunk
            more = bool(chunk)
        if stop not in raw:
            raise ValueError(part)


class _Tags(NamedTuple):
    """How an element that comes many times begins and ends."""

    begins: re.Pattern[bytes]
    opening: bytes
    closing: bytes

    @classmethod
    def of(cls, name: bytes) -> "_Tags":
        return cls(re.compile(b"<" + name + rb"[\s/>]"), b"<" + name, b"</" + name + b">")

    def whole(self, raw: bytes) -> tuple[int, int]:
        """Return where the first element begins and the last whole one ends; twice the same place if there is none."""
        first = self.begins.search(raw)
        if not first:
            return 0, 0
        last = raw.rfind(self.opening)
        while not self.begins.match(raw, last):
            last = raw.rfind(self.opening, 0, last)
        tag_end = raw.find(b">", last) + 1
        if tag_end and raw[tag_end - 2 : tag_end] == b"/>":
            return first.start(), tag_end
        closed = raw.find(self.closing, last)
        return first.start(), last if closed < 0 else closed + len(self.closing)


def _parsed(opening: bytes, raw: bytes, closing: bytes) -> ET.Element:
    """Return the root element of a document.

    Building the tree and going through it is faster than to be called for each element, or to ask for each.
    """
    parser = ET.XMLParser()  # noqa: S314 - it sees no document type, so no entities
    for each in (opening, raw, closing):
        parser.feed(each)
    root: ET.Element = parser.close()
    return root


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (ET.ParseError, ValueError, LookupError, OverflowError) as fault:
        raise RefusedError(Msg.SHEET_DAMAGED()) from fault


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _text(element: ET.Element) -> str:
    """Return the words of a text; readings of its characters beside them (`rPh`) are none of them."""
    found: list[str] = []
    for part in element:
        name = _local(part.tag)
        if name == "t":
            found.append(part.text or "")
        elif name == "r":
            found += [run.text or "" for run in part if _local(run.tag) == "t"]
    return "".join(found)


def _unescaped(text: str) -> str:
    """Return a text with its characters for `_x000D_`; what would be half a character stays as it stands."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(
        lambda match: match[0] if "\ud800" <= (char := chr(int(match[1], 16))) <= "\udfff" else char, text
    )


class _Strings(dict[str, str]):
    """The texts that cells share, by their numbers: the last ones asked for, and all others in a temporary file."""

    def __init__(self, package: Package, part: str) -> None:
        super().__init__()
        self._file = TemporaryFile()  # noqa: SIM115 - sheets that have no end in sight share it
        weakref.finalize(self, self._file.close)
        self._places = array("Q", (0,))
        with _readable():
            for piece in _pieces(package, part, "sst", "si") if part in package else ():
                for each in _parsed(*piece):
                    raw = _unescaped(_text(each)[:LONGEST]).encode()
                    self._file.write(raw)
                    self._places.append(self._places[-1] + len(raw))

    def __missing__(self, number: str) -> str:
        if not number:
            return ""
        at = int(number)
        if not 0 <= at < len(self._places) - 1:
            raise IndexError(at)
        start, end = self._places[at], self._places[at + 1]
        self._file.seek(start)
        if len(self) >= _HELD:
            self.clear()
        self[number] = text = self._file.read(end - start).decode()
        return text


def _all_rows(package: Package, part: str, reader: "_RowReader") -> Iterator[Row]:
    """Yield the rows of a worksheet from the first on, up to the last that has a cell with something in it."""
    last = 0
    for row in _rows(package, part, reader):
        yield from (Row(blank, ()) for blank in range(last + 1, row.number))
        yield row
        last = row.number


def _rows(package: Package, part: str, reader: "_RowReader") -> Iterator[Row]:
    """Yield the rows of a worksheet that have a cell with something in it."""
    number = 0
    with _readable():
        for piece in _pieces(package, part, "worksheet", "row"):
            for given, found in _plain_rows(piece[1]) or _any_rows(_parsed(*piece)):
                number = max(int(given or 0), number + 1)
                if number > MOST_ROWS:
                    raise ValueError(number)
                cells = reader.cells(found)
                if cells:
                    yield Row(number, cells)


_Found = tuple[str, str, str, str, str]
"""A cell: the letters of its column, its style, its kind, its value, its own text."""

_ROW_NUMBER = re.compile(r'\sr="(\d{1,7})"')
_PLAIN_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d{1,7}"(?: s="(\d+)")?(?: t="(\w+)")?'
    r'(?:/>|>(?:<v>([^<&\r]*)</v>|<is><t(?: xml:space="preserve")?>([^<&\r]*)</t></is>)?</c>)'
)


def _plain_rows(raw: bytes) -> list[tuple[str, list[_Found]]] | None:
    """Return rows with their cells if all cells are written as nearly all programs write them; three times faster.

    Formulas, texts with entities, prefixes and whatever else may be are left to the parser: then fewer cells are
    found than begin.
    """
    text = raw.decode()
    found = []
    count = 0
    for row in text.split("</row>")[:-1]:
        opening = row.rfind("<row")
        body = row.find(">", opening)
        number = _ROW_NUMBER.search(row, opening, body) if opening >= 0 else None
        if not number:
            return None
        cells = _PLAIN_CELL.findall(row, body)
        found.append((number[1], cells))
        count += len(cells)
    return found if count == text.count("<c") else None


def _any_rows(rows: ET.Element) -> Iterator[tuple[str, list[_Found]]]:
    """Yield rows with their cells, whatever they are."""
    for row in rows:
        yield row.get("r", ""), [_found(each) for each in row]


def _found(cell: ET.Element) -> _Found:
    kind = cell.get("t", "")
    value = next((part.text for part in cell if part.tag.endswith("v")), None) or ""
    own = _text(cell[-1]) if kind == "inlineStr" and len(cell) else ""
    return cell.get("r", "").rstrip("0123456789"), cell.get("s", ""), kind, value, own


class _RowReader:
    """Reads the cells of rows."""

    def __init__(self, strings: _Strings, styles: Sequence[Style | None]) -> None:
        self._strings = strings
        self._styles = {str(number): style for number, style in enumerate(styles) if style}
        self._columns: dict[str, int] = {}

    def cells(self, found: Sequence[_Found]) -> list[Cell]:
        """Return the cells from the first column to the last that has something in it."""
        cells: list[Cell] = []
        columns, strings = self._columns, self._strings
        at = -1
        for letters, style, kind, value, own in found:
            at = columns[letters] if letters in columns else self._column(letters, at)
            cell = strings[value] if kind == "s" else self._cell(style, kind, value, own)
            if cell != "":
                while len(cells) < at:
                    cells.append("")
                cells[at : at + 1] = (cell,)
        return cells

    def _column(self, letters: str, last: int) -> int:
        """Return the place of a column that was not met before, or the next one for a cell that names none."""
        if not letters:
            return last + 1
        number = 0
        for letter in letters[: _MOST_LETTERS + 1]:
            number = number * 26 + ord(letter) - 64
        if number > MOST_COLUMNS:
            raise ValueError(letters)
        self._columns[letters] = number - 1
        return number - 1

    def _cell(self, style: str, kind: str, value: str, own: str) -> Cell:
        if kind == "inlineStr":
            return _unescaped(own[:LONGEST])
        if not value or kind == "e":
            return ""
        if kind in ("", "n"):
            read = self._styles.get(style)
            return read(float(value)) if read else float(value)
        return value == "1" if kind == "b" else _unescaped(value[:LONGEST])
