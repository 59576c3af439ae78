"""Files attached to a case: `cases/YYYY/MM/ID/NAME`, or in `sealed/` for an accusation; never overwritten."""

import hashlib
from pathlib import Path

from xinfang_cli import disk
from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.model import Case
from xinfang_cli.store import Workspace, path_of

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
    return name, raw, hashlib.sha256(raw).hexdigest()


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
