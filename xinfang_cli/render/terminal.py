"""Text for people: with rich on a terminal, plain aligned lines in a pipe.

Nothing that was typed into a case is taken for markup or escapes: `written` makes control characters harmless, and
rich gets `Text`, which it does not parse. A table that is too wide for the terminal stands in several pieces, each
beginning with its first column.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice
from math import ceil
from typing import TYPE_CHECKING

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Cell, Column, Digits, Kind, Page, Row, Shape, Table, tone_of
from xinfang_cli.messages import Msg
from xinfang_cli.render import Screen
from xinfang_cli.render.grid import GridLook, aligned
from xinfang_cli.render.palette import painted, signed
from xinfang_cli.render.plots import Number, drawn
from xinfang_cli.render.sifted import sifted
from xinfang_cli.render.wording import all_written, headed, heading, titled, under_title, written
from xinfang_cli.typesetting import bracketed
from xinfang_cli.widths import width

if TYPE_CHECKING:
    from rich.table import Table as Grid
    from rich.text import Text as RichText

_GAP = "  "
_BAR = 12
_HEADER_LINES = 3  # a title may stand in so many lines
_SHORT = 8  # a title no wider than this is not broken
_WORDS = re.compile(r"[!-~]+|\s|.")  # what a title may be broken between: words, and each Chinese character
_TEXT = 24  # a text wider than this is folded
_LEAST = 20  # rows that are shown however low the terminal is


def draw(page: Page, lang: Lang, screen: Screen) -> Iterator[str]:
    """Return the page in pieces."""
    page = sifted(page)
    if screen.is_terminal:
        yield from _rich(page, lang, screen)
        return
    yield "".join(f"{line}\n" for line in (heading(page, lang), *under_title(page, lang)))
    for paragraph in page.paragraphs:
        yield f"{paragraph.in_(lang)}\n"
    for table in page.tables:
        yield f"\n{titled(table.title, lang)}\n"
        yield from _plain(table, lang, digits=page.digits)
        if table.note:
            yield f"{table.note.in_(lang)}\n"


def _plain(table: Table, lang: Lang, *, digits: Digits) -> Iterator[str]:
    rows = (all_written(row, lang, digits=digits) for row in _with_total(table, table.rows))
    first = next(rows, None)
    if first is None:
        yield f"{titled(Msg.NOTHING_HERE(), lang)}\n"
        return
    headers = [headed(column, lang) for column in table.columns]
    right = {at for at, column in enumerate(table.columns) if column.kind.is_right}
    yield from (f"{line}\n" for line in aligned(headers, chain([first], rows), GridLook(right=right)))


def _with_total(table: Table, rows: Iterable[Row]) -> Iterable[Row]:
    return chain(rows, [table.total]) if table.total else rows


def _rich(page: Page, lang: Lang, screen: Screen) -> Iterator[str]:
    from rich.console import Console, detect_legacy_windows
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out,
        width=screen.width,
        force_terminal=True,
        color_system=None if detect_legacy_windows() else "standard",  # an old console would print the escapes
        no_color=not screen.is_colored,
        highlight=False,
        emoji=False,
    )

    def printed(part: "str | Grid", style: str = "") -> str:
        console.print(Text(part) if isinstance(part, str) else part, style=style)
        text = out.getvalue()
        out.seek(0)
        out.truncate()
        return text

    yield printed(heading(page, lang), "bold") + "".join(printed(line, "dim") for line in under_title(page, lang))
    for paragraph in page.paragraphs:
        yield printed(paragraph.in_(lang))
    for table in page.tables:
        rows, more = _first(table.rows, max(screen.height, _LEAST))
        yield "\n" + printed(titled(table.title, lang), "bold")
        for at, grid in enumerate(_Shown(table, rows, lang, digits=page.digits).grids(screen.width)):
            yield ("\n" if at else "") + printed(grid)
        if not rows:
            yield printed(Msg.NOTHING_HERE().in_(lang))
        if more:
            yield printed(Msg.ROWS_CUT(count=more).in_(lang), "yellow")
        if table.note:
            yield printed(table.note.in_(lang), "dim")


def _first(rows: Iterable[Row], count: int) -> tuple[list[Row], int]:
    """Return the first rows and the number of those left out."""
    found = iter(rows)
    return list(islice(found, count)), sum(1 for _ in found)


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """Columns that stand beside one another, and whether there is room for bars."""

    columns: tuple[int, ...]
    for_bars: bool


@dataclass(frozen=True)
class _Shown:
    """The rows of a table that a terminal shows."""

    table: Table
    rows: list[Row]
    lang: Lang
    digits: Digits

    def grids(self, room: int) -> Iterator["Grid"]:
        """Return the table in as many grids as the width asks for."""
        return (self._grid(piece) for piece in self._pieces(room)) if self.rows else iter(())

    def _pieces(self, room: int) -> Iterator[_Piece]:
        needs = [self._need(at) + len(_GAP) for at in range(len(self.table.columns))]
        group = [0]
        for at in range(1, len(needs)):
            if len(group) > 1 and sum(needs[each] for each in (*group, at)) > room:
                yield _Piece(columns=tuple(group), for_bars=False)
                group = [0]
            group.append(at)
        left = room - sum(needs[each] for each in group)
        yield _Piece(columns=tuple(group), for_bars=left > _BAR + len(_GAP))

    def _need(self, at: int) -> int:
        """Return the columns that a column takes; a long text may be folded, a header stands in lines."""
        column = self.table.columns[at]
        widest = max(width(self._text(row[at])) for row in _with_total(self.table, self.rows))
        title = titled(column.title, self.lang)
        words = [*_WORDS.findall(title), *_unit(column, self.lang)]
        wide = width(title)
        header = max(min(wide, _SHORT), -(-wide // _HEADER_LINES) + 1, *map(width, words))
        return max(header, widest if _stays_whole(column) else min(widest, _TEXT))

    def _text(self, cell: Cell) -> str:
        return written(cell, self.lang, digits=self.digits)

    def _grid(self, piece: _Piece) -> "Grid":
        from rich.table import Table as Grid
        from rich.text import Text

        grid = Grid(box=None, padding=(0, len(_GAP), 0, 0), pad_edge=False, show_footer=self.table.total is not None)
        total = self.table.total or (None,) * len(self.table.columns)
        for at in piece.columns:
            column = self.table.columns[at]
            need = self._need(at)
            grid.add_column(
                Text("\n".join(_header(column, self.lang, need))),
                Text(self._text(total[at])),
                justify="right" if column.kind.is_right else "left",
                no_wrap=_stays_whole(column),
                min_width=need if _stays_whole(column) else None,
                overflow="fold",
            )
        bars = self._bars(piece)
        if bars:
            grid.add_column(no_wrap=True)
        for at, row in enumerate(self.rows):
            cells = [self._cell(place, row[place]) for place in piece.columns]
            grid.add_row(*cells, *(Text(bar, style="red") for bar in bars[at : at + 1]))
        return grid

    def _cell(self, at: int, cell: Cell) -> "RichText":
        """Return a cell in the colour of what it means; rich takes it for text whatever it looks like."""
        from rich.text import Text

        tone = tone_of(self.table.columns[at], cell)
        text = signed(self._text(cell), tone)
        return Text.from_ansi(painted(text, tone, is_colored=True)) if tone else Text(text)

    def _bars(self, piece: _Piece) -> list[str]:
        """Return each row's bar; nothing where there is no column for it, no number or no room."""
        chart = self.table.chart
        if chart is None or not piece.for_bars:
            return []
        values = chart.values if chart.shape is Shape.STACKED else chart.values[:1]
        places = [at for at in piece.columns if self.table.columns[at].name in values]
        numbers = [sum(drawn(row[at]) or 0 for at in places) for row in self.rows]
        most = max(numbers, default=0)
        return [_bar(number, most) for number in numbers] if most > 0 else []


def _header(column: Column, lang: Lang, room: int) -> list[str]:
    """Return a header in lines of at most so many columns; rich would not break one whose cells stay whole."""
    lines = [""]
    for word in _WORDS.findall(titled(column.title, lang)):
        if width(lines[-1] + word) > room:
            lines.append("")
        lines[-1] = (lines[-1] + word).lstrip()
    return [*map(str.rstrip, lines), *_unit(column, lang)]


def _unit(column: Column, lang: Lang) -> list[str]:
    return [bracketed(column.unit.in_(lang), lang).strip()] if column.unit else []


def _stays_whole(column: Column) -> bool:
    return column.kind in {Kind.NUMBER, Kind.DATE, Kind.CODE}


def _bar(number: Number, most: Number) -> str:
    """Return a bar of blocks; a number above nothing is at least a sliver."""
    eighths = max(0, ceil(Fraction(number) * _BAR * 8 / Fraction(most)))
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
