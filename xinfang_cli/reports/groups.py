"""专项工作组和领导包案: how the matters of each group and each leader stand, and what meetings agreed.

Groups stand in the order of config, leaders and matters by name and deadline; nobody is ranked. Sealed matters are in
no group and with no leader here: that would tell of them what may not be told.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from xinfang_cli.law.words import MeetingKind
from xinfang_cli.measures.outcomes import CLOSED, RESOLVED
from xinfang_cli.measures.table import Cell, Column, Counted, Kind, Page, Row, Table
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.owed import month_bounds, no_progress, not_ended, open_with, reported_months
from xinfang_cli.reports.registers import (
    DUE_THEN,
    GROUP,
    ID,
    STATUS,
    TITLE,
    UNIT,
    Asked,
    FreshRows,
    RegisterColumn,
    RegisterHead,
    answer_to,
    cautions,
    days_late,
    latest,
    on,
    register,
    since_then,
    unit,
)

_NEXT_DUE = DUE_THEN.replace("k.from_on <= :as_of", "k.from_on <= :as_of AND k.due >= :as_of")
# COALESCE turns down the index of all days: of one matter there are few remarks.
_IS_MEETING = "(COALESCE(m.did, '') = 'meeting' OR (COALESCE(m.did, '') = 'note' AND m.kind = 'meeting'))"
_LAST_MEETING = f"""(SELECT MAX(m.on_day) FROM remarks AS m
 WHERE m.case_id = c.id AND {_IS_MEETING} AND m.on_day <= :as_of)"""  # noqa: S608  # made of constants
_LAST_PROGRESS = latest("p", "c.id", "COALESCE({x}.did, '') = 'note' AND {x}.kind = 'progress'")


def build(inquiry: Inquiry) -> Page:
    """Return the page of groups and leaders."""
    asked = Asked(inquiry)
    groups, leaders = _standings(asked, "c.group_name"), _standings(asked, "c.lead")
    tables = (
        _groups(asked, groups),
        _leaders(asked, leaders),
        _led(asked),
        _meetings(asked),
        _agreed(asked),
    )
    return paged(Report.GROUPS, inquiry, tuple(_summary(asked, groups, leaders)), tables)


@dataclass
class Standing:
    """How the matters of a group or a leader stand."""

    numbers: dict[RegisterHead, int] = field(default_factory=dict)
    days: dict[RegisterHead, str | None] = field(default_factory=dict)


_NUMBERS = (
    RegisterHead.OPEN,
    RegisterHead.OVERDUE,
    RegisterHead.CLOSED,
    RegisterHead.RESOLVED,
    RegisterHead.NO_PROGRESS,
)
Standings = dict[str, Standing]


def _month(asked: Asked) -> str:
    return reported_months(asked.inquiry.window, asked.inquiry.today)[-1]


def _standings(asked: Asked, key: str) -> Standings:
    """Return them by the values of a column of matters."""
    found: Standings = {}

    def of(name: str) -> Standing:
        return found.setdefault(name, Standing())

    by_key = f"{key} IS NOT NULL AND c.sealed = 0 GROUP BY {key}"
    late = f"SUM(CASE WHEN {DUE_THEN} < :as_of THEN 1 ELSE 0 END)"
    is_open = f"{open_with(key.removeprefix('c.'))} WHERE c.id = t.id AND {by_key}"
    of_open = f"SELECT {key}, COUNT(*), {late}, MIN({_NEXT_DUE}), MAX({_LAST_MEETING}) FROM {is_open}"  # noqa: S608
    for name, count, overdue, next_due, met_on in asked.rows(of_open):
        of(name).numbers |= {RegisterHead.OPEN: count, RegisterHead.OVERDUE: overdue}
        of(name).days |= {RegisterHead.NEXT_DUE: next_due, RegisterHead.LAST_MEETING: met_on}
    for head, acts in ((RegisterHead.CLOSED, CLOSED), (RegisterHead.RESOLVED, RESOLVED)):
        ended = f"{acts.days()} WHERE {by_key}"
        for name, count in asked.rows(f"SELECT {key}, COUNT(DISTINCT c.id) FROM {ended}"):  # noqa: S608  # our own
            of(name).numbers[head] = count
    owing = f"{no_progress(asked.inquiry.flags.progress)} AND {by_key}"
    for name, count in asked.rows(f"SELECT {key}, COUNT(*) FROM {owing}", month_bounds(_month(asked))):  # noqa: S608
        of(name).numbers[RegisterHead.NO_PROGRESS] = count
    return found


def _numbers(asked: Asked) -> tuple[Column, ...]:
    titles = {RegisterHead.NO_PROGRESS: Msg.HEAD_NO_PROGRESS(month=_month(asked))}
    return tuple(Column(head.value, titles.get(head, head), Counted.MATTERS, Kind.NUMBER) for head in _NUMBERS)


def _cells(standing: Standing, *days: RegisterHead) -> Row:
    numbers = (standing.numbers.get(head, 0) for head in _NUMBERS)
    return (*numbers, *(_day(standing.days.get(head)) for head in days))


def _day(text: str | None) -> Cell:
    return dt.date.fromisoformat(text) if text else None


def _groups(asked: Asked, standings: Standings) -> Table:
    known = {group.name: group for group in asked.inquiry.groups}
    columns = (
        Column(RegisterHead.GROUP.value, RegisterHead.GROUP),
        Column(RegisterHead.LEAD.value, RegisterHead.LEAD),
        Column(RegisterHead.UNITS.value, RegisterHead.UNITS),
        *_numbers(asked),
        Column(RegisterHead.NEXT_DUE.value, RegisterHead.NEXT_DUE, kind=Kind.DATE),
    )

    def row(name: str) -> Row:
        group = known.get(name)
        units = "、".join(group.units) if group else ""
        return (
            name,
            group.leader if group else None,
            units or None,
            *_cells(standings.get(name, Standing()), RegisterHead.NEXT_DUE),
        )

    names = [*known, *sorted(standings.keys() - known.keys())]
    return Table("groups", Msg.TABLE_GROUPS(), columns, tuple(map(row, names)))


def _leaders(asked: Asked, standings: Standings) -> Table:
    columns = (
        Column(RegisterHead.LEAD.value, RegisterHead.LEAD),
        *_numbers(asked),
        Column(RegisterHead.NEXT_DUE.value, RegisterHead.NEXT_DUE, kind=Kind.DATE),
        Column(RegisterHead.LAST_MEETING.value, RegisterHead.LAST_MEETING, kind=Kind.DATE),
    )
    rows: tuple[Row, ...] = tuple(
        (name, *_cells(standings[name], RegisterHead.NEXT_DUE, RegisterHead.LAST_MEETING)) for name in sorted(standings)
    )
    return Table("leaders", Msg.TABLE_LEADERS(), columns, rows)


def _led(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        RegisterColumn(RegisterHead.LEAD, "c.lead"),
        UNIT,
        GROUP,
        STATUS,
        on(RegisterHead.LAST_MEETING, _LAST_MEETING),
        RegisterColumn(RegisterHead.NEXT, "p.next"),
        on(RegisterHead.DUE, f"{DUE_THEN} AS due_then"),
        days_late(RegisterHead.DAYS_LATE, DUE_THEN),
        *since_then(asked),
    )
    order = "ORDER BY c.lead, due_then NULLS LAST, c.id"
    source = f"{open_with('lead')} {_LAST_PROGRESS} WHERE c.id = t.id AND c.lead IS NOT NULL AND c.sealed = 0 {order}"
    return register(asked, "led", Msg.TABLE_LED(), fields, source)


# Several matters, or several decisions, are one meeting if it was about the same matters on the same day.
_TOGETHER = "COALESCE(r.cases, r.case_id)"
_MEETINGS = f"""SELECT r.on_day, r.kind, COUNT(DISTINCT r.case_id), MIN(r.text), COUNT(DISTINCT r.agreed)
 FROM remarks AS r CROSS JOIN {{cases}} AS c
 WHERE c.id = r.case_id AND r.did = 'meeting' AND r.on_day >= :from AND r.on_day < :to
 GROUP BY r.on_day, {_TOGETHER}, r.kind ORDER BY r.on_day, {_TOGETHER}, r.kind"""  # noqa: S608  # made of constants


def _meetings(asked: Asked) -> Table:
    columns = (
        Column(RegisterHead.MET_ON.value, RegisterHead.MET_ON, kind=Kind.DATE),
        Column(RegisterHead.MEETING_KIND.value, RegisterHead.MEETING_KIND),
        Column(RegisterHead.MATTERS.value, RegisterHead.MATTERS, Counted.MATTERS, Kind.NUMBER),
        Column(RegisterHead.TEXT.value, RegisterHead.TEXT),
        Column(RegisterHead.AGREED.value, RegisterHead.AGREED, Counted.DUTIES, Kind.NUMBER),
    )

    def shape(on_day: str, kind: str | None, matters: int, text: str | None, agreed: int) -> Row:
        return (_day(on_day), (MeetingKind.read(kind) or kind) if kind else None, matters, text, agreed)

    inquiry = asked.inquiry
    rows = FreshRows(inquiry.run, inquiry.scope.applied(_MEETINGS), asked.params, shape)
    return Table("meetings", Msg.TABLE_MEETINGS(), columns, rows)


DECISIONS = f"""remarks AS r CROSS JOIN {{cases}} AS c {answer_to("r")}
 WHERE c.id = r.case_id AND r.agreed IS NOT NULL AND r.on_day <= :as_of"""


# What was agreed over a matter that has ended needs nobody to carry it out.
IS_OPEN = f"(a.n IS NULL AND (c.is_open = 1 OR c.ended_on > :as_of) AND {not_ended('c.id')})"


def _agreed(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        on(RegisterHead.MET_ON, "r.on_day"),
        RegisterColumn(RegisterHead.AGREED, "r.agreed"),
        RegisterColumn(RegisterHead.WHO, "r.unit", unit, shown=True),
        on(RegisterHead.REPLY_DUE, "r.reply_due"),
        days_late(RegisterHead.DAYS_LATE, "CASE WHEN a.n IS NULL THEN r.reply_due END"),
        on(RegisterHead.REPLIED_ON, "a.on_day"),
        RegisterColumn(RegisterHead.RESULT, "a.text"),
    )
    source = f"""{DECISIONS} AND ({IS_OPEN} OR r.on_day >= :from OR a.on_day >= :from)
 ORDER BY a.n IS NOT NULL, r.reply_due IS NULL, r.reply_due, r.on_day, r.case_id, r.place"""
    return register(asked, "agreed", Msg.TABLE_AGREED(), fields, source)


def _summary(asked: Asked, groups: Standings, leaders: Standings) -> Iterator[Text]:
    def total(standings: Standings, head: RegisterHead) -> int:
        return sum(each.numbers.get(head, 0) for each in standings.values())

    yield Msg.GROUPS_SUMMARY(
        day=asked.inquiry.as_of,
        grouped=total(groups, RegisterHead.OPEN),
        grouped_late=total(groups, RegisterHead.OVERDUE),
        led=total(leaders, RegisterHead.OPEN),
        led_late=total(leaders, RegisterHead.OVERDUE),
        agreed=asked.count(f"{DECISIONS} AND {IS_OPEN}"),
    )
    yield from cautions(asked)
