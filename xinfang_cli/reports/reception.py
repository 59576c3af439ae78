"""领导接访情况: days on duty by the rota, days without anyone, who was received by whom, and what became of it.

A matter counts by the day on which it was received, whenever it was registered. Leaders stand in the order of the rota,
others by name; nobody is ranked, and no petitioner is named. Sealed matters are with no leader here: that would tell of
them what may not be told.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xinfang_cli.labels import Label
from xinfang_cli.law.words import Status
from xinfang_cli.measures.filters import AnyOrNone, Filter
from xinfang_cli.measures.outcomes import CASES_THEN, RESOLVED_BY_END
from xinfang_cli.measures.table import Cell, Column, Counted, Kind, Mark, Page, Row, Table
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office.rota import Turn, turns
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.registers import HELD_STATUS, MOVED_ON, ROUTED_THEN, Asked, StatusThen, status_then

_FILTER = Filter.of("reception")


class ReceptionHead(Label):
    """The columns of the tables; the word is the column's name."""

    LEADER = "leader", "接访领导", "leader"
    DUTY = "duty_days", "接访日", "days on duty"
    ATTENDED = "attended", "有来访", "with visitors"
    IDLE = "idle", "无来访", "without anyone"
    EXTRA = "extra_days", "计划外接访", "days off duty with visitors"
    RECEIVED = "registrations", "接待", "received"
    PERSONS = "persons", "人数", "persons"
    OFF_DUTY = "off_duty", "其中计划外", "of these off duty"
    ROUTED = "routed", "已转送", "routed"
    OPEN = "open", "在办", "open"
    CLOSED = "closed", "已办结", "closed"
    DECLINED = "declined", "不予受理", "declined"
    OTHERWISE = "otherwise", "其他了结", "ended otherwise"
    RESOLVED = "resolved", "已化解", "resolved"
    DAY = "day", "日期", "day"
    REMARK = "remark", "备注", "remark"


_ENDS = {
    Status.CLOSED: ReceptionHead.CLOSED,
    Status.NOT_ACCEPTED: ReceptionHead.DECLINED,
    Status.NO_LONGER_ACCEPTED: ReceptionHead.DECLINED,
}
_RECEIVED = f"""SELECT c.reception, c.received_on, COALESCE(c.people, 0), {ROUTED_THEN},
 CASE WHEN {RESOLVED_BY_END} THEN 1 ELSE 0 END, c.status, c.ended_on, {MOVED_ON}, {HELD_STATUS}, :as_of
 FROM {CASES_THEN.text}
 WHERE c.reception <> '[]' AND c.sealed = 0 AND c.received_on >= :from AND c.received_on <= :as_of
 ORDER BY c.received_on, c.id"""  # noqa: S608  # made of constants


@dataclass(frozen=True)
class Visit:
    """A matter that leaders received: who, when, how many came, and what had become of it."""

    leaders: tuple[str, ...]
    day: dt.date
    people: int
    is_routed: bool
    is_resolved: bool
    outcome: ReceptionHead


@dataclass(frozen=True)
class ReceptionBook:
    """The rota of a window and what was received in it.

    Attributes:
        turns: the receptions of the rota.
        visits: the matters received.
        named: who is on the rota, in its order.
    """

    turns: tuple[Turn, ...]
    visits: tuple[Visit, ...]
    named: tuple[str, ...]

    @cached_property
    def leaders(self) -> tuple[str, ...]:
        """Who is on the rota, then who received somebody without it."""
        return (*self.named, *sorted({each for visit in self.visits for each in visit.leaders} - {*self.named}))

    def duty(self, leader: str | None) -> set[dt.date]:
        """Return the days on which a leader is on duty, or somebody is."""
        return {turn.day for turn in self.turns} if leader is None else self._duty.get(leader, set())

    @cached_property
    def _duty(self) -> dict[str, set[dt.date]]:
        found: dict[str, set[dt.date]] = {}
        for turn in self.turns:
            for leader in turn.leaders:
                found.setdefault(leader, set()).add(turn.day)
        return found

    @cached_property
    def by_day(self) -> dict[dt.date, list[Visit]]:
        """What was received on each day."""
        found: dict[dt.date, list[Visit]] = {}
        for visit in self.visits:
            found.setdefault(visit.day, []).append(visit)
        return found

    def received(self, leader: str | None) -> list[Visit]:
        """Return what a leader received, or anybody did."""
        return [visit for visit in self.visits if leader is None or leader in visit.leaders]

    def is_planned(self, visit: Visit, leader: str | None) -> bool:
        """Whether a leader, or one of those who received it, was on duty on the day."""
        return any(visit.day in self.duty(each) for each in (visit.leaders if leader is None else (leader,)))


def build(inquiry: Inquiry) -> Page:
    """Return the page."""
    asked = Asked(inquiry)
    book = _book(asked)
    tables = (_duties(book), _received(book), _days(book))
    return paged(Report.RECEPTION, inquiry, tuple(_summary(asked, book)), tables)


def _book(asked: Asked) -> ReceptionBook:
    """Return the rota up to the day of the snapshot and what was received, of the leaders that are asked for."""
    inquiry = asked.inquiry
    wanted = _wanted(inquiry)

    def among(leaders: tuple[str, ...]) -> tuple[str, ...]:
        return leaders if wanted is None else tuple(each for each in leaders if each in wanted)

    planned = turns(inquiry.reception, inquiry.window.from_, inquiry.as_of, inquiry.law.calendar)
    kept = (turn._replace(leaders=among(turn.leaders)) for turn in planned)
    visits = (
        Visit(
            among(tuple(json.loads(leaders))),
            dt.date.fromisoformat(day),
            people,
            bool(routed),
            bool(resolved),
            _outcome(status_then(asked, *state)),
        )
        for leaders, day, people, routed, resolved, *state in asked.rows(_RECEIVED)
    )
    return ReceptionBook(tuple(turn for turn in kept if turn.leaders), tuple(visits), among(inquiry.reception.leaders))


def _wanted(inquiry: Inquiry) -> frozenset[str] | None:
    """Return the leaders that the filter names; None for all of them."""
    said = inquiry.scope.filters.get(_FILTER.value)
    names = frozenset(said if isinstance(said, list) else ())
    return names if names and names.isdisjoint(AnyOrNone) else None


def _outcome(state: Cell) -> ReceptionHead:
    is_open = state is StatusThen.OPEN or (isinstance(state, Status) and state.is_open)
    return ReceptionHead.OPEN if is_open else _ENDS.get(Status.of(str(state)), ReceptionHead.OTHERWISE)


def _number(head: ReceptionHead, unit: Counted) -> Column:
    return Column(head.value, head, unit, Kind.NUMBER)


_LEADER = Column(ReceptionHead.LEADER.value, ReceptionHead.LEADER)


def _duties(book: ReceptionBook) -> Table:
    """Return the days of each leader: on duty, with visitors and without, and with visitors off duty."""
    heads = (ReceptionHead.DUTY, ReceptionHead.ATTENDED, ReceptionHead.IDLE, ReceptionHead.EXTRA)
    columns = (_LEADER, *(_number(head, Counted.DAYS) for head in heads))
    rows: tuple[Row, ...] = tuple((leader, *_day_counts(book, leader)) for leader in book.leaders)
    total: Row = (Mark.TOTAL, *_day_counts(book, None))
    return Table("duties", Msg.TABLE_RECEPTION_DUTIES(), columns, rows, total)


def _day_counts(book: ReceptionBook, leader: str | None) -> tuple[int, ...]:
    duty = book.duty(leader)
    days = {True: set[dt.date](), False: set[dt.date]()}
    for visit in book.received(leader):
        days[book.is_planned(visit, leader)].add(visit.day)
    return len(duty), len(days[True]), len(duty - days[True]), len(days[False])


def _received(book: ReceptionBook) -> Table:
    """Return what each leader received, and what had become of it by the day of the snapshot."""
    columns = (
        _LEADER,
        _number(ReceptionHead.RECEIVED, Counted.REGISTRATIONS),
        _number(ReceptionHead.PERSONS, Counted.PERSONS),
        *(_number(head, Counted.REGISTRATIONS) for head in _COUNTS),
    )
    rows: tuple[Row, ...] = tuple((leader, *_counts(book, leader)) for leader in book.leaders)
    total: Row = (Mark.TOTAL, *_counts(book, None))
    return Table("received", Msg.TABLE_RECEIVED(), columns, rows, total, note=Msg.RECEIVED_TOGETHER())


_COUNTS = (
    ReceptionHead.OFF_DUTY, ReceptionHead.ROUTED, ReceptionHead.OPEN, ReceptionHead.CLOSED, ReceptionHead.RESOLVED,
    ReceptionHead.DECLINED, ReceptionHead.OTHERWISE,
)  # fmt: skip


def _counts(book: ReceptionBook, leader: str | None) -> Iterator[int]:
    visits = book.received(leader)
    yield len(visits)
    yield sum(visit.people for visit in visits)
    facts = {
        ReceptionHead.OFF_DUTY: [not book.is_planned(visit, leader) for visit in visits],
        ReceptionHead.ROUTED: [visit.is_routed for visit in visits],
        ReceptionHead.RESOLVED: [visit.is_resolved for visit in visits],
    }
    for head in _COUNTS:
        yield sum(facts.get(head) or [visit.outcome is head for visit in visits])


def _days(book: ReceptionBook) -> Table:
    """Return the receptions day by day, those of the rota and those beside it."""
    columns = (
        Column(ReceptionHead.DAY.value, ReceptionHead.DAY, kind=Kind.DATE),
        _LEADER,
        _number(ReceptionHead.RECEIVED, Counted.REGISTRATIONS),
        _number(ReceptionHead.PERSONS, Counted.PERSONS),
        Column(ReceptionHead.REMARK.value, ReceptionHead.REMARK),
    )
    rows: list[_Placed] = sorted((*_by_turn(book), *_beside(book)), key=lambda found: found[0])
    return Table("days", Msg.TABLE_RECEPTION_DAYS(), columns, tuple(row for _, row in rows))


_Placed = tuple[tuple[dt.date, bool, int, str], Row]
"""A row with its place: by day, those of the rota first."""


def _by_turn(book: ReceptionBook) -> Iterator[_Placed]:
    for turn in book.turns:
        visits = [each for each in book.by_day.get(turn.day, ()) if not {*each.leaders}.isdisjoint(turn.leaders)]
        remark = Msg.ROTA_MOVED(day=turn.planned) if turn.planned else None
        yield (turn.day, False, turn.row, ""), _day_row(turn.day, turn.leaders, visits, remark)


def _beside(book: ReceptionBook) -> Iterator[_Placed]:
    for leader in book.leaders:
        visits = [visit for visit in book.received(leader) if not book.is_planned(visit, leader)]
        for day in sorted({visit.day for visit in visits}):
            of_day = [visit for visit in visits if visit.day == day]
            yield (day, True, 0, leader), _day_row(day, (leader,), of_day, Msg.OFF_ROTA())


def _day_row(day: dt.date, leaders: tuple[str, ...], visits: list[Visit], remark: Text | None) -> Row:
    return day, "、".join(leaders), len(visits), sum(visit.people for visit in visits), remark


def _summary(asked: Asked, book: ReceptionBook) -> Iterator[Text]:
    duty, attended, idle, extra = _day_counts(book, None)
    counts = dict(zip((ReceptionHead.RECEIVED, ReceptionHead.PERSONS, *_COUNTS), _counts(book, None), strict=True))
    said = {head.value: count for head, count in counts.items()}
    yield Msg.RECEPTION_SUMMARY(
        day=asked.inquiry.as_of, duty_days=duty, attended=attended, idle=idle, extra_days=extra, **said
    )
    yield Msg.RECEPTION_SEALED() if asked.inquiry.reception.rota else Msg.RECEPTION_NO_ROTA()
    if set(asked.inquiry.scope.filters) - {_FILTER.value}:
        yield Msg.RECEPTION_NARROWED()
