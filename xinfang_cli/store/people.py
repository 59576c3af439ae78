"""Persons of a matter under seal: masked in its file, whole in one block beside, which only keys open.

Whoever writes a matter comes through `under_seal`, whichever command it is. A block whose content did not change keeps
its bytes, so that a change of anything else shows no change of it.
"""

import json
from typing import Any, NamedTuple

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.recordbase import made, parts, plain
from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.law.sealing import Persons, is_forgotten
from xinfang_cli.messages import Msg
from xinfang_cli.store import agefile
from xinfang_cli.store.keyring import data_keys, has_key, put_key, wrapped
from xinfang_cli.store.workspace import Workspace


class UnderSeal(NamedTuple):
    """A matter as its file is to have it, and the file of its key where that is new."""

    case: Case
    key: bytes | None = None


def opened(ws: Workspace, case: Case, identities: tuple[str, ...] | None = None) -> Case:
    """Return a matter with its persons in clear; one that is not under seal as it is.

    Raises:
        RefusedError: no key here opens it, or the block is damaged.
    """
    if case.petitioners_sealed is None:
        return case
    if is_forgotten(case):
        raise RefusedError(Msg.PEOPLE_FORGOTTEN(id=case.id))
    return with_persons(case, persons_in(case, data_keys(ws, case.id, identities)), case.petitioners_sealed)


def opened_if_possible(ws: Workspace, case: Case) -> Case:
    """Return a matter with its persons in clear where a key here opens them, else as it is."""
    try:
        return opened(ws, case)
    except RefusedError:
        return case


def with_persons(case: Case, persons: Persons, block: str | None) -> Case:
    """Return a matter with other persons, and a block of them or none."""
    return case.but(**persons._asdict(), petitioners_sealed=block)


def alike(ws: Workspace, stored: Case, new: Case) -> Case:
    """Return a stored matter to be compared with what is said of it now.

    Where no key opens it, persons who look the same under the mask are taken to be the same.
    """
    found = opened_if_possible(ws, stored)
    is_masked = found is stored and stored.petitioners_sealed is not None
    return as_said(stored, new) if is_masked else found


def as_said(stored: Case, new: Case) -> Case:
    """Return a matter whose persons are masked with those that are said of it now, where they look the same."""
    told = Persons.of(new).masked
    petitioners = new.petitioners if told.petitioners == stored.petitioners else stored.petitioners
    names = new.representatives if told.representatives == stored.representatives else stored.representatives
    return with_persons(stored, Persons(petitioners, names), stored.petitioners_sealed)


def persons_in(case: Case, keys: tuple[str, ...]) -> Persons:
    """Return the persons in the block of a matter.

    Raises:
        RefusedError: the keys do not fit, or it is damaged.
    """
    try:
        held = json.loads(agefile.unseal(case.petitioners_sealed or "", keys))
        people = tuple(_person(each) for each in held["petitioners"])
        return Persons(people, tuple(held.get("representatives", ())))
    except agefile.UnopenedError as error:
        raise RefusedError((Msg.BLOCK_DAMAGED if error.is_damaged else Msg.BLOCK_OTHER_KEY)(id=case.id)) from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise RefusedError(Msg.BLOCK_DAMAGED(id=case.id)) from None


def _person(held: dict[str, Any]) -> Petitioner:
    known = {part.key for part in parts(Petitioner)}
    rest = {key: value for key, value in held.items() if key not in known}
    return made(Petitioner, **{key: value for key, value in held.items() if key in known}, unknown=rest)


def block_of(persons: Persons, recipient: str) -> str:
    """Return persons as an armored block."""
    said: dict[str, Any] = {"petitioners": [plain(person) for person in persons.petitioners]}
    if persons.representatives:
        said["representatives"] = list(persons.representatives)
    return agefile.seal(json.dumps(said, ensure_ascii=False).encode(), (recipient,))


def under_seal(ws: Workspace, old: Case | None, case: Case) -> UnderSeal:
    """Return a matter as its file is to have it, where it held `old` with the words that lie apart.

    Raises:
        RefusedError: its key is needed and is not here.
    """
    recipients, block = ws.recipients, old.petitioners_sealed if old else None
    if not recipients and not block and case.petitioners_sealed is None:
        return UnderSeal(case)
    persons = Persons.of(case)
    if old is not None and persons == Persons.of(old) and (block or not recipients or not any(persons)):
        return UnderSeal(case.but(petitioners_sealed=block))
    if not any(persons) or (old is None and case.petitioners_sealed):
        return UnderSeal(case if any(persons) else case.but(petitioners_sealed=None))
    keys: tuple[str, ...] = ()
    if old is not None and block:
        keys = data_keys(ws, case.id)
        was = persons_in(old, keys)
        if was == persons:
            return UnderSeal(with_persons(case, Persons.of(old), block))
        if persons.is_half_masked(was):
            raise RefusedError(Msg.HALF_MASKED(id=case.id))
    if not recipients:
        return UnderSeal(case.but(petitioners_sealed=None))
    return sealed_anew(ws, case, keys)


def put_under_seal(ws: Workspace, case: Case) -> Case:
    """Return a matter with its persons, who came in in clear, under seal, and its key in place.

    Where sealing is off, or its key is needed and not here, it stays in clear: `check` names it.
    """
    if not ws.recipients:
        return case
    try:
        sealed, key = sealed_anew(ws, case)
    except RefusedError:
        return case
    if key:
        put_key(ws, case.id, key)
    return sealed


def sealed_anew(ws: Workspace, case: Case, keys: tuple[str, ...] = ()) -> UnderSeal:
    """Return a matter with its persons, who are in clear, in a new block: for the key that it has, or a new one."""
    fresh = None
    if not keys:
        if has_key(ws, case.id):
            keys = data_keys(ws, case.id)
        else:
            keys = (agefile.new_identity(),)
            fresh = wrapped(keys, ws.recipients)
    persons = Persons.of(case)
    block = block_of(persons, agefile.recipient_of(keys[0]))
    return UnderSeal(with_persons(case, persons.masked, block), fresh)
