"""Large workbooks (.xlsx) row by row: what calamine would hold as one block passes through here a piece at a time.

The texts that cells share lie in a temporary file, of which memory holds the places alone. What a cell is, calamine
and this reader say alike; it takes nearly twice as long, which is why small workbooks do without it.
"""

import datetime as dt
import posixpath
import re
import weakref
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.rows import Cell, Merge, Row, Sheet

LONGEST = (1 << 20) + 1
"""Characters kept of a text; who gets the row sees that it is longer than a cell may be."""

_CHUNK = 1 << 17
_HELD = 1 << 15
"""Shared texts kept in memory: those of columns of choice come again and again."""
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zone
_FROM_1904 = 1462
_NO_SUCH_DAY = 60
_END_OF_DAYS = 2_958_466
_DAY = 86_400_000
_BUILT_IN_DAYS = frozenset(map(str, (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))))
_UNREAD = re.compile(r'"[^"]*"|\\.|_.|\*.')
_LENGTH = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_OF_DAYS = re.compile(r"[dmyhs]", re.IGNORECASE)
_HALVES = ("D8", "D9", "DA", "DB", "DC", "DD", "DE", "DF")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
MOST_BYTES = 1 << 24
"""Of one row: sixteen thousand cells take a tenth."""

Style = Callable[[float], Cell]


def read_streamed(package: ZipFile, merged: Mapping[str, tuple[Merge, ...]], *, from_1904: bool) -> Iterator[Sheet]:
    """Yield the worksheets of a package that was checked; `merged` are the merged cells of each of its parts.

    Raises:
        RefusedError: its XML is damaged.
    """
    strings = _Strings(package)
    styles = _styles(package, from_1904=from_1904)
    for name, part, hidden in _worksheets(package):
        rows = _rows(package, part, strings, styles)
        yield Sheet(name=name, rows=rows, hidden=hidden, merged=merged.get(part, ()), from_1904=from_1904)


def _worksheets(package: ZipFile) -> Iterator[tuple[str, str, bool]]:
    targets = {
        _given(each, "Id"): posixpath.normpath(posixpath.join("/xl", _given(each, "Target")))[1:]
        for each in _elements(package, "xl/_rels/workbook.xml.rels", "Relationship")
        if _given(each, "Type").endswith("/worksheet")
    }
    for each in _elements(package, "xl/workbook.xml", "sheet"):
        part = targets.get(_given(each, "id"))
        if part:
            yield _given(each, "name"), part, _given(each, "state") not in ("", "visible")


def _given(element: ET.Element, name: str) -> str:
    """Return an attribute by its local name."""
    return next((value for key, value in element.items() if _local(key) == name), "")


def _styles(package: ZipFile, *, from_1904: bool) -> list[Style | None]:
    """Return, for each style of a cell, what makes a day or a length of its number, if it is one."""

    def moment(number: float) -> Cell:
        return _moment(number, _FROM_1904 if from_1904 else 0)

    makes: Mapping[str, Style | None] = {"day": moment, "length": _length, "": None}
    formats: dict[str, str] = {}
    found: list[Style | None] = []
    for each in _elements(package, "xl/styles.xml", "numFmt", "cellXfs"):
        if _local(each.tag) == "numFmt":
            formats[_given(each, "numFmtId")] = _given(each, "formatCode")
            continue
        for style in each:
            number = _given(style, "numFmtId")
            found.append(makes[_kind(formats[number]) if number in formats else _built_in(number)])
    return found


def _built_in(number: str) -> str:
    return "length" if number == "46" else "day" if number in _BUILT_IN_DAYS else ""


def _kind(code: str) -> str:
    code = _UNREAD.sub("", code)
    if _LENGTH.search(code):
        return "length"
    return "day" if _OF_DAYS.search(_IN_BRACKETS.sub("", code)) else ""


def _moment(number: float, offset: int = 0) -> Cell:
    """Return the day or moment of a serial number; one that has no whole day is a time."""
    if number + offset >= _END_OF_DAYS:
        return number
    days = max(int(number), 0)
    passed = dt.timedelta(days + offset, milliseconds=round(max(number - days, 0) * _DAY))
    if number < 1:
        return (_EPOCH + passed).time()
    moment = _EPOCH + passed + dt.timedelta(passed.days < _NO_SUCH_DAY)
    return moment.date() if number == days else moment


def _length(number: float) -> Cell:
    return dt.timedelta(days=number)


def _elements(package: ZipFile, part: str, *wanted: str) -> Iterator[ET.Element]:
    """Yield the elements of a small part, if it is there, that have one of some local names."""
    if part not in package.namelist():
        return
    with _readable():
        raw = package.read(part)
        if b"<!DOCTYPE" in raw:
            raise ValueError(part)
        root = _parsed(b"", raw, b"")
        yield from (each for each in root.iter() if _local(each.tag) in wanted)


def _pieces(package: ZipFile, part: str, outer: str, inner: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield a part with the root element `outer` in pieces of as many whole `inner` as come at a time.

    Each comes with the root's own tags, so that it is a document by itself. What stands before the root no parser
    sees, so that there are no entities to swell.
    """
    with package.open(part) as stream:
        raw = stream.read(_CHUNK)
        root = re.search(rb"<((?:\w+:)?)" + outer.encode() + rb"(?:\s[^>]*)?>", raw)
        if not root:
            raise ValueError(part)
        close, stop = b"</" + root[1] + inner.encode() + b">", b"</" + root[1] + outer.encode() + b">"
        begins = re.compile(b"<" + root[1] + inner.encode() + rb"[\s>/]")
        raw = raw[root.end() :]
        more = True
        while more:
            end = raw.rfind(close) + len(close)
            if end >= len(close) and (first := begins.search(raw)):
                yield root[0], raw[first.start() : end], stop
                raw = raw[end:]
            if len(raw) > MOST_BYTES:
                raise RefusedError(Msg.SHEET_LONG_CELL(most=LONGEST))
            chunk = stream.read(_CHUNK)
            raw += chunk
            more = bool(chunk)
        if stop not in raw:
            raise ValueError(part)


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

    def __init__(self, package: ZipFile) -> None:
        super().__init__()
        self._file = TemporaryFile()  # noqa: SIM115 - sheets that have no end in sight share it
        weakref.finalize(self, self._file.close)
        self._places = array("Q", (0,))
        part = next((name for name in package.namelist() if name.lower() == "xl/sharedstrings.xml"), None)
        with _readable():
            for piece in _pieces(package, part, "sst", "si") if part else ():
                for each in _parsed(*piece):
                    raw = _unescaped(_text(each)[:LONGEST]).encode()
                    self._file.write(raw)
                    self._places.append(self._places[-1] + len(raw))

    def __missing__(self, number: str) -> str:
        at = int(number)
        if not 0 <= at < len(self._places) - 1:
            raise IndexError(at)
        start, end = self._places[at], self._places[at + 1]
        self._file.seek(start)
        if len(self) >= _HELD:
            self.clear()
        self[number] = text = self._file.read(end - start).decode()
        return text


def _rows(package: ZipFile, part: str, strings: _Strings, styles: Sequence[Style | None]) -> Iterator[Row]:
    """Yield the rows of a worksheet from the first on, up to the last that has a cell with something in it."""
    reader = _RowReader(strings, styles)
    last = number = 0
    with _readable():
        for piece in _pieces(package, part, "worksheet", "row"):
            for given, found in _plain_rows(piece[1]) or _any_rows(_parsed(*piece)):
                number = max(int(given or 0), number + 1)
                cells = reader.cells(found)
                if cells:
                    yield from (Row(blank, ()) for blank in range(last + 1, number))
                    yield Row(number, cells)
                    last = number


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
        for letter in letters:
            number = number * 26 + ord(letter) - 64
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
