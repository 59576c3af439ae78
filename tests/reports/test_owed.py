"""Which months progress is owed for; the statements are held against plain loops in the tests of the reports."""

import datetime as dt

import pytest

from xinfang_cli.law.words import LadderStep
from xinfang_cli.measures.windows import Window, days, read_month, read_week
from xinfang_cli.reports.owed import LETTERS, month_bounds, reported_months

TODAY = dt.date(2026, 11, 22)


def window(name: str) -> Window:
    found = read_week(name) or read_month(name)
    if found is None:
        first, _, to = name.partition("..")
        found = days(dt.date.fromisoformat(first), dt.date.fromisoformat(to))
    assert found
    return found


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("2026-10", ("2026-10",)),
        ("2026-11", ("2026-10",)),  # not over yet: the month before
        ("2026-W47", ("2026-10",)),  # no month ends in it
        ("2026-W44", ("2026-10",)),  # 26 October to 1 November
        ("2026-W40", ("2026-09",)),  # 28 September to 4 October
        ("2026-10-31..2026-11-01", ("2026-10",)),
        ("2026-08-15..2026-11-01", ("2026-08", "2026-09", "2026-10")),
        ("2025-12-01..2026-02-01", ("2025-12", "2026-01")),
    ],
)
def test_the_months_of_which_progress_is_owed(name: str, months: tuple[str, ...]) -> None:
    assert reported_months(window(name), TODAY) == months


def test_the_bounds_of_a_month() -> None:
    assert month_bounds("2026-02") == {"month": "2026-02", "month_from": "2026-02-01", "month_to": "2026-03-01"}
    assert month_bounds("2025-12")["month_to"] == "2026-01-01"


def test_reminders_ask_for_no_answer() -> None:
    assert set(LETTERS) == set(LadderStep) - {LadderStep.WARN, LadderStep.REMIND}
