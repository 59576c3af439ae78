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
    ],
)
def test_days_as_people_write_them(text: str, meant: str) -> None:
    assert read_day(text, TODAY) == dt.date.fromisoformat(meant)


def test_a_leap_day_may_lie_eight_years_back() -> None:
    assert read_day("02-29", dt.date(2104, 2, 28)) == dt.date(2096, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["", "明天", "13-01", "02-30", "2026-02-30", "2026/11/20", "1d", "-1w", "0001-01-01", "2200-01-01", "-12345d"],
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text, TODAY) is None
