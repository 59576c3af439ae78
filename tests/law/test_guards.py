import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.conditions import Guard
from xinfang_cli.law.guards import GUARDS, Attempt, chain, check, hearing_days, is_accused
from xinfang_cli.law.history import State
from xinfang_cli.law.procedure import TRANSITIONS
from xinfang_cli.law.records import Case
from xinfang_cli.messages import Msg, Sentence


def test_every_guard_has_its_function_and_its_row() -> None:
    assert set(GUARDS) == set(Guard)
    assert {guard for row in TRANSITIONS for guard in row.guards} == set(Guard)


def test_without_a_row_nothing_is_asked(case: Callable[..., Case], law: Law) -> None:
    check(Attempt(case=case(), state=State(), data={}, on=dt.date(2026, 11, 23), law=law, row=None))


def test_a_matter_that_is_not_there_yet_accuses_nobody(law: Law) -> None:
    row = next(row for row in TRANSITIONS if Guard.NOT_TO_ACCUSED in row.guards)
    check(Attempt(case=None, state=State(), data={"unit": "甲局"}, on=dt.date(2026, 11, 23), law=law, row=row))


@pytest.mark.parametrize(
    ("unit", "accused", "is_it"),
    [
        ("甲局", "甲局", True),
        ("甲局二科", "甲局", True),  # two levels below
        ("甲局", "甲局二科", False),  # above the accused: the way to complain of it
        ("丙局", "乙局", True),  # its successor
        ("丙局一科", "乙局", True),  # below the successor
        ("乙局", "丙局", False),  # what went before the accused
        ("丁局", "甲局", False),
    ],
)
def test_who_counts_as_the_accused(law: Law, unit: str, accused: str, is_it: bool) -> None:
    units = law.but(under={"甲局二科": "甲局一处", "甲局一处": "甲局", "丙局一科": "丙局"}, successors={"乙局": "丙局"})
    assert is_accused(unit, accused, units) is is_it


def test_a_chain_ends() -> None:
    assert list(chain("甲", {"甲": "乙", "乙": "丙"})) == ["甲", "乙", "丙"]
    assert list(chain("甲", {"甲": "乙", "乙": "甲"})) == ["甲", "乙"]


def test_the_days_of_a_hearing() -> None:
    assert hearing_days("2026-12-31..2027-01-01") == (dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    assert hearing_days("2026-12-31") == (dt.date(2026, 12, 31),)
    assert len(hearing_days("2026-01-01..2026-12-31")) == 365


def test_what_the_table_cannot_say_is_asked_only_where_there_is_a_case(matter: Callable[..., Any]) -> None:
    it = matter("2026-11-02")
    it.do("merge", "2026-11-03", case="XF-20261101-00000", reason="同人同事")
    assert it.case.status == "merged"


def test_an_answer_names_what_was_asked_by_number_or_entry(matter: Callable[..., Any]) -> None:
    it = matter("2026-11-02")
    letter = it.do("escalate", "2026-11-03", step="supervise", ground="shirk_delay", number="督1号").entry
    advice = it.do("note", "2026-11-04", text="完善办法", advice="policy", number="建1号").entry
    decision = it.do("meeting", "2026-11-05", text="纪要", agreed="月底前复测").entry
    assert it.do("feedback", "2026-11-06", answers="督1号", text="已办").entry.answers == letter.n
    assert it.do("feedback", "2026-11-07", answers="建1号", text="已修订", adopted="partly").entry.answers == advice.n
    assert it.do("feedback", "2026-11-08", answers=decision.n, text="已复测").entry.answers == decision.n
    with pytest.raises(RefusedError) as refused:
        it.do("feedback", "2026-11-09", answers="督2号", text="已办")
    assert refused.value.text == Msg.NOT_ASKED(reference="督2号", asked=["督1号", "建1号", decision.n])
    with pytest.raises(RefusedError) as refused:
        it.do("feedback", "2026-11-09", answers="督1号", text="已办", adopted="adopted")
    assert refused.value.text.msg is Msg.ADOPTED_WHAT


def test_of_two_letters_with_one_number_the_later_is_answered(matter: Callable[..., Any]) -> None:
    it = matter("2026-11-02")
    for day in ("2026-11-03", "2026-11-05"):
        last = it.do("escalate", day, step="supervise", ground="shirk_delay", number="督1号").entry
    assert it.do("feedback", "2026-11-06", answers="督1号", text="已办").entry.answers == last.n


@pytest.mark.parametrize(
    ("did", "data", "msg"),
    [
        ("note", {"next": "复测"}, Msg.NOTE_DETAIL),
        ("note", {"blocker": "图纸缺失", "kind": "plan"}, Msg.NOTE_DETAIL),
        ("note", {"month": "2026-10"}, Msg.NOTE_DETAIL),
        ("note", {"way": "第三方", "kind": "progress"}, Msg.NOTE_DETAIL),
        ("note", {"month": "2026-13", "kind": "progress"}, Msg.NO_MONTH),
        ("note", {"expert": "刘律师"}, Msg.NOTE_DETAIL),
        ("note", {"amount": 5000, "kind": "other"}, Msg.NOTE_DETAIL),
        ("note", {"granted": True}, Msg.NOTE_DETAIL),
        ("note", {"unit": "水利局"}, Msg.ASKS_NOTHING),
        ("meeting", {"kind": "inspection", "unit": "水利局", "reply_due": dt.date(2026, 12, 1)}, Msg.ASKS_NOTHING),
        ("note", {"reply_due": dt.date(2026, 12, 1)}, Msg.ASKS_NOTHING),
        ("meeting", {"unit": "水利局"}, Msg.ASKS_NOTHING),
        ("meeting", {"reply_due": dt.date(2026, 12, 1)}, Msg.ASKS_NOTHING),
    ],
)
def test_details_stand_where_they_mean_something(
    matter: Callable[..., Any], did: str, data: dict[str, Any], msg: Sentence
) -> None:
    it = matter("2026-11-02")
    with pytest.raises(RefusedError) as refused:
        it.do(did, "2026-11-03", text="甲", **data)
    assert refused.value.text.msg is msg
    it.do("note", "2026-11-03", text="甲", kind="progress", next="复测", blocker="图纸缺失", month="2026-10")
    it.do("note", "2026-11-03", text="甲", kind="plan", way="第三方", how="住建局牵头")
    it.do("note", "2026-11-03", text="甲", advice="improve", unit="水利局", reply_due=dt.date(2026, 12, 1))
    it.do("note", "2026-11-03", text="甲", kind="expert", expert="刘律师")
    it.do("note", "2026-11-03", text="甲", kind="relief", amount=5000, granted=True)
    it.do("meeting", "2026-11-03", text="甲", agreed="复测", unit="水利局", reply_due=dt.date(2026, 12, 1))
    it.do("meeting", "2026-11-03", text="甲", kind="inspection", unit="水利局")
