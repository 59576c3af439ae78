"""Plain aligned lines: lists fit a terminal, and stay whole in a pipe. Wide characters take two columns."""

import datetime as dt
import sys
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from xinfang_cli.boundary import room_on
from xinfang_cli.labels import Lang, Plain, fresh
from xinfang_cli.messages import Msg, harmless
from xinfang_cli.store.spool import Portions
from xinfang_cli.widths import cut, width

GAP = "  "
_WIDE = 100
"""Columns from which on a terminal has room for whole ids."""

_PORTION = 1000
"""Rows that are held at once."""

_LEAST = 10
_WANTED = 30
"""Columns of a screen that the last column should have, where others can give way; never fewer than the least."""


class GridLook(Plain):
    """How lines are laid out for somebody's eyes.

    Attributes:
        right: places of the columns that stand to the right.
        gives: places of columns that are cut in favour of the last one, in this order, and to what width at most.
        toned: which columns a tone paints, by their places; a row then has one cell more, its tone's word or nothing.
        is_colored: whether they are.
    """

    right: Container[int] = ()
    gives: Mapping[int, int] = fresh(factory=dict)
    toned: Mapping[str, Collection[int]] = fresh(factory=dict)
    is_colored: bool = False


PLAIN = GridLook()


def screen_width() -> int | None:
    """Return how many columns the terminal has; None in a pipe, where nothing is cut."""
    return room_on(sys.stdout)


def beginning(number: int, case_id: str, room: int | None) -> tuple[str, str]:
    """Return what a row of a matter begins with: on a terminal its number and its id, or a tail of it.

    A tail is a valid reference too. In a pipe there are no numbers: they are of one's own screen.
    """
    if room is None:
        return "", case_id
    return str(number), case_id if room >= _WIDE else case_id.rpartition("-")[2]


def short_day(day: str | None, today: dt.date) -> str:
    """Return a day, without its year where it is this year's."""
    return (day or "-").removeprefix(f"{today.year}-")


def due_and_late(due: str | None, late: int, today: dt.date, lang: Lang, *, is_sure: bool = True) -> str:
    """Return a due date with the days that it is past; one that rests on a year without a notice has an asterisk."""
    shown = short_day(due, today) + ("" if is_sure else "*")
    return f"{shown} {Msg.LATE_BY(days=late).in_(lang)}" if late else shown


def grid(head: Sequence[str], rows: Iterable[Sequence[str]], look: GridLook = PLAIN) -> Iterator[str]:
    """Return a header and rows with aligned columns; on a terminal the last column is cut to what fits."""
    return aligned(head, rows, look, room=screen_width())


def aligned(
    head: Sequence[str], rows: Iterable[Sequence[str]], look: GridLook = PLAIN, room: int | None = None
) -> Iterator[str]:
    """Return a header and rows with aligned columns.

    How wide a column is, the last row may decide: all are put down before the first line comes, and are not held.
    Where there is `room`, the last column is cut to what it leaves.
    """
    last = len(head) - 1
    measured = [at for at in range(len(head)) if at != last or at in look.right]  # titles all differ
    widths = dict.fromkeys(measured, 0)
    first = [*head, ""] if look.toned else head
    with Portions() as portions:
        for columns in _columns([first], rows):
            widths = {at: max(wide, *map(width, set(columns[at]))) for at, wide in widths.items()}
            portions.add(columns)
        fitting = widths if room is None else _giving_way(widths, room, look.gives)
        left = None if room is None else max(_LEAST, room - _taken(fitting))
        for columns in portions:
            for at, wide in fitting.items():
                shown = columns[at] if wide == widths[at] else [cut(cell, wide) for cell in columns[at]]
                columns[at] = _padded(shown, wide, to_right=at in look.right)
            if left is not None:
                columns[last] = [cut(cell, left) for cell in columns[last]]
            yield from map(str.rstrip, map(GAP.join, zip(*_painted(columns, look), strict=True)))


def _taken(widths: Mapping[int, int]) -> int:
    return sum(wide + len(GAP) for wide in widths.values())


def _giving_way(widths: Mapping[int, int], room: int, gives: Mapping[int, int]) -> Mapping[int, int]:
    """Return the widths of columns, some of them narrower where the last one would have little."""
    found = dict(widths)
    missing = _taken(widths) + min(_WANTED, room * 3 // 8) - room
    for at, least in gives.items():
        taken = max(0, min(missing, found[at] - least))
        found[at] -= taken
        missing -= taken
    return found


def _painted(columns: list[list[str]], look: GridLook) -> list[list[str]]:
    if not look.toned:
        return columns
    *shown, tones = columns
    if look.is_colored:
        for tone, places in look.toned.items():
            for at in places:
                shown[at] = list(map(partial(_in_tone, tone), shown[at], tones))
    return shown


def _in_tone(wanted: str, cell: str, tone: str) -> str:
    from xinfang_cli.measures.tones import Tone
    from xinfang_cli.render.palette import painted

    return painted(cell, Tone.of(tone), is_colored=True) if tone == wanted else cell


def _columns(head: Iterable[Sequence[str]], rows: Iterable[Sequence[str]]) -> Iterator[list[list[str]]]:
    """Return a portion of rows after the other, the header first, column by column.

    Most columns of a long list say few different things, and each of these is then measured once a portion.
    """
    left = iter(rows)
    portion = list(head)
    while portion:
        yield [list(map(_tame, column)) for column in zip(*portion, strict=True)]
        portion = list(islice(left, _PORTION))


def _padded(column: list[str], widest: int, *, to_right: bool) -> list[str]:
    spaces = {cell: " " * (widest - width(cell)) for cell in set(column)}
    return [spaces[cell] + cell if to_right else cell + spaces[cell] for cell in column]


def _tame(cell: str) -> str:
    """Return a cell of one line, without what could steer a terminal."""
    return cell if cell.isprintable() else harmless(cell).replace("\n", " ").replace("\t", " ")
