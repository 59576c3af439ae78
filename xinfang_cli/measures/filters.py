"""The filters: one line each. Their options, their SQL, the words that say them and what is refused come from here.

What is asked for are columns of `cases`; values are bound, never written into the SQL. Where the names that a filter
takes are known beside the matters (`KnownIn`) is looked up in config by `office.names`.
"""

import datetime as dt
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from keyword import iskeyword
from typing import Any, Self

from xinfang_cli.labels import Label
from xinfang_cli.law.words import Channel, MatterClass, Status
from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.messages import Msg, Text
from xinfang_cli.plaintext import searchable


class KnownIn(Enum):
    """Where config has names that a filter takes, beside those that matters bear."""

    NOWHERE = auto()
    UNITS = auto()
    PLACES = auto()
    CATEGORIES = auto()
    GROUPS = auto()
    LEADERS = auto()


@dataclass
class Binder:
    """Values bound so far, each under a name of its own.

    Attributes:
        today: the day that deadlines are reckoned from.
        is_exact: whether a place or category is taken without what lies under it.
        under: of a place, all that it takes with it.
        values: what is bound.
    """

    today: dt.date
    is_exact: bool = False
    under: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """Return the placeholder of a value; days become ISO text, words plain text."""
        name = f"s_{len(self.values)}"
        self.values[name] = str(value)
        return f":{name}"

    def bind_all(self, values: Iterable[str]) -> str:
        """Return the placeholders of several."""
        return ", ".join(self.bind(value) for value in values)


Ask = Callable[[Binder, Any], str]


@dataclass(frozen=True)
class FilterKind(ABC):
    """What a filter takes, and how matters are asked for it.

    Attributes:
        among: the question that it answers; filters of one question are alternatives.
    """

    among: str = field(default="", kw_only=True)

    @abstractmethod
    def condition(self, sql: Binder, value: Any) -> str:
        """Return what a matter must meet; nothing where the filter only says how others are taken."""

    @abstractmethod
    def said(self, name: "Filter", value: Any) -> Label | Text:
        """Say what is taken; of a question, what its matters are."""


@dataclass(frozen=True)
class ByName(FilterKind):
    """Takes names; several are alternatives. One that neither config nor any matter has is refused.

    Attributes:
        column: the names that matters bear.
        known: those that config has.
        each: the condition for one of them, where it is more than equality.
        metavar: what help shows in the place of one.
    """

    column: str
    known: KnownIn = KnownIn.NOWHERE
    each: Ask | None = None
    metavar: str = "NAME"

    def condition(self, sql: Binder, value: tuple[str, ...]) -> str:
        """Return that one of them is borne."""
        if self.each:
            return either([self.each(sql, one) for one in value])
        return f"{self.column} IN ({sql.bind_all(value)})"

    def said(self, name: "Filter", value: tuple[str, ...]) -> Text:
        """Name them."""
        return Msg.FILTER_IS(filter=name, values=[self._shown(one) for one in value])

    def _shown(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class ByWord(ByName):
    """Takes words of a closed list."""

    labels: type[Label] = field(default=Label, kw_only=True)

    def _shown(self, value: str) -> str:
        return self.labels.of(value)


@dataclass(frozen=True)
class ByFlag(FilterKind):
    """Is asked for or not; `{today}` in its condition stands for the day."""

    where: str

    def condition(self, sql: Binder, value: object) -> str:  # noqa: ARG002  # it is there or it is not
        """Return the condition."""
        return self.where.format(today=sql.bind(sql.today)) if "{today}" in self.where else self.where

    def said(self, name: "Filter", value: object) -> Label | Text:  # noqa: ARG002
        """Say that others are left out."""
        return name if self.among else Msg.FILTER_ONLY(filter=name)


@dataclass(frozen=True)
class ByDaysAhead(FilterKind):
    """Takes a number of days from today on."""

    def condition(self, sql: Binder, value: int) -> str:
        """Return that the earliest duty falls due within them."""
        last = sql.today + min(value, (dt.date.max - sql.today).days) * ONE_DAY
        return f"due BETWEEN {sql.bind(sql.today)} AND {sql.bind(last)}"

    def said(self, name: "Filter", value: int) -> Text:  # noqa: ARG002
        """Say within how many."""
        return Msg.FILTER_AHEAD(days=value)


@dataclass(frozen=True)
class ByDay(FilterKind):
    """Takes a day, on which or after which (`is_first`), or before which, something lies."""

    column: str
    is_first: bool

    def condition(self, sql: Binder, value: dt.date) -> str:
        """Return that it does."""
        return f"{self.column} {'>=' if self.is_first else '<='} {sql.bind(value)}"

    def said(self, name: "Filter", value: dt.date) -> Text:
        """Name the day."""
        return (Msg.FILTER_FROM if self.is_first else Msg.FILTER_TO)(filter=name, day=value)


@dataclass(frozen=True)
class ByText(FilterKind):
    """Takes texts that must all be contained."""

    where: str

    def condition(self, sql: Binder, value: tuple[str, ...]) -> str:
        """Return that they are."""
        return " AND ".join(self.where.format(sql.bind(searchable(text))) for text in value if text.strip())

    def said(self, name: "Filter", value: tuple[str, ...]) -> Text:  # noqa: ARG002
        """Quote them."""
        return Msg.FILTER_TEXT(texts=[Msg.FILTER_QUOTED(text=text) for text in value])


@dataclass(frozen=True)
class ByManner(FilterKind):
    """Says how others are taken, and takes nothing itself."""

    def condition(self, sql: Binder, value: object) -> str:  # noqa: ARG002
        """Return nothing."""
        return ""

    def said(self, name: "Filter", value: object) -> Label:  # noqa: ARG002
        """Say how."""
        return name


def either(parts: list[str]) -> str:
    """Return the condition that one of several holds."""
    return f"({' OR '.join(parts)})"


def _of_unit(sql: Binder, unit: str) -> str:
    """Co-handlers stand in a JSON array; a name in its quotes is found without taking the array apart."""
    quoted = json.dumps(unit, ensure_ascii=False)
    return f"unit = {sql.bind(unit)} OR instr(with_units, {sql.bind(quoted)}) > 0"


def _of_place(sql: Binder, place: str) -> str:
    taken = (place,) if sql.is_exact else sql.under.get(place, (place,))
    return f"place IN ({sql.bind_all(taken)})"


def _of_category(sql: Binder, category: str) -> str:
    same = f"category = {sql.bind(category)}"
    if sql.is_exact:
        return same
    under = f"{category}/"
    return f"{same} OR substr(category, 1, {len(under)}) = {sql.bind(under)}"


_WITH_TEXT = "id IN (SELECT case_id FROM texts WHERE instr(haystack, {}) > 0)"


class Filter(Label):
    """A filter: its option, key of views and of `filters:`; its name; what it takes and how that is asked."""

    kind: FilterKind

    def __new__(cls, word: str, zh: str, en: str, kind: FilterKind) -> Self:
        """Make the member from its line."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.zh, member.en, member.kind = zh, en, kind
        return member

    @property
    def option(self) -> str:
        """Its option on a command line."""
        return "--" + self.value.replace("_", "-")

    @property
    def field(self) -> str:
        """Its name in Python: a reserved word has an underscore behind it."""
        return f"{self.value}_" if iskeyword(self.value) else self.value

    UNIT = "unit", "责任单位", "unit", ByName("unit", KnownIn.UNITS, _of_unit, "UNIT")
    STATUS = "status", "状态", "state", ByWord("status", labels=Status)
    PLACE = "place", "属地", "place", ByName("place", KnownIn.PLACES, _of_place, "TEXT")
    CATEGORY = "category", "内容分类", "category", ByName("category", KnownIn.CATEGORIES, _of_category, "TEXT")
    CLASS = "class", "诉求类别", "class of request", ByWord("class", labels=MatterClass)
    CHANNEL = "channel", "信访形式", "channel", ByWord("channel", labels=Channel)
    GROUP = "group", "专项工作组", "working group", ByName("group_name", KnownIn.GROUPS)
    LEAD = "lead", "包案领导", "leader in charge", ByName("lead", KnownIn.LEADERS)
    OWNER = "owner", "责任人", "clerk in charge", ByName("owner")
    EXACT = "exact", "不含下级属地和分类", "without places and categories below", ByManner()
    OVERDUE = "overdue", "超期", "overdue", ByFlag("due < {today}", among="due")
    DUE_WITHIN = "due_within", "几日内到期", "due within so many days", ByDaysAhead(among="due")
    UNROUTED = "unrouted", "未转送", "not yet routed", ByFlag("(is_open = 1 AND unit IS NULL)")
    OPEN = "open", "在办", "open", ByFlag("is_open = 1", among="stage")
    CLOSED = "closed", "已办结", "closed", ByFlag("is_closed = 1", among="stage")
    RESOLVED = "resolved", "已化解", "resolved", ByFlag("resolved = 1")
    URGENT = "urgent", "重大紧急", "urgent", ByFlag("urgent = 1")
    SINCE = "since", "收到日期", "received", ByDay("received_on", is_first=True)
    UNTIL = "until", "收到日期", "received", ByDay("received_on", is_first=False)
    TEXT = "text", "文字", "text", ByText(_WITH_TEXT)


BY_WORD: Mapping[str, Filter] = {name: each for each in Filter for name in (each.value, each.value.replace("_", "-"))}
"""The filters by the keys of views: the words of their options."""
