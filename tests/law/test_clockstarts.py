"""Most of what starts is tried in `test_steps`; here is what needs no steps."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from xinfang_cli.law.clocks import Law
from xinfang_cli.law.clockstarts import held_by, resumed, started
from xinfang_cli.law.guards import Attempt
from xinfang_cli.law.history import State
from xinfang_cli.law.procedure import HANDLING, TRANSITIONS, Transition
from xinfang_cli.law.records import Case
from xinfang_cli.law.words import Did, Gate, MatterClass

ON = dt.date(2026, 11, 23)


def row_of(did: Did, **when: object) -> Transition:
    return next(row for row in TRANSITIONS if row.did is did and row.fits(when))


def attempt(law: Law, case: Case | None = None, row: Transition | None = None, **data: object) -> Attempt:
    return Attempt(case=case, state=State(), data=data, on=ON, law=law, row=row)


def test_a_clock_without_a_length_does_not_start(law: Law) -> None:
    assert started(("duty", "rate_open", "proposal", "sugg_reply"), attempt(law)) == {}


def test_a_clock_that_config_does_not_have_does_not_start(law: Law) -> None:
    assert started(("镇级初核",), attempt(law)) == {}


def test_what_starts_says_its_rule_and_due_date(law: Law) -> None:
    start = started(("route",), attempt(law))["route"]
    assert (start.from_, start.rule, start.due) == (ON, "15d", dt.date(2026, 12, 8))


def test_without_a_case_no_handling_starts(law: Law) -> None:
    assert started(HANDLING, attempt(law)) == {}


@pytest.mark.parametrize(
    ("class_", "names"),
    [(MatterClass.CLAIM, ["handle"]), (MatterClass.UNCLASSIFIED, ["handle"]), (MatterClass.ACCUSATION, [])],
)
def test_handling_by_class(case: Callable[..., Case], law: Law, class_: MatterClass, names: list[str]) -> None:
    assert list(started(HANDLING, attempt(law, case(class_=class_), row_of(Did.ACCEPT)))) == names


def test_an_extension_without_a_clock_starts_none(case: Callable[..., Case], law: Law) -> None:
    assert started(("handle",), attempt(law, case(), row_of(Did.EXTEND), days=30)) == {}


def test_an_assignment_without_a_day_has_none(law: Law) -> None:
    assert started(("assigned",), attempt(law)) == {}
    own = law.but(clocks={**law.clocks, "assigned": law.clocks["handle"]})
    assert started(("assigned",), attempt(own))["assigned"].rule == "60d"


def test_a_rejection_resumes_no_notice_that_never_ran(law: Law) -> None:
    assert started(("notify_routed",), attempt(law, row=row_of(Did.OBJECT, decision="reject"))) == {}


def test_only_a_withdrawal_that_is_taken_back_resumes(case: Callable[..., Case], law: Law) -> None:
    withdraw = row_of(Did.WITHDRAW)
    assert resumed(attempt(law, case(), row_of(Did.NOTE))) == {}
    assert resumed(attempt(law, case(), withdraw)) == {}
    assert resumed(attempt(law, None, row_of(Did.WITHDRAW, revoked_on=ON), revoked_on=ON)) == {}


def test_a_paper_passes_up_from_level_to_level(matter: Callable[..., Any]) -> None:
    it = matter("2026-11-02")
    assert held_by(it.case) is None
    it.do("escalate", "2026-11-03", step="raise", ground="other", reason="群众不服")
    assert held_by(it.case) is None, "nobody knows which level had it"
    it.do("gate", "2026-11-03", level="village", opinion="调解不成")
    assert held_by(it.case) is Gate.VILLAGE
    for gate in (Gate.TOWN, Gate.COUNTY, Gate.COUNTY):
        it.do("escalate", "2026-11-03", step="raise", ground="other", reason="群众不服")
        assert held_by(it.case) is gate


def test_an_opinion_stops_the_clock_of_its_level_and_the_next_starts_when_the_paper_is_raised(
    matter: Callable[..., Any], law: Law
) -> None:
    handle = law.clocks["handle"]
    clocks = {**law.clocks, "gate_village": handle, "gate_county": handle}
    it = matter("2026-11-02", level="村", law=law.but(clocks=clocks))
    step = it.do("gate", "2026-11-05", level="village", opinion="调解不成", handler="村主任")
    assert [(run.name, run.fate) for run in step.stopped] == [("gate_village", "done")]
    # The town has no clock; from the county's on sixty days from 11-09: 21 in November, 31 in December, 8 in January.
    it.do("escalate", "2026-11-06", step="raise", ground="other", reason="群众不服")
    assert "gate_county" not in it.running()
    it.do("escalate", "2026-11-09", step="raise", ground="other", reason="群众不服")
    assert it.due("gate_county") == "2027-01-08"


def test_a_level_that_was_passed_over_has_ended_and_was_not_in_time(matter: Callable[..., Any], law: Law) -> None:
    it = matter("2026-11-02", level="村", law=law.but(clocks={**law.clocks, "gate_village": law.clocks["handle"]}))
    step = it.do("gate", "2026-11-05", level="town", opinion="已办理")
    assert [(run.name, run.fate) for run in step.stopped] == [("gate_village", "ended")]
