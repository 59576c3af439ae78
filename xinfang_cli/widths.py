"""How wide a text is on a terminal."""

import re
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
    """Break a text at spaces, or between wide characters, so that no line is wider than `room`.

    No line begins with a mark that closes, nor ends with one that opens (GB/T 15834); a number keeps its unit.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if _seen(line + piece.rstrip()) > room and line:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def fitted(text: str, room: int) -> str:
    """Return lines of which those that are too wide are broken, with what they go on with further in."""
    return "\n".join(line if _seen(line) <= room else _broken(line, room) for line in text.split("\n"))


_QUOTED = "│ "
_FURTHER_IN = "  "


def _broken(line: str, room: int) -> str:
    bare = line.lstrip(" ")
    indent = line[: len(line) - len(bare)]
    more = _QUOTED if bare.startswith(_QUOTED) else _FURTHER_IN
    first = _QUOTED if bare.startswith(_QUOTED) else ""
    parts = wrapped(bare.removeprefix(first), room - len(indent) - len(more))
    return "\n".join(indent + (more if at else first) + part for at, part in enumerate(parts))


_COLOR = re.compile(r"\x1b\[[0-9;]*m")
_CLOSING = frozenset("，。、；：！？）》】」』”’…％·—)],.;:!?")
_OPENING = frozenset("（《【「『“‘([")


def _seen(text: str) -> int:
    """Return the columns of a text that may be coloured."""
    return width(_COLOR.sub("", text) if "\x1b" in text else text)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        if pieces and _belongs(pieces[-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _belongs(before: str, char: str) -> bool:
    """Whether a character must stay with what stands before it."""
    last = before[-1]
    if char == " " or char in _CLOSING or last in _OPENING:
        return True
    is_narrow = _columns(char) < 2  # noqa: PLR2004  # wide characters have two columns
    return last != " " and (_columns(last) < 2 and (is_narrow or last.isdigit()))  # noqa: PLR2004
