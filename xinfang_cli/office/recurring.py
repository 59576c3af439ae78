"""Days that come again by a rule, as offices write it: 每月5日, 每月第一个周一, 每月最后一个周五, 每周四, 每工作日."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from xinfang_cli.labels import pattern
from xinfang_cli.law.workdays import ONE_DAY

_RULE = pattern(
    r"每月(?P<day>[1-9]|[12]\d|3[01])[日号]"
    r"|每月第?(?P<nth>[一二三四1-4]|最后一)个?(?:周|星期)(?P<of_month>[一二三四五六日天])"
    r"|每(?:周|星期)(?P<weekday>[一二三四五六日天])"
    r"|(?P<workday>每个?工作日)"
)
_WEEKDAYS = "一二三四五六日"
_LAST = "最后一"


class DayRule(NamedTuple):
    """A rule by which a day comes again: a day of the month, a weekday, the n-th of a month or the last, or workdays.

    Attributes:
        day: of the month; a month without it has none.
        weekday: 0 is Monday.
        nth: which of the month, from 1; -1 is the last.
    """

    day: int | None = None
    weekday: int | None = None
    nth: int | None = None

    def falls_on(self, day: dt.date, is_workday: Callable[[dt.date], bool]) -> bool:
        """Whether a day is one of them."""
        if self.day is not None:
            return day.day == self.day
        if self.weekday is None:
            return is_workday(day)
        if day.weekday() != self.weekday:
            return False
        is_last = (day + 7 * ONE_DAY).month != day.month
        return self.nth is None or (is_last if self.nth < 0 else (day.day + 6) // 7 == self.nth)

    def next_from(self, day: dt.date, is_workday: Callable[[dt.date], bool]) -> dt.date:
        """Return the first of them from a day on; two months without one are at most 62 days."""
        ahead = (day + at * ONE_DAY for at in range(63))
        return next(each for each in ahead if self.falls_on(each, is_workday))


def day_rule(text: str) -> DayRule | None:
    """Return the rule that a text writes, or None."""
    found = _RULE.fullmatch("".join(text.split()))
    if found is None:
        return None
    weekday = found["of_month"] or found["weekday"]
    nth = found["nth"]
    return DayRule(
        day=int(found["day"]) if found["day"] else None,
        weekday=_WEEKDAYS.index(weekday.replace("天", "日")) if weekday else None,
        nth=None if nth is None else -1 if nth == _LAST else int(nth) if nth.isdigit() else _WEEKDAYS.index(nth) + 1,
    )
