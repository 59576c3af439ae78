"""Checks: functions of one case that return what is wrong with it, all of it.

A fault contradicts the procedure or the file itself; a warning is for the clerk to look at. Who reads the file
knows its lines; a finding names the place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from xinfang_cli.errors import Level
from xinfang_cli.law.clocks import Law, Rule, last_day
from xinfang_cli.law.history import State, fold, identities, in_order, struck
from xinfang_cli.law.records import SEALED_ENTRY_KEYS, Case
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.sealing import is_opened_unexplained, seal
from xinfang_cli.law.words import Did, watches
from xinfang_cli.messages import Msg, Text

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at a place of a case file."""

    place: Place
    text: Text
    level: Level = Level.FAULT


@dataclass(frozen=True)
class Known:
    """The names that config knows."""

    units: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    categories: frozenset[str] = field(default_factory=frozenset)
    groups: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Subject:
    """A case under examination, with what its history amounts to."""

    case: Case
    state: State
    law: Law
    known: Known


def _derived_lines(subject: Subject) -> Iterator[Finding]:
    case, state = subject.case, subject.state
    for key, written, right in (
        ("status", case.status, state.status),
        ("unit", case.unit, state.unit),
        ("due", case.due, state.due),
    ):
        if written != right:
            yield Finding((key,), Msg.DERIVED_DIFFERS(key=key, written=written or "null", right=right or "null"))


def _contradictions(subject: Subject) -> Iterator[Finding]:
    positions = {entry.n: index for index, entry in enumerate(subject.case.history)}
    for odd in subject.state.contradictions:
        text = Msg.HISTORIES_CONTRADICT(did=odd.entry.did, on=odd.entry.on, status=odd.found, n=odd.entry.n)
        yield Finding(("history", positions[odd.entry.n]), text)


def _opening(subject: Subject) -> Iterator[Finding]:
    case = subject.case
    opens = [index for index, entry in enumerate(case.history) if entry.did is Did.OPEN]
    if not opens:
        yield Finding(("history",), Msg.NO_OPENING())
    for index in opens[1:]:
        yield Finding(("history", index), Msg.OPENED_TWICE())
    if case.received_on > case.registered_on:
        text = Msg.RECEIVED_AFTER(received=case.received_on, registered=case.registered_on)
        yield Finding(("received_on",), text, Level.WARNING)


def _ids(subject: Subject) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, entry in enumerate(subject.case.history):
        if entry.n in seen:
            yield Finding(("history", index, "id"), Msg.ENTRY_TWICE(n=entry.n))
        seen.add(entry.n)
    for index, entry in enumerate(subject.case.history):
        if entry.did is Did.UNDO and entry.strikes not in seen:
            yield Finding(("history", index, "strikes"), Msg.STRIKES_NOTHING(n=entry.strikes))


def _moments(subject: Subject) -> Iterator[Finding]:
    """Two entries of one moment have no order of their own; merged clones may have them, one clone may not."""
    seen: dict[object, str] = {}
    for index, entry in enumerate(subject.case.history):
        if entry.at in seen:
            text = Msg.SAME_MOMENT(at=entry.at.isoformat(), n=seen[entry.at])
            yield Finding(("history", index, "at"), text, Level.WARNING)
        seen[entry.at] = entry.n


def _order(subject: Subject) -> Iterator[Finding]:
    ordered = in_order(subject.case.history)
    for index, (entry, right) in enumerate(zip(subject.case.history, ordered, strict=True)):
        if entry.n != right.n:
            yield Finding(("history", index), Msg.OUT_OF_ORDER(n=entry.n), Level.WARNING)
            return


def _unknown_keys(subject: Subject) -> Iterator[Finding]:
    for key in subject.case.unknown:
        labelled = watches(key)
        text = Msg.LISTED_WORD(word=key) if labelled else Msg.UNKNOWN_KEY(key=key)
        yield Finding((key,), text, Level.WARNING)
    for index, entry in enumerate(subject.case.history):
        for key in entry.unknown:
            yield Finding(("history", index, key), Msg.UNKNOWN_KEY(key=key), Level.WARNING)
    for index, person in enumerate(subject.case.petitioners):
        for key in person.unknown:
            yield Finding(("petitioners", index, key), Msg.UNKNOWN_KEY(key=key), Level.WARNING)


def _labels(subject: Subject) -> Iterator[Finding]:
    for key in ("category", "group", "via", "origin"):
        value = getattr(subject.case, key)
        if value and watches(value):
            yield Finding((key,), Msg.LISTED_WORD(word=value), Level.WARNING)
    for name in filter(watches, subject.case.dockets):
        yield Finding(("dockets",), Msg.LISTED_WORD(word=name), Level.WARNING)


def _names(subject: Subject) -> Iterator[Finding]:
    case, state, known = subject.case, subject.state, subject.known
    if state.unit and state.unit not in known.units:
        yield Finding(("unit",), Msg.UNKNOWN_NAME(key="unit", name=state.unit, section="units"), Level.WARNING)
    if case.place and known.places and case.place not in known.places:
        yield Finding(("place",), Msg.UNKNOWN_NAME(key="place", name=case.place, section="places"), Level.WARNING)
    first = (case.category or "").split("/")[0]
    if first and first not in known.categories and case.category not in known.categories:
        text = Msg.UNKNOWN_NAME(key="category", name=case.category, section="categories")
        yield Finding(("category",), text, Level.WARNING)


def _moved_deadlines(subject: Subject) -> Iterator[Finding]:
    """Holiday data issued since a clock started can move its last day; a stopped clock never moves."""
    for run, right in _moved_runs(subject.state, subject.law):
        index = next(i for i, entry in enumerate(subject.case.history) if entry.n == run.n)
        text = Msg.DEADLINE_MOVED(clock=run.name, due=run.due, right=right)
        yield Finding(("history", index, "starts", run.name), text, Level.WARNING)


def moved(case: Case, law: Law) -> Iterator[tuple[str, object]]:
    """Return the running clocks whose rule gives another last day under today's calendar, with that day."""
    return ((run.name, right) for run, right in _moved_runs(fold(case, law), law))


def _moved_runs(state: State, law: Law) -> Iterator[tuple[ClockRun, object]]:
    for run in state.running:
        rule = Rule.read(run.rule)
        if rule and run.due and (right := last_day(run.from_, rule, law.calendar)) != run.due:
            yield run, right


def numbers_of(case: Case) -> Mapping[int, str]:
    """Return the numbers of the documents made of a case, by the place of their entries: of several the last."""
    gone = struck(case.history)
    latest: dict[tuple[str | None, str | None], tuple[int, str]] = {}
    for at, entry in enumerate(case.history):
        if entry.did is Did.NOTICE and entry.number and entry.n not in gone:
            latest[entry.document, entry.about] = (at, entry.number)
    return dict(latest.values())


def altered(before: Case, after: Case) -> Iterator[Finding]:
    """Return the entries of an earlier version that a later one has changed or no longer has: history only grows.

    That an accusation's words went to `sealed/`, or came back, is no change; that it came back without a reason is. Nor
    is it one that another clone took a step of the ladder before.
    """
    here, there = identities(after), identities(before)
    positions = {key: index for index, key in enumerate(here)}
    apart = dict.fromkeys(SEALED_ENTRY_KEYS) if after.is_sealed or before.is_sealed else {}
    if is_opened_unexplained(before, after):
        yield Finding(("class",), Msg.UNSEALED_UNEXPLAINED())
    for key, entry in there.items():
        if key not in here:
            yield Finding(("history",), Msg.ENTRY_REMOVED(n=entry.n, did=entry.did, on=entry.on))
        elif here[key].but(**apart) != entry.but(**apart) and not (entry.is_of_ladder and here[key].key < entry.key):
            yield Finding(("history", positions[key]), Msg.ENTRY_CHANGED(n=entry.n, did=entry.did, on=entry.on))


def words_in_clear(case: Case) -> Iterator[Finding]:
    """Return that the file of a sealed matter has words of it, if it does; `check --fix` puts them away."""
    if case.is_sealed and seal(case)[0] != case:
        yield Finding(("class",), Msg.SEALED_WORDS_IN_CLEAR())


CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    _derived_lines,
    _contradictions,
    _opening,
    _ids,
    _moments,
    _order,
    _unknown_keys,
    _labels,
    _names,
    _moved_deadlines,
)


FIXED = frozenset({Msg.DERIVED_DIFFERS, Msg.DEADLINE_MOVED})
"""What has one right answer, which `check --fix` writes."""


def examine(case: Case, law: Law, known: Known) -> Iterator[Finding]:
    """Return everything that is wrong with a case."""
    subject = Subject(case, fold(case, law), law, known)
    for check in CHECKS:
        yield from check(subject)
