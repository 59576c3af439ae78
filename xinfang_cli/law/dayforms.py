"""The short forms in which people write a day on the command line."""

import datetime as dt
import re

from xinfang_cli.law.bounds import is_within

_AGO = re.compile(r"-(\d{1,4})d")
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_WORDS = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}


def read_day(text: str, today: dt.date) -> dt.date | None:
    """Return the day that `2026-11-20`, `11-20` (the nearest past), `-1d` or `昨天` means, or None."""
    day = _meant(text.strip(), today)
    return day if day and is_within(day) else None


def _meant(text: str, today: dt.date) -> dt.date | None:
    if text in _WORDS:
        return today - dt.timedelta(days=_WORDS[text])
    if match := _AGO.fullmatch(text):
        return today - dt.timedelta(days=int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return _nearest_past(int(match[1]), int(match[2]), today)
    return _iso(text)


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _nearest_past(month: int, day: int, today: dt.date) -> dt.date | None:
    """29 February may lie up to eight years back."""
    for year in range(today.year, today.year - 9, -1):
        found = _iso(f"{year:04d}-{month:02d}-{day:02d}")
        if found and found <= today:
            return found
    return None
