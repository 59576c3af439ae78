import datetime as dt

import pytest

from xinfang_cli.law.bounds import MOST_PEOPLE, is_within

MOST_OF_SQLITE = 2**63 - 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [("1899-12-31", False), ("1900-01-01", True), ("2199-12-31", True), ("2200-01-01", False), ("0001-01-01", False)],
)
def test_days_of_an_office(day: str, expected: bool) -> None:
    assert is_within(dt.date.fromisoformat(day)) is expected


def test_a_moment_is_as_its_day() -> None:
    assert is_within(dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC))


def test_the_persons_of_a_hundred_million_matters_can_be_summed() -> None:
    assert MOST_PEOPLE * 100_000_000 < MOST_OF_SQLITE
