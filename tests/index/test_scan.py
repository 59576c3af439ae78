"""What a scan sees, and when it can be believed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.index import scan as freshness
from xinfang_cli.index.scan import SLACK_NS, FileStat, Glance, Odd, content_hash, now, scan

ID = "XF-20261120-7K3MA"
SECOND = 1_000_000_000


@pytest.fixture
def month(tmp_path: Path) -> Path:
    folder = tmp_path / "cases/2026/11"
    folder.mkdir(parents=True)
    (folder / f"{ID}.yaml").write_text("id: x\n")
    return folder


def digests(root: Path) -> dict[str, bytes]:
    return {folder.path: folder.digest for folder in scan(root)}


def test_folders_come_in_order_with_their_files(month: Path, tmp_path: Path) -> None:
    (tmp_path / "cases/2026/02").mkdir()
    (tmp_path / "cases/2025/12").mkdir(parents=True)
    found = list(scan(tmp_path))
    assert [folder.path for folder in found] == [
        "cases", "cases/2025", "cases/2025/12", "cases/2026", "cases/2026/02", "cases/2026/11"
    ]  # fmt: skip
    stat = (month / f"{ID}.yaml").stat()
    assert [FileStat(*listed) for listed in found[-1].listed] == [
        FileStat(f"{ID}.yaml", stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
    ]


def test_a_system_without_handles_of_folders_sees_the_same(
    month: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(tmp_path)
    monkeypatch.setattr(os, "supports_fd", frozenset())
    assert digests(month.parents[2]) == before


def test_no_cases_no_folders(tmp_path: Path) -> None:
    assert list(scan(tmp_path)) == []
    (tmp_path / "cases").write_text("a file")
    assert list(scan(tmp_path)) == []


def test_a_folder_that_may_not_be_looked_into_is_odd(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = freshness._listed

    def refuse(folder: Path) -> object:
        if folder == month:
            raise PermissionError
        return listed(folder)

    monkeypatch.setattr(freshness, "_listed", refuse)
    found = {folder.path: folder for folder in scan(month.parents[2])}
    assert found["cases/2026/11"].odd == (("", Odd.CLOSED),)


@pytest.mark.parametrize("change", ["edit", "touch", "new", "delete", "rename", "replace", "link"])
def test_any_change_changes_the_digest_of_its_folder_alone(month: Path, tmp_path: Path, change: str) -> None:
    path, other = month / f"{ID}.yaml", month / f"{ID}0.yaml"
    before = digests(tmp_path)
    assert digests(tmp_path) == before
    match change:
        case "edit":
            path.write_text("id: yy\n")
        case "touch":
            os.utime(path, ns=(0, 0))
        case "new":
            other.write_text("id: x\n")
        case "delete":
            path.unlink()
        case "rename":
            path.rename(other)
        case "replace":
            other.write_text("id: z\n")
            other.replace(path)
        case _:
            path.unlink()
            path.symlink_to(tmp_path)
    after = digests(tmp_path)
    assert [name for name in before if before[name] != after[name]] == ["cases/2026/11"]


def test_files_that_are_none_of_ours_change_nothing(month: Path, tmp_path: Path) -> None:
    before = digests(tmp_path)
    (month / "说明.docx").write_text("x")
    (month / ".xf-tmp-1.yaml").write_text("x")
    (month / ID).mkdir()
    (month / ID / "附件.yaml").write_text("x")
    assert digests(tmp_path) == before


def test_what_goes_while_it_is_listed_is_not_there(
    month: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (month / "extra.yml").write_text("x")

    opened = freshness._opened

    @contextmanager
    def late(folder: Path) -> Iterator[Any]:
        with opened(folder) as (names, look):
            for name in names if folder == month else ():
                (folder / name).unlink()
            yield names, look

    monkeypatch.setattr(freshness, "_opened", late)
    found = list(scan(tmp_path))[-1]
    assert (found.listed, found.odd) == ((), ())


@given(st.integers(0, 1 << 62), st.integers(0, 1 << 62), st.integers(0, 1 << 62))
def test_a_stat_is_believed_if_both_times_are_clearly_past(mtime: int, ctime: int, moment: int) -> None:
    seen = FileStat("x.yaml", mtime, ctime, 1, 1)
    assert seen.is_racy(moment) is not (mtime + SLACK_NS < moment and ctime + SLACK_NS < moment)


@pytest.mark.parametrize(("age", "racy"), [(-3600, True), (0, True), (1, True), (2, True), (3, False), (3600, False)])
def test_two_seconds_are_the_coarsest_clock(age: int, *, racy: bool) -> None:
    moment = 1_800_000_000 * SECOND
    assert FileStat("x.yaml", 0, moment - age * SECOND, 1, 1).is_racy(moment) is racy


def test_the_clock_is_the_file_system_s(tmp_path: Path) -> None:
    before = now(tmp_path)
    file = tmp_path / "x"
    file.write_text("x")
    assert before <= file.stat().st_mtime_ns <= now(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_contents_differ_in_their_hashes() -> None:
    assert content_hash("小区积水".encode()) == content_hash("小区积水".encode())
    assert content_hash("小区积水".encode()) != content_hash("小区停电".encode())


def test_without_handles_a_folder_is_listed_by_its_path(
    month: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_handle = digests(tmp_path)
    assert (month / f"{ID}.yaml").exists()
    monkeypatch.setattr(os, "supports_fd", frozenset())
    assert digests(tmp_path) == by_handle


def test_a_folder_that_someone_looked_at_is_not_listed_again(month: Path, tmp_path: Path) -> None:
    path = month.relative_to(tmp_path).as_posix()
    (month / "15").mkdir()
    seen = scan(tmp_path, look=lambda folder: Glance(b"seen", ["15"]) if folder == path else None)
    assert [(each.digest, each.listed) for each in seen if each.path == path] == [(b"seen", ())]
    assert [each.path for each in scan(tmp_path, look=lambda _: None)][-1] == f"{path}/15"
