"""A matter taken in hand: its file, as it is and as it reads, and the matter with the words that lie apart."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xinfang_cli.errors import InvalidError
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case
    from xinfang_cli.store.workspace import Workspace


class Held(NamedTuple):
    """A case in hand: where it lies, what the file says, how that reads, and the case with its sealed text."""

    path: Path
    text: str
    read: "Case"
    case: "Case"


def held_at(workspace: "Workspace", path: Path) -> Held:
    """Return the case of a file of a workspace, with its sealed text if it has one.

    Raises:
        InvalidError: it cannot be read.
    """
    from xinfang_cli.store.cases import load
    from xinfang_cli.store.words import whole

    case, problems, text = load(workspace, path)
    if case is None:
        raise InvalidError(Msg.CASE_INVALID(path=path.name), problems)
    return Held(path, text, case, whole(workspace, case))
