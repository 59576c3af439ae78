"""Workbooks by content: .xlsx by our own reader, a row at a time; .xls, .et, .xlsb and .ods by calamine, held whole."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.package import Package
from xinfang_cli.sheets.rows import Merge, Row, Sheet
from xinfang_cli.sheets.streamed import read_streamed, workbook_part

MOST_CELLS = 60_000_000
"""The library holds a sheet as one block from its first to its last cell, empty ones too."""
MOST_RECORDS_BYTES = 1 << 26
"""Of one part of an .xlsb, gone through record by record; some two million cells."""

_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name under which an .xlsx with a password lies in an older container."""
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_BINARY_SHEET = re.compile(r"xl/worksheets/[^/]+\.bin")
_TABLE = re.compile(rb"<table:table[\s>]")
_TABLE_ROW = re.compile(rb"<table:table-row[\s>/]")
_TABLE_CELL = re.compile(rb"<table:(?:covered-)?table-cell(\s[^>]*)?>(?=(<text:p)?)")
_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d{1,9})"')
_ROW_RECORD = 0
_CELL_RECORDS = range(1, 12)


def read_workbook(file: IO[bytes]) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in the order of their tabs, hidden ones too.

    Raises:
        RefusedError: the file is damaged, needs a password, or unpacks to more than a ledger can be.
    """
    if file.read(2) == b"PK":
        package = Package(file)
        merged = _unpacked(package)
        if part := workbook_part(package):
            yield from read_streamed(package, part, merged)
            return
        _check_held(package, merged)
    file.seek(0)
    raw = file.read()
    if _ENCRYPTED in raw:
        raise RefusedError(Msg.SHEET_PASSWORD())
    yield from _held(raw)


def _unpacked(package: Package) -> dict[str, tuple[Merge, ...]]:
    """Unpack all parts of a package once, and return what cells are merged in each."""
    merged: dict[str, set[Merge]] = {}

    def look(name: str, piece: bytes) -> None:
        found = merged.setdefault(name, set())
        if b"mergeCell " in piece:
            found |= {
                Merge(int(top), _column(left) - 1, int(bottom), _column(right) - 1)
                for left, top, right, bottom in _MERGE.findall(piece)
            }

    package.unpack(look)
    return {name: tuple(sorted(found)) for name, found in merged.items()}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_held(package: Package, parts: Iterable[str]) -> None:
    """Refuse a package that is no workbook, or whose cells would take a block beyond reason."""
    is_open = "mimetype" in package and package.read("mimetype").startswith(_OPEN_DOCUMENT)
    if not is_open and "xl/workbook.bin" not in package:
        raise RefusedError(Msg.SHEET_NOT_ONE())
    sheets = ("content.xml",) if is_open else filter(_BINARY_SHEET.fullmatch, parts)
    if any(block > MOST_CELLS for sheet in sheets for block in _blocks(package.read(sheet), is_open=is_open)):
        raise RefusedError(Msg.SHEET_TOO_LARGE(most=MOST_CELLS))


def _blocks(part: bytes, *, is_open: bool) -> Iterable[int]:
    return _open_blocks(part) if is_open else (_binary_block(part),)


def _open_blocks(content: bytes) -> Iterator[int]:
    """Yield how many cells the block of each sheet of an .ods takes, up to the last that has something in it."""
    for table in _TABLE.split(content)[1:]:
        passed = rows = widest = 0
        for row in _TABLE_ROW.split(table)[1:]:
            passed += _times(row[: row.find(b">")])
            if width := _width(row):
                rows, widest = passed, max(widest, width)
        yield rows * widest


def _width(row: bytes) -> int:
    at = width = 0
    for attributes, has_text in _TABLE_CELL.findall(row):
        at += _times(attributes)
        if has_text or b"office:value" in attributes:
            width = at
    return width


def _times(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1


def _binary_block(part: bytes) -> int:
    """Return how many cells the block of a sheet of an .xlsb takes."""
    if len(part) > MOST_RECORDS_BYTES:
        raise RefusedError(Msg.SHEET_TOO_LARGE(most=MOST_CELLS))
    first, last, widest = 1 << 32, 0, 0
    for kind, at in _records(part):
        number = int.from_bytes(part[at : at + 4], "little")
        if kind == _ROW_RECORD:
            first, last = min(first, number), max(last, number)
        elif kind in _CELL_RECORDS:
            widest = max(widest, number + 1)
    return (last - first + 1) * widest


def _records(part: bytes) -> Iterator[tuple[int, int]]:
    """Yield the kind and the place of each record; kinds and sizes are written seven bits a byte."""
    at = 0
    while at < len(part):
        kind, at = _seven_bits(part, at, 2)
        size, at = _seven_bits(part, at, 4)
        yield kind, at
        at += size


def _seven_bits(part: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for place, byte in enumerate(part[at : at + most]):
        number |= (byte & 0x7F) << 7 * place
        if byte < 1 << 7:
            return number, at + place + 1
    return number, at + most


def _held(raw: bytes) -> Iterator[Sheet]:
    try:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum
    except ImportError:  # there is no wheel for every processor
        raise RefusedError(Msg.SHEET_NO_READER()) from None
    book = _guarded(_load, raw)
    for meta in book.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet:
            sheet = _guarded(book.get_sheet_by_name, meta.name)
            yield _sheet(meta.name, sheet, hidden=meta.visible != SheetVisibleEnum.Visible)


def _load(raw: bytes) -> Any:
    from python_calamine import load_workbook

    return load_workbook(io.BytesIO(raw))


def _sheet(name: str, sheet: Any, *, hidden: bool) -> Sheet:
    merged = tuple(
        Merge(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in sorted(sheet.merged_cell_ranges or ())
    )
    margin: tuple[str, ...] = ("",) * (sheet.start[1] if sheet.start else 0)
    return Sheet(name=name, rows=_rows(sheet, margin), hidden=hidden, merged=merged)


def _rows(sheet: Any, margin: tuple[str, ...]) -> Iterator[Row]:
    """Yield rows from the first of the sheet on; the library leaves out the columns before its first cell."""
    cells: Sequence[Any]
    for number, cells in enumerate(sheet.iter_rows() if sheet.start else (), 1):
        yield Row(number, (*margin, *cells) if margin else cells)


def _guarded(call: Any, given: Any) -> Any:
    """Call the library; what it cannot read, panics of its Rust part included, becomes a sentence."""
    from python_calamine import PasswordError

    try:
        return call(given)
    except PasswordError:
        raise RefusedError(Msg.SHEET_PASSWORD()) from None
    except MemoryError:
        raise RefusedError(Msg.SHEET_TOO_LARGE(most=MOST_CELLS)) from None
    except BaseException as fault:
        if isinstance(fault, KeyboardInterrupt | SystemExit):
            raise
        raise RefusedError(Msg.SHEET_DAMAGED()) from fault
