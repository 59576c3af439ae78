"""Workbooks (.xlsx, .xls, .et) by content: what may be opened without harm, and its sheets through calamine."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.rows import Merge, Row, Sheet

MOST_BYTES = 1 << 30
"""Unpacked; a million rows of thirty columns stay under it."""
MOST_RATIO = 400
"""Spreadsheets of real rows pack to a tenth or less; thousandfold is a bomb."""
SMALL = 1 << 24
"""What unpacks to less than this does no harm whatever its ratio."""
MOST_CELLS = 60_000_000
"""The library holds a sheet as one block from its first to its last cell, empty ones too."""

_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_WORKBOOK = "xl/workbook.xml"
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,9})"')
_CELL = re.compile(rb'\sr="([A-Z]{1,4})\d')
_FROM_1904 = re.compile(rb'date1904="(?:1|true)"')
_CHUNK = 1 << 20


def read_workbook(raw: bytes) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in the order of their tabs, hidden ones too.

    Raises:
        RefusedError: the file is damaged, needs a password, or unpacks to more than a ledger can be.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    from_1904 = _checked(raw) if raw[:2] == b"PK" else False
    book = _opened(raw)
    for meta in book.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet:
            sheet = _guarded(book.get_sheet_by_name, meta.name)
            yield _sheet(meta.name, sheet, hidden=meta.visible != SheetVisibleEnum.Visible, from_1904=from_1904)


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


def _opened(raw: bytes) -> Any:
    from python_calamine import load_workbook

    return _guarded(load_workbook, io.BytesIO(raw))


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


def _checked(raw: bytes) -> bool:
    """Refuse a package that unpacks to too much; return whether its days count from 1904.

    Sizes that a package states may be false, so each sheet is unpacked once, in pieces, before the library sees it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if _WORKBOOK not in package.namelist():
                raise RefusedError(Msg.SHEET_NOT_ONE())
            if sum(part.file_size for part in parts) > MOST_BYTES or any(_is_bomb(part) for part in parts):
                raise RefusedError(Msg.SHEET_BOMB())
            for part in parts:
                with package.open(part) as stream:
                    _check_part(stream, is_sheet=bool(_SHEET_PART.fullmatch(part.filename)))
            return bool(_FROM_1904.search(package.read(_WORKBOOK)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        raise RefusedError(Msg.SHEET_DAMAGED()) from fault
    except zipfile.zlib.error as fault:  # type: ignore[attr-defined]  # zipfile lets its library's error through
        raise RefusedError(Msg.SHEET_DAMAGED()) from fault


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > MOST_RATIO * max(1, part.compress_size)


def _check_part(stream: IO[bytes], *, is_sheet: bool) -> None:
    """Unpack a part to its end, where its checksum is compared, and see how far its cells reach."""
    first, last, widest = 0, 0, 0
    tail = b""
    while chunk := stream.read(_CHUNK):
        if not is_sheet:
            continue
        piece = tail + chunk
        rows = [int(number) for number in _ROW.findall(piece)]
        if rows:
            first = min(first or rows[0], *rows)
            last = max(last, *rows)
        widest = max(widest, _widest(piece))
        tail = piece[-64:]
    if (last - first + 1) * widest > MOST_CELLS:
        raise RefusedError(Msg.SHEET_TOO_LARGE(most=MOST_CELLS))


def _widest(piece: bytes) -> int:
    return max((_column(letters) for letters in set(_CELL.findall(piece))), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
