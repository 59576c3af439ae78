"""What the number format of a cell makes of its number: a day, a time, a length, or digits with noughts before them."""

import datetime as dt
import re
from collections.abc import Callable

from xinfang_cli.sheets.rows import Cell

Style = Callable[[float], Cell]

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zone
_FROM_1904 = 1462
_NO_SUCH_DAY = 60
_END_OF_DAYS = 2_958_466
_DAY = 86_400_000
_BUILT_IN_DAYS = frozenset(map(str, (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))))
_UNREAD = re.compile(r'"[^"]*"|\\.|_.|\*.')
_LENGTH = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_OF_DAYS = re.compile(r"[dmyhs]", re.IGNORECASE)
_PIECE = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|(.)')
_ONE = re.compile(r"[^0#?.,%/Ee@]*[0#][^0#?.,%/Ee@]*")
_PERCENT = re.compile(r"0(\.0+)?%")
_BUILT_IN_PERCENTS = {"9": "0%", "10": "0.00%"}
_UNLIKE = re.compile(r"\[(?:[<>=]|DBNum)", re.IGNORECASE)
_PADDED = re.compile(r"[^0#?.,%/Ee@]*0[^#?.,%/Ee@]*0[^#?.,%/Ee@]*")


def style_of(number: str, code: str | None, *, from_1904: bool) -> Style | None:
    """Return what the number format with a number, and a code if it is not built in, makes of numbers, if anything."""
    kind = _kind(code) if code is not None else _built_in(number)
    if kind == "day":
        return _moment_from_1904 if from_1904 else _moment
    if kind == "length":
        return _length
    if percent := _PERCENT.fullmatch(_BUILT_IN_PERCENTS.get(number, "") if code is None else code):
        return _percent(len(percent[1] or "."))
    return _padding(code) if code else None


def _built_in(number: str) -> str:
    return "length" if number == "46" else "day" if number in _BUILT_IN_DAYS else ""


def _kind(code: str) -> str:
    code = _UNREAD.sub("", code)
    if _LENGTH.search(code):
        return "length"
    return "day" if _OF_DAYS.search(_IN_BRACKETS.sub("", code)) else ""


def _moment_from_1904(number: float) -> Cell:
    return _moment(number, _FROM_1904)


def _moment(number: float, offset: int = 0) -> Cell:
    """Return the day or moment of a serial number; one that has no whole day is a time."""
    if number + offset >= _END_OF_DAYS:
        return number
    days = max(int(number), 0)
    passed = dt.timedelta(days + offset, milliseconds=round(max(number - days, 0) * _DAY))
    if number < 1:
        return (_EPOCH + passed).time()
    moment = _EPOCH + passed + dt.timedelta(passed.days < _NO_SUCH_DAY)
    return moment.date() if number == days else moment


def _length(number: float) -> Cell:
    return dt.timedelta(days=number)


def _percent(decimals: int) -> Style:
    """Return what writes a share as a percentage; `decimals` counts the point too."""
    return lambda number: f"{number * 100:.{decimals - 1}f}%"


def _padding(code: str) -> Style | None:
    """Return what writes whole numbers with the noughts and words of a format like `000000` or `"信"0000`.

    Anything else that a format may do (thousands, decimals, one nought beside a unit) leaves the number what it is.
    """
    pieces = _PIECE.findall(code.partition(";")[0])
    placeholders = "".join(placeholder for *_, placeholder in pieces)
    has_digits = any(letter.isdecimal() for quoted, escaped, _ in pieces for letter in quoted + escaped)
    if _UNLIKE.search(code) or not (_PADDED.fullmatch(placeholders) or (has_digits and _ONE.fullmatch(placeholders))):
        return None
    pieces = [(quoted, escaped, "0" if each == "#" else each) for quoted, escaped, each in pieces]
    places = sum(placeholder == "0" for *_, placeholder in pieces)

    def padded(number: float) -> Cell:
        if number <= 0 or not number.is_integer():
            return number
        plain = f"{number:.0f}"
        shown = _filled(pieces, plain[:-places], plain[-places:].zfill(places))
        return number if shown == plain else shown

    return padded


def _filled(pieces: list[tuple[str, str, str]], first: str, digits: str) -> str:
    """Return the pieces of a format with digits in their places, and before the first one those that have none."""
    left = iter((first + digits[0], *digits[1:]))
    return "".join(next(left) if each == "0" else quoted or escaped or each for quoted, escaped, each in pieces)
