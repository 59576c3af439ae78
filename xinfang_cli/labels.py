"""What everything is made of: words with two names, for all that grows, and plain values, for all that is handed on."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, AnyStr, ClassVar, Self, TypeVar, cast, dataclass_transform, get_origin

L = TypeVar("L", bound="Label")


class Late:
    """A pattern that is compiled when it is first asked: few commands ask more than one in ten of those there are."""

    def __init__(self, text: Any, flags: int) -> None:
        self._made = text, flags

    def __getattr__(self, name: str) -> Any:
        """Return what the compiled pattern has, and keep it: `match` is then found as that of any other."""
        found = self.__dict__[name] = getattr(re.compile(*self._made), name)
        return found


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first asked."""
    return cast("re.Pattern[AnyStr]", Late(text, flags))


_BEHIND = pattern("（[^（）]*）$")
"""What a name explains of itself: nobody types it."""


if TYPE_CHECKING:
    from enum import StrEnum as Word
else:

    class Words(type):
        """Makes a class whose lines `NAME = "word", …` are its members, as `Enum` does, in a tenth of the time.

        `list` takes seventy classes of six hundred words; as enums they were a twelfth of all that it takes.
        """

        def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> "Words":
            """Make the class and its members, in the order of the lines."""
            passing = body.pop("_ignore_", None)
            body.pop(passing, None)
            # From 3.13 on a class has tuples of Python's own as well, as `__static_attributes__`.
            lines = {key: line for key, line in body.items() if type(line) is tuple and not key.startswith("__")}
            made = super().__new__(mcs, name, bases, body)
            made.__members__ = {}
            made._by_word = {}
            for key, line in lines.items():
                member = made.__new__(made, *line)
                member.name = key
                made.__members__[key] = member
                made._by_word[member.value] = member
                setattr(made, key, member)
            return made

        def __call__(cls, word: str) -> "Word":
            """Return the member of a word."""
            if word not in cls._by_word:
                raise ValueError(f"{word!r} is not a valid {cls.__name__}")
            return cls._by_word[word]

        def __iter__(cls) -> "Iterator[Word]":
            return iter(cls.__members__.values())

        def __len__(cls) -> int:
            return len(cls.__members__)

        def __bool__(cls) -> bool:
            return True

        def __contains__(cls, word: object) -> bool:
            return word in cls._by_word

        def __reversed__(cls) -> "Iterator[Word]":
            return reversed(cls.__members__.values())

    class Word(str, metaclass=Words):  # noqa: SLOT000  # lines of some tables have more than words
        """A member, which is its word."""

        @property
        def value(self) -> str:
            """The bare word."""
            return self._value_

        def __repr__(self) -> str:
            return f"<{type(self).__name__}.{self.name}: {self._value_!r}>"

        def __reduce_ex__(self, protocol: int) -> tuple[Any, ...]:
            return type(self), (self._value_,)


class Label(Word):
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


class Fresh:
    """A default that is made for each value: `names: list[str] = fresh(factory=list)`."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def fresh(*, factory: Callable[[], Any]) -> Any:
    """Return what makes the default of a part anew for each value."""
    return Fresh(factory)


@dataclass_transform(frozen_default=True, field_specifiers=(fresh,))
class Plain:
    """A class of values: it declares its parts and their defaults, as a dataclass does, and is used as one.

    No code is made for it: thirty dataclasses are a tenth of what `list` takes from start to end. It is frozen unless
    it says `frozen=False`; two are equal that are of one class and hold the same.
    """

    _parts: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[Mapping[str, Any]] = {}
    _fresh: ClassVar[Mapping[str, Callable[[], Any]]] = {}
    _is_frozen: ClassVar[bool] = True

    def __init_subclass__(cls, *, frozen: bool = True) -> None:
        """Learn the parts of a class: its base's, then its own."""
        own = [name for name, kind in cls.__annotations__.items() if not _is_of_class(kind)]
        cls._parts = tuple(dict.fromkeys((*cls._parts, *own)))
        cls._names = frozenset(cls._parts)
        cls._is_frozen = frozen
        given = {name: cls.__dict__[name] for name in own if name in cls.__dict__}
        made = {name: default.make for name, default in given.items() if isinstance(default, Fresh)}
        cls._fresh = {**cls._fresh, **made}
        cls._defaults = {**cls._defaults, **{name: given[name] for name in given.keys() - made}}
        for name in made:
            delattr(cls, name)

    def __init__(self, *given: Any, **named: Any) -> None:
        names, values = self._parts, self.__dict__
        if len(given) + len(named) < len(names):
            values.update(self._defaults)
            for name, make in self._fresh.items():
                if name not in named:
                    values[name] = make()
        values.update(zip(names, given, strict=False))
        values.update(named)
        if values.keys() != self._names or len(given) > len(names):
            raise TypeError(f"{type(self).__name__} has other parts than {', '.join((*names[: len(given)], *named))}")
        if given and named and not named.keys().isdisjoint(names[: len(given)]):
            raise TypeError(f"{type(self).__name__} is given a part twice")

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse where others may hold the same value."""
        if self._is_frozen:
            raise AttributeError(name)
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        """Return what it holds, for programmers."""
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.parts())})"

    def __eq__(self, other: object) -> bool:
        """Whether the other is of the same class and holds the same."""
        return self.__class__ is other.__class__ and list(self.parts()) == list(other.parts())

    def __hash__(self) -> int:
        """Return what equal values share; of one that changes there is none."""
        if not self._is_frozen:
            raise TypeError(type(self))
        return hash(tuple(map(self.__dict__.__getitem__, self._parts)))

    def parts(self) -> Iterator[tuple[str, Any]]:
        """Yield its parts by name; what was worked out from them and kept is none."""
        values = self.__dict__
        return ((name, values[name]) for name in self._parts)

    def but(self, **changes: Any) -> Self:
        """Return a copy with other parts."""
        return type(self)(**{**dict(self.parts()), **changes})


def _is_of_class(kind: object) -> bool:
    return ClassVar in (kind, get_origin(kind))


_ZH = {
    "TEXT": "文字",
    "DEED": "做法",
    "NAME": "名称",
    "ORGAN": "机关",
    "OFFICE": "机关",
    "UNIT": "单位",
    "GROUP": "组",
    "CASE": "编号",
    "INTO": "编号",
    "RULE": "期限",
    "START": "起算日",
    "DATE": "日期",
    "FROM": "起",
    "TO": "止",
    "YEAR": "年份",
    "YYYY": "年",
    "MM": "月",
    "Www": "W周",
    "Qn": "Q季",
    "Hn": "H半年",
    "N": "数",
    "LEVEL": "层级",
    "ITEM": "项目",
    "PHONE": "电话",
    "K": "标记",
    "KEY": "键",
    "CODE": "代码",
    "COLUMN": "列名",
    "FIELD": "字段",
    "KIND": "文书",
    "WHAT": "何事",
    "LIST": "名单",
    "FILE": "文件",
    "DIR": "文件夹",
    "PATH": "路径",
    "COPY": "另存",
    "BACKUP": "备份",
    "COMMIT": "提交",
    "ENGINE": "引擎",
    "BASE": "旧版",
    "OURS": "我方",
    "THEIRS": "对方",
}
"""What stands in help and refusals for a value that is to be typed; in English it is the same word."""

_PLACE = pattern(r"[A-Z][A-Za-z]*")


def placeholder(text: str) -> Phrase:
    """Return what stands for a value in both languages; words that are typed as they are stay."""
    return Phrase(_PLACE.sub(lambda found: _ZH.get(found[0], found[0]), text), text)
