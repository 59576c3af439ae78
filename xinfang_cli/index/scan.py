"""Which files there are and whether they are still those that were read: names and stat, content only in doubt.

A folder is known by one digest over its files, so that nothing is looked up where nothing changed. The stat of
a file has its change time and inode besides time and size: an edit of equal length whose time was set back, a
file moved over another, a checkout all show. What no stat can show is a second edit within the same tick of the
file system's clock; a file that was no older than that when it was read is *racy*, and its content is compared
once more next time (as git does).
"""

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum, auto
from functools import partial
from marshal import dumps
from pathlib import Path
from typing import NamedTuple

from xinfang_cli.labels import pattern
from xinfang_cli.law.ids import is_id
from xinfang_cli.office.kept import blake2b
from xinfang_cli.store.workspace import SUFFIX

SLACK_NS = 2_000_000_000
"""Two seconds: the coarsest clock of a file system in use (FAT)."""

_LOOKS_LIKE_CASE = pattern(r"\.ya?ml", re.IGNORECASE)
_FORMAT = 0  # the oldest form of marshal: the same bytes for equal values, however they were made


Listed = tuple[str, int, int, int, int]
"""A case file as a listing shows it: a bare `FileStat`, since most are never looked at one by one."""


class Odd(StrEnum):
    """Why something under `cases/` is not read."""

    NO_FILE = auto()  # a symbolic link, or not a regular file
    ENDING = auto()  # `.yml`, `.YAML`: it looks like a case and is none
    NAME = auto()  # not UTF-8
    CLOSED = auto()  # a folder that we may not look into


class FileStat(NamedTuple):
    """A case file as a listing shows it: times in nanoseconds."""

    name: str
    mtime: int
    ctime: int
    size: int
    inode: int

    @property
    def stat(self) -> str:
        """What must be equal for the content to count as unchanged."""
        return f"{self.mtime} {self.ctime} {self.size} {self.inode}"

    def is_racy(self, now: int) -> bool:
        """Whether it may change after `now` and keep its stat; times in the future are believed even less."""
        return max(self.mtime, self.ctime) >= now - SLACK_NS


class Folder(NamedTuple):
    """One folder under `cases/`.

    Attributes:
        path: from the workspace's root, with `/`.
        listed: name, times, size and inode of each case file, by name.
        odd: what lies there and is not read, by name.
        digest: of all that.
    """

    path: str
    listed: tuple[Listed, ...]
    odd: tuple[tuple[str, Odd], ...]
    digest: bytes


class Glance(NamedTuple):
    """What another process saw of a folder: its digest, and the folders in it that are gone through."""

    digest: bytes
    folders: list[str]


def scan(root: Path, path: str = "cases", look: Callable[[str], Glance | None] = lambda _: None) -> Iterator[Folder]:
    """Return the folders under `cases/`, in order; attachments (folders named like an id) and dot files are skipped.

    A folder for which `look` has a glance is not listed again: it comes with that digest and nothing else.
    """
    seen = look(path)
    if seen:
        yield Folder(path, (), (), seen.digest)
        folders = seen.folders
    else:
        try:
            folder, folders = folder_at(root, path)
        except (FileNotFoundError, NotADirectoryError):
            return
        yield folder
    for name in folders:
        yield from scan(root, f"{path}/{name}", look)


def folder_at(root: Path, path: str) -> tuple[Folder, list[str]]:
    """Return what lies in a folder, and the names of the folders in it that are to be gone through."""
    try:
        listed, others = _listed(root / path)
    except PermissionError:
        return _folder(path, [], [("", Odd.CLOSED)]), []
    kept = {name: is_folder for name, is_folder in others.items() if not name.startswith(".") and not is_id(name)}
    folders = sorted(name for name, is_folder in kept.items() if is_folder and _is_text(name))
    odd = [(name, why) for name in kept.keys() - folders if (why := _odd(root / path / name))]
    return _folder(path, listed, odd), folders


def _listed(folder: Path) -> tuple[list[Listed], dict[str, bool]]:
    """Return the case files of a folder by name, and the other names with whether each is a folder.

    The loop runs once per file of the office on every command: nothing stands in it that can be done elsewhere.
    """
    listed: list[Listed] = []
    others: dict[str, bool] = {}
    with _opened(folder) as (names, look):
        for name in names:
            try:
                found = look(name)
            except FileNotFoundError:
                continue
            is_case = name.endswith(SUFFIX) and name[0] != "." and (name.isascii() or _is_text(name))
            if is_case and stat.S_ISREG(found.st_mode):
                listed.append((name, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino))
            else:
                others[name] = stat.S_ISDIR(found.st_mode)
    return listed, others


@contextmanager
def _opened(folder: Path) -> "Iterator[tuple[list[str], Callable[[str], os.stat_result]]]":
    """List a folder: by a handle where the system can, so that it finds each file without walking to it again."""
    if os.listdir not in os.supports_fd or os.stat not in os.supports_dir_fd:
        yield sorted(os.listdir(folder)), lambda name: os.lstat(folder / name)  # noqa: PTH208
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield sorted(os.listdir(handle)), partial(os.stat, dir_fd=handle, follow_symlinks=False)  # noqa: PTH208
    finally:
        os.close(handle)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _odd(path: Path) -> Odd | None:
    """Return why something is not read that could be taken for a case or hide some; other files are none of ours."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return None
    if stat.S_ISLNK(mode):
        return Odd.NO_FILE
    if not stat.S_ISDIR(mode) and not _LOOKS_LIKE_CASE.fullmatch(path.suffix):
        return None
    if not _is_text(path.name):
        return Odd.NAME
    if not stat.S_ISREG(mode):
        return Odd.NO_FILE
    return None if path.suffix == SUFFIX else Odd.ENDING  # a case that just came is seen next time


def _folder(path: str, listed: list[Listed], odd: list[tuple[str, Odd]]) -> Folder:
    odd.sort()
    digest = blake2b(dumps((listed, [(name, str(why)) for name, why in odd]), _FORMAT), digest_size=16).digest()
    return Folder(path, tuple(listed), tuple(odd), digest)


def content_hash(raw: bytes) -> str:
    """Return what stands for a content."""
    return blake2b(raw, digest_size=16).hexdigest()


def now(folder: Path) -> int:
    """Return the present moment by the clock of the file system that a folder lies on; a server's may differ."""
    import tempfile

    with tempfile.TemporaryFile(dir=folder) as probe:
        return os.fstat(probe.fileno()).st_mtime_ns
