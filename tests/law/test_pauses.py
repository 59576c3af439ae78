"""Days that a clock did not count are named, and what is left over is the length that the law gives."""

from collections.abc import Callable

import pytest

from tests.conftest import Matter, day
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law, Rule, explain
from xinfang_cli.law.pauses import pauses, skipped


def told(it: Matter, law: Law, clock: str) -> tuple[int, list[tuple[str, str]]]:
    """Return how many days of a run count, and those of pauses with what they were."""
    run = it.state.last_run(clock)
    assert run
    found = list(pauses(it.case, run, law.calendar))
    rule = Rule.read(run.rule)
    assert rule
    days = list(explain(run.from_, rule, law.calendar, skipped(found)))
    assert days[-1].date == run.due
    named = [(day.isoformat(), pause.why.in_(Lang.ZH)) for pause in found for day in pause.days]
    return sum(day.counted for day in days), named


def test_a_clock_without_a_pause(matter: Callable[..., Matter], law: Law) -> None:
    it = matter("2026-08-03")
    it.do("route", "2026-08-04", unit="住房和城乡建设局", mode="transfer")
    it.do("accept", "2026-08-10")
    assert told(it, law, "handle") == (60, [])


def test_a_withdrawal_that_was_taken_back_is_no_part_of_the_sixty_days(matter: Callable[..., Matter], law: Law) -> None:
    it = matter("2026-08-03")
    it.do("route", "2026-08-04", unit="住房和城乡建设局", mode="transfer")
    it.do("accept", "2026-08-10")
    it.do("withdraw", "2026-09-20", statement_on=day("2026-09-20"))
    it.do("withdraw", "2026-10-09", revoked_on=day("2026-10-09"))
    counted, named = told(it, law, "handle")
    assert (counted, len(named), named[0], named[-1]) == (
        60,
        19,
        ("2026-09-20", "撤回期间"),
        ("2026-10-08", "撤回期间"),
    )
    it.do("extend", "2026-10-12", days=30, approved_by="李局长", reason="情况复杂")
    it.do("withdraw", "2026-10-20", statement_on=day("2026-10-20"))
    it.do("withdraw", "2026-10-22", revoked_on=day("2026-10-22"))
    counted, named = told(it, law, "handle")
    assert (counted, len(named)) == (90, 21)


@pytest.mark.parametrize(("stopped", "resumed"), [("2026-08-03", "2026-08-06"), ("2026-08-04", "2026-08-04")])
def test_a_pause_on_the_first_day(matter: Callable[..., Matter], law: Law, stopped: str, resumed: str) -> None:
    it = matter("2026-08-03")
    it.do("withdraw", stopped, statement_on=day(stopped))
    it.do("withdraw", resumed, revoked_on=day(resumed))
    counted, named = told(it, law, "route")
    gone = (day(resumed) - day(stopped)).days
    assert (counted, len(named)) == (15, gone)


def test_working_days_that_were_withdrawn_are_named(matter: Callable[..., Matter], law: Law) -> None:
    it = matter("2026-08-03", simple=True)
    it.do("route", "2026-08-04", unit="住房和城乡建设局", mode="transfer")
    it.do("withdraw", "2026-08-05", statement_on=day("2026-08-05"))
    it.do("withdraw", "2026-08-10", revoked_on=day("2026-08-10"))
    counted, named = told(it, law, "s_accept")
    assert named == [("2026-08-06", "撤回期间"), ("2026-08-07", "撤回期间"), ("2026-08-10", "撤回期间")]
    assert counted == 3


def test_the_days_of_a_hearing_are_named_once(matter: Callable[..., Matter], law: Law) -> None:
    it = matter("2026-08-03")
    it.do("route", "2026-08-04", unit="住房和城乡建设局", mode="transfer")
    it.do("accept", "2026-08-10")
    it.do("reply", "2026-08-20", decision="support", number="1")
    it.do("serve", "2026-08-21", document="opinion", method="in_person")
    it.do("review", "2026-08-24")
    it.do("review", "2026-09-01", decision="uphold", number="2")
    it.do("serve", "2026-09-02", document="review", method="in_person")
    it.do("final", "2026-09-03")
    it.do("final", "2026-09-11", hearing="2026-09-10..2026-09-11")
    counted, named = told(it, law, "final")
    assert (counted, named) == (30, [("2026-09-10", "听证"), ("2026-09-11", "听证")])
