"""Parts of the sentences that reports open with: periods, changes, rates with what they were made of."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from xinfang_cli.labels import Label
from xinfang_cli.measures.numbers import compared, percent
from xinfang_cli.measures.table import Digits, Mark, Value
from xinfang_cli.measures.windows import Span, Window
from xinfang_cli.messages import Msg, Text

_MOST = 8


def period(window: Window) -> Text:
    """Return how a window is called in a sentence; one that is not what its name says is given by its days."""
    if window.start != 1 or window.span in {Span.WEEK, Span.DAYS}:
        return Msg.DAYS_OF(first=window.from_, last=window.last)
    return _named(window)


def called(window: Window) -> Text:
    """Return what people call a window in a title: by its name, and its days where the name does not say them."""
    if window.span is Span.WEEK:
        year, number = window.name.split("-W")
        return Msg.WEEK_OF(year=year, number=int(number), days=_span(window.from_, window.last))
    if window.span is Span.DAYS:
        days = _span(window.from_, window.last)
        alike = window.from_.year == window.last.year
        return Msg.SPAN_IN_YEAR(year=window.from_.year, days=days) if alike else days
    if window.start != 1:
        return Msg.OF_THESE_DAYS(period=_named(window), days=_span(window.from_, window.last))
    return _named(window)


def _named(window: Window) -> Text:
    year, number = window.name[:4], window.name[-2:].lstrip("QH0")
    if window.span is Span.MONTH:
        return Msg.MONTH_OF(year=year, month=number)
    if window.span is Span.YTD:
        return Msg.MONTH_OF(year=year, month=1) if number == "1" else Msg.YTD_OF(year=year, month=number)
    made = {Span.QUARTER: _QUARTERS, Span.HALF: _HALVES}.get(window.span)
    return made[int(number) - 1](year=year) if made else Msg.YEAR_OF(year=year)


def _span(first: dt.date, last: dt.date) -> Text:
    """Return days from one to another, with no more of them said than is needed."""
    said = {"year": first.year, "month": first.month, "day": first.day}
    said |= {"last_year": last.year, "last_month": last.month, "last_day": last.day}
    if first.year != last.year:
        return Msg.SPAN_OF_YEARS(**said)
    return Msg.SPAN_OF_DAYS(**said) if first.month == last.month else Msg.SPAN_OF_MONTHS(**said)


_QUARTERS = (Msg.QUARTER_1, Msg.QUARTER_2, Msg.QUARTER_3, Msg.QUARTER_4)
_HALVES = (Msg.HALF_1, Msg.HALF_2)


def change(now: Value, before: Value, *, digits: Digits) -> Text | Label:
    """Return how a count changed, in words; — where there was nothing before."""
    if now.is_withheld or before.is_withheld:
        return Mark.WITHHELD
    found = compared(now, before)
    if found is None:
        return Msg.CHANGE_NONE()
    if not found.amount:
        return Msg.CHANGE_SAME()
    text = percent(abs(found.amount), 1, digits=digits)
    return Msg.CHANGE_UP(percent=text) if found.amount > 0 else Msg.CHANGE_DOWN(percent=text)


def rate(value: Value, *, digits: Digits) -> Text | Label:
    """Return a rate with numerator and denominator; never one of nothing."""
    if value.is_withheld:
        return Mark.WITHHELD
    if not value.denominator:
        return Msg.RATE_NONE()
    text = percent(value.numerator or 0, value.denominator, digits=digits)
    return Msg.RATE_OF(rate=text, numerator=value.numerator, denominator=value.denominator)


def shortened(names: list[Any], most: int = _MOST) -> list[Any]:
    """Return as many names as a sentence can bear, and how many more there are."""
    return [*names[:most], *([Msg.AND_MORE(count=len(names) - most)] if len(names) > most else [])]


def listed(counts: Iterable[tuple[Any, Any]]) -> list[Text] | Text:
    """Return names with their counts, as many as a sentence can bear."""
    named = [Msg.NAMED_COUNT(name=name, count=count) for name, count in counts]
    if not named:
        return Msg.NONE_OF_THEM()
    return shortened(named)
