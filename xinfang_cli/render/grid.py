"""Plain aligned lines: lists fit a terminal, and stay whole in a pipe. Wide characters take two columns."""

import shutil
import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from xinfang_cli.messages import harmless
from xinfang_cli.store.spool import Portions
from xinfang_cli.widths import cut, width

GAP = "  "
_PORTION = 1000
"""Rows that are held at once."""


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Return a header and rows with aligned columns; on a terminal the last column is cut to what fits."""
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return aligned(head, rows, room=room)


def aligned(
    head: Sequence[str], rows: Iterable[Sequence[str]], right: Container[int] = (), room: int | None = None
) -> Iterator[str]:
    """Return a header and rows with aligned columns, those at the places `right` to the right.

    How wide a column is, the last row may decide: all are put down before the first line comes, and are not held.
    Where there is `room`, the last column is cut to what it leaves.
    """
    last = len(head) - 1
    measured = [at for at in range(len(head)) if at != last or at in right]  # titles all differ, and nothing follows
    widths = dict.fromkeys(measured, 0)
    with Portions() as portions:
        for columns in _columns([head], rows):
            widths = {at: max(wide, *map(width, set(columns[at]))) for at, wide in widths.items()}
            portions.add(columns)
        left = None if room is None else max(10, room - sum(wide + len(GAP) for wide in widths.values()))
        for columns in portions:
            for at, wide in widths.items():
                columns[at] = _padded(columns[at], wide, to_right=at in right)
            if left is not None:
                columns[last] = [cut(cell, left) for cell in columns[last]]
            yield from map(str.rstrip, map(GAP.join, zip(*columns, strict=True)))


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
