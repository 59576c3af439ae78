"""The ladder over all matters: what it writes, what it proposes, who confirms, and two clones that both run it."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.batches import ladder
from xinfang_cli.index.ask import Index

SOURCE = Path(__file__).parents[2]


def handed(office: Office, received: str) -> str:
    """Return a matter that a unit was handed on the day it was received: 15 days to tell the petitioner."""
    case = office.open(received)
    office.does("route", case, "住建局", "--on", received)
    return case


def steps(office: Office, case: str) -> list[tuple[str, str, str]]:
    return [(row["step"], row["by"], row["date"]) for row in office.does("log", case, "--json") if "step" in row]


@pytest.mark.parametrize("more", [("--overdue",), ("--overdue", "--json"), ("--overdue", "--dry-run"), ("--confirm",)])
def test_the_ladder_is_walked_on_all_cores_as_on_one(
    office: Office, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    office.open("2026-09-01", "--class", "accusation", "--accused", "unknown")
    office.open("2026-11-20")
    for day in ("2026-10-20", "2026-09-01", "2026-11-06"):
        handed(office, day)
    at_first = office.bytes()
    done = office.does("escalate", *more)
    files = office.bytes()
    for name, content in at_first.items():
        (office.root / name).write_bytes(content)
    monkeypatch.setattr(ladder, "MANY", 1)
    assert office.does("escalate", *more) == done
    assert office.bytes() == files


def test_a_matter_that_cannot_be_read_any_more_stops_the_walk(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [office.file(office.open(day)) for day in ("2026-09-01", "2026-10-20")]
    monkeypatch.setattr(ladder, "MANY", 1)
    monkeypatch.setattr(Index, "paths_with_duty_due", lambda *_: iter(paths))
    office.does("list")
    paths[1].write_text("id: [\n", encoding="utf-8")
    before = office.bytes()
    assert office("escalate", "--overdue").code == 3
    assert office.bytes() == before


def test_reminders_are_written_once_and_the_rest_is_proposed(office: Office) -> None:
    cases = [handed(office, day) for day in ("2026-09-01", "2026-10-20", "2026-11-06")]
    # due 16 September (67 days late: a talk), 4 November (18 days: supervision), 21 November (1 day: a reminder)
    wanted = [
        (cases[0], "remind", [], False), (cases[0], "talk", ["supervise"], True),
        (cases[1], "remind", [], False), (cases[1], "supervise", [], True), (cases[2], "remind", [], False),
    ]  # fmt: skip
    before = office.bytes()
    for more in (("--dry-run",), ()):
        assert office.bytes() == before
        rows = office.does("escalate", "--overdue", "--json", *more)
        assert [(row["id"], row["step"], row["passed"], row["proposed"]) for row in rows] == wanted
    assert office.bytes() != before
    assert steps(office, cases[0]) == [("remind", "ladder", "2026-11-22")]
    after = office.bytes()
    again = office.does("escalate", "--overdue")
    assert ("催办" in again, again.count("拟约谈 → 住房和城乡建设局"), again.count("拟督办 → ")) == (False, 1, 1)
    assert "共0项\n另有2项待确认" in again
    assert office.bytes() == after


def test_what_is_proposed_is_taken_when_somebody_confirms_by_name(office: Office) -> None:
    first, second = handed(office, "2026-09-01"), handed(office, "2026-10-20")
    office.does("escalate", "--overdue")
    before = office.bytes()
    assert "约谈" in office.does("escalate", "--confirm", first, "--dry-run")
    assert office("escalate", "--confirm", "--number", "督1号").code == 2, "one number for all of them"
    assert office("escalate", "--confirm", "--overdue").code == 2
    assert office("escalate", first, second, "--step", "remind", "--ground", "other", "--number", "1").code == 2
    assert office.bytes() == before
    told = office.does(
        "escalate", "--confirm", second, "--number", "督〔2026〕1号", "--reply-due", "2026-12-06", "--json"
    )
    assert [(row["id"], row["step"], row["proposed"]) for row in told] == [(second, "supervise", False)]
    entry = office.does("log", second, "--json")[-1]
    assert (entry["by"], entry["number"], entry["reply_due"]) == ("李经办", "督〔2026〕1号", "2026-12-06")
    assert "approved_by" not in entry
    assert "共1项" in office.does("escalate", "--confirm")
    entry = office.does("log", first, "--json")[-1]
    assert (entry["step"], entry["passed"], entry["approved_by"]) == ("talk", ["supervise"], "李经办")
    assert "共0项" in office.does("escalate", "--confirm")
    assert "拟" not in office.does("escalate", "--overdue")


def test_nobody_unnamed_confirms(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from xinfang_cli.app import run

    handed(office, "2026-09-01")
    monkeypatch.delenv("XINFANG_USER", raising=False)
    assert run(["-C", str(office.root), "--today", "2026-11-22", "--lang", "zh", "escalate", "--confirm"]) == 2
    assert "确认的人要署名" in capsys.readouterr().err


@pytest.mark.parametrize("why", ["level: 市", "kind: justice", "kind: discipline"])
def test_the_office_and_those_beyond_its_power_are_reminded_and_get_no_flag(office: Office, why: str) -> None:
    config = office.root / "config.yaml"
    text = config.read_text("utf-8")
    unit = "{name: 纪委监委, aliases: [县纪委], kind: ordinary}"
    assert unit in text
    config.write_text(text.replace(unit, f"{{name: 纪委监委, {why}}}"), encoding="utf-8")
    own = office.open("2026-09-01")
    above, below = (office.open("2026-09-01") for _ in range(2))
    office.does("route", above, "纪委监委", "--on", "2026-09-01")
    office.does("route", below, "住建局", "--on", "2026-09-01")
    rows = office.does("escalate", "--overdue", "--json")
    assert {(row["id"], row["step"]) for row in rows if row["proposed"]} == {(below, "talk")}
    assert {row["id"] for row in rows if row["step"] == "remind"} == {own, above, below}
    page = office.does("report", "flags", "--month", "2026-10", "--format", "md")
    assert ("住房和城乡建设局" in page, "纪委监委" in page) == (True, False)


def test_supervision_is_written_where_the_office_says_so(office: Office) -> None:
    config = office.root / "config.yaml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("step: supervise,", "step: supervise, auto: true,"), encoding="utf-8")
    case = handed(office, "2026-10-20")
    office.does("escalate", "--overdue")
    assert steps(office, case) == [("supervise", "ladder", "2026-11-22")]


def test_the_conferences_steps_are_taken_by_hand_and_say_who_decided(office: Office) -> None:
    case = handed(office, "2026-11-02")
    refused = office("escalate", case, "--step", "circular", "--ground", "shirk_delay")
    assert (refused.code, "--approved-by" in refused.err) == (1, True)
    decided = ("--ground", "shirk_delay", "--approved-by", "县信访工作联席会议")
    for step in ("talk", "circular", "list_supervise"):
        office.does("escalate", case, "--step", step, *decided)
    assert "--reply-due" in office("escalate", case, "--step", "限期整改", *decided).err
    office.does("escalate", case, "--step", "限期整改", *decided, "--reply-due", "2026-12-06")
    assert [step for step, _, _ in steps(office, case)] == ["talk", "circular", "list_supervise", "rectify"]
    assert "挂牌督办" in office.does("report", "supervision", "--month", "2026-11", "--format", "md")


@pytest.fixture
def two(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Office, Office, str]:
    """Two clones, with a git of their own, and a matter whose unit was to act by 17 November."""
    (tmp_path / "gitconfig").write_text("[user]\nname = 李经办\nemail = clerk@office.invalid\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    case = handed(office, "2026-11-02")
    committed(office)
    other = Office(tmp_path / "clone")
    subprocess.run(["git", "clone", "-q", str(office.root), str(other.root)], check=True)
    other.does("init", str(other.root))
    return office, other, case


def git(office: Office, *args: str) -> None:
    done = subprocess.run(["git", "-C", str(office.root), *args], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (args, done.stdout, done.stderr)


def committed(office: Office) -> None:
    git(office, "add", "-A")
    git(office, "commit", "-qm", "x")


def merged(one: Office, other: Office) -> None:
    """Merge each into the other: both come to the same."""
    committed(one)
    committed(other)
    git(other, "pull", "-q", "--no-rebase", "--no-edit", "origin", "HEAD")
    assert "错误0处" in other.does("check")
    git(one, "pull", "-q", "--no-rebase", "--no-edit", str(other.root), "HEAD")
    assert one.bytes() == other.bytes()


@pytest.mark.parametrize(("here", "there"), [("2026-12-10", "2026-12-10"), ("2026-12-08", "2026-12-10")])
def test_two_clones_that_run_the_ladder_remind_once(two: tuple[Office, Office, str], here: str, there: str) -> None:
    one, other, case = two
    one.does("note", case, "--text", "电话联系", "--on", "2026-11-21")
    for office, today in ((one, here), (other, there)):
        office.today = today
        office.does("escalate", "--overdue")
    merged(one, other)
    assert steps(other, case) == [("remind", "ladder", here)], "the earlier day stands"
    for office in (one, other):
        assert "共0项" in office.does("escalate", "--overdue", today="2026-12-11")


def test_two_clones_that_confirm_one_supervision_write_one_letter(two: tuple[Office, Office, str]) -> None:
    one, other, case = two
    for office, today in ((one, "2026-12-10"), (other, "2026-12-09")):
        office.today = today
        office.does("escalate", "--confirm", case)
    merged(one, other)
    assert steps(one, case) == [("supervise", "李经办", "2026-12-09")]
    page = one.does("report", "supervision", "--month", "2026-12", "--format", "md", today="2026-12-11")
    assert "提级1次；" in page


def test_a_reminder_that_one_clone_struck_stays_struck(two: tuple[Office, Office, str]) -> None:
    one, other, case = two
    for office in (one, other):
        office.today = "2026-11-20"
        office.does("escalate", "--overdue")
    one.does("undo", case, "--reason", "已电话答复")
    merged(one, other)
    log = other.does("log", case, "--json")
    assert [(row["did"], row.get("struck", False)) for row in log][2:] == [("escalate", True), ("undo", False)]
    assert "共0项" in other.does("escalate", "--overdue")
    other.does("escalate", case, "--step", "remind", "--ground", "other")
    assert other.does("log", case, "--json")[-1]["id"] != log[2]["id"]


def test_the_ladder_reminds_of_a_month_without_progress(office: Office) -> None:
    config = office.root / "config.yaml"
    rung = "- {clock: progress, after: 5, step: remind}\n"
    config.write_text(config.read_text("utf-8").replace("\nladder:\n", f"\nladder:\n{rung}", 1), encoding="utf-8")
    quiet, told = (office.open("2026-09-21", "--lead", "某副县长", title=title) for title in ("甲", "乙"))
    for case in (quiet, told):
        office.does("route", case, "住建局", "--on", "2026-09-22")
        office.does("accept", case, "--on", "2026-09-23")  # sixty days end on 22 November: nothing is overdue
    office.does("note", told, "--kind", "progress", "--text", "已施工", "--month", "2026-10", "--on", "2026-11-03")
    said = office.does("escalate", "--overdue", "--dry-run", today="2026-11-05")
    assert (quiet in said, told in said, "月进展" in said, "progress" in said) == (True, False, True, False)
    (row,) = office.does("escalate", "--overdue", "--json", today="2026-11-05")
    assert (row["id"], row["step"], row["clock"]) == (quiet, "remind", "progress")
    assert office.does("escalate", "--overdue", "--json", today="2026-11-06") == []
    assert "所督期限：月进展" in office.does("log", quiet)
    office.does("check")
