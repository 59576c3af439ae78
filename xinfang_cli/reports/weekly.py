"""周调度: what is late, by unit and one by one; what falls due; what was done in the window; documents that wait.

Units stand in the order of their overdue duties, then by name; never by how many people complained. The letters-
and-visits office's own duties are a row like any other.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import clock_name
from xinfang_cli.law.words import LadderStep
from xinfang_cli.measures.outcomes import CLOSED, RESOLVED
from xinfang_cli.measures.table import Chart, Column, Counted, Kind, Mark, Page, Row, Shape, Spot, Table
from xinfang_cli.measures.tones import SOON_DAYS, Tone
from xinfang_cli.measures.windows import year_so_far
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.owed import not_ended
from xinfang_cli.reports.papers import papers
from xinfang_cli.reports.registers import AHEAD, Asked, FreshRows, ahead
from xinfang_cli.reports.sentences import listed
from xinfang_cli.reports.trends import trend

_ONE_WEEK = dt.timedelta(days=SOON_DAYS)


class Head(Label):
    """The columns that do not hang on config or data; the word is the column's name."""

    UNIT = "unit", "单位", "unit"
    OPEN = "open", "在办", "open"
    DUE_7 = "due_7", "7日内到期", "due in 7 days"
    DUE_14 = "due_14", "8至14日到期", "due in 8 to 14 days"
    OVERDUE = "overdue", "超期", "overdue"
    OBJECTIONS = "objections", "待审异议", "objections pending"
    EXTENSIONS = "extensions", "本期延期", "extended in the window"
    REGISTERED = "registered", "登记", "registered"
    REGISTERED_CHANGE = "registered_change", "较上期", "change"
    REGISTERED_SO_FAR = "registered_so_far", "累计", "year so far"
    ACCEPTED = "accepted", "受理", "accepted"
    ACCEPTED_CHANGE = "accepted_change", "较上期", "change"
    ACCEPTED_SO_FAR = "accepted_so_far", "累计", "year so far"
    CLOSED = "closed", "办结", "closed"
    CLOSED_CHANGE = "closed_change", "较上期", "change"
    CLOSED_SO_FAR = "closed_so_far", "累计", "year so far"
    RESOLVED = "resolved", "化解", "resolved"
    RESOLVED_CHANGE = "resolved_change", "较上期", "change"
    RESOLVED_SO_FAR = "resolved_so_far", "累计", "year so far"
    ID = "id", "编号", "id"
    TITLE = "title", "标题", "title"
    DAY = "day", "日期", "day"
    WEEKDAY = "weekday", "星期", "weekday"
    FALLS_DUE = "falls_due", "到期", "due"
    DAYS_LEFT = "days_left", "还剩", "left"
    DUTY = "duty", "职责", "duty"
    DUE = "due", "到期日", "due"
    DAYS_LATE = "days_late", "超期", "late"
    REMARK = "remark", "备注", "remark"


OVERDUE_OF = f"{Head.OVERDUE.value}_"
"""How the columns begin that have what is overdue of each duty."""


class Weekday(Label):
    """The days of a week, in order."""

    MONDAY = "mon", "周一", "Monday"
    TUESDAY = "tue", "周二", "Tuesday"
    WEDNESDAY = "wed", "周三", "Wednesday"
    THURSDAY = "thu", "周四", "Thursday"
    FRIDAY = "fri", "周五", "Friday"
    SATURDAY = "sat", "周六", "Saturday"
    SUNDAY = "sun", "周日", "Sunday"


_COLUMNS = "k.case_id, k.owner, k.owing, k.clock, k.due, k.provisional"


def _running(until: str) -> str:
    """Return SQL of the duties that ran on the day of the snapshot and were overdue or due until a day.

    In arms, as in `measures`: those that run still; those stopped late, after that day; those due and stopped since.
    """
    return f"""(
 SELECT {_COLUMNS} FROM clocks AS k{{of_clock}}
 WHERE k.kind = 'duty' AND k.stopped_on IS NULL AND k.due <= :{until} AND k.from_on <= :as_of
 AND k.fate IS NULL
 UNION ALL
 SELECT {_COLUMNS} FROM clocks AS k{{of_clock}}
 WHERE k.kind = 'duty' AND k.stopped_on > k.due AND k.stopped_on > :as_of AND COALESCE(k.due, :as_of) < :as_of
 AND k.fate <> 'disputed'
 UNION ALL
 SELECT {_COLUMNS} FROM clocks AS k{{of_clock}}
 WHERE k.kind = 'duty' AND k.due >= :as_of AND k.due <= :{until} AND COALESCE(k.stopped_on, '') > :as_of
 AND k.from_on <= :as_of AND COALESCE(k.fate, '') <> 'disputed'
) AS k"""  # noqa: S608  # made of constants


_DUTIES = f"""SELECT k.owner, k.owing, k.clock,
 SUM(CASE WHEN k.due < :as_of THEN 1 ELSE 0 END),
 SUM(CASE WHEN k.due >= :as_of AND k.due <= :week THEN 1 ELSE 0 END),
 SUM(CASE WHEN k.due > :week THEN 1 ELSE 0 END),
 SUM(k.provisional)
 FROM {_running("fortnight")} GROUP BY k.owner, k.owing, k.clock"""  # noqa: S608  # made of constants
_ONE_BY_ONE = f"""SELECT c.id, c.title, c.sealed, k.owner, k.owing, k.clock, k.due, k.provisional
 FROM {_running("week")} JOIN cases AS c ON c.id = k.case_id
 WHERE k.due {{when}} :as_of ORDER BY k.due, k.case_id, k.clock"""  # noqa: S608  # made of constants
_OVERDUE, _DUE_SOON = (_ONE_BY_ONE.replace("{when}", when) for when in ("<", ">="))
_DAY_BY_DAY = f"""SELECT k.due, COUNT(*) FROM {_running("month")}
 WHERE k.due >= :as_of GROUP BY k.due"""  # noqa: S608  # made of constants
_OPEN = f"""SELECT o.unit, COUNT(*) FROM (
 SELECT c.unit, c.registered_on FROM {{cases}} AS c WHERE c.is_open = 1 AND {not_ended("c.id")}
 UNION ALL
 SELECT c.unit, c.registered_on FROM {{cases}} AS c
 WHERE c.is_open = 0 AND c.ended_on > :as_of AND {not_ended("c.id")}
) AS o WHERE COALESCE(o.registered_on, '') <= :as_of GROUP BY o.unit"""  # noqa: S608  # made of constants
_EXTENDED = """SELECT COALESCE(e.unit, c.unit), COUNT(*) FROM events AS e JOIN {cases} AS c ON c.id = e.case_id
 WHERE e.did = 'extend' AND e.on_day >= :from AND e.on_day < :to GROUP BY COALESCE(e.unit, c.unit)"""
_ESCALATED = """SELECT COALESCE(e.unit, c.unit), e.clock, e.step, COUNT(*)
 FROM events AS e JOIN {cases} AS c ON c.id = e.case_id
 WHERE e.did = 'escalate' AND e.on_day >= :from AND e.on_day < :to GROUP BY COALESCE(e.unit, c.unit), e.clock, e.step"""
_ENDS_DISPUTE = (
    "((f.did = 'object' AND f.decision IS NOT NULL) OR f.did IN ('route', 'close', 'merge', 'withdraw')"
    " OR (f.did = 'observed' AND f.what NOT IN ('lead', 'rated', 'resolved', 'source_due')))"
)
_DECIDES = "f.did = 'object' AND f.decision IS NOT NULL"
# On the day of the snapshot the state says it; for an earlier day, that something ended the dispute only later. The
# objections are looked for in these matters alone; COALESCE turns down the index of all objections.
_DISPUTED = f"""SELECT COALESCE(e.actor, c.unit), COUNT(DISTINCT e.case_id) FROM (
 SELECT id FROM cases WHERE is_open = 1 AND status = 'objected'
 UNION
 SELECT f.case_id FROM events AS f WHERE f.did IN ('object', 'route', 'close', 'merge', 'withdraw', 'observed')
  AND f.on_day > :as_of AND {_ENDS_DISPUTE}
 ) AS t CROSS JOIN {{cases}} AS c CROSS JOIN events AS e
 WHERE c.id = t.id AND e.case_id = c.id
 AND COALESCE(e.did, '') = 'object' AND e.decision IS NULL AND COALESCE(e.on_day, '') <= :as_of
 AND NOT EXISTS (SELECT 1 FROM events AS f WHERE f.case_id = e.case_id AND f.on_day <= :as_of
  AND ((f.on_day > e.on_day AND {_ENDS_DISPUTE}) OR (f.on_day = e.on_day AND {_DECIDES})))
 GROUP BY COALESCE(e.actor, c.unit)"""  # noqa: S608


def _changed(source: str, day: str, condition: str, distinct: str = "") -> str:
    def matters(first: str, to: str) -> str:
        return f"COUNT({distinct}CASE WHEN {day} >= :{first} AND {day} < :{to} THEN c.id END)"

    return (
        f"SELECT c.unit, {matters('from', 'to')}, {matters('before_from', 'before_to')}, {matters('year_from', 'to')}"  # noqa: S608
        f" FROM {source} WHERE {condition} AND {day} >= :first AND {day} < :to GROUP BY c.unit"
    )


_OF_CASES = "{cases} AS c"
_OF_EVENTS = "events AS e JOIN {cases} AS c ON c.id = e.case_id"
_ACCEPT = "(e.did = 'accept' OR (e.did = 'observed' AND e.what = 'accept'))"
_CHANGES: Mapping[Head, str] = {
    Head.REGISTERED: _changed(_OF_CASES, "c.registered_on", "1 = 1"),
    Head.ACCEPTED: _changed(_OF_EVENTS, "e.on_day", _ACCEPT, "DISTINCT "),  # a redo is accepted again
    Head.CLOSED: _changed(CLOSED.days("first", columns="c.id, c.unit"), "c.acted_on", "1 = 1", "DISTINCT "),
    Head.RESOLVED: _changed(RESOLVED.days("first", columns="c.id, c.unit"), "c.acted_on", "1 = 1", "DISTINCT "),
}


@dataclass
class _Tally:
    """Numbers by unit and column, while they are gathered."""

    office: str
    numbers: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, unit: str | None, column: str, count: int) -> None:
        """Add to a cell; what no unit has yet is with the office."""
        self.numbers.setdefault(unit or self.office, Counter())[column] += int(count)

    def row(self, unit: str, columns: Iterable[str]) -> Row:
        """Return a unit's row."""
        return (unit, *(self.numbers[unit][column] for column in columns))

    def total(self, column: str) -> int:
        """Return a column's sum."""
        return sum(row[column] for row in self.numbers.values())

    def units(self) -> list[str]:
        """Return the units, those with most overdue duties first."""
        return sorted(self.numbers, key=lambda unit: (-self.numbers[unit][Head.OVERDUE], unit))


def build(inquiry: Inquiry) -> Page:
    """Return the weekly page."""
    asked = Asked(inquiry, _bounds(inquiry))
    tally = _Tally(inquiry.office)
    tally.add(None, Head.OPEN, 0)
    clocks = _gather_duties(asked, tally)
    steps = _gather_events(asked, tally)
    for unit, count in asked.rows(_OPEN):
        tally.add(unit, Head.OPEN, count)
    for head, sql in _CHANGES.items():
        for unit, now, before, so_far in asked.rows(sql):
            tally.add(unit, head, now)
            tally.add(unit, f"{head}_change", now - before)
            tally.add(unit, f"{head}_so_far", so_far)
    tables = (
        _units(tally, clocks, steps),
        _overdue(asked),
        _due_soon(asked),
        _days_ahead(asked),
        _changes(tally, ("_change", "_so_far") if year_so_far(inquiry.window) else ("_change",)),
        papers(asked),
        trend(inquiry),
    )
    return paged(Report.WEEKLY, inquiry, tuple(_summary(asked, tally)), tables, tuple(_spots(tally)))


def _spots(tally: _Tally) -> Iterator[Spot]:
    """Return the numbers that the page is opened for, with the units that owe what is late."""
    for head, tone, table in (
        (Head.OVERDUE, Tone.LATE, "overdue"),
        (Head.DUE_7, Tone.SOON, "due_soon"),
        (Head.DUE_14, None, "days_ahead"),
    ):
        owing = [(unit, tally.numbers[unit][head]) for unit in tally.units() if tally.numbers[unit][head]]
        says = Msg.JOINED(parts=listed(owing)) if tone and owing else None
        yield Spot(head, tally.total(head), Counted.DUTIES, tone, table, says)
    yield Spot(Head.OPEN, tally.total(Head.OPEN), Counted.MATTERS, table="units")


def _bounds(inquiry: Inquiry) -> dict[str, object]:
    """Return the days that its statements take besides those of the window."""
    before, year = inquiry.last_period, year_so_far(inquiry.window) or inquiry.window
    before_from = before.from_ if before else inquiry.window.from_
    return {
        "week": str(inquiry.as_of + _ONE_WEEK),
        "fortnight": str(inquiry.as_of + 2 * _ONE_WEEK),
        "month": ahead(inquiry),
        "before_from": str(before_from),
        "before_to": str(before.to if before else inquiry.window.from_),
        "year_from": str(year.from_),
        "first": str(min(before_from, year.from_)),
    }


def _gather_duties(asked: Asked, tally: _Tally) -> list[str]:
    """Count running duties by who owes them; return the clocks that run, in the order of config."""
    running: set[str] = set()
    for owner, owing, clock, overdue, week, fortnight, provisional in asked.rows(_DUTIES):
        unit = asked.who(owner, owing)
        running.add(clock)
        tally.add(unit, Head.OVERDUE, overdue)
        tally.add(unit, _overdue_name(clock), overdue)
        tally.add(unit, Head.DUE_7, week)
        tally.add(unit, Head.DUE_14, fortnight)
        tally.add(unit, Mark.PROVISIONAL, provisional)
    known = [clock for clock in asked.inquiry.law.clocks if clock in running]
    return known + sorted(running - set(known))


def _gather_events(asked: Asked, tally: _Tally) -> list[LadderStep]:
    """Count disputes, extensions and escalations by unit; return the steps that were taken, lowest first."""
    for unit, count in asked.rows(_DISPUTED):
        tally.add(unit, Head.OBJECTIONS, count)
    for unit, count in asked.rows(_EXTENDED):
        tally.add(unit, Head.EXTENSIONS, count)
    taken = set()
    for unit, clock, step, count in asked.rows(_ESCALATED):
        taken.add(step)
        tally.add(asked.chased(unit, clock), _step_name(step), count)
    return [step for step in LadderStep if step in taken]


def _overdue_name(clock: str) -> str:
    return OVERDUE_OF + clock


def _step_name(step: str) -> str:
    return f"step_{step}"


def _number(head: Head, unit: Counted, tone: Tone | None = None) -> Column:
    return Column(head.value, head, unit, Kind.NUMBER, tone)


def _units(tally: _Tally, clocks: Iterable[str], steps: Iterable[LadderStep]) -> Table:
    late = [_overdue_name(clock) for clock in clocks]
    columns = (
        Column(Head.UNIT.value, Head.UNIT),
        _number(Head.OVERDUE, Counted.DUTIES, Tone.LATE),
        *(
            Column(name, Msg.HEAD_OVERDUE_OF(clock=_clock(clock)), Counted.DUTIES, Kind.NUMBER)
            for name, clock in zip(late, clocks, strict=True)
        ),
        _number(Head.DUE_7, Counted.DUTIES, Tone.SOON),
        _number(Head.DUE_14, Counted.DUTIES),
        _number(Head.OPEN, Counted.MATTERS),
        _number(Head.OBJECTIONS, Counted.MATTERS),
        _number(Head.EXTENSIONS, Counted.TIMES),
        *(Column(_step_name(step), Msg.HEAD_STEP(step=step), Counted.TIMES, Kind.NUMBER) for step in steps),
    )
    return _by_unit("units", Msg.TABLE_UNITS(), columns, tally, Chart(tuple(late), Shape.STACKED))


def _changes(tally: _Tally, beside: tuple[str, ...]) -> Table:
    units = {Head.REGISTERED: Counted.REGISTRATIONS}
    columns = (
        Column(Head.UNIT.value, Head.UNIT),
        *(
            _number(Head.of(head.value + each), units.get(head, Counted.MATTERS))
            for head in _CHANGES
            for each in ("", *beside)
        ),
    )
    return _by_unit("changes", Msg.TABLE_CHANGES(), columns, tally)


def _by_unit(name: str, title: Text, columns: tuple[Column, ...], tally: _Tally, chart: Chart | None = None) -> Table:
    names = [column.name for column in columns[1:]]
    rows: tuple[Row, ...] = tuple(tally.row(unit, names) for unit in tally.units())
    total: Row = (Mark.TOTAL, *(tally.total(each) for each in names))
    return Table(name, title, columns, rows, total, chart)


def _clock(name: str) -> Label | str:
    return clock_name(name)


def _overdue(asked: Asked) -> Table:
    return _one_by_one(asked, "overdue", Msg.TABLE_OVERDUE(), _OVERDUE, (Head.DAYS_LATE, Tone.LATE))


def _due_soon(asked: Asked) -> Table:
    return _one_by_one(asked, "due_soon", Msg.TABLE_DUE_SOON(), _DUE_SOON, (Head.DAYS_LEFT, Tone.SOON))


def _one_by_one(asked: Asked, name: str, title: Text, sql: str, days: tuple[Head, Tone]) -> Table:
    """Return duties one by one, with the days that each is late or has left."""
    inquiry = asked.inquiry

    def shape(*row: Any) -> Row:
        case, of, sealed, owner, owing, clock, due, provisional = row
        day = dt.date.fromisoformat(due)
        return (
            case,
            Msg.SEALED_TITLE() if sealed else of,
            asked.who(owner, owing),
            _clock(clock),
            day,
            abs((inquiry.as_of - day).days),
            Mark.PROVISIONAL if provisional else None,
        )

    head, tone = days
    columns = (
        Column(Head.ID.value, Head.ID, kind=Kind.CODE),
        Column(Head.TITLE.value, Head.TITLE),
        Column(Head.UNIT.value, Head.UNIT),
        Column(Head.DUTY.value, Head.DUTY),
        Column(Head.DUE.value, Head.DUE, kind=Kind.DATE),
        _number(head, Counted.DAYS, tone),
        Column(Head.REMARK.value, Head.REMARK),
    )
    return Table(name, title, columns, FreshRows(inquiry.run, inquiry.scope.applied(sql), asked.params, shape))


def _days_ahead(asked: Asked) -> Table:
    """Return how much falls due on each of the days ahead on which anything does."""
    found = {dt.date.fromisoformat(due): int(count) for due, count in asked.rows(_DAY_BY_DAY)}
    rows: tuple[Row, ...] = tuple((day, list(Weekday)[day.weekday()], found[day]) for day in sorted(found))
    columns = (
        Column(Head.DAY.value, Head.DAY),
        Column(Head.WEEKDAY.value, Head.WEEKDAY),
        _number(Head.FALLS_DUE, Counted.DUTIES),
    )
    chart = Chart((Head.FALLS_DUE.value,), Shape.DAYS, most=AHEAD.days + 1, first=asked.inquiry.as_of)
    return Table("days_ahead", Msg.TABLE_DAYS_AHEAD(days=AHEAD.days), columns, rows, chart=chart)


def _summary(asked: Asked, tally: _Tally) -> Iterator[Text]:
    yield Msg.WEEKLY_SUMMARY(
        day=asked.inquiry.as_of,
        open=tally.total(Head.OPEN),
        overdue=tally.total(Head.OVERDUE),
        week=tally.total(Head.DUE_7),
        fortnight=tally.total(Head.DUE_14),
    )
    provisional = tally.total(Mark.PROVISIONAL)
    if provisional:
        yield Msg.WEEKLY_PROVISIONAL(count=provisional)
