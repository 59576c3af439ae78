"""All kinds of documents, by their words: what can be made."""

from collections.abc import Mapping

from xinfang_cli.law.documents import Document
from xinfang_cli.notices.earlier import EARLIER
from xinfang_cli.notices.forms import FORMS
from xinfang_cli.notices.kinds import Notice
from xinfang_cli.notices.letters import LETTERS
from xinfang_cli.notices.wordings import WORDINGS

_ROWS = {notice.document: notice for notice in (*WORDINGS, *LETTERS, *FORMS)}

NOTICES: Mapping[Document, Notice] = {document: _ROWS[document] for document in Document}
"""In the order of the procedure; a document without a row does not start."""

EDITIONS: Mapping[str, Notice] = {notice.template: notice for notice in (*EARLIER, *NOTICES.values())}
"""All wordings that there ever were, by the names that entries have of them."""
