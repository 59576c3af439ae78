"""Where to look for likely repeats: one pass over the files of late years, whatever the number of new matters.

There is no index of persons, so the files themselves are read, as plain text; only those in which a petitioner of a
new matter stands are taken apart. What is found is told and forgotten.
"""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.batches.notebook import Notebook
from xinfang_cli.casefile.content import read
from xinfang_cli.casefile.yaml import MAX_BYTES
from xinfang_cli.errors import XinfangError
from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.law.sealing import masked
from xinfang_cli.law.words import Status
from xinfang_cli.ledgers.repeats import likely, mask_traits, traits, traits_of
from xinfang_cli.measures.selection import Selection
from xinfang_cli.store.cases import load, path_of
from xinfang_cli.store.people import opened_if_possible
from xinfang_cli.store.workspace import Workspace

if TYPE_CHECKING:
    from xinfang_cli.index.ask import Index

YEARS = dt.timedelta(days=2 * 366)
"""How far back a matter can lie to be told of."""

MOST_COMPARED = 20
"""Matters of one petitioner that are compared with a new one, the latest: the work grows with the rows alone."""

_LINE = re.compile(r"^ *(?:- )?(name|phone|other_phone|address): *(?:'((?:[^'\n]|'')*)'|(.+?))$", re.MULTILINE)
_PERSONS = re.compile(r"^petitioners:\n((?:[ -].*\n?)*)", re.MULTILINE)
_PERSON = re.compile(r"^ *- ", re.MULTILINE)
_UNDER_SEAL = b"\npetitioners_sealed:"

Trait = tuple[str, str]


def marks(case: Case, salt: bytes) -> tuple[int, ...]:
    """Return by which marks a matter's petitioners are known again: a salted hash of each trait, of 64 bits."""
    return tuple(_mark(trait, salt) for trait in traits(case))


def mask_marks(mask: Iterable[Petitioner], salt: bytes) -> tuple[int, ...]:
    """Return by which marks it is seen which matters under seal may be of petitioners, of whom this is the mask."""
    return tuple(_mark(trait, salt) for trait in mask_traits(mask))


def _mark(trait: Trait, salt: bytes) -> int:
    digest = hashlib.blake2b("\x1f".join(trait).encode("utf-8", "replace"), digest_size=8, key=salt)
    return int.from_bytes(digest.digest(), "big", signed=True)


class Lookout:
    """What an import must remember to find repeats: the marks of new matters, only while the command runs."""

    def __init__(self, notebook: Notebook) -> None:
        self.salt = secrets.token_bytes(16)
        self._notebook = notebook
        self._masks: set[int] = set()
        self._earliest: dt.date | None = None

    def note(self, marked: Iterable[tuple[str, dt.date, tuple[int, ...]]]) -> None:
        """Remember new matters: id, day of receipt, marks."""
        lines = [each for each in marked if each[2]]
        if lines:
            earliest = min(received_on for _, received_on, _ in lines)
            self._earliest = min(self._earliest or earliest, earliest)
            self._notebook.mark(((mark, case_id) for case_id, _, found in lines for mark in found), is_new=True)

    def note_masks(self, masks: Iterable[int]) -> None:
        """Remember how new matters look under the mask."""
        self._masks.update(masks)

    def repeats(
        self, workspace: Workspace, index: "Index", case_of: Callable[[str], Case | None]
    ) -> Iterator[tuple[str, list[str]]]:
        """Yield each new matter that looks like others, with those; `case_of` gives the new ones."""
        if self._earliest is None:
            return
        self._notebook.sort_marks()
        there = _there(workspace, index, self._earliest - YEARS, _Asked(self._is_wanted))
        while some := list(islice(there, _AT_A_TIME)):
            marked = [(_mark(trait, self.salt), case_id) for case_id, found in some for trait in found]
            known = self._notebook.marked({mark for mark, _ in marked})
            self._notebook.mark((each for each in marked if each[0] in known), is_new=False)
        cases = _Cases(workspace, index, case_of)
        for case_id, near in self._notebook.alike(MOST_COMPARED):
            case = cases.get(case_id)
            found = likely(case, cases.all(sorted(near))) if case else []
            if found:
                yield case_id, found

    def _is_wanted(self, seen: Iterable[Trait]) -> bool:
        return any(_mark(trait, self.salt) in self._masks for trait in seen)


def repeats_of(workspace: Workspace, index: "Index", case: Case) -> list[str]:
    """Return the matters that look like one that has just been registered."""
    wanted: dict[Trait, list[str]] = {trait: [] for trait in traits(case)}
    if not wanted:
        return []
    asked = _Asked.of(case.petitioners)
    for case_id, found in _there(workspace, index, case.received_on - YEARS, asked):
        for trait in found & wanted.keys():
            wanted[trait].append(case_id)
    ids = dict.fromkeys(chain.from_iterable(each[-MOST_COMPARED:] for each in wanted.values()))
    return likely(case, _Cases(workspace, index, {case.id: case}.get).all(ids))


_REMEMBERED = 200
_AT_A_TIME = 500


class _Cases:
    """Cases by id; the last ones are remembered, since those of one petitioner are compared with one another."""

    def __init__(self, workspace: Workspace, index: "Index", case_of: Callable[[str], Case | None]) -> None:
        self._workspace = workspace
        self._index = index
        self._case_of = case_of
        self._read: dict[str, Case | None] = {}

    def get(self, case_id: str) -> Case | None:
        if case_id not in self._read:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[case_id] = self._case_of(case_id) or self._loaded(case_id)
        return self._read[case_id]

    def _loaded(self, case_id: str) -> Case | None:
        case = load(self._workspace, self._index.path(case_id) or path_of(self._workspace, case_id))[0]
        return case and opened_if_possible(self._workspace, case)

    def all(self, ids: Iterable[str]) -> Iterator[Case]:
        found = (self.get(case_id) for case_id in dict.fromkeys(ids))
        return (case for case in found if case is not None)


class _Asked(NamedTuple):
    """Whose matters are looked for in files: only one that can be theirs is looked at closely, which is much cheaper.

    Attributes:
        is_wanted: whether what is under seal is to be opened, by its mask.
        names: one of which stands in the file of a matter in clear; none for whomever.
        masks: pairs of which one stands in the file of a matter under seal; none for whomever.
    """

    is_wanted: Callable[[frozenset[Trait]], bool]
    names: tuple[bytes, ...] = ()
    masks: tuple[tuple[bytes, bytes], ...] = ()

    @classmethod
    def of(cls, people: Iterable[Petitioner]) -> "_Asked":
        """Return what to look for of a few persons."""
        people = tuple(people)
        mine = mask_traits(masked(people))
        names = tuple(person.name.encode() for person in people if person.name)
        return cls(lambda seen: bool(mine & seen), names, tuple((one.encode(), two.encode()) for one, two in mine))

    def is_in(self, raw: bytes) -> bool:
        """Whether a file can be of theirs."""
        if _UNDER_SEAL in raw:
            return not self.masks or any(one in raw and two in raw for one, two in self.masks)
        return not self.names or any(name in raw for name in self.names)


def _there(workspace: Workspace, index: "Index", since: dt.date, who: _Asked) -> Iterator[tuple[str, set[Trait]]]:
    """Yield the matters received since a day with the traits that stand in their files, in order of receipt."""
    asked = "SELECT id, path FROM cases WHERE sealed = 0 AND received_on >= :since ORDER BY received_on, id"
    for case_id, path in index.sql(asked, {"since": since.isoformat()}):
        found = _traits_there(workspace, workspace.root / path, who)
        if found:
            yield case_id, found


def open_matters_of(workspace: Workspace, index: "Index", name: str, phone: str) -> "Iterator[Mapping[str, Any]]":
    """Yield the open matters, none of them sealed, of who has this name and this whole number, in order of receipt."""
    wanted, who = set(traits_of(name, (phone,), None)), _Asked.of([Petitioner(name=name, phone=phone)])
    selection = Selection(today=dt.date.max).but(status=tuple(status.value for status in Status if status.is_open))
    columns = ("id", "title", "unit", "status", "due", "path", "sealed")
    for row in index.cases(selection, "received", columns=columns):
        if not row["sealed"] and wanted & _traits_there(workspace, workspace.root / row["path"], who):
            yield row


def _traits_there(workspace: Workspace, path: Path, who: _Asked) -> set[Trait]:
    try:
        raw = read(path, MAX_BYTES)
    except XinfangError:
        return set()
    if not who.is_in(raw):
        return set()
    if _UNDER_SEAL in raw:
        return _traits_under_seal(workspace, path, who.is_wanted)
    block = _PERSONS.search(raw.decode("utf-8", "replace"))
    return {trait for person in _PERSON.split(block[1]) for trait in _traits_in(person)} if block else set()


def _traits_under_seal(workspace: Workspace, path: Path, is_wanted: Callable[[frozenset[Trait]], bool]) -> set[Trait]:
    case = load(workspace, path)[0]
    if case is None or not is_wanted(mask_traits(case.petitioners)):
        return set()
    found = opened_if_possible(workspace, case)
    return set() if found is case else set(traits(found))


def _traits_in(person: str) -> Iterator[Trait]:
    held = {key: quoted.replace("''", "'") or plain for key, quoted, plain in _LINE.findall(person)}
    yield from traits_of(held.get("name"), (held.get("phone"), held.get("other_phone")), held.get("address"))
