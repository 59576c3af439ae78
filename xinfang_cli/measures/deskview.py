"""What lies on one's desk today, section by section: each a label and a question over the relations of the index.

No section is about persons; a sealed matter shows what a list shows of it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xinfang_cli.labels import Label
from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.measures.filters import NOT_ROUTED

WEEK = 7
"""Calendar days that the view looks ahead, and back to what came in and went out."""

RECENT = 30
"""Days within which an act lies that was written down in the last week."""


class Section(Label):
    """The sections, in the order in which a day is worked through."""

    NEW = "new", "新收未转", "new, not routed"
    MINE = "mine", "我经办的", "mine"
    OVERDUE = "overdue", "超期", "overdue"
    TODAY = "today", "今天到期", "due today"
    WEEK = "week", "近日到期", "due soon"
    TO_MAKE = "to_make", "待制作文书", "documents to make"
    TO_SERVE = "to_serve", "待送达文书", "documents to serve"
    ANSWERS = "answers", "新到答复", "answers that came in"
    REMINDED = "reminded", "已催督办", "reminders sent"
    DONE = "done", "我今天办的", "what I did today"


class DeskQuestion(NamedTuple):
    """What a section asks: its columns beside those of every row, where it looks, and the order of what it finds."""

    columns: tuple[str, ...]
    where: str
    order: str

    @property
    def names(self) -> tuple[str, ...]:
        """What the columns of a row are called."""
        return tuple(column.rpartition(" ")[2].rpartition(".")[2] for column in (*_OF_A_MATTER, *self.columns))

    @property
    def rows(self) -> str:
        """The statement that finds at most `:limit` rows; of -1, all."""
        columns = ", ".join((*_OF_A_MATTER, *self.columns))
        return f"SELECT {columns} FROM {self.where} ORDER BY {self.order} LIMIT :limit"  # noqa: S608  # made of constants

    @property
    def how_many(self) -> str:
        """The statement that counts them."""
        return f"SELECT count(*) FROM {self.where}"  # noqa: S608  # made of constants


_OF_A_MATTER = ("cases.id", "cases.title", "cases.sealed", "cases.status", "cases.unit")
# A plus keeps SQLite from going through all entries of a kind for each matter: those of one matter are few.
_LAST_REMINDER = (
    "(SELECT max(on_day) FROM events WHERE case_id = clocks.case_id AND +did = 'escalate'"
    " AND (events.clock IS NULL OR events.clock = clocks.clock))"
)
_DUTY = (
    "clocks.due",
    "clocks.act_by",
    "clocks.provisional",
    "clocks.clock",
    "clocks.owner",
    "clocks.owing",
    f"{_LAST_REMINDER} AS reminded_on",
)
_DUTIES = (
    "clocks JOIN cases ON cases.id = clocks.case_id"
    " WHERE clocks.stopped_on IS NULL AND clocks.fate IS NULL AND clocks.kind = 'duty' AND clocks.due"
)
_SOON = "BETWEEN :today AND :latest AND"
_ACT_NOW = "(clocks.due = :today OR ifnull(clocks.act_by, '9') <= :today)"  # a day off is no day to act on
_BY_DUE = "clocks.due, cases.received_on, cases.id, clocks.clock"
_WAITING = "cases WHERE (owed <> '[]' OR to_serve <> '[]') AND"  # as the index of those that wait has it
_BY_CASE = "+(cases.due IS NULL), cases.due, cases.received_on, cases.id"  # few are sorted, so that few are read
_REGISTERED_BY_ME = (
    "EXISTS (SELECT 1 FROM events WHERE case_id = cases.id AND +events.did = 'open' AND events.written_by = :me)"
)
_EVENT = ("events.on_day AS day", "events.did", "events.step", "events.what", "events.unit AS of_unit")
_EVENTS = "events JOIN cases ON cases.id = events.case_id WHERE"
_CAME_IN = (
    "{0}.did IN ('feedback', 'reply', 'object', 'review', 'final')"
    " AND (({0}.did = 'feedback' AND ifnull({0}.mode, '') <> 'returned') OR {0}.did = 'reply'"
    " OR ({0}.did = 'object' AND {0}.decision IS NULL)"
    " OR ({0}.did IN ('review', 'final') AND {0}.decision IS NOT NULL))"
).format  # what a unit or organ gives: no decision of the office, no petitioner's request
_LATEST = f"(SELECT max(e.rowid) FROM events AS e WHERE e.case_id = events.case_id AND {_CAME_IN('e')})"  # noqa: S608

QUESTIONS: Mapping[Section, DeskQuestion] = {
    Section.NEW: DeskQuestion(
        ("cases.due", "cases.received_on", "cases.category", "cases.place"),
        f"cases WHERE {NOT_ROUTED}",
        _BY_CASE,
    ),
    Section.MINE: DeskQuestion(
        ("cases.due", "cases.provisional"),
        f"cases WHERE cases.is_open = 1 AND (cases.owner = :me OR (cases.owner IS NULL AND {_REGISTERED_BY_ME}))",
        _BY_CASE,
    ),
    Section.OVERDUE: DeskQuestion(_DUTY, f"{_DUTIES} < :today", _BY_DUE),
    Section.TODAY: DeskQuestion(_DUTY, f"{_DUTIES} {_SOON} {_ACT_NOW}", _BY_DUE),
    Section.WEEK: DeskQuestion(_DUTY, f"{_DUTIES} {_SOON} NOT {_ACT_NOW}", _BY_DUE),
    Section.TO_MAKE: DeskQuestion(("cases.owed AS documents",), f"{_WAITING} owed <> '[]'", _BY_CASE),
    Section.TO_SERVE: DeskQuestion(("cases.to_serve AS documents",), f"{_WAITING} to_serve <> '[]'", _BY_CASE),
    Section.ANSWERS: DeskQuestion(
        _EVENT,
        f"{_EVENTS} {_CAME_IN('events')} AND events.on_day >= :recent AND events.at_day >= :week_ago"
        f" AND cases.is_open = 1 AND events.rowid = {_LATEST}",
        "events.at_day DESC, cases.id",
    ),
    Section.REMINDED: DeskQuestion(
        _EVENT,
        f"{_EVENTS} events.did = 'escalate' AND events.on_day >= :week_ago",
        "events.on_day DESC, cases.id, events.rowid",
    ),
    Section.DONE: DeskQuestion(
        _EVENT,
        "cases CROSS JOIN events ON events.case_id = cases.id WHERE cases.touched_at >= :since"  # in this order
        " AND events.at_day = :today AND events.written_by = :me",
        "cases.touched_at DESC, cases.id, events.rowid DESC",
    ),
}


def asked(now: dt.datetime, me: str) -> Mapping[str, str]:
    """Return the values that the questions name: the days around a moment, and who asks."""
    today = now.date()
    since = dt.datetime.combine(today, dt.time(), now.tzinfo).astimezone(dt.UTC)
    return {
        "today": today.isoformat(),
        "latest": (today + WEEK * ONE_DAY).isoformat(),
        "week_ago": (today - WEEK * ONE_DAY).isoformat(),
        "recent": (today - RECENT * ONE_DAY).isoformat(),
        "since": f"{since.isoformat()[:19]}Z",
        "me": me,
    }


LINES_OF_A_PAGE = 56
"""Rows and headings of sections that one page holds."""

_HEADING = 1.5


def rooms_on_a_page(counts: Sequence[int]) -> list[int]:
    """Return how many rows of each section one page shows: one more of each in turn, while there is room."""
    rooms = [0] * len(counts)
    left = int(LINES_OF_A_PAGE - sum(count > 0 for count in counts) * _HEADING)
    while left > 0 and rooms != list(counts):
        for at, count in enumerate(counts):
            if rooms[at] < count and left > 0:
                rooms[at] += 1
                left -= 1
    return rooms
