"""Taking a step: the table of `procedure` applied to one case, or a refusal that says what is missing.

Each function returns new records and changes nothing. Whoever calls supplies the moment, the hand and the id.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label, Phrase, Plain
from xinfang_cli.law import choosing
from xinfang_cli.law.clocks import Law, Rule, Waits, last_day
from xinfang_cli.law.clockstarts import resumed, started, until_target
from xinfang_cli.law.conditions import Actor
from xinfang_cli.law.documents import Document
from xinfang_cli.law.facts import changed, check_simple
from xinfang_cli.law.guards import Attempt, asked, check, owes_reply
from xinfang_cli.law.history import ONE_SECOND, State, derived, fold, in_order, standing
from xinfang_cli.law.history import after as next_state
from xinfang_cli.law.opinions import data_of
from xinfang_cli.law.procedure import ASIDE, HANDLING, NOTIFY, OF_RECEIPT, ROWS, Transition, allowed_from, candidates
from xinfang_cli.law.recordbase import Record, plain, plain_value, typed
from xinfang_cli.law.recorded import owed_of, owes_report
from xinfang_cli.law.records import SEALED_KEYS, Case, Entry, Source, Start
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import CloseReason, Did, Mode, Path, Status
from xinfang_cli.messages import Msg, Text


class Stamp(Plain):
    """When and by whom: the day it happened, the present moment, who writes, the id of the entry.

    `at` is the moment that the entry names, where that is not the present one.
    """

    on: dt.date
    now: dt.datetime
    by: str
    n: str
    at: dt.datetime | None = None


class Step(Plain):
    """A step taken: the case after it, the entry it added, the states around it."""

    case: Case
    entry: Entry
    before: State
    after: State
    owed: tuple[Document, ...] = ()

    @property
    def stopped(self) -> tuple[ClockRun, ...]:
        """The clocks that ran before and were stopped."""
        running = {_identity(run) for run in self.after.running}
        ended = {_identity(run): run for run in self.after.clocks if not run.is_running}
        ran = (_identity(run) for run in self.before.running)
        return tuple(ended[key] for key in ran if key in ended and key not in running)

    @property
    def started(self) -> tuple[ClockRun, ...]:
        """The clocks that run now and did not, or have another due date."""
        before = {(*_identity(run), run.due) for run in self.before.running}
        return tuple(run for run in self.after.running if (*_identity(run), run.due) not in before)


def _identity(run: ClockRun) -> tuple[str, dt.date, str | None]:
    """What stays the same when a run is extended and differs when another unit owes it."""
    return (run.name, run.from_, run.owing)


def register(case_id: str, law: Law, stamp: Stamp, facts: Mapping[str, Any], *, sent_as: Mode | None = None) -> Case:
    """Return a new matter with its `open` entry; `facts` are values of `Case` by attribute name.

    Its clocks run from the day of receipt (T22¶1, T23), not from registration. What was sent to an organ, and how, says
    `sent_as`: the organ has it from the first.
    """
    unit = law.organ if sent_as else None
    bare = Entry(n=stamp.n, on=stamp.on, at=stamp.now, by=stamp.by, did=Did.OPEN, mode=sent_as, unit=unit)
    case = Case(id=case_id, status=Status.REGISTERED, registered_on=stamp.on, history=(bare,), **typed(Case, facts))
    row = next(candidates(Did.OPEN, {"mode": sent_as}))
    return derived(case.but(history=(bare.but(starts=_starts_of_receipt(case, law, row)),)), law)


def sent_as(case_source: Source | None, law: Law) -> Mode | None:
    """Return how a matter came to an organ (T23¶3): assigned where a day to report was set; None if directly."""
    if not (law.organ and case_source and case_source.office) or case_source.office == law.organ:
        return None
    return Mode.ASSIGN if case_source.due else Mode.TRANSFER


def _starts_of_receipt(case: Case, law: Law, row: Transition) -> dict[str, Start]:
    """Return the clocks that run from the day of receipt."""
    return started(row.starts, Attempt(case=case, state=State(), data={}, on=case.received_on, law=law, row=row))


def take(case: Case, law: Law, did: Did, stamp: Stamp, /, **data: Any) -> Step:
    """Take a step by the table.

    Raises:
        RefusedError: the state forbids it, something is missing, a guard or the dates object; nothing is changed.
    """
    data = _as_kept(did, {key: value for key, value in data.items() if value is not None})
    moment = _moment(case, stamp)
    _check_days(case, stamp, data)
    until, all_ = _until(case, stamp.on), standing(case.history)
    before = fold(case.but(history=until), law)
    if data.get("reason") == CloseReason.SUGGESTION_ANSWERED and owes_reply(case, before):
        data["reason"] = CloseReason.UNANSWERED
    row = _row(before, did, data)
    attempt = Attempt(case=case, state=before, data=data, on=stamp.on, law=law, row=row)
    check(attempt)
    if "answers" in data:
        data["answers"] = asked(case, data["answers"]).n
    if "tick" in data:
        data["tick"] = choosing.item_of(data["tick"], law.checklists)
    entry = Entry(
        n=stamp.n,
        on=stamp.on,
        at=moment,
        by=stamp.by,
        actor=data.pop("actor", None) or (before.unit if row.actor is Actor.UNIT else None),
        did=did,
        stops=_stops(row, before, law),
        starts=started(row.starts, attempt) | resumed(attempt),
        **typed(Entry, data),
    )
    return _appended(
        case,
        entry,
        law,
        owed=row.owed,
        whole=before if len(until) == len(all_) else None,
    )


def _as_kept(did: Did, data: dict[str, Any]) -> dict[str, Any]:
    """Return data as an entry keeps them.

    To agree to an objection and name a unit is to route to that unit; an opinion may decide request by request.
    """
    if did is Did.REPLY and isinstance(data.get("decision"), tuple):
        return {**data, **data_of(data["decision"])}
    if did is not Did.OBJECT or "to" not in data:
        return data
    unit = data.pop("to")
    return {**data, "unit": unit, "mode": Mode.ASSIGN if "within" in data else Mode.TRANSFER}


def undo(case: Case, law: Law, stamp: Stamp, *, reason: str | None = None) -> Step:
    """Strike the last entry that stands by a new one.

    Raises:
        RefusedError: only the registration is left, the entry replaced a personal value, which was not kept, or a
            sealed matter would be opened without a reason.
    """
    _check_days(case, stamp, {"backdate_reason": reason})
    return strike(case, law, stamp, to_strike(case, law), reason=reason)


def to_strike(case: Case, law: Law) -> Entry:
    """Return the entry that `undo` strikes. Raises RefusedError where there is none."""
    last = _last(case)
    if last is not None and _is_personal(last) and fold(case, law).contradictions:
        # Two histories that contradict each other must be settled, also beneath a correction that nothing brings back.
        last = next((entry for entry in reversed(standing(case.history)) if not _is_personal(entry)), None)
    if last is None or last.did is Did.OPEN:
        raise RefusedError(Msg.UNDO_OPEN(id=case.id))
    if _is_personal(last):
        raise RefusedError((Msg.UNDO_FORGOTTEN if last.did is Did.FORGET else Msg.UNDO_PERSONAL)(id=case.id))
    return last


def strike(case: Case, law: Law, stamp: Stamp, struck: Entry, *, reason: str | None = None) -> Step:
    """Strike an entry that stands: by `undo` the last one, and with a merge its other half.

    Raises:
        RefusedError: a sealed matter would be opened without a reason.
    """
    restored = _given_back(case, struck)
    if case.is_sealed and not reason and not _with(case, restored).is_sealed:
        raise RefusedError(Msg.UNSEAL_REASON(id=case.id))
    entry = Entry(
        n=stamp.n, on=stamp.on, at=_moment(case, stamp), by=stamp.by, did=Did.UNDO, strikes=struck.n, reason=reason
    )
    return _appended(case, entry, law, restored=restored)


def given_back(case: Case, corrected: Entry) -> Case:
    """Return a case as it was before a correction, whatever else was corrected since."""
    return _with(case, corrected.was or {})


def _given_back(case: Case, struck: Entry) -> dict[str, Any]:
    """Return what an entry replaced, but where its own value was replaced since, as when a conflict was decided."""
    if not struck.was:
        return {}
    now, then = plain(case), plain(_with(case, struck.set or {}))
    return {key: old for key, old in struck.was.items() if now.get(key) == then.get(key)}


def _with(case: Case, values: Mapping[str, Any]) -> Case:
    """Return a case with other values, as the file has them."""
    from xinfang_cli.law.validation import validated

    whole = {**plain(case), **plain_value(values)}
    return validated(Case, {key: value for key, value in whole.items() if value is not None})


def _is_personal(entry: Entry) -> bool:
    """Whether an entry took a personal value away, which was not kept."""
    return entry.did is Did.FORGET or (entry.did is Did.SET and entry.was is None)


def is_linked(case: Case, other: str) -> bool:
    """Whether a matter names another as related."""
    return any(entry.did is Did.LINK and entry.case == other for entry in standing(case.history))


def other_half(case: Case, other: str, entry: Entry) -> Entry | None:
    """Return what an entry of another matter wrote into this one: of a merge the day taken over, or the link."""
    found = (e for e in reversed(standing(case.history)) if e.did in (Did.SET, Did.LINK) and e.case == other)
    return next((e for e in found if e.did is Did.SET or entry.did is Did.LINK or e.at >= entry.at), None)


def correct(case: Case, law: Law, stamp: Stamp, changes: Mapping[str, Any], /, **data: Any) -> Step:
    """Correct facts of a matter: one entry with old and new values; personal ones are not repeated in clear.

    `changes` are values of `Case` by attribute name. A change of class stops and starts what the class says (T31).

    Raises:
        RefusedError: nothing would change, or a sealed matter would be opened without a reason.
    """
    changes = changed(case, changes)
    if not changes:
        raise RefusedError(Msg.NOTHING_CHANGES(id=case.id))
    if case.is_sealed and "class_" in changes and not data.get("reason"):
        raise RefusedError(Msg.UNSEAL_REASON(id=case.id))
    if case.simple and changes.get("simple") is False and not data.get("reason"):
        raise RefusedError(Msg.SIMPLE_REASON())
    if {"simple", "people", "channel"} & changes.keys():
        check_simple(case.but(**changes), law.joint_from)
    open_names = [name for name in changes if name not in PERSONAL]
    new = {_key(name): _word(changes[name]) for name in open_names}
    new |= dict.fromkeys((_key(name) for name in changes if name in PERSONAL), "…")
    old = {_key(name): _word(getattr(case, name)) for name in open_names}
    stops, starts = _reclassified(case, law, changes)
    step = take(case, law, Did.SET, stamp, set=new, **data)
    if changes.get("target") and step.before.status.is_open:
        starts = {**starts, "target": until_target(changes["target"], stamp.on)}
    entry = step.entry.but(was=old if len(open_names) == len(changes) else None, stops=stops, starts=starts)
    reports = (Document.URGENT_REPORT,) if changes.get("urgent") and owes_report(case.but(**changes)) else ()
    return _appended(case.but(**changes), entry, law, owed=reports, before=step.before)


def reckon_anew(case: Case, law: Law, stamp: Stamp, clocks: Iterable[str], reason: str) -> Case:
    """Return the case with running clocks reckoned by today's calendar, in one entry that says why."""
    state = fold(case, law)
    starts = {}
    for name in clocks:
        run = state.run(name)
        rule = Rule.read(run.rule) if run else None
        if run and rule:
            starts[name] = Start(from_=run.from_, rule=run.rule, due=last_day(run.from_, rule, law.calendar))
    entry = Entry(
        n=stamp.n, on=stamp.on, at=_moment(case, stamp), by=stamp.by, did=Did.RECKON, reason=reason, starts=starts
    )
    return _appended(case, entry, law).case


PERSONAL = ("petitioners", "representatives")
"""Facts about a person: a correction says that they changed and not from what."""


def _key(name: str) -> str:
    return name.rstrip("_")


def _word(value: Any) -> Any:
    if isinstance(value, Label):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Record):
        return {key: _word(part) for key, part in plain(value).items()}
    if isinstance(value, tuple):
        return [_word(part) for part in value] or None
    # A number in free data would be read back as text: files hold no other numbers than those of known keys.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _reclassified(case: Case, law: Law, changes: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Start]]:
    """Return what a correction of class, procedure or day of receipt stops and starts."""
    state = fold(case, law)
    new = case.but(**changes)
    if "received_on" in changes and (begun := _begun_at_receipt(new, state)):
        row = next(candidates(Did.OPEN, {"mode": in_order(case.history)[0].mode}))
        moved = _starts_of_receipt(new, law, row)
        return (), {name: start for name, start in moved.items() if name in begun}
    if state.status is not Status.ACCEPTED or not {"class_", "simple"} & set(changes):
        return (), {}
    running = {run.name: run for run in state.running if run.name in HANDLING}
    from_ = next((run.from_ for run in running.values()), state.since or case.registered_on)
    accepted = (entry for entry in reversed(standing(case.history)) if entry.did is Did.ACCEPT)
    path = next((entry.path for entry in accepted), None) or Path.OPINION
    attempt = Attempt(case=new, state=state, data={"path": path}, on=from_, law=law, row=None)
    wanted = started(HANDLING, attempt)
    return tuple(name for name in running if name not in wanted), {k: v for k, v in wanted.items() if k not in running}


def _begun_at_receipt(case: Case, state: State) -> frozenset[str]:
    """Return the running clocks of a registration that go by the day of receipt, not by a later step."""
    opened = in_order(case.history)[0].n
    return frozenset(run.name for run in state.running if run.name in OF_RECEIPT and run.n == opened)


def _moment(case: Case, stamp: Stamp) -> dt.datetime:
    """Return the moment of writing: `at` always increases within a case."""
    latest = max(entry.at for entry in case.history)
    return max((stamp.at or stamp.now).replace(microsecond=0), latest + ONE_SECOND)


def _check_days(case: Case, stamp: Stamp, data: Mapping[str, Any]) -> None:
    if stamp.on > stamp.now.date():
        raise RefusedError(Msg.FUTURE_DAY(on=stamp.on, today=stamp.now.date()))
    last = next((entry for entry in reversed(standing(case.history)) if entry.did not in ASIDE), None)
    if last and stamp.on < last.on and not data.get("backdate_reason"):
        raise RefusedError(Msg.BEFORE_LAST(on=stamp.on, did=last.did, last=last.on))


def _last(case: Case) -> Entry | None:
    """Return the last entry that stands; a history mended by hand may have none."""
    return next(reversed(standing(case.history)), None)


def _until(case: Case, on: dt.date) -> tuple[Entry, ...]:
    """Return what stands up to a day. The registration precedes whatever was done before it."""
    return tuple(entry for entry in standing(case.history) if entry.on <= on or entry.did is Did.OPEN)


def _row(state: State, did: Did, data: Mapping[str, Any]) -> Transition:
    """Return the row that fits data and state, or refuse with what is open and missing."""
    row = next((row for row in candidates(did, data) if state.status in row.frm), None)
    if row is None:
        raise RefusedError(_no_row(state, did, data))
    missing = [choosing.option(key) for key in row.needs if data.get(key) in (None, "", {})]
    if missing:
        raise RefusedError(Msg.MISSING(did=did, missing=missing))
    return row


def _no_row(state: State, did: Did, data: Mapping[str, Any]) -> Text:
    """Say why no row fits: a choice that is missing or not open from this state, or the state itself."""
    rows = [row.when for row in ROWS[did] if state.status in row.frm and not _excludes(row.when, data)]
    for key in dict.fromkeys(chain(*rows)):
        words = tuple(dict.fromkeys(chain(*(_words(row.get(key)) for row in rows))))
        if key not in data and (words or all(row.get(key) is True for row in rows)):
            return Msg.MISSING(did=did, missing=choosing.option(key))
        if words and data[key] not in words:
            open_, (value,) = choosing.shown(words), choosing.shown((data[key],))
            return Msg.WRONG_CHOICE(status=state.status, did=did, option=choosing.option(key), value=value, words=open_)
    return Msg.NOT_FROM_HERE(did=did, status=state.status, open=allowed_words(state.status))


def _excludes(when: Mapping[str, object], data: Mapping[str, Any]) -> bool:
    return any(wanted is False and data.get(key) for key, wanted in when.items())


def _words(wanted: object) -> tuple[str, ...]:
    if isinstance(wanted, tuple):
        return wanted
    return (wanted,) if isinstance(wanted, str) else ()


def allowed_words(status: Status) -> list[Phrase]:
    """Return the commands that are open from a state, as they are typed."""
    return choosing.typed(allowed_from(status))


def _waiting(row: Transition, law: Law) -> tuple[str, ...]:
    """Return the clocks that config lets wait while what is missing is asked for."""
    asks = row.did is Did.SUPPLEMENT and not row.when["supplied"]
    return tuple(name for name, rule in law.clocks.items() if asks and rule.pause is Waits.SUPPLEMENT)


def _stops(row: Transition, state: State, law: Law) -> tuple[str, ...]:
    """Return the running clocks that a row stops; ending a matter stops every duty, config may pause the notice."""
    pauses = NOTIFY if row.to is Status.OBJECTED and law.pause_notice else _waiting(row, law)
    names = (*row.stops, *row.drops, *pauses)
    ended = (run.name for run in state.running if row.ends and run.is_duty and run.name not in row.keeps)
    stopped = {*names, *ended}
    return tuple(run.name for run in state.running if run.name in stopped)


def _appended(
    case: Case,
    entry: Entry,
    law: Law,
    *,
    owed: tuple[Document, ...] = (),
    before: State | None = None,
    restored: Mapping[str, Any] | None = None,
    whole: State | None = None,
) -> Step:
    """Return the step; `whole` is what all that is there amounts to, if that is known: then nothing is folded anew."""
    before = before or whole or fold(case, law)
    if restored:
        case = _with(case, restored)
    new = case.but(history=tuple(in_order((*case.history, entry))))
    after = next_state(whole, entry, law) if whole and new.history[-1] is entry else fold(new, law)
    if len(after.contradictions) > len(before.contradictions):
        odd = after.contradictions[-1]
        raise RefusedError(Msg.CONTRADICTS(did=odd.entry.did, on=odd.entry.on, status=odd.found))
    new = new.but(status=after.status, unit=after.unit, due=after.due)
    owed += tuple(document for document in after.owed if document not in (*before.owed, *owed))
    return Step(case=new, entry=entry, before=before, after=after, owed=owed_of(new, owed))


def other_facts(case: Case, again: Case, names: Iterable[str]) -> tuple[str, ...]:
    """Return which facts of a registration are other than those that a matter was registered with.

    What cannot be known any more is taken to be the same: a personal value that was replaced was not kept, and of a
    sealed matter another clone has no words.
    """
    lost = set(SEALED_KEYS) if case.is_sealed and case.request is None else set()
    for entry in reversed(standing(case.history)):
        if entry.did is Did.SET and entry.was:
            case = given_back(case, entry)
        elif entry.did is Did.SET:
            lost |= {name for name in names if not entry.set or name.rstrip("_") in entry.set}
    return tuple(name for name in names if name not in lost and getattr(case, name) != getattr(again, name))
