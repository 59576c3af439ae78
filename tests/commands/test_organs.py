"""A town's workspace through the real front door: what it owes on what is brought or sent to it (T23)."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office

WORDS = (
    "--title",
    "反映路灯不亮",
    "--request",
    "请修",
    "--channel",
    "visit",
    "--name",
    "王某",
    "--phone",
    "13800000000",
)
RECEIVED = ("--received", "2026-09-24", "--on", "2026-09-24")
# 15 days from Thursday 24 September end on 9 October; 5 working days too, with 中秋 and 国庆 between.


@pytest.fixture
def town(tmp_path: Path) -> Office:
    """A town's office that `init` made, with a station under it."""
    made = Office(tmp_path / "town", today="2026-10-12")
    made.does("init", str(made.root), "--office", "城关镇人民政府", "--code", "410122", "--kind", "organ")
    settings = made.root / "config.yaml"
    text = settings.read_text("utf-8")
    assert text.count("kind: organ") == 1
    settings.write_text(text.replace("\nunits: []\n", "\nunits: [{name: 司法所}]\n"), encoding="utf-8")
    return made


@pytest.fixture
def opened(town: Office) -> Callable[..., dict[str, Any]]:
    """`opened("--from", "某县信访局")`: what the registration printed."""
    return lambda *more: town.does("open", *WORDS, *RECEIVED, *more, "--json")


def clocks(told: dict[str, Any]) -> dict[str, str]:
    """Return the clocks that started, as a step prints them."""
    return {clock["clock"]: clock["due"] for clock in told["started"]}


def apply(town: Office, tmp_path: Path, head: str, row: str) -> None:
    table = tmp_path / "批办.csv"
    table.write_text(f"{head}\n{row}\n", encoding="utf-8")
    town.does("apply", str(table))


def test_init_makes_a_letters_office_unless_it_says_otherwise(town: Office, office: Office) -> None:
    assert "kind: petitions}" in (office.root / "config.yaml").read_text("utf-8")
    assert town("check").code == 0
    before = town.bytes()
    assert town("init", str(town.root), "--kind", "bureau").code == 2
    assert town.bytes() == before


def test_a_kind_that_nobody_knows_is_a_fault_with_its_line(town: Office) -> None:
    settings = town.root / "config.yaml"
    settings.write_text(settings.read_text("utf-8").replace("kind: organ", "kind: bureau"), encoding="utf-8")
    answer = town("list")
    assert answer.code == 3
    assert "config.yaml:6: " in answer.err
    assert "信访工作机构、其他机关单位" in answer.err


def test_what_is_brought_and_what_is_sent_start_what_an_organ_owes(opened: Callable[..., dict[str, Any]]) -> None:
    assert clocks(opened()) == {"notify_direct": "2026-10-09"}
    sent = opened("--from", "某县信访局")
    assert (sent["status"], sent["unit"]) == ("transferred", "城关镇人民政府")
    assert clocks(sent) == {"notify_routed": "2026-10-09", "object": "2026-10-09"}
    assigned = opened("--from", "某县信访局", "--source-due", "2026-11-20")
    assert assigned["status"] == "assigned"
    assert clocks(assigned) == {"notify_routed": "2026-10-09", "object": "2026-10-09", "assigned": "2026-11-20"}


def test_who_sent_it_is_kept_and_starts_nothing_else_at_a_letters_office(office: Office) -> None:
    told = office.does("open", *WORDS, *RECEIVED, "--from", "某市信访局", "--source-due", "2026-11-20", "--json")
    assert clocks(told) == {"route": "2026-10-09"}
    assert "office: 某市信访局" in office.file(told["id"]).read_text("utf-8")


def test_explain_cites_the_article_and_due_names_the_town(town: Office, opened: Callable[..., dict[str, Any]]) -> None:
    case = opened()["id"]
    explained = town.does("explain", case)
    assert "信访工作条例第23条第2款" in explained
    assert "2026-10-09" in explained
    assert "第22条" not in explained
    (duty,) = town.does("due", "--json")
    assert (duty["id"], duty["clock"], duty["owing"], duty["due"]) == (
        case,
        "notify_direct",
        "城关镇人民政府",
        "2026-10-09",
    )


@pytest.mark.parametrize("by_table", [False, True])
def test_told_on_the_spot_no_notice_is_owed(
    town: Office, opened: Callable[..., dict[str, Any]], tmp_path: Path, *, by_table: bool
) -> None:
    told, untold = opened()["id"], opened()["id"]
    if by_table:
        apply(town, tmp_path, "本系统编号,办理,办理日期,告知方式", f"{told},受理,2026-09-28,当场告知")
        apply(town, tmp_path, "本系统编号,办理,办理日期", f"{untold},受理,2026-09-28")
    else:
        town.does("accept", told, "--told", "in_person", "--on", "2026-09-28")
        town.does("accept", untold, "--on", "2026-09-28")
    for case, owed in ((told, []), (untold, ["notice"])):
        shown = town.does("show", case, "--json")
        (notice,) = (clock for clock in shown["clocks"] if clock["clock"] == "notify_direct")
        assert notice["stopped_on"] == "2026-09-28"
        assert [document for document in shown["owed"] if document == "notice"] == owed
    assert "  told: in_person\n" in town.file(told).read_text("utf-8")
    assert "told" not in town.file(untold).read_text("utf-8")


@pytest.mark.parametrize("by_table", [False, True])
def test_sending_it_down_is_told_by_the_paper_alone(
    town: Office, opened: Callable[..., dict[str, Any]], tmp_path: Path, *, by_table: bool
) -> None:
    case = opened()["id"]
    if by_table:
        apply(town, tmp_path, "本系统编号,办理,办理日期,责任单位,转送或交办", f"{case},转送,2026-09-28,司法所,transfer")
    else:
        town.does("route", case, "司法所", "--on", "2026-09-28")
    shown = town.does("show", case, "--json")
    running = {clock["clock"]: clock["due"] for clock in shown["clocks"] if clock["stopped_on"] is None}
    assert running == {"notify_direct": "2026-10-09", "notify_routed": "2026-10-13", "object": "2026-10-10"}
    assert "routed_notice" in shown["owed"]
    if by_table:
        apply(town, tmp_path, "本系统编号,办理,办理日期,文书,送达方式", f"{case},送达,2026-09-29,转送告知书,直接送达")
    else:
        town.does("serve", case, "--document", "routed_notice", "--method", "in_person", "--on", "2026-09-29")
    shown = town.does("show", case, "--json")
    stopped = {clock["clock"]: clock["stopped_on"] for clock in shown["clocks"]}
    assert stopped == {"notify_direct": "2026-09-29", "notify_routed": None, "object": None}


def test_the_index_says_the_same_when_it_is_made_anew(town: Office, opened: Callable[..., dict[str, Any]]) -> None:
    for more in ((), ("--from", "某县信访局"), ("--from", "某县信访局", "--source-due", "2026-11-20")):
        opened(*more)
        opened(*more)
    first = [town.does(command, "--json") for command in ("list", "due")]
    shutil.rmtree(town.root / ".xinfang")
    assert [town.does(command, "--json") for command in ("list", "due")] == first
    assert {row["owing"] for row in first[1]} == {"城关镇人民政府"}
    assert town.does("check", "--json") == []


def test_a_town_that_says_later_what_it_is_gets_its_lines_anew(office: Office) -> None:
    case = office.open("2026-11-02")
    settings = office.root / "config.yaml"
    settings.write_text(settings.read_text("utf-8").replace("kind: petitions", "kind: organ"), encoding="utf-8")
    assert clocks(office.does("open", *WORDS, "--received", "2026-11-02", "--json")) == {"notify_direct": "2026-11-17"}
    running = [clock["clock"] for clock in office.does("show", case, "--json")["clocks"]]
    assert running == ["route"]  # what has begun goes on


LEDGER = """信访日期,姓名,联系电话,信访形式,标题,诉求,转来机关,限办时间
2026-09-24,王某,13800000000,来访,路灯不亮,请修,某县信访局,
2026-09-24,李某,13800000001,来访,下水道堵,请通,某县信访局,2026-10-20
2026-09-24,赵某,13800000002,来访,井盖缺失,请补,某县信访局,2026-11-02
2026-09-24,钱某,,来访,噪声扰民,请查,,
2026-09-24,孙某,13800000003,来访,垃圾清运,请清,,
2026-09-24,周某,13800000004,来访,停车占道,请管,城关镇人民政府,
"""
# 15 days from Thursday 24 September end on 9 October. Who left no phone is owed no notice.
OWED = {
    "路灯不亮": {"notify_routed": "2026-10-09", "object": "2026-10-09"},
    "下水道堵": {"notify_routed": "2026-10-09", "object": "2026-10-09", "assigned": "2026-10-20"},
    "井盖缺失": {"notify_routed": "2026-10-09", "object": "2026-10-09", "assigned": "2026-11-02"},
    "噪声扰民": {},
    "垃圾清运": {"notify_direct": "2026-10-09"},
    "停车占道": {"notify_direct": "2026-10-09"},
}


def running(town: Office) -> dict[str, dict[str, str]]:
    shown = (town.does("show", row["id"], "--json") for row in town.does("list", "--json"))
    return {
        each["title"]: {run["clock"]: run["due"] for run in each["clocks"] if run["stopped_on"] is None}
        for each in shown
    }


def test_a_ledger_says_who_sent_a_matter_to_an_organ_and_until_when(town: Office, tmp_path: Path) -> None:
    ledger = tmp_path / "台账.csv"
    ledger.write_text(LEDGER, encoding="utf-8")
    town.does("import", str(ledger), today="2026-09-24")
    assert running(town) == OWED
    town.does("check")


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_who_sent_a_matter_goes_out_and_comes_back(town: Office, tmp_path: Path, form: str) -> None:
    ledger = tmp_path / "台账.csv"
    ledger.write_text(LEDGER, encoding="utf-8")
    town.does("import", str(ledger), today="2026-09-24")
    out = tmp_path / f"全部.{form}"
    town.does("export", "--format", form, "--reveal", "--out", str(out))
    other = Office(tmp_path / "again", today="2026-10-12")
    other.does("init", str(other.root), "--office", "城关镇人民政府", "--code", "410122", "--kind", "organ")
    assert other("import", str(out), today="2026-09-24").code in (0, 4)  # a table has columns that are worked out
    assert running(other) == OWED
    sent = {row["title"]: (row["source_office"], row["source_due"]) for row in other.does("list", "--json")}
    assert sent["下水道堵"] == ("某县信访局", "2026-10-20")
    assert sent["噪声扰民"] == (None, None)


def test_show_says_who_sent_it(opened: Callable[..., dict[str, Any]], town: Office) -> None:
    case = opened("--from", "某县信访局")["id"]
    assert "转来机关：某县信访局" in town.does("show", case)
    assert town.does("show", case, "--json")["source_office"] == "某县信访局"


def test_what_an_organ_accepted_itself_waits_to_be_routed_nowhere(
    town: Office, opened: Callable[..., dict[str, Any]]
) -> None:
    case = opened()["id"]

    def waits() -> tuple[list[str], list[str]]:
        listed = [row["id"] for row in town.does("list", "--unrouted", "--json")]
        return listed, [row["id"] for row in town.does("today", "--json")["new"]]

    assert waits() == ([case], [case])
    town.does("accept", case, "--handler", "王科长", "--on", "2026-10-08")
    assert waits() == ([], [])
