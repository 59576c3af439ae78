"""What a history amounts to: state, running clocks, dates. Folded each time, stored nowhere.

The fold runs once for each entry of a hundred thousand cases. Therefore a run is a tuple, which is made in a tenth of a
dataclass's time, and `after` copies the values of a state once and changes the copy before anybody has it.

Folding never fails: an entry that does not fit the state before it is applied all the same and reported, since
two histories that are each valid may contradict each other after a merge.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import is_
from typing import Any, NamedTuple, Self

from xinfang_cli.law.clocks import ClockKind, ClockName, Law, Owner, Rule, after_pause, is_provisional, last_day
from xinfang_cli.law.procedure import SEEN, To, Transition, row_of
from xinfang_cli.law.records import Case, Entry, Start
from xinfang_cli.law.words import (
    ENDED,
    CloseReason,
    Did,
    Document,
    Fate,
    Mode,
    ObjectionDecision,
    ReviewDecision,
    Seen,
    Status,
)

ONE_SECOND = dt.timedelta(seconds=1)
"""The least between the moments at which two entries of a history are written, which keep their order."""


class ClockRun(NamedTuple):
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
        stopped_as: whether it was done or merely ended; None while it runs.
        in_dispute: whether the unit that owes it has objected in time, and the office has not said no (T23¶3).
        held: days that the office took over an objection beyond its own limit; they are not the unit's.
        paused_on: the day from which it waits for what is missing, where config lets it.
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
    stopped_as: Fate | None = None
    in_dispute: bool = False
    held: int = 0
    paused_on: dt.date | None = None

    @property
    def is_paused(self) -> bool:
        """Whether it waits for what is missing; nobody is late meanwhile."""
        return self.stopped_on is None and self.paused_on is not None

    def gone_on(self, day: dt.date, law: Law) -> Self:
        """Return it with the days of its pause added to its length, up to a day."""
        rule = Rule.read(self.rule)
        if self.paused_on is None or rule is None or self.due is None:
            return self._replace(paused_on=None)
        longer = after_pause(rule, self.paused_on, day, law.calendar)
        return self._replace(rule=str(longer), due=last_day(self.from_, longer, law.calendar), paused_on=None)

    @property
    def is_running(self) -> bool:
        """Whether nothing stopped it yet."""
        return self.stopped_on is None

    @property
    def is_duty(self) -> bool:
        """Whether it can be overdue."""
        return self.kind is ClockKind.DUTY

    @property
    def fate(self) -> Fate | None:
        """What became of it; None while it runs, and neither is disputed nor waits."""
        if self.stopped_on or not (self.in_dispute or self.paused_on):
            return self.stopped_as
        return Fate.PENDING if self.in_dispute else Fate.PAUSED

    @property
    def excused_to(self) -> dt.date | None:
        """The last day with the days added that were not the unit's."""
        return self.due and self.due + dt.timedelta(days=self.held)

    def late_days(self, today: dt.date) -> int:
        """Return the days past due, when it was done or else today; 0 in time, for windows and for what ended."""
        if self.due is None or not self.is_duty or self.fate not in {None, Fate.DONE}:
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
    closed_by: str | None = None  # id of the entry
    is_resolved: bool = False
    resolved_on: dt.date | None = None
    resolved_basis: str | None = None
    resolved_by: str | None = None  # id of the entry
    opinion: str | None = None
    extensions: int = 0
    supply_by: dt.date | None = None  # what is missing was asked for until this day, and is not there yet
    is_settled: bool = False
    issued: frozenset[Document] = frozenset()
    served: tuple[tuple[Document, dt.date], ...] = ()
    posted: tuple[tuple[Document, dt.date], ...] = ()  # sent by post, and nobody knows yet when they were received
    owed: tuple[Document, ...] = ()  # to be made
    to_serve: tuple[Document, ...] = ()  # made, and not yet with the petitioner
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def to_make(self) -> tuple[Document, ...]:
        """The documents that are still to be made: of a matter that has ended those that say how."""
        return self.owed if self.status.is_open else tuple(each for each in self.owed if each.outlives)

    @property
    def running(self) -> tuple[ClockRun, ...]:
        """The clocks that run."""
        return tuple(clock for clock in self.clocks if clock.is_running)

    def run(self, name: str) -> ClockRun | None:
        """Return the running clock of a name."""
        return _running(self.clocks, name)

    def last_run(self, name: str) -> ClockRun | None:
        """Return the latest run of a clock, running or not."""
        return _last(self.clocks, name)

    @property
    def duties(self) -> tuple[ClockRun, ...]:
        """The running duties that have a due date and are not disputed, earliest first."""
        duties = [clock for clock in self.clocks if clock.fate is None and clock.due and clock.is_duty]
        return tuple(sorted(duties, key=lambda clock: (clock.due, clock.name)))

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


def turns(history: Iterable[Entry], law: Law) -> Iterator[tuple[Entry, State, State]]:
    """Yield each entry that is not struck, in fold order, with the state that it found and the state that it left.

    An undo leaves what it found.
    """
    state, entries = State(), in_order(history)
    gone = struck(entries)
    for entry in entries:
        if entry.did is Did.UNDO:
            yield entry, state, state
        elif entry.n not in gone:
            before, state = state, after(state, entry, law)
            yield entry, before, state


def fold(case: Case, law: Law) -> State:
    """Return what a case's history amounts to under the rules in force."""
    state = State()
    for _, _, left in turns(case.history, law):
        state = left
    return state


_Values = dict[str, Any]
"""Values of a state that is being made, by attribute."""


def after(state: State, entry: Entry, law: Law) -> State:
    """Return the state that an entry leads to."""
    before = state.status
    row = row_of(entry, before)
    status = _next_status(state, entry, row)
    values = state.__dict__.copy()
    record = _FACTS.get(entry.did)
    if record:
        record(values, entry)
    clocks = _clocks(values, entry, row, status, law)
    owed = row.owed if row else ()
    values["owed"] = _owed(values, owed, entry, status, clocks)
    values["to_serve"] = _to_serve(values, owed, entry)
    values["clocks"] = clocks
    if owed:
        _issue(values, owed)
    if status is not before:
        values["status"] = status
        values["since"] = entry.on
    if status is not Status.CLOSED:
        values["closed_on"] = values["close_reason"] = values["closed_by"] = None
    if not (row and before in row.frm) and entry.did is not Did.OBSERVED:
        values["contradictions"] = (*state.contradictions, Contradiction(entry, before))
    new = object.__new__(State)
    new.__dict__.update(values)
    return new


def _next_status(state: State, entry: Entry, row: Transition | None) -> Status:
    to = row.to if row else SEEN[entry.what][0] if entry.what else To.SAME
    if to.__class__ is Status:
        return to
    if to is To.SAME:
        return state.status
    return state.withdrawn_from if entry.did is Did.WITHDRAW else state.objected_from


def _clocks(values: _Values, entry: Entry, row: Transition | None, status: Status, law: Law) -> tuple[ClockRun, ...]:
    """Return the clocks after an entry: those it stops, then those it starts.

    A final review goes the other way round: the hearing that comes with a decision first moves the due date of
    the clock that the decision stops (T36¶2).
    """
    clocks: tuple[ClockRun, ...] = values["clocks"]
    if entry.did is Did.SUPPLEMENT and not entry.supplied:
        return tuple([_paused(run, entry) for run in clocks])
    if entry.did is Did.FINAL:
        return _stopped(_started(clocks, entry, values, status, law), entry, row, status, law)
    clocks = _stopped(clocks, entry, row, status, law)
    if entry.did is Did.OBJECT:
        clocks = _disputed(clocks, entry)
    return _started(clocks, entry, values, status, law)


def _paused(run: ClockRun, entry: Entry) -> ClockRun:
    waits = run.name in entry.stops and run.stopped_on is None and run.paused_on is None
    return run._replace(paused_on=entry.on) if waits else run


def _stopped(
    clocks: tuple[ClockRun, ...], entry: Entry, row: Transition | None, status: Status, law: Law
) -> tuple[ClockRun, ...]:
    """Return the clocks after those that an entry stops: what its row does is done, whatever else stops has ended."""
    stops, kept = entry.stops, row.keeps if row else ()
    ends = not status.is_open and (row.ends if row else SEEN[entry.what][0] in ENDED if entry.what else False)
    if not stops and not ends:
        return clocks
    done = row.stops if row else SEEN[entry.what][1] if entry.what else ()
    stopped = [
        clock
        if clock.stopped_on
        or not (clock.name in stops or (ends and clock.kind is ClockKind.DUTY and clock.name not in kept))
        else clock.gone_on(entry.on, law)._replace(
            stopped_on=entry.on,
            stopped_as=Fate.DONE if clock.name in done else Fate.ENDED,
            dated=clock.dated and entry.is_dated,
        )
        for clock in clocks
    ]
    return clocks if all(map(is_, stopped, clocks)) else tuple(stopped)


DISPUTED = (ClockName.NOTIFY_ROUTED.value, ClockName.ASSIGNED.value)
"""What a unit owes on a matter that was routed to it, and does not if it is not its own (T23¶3)."""


def _disputed(clocks: tuple[ClockRun, ...], entry: Entry) -> tuple[ClockRun, ...]:
    """Return the clocks after an objection was made in time, or decided: they rest, never ran, or go on."""
    changes: dict[str, Any]
    if entry.decision is None:
        changes = {"in_dispute": not entry.late_reason}
    elif entry.decision == ObjectionDecision.AGREE:
        changes = {"in_dispute": False, "stopped_on": entry.on, "stopped_as": Fate.DISPUTED}
    else:
        changes = {"in_dispute": False, "held": _held(clocks)}
    return tuple([run._replace(**changes) if _is_disputed(run, entry) else run for run in clocks])


def _is_disputed(run: ClockRun, entry: Entry) -> bool:
    """Whether an objection is about a run: it is the unit's, and runs but for what the same step or a pause stopped."""
    is_current = run.in_dispute or run.stopped_on is None or run.stopped_on == entry.on
    return run.name in DISPUTED and is_current and run.stopped_as is not Fate.DONE


def _held(clocks: tuple[ClockRun, ...]) -> int:
    """Return the days by which the office was late with its decision on an objection."""
    run = _last(clocks, ClockName.OBJECTION)
    return run.late_days(run.stopped_on) if run and run.stopped_on else 0


def _started(
    clocks: tuple[ClockRun, ...], entry: Entry, values: _Values, status: Status, law: Law
) -> tuple[ClockRun, ...]:
    for name, start in entry.starts.items():
        running = _running(clocks, name)
        if not running and not status.is_open and law.kind(name) is ClockKind.DUTY:
            continue  # from another clone: nobody owes anything in a matter that has ended
        moved = running or _resumed(clocks, name, entry)
        if moved:
            n = moved.n if entry.did is Did.RECKON else entry.n
            new = moved._replace(
                n=n,
                from_=start.from_,
                rule=start.rule,
                due=start.due,
                stopped_on=None,
                stopped_as=None,
                paused_on=moved.paused_on if entry.did is Did.EXTEND else None,
            )
            clocks = tuple([new if clock is moved else clock for clock in clocks])
        else:
            clocks = (*clocks, _run(name, start, entry, values, law))
    return clocks


def _running(clocks: Iterable[ClockRun], name: str) -> ClockRun | None:
    for clock in clocks:
        if clock.name == name and clock.stopped_on is None:
            return clock
    return None


def _resumed(clocks: tuple[ClockRun, ...], name: str, entry: Entry) -> ClockRun | None:
    """Return the run that goes on after a withdrawal was taken back or an objection rejected."""
    if entry.did is Did.WITHDRAW or entry.decision == ObjectionDecision.REJECT:
        return _last(clocks, name)
    return None


def _last(clocks: tuple[ClockRun, ...], name: str) -> ClockRun | None:
    return next((clock for clock in reversed(clocks) if clock.name == name), None)


def _run(name: str, start: Start, entry: Entry, values: _Values, law: Law) -> ClockRun:
    owner = law.owner(name)
    owing = None
    if owner is Owner.UNIT:
        owing = entry.unit or values["unit"]
    elif owner is Owner.ORGAN:
        owing = entry.organ or _review_organ(name, values, law)
    kind = law.kind(name)
    return ClockRun(name, entry.n, kind, owner, owing, start.from_, start.rule, start.due, entry.is_dated)


def _review_organ(name: str, values: _Values, law: Law) -> str | None:
    """Return the organ one level up; a final review is owed by the one above the organ of the first (T36¶1)."""
    organ = law.review_by.get(values["unit"] or "")
    if name != ClockName.FINAL:
        return organ
    first = _last(values["clocks"], ClockName.REVIEW)
    return law.review_by.get((first.owing if first else organ) or "")


def _owed(
    values: _Values, more: tuple[Document, ...], entry: Entry, status: Status, clocks: tuple[ClockRun, ...]
) -> tuple[Document, ...]:
    """Return the documents owed. An assignment that ended with its matter leaves the report owed (T22¶1(3))."""
    owed: tuple[Document, ...] = values["owed"]
    gone = {entry.document} if entry.did in _MAKING else set()
    if Document.ACCUSATION_SLIP in gone:
        gone |= {Document.TRANSFER_LETTER, Document.ASSIGN_LETTER}
    if entry.did is Did.FEEDBACK or _running(clocks, ClockName.ASSIGNED):
        gone.add(Document.REPORT)
    elif not status.is_open and _running(values["clocks"], ClockName.ASSIGNED):
        more = (*more, Document.REPORT)
    if not more and gone.isdisjoint(owed):
        return owed
    return tuple([document for document in dict.fromkeys((*owed, *more)) if document not in gone])


def owed_of(case: Case, documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return what is owed of documents in a matter: of an accusation in its sealed form."""
    if not case.is_sealed:
        return tuple(documents)
    return tuple(dict.fromkeys(form for document in documents if (form := document.in_sealed_form)))


_MAKING = frozenset({Did.NOTICE, Did.SERVE})
"""What shows that a document is there: it was made here, or served whoever made it."""


def _to_serve(values: _Values, again: tuple[Document, ...], entry: Entry) -> tuple[Document, ...]:
    """Return the documents made that are to be served: not one that was served, nor one that is to be made anew."""
    waiting: tuple[Document, ...] = values["to_serve"]
    document = entry.document
    is_on_its_way = entry.did is Did.SERVE and not entry.is_dated
    if (entry.did is Did.NOTICE or is_on_its_way) and document and document.must_reach and document not in waiting:
        is_served = any(served is document for served, _ in values["served"])
        return waiting if is_served else (*waiting, document)
    if waiting and not is_on_its_way and (again or entry.did is Did.SERVE):
        return tuple([each for each in waiting if each is not document and each not in again])
    return waiting


def _issue(values: _Values, documents: tuple[Document, ...]) -> None:
    """Note documents as issued; one that is issued anew has not been served yet."""
    values["issued"] = values["issued"].union(documents)
    for name in ("served", "posted"):
        if values[name]:
            values[name] = tuple(each for each in values[name] if each[0] not in documents)


def _routed(values: _Values, entry: Entry) -> None:
    if entry.unit:
        values.update(unit=entry.unit, with_=entry.with_, mode=entry.mode)


def _objected(values: _Values, entry: Entry) -> None:
    if entry.decision is None:
        if values["status"] is not Status.OBJECTED:
            values["objected_from"] = values["status"]
    elif entry.decision == ObjectionDecision.AGREE:
        values.update(unit=entry.unit, with_=(), mode=entry.mode)


def _withdrawn(values: _Values, entry: Entry) -> None:
    if not entry.revoked_on and values["status"] is not Status.WITHDRAWN:
        values["withdrawn_from"] = values["status"]


def _replied(values: _Values, entry: Entry) -> None:
    values["opinion"] = entry.decision


def _served(values: _Values, entry: Entry) -> None:
    if entry.document is None:
        return
    posted = tuple([each for each in values["posted"] if each[0] is not entry.document])
    if entry.document is Document.SUGGESTION_REPLY and values["close_reason"] == CloseReason.UNANSWERED:
        values["close_reason"] = CloseReason.SUGGESTION_ANSWERED.value
    if entry.is_dated:
        values.update(served=(*values["served"], (entry.document, entry.on)), posted=posted)
    else:
        values["posted"] = (*posted, (entry.document, entry.on))


def _closed(values: _Values, entry: Entry) -> None:
    if _is_news(values["closed_on"], entry):
        values.update(closed_on=entry.on if entry.is_dated else None, close_reason=entry.reason, closed_by=entry.n)
    if entry.resolved:
        _resolved(values, entry)


def _resolved(values: _Values, entry: Entry) -> None:
    if _is_news(values["resolved_on"], entry):
        values.update(resolved_on=entry.on if entry.is_dated else None, resolved_by=entry.n)
    values.update(is_resolved=True, resolved_basis=entry.basis)


def _is_news(known: dt.date | None, entry: Entry) -> bool:
    """Whether an entry says when a matter was closed or resolved: the first day stands, but ledgers correct theirs."""
    return known is None or entry.did is Did.OBSERVED


def _reopened(values: _Values, entry: Entry) -> None:
    values.update(is_settled=False, extensions=0)
    _unresolved(values, entry)


def _unresolved(values: _Values, _: Entry) -> None:
    values.update(is_resolved=False, resolved_on=None, resolved_basis=None, resolved_by=None)


def _reviewed(values: _Values, entry: Entry) -> None:
    """Take back what a review denies.

    Who asks for one has not settled: the resolution goes. An opinion that was revoked is there no more: the next one is
    extended, issued and served by itself.
    """
    if not (entry.decision or entry.hearing):
        _unresolved(values, entry)
    if entry.decision in (ReviewDecision.REDO, ReviewDecision.REVOKE):
        values.update(issued=values["issued"] - {Document.OPINION}, extensions=0)
        _unresolved(values, entry)


def _supplemented(values: _Values, entry: Entry) -> None:
    values["supply_by"] = None if entry.supplied else entry.reply_due


def _settled(values: _Values, _: Entry) -> None:
    values["is_settled"] = True


def _extended(values: _Values, _: Entry) -> None:
    values["extensions"] += 1


def _opinion_seen(values: _Values, entry: Entry) -> None:
    _issue(values, (Document.OPINION,))
    _replied(values, entry)


_OBSERVED = {
    Seen.ROUTE: _routed,
    Seen.OPINION: _opinion_seen,
    Seen.REVIEW: _unresolved,
    Seen.FINAL: _unresolved,
    Seen.REVIEWED: lambda values, _: _issue(values, (Document.REVIEW,)),
    Seen.FINAL_ISSUED: lambda values, _: _issue(values, (Document.FINAL,)),
    Seen.CLOSED: _closed,
    Seen.RESOLVED: _resolved,
}


def _observed(values: _Values, entry: Entry) -> None:
    record = _OBSERVED.get(entry.what) if entry.what else None
    if record:
        record(values, entry)


_FACTS = {
    Did.ROUTE: _routed,
    Did.OBJECT: _objected,
    Did.EXTEND: _extended,
    Did.REPLY: _replied,
    Did.SUPPLEMENT: _supplemented,
    Did.SETTLE: _settled,
    Did.SERVE: _served,
    Did.REVIEW: _reviewed,
    Did.FINAL: _reviewed,
    Did.CLOSE: _closed,
    Did.REOPEN: _reopened,
    Did.WITHDRAW: _withdrawn,
    Did.OBSERVED: _observed,
}


def period_until(state: State) -> dt.date | None:
    """Return the last day on which a matter is in its period (T19¶3): that of its handling, or on which it ended."""
    if not state.status.is_open:
        return state.since
    handling = state.run(ClockName.HANDLE) or state.run(ClockName.S_HANDLE)
    return handling.due if handling else state.due


def derived(case: Case, law: Law) -> Case:
    """Return the case with its three derived lines as the history has them."""
    state = fold(case, law)
    return case.but(status=state.status, unit=state.unit, due=state.due)
