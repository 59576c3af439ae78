"""Files attached to a case: `cases/YYYY/MM/ID/NAME`, or in `sealed/` for an accusation; never overwritten."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.law.records import Case
from xinfang_cli.messages import Msg, Text
from xinfang_cli.store import disk
from xinfang_cli.store.cases import Workspace, path_of

MAX_BYTES = 64 * 1024 * 1024
"""Git keeps every version for ever; a film does not belong in it."""


def read(path: Path) -> tuple[str, bytes, str]:
    """Return name, content and SHA-256 of a file to be attached.

    Raises:
        XinfangError: it is no regular file, too large, or cannot be read.
    """
    raw = disk.read(path, MAX_BYTES)
    name = path.name
    if name.startswith(".") or not name.isprintable() or len(name.encode()) > 200:  # noqa: PLR2004  # file systems' limit
        raise RefusedError(Msg.ATTACH_NAME(name=name))
    return name, raw, digest_of(raw)


def faults(ws: Workspace, case: Case) -> Iterator[tuple[int | None, Path, Text]]:
    """Return what is wrong with the files of a case: the entry's position, the file, what it is.

    The files of an accusation are on the computer that registered it; what another lacks is not missing. A file that
    no entry names may be what a killed `attach` left: the copy comes before the entry, so no entry is without its file.
    """
    folder = folder_of(ws, case)
    named = {entry.file: (index, entry.sha256) for index, entry in enumerate(case.history) if entry.file}
    for name, (index, digest) in named.items():
        path = folder / name
        if not os.path.lexists(path):
            if not case.is_sealed:
                yield index, path, Msg.ATTACHED_MISSING(name=name)
            continue
        try:
            found = digest_of(disk.read(path, MAX_BYTES))
        except XinfangError as error:
            yield index, path, error.text
            continue
        if digest and found != digest:
            yield index, path, Msg.ATTACHED_DIFFERS(name=name)
    for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if path.name not in named and not path.name.startswith("."):
            yield None, path, Msg.ATTACHED_UNNAMED(name=path.name)


def digest_of(raw: bytes) -> str:
    """Return the SHA-256 of a file's content, as an entry has it."""
    return hashlib.sha256(raw).hexdigest()


def folder_of(ws: Workspace, case: Case) -> Path:
    """Return where the files of a case lie."""
    return ws.sealed / case.id if case.is_sealed else path_of(ws, case.id).with_suffix("")


def keep(ws: Workspace, case: Case, name: str, raw: bytes) -> Path:
    """Write a copy; the same content under the same name is there already.

    Raises:
        RefusedError: another file has that name.
    """
    path = folder_of(ws, case) / name
    if path.exists():
        if disk.read(path, MAX_BYTES) == raw:
            return path
        raise RefusedError(Msg.ATTACH_TAKEN(name=name))
    disk.Direct().create(path, raw, 0o600 if case.is_sealed else 0o666)
    return path
