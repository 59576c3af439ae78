"""How wide a text is on a terminal."""

import unicodedata
from functools import cache, lru_cache
from itertools import accumulate


def width(text: str) -> int:
    """Return the columns that a text takes: wide characters two, combining marks none."""
    return len(text) if text.isascii() else _width(text)


def cut(text: str, room: int) -> str:
    """Return a text that takes at most `room` columns, with … where it was cut."""
    if width(text) <= room:
        return text
    taken = accumulate(map(_columns, text))
    return "".join(char for char, columns in zip(text, taken, strict=True) if columns < room) + "…"


@lru_cache(4096)  # names of states and units come again in every line
def _width(text: str) -> int:
    return sum(map(_columns, text))


@cache  # a list of ten thousand matters asks for a million characters, of which a few hundred differ
def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, room: int) -> list[str]:
    """Break a text at spaces, or between wide characters, so that no line is wider than `room`."""
    lines, line = [], ""
    for piece in _pieces(text):
        if width(line + piece.rstrip()) > room and line:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        if wide or not pieces or pieces[-1].endswith(" ") or width(pieces[-1]) != len(pieces[-1]):
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces
