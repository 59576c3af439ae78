"""Asking units and hearing of it: progress, plans, advice, decisions and answers, through the front door to a report."""

import json

import pytest

from tests.commands.conftest import Office
from xinfang_cli.labels import Lang

HOUSING = "住房和城乡建设局"


def entries(office: Office, case: str) -> list[dict[str, object]]:
    """Return the entries of a matter after its registration."""
    found: list[dict[str, object]] = office.does("log", case, "--json")
    return found[1:]


def test_what_is_asked_is_answered_by_number_or_entry(office: Office) -> None:
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-03")
    office.does(
        "escalate", case, "--step", "supervise", "--ground", "shirk_delay", "--number", "督1号",
        "--reply-due", "2026-11-20", "--reason", "久拖不决", "--on", "2026-11-04",
    )  # fmt: skip
    office.does(
        "note", case, "--advice", "policy", "--unit", "住建局", "--number", "建1号", "--reply-due", "2026-12-01",
        "--text", "完善监管", "--on", "2026-11-05",
    )  # fmt: skip
    office.does("meeting", case, "--text", "纪要", "--agreed", "月底复测", "--unit", "住建局", "--on", "2026-11-06")
    n = entries(office, case)[-1]["id"]
    office.does("feedback", case, "--answers", "督1号", "--text", "已办", "--on", "2026-11-07")
    office.does("feedback", case, "--answers", "建1号", "--text", "已修订", "--adopted", "采纳", "--on", "2026-11-08")
    office.does("feedback", case, "--answers", str(n), "--text", "已复测", "--on", "2026-11-09")
    letter, advice, _, *answers = entries(office, case)[1:]
    assert [answer["answers"] for answer in answers] == [letter["id"], advice["id"], n]
    assert answers[1]["adopted"] == "adopted"
    assert advice["unit"] == HOUSING
    answer = office("feedback", case, "--answers", "督9号", "--text", "已办")
    assert (answer.code, "督1号" in answer.err) == (1, True)


@pytest.mark.parametrize("lang", Lang)
def test_details_out_of_place_are_refused_and_nothing_is_written(office: Office, lang: Lang) -> None:
    case = office.open("2026-11-02")
    office.lang = lang
    before = office.bytes()
    for words in (
        ("note", case, "--text", "甲", "--next", "乙"),
        ("note", case, "--text", "甲", "--kind", "progress", "--month", "2026-13"),
        ("note", case, "--text", "甲", "--unit", "住建局"),
        ("meeting", case, "--text", "甲", "--reply-due", "2026-12-01"),
        ("feedback", case, "--answers", "督1号", "--text", "甲"),
    ):
        answer = office(*words)
        assert answer.code == 1, words
        assert " — " in answer.err
    assert office.bytes() == before


def test_a_sheet_of_progress_is_applied_and_reported(office: Office) -> None:
    case = office.open("2026-11-02")
    rows = [
        {"case": case, "did": "note", "on": "2026-11-10", "kind": "progress", "text": "已复测", "next": "出报告"},
        {
            "case": case,
            "did": "note",
            "on": "2026-11-11",
            "kind": "plan",
            "text": "复测",
            "way": "第三方",
            "how": "牵头",
        },
    ]
    table = office.root / "steps.jsonl"
    table.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    office.does("apply", str(table))
    report = json.loads(office.does("report", "ledger", "--month", "2026-11", "--format", "json"))
    tables = {each["name"]: each for each in report["tables"]}
    (progress,) = tables["progress"]["rows"]
    assert progress[3:7] == ["2026-11", "已复测", None, "出报告"]
    (task,) = tables["tasks"]["rows"]
    assert task[7:10] == ["复测", "第三方", "牵头"]
    assert len(report["measures"]) > 10


def test_words_of_an_accusation_that_was_asked_about_lie_apart(office: Office) -> None:
    case = office.open("2026-11-02", "--class", "accusation", "--accused", "unknown")
    office.does("note", case, "--kind", "progress", "--text", "密语", "--next", "密语", "--blocker", "密语")
    office.does("meeting", case, "--text", "密语", "--agreed", "密语")
    assert "密语" not in office.file(case).read_text(encoding="utf-8")
    for report in ("ledger", "lists", "supervision", "review", "groups"):
        assert "密语" not in office.does("report", report, "--month", "2026-11")


def test_advice_over_several_matters_stands_in_the_first_and_is_one(office: Office) -> None:
    first, second, third = (office.open("2026-11-02", title=title) for title in ("甲", "乙", "丙"))
    told = office.does(
        "note", first, second[-5:], third, "--advice", "policy", "--unit", "住建局", "--text", "完善预售资金监管",
        "--number", "建1号", "--reply-due", "2026-12-01", "--on", "2026-11-03", "--json",
    )  # fmt: skip
    assert [(step["id"], [clock["clock"] for clock in step["started"]]) for step in told] == [
        (first, ["sugg_reply"]), (second, []), (third, []),
    ]  # fmt: skip
    assert [step["owed"] for step in told] == [["policy"], [], []]
    assert f"记事：完善预售资金监管、{first}" in office.does("log", third)
    (made,) = office.does("notice", first, "policy", "--approved-by", "局长甲", "--json")
    import docx

    text = "\n".join(each.text for each in docx.Document(made["path"]).paragraphs)
    assert f"信访件编号：{first}、{second}、{third}" in text
    page = json.loads(office.does("report", "annual", "--year", "2026", "--format", "json"))
    (advice,) = (table for table in page["tables"] if table["name"] == "advice")
    assert next(row for row in advice["rows"] if "policy" in map(str, row))[1] == 1, advice
    office.does("feedback", first, "--answers", "建1号", "--adopted", "adopted", "--text", "已修订")
    before = office.bytes()
    assert office("note", first, "ZZZZZ", "--advice", "policy", "--text", "甲").code == 1
    assert office.bytes() == before
    office.does("check")
