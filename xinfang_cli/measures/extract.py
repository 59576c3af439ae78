"""The relations as they leave an office: which columns of the index go to whoever counts many offices, and under what.

A column that is not here stays in the office, also one that the index gets tomorrow. No title, text, name, path,
number of a document or of another system is among them, nobody who leads or keeps a matter or received who brought it.
A matter that is sealed shows what a list shows of it and the numbers that totals are made of; place, category, group
and level never.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xinfang_cli.labels import Label
from xinfang_cli.law.documents import Document
from xinfang_cli.law.stepdata import SHOWN
from xinfang_cli.law.words import CloseReason, MeetingKind, NoteKind, Rating, SettleKind, SupervisionGround

VERSION = 3
"""Of the columns below and what they mean: a change of either is another version, and versions do not mix."""

OFFICE = "office"
"""What a folder of one office begins with, as in `office=410122`, and the column that engines make of it."""

HANDED = "handed"
"""The column by which a matter is known that one office handed down to another."""

CARD = "office.json"
"""The file beside the relations that says what they are."""


class ExtractColumn(NamedTuple):
    """A column as it leaves.

    Attributes:
        name: what it is called.
        sql: what it is made of, over the lines of the index.
        is_number: whether it is one; everything else is text.
    """

    name: str
    sql: str
    is_number: bool = False


class Extract(NamedTuple):
    """One relation as it leaves: its columns, and its lines in their order."""

    columns: tuple[ExtractColumn, ...]
    lines: str

    @property
    def select(self) -> str:
        """The statement over the index; `:code` and `:name` are the office's. What is None comes as `NOTHING`."""
        shown = ", ".join(f"ifnull({each.sql}, '{NOTHING}')" for each in self.columns)
        return f"SELECT {shown} FROM {self.lines}"  # noqa: S608  # made of constants


NOTHING = "\\N"
"""What stands for None on the way."""


def _texts(of: str, *names: str) -> tuple[ExtractColumn, ...]:
    return tuple(ExtractColumn(name, f"{of}.{name}") for name in names)


def _numbers(of: str, *names: str) -> tuple[ExtractColumn, ...]:
    return tuple(ExtractColumn(name, f"{of}.{name}", is_number=True) for name in names)


def _open(*names: str) -> tuple[ExtractColumn, ...]:
    """Return columns that a sealed matter does not show."""
    return tuple(ExtractColumn(name, f"CASE WHEN c.sealed = 0 THEN c.{name} END") for name in names)


def _arrays(*names: str) -> tuple[ExtractColumn, ...]:
    """Return arrays in JSON; a sealed matter's is empty."""
    return tuple(ExtractColumn(name, f"CASE WHEN c.sealed = 0 THEN c.{name} ELSE '[]' END") for name in names)


def _id(column: str) -> str:
    """Return an id with its office before it: offices draw theirs from one small pool, and may draw the same."""
    return f":code || '/' || {column}"


def _one_of(column: str, *words: Iterable[Label]) -> str:
    """Return a word of some lists; whatever else a ledger had in its place stays in the office."""
    listed = ", ".join(f"'{word}'" for each in words for word in each)
    return f"CASE WHEN {column} IN ({listed}) THEN {column} END"


_OURS = (ExtractColumn(OFFICE, ":code"), ExtractColumn("office_name", ":name"))
"""Whose line it is, in each line: one value a file, so it costs nothing and nobody has to ask a path."""

_LEAVING = tuple(fact for fact in SHOWN if fact.by and not fact.stays)
_BY = tuple(fact.word for fact in _LEAVING if not fact.are_many)
_SETS = tuple(fact.word for fact in _LEAVING if fact.are_many)
"""What figures are broken down by of the facts that one row declares."""

_CASE_ID = (*_OURS, ExtractColumn("case_id", _id("l.case_id")))
RELATIONS: Mapping[str, Extract] = {
    "cases": Extract(
        (
            *_OURS,
            ExtractColumn("id", _id("c.id")),
            *_texts("c", "status", "unit", "due", "received_on", "registered_on", "channel", "class"),
            *_texts("c", "closed_on", "resolved_on", "resolved_basis", "ended_on"),
            *_open("category", "place", "source_level", "group_name", "level", *_BY),
            *_arrays("with_units", "owed", "to_serve", *_SETS),
            ExtractColumn("urgent", "CASE WHEN c.sealed = 0 THEN c.urgent END", is_number=True),
            *_numbers(
                "c", "is_open", "is_closed", "resolved", "sealed", "people", "first_time", "joint", "joint_visit"
            ),
            ExtractColumn("simple", "CASE WHEN c.sealed = 0 THEN c.simple END", is_number=True),
            ExtractColumn("close_reason", _one_of("c.close_reason", CloseReason)),
            ExtractColumn("led", "c.lead IS NOT NULL OR c.group_name IS NOT NULL", is_number=True),
            ExtractColumn("repeat_of", _id("c.repeat_of")),
            ExtractColumn(HANDED, "c.source_number"),  # what leaves is made of it under a key: `exports.relations`
        ),
        "cases AS c ORDER BY c.id",
    ),
    "clocks": Extract(
        (
            *_CASE_ID,
            *_texts("l", "n", "clock", "kind", "owner", "owing", "from_on", "due", "stopped_on", "fate", "excused_to"),
            *_numbers("l", "dated", "provisional", "of_first", "answered"),
        ),
        "clocks AS l ORDER BY l.case_id, l.rowid",
    ),
    "events": Extract(
        (
            *_CASE_ID,
            *_texts("l", "n", "on_day", "at_day", "did", "what", "unit", "step", "clock", "of", "decision", "mode"),
            *_texts("l", "ended", "until", "resolved_until", "basis"),
            # Of what a ledger saw, the value of 包案 is a leader's name, and who acted may be anybody.
            ExtractColumn("actor", "CASE WHEN l.did = 'object' THEN l.actor END"),
            ExtractColumn("ground", _one_of("l.ground", SupervisionGround)),
            ExtractColumn("value", _one_of("l.value", Rating)),
            *_numbers("l", "dated", "lapse", "again"),
        ),
        "events AS l ORDER BY l.case_id, l.rowid",
    ),
    "remarks": Extract(
        (
            *_CASE_ID,
            *_texts("l", "n", "on_day", "did", "advice", "unit", "reply_due", "adopted", "month"),
            *_texts("l", "level", "held_from"),
            *_numbers("l", "place"),
            ExtractColumn("kind", _one_of("l.kind", NoteKind, MeetingKind, SettleKind, (Document.CARD,))),
            ExtractColumn("cases", _id("l.cases")),  # that it was one meeting over them
            # Which entry it answers, never a number that somebody typed.
            ExtractColumn(
                "answers",
                "CASE WHEN l.answers IN (SELECT e.n FROM events AS e WHERE e.case_id = l.case_id) THEN l.answers END",
            ),
            ExtractColumn("agreed", "CASE WHEN l.agreed IS NOT NULL THEN '' END"),  # that something was, not what
        ),
        "remarks AS l ORDER BY l.case_id, l.rowid",
    ),
}
"""The relations by their names, as the statements of measures ask them."""


def file_of(relation: str) -> str:
    """Return the name of a relation's file."""
    return f"{relation}.parquet"
