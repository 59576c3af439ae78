"""What one user saw and touched last: ids alone, of one workspace, for half a day, in a folder of their own."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from xinfang_cli.store.memory import Memory, state_folder

A, B = "XF-20261102-7K3MQ", "XF-20261105-J2GD8"
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def memory(folder: Path | None, root: str = "/office", hours: float = 0) -> Memory:
    """Return what is remembered some hours after noon."""
    return Memory(folder, Path(root), NOON + dt.timedelta(hours=hours))


def test_rows_are_known_by_their_numbers(tmp_path: Path) -> None:
    memory(tmp_path / "state").see([A, B])
    held = memory(tmp_path / "state")
    assert [held.row(number) for number in (0, 1, 2, 3)] == [None, A, B, None]


def test_the_last_matter_stands_beside_the_rows(tmp_path: Path) -> None:
    memory(tmp_path).see([A])
    memory(tmp_path).touch(A)
    memory(tmp_path).touch(B)
    assert (memory(tmp_path).touched, memory(tmp_path).row(1)) == (B, A)


@pytest.mark.parametrize(("hours", "known"), [(0, True), (12, True), (12.1, False), (-1, False)])
def test_after_half_a_day_nothing_is_known(tmp_path: Path, hours: float, known: bool) -> None:
    memory(tmp_path).see([A])
    memory(tmp_path).touch(B)
    held = memory(tmp_path, hours=hours)
    assert (held.row(1), held.touched) == ((A, B) if known else (None, None))


def test_another_workspace_is_another_matter(tmp_path: Path) -> None:
    memory(tmp_path).touch(A)
    assert memory(tmp_path, "/other").touched is None


def test_the_file_is_its_owners_alone_and_holds_ids_alone(tmp_path: Path) -> None:
    memory(tmp_path / "state").see([A])
    (file,) = (tmp_path / "state").iterdir()
    assert json.loads(file.read_text("utf-8")) == {"seen": {"at": NOON.isoformat(), "ids": [A]}}
    assert "office" not in file.name
    if os.name == "posix":
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"seen": 3}', '{"seen": {"at": "x", "ids": []}}', '{"seen": {"at": "2026-11-22", "ids": ["a"]}}',
     '{"seen": {"ids": []}}', f'{{"seen": {{"at": "{NOON.isoformat()}", "ids": ["../x"]}}}}',
     f'{{"seen": {{"at": "{NOON.isoformat()}", "ids": "XF"}}}}'],
)  # fmt: skip
def test_what_is_no_memory_is_none(tmp_path: Path, text: str) -> None:
    memory(tmp_path).see([A])
    (file,) = tmp_path.iterdir()
    file.write_text(text, "utf-8")
    assert memory(tmp_path).row(1) is None
    memory(tmp_path).see([B])
    assert memory(tmp_path).row(1) == B


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("", "utf-8")
    held = memory(tmp_path / "state")
    held.touch(A)
    assert held.touched is None
    memory(None).touch(A)
    assert memory(None).touched is None


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_beside(tmp_path: Path) -> None:
    memory(tmp_path).touch(A)
    (file,) = tmp_path.iterdir()
    file.unlink()
    file.mkdir()
    memory(tmp_path).touch(B)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("platform", "env", "folder"),
    [
        ("linux", {"HOME": "/home/li"}, "/home/li/.local/state/xinfang"),
        ("linux", {"HOME": "/home/li", "XDG_STATE_HOME": "/var/li"}, "/var/li/xinfang"),
        ("darwin", {"HOME": "/Users/li"}, "/Users/li/Library/Application Support/xinfang"),
        ("win32", {"LOCALAPPDATA": "/c/li/Local"}, "/c/li/Local/xinfang"),
        ("win32", {"USERPROFILE": "/c/li"}, "/c/li/AppData/Local/xinfang"),
        ("linux", {}, None),
        ("linux", {"XDG_STATE_HOME": "here"}, None),
    ],
)
def test_each_system_has_its_folder(platform: str, env: dict[str, str], folder: str | None) -> None:
    assert state_folder(env, platform) == (folder and Path(folder))
