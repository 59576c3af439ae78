"""What was typed into a form and not yet entered: in `sealed/drafts/`, for who typed it alone.

A draft names persons, and nobody knows before its last field whether it is an accusation; so all of them lie where
words of accusations lie. They are in no backup. A draft is written with each key and never synced: it is to outlive
the program, not the machine.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any

from xinfang_cli.casefile.content import NO_FOLLOW
from xinfang_cli.casefile.content import read as read_file
from xinfang_cli.casefile.yaml import MAX_BYTES
from xinfang_cli.errors import XinfangError
from xinfang_cli.labels import Plain, fresh
from xinfang_cli.store.disk import temp_prefix, write_whole
from xinfang_cli.store.sealed import FILE_MODE, make_sealed_folder
from xinfang_cli.store.workspace import Workspace

DRAFTS = "drafts"
_SUFFIX = ".json"


class FormDraft(Plain, frozen=False):
    """The answers of one form by the names of its fields, and the text that is being typed.

    Attributes:
        path: where it lies.
        answers: what was answered, in order.
        typing: the field that was being typed, and how far it had come.
        when: when it was begun.
        is_kept: whether it lies there, as far as is known.
    """

    path: Path
    when: str
    answers: dict[str, str] = fresh(factory=dict)
    typing: tuple[str, str] | None = None
    is_kept: bool = False

    def keep(self) -> None:
        """Write it; that it cannot be written is no reason to stop typing."""
        said = {"when": self.when, "answers": self.answers, "typing": self.typing}
        data = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
        temp = self.path.with_name(f"{temp_prefix()}{self.path.name}")
        self.is_kept = False
        with suppress(OSError):
            opened = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NO_FOLLOW, FILE_MODE)
            try:
                write_whole(opened, data)
            finally:
                os.close(opened)
            temp.replace(self.path)
            self.is_kept = True

    def drop(self) -> None:
        """Delete it: what it says was entered, or is not wanted."""
        self.is_kept = False
        with suppress(OSError):
            self.path.unlink()


def new_draft(ws: Workspace, who: str, of: str, when: str) -> FormDraft:
    """Return an empty draft of a form that someone fills in."""
    from secrets import token_hex

    with suppress(OSError, XinfangError):
        make_sealed_folder(ws, PurePath(DRAFTS))
    return FormDraft(ws.sealed / DRAFTS / f"{_begins(who, of)}{token_hex(4)}{_SUFFIX}", when)


def left_draft(ws: Workspace, who: str, of: str) -> FormDraft | None:
    """Return the draft of a form that someone left last; None without one that can be read."""
    found = [draft for path in _paths(ws, _begins(who, of)) if (draft := _read(path))]
    return max(found, key=lambda draft: draft.when, default=None)


def _paths(ws: Workspace, begins: str) -> list[Path]:
    with suppress(OSError):
        return [path for path in (ws.sealed / DRAFTS).iterdir() if path.name.startswith(begins)]
    return []


def _begins(who: str, of: str) -> str:
    return f"{of}-{hashlib.sha256(who.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}-"


def _read(path: Path) -> FormDraft | None:
    try:
        said: Any = json.loads(read_file(path, MAX_BYTES).decode("utf-8", "surrogatepass"))
        answers, typing = said["answers"], said["typing"]
        texts = [said["when"], *answers, *answers.values(), *(typing or ())]
    except (XinfangError, ValueError, KeyError, TypeError, AttributeError):
        return None
    is_ours = all(isinstance(text, str) for text in texts) and (typing is None or len(typing) == 2)  # noqa: PLR2004
    return FormDraft(path, said["when"], answers, tuple(typing) if typing else None, is_kept=True) if is_ours else None
