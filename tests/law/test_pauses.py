"""Days that a clock did not count are named, and what is left over is the length that the law gives."""

from collections.abc import Callable

import pytest

from tests.conftest import Matter, day
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law, Rule, Waits, explain
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


@pytest.fixture
def waiting(law: Law) -> Law:
    """The rules of an office where handling waits for what is missing."""
    return law.but(clocks={**law.clocks, "handle": law.clocks["handle"]._replace(pause=Waits.SUPPLEMENT)})


def accepted(matter: Callable[..., Matter], law: Law) -> Matter:
    it = matter("2026-08-03", law=law)
    it.do("route", "2026-08-04", unit="住房和城乡建设局", mode="transfer")
    it.do("accept", "2026-08-10")
    it.do("supplement", "2026-08-20", text="身份证明", reply_due=day("2026-09-01"))
    return it


def test_an_opinion_ends_the_wait_for_what_is_missing(matter: Callable[..., Matter], waiting: Law) -> None:
    it = accepted(matter, waiting)
    it.do("supplement", "2026-08-22", text="还缺合同", reply_due=day("2026-09-01"))  # it waits already
    it.do("reply", "2026-08-25", decision="support", number="1")
    counted, named = told(it, waiting, "handle")
    # Sixty days from 10 August end on 9 October; five were waited, to the 14th.
    assert (counted, it.state.last_run("handle").due) == (60, day("2026-10-14"))  # type: ignore[union-attr]
    assert named == [(f"2026-08-{on}", "补正期间") for on in range(20, 25)]


def test_what_was_supplied_ends_the_wait_and_the_opinion_ends_no_second_one(
    matter: Callable[..., Matter], waiting: Law
) -> None:
    it = accepted(matter, waiting)
    it.do("supplement", "2026-08-22", supplied=True)
    it.do("reply", "2026-08-25", decision="support", number="1")
    assert told(it, waiting, "handle") == (60, [("2026-08-20", "补正期间"), ("2026-08-21", "补正期间")])


def test_a_withdrawal_while_it_waits_is_two_pauses(matter: Callable[..., Matter], waiting: Law) -> None:
    it = accepted(matter, waiting)
    it.do("withdraw", "2026-08-22", statement_on=day("2026-08-22"))
    it.do("withdraw", "2026-08-24", revoked_on=day("2026-08-24"))
    counted, named = told(it, waiting, "handle")
    assert (counted, named) == (60, [
        ("2026-08-20", "补正期间"), ("2026-08-21", "补正期间"), ("2026-08-22", "撤回期间"), ("2026-08-23", "撤回期间"),
    ])  # fmt: skip


def test_the_days_between_two_runs_are_no_pause_of_either(matter: Callable[..., Matter], waiting: Law) -> None:
    it = accepted(matter, waiting)
    it.do("reply", "2026-08-21", decision="support", number="1")
    it.do("serve", "2026-08-21", document="opinion", method="in_person")
    it.do("close", "2026-08-24", reason="opinion_delivered")
    it.do("reopen", "2026-09-01", reason="新的事实")
    assert told(it, waiting, "handle") == (60, [])
    it.do("supplement", "2026-09-03", text="合同", reply_due=day("2026-09-20"))
    it.do("reply", "2026-09-05", decision="support", number="2")
    first, second = (run for run in it.state.clocks if run.name == "handle")
    named = [[day_.isoformat() for pause in pauses(it.case, run, waiting.calendar) for day_ in pause.days]
             for run in (first, second)]  # fmt: skip
    assert named == [["2026-08-20"], ["2026-09-03", "2026-09-04"]]
