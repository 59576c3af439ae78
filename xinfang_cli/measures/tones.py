"""What a number or a word of a page means for those who look at it; how each looks is a row of `render.palette`.

A tone is never the only sign: the column, the word or the day beside it says the same.
"""

from xinfang_cli.labels import Label


class Tone(Label):
    """What it means."""

    LATE = "late", "超期", "overdue"
    SOON = "soon", "将到期", "due soon"
    DONE = "done", "已办", "done"
    RED = "red", "红", "red"
    YELLOW = "yellow", "黄", "yellow"
    BLACK = "black", "黑", "black"
    NONE = "none", "不评", "not judged"


FLAGS = frozenset({Tone.RED, Tone.YELLOW, Tone.BLACK, Tone.NONE})
"""Tones that are a verdict on a unit's duties and stand as chips."""

SOON_DAYS = 7
"""A duty that falls due within so many days falls due soon."""


def tone_of_days(left: int) -> Tone | None:
    """Return what it means that a duty has so many days left; none where there is time."""
    if left < 0:
        return Tone.LATE
    return Tone.SOON if left <= SOON_DAYS else None
