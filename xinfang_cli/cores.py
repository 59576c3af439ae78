"""Work shared out over all cores, in order, with no more in hand at a time than memory stays flat with."""

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

BATCH = 100
"""Items that travel together: enough that the way costs little for each."""

_AHEAD = 3

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

_SHARED: dict[str, tuple[Any, ...]] = {}


def cores() -> int:
    """Return how many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def spread(work: Callable[..., list[ResultT]], items: Iterator[ItemT], shared: tuple[Any, ...]) -> Iterator[ResultT]:
    """Return the results of `work(batch, *shared)` for all items, in order.

    `work` is a function of a module and `shared` can be pickled. A batch that no process would do is done here.
    """
    in_hand: deque[tuple[list[ItemT], Future[list[ResultT]] | None]] = deque()
    with ProcessPoolExecutor(cores(), _context(), _begin, shared) as pool:
        while batch := list(islice(items, BATCH)):
            in_hand.append((batch, _handed(pool, work, batch)))
            if len(in_hand) > _AHEAD * cores():
                yield from _done(*in_hand.popleft(), work, shared)
        while in_hand:
            yield from _done(*in_hand.popleft(), work, shared)


def _context() -> BaseContext:
    """Forking spares each process its imports, and is safe as long as nothing else runs in this one."""
    can_fork = sys.platform == "linux" and threading.active_count() == 1
    return get_context("fork" if can_fork else "spawn")


def _begin(*shared: Any) -> None:
    """Tell a process what all its batches have in common."""
    _SHARED["all"] = shared


def _at_work(work: Callable[..., list[ResultT]], batch: list[ItemT]) -> list[ResultT]:
    return work(batch, *_SHARED["all"])


def _handed(
    pool: ProcessPoolExecutor, work: Callable[..., list[ResultT]], batch: list[ItemT]
) -> "Future[list[ResultT]] | None":
    try:
        return pool.submit(_at_work, work, batch)
    except (BrokenExecutor, OSError):
        return None


def _done(
    batch: list[ItemT],
    future: "Future[list[ResultT]] | None",
    work: Callable[..., list[ResultT]],
    shared: tuple[Any, ...],
) -> list[ResultT]:
    if future:
        try:
            return future.result()
        except BrokenExecutor:  # the system ended a process; what it had is done here
            pass
    return work(batch, *shared)
