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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum, auto
from hashlib import blake2b
from marshal import dumps
from pathlib import Path
from typing import NamedTuple

from xinfang_cli.ids import is_id

SUFFIX = ".yaml"
SLACK_NS = 2_000_000_000
"""Two seconds: the coarsest clock of a file system in use (FAT)."""

_LOOKS_LIKE_CASE = re.compile(r"\.ya?ml", re.IGNORECASE)
_FORMAT = 0  # the oldest form of marshal: the same bytes for equal values, however they were made


Listed = tuple[str, int, int, int, int]
"""A case file as a listing shows it: a bare `Seen`, since most are never looked at one by one."""


class Odd(StrEnum):
    """Why something under `cases/` is not read."""

    NO_FILE = auto()  # a symbolic link, or not a regular file
    ENDING = auto()  # `.yml`, `.YAML`: it looks like a case and is none
    NAME = auto()  # not UTF-8
    CLOSED = auto()  # a folder that we may not look into


class Seen(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Folder:
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


def scan(root: Path, path: str = "cases") -> Iterator[Folder]:
    """Return the folders under `cases/`, in order; attachments (folders named like an id) and dot files are skipped."""
    try:
        listed, others = _listed(root / path)
    except (FileNotFoundError, NotADirectoryError):
        return
    except PermissionError:
        yield _folder(path, [], [("", Odd.CLOSED)])
        return
    kept = {name: is_folder for name, is_folder in others.items() if not name.startswith(".") and not is_id(name)}
    folders = sorted(name for name, is_folder in kept.items() if is_folder and _is_text(name))
    yield _folder(path, listed, [(name, why) for name in kept.keys() - folders if (why := _odd(root / path / name))])
    for name in folders:
        yield from scan(root, f"{path}/{name}")


def _listed(folder: Path) -> tuple[list[Listed], dict[str, bool]]:
    """Return the case files of a folder, and the other names with whether each is a folder.

    The loop runs once per file of the office on every command: nothing stands in it that can be done elsewhere.
    """
    listed: list[Listed] = []
    others: dict[str, bool] = {}
    with _entries(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.endswith(SUFFIX) and (name.isascii() or _is_text(name)):
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if stat.S_ISREG(found.st_mode) and name[0] != ".":
                    listed.append((name, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino))
                    continue
            others[name] = entry.is_dir(follow_symlinks=False)
    return listed, others


@contextmanager
def _entries(folder: Path) -> "Iterator[Iterator[os.DirEntry[str]]]":
    """List a folder: by a handle where the system can, so that it finds each file without walking to it again."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(handle) as entries:
            yield entries
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
    listed.sort()
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
