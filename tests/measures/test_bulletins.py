"""Monthly, flags, annual and own reports against plain loops over case files: an office of 2,000 matters in all states.

The loops know cases, their entries and what folding makes of them; nothing of SQL, of the relations or of the reports.
A figure is a list of what counts: each time with the matter, the unit whose it is, and whether it hits.
"""

import datetime as dt
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from statistics import mean, median
from typing import Any

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.index.lines import draw as pictured
from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS
from xinfang_cli.labels import Lang
from xinfang_cli.law import steps
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State, after, fold, standing
from xinfang_cli.law.procedure import OF_CONFERENCE
from xinfang_cli.law.records import Case, Entry, Source
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import (
    LEVELS,
    Adoption,
    Advice,
    Basis,
    Channel,
    CloseReason,
    Did,
    Fate,
    Ground,
    LadderStep,
    MatterClass,
    MeetingKind,
    Mode,
    NoteKind,
    ObjectionDecision,
    OpinionDecision,
    Path,
    Purpose,
    RatedBody,
    ReviewDecision,
    Seen,
    ServeMethod,
    SettleKind,
    Status,
    SupervisionGround,
)
from xinfang_cli.ledgers.observed import Sighting, chronicled
from xinfang_cli.measures.cautions import Beside
from xinfang_cli.measures.counting import Counting, Line, Scope
from xinfang_cli.measures.dimensions import SEVERAL, Dimension, Unsaid
from xinfang_cli.measures.numbers import compared
from xinfang_cli.measures.outcomes import RESOLVED_ON, Outcome
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.selection import Selection
from xinfang_cli.measures.table import ONE_DECIMAL, Mark, Page, Value, ratio
from xinfang_cli.measures.variants import Variant
from xinfang_cli.measures.volumes import Act, Duty, Volume
from xinfang_cli.measures.windows import (
    Span,
    Window,
    last_period,
    last_year,
    named_by_days,
    read_half,
    read_month,
    read_quarter,
    read_week,
    read_year,
    read_ytd,
    year_so_far,
)
from xinfang_cli.office import config
from xinfang_cli.office.reporting import USUAL_FLAGS, OwnReport, ProgressOf, Standard
from xinfang_cli.reports import Inquiry, Report, build
from xinfang_cli.reports.flags import Flag
from xinfang_cli.reports.sentences import change, period

TODAY = dt.date(2026, 11, 22)
BEIJING = dt.timezone(dt.timedelta(hours=8))
ONE_DAY = dt.timedelta(days=1)
OFFICE = "某县信访局"
UNITS = ("住房和城乡建设局", "水利局", "民政局", "教育体育局")
PLACES = ("东山镇", "青石镇", None)
CATEGORIES = ("城乡建设/房屋交易", "城乡建设", "农村农业/土地", None)
_DEFAULT = config.default().law
LAW = _DEFAULT.but(
    review_by={UNITS[0]: "某县人民政府"},
    clocks={
        **_DEFAULT.clocks,
        "rate_open": _DEFAULT.clocks["rate_open"]._replace(rule=_DEFAULT.clocks["route"].rule),
        "sugg_reply": _DEFAULT.clocks["sugg_reply"]._replace(rule=_DEFAULT.clocks["route"].rule),
    },
)


# --- The office -------------------------------------------------------------------------------------------------------


OF_OFFICE = (LadderStep.WARN, LadderStep.REMIND, LadderStep.SUPERVISE)


def _pressed(case: Case, step: LadderStep) -> dict[str, Any]:
    """Return a step with what it needs; of those of the joint conference one after the other."""
    if step is not LadderStep.TALK:
        return {"step": step}
    step = OF_CONFERENCE[len(case.history) % len(OF_CONFERENCE)]
    due = {"reply_due": dt.date(2026, 12, 20)} if step is LadderStep.RECTIFY else {}
    return {"step": step, "approved_by": "联席会议", **due}


def moves(chance: random.Random, case: Case) -> Iterator[tuple[Did, dict[str, Any]]]:
    """Yield steps that may be taken; what the procedure refuses is not taken."""
    pick = chance.choice
    unit, number = pick(UNITS), f"文{chance.randrange(1000)}号"
    asked = [entry for entry in standing(case.history) if entry.did is Did.ESCALATE or entry.advice]
    yield from [
        (Did.ROUTE, {"mode": Mode.TRANSFER, "unit": unit}),
        (Did.ROUTE, {"mode": Mode.ASSIGN, "unit": unit, "within": "45d"}),
        (Did.ROUTE, {"mode": Mode.TRANSFER, "unit": unit, "instead": True, "reason": "改派"}),
        (Did.OBJECT, {"reason": "不属本单位", "late_reason": "收文登记晚"}),
        (Did.OBJECT, {"decision": pick(list(ObjectionDecision))}),
        (Did.ACCEPT, {}),
        (Did.ACCEPT, {}),
        (Did.EXTEND, {"days": 30, "approved_by": "局长甲", "reason": "复杂"}),
        (Did.REPLY, {"decision": pick(list(OpinionDecision)), "number": number}),
        (Did.REPLY, {"decision": pick(list(OpinionDecision)), "number": number}),
        (Did.SERVE, {"document": Document.OPINION, "method": ServeMethod.IN_PERSON}),
        (Did.REVIEW, {"late_reason": "在外地"}),
        (Did.REVIEW, {"decision": pick(list(ReviewDecision)), "number": number}),
        (Did.FINAL, {"late_reason": "在外地"}),
        (Did.FINAL, {"hearing": "2026-10-13..2026-10-14"}),
        (Did.FINAL, {"decision": pick(list(ReviewDecision)), "number": number}),
        (Did.FEEDBACK, {"number": number}),
        (Did.FEEDBACK, {"number": number, "returned": True, "reason": "退回重办"}),
        (Did.NOTE, {"text": "进展", "kind": NoteKind.PROGRESS.value}),
        (Did.NOTE, {"text": "建议", "advice": pick(list(Advice)), "unit": pick(UNITS), "number": number}),
        (Did.MEETING, {"text": "会商", "kind": pick([None, *(kind.value for kind in MeetingKind)]),
                       "cases": pick([(), (f"{case.id}0", f"{case.id}1")])}),
        (Did.SETTLE, {"kind": pick(list(SettleKind)).value, "number": number}),
        (Did.NOTE, {"text": "建议调解", "kind": NoteKind.EXPERT.value, "expert": "某律师"}),
        (Did.NOTE, {"text": "发放救助", "kind": NoteKind.RELIEF.value, "amount": 500, "granted": True}),
        (Did.SERVE, {"document": Document.CARD, "method": ServeMethod.IN_PERSON}),
        (Did.NOTICE, {"document": Document.CARD, "template": "card", "sha256": "0" * 64}),
        (Did.ESCALATE, {**_pressed(case, pick([*OF_OFFICE, LadderStep.TALK, LadderStep.RAISE])),
                        "ground": pick(list(SupervisionGround)),
                        "clock": pick([None, *(run.name for run in fold(case, LAW).duties)])}),
        (Did.ESCALATE, {"step": LadderStep.TALK, "ground": pick(list(SupervisionGround)), "approved_by": "联席会议"}),
        (Did.ESCALATE, {"step": LadderStep.SUPERVISE, "ground": pick(list(SupervisionGround))}),
    ]  # fmt: skip
    decided = {"decision": pick([ReviewDecision.UPHOLD, ReviewDecision.CHANGE]), "number": number}
    for _ in range(4):  # the way on to a final review, or few would get there
        yield Did.REVIEW, {"late_reason": "在外地"}
        yield Did.REVIEW, decided
        yield Did.FINAL, {"late_reason": "在外地"}
        yield Did.FINAL, decided
    closed = fold(case, LAW).status is Status.CLOSED
    for body in [*RatedBody] * (20 if closed else 2):
        yield Did.RATE, {"of": body, "value": pick(["satisfied", "basic", "unsatisfied"])}
    if asked:
        to = pick(asked)
        yield Did.FEEDBACK, {"answers": to.n, "text": "答复", "adopted": pick([None, *Adoption]) if to.advice else None}
    if chance.random() < 0.8:
        proof = pick([{}, *[{"resolved": True, "basis": pick(list(Basis)), "evidence": "协议"}] * 3])
        yield Did.CLOSE, {"reason": pick(list(CloseReason)), "text": "话", "approved_by": "局长甲", **proof}
        yield Did.CLOSE, {"reason": CloseReason.OPINION_DELIVERED, **proof}
        yield Did.REOPEN, {"reason": "承诺未兑现"}
        yield Did.SERVE, {"document": Document.OPINION, "method": ServeMethod.IN_PERSON}
        yield Did.CLOSE, {"reason": CloseReason.OPINION_DELIVERED, **proof}
        yield Did.ROUTE, {"path": Path.LITIGATION, "to": "某县人民法院"}
        yield (
            Did.DECLINE,
            {"ground": pick(list(Ground)), "to": "某市信访局", "in_hand": number, "late_reason": "收文登记晚"},
        )
        yield Did.DECLINE, {"final": True, "opinion": number, "same_facts": True}
        yield Did.WITHDRAW, {"statement_on": case.received_on}
        yield Did.MERGE, {"case": "XF-20260101-00000", "reason": "同一件"}


def walked(number: int) -> Case:
    """Return a matter that took random steps; the same number gives the same matter."""
    chance = random.Random(number)
    on = TODAY - dt.timedelta(chance.randrange(3, 420))
    facts: dict[str, Any] = {"received_on": on, "title": "事项", "request": "请求", "channel": Channel.LETTER}
    facts["class_"] = chance.choice([MatterClass.CLAIM, MatterClass.CLAIM, MatterClass.SUGGESTION])
    facts["simple"] = number % 11 == 5 or None
    case = steps.register(f"XF-{on:%Y%m%d}-{number:05}", LAW, _stamp(on, number, 0, 0), facts)
    if number % 9 == 0:
        return _of_ledger(case, chance, number)
    if number % 20 == 13:
        return _disputed(case, chance, number)
    if number % 10 == 7:
        return _resolved(case, number)
    for turn in range(1, chance.randrange(2, 18)):
        on += ONE_DAY * chance.choice([0, 1, 3, 8, 16, 30])
        if on > TODAY:
            break
        options = list(moves(chance, case))
        for did, data in chance.sample(options, len(options)):
            try:
                case = steps.take(case, LAW, did, _stamp(on, number, turn, chance.choice([0, 0, 0, 20])), **data).case
            except RefusedError:
                continue
            break
    return case


def _disputed(case: Case, chance: random.Random, number: int) -> Case:
    """Return a matter whose unit objected in time, and what the office said to that, and when."""
    decided = chance.choice([{"decision": "agree"}, {"decision": "agree", "to": UNITS[0]}, {"decision": "reject"}])
    course: list[tuple[Did, int, dict[str, Any]]] = [
        (Did.ROUTE, 1, {"mode": Mode.TRANSFER, "unit": UNITS[1]}),
        (Did.OBJECT, 3, {"reason": "不属本单位"}),
        (Did.OBJECT, chance.choice([2, 9, 20]), decided),
        (Did.ACCEPT, chance.choice([1, 8]), {}),
    ]
    on = case.registered_on
    for turn, (did, days, data) in enumerate(course[: chance.choice([2, 3, 3, 4])], 1):
        on += ONE_DAY * days
        if on <= TODAY:
            case = steps.take(case, LAW, did, _stamp(on, number, turn, 0), **data).case
    return case


def _resolved(case: Case, number: int) -> Case:
    """Return a matter that was handled, closed as resolved, on each basis in turn, and rated."""
    how = {"resolved": True, "basis": list(Basis)[number // 10 % len(Basis)], "evidence": "协议"}
    rated = [(Did.RATE, 1, {"of": body, "value": "satisfied"}) for body in RatedBody]
    asked: list[tuple[Did, int, dict[str, Any]]] = [
        (Did.REVIEW, 2, {}),
        (Did.REVIEW, 5, {"decision": ReviewDecision.UPHOLD, "number": f"文{number}号"}),
        (Did.SERVE, 1, {"document": Document.REVIEW, "method": ServeMethod.IN_PERSON}),
        (Did.FINAL, 2, {}),
    ]
    course: list[tuple[Did, int, dict[str, Any]]] = [
        (Did.ROUTE, 1, {"mode": Mode.TRANSFER, "unit": UNITS[0]}),
        (Did.ACCEPT, 2, {}),
        (Did.REPLY, 2, {"decision": OpinionDecision.SUPPORT, "number": f"文{number}号"}),
        (Did.SERVE, 1, {"document": Document.OPINION, "method": ServeMethod.IN_PERSON}),
        (Did.CLOSE, 1, {"reason": CloseReason.OPINION_DELIVERED, **how}),
        *rated,
        *[[], [(Did.REOPEN, 40, {"reason": "新材料"})], asked][number // 10 % 3],
    ]
    on = case.registered_on
    for turn, (did, days, data) in enumerate(course, 1):
        on += ONE_DAY * days
        if on <= TODAY:
            case = steps.take(case, LAW, did, _stamp(on, number, turn, 0), **data).case
    return case


def _of_ledger(case: Case, chance: random.Random, number: int) -> Case:
    """Return what an import makes of it: some days are unknown."""
    told = [(Seen.ROUTE, {"unit": chance.choice(UNITS)}), (Seen.ACCEPT, {})]
    told += chance.choice([
        [], [(Seen.CLOSED, {"reason": CloseReason.MEDIATED}), (Seen.RESOLVED, {"basis": Basis.OFFICE})], [(Seen.DECLINE, {})],
        [(Seen.RATED, {"value": "satisfied", "of": RatedBody.UNIT})], [(Seen.CLOSED, {})],
    ])  # fmt: skip
    days = sorted(min(TODAY, case.registered_on + ONE_DAY * chance.randrange(90)) for _ in told)
    sightings = [Sighting(what, day, chance.random() < 0.5, data) for (what, data), day in zip(told, days, strict=True)]
    sightings = [each if each.dated else replace(each, on=case.registered_on) for each in sightings]
    return chronicled(case, LAW, f"{number:08x}", sightings)


def _stamp(on: dt.date, number: int, turn: int, late: int) -> steps.Stamp:
    moment = dt.datetime.combine(on + ONE_DAY * late, dt.time(9), BEIJING)
    return steps.Stamp(on=on, now=moment, by="李经办", n=f"{(number * 7919 + turn * 104729) % 2**32:08x}")


def told_apart(case: Case, turn: int) -> Case:
    """Return the matter as another one: the same course, brought in another way, about something else."""
    chance = random.Random(f"{case.id}{turn}")
    channel = chance.choice(list(Channel))
    return case.but(
        id=f"{case.id}{turn}", channel=channel, people=chance.choice([None, 1, 2, 9]),
        joint=chance.choice([None, True]) if channel is Channel.VISIT else None,
        first_time=chance.choice([None, True, True, False]), category=chance.choice(CATEGORIES),
        place=chance.choice(PLACES), lead=chance.choice([None, None, "王副县长"]),
        repeat_of=chance.choice([None, None, None, f"{random.Random(case.id + str(turn)).choice(WALKED).id}0"]),
        class_=MatterClass.ACCUSATION if chance.random() < 0.02 else case.class_,
        **said_besides(random.Random(f"{turn}{case.id}")),
    )  # fmt: skip


def said_besides(chance: random.Random) -> dict[str, Any]:
    """Return what else may be said of a matter."""
    level = chance.choice([None, None, *LEVELS])
    return {
        "via": chance.choice([None, None, "书记信箱", "人民网留言"]), "purpose": chance.choice([None, *Purpose]),
        "origin": chance.choice([None, "信访人", "网格"]), "people_concerned": chance.choice([None, 3, 210]),
        "dockets": chance.choice([(), (), ("2026积案",), ("重点个案",), ("2026积案", "重点个案")]),
        "simple": chance.choice([None, None, True]), "urgent": chance.choice([None, None, True]),
        "group": chance.choice([None, None, "楼盘组"]), "source": Source(level=level) if level else None,
        "reception": chance.choice([(), (), ("张县长",), ("李副县长", "张县长")]),
    }  # fmt: skip


WALKED = [walked(number) for number in range(1000)]
CASE_FILES = [told_apart(case, turn) for case in WALKED for turn in range(2)]


def relations(cases: Iterable[Case]) -> sqlite3.Connection:
    """Return the relations of the index with the lines of cases."""
    db = sqlite3.connect(":memory:")
    tables = {"cases": CASES, "clocks": CLOCKS, "events": EVENTS, "remarks": REMARKS}
    for name, columns in tables.items():
        db.execute(f"CREATE TABLE {name} ({', '.join(column.name for column in columns)})")
    for case in cases:
        picture = pictured(case, f"cases/{case.id}.yaml", LAW)
        for name, lines in zip(tables, ([picture.case], picture.clocks, picture.events, picture.remarks), strict=True):
            db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(tables[name]))})", lines)
    for index in ("clocks (case_id)", "events (case_id)", "remarks (case_id)"):
        db.execute(
            f"CREATE INDEX {index.replace(' (', '_of (').replace('_of', '_of_case', 1).split(' ')[0]} ON {index}"
        )
    return db


DB = relations(CASE_FILES)


@dataclass(frozen=True)
class Told:
    """An entry with the unit in charge before it."""

    entry: Entry
    unit: str | None
    stopped: tuple[ClockRun, ...]

    @property
    def is_lapse(self) -> bool:
        entry = self.entry
        return entry.day is None and any(
            run.is_duty and run.due and entry.on <= run.due < entry.at.date() for run in self.stopped
        )

    def did(self, *did: Did, seen: tuple[Seen, ...] = ()) -> bool:
        entry = self.entry
        return entry.did in did or (entry.did is Did.OBSERVED and entry.what in seen)


@dataclass
class Held:
    """Some time in which a matter was closed, or resolved; a day may be unknown."""

    on: dt.date | None
    until: dt.date | None = None
    basis: Basis | None = None
    by_review: bool = False

    def at_end(self, to: dt.date) -> bool:
        return (self.on is None or self.on < to) and (self.until is None or self.until >= to)


class Known:
    """A case, folded entry by entry."""

    def __init__(self, file: Case) -> None:
        self.file = file
        self.told: list[Told] = []
        self.ended_on: dt.date | None = None
        self.ends: list[Held] = []  # times in which it waited for nobody
        self.closings: list[Held] = []
        self.resolutions: list[Held] = []
        state = State()
        for entry in standing(file.history):
            before, state = state, after(state, entry, LAW)
            pairs = zip(before.clocks, state.clocks, strict=False)
            stopped = tuple(now for then, now in pairs if then.stopped_on is None and now.stopped_on is not None)
            self.told.append(Told(entry, entry.unit or before.unit, stopped))
            if state.status is not before.status:
                self.ended_on = entry.on if entry.day is None else None
            closed = [each.status is Status.CLOSED for each in (before, state)]
            self._hold(self.closings, *closed, entry, state.closed_on)
            ended = [not each.status.is_open for each in (before, state)]
            self._hold(self.ends, *ended, entry, self.ends[-1].on if all(ended) else self.ended_on)
            self._hold(self.resolutions, before.is_resolved, state.is_resolved, entry, state.resolved_on)
            if state.is_resolved:
                self.resolutions[-1].basis = state.resolved_basis
        self.state = state
        self.runs = state.clocks
        if state.status.is_open:
            self.ended_on = None

    @staticmethod
    def _hold(times: list[Held], before: bool, now: bool, entry: Entry, on: dt.date | None) -> None:
        if now and not before:
            times.append(Held(on))
        elif now:
            times[-1].on = on
        elif before:
            times[-1].until = entry.on
            asks = entry.did in {Did.REVIEW, Did.FINAL} or entry.what in {Seen.REVIEW, Seen.FINAL}
            times[-1].by_review = asks

    @property
    def is_closed(self) -> bool:
        return self.state.status is Status.CLOSED

    @property
    def unit(self) -> str | None:
        return self.state.unit

    def was_open(self, as_of: dt.date) -> bool:
        return self.file.registered_on <= as_of and not any(each.at_end(as_of + ONE_DAY) for each in self.ends)


KNOWN = [Known(case) for case in CASE_FILES]


# --- The loops --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Times:
    """Something that counts: of which matter, whose it is, whether it hits, for how much; a day may be unknown."""

    case: Known
    unit: str | None
    hit: bool | None = None
    amount: float = 1
    dated: bool = True


Figure = Callable[["Loops"], Iterable[Times]]


def counts(run: ClockRun) -> bool:
    """Whether a run is in the base of rates."""
    return run.fate in {None, Fate.DONE}


class Loops:
    """What counts in a window."""

    def __init__(
        self, window: Window, keeps: Callable[[Known], bool] = lambda _: True, among: Iterable[Known] | None = None
    ) -> None:
        self.window, self.as_of = window, window.as_of(TODAY)
        self.cases = [case for case in (KNOWN if among is None else among) if keeps(case)]

    def inside(self, day: dt.date | None, after_days: int = 0) -> bool:
        return day is not None and self.window.from_ <= day + ONE_DAY * after_days < self.window.to

    def registered(self, hit: Callable[[Known], bool] | None = None, **more: Any) -> Iterator[Times]:
        for case in self.cases:
            if self.inside(case.file.registered_on):
                yield Times(case, case.unit, hit(case) if hit else None, **more)

    def runs(self, *names: str, day: str = "due", of_unit: bool = False) -> Iterator[Times]:
        for case in self.cases:
            for run in case.runs:
                wanted = (run.name in names or (not names and run.is_duty)) and (not of_unit or run.owner == "unit")
                if wanted and self.inside(getattr(run, day)) and (counts(run) or day == "from_"):
                    last = run.excused_to if of_unit else run.due
                    met = run.stopped_on is not None and last is not None and run.stopped_on <= last
                    yield Times(case, run.owing, met, dated=run.dated)

    def entries(
        self, *did: Did, seen: tuple[Seen, ...] = (), of: Callable[[Told], bool] = lambda _: True
    ) -> Iterator[Times]:
        for case in self.cases:
            for told in case.told:
                if told.did(*did, seen=seen) and self.inside(told.entry.on) and of(told):
                    yield Times(case, told.unit)

    def closed_by_end(self, case: Known) -> bool:
        return any(each.at_end(self.window.to) for each in case.closings)

    def resolved_by_end(self, case: Known) -> bool:
        return any(each.at_end(self.window.to) for each in case.resolutions)

    def acts(
        self, times: Callable[[Known], list[Held]], of: Callable[[list[Held]], bool] = lambda _: True
    ) -> Iterator[Times]:
        for case in self.cases:
            inside = [each for each in times(case) if self.inside(each.on)]
            if inside and of(inside):
                yield Times(case, case.unit)

    def stood(self, acts: list[Held]) -> bool:
        return any(each.at_end(self.window.to) for each in acts)

    def fell(self, acts: list[Held]) -> bool:
        return any(each.until is not None and each.at_end(self.window.to) for each in acts)

    def ratings(self, body: RatedBody) -> Iterator[Times]:
        for case in self.cases:
            said = [
                told for told in case.told
                if told.did(Did.RATE, seen=(Seen.RATED,)) and (told.entry.of or RatedBody.UNIT) is body
                and self.inside(told.entry.on)
            ]  # fmt: skip
            if said:
                last = max(said, key=lambda told: (told.entry.on, told.entry.at.date(), told.entry.n))
                yield Times(case, last.unit, last.entry.value != "unsatisfied")

    def rating_windows(self, body: RatedBody) -> Iterator[Times]:
        for case in self.cases:
            for run in case.runs:
                if run.name == "rate_open" and self.inside(run.due) and run.due and run.due <= self.as_of:
                    yield Times(case, case.unit, any(
                        told.did(Did.RATE, seen=(Seen.RATED,)) and (told.entry.of or RatedBody.UNIT) is body
                        and told.entry.on <= run.due and (told.entry.on >= run.from_ or told.entry.day is not None)
                        for told in case.told
                    ))  # fmt: skip

    def late(self, case: Known) -> list[ClockRun]:
        return [
            run for run in case.runs
            if run.is_duty and run.due and run.due < self.as_of and (run.stopped_on is None or run.stopped_on > self.as_of)
            and run.fate not in {Fate.PENDING, Fate.DISPUTED}
        ]  # fmt: skip

    def overdue(self) -> Iterator[Times]:
        for case in self.cases:
            for unit in dict.fromkeys(run.owing for run in self.late(case)):
                yield Times(case, unit)

    def overdue_matters(self) -> Iterator[Times]:
        return (Times(case, None) for case in self.cases if self.late(case))

    def spans(self) -> Iterator[Times]:
        for case in self.cases:
            for run in case.runs:
                if run.name == "handle" and run.stopped_on and self.inside(run.stopped_on) and counts(run):
                    yield Times(case, run.owing, amount=(run.stopped_on - run.from_).days, dated=run.dated)

    def rerouted(self) -> Iterator[Times]:
        for case in self.cases:
            routed = [
                told.entry.on for told in case.told
                if (told.did(Did.ROUTE, seen=(Seen.ROUTE,)) or (told.did(Did.OBJECT) and told.entry.mode))
                and told.unit and told.entry.path is None
            ]  # fmt: skip
            yield from (Times(case, case.unit) for day in sorted(routed)[1:] if self.inside(day))

    def ended(self, keeps: Callable[[ClockRun], bool] = lambda _: True) -> Iterator[Times]:
        for case in self.cases:
            for run in case.runs:
                if run.is_duty and run.stopped_as is Fate.ENDED and self.inside(run.stopped_on) and keeps(run):
                    yield Times(case, run.owing)

    def notices(self, day: str, keeps: Callable[[ClockRun], bool]) -> Iterator[Times]:
        for case in self.cases:
            for run in case.runs:
                if run.name == "notify_routed" and self.inside(getattr(run, day)) and keeps(run):
                    yield Times(case, run.owing, amount=run.held if day == "due" else 1)

    def misrouted(self) -> Iterator[Times]:
        return (
            Times(case, case.unit) for case in self.cases for told in case.told
            if told.did(Did.OBJECT) and told.entry.decision == "agree" and self.inside(told.entry.on)
        )  # fmt: skip

    def unreported(self) -> Iterator[Times]:
        for case in self.cases:
            said = {told.entry.on for told in case.told if told.did(Did.FEEDBACK, Did.ROUTE, Did.OBJECT, Did.DECLINE)}
            for run in case.runs:
                if run.name == "assigned" and self.inside(run.stopped_on) and run.stopped_on not in said:
                    yield Times(case, run.owing)

    def withdrawn(self) -> Iterator[Times]:
        for case in self.cases:
            for told in case.told:
                ends = told.entry.on == case.ended_on and case.state.status is Status.WITHDRAWN
                later = any(
                    each.on == told.entry.on and each.until and each.until >= self.window.to for each in case.ends
                )
                if told.did(Did.WITHDRAW) and self.inside(told.entry.on) and (ends or later):
                    yield Times(case, told.unit)

    def lapses(self) -> Iterator[Times]:
        for case in self.cases:
            for told in case.told:
                if told.is_lapse and (self.inside(told.entry.on) or self.inside(told.entry.at.date())):
                    yield Times(case, told.unit)

    def mediated(self) -> Iterator[Times]:
        for case in self.cases:
            agreed = [told.entry for told in case.told if told.did(Did.SETTLE)]
            closed = case.state.close_reason == "mediated" and case.is_closed and self.inside(case.state.closed_on)
            if any(entry.kind == "mediation" and self.inside(entry.on) for entry in agreed) or (closed and not agreed):
                yield Times(case, case.unit)

    def meetings(self, of: Callable[[str | None], bool]) -> Iterator[Times]:
        met: dict[Any, list[Known]] = {}
        for case in self.cases:
            for told in case.told:
                entry = told.entry
                if told.did(Did.MEETING) and self.inside(entry.on) and of(entry.kind):
                    met.setdefault((entry.on, entry.cases or case.file.id, entry.kind), []).append(case)
        for cases in met.values():
            first = min(cases, key=lambda case: case.file.id)
            yield Times(first, first.unit)

    def has_card(self, case: Known) -> bool:
        return any(
            told.did(Did.NOTICE, Did.SERVE) and told.entry.document is Document.CARD and told.entry.on < self.window.to
            for told in case.told
        )

    def first_accepted(self, case: Known) -> dt.date | None:
        return min((told.entry.on for told in case.told if told.did(Did.ACCEPT, seen=(Seen.ACCEPT,))), default=None)


def looked_at(loops: Loops, hit: Callable[[bool, bool], bool], *, over: bool = True, days: int = 90) -> Iterator[Times]:
    """First-time matters closed in the window and looked at so many days later: whether raised again, whether resolved."""
    for case in loops.cases:
        closed = [each.on for each in case.closings if each.on and loops.inside(each.on)]
        if case.file.first_time is False or not closed:
            continue
        end = min(closed) + ONE_DAY * days
        raised = (
            any(each.until and each.until <= end for each in case.closings)
            or any(run.name in {"review", "final"} and run.from_ <= end for run in case.runs)
            or any(min(closed) < day <= end for day in REPEATS.get(case.file.id, ()))
        )
        resolved = any(
            each.at_end(end + ONE_DAY) and each.basis not in {None, Basis.OFFICE} for each in case.resolutions
        )
        if (end < TODAY) is over:
            yield Times(case, case.unit, hit(raised, resolved))


REPEATS: dict[str | None, list[dt.date]] = {}
for _case in CASE_FILES:
    REPEATS.setdefault(_case.repeat_of, []).append(_case.registered_on)


def first_time(each: Times) -> bool:
    return each.case.file.first_time is not False


def visits(each: Times) -> bool:
    return each.case.file.channel is Channel.VISIT


def by_mail(each: Times) -> bool:
    return each.case.file.channel in {Channel.LETTER, Channel.VISIT, Channel.ONLINE}


def people(times: Iterable[Times]) -> Iterator[Times]:
    return (replace(each, amount=each.case.file.people or 0) for each in times)


def is_online(case: Known) -> bool:
    return case.file.channel is Channel.ONLINE


NOTIFY = ("notify_direct", "notify_routed")
ESCALATE = Did.ESCALATE


def steps_of(*taken: LadderStep) -> Figure:
    return lambda loops: loops.entries(ESCALATE, of=lambda told: told.entry.step in taken)


def basis(wanted: Basis) -> Figure:
    return lambda loops: (
        each for each in loops.registered()
        if any(held.at_end(loops.window.to) and held.basis == wanted for held in each.case.resolutions)
    )  # fmt: skip


def closings(case: Known) -> list[Held]:
    return case.closings


def resolutions(case: Known) -> list[Held]:
    return case.resolutions


FIGURES: dict[Counting, Figure] = {
    Measure.TIMELY_ROUTE: lambda loops: loops.runs("route"),
    Measure.TIMELY_NOTICE: lambda loops: loops.runs(*NOTIFY),
    Measure.ON_TIME_CLOSE: lambda loops: filter(first_time, loops.runs("handle")),
    Measure.CLOSE_RATE: lambda loops: loops.registered(loops.closed_by_end),
    Measure.RESOLVED_RATE: lambda loops: loops.registered(loops.resolved_by_end),
    Measure.FIRST_RESOLUTION: lambda loops: looked_at(loops, lambda raised, resolved: resolved and not raised),
    Measure.SATISFACTION: lambda loops: loops.ratings(RatedBody.UNIT),
    Measure.SATISFACTION_OFFICE: lambda loops: loops.ratings(RatedBody.OFFICE),
    Measure.RATING_SHARE: lambda loops: loops.rating_windows(RatedBody.UNIT),
    Measure.RATING_SHARE_OFFICE: lambda loops: loops.rating_windows(RatedBody.OFFICE),
    Measure.ONLINE_SHARE: lambda loops: filter(by_mail, loops.registered(is_online)),
    Measure.REPEAT_SHARE: lambda loops: loops.registered(lambda case: case.file.first_time is False),
    Measure.REGISTERED: lambda loops: loops.registered(),
    Measure.CLOSED: lambda loops: loops.acts(closings),
    Measure.RESOLVED: lambda loops: loops.acts(resolutions),
    Outcome.CLOSED_NET: lambda loops: loops.acts(closings, loops.stood),
    Outcome.CLOSED_AGAIN: lambda loops: loops.acts(closings, lambda acts: not loops.stood(acts)),
    Outcome.CLOSED_SINCE: lambda loops: loops.acts(closings, loops.fell),
    Outcome.RESOLVED_NET: lambda loops: loops.acts(resolutions, loops.stood),
    Outcome.RESOLVED_AGAIN: lambda loops: loops.acts(resolutions, lambda acts: not loops.stood(acts)),
    Outcome.RESOLVED_SINCE: lambda loops: loops.acts(resolutions, loops.fell),
    Outcome.RESOLVED_REVIEWED: lambda loops: (
        Times(case, case.unit)
        for case in loops.cases
        for each in case.resolutions
        if each.by_review and loops.inside(each.until)
    ),
    Measure.OVERDUE: Loops.overdue,
    Measure.MEDIAN_DAYS: Loops.spans,
    Beside.DECLINED: lambda loops: loops.entries(Did.DECLINE, seen=(Seen.DECLINE, Seen.FINAL_DECLINE)),
    Beside.EXTENDED: lambda loops: loops.entries(Did.EXTEND),
    Beside.REROUTED: Loops.rerouted,
    Beside.WITHDRAWN: Loops.withdrawn,
    Beside.ENDED: Loops.ended,
    Beside.ENDED_LATE: lambda loops: loops.ended(lambda run: run.due is not None and run.due < run.stopped_on),
    Beside.DISPUTED: lambda loops: loops.notices("stopped_on", lambda run: run.stopped_as is Fate.DISPUTED),
    Beside.MISROUTED: Loops.misrouted,
    Beside.HELD: lambda loops: loops.notices("due", lambda run: run.held > 0),
    Beside.LAPSED: Loops.lapses,
    Beside.UNREPORTED: Loops.unreported,
    Beside.LOOKING: lambda loops: looked_at(loops, lambda *_: True, over=False),
    Beside.CLOSED_UNDATED: lambda loops: (
        each for each in loops.registered() if each.case.is_closed and each.case.state.closed_on is None
    ),
    Beside.RESOLVED_UNDATED: lambda loops: (
        each for each in loops.registered() if each.case.state.is_resolved and each.case.state.resolved_on is None
    ),
    Beside.BY_AGREEMENT: basis(Basis.AGREEMENT),
    Beside.BY_PERFORMANCE: basis(Basis.PERFORMANCE),
    Beside.BY_PETITIONER: basis(Basis.PETITIONER),
    Beside.BY_OFFICE: basis(Basis.OFFICE),
    Volume.REGISTRATIONS: lambda loops: loops.registered(),
    Volume.MATTERS: lambda loops: (
        each for each in loops.registered()
        if each.case.file.repeat_of is None and each.case.state.status is not Status.MERGED
    ),
    Volume.PERSONS: lambda loops: people(loops.registered()),
    Volume.VISITS: lambda loops: filter(visits, loops.registered()),
    Volume.VISITORS: lambda loops: people(filter(visits, loops.registered())),
    Volume.JOINT_VISITS: lambda loops: (e for e in loops.registered() if is_joint(e.case.file)),
    Volume.JOINT_VISITORS: lambda loops: people(e for e in loops.registered() if is_joint(e.case.file)),
    Volume.CARDS: lambda loops: (
        each for each in loops.registered(loops.has_card) if visits(each) and first_time(each)
    ),
    Duty.IN_TIME: lambda loops: loops.runs(),
    Duty.ASSIGNED_IN_TIME: lambda loops: loops.runs("assigned"),
    Act.TRANSFERRED: lambda loops: (
        each for each in loops.entries(
            Did.ROUTE, Did.OBJECT, seen=(Seen.ROUTE,),
            of=lambda told: bool(told.unit) and (told.entry.mode is Mode.TRANSFER or told.entry.what is Seen.ROUTE),
        )
    ),
    Act.ASSIGNED: lambda loops: loops.entries(
        Did.ROUTE, Did.OBJECT, of=lambda told: told.entry.mode is Mode.ASSIGN
    ),
    Act.REPORTED: lambda loops: loops.entries(Did.FEEDBACK, of=lambda told: not (told.entry.answers or told.entry.returned)),
    Act.REMINDED: steps_of(LadderStep.WARN, LadderStep.REMIND),
    Act.SUPERVISED: steps_of(LadderStep.SUPERVISE),
    Act.TALKED: steps_of(LadderStep.TALK),
    Act.CIRCULATED: steps_of(LadderStep.CIRCULAR),
    Act.LISTED: steps_of(LadderStep.LIST_SUPERVISE),
    Act.ORDERED: steps_of(LadderStep.RECTIFY),
    Act.RAISED: steps_of(LadderStep.RAISE),
    Act.REVIEWED: lambda loops: loops.runs("review", day="from_"),
    Act.FINALS: lambda loops: loops.runs("final", day="from_"),
    Act.MEDIATED: lambda loops: loops.mediated(),
    Act.MEDIATED_RESOLVED: lambda loops: (each for each in loops.mediated() if loops.resolved_by_end(each.case)),
    Act.SIMPLE_HANDLED: lambda loops: loops.runs("s_handle", day="stopped_on"),
    Act.EXPERTS: lambda loops: loops.entries(Did.NOTE, of=lambda told: told.entry.kind == "expert"),
    Act.RELIEF: lambda loops: loops.entries(Did.NOTE, of=lambda told: told.entry.kind == "relief"),
    Act.MEETINGS: lambda loops: loops.meetings(lambda kind: kind != "inspection"),
    Act.INSPECTIONS: lambda loops: loops.meetings(lambda kind: kind == "inspection"),
}  # fmt: skip


def within(days: int, of: Callable[[Known], dt.date | None]) -> Callable[[Known], bool]:
    return lambda case: (day := of(case)) is not None and (day - case.file.registered_on).days <= days


VARIANTS: dict[Variant, Figure] = {
    Variant.FROM_REGISTRATION: lambda loops: (
        Times(case, run.owing, run.stopped_on is not None and (run.stopped_on - case.file.registered_on).days <= 15,
              dated=run.dated)
        for case in loops.cases for run in case.runs
        if run.name == "route" and loops.inside(case.file.registered_on, 15) and counts(run)
    ),
    Variant.ACCEPTED_IN_30: lambda loops: (
        Times(case, case.unit, within(30, loops.first_accepted)(case))
        for case in loops.cases if case.unit and loops.inside(case.file.registered_on, 30)
    ),
    Variant.DUE_PASSED: lambda loops: (
        Times(case, run.owing, run.stopped_on is not None and run.stopped_on <= run.due, dated=run.dated)
        for case in loops.cases for run in case.runs
        if run.name == "handle" and run.due and loops.inside(run.due) and case.file.first_time is not False
        and (run.stopped_on is not None or run.due < loops.as_of) and counts(run)
    ),
    Variant.CLOSES_IN_WINDOW: lambda loops: filter(first_time, loops.runs("handle", day="stopped_on")),
    Variant.WITH_ASSIGNED: lambda loops: filter(first_time, loops.runs("handle", "assigned")),
    Variant.OF_ACCEPTED: lambda loops: (
        each for each in loops.registered(loops.closed_by_end)
        if (day := loops.first_accepted(each.case)) and day < loops.window.to
    ),
    Variant.WITHOUT_MERGED: lambda loops: (
        each for each in loops.registered(loops.resolved_by_end) if each.case.state.status is not Status.MERGED
    ),
    Variant.OF_LIST: lambda loops: (
        Times(case, case.unit, loops.resolved_by_end(case))
        for case in loops.cases if case.file.registered_on < loops.window.to
    ),
    Variant.NOT_REPEATED: lambda loops: looked_at(loops, lambda raised, _: not raised),
    Variant.WITH_PHONE: lambda loops: (
        each for each in loops.registered(is_online) if by_mail(each) or each.case.file.channel is Channel.PHONE
    ),
    Variant.MEAN: Loops.spans,
}  # fmt: skip


def value(label: Counting | Variant, times: Iterable[Times]) -> Value:
    """Return what a figure comes to."""
    found = list(times)
    dated = [each for each in found if each.dated]
    left_out = len(found) - len(dated) if label.line.dated else 0
    counted = dated if label.line.dated else found
    if label.line.statistic:
        of = mean if label is Variant.MEAN else median
        middle = of(each.amount for each in counted) if counted else None
        middle = int(middle) if middle is not None and float(middle).is_integer() else middle
        return Value(middle, len(counted), left_out=left_out)
    if label.line.hit:
        return Value(sum(bool(each.hit) for each in counted), len(counted), is_rate=True, left_out=left_out)
    return Value(sum(int(each.amount) for each in counted), left_out=left_out)


def marked(mark: object) -> str:
    return "yes" if mark else "no"


def is_joint(file: Case) -> bool:
    """Whether five came, or nobody counted them and somebody marked it."""
    if file.channel is not Channel.VISIT:
        return False
    return file.people >= 5 if file.people and file.people > 1 else bool(file.joint)


def keyed(dimension: Dimension, each: Times) -> str | None:
    file = each.case.file
    if dimension is Dimension.UNIT:
        return each.unit
    sealed = file.is_sealed
    return {
        Dimension.CHANNEL: file.channel.value,
        Dimension.CLASS: file.class_.value,
        Dimension.CATEGORY: None if sealed or not file.category else file.category.split("/")[0],
        Dimension.SUBCATEGORY: None if sealed else file.category,
        Dimension.PLACE: None if sealed else file.place,
        Dimension.GROUP: file.group,
        Dimension.SOURCE_LEVEL: file.source.level if file.source else None,
        Dimension.STATUS: each.case.state.status.value,
        Dimension.LEAD: None if sealed else file.lead,
        Dimension.FIRST_TIME: "repeat" if file.first_time is False else "first",
        Dimension.JOINT: marked(is_joint(file) or (file.joint and file.channel is not Channel.VISIT)),
        Dimension.SIMPLE: marked(file.simple),
        Dimension.URGENT: marked(file.urgent),
        Dimension.CLOSE_REASON: each.case.state.close_reason if each.case.is_closed else None,
        Dimension.BASIS: each.case.state.resolved_basis,
        Dimension.MONTH: f"{file.registered_on:%Y-%m}",
        Dimension.YEAR: f"{file.registered_on:%Y}",
        Dimension.RECEIVED_MONTH: f"{file.received_on:%Y-%m}",
        Dimension.RECEIVED_YEAR: f"{file.received_on:%Y}",
        Dimension.of("via"): None if sealed else file.via,
        Dimension.of("purpose"): None if sealed else file.purpose,
        Dimension.of("origin"): None if sealed else file.origin,
    }[dimension]


def window(name: str) -> Window:
    if ".." in name:
        return read_ytd(f"{name[:4]}-{name[-2:]}") or window(name[:7])
    found = read_week(name) or read_month(name) or read_quarter(name) or read_half(name) or read_year(name)
    assert found
    return found


def inquiry(name: str, **more: Any) -> Inquiry:
    return Inquiry(run=DB.execute, window=window(name), today=TODAY, office=OFFICE, law=LAW, **more)


MONTHS = ("2026-08", "2026-10", "2026-11")
ALL = {label: label.line for label in FIGURES}


def overall(label: Counting, loops: Loops) -> Value:
    return value(label, loops.overdue_matters() if label is Measure.OVERDUE else FIGURES[label](loops))


# --- Figures ----------------------------------------------------------------------------------------------------------


def test_the_office_has_every_state_and_every_figure_something_to_count() -> None:
    assert {case.state.status for case in KNOWN} == set(Status)
    assert len(CASE_FILES) == 2000
    assert any(not run.dated for case in KNOWN for run in case.runs)
    windows = [Loops(window(name)) for name in ("2026", "2026-02", *MONTHS)]
    assert [label for label in FIGURES if not any(overall(label, each).numerator for each in windows)] == []


@pytest.mark.parametrize("name", [*MONTHS, "2026-02", "2026-W40", "2026", "2020-01"])
def test_every_figure_equals_a_plain_loop_over_case_files(name: str) -> None:
    loops = Loops(window(name))
    assert inquiry(name).survey(ALL) == {label: overall(label, loops) for label in FIGURES}


@pytest.mark.parametrize(
    ("dimension", "names"),
    [
        (Dimension.of("docket"), ("2026积案", "重点个案", None)),
        (Dimension.of("reception"), ("李副县长", "张县长", None)),
    ],
)
def test_what_is_in_a_set_counts_under_each_of_it(dimension: Dimension, names: tuple[str | None, ...]) -> None:
    assert dimension in SEVERAL

    def held(case: Known) -> tuple[str | None, ...]:
        several = case.file.dockets if dimension == "docket" else shown(case.file.reception, case)
        return several or (None,)

    found = inquiry("2026-10", min_cell=0).broken_down(ALL, (dimension,))
    of_channels = inquiry("2026-10", min_cell=0).broken_down(ALL, (Dimension.CHANNEL, dimension))
    assert set(found) == {(name,) for name in names}
    for name in names:
        loops = Loops(window("2026-10"), lambda case, name=name: name in held(case))  # type: ignore[misc]
        assert found[name,] == {label: overall(label, loops) for label in FIGURES}
        letters = Loops(window("2026-10"), lambda case: case.file.channel == "letter" and name in held(case))  # fmt: skip  # noqa: B023
        for label in (Volume.REGISTRATIONS, Measure.ON_TIME_CLOSE, Measure.RESOLVED_RATE):
            assert of_channels["letter", name][label] == overall(label, letters)


def test_two_sets_tell_matters_apart_together() -> None:
    by = (Dimension.of("docket"), Dimension.of("reception"), Dimension.CHANNEL)
    found = inquiry("2026-10", min_cell=0).broken_down({0: Volume.REGISTRATIONS.line}, by)
    loops = Loops(window("2026-10"))
    expected: dict[tuple[str | None, ...], int] = {}
    for case in (each.case for each in FIGURES[Volume.REGISTRATIONS](loops)):
        for docket in case.file.dockets or (None,):
            for leader in shown(case.file.reception, case) or (None,):
                group = (docket, leader, case.file.channel.value)
                expected[group] = expected.get(group, 0) + 1
    assert {group: values[0].numerator for group, values in found.items() if values[0].numerator} == expected


@pytest.mark.parametrize("dimension", sorted(set(Dimension) - SEVERAL))
def test_every_figure_by_every_dimension(dimension: Dimension) -> None:
    loops = Loops(window("2026-10"))
    found = inquiry("2026-10", min_cell=0).broken_down(ALL, (dimension,))
    expected: dict[tuple[str | None], dict[Counting, list[Times]]] = {}
    for label, figure in FIGURES.items():
        seen = set()
        for each in figure(loops):
            if label is Measure.OVERDUE and dimension is not Dimension.UNIT and id(each.case) in seen:
                continue  # a matter counts once for each unit that owes, and once in any other dimension
            seen.add(id(each.case))
            expected.setdefault((keyed(dimension, each),), {}).setdefault(label, []).append(each)
    assert {
        group: {label: got for label, got in values.items() if got.numerator or got.denominator or got.left_out}
        for group, values in found.items()
    } == {
        group: {
            label: got for label, times in values.items()
            if (got := value(label, times)).numerator or got.denominator or got.left_out
        }
        for group, values in expected.items()
    }  # fmt: skip


@pytest.mark.parametrize("min_cell", [0, 5])
def test_by_each_of_several_dimensions_is_by_one_after_the_other(min_cell: int) -> None:
    asked = inquiry("2026-10", min_cell=min_cell)
    sums = {label: line for label, line in ALL.items() if not line.statistic and label is not Measure.OVERDUE}
    by = (Dimension.CHANNEL, Dimension.CLASS, Dimension.SUBCATEGORY, Dimension.PLACE)
    assert asked.broken_down_by_each(sums, by) == {each: asked.broken_down(sums, (each,)) for each in by}


@pytest.mark.parametrize("lines", [
    {label: line for label, line in ALL.items() if line.source.spans and not line.statistic}, ALL,
])  # fmt: skip
@pytest.mark.parametrize("more", [
    {},
    {"scope": Scope("unit = :s_0", {"s_0": UNITS[1]})},
    {"scope": Scope("class = 'accusation'", sealed_only=True), "apart": Dimension.UNIT.key},
])  # fmt: skip
def test_several_windows_at_once_are_one_after_the_other(more: dict[str, Any], lines: dict[Counting, Line]) -> None:
    windows = [window(name) for name in ("2026-08", "2026-10", "2026-W40", "2026", "2020-01")]
    found = inquiry("2026-10", is_vast=True, **more).surveys(lines, windows)
    assert found == [inquiry("2026-10", **more).survey(lines, each) for each in windows]
    assert {Measure.REGISTERED, Measure.CLOSED, Measure.RESOLVED, Measure.OVERDUE} <= set(lines)


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("name", ["2026-07", "2026-10", "2026"])
def test_every_variant_equals_a_plain_loop(variant: Variant, name: str) -> None:
    asked = inquiry(name, variants=(variant,))
    found = asked.survey({variant: asked.lines[variant.measure]})[variant]
    expected = value(variant, VARIANTS[variant](Loops(window(name))))
    assert replace(found, numerator=None) == replace(expected, numerator=None)
    assert found.numerator == pytest.approx(expected.numerator)
    assert found.denominator or (variant is Variant.NOT_REPEATED and name == "2026-10")  # no look-ahead is over


@pytest.mark.parametrize("days", [1, 30, 45])
def test_an_office_says_how_long_it_looks_at_what_was_resolved_once(days: int) -> None:
    loops = Loops(window("2026-09"))
    asked = inquiry("2026-09", once_days=days, variants=(Variant.NOT_REPEATED,))
    own = inquiry("2026-09", once_days=days)
    lines = {Beside.LOOKING: asked.line_of(Beside.LOOKING), Measure.FIRST_RESOLUTION: own.lines[Measure.FIRST_RESOLUTION],
             Variant.NOT_REPEATED: asked.lines[Measure.FIRST_RESOLUTION]}  # fmt: skip
    assert asked.survey(lines) == {
        Beside.LOOKING: value(Beside.LOOKING, looked_at(loops, lambda *_: True, over=False, days=days)),
        Measure.FIRST_RESOLUTION: value(Measure.FIRST_RESOLUTION, looked_at(
            loops, lambda raised, resolved: resolved and not raised, days=days
        )),
        Variant.NOT_REPEATED: value(Variant.NOT_REPEATED, looked_at(loops, lambda raised, _: not raised, days=days)),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["2026-08", "2026-10", "2026"])
def test_resolutions_by_what_they_rest_on(name: str) -> None:
    loops = Loops(window(name))
    weakest: dict[Basis, int] = dict.fromkeys(Basis, 0)
    for case in KNOWN:
        bases = [each.basis or Basis.OFFICE for each in case.resolutions if loops.inside(each.on)]
        if bases:
            weakest[max(bases, key=list(Basis).index)] += 1
    assert inquiry(name).survey(RESOLVED_ON) == {basis: Value(count) for basis, count in weakest.items()}
    assert sum(weakest.values()) == overall(Measure.RESOLVED, loops).numerator


def test_a_scope_narrows_every_figure() -> None:
    loops = Loops(window("2026-10"), lambda case: case.unit == UNITS[1])
    scope = Scope("unit = :s_0", {"s_0": UNITS[1]})
    assert inquiry("2026-10", scope=scope).survey(ALL) == {label: overall(label, loops) for label in FIGURES}
    for variant in Variant:
        found = inquiry("2026-10", scope=scope).survey({variant: variant.line})[variant]
        assert found.denominator == value(variant, VARIANTS[variant](loops)).denominator


Keeps = Callable[[Known], bool]
FILTERED: Mapping[str, tuple[dict[str, Any], Keeps]] = {
    "source level": (
        {"source_level": ("省+", "县")},
        lambda case: case.file.source is not None and case.file.source.level in ("国家", "省", "县"),
    ),
    "first time, by lot": (
        {"first_time": True, "origin": ("网格", "信访人")},
        lambda case: case.file.first_time is not False and shown(case.file.origin, case) in ("网格", "信访人"),
    ),
    "repeated or unsaid leader": (
        {"repeat": True, "lead": ("none",)}, lambda case: case.file.first_time is False and case.file.lead is None,
    ),
    "joint": (
        {"joint": True},
        lambda case: is_joint(case.file) or bool(case.file.joint and case.file.channel is not Channel.VISIT),
    ),
    "docket and purpose": (
        {"docket": ("2026积案",), "purpose": ("appeal", "settlement", "other")},
        lambda case: "2026积案" in case.file.dockets and shown(case.file.purpose, case) in ("appeal", "settlement", "other"),
    ),
    "channel and name below": (
        {"channel": ("visit", "书记信箱"), "simple": True},
        lambda case: bool(case.file.simple)
        and (case.file.channel is Channel.VISIT or shown(case.file.via, case) == "书记信箱"),
    ),
    "closed and how": (
        {"closed": True, "resolved": True, "close_reason": ("opinion_delivered", "filed"), "basis": ("agreement", "office")},
        lambda case: case.is_closed and case.state.is_resolved
        and case.state.close_reason in ("opinion_delivered", "filed")
        and case.state.resolved_basis in ("agreement", "office"),
    ),
    "days, category, unit": (
        {
            "since": dt.date(2026, 1, 5), "received_until": dt.date(2026, 10, 20), "category": ("城乡建设",),
            "unit": (UNITS[0], UNITS[1]), "urgent": True,
        },
        lambda case: dt.date(2026, 1, 5) <= case.file.registered_on
        and case.file.received_on <= dt.date(2026, 10, 20) and bool(case.file.urgent)
        and (shown(case.file.category, case) or "").startswith("城乡建设")
        and bool({case.unit, *case.state.with_} & {UNITS[0], UNITS[1]}),
    ),
}  # fmt: skip
"""Filters, and what they take, told by a plain look at a matter."""


def shown(said: Any, case: Known) -> Any:
    """Return what is said of a matter, if it is not sealed."""
    return None if case.file.is_sealed else said


@pytest.fixture(scope="module")
def three_thousand() -> tuple[list[Known], sqlite3.Connection]:
    """Return 3,000 matters, and their lines; what repeats another is among the first 2,000 (`REPEATS`)."""
    others = [told_apart(case, 2).but(repeat_of=None) for case in WALKED]
    return [*KNOWN, *map(Known, others)], relations([*CASE_FILES, *others])


@pytest.mark.parametrize("name", [*MONTHS, "2026-02", "2026-W40", "2026"])
def test_every_figure_of_what_filters_take_equals_a_plain_loop(
    three_thousand: tuple[list[Known], sqlite3.Connection], name: str
) -> None:
    known, db = three_thousand
    for filters, keeps in FILTERED.values():
        loops = Loops(window(name), keeps, known)
        scope = Scope.of(Selection(today=TODAY, **filters))
        asked = Inquiry(run=db.execute, window=window(name), today=TODAY, office=OFFICE, law=LAW, scope=scope)
        assert asked.survey(ALL) == {label: overall(label, loops) for label in FIGURES}, filters


def test_filters_take_some_matters_and_leave_others(three_thousand: tuple[list[Known], sqlite3.Connection]) -> None:
    known, db = three_thousand
    assert len(known) == 3000
    for filters, keeps in FILTERED.values():
        where, params = Selection(today=TODAY, **filters).as_sql()
        found = {case_id for (case_id,) in db.execute(f"SELECT id FROM cases WHERE {where}", params)}
        assert found == {case.file.id for case in known if keeps(case)}
        assert 5 < len(found) < 2900


ADDING_UP = [
    label for label in FIGURES
    if not (label.line.statistic or label is Measure.OVERDUE or isinstance(label, Outcome))
    and label not in {
        Measure.CLOSED, Measure.RESOLVED, Measure.CLOSE_RATE, Measure.RESOLVED_RATE,  # once, and as of the end
        Measure.SATISFACTION, Measure.SATISFACTION_OFFICE,  # the last of a window
        Measure.FIRST_RESOLUTION, Beside.LOOKING,  # a matter once, whatever it was closed how often
        Act.MEDIATED, Act.MEDIATED_RESOLVED, Volume.CARDS,  # likewise, and made by the end
        Beside.BY_AGREEMENT, Beside.BY_PERFORMANCE, Beside.BY_PETITIONER, Beside.BY_OFFICE,
        Beside.LAPSED, Beside.WITHDRAWN,  # of two days; held at the end
    }
]  # fmt: skip


@pytest.mark.parametrize(("name", "parts"), [
    ("2026-Q1", ("2026-01", "2026-02", "2026-03")), ("2026-Q3", ("2026-07", "2026-08", "2026-09")),
    ("2026-Q4", ("2026-10", "2026-11", "2026-12")), ("2026-H1", ("2026-Q1", "2026-Q2")),
    ("2026", ("2026-H1", "2026-H2")), ("2026-01..09", ("2026-H1", "2026-Q3")),
    ("2026-01..11", ("2026-Q1", "2026-Q2", "2026-Q3", "2026-10", "2026-11")),
])  # fmt: skip
def test_longer_windows_equal_their_parts_for_what_adds_up(name: str, parts: tuple[str, ...]) -> None:
    lines = {label: label.line for label in ADDING_UP}
    whole, *months = (inquiry(each).survey(lines) for each in (name, *parts))
    for label in ADDING_UP:
        values = [month[label] for month in months]
        assert whole[label].numerator == sum(value.numerator or 0 for value in values), label
        assert (whole[label].denominator or 0) == sum(value.denominator or 0 for value in values), label
        assert whole[label].left_out == sum(value.left_out for value in values), label
    assert whole[Volume.REGISTRATIONS].numerator


# --- Reports ----------------------------------------------------------------------------------------------------------


@cache
def page(report: Report, name: str) -> Page:
    return build(report, inquiry(name, min_cell=0, order=UNITS))


def rows(found: Page, name: str) -> list[dict[str, Any]]:
    table = next(each for each in found.tables if each.name == name)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def cell(got: Value) -> Any:
    return got if got.is_rate or got.denominator is not None else got.numerator


def grouped(label: Counting, dimension: Dimension, loops: Loops | None) -> dict[str | None, Value]:
    groups: dict[str | None, list[Times]] = {}
    for each in FIGURES[label](loops) if loops else ():
        groups.setdefault(keyed(dimension, each), []).append(each)
    return {key: value(label, times) for key, times in groups.items()}


VOLUMES = [(report, name, dimension) for report, name, dimensions in [
    (Report.MONTHLY, "2026-10", ("channel", "class", "category", "place", "unit")),
    (Report.MONTHLY, "2026-11", ("channel", "unit")),  # not over
    (Report.ANNUAL, "2026", ("channel", "class", "category", "place", "unit")),
] for dimension in dimensions]  # fmt: skip


@pytest.mark.parametrize(("report", "name", "dimension"), VOLUMES)
def test_volumes(report: Report, name: str, dimension: str) -> None:
    by, now = Dimension.of(dimension), window(name)
    beside = (last_period(now, TODAY), last_year(now, TODAY), year_so_far(now))
    loops = [Loops(each) if each else None for each in (now, *beside)]
    registered, before, year, so_far = (grouped(Volume.REGISTRATIONS, by, each) for each in loops)
    matters, persons = (grouped(label, by, loops[0]) for label in (Volume.MATTERS, Volume.PERSONS))
    whole = sum(int(each.numerator or 0) for each in registered.values())
    nothing = Value(0)
    expected = {}
    for key in {**registered, **before, **year, **so_far}:
        count, last, past, total = (each.get(key, nothing) for each in (registered, before, year, so_far))
        expected[by.cell(key)] = {
            "registrations": count.numerator, "share": ratio(int(count.numerator or 0), whole),
            "last_period": last.numerator, "period_change": compared(count, last),
            "last_year": past.numerator, "year_change": compared(count, past),
            "matters": matters.get(key, nothing).numerator, "persons": persons.get(key, nothing).numerator,
        }  # fmt: skip
        if report is Report.MONTHLY:
            expected[by.cell(key)]["year_so_far"] = total.numerator
        else:  # what was before a year is last year
            del expected[by.cell(key)]["last_period"], expected[by.cell(key)]["period_change"]
    found = rows(page(report, name), f"by_{dimension}")
    assert {row.pop(dimension): row for row in found} == expected
    assert Unsaid.UNSAID in expected or dimension not in {"category", "place"}


@pytest.mark.parametrize("name", MONTHS)
def test_timeliness_and_satisfaction_by_unit(name: str) -> None:
    loops = Loops(window(name))
    for table in ("timeliness", "satisfaction"):
        found = next(each for each in page(Report.MONTHLY, name).tables if each.name == table)
        labels = [next(label for label in FIGURES if label == column.name) for column in found.columns[1:]]
        by_unit = {label: grouped(label, Dimension.UNIT, loops) for label in labels}
        for row in found.rows:
            unit = None if row[0] == OFFICE else row[0]
            assert list(row[1:]) == [cell(by_unit[label].get(unit, value(label, []))) for label in labels]
        assert {None if row[0] == OFFICE else row[0] for row in found.rows} == {
            unit for values in by_unit.values() for unit, got in values.items() if got.numerator or got.denominator
        }
        assert found.total == (Mark.TOTAL, *(cell(overall(label, loops)) for label in labels))
        known = [row[0] for row in found.rows if row[0] in UNITS]
        assert known == [unit for unit in UNITS if unit in known]  # as the office has them


@pytest.mark.parametrize("name", MONTHS)
def test_backlog_and_visits(name: str) -> None:
    loops, now = Loops(window(name)), window(name)
    ages: dict[Any, list[int]] = {}
    for case in KNOWN:
        if case.was_open(loops.as_of):
            age = (loops.as_of - case.file.registered_on).days
            row = ages.setdefault(case.unit or Unsaid.NO_UNIT, [0] * 4)
            row[(age > 60) + (age > 180) + (age > 365)] += 1
    found = rows(page(Report.MONTHLY, name), "backlog")
    assert {row["unit"]: list(row.values())[2:] for row in found} == ages
    assert all(row["open"] == sum(ages[row["unit"]]) for row in found)
    windows = [now, year_so_far(now), last_period(now, TODAY), last_year(now, TODAY)]
    expected = [
        (volume, *(overall(volume, Loops(each)).numerator for each in windows if each))
        for volume in (Volume.VISITS, Volume.VISITORS, Volume.JOINT_VISITS, Volume.JOINT_VISITORS)
    ]
    visited = rows(page(Report.MONTHLY, name), "visits")
    columns = ("item", "value", "year_so_far", "last_period", "last_year")
    assert [tuple(row[name] for name in columns) for row in visited] == expected


@pytest.mark.parametrize("name", ["2026-10", "2026-W40"])
def test_the_year_so_far_of_every_measure(name: str) -> None:
    report = Report.WEEKLY if "W" in name else Report.MONTHLY
    so_far = year_so_far(window(name))
    assert so_far
    figures = {figure.name: figure for figure in page(report, name).figures}
    assert {label: figure.year_so_far for label, figure in figures.items()} == {
        label: overall(label, Loops(so_far)) for label in Measure
    }
    beside = {row["item"]: row["year_so_far"] for row in rows(page(report, name), "beside")}
    assert {item: beside[item] for item in (*Beside, *Outcome)} == {
        item: overall(item, Loops(so_far)).numerator for item in (*Beside, *Outcome)
    }


@pytest.mark.parametrize("name", ["2026-W40", "2026-W01", "2026-10"])
def test_what_changed_in_a_week_and_in_the_year_so_far(name: str) -> None:
    now = window(name)
    found = {row["unit"]: row for row in rows(page(Report.WEEKLY, name), "changes")}
    for head, label in (
        ("registered", Volume.REGISTRATIONS),
        ("closed", Measure.CLOSED),
        ("resolved", Measure.RESOLVED),
    ):
        counts = [
            grouped(label, Dimension.UNIT, Loops(each))
            for each in (now, last_period(now, TODAY), year_so_far(now))
            if each
        ]
        for unit, row in found.items():
            key = None if unit == OFFICE else unit
            one, before, so_far = (int(each.get(key, Value(0)).numerator or 0) for each in counts)
            assert (row[head], row[f"{head}_change"], row[f"{head}_so_far"]) == (one, one - before, so_far)


def test_accusations_cannot_be_worked_out_from_one_month_s_year_so_far_and_the_next_one_s() -> None:
    found = {row["class"]: row for row in rows(build(Report.MONTHLY, inquiry("2026-10")), "by_class")}
    total = overall(Volume.REGISTRATIONS, Loops(year_so_far(window("2026-10")) or window("2026")))
    assert found[MatterClass.ACCUSATION]["year_so_far"] is Mark.WITHHELD
    told = [row["year_so_far"] for row in found.values() if row["year_so_far"] is not Mark.WITHHELD]
    assert 0 < sum(told) < int(total.numerator or 0)
    assert len(told) == len(found) - 2  # and the smallest beside it
    scope = Scope("class = :s_0", {"s_0": "accusation"}, sealed_only=True)
    alone = build(Report.MONTHLY, inquiry("2026-10", scope=scope))
    assert {figure.year_so_far for figure in alone.figures} == {None}
    assert "year_so_far" not in {column.name for each in alone.tables for column in each.columns}


def test_what_was_before_a_year_stands_once() -> None:
    for report, name in ((Report.ANNUAL, "2026"), (Report.MONTHLY, "2026"), (Report.WEEKLY, "2026")):
        found = page(report, name)
        assert {figure.last_period for figure in found.figures} == {None}
        assert {figure.year_so_far for figure in found.figures} == {None}
        names = {column.name for each in found.tables for column in each.columns}
        assert not names & {"last_period", "period_change", "year_so_far"}
    said = [text.in_(Lang.ZH) for text in page(Report.MONTHLY, "2026").paragraphs]
    assert "去年同期" in said[0]
    assert "上期" not in said[0]
    assert not [text for text in said if text.startswith("今年以来")]


def test_the_year_so_far_is_told_in_a_sentence_where_it_is_more_than_the_month() -> None:
    so_far = window("2026-10")
    loops = Loops(read_ytd("2026-10") or so_far)
    registered, closed, resolved = (
        overall(label, loops).numerator for label in (Measure.REGISTERED, Measure.CLOSED, Measure.RESOLVED)
    )
    said = [text.in_(Lang.ZH) for text in page(Report.MONTHLY, "2026-10").paragraphs]
    assert said[1] == f"今年以来累计登记{registered}件次，办结{closed}件，化解{resolved}件。"
    assert not [text for text in page(Report.MONTHLY, "2026-01").paragraphs if text.in_(Lang.ZH).startswith("今年以来")]


def test_annual_tables() -> None:
    found, loops = page(Report.ANNUAL, "2026"), Loops(window("2026"))
    acts = {row["item"]: (row["value"], row["last_year"]) for row in rows(found, "acts")}
    assert {row["item"]: row["unit"] for row in rows(found, "acts")} == {act: act.line.unit for act in Act}
    last = last_year(window("2026"), TODAY)
    assert last
    assert acts == {act: (overall(act, loops).numerator, overall(act, Loops(last)).numerator) for act in Act}
    months = [window(f"2026-{month:02}") for month in range(1, 12)]
    labels = (Measure.REGISTERED, Outcome.CLOSED_NET, Outcome.RESOLVED_NET)
    assert [tuple(row.values()) for row in rows(found, "months")] == [
        (month.name, *(overall(label, Loops(month)).numerator for label in labels)) for month in months
    ]
    letters = set(LadderStep) - {LadderStep.WARN, LadderStep.REMIND}
    grounds: dict[Any, int] = {}
    advice = {each: [0] * 6 for each in Advice}
    worth = [Adoption.ADOPTED, Adoption.PARTLY, Adoption.REJECTED]
    for case in KNOWN:
        for told in case.told:
            entry = told.entry
            if entry.step in letters and loops.inside(entry.on):
                grounds[entry.ground] = grounds.get(entry.ground, 0) + 1
            if entry.advice and loops.inside(entry.on):
                answers = [each.entry.adopted for each in case.told if each.entry.answers == entry.n]
                best = min((worth.index(each) if each else 3 for each in answers), default=4)
                advice[entry.advice][0] += 1
                advice[entry.advice][best + 1] += 1
    assert {row["ground"]: row["value"] for row in rows(found, "grounds")} == grounds
    assert {row["advice"]: list(row.values())[1:] for row in rows(found, "advice")} == advice
    sizes = [row["registrations"] for row in rows(found, "by_unit")]
    assert sizes == sorted(sizes, reverse=True)


def expected_flags(name: str, progress: ProgressOf, loops: Loops) -> dict[str, dict[str, Any]]:  # noqa: C901  # one plain loop
    """Return each unit's duties in a window as loops count them."""
    rules = USUAL_FLAGS
    month = name if loops.window.span is Span.MONTH else ""
    first = dt.date.fromisoformat(f"{month}-01")
    to = (first + dt.timedelta(31)).replace(day=1)
    over = to - ONE_DAY <= loops.as_of
    if not over:  # a month that is not over: the last one that was
        to, first = first, (first - ONE_DAY).replace(day=1)
        month = f"{first:%Y-%m}"
    found: dict[str, dict[str, Any]] = {}

    def unit(name: str | None) -> dict[str, Any]:
        empty = {"rates": {}, "overdue_duties": 0, "unanswered": 0, "no_progress": 0}
        return found.setdefault(name or "", empty)

    for label, names in ((Duty.IN_TIME, ()), (Measure.TIMELY_NOTICE, NOTIFY), (Measure.ON_TIME_CLOSE, ("handle",))):
        groups: dict[Any, list[Times]] = {}
        for each in loops.runs(*names, of_unit=True):
            if label is not Measure.ON_TIME_CLOSE or first_time(each):
                groups.setdefault(each.unit, []).append(each)
        for key, times in groups.items():
            unit(key)["rates"][label] = value(label, times)
    for case in loops.cases:
        for run in loops.late(case):
            excused = run.excused_to is not None and run.excused_to >= loops.as_of
            unit(run.owing)["overdue_duties"] += run.owner == "unit" and not excused
        for told in case.told if case.was_open(loops.as_of) else ():
            entry = told.entry
            is_letter = entry.step not in {LadderStep.WARN, LadderStep.REMIND} or entry.reply_due is not None
            if entry.step is None or not is_letter or entry.on > loops.as_of:
                continue
            answered = any(e.entry.answers == entry.n and e.entry.on <= loops.as_of for e in case.told)
            runs = [run for run in case.runs if run.name == entry.clock]
            still = (
                entry.clock is None
                or entry.reply_due is not None
                or any(
                    run.from_ <= entry.on and (run.stopped_on is None or run.stopped_on > loops.as_of) for run in runs
                )
            )
            late = (
                entry.reply_due < loops.as_of
                if entry.reply_due
                else entry.on < loops.as_of - ONE_DAY * rules.answer_days
            )
            if late and still and not answered and all(run.owner == "unit" for run in runs):
                unit(told.unit or case.unit)["unanswered"] += 1
        whole = case.file.registered_on < first and (
            case.state.status.is_open or bool(case.ended_on and case.ended_on >= to)
        )
        owes = progress is ProgressOf.OPEN or case.file.lead or case.file.group
        reported = any(
            told.entry.did is Did.NOTE and told.entry.kind == "progress" and told.entry.on <= loops.as_of
            and (told.entry.month or f"{told.entry.on:%Y-%m}") == month
            for told in case.told
        )  # fmt: skip
        if whole and owes and not reported and progress is not ProgressOf.NONE:
            unit(case.unit)["no_progress"] += 1
    found.pop("", None)
    return {
        name: duties for name, duties in found.items()
        if duties["rates"].get(Duty.IN_TIME) or any(duties[key] for key in ("overdue_duties", "unanswered", "no_progress"))
    }  # fmt: skip


@pytest.mark.parametrize("progress", ProgressOf)
@pytest.mark.parametrize("name", MONTHS)
def test_flags_rest_on_the_duties_of_units(name: str, progress: ProgressOf) -> None:
    rules = USUAL_FLAGS.but(progress=progress)
    found = rows(build(Report.FLAGS, inquiry(name, flags=rules, order=UNITS)), "flags")
    expected = expected_flags(name, progress, Loops(window(name)))
    assert {row["unit"] for row in found} == set(expected)
    none = ratio(0, 0)
    for row in found:
        duties = expected[row["unit"]]
        for label in (Duty.IN_TIME, Measure.TIMELY_NOTICE, Measure.ON_TIME_CLOSE):
            assert row[label.value] == duties["rates"].get(label, none)
        assert {key: row[key] for key in duties if key != "rates"} == {
            key: count for key, count in duties.items() if key != "rates"
        }
    judged = [row for row in found if row["rank"]]
    standing = [(-(row["duties_in_time"].rate or 0), row["overdue_duties"]) for row in judged]
    assert standing == sorted(standing)
    assert all((row["duties_in_time"].denominator or 0) >= rules.min_base for row in judged)
    assert {row["flag"] for row in found} <= set(Flag)


def test_an_own_report_is_measures_by_dimensions() -> None:
    own = OwnReport("x", "乡镇", Span.MONTH, (Measure.ON_TIME_CLOSE, Volume.PERSONS), (Dimension.PLACE, Dimension.UNIT))
    found = build(own, inquiry("2026-10", order=("青石镇", *UNITS)))
    loops = Loops(window("2026-10"))
    expected: dict[Any, dict[Counting, list[Times]]] = {}
    for label in own.measures:
        for each in FIGURES[label](loops):
            place = Dimension.PLACE.cell(keyed(Dimension.PLACE, each))
            expected.setdefault((place, each.unit or OFFICE), {}).setdefault(label, []).append(each)
    table = found.tables[0]
    now = {row[:2]: row[2::3] for row in table.rows}
    assert {key: now[key] for key in expected} == {
        key: tuple(cell(value(label, times.get(label, []))) for label in own.measures)
        for key, times in expected.items()
    }
    assert next(iter(table.rows))[0] == "青石镇"
    assert table.total is not None
    assert table.total[:2] == (Mark.TOTAL, None)
    assert table.total[2:] == tuple(
        cell(overall(label, Loops(each)))
        for label in own.measures
        for each in (loops.window, window("2026-09"), window("2025-10"))
    )
    before = build(own, inquiry("2026-09", order=("青石镇", *UNITS))).tables[0]
    then = {row[:2]: row[2::3] for row in before.rows}
    assert {row[:2]: row[3::3] for row in table.rows if row[:2] in then} == {
        key: value_ for key, value_ in then.items() if key in now
    }


@pytest.mark.parametrize("report", [Report.MONTHLY, Report.ANNUAL])
def test_before_the_calendar_there_is_nothing_to_compare_with(report: Report) -> None:
    found = build(report, inquiry("0001" if report is Report.ANNUAL else "0001-01"))
    assert {(figure.last_period, figure.last_year) for figure in found.figures} == {(None, None)}


def test_a_standard_that_all_meet_gives_red_flags_whatever_the_variant() -> None:
    nothing = Standard(None, None, None, None, None, None)
    rules = USUAL_FLAGS.but(yellow=nothing, black=nothing, min_base=1)
    found = rows(build(Report.FLAGS, inquiry("2026-10", flags=rules, variants=(Variant.ACCEPTED_IN_30,))), "flags")
    assert {row["flag"] for row in found if row["duties_in_time"].denominator} == {Flag.RED}
    assert {row["flag"] for row in found if not row["duties_in_time"].denominator} <= {Flag.NONE}
    assert any(row["timely_notice"].denominator for row in found)


def test_periods_and_changes_in_words() -> None:
    weeks = read_week("2026-W47")
    late = read_month("2026-11", 26)
    assert weeks
    assert late
    long = [window("2026-Q3"), window("2026-H2"), named_by_days(dt.date(2026, 1, 1), dt.date(2026, 12, 1))]
    spoken = [period(each).in_(Lang.ZH) for each in (window("2026-11"), late, weeks, window("2026"), *long)]
    assert spoken == [
        "2026年11月", "2026-10-26至2026-11-25", "2026-11-16至2026-11-22", "2026年",
        "2026年第三季度", "2026年下半年", "2026年1月至11月",
    ]  # fmt: skip
    assert [period(each).in_(Lang.EN) for each in long] == [
        "third quarter of 2026",
        "second half of 2026",
        "2026/1 to 2026/11",
    ]
    january = read_ytd("2026-01")
    quarter = read_quarter("2026-Q1", 26)
    assert january
    assert quarter
    assert (period(january).in_(Lang.ZH), period(quarter).in_(Lang.ZH)) == ("2026年1月", "2025-12-26至2026-03-25")
    pairs = [(50, 68), (68, 50), (7, 7), (7, 0)]
    said = [change(Value(now), Value(before), digits=ONE_DECIMAL).in_(Lang.ZH) for now, before in pairs]
    assert said == ["下降26.5%", "上升36.0%", "持平", "—"]
    assert change(Value(None, is_withheld=True), Value(3), digits=ONE_DECIMAL) is Mark.WITHHELD
