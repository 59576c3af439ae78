"""一次性化解率, worked out by hand: what is looked at, what ends the look-ahead well, what is left out and told beside."""

import datetime as dt
from typing import Any

import pytest

from tests.measures.single import measure, survey
from tests.measures.test_rates import A_CASE, AN_EVENT, engine
from xinfang_cli.measures.cautions import Beside
from xinfang_cli.measures.once import once
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Value, ratio
from xinfang_cli.measures.windows import Window, read_month

TODAY = dt.date(2026, 11, 22)
Lines = list[dict[str, Any]]
AGREED = {"resolved": 1, "resolved_on": "2026-07-01", "resolved_basis": "agreement"}


def july() -> Window:
    found = read_month("2026-07")
    assert found
    return found


def looked(case: dict[str, Any], others: Lines = [], clocks: Lines = [], events: Lines = []) -> tuple[Any, Any, Any]:  # noqa: B006
    """Return what a matter closed on 1 July is: of the base and resolved once, not raised again, still looked at."""
    closed = {"status": "closed", "is_open": 0, "is_closed": 1, "closed_on": "2026-07-01"}
    cases = [{**A_CASE, "id": "c0", **closed, **case}, *({**A_CASE, **each} for each in others)]
    run = engine(
        cases, [{"case_id": "c0", "n": "k", "kind": "duty", **each} for each in clocks],
        [{**AN_EVENT, "case_id": "c0", "n": f"e{at}", "did": "close", **each} for at, each in enumerate(events)],
    )  # fmt: skip
    lines = once()._asdict()
    found = survey(run, lines, july(), TODAY)
    return tuple(found[name] for name in lines)


YES, NO = ratio(1, 1), ratio(0, 1)
NONE_OVER = Value(0)


@pytest.mark.parametrize(
    ("case", "kept", "resolved"),
    [
        (AGREED, YES, YES),
        ({**AGREED, "resolved_basis": "performance"}, YES, YES),
        ({**AGREED, "resolved_basis": "petitioner"}, YES, YES),
        ({**AGREED, "resolved_basis": "office"}, YES, NO),  # the office's own word is not enough
        ({}, YES, NO),
        ({**AGREED, "resolved_on": "2026-09-29"}, YES, YES),  # on the last of ninety days
        ({**AGREED, "resolved_on": "2026-09-30"}, YES, NO),
        ({**AGREED, "resolved_on": None}, YES, YES),  # resolved, nobody knows when
        ({**AGREED, "first_time": None}, YES, YES),
    ],
)
def test_how_it_must_be_resolved(case: dict[str, Any], kept: Value, resolved: Value) -> None:
    assert looked(case) == (resolved, kept, NONE_OVER)


@pytest.mark.parametrize(
    "case",
    [
        {**AGREED, "first_time": 0},
        {**AGREED, "closed_on": "2026-06-30"},
        {**AGREED, "closed_on": "2026-08-01"},
        {**AGREED, "closed_on": None},  # closed on a day that is not known
        {**AGREED, "is_closed": 0},
    ],
)
def test_what_is_not_looked_at(case: dict[str, Any]) -> None:
    assert looked(case) == (ratio(0, 0), ratio(0, 0), NONE_OVER)


@pytest.mark.parametrize(("on", "kept"), [
    ("2026-07-01", YES),  # on the day of the closing, not after it
    ("2026-07-02", NO), ("2026-09-29", NO), ("2026-09-30", YES),
])  # fmt: skip
def test_a_repeat_in_ninety_days_means_that_it_was_not_resolved_once(on: str, kept: Value) -> None:
    repeat = {"id": "c1", "repeat_of": "c0", "registered_on": on}
    another = {"id": "c2", "repeat_of": "c9", "registered_on": "2026-07-05"}
    assert looked(AGREED, [repeat, another]) == (kept, kept, NONE_OVER)


@pytest.mark.parametrize(("asked", "kept"), [("2026-06-20", NO), ("2026-09-29", NO), ("2026-09-30", YES)])
@pytest.mark.parametrize("clock", ["review", "final"])
def test_a_review_asked_for_by_then(clock: str, asked: str, kept: Value) -> None:
    assert looked(AGREED, clocks=[{"clock": clock, "from_on": asked}]) == (kept, kept, NONE_OVER)
    assert looked(AGREED, clocks=[{"clock": "ask_review", "from_on": asked}]) == (YES, YES, NONE_OVER)


@pytest.mark.parametrize(("until", "kept"), [("2026-07-20", NO), ("2026-09-29", NO), ("2026-09-30", YES)])
def test_a_matter_that_was_reopened_counts_by_its_first_closing_in_the_window(until: str, kept: Value) -> None:
    """Reopened and open today; what it was resolved by held as long."""
    reopened = {"status": "accepted", "is_open": 1, "is_closed": 0, "closed_on": None}
    act = {"on_day": "2026-07-01", "ended": "closed", "until": until, "resolved_until": until, "basis": "agreement"}
    assert looked(reopened, events=[act]) == (kept, kept, NONE_OVER)
    assert looked(reopened, events=[{**act, "basis": "office"}]) == (NO, kept, NONE_OVER)
    assert looked(reopened, events=[{**act, "dated": 0}]) == (ratio(0, 0), ratio(0, 0), NONE_OVER)


def test_closed_again_in_the_window_it_was_not_resolved_once() -> None:
    act = {"on_day": "2026-07-02", "ended": "closed", "until": "2026-07-10"}
    assert looked({**AGREED, "closed_on": "2026-07-20"}, events=[act]) == (NO, NO, NONE_OVER)


@pytest.mark.parametrize(("today", "found"), [
    (dt.date(2026, 9, 29), (ratio(0, 0), ratio(0, 0), Value(1))),  # the ninetieth day is not over
    (dt.date(2026, 9, 30), (YES, YES, Value(0))),
])  # fmt: skip
def test_what_is_not_over_is_told_beside(today: dt.date, found: tuple[Value, Value, Value]) -> None:
    run = engine([{**A_CASE, "id": "c0", "is_closed": 1, "closed_on": "2026-07-01", **AGREED}])
    assert tuple(measure(run, line, july(), today) for line in once()) == found


def test_the_default_is_ninety_days_and_the_definition_says_how_many() -> None:
    assert Measure.FIRST_RESOLUTION.line == once(90).resolved
    assert Beside.LOOKING.line == once(90).looking
    ten = once(10)
    assert all(line.says and "10日" in line.says.zh and "10 days" in line.says.en for line in ten)
