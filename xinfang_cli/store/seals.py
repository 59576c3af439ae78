"""What is wrong with sealed petitioners: in clear where they should be sealed, damaged, or other than their mask."""

from collections.abc import Iterator
from pathlib import Path

from xinfang_cli.errors import Level, Problem, RefusedError, Text
from xinfang_cli.law.records import Case, SealedText
from xinfang_cli.law.sealing import Persons, is_forgotten
from xinfang_cli.messages import Msg
from xinfang_cli.store.sealed import read_text
from xinfang_cli.store.workspace import Workspace

_BLOCK = "petitioners_sealed"


def slips(ws: Workspace) -> Iterator[Problem]:
    """Return the recipients that look like a public key and are none."""
    from xinfang_cli.store.agefile import is_recipient

    for text in ws.recipients:
        if not is_recipient(text):
            yield Problem(Path(ws.config_file.name), None, Msg.RECIPIENT_SLIP(text=text))


def seal_problems(ws: Workspace, case: Case) -> Iterator[tuple[str, Text, Level]]:
    """Return what is wrong with the petitioners of a matter: the key in its file, what it is, how bad."""
    if is_forgotten(case):
        from xinfang_cli.store.keyring import has_key

        if has_key(ws, case.id):
            yield "petitioners", Msg.KEY_NOT_FORGOTTEN(id=case.id), Level.FAULT
        return
    held: Case | SealedText = case
    if case.is_sealed:
        held = read_text(ws, case.id)[0] or case
    if held.petitioners_sealed is None:
        if ws.recipients and (held.petitioners or held.representatives):
            yield "petitioners", Msg.PEOPLE_CLEAR(), Level.WARNING
        return
    persons = {key: getattr(held, key) for key in ("petitioners", "representatives", _BLOCK)}
    yield from _unfit(ws, case.but(**persons))


def _unfit(ws: Workspace, case: Case) -> Iterator[tuple[str, Text, Level]]:
    from xinfang_cli.store.agefile import BEGINS, ENDS
    from xinfang_cli.store.keyring import data_keys, own_identities
    from xinfang_cli.store.people import persons_in

    lines = (case.petitioners_sealed or "").splitlines() or [""]
    if (lines[0], lines[-1]) != (BEGINS, ENDS):
        yield _BLOCK, Msg.BLOCK_DAMAGED(id=case.id), Level.FAULT
        return
    if not own_identities():
        return  # a clone that may not know: `privacy status` says so once
    try:
        keys = data_keys(ws, case.id)
    except RefusedError as error:
        yield _BLOCK, error.text, Level.WARNING
        return
    try:
        persons = persons_in(case, keys)
    except RefusedError as error:
        yield _BLOCK, error.text, Level.FAULT
        return
    if persons.masked != Persons.of(case):
        yield "petitioners", Msg.MASK_OTHER(), Level.FAULT
