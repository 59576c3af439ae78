"""A case and the text of its file: read with every fault in words and its line, written in our form."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from xinfang_cli.casefile.formats import DERIVED_COMMENT, lifted, lifted_text, twice_said
from xinfang_cli.casefile.layout import as_read
from xinfang_cli.casefile.reader import case_of
from xinfang_cli.casefile.writer import grown, written
from xinfang_cli.casefile.yaml import YamlFault, decoded, line_of, read, update
from xinfang_cli.errors import InvalidError, Problem
from xinfang_cli.labels import pattern
from xinfang_cli.law.recordbase import Record, parts, plain
from xinfang_cli.law.records import Case, Entry, Source, Start
from xinfang_cli.messages import Msg, Sentence, Text

_COMMENTS = {"status": DERIVED_COMMENT}

if TYPE_CHECKING:
    from xinfang_cli.law.validation import Fault

_Place = tuple[str | int, ...]
_R = TypeVar("_R", bound=Record)
_SHOWN = 40
_DATE = pattern(r"\d{4}-\d\d-\d\d")
_TIME = pattern(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:[Zz]|[+-]\d\d:?\d\d)")
_QUOTED = pattern(r"'([^']+)'")


def parse(raw: bytes, path: PurePath) -> tuple[Case | None, tuple[Problem, ...]]:
    """Return the case that a file holds, or its faults: all of them, but for broken YAML its first.

    Unknown keys are no fault here.
    """
    own = _in_own_form(raw)
    return (own, ()) if own and own.id == path.stem else parse_yaml(raw, path)


def _in_own_form(raw: bytes) -> Case | None:
    """Return the case in a file of our own form; None where another form, or a fault, may be there."""
    try:
        return case_of(decoded(raw))
    except YamlFault:
        return None


def parse_yaml(raw: bytes, path: PurePath) -> tuple[Case | None, tuple[Problem, ...]]:
    """Return what `parse` does of a file that is known not to be in our own form."""
    case, problems = parse_as(Case, raw, path)
    if case and case.id != path.stem:
        line = line_of(decoded(raw), ("id",))
        return None, (Problem(path, line, Msg.ID_NOT_FILE_NAME(id=case.id, name=path.stem)),)
    return case, problems


def parse_as(kind: type[_R], raw: bytes, path: PurePath) -> tuple[_R | None, tuple[Problem, ...]]:
    """Return the record of a kind that a file holds, or its faults."""
    try:
        text = decoded(raw)
        data = read(text)
    except YamlFault as fault:
        return None, (Problem(path, fault.line, fault.text),)
    data = lifted(data) if kind is Case else data
    faults = {**_said_twice(data), **_wrong_dates(data)} if kind is Case else {}
    from xinfang_cli.law.validation import examined

    record, found = examined(kind, data)
    faults |= _described(found, data)
    if record and not faults:
        return record, ()
    return None, tuple(sorted(_located(text, path, faults), key=lambda problem: problem.line or 0))


def _located(text: str, path: PurePath, faults: Mapping[_Place, Text]) -> Iterator[Problem]:
    text = lifted_text(text)  # its lines are those of the file
    return (Problem(path, line_of(text, place), what) for place, what in faults.items())


def _said_twice(data: Mapping[str, Any]) -> dict[_Place, Text]:
    return {place: Msg.FIELD_TWICE(old=old, key=key) for place, old, key in twice_said(data)}


def text_of(case: Case) -> str:
    """Return the text of a case's file, in our form."""
    return written(case, _COMMENTS)


def grown_text(text: str, read: Case, case: Case) -> str | None:
    """Return the text of a file that held `read` and now holds `case`, which has only more entries; None if unsure."""
    return grown(text, read, case, _COMMENTS)


def changed(text: str, path: PurePath, case: Case) -> str:
    """Return a file's text changed so that it holds `case`, in format 2; what people wrote in it otherwise stays.

    Raises InvalidError where the file has faults, or cannot be changed without losing something.
    """
    before, problems = parse(text.encode("utf-8", "surrogateescape"), path)
    if before is None:
        raise InvalidError(Msg.FILE_INVALID(path=path), problems)
    text = lifted_text(text)
    if text_of(before) == text:
        return checked(text_of(case), path, case)
    try:
        return checked(update(text, plain(before), plain(case)), path, case)
    except YamlFault as fault:
        raise InvalidError(fault.text, (Problem(path, fault.line, fault.text),)) from None


def checked(text: str, path: PurePath, case: Case) -> str:
    """Return a text after reading it back as the case. Raises InvalidError where it is another."""
    back, problems = parse(text.encode(), path)
    if back is None:
        raise InvalidError(Msg.FILE_INVALID(path=path), problems)
    if as_read(plain(back)) != as_read(plain(case)):
        raise InvalidError(Msg.CASE_NOT_READ_BACK(path=path))
    return text


def _described(unsound: "list[Fault]", data: object) -> dict[_Place, Text]:
    """Return what pydantic found, by place; of a value that may be one of several kinds it says each kind's fault."""
    found: dict[_Place, list[Fault]] = {}
    for fault in unsound:
        if fault["type"] == "too_short" and fault["input"]:
            continue  # it counts only the items without a fault
        place = _place(fault["loc"], data, with_next=fault["type"] == "missing")
        found.setdefault(place, []).append(fault)
    return {place: _sentence(place, faults) for place, faults in found.items()}


def _place(loc: _Place, data: Any, *, with_next: bool) -> _Place:
    """Return as much of a location as the file has: pydantic adds the kinds that it tried."""
    for index, step in enumerate(loc):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return loc[: index + with_next]
    return loc


def _sentence(place: _Place, faults: "list[Fault]") -> Text:
    key = _key(place)
    kind, value = faults[0]["type"], faults[0]["input"]
    if kind == "missing":
        return Msg.FIELD_MISSING(key=key)
    if value is None:
        return Msg.FIELD_EMPTY(key=key)
    words = [word for fault in faults for word in _QUOTED.findall(fault.get("ctx", {}).get("expected", ""))]
    if words:
        return Msg.FIELD_WORD(key=key, value=_shown(value), words=words)
    msg = next((msg for start, msg in _KINDS if kind.startswith(start)), Msg.FIELD_WRONG)
    bounds = faults[0].get("ctx", {})
    return msg(key=key, value=_shown(value), least=bounds.get("ge"), most=bounds.get("le"))


def _key(place: _Place) -> str:
    return next((step for step in reversed(place) if isinstance(step, str)), "")


def _shown(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "{…}"
        case list():
            return "[…]"
        case _:
            text = str(value)
            return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_KINDS = (
    # how pydantic's name for a fault begins; longer beginnings first
    ("value_error", Msg.FIELD_BEYOND),
    ("datetime", Msg.FIELD_TIME),
    ("date", Msg.FIELD_DATE),
    ("int", Msg.FIELD_NUMBER),
    ("greater_than_equal", Msg.FIELD_SMALL),
    ("less_than_equal", Msg.FIELD_LARGE),
    ("bool", Msg.FIELD_YES_NO),
    ("string", Msg.FIELD_TEXT),
    ("tuple", Msg.FIELD_LIST),
    ("model", Msg.FIELD_MAPPING),
    ("dict", Msg.FIELD_MAPPING),
    ("too_short", Msg.FIELD_NO_ENTRY),
)


def _dates_of(kind: type[Record]) -> dict[str, tuple[re.Pattern[str], Sentence]]:
    """Return the keys of a record that hold a day or a moment, with how it is written."""
    forms = {dt.date: (_DATE, Msg.FIELD_DATE), dt.datetime: (_TIME, Msg.FIELD_TIME)}
    return {part.key: forms[held] for part in parts(kind) for held in part.kinds if held in forms}


_CASE_DATES, _SOURCE_DATES = _dates_of(Case), _dates_of(Source)
_ENTRY_DATES, _START_DATES = _dates_of(Entry), _dates_of(Start)


def _wrong_dates(data: Mapping[str, Any]) -> dict[_Place, Text]:
    """Return days and moments in another form than ours; pydantic takes `1700006400` for seconds since 1970."""
    return {
        (*place, key): msg(key=key, value=_shown(mapping[key]))
        for place, mapping, dates in _dated(data)
        if isinstance(mapping, dict)
        for key, (form, msg) in dates.items()
        if isinstance(mapping.get(key), str) and not form.fullmatch(mapping[key])
    }


def _dated(data: Mapping[str, Any]) -> Iterator[tuple[_Place, Any, Mapping[str, tuple[re.Pattern[str], Sentence]]]]:
    yield (), data, _CASE_DATES
    yield ("source",), data.get("source"), _SOURCE_DATES
    history = data.get("history")
    for index, entry in enumerate(history if isinstance(history, list) else ()):
        yield ("history", index), entry, _ENTRY_DATES
        starts = entry.get("starts") if isinstance(entry, dict) else None
        for name, start in starts.items() if isinstance(starts, dict) else ():
            yield ("history", index, "starts", name), start, _START_DATES
