import datetime as dt
from collections.abc import Callable

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.labels import Lang
from xinfang_cli.law.workdays import ONE_DAY, Calendar, DayName, national, statutory
from xinfang_cli.messages import Text

STATE_COUNCIL = national()
DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2040, 12, 31))
NOTICE_2027 = [
    # as a notice reads; what it will say was not known when this was written
    *(dt.date(2027, 1, day) for day in (1, 2, 3)),
    *(dt.date(2027, 2, day) for day in range(5, 13)),
    *(dt.date(2027, 4, day) for day in (3, 4, 5)),
    *(dt.date(2027, 5, day) for day in range(1, 6)),
    *(dt.date(2027, 6, day) for day in (7, 8, 9)),
    *(dt.date(2027, 9, day) for day in (15, 16, 17)),
    *(dt.date(2027, 10, day) for day in range(1, 8)),
]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def all_days(first: int, last: int) -> list[dt.date]:
    start, end = dt.date(first, 1, 1), dt.date(last, 12, 31)
    return [start + offset * ONE_DAY for offset in range((end - start).days + 1)]


def test_every_day_of_the_notices_agrees_with_a_second_library() -> None:
    second = holidays.country_holidays("CN", language="zh_CN", years=range(2004, 2027))
    differing = [each for each in all_days(2004, 2026) if second.is_working_day(each) != STATE_COUNCIL.is_workday(each)]
    assert differing == []


def test_the_saturday_for_which_3_january_2006_was_off_is_a_workday() -> None:
    assert STATE_COUNCIL.is_workday(day("2005-12-31"))
    assert not STATE_COUNCIL.is_workday(day("2006-01-03"))
    assert STATE_COUNCIL.why(day("2005-12-31")).in_(Lang.ZH) == "调休上班（元旦）"


@pytest.mark.parametrize("year", range(2027, 2036))
def test_statutory_days_of_years_to_come_agree_with_a_second_library(year: int) -> None:
    second = holidays.country_holidays("CN", language="zh_CN", years=year, observed=False)
    ours = statutory(year)
    assert set(ours) == set(second)
    eve = {"农历除夕": "春节"}
    for each, name in ours.items():
        assert name.zh in (eve.get(second[each], second[each]) + "; 中秋节; 国庆节" * ("; " in second[each]))


def test_later_years_have_the_days_that_never_move() -> None:
    assert sorted(statutory(2099)) == [
        dt.date(2099, month, each) for month, each in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
    ]


def test_the_calendar_says_which_years_it_has() -> None:
    assert STATE_COUNCIL.years == (2004, 2026)
    assert STATE_COUNCIL.version == "2004-2026"
    assert STATE_COUNCIL.covers(day("2026-12-31"))
    assert not STATE_COUNCIL.covers(day("2027-01-01"))
    assert not STATE_COUNCIL.covers(day("2003-12-31"))


def test_a_year_without_notice_has_weekdays_less_statutory_days() -> None:
    assert not STATE_COUNCIL.is_workday(day("2027-01-01"))  # a Friday
    assert not STATE_COUNCIL.is_workday(day("2027-02-08"))  # 春节, a Monday
    assert STATE_COUNCIL.is_workday(day("2027-02-09"))
    assert not STATE_COUNCIL.is_workday(day("2027-02-13"))  # a Saturday


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2026-11-23", "工作日", "workday"),
        ("2026-11-22", "周末", "weekend"),
        ("2026-10-01", "节假日（国庆节）", "holiday (National Day)"),
        ("2026-02-14", "调休上班（春节）", "make-up workday (Spring Festival)"),
        ("2027-01-04", "工作日，暂算", "workday, provisional"),
        ("2027-01-01", "节假日（元旦），暂算", "holiday (New Year's Day), provisional"),
        ("2027-01-02", "周末，暂算", "weekend, provisional"),
    ],
)
def test_why(text: str, zh: str, en: str, both: Callable[[Text], tuple[str, str]]) -> None:
    assert both(STATE_COUNCIL.why(day(text))) == (zh, en)


def test_every_name_of_the_notices_has_its_label() -> None:
    for each in (*STATE_COUNCIL.off.values(), *STATE_COUNCIL.work.values()):
        assert DayName.of(each)


def test_a_local_holiday_is_off_and_makes_no_year_firm() -> None:
    calendar = national(office_off=[day("2026-11-20"), day("2027-03-03")])
    assert not calendar.is_workday(day("2026-11-20"))
    assert calendar.why(day("2026-11-20")).in_(Lang.EN) == "day off (config.yaml)"
    assert calendar.why(day("2027-03-03")).in_(Lang.EN) == "day off (config.yaml)"
    assert not calendar.covers(day("2027-03-03"))
    assert calendar.version == "2004-2026 (config.yaml)"


def test_a_workday_of_the_office_wins_over_everything() -> None:
    calendar = national(
        office_off=[day("2026-11-21")], office_work=[day("2026-11-21"), day("2026-10-01")], source="县里"
    )
    assert calendar.is_workday(day("2026-11-21"))
    assert calendar.is_workday(day("2026-10-01"))
    assert calendar.why(day("2026-10-01")).in_(Lang.ZH) == "本单位上班（config.yaml）"
    assert calendar.version == "2004-2026 (县里)"


def test_a_whole_notice_in_config_makes_its_year_firm() -> None:
    calendar = national(office_off=NOTICE_2027, office_work=[day("2027-01-30")], source="国办发明电〔2026〕0号")
    assert calendar.covers(day("2027-06-01"))
    assert not calendar.covers(day("2028-01-01"))
    assert calendar.is_workday(day("2027-01-30"))  # a Saturday
    assert calendar.why(day("2027-02-09")).in_(Lang.ZH) == "本单位放假（config.yaml）"
    assert calendar.why(day("2027-03-01")).in_(Lang.ZH) == "工作日"
    assert calendar.why(day("2027-03-06")).in_(Lang.ZH) == "周末"
    assert calendar.version == "2004-2026+2027 (国办发明电〔2026〕0号)"


def test_in_a_firm_year_the_notice_decides_and_not_the_statutory_table() -> None:
    without_tomb_sweeping = [each for each in NOTICE_2027 if each.month != 4]
    assert national(office_off=without_tomb_sweeping).is_workday(day("2027-04-05"))
    assert not STATE_COUNCIL.is_workday(day("2027-04-05"))


def test_days_of_a_covered_year_in_config_do_not_name_it_twice() -> None:
    new_year, labour, national_day = day("2026-01-01"), day("2026-05-01"), day("2026-10-01")
    assert national(office_off=[new_year, labour, national_day]).version == "2004-2026 (config.yaml)"


def test_the_days_end_with_the_calendar() -> None:
    assert list(STATE_COUNCIL.days_after(dt.date.max - ONE_DAY)) == [dt.date.max]
    assert next(STATE_COUNCIL.days_after(day("2026-11-22"))) == day("2026-11-23")


@given(DAYS, st.integers(0, 60))
def test_adding_workdays_counts_exactly_so_many(start: dt.date, count: int) -> None:
    end = STATE_COUNCIL.add_workdays(start, count)
    assert STATE_COUNCIL.workdays_between(start, end) == count
    assert count == 0 or STATE_COUNCIL.is_workday(end)


@given(DAYS)
def test_the_nearest_workdays(each: dt.date) -> None:
    before, after = STATE_COUNCIL.on_or_before(each), STATE_COUNCIL.on_or_after(each)
    assert before <= each <= after
    assert STATE_COUNCIL.is_workday(before)
    assert STATE_COUNCIL.is_workday(after)
    assert (before == each) == (after == each) == STATE_COUNCIL.is_workday(each)
    between = [before + offset * ONE_DAY for offset in range(1, (after - before).days)]
    assert not any(STATE_COUNCIL.is_workday(middle) for middle in between)


def test_no_workdays_between_a_day_and_an_earlier_one() -> None:
    calendar = Calendar(off={}, work={}, years=(2026, 2026))
    assert calendar.workdays_between(day("2026-11-27"), day("2026-11-23")) == 0
