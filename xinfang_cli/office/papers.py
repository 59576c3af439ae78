"""The section `notices:` of config, and what the office prints of itself."""

from collections.abc import Mapping
from typing import NamedTuple

from xinfang_cli.law.documents import Document
from xinfang_cli.messages import Msg
from xinfang_cli.office.nodes import Fault, Node


class Papers(NamedTuple):
    """How documents are numbered, and where the office's own templates lie, from the workspace on."""

    marks: Mapping[str, str]
    templates: str


def read_papers(node: Node) -> Papers:
    """Return what a node says of documents; a mark stands for a kind of document that there is."""
    marks = node.pairs("marks")
    for key in marks:
        if not any(key == document for document in Document):
            words = [document.value for document in Document]
            node.faults.append(Fault((*node.place, "marks", key), Msg.NODE_WORD(key="marks", value=key, words=words)))
    return Papers(marks=marks, templates=node.text("templates", "templates") or "templates")
