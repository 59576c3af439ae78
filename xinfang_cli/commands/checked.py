"""The files of an office as `check` goes through them: what is wrong in each, and what is known to be sound."""

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from xinfang_cli.desk import Desk
from xinfang_cli.errors import Level, Problem, XinfangError
from xinfang_cli.index.soundness import Soundness, number_hash
from xinfang_cli.law.checks import numbers_of
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.law.checks import Known
    from xinfang_cli.law.records import Case


def known_names(office: Desk) -> "Known":
    """Return the names that config knows, for the checks."""
    from xinfang_cli.law.checks import Known

    config = office.config
    return Known(
        units=frozenset((config.office.name, *(unit.name for unit in config.units))),
        places=frozenset(place.name for place in config.places),
        categories=frozenset(category.name for category in config.categories),
        groups=frozenset(group.name for group in config.groups),
    )


class Files:
    """The files of an office, gone through once: what is wrong in each, and with two of them together.

    Attributes:
        office: the desk.
        sound: which contents are known to be sound; such a file is not read as a case.
        old: files of an earlier format.
        sealed: ids of the matters that are sealed.
    """

    def __init__(self, office: Desk, sound: Soundness) -> None:
        self.office = office
        self.sound = sound
        self.old = 0
        self.sealed: list[str] = []
        self._ws = office.workspace
        self._known = known_names(office)
        self._apart = {path.name.partition(".")[0] for path in self._ws.sealed.glob("*")}
        self._by_id: dict[str, PurePath] = {}
        self._numbered: dict[bytes, tuple[str, int | None]] = {}

    def problems(self, path: Path) -> Iterator[Problem]:
        """Return what is wrong in a file, or with it beside those before."""
        from xinfang_cli.store.cases import loaded, read_text_of

        shown = path.relative_to(self._ws.root)
        try:
            text = read_text_of(self._ws, path)
        except XinfangError as error:
            yield Problem(shown, None, error.text)
            return
        key = self.sound.key(path.name, text.encode("utf-8", "surrogateescape"))
        if self._is_sound(path, shown, key):
            return
        case, told, _ = loaded(self._ws, shown, text)
        found = [*told, *(self._of_case(case, path, text) if case else ())]
        yield from found
        if case and not found and self._rests_on_itself(case, text):
            self.sound.learn(key, (number_hash(number) for number in numbers_of(case).values()))

    def _is_sound(self, path: Path, shown: PurePath, key: bytes) -> bool:
        """Whether a file is known to be sound, and nothing lies beside it, and no other has its id or its numbers."""
        from xinfang_cli.store.sealing import clear_folder

        case_id, numbers = path.stem, self.sound.numbers(key)
        if numbers is None or case_id in self._by_id or case_id in self._apart:
            return False
        if not self._numbered.keys().isdisjoint(numbers) or os.path.lexists(clear_folder(self._ws, case_id)):
            return False
        self._by_id[case_id] = shown
        self._numbered.update(dict.fromkeys(numbers, (case_id, None)))
        return True

    def _rests_on_itself(self, case: "Case", text: str) -> bool:
        """Whether nothing but the file's bytes says that it is sound."""
        from xinfang_cli.casefile.formats import lifted_text

        has_files = any(entry.file for entry in case.history)
        return not (case.is_sealed or case.petitioners_sealed or has_files) and lifted_text(text) == text

    def _of_case(self, case: "Case", path: Path, text: str) -> Iterator[Problem]:
        from xinfang_cli.casefile.formats import lifted_text
        from xinfang_cli.law.checks import examine, words_in_clear
        from xinfang_cli.store.cases import line_at
        from xinfang_cli.store.seals import seal_problems

        shown = path.relative_to(self._ws.root)
        self.old += lifted_text(text) != text
        if case.id in self._by_id:
            yield Problem(shown, None, Msg.ID_TWICE(id=case.id, path=self._by_id[case.id]))
        self._by_id[case.id] = shown
        for finding in chain(examine(case, self.office.law, self._known), words_in_clear(case)):
            yield Problem(shown, line_at(text, finding.place), finding.text, finding.level)
        yield from self._numbers_twice(case, shown, text)
        for key, fault, level in seal_problems(self._ws, case):
            yield Problem(shown, line_at(text, (key,)), fault, level)
        self.sealed.extend([case.id] if case.is_sealed else [])
        yield from _attachment_problems(self.office, path, case, text)

    def _numbers_twice(self, case: "Case", shown: PurePath, text: str) -> Iterator[Problem]:
        """Name documents that bear the number of another, each beside the other: two clones may have taken one."""
        from xinfang_cli.store.cases import line_at

        for at, number in numbers_of(case).items():
            kind = case.history[at].document
            place = line_at(text, ("history", at, "number"))
            other, line = self._numbered.setdefault(number_hash(number), (case.id, place))
            if other != case.id or line not in (None, place):  # of a copy that is known to be sound no line is known
                yield Problem(shown, place, Msg.NUMBER_TWICE(number=number, other=other, kind=kind and kind.value))


def _attachment_problems(office: Desk, path: Path, case: "Case", text: str) -> Iterator[Problem]:
    from xinfang_cli.store.attachments import faults
    from xinfang_cli.store.cases import left_behind, line_at
    from xinfang_cli.store.words import read_whole

    root = office.workspace.root
    yield from left_behind(office.workspace, case)
    for index, file, what in faults(office.workspace, read_whole(office.workspace, case)[0]):
        if index is None:
            yield Problem(file.relative_to(root), None, what, Level.WARNING)
        else:
            yield Problem(path.relative_to(root), line_at(text, ("history", index, "file")), what)
