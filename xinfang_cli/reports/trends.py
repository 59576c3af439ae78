"""What is drawn over time: months or weeks one after another, and how long handling took against its limit."""

import datetime as dt
from bisect import bisect_left

from xinfang_cli.labels import Label
from xinfang_cli.measures.counting import bounds
from xinfang_cli.measures.rates import COUNTS, Measure
from xinfang_cli.measures.table import Chart, Column, Counted, Row, Shape, Table
from xinfang_cli.measures.tones import Tone
from xinfang_cli.measures.windows import Span, Window, is_partial, read_month, windows_back
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry
from xinfang_cli.reports.parts import lines_of, number, shown

MONTHS, WEEKS = 24, 12
"""So many of them, the last one that of the window."""

_DRAWN = (Measure.REGISTERED, Measure.CLOSED, Measure.RESOLVED, Measure.OVERDUE)
# Pairs of days: there are few, and an index has them in their order.
_TAKEN = f"""SELECT k.stopped_on, k.from_on, SUM(CASE WHEN k.stopped_on <= k.due THEN 1 ELSE 0 END), COUNT(*)
 FROM clocks AS k{{of_clock}} WHERE k.clock = 'handle' AND {COUNTS} AND k.dated = 1
 AND k.stopped_on >= :from AND k.stopped_on < :to GROUP BY k.stopped_on, k.from_on"""  # noqa: S608  # made of constants


class DaysTaken(Label):
    """How many days handling took; the word is what a row is known by."""

    TO_15 = "to_15", "15日以内", "up to 15 days"
    TO_30 = "to_30", "16至30日", "16 to 30 days"
    TO_45 = "to_45", "31至45日", "31 to 45 days"
    TO_60 = "to_60", "46至60日", "46 to 60 days"
    TO_90 = "to_90", "61至90日", "61 to 90 days"
    OVER_90 = "over_90", "90日以上", "over 90 days"


_BOUNDS = (15, 30, 45, 60, 90)


class WithinLimit(Label):
    """Whether handling kept within its limit; the word is the column's name."""

    IN_TIME = "in_time", "期限内", "in time"
    LATE = "late", "超过期限", "past the limit"


def trend(inquiry: Inquiry) -> Table:
    """Return what was registered, closed and resolved and what was overdue, week by week or month by month.

    A week or month that is not over is left out: beside whole ones it would look like a fall.
    """
    is_weekly = inquiry.window.span is Span.WEEK
    windows = [each for each in _windows(inquiry) if not is_partial(each, inquiry.today)]
    lines = lines_of(inquiry, _DRAWN)
    columns = (
        Column("week" if is_weekly else "month", Msg.HEAD_WEEK() if is_weekly else Msg.HEAD_MONTH()),
        *(number(label.value, label, line.unit) for label, line in lines.items()),
    )
    windows.reverse()
    found = inquiry.surveys(lines, windows)
    rows: tuple[Row, ...] = tuple(
        (_called(each), *map(shown, values.values())) for each, values in zip(windows, found, strict=True)
    )
    name, title = ("weeks", Msg.TABLE_WEEKS()) if is_weekly else ("by_month", Msg.TABLE_MONTHS())
    values = tuple(label.value for label in lines)
    return Table(name, title, columns, _begun(rows), chart=Chart(values, Shape.LINE, most=max(MONTHS, WEEKS)))


def _windows(inquiry: Inquiry) -> list[Window]:
    if inquiry.window.span is Span.WEEK:
        return windows_back(inquiry.window, WEEKS)
    month = read_month(f"{inquiry.window.last:%Y-%m}", inquiry.window.start)
    if month and month.to > inquiry.window.to:  # a window that ends within a month
        return windows_back(month, MONTHS + 1)[1:]
    return windows_back(month, MONTHS) if month else []


def _called(window: Window) -> Text | str:
    is_week = window.span is Span.WEEK
    return Msg.WEEK_NUMBER(number=int(window.name.partition("W")[2])) if is_week else window.name


def _begun(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return rows from the first that says something: an office that is a year old has no year before."""
    first = next((at for at, row in enumerate(rows) if any(row[1:])), len(rows))
    return rows[first:]


def handling_times(inquiry: Inquiry) -> Table:
    """Return how long the handling took that ended in the window, and how much of it was past its limit."""
    params = {**inquiry.scope.params, **bounds(inquiry.window, inquiry.today)}
    counts = {taken: [0, 0] for taken in DaysTaken}
    taken = list(DaysTaken)
    for stopped_on, from_on, in_time, all_ in inquiry.run(inquiry.scope.applied(_TAKEN), params):
        days = (dt.date.fromisoformat(stopped_on) - dt.date.fromisoformat(from_on)).days
        of = counts[taken[bisect_left(_BOUNDS, days)]]
        of[0] += int(in_time or 0)
        of[1] += int(all_) - int(in_time or 0)
    columns = (
        Column("days_taken", Msg.HEAD_DAYS_TAKEN()),
        number(WithinLimit.IN_TIME.value, WithinLimit.IN_TIME, Counted.MATTERS, Tone.DONE),
        number(WithinLimit.LATE.value, WithinLimit.LATE, Counted.MATTERS, Tone.LATE),
    )
    found = any(any(each) for each in counts.values())
    rows: tuple[Row, ...] = tuple((taken, *of) for taken, of in counts.items()) if found else ()
    chart = Chart((WithinLimit.IN_TIME.value, WithinLimit.LATE.value), Shape.STACKED)
    return Table("handling_times", Msg.TABLE_HANDLING_TIMES(), columns, rows, chart=chart)
