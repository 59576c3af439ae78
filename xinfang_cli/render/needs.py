"""How wide the columns of a table on paper or in a workbook must be: figures whole, texts in several lines."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xinfang_cli.sheets.write import PADDING, ROOM
from xinfang_cli.widths import width

_LEAST_HEAD, _EASY_HEAD, _LEAST_TEXT, _EASY_TEXT, _MOST_TEXT, _WHOLE = 4, 8, 10, 26, 60, 24
"""Of a header and of a text that breaks, at least, easily, at most; of what is never broken. In half characters."""

_FIGURES = re.compile(r"\d")
_WORD = re.compile(r"[!-~]+")
_WIDER = {"%": 0.7, "+": 0.2, "—": 1.0, "●": 1.0}
"""What takes more than half a character, by how much."""


class Need(NamedTuple):
    """How wide a column must be, is easily read, and would be at most; in half characters."""

    least: float
    easy: float
    most: float


def wide(text: str) -> float:
    """Return how many halves of a Chinese character a text takes in print."""
    return width(text) + sum(map(str.isupper, text)) / 2 + sum(_WIDER.get(each, 0.0) for each in text)


def need(head: str, cells: Iterable[str]) -> Need:
    """Return what a column needs: figures whole, texts in several lines."""
    cells = list(cells)
    figures = max((wide(cell) for cell in cells if _is_whole(cell)), default=0.0)
    texts = max((wide(cell) for cell in cells if not _is_whole(cell)), default=0.0)
    titles = [wide(line) for line in head.split("\n")]
    word = _longest_word([head])
    figures = max(figures, _longest_word(cells))
    return Need(
        max(word, min(max(titles), _LEAST_HEAD), figures, min(texts, _LEAST_TEXT)),
        max(word, min(max(titles), _EASY_HEAD), figures, min(texts, _EASY_TEXT)),
        max(*titles, figures, min(texts, _MOST_TEXT)),
    )


def _longest_word(texts: list[str]) -> float:
    """Return the widest word in Latin letters, of those that no line needs to be made for."""
    return max((found for text in texts for word in _WORD.findall(text) if (found := wide(word)) <= _WHOLE), default=0)


def _is_whole(cell: str) -> bool:
    return bool(_FIGURES.search(cell)) and wide(cell) <= _WHOLE


_NARROWEST, _WIDEST, _LINES = 6, 48, 0.7
"""Of a column of a workbook; and what its lines take."""

_LEAST_ROOM, _MOST_ROOM = 64, ROOM * 1.35
"""All columns together: titles need so much; from so much on letters are too small when the page is made to fit."""


def book_widths(needs: Sequence[Need]) -> list[float]:
    """Return the widths of columns of a workbook, so that a page across holds them side by side.

    Most sheets fit as they are, so that they are printed in letters of one size; a wide one is made a little smaller
    rather than have its texts in columns of four characters.
    """
    lines = len(needs) * (PADDING + _LINES)
    most = [max(_NARROWEST, min(each.most, _WIDEST)) for each in needs]
    easy = [max(_NARROWEST, each.easy) for each in needs]
    least = [max(_NARROWEST, each.least) for each in needs]
    if sum(most) < _LEAST_ROOM - lines:
        return [each * (_LEAST_ROOM - lines) / sum(most) for each in most]
    if sum(most) <= ROOM - lines:
        return most
    if sum(easy) <= ROOM - lines:
        return _between(easy, most, ROOM - lines)
    return easy if sum(easy) <= _MOST_ROOM - lines else _between(least, easy, _MOST_ROOM - lines)


def _between(least: list[float], most: list[float], room: float) -> list[float]:
    """Return widths from the least on, each grown by the same part of what it would like."""
    asked = sum(most) - sum(least)
    part = max(0.0, (room - sum(least)) / asked) if asked > 0 else 0.0
    return [low + part * (high - low) for low, high in zip(least, most, strict=True)]
