"""`import --past`: a year that is over, for search and comparison; what has ended in it owes nobody anything."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office

HEADER = "信访日期,姓名,联系电话,诉求,责任单位,受理日期,办理状态,办结时间,是否化解,重大紧急,诉求类别"
ROWS = """
2025-03-01,王某,13800000001,要求修路,住建局,2025-03-10,已办结,2025-04-20,是,是,申诉求决
2025-03-02,李某,13800000002,要求通水,住建局,2025-03-12,,,是,,申诉求决
2025-03-03,张某,13800000003,要求通电,住建局,2025-03-13,办理中,,,,申诉求决
2025-03-04,赵某,13800000004,举报收钱,住建局,,已办结,2025-06-20,,,检举控告
2025-03-05,钱某,13800000005,要求补偿,教育局,,不予受理,,,,申诉求决
2025-04-06,孙某,13800000006,要求入学,教育局,,,,,,申诉求决
2025-04-07,周某,13800000007,要求退费,教育局,2025-04-09,已办结,2025-12-20,,,申诉求决
""".strip()
DUTIES = ("timely_route", "timely_notice", "on_time_close", "overdue")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The ledger of 2025."""
    path = tmp_path / "2025.csv"
    path.write_text(f"{HEADER}\n{ROWS}\n", encoding="utf-8")
    return path


def measures(office: Office, *window: str) -> dict[str, Any]:
    page = office.does("report", *window, "--format", "json")
    return {each["name"]: each for each in json.loads(page)["measures"]}


def test_what_has_ended_is_past_and_what_has_not_is_named_and_imported_as_usual(office: Office, ledger: Path) -> None:
    would = office.does("import", str(ledger), "--past", "--check", "--json")
    assert office.does("list", "--json") == []
    answer = office.does("import", str(ledger), "--past", "--json")
    assert answer == would
    assert (answer["imported"], answer["warned"], answer["rejected"]) == (7, 2, 0)
    assert [(row["row"], row["outcome"], row["field"]) for row in answer["rows"]] == [
        (4, "warn", "status"), (7, "warn", "status"),
    ]  # fmt: skip
    assert "不作历年件" in answer["rows"][0]["message"]
    past = office.does("list", "--past", "--json")
    assert [(row["status"], row["due"]) for row in past] == [("closed", None)] * 3 + [
        ("not_accepted", None), ("closed", None),
    ]  # fmt: skip
    assert {row["title"] for row in office.does("list", "--open", "--json")} == {"要求通电", "要求入学"}
    assert [row["closed_on"] for row in past if row["title"] == "要求通水"] == [None], "nobody says on which day"
    shown = office.does("show", past[0]["id"])
    assert "历年件" in shown
    assert "还缺" not in shown
    assert office.does("find", "修路", "--json")[0]["past"] is True


def test_it_owes_no_duty_no_document_and_is_reminded_of_nothing(office: Office, ledger: Path) -> None:
    office.does("import", str(ledger), "--past")
    past = {row["id"] for row in office.does("list", "--past", "--json")}
    assert len(past) == 5
    files = [path.read_text("utf-8") for path in office.root.glob("cases/*/*/*.yaml") if path.stem in past]
    assert not any("starts:" in text or "stops:" in text for text in files)
    due = json.dumps(office.does("due", "--json"), ensure_ascii=False)
    assert not any(case_id in due for case_id in past)
    assert past.isdisjoint(row["case"] for row in office.does("notice", "--owed", "--json"))
    reminded = office.does("escalate", "--overdue", "--dry-run", "--json")
    assert reminded
    assert past.isdisjoint(row["id"] for row in reminded)
    assert "错误0处" in office.does("check")


def test_figures_are_those_of_a_plain_recount(office: Office, ledger: Path) -> None:
    office.does("import", str(ledger), "--past")
    rows = [dict(zip(HEADER.split(","), line.split(","), strict=True)) for line in ROWS.splitlines()]
    ended = [row for row in rows if row["办理状态"] in {"已办结", "不予受理"} or row["是否化解"]]
    closed = [row for row in ended if row["办理状态"] != "不予受理"]
    found = measures(office, "annual", "--year", "2025")
    assert (found["close_rate"]["numerator"], found["close_rate"]["denominator"]) == (len(closed), len(rows))
    resolved = sum(row["是否化解"] == "是" for row in rows)
    assert (found["resolved_rate"]["numerator"], found["resolved_rate"]["denominator"]) == (resolved, len(rows))
    of_units = {row["unit"]: row["cases"] for row in office.does("count", "--by", "unit", "--past", "--json")}
    names = {"住建局": "住房和城乡建设局", "教育局": "教育体育局"}
    assert of_units == Counter(names[row["责任单位"]] for row in ended)
    assert found["overdue"]["numerator"] == len(rows) - len(ended)
    only = measures(office, "annual", "--year", "2025", "--past")
    assert [only[name]["denominator"] or only[name]["numerator"] for name in DUTIES] == [0, 0, 0, 0]


def test_it_goes_out_and_comes_back_the_same(office: Office, ledger: Path, tmp_path: Path, template: Path) -> None:
    import shutil

    office.does("import", str(ledger), "--past")
    before = office.bytes()
    for words in (["--past"], []):
        again = office.does("import", str(ledger), *words, "--json")
        assert (again["imported"], again["differing"], again["known"]) == (0, 0, 7)
    out = tmp_path / "out.jsonl"
    office.does("export", "--format", "jsonl", "--reveal", "--out", str(out))
    office.does("import", str(out))
    changed = {name for name, text in office.bytes().items() if before.get(name) != text}
    assert changed <= {"sealed/access.log"}
    shutil.copytree(template, tmp_path / "other")
    other = Office(tmp_path / "other")
    other("import", str(out))
    keys = ("title", "status", "past", "due", "closed_on", "resolved_on")
    mine, theirs = ([[row[key] for key in keys] for row in each.does("list", "--json")] for each in (office, other))
    assert theirs == [row for row in mine if row[0] != "密"]


def test_a_matter_of_a_past_year_that_is_taken_up_again_owes_what_the_law_says(office: Office, ledger: Path) -> None:
    office.does("import", str(ledger), "--past")
    (road,) = office.does("find", "修路", "--json")
    office.does("reopen", road["id"], "--reason", "有新的事实")
    (again,) = office.does("find", "修路", "--json")
    assert again["due"] is not None


def test_a_year_that_is_there_already_stays_as_it_is(office: Office, ledger: Path) -> None:
    office.does("import", str(ledger))
    before = office.bytes()
    answer = office.does("import", str(ledger), "--past", "--json")
    assert (answer["imported"], answer["known"]) == (0, 6)
    assert [(row["field"], row["outcome"]) for row in answer["rows"] if row["outcome"] == "differing"] == [
        ("status", "differing"),
    ], "the one of whose closing nobody had said anything"
    assert office.bytes() == before
