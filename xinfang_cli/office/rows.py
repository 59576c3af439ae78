"""The rows of config.yaml as records, and how each is read: the office, its units, places, clocks, ladder, groups."""

import datetime as dt
from typing import NamedTuple

from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.clocks import (
    LONGEST,
    NEVER_WAITING,
    ClockKind,
    ClockRule,
    LadderRung,
    Owner,
    Rule,
    Waits,
)
from xinfang_cli.law.words import Channel, LadderStep, OfficeKind, UnitKind, watches
from xinfang_cli.messages import Msg
from xinfang_cli.office.nodes import Fault, Node
from xinfang_cli.office.recurring import DayRule, day_rule
from xinfang_cli.office.zones import CHINA, zone
from xinfang_cli.plaintext import listed

AUTOMATIC = frozenset({LadderStep.WARN, LadderStep.REMIND, LadderStep.SUPERVISE})
"""Steps of the ladder that an office may let a program take; the others are the joint conference's."""


class DayCount(Label):
    """How a clock counts."""

    CALENDAR = "calendar", "日", "calendar days"
    WORKING = "working", "工作日", "working days"


class Strictness(Label):
    """What missing evidence does at closing."""

    WARN = "warn", "提醒", "warn"
    BLOCK = "block", "不得办结", "block"


class Office(NamedTuple):
    """The letters-and-visits office whose workspace this is."""

    name: str
    code: str
    prefix: str
    level: str
    timezone: str
    language: Lang
    address: str | None = None
    phone: str | None = None
    hours: str | None = None
    kind: OfficeKind = OfficeKind.PETITIONS
    shared_phones: tuple[str, ...] = ()


class Unit(NamedTuple):
    """A unit that handles matters (责任单位)."""

    name: str
    aliases: tuple[str, ...] = ()
    level: str | None = None
    under: str | None = None
    review_by: str | None = None
    code: str | None = None
    until: dt.date | None = None
    successor: str | None = None
    kind: UnitKind | None = None  # None: nobody has said
    phone: str | None = None


class Named(NamedTuple):
    """A place or a category, with what it lies under."""

    name: str
    aliases: tuple[str, ...] = ()
    under: str | None = None


class Suggestion(NamedTuple):
    """Which unit a category or place suggests; the clerk decides."""

    unit: str
    category: str | None = None
    place: str | None = None


class Group(NamedTuple):
    """A working group (专项工作组): of matters, never of persons."""

    name: str
    leader: str | None
    units: tuple[str, ...]
    categories: tuple[str, ...]


class Docket(NamedTuple):
    """A list of matters that are followed together (清单): 积案, 重点个案, 交办清单, 排查台账.

    Attributes:
        name: as matters bear it.
        sent_by: who handed it down.
        since: the first day of its matters.
        goal: per cent of its matters that are to be resolved.
        target: by when.
    """

    name: str
    sent_by: str | None = None
    since: dt.date | None = None
    goal: int | None = None
    target: dt.date | None = None


class ChannelName(NamedTuple):
    """What an office calls a source below a channel: 书记信箱 is a mailbox."""

    name: str
    under: Channel
    aliases: tuple[str, ...] = ()


def office_of(node: Node) -> Office:
    """Return the office as its row says it."""
    office = Office(
        name=node.needed("name"),
        code=node.needed("code"),
        prefix=node.text("prefix", "XF") or "XF",
        level=node.text("level", "县") or "县",
        timezone=timezone_of(node),
        language=node.word("language", Lang, Lang.ZH),
        address=node.text("address"),
        phone=node.text("phone"),
        hours=node.text("hours"),
        kind=node.word("kind", OfficeKind, OfficeKind.PETITIONS),
        shared_phones=node.texts("shared_phones"),
    )
    if not (office.prefix.isascii() and office.prefix.isalnum() and office.prefix.isupper()):
        node.faults.append(Fault((*node.place, "prefix"), Msg.CONFIG_PREFIX(value=office.prefix)))
    node.finish()
    return office


def timezone_of(node: Node) -> str:
    """Return the time zone of the office as its row says it."""
    name = node.text("timezone", CHINA) or CHINA
    if zone(name) is None:
        node.faults.append(Fault((*node.place, "timezone"), Msg.CONFIG_TIMEZONE(value=name)))
        return CHINA
    return name


def unit_of(node: Node) -> Unit:
    """Return a unit as its row says it."""
    return Unit(
        name=node.needed("name"),
        aliases=node.texts("aliases"),
        level=node.text("level"),
        under=node.text("under"),
        review_by=node.text("review_by"),
        code=node.text("code"),
        until=next(iter([*node.days("until")]), None),
        successor=node.text("successor"),
        kind=node.word_if_said("kind", UnitKind),
        phone=node.text("phone"),
    )


def named_of(node: Node) -> Named:
    """Return a place or a category as its row says it."""
    return Named(name=node.needed("name"), aliases=node.texts("aliases"), under=node.text("under"))


def suggestion_of(node: Node) -> Suggestion:
    """Return a rule that suggests a unit as its row says it."""
    return Suggestion(unit=node.needed("unit"), category=node.text("category"), place=node.text("place"))


def clock_of(name: str, node: Node) -> ClockRule:
    """Return a clock, with its article as its row says it."""
    days = node.number("days", None, 1, LONGEST)
    working = node.word("count", DayCount, DayCount.CALENDAR) is DayCount.WORKING
    roll = node.flag("roll")
    extend = node.node("extend")
    row = ClockRule(
        name=name,
        rule=Rule(days, working, roll) if days else None,
        owner=node.word("owner", Owner, Owner.UNIT),
        kind=node.word("kind", ClockKind, ClockKind.DUTY),
        cites=node.needed("cites"),
        extend_times=extend.number("times", 0, 0, LONGEST) or 0,
        extend_days=extend.number("days", 0, 0, LONGEST) or 0,
        warn=node.number("warn", 3) or 0,
        pause=node.word_if_said("pause", Waits, unless=Msg.NEVER_WAITS(clock=name) if name in NEVER_WAITING else None),
    )
    extend.finish()
    return row


def rung_of(node: Node) -> LadderRung:
    """Return a step of the ladder as its row says it."""
    node.text("to")
    node.text("cites")
    rung = LadderRung(
        clock=node.needed("clock"),
        after=node.number("after", 0, -366) or 0,
        step=node.word("step", LadderStep, LadderStep.REMIND),
        auto=node.flag("auto"),
    )
    if rung.auto and rung.step not in AUTOMATIC:
        node.faults.append(Fault((*node.place, "auto"), Msg.CONFIG_AUTO(step=rung.step)))
    return rung


class FieldDay(NamedTuple):
    """A day of the office's own that comes again, such as 三·五工作日."""

    name: str
    on: str  # as config writes it
    rule: DayRule


def field_day_of(node: Node) -> FieldDay:
    """Return a day that comes again as its row says it."""
    name, text = node.needed("name"), node.needed("on")
    rule = day_rule(text)
    if rule is None and text:
        node.faults.append(Fault((*node.place, "on"), Msg.CONFIG_DAY_RULE(value=text)))
    return FieldDay(name, text, rule or DayRule())


def checklists_of(node: Node) -> dict[str, tuple[str, ...]]:
    """Return the office's checklists: what is to be done of each, in order."""
    found = {name: node.texts(name) for name in node.values}
    for name, items in found.items():
        if not items or any(not text.strip() or "/" in text for text in (name, *items)):
            node.faults.append(Fault((*node.place, name), Msg.CONFIG_CHECKLIST()))
        for text in filter(watches, (name, *items)):
            node.faults.append(Fault((*node.place, name), Msg.LISTED_WORD(word=text)))
    return found


def group_of(node: Node) -> Group:
    """Return a working group as its row says it."""
    return Group(
        name=node.needed("name"),
        leader=node.text("leader"),
        units=node.texts("units"),
        categories=node.texts("categories"),
    )


def docket_of(node: Node) -> Docket:
    """Return a docket as its row says it."""
    return Docket(
        name=plain_name(node, "name"),
        sent_by=node.text("from"),
        since=next(iter([*node.days("since")]), None),
        goal=node.number("goal", None, 0, 100),
        target=next(iter([*node.days("target")]), None),
    )


def channel_name_of(node: Node) -> ChannelName:
    """Return a name below a channel as its row says it."""
    row = ChannelName(
        name=plain_name(node, "name"), under=node.word("under", Channel, Channel.OTHER), aliases=node.texts("aliases")
    )
    if node.values.get("under") is None:
        node.needed("under")
    return row


def plain_name(node: Node, key: str) -> str:
    """Return a name that matters bear; it neither labels persons nor holds what stands between names in a cell."""
    name = node.needed(key)
    fault_of_name(node, key, name)
    return name


def fault_of_name(node: Node, key: str, name: str) -> None:
    """Note what is wrong with a name that matters bear."""
    if watches(name):
        node.faults.append(Fault((*node.place, key), Msg.LISTED_WORD(word=name)))
    elif len(listed(name)) > 1:
        node.faults.append(Fault((*node.place, key), Msg.CONFIG_NAME(name=name)))
