"""Leaders' reception of visitors (领导接访): who, by which rule, and on which days of a month; what a day off does."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from xinfang_cli.labels import Label
from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.messages import Msg
from xinfang_cli.office.nodes import Fault, Node
from xinfang_cli.office.recurring import DayRule, day_rule
from xinfang_cli.plaintext import squeezed

_IN_TURN = "轮流"
NOBODY = frozenset({"无", "none"})
"""What says that no leader received somebody."""

_LONGEST_REST = 31
"""Days within which there is a workday, whatever an office takes off."""


class DayOff(Label):
    """What becomes of a reception that falls on a day off."""

    NEXT = "next", "顺延到下一个工作日", "the next working day"
    PREVIOUS = "previous", "提前到上一个工作日", "the working day before"
    NONE = "none", "不安排", "none"


class RotaRow(NamedTuple):
    """A row of the rota.

    Attributes:
        leaders: who receives.
        text: the rule as config writes it.
        rule: the rule.
        in_turn: whether they take turns, the first of them on the first such day of the year; else all are there.
    """

    leaders: tuple[str, ...]
    text: str
    rule: DayRule
    in_turn: bool


class Reception(NamedTuple):
    """The reception of visitors by leaders: where, when, and the rota."""

    place: str | None
    hours: str | None
    day_off: DayOff
    rota: tuple[RotaRow, ...]

    @property
    def leaders(self) -> tuple[str, ...]:
        """Who receives, each once, in the order of the rows."""
        return tuple(dict.fromkeys(leader for row in self.rota for leader in row.leaders))

    def received_by(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return who received somebody, each once, as the rota writes them; nobody where that is what is said."""
        return () if names and set(names) <= NOBODY else tuple(dict.fromkeys(map(self.called, names)))

    def called(self, name: str) -> str:
        """Return a leader as the rota writes the name; whoever is not on it may receive too, and keeps the name."""
        return next((leader for leader in self.leaders if squeezed(leader) == squeezed(name)), name)


NO_RECEPTION = Reception(None, None, DayOff.NEXT, ())
"""Of an office that has no rota."""


class Turn(NamedTuple):
    """One reception.

    Attributes:
        day: on which it is.
        leaders: who receives.
        row: the place of its row in config.
        planned: the day of the rule, where that was a day off.
    """

    day: dt.date
    leaders: tuple[str, ...]
    row: int
    planned: dt.date | None = None


class WorkCalendar(Protocol):
    """What tells working days."""

    def is_workday(self, day: dt.date) -> bool:
        """Whether a day is one."""

    def on_or_before(self, day: dt.date) -> dt.date:
        """Return the last one on a day or before."""

    def on_or_after(self, day: dt.date) -> dt.date:
        """Return the first one on a day or after."""


def reception_of(node: Node) -> Reception:
    """Return the reception as config says it."""
    return Reception(
        place=node.text("place"),
        hours=node.text("hours"),
        day_off=node.word("day_off", DayOff, DayOff.NEXT),
        rota=node.rows("rota", _row_of),
    )


def _row_of(node: Node) -> RotaRow:
    leader, leaders, text = node.text("leader"), node.texts("leaders"), node.needed("rule")
    shortened = "".join(text.split())
    rule = day_rule(shortened.removesuffix(_IN_TURN))
    if text and rule is None:
        node.faults.append(Fault((*node.place, "rule"), Msg.CONFIG_DAY_RULE(value=text)))
    everybody = (*([leader] if leader else []), *leaders)
    if not everybody:
        node.faults.append(Fault((*node.place, "leader"), Msg.CONFIG_NOBODY()))
    return RotaRow(everybody, text, rule or DayRule(), in_turn=shortened.endswith(_IN_TURN))


def turns(reception: Reception, first: dt.date, last: dt.date, calendar: WorkCalendar) -> list[Turn]:
    """Return the receptions from one day to another, in order of days and of rows."""
    found = [
        turn
        for at, row in enumerate(reception.rota)
        for turn in _turns_of(row, at, reception.day_off, (first, last), calendar)
    ]
    return sorted(found, key=lambda turn: (turn.day, turn.row))


def _turns_of(
    row: RotaRow, at: int, day_off: DayOff, window: tuple[dt.date, dt.date], calendar: WorkCalendar
) -> Iterator[Turn]:
    first, last = window
    # A day off at the edge of a month may move a reception into it, or out of it.
    for planned in _days(first - _LONGEST_REST * ONE_DAY, last + _LONGEST_REST * ONE_DAY):
        if not row.rule.falls_on(planned, calendar.is_workday):
            continue
        day = _moved(planned, day_off, calendar)
        if day is not None and first <= day <= last:
            yield Turn(day, _whose(row, planned, calendar), at, None if day == planned else planned)


def _moved(planned: dt.date, day_off: DayOff, calendar: WorkCalendar) -> dt.date | None:
    if calendar.is_workday(planned):
        return planned
    if day_off is DayOff.NONE:
        return None
    return calendar.on_or_after(planned) if day_off is DayOff.NEXT else calendar.on_or_before(planned)


def _whose(row: RotaRow, planned: dt.date, calendar: WorkCalendar) -> tuple[str, ...]:
    """Return who receives on a day: all of a row, or whose turn it is, counted from the first of January."""
    if not row.in_turn:
        return row.leaders
    before = _days(dt.date(planned.year, 1, 1), planned - ONE_DAY)
    count = sum(row.rule.falls_on(day, calendar.is_workday) for day in before)
    return (row.leaders[count % len(row.leaders)],) if row.leaders else ()


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + at * ONE_DAY for at in range((last - first).days + 1))
