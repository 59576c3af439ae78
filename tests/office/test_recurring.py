"""Days that come again, by the calendar of 2026: 1 November is a Sunday, 2027-02-01 a Monday."""

import datetime as dt

import pytest

from xinfang_cli.office.recurring import DayRule, day_rule


def is_workday(day: dt.date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("text", "start", "following"),
    [
        ("每月5日", "2026-11-05", "2026-11-05"),
        ("每月5号", "2026-11-06", "2026-12-05"),
        ("每月31日", "2026-11-01", "2026-12-31"),
        ("每月30日", "2027-01-31", "2027-03-30"),
        ("每月第一个周一", "2026-11-01", "2026-11-02"),
        ("每月第1个星期一", "2026-11-03", "2026-12-07"),
        ("每月第四个周日", "2026-11-01", "2026-11-22"),
        ("每月最后一个周五", "2026-11-01", "2026-11-27"),
        ("每周四", "2026-11-06", "2026-11-12"),
        ("每周天", "2026-11-02", "2026-11-08"),
        ("每个工作日", "2026-11-07", "2026-11-09"),
    ],
)
def test_a_rule_and_the_next_day_of_it(text: str, start: str, following: str) -> None:
    rule = day_rule(text)
    assert rule is not None
    assert rule.next_from(dt.date.fromisoformat(start), is_workday).isoformat() == following


@pytest.mark.parametrize(
    "text", ["", "5日", "每月32日", "每月0日", "每月第五个周一", "每月周一", "每年5日", "每月第一个工作日"]
)
def test_what_is_no_rule(text: str) -> None:
    assert day_rule(text) is None


def test_a_rule_of_nothing_is_every_workday() -> None:
    assert day_rule("每工作日") == DayRule()
