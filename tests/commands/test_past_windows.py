"""A bulletin that is over comes out as it was, whatever is reopened or reviewed later; that is counted beside."""

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Office

RESOLVED = ("--resolved", "--basis", "petitioner", "--evidence", "确认书")


def closed(office: "Office", received: str, on: str, *how: str) -> str:
    """Return a matter that was routed, accepted, answered and closed, each step on a day of its own."""
    case = office.open(received)
    office.does("route", case, "住建局", "--on", received)
    office.does("accept", case, "--on", received)
    office.does("reply", case, "--decision", "explain", "--number", "1号", "--on", on)
    office.does("serve", case, "--document", "opinion", "--method", "in_person", "--on", on)
    office.does("close", case, "--reason", "opinion_delivered", *how, "--on", on)
    return case


@pytest.fixture
def september(office: "Office") -> tuple[str, str]:
    """Four matters closed in September 2026: one reopened in it and closed again; two of them have a November."""
    reopened = closed(office, "2026-09-01", "2026-09-20", *RESOLVED)
    reviewed = closed(office, "2026-09-02", "2026-09-18", *RESOLVED)
    twice = closed(office, "2026-09-03", "2026-09-08")
    office.does("reopen", twice, "--reason", "承诺未兑现", "--on", "2026-09-10")
    office.does("reply", twice, "--decision", "support", "--number", "2号", "--on", "2026-09-22")
    office.does("serve", twice, "--document", "opinion", "--method", "in_person", "--on", "2026-09-22")
    office.does("close", twice, "--reason", "opinion_delivered", "--on", "2026-09-25")
    once = closed(office, "2026-09-04", "2026-09-14")
    office.does("reopen", once, "--reason", "承诺未兑现", "--on", "2026-09-21")
    office.open("2026-09-07")  # nothing is done in it
    return reopened, reviewed


def in_november(office: "Office", september: tuple[str, str]) -> None:
    reopened, reviewed = september
    office.does("reopen", reopened, "--reason", "承诺未兑现", "--on", "2026-11-20")
    office.does("review", reviewed, "--late-reason", "在外地", "--on", "2026-11-18")


def bulletin(office: "Office", report: str, window: tuple[str, str], form: str, today: str) -> str:
    return str(office.does("report", report, *window, "--format", form, today=today))


SINCE_ROWS = {
    "json": r'\["(?:closed|resolved)_since", "matters", (\d+).*\n',
    "md": r"\| 本期(?:办结|化解)、其后重新办理或申请复查 \| 件 \| (\d+) .*\n",
}
"""What became of matters later: told beside, in rows of their own; for people they stand only where there is any."""

SINCE = "本期办结的，其后重新办理、申请复查2件；本期化解的，其后重新办理、申请复查2件；另计，不改上述数字。"


@pytest.mark.parametrize("form", ["md", "json"])
@pytest.mark.parametrize(("report", "window"), [("monthly", ("--month", "2026-09")), ("flags", ("--month", "2026-09"))])
def test_a_september_bulletin_comes_out_as_it_was_after_a_november(
    office: "Office", september: tuple[str, str], report: str, window: tuple[str, str], form: str
) -> None:
    before = bulletin(office, report, window, form, "2026-10-08")
    in_november(office, september)
    after = bulletin(office, report, window, form, "2026-11-22")
    assert re.findall(SINCE_ROWS[form], after) == ["2", "2"]
    assert set(re.findall(SINCE_ROWS[form], before)) <= {"0"}
    before, after = (re.sub(f"{SINCE_ROWS[form]}|其余.*行均为0，未列。", "", text) for text in (before, after))
    if (report, form) == ("monthly", "md"):
        assert SINCE in after
        after = after.replace(f"{SINCE}\n\n", "")
    assert after == before


def test_the_figures_of_september_and_november(office: "Office", september: tuple[str, str]) -> None:
    in_november(office, september)

    def figures(month: str) -> dict[str, tuple[int, int | None]]:
        told = json.loads(bulletin(office, "monthly", ("--month", month), "json", "2026-11-22"))
        return {each["name"]: (each["numerator"], each["denominator"]) for each in told["measures"]}

    found = figures("2026-09")
    assert [found[name] for name in ("registered", "closed", "resolved")] == [(5, None), (4, None), (2, None)]
    assert (found["close_rate"], found["resolved_rate"]) == ((3, 5), (2, 5))  # one was reopened, one nobody touched
    assert [figures("2026-11")[name][0] for name in ("closed", "resolved")] == [0, 0]
    text = bulletin(office, "monthly", ("--month", "2026-09"), "md", "2026-11-22")
    assert "办结4件，其中期内又重新办理、申请复查1件，期末净办结3件。" in text
    assert "本期化解后又申请复查1件。" in bulletin(office, "monthly", ("--month", "2026-11"), "md", "2026-11-22")


def tables(told: dict[str, Any]) -> dict[str, Any]:
    return {table["name"]: table for table in told["tables"]}


def test_a_week_that_is_over_keeps_its_closings(office: "Office", september: tuple[str, str]) -> None:
    window = ("--week", "2026-W38")  # 14 to 20 September
    before = json.loads(bulletin(office, "weekly", window, "json", "2026-10-08"))
    in_november(office, september)
    after = json.loads(bulletin(office, "weekly", window, "json", "2026-11-22"))
    assert [table["name"] for table in after["tables"]] == list(told_before := tables(before))
    told_after = tables(after)
    assert {name for name in told_after if told_after[name] != told_before[name]} <= {"papers", "beside"}
    assert [column["title"] for column in told_after["papers"]["columns"][1:]] == ["现待制作", "现待送达"]  # as of now


def test_the_annual_report_has_the_net_of_each_month(office: "Office", september: tuple[str, str]) -> None:
    in_november(office, september)
    told = json.loads(bulletin(office, "annual", ("--year", "2026"), "json", "2026-11-22"))
    months = next(table for table in told["tables"] if table["name"] == "months")
    assert months["rows"][8] == ["2026-09", 5, 3, 2]
