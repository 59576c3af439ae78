"""Time limits: how a rule counts, which clocks the law has, and why a date is what it is.

A rule is a number of days with `d` (calendar days, 日) or `wd` (working days, 工作日); `>` at the end moves a last
day that is a holiday to the next working day (Civil Code art. 203). The first day is not counted (art. 201).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from xinfang_cli.labels import Label, Plain, fresh, pattern
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import LadderStep, UnitKind
from xinfang_cli.law.workdays import ONE_DAY, Calendar
from xinfang_cli.messages import Msg, Text

_RULE = pattern(r"(?P<days>[1-9]\d{0,3})(?P<unit>d|wd)(?P<roll>>?)")
LONGEST = 9999
"""Days of the longest rule that can be written."""


class Rule(Plain):
    """A length: days, calendar or working, and whether a last day that is a holiday moves on."""

    days: int
    working: bool = False
    roll: bool = False

    @staticmethod
    def read(text: str) -> "Rule | None":
        """Return the rule that a text like `15d`, `5wd` or `30d>` writes, or None."""
        return _rule(text)

    def __str__(self) -> str:
        return f"{self.days}{'wd' if self.working else 'd'}{'>' if self.roll else ''}"

    def longer(self, days: int) -> "Rule":
        """Return the rule with more days of its own kind."""
        return Rule(self.days + days, self.working, self.roll)


_SPOKEN = pattern(r"([1-9]\d{0,3})\s*(?:(个?工作日)|[日天])")


def rule_written(text: str) -> str:
    """Return a rule as files have it, for `15日` and `5个工作日` as people say it; any other text as it is."""
    match = _SPOKEN.fullmatch(text.strip())
    return f"{match[1]}{'wd' if match[2] else 'd'}" if match else text


@lru_cache(256)  # an office has few, and every clock that runs has one
def _rule(text: str) -> Rule | None:
    match = _RULE.fullmatch(text.strip())
    if not match:
        return None
    return Rule(days=int(match["days"]), working=match["unit"] == "wd", roll=bool(match["roll"]))


class Owner(Label):
    """Who owes a duty or has a right."""

    OFFICE = "office", "信访部门", "letters-and-visits office"
    UNIT = "unit", "责任单位", "unit"
    ORGAN = "organ", "复查复核机关", "review organ"
    PETITIONER = "petitioner", "信访人", "petitioner"


class ClockKind(Label):
    """A duty can be overdue; a window is a right that can lapse."""

    DUTY = "duty", "职责", "duty"
    WINDOW = "window", "权利期", "right"


class ClockName(Label):
    """The clocks of the Regulations; an office may add its own in config."""

    ROUTE = "route", "登记转送", "disposition"
    NOTIFY_DIRECT = "notify_direct", "告知（直接收到）", "notice (addressed directly)"
    NOTIFY_ROUTED = "notify_routed", "告知（转来）", "notice (routed)"
    OBJECT = "object", "异议期", "right to object"
    OBJECTION = "objection", "异议审核", "decision on an objection"
    REROUTE = "reroute", "重新转送", "new routing"
    HANDLE = "handle", "办理", "handling"
    PERFORM = "perform", "履行", "performance"
    ASSIGNED = "assigned", "交办反馈", "report on an assignment"
    ASK_REVIEW = "ask_review", "可申请复查", "right to ask for review (复查)"
    REVIEW = "review", "复查", "first review (复查)"
    ASK_FINAL = "ask_final", "可申请复核", "right to ask for final review (复核)"
    FINAL = "final", "复核", "final review (复核)"
    S_RELAY = "s_relay", "简易转送", "relay (simple)"
    S_ACCEPT = "s_accept", "简易受理", "acceptance (simple)"
    S_HANDLE = "s_handle", "简易办理", "handling (simple)"
    GATE_VILLAGE = "gate_village", "村级关", "village level"
    GATE_TOWN = "gate_town", "乡级关", "town level"
    GATE_COUNTY = "gate_county", "县级关", "county level"
    SUGG_REPLY = "sugg_reply", "建议采纳反馈", "answer to advice"
    PROPOSAL = "proposal", "建议意见答复", "reply to a suggestion"
    DUTY = "duty", "履行职责", "performance of a duty"
    TARGET = "target", "目标", "target day"
    RATE_OPEN = "rate_open", "评价期", "right to rate"


class BesideClocks(Label):
    """What a row of the ladder may be about that is no clock of a matter."""

    PROGRESS = "progress", "月进展", "monthly progress"


def clock_name(name: str) -> Label | str:
    """Return what people call a clock, or what else the ladder is about; an office's own has its name alone."""
    return ClockName.read(name) or BesideClocks.read(name) or name


AFTER_SERVICE: Mapping[Document, ClockName] = {
    Document.OPINION: ClockName.ASK_REVIEW,
    Document.REVIEW: ClockName.ASK_FINAL,
}
"""The petitioner's rights that receipt of a document opens (T35, T36)."""


class Waits(Label):
    """What a clock may wait for by an office's own rule; the law lets none wait."""

    SUPPLEMENT = "supplement", "补正", "what is missing"


NEVER_WAITING = ("route", "notify_direct", "notify_routed")
"""What no office may let wait: a petitioner is told what becomes of a matter, whatever is missing (T22, T23)."""


class ClockRule(NamedTuple):
    """One row of config's `clocks`: a time limit with the article it stands in."""

    name: str
    rule: Rule | None  # None: the law names no length and the office has set none
    owner: Owner
    kind: ClockKind
    cites: str
    extend_days: int = 0  # at most, in days of the rule's kind
    extend_times: int = 0
    warn: int = 3  # days before due that `due` begins to warn
    pause: Waits | None = None  # what it waits for

    @property
    def title(self) -> Label | str:
        """What people call it."""
        return clock_name(self.name)


class LadderRung(NamedTuple):
    """One row of config's `ladder`: so many days after due (before, if negative), this step."""

    clock: str  # a clock's name, or `*` for every duty
    after: int
    step: LadderStep
    auto: bool = False  # written without anybody's word, as reminders are


class Law(Plain):
    """The rules in force in this office: what config says, in the form the pure modules read."""

    calendar: Calendar
    clocks: Mapping[str, ClockRule]
    organ: str | None = None  # the office's name, where it is an organ that handles matters itself (T23)
    ladder: tuple[LadderRung, ...] = ()
    under: Mapping[str, str] = fresh(factory=dict)  # unit → the unit it is under
    successors: Mapping[str, str] = fresh(factory=dict)  # unit that was abolished → its successor
    until: Mapping[str, dt.date] = fresh(factory=dict)  # unit → its last day
    kinds: Mapping[str, UnitKind] = fresh(factory=dict)  # unit → its kind, if it is not ordinary
    review_by: Mapping[str, str] = fresh(factory=dict)  # unit → its review organ
    checklists: Mapping[str, tuple[str, ...]] = fresh(factory=dict)
    joint_from: int = 5  # so many visitors make a joint visit (集体访)
    beyond: frozenset[str] = frozenset()  # units that the office has no power over: higher levels, discipline, justice
    review_not_sought: str | None = None  # the local rule by which a review not sought in time ends a matter
    pause_notice: bool = False  # an objection pauses the notice to the petitioner
    progress_of: str = "led"  # which matters owe monthly progress: led, open or none
    evidence_blocks: bool = False  # closing demands the five of 五个有

    def kind(self, clock: str) -> ClockKind:
        """Whether a clock is a duty or a window; one that config no longer has counts as a duty."""
        row = self.clocks.get(clock)
        return row.kind if row else ClockKind.DUTY

    def owner(self, clock: str) -> Owner:
        """Who owes a clock; the unit where config no longer says."""
        row = self.clocks.get(clock)
        return row.owner if row else Owner.UNIT

    def supervises(self, clock: str, unit: str | None) -> bool:
        """Whether the office may supervise whoever owes a clock; itself, review organs and units beyond it may not."""
        return self.owner(clock) is Owner.UNIT and unit not in self.beyond


class Reckoning(NamedTuple):
    """A deadline worked out.

    Attributes:
        start: the first day, not counted.
        rule: the length.
        raw: the last day before any move for a holiday.
        due: the last day.
        act_by: the last working day on or before `due`.
        provisional: whether `due` rests on a year that no notice covers.
        act_by_provisional: the same of `act_by`.
    """

    start: dt.date
    rule: Rule
    raw: dt.date
    due: dt.date
    act_by: dt.date
    provisional: bool
    act_by_provisional: bool


class Day(NamedTuple):
    """One day of an explanation."""

    date: dt.date
    counted: bool
    why: Text


def last_day(start: dt.date, rule: Rule, calendar: Calendar) -> dt.date:
    """Return the last day of a limit."""
    if rule.working:
        return calendar.add_workdays(start, rule.days)
    raw = start + rule.days * ONE_DAY
    return calendar.on_or_after(raw) if rule.roll else raw


def reckon(start: dt.date, rule: Rule, calendar: Calendar) -> Reckoning:
    """Work a limit out, with what is uncertain about it."""
    due = last_day(start, rule, calendar)
    raw = due if rule.working else start + rule.days * ONE_DAY
    act_by = calendar.on_or_before(due)
    return Reckoning(
        start=start,
        rule=rule,
        raw=raw,
        due=due,
        act_by=act_by,
        provisional=is_provisional(start, rule, due, calendar),
        act_by_provisional=not (calendar.covers(due) and calendar.covers(act_by)),
    )


def after_pause(rule: Rule, stopped_on: dt.date, resumed_on: dt.date, calendar: Calendar) -> Rule:
    """Return the rule with the days of a pause added, in days of its own kind."""
    if rule.working:
        return rule.longer(calendar.workdays_between(stopped_on, resumed_on))
    return rule.longer((resumed_on - stopped_on).days)


def is_provisional(start: dt.date, rule: Rule, due: dt.date, calendar: Calendar) -> bool:
    """Whether a due date rests on days that no notice covers; plain calendar days need no calendar."""
    if rule.working:
        first = start + ONE_DAY
    elif rule.roll:
        first = start + rule.days * ONE_DAY
    else:
        return False
    years = range(first.year, due.year + 1)
    return not all(calendar.covers(dt.date(year, 1, 1)) for year in years)


def explain(
    start: dt.date, rule: Rule, calendar: Calendar, paused: Mapping[dt.date, Text] | None = None
) -> Iterator[Day]:
    """Return each day from the start to the due date: counted or skipped, and why; `paused` are days of pauses."""
    paused = paused or {}
    due = last_day(start, rule, calendar)
    yield Day(start, counted=False, why=Msg.DAY_START())
    raw = start + rule.days * ONE_DAY
    for day in calendar.days_after(start):
        if day > due:
            return
        if day in paused:
            yield Day(day, counted=False, why=paused[day])
        elif rule.working:
            yield Day(day, counted=calendar.is_workday(day), why=calendar.why(day))
        elif day <= raw:
            rolls = day == raw and rule.roll and due != raw
            yield Day(day, counted=True, why=Msg.DAY_ROLLS(kind=calendar.why(day)) if rolls else Msg.DAY_CALENDAR())
        else:
            yield Day(day, counted=False, why=calendar.why(day))
