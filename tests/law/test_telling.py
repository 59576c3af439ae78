import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.telling import (
    awaited,
    clock_title,
    due_words,
    reckoned,
    rule_words,
    started_line,
    step_object,
    stopped_line,
    tell_step,
)
from xinfang_cli.messages import Text

MatterOf = Callable[..., Any]
Both = Callable[[Text], tuple[str, str]]
HOUSING = "住房和城乡建设局"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_step_as_people_read_it(matter: MatterOf) -> None:
    it = matter("2026-11-22")
    step = it.do("route", "2026-11-23", unit=HOUSING, mode="assign", within="45d")
    assert list(tell_step(step, it.law, Lang.ZH, day("2026-11-23"))) == [
        f"XF-20261122-7K3MQ 2026-11-23 转送交办 · 现为“已交办” · {HOUSING}",
        "  停：登记转送应于2026-12-07前，2026-11-23完成，按时",
        f"  起：告知（转来）15日，至2026-12-08（{HOUSING}；信访工作条例第23条第3款）",
        f"  权利：异议期5个工作日，至2026-11-30（{HOUSING}；信访工作条例第23条第3款）",
        f"  起：交办反馈45日，至2027-01-07（{HOUSING}；信访工作条例第22条第1款第3项（期限由交办时写明））",
        "  待制作文书：交办函、转送告知书",
    ]


def test_a_late_step_of_an_overdue_matter(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("accept", "2026-11-20")  # disposition was due on the 17th
    step = it.do("note", "2027-02-01", text="来电")
    assert list(tell_step(step, it.law, Lang.EN, day("2027-02-01"))) == [
        "XF-20261102-7K3MQ 2027-02-01 note · now “accepted” · -",
        "  note: the earliest deadline 2027-01-19 is 13 day(s) past",
    ]
    route = it.state.last_run("route")
    assert (
        stopped_line(route, it.law).in_(Lang.EN)
        == "stopped: disposition, due 2026-11-17, done 2026-11-20, 3 day(s) late"
    )


def test_a_step_as_scripts_read_it(matter: MatterOf) -> None:
    it = matter("2026-12-20")
    it.do("route", "2026-12-29", unit=HOUSING, mode="transfer")
    step = it.do("accept", "2027-01-14")
    assert step_object(step, it.law) == {
        "id": "XF-20261220-7K3MQ",
        "status": "accepted",
        "unit": HOUSING,
        "due": day("2027-03-15"),
        "stopped": [
            {
                "clock": "notify_routed",
                "due": day("2027-01-13"),
                "date": day("2027-01-14"),
                "late_days": 1,
                "fate": "done",
            },
            {"clock": "object", "due": day("2027-01-06"), "date": day("2027-01-14"), "late_days": 0, "fate": "done"},
        ],
        "started": [{"clock": "handle", "rule": "60d", "due": day("2027-03-15"), "provisional": False}],
        "owed": ["notice"],
    }


def test_a_right_or_a_clock_without_length_just_stops(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer")
    it.do("accept", "2026-11-20")
    assert stopped_line(it.state.last_run("object"), it.law).in_(Lang.ZH) == "停：异议期"
    route = it.state.last_run("route")
    assert stopped_line(route._replace(due=None), it.law).in_(Lang.EN) == "stopped: disposition"


def test_a_duty_that_merely_ended_is_told_as_ended(matter: MatterOf, both: Both) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer")
    step = it.do("merge", "2026-11-20", case="XF-20260101-00000", reason="同一件")
    notice, _ = [run for run in it.state.clocks if run.name in {"notify_routed", "object"}]
    assert [run.name for run in step.stopped] == ["notify_routed"]
    assert both(stopped_line(notice, it.law)) == (
        "终止：告知（转来）原应于2026-11-17前完成，2026-11-20起不再计，不算按时也不算超期",
        "ended: notice (routed), due 2026-11-17, runs no longer from 2026-11-20; neither in time nor late",
    )


def test_a_clock_of_the_office_and_one_that_config_no_longer_has(matter: MatterOf) -> None:
    it = matter("2026-11-08")
    route = it.state.run("route")
    assert started_line(route, it.law).in_(Lang.ZH) == (
        "起：登记转送15日，至2026-11-23（信访部门；信访工作条例第22条）"
    )
    gone = started_line(route._replace(name="镇级初核", rule="十五日", due=None), it.law)
    assert gone.in_(Lang.EN) == "running: 镇级初核, 十五日, until no deadline (letters-and-visits office; -)"


def test_what_a_clock_is_called(law: Law) -> None:
    assert clock_title("handle", law) == "handle"
    assert clock_title("镇级初核", law) == "镇级初核"


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("15d", "15日", "15 days"),
        ("5wd", "5个工作日", "5 working days"),
        ("30d>", "30日（逢假顺延）", "30 days (moving past holidays)"),
        ("两个月", "两个月", "两个月"),
    ],
)
def test_rules_in_words(rule: str, zh: str, en: str, both: Both) -> None:
    assert both(rule_words(rule)) == (zh, en)


@pytest.mark.parametrize(
    ("received", "words"),
    [
        ("2026-11-08", "2026-11-23"),
        ("2026-11-07", "2026-11-22（最迟2026-11-20办）"),  # a Sunday: the last working day is Friday
        ("2026-12-20", "2027-01-04"),
    ],
)
def test_due_dates_in_words(matter: MatterOf, received: str, words: str) -> None:
    it = matter(received)
    assert due_words(it.state.run("route"), it.law).in_(Lang.ZH) == words


def test_a_due_date_in_a_year_without_notice_is_called_provisional(matter: MatterOf) -> None:
    it = matter("2026-12-29")
    it.do("route", "2026-12-29", unit=HOUSING, mode="transfer")
    assert due_words(it.state.run("object"), it.law).in_(Lang.ZH) == "2027-01-06（暂算）"


def test_a_right_has_no_last_working_day_to_act(matter: MatterOf, law: Law) -> None:
    plain = law.but(
        clocks={**law.clocks, "ask_review": law.clocks["ask_review"]._replace(rule=law.clocks["review"].rule)}
    )
    it = matter("2026-11-02", law=plain)
    it.do("accept", "2026-11-02")
    it.do("reply", "2026-11-03", decision="support", number="1号")
    it.do("serve", "2026-11-05", document=Document.OPINION, method="in_person")  # until Saturday 5 December
    assert due_words(it.state.run("ask_review"), plain).in_(Lang.EN) == "2026-12-05"


def test_a_limit_without_a_case(law: Law) -> None:
    assert reckoned("30d>", day("2026-12-02"), law) == {
        "start": day("2026-12-02"),
        "rule": "30d>",
        "raw": day("2027-01-01"),
        "due": day("2027-01-04"),
        "act_by": day("2027-01-04"),
        "provisional": True,
        "act_by_provisional": True,
    }
    assert reckoned("三十日", day("2026-12-02"), law) is None


def test_a_matter_that_came_back_says_which_day_it_is(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer")
    it.do("object", "2026-11-05", reason="不属职权")
    step = it.do("object", "2026-11-20", decision="agree")
    assert "  异议成立，待重新转送，今日为自收到之日起第18日" in list(
        tell_step(step, it.law, Lang.ZH, day("2026-11-20"))
    )


def test_what_was_posted_waits_only_where_its_receipt_opens_a_right(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer")
    posted = {"method": "post", "posted": day("2026-11-03"), "day": "unknown"}
    it.do("serve", "2026-11-03", document=Document.ROUTED_NOTICE, **posted)
    assert it.state.posted == ((Document.ROUTED_NOTICE, day("2026-11-03")),)
    assert list(awaited(it.state)) == []
