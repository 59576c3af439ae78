"""Every number of every table that reports count, of what filters take, against plain loops over case files.

The loops are those of `tests/measures/test_bulletins.py`, over cases and what folding makes of them. A few windows and
filters are tried each time; with `XINFANG_RECOUNT=1` in the environment all eight filters in six windows over 3,000
matters. Registers, which list and do not count, have loops of their own (`test_registers.py`).
"""

import datetime as dt
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import pytest

from tests.measures.test_bulletins import (
    DB,
    FIGURES,
    FILTERED,
    KNOWN,
    LAW,
    OFFICE,
    ONE_DAY,
    TODAY,
    UNITS,
    VARIANTS,
    WALKED,
    Keeps,
    Known,
    Loops,
    Times,
    Told,
    cell,
    expected_flags,
    grouped,
    keyed,
    overall,
    relations,
    told_apart,
    value,
)  # fmt: skip
from xinfang_cli.law.clocks import Owner
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State, after, standing
from xinfang_cli.law.recorded import to_make_of
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import Adoption, Advice, Did, Fate, LadderStep, Seen, Status
from xinfang_cli.measures.cautions import Beside, Undated
from xinfang_cli.measures.counting import Counting, Scope
from xinfang_cli.measures.dimensions import Dimension, Unsaid
from xinfang_cli.measures.numbers import compared
from xinfang_cli.measures.outcomes import Outcome
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.selection import Selection
from xinfang_cli.measures.table import Kind, Mark, Page, Table, Value, ratio
from xinfang_cli.measures.variants import Variant
from xinfang_cli.measures.volumes import Act, Duty, Volume
from xinfang_cli.measures.windows import (
    Span,
    Window,
    last_period,
    last_year,
    read_half,
    read_month,
    read_quarter,
    read_week,
    read_year,
    read_ytd,
    year_so_far,
)  # fmt: skip
from xinfang_cli.office.reporting import USUAL_FLAGS, OwnReport, ProgressOf
from xinfang_cli.reports import Inquiry, Report, build
from xinfang_cli.reports.registers import Nobody

WHOLE = "XINFANG_RECOUNT" in os.environ
WINDOWS = ("2026-08", "2026-10", "2026-11", "2026-02", "2026-W40", "2026")
OWN = OwnReport(
    "own", "自定", Span.MONTH, (Measure.ON_TIME_CLOSE, Volume.PERSONS, Act.TRANSFERRED), (Dimension.PLACE, Dimension.CHANNEL)
)  # fmt: skip
TRIED = (
    list(product(WINDOWS, FILTERED))
    if WHOLE
    else [("2026-10", "docket and purpose"), ("2026-W40", "source level"), ("2026-Q3", "joint"),
          ("2026", "days, category, unit")]
)  # fmt: skip
Numbers = dict[Any, tuple[Any, ...]]
"""What a table is to have: by the cells that say what a row is about, its numbers in the order of its columns."""


@dataclass
class Office:
    """Matters, and their lines as the index has them."""

    known: list[Known]
    db: sqlite3.Connection


@pytest.fixture(scope="module")
def office() -> Office:
    if not WHOLE:
        return Office(KNOWN, DB)
    others = [told_apart(case, 2).but(repeat_of=None) for case in WALKED]
    return Office([*KNOWN, *map(Known, others)], relations([*(each.file for each in KNOWN), *others]))


def window(name: str) -> Window:
    readers = (read_week, read_month, read_quarter, read_half, read_year, read_ytd)
    return next(found for read in readers if (found := read(name)))


class Recount:
    """Counts what the tables of a window tell."""

    def __init__(self, now: Window, cases: list[Known]) -> None:
        self.now, self.cases = now, cases
        self.counted: dict[tuple[Counting, Window | None], Value] = {}
        self.loops = self.in_(now)
        self.as_of = self.loops.as_of
        self.so_far = year_so_far(now)
        self.before = last_period(now, TODAY) if now.span is not Span.YEAR else None
        self.year = last_year(now, TODAY)
        assert self.year

    def in_(self, span: Window) -> Loops:
        return Loops(span, among=self.cases)

    def of(self, label: Counting, span: Window | None) -> Value:
        """Count once what several tables tell."""
        if (label, span) not in self.counted:
            self.counted[label, span] = overall(label, self.in_(span)) if span else Value(0)
        return self.counted[label, span]

    def beside(self, *, so_far: bool) -> list[tuple[Window, bool]]:
        """The windows beside this one, and whether the change is told."""
        found = [(self.so_far, False)] if so_far and self.so_far else []
        return [*found, *([(self.before, True)] if self.before else []), (self.year, True)]  # type: ignore[list-item]

    def compared(self, now: Value, others: Mapping[int, Value], so_far: bool) -> Iterator[Any]:
        for at, (_, tells) in enumerate(self.beside(so_far=so_far)):
            then = others.get(at, Value(0))
            yield then.numerator
            if tells:
                yield compared(now, then)

    # --- Volumes ------------------------------------------------------------------------------------------------------

    def volumes(self, dimension: Dimension, *, so_far: bool) -> Numbers:
        spans = [span for span, _ in self.beside(so_far=so_far)]
        now, *then = (grouped(Volume.REGISTRATIONS, dimension, self.in_(span)) for span in (self.now, *spans))
        whole = overall(Volume.REGISTRATIONS, self.loops)
        more = [
            (grouped(label, dimension, self.loops), overall(label, self.loops))
            for label in (Volume.MATTERS, Volume.PERSONS)
        ]
        found: Numbers = {}

        def row(here: Value, others: Mapping[int, Value], rest: Iterable[Value]) -> tuple[Any, ...]:
            share = ratio(int(here.numerator or 0), int(whole.numerator or 0))
            return (here.numerator, share, *self.compared(here, others, so_far), *(each.numerator for each in rest))

        for key in {key for each in (now, *then) for key in each}:
            others = {at: each[key] for at, each in enumerate(then) if key in each}
            rest = (groups.get(key, Value(0)) for groups, _ in more)
            found[(dimension.cell(key),)] = row(now.get(key, Value(0)), others, rest)
        sums = {at: self.of(Volume.REGISTRATIONS, span) for at, span in enumerate(spans)}
        found[Mark.TOTAL] = row(whole, sums, (all_ for _, all_ in more))
        return found

    def listed(self, labels: Iterable[Counting], *, so_far: bool, changes: bool) -> Numbers:
        """A row for each of several counts, with the windows beside."""
        spans = self.beside(so_far=so_far)
        found: Numbers = {}
        for label in labels:
            now = self.of(label, self.now)
            row: list[Any] = [now.numerator]
            for span, tells in spans:
                then = self.of(label, span)
                row += [then.numerator, *([compared(now, then)] if tells and changes else [])]
            found[(label,)] = tuple(row)
        return found

    # --- Units --------------------------------------------------------------------------------------------------------

    def by_unit(self, labels: list[Counting]) -> Numbers:
        groups = {label: grouped(label, Dimension.UNIT, self.loops) for label in labels}
        named = {key for each in groups.values() for key, got in each.items() if got.numerator or got.denominator}
        found: Numbers = {
            (unit or OFFICE,): tuple(cell(groups[label].get(unit, value(label, []))) for label in labels)
            for unit in named
        }
        if found:
            found[Mark.TOTAL] = tuple(cell(overall(label, self.loops)) for label in labels)
        return found

    def backlog(self) -> Numbers:
        ages: dict[Any, list[int]] = {}
        for case in self.loops.cases:
            if case.was_open(self.as_of):
                age = (self.as_of - case.file.registered_on).days
                ages.setdefault(case.unit or Unsaid.NO_UNIT, [0] * 4)[(age > 60) + (age > 180) + (age > 365)] += 1
        found: Numbers = {(unit,): (sum(row), *row) for unit, row in ages.items()}
        sums = [sum(row[at] for row in ages.values()) for at in range(4)]
        return {**found, Mark.TOTAL: (sum(sums), *sums)}

    def handling_times(self) -> Numbers:
        bounds = ((0, 15), (16, 30), (31, 45), (46, 60), (61, 90), (91, 10**6))
        words = ("to_15", "to_30", "to_45", "to_60", "to_90", "over_90")
        found = {(word,): [0, 0] for word in words}
        for case in self.loops.cases:
            for run in case.runs:
                if run.name != "handle" or run.fate not in {None, Fate.DONE} or not run.dated:
                    continue
                if run.stopped_on is None or not self.loops.inside(run.stopped_on):
                    continue
                days = (run.stopped_on - run.from_).days
                word = next(word for word, (first, last) in zip(words, bounds, strict=True) if first <= days <= last)
                late = run.due is None or run.stopped_on > run.due
                found[word,][late] += 1
        return {key: tuple(row) for key, row in found.items()} if any(map(any, found.values())) else {}

    def drawn(self) -> Numbers:
        """What is drawn over time, from the first week or month in which anything was."""
        labels = (Measure.REGISTERED, Measure.CLOSED, Measure.RESOLVED, Measure.OVERDUE)
        spans = []
        if self.now.span is Span.WEEK:
            spans = [
                Window(Span.WEEK, "", self.now.from_ - ONE_DAY * 7 * at, self.now.to - ONE_DAY * 7 * at)
                for at in range(12)
            ]
            names = [str((each.from_ + ONE_DAY * 3).isocalendar().week) for each in spans]
        else:
            last = self.now.last
            first = last.replace(day=1)
            for _ in range(24):
                to = (first + ONE_DAY * 31).replace(day=1)
                spans.append(Window(Span.MONTH, f"{first:%Y-%m}", first, to))
                first = (first - ONE_DAY).replace(day=1)
            if spans[0].to > self.now.to:
                spans = spans[1:]
            names = [each.name for each in spans]
        rows = [
            (name, tuple(self.of(label, span).numerator for label in labels))
            for name, span in zip(names, spans, strict=True)
            if not span.from_ <= TODAY < span.last
        ][::-1]
        begun = next((at for at, (_, row) in enumerate(rows) if any(row)), len(rows))
        return {(name,): row for name, row in rows[begun:]}

    # --- What is owed -------------------------------------------------------------------------------------------------

    def who(self, owner: Owner, owing: str | None) -> Any:
        return owing or {Owner.UNIT: Nobody.UNIT, Owner.ORGAN: Nobody.ORGAN}.get(owner, OFFICE)

    def running(self, until: dt.date) -> Iterator[tuple[Known, ClockRun, dt.date]]:
        for case in self.loops.cases:
            for run in case.runs:
                runs = run.from_ <= self.as_of and (run.stopped_on is None or run.stopped_on > self.as_of)
                if (
                    run.is_duty
                    and runs
                    and run.due
                    and run.due <= until
                    and run.fate not in {Fate.PENDING, Fate.DISPUTED}
                ):
                    yield case, run, run.due

    def disputed(self, case: Known) -> str | None:
        """Return the actor of an objection that was pending on the day of the snapshot; "" where there was none."""
        state, asked = State(), ""
        for entry in standing(case.file.history):
            if entry.on > self.as_of:
                break
            state = after(state, entry, LAW)
            if entry.did is Did.OBJECT and entry.decision is None:
                asked = entry.actor or "-"
        return asked if state.status is Status.OBJECTED else ""

    def chased(self, told: Told, case: Known) -> Any:
        """Return whom an escalation is about."""
        entry, unit = told.entry, told.unit or case.unit
        owner = LAW.owner(entry.clock) if entry.clock else Owner.UNIT
        if owner is Owner.OFFICE:
            return OFFICE
        return self.who(owner, LAW.review_by.get(unit or "") if owner is Owner.ORGAN else unit)

    def duties_by_unit(self) -> Iterator[tuple[Any, str]]:
        week = self.as_of + ONE_DAY * 7
        for _, run, due in self.running(self.as_of + ONE_DAY * 14):
            unit = self.who(run.owner, run.owing)
            if due < self.as_of:
                yield unit, "overdue"
            else:
                yield unit, "due_7" if due <= week else "due_14"
            yield unit, f"overdue_{run.name}" if due < self.as_of else f"ahead_{run.name}"

    def matters_by_unit(self) -> Iterator[tuple[Any, str]]:
        for case in self.loops.cases:
            if case.was_open(self.as_of):
                yield case.unit or OFFICE, "open"
            if asked := self.disputed(case):
                yield (case.unit if asked == "-" else asked) or OFFICE, "objections"
            for told in case.told:
                if told.entry.did is Did.EXTEND and self.loops.inside(told.entry.on):
                    yield told.unit or case.unit or OFFICE, "extensions"
                if told.entry.did is Did.ESCALATE and self.loops.inside(told.entry.on):
                    yield self.chased(told, case), f"step_{told.entry.step}"

    def units(self) -> Numbers:
        """The weekly table of units; clocks and steps are columns where there are any."""
        counted = Counter([*self.duties_by_unit(), *self.matters_by_unit()])
        seen = {column for _, column in counted}
        columns = [
            "overdue", *(f"overdue_{name}" for name in LAW.clocks if {f"overdue_{name}", f"ahead_{name}"} & seen),
            "due_7", "due_14", "open", "objections", "extensions",
            *(f"step_{step}" for step in LadderStep if f"step_{step}" in seen),
        ]  # fmt: skip
        units = {OFFICE, *(unit for unit, _ in counted), *self.changes_by_unit()}
        return totalled({(unit,): tuple(counted[unit, column] for column in columns) for unit in units})

    def accepted(self, loops: Loops) -> Iterator[Times]:
        for case in loops.cases:
            if any(told.did(Did.ACCEPT, seen=(Seen.ACCEPT,)) and loops.inside(told.entry.on) for told in case.told):
                yield Times(case, case.unit)

    def changes_by_unit(self) -> dict[Any, list[int]]:
        """What was registered, accepted, closed and resolved: now, as against the period before, in the year so far."""
        figures = (FIGURES[Volume.REGISTRATIONS], self.accepted, FIGURES[Measure.CLOSED], FIGURES[Measure.RESOLVED])
        spans = [self.now, last_period(self.now, TODAY), *([self.so_far] if self.so_far else [])]
        counts = [[self.counts_by_unit(figure, span) for span in spans] for figure in figures]
        return {
            unit: [
                number
                for now, before, *so_far in counts
                for number in (now[unit], now[unit] - before[unit], *(each[unit] for each in so_far))
            ]
            for unit in {unit for each in counts for counter in each for unit in counter}
        }

    def counts_by_unit(self, figure: Callable[[Loops], Iterable[Times]], span: Window | None) -> Counter[Any]:
        return Counter(each.unit or OFFICE for each in figure(self.in_(span))) if span else Counter()

    def changes(self) -> Numbers:
        found = self.changes_by_unit()
        wide = 4 * (3 if self.so_far else 2)
        units = {key[0] for key in self.units() if key is not Mark.TOTAL}
        return totalled({(unit,): tuple(found.get(unit, [0] * wide)) for unit in units})

    def days_ahead(self) -> Numbers:
        days = Counter(due for _, _, due in self.running(self.as_of + ONE_DAY * 30) if due >= self.as_of)
        return {(day,): (count,) for day, count in days.items()}

    def lists_of_days(self) -> tuple[Counter[tuple[str, int]], Counter[tuple[str, int]]]:
        """Overdue and soon due, each with its matter and the days."""
        week = list(self.running(self.as_of + ONE_DAY * 7))
        late = Counter((case.file.id, (self.as_of - due).days) for case, _, due in week if due < self.as_of)
        soon = Counter((case.file.id, (due - self.as_of).days) for case, _, due in week if due >= self.as_of)
        return late, soon

    def papers(self) -> Numbers:
        make, serve = Counter[Document](), Counter[Document]()
        for case in self.loops.cases:
            if not case.file.is_sealed:
                make.update(to_make_of(case.file, case.state.to_make))
                serve.update(case.state.to_serve)
        return totalled({(each,): (make[each], serve[each]) for each in {*make, *serve}}, 2)

    # --- The annual report --------------------------------------------------------------------------------------------

    def months(self) -> Numbers:
        found: Numbers = {}
        first = self.now.from_
        while first < self.now.to and first <= TODAY:
            to = min(self.now.to, (first.replace(day=1) + ONE_DAY * 31).replace(day=1))
            span = Window(Span.MONTH, "", first, to)
            labels = (Measure.REGISTERED, Outcome.CLOSED_NET, Outcome.RESOLVED_NET)
            found[(f"{first:%Y-%m}",)] = tuple(self.of(label, span).numerator for label in labels)
            first = to
        return found

    def acts(self) -> Numbers:
        pairs = {act: (self.of(act, self.now), self.of(act, self.year)) for act in Act}
        return {(act,): (now.numerator, then.numerator, compared(now, then)) for act, (now, then) in pairs.items()}

    def grounds(self) -> Numbers:
        reminders = {LadderStep.WARN, LadderStep.REMIND}
        counts = Counter(
            told.entry.ground for case in self.loops.cases for told in case.told
            if told.entry.step and told.entry.step not in reminders and self.loops.inside(told.entry.on)
        )  # fmt: skip
        return {(ground,): (count,) for ground, count in counts.items()}

    def advice(self) -> Numbers:
        worth = (Adoption.ADOPTED, Adoption.PARTLY, Adoption.REJECTED)
        found = {each: [0] * 6 for each in Advice}
        for case in self.loops.cases:
            for told in case.told:
                if told.entry.advice and self.loops.inside(told.entry.on):
                    answers = [
                        each.entry.adopted for each in case.told
                        if each.entry.answers == told.entry.n and each.entry.on <= self.as_of
                    ]  # fmt: skip
                    best = min((worth.index(each) if each else 3 for each in answers), default=4)
                    found[told.entry.advice][0] += 1
                    found[told.entry.advice][best + 1] += 1
        return {(each,): tuple(row) for each, row in found.items()}

    # --- Dockets, flags, the office's own -----------------------------------------------------------------------------

    def dockets(self, key: Callable[[Known], Iterable[Any]], *, is_total: bool = False) -> Numbers:
        now = Counter(key_ for each in FIGURES[Measure.RESOLVED](self.loops) for key_ in key(each.case))
        listed, resolved = Counter[Any](), Counter[Any]()
        for each in VARIANTS[Variant.OF_LIST](self.loops):
            for name in key(each.case):
                listed[name] += 1
                resolved[name] += bool(each.hit)
        found: Numbers = {
            (name,): (listed[name], now[name], resolved[name], ratio(resolved[name], listed[name]))
            for name in {*now, *listed}
        }
        if found and is_total:
            sums = [sum(of.values()) for of in (listed, now, resolved)]
            found[Mark.TOTAL] = (*sums, ratio(sums[2], sums[0]))
        return found

    def flags(self) -> Numbers:
        duties = expected_flags(f"{self.now.last:%Y-%m}", ProgressOf.OPEN, self.loops)
        labels = (
            Beside.DECLINED, Beside.EXTENDED, Beside.REROUTED, Beside.WITHDRAWN, Beside.ENDED, Beside.ENDED_LATE,
            Beside.DISPUTED, Beside.HELD, Beside.LAPSED,
        )  # fmt: skip
        beside = [grouped(label, Dimension.UNIT, self.loops) for label in labels]
        return {
            (unit,): (
                *(owed["rates"].get(label, ratio(0, 0)) for label in (Duty.IN_TIME, Measure.TIMELY_NOTICE, Measure.ON_TIME_CLOSE)),
                owed["overdue_duties"], owed["unanswered"], owed["no_progress"],
                *(groups.get(unit, Value(0)).numerator for groups in beside),
            )
            for unit, owed in duties.items()
        }  # fmt: skip

    def own(self) -> Numbers:
        spans = [self.now, *(span for span, _ in self.beside(so_far=False))]
        groups: dict[Any, dict[tuple[int, int], list[Times]]] = {}
        for at, label in enumerate(OWN.measures):
            for which, span in enumerate(spans):
                for each in FIGURES[label](self.in_(span)):
                    key = tuple(by.cell(keyed(by, each)) for by in OWN.by)
                    groups.setdefault(key, {}).setdefault((at, which), []).append(each)
        places = list(product(range(len(OWN.measures)), range(len(spans))))
        found: Numbers = {
            key: tuple(cell(value(OWN.measures[at], times.get((at, which), []))) for at, which in places)
            for key, times in groups.items()
        }
        if found:
            found[Mark.TOTAL] = tuple(cell(self.of(OWN.measures[at], spans[which])) for at, which in places)
        return found


def totalled(rows: Numbers, wide: int | None = None) -> Numbers:
    if not rows:
        return {Mark.TOTAL: (0,) * (wide or 0)}
    return {**rows, Mark.TOTAL: tuple(map(sum, zip(*rows.values(), strict=True)))}


def numbers(table: Table, keys: int = 1, but: Iterable[str] = ()) -> Numbers:
    """Return the numbers of a table as a recount has them."""
    at = [
        place for place, column in enumerate(table.columns)
        if place >= keys and column.kind in {Kind.NUMBER, Kind.RATE} and column.name not in but
    ]  # fmt: skip
    found: Numbers = {tuple(row[:keys]): tuple(row[place] for place in at) for row in table.rows}
    if table.total is not None:
        found[Mark.TOTAL] = tuple(table.total[place] for place in at)
    return found


@dataclass
class Asked:
    """A window and a filter, what reports tell of them, and what loops do."""

    office: Office
    name: str
    filters: Mapping[str, Any]
    keeps: Keeps

    def page(self, report: Report | OwnReport) -> Page:
        scope = Scope.of(Selection(today=TODAY, **self.filters))
        inquiry = Inquiry(
            run=self.office.db.execute, window=window(self.name), today=TODAY, office=OFFICE, law=LAW, scope=scope,
            min_cell=0, order=UNITS, flags=USUAL_FLAGS.but(progress=ProgressOf.OPEN),
        )  # fmt: skip
        return build(report, inquiry)

    def tables(self, report: Report | OwnReport) -> dict[str, Table]:
        return {table.name: table for table in self.page(report).tables}

    @cached_property
    def cases(self) -> list[Known]:
        return [case for case in self.office.known if self.keeps(case)]

    @cached_property
    def plain(self) -> Recount:
        return Recount(window(self.name), self.cases)

    def recount(self, keeps: Keeps) -> Recount:
        return Recount(window(self.name), [case for case in self.cases if keeps(case)])


@pytest.fixture(scope="module", params=TRIED, ids="-".join)
def asked(request: pytest.FixtureRequest, office: Office) -> Asked:
    name, filters = request.param
    return Asked(office, name, *FILTERED[filters])


VOLUMES = (Dimension.CHANNEL, Dimension.CLASS, Dimension.CATEGORY, Dimension.PLACE, Dimension.UNIT)


def timeliness(table: Table) -> list[Counting]:
    return [next(label for label in FIGURES if label == column.name) for column in table.columns[1:]]


def drawn(found: dict[str, Table]) -> tuple[str, Numbers]:
    """Return the table of what is drawn over time; weeks by their number."""
    name = next(each for each in ("weeks", "by_month") if each in found)
    rows = found[name].rows
    return name, {(str(getattr(row[0], "fields", {}).get("number", row[0])),): tuple(row[1:]) for row in rows}


def test_monthly(asked: Asked) -> None:
    found, plain = asked.tables(Report.MONTHLY), asked.plain
    expected = {f"by_{each}": plain.volumes(each, so_far=True) for each in VOLUMES}
    expected["visits"] = plain.listed(
        (Volume.VISITS, Volume.VISITORS, Volume.JOINT_VISITS, Volume.JOINT_VISITORS), so_far=True, changes=True
    )
    for name in ("timeliness", "satisfaction"):
        expected[name] = plain.by_unit(timeliness(found[name]))
    expected["handling_times"] = plain.handling_times()
    expected["backlog"] = plain.backlog()
    assert {name: numbers(found[name]) for name in expected} == expected
    over_time, rows = drawn(found)
    assert rows == plain.drawn()
    assert set(found) == {*expected, over_time, "beside"}


def test_annual(asked: Asked) -> None:
    found, plain = asked.tables(Report.ANNUAL), asked.plain
    expected = {f"by_{each}": plain.volumes(each, so_far=False) for each in VOLUMES}
    expected |= {"months": plain.months(), "grounds": plain.grounds(), "advice": plain.advice()}
    expected["acts"] = plain.acts()
    assert {name: numbers(found[name]) for name in expected} == expected
    assert set(found) == {*expected, "beside"}


def test_weekly(asked: Asked) -> None:
    found, plain = asked.tables(Report.WEEKLY), asked.plain
    expected = {name: getattr(plain, name)() for name in ("units", "changes", "papers", "days_ahead")}
    assert {name: numbers(found[name]) for name in expected} == expected
    late, soon = plain.lists_of_days()
    assert Counter((row[0], row[5]) for row in found["overdue"].rows) == late
    assert Counter((row[0], row[5]) for row in found["due_soon"].rows) == soon
    over_time, rows = drawn(found)
    assert rows == plain.drawn()
    assert set(found) == {*expected, "overdue", "due_soon", over_time, "beside"}


def test_measures_and_what_stands_beside(asked: Asked) -> None:
    page, plain = asked.page(Report.MONTHLY), asked.plain
    spans = {"value": plain.now, "last_period": plain.before, "last_year": plain.year, "year_so_far": plain.so_far}
    for name, span in spans.items():
        told = {figure.name: getattr(figure, name) for figure in page.figures}
        assert told == {label: plain.of(label, span) if span else None for label in Measure}
    beside = next(table for table in page.tables if table.name == "beside")
    expected = plain.listed((*Beside, *Outcome), so_far=True, changes=False)
    for undated in Undated:
        spans_ = (plain.now, *(span for span, _ in plain.beside(so_far=True)))
        expected[(undated,)] = tuple(plain.of(undated.measure, span).left_out for span in spans_)
    assert numbers(beside) == expected


def test_dockets(asked: Asked) -> None:
    found, plain = asked.tables(Report.DOCKET), asked.recount(lambda case: bool(case.file.dockets))
    wanted = asked.filters.get("docket")
    expected = {
        "dockets": plain.dockets(lambda case: [each for each in case.file.dockets if not wanted or each in wanted])
    }
    for by in (Dimension.UNIT, Dimension.PLACE, Dimension.LEAD, Dimension.SOURCE_LEVEL):
        expected[f"by_{by}"] = plain.dockets(
            lambda case, by=by: [by.cell(keyed(by, Times(case, case.unit)), OFFICE)],
            is_total=True,  # type: ignore[misc]
        )
    assert {name: numbers(found[name]) for name in expected} == expected
    assert set(found) == {*expected, "beside"}


def test_flags(asked: Asked) -> None:
    if window(asked.name).span is Span.MONTH:
        (found, _), plain = asked.tables(Report.FLAGS).values(), asked.plain
        assert numbers(found, but={"rank"}) == plain.flags()


def test_of_the_office_s_own(asked: Asked) -> None:
    found = asked.tables(OWN)["own"]
    assert numbers(found, keys=2) == asked.plain.own()
