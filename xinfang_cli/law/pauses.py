"""The days that a clock did not count: while it was stopped and later went on, and days of hearings (T36¶2)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xinfang_cli.law.clocks import Rule
from xinfang_cli.law.guards import hearing_days
from xinfang_cli.law.history import standing
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import Did
from xinfang_cli.law.workdays import ONE_DAY, Calendar
from xinfang_cli.messages import Msg, Text


class Pause(NamedTuple):
    """Days that a run did not count, as the entry that ended the pause set its last day anew.

    Attributes:
        n: id of that entry.
        days: which days.
        why: what they were.
    """

    n: str
    days: tuple[dt.date, ...]
    why: Text


def settings(case: Case, run: ClockRun) -> list[Entry]:
    """Return the entries that set the last day of a run: the one that started it, and each that set it anew."""
    return [
        entry for entry in standing(case.history) if (start := entry.starts.get(run.name)) and start.from_ == run.from_
    ]


def pauses(case: Case, run: ClockRun, calendar: Calendar) -> Iterator[Pause]:
    """Yield the pauses of a run, the earliest first; a wait for what is missing ends, too, with what ends the run."""
    stopped: Entry | None = None
    told: set[dt.date] = set()
    setting = {entry.n for entry in settings(case, run)}
    for entry in _during(case, run):
        if entry.n in setting and stopped:
            yield Pause(entry.n, _between(run, stopped.on, entry.on, calendar), Msg.DAY_PAUSED(did=stopped.did))
            stopped = None
        elif entry.n in setting and entry.did is Did.FINAL and entry.hearing:
            new = tuple(day for day in hearing_days(entry.hearing) if day not in told)
            told.update(new)
            yield Pause(entry.n, new, Msg.DAY_HEARING())
        if run.name in entry.stops:
            if stopped and _waits(stopped) and not _waits(entry):
                yield Pause(entry.n, _between(run, stopped.on, entry.on, calendar), Msg.DAY_PAUSED(did=stopped.did))
            stopped = stopped if stopped and _waits(stopped) and _waits(entry) else entry


def _during(case: Case, run: ClockRun) -> Iterator[Entry]:
    """Yield the entries from the one that started a run to the one that stopped it for good; another may follow."""
    left = [entry.n for entry in settings(case, run)]
    first = left[:1]
    for entry in standing(case.history):
        if entry.n in left:
            left.remove(entry.n)
            first = []
        if first:
            continue
        yield entry
        if not left and run.stopped_on == entry.on and run.name in entry.stops and not _waits(entry):
            return


def _waits(entry: Entry) -> bool:
    """Whether an entry lets clocks wait for what is missing; one that wait already wait on."""
    return entry.did is Did.SUPPLEMENT and not entry.supplied


def _between(run: ClockRun, stopped_on: dt.date, resumed_on: dt.date, calendar: Calendar) -> tuple[dt.date, ...]:
    """Return the days of a pause as `after_pause` adds them; the first day of a run is never counted anyway."""
    rule = Rule.read(run.rule)
    if rule and rule.working:
        after = (stopped_on + count * ONE_DAY for count in range(1, (resumed_on - stopped_on).days + 1))
        return tuple(day for day in after if calendar.is_workday(day))
    first = max(stopped_on, run.from_ + ONE_DAY)
    return tuple(first + count * ONE_DAY for count in range((resumed_on - stopped_on).days))


def skipped(found: list[Pause]) -> Mapping[dt.date, Text]:
    """Return the days of pauses, with what they were."""
    return {day: pause.why for pause in found for day in pause.days}
