"""The windows of reports: weeks, months and what is made of months, years, spans of days; what they are compared with.

A window is half open: its first day counts, `to` does not. An office may begin its week on another day (Friday to
Thursday) and its month too (the 26th to the 25th); quarters, half-years and the year so far are made of its months.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from xinfang_cli.labels import Label
from xinfang_cli.law.workdays import ONE_DAY

_THURSDAY = 4
_MIDDLE = 15
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<number>\d{2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<number>0[1-9]|1[0-2])", re.ASCII)
_QUARTER = re.compile(r"(?P<year>\d{4})-[Qq](?P<number>[1-4])", re.ASCII)
_HALF = re.compile(r"(?P<year>\d{4})-[Hh](?P<number>[12])", re.ASCII)
_MONTHS = 12
_IN_QUARTER, _IN_HALF = 3, 6


class Span(Label):
    """What kind of window it is."""

    WEEK = "week", "周", "week"
    MONTH = "month", "月", "month"
    QUARTER = "quarter", "季度", "quarter"
    HALF = "half", "半年", "half-year"
    YTD = "ytd", "年初以来", "year to date"
    YEAR = "year", "年", "year"
    DAYS = "days", "时段", "days"


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `from_` up to, not including, `to`.

    Attributes:
        span: week, month, quarter, half-year, the year to the end of a month, year, or any days.
        name: `2026-W47`, `2026-11`, `2026-Q3`, `2026-H1`, `2026-01..11`, `2026`, or first and last day.
        from_: the first day.
        to: the first day after it.
        start: the office's first day of a week (1 is Monday) or of a month.
    """

    span: Span
    name: str
    from_: dt.date
    to: dt.date
    start: int = 1

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.to - ONE_DAY

    def as_of(self, today: dt.date) -> dt.date:
        """Return the day of a snapshot: the last day, or today in a window that is not over."""
        return min(today, self.last)


def named_shortly(span: Span, text: str, today: dt.date, week_start: int = 1, month_start: int = 1) -> Window | None:
    """Return the window that `48`, `11`, 本月, 三季度 or 上周 means, or None: a number is the latest that has begun."""
    here, text = _here(span, today, week_start, month_start), text.strip()
    said = Span.MONTH if span is Span.YTD else span
    if text in {f"{this}{said.zh}" for this in "本这今"}:
        return here
    if span is not Span.HALF and text in {f"{before}{said.zh}" for before in ("上", "上个", "去")}:
        return _complete_before(here)
    number = _number(span, text)
    if number is None:
        return None
    made = (_made(_NUMBERED[span], int(here.name[:4]) - back, number, here.start) for back in range(_YEARS_BACK))
    return next((found for found in made if found and found.from_ <= today), None)


def _here(span: Span, today: dt.date, week_start: int, month_start: int) -> Window:
    """Return the window of a kind that a day lies in."""
    if span is Span.YEAR:
        return _year(today.year)
    if span in {Span.WEEK, Span.DAYS}:
        return _week_of(today, week_start)
    month = _month_of(today, month_start)
    return _of_month(span, month)


def _of_month(span: Span, month: Window) -> Window:
    """Return the quarter, half-year or year so far that a month is in; the month itself where one is meant."""
    year, number = int(month.name[:4]), int(month.name[-2:])
    long = {Span.QUARTER: _IN_QUARTER, Span.HALF: _IN_HALF}.get(span, 1)
    return month if span is Span.MONTH else _NUMBERED[span](year, (number - 1) // long + 1, month.start)


def _complete_before(here: Window) -> Window | None:
    """Return the last one that was over in a window of the same kind; the year so far ends with the month before."""
    if here.span is not Span.YTD:
        return _made(_BEFORE[here.span], here)
    month = _made(_month_before, _month(int(here.name[:4]), int(here.name[-2:]), here.start))
    return month and _made(_of_month, Span.YTD, month)


def _number(span: Span, text: str) -> int | None:
    """Return the number of a week, month, quarter or half of a year; 上半年 is the first half, not the last one."""
    match = None if span is Span.YEAR else _NUMBERS.get(span, _NUMBER).fullmatch(text)
    return (_SAID.get(match[1]) or int(match[1])) if match else None


_NUMBER = re.compile(r"(?:第|)(\d{1,2})[周月]{0,1}", re.ASCII)
_NUMBERS = {
    Span.QUARTER: re.compile(r"(?:第|)[Qq]?([1-4一二三四])(?:季度|季|)", re.ASCII),
    Span.HALF: re.compile(r"[Hh]?([12上下])(?:半年|)", re.ASCII),
}
_SAID = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_YEARS_BACK = 8  # a week 53 may lie so far


def days(from_: dt.date, to: dt.date) -> Window | None:
    """Return the window of `--from` and `--to`; None if it holds no day."""
    return Window(Span.DAYS, f"{from_}..{to - ONE_DAY}", from_, to) if from_ < to else None


def read_week(text: str, start: int = 1) -> Window | None:
    """Return the week that `2026-W47` names, or None."""
    match = _WEEK.fullmatch(text.strip())
    return _made(_week, int(match["year"]), int(match["number"]), start) if match else None


def read_month(text: str, start: int = 1) -> Window | None:
    """Return the month that `2026-11` names, or None."""
    match = _MONTH.fullmatch(text.strip())
    return _made(_month, int(match["year"]), int(match["number"]), start) if match else None


def read_quarter(text: str, start: int = 1) -> Window | None:
    """Return the quarter that `2026-Q3` names, or None."""
    match = _QUARTER.fullmatch(text.strip())
    return _made(_quarter, int(match["year"]), int(match["number"]), start) if match else None


def read_half(text: str, start: int = 1) -> Window | None:
    """Return the half-year that `2026-H1` names, or None."""
    match = _HALF.fullmatch(text.strip())
    return _made(_half, int(match["year"]), int(match["number"]), start) if match else None


def read_ytd(text: str, start: int = 1) -> Window | None:
    """Return the year as far as the end of the month that `2026-11` names, or None."""
    match = _MONTH.fullmatch(text.strip())
    return _made(_ytd, int(match["year"]), int(match["number"]), start) if match else None


def read_year(text: str) -> Window | None:
    """Return the calendar year that `2026` names, or None."""
    return _made(_year, int(text)) if _YEAR.fullmatch(text.strip()) else None


def last_week(today: dt.date, start: int = 1) -> Window:
    """Return the last week that is over."""
    return _week_before(_week_of(today, start))


def last_month(today: dt.date, start: int = 1) -> Window:
    """Return the last month that is over."""
    return _month_before(_month_of(today, start))


def last_complete(span: Span, today: dt.date, week_start: int = 1, month_start: int = 1) -> Window:
    """Return the last window of a kind that is over; a week where any days are meant."""
    here = _here(span, today, week_start, month_start)
    return _complete_before(here) or here


def year_so_far(window: Window) -> Window | None:
    """Return the year up to a window's end, for the column 累计; None where the window is just that.

    It begins with the year, and never after the window itself: the first week of a year may begin in the one before.
    """
    if window.span in {Span.YEAR, Span.YTD}:
        return None
    if window.span in {Span.WEEK, Span.DAYS}:
        year = int(window.name[:4]) if window.span is Span.WEEK else window.last.year
        first = min(window.from_, dt.date(year, 1, 1))
    else:
        first = _month(int(window.name[:4]), 1, window.start).from_
    return Window(Span.DAYS, f"{first}..{window.last}", first, window.to)


def named_by_days(from_: dt.date, to: dt.date) -> Window:
    """Return the year, half-year, quarter, month or year so far that begins and ends so, or the days."""
    year, month = from_.year, to.month - 1 or _MONTHS
    if from_.day == to.day == 1:
        number = from_.month
        made = (
            _made(_year, year),
            _made(_half, year, (number - 1) // _IN_HALF + 1),
            _made(_quarter, year, (number - 1) // _IN_QUARTER + 1),
            _made(_month, year, number),
            _made(_ytd, year, month),
        )
        found = next((each for each in made if each and (each.from_, each.to) == (from_, to)), None)
        if found:
            return found
    return Window(Span.DAYS, f"{from_}..{to - ONE_DAY}", from_, to)


def windows_back(window: Window, count: int) -> list[Window]:
    """Return so many windows of the same kind that end with this one, the latest first; fewer after the year 1."""
    found = [window]
    while len(found) < count and (before := _made(_BEFORE[window.span], found[-1])):
        found.append(before)
    return found[:count]


def last_period(window: Window, today: dt.date) -> Window | None:
    """Return the window of the same kind before this one, as far as this one has come; None before the year 1."""
    return _same_days(_made(_BEFORE[window.span], window), window, today)


def last_year(window: Window, today: dt.date) -> Window | None:
    """Return last year's week, month or days of the same name, as far as this one has come; None before the year 1.

    A week keeps its ISO number; week 53 is compared with the last week of a year that has only 52. A 29 February
    is compared with the 28th.
    """
    return _same_days(_made(_YEAR_BEFORE[window.span], window), window, today)


def is_partial(window: Window, today: dt.date) -> bool:
    """Whether the window has begun and is not over."""
    return window.from_ <= today < window.last


def _made(make: Callable[..., Window], *args: object) -> Window | None:
    try:
        return make(*args)
    except (ValueError, OverflowError):
        return None


def _same_days(earlier: Window | None, window: Window, today: dt.date) -> Window | None:
    if earlier is None or not is_partial(window, today):
        return earlier
    return replace(earlier, to=min(earlier.to, earlier.from_ + (today - window.from_) + ONE_DAY))


def _week(year: int, number: int, start: int) -> Window:
    """A week belongs to the year and number of its Thursday, whatever its first day: ISO 8601's own rule."""
    thursday = dt.date.fromisocalendar(year, number, _THURSDAY)
    first = thursday - ONE_DAY * ((_THURSDAY - start) % 7)
    return Window(Span.WEEK, f"{year:04}-W{number:02}", first, first + 7 * ONE_DAY, start)


def _week_of(day: dt.date, start: int) -> Window:
    first = day - ONE_DAY * ((day.isoweekday() - start) % 7)
    year, number, _ = (first + ONE_DAY * ((_THURSDAY - start) % 7)).isocalendar()
    return _week(year, number, start)


def _week_before(window: Window) -> Window:
    return _week_of(window.from_ - ONE_DAY, window.start)


def _week_last_year(window: Window) -> Window:
    year, number = int(window.name[:4]) - 1, int(window.name[-2:])
    weeks = dt.date(year, 12, 28).isocalendar().week
    return _week(year, min(number, weeks), window.start)


def _month(year: int, number: int, start: int = 1) -> Window:
    """A month that begins after the 15th has the name of the month it ends in (26 October to 25 November)."""
    begins = (year, number) if start <= _MIDDLE else _next_month(year, number, -1)
    first, to = _nth(*begins, start), _nth(*_next_month(*begins, 1), start)
    return Window(Span.MONTH, f"{year:04}-{number:02}", first, to, start)


def _months(span: Span, name: str, months: tuple[Window, Window]) -> Window:
    """Return the window from the first day of a month to the last of another."""
    first, last = months
    return Window(span, name, first.from_, last.to, first.start)


def _quarter(year: int, number: int, start: int = 1) -> Window:
    last = number * _IN_QUARTER
    months = _month(year, last - _IN_QUARTER + 1, start), _month(year, last, start)
    return _months(Span.QUARTER, f"{year:04}-Q{number}", months)


def _half(year: int, number: int, start: int = 1) -> Window:
    last = number * _IN_HALF
    return _months(
        Span.HALF, f"{year:04}-H{number}", (_month(year, last - _IN_HALF + 1, start), _month(year, last, start))
    )


def _ytd(year: int, number: int, start: int = 1) -> Window:
    return _months(Span.YTD, f"{year:04}-01..{number:02}", (_month(year, 1, start), _month(year, number, start)))


def _nth(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _next_month(year: int, month: int, by: int) -> tuple[int, int]:
    years, months = divmod(year * 12 + month - 1 + by, 12)
    return years, months + 1


def _month_of(day: dt.date, start: int) -> Window:
    here = _month(day.year, day.month, start)
    if day < here.from_:
        return _month(*_next_month(day.year, day.month, -1), start)
    if day >= here.to:
        return _month(*_next_month(day.year, day.month, 1), start)
    return here


def _month_named(window: Window, by: int) -> Window:
    return _month(*_next_month(int(window.name[:4]), int(window.name[5:7]), by), window.start)


def _month_before(window: Window) -> Window:
    return _month_named(window, -1)


def _month_last_year(window: Window) -> Window:
    return _month_named(window, -12)


def _numbered_before(window: Window, of: int) -> Window:
    """Return the quarter or half-year before; a year has so many of them."""
    year, number = int(window.name[:4]), int(window.name[-1])
    before = (year, number - 1) if number > 1 else (year - 1, of)
    return _NUMBERED[window.span](*before, window.start)


def _quarter_before(window: Window) -> Window:
    return _numbered_before(window, _MONTHS // _IN_QUARTER)


def _half_before(window: Window) -> Window:
    return _numbered_before(window, _MONTHS // _IN_HALF)


def _numbered_last_year(window: Window) -> Window:
    """Return the quarter, half-year or year so far of the same name, a year earlier."""
    number = int(re.split(r"\D", window.name)[-1])
    return _NUMBERED[window.span](int(window.name[:4]) - 1, number, window.start)


def _days_before(window: Window) -> Window:
    first = window.from_ - (window.to - window.from_)
    return Window(Span.DAYS, f"{first}..{window.from_ - ONE_DAY}", first, window.from_)


def _days_last_year(window: Window) -> Window:
    first, last = _year_before(window.from_), _year_before(window.last)
    return Window(Span.DAYS, f"{first}..{last}", first, last + ONE_DAY)


def _year_before(day: dt.date) -> dt.date:
    return _nth(day.year - 1, day.month, day.day)


def _year(year: int) -> Window:
    return Window(Span.YEAR, f"{year:04}", dt.date(year, 1, 1), dt.date(year + 1, 1, 1))


def _year_before_that(window: Window) -> Window:
    return _year(window.from_.year - 1)


_BEFORE: Mapping[Span, Callable[[Window], Window]] = {
    Span.WEEK: _week_before,
    Span.MONTH: _month_before,
    Span.QUARTER: _quarter_before,
    Span.HALF: _half_before,
    Span.YTD: _numbered_last_year,
    Span.YEAR: _year_before_that,
    Span.DAYS: _days_before,
}
_YEAR_BEFORE: Mapping[Span, Callable[[Window], Window]] = {
    Span.WEEK: _week_last_year,
    Span.MONTH: _month_last_year,
    Span.QUARTER: _numbered_last_year,
    Span.HALF: _numbered_last_year,
    Span.YTD: _numbered_last_year,
    Span.YEAR: _year_before_that,
    Span.DAYS: _days_last_year,
}
_NUMBERED: Mapping[Span, Callable[[int, int, int], Window]] = {
    Span.WEEK: _week,
    Span.MONTH: _month,
    Span.QUARTER: _quarter,
    Span.HALF: _half,
    Span.YTD: _ytd,
}
