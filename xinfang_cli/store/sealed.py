"""Texts of accusations (检举控告, T30¶3): `sealed/<id>.yaml`, outside git, readable by the owner alone."""

import contextlib
import datetime as dt
import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from xinfang_cli.casefile.layout import as_read, write
from xinfang_cli.casefile.text import parse_as
from xinfang_cli.casefile.yaml import MAX_BYTES, decoded, line_of
from xinfang_cli.errors import InvalidError, Problem, RefusedError, Text, XinfangError
from xinfang_cli.law.ids import folder_of
from xinfang_cli.law.procedure import SELECTING
from xinfang_cli.law.records import SEALED_ENTRY_KEYS, SEALED_KEYS, Case, Entry, SealedText, plain
from xinfang_cli.messages import Msg, harmless
from xinfang_cli.plaintext import in_one_line
from xinfang_cli.store.disk import NO_FOLLOW, Direct, Writer, in_words, make_folder, write_whole
from xinfang_cli.store.disk import read as read_bytes
from xinfang_cli.store.workspace import SUFFIX, Workspace

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_MAPPINGS = frozenset({"set", "was"})


def seal(case: Case) -> tuple[Case, SealedText]:
    """Return the part of a case that may be seen, and the words that lie apart.

    The words of an entry stand under its `n`; should two entries share one, the second is `n/2`.
    """
    entries = {name: words for name, entry in _named(case.history) if (words := _words(entry))}
    text = SealedText(id=case.id, entries=entries, **{key: getattr(case, key) for key in SEALED_KEYS})
    bare = {key: () if key == "petitioners" else None for key in SEALED_KEYS}
    history = tuple(entry.but(**dict.fromkeys(_words(entry))) for entry in case.history)
    return case.but(**bare, history=history), text


def unseal(case: Case, text: SealedText) -> Case:
    """Return a case with its words put back; what the text does not have stays as it is."""
    held = {key: value for key in SEALED_KEYS if (value := getattr(text, key))}
    history = tuple(entry.but(**text.entries.get(name, {})) for name, entry in _named(case.history))
    return case.but(**held, history=history)


def united(old: SealedText, new: SealedText) -> SealedText:
    """Return the old text with the new words over it: whoever writes may not have seen the old ones."""
    held = {key: value for key in SEALED_KEYS if (value := getattr(new, key))}
    entries = {name: {**old.entries.get(name, {}), **words} for name, words in new.entries.items()}
    return old.but(**held, entries={**old.entries, **entries})


def _named(history: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    seen: Counter[str] = Counter()
    for entry in history:
        seen[entry.n] += 1
        yield entry.n if seen[entry.n] == 1 else f"{entry.n}/{seen[entry.n]}", entry


def _words(entry: Entry) -> dict[str, Any]:
    """Return the words of an entry; the word that selects its row of the procedure is none of them."""
    kept = SELECTING.get(entry.did, frozenset())
    return {key: value for key in SEALED_ENTRY_KEYS if key not in kept and (value := getattr(entry, key)) is not None}


def text_path(ws: Workspace, case_id: str) -> Path:
    """Return where the words of a case lie."""
    folder_of(case_id)  # refuses what is no id, and so no path either
    return ws.sealed / f"{case_id}{SUFFIX}"


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
    return (None if faults else text), faults


def _faults(text: SealedText, case_id: str) -> Iterator[tuple[tuple[str, ...], Text]]:
    if text.id != case_id:
        yield ("id",), Msg.ID_NOT_FILE_NAME(id=text.id, name=case_id)
    for n, words in text.entries.items():
        for key, value in words.items():
            if key not in SEALED_ENTRY_KEYS:
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


def save_text(ws: Workspace, text: SealedText, writer: Writer) -> None:
    """Add words to those that lie there already."""
    old = sealed_text(ws, text.id)
    if old is None:
        _create(ws, text, writer)
        return
    whole = united(old, text)
    if as_read(plain(whole)) != as_read(plain(old)):
        writer.replace(text_path(ws, text.id), _bytes(whole))


def _create(ws: Workspace, text: SealedText, writer: Writer) -> None:
    if len(plain(text)) > 1:  # more than its id
        _make_private_folder(ws)
        writer.create(text_path(ws, text.id), _bytes(text), FILE_MODE)


def _bytes(text: SealedText) -> bytes:
    return write(plain(text)).encode()


def _make_private_folder(ws: Workspace) -> None:
    with in_words(ws.sealed):
        make_folder(ws.sealed, FOLDER_MODE)
        if ws.sealed.stat().st_mode & 0o077:
            with contextlib.suppress(PermissionError):  # another's folder: `check` is where that is said
                ws.sealed.chmod(FOLDER_MODE)


def set_aside(ws: Workspace, name: str, data: bytes) -> Path:
    """Write something that must not be lost into a new file of its own, and return where."""
    _make_private_folder(ws)
    numbered = (f"{name}-{count}" if count > 1 else name for count in itertools.count(1))
    path = next(path for each in numbered if not os.path.lexists(path := ws.sealed / each))
    Direct().create(path, data, FILE_MODE)
    return path


def write_private(ws: Workspace, path: Path, data: bytes) -> None:
    """Write a file under `sealed/` that its owner alone may read; one of the same name is replaced."""
    _make_private_folder(ws)
    with in_words(path.parent):
        make_folder(path.parent, FOLDER_MODE)
    if os.path.lexists(path):
        Direct().replace(path, data)
    else:
        Direct().create(path, data, FILE_MODE)


def access_log(ws: Workspace, who: str, when: dt.datetime, what: str) -> None:
    """Write down who looked at what and when, in `sealed/access.log`."""
    words = [when.isoformat(), *(in_one_line(harmless(text)) for text in (who, what))]
    _make_private_folder(ws)
    log = ws.sealed / "access.log"
    with in_words(log):
        opened = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | NO_FOLLOW, FILE_MODE)
        try:
            write_whole(opened, ("\t".join(words) + "\n").encode("utf-8", "replace"))
            os.fsync(opened)
        finally:
            os.close(opened)
