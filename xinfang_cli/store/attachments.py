"""Files attached to a case: `cases/YYYY/MM/ID/NAME`, or in `sealed/` for an accusation; never overwritten."""

import hashlib
import os
import unicodedata
from collections.abc import Container, Iterator
from pathlib import Path, PurePath

from xinfang_cli.casefile.content import read as read_bytes
from xinfang_cli.casefile.content import said
from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.law.records import Case
from xinfang_cli.messages import Msg, Text
from xinfang_cli.store import disk
from xinfang_cli.store.sealed import file_mode, make_sealed_folder
from xinfang_cli.store.sealing import clear_folder, sealed_folder
from xinfang_cli.store.workspace import Workspace, check_folders

LONGEST = 200
"""Bytes of a name: file systems take 255, and a copy may need a few more."""

MAX_BYTES = 64 * 1024 * 1024
"""Git keeps every version for ever; a film does not belong in it."""


def read(path: Path) -> tuple[str, bytes, str]:
    """Return name, content and SHA-256 of a file to be attached.

    Raises:
        XinfangError: it is no regular file, too large, or cannot be read.
    """
    raw = read_bytes(path, MAX_BYTES)
    name = path.name
    if name.startswith(".") or not _is_portable(name):
        raise RefusedError(Msg.ATTACH_NAME(name=name))
    return name, raw, digest_of(raw)


def _is_portable(name: str) -> bool:
    """Whether every system can check the file out: git brings it to units that work on Windows."""
    is_plain = name.isprintable() and not _NOT_IN_NAMES & set(name) and name == name.rstrip(". ")
    return is_plain and len(name.encode()) <= LONGEST and name.partition(".")[0].rstrip().upper() not in _DEVICES


_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))})


def faults(ws: Workspace, case: Case) -> Iterator[tuple[int | None, Path, Text]]:
    """Return what is wrong with the files of a case: the entry's position, the file, what it is.

    The files of an accusation are on the computer that registered it; what another lacks is not missing. A file that
    no entry names may be what a killed `attach` left: the copy comes before the entry, so no entry is without its file.
    """
    named = {entry.file: (index, entry.sha256) for index, entry in enumerate(case.history) if entry.file}
    for name, (index, digest) in named.items():
        if fault := _fault(ws, case, name, digest):
            yield index, folder_of(ws, case) / name, fault
    yield from _unnamed(folder_of(ws, case), named)


def _fault(ws: Workspace, case: Case, name: str, digest: str | None) -> Text | None:
    path = folder_of(ws, case) / name
    if not os.path.lexists(path):
        # What an open matter has in `sealed/` still is told as such, and `check --fix` brings it out.
        is_apart = case.is_sealed or os.path.lexists(sealed_folder(ws, case.id) / name)
        return None if is_apart else Msg.ATTACHED_MISSING(name=name)
    try:
        found = digest_of(read_bytes(path, MAX_BYTES))
    except XinfangError as error:
        return error.text
    return Msg.ATTACHED_DIFFERS(name=name) if digest and found != digest else None


def _unnamed(folder: Path, named: Container[str]) -> Iterator[tuple[None, Path, Text]]:
    if not os.path.isdir(folder) or folder.is_symlink():  # noqa: PTH112  # Path.is_dir raises where a parent is closed
        return
    try:
        there = sorted(folder.iterdir())
    except OSError as error:
        yield None, folder, said(error, folder).text
        return
    for path in there:
        if path.name not in named and not path.name.startswith("."):
            yield None, path, Msg.ATTACHED_UNNAMED(name=path.name)


def _there(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()] if folder.is_dir() else []


def _is_same(one: str, other: str) -> bool:
    """Whether a disk that knows no case, or writes letters in another form, makes one name of two."""
    return unicodedata.normalize("NFC", one).casefold() == unicodedata.normalize("NFC", other).casefold()


def digest_of(raw: bytes) -> str:
    """Return the SHA-256 of a file's content, as an entry has it."""
    return hashlib.sha256(raw).hexdigest()


def folder_of(ws: Workspace, case: Case) -> Path:
    """Return where the files of a case lie."""
    return (sealed_folder if case.is_sealed else clear_folder)(ws, case.id)


def keep(ws: Workspace, case: Case, name: str, raw: bytes) -> Path:
    """Write a copy; the same content under the same name is there already.

    Raises:
        RefusedError: another file has that name.
    """
    path = folder_of(ws, case) / name
    check_folders(ws.root, path)
    if not path.exists() and any(_is_same(name, other) for other in _there(path.parent)):
        raise RefusedError(Msg.ATTACH_TAKEN(name=name))
    if path.exists():
        if read_bytes(path, MAX_BYTES) == raw:
            return path
        raise RefusedError(Msg.ATTACH_TAKEN(name=name))
    if case.is_sealed:
        make_sealed_folder(ws, PurePath(case.id))
    disk.Direct().create(path, raw, file_mode(ws) if case.is_sealed else 0o666)
    return path
