"""One HTML file that needs no network: contents, key figures, charts, tables, definitions; on a screen and on paper.

The templates stand in `templates/`. Rows go through as they come, so that a table with a row for each of a hundred
thousand duties needs no memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from xinfang_cli.labels import Lang
from xinfang_cli.measures.numbers import compared
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import (
    ONE_DECIMAL,
    Cell,
    Column,
    Digits,
    Figure,
    Kind,
    Page,
    Row,
    Shape,
    Spot,
    Table,
    Value,
    tone_of,
)
from xinfang_cli.measures.tones import FLAGS
from xinfang_cli.messages import Msg, Text
from xinfang_cli.render import Screen
from xinfang_cli.render.days import DayCell, calendar
from xinfang_cli.render.pages import escaped, labels, markup, pieces
from xinfang_cli.render.palette import PALETTE, signed
from xinfang_cli.render.plots import Plot, plotted
from xinfang_cli.render.sifted import sifted
from xinfang_cli.render.svg import color_of, recent, svg
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

_LATE = frozenset({Measure.OVERDUE})
_MEASURE = Column("value", "", kind=Kind.RATE)
_LONG = 12  # characters; a longer text may take several lines
_SLIM = 3  # columns; a table of no more takes the width of a chart
_WIDE = 9  # columns; a page with a table of more is printed across
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
        chip: the class of a flag, which stands as a chip.
        href: where it leads.
    """

    text: str
    look: str = ""
    note: str = ""
    meter: str = ""
    chip: str = ""
    href: str = ""


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
        days: its calendar.
        is_wide: whether its page is printed across, all of it: a part of it would begin pages of its own.
        is_whole: whether it is short enough to be printed on one page.
        is_slim: whether it has so few columns that they would stand far apart.
        is_empty: whether it has no rows.
        notes: what is said below it.
    """

    id: str
    title: str
    heads: list[HeaderCell]
    rows: Iterable[str]
    total: list[ShownCell] | None
    drawing: "Drawing | None"
    days: list[DayCell]
    is_wide: bool
    is_whole: bool
    is_slim: bool
    is_empty: bool
    notes: list[str]

    @property
    def labels(self) -> str:
        """The style by which each cell says, in a hand, which column it is of; there a row stands as a card."""
        return labels(self.id, [f"{head.text}{f' {head.unit}' if head.unit else ''}" for head in self.heads])


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, drawn for a desk and for a hand; its legend where it has several series."""

    note: str
    wide: str
    narrow: str
    legend: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure, or what a page is looked at for first."""

    title: str
    value: ShownCell
    beside: str
    changes: list[str]
    tone: str = ""
    sign: str = ""
    href: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page beside this one."""

    href: str
    title: str
    is_here: bool = False


Leads = Callable[[Column, Cell], str]
"""Where a cell of a column leads; nowhere where it is empty."""


def draw(page: Page, lang: Lang, _screen: Screen) -> Iterator[str]:
    """Return the file in pieces."""
    return pieces("report.html", **fields(page, lang))


def fields(
    page: Page, lang: Lang, links: Sequence[Link] = (), most: int | None = None, leads: Leads | None = None
) -> dict[str, object]:
    """Return what the template of a report is filled with; `most` rows of a table are shown, all if it is None."""

    def said(text: Text) -> str:
        return text.in_(lang)

    page = sifted(page)
    shown = Laid(lang, digits=page.digits, most=most, leads=leads)
    places = {table.name: f"t{at}" for at, table in enumerate(page.tables, 1)}
    lines = recent(page.tables)
    cards = [
        shown.card(figure, lines.get(str(figure.name), ""))
        for figure in sorted(page.figures, key=_duty_first)
        if _is_key(figure.value)
    ]
    return {
        "lang": LANGUAGES[lang],
        "links": links,
        "office": titled(page.office, lang),
        "report": page.report.in_(lang),
        "period": titled(page.period, lang),
        "under_title": under_title(page, lang),
        "paragraphs": [said(paragraph) for paragraph in page.paragraphs],
        "spots": [shown.spot(spot, places) for spot in page.spots],
        "cards": cards[:_FIRST] if page.spots else cards,
        "more_cards": cards[_FIRST:] if page.spots else [],
        "blocks": [shown.block(table, at) for at, table in enumerate(page.tables, 1)],
        "definitions": [definition(figure, lang) for figure in page.figures],
        "words": {
            "site": said(Msg.SITE()),
            "skip": said(Msg.SKIP()),
            "rows_of": said(Msg.ROWS_OF(title="{title}")),
            "first": said(Msg.FIRST()),
            "more_figures": said(Msg.MORE_FIGURES()),
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


_DUTIES = ("overdue", "on_time_close", "timely_notice", "timely_route", "median_days", "close_rate", "resolved_rate")
_FIRST = 5
"""Of the key figures, those that stand in sight where a page has what it is looked at for first."""


def _duty_first(figure: Figure) -> int:
    """Duties come first, then what came of them; what came in is nobody's merit."""
    name = str(figure.name)
    return _DUTIES.index(name) if name in _DUTIES else len(_DUTIES)


def _cell(found: ShownCell, tag: str, scope: str = "") -> str:
    """Return a cell as markup, as the macro of the same name does."""
    look = f' class="{found.look}"' if found.look else ""
    note = f"<small>{escaped(found.note)}</small>" if found.note else ""
    meter = (
        f'<span class="meter" aria-hidden="true"><i style="width:{escaped(found.meter)}%"></i></span>'
        if found.meter
        else ""
    )
    text = escaped(found.text)
    if found.chip:
        text = f'<span class="{found.chip}">{text}</span>'
    if found.href:
        text = f'<a href="{escaped(found.href)}">{text}</a>'
    return f"<{tag}{scope}{look}>{text}{note}{meter}</{tag}>"


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
    leads: Leads | None = None

    def block(self, table: Table, at: int) -> Block:
        """Return a table with its chart; its rows are read when they are written."""
        table, more = cut_off(table, self.most)
        rows = iter(table.rows)
        first = next(rows, None)
        plot = plotted(table)
        return Block(
            id=f"t{at}",
            title=titled(table.title, self.lang),
            heads=[self._head(column) for column in table.columns],
            rows=self._rows(table.columns, chain([first], rows)) if first is not None else (),
            total=self._row(table.columns, table.total) if table.total and first is not None else None,
            drawing=self._picture(table, plot) if plot and plot.chart.shape is not Shape.DAYS else None,
            days=calendar(plot, self.lang) if plot and plot.chart.shape is Shape.DAYS else [],
            is_wide=len(table.columns) > _WIDE,
            is_whole=isinstance(table.rows, tuple) and len(table.rows) <= _WHOLE,
            is_slim=len(table.columns) <= _SLIM,
            is_empty=first is None,
            notes=[each.in_(self.lang) for each in (Msg.PAGE_CUT(count=more) if more else None, table.note) if each],
        )

    def spot(self, spot: Spot, places: Mapping[str, str]) -> Card:
        """Return what a page is looked at for first, with the way to its rows."""
        shade = PALETTE[spot.tone] if spot.tone and spot.value else None
        text = ShownCell(written(spot.value, self.lang, digits=self.digits))
        changes = [titled(spot.says, self.lang)] if spot.says else []
        return Card(
            titled(spot.title, self.lang),
            text,
            spot.unit.in_(self.lang),
            changes,
            tone=f"t-{spot.tone}" if shade else "",
            sign=shade.sign if shade else "",
            href=f"#{places[spot.table]}" if spot.table and spot.table in places else "",
        )

    def card(self, figure: Figure, line: str = "") -> Card:
        """Return a key figure with how it changed, and its line of the last months."""
        before = compared(figure.value, figure.last_period)
        year = compared(figure.value, figure.last_year)
        changes = [
            msg(change=written(change, self.lang, digits=self.digits)).in_(self.lang)
            for msg, change in ((Msg.AGAINST_LAST_PERIOD, before), (Msg.AGAINST_LAST_YEAR, year))
            if change is not None
        ]
        value = self._cell(_MEASURE, _alone(figure.value))
        is_late = figure.name in _LATE and figure.value.numerator
        return Card(
            figure.title.in_(self.lang), value, self._beside(figure), changes, "t-late" if is_late else "", line=line
        )

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

    def _rows(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
        """Yield rows as markup; in a template, each cell of a million would go through four of them in six pieces."""
        name, *others = columns
        known = [(column, _cell(self._cell(column, None), "td")) for column in others]
        for first, *rest in rows:
            cells = [
                nothing if cell is None else _cell(self._cell(column, cell), "td")
                for (column, nothing), cell in zip(known, rest, strict=True)
            ]
            yield markup(_cell(self._cell(name, first), "th", ' scope="row"') + "".join(cells))

    def _row(self, columns: Sequence[Column], row: Row) -> list[ShownCell]:
        return [self._cell(column, cell) for column, cell in zip(columns, row, strict=True)]

    def _cell(self, column: Column, cell: Cell) -> ShownCell:
        look, text = _look(column), drawn_text(cell, self.lang, digits=self.digits)
        href = self.leads(column, cell) if self.leads else ""
        if isinstance(cell, Value) and cell.is_rate and not cell.is_withheld:
            note = f"{cell.numerator}/{cell.denominator}"
            return (
                ShownCell(text, "n z", note)
                if cell.rate is None
                else ShownCell(text, "n", note, f"{cell.rate * 100:.1f}")
            )
        if cell is None or cell == 0:
            return ShownCell(text, f"{look} z".strip())
        tone = tone_of(column, cell)
        if tone in FLAGS:
            return ShownCell(signed(text, tone), look, chip=f"chip t-{tone}", href=href)
        look = f"{look} t-{tone}".strip() if tone else "l" if len(text) > _LONG and not look else look
        return ShownCell(text, look, href=href)

    def _picture(self, table: Table, plot: Plot) -> Drawing:
        name = drawn_title(table, plot, self.lang)
        wide, narrow = (markup(svg(plot, self.lang, room, name, digits=self.digits)) for room in (_ROOM, _NARROW_ROOM))
        legend = [(headed(each.column, self.lang), color_of(plot, at)) for at, each in enumerate(plot.series)]
        return Drawing(drawn_note(plot, self.lang), wide, narrow, legend if len(legend) > 1 else [])
