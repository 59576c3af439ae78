"""Observed entries: what one row of a ledger says has happened, as the history of its matter.

Ids and moments are derived from the row alone, so two clones that import the same ledger write the same files.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from xinfang_cli.law.clocks import Law
from xinfang_cli.law.clockstarts import started, until_target
from xinfang_cli.law.guards import Attempt
from xinfang_cli.law.history import ONE_SECOND, State, after, fold, in_order
from xinfang_cli.law.procedure import SEEN
from xinfang_cli.law.recordbase import made
from xinfang_cli.law.records import Case, Entry, Start
from xinfang_cli.law.words import Did, Seen, Status

BY = "import"
_NOON = dt.time(12, tzinfo=dt.timezone(dt.timedelta(hours=8)))  # wherever it is: clones write the same file


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing that a ledger says happened; without `what` it is a note."""

    what: Seen | None
    on: dt.date
    dated: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)


Moment = tuple[dt.date, dt.datetime, Sighting]
"""A sighting with its day, and the moment that its entry is written at."""

_STILL = (None, Seen.LEAD, Seen.SOURCE_DUE)
"""What leaves state and clocks as they are, so that nothing needs to be folded anew."""


def entry_id(key: str, did: Did, what: Seen | None, on: dt.date) -> str:
    """Return the id of an imported entry: a hash of the matter's number or fingerprint, the act and its day."""
    text = f"{key}\x1f{did}\x1f{what or ''}\x1f{on.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def noon_of(day: dt.date) -> dt.datetime:
    """Return the moment that stands for a day."""
    return dt.datetime.combine(day, _NOON)


def chronicled(case: Case, law: Law, key: str, sightings: Sequence[Sighting], since: dt.datetime | None = None) -> Case:
    """Return a matter with what its row says has happened.

    Entries are written in the order given, one second apart, after the last that is there (and after `since`);
    clocks are worked out in the order of their days.
    """
    if not sightings:
        return case
    last = max(entry.at for entry in case.history)
    last = max(last, since.replace(microsecond=0) - ONE_SECOND) if since else last
    state = fold(case, law)
    entries = list(case.history)
    for _, at, sighting in in_fold_order(sightings, last):
        entry = _entry(case, state, law, sighting, stamped(sighting, key, at, {each.n for each in entries}))
        entries.append(entry)
        state = state if sighting.what in _STILL else after(state, entry, law)
    if since:  # entries of the office may stand between those of the row
        entries = in_order(entries)
        state = fold(case.but(history=tuple(entries)), law)
    return case.but(history=tuple(entries), status=state.status, unit=state.unit, due=state.due)


def with_clocks(case: Case, law: Law, key: str, clocks: Mapping[str, Start]) -> Case:
    """Return a matter with just these clocks running, as an export says they did: with their rules and due dates.

    What a row says happened starts the clocks of today's law; those of the office's own steps may be others.
    """
    state = fold(case, law)
    running = {run.name: (run.from_, run.rule, run.due) for run in state.running}
    starts = {name: each for name, each in clocks.items() if running.get(name) != (each.from_, each.rule, each.due)}
    stops = tuple(name for name in running if name not in clocks)
    if not starts and not stops:
        return case
    on, at = (max(moments) for moments in zip(*((entry.on, entry.at) for entry in case.history), strict=True))
    stamp = stamped(Sighting(Seen.CLOCKS, on), key, at + ONE_SECOND, {entry.n for entry in case.history})
    entry = Entry(**stamp, stops=stops, starts=starts)
    state = after(state, entry, law)
    return case.but(history=(*case.history, entry), status=state.status, unit=state.unit, due=state.due)


def with_target(case: Case, law: Law, key: str, target: dt.date) -> Case:
    """Return a matter with the clock of its own target day beside those that run, where it is open."""
    state = fold(case, law)
    if not state.status.is_open:
        return case
    running = {run.name: made(Start, from_=run.from_, rule=run.rule, due=run.due) for run in state.running}
    return with_clocks(case, law, key, {**running, "target": until_target(target, case.registered_on)})


def in_fold_order(sightings: Iterable[Sighting], last: dt.datetime) -> list[Moment]:
    """Return what is to be written, one second apart from `last` on in the order given, in the order of the days."""
    moments = [(each.on, last + at * ONE_SECOND, each) for at, each in enumerate(sightings, 1)]
    return sorted(moments, key=itemgetter(0, 1))


def stamped(sighting: Sighting, key: str, at: dt.datetime, taken: Collection[str]) -> dict[str, Any]:
    """Return what an entry has before its data; `taken` are the ids of the entries that are there."""
    did = Did.OBSERVED if sighting.what else Did.NOTE
    n = entry_id(key, did, sighting.what, sighting.on)
    while n in taken:  # a second act of its kind on one day: the other body rated, the unit of a later ledger
        n = entry_id(n, did, sighting.what, sighting.on)
    return {
        "n": n,
        "on": sighting.on,
        "day": None if sighting.dated else "unknown",
        "at": at,
        "by": BY,
        "did": did,
        "what": sighting.what,
    }


def _entry(case: Case, state: State, law: Law, sighting: Sighting, stamp: Mapping[str, Any]) -> Entry:
    if sighting.what is None:
        return Entry(**stamp, **sighting.data)
    to, stops, starts = SEEN[sighting.what]
    attempt = Attempt(case=case, state=state, data=sighting.data, on=sighting.on, law=law, row=None)
    ends = isinstance(to, Status) and not to.is_open
    return Entry(
        **stamp,
        stops=tuple(run.name for run in state.running if run.name in stops or (ends and run.is_duty)),
        starts=started(starts, attempt),
        **sighting.data,
    )
