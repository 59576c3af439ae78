"""Where a workspace lies and how it is named; and what is said where its matters are not there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.store.cases import Workspace, lock

SOURCE = Path(__file__).parents[2]
READING = [
    ("list",), ("due",), ("count",), ("find", "交房"), ("report", "weekly"), ("export", "--format", "csv"), ("sheet", "--all"),
    ("escalate", "--overdue"), ("check",), ("check", "--fix"), ("check", "--fix", "--dry-run"),
    ("open", "--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-11-20"),
]  # fmt: skip


def typed(where: Path, *args: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Type a command in a folder, as a process of its own."""
    line = [sys.executable, "-m", "xinfang_cli", "--today", "2026-11-22", "--lang", "zh", *args]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XINFANG")}
    environment = kept | {"PYTHONPATH": str(SOURCE), **environment}
    return subprocess.run(line, cwd=where, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def place(office: Office, tmp_path: Path) -> Path:
    """A workspace in a folder with a blank and Chinese in its name, a link to it, and a folder in it."""
    root = tmp_path / "某县 信访局"
    shutil.move(office.root, root)
    office.root = root
    (root / "报表 一").mkdir()
    (tmp_path / "链接").symlink_to(root)
    return root


FORMS = [
    (".", {}, ("-C", ".")), ("报表 一", {}, ("-C", "..")), ("报表 一", {}, ()), ("..", {}, ("-C", "某县 信访局")),
    ("..", {}, ("-C", "./某县 信访局/")), ("..", {}, ("-C", "链接")), ("..", {}, ("-C", "链接/报表 一")),
    ("..", {}, ("-C", "某县 信访局/报表 一/..")), (".", {"XINFANG_HOME": "."}, ()), ("..", {"XINFANG_HOME": "链接"}, ()),
    ("报表 一", {"XINFANG_HOME": ".."}, ()), ("..", {"XINFANG_HOME": "某县 信访局"}, ("-C", "某县 信访局/cases")),
    ("cases", {}, ("-C", "../报表 一")),
]  # fmt: skip


@pytest.mark.parametrize(("where", "environment", "named"), FORMS)
def test_every_form_of_a_path_leads_to_the_workspace(
    place: Path, where: str, environment: dict[str, str], named: tuple[str, ...]
) -> None:
    (place / "信.txt").write_text("内容", encoding="utf-8")

    def does(*args: str) -> str:
        answer = typed(place / where, *named, *args, **environment)
        assert (answer.returncode, answer.stderr.count("Traceback")) == (0, 0), (args, answer.stderr)
        return answer.stdout

    facts = ("--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-11-20", "--json")
    case = does("open", *facts).partition('"id": "')[2].partition('"')[0]
    does("note", case, "--text", "电话联系")
    does("attach", case, str(place / "信.txt"))
    assert case in does("list")
    does("report", "--all", "--week", "last")
    assert len(list((place / "reports").iterdir())) == 1
    assert "错误0处" in does("check")
    does("check", "--fix")
    does("escalate", "--overdue")
    assert [path.stem for path in place.glob("cases/*/*/*.yaml")] == [case]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that someone is in")
def test_a_folder_that_is_gone_under_ones_feet_is_said_and_hinders_nobody_who_names_another(place: Path) -> None:
    line = f'cd "$1" && rmdir "$1" && exec "{sys.executable}" -m xinfang_cli --lang zh "${{@:2}}"'

    def does(*args: str) -> "subprocess.CompletedProcess[str]":
        left = place.parent / "旧文件夹"
        left.mkdir()
        words = ["bash", "-c", line, "bash", str(left), *args]
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        return subprocess.run(words, env=environment, capture_output=True, encoding="utf-8", check=False)

    answer = does("list")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "所在的文件夹已经不在 — 请换到别的文件夹（cd）再运行\n"
    assert does("-C", str(place), "count", "--json").returncode == does("--help").returncode == 0


@pytest.mark.parametrize("named", ["此处没有", "信.txt"])
def test_a_folder_that_is_named_and_not_there_is_no_reason_to_take_the_one_above(place: Path, named: str) -> None:
    (place / "信.txt").write_text("", encoding="utf-8")
    answer = typed(place, "-C", named, "list")
    assert (answer.returncode, "不是文件夹" in answer.stderr) == (1, True)


@pytest.mark.parametrize(
    "named", [("init", "."), ("-C", ".", "init"), ("init", "新 局"), ("-C", "新 局", "init"), ("init",)]
)
def test_a_workspace_is_made_wherever_it_is_named(tmp_path: Path, named: tuple[str, ...]) -> None:
    answer = typed(tmp_path, *named, "--office", "某县信访局", "--code", "410122")
    assert answer.returncode == 0, answer.stderr
    made = tmp_path / "新 局" if "新 局" in named else tmp_path
    assert (made / "cases" / ".gitkeep").exists()
    assert typed(made, "list").returncode == 0


def gone(office: Office) -> Iterator[str]:
    """Take the matters away in one way after the other."""
    cases, share = office.root / "cases", office.root.parent / "share"
    cases.rename(share)
    yield "missing"
    cases.mkdir()
    yield "a mount point with nothing mounted"
    cases.rmdir()
    cases.symlink_to(office.root.parent / "nowhere")
    yield "a link that leads nowhere"
    cases.unlink()
    cases.write_text("", encoding="utf-8")
    yield "a file"


@pytest.mark.parametrize("command", READING)
def test_matters_that_are_not_there_are_an_error_and_no_noughts(office: Office, command: tuple[str, ...]) -> None:
    office.open()
    office.does("list")
    for way in gone(office):
        answer = office(*command)
        assert (answer.code, answer.out) == (3, ""), (way, answer)
        assert f"{office.root / 'cases'} 不在、是空的或读不了" in answer.err
        assert not list((office.root / "cases").glob("*"))


def test_init_makes_the_folder_where_no_matter_ever_was(office: Office) -> None:
    shutil.rmtree(office.root / "cases")
    assert office("list").code == 3
    office.does("init")
    assert office.does("list", "--json") == []
    assert [path.name for path in (office.root / "cases").iterdir()] == [".gitkeep"]


def git(root: Path, *args: str) -> str:
    """Run git."""
    who = ("-c", "user.name=t", "-c", "user.email=t@t")
    return subprocess.run(["git", *who, *args], cwd=root, check=True, capture_output=True, text=True).stdout


def test_a_clone_of_an_office_without_matters_has_the_folder(office: Office, tmp_path: Path) -> None:
    git(office.root, "add", "-A")
    git(office.root, "commit", "-qm", "init")
    git(tmp_path, "clone", "-q", str(office.root), "clone")
    assert Office(tmp_path / "clone").does("list", "--json") == []


def test_what_a_sparse_checkout_left_out_is_not_taken_for_nothing(office: Office) -> None:
    kept, lost = office.open("2026-11-02"), office.open("2026-10-02")
    git(office.root, "add", "-A")
    git(office.root, "commit", "-qm", "c")
    git(office.root, "sparse-checkout", "set", "cases/2026/11")
    assert kept in office.does("list")
    answer = office("check")
    assert (answer.code, f"{lost}.yaml: 稀疏检出漏了这个文件" in answer.out) == (3, True)
    git(office.root, "sparse-checkout", "set", "reports")
    assert office("list").code == 3
    assert office("init").code == 1  # it would make an empty folder of one whose matters git has
    git(office.root, "sparse-checkout", "disable")
    assert len(office.does("list", "--json")) == 2


def test_the_folder_of_matters_may_be_a_share(office: Office, tmp_path: Path) -> None:
    case = office.open()
    shutil.move(office.root / "cases", tmp_path / "share")
    (office.root / "cases").symlink_to(tmp_path / "share")
    shutil.rmtree(office.root / ".git")
    assert case in office.does("list")
    office.does("note", case, "--text", "x")
    office.open("2026-11-03")
    assert "错误0处" in office.does("check")


def test_a_folder_in_it_that_is_a_link_is_still_refused(office: Office, tmp_path: Path) -> None:
    case = office.open()
    shutil.move(office.root / "cases" / "2026", tmp_path / "2026")
    (office.root / "cases" / "2026").symlink_to(tmp_path / "2026")
    shutil.rmtree(office.root / ".git")
    assert office("list").code == 3
    assert office("note", case, "--text", "x").code == 1
    assert office("check").code == 3


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs rights of folders as POSIX has them")
def test_a_folder_that_cannot_be_read_is_named_by_check_and_the_rest_is_checked(office: Office) -> None:
    office.open("2026-10-02")
    office.open("2026-10-05", "--class", "accusation", "--accused", "unknown")
    bad = office.open("2026-11-03")
    git(office.root, "add", "-A")
    git(office.root, "commit", "-qm", "c")
    file = office.file(bad)
    file.write_text(file.read_text("utf-8").replace("class: unclassified", "class: Nonsense"), encoding="utf-8")
    month = office.root / "cases" / "2026" / "10"
    month.chmod(0)
    try:
        out = checked_without_rights(office)
    finally:
        month.chmod(0o755)
    assert "cases/2026/10: 没有读写" in out
    assert "Nonsense" in out
    assert "被删去" not in out


def checked_without_rights(office: Office) -> str:
    """Return what `check` says to one who is not root."""
    if os.geteuid():
        answer = office("check")
        assert answer.code == 3
        return answer.out
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    if not shutil.which(drop[0]):
        pytest.skip("root may read everything")
    line = [*drop, sys.executable, "-m", "xinfang_cli", "-C", str(office.root), "--lang", "zh", "check"]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run(line, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 3, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "command",
    [("escalate", "--overdue", "--dry-run"), ("check", "--fix", "--dry-run"), ("import", "台账.csv", "--check"),
     ("apply", "办理.jsonl", "--check")],
)  # fmt: skip
def test_what_writes_nothing_waits_for_no_lock(office: Office, command: tuple[str, ...]) -> None:
    case = office.open("2026-10-02")
    Path("台账.csv").write_text("信访日期,信访人,诉求\n2026-11-20,王某,道路积水\n", encoding="utf-8")
    Path("办理.jsonl").write_text(f'{{"case": "{case}", "did": "note", "text": "x"}}\n', encoding="utf-8")
    before = office.bytes()
    with lock(Workspace(office.root), "another"):
        assert office(*command).code == 0
    assert office.bytes() == before
