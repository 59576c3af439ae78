"""Persons of a matter under seal: masked in its file, whole in one block beside, which only keys open.

Of an accusation all words are in the block (`words` says how they go there and come back).

Whoever writes a matter comes through `under_seal`, whichever command it is. A block whose content did not change keeps
its bytes, so that a change of anything else shows no change of it.
"""

import json
from functools import reduce
from typing import Any, NamedTuple

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.recordbase import made, parts, plain
from xinfang_cli.law.records import SEALED_KEYS, Case, Petitioner, SealedText
from xinfang_cli.law.sealing import Persons, is_forgotten, relief_of, seal, united, unseal
from xinfang_cli.messages import Msg
from xinfang_cli.store import agefile
from xinfang_cli.store.keyring import data_keys, has_key, put_key, wrapped
from xinfang_cli.store.workspace import Workspace


class UnderSeal(NamedTuple):
    """A matter as its file is to have it, and the file of its key where that is new."""

    case: Case
    key: bytes | None = None


def opened(ws: Workspace, case: Case, identities: tuple[str, ...] | None = None) -> Case:
    """Return a matter with its persons in clear, an accusation with its words; one that is not under seal as it is.

    Raises:
        RefusedError: no key here opens it, or the block is damaged.
    """
    if case.petitioners_sealed is None:
        return case
    held = words_in(ws, case, identities)
    if case.is_sealed:
        return unseal(case.but(petitioners_sealed=None), held)
    persons = Persons(held.petitioners, held.representatives, {**held.entries, **relief_of(case)})
    return with_persons(case, persons, case.petitioners_sealed)


def words_in(ws: Workspace, case: Case, identities: tuple[str, ...] | None = None) -> SealedText:
    """Return what the block of a matter holds.

    Raises:
        RefusedError: no key here opens it, or it is damaged.
    """
    if is_forgotten(case):
        raise RefusedError(Msg.PEOPLE_FORGOTTEN(id=case.id))
    return held_in(case, data_keys(ws, case.id, identities))


def opened_if_possible(ws: Workspace, case: Case) -> Case:
    """Return a matter with its persons in clear where a key here opens them, else as it is."""
    try:
        return opened(ws, case)
    except RefusedError:
        return case


def with_persons(case: Case, persons: Persons, block: str | None) -> Case:
    """Return a matter with other persons, and a block of them or none."""
    return persons.put_in(case).but(petitioners_sealed=block)


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
    return with_persons(stored, Persons(petitioners, names, relief_of(stored)), stored.petitioners_sealed)


def persons_in(case: Case, keys: tuple[str, ...]) -> Persons:
    """Return the persons in the block of a matter, with what relief they asked for.

    Raises:
        RefusedError: the keys do not fit, or it is damaged.
    """
    held = held_in(case, keys)
    return Persons(held.petitioners, held.representatives, held.entries)


def held_in(case: Case, keys: tuple[str, ...]) -> SealedText:
    """Return what the block of a matter holds; of several the later ones over those before.

    Raises:
        RefusedError: the keys do not fit, or it is damaged.
    """
    try:
        blocks = agefile.blocks(case.petitioners_sealed or "")
        return reduce(united, [_held(case.id, json.loads(agefile.unseal(each, keys))) for each in blocks])
    except agefile.UnopenedError as error:
        raise RefusedError((Msg.BLOCK_DAMAGED if error.is_damaged else Msg.BLOCK_OTHER_KEY)(id=case.id)) from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise RefusedError(Msg.BLOCK_DAMAGED(id=case.id)) from None


_WORDS = tuple(key for key in SEALED_KEYS if key not in {"petitioners", "representatives"})


def _held(case_id: str, held: dict[str, Any]) -> SealedText:
    return made(
        SealedText,
        id=case_id,
        petitioners=tuple(_person(each) for each in held.get("petitioners", ())),
        representatives=tuple(held.get("representatives", ())),
        entries={name: dict(words) for name, words in held.get("entries", {}).items()},
        **{key: str(held[key]) for key in _WORDS if held.get(key)},
    )


def _person(held: dict[str, Any]) -> Petitioner:
    known = {part.key for part in parts(Petitioner)}
    rest = {key: value for key, value in held.items() if key not in known}
    return made(Petitioner, **{key: value for key, value in held.items() if key in known}, unknown=rest)


def block_of(text: SealedText, recipient: str) -> str:
    """Return persons, or all the words of an accusation, as an armored block."""
    said = {key: value for key, value in plain(text).items() if key != "id"}
    return agefile.seal(json.dumps(said, ensure_ascii=False, default=str).encode(), (recipient,))


def under_seal(ws: Workspace, old: Case | None, case: Case) -> UnderSeal:
    """Return a matter as its file is to have it, where it held `old` with the words that lie apart.

    Raises:
        RefusedError: its key is needed and is not here.
    """
    recipients, block = ws.recipients, old.petitioners_sealed if old else None
    if not recipients and not block and case.petitioners_sealed is None:
        return UnderSeal(case)
    persons = Persons.of(case)
    if old is None and case.petitioners_sealed:
        return UnderSeal(case)
    keys: tuple[str, ...] = ()
    if old is not None and block:
        keys = data_keys(ws, case.id)
        was = persons_in(old, keys)
        persons = persons.over(Persons.of(old), was)
        if was == persons:
            return UnderSeal(with_persons(case, was.masked, block))
        if persons.is_half_masked(was):
            raise RefusedError(Msg.HALF_MASKED(id=case.id))
    if recipients and any(persons):
        return _sealed(ws, case, persons, keys)
    return UnderSeal(with_persons(case, persons, None))


def put_under_seal(ws: Workspace, case: Case) -> Case:
    """Return a matter with its persons, who came in in clear, or its words under seal, and its key in place.

    Where sealing is off, or its key is needed and not here, it stays in clear: `check` names it.
    """
    if not ws.recipients:
        return case
    try:
        sealed, key = words_sealed(ws, case) if case.is_sealed else sealed_anew(ws, case)
    except RefusedError:
        return case
    if key:
        put_key(ws, case.id, key)
    return sealed


def sealed_anew(ws: Workspace, case: Case, keys: tuple[str, ...] = ()) -> UnderSeal:
    """Return a matter with its persons, who are in clear, in a new block: for the key that it has, or a new one."""
    return _sealed(ws, case, Persons.of(case), keys)


def _sealed(ws: Workspace, case: Case, persons: Persons, keys: tuple[str, ...]) -> UnderSeal:
    held = made(
        SealedText, petitioners=persons.petitioners, representatives=persons.representatives, entries=persons.relief
    )
    block, key = sealed_block(ws, case.id, held, keys)
    return UnderSeal(with_persons(case, persons.masked, block), key)


def words_sealed(ws: Workspace, case: Case) -> UnderSeal:
    """Return an accusation with its words, all of which are in clear, in a new block."""
    bare, words = seal(case)
    block, key = sealed_block(ws, case.id, words)
    return UnderSeal(bare.but(petitioners_sealed=block), key)


def sealed_block(ws: Workspace, case_id: str, held: SealedText, keys: tuple[str, ...] = ()) -> tuple[str, bytes | None]:
    """Return a new block, and the file of its key where that is new.

    Raises:
        RefusedError: the matter has a key, which is needed and cannot be opened here.
    """
    fresh = None
    if not keys:
        if has_key(ws, case_id):
            keys = data_keys(ws, case_id)
        else:
            keys = (agefile.new_identity(),)
            fresh = wrapped(keys, ws.recipients)
    return block_of(held, agefile.recipient_of(keys[0])), fresh


def relief_in(ws: Workspace, case: Case) -> dict[str, dict[str, Any]] | None:
    """Return what a matter says of relief, as `relief_of` does; None where no key here opens it."""
    try:
        return relief_of(opened(ws, case))
    except RefusedError:
        return None
