"""A report in Word: the office's template, or the built-in one, filled with the page's sentences and tables.

Long tables are cut, since nobody sends a bulletin of a thousand pages, and the document says so; wide ones stand on
pages across. What is empty in every row that is shown is left out; the rows of a register are counted.
"""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Cell, Column, Digits, Kind, Page, Row, Table, tone_of
from xinfang_cli.measures.tones import Tone
from xinfang_cli.messages import Msg, day_words
from xinfang_cli.render import KEPT_IN, Outgoing
from xinfang_cli.render import word_template as bulletin
from xinfang_cli.render.circular import Circular, Said, numbered
from xinfang_cli.render.official import run
from xinfang_cli.render.palette import PALETTE, signed
from xinfang_cli.render.sifted import sifted, sifted_table
from xinfang_cli.render.word import fill, plain
from xinfang_cli.render.wording import definition, stamp, titled, under_title, written
from xinfang_cli.store.out import beside
from xinfang_cli.typesetting import bracketed

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_ROWS = 100
"""Rows of a table that a bulletin shows."""

MOST_BYTES = 64 * 1024 * 1024
_SERIAL = Column("serial", Msg.HEAD_SERIAL())


@dataclass(frozen=True, slots=True)
class TemplateCell:
    """A cell as a template sees it.

    Attributes:
        text: what it says.
        right: whether it stands to the right.
        middle: whether it stands in the middle.
        shown: what it says as a run of Word, in its colour.
    """

    text: str
    right: bool
    middle: bool
    shown: "Markup"


@dataclass(frozen=True, slots=True)
class Piece:
    """A table as a template sees it.

    Attributes:
        heading: its title with its number.
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


def write(page: Page, lang: Lang, path: Path, outgoing: Outgoing = KEPT_IN) -> None:
    """Write the document.

    Raises:
        RefusedError: the office's template cannot be read, or asks for what there is not.
    """
    circular, own = Circular(page, lang, outgoing), outgoing.template
    made = fill(
        _read(own) if own else bulletin.template(circular.outline()),
        str(own) if own else "bulletin.docx",
        fields(page, lang, outgoing),
        title=circular.title,
        author=circular.issuer or plain(titled(page.office, lang)),
        day=circular.day,
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


def fields(page: Page, lang: Lang, outgoing: Outgoing = KEPT_IN) -> dict[str, object]:
    """Return what a template may ask for."""
    page = sifted(page)
    circular, made = Circular(page, lang, outgoing), _Made(lang, digits=page.digits)
    tables = [_without_last(table) if table.name == "measures" else table for table in page.tables]
    return {
        "office": plain(titled(page.office, lang)),
        "report": page.report.in_(lang),
        "period": titled(page.period, lang),
        "days": _days(page, lang),
        "days_in_brackets": bracketed(_days(page, lang), lang).strip(),
        "title": circular.title,
        "paragraphs": [*(Said(plain(text)) for text in _scope(page, lang)), *circular.paragraphs()],
        "tables": [made.piece(table, at) for at, table in enumerate(tables, 1)],
        "definitions_heading": numbered(len(tables) + 1, titled(Msg.TABLE_DEFINITIONS(), lang), lang),
        "definitions": [plain(definition(figure, lang)) for figure in page.figures],
        "stamp": plain(stamp(page, lang)),
        "as_of": _as_of(page, lang),
        **circular.fields(),
    }


def _as_of(page: Page, lang: Lang) -> str:
    """Return of when the figures are, and what is not in them."""
    said = [Msg.BULLETIN_AS_OF(day=page.as_of)]
    said += [Msg.BULLETIN_LEFT_OUT(count=page.left_out)] if page.left_out else []
    return ("" if lang is Lang.ZH else " ").join(each.in_(lang) for each in said)


def _days(page: Page, lang: Lang) -> str:
    return Msg.PERIOD(first=day_words(page.from_, lang), last=day_words(page.to - dt.timedelta(days=1), lang)).in_(lang)


def _scope(page: Page, lang: Lang) -> list[str]:
    """Return what is filtered, as the first paragraph: an office's own template has no other place for it."""
    return under_title(page, lang)[:-1]


def _without_last(measures: Table) -> Table:
    """Return the measures without their windows: the definitions below say them."""
    return replace(measures, columns=measures.columns[:-1], rows=tuple(row[:-1] for row in measures.rows))


@dataclass(frozen=True)
class _Made:
    """Tables made into what templates take."""

    lang: Lang
    digits: Digits

    def piece(self, table: Table, at: int) -> Piece:
        """Return a table with so many of its rows as are shown."""
        found = iter(table.rows)
        begun = tuple(islice(found, MOST_ROWS))
        more = sum(1 for _ in found)
        shown = _counted(sifted_table(replace(table, rows=begun, is_sparse=False)))
        rows = [self._row(shown, row) for row in shown.rows]
        title = plain(titled(table.title, self.lang))
        return Piece(
            heading=numbered(at, title, self.lang),
            title=title,
            head=[self._head(column) for column in shown.columns],
            rows=rows,
            total=[self._row(shown, shown.total, is_total=True)] if shown.total and rows else [],
            note=self._note(table, more, is_empty=not rows),
        )

    def _head(self, column: Column) -> str:
        """Return a header; what is counted stands on a line of its own, so that no line ends within it."""
        title = plain(titled(column.title, self.lang))
        if column.unit is None:
            return title
        return f"{title}\n{bracketed(column.unit.in_(self.lang), self.lang).strip()}"

    def _note(self, table: Table, more: int, *, is_empty: bool) -> str:
        said = (Msg.NOTHING_HERE() if is_empty else None, Msg.BULLETIN_CUT(count=more) if more else None, table.note)
        return "".join(each.in_(self.lang) for each in said if each)

    def _row(self, table: Table, row: Row, *, is_total: bool = False) -> list[TemplateCell]:
        return [self._field(column, cell, is_total) for column, cell in zip(table.columns, row, strict=True)]

    def _field(self, column: Column, cell: Cell, is_total: bool) -> TemplateCell:  # noqa: FBT001  # a part of what it is
        tone = tone_of(column, cell)
        is_serial = column is _SERIAL
        text = plain("" if is_serial and cell is None else written(cell, self.lang, digits=self.digits))
        return TemplateCell(
            text, column.kind.is_right, is_serial, _run(signed(text, tone), tone, is_bold=is_total or tone is not None)
        )


def _run(text: str, tone: Tone | None, *, is_bold: bool) -> "Markup":
    """Return a run: what is late or due soon in its ink, as everywhere; its column's header says so in words."""
    from markupsafe import Markup

    bold = "<w:b/>" if is_bold else ""
    shade = PALETTE[tone] if tone else None
    ink = f'<w:color w:val="{shade.ink[1:]}"/>' if shade else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade.ground[1:]}"/>' if shade else ""
    return Markup(run(text, f"<w:rPr>{bold}{ink}{ground}</w:rPr>"))  # noqa: S704  # escaped there


def _counted(table: Table) -> Table:
    """Return a register with its rows counted; rows of units are not, since a number beside a unit reads as a rank."""
    if table.columns[0].kind is not Kind.CODE:
        return table
    return replace(
        table,
        columns=(_SERIAL, *table.columns),
        rows=tuple((at, *row) for at, row in enumerate(table.rows, 1)),
        total=table.total and (None, *table.total),
    )
