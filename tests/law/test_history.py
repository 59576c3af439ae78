import datetime as dt
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import make_stamp, observe
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State, after, derived, fold, in_order, standing, struck, turns
from xinfang_cli.law.procedure import TRANSITIONS
from xinfang_cli.law.records import Case, Entry, Start
from xinfang_cli.law.words import ENDED, CloseReason, Did, ReviewDecision, Seen, Status
from xinfang_cli.office import config

if TYPE_CHECKING:
    from xinfang_cli.law.runs import ClockRun

MatterOf = Callable[..., Any]
HOUSING = "住房和城乡建设局"
BEIJING = dt.timezone(dt.timedelta(hours=8))
FIRST = dt.date(2026, 11, 2)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def entry(n: int, did: str, on: str = "2026-11-02", **data: Any) -> Entry:
    """Return an entry as a file might hold it, written by hand or merged from another clone."""
    at = dt.datetime.combine(day(on), dt.time(12, 0, n % 60), BEIJING)
    return Entry(n=f"{n:08x}", on=day(on), at=at, by="李经办", did=Did(did), **data)


# Any history at all: what clerks, other clones and other hands may have written.

CLOCKS = ("route", "notify_routed", "object", "handle", "assigned", "ask_review", "review", "final", "镇级初核")
CHANCE = random.Random(36)  # the same pool in every run
POOL_SIZE = 600


def _start() -> Start:
    from_ = FIRST + dt.timedelta(days=CHANCE.randrange(60))
    due = CHANCE.choice([None, from_ + dt.timedelta(days=CHANCE.randrange(60))])
    return Start(from_=from_, rule=CHANCE.choice(["15d", "5wd", "30d>", "两个月"]), due=due)


def _any_entry(n: int) -> Entry:
    on = FIRST + dt.timedelta(days=CHANCE.randrange(60))
    several = CHANCE.sample(CLOCKS, CHANCE.randrange(3))
    return Entry(
        n=f"{n:08x}",
        on=on,
        at=dt.datetime.combine(on, dt.time(12, CHANCE.randrange(60)), BEIJING),
        by="李经办",
        did=CHANCE.choice(list(Did)),
        what=CHANCE.choice([None, *Seen]),
        day=CHANCE.choice([None, None, "unknown"]),
        unit=CHANCE.choice([None, HOUSING]),
        mode=CHANCE.choice([None, "transfer", "assign"]),
        decision=CHANCE.choice([None, "agree", "reject", "redo", "uphold", "support"]),
        hearing=CHANCE.choice([None, None, "2026-12-08..2026-12-09", "某日"]),
        instead=CHANCE.choice([None, True]),
        final=CHANCE.choice([None, True]),
        returned=CHANCE.choice([None, True]),
        revoked_on=CHANCE.choice([None, FIRST]),
        reason=CHANCE.choice([None, "其他", *map(str, CloseReason)]),
        resolved=CHANCE.choice([None, True]),
        document=CHANCE.choice([None, *Document]),
        strikes=CHANCE.choice([None, f"{CHANCE.randrange(POOL_SIZE):08x}"]),
        stops=tuple(CHANCE.sample(CLOCKS, CHANCE.randrange(3))),
        starts={name: _start() for name in several},
    )


KEPT = {clock for row in TRANSITIONS for clock in row.keeps}
"""Duties that outlive their matter."""

LAW = config.default().law  # not the fixture: Hypothesis prints what it passes
POOL = [_any_entry(n) for n in range(POOL_SIZE)]
PICKS = st.lists(st.integers(0, POOL_SIZE - 1), min_size=1, max_size=14, unique=True)


def _case(entries: list[Entry]) -> Case:
    return Case(
        id="XF-20261102-7K3MQ",
        status="registered",
        received_on=FIRST,
        registered_on=FIRST,
        channel="visit",
        history=entries,
    )


@given(PICKS, st.randoms(use_true_random=False))
def test_folding_never_fails_and_takes_no_notice_of_the_order_in_the_file(
    picks: list[int], shuffler: random.Random
) -> None:
    state = fold(_case([POOL[n] for n in picks]), LAW)
    assert isinstance(state, State)
    shuffler.shuffle(picks)
    assert fold(_case([POOL[n] for n in picks]), LAW) == state


@given(PICKS)
def test_what_holds_of_every_state(picks: list[int]) -> None:
    case = _case([POOL[n] for n in picks])
    state = fold(case, LAW)
    assert not (state.status in ENDED and any(run.is_duty and run.name not in KEPT for run in state.running))
    owed = [run for run in state.running if run.is_duty and not run.in_dispute and not run.is_paused]
    assert state.due == min((run.due for run in owed if run.due), default=None)
    assert [run.due for run in state.duties] == sorted(run.due for run in state.duties if run.due)
    assert len({run.name for run in state.running}) == len(state.running), "a clock runs once at a time"
    assert state.status is Status.CLOSED or (state.closed_on, state.close_reason) == (None, None)
    assert (derived(case, LAW).status, derived(case, LAW).due) == (state.status, state.due)


@given(PICKS, st.integers(0, 13))
def test_a_struck_entry_does_not_count(picks: list[int], which: int) -> None:
    history = [POOL[n] for n in picks if POOL[n].did is not Did.UNDO]
    victims = [each for each in history if each.did is not Did.OPEN]
    assume(victims)
    victim = victims[which % len(victims)]
    strike = entry(POOL_SIZE, "undo", "2027-01-15", strikes=victim.n)
    rest = [each for each in history if each is not victim]
    assert standing([*history, strike]) == in_order(rest)
    assert fold(_case([*history, strike]), LAW) == (fold(_case(rest), LAW) if rest else State())


@given(PICKS)
def test_each_turn_begins_where_the_one_before_ended(picks: list[int]) -> None:
    case = _case([POOL[n] for n in picks])
    state = State()
    for entry, before, left in turns(case.history, LAW):
        assert before == state
        state = before if entry.did is Did.UNDO else after(before, entry, LAW)
        assert left == state
    assert fold(case, LAW) == state
    told = [entry for entry, _, _ in turns(case.history, LAW)]
    assert [entry for entry in told if entry.did is not Did.UNDO] == standing(case.history)
    assert [entry for entry in told if entry.did is Did.UNDO] == [
        entry for entry in in_order(case.history) if entry.did is Did.UNDO
    ]


# Order and strikes.


def test_fold_order_is_day_then_moment_then_id_after_the_registration() -> None:
    opened = entry(5, "open", "2026-11-05")
    early, late = entry(2, "note", "2026-11-03", text="一"), entry(1, "note", "2026-11-06", text="三")
    same = early.but(n="ffffffff")
    assert in_order([late, same, early, opened]) == [opened, early, same, late]


def test_neither_an_undo_nor_the_registration_is_ever_struck() -> None:
    history = [
        entry(1, "open"),
        entry(2, "note", text="一"),
        entry(3, "undo", strikes="00000002"),
        entry(4, "undo", strikes="00000003"),
        entry(5, "undo", strikes="00000001"),
        entry(6, "undo"),
    ]
    assert struck(history) == {"00000002", "00000003"}
    assert [each.n for each in standing(history)] == ["00000001"]


# Two histories, each valid, that contradict each other.


def test_what_contradicts_is_applied_and_reported(law: Law) -> None:
    history = [
        entry(1, "open"),
        entry(2, "route", "2026-11-03", unit=HOUSING, mode="transfer"),
        entry(3, "accept", "2026-11-04"),
        entry(4, "decline", "2026-11-05", ground="not_competent"),
        entry(5, "close", "2026-11-06", reason="无此方式"),
    ]
    state = fold(_case(history), law)
    assert state.status is Status.NOT_ACCEPTED
    assert [(odd.entry.n, odd.found) for odd in state.contradictions] == [
        ("00000004", "accepted"),
        ("00000005", "not_accepted"),
    ]


def test_two_objections_from_two_clones_still_lead_back(law: Law) -> None:
    history = [
        entry(1, "open"),
        entry(2, "route", "2026-11-03", unit=HOUSING, mode="assign"),
        entry(3, "object", "2026-11-04", reason="一"),
        entry(4, "object", "2026-11-05", reason="二"),
        entry(5, "object", "2026-11-06", decision="reject"),
        entry(6, "withdraw", "2026-11-07", statement_on=day("2026-11-07")),
        entry(7, "withdraw", "2026-11-08", statement_on=day("2026-11-08")),
        entry(8, "withdraw", "2026-11-09", revoked_on=day("2026-11-09")),
    ]
    state = fold(_case(history), law)
    assert state.status is Status.ASSIGNED
    assert len(state.contradictions) == 2


def test_an_observed_entry_contradicts_nothing(law: Law) -> None:
    history = [entry(1, "open"), entry(2, "observed", "2026-11-03", what="opinion"), entry(3, "observed", "2026-11-04")]
    state = fold(_case(history), law)
    assert (state.status, state.contradictions) == (Status.OPINION_ISSUED, ())
    assert Document.OPINION in state.issued


@pytest.mark.parametrize(
    ("what", "status", "issued"),
    [("reviewed", Status.REVIEWED, Document.REVIEW), ("final_issued", Status.FINAL_ISSUED, Document.FINAL)],
)
def test_what_a_ledger_says_was_issued_can_be_served(law: Law, what: str, status: Status, issued: Document) -> None:
    state = fold(_case([entry(1, "open"), entry(2, "observed", "2026-11-03", what=what)]), law)
    assert (state.status, state.issued) == (status, {Document.REGISTRATION, issued})


def test_the_ledgers_closing_and_resolution_may_have_no_day(
    case: Callable[..., Case], law: Law, stamp: Callable[..., Any]
) -> None:
    it = observe(case("2026-11-02"), law, Seen.CLOSED, stamp("2026-11-02"), dated=False)
    it = observe(it, law, Seen.RESOLVED, stamp("2026-11-02"), dated=False, basis="office")
    state = fold(it, law)
    assert (state.status, state.closed_on) == (Status.CLOSED, None)
    assert (state.is_resolved, state.resolved_on, state.resolved_basis) == (True, None, "office")
    route = state.last_run("route")
    assert route is not None
    assert (route.stopped_on, route.dated) == (day("2026-11-02"), False)


def test_a_review_that_a_ledger_reports_ends_the_closing(law: Law) -> None:
    history = [
        entry(1, "open"),
        entry(2, "observed", "2026-11-03", what="closed"),
        entry(3, "observed", "2026-11-04", what="review"),
    ]
    state = fold(_case(history), law)
    assert (state.status, state.closed_on) == (Status.IN_REVIEW, None)


# States and clocks.


def closed(matter: MatterOf) -> Any:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer", with_=("自然资源局",))
    it.do("accept", "2026-11-04")
    it.do("reply", "2026-11-10", decision="support", number="1号")
    it.do("serve", "2026-11-11", document=Document.OPINION, method="in_person")
    it.do("close", "2026-11-12", reason="opinion_delivered", resolved=True, basis="petitioner", evidence="确认书")
    return it


def test_facts_of_a_closed_matter(matter: MatterOf) -> None:
    state = closed(matter).state
    assert (state.unit, state.with_, state.mode, state.opinion) == (HOUSING, ("自然资源局",), "transfer", "support")
    assert (state.closed_on, state.close_reason, state.since) == (
        day("2026-11-12"),
        "opinion_delivered",
        day("2026-11-12"),
    )
    assert (state.is_resolved, state.resolved_on, state.resolved_basis) == (True, day("2026-11-12"), "petitioner")
    assert state.served == ((Document.OPINION, day("2026-11-11")),)
    assert [run.name for run in state.running] == ["ask_review"]


@pytest.mark.parametrize(
    "steps",
    [
        [("review", {})],
        [("review", {"late_reason": "在外地"}), ("review", {"decision": "redo", "number": "县复查〔2026〕1号"})],
    ],
)
def test_who_asks_for_a_review_takes_the_resolution_back(matter: MatterOf, steps: list[Any]) -> None:
    it = closed(matter)
    assert it.state.is_resolved
    for did, data in steps:
        it.do(did, "2026-11-20", **data)
    state = it.state
    assert (state.is_resolved, state.resolved_on, state.resolved_basis) == (False, None, None)


@pytest.mark.parametrize("what", [Seen.REVIEW, Seen.FINAL])
def test_a_ledger_that_shows_a_review_takes_the_resolution_back(matter: MatterOf, law: Law, what: Seen) -> None:
    case = observe(closed(matter).case, law, what, make_stamp("2026-11-20"))
    assert not fold(case, law).is_resolved


def test_reopening_takes_closing_and_resolution_back(matter: MatterOf) -> None:
    it = closed(matter)
    it.do("reopen", "2026-12-01", reason="承诺未兑现")
    state = it.state
    assert (state.status, state.closed_on, state.close_reason) == (Status.ACCEPTED, None, None)
    assert (state.is_resolved, state.resolved_on, state.resolved_basis) == (False, None, None)
    assert it.due("handle") == "2027-01-30"


def test_a_redo_gives_the_next_opinion_its_own_extension_and_service(matter: MatterOf) -> None:
    it = closed(matter)
    it.do("review", "2026-11-20")
    it.do("review", "2026-11-25", decision=ReviewDecision.REDO, number="1号")
    state = it.state
    assert (state.extensions, Document.OPINION in state.issued) == (0, False)
    it.do("extend", "2026-11-26", days=10, approved_by="局长甲", reason="须鉴定")
    it.do("reply", "2026-11-27", decision="support", number="2号")
    assert it.state.served == ()


def test_an_extension_is_the_same_run_with_a_later_due_date(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("accept", "2026-11-04")
    before = it.state.run("handle")
    it.do("extend", "2026-11-05", days=30, approved_by="局长甲", reason="须鉴定")
    runs = [run for run in it.state.clocks if run.name == "handle"]
    assert [(run.from_, run.rule, run.due, run.n) for run in runs] == [
        (before.from_, "90d", day("2027-02-02"), it.case.history[-1].n)
    ]
    assert it.state.extensions == 1


def test_days_late(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    route = it.state.run("route")  # until 17 November
    assert [route.late_days(day(f"2026-11-{each}")) for each in ("16", "17", "18", "30")] == [0, 0, 1, 13]
    assert it.state.overdue_days(day("2026-11-20")) == 3
    it.do("route", "2026-11-19", unit=HOUSING, mode="transfer")
    assert it.state.last_run("route").late_days(day("2027-11-19")) == 2, "it stopped two days late and stays so"
    it.do("close", "2026-11-20", reason="routed_out")
    assert (it.state.overdue_days(day("2027-01-01")), it.state.due) == (0, None)


def test_a_window_and_a_clock_without_length_are_never_late(matter: MatterOf) -> None:
    it = closed(matter)
    window = it.state.run("ask_review")
    assert window.late_days(day("2027-12-31")) == 0
    lengthless = it.state.last_run("handle")._replace(due=None)
    assert lengthless.late_days(day("2027-12-31")) == 0
    assert not lengthless.provisional(it.law)


def test_a_due_date_by_a_rule_that_nobody_can_read_is_not_called_provisional(matter: MatterOf) -> None:
    it = matter("2026-12-29")
    it.do("route", "2026-12-29", unit=HOUSING, mode="transfer")
    run: ClockRun = it.state.run("object")
    assert run.provisional(it.law)
    assert not run._replace(rule="五天").provisional(it.law)


def test_who_owes_a_clock(matter: MatterOf) -> None:
    it = closed(matter)
    it.do("review", "2026-11-20")
    owing = {run.name: run.owing for run in it.state.clocks}
    assert owing == {
        "route": None,
        "notify_routed": HOUSING,
        "object": HOUSING,
        "handle": HOUSING,
        "ask_review": None,
        "review": "某县人民政府",
    }
    it.do("review", "2026-11-25", decision="uphold", number="1号")
    it.do("final", "2026-11-26", late_reason="送达未登记", organ="某省住房和城乡建设厅")
    assert it.state.run("final").owing == "某省住房和城乡建设厅", "the organ that was named"


def test_who_owes_a_final_review_without_a_first_one(law: Law) -> None:
    history = [
        entry(1, "open"),
        entry(2, "observed", "2026-11-03", what="route", unit=HOUSING),
        entry(3, "observed", "2026-11-04", what="final", starts={"final": Start(from_=FIRST, rule="30d", due=None)}),
    ]
    run = fold(_case(history), law).run("final")
    assert run is not None
    assert run.owing == "某市人民政府"
    unknown = fold(_case([history[0], history[2]]), law).run("final")
    assert unknown is not None
    assert unknown.owing is None


def test_a_document_is_made_before_it_is_served(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-03", unit="住房和城乡建设局", mode="transfer")
    it.do("notice", "2026-11-03", document="transfer_letter", template="transfer_letter-1", sha256="0" * 64)
    it.do("notice", "2026-11-04", document="routed_notice", template="routed_notice-1", sha256="0" * 64)
    assert (it.state.to_make, it.state.to_serve) == ((Document.REGISTRATION,), (Document.ROUTED_NOTICE,))
    it.undo("2026-11-04")
    assert it.state.to_make == (Document.REGISTRATION, Document.ROUTED_NOTICE)
    it.do("serve", "2026-11-05", document="routed_notice", method="in_person")
    it.do("notice", "2026-11-05", document="routed_notice", template="routed_notice-1", sha256="0" * 64)
    assert (it.state.to_make, it.state.to_serve) == ((Document.REGISTRATION, Document.RECEIPT), ())


def test_a_document_that_is_owed_anew_is_made_anew(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-03", unit="住房和城乡建设局", mode="transfer")
    it.do("notice", "2026-11-03", document="routed_notice", template="routed_notice-1", sha256="0" * 64)
    it.do("route", "2026-11-04", unit="自然资源局", mode="transfer", instead=True, reason="职责不符")
    assert it.state.to_serve == ()
    assert Document.ROUTED_NOTICE in it.state.to_make


def test_what_is_owed_still_when_a_matter_has_ended(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("decline", "2026-11-03", ground="statutory_route")
    assert it.state.owed == (Document.REGISTRATION, Document.DECLINED_NOTICE)
    assert it.state.to_make == (Document.DECLINED_NOTICE,)


def test_a_service_of_nothing_changes_nothing_that_was_served(law: Law) -> None:
    entries = [entry(1, "open"), entry(2, "serve", method="in_person")]
    assert fold(_case(entries), law).served == ()
