"""What falls due on each of the days ahead, as a calendar: weeks below one another, from Monday to Sunday."""

import datetime as dt
from dataclasses import dataclass

from xinfang_cli.labels import Lang
from xinfang_cli.measures.tones import tone_of_days
from xinfang_cli.render.palette import PALETTE
from xinfang_cli.render.plots import Plot
from xinfang_cli.render.wording import written

_ONE_DAY = dt.timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a calendar.

    Attributes:
        day: how it is called; nothing before the first.
        number: what falls due on it; nothing where nothing does.
        look: classes of the style sheet.
        sign: what says without colour that it is near.
    """

    day: str
    number: str
    look: str
    sign: str = ""


def calendar(plot: Plot, lang: Lang) -> list[DayCell]:
    """Return the days of a plot's calendar, from the Monday of its first week."""
    first = plot.chart.first
    (series,) = plot.series
    found = dict(zip(plot.labels, series.cells, strict=True))
    if first is None:
        return []
    before = [DayCell("", "", "out")] * first.weekday()
    days = [first + at * _ONE_DAY for at in range(plot.chart.most)]
    return before + [_day(day, (day - first).days, written(found[day], lang) if day in found else "") for day in days]


def _day(day: dt.date, left: int, number: str) -> DayCell:
    tone = tone_of_days(left) if number else None
    called = f"{day.month}/{day.day}" if day.day == 1 or not left else str(day.day)
    look = f"t-{tone}" if tone else "has" if number else "off" if day.isoweekday() >= _WEEK - 1 else ""
    return DayCell(called, number, look, PALETTE[tone].sign if tone else "")
