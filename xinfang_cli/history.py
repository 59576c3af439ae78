"""What a history amounts to: state, running clocks, dates. Folded each time, stored nowhere.

Folding never fails: an entry that does not fit the state before it is applied all the same and reported, since
two histories that are each valid may contradict each other after a merge.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from xinfang_cli.clocks import ClockKind, Law, Owner, Rule, is_provisional
from xinfang_cli.model import (
    Case,
    Did,
    Document,
    Entry,
    Mode,
    Seen,
    Start,
    Status,
)
from xinfang_cli.procedure import ROWS, SEEN, To, candidates, given


@dataclass(frozen=True, slots=True)
class ClockRun:
    """One run of a clock, from the entry that started it to the one that stopped it.

    Attributes:
        name: the clock.
        n: id of the entry that started it, or that last set its due date anew (an extension).
        kind: duty or window.
        owner: who owes it.
        owing: name of the unit or organ that owes it; None for the office and the petitioner.
        from_: the first day, not counted.
        rule: its length, as written when it started.
        due: the last day; None for a clock without a length.
        dated: whether it was started and stopped on known days.
        stopped_on: the day it stopped; None while it runs.
    """

    name: str
    n: str
    kind: ClockKind
    owner: Owner
    owing: str | None
    from_: dt.date
    rule: str
    due: dt.date | None
    dated: bool = True
    stopped_on: dt.date | None = None

    @property
    def is_running(self) -> bool:
        """Whether nothing stopped it yet."""
        return self.stopped_on is None

    @property
    def is_duty(self) -> bool:
        """Whether it can be overdue."""
        return self.kind is ClockKind.DUTY

    def late_days(self, today: dt.date) -> int:
        """Return the days past due, when it stopped or else today; 0 in time and for windows."""
        if self.due is None or not self.is_duty:
            return 0
        return max(0, ((self.stopped_on or today) - self.due).days)

    def provisional(self, law: Law) -> bool:
        """Whether its due date rests on a year that no notice covers."""
        rule = Rule.read(self.rule)
        if rule is None or self.due is None:
            return False
        return is_provisional(self.from_, rule, self.due, law.calendar)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An entry that does not fit the state it found."""

    entry: Entry
    found: Status


@dataclass(frozen=True, slots=True)
class State:
    """What a history amounts to."""

    status: Status = Status.REGISTERED
    unit: str | None = None
    with_: tuple[str, ...] = ()
    mode: Mode | None = None
    before: Status = Status.REGISTERED  # the state that an objection or a withdrawal interrupted
    since: dt.date | None = None  # the day it came into its state
    clocks: tuple[ClockRun, ...] = ()
    closed_on: dt.date | None = None
    close_reason: str | None = None
    is_resolved: bool = False
    resolved_on: dt.date | None = None
    resolved_basis: str | None = None
    opinion: str | None = None
    extensions: int = 0
    is_settled: bool = False
    issued: frozenset[Document] = frozenset()
    served: tuple[tuple[Document, dt.date], ...] = ()
    owed: tuple[Document, ...] = ()
    redo_of: Status | None = None
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def running(self) -> tuple[ClockRun, ...]:
        """The clocks that run."""
        return tuple(clock for clock in self.clocks if clock.is_running)

    def run(self, name: str) -> ClockRun | None:
        """Return the running clock of a name."""
        return next((clock for clock in self.clocks if clock.name == name and clock.is_running), None)

    def last_run(self, name: str) -> ClockRun | None:
        """Return the latest run of a clock, running or not."""
        return next((clock for clock in reversed(self.clocks) if clock.name == name), None)

    @property
    def duties(self) -> tuple[ClockRun, ...]:
        """The running duties that have a due date, earliest first."""
        due = [(clock.due, clock.name, clock) for clock in self.running if clock.is_duty and clock.due]
        return tuple(clock for _, _, clock in sorted(due, key=lambda each: each[:2]))

    @property
    def due(self) -> dt.date | None:
        """The earliest due date of a running duty, whoever owes it; never a window's."""
        return self.duties[0].due if self.duties else None

    def overdue_days(self, today: dt.date) -> int:
        """Return how many calendar days the earliest running duty is past due; 0 if none is."""
        return max(0, (today - self.due).days) if self.due else 0


def in_order(history: Iterable[Entry]) -> list[Entry]:
    """Return entries in fold order: day, moment of writing, id."""
    return sorted(history, key=lambda entry: entry.key)


def struck(history: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of entries that an undo struck; an undo itself is never struck."""
    return frozenset(entry.strikes for entry in history if entry.did is Did.UNDO and entry.strikes)


def standing(history: Iterable[Entry]) -> list[Entry]:
    """Return the entries that stand, in fold order: not struck, and not the striking itself."""
    entries = in_order(history)
    gone = struck(entries)
    return [entry for entry in entries if entry.did is not Did.UNDO and entry.n not in gone]


def fold(case: Case, law: Law) -> State:
    """Return what a case's history amounts to under the rules in force."""
    state = State()
    for entry in standing(case.history):
        state = after(state, entry, law)
    return state


def after(state: State, entry: Entry, law: Law) -> State:
    """Return the state that an entry leads to."""
    state = _checked(state, entry)
    state = _with_facts(state, entry)
    status = _next_status(state, entry)
    clocks = _stopped(state.clocks, entry, status)
    clocks = _started(clocks, entry, replace(state, status=status), law)
    before = state.status if status in (Status.OBJECTED, Status.WITHDRAWN) else state.before
    since = entry.on if status is not state.status else state.since
    return replace(state, status=status, before=before, since=since, clocks=clocks)


def _checked(state: State, entry: Entry) -> State:
    if entry.did is Did.OBSERVED or any(state.status in row.frm for row in candidates(entry.did, given(entry))):
        return state
    return replace(state, contradictions=(*state.contradictions, Contradiction(entry, state.status)))


def _next_status(state: State, entry: Entry) -> Status:
    if entry.did is Did.OBSERVED:
        to: Status | To = SEEN[entry.what][0] if entry.what else To.SAME
    else:
        rows = list(candidates(entry.did, given(entry)))
        fitting = [row for row in rows if state.status in row.frm] or rows
        to = fitting[0].to if fitting else To.SAME
    if isinstance(to, Status):
        return to
    return state.before if to is To.BEFORE else state.status


def _stopped(clocks: tuple[ClockRun, ...], entry: Entry, status: Status) -> tuple[ClockRun, ...]:
    def stops(clock: ClockRun) -> bool:
        return clock.is_running and (clock.name in entry.stops or (not status.is_open and clock.is_duty))

    if not any(stops(clock) for clock in clocks):
        return clocks
    return tuple(
        replace(clock, stopped_on=entry.on, dated=clock.dated and entry.is_dated) if stops(clock) else clock
        for clock in clocks
    )


def _started(clocks: tuple[ClockRun, ...], entry: Entry, state: State, law: Law) -> tuple[ClockRun, ...]:
    for name, start in entry.starts.items():
        running = next((clock for clock in clocks if clock.name == name and clock.is_running), None)
        if running:
            n = running.n if entry.did is Did.RECKON else entry.n
            moved = replace(running, n=n, from_=start.from_, rule=start.rule, due=start.due)
            clocks = tuple(moved if clock is running else clock for clock in clocks)
        else:
            clocks = (*clocks, _run(name, start, entry, state, law))
    return clocks


def _run(name: str, start: Start, entry: Entry, state: State, law: Law) -> ClockRun:
    owner = law.owner(name)
    owing = None
    if owner is Owner.UNIT:
        owing = entry.unit or state.unit
    elif owner is Owner.ORGAN:
        owing = entry.organ or law.review_by.get(state.unit or "")
    return ClockRun(
        name=name,
        n=entry.n,
        kind=law.kind(name),
        owner=owner,
        owing=owing,
        from_=start.from_,
        rule=start.rule,
        due=start.due,
        dated=entry.is_dated,
    )


def _with_facts(state: State, entry: Entry) -> State:
    record = _FACTS.get(entry.did)
    state = record(state, entry) if record else state
    rows = ROWS.get(entry.did, ())
    owed = next((row.owed for row in rows if row.fits(given(entry))), ())
    return replace(state, owed=_owed(state.owed, owed, entry), issued=state.issued | frozenset(owed))


def _owed(owed: tuple[Document, ...], more: tuple[Document, ...], entry: Entry) -> tuple[Document, ...]:
    served = {entry.document} if entry.did is Did.SERVE else set()
    return tuple(dict.fromkeys(document for document in (*owed, *more) if document not in served))


def _routed(state: State, entry: Entry) -> State:
    if entry.path:
        return state
    return replace(state, unit=entry.unit, with_=entry.with_, mode=entry.mode)


def _objected(state: State, entry: Entry) -> State:
    return replace(state, unit=None, with_=(), mode=None) if entry.decision == "agree" else state


def _replied(state: State, entry: Entry) -> State:
    return replace(state, opinion=entry.decision, issued=state.issued | {Document.OPINION})


def _served(state: State, entry: Entry) -> State:
    return replace(state, served=(*state.served, (entry.document, entry.on))) if entry.document else state


def _closed(state: State, entry: Entry) -> State:
    day = entry.on if entry.is_dated else None
    state = replace(state, closed_on=day, close_reason=entry.reason)
    return _resolved(state, entry) if entry.resolved else state


def _resolved(state: State, entry: Entry) -> State:
    day = entry.on if entry.is_dated else None
    return replace(state, is_resolved=True, resolved_on=day, resolved_basis=entry.basis)


def _reopened(state: State, _: Entry) -> State:
    return replace(
        state, closed_on=None, close_reason=None, is_resolved=False, resolved_on=None, resolved_basis=None, extensions=0
    )


def _reviewed(state: State, entry: Entry) -> State:
    if entry.decision is None and entry.hearing is None:
        return replace(state, closed_on=None, close_reason=None)
    if entry.decision in ("redo", "revoke"):
        return replace(state, extensions=0)
    return state


def _settled(state: State, _: Entry) -> State:
    return replace(state, is_settled=True)


def _extended(state: State, _: Entry) -> State:
    return replace(state, extensions=state.extensions + 1)


_OBSERVED = {
    Seen.ROUTE: _routed,
    Seen.OPINION: _replied,
    Seen.CLOSED: _closed,
    Seen.RESOLVED: _resolved,
}


def _observed(state: State, entry: Entry) -> State:
    record = _OBSERVED.get(entry.what) if entry.what else None
    return record(state, entry) if record else state


_FACTS = {
    Did.ROUTE: _routed,
    Did.OBJECT: _objected,
    Did.EXTEND: _extended,
    Did.REPLY: _replied,
    Did.SETTLE: _settled,
    Did.SERVE: _served,
    Did.REVIEW: _reviewed,
    Did.FINAL: _reviewed,
    Did.CLOSE: _closed,
    Did.REOPEN: _reopened,
    Did.OBSERVED: _observed,
}


def derived(case: Case, law: Law) -> Case:
    """Return the case with its three derived lines as the history has them."""
    state = fold(case, law)
    return case.but(status=state.status, unit=state.unit, due=state.due)
