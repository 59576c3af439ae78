"""CSV for spreadsheets: UTF-8 with the mark Excel needs; a text that begins like a formula gets an apostrophe."""

import csv
import io
from collections.abc import Iterable, Iterator

from xinfang_cli.exports import Matters
from xinfang_cli.exports.columns import cells, headers
from xinfang_cli.messages import harmless
from xinfang_cli.sheets.rows import Cell
from xinfang_cli.sheets.write import no_formula


def pieces(matters: Matters) -> Iterator[str]:
    """Return the file line by line."""
    yield "\ufeff" + _line(headers(matters.lang, reveal=matters.reveal))
    for found in matters.objects():
        yield _line(cells(found, matters.lang, reveal=matters.reveal))


def _line(values: Iterable[Cell]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(
        ["" if value is None else no_formula(harmless(str(value))) for value in values]
    )
    return out.getvalue()
