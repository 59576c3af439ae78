"""The reports: one line each here, one file each beside, from a window and the measures to a page of tables.

Pure: a report asks what was counted and says how it stands together; how it looks is for `render`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Protocol, TypeVar

from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.words import MatterClass
from xinfang_cli.measures import variants
from xinfang_cli.measures.cautions import Beside, Undated
from xinfang_cli.measures.counting import Counting, Key, Line, Run, Scope, breakdown, breakdowns, by_members, spread
from xinfang_cli.measures.dimensions import SEVERAL, Dimension
from xinfang_cli.measures.once import ONCE_DAYS
from xinfang_cli.measures.outcomes import Outcome
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import ONE_DECIMAL, Column, Counted, Digits, Figure, Kind, Page, Row, Spot, Table, Value
from xinfang_cli.measures.variants import Variant
from xinfang_cli.measures.windows import Span, Window, is_partial, last_period, last_year, year_so_far
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office.reporting import USUAL_FLAGS, FlagRules, OwnReport
from xinfang_cli.office.rota import NO_RECEPTION, Reception
from xinfang_cli.reports.against import Against, against
from xinfang_cli.reports.sentences import called
from xinfang_cli.reports.withholding import (
    Group,
    given_away,
    hidden,
    protected,
    withheld,
    withheld_beside,
    withheld_value,
)

K = TypeVar("K")


class Report(Label):
    """A report: the word that is typed and its names."""

    WEEKLY = "weekly", "周调度", "weekly dispatch"
    MONTHLY = "monthly", "月通报", "monthly bulletin"
    FLAGS = "flags", "红黄黑", "red, yellow, black"
    LEDGER = "ledger", "两本台账", "the two ledgers"
    LISTS = "lists", "三张清单", "the three lists"
    SUPERVISION = "supervision", "督办台账", "register of supervision"
    REVIEW = "review", "复查复核", "first and final review (复查、复核)"
    DOCKET = "docket", "清单进展", "progress of dockets"
    AGENDA = "agenda", "会议议程", "agenda of a meeting"
    GATES = "gates", "逐级走访", "levels through which papers pass up (逐级走访)"
    RECEPTION = "reception", "领导接访", "leaders' reception of visitors"
    GROUPS = "groups", "专项工作组", "working groups and leaders in charge"
    ANNUAL = "annual", "年度报告", "annual report"

    @property
    def span(self) -> Span:
        """What it is about where no window is named: the last week, month or year that is over."""
        return _SPANS.get(self.value, Span.MONTH)


_SPANS = {"weekly": Span.WEEK, "annual": Span.YEAR}


class WorkingGroup(Protocol):
    """A working group (专项工作组) as config has it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def leader(self) -> str | None:
        """Who leads it."""

    @property
    def units(self) -> tuple[str, ...]:
        """Its member units."""


class WorkDocket(Protocol):
    """A list of matters that are followed together (清单) as config has it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def sent_by(self) -> str | None:
        """Who handed it down."""

    @property
    def goal(self) -> int | None:
        """Per cent of its matters that are to be resolved."""

    @property
    def target(self) -> dt.date | None:
        """By when."""


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """What a report is asked, and what it needs to answer.

    Attributes:
        run: runs a statement over the flat relations.
        window: the days it is about.
        today: the present day.
        office: name of the letters-and-visits office.
        law: the rules in force: clocks and their order, owners, review organs, calendar.
        scope: which cases count.
        commit: the workspace's commit.
        left_out: how many case files could not be read.
        min_cell: numbers of sealed matters below this are withheld.
        digits: how rates and changes are written.
        flags: the standards of red, yellow and black flags.
        variants: other ways to count some of the measures.
        once_days: how long a first-time matter is looked at after its closing.
        rank_min: a unit with fewer duties due is not ranked in a bulletin.
        goals: per cent that the office wants of some measures.
        texts: headings for the office's own words in a bulletin, with the paragraphs under them.
        order: names of units and places in the order that the office has them in.
        counted: what has been counted so far, since several parts of a page tell the same figures.
        groups: the working groups of the office, in its order.
        dockets: the lists of matters that it follows, in its order.
        reception: the rota by which leaders receive visitors, as config has it today.
        classes: where some classes count and others do not, the scope of each, and whether it is asked for.
        apart: what tells those apart who tell their own figures too, so that no sum of all gives one of them away.
        is_vast: whether a statement reads whole relations, so that few of them are asked; an office's own are looked up
            in indexes, where windows asked one by one take an eighth less than at once.
        relief: what relief was granted in a matter in the window (`law.sealing.relief_granted`), None where no key here
            opens it; none where matters cannot be opened.
    """

    run: Run
    window: Window
    today: dt.date
    office: str
    law: Law
    scope: Scope = field(default_factory=Scope)
    commit: str | None = None
    left_out: int = 0
    min_cell: int = 5
    digits: Digits = ONE_DECIMAL
    flags: FlagRules = USUAL_FLAGS
    variants: tuple[Variant, ...] = ()
    once_days: int = ONCE_DAYS
    rank_min: int = 5
    goals: Mapping[Counting, int] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    counted: dict[tuple[Line, Window], Value] = field(default_factory=dict, repr=False, compare=False)
    groups: tuple[WorkingGroup, ...] = ()
    dockets: tuple[WorkDocket, ...] = ()
    reception: Reception = NO_RECEPTION
    classes: Mapping[str, tuple[Scope, bool]] = field(default_factory=dict, repr=False, compare=False)

    apart: Key | None = None
    is_vast: bool = False
    relief: Callable[[str], list[int | None] | None] | None = field(default=None, repr=False, compare=False)

    @property
    def as_of(self) -> dt.date:
        """The day of snapshots."""
        return self.window.as_of(self.today)

    @cached_property
    def last_period(self) -> Window | None:
        """The window before."""
        return last_period(self.window, self.today)

    @cached_property
    def last_year(self) -> Window | None:
        """The same window of last year."""
        return last_year(self.window, self.today)

    def against(self, *, so_far: bool = False) -> tuple[Against, ...]:
        """Return the windows beside this one, with the year so far if that is wanted.

        Of some classes alone it is not told: from one month's to the next a small number could be worked out.
        """
        return against(self.window, self.today, so_far=so_far and not self.least and not self.classes)

    @cached_property
    def lines(self) -> Mapping[Counting, Line]:
        """How each measure is counted here, and what else hangs on settings."""
        return variants.lines(self.variants, self.once_days)

    def line_of(self, label: Counting) -> Line:
        """Return how something is counted here."""
        return self.lines.get(label, label.line)

    @property
    def least(self) -> int:
        """Numbers below this are withheld; 0 where the matters are not sealed ones alone."""
        return self.min_cell if self.scope.sealed_only else 0

    def survey(self, lines: Mapping[K, Line], window: Window | None = None) -> dict[K, Value]:
        """Return what is counted in a window; in the report's own where none is given. Nothing is counted twice."""
        return self.surveys(lines, (window or self.window,))[0]

    def surveys(self, lines: Mapping[K, Line], windows: Sequence[Window]) -> list[dict[K, Value]]:
        """Return what is counted in each of several windows, as `survey` does in one."""
        new = [each for each in windows if any((line, each) not in self.counted for line in lines.values())]
        missing = {line: line for each in new for line in lines.values() if (line, each) not in self.counted}
        if missing:

            def ask(scope: Scope, *keys: Key) -> dict[Group, dict[Line, Value]]:
                if self.is_vast:
                    asked = spread(self.run, missing, keys, new, self.today, scope)
                else:
                    asked = [breakdown(self.run, missing, keys, each, self.today, scope) for each in new]
                return {
                    (str(at), *group): values for at, groups in enumerate(asked) for group, values in groups.items()
                }

            telling = self._giving_away((), ask)
            found = self._beside(ask(self.scope), ask, telling)
            for at, window in enumerate(new):
                group = (str(at),)
                for line, value in found[group].items():
                    self.counted[line, window] = self._kept(value, is_telling=(group, line) in telling)
        return [{key: self.counted[line, window] for key, line in lines.items()} for window in windows]

    def broken_down(
        self, lines: Mapping[K, Line], by: tuple[Dimension, ...], window: Window | None = None
    ) -> dict[Group, dict[K, Value]]:
        """Return what is counted by dimensions, without what gives small numbers of sealed matters away."""
        keys = tuple(dimension.key for dimension in by)

        def ask(scope: Scope) -> dict[Group, dict[K, Value]]:
            return self._by(lines, keys, by, window or self.window, scope)

        telling = self._telling(lines, by, window or self.window)
        found = self._beside(ask(self.scope), ask, telling)
        return self._told(found, by, telling | self._running(found, by, window))

    def _by(
        self, lines: Mapping[K, Line], keys: tuple[Key, ...], by: tuple[Dimension, ...], window: Window, scope: Scope
    ) -> dict[Group, dict[K, Value]]:
        """Return what is counted by keys, of which the first are those of dimensions."""
        sets = tuple(at for at, dimension in enumerate(by) if dimension in SEVERAL)
        return by_members(self.run, lines, keys, sets, window, self.today, scope)

    def broken_down_by_each(
        self, lines: Mapping[K, Line], by: tuple[Dimension, ...], window: Window | None = None
    ) -> dict[Dimension, dict[Group, dict[K, Value]]]:
        """Return counts and rates by each of several dimensions, as `broken_down` does by one; all are read once."""
        keys = tuple(dimension.key for dimension in by)
        found = breakdowns(self.run, lines, keys, window or self.window, self.today, self.scope)
        if self.classes:
            return {dimension: self.broken_down(lines, (dimension,), window) for dimension in by}
        window = window or self.window
        return {
            dimension: self._told(
                groups,
                (dimension,),
                self._telling(lines, (dimension,), window) | self._running(groups, (dimension,), window),
            )
            for dimension, groups in zip(by, found, strict=True)
        }

    def _beside(
        self,
        found: dict[Group, dict[K, Value]],
        ask: Callable[[Scope], dict[Group, dict[K, Value]]],
        telling: frozenset[tuple[Group, K]],
    ) -> dict[Group, dict[K, Value]]:
        """Return figures of some classes without what, with those of the rest, gives small numbers away."""
        if not self.classes:
            return found
        asked = [name for name, (_, is_asked) in self.classes.items() if is_asked]
        classes = {name: ask(scope) for name, (scope, _) in self.classes.items()}
        return withheld_beside(found, classes, asked, self.min_cell, telling)

    def _running(
        self, found: Mapping[Group, Mapping[K, Value]], by: tuple[Dimension, ...], window: Window | None
    ) -> frozenset[tuple[Group, K]]:
        """Return the figures of accusations in the year so far, which tell, from month to month, how many came."""
        if not self.min_cell or Dimension.CLASS not in by or window is None or window != year_so_far(self.window):
            return frozenset()
        at = by.index(Dimension.CLASS)
        groups = (group for group in found if group[at] == MatterClass.ACCUSATION)
        return frozenset((group, key) for group in groups for key in found[group])

    def _told(
        self, found: dict[Group, dict[K, Value]], by: tuple[Dimension, ...], telling: frozenset[tuple[Group, K]]
    ) -> dict[Group, dict[K, Value]]:
        if self.least:
            return {
                group: {key: self._kept(value, is_telling=(group, key) in telling) for key, value in values.items()}
                for group, values in found.items()
            }
        if Dimension.CLASS not in by:
            return found
        at = by.index(Dimension.CLASS)
        return protected(found, self.min_cell, lambda group: group[at] == MatterClass.ACCUSATION, telling)

    def _kept(self, value: Value, *, is_telling: bool) -> Value:
        """Return a value, or nothing in its place where matters are sealed ones alone and it would tell a small one."""
        return hidden(value) if self.least and is_telling else withheld_value(value, self.least)

    def _telling(
        self, lines: Mapping[K, Line], by: tuple[Dimension, ...], window: Window
    ) -> frozenset[tuple[Group, K]]:
        """Return the figures of a table that give away a small one of somebody who tells the others."""
        keys = tuple(dimension.key for dimension in by)
        return self._giving_away(by, lambda scope, apart: self._by(lines, (*keys, apart), by, window, scope))

    def _giving_away(
        self, by: tuple[Dimension, ...], ask: Callable[[Scope, Key], dict[Group, dict[K, Value]]]
    ) -> frozenset[tuple[Group, K]]:
        """Return the figures of sealed matters that give away a small one of somebody who tells the others."""
        if self.apart is None or not (self.least or self.classes or Dimension.CLASS in by):
            return frozenset()
        scope = self.classes[MatterClass.ACCUSATION.value][0] if self.classes else self.scope
        parts: dict[tuple[Group, K], list[Value]] = {}
        for group, values in ask(scope, self.apart).items():
            for key, value in values.items():
                parts.setdefault((group[:-1], key), []).append(value)
        return frozenset(place for place, values in parts.items() if given_away(values, self.min_cell))

    def place_of(self, name: str | None) -> tuple[int, str]:
        """Return where a unit or place stands: as the office has them, those it does not know behind, by name."""
        return (self.order.index(name) if name in self.order else len(self.order)), name or ""


def build(report: Report | OwnReport, inquiry: Inquiry) -> Page:
    """Return a report's page."""
    if isinstance(report, OwnReport):
        from xinfang_cli.reports import own

        return own.build(report, inquiry)
    page: Page = import_module(f"xinfang_cli.reports.{report.value}").build(inquiry)
    return page


def paged(
    report: Report | OwnReport,
    inquiry: Inquiry,
    paragraphs: tuple[Text, ...],
    tables: tuple[Table, ...],
    spots: tuple[Spot, ...] = (),
) -> Page:
    """Return the page of a report's own tables, the measures and stamps that all carry."""
    lines = {label: inquiry.line_of(label) for label in (*Beside, *Outcome, *Measure)}
    beside = inquiry.against(so_far=report in _SO_FAR)
    values = {each.name: inquiry.survey(lines, each.window) if each.window else {} for each in beside}
    now = inquiry.survey(lines)
    page = Page(
        report=report,
        office=inquiry.office,
        period=called(inquiry.window),
        from_=inquiry.window.from_,
        to=inquiry.window.to,
        as_of=inquiry.as_of,
        calendar=inquiry.law.calendar.version,
        scope=inquiry.scope.words,
        filters=inquiry.scope.filters,
        commit=inquiry.commit,
        left_out=inquiry.left_out,
        spots=spots,
        figures=tuple(_figure(inquiry, measure, now, values) for measure in Measure),
        tables=(*tables, _beside(beside, now, values)),
        paragraphs=(*paragraphs, *_cautions(inquiry)),
        digits=inquiry.digits,
    )
    return withheld(page, inquiry.min_cell) if inquiry.scope.sealed_only else page


_SO_FAR = (Report.WEEKLY, Report.MONTHLY)
Values = Mapping[Counting, Value]


def _figure(inquiry: Inquiry, measure: Measure, now: Values, values: Mapping[str, Values]) -> Figure:
    line = inquiry.lines[measure]
    return Figure(
        name=measure,
        variant=next((variant for variant in inquiry.variants if variant.measure is measure), None),
        unit=line.unit,
        window=line.dating,
        says=line.says or measure,
        cites=line.cites,
        value=now[measure],
        **{name: found.get(measure) for name, found in values.items()},
        days=inquiry.once_days if measure is Measure.FIRST_RESOLUTION else None,
        goal=inquiry.goals.get(measure),
    )


def _beside(beside: tuple[Against, ...], now: Values, values: Mapping[str, Values]) -> Table:
    columns = (
        Column("item", Msg.HEAD_ITEM()),
        Column("unit", Msg.HEAD_UNIT_OF_COUNT()),
        Column("value", Msg.HEAD_WINDOW(), kind=Kind.NUMBER),
        *(Column(each.name, each.head, kind=Kind.NUMBER) for each in beside),
    )
    rows = tuple(_beside_rows([now, *(values[each.name] for each in beside)]))
    return Table("beside", Msg.TABLE_BESIDE(), columns, rows, is_sparse=True)


def _beside_rows(values: list[Values]) -> Iterator[Row]:
    for item in (*Beside, *Outcome):
        found = [before.get(item) for before in values]
        yield (item, item.line.unit, *(value and value.numerator for value in found))
    for left_out in Undated:
        found = [before.get(left_out.measure) for before in values]
        yield (left_out, Counted.DUTIES, *(value and value.left_out for value in found))


def _cautions(inquiry: Inquiry) -> Iterator[Text]:
    if is_partial(inquiry.window, inquiry.today):
        yield Msg.PARTIAL_WINDOW(day=inquiry.as_of)
