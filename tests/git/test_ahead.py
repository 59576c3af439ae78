"""Which merge is under way, and the answers to what git will ask: as many as a real merge, rebase or pick takes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import make_case, make_stamp
from xinfang_cli.casefile.text import parse, text_of
from xinfang_cli.git import ahead as foresight
from xinfang_cli.law.records import Case
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did, MatterClass
from xinfang_cli.office import config

LAW = config.default().law
NAMES = ("7K3MQ", "7K3MR", "7K3MS", "7K3MT", "7K3MV")
SOURCE = Path(__file__).parents[2]


class Repository:
    """A workspace in a repository, in a sub-folder of it."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.root = top / "信访"
        (self.root / "cases/2026/11").mkdir(parents=True)
        (self.root / "config.yaml").write_text(config.template(), encoding="utf-8")
        (top / ".gitattributes").write_text("*.yaml merge=xinfang\n", encoding="utf-8")
        self.git("init", "-q", "-b", "main")
        self.git(
            "config",
            "merge.xinfang.driver",
            f"{sys.executable} -P -c 'import xinfang_cli.__main__' merge-driver %O %A %B %P",
        )

    def git(self, *args: str, fails: bool = False) -> str:
        done = subprocess.run(["git", "-C", str(self.top), *args], capture_output=True, text=True, check=False)
        assert (done.returncode != 0) is fails, done.stderr
        return done.stdout.strip()

    def write(self, cases: list[Case], message: str) -> None:
        for case in cases:
            (self.root / f"cases/2026/11/{case.id}.yaml").write_text(text_of(case), encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def answers(self) -> set[str]:
        return {path.stem[-5:] for path in self.top.glob(".git/xinfang-merged/*.yaml")}

    def texts(self) -> list[int]:
        """Return how many entries each case has."""
        return [path.read_text("utf-8").count("\n- id: ") for path in sorted(self.root.glob("cases/2026/11/*.yaml"))]


def noted(cases: list[Case], text: str, on: str) -> list[Case]:
    return [take(case, LAW, Did.NOTE, make_stamp(on), text=text).case for case in cases]


@pytest.fixture
def cases() -> list[Case]:
    """Five matters of one day."""
    base = make_case(LAW, "2026-11-22", title="逾期交房")
    return [base.but(id=f"XF-20261122-{name}") for name in NAMES]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cases: list[Case]) -> Repository:
    """Two branches, `main` and `other`, that both added to each of five matters."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "李经办")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "clerk@office.invalid")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    made = Repository(tmp_path / "top")
    made.write(cases, "start")
    made.git("checkout", "-qb", "other")
    made.write(noted(cases, "乙", "2026-11-24"), "other")
    made.git("checkout", "-q", "main")
    made.write(noted(cases, "甲", "2026-11-23"), "main")
    monkeypatch.chdir(made.top)
    return made


@pytest.mark.parametrize(
    "how", [("merge", "-q", "--no-edit", "other"), ("rebase", "-q", "other"), ("cherry-pick", "other", "other~1")]
)
def test_the_first_file_of_a_merge_makes_the_others_ready(repository: Repository, how: tuple[str, ...]) -> None:
    repository.git(*how, fails=how[0] == "cherry-pick")  # the second pick changes nothing, and git stops there
    assert len(repository.answers() & set(NAMES)) == len(NAMES) - 1
    assert repository.texts() == [3] * 5


def test_a_stash_too(repository: Repository, cases: list[Case]) -> None:
    for case in noted(cases, "丙", "2026-11-25"):
        (repository.root / f"cases/2026/11/{case.id}.yaml").write_text(text_of(case), encoding="utf-8")
    repository.git("reset", "-q", "--soft", "HEAD~1")
    repository.git("stash", "-q")
    repository.git("merge", "-q", "other")
    repository.git("stash", "pop", "-q")
    assert len(repository.answers() & set(NAMES)) == len(NAMES) - 1
    assert repository.texts() == [3] * 5


def test_what_has_to_be_told_or_kept_apart_is_left_for_its_turn(repository: Repository, cases: list[Case]) -> None:
    sealed, title = cases[1], cases[2]
    repository.write(
        [noted([sealed], "丙", "2026-11-25")[0].but(class_=MatterClass.ACCUSATION), title.but(title="甲")], "x"
    )
    (repository.root / f"cases/2026/11/{cases[3].id}.yaml").write_text("id: [", encoding="utf-8")
    repository.write([], "broken")
    repository.git("checkout", "-q", "other")
    repository.write([title.but(title="乙")], "y")
    repository.git("merge", "-q", "main", fails=True)
    (left,) = repository.answers()
    assert left in (NAMES[0], NAMES[4])  # git asks from the last on; who is asked about first answers at once
    (repository.top / ".git/xinfang-merged/7.yaml").write_text("")
    repository.git("merge", "--abort")
    repository.git("merge", "-q", "main", fails=True)
    assert "7" in repository.answers(), "the same merge is not worked out again"


def test_crossed_histories_are_merged_as_they_were_before(repository: Repository, cases: list[Case]) -> None:
    repository.git("branch", "old", "main")
    repository.git("merge", "-q", "--no-edit", "other")
    repository.git("checkout", "-q", "other")
    repository.git("merge", "-q", "--no-edit", "old")
    file = repository.root / f"cases/2026/11/{cases[0].id}.yaml"
    (whole, _) = parse(file.read_bytes(), file)
    assert whole
    repository.write(noted([whole], "丙", "2026-11-25"), "on")
    repository.git("checkout", "-q", "main")
    repository.write(noted([whole], "丁", "2026-11-26"), "on")
    repository.git("merge", "-q", "--no-edit", "other")
    assert repository.texts() == [5, 3, 3, 3, 3]


def ready(repository: Repository, merge: tuple[str, str, str], path: str | None = None) -> set[str]:
    path = path or f"信访/cases/2026/11/XF-20261122-{NAMES[0]}.yaml"
    versions = [repository.git("cat-file", "blob", f"{commit}:{path}") + "\n" for commit in merge]
    base, ours, theirs = (version.encode() for version in versions)
    foresight.ready(repository.root, path, (base, ours, theirs), LAW)
    return repository.answers()


def test_only_a_merge_that_holds_the_very_versions_counts(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert ready(repository, ("main~1", "main", "other")) == set(), "nobody says that other is merged"
    monkeypatch.setenv(f"GITHEAD_{repository.git('rev-parse', 'other')}", "other")
    assert ready(repository, ("main~1", "main", "main")) == set()
    monkeypatch.setattr(foresight, "WORTH", 5)
    assert ready(repository, ("main~1", "main", "other")) == set(), "too few"
    monkeypatch.setattr(foresight, "WORTH", 4)
    monkeypatch.chdir(tmp_path)
    assert ready(repository, ("main~1", "main", "other")) == set(), "the workspace is not in what is merged"
    monkeypatch.chdir(repository.top)
    monkeypatch.setattr(foresight, "_AT_ONCE", 3)
    assert ready(repository, ("main~1", "main", "other")) == set(NAMES[1:])


def test_a_folder_that_takes_nothing_is_no_obstacle(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"GITHEAD_{repository.git('rev-parse', 'other')}", "other")
    (repository.top / ".git/xinfang-merged").write_text("a file")
    assert ready(repository, ("main~1", "main", "other")) == set()
    repository.git("merge", "-q", "--no-edit", "other")
    assert repository.texts() == [3] * 5
