"""Whose keys open what: this user's own key, which lies outside the workspace, and one key a matter in `sealed/keys/`.

The key of a matter is sealed to the recipients of `config.yaml`, and to nobody else: who has none of their keys has
nothing. It is written before the matter's file has a block that needs it, and destroyed to forget the matter.
"""

import contextlib
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from xinfang_cli.casefile.content import MOST_SETTINGS, in_words, read
from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.law.ids import folder_of
from xinfang_cli.messages import Msg
from xinfang_cli.store import agefile
from xinfang_cli.store.agefile import is_identity, is_recipient, new_identity, recipient_of
from xinfang_cli.store.disk import Direct, FileBatch, Writer, make_folder, remove
from xinfang_cli.store.sealed import file_mode, make_sealed_folder
from xinfang_cli.store.workspace import Workspace

SUFFIX = ".age"


def own_file() -> Path:
    """Return where this user's own key lies."""
    if named := os.environ.get("XINFANG_KEY"):
        return Path(named).expanduser()
    home = os.environ.get("APPDATA") if os.name == "nt" else os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "xinfang" / "key.txt"


def own_identities() -> tuple[str, ...]:
    """Return this user's own secret keys; none where there is no file of them. Raises XinfangError."""
    path = own_file()
    try:
        found = path.stat()
    except OSError:
        return ()
    return _identities_in(path, found.st_mtime_ns, found.st_size)


@lru_cache(4)
def _identities_in(path: Path, *_stat: int) -> tuple[str, ...]:
    lines = read(path, MOST_SETTINGS, follows=True).decode("utf-8", "replace").splitlines()
    found = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    if not found or not all(map(is_identity, found)):
        raise RefusedError(Msg.KEY_FILE_WRONG(path=path))
    return found


def add_own(identity: str) -> Path:
    """Add a secret key to this user's own, in a file that nobody else reads, and return where."""
    path = own_file()
    lines = f"# public key: {recipient_of(identity)}\n{identity}\n".encode()
    make_folder(path.parent, 0o700)
    if os.path.lexists(path):
        before = read(path, MOST_SETTINGS, follows=True)
        Direct().replace(path.resolve(), before + (b"" if before.endswith(b"\n") or not before else b"\n") + lines)
    else:
        Direct().create(path, lines, 0o600)
    return path


def key_path(ws: Workspace, case_id: str) -> Path:
    """Return where the key of a matter lies."""
    folder_of(case_id)  # refuses what is no id, and so no path either
    return ws.keys / f"{case_id}{SUFFIX}"


def key_place(ws: Workspace, case_id: str) -> str:
    """Return what `key_path` returns, for those who ask it of a million matters."""
    folder_of(case_id)
    return f"{ws.root}{os.sep}sealed{os.sep}keys{os.sep}{case_id}{SUFFIX}"


def has_key(ws: Workspace, case_id: str) -> bool:
    """Whether the key of a matter is here, for whomever."""
    return os.path.lexists(key_place(ws, case_id))


def data_keys(ws: Workspace, case_id: str, identities: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Return the keys that open a matter: several where two clones made one each. The first one seals.

    Raises:
        RefusedError: its key is not here, or none of ours opens it.
    """
    own = own_identities() if identities is None else identities
    path = key_path(ws, case_id)
    if not own:
        raise RefusedError(Msg.KEY_MISSING(id=case_id, path=own_file()))
    try:
        sealed = read(path, MOST_SETTINGS).decode("ascii", "replace")
    except XinfangError:
        raise RefusedError(Msg.KEY_NOT_HERE(id=case_id)) from None
    try:
        opened = agefile.unseal(sealed, own).decode("ascii", "replace").split()
    except agefile.UnopenedError as error:
        msg = Msg.KEY_DAMAGED if error.is_damaged else Msg.KEY_WRONG
        raise RefusedError(msg(id=case_id, path=path.relative_to(ws.root))) from None
    if not opened or not all(map(is_identity, opened)):
        raise RefusedError(Msg.KEY_DAMAGED(id=case_id, path=path.relative_to(ws.root)))
    return tuple(opened)


def wrapped(keys: Iterable[str], recipients: tuple[str, ...]) -> bytes:
    """Return the file of a matter's keys, for those who may open it."""
    return agefile.seal("".join(f"{key}\n" for key in keys).encode(), recipients).encode()


def put_key(ws: Workspace, case_id: str, sealed: bytes, writer: Writer | None = None) -> None:
    """Write the key of a matter, readable as all of `sealed/` is; one that is there is replaced."""
    writer, path = writer or Direct(), key_path(ws, case_id)
    make_keys_folder(ws)
    writer.settle(path)
    if os.path.lexists(path):
        writer.replace(path, sealed)
    else:
        writer.create(path, sealed, file_mode(ws))


def put_new_key(ws: Workspace, case_id: str, sealed: bytes, writer: FileBatch) -> None:
    """Write the key of a matter that has none, for those who do it for a million matters."""
    folder = f"{ws.root}{os.sep}sealed{os.sep}keys"
    try:
        found = os.stat(folder).st_ino
    except OSError:
        make_keys_folder(ws)
        found = os.stat(folder).st_ino
    writer.create(key_place(ws, case_id), sealed, _mode_in(ws, found))


@lru_cache(1)
def _mode_in(ws: Workspace, _folder: int) -> int:
    """Return the mode of a key, with its folder closed to others: asked once for each folder."""
    make_keys_folder(ws)
    return file_mode(ws)


def make_keys_folder(ws: Workspace) -> None:
    """Make the folder of the keys, or see to it that nobody else can look into it."""
    make_sealed_folder(ws, ws.keys.relative_to(ws.sealed))


def destroy_key(ws: Workspace, case_id: str) -> bool:
    """Delete the key of a matter, and before it what lies apart of its words; whether there was one."""
    if not has_key(ws, case_id):
        return False
    forget(ws, case_id)
    return True


def forget(ws: Workspace, case_id: str) -> None:
    """Delete what lies apart of the words of a matter, also what waits to be looked at, and then its key."""
    for path in (*sorted(ws.sealed.glob(f"{case_id}.*")), key_path(ws, case_id)):
        if os.path.lexists(path):
            with in_words(path), contextlib.suppress(FileNotFoundError):
                _overwrite(path)
                remove(path)


def destroy_keys(ws: Workspace, ids: Iterable[str]) -> list[str]:
    """Delete the keys of matters and return whose were here; where we may not write they stay, and `check` says so."""
    with contextlib.suppress(XinfangError):
        return [case_id for case_id in ids if destroy_key(ws, case_id)]
    return []


def _overwrite(path: Path) -> None:
    """Write over a file before it is deleted: what is freed may be read for a while on some disks."""
    if path.is_symlink() or not path.is_file():
        return
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())


def ids_with_key(ws: Workspace) -> list[str]:
    """Return the matters whose keys are here."""
    return sorted(path.stem for path in ws.keys.glob(f"*{SUFFIX}")) if ws.keys.is_dir() else []


__all__ = [
    "add_own",
    "data_keys",
    "destroy_key",
    "destroy_keys",
    "forget",
    "has_key",
    "ids_with_key",
    "is_identity",
    "is_recipient",
    "key_path",
    "new_identity",
    "own_file",
    "own_identities",
    "put_key",
    "recipient_of",
    "wrapped",
]
