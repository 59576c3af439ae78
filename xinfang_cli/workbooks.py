"""Workbooks (.xlsx, .xls, .et) by content: what may be opened without harm, and its sheets.

Calamine reads them, except large .xlsx ones, which it would hold whole.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.rows import Merge, Row, Sheet
from xinfang_cli.streamed import read_streamed

MOST_BYTES = 1 << 30
"""Unpacked; a million rows of thirty columns stay under it."""
MOST_RATIO = 400
"""Spreadsheets of real rows pack to a tenth or less; thousandfold is a bomb."""
SMALL = 1 << 24
"""What unpacks to less than this does no harm whatever its ratio."""
LARGE = 1 << 24
"""Sheets and texts that unpack to more are read in pieces; calamine holds these in some 60 MiB."""
MOST_CELLS = 60_000_000
"""The library holds a sheet as one block from its first to its last cell, empty ones too."""

_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_HELD_PART = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_WORKBOOK = "xl/workbook.xml"
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,9})"')
_CELL = re.compile(rb'\sr="([A-Z]{1,4})\d')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name under which an .xlsx with a password lies in an older container."""
_FROM_1904 = re.compile(rb'date1904="(?:1|true)"')
_CHUNK = 1 << 20
_OVERLAP = 128
"""Longer than anything looked for, which may stand across two pieces."""


def read_workbook(file: IO[bytes]) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in the order of their tabs, hidden ones too.

    Raises:
        RefusedError: the file is damaged, needs a password, or unpacks to more than a ledger can be.
    """
    from_1904 = False
    if file.read(2) == b"PK":
        package = _package(file)
        found = _checked(package)
        from_1904 = found.from_1904
        if found.is_large:
            yield from read_streamed(package, found.merged, from_1904=from_1904)
            return
    file.seek(0)
    raw = file.read()
    if _ENCRYPTED in raw:
        raise RefusedError(Msg.SHEET_PASSWORD())
    yield from _held(raw, from_1904=from_1904)


def _held(raw: bytes, *, from_1904: bool) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    book = _guarded(_load, raw)
    for meta in book.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet:
            sheet = _guarded(book.get_sheet_by_name, meta.name)
            yield _sheet(meta.name, sheet, hidden=meta.visible != SheetVisibleEnum.Visible, from_1904=from_1904)


def _load(raw: bytes) -> Any:
    from python_calamine import load_workbook

    return load_workbook(io.BytesIO(raw))


def _sheet(name: str, sheet: Any, *, hidden: bool, from_1904: bool) -> Sheet:
    merged = tuple(
        Merge(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in sorted(sheet.merged_cell_ranges or ())
    )
    margin: tuple[str, ...] = ("",) * (sheet.start[1] if sheet.start else 0)
    return Sheet(name=name, rows=_rows(sheet, margin), hidden=hidden, merged=merged, from_1904=from_1904)


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


@dataclass
class _Contents:
    """What a look through a package finds."""

    from_1904: bool = False
    is_large: bool = False
    merged: dict[str, tuple[Merge, ...]] = field(default_factory=dict)


_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zipfile.zlib.error)  # type: ignore[attr-defined]  # zipfile lets its library's error through


def _package(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except _BROKEN as fault:
        raise RefusedError(Msg.SHEET_DAMAGED()) from fault


def _checked(package: zipfile.ZipFile) -> _Contents:
    """Refuse a package that unpacks to too much, and return what must be known before its rows are read.

    Sizes that a package states may be false, so each part is unpacked once, in pieces, before a reader sees it.
    """
    parts = package.infolist()
    if _WORKBOOK not in package.namelist():
        raise RefusedError(Msg.SHEET_NOT_ONE())
    if sum(part.file_size for part in parts) > MOST_BYTES or any(_is_bomb(part) for part in parts):
        raise RefusedError(Msg.SHEET_BOMB())
    found = _Contents()
    found.is_large = sum(part.file_size for part in parts if _HELD_PART.fullmatch(part.filename)) > LARGE
    try:
        for part in parts:
            with package.open(part) as stream:
                reach = _reach(stream, is_sheet=bool(_SHEET_PART.fullmatch(part.filename)))
            if reach.cells > MOST_CELLS:
                raise RefusedError(Msg.SHEET_TOO_LARGE(most=MOST_CELLS))
            found.merged[part.filename] = tuple(sorted(reach.merged))
        found.from_1904 = bool(_FROM_1904.search(package.read(_WORKBOOK)))
    except _BROKEN as fault:
        raise RefusedError(Msg.SHEET_DAMAGED()) from fault
    return found


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > MOST_RATIO * max(1, part.compress_size)


@dataclass
class _Reach:
    """How far the cells of a sheet reach, and which of them are merged."""

    first: int = 0
    last: int = 0
    widest: int = 0
    merged: set[Merge] = field(default_factory=set)

    @property
    def cells(self) -> int:
        """The size of the block from the first to the last cell."""
        return (self.last - self.first + 1) * self.widest


def _reach(stream: IO[bytes], *, is_sheet: bool) -> _Reach:
    """Unpack a part to its end, where its checksum is compared; of a sheet, see what it holds."""
    reach = _Reach()
    tail = b""
    while chunk := stream.read(_CHUNK):
        if not is_sheet:
            continue
        piece = tail + chunk
        rows = [int(number) for number in _ROW.findall(piece)]
        if rows:
            reach.first = min(reach.first or rows[0], *rows)
            reach.last = max(reach.last, *rows)
        reach.widest = max(reach.widest, _widest(piece))
        if b"mergeCell " in piece:
            reach.merged |= {
                Merge(int(top), _column(left) - 1, int(bottom), _column(right) - 1)
                for left, top, right, bottom in _MERGE.findall(piece)
            }
        tail = piece[-_OVERLAP:]
    return reach


def _widest(piece: bytes) -> int:
    return max((_column(letters) for letters in set(_CELL.findall(piece))), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
