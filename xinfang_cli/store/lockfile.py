"""One at a time, by the operating system's own lock of a file: whoever is killed, in whatever way, holds it no longer.

The file stays; it says nothing. A lock of another thread or of a process that was forked before is like any other's.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xinfang_cli.casefile.content import NO_FOLLOW

_PAUSE = 0.05
"""Seconds between two looks: the system's own waiting has no end."""

if sys.platform == "win32":
    import msvcrt

    def _lock(opened: int) -> bool:
        """Lock a file, if nobody else has."""
        try:
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(opened: int) -> None:
        msvcrt.locking(opened, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(opened: int) -> bool:
        """Lock a file, if nobody else has."""
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(opened: int) -> None:
        """Give the lock back, also where a process that was forked meanwhile has the file open."""
        fcntl.flock(opened, fcntl.LOCK_UN)


class HeldError(Exception):
    """Somebody else has the lock."""


@contextmanager
def held(path: Path, timeout: float) -> Iterator[None]:
    """Hold the lock of a file.

    Raises:
        HeldError: somebody else had it for `timeout` seconds.
        OSError: it cannot be locked.
    """
    opened = _waited_for(path, timeout)
    try:
        yield
    finally:
        with suppress(OSError):  # what is closed is not locked
            _unlock(opened)
        os.close(opened)


def _waited_for(path: Path, timeout: float) -> int:
    until = time.monotonic() + timeout
    while (opened := _opened(path)) is None:
        if time.monotonic() >= until:
            raise HeldError
        time.sleep(_PAUSE)
    return opened


def _opened(path: Path) -> int | None:
    """Return the file, open and locked; None if it is somebody else's. Opened each time: it may have been deleted."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, 0o666)
    is_ours = False
    try:
        is_ours = _lock(opened)
    finally:
        if not is_ours:
            os.close(opened)
    return opened if is_ours else None
