"""What a command wrote, as a commit: its paths, and a message that names matters and no person."""

from collections.abc import Iterable
from pathlib import Path

from xinfang_cli.law.ids import is_id
from xinfang_cli.store.workspace import Workspace

_NAMED = 3


def commit_of(ws: Workspace, command: str, written: Iterable[Path]) -> tuple[tuple[str, ...], str]:
    """Return the paths to commit, from the root, and the message; what git is not to see is left out.

    The message has the command and the ids: a title, a reason or a file's name may say who the petitioner is.
    """
    hidden = (ws.sealed, ws.state, ws.reports)
    inside = [path for path in written if path.is_relative_to(ws.root) and not any(map(path.is_relative_to, hidden))]
    ids = sorted({name for path in inside for name in (path.stem, path.parent.name) if is_id(name)})
    subject = ", ".join(ids) if len(ids) <= _NAMED else f"{len(ids)} matters"
    paths = tuple(dict.fromkeys(path.relative_to(ws.root).as_posix() for path in inside))
    return paths, f"xinfang {command}: {subject}" if ids else f"xinfang {command}"
