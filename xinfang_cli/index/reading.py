"""Case files → pictures. What is wrong with a file is kept as plain data.

A file whose content is the one that was read before is not parsed again. The heavy part of the program (models,
YAML) is imported when the first file must be parsed: commands that find everything fresh start without it.
"""

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.casefile.content import read
from xinfang_cli.errors import Level, Problem, XinfangError
from xinfang_cli.index.scan import FileStat, content_hash
from xinfang_cli.labels import Label, Lang, Phrase
from xinfang_cli.messages import Msg, Text, sentence
from xinfang_cli.store.workspace import SUFFIX

if TYPE_CHECKING:
    from xinfang_cli.index.lines import CaseLines
    from xinfang_cli.index.replay import Outlines
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.records import Case

MOST_BYTES = 4 * 1024 * 1024
"""Longer files are no cases."""


class Suspect(NamedTuple):
    """A file that may have changed, and the hash of the content that was read before."""

    folder: str
    seen: FileStat
    known: str | None = None

    @property
    def path(self) -> str:
        """Where it lies, from the workspace's root."""
        return f"{self.folder}/{self.seen.name}"


class Reading(NamedTuple):
    """What became of a doubt.

    Attributes:
        doubt: the file.
        hash: of its content; None if it is not there any more.
        picture: its lines, if it is a case that could be read.
        problems: what is wrong with it, packed.
    """

    doubt: Suspect
    hash: str | None
    picture: "CaseLines | None" = None
    problems: str | None = None

    @property
    def id(self) -> str:
        """The id that its name gives it."""
        return self.doubt.seen.name.removesuffix(SUFFIX)

    @property
    def is_same(self) -> bool:
        """Whether the content is the one that was read before."""
        return self.hash is not None and self.hash == self.doubt.known


def read_one(doubt: Suspect, root: Path, law: "Law") -> Reading:
    """Read one file; parse it if its content is new."""
    try:
        raw = read(f"{root}/{doubt.path}", MOST_BYTES)
    except XinfangError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return Reading(doubt, None)
        return Reading(doubt, "", problems=packed((Problem(PurePosixPath(doubt.path), None, error.text),)))
    found = content_hash(raw)
    if found == doubt.known:
        return Reading(doubt, found)
    return _parsed(doubt, found, raw, law)


def _parsed(doubt: Suspect, found: str, raw: bytes, law: "Law") -> Reading:
    picture = _outlined(raw, doubt, law)
    if picture:
        return Reading(doubt, found, picture)
    from xinfang_cli.casefile.text import parse_yaml
    from xinfang_cli.index.lines import draw

    case, faults = parse_yaml(raw, PurePosixPath(doubt.path))
    return Reading(doubt, found, _searchable(draw(case, doubt.path, law)) if case else None, packed(faults))


def _outlined(raw: bytes, doubt: Suspect, law: "Law") -> "CaseLines | None":
    """Return the lines of a text in our own form; None where others must look."""
    from xinfang_cli.casefile.yaml import YamlFault, decoded

    try:
        text = decoded(raw)
    except YamlFault:
        return None
    picture = _outlines(law).picture(text, doubt.seen.name.removesuffix(SUFFIX), doubt.path)
    return picture and _searchable(picture)


_drawing: "list[Outlines]" = []
"""Who draws under the rules in force, with what it remembers; one at most."""


def _outlines(law: "Law") -> "Outlines":
    from xinfang_cli.index.replay import Outlines

    if not _drawing or _drawing[0].law is not law:
        _drawing[:] = [Outlines(law)]
    return _drawing[0]


def foreseen(case: "Case", folder: str, text: str, law: "Law") -> Reading:
    """Return what reading a file will give that is still to be written, and by nobody else; its stat is not known."""
    from xinfang_cli.index.lines import draw

    doubt = Suspect(folder, FileStat(f"{case.id}{SUFFIX}", 0, 0, 0, 0))
    picture = _outlines(law).picture(text, case.id, doubt.path, case) or draw(case, doubt.path, law)
    return Reading(doubt, content_hash(text.encode()), _searchable(picture))


def _searchable(picture: "CaseLines") -> "CaseLines":
    from xinfang_cli.plaintext import searchable

    return picture._replace(words=searchable(picture.words)) if picture.words else picture


def packed(problems: Iterable[Problem]) -> str | None:
    """Return problems as text; what was filled in is kept as it reads in both languages."""
    rows = [
        [
            str(problem.path),
            problem.line,
            problem.level.value,
            problem.text.msg.value,
            {name: _packed(value) for name, value in problem.text.fields.items()},
        ]
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def _packed(value: object) -> Any:
    if isinstance(value, Label | Phrase | Text):
        return {lang.value: value.in_(lang) for lang in Lang}
    if isinstance(value, list | tuple | set | frozenset):
        return [_packed(part) for part in value]
    return str(value)


def unpacked(text: str | None) -> tuple[Problem, ...]:
    """Return problems that were packed."""
    return tuple(
        Problem(
            PurePosixPath(path),
            line,
            Text(sentence(msg), {name: _unpacked(value) for name, value in fields.items()}),
            Level.of(level),
        )
        for path, line, level, msg, fields in json.loads(text or "[]")
    )


def _unpacked(value: Any) -> object:
    if isinstance(value, dict):
        return Msg.IN_BOTH(**value)
    return [_unpacked(part) for part in value] if isinstance(value, list) else value
