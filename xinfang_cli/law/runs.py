"""The clocks of a matter as runs: each from the entry that started it to the one that stopped it.

An entry goes over all runs of a matter, a hundred thousand times in a cold index. Therefore a run is a tuple, which is
made in a tenth of a dataclass's time, and a tuple of runs that did not change is given back as it was.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from operator import is_
from typing import Any, NamedTuple, Self

from xinfang_cli.law.clocks import ClockKind, ClockName, Law, Owner, Rule, after_pause, is_provisional, last_day
from xinfang_cli.law.procedure import SEEN, Transition
from xinfang_cli.law.records import Entry, Start
from xinfang_cli.law.words import ENDED, Did, Fate, ObjectionDecision, Status

_Values = Mapping[str, Any]
"""Values of the state that is being made, by attribute."""


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


def gone_over(values: _Values, entry: Entry, row: Transition | None, status: Status, law: Law) -> tuple[ClockRun, ...]:
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
    run = last_in(clocks, ClockName.OBJECTION)
    return run.late_days(run.stopped_on) if run and run.stopped_on else 0


def _started(
    clocks: tuple[ClockRun, ...], entry: Entry, values: _Values, status: Status, law: Law
) -> tuple[ClockRun, ...]:
    for name, start in entry.starts.items():
        running = running_in(clocks, name)
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


def running_in(clocks: Iterable[ClockRun], name: str) -> ClockRun | None:
    """Return the run of a clock that nothing stopped yet, if there is one."""
    for clock in clocks:
        if clock.name == name and clock.stopped_on is None:
            return clock
    return None


def _resumed(clocks: tuple[ClockRun, ...], name: str, entry: Entry) -> ClockRun | None:
    """Return the run that goes on after a withdrawal was taken back or an objection rejected."""
    if entry.did is Did.WITHDRAW or entry.decision == ObjectionDecision.REJECT:
        return last_in(clocks, name)
    return None


def last_in(clocks: tuple[ClockRun, ...], name: str) -> ClockRun | None:
    """Return the latest run of a clock, running or not."""
    return next((clock for clock in reversed(clocks) if clock.name == name), None)


def _run(name: str, start: Start, entry: Entry, values: _Values, law: Law) -> ClockRun:
    owner = law.owner(name)
    owing = None
    if owner is Owner.UNIT:
        owing = entry.unit or values["unit"] or law.organ
    elif owner is Owner.ORGAN:
        owing = entry.organ or _review_organ(name, values, law)
    kind = law.kind(name)
    return ClockRun(name, entry.n, kind, owner, owing, start.from_, start.rule, start.due, entry.is_dated)


def _review_organ(name: str, values: _Values, law: Law) -> str | None:
    """Return the organ one level up; a final review is owed by the one above the organ of the first (T36¶1)."""
    organ = law.review_by.get(values["unit"] or "")
    if name != ClockName.FINAL:
        return organ
    first = last_in(values["clocks"], ClockName.REVIEW)
    return law.review_by.get((first.owing if first else organ) or "")
