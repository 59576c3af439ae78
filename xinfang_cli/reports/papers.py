"""Documents that are to be made (待制作) and those made that are to be served (待送达), by kind.

They are counted as they stand now: what a matter owed on an earlier day, its lines do not tell. Documents of
accusations are left out, since some kinds alone would say that there is one.
"""

from collections import Counter
from collections.abc import Container
from json import loads as read_json

from xinfang_cli.labels import Label
from xinfang_cli.law.documents import Document
from xinfang_cli.measures.table import Column, Counted, Kind, Mark, Row, Table
from xinfang_cli.messages import Msg
from xinfang_cli.reports.registers import Asked


class PaperHead(Label):
    """The columns of documents; the word is the column's name."""

    DOCUMENT = "document", "文书", "document"
    TO_MAKE = "to_make", "现待制作", "to make now"
    TO_SERVE = "to_serve", "现待送达", "to serve now"


SUPERVISING = frozenset(
    {
        Document.SUPERVISION_LETTER,
        Document.TALK,
        Document.CIRCULAR,
        Document.LIST_SUPERVISE,
        Document.RECTIFY,
        Document.IMPROVEMENT,
        Document.POLICY,
        Document.ACCOUNTABILITY,
    }
)
"""Documents by which units are supervised or advised."""

_WAITING = """SELECT c.owed, c.to_serve, COUNT(*) FROM {cases} AS c
 WHERE c.sealed = 0 AND (c.owed <> '[]' OR c.to_serve <> '[]') GROUP BY c.owed, c.to_serve"""


def papers(asked: Asked, documents: Container[Document] = frozenset(Document)) -> Table:
    """Return how many documents wait to be made and to be served, kind by kind."""
    to_make, to_serve = Counter[Document](), Counter[Document]()
    for make, serve, count in asked.rows(_WAITING):
        for tally, words in ((to_make, make), (to_serve, serve)):
            tally.update({Document.of(word): count for word in read_json(words)})
    found = [each for each in Document if each in documents and to_make[each] + to_serve[each]]
    rows: tuple[Row, ...] = tuple((each, to_make[each], to_serve[each]) for each in found)
    total: Row = (Mark.TOTAL, *(sum(tally[each] for each in found) for tally in (to_make, to_serve)))
    columns = (
        Column(PaperHead.DOCUMENT.value, PaperHead.DOCUMENT),
        *(Column(each.value, each, Counted.DOCUMENTS, Kind.NUMBER) for each in (PaperHead.TO_MAKE, PaperHead.TO_SERVE)),
    )
    return Table("papers", Msg.TABLE_PAPERS(), columns, rows, total)
