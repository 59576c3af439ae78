"""Which rights new files do not have: the user's own choice, and in a workspace of a group what the group needs."""

import contextlib
import os
import stat
from pathlib import Path

OPENED = stat.S_ISGID | stat.S_IRWXG
"""Bits of a folder that a group may write, and in which new files are the group's."""

_of_user: int | None = None


def umask() -> int:
    """Return which rights new files do not have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def umask_of_user() -> int:
    """Return which rights this user's new files do not have outside the workspace."""
    return umask() if _of_user is None else _of_user


def is_opened(folder: Path) -> bool:
    """Whether a folder is a group's."""
    return folder.stat().st_mode & OPENED == OPENED


def adopt(root: Path) -> None:
    """Leave what this command makes to the group, where the workspace is one's; others get what its folder gives."""
    global _of_user  # noqa: PLW0603  # so is the system's own
    with contextlib.suppress(OSError):
        if is_opened(root):
            before = os.umask(~root.stat().st_mode & 0o007)
            _of_user = before if _of_user is None else _of_user
