"""All matters brought under seal, or back into clear: some at a time, their keys before their files.

A kill leaves each matter as it was or as it is to be, and no block without its key; the same command goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from xinfang_cli.errors import Level, Problem, RefusedError
from xinfang_cli.law.records import Case
from xinfang_cli.law.sealing import is_forgotten, is_in_clear
from xinfang_cli.store.cases import CaseBatch, Rewritten, case_paths, load, rewritten
from xinfang_cli.store.disk import FileBatch
from xinfang_cli.store.keyring import data_keys, ids_with_key, key_path, own_identities, put_key, wrapped
from xinfang_cli.store.people import opened
from xinfang_cli.store.sealed import has_text
from xinfang_cli.store.words import read_whole
from xinfang_cli.store.workspace import Workspace, path_of

AT_A_TIME = 500
"""Matters whose keys are written together, before their files."""


@dataclass
class Turned:
    """What turning all matters came to.

    Attributes:
        count: those that were turned, or would be.
        rest: those that were so already.
        problems: of files that could not be read, or opened.
    """

    count: int = 0
    rest: int = 0
    problems: list[Problem] = field(default_factory=list)


def seal_all(ws: Workspace, *, writes: bool) -> Turned:
    """Seal the petitioners of each matter that has some in clear, and the words of accusations that lie apart."""

    def sealed(read: Case, case: Case) -> Case | None:
        return opened(ws, case) if is_unsealed(ws, read) else None

    return _turned(ws, sealed, writes=writes)


def is_unsealed(ws: Workspace, read: Case) -> bool:
    """Whether a matter, as its file reads, has something that is to be sealed: there, or beside it in `sealed/`."""
    if not read.is_sealed:
        return is_in_clear(read)
    return has_text(ws, read.id)


def unseal_all(ws: Workspace, *, writes: bool) -> Turned:
    """Bring the petitioners of each matter back into clear; those that are forgotten stay as they are."""

    def clear(read: Case, case: Case) -> Case | None:
        if read.petitioners_sealed is None or is_forgotten(case):
            return None
        return opened(ws, case).but(petitioners_sealed=None)

    return _turned(ws, clear, writes=writes)


def _turned(ws: Workspace, turn: Callable[[Case, Case], Case | None], *, writes: bool) -> Turned:
    done, paths = Turned(), case_paths(ws)
    while some := list(islice(paths, AT_A_TIME)):
        turned = list(_each(ws, some, turn, done, writes=writes))
        if writes:
            _write(ws, turned)
    return done


def _each(
    ws: Workspace, paths: Iterable[Path], turn: Callable[[Case, Case], Case | None], done: Turned, *, writes: bool
) -> Iterator[tuple[Path, Rewritten]]:
    for path in paths:
        read, problems, text = load(ws, path)
        if read is None or any(problem.level is Level.FAULT for problem in problems):
            done.problems += problems
            continue
        try:
            wanted = turn(read, read_whole(ws, read)[0])
        except RefusedError as error:
            done.problems.append(Problem(path.relative_to(ws.root), None, error.text))
            continue
        done.rest += wanted is None
        if wanted is not None:
            done.count += 1
            if writes:
                yield path, rewritten(ws, path, text, wanted, read=read)


def _write(ws: Workspace, turned: list[tuple[Path, Rewritten]]) -> None:
    with FileBatch() as files:
        for path, new in turned:
            if new.key:
                put_key(ws, path.stem, new.key, files)
    with CaseBatch(ws) as batch:
        for path, new in turned:
            batch.rewrite(path, new._replace(key=None))


def wrap_all(ws: Workspace, recipients: tuple[str, ...], *, identities: tuple[str, ...] | None = None) -> Turned:
    """Seal the keys of all matters that are here to others; no file of a matter changes.

    `identities` open them, this user's own unless they are given.
    """
    own, done = own_identities() if identities is None else identities, Turned()
    with FileBatch() as files:
        for case_id in ids_with_key(ws):
            try:
                keys = data_keys(ws, case_id, own)
            except RefusedError as error:
                done.problems.append(Problem(key_path(ws, case_id).relative_to(ws.root), None, error.text))
                continue
            put_key(ws, case_id, wrapped(keys, recipients), files)
            done.count += 1
    return done


def forgotten_keys(ws: Workspace) -> list[str]:
    """Return the matters that are to be forgotten and whose keys are still here."""
    found = []
    for case_id in ids_with_key(ws):
        path = path_of(ws, case_id)
        case = load(ws, path)[0] if path.exists() else None
        if case is not None and is_forgotten(case):
            found.append(case_id)
    return found


@dataclass
class Sealing:
    """How many matters are under seal here, and what of them can be opened.

    Attributes:
        sealed: matters with a block.
        clear: matters with petitioners in clear.
        keys: matters whose keys are here.
        without_key: matters with a block whose keys are not here, nor forgotten.
        forgotten: matters whose keys were destroyed on purpose.
        unread: files that could not be read.
    """

    sealed: int = 0
    clear: int = 0
    keys: int = 0
    without_key: int = 0
    forgotten: int = 0
    unread: int = 0


def surveyed(ws: Workspace) -> Sealing:
    """Count what is sealed: all files are read."""
    keys, found = set(ids_with_key(ws)), Sealing()
    found.keys = len(keys)
    for path in case_paths(ws):
        read, _, _ = load(ws, path)
        if read is None:
            found.unread += 1
            continue
        found.clear += is_unsealed(ws, read)
        found.forgotten += is_forgotten(read)
        if read.petitioners_sealed is not None:
            found.sealed += 1
            found.without_key += read.id not in keys and not is_forgotten(read)
    return found
