"""A second process sees what the first would have seen, and nothing hangs on it."""

import os
import threading
from pathlib import Path

import pytest

from xinfang_cli.index.scan import Glance, folder_at
from xinfang_cli.index.scout import scouted

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="processes are copied on Linux alone")
PATHS = ["cases", "cases/2026", "cases/2026/10", "cases/2026/11"]


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in PATHS:
        (tmp_path / path).mkdir()
        (tmp_path / path / "XF-20261122-7K3MQ.yaml").write_text(path)
    return tmp_path


def glance(root: Path, path: str) -> Glance:
    folder, folders = folder_at(root, path)
    return Glance(folder.digest, folders)


def test_it_says_what_it_saw(root: Path) -> None:
    with scouted(root, PATHS[1:]) as look:
        assert look("cases") is None, "nobody asked for it"
        assert [look(path) for path in PATHS[1:]] == [glance(root, path) for path in PATHS[1:]]
        assert look(PATHS[1]) is None, "said once"
    assert look(PATHS[1]) is None, "over"


def test_folders_that_are_gone_or_not_asked_for_are_passed_over(root: Path) -> None:
    with scouted(root, ["cases/1999", *PATHS]) as look:
        assert look(PATHS[-1]) == glance(root, PATHS[-1])


def test_whoever_stops_asking_leaves_no_process_behind(root: Path) -> None:
    with scouted(root, PATHS * 5_000) as look:
        assert look(PATHS[0])
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_alone_nothing_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scouted(root, []) as look:
        assert look("cases") is None
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    with scouted(root, PATHS) as look:
        assert look("cases") is None
