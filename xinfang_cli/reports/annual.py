"""年度报告 (条例第41条): what came in, about what and about whom, what was done with it, which advice was adopted.

The article asks which units the matters were mostly about, so they are listed by that; it is no score, and flags know
nothing of it.
"""

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Any

from xinfang_cli.labels import Label
from xinfang_cli.law.words import Advice, SupervisionGround
from xinfang_cli.measures.counting import bounds
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.numbers import compared
from xinfang_cli.measures.outcomes import Outcome
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Chart, Column, Counted, Page, Row, Shape, Table, Value
from xinfang_cli.measures.volumes import Act, Volume
from xinfang_cli.measures.windows import Span, Window, is_partial
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.parts import Totals, count_ahead, lines_of, number, shown, taken_back, volume_totals, volumes
from xinfang_cli.reports.sentences import change, period


class AdviceOutcome(Label):
    """What became of advice; the word is the column's name."""

    GIVEN = "given", "提出", "given"
    ADOPTED = "adopted", "采纳", "adopted"
    PARTLY = "partly", "部分采纳", "adopted in part"
    REJECTED = "rejected", "未采纳", "not adopted"
    ANSWERED = "answered", "已反馈，未写明采纳", "answered, adoption not said"
    OPEN = "open", "未反馈", "not answered"


_DIMENSIONS = {
    Dimension.CHANNEL: Msg.TABLE_BY_CHANNEL(),
    Dimension.CLASS: Msg.TABLE_BY_CLASS(),
    Dimension.CATEGORY: Msg.TABLE_FIELDS(),
    Dimension.PLACE: Msg.TABLE_BY_PLACE(),
    Dimension.UNIT: Msg.TABLE_ABOUT_UNITS(),
}
_BY_SIZE = frozenset({Dimension.CATEGORY, Dimension.UNIT})
# An answer given later may say more: the most that was adopted counts.
_ADVICE = """SELECT g.advice, COUNT(*), SUM(CASE WHEN g.best = 4 THEN 1 ELSE 0 END),
 SUM(CASE WHEN g.best = 3 THEN 1 ELSE 0 END), SUM(CASE WHEN g.best = 2 THEN 1 ELSE 0 END),
 SUM(CASE WHEN g.best = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN g.best = 0 THEN 1 ELSE 0 END) FROM (
 SELECT r.advice, r.case_id, r.n, MAX(CASE a.adopted WHEN 'adopted' THEN 4 WHEN 'partly' THEN 3 WHEN 'rejected' THEN 2
  ELSE CASE WHEN a.n IS NULL THEN 0 ELSE 1 END END) AS best
 FROM remarks AS r JOIN {cases} AS c ON c.id = r.case_id
 LEFT JOIN remarks AS a ON a.case_id = r.case_id AND a.answers = r.n AND a.on_day <= :as_of
 WHERE (r.advice IS NOT NULL OR r.agreed IS NOT NULL) AND r.advice IS NOT NULL AND r.did = 'note'
 AND r.on_day >= :from AND r.on_day < :to GROUP BY r.advice, r.case_id, r.n
) AS g GROUP BY g.advice"""
_GROUNDS = """SELECT e.ground, COUNT(*) FROM events AS e{of_event}
 WHERE e.did = 'escalate' AND e.step NOT IN ('warn', 'remind') AND e.on_day >= :from AND e.on_day < :to
 GROUP BY e.ground"""

_RELIEVED = """SELECT DISTINCT e.case_id FROM remarks AS e
 WHERE e.did = 'note' AND e.kind = 'relief' AND e.on_day >= :from AND e.on_day < :to ORDER BY 1"""


def build(inquiry: Inquiry) -> Page:
    """Return the annual page."""
    count_ahead(inquiry, Volume)
    totals = volume_totals(inquiry)
    acts = _acts(inquiry)
    tables = (
        *volumes(inquiry, _DIMENSIONS, totals, _BY_SIZE),
        _months(inquiry),
        _act_table(acts),
        _grounds(inquiry),
        _advice(inquiry),
    )
    return paged(Report.ANNUAL, inquiry, tuple(_paragraphs(inquiry, totals, acts)), tables)


def _acts(inquiry: Inquiry) -> list[tuple[Act, Value, Value | None]]:
    lines = lines_of(inquiry, Act)
    now = inquiry.survey(lines)
    year = inquiry.survey(lines, inquiry.last_year) if inquiry.last_year else {}
    return [(act, now[act], year.get(act)) for act in Act]


def _act_table(acts: list[tuple[Act, Value, Value | None]]) -> Table:
    columns = (
        Column("item", Msg.HEAD_ITEM()),
        Column("unit", Msg.HEAD_UNIT_OF_COUNT()),
        number("value", Msg.HEAD_WINDOW()),
        number("last_year", Msg.HEAD_LAST_YEAR()),
        number("year_change", Msg.HEAD_YEAR_CHANGE()),
    )
    rows: tuple[Row, ...] = tuple(
        (act, act.line.unit, shown(now), year and shown(year), compared(now, year)) for act, now, year in acts
    )
    return Table("acts", Msg.TABLE_ACTS(), columns, rows)


def _months(inquiry: Inquiry) -> Table:
    """Return the months of the window, as far as they have begun."""
    labels = {
        Measure.REGISTERED: Counted.REGISTRATIONS,
        Outcome.CLOSED_NET: Counted.MATTERS,
        Outcome.RESOLVED_NET: Counted.MATTERS,
    }
    lines = lines_of(inquiry, labels)
    columns = (
        Column("month", Msg.HEAD_MONTH()),
        *(number(label.value, label, line.unit) for label, line in lines.items()),
    )
    windows = list(_each_month(inquiry.window, inquiry.today))
    rows: tuple[Row, ...] = tuple(
        (f"{window.from_:%Y-%m}", *map(shown, values.values()))
        for window, values in zip(windows, inquiry.surveys(lines, windows), strict=True)
    )
    whole = sum(1 for window in windows if not is_partial(window, inquiry.today))
    chart = Chart(tuple(label.value for label in lines), Shape.LINE, most=whole)
    return Table("months", Msg.TABLE_MONTHS(), columns, rows, chart=chart)


def _each_month(window: Window, today: dt.date) -> Iterator[Window]:
    first = window.from_
    while first < window.to and first <= today:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        to = min(window.to, last + dt.timedelta(days=1)) if last < dt.date.max else window.to
        yield Window(Span.MONTH, f"{first:%Y-%m}", first, to)
        first = to


def _rows(inquiry: Inquiry, sql: str) -> Iterator[tuple[Any, ...]]:
    params = {**inquiry.scope.params, **bounds(inquiry.window, inquiry.today)}
    return iter(inquiry.run(inquiry.scope.applied(sql), params))


def _grounds(inquiry: Inquiry) -> Table:
    found = dict(_rows(inquiry, _GROUNDS))
    columns = (Column("ground", Msg.HEAD_GROUND()), number("value", Msg.HEAD_WINDOW(), Counted.TIMES))
    words = [*SupervisionGround, *sorted(str(ground) for ground in found if ground not in tuple(SupervisionGround))]
    rows: tuple[Row, ...] = tuple((ground, int(found[ground])) for ground in words if ground in found)
    return Table("grounds", Msg.TABLE_GROUNDS(), columns, rows)


def _advice(inquiry: Inquiry) -> Table:
    found = {row[0]: row[1:] for row in _rows(inquiry, _ADVICE)}
    columns = (
        Column("advice", Msg.HEAD_ADVICE()),
        *(number(outcome.value, outcome, Counted.TIMES) for outcome in AdviceOutcome),
    )
    nothing = (0,) * len(AdviceOutcome)
    rows: tuple[Row, ...] = tuple((advice, *map(int, found.get(advice, nothing))) for advice in Advice)
    return Table("advice", Msg.TABLE_ADOPTION(), columns, rows)


def _relief(inquiry: Inquiry) -> Iterator[Text]:
    """Tell what relief was granted, as a sum over all matters of a year that is over.

    A difference of two sums could be one family's amount: no month, no filter and no unfinished year has one, nor has
    a year in which fewer matters were granted any than small cells may tell.
    """
    is_whole = inquiry.window.span is Span.YEAR and not is_partial(inquiry.window, inquiry.today)
    if inquiry.relief is None or inquiry.scope.where or not is_whole:
        return
    found = [inquiry.relief(case_id) for (case_id,) in _rows(inquiry, _RELIEVED)]
    granted = [amounts for amounts in found if amounts]
    if not granted:
        return
    if len(granted) < inquiry.min_cell:
        yield Msg.ANNUAL_RELIEF_FEW(least=inquiry.min_cell)
        return
    known = [amount for amounts in granted for amount in amounts if amount]
    unknown = found.count(None) + sum(None in amounts for amounts in granted)
    yield Msg.ANNUAL_RELIEF(count=len(granted), yuan=sum(known))
    if unknown:
        yield Msg.ANNUAL_RELIEF_UNKNOWN(count=unknown)


def _paragraphs(inquiry: Inquiry, totals: Totals, acts: list[tuple[Act, Value, Value | None]]) -> Iterator[Text]:
    all_, year = totals.now, totals.beside["last_year"]
    registered = all_[Volume.REGISTRATIONS]
    yield Msg.ANNUAL_VOLUME(
        period=period(inquiry.window),
        office=inquiry.office,
        registrations=shown(registered),
        matters=shown(all_[Volume.MATTERS]),
        persons=shown(all_[Volume.PERSONS]),
        last_year=shown(year),
        year_change=change(registered, year, digits=inquiry.digits),
    )
    done = {act.value: shown(now) for act, now, _ in acts}
    yield Msg.ANNUAL_ACTS(**done)
    yield from _relief(inquiry)
    yield from taken_back(inquiry)
    yield Msg.ANNUAL_UNITS()
