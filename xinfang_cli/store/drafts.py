"""What was typed into a form and not yet entered: in `sealed/drafts/`, for who typed it alone.

A draft names persons, and nobody knows before its last field whether it is an accusation; so all of them lie where
words of accusations lie. They are in no backup. A draft is written with each key and never synced: it is to outlive
the program, not the machine. Where petitioners are sealed, who they are is sealed in drafts too, to the same keys; who
has none of them is asked for it again.
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

PERSONAL = frozenset({"name", "phone", "address", "representatives"})
"""The fields whose answers are sealed where petitioners are."""


class FormDraft(Plain, frozen=False):
    """The answers of one form by the names of its fields, and the text that is being typed.

    Attributes:
        ws: the workspace, which says to whom petitioners are sealed.
        path: where it lies.
        answers: what was answered, in order.
        typing: the field that was being typed, and how far it had come.
        when: when it was begun.
        is_kept: whether it lies there, as far as is known.
        is_closed: whether answers lie there that none of the keys here opens.
    """

    ws: Workspace
    path: Path
    when: str
    answers: dict[str, str] = fresh(factory=dict)
    typing: tuple[str, str] | None = None
    is_kept: bool = False
    is_closed: bool = False

    def keep(self) -> None:
        """Write it; that it cannot be written is no reason to stop typing."""
        data = _packed(self._said())
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

    def _said(self) -> dict[str, Any]:
        """Return what is written: all, or with persons under seal; what cannot be sealed is not kept."""
        said = {"answers": self.answers, "typing": self.typing}
        to = self.ws.recipients
        if not to:
            return {"when": self.when, **said}
        persons = {name: text for name, text in self.answers.items() if name in PERSONAL}
        rest = {name: text for name, text in self.answers.items() if name not in PERSONAL}
        is_person = self.typing is not None and self.typing[0] in PERSONAL
        kept = {"when": self.when, "answers": rest, "typing": None if is_person else self.typing}
        if persons or is_person:
            kept["sealed"] = _sealed(_packed({"answers": persons, "typing": self.typing if is_person else None}), to)
        return kept

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
    return FormDraft(ws, ws.sealed / DRAFTS / f"{_begins(who, of)}{token_hex(4)}{_SUFFIX}", when)


def left_draft(ws: Workspace, who: str, of: str) -> FormDraft | None:
    """Return the draft of a form that someone left last; None without one that can be read."""
    found = [draft for path in _paths(ws, _begins(who, of)) if (draft := _read(ws, path))]
    return max(found, key=lambda draft: draft.when, default=None)


def keep_anew(ws: Workspace) -> int:
    """Write all drafts once more, as config has it now; return how many are another's, or cannot be opened here."""
    left = 0
    for path in _paths(ws, ""):
        draft = _read(ws, path)
        if draft is not None and not draft.is_closed:
            draft.keep()
        left += draft is None or not draft.is_kept or draft.is_closed
    return left


def _packed(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _sealed(data: bytes, recipients: tuple[str, ...]) -> str | None:
    from xinfang_cli.store.agefile import is_recipient, seal

    with suppress(XinfangError):  # the library is an extra
        return seal(data, recipients) if all(map(is_recipient, recipients)) else None
    return None


def _opened(block: str) -> bytes | None:
    from xinfang_cli.store.agefile import UnopenedError, unseal
    from xinfang_cli.store.keyring import own_identities

    with suppress(XinfangError, UnopenedError):
        return unseal(block, own_identities())
    return None


def _paths(ws: Workspace, begins: str) -> list[Path]:
    with suppress(OSError):
        return [path for path in (ws.sealed / DRAFTS).iterdir() if path.name.startswith(begins)]
    return []


def _begins(who: str, of: str) -> str:
    return f"{of}-{hashlib.sha256(who.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}-"


def _read(ws: Workspace, path: Path) -> FormDraft | None:
    try:
        said: Any = json.loads(read_file(path, MAX_BYTES).decode("utf-8", "surrogatepass"))
        when, block = said["when"], said.get("sealed")
        opened = _opened(block) if isinstance(block, str) else None
        hidden: Any = json.loads(opened.decode("utf-8", "surrogatepass")) if opened else {"answers": {}, "typing": None}
        answers = said["answers"] | hidden["answers"]
        typing = said["typing"] or hidden["typing"]
        texts = [when, *answers, *answers.values(), *(typing or ())]
    except (XinfangError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if not all(isinstance(text, str) for text in texts) or (
        typing is not None and len(typing) != len(("field", "text"))
    ):
        return None
    typed = (typing[0], typing[1]) if typing else None
    return FormDraft(ws, path, when, answers, typed, is_kept=True, is_closed="sealed" in said and opened is None)
