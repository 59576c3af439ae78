"""A colleague's index as one's own: its lines follow from contents, so each file is only compared with its hash."""

import sqlite3  # noqa: TID251  # beside `opening`, which makes one
from contextlib import closing
from pathlib import Path

from xinfang_cli.errors import RefusedError
from xinfang_cli.index.opening import FILE
from xinfang_cli.index.tables import is_current
from xinfang_cli.messages import Msg


def taken_from(source: Path, state: Path, basis: str) -> None:
    """Copy an index into a workspace's folder of what can be made again, in place of the one there.

    Raises:
        RefusedError: it is none, or of another version or other settings.
    """
    file = next((each for each in (source / ".xinfang" / FILE, source / FILE, source) if each.is_file()), source)
    state.mkdir(exist_ok=True)
    (state / FILE).touch()
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as theirs:
            if not is_current(theirs, basis):
                raise RefusedError(Msg.INDEX_FOREIGN(path=source))
            with closing(sqlite3.connect(state / FILE)) as ours:
                theirs.backup(ours)
    except sqlite3.Error as error:
        raise RefusedError(Msg.INDEX_FOREIGN(path=source)) from error
