"""Ledger rows to matters, each row with its outcome and the reason.

Nothing ambiguous is guessed and a petitioner's words are never rewritten; what cannot be read leaves its field
empty with a warning, and only a row without a day of receipt or a request is rejected.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

from xinfang_cli.law.clocks import Law
from xinfang_cli.law.procedure import SEEN
from xinfang_cli.law.recordbase import made
from xinfang_cli.law.records import Case, Source
from xinfang_cli.law.words import Basis, Mode, RatedBody, Seen, Status
from xinfang_cli.ledgers.cells import RowFault
from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.courses import Courses
from xinfang_cli.ledgers.headers import Layout, RowKinds, Skip, downward, filled_down, with_joined
from xinfang_cli.ledgers.leftovers import Leftovers
from xinfang_cli.ledgers.observed import Sighting, with_clocks, with_target
from xinfang_cli.ledgers.readers import OfficeNames, SheetReader
from xinfang_cli.ledgers.recognition import fingerprint_of, key_apart
from xinfang_cli.ledgers.row import BEYOND, Draft, RowReader
from xinfang_cli.ledgers.tables import TablePart, parts_of
from xinfang_cli.messages import Msg, Text
from xinfang_cli.sheets.rows import Cell, Merge, Row, Sheet

Identify = Callable[[str, dt.date], str]
"""From a matter's number (or fingerprint) and day of receipt to its case id."""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What a row says: with a `reason` it is skipped, else without a case rejected.

    Attributes:
        sheet: name of its sheet; empty for a file that is one table.
        row: its number as a person sees it.
        reason: why it was skipped.
        faults: the cells that were not read; of a row that is rejected those for which it is.
        draft: what the row says; None if it was skipped or could not be taken apart.
        case: the matter, if it comes in.
        cells: as they stand in the file.
    """

    sheet: str
    row: int
    reason: Skip | None = None
    faults: tuple[RowFault, ...] = ()
    draft: Draft | None = None
    case: Case | None = None
    cells: Sequence[Cell] = ()

    @property
    def field(self) -> str:
        """The fields at fault, joined by `/`, in the order in which row reports name them."""
        return "/".join(dict.fromkeys(fault.field for fault in self.faults))


@dataclass(frozen=True)
class Intake:
    """What the reading of any ledger needs: the office, its law, today, and how matters get their ids.

    `past` says that the ledger is of a year that is over: what has ended in it begins nothing.
    """

    office: OfficeNames
    law: Law
    today: dt.date
    identify: Identify
    past: bool = False

    @cached_property
    def courses(self) -> Courses:
        """The courses of the matters read so far."""
        return Courses(self.law)


@dataclass(frozen=True, slots=True)
class SheetIntake:
    """One table of a sheet: where its columns are and its rows. Of a sheet without a header nothing is read.

    Attributes:
        name: as the tab of its sheet shows it.
        hidden: whether a person does not see that tab.
        layout: where its columns are; None if the sheet has no header.
        table: how they are read.
        rows: those that may be matters, and of the others what becomes of them.
        is_empty: whether there is nothing in it that could be missed.
        comments: how many comments hang on the cells of its sheet; told with the first table.
        leftovers: its columns with words that no matter takes, known when the rows were gone through.
    """

    name: str
    hidden: bool
    layout: Layout | None
    table: SheetReader | None
    rows: Iterator[Row | RowOutcome]
    desk: Intake
    is_empty: bool = False
    comments: int = 0
    leftovers: Leftovers | None = None

    @property
    def outcomes(self) -> Iterator[RowOutcome]:
        """What becomes of the rows, worked out as it is asked for."""
        return (self.taken(row) if isinstance(row, Row) else row for row in self.rows)

    def taken(self, row: Row, *, apart: bool = False) -> RowOutcome:
        """Return what becomes of a row that may be a matter; `apart` if another matter has its number and day."""
        assert self.table is not None  # noqa: S101  # where there are rows there is a header
        return taken(self.name, row, self.table, self.desk, apart=apart)


def take_in(sheets: Iterable[Sheet], desk: Intake) -> Iterator[SheetIntake]:
    """Yield each table of each sheet with its rows, which are read as they are asked for."""
    for sheet in sheets:
        first, parts = parts_of(sheet, desk.office.headers)
        count = 0
        for count, part in enumerate(parts, 1):
            yield _intake(sheet, part, desk, is_first=count == 1)
        if not count:
            is_empty = all(cell in ("", None) for row in first for cell in row.cells)
            yield SheetIntake(sheet.name, sheet.hidden, None, None, iter(()), desk, is_empty, sheet.comments)


def _intake(sheet: Sheet, part: TablePart, desk: Intake, *, is_first: bool) -> SheetIntake:
    """Return a table to be taken in; what is to be said of its sheet is said with the first."""
    table = SheetReader(part.layout, desk.office.folded, desk.today, sheet.from_1904)
    left = Leftovers(part.layout)
    return SheetIntake(
        name=sheet.name,
        hidden=sheet.hidden and is_first,
        layout=part.layout,
        table=table,
        rows=_rows(sheet.name, part, left),
        desk=desk,
        comments=sheet.comments if is_first else 0,
        leftovers=left,
    )


def _rows(sheet: str, part: TablePart, left: Leftovers) -> Iterator[Row | RowOutcome]:
    yield from (_faulty(sheet, row, Msg.ROW_OVER_HEADER()) for row in part.unread)
    kinds = RowKinds(part.layout, part.merged)
    merges = downward(part.layout, part.merged)
    held: dict[int, tuple[int, Cell]] = {}
    usual = 0
    for row, known in part.rows:
        if row.fault:
            yield _faulty(sheet, row, row.fault)
            continue
        read = _whole(row, part.layout, held, merges)
        skip = known or kinds.skip(read)
        if skip:
            yield RowOutcome(sheet, row.number, reason=skip, cells=row.cells)
        else:
            left.look(row.cells)
            usual = usual or max(len(row.cells), len(part.layout.titles))
            is_longer = not sheet and len(row.cells) > usual
            yield replace(read, doubt=Msg.ROW_LONGER(count=len(row.cells), usual=usual)) if is_longer else read


def _faulty(sheet: str, row: Row, fault: Text) -> RowOutcome:
    faults = (RowFault(Field.REQUEST.value, "", "", fault),)
    return RowOutcome(sheet, row.number, faults=faults, cells=row.cells)


def _whole(row: Row, layout: Layout, held: dict[int, tuple[int, Cell]], merges: Mapping[int, Sequence[Merge]]) -> Row:
    """Return a row with what merged cells say of it, and with the cells that are read as one behind all others."""
    if not merges and not layout.joined:
        return row
    cells = filled_down(row, held, merges) if merges else row.cells
    return replace(row, cells=with_joined(cells, layout) if layout.joined else cells)


_REJECTING = (Field.RECEIVED_ON.value, Field.REQUEST.value)
_ORDER = tuple(
    dict.fromkeys(
        (
            *_REJECTING, "unit", "with", "phone", "other_phone", "people", "closed_on",
            *(field.value for field in Field), BEYOND,
        )
    )
)  # fmt: skip


def taken(sheet: str, row: Row, table: SheetReader, desk: Intake, *, apart: bool = False) -> RowOutcome:
    """Return what becomes of a row that may be a matter."""
    reader = RowReader(table, row.cells)
    draft = reader.draft()
    if row.doubt:
        reader.faults.append(RowFault(Field.REQUEST.value, table.layout.title(Field.REQUEST), "", row.doubt))
    received_on, registered_on = draft.received_on, draft.registered_on
    if received_on is None or registered_on is None or draft.request is None:
        faults = tuple(fault for fault in reader.faults if fault.field in _REJECTING)
        return RowOutcome(sheet, row.number, faults=faults, draft=draft, cells=row.cells)
    sightings = list(_sightings(draft, registered_on, reader))
    if desk.past or draft.further.get("past"):
        draft, sightings = _of_past(draft, sightings, reader)
    key = _key(draft, received_on, apart=apart)
    case = _case(key, draft, received_on, registered_on, sightings, desk)
    target = draft.further.get("target")
    case = case.but(target=target) if target else case
    if draft.clocks is not None:
        case = with_clocks(case, desk.law, key, draft.clocks)
    elif target:
        case = with_target(case, desk.law, key, target)
    faults = tuple(sorted(reader.faults, key=lambda fault: _ORDER.index(fault.field)))
    return RowOutcome(sheet, row.number, faults=faults, draft=draft, case=case, cells=row.cells)


def _key(draft: Draft, received_on: dt.date, *, apart: bool) -> str:
    if draft.number and not apart:
        return draft.number
    found = fingerprint_of(received_on.isoformat(), draft.petitioners, draft.request or "")
    return key_apart(draft.number, found) if apart else found


def _case(
    key: str,
    draft: Draft,
    received_on: dt.date,
    registered_on: dt.date,
    sightings: Sequence[Sighting],
    desk: Intake,
) -> Case:
    further = {name: value for name, value in draft.further.items() if name != "target"}  # which starts a clock
    facts = dict(zip(_FACTS, _FACTS_OF(draft), strict=True)) | further
    case_id = desk.identify(key, received_on)
    return desk.courses.matter(case_id, key, registered_on, {**facts, "source": _source(draft)}, sightings)


def _source(draft: Draft) -> Source | None:
    source = {
        "level": draft.level,
        "number": draft.number,
        "due": draft.source_due,
        "office": draft.source_office,
        "registrar": draft.registrar,
    }
    return None if all(value is None for value in source.values()) else made(Source, **source)


_FACTS = (
    "title", "received_on", "channel", "class_", "category", "place", "people", "first_time", "joint", "urgent",
    "simple", "lead", "owner", "group", "accused", "petitioners", "request",
)  # fmt: skip
_FACTS_OF = attrgetter(*_FACTS)


class _Days:
    """Hands out the days of a row's acts in the order of the procedure; none may be before the one it follows."""

    def __init__(self, registered_on: dt.date, reader: RowReader) -> None:
        self.last = registered_on
        self._reader = reader

    def of(self, field: Field, day: dt.date | None) -> dict[str, Any]:
        """Return day and certainty; without a day, or with an impossible one, the day of the act before, unknown."""
        if day is not None and day < self.last:
            self._reader.fault(field, Msg.DATE_TOO_EARLY(value=day, than=self.last))
            day = None
        self.last = day or self.last
        return {"on": self.last, "dated": day is not None}


def _sightings(draft: Draft, registered_on: dt.date, reader: RowReader) -> Iterator[Sighting]:
    """Yield what a row says has happened: route, accept, opinion, closed, resolved, and all else."""
    days = _Days(registered_on, reader)
    state = draft.state if isinstance(draft.state, Seen) else None
    if draft.unit:
        mode = Mode.ASSIGN if draft.state is Mode.ASSIGN else Mode.TRANSFER
        data = {"unit": draft.unit, "with_": draft.with_, "mode": mode}
        yield Sighting(Seen.ROUTE, **days.of(Field.ROUTED_ON, draft.routed_on), data=data)
    if draft.accepted_on or state is Seen.ACCEPT:
        yield Sighting(Seen.ACCEPT, **days.of(Field.ACCEPTED_ON, draft.accepted_on))
    if draft.opinion_on or state is Seen.OPINION:
        yield Sighting(Seen.OPINION, **days.of(Field.OPINION_ON, draft.opinion_on))
    if _is_closed(draft, state, reader):
        yield Sighting(Seen.CLOSED, **days.of(Field.CLOSED_ON, draft.closed_on))
    if _is_resolved(draft, state, reader):
        data = {"basis": draft.resolved_basis or Basis.OFFICE}
        yield Sighting(Seen.RESOLVED, **days.of(Field.RESOLVED_ON, draft.resolved_on), data=data)
    if state and state not in _NAMED:
        yield Sighting(state, days.last, dated=False)
    yield from _besides(draft, registered_on, days)


def _of_past(draft: Draft, sightings: list[Sighting], reader: RowReader) -> tuple[Draft, list[Sighting]]:
    """Return a row of a year that is over: what has ended in it is past, what has not is a matter as any other.

    A matter that was resolved, and of whose closing the row says nothing, was closed with its year on a day unknown.
    """
    resolved = next((each for each in sightings if each.what is Seen.RESOLVED), None)
    if resolved and draft.closed is None and draft.state in (None, Seen.RESOLVED):
        sightings = [*sightings, Sighting(Seen.CLOSED, resolved.on, dated=False)]
    led = [SEEN[each.what][0] for each in sorted(sightings, key=attrgetter("on")) if each.what]
    states = [to for to in led if isinstance(to, Status)]
    if states and not states[-1].is_open:
        return draft._replace(further={**draft.further, "past": True}), sightings
    reader.fault(Field.STATUS, Msg.ROW_STILL_OPEN())
    return draft._replace(further={**draft.further, "past": None}), sightings


_NAMED = (Seen.ACCEPT, Seen.OPINION, Seen.CLOSED, Seen.RESOLVED)


def _is_closed(draft: Draft, state: Seen | None, reader: RowReader) -> bool:
    """Whether the row says that the matter is closed; where it says both, the matter stays open with a warning."""
    if draft.closed is None:
        return state is Seen.CLOSED or draft.closed_on is not None
    if draft.closed is False and state is Seen.CLOSED:
        reader.fault(Field.STATUS, Msg.ROW_CONTRADICTS())
    elif draft.closed is False and draft.closed_on:
        reader.fault(Field.CLOSED_ON, Msg.ROW_CONTRADICTS())
    return draft.closed


def _is_resolved(draft: Draft, state: Seen | None, reader: RowReader) -> bool:
    """Whether the row says that the matter is resolved; a basis alone does not say so, and is not taken."""
    if draft.resolved or state is Seen.RESOLVED or (draft.resolved is None and draft.resolved_on):
        return True
    if draft.resolved_basis:
        reader.fault(Field.RESOLVED_BASIS, Msg.ROW_UNRESOLVED())
    return False


def _besides(draft: Draft, registered_on: dt.date, days: _Days) -> Iterator[Sighting]:
    """Yield what changes no state: the leader in charge, satisfaction, free text about the handling."""
    if draft.lead:
        yield Sighting(Seen.LEAD, registered_on, dated=False, data={"value": draft.lead})
    rated = days.of(Field.RATED_ON, draft.rated_on) if draft.rating or draft.rating_office else {}
    for body, rating in ((RatedBody.UNIT, draft.rating), (RatedBody.OFFICE, draft.rating_office)):
        if rating:
            yield Sighting(Seen.RATED, **rated, data={"of": body, "value": rating.value})
    for on, data in draft.notes:
        yield Sighting(None, max(on, registered_on), data=data)
    if draft.note:
        yield Sighting(None, registered_on, dated=False, data={"text": draft.note, "kind": "progress"})
