"""What of a sealed matter (检举控告, T30¶3) may be seen, and the words that lie apart; where is `store`'s business.

A matter is opened again only with a reason, by whatever way: the entry that opens it says why.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Self

from xinfang_cli.law.history import identities, standing
from xinfang_cli.law.procedure import SELECTING
from xinfang_cli.law.recordbase import NOTHING, unsaid
from xinfang_cli.law.records import SEALED_ENTRY_KEYS, SEALED_KEYS, Case, Entry, Petitioner, SealedText
from xinfang_cli.law.words import Did, Evidence


def seal(case: Case) -> tuple[Case, SealedText]:
    """Return the part of a case that may be seen, and the words that lie apart.

    The words of an entry stand under its `n`; should two entries share one, the second is `n/2`.
    """
    entries = {name: words for name, entry in _named(case.history) if (words := _words(entry))}
    text = SealedText(id=case.id, entries=entries, **{key: getattr(case, key) for key in SEALED_KEYS})
    bare = {key: unsaid(Case)[key] for key in SEALED_KEYS}
    history = tuple(entry.but(**dict.fromkeys(_words(entry))) for entry in case.history)
    return case.but(**bare, history=history), text


PRIVATE = ("amount", "granted")
"""Keys of an entry that are shown with the petitioner's data alone: what relief somebody asked for, or was granted."""


def curtained(case: Case) -> Case:
    """Return what everybody may see of a case who may read it."""
    shown = seal(case)[0] if case.is_sealed else case
    return shown.but(history=tuple(_with_relief(shown, {}))) if relief_of(shown) else shown


def relief_of(case: Case) -> dict[str, dict[str, Any]]:
    """Return what a matter says of relief, by entry: `amount` in yuan, and `granted` once it was paid.

    This is where amounts are asked for; of a matter under seal they are there once it was opened.
    """
    if not any(entry.amount or entry.granted for entry in case.history):
        return {}
    found = {name: {key: getattr(entry, key) for key in PRIVATE} for name, entry in _named(case.history)}
    held = {name: {key: value for key, value in each.items() if value is not None} for name, each in found.items()}
    return {name: each for name, each in held.items() if each}


def relief_granted(case: Case, first: dt.date, beyond: dt.date) -> list[int | None]:
    """Return the yuan of each relief (困难救助, T37¶2) that was granted from a day on and before another.

    Where a grant names no amount, it is that asked for last, or None. A matter under seal was opened before.
    """
    asked: int | None = None
    granted: list[int | None] = []
    for entry in standing(case.history):
        asked = entry.amount or asked
        if entry.granted and first <= entry.on < beyond:
            granted.append(asked)
    return granted


def _with_relief(case: Case, relief: Mapping[str, Mapping[str, Any]]) -> Iterator[Entry]:
    none = dict.fromkeys(PRIVATE)
    return (entry.but(**{**none, **relief.get(name, {})}) for name, entry in _named(case.history))


def unseal(case: Case, text: SealedText) -> Case:
    """Return a case with its words put back; what the text does not have stays as it is."""
    history = tuple(entry.but(**text.entries.get(name, {})) for name, entry in _named(case.history))
    return case.but(**_facts(text), history=history)


def _facts(text: SealedText) -> dict[str, Any]:
    return {key: value for key in SEALED_KEYS if (value := getattr(text, key))}


def with_words(case: Case, text: SealedText) -> Case:
    """Return a case with the words of a text in every place that has none; what it says itself stays."""
    return unseal(case, united(text, seal(case)[1]))


def united(old: SealedText, new: SealedText) -> SealedText:
    """Return the old text with the new words over it: whoever writes may not have seen the old ones."""
    entries = {name: {**old.entries.get(name, {}), **words} for name, words in new.entries.items()}
    return old.but(**_facts(new), entries={**old.entries, **entries})


def is_forgotten(case: Case) -> bool:
    """Whether the key of a matter's petitioners is destroyed, or is to be wherever there is a copy of it."""
    return any(entry.did is Did.FORGET for entry in case.history)


def _named(history: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    seen: Counter[str] = Counter()
    for entry in history:
        seen[entry.n] += 1
        yield entry.n if seen[entry.n] == 1 else f"{entry.n}/{seen[entry.n]}", entry


def _words(entry: Entry) -> dict[str, Any]:
    """Return the words of an entry; the word that selects its row of the procedure is none of them."""
    kept = SELECTING.get(entry.did, frozenset())
    held = {key: getattr(entry, key) for key in SEALED_ENTRY_KEYS if key not in kept}
    if _is_listed_kind(entry):
        held.pop("kind", None)
    if entry.did is Did.FORGET:
        held.pop("reason", None)  # what is forgotten takes its words along, but for why
    return {key: value for key, value in held.items() if value is not None}


def _is_listed_kind(entry: Entry) -> bool:
    """Whether the sort of an entry is one of a list; files that are attached may have any."""
    names = {name for each in Evidence for name in (each.value, each.zh, each.en)}
    return entry.did is not Did.ATTACH or entry.kind in names


def is_opened_unexplained(before: Case, after: Case) -> bool:
    """Whether a matter was sealed and is not any more, and no new entry gives a reason."""
    if not before.is_sealed or after.is_sealed:
        return False
    old = identities(before)
    return not any(entry.reason for key, entry in identities(after).items() if key not in old)


class Persons(NamedTuple):
    """Whom a matter names: who brought it, who was chosen to speak for them, and what relief they asked for."""

    petitioners: tuple[Petitioner, ...] = ()
    representatives: tuple[str, ...] = ()
    relief: Mapping[str, Mapping[str, Any]] = NOTHING

    @classmethod
    def of(cls, case: Case) -> Self:
        """Return those of a matter."""
        return cls(case.petitioners, case.representatives, relief_of(case))

    def put_in(self, case: Case) -> Case:
        """Return a matter with these and no others."""
        told = case.but(petitioners=self.petitioners, representatives=self.representatives)
        if not self.relief and not relief_of(case):
            return told
        return told.but(history=tuple(_with_relief(case, self.relief)))

    def over(self, shown: "Persons", held: "Persons") -> "Persons":
        """Return these, who were changed from those that are `shown` under the mask, with what is `held` behind it."""
        return Persons(
            held.petitioners if self.petitioners == shown.petitioners else self.petitioners,
            held.representatives if self.representatives == shown.representatives else self.representatives,
            {**held.relief, **self.relief},
        )

    @property
    def masked(self) -> "Persons":
        """As those see them who lack the key: without what relief they asked for."""
        return Persons(masked(self.petitioners), tuple(masked_name(name) for name in self.representatives))

    def is_half_masked(self, old: "Persons") -> bool:
        """Whether they were changed by someone who saw them masked: a mask stands in the place of what it hides."""
        shown = {*old.masked.representatives} - {*old.representatives}
        return not shown.isdisjoint(self.representatives) or is_half_masked(self.petitioners, old.petitioners)


def masked_name(name: str) -> str:
    """Return a name with its first character alone, of which there are others: `王*`."""
    return f"{name[0] if len(name) > 1 else ''}*"


_NO_FIGURE = re.compile(r"\D+")
_PHONE = 11
"""Figures of a mobile number; of a shorter one too few would be left out."""


def masked(people: Iterable[Petitioner]) -> tuple[Petitioner, ...]:
    """Return persons as those see them who lack the key: `王*`, `138****0000`, an address as `***`."""
    return tuple(
        person.but(
            name=person.name and masked_name(person.name),
            phone=_masked_phone(person.phone),
            other_phone=_masked_phone(person.other_phone),
            address=person.address and "***",
            unknown={},
        )
        for person in people
    )


def _masked_phone(text: str | None) -> str | None:
    if not text:
        return text
    figures = _NO_FIGURE.sub("", text)[-_PHONE:]
    return f"{figures[:3]}****{figures[-4:]}" if len(figures) == _PHONE else "****"


def is_half_masked(new: Iterable[Petitioner], old: Iterable[Petitioner]) -> bool:
    """Whether persons were changed by someone who saw them masked: a mask stands in the place of what it hides."""
    old = tuple(old)
    return any(
        getattr(person, key) == getattr(mask, key) != getattr(was, key)
        for person, mask, was in zip(new, masked(old), old, strict=False)
        for key in MASKED
    )


MASKED = ("name", "phone", "other_phone", "address")
"""What of a person is never shown but by `--reveal` or on paper."""


def is_in_clear(case: Case) -> bool:
    """Whether the file of a matter that is no accusation has something that could be under seal, and is not."""
    if case.is_sealed:
        return False
    return bool(relief_of(case)) or (case.petitioners_sealed is None and any(Persons.of(case)))
