"""What one command put in place, remembered for whoever commits it, or says that it is done."""

import contextlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path

from xinfang_cli.labels import Plain, fresh
from xinfang_cli.law.ids import is_id

MOST_KEPT = 40
"""Files of which it is remembered that they were put in place, where not all are asked for."""


class WorkDone(Plain, frozen=False):
    """What was put in place.

    Attributes:
        keeps_all: whether every path is wanted; a ledger may bring a million.
        count: how many files.
        paths: the first of them, or all.
        unsafe: those of which the system did not confirm that a loss of power leaves them.
    """

    keeps_all: bool = False
    count: int = 0
    paths: list[Path] = fresh(factory=list)
    unsafe: list[Path] = fresh(factory=list)

    def add(self, path: Path | str) -> None:
        """Remember a file."""
        self.count += 1
        if self.keeps_all or len(self.paths) < MOST_KEPT:
            self.paths.append(Path(path))


_recorded: ContextVar[WorkDone | None] = ContextVar("recorded", default=None)


@contextlib.contextmanager
def recording(written: WorkDone) -> Iterator[None]:
    """Remember each file that is put in place within, whoever writes it."""
    token = _recorded.set(written)
    try:
        yield
    finally:
        _recorded.reset(token)


@contextlib.contextmanager
def recording_if_whole() -> Iterator[None]:
    """Remember what is put in place within only where nothing fails there: else whoever tries takes it back."""
    outer = _recorded.get()
    if outer is None:
        yield
        return
    inner = WorkDone(keeps_all=True)
    with recording(inner):
        yield
    for path in inner.paths:
        outer.add(path)
    outer.unsafe += inner.unsafe


def record(path: Path | str) -> None:
    """Say that a file was put in place."""
    written = _recorded.get()
    if written is not None:
        written.add(path)


def record_unsafe(paths: Iterable[Path | str]) -> bool:
    """Say that the system did not confirm that files would outlast a loss of power; whether anybody remembers it."""
    written = _recorded.get()
    if written is not None:
        written.unsafe.extend(map(Path, paths))
    return written is not None


def named(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the ids of the matters that files are of, or the names of files that are of none."""
    paths = tuple(paths)
    ids = tuple(dict.fromkeys(name for path in paths for name in (path.stem, path.parent.name) if is_id(name)))
    return ids or tuple(dict.fromkeys(path.name for path in paths))
