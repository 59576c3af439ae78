"""Whether somebody at the counter asks after a matter of their own: all that they say must fit one person of it.

It is no search of persons: a name is compared whole, and nothing is found by a name alone.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from xinfang_cli.errors import XinfangError
from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.law.sealing import is_forgotten, masked
from xinfang_cli.plaintext import narrow
from xinfang_cli.store.cases import case_paths, load, read_text_of
from xinfang_cli.store.workspace import Workspace

LAST = 4
"""Digits of a phone that stand for the whole number."""


class OwnMatter(NamedTuple):
    """What somebody says who asks after their own matter.

    Attributes:
        name: the exact name.
        phone: digits of the phone, all or the last four.
        number: of the matter, here (or its tail) or in the system that it came from.
        day: on which it was received.
    """

    name: str
    phone: str | None = None
    number: str | None = None
    day: dt.date | None = None

    def fits(self, case: Case) -> bool:
        """Whether the matter is one of a person of that name who has that phone.

        Where the person left none, the number of the matter or its day stands in its place. What is sealed is nobody's.
        """
        return not case.is_sealed and any(self._is(person, case) for person in case.petitioners)

    def may_fit(self, case: Case) -> bool:
        """Whether a matter whose persons are masked may be one."""
        looks = masked((Petitioner(name=self.name),))[0].name
        return not case.is_sealed and any(person.name == looks for person in case.petitioners)

    def _is(self, person: Petitioner, case: Case) -> bool:
        if person.name != self.name:
            return False
        phones = [digits(text) for text in (person.phone, person.other_phone) if text]
        if not phones:
            return self._names(case)
        return self.phone is not None and any(_is_phone(self.phone, held) for held in phones)

    def _names(self, case: Case) -> bool:
        """Whether the number or the day that was said is the matter's."""
        if self.number is not None:
            return self.number in (case.id, case.id.rpartition("-")[2], case.number)
        return self.day is not None and self.day == case.received_on


def digits(phone: str) -> str:
    """Return what of a phone is compared: its digits, without the country's."""
    found = "".join(filter(str.isdecimal, narrow(phone)))
    return found.removeprefix("86") if len(found) == _WITH_COUNTRY else found


def is_enough(phone: str) -> bool:
    """Whether digits are a full number or the last four of one."""
    return len(phone) == LAST or len(phone) >= _FULL


_FULL, _WITH_COUNTRY = 7, 13


def _is_phone(said: str, held: str) -> bool:
    return said == held or (len(said) == LAST and held.endswith(said))


def own_matters(ws: Workspace, asked: OwnMatter) -> Iterator[str]:
    """Return the ids of the matters that are of who asks after them.

    Reads all files: there is no index of persons. Files with faults are passed over; whoever lists matters names them.

    Raises:
        RefusedError: the petitioners of one that may be theirs are sealed, and the key is not here.
    """
    for path in case_paths(ws):
        case = _that_may_fit(ws, path, asked)
        if case is not None and asked.fits(case):
            yield case.id


def _that_may_fit(ws: Workspace, path: Path, asked: OwnMatter) -> Case | None:
    """Return a matter that has such a person in clear, or one whose mask looks like it, opened."""
    case = None
    with contextlib.suppress(XinfangError):
        text = read_text_of(ws, path)
        if not any(part in text for part in (asked.name, "'", "\\", "petitioners_sealed")):
            return None  # parsing takes most of the time; only quoted, escaped or sealed could the name still be there
        case, _, _ = load(ws, path)
        if case is None or case.petitioners_sealed is None:
            return case
        if is_forgotten(case) or not asked.may_fit(case):
            return None
    if case is None:
        return None
    from xinfang_cli.store.people import opened

    return opened(ws, case)
