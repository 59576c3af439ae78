"""What the acts of a ledger's rows stop and start, worked out once for all rows of one course.

Which clocks an act touches follows from the class of the matter and from the acts before it; the days of a row only
say when they end. So the procedure is asked for the first row of a course, and the others follow it: a ledger of a
hundred thousand rows has a few dozen courses.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xinfang_cli.law.clocks import Law, Rule, last_day
from xinfang_cli.law.facts import can_be_told
from xinfang_cli.law.history import fold
from xinfang_cli.law.recordbase import made
from xinfang_cli.law.records import Case, Entry, Start
from xinfang_cli.law.steps import Stamp, register, sent_as
from xinfang_cli.law.words import Did, MatterClass, Mode, Seen, Status, UnitKind
from xinfang_cli.ledgers.observed import BY, Moment, Sighting, chronicled, entry_id, in_fold_order, noon_of, stamped

_Shape = tuple[
    MatterClass, bool | None, bool, Mode | None, bool, tuple[tuple[Seen | None, Mode | None, UnitKind | None], ...]
]

_REMEMBERED = 1 << 14
"""Starts of clocks that are kept to be used again; a day begins the same ones in many rows."""


class _Act(NamedTuple):
    """What an entry stops, and the clocks it starts with their rules."""

    stops: tuple[str, ...]
    starts: tuple[tuple[str, Rule], ...]


class _Course(NamedTuple):
    """What the entries of a matter do, the registration first.

    Attributes:
        acts: in fold order.
        status: where they lead.
        routed: which of them names the unit in charge, if any does.
        duties: the duties that run in the end: which entry started them, and their names.
    """

    acts: tuple[_Act, ...]
    status: Status
    routed: int | None
    duties: tuple[tuple[int, str], ...]


class Courses:
    """Makes the matters of ledgers, with a memory of the courses met so far."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._known: dict[_Shape, _Course] = {}
        self._starts: dict[tuple[Rule, dt.date], Start] = {}

    def matter(
        self, case_id: str, key: str, registered_on: dt.date, facts: Mapping[str, Any], sightings: Sequence[Sighting]
    ) -> Case:
        """Return a new matter with what its row says has happened; `facts` are values of `Case` by attribute name."""
        stamp = Stamp(registered_on, noon_of(registered_on), BY, entry_id(key, Did.OPEN, None, registered_on))
        moments = in_fold_order(sightings, stamp.now)
        mode = sent_as(facts.get("source"), self._law)
        shape = (
            facts["class_"],
            facts["simple"],
            bool(facts.get("past")),
            mode,
            self._law.organ is None or can_be_told(facts["petitioners"], facts["channel"]),
            tuple((act.what, act.data.get("mode"), self._kind(act)) for _, _, act in moments),
        )
        course = self._known.get(shape)
        if course is None or mode is Mode.ASSIGN:  # until when an assignment is, each row says for itself
            case = chronicled(register(case_id, self._law, stamp, facts, sent_as=mode), self._law, key, sightings)
            self._known[shape] = _learned(case, self._law)
            return case
        history = self._history(course, key, stamp, facts["received_on"], moments, mode)
        duties = (history[at].starts[name].due for at, name in course.duties)
        return made(
            Case,
            id=case_id,
            status=course.status,
            unit=None if course.routed is None else history[course.routed].unit,
            due=min((due for due in duties if due), default=None),
            registered_on=registered_on,
            history=history,
            **facts,
        )

    def _kind(self, act: Sighting) -> UnitKind | None:
        return self._law.kinds.get(act.data.get("unit") or "")

    def _history(
        self,
        course: _Course,
        key: str,
        stamp: Stamp,
        received_on: dt.date,
        moments: Sequence[Moment],
        mode: Mode | None,
    ) -> tuple[Entry, ...]:
        opening, *others = course.acts
        sent = {"mode": mode, "unit": self._law.organ if mode else None, "starts": self._started(opening, received_on)}
        entries = [made(Entry, n=stamp.n, on=stamp.on, at=stamp.now, by=stamp.by, did=Did.OPEN, **sent)]
        for act, (_, at, sighting) in zip(others, moments, strict=True):
            marks = stamped(sighting, key, at, [entry.n for entry in entries])
            starts = self._started(act, sighting.on)
            entries.append(made(Entry, **marks, stops=act.stops, starts=starts, **sighting.data))
        return tuple(entries)

    def _started(self, act: _Act, on: dt.date) -> dict[str, Start]:
        return {name: self._start(rule, on) for name, rule in act.starts}

    def _start(self, rule: Rule, on: dt.date) -> Start:
        start = self._starts.get((rule, on))
        if start is None:
            if len(self._starts) >= _REMEMBERED:
                self._starts.clear()
            start = made(Start, from_=on, rule=str(rule), due=last_day(on, rule, self._law.calendar))
            self._starts[rule, on] = start
        return start


def _learned(case: Case, law: Law) -> _Course:
    """Return the course of a matter that the procedure has made."""
    state = fold(case, law)
    at = {entry.n: number for number, entry in enumerate(case.history)}
    return _Course(
        acts=tuple(_Act(entry.stops, _rules(entry)) for entry in case.history),
        status=state.status,
        routed=next((at[entry.n] for entry in reversed(case.history) if entry.what is Seen.ROUTE or entry.mode), None),
        duties=tuple((at[run.n], run.name) for run in state.duties),
    )


def _rules(entry: Entry) -> tuple[tuple[str, Rule], ...]:
    found = ((name, Rule.read(start.rule)) for name, start in entry.starts.items())
    return tuple((name, rule) for name, rule in found if rule)
