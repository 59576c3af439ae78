"""Keys of matters on their way to another computer of the office: one file, sealed to the recipients."""

import sys
from pathlib import Path

from xinfang_cli.casefile.content import read
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.ids import is_id
from xinfang_cli.messages import Msg
from xinfang_cli.store import agefile
from xinfang_cli.store.disk import FileBatch
from xinfang_cli.store.keyring import data_keys, has_key, ids_with_key, own_file, own_identities, put_key, wrapped
from xinfang_cli.store.out import write_out
from xinfang_cli.store.workspace import Workspace

_HEAD = "xinfang keys 1"


def export_keys(ws: Workspace, path: Path) -> int:
    """Write the keys of all matters that can be opened here into a file for the recipients; return how many.

    Raises:
        RefusedError: nobody's keys are here, or the file exists.
    """
    if path.exists():
        raise RefusedError(Msg.FILE_EXISTS(path=path))
    if not own_identities():
        raise RefusedError(Msg.KEYS_NONE(path=own_file()))
    lines = [f"{case_id} {key}" for case_id in ids_with_key(ws) for key in data_keys(ws, case_id)]
    sealed = agefile.seal("\n".join([_HEAD, *lines, ""]).encode(), ws.recipients)
    write_out(path, [sealed], private=True)
    return len({line.partition(" ")[0] for line in lines})


def import_keys(ws: Workspace, path: Path, forgotten: frozenset[str]) -> int:
    """Take over the keys of a file that another computer wrote; return of how many matters there are more now.

    A matter that has another key here keeps both. Those that are `forgotten` are left out.

    Raises:
        RefusedError: the file is another's, or nobody's keys are here.
    """
    found = _keys_in(path)
    with FileBatch() as files:
        count = 0
        for case_id in sorted(found.keys() - forgotten):
            here = data_keys(ws, case_id) if has_key(ws, case_id) else ()
            both = tuple(dict.fromkeys((*here, *found[case_id])))
            if both != here:
                put_key(ws, case_id, wrapped(both, ws.recipients), files)
                count += 1
    return count


def _keys_in(path: Path) -> dict[str, list[str]]:
    sealed = read(path, sys.maxsize, follows=True).decode("utf-8", "replace")
    if not (own := own_identities()):
        raise RefusedError(Msg.KEYS_NONE(path=own_file()))
    try:
        head, *lines = agefile.unseal(sealed, own).decode("utf-8", "replace").splitlines() or [""]
    except agefile.UnopenedError as error:
        raise RefusedError((Msg.NOT_AGE if error.is_damaged else Msg.KEYS_OTHERS)(path=path)) from None
    pairs = [line.partition(" ") for line in lines]
    if head != _HEAD or not all(is_id(case_id) and agefile.is_identity(key) for case_id, _, key in pairs):
        raise RefusedError(Msg.KEYS_NOT_OURS(path=path))
    found: dict[str, list[str]] = {}
    for case_id, _, key in pairs:
        found.setdefault(case_id, []).append(key)
    return found
