"""What a history amounts to: state, running clocks, dates. Folded each time, stored nowhere.

Folding never fails: an entry that does not fit the state before it is applied all the same and reported, since
two histories that are each valid may contradict each other after a merge.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from xinfang_cli.clocks import ClockKind, ClockName, Law, Owner, Rule, is_provisional
from xinfang_cli.model import Case, Entry, Start
from xinfang_cli.procedure import SEEN, To, Transition, rows_of
from xinfang_cli.words import Did, Document, Mode, ObjectionDecision, ReviewDecision, Seen, Status

_Record = TypeVar("_Record")


def replace(record: _Record, **changes: Any) -> _Record:
    """Return a frozen record with other values, as `dataclasses.replace` does, in a fifth of the time.

    Folding copies a state for each entry of a hundred thousand cases, and that was most of its work. For records
    without slots and without work of their own when they are made, as those below.
    """
    new = object.__new__(type(record))
    new.__dict__.update(record.__dict__, **changes)
    return new


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class State:
    """What a history amounts to."""

    status: Status = Status.REGISTERED
    unit: str | None = None
    with_: tuple[str, ...] = ()
    mode: Mode | None = None
    objected_from: Status = Status.REGISTERED  # the state that the last objection interrupted
    withdrawn_from: Status = Status.REGISTERED  # the state that the last withdrawal interrupted
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
    """Return entries in fold order: the registration, then by day, moment of writing and id."""
    return sorted(history, key=lambda entry: entry.key)


def struck(history: Iterable[Entry]) -> frozenset[str]:
    """Return the ids that undos name. An undo itself is never struck, nor is the registration."""
    entries = tuple(history)
    kept = {entry.n for entry in entries if entry.did is Did.OPEN}
    return frozenset(entry.strikes for entry in entries if entry.did is Did.UNDO and entry.strikes) - kept


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
    row = _row(state, entry)
    issued = row.owed if row else ()
    status = _next_status(state, entry, row)
    told = _with_facts(state, entry)
    clocks = _clocks(told, entry, status, law)
    is_closed = status is Status.CLOSED
    return replace(  # once, since copying is most of the work
        told,
        status=status,
        since=state.since if status is state.status else entry.on,
        clocks=clocks,
        closed_on=told.closed_on if is_closed else None,
        close_reason=told.close_reason if is_closed else None,
        issued=told.issued.union(issued) if issued else told.issued,
        served=_still_served(told, issued),
        owed=_owed(told, issued, entry, status, clocks),
        contradictions=_contradictions(state, entry, row),
    )


def _contradictions(state: State, entry: Entry, row: Transition | None) -> tuple[Contradiction, ...]:
    if entry.did is Did.OBSERVED or (row and state.status in row.frm):
        return state.contradictions
    return (*state.contradictions, Contradiction(entry, state.status))


def _row(state: State, entry: Entry) -> Transition | None:
    """Return the row of the table that an entry follows; one for other states if none is for this."""
    rows = rows_of(entry)
    return next((row for row in rows if state.status in row.frm), next(iter(rows), None))


def _next_status(state: State, entry: Entry, row: Transition | None) -> Status:
    to = row.to if row else SEEN[entry.what][0] if entry.what else To.SAME
    if isinstance(to, Status):
        return to
    if to is To.SAME:
        return state.status
    return state.withdrawn_from if entry.did is Did.WITHDRAW else state.objected_from


def _clocks(state: State, entry: Entry, status: Status, law: Law) -> tuple[ClockRun, ...]:
    """Return the clocks after an entry: those it stops, then those it starts.

    A final review goes the other way round: the hearing that comes with a decision first moves the due date of
    the clock that the decision stops (T36¶2).
    """
    if entry.did is Did.FINAL:
        return _stopped(_started(state.clocks, entry, state, status, law), entry, status)
    return _started(_stopped(state.clocks, entry, status), entry, state, status, law)


def _stopped(clocks: tuple[ClockRun, ...], entry: Entry, status: Status) -> tuple[ClockRun, ...]:
    def stops(clock: ClockRun) -> bool:
        return clock.is_running and (clock.name in entry.stops or (not status.is_open and clock.is_duty))

    if (status.is_open and not entry.stops) or not any(stops(clock) for clock in clocks):
        return clocks
    return tuple(
        replace(clock, stopped_on=entry.on, dated=clock.dated and entry.is_dated) if stops(clock) else clock
        for clock in clocks
    )


def _started(
    clocks: tuple[ClockRun, ...], entry: Entry, state: State, status: Status, law: Law
) -> tuple[ClockRun, ...]:
    for name, start in entry.starts.items():
        if not status.is_open and law.kind(name) is ClockKind.DUTY:
            continue  # from another clone: nobody owes anything in a matter that has ended
        moved = next((clock for clock in clocks if clock.name == name and clock.is_running), None)
        moved = moved or _resumed(clocks, name, entry)
        if moved:
            n = moved.n if entry.did is Did.RECKON else entry.n
            new = replace(moved, n=n, from_=start.from_, rule=start.rule, due=start.due, stopped_on=None)
            clocks = tuple(new if clock is moved else clock for clock in clocks)
        else:
            clocks = (*clocks, _run(name, start, entry, state, law))
    return clocks


def _resumed(clocks: tuple[ClockRun, ...], name: str, entry: Entry) -> ClockRun | None:
    """Return the run that goes on after a withdrawal was taken back or an objection rejected."""
    if entry.did is Did.WITHDRAW or entry.decision == ObjectionDecision.REJECT:
        return next((clock for clock in reversed(clocks) if clock.name == name), None)
    return None


def _run(name: str, start: Start, entry: Entry, state: State, law: Law) -> ClockRun:
    owner = law.owner(name)
    owing = None
    if owner is Owner.UNIT:
        owing = entry.unit or state.unit
    elif owner is Owner.ORGAN:
        owing = entry.organ or _review_organ(name, state, law)
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


def _review_organ(name: str, state: State, law: Law) -> str | None:
    """Return the organ one level up; a final review is owed by the one above the organ of the first (T36¶1)."""
    organ = law.review_by.get(state.unit or "")
    if name != ClockName.FINAL:
        return organ
    first = state.last_run(ClockName.REVIEW)
    return law.review_by.get((first.owing if first else organ) or "")


def _with_facts(state: State, entry: Entry) -> State:
    record = _FACTS.get(entry.did)
    return record(state, entry) if record else state


def _still_served(state: State, issued: Iterable[Document]) -> tuple[tuple[Document, dt.date], ...]:
    """A document that is issued anew has not been served yet."""
    return tuple(each for each in state.served if each[0] not in issued)


def _owed(
    state: State, more: tuple[Document, ...], entry: Entry, status: Status, clocks: tuple[ClockRun, ...]
) -> tuple[Document, ...]:
    """Return the documents owed. An assignment that ended with its matter leaves the report owed (T22¶1(3))."""
    gone = {entry.document} if entry.did is Did.SERVE else set()
    if entry.did is Did.FEEDBACK or any(clock.name == ClockName.ASSIGNED and clock.is_running for clock in clocks):
        gone |= {Document.REPORT}
    elif not status.is_open and state.run(ClockName.ASSIGNED):
        more = (*more, Document.REPORT)
    if not (more or gone):
        return state.owed
    return tuple(dict.fromkeys(document for document in (*state.owed, *more) if document not in gone))


def _routed(state: State, entry: Entry) -> State:
    if entry.path:
        return state
    return replace(state, unit=entry.unit, with_=entry.with_, mode=entry.mode)


def _objected(state: State, entry: Entry) -> State:
    if entry.decision is None:
        return state if state.status is Status.OBJECTED else replace(state, objected_from=state.status)
    return replace(state, unit=None, with_=(), mode=None) if entry.decision == ObjectionDecision.AGREE else state


def _withdrawn(state: State, entry: Entry) -> State:
    if entry.revoked_on or state.status is Status.WITHDRAWN:
        return state
    return replace(state, withdrawn_from=state.status)


def _replied(state: State, entry: Entry) -> State:
    return replace(state, opinion=entry.decision)


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
    return replace(state, is_resolved=False, resolved_on=None, resolved_basis=None, is_settled=False, extensions=0)


def _reviewed(state: State, entry: Entry) -> State:
    """An opinion that was revoked is there no more: the next one is extended, issued and served by itself."""
    if entry.decision in (ReviewDecision.REDO, ReviewDecision.REVOKE):
        return replace(state, issued=state.issued - {Document.OPINION}, extensions=0)
    return state


def _settled(state: State, _: Entry) -> State:
    return replace(state, is_settled=True)


def _extended(state: State, _: Entry) -> State:
    return replace(state, extensions=state.extensions + 1)


def _issued(state: State, document: Document) -> State:
    return replace(state, issued=state.issued | {document}, served=_still_served(state, (document,)))


_OBSERVED = {
    Seen.ROUTE: _routed,
    Seen.OPINION: lambda state, entry: _replied(_issued(state, Document.OPINION), entry),
    Seen.REVIEWED: lambda state, _: _issued(state, Document.REVIEW),
    Seen.FINAL_ISSUED: lambda state, _: _issued(state, Document.FINAL),
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
    Did.WITHDRAW: _withdrawn,
    Did.OBSERVED: _observed,
}


def derived(case: Case, law: Law) -> Case:
    """Return the case with its three derived lines as the history has them."""
    state = fold(case, law)
    return case.but(status=state.status, unit=state.unit, due=state.due)
