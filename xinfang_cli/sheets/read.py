"""Ledgers on disk: what a file is by its first bytes, never by its name, and its sheets with rows in their places.

Texts and .xlsx workbooks are read in pieces, so a ledger of a million rows takes no more memory than a short
one; other workbooks and markup are held whole, as their libraries need them.
"""

import codecs
import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import IO, Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.encodings import BAD, MARKING, encoding_of, named_encoding
from xinfang_cli.sheets.markup import read_markup
from xinfang_cli.sheets.rows import Cell, Row, Sheet
from xinfang_cli.sheets.workbooks import read_workbook

MOST_CELL = 1 << 20
"""Characters in a cell; a spreadsheet holds 32,767."""
MOST_LINE = 1 << 22
"""Characters in a line of a text; sixteen thousand cells take a quarter."""
MOST_COLUMNS = 16_384
MOST_BLANK = 1_000
"""Blank rows, one after another, that a person may have left between two parts of a ledger, or below the last."""
MOST_MARKUP = 1 << 26
"""Bytes of HTML or of one JSON array, which are held whole; a quarter of a million rows."""
MOST_NOUGHTS = 20
"""A text of which more than one character in so many is a NUL is none."""
_SAMPLE = 1 << 16
_CHUNK = 1 << 20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
"""What stands at the beginning of files that people take for ledgers."""
_END = "\0end"
"""A line behind the last one: it comes back by itself unless a quote is still open. No file has a NUL."""
_DOS_END = "\x1a"
"""What DOS programs write behind the last line."""
_JSON = re.compile(r"\{|\[\s*\{")
_DELIMITERS = (",", "\t", ";", "|")


def read_sheets(source: IO[bytes] | bytes, *, encoding: str | None = None) -> Iterator[Sheet]:
    """Yield the sheets of a file; `encoding` overrules what its bytes say, for texts.

    Raises:
        RefusedError: it is no ledger that can be read; the message says what to do.
    """
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    start = file.read(_SAMPLE)
    file.seek(0)
    if not start.strip():
        raise RefusedError(Msg.SHEET_EMPTY())
    if start.startswith(_OTHERS):
        raise RefusedError(Msg.SHEET_NOT_ONE())
    if start[:2] == b"PK" or start[:8] == _OLE:
        return (_within_bounds(sheet) for sheet in read_workbook(file))
    encoding = named_encoding(encoding, file) if encoding else encoding_of(file)
    opening = _opening(start, encoding)
    if opening.count("\0") > len(opening) // MOST_NOUGHTS:
        raise RefusedError(Msg.SHEET_NOT_ONE())
    if opening.startswith("<"):
        return (_within_bounds(sheet) for sheet in read_markup(_markup(file, encoding)))
    if _JSON.match(opening):
        return iter((_within_bounds(Sheet("", _json_rows(file, encoding))),))
    return iter((_within_bounds(Sheet("", _delimited_rows(file, encoding))),))


def _opening(start: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(start).lstrip("\ufeff \t\r\n")


@contextmanager
def _text(file: IO[bytes], encoding: str) -> Iterator[io.TextIOWrapper]:
    """Read a file as text from its start and leave it open: it is whoever opened it who closes it."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors=MARKING, newline="")
    try:
        yield text
    finally:
        if not file.closed:
            text.detach()


def _markup(file: IO[bytes], encoding: str) -> str:
    raw = file.read(MOST_MARKUP + 1)
    if len(raw) > MOST_MARKUP:
        raise RefusedError(Msg.SHEET_TOO_LARGE(most=MOST_MARKUP))
    return raw.decode(encoding, MARKING)


def _delimited_rows(file: IO[bytes], encoding: str) -> Iterator[Row]:
    """Yield the records of a CSV or TSV file; a record counts as one row, as a spreadsheet shows it."""
    # The limit is one for the whole process; nothing else here reads CSV.
    csv.field_size_limit(2 * MOST_CELL)
    number = 0
    try:
        with _text(file, encoding) as text:
            delimiter = _delimiter(text.read(_SAMPLE))
            text.seek(0)
            lines = _Lines(text)
            for number, cells in enumerate(csv.reader(chain(lines, (_END,)), delimiter=delimiter), 1):
                raw = lines.taken()
                if not cells or not cells[-1].endswith(_END):
                    yield _record_row(number, cells, raw, delimiter, lines.number)
                elif len(cells) > 1 or cells[0] != _END:
                    yield Row(number, (), fault=Msg.SHEET_QUOTE(row=number))
    except csv.Error:
        raise RefusedError(Msg.SHEET_QUOTE(row=number + 1)) from None
    except UnicodeError:
        raise RefusedError(Msg.SHEET_ENCODING()) from None


def _record_row(number: int, cells: list[str], raw: list[str], delimiter: str, last: int) -> Row:
    """Return a record; one of several lines that could be rows of their own is doubted, or at fault.

    A quotation mark that only begins a cell of an unquoted text swallows the rows up to the next one. Where that one
    does not end its cell, as a closing quote does, the lines are surely no one record.
    """
    if len(raw) == 1:
        return Row(number, cells)
    first = last - len(raw) + 1
    if not _is_well_quoted(raw, delimiter):
        return Row(number, cells, fault=Msg.SHEET_SWALLOWED(first=first, last=last))
    inner = (line for cell in cells if "\n" in cell or "\r" in cell for line in cell.splitlines()[1:])
    if any(line.count(delimiter) >= len(cells) - 1 > 0 for line in inner):
        return Row(number, cells, doubt=Msg.SHEET_ROWS_IN_CELL(first=first, last=last))
    return Row(number, cells)


def _is_well_quoted(raw: list[str], delimiter: str) -> bool:
    try:
        deque(csv.reader(raw, delimiter=delimiter, strict=True), maxlen=0)
    except csv.Error:
        return False
    return True


class _Lines:
    """The lines of a text, and which of them were taken since it was last asked; a mark of DOS for the end is none."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MOST_LINE)
        if len(line) == MOST_LINE:
            raise RefusedError(Msg.SHEET_LONG_CELL(most=MOST_CELL))
        if not line or line == _DOS_END:
            raise StopIteration
        self.number += 1
        self._taken.append(line)
        return line

    def taken(self) -> list[str]:
        """Return the lines taken since."""
        taken, self._taken = self._taken, []
        return taken


def _delimiter(sample: str) -> str:
    """Return the delimiter that cuts most records into the same number of cells, and into most cells."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> int:
    whole = sample[: sample.rfind("\n") + 1] or sample
    widths: dict[int, int] = {}
    try:
        for cells in csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter):
            widths[len(cells)] = widths.get(len(cells), 0) + 1
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items() if width > 1), default=0)


def _json_rows(file: IO[bytes], encoding: str) -> Iterator[Row]:
    """Yield the objects of a file of JSON lines (or one JSON array) under a row 0 with all their keys."""
    keys: dict[str, None] = {}
    for _, record in _records(file, encoding):
        if isinstance(record, dict):
            keys.update(dict.fromkeys(record))
    yield Row(0, tuple(keys))
    for number, record in _records(file, encoding):
        if isinstance(record, dict):
            yield Row(number, tuple(record.get(key) for key in keys))
        else:
            yield Row(number, (), fault=Msg.SHEET_JSON())


def _records(file: IO[bytes], encoding: str) -> Iterator[tuple[int, dict[str, Cell] | None]]:
    with _text(file, encoding) as text:
        if _begins_array(text):
            yield from enumerate((_record(each) for each in _array(text)), 1)
            return
        for number, line in enumerate(text, 1):
            if line.strip() and line != _DOS_END:
                yield number, _record(_parsed(line))


def _begins_array(text: IO[str]) -> bool:
    begins = text.read(_SAMPLE).lstrip().startswith("[")
    text.seek(0)
    return begins


def _array(text: IO[str]) -> list[Any]:
    whole = text.read(MOST_MARKUP + 1)
    parsed = _parsed(whole) if len(whole) <= MOST_MARKUP else None
    if not isinstance(parsed, list):
        raise RefusedError(Msg.SHEET_DAMAGED())
    return parsed


def _parsed(line: str) -> Any:
    try:
        return json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _record(parsed: Any) -> dict[str, Cell] | None:
    """Return an object's values as cells: nested keys joined by a point, lists by 、, lists of objects both ways."""
    if not isinstance(parsed, dict):
        return None
    flat = dict(_flattened("", parsed))
    try:
        "".join((*flat, *(value for value in flat.values() if isinstance(value, str)))).encode()
    except UnicodeEncodeError:  # half of a pair of escapes is no character
        return None
    return flat


def _flattened(path: str, value: Any) -> Iterator[tuple[str, Cell]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flattened(f"{path}.{key}" if path else key, part)
    elif isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
        yield path, json.dumps(value, ensure_ascii=False)
        for key in dict.fromkeys(key for part in value for key in part):
            yield f"{path}.{key}", "、".join(str(part[key]) for part in value if part.get(key) is not None)
    elif isinstance(value, list):
        yield path, "、".join(str(part) for part in value)
    else:
        yield path, str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _within_bounds(sheet: Sheet) -> Sheet:
    return replace(sheet, rows=_bounded(sheet))


def _bounded(sheet: Sheet) -> Iterator[Row]:
    """Yield a sheet's rows; one with a cell longer than any spreadsheet holds is at fault and not read.

    Blank rows beyond number, as a stray cell far below leaves them, nobody made and nobody is told of.
    """
    blank: list[Row] = []
    for row in map(_within_cells, sheet.rows):
        if not row.fault and _is_blank(row):
            if len(blank) <= MOST_BLANK:
                blank.append(row)
            continue
        if len(blank) <= MOST_BLANK:
            yield from blank
        blank.clear()
        yield row
    if len(blank) <= MOST_BLANK:
        yield from blank


def _within_cells(row: Row) -> Row:
    if len(row.cells) > MOST_COLUMNS:
        raise RefusedError(Msg.SHEET_TOO_WIDE(row=row.number, most=MOST_COLUMNS))
    said = "".join([cell for cell in row.cells if type(cell) is str])
    if BAD in said or "\0" in said:
        cells = [_readable(cell) if isinstance(cell, str) else cell for cell in row.cells]
        return Row(row.number, cells, fault=Msg.SHEET_CHARACTER())
    if len(said) > MOST_CELL and any(isinstance(cell, str) and len(cell) > MOST_CELL for cell in row.cells):
        return Row(row.number, (), fault=Msg.SHEET_LONG_CELL(most=MOST_CELL))
    return row


def _readable(text: str) -> str:
    return text.replace(BAD, "\ufffd").replace("\0", "\ufffd")


def _is_blank(row: Row) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row.cells)
