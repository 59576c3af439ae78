"""What a case file holds: the records, made of the words of `words`.

Records are immutable; a step returns a new one. They are plain classes (`recordbase`), which do not check what they
are given: values from files come through `validation`, or from `casefile.reader` where a file is certainly sound. So
whoever only reads what this program wrote does not wait for pydantic.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from xinfang_cli.law.documents import Document
from xinfang_cli.law.ids import ladder_id
from xinfang_cli.law.recordbase import NOTHING, Demand, Record, parts
from xinfang_cli.law.words import (
    Adoption,
    Advice,
    Basis,
    Channel,
    Confirmed,
    Did,
    Gate,
    LadderStep,
    MatterClass,
    Mode,
    ObjectionDecision,
    OpinionDecision,
    Path,
    Purpose,
    RatedBody,
    ReviewDecision,
    Seen,
    ServeMethod,
    Status,
    ToldHow,
)

_Names = Annotated[tuple[str, ...], Demand.ONE_OR_MANY]


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

    from_: dt.date
    rule: str
    due: dt.date | None = None  # None: the clock has no length (T29, T40¶4); it runs, and is never late


class Entry(Record):
    """One dated line of a history. Which keys an event takes is `procedure.TRANSITIONS`' business."""

    n: str
    on: dt.date
    # The ledger gave no day, and `on` is the registration day; or a letter's receipt is unknown, and it is the posting.
    day: Literal["unknown"] | None = None
    at: dt.datetime
    by: str
    actor: str | None = None
    did: Did
    what: Seen | None = None
    backdate_reason: str | None = None
    mode: Mode | None = None
    path: Path | None = None
    unit: str | None = None
    with_: _Names = ()
    to: str | None = None
    within: str | None = None
    instead: bool | None = None
    final: bool | None = None
    decision: OpinionDecision | ReviewDecision | ObjectionDecision | None = None
    decisions: Annotated[tuple[OpinionDecision, ...], Demand.ONE_OR_MANY] = ()  # of each of several requests
    handler: str | None = None
    ground: str | None = None
    opinion: str | None = None
    days: Annotated[int, Demand.LENGTH] | None = None
    approved_by: str | None = None
    number: str | None = None
    reason: str | None = None
    facts: str | None = None  # what an opinion found, and the articles it rests on (T32)
    articles: str | None = None
    perform_by: dt.date | None = None
    confirmed: Confirmed | None = None
    supplied: bool | None = None
    text: str | None = None
    next: str | None = None  # the next step, of a progress note
    blocker: str | None = None
    month: str | None = None  # the month that progress is about, as `2026-11`; else that of its day
    way: str | None = None  # 路径 and 办法 of a plan, whose measure (措施) is its text
    how: str | None = None
    expert: str | None = None
    tick: str | None = None  # an item of a checklist of config that is done, as `checklist/item`
    amount: Annotated[int, Demand.YUAN] | None = None  # of relief (T37¶2): asked for, or granted
    granted: bool | None = None
    mediator: str | None = None
    level: Gate | None = None  # that gave its opinion on a paper which passes up
    advice: Advice | None = None
    agreed: str | None = None  # what a meeting decided; `unit` and `reply_due` say who and by when
    document: Document | None = None
    method: ServeMethod | None = None
    posted: dt.date | None = None
    refused: bool | None = None
    witness: str | None = None
    late_reason: str | None = None
    in_hand: str | None = None  # the matter that is being handled already (T19¶3), and the last day of its period
    in_hand_until: dt.date | None = None
    same_facts: bool | None = None
    rights_told: bool | None = None
    told: ToldHow | None = None
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
    passed: Annotated[tuple[LadderStep, ...], Demand.ONE_OR_MANY] = ()
    reply_due: dt.date | None = None
    of: RatedBody | None = None
    value: str | None = None
    case: str | None = None
    cases: tuple[str, ...] = ()
    file: str | None = None
    sha256: str | None = None  # of an attachment; of the text of a document that was made
    about: str | None = None  # the entry that a document was made for
    template: str | None = None
    template_sha256: str | None = None
    printed: dict[str, Any] | None = None  # what the office had set and a document shows; nothing of persons
    strikes: str | None = None
    set: dict[str, Any] | None = None
    was: dict[str, Any] | None = None
    stops: _Names = ()
    starts: Mapping[str, Start] = NOTHING

    @property
    def key(self) -> tuple[bool, dt.date, dt.datetime, str]:
        """The fold order: day it happened, moment it was written, id; what came before the registration follows it."""
        return (self.did is not Did.OPEN, self.on, self.at, self.n)

    @property
    def is_dated(self) -> bool:
        """Whether the day is known."""
        return self.day is None

    @property
    def is_of_ladder(self) -> bool:
        """Whether it is a step of the ladder, which is one entry wherever and whenever it is written."""
        return self.run is not None and self.n == ladder_id(self.run, self.clock or "", self.step or "")


DERIVED_KEYS = ("status", "unit", "due")
"""The three lines computed from the history, for people and grep; no command reads them."""


class Case(Record):
    """One matter (信访事项): what was brought, and the history of what offices did."""

    always = DERIVED_KEYS

    id: str
    title: str | None = None
    status: Status
    unit: str | None = None
    due: dt.date | None = None
    received_on: dt.date
    registered_on: dt.date
    channel: Channel
    class_: MatterClass = MatterClass.UNCLASSIFIED
    category: str | None = None
    place: str | None = None
    via: str | None = None  # the name below the channel, as 书记信箱
    purpose: Purpose | None = None
    origin: str | None = None  # who found it: the petitioner, or what config names
    reception: _Names = ()  # the leaders who received the visitors
    people_concerned: Annotated[int, Demand.PERSONS] | None = None
    representatives: _Names = ()
    dockets: _Names = ()
    target: dt.date | None = None
    adviser: str | None = None
    liaison: str | None = None
    past: bool | None = None  # of a year that is over, for search and comparison alone
    people: Annotated[int, Demand.PERSONS] | None = None
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
    petitioners_sealed: str | None = None  # an age file with them, masked above; of an accusation with all its words
    request: str | None = None
    history: Annotated[tuple[Entry, ...], Demand.NOT_EMPTY]

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


SEALED_ENTRY_KEYS = (
    "facts", "articles", "text", "next", "blocker", "way", "how", "agreed", "reason", "backdate_reason", "late_reason",
    "opinion", "in_hand", "evidence", "handler", "approved_by", "witness", "expert", "amount", "granted", "mediator",
    "kind", "file", "set", "was",
)  # fmt: skip
"""Keys of an entry with words in them, which go the same way."""


class SealedText(Record):
    """The part of an accusation that lies in `sealed/<id>.yaml`, readable by the owner alone, or in its block."""

    id: str
    title: str | None = None
    category: str | None = None
    place: str | None = None
    representatives: _Names = ()
    accused: str | None = None
    petitioners: tuple[Petitioner, ...] = ()
    request: str | None = None
    entries: Mapping[str, Mapping[str, Any]] = NOTHING  # by entry id


SEALED_KEYS = tuple(part.name for part in parts(SealedText) if part.name not in {"id", "entries"})
"""Keys of a case that an accusation keeps in `sealed/`, outside git, or in its block."""
