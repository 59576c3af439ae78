"""Lines of the index straight from a text in our own form: what the acts of a history amount to is asked once.

Ten thousand matters have taken a few hundred courses. Two histories whose entries say the same but for days, ids,
names and words fold to the same lines, but for these. So the first matter of a course is told in the ordinary way, with
a mark in place of everything that may differ; where a mark comes out, others of that course have their own value. What
compares days (the earliest duty, whether an act was written late or came on the day of another) is worked out for each
matter.

A plan is believed only after it gave what the ordinary way gives for the matter that it was made from. Whatever is out
of the ordinary (accusations, disputed routings, two entries of one id, moments of several time zones) goes the
ordinary way.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from operator import itemgetter
from typing import Any, NamedTuple

from xinfang_cli.casefile.reader import STARTS, OtherForm, Pieces, Written, entry_of, pieces_of, said_by, starts_of
from xinfang_cli.index.lines import (
    ANSWERS,
    CaseLines,
    Standing,
    StandingAct,
    case_line,
    clock_lines,
    draw,
    event_lines,
    of_first,
    outcome_of,
    tell,
    utc,
    words,
)
from xinfang_cli.index.relations import CLOCKS, EVENTS, Value
from xinfang_cli.index.remarks import is_remark, remark_lines
from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import Law, Owner, Rule, is_provisional
from xinfang_cli.law.facts import is_reachable
from xinfang_cli.law.records import Case, Entry, Start
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import Did
from xinfang_cli.law.workdays import ONE_DAY

MEMORY = 4_000
"""Courses, and bodies of entries, to remember at most: then all of a kind are forgotten."""

MOST = 200
"""Entries, and cells of clocks that start, up to which a history has a plan: marks are days of a year."""

# Of these a fold asks at most whether they are there; a difference in anything else makes another course.
_FREE = frozenset(
    {
        "by", "actor", "unit", "number", "handler", "approved_by", "facts", "articles", "perform_by", "text", "next",
        "blocker", "month", "way", "how", "agreed", "witness", "late_reason", "hearing", "evidence", "to",
        "within", "days", "opinion", "statement_on",
        "revoked_on", "posted", "reply_due", "run", "answers", "strikes", "case", "cases", "file", "sha256", "set",
        "was",
        "about", "template", "template_sha256", "printed",
        "backdate_reason", "decisions", "expert", "tick", "amount", "granted", "mediator",
    }
)  # fmt: skip
_FREE_OUTSIDE = _FREE | {"reason"}
_REASON_COUNTS = frozenset({Did.CLOSE, Did.OBSERVED})  # elsewhere it is words

_Pool = list[Value]
_Line = Callable[[_Pool], tuple[Value, ...]]

_ON, _AT, _FROM, _DUE = (dt.date(year, 1, 1) for year in (2004, 2005, 2006, 2007))
_OF_FIRST, _HEAD, _PER_ENTRY, _PER_START, _PER_END, _PER_EARLIEST = 1, 2, 7, 3, 2, 4
_CLOCKS, _EVENTS = ([column.name for column in columns] for columns in (CLOCKS, EVENTS))


class _Body(NamedTuple):
    """What an entry says apart from the clocks that it starts, as far as lines ask.

    Attributes:
        shape: stands for all that it says apart from what is free.
        is_open: whether it is the registration.
        cells: unit, actor, number and who wrote it.
        strikes: the entry that it strikes.
        remarks: whether it is a remark.
        is_dispute: whether it objects to a routing, or decides that; days are compared then.
    """

    shape: int
    is_open: bool
    cells: tuple[Value, Value, Value, Value]
    strikes: str | None
    remarks: bool
    is_dispute: bool


class _Starts(NamedTuple):
    """The clocks that an entry starts.

    Attributes:
        shape: stands for their names, and whether each has a last day.
        cells: first day, rule and last day of each.
        by_unit: whether the owner of one is found by the unit in charge.
    """

    shape: int
    cells: tuple[Value, ...]
    by_unit: bool


_NONE = _Starts(-1, (), by_unit=False)


class _Course(NamedTuple):
    """A history in fold order, read as far as lines ask, and what tells its course from others."""

    history: list[Written]
    bodies: list[_Body]
    starts: list[_Starts]
    key: tuple[Any, ...]


class _Plan(NamedTuple):
    """How the lines of a course come from the pool of a matter: its own values, what is worked out, and constants.

    Attributes:
        running: where the starts of the clocks lie that run in the end.
        duties: which of these are duties that have a last day, with their names.
        lapses: of each entry that stands where its days lie, and the last days of the duties that it stopped.
        answers: of each clock where the day lies on which it stopped, and the days of what answers an assignment.
        constants: the same in each matter.
        outcome: makes what the history says of its case.
        clocks: makes each line of a clock.
        events: makes each line of an event.
        remarks: of entries that are remarks their place, their number in the history, and where their unit lies.
    """

    running: tuple[int, ...]
    duties: tuple[tuple[int, str], ...]
    lapses: tuple[tuple[int, tuple[int, ...]], ...]
    answers: tuple[tuple[int, tuple[int, ...]], ...]
    constants: tuple[Value, ...]
    outcome: _Line
    clocks: tuple[_Line, ...]
    events: tuple[_Line, ...]
    remarks: tuple[tuple[int, int, int], ...]


class Outlines:
    """Draws texts, with a memory of the courses met so far, under the rules in force."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._bodies: dict[str, _Body] = {}
        self._starts: dict[str, _Starts] = {}
        self._shapes: dict[tuple[Any, ...], int] = {}
        self._numbers = count()  # never the same again, whatever is forgotten
        self._plans: dict[tuple[Any, ...], _Plan | None] = {}
        self._ends = lru_cache(MEMORY)(self._end)

    def picture(self, text: str, case_id: str, path: str, case: Case | None = None) -> CaseLines | None:
        """Return the lines of the case of an id that a text in our form holds; None where others must look.

        Who has just written the text gives the `case`, to spare reading what stands above the history.
        """
        try:
            pieces = pieces_of(text, case)
            if pieces.facts.id != case_id:
                return None
            course = None if pieces.facts.is_sealed else self._course(pieces.history)
            if course is None:
                return draw(_whole(pieces), path, self.law)
            hangs_on = (is_reachable(pieces.facts), bool(pieces.facts.urgent))  # what is owed does
            course = course._replace(key=(*course.key, *hangs_on))
            if course.key not in self._plans:
                return self._learned(pieces, course, path)
            plan = self._plans[course.key]
            return self._drawn(pieces.facts, course, plan, path) if plan else draw(_whole(pieces), path, self.law)
        except (OtherForm, ValueError):  # a ValueError is a day that no calendar has
            return None

    def _course(self, history: list[Written]) -> _Course | None:
        """Return a history as a course; None if it can have no plan."""
        parts = [each.body.partition(STARTS) for each in history]
        bodies = [self._bodies.get(body) or self._body(body) for body, _, _ in parts]
        starts = [self._starts.get(rows) or self._begun(rows) if rows else _NONE for _, _, rows in parts]
        marks = [(not body.is_open, each.on, each.at, each.n) for each, body in zip(history, bodies, strict=True)]
        if not _is_plain(history, starts) or any([body.is_dispute for body in bodies]):  # noqa: C419  # as below
            return None
        if marks != sorted(marks):  # days, and moments of one zone, sort as their texts do
            order = sorted(range(len(marks)), key=marks.__getitem__)
            history, bodies, starts = (
                [history[n] for n in order],
                [bodies[n] for n in order],
                [starts[n] for n in order],
            )
        key = [(body.shape, begun.shape, each.day) for body, begun, each in zip(bodies, starts, history, strict=True)]
        return _Course(history, bodies, starts, (*key, *_ties(history, bodies, starts)))

    def _body(self, text: str) -> _Body:
        said = said_by(text)
        free = _FREE if said["did"] in _REASON_COUNTS else _FREE_OUTSIDE
        shape = [(name, bool(value) if name in free else _steering(value)) for name, value in said.items()]
        _make_room(self._bodies)
        body = self._bodies[text] = _Body(
            shape=self._number(tuple(shape)),
            is_open=said["did"] is Did.OPEN,
            cells=(said.get("unit"), said.get("actor"), said.get("number"), said.get("by")),
            strikes=said.get("strikes"),
            remarks=is_remark(said["did"], said.get),
            is_dispute=said["did"] is Did.OBJECT,
        )
        return body

    def _begun(self, rows: str) -> _Starts:
        starts = starts_of(rows)
        _make_room(self._starts)
        begun = self._starts[rows] = _Starts(
            shape=self._number(tuple([(name, start.due is not None) for name, start in starts.items()])),
            cells=tuple([cell for start in starts.values() for cell in _cells(start)]),
            by_unit=any(self.law.owner(name) is Owner.ORGAN for name in starts),
        )
        return begun

    def _number(self, shape: tuple[Any, ...]) -> int:
        if shape not in self._shapes:
            _make_room(self._shapes)
            self._shapes[shape] = next(self._numbers)
        return self._shapes[shape]

    def _learned(self, pieces: Pieces, course: _Course, path: str) -> CaseLines:
        """Return a matter's lines as the ordinary way has them, and a plan for others of its course."""
        picture = draw(_whole(pieces), path, self.law)
        plan = _Marked(pieces.facts, course, self.law).plan()
        _make_room(self._plans)
        self._plans[course.key] = plan if self._drawn(pieces.facts, course, plan, path) == picture else None
        return picture

    def _drawn(self, facts: Case, course: _Course, plan: _Plan, path: str) -> CaseLines:
        pool: list[Any] = [facts.id, of_first(facts)]
        for each, body in zip(course.history, course.bodies, strict=True):
            pool += (each.n, each.on, each.at[:10])
            pool += body.cells
        for begun in course.starts:
            pool += begun.cells
        ends = [self._ends(*pool[at : at + _PER_START]) for at in plan.running]
        pool += [cell for end in ends for cell in end]
        pool += [_lapse(pool, entry, starts) for entry, starts in plan.lapses]
        pool += [_answered(pool, stop, days) for stop, days in plan.answers]
        pool += _earliest(plan, pool, ends)
        pool.append(utc(dt.datetime.fromisoformat(max([each.at for each in course.history]))))
        pool += plan.constants
        acts = [(place, entry_of(course.history[at]), pool[unit]) for place, at, unit in plan.remarks]
        return CaseLines(
            case_line(facts, path, Standing._make(plan.outcome(pool)), self.law.joint_from),
            tuple([line(pool) for line in plan.clocks]),
            tuple([line(pool) for line in plan.events]),
            remark_lines(facts, acts) if acts else (),
            words(facts),
        )

    def _end(self, from_: str, rule: str, due: str | None) -> tuple[Value, Value]:
        """Return the last workday of a limit, and whether it rests on a year without a notice."""
        read = Rule.read(rule)
        if due is None:
            return None, 0
        last, calendar = dt.date.fromisoformat(due), self.law.calendar
        is_sure = read is None or not is_provisional(dt.date.fromisoformat(from_), read, last, calendar)
        return calendar.on_or_before(last).isoformat(), int(not is_sure)


class _Marked:
    """A matter with marks in place of everything that may differ in its course, and what becomes of them.

    The pool of a matter is its id, whether it counts as first-time; of each entry id, day, day of writing, unit, actor,
    number, who wrote it; of each start first day, rule, last day; of each clock that runs what `_end` says; of each
    entry that stands whether it is a lapse; of each clock whether it was answered on the day it stopped; of the
    earliest duty last day, last workday, whether that is sure; the moment of the last change; constants.
    """

    def __init__(self, facts: Case, course: _Course, law: Law) -> None:
        self._ids = [each.n for each in course.history]
        self._bodies = course.bodies
        self._is_by_unit = any(begun.by_unit for begun in course.starts)
        self._marks: dict[Value, int] = {}
        self._constants: list[Value] = []
        self._starts = _HEAD + len(self._ids) * _PER_ENTRY
        self._ends = self._starts
        history = [self._entry(at, entry_of(each)) for at, each in enumerate(course.history)]
        self._telling = tell(facts.but(history=tuple(history)), "", law)
        self._running = [run for run in self._telling.state.clocks if run.stopped_on is None]
        self._lapses = self._ends + _PER_END * len(self._running)
        self._answers = self._lapses + len(self._telling.acts)
        self._earliest = self._answers + len(self._telling.state.clocks)

    def _entry(self, at: int, entry: Entry) -> Entry:
        """Return an entry with marks, values that nothing else has, and note where they lie."""
        on, moment = _ON + at * ONE_DAY, dt.datetime.combine(_AT + at * ONE_DAY, dt.time(), dt.UTC)
        values: dict[str, Any] = {"n": f"#n{at}", "on": on, "at": moment}
        if entry.strikes in self._ids:
            values["strikes"] = f"#n{self._ids.index(entry.strikes)}"
        named = ("actor", "number", "by") if self._is_by_unit else ("unit", "actor", "number", "by")
        values |= {name: f"#{name}{at}" for name in named if getattr(entry, name)}
        cells = (
            values["n"],
            on.isoformat(),
            moment.date().isoformat(),
            *map(values.get, ("unit", "actor", "number", "by")),
        )
        first = _HEAD + at * _PER_ENTRY
        self._marks |= {mark: first + place for place, mark in enumerate(cells) if mark}
        return entry.but(**values, starts={name: self._start(start) for name, start in entry.starts.items()})

    def _start(self, start: Start) -> Start:
        days = (self._ends - self._starts) // _PER_START * ONE_DAY
        marked = start.but(from_=_FROM + days, rule=f"#{self._ends}", due=start.due and _DUE + days)
        self._marks |= {mark: self._ends + place for place, mark in enumerate(_cells(marked)) if mark}
        self._ends += _PER_START
        return marked

    def plan(self) -> _Plan:
        """Return how the lines of the course are made."""
        telling = self._telling
        told = {name: self._earliest + at for at, name in enumerate(("due", "act_by", "provisional", "touched_at"))}
        return _Plan(
            running=tuple([self._marks[run.rule] - 1 for run in self._running]),
            duties=tuple([(at, run.name) for at, run in enumerate(self._running) if run.is_duty and run.due]),
            lapses=tuple(map(self._lapse, telling.acts)),
            answers=tuple(map(self._answer, telling.state.clocks)),
            outcome=self._line(Standing._fields, outcome_of(telling), told),
            clocks=tuple(
                [
                    self._line(_CLOCKS, line, {**self._worked_out(run), "answered": self._answers + at})
                    for at, (run, line) in enumerate(zip(telling.state.clocks, clock_lines(telling), strict=True))
                ]
            ),
            events=tuple(
                [
                    self._line(_EVENTS, line, {"case_id": 0, "lapse": self._lapses + at})
                    for at, line in enumerate(event_lines(telling))
                ]
            ),
            remarks=tuple(self._remarks()),
            constants=tuple(self._constants),
        )

    def _worked_out(self, run: ClockRun) -> dict[str, int]:
        known = {"case_id": 0, "of_first": _OF_FIRST}
        if run.stopped_on is not None:
            return known
        end = self._ends + _PER_END * self._running.index(run)
        return known | {"provisional": end + 1} | ({"act_by": end} if run.is_duty else {})

    def _lapse(self, act: StandingAct) -> tuple[int, tuple[int, ...]]:
        """Return where the days of an act lie, and the last days of the duties that it stopped."""
        stopped = [run for run in act.stopped if run.is_duty and run.due] if act.entry.is_dated else []
        return self._marks[act.entry.n] + 1, tuple([self._marks[run.rule] + 1 for run in stopped])

    def _answer(self, run: ClockRun) -> tuple[int, tuple[int, ...]]:
        """Return where the day lies on which a clock stopped, and those of the acts that answer an assignment."""
        if run.stopped_on is None:
            return 0, ()
        answers = [act.entry.n for act in self._telling.acts if act.entry.did._value_ in ANSWERS]
        return self._place(run.stopped_on.isoformat()), tuple([self._marks[n] + 1 for n in answers])

    def _remarks(self) -> Iterator[tuple[int, int, int]]:
        for place, act in enumerate(self._telling.acts):
            at = int(act.entry.n.removeprefix("#n"))
            if self._bodies[at].remarks:
                yield place, at, self._place(act.unit)

    def _line(self, columns: Sequence[str], cells: Iterable[Value], known: Mapping[str, int]) -> _Line:
        """Return what makes a line of a pool; of some columns the places are known."""
        held = zip(columns, cells, strict=True)
        return itemgetter(*[known[name] if name in known else self._place(cell) for name, cell in held])

    def _place(self, cell: Value) -> int:
        if cell in self._marks:
            return self._marks[cell]
        self._constants.append(cell)
        return self._earliest + _PER_EARLIEST + len(self._constants) - 1


def _cells(start: Start) -> tuple[Value, Value, Value]:
    return start.from_.isoformat(), start.rule, start.due.isoformat() if start.due else None


def _is_plain(history: list[Written], starts: list[_Starts]) -> bool:
    """Whether ids, moments and sizes are such that a plan can be made."""
    ids, zones = {each.n for each in history}, {each.at[19:] for each in history}
    return len(ids) == len(history) <= MOST and len(zones) == 1 and sum([len(begun.cells) for begun in starts]) <= MOST


def _ties(history: list[Written], bodies: list[_Body], starts: list[_Starts]) -> list[Any]:
    """Return what ties entries to one another: which are struck, and who is in charge where an owner hangs on it."""
    struck = [body.strikes for body in bodies if body.strikes]
    ids = [each.n for each in history] if struck else []
    ties: list[Any] = [ids.index(n) if n in ids else None for n in struck]
    if any([begun.by_unit for begun in starts]):  # noqa: C419  # a list is made faster than a generator
        ties += [body.cells[0] for body in bodies]
    return ties


def _steering(value: Any) -> Any:
    """Return what of a value a fold may ask for. The hash of an enumeration's member is worked out in Python."""
    return value._value_ if isinstance(value, Label) else value


def _lapse(pool: list[Any], days: int, dues: tuple[int, ...]) -> int:
    """Return 1 where an act met a duty in time by its own word and was written late; see `StandingAct.is_lapse`."""
    on, written = pool[days], pool[days + 1]
    return int(any(on <= pool[due] < written for due in dues)) if dues else 0


def _answered(pool: list[Any], stop: int, days: tuple[int, ...]) -> int:
    """Return 1 where a clock stopped on the day of an act that answers an assignment."""
    return int(any(pool[stop] == pool[day] for day in days)) if days else 0


def _earliest(plan: _Plan, pool: list[Any], ends: list[tuple[Value, Value]]) -> tuple[Value, ...]:
    """Return last day, last workday and whether they are sure, of the duty that falls due first."""
    if not plan.duties:
        return None, None, 0
    due, _, at = min([(pool[plan.running[at] + 2], name, at) for at, name in plan.duties])
    return due, *ends[at]


def _whole(pieces: Pieces) -> Case:
    return pieces.facts.but(history=tuple([entry_of(each) for each in pieces.history]))


def _make_room(known: dict[Any, Any]) -> None:
    if len(known) >= MEMORY:
        known.clear()
