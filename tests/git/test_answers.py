"""Answers that lie ready for the merge driver: taken for the very same question, kept in git's own folder."""

import os
from pathlib import Path

import pytest

from xinfang_cli.git import answers as readied

PATH = "cases/2026/11/XF-20261102-7K3MQ.yaml"
VERSIONS = (b"base", b"ours", b"theirs")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, in which git asks."""
    (tmp_path / "office/.git").mkdir(parents=True)
    monkeypatch.delenv("GIT_DIR", raising=False)
    (tmp_path / "office/config.yaml").write_bytes(b"office: x\n")
    monkeypatch.chdir(tmp_path / "office")
    return tmp_path / "office"


def put(merge: str = "a b c", path: str = PATH) -> None:
    asked = readied.question(b"office: x\n", path, VERSIONS)
    readied.put(merge, [(path, asked, b"answer")])


def take(root: Path, versions: tuple[bytes, ...] = VERSIONS, path: str = PATH) -> bytes | None:
    names = [str(root / name) for name in ("b", "o", "t")]
    for name, version in zip(names, versions, strict=True):
        Path(name).write_bytes(version)
    taken = readied.take(names[0], names[1], names[2], path)
    return (root / "o").read_bytes() if taken else None


def test_an_answer_is_taken_for_the_very_same_question(root: Path) -> None:
    assert take(root) is None
    put()
    assert take(root) == b"answer"
    assert take(root) == b"answer", "histories that crossed ask the same again"
    assert take(root, (b"base", b"ours", b"theirs!")) is None
    assert take(root, (b"bas", b"eours", b"theirs")) is None
    assert take(root, path="cases/2026/12/XF-20261102-7K3MQ.yaml") is None
    assert take(root, path="cases/2026/11/XF-20261102-00000.yaml") is None
    (root / "config.yaml").write_bytes(b"office: y\n")
    assert take(root) is None, "other rules, another answer"


def test_each_merge_takes_the_place_of_the_last_one_and_says_which_it_is(root: Path) -> None:
    assert not readied.was_put("a b c")
    put()
    assert readied.was_put("a b c")
    put("d e f", path="cases/2026/11/XF-20261102-00000.yaml")
    assert not readied.was_put("a b c")
    ready = root / ".git/xinfang-merged"
    assert sorted(path.name for path in ready.iterdir()) == ["XF-20261102-00000.yaml", "which"]
    assert ready.stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_a_worktree_has_its_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".git").rename(root / "git-elsewhere")
    (root / ".git").write_text(f"gitdir: {root}/git-elsewhere\n", encoding="utf-8")
    put()
    assert take(root) == b"answer"
    monkeypatch.setenv("GIT_DIR", "git-elsewhere")
    assert take(root) == b"answer"
    assert (root / "git-elsewhere/xinfang-merged/which").is_file()
