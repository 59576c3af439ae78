"""Two versions of a matter and the one they came from, made one again: histories by entry, facts key by key.

What one side changed is taken, and what both changed alike; what they changed differently is a conflict, which nobody
but the office can decide. It makes no difference which side is called ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from xinfang_cli.casefile.layout import as_read
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.history import Identity, derived, identities, in_order
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import DERIVED_KEYS, Case, Entry
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg, Text

ABSENT: Final = object()
"""Stands for a key that is not there; None is a value."""

_UNITED = frozenset({"links", "reception", "representatives", "dockets"})
"""Lists without an order, to which both sides may add."""

_Place = tuple[str, ...]
_K = TypeVar("_K")
_SIDES = 2


@dataclass(frozen=True, slots=True)
class Merged:
    """One matter, or, where there are conflicts, two that differ in nothing else.

    Attributes:
        ours: the united matter, with our values where both sides changed the same thing differently.
        theirs: the same, with their values there.
        conflicts: what is to be decided, in sentences.
    """

    ours: Case
    theirs: Case
    conflicts: tuple[Text, ...] = ()


def unite(base: Case | tuple[Case, ...] | None, ours: Case, theirs: Case, law: Law) -> Merged:
    """Return what two versions of a matter make together; two different matters stay apart, as a conflict.

    Without a base, as when two clones imported one ledger, the facts before each side's own corrections are the base.
    There are several where histories crossed and their own bases conflict: then a side that has what any of them has
    changed nothing. Entries are never taken away: what one side lacks the other has.
    """
    if not _is_same(ours, theirs):
        return Merged(ours, theirs, (Msg.MERGE_TWO_MATTERS(id=ours.id),))
    bases = tuple(each for each in (base if isinstance(base, tuple) else (base,)) if each and _is_same(each, ours))
    odd: list[_Place] = []
    here, there = _facts(ours), _facts(theirs)
    origin = _common([_facts(each) for each in bases], here, there) if bases else _origin(ours, theirs)
    one, two = _mappings((), origin, here, there, odd)
    one["history"], two["history"] = _histories(bases, ours, theirs, odd)
    left = _whole(one, law)
    right = _whole(two, law).but(**{key: getattr(left, key) for key in DERIVED_KEYS}) if odd else left
    return Merged(left, right, tuple(_sentence(place) for place in dict.fromkeys(place[:2] for place in odd)))


def _is_same(ours: Case, theirs: Case) -> bool:
    """Whether two versions are of one matter: one registration, or where a file has lost its own, any entry at all."""
    shared = identities(ours).keys() & identities(theirs).keys()
    if all(any(entry.did is Did.OPEN for entry in case.history) for case in (ours, theirs)):
        return ours.id == theirs.id and any(did == Did.OPEN.value for _, _, did, _ in shared)
    return ours.id == theirs.id and bool(shared)


def _facts(case: Case) -> dict[str, Any]:
    """Return what a case holds beside its history and what follows from it, as a file reads.

    Persons under seal are one fact with their block: no list, so that nobody unites a part of it.
    """
    facts = {key: value for key, value in as_read(plain(case)).items() if key not in (*DERIVED_KEYS, "history")}
    if block := facts.pop("petitioners_sealed", None):
        facts["petitioners"] = (facts.get("petitioners"), facts.pop("representatives", None), block)
    return facts


def _origin(ours: Case, theirs: Case) -> dict[str, Any]:
    """Return the facts that both sides come to when each takes back its own corrections."""
    one, two = _before(ours, theirs), _before(theirs, ours)
    pairs = {key: (one.get(key), two.get(key)) for key in sorted(one.keys() | two.keys())}
    same = {key: (right if left is ABSENT else left) for key, (left, right) in pairs.items() if _agree(left, right)}
    return {key: value for key, value in same.items() if value is not None and value is not ABSENT}


def _agree(one: object, two: object) -> bool:
    """Whether two sides come to one value; a personal one that a side replaced was not kept, so the other says it."""
    return one == two or ABSENT in (one, two)


def _before(case: Case, other: Case) -> dict[str, Any]:
    facts, shared = _facts(case), identities(other)
    own = [entry for key, entry in identities(case).items() if key not in shared]
    for entry in reversed(in_order(own)):
        facts |= _replaced(case, entry, facts)
    return facts


def _replaced(case: Case, entry: Entry, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values that an entry put others in the place of, with ABSENT for what it does not say."""
    if entry.did is Did.SET:
        said: Mapping[str, Any] = as_read(entry.was or {})
        return said or dict.fromkeys(entry.set or {}, ABSENT)
    struck = case.entry(entry.strikes) if entry.strikes else None
    if not (struck and struck.was):
        return {}
    was = as_read(struck.was)
    return {key: value for key, value in as_read(struck.set or {}).items() if facts.get(key) == was.get(key)}


def _whole(data: Mapping[str, Any], law: Law) -> Case:
    """Return the case of its facts and its history, with the entries in order and the derived lines worked out."""
    from xinfang_cli.law.validation import validated

    people = data.get("petitioners")
    if isinstance(people, tuple):
        petitioners, names, block = people
        data = {**data, "petitioners": petitioners or [], "petitioners_sealed": block, "representatives": names or []}
    case = validated(Case, {**data, "status": "registered"})
    history = sorted(case.history, key=lambda entry: (entry.key, entry.did.value, repr(entry)))
    return derived(case.but(history=tuple(history)), law)


def _common(bases: Sequence[Mapping[_K, Any]], ours: Mapping[_K, Any], theirs: Mapping[_K, Any]) -> dict[_K, Any]:
    """Return several bases as one: of each key the value that a side still has; none where each side has another."""
    found = {}
    for key in dict.fromkeys(key for each in bases for key in each):
        values = [each.get(key, ABSENT) for each in bases]
        still = [side for side in (ours.get(key, ABSENT), theirs.get(key, ABSENT)) if side in values]
        found[key] = ABSENT if len(still) == _SIDES and still[0] != still[1] else (still or values)[0]
    return {key: value for key, value in found.items() if value is not ABSENT}


def _histories(bases: tuple[Case, ...], ours: Case, theirs: Case, odd: list[_Place]) -> tuple[list[Any], list[Any]]:
    here, there = _earlier(identities(ours), identities(theirs)), _earlier(identities(theirs), identities(ours))
    old = _common([_plain(identities(each)) for each in bases], here, there)
    pairs = [
        _value(("history", key[0]), old.get(key, ABSENT), here.get(key, ABSENT), there.get(key, ABSENT), odd)
        if key in here and key in there
        else (here.get(key) or there[key],) * 2
        for key in {**here, **there}
    ]
    return [one for one, _ in pairs], [two for _, two in pairs]


def _earlier(own: Mapping[Identity, Entry], others: Mapping[Identity, Entry]) -> dict[Identity, dict[str, Any]]:
    """Return a side's entries; of a step of the ladder that both took, the earlier one."""
    return _plain(
        {
            key: min(entry, others[key], key=lambda each: (each.key, repr(each)))
            if entry.is_of_ladder and key in others
            else entry
            for key, entry in own.items()
        }
    )


def _plain(entries: Mapping[Identity, Entry]) -> dict[Identity, dict[str, Any]]:
    return {key: as_read(plain(entry)) for key, entry in entries.items()}


def _value(place: _Place, base: Any, ours: Any, theirs: Any, odd: list[_Place]) -> tuple[Any, Any]:
    """Return a value as both sides have it; two values, and its place among the odd ones, where it is to be decided."""
    if place[0] in _UNITED:
        both = list(_united(*([] if each is ABSENT else each for each in (base, ours, theirs)))) or ABSENT
        return both, both
    if theirs in (base, ours):
        return ours, ours
    if ours == base:
        return theirs, theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _mappings(place, base if isinstance(base, dict) else {}, ours, theirs, odd)
    if isinstance(ours, list) and isinstance(theirs, list):
        return _lists(place, base if isinstance(base, list) else [], ours, theirs, odd)
    odd.append(place)
    return ours, theirs


def _mappings(
    place: _Place, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], odd: list[_Place]
) -> tuple[dict[str, Any], dict[str, Any]]:
    one, two = {}, {}
    for key in (*base, *sorted((ours.keys() | theirs.keys()) - base.keys())):
        old, here, there = (each.get(key, ABSENT) for each in (base, ours, theirs))
        one[key], two[key] = _value((*place, key), old, here, there, odd)
    return _present(one), _present(two)


def _present(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not ABSENT}


def _lists(
    place: _Place, base: list[Any], ours: list[Any], theirs: list[Any], odd: list[_Place]
) -> tuple[list[Any], list[Any]]:
    if len(base) == len(ours) == len(theirs):
        pairs = [
            _value((*place, str(at)), *three, odd) for at, three in enumerate(zip(base, ours, theirs, strict=True))
        ]
        return [one for one, _ in pairs], [two for _, two in pairs]
    odd.append(place)
    return ours, theirs


def _united(base: list[Any], ours: list[Any], theirs: list[Any]) -> Iterator[Any]:
    yield from (value for value in base if value in ours and value in theirs)
    yield from sorted({value for value in (*ours, *theirs) if value not in base})


def _sentence(place: _Place) -> Text:
    if place[0] == "history":
        return Msg.MERGE_ENTRY_DIFFERS(n=place[1])
    return Msg.MERGE_FIELD_DIFFERS(key=".".join(place))
