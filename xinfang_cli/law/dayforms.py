"""The short forms in which people write a day on the command line."""

import datetime as dt
from collections.abc import Callable, Iterator

from xinfang_cli.labels import pattern
from xinfang_cli.law.bounds import is_within

_AGO = pattern(r"-(\d{1,4})d")
_WHOLE = pattern(r"(\d{4})(?:/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})[日号]?")
_MONTH_DAY = pattern(r"(\d{1,2})(?:[-.]|月)(\d{1,2})[日号]?")
_DAY = pattern(r"(\d{1,2})[日号]")
_WEEKDAY = pattern(r"([上本这下]?)(?:周|星期|礼拜)([一二三四五六日天])")
_WORDS = {"今天": 0, "today": 0, "昨天": -1, "yesterday": -1, "前天": -2, "明天": 1, "tomorrow": 1, "后天": 2}
_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}
_ONE = dt.timedelta(days=1)


def read_day(text: str, today: dt.date, *, ahead: bool = False) -> dt.date | None:
    """Return the day that `2026-11-20`, `11-20`, `20号`, `周五`, `-1d` or `昨天` means, or None.

    What comes again each year, month or week is the latest that is not after today, or, `ahead`, the next one.
    """
    day = _meant(text.strip(), today, ahead=ahead)
    return day if day and is_within(day) else None


def _meant(text: str, today: dt.date, *, ahead: bool) -> dt.date | None:
    if text in _WORDS:
        return today + _WORDS[text] * _ONE if _WORDS[text] <= 0 or ahead else None
    if match := _AGO.fullmatch(text):
        return today - dt.timedelta(days=int(match[1]))
    if match := _WHOLE.fullmatch(text):
        return _made(int(match[1]), int(match[2] or match[3] or match[4]), int(match[5]))
    return _again(text, today, ahead=ahead) or _iso(text)


def _again(text: str, today: dt.date, *, ahead: bool) -> dt.date | None:
    """Read what comes again each year, month or week."""
    if match := _MONTH_DAY.fullmatch(text):
        return _nearest(_years(int(match[1]), int(match[2])), today, ahead=ahead)
    if match := _DAY.fullmatch(text):
        return _nearest(_months(int(match[1])), today, ahead=ahead)
    if match := _WEEKDAY.fullmatch(text):
        return _weekday(match[1], "一二三四五六日天".index(match[2]), today, ahead=ahead)
    return None


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _made(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_Around = Callable[[dt.date, int], Iterator[dt.date | None]]


def _nearest(around: _Around, today: dt.date, *, ahead: bool) -> dt.date | None:
    """Return the first day, going back or ahead, that there is and that is not on the wrong side of today."""
    way = 1 if ahead else -1
    return next((day for day in around(today, way) if day and (day - today).days * way >= 0), None)


def _years(month: int, day: int) -> _Around:
    """29 February may lie up to eight years off."""
    return lambda today, way: (_made(today.year + way * year, month, day) for year in range(9))


def _months(day: int) -> _Around:
    """There are two months in a row without a 31st at most once, and none of three."""

    def around(today: dt.date, way: int) -> Iterator[dt.date | None]:
        for month in range(4):
            year, number = divmod(today.year * 12 + today.month - 1 + way * month, 12)
            yield _made(year, number + 1, day)

    return around


def _weekday(week: str, number: int, today: dt.date, *, ahead: bool) -> dt.date | None:
    """上周五 is the Friday of the week before this one, 周五 the last Friday or, ahead, the next."""
    here = today + (min(number, 6) - today.weekday()) * _ONE
    if week:
        return here + 7 * _WEEKS[week] * _ONE
    return here + 7 * _ONE if ahead and here < today else here - 7 * _ONE if not ahead and here > today else here
