"""What windows are called in titles."""

import datetime as dt

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.measures.windows import (
    Window,
    days,
    read_half,
    read_month,
    read_quarter,
    read_week,
    read_year,
    read_ytd,
)
from xinfang_cli.reports.sentences import called, shortened


@pytest.mark.parametrize(
    ("window", "zh", "en"),
    [
        (read_week("2026-W47"), "2026年第47周（11月16日至22日）", "week 47 of 2026 (11/16 to 11/22)"),
        (read_week("2026-W40"), "2026年第40周（9月28日至10月4日）", "week 40 of 2026 (9/28 to 10/4)"),
        (
            read_week("2026-W01"),
            "2026年第1周（2025年12月29日至2026年1月4日）",
            "week 1 of 2026 (2025/12/29 to 2026/1/4)",
        ),
        (read_month("2026-10"), "2026年10月", "2026/10"),
        (read_month("2026-10", 26), "2026年10月（9月26日至10月25日）", "2026/10 (9/26 to 10/25)"),
        (read_quarter("2026-Q3"), "2026年第三季度", "third quarter of 2026"),
        (read_half("2026-H1"), "2026年上半年", "first half of 2026"),
        (read_ytd("2026-11"), "2026年1月至11月", "2026/1 to 2026/11"),
        (read_ytd("2026-01"), "2026年1月", "2026/1"),
        (read_year("2026"), "2026年", "2026"),
        (days(dt.date(2026, 11, 9), dt.date(2026, 11, 20)), "2026年11月9日至19日", "2026/11/9 to 11/19"),
        (
            days(dt.date(2025, 12, 9), dt.date(2026, 1, 20)),
            "2025年12月9日至2026年1月19日",
            "2025/12/9 to 2026/1/19",
        ),
    ],
)
def test_windows_are_called_as_people_call_them(window: Window, zh: str, en: str) -> None:
    assert (called(window).in_(Lang.ZH), called(window).in_(Lang.EN)) == (zh, en)


def test_a_sentence_names_as_many_as_it_can_bear() -> None:
    assert shortened(list("甲乙丙"), 3) == list("甲乙丙")
    *named, more = shortened(list("甲乙丙丁戊"), 3)
    assert (named, more.in_(Lang.ZH)) == (list("甲乙丙"), "另有2个")
