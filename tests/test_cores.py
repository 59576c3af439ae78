"""Work on several cores gives what work on one gives, whatever becomes of the processes."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from xinfang_cli import cores
from xinfang_cli.cores import BATCH, spread

HERE = os.getpid()


def times(numbers: list[int], factor: int) -> list[int]:
    return [number * factor for number in numbers]


def elsewhere(numbers: list[int], caller: int) -> list[bool]:
    return [os.getpid() != caller for _ in numbers]


def dies(numbers: list[int], caller: int) -> list[int]:
    if os.getpid() != caller:
        os._exit(1)
    return numbers


def test_results_come_in_order() -> None:
    count = BATCH * 12 + 1
    assert list(spread(times, iter(range(count)), (3,))) == list(range(0, 3 * count, 3))


def test_nothing_to_do_is_done_at_once() -> None:
    assert list(spread(times, iter(()), (3,))) == []


def test_other_processes_do_it() -> None:
    assert all(spread(elsewhere, iter(range(BATCH)), (HERE,)))


def test_what_a_process_took_with_it_is_done_here() -> None:
    count = BATCH * 20
    assert list(spread(dies, iter(range(count)), (HERE,))) == list(range(count))


class NoPool(ProcessPoolExecutor):
    """A system that gives no processes."""

    def submit(self, _work: Callable[..., Any], /, *_args: Any, **_more: Any) -> Future[Any]:
        raise BrokenProcessPool


def test_without_processes_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "ProcessPoolExecutor", NoPool)
    assert not any(spread(elsewhere, iter(range(BATCH * 2)), (HERE,)))


def test_beside_threads_processes_begin_from_nothing() -> None:
    assert cores._context().get_start_method() in {"fork", "spawn"}
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert cores._context().get_start_method() == "spawn"
    finally:
        stop.set()
        thread.join()


def test_there_is_at_least_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores.cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores.cores() == 1


def test_a_process_has_what_all_batches_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_SHARED", {})
    cores._begin(7)
    assert cores._at_work(times, [1, 2]) == [7, 14]
