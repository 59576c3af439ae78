"""Pages of their own for a unit, a docket and a matter, as of today: what it owes, what is on it, what was done.

No text that anyone wrote stands on them but titles, and nobody's name: dates, steps, states, units. A sealed matter
shows what lists show of it. Pages of matters are made one after another from lines in one order, so that a thousand of
them need no memory.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from json import loads as read_json
from operator import itemgetter
from typing import Any

from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.clocks import ClockName
from xinfang_cli.law.words import Did, Seen, Status
from xinfang_cli.measures.table import Cell, Column, Counted, Kind, Page, Row, Spot, Table
from xinfang_cli.measures.tones import Tone, tone_of_days
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry
from xinfang_cli.reports.registers import Asked, RegisterHead

MATTERS = 5_000
"""Matters that have a page, the latest first; a folder of more would be no help to anyone."""


class Leaflet(Label):
    """The kinds of such pages; the word begins the name of its file."""

    UNIT = "unit", "单位", "unit"
    DOCKET = "docket", "清单", "docket"
    MATTER = "matter", "信访件", "matter"


@dataclass(frozen=True, slots=True)
class PageName:
    """What a page is called."""

    value: str
    title: str | Text

    def in_(self, lang: Lang) -> str:
        """Return it in a language."""
        return self.title if isinstance(self.title, str) else self.title.in_(lang)


class _Head(Label):
    """Columns that registers do not have."""

    DUTY = "duty", "职责", "duty"
    FROM = "from", "起算", "from"
    STATE = "state", "情况", "state"
    DAYS_LEFT = "days_left", "还剩", "left"
    DAY = "day", "日期", "day"
    STEP = "step", "步骤", "step"


class Ended(Label):
    """How a duty stands."""

    RUNS = "runs", "在计", "runs"
    DONE = "done", "已完成", "done"
    OVER = "over", "已终止", "over"


_RUNNING = """SELECT k.owner, k.owing, k.clock, k.due, c.id, c.title, c.sealed, c.status
 FROM clocks AS k JOIN {cases} AS c ON c.id = k.case_id
 WHERE k.kind = 'duty' AND k.stopped_on IS NULL AND k.fate IS NULL AND k.due IS NOT NULL AND k.from_on <= :as_of
 ORDER BY k.due, c.id, k.clock"""
_ON_DOCKETS = """SELECT c.dockets, c.id, c.title, c.unit, c.status, c.due, c.resolved, c.is_open
 FROM {cases} AS c WHERE c.sealed = 0 AND COALESCE(c.dockets, '[]') <> '[]'
 ORDER BY c.is_open DESC, c.due IS NULL, c.due, c.id"""
_LATEST = "SELECT c.id FROM {cases} AS c ORDER BY c.registered_on DESC, c.id DESC LIMIT :most"
_OF_MATTERS = f"""SELECT c.id, c.title, c.sealed, c.unit, c.status, c.due, c.registered_on
 FROM {{cases}} AS c WHERE c.id IN ({_LATEST}) ORDER BY c.id"""  # noqa: S608  # made of constants
_CLOCKS = f"""SELECT k.case_id, k.clock, k.owner, k.owing, k.from_on, k.due, k.stopped_on, k.fate FROM clocks AS k
 WHERE k.kind = 'duty' AND k.case_id IN ({_LATEST}) ORDER BY k.case_id, k.from_on, k.n, k.clock"""  # noqa: S608
_STEPS = f"""SELECT e.case_id, e.on_day, e.dated, e.did, e.what, e.unit FROM events AS e
 WHERE e.case_id IN ({_LATEST}) ORDER BY e.case_id, e.on_day, e.n"""  # noqa: S608  # made of constants


@dataclass(frozen=True)
class Leaflets:
    """The pages of an inquiry as of today."""

    inquiry: Inquiry

    def units(self) -> Iterator[Page]:
        """Return what each unit owes, the one whose duty is the oldest first."""
        owed: dict[str | Label, list[tuple[Any, ...]]] = {}
        for owner, owing, *rest in self._rows(_RUNNING):
            owed.setdefault(Asked(self.inquiry).who(owner, owing), []).append(tuple(rest))
        return (self._unit(unit, lines) for unit, lines in owed.items())

    def dockets(self, names: Iterable[str]) -> Iterator[Page]:
        """Return what is on each docket."""
        on: dict[str, list[tuple[Any, ...]]] = {name: [] for name in names}
        for found, *rest in self._rows(_ON_DOCKETS):
            for name in read_json(found):
                on.setdefault(name, []).append(tuple(rest))
        return (self._docket(name, lines) for name, lines in on.items())

    def matters(self) -> Iterator[Page]:
        """Yield the steps and duties of each matter."""
        clocks = _Beside(self._rows(_CLOCKS, most=MATTERS))
        steps = _Beside(self._rows(_STEPS, most=MATTERS))
        for case, *rest in self._rows(_OF_MATTERS, most=MATTERS):
            yield self._matter(case, rest, clocks.of(case), steps.of(case))

    def ids(self) -> frozenset[str]:
        """Return which matters have a page."""
        return frozenset(case for (case,) in self._rows(_LATEST, most=MATTERS))

    def _rows(self, sql: str, **more: object) -> Iterator[tuple[Any, ...]]:
        params = {**self.inquiry.scope.params, "as_of": str(self.inquiry.today), **more}
        return iter(self.inquiry.run(self.inquiry.scope.applied(sql), params))

    def _page(
        self, kind: Leaflet, name: str, title: str | Text, tables: Sequence[Table], spots: Sequence[Spot]
    ) -> Page:
        today = self.inquiry.today
        return Page(
            report=PageName(f"{kind}-{name}", title),
            office=self.inquiry.office,
            period=kind,
            from_=today,
            to=today,
            as_of=today,
            calendar=self.inquiry.law.calendar.version,
            scope=self.inquiry.scope.words,
            left_out=self.inquiry.left_out,
            tables=tuple(tables),
            spots=tuple(spots),
        )

    def _unit(self, unit: str | Label, lines: list[tuple[Any, ...]]) -> Page:
        today = self.inquiry.today
        late = [line for line in lines if _day(line[1]) < today]
        ahead = [line for line in lines if _day(line[1]) >= today]
        soon = sum(1 for line in ahead if tone_of_days((_day(line[1]) - today).days))
        tables = (
            self._duties("overdue", Msg.TABLE_OVERDUE(), late, RegisterHead.DAYS_LATE, Tone.LATE),
            self._duties("due", Msg.TABLE_TO_DO(), ahead, _Head.DAYS_LEFT, None),
        )
        spots = (
            Spot(RegisterHead.OVERDUE, len(late), Counted.DUTIES, Tone.LATE, "overdue"),
            Spot(Msg.TABLE_DUE_SOON(), soon, Counted.DUTIES, Tone.SOON, "due"),
            Spot(Msg.TABLE_TO_DO(), len(ahead), Counted.DUTIES, None, "due"),
        )
        name = unit.value if isinstance(unit, Label) else unit
        return self._page(Leaflet.UNIT, name, Msg.JOINED(parts=unit), tables, spots)

    def _duties(
        self, name: str, title: Text, lines: Iterable[tuple[Any, ...]], days: Label, tone: Tone | None
    ) -> Table:
        today = self.inquiry.today
        columns = (
            Column("id", RegisterHead.ID, kind=Kind.CODE),
            Column("title", RegisterHead.TITLE),
            Column("duty", _Head.DUTY),
            Column("due", RegisterHead.DUE, kind=Kind.DATE),
            Column(days.value, days, Counted.DAYS, Kind.NUMBER, tone),
            Column("status", RegisterHead.STATUS),
        )
        rows: tuple[Row, ...] = tuple(
            (case, _title(title, sealed), _clock(clock), _day(due), abs((_day(due) - today).days), _status(status))
            for clock, due, case, title, sealed, status in lines
        )
        return Table(name, title, columns, rows)

    def _docket(self, name: str, lines: list[tuple[Any, ...]]) -> Page:
        columns = (
            Column("id", RegisterHead.ID, kind=Kind.CODE),
            Column("title", RegisterHead.TITLE),
            Column("unit", RegisterHead.UNIT),
            Column("status", RegisterHead.STATUS),
            Column("due", RegisterHead.DUE, kind=Kind.DATE),
            Column("days_late", RegisterHead.DAYS_LATE, Counted.DAYS, Kind.NUMBER, Tone.LATE),
        )
        rows: tuple[Row, ...] = tuple(
            (case, title, unit, _status(status), _day(due) if due else None, self._late(due))
            for case, title, unit, status, due, _, _ in lines
        )
        resolved = sum(int(line[5] or 0) for line in lines)
        spots = (
            Spot(RegisterHead.OVERDUE, sum(1 for row in rows if row[-1]), Counted.MATTERS, Tone.LATE, "on_docket"),
            Spot(RegisterHead.OPEN, sum(int(line[6]) for line in lines), Counted.MATTERS, None, "on_docket"),
            Spot(Msg.ON_DOCKET(), len(lines), Counted.MATTERS, None, "on_docket"),
            Spot(Msg.RESOLVED_IN_ALL(), resolved, Counted.MATTERS),
        )
        return self._page(Leaflet.DOCKET, name, name, (Table("on_docket", Msg.ON_DOCKET(), columns, rows),), spots)

    def _matter(
        self, case: str, known: list[Any], clocks: Iterable[tuple[Any, ...]], steps: Iterable[tuple[Any, ...]]
    ) -> Page:
        title, sealed, unit, status, due, registered = known
        facts = (
            (RegisterHead.TITLE, _title(title, sealed)),
            (RegisterHead.STATUS, _status(status)),
            (RegisterHead.UNIT, unit),
            (Msg.REGISTERED_ON(), registered),
            (RegisterHead.DUE, due),
        )
        rows: tuple[Row, ...] = tuple((head, cell) for head, cell in facts if cell is not None)
        about = Table(
            "about", Msg.TABLE_ABOUT(), (Column("item", Msg.HEAD_ITEM()), Column("value", Msg.HEAD_SAYS())), rows
        )
        late = self._late(due)
        spots = (Spot(RegisterHead.DAYS_LATE, late, Counted.DAYS, Tone.LATE, "duties"),) if late else ()
        tables = (about, self._run_duties(clocks), _taken(steps))
        return self._page(Leaflet.MATTER, case, case, tables, spots)

    def _run_duties(self, clocks: Iterable[tuple[Any, ...]]) -> Table:
        columns = (
            Column("duty", _Head.DUTY),
            Column("unit", RegisterHead.UNIT),
            Column("from", _Head.FROM, kind=Kind.DATE),
            Column("due", RegisterHead.DUE, kind=Kind.DATE),
            Column("state", _Head.STATE),
            Column("stopped_on", _Head.DAY, kind=Kind.DATE),
            Column("days_late", RegisterHead.DAYS_LATE, Counted.DAYS, Kind.NUMBER, Tone.LATE),
        )
        rows: tuple[Row, ...] = tuple(
            (
                _clock(clock),
                Asked(self.inquiry).who(owner, owing),
                _day(from_on),
                _day(due) if due else None,
                Ended.RUNS if not stopped else Ended.DONE if fate in {None, "done"} else Ended.OVER,
                _day(stopped) if stopped else None,
                self._late(due) if not stopped and fate is None else None,
            )
            for clock, owner, owing, from_on, due, stopped, fate in clocks
        )
        return Table("duties", Msg.TABLE_DUTIES(), columns, rows)

    def _late(self, due: str | None) -> int | None:
        late = (self.inquiry.today - _day(due)).days if due else 0
        return late if late > 0 else None


class _Beside:
    """Lines of matters, in the order of their ids, beside the matters that are gone through in that order."""

    def __init__(self, lines: Iterator[tuple[Any, ...]]) -> None:
        self._groups = groupby(lines, itemgetter(0))
        self._ahead: tuple[str, list[tuple[Any, ...]]] | None = None

    def of(self, case: str) -> list[tuple[Any, ...]]:
        """Return the lines of a matter; of those before it nobody asks any more."""
        while self._ahead is None or self._ahead[0] < case:
            key, lines = next(self._groups, (None, iter(())))
            if key is None:
                return []
            self._ahead = (key, [line[1:] for line in lines])
        return self._ahead[1] if self._ahead[0] == case else []


def _taken(steps: Iterable[tuple[Any, ...]]) -> Table:
    """Return what was done, day by day."""
    columns = (Column("day", _Head.DAY), Column("step", _Head.STEP), Column("unit", RegisterHead.UNIT))
    rows: tuple[Row, ...] = tuple(
        (_day(on) if dated else None, _step(did, what), unit) for on, dated, did, what, unit in steps
    )
    return Table("steps", Msg.TABLE_STEPS(), columns, rows)


def _step(did: str, what: str | None) -> Cell:
    seen = Seen.read(what) if did == Did.OBSERVED.value and what else None
    return seen or Did.read(did) or did


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _clock(name: str) -> Label | str:
    return ClockName.read(name) or name


def _status(word: str) -> Label | str:
    return Status.read(word) or word


def _title(title: str | None, sealed: object) -> Text | str | None:
    return Msg.SEALED_TITLE() if sealed else title
