"""Every rate and count as one row: what it counts of what, on which day, and where the formula comes from.

The rows are SQL predicates over the flat relations of the index (`cases`, `clocks`, `events`; days are ISO text, flags
0 and 1), in the SQL that SQLite, DuckDB and Spark SQL share. The same text therefore counts in each of them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from xinfang_cli.labels import Label
from xinfang_cli.table import Both, Counted, Value
from xinfang_cli.windows import Window

Run = Callable[[str, Mapping[str, object]], Iterable[tuple[Any, ...]]]
"""Runs one statement with named values (`:from`) and returns its rows."""

K = TypeVar("K")


class Dating(Label):
    """Which day decides whether something falls into a window."""

    REGISTERED = "R", "按登记日", "by day of registration"
    DUE = "D", "按到期日", "by deadline"
    EVENT = "E", "按发生日", "by day of the event"
    SNAPSHOT = "S", "截至期末", "as of the window's end"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases count: a condition over the columns of `cases`, with its values.

    Attributes:
        where: the condition; empty for all.
        params: its values by name.
        sealed_only: whether it leaves sealed matters alone, so that small numbers are withheld.
    """

    where: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    sealed_only: bool = False

    def applied(self, source: str) -> str:
        """Return a source with the condition in the places that a source has for it."""
        cases = f"(SELECT * FROM cases WHERE {self.where})" if self.where else "cases"  # noqa: S608  # bound values
        of_clock = f" JOIN {cases} AS c ON c.id = k.case_id" if self.where else ""
        of_event = f" JOIN {cases} AS c ON c.id = e.case_id" if self.where else ""
        return source.replace("{cases}", cases).replace("{of_clock}", of_clock).replace("{of_event}", of_event)


def _rated(events: str) -> str:
    return f"({events}.did = 'rate' OR ({events}.did = 'observed' AND {events}.what = 'rated'))"


def _day_number(day: str) -> str:
    """Return SQL for the number of a day: no function for it is common to the three engines, nor is integer division.

    Years begin in March, so that the leap day is the last of its year.
    """
    year, month = f"CAST(SUBSTR({day}, 1, 4) AS INTEGER)", f"CAST(SUBSTR({day}, 6, 2) AS INTEGER)"
    shifted = f"({year} - CASE WHEN {month} < 3 THEN 1 ELSE 0 END)"
    months = f"(({month} + 9) % 12 * 306 + 5)"

    def whole(number: str, by: int) -> str:
        return f"({number} - {number} % {by}) / {by}"

    leaps = f"{whole(shifted, 4)} - {whole(shifted, 100)} + {whole(shifted, 400)}"
    return f"(365 * {shifted} + {leaps} + {whole(months, 10)} + CAST(SUBSTR({day}, 9, 2) AS INTEGER))"


# Sources. `{cases}`, `{of_clock}` and `{of_event}` take the condition of a `Scope`.
CASES = "{cases} AS c"
CLOCKS = "clocks AS k{of_clock}"
CLOCKS_OF_CASES = "clocks AS k JOIN {cases} AS c ON c.id = k.case_id"
EVENTS = "events AS e{of_event}"
EVENTS_OF_CASES = "events AS e JOIN {cases} AS c ON c.id = e.case_id"
# In two arms, not with OR, and here and elsewhere with COALESCE to turn an index down: so each arm is one short range
# of the right index, however many clocks there are. That a clock was stopped after its due date follows from the rest;
# said outright, it lets an index hold the late ones only.
_OVERDUE = """(
 SELECT k.case_id FROM clocks AS k{of_clock} WHERE k.kind = 'duty' AND k.stopped_on IS NULL AND k.due < :as_of
 UNION
 SELECT k.case_id FROM clocks AS k{of_clock} WHERE k.kind = 'duty' AND k.stopped_on > k.due AND k.stopped_on > :as_of
 AND COALESCE(k.due, :as_of) < :as_of
) AS late"""
# A matter that was rated twice counts once, as it was rated last.
_RATINGS = f"""(
 SELECT COALESCE(e.of, 'unit') AS body, e.value AS answer, ROW_NUMBER() OVER (
  PARTITION BY e.case_id, COALESCE(e.of, 'unit') ORDER BY e.on_day DESC, e.at_day DESC, e.n DESC) AS newness
 FROM events AS e{{of_event}} WHERE {_rated("e")} AND e.on_day >= :from AND e.on_day < :to
) AS r"""  # noqa: S608  # made of constants
_IN_TIME = "(e.on_day <= k.due AND (e.on_day >= k.from_on OR e.dated = 0))"
_RATING_WINDOWS = f"""(
 SELECT MAX(CASE WHEN {_rated("e")} AND {_IN_TIME} AND COALESCE(e.of, 'unit') = 'unit' THEN 1 ELSE 0 END) AS of_unit,
 MAX(CASE WHEN {_rated("e")} AND {_IN_TIME} AND e.of = 'office' THEN 1 ELSE 0 END) AS of_office
 FROM clocks AS k{{of_clock}} LEFT JOIN events AS e ON e.case_id = k.case_id
 WHERE k.clock = 'rate_open' AND k.due >= :from AND k.due < :to AND k.due <= :as_of
 GROUP BY COALESCE(k.case_id, ''), k.n
) AS w"""  # noqa: S608  # made of constants
_MEDIAN = f"""SELECT AVG(ranked.days), MAX(ranked.total) FROM (
 SELECT spans.days, ROW_NUMBER() OVER (ORDER BY spans.days) AS place, COUNT(*) OVER () AS total FROM (
  SELECT {_day_number("k.stopped_on")} - {_day_number("k.from_on")} AS days FROM clocks AS k{{of_clock}}
  WHERE k.clock = 'handle' AND k.stopped_on >= :from AND k.stopped_on < :to AND k.dated = 1
 ) AS spans
) AS ranked WHERE 2 * ranked.place >= ranked.total AND 2 * ranked.place <= ranked.total + 2"""  # noqa: S608
CLOSED_BY_END = "c.is_closed = 1 AND (c.closed_on IS NULL OR c.closed_on < :to)"
RESOLVED_BY_END = "c.resolved = 1 AND (c.resolved_on IS NULL OR c.resolved_on < :to)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: a count (`hit` is None), a rate, or a median.

    Attributes:
        dating: which day decides.
        source: where it counts.
        day: the column of that day; None where the source holds the window already.
        base: what counts, or the denominator.
        hit: what of it makes the numerator.
        dated: a flag that is 0 where a day is unknown; such lines are counted apart.
        amount: what one line counts for.
        is_median: whether it is the median, which has its own statement.
        unit: what the numbers count.
        cites: where the formula comes from.
        says: the definition in words.
    """

    dating: Dating
    source: str
    day: str | None = None
    base: str = "1 = 1"
    hit: str | None = None
    dated: str | None = None
    amount: str = "1"
    is_median: bool = False
    unit: Counted = Counted.MATTERS
    cites: str = ""
    says: Both | None = None


class Counting(Label):
    """A label with the row that counts it."""

    line: Line

    def __new__(cls, word: str, zh: str, en: str, line: Line) -> Self:
        """Make the member from its names and row."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.zh, member.en, member.line = zh, en, line
        return member


class Measure(Counting):
    """The measures that every report carries, in the order they are printed."""

    # fmt: off
    TIMELY_ROUTE = "timely_route", "及时转送率", "routed in time", Line(
        dating=Dating.DUE, source=CLOCKS, day="k.due", base="k.clock = 'route'", hit="k.stopped_on <= k.due",
        dated="k.dated", unit=Counted.PERCENT, cites="信访工作条例第22条",
        says=Both(
            "登记转送期限在本期到期的,按期完成的占比;到期未办的在分母内",
            "of the disposition deadlines that fall in the window, those met; overdue and open are in the base",
        ),
    )
    TIMELY_NOTICE = "timely_notice", "及时告知率", "told in time", Line(
        dating=Dating.DUE, source=CLOCKS, day="k.due", base="SUBSTR(k.clock, 1, 7) = 'notify_'",
        hit="k.stopped_on <= k.due", dated="k.dated", unit=Counted.PERCENT, cites="信访工作条例第23条",
        says=Both(
            "告知期限在本期到期的,按期完成的占比;到期未办的在分母内",
            "of the notice deadlines that fall in the window, those met; overdue and open are in the base",
        ),
    )
    ON_TIME_CLOSE = "on_time_close", "按期办结率", "handled in time", Line(
        dating=Dating.DUE, source=CLOCKS_OF_CASES, day="k.due",
        base="k.clock = 'handle' AND COALESCE(c.first_time, 1) = 1", hit="k.stopped_on <= k.due", dated="k.dated",
        unit=Counted.PERCENT, cites="信访工作条例第34条;省级考核系统口径(2020)",
        says=Both(
            "初次信访办理期限(含延期)在本期到期的,按期办结的占比;超期未办结的在分母内;未注明初次的按初次计",
            "of the handling deadlines of first-time matters that fall in the window (as extended), those met;"
            " overdue and open are in the base; unknown counts as first-time",
        ),
    )
    CLOSE_RATE = "close_rate", "办结率", "close rate", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", hit=CLOSED_BY_END, unit=Counted.PERCENT,
        cites="各地通报口径,以登记为分母", says=Both(
            "本期登记的,期末前已办结的占比;办结日期不明的计入",
            "of the matters registered in the window, those closed by its end; closings of an unknown day count",
        ),
    )
    RESOLVED_RATE = "resolved_rate", "化解率", "resolution rate", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", hit=RESOLVED_BY_END, unit=Counted.PERCENT,
        cites="各地通报口径,以登记为分母,依据另列", says=Both(
            "本期登记的,期末前已化解的占比;依据另列;化解日期不明的计入",
            "of the matters registered in the window, those resolved by its end, on the bases listed apart;"
            " resolutions of an unknown day count",
        ),
    )
    SATISFACTION = "satisfaction", "满意率(责任单位)", "satisfied with the unit", Line(
        dating=Dating.EVENT, source=_RATINGS, base="r.newness = 1 AND r.body = 'unit'",
        hit="r.answer IN ('satisfied', 'basic')", unit=Counted.PERCENT, cites="省级考核系统口径(2020)",
        says=Both(
            "本期评价责任单位的,满意和基本满意的占比;一件多次评价取最后一次",
            "of the matters whose unit was rated in the window, those rated satisfied or basically satisfied;"
            " the last rating of a matter counts",
        ),
    )
    SATISFACTION_OFFICE = "satisfaction_office", "满意率(信访部门)", "satisfied with the office", Line(
        dating=Dating.EVENT, source=_RATINGS, base="r.newness = 1 AND r.body = 'office'",
        hit="r.answer IN ('satisfied', 'basic')", unit=Counted.PERCENT, cites="省级考核系统口径(2020)",
        says=Both(
            "本期评价信访部门的,满意和基本满意的占比;一件多次评价取最后一次",
            "of the matters where the office was rated in the window, those rated satisfied or basically satisfied;"
            " the last rating of a matter counts",
        ),
    )
    RATING_SHARE = "rating_share", "参评率(责任单位)", "unit rated", Line(
        dating=Dating.DUE, source=_RATING_WINDOWS, hit="w.of_unit = 1", unit=Counted.PERCENT,
        cites="省级考核系统口径(2020)", says=Both(
            "评价期在本期届满的,期内已评价责任单位的占比",
            "of the matters whose time for rating ended in the window, those where the unit was rated in it",
        ),
    )
    RATING_SHARE_OFFICE = "rating_share_office", "参评率(信访部门)", "office rated", Line(
        dating=Dating.DUE, source=_RATING_WINDOWS, hit="w.of_office = 1", unit=Counted.PERCENT,
        cites="省级考核系统口径(2020)", says=Both(
            "评价期在本期届满的,期内已评价信访部门的占比",
            "of the matters whose time for rating ended in the window, those where the office was rated in it",
        ),
    )
    ONLINE_SHARE = "online_share", "网上信访占比", "online", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on",
        base="c.channel IN ('letter', 'visit', 'online')", hit="c.channel = 'online'", unit=Counted.PERCENT,
        cites="省级考核系统口径(2020)", says=Both(
            "本期登记的来信、来访、网上信访中,网上信访的占比",
            "of the letters, visits and online matters registered in the window, those that came online",
        ),
    )
    REPEAT_SHARE = "repeat_share", "重复信访占比", "not first-time", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", hit="c.first_time = 0", unit=Counted.PERCENT,
        cites="省级考核系统口径(2020)", says=Both(
            "本期登记的,非初次的占比;未注明初次的按初次计",
            "of the matters registered in the window, those that are not first-time; unknown counts as first-time",
        ),
    )
    REGISTERED = "registered", "登记", "registered", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", unit=Counted.REGISTRATIONS,
        cites="信访工作条例第21条", says=Both(
            "本期登记的件次,含重复",
            "registrations in the window, repeats included",
        ),
    )
    CLOSED = "closed", "办结", "closed", Line(
        dating=Dating.EVENT, source=CASES, day="c.closed_on", base="c.is_closed = 1", cites="信访工作条例第34条",
        says=Both(
            "本期办结的;办结日期不明的不计",
            "matters closed in the window; closings of an unknown day do not count",
        ),
    )
    RESOLVED = "resolved", "化解", "resolved", Line(
        dating=Dating.EVENT, source=CASES, day="c.resolved_on", base="c.resolved = 1", cites="各地通报口径",
        says=Both(
            "本期化解的;化解日期不明的不计",
            "matters resolved in the window; those of an unknown day do not count",
        ),
    )
    OVERDUE = "overdue", "超期", "overdue", Line(
        dating=Dating.SNAPSHOT, source=_OVERDUE, cites="信访工作条例第22、23、34至36条",
        says=Both(
            "期末有职责期限已过而未完成的件数",
            "matters with a duty past due and not done as of the window's end",
        ),
    )
    MEDIAN_DAYS = "median_days", "办理天数中位数", "median days of handling", Line(
        dating=Dating.EVENT, source=CLOCKS, day="k.stopped_on", base="k.clock = 'handle'", dated="k.dated",
        is_median=True, unit=Counted.DAYS, cites="地方月度通报的平均办理时限,改取中位数",
        says=Both(
            "本期办理期限停止的,自受理起天数的中位数",
            "median days from acceptance of the handling that ended in the window",
        ),
    )
    # fmt: on


def measure(run: Run, line: Line, window: Window, today: dt.date, scope: Scope | None = None) -> Value:
    """Return one measure of a window."""
    return survey(run, {line: line}, window, today, scope)[line]


def survey(
    run: Run, lines: Mapping[K, Line], window: Window, today: dt.date, scope: Scope | None = None
) -> dict[K, Value]:
    """Return several measures of a window; those that read the same lines share one statement."""
    scope = scope or Scope()
    params = {**scope.params, **bounds(window, today)}
    found: dict[K, Value] = {}
    plain = {key: line for key, line in lines.items() if not line.is_median}
    places = dict.fromkeys((line.source, line.day) for line in plain.values())
    for source, day in places:
        together = [key for key, line in plain.items() if (line.source, line.day) == (source, day)]
        sums = next(iter(run(scope.applied(_statement(source, day, [plain[key] for key in together])), params)))
        found |= {key: _value(plain[key], *sums[3 * at : 3 * at + 3]) for at, key in enumerate(together)}
    for key, line in lines.items():
        if line.is_median:
            found[key] = _median(run, line, scope, params)
    return {key: found[key] for key in lines}


def bounds(window: Window, today: dt.date) -> dict[str, str]:
    """Return a window's values for statements: `:from`, `:to` and `:as_of`."""
    return {"from": str(window.from_), "to": str(window.to), "as_of": str(window.as_of(today))}


def _statement(source: str, day: str | None, lines: list[Line]) -> str:
    sums = ", ".join(part for line in lines for part in _sums(line))
    bases = " OR ".join(dict.fromkeys(f"({line.base})" for line in lines))
    within = f" AND {day} >= :from AND {day} < :to" if day else ""
    return f"SELECT {sums} FROM {source} WHERE ({bases}){within}"  # noqa: S608  # rows of this module; values are bound


def _sums(line: Line) -> tuple[str, str, str]:
    base = f"({line.base})"
    dated = f"{base} AND {line.dated} = 1" if line.dated else base
    return (
        _sum(dated, line.amount),
        _sum(f"{dated} AND {line.hit}") if line.hit else "0",
        _sum(f"{base} AND {line.dated} = 0") if line.dated else "0",
    )


def _sum(condition: str, amount: str = "1") -> str:
    return f"COALESCE(SUM(CASE WHEN {condition} THEN {amount} ELSE 0 END), 0)"


def _value(line: Line, base: int, hits: int, left_out: int) -> Value:
    if line.hit:
        return Value(int(hits), int(base), is_rate=True, left_out=int(left_out))
    return Value(int(base), left_out=int(left_out))


def _median(run: Run, line: Line, scope: Scope, params: Mapping[str, object]) -> Value:
    days, total = next(iter(run(scope.applied(_MEDIAN), params)))
    undated = scope.applied(_statement(line.source, line.day, [line]))
    left_out = next(iter(run(undated, params)))[2]
    half = None if days is None else float(days)
    return Value(int(half) if half is not None and half.is_integer() else half, int(total or 0), left_out=int(left_out))
