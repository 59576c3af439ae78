"""What a window stands beside in tables: the year so far, the period before, last year; each with how it changed."""

import datetime as dt
from typing import NamedTuple

from xinfang_cli.measures.windows import Span, Window, last_period, last_year, year_so_far
from xinfang_cli.messages import Msg, Text


class Against(NamedTuple):
    """A window beside the report's own.

    Attributes:
        name: its column's name.
        head: its column's title.
        window: the window; None before the calendar begins.
        change: name and title of the column that says how the figure changed; None where it is part of the other.
    """

    name: str
    head: Text
    window: Window | None
    change: tuple[str, Text] | None = None


def against(window: Window, today: dt.date, *, so_far: bool = False) -> tuple[Against, ...]:
    """Return them in the order of their columns.

    The period before a year is last year and stands once; the year so far is not told beside a year.
    """
    year = year_so_far(window) if so_far else None
    found = [Against("year_so_far", Msg.HEAD_SO_FAR(), year)] if year else []
    if window.span not in {Span.YEAR, Span.YTD}:
        change = ("period_change", Msg.HEAD_PERIOD_CHANGE())
        found.append(Against("last_period", Msg.HEAD_LAST_PERIOD(), last_period(window, today), change))
    change = ("year_change", Msg.HEAD_YEAR_CHANGE())
    return (*found, Against("last_year", Msg.HEAD_LAST_YEAR(), last_year(window, today), change))
