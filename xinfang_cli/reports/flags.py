"""红黄黑: how units did their duties, against the standards that the office has set in config.

Judged are duties alone: told in time, handled in time, what is overdue, supervisions unanswered, monthly progress
missing. How many people came, how often, and how satisfied they were is no part of it and never will be: a unit that
is judged by that learns to keep people away. Each flag says its reasons in figures; what is too little to judge is not.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from xinfang_cli.labels import Label
from xinfang_cli.measures.cautions import BESIDE_DEADLINES
from xinfang_cli.measures.counting import Counting, bounds
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Cell, Column, Counted, Page, Row, Table, Value
from xinfang_cli.measures.tones import Tone
from xinfang_cli.measures.volumes import Duty
from xinfang_cli.measures.windows import Window, windows_back
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office.reporting import FlagRules, Standard
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.bulletin import of_units
from xinfang_cli.reports.owed import UNANSWERED, month_bounds, no_progress, reported_months
from xinfang_cli.reports.parts import column_of, lines_of, number, shown, variant_of
from xinfang_cli.reports.sentences import called, period, rate, shortened


class Flag(Label):
    """What a unit gets."""

    RED = "red", "红", "red"
    YELLOW = "yellow", "黄", "yellow"
    BLACK = "black", "黑", "black"
    NONE = "none", "不评", "not judged"

    @property
    def tone(self) -> Tone:
        """What it means to those who look at it."""
        return Tone.of(self.value)


class CountedDuty(Label):
    """Duties that are counted, not rated; the word is the column's name."""

    OVERDUE = "overdue_duties", "超期职责", "overdue duties"
    UNANSWERED = "unanswered", "督办未回复", "supervisions unanswered"
    NO_PROGRESS = "no_progress", "缺月进展", "without the month's progress"


_NAMED = 60
"""So many units of a flag are named in a sentence: all of a county's; those of a province stand in the table."""
_COUNTED = {
    CountedDuty.OVERDUE: Counted.DUTIES,
    CountedDuty.UNANSWERED: Counted.TIMES,
    CountedDuty.NO_PROGRESS: Counted.MATTERS,
}
_RATES: tuple[Counting, ...] = (Duty.IN_TIME, Measure.TIMELY_NOTICE, Measure.ON_TIME_CLOSE)
# In arms, as in `measures`: what runs still, and what was done late and only after that day.
_OVERDUE = """SELECT late.owing, COUNT(*) FROM (
 SELECT k.owing FROM clocks AS k{of_clock}
 WHERE k.kind = 'duty' AND k.owner = 'unit' AND k.stopped_on IS NULL AND k.due < :as_of
 AND k.excused_to < :as_of AND k.fate IS NULL
 UNION ALL
 SELECT k.owing FROM clocks AS k{of_clock} WHERE k.kind = 'duty' AND k.owner = 'unit'
 AND k.stopped_on > k.due AND k.stopped_on > :as_of AND COALESCE(k.due, :as_of) < :as_of
 AND k.excused_to < :as_of AND k.fate <> 'disputed'
) AS late GROUP BY late.owing"""
# Past the day that was set for the answer, or so many days after the letter; a letter about a duty of the office or of
# a review organ is not the unit's to answer.
_UNANSWERED = f"""SELECT COALESCE(e.unit, c.unit), COUNT(*) FROM {UNANSWERED}
 AND (r.reply_due < :as_of OR (r.reply_due IS NULL AND e.on_day < :answer_by))
 AND NOT EXISTS (SELECT 1 FROM clocks AS o WHERE o.case_id = e.case_id AND o.clock = e.clock AND o.owner <> 'unit')
 GROUP BY COALESCE(e.unit, c.unit)"""  # noqa: S608  # made of constants


@dataclass(frozen=True)
class Duties:
    """How a unit did its duties in a window."""

    rates: Mapping[Counting, Value]
    owed: Mapping[CountedDuty, int]

    def shortfalls(self, standard: Standard, inquiry: Inquiry) -> Iterator[Text]:
        """Return in what it falls short of a standard, in words with figures."""
        for owed, bound in _counts(standard).items():
            if bound is not None and self.owed[owed] >= bound:
                yield Msg.FLAG_COUNT(duty=owed, count=self.owed[owed], unit=_COUNTED[owed], bound=bound)
        for label, percent in _percents(standard).items():
            value = self.rates[label]
            if percent is not None and _is_under(value, percent, inquiry.flags.min_base):
                said = rate(value, digits=inquiry.digits)
                yield Msg.FLAG_RATE(measure=variant_of(inquiry, label), rate=said, bound=percent)

    @property
    def due(self) -> int:
        """How many duties fell due."""
        return self.rates[Duty.IN_TIME].denominator or 0


def _percents(standard: Standard) -> Mapping[Counting, int | None]:
    return {
        Duty.IN_TIME: standard.duties_in_time,
        Measure.TIMELY_NOTICE: standard.timely_notice,
        Measure.ON_TIME_CLOSE: standard.on_time_close,
    }


def _counts(standard: Standard) -> Mapping[CountedDuty, int | None]:
    return {
        CountedDuty.OVERDUE: standard.overdue,
        CountedDuty.UNANSWERED: standard.unanswered,
        CountedDuty.NO_PROGRESS: standard.no_progress,
    }


def _is_under(value: Value, percent: int, least: int) -> bool:
    base = value.denominator or 0
    return base >= max(least, 1) and (value.numerator or 0) * 100 < percent * base


@dataclass(frozen=True)
class Judged:
    """A unit with its duties, its flag and the reasons for it."""

    unit: str
    duties: Duties
    flag: Flag
    reasons: tuple[Text, ...]
    before: tuple[Flag, ...]  # by the standards of each window alone, the latest first


@dataclass(frozen=True)
class _Flags:
    """The flags of a window and of those before it."""

    inquiry: Inquiry

    @property
    def rules(self) -> FlagRules:
        return self.inquiry.flags

    @cached_property
    def windows(self) -> list[Window]:
        return windows_back(self.inquiry.window, max(self.rules.black_after, 1))

    @cached_property
    def found(self) -> list[dict[str, Duties]]:
        return [_duties(self.inquiry, window) for window in self.windows]

    def judged(self) -> list[Judged]:
        """Return every unit with a duty in the window, those that did best first, those not judged last."""
        units = [self._judged(unit) for unit in self.found[0]]
        return sorted(units, key=lambda each: (*self._group(each), _standing(each), self.inquiry.place_of(each.unit)))

    def is_small(self, judged: Judged) -> bool:
        """Whether a unit had too few duties to be ranked."""
        return judged.duties.due < max(self.rules.min_base, 1)

    def _group(self, judged: Judged) -> tuple[bool, bool]:
        """Those with too few duties stand behind, and of them first the ones that got a flag all the same."""
        is_small = self.is_small(judged)
        return is_small, is_small and judged.flag is Flag.NONE

    def _judged(self, unit: str) -> Judged:
        flags = [self._alone(found[unit]) if unit in found else (Flag.NONE, ()) for found in self.found]
        (flag, reasons), *earlier = flags
        before = tuple(each for each, _ in earlier)
        short = [each in {Flag.YELLOW, Flag.BLACK} for each, _ in flags]
        if flag is Flag.YELLOW and len(short) == self.rules.black_after > 1 and all(short):
            names = [window.name for window in self.windows[1:]]
            flag, reasons = Flag.BLACK, (Msg.FLAG_RUNNING(count=len(short), windows=names), *reasons)
        return Judged(unit, self.found[0][unit], flag, reasons, before)

    def _alone(self, duties: Duties) -> tuple[Flag, tuple[Text, ...]]:
        """Return the flag of one window, whatever was before it."""
        for flag, standard in ((Flag.BLACK, self.rules.black), (Flag.YELLOW, self.rules.yellow)):
            reasons = tuple(duties.shortfalls(standard, self.inquiry))
            if reasons:
                return flag, reasons
        if duties.due < max(self.rules.min_base, 1):
            return Flag.NONE, (Msg.FLAG_FEW(count=duties.due, least=self.rules.min_base),)
        said = rate(duties.rates[Duty.IN_TIME], digits=self.inquiry.digits)
        return Flag.RED, (Msg.FLAG_GOOD(title=Duty.IN_TIME, rate=said),)


def _standing(judged: Judged) -> tuple[float, int]:
    return (-(judged.duties.rates[Duty.IN_TIME].rate or 0), judged.duties.owed[CountedDuty.OVERDUE])


def _duties(inquiry: Inquiry, window: Window) -> dict[str, Duties]:
    """Return how each unit did in a window; the office, review organs and units beyond its power get no flags."""
    lines = {label: of_units(line) for label, line in lines_of(inquiry, _RATES).items()}
    rated = inquiry.broken_down(lines, (Dimension.UNIT,), window)
    owed = {
        CountedDuty.OVERDUE: Counter(dict(_rows(inquiry, window, _OVERDUE))),
        CountedDuty.UNANSWERED: Counter(dict(_rows(inquiry, window, _UNANSWERED))),
        CountedDuty.NO_PROGRESS: _without_progress(inquiry, window),
    }
    units = {group[0] for group in rated}.union(*owed.values()) - {None, inquiry.office} - inquiry.law.beyond
    nothing = {label: Value(0, 0, is_rate=True) for label in lines}
    found = {}
    for unit in units:
        values = rated.get((unit,), nothing)
        counts = {label: owed[label][unit] for label in CountedDuty}
        if values[Duty.IN_TIME].denominator or any(counts.values()):
            found[str(unit)] = Duties(values, counts)
    return found


def _without_progress(inquiry: Inquiry, window: Window) -> Counter[Any]:
    """Return the matters, by unit, that owe a month's progress; one counts for each month that it owes."""
    sql = f"SELECT c.unit, COUNT(*) FROM {no_progress(inquiry.flags.progress)} GROUP BY c.unit"  # noqa: S608  # ours
    found: Counter[Any] = Counter()
    for month in reported_months(window, inquiry.today):
        found.update(dict(_rows(inquiry, window, sql, **month_bounds(month))))
    return found


def _rows(inquiry: Inquiry, window: Window, sql: str, **more: str) -> Iterator[tuple[Any, ...]]:
    as_of = window.as_of(inquiry.today)
    answer_by = as_of - min(dt.timedelta(inquiry.flags.answer_days), as_of - dt.date.min)
    params = {**inquiry.scope.params, **bounds(window, inquiry.today), "answer_by": str(answer_by), **more}
    return iter(inquiry.run(inquiry.scope.applied(sql), params))


def build(inquiry: Inquiry) -> Page:
    """Return the page of flags; numbers of sealed matters alone are no ground to judge a unit by."""
    flags = _Flags(inquiry)
    judged = [] if inquiry.scope.sealed_only else flags.judged()
    return paged(Report.FLAGS, inquiry, tuple(_paragraphs(flags, judged)), (_table(flags, judged),))


def _table(flags: _Flags, judged: list[Judged]) -> Table:
    inquiry = flags.inquiry
    lines = {item: item.line for item in BESIDE_DEADLINES}
    beside = inquiry.broken_down(lines, (Dimension.UNIT,)) if judged else {}
    nothing = dict.fromkeys(BESIDE_DEADLINES, Value(0))
    columns = (
        Column("unit", Dimension.UNIT),
        number("rank", Msg.HEAD_RANK()),
        Column("flag", Msg.HEAD_FLAG()),
        Column("reasons", Msg.HEAD_REASONS()),
        *(Column(f"before_{at}", called(window)) for at, window in enumerate(flags.windows[1:], start=1)),
        *(column_of(label, title=variant_of(inquiry, label)) for label in _RATES),
        *(number(owed.value, owed, _COUNTED[owed], Tone.LATE) for owed in CountedDuty),
        *(number(item.value, item, item.line.unit) for item in BESIDE_DEADLINES),
    )
    rows: tuple[Row, ...] = tuple(
        (
            each.unit,
            rank,
            each.flag,
            Msg.JOINED(parts=list(each.reasons)),
            *_padded(each.before, len(flags.windows) - 1),
            *each.duties.rates.values(),
            *each.duties.owed.values(),
            *(shown(value) for value in beside.get((each.unit,), nothing).values()),
        )
        for rank, each in _ranked(flags, judged)
    )
    return Table("flags", Msg.TABLE_FLAGS(), columns, rows)


def _padded(before: tuple[Flag, ...], count: int) -> tuple[Cell, ...]:
    return (*before, *(None for _ in range(count - len(before))))


def _ranked(flags: _Flags, judged: list[Judged]) -> Iterator[tuple[int | None, Judged]]:
    """Number the units; those that did alike share a place, those with too few duties have none."""
    place = 1
    for (is_small, _), alike in groupby(judged, key=lambda each: (flags.is_small(each), _standing(each))):
        units = list(alike)
        yield from ((None if is_small else place, each) for each in units)
        place += len(units)


def _paragraphs(flags: _Flags, judged: list[Judged]) -> Iterator[Text]:
    inquiry, rules = flags.inquiry, flags.rules
    if inquiry.scope.sealed_only:
        yield Msg.FLAGS_SEALED()
        return
    by_flag = {flag: [each.unit for each in judged if each.flag is flag] for flag in Flag}
    yield Msg.FLAGS_SUMMARY(
        period=period(inquiry.window),
        units=len(judged),
        **{flag.value: len(units) for flag, units in by_flag.items()},
        black_units=shortened(by_flag[Flag.BLACK], _NAMED) or Msg.NONE_OF_THEM(),
        yellow_units=shortened(by_flag[Flag.YELLOW], _NAMED) or Msg.NONE_OF_THEM(),
        red_units=shortened(by_flag[Flag.RED], _NAMED) or Msg.NONE_OF_THEM(),
    )
    yield Msg.FLAGS_STANDARD(
        yellow=_standard(rules.yellow, inquiry),
        black=_standard(rules.black, inquiry),
        least=rules.min_base,
    )
    if rules.black_after > 1:
        yield Msg.FLAGS_RUNNING(count=rules.black_after)
    yield Msg.FLAGS_DUTIES_ONLY()


def _standard(standard: Standard, inquiry: Inquiry) -> list[Text]:
    rates = ((variant_of(inquiry, label), bound) for label, bound in _percents(standard).items())
    counts = _counts(standard).items()
    return [
        *(Msg.STANDARD_RATE(measure=title, bound=bound) for title, bound in rates if bound is not None),
        *(
            Msg.STANDARD_COUNT(duty=owed, bound=bound, unit=_COUNTED[owed])
            for owed, bound in counts
            if bound is not None
        ),
    ]
