"""What one user saw and touched last in a workspace: ids and nothing else, in the user's own folder, for half a day.

It lies outside the workspace, since `@` is never a colleague's matter. Losing it loses nothing, so no fault of the disk
here is one of the command.
"""

import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from xinfang_cli.casefile.content import read
from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.labels import Plain
from xinfang_cli.law.ids import is_id
from xinfang_cli.messages import Msg

HELD = dt.timedelta(hours=12)
"""How long a row or the last matter is known."""

MOST_ROWS = 9999
"""Rows that have a number to be pointed at by."""

_MOST_BYTES = 1024 * 1024
_SEEN, _TOUCHED = "seen", "touched"


def state_folder(env: Mapping[str, str], platform: str) -> Path | None:
    """Return the user's folder for what programs remember on this kind of system; None for who has no home."""
    home = Path(env.get("HOME") or env.get("USERPROFILE") or "")
    if named := env.get("XDG_STATE_HOME"):
        base = Path(named)
    elif platform == "win32":
        base = Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = home / ".local" / "state"
    return base / "xinfang" if base.is_absolute() else None


class Memory(Plain):
    """What is remembered of one workspace.

    Attributes:
        folder: the user's own; None where there is none, and nothing is remembered.
        root: the workspace.
        now: the present moment.
    """

    folder: Path | None
    root: Path
    now: dt.datetime

    def see(self, ids: Iterable[str]) -> None:
        """Remember the matters of the rows that were shown, from row 1 on."""
        self._keep(_SEEN, list(islice(ids, MOST_ROWS)))

    def touch(self, case_id: str) -> None:
        """Remember the matter that was registered or changed."""
        self._keep(_TOUCHED, [case_id])

    def meant(self, ref: str) -> str:
        """Return the matter that `@`, or `@3`, stands for.

        Raises:
            RefusedError: nothing is remembered of it, or that was too long ago.
        """
        number = ref[1:]
        found = self.row(int(number)) if number else self.touched
        if found is None:
            raise RefusedError(Msg.NO_ROW(ref=ref) if number else Msg.NOTHING_TOUCHED(ref=ref))
        return found

    def row(self, number: int) -> str | None:
        """Return the matter of a row that was shown last; None where there is none, or it was too long ago."""
        ids = self._held(_SEEN)
        return ids[number - 1] if 0 < number <= len(ids) else None

    @property
    def touched(self) -> str | None:
        """The matter that was touched last."""
        return next(iter(self._held(_TOUCHED)), None)

    def _held(self, what: str) -> list[str]:
        found: Any = self._all().get(what)
        try:
            since = self.now - dt.datetime.fromisoformat(found["at"])
            ids = found["ids"]
        except (TypeError, KeyError, ValueError):
            return []
        is_whole = isinstance(ids, list) and all(isinstance(each, str) and is_id(each) for each in ids)
        return ids if is_whole and dt.timedelta() <= since <= HELD else []

    def _all(self) -> dict[str, Any]:
        with suppress(OSError, XinfangError, ValueError):
            found = json.loads(read(self._file, _MOST_BYTES)) if self.folder else {}
            return found if isinstance(found, dict) else {}
        return {}

    def _keep(self, what: str, ids: list[str]) -> None:
        if self.folder is None:
            return
        said = {**self._all(), what: {"at": self.now.isoformat(), "ids": ids}}
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder)  # its owner's alone
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(said, file)
                Path(name).replace(self._file)
            except OSError:
                Path(name).unlink()
                raise

    @property
    def _file(self) -> Path:
        """Named by what stands for the workspace's path: the folder tells nobody where somebody works."""
        mark = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return (self.folder or Path()) / f"{mark}.json"
