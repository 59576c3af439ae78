"""Registers against plain loops over cases: an office that walked through every state, told twice.

The loops know cases, their entries and what folding makes of them; nothing of SQL, of the relations or of the reports.
"""

import datetime as dt
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest

from tests.registering import CIVIL, HOUSING, TEAMS, WATER, relations, told, window
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label, Lang
from xinfang_cli.law import steps
from xinfang_cli.law.clocks import Owner
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State, after, fold, standing
from xinfang_cli.law.procedure import OF_CONFERENCE
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import (
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
    RatedBody,
    ReviewDecision,
    ServeMethod,
    SettleKind,
    Status,
    SupervisionGround,
)
from xinfang_cli.measures.counting import Scope
from xinfang_cli.measures.table import Page
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office import config
from xinfang_cli.reports import Inquiry, Report, build
from xinfang_cli.reports.owed import reported_months
from xinfang_cli.reports.registers import MOVES, StatusThen

TODAY = dt.date(2026, 11, 22)
BEIJING = dt.timezone(dt.timedelta(hours=8))
ONE_DAY = dt.timedelta(days=1)
OFFICE = "某县信访局"
UNITS = (HOUSING, WATER, CIVIL)
LEADERS = ("王副县长", "李县长")
HUSHED = "密不可言"
COUNTY = "某县人民政府"
LAW = config.default().law.but(review_by={HOUSING: COUNTY, WATER: COUNTY, COUNTY: "某市人民政府"})


GROUPS = (TEAMS[0].name, TEAMS[1].name, "临时组")


PRESSED = (LadderStep.WARN, LadderStep.REMIND, LadderStep.SUPERVISE, LadderStep.TALK, LadderStep.RAISE)


def moves(chance: random.Random, case: Case) -> Iterator[tuple[Did, dict[str, Any]]]:
    """Yield steps that may be taken, each with some data; what the procedure refuses is not taken."""
    pick, number = chance.choice, f"文〔2026〕{chance.randrange(1000)}号"
    asked = [entry for entry in standing(case.history) if entry.did is Did.ESCALATE or entry.advice or entry.agreed]
    soon = TODAY + dt.timedelta(chance.randrange(-60, 30))
    word = HUSHED if case.is_sealed else f"话{chance.randrange(100)}"
    unit = pick(UNITS)
    yield from [
        (Did.ROUTE, {"mode": Mode.TRANSFER, "unit": unit}),
        (Did.ROUTE, {"mode": Mode.ASSIGN, "unit": unit, "within": "45d"}),
        (Did.ROUTE, {"mode": Mode.TRANSFER, "unit": unit, "instead": True, "reason": word}),
        (Did.OBJECT, {"reason": word, "late_reason": pick([None, word])}),
        (Did.OBJECT, {"decision": pick(list(ObjectionDecision))}),
        (Did.ACCEPT, {}),
        (Did.ACCEPT, {}),
        (Did.EXTEND, {"days": 30, "approved_by": "局长甲", "reason": word}),
        (Did.REPLY, {"decision": pick(list(OpinionDecision)), "number": number}),
        (Did.SERVE, {"document": pick([Document.OPINION, Document.REVIEW, Document.FINAL]), "method": ServeMethod.IN_PERSON}),
        (Did.SERVE, {"document": Document.OPINION, "method": ServeMethod.IN_PERSON}),
        (Did.REVIEW, {"late_reason": word}),
        (Did.REVIEW, {"decision": pick(list(ReviewDecision)), "number": number}),
        (Did.FINAL, {"late_reason": word}),
        (Did.FINAL, {"hearing": "2026-10-13..2026-10-14"}),
        (Did.FINAL, {"decision": pick(list(ReviewDecision)), "number": number, "hearing": pick([None, "2026-10-15"])}),
        (Did.FEEDBACK, {"number": number}),
        (Did.SETTLE, {"kind": SettleKind.MEDIATION.value, "number": number}),
        (Did.RATE, {"of": RatedBody.UNIT, "value": "satisfied"}),
        (Did.NOTE, {"text": word, "kind": NoteKind.PROGRESS.value, "next": pick([None, word]), "blocker": word}),
        (Did.NOTE, {"text": word, "kind": NoteKind.PROGRESS.value, "month": "2026-10"}),
        (Did.NOTE, {"text": word, "kind": NoteKind.PLAN.value, "way": pick([None, word]), "how": word}),
        (Did.NOTE, {"text": word, "kind": NoteKind.MEETING.value}),
        (Did.NOTE, {"text": word}),
        (Did.NOTE, {"text": word, "advice": pick(list(Advice)), "unit": pick([None, *UNITS]), "number": number,
                    "reply_due": pick([None, soon])}),
        (Did.MEETING, {"text": word, "kind": pick([None, *(each.value for each in MeetingKind)])}),
        (Did.MEETING, {"text": word, "agreed": word, "unit": pick([None, *UNITS]), "reply_due": pick([None, soon])}),
    ]  # fmt: skip
    decision = {"decision": pick(list(ReviewDecision)), "number": number}
    for _ in range(6):  # the way on to a final review, or few would get there
        yield Did.REPLY, {"decision": pick(list(OpinionDecision)), "number": number}
        yield Did.REVIEW, {"late_reason": word}
        yield Did.REVIEW, decision
        yield Did.FINAL, {"late_reason": word}
        yield Did.FINAL, decision
    yield from [(Did.FINAL, {"hearing": "2026-10-13..2026-10-14"})] * 2
    for _ in range(3):
        clock = pick([None, *(run.name for run in fold(case, LAW).duties)])
        step, ground = pick(PRESSED), pick(list(SupervisionGround))
        if step is LadderStep.TALK:  # one after the other of the joint conference's
            step = OF_CONFERENCE[len(case.history) % len(OF_CONFERENCE)]
        about = {"reason": pick([None, word]), "reply_due": pick([None, soon]), "number": pick([None, number])}
        yield Did.ESCALATE, {"step": step, "ground": ground, "clock": clock, "approved_by": word, **about}
    if asked:
        to = pick(asked)
        adopted = pick([None, *Adoption]) if to.advice else None
        for _ in range(4):
            yield Did.FEEDBACK, {"answers": to.n, "text": word, "adopted": adopted, "number": pick([None, number])}
    proof = {"resolved": True, "basis": pick(list(Basis)), "evidence": word}
    how = pick([{}, proof])
    if chance.random() < 0.5:  # else few would be left
        yield from [
            (Did.CLOSE, {"reason": pick(list(CloseReason)), "text": word, "approved_by": "局长甲", **how}),
            (Did.CLOSE, {"reason": pick(list(CloseReason)), "text": word, "approved_by": "局长甲", **proof}),
            (Did.ROUTE, {"path": Path.LITIGATION, "to": "某县人民法院"}),
            (
                Did.DECLINE,
                {"ground": pick(list(Ground)), "to": "某市信访局", "in_hand": number, "late_reason": "收文登记晚"},
            ),
            (Did.DECLINE, {"final": True, "opinion": number, "same_facts": True}),
            (Did.WITHDRAW, {"statement_on": case.received_on}),
            (Did.MERGE, {"case": "XF-20260101-00000", "reason": word}),
        ]


def walked(number: int) -> Case:
    """Return a matter that took random steps from a random day on; the same number gives the same matter."""
    chance = random.Random(number)
    on = TODAY - dt.timedelta(chance.randrange(5, 260))
    sealed = number % 13 == 0
    facts: dict[str, Any] = {
        "received_on": on,
        "title": HUSHED if sealed else f"事项{number}",
        "request": HUSHED if sealed else "请求",
        "channel": Channel.VISIT,
        "class_": MatterClass.ACCUSATION if sealed else chance.choice([MatterClass.CLAIM, MatterClass.SUGGESTION]),
        "category": HUSHED if sealed else chance.choice([None, "城乡建设/房屋交易"]),
        "place": HUSHED if sealed else chance.choice([None, "东山镇"]),
        "accused": "unknown" if sealed else None,
        "lead": chance.choice([None, None, *LEADERS]),
        "owner": chance.choice([None, "周经办"]),
        "group": chance.choice([None, None, *GROUPS]),
    }
    on += ONE_DAY * chance.randrange(4)
    case = steps.register(f"XF-{on:%Y%m%d}-{number:05}", LAW, _stamp(on, number, 0), facts)
    for turn in range(1, chance.randrange(3, 22)):
        on += ONE_DAY * chance.choice([0, 1, 3, 8, 20, 35])
        if on > TODAY:
            break
        options = list(moves(chance, case))
        for did, data in chance.sample(options, len(options)):
            try:
                case = steps.take(case, LAW, did, _stamp(on, number, turn), **data).case
            except RefusedError:
                continue
            break
        if chance.random() < 0.04:
            case = steps.undo(case, LAW, _stamp(on, number, 500 + turn)).case if len(case.history) > 1 else case
    return case


def _stamp(on: dt.date, number: int, turn: int) -> steps.Stamp:
    moment = dt.datetime.combine(on, dt.time(9), BEIJING)
    # Ids do not rise with time: what is last in a day is the last that was written.
    return steps.Stamp(on=on, now=moment, by="李经办", n=f"{(number * 7919 + turn * 104729) % 2**32:08x}")


# --- The office, and its relations -----------------------------------------------------------------------------------

CASE_FILES = [walked(number) for number in range(500)]


DB = relations(CASE_FILES, LAW)


def page(report: Report, name: str, scope: Scope | None = None, db: sqlite3.Connection = DB) -> Page:
    """Return the page of a report."""
    return build(
        report,
        Inquiry(
            run=db.execute, window=window(name), today=TODAY, office=OFFICE, law=LAW, groups=TEAMS,
            scope=scope or Scope(),
        ),
    )  # fmt: skip


def test_the_office_knows_every_state_and_every_kind_of_note() -> None:
    assert {fold(case, LAW).status for case in CASE_FILES} == set(Status)
    entries = [entry for case in CASE_FILES for entry in standing(case.history)]
    assert {entry.step for entry in entries} >= set(LadderStep)
    assert {entry.advice for entry in entries} >= set(Advice)
    assert {entry.adopted for entry in entries} >= set(Adoption)
    assert {entry.kind for entry in entries} >= {*(each.value for each in MeetingKind), "progress", "plan", "meeting"}
    assert any(entry.hearing for entry in entries)
    assert any(case.is_sealed for case in CASE_FILES)


# --- The loops -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One entry of a case with the unit in charge before it."""

    case: "Known"
    entry: Entry
    in_charge: str | None
    place: int

    @property
    def unit(self) -> str | None:
        """Who is asked or answers."""
        return self.entry.unit or self.in_charge

    def said(self, text: Any) -> Any:
        """Return words, or None of a sealed matter."""
        return None if self.case.file.is_sealed else text


class Known:
    """A case, folded entry by entry."""

    def __init__(self, file: Case) -> None:
        self.file, self.id = file, file.id
        self.ended_on: dt.date | None = None
        self.told: list[Told] = []
        self.closed_on: dict[
            str, dt.date | None
        ] = {}  # by the entry that brought a closing about; resolutions likewise
        self.resolved_on: dict[str, dt.date | None] = {}
        self.states: list[tuple[Entry, State]] = []
        state = State()
        for place, entry in enumerate(standing(file.history)):
            self.told.append(Told(self, entry, state.unit, place))
            before, state = state, after(state, entry, LAW)
            self.states.append((entry, state))
            if state.status is not before.status:
                self.ended_on = entry.on
            if before.closed_by and state.closed_by and before.closed_by != state.closed_by:
                del self.closed_on[before.closed_by]  # the ledger corrected its day
            if before.resolved_by and state.resolved_by and before.resolved_by != state.resolved_by:
                del self.resolved_on[before.resolved_by]
            self.closed_on |= {state.closed_by: state.closed_on} if state.closed_by else {}
            self.resolved_on |= {state.resolved_by: state.resolved_on} if state.resolved_by else {}
        self.state = state
        if state.status.is_open:
            self.ended_on = None

    def then(self, day: dt.date) -> State:
        """Return the state at the end of a day."""
        return next((state for entry, state in reversed(self.states) if entry.on <= day), State())

    def since(self, day: dt.date) -> dt.date | None:
        """Return the day on which it came into the state that it had at the end of a day."""
        status, found = self.then(day).status, None
        for entry, state in reversed([each for each in self.states if each[0].on <= day]):
            if state.status is not status:
                break
            found = entry.on
        return found

    def moved_on(self, day: dt.date) -> bool:
        """Whether it took a step later that may bring a matter into another state."""
        return day < TODAY and any(entry.on > day and entry.did in MOVES for entry, _ in self.states)

    @property
    def title(self) -> Any:
        """Its title, as far as it may be told."""
        return Msg.SEALED_TITLE() if self.file.is_sealed else self.file.title

    def said(self, text: Any) -> Any:
        """Return words, or None of a sealed matter."""
        return None if self.file.is_sealed else text


def _after(last: Iterable[Told]) -> Told | None:
    return max(last, key=lambda each: each.place, default=None)


class Loops:
    """What the registers tell of a window, as plain loops."""

    def __init__(self, name: str, keeps: Callable[[Case], bool] = lambda _: True) -> None:
        self.window = window(name)
        self.as_of = self.window.as_of(TODAY)
        self.cases = [each for each in KNOWN if keeps(each.file)]
        self.told = [each for case in self.cases for each in case.told]

    def inside(self, day: dt.date | None) -> bool:
        return day is not None and self.window.from_ <= day < self.window.to

    def was_open(self, case: Known) -> bool:
        return case.file.registered_on <= self.as_of and case.then(self.as_of).status.is_open

    def unit(self, case: Known) -> Any:
        return _unit(case.then(self.as_of).unit)

    def status(self, case: Known) -> Any:
        """Return the state then: of what moved on since and was open, only that it was."""
        then = case.then(self.as_of).status
        if not then.is_open:
            return then
        return StatusThen.OPEN if case.moved_on(self.as_of) else case.state.status

    def later(self, case: Known) -> dict[str, Any]:
        """Return what became of a matter since, where the window lies in the past."""
        moved = Msg.IS_NOW(status=case.state.status) if case.moved_on(self.as_of) else None
        return {"since_then": moved} if self.as_of < TODAY else {}

    def ran(self, case: Known) -> list[ClockRun]:
        """Return the duties that ran; one without a length that was stopped since is not known of."""
        return [
            run
            for run in case.state.clocks
            if run.is_duty
            and run.from_ <= self.as_of
            and (run.stopped_on is None or (run.stopped_on > self.as_of and run.due is not None))
            and run.fate not in {Fate.PENDING, Fate.DISPUTED}
        ]

    def due(self, case: Known) -> dt.date | None:
        return min((run.due for run in self.ran(case) if run.due), default=None)

    def late(self, due: dt.date | None) -> int | None:
        return None if due is None else max(0, (self.as_of - due).days)

    def answer(self, asked: Told) -> Told | None:
        return _after(
            each for each in asked.case.told if each.entry.answers == asked.entry.n and each.entry.on <= self.as_of
        )

    def of(self, *did: Did) -> list[Told]:
        """Return what was done in the window."""
        return [each for each in self.told if each.entry.did in did and self.inside(each.entry.on)]

    def last(self, case: Known, kind: NoteKind) -> Told | None:
        return _after(
            each
            for each in case.told
            if each.entry.did is Did.NOTE and each.entry.kind == kind.value and each.entry.on <= self.as_of
        )

    def leader(self, case: Known) -> str | None:
        led = next((team.leader for team in TEAMS if team.name == case.file.group), None)
        return case.said(case.file.lead or led)  # type: ignore[no-any-return]

    # The two ledgers.

    def tasks(self) -> list[dict[str, Any]]:
        found = []
        for case in self.cases:
            plan, state = self.last(case, NoteKind.PLAN), case.then(self.as_of)
            struck = case.file.registered_on <= self.as_of and not state.status.is_open
            ended = case.since(self.as_of) if struck else None
            if not (self.was_open(case) or (struck and self.inside(ended))):
                continue
            basis: Any = None
            if state.is_resolved and state.resolved_on and state.resolved_on <= self.as_of:
                basis = Basis.read(str(state.resolved_basis))
            elif struck and ended == case.ended_on and case.state.status is Status.CLOSED:
                basis = CloseReason.read(str(state.close_reason))
            elif struck and ended != case.ended_on:
                basis = state.status  # taken back since
            found.append({
                "id": case.id, "title": case.title, "group": case.said(case.file.group), "lead": self.leader(case),
                "owner": case.said(case.file.owner), "unit": self.unit(case), "due": self.due(case),
                "measure": plan and plan.said(plan.entry.text), "way": plan and plan.said(plan.entry.way),
                "how": plan and plan.said(plan.entry.how), "status": self.status(case),
                "struck_on": ended if struck else None, "basis": case.said(basis), **self.later(case),
            })  # fmt: skip
        return sorted(found, key=lambda row: (row["due"] is None, row["due"] or TODAY, RECEIVED[row["id"]], row["id"]))

    def progress(self) -> list[dict[str, Any]]:
        notes = [each for each in self.of(Did.NOTE) if each.entry.kind == NoteKind.PROGRESS.value]
        return [
            {
                "id": each.case.id, "title": each.case.title, "unit": self.unit(each.case),
                "month": each.entry.month or f"{each.entry.on:%Y-%m}", "progress": each.said(each.entry.text),
                "blocker": each.said(each.entry.blocker), "next": each.said(each.entry.next),
                "reported_on": each.entry.on,
            }
            for each in sorted(notes, key=lambda each: (each.entry.on, each.case.id, each.place))
        ]  # fmt: skip

    def owing(self, month: str) -> list[Known]:
        """Return the matters that were open all of a month and said nothing of it."""
        first = dt.date.fromisoformat(f"{month}-01")
        end = (first + 31 * ONE_DAY).replace(day=1)
        found = []
        for case in self.cases:
            stayed = case.state.status.is_open or bool(case.ended_on and case.ended_on >= end)
            is_led = case.file.lead is not None or case.file.group is not None
            if is_led and case.file.registered_on < first and stayed and month not in self.reported(case):
                found.append(case)
        return found

    def reported(self, case: Known) -> dict[str, dt.date]:
        """Return the months of which something was said by the day of the snapshot, and when it was said last."""
        return {
            each.entry.month or f"{each.entry.on:%Y-%m}": each.entry.on
            for each in case.told
            if each.entry.did is Did.NOTE and each.entry.kind == NoteKind.PROGRESS.value and each.entry.on <= self.as_of
        }

    def no_progress(self) -> list[dict[str, Any]]:
        return [
            {
                "month": month, "id": case.id, "title": case.title, "unit": self.unit(case),
                "group": case.said(case.file.group), "lead": self.leader(case), "owner": case.said(case.file.owner),
                "last_report": max(self.reported(case).values(), default=None),
            }
            for month in reported_months(self.window, TODAY)
            for case in sorted(self.owing(month), key=lambda each: (each.state.unit or "", each.id))
        ]  # fmt: skip

    def cleared(self) -> list[dict[str, Any]]:
        found = []
        for case in self.cases:
            state, now = case.then(self.window.last), case.state
            closed_on = state.closed_on if state.status is Status.CLOSED else None
            if not (self.inside(closed_on) or self.inside(state.resolved_on)):
                continue
            stands = bool(now.status is Status.CLOSED and now.closed_on and now.closed_on < self.window.to)
            rests = _after(
                each
                for each in case.told
                if each.entry.did is Did.CLOSE
                and (each.entry.evidence or each.entry.approved_by)
                and each.entry.on <= self.as_of
            )
            found.append({
                "id": case.id, "title": case.title, "unit": self.unit(case), "group": case.said(case.file.group),
                "lead": self.leader(case), "closed_on": closed_on,
                "close_reason": case.said(CloseReason.read(str(now.close_reason)) if stands else None),
                "resolved_on": state.resolved_on,
                "resolved_basis": case.said(Basis.read(str(state.resolved_basis)) if state.resolved_on else None),
                "evidence": rests and rests.said(rests.entry.evidence),
                "approved_by": rests and rests.said(rests.entry.approved_by),
                **self.later(case), "_": (closed_on or state.resolved_on, case.id),
            })  # fmt: skip
        return _sorted(found)

    # The three lists.

    def problems(self) -> list[dict[str, Any]]:
        return [
            {
                "id": case.id, "title": case.title, "category": case.said(case.file.category),
                "place": case.said(case.file.place), "unit": self.unit(case), "since": case.file.received_on,
                "days_open": (self.as_of - case.file.received_on).days, **self.later(case),
            }
            for case in sorted(self.cases, key=lambda each: (each.file.received_on, each.id))
            if self.was_open(case)
        ]  # fmt: skip

    def todo(self) -> Counter[tuple[Any, ...]]:
        """Return the tasks: when, what, who, which matter."""
        duties = (
            (run.due, "duty", run.name, _who(run.owner, run.owing), case.id)
            for case in self.cases
            for run in self.ran(case)
            if run.name != "sugg_reply" or not any(e.n == run.n and e.reply_due for e in case.file.history)
        )
        letters = (
            (each.entry.reply_due, "letter", each.said(each.entry.number), self.chased(each), each.case.id)
            for each in self.unanswered()
            if each.entry.reply_due
        )
        return Counter([*duties, *self.promised(), *letters])

    def promised(self) -> Iterator[tuple[Any, ...]]:
        """Yield what meetings agreed and what advice asked for, as far as it was not answered."""
        for each in self.told:
            due, who = each.entry.reply_due, _unit(each.unit)
            if self.answer(each) or each.entry.on > self.as_of:
                continue
            if each.entry.agreed and self.was_open(each.case):
                yield due, "agreed", each.said(each.entry.agreed), who, each.case.id
            elif each.entry.advice and due:
                yield due, "advice", each.said(each.entry.number), who, each.case.id

    def advice(self) -> list[dict[str, Any]]:
        found = []
        for each in self.told:
            if each.entry.advice is None or each.entry.on > self.as_of:
                continue
            answer = self.answer(each)
            if answer and not (self.inside(each.entry.on) or answer.entry.on >= self.window.from_):
                continue
            found.append({
                "number": each.said(each.entry.number), "asked_on": each.entry.on,
                "advice": each.said(each.entry.advice), "text": each.said(each.entry.text),
                "to_whom": _unit(each.unit), "reply_due": each.entry.reply_due,
                "adopted": answer and answer.said(answer.entry.adopted),
                "reply": answer and answer.said(answer.entry.number), "replied_on": answer and answer.entry.on,
                "result": answer and answer.said(answer.entry.text), "id": each.case.id, "title": each.case.title,
                "_": (each.entry.on, each.case.id, each.place),
            })  # fmt: skip
        return _sorted(found)

    # Supervision.

    def is_letter(self, each: Told) -> bool:
        asks = each.entry.step not in (None, LadderStep.WARN, LadderStep.REMIND)
        return each.entry.did is Did.ESCALATE and (asks or each.entry.reply_due is not None)

    def chased(self, each: Told) -> Any:
        owner = LAW.owner(each.entry.clock) if each.entry.clock else Owner.UNIT
        unit = each.unit or each.case.state.unit
        return _who(
            owner, None if owner is Owner.OFFICE else LAW.review_by.get(unit or "") if owner is Owner.ORGAN else unit
        )

    def runs(self, each: Told) -> list[ClockRun]:
        """Return the runs of the duty that a letter was about, begun by then."""
        return [run for run in each.case.state.clocks if run.name == each.entry.clock and run.from_ <= each.entry.on]

    def unanswered(self) -> list[Told]:
        return [
            each
            for each in self.told
            if self.is_letter(each)
            and each.entry.on <= self.as_of
            and self.was_open(each.case)
            and not self.answer(each)
            and (
                each.entry.reply_due is not None
                or each.entry.clock is None
                or any(run.stopped_on is None or run.stopped_on > self.as_of for run in self.runs(each))
            )
        ]

    def sent(self, *, talks: bool) -> list[dict[str, Any]]:
        found = []
        for each in self.of(Did.ESCALATE):
            if not self.is_letter(each) or (each.entry.step is LadderStep.TALK) is not talks:
                continue
            on, answer = each.entry.on, self.answer(each)
            dues = [run.due for run in self.runs(each) if run.due and (run.stopped_on is None or run.stopped_on >= on)]
            done = [
                run.stopped_on
                for run in self.runs(each)
                if run.stopped_as is Fate.DONE and on <= run.stopped_on <= self.as_of
            ]
            ended = each.case.ended_on
            result: Any = Msg.RESULT_NONE()
            if answer:
                result = answer.said(answer.entry.text) or Msg.RESULT_ANSWERED()
            elif done:
                result = Msg.RESULT_DONE(day=str(max(done)))
            elif ended and ended <= self.as_of:
                result = Msg.RESULT_ENDED(status=each.case.state.status)
            found.append({
                "number": each.said(each.entry.number), "step": each.said(each.entry.step), "asked_on": on,
                "unit": self.chased(each), "ground": each.said(SupervisionGround.read(str(each.entry.ground))),
                "facts": each.said(each.entry.reason), "duty": each.said(each.entry.clock),
                "days_late_then": max(0, (on - max(dues)).days) if dues else None, "reply_due": each.entry.reply_due,
                "reply": answer and answer.said(answer.entry.number), "replied_on": answer and answer.entry.on,
                "result": result, "id": each.case.id, "title": each.case.title, "_": (on, each.case.id, each.entry.n),
            })  # fmt: skip
        return _sorted(found)

    def supervised(self) -> dict[Any, Counter[str]]:
        pending = self.unanswered()
        late = [each for each in pending if each.entry.reply_due and each.entry.reply_due < self.as_of]
        answers = [(self.asked(each), each.entry) for each in self.of(Did.FEEDBACK)]
        adopted = (Adoption.ADOPTED, Adoption.PARTLY)
        return _tallied(
            *((self.chased(each), str(each.entry.step)) for each in self.of(Did.ESCALATE)),
            *((self.chased(each), "unanswered") for each in pending),
            *((self.chased(each), "answers_overdue") for each in late),
            *((self.chased(each), "answered") for each, _ in answers if each and each.entry.did is Did.ESCALATE),
            *((_unit(each.unit), "adopted") for each, entry in answers if each and entry.adopted in adopted),
            *((_unit(each.unit), "advised") for each in self.of(Did.NOTE) if each.entry.advice),
        )

    def asked(self, answer: Told) -> Told | None:
        return next((each for each in answer.case.told if each.entry.n == answer.entry.answers), None)

    # Reviews.

    def reviewed(self) -> dict[Any, Counter[str]]:
        acts = [(_unit(each.unit or each.case.state.unit), each.entry) for each in self.of(Did.REVIEW, Did.FINAL)]
        runs = [(_unit(case.state.unit), run) for case in self.cases for run in self.ran(case)]
        runs = [(unit, run) for unit, run in runs if run.name in ("review", "final")]
        return _tallied(
            *((unit, f"{entry.did}_{entry.decision}") for unit, entry in acts if entry.decision),
            *((unit, f"{entry.did}_asked") for unit, entry in acts if not (entry.decision or entry.hearing)),
            *((unit, "final_hearing") for unit, entry in acts if entry.hearing),
            *((unit, f"{run.name}_running") for unit, run in runs),
            *((unit, f"{run.name}_overdue") for unit, run in runs if run.due and run.due < self.as_of),
        )

    def decided(self) -> list[dict[str, Any]]:
        found = []
        for each in self.of(Did.REVIEW, Did.FINAL):
            if not each.entry.decision:
                continue
            runs = [
                run for run in each.case.state.clocks if run.name == each.entry.did and run.stopped_on == each.entry.on
            ]
            found.append({
                "level": each.entry.did, "id": each.case.id, "title": each.case.title,
                "unit": _unit(each.unit or each.case.state.unit),
                "organ": _who(Owner.ORGAN, max((run.owing for run in runs if run.owing), default=None)),
                "decision": each.said(each.entry.decision), "number": each.said(each.entry.number),
                "decided_on": each.entry.on,
                "days_taken": (each.entry.on - max(run.from_ for run in runs)).days if runs else None,
                "_": (each.entry.on, each.case.id, each.entry.n),
            })  # fmt: skip
        return _sorted(found)

    def under_review(self) -> list[dict[str, Any]]:
        found = [
            {
                "level": run.name, "id": case.id, "title": case.title, "unit": self.unit(case),
                "organ": _who(Owner.ORGAN, run.owing), "asked_for": run.from_, "due": run.due,
                "days_late": self.late(run.due), "_": (run.due is None, run.due or TODAY, case.id, run.name),
            }
            for case in self.cases
            for run in self.ran(case)
            if run.name in ("review", "final")
        ]  # fmt: skip
        return _sorted(found)

    # Groups and leaders.

    def standings(self, key: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        month = reported_months(self.window, TODAY)[-1]
        owing = {case.id for case in self.owing(month)}
        for case in self.cases:
            name, is_open = getattr(case.file, key), self.was_open(case)
            facts = {
                "open": is_open,
                "overdue": is_open and (self.due(case) or TODAY) < self.as_of,
                "closed": any(map(self.inside, case.closed_on.values())),
                "resolved": any(map(self.inside, case.resolved_on.values())),
                "no_progress": case.id in owing,
            }
            if name is None or case.file.is_sealed or not any(facts.values()):
                continue
            row = found.setdefault(name, {**dict.fromkeys(facts, 0), "next_due": None, "last_meeting": None})
            for fact, holds in facts.items():
                row[fact] += holds
            if is_open:
                dues = [run.due for run in self.ran(case) if run.due and run.due >= self.as_of]
                row["next_due"] = min(filter(None, [row["next_due"], *dues]), default=None)
                row["last_meeting"] = max(filter(None, [row["last_meeting"], self.met(case)]), default=None)
        return found

    def met(self, case: Known) -> dt.date | None:
        return max(
            (
                each.entry.on
                for each in case.told
                if each.entry.on <= self.as_of
                and (each.entry.did is Did.MEETING or (each.entry.did is Did.NOTE and each.entry.kind == "meeting"))
            ),
            default=None,
        )

    def led(self) -> list[dict[str, Any]]:
        found = []
        for case in self.cases:
            if case.file.lead is None or case.file.is_sealed or not self.was_open(case):
                continue
            last, due = self.last(case, NoteKind.PROGRESS), self.due(case)
            found.append({
                "lead": case.file.lead, "id": case.id, "title": case.title, "unit": self.unit(case),
                "group": case.file.group, "status": self.status(case), "last_meeting": self.met(case), **self.later(case),
                "next": last and last.said(last.entry.next), "due": due, "days_late": self.late(due),
                "_": (case.file.lead, due is None, due or TODAY, case.id),
            })  # fmt: skip
        return _sorted(found)

    def ours(self, case: Known) -> bool:
        return bool(case.file.group or case.file.lead) and not case.file.is_sealed

    def on_agenda(self) -> list[dict[str, Any]]:
        found = []
        for each in self.told:
            entry, case = each.entry, each.case
            pending = self.answer(each) is None and self.was_open(case) and self.ours(case)
            if entry.agreed and entry.on <= self.as_of and pending:
                due = entry.reply_due
                found.append({
                    "id": case.id, "title": case.title, "group": case.file.group, "lead": self.leader(case),
                    "met_on": entry.on, "agreed": entry.agreed, "who": _unit(each.unit), "reply_due": due,
                    "days_late": self.late(due), "_": (due is None, due or TODAY, entry.on, case.id, each.place),
                })  # fmt: skip
        return _sorted(found)

    def coming(self, wanted: Callable[[ClockRun], bool]) -> list[dict[str, Any]]:
        return _sorted([
            {
                "id": case.id, "title": case.title, "group": case.file.group, "lead": self.leader(case),
                "duty": run.name, "who": _who(run.owner, run.owing), "due": run.due,
                "days_late": self.late(run.due), "_": (run.due, case.id, run.name, run.n),
            }
            for case in filter(self.ours, self.cases)
            for run in filter(wanted, self.ran(case))
        ])  # fmt: skip

    def agreed(self) -> list[dict[str, Any]]:
        found = []
        for each in self.told:
            answer, entry = self.answer(each), each.entry
            if entry.agreed is None or entry.on > self.as_of:
                continue
            is_pending = answer is None and self.was_open(each.case)
            if not is_pending and max(entry.on, answer.entry.on if answer else entry.on) < self.window.from_:
                continue
            found.append({
                "met_on": entry.on, "agreed": each.said(entry.agreed), "who": _unit(each.unit),
                "reply_due": entry.reply_due, "days_late": None if answer else self.late(entry.reply_due),
                "replied_on": answer and answer.entry.on, "result": answer and answer.said(answer.entry.text),
                "id": each.case.id, "title": each.case.title,
                "_": (
                    answer is not None, entry.reply_due is None, entry.reply_due or TODAY, entry.on, each.case.id,
                    each.place,
                ),
            })  # fmt: skip
        return _sorted(found)


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows.sort(key=lambda row: row["_"])
    return [{name: cell for name, cell in row.items() if name != "_"} for row in rows]


def _tallied(*pairs: tuple[Any, str]) -> dict[Any, Counter[str]]:
    tally: dict[Any, Counter[str]] = {}
    for who, what in pairs:
        tally.setdefault(who, Counter())[what] += 1
    return tally


def _unit(unit: str | None) -> Any:
    return unit or "no_unit"


def _who(owner: Owner, owing: str | None) -> Any:
    return owing or {Owner.UNIT: "no_unit", Owner.ORGAN: "no_organ"}.get(owner, OFFICE)


RECEIVED = {case.id: case.received_on for case in CASE_FILES}
KNOWN = [Known(case) for case in CASE_FILES]


# --- Each register against its loop ----------------------------------------------------------------------------------

WINDOWS = ["2026-11", "2026-10", "2026-W47", "2026-W36", "2026-03-01..2026-11-23", "2020-01"]
BY_UNIT = Scope("unit = :s_0", {"s_0": WATER})
SEALED = Scope("class = :s_0", {"s_0": "accusation"})


@pytest.fixture(params=WINDOWS)
def name(request: pytest.FixtureRequest) -> str:
    """Each of the windows."""
    return cast("str", request.param)


@pytest.fixture(params=["all", "unit", "sealed"])
def asked(request: pytest.FixtureRequest, name: str) -> tuple[Callable[[Report], Page], Loops]:
    """What asks for a report of a window, and the loops over the same matters."""
    scope, keeps = {
        "all": (Scope(), lambda _: True),
        "unit": (BY_UNIT, lambda case: case.unit == WATER),
        "sealed": (SEALED, lambda case: case.is_sealed),
    }[request.param]
    return lambda report: page(report, name, scope), Loops(name, keeps)


Asked = tuple[Callable[[Report], Page], Loops]


def test_the_two_ledgers(asked: Asked) -> None:
    of, loops = asked
    found = of(Report.LEDGER)
    assert told(found, "tasks") == loops.tasks()
    assert told(found, "progress") == loops.progress()
    assert told(found, "no_progress") == loops.no_progress()
    assert told(found, "cleared") == loops.cleared()
    assert found.paragraphs[0].fields == {
        "day": loops.as_of,
        "open": sum(map(loops.was_open, loops.cases)),
        "cleared": len(loops.cleared()),
        "months": reported_months(loops.window, TODAY),
        "missing": len(loops.no_progress()),
    }


def test_the_three_lists(asked: Asked) -> None:
    of, loops = asked
    found = of(Report.LISTS)
    assert told(found, "problems") == loops.problems()
    assert told(found, "advice") == loops.advice()
    rows, todo = told(found, "tasks"), loops.todo()
    assert Counter((row["due"], *_task(row["task"]), row["who"], row["id"]) for row in rows) == todo
    assert [row["due"] or dt.date.max for row in rows] == sorted(row["due"] or dt.date.max for row in rows)
    assert all(row["days_late"] == loops.late(row["due"]) for row in rows)
    assert found.paragraphs[0].fields == {
        "day": loops.as_of,
        "problems": len(loops.problems()),
        "tasks": todo.total(),
        "overdue": sum(count for task, count in todo.items() if task[0] and task[0] < loops.as_of),
    }


def _task(cell: Any) -> tuple[str, Any]:
    """Return the sort of a task and what it is about."""
    if isinstance(cell, Text):
        return cell.fields["what"].value, cell.fields["number"]  # type: ignore[attr-defined]
    if isinstance(cell, Label):
        return (cell.value, None) if cell.value in {"agreed", "advice", "letter"} else ("duty", cell.value)
    return "agreed", cell


def test_supervision(asked: Asked) -> None:
    of, loops = asked
    found = of(Report.SUPERVISION)
    assert told(found, "letters") == loops.sent(talks=False)
    assert told(found, "talks") == loops.sent(talks=True)
    assert told(found, "advice") == loops.advice()
    pending = loops.unanswered()
    rows = told(found, "unanswered")
    assert Counter((row["id"], row["asked_on"], row["reply_due"], row["unit"]) for row in rows) == Counter(
        (each.case.id, each.entry.on, each.entry.reply_due, loops.chased(each)) for each in pending
    )
    for row in rows:
        assert row["days_waiting"] == (loops.as_of - row["asked_on"]).days
        assert row["reply_late"] == loops.late(row["reply_due"])
    units = {row["unit"]: Counter({k: v for k, v in row.items() if k != "unit" and v}) for row in told(found, "units")}
    assert units == loops.supervised()
    assert found.paragraphs[0].fields == {
        "sent": len(loops.sent(talks=False)) + len(loops.sent(talks=True)),
        "day": loops.as_of,
        "unanswered": len(pending),
        "late": sum(bool(each.entry.reply_due and each.entry.reply_due < loops.as_of) for each in pending),
    }


def test_reviews(asked: Asked) -> None:
    of, loops = asked
    found = of(Report.REVIEW)
    units = {row["unit"]: Counter({k: v for k, v in row.items() if k != "unit" and v}) for row in told(found, "units")}
    assert units == loops.reviewed()
    assert told(found, "decided") == loops.decided()
    running = told(found, "running")
    assert [{key: cell for key, cell in row.items() if key != "remark"} for row in running] == loops.under_review()
    assert len(told(found, "hearings")) == sum(row["final_hearing"] for row in loops.reviewed().values())


def test_the_agenda_of_a_meeting(asked: Asked) -> None:
    of, loops = asked
    found = of(Report.AGENDA)
    decisions = loops.on_agenda()
    assert told(found, "agreed") == decisions
    missing = [row for row in loops.no_progress() if row["id"] in {case.id for case in loops.cases if loops.ours(case)}]
    listed = told(found, "no_progress")
    assert sorted(row["id"] + row["month"] for row in listed) == sorted(row["id"] + row["month"] for row in missing)
    new = [
        case for case in loops.cases
        if loops.ours(case) and loops.window.from_ <= case.file.registered_on <= loops.as_of
    ]  # fmt: skip
    assert [row["id"] for row in told(found, "new")] == [
        case.id for case in sorted(new, key=lambda each: (each.file.registered_on, each.id))
    ]
    late = loops.coming(lambda run: bool(run.due and run.due < loops.as_of))
    assert told(found, "overdue") == late
    month = loops.as_of + 30 * ONE_DAY
    soon = loops.coming(lambda run: run.name == "target" and bool(run.due and loops.as_of <= run.due <= month))
    assert told(found, "targets") == soon
    said = found.paragraphs[0].in_(Lang.ZH)
    assert (
        f"议定事项未落实{len(decisions)}项，缺月进展{len(missing)}件，本期新增{len(new)}件，职责超期{len(late)}项"
        in said
    )


def test_groups_and_leaders(asked: Asked) -> None:
    of, loops = asked
    found = of(Report.GROUPS)
    groups = {row.pop("group"): row for row in told(found, "groups")}
    heads = {team.name: (team.leader, "、".join(team.units) or None) for team in TEAMS}
    assert {name: (row.pop("lead"), row.pop("units")) for name, row in groups.items()} == {
        name: heads.get(name, (None, None)) for name in groups
    }
    nothing = {**dict.fromkeys(("open", "overdue", "closed", "resolved", "no_progress"), 0), "next_due": None}
    expected = {team.name: nothing for team in TEAMS} | loops.standings("group")
    assert groups == {name: {key: row[key] for key in nothing} for name, row in expected.items()}
    assert list(groups)[: len(TEAMS)] == [team.name for team in TEAMS]
    assert {row.pop("lead"): row for row in told(found, "leaders")} == loops.standings("lead")
    assert told(found, "led") == loops.led()
    assert told(found, "agreed") == loops.agreed()
    meetings = loops.of(Did.MEETING)
    together = {(each.entry.on, each.case.id, each.entry.kind) for each in meetings}
    assert Counter((row["met_on"], row["meeting_kind"]) for row in told(found, "meetings")) == Counter(
        (on, kind) for on, _, kind in together
    )
    assert sum(row["agreed"] for row in told(found, "meetings")) == len(
        {
            (each.entry.on, each.case.id, each.entry.kind, each.said(each.entry.agreed))
            for each in meetings
            if each.entry.agreed
        }
    )


def test_the_loops_find_something_of_everything() -> None:
    loops = Loops("2026-03-01..2026-11-23")
    for found in (
        loops.tasks(), loops.progress(), loops.no_progress(), loops.cleared(), loops.problems(), loops.advice(),
        loops.sent(talks=False), loops.sent(talks=True), loops.unanswered(), loops.decided(), loops.under_review(),
        loops.led(), loops.agreed(),
    ):  # fmt: skip
        assert len(found) > 2
    results = {row["result"].msg for row in loops.sent(talks=False) if isinstance(row["result"], Text)}
    assert results == {Msg.RESULT_ANSWERED, Msg.RESULT_DONE, Msg.RESULT_ENDED, Msg.RESULT_NONE}
    assert {sort for _, sort, *_ in loops.todo()} == {"duty", "agreed", "advice", "letter"}
    counted: Counter[str] = sum(loops.reviewed().values(), Counter())
    assert set(counted) >= {
        "review_asked",
        "final_asked",
        *(f"review_{each}" for each in ReviewDecision if each is not ReviewDecision.REFUSED),
    }
    assert len(set(counted) & {f"final_{each}" for each in ReviewDecision}) > 1
    assert all(
        sum(row[key] for row in loops.standings("group").values()) for key in ("overdue", "closed", "no_progress")
    )
