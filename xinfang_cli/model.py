"""What a case file holds: the records, made of the words of `words`.

Records are immutable; a step returns a new one.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from xinfang_cli.labels import Label
from xinfang_cli.words import (
    Adoption,
    Advice,
    Basis,
    Channel,
    Did,
    Document,
    LadderStep,
    MatterClass,
    Mode,
    ObjectionDecision,
    OpinionDecision,
    Path,
    RatedBody,
    ReviewDecision,
    Seen,
    ServeMethod,
    Status,
)


def _one_or_many(value: object) -> object:
    """Accept one word where a list is meant, as people write it."""
    return [value] if isinstance(value, str) else value


class Record(BaseModel):
    """Base of what case files hold: frozen; unknown keys are kept and named by `check`."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        defer_build=True,  # most commands read what `ownform` takes, and never ask for a validator
    )

    @property
    def unknown(self) -> Mapping[str, Any]:
        """Keys of the file that this version does not know."""
        return self.__pydantic_extra__ or {}

    def but(self, **changes: Any) -> Self:
        """Return a copy with other values (already of their types)."""
        return _bare(
            type(self), {**self.__dict__, **changes}, self.__pydantic_fields_set__ | changes.keys(), dict(self.unknown)
        )


class Petitioner(Record):
    """Who brought the matter (信访人): what T19 asks for and no more. The first one is the contact."""

    name: str | None = None
    phone: str | None = None
    other_phone: str | None = None
    address: str | None = None
    representative: bool | None = None
    anonymous: bool | None = None


class Source(Record):
    """Who handed the matter down, and what the other system says of it."""

    level: str | None = None
    number: str | None = None
    due: dt.date | None = None  # the deadline that system shows; never ours
    office: str | None = None
    registrar: str | None = None


class Start(Record):
    """A clock that an entry starts: its first day (not counted), rule and last day."""

    from_: Annotated[dt.date, Field(validation_alias=AliasChoices("from", "from_"), serialization_alias="from")]
    rule: str
    due: dt.date | None = None  # None: the clock has no length (T29, T40¶4); it runs, and is never late


class Entry(Record):
    """One dated line of a history. Which keys an event takes is `procedure.TRANSITIONS`' business."""

    n: str
    on: dt.date
    day: Literal["unknown"] | None = None  # the ledger gave no day; `on` is the registration day
    at: dt.datetime
    by: str
    actor: str | None = None
    did: Did
    what: Seen | None = None
    backdate_reason: str | None = None
    mode: Mode | None = None
    path: Path | None = None
    unit: str | None = None
    with_: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = Field(
        default=(), validation_alias=AliasChoices("with", "with_"), serialization_alias="with"
    )
    to: str | None = None
    within: str | None = None
    instead: bool | None = None
    final: bool | None = None
    decision: OpinionDecision | ReviewDecision | ObjectionDecision | None = None
    handler: str | None = None
    ground: str | None = None
    opinion: str | None = None
    days: int | None = None
    approved_by: str | None = None
    number: str | None = None
    reason: str | None = None
    text: str | None = None
    next: str | None = None  # the next step, of a progress note
    blocker: str | None = None
    month: str | None = None  # the month that progress is about, as `2026-11`; else that of its day
    way: str | None = None  # 路径 and 办法 of a plan, whose measure (措施) is its text
    how: str | None = None
    advice: Advice | None = None
    agreed: str | None = None  # what a meeting decided; `unit` and `reply_due` say who and by when
    document: Document | None = None
    method: ServeMethod | None = None
    refused: bool | None = None
    witness: str | None = None
    late_reason: str | None = None
    hearing: str | None = None
    organ: str | None = None
    kind: str | None = None
    resolved: bool | None = None
    basis: Basis | None = None
    evidence: str | None = None
    statement_on: dt.date | None = None
    revoked_on: dt.date | None = None
    returned: bool | None = None
    answers: str | None = None  # the entry that asked: a letter of supervision, advice, a meeting's decision
    adopted: Adoption | None = None
    step: LadderStep | None = None
    clock: str | None = None
    run: str | None = None  # the entry that started the clock which an escalation is about
    passed: Annotated[tuple[LadderStep, ...], BeforeValidator(_one_or_many)] = ()
    reply_due: dt.date | None = None
    of: RatedBody | None = None
    value: str | None = None
    case: str | None = None
    cases: tuple[str, ...] = ()
    file: str | None = None
    sha256: str | None = None
    strikes: str | None = None
    set: dict[str, Any] | None = None
    was: dict[str, Any] | None = None
    stops: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = ()
    starts: dict[str, Start] = Field(default_factory=dict)

    @property
    def key(self) -> tuple[bool, dt.date, dt.datetime, str]:
        """The fold order: day it happened, moment it was written, id; what came before the registration follows it."""
        return (self.did is not Did.OPEN, self.on, self.at, self.n)

    @property
    def is_dated(self) -> bool:
        """Whether the day is known."""
        return self.day is None


class Case(Record):
    """One matter (信访事项): what was brought, and the history of what offices did."""

    id: str
    title: str | None = None
    status: Status
    unit: str | None = None
    due: dt.date | None = None
    received_on: dt.date
    registered_on: dt.date
    channel: Channel
    class_: MatterClass = Field(
        default=MatterClass.UNCLASSIFIED, validation_alias=AliasChoices("class", "class_"), serialization_alias="class"
    )
    category: str | None = None
    place: str | None = None
    people: Annotated[int, Field(ge=1)] | None = None
    first_time: bool | None = None
    joint: bool | None = None
    simple: bool | None = None
    level: str | None = None  # the level that received it, where config has clocks for levels
    urgent: bool | None = None
    repeat_of: str | None = None
    links: tuple[str, ...] = ()
    lead: str | None = None
    owner: str | None = None
    group: str | None = None
    source: Source | None = None
    accused: str | None = None
    petitioners: tuple[Petitioner, ...] = ()
    request: str | None = None
    history: Annotated[tuple[Entry, ...], Field(min_length=1)]

    @property
    def is_sealed(self) -> bool:
        """Whether the text lies in `sealed/` (T30¶3)."""
        return self.class_ is MatterClass.ACCUSATION

    @property
    def number(self) -> str | None:
        """The number that the matter has in the system it came from."""
        return self.source.number if self.source else None

    def entry(self, n: str) -> Entry | None:
        """Return the entry with an id."""
        return next((entry for entry in self.history if entry.n == n), None)


Identity = tuple[str, str, str, int]
"""What makes two entries one: `n`, `at`, `did`; and which of several in one file, should a file repeat one."""


def identities(case: Case) -> dict[Identity, Entry]:
    """Return the entries of a case by what makes them the same in another version, in the order of the file."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = {}
    for entry in case.history:
        key = (entry.n, entry.at.isoformat(), entry.did.value)
        found[*key, seen[key]] = entry
        seen[key] += 1
    return found


SEALED_KEYS = ("title", "category", "place", "accused", "petitioners", "request")
"""Keys of a case that an accusation keeps in `sealed/`, outside git."""

SEALED_ENTRY_KEYS = (
    "text", "next", "blocker", "way", "how", "agreed", "reason", "evidence", "late_reason", "witness", "file", "set",
    "was",
)  # fmt: skip
"""Keys of an entry with words in them, which go the same way."""


class SealedText(Record):
    """The part of an accusation that lies in `sealed/<id>.yaml`, readable by the owner alone."""

    id: str
    title: str | None = None
    category: str | None = None
    place: str | None = None
    accused: str | None = None
    petitioners: tuple[Petitioner, ...] = ()
    request: str | None = None
    entries: dict[str, dict[str, Any]] = Field(default_factory=dict)  # by entry id


DERIVED_KEYS = ("status", "unit", "due")
"""The three lines computed from the history, for people and grep; no command reads them."""


_RecordT = TypeVar("_RecordT", bound=Record)


def made(kind: type[_RecordT], /, **values: Any) -> _RecordT:
    """Return a record of values that have their types already. Nothing is checked, in a tenth of the time."""
    return _bare(kind, {**_defaults(kind), **values}, set(values), {})


@cache
def _defaults(kind: type[Record]) -> Mapping[str, Any]:
    parts = kind.model_fields.items()
    return {name: None if part.is_required() else part.get_default(call_default_factory=True) for name, part in parts}


def _bare(kind: type[_RecordT], values: dict[str, Any], given: set[str], unknown: dict[str, Any]) -> _RecordT:
    """Return a record with what pydantic keeps of one; copying and checking were most of the work of an import."""
    record = object.__new__(kind)
    put = object.__setattr__
    put(record, "__dict__", values)
    put(record, "__pydantic_fields_set__", given)
    put(record, "__pydantic_extra__", unknown)
    put(record, "__pydantic_private__", None)
    return record


def plain(record: Record) -> dict[str, Any]:
    """Return a record as a mapping of plain values in the order of the file; absent keys are left out.

    A case always has its three derived lines, with null where there is nothing. Values are str, bool, int,
    date, datetime, None, lists and dicts of these.
    """
    values = record.__dict__
    kept: dict[str, Any] = {}
    derived = DERIVED_KEYS if isinstance(record, Case) else ()
    for name, key in file_keys(type(record)):
        value = values[name]
        if value is None:
            if name in derived:
                kept[key] = None
        elif type(value) in _PLAIN:
            kept[key] = value
        elif value:
            kept[key] = _plain_value(value)
    if not record.unknown:
        return kept
    history = {"history": kept.pop("history")} if "history" in kept else {}  # stays the last key
    return {**kept, **record.unknown, **history}


_PLAIN = frozenset({str, int, bool, dt.date, dt.datetime})
_KEYS = {"class_": "class", "from_": "from", "with_": "with"}


@cache  # asked for each of the records of a hundred thousand cases
def file_keys(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """Return attribute and key of each part of a record in the order of the file."""
    return tuple((name, _KEYS.get(name, name)) for name in kind.model_fields)


def _plain_value(value: Any) -> Any:
    if isinstance(value, Label):
        return value._value_
    if isinstance(value, Record):
        return plain(value)
    if isinstance(value, tuple | list):
        return [_plain_value(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain_value(part) for key, part in value.items()}
    return value
