"""Git and the files: merging, the hook, commits of our own, the editor."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office
from xinfang_cli.commands import edit
from xinfang_cli.git import repository
from xinfang_cli.labels import Lang

SOURCE = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A git of its own: no settings of whoever runs the tests; programs that it starts are of this source tree."""
    (tmp_path / "gitconfig").write_text("[user]\nname = 李经办\nemail = clerk@office.invalid\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))


def git(office: Office, *args: str, fails: bool = False) -> str:
    done = subprocess.run(["git", "-C", str(office.root), *args], capture_output=True, text=True, check=False)
    assert (done.returncode != 0) is fails, (args, done.stdout, done.stderr)
    return done.stdout + done.stderr


def committed(office: Office, message: str = "x") -> None:
    git(office, "add", "-A")
    git(office, "commit", "-qm", message)


def cloned(office: Office, name: str = "clone") -> Office:
    root = office.root.parent / name
    subprocess.run(["git", "clone", "-q", str(office.root), str(root)], check=True)
    other = Office(root)
    assert "合并驱动" in other.does("init", str(root))
    assert "无需补充" in other.does("init", str(root))
    return other


def autocommitting(office: Office) -> None:
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("{autocommit: false}", "{autocommit: true}"), encoding="utf-8")
    committed(office)


@pytest.fixture
def two(office: Office) -> tuple[Office, Office, str]:
    """Two clones with one matter."""
    case = office.open("2026-11-02")
    committed(office)
    return office, cloned(office), case


def test_merge_rebase_cherry_pick_and_stash_unite_histories(two: tuple[Office, Office, str]) -> None:
    one, other, case = two
    one.does("route", case, "住建局", "--on", "2026-11-05")
    committed(one)
    other.does("note", case, "--text", "电话联系", "--on", "2026-11-04")
    committed(other)
    git(other, "fetch", "-q", "origin")
    for how in (("merge", "-q", "--no-edit"), ("rebase", "-q"), ("cherry-pick",)):
        git(other, "branch", "-f", "try")
        git(other, "checkout", "-q", "try")
        git(other, *how, "origin/HEAD")
        assert [row["did"] for row in other.does("log", case, "--json")] == ["open", "note", "route"], how
        assert other("check").code == 0
        git(other, "checkout", "-q", "-")
    other.does("note", case, "--text", "又联系", "--on", "2026-11-06")
    git(other, "stash", "-q")
    git(other, "merge", "-q", "--no-edit", "origin/HEAD")
    git(other, "stash", "pop", "-q")
    assert [row["did"] for row in other.does("log", case, "--json")] == ["open", "note", "route", "note"]
    assert other.does("show", case, "--json")["status"] == "transferred"


def test_two_clones_may_say_of_one_visit_who_received_it(two: tuple[Office, Office, str]) -> None:
    one, other, case = two
    for office, leader in ((one, "张县长"), (other, "李副县长")):
        office.does("set", case, "--reception", leader, "--on", "2026-11-04")
        committed(office)
    git(other, "fetch", "-q", "origin")
    git(other, "merge", "-q", "--no-edit", "origin/HEAD")
    assert other.does("show", case, "--json")["reception"] == ["张县长", "李副县长"]
    assert other("check").code == 0


def test_a_real_conflict_can_be_read_and_is_named_by_check(two: tuple[Office, Office, str]) -> None:
    one, other, case = two
    for office, place in ((one, "老街社区"), (other, "城关镇")):
        office.does("set", case, "--place", place, "--on", "2026-11-04")
        committed(office)
    git(other, "fetch", "-q", "origin")
    assert "place" in git(other, "merge", "--no-edit", "origin/HEAD", fails=True)
    text = other.file(case).read_text(encoding="utf-8")
    assert "<<<<<<< 我方 / ours\nplace: 城关镇\n=======\nplace: 老街社区\n>>>>>>> 对方 / theirs\n" in text
    assert "# 两边都改了 place，改法不同 — " in text
    answer = other("check", "--json")
    assert (answer.code, [row["code"] for row in answer.json]) == (3, ["remote_plain", "yaml_conflict"])


def test_two_clones_import_one_ledger_and_go_on(two: tuple[Office, Office, str], tmp_path: Path) -> None:
    one, other, _ = two
    ledger = tmp_path / "台账.csv"
    ledger.write_text("信访日期,信访人,诉求,信访编号\n2026-11-03,王某,道路积水,410122202611030001\n", encoding="utf-8")
    for office, step in ((one, ("set", "{}", "--place", "城关镇")), (other, ("note", "{}", "--text", "已看现场"))):
        office.does("import", str(ledger))
        case = next(row["id"] for row in office.does("list", "--json") if row["source_number"])
        office.does(*(word.format(case) for word in step))
        committed(office)
    git(other, "fetch", "-q", "origin")
    git(other, "merge", "-q", "--no-edit", "origin/HEAD")
    shown = other.does("show", case, "--json")
    assert (shown["place"], [row["did"] for row in shown["history"]][-2:]) in [
        ("城关镇", ["set", "note"]), ("城关镇", ["note", "set"]),
    ]  # fmt: skip


def test_a_broken_side_is_merged_as_text(two: tuple[Office, Office, str]) -> None:
    one, other, case = two
    file = one.file(case)
    file.write_text(file.read_text("utf-8").replace("people: 1", "people: 一"), encoding="utf-8")
    committed(one)
    other.does("note", case, "--text", "电话联系", "--on", "2026-11-04")
    committed(other)
    git(other, "fetch", "-q", "origin")
    assert "只按文字合并" in git(other, "merge", "--no-edit", "origin/HEAD", fails=True).replace(
        "it was merged as mere text", "只按文字合并"
    )
    assert "people: 一" in other.file(case).read_text("utf-8")
    assert "电话联系" in other.file(case).read_text("utf-8")


def test_words_of_a_matter_that_one_side_sealed_do_not_come_back(two: tuple[Office, Office, str]) -> None:
    one, other, case = two
    other.does("set", case, "--class", "accusation", "--on", "2026-11-04")
    committed(other)
    one.does("note", case, "--text", "举报人来电", "--on", "2026-11-05")
    committed(one)
    git(other, "fetch", "-q", "origin")
    (other.root / "config.yaml").write_text("office: [", encoding="utf-8")  # in a merge it may be in pieces
    git(other, "merge", "-q", "--no-edit", "origin/HEAD")
    assert "举报人来电" not in other.file(case).read_text("utf-8")
    assert "举报人来电" in (other.root / f"sealed/{case}.yaml").read_text("utf-8")


def test_two_clones_of_an_accusation_merge_without_its_words(two: tuple[Office, Office, str]) -> None:
    one, _, _ = two
    case = one.open("2026-11-03", "--class", "accusation", title="举报某局")
    committed(one)
    other = cloned(one, "third")
    for office, day in ((one, "2026-11-04"), (other, "2026-11-05")):
        office.does("note", case, "--text", f"密谈{day}", "--on", day)
        committed(office)
    git(other, "fetch", "-q", "origin")
    git(other, "merge", "-q", "--no-edit", "origin/HEAD")
    assert [row["did"] for row in other.does("log", case, "--json")] == ["open", "note", "note"]
    assert "密谈" not in other.file(case).read_text("utf-8")


def branched(office: Office, name: str, *args: str) -> None:
    """Make a branch of `main` with one command more."""
    git(office, "checkout", "-q", "-B", name, "main")
    office.does(*args)
    committed(office, name)


def test_several_branches_at_once_are_merged_or_left_as_they_were(two: tuple[Office, Office, str]) -> None:
    office, _, case = two
    git(office, "branch", "-qM", "main")
    other = office.open("2026-11-02")
    committed(office)
    for name, matter in (("one", case), ("two", case), ("three", other)):
        branched(office, name, "note", matter, "--text", name, "--on", "2026-11-03")
    git(office, "checkout", "-q", "main")
    assert "Should not be doing an octopus" in git(office, "merge", "--no-edit", "one", "two", "three", fails=True)
    git(office, "reset", "-q", "--hard")
    assert office("check").code == 0
    git(office, "merge", "-q", "--no-edit", "one", "three")
    git(office, "merge", "-q", "--no-edit", "two")
    assert [len(office.does("log", matter, "--json")) for matter in (case, other)] == [3, 2]
    assert office("check").code == 0


def test_what_one_side_deleted_renamed_or_added_otherwise(two: tuple[Office, Office, str], tmp_path: Path) -> None:
    office, _, case = two
    git(office, "branch", "-qM", "main")
    file = office.file(case)
    branched(office, "noted", "note", case, "--text", "甲", "--on", "2026-11-03")
    git(office, "checkout", "-q", "-B", "deleted", "main")
    file.unlink()
    committed(office)
    git(office, "merge", "-q", "--no-edit", "noted", fails=True)
    assert office("check", "--json").code == 0
    assert len(office.does("log", case, "--json")) == 2, "git leaves the side that went on"
    git(office, "reset", "-q", "--hard")
    git(office, "checkout", "-q", "-B", "moved", "main")
    (file.parent / "归档").mkdir()
    file.rename(file.parent / "归档" / file.name)
    (office.root / ".gitattributes").write_text("cases/**/*.yaml merge=xinfang2\n", encoding="utf-8")
    text = (file.parent / "归档" / file.name).read_bytes().replace(b"title: ", b"title:   ").replace(b"\n", b"\r\n")
    (file.parent / "归档" / file.name).write_bytes(text)
    committed(office)
    git(office, "merge", "-q", "--no-edit", "noted")
    merged = (file.parent / "归档" / file.name).read_bytes()
    assert (merged.count(b"\r\n"), merged.count(b"title:   ")) == (merged.count(b"\n"), 1)
    assert len(office.does("log", case, "--json")) == 2
    for name, content in (("一", b"1"), ("二", b"2")):
        (tmp_path / "照片.jpg").write_bytes(content)
        branched(office, name, "attach", case, str(tmp_path / "照片.jpg"), "--on", "2026-11-04")
    git(office, "merge", "-q", "--no-edit", "一", fails=True)
    assert [row["code"] for row in office("check", "--json").json if row["level"] == "fault"] == ["attached_differs"]


def test_two_matters_under_one_id_are_never_made_one(two: tuple[Office, Office, str]) -> None:
    office, _, case = two
    git(office, "branch", "-qM", "main")
    for name in ("甲", "乙"):
        git(office, "checkout", "-q", "-B", name, "main")
        new = office.open("2026-11-03", title=name)
        text = office.file(new).read_text("utf-8")
        office.file(new).unlink()
        (office.file(case).parent / "XF-20261103-SAME0.yaml").write_text(
            text.replace(new, "XF-20261103-SAME0"), "utf-8"
        )
        committed(office)
    assert "两件不同" in git(office, "merge", "--no-edit", "甲", fails=True).replace("two different", "两件不同")
    text = office.file("XF-20261103-SAME0").read_text("utf-8")
    assert "title: 甲" in text
    assert "title: 乙" in text
    assert [row["code"] for row in office("check", "--json").json if row["level"] == "fault"] == ["yaml_conflict"]


def test_check_warns_where_no_driver_is_registered(office: Office) -> None:
    assert [row["code"] for row in office("check", "--json").json] == []
    git(office, "config", "merge.xinfang2.driver", "/nowhere/python -P -m xinfang_cli merge-driver %O %A %B %P")
    answer = office("check", "--json")
    assert (answer.code, [(row["level"], row["code"]) for row in answer.json]) == (0, [("warning", "no_driver")])
    office.does("init", str(office.root))
    git(office, "config", "--unset", "merge.xinfang2.driver")
    assert [row["code"] for row in office("check", "--json").json] == ["no_driver"]
    (office.root / ".gitattributes").unlink()
    assert office("check", "--json").json == []


def diverged(office: Office) -> str:
    """Return a matter to which two branches added a note each; one of them is to be merged."""
    case = office.open("2026-11-02")
    committed(office)
    git(office, "checkout", "-qb", "other")
    office.does("note", case, "--text", "甲方")
    committed(office)
    git(office, "checkout", "-q", "-")
    office.does("note", case, "--text", "乙方")
    committed(office)
    return case


def without_our_python(office: Office, python: str) -> None:
    """Let the driver that `init` registered be of a Python that is there no more, or of one without this program."""
    registered = git(office, "config", "--get", "merge.xinfang2.driver").rstrip("\n")
    assert sys.executable in registered
    git(office, "config", "merge.xinfang2.driver", registered.replace(sys.executable, python))


@pytest.mark.parametrize("python", ["/nowhere/python3", "bare"])
def test_the_driver_survives_the_python_that_registered_it(
    office: Office, python: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = diverged(office)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, line in (("xinfang", f'exec {sys.executable} -m xinfang_cli "$@"'), ("bare", "exit 127")):
        (programs / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    without_our_python(office, str(programs / "bare") if python == "bare" else python)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    git(office, "merge", "--no-edit", "other")
    text = office.file(case).read_text("utf-8")
    assert ("甲方" in text, "乙方" in text, "<<<" in text) == (True, True, False)
    assert office("check").code == 0


def test_without_any_program_the_driver_leaves_both_sides_between_marks(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = diverged(office)
    without_our_python(office, "/nowhere/python3")
    (tmp_path / "bin").mkdir()
    for name in ("git", "sh"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    git(office, "merge", "--no-edit", "other", fails=True)
    text = office.file(case).read_text("utf-8")
    assert ("甲方" in text, "乙方" in text, "<<<<<<< ours" in text, ">>>>>>> theirs" in text) == (
        True,
        True,
        True,
        True,
    )
    assert [row["code"] for row in office("check", "--json").json] == ["no_driver", "yaml_conflict"]


def test_a_driver_of_the_first_release_that_is_gone_keeps_nobodys_side_alone(office: Office) -> None:
    case = diverged(office)
    git(office, "config", "--remove-section", "merge.xinfang2")
    git(office, "config", "merge.xinfang.driver", "/nowhere/python -P -m xinfang_cli merge-driver %O %A %B %P")
    assert "no_driver" in [row["code"] for row in office("check", "--json").json]
    git(office, "merge", "--no-edit", "other", fails=True)
    text = office.file(case).read_text("utf-8")
    assert ("甲方" in text, "乙方" in text, "<<<<<<<" in text) == (True, True, True)


def test_init_registers_the_driver_where_an_earlier_release_did(office: Office) -> None:
    attributes = office.root / ".gitattributes"
    attributes.write_text("cases/**/*.yaml text eol=lf merge=xinfang\n", encoding="utf-8")
    git(office, "config", "--unset", "merge.xinfang2.driver")
    assert [row["code"] for row in office("check", "--json").json] == ["no_driver"]
    office.does("init", str(office.root))
    assert office("check", "--json").json == []
    diverged(office)
    git(office, "merge", "--no-edit", "other")


def test_a_driver_that_finds_no_program_of_its_own_is_lost_for_one_python_alone(tmp_path: Path) -> None:
    """A Python that has not this program says so with the code that makes the next one be tried."""
    (tmp_path / "office").mkdir()
    git(Office(tmp_path / "office"), "init", "-q")
    repository.register_driver(tmp_path / "office")
    script = str(repository.driver(tmp_path / "office")).split("'")[1]
    found = subprocess.run([sys.executable, "-I", "-S", "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert found.returncode == 127


def test_entries_that_a_revert_of_the_last_commit_took_away_are_named(office: Office) -> None:
    case = office.open("2026-11-02")
    committed(office)
    office.does("note", case, "--text", "重要的一笔")
    committed(office)
    assert office.does("check", "--json") == []
    git(office, "revert", "--no-edit", "HEAD")
    assert "重要的一笔" not in office.file(case).read_text("utf-8")
    found = office("check", "--json")
    assert (found.code, [row["code"] for row in found.json]) == (3, ["entry_removed"])
    office("note", case, "--text", "又一笔")
    assert [row["code"] for row in office("check", "--json").json] == [
        "entry_removed"
    ]  # once, though two commits have it


def test_entries_of_the_other_side_that_a_merge_threw_away_are_named(office: Office) -> None:
    case = diverged(office)
    git(office, "merge", "--no-edit", "-s", "ours", "other")
    found = office("check", "--json")
    assert (found.code, [row["code"] for row in found.json]) == (3, ["entry_removed"])
    assert "甲方" not in office.file(case).read_text("utf-8")


def test_check_fix_brings_back_what_a_revert_took_away(office: Office) -> None:
    case = office.open("2026-11-02")
    sealed = office.open("2026-11-02", "--class", "accusation", title="举报")
    committed(office)
    office.does("note", case, "--text", "重要的一笔")
    office.does("set", case, "--place", "城关镇")
    office.does("note", sealed, "--text", "密谈")
    before = [office.file(each).read_bytes() for each in (case, sealed)]
    committed(office)
    git(office, "revert", "--no-edit", "HEAD")
    office.does("note", case, "--text", "又一笔", today="2026-11-23")
    shown = office.does("check", "--fix", "--dry-run")
    assert (shown.count("不见了"), "2个文件" in shown) == (3, True)
    assert office("check", "--fix", today="2026-11-23").code == 0
    assert [entry["text"] for entry in office.does("show", case, "--json")["history"] if "text" in entry] == [
        "重要的一笔",
        "又一笔",
    ]
    assert office.does("show", case, "--json")["place"] == "城关镇"
    assert office.file(sealed).read_bytes() == before[1]
    assert "密谈" in office.does("show", sealed, "--reveal")
    committed(office)
    assert office.does("check", "--json") == []


def test_check_fix_brings_back_the_side_that_a_merge_threw_away(office: Office) -> None:
    case = diverged(office)
    git(office, "merge", "--no-edit", "-s", "ours", "other")
    assert office("check", "--fix").code == 0
    text = office.file(case).read_text("utf-8")
    assert "甲方" in text
    assert "乙方" in text


# --- the hook


def test_a_hook_stops_a_commit_with_faults_and_lets_others_through(office: Office) -> None:
    case = office.open("2026-11-02")
    assert "提交前检查的钩子" in office.does("init", str(office.root), "--hook")
    assert "无需补充" in office.does("init", str(office.root), "--hook")
    committed(office)
    file = office.file(case)
    text = file.read_text("utf-8")
    file.write_text(text.replace("channel: visit", "channel: visitt"), encoding="utf-8")
    git(office, "add", "-A")
    assert "visitt" in git(office, "commit", "-qm", "bad", fails=True)
    git(office, "checkout", "-q", "HEAD", "--", ".")
    hook = office.root / ".git" / "hooks" / "pre-commit"
    hook.write_text(hook.read_text("utf-8").replace(sys.executable, "/gone/python"), encoding="utf-8")
    file.write_text(text + "# 一行\n", encoding="utf-8")
    path = os.environ["PATH"]
    bare = {name: value for name, value in os.environ.items() if name != "PATH"} | {"PATH": "/usr/bin:/bin"}
    assert "/usr/bin" in path
    done = subprocess.run(
        ["git", "-C", str(office.root), "commit", "-qam", "x"], env=bare, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "nothing was checked" in done.stderr) == (0, True)
    assert "提交前检查的钩子" in office.does("init", str(office.root), "--hook")


def test_a_hook_of_a_workspace_in_a_folder_of_a_repository_looks_there(office: Office, tmp_path: Path) -> None:
    git(Office(tmp_path), "init", "-q")
    inner = Office(tmp_path / "信 访")
    inner.does("init", str(inner.root), "--office", "某镇", "--code", "410123", "--hook")
    case = inner.open("2026-11-02")
    shutil.rmtree(office.root)
    git(inner, "add", "-A")
    git(inner, "commit", "-qm", "x")
    inner.file(case).write_text("乱", encoding="utf-8")
    git(inner, "commit", "-qam", "bad", fails=True)


def test_another_hook_is_left_alone_and_named(office: Office) -> None:
    hook = office.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    answer = office("init", str(office.root), "--hook")
    assert (answer.code, "xinfang check --staged" in answer.err) == (1, True)
    assert hook.read_text("utf-8") == "#!/bin/sh\nexit 0\n"
    shutil.rmtree(office.root / ".git")
    assert office("init", str(office.root), "--hook").code == 0  # it makes the repository


def test_help_does_not_list_the_driver(office: Office) -> None:
    assert "merge-driver" not in office.does("--help")
    assert "合并驱动" in office.does("merge-driver", "--help")


# --- staged files and the last commit


def test_what_is_staged_counts_and_not_what_lies_there(two: tuple[Office, Office, str]) -> None:
    office, _, case = two
    file = office.file(case)
    good = file.read_text("utf-8")
    file.write_text(good.replace("channel: visit", "channel: visitt"), encoding="utf-8")
    assert office("check", "--staged").code == 0
    git(office, "add", "-A")
    file.write_text(good, encoding="utf-8")
    answer = office("check", "--staged", "--json")
    assert (answer.code, [(row["code"], row["line"]) for row in answer.json]) == (3, [("field_word", 9)])
    assert office("check").code == 0


def test_entries_that_were_changed_or_removed_are_named(two: tuple[Office, Office, str]) -> None:
    office, _, case = two
    office.does("note", case, "--text", "甲", "--on", "2026-11-03")
    office.does("note", case, "--text", "乙", "--on", "2026-11-04")
    committed(office)
    file = office.file(case)
    text = file.read_text("utf-8")
    kept, _, last = text.rpartition("- id: ")
    file.write_text(kept.replace("text: 甲", "text: 丙"), encoding="utf-8")
    for how in ((), ("--staged",)):
        answer = office("check", *how, "--json")
        assert answer.code == 3
        assert [row["code"] for row in answer.json] == ["entry_removed", "entry_changed"], how
        assert last.lstrip("'")[:8] in answer.json[0]["message"]  # an id of digits alone is quoted
        git(office, "add", "-A")
    file.unlink()
    for how in ((), ("--staged",)):
        assert [row["code"] for row in office("check", *how, "--json").json if row["code"] == "case_removed"], how
        git(office, "add", "-A")
    file.symlink_to("/etc/passwd")
    assert {row["code"] for row in office("check", "--json").json} >= {"not_a_file"}
    file.unlink()
    git(office, "checkout", "-q", "HEAD", "--", "cases")
    assert office("check", "--staged").code == 0


def test_a_merge_must_keep_the_entries_of_both_sides(two: tuple[Office, Office, str]) -> None:
    one, other, case = two
    for office, day in ((one, "2026-11-03"), (other, "2026-11-04")):
        office.does("note", case, "--text", day, "--on", day)
        committed(office)
    git(other, "fetch", "-q", "origin")
    git(other, "merge", "-q", "--no-commit", "origin/HEAD")
    assert other("check", "--staged").code == 0
    git(other, "checkout", "-q", "HEAD", "--", str(other.file(case)))
    assert [row["code"] for row in other("check", "--staged", "--json").json] == ["entry_removed"]


def test_sealing_and_moving_change_no_history(two: tuple[Office, Office, str]) -> None:
    office, _, case = two
    office.does("note", case, "--text", "举报内容", "--on", "2026-11-03")
    committed(office)
    office.does("set", case, "--class", "accusation", "--on", "2026-11-04")
    file = office.file(case)
    (file.parent / "moved").mkdir()
    file.rename(file.parent / "moved" / file.name)
    git(office, "add", "-A")
    assert {row["code"] for row in office("check", "--staged", "--json").json} == set()


def test_a_name_that_cannot_be_attached_is_refused(office: Office, tmp_path: Path) -> None:
    case = office.open("2026-11-02")
    (tmp_path / ".隐藏").write_text("x", encoding="utf-8")
    assert "不能用" in office("attach", case, str(tmp_path / ".隐藏")).err
    (tmp_path / "协议.pdf").write_text("x", encoding="utf-8")
    office.does("attach", case, str(tmp_path / "协议.pdf"))
    office.does("attach", case, str(tmp_path / "协议.pdf"))
    (tmp_path / "协议.pdf").write_text("y", encoding="utf-8")
    assert "另一个叫 协议.pdf" in office("attach", case, str(tmp_path / "协议.pdf")).err
    assert office("check").code == 0


def test_the_hook_before_the_first_commit_and_without_git(office: Office) -> None:
    case = office.open("2026-11-02")
    git(office, "add", "-A")
    assert office("check", "--staged").code == 0
    assert office("check", "--staged", "--fix").code == 2
    (office.root / ".git").rename(office.root / "git-away")
    assert office("check", "--staged").code == 1
    assert office("check").code == 0
    assert all("commit" not in row for row in office.does("log", case, "--json"))


def test_as_a_hook_it_stops_a_commit_and_lets_our_own_pass(two: tuple[Office, Office, str]) -> None:
    office, _, case = two
    offered = SOURCE.joinpath(".pre-commit-hooks.yaml").read_text("utf-8")
    (entry,) = [line.removeprefix("  entry: xinfang ") for line in offered.splitlines() if "entry: " in line]
    hook = office.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {sys.executable} -P -m xinfang_cli {entry} --lang zh\n", encoding="utf-8")
    hook.chmod(0o755)
    autocommitting(office)
    office.does("note", case, "--text", "甲", "--on", "2026-11-03")
    assert git(office, "log", "-1", "--format=%s") == f"xinfang note: {case}\n"
    file = office.file(case)
    file.write_text(file.read_text("utf-8").replace("text: 甲", "text: 乙"), encoding="utf-8")
    git(office, "add", "-A")
    assert "被改过" in git(office, "commit", "-qm", "x", fails=True)


def test_attachments_are_compared_with_their_hash(two: tuple[Office, Office, str], tmp_path: Path) -> None:
    office, _, case = two
    for name in ("照片.jpg", "录音.mp3", "协议.pdf"):
        (tmp_path / name).write_bytes(name.encode())
        office.does("attach", case, str(tmp_path / name), "--on", "2026-11-03")
    folder = office.file(case).with_suffix("")
    git(office, "add", "--", "cases/*.yaml", str(folder / "照片.jpg"), str(folder / "录音.mp3"))
    answer = office("check", "--staged", "--json")
    assert [(row["code"], row["line"] is None) for row in answer.json] == [("attached_not_staged", False)]
    (folder / "照片.jpg").write_bytes(b"other")
    (folder / "录音.mp3").unlink()
    (folder / "协议.pdf").unlink()
    (folder / "协议.pdf").symlink_to("/etc/passwd")
    (folder / "多余.txt").write_text("x", encoding="utf-8")
    answer = office("check", "--json")
    found = sorted(row["code"] for row in answer.json)
    assert [row["code"] for row in answer.json if row["level"] == "warning"] == ["attached_unnamed"]
    assert (answer.code, found) == (3, ["attached_differs", "attached_missing", "attached_unnamed", "not_a_file"])
    git(office, "add", str(folder / "照片.jpg"))
    assert "attached_differs" in {row["code"] for row in office("check", "--staged", "--json").json}


def test_files_of_an_accusation_may_be_elsewhere(office: Office, tmp_path: Path) -> None:
    case = office.open("2026-11-02", "--class", "accusation")
    (tmp_path / "证据.txt").write_text("x", encoding="utf-8")
    office.does("attach", case, str(tmp_path / "证据.txt"), "--on", "2026-11-03")
    assert office("check").code == 0
    kept = office.root / "sealed" / case / "证据.txt"
    kept.write_text("y", encoding="utf-8")
    assert [row["code"] for row in office("check", "--json").json] == ["attached_differs"]
    kept.unlink()
    assert office("check").code == 0


# --- commits of our own


def test_each_command_is_one_commit_of_what_it_wrote(office: Office, tmp_path: Path) -> None:
    autocommitting(office)
    (office.root / "draft.txt").write_text("x", encoding="utf-8")
    git(office, "add", "draft.txt")
    case = office.open("2026-11-02", "--name", "王某某", title="反映机密事项")
    other = office.open("2026-11-03")
    office.does("route", case, "住建局", "--on", "2026-11-05")
    office.does("link", case, other, "--on", "2026-11-05")
    (tmp_path / "王某某身份.txt").write_text("x", encoding="utf-8")
    office.does("attach", case, str(tmp_path / "王某某身份.txt"), "--on", "2026-11-06")
    office.does("undo", case)
    said = git(office, "log", "--reverse", "--format=%s", "--name-only", "HEAD~6..HEAD").split("\n")
    subjects = [line for line in said if line.startswith("xinfang ")]
    assert subjects == [
        f"xinfang open: {case}", f"xinfang open: {other}", f"xinfang route: {case}",
        f"xinfang link: {case}, {other}", f"xinfang attach: {case}", f"xinfang undo: {case}",
    ]  # fmt: skip
    assert not [line for line in git(office, "log", "--format=%B").splitlines() if "王某某" in line or "机密" in line]
    assert git(office, "status", "--porcelain").split("\n")[:1] == ["A  draft.txt"]
    assert "draft.txt" not in " ".join(said)
    head = git(office, "rev-parse", "HEAD")
    assert office("reply", other, "--decision", "support", "--number", "1").code == 1
    assert git(office, "rev-parse", "HEAD") == head


def test_nothing_sealed_is_committed_and_an_import_is_one_commit(office: Office, tmp_path: Path) -> None:
    autocommitting(office)
    office.open("2026-11-02", "--class", "accusation", title="举报某局长")
    ledger = tmp_path / "台账.csv"
    rows = "\n".join(f"2026-11-0{day},王某,道路积水{day}" for day in range(1, 6))
    ledger.write_text(f"信访日期,信访人,诉求\n{rows}\n", encoding="utf-8")
    office.does("import", str(ledger))
    assert git(office, "log", "-1", "--format=%s").strip() == "xinfang import: 5 matters"
    assert "sealed" not in git(office, "log", "--format=", "--name-only")
    assert git(office, "status", "--porcelain") == ""
    notice = tmp_path / "2027.yaml"
    notice.write_text("year: 2027\nsource: 国办发明电\noff: [2027-01-01]\nwork: []\n", encoding="utf-8")
    office.does("calendar", "add", str(notice))
    assert git(office, "log", "-1", "--format=%s").strip() == "xinfang calendar"


def test_a_commit_that_git_refuses_is_said_and_the_file_is_written(office: Office) -> None:
    autocommitting(office)
    hook = office.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 不行 >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    answer = office("open", "--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-11-02")
    assert answer.code == 5
    assert "没有提交到 git（不行）" in answer.err
    assert next(office.root.glob("cases/*/*/*.yaml")).stem in answer.err
    assert len(office.does("list", "--json")) == 1
    shutil.rmtree(office.root / ".git")
    assert (
        "没有提交到 git"
        in office("open", "--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-11-02").err
    )


def test_commits_wherever_the_workspace_lies(office: Office, tmp_path: Path) -> None:
    shutil.rmtree(office.root / ".git")
    top = tmp_path / "top"
    top.mkdir()
    office.root.rename(top / "信访")
    inner = Office(top / "信访")
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    (top / "other").write_text("1", encoding="utf-8")
    git(inner, "add", "../other")
    config = inner.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("{autocommit: false}", "{autocommit: true}"), encoding="utf-8")
    first = inner.open("2026-11-02")  # the branch is not born yet
    assert git(inner, "log", "--format=%s") == f"xinfang open: {first}\n"
    assert "A  other" in git(inner, "status", "--porcelain", "--", "..").replace("../", "")
    git(inner, "checkout", "-q", "--detach")
    inner.open("2026-11-02")
    git(inner, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "tree")
    tree = Office(tmp_path / "tree/信访")
    (tree.root / "config.yaml").write_bytes(config.read_bytes())
    third = tree.open("2026-11-03")
    assert git(tree, "log", "-1", "--format=%s") == f"xinfang open: {third}\n"


def test_nothing_is_committed_in_the_midst_of_a_rebase_that_might_be_aborted(office: Office) -> None:
    autocommitting(office)
    case = office.open("2026-11-02")
    git(office, "branch", "-qM", "main")
    for branch, place in (("side", "甲村"), ("main", "乙村")):
        git(office, "checkout", "-q", "-B", branch)
        git(office, "reset", "-q", "--hard", "main" if branch == "side" else "side~1")
        office.does("set", case, "--place", place, "--on", "2026-11-03")
    git(office, "rebase", "-q", "side", fails=True)
    answer = office("open", "--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-11-20")
    assert (answer.code, "没有提交到 git（git 正在进行 rebase）" in answer.err) == (5, True), answer
    new = next(path for path in office.root.glob("cases/*/*/*.yaml") if path.stem != case)
    git(office, "rebase", "--abort")
    assert new.is_file(), "aborting takes nothing away"
    assert office.does("note", case, "--text", "x") is not None
    assert git(office, "log", "-1", "--format=%s") == f"xinfang note: {case}\n"


def test_log_joins_history_with_commits(office: Office) -> None:
    autocommitting(office)
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-05")
    heads = git(office, "log", "-2", "--reverse", "--format=%H").split()
    assert [row["commit"] for row in office.does("log", case, "--json")] == [head[:12] for head in heads]
    assert f"[{heads[0][:12]}]" in office.does("log", case)
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("autocommit: true", "autocommit: false"), encoding="utf-8")
    office.does("note", case, "--text", "x", "--on", "2026-11-06")
    assert ["commit" in row for row in office.does("log", case, "--json")] == [True, True, False]


# --- the editor


def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let the editor be a line of Python that changes `text`."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text(encoding='utf-8')\n"
        f"{code}\npath.write_text(text, encoding='utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


def rejected(office: Office) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(office.root.glob("sealed/*.rejected*"))]


def test_what_was_typed_is_kept_with_its_comments(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = office.open("2026-11-02")
    editor(
        monkeypatch,
        tmp_path,
        "text = text.replace('people: 1', 'people: 3   # 手改').replace('status: registered', 'status: closed')",
    )
    assert "已存回" in office.does("edit", case)
    text = office.file(case).read_text("utf-8")
    assert "people: 3   # 手改\n" in text
    assert "status: registered\n" in text
    editor(monkeypatch, tmp_path, "pass")
    assert "没有改动" in office.does("edit", case)
    assert rejected(office) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("text = text.replace('channel: visit', 'channel: visitt')", "channel 不能是 visitt"),
        ("text = text.replace('did: open', 'did: note')", "不见了"),
        ("text = text.replace('by: 李经办', 'by: 别人')", "被改过"),
        ("text = text + 'x'", ""),
    ],
)
def test_what_is_not_sound_is_not_kept_and_not_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, said: str
) -> None:
    case = office.open("2026-11-02")
    before = office.file(case).read_bytes()
    editor(monkeypatch, tmp_path, code)
    answer = office("edit", case)
    assert answer.code == 3
    assert said in answer.err
    assert ".rejected" in answer.err
    assert office.file(case).read_bytes() == before
    assert office("edit", case).code == 3
    assert len(rejected(office)) == 2
    assert office("check").code == 0


def test_an_editor_that_fails_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    case = office.open("2026-11-02")
    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    assert "EDITOR" in office("edit", case).err
    assert rejected(office) == []
    editor(monkeypatch, tmp_path, "path.write_text(text + '# 写了一半\\n', encoding='utf-8')\nsys.exit(1)")
    assert office("edit", case).code == 1
    assert rejected(office)[0].endswith("# 写了一半\n")


def test_an_editor_of_windows_has_backslashes_and_blanks_in_its_path() -> None:
    typed = r'"C:\Program Files\Code\Code.exe" --wait'
    assert edit._words(typed, on_windows=True) == [r"C:\Program Files\Code\Code.exe", "--wait"]


def test_a_file_changed_meanwhile_is_not_overwritten(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = office.open("2026-11-02")
    file = office.file(case)
    editor(
        monkeypatch, tmp_path,
        f"other = pathlib.Path({str(file)!r})\nother.write_text(text + '# 别人写的\\n', encoding='utf-8')\ntext += '# 我写的\\n'",
    )  # fmt: skip
    assert office("edit", case).code == 1
    assert file.read_text("utf-8").endswith("# 别人写的\n")
    assert rejected(office)[0].endswith("# 我写的\n")


def test_a_matter_that_becomes_an_accusation_in_the_editor_is_sealed(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = office.open("2026-11-02", title="举报某局")
    editor(monkeypatch, tmp_path, "text = text.replace('class: unclassified', 'class: accusation')")
    office.does("edit", case)
    assert "举报某局" not in office.file(case).read_text("utf-8")
    assert "举报某局" in (office.root / f"sealed/{case}.yaml").read_text("utf-8")


def test_a_broken_file_can_be_mended_in_the_editor(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = office.open("2026-11-02")
    file = office.file(case)
    good = file.read_text("utf-8")
    file.write_text(good.replace("people: 1", "people: 一"), encoding="utf-8")
    editor(monkeypatch, tmp_path, "text = text.replace('people: 一', 'people: 1')")
    assert office("edit", case).code in (0, 3)
    assert file.read_text("utf-8") == good


def test_on_a_terminal_one_can_go_back_to_the_editor(office: Office, tmp_path: Path) -> None:
    import pexpect

    case = office.open("2026-11-02")
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text(encoding='utf-8')\n"
        "new = text.replace('people: x', 'people: 5') if 'people: x' in text else text.replace('people: 1', 'people: x')\n"
        "path.write_text(new, encoding='utf-8')\n",
        encoding="utf-8",
    )
    environment = os.environ | {"EDITOR": f"{sys.executable} {script}", "PYTHONPATH": str(SOURCE)}
    line = ["-m", "xinfang_cli", "-C", str(office.root), "--lang", "zh", "edit", case]
    child = pexpect.spawn(sys.executable, line, env=environment, encoding="utf-8", timeout=30)
    child.expect("回到编辑器改正")
    child.sendline("y")
    child.expect("已存回")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "people: 5\n" in office.file(case).read_text("utf-8")


# --- schemas


def schema(office: Office, which: str) -> dict[str, Any]:
    return json.loads(office.does("schema", which))


def test_the_schema_of_case_files_knows_what_a_file_holds(office: Office) -> None:
    found = schema(office, "case")
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"id", "class", "petitioners", "history", "title"} <= set(found["properties"])
    assert {"id", "status", "received_on", "registered_on", "channel", "history"} == set(found["required"])
    entry = found["$defs"]["Entry"]
    assert {"id", "date", "at", "by", "did"} == set(entry["required"])
    assert "with" in entry["properties"]
    assert "from" in found["$defs"]["Start"]["properties"]
    assert "visit" in found["$defs"]["Channel"]["enum"]
    assert "description" not in json.dumps(found)


def test_the_schema_of_the_configuration_knows_each_section_of_the_template(office: Office) -> None:
    from xinfang_cli.casefile import yaml as yamlfile
    from xinfang_cli.office.config import template

    found = schema(office, "config")
    assert list(found["properties"]) != []
    assert set(found["properties"]) == set(yamlfile.read(template()))
    assert found["additionalProperties"] is False
    properties = found["properties"]
    assert properties["office"]["required"] == ["name", "code"]
    assert properties["reports"]["properties"]["week_start"] == {
        "type": ["integer", "null"],
        "minimum": 1,
        "maximum": 7,
    }
    clock = properties["clocks"]["additionalProperties"]
    assert set(clock["properties"]) == {"days", "count", "roll", "owner", "kind", "cites", "extend", "warn", "pause"}
    assert "required" not in clock
    assert "working" in clock["properties"]["count"]["enum"]
    assert "期限" in properties["clocks"]["description"]
    assert office("schema", "cases").code == 2
    assert json.loads(Office(office.root, lang=Lang.EN).does("schema", "config"))["title"] == "xinfang configuration"
