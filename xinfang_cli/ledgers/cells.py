"""What people write into the cells of a ledger, read as values: figures, numbers of persons, phones, yes and no.

Each reader returns the value, None for a cell that says nothing, or a `Doubt` with the reason. The unambiguous
is accepted, the impossible and the ambiguous are doubted, and nothing is guessed. Days are in `dates`,
names in `parties`.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from xinfang_cli.law.bounds import MOST_PEOPLE
from xinfang_cli.messages import Msg, Text
from xinfang_cli.plaintext import in_one_line, listed, narrow, squeezed, unspaced
from xinfang_cli.sheets.rows import EXACT, Cell

CACHED = 1 << 14
MOST_FIGURES = 20
"""Longer numbers count nothing."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that cannot be read for certain, and why."""

    text: Text


@dataclass(frozen=True, slots=True)
class RowFault:
    """A cell that was not read: the field left empty, the column, what stands there, why it is not read.

    `is_lost` says that the cell has words which nothing was taken of, not even a doubt about them.
    """

    field: str
    column: str
    value: str
    text: Text
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Phones:
    """The phones of a cell, and the doubt about one that cannot be dialled."""

    numbers: tuple[str, ...] = ()
    doubt: Doubt | None = None


SPACES = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b"
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|#+)|Err:\d{3}")
_FORMULA = re.compile(r"=\s*(?:[A-Za-z_][\w.]*\(|[-+(]|\$?[A-Za-z]{1,3}\$?\d|['\"]|\d+[-+*/])")
_QUOTED = re.compile(r'="([^"]*)"')
_MADE_HARMLESS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # what our own exports put an apostrophe before
_NOTHING = re.compile(
    r"/{1,2}|\\|-{1,3}|—{1,2}|–|_|·|\.|\.{3}|…{1,2}|\?{1,2}|\*|n/?a|null|none|nan|nil"
    "|(?:暂)?无|没有|空白?|未填写?|未提供|未留|不详|不明|未知|略"
)
_LONGEST_NOTHING = 4
_NO_VALUE = frozenset(("nat", "<na>", "<null>", "(null)", "[null]", "undefined"))
"""What programs write for no value, besides."""
_DITTO = frozenset(
    (
        "同上", "同前", "同", "仝", "仝上", "同上行", "同上条", "同上一行", "同上一条", "〃", "〃〃", "々", "″", "′′",
        '"', '""', "''", "”", "“", "””", "″″", "ditto", "do",
    )
)  # fmt: skip
_LONGEST_DITTO = 10
_MADE_DAY = re.compile(
    r"\d{1,2}月\d{1,2}日|[A-Z][a-z]{2}-\d{2}|\d{1,2}-[A-Z][a-z]{2}(?:-\d{2,4})?|\d{4}/\d{1,2}/\d{1,2}(?:\s0?0:00(?::00)?)?"
    r"|\d{4}-\d{2}-\d{2}\s00:00:00|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
)
"""What stands in a text that a spreadsheet saved in the place of 2026-3, 3-5 or 1/2."""
_EXPONENT = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d+)")


def words(cell: Cell) -> str:
    """Return a cell's text as it was written; a formula and its error are no text."""
    if isinstance(cell, str):
        text = cell.strip(SPACES)
        if text[:1] in ("=", "#", "E", "'"):
            text = _unformulated(text)
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        return _figures(cell)
    return "" if cell is None else str(cell)


def _unformulated(text: str) -> str:
    if text[0] == "'":
        return text[1:] if text[1:2] in _MADE_HARMLESS else text
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted[1].strip()
    return "" if _ERROR.fullmatch(text) or _FORMULA.match(text) else text


def _figures(number: int | float) -> str:  # noqa: PYI041 - both come, and they differ here
    if isinstance(number, int):
        return str(number)
    if number.is_integer():
        return str(int(number))
    return repr(number) if isfinite(number) else ""


def says_nothing(text: str) -> bool:
    """Whether text stands for an empty cell, as 无 and / do."""
    if not text or text[0] in "<([nNuU":
        return not text or text.casefold() in _NO_VALUE or _is_nothing(text)
    return len(text) <= _LONGEST_NOTHING and _is_nothing(text)


def _is_nothing(text: str) -> bool:
    return len(text) <= _LONGEST_NOTHING and bool(_NOTHING.fullmatch(narrow(text).casefold()))


def said(cell: Cell) -> str | Doubt | None:
    """Return a cell's words; 同上 is doubted, for what stands above is not in the row, and so is a day."""
    text = words(cell)
    if says_nothing(text):
        return None
    if is_ditto(text):
        return Doubt(Msg.CELL_DITTO(value=text))
    return Doubt(Msg.CELL_IS_DAY(value=text)) if isinstance(cell, _TIMES) else text


_TIMES = (dt.date, dt.time, dt.timedelta)


def is_ditto(text: str) -> bool:
    """Whether a text says no more than that the same stands above."""
    if len(text) > _LONGEST_DITTO:
        return False
    return text in _DITTO or squeezed(text).strip("().-—。").casefold() in _DITTO


def not_a_day(cell: Cell) -> Doubt | None:
    """Return the doubt about a number or an address that a spreadsheet took for a day."""
    text = words(cell)
    if isinstance(cell, _TIMES) or (isinstance(cell, str) and _MADE_DAY.fullmatch(text)):
        return Doubt(Msg.CELL_IS_DAY(value=text))
    return None


_FIGURES = {
    figure: value
    for value, figures in enumerate(
        ("〇零○◯Oo", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for figure in figures
}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000}
HAN_FIGURES = "〇零○◯一二三四五六七八九十百千万两廿卅壹贰叁肆伍陆柒捌玖拾佰仟"


def han_number(text: str) -> int | None:
    """Return the number that Chinese figures write, one by one (二〇二六) or with places (二十六); None if none."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if len(text) > MOST_FIGURES:
        return None
    if all(figure in _FIGURES for figure in text):
        return int("".join(str(_FIGURES[figure]) for figure in text)) if text else None
    return _placed(text)


def _placed(text: str) -> int | None:
    total, digit, smallest = 0, None, 10**6
    for figure in text:
        place = _PLACES.get(figure)
        if place is None:
            value = _FIGURES.get(figure)
            if value is None or digit:
                return None
            digit = value
        elif place >= smallest or digit == 0 or (digit is None and figure not in "十拾"):
            return None
        else:
            total += (1 if digit is None else digit) * place
            digit, smallest = None, place
    return total + (digit or 0)


ESTIMATE = re.compile("[一二三四五六七八九两]{2,}")
"""三五人 is three to five, not thirty-five."""
_PEOPLE = re.compile(
    rf"(?:共计?|等|计)?\s*(\d{{1,{MOST_FIGURES}}}(?:\.0+)?|[{HAN_FIGURES}]+)\s*(?:人次?|名|个人?|位|口人?)?"
)


@lru_cache(CACHED)
def _people(text: str) -> int | Doubt | None:
    match = _PEOPLE.fullmatch(text) if len(text) <= 2 * MOST_FIGURES else None
    number = None
    if match and not ESTIMATE.fullmatch(match[1]):
        figures = match[1]
        number = int(figures.partition(".")[0]) if figures[0].isascii() else han_number(figures)
    if number is None or not 1 <= number <= MOST_PEOPLE:
        return Doubt(Msg.CELL_PEOPLE(value=text))
    return number


def read_people(cell: Cell) -> int | Doubt | None:
    """Return a number of persons: 5, 5人, 五人; a span or an estimate (3-5, 10余人, 1批5人) is doubted."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if isfinite(cell) and cell == int(cell) and 1 <= cell <= MOST_PEOPLE:
            return int(cell)
        return Doubt(Msg.CELL_PEOPLE(value=words(cell)))
    text = words(cell)
    return None if says_nothing(text) else _people(narrow(text))


def read_listed(cell: Cell) -> tuple[str, ...] | Doubt | None:
    """Return the names that a cell has with 、 or commas between them, each once."""
    text = said(cell)
    if not isinstance(text, str):
        return text
    return listed(text) or None


_YES = re.compile(
    "是的?|√|✓|✔|☑|v|y|yes|true|t|1|对|有|已|已办理?|已?(?:办?结|完成|完结|结案|销号|化解|联名|办理完[毕结成])了?|(?:办理)?完毕"
)
_NO = re.compile(
    "否|×|✗|✘|✕|☐|x|n|no|false|f|0|[非没未]|不是|(?:正)?在(?:办|办理|处理|化解)中?|(?:办理|处理|化解|进行)中|待(?:办|处理|化解)"
    "|[尚暂还]?[未没不非](?:办|办理|办结|完|完成|完结|结案|销号|化解|联名|结|办理完[毕结成])了?"
)


@lru_cache(CACHED)
def _flag(text: str) -> bool | None:
    if _YES.fullmatch(text):
        return True
    return False if _NO.fullmatch(text) else None


def read_flag(cell: Cell, more: Mapping[str, bool] | None = None) -> bool | Doubt | None:
    """Return yes, no or nothing; `more` are words that mean yes or no in one column alone (初信, 重访)."""
    if isinstance(cell, bool):
        return cell
    text = words(cell)
    if says_nothing(text):
        return None
    text = narrow(text).casefold()
    flag = more.get(text) if more else None
    if flag is None:
        flag = _flag(text)
    return Doubt(Msg.CELL_FLAG(value=text)) if flag is None else flag


def read_number(cell: Cell) -> str | Doubt | None:
    """Return a matter's number in another system; one that a spreadsheet rounded is doubted."""
    if isinstance(cell, float) and (abs(cell) >= EXACT or not cell.is_integer()):
        return Doubt(Msg.CELL_DIGITS_LOST(value=repr(cell)))
    text = narrow(words(cell)).lstrip("'`‘’").strip()
    if says_nothing(text):
        return None
    if is_ditto(text):
        return Doubt(Msg.CELL_DITTO(value=text))
    if _EXPONENT.fullmatch(text):
        return Doubt(Msg.CELL_DIGITS_LOST(value=text))
    if doubt := not_a_day(cell):
        return doubt
    bare = unspaced(text).removesuffix(".0") if _WHOLE.fullmatch(text) else unspaced(text)
    return bare if bare.isdigit() else in_one_line(text)


_WHOLE = re.compile(r"\d{1,15}\.0")
"""A whole number as programs write it that know no other numbers."""

_BETWEEN_PHONES = re.compile(r"[/、,;|\n]|或者?|以及|和|及")
_PHONE_NOISE = re.compile(r"[^\d+\-()\s#*.eE转]|转(?!\s*\d)")
_PHONE_MARKS = re.compile(r"[\s()\-.]")
_PHONE_SPACES = re.compile(r"[\s.]")
_PHONE_DASHES = re.compile(r"[()-]+")
_TAIL_ZERO = re.compile(r"(\d{5,})\.0+")
_ROUNDED = 10**5
"""A number that ends in five zeros is what 1.38001E+10 became when a program took it for a number."""
_FULL_MOBILE = re.compile(r"1[3-9]\d{9}")
_NO_ZERO = re.compile(r"[2-9]\d{9,10}")
_EXTENSION = r"(?:(?:转|-|#|\*)\d{1,6})?"
_SHORT = re.compile(r"([48]00\d{7}|1\d{2,4}|9\d{4,5})")
_PHONE_FORMS = (
    (re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})"), "", "bare"),
    (re.compile(rf"(?:(?:\+86|0086)-?0?|0)([1-9]\d{{1,2}}-?[1-9]\d{{6,7}}{_EXTENSION})"), "0", "dashed"),
    (re.compile(r"(?:\+|00)(?!86)([1-9]\d{7,14})"), "+", "bare"),
    (_SHORT, "", "bare"),
    (re.compile(rf"([2-9]\d{{6,7}}{_EXTENSION})"), "", "dashed"),
)


def _phone(text: str) -> str | Doubt:
    """Return one phone in the form it is dialled in."""
    text = text.strip(" '`")
    exponent = _EXPONENT.fullmatch(text)
    if exponent and len(exponent[2] or "") != int(exponent[3]):
        return Doubt(Msg.CELL_DIGITS_LOST(value=text))
    if exponent:  # every figure is there: 1.3800138000E+10
        text = exponent[1] + exponent[2]
    tail = _TAIL_ZERO.fullmatch(text)
    text = tail[1] if tail else text
    bare = _PHONE_MARKS.sub("", text)
    dashed = _PHONE_DASHES.sub("-", _PHONE_SPACES.sub("", text)).strip("-")
    if _NO_ZERO.fullmatch(bare) and not _SHORT.fullmatch(bare):
        return Doubt(Msg.CELL_ZERO_LOST(value=text))
    for form, prefix, written in _PHONE_FORMS:
        match = form.fullmatch(bare if written == "bare" else dashed)
        if match:
            return prefix + match[1]
    return Doubt(Msg.CELL_PHONE(value=text))


@lru_cache(CACHED)
def _phones(text: str) -> Phones:
    numbers: list[str] = []
    doubt = None
    for part in _BETWEEN_PHONES.split(text):
        chunk = _PHONE_NOISE.sub(" ", part).strip()
        if not any(figure.isdigit() for figure in chunk):
            doubt = doubt or (Doubt(Msg.CELL_PHONE(value=text)) if not says_nothing(part.strip()) else None)
            continue
        found = _apart(chunk)
        numbers += [number for number in found if isinstance(number, str) and number not in numbers]
        doubt = doubt or next((number for number in found if isinstance(number, Doubt)), None)
    return Phones(tuple(numbers), doubt)


_LONGEST_PHONE = 60


def _apart(chunk: str) -> tuple[str | Doubt, ...]:
    """Read one phone, or several with nothing but spaces between them."""
    whole = _phone(chunk) if len(chunk) <= _LONGEST_PHONE else Doubt(Msg.CELL_PHONE(value=chunk))
    if isinstance(whole, str):
        return (whole,)
    parts = tuple(_phone(part) if len(part) <= _LONGEST_PHONE else whole for part in chunk.split())
    return parts if all(isinstance(part, str) for part in parts) else (whole,)


def read_phones(cell: Cell) -> Phones:
    """Return the phones of a cell; one whose digits a spreadsheet lost, or that cannot be dialled, is doubted."""
    if isinstance(cell, float) and (abs(cell) >= EXACT or not cell.is_integer() or _is_rounded(cell)):
        return Phones(doubt=Doubt(Msg.CELL_DIGITS_LOST(value=repr(cell))))
    text = words(cell)
    if _FULL_MOBILE.fullmatch(text):
        return Phones((text,))
    return Phones() if says_nothing(text) or text == "0" else _phones(narrow(text))


def _is_rounded(number: float) -> bool:
    return number >= _ROUNDED**2 and number % _ROUNDED == 0
