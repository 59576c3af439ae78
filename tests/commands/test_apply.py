"""Sheets go out to units, come back filled in, and are applied as their commands would; tables of steps likewise."""

import csv
import datetime as dt
import json
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.conftest import Answer, Office
from xinfang_cli import processes as cores
from xinfang_cli.batches import apply as applying

HEAD = "case,did,on,unit,decision,number,handler,reason,text,approved_by,backdate_reason,days,with"


def table(path: Path, *rows: dict[str, Any]) -> str:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def apply(office: Office, path: str, *more: str, today: str | None = None) -> Answer:
    return office("apply", path, *more, "--json", today=today)


def state(office: Office, case_id: str) -> tuple[str, str | None]:
    row = next(row for row in office.does("list", "--json") if row["id"] == case_id)
    return row["status"], row["unit"]


def test_a_table_takes_steps_as_the_commands_do(office: Office, tmp_path: Path) -> None:
    """Forms of day, nicknames of units, words in either language; one file after all steps of a matter."""
    case_id = office.open("2026-11-02", "--source-number", "410122202611020001")
    steps = table(
        tmp_path / "a.jsonl",
        {"case": case_id[-5:].lower(), "did": "转送", "on": "2026-11-04", "unit": "县住建局", "with": ["人社局"]},
        {"case": case_id, "did": "accept", "on": "11-06", "handler": "王科长"},
        {"case": case_id, "did": "作出处理意见", "on": "昨天", "decision": "予以支持", "number": "住建信〔2026〕1号"},
    )
    answer = apply(office, steps)
    assert (answer.code, answer.json) == (0, {"applied": 3, "rejected": 0, "skipped": 0, "known": 0, "rows": []})
    assert state(office, case_id) == ("opinion_issued", "住房和城乡建设局")
    history = office.does("show", case_id, "--json")["history"]
    assert [(entry["did"], entry["date"], entry["by"]) for entry in history[1:]] == [
        ("route", "2026-11-04", "李经办"),
        ("accept", "2026-11-06", "李经办"),
        ("reply", "2026-11-21", "李经办"),
    ]
    before = office.bytes()
    again = apply(office, steps, today="2026-11-23").json
    assert (again["applied"], again["known"], {row["id"] for row in again["rows"]}) == (0, 3, {case_id})
    assert office.bytes() == before
    assert office.does("check", "--json") in ([], None) or all(
        each["level"] != "fault" for each in office.does("check", "--json")
    )


def many_steps(office: Office, path: Path) -> str:
    """Write rows about several matters, turn by turn: accusations, files of another form, faults, the same row twice."""
    sealed = office.open("2026-11-02", "--class", "accusation", "--accused", "unknown", title="举报某干部")
    mine, other, broken = (office.open("2026-11-02", title=f"道路破损{number}") for number in range(3))
    office.file(other).write_text("# 手写\n" + office.file(other).read_text("utf-8"), "utf-8")
    office.file(broken).write_text(office.file(broken).read_text("utf-8").replace("visit", "飞鸽"), "utf-8")
    rounds = (
        {"did": "route", "on": "2026-11-04", "unit": "住建局"},
        {"did": "note", "on": "2026-11-05", "text": "线索甲"},
        {"did": "飞", "on": "2026-11-05"},
        {"did": "accept", "on": "2026-11-06"},
        {"did": "accept", "on": "2026-11-07"},
        {"did": "note", "on": "2026-11-05", "text": "线索甲"},
        {"did": "set", "on": "2026-11-08", "place": "城关镇", "reason": "核实", "title": "积水"},
    )
    rows = [{"case": case_id, **row} for row in rounds for case_id in (sealed, mine, other, broken)]
    return table(path, *rows, {"case": "ZZZZZ", "did": "accept"}, {"did": "accept"}, {"case": mine})


@pytest.mark.parametrize(("rows", "many"), [(4096, 0), (1, 500), (3, 500), (5, 0)])
def test_however_the_rows_are_shared_out_they_do_the_same(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, many: int
) -> None:
    steps = many_steps(office, tmp_path / "a.jsonl")
    at_first = office.bytes()
    at_once = apply(office, steps)
    assert (at_once.json["applied"], at_once.json["known"], at_once.json["rejected"]) == (6, 3, 21)
    files = office.bytes()
    for name, content in at_first.items():
        (office.root / name).write_bytes(content)
    monkeypatch.setattr(applying, "ROWS", rows)
    monkeypatch.setattr(applying, "MANY", many)
    assert apply(office, steps, "--check") == at_once
    assert office.bytes() == at_first
    assert apply(office, steps) == at_once
    assert office.bytes() == files


def test_what_takes_steps_can_be_sent_to_a_process_that_begins_from_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(work: Callable[..., list[Any]], items: Iterator[Any], shared: tuple[Any, ...]) -> Iterator[Any]:
        batch, *rest = pickle.loads(pickle.dumps((list(items), *shared)))  # noqa: S301  # our own
        return iter(pickle.loads(pickle.dumps(work(batch, *rest))))  # noqa: S301

    steps = many_steps(office, tmp_path / "a.jsonl")
    expected = apply(office, steps, "--check")
    monkeypatch.setattr(applying, "MANY", 0)
    monkeypatch.setattr(cores, "spread", sent)
    assert apply(office, steps) == expected


def test_the_same_file_as_step_by_step(office: Office, tmp_path: Path) -> None:
    one, two = office.open("2026-11-02"), office.open("2026-11-02")
    office.does("route", one, "住建局", "--assign", "--within", "45d", "--on", "2026-11-04")
    rows = [{"case": two, "did": "route", "on": "2026-11-04", "unit": "住建局", "mode": "交办", "within": "45d"}]
    apply(office, table(tmp_path / "a.jsonl", *rows))
    entries = [dict(office.does("show", each, "--json")["history"][1]) for each in (one, two)]
    for entry in entries:
        entry.pop("id")
    assert entries[0] == entries[1]


BAD = [
    ({"did": "accept"}, "case"),
    ({"case": "ZZZZZ", "did": "accept"}, "case"),
    ({"did": "飞", "case": "!"}, "case"),
    ({"case": "{id}", "did": "飞"}, "did"),
    ({"case": "{id}", "on": "2026-11-04"}, "did"),
    ({"case": "{id}", "did": "accept", "on": "2026-11-23"}, "on"),
    ({"case": "{id}", "did": "accept", "on": "2026-11-01"}, "on"),
    ({"case": "{id}", "did": "accept", "on": "2026年02月30日"}, "on"),
    ({"case": "{id}", "did": "accept", "days": 3}, "days"),
    ({"case": "{id}", "did": "route", "unit": "没有这个局"}, "unit"),
    ({"case": "{id}", "did": "route", "unit": "住建局", "with": "没有这个局"}, "with"),
    ({"case": "{id}", "did": "route", "unit": "住建局", "instead": "也许"}, "instead"),
    ({"case": "{id}", "did": "extend", "days": "三十", "reason": "复杂", "approved_by": "局长甲"}, "days"),
    ({"case": "{id}", "did": "reply", "decision": "好", "number": "1"}, "decision"),
    ({"case": "{id}", "did": "reply", "decision": "support", "number": "1"}, "did"),
    ({"case": "{id}", "did": "set", "class": "claim", "reason": "核实", "channel": "飞鸽"}, "channel"),
    ({"case": "{id}", "did": "set", "channel": "visit"}, "did"),
    ({"case": "{id}", "did": "withdraw", "statement_on": "某日"}, "statement_on"),
]


@pytest.mark.parametrize(("row", "field"), BAD)
def test_a_row_that_cannot_be_is_rejected_by_its_column(
    office: Office, tmp_path: Path, row: dict[str, Any], field: str
) -> None:
    """And the row after it waits, if it is about the same matter."""
    case_id = office.open("2026-11-02")
    bad = {key: case_id if value == "{id}" else value for key, value in row.items()}
    steps = table(tmp_path / "a.jsonl", bad, {"case": case_id, "did": "note", "on": "2026-11-05", "text": "已电话联系"})
    before = office.bytes()
    checked = apply(office, steps, "--check")
    assert office.bytes() == before
    answer = apply(office, steps)
    assert (answer.code, checked.json) == (4, answer.json)
    is_known = bad.get("case") == case_id
    assert (answer.json["applied"], answer.json["rejected"]) == ((0, 2) if is_known else (1, 1))
    rejected, *waiting = answer.json["rows"]
    assert [(each["field"], each["message"].split(" — ")[0]) for each in waiting] == [
        ("case", "前一步未成，本行暂缓")
    ] * is_known
    assert (rejected["row"], rejected["outcome"], rejected["field"], bool(rejected["message"])) == (
        1,
        "reject",
        field,
        True,
    )


def test_a_day_without_a_year_is_the_last_one_or_of_the_year_that_is_given(office: Office, tmp_path: Path) -> None:
    """Short forms of the command line mean the nearest past day, unless the year is given."""
    case_id = office.open("2024-02-01")
    row = {"case": case_id, "did": "note", "text": "电话"}
    days = ["2.28", "2月29日", "2-29", "昨天"]
    steps = table(tmp_path / "a.jsonl", *({**row, "on": day, "text": day} for day in days))
    said = apply(office, steps, "--check").json
    assert (said["applied"], said["rows"]) == (4, [])
    assert apply(office, steps, "--check", "--year", "2023").json["rejected"] == 4  # no such day, or before the matter
    assert apply(office, steps, "--year", "2024").json["rows"] == []
    found = [entry["date"] for entry in office.does("show", case_id, "--json")["history"] if entry["did"] == "note"]
    assert sorted(found) == ["2024-02-28", "2024-02-29", "2024-02-29", "2026-11-21"]


def test_rejected_rows_come_back_to_be_corrected(office: Office, tmp_path: Path) -> None:
    case_id = office.open("2026-11-02")
    steps = tmp_path / "a.csv"
    steps.write_text(
        f"{HEAD}\n{case_id},accept,2026-11-31\n{case_id},note,2026-11-11,,,,,,=1已联系\n,,,\n", encoding="utf-8"
    )
    errors = tmp_path / "errors.csv"
    answer = office("apply", str(steps), "--errors", str(errors))
    assert (answer.code, "2026-11-31" in answer.out or "2 accept" in answer.out or "[on]" in answer.out) == (4, True)
    with errors.open(encoding="utf-8-sig", newline="") as file:
        row, waiting = csv.DictReader(file)
    assert (waiting["did"], waiting["[字段]"]) == ("note", "case")
    assert (row["did"], row["[行号]"], row["[字段]"]) == ("accept", "2", "on")
    errors.write_text(errors.read_text(encoding="utf-8").replace("2026-11-31", "2026-11-10"), encoding="utf-8")
    assert apply(office, str(errors)).json["applied"] == 2
    assert state(office, case_id)[0] == "accepted"


def test_facts_are_corrected_and_other_steps_taken(office: Office, tmp_path: Path) -> None:
    case_id = office.open("2026-11-02")
    on = {"case": case_id, "on": "2026-11-05"}
    steps = table(
        tmp_path / "a.jsonl",
        {**on, "did": "set", "class": "申诉求决", "place": "城关镇", "people": 3, "first_time": True, "reason": "核实"},
        {**on, "did": "escalate", "step": "督办", "ground": "其他", "reply_due": "2026-11-30"},
        {**on, "did": "meeting", "text": "联席会议"},
        {**on, "did": "rate", "of": "信访部门", "value": "满意"},
        {**on, "did": "withdraw", "statement_on": "2026-11-04"},
    )
    rows = apply(office, steps).json["rows"]
    assert rows == [], rows[0]["message"]
    row = next(row for row in office.does("list", "--json") if row["id"] == case_id)
    assert (row["class"], row["place"], row["people"], row["first_time"], row["status"]) == (
        "claim", "城关镇", 3, True, "withdrawn",
    )  # fmt: skip
    assert apply(office, steps).json["known"] == 5


def test_an_accusation_keeps_its_words_apart(office: Office, tmp_path: Path) -> None:
    case_id = office.open("2026-11-02", "--class", "accusation", "--accused", "unknown", title="举报某干部")
    steps = table(tmp_path / "a.jsonl", {"case": case_id, "did": "note", "text": "线索已核"})
    assert apply(office, steps).json["applied"] == 1
    assert "线索已核" not in office.file(case_id).read_text(encoding="utf-8")
    assert "线索已核" in (office.root / "sealed" / f"{case_id}.yaml").read_text(encoding="utf-8")
    (office.root / "sealed" / f"{case_id}.yaml").write_text("id: [\n", encoding="utf-8")
    assert apply(office, steps).json["rows"][0]["field"] == "case"


def test_a_file_changed_by_hand_keeps_its_comments(office: Office, tmp_path: Path) -> None:
    case_id = office.open("2026-11-02")
    file = office.file(case_id)
    file.write_text("# 已与镇里核对\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    apply(office, table(tmp_path / "a.jsonl", {"case": case_id, "did": "note", "text": "一"}))
    assert file.read_text(encoding="utf-8").startswith("# 已与镇里核对\n")
    file.write_text("id: [\n", encoding="utf-8")
    answer = apply(office, table(tmp_path / "b.jsonl", {"case": case_id, "did": "note", "text": "二"}))
    assert (answer.code, answer.json["rows"][0]["field"]) == (3, "case")  # an invalid file goes before a rejected row


def test_what_is_no_table_of_steps(office: Office, tmp_path: Path) -> None:
    ledger = tmp_path / "a.csv"
    ledger.write_text("信访日期,概况\n2026-11-02,停水\n", encoding="utf-8")
    answer = office("apply", str(ledger))
    assert (answer.code, "找不到表头" in answer.err) == (4, True)


def owing(office: Office) -> str:
    case_id = office.open("2026-11-02", "--place", "老街社区")
    office.does("route", case_id, "住建局", "--on", "2026-11-04")
    return case_id


def test_a_sheet_goes_out_and_comes_back(office: Office, tmp_path: Path) -> None:
    case_id = owing(office)
    sealed = office.open("2026-11-03", "--class", "accusation", "--accused", "unknown", title="举报某干部")
    office.does("set", sealed, "--accused", "教育局", "--reason", "核实")
    office.does("route", sealed, "纪委监委")
    (made,) = office.does("sheet", "--unit", "县住建局", "--out", str(tmp_path / "发"), "--json")
    assert (made["unit"], made["cases"]) == ("住房和城乡建设局", 1)
    book = openpyxl.load_workbook(made["path"])
    assert book.sheetnames == ["住房和城乡建设局", "填表说明"]
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    assert titles[:11] == [
        "本系统编号",
        "标题",
        "收到日期",
        "当前状态",
        "应办事项",
        "到期日",
        "超期天数",
        "待制作文书",
        "待送达文书",
        "办理",
        "办理日期",
    ]
    assert sheet["H2"].value == "信访事项登记表、转送函、转送告知书"
    assert (sheet["A2"].value, sheet["C2"].value) == (case_id, dt.datetime(2026, 11, 2))  # noqa: DTZ001  # as openpyxl
    assert sheet["F2"].is_date
    assert (sheet.freeze_panes, len(sheet.data_validations.dataValidation)) == ("A2", 5)
    unfilled = apply(office, made["path"]).json
    assert (unfilled["applied"], unfilled["skipped"], unfilled["rows"][0]["reason"]) == (0, 1, "blank")

    def fill(row: int, **cells: object) -> None:
        for title, value in cells.items():
            sheet.cell(row, titles.index(title) + 1).value = value

    fill(2, 办理="受理", 办理日期=dt.date(2026, 11, 6), 承办人="王科长")
    fill(
        3,
        本系统编号=case_id,
        标题="照抄",
        办理="作出处理意见",
        办理日期="2026-11-20",
        意见="予以支持",
        文号="〔2026〕1号",
    )
    book.save(made["path"])
    answer = apply(office, made["path"])
    assert (answer.code, answer.json["applied"], answer.json["rows"]) == (0, 2, [])
    assert state(office, case_id)[0] == "opinion_issued"
    assert apply(office, made["path"]).json["known"] == 2
    for each in office.does("sheet", "--all", "--out", str(tmp_path), "--json"):
        assert "举报某干部" not in str([list(page.values) for page in openpyxl.load_workbook(each["path"])])


def test_every_unit_that_owes_gets_a_sheet(office: Office, tmp_path: Path) -> None:
    assert office("sheet", "--all", "--out", str(tmp_path)).err
    owing(office)
    assert office.does("sheet", "--all", "--out", str(tmp_path)).count(".xlsx") == 1
    assert office("sheet").code == 2
    assert office("sheet", "--unit", "住建局", "--all").code == 2
    assert office("sheet", "--unit", "没有这个局").code == 1


def test_a_column_that_no_step_has_is_no_wish_fulfilled_by_half(office: Office, tmp_path: Path) -> None:
    case_id = office.open("2026-11-02")
    office.does("route", case_id, "住建局", "--on", "2026-11-04")
    before = office.bytes()
    steps = table(tmp_path / "a.jsonl", {"case": case_id, "did": "accept", "on": "2026-11-06", "handlr": "王科长"})
    answer = apply(office, steps)
    assert (answer.code, answer.json["applied"], answer.json["rejected"]) == (4, 0, 1)
    assert answer.json["rows"][0]["field"] == "handlr"
    assert "没有“handlr”一列" in answer.json["rows"][0]["message"]
    assert office.bytes() == before
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["本系统编号", "办理", "办理日期", "收到日期", "备查"])
    sheet.append([case_id, "受理", "2026-11-06", "2026-11-02", "/"])
    book.create_sheet("隐藏").append(["本系统编号", "办理"])
    book["隐藏"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    answer = apply(office, str(tmp_path / "a.xlsx"))
    assert (answer.code, answer.json["applied"], "隐藏的，没有办理" in answer.err) == (4, 1, True)


def test_the_order_of_days_can_be_said(office: Office, tmp_path: Path) -> None:
    case_id = office.open("2026-11-02")
    steps = table(tmp_path / "a.jsonl", {"case": case_id, "did": "note", "on": "11/3/2026", "text": "来电"})
    assert office("apply", steps, "--check").code == 4
    assert office.does("apply", steps, "--date-order", "mdy", "--json")["applied"] == 1
