"""Case files on disk: found, read, made, changed, by one writer at a time.

Everything about files that a command needs is here or handed on from here.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from xinfang_cli.casefile.content import in_words
from xinfang_cli.casefile.content import read as read_bytes
from xinfang_cli.casefile.text import changed, checked, grown_text, parse, text_of
from xinfang_cli.casefile.yaml import MAX_BYTES, comments
from xinfang_cli.casefile.yaml import line_of as line_at
from xinfang_cli.errors import Level, Problem, RefusedError, XinfangError
from xinfang_cli.labels import Plain, fresh
from xinfang_cli.law.ids import derived_id, folder_of, is_id, new_id, resolve
from xinfang_cli.law.records import Case, SealedText
from xinfang_cli.law.sealing import is_opened_unexplained, seal, united
from xinfang_cli.messages import Msg
from xinfang_cli.store import disk
from xinfang_cli.store.disk import Direct, Writer, make_folder
from xinfang_cli.store.lockfile import HeldError, held
from xinfang_cli.store.sealed import (
    access_log,
    create_text,
    read_text,
    save_text,
    sealed_text,
    set_aside,
    text_path,
    write_private,
)
from xinfang_cli.store.sealing import bring_out, left_behind, put_away, put_right, sealed_problems, taken_back, tighten
from xinfang_cli.store.words import parted, with_kept
from xinfang_cli.store.workspace import SUFFIX, Workspace, check_folders, find_root, path_of

LOCK_TIMEOUT = 10.0
"""Seconds that a command waits for another to finish."""

_DIRECT: Writer = Direct()


def place_of(ws: Workspace, case_id: str) -> str:
    """Return what `path_of` returns, for those who ask it of a million cases."""
    year, month = folder_of(case_id)
    return f"{ws.root}/cases/{year}/{month}/{case_id}{SUFFIX}"


def case_paths(ws: Workspace) -> Iterator[Path]:
    """Return the case files in order of their paths; `workspace_problems` tells what is passed over."""
    return (Path(entry.path) for entry in _entries(ws.cases) if _is_case(entry))


def _is_case(entry: "os.DirEntry[str]") -> bool:
    return entry.name.endswith(SUFFIX) and entry.is_file(follow_symlinks=False)


def _entries(folder: Path, closed: list[Path] | None = None) -> Iterator["os.DirEntry[str]"]:
    """Return what lies under a folder: not in folders named like an id, which hold attachments, and no dot files.

    Folders that cannot be read are added to `closed`.
    """
    try:
        with os.scandir(folder) as listing:
            found = sorted(listing, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError:
        if closed is not None:
            closed.append(folder)
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        yield entry
        if entry.is_dir(follow_symlinks=False) and not is_id(entry.name):
            yield from _entries(Path(entry.path), closed)


def read_text_of(ws: Workspace, path: Path) -> str:
    """Return the text of a case file, byte for byte. Raises XinfangError; links are not followed, of folders neither.

    Bytes that are no UTF-8 come as the halves of characters that stand for them, so that none is lost.
    """
    check_folders(ws.root, path)
    return read_bytes(path, MAX_BYTES).decode("utf-8", "surrogateescape")


def load(ws: Workspace, path: Path, *, waits_at: Path | None = None) -> tuple[Case | None, tuple[Problem, ...], str]:
    """Return the case in a file, or its faults, and its text. An accusation whose words are not here has a warning.

    A file that is still to be put in place is read where it waits.
    """
    shown = path.relative_to(ws.root)
    try:
        text = read_text_of(ws, waits_at or path)
    except XinfangError as error:
        return None, (Problem(shown, None, error.text),), ""
    return loaded(ws, shown, text)


def loaded(ws: Workspace, shown: Path, text: str) -> tuple[Case | None, tuple[Problem, ...], str]:
    """Return the case in the text of a file, or its faults, and its text, as `load` does."""
    case, problems = parse(text.encode("utf-8", "surrogateescape"), shown)
    if case and case.is_sealed:
        words, problems = read_text(ws, case.id)
        if not (words or problems or case.petitioners_sealed):
            problems = (Problem(shown, None, Msg.SEALED_MISSING(id=case.id), Level.WARNING),)
    return case, problems, text


def create(
    ws: Workspace, case: Case, writer: Writer = _DIRECT, *, check: bool = True, keep_words: bool = False
) -> Path:
    """Write a new case and return where; an accusation's words go to `sealed/` first.

    Raises RefusedError where a file has that id: nothing is ever overwritten. Without `check` the text is not read back
    before it is written, which takes as long as all the rest. With `keep_words` sealed words that lie there without
    their case stay, and are no reason to refuse.
    """
    path = path_of(ws, case.id)
    shown = path.relative_to(ws.root)
    check_folders(ws.root, path)
    if os.path.lexists(path):
        raise RefusedError(Msg.FILE_EXISTS(path=shown))
    part = parted(ws, None, case)
    text = text_of(part.case)
    if check:
        checked(text, shown, part.case)
    _put_key(ws, case.id, part.key, writer)
    with taken_back(ws, case.id) if part.is_apart else contextlib.nullcontext():
        if part.words and part.is_apart:
            create_text(ws, part.words, writer, keep=keep_words)
        writer.create(path, text.encode())
    if part.drops:
        _drop(ws, path, writer)
    return path


def _drop(ws: Workspace, path: Path, writer: Writer) -> None:
    """Delete the words in `sealed/` of a matter that has them in its block, once its file is in place."""
    writer.settle(path)
    disk.remove(text_path(ws, path.stem))


def save(
    ws: Workspace, path: Path, before: str, case: Case, writer: Writer = _DIRECT, *, read: Case | None = None
) -> str:
    """Write a changed case over its file, which must still hold the text `before`, and return the new text.

    Of an accusation the whole case may be given or the part that may be seen: words go to `sealed/`, over those there.
    `read` is the case that `before` holds, where the caller knows; a file in our form is then not read again, nor
    back, which takes as long as all the rest; where only entries were added, those before them are not written anew.
    """
    new = rewritten(ws, path, before, case, read=read)
    rewrite(ws, path, new, writer)
    return new.text


class Rewritten(NamedTuple):
    """What a case file held and is to hold, and what that means for `sealed/`.

    Attributes:
        before: the text of the file.
        text: what it is to be.
        words: all of its words; None where the matter is open.
        is_apart: whether they go to `sealed/`.
        drops: whether what lies there goes, once the file is in place.
        opened: the matter, where it was sealed and is not any more.
        seals: whether the matter was open and is to be sealed.
        aside: the text of the file where it says of a sealed matter what would be lost: comments, or other words.
        key: of its petitioners, where they get their first block.
    """

    before: str
    text: str
    words: SealedText | None
    is_apart: bool = False
    drops: bool = False
    opened: Case | None = None
    seals: bool = False
    aside: str | None = None
    key: bytes | None = None


def rewritten(
    ws: Workspace, path: Path, before: str, case: Case, *, read: Case | None = None, text: str | None = None
) -> Rewritten:
    """Return what `save` makes of a file, without writing anything; `text` is what someone made of it in an editor.

    Raises RefusedError where a sealed matter would be opened and nothing says why.
    """
    old = read or parse(before.encode("utf-8", "surrogateescape"), path)[0]
    if old is not None and is_opened_unexplained(old, case):
        raise RefusedError(Msg.UNSEAL_REASON(id=case.id))
    opened = case if old is not None and old.is_sealed and not case.is_sealed else None
    if opened and old is not None and (text is not None or case.petitioners_sealed):
        case = with_kept(ws, old, case)  # an editor shows none of them
    part = parted(ws, old, case)
    new = Rewritten(before, "", part.words, part.is_apart, part.drops, opened and part.case, key=part.key)
    if part.words is not None and old is not None and not old.is_sealed:
        # Comments may hold words: the file of a matter that becomes sealed is written in our form, without them.
        written = text_of(part.case)
        return new._replace(text=written, seals=True, aside=_with_remarks(text or before, written))
    written = _text(ws, path, text or before, part.case, None if text else read)
    others = part.words is not None and old is not None and united(part.words, seal(old)[1]) != part.words
    return new._replace(text=written, aside=before if others else None)


def _put_key(ws: Workspace, case_id: str, key: bytes | None, writer: Writer) -> None:
    if key:
        from xinfang_cli.store.keyring import put_key

        put_key(ws, case_id, key, writer)


def _with_remarks(text: str, new: str) -> str | None:
    """Return a text if people wrote comments in it that the new one does not have."""
    return text if set(comments(text)) - set(comments(new)) else None


def _text(ws: Workspace, path: Path, before: str, case: Case, read: Case | None) -> str:
    text = grown_text(before, read, case) if read is not None else None
    if text is not None:
        return text
    is_ours = read is not None and text_of(read) == before
    return text_of(case) if is_ours else changed(before, path.relative_to(ws.root), case)


def rewrite(ws: Workspace, path: Path, new: Rewritten, writer: Writer = _DIRECT) -> None:
    """Write a changed case over its file, which must still hold what it held; words and files go where they belong."""
    writer.settle(path)
    if read_text_of(ws, path) != new.before:
        raise RefusedError(Msg.FILE_CHANGED(path=path.relative_to(ws.root)))
    if new.aside is not None:
        set_aside(ws, f"{path.stem}.before", new.aside.encode("utf-8", "surrogateescape"))
    _put_key(ws, path.stem, new.key, writer)
    with taken_back(ws, path.stem, files=new.seals) if new.words else contextlib.nullcontext():
        if new.words:
            put_away(ws, new.words, writer, is_apart=new.is_apart)
        if new.text != new.before:
            writer.replace(path, new.text.encode())
    if new.drops:
        _drop(ws, path, writer)
    if new.opened:
        writer.settle(path)
        bring_out(ws, new.opened, replaced=True)


def save_edited(ws: Workspace, path: Path, before: str, text: str, case: Case) -> None:
    """Write a text that someone edited, which reads as `case` but for its derived lines, over the file.

    The file must still hold `before`. Words of a matter that the edit made an accusation go to `sealed/`.
    """
    rewrite(ws, path, rewritten(ws, path, before, case, text=text))


class CaseBatch(Plain):
    """Makes and changes many cases for the price of one sync; a kill leaves whole files only."""

    ws: Workspace
    files: disk.FileBatch = fresh(factory=disk.FileBatch)
    folders: set[str] = fresh(factory=set)  # known to be no links

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.files.__exit__(kind, error, trace)

    def create(self, case: Case) -> Path:
        """Write a new case, as `create` does; sealed words that lie there without their case stay."""
        return create(self.ws, case, self.files, check=False, keep_words=True)

    def load(self, path: Path) -> tuple[Case | None, tuple[Problem, ...], str]:
        """Return what `load` will return when all that waits is in place."""
        loaded = load(self.ws, path, waits_at=self.files.whereabouts(path))
        if loaded[0] is None or not loaded[0].is_sealed:
            return loaded
        self.files.settle(path)  # its words may wait as well
        return load(self.ws, path)

    def put(self, case_id: str, text: str, key: bytes | None = None) -> None:
        """Write the text of a new case that has no words to be sealed, as `create` does."""
        if key:
            from xinfang_cli.store.keyring import put_new_key

            put_new_key(self.ws, case_id, key, self.files)
        place = place_of(self.ws, case_id)
        folder = place.rpartition("/")[0]
        if folder not in self.folders:
            check_folders(self.ws.root, Path(place))
            self.folders.add(folder)
        self.files.create(place, text.encode())

    def save(self, path: Path, before: str, case: Case, *, read: Case | None = None) -> str:
        """Write a changed case, as `save` does."""
        return save(self.ws, path, before, case, self.files, read=read)

    def rewrite(self, path: Path, new: Rewritten) -> None:
        """Write what `rewritten` made, as `save` does."""
        rewrite(self.ws, path, new, self.files)

    def flush(self) -> None:
        """Bring all that waits to the disk."""
        self.files.flush()


def sweep(ws: Workspace) -> int:
    """Delete what killed commands left unfinished and return how many files; only while the lock is held."""
    return disk.sweep(ws.cases, ws.sealed) + disk.sweep_folder(ws.root)


def loose(ws: Workspace) -> Iterator[Case]:
    """Return the matters that have files of their own, in clear or in `sealed/`, or words there."""
    ids = {path.stem for path in ws.sealed.glob("*") if is_id(path.stem)}
    ids |= {entry.name for entry in _entries(ws.cases) if is_id(entry.name)}
    for case_id in sorted(ids):
        path = path_of(ws, case_id)
        case = load(ws, path)[0] if path.exists() else None
        if case is not None:
            yield case


def workspace_problems(ws: Workspace) -> Iterator[Problem]:
    """Return what is wrong around the cases: links, closed folders, attachments and sealed texts without their case."""
    closed: list[Path] = []
    for entry in _entries(ws.cases, closed):
        path = Path(entry.path)
        shown = path.relative_to(ws.root)
        if entry.is_symlink() or (entry.name.endswith(SUFFIX) and not entry.is_file()):
            yield Problem(shown, None, Msg.NOT_A_FILE(path=entry.name))
        elif is_id(entry.name) and not path.with_name(f"{entry.name}{SUFFIX}").exists():
            yield Problem(shown, None, Msg.ATTACHED_ORPHAN())
    for folder in closed:
        yield Problem(folder.relative_to(ws.root), None, Msg.DISK_NOT_ALLOWED(path=folder.relative_to(ws.root)))
    if not closed:  # what lies there may be what is missing
        yield from _sealed_orphans(ws)


def _sealed_orphans(ws: Workspace) -> Iterator[Problem]:
    known: set[str] | None = None
    for path in sorted(ws.sealed.glob(f"*{SUFFIX}")):
        if is_id(path.stem) and path_of(ws, path.stem).exists():
            continue
        known = known or {case.stem for case in case_paths(ws)}
        if path.stem not in known:
            yield Problem(path.relative_to(ws.root), None, Msg.SEALED_ORPHAN(), Level.WARNING)


@contextlib.contextmanager
def lock(ws: Workspace, what: str = "", timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Keep other writers out. `what` is the command, told to whoever waits in vain; it must name no person.

    Raises RefusedError when `timeout` seconds have passed. A kill frees the lock; that the holder is still named tells
    the next one that there may be something to clean up.
    """
    file, holder = ws.state / "lock", ws.state / "lock.holder"
    with contextlib.ExitStack() as stack:
        with in_words(file):
            make_folder(ws.state)
            try:
                stack.enter_context(held(file, timeout))
            except HeldError:
                raise RefusedError(Msg.LOCK_HELD(holder=_holder(holder))) from None
        stack.enter_context(_named(ws, holder, f"{os.getpid()} {what}".strip()))
        yield


@contextlib.contextmanager
def _named(ws: Workspace, holder: Path, name: str) -> Iterator[None]:
    """Leave a name while the lock is held; one that is still there is of a command that left something unfinished."""
    disk.sweep_ended(ws.root)
    with contextlib.suppress(OSError):
        if holder.stat().st_size:
            sweep(ws)
    with contextlib.suppress(OSError):
        holder.write_text(name, encoding="utf-8")
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if not disk.has_left():
                os.truncate(holder, 0)


def _holder(path: Path) -> object:
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace") or Msg.LOCK_UNKNOWN
    return Msg.LOCK_UNKNOWN


__all__ = [
    "CaseBatch",
    "Rewritten",
    "Workspace",
    "Writer",
    "access_log",
    "case_paths",
    "create",
    "derived_id",
    "find_root",
    "is_id",
    "left_behind",
    "line_at",
    "load",
    "lock",
    "loose",
    "new_id",
    "parse",
    "path_of",
    "put_right",
    "read_text",
    "resolve",
    "rewritten",
    "save",
    "save_edited",
    "save_text",
    "sealed_problems",
    "sealed_text",
    "set_aside",
    "sweep",
    "text_of",
    "tighten",
    "workspace_problems",
    "write_private",
]
