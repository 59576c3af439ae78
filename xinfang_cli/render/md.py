"""Markdown as GitHub reads it: tables, and the definitions of the measures below them.

What petitioners wrote is escaped, so that it stays text: no table cell, no link, no HTML comes out of it.
"""

import re
from collections.abc import Iterable, Iterator

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Digits, Page, Table
from xinfang_cli.messages import Msg
from xinfang_cli.render import Screen
from xinfang_cli.render.sifted import sifted
from xinfang_cli.render.wording import (
    all_written,
    definition,
    headed,
    heading,
    titled,
    under_title,
    written,
)

_SPECIAL = re.compile(r"[\\`*_{}\[\]~|#]|(?<=http):|(?<=https):|(?<=www)\.", re.IGNORECASE)
_BETWEEN = "\x1f"
_MAYBE_SPECIAL = re.compile(r"[\\`*_{}\[\]~|#:.&<>]")  # quick to look for, and most rows have none
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def draw(page: Page, lang: Lang, _screen: Screen) -> Iterator[str]:
    """Return the page in pieces."""
    page = sifted(page)
    yield f"# {escaped(heading(page, lang))}\n"
    for line in under_title(page, lang):
        yield f"\n{escaped(line)}\n"
    for paragraph in page.paragraphs:
        yield f"\n{escaped(paragraph.in_(lang))}\n"
    for table in page.tables:
        yield from _table(table, lang, digits=page.digits)
    if page.figures:
        yield f"\n## {titled(Msg.TABLE_DEFINITIONS(), lang)}\n\n"
    for figure in page.figures:
        yield f"- {escaped(definition(figure, lang))}\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    if not _MAYBE_SPECIAL.search(text):
        return text
    return _SPECIAL.sub(r"\\\g<0>", text.translate(_HTML))


def _table(table: Table, lang: Lang, *, digits: Digits) -> Iterator[str]:
    yield f"\n## {escaped(titled(table.title, lang))}\n\n"
    yield _line(escaped(headed(column, lang)) for column in table.columns)
    yield _line("---:" if column.kind.is_right else "---" for column in table.columns)
    rows = 0
    for row in table.rows:
        rows += 1
        # Escaped once a row, which costs a fifth of once a cell; no cell has such a character.
        cells = escaped(_BETWEEN.join(all_written(row, lang, digits=digits)))
        yield f"| {cells.replace(_BETWEEN, ' | ')} |\n"
    if table.total and rows:
        yield _line(f"**{escaped(written(cell, lang, digits=digits))}**" for cell in table.total)
    if not rows:
        yield f"\n{titled(Msg.NOTHING_HERE(), lang)}\n"
    if table.note:
        yield f"\n{escaped(table.note.in_(lang))}\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
