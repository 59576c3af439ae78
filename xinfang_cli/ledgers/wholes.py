"""What JSON lines of our own have as lists of objects: petitioners, notes and running clocks, as they were."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from xinfang_cli.law.clocks import Rule
from xinfang_cli.law.recordbase import made
from xinfang_cli.law.records import Petitioner, Start
from xinfang_cli.law.stepdata import TAKES, Key, kind_of
from xinfang_cli.law.words import Did, NoteKind
from xinfang_cli.ledgers.cells import Doubt, read_phones, says_nothing, words
from xinfang_cli.ledgers.columns import WHOLE, Field
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.rows import Cell

_PHONES = ("phone", "other_phone")
_FLAGS = ("representative", "anonymous")


def read_petitioners(cell: Cell) -> tuple[Petitioner, ...] | Doubt | None:
    """Return petitioners with all that is said of them; None if a phone is not as we write it, for a closer look."""
    found = _objects(cell)
    if found is None or isinstance(found, Doubt):
        return found
    phones = (phone for given in found for key in _PHONES for phone in (_text(given, key) or "").split("/") if phone)
    return tuple(map(_petitioner, found)) if all(read_phones(phone).numbers == (phone,) for phone in phones) else None


def _petitioner(given: Mapping[str, Any]) -> Petitioner:
    texts = {key: _text(given, key) for key in WHOLE[Field.PETITIONERS] if key not in _FLAGS}
    return made(Petitioner, **texts, **{key: given.get(key) is True or None for key in _FLAGS})


def read_notes(cell: Cell) -> tuple[tuple[dt.date, Mapping[str, Any]], ...] | Doubt | None:
    """Return notes with their days."""
    found = _objects(cell)
    if found is None or isinstance(found, Doubt):
        return found
    notes = [(_day(given, "on"), dict(_said(given))) for given in found]
    if any(day is None or not said.get("text") for day, said in notes):
        return Doubt(Msg.CELL_WHOLE())
    return tuple((day, said) for day, said in notes if day)


def _said(given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key in TAKES[Did.NOTE]:
        text = _text(given, key.value)
        if text is None:
            continue
        if key is Key.REPLY_DUE:
            yield key.field, _day(given, key.value)
        elif key is Key.KIND:
            yield key.field, (NoteKind.read(text) or NoteKind.PROGRESS).value
        else:
            kind = kind_of(Did.NOTE, key)
            yield key.field, kind.read(text) if isinstance(kind, type) else text


def read_clocks(cell: Cell) -> Mapping[str, Start] | Doubt | None:
    """Return the clocks that run, each with its first day, rule and last day."""
    found = _objects(cell)
    if found is None or isinstance(found, Doubt):
        return found
    clocks = {_text(given, "name"): _start(given) for given in found}
    starts = {name: start for name, start in clocks.items() if name and start}
    return starts if len(starts) == len(found) else Doubt(Msg.CELL_WHOLE())


def _start(given: Mapping[str, Any]) -> Start | None:
    begun, rule = _day(given, "from"), _text(given, "rule")
    return made(Start, from_=begun, rule=rule, due=_day(given, "due")) if begun and rule and Rule.read(rule) else None


def _objects(cell: Cell) -> list[Mapping[str, Any]] | Doubt | None:
    text = words(cell)
    if says_nothing(text):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, list) and all(isinstance(each, dict) for each in found):
        return found
    return Doubt(Msg.CELL_WHOLE())


def _text(given: Mapping[str, Any], key: str) -> str | None:
    value = given.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def _day(given: Mapping[str, Any], key: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(_text(given, key) or "")
    except ValueError:
        return None
