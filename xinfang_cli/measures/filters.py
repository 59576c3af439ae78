"""The filters: one line each. Their options, their SQL, the words that say them and what is refused come from here.

What is asked for are columns of `cases`; values are bound, never written into the SQL. Where the names that a filter
takes are known beside the matters (`KnownIn`) is looked up in config by `office.names`.
"""

import datetime as dt
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto
from keyword import iskeyword
from typing import Any, Self

from xinfang_cli.labels import Label, Plain, fresh
from xinfang_cli.law.stepdata import SHOWN, DatumKind, MatterFact
from xinfang_cli.law.words import LEVELS, Basis, Channel, CloseReason, MatterClass, Status
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
    CHANNELS = auto()
    DOCKETS = auto()
    ORIGINS = auto()
    RECEPTION = auto()


class Binder(Plain):
    """Values bound so far, each under a name of its own.

    Attributes:
        today: the day that deadlines are reckoned from.
        is_exact: whether a unit, place or category is taken without what lies under it.
        under: of a place, all that it takes with it.
        units_under: the same of a unit.
        values: what is bound.
    """

    today: dt.date
    is_exact: bool = False
    under: Mapping[str, tuple[str, ...]] = fresh(factory=dict)
    units_under: Mapping[str, tuple[str, ...]] = fresh(factory=dict)
    values: dict[str, str] = fresh(factory=dict)

    def bind(self, value: object) -> str:
        """Return the placeholder of a value; days become ISO text, words plain text."""
        name = f"s_{len(self.values)}"
        self.values[name] = str(value)
        return f":{name}"

    def bind_all(self, values: Iterable[str]) -> str:
        """Return the placeholders of several."""
        return ", ".join(self.bind(value) for value in values)


Ask = Callable[[Binder, Any], str]


class FilterKind(Plain, ABC):
    """What a filter takes, and how matters are asked for it."""

    @property
    def among(self) -> str:
        """The question that it answers; filters of one question are alternatives."""
        return ""

    @abstractmethod
    def condition(self, sql: Binder, value: Any) -> str:
        """Return what a matter must meet; nothing where the filter only says how others are taken."""

    @abstractmethod
    def said(self, name: "Filter", value: Any) -> Label | Text:
        """Say what is taken; of a question, what its matters are."""


class ByName(FilterKind):
    """Takes names; several are alternatives. One that neither config nor any matter has is refused.

    Attributes:
        column: the names that matters bear.
        known: those that config has.
        each: the condition for one of them, where it is more than equality.
        metavar: what help shows in the place of one.
        words: what may stand in the place of a name.
    """

    column: str
    known: KnownIn = KnownIn.NOWHERE
    each: Ask | None = None
    metavar: str = "NAME"
    words: type[Label] | None = None

    def condition(self, sql: Binder, value: tuple[str, ...]) -> str:
        """Return that one of them is borne."""
        if self.each:
            return either([self.each(sql, one) for one in value])
        return f"{self.column} IN ({sql.bind_all(value)})"

    def said(self, name: "Filter", value: tuple[str, ...]) -> Text:
        """Name them."""
        return Msg.FILTER_IS(filter=name, values=[self._shown(one) for one in value])

    def _shown(self, value: str) -> str:
        return (self.words and self.words.read(value)) or value


class ByWord(ByName):
    """Takes words of a closed list."""

    labels: type[Label] = Label

    def _shown(self, value: str) -> str:
        return self.labels.of(value)


class BySet(ByName):
    """Takes names of which a matter has a set: a JSON array, in which a name stands in its quotes."""

    def condition(self, sql: Binder, value: tuple[str, ...]) -> str:
        """Return that one of them is in it."""
        return either([self._held(sql, name) for name in value])

    def _held(self, sql: Binder, name: str) -> str:
        if self.words and name in set(self.words):
            return f"{self.column} {'<>' if name == AnyOrNone.ANY else '='} '[]'"
        # That it has any is said too: an index that holds those alone finds them.
        has = f"instr({self.column}, {sql.bind(json.dumps(name, ensure_ascii=False))}) > 0"
        return f"({self.column} <> '[]' AND {has})"


class ByLevel(FilterKind):
    """Takes levels of government; `省+` is that level and those above it."""

    column: str

    def condition(self, sql: Binder, value: tuple[str, ...]) -> str:
        """Return that the level is one of them."""
        levels = dict.fromkeys(level for text in value for level in levels_of(text) or ())
        return f"{self.column} IN ({sql.bind_all(levels)})"

    def said(self, name: "Filter", value: tuple[str, ...]) -> Text:
        """Name them."""
        shown = [Msg.FILTER_LEVELS(level=text[:-1]) if text.endswith("+") else text for text in value]
        return Msg.FILTER_IS(filter=name, values=shown)


def levels_of(text: str) -> tuple[str, ...] | None:
    """Return the levels that `省` or `省+` means; None where it is none."""
    level = text.removesuffix("+")
    if level not in LEVELS:
        return None
    return LEVELS[: LEVELS.index(level) + 1] if text.endswith("+") else (level,)


class ByFlag(FilterKind):
    """Is asked for or not; `{today}` in its condition stands for the day."""

    where: str
    among: str = ""

    def condition(self, sql: Binder, value: object) -> str:  # noqa: ARG002  # it is there or it is not
        """Return the condition."""
        return self.where.format(today=sql.bind(sql.today)) if "{today}" in self.where else self.where

    def said(self, name: "Filter", value: object) -> Label | Text:  # noqa: ARG002
        """Say that others are left out."""
        return name if self.among else Msg.FILTER_ONLY(filter=name)


class ByDaysAhead(FilterKind):
    """Takes a number of days from today on."""

    among: str = ""

    def condition(self, sql: Binder, value: int) -> str:
        """Return that the earliest duty falls due within them."""
        last = sql.today + min(value, (dt.date.max - sql.today).days) * ONE_DAY
        return f"due BETWEEN {sql.bind(sql.today)} AND {sql.bind(last)}"

    def said(self, name: "Filter", value: int) -> Text:  # noqa: ARG002
        """Say within how many."""
        return Msg.FILTER_AHEAD(days=value)


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


class ByText(FilterKind):
    """Takes texts that must all be contained."""

    where: str

    def condition(self, sql: Binder, value: tuple[str, ...]) -> str:
        """Return that they are."""
        return " AND ".join(self.where.format(sql.bind(searchable(text))) for text in value if text.strip())

    def said(self, name: "Filter", value: tuple[str, ...]) -> Text:  # noqa: ARG002
        """Quote them."""
        return Msg.FILTER_TEXT(texts=[Msg.FILTER_QUOTED(text=text) for text in value])


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
    taken = (unit,) if sql.is_exact else sql.units_under.get(unit, (unit,))
    with_ = [f"instr(with_units, {sql.bind(json.dumps(name, ensure_ascii=False))}) > 0" for name in taken]
    return f"unit IN ({sql.bind_all(taken)}) OR {' OR '.join(with_)}"


def _of_channel(sql: Binder, name: str) -> str:
    """A channel takes the names below it with it."""
    return f"{'channel' if name in set(Channel) else 'via'} = {sql.bind(name)}"


class AnyOrNone(Label):
    """What stands in the place of a leader's name."""

    ANY = "any", "有", "any"
    NONE = "none", "无", "none"


def _of_lead(sql: Binder, lead: str) -> str:
    if lead in set(AnyOrNone):
        return f"lead IS {'NOT ' if lead == AnyOrNone.ANY else ''}NULL"
    return f"lead = {sql.bind(lead)}"


def _of_place(sql: Binder, place: str) -> str:
    taken = (place,) if sql.is_exact else sql.under.get(place, (place,))
    return f"place IN ({sql.bind_all(taken)})"


def _of_category(sql: Binder, category: str) -> str:
    same = f"category = {sql.bind(category)}"
    if sql.is_exact:
        return same
    under = f"{category}/"
    return f"{same} OR substr(category, 1, {len(under)}) = {sql.bind(under)}"


_PLANNED = (
    "SELECT r.case_id FROM remarks AS r JOIN cases AS p ON p.id = r.case_id WHERE r.kind = 'plan' GROUP BY r.case_id"
    " HAVING COUNT(r.text) > 0 AND COUNT(r.way) > 0 AND COUNT(r.how) > 0 OR MAX(p.sealed) = 1"
)
"""Matters with a measure, a way and how (有措施、有路径、有办法), be it in several plans; a sealed one shows none."""

_WITH_TEXT = "id IN (SELECT case_id FROM texts WHERE instr(haystack, {}) > 0)"


def _kind_of(fact: MatterFact) -> FilterKind:
    """Return how matters are asked for a fact that one row declares."""
    if isinstance(fact.kind, type) and issubclass(fact.kind, Label):
        return ByWord(fact.word, labels=fact.kind)
    known = _KNOWN_IN[fact.kind]
    if known is KnownIn.RECEPTION:
        return BySet(fact.word, known, metavar="NAME|any|none", words=AnyOrNone)
    return (BySet if fact.are_many else ByName)(fact.word, known)


_KNOWN_IN: Mapping[object, KnownIn] = {
    DatumKind.DOCKETS: KnownIn.DOCKETS,
    DatumKind.ORIGIN: KnownIn.ORIGINS,
    DatumKind.LEADERS: KnownIn.RECEPTION,
}


NOT_ROUTED = "is_open = 1 AND unit IS NULL AND status = 'registered'"
"""What nobody has yet: an organ that accepted a matter itself has it, though it was routed to no unit."""


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
    CHANNEL = (
        "channel",
        "信访形式",
        "channel",
        ByName(
            "via",
            KnownIn.CHANNELS,
            _of_channel,
            words=Channel,
        ),
    )
    GROUP = "group", "专项工作组", "working group", ByName("group_name", KnownIn.GROUPS)
    LEAD = (
        "lead",
        "包案领导",
        "leader in charge",
        ByName(
            "lead",
            KnownIn.LEADERS,
            _of_lead,
            "NAME|any|none",
            words=AnyOrNone,
        ),
    )
    OWNER = "owner", "责任人", "clerk in charge", ByName("owner")
    SOURCE_LEVEL = "source_level", "来源层级", "handed down by", ByLevel("source_level")
    CLOSE_REASON = "close_reason", "办结方式", "reason of closing", ByWord("close_reason", labels=CloseReason)
    BASIS = "basis", "化解依据", "resolved by", ByWord("resolved_basis", labels=Basis)
    EXACT = "exact", "不含下级单位、属地和分类", "without units, places and categories below", ByManner()
    OVERDUE = "overdue", "超期", "overdue", ByFlag("due < {today}", among="due")
    DUE_WITHIN = "due_within", "几日内到期", "due within so many days", ByDaysAhead(among="due")
    UNROUTED = "unrouted", "未转送", "not yet routed", ByFlag(f"({NOT_ROUTED})")
    OPEN = "open", "在办", "open", ByFlag("is_open = 1", among="stage")
    CLOSED = "closed", "已办结", "closed", ByFlag("is_closed = 1", among="stage")
    RESOLVED = "resolved", "已化解", "resolved", ByFlag("resolved = 1")
    PAST = "past", "历年件", "of past years", ByFlag("past = 1")
    URGENT = "urgent", "重大紧急", "urgent", ByFlag("urgent = 1")
    FIRST_TIME = "first_time", "初次信访", "first-time", ByFlag("coalesce(first_time, 1) = 1", among="turn")
    REPEAT = "repeat", "重复信访", "repeated", ByFlag("first_time = 0", among="turn")
    JOINT = (
        "joint",
        "集体访和联名信",
        "joint visits and letters",
        ByFlag("(joint_visit = 1 OR (channel <> 'visit' AND joint = 1))"),
    )
    SIMPLE = "simple", "简易办理", "of the simple procedure", ByFlag("simple = 1")
    NO_PLAN = "no_plan", "缺措施、路径或办法", "without measure, way or how", ByFlag(f"id NOT IN ({_PLANNED})")
    SETTLED = "settled", "已调解、和解", "settled", ByFlag("id IN (SELECT case_id FROM events WHERE did = 'settle')")
    SINCE = "since", "登记日期", "registered", ByDay("registered_on", is_first=True)
    UNTIL = "until", "登记日期", "registered", ByDay("registered_on", is_first=False)
    RECEIVED_SINCE = "received_since", "收到日期", "received", ByDay("received_on", is_first=True)
    RECEIVED_UNTIL = "received_until", "收到日期", "received", ByDay("received_on", is_first=False)
    TEXT = "text", "文字", "text", ByText(_WITH_TEXT)
    _ignore_ = "fact"
    for fact in SHOWN:
        if fact.by and fact.kind is not DatumKind.CHANNEL_NAME:  # channels take the names below them
            vars()[fact.by.upper()] = (fact.by, fact.zh, fact.en, _kind_of(fact))


BY_WORD: Mapping[str, Filter] = {name: each for each in Filter for name in (each.value, each.value.replace("_", "-"))}
"""The filters by the keys of views: the words of their options."""
