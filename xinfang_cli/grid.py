"""Plain aligned lines: lists fit a terminal, and stay whole in a pipe. Wide characters take two columns."""

import shutil
import sys
from collections.abc import Iterator, Sequence

from xinfang_cli.messages import harmless
from xinfang_cli.widths import width

GAP = "  "


def grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return a header and rows with aligned columns; on a terminal the last column is cut to what fits."""
    cells = [[harmless(cell).replace("\n", " ").replace("\t", " ") for cell in row] for row in (head, *rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(head))]
    room = shutil.get_terminal_size().columns - sum(widths[:-1]) - len(GAP) * (len(head) - 1)
    for row in cells:
        last = cut(row[-1], max(10, room)) if sys.stdout.isatty() else row[-1]
        padded = [cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(row[:-1])]
        yield GAP.join([*padded, last]).rstrip()


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
