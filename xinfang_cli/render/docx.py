"""A bulletin in Word: the office's template, or the built-in one, filled with the page's sentences and tables.

Long tables are cut, since nobody sends a bulletin of a thousand pages, and the document says so; wide ones stand in
several pieces, each beginning with its first column.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Cell, Column, Digits, Kind, Page, Row, Table
from xinfang_cli.messages import Msg
from xinfang_cli.render import word_template as bulletin
from xinfang_cli.render.sifted import sifted
from xinfang_cli.render.word import HEAD, NARROWEST, PADDING, WIDEST, fill, plain
from xinfang_cli.render.wording import definition, headed, heading, stamp, titled, under_title, written
from xinfang_cli.store.out import beside
from xinfang_cli.typesetting import bracketed
from xinfang_cli.widths import width

MOST_ROWS = 100
MOST_BYTES = 64 * 1024 * 1024
"""Rows of a table that a bulletin shows."""

_ROOM = 102  # columns of text beside one another, counted as on a terminal, that a page holds
_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class TemplateCell:
    """A cell as a template sees it: its text, and whether it stands to the right."""

    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A table, or so many columns of it, as a template sees it.

    Attributes:
        heading: its title with its number; that of a further piece says so.
        title: its title.
        head: its headers.
        rows: its rows.
        total: the row of sums, in a list; an empty one without sums.
        note: what is to be said below: how many rows were left out, or that there are none.
    """

    heading: str
    title: str
    head: list[str]
    rows: list[list[TemplateCell]]
    total: list[list[TemplateCell]]
    note: str


def write(page: Page, lang: Lang, path: Path, template: Path | None = None) -> None:
    """Write the document.

    Raises:
        RefusedError: the office's template cannot be read, or asks for what there is not.
    """
    name = str(template) if template else "bulletin.docx"
    made = fill(
        _read(template) if template else bulletin.template(),
        name,
        fields(page, lang),
        title=plain(heading(page, lang)),
        author=plain(titled(page.office, lang)),
        day=page.as_of,
    )
    with beside(path) as temp:
        temp.write_bytes(made)


def _read(template: Path) -> bytes:
    from xinfang_cli.casefile.content import read
    from xinfang_cli.errors import InvalidError, RefusedError

    try:
        template.stat()
        return read(template, MOST_BYTES, follows=True)
    except OSError as error:
        raise RefusedError(Msg.TEMPLATE_MISSING(name=template, reason=error.strerror)) from None
    except InvalidError as error:
        raise RefusedError(error.text) from None


def fields(page: Page, lang: Lang) -> dict[str, object]:
    """Return what a template may ask for."""
    page = sifted(page)
    made = _Made(lang, digits=page.digits)
    tables = [_without_last(table) if table.name == "measures" else table for table in page.tables]
    definitions = [plain(definition(figure, lang)) for figure in page.figures]
    return {
        "office": plain(titled(page.office, lang)),
        "report": page.report.in_(lang),
        "period": titled(page.period, lang),
        "days": _days(page, lang),
        "days_in_brackets": bracketed(_days(page, lang), lang).strip(),
        "day": _day(page.as_of, lang),
        "title": plain(heading(page, lang)),
        "paragraphs": [plain(text) for text in (*_scope(page, lang), *(each.in_(lang) for each in page.paragraphs))],
        "tables": [piece for at, table in enumerate(tables, 1) for piece in made.pieces(table, at)],
        "definitions_heading": _numbered(len(tables) + 1, titled(Msg.TABLE_DEFINITIONS(), lang), lang),
        "definitions": definitions,
        "stamp": plain(stamp(page, lang)),
    }


def _days(page: Page, lang: Lang) -> str:
    return Msg.PERIOD(first=_day(page.from_, lang), last=_day(page.to - dt.timedelta(days=1), lang)).in_(lang)


def _scope(page: Page, lang: Lang) -> list[str]:
    """Return what is filtered, as the first paragraph: an office's own template has no other place for it."""
    return under_title(page, lang)[:-1]


def _day(day: dt.date, lang: Lang) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if lang is Lang.ZH else day.isoformat()


def _without_last(measures: Table) -> Table:
    """Return the measures without their windows: the definitions below say them."""
    return replace(measures, columns=measures.columns[:-1], rows=tuple(row[:-1] for row in measures.rows))


def _numbered(at: int, title: str, lang: Lang) -> str:
    """Return a heading as official documents number theirs."""
    if lang is not Lang.ZH:
        return f"{at}. {title}"
    tens, ones = divmod(at, 10)
    before = f"{_DIGITS[tens]}十".removeprefix("一") if tens else ""
    return f"{before}{_DIGITS[ones] if ones else ''}、{title}"


@dataclass(frozen=True)
class _Made:
    """Tables made into pieces that a page holds."""

    lang: Lang
    digits: Digits

    def pieces(self, table: Table, at: int) -> Iterator[Piece]:
        """Return a table in as many pieces as its width asks for."""
        found = iter(table.rows)
        rows = [self._row(table, row) for row in islice(found, MOST_ROWS)]
        more = sum(1 for _ in found)
        total = [self._row(table, table.total)] if table.total and rows else []
        heads = [plain(headed(column, self.lang)) for column in table.columns]
        title = plain(titled(table.title, self.lang))
        groups = list(_groups(table.columns, heads, [*rows, *total])) if rows else [[]]
        for number, group in enumerate(groups):
            is_last = number == len(groups) - 1
            name = title if not number else Msg.CONTINUED(title=title).in_(self.lang)
            yield Piece(
                heading=_numbered(at, name, self.lang),
                title=name,
                head=[heads[column] for column in group],
                rows=[[row[column] for column in group] for row in rows],
                total=[[row[column] for column in group] for row in total],
                note=self._note(table, rows, more) if is_last else "",
            )

    def _note(self, table: Table, rows: list[list[TemplateCell]], more: int) -> str:
        said = (Msg.NOTHING_HERE() if not rows else None, Msg.BULLETIN_CUT(count=more) if more else None, table.note)
        return "".join(each.in_(self.lang) for each in said if each)

    def _row(self, table: Table, row: Row) -> list[TemplateCell]:
        return [self._field(column, cell) for column, cell in zip(table.columns, row, strict=True)]

    def _field(self, column: Column, cell: Cell) -> TemplateCell:
        return TemplateCell(plain(written(cell, self.lang, digits=self.digits)), column.kind.is_right)


def _groups(columns: tuple[Column, ...], heads: list[str], rows: list[list[TemplateCell]]) -> list[list[int]]:
    """Return the columns that stand beside one another; the first one names the rows of each group.

    There are as few groups as fit, and of those the ones of the most even width: a last group of one column
    would be a page of its own for a number.
    """
    needs = [_need(at, column, heads[at], rows) for at, column in enumerate(columns)]
    found = _filled(needs, _ROOM)
    even = (_filled(needs, room) for room in range(_ROOM // 2, _ROOM))
    return next((groups for groups in even if len(groups) == len(found)), found)


def _filled(needs: list[float], room: float) -> list[list[int]]:
    """Return columns in groups of at most a width, each beginning with the first column."""
    groups, taken = [[0]], needs[0]
    for at, need in enumerate(needs[1:], 1):
        if taken + need > room and len(groups[-1]) > 1:
            groups.append([0])
            taken = needs[0]
        groups[-1].append(at)
        taken += need
    return groups


def _need(at: int, column: Column, head: str, rows: list[list[TemplateCell]]) -> float:
    widest = max(width(row[at].text) for row in rows)
    most = widest if column.kind in {Kind.NUMBER, Kind.DATE, Kind.CODE} else WIDEST
    return max(NARROWEST, min(width(head), HEAD), min(widest, most)) + PADDING
