import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from xinfang_cli.law.clocks import LadderRung, Law
from xinfang_cli.law.escalation import due_steps, first_day_after_due, rungs
from xinfang_cli.law.words import LadderStep, SupervisionGround

MatterOf = Callable[..., Any]
HOUSING = "住房和城乡建设局"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def come(it: Any, today: str, *, proposed: bool | None = None) -> list[tuple[str, str, list[str]]]:
    """Return the steps that are due, or those that are written or proposed: clock, step, those passed over."""
    found = [due for due in due_steps(it.case, it.state, it.law, day(today)) if proposed in (None, due.proposed)]
    return [(due.run.name, due.step.value, [step.value for step in due.passed]) for due in found]


def take(it: Any, today: str, *, proposed: bool | None = None) -> list[tuple[str, str, list[str]]]:
    """Take them, as `escalate --overdue` and somebody who confirms all of it do."""
    told = come(it, today, proposed=proposed)
    for due in list(due_steps(it.case, it.state, it.law, day(today))):
        if proposed in (None, due.proposed):
            data = {"step": due.step, "ground": due.ground, "clock": due.run.name, "run": due.run.n}
            it.do("escalate", today, passed=due.passed or None, approved_by="联席会议", n=due.n, **data)
    return told


def handled(matter: MatterOf, **more: Any) -> Any:
    """Return a matter of a unit, which was to tell the petitioner by 17 November."""
    it = matter("2026-11-02", **more)
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer")
    return it


def test_the_default_ladder_step_by_step(matter: MatterOf) -> None:
    it = handled(matter)
    assert take(it, "2026-11-17") == []
    assert take(it, "2026-11-18") == [("notify_routed", "remind", [])]
    assert take(it, "2026-11-18") == [], "a second run on the same day writes nothing"
    assert take(it, "2026-12-01") == []
    assert come(it, "2026-12-02", proposed=False) == [], "supervision is not written of itself"
    assert take(it, "2026-12-02", proposed=True) == [("notify_routed", "supervise", [])]
    assert take(it, "2026-12-17", proposed=True) == [("notify_routed", "talk", [])]
    assert take(it, "2027-06-01") == []


def test_of_what_is_written_and_of_what_is_proposed_the_highest_is_due(matter: MatterOf) -> None:
    it = handled(matter)
    assert come(it, "2026-12-31", proposed=False) == [("notify_routed", "remind", [])]
    assert take(it, "2026-12-31", proposed=True) == [("notify_routed", "talk", ["supervise"])]
    assert come(it, "2027-01-31") == [], "nobody is reminded after the talk"


def test_an_office_may_have_supervision_written(matter: MatterOf, law: Law) -> None:
    rows = tuple(row._replace(auto=row.step is LadderStep.SUPERVISE) for row in law.ladder)
    it = handled(matter, law=law.but(ladder=rows))
    assert come(it, "2026-12-31", proposed=False) == [("notify_routed", "supervise", ["remind"])]
    assert come(it, "2026-12-31", proposed=True) == [("notify_routed", "talk", [])]


def test_whom_the_office_may_not_supervise_is_reminded_and_no_more(matter: MatterOf, law: Law) -> None:
    own = matter("2026-11-02")  # the office's own duty to route it, by the 17th
    beyond = handled(matter, law=law.but(beyond=frozenset({HOUSING})))
    asked = handled(matter)
    for did, on, data in (
        ("accept", "2026-11-03", {}),
        ("reply", "2026-11-04", {"decision": "support", "number": "1号"}),
        ("serve", "2026-11-05", {"document": "opinion", "method": "in_person"}),
        ("review", "2026-11-06", {"organ": "某县人民政府"}),
    ):
        asked.do(did, on, **data)
    for it, clock in ((own, "route"), (beyond, "notify_routed"), (asked, "review")):
        assert take(it, "2027-03-31") == [(clock, "remind", [])]
        assert come(it, "2027-06-30") == []


def test_what_the_ladder_writes_has_one_id_wherever_it_is_written(matter: MatterOf) -> None:
    it = handled(matter)
    (due,) = due_steps(it.case, it.state, it.law, day("2026-11-25"))
    (again,) = due_steps(it.case, it.state, it.law, day("2026-11-30"))
    assert (due.n, due.fell_due) == (again.n, again.fell_due) == (due.n, day("2026-11-18"))
    another = handled(matter)
    (other,) = due_steps(another.case, another.state, another.law, day("2026-11-25"))
    assert (other.run.n == due.run.n, other.n == due.n) == (False, False), "it hangs on the entry that starts the clock"


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
    it = handled(matter)
    it.do("escalate", "2026-11-16", step="remind", ground="other", clock="notify_routed")
    it.do(
        "escalate", "2026-11-16", step="supervise", ground="other"
    )  # names no clock: about the matter, not the ladder
    assert come(it, "2026-11-18") == []
    assert come(it, "2026-12-02") == [("notify_routed", "supervise", [])]


def test_a_struck_step_is_not_taken_again_by_the_ladder(matter: MatterOf) -> None:
    it = handled(matter)
    take(it, "2026-11-18")
    it.undo("2026-11-19")
    assert come(it, "2026-11-19") == []
    it.do("escalate", "2026-11-20", step="remind", ground="other", clock="notify_routed")
    assert not it.case.history[-1].is_of_ladder
    take(it, "2026-12-02")
    it.undo("2026-12-03")
    assert come(it, "2026-12-03") == []
    assert come(it, "2026-12-17") == [("notify_routed", "talk", ["supervise"])]


def test_a_ladder_of_its_own_replaces_the_one_for_every_duty(matter: MatterOf, law: Law) -> None:
    own = tuple(LadderRung("notify_routed", *each) for each in ((5, LadderStep.SUPERVISE), (-3, LadderStep.WARN)))
    strict = law.but(ladder=(*law.ladder, *own))
    assert [rung.step for rung in rungs("notify_routed", strict)] == ["warn", "supervise"]
    assert [rung.step for rung in rungs("handle", strict)] == ["remind", "supervise", "talk"]
    assert (first_day_after_due(strict), first_day_after_due(law)) == (-3, 1)
    assert first_day_after_due(law.but(ladder=())) == 0
    it = handled(matter, law=strict)
    assert come(it, "2026-11-13") == []
    assert take(it, "2026-11-14") == [("notify_routed", "warn", [])]
    assert take(it, "2026-11-22") == [("notify_routed", "supervise", [])]


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


@pytest.fixture
def monthly(law: Law) -> Law:
    """The rules of an office that reminds of a month's progress five days after its end."""
    rungs = (LadderRung("progress", 5, LadderStep.REMIND), LadderRung("progress", 20, LadderStep.SUPERVISE))
    return law.but(ladder=rungs)


def steps_due(it: Any, law: Law, today: str) -> list[tuple[str, str, str, bool]]:
    found = due_steps(it.case, it.state, law, day(today))
    return [(each.step.value, each.run.n, each.fell_due.isoformat(), each.proposed) for each in found]


def test_a_month_without_progress_is_reminded_of_and_then_supervised(matter: Callable[..., Any], monthly: Law) -> None:
    it = matter("2026-08-31", lead="某副县长", law=monthly)
    it.do("route", "2026-09-01", unit="住房和城乡建设局", mode="transfer")
    assert steps_due(it, monthly, "2026-09-30") == [], "in August it was there for a day"
    assert steps_due(it, monthly, "2026-10-04") == []
    assert steps_due(it, monthly, "2026-10-05") == [("remind", "2026-09", "2026-10-05", False)]
    late = steps_due(it, monthly, "2026-10-20")
    assert late == [("remind", "2026-09", "2026-10-05", False), ("supervise", "2026-09", "2026-10-20", True)]
    it.do("note", "2026-10-06", text="已施工", kind="progress", month="2026-09")
    assert steps_due(it, monthly, "2026-10-20") == []
    assert steps_due(it, monthly, "2026-11-05") == [("remind", "2026-10", "2026-11-05", False)]


def test_whose_progress_is_owed_says_the_office(matter: Callable[..., Any], monthly: Law, law: Law) -> None:
    it = matter("2026-08-03", law=monthly)
    assert steps_due(it, monthly, "2026-10-05") == []
    assert steps_due(it, monthly.but(progress_of="open"), "2026-10-05") != []
    assert steps_due(it, monthly.but(progress_of="none"), "2026-10-05") == []
    it.do("close", "2026-08-05", reason="filed", text="重复", approved_by="局长甲")
    assert steps_due(it, monthly.but(progress_of="open"), "2026-10-05") == []
    assert steps_due(matter("2026-08-03", lead="甲"), law.but(ladder=()), "2026-10-05") == []


def test_two_clones_remind_of_one_month_with_one_entry(matter: Callable[..., Any], monthly: Law) -> None:
    it = matter("2026-08-03", group="房地产组", law=monthly)
    (due,) = due_steps(it.case, it.state, monthly, day("2026-10-05"))
    data = {"step": due.step, "ground": due.ground, "clock": due.run.name, "run": due.run.n}
    entry = it.do("escalate", "2026-10-05", n=due.n, **data).entry
    assert (entry.is_of_ladder, entry.ground) == (True, "no_feedback")
    assert steps_due(it, monthly, "2026-10-06") == []
