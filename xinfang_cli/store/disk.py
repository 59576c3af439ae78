"""Files that are whole or not there: written beside under a name of their own, then put in place.

What the system refuses is said in words. No symbolic link is followed.
"""

import contextlib
import errno
import os
import stat
import sys
import zlib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Protocol, Self

from xinfang_cli.casefile.content import NO_FOLLOW, in_words, read
from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.store.patience import patiently
from xinfang_cli.store.written import record, record_unsafe

TEMP_PREFIX = ".xf-tmp-"
BATCH_SIZE = 4096
"""Files in one batch: enough that one sync for all costs little for each, few enough to remember."""

FEW_FOLDERS = 4
"""Folders up to which each is synced by itself."""

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL})
"""FAT has none; Windows says so with EINVAL."""

_AS_IT_IS = {"follow_symlinks": False} if os.link in os.supports_follow_symlinks else {}
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EBADF})


def move(source: Path, target: Path, mode: int) -> None:
    """Put a file into another folder, which is there, never over another; at any moment it is whole in one of the two.

    Raises RefusedError if another file has that name; the same content there is as good as moved.
    """
    with in_words(source):
        if os.path.lexists(target):
            if read(source, sys.maxsize) != read(target, sys.maxsize):
                raise RefusedError(Msg.FILE_EXISTS(path=target))
        else:
            _carry(source, target, mode)
        remove(source)


def _carry(source: Path, target: Path, mode: int) -> None:
    """Give a file a second name, or where there are no links a copy."""
    try:
        os.link(source, target, **_AS_IT_IS)
        try:
            os.chmod(target, mode)
        except PermissionError:  # a colleague's; a copy is ours
            os.unlink(target)
            raise
    except OSError as error:
        if error.errno not in _NO_LINKS | {errno.EXDEV, errno.EACCES}:
            raise
        Direct().create(target, read(source, sys.maxsize), mode)
    sync_folder(target.parent)
    record(target)


def remove(path: Path) -> None:
    """Delete a file, safe from a loss of power."""
    with in_words(path):
        patiently(os.unlink, path)
        sync_folder(path.parent)
        record(path)


def remove_empty(folder: Path) -> None:
    """Delete a folder if nothing is in it."""
    with contextlib.suppress(OSError):
        os.rmdir(folder)
        sync_folder(folder.parent)


class Writer(Protocol):
    """How files get to the disk: one at a time, or in batches."""

    def create(self, path: Path, data: bytes, mode: int = 0o666) -> None:
        """Write a file that must not exist. Raises RefusedError if it does."""

    def replace(self, path: Path, data: bytes) -> None:
        """Write a file in place of an old one, with its mode and owner."""

    def settle(self, path: Path) -> None:
        """Bring a file that was handed over to the disk, so that it can be read."""


class Direct:
    """Writes each file at once; when a call returns, the file is safe from a loss of power."""

    def create(self, path: Path, data: bytes, mode: int = 0o666) -> None:
        """Write a file that must not exist. Raises RefusedError if it does."""
        with in_words(path):
            make_folder(path.parent)
            temp = _write_temp(_beside(path), data, mode, sync=True)
            _publish(temp, path)
            _make_safe([path.parent], [path])

    def replace(self, path: Path, data: bytes) -> None:
        """Write a file in place of an old one, with its mode and owner."""
        with in_words(path):
            temp = _write_temp_like(path, _beside(path), data, sync=True)
            _put_over(temp, path)
            _make_safe([path.parent], [path])

    def settle(self, path: Path) -> None:
        """Nothing waits here."""


class FileBatch:
    """Writes many files for the price of one sync: all beside their places, then all into place.

    Use as a context, under the lock; after an error, and after a kill once `sweep` has run, no trace of an unfinished
    file is left.
    """

    def __init__(self, size: int = BATCH_SIZE) -> None:
        self._size = size
        self._waiting: dict[str, tuple[str, bool]] = {}  # place → file beside it, and whether it is new
        self._folders: set[str] = set()  # those that files wait for
        self._changed: set[str] = set()  # those that got a new folder
        self._name = f"{temp_prefix()}{_unlike_others()}"
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.flush()
        else:
            self._drop()

    def create(self, path: Path | str, data: bytes, mode: int = 0o666) -> None:
        """Write a file that must not exist. Raises RefusedError if it does."""
        place = os.fspath(path)
        if place in self._waiting or os.path.lexists(place):
            raise RefusedError(Msg.FILE_EXISTS(path=path))
        with in_words(place):
            folder = os.path.dirname(place)
            if folder not in self._folders:
                self._changed.update(_made(folder))
                self._folders.add(folder)
            self._add(place, _write_temp(self._temp(folder), data, mode, sync=False), is_new=True)

    def replace(self, path: Path | str, data: bytes) -> None:
        """Write a file in place of an old one, with its mode and owner."""
        place = os.fspath(path)
        self.settle(path)
        with in_words(place):
            folder = os.path.dirname(place)
            temp = self._temp(folder)
            self._folders.add(folder)
            self._add(place, _write_temp_like(place, temp, data, sync=False), is_new=False)

    def settle(self, path: Path | str) -> None:
        """Bring what waits to the disk if this file is among it."""
        if os.fspath(path) in self._waiting:
            self.flush()

    def whereabouts(self, path: Path) -> Path:
        """Return where the bytes of a file are now: beside its place while it waits, so that no sync is needed."""
        waiting = self._waiting.get(os.fspath(path))
        return Path(waiting[0]) if waiting else path

    def flush(self) -> None:
        """Bring all that waits to the disk, in the order in which it came.

        New files are renamed, not linked, which takes half the time: that the place is free was asked when they came
        and is asked again here, and the lock keeps other writers out.
        """
        placed = list(self._waiting)
        try:
            with in_words(next(iter(placed), "")):
                _sync_all([temp for temp, _ in self._waiting.values()])
            for place in placed:
                temp, is_new = self._waiting[place]
                with in_words(place):
                    if is_new and os.path.lexists(place):
                        raise RefusedError(Msg.FILE_EXISTS(path=place))
                    patiently(os.replace, temp, place)
                del self._waiting[place]
                record(place)
            _make_safe(self._folders | self._changed, placed)
        finally:
            self._drop()

    def _temp(self, folder: str) -> str:
        self._count += 1
        return f"{folder}/{self._name}-{self._count}"

    def _add(self, place: str, temp: str, *, is_new: bool) -> None:
        self._waiting[place] = (temp, is_new)
        if len(self._waiting) >= self._size:
            self.flush()

    def _drop(self) -> None:
        for temp, _ in self._waiting.values():
            _discard(temp)
        self._waiting = {}
        self._folders, self._changed = set(), set()


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder with its parents, safe from a loss of power.

    The new folder is synced as well: where the system cannot do that, it is known before anything lies in it.
    """
    changed = _made(os.fspath(folder), mode)
    for each in [*changed, os.fspath(folder)] if changed else []:
        sync_folder(each)


def _made(folder: str, mode: int = 0o777) -> list[str]:
    """Make a folder with its parents, the folder itself with a mode; return those in which a name is new."""
    if os.path.isdir(folder):
        return []
    parent = os.path.dirname(folder)
    changed = _made(parent) if parent else []
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder, mode)
    return [*changed, parent or "."]


def sync_folder(folder: Path | str) -> None:
    """Make the names in a folder safe, where the system can."""
    try:
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def sweep(*folders: Path) -> int:
    """Delete what a killed command left in folders and below, and return how many; only while the lock is held."""
    return sum(sweep_folder(Path(folder)) for top in folders for folder, _, _ in os.walk(top))


def sweep_folder(folder: Path) -> int:
    """Delete what a killed command left in one folder, and return how many files; none of a process that runs."""
    left = [name for name in _unfinished(folder) if not _runs(name)]
    for name in left:
        _discard(folder / name)
    return len(left)


def sweep_ended(folder: Path) -> None:
    """Delete the unfinished files in one folder of processes of this computer that have ended, lock or none."""
    for name in _unfinished(folder):
        if _runs(name) is False:
            _discard(folder / name)


def _unfinished(folder: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return [name for name in os.listdir(folder) if name.startswith(TEMP_PREFIX)]
    return []


def _runs(name: str) -> bool | None:
    """Whether the process runs that a file's name tells of; None if it cannot be told, as of another computer.

    On Windows it is not asked, since asking would end it.
    """
    computer, _, rest = name.removeprefix(TEMP_PREFIX).partition("-")
    process = rest.partition("-")[0]
    if os.name == "nt" or computer != _computer() or not process.isdecimal():
        return None
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return None
    return True


def temp_prefix() -> str:
    """Return how the names of this process's unfinished files begin: they say which computer and process it is."""
    return f"{TEMP_PREFIX}{_computer()}-{os.getpid()}-"


def _computer() -> str:
    if sys.platform == "win32":
        name = os.environ.get("COMPUTERNAME", "")
    else:
        name = os.uname().nodename
    return f"{zlib.crc32(name.encode()):08x}"


def write_whole(opened: int, data: bytes) -> None:
    """Write all of it: the system may take less at a time when the disk is nearly full."""
    written = os.write(opened, data)
    while written < len(data):
        written += os.write(opened, memoryview(data)[written:])


def _sync_all(temps: Iterable[str]) -> None:
    """Make the contents of files safe: with one call where that waits until all is written, as it does on Linux."""
    if sys.platform == "linux":
        os.sync()
        return
    for temp in temps:
        opened = os.open(temp, os.O_RDWR)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _make_safe(folders: Collection[Path | str], placed: Iterable[Path | str]) -> None:
    """Make the names of files in folders safe.

    They are in place already: where somebody remembers what was written, an error is no refusal but remembered too.
    """
    try:
        _sync_names(folders)
    except OSError:
        if not record_unsafe(placed):
            raise


def _sync_names(folders: Collection[Path | str]) -> None:
    """Make the names in folders safe."""
    if sys.platform == "linux" and len(folders) > FEW_FOLDERS:
        os.sync()
        return
    for folder in folders:
        sync_folder(folder)


def _unlike_others() -> str:
    """Return a part of a name that nobody else has: `secrets` gives the same, and brings OpenSSL along."""
    return os.urandom(8).hex()


def _beside(path: Path) -> str:
    return f"{path.parent}/{temp_prefix()}{_unlike_others()}"


def _write_temp_like(path: Path | str, temp: str, data: bytes, *, sync: bool) -> str:
    found = os.lstat(path)
    _write_temp(temp, data, 0o600, sync=sync)
    try:
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # only root may give a file away
                os.chown(temp, found.st_uid, found.st_gid)
        os.chmod(temp, stat.S_IMODE(found.st_mode))
    except BaseException:
        _discard(temp)
        raise
    return temp


def _write_temp(temp: str, data: bytes, mode: int, *, sync: bool) -> str:
    opened = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW, mode)
    try:
        write_whole(opened, data)
        if sync:
            os.fsync(opened)
    except BaseException:
        _discard(temp)
        raise
    finally:
        os.close(opened)
    return temp


def _publish(temp: str, path: Path) -> None:
    """Give a new file its name, never that of another."""
    try:
        os.link(temp, path, **_AS_IT_IS)
    except FileExistsError as error:
        raise RefusedError(Msg.FILE_EXISTS(path=path)) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _publish_without_links(temp, path)
    finally:
        _discard(temp)
    record(path)


def _publish_without_links(temp: str, path: Path) -> None:
    """Rename: on USB sticks and some shares nothing better is there, and the lock keeps other writers out."""
    if os.path.lexists(path):
        raise RefusedError(Msg.FILE_EXISTS(path=path))
    patiently(os.rename, temp, path)


def _put_over(temp: str, path: Path) -> None:
    try:
        patiently(os.replace, temp, path)
    finally:
        _discard(temp)
    record(path)


_left: set[str] = set()


def has_left() -> bool:
    """Whether something unfinished could not be deleted and still lies there."""
    return any(map(os.path.lexists, _left))


def _discard(temp: Path | str) -> None:
    try:
        os.unlink(temp)
    except FileNotFoundError:
        pass
    except OSError:
        _left.add(os.fspath(temp))
