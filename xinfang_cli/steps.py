"""Taking a step: the table of `procedure` applied to one case, or a refusal that says what is missing.

Each function returns new records and changes nothing. Whoever calls supplies the moment, the hand and the id.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xinfang_cli.clocks import Law
from xinfang_cli.errors import RefusedError
from xinfang_cli.guards import Attempt, check
from xinfang_cli.history import ClockRun, State, fold, in_order, standing
from xinfang_cli.labels import Label
from xinfang_cli.messages import Msg
from xinfang_cli.model import Case, Did, Document, Entry, Seen, Start, Status
from xinfang_cli.procedure import SEEN, Transition, allowed_from, candidates
from xinfang_cli.starting import started

ONE_SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by whom: the day it happened, the present moment, who writes, the id of the entry."""

    on: dt.date
    now: dt.datetime
    by: str
    n: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step taken: the case after it, the entry it added, the states around it."""

    case: Case
    entry: Entry
    before: State
    after: State
    owed: tuple[Document, ...] = ()

    @property
    def stopped(self) -> tuple[ClockRun, ...]:
        """The clocks that ran before and were stopped."""
        running = {(run.name, run.from_) for run in self.after.running}
        ended = {(run.name, run.from_): run for run in self.after.clocks if not run.is_running}
        return tuple(
            ended[key]
            for key in ((run.name, run.from_) for run in self.before.running)
            if key not in running and key in ended
        )

    @property
    def started(self) -> tuple[ClockRun, ...]:
        """The clocks that run now and did not, or have another due date."""
        before = {(run.name, run.from_, run.due) for run in self.before.running}
        return tuple(run for run in self.after.running if (run.name, run.from_, run.due) not in before)


def register(case_id: str, law: Law, stamp: Stamp, facts: Mapping[str, Any]) -> Case:
    """Return a new matter with its `open` entry; `facts` are values of `Case` by attribute name.

    The clock of disposition runs from the day of receipt (T22¶1), not from registration.
    """
    received_on: dt.date = facts["received_on"]
    starts = _plain_start("route", received_on, law)
    entry = Entry(n=stamp.n, on=stamp.on, at=stamp.now, by=stamp.by, did=Did.OPEN, starts=starts)
    due = next((start.due for start in starts.values()), None)
    return Case(id=case_id, status=Status.REGISTERED, due=due, registered_on=stamp.on, history=(entry,), **facts)


def _plain_start(clock: str, from_: dt.date, law: Law) -> dict[str, Start]:
    return started((clock,), Attempt(case=None, state=State(), data={}, on=from_, law=law, row=None))


def take(case: Case, law: Law, did: Did, stamp: Stamp, **data: Any) -> Step:
    """Take a step by the table.

    Raises:
        RefusedError: the state forbids it, something is missing, a guard or the dates object; nothing is changed.
    """
    data = {key: value for key, value in data.items() if value is not None}
    moment = _moment(case, stamp)
    _check_days(case, stamp, data)
    before = fold(case.but(history=_until(case, stamp.on, moment)), law)
    row = _row(before, did, data)
    attempt = Attempt(case=case, state=before, data=data, on=stamp.on, law=law, row=row)
    check(attempt)
    entry = Entry(
        n=stamp.n,
        on=stamp.on,
        at=moment,
        by=stamp.by,
        did=did,
        stops=_stops(row, before),
        starts=started(row.starts, attempt),
        **data,
    )
    return _appended(case, entry, law, owed=row.owed)


def observe(case: Case, law: Law, what: Seen, stamp: Stamp, *, dated: bool = True, **data: Any) -> Case:
    """Return the case with what a ledger says happened, without the steps between.

    With `dated` false the ledger gave no day: the entry stands on the registration day, marked `day: unknown`.
    """
    before = fold(case, law)
    to, stops, starts = SEEN[what]
    attempt = Attempt(case=case, state=before, data=data, on=stamp.on, law=law, row=None)
    stopped = tuple(run.name for run in before.running if run.name in stops or (run.is_duty and _ends(to)))
    entry = Entry(
        n=stamp.n,
        on=stamp.on,
        day=None if dated else "unknown",
        at=_moment(case, stamp),
        by=stamp.by,
        did=Did.OBSERVED,
        what=what,
        stops=stopped,
        starts=started(starts, attempt),
        **data,
    )
    return _appended(case, entry, law).case


def _ends(to: Label) -> bool:
    return isinstance(to, Status) and not to.is_open


def undo(case: Case, law: Law, stamp: Stamp, *, reason: str | None = None) -> Step:
    """Strike the last entry that stands by a new one.

    Raises:
        RefusedError: only the registration is left, or the entry replaced a personal value, which was not kept.
    """
    last = standing(case.history)[-1]
    if last.did is Did.OPEN:
        raise RefusedError(Msg.UNDO_OPEN(id=case.id))
    if last.did is Did.SET and last.was is None:
        raise RefusedError(Msg.UNDO_PERSONAL(id=case.id))
    entry = Entry(
        n=stamp.n, on=stamp.on, at=_moment(case, stamp), by=stamp.by, did=Did.UNDO, strikes=last.n, reason=reason
    )
    _check_days(case, stamp, {"backdate_reason": reason})
    return _appended(case, entry, law, restored=last.was)


def correct(case: Case, law: Law, stamp: Stamp, changes: Mapping[str, Any], **data: Any) -> Step:
    """Correct facts of a matter: one entry with old and new values; personal ones are not repeated in clear.

    `changes` are values of `Case` by attribute name. A change of class stops and starts what the class says (T31).

    Raises:
        RefusedError: nothing would change, or a sealed matter would be opened without a reason.
    """
    changes = {name: value for name, value in changes.items() if getattr(case, name) != value}
    if not changes:
        raise RefusedError(Msg.NOTHING_CHANGES(id=case.id))
    if case.is_sealed and "class_" in changes and not data.get("reason"):
        raise RefusedError(Msg.UNSEAL_REASON(id=case.id))
    open_names = [name for name in changes if name not in PERSONAL]
    new = {_key(name): _word(changes[name]) for name in open_names}
    new |= dict.fromkeys((_key(name) for name in changes if name in PERSONAL), "…")
    old = {_key(name): _word(getattr(case, name)) for name in open_names}
    stops, starts = _reclassified(case, law, changes)
    step = take(case, law, Did.SET, stamp, set=new, **data)
    entry = step.entry.model_copy(
        update={"was": old if len(open_names) == len(changes) else None, "stops": stops, "starts": starts}
    )
    return _appended(case.but(**changes), entry, law, before=step.before)


PERSONAL = ("petitioners",)
"""Facts about a person: a correction says that they changed and not from what."""


def _key(name: str) -> str:
    return name.rstrip("_")


def _word(value: Any) -> Any:
    if isinstance(value, Label):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else value


def _reclassified(case: Case, law: Law, changes: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Start]]:
    """Return what a correction of class or day of receipt stops and starts."""
    state = fold(case, law)
    new = case.but(**changes)
    if "received_on" in changes and (run := state.run("route")):
        return (), _plain_start(run.name, new.received_on, law)
    if "class_" not in changes or state.status is not Status.ACCEPTED:
        return (), {}
    accepted_on = next(
        (e.on for e in reversed(standing(case.history)) if _accepts(e)), state.since or case.registered_on
    )
    attempt = Attempt(case=new, state=state, data={}, on=accepted_on, law=law, row=None)
    wanted = started(("handle", "s_handle", "proposal"), attempt)
    stops = tuple(run.name for run in state.running if run.name in ("handle", "s_handle", "proposal"))
    return tuple(name for name in stops if name not in wanted), {k: v for k, v in wanted.items() if k not in stops}


def _accepts(entry: Entry) -> bool:
    return entry.did in (Did.ACCEPT, Did.REOPEN) or entry.what is Seen.ACCEPT


def _moment(case: Case, stamp: Stamp) -> dt.datetime:
    """Return the moment of writing: `at` always increases within a case."""
    latest = max(entry.at for entry in case.history)
    return max(stamp.now.replace(microsecond=0), latest + ONE_SECOND)


def _check_days(case: Case, stamp: Stamp, data: Mapping[str, Any]) -> None:
    if stamp.on > stamp.now.date():
        raise RefusedError(Msg.FUTURE_DAY(on=stamp.on, today=stamp.now.date()))
    last = standing(case.history)[-1]
    if stamp.on < last.on and not data.get("backdate_reason"):
        raise RefusedError(Msg.BEFORE_LAST(on=stamp.on, did=last.did, last=last.on))


def _until(case: Case, on: dt.date, at: dt.datetime) -> tuple[Entry, ...]:
    return tuple(entry for entry in in_order(case.history) if (entry.on, entry.at) <= (on, at))


def _row(state: State, did: Did, data: Mapping[str, Any]) -> Transition:
    """Return the row that fits data and state, or refuse with what is open and missing."""
    rows = list(candidates(did, data))
    row = next((row for row in rows if state.status in row.frm), None)
    if row is None:
        raise RefusedError(Msg.NOT_FROM_HERE(did=did, status=state.status, open=allowed_words(state.status)))
    missing = [option(key) for key in row.needs if data.get(key) in (None, "", {})]
    if missing:
        raise RefusedError(Msg.MISSING(did=did, missing=missing))
    return row


def allowed_words(status: Status) -> tuple[str, ...]:
    """Return the commands that are open from a state, as they are typed."""
    return tuple(did.value for did in allowed_from(status))


def option(key: str) -> str:
    """Return how a datum is given on the command line."""
    return {"unit": "UNIT", "case": "CASE", "set": "--class …"}.get(key, "--" + key.rstrip("_").replace("_", "-"))


def _stops(row: Transition, state: State) -> tuple[str, ...]:
    """Return the running clocks that a row stops; ending a matter stops every duty."""
    return tuple(run.name for run in state.running if run.name in row.stops or (row.ends and run.is_duty))


def _appended(
    case: Case,
    entry: Entry,
    law: Law,
    *,
    owed: tuple[Document, ...] = (),
    before: State | None = None,
    restored: Mapping[str, Any] | None = None,
) -> Step:
    before = before or fold(case, law)
    if restored:
        case = Case.model_validate({**dict(case), **case.unknown, **restored})
    new = case.but(history=tuple(in_order((*case.history, entry))))
    after = fold(new, law)
    if len(after.contradictions) > len(before.contradictions):
        odd = after.contradictions[-1]
        raise RefusedError(Msg.CONTRADICTS(did=odd.entry.did, on=odd.entry.on, status=odd.found))
    new = new.but(status=after.status, unit=after.unit, due=after.due)
    return Step(case=new, entry=entry, before=before, after=after, owed=owed)
