"""Work shared out over all cores, in order, with no more in hand at a time than memory stays flat with.

Each process has a pipe of its own and, where that is safe, a second batch waiting in it, so that it need not wait for
this one to use its results. No threads are needed, and a process ends by itself as soon as the command does, however
that ends: it would hold the command's locks.
"""

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pickle import dumps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import SpawnContext

    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection as Pipe

        ForkContext = SpawnContext
    else:
        from multiprocessing.connection import Connection as Pipe
        from multiprocessing.context import ForkContext

BATCH = 100
"""Items that travel together: enough that the way costs little for each."""

AHEAD = 2 if sys.platform == "linux" else 1
"""Batches that a process has, one to work on and the others in its pipe; pipes of other systems hold too little."""

_FITS = 32 * 1024
"""Bytes of a batch that a pipe of Linux takes beside another while nobody reads it: nobody waits to send it."""

_SELDOM = 50_000
"""Records from which on a process looks for some that refer to one another in a circle: there are hardly any."""

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


def cores() -> int:
    """Return how many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def spread(work: Callable[..., list[ResultT]], items: Iterator[ItemT], shared: tuple[Any, ...]) -> Iterator[ResultT]:
    """Return the results of `work(batch, *shared)` for all items, in order.

    `work` is a function of a module and `shared` can be pickled; each process keeps its own `shared`, and may remember
    in it what helps with the next batch. A batch that no process would do is done here.
    """
    crew: list[_Hand] = []
    under_way: deque[tuple[_Hand, list[ItemT]]] = deque()
    try:
        crew += _crew(work, shared)
        for hand in (crew or [_Hand()]) * AHEAD:
            _give(hand, items, under_way)
        while under_way:
            hand, batch = under_way.popleft()
            results = hand.take()
            _give(hand, items, under_way)  # before the results are used: meanwhile it works
            yield from work(batch, *shared) if results is None else results
    finally:
        for hand in crew:
            hand.dismiss()


def _give(hand: "_Hand", items: Iterator[ItemT], under_way: "deque[tuple[_Hand, list[ItemT]]]") -> None:
    batch = list(islice(items, BATCH))
    if batch:
        hand.give(batch)
        under_way.append((hand, batch))


class _Hand:
    """A process that works, as this one sees it; one that is gone, or that there never was, does nothing."""

    def __init__(self, pipe: "Pipe | None" = None, process: BaseProcess | None = None) -> None:
        self._pipe = pipe
        self._process = process
        self._sent = 0
        self._kept: deque[bytes] = deque()

    def give(self, batch: list[Any]) -> None:
        """Hand a batch over, at the latest when it has done what it was given before."""
        if self._pipe:
            self._kept.append(dumps(batch))
            self._send()

    def take(self) -> list[Any] | None:
        """Return the results of the first batch that it was given, or None where they will not come."""
        if self._pipe:
            try:
                results: list[Any] | None = self._pipe.recv()
            except (OSError, EOFError):
                self._part()
            else:
                self._sent -= 1
                self._send()
                return results
        return None

    def _send(self) -> None:
        """Send what can be sent without waiting: it may itself wait to send results, and who waits reads nothing."""
        while self._pipe and self._kept and (not self._sent or len(self._kept[0]) <= _FITS):
            try:
                self._pipe.send_bytes(self._kept.popleft())
            except OSError:
                self._part()
            self._sent += 1

    def dismiss(self) -> None:
        """Let it end."""
        self._part()
        if self._process:
            self._process.join()

    def _part(self) -> None:
        if self._pipe:
            self._pipe.close()
        self._pipe = None


def _crew(work: Callable[..., list[Any]], shared: tuple[Any, ...]) -> Iterator[_Hand]:
    """Start processes, as many as there are cores and the system gives."""
    context = _context()
    ours: list[Pipe] = []
    with suppress(OSError):
        for _ in range(cores()):
            here, there = context.Pipe()
            ours.append(here)
            inherited = tuple(ours) if context.get_start_method() == "fork" else ()
            process = context.Process(target=_serve, args=(work, shared, there, inherited), daemon=True)
            process.start()
            there.close()
            yield _Hand(here, process)


def _context() -> "ForkContext | SpawnContext":
    """Forking spares each process its imports, and is safe as long as nothing else runs in this one."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return get_context("fork")
    return get_context("spawn")


def _serve(
    work: Callable[..., list[Any]], shared: tuple[Any, ...], pipe: "Pipe", inherited: "tuple[Pipe, ...]"
) -> None:
    """Work until the other end is closed; a kill closes it too, as long as no other process keeps a copy of it."""
    for end in inherited:
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command itself hears it, and then closes its end
    gc.freeze()
    gc.set_threshold(_SELDOM)
    with suppress(OSError, EOFError):
        while True:
            pipe.send(_done(work, pipe.recv(), shared))


def _done(work: Callable[..., list[Any]], batch: list[Any], shared: tuple[Any, ...]) -> list[Any] | None:
    """Return the results, or None where the work fails: it is done again by the command itself, which then fails."""
    try:
        return work(batch, *shared)
    except Exception:  # noqa: BLE001  # whatever it is, it comes again where it is seen
        return None
