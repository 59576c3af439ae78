"""Words and files of a matter go to `sealed/` together, and come back together, whoever writes the matter.

While a matter is sealed they are in `sealed/` before its file says so; when it is opened its file says so before
anything leaves `sealed/`. So a kill leaves nothing in clear that is sealed, and loses nothing: what it left half done
the same command finishes, or `check --fix`.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from xinfang_cli.casefile.content import in_words, read, said
from xinfang_cli.casefile.yaml import MAX_BYTES
from xinfang_cli.errors import Level, Problem, XinfangError
from xinfang_cli.law.ids import is_id
from xinfang_cli.law.records import Case, SealedText
from xinfang_cli.law.sealing import seal
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.store import disk
from xinfang_cli.store.disk import Writer
from xinfang_cli.store.drafts import DRAFTS
from xinfang_cli.store.sealed import (
    drop_text,
    exposure,
    file_mode,
    make_sealed_folder,
    save_text,
    text_path,
)
from xinfang_cli.store.umask import umask
from xinfang_cli.store.workspace import Workspace, check_folders, path_of
from xinfang_cli.store.written import WorkDone, recording, recording_if_whole

PENDING = (".before", ".conflict", ".rejected")
"""What stands behind the id in the names of files in `sealed/` that wait for somebody to look at them."""


def clear_folder(ws: Workspace, case_id: str) -> Path:
    """Return where the files of a matter lie that is not sealed."""
    return path_of(ws, case_id).with_suffix("")


def sealed_folder(ws: Workspace, case_id: str) -> Path:
    """Return where the files of a sealed matter lie."""
    return ws.sealed / case_id


def put_away(ws: Workspace, text: SealedText, writer: Writer, *, is_apart: bool = True) -> None:
    """Bring the words of a matter, if they lie apart, and its files to `sealed/`, before its file says it is sealed."""
    if is_apart:
        save_text(ws, text, writer)
    put_files_away(ws, text.id)


def put_files_away(ws: Workspace, case_id: str) -> int:
    """Bring the files of a sealed matter to `sealed/` and return how many there were; mostly there are none."""
    source = clear_folder(ws, case_id)
    if not os.path.lexists(source):
        return 0
    make_sealed_folder(ws, PurePath(case_id))
    return _move(ws, source, sealed_folder(ws, case_id), file_mode(ws))


def bring_out(ws: Workspace, case: Case, *, replaced: bool = False) -> int:
    """Bring what `sealed/` has of a matter whose file says that it is open to where it belongs; return how many files.

    The words stand in its file; those that do not, since a command was killed or another clone wrote them, stay.
    Facts may have been `replaced` by whoever opened it.
    """
    drop_text(ws, seal(case)[1], replaced=replaced)
    source = sealed_folder(ws, case.id)
    if not os.path.lexists(source):
        return 0
    disk.make_folder(clear_folder(ws, case.id))
    return _move(ws, source, clear_folder(ws, case.id), 0o666 & ~umask())


@contextlib.contextmanager
def taken_back(ws: Workspace, case_id: str, *, files: bool = False) -> Iterator[None]:
    """Put words away within, and files, before the matter's file is written; take them back where that fails."""
    path = text_path(ws, case_id)
    before = read(path, MAX_BYTES) if os.path.lexists(path) else None
    try:
        with recording_if_whole():
            yield
    except XinfangError:
        with contextlib.suppress(XinfangError, OSError), recording(WorkDone()):  # what is as it was is not written
            if before is None:
                path.unlink(missing_ok=True)
            elif read(path, MAX_BYTES) != before:
                disk.Direct().replace(path, before)
            if files and os.path.lexists(sealed_folder(ws, case_id)):
                disk.make_folder(clear_folder(ws, case_id))  # it was empty, and is gone
                _move(ws, sealed_folder(ws, case_id), clear_folder(ws, case_id), 0o666 & ~umask())
        raise


def _move(ws: Workspace, source: Path, target: Path, mode: int) -> int:
    """Move the files of a folder to another; what is no file stays, and `check` names it."""
    for folder in (source, target):
        check_folders(ws.root, folder / "-")
    with in_words(source):
        names = sorted(entry.name for entry in os.scandir(source) if entry.is_file(follow_symlinks=False))
    for name in names:
        disk.move(source / name, target / name, mode)
    disk.remove_empty(source)
    return len(names)


def sealed_problems(ws: Workspace) -> Iterator[Problem]:
    """Return what is wrong with `sealed/`: a link, open to others, unreadable, or something that waits in it."""
    if ws.sealed.is_symlink():
        yield _warning(ws, ws.sealed, Msg.SEALED_LINK)
    if not ws.sealed.is_dir():
        return
    unreadable: list[OSError] = []
    for folder, _, names in os.walk(ws.sealed, onerror=unreadable.append):
        for path in (Path(folder), *(Path(folder, name) for name in sorted(names))):
            if mode := exposure(ws, path):
                yield Problem(path.relative_to(ws.root), None, Msg.SEALED_EXPOSED(mode=f"{mode:03o}"), Level.WARNING)
            if is_id(path.name.split(".")[0]) and path.suffix.split("-")[0] in PENDING:
                yield _warning(ws, path, Msg.SEALED_PENDING)
    for error in unreadable:
        yield Problem(Path(error.filename).relative_to(ws.root), None, said(error, error.filename).text)


def left_behind(ws: Workspace, case: Case) -> Iterator[Problem]:
    """Return what lies in clear of a sealed matter, or in `sealed/` of an open one; `check --fix` puts it right."""
    if case.is_sealed:
        folder = clear_folder(ws, case.id)
        if _holds_something(folder):
            yield Problem(folder.relative_to(ws.root), None, Msg.SEALED_FILES_IN_CLEAR())
        return
    for path in (text_path(ws, case.id), sealed_folder(ws, case.id)):
        if os.path.lexists(path):
            yield _warning(ws, path, Msg.SEALED_LEFT)


def _holds_something(folder: Path) -> bool:
    """Whether anything may lie in a folder; an empty one that could not be deleted says nothing of the matter."""
    try:
        with os.scandir(folder) as found:
            return next(found, None) is not None
    except FileNotFoundError:
        return folder.is_symlink()
    except OSError:
        return True


def put_right(ws: Workspace, case: Case) -> bool:
    """Bring words and files of a matter where they belong; whether anything is elsewhere no more."""
    before = len(list(left_behind(ws, case)))
    if case.is_sealed:
        put_files_away(ws, case.id)
    else:
        bring_out(ws, case)
    return len(list(left_behind(ws, case))) < before


def tighten(ws: Workspace) -> None:
    """Take from others the right to read what lies in `sealed/`, where it is ours to take."""
    if ws.sealed.is_dir() and not ws.sealed.is_symlink():
        for folder, _, names in os.walk(ws.sealed):
            with contextlib.suppress(PermissionError):
                make_sealed_folder(ws, Path(folder).relative_to(ws.sealed))
            for path in (Path(folder, name) for name in names if Path(folder) != ws.sealed / DRAFTS):
                with contextlib.suppress(PermissionError):
                    if not path.is_symlink():
                        path.chmod(file_mode(ws))


def _warning(ws: Workspace, path: Path, msg: Sentence) -> Problem:
    return Problem(path.relative_to(ws.root), None, msg(), Level.WARNING)
