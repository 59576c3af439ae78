"""What git says and does; without git, and with a git that says no, everything else works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xinfang_cli.git import repository as git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "李经办")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "clerk@office.invalid")
    root = tmp_path / "office"
    (root / "cases").mkdir(parents=True)
    assert git.make_repository(root)
    (root / "cases/一.yaml").write_text(
        "history:\n- id: 0000aaaa\n  date: x\n  at: y\n- date: x\n  id: '12345678'\n  at: z\n", encoding="utf-8"
    )
    assert git.commit_paths(root, ["cases/一.yaml"], "first") is None
    return root


def test_without_git_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git.commit(tmp_path) is None
    assert not git.is_repository(tmp_path)
    assert not git.make_repository(tmp_path)
    assert not git.register_driver(tmp_path)
    assert not git.is_driver_ready(tmp_path)
    assert git.commits_of_entries(tmp_path, tmp_path / "x") == {}
    (tmp_path / "x").touch()
    assert git.commit_paths(tmp_path, ["x"], "m") == "git add: 127"
    monkeypatch.setenv("LOGNAME", "登录名")
    assert git.user_name(tmp_path) == "登录名"
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError))
    assert git.user_name(tmp_path) == "unknown"


def test_a_commit_has_the_paths_that_it_is_given_and_no_others(repository: Path) -> None:
    for name in ("二", "三"):
        (repository / f"cases/{name} [1].yaml").write_text(name, encoding="utf-8")
    subprocess.run(["git", "-C", str(repository), "add", "-A"], check=True)
    assert git.commit_paths(repository, ["cases/二 [1].yaml"], "m") is None
    listed = subprocess.run(
        ["git", "-C", str(repository), "-c", "core.quotepath=false", "ls-tree", "-r", "--name-only", "HEAD"],
        check=True, capture_output=True, text=True,
    ).stdout.split("\n")  # fmt: skip
    assert listed == ["cases/一.yaml", "cases/二 [1].yaml", ""]
    assert git.changed_cases(repository, "HEAD", staged=True) == (("A", "cases/三 [1].yaml"),)
    (repository / "../elsewhere").write_text("四", encoding="utf-8")
    assert "outside repository" in str(git.commit_paths(repository, ["../elsewhere"], "m"))


def test_a_file_that_was_moved_away_is_committed_as_gone_if_git_knew_it(repository: Path) -> None:
    (repository / "cases/一.yaml").unlink()
    assert git.commit_paths(repository, ["cases/一.yaml", "cases/never.yaml"], "m") is None
    assert git.commit_paths(repository, ["cases/never.yaml"], "m") is None
    listed = subprocess.run(["git", "-C", str(repository), "ls-files"], check=True, capture_output=True, text=True)
    assert listed.stdout == ""


def test_contents_are_read_whatever_they_hold(repository: Path) -> None:
    (repository / "cases/一.yaml").write_bytes(b"x missing\n\0\n")
    subprocess.run(["git", "-C", str(repository), "add", "-A"], check=True)
    names = [":./cases/一.yaml", "HEAD:./cases/二.yaml", "HEAD:./cases/一.yaml", ":./cases"]
    found = list(git.contents(repository, names))
    assert (found[0], found[1], found[3]) == (b"x missing\n\0\n", None, None)
    assert (found[2] or b"").startswith(b"history:")
    assert list(git.contents(repository, [])) == []


def test_each_entry_has_the_commit_that_brought_it(repository: Path) -> None:
    head = git.commit(repository)
    assert git.commits_of_entries(repository, repository / "cases/一.yaml") == {"0000aaaa": head, "12345678": head}
    with (repository / "cases/一.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: bbbbbbbb\n  at: y\n")
    assert set(git.commits_of_entries(repository, repository / "cases/一.yaml")) == {"0000aaaa", "12345678"}


def test_the_driver_is_this_program_and_not_a_folder_of_its_name(repository: Path) -> None:
    assert git.driver(repository) is None
    assert git.register_driver(repository)
    assert not git.register_driver(repository)
    assert f"T {sys.executable} -P -c " in str(git.driver(repository))
    assert git.is_driver_ready(repository)
    assert not git.wants_driver(repository)


@pytest.mark.parametrize(
    ("value", "is_shared"),
    [("group", True), ("0660", True), ("true", True), ("1", True), ("umask", False), ("0600", False), ("false", False)],
)
def test_git_says_whether_a_group_shares_it(repository: Path, value: str, *, is_shared: bool) -> None:
    assert not git.is_shared(repository)
    subprocess.run(["git", "-C", str(repository), "config", "core.sharedRepository", value], check=True)
    assert git.is_shared(repository) is is_shared


def test_a_commit_is_the_work_of_who_wrote_where_git_knows_nobody(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "nobody"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("user.name", "user.email"):
        subprocess.run(["git", "-C", str(repository), "config", "--unset", name], check=False)
    subprocess.run(["git", "-C", str(repository), "config", "user.useConfigOnly", "true"], check=True)
    (repository / "cases" / "新.yaml").write_text("x", encoding="utf-8")
    assert git.commit_paths(repository, ["cases/新.yaml"], "m") is not None
    assert git.commit_paths(repository, ["cases/新.yaml"], "m", "李经办") is None
    log = subprocess.run(
        ["git", "-C", str(repository), "log", "-1", "--format=%an %cn"], capture_output=True, text=True, check=True
    )
    assert log.stdout.strip() == "李经办 李经办"
    assert not git.is_distrusted(repository)
