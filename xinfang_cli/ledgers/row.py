"""One row of a ledger read field by field: what it says, and what in it could not be read."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xinfang_cli.law.bounds import MOST_PEOPLE
from xinfang_cli.law.recordbase import made
from xinfang_cli.law.records import Petitioner, Start
from xinfang_cli.law.stepdata import FURTHER
from xinfang_cli.law.words import Basis, Channel, MatterClass, Mode, Rating, Seen
from xinfang_cli.ledgers.cells import (
    Doubt,
    RowFault,
    not_a_day,
    read_flag,
    read_people,
    read_phones,
    said,
    says_nothing,
    words,
)
from xinfang_cli.ledgers.choices import level_of
from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.parties import Names, Person, read_names, unit_names
from xinfang_cli.ledgers.readers import SheetReader
from xinfang_cli.messages import Msg, Text
from xinfang_cli.plaintext import in_one_line, narrow
from xinfang_cli.sheets.rows import Cell

_NOTHING: Mapping[str, Any] = {}


class Draft(NamedTuple):
    """What a row says, before it is a matter. A tuple, since a million of them are made."""

    number: str | None = None
    received_on: dt.date | None = None
    registered_on: dt.date | None = None
    channel: Channel = Channel.OTHER
    class_: MatterClass = MatterClass.UNCLASSIFIED
    category: str | None = None
    place: str | None = None
    title: str | None = None
    request: str | None = None
    petitioners: tuple[Petitioner, ...] = ()
    people: int | None = None
    first_time: bool | None = None
    joint: bool | None = None
    urgent: bool | None = None
    simple: bool | None = None
    level: str | None = None
    source_office: str | None = None
    registrar: str | None = None
    source_due: dt.date | None = None
    unit: str | None = None
    with_: tuple[str, ...] = ()
    accused: str | None = None
    routed_on: dt.date | None = None
    accepted_on: dt.date | None = None
    opinion_on: dt.date | None = None
    state: Seen | Mode | None = None
    closed: bool | None = None
    closed_on: dt.date | None = None
    resolved: bool | None = None
    resolved_on: dt.date | None = None
    resolved_basis: Basis | None = None
    lead: str | None = None
    owner: str | None = None
    group: str | None = None
    rating: Rating | None = None
    rating_office: Rating | None = None
    rated_on: dt.date | None = None
    id: str | None = None
    note: str | None = None
    notes: tuple[tuple[dt.date, Mapping[str, Any]], ...] = ()
    clocks: Mapping[str, Start] | None = None
    further: Mapping[str, Any] = _NOTHING

    @property
    def phone(self) -> str | None:
        """The contact's phone."""
        return self.petitioners[0].phone if self.petitioners else None


BEYOND = "beyond"
"""The field of words that stand beyond the header."""

_PHONE_INSIDE = re.compile(r"(?<!\d)(1[3-9]\d{9})(?!\d)\)?")


class RowReader:
    """Reads one row; what it doubts is in `faults` afterwards."""

    __slots__ = ("_cells", "_table", "faults")

    def __init__(self, table: SheetReader, cells: Sequence[Cell]) -> None:
        """Take a row of a table."""
        self._table = table
        self._cells = cells
        self.faults: list[RowFault] = []

    def draft(self) -> Draft:
        """Return what the row says."""
        table, facts = self._table, self._plain()
        class_ = facts.get("class_", MatterClass.UNCLASSIFIED)
        received_on = self._received()
        request = self._request()
        facts.setdefault("channel", Channel.OTHER if table.has(Field.CHANNEL) else table.channel)
        facts.setdefault("title", shortened(request) if request else None)
        facts["unit"], facts["with_"] = self._units(class_)
        if self._has_none(Field.CLOCKS):
            facts["clocks"] = {}
        whole = facts.pop("petitioners", None)
        facts["petitioners"], facts["people"] = self._persons()
        facts["petitioners"] = whole or facts["petitioners"]
        facts["level"], facts["source_office"] = self._source(facts)
        if class_ is not MatterClass.ACCUSATION:
            facts.pop("accused", None)
        self._look_beside()
        further = {fact.word: facts.pop(fact.word) for fact in FURTHER if fact.word in facts}
        facts["channel"] = self._channel(facts["channel"], further)
        return Draft(
            received_on=received_on,
            registered_on=self._registered(received_on, facts.pop("registered_on", None)),
            request=request,
            category=self._category(facts.pop("category", None)),
            first_time=self._first_time(facts),
            closed=facts.pop("closed", facts.pop("closing", None)),
            resolved=facts.pop("resolved", facts.pop("resolving", None)),
            note=self._note(class_),
            further=further or _NOTHING,
            **facts,
        )

    def _channel(self, said_: Any, further: dict[str, Any]) -> Channel:
        """Return the channel; a name below one says both, and one that is below another is not taken."""
        channel: Channel = said_[0] if isinstance(said_, tuple) else said_
        name: str | None = said_[1] if isinstance(said_, tuple) else None
        under, below = further.pop("via", (channel, name))
        if below and under is not channel and self._table.has(Field.CHANNEL):
            self.fault(Field.of("via"), Msg.CHANNEL_OTHER(name=below, channel=under))
            under, below = channel, name
        if below:
            further["via"] = below
        return under if below else channel

    def _plain(self) -> dict[str, Any]:
        """Return what the columns say that need no other."""
        facts: dict[str, Any] = {}
        for column in self._table.plain:
            value = column.value(self._cells)
            if isinstance(value, Doubt):
                self.fault(column.field, value.text)
            elif value is not None:
                facts[column.word] = value
        return facts

    def _has_none(self, field: Field) -> bool:
        """Whether a column of objects says that there are none; where it says nothing its cell is None."""
        places = self._table.layout.columns.get(field, ())
        return any(at < len(self._cells) and self._cells[at] == "" for at in places)

    def _cell(self, field: Field) -> Cell:
        """Return the first cell of a field's columns that holds something."""
        cells = self._cells
        for at in self._table.layout.columns.get(field, ()):
            if at < len(cells) and cells[at] not in ("", None):
                return cells[at]
        return ""

    def _all(self, field: Field) -> Iterator[tuple[int, Cell]]:
        """Yield the cells of all a field's columns that hold something, from left to right."""
        for at in sorted(self._table.layout.columns.get(field, ())):
            if at < len(self._cells) and self._cells[at] not in ("", None):
                yield at, self._cells[at]

    def fault(self, field: Field, text: Text, name: str | None = None) -> None:
        """Note that a field's cell is not read, and why."""
        column = self._table.layout.title(field)
        self.faults.append(RowFault(name or field.value, column, words(self._cell(field)), text))

    def _received(self) -> dt.date | None:
        """Return the first day that can be read in the columns that may have it; one may have the hour alone."""
        field = self._table.received
        doubt = None
        for at in self._table.layout.columns.get(field, ()):
            day = self._table.day(self._cells[at]) if at < len(self._cells) else None
            if isinstance(day, dt.date):
                return day
            doubt = doubt or day
        self.fault(field, doubt.text if doubt else Msg.ROW_NO_DAY(), Field.RECEIVED_ON.value)
        return None

    def _look_beside(self) -> None:
        """Note words that nothing is taken of: beyond the header, or in a second column under one header."""
        layout = self._table.layout
        beyond = [words(cell) for cell in self._cells[len(layout.titles) :][: -len(layout.joined) or None]]
        beyond = [text for text in beyond if not says_nothing(text)]
        if beyond:
            text = "，".join(beyond)
            self.faults.append(RowFault(BEYOND, "", text, Msg.ROW_BEYOND(value=text), is_lost=True))
        for field, places in self._table.twice:
            said = [text for at in places if at < len(self._cells) and not says_nothing(text := words(self._cells[at]))]
            first = words(self._cells[places[0]]) if places[0] < len(self._cells) else ""
            column = layout.name(places[0])
            if len(set(said)) > 1:
                fault = Msg.ROW_TWICE(column=column, taken=said[0], left=said[1:])
                self.faults.append(RowFault(field.value, column, "，".join(said[1:]), fault, is_lost=True))
            elif said and says_nothing(first):
                self.faults.append(
                    RowFault(field.value, column, said[0], Msg.ROW_TWICE_TAKEN(column=column, taken=said[0]))
                )

    def _registered(self, received_on: dt.date | None, day: dt.date | None) -> dt.date | None:
        if day and received_on and day < received_on:
            self.fault(Field.REGISTERED_ON, Msg.DATE_TOO_EARLY(value=day, than=received_on))
            return received_on
        return day or received_on

    def _request(self) -> str | None:
        """Return all the words of the request; where a ledger has several columns of them, one under the other."""
        field = Field.REQUEST if self._table.has(Field.REQUEST) else Field.TITLE
        said_all = [said(cell) for _, cell in self._all(field)]
        texts = [text for text in said_all if isinstance(text, str)]
        if not texts:
            doubt = next((text for text in said_all if isinstance(text, Doubt)), None)
            self.fault(field, doubt.text if doubt else Msg.ROW_NO_REQUEST(), Field.REQUEST.value)
            return None
        return "\n".join(dict.fromkeys(texts))

    def _category(self, text: str | None) -> str | None:
        """Return the category with / between its levels; exports write 一级_二级_三级."""
        levels = self._table.layout.levels
        if levels:
            texts = [said(self._cells[at]) for at in levels if at < len(self._cells)]
            return "/".join(text for text in texts if isinstance(text, str)) or None
        return _LEVEL_MARKS.sub("/", in_one_line(text)) if text else None

    @staticmethod
    def _first_time(facts: dict[str, Any]) -> bool | None:
        first, repeated = facts.pop("first_time", None), facts.pop("repeated", None)
        return not repeated if first is None and repeated is not None else first

    @staticmethod
    def _source(facts: dict[str, Any]) -> tuple[str | None, str | None]:
        """Return the level that handed the matter down, and the office that did, or else that registered it."""
        text = facts.pop("source", None)
        level = level_of(text) if text else None
        office = text if text and not (level and text.removesuffix("级") == level) else None
        return level, office or facts.pop("source_office", None)

    def _persons(self) -> tuple[tuple[Petitioner, ...], int | None]:
        cell = self._cell(Field.NAME)
        inside = None
        if isinstance(cell, str) and (match := _PHONE_INSIDE.search(narrow(cell))):
            parts = _PHONE_INSIDE.split(narrow(cell))[::2]
            inside, cell = match[1], "".join((*(part.rstrip(" \t\n:(,、/") for part in parts[:-1]), parts[-1]))
        names = read_names(cell)
        if names.doubt:
            self.fault(Field.NAME, names.doubt.text)
        phones = self._phones() or ((inside,) if inside else ())
        address = not_a_day(self._cell(Field.ADDRESS)) or said(self._cell(Field.ADDRESS))
        if isinstance(address, Doubt):
            self.fault(Field.ADDRESS, address.text)
            address = None
        return _petitioners(names, phones, address), self._people(names)

    def _phones(self) -> tuple[str, ...]:
        numbers: list[str] = []
        doubt = None
        for _, cell in self._all(Field.PHONE):
            phones = read_phones(cell)
            numbers += [number for number in phones.numbers if number not in numbers]
            doubt = doubt or phones.doubt
        if doubt:
            self.fault(Field.PHONE, doubt.text, "other_phone" if numbers else None)
        return tuple(numbers)

    def _people(self, names: Names) -> int | None:
        if not self._table.has(Field.PEOPLE):
            return self._told(names.people) or max(1, len(names.persons))
        people = read_people(self._cell(Field.PEOPLE))
        if isinstance(people, Doubt):
            self.fault(Field.PEOPLE, people.text)
            return None
        return self._told(names.people) if people is None else people

    def _told(self, people: int | None) -> int | None:
        """Return how many the names say they are, if there can be as many."""
        if people and people > MOST_PEOPLE:
            self.fault(Field.NAME, Msg.CELL_PEOPLE(value=people), Field.PEOPLE.value)
            return None
        return people

    def _units(self, class_: MatterClass) -> tuple[str | None, tuple[str, ...]]:
        """Return the handling unit and the others; one that is not known leaves the matter unrouted."""
        field = Field.UNIT
        if not self._table.has(Field.UNIT):
            if class_ is MatterClass.ACCUSATION:
                return None, ()
            field = Field.ACCUSED
        named = self._unit_names(field)
        lead = self._table.office.unit(named[0]) if named else None
        if named and lead is None:
            self.fault(field, Msg.ROW_UNIT(value=named[0]), Field.UNIT.value)
            return None, ()
        others = {name: self._table.office.unit(name) for name in (*named[1:], *self._unit_names(Field.WITH))}
        unknown = [name for name, unit in others.items() if unit is None]
        if unknown:
            self.fault(Field.WITH if self._table.has(Field.WITH) else field, Msg.ROW_UNIT(value=unknown), "with")
        with_ = dict.fromkeys(unit for unit in others.values() if unit and unit != lead)
        return lead, tuple(with_) if lead else ()

    def _unit_names(self, field: Field) -> tuple[str, ...]:
        """Return the units a cell names; names with nothing but spaces, 和 or 及 between them if all are known."""
        cell = self._cell(field)
        named = unit_names(cell)
        known = self._table.office.unit
        if len(named) == 1 and not known(named[0]):
            parts = tuple(filter(None, _BETWEEN_KNOWN_UNITS.split(narrow(words(cell)))))
            if all(known(part) for part in parts):
                return parts
        return named

    def _note(self, class_: MatterClass) -> str | None:
        """Return free text about the handling, each under its header; no state is inferred from it."""
        fields = [Field.NOTE, *_FLAG_OR_TEXT]
        if class_ is not MatterClass.ACCUSATION and self._table.has(Field.UNIT):
            fields.append(Field.ACCUSED)
        name = self._table.layout.name
        lines = [
            f"{name(at)}:{text}"
            for field in fields
            for at, cell in self._all(field)
            if not says_nothing(text := words(cell)) and not (field in _FLAG_OR_TEXT and _is_flag(cell))
        ]
        return "\n".join(lines) or None


_BETWEEN_KNOWN_UNITS = re.compile(r"\s+|以及|会同|[和及与]")
_FLAG_OR_TEXT = (Field.CLOSING, Field.RESOLVING)


def _is_flag(cell: Cell) -> bool:
    return isinstance(read_flag(cell), bool)


_LEVEL_MARKS = re.compile(r" ?(?:[_/>→\\]|--+|—+) ?")
_SENTENCE = re.compile(r"[^。!?！?;；\n]+")
_LONGEST_TITLE = 30


def shortened(request: str) -> str:
    """Return a title: the first sentence of a request, cut at a comma where it is long."""
    match = _SENTENCE.search(request)
    sentence = match[0].strip() if match else request.strip()
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    head = sentence[:_LONGEST_TITLE]
    cut = max(head.rfind(","), head.rfind("，"), head.rfind("、"))
    return (head[:cut] if cut >= _LONGEST_TITLE // 3 else head) + "…"


def _petitioners(names: Names, phones: Sequence[str], address: str | None) -> tuple[Petitioner, ...]:
    """Return the petitioners; phones and address are the contact's."""
    persons = names.persons or ((Person(),) if phones or address else ())
    return tuple(
        made(
            Petitioner,
            name=person.name,
            phone=phones[0] if phones and not at else None,
            other_phone="/".join(phones[1:]) or None if not at else None,
            address=address if not at else None,
            representative=person.representative or None,
            anonymous=person.anonymous or None,
        )
        for at, person in enumerate(persons)
    )
