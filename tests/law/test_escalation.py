import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from xinfang_cli.law.clocks import LadderRung, Law
from xinfang_cli.law.escalation import due_steps, first_day_after_due, rungs
from xinfang_cli.law.words import LadderStep, SupervisionGround

MatterOf = Callable[..., Any]
HOUSING = "住房和城乡建设局"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def come(it: Any, today: str) -> list[tuple[str, str, list[str]]]:
    """Return the steps that are due: clock, step, those passed over."""
    found = due_steps(it.case, it.state, it.law, day(today))
    return [(due.run.name, due.step.value, [step.value for step in due.passed]) for due in found]


def take(it: Any, today: str) -> list[tuple[str, str, list[str]]]:
    """Take them, as `escalate --overdue` does."""
    told = come(it, today)
    for due in list(due_steps(it.case, it.state, it.law, day(today))):
        data = {"step": due.step, "ground": due.ground, "clock": due.run.name, "run": due.run.n}
        it.do("escalate", today, passed=due.passed or None, **data)
    return told


def test_the_default_ladder_step_by_step(matter: MatterOf) -> None:
    it = matter("2026-11-02")  # to be routed by the 17th
    assert take(it, "2026-11-17") == []
    assert take(it, "2026-11-18") == [("route", "remind", [])]
    assert take(it, "2026-11-18") == [], "a second run on the same day writes nothing"
    assert take(it, "2026-12-01") == []
    assert take(it, "2026-12-02") == [("route", "supervise", [])]
    assert take(it, "2026-12-17") == [("route", "talk", [])]
    assert take(it, "2027-06-01") == []


def test_the_highest_step_is_taken_and_the_lower_ones_are_passed_over(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    assert take(it, "2026-12-31") == [("route", "talk", ["remind", "supervise"])]
    assert take(it, "2027-01-31") == [], "nobody is reminded after the talk"


def test_each_duty_has_its_own_ladder(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="assign", within="10d")  # report by the 12th, notice by the 17th
    assert take(it, "2026-11-18") == [("assigned", "remind", []), ("notify_routed", "remind", [])]
    assert take(it, "2026-11-27") == [("assigned", "supervise", [])]


def test_a_window_is_never_escalated(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer")  # five working days to object: until the 9th
    assert come(it, "2026-11-16") == []


def test_an_extension_begins_the_ladder_anew(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("accept", "2026-11-02")  # until 1 January
    it.do("escalate", "2026-12-30", step="remind", ground="other", clock="handle", run=it.state.run("handle").n)
    it.do("extend", "2026-12-31", days=30, approved_by="局长甲", reason="须鉴定")  # until 31 January
    assert come(it, "2027-02-01") == [("handle", "remind", [])]


def test_a_step_by_hand_that_names_no_run_counts_for_the_clock(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("escalate", "2026-11-16", step="remind", ground="other", clock="route")
    it.do("escalate", "2026-11-16", step="talk", ground="other")  # names no clock: about the matter, not the ladder
    assert come(it, "2026-11-18") == []
    assert come(it, "2026-12-02") == [("route", "supervise", [])]


def test_a_struck_step_is_not_taken(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    take(it, "2026-11-18")
    it.undo("2026-11-19")
    assert come(it, "2026-11-19") == [("route", "remind", [])]


def test_a_ladder_of_its_own_replaces_the_one_for_every_duty(matter: MatterOf, law: Law) -> None:
    own = (LadderRung("route", 5, LadderStep.SUPERVISE), LadderRung("route", -3, LadderStep.WARN))
    strict = replace(law, ladder=(*law.ladder, *own))
    assert [rung.step for rung in rungs("route", strict)] == ["warn", "supervise"]
    assert [rung.step for rung in rungs("handle", strict)] == ["remind", "supervise", "talk"]
    assert (first_day_after_due(strict), first_day_after_due(law)) == (-3, 1)
    assert first_day_after_due(replace(law, ladder=())) == 0
    it = matter("2026-11-02", law=strict)
    assert come(it, "2026-11-13") == []
    assert take(it, "2026-11-14") == [("route", "warn", [])]
    assert take(it, "2026-11-22") == [("route", "supervise", [])]


@pytest.mark.parametrize(
    ("steps", "clock", "ground"),
    [
        ([], "route", SupervisionGround.BAD_PROCEDURE),
        ([("accept", {})], "handle", SupervisionGround.OVERDUE_CLOSE),
        ([("route", {"unit": HOUSING, "mode": "assign", "within": "5d"})], "assigned", SupervisionGround.NO_FEEDBACK),
    ],
)
def test_the_ground_follows_from_the_clock(
    matter: MatterOf, steps: list[tuple[str, dict[str, Any]]], clock: str, ground: SupervisionGround
) -> None:
    it = matter("2026-11-02")
    for did, data in steps:
        it.do(did, "2026-11-02", **data)
    found = {due.run.name: due.ground for due in due_steps(it.case, it.state, it.law, day("2027-03-01"))}
    assert found[clock] is ground
