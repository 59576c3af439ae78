"""One HTML file that needs no network: contents, key figures, charts, tables, definitions; on a screen and on paper.

The templates stand in `templates/`. Rows go through as they come, so that a table with a row for each of a hundred
thousand duties needs no memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from xinfang_cli.labels import Lang
from xinfang_cli.measures.numbers import compared
from xinfang_cli.measures.table import ONE_DECIMAL, Cell, Column, Digits, Figure, Kind, Page, Row, Table, Value
from xinfang_cli.messages import Msg, Text
from xinfang_cli.render import Screen
from xinfang_cli.render.pages import escaped, markup, pieces
from xinfang_cli.render.plots import Plot, plotted
from xinfang_cli.render.sifted import sifted
from xinfang_cli.render.svg import svg
from xinfang_cli.render.wording import (
    definition,
    drawn_note,
    drawn_text,
    drawn_title,
    headed,
    titled,
    under_title,
    written,
)

LANGUAGES = {Lang.ZH: "zh-CN", Lang.EN: "en"}
"""As HTML says them."""

_LONG = 12  # characters; a longer text may take several lines
_WIDE = 9  # columns; a table of more is printed across
_WHOLE = 20  # rows; a table of no more is not broken over pages
_ROOM, _NARROW_ROOM = 720, 340  # of charts, in pixels: on a desk and in a hand


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as a page shows it.

    Attributes:
        text: its text.
        look: classes of the style sheet.
        note: what stands behind it, smaller: what a rate was made from.
        meter: how full the bar under a rate is, in per cent.
    """

    text: str
    look: str = ""
    note: str = ""
    meter: str = ""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header of a column."""

    text: str
    unit: str
    look: str


@dataclass(frozen=True, slots=True)
class Block:
    """A table with its chart.

    Attributes:
        id: of its place in the page.
        title: over it.
        heads: its headers.
        rows: its rows as markup, read as they are written.
        total: the sums under it.
        drawing: its chart.
        is_wide: whether it is printed across.
        is_whole: whether it is short enough to be printed on one page.
        is_empty: whether it has no rows.
        notes: what is said below it.
    """

    id: str
    title: str
    heads: list[HeaderCell]
    rows: Iterable[str]
    total: list[ShownCell] | None
    drawing: "Drawing | None"
    is_wide: bool
    is_whole: bool
    is_empty: bool
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, drawn for a desk and for a hand; its legend where it has several series."""

    note: str
    wide: str
    narrow: str
    legend: list[str]


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure."""

    title: str
    value: ShownCell
    beside: str
    changes: list[str]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page beside this one."""

    href: str
    title: str
    is_here: bool = False


def draw(page: Page, lang: Lang, _screen: Screen) -> Iterator[str]:
    """Return the file in pieces."""
    return pieces("report.html", **fields(page, lang))


def fields(page: Page, lang: Lang, links: Sequence[Link] = (), most: int | None = None) -> dict[str, object]:
    """Return what the template of a report is filled with; `most` rows of a table are shown, all if it is None."""

    def said(text: Text) -> str:
        return text.in_(lang)

    page = sifted(page)
    shown = Laid(lang, digits=page.digits, most=most)
    return {
        "lang": LANGUAGES[lang],
        "links": links,
        "office": titled(page.office, lang),
        "report": page.report.in_(lang),
        "period": titled(page.period, lang),
        "under_title": under_title(page, lang),
        "paragraphs": [said(paragraph) for paragraph in page.paragraphs],
        "cards": [shown.card(figure) for figure in page.figures if _is_key(figure.value)],
        "blocks": [shown.block(table, at) for at, table in enumerate(page.tables, 1)],
        "definitions": [definition(figure, lang) for figure in page.figures],
        "words": {
            "site": said(Msg.SITE()),
            "contents": said(Msg.CONTENTS()),
            "key_figures": said(Msg.KEY_FIGURES()),
            "definitions": said(Msg.TABLE_DEFINITIONS()),
            "nothing": said(Msg.NOTHING_HERE()),
        },
    }


def cut_off(table: Table, most: int | None) -> tuple[Table, int]:
    """Return a table with its first rows alone, and how many others it has."""
    if most is None:
        return table, 0
    rows = iter(table.rows)
    return replace(table, rows=tuple(islice(rows, most))), sum(1 for _ in rows)


def _look(column: Column) -> str:
    return "n" if column.kind.is_right else "c" if column.kind is Kind.CODE else ""


def _cell(found: ShownCell, tag: str, scope: str = "") -> str:
    """Return a cell as markup, as the macro of the same name does."""
    look = f' class="{found.look}"' if found.look else ""
    note = f"<small>{escaped(found.note)}</small>" if found.note else ""
    meter = (
        f'<span class="meter" aria-hidden="true"><i style="width:{escaped(found.meter)}%"></i></span>'
        if found.meter
        else ""
    )
    return f"<{tag}{scope}{look}>{escaped(found.text)}{note}{meter}</{tag}>"


def _alone(value: Value) -> Cell:
    """Return a median without the number of its matters; that stands beside it."""
    return value if value.is_rate or value.is_withheld else value.numerator


def _is_key(value: Value) -> bool:
    """Counts, and rates that there are."""
    return value.numerator is not None and (not value.is_rate or value.rate is not None)


@dataclass(frozen=True)
class Laid:
    """Tables and figures laid out in a language."""

    lang: Lang
    digits: Digits = ONE_DECIMAL
    most: int | None = None

    def block(self, table: Table, at: int) -> Block:
        """Return a table with its chart; its rows are read when they are written."""
        table, more = cut_off(table, self.most)
        rows = iter(table.rows)
        first = next(rows, None)
        plot = plotted(table)
        looks = [_look(column) for column in table.columns]
        return Block(
            id=f"t{at}",
            title=titled(table.title, self.lang),
            heads=[self._head(column) for column in table.columns],
            rows=self._rows(looks, chain([first], rows)) if first is not None else (),
            total=self._row(looks, table.total) if table.total and first is not None else None,
            drawing=self._picture(table, plot) if plot else None,
            is_wide=len(table.columns) > _WIDE,
            is_whole=isinstance(table.rows, tuple) and len(table.rows) <= _WHOLE,
            is_empty=first is None,
            notes=[each.in_(self.lang) for each in (Msg.PAGE_CUT(count=more) if more else None, table.note) if each],
        )

    def card(self, figure: Figure) -> Card:
        """Return a key figure with how it changed."""
        before = compared(figure.value, figure.last_period)
        year = compared(figure.value, figure.last_year)
        changes = [
            msg(change=written(change, self.lang, digits=self.digits)).in_(self.lang)
            for msg, change in ((Msg.AGAINST_LAST_PERIOD, before), (Msg.AGAINST_LAST_YEAR, year))
            if change is not None
        ]
        return Card(figure.name.in_(self.lang), self._cell(_alone(figure.value), "n"), self._beside(figure), changes)

    def _beside(self, figure: Figure) -> str:
        """Return what stands behind a key figure: what a rate was made from, what a number counts."""
        value = figure.value
        if value.is_rate:
            return f"{value.numerator}/{value.denominator}"
        unit = figure.unit.in_(self.lang)
        return unit if value.denominator is None else Msg.OF_SO_MANY(unit=unit, count=value.denominator).in_(self.lang)

    def _head(self, column: Column) -> HeaderCell:
        unit = column.unit.in_(self.lang) if column.unit else ""
        return HeaderCell(titled(column.title, self.lang), unit, _look(column))

    def _rows(self, looks: list[str], rows: Iterable[Row]) -> Iterator[str]:
        """Yield rows as markup; in a template, each cell of a million would go through four of them in six pieces."""
        nothing = {look: _cell(self._cell(None, look), "td") for look in looks}
        for first, *rest in rows:
            cells = [
                nothing[look] if cell is None else _cell(self._cell(cell, look), "td")
                for look, cell in zip(looks[1:], rest, strict=True)
            ]
            yield markup(_cell(self._cell(first, looks[0]), "th", ' scope="row"') + "".join(cells))

    def _row(self, looks: list[str], row: Row) -> list[ShownCell]:
        return [self._cell(cell, look) for look, cell in zip(looks, row, strict=True)]

    def _cell(self, cell: Cell, look: str) -> ShownCell:
        text = drawn_text(cell, self.lang, digits=self.digits)
        if isinstance(cell, Value) and cell.is_rate and not cell.is_withheld:
            note = f"{cell.numerator}/{cell.denominator}"
            return (
                ShownCell(text, "n z", note)
                if cell.rate is None
                else ShownCell(text, "n", note, f"{cell.rate * 100:.1f}")
            )
        if cell is None or cell == 0:
            return ShownCell(text, f"{look} z".strip())
        return ShownCell(text, "l" if len(text) > _LONG and not look else look)

    def _picture(self, table: Table, plot: Plot) -> Drawing:
        name = drawn_title(table, plot, self.lang)
        wide, narrow = (markup(svg(plot, self.lang, room, name, digits=self.digits)) for room in (_ROOM, _NARROW_ROOM))
        legend = [headed(series.column, self.lang) for series in plot.series]
        return Drawing(drawn_note(plot, self.lang), wide, narrow, legend if len(legend) > 1 else [])
