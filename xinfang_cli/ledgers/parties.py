"""Whom the cells of a ledger name: petitioners and units. Words are split, never changed."""

import re
from dataclasses import dataclass
from functools import lru_cache

from xinfang_cli.ledgers.cells import (
    CACHED,
    ESTIMATE,
    HAN_FIGURES,
    MOST_FIGURES,
    SPACES,
    Doubt,
    han_number,
    is_ditto,
    not_a_day,
    says_nothing,
    words,
)
from xinfang_cli.messages import Msg
from xinfang_cli.plaintext import narrow, squeezed, unspaced
from xinfang_cli.sheets.rows import Cell


@dataclass(frozen=True, slots=True)
class Person:
    """One petitioner as a ledger names them."""

    name: str | None = None
    anonymous: bool = False
    representative: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The petitioners of a cell, how many they say they are (张某某等5人), and the doubt about one (同上)."""

    persons: tuple[Person, ...] = ()
    people: int | None = None
    doubt: Doubt | None = None


_BETWEEN_NAMES = re.compile(r"[、,，;；/／|｜\n]")
_AND_OTHERS = re.compile(
    rf"(?:共?\s?(\d+|[{HAN_FIGURES}]+)\s?[人名位](?:信访人|群众)?|[\d{HAN_FIGURES}余多几数来约近共人名户位左右群众]*)"
)
_OPENING, _CLOSING = "(（[［【", ")）]］】"
_ANONYMOUS = re.compile(
    "匿名(?:人|者|信|电话|来信|来电|来访|举报|信访|反映|投诉|信访人|举报人|群众|网友|市民)?|佚名|无名氏?|[不未](?:具|署|留)名|隐名"
    "|(?:不愿|不便|未|拒绝|拒)(?:透露|提供|告知|留下|留)(?:真实)?姓名"
)
_STANDS_FOR = re.compile("代|(?:信访)?代表人?|代理人?|代访|代信|代办|委托人")
_HEADS = re.compile(rf"共?\s*(\d+|[{HAN_FIGURES}]+)\s*[人名位]")


@lru_cache(CACHED)
def _names(text: str) -> Names:
    before, note = _note_behind(text)
    stands_for = bool(_STANDS_FOR.fullmatch(note))
    people = _heads(note)
    body, others = _and_others(before if stands_for or people else text)
    people = others or people
    if stands_for:  # it is said of the last one
        body += text[len(before) :]
    parts = [part.strip(SPACES) for part in _BETWEEN_NAMES.split(body)]
    persons = tuple(person for part in parts if not is_ditto(part) and (person := _person(part)))
    same = next((part for part in parts if is_ditto(part)), None)
    return Names(persons, people, Doubt(Msg.CELL_DITTO(value=same)) if same else None)


def _note_behind(text: str) -> tuple[str, str]:
    """Return a text without what stands in brackets at its end, and that.

    No expression is matched against the whole: one that seeks the bracket tries each of twenty thousand.
    """
    text = text.rstrip(SPACES)
    if text[-1:] not in _CLOSING or len(text) < 2:  # noqa: PLR2004 - a bracket and what stands before it
        return text, ""
    at = max(text.rfind(each, 0, len(text) - 1) for each in _OPENING)
    last = max(text.rfind(each, 0, len(text) - 1) for each in _CLOSING)
    before = text[:at].rstrip(SPACES) if at > last else ""
    return (before, narrow(text[at + 1 : -1])) if before else (text, "")


def _and_others(text: str) -> tuple[str, int | None]:
    """Return the names before 等5人, and how many they are then."""
    names, mark, behind = text.rpartition("等")
    others = _AND_OTHERS.fullmatch(behind.strip(SPACES)) if mark and names.strip(SPACES) else None
    if not others:
        return text, None
    return names.rstrip(SPACES), _count(others[1]) if others[1] else None


def _heads(note: str) -> int | None:
    match = _HEADS.fullmatch(note)
    return _count(match[1]) if match else None


def _count(figures: str) -> int | None:
    if ESTIMATE.fullmatch(figures):
        return None
    if figures.isdecimal():
        return int(figures) if len(figures) <= MOST_FIGURES else None
    return han_number(figures)


def _person(text: str) -> Person | None:
    before, note = _note_behind(text)
    stands_for = bool(_STANDS_FOR.fullmatch(note))
    name = before if stands_for else text
    if says_nothing(name):
        return None
    if _ANONYMOUS.fullmatch(squeezed(name)):
        return Person(anonymous=True)
    first, _, second = name.partition(" ")
    if len(first) == 1 and len(second.strip(SPACES)) == 1:  # 张 三
        name = first + second.strip(SPACES)
    return Person(name=name, representative=stands_for)


def read_names(cell: Cell) -> Names:
    """Return the petitioners of a cell: 王五、赵六 are two, 张某某等5人 is one of five, 匿名 is anonymous."""
    text = words(cell)
    if isinstance(cell, str):
        return Names() if says_nothing(text) else _names(text)
    doubt = not_a_day(cell)
    return Names(doubt=doubt) if doubt or not text else _names(text)


_BETWEEN_UNITS = re.compile(r"[、,;/|\n+&]|(?<!\d)\d{1,2}[.、)]")
_LEADS = (
    "主要责任", "牵头单位", "主办单位", "责任单位", "承办单位", "牵头", "主办", "主责", "首办", "承办", "责任", "主",
)  # fmt: skip
_HELPS = ("配合单位", "协办单位", "配合", "协办", "协同", "参与", "协助", "会办", "协")
_ROLE = "|".join((*_LEADS, *_HELPS))
_ROLE_BEFORE = re.compile(rf"(?:\(({_ROLE})\)|({_ROLE})\s*:)\s*(.+)")
_ROLE_BEHIND = re.compile(rf"(.+?)\s*(?:\(({_ROLE})\)|({_ROLE}))")
_ROLE_BEGINS = re.compile(rf"\s+(?=(?:{_ROLE})\s*:)|(?<=[^\s、,;/|\n+&(])\s*(?=\((?:{_ROLE})\)[^\s、,;/|\n+&(])")
_ROLE_ENDS = re.compile(rf"(?<=\w\()({_ROLE})\)\s*(?=\w)")
_OTHER_BRACKETS = str.maketrans("[【〔「{]】〕」}", "((((()))))")
_LONGEST_UNITS = 1_000
"""Characters beyond which a cell names no units."""
_CIRCLED = re.compile("[①-⑳]")


@lru_cache(CACHED)
def _units(text: str) -> tuple[str, ...]:
    leads: list[str] = []
    others: list[str] = []
    text = _CIRCLED.sub(";", text)
    text = _parted(narrow(text).translate(_OTHER_BRACKETS))
    for part in _BETWEEN_UNITS.split(text):
        match = _ROLE_BEFORE.fullmatch(part.strip())
        role, name = (match[1] or match[2], match[3]) if match else (None, part.strip())
        behind = _ROLE_BEHIND.fullmatch(name)
        if behind:
            role, name = behind[2] or behind[3], behind[1]
        name = unspaced(name)
        if not says_nothing(name):
            (leads if role in _LEADS else others).append(name)
    return tuple(dict.fromkeys(leads + others))


def _parted(text: str) -> str:
    """Put a mark where nothing but a role (牵头, 配合) stands between two units."""
    if text.startswith("("):
        return _ROLE_BEGINS.sub(";", text)
    return re.sub(rf"\s+(?=(?:{_ROLE})\s*:)", ";", _ROLE_ENDS.sub(r"\1);", text))


def unit_names(cell: Cell) -> tuple[str, ...]:
    """Return the units that a cell names, the one marked as leading (牵头, 主办) first; spaces and width folded."""
    text = words(cell)
    if len(text) > _LONGEST_UNITS:
        return (unspaced(text[:_LONGEST_UNITS]),)
    return () if says_nothing(text) else _units(text)
