"""Days as ledgers write them: 2026.3.5, 2026年3月5日, 二〇二六年三月五日, 20260305, the serial numbers of spreadsheets.

A day without a year, a month without a day and a day that does not exist are doubted; which of two numbers is
the month is not guessed.
"""

import datetime as dt
import re
from functools import lru_cache

from xinfang_cli.labels import Label
from xinfang_cli.law.bounds import is_within
from xinfang_cli.ledgers.cells import CACHED, HAN_FIGURES, Doubt, han_number, says_nothing, words
from xinfang_cli.messages import Msg
from xinfang_cli.office.zones import BEIJING
from xinfang_cli.plaintext import narrow
from xinfang_cli.sheets.rows import Cell

LAST_SERIAL = 80_000
_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_NO_SUCH_SERIAL = 60
"""29 February 1900, which spreadsheets count and which never was; the days before it are one off."""

_YEARS = range(1900, 2101)
"""A bare number of this size is a year (or 2026.3 a month), not the serial of a day in 1905."""

_MARKS = str.maketrans({"—": "-", "–": "-", "−": "-", "‐": "-", "\\": "/", "。": ".", "·": ".", "\u3000": " "})
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_HAN_RUN = re.compile(rf"[{HAN_FIGURES}][{HAN_FIGURES}Oo]*")
_PART_OF_DAY = "凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜里|夜间"
_TIME = (
    rf"(?:[\sT]*(?:{_PART_OF_DAY}|[AaPp][Mm])?\s*\d{{1,2}}\s*[:时点]\s*"
    r"(?:\d{1,2}\s*(?:[:分]\s*(?:\d{1,2}(?:\.\d+)?\s*秒?)?)?)?\s*(?:[AaPp][Mm])?"
    rf"|\s*\(?(?:{_PART_OF_DAY})\)?)?"
)
_END = r"[\s.,;、]*"
_FORMS = tuple(
    re.compile(form + _TIME + _END)
    for form in (
        r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月(?:份)?\s*(?P<d>\d{1,2})\s*[日号]?",
        r"(?P<y>\d{4})\s*(?P<mark>[-/.、,_ ])\s*(?P<m>\d{1,2})\s*(?P=mark)\s*(?P<d>\d{1,2})\s*[日号]?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:\d{4}(?:\d{2})?|\.0+)?",
    )
)
_DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME + _END)
_SERIAL = re.compile(r"(\d{1,5})(?:\.\d+)?")
_NO_YEAR = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?" + _TIME + _END)
_SHORT_YEAR = re.compile(
    r"['’]?\d{2}\s*(?:年|(?P<mark>[-/.]))\s*\d{1,2}\s*(?(mark)(?P=mark)|月)\s*\d{1,2}\s*[日号]?" + _TIME + _END
)
_NO_DAY = re.compile(r"\d{4}\s*(?:[-/.、]\s*\d{1,2}|年(?:\s*\d{1,2}\s*月份?)?)?" + _END)
_DOUBTED = ((_SHORT_YEAR, Msg.DATE_SHORT_YEAR), (_NO_DAY, Msg.DATE_NO_DAY))
_MONTHS = {name: month for month, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905 - a list of words
_MONTH_NAMED = re.compile(
    r"(?:[a-z]{3}\s+)?(?:(?P<d>\d{1,2})[-\s](?P<mon>[a-z]{3})[a-z]*[-\s,]+|(?P<mon2>[a-z]{3})[a-z]*\.?\s+(?P<d2>\d{1,2})(?:,\s*|\s+(?:\d{2}:\d{2}:\d{2}\s+[a-z]{3,4}\s+)?))(?P<y>\d{4})"
)


class DateOrder(Label):
    """Which of two numbers comes first in 3/5/2026."""

    DMY = "dmy", "日月年", "day first"
    MDY = "mdy", "月日年", "month first"


_NO_DAYS = frozenset(
    (
        (0, 0, 0), (1, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 0), (1900, 1, 1), (1969, 12, 31),
        (1970, 1, 1), (9999, 12, 31),
    )
)  # fmt: skip
"""What programs write where there is no day: the first they know, or the last."""
_NONE = dt.date(1900, 1, 1)
_LONGEST = 80
"""Characters beyond which a text is no day."""
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s].*)?")


def read_day(
    cell: Cell, *, from_1904: bool = False, year: int | None = None, order: DateOrder | None = None
) -> dt.date | Doubt | None:
    """Return the day of a cell; one that programs write for none is none.

    `from_1904` says how the sheet counts serial numbers; `year` is what the user gave for days without one, and
    `order` for those that may have the month or the day first.
    """
    day = _of_cell(cell, from_1904=from_1904, year=year, order=order)
    if not isinstance(day, dt.date):
        return day
    if (day.year, day.month, day.day) in _NO_DAYS:
        return None
    return day if is_within(day) else Doubt(Msg.DAY_BEYOND(value=day))


def _of_cell(cell: Cell, *, from_1904: bool, year: int | None, order: DateOrder | None) -> dt.date | Doubt | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _numeric(words(cell), from_1904)
    text = words(cell)
    if says_nothing(text) or cell == dt.time() or _stands_for_none(text):
        return None
    if isinstance(cell, str) and len(text) <= _LONGEST:
        return _day(text, from_1904, year, order)
    return Doubt(Msg.DATE_UNREADABLE(value=text))


def _stands_for_none(text: str) -> bool:
    match = _YEAR_FIRST.fullmatch(text) if text[:1] in "019" else None
    return match is not None and tuple(map(int, match.groups())) in _NO_DAYS


_WHOLE_DAY = re.compile(r"\d{4}(?:\s*[-/.年]|\d{4}$)")


def is_day(cell: Cell) -> bool:
    """Whether a cell is a whole day, with its year, and could be nothing else."""
    if isinstance(cell, str):
        return bool(_WHOLE_DAY.match(cell)) and isinstance(read_day(cell), dt.date)
    return isinstance(cell, dt.date)


def read_deadline(cell: Cell, *, from_1904: bool = False, order: DateOrder | None = None) -> dt.date | Doubt | None:
    """Return the day of a deadline, which may be written as 2026年12月31日前; a length (60日) is no day."""
    if isinstance(cell, str) and len(cell) <= _LONGEST:
        cell = re.sub(r"\s*(?:之前|以前|前)\s*(?:办结|完成|反馈|答复)?\s*$", "", cell.strip())
    return read_day(cell, from_1904=from_1904, order=order)


def _numeric(text: str, from_1904: bool) -> dt.date | Doubt:  # noqa: FBT001 - positional for the cache
    match = _SERIAL.fullmatch(text)
    if not match:
        return _day(text, from_1904, None, None)
    serial = int(match[1])
    if serial in _YEARS:
        return Doubt(Msg.DATE_NO_DAY(value=text))
    if not serial:
        return _NONE  # shown as 1900-01-00
    if not 1 <= serial <= LAST_SERIAL or (serial == _NO_SUCH_SERIAL and not from_1904):
        return Doubt(Msg.DATE_UNREADABLE(value=text))
    if from_1904:
        return _EPOCH_1904 + dt.timedelta(days=serial)
    return _EPOCH + dt.timedelta(days=serial + (serial < _NO_SUCH_SERIAL))


@lru_cache(CACHED)
def _day(
    text: str,
    from_1904: bool,  # noqa: FBT001 - positional for the cache
    year: int | None,
    order: DateOrder | None,
) -> dt.date | Doubt:
    text = narrow(text).lstrip("'`").translate(_MARKS)
    moment = _iso(text)
    if moment:
        return moment
    text = _arabic(text)
    if _SERIAL.fullmatch(text) and not _NO_YEAR.fullmatch(text):
        return _numeric(text, from_1904)
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            return _existing(match["y"], match["m"], match["d"], text)
    return _rarer(text, year, order)


def _iso(text: str) -> dt.date | None:
    """Return the day of an ISO text; a moment with a zone falls on the day that Beijing had then."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if not text[:4].isdigit() or "W" in text:
        return None
    return (moment.astimezone(BEIJING) if moment.tzinfo else moment).date()


def _arabic(text: str) -> str:
    text = _WEEKDAY.sub("", text).replace("年元月", "年1月")
    return _HAN_RUN.sub(lambda run: str(number) if (number := han_number(run[0])) is not None else run[0], text)


def _existing(year: str | int, month: str | int, day: str | int, text: str) -> dt.date | Doubt:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return Doubt(Msg.DATE_IMPOSSIBLE(value=text))


def _rarer(text: str, year: int | None, order: DateOrder | None) -> dt.date | Doubt:
    match = _DAY_OR_MONTH_FIRST.fullmatch(text)
    if match:
        return _unordered(int(match[1]), int(match[3]), match[4], text, order)
    named = _MONTH_NAMED.fullmatch(text.lower())
    month = _MONTHS.get(named["mon"] or named["mon2"]) if named else None
    if named and month:
        return _existing(named["y"], month, named["d"] or named["d2"], text)
    if _NO_YEAR.fullmatch(text):
        if year is None:
            return Doubt(Msg.DATE_NO_YEAR(value=text))
        month_text, day_text = re.findall(r"\d+", text)[:2]
        return _existing(year, month_text, day_text, text)
    why = next((why for form, why in _DOUBTED if form.fullmatch(text)), Msg.DATE_UNREADABLE)
    return Doubt(why(value=text))


_MONTHS_OF_YEAR = 12


def _unordered(first: int, second: int, year: str, text: str, order: DateOrder | None) -> dt.date | Doubt:
    """Read 25/12/2026 and 12/25/2026; which is the month in 3/5/2026 nobody can say but who made the file."""
    if order:
        month, day = (first, second) if order is DateOrder.MDY else (second, first)
        return _existing(year, month, day, text)
    if first > _MONTHS_OF_YEAR:
        return _existing(year, second, first, text)
    if second > _MONTHS_OF_YEAR or first == second:
        return _existing(year, first, second, text)
    return Doubt(Msg.DATE_ORDER(value=text))
