"""The flat relations that lists, counts and measures ask: one line a matter, a run of a clock, an entry, a remark.

The columns stand once, as the fields of tuples here and in `remarks`; the index makes its tables from them. Days are
ISO texts, truth is 1 or 0, nothing is None.
"""

from typing import NamedTuple, get_type_hints

from xinfang_cli.index.remarks import RemarkLine
from xinfang_cli.law.stepdata import SHOWN, DatumKind, MatterFact

Value = str | int | None


class CaseLine(NamedTuple):
    """The relation `cases`: one line per matter. Behind these columns stand those of `SHOWN`."""

    id: str
    path: str  # from the workspace's root
    title: str | None
    status: str
    is_open: int
    unit: str | None
    with_units: str  # a JSON array of names
    due: str | None  # the earliest running duty's
    received_on: str
    registered_on: str
    channel: str
    class_: str
    category: str | None
    place: str | None
    people: int | None
    first_time: int | None  # None counts as first-time
    joint: int | None
    urgent: int | None
    source_level: str | None
    source_number: str | None
    source_office: str | None
    source_due: str | None
    lead: str | None
    owner: str | None  # the clerk in charge
    group_name: str | None
    sealed: int
    repeat_of: str | None
    closed_on: str | None  # None, too, if it is closed on a day that is not known
    close_reason: str | None
    is_closed: int
    resolved: int
    resolved_on: str | None
    resolved_basis: str | None
    ended_on: str | None  # the day it came into its present state, if that is not open and the day is known
    extended: int  # how often, in the present round of handling
    touched_at: str  # UTC, so that the order of texts is the order of time
    act_by: str | None  # the last workday on or before `due`
    provisional: int  # whether `due` rests on a year without a notice
    owed: str  # documents to be made: a JSON array of their words
    to_serve: str  # documents made that are to be served, likewise
    simple: int | None
    joint_visit: int  # a visit of so many persons as make it a joint one (集体访), whether anybody marked it or not
    level: str | None  # that received a paper which passes up (逐级走访)


class ClockLine(NamedTuple):
    """The relation `clocks`: one line per run of a clock."""

    case_id: str
    n: str  # the entry that started it, or set its due date anew
    clock: str
    kind: str  # duty, window
    owner: str  # office, unit, organ, petitioner
    owing: str | None  # which unit or organ
    from_on: str  # not counted
    rule: str
    due: str | None  # None: it has no length
    dated: int  # 0 if started or stopped on a day that is not known
    stopped_on: str | None  # None: it runs
    stopped_dated: int | None
    act_by: str | None  # of a running duty
    provisional: int  # of a running clock
    of_first: int  # whether the matter counts as first-time; one that does not say so does
    answered: int  # whether, on the day it stopped, something was done that answers an assignment
    fate: str | None  # done, ended, disputed; pending while it rests for an objection; None: it runs
    excused_to: str | None  # `due` and the days that the office took too long over an objection


class EventLine(NamedTuple):
    """The relation `events`: one line per entry that is not struck, in fold order."""

    case_id: str
    n: str
    on_day: str
    dated: int
    at_day: str  # the day it was written, where it was written
    did: str
    what: str | None
    unit: str | None  # the unit it names, or else the one in charge
    actor: str | None
    step: str | None
    ground: str | None
    clock: str | None
    of: str | None
    value: str | None
    decision: str | None
    number: str | None
    mode: str | None  # of a routing: transfer, assign; of feedback that is no report on an assignment: answer, returned
    lapse: int  # written after a deadline that it met by its own word
    again: int  # a routing to a unit, of a matter that was routed to one before
    ended: str | None  # the state that it brought about, where that was an end and was taken back
    until: str | None  # the day on which that was taken back
    resolved_until: str | None  # the day on which the resolution that it brought about was taken back
    basis: str | None  # of that resolution
    written_by: str  # the clerk, for the view of one's own day; it leaves the office in no form


class SqlColumn(NamedTuple):
    """A column of a relation, as SQL has it."""

    name: str
    type: str


def _columns(line: type) -> tuple[SqlColumn, ...]:
    hints = get_type_hints(line)
    return tuple(
        SqlColumn(name.rstrip("_"), "INTEGER" if hints[name] in (int, int | None) else "TEXT") for name in hints
    )


def _column(fact: MatterFact) -> SqlColumn:
    return SqlColumn(fact.word, "INTEGER" if fact.kind in (DatumKind.COUNT, DatumKind.FLAG) else "TEXT")


CASES = (*_columns(CaseLine), *map(_column, SHOWN))
CLOCKS = _columns(ClockLine)
EVENTS = _columns(EventLine)
REMARKS = _columns(RemarkLine)

SEALED_SHOWS = frozenset(
    {
        "id",
        "path",
        "status",
        "is_open",
        "unit",
        "with_units",  # always empty
        "due",
        "received_on",
        "registered_on",
        "channel",
        "class",
        "source_number",  # so that the matter is not forgotten
        "sealed",
        "closed_on",
        "is_closed",
        "resolved_on",
        "ended_on",
        "touched_at",
        "act_by",
        "provisional",
    }
)
"""What a list may say of a sealed matter; everything else is None there."""
