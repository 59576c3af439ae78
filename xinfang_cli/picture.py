"""One case as flat lines: what lists, counts and measures ask of it, in plain values.

The columns stand here once, each with its type and where its value comes from; the index makes its tables from
them. Days are ISO texts, truth is 1 or 0, nothing is None. A sealed matter (检举控告) gives no words of its own:
no title, category or place, no co-handlers, and of its searchable text the number alone.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Generic, TypeVar

from xinfang_cli.clocks import Law
from xinfang_cli.history import ClockRun, State, after, in_order, struck
from xinfang_cli.model import Case, Did, Entry

Value = str | int | None
SubjectT = TypeVar("SubjectT")

TEXT = "TEXT"
INTEGER = "INTEGER"


@dataclass(frozen=True, slots=True)
class Column(Generic[SubjectT]):
    """One column: its name, its type in SQL, and how a line comes by its value."""

    name: str
    type: str
    read: Callable[[SubjectT], Value]


@dataclass(frozen=True, slots=True)
class Act:
    """An entry that stands, the unit in charge before it, and the clocks it stopped."""

    entry: Entry
    unit: str | None
    stopped: tuple[ClockRun, ...] = ()

    @property
    def is_lapse(self) -> bool:
        """Whether it was written after a deadline that it met, by its own word, in time."""
        entry = self.entry
        if not entry.is_dated:
            return False
        written_on = entry.at.date()
        return any(run.is_duty and run.due and entry.on <= run.due < written_on for run in self.stopped)


@dataclass(frozen=True)
class Folded:
    """A case with what its history amounts to, entry by entry.

    Attributes:
        case: the case.
        path: where its file lies, from the workspace's root.
        law: the rules in force.
        state: what its history amounts to.
        acts: the entries that stand, in fold order.
        ended_by: the entry that brought it into its state.
    """

    case: Case
    path: PurePath
    law: Law
    state: State
    acts: tuple[Act, ...]
    ended_by: Entry | None

    @cached_property
    def first_duty(self) -> ClockRun | None:
        """The running duty that is due first."""
        return next(iter(self.state.duties), None)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a clock, of which case, and the act that stopped it."""

    case_id: str
    clock: ClockRun
    stopped_by: Entry | None
    law: Law


@dataclass(frozen=True, slots=True)
class Event:
    """One act, of which case."""

    case_id: str
    act: Act


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines of one case in the tables of the index."""

    case: tuple[Value, ...]
    clocks: tuple[tuple[Value, ...], ...]
    events: tuple[tuple[Value, ...], ...]
    words: str | None


def draw(case: Case, path: PurePath, law: Law) -> Picture:
    """Return the lines of a case."""
    folded = follow(case, path, law)
    return Picture(
        case=tuple(column.read(folded) for column in CASES),
        clocks=tuple(tuple(column.read(run) for column in CLOCKS) for run in runs(folded)),
        events=tuple(tuple(column.read(event) for column in EVENTS) for event in events(folded)),
        words=words(case),
    )


def follow(case: Case, path: PurePath, law: Law) -> Folded:
    """Fold a case as `history.fold` does, and keep what each entry did."""
    state, ended_by, acts = State(), None, []
    entries = in_order(case.history)
    gone = struck(entries)
    for entry in entries:
        if entry.n in gone and entry.did is not Did.UNDO:
            continue
        before = state
        if entry.did is not Did.UNDO:
            state = after(before, entry, law)
        if state.status is not before.status:
            ended_by = entry
        acts.append(Act(entry, before.unit, _stopped(before, state)))
    return Folded(case, path, law, state, tuple(acts), ended_by)


def _stopped(before: State, state: State) -> tuple[ClockRun, ...]:
    """Return the clocks that an entry stopped; folding keeps each at its place and adds new ones behind."""
    if state.clocks is before.clocks:
        return ()
    pairs = zip(before.clocks, state.clocks, strict=False)
    return tuple(now for then, now in pairs if then.is_running and not now.is_running)


def runs(folded: Folded) -> Iterator[Run]:
    """Return the runs of a case's clocks, with the act that stopped each."""
    stopped_by = {id(run): act.entry for act in folded.acts for run in act.stopped}
    for clock in folded.state.clocks:
        yield Run(folded.case.id, clock, stopped_by.get(id(clock)), folded.law)


def events(folded: Folded) -> Iterator[Event]:
    """Return the acts of a case."""
    return (Event(folded.case.id, act) for act in folded.acts)


def words(case: Case) -> str | None:
    """Return what can be searched: title, request, place and number; of a sealed matter the number alone."""
    said = (case.number,) if case.is_sealed else (case.title, case.request, case.place, case.number)
    return "\n".join(part for part in said if part) or None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _truth(value: bool | None) -> int | None:  # noqa: FBT001  # the value itself, not a switch
    return None if value is None else int(value)


def _open_word(read: Callable[[Case], str | None]) -> Callable[[Folded], str | None]:
    """Return the reader of a text that a sealed matter does not give."""
    return lambda folded: None if folded.case.is_sealed else read(folded.case)


def _if_closed(read: Callable[[State], Value]) -> Callable[[Folded], Value]:
    """Return the reader of what belongs to a closing: nothing once a review took the matter up again."""
    return lambda folded: read(folded.state) if folded.state.status == "closed" else None


def _source(key: str) -> Callable[[Folded], str | None]:
    return lambda folded: getattr(folded.case.source, key, None)


def _ended_on(folded: Folded) -> str | None:
    entry = folded.ended_by
    if folded.state.status.is_open or entry is None or not entry.is_dated:
        return None
    return entry.on.isoformat()


def _with_units(folded: Folded) -> str:
    units = () if folded.case.is_sealed else folded.state.with_
    return json.dumps(units, ensure_ascii=False, separators=(",", ":"))


def _touched_at(folded: Folded) -> str:
    """Text in one time zone, so that its order is the order of time."""
    latest = max(entry.at for entry in folded.case.history)
    return latest.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _act_by(clock: ClockRun | None, law: Law) -> str | None:
    if clock is None or clock.due is None or not (clock.is_running and clock.is_duty):
        return None
    return law.calendar.on_or_before(clock.due).isoformat()


def _provisional(clock: ClockRun | None, law: Law) -> int:
    return int(clock is not None and clock.is_running and clock.provisional(law))


CASES: tuple[Column[Folded], ...] = (
    Column("id", TEXT, lambda t: t.case.id),
    Column("path", TEXT, lambda t: t.path.as_posix()),
    Column("title", TEXT, _open_word(lambda case: case.title)),
    Column("status", TEXT, lambda t: t.state.status.value),
    Column("is_open", INTEGER, lambda t: int(t.state.status.is_open)),
    Column("unit", TEXT, lambda t: t.state.unit),
    Column("with_units", TEXT, _with_units),  # a JSON array of names
    Column("due", TEXT, lambda t: _day(t.state.due)),  # the earliest running duty's
    Column("received_on", TEXT, lambda t: t.case.received_on.isoformat()),
    Column("registered_on", TEXT, lambda t: t.case.registered_on.isoformat()),
    Column("channel", TEXT, lambda t: t.case.channel.value),
    Column("class", TEXT, lambda t: t.case.class_.value),
    Column("category", TEXT, _open_word(lambda case: case.category)),
    Column("place", TEXT, _open_word(lambda case: case.place)),
    Column("people", INTEGER, lambda t: t.case.people),
    Column("first_time", INTEGER, lambda t: _truth(t.case.first_time)),  # None counts as first-time
    Column("joint", INTEGER, lambda t: _truth(t.case.joint)),
    Column("source_level", TEXT, _source("level")),
    Column("source_number", TEXT, _source("number")),
    Column("lead", TEXT, lambda t: t.case.lead),
    Column("owner", TEXT, lambda t: t.case.owner),
    Column("group_name", TEXT, lambda t: t.case.group),
    Column("sealed", INTEGER, lambda t: int(t.case.is_sealed)),
    Column("repeat_of", TEXT, lambda t: t.case.repeat_of),
    Column("closed_on", TEXT, _if_closed(lambda state: _day(state.closed_on))),  # None if the day is not known
    Column("close_reason", TEXT, _if_closed(lambda state: state.close_reason)),
    Column("is_closed", INTEGER, lambda t: int(t.state.status == "closed")),
    Column("resolved", INTEGER, lambda t: int(t.state.is_resolved)),
    Column("resolved_on", TEXT, lambda t: _day(t.state.resolved_on)),
    Column("resolved_basis", TEXT, lambda t: t.state.resolved_basis and str(t.state.resolved_basis)),
    Column("ended_on", TEXT, _ended_on),
    Column("extended", INTEGER, lambda t: t.state.extensions),  # how often, in the present round of handling
    Column("touched_at", TEXT, _touched_at),  # UTC
    Column("act_by", TEXT, lambda t: _act_by(t.first_duty, t.law)),  # last workday on or before `due`
    Column("provisional", INTEGER, lambda t: _provisional(t.first_duty, t.law)),
)
"""The relation `cases`: one line per matter."""

CLOCKS: tuple[Column[Run], ...] = (
    Column("case_id", TEXT, lambda run: run.case_id),
    Column("n", TEXT, lambda run: run.clock.n),
    Column("clock", TEXT, lambda run: run.clock.name),
    Column("kind", TEXT, lambda run: run.clock.kind.value),
    Column("owner", TEXT, lambda run: run.clock.owner.value),
    Column("owing", TEXT, lambda run: run.clock.owing),
    Column("from_on", TEXT, lambda run: run.clock.from_.isoformat()),  # not counted
    Column("rule", TEXT, lambda run: run.clock.rule),
    Column("due", TEXT, lambda run: _day(run.clock.due)),  # None: it has no length
    Column("dated", INTEGER, lambda run: int(run.clock.dated)),
    Column("stopped_on", TEXT, lambda run: _day(run.clock.stopped_on)),  # None: it runs
    Column("stopped_dated", INTEGER, lambda run: _truth(run.stopped_by and run.stopped_by.is_dated)),
    Column("act_by", TEXT, lambda run: _act_by(run.clock, run.law)),
    Column("provisional", INTEGER, lambda run: _provisional(run.clock, run.law)),
)
"""The relation `clocks`: one line per run of a clock."""

EVENTS: tuple[Column[Event], ...] = (
    Column("case_id", TEXT, lambda event: event.case_id),
    Column("n", TEXT, lambda event: event.act.entry.n),
    Column("on_day", TEXT, lambda event: event.act.entry.on.isoformat()),
    Column("dated", INTEGER, lambda event: int(event.act.entry.is_dated)),
    Column("at_day", TEXT, lambda event: event.act.entry.at.date().isoformat()),  # where it was written
    Column("did", TEXT, lambda event: event.act.entry.did.value),
    Column("what", TEXT, lambda event: event.act.entry.what and event.act.entry.what.value),
    Column("unit", TEXT, lambda event: event.act.entry.unit or event.act.unit),  # whom it concerns
    Column("actor", TEXT, lambda event: event.act.entry.actor),
    Column("step", TEXT, lambda event: event.act.entry.step and event.act.entry.step.value),
    Column("ground", TEXT, lambda event: event.act.entry.ground),
    Column("clock", TEXT, lambda event: event.act.entry.clock),
    Column("of", TEXT, lambda event: event.act.entry.of and event.act.entry.of.value),
    Column("value", TEXT, lambda event: event.act.entry.value),
    Column("decision", TEXT, lambda event: event.act.entry.decision and event.act.entry.decision.value),
    Column("number", TEXT, lambda event: event.act.entry.number),
    Column("lapse", INTEGER, lambda event: int(event.act.is_lapse)),
)
"""The relation `events`: one line per entry that is not struck, in fold order."""

SEALED_SHOWS = frozenset(
    {
        "id",
        "path",
        "status",
        "is_open",
        "unit",
        "with_units",  # always empty
        "due",
        "received_on",
        "registered_on",
        "channel",
        "class",
        "source_number",  # so that the matter is not forgotten
        "sealed",
        "closed_on",
        "is_closed",
        "resolved_on",
        "ended_on",
        "touched_at",
        "act_by",
        "provisional",
    }
)
"""What a list may say of a sealed matter; everything else is None there."""
