"""Registrations that were written and whose answer reached nobody: typed again they are the same matter.

One line each, `DIGEST ID`, in the folder of what can be made again. The digest tells nothing of what was typed.
"""

import hashlib
import os
from contextlib import suppress

from xinfang_cli.casefile.content import NO_FOLLOW
from xinfang_cli.store.workspace import Workspace

_NAME = "untold"


def digest_of(typed: str) -> str:
    """Return what stands for a registration."""
    return hashlib.sha256(b"xinfang untold 1\0" + typed.encode("utf-8", "surrogateescape")).hexdigest()


def remember(ws: Workspace, digest: str, case_id: str) -> None:
    """Remember a registration; that it cannot be remembered is no reason to fail."""
    with suppress(OSError):
        opened = os.open(ws.state / _NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT | NO_FOLLOW, 0o660)
        try:
            os.write(opened, f"{digest} {case_id}\n".encode())
        finally:
            os.close(opened)


def taken_up(ws: Workspace, digest: str) -> str | None:
    """Return the id of a registration that nobody was told of, and forget it: somebody asks now."""
    file = ws.state / _NAME
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    found = [line.partition(" ")[2] for line in lines if line.startswith(digest)]
    if found:
        with suppress(OSError):
            file.unlink()
            for line in lines:
                if not line.startswith(digest):
                    remember(ws, *line.split(" ", 1))
    return found[-1] if found else None
