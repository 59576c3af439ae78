"""What holds for all rows of a sheet: the office's own words, the columns, and how each of them is read."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from xinfang_cli.law.choosing import no_name
from xinfang_cli.law.stepdata import FURTHER, DatumKind, MatterFact
from xinfang_cli.law.words import Channel, Purpose
from xinfang_cli.ledgers.cells import Doubt, read_flag, read_listed, read_number, read_people, said, words
from xinfang_cli.ledgers.choices import (
    read_basis,
    read_channel,
    read_class,
    read_purpose,
    read_rating,
    read_state,
    read_urgent,
)
from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.dates import DateOrder, read_day, read_deadline
from xinfang_cli.ledgers.headers import Layout
from xinfang_cli.ledgers.wholes import read_clocks, read_notes, read_petitioners
from xinfang_cli.messages import Msg
from xinfang_cli.plaintext import squeezed
from xinfang_cli.sheets.rows import Cell

FIRST_DAY = dt.date(1949, 10, 1)
"""No matter of any office that exists was received before."""


_PLAIN_OFFICE = re.compile("(?:人民政府|县委|市委|区委)?信访(?:局|办|办公室|中心)$")


@dataclass(frozen=True)
class OfficeNames:
    """What intake must know of the office.

    Attributes:
        units: each unit's name and aliases, to its name.
        headers: the office's own headers, to the word of their `Field`.
        values: the office's own words in columns of choice, to words that are known.
        name: as in config; the place before 信访局 may stand before a unit's name.
        level: as in config; so may its word (县住建局 in a 县).
        year: for days that are written without one, if the user gave it.
        order: of day and month in days that may have either first, if the user gave it.
        channels: names below channels and their aliases, to the channel and the name.
        dockets: which there are.
        origins: who finds matters.
        representatives: how many there may be; 0 for any number.
        leaders: who receives visitors by the rota; others do too.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    level: str = ""
    year: int | None = None
    order: DateOrder | None = None
    channels: Mapping[str, tuple[Channel, str]] = field(default_factory=dict)
    dockets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    representatives: int = 0
    leaders: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> "OfficeNames":
        """The office with its words folded as cells are, so that width and spaces make no difference."""
        return replace(
            self,
            units={squeezed(alias): unit for alias, unit in self.units.items()},
            channels={squeezed(text): found for text, found in self.channels.items()},
            values={squeezed(text).casefold(): squeezed(word).casefold() for text, word in self.values.items()},
            name=_PLAIN_OFFICE.sub("", self.name),
        )

    def unit(self, name: str) -> str | None:
        """Return the unit that a name or nickname means.

        The office's own place before it does no harm, nor does what stands in brackets behind: 住建局(房管中心).
        """
        for whole in dict.fromkeys((name, name.partition("(")[0])):
            for before in ("", self.name, self.level):
                unit = self.units.get(whole[len(before) :]) if whole.startswith(before) else None
                if unit:
                    return unit
        return None

    def below(self, cell: Cell) -> tuple[Channel, str] | None:
        """Return the channel and the name below it that a cell means, if it is one."""
        return self.channels.get(squeezed(words(cell)))


_HOTLINE = re.compile("工单|热线|来电|话务|坐席|主叫|呼入|12345")
_VISITS = re.compile("来访|上访|走访|接访|接待")
_LETTERS = re.compile("来信|写信|收信|邮戳|信封")
_WHEN = (Field.RECEIVED_ON, Field.HANDED_ON, Field.REGISTERED_ON, Field.ACCEPTED_ON)


_REMEMBERED = 1 << 12


class CellReader:
    """A column that is read cell by cell; cells that say the same are read once."""

    __slots__ = ("_known", "_read", "field", "places", "word")

    def __init__(self, word: str, field: Field, places: tuple[int, ...], read: Callable[[Cell], Any]) -> None:
        """Name the attribute of `Draft`, the field, its columns and its reader."""
        self.word = word
        self.field = field
        self.places = places
        self._read = read
        self._known: dict[Cell, Any] = {}

    def value(self, cells: Sequence[Cell]) -> Any:
        """Return what the first of its cells that can be read says, or the first doubt."""
        doubt = None
        for at in self.places:
            cell = cells[at] if at < len(cells) else None
            value = None if cell in ("", None) else self._said(cell)
            if isinstance(value, Doubt):
                doubt = doubt or value
            elif value is not None:
                return value
        return doubt

    def _said(self, cell: Cell) -> Any:
        if type(cell) is not str:  # 1, 1.0 and True are one key
            return self._read(cell)
        if cell not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[cell] = self._read(cell)
        return self._known[cell]


_FIRST_WORDS = {
    **dict.fromkeys(
        ("初", "初次", "首次", "初信", "初访", "初件", "初信初访", "初次信访", "首访", "首信", "新件", "第一次"), True
    ),
    **dict.fromkeys(
        ("重", "重复", "重信", "重访", "重件", "重信重访", "重复信访", "重复访", "再次", "复访", "复件", "多次"), False
    ),
}
_JOINT_WORDS = {
    **dict.fromkeys(("集体", "集体访", "集访", "联名", "联名信", "群访", "群体", "群体访", "集体来访"), True),
    **dict.fromkeys(("个体", "个访", "个人", "个体访", "单人", "个人访"), False),
}
_REPEAT_WORDS = {word: not first for word, first in _FIRST_WORDS.items()}
_LENGTH = re.compile(
    r"[\d一二三四五六七八九十百两半]+个?(?:工作)?(?:日|天|月|周|小时)(?:内|以内|之内|办结)?|及时|尽快|立即|当[天日]"
)


def _due(cell: Cell, *, from_1904: bool, order: DateOrder | None) -> dt.date | Doubt | None:
    """Read a deadline; a length (60日) is no day, and no fault either."""
    if isinstance(cell, str) and _LENGTH.fullmatch(squeezed(cell)):
        return None
    return read_deadline(cell, from_1904=from_1904, order=order)


def _flag_if_any(cell: Cell) -> bool | None:
    """Read a column that holds yes and no in one ledger and free text in another; text is no fault."""
    flag = read_flag(cell)
    return None if isinstance(flag, Doubt) else flag


_READERS: Mapping[str, tuple[Field, Callable[[Cell], Any]]] = {
    "number": (Field.NUMBER, read_number),
    "category": (Field.CATEGORY, said),
    "place": (Field.PLACE, said),
    "title": (Field.TITLE, said),
    "accused": (Field.ACCUSED, said),
    "first_time": (Field.FIRST_TIME, lambda cell: read_flag(cell, _FIRST_WORDS)),
    "repeated": (Field.REPEATED, lambda cell: read_flag(cell, _REPEAT_WORDS)),
    "joint": (Field.JOINT, lambda cell: read_flag(cell, _JOINT_WORDS)),
    "urgent": (Field.URGENT, read_urgent),
    "simple": (Field.SIMPLE, lambda cell: read_flag(cell) or None),
    "source": (Field.SOURCE, said),
    "source_office": (Field.SOURCE_OFFICE, said),
    "registrar": (Field.REGISTRAR, said),
    "closed": (Field.CLOSED, read_flag),
    "closing": (Field.CLOSING, _flag_if_any),
    "resolving": (Field.RESOLVING, _flag_if_any),
    "resolved": (Field.RESOLVED, read_flag),
    "lead": (Field.LEAD, said),
    "owner": (Field.OWNER, said),
    "group": (Field.GROUP, said),
    "id": (Field.ID, said),
    "petitioners": (Field.PETITIONERS, read_petitioners),
    "notes": (Field.NOTES, read_notes),
    "clocks": (Field.CLOCKS, read_clocks),
}
_DAYS = {
    "registered_on": Field.REGISTERED_ON,
    "routed_on": Field.ROUTED_ON,
    "accepted_on": Field.ACCEPTED_ON,
    "opinion_on": Field.OPINION_ON,
    "closed_on": Field.CLOSED_ON,
    "resolved_on": Field.RESOLVED_ON,
    "rated_on": Field.RATED_ON,
}


def _below(office: OfficeNames, cell: Cell) -> tuple[Channel, str] | Doubt | None:
    name = said(cell)
    if not isinstance(name, str):
        return name
    known = tuple(dict.fromkeys(below for _, below in office.channels.values()))
    return office.below(cell) or _unknown(name, known, "channels")


def _origin(office: OfficeNames, cell: Cell) -> str | Doubt | None:
    name = said(cell)
    return name if not isinstance(name, str) or name in office.origins else _unknown(name, office.origins, "origins")


def _dockets(office: OfficeNames, cell: Cell) -> tuple[str, ...] | Doubt | None:
    names = read_listed(cell)
    stray = next((name for name in names if name not in office.dockets), None) if isinstance(names, tuple) else None
    return _unknown(stray, office.dockets, "dockets") if stray else names


def _leaders(office: OfficeNames, cell: Cell) -> tuple[str, ...] | Doubt | None:
    """Return who received the visitors, as the rota writes them; of years ago and of today there are others."""
    names = read_listed(cell)
    if not isinstance(names, tuple):
        return names
    known = {squeezed(name): name for name in office.leaders}
    return tuple(dict.fromkeys(known.get(squeezed(name), name) for name in names))


def _representatives(office: OfficeNames, cell: Cell) -> tuple[str, ...] | Doubt | None:
    names, most = read_listed(cell), office.representatives
    if isinstance(names, tuple) and 0 < most < len(names):
        return Doubt(Msg.TOO_MANY_REPRESENTATIVES(most=most, count=len(names)))
    return names


def _unknown(name: str, known: Sequence[str], section: str) -> Doubt:
    return Doubt(no_name(name, known, section))


def _said(_: OfficeNames, cell: Cell) -> str | Doubt | None:
    return said(cell)


_OF_KIND: Mapping[object, Callable[[OfficeNames, Cell], Any]] = {
    DatumKind.CHANNEL_NAME: _below,
    DatumKind.ORIGIN: _origin,
    DatumKind.DOCKETS: _dockets,
    DatumKind.NAMES: _representatives,
    DatumKind.LEADERS: _leaders,
    DatumKind.COUNT: lambda _, cell: read_people(cell),
    DatumKind.FLAG: lambda _, cell: read_flag(cell) or None,
}


@dataclass(frozen=True)
class SheetReader:
    """What holds for all rows of a sheet."""

    layout: Layout
    office: OfficeNames
    today: dt.date
    from_1904: bool = False

    @cached_property
    def twice(self) -> Sequence[tuple[Field, tuple[int, ...]]]:
        """The columns whose header stands there more than once though one alone is read."""
        return tuple(self.layout.twice().items())

    @cached_property
    def plain(self) -> tuple["CellReader", ...]:
        """The columns that are there and are read one by one, each by its own reader."""
        own = self.office.values
        readers: dict[str, tuple[Field, Callable[[Cell], Any]]] = {
            "class_": (self._classed_by, lambda cell: read_class(cell, own)),
            "channel": (Field.CHANNEL, lambda cell: self.office.below(cell) or read_channel(cell, own)),
            "state": (Field.STATUS, lambda cell: read_state(cell, own)),
            "resolved_basis": (Field.RESOLVED_BASIS, lambda cell: read_basis(cell, own)),
            "rating": (Field.RATING, lambda cell: read_rating(cell, own)),
            "rating_office": (Field.RATING_OFFICE, lambda cell: read_rating(cell, own)),
            "source_due": (
                Field.SOURCE_DUE,
                lambda cell: _due(cell, from_1904=self.from_1904, order=self.office.order),
            ),
            **_READERS,
            **{fact.word: (Field.of(fact.word), self._of_fact(fact)) for fact in FURTHER},
            **{word: (field, self.day) for word, field in _DAYS.items() if field is not self.received},
        }
        columns = self.layout.columns
        return tuple(
            CellReader(word, field, columns[field], reader)
            for word, (field, reader) in readers.items()
            if field in columns
        )

    @property
    def _classed_by(self) -> Field:
        """The column that says the class: one of its own, or that of the purposes."""
        return Field.CLASS if self.has(Field.CLASS) else Field.of("purpose")

    def _of_fact(self, fact: MatterFact) -> Callable[[Cell], Any]:
        """Return what reads the column of a fact that one row declares."""
        if fact.kind is DatumKind.DAY:
            return lambda cell: _due(cell, from_1904=self.from_1904, order=self.office.order)
        if fact.kind is Purpose:
            return lambda cell: read_purpose(cell, self.office.values, alone=self.has(Field.CLASS))
        return partial(_OF_KIND.get(fact.kind, _said), self.office)

    def day(self, cell: Cell) -> dt.date | Doubt | None:
        """Read a day; none is in the future or before there were offices to receive anything."""
        day = read_day(cell, from_1904=self.from_1904, year=self.office.year, order=self.office.order)
        if isinstance(day, dt.date) and not FIRST_DAY <= day <= self.today:
            return Doubt((Msg.DATE_FUTURE if day > self.today else Msg.DATE_IMPOSSIBLE)(value=words(cell)))
        return day

    @cached_property
    def received(self) -> Field:
        """The column whose day counts as the day of receipt: the one that says so, or else the next best."""
        return next((field for field in _WHEN if field in self.layout.columns), Field.RECEIVED_ON)

    @cached_property
    def channel(self) -> Channel:
        """The channel of a sheet without a column of channels: what all its headers speak of."""
        titles = "".join(self.layout.titles)
        spoken = [
            channel
            for channel, pattern in ((Channel.PHONE, _HOTLINE), (Channel.VISIT, _VISITS), (Channel.LETTER, _LETTERS))
            if pattern.search(titles)
        ]
        return spoken[0] if len(spoken) == 1 or spoken[:1] == [Channel.PHONE] else Channel.OTHER

    def has(self, field: Field) -> bool:
        """Whether the sheet has a column of a field."""
        return field in self.layout.columns
