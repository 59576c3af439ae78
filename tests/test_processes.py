"""Work on several cores gives what work on one gives, whatever becomes of the processes."""

import errno
import fcntl
import os
import subprocess
import sys
import threading
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from xinfang_cli import processes as cores
from xinfang_cli.processes import BATCH, spread

HERE = os.getpid()
ROOT = Path(__file__).parents[1]


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


def echo(texts: list[str]) -> list[str]:
    return [text * 3 for text in texts]


def test_long_batches_and_long_results_never_wait_for_one_another() -> None:
    """A pipe holds some 200 KB; batches of a few bytes and of two megabytes alternate, and results are three times that."""
    texts = [("甲" * 7000 if at // BATCH % 3 else "乙") + str(at) for at in range(BATCH * 14)]
    assert list(spread(echo, iter(texts), ())) == [text * 3 for text in texts]


def test_nothing_to_do_is_done_at_once() -> None:
    assert list(spread(times, iter(()), (3,))) == []


def test_other_processes_do_it() -> None:
    assert all(spread(elsewhere, iter(range(BATCH)), (HERE,)))


def test_what_a_process_took_with_it_is_done_here() -> None:
    count = BATCH * 20
    assert list(spread(dies, iter(range(count)), (HERE,))) == list(range(count))


def test_without_processes_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BaseProcess, "start", failing)
    assert not any(spread(elsewhere, iter(range(BATCH * 2)), (HERE,)))


def failing(_: BaseProcess) -> None:
    raise OSError(errno.EAGAIN, "no more processes")


def fails(numbers: list[int], last: int) -> list[int]:
    if last in numbers:
        raise ValueError(last)
    return numbers


def test_what_is_wrong_with_the_work_is_seen_here() -> None:
    results = spread(fails, iter(range(BATCH * 5)), (BATCH * 3,))
    assert [next(results) for _ in range(BATCH * 3)] == list(range(BATCH * 3))
    with pytest.raises(ValueError, match=str(BATCH * 3)):
        next(results)


def test_whoever_stops_asking_leaves_no_process_behind() -> None:
    results = spread(times, iter(range(BATCH * 100)), (3,))
    assert next(results) == 0
    assert len(active_children()) == cores.cores()
    results.close()
    assert active_children() == []


def stays(numbers: list[int], folder: Path) -> list[int]:
    (folder / str(os.getpid())).touch()
    return numbers


def test_a_kill_ends_the_processes_too(tmp_path: Path) -> None:
    """They would hold the lock of the command that was killed."""
    script = f"""
import itertools
from pathlib import Path
from tests.test_processes import stays
from xinfang_cli.processes import spread
for _ in spread(stays, itertools.count(), (Path({str(tmp_path)!r}),)):
    pass
"""
    lock = tmp_path / "lock"
    with lock.open("w") as file:
        process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, pass_fds=(file.fileno(),))
        fcntl.flock(file, fcntl.LOCK_EX)
    while len(list(tmp_path.iterdir())) <= cores.cores():
        assert process.poll() is None
    process.kill()
    process.wait()
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # waits for the last process that has it open: a hang is the failure


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
