"""Numbers and days beyond all bounds: refused where they come in, a named fault of one file where a hand wrote them."""

import json
import re
from pathlib import Path

import pytest

from tests.commands.conftest import Office

MUCH = "99999999999999999999"
READING = [
    ("list",), ("due",), ("count", "--by", "unit"), ("report", "weekly", "--format", "json"), ("export", "--format", "ics"),
    ("export", "--format", "csv"), ("escalate", "--overdue", "--dry-run"), ("find", "逾期"), ("sheet", "--all"),
]  # fmt: skip


@pytest.mark.parametrize("people", ["0", "-1", "1000001", "9223372036854775807", MUCH, "9" * 5000])
def test_a_number_of_persons_is_bounded_by_option_table_and_ledger(office: Office, people: str, tmp_path: Path) -> None:
    case = office.open()
    before = office.bytes()
    words = ("--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-11-20", "--people", people)
    assert office("open", *words).code == 2
    assert office("set", case, "--people", people).code == 2
    steps, ledger = tmp_path / "steps.jsonl", tmp_path / "台账.csv"
    steps.write_text(json.dumps({"case": case, "did": "set", "people": people}), encoding="utf-8")
    assert office("apply", str(steps)).code == 4
    assert office.bytes() == before
    ledger.write_text(f"信访日期,信访人,诉求,人数\n2026-11-20,王某,道路积水,{people}\n", encoding="utf-8")
    office("import", str(ledger))
    assert office("list").code == 0


@pytest.mark.parametrize(
    "who", [f"王某等{MUCH}人", f"王某等{'9' * 5000}人", f"王某（{MUCH}人）", "王某等" + "一" * 5000 + "人"]
)
def test_a_number_in_a_name_is_bounded_too(office: Office, who: str, tmp_path: Path) -> None:
    ledger = tmp_path / "台账.csv"
    ledger.write_text(f"信访日期,信访人,诉求\n2026-11-20,{who},道路积水\n", encoding="utf-8")
    office("import", str(ledger))
    assert [row["people"] in (None, 1) for row in office.does("list", "--json")] in ([True], [])


@pytest.mark.parametrize("day", ["1899-12-31", "2200-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_is_bounded_by_option_table_and_ledger(office: Office, day: str, tmp_path: Path) -> None:
    case = office.open()
    before = office.bytes()
    assert office("note", case, "--text", "x", "--on", day).code == 2
    assert office("meeting", case, "--text", "x", "--agreed", "y", "--reply-due", day).code == 2
    assert office("list", "--until", day).code == 2
    steps = tmp_path / "steps.csv"
    steps.write_text(f"case,did,text,reply_due\n{case},note,x,{day}\n", encoding="utf-8")
    assert office("apply", str(steps)).code == 4
    assert office.bytes() == before
    ledger = tmp_path / "台账.csv"
    ledger.write_text(f"信访日期,信访人,诉求,限办时间\n2026-11-20,王某,道路积水,{day}\n", encoding="utf-8")
    office("import", str(ledger))
    assert office("check").code == 0


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (r"^class: .*$", f"class: unclassified\npeople: {MUCH}"),
        (r"^class: .*$", "class: unclassified\npeople: 9223372036854775807"),
        (r"^  at: .*$", "  at: 0001-01-01T00:00:00+08:00"),
        (r"^  at: .*$", "  at: 9999-12-31T23:59:59+08:00"),
        (r"2026-11-17", "9999-12-31"),
        (r"^  by: .*$", f"  by: 李经办\n  days: {MUCH}"),
        (r"^received_on: .*$", "received_on: 0001-01-01"),
    ],
)
def test_what_a_hand_wrote_is_a_fault_of_its_file_and_no_other_is_taken_down(
    office: Office, line: str, wrong: str
) -> None:
    good, bad = office.open("2026-11-02"), office.open("2026-11-02")
    file = office.file(bad)
    text = file.read_text("utf-8")
    changed = re.sub(line, wrong, text, flags=re.MULTILINE)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    answer = office("check")
    assert (answer.code, bad in answer.out) == (3, True)
    for command in READING:
        assert office(*command).code == 3, command
    assert [row["id"] for row in office("list", "--json").json] == [good]
    assert office("note", bad, "--text", "x").code == 3
    assert office("note", good, "--text", "x").code == 3  # done, and the other file named
    assert "\n  text: x\n" in office.file(good).read_text("utf-8")


@pytest.mark.parametrize("number", [MUCH, "9223372036854775808", "0", "-1"])
def test_how_many_and_how_far_ahead_are_bounded(office: Office, number: str) -> None:
    assert office("list", "--limit", number).code == 2
    assert office("find", "x", "--limit", number).code == 2
    if number != "0":
        assert office("list", "--due-within", number).code == 2


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ("calendar:", "calendar: {off: [9999-12-31]}"),
        ("calendar:", "calendar: {off: [[0001-01-01, 2026-01-01]]}"),
        ("reports:", f"reports: {{min_cell: {MUCH}}}"),
    ],
)
def test_numbers_and_days_of_config_are_bounded(office: Office, section: str, wrong: str) -> None:
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace(f"\n{section}", f"\n{wrong}\nx_{section}"), encoding="utf-8")
    answer = office("list")
    assert (answer.code, "config.yaml" in answer.err) == (3, True)


def test_a_number_out_of_bounds_is_told_in_the_users_language(office: Office) -> None:
    assert office("list", "--limit", "0").err == "--limit 不能是“0” — 改为1到1000000000的整数\n"
    assert office("list", "--limit", "三").err == "--limit 的“三”不是整数 — 改为数字\n"
    assert office("list", "--limit", "三", "--json").refusal["error"] == "no_number"
