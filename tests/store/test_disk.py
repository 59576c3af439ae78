import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.messages import Msg
from xinfang_cli.store import disk
from xinfang_cli.store.disk import Direct, FileBatch, Writer, make_folder, sweep

ROOT = Path(__file__).parents[2]


def failing(code: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def temps(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".xf-tmp-*")]


# --- Writing --------------------------------------------------------------------------------------------------------


@pytest.fixture(params=[Direct, FileBatch])
def writer(request: pytest.FixtureRequest) -> Writer:
    made: Writer = request.param()
    return made


def test_a_new_file_appears_whole_in_folders_made_for_it(tmp_path: Path, writer: Writer) -> None:
    path = tmp_path / "2026" / "11" / "a"
    writer.create(path, b"abc", 0o600)
    writer.settle(path)
    assert path.read_bytes() == b"abc"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert temps(tmp_path) == []


def test_nothing_is_ever_overwritten_by_a_new_file(tmp_path: Path, writer: Writer) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    (tmp_path / "link").symlink_to("nowhere")
    for taken in (path, tmp_path / "link"):
        with pytest.raises(RefusedError) as caught:
            writer.create(taken, b"new")
        assert caught.value.text == Msg.FILE_EXISTS(path=taken)
    assert path.read_bytes() == b"old"
    assert not (tmp_path / "nowhere").exists()
    assert temps(tmp_path) == []


def test_a_changed_file_keeps_its_mode_and_owner(tmp_path: Path, writer: Writer) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 1234, 1234)
    before = path.stat()
    writer.replace(path, b"new")
    writer.settle(path)
    after = path.stat()
    assert path.read_bytes() == b"new"
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_a_file_that_cannot_be_given_away_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "chown", failing(errno.EPERM))
    Direct().replace(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    monkeypatch.delattr(os, "chown")  # Windows knows no such thing
    monkeypatch.setattr(sys, "platform", "win32")
    Direct().replace(tmp_path / "a", b"newer")
    assert (tmp_path / "a").read_bytes() == b"newer"


@pytest.mark.parametrize("function", ["write", "fsync"])
def test_a_full_disk_leaves_the_old_file_and_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, function, failing(errno.ENOSPC))
    with pytest.raises(XinfangError) as caught:
        Direct().replace(tmp_path / "a", b"new")
    assert caught.value.text.msg is Msg.DISK_FULL
    assert caught.value.exit_code == 1
    assert (tmp_path / "a").read_bytes() == b"old"
    assert temps(tmp_path) == []


def test_a_rename_that_fails_leaves_the_old_file_and_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", failing(errno.EACCES))
    with pytest.raises(XinfangError):
        Direct().replace(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert temps(tmp_path) == []


def test_the_system_may_take_a_little_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda opened, data: write(opened, bytes(data[:2])))
    Direct().create(tmp_path / "a", b"abcde")
    assert (tmp_path / "a").read_bytes() == b"abcde"


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP, errno.EINVAL])
def test_a_disk_without_links_gets_new_files_by_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "link", failing(code))
    Direct().create(tmp_path / "a", b"abc")
    with pytest.raises(RefusedError):
        Direct().create(tmp_path / "a", b"xyz")
    assert (tmp_path / "a").read_bytes() == b"abc"
    assert temps(tmp_path) == []


def test_another_error_of_linking_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", failing(errno.ENOSPC))
    with pytest.raises(XinfangError) as caught:
        Direct().create(tmp_path / "a", b"abc")
    assert caught.value.text.msg is Msg.DISK_FULL
    assert list(tmp_path.iterdir()) == []


def test_folders_that_cannot_be_synced_are_left_to_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.EINVAL))
    make_folder(tmp_path / "a")
    assert (tmp_path / "a").is_dir()
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        disk.sync_folder(tmp_path)


def test_a_folder_cannot_be_made_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "2026").write_bytes(b"")
    with pytest.raises(XinfangError) as caught:
        Direct().create(tmp_path / "2026" / "11" / "a", b"")
    assert caught.value.text.msg in (Msg.DISK_NO_FOLDER, Msg.DISK_OTHER)


# --- Batches --------------------------------------------------------------------------------------------------------


def test_a_batch_shows_nothing_before_its_sync_and_all_after_it(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    with FileBatch() as batch:
        batch.create(tmp_path / "a", b"a")
        batch.replace(tmp_path / "old", b"new")
        assert not (tmp_path / "a").exists()
        assert (tmp_path / "old").read_bytes() == b"old"
    assert (tmp_path / "a").read_bytes() == b"a"
    assert (tmp_path / "old").read_bytes() == b"new"
    assert temps(tmp_path) == []


def test_a_file_twice_in_a_batch(tmp_path: Path) -> None:
    with FileBatch() as batch:
        batch.create(tmp_path / "a", b"1")
        with pytest.raises(RefusedError):
            batch.create(tmp_path / "a", b"2")
        batch.replace(tmp_path / "a", b"3")
        batch.replace(tmp_path / "a", b"4")
    assert (tmp_path / "a").read_bytes() == b"4"


def test_a_full_batch_goes_to_the_disk_by_itself(tmp_path: Path) -> None:
    batch = FileBatch(size=2)
    batch.create(tmp_path / "a", b"a")
    assert not (tmp_path / "a").exists()
    batch.create(tmp_path / "b", b"b")
    assert (tmp_path / "a").exists()


def test_an_error_within_a_batch_leaves_no_trace_of_what_waited(tmp_path: Path) -> None:
    def work() -> None:
        with FileBatch() as batch:
            batch.create(tmp_path / "a", b"a")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert list(tmp_path.iterdir()) == []


def test_an_error_while_a_batch_goes_to_the_disk_leaves_whole_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = FileBatch()
    for name in "abc":
        batch.create(tmp_path / name, b"whole")
    rename = os.replace

    def second_fails(source: str, target: str) -> None:
        if target.endswith("/b"):
            raise OSError(errno.ENOSPC, "full")
        rename(source, target)

    monkeypatch.setattr(os, "replace", second_fails)
    with pytest.raises(XinfangError):
        batch.flush()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_without_one_sync_for_all_each_file_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")  # where sync() does not wait
    monkeypatch.delattr(os, "sync")
    with FileBatch() as batch:
        for name in "abcdef":
            batch.create(tmp_path / name / name, b"a")
    assert (tmp_path / "f" / "f").read_bytes() == b"a"


def test_a_file_that_someone_made_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    batch = FileBatch()
    batch.create(tmp_path / "a", b"ours")
    (tmp_path / "a").write_bytes(b"theirs")
    with pytest.raises(RefusedError):
        batch.flush()
    assert (tmp_path / "a").read_bytes() == b"theirs"
    assert temps(tmp_path) == []


def test_a_batch_over_many_folders(tmp_path: Path) -> None:
    with FileBatch() as batch:
        for number in range(disk.FEW_FOLDERS + 1):
            batch.create(tmp_path / str(number) / "a", b"a")
        assert batch.whereabouts(tmp_path / "0" / "a").read_bytes() == b"a"
    assert batch.whereabouts(tmp_path / "0" / "a") == tmp_path / "0" / "a"
    assert len(list(tmp_path.rglob("a"))) == disk.FEW_FOLDERS + 1


def test_sweeping_removes_what_is_unfinished_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    for name in (".xf-tmp-1-aa", "a.yaml", ".hidden"):
        (tmp_path / "2026" / name).write_bytes(b"")
    assert sweep(tmp_path, tmp_path / "missing") == 1
    assert sorted(path.name for path in (tmp_path / "2026").iterdir()) == [".hidden", "a.yaml"]


KILLED = """
import sys
from pathlib import Path
from xinfang_cli.store.disk import FileBatch
folder = Path(sys.argv[1])
with FileBatch(size=50) as batch:
    for number in range(10**9):
        batch.create(folder / str(number % 7) / f"{number}.yaml", b"x" * 5000 + b"end")
        if number == 120:
            print("on", flush=True)
"""


def test_a_kill_leaves_whole_files_only(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdout
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    sweep(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 100
    assert all(path.read_bytes() == b"x" * 5000 + b"end" and path.suffix == ".yaml" for path in files)


def test_what_an_ended_process_left_is_swept_without_the_lock(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "from xinfang_cli.store.disk import temp_prefix; print(temp_prefix() + 'x')"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    kept = [f"{disk.temp_prefix()}x", f"{disk.TEMP_PREFIX}00000000-1-x", f"{disk.TEMP_PREFIX}older", ".other"]
    for name in (ended, *kept):
        (tmp_path / name).touch()
    disk.sweep_ended(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


def test_a_refused_change_of_rights_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "chmod", failing(errno.EPERM))
    with pytest.raises(XinfangError):
        Direct().replace(tmp_path / "a", b"new")
    assert (temps(tmp_path), (tmp_path / "a").read_bytes()) == ([], b"old")
