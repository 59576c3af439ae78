"""The days the law counts: State Council holidays with make-up workdays (调休), and what the office adds.

A year that no notice covers is never guessed silently: its days follow Monday to Friday less the statutory
holidays (全国年节及纪念日放假办法), and `covers` says no, so that whoever counts can call the date provisional (暂算).
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from xinfang_cli.labels import Label, Plain, fresh
from xinfang_cli.messages import Msg, Text

ONE_DAY = dt.timedelta(days=1)
_WEEKEND = 5
_NOTICE_HAS = ((1, 1), (5, 1), (10, 1))
_LUNAR = {
    # 除夕, 清明, 端午, 中秋 as (month, day); 春节 is the three days after 除夕.
    2027: ((2, 5), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 25), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 12), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 2), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 22), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 10), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 30), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 18), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 7), (4, 5), (6, 10), (9, 16)),
}


class DayName(Label):
    """Holidays as notices name them."""

    NEW_YEAR = "New Year's Day", "元旦", "New Year's Day"
    SPRING = "Spring Festival", "春节", "Spring Festival"
    TOMB = "Tomb-sweeping Day", "清明节", "Tomb-sweeping Day"
    LABOUR = "Labour Day", "劳动节", "Labour Day"
    DRAGON_BOAT = "Dragon Boat Festival", "端午节", "Dragon Boat Festival"
    NATIONAL = "National Day", "国庆节", "National Day"
    MID_AUTUMN = "Mid-autumn Festival", "中秋节", "Mid-autumn Festival"
    VICTORY = "Anti-Fascist 70th Day", "抗战胜利纪念日", "Victory Day"


_FIXED = {
    (1, 1): DayName.NEW_YEAR,
    (5, 1): DayName.LABOUR,
    (5, 2): DayName.LABOUR,
    (10, 1): DayName.NATIONAL,
    (10, 2): DayName.NATIONAL,
    (10, 3): DayName.NATIONAL,
}
_LEFT_OUT = {dt.date(2005, 12, 31): DayName.NEW_YEAR.value}
"""A make-up workday that the library lacks: the Saturday for which 3 January 2006 was off."""


def statutory(year: int) -> Mapping[dt.date, DayName]:
    """Return a year's statutory holidays, as far as they are known without its notice."""
    days = {dt.date(year, month, day): name for (month, day), name in _FIXED.items()}
    if year in _LUNAR:
        eve, tomb, dragon, moon = (dt.date(year, month, day) for month, day in _LUNAR[year])
        for offset in range(4):
            days[eve + offset * ONE_DAY] = DayName.SPRING
        days |= {tomb: DayName.TOMB, dragon: DayName.DRAGON_BOAT}
        days.setdefault(moon, DayName.MID_AUTUMN)
    return days


class Calendar(Plain):
    """Working days by notice, with the office's own days on top.

    Attributes:
        off: notices' days off, with the holiday they belong to.
        work: notices' make-up workdays, with the holiday they make up for.
        years: first and last year the notices cover.
        office_off: days off that config adds.
        office_work: workdays that config adds; they win over everything else.
        source: what config names as the source of its days.
    """

    off: Mapping[dt.date, str]
    work: Mapping[dt.date, str]
    years: tuple[int, int]
    office_off: Collection[dt.date] = fresh(factory=frozenset)
    office_work: Collection[dt.date] = fresh(factory=frozenset)
    source: str | None = None

    @cached_property
    def office_years(self) -> frozenset[int]:
        """Years that config covers in full: those whose New Year, Labour and National Day it has as days off.

        No yearly notice leaves one of the three out, and no list of local holidays has them all.
        """
        years = {day.year for day in self.office_off}
        return frozenset(
            year for year in years if all(dt.date(year, month, day) in self.office_off for month, day in _NOTICE_HAS)
        )

    @cached_property
    def version(self) -> str:
        """Name the data: covered years, and the office's source where it adds days."""
        named = f"{self.years[0]}-{self.years[1]}"
        own = "".join(f"+{year}" for year in sorted(self.office_years) if not self._noticed(year))
        if self.office_off or self.office_work:
            own += f" ({self.source})" if self.source else " (config.yaml)"
        return named + own

    def _noticed(self, year: int) -> bool:
        return self.years[0] <= year <= self.years[1]

    def covers(self, day: dt.date) -> bool:
        """Whether a notice covers the year of this day."""
        return self._noticed(day.year) or day.year in self.office_years

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work on this day."""
        if day in self.office_work:
            return True
        if day in self.office_off:
            return False
        if not self._noticed(day.year):
            return day.weekday() < _WEEKEND and (day.year in self.office_years or day not in statutory(day.year))
        return day in self.work or (day.weekday() < _WEEKEND and day not in self.off)

    def why(self, day: dt.date) -> Text:
        """Say what kind of day it is."""
        if day in self.office_work:
            return Msg.DAY_OFFICE_WORK()
        if day in self.office_off:
            return Msg.DAY_OFFICE_OFF()
        text = self._why_by_notice(day) if self._noticed(day.year) else self._why_provisional(day)
        return text if self.covers(day) else Msg.DAY_PROVISIONAL(kind=text)

    def _why_by_notice(self, day: dt.date) -> Text:
        if day in self.work:
            return Msg.DAY_MADE_UP(name=DayName.of(self.work[day]))
        if day in self.off:
            return Msg.DAY_HOLIDAY(name=DayName.of(self.off[day]))
        return _why_by_week(day)

    def _why_provisional(self, day: dt.date) -> Text:
        name = None if day.year in self.office_years else statutory(day.year).get(day)
        return Msg.DAY_HOLIDAY(name=name) if name else _why_by_week(day)

    def days_after(self, start: dt.date) -> Iterator[dt.date]:
        """Return the days after `start`, one by one; the calendar ends with the year 9999."""
        day = start
        while day < dt.date.max:
            day += ONE_DAY
            yield day

    def add_workdays(self, start: dt.date, count: int) -> dt.date:
        """Return the `count`-th workday after `start`, which is not counted itself."""
        left = count
        day = start
        while left:
            day += ONE_DAY
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: dt.date, end: dt.date) -> int:
        """Return how many workdays there are after `start`, up to and with `end`."""
        return sum(self.is_workday(start + offset * ONE_DAY) for offset in range(1, (end - start).days + 1))

    def on_or_before(self, day: dt.date) -> dt.date:
        """Return the last workday on or before a day."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def on_or_after(self, day: dt.date) -> dt.date:
        """Return the first workday on or after a day."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day


def _why_by_week(day: dt.date) -> Text:
    return Msg.DAY_WEEKEND() if day.weekday() >= _WEEKEND else Msg.DAY_WORKDAY()


def national(
    office_off: Collection[dt.date] = (), office_work: Collection[dt.date] = (), source: str | None = None
) -> Calendar:
    """Return the calendar of the State Council's notices as the library has them, with the office's days."""
    from chinese_calendar.constants import holidays, workdays

    years = (min(holidays).year, max(holidays).year)
    return Calendar(
        off=holidays,
        work={**workdays, **_LEFT_OUT},
        years=years,
        office_off=frozenset(office_off),
        office_work=frozenset(office_work),
        source=source,
    )
