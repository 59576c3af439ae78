"""Files that a command is asked to write: whole or not at all, from pieces, so that a long report needs no memory."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from xinfang_cli.casefile.content import in_words
from xinfang_cli.errors import PartlyError
from xinfang_cli.store.disk import sweep_ended, temp_prefix
from xinfang_cli.store.patience import patiently
from xinfang_cli.store.umask import umask, umask_of_user
from xinfang_cli.store.written import record


def write_out(path: Path, pieces: Iterable[str], *, private: bool = False) -> None:
    """Write text as UTF-8 beside the place and put it there; folders are made. `private` is for its owner alone.

    Raises:
        XinfangError: the system refuses; what was there is as it was.
    """
    with beside(path, private=private) as temp, temp.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


@contextmanager
def beside(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Hand out an empty file beside the place, to be filled, and put it there; folders are made.

    What names petitioners is `private`: no one but its owner reads it.

    Raises:
        XinfangError: the system refuses; what was there is as it was.
    """
    with in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep_ended(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=temp_prefix())
        os.close(handle)
        temp = Path(name)
        try:
            yield temp
            with temp.open("rb+") as file:
                os.fsync(file.fileno())
            # mkstemp's files are their owner's alone; a report has the rights of any file the user makes.
            temp.chmod((0o600 if private else 0o666) & ~_umask_in(path.parent))
            patiently(os.replace, temp, path)
            record(path)
        except BaseException:
            with suppress(OSError):
                temp.unlink()
            raise


def _umask_in(folder: Path) -> int:
    """Return which rights a new file does not have: a group's workspace gives others than a folder of the user's."""
    return umask() if folder.stat().st_mode & stat.S_ISGID else umask_of_user()


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """Hand out an empty folder beside the place, to be filled, and put it there in place of the one before.

    Raises:
        XinfangError: the system refuses; what was there is as it was.
    """
    with in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=path.parent, prefix=".xf-tmp-"))
        try:
            yield made
            made.chmod(0o777 & ~_umask_in(path.parent))
            _exchange(path, made)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    record(path)


def _exchange(path: Path, made: Path) -> None:
    """Put a folder in the place of another, which takes its place for as long as that lasts."""
    if not path.exists():
        patiently(os.replace, made, path)
        return
    aside = Path(f"{made}-before")
    patiently(os.replace, path, aside)
    try:
        patiently(os.replace, made, path)
    except OSError:
        aside.replace(path)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def binary_pipe() -> BinaryIO | None:
    """Return where bytes go that are printed; None for a terminal, which would take them for escapes."""
    return None if sys.stdout.isatty() else getattr(sys.stdout, "buffer", None)


def print_bytes(write: Callable[[Path], None], pipe: BinaryIO) -> None:
    """Print a file that is no text; it is made elsewhere first, since its end stands before its beginning."""
    with tempfile.TemporaryDirectory(prefix="xf-tmp-") as folder:
        made = Path(folder) / "made"
        partly = None
        try:
            write(made)
        except PartlyError as error:  # it is there, with something cut
            partly = error
        with made.open("rb") as file:
            shutil.copyfileobj(file, pipe)
        if partly:
            raise partly
