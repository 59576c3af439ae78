"""What a history amounts to: state, running clocks, dates. Folded each time, stored nowhere.

The fold runs once for each entry of a hundred thousand cases. Therefore `after` copies the values of a state once and
changes the copy before anybody has it: its clocks by `runs`, what else an entry says by `recorded`.

Folding never fails: an entry that does not fit the state before it is applied all the same and reported, since
two histories that are each valid may contradict each other after a merge.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from xinfang_cli.labels import Plain
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.conditions import To
from xinfang_cli.law.documents import Document
from xinfang_cli.law.procedure import SEEN, Transition, row_of
from xinfang_cli.law.recorded import RECORDS, issue, owed, to_serve
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.runs import ClockRun, gone_over, last_in, running_in
from xinfang_cli.law.words import Did, Mode, Status

ONE_SECOND = dt.timedelta(seconds=1)
"""The least between the moments at which two entries of a history are written, which keep their order."""


class Contradiction(Plain):
    """An entry that does not fit the state it found."""

    entry: Entry
    found: Status


class State(Plain):
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
        return running_in(self.clocks, name)

    def last_run(self, name: str) -> ClockRun | None:
        """Return the latest run of a clock, running or not."""
        return last_in(self.clocks, name)

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


Identity = tuple[str, str, str, int]
"""What makes two entries one: `n`, `at` (of a step of the ladder nothing), `did`; and which of several in one file."""


def identities(case: Case) -> dict[Identity, Entry]:
    """Return the entries of a case by what makes them the same in another version, in the order of the file."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = {}
    for entry in case.history:
        key = (entry.n, "" if entry.is_of_ladder else entry.at.isoformat(), entry.did.value)
        found[*key, seen[key]] = entry
        seen[key] += 1
    return found


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


def after(state: State, entry: Entry, law: Law) -> State:
    """Return the state that an entry leads to."""
    before = state.status
    row = row_of(entry, before)
    status = _next_status(state, entry, row)
    values = state.__dict__.copy()
    record = RECORDS.get(entry.did)
    if record:
        record(values, entry)
    clocks = gone_over(values, entry, row, status, law)
    issued = row.owed if row else ()
    values["owed"] = owed(values, issued, entry, status, clocks)
    values["to_serve"] = to_serve(values, issued, entry)
    values["clocks"] = clocks
    if issued:
        issue(values, issued)
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


def derived(case: Case, law: Law) -> Case:
    """Return the case with its three derived lines as the history has them."""
    state = fold(case, law)
    return case.but(status=state.status, unit=state.unit, due=state.due)
