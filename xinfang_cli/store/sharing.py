"""A workspace that the accounts of one group write: folders 2770, files 660.

The workspace's own folder says so by its mode (`store/umask.py`): no command has to ask anybody.
"""

import os
import stat
import sys
from pathlib import Path

from xinfang_cli.casefile.content import in_words
from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.store.drafts import DRAFTS
from xinfang_cli.store.sealed import is_shared
from xinfang_cli.store.workspace import Workspace


def is_sealed_open(ws: Workspace) -> bool | None:
    """Whether `sealed/` is a group's; None where there is none."""
    return is_shared(ws) if ws.sealed.is_dir() else None


def share(ws: Workspace, group: str | None) -> None:
    """Open a workspace, with all that lies in it, to a group, and close it to everybody else.

    Raises:
        RefusedError: there is no such group, or this system has none.
        XinfangError: something here is another account's.
    """
    number = _number(group)
    tops = [ws.root, *([ws.cases.resolve()] if ws.cases.is_symlink() else [])]
    for top in tops:
        for folder, folders, files in os.walk(top):
            folders[:] = [name for name in folders if Path(folder, name) != ws.sealed / DRAFTS]
            for path in (folder, *(os.path.join(folder, name) for name in files)):  # noqa: PTH118  # a million of them
                _open(path, number)


def _number(group: str | None) -> int:
    """Return the number of a group; -1, which changes nothing, where none is named."""
    if sys.platform == "win32":
        raise RefusedError(Msg.SHARE_WINDOWS())
    import grp

    try:
        return -1 if group is None else grp.getgrnam(group).gr_gid
    except KeyError:
        raise RefusedError(Msg.GROUP_UNKNOWN(name=group)) from None


def group_of(folder: Path) -> str:
    """Return the name of a folder's group, or its number where that has no name; Windows has no groups."""
    if sys.platform == "win32":
        return "-"
    try:
        return folder.group()
    except KeyError:
        return str(folder.stat().st_gid)


def _open(path: str, group: int) -> None:
    """Give a group what the owner may do with a file or folder, and others nothing; a link is left alone."""
    with in_words(path):
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            return
        if sys.platform != "win32" and group not in (-1, found.st_gid):
            os.chown(path, -1, group)
        owner = found.st_mode & stat.S_IRWXU
        wanted = owner | owner >> 3 | (stat.S_ISGID if stat.S_ISDIR(found.st_mode) else 0)
        if stat.S_IMODE(os.lstat(path).st_mode) != wanted:
            Path(path).chmod(wanted)
