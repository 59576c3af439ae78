"""Which offices count: the card of each folder, what it must say, and what its files must be.

An office that cannot be counted for certain is left out and named, with the reason; one whose limits differ is counted
and named.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.measures.extract import CARD, OFFICE, RELATIONS, VERSION, file_of
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports.sentences import shortened

_FOLDER = f"{OFFICE}="
_BOM = "\ufeff"


class UnfitError(Exception):
    """An office cannot be counted; says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, kw_only=True)
class Card:
    """What an office says of its relations, and where they lie."""

    folder: Path
    code: str
    name: str
    level: str
    limits: Mapping[str, str]
    beyond: tuple[str, ...]
    review_by: Mapping[str, str]
    calendar: str
    as_of: dt.date
    left_out: int
    number_key: str | None
    rows: Mapping[str, int]
    digests: Mapping[str, str]

    @property
    def said(self) -> str:
        """What people read of it."""
        return f"{self.name}（{self.code}）"

    def file(self, relation: str) -> Path:
        """Return where a relation lies."""
        return self.folder / file_of(relation)


@dataclass(frozen=True)
class Offices:
    """The offices that count.

    Attributes:
        cards: theirs, by code.
        left_out: why others do not count, each named.
        notes: what whoever reads the figures should know.
    """

    cards: tuple[Card, ...]
    left_out: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = field(default=())

    def without(self, unfit: Mapping[str, Text]) -> "Offices":
        """Return them without some, by their codes.

        Raises:
            RefusedError: none is left.
        """
        kept = tuple(card for card in self.cards if card.code not in unfit)
        return _some(replace(self, cards=kept, left_out=(*self.left_out, *unfit.values())))


def read_offices(folders: Iterable[Path], needed: dt.date, listed: Mapping[str, str] | None) -> Offices:
    """Return the offices below folders that count for a snapshot of a day; of a list, where there is one.

    Raises:
        RefusedError: none does, or a folder is not there.
    """
    found = [office for folder in folders for office in _below(folder)]
    unfit: list[Text] = []
    cards: list[Card] = []
    for folder in found:
        try:
            cards.append(_fit(read_card(folder), needed, listed))
        except UnfitError as error:
            unfit.append(error.text)
    twice = {code for code, count in Counter(map(_code_of, found)).items() if count > 1}
    unfit += [Msg.ROLL_TWICE(office=code, folders=[str(each) for each in found if _code_of(each) == code])
              for code in sorted(twice)]  # fmt: skip
    there = set(map(_code_of, found))
    unfit += [Msg.ROLL_MISSING(office=f"{name}（{code}）" if name else code) for code, name in (listed or {}).items()
              if code not in there]  # fmt: skip
    kept = sorted((card for card in cards if card.code not in twice), key=lambda card: card.code)
    return _some(Offices(tuple(_namesakes(kept, unfit)), tuple(unfit), tuple(_notes(kept))))


def read_list(path: Path) -> dict[str, str]:
    """Return the codes of a list, one a line, with the name that may stand behind.

    Raises:
        RefusedError: it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").removeprefix(_BOM).splitlines()
    except (OSError, ValueError):
        raise RefusedError(Msg.ROLL_LIST(path=path)) from None
    words = (line.replace(",", " ").split(maxsplit=1) for line in lines if line.strip() and line[0] != "#")
    return {code: " ".join(name) for code, *name in words}


def read_card(folder: Path) -> Card:
    """Return the card of a folder.

    Raises:
        UnfitError: there is none, or it is of another version.
    """
    try:
        said = json.loads((folder / CARD).read_text(encoding="utf-8"))
        version = said["relations"]
        if version == VERSION:
            return _card(folder, said)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise UnfitError(Msg.ROLL_UNREADABLE(office=folder)) from None
    raise UnfitError(Msg.ROLL_VERSION(office=folder, version=version, known=VERSION))


def _card(folder: Path, said: Mapping[str, Any]) -> Card:
    files = {relation: said["files"][file_of(relation)] for relation in RELATIONS}
    return Card(
        folder=folder,
        **{key: str(said[key]) for key in ("code", "name", "level", "calendar")},
        limits=dict(said["limits"]),
        beyond=tuple(map(str, said["beyond"])),
        review_by=dict(said["review_by"]),
        as_of=dt.date.fromisoformat(said["as_of"]),
        left_out=int(said["left_out"]),
        number_key=said["number_key"],
        rows={relation: int(each["rows"]) for relation, each in files.items()},
        digests={relation: str(each["sha256"]) for relation, each in files.items()},
    )


def _fit(card: Card, needed: dt.date, listed: Mapping[str, str] | None) -> Card:
    """Return a card of an office that can be counted."""
    if card.code != _code_of(card.folder):
        raise UnfitError(Msg.ROLL_FOLDER(office=card.said, folder=card.folder.name))
    if listed is not None and card.code not in listed:
        raise UnfitError(Msg.ROLL_UNLISTED(office=card.said))
    if card.as_of < needed:
        raise UnfitError(Msg.ROLL_EARLY(office=card.said, as_of=card.as_of, needed=needed))
    for relation, digest in card.digests.items():
        if _digest(card.file(relation)) != digest:
            raise UnfitError(Msg.ROLL_CHANGED(office=card.said, file=file_of(relation)))
    return card


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _below(folder: Path) -> Iterator[Path]:
    """Return the folders of offices in a folder, which may be one itself."""
    folder = folder.resolve()
    if folder.name.startswith(_FOLDER):
        yield folder
        return
    try:
        yield from sorted(each for each in folder.iterdir() if each.name.startswith(_FOLDER) and each.is_dir())
    except OSError:
        raise RefusedError(Msg.ROLL_NO_FOLDER(path=folder)) from None


def _code_of(folder: Path) -> str:
    return folder.name.removeprefix(_FOLDER)


def _namesakes(cards: list[Card], unfit: list[Text]) -> Iterator[Card]:
    """Return the offices; of two of one name no table could say which is which."""
    names = Counter(card.name for card in cards)
    for card in cards:
        if names[card.name] == 1:
            yield card
        else:
            unfit.append(Msg.ROLL_NAMESAKE(office=card.said))


def _notes(cards: list[Card]) -> Iterator[Text]:
    """Say which offices have other limits than most, and whether matters handed down can be known."""
    usual, _ = Counter(tuple(sorted(card.limits.items())) for card in cards).most_common(1)[0] if cards else ((), 0)
    for card in cards:
        if other := sorted({clock for clock, _ in set(card.limits.items()) ^ set(usual)}):
            yield Msg.ROLL_LIMITS(office=card.said, clocks=other)
    keys = Counter(card.number_key for card in cards)
    if len(cards) > 1 and (None in keys or len(keys) > 1):
        most = next((key for key, _ in keys.most_common() if key), None)
        other = [card.said for card in cards if most is None or card.number_key != most]
        yield Msg.ROLL_KEYS(offices=shortened(other))


def _some(offices: Offices) -> Offices:
    if not offices.cards:
        raise RefusedError(Msg.ROLL_NONE(reasons=[*offices.left_out] or ["-"]))
    return offices
