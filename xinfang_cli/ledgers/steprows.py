"""Steps as rows of a table: which columns there are, which of them each step takes, and how their cells are read."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label
from xinfang_cli.law import dayforms
from xinfang_cli.law.bounds import MOST_DAYS, MOST_PEOPLE, MOST_YUAN
from xinfang_cli.law.choosing import unlisted
from xinfang_cli.law.clocks import rule_written
from xinfang_cli.law.opinions import parts, written
from xinfang_cli.law.stepdata import ONE_BY_ONE, SAYINGS, SEVERAL, TAKES, DatumKind, Key, kept, kind_of, on_its_way
from xinfang_cli.law.words import Channel, Did, Mode
from xinfang_cli.ledgers import dates
from xinfang_cli.ledgers.cells import Doubt, read_flag, says_nothing, words
from xinfang_cli.ledgers.columns import Field, header_key, meaning
from xinfang_cli.messages import Msg, Sentence, Text
from xinfang_cli.plaintext import listed, narrow
from xinfang_cli.sheets.rows import Cell, letters

ALSO = {"id": Key.CASE, "案件编号": Key.CASE, "编号": Key.CASE, "日期": Key.ON, "步骤": Key.DID}
"""Headers that people write besides."""

_ALWAYS = (Key.CASE, Key.DID, Key.ON, Key.BY, Key.BACKDATE_REASON)
_FLAGS = (DatumKind.FLAG, DatumKind.EITHER)
_DAYS = (DatumKind.DAY, DatumKind.PAST_DAY)
_COUNTS = {DatumKind.COUNT: MOST_PEOPLE, DatumKind.LENGTH: MOST_DAYS, DatumKind.YUAN: MOST_YUAN}


class RowFaultError(Exception):
    """A row cannot be a step: the column and why."""

    def __init__(self, key: Key, text: Text) -> None:
        super().__init__(text.msg.value)
        self.key = key
        self.text = text


@dataclass(frozen=True, slots=True)
class Wish:
    """A row read: which step it wants, on which day, with which data; `said` is what makes it the same row again."""

    did: Did
    on: dt.date
    by: str | None
    data: Mapping[str, Any]
    said: tuple[str, ...]

    def n(self, case_id: str, *after: str) -> str:
        """Return the id of its entry, derived from the row and the matter: the row is known when it comes again.

        `after` is what else makes it another: where it stands in the history.
        """
        text = "\x1f".join((case_id, *self.said, *after))
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def columns_of(cells: Sequence[Cell]) -> dict[Key, int]:
    """Return where the columns of a header row are, if it is one: it names case and step."""
    found: dict[Key, int] = {}
    names = {header_key(name): key for key in reversed(Key) for name in (key.en, key.zh, key.value)}
    names |= {name: key for name, key in ALSO.items() if name not in names}
    for at, cell in enumerate(cells):
        key = names.get(header_key(cell)) if isinstance(cell, str) else None
        if key is not None:
            found.setdefault(key, at)
    return found if {Key.CASE, Key.DID} <= found.keys() else {}


SHOWN_BESIDE = (
    Msg.FORM_RECEIVED, Msg.FORM_STATUS, Msg.FORM_OWED, Msg.FORM_DUE, Msg.FORM_LATE, Msg.FORM_TO_MAKE, Msg.FORM_TO_SERVE,
)  # fmt: skip
"""What the sheets of units show beside; no row of steps says anything by it."""


def strays(cells: Sequence[Cell], columns: Mapping[Key, int]) -> dict[int, str]:
    """Return the headers of a header row that are no column of steps, or one that stands there already."""
    shown = {header_key(text) for sentence in SHOWN_BESIDE for text in (sentence.zh, sentence.en)}
    read = set(columns.values())
    titles = {at: words(cell) for at, cell in enumerate(cells) if at not in read and cell not in ("", None)}
    return {at: title for at, title in titles.items() if header_key(title) not in shown and not _is_ignored(title)}


def _is_ignored(title: str) -> bool:
    meant = meaning(title)
    return meant is not None and meant[0] is Field.IGNORED


def stray(cells: Sequence[Cell], strays: Mapping[int, str], width: int) -> tuple[str, str] | None:
    """Return header and words of the first cell of a row that is in no column of steps, if there is one."""
    for at, cell in enumerate(cells):
        if (at in strays or at >= width) and not says_nothing(words(cell)):
            return strays.get(at, letters(at)), words(cell)
    return None


def given(columns: Mapping[Key, int], cells: Sequence[Cell]) -> dict[Key, Cell]:
    """Return the cells of a row that say something, by their columns."""
    found = {key: cells[at] for key, at in columns.items() if at < len(cells)}
    return {key: cell for key, cell in found.items() if not says_nothing(words(cell))}


class ConfigNames(Protocol):
    """What config says names mean; each raises RefusedError where it has none of it."""

    def channel_named(self, name: str) -> tuple[Channel, str | None]:
        """Return the channel that a name means, and the name below it where it is one."""

    def below_channel(self, name: str) -> tuple[Channel, str]:
        """Return the channel of a name below one, and that name."""

    def origin_named(self, name: str) -> str:
        """Return who found a matter, by name."""

    def several(self, key: Key, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names that a matter is to have of a kind."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows as the commands read their options: forms of day, names of units, words in either language.

    Attributes:
        today: for short forms of day, and where a row gives none.
        unit: the full name of a unit; raises RefusedError where there is none.
        place: a place as config names it.
        category: a category as config names it.
        steps: further names of steps, by which commands are called.
        takes: which steps there are, and what each takes.
        year: of days written without one, where it was given.
        order: of day and month where either may be first, where it was given.
        names: what config calls channels, dockets and origins; without it each name is taken.
    """

    today: dt.date
    unit: Callable[[str], str]
    place: Callable[[str], str]
    category: Callable[[str], str]
    steps: Mapping[str, Did]
    takes: Mapping[Did, tuple[Key, ...]] = field(default_factory=lambda: TAKES)
    year: int | None = None
    order: dates.DateOrder | None = None
    names: ConfigNames | None = None

    def wish(self, cells: Mapping[Key, Cell], ignored: Iterable[Key] = ()) -> Wish:
        """Return the step that a row wants.

        Raises:
            RowFaultError: it is none; the column at fault and why.
        """
        did, implied = self._did(cells)
        on, on_said = self._on(cells)
        takes = self.takes[did]
        stray = next((key for key in cells if key not in (*_ALWAYS, *takes, *ignored)), None)
        if stray is not None:
            raise RowFaultError(stray, Msg.STEP_STRAY(key=stray, did=did))
        wanted = [key for key in (*takes, Key.BACKDATE_REASON) if key in cells]
        data = {key: self._value(did, key, cells[key]) for key in wanted}
        for key, value in implied.items():
            data.setdefault(key, value)
        if did is Did.ROUTE and Key.UNIT in cells:
            data.setdefault(Key.MODE, Mode.TRANSFER)
        said = (did.value, on_said, *(f"{key}={_plain(value)}" for key, value in sorted(data.items())))
        by = narrow(words(cells[Key.BY])) if Key.BY in cells else None
        fields = {key.field: value for key, value in data.items() if value is not None}
        fields |= _channel_of(fields)
        if did is Did.SERVE and Key.ON not in cells and on_its_way(fields):
            on, fields["day"] = fields["posted"], "unknown"
        return Wish(did, on, by, fields, said)

    def _did(self, cells: Mapping[Key, Cell]) -> tuple[Did, Mapping[Key, Label | bool]]:
        """Return the step that a row names, and the data that its name says with it."""
        if Key.DID not in cells:
            raise RowFaultError(Key.DID, Msg.STEP_NONE())
        text = narrow(words(cells[Key.DID]))
        if text in SAYINGS:
            step, key, value = SAYINGS[text]
            return step, {key: value}
        did = Did.read(text) or self.steps.get(text)
        if did is None or did not in self.takes:
            raise RowFaultError(Key.DID, Msg.STEP_UNKNOWN(value=text, words=list(TAKES)))
        return did, {}

    def _on(self, cells: Mapping[Key, Cell]) -> tuple[dt.date, str]:
        """Return the day, and what makes it the same again: 昨天 as it was written, a day as a day."""
        if Key.ON not in cells:
            return self.today, ""
        day = self._day(Key.ON, cells[Key.ON])
        text = words(cells[Key.ON])
        return day, day.isoformat() if text[:1].isdigit() else text

    def _day(self, key: Key, cell: Cell) -> dt.date:
        read = dates.read_day(cell, year=self.year, order=self.order)
        if isinstance(cell, str) and isinstance(read, Doubt) and read.text.msg in self._short:
            read = dayforms.read_day(cell, self.today, ahead=key.kind is DatumKind.DAY) or read
        if isinstance(read, dt.date):
            return read
        raise RowFaultError(key, read.text if isinstance(read, Doubt) else Msg.ROW_NO_DAY())

    @property
    def _short(self) -> tuple[Sentence, ...]:
        """What is said of short forms, `昨天` and `11-06`: with a year given, the latter is a day of that year."""
        return (Msg.DATE_UNREADABLE, Msg.DATE_NO_YEAR) if self.year is None else (Msg.DATE_UNREADABLE,)

    def _value(self, did: Did, key: Key, cell: Cell) -> Any:
        kind = kind_of(did, key)
        if key is Key.CHANNEL and self.names:
            return self._channel(self.names, narrow(words(cell)))
        if not isinstance(kind, DatumKind):
            return _each(kind, key, cell) if (did, key) in ONE_BY_ONE else _chosen(kind, key, cell)
        if kind in _DAYS:
            return self._day(key, cell)
        if kind in _FLAGS:
            return _flag(kind, key, cell)
        if kind in _COUNTS:
            return _count(key, cell, _COUNTS[kind])
        return self._named(kind, key, words(cell))

    def _channel(self, names: ConfigNames, text: str) -> Any:
        """Return a channel, with the name below it where it is one."""
        try:
            channel, via = names.channel_named(text)
        except RefusedError as error:
            raise RowFaultError(Key.CHANNEL, error.text) from None
        return (channel, via) if via else channel

    def _named(self, kind: DatumKind, key: Key, text: str) -> Any:
        names = self.names
        try:
            if kind in SEVERAL:
                return names.several(key, listed(text)) if names else listed(text)
            if names and kind is DatumKind.ORIGIN:
                return names.origin_named(narrow(text))
            if names and kind is DatumKind.CHANNEL_NAME:
                return names.below_channel(narrow(text))
            if kind is DatumKind.UNITS:
                return tuple(self.unit(narrow(part)) for part in re.split("[，,、]", text))
            named = {DatumKind.UNIT: self.unit, DatumKind.PLACE: self.place, DatumKind.CATEGORY: self.category}.get(
                kind
            )
            if kind is DatumKind.RULE:
                return rule_written(narrow(text))
            return named(narrow(text)) if named else text
        except RefusedError as error:
            raise RowFaultError(key, error.text) from None


def _channel_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return channel and name below it, from whichever column says both.

    Raises:
        RowFaultError: the columns contradict one another.
    """
    said, below = fields.get("channel"), fields.get("via")
    if isinstance(below, tuple):
        if said is not None and below[0] not in (said, said[0]):
            raise RowFaultError(Key.CHANNEL, Msg.CHANNEL_OTHER(name=below[1], channel=below[0]))
        said = below
    return dict(zip(("channel", "via"), said, strict=True)) if isinstance(said, tuple) else {}


def _chosen(kind: type[Label], key: Key, cell: Cell) -> str:
    text = narrow(words(cell))
    found = kind.read(text)
    if found is None:
        raise RowFaultError(key, unlisted(key, text, kind))
    return kept(key, found)


def _each(kind: type[Label], key: Key, cell: Cell) -> Any:
    """Return one word, or the words of numbered requests."""
    found = [(number, _chosen(kind, key, word)) for number, word in parts(narrow(words(cell)))]
    return found[0][1] if [number for number, _ in found] == [0] else tuple(found)


def _flag(kind: DatumKind, key: Key, cell: Cell) -> bool | None:
    """Return yes or nothing; some can also say no."""
    flag = read_flag(cell)
    if isinstance(flag, Doubt):
        raise RowFaultError(key, flag.text)
    return flag if kind is DatumKind.EITHER else flag or None


def _count(key: Key, cell: Cell, most: int) -> int:
    text = narrow(words(cell))
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else 0
    if not 1 <= number <= most:
        raise RowFaultError(key, Msg.STEP_COUNT(value=text, most=most))
    return number


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value)) if all(isinstance(each, str | None) for each in value) else written(value)
    return value.value if isinstance(value, Label) else str(value)
