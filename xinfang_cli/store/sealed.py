"""Texts of accusations (检举控告, T30¶3): `sealed/<id>.yaml`, outside git, readable by the owner alone."""

import contextlib
import datetime as dt
import itertools
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import Any

from xinfang_cli.casefile.content import NO_FOLLOW, in_words
from xinfang_cli.casefile.content import read as read_bytes
from xinfang_cli.casefile.layout import as_read, write
from xinfang_cli.casefile.text import parse_as
from xinfang_cli.casefile.yaml import MAX_BYTES, decoded, line_of
from xinfang_cli.errors import InvalidError, Problem, RefusedError, Text, XinfangError
from xinfang_cli.law.ids import folder_of
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import SEALED_ENTRY_KEYS, SealedText
from xinfang_cli.law.sealing import united
from xinfang_cli.messages import Msg, harmless
from xinfang_cli.plaintext import in_one_line
from xinfang_cli.store.disk import Direct, Writer, make_folder, remove, write_whole
from xinfang_cli.store.workspace import SUFFIX, Workspace

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_TOP = PurePath()
_MAPPINGS = frozenset({"set", "was"})
_OTHERS: dict[str, Callable[[Any], bool]] = {
    "amount": lambda value: str(value).isdecimal(),
    "granted": lambda value: isinstance(value, bool),
}
"""Keys of an entry whose values are no text."""


def text_path(ws: Workspace, case_id: str) -> Path:
    """Return where the words of a case lie."""
    folder_of(case_id)  # refuses what is no id, and so no path either
    return ws.sealed / f"{case_id}{SUFFIX}"


def has_text(ws: Workspace, case_id: str) -> bool:
    """Whether words of a case lie there."""
    return os.path.lexists(text_path(ws, case_id))


def read_text(ws: Workspace, case_id: str) -> tuple[SealedText | None, tuple[Problem, ...]]:
    """Return the words of a case, or None with its faults; None without any where this clone has no such text."""
    path = text_path(ws, case_id)
    if not os.path.lexists(path):
        return None, ()
    shown = path.relative_to(ws.root)
    try:
        raw = read_bytes(path, MAX_BYTES)
    except XinfangError as error:
        return None, (Problem(shown, None, error.text),)
    text, problems = parse_as(SealedText, raw, shown)
    if text is None:
        return None, problems
    faults = tuple(Problem(shown, line_of(decoded(raw), place), fault) for place, fault in _faults(text, case_id))
    return (None if faults else _with_amounts(text)), faults


def _with_amounts(text: SealedText) -> SealedText:
    """Return words with what relief they tell of as a number: files hold text alone."""
    entries = {
        n: {**words, "amount": int(words["amount"])} if "amount" in words else words
        for n, words in text.entries.items()
    }
    return text if entries == text.entries else text.but(entries=entries)


def _faults(text: SealedText, case_id: str) -> Iterator[tuple[tuple[str, ...], Text]]:
    if text.id != case_id:
        yield ("id",), Msg.ID_NOT_FILE_NAME(id=text.id, name=case_id)
    for n, words in text.entries.items():
        for key, value in words.items():
            if key not in SEALED_ENTRY_KEYS:
                yield ("entries", n, key), Msg.SEALED_KEY(key=key, n=n)
            elif key in _OTHERS:
                if not _OTHERS[key](value):
                    yield ("entries", n, key), Msg.SEALED_KEY(key=key, n=n)
            elif not isinstance(value, dict if key in _MAPPINGS else str):
                yield ("entries", n, key), (Msg.FIELD_MAPPING if key in _MAPPINGS else Msg.FIELD_TEXT)(key=key)


def sealed_text(ws: Workspace, case_id: str) -> SealedText | None:
    """Return the words of a case, or None where this clone has none. Raises InvalidError where they cannot be read."""
    text, problems = read_text(ws, case_id)
    if problems:
        raise InvalidError(Msg.FILE_INVALID(path=text_path(ws, case_id).relative_to(ws.root)), problems)
    return text


def create_text(ws: Workspace, text: SealedText, writer: Writer, *, keep: bool = False) -> None:
    """Write the words of a new case, before the case. Raises RefusedError where other words lie there.

    The same words may lie there: a command was killed after it wrote them. With `keep` other words may lie there too,
    and stay; what they lack is added.
    """
    old = sealed_text(ws, text.id)
    if old is None:
        _create(ws, text, writer)
    elif as_read(plain(old)) == as_read(plain(text)):
        return
    elif not keep:
        raise RefusedError(Msg.SEALED_OTHER(path=text_path(ws, text.id)))
    else:
        writer.replace(text_path(ws, text.id), _bytes(united(text, old)))


def save_text(ws: Workspace, text: SealedText, writer: Writer | None = None) -> None:
    """Add words to those that lie there already."""
    writer = writer or Direct()
    old = sealed_text(ws, text.id)
    if old is None:
        _create(ws, text, writer)
        return
    whole = united(old, text)
    if as_read(plain(whole)) != as_read(plain(old)):
        writer.replace(text_path(ws, text.id), _bytes(whole))


def _create(ws: Workspace, text: SealedText, writer: Writer) -> None:
    if len(plain(text)) > 1:  # more than its id
        make_sealed_folder(ws)
        writer.create(text_path(ws, text.id), _bytes(text), file_mode(ws))


def drop_text(ws: Workspace, text: SealedText, *, replaced: bool) -> None:
    """Delete the words of a matter that is open now, if they are all among `text`, which its file holds.

    Where its facts were `replaced` by whoever opened it, the entry says what they were.
    """
    old = sealed_text(ws, text.id)
    if old is None:
        return
    kept, here = (as_read(plain(each)) for each in (united(text, old), text))
    if (kept.get("entries") == here.get("entries")) if replaced else (kept == here):
        remove(text_path(ws, text.id))


def _bytes(text: SealedText) -> bytes:
    return write(plain(text)).encode()


def make_sealed_folder(ws: Workspace, inner: PurePath = _TOP) -> None:
    """Make `sealed/`, or a folder in it, or see to it that nobody else can look into it.

    One that was opened to a group, so that what is made in it belongs to that group, stays open to the group.
    """
    if inner != _TOP:
        make_sealed_folder(ws, inner.parent)
    folder = ws.sealed / inner
    with in_words(folder):
        make_folder(folder, FOLDER_MODE)
        mode = stat.S_IMODE(folder.stat().st_mode)
        wanted = mode | _SHARED if is_shared(ws) else mode & FOLDER_MODE
        if mode != wanted & ~0o007:
            with contextlib.suppress(PermissionError):  # another's folder: `check` is where that is said
                folder.chmod(wanted & ~0o007)


def is_shared(ws: Workspace) -> bool:
    """Whether `sealed/` was opened to a group."""
    return ws.sealed.stat().st_mode & _SHARED == _SHARED


def file_mode(ws: Workspace) -> int:
    """Return the mode of a file in `sealed/`."""
    return FILE_MODE | (0o060 if is_shared(ws) else 0)


def exposure(ws: Workspace, path: Path) -> int:
    """Return the mode of a file or folder in `sealed/` that others than the owner, or its group, may read; else 0.

    Windows has rights of another kind, which its modes do not tell.
    """
    if os.name == "nt":
        return 0
    mode = (path.stat() if path == ws.sealed else path.lstat()).st_mode
    return stat.S_IMODE(mode) if mode & (0o007 if is_shared(ws) else 0o077) else 0


_SHARED = stat.S_ISGID | stat.S_IRWXG


def set_aside(ws: Workspace, name: str, data: bytes) -> Path:
    """Write something that must not be lost into a new file of its own, and return where."""
    make_sealed_folder(ws)
    numbered = (f"{name}-{count}" if count > 1 else name for count in itertools.count(1))
    path = next(path for each in numbered if not os.path.lexists(path := ws.sealed / each))
    Direct().create(path, data, file_mode(ws))
    return path


def write_private(ws: Workspace, path: Path, data: bytes) -> None:
    """Write a file under `sealed/` that its owner alone may read; one of the same name is replaced."""
    make_sealed_folder(ws, path.parent.relative_to(ws.sealed))
    if os.path.lexists(path):
        Direct().replace(path, data)
    else:
        Direct().create(path, data, file_mode(ws))


def access_log(ws: Workspace, who: str, when: dt.datetime, what: str) -> None:
    """Write down who looked at what and when, in `sealed/access.log`."""
    words = [when.isoformat(), *(in_one_line(harmless(text)) for text in (who, what))]
    make_sealed_folder(ws)
    log = ws.sealed / "access.log"
    with in_words(log):
        opened = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | NO_FOLLOW, file_mode(ws))
        try:
            write_whole(opened, ("\t".join(words) + "\n").encode("utf-8", "replace"))
            os.fsync(opened)
        finally:
            os.close(opened)
