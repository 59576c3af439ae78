"""The content of regular files, read whole, never waited for; what the system refuses is said in words."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from xinfang_cli.errors import InvalidError, XinfangError
from xinfang_cli.messages import Msg

MOST_SETTINGS = 4 * 1024 * 1024
"""Bytes of a file of settings; each command looks for one in every folder above."""

BINARY = getattr(os, "O_BINARY", 0)
"""Windows would end a file at the byte 1A, and write two bytes for the end of a line."""

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | BINARY
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


def read(path: Path | str, limit: int, *, follows: bool = False) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes; a link is none, unless it `follows` them.

    Raises XinfangError.
    """
    try:
        opened = os.open(path, os.O_RDONLY | _NO_WAIT | (BINARY if follows else NO_FOLLOW))
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
