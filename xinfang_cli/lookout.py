"""Where to look for likely repeats: one pass over the files of late years, whatever the number of new matters.

There is no index of persons, so the files themselves are read, as plain text; only those in which a petitioner of a
new matter stands are taken apart. What is found is told and forgotten.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from xinfang_cli.disk import read
from xinfang_cli.errors import XinfangError
from xinfang_cli.model import Case
from xinfang_cli.repeats import likely, traits, traits_of
from xinfang_cli.store import load, path_of
from xinfang_cli.workspace import Workspace
from xinfang_cli.yamlio import MAX_BYTES

if TYPE_CHECKING:
    from xinfang_cli.index import Index

YEARS = dt.timedelta(days=2 * 366)
"""How far back a matter can lie to be told of."""

MOST_COMPARED = 20
"""Matters of one petitioner that are compared with a new one, the latest: the work grows with the rows alone."""

_LINE = re.compile(r"^ *(?:- )?(name|phone|other_phone|address): *(?:'((?:[^'\n]|'')*)'|(.+?))$", re.MULTILINE)
_PERSONS = re.compile(r"^petitioners:\n((?:[ -].*\n?)*)", re.MULTILINE)
_PERSON = re.compile(r"^ *- ", re.MULTILINE)

Trait = tuple[str, str]


class Lookout:
    """What an import must remember to find repeats: for each trait of a new matter's petitioners, which matters."""

    def __init__(self) -> None:
        self._new: dict[int, list[str]] = {}
        self._earliest: dt.date | None = None

    def note(self, case: Case) -> None:
        """Remember a new matter by its traits, of which only a hash is kept, and only while the command runs."""
        for trait in traits(case):
            here = self._new.setdefault(hash(trait), [])
            here.append(case.id)
            self._earliest = min(self._earliest or case.received_on, case.received_on)

    def repeats(
        self, workspace: Workspace, index: "Index", held: Mapping[str, Case]
    ) -> Iterator[tuple[str, list[str]]]:
        """Yield each new matter that looks like others, with those; the new ones are held or lie on the disk."""
        if self._earliest is None:
            return
        there = _there(workspace, index, self._earliest - YEARS, self._new)
        seen: dict[str, list[str]] = {}
        for key, new in self._new.items():
            near = [*there.get(key, ()), *new][-MOST_COMPARED:]
            if len(near) > 1:
                for case_id in near:
                    seen.setdefault(case_id, []).extend(near)
        ids = set(chain.from_iterable(self._new.values()))
        cases = _Cases(workspace, index, held)
        for case_id in sorted(ids & seen.keys()):
            case = cases.get(case_id)
            found = likely(case, cases.all(seen[case_id])) if case else []
            if found:
                yield case_id, found


def repeats_of(workspace: Workspace, index: "Index", case: Case) -> list[str]:
    """Return the matters that look like one that has just been registered."""
    keys: dict[int, list[str]] = {hash(trait): [] for trait in traits(case)}
    if not keys:
        return []
    names = tuple(person.name.encode() for person in case.petitioners if person.name)
    there = _there(workspace, index, case.received_on - YEARS, keys, names)
    ids = dict.fromkeys(chain.from_iterable(each[-MOST_COMPARED:] for each in there.values()))
    return likely(case, _Cases(workspace, index, {case.id: case}).all(ids))


_REMEMBERED = 200


class _Cases:
    """Cases by id; the last ones are remembered, since those of one petitioner are compared with one another."""

    def __init__(self, workspace: Workspace, index: "Index", held: Mapping[str, Case]) -> None:
        self._workspace = workspace
        self._index = index
        self._held = held
        self._read: dict[str, Case | None] = {}

    def get(self, case_id: str) -> Case | None:
        if case_id in self._held:
            return self._held[case_id]
        if case_id not in self._read:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            path = self._index.path(case_id) or path_of(self._workspace, case_id)
            self._read[case_id] = load(self._workspace, path)[0]
        return self._read[case_id]

    def all(self, ids: Iterable[str]) -> Iterator[Case]:
        found = (self.get(case_id) for case_id in dict.fromkeys(ids))
        return (case for case in found if case is not None)


def _there(
    workspace: Workspace, index: "Index", since: dt.date, wanted: Mapping[int, list[str]], names: tuple[bytes, ...] = ()
) -> dict[int, list[str]]:
    """Return, for each wanted trait, the matters received since a day in whose file it stands, in order of receipt.

    With `names` only files in which one of them stands are looked at closely, which is much cheaper for a few.
    """
    asked = "SELECT id, path FROM cases WHERE sealed = 0 AND received_on >= :since ORDER BY received_on, id"
    found: dict[int, list[str]] = {}
    for case_id, path in index.sql(asked, {"since": since.isoformat()}):
        for key in _keys(workspace.root / path, names):
            if key in wanted:
                found.setdefault(key, []).append(case_id)
    return found


def _keys(path: Path, names: tuple[bytes, ...]) -> set[int]:
    try:
        raw = read(path, MAX_BYTES)
    except XinfangError:
        return set()
    if names and not any(name in raw for name in names):
        return set()
    block = _PERSONS.search(raw.decode("utf-8", "replace"))
    return {hash(trait) for person in _PERSON.split(block[1]) for trait in _traits_in(person)} if block else set()


def _traits_in(person: str) -> Iterator[Trait]:
    held = {key: quoted.replace("''", "'") or plain for key, quoted, plain in _LINE.findall(person)}
    yield from traits_of(held.get("name"), (held.get("phone"), held.get("other_phone")), held.get("address"))
