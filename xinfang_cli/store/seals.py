"""What is wrong with what is under seal: in clear where it should be sealed, damaged, or other than its mask."""

from collections.abc import Iterator
from pathlib import Path

from xinfang_cli.errors import Level, Problem, RefusedError, Text
from xinfang_cli.law.records import Case
from xinfang_cli.law.sealing import Persons, is_forgotten, is_in_clear
from xinfang_cli.messages import Msg
from xinfang_cli.store.sealed import has_text
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
    if ws.recipients and case.is_sealed and has_text(ws, case.id):
        yield "class", Msg.WORDS_CLEAR(id=case.id), Level.WARNING
    if ws.recipients and is_in_clear(case):
        yield "petitioners", Msg.PEOPLE_CLEAR(), Level.WARNING
    if case.petitioners_sealed is not None:
        yield from _unfit(ws, case)


def _unfit(ws: Workspace, case: Case) -> Iterator[tuple[str, Text, Level]]:
    from xinfang_cli.store.agefile import BEGINS, ENDS, blocks
    from xinfang_cli.store.keyring import data_keys, own_identities
    from xinfang_cli.store.people import persons_in

    ends = [(block.splitlines() or [""])[at] for block in blocks(case.petitioners_sealed or "") for at in (0, -1)]
    if ends != [BEGINS, ENDS] * (len(ends) // 2):
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
    if not case.is_sealed and persons.masked != Persons.of(case)._replace(relief={}):
        yield "petitioners", Msg.MASK_OTHER(), Level.FAULT
