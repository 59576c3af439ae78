"""What an opinion owes after it was issued, and what is missing before: through the real front door."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Office


@pytest.fixture
def accepted(office: "Office") -> str:
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-03")
    office.does("accept", case, "--on", "2026-11-04")
    return case


def faults(office: "Office") -> list[object]:
    return [each for each in office.does("check", "--json") if each["level"] == "fault"]


def closed(office: "Office", case: str, *said: str) -> str:
    office.does("reply", case, "--decision", "support", "--number", "1号", *said, "--on", "2026-11-10")
    office.does("serve", case, "--document", "opinion", "--method", "in_person", "--on", "2026-11-11")
    office.does("close", case, "--reason", "opinion_delivered", "--on", "2026-11-12")
    return case


def test_what_an_opinion_does_not_say_is_missing(office: "Office", accepted: str) -> None:
    office.does("reply", accepted, "--decision", "support", "--number", "1号", "--on", "2026-11-10")
    missing = office.does("show", accepted, "--json")["missing"]
    assert [each for each in missing if each in {"facts", "articles", "perform_by"}] == [
        "facts",
        "articles",
        "perform_by",
    ]
    assert "意见的履行期限（第32条）" in office.does("show", accepted)


def test_a_closed_matter_waits_to_be_performed(office: "Office", accepted: str) -> None:
    words = ("--facts", "逾期六个月", "--articles", "城市房地产管理法第27条", "--perform-by", "2026-11-25")
    case = closed(office, accepted, *words)
    missing = office.does("show", case, "--json")["missing"]
    assert not {"facts", "articles", "perform_by"} & set(missing)
    (duty,) = office.does("due", "--json")
    assert (duty["id"], duty["clock"], duty["due"], duty["status"]) == (case, "perform", "2026-11-25", "closed")
    assert "已办结待履行" in office.does("due")
    assert "已办结待履行" not in office.does("explain", case)
    told = office.does("perform", case, "--confirmed", "unit", "--json")
    assert [(run["clock"], run["fate"]) for run in told["stopped"]] == [("perform", "done")]
    assert office.does("due", "--json") == []
    assert faults(office) == []


def test_the_ladder_climbs_on_a_closed_matter_that_is_not_performed(office: "Office", accepted: str) -> None:
    case = closed(office, accepted, "--perform-by", "2026-11-15")
    office.does("escalate", "--overdue", today="2026-11-22")
    assert [entry["step"] for entry in office.does("log", case, "--json") if entry["did"] == "escalate"] == ["remind"]
    assert office.does("show", case, "--json")["status"] == "closed"


def test_what_is_missing_waits_where_config_says_so(office: "Office", accepted: str) -> None:
    config = office.root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("extend: {times: 1, days: 30}", "extend: {times: 1, days: 30}, pause: supplement"))
    ask = ("supplement", accepted, "--text", "购房合同", "--reply-due", "2026-11-20", "--on", "2026-11-10")
    assert office.does(*ask, "--json")["owed"] == ["supplement"]
    assert "待补正至2026-11-20" in office.does("show", accepted)
    assert "停计" in office.does("explain", accepted)
    assert office.does("due", "--due-within", "400", "--json") == []
    started = office.does("supplement", accepted, "--supplied", "--on", "2026-11-18", "--json")["started"]
    assert [(run["clock"], run["due"]) for run in started] == [("handle", "2027-01-11")]  # 3 January and eight days
    assert "待补正" not in office.does("show", accepted)
    assert faults(office) == []


@pytest.mark.parametrize("clock", ["route", "notify_routed", "notify_direct"])
def test_a_notice_waits_for_nothing(office: "Office", clock: str) -> None:
    config = office.root / "config.yaml"
    lines = config.read_text(encoding="utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith(f"  {clock}:"))
    lines[at] = lines[at].replace("warn:", "pause: supplement, warn:")
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = office("list", "--json")
    assert answer.code == 3
    assert "第23条" in answer.err


def test_a_suggestion_without_its_reply_is_told_as_ended(office: "Office") -> None:
    case = office.open("2026-11-02", "--class", "suggestion", "--name", "王某", "--phone", "13800000000")
    office.does("route", case, "住建局", "--on", "2026-11-03")
    office.does("accept", case, "--on", "2026-11-04")
    close = ("close", case, "--reason", "suggestion_answered", "--adopted", "partly", "--number", "建答1号")
    assert "不算已答复" in office.does(*close, "--on", "2026-11-10")
    assert faults(office) == []
    office.does("serve", case, "--document", "suggestion_reply", "--method", "in_person", "--on", "2026-11-12")
    assert faults(office) == []
