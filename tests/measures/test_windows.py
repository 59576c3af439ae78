"""Windows of reports and what they are compared with."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.measures.windows import (
    Span,
    Window,
    days,
    is_partial,
    last_complete,
    last_month,
    last_period,
    last_week,
    last_year,
    named_by_days,
    named_shortly,
    read_half,
    read_month,
    read_quarter,
    read_week,
    read_year,
    read_ytd,
    windows_back,
    year_so_far,
)

FRIDAY = 5


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def shown(window: Window | None) -> str | None:
    return window and f"{window.name} {window.from_}..{window.last}"


AFTER = day("2027-12-31")  # a day on which every window here is over


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("2026-W47", 1, "2026-W47 2026-11-16..2026-11-22"),
        ("2026-W47", FRIDAY, "2026-W47 2026-11-13..2026-11-19"),  # Friday to Thursday: four of its days lie in W47
        ("2026-W47", 7, "2026-W47 2026-11-15..2026-11-21"),  # Sunday to Saturday
        ("2026-W53", 1, "2026-W53 2026-12-28..2027-01-03"),
        ("2026-W01", 1, "2026-W01 2025-12-29..2026-01-04"),
        (" 2026-W47 ", 1, "2026-W47 2026-11-16..2026-11-22"),
        ("2025-W53", 1, None),  # 2025 has 52
        ("2026-W00", 1, None),
        ("2026-47", 1, None),
        ("9999-W52", 1, None),  # ends after the calendar does
        ("0000-W01", 1, None),
        ("２０２６-W47", 1, None),
    ],
)
def test_weeks(name: str, start: int, expected: str | None) -> None:
    assert shown(read_week(name, start)) == expected


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("2026-11", 1, "2026-11 2026-11-01..2026-11-30"),
        ("2026-12", 1, "2026-12 2026-12-01..2026-12-31"),
        ("2026-02", 1, "2026-02 2026-02-01..2026-02-28"),
        ("2026-11", 26, "2026-11 2026-10-26..2026-11-25"),  # named for the month it ends in
        ("2026-01", 26, "2026-01 2025-12-26..2026-01-25"),
        ("2026-11", 5, "2026-11 2026-11-05..2026-12-04"),  # named for the month most of it lies in
        ("2026-03", 31, "2026-03 2026-02-28..2026-03-30"),  # a month without a 31st begins on its last day
        ("2026-13", 1, None),
        ("2026-00", 26, None),
        ("2026-W11", 1, None),
        ("0000-05", 1, None),
        ("9999-12", 1, None),
    ],
)
def test_months(name: str, start: int, expected: str | None) -> None:
    assert shown(read_month(name, start)) == expected


def test_days_are_half_open() -> None:
    assert shown(days(day("2026-11-01"), day("2026-12-01"))) == "2026-11-01..2026-11-30 2026-11-01..2026-11-30"
    assert days(day("2026-11-01"), day("2026-11-01")) is None
    assert days(day("2026-11-02"), day("2026-11-01")) is None


@pytest.mark.parametrize(
    ("today", "start", "expected"),
    [
        ("2026-11-22", 1, "2026-W46"),  # a Sunday: its own week is not over
        ("2026-11-23", 1, "2026-W47"),
        ("2026-11-19", FRIDAY, "2026-W46"),
        ("2026-11-20", FRIDAY, "2026-W47"),
        ("2027-01-04", 1, "2026-W53"),
    ],
)
def test_last_week_that_is_over(today: str, start: int, expected: str) -> None:
    assert last_week(day(today), start) == read_week(expected, start)


@pytest.mark.parametrize(
    ("today", "start", "expected"),
    [
        ("2026-11-30", 1, "2026-10"),
        ("2026-12-01", 1, "2026-11"),
        ("2027-01-01", 1, "2026-12"),
        ("2026-11-25", 26, "2026-10"),
        ("2026-11-26", 26, "2026-11"),
        ("2026-11-04", 5, "2026-09"),  # 5 October to 4 November is October, and not over
        ("2026-11-05", 5, "2026-10"),
    ],
)
def test_last_month_that_is_over(today: str, start: int, expected: str) -> None:
    assert last_month(day(today), start) == read_month(expected, start)


@pytest.mark.parametrize(
    ("window", "before", "year"),
    [
        (read_week("2026-W47"), "2026-W46 2026-11-09..2026-11-15", "2025-W47 2025-11-17..2025-11-23"),
        (read_week("2026-W53"), "2026-W52 2026-12-21..2026-12-27", "2025-W52 2025-12-22..2025-12-28"),
        (read_week("2026-W01"), "2025-W52 2025-12-22..2025-12-28", "2025-W01 2024-12-30..2025-01-05"),
        (read_week("2027-W01"), "2026-W53 2026-12-28..2027-01-03", "2026-W01 2025-12-29..2026-01-04"),
        (read_week("2026-W47", FRIDAY), "2026-W46 2026-11-06..2026-11-12", "2025-W47 2025-11-14..2025-11-20"),
        (read_month("2026-11"), "2026-10 2026-10-01..2026-10-31", "2025-11 2025-11-01..2025-11-30"),
        (read_month("2026-01"), "2025-12 2025-12-01..2025-12-31", "2025-01 2025-01-01..2025-01-31"),
        (read_month("2026-01", 26), "2025-12 2025-11-26..2025-12-25", "2025-01 2024-12-26..2025-01-25"),
        (
            days(day("2026-11-01"), day("2026-11-11")),
            "2026-10-22..2026-10-31 2026-10-22..2026-10-31",
            "2025-11-01..2025-11-10 2025-11-01..2025-11-10",
        ),
        (
            days(day("2024-02-01"), day("2024-03-01")),  # a February of 29 days, whole
            "2024-01-03..2024-01-31 2024-01-03..2024-01-31",
            "2023-02-01..2023-02-28 2023-02-01..2023-02-28",
        ),
        (
            days(day("2024-02-29"), day("2024-03-01")),
            "2024-02-28..2024-02-28 2024-02-28..2024-02-28",
            "2023-02-28..2023-02-28 2023-02-28..2023-02-28",
        ),
    ],
)
def test_compared_windows(window: Window, before: str, year: str) -> None:
    assert shown(last_period(window, AFTER)) == before
    assert shown(last_year(window, AFTER)) == year


def test_a_window_that_is_not_over_is_compared_with_as_many_days() -> None:
    month = read_month("2026-03")
    assert month
    today = day("2026-03-12")
    assert is_partial(month, today)
    assert month.as_of(today) == today
    assert shown(last_period(month, today)) == "2026-02 2026-02-01..2026-02-12"
    assert shown(last_year(month, today)) == "2025-03 2025-03-01..2025-03-12"
    assert shown(last_period(month, day("2026-03-30"))) == "2026-02 2026-02-01..2026-02-28"  # no more days than it has


def test_on_its_last_day_a_window_is_whole_and_before_its_first_too() -> None:
    week = read_week("2026-W47")
    assert week
    for today in ("2026-11-22", "2026-11-15", "2027-01-01"):
        assert not is_partial(week, day(today))
    assert week.as_of(day("2026-11-22")) == week.as_of(day("2027-01-01")) == day("2026-11-22")


def test_nothing_is_compared_before_the_calendar_begins() -> None:
    first_year = [read_week("0001-W01"), read_month("0001-01"), days(dt.date.min, day("0001-01-03"))]
    for window in first_year:
        assert window
        assert last_period(window, AFTER) is None
        assert last_year(window, AFTER) is None


@given(st.dates(day("1980-01-01"), day("2100-01-01")), st.integers(1, 7))
def test_weeks_follow_one_another_without_gap(today: dt.date, start: int) -> None:
    week = last_week(today, start)
    assert week.from_.isoweekday() == start
    assert week.to <= today < week.to + dt.timedelta(7)
    assert read_week(week.name, start) == week
    before = last_period(week, today)
    assert before
    assert (before.to, before.span) == (week.from_, Span.WEEK)


@given(st.dates(day("1980-01-01"), day("2100-01-01")), st.integers(1, 31))
def test_months_follow_one_another_without_gap(today: dt.date, start: int) -> None:
    month = last_month(today, start)
    assert month.to <= today
    assert read_month(month.name, start) == month
    before = last_period(month, today)
    assert before
    assert before.to == month.from_


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", "2026 2026-01-01..2026-12-31"),
        (" 2024 ", "2024 2024-01-01..2024-12-31"),
        ("0000", None),
        ("9999", None),  # ends after the calendar does
        ("２０２６", None),
        ("26", None),
    ],
)
def test_years(text: str, expected: str | None) -> None:
    assert shown(read_year(text)) == expected


def test_a_year_is_compared_with_the_one_before() -> None:
    year = read_year("2026")
    assert year
    assert shown(last_year(year, AFTER)) == shown(last_period(year, AFTER)) == "2025 2025-01-01..2025-12-31"
    assert shown(last_year(year, day("2026-03-01"))) == "2025 2025-01-01..2025-03-01"
    first = read_year("0001")
    assert first
    assert last_year(first, AFTER) is None


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span.WEEK, "2026-W46"),
        (Span.DAYS, "2026-W46"),
        (Span.MONTH, "2026-10"),
        (Span.YEAR, "2025"),
        (Span.QUARTER, "2026-Q3"),
        (Span.HALF, "2026-H1"),
        (Span.YTD, "2026-01..10"),
    ],
)
def test_the_last_of_a_kind_that_is_over(span: Span, expected: str) -> None:
    assert last_complete(span, day("2026-11-22")).name == expected
    assert last_complete(Span.MONTH, day("2026-11-22"), month_start=20).name == "2026-11"  # 20 October to 19 November


def test_windows_that_end_with_this_one() -> None:
    month, first = read_month("2026-02"), read_month("0001-02")
    assert month
    assert first
    assert [window.name for window in windows_back(month, 3)] == ["2026-02", "2026-01", "2025-12"]
    assert [window.name for window in windows_back(first, 3)] == ["0001-02", "0001-01"]
    assert windows_back(month, 1) == [month]


@pytest.mark.parametrize(
    ("span", "text", "name"),
    [
        (Span.MONTH, "11", "2026-11"), (Span.MONTH, "12月", "2025-12"), (Span.MONTH, "本月", "2026-11"),
        (Span.MONTH, "上月", "2026-10"), (Span.MONTH, "13", None), (Span.WEEK, "47", "2026-W47"),
        (Span.WEEK, "48", "2025-W48"), (Span.WEEK, "53", "2020-W53"), (Span.WEEK, "第47周", "2026-W47"),
        (Span.WEEK, "上周", "2026-W46"), (Span.WEEK, "本周", "2026-W47"), (Span.YEAR, "去年", "2025"),
        (Span.YEAR, "今年", "2026"), (Span.YEAR, "11", None), (Span.WEEK, "nosuch", None), (Span.WEEK, "上", None),
        (Span.QUARTER, "本季度", "2026-Q4"), (Span.QUARTER, "上季度", "2026-Q3"), (Span.QUARTER, "三季度", "2026-Q3"),
        (Span.QUARTER, "第二季度", "2026-Q2"), (Span.QUARTER, "Q4", "2026-Q4"), (Span.QUARTER, "1", "2026-Q1"),
        (Span.QUARTER, "5", None), (Span.HALF, "上半年", "2026-H1"), (Span.HALF, "下半年", "2026-H2"),
        (Span.HALF, "H1", "2026-H1"), (Span.HALF, "本半年", "2026-H2"), (Span.HALF, "3", None),
        (Span.YTD, "11", "2026-01..11"), (Span.YTD, "本月", "2026-01..11"), (Span.YTD, "上月", "2026-01..10"),
        (Span.YTD, "12", "2026-01..12"), (Span.YTD, "0", None),
    ],
)  # fmt: skip
def test_windows_as_people_say_them(span: Span, text: str, name: str | None) -> None:
    found = named_shortly(span, text, day("2026-11-22"))
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (read_quarter("2026-Q3"), "2026-Q3 2026-07-01..2026-09-30"),
        (read_quarter(" 2026-q4 "), "2026-Q4 2026-10-01..2026-12-31"),
        (read_quarter("2026-Q1", 26), "2026-Q1 2025-12-26..2026-03-25"),  # its months, as the office has them
        (read_half("2026-H1"), "2026-H1 2026-01-01..2026-06-30"),
        (read_half("2026-H2", 5), "2026-H2 2026-07-05..2027-01-04"),
        (read_ytd("2026-11"), "2026-01..11 2026-01-01..2026-11-30"),
        (read_ytd("2026-01", 26), "2026-01..01 2025-12-26..2026-01-25"),
    ],
)
def test_quarters_half_years_and_the_year_so_far(found: Window | None, expected: str | None) -> None:
    assert shown(found) == expected


def test_what_is_no_quarter_half_year_or_month() -> None:
    assert [read_quarter(text) for text in ("2026-Q5", "9999-Q4", "2026-3")] == [None] * 3  # the second ends too late
    assert [read_half("2026-H3"), read_ytd("2026-13"), read_ytd("9999-12")] == [None] * 3


@pytest.mark.parametrize(
    ("window", "before", "year"),
    [
        (read_quarter("2026-Q1"), "2025-Q4 2025-10-01..2025-12-31", "2025-Q1 2025-01-01..2025-03-31"),
        (read_quarter("2026-Q3"), "2026-Q2 2026-04-01..2026-06-30", "2025-Q3 2025-07-01..2025-09-30"),
        (read_half("2026-H1"), "2025-H2 2025-07-01..2025-12-31", "2025-H1 2025-01-01..2025-06-30"),
        (read_half("2026-H2"), "2026-H1 2026-01-01..2026-06-30", "2025-H2 2025-07-01..2025-12-31"),
        (read_ytd("2026-11"), "2025-01..11 2025-01-01..2025-11-30", "2025-01..11 2025-01-01..2025-11-30"),
    ],
)
def test_several_months_are_compared_with_as_many(window: Window, before: str, year: str) -> None:
    assert shown(last_period(window, AFTER)) == before
    assert shown(last_year(window, AFTER)) == year


def test_in_january_the_last_year_to_a_month_is_the_whole_year_before() -> None:
    assert last_complete(Span.YTD, day("2026-01-10")).name == "2025-01..12"
    assert last_complete(Span.HALF, day("2026-01-10")).name == "2025-H2"
    assert last_complete(Span.YTD, day("0001-01-10")).name == "0001-01..01"  # there is none before


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (read_month("2026-03"), "2026-01-01..2026-03-31"),
        (read_month("2026-03", 26), "2025-12-26..2026-03-25"),
        (read_quarter("2026-Q3"), "2026-01-01..2026-09-30"),
        (read_week("2026-W47"), "2026-01-01..2026-11-22"),
        (read_week("2026-W01"), "2025-12-29..2026-01-04"),  # never less than the week
        (read_week("2026-W53"), "2026-01-01..2027-01-03"),
        (days(day("2026-05-02"), day("2026-06-01")), "2026-01-01..2026-05-31"),
        (days(day("2025-05-02"), day("2026-06-01")), "2025-05-02..2026-05-31"),
        (read_year("2026"), None),
        (read_ytd("2026-05"), None),
    ],
)
def test_the_year_so_far_of_a_window(window: Window, expected: str | None) -> None:
    found = year_so_far(window)
    assert (found and f"{found.from_}..{found.last}") == expected


@pytest.mark.parametrize(
    ("first", "to", "name"),
    [
        ("2026-01-01", "2027-01-01", "2026"), ("2026-07-01", "2027-01-01", "2026-H2"),
        ("2026-04-01", "2026-07-01", "2026-Q2"), ("2026-12-01", "2027-01-01", "2026-12"),
        ("2026-01-01", "2026-06-01", "2026-01..05"), ("2026-01-01", "2026-04-01", "2026-Q1"),
        ("2026-02-01", "2026-04-01", "2026-02-01..2026-03-31"), ("2026-02-02", "2026-03-02", "2026-02-02..2026-03-01"),
    ],
)  # fmt: skip
def test_days_that_have_a_name(first: str, to: str, name: str) -> None:
    found = named_by_days(day(first), day(to))
    assert (found.name, found.from_, found.to) == (name, day(first), day(to))


@given(st.integers(1900, 2199), st.integers(1, 4), st.integers(1, 31))
def test_a_quarter_is_its_months_and_a_half_year_its_quarters(year: int, number: int, start: int) -> None:
    quarter = read_quarter(f"{year}-Q{number}", start)
    months = [read_month(f"{year}-{month:02}", start) for month in range(3 * number - 2, 3 * number + 1)]
    half = read_half(f"{year}-H{(number + 1) // 2}", start)
    so_far = read_ytd(f"{year}-{3 * number:02}", start)
    assert quarter
    assert half
    assert so_far
    assert (quarter.from_, quarter.to) == (months[0] and months[0].from_, months[2] and months[2].to)
    assert all(one and other and one.to == other.from_ for one, other in pairwise(months))
    assert half.from_ <= quarter.from_ < quarter.to <= half.to
    assert so_far.to == quarter.to
    if number % 2 == 0:
        assert so_far.to == half.to
