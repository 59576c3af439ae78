"""Sentences of the monthly bulletin: units by a duty rate, goals, what was done besides, the office's own words."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from tests.reports.test_reports import CIVIL, COUNTY, HOUSING, OFFICE, WATER, _Rows, rows_of, rules  # noqa: F401
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.measures.counting import Counting, Scope
from xinfang_cli.measures.goals import GOALS, gap, is_met
from xinfang_cli.measures.numbers import decimal
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Change, Mark, Page, Value, ratio
from xinfang_cli.measures.variants import Variant
from xinfang_cli.measures.volumes import Duty
from xinfang_cli.measures.windows import read_month
from xinfang_cli.render import Format, draw
from xinfang_cli.reports import Inquiry, Report, build

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = dt.date(2026, 11, 23)
SCHOOLS = "教育体育局"


def office(**duties: tuple[str, int, int]) -> _Rows:
    """Return an office whose units had duties due in October: so many in time, so many late."""
    rows = _Rows()
    rows.case("XF-1", HOUSING, "10-01", "accepted")
    at = 0
    for unit, met, missed in duties.values():
        for number in range(met + missed):
            at += 1
            done = "10-10" if number < met else "10-25"
            rows.clock("XF-1", "notify_routed", "10-01", f"10-{11 + at % 10}", done, owing=unit)
    return rows


def monthly(rows: _Rows, law: Law, **more: Any) -> Page:
    month = read_month("2026-10")
    assert month
    known = {"order": (HOUSING, WATER, CIVIL, SCHOOLS), **more}
    return build(
        Report.MONTHLY, Inquiry(run=rows.db.execute, window=month, today=TODAY, office=OFFICE, law=law, **known)
    )


def said(page: Page, about: str, lang: Lang = Lang.ZH) -> list[str]:
    return [text.in_(lang) for text in page.paragraphs if about in text.in_(lang)]


# --- Units by a duty rate -------------------------------------------------------------------------------------------


def test_the_highest_and_the_lowest_are_named_and_those_with_few_duties_are_not_ranked(rules: Law) -> None:  # noqa: F811
    rows = office(a=(HOUSING, 9, 1), b=(WATER, 5, 0), c=(CIVIL, 3, 3), d=(SCHOOLS, 0, 4), e=("审计局", 6, 0))
    page = monthly(rows, rules)
    assert said(page, "职责按期率") == [
        "职责按期率最高的单位：水利局100.0%（5/5）、审计局100.0%（6/6）；最低的单位：民政局50.0%（3/6）。"
    ]
    assert said(page, "不排序") == ["到期职责不足5项，件数过少，不排序：教育体育局。"]
    assert said(page, "全部按期的") == ["本期有职责到期的单位5个，全部按期的2个：水利局、审计局；期末有超期的：无。"]


def test_units_that_the_office_may_not_supervise_and_the_office_itself_stand_in_no_order(rules: Law) -> None:  # noqa: F811
    rows = office(a=(HOUSING, 4, 2), b=(WATER, 6, 0), c=(CIVIL, 0, 9))
    rows.db.execute("UPDATE clocks SET owner = 'office', owing = NULL WHERE owing = ?", (WATER,))
    page = monthly(rows, rules.but(beyond=frozenset({CIVIL})))
    assert said(page, "职责按期率") == ["职责按期率各单位都是66.7%：住房和城乡建设局。"]
    assert said(page, "不排序") == []


def test_days_that_the_office_took_over_an_objection_are_not_the_unit_s(rules: Law) -> None:  # noqa: F811
    rows = office(a=(HOUSING, 5, 1), b=(WATER, 5, 1))
    rows.db.execute("UPDATE clocks SET excused_to = '2026-10-25' WHERE owing = ?", (WATER,))
    assert said(monthly(rows, rules), "最高") == [
        "职责按期率最高的单位：水利局100.0%（6/6）；最低的单位：住房和城乡建设局83.3%（5/6）。"
    ]


@pytest.mark.parametrize("least", [0, 1])
def test_an_office_may_rank_from_one_duty_on(rules: Law, least: int) -> None:  # noqa: F811
    page = monthly(office(a=(HOUSING, 1, 0), b=(WATER, 0, 1)), rules, rank_min=least)
    assert said(page, "最低") == [
        "职责按期率最高的单位：住房和城乡建设局100.0%（1/1）；最低的单位：水利局0.0%（0/1）。"
    ]
    assert said(monthly(office(), rules), "职责按期率") == []


def test_accusations_alone_rank_nobody(rules: Law) -> None:  # noqa: F811
    page = monthly(
        office(a=(HOUSING, 9, 9)), rules, scope=Scope("1 = 1", {}, sealed_only=True), goals={Duty.IN_TIME: 90}
    )
    assert said(page, "最高") == said(page, "都是") == said(page, "目标") == []


# --- Goals ----------------------------------------------------------------------------------------------------------


def test_goals_are_told_with_the_difference_and_the_units_under_them(rules: Law) -> None:  # noqa: F811
    rows = office(a=(HOUSING, 9, 1), b=(WATER, 10, 0), c=(CIVIL, 0, 4), d=(SCHOOLS, 4, 2))
    goals: Mapping[Counting, int] = {
        Measure.TIMELY_NOTICE: 90,
        Duty.IN_TIME: 75,
        Measure.RESOLVED_RATE: 80,
        Measure.ON_TIME_CLOSE: 95,
    }
    page = monthly(rows, rules, goals=goals)
    assert said(page, "目标") == [
        "及时告知率76.7%（23/30），未达到目标90%，低13.3个百分点。",
        "职责按期率76.7%（23/30），达到目标75%。",
        "化解率0.0%（0/1），未达到目标80%，低80.0个百分点。",
    ]  # nothing was due to be handled
    assert said(page, "未达到90%") == ["及时告知率未达到90%的单位：教育体育局66.7%（4/6）。"]  # 民政局 had too few
    figures = {figure.name: figure.goal for figure in page.figures}
    assert {name: goal for name, goal in figures.items() if goal is not None} == {
        "timely_notice": 90, "resolved_rate": 80, "on_time_close": 95,
    }  # fmt: skip
    table = rows_of(page, "timeliness")
    assert table[CIVIL]["timely_notice_gap"] == gap(ratio(0, 4), 90)
    assert "on_time_close_gap" not in table[CIVIL]
    drawn = "".join(draw(page, Format.MD, Lang.ZH))
    assert "| 及时告知率 | % | 76.7%（23/30） | 90 | 低13.3个百分点 |" in drawn
    assert "与目标90%比" in drawn
    assert '"goal": 90' in "".join(draw(page, Format.JSON, Lang.ZH))
    english = "".join(draw(page, Format.MD, Lang.EN))
    assert "13.3 points under" in english
    assert "1.7 points over" in english


def test_without_goals_nothing_is_said_of_them(rules: Law) -> None:  # noqa: F811
    page = monthly(office(a=(HOUSING, 9, 1)), rules)
    assert said(page, "目标") == []
    assert "目标" not in "".join(draw(page, Format.MD, Lang.ZH))


def test_a_goal_is_met_exactly_and_not_by_rounding() -> None:
    assert is_met(ratio(19, 20), 95)
    assert not is_met(ratio(9499, 10000), 95)
    assert not is_met(ratio(0, 0), 95)
    assert gap(Value(None, is_rate=True, is_withheld=True), 95) is None
    found = gap(ratio(9499, 10000), 95)
    assert found == Change(found.amount, is_points=True, is_gap=True) if found else False
    assert found
    assert decimal(abs(found.amount) * 100) == "0.0"


def test_goals_are_of_duties_and_of_what_is_resolved() -> None:
    assert {label.value for label in GOALS} == {
        "timely_route", "timely_notice", "on_time_close", "resolved_rate", "duties_in_time", "assigned_in_time",
    }  # fmt: skip


# --- What it rests on, what was done besides ------------------------------------------------------------------------


def test_who_says_that_it_is_resolved_stands_in_the_same_sentence(rules: Law) -> None:  # noqa: F811
    rows = _Rows()
    bases = ["agreement", "performance", "performance", "petitioner", "petitioner", "petitioner", "office", None]
    for at, basis in enumerate(bases):
        rows.case(f"XF-{at}", HOUSING, "09-01", "accepted", resolved=1, resolved_on="2026-10-09", resolved_basis=basis)
    rows.case("XF-9", HOUSING, "09-01", "accepted")  # taken back since; the weaker word of two
    for on, until, basis in (("10-02", "2026-10-05", "petitioner"), ("10-09", "2026-11-05", "office")):
        rows.event("XF-9", on, "close", resolved_until=until, basis=basis)
    assert said(monthly(rows, rules), "单位自认") == [
        "本期化解9件，其中签订协议1件、履行到位2件、信访人认可3件、单位自认3件。"
    ]


def test_what_was_done_besides_is_told_where_there_was_any(rules: Law) -> None:  # noqa: F811
    rows = _Rows()
    rows.case("XF-1", HOUSING, "10-01", "accepted", channel="visit", first_time=1)
    for did, kind in (("settle", "mediation"), ("note", "expert"), ("meeting", "joint"), ("notice", "card")):
        rows._add("remarks", case_id="XF-1", n=did, place=1, on_day="2026-10-09", did=did, kind=kind)
    page = monthly(rows, rules)
    assert said(page, "调解") == ["本期调解1件（期末前已化解0件），简易办理0件，专家意见1次，会商1次，实地督查0次。"]
    assert said(page, "权益保障卡") == ["初次走访发放权益保障卡1张，占100.0%（1/1）。"]
    assert said(monthly(_Rows(), rules), "调解") == said(monthly(_Rows(), rules), "初次") == []


def test_what_was_resolved_once_is_told_under_the_name_of_its_variant(rules: Law) -> None:  # noqa: F811
    rows = _Rows()
    rows.case("XF-1", HOUSING, "09-01", "closed", closed_on="2026-10-01", first_time=1)
    rows.case("XF-2", HOUSING, "09-01", "closed", closed_on="2026-10-30", first_time=1)
    found = said(monthly(rows, rules, once_days=30, variants=(Variant.NOT_REPEATED,)), "未重复")
    assert found == ["本期办结的初次信访，初次信访未重复率100.0%（1/1）；办结未满30日、尚不计的1件。"]


# --- The office's own words -----------------------------------------------------------------------------------------


def test_headings_keep_their_place_and_take_the_office_s_words(rules: Law) -> None:  # noqa: F811
    page = monthly(_Rows(), rules, texts={"存在问题": ("一是告知不及时。", "二是化解率偏低。"), "下一步打算": ()})
    assert [text.in_(Lang.ZH) for text in page.paragraphs][-4:] == [
        "【存在问题】", "一是告知不及时。", "二是化解率偏低。", "【下一步打算】",
    ]  # fmt: skip


def test_numbers_of_accusations_alone_are_withheld_here_too(rules: Law) -> None:  # noqa: F811
    rows = _Rows()
    rows.case("XF-1", HOUSING, "09-01", "closed", resolved=1, resolved_on="2026-10-09", resolved_basis="office")
    page = monthly(rows, rules, scope=Scope("1 = 1", {}, sealed_only=True))
    assert said(page, "单位自认") == [
        f"本期化解{Mark.WITHHELD.zh}件，其中签订协议0件、履行到位0件、信访人认可0件、单位自认{Mark.WITHHELD.zh}件。"
    ]
    assert COUNTY not in "".join(text.in_(Lang.ZH) for text in page.paragraphs)
