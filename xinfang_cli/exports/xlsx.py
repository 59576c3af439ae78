"""A spreadsheet: days are days, figures are figures, the header stays in sight and filters.

Its first row is the header, since programs read it; what it is of stands over each printed page.
"""

from pathlib import Path

from xinfang_cli.exports import ExportFormat, Matters
from xinfang_cli.exports.columns import cells, headers
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.write import new_book, no_formula

WIDTHS = (20, 36, 12, 22, 16, 12, 14, 8, 10, 12, 12, 12, 12, 22, 16, 8, 8, 10, 22, 12, 12, 12, 12, 16, 28, 48)
"""Of the columns, in characters."""


def write(matters: Matters, path: Path) -> None:
    """Write the workbook."""
    titles = headers(matters.lang, reveal=matters.reveal)
    with new_book(path, private=matters.reveal) as book:
        leaf = book.sheet(ExportFormat.XLSX.in_(matters.lang))
        leaf.widen(titles, WIDTHS)
        leaf.write(0, titles, "boxed head")
        last = 0
        for last, found in enumerate(matters.objects(), 1):
            row = cells(found, matters.lang, reveal=matters.reveal)
            leaf.write(last, [no_formula(cell) if isinstance(cell, str) else cell for cell in row])
        leaf.as_table(last, len(titles))
        scope = Msg.SCOPE(filters=matters.scope).in_(matters.lang) if matters.scope else ""
        leaf.print_all(" · ".join(filter(None, (Msg.PAPER_LIST(office=matters.office).in_(matters.lang), scope))))
