"""The content of regular files, read whole; what the system refuses is said in words. No symbolic link is followed."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from xinfang_cli.errors import InvalidError, XinfangError
from xinfang_cli.messages import Msg
from xinfang_cli.store.workspace import CASES

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # opening a pipe that someone put here would wait for ever
_IN_WORDS = {
    errno.ENOSPC: Msg.DISK_FULL,
    errno.EDQUOT: Msg.DISK_FULL,
    errno.EROFS: Msg.DISK_READ_ONLY,
    errno.EACCES: Msg.DISK_NOT_ALLOWED,
    errno.EPERM: Msg.DISK_NOT_ALLOWED,
    errno.ENOENT: Msg.DISK_GONE,
    errno.ENOTDIR: Msg.DISK_NO_FOLDER,
}


@contextlib.contextmanager
def in_words(path: Path | str) -> Iterator[None]:
    """Turn what the system refuses into a XinfangError that names the file."""
    try:
        yield
    except OSError as error:
        raise said(error, path) from error


def said(error: OSError, path: Path | str) -> XinfangError:
    """Return the error in words."""
    code = error.errno or 0
    msg = _IN_WORDS.get(code, Msg.DISK_OTHER)
    return XinfangError(msg(path=path, code=errno.errorcode.get(code, code)))


def read(path: Path | str, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes. Raises XinfangError."""
    try:
        opened = os.open(path, os.O_RDONLY | NO_FOLLOW | _NO_WAIT)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise InvalidError(Msg.NOT_A_FILE(path=path)) from error
        raise said(error, path) from error
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise InvalidError(Msg.NOT_A_FILE(path=path))
        if found.st_size > limit:
            raise InvalidError(Msg.FILE_TOO_LARGE(path=path, size=found.st_size, limit=limit))
        return _content(opened, found.st_size)
    except OSError as error:
        raise said(error, path) from error
    finally:
        os.close(opened)


def _content(opened: int, size: int) -> bytes:
    """Return what an open file holds: in one call, and in more only if it grew or the system gave less."""
    content = os.read(opened, size + 1)
    if len(content) == size:
        return content
    with os.fdopen(opened, "rb", closefd=False) as file:
        return content + file.read()


def check_folders(root: Path, path: Path) -> None:
    """Raise InvalidError where a folder between `root` and a file is a symbolic link.

    The folder of all cases may be one: a share of the office.
    """
    place, at = os.fspath(path), len(os.fspath(root))
    if not place.startswith(f"{os.fspath(root)}{os.sep}"):
        raise ValueError(path)
    while (at := place.find(os.sep, at + 1)) > 0:
        if os.path.islink(place[:at]) and place[:at] != f"{os.fspath(root)}{os.sep}{CASES}":
            raise InvalidError(Msg.NOT_A_FILE(path=place[:at]))
