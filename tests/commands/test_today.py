"""The view of the day: what is new, mine, overdue, due, on paper, answered, reminded, done; and what it does not show."""

import datetime as dt
import sqlite3  # how a question is answered, no other module can say
from contextlib import closing

from tests.commands.conftest import Office
from xinfang_cli.labels import Lang
from xinfang_cli.measures.deskview import QUESTIONS, asked

SECTIONS = ["new", "mine", "overdue", "today", "week", "to_make", "to_serve", "answers", "reminded", "done"]


def ids(office: Office, section: str, today: str | None = None) -> list[str]:
    """Return the matters of a section."""
    return [row["id"] for row in office.does("today", "--json", today=today)[section]]


def test_an_office_without_matters_has_nothing_to_do(office: Office) -> None:
    assert office.does("today") == "某县信访局 2026-11-22（周日） 李经办\n今天没有要办的\n"
    said = office.does("today", "--json")
    assert list(said) == ["office", "date", "by", "field_days", *SECTIONS]
    assert [said[each] for each in SECTIONS] == [[]] * len(SECTIONS)


def test_what_is_new_has_its_suggested_unit(office: Office) -> None:
    first = office.open("2026-11-20", "--category", "城乡建设/房屋交易")
    other = office.open("2026-11-21", title="村道破损")
    rows = office.does("today", "--json")["new"]
    assert [(row["id"], row["due"], row["suggested_unit"]) for row in rows] == [
        (first, "2026-12-05", "住房和城乡建设局"),
        (other, "2026-12-06", None),
    ]
    shown = office.does("today")
    assert f"  {first}  12-05  建议转住房和城乡建设局  反映阳光花园逾期交房\n" in shown
    assert f"  {other}  12-06  收到：11-21             村道破损\n" in shown
    office.does("route", first, "住建局")
    assert ids(office, "new") == [other]


def test_mine_is_what_i_am_in_charge_of(office: Office) -> None:
    mine, other = office.open("2026-11-19"), office.open("2026-11-20")
    handed = office.open("2026-11-20", "--by", "王经办")
    assert ids(office, "mine") == [mine, other]  # nobody else was named, and this clerk registered them
    office.does("set", other, "--owner", "王经办")
    office.does("set", handed, "--owner", "李经办")
    assert ids(office, "mine") == [mine, handed]
    office.does("close", mine, "--reason", "filed", "--approved-by", "张科长", "--text", "无法联系")
    assert ids(office, "mine") == [handed]
    assert other in ids(office, "new")


def test_duties_are_overdue_due_today_or_soon(office: Office) -> None:
    case = office.open("2026-11-06")  # to be routed by Saturday the 21st: the last day to act is Friday
    for today, section in (("2026-11-13", ""), ("2026-11-14", "week"), ("2026-11-20", "today"), ("2026-11-21", "today"),
                           ("2026-11-22", "overdue")):  # fmt: skip
        said = office.does("today", "--json", today=today)
        assert [each for each in ("overdue", "today", "week") if said[each]] == ([section] if section else [])
    (row,) = said["overdue"]
    assert (row["id"], row["clock"], row["overdue_days"], row["reminded_on"]) == (case, "route", 1, None)
    assert f"  {case}  11-21 超1日  登记转送 · 本单位  反映阳光花园逾期交房\n" in office.does("today")
    office.does("escalate", case, "--step", "remind", "--ground", "overdue")
    assert "登记转送 · 本单位（11-22已催）" in office.does("today")
    assert ids(office, "reminded") == [case]
    assert ids(office, "reminded", "2026-11-29") == [case]
    assert ids(office, "reminded", "2026-11-30") == []


def test_documents_to_make_stand_apart_from_those_to_serve(office: Office) -> None:
    case = office.open("2026-11-20")
    office.does("route", case, "住建局")
    said = office.does("today", "--json")
    assert [row["id"] for row in said["to_make"]] == [case]
    assert "routed_notice" in said["to_make"][0]["documents"]
    assert said["to_serve"] == []
    office.does("notice", case, "routed_notice", "--out", str(office.root / "out"))
    said = office.does("today", "--json")
    assert [row["documents"] for row in said["to_serve"]] == [["routed_notice"]]
    assert all("routed_notice" not in row["documents"] for row in said["to_make"])
    assert "■ 待送达文书：1\n" in office.does("today")


def test_what_units_answer_comes_in_and_requests_of_petitioners_do_not(office: Office) -> None:
    case = office.open("2026-11-10")
    office.does("route", case, "住建局", today="2026-11-11")
    office.does("accept", case, "--handler", "刘工", today="2026-11-12")
    assert ids(office, "answers") == []
    office.does("reply", case, "--decision", "support", "--number", "住建信〔2026〕12号", "--on", "2026-11-16")
    (row,) = office.does("today", "--json")["answers"]
    assert (row["id"], row["did"], row["day"], row["of_unit"]) == (case, "reply", "2026-11-16", "住房和城乡建设局")
    assert "11-16  作出处理意见 · 住房和城乡建设局" in office.does("today")
    assert ids(office, "answers", "2026-11-30") == []


def test_what_i_did_today_is_what_i_wrote_today(office: Office) -> None:
    words = ("--title", "村道破损", "--request", "修路", "--channel", "visit", "--received", "2026-11-20")
    case = office.does("open", *words, "--json", today="2026-11-20")["id"]
    office.does("note", case, "--text", "已接待", today="2026-11-21")
    office.does("note", case, "--text", "已电话联系", "--on", "2026-11-21")
    office.does("note", case, "--text", "同事所写", "--by", "王经办")
    assert [(row["did"], row["day"]) for row in office.does("today", "--json")["done"]] == [("note", "2026-11-21")]


def test_a_sealed_matter_shows_no_word_of_its_own(office: Office) -> None:
    words = ("--class", "accusation", "--accused", "城关镇", "--category", "城乡建设")
    case = office.open("2026-11-02", *words, title="反映城关镇某某受贿")
    shown = office.does("today")
    assert case in shown
    assert "受贿" not in shown
    said = office.does("today", "--json")
    rows = [row for section in SECTIONS for row in said[section] if row["id"] == case]
    assert {row["title"] for row in rows} == {"密"}
    assert all(row.get("documents") is None and row.get("category") is None for row in rows)


def test_english_says_the_same(office: Office) -> None:
    case = office.open("2026-11-02", "--category", "城乡建设")
    office.lang = Lang.EN
    shown = office.does("today")
    assert "■ new, not routed: 1\n" in shown
    assert f"  {case}  11-17 5 d late  to 住房和城乡建设局?  反映阳光花园逾期交房\n" in shown


def test_the_offices_own_days_are_told_with_the_next_one(office: Office) -> None:
    config = office.root / "config.yaml"
    days = "days: [{name: 三·五工作日, on: 每月22日}, {name: 下访日, on: 每月第一个周一}]"
    config.write_text(config.read_text("utf-8").replace("days: []", days, 1), encoding="utf-8")
    said = office.does("today")
    assert ("今天是三·五工作日" in said, "下访日：2026-12-07" in said) == (True, True)
    assert office.does("today", "--json")["field_days"] == [
        {"name": "三·五工作日", "date": "2026-11-22"}, {"name": "下访日", "date": "2026-12-07"},
    ]  # fmt: skip


def test_no_section_goes_through_all_entries(office: Office) -> None:
    """A hundred thousand matters have half a million; what a section looks at is found by an index."""
    office.open("2026-11-02")
    office.does("today")
    values = {**asked(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), "李经办"), "limit": 10}
    with closing(sqlite3.connect(office.root / ".xinfang/index.sqlite3")) as db:
        for question in QUESTIONS.values():
            for statement in (question.rows, question.how_many):
                plan = [line[3] for line in db.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
                assert not [line for line in plan if line.startswith(("SCAN events", "SCAN clocks"))], plan
                assert not [line for line in plan if line.endswith("events_did (did=?)")], plan
