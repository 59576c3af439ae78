"""One case as flat lines: what lists, counts and measures ask of it, in plain values.

A sealed matter (检举控告) gives no words of its own: no title, category or
place, no co-handlers, and of its searchable text the number alone.
"""

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.index.relations import CASES, Value
from xinfang_cli.index.remarks import level_of, remark_lines
from xinfang_cli.law.facts import is_joint_visit
from xinfang_cli.law.stepdata import SHOWN
from xinfang_cli.law.words import Status

if TYPE_CHECKING:
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.history import State
    from xinfang_cli.law.records import Case, Entry
    from xinfang_cli.law.runs import ClockRun


class StandingAct(NamedTuple):
    """An entry that stands, the unit in charge before it, and the clocks it stopped."""

    entry: "Entry"
    unit: str | None
    stopped: "tuple[ClockRun, ...]" = ()
    ended: Status | None = None  # the end that it brought about, if it was taken back
    until: dt.date | None = None  # the day of that
    resolved_until: dt.date | None = None  # the day on which the resolution that it brought about was taken back

    @property
    def is_lapse(self) -> bool:
        """Whether it was written after a deadline that it met, by its own word, in time."""
        entry = self.entry
        if not self.stopped or not entry.is_dated:
            return False
        written_on = entry.at.date()
        return any(run.is_duty and run.due and entry.on <= run.due < written_on for run in self.stopped)


class Telling(NamedTuple):
    """A case with what its history amounts to, entry by entry.

    Attributes:
        case: the case.
        path: where its file lies, from the workspace's root.
        law: the rules in force.
        state: what its history amounts to.
        acts: the entries that stand, in fold order.
        ended_by: the entry that brought it into its state.
    """

    case: "Case"
    path: str
    law: "Law"
    state: "State"
    acts: tuple[StandingAct, ...]
    ended_by: "Entry | None"


class CaseLines(NamedTuple):
    """The lines of one case in the tables of the index, and the text that searches look through.

    Plain tuples in the order of the columns: they travel between processes, which named ones do slowly.
    """

    case: tuple[Value, ...]
    clocks: tuple[tuple[Value, ...], ...]
    events: tuple[tuple[Value, ...], ...]
    remarks: tuple[tuple[Value, ...], ...]
    words: str | None


def draw(case: "Case", path: str, law: "Law") -> CaseLines:
    """Return the lines of a case."""
    telling = tell(case, path, law)
    return CaseLines(
        case=case_line(case, path, outcome_of(telling), law.joint_from),
        clocks=tuple(clock_lines(telling)),
        events=tuple(event_lines(telling)),
        remarks=remark_lines(case, [(n, act.entry, act.unit) for n, act in enumerate(telling.acts)]),
        words=words(case),
    )


def row(telling: Telling) -> Mapping[str, Value]:
    """Return a case's line by the names of its columns."""
    line = case_line(telling.case, telling.path, outcome_of(telling), telling.law.joint_from)
    return dict(zip((column.name for column in CASES), line, strict=True))


def tell(case: "Case", path: str, law: "Law") -> Telling:
    """Fold a case as `history.fold` does, and keep what each entry did.

    The records are imported here: lists name columns, and need no case.
    """
    from xinfang_cli.law.history import State, turns

    state, ended_by = State(), None
    acts: list[StandingAct] = []
    ended, resolved = 0, 0  # where the acts stand that brought the present end and resolution about
    for entry, before, state in turns(case.history, law):
        if state.status is not before.status:
            ended_by = entry
            if not before.status.is_open:
                acts[ended] = acts[ended]._replace(ended=before.status, until=entry.on)
        if before.is_resolved and not state.is_resolved:
            acts[resolved] = acts[resolved]._replace(resolved_until=entry.on)
        if state.status is not before.status or state.closed_by != before.closed_by:
            ended = len(acts)
        if state.resolved_by != before.resolved_by:
            resolved = len(acts)
        acts.append(StandingAct(entry, before.unit, _stopped(before, state)))
    return Telling(case, path, law, state, tuple(acts), ended_by)


def _stopped(before: "State", state: "State") -> "tuple[ClockRun, ...]":
    """Return the clocks that an entry stopped; folding keeps each at its place and adds new ones behind."""
    if state.clocks is before.clocks:
        return ()
    pairs = zip(before.clocks, state.clocks, strict=False)
    return tuple([now for then, now in pairs if then.stopped_on is None and now.stopped_on is not None])


class Standing(NamedTuple):
    """What a history says of its case: the columns of `cases` that are folded, in plain values."""

    status: str
    is_open: int
    unit: str | None
    with_units: str
    due: str | None
    closed_on: str | None
    close_reason: str | None
    is_closed: int
    resolved: int
    resolved_on: str | None
    resolved_basis: str | None
    ended_on: str | None
    extended: int
    touched_at: str
    act_by: str | None
    provisional: int
    owed: str
    to_serve: str


def outcome_of(telling: Telling) -> Standing:
    """Return what a history says of its case."""
    from xinfang_cli.law.recorded import to_make_of

    state, ended_by = telling.state, telling.ended_by
    duty = next(iter(state.duties), None)
    is_open, is_closed = state.status.is_open, state.status is Status.CLOSED
    return Standing(
        status=state.status._value_,
        is_open=int(is_open),
        unit=state.unit,
        with_units=_json(state.with_),
        due=_day(duty.due) if duty else None,
        closed_on=_day(state.closed_on) if is_closed else None,
        close_reason=state.close_reason if is_closed else None,
        is_closed=int(is_closed),
        resolved=int(state.is_resolved),
        resolved_on=_day(state.resolved_on),
        resolved_basis=state.resolved_basis and str(state.resolved_basis),
        ended_on=None if is_open or not ended_by or not ended_by.is_dated else _iso(ended_by.on),
        extended=state.extensions,
        touched_at=utc(max(entry.at for entry in telling.case.history)),
        act_by=_act_by(duty, telling.law),
        provisional=int(duty is not None and duty.provisional(telling.law)),
        owed=_json(to_make_of(telling.case, state.to_make)),
        to_serve=_json(state.to_serve),
    )


def case_line(case: "Case", path: str, outcome: Standing, joint_from: int) -> tuple[Value, ...]:
    """Return the line of a case in `cases`: a plain tuple in the order of its columns."""
    source, sealed, told = case.source, case.is_sealed, outcome
    return (
        case.id,
        path,
        None if sealed else case.title,
        told.status,
        told.is_open,
        told.unit,
        "[]" if sealed else told.with_units,
        told.due,
        _iso(case.received_on),
        _iso(case.registered_on),
        case.channel._value_,
        case.class_._value_,
        None if sealed else case.category,
        None if sealed else case.place,
        case.people,
        _truth(case.first_time),
        _truth(case.joint),
        _truth(case.urgent),
        source.level if source else None,
        source.number if source else None,
        source.office if source else None,
        _day(source.due) if source else None,
        case.lead,
        case.owner,
        case.group,
        int(sealed),
        case.repeat_of,
        told.closed_on,
        told.close_reason,
        told.is_closed,
        told.resolved,
        told.resolved_on,
        told.resolved_basis,
        told.ended_on,
        told.extended,
        told.touched_at,
        told.act_by,
        told.provisional,
        told.owed,
        told.to_serve,
        _truth(case.simple),
        int(is_joint_visit(case, joint_from)),
        (level := level_of(case)) and level._value_,
        *_further(case),
    )


_SAID = itemgetter(*(fact.word for fact in SHOWN))
_HIDDEN = tuple(fact.is_hidden for fact in SHOWN)
_BLANK: tuple[Value, ...] = tuple("[]" if fact.are_many else None for fact in SHOWN)


def _further(case: "Case") -> tuple[Value, ...]:
    """Return the facts that one row declares; most matters have none of them, and share a line."""
    said = _SAID(case.__dict__)
    if not any(said):
        return _BLANK
    values = [_cell(value) for value in said]
    if case.is_sealed:
        values = [blank if hides else value for value, hides, blank in zip(values, _HIDDEN, _BLANK, strict=True)]
    return tuple(values)


def _cell(value: Any) -> Value:
    if isinstance(value, tuple):
        return _json(value)
    if isinstance(value, dt.date):
        return _iso(value)
    return int(value) if isinstance(value, bool) else value and getattr(value, "_value_", value)


ANSWERS = frozenset({"feedback", "route", "object", "decline"})
"""What answers an assignment on the day on which its clock stops."""


def of_first(case: "Case") -> int:
    """Return 1 where a matter counts as first-time; one that does not say so does."""
    return int(case.first_time is not False)


def clock_lines(telling: Telling) -> list[tuple[Value, ...]]:
    """Return the lines of a case in `clocks`: plain tuples in the order of `ClockLine`.

    Half a million are made of a hundred thousand cases; naming their values would take ten times as long.
    """
    case_id, law = telling.case.id, telling.law
    counts = of_first(telling.case)
    answered = {act.entry.on for act in telling.acts if act.entry.did._value_ in ANSWERS}
    stopped_by = {id(run): act.entry for act in telling.acts for run in act.stopped}
    lines: list[tuple[Value, ...]] = []
    for run in telling.state.clocks:
        runs = run.stopped_on is None
        stop = stopped_by.get(id(run))
        lines.append(
            (
                case_id,
                run.n,
                run.name,
                run.kind._value_,
                run.owner._value_,
                run.owing,
                _iso(run.from_),
                run.rule,
                _day(run.due),  # due
                int(run.dated),
                _day(run.stopped_on),
                int(stop.day is None) if stop else None,  # stopped_dated
                _act_by(run, law) if runs and run.is_duty else None,
                int(runs and run.provisional(law)),
                counts,
                int(run.stopped_on in answered),
                run.fate and run.fate._value_,
                _day(run.excused_to),
            )
        )
    return lines


def event_lines(telling: Telling) -> list[tuple[Value, ...]]:
    """Return the lines of a case in `events`: plain tuples in the order of `EventLine`, for the same reason."""
    case_id = telling.case.id
    lines: list[tuple[Value, ...]] = []
    was_routed = False
    for act in telling.acts:
        entry = act.entry
        routes = _routes(act)
        lines.append(
            (
                case_id,
                entry.n,
                _iso(entry.on),
                int(entry.day is None),
                _iso(entry.at.date()),
                entry.did._value_,
                entry.what and entry.what._value_,
                entry.unit or act.unit,
                entry.actor,
                entry.step and entry.step._value_,
                entry.ground,
                entry.clock,
                entry.of and entry.of._value_,
                entry.value,
                entry.decision and entry.decision._value_,
                entry.number,
                entry.mode._value_ if entry.mode else _feedback(entry),
                int(act.is_lapse) if act.stopped else 0,
                int(routes and was_routed),
                act.ended and act.ended._value_,
                _day(act.until),
                _day(act.resolved_until),
                entry.basis._value_ if entry.basis and act.resolved_until else None,
                entry.by,
            )
        )
        was_routed |= routes
    return lines


def _routes(act: StandingAct) -> bool:
    """Whether an entry sends the matter to a unit; what directs it to another procedure has no mode."""
    entry = act.entry
    if entry.did == "observed":
        return entry.what == "route" and bool(entry.unit or act.unit)
    return entry.did in {"route", "object"} and entry.mode is not None and bool(entry.unit or act.unit)


def _feedback(entry: "Entry") -> str | None:
    if entry.answers:
        return "answer"
    return "returned" if entry.returned else None


def words(case: "Case") -> str | None:
    """Return what can be searched: title, request, place and number; of a sealed matter the number alone."""
    said = (case.number,) if case.is_sealed else (case.title, case.request, case.place, case.number)
    return "\n".join(part for part in said if part) or None


_iso = lru_cache(8192)(dt.date.isoformat)  # cases of a time share their days


def _day(day: dt.date | None) -> str | None:
    return _iso(day) if day else None


def _truth(value: bool | None) -> int | None:  # noqa: FBT001  # the value itself, not a switch
    return None if value is None else int(value)


@lru_cache(1024)
def _json(names: tuple[str, ...]) -> str:
    return json.dumps(names, ensure_ascii=False, separators=(",", ":")) if names else "[]"


def utc(moment: dt.datetime) -> str:
    """Return a moment as `touched_at` has it."""
    return f"{moment.astimezone(dt.UTC).isoformat()[:19]}Z"


def _act_by(run: "ClockRun | None", law: "Law") -> str | None:
    if run is None or run.due is None:
        return None
    return law.calendar.on_or_before(run.due).isoformat()
