"""A workbook that is a zip package: its parts by name, and whether it may be unpacked without harm."""

import zipfile
from collections.abc import Callable, Iterator
from typing import IO

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg

MOST_BYTES = 1 << 30
"""Unpacked; a million rows of thirty columns stay under it."""
MOST_RATIO = 400
"""Spreadsheets of real rows pack to a tenth or less; thousandfold is a bomb."""
SMALL = 1 << 24
"""What unpacks to less than this does no harm whatever its ratio."""
_CHUNK = 1 << 20
_OVERLAP = 128
"""Longer than anything looked for, which may stand across two pieces."""
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zipfile.zlib.error)  # type: ignore[attr-defined]  # zipfile lets its library's error through


class Package:
    """The parts of a package; some programs write backslashes in their names, and upper and lower case are one."""

    def __init__(self, file: IO[bytes]) -> None:
        """Open a package.

        Raises:
            RefusedError: it is damaged, or unpacks to more than a ledger can be.
        """
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as fault:
            raise RefusedError(Msg.SHEET_DAMAGED()) from fault
        parts = self._zip.infolist()
        if sum(part.file_size for part in parts) > MOST_BYTES or any(map(_is_bomb, parts)):
            raise RefusedError(Msg.SHEET_BOMB())
        self._parts = {part_name(part.filename): part for part in parts}

    def __contains__(self, name: str) -> bool:
        """Whether there is such a part."""
        return part_name(name) in self._parts

    def open(self, name: str) -> IO[bytes]:
        """Open a part."""
        return self._zip.open(self._parts[part_name(name)])

    def read(self, name: str) -> bytes:
        """Return a part as a whole."""
        return self._zip.read(self._parts[part_name(name)])

    def unpack(self, look: Callable[[str, bytes], None]) -> None:
        """Show each part in overlapping pieces, to its end, where its checksum is compared.

        Sizes that a package states may be false, so each part is unpacked once before a reader sees it.

        Raises:
            RefusedError: a part is damaged.
        """
        try:
            for name in self._parts:
                for piece in self._pieces(name):
                    look(name, piece)
        except _BROKEN as fault:
            raise RefusedError(Msg.SHEET_DAMAGED()) from fault

    def _pieces(self, name: str) -> Iterator[bytes]:
        tail = b""
        with self.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                yield tail + chunk
                tail = chunk[-_OVERLAP:]


def part_name(name: str) -> str:
    """Return the one form of a part's name."""
    return name.replace("\\", "/").lstrip("/").lower()


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > MOST_RATIO * max(1, part.compress_size)
