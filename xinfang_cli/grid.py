"""Plain aligned lines: lists fit a terminal, and stay whole in a pipe. Wide characters take two columns."""

import shutil
import sys
from collections.abc import Iterator, Sequence

from xinfang_cli.messages import harmless
from xinfang_cli.widths import width

GAP = "  "


def grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return a header and rows with aligned columns; on a terminal the last column is cut to what fits."""
    lines = [_tame(row) for row in (head, *rows)]
    widths = [max(map(width, {line[column] for line in lines})) for column in range(len(head) - 1)]
    room = max(10, shutil.get_terminal_size().columns - sum(widths) - len(GAP) * len(widths))
    cuts = sys.stdout.isatty()
    for line in lines:
        *padded, last = line
        cells = [cell + " " * (wide - width(cell)) for cell, wide in zip(padded, widths, strict=True)]
        yield GAP.join([*cells, cut(last, room) if cuts else last]).rstrip()


def _tame(row: Sequence[str]) -> list[str]:
    """Cells of one line each, without what could steer a terminal."""
    return [cell if cell.isprintable() else harmless(cell).replace("\n", " ").replace("\t", " ") for cell in row]


def cut(text: str, room: int) -> str:
    """Return a text that takes at most `room` columns, with … where it was cut."""
    if width(text) <= room:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > room - 1:
            break
        kept += char
    return kept + "…"
