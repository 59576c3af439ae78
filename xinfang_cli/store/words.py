"""Where the words of an accusation are: in `sealed/`, or, where petitioners are sealed, in the block of its file.

The file in `sealed/` counts over the block, and so holds what somebody wrote who lacks the key. Before a new block is
in place that file, where there is one, gets all that the block has; it is deleted when the block is. So a kill loses
nothing, whenever it comes, and no block is ever behind.
"""

from functools import reduce
from typing import NamedTuple

from xinfang_cli.casefile.layout import as_read
from xinfang_cli.errors import InvalidError, Problem, RefusedError
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import Case, SealedText
from xinfang_cli.law.sealing import Persons, is_forgotten, seal, united, unseal, with_words
from xinfang_cli.messages import Msg
from xinfang_cli.store.sealed import read_text, sealed_text, text_path
from xinfang_cli.store.workspace import Workspace


class Parted(NamedTuple):
    """A matter as its file is to have it, and what of it lies elsewhere.

    Attributes:
        case: for the file.
        words: of an accusation, all that are known here.
        is_apart: whether they go to `sealed/`.
        drops: whether what lies there goes, once the file is in place.
        key: of the block, where it is new.
    """

    case: Case
    words: SealedText | None = None
    is_apart: bool = False
    drops: bool = False
    key: bytes | None = None


def whole(ws: Workspace, case: Case) -> Case:
    """Return a matter with all of its words that can be read here.

    Raises:
        InvalidError: those in `sealed/` cannot be read.
    """
    found, problems = read_whole(ws, case)
    if problems:
        raise InvalidError(Msg.FILE_INVALID(path=text_path(ws, case.id).relative_to(ws.root)), problems)
    return found


def read_whole(ws: Workspace, case: Case) -> tuple[Case, tuple[Problem, ...]]:
    """Return a matter with all of its words that can be read here, and what is wrong with those in `sealed/`."""
    if not case.is_sealed:
        return case, ()
    apart, problems = read_text(ws, case.id)
    if case.petitioners_sealed:
        from xinfang_cli.store.people import opened_if_possible

        case = opened_if_possible(ws, case)
    return (unseal(case, apart) if apart else case), problems


def parted(ws: Workspace, old: Case | None, case: Case) -> Parted:
    """Return what becomes of a matter whose file holds `old`, or nothing yet; nothing is written.

    Raises:
        RefusedError: its key is needed and is not here.
    """
    is_under_seal = bool(ws.recipients or case.petitioners_sealed)
    if case.is_sealed:
        is_under_seal |= old is not None and old.petitioners_sealed is not None
        return _with_block(ws, old, case) if is_under_seal else _apart(case)
    if not is_under_seal:
        return Parted(case)
    if old is not None and _has_same_people(ws, old, case):
        return Parted(case.but(petitioners_sealed=old.petitioners_sealed))  # most steps: nothing of keys is imported
    from xinfang_cli.store.people import under_seal

    if old is not None and old.is_sealed:
        return _as_open(*under_seal(ws, None, case))
    return _as_open(*under_seal(ws, old, case))


def _has_same_people(ws: Workspace, old: Case, case: Case) -> bool:
    """Whether an ordinary matter names whom its file names, and that is under seal, or need not be."""
    persons = Persons.of(case)
    if old.is_sealed or persons != Persons.of(old):
        return False
    return old.petitioners_sealed is not None or not (ws.recipients and any(persons))


def with_kept(ws: Workspace, old: Case, case: Case) -> Case:
    """Return a matter that is to be opened with the words that whoever changed it did not see.

    Raises:
        RefusedError: they are in a block, and no key here opens it.
    """
    from xinfang_cli.store.people import opened

    return with_words(case, seal(opened(ws, whole(ws, old)))[1]).but(petitioners_sealed=None)


def _as_open(case: Case, key: bytes | None) -> Parted:
    return Parted(case, key=key)


def _apart(case: Case) -> Parted:
    bare, words = seal(case)
    return Parted(bare, words, is_apart=True)


def _with_block(ws: Workspace, old: Case | None, case: Case) -> Parted:
    """Return an accusation with its words in a block; without its key they go to `sealed/` until somebody has it."""
    from xinfang_cli.store.people import sealed_block, words_in

    block = old.petitioners_sealed if old is not None else case.petitioners_sealed
    bare, words = seal(case)
    if is_forgotten(case) and not (old is not None and is_forgotten(old)):
        return Parted(bare.but(petitioners_sealed=block), SealedText(id=case.id))  # they are about to go
    if old is not None and block:  # persons as they are under the mask say nothing
        same = {key: () for key in ("petitioners", "representatives") if getattr(words, key) == getattr(old, key)}
        words = words.but(**same)
    lying = sealed_text(ws, case.id)
    try:
        held = words_in(ws, bare.but(petitioners_sealed=block)) if block else None
        known = [each for each in (held, *((words, lying) if old is None else (lying, words))) if each is not None]
        words = reduce(united, known)
        if not ws.recipients:
            return Parted(bare.but(petitioners_sealed=None), words, is_apart=True)
        if held is not None and lying is None and says_same(held, words):
            return Parted(bare.but(petitioners_sealed=block), words)
        block, key = sealed_block(ws, case.id, words)
    except RefusedError:
        return Parted(bare.but(petitioners_sealed=block), words, is_apart=True)
    return Parted(bare.but(petitioners_sealed=block), words, lying is not None, lying is not None, key)


def says_same(one: SealedText, other: SealedText) -> bool:
    """Whether two texts would be written alike."""
    return bool(as_read(plain(one)) == as_read(plain(other)))
