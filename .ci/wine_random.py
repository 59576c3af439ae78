"""Writes the library that wine 8 lacks and pydantic asks for, without a compiler: `python wine_random.py FILE`.

It has no code: its one function is that of another library of Windows, under the name that newer ones use.
"""

import struct
import sys
from pathlib import Path

_PLACE, _OFFSET = 0x1000, 0x200
"""Where its only section lies in memory and in the file."""
_BASE = 0x1A0000000
_WORDS = (b"bcryptprimitives.dll\0", b"ProcessPrng\0", b"advapi32.SystemFunction036\0")
_TABLE = _PLACE + 40
_STRINGS = _TABLE + 10


def library() -> bytes:
    """Return a 64-bit DLL of two times 512 bytes."""
    section = _exports()
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, 0x200, 0, 0, 0)
    optional += struct.pack("<QIIHHHHHHIIII", _BASE, 0x1000, 0x200, 6, 0, 0, 0, 6, 0, 0, 0x2000, _OFFSET, 0)
    optional += struct.pack("<HHQQQQII", 3, 0x100, 1 << 20, 1 << 12, 1 << 20, 1 << 12, 0, 16)
    optional += struct.pack("<II", _PLACE, len(section)) + bytes(15 * 8)
    head = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, len(optional), 0x2023)
    table = b".edata\0\0" + struct.pack("<IIIIIIHHI", len(section), _PLACE, 0x200, _OFFSET, 0, 0, 0, 0, 0x40000040)
    return (head + coff + optional + table).ljust(_OFFSET, b"\0") + section.ljust(0x200, b"\0")


def _exports() -> bytes:
    name = _STRINGS
    function = name + len(_WORDS[0])
    forward = function + len(_WORDS[1])
    directory = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, name, 1, 1, 1, _TABLE, _TABLE + 4, _TABLE + 8)
    return directory + struct.pack("<IIH", forward, function, 0) + b"".join(_WORDS)


Path(sys.argv[1]).write_bytes(library())
