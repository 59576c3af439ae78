"""Whether a row of a ledger is a matter that is there already, and in what it differs from it.

A national number of 18 digits is enough; another number, which other offices and other years give too, counts with
the request, or with the petitioner on the same day; a row without a number has a fingerprint of day, petitioner and
request. No count of a person's matters is kept.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from xinfang_cli.law import history
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.ids import is_national
from xinfang_cli.law.procedure import SEEN
from xinfang_cli.law.records import Case, Entry, Petitioner
from xinfang_cli.law.stepdata import FURTHER
from xinfang_cli.law.words import Basis, Did, Seen, Status
from xinfang_cli.ledgers.observed import Sighting, chronicled
from xinfang_cli.ledgers.row import Draft
from xinfang_cli.plaintext import squeezed


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a row is: the matter that is there, and the fields in which it differs; or a new one.

    Attributes:
        old: the matter; None for a new one.
        fields: in which the row differs from it.
        namesake: the id of another matter that has the new one's number.
    """

    old: Case | None = None
    fields: tuple[str, ...] = ()
    namesake: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether the matter is there and says the same."""
        return self.old is not None and not self.fields


def fingerprint(case: Case) -> str:
    """Return what a matter without a number is recognised by: day of receipt, petitioner, request."""
    return fingerprint_of(case.received_on.isoformat(), case.petitioners, case.request or "")


def fingerprint_of(received_on: str, petitioners: Iterable[Petitioner], request: str) -> str:
    """Return the fingerprint of facts that are no case yet."""
    names = "、".join(person.name or "" for person in petitioners)
    text = "\x1f".join((received_on, squeezed(names), squeezed(request)))
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(case: Case) -> str:
    """Return what a matter is known by: its number, or its fingerprint."""
    return case.number or fingerprint(case)


def key_apart(number: str | None, print_: str) -> str:
    """Return what a matter is known by whose number and day another matter has too."""
    return f"{number or ''}\x1f{print_}"


def as_told(case: Case, draft: Draft | None) -> Case:
    """Return a row's matter as it is compared: where the row says no basis of its resolution, the office's is none."""
    if draft is None or draft.resolved_basis or not any(entry.what is Seen.RESOLVED for entry in case.history):
        return case
    said = (entry.but(basis=None) if entry.what is Seen.RESOLVED else entry for entry in case.history)
    return case.but(history=tuple(said))


def compared(case: Case, old: Case) -> Recognition:
    """Compare a row with the matter that it is known to be."""
    return Recognition(old, tuple(dict.fromkeys(differences(old, case))))


def recognise(case: Case, candidates: Iterable[Case]) -> Recognition:
    """Compare a matter just read with those that have its number, or that came in on its day without one."""
    namesake = None
    for old in candidates:
        if _is_same(case, old):
            return compared(case, old)
        if case.number is not None and case.number == old.number:
            namesake = namesake or old.id
    return Recognition(namesake=namesake)


def _is_same(case: Case, old: Case) -> bool:
    if case.number is None:
        return old.number is None and fingerprint(case) == fingerprint(old)
    if case.number != old.number:
        return False
    if is_national(case.number):
        return True
    who, before = _who(case), _who(old)
    is_other = bool(who and before) and not who & before
    if case.received_on == old.received_on:
        return _asks_the_same(case, old) or bool(who & before)
    return _asks_the_same(case, old) and not is_other


def _asks_the_same(case: Case, old: Case) -> bool:
    """Whether the requests are the same; in a list without requests the title stands for them."""
    asked = squeezed(case.request or "")
    return bool(asked) and asked in (squeezed(old.request or ""), squeezed(old.title or ""))


def _who(case: Case) -> frozenset[str]:
    """Return by what the petitioners of two rows are known to be the same: a name or a phone."""
    said = (text for person in case.petitioners for text in (person.name, person.phone, person.other_phone))
    return frozenset(squeezed(text) for text in said if text)


_FACTS = (
    "received_on", "registered_on", "channel", "class_", "category", "place", "people", "first_time", "joint",
    "accused", "request", "owner", "group", *(fact.word for fact in FURTHER if fact.is_told),
)  # fmt: skip
_OF_PERSONS = ("name", "phone", "other_phone", "address")


def differences(old: Case, new: Case) -> Iterator[str]:
    """Yield the fields in which a row differs from its matter; what the row does not say is no difference.

    A step that the office took itself since and that agrees with the row is none either.
    """
    for name in _FACTS:
        if name == "request" and new.request == old.title:  # a list without requests, where the title stands for them
            continue
        value = getattr(new, name)
        if value not in (None, ()) and value != getattr(old, name) and not _was_corrected(old, name, value):
            yield name.rstrip("_")
    if new.number is not None and new.number != old.number:  # they were matched by id
        yield "source_number"
    yield from _differing_source(old, new)
    yield from _differing_persons(old, new)
    for entry in missing(old, new):
        yield _field(old, entry)


def _was_corrected(old: Case, name: str, value: object) -> bool:
    """Whether the office itself corrected a fact away from what the ledger still says."""
    said = str(list(value) if isinstance(value, tuple) else getattr(value, "value", value))
    return any(str((entry.was or {}).get(name.rstrip("_"))) == said for entry in old.history if entry.did is Did.SET)


def _differing_source(old: Case, new: Case) -> Iterator[str]:
    before, now = old.source, new.source
    if now is None:
        return
    for name in ("level", "due", "office", "registrar"):
        value = getattr(now, name)
        if value is not None and value != getattr(before, name, None) and not _seen_due(old, name, value):
            yield f"source_{name}"


def _seen_due(old: Case, name: str, value: object) -> bool:
    return name == "due" and any(e.what is Seen.SOURCE_DUE and e.value == str(value) for e in old.history)


def _differing_persons(old: Case, new: Case) -> Iterator[str]:
    if len(new.petitioners) > len(old.petitioners):
        yield "petitioners"
    for now, before in zip(new.petitioners, old.petitioners, strict=False):
        for name in _OF_PERSONS:
            value = getattr(now, name)
            if value is not None and value != getattr(before, name):
                yield name


_ALSO = {
    Seen.ROUTE: Did.ROUTE,
    Seen.ACCEPT: Did.ACCEPT,
    Seen.DECLINE: Did.DECLINE,
    Seen.FINAL_DECLINE: Did.DECLINE,
    Seen.OPINION: Did.REPLY,
    Seen.REVIEW: Did.REVIEW,
    Seen.REVIEWED: Did.REVIEW,
    Seen.FINAL: Did.FINAL,
    Seen.FINAL_ISSUED: Did.FINAL,
    Seen.CLOSED: Did.CLOSE,
    Seen.RESOLVED: Did.CLOSE,
    Seen.RATED: Did.RATE,
}
"""The office's own step that says the same as an observed act."""

_FIELDS = {
    Seen.ROUTE: "unit",
    Seen.RESOLVED: "resolved_on",
    Seen.LEAD: "lead",
    Seen.RATED: "rating",
    Seen.SOURCE_DUE: "source_due",
}


def missing(old: Case, new: Case) -> list[Entry]:
    """Return the observed entries of a row that its matter's history does not say in some way."""
    there = history.standing(old.history)
    said = (entry for entry in new.history if entry.what is not Seen.CLOCKS)  # the steps themselves say that there
    return [entry for entry in said if not any(_says(each, entry) for each in there)]


def _says(there: Entry, entry: Entry) -> bool:
    """Whether an entry that stands says what an observed one does; a day that the row does not give may be any."""
    if entry.what is Seen.LEAD and there.did is Did.SET:
        return entry.value == (there.set or {}).get("lead")
    if entry.did in (Did.OPEN, Did.NOTE):
        return there.did is entry.did and there.text == entry.text
    if entry.what is None or not (there.what is entry.what or there.did is _ALSO.get(entry.what)):
        return False
    if entry.what is Seen.RESOLVED and there.did is Did.CLOSE and not there.resolved:
        return False
    if entry.is_dated and there.on != entry.on:
        return False
    return all(
        getattr(entry, name) is None or getattr(entry, name) == getattr(there, name)
        for name in ("unit", "value", "of", "basis")
    )


def _on_other_basis(old: Case, entry: Entry) -> Entry | None:
    """Return the entry that stands and says the same as one of a resolution, but for its basis; the last of several."""
    if entry.what is not Seen.RESOLVED:
        return None
    bare = entry.but(basis=None)
    return next((each for each in reversed(history.standing(old.history)) if _says(each, bare)), None)


def _field(old: Case, entry: Entry) -> str:
    if entry.did is Did.NOTE:
        return "note"
    if entry.what is Seen.CLOSED and any(e.what is Seen.CLOSED or e.did is Did.CLOSE for e in old.history):
        return "closed_on"
    if _on_other_basis(old, entry):
        return "resolved_basis"
    return _FIELDS.get(entry.what, "status") if entry.what else "status"


UPDATES = frozenset(("unit", "status", "closed_on", "resolved_on", "resolved_basis", "source_due"))
"""The differences that `--update` writes as observed entries; all others are for the clerk to judge."""


def updated(old: Case, new: Case, law: Law, now: dt.datetime) -> Case:
    """Return a matter with what its row now says of status, unit, days and the other system's deadline.

    Nothing is overwritten: each is one observed entry more. A unit without a day follows the routing that it
    replaces, any other act without a day follows all that is there; both are marked `day: unknown`. Another basis
    stands on the day of the resolution that it is of; where the row says none, the one that is there stays.
    """
    entries = [entry for entry in missing(old, new) if entry.what and _field(old, entry) in UPDATES]
    last = max(entry.on for entry in old.history)
    sightings: list[Sighting] = []
    for entry in entries:
        if entry.what is Seen.ROUTE:
            sightings += _rerouted(old, entry, law)
        elif of := _on_other_basis(old, entry):
            sightings += _rested(old, entry, of, law)
        else:
            day = entry.on if entry.is_dated else max(last, entry.on)
            sightings.append(Sighting(entry.what, day, dated=entry.is_dated, data=_kept_basis(old, entry, law)))
    due = new.source.due if new.source else None
    if due and "source_due" in _differing_source(old, new):
        sightings.append(Sighting(Seen.SOURCE_DUE, now.date(), data={"value": due.isoformat()}))
    return chronicled(old, law, key_of(new), sightings, since=now)


_UNACCEPTED = (Status.REGISTERED, Status.TRANSFERRED, Status.ASSIGNED, Status.OBJECTED)
_LEADS_TO = {to: seen for seen, (to, _, _) in SEEN.items() if isinstance(to, Status)}


def _rerouted(old: Case, entry: Entry, law: Law) -> Iterator[Sighting]:
    """Yield a new routing, and the state that the matter had by then once more: another unit alone undoes no act."""
    routings = [each.on for each in history.standing(old.history) if each.what is Seen.ROUTE or each.did is Did.ROUTE]
    day = entry.on if entry.is_dated else max((entry.on, *routings))
    yield Sighting(Seen.ROUTE, day, dated=entry.is_dated, data=_data(entry))
    before = history.fold(old.but(history=tuple(each for each in old.history if each.on <= day)), law).status
    if before not in _UNACCEPTED and before in _LEADS_TO:
        yield Sighting(_LEADS_TO[before], day, dated=False)


def _rested(old: Case, entry: Entry, of: Entry, law: Law) -> Iterator[Sighting]:
    """Yield a resolution once more, on its other basis; one that was taken back since is for the clerk to judge."""
    if history.fold(old, law).is_resolved:
        yield Sighting(Seen.RESOLVED, of.on, dated=of.is_dated, data=_data(entry))


def _kept_basis(old: Case, entry: Entry, law: Law) -> dict[str, Any]:
    """Return the data of an entry; a resolution without a basis has that of the one that stands, or the office's."""
    if entry.what is not Seen.RESOLVED or entry.basis:
        return _data(entry)
    return {**_data(entry), "basis": history.fold(old, law).resolved_basis or Basis.OFFICE}


def _data(entry: Entry) -> dict[str, Any]:
    names = ("unit", "with_", "mode", "basis", "of", "value")
    return {name: value for name in names if (value := getattr(entry, name))}
