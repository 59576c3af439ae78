"""Lists, counts, searches, and what a sealed matter keeps to itself."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.commands import Command
from xinfang_cli.labels import Lang

SECRET = "收受礼品"  # noqa: S105  # a sealed matter's word, no password
WORDS = ("反映验收人员" + SECRET, "赵举报", "13711112222", "青石桥项目部")


def accusation(office: Office) -> str:
    return office.does(
        "open", "--title", WORDS[0], "--request", f"{WORDS[3]}验收中{SECRET}", "--channel", "letter",
        "--received", "2026-11-02", "--class", "accusation", "--name", WORDS[1], "--phone", WORDS[2],
        "--place", WORDS[3], "--accused", "住建局", "--on", "2026-11-02", "--json",
    )["id"]  # fmt: skip


def test_list_has_the_keys_that_scripts_rely_on_oldest_duty_first(office: Office) -> None:
    late, early = office.open("2026-11-10"), office.open("2026-10-10", "--source-level", "省", "--people", "3")
    rows = office.does("list", "--json")
    assert [row["id"] for row in rows] == [early, late]
    assert list(rows[0]) == [
        "id", "title", "status", "unit", "with", "due", "act_by", "provisional", "overdue_days", "received_on",
        "registered_on", "channel", "class", "category", "place", "via", "purpose", "origin", "reception",
        "people_concerned", "dockets", "target", "adviser", "liaison", "past", "people", "first_time", "source_level",
        "source_number", "source_office", "source_due", "lead", "closed_on", "resolved", "resolved_on", "resolved_basis",
    ]  # fmt: skip
    # due 25 October, a Sunday: the last working day is Friday the 23rd; on 22 November 28 days late
    assert (rows[0]["due"], rows[0]["act_by"], rows[0]["overdue_days"]) == ("2026-10-25", "2026-10-23", 28)
    assert (rows[0]["people"], rows[0]["source_level"], rows[0]["with"]) == (3, "省", [])


def test_filters_and_views(office: Office) -> None:
    one = office.open("2026-11-02", "--category", "城乡建设/物业", "--place", "老街社区")
    two = office.open("2026-10-01", "--category", "农村农业", "--class", "suggestion")
    office.does("route", one, "住建局", "--with", "城关镇", "--on", "2026-11-04")
    for options, found in (
        (("--unit", "县住建局"), [one]),
        (("--unit", "城关镇"), [one]),
        (("--place", "某县"), [one]),
        (("--category", "城建"), [one]),
        (("--class", "suggestion"), [two]),
        (("--status", "registered", "--status", "transferred"), [two, one]),
        (("--unrouted",), [two]),
        (("--overdue",), [two, one]),
        (("--view", "overdue"), [two, one]),
        (("--since", "2026-11-01"), [one]),
        (("--until", "2026-10-31"), [two]),
        (("--closed",), []),
        (("--text", "阳光"), [two, one]),
        (("--channel", "来访"), [two, one]),
        (("--limit", "1"), [two]),
        (("--sort", "id"), sorted([one, two])),
    ):
        assert [row["id"] for row in office.does("list", *options, "--json")] == found, options
    assert office("list", "--view", "none").code == 1
    assert office("list", "--status", "nonsense").code == 2
    assert office("list", "--unit", "外星事务局").code == 1


def test_count(office: Office) -> None:
    one = office.open("2026-11-02", "--people", "3")
    office.open("2026-11-03", "--repeat-of", one, "--people", "2")
    office.does("close", one, "--reason", "filed", "--text", "存", "--approved-by", "局长")
    assert office.does("count", "--json") == [
        {"cases": 1, "registrations": 2, "persons": 5, "closed": 1, "resolved": 0}
    ]
    by = office.does("count", "--by", "month,channel", "--json")
    assert by == [
        {
            "month": "2026-11",
            "channel": "visit",
            "cases": 1,
            "registrations": 2,
            "persons": 5,
            "closed": 1,
            "resolved": 0,
        }
    ]
    assert office("count", "--by", "name").code == 2


@pytest.mark.parametrize(
    "words", ["list", "due", "count --by class", "log {case}", "explain {case}", "escalate --overdue"]
)
def test_every_list_has_a_member_a_line(office: Office, words: str) -> None:
    case = office.open("2026-09-16")
    office.open("2026-09-17", "--class", "claim")
    out = office(*words.format(case=case).split(), "--json").out
    assert [line[:2] for line in out.splitlines()] == ["[{", *[" {"] * (len(json.loads(out)) - 1)]
    assert out.endswith("}]\n")


def test_find_finds_two_characters_and_rare_ones_and_no_names(office: Office) -> None:
    one = office.open("2026-11-02", "--name", "𠮷某", title="反映𠮷祥小区物业")
    office.open("2026-11-03", "--name", "赵某", title="反映村道")
    assert [row["id"] for row in office.does("find", "物业", "--json")] == [one]
    assert [row["id"] for row in office.does("find", "𠮷", "--json")] == [one]
    assert office.does("find", "𠮷某", "--json") == []


def test_references(office: Office) -> None:
    one = office.open("2026-11-02")
    assert office.does("show", one[-5:].lower(), "--json")["id"] == one
    office.open("2026-11-02")
    vague = office("show", "", "--json")
    assert vague.code == 1
    assert office("show", "@", "--json").refusal["error"] == "at_needs_terminal"


def test_due_shows_duties_and_never_a_window(office: Office) -> None:
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-20")
    soon = office.open("2026-11-12")
    rows = office.does("due", "--due-within", "20", "--json")
    assert [(row["id"], row["clock"], row["overdue_days"]) for row in rows] == [
        (soon, "route", 0), (case, "notify_routed", 0),
    ]  # fmt: skip
    assert [(row["owner"], row["owing"]) for row in rows] == [("office", None), ("unit", "住房和城乡建设局")]
    text = office.does("due")
    assert "某县信访局 2026-11-22要办" in text
    assert "■ 待制作文书4份\n  信访事项登记表2份、转送告知书1份、转送函1份\n" in text
    assert soon in text


def test_explain_and_log_for_the_petitioner(office: Office) -> None:
    case = office.open("2026-09-16")
    office.does("route", case, "住建局", "--on", "2026-09-24")
    said = office.does("explain", case)
    # five working days from 24 September: the holidays of 25–27 September and 1–7 October are skipped
    assert "异议期：住房和城乡建设局的权利，5个工作日" in said
    assert "2026-10-01 … 2026-10-07不计7日：节假日（国庆节）" in said
    objected = next(each for each in office.does("explain", case, "--json") if each["clock"] == "object")
    assert objected["due"] == "2026-10-09"
    assert sum(day["counted"] for day in objected["days"]) == 5
    told = office.does("log", case, "--for-petitioner")
    assert told.splitlines() == ["2026-09-16  登记", "2026-09-24  转送至住房和城乡建设局"]
    assert [row["step"] for row in office.does("log", case, "--for-petitioner", "--json")] == [
        "told_registered", "told_routed",
    ]  # fmt: skip


def test_a_pause_is_explained_and_no_day_of_it_is_counted(office: Office) -> None:
    case = office.open("2026-08-03")
    office.does("route", case, "住建局", "--on", "2026-08-04")
    office.does("accept", case, "--on", "2026-08-10")
    office.does("withdraw", case, "--statement-on", "2026-09-20", "--on", "2026-09-20")
    office.does("withdraw", case, "--revoked-on", "2026-10-09", "--on", "2026-10-09")
    said = office.does("explain", case).partition("\n办理：")[2]
    assert said.splitlines()[:8] == [
        "住房和城乡建设局的职责，60日（信访工作条例第34条）",
        "  自2026-08-10“受理”起，至2026-10-28",
        "  2026-08-10“受理”：60日，至2026-10-09",
        "  2026-10-09起继续计时：撤回期间不计19日，至2026-10-28",
        "    2026-08-10不计1日：起算日，不计",
        "    2026-08-11 … 2026-09-19计40日：按日计算",
        "    2026-09-20 … 2026-10-08不计19日：撤回期间",
        "    2026-10-09 … 2026-10-28计20日：按日计算",
    ]
    handle = next(each for each in office.does("explain", case, "--json") if each["clock"] == "handle")
    assert handle["started_by"] == "accept"
    assert [(each["did"], each.get("not_counted")) for each in handle["changes"]] == [
        ("accept", None),
        ("withdraw", 19),
    ]
    assert sum(each["counted"] for each in handle["days"]) == 60


def test_deadline_in_and_outside_a_workspace(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.does("deadline", "2026-09-24", "5wd", "--json")
    assert {key: found[key] for key in ("start", "rule", "raw", "due", "act_by", "provisional")} == {
        "start": "2026-09-24", "rule": "5wd", "raw": "2026-10-09", "due": "2026-10-09", "act_by": "2026-10-09",
        "provisional": False,
    }  # fmt: skip
    assert {tuple(day) for day in found["days"]} == {("date", "counted", "why")}
    rolled = office.does("deadline", "2026-09-16", "15d>", "--json")
    assert (rolled["raw"], rolled["due"]) == ("2026-10-01", "2026-10-08")
    late = office.does("deadline", "2026-12-29", "5wd")
    assert "暂算" in late
    monkeypatch.chdir(tmp_path)
    from xinfang_cli.app import run

    assert run(["deadline", "2026-09-24", "5wd", "--explain"]) == 0
    assert office("deadline", "2026-09-24", "5x").code == 2


def test_sealed_words_are_nowhere_but_in_sealed(office: Office) -> None:
    case = accusation(office)
    office.does("note", case, "--text", "线人" + SECRET)
    assert SECRET in (office.root / f"sealed/{case}.yaml").read_text(encoding="utf-8")
    assert (office.root / f"sealed/{case}.yaml").stat().st_mode & 0o777 == 0o600
    shown = office.file(case).read_text(encoding="utf-8")
    answers = [
        office.does(*line.format(case=case).split())
        for line in (
            "list --json --reveal", "list", "show {case} --json", "show {case}", "log {case}", "log {case} --json",
            "explain {case}", "due", "count --by category,place --json", f"find {SECRET} --json", "check",
            "report weekly --week 2026-W47 --format json", "report weekly --week 2026-W47 --format md",
            "log {case} --for-petitioner",
        )
    ]  # fmt: skip
    for text in (shown, *answers):
        for word in (SECRET, *WORDS):
            assert word not in text
    revealed = office.does("show", case, "--reveal", "--json")
    assert (revealed["title"], revealed["petitioners"][0]["name"], revealed["accused"]) == (
        WORDS[0], WORDS[1], "住房和城乡建设局",
    )  # fmt: skip
    assert case in (office.root / "sealed/access.log").read_text(encoding="utf-8")
    row = office.does("list", "--json")[0]
    assert (row["title"], row["class"], row["place"], row["people"], row["with"]) == (
        "密",
        "accusation",
        None,
        None,
        [],
    )


def test_an_accusation_never_goes_to_the_accused(office: Office) -> None:
    case = accusation(office)
    for unit in ("住建局", "房屋交易中心"):
        answer = office("route", case, unit, "--on", "2026-11-04", "--json")
        assert (answer.code, answer.refusal["error"]) == (1, "to_accused")
    office.does("route", case, "县纪委", "--on", "2026-11-04")
    nameless = office.open("2026-11-02", "--class", "accusation")
    assert office("route", nameless, "县纪委", "--json").refusal["error"] == "accused_unknown"
    office.does("set", nameless, "--accused", "unknown")
    office.does("route", nameless, "县纪委")


def test_sealing_later_and_opening_again(office: Office) -> None:
    case = office.open("2026-11-02", title="反映" + SECRET)
    office.does("set", case, "--class", "accusation")
    assert SECRET not in office.file(case).read_text(encoding="utf-8")
    assert office("set", case, "--class", "claim", "--json").refusal["error"] == "unseal_reason"
    office.does("set", case, "--class", "claim", "--reason", "经核实为求决事项")
    assert SECRET in office.file(case).read_text(encoding="utf-8")


def test_help_in_both_languages_for_every_command(office: Office) -> None:
    for office.lang, used in ((Lang.ZH, "用法"), (Lang.EN, "Usage")):
        assert used in office.does("--help")
        for command in Command:
            text = office.does(command.value, "--help")
            assert used in text
            assert "".join(command.in_(office.lang).split()) in "".join(text.split())
            assert office.does(command.alias, "--help") == text
    office.lang = Lang.ZH
    assert not [line for line in office.does("route", "--help").splitlines() if "Options" in line]


@pytest.mark.parametrize("lang", list(Lang))
def test_config_shows_where_values_come_from(office: Office, lang: Lang) -> None:
    office.lang = lang
    text = office.does("config")
    assert "handle: name=handle rule=60d" in text
    assert office.does("config", "--json")["clocks"]["object"]["rule"] == "5wd"


def test_json_is_one_array_even_when_empty(office: Office) -> None:
    assert office.does("list", "--json") == []
    assert office("list").code == 0


def test_ids_alone_are_what_other_commands_read(office: Office) -> None:
    """One a line, each once, in the order of the list; a person's own matter is never a list."""
    late = office.open("2026-10-02", "--name", "王某")
    later = office.open("2026-11-02", title="积水")
    office.does("route", later, "住建局", "--on", "2026-11-04")
    for line in (("list",), ("due",), ("find", "反映")):
        ids = office.does(*line, "--ids").splitlines()
        rows = office.does(*line, "--json")
        assert ids == list(dict.fromkeys(row["id"] for row in rows))
        assert late in ids
    assert office.does("list", "--ids", "--unit", "住建局") == f"{later}\n"
    assert office.does("list", "--ids", "--text", "没有这样的") == ""
