import datetime as dt

import pytest

from xinfang_cli.law.dayforms import read_day

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-20", "2026-11-20"),
        (" 2026-11-20 ", "2026-11-20"),
        ("2027-02-01", "2027-02-01"),  # whether the future is allowed is for the command to say
        ("11-20", "2026-11-20"),
        ("11-22", "2026-11-22"),  # today is the nearest past
        ("11-23", "2025-11-23"),
        ("1-5", "2026-01-05"),
        ("02-29", "2024-02-29"),
        ("-1d", "2026-11-21"),
        ("-0d", "2026-11-22"),
        ("-30d", "2026-10-23"),
        ("今天", "2026-11-22"),
        ("today", "2026-11-22"),
        ("昨天", "2026-11-21"),
        ("yesterday", "2026-11-21"),
        ("前天", "2026-11-20"),
        ("2026/11/20", "2026-11-20"),
        ("2026.11.20", "2026-11-20"),
        ("2026年11月20日", "2026-11-20"),
        ("11月20日", "2026-11-20"),
        ("11.20", "2026-11-20"),
        ("12月1号", "2025-12-01"),
        ("20号", "2026-11-20"),
        ("22日", "2026-11-22"),
        ("23号", "2026-10-23"),
        ("31号", "2026-10-31"),
        ("周五", "2026-11-20"),  # today is a Sunday
        ("上周五", "2026-11-13"),
        ("星期天", "2026-11-22"),
        ("周日", "2026-11-22"),
    ],
)
def test_days_as_people_write_them(text: str, meant: str) -> None:
    assert read_day(text, TODAY) == dt.date.fromisoformat(meant)


def test_a_leap_day_may_lie_eight_years_back() -> None:
    assert read_day("02-29", dt.date(2104, 2, 28)) == dt.date(2096, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "明天",
        "13-01",
        "02-30",
        "2026-02-30",
        "2026/13/20",
        "2026/11.20",
        "32号",
        "0日",
        "周八",
        "1d",
        "-1w",
        "0001-01-01",
        "2200-01-01",
        "-12345d",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("11-20", "2027-11-20"), ("11-22", "2026-11-22"), ("12月1日", "2026-12-01"), ("20号", "2026-12-20"),
        ("31号", "2026-12-31"), ("周五", "2026-11-27"), ("周日", "2026-11-22"), ("下周一", "2026-11-23"),
        ("明天", "2026-11-23"), ("2026-11-20", "2026-11-20"), ("02-29", "2028-02-29"),
    ],
)  # fmt: skip
def test_a_day_that_lies_ahead_is_the_next_one(text: str, meant: str) -> None:
    assert read_day(text, TODAY, ahead=True) == dt.date.fromisoformat(meant)
