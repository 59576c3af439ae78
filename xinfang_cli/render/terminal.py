"""Text for people: with rich on a terminal, plain aligned lines in a pipe.

Nothing that was typed into a case is taken for markup or escapes: `written` makes control characters harmless, and
rich gets `Text`, which it does not parse.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from xinfang_cli.figures import headed, heading, measures_table, stamp, titled, written
from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg
from xinfang_cli.render import Screen
from xinfang_cli.table import Kind, Page, Row, Table
from xinfang_cli.widths import width

if TYPE_CHECKING:
    from rich.table import Table as Grid

_GAP = "  "
_BAR = 12
_ROOM_FOR_BARS = 100


def draw(page: Page, lang: Lang, screen: Screen) -> Iterator[str]:
    """Return the page in pieces."""
    tables = (measures_table(page), *page.tables)
    if screen.is_terminal:
        yield from _rich(page, tables, lang, screen)
        return
    yield f"{heading(page, lang)}\n{stamp(page, lang)}\n"
    for paragraph in page.paragraphs:
        yield f"{paragraph.in_(lang)}\n"
    for table in tables:
        yield f"\n{titled(table.title, lang)}\n"
        yield from _plain(table, lang, truncated=page.truncated)


def _plain(table: Table, lang: Lang, *, truncated: bool) -> Iterator[str]:
    """Rows are gone through twice, for the widths and for the text, and never held."""

    def lines() -> Iterator[list[str]]:
        for row in _with_total(table):
            yield [written(cell, lang, truncated=truncated) for cell in row]

    headers = [headed(column, lang) for column in table.columns]
    widths = [width(header) for header in headers]
    rows = 0
    for line in lines():
        rows += 1
        widths = [max(wide, width(text)) for wide, text in zip(widths, line, strict=True)]
    if not rows:
        yield f"{titled(Msg.NOTHING_HERE(), lang)}\n"
        return
    right = [column.kind is not Kind.TEXT for column in table.columns]
    for line in chain([headers], lines()):
        yield _aligned(line, widths, right)


def _aligned(line: Iterable[str], widths: Iterable[int], right: Iterable[bool]) -> str:
    parts = []
    for text, wide, is_right in zip(line, widths, right, strict=True):
        space = " " * (wide - width(text))
        parts.append(space + text if is_right else text + space)
    return _GAP.join(parts).rstrip() + "\n"


def _with_total(table: Table) -> Iterable[Row]:
    return chain(table.rows, [table.total]) if table.total else table.rows


def _rich(page: Page, tables: Iterable[Table], lang: Lang, screen: Screen) -> Iterator[str]:
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out, width=screen.width, force_terminal=True, color_system="standard", highlight=False, emoji=False
    )

    def printed(*parts: object, style: str = "") -> str:
        console.print(*parts, style=style)
        text = out.getvalue()
        out.seek(0)
        out.truncate()
        return text

    yield printed(Text(heading(page, lang)), style="bold")
    yield printed(Text(stamp(page, lang)), style="dim")
    for paragraph in page.paragraphs:
        yield printed(Text(paragraph.in_(lang)))
    for table in tables:
        shown, more = _first(table.rows, screen.height)
        yield "\n" + printed(Text(titled(table.title, lang)), style="bold")
        nothing = Text(Msg.NOTHING_HERE().in_(lang))
        yield printed(_grid(table, shown, lang, screen, truncated=page.truncated) if shown else nothing)
        if more:
            yield printed(Text(Msg.ROWS_CUT(count=more).in_(lang)), style="yellow")


def _first(rows: Iterable[Row], count: int) -> tuple[list[Row], int]:
    """Return the first rows and the number of those left out."""
    found = iter(rows)
    return list(islice(found, count)), sum(1 for _ in found)


def _grid(table: Table, rows: list[Row], lang: Lang, screen: Screen, *, truncated: bool) -> "Grid":
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_footer=table.total is not None)
    total = table.total or (None,) * len(table.columns)
    for column, sum_ in zip(table.columns, total, strict=True):
        is_text = column.kind is Kind.TEXT
        grid.add_column(
            Text(headed(column, lang)),
            Text(written(sum_, lang, truncated=truncated)),
            justify="left" if is_text else "right",
            no_wrap=column.kind is Kind.DATE,
            overflow="fold",
        )
    most, at = _longest_bar(table, rows, screen)
    if most:
        grid.add_column()
    for row in rows:
        cells = [Text(written(cell, lang, truncated=truncated)) for cell in row]
        bar = [Text(_bar(row[at], most), style="red")] if most else []
        grid.add_row(*cells, *bar)
    return grid


def _longest_bar(table: Table, rows: list[Row], screen: Screen) -> tuple[int, int]:
    """Return the largest number of the column drawn as bars, and its place; 0 where there is no room or no bar."""
    at = next((place for place, column in enumerate(table.columns) if column.name == table.bars), None)
    if at is None or screen.width < _ROOM_FOR_BARS:
        return 0, 0
    return max((cell for row in rows if isinstance(cell := row[at], int)), default=0), at


def _bar(cell: object, most: int) -> str:
    """A number above nothing is at least a sliver."""
    eighths = -(-cell * _BAR * 8 // most) if isinstance(cell, int) else 0
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
