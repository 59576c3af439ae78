import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import (
    ClockKind,
    ClockName,
    ClockRule,
    Law,
    Owner,
    Rule,
    after_pause,
    explain,
    is_provisional,
    last_day,
    reckon,
)
from xinfang_cli.law.workdays import national

CALENDAR = national()
DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2032, 12, 31))
RULES = st.builds(Rule, st.integers(1, 120), st.booleans(), st.booleans())


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rule(text: str) -> Rule:
    found = Rule.read(text)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["15d", "5wd", "30d>", "9999d", "1wd>"])
def test_a_rule_is_written_as_it_is_read(text: str) -> None:
    assert str(rule(text)) == text
    assert Rule.read(f" {text} ") == rule(text)


@pytest.mark.parametrize(
    "text", ["", "15", "d", "0d", "-5d", "05d", "10000d", "15 d", "15D", "15>d", "5w", "十五日", "15d>>"]
)
def test_what_is_no_rule(text: str) -> None:
    assert Rule.read(text) is None


def test_a_longer_rule_is_of_the_same_kind() -> None:
    assert str(rule("60d").longer(30)) == "90d"
    assert str(rule("5wd").longer(2)) == "7wd"
    assert str(rule("30d>").longer(1)) == "31d>"


@pytest.mark.parametrize(
    ("text", "start", "raw", "rolled"),
    [
        ("15d", "2026-09-16", "2026-10-01", "2026-10-08"),  # 国庆
        ("15d", "2026-02-01", "2026-02-16", "2026-02-24"),  # 春节
        ("15d", "2026-01-30", "2026-02-14", "2026-02-14"),  # a Saturday that is a workday
        ("15d", "2026-04-24", "2026-05-09", "2026-05-09"),  # likewise
        ("15d", "2026-09-05", "2026-09-20", "2026-09-20"),  # a Sunday that is a workday
        ("30d", "2026-01-01", "2026-01-31", "2026-02-02"),  # a Saturday
        ("60d", "2026-08-03", "2026-10-02", "2026-10-08"),
        ("90d", "2026-07-10", "2026-10-08", "2026-10-08"),
        ("60d", "2026-11-22", "2027-01-21", "2027-01-21"),  # a Thursday of a year without notice
    ],
)
def test_calendar_days(text: str, start: str, raw: str, rolled: str) -> None:
    plain, moved = reckon(day(start), rule(text), CALENDAR), reckon(day(start), rule(text + ">"), CALENDAR)
    assert (plain.raw, plain.due) == (day(raw), day(raw))
    assert (moved.raw, moved.due) == (day(raw), day(rolled))
    assert not plain.provisional, "plain days need no calendar"
    assert moved.provisional == (day(raw).year > 2026)


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("5wd", "2026-09-24", "2026-10-09"),
        ("3wd", "2026-02-13", "2026-02-25"),  # Saturday 02-14 counts
        ("5wd", "2026-02-13", "2026-02-27"),
        ("3wd", "2026-04-30", "2026-05-08"),
        ("3wd", "2026-09-18", "2026-09-22"),  # Sunday 09-20 counts
        ("1wd", "2026-05-08", "2026-05-09"),  # a Saturday
        ("10wd", "2026-09-30", "2026-10-20"),
        ("10wd", "2026-02-10", "2026-03-02"),
    ],
)
def test_working_days(text: str, start: str, due: str) -> None:
    found = reckon(day(start), rule(text), CALENDAR)
    assert (found.raw, found.due, found.act_by) == (day(due), day(due), day(due))
    assert (found.provisional, found.act_by_provisional) == (False, False)


def test_working_days_that_leave_the_notices_are_provisional() -> None:
    found = reckon(day("2026-12-29"), rule("5wd"), CALENDAR)
    assert found.due == day("2027-01-06")  # 30 and 31, then 4, 5, 6: 1 January is a holiday, 2 and 3 a weekend
    assert (found.provisional, found.act_by_provisional) == (True, True)


def test_the_last_working_day_of_the_last_notice_is_firm() -> None:
    found = reckon(day("2026-12-24"), rule("5wd"), CALENDAR)
    assert (found.due, found.provisional) == (day("2026-12-31"), False)


def test_a_move_into_a_year_without_notice_is_provisional() -> None:
    found = reckon(day("2026-12-02"), rule("30d>"), CALENDAR)
    assert (found.raw, found.due, found.provisional) == (day("2027-01-01"), day("2027-01-04"), True)


def test_a_long_count_is_provisional_where_a_year_between_is_missing() -> None:
    gap = CALENDAR.but(years=(2004, 2025))
    assert is_provisional(day("2025-12-20"), rule("300wd"), day("2027-03-01"), gap)


def test_plain_days_are_firm_and_the_day_to_act_may_not_be() -> None:
    found = reckon(day("2026-12-19"), rule("15d"), CALENDAR)
    assert (found.due, found.provisional) == (day("2027-01-03"), False)
    assert (found.act_by, found.act_by_provisional) == (day("2026-12-31"), True)


@pytest.mark.parametrize(
    ("start", "due", "act_by"),
    [
        ("2026-09-16", "2026-10-01", "2026-09-30"),
        ("2026-02-01", "2026-02-16", "2026-02-14"),  # the make-up Saturday before 春节
        ("2026-11-07", "2026-11-22", "2026-11-20"),
        ("2026-11-08", "2026-11-23", "2026-11-23"),
    ],
)
def test_the_last_working_day_to_act(start: str, due: str, act_by: str) -> None:
    found = reckon(day(start), rule("15d"), CALENDAR)
    assert (found.due, found.act_by, found.act_by_provisional) == (day(due), day(act_by), False)


def test_config_adds_days_off_and_on() -> None:
    calendar = national(office_off=[day("2026-11-24"), day("2026-11-25")], office_work=[day("2026-11-28")])
    assert last_day(day("2026-11-23"), rule("3wd"), CALENDAR) == day("2026-11-26")
    assert last_day(day("2026-11-23"), rule("3wd"), calendar) == day("2026-11-28")  # 26, 27, Saturday 28
    assert last_day(day("2026-10-29"), rule("30d>"), CALENDAR) == day("2026-11-30")  # the 28th is a Saturday
    assert last_day(day("2026-10-29"), rule("30d>"), calendar) == day("2026-11-28")


def test_a_pause_in_calendar_days() -> None:
    longer = after_pause(rule("60d"), day("2026-11-30"), day("2026-12-10"), CALENDAR)
    assert str(longer) == "70d"


def test_a_pause_in_working_days_adds_the_working_days_of_the_pause() -> None:
    # 5wd from Thursday 24 September: 28, 29, 30, then 8 and 9 October. Stopped on the 28th (one day used), resumed on
    # 8 October: four are left, 9, 10 (a make-up Saturday), 12, 13.
    longer = after_pause(rule("5wd"), day("2026-09-28"), day("2026-10-08"), CALENDAR)
    assert str(longer) == "8wd"  # 29 and 30 September and 8 October lie within the pause
    assert last_day(day("2026-09-24"), longer, CALENDAR) == day("2026-10-13")


@given(DAYS, st.integers(1, 60), st.integers(0, 90), st.integers(0, 90))
def test_after_a_pause_so_many_working_days_are_left_as_before(
    start: dt.date, days: int, used: int, pause: int
) -> None:
    stopped_on = start + dt.timedelta(days=used)
    resumed_on = stopped_on + dt.timedelta(days=pause)
    limit = Rule(days, working=True)
    left = days - CALENDAR.workdays_between(start, stopped_on)
    if left > 0:
        due = last_day(start, after_pause(limit, stopped_on, resumed_on, CALENDAR), CALENDAR)
        assert due == CALENDAR.add_workdays(resumed_on, left)


def test_each_day_of_calendar_days_with_a_move() -> None:
    days = list(explain(day("2026-09-28"), rule("3d>"), CALENDAR))
    assert [(each.date.isoformat()[5:], each.counted, each.why.in_(Lang.ZH)) for each in days] == [
        ("09-28", False, "起算日，不计"),
        ("09-29", True, "按日计算"),
        ("09-30", True, "按日计算"),
        ("10-01", True, "节假日（国庆节），顺延至下一工作日"),
        ("10-02", False, "节假日（国庆节）"),
        ("10-03", False, "节假日（国庆节）"),
        ("10-04", False, "节假日（国庆节）"),
        ("10-05", False, "节假日（国庆节）"),
        ("10-06", False, "节假日（国庆节）"),
        ("10-07", False, "节假日（国庆节）"),
        ("10-08", False, "工作日"),
    ]


def test_each_day_of_working_days() -> None:
    days = list(explain(day("2026-09-18"), rule("3wd"), CALENDAR))
    assert [(each.date.isoformat()[5:], each.counted, each.why.in_(Lang.EN)) for each in days] == [
        ("09-18", False, "first day, not counted"),
        ("09-19", False, "weekend"),
        ("09-20", True, "make-up workday (National Day)"),
        ("09-21", True, "workday"),
        ("09-22", True, "workday"),
    ]


def test_calendar_days_say_nothing_of_holidays() -> None:
    days = list(explain(day("2026-09-29"), rule("2d"), CALENDAR))
    assert [(each.counted, each.why.in_(Lang.EN)) for each in days[1:]] == [
        (True, "calendar day"),
        (True, "calendar day"),
    ]


def test_an_explanation_up_to_the_last_day_there_is() -> None:
    assert [each.date for each in explain(dt.date(9999, 12, 30), rule("1d"), CALENDAR)][-1] == dt.date.max


@given(DAYS, RULES)
def test_an_explanation_counts_exactly_so_many_days_and_ends_on_the_due_date(start: dt.date, limit: Rule) -> None:
    days = list(explain(start, limit, CALENDAR))
    assert sum(each.counted for each in days) == limit.days
    assert (days[0].date, days[0].counted) == (start, False)
    assert days[-1].date == last_day(start, limit, CALENDAR)
    assert [each.date for each in days] == [start + dt.timedelta(days=offset) for offset in range(len(days))]


@given(DAYS, RULES)
def test_what_holds_of_every_limit(start: dt.date, limit: Rule) -> None:
    found = reckon(start, limit, CALENDAR)
    assert found.act_by <= found.due
    assert start < found.raw <= found.due
    assert CALENDAR.is_workday(found.act_by)
    assert CALENDAR.is_workday(found.due) or not (limit.working or limit.roll)
    if found.provisional:
        assert limit.working or limit.roll
        assert found.due.year > 2026
    if limit.working:
        assert found.provisional == (found.due.year > 2026)


def test_a_clock_is_called_by_its_name_in_the_regulations_or_by_its_own() -> None:
    row = ClockRule("handle", rule("60d"), Owner.UNIT, ClockKind.DUTY, "信访工作条例第34条")
    assert row.title is ClockName.HANDLE
    assert row._replace(name="镇级初核").title == "镇级初核"


def test_a_clock_that_config_no_longer_has_is_a_duty_of_the_unit(law: Law) -> None:
    assert (law.kind("ask_review"), law.owner("ask_review")) == (ClockKind.WINDOW, Owner.PETITIONER)
    assert (law.kind("镇级初核"), law.owner("镇级初核")) == (ClockKind.DUTY, Owner.UNIT)
