"""Plain aligned lines: lists fit a terminal, and stay whole in a pipe. Wide characters take two columns."""

import shutil
import sys
from collections.abc import Iterator, Sequence

from xinfang_cli.messages import harmless
from xinfang_cli.widths import cut, width

GAP = "  "


def grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return a header and rows with aligned columns; on a terminal the last column is cut to what fits.

    Column by column: most columns of a long list say few different things, and each is measured once.
    """
    *columns, last = (list(map(_tame, column)) for column in zip(head, *rows, strict=True))
    padded = [_padded(column) for column in columns]
    if sys.stdout.isatty():
        taken = sum(width(column[0]) + len(GAP) for column in padded)
        room = max(10, shutil.get_terminal_size().columns - taken)
        last = [cut(cell, room) for cell in last]
    return map(str.rstrip, map(GAP.join, zip(*padded, last, strict=True)))


def _padded(column: list[str]) -> list[str]:
    widths = {cell: width(cell) for cell in set(column)}
    widest = max(widths.values())
    filled = {cell: cell + " " * (widest - wide) for cell, wide in widths.items()}
    return [filled[cell] for cell in column]


def _tame(cell: str) -> str:
    """Return a cell of one line, without what could steer a terminal."""
    return cell if cell.isprintable() else harmless(cell).replace("\n", " ").replace("\t", " ")
