import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from xinfang_cli.store.lockfile import HeldError, held

ROOT = Path(__file__).parents[2]
ADDS = """
import sys
from pathlib import Path
from xinfang_cli.store.lockfile import held
lock, count = Path(sys.argv[1]), Path(sys.argv[2])
for _ in range(50):
    with held(lock, 60):
        count.write_text(str(int(count.read_text()) + 1))
"""
HOLDS = """
import os, sys
from pathlib import Path
from xinfang_cli.store.lockfile import held
with held(Path(sys.argv[1]), 0):
    print("held", flush=True)
    sys.stdin.read()
"""


def is_free(path: Path) -> bool:
    try:
        with held(path, 0):
            return True
    except HeldError:
        return False


def holder(path: Path) -> subprocess.Popen[bytes]:
    """Return a process that holds the lock until its input ends."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout
    assert child.stdout.readline() == b"held\n"
    return child


def test_processes_take_turns(tmp_path: Path) -> None:
    count = tmp_path / "count"
    count.write_text("0")
    script = [sys.executable, "-c", ADDS, str(tmp_path / "lock"), str(count)]
    processes = [subprocess.Popen(script, cwd=ROOT) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert count.read_text() == "150"


def test_another_thread_is_kept_out_too(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with ThreadPoolExecutor(1) as other:
        with held(path, 0):
            assert not other.submit(is_free, path).result()
        assert other.submit(is_free, path).result()


def test_who_waits_goes_on_when_the_other_is_done(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    entered = threading.Event()

    def enter() -> None:
        with held(path, 60):
            entered.set()

    with holder(path) as child:
        waiting = threading.Thread(target=enter)
        waiting.start()
        assert not entered.is_set()
        assert child.stdin
        child.stdin.close()
        waiting.join()
    assert entered.is_set()


def test_a_kill_frees_it_and_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path) as child:
        assert not is_free(path)
        child.kill()
    assert is_free(path)
    assert path.read_bytes() == b""


def test_a_process_that_was_forked_meanwhile_does_not_keep_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    read, write = os.pipe()
    with held(path, 0):
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(read, 1)  # until the test is over
            os._exit(0)
    try:
        assert is_free(path)
    finally:
        os.close(write)
        os.waitpid(child, 0)
        os.close(read)


def test_an_error_frees_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(tmp_path / "lock", 0):
        _ = 1 / 0
    assert is_free(tmp_path / "lock")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to("elsewhere")
    with pytest.raises(OSError, match="symbolic"), held(tmp_path / "lock", 0):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_where_there_is_no_folder_there_is_no_lock(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), held(tmp_path / "gone" / "lock", 0):
        pass
