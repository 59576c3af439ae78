"""One device for everything that grows: a word with two names."""

import re
from enum import StrEnum
from functools import cache
from typing import Self, TypeVar

L = TypeVar("L", bound="Label")


class Label(StrEnum):
    """A word of files and command lines with its Chinese and English names, one line each.

    The member *is* the word (a `str`), so it goes into YAML, JSON and SQL as it stands; `zh` and `en`
    are what people read. A translation cannot be missing: the line would not run.
    """

    zh: str
    en: str
    also: tuple[str, ...]

    def __new__(cls, word: str, zh: str, en: str, *also: str) -> Self:
        """Make the member from its line: word, names, and what people call it besides."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.zh = zh
        member.en = en
        member.also = also
        return member

    def in_(self, lang: "Lang") -> str:
        """Return the name in a language."""
        return self.zh if lang is Lang.ZH else self.en

    @classmethod
    def of(cls, word: str) -> Self:
        """Return the member of a word that is known to be one (calling the class confuses type checkers)."""
        return next(member for member in cls if member == word)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the member whose word, name or synonym is `text`, or None: people write any of them."""
        return by_name(cls).get(text)


@cache
def by_name(labels: type[L]) -> dict[str, L]:
    """Return the members by word, names and synonyms; of two with the same, the first, and a name before a synonym."""
    found: dict[str, L] = {}
    for member in labels:
        for name in (member.value, member.zh, member.en):
            found.setdefault(name, member)
    for member in labels:
        for name in (_BEHIND.sub("", member.zh), *getattr(member, "also", ())):
            found.setdefault(name, member)
    return found


_BEHIND = re.compile("（[^（）]*）$")
"""What a name explains of itself: nobody types it."""


class Lang(Label):
    """The languages of help and messages."""

    ZH = "zh", "中文", "Chinese"
    EN = "en", "英文", "English"


class Phrase:
    """What is only said: a line of a class, in both languages. No file, table or command line has it, so it is no word.

    It is equal to itself alone, and is called what its line is called, or without a line its English.
    """

    __slots__ = ("en", "name", "zh")

    name: str

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = self.name = en

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    @property
    def value(self) -> str:
        """Its code, for programs that read what is printed."""
        return self.name.lower()

    def in_(self, lang: Lang) -> str:
        """Return it in a language."""
        return self.zh if lang is Lang.ZH else self.en
