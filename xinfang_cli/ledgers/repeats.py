"""Matters that look like the same matter: the same petitioner, with phone or address, and a similar request.

They are told to the clerk, who links them or not; no one's matters are counted, ranked or kept in a list.
"""

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter

from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.plaintext import narrow

MOST_TOLD = 5
"""Matters told of per matter."""

SIMILAR = 0.5
"""Share of the shorter text's pairs of characters that stand in the other, from which two requests are alike."""

_FEWEST = 4
"""Pairs of characters below which a text says too little to be compared."""

_MARKS = re.compile(r"[\W_]+")


def traits(case: Case) -> frozenset[tuple[str, str]]:
    """Return what tells that a petitioner is the same person: name with phone, name with address."""
    if case.is_sealed:
        return frozenset()
    return frozenset(
        trait
        for person in case.petitioners
        for trait in traits_of(person.name, (person.phone, person.other_phone), person.address)
    )


def traits_of(name: str | None, phones: Iterable[str | None], address: str | None) -> Iterator[tuple[str, str]]:
    """Yield the traits of one person; a name alone is none."""
    who = _letters(name or "")
    if not who:
        return
    for phone in phones:
        digits = "".join(figure for figure in phone or "" if figure.isdecimal())
        if digits:
            yield who, digits
    if where := _letters(address or ""):
        yield who, where


def mask_traits(people: Iterable[Petitioner]) -> frozenset[tuple[str, str]]:
    """Return what masked persons show of these traits: name with phone, and with address where there is no phone."""
    found = set()
    for person in people:
        phones = [phone for phone in (person.phone, person.other_phone) if phone]
        shown = phones or [person.address or ""]
        found |= {(person.name or "", each) for each in shown if each}
    return frozenset(found)


def _letters(text: str) -> str:
    return _MARKS.sub("", narrow(text)).casefold()


def likeness(one: Case, other: Case) -> float:
    """Return how alike two requests are, from 0 to 1: by title or by request, whichever says more.

    Pairs of characters, since the order of words changes freely and there are no spaces to part them.
    """
    return max(_overlap(one.request, other.request), _overlap(one.title, other.title))


def _overlap(one: str | None, other: str | None) -> float:
    pairs, others = _pairs(one), _pairs(other)
    shorter = min(len(pairs), len(others))
    if shorter < _FEWEST:
        return float(bool(pairs) and pairs == others)
    return len(pairs & others) / shorter


def _pairs(text: str | None) -> frozenset[str]:
    plain = _letters(text or "")
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def likely(case: Case, others: Iterable[Case]) -> list[str]:
    """Return the ids of at most five matters that look like the same one, the most alike first."""
    mine = traits(case)
    linked = {case.id, case.repeat_of, *case.links}
    found = [
        (-likeness(case, other), other.id)
        for other in others
        if other.id not in linked and case.id not in (other.repeat_of, *other.links) and mine & traits(other)
    ]
    return [other for score, other in sorted(found, key=itemgetter(0, 1)) if score <= -SIMILAR][:MOST_TOLD]
