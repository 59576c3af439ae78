"""The text of a record straight from the record: what `write(plain(record))` returns, in half the time.

An import writes as many texts as it has rows, and most of the work was to turn records into mappings first.
"""

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from xinfang_cli.casefile.layout import BARE, head_of, on_one_line, put, text_at, write
from xinfang_cli.labels import Label
from xinfang_cli.law.recordbase import Record, by_kind, file_keys, plain
from xinfang_cli.law.records import DERIVED_KEYS, Case, Start


def written(case: Case, comments: Mapping[str, str]) -> str:
    """Return the text of a case; `comments` are lines that stand above a key of the top level."""
    if case.unknown:
        return write(plain(case), comments)
    lines = _head_lines(case, comments)
    lines.append("history:")
    for entry in case.history:
        _put_item(lines, entry, "")
    return "\n".join(lines) + "\n"


def grown(text: str, read: Case, case: Case, comments: Mapping[str, str]) -> str | None:
    """Return the text of a case that only got more entries, with those it has as they stand in the text that it had.

    None where that is not certain: the text is not in our form, or more has changed in its history.
    """
    known = len(read.history)
    above, found, history = text.partition("\nhistory:\n")
    if not found or case.history[:known] != read.history or read.unknown or case.unknown:
        return None
    lines = _head_lines(read, comments)
    if "\n".join(lines) != above or history[-1:] != "\n" or _NO_ENTRY.search(history[:-1]):
        return None
    if case.but(history=read.history) != read:
        lines = _head_lines(case, comments)
    lines.append(f"history:\n{history[:-1]}")
    for entry in case.history[known:]:
        _put_item(lines, entry, "")
    return "\n".join(lines) + "\n"


_NO_ENTRY = re.compile(r"^(?! |- id: |$)", re.MULTILINE)
"""A line that does not belong to a list of entries at the margin: another key, a comment, an entry of format 1."""


def _head_lines(case: Case, comments: Mapping[str, str]) -> list[str]:
    """Return what stands above the history."""
    lines: list[str] = []
    values = case.__dict__
    for name, key, head in _heads(Case, ""):
        value = values[name]
        if key in comments:
            lines.append(comments[key])
        if name == "history" or value == ():
            continue
        if value is not None:
            _put_value(lines, head, key, value, "")
        elif name in DERIVED_KEYS:
            lines.append(f"{head} null")
    return lines


def _put_record(lines: list[str], record: Record, pad: str) -> None:
    if record.unknown:
        for key, value in plain(record).items():
            put(lines, head_of(pad, key), key, value, pad)
        return
    values = record.__dict__
    for name, key, head in _heads(type(record), pad):
        value = values[name]
        if value is not None and value != ():
            _put_value(lines, head, key, value, pad)


def _put_value(lines: list[str], head: str, key: str, value: object, pad: str) -> None:
    if type(value) is str:
        line = _line if key in _ONES_OWN or len(value) > _SHORT else _known_line
        lines.append(line(head, value, pad))
    elif type(value) is dt.date:
        lines.append(_known_day(head, value))
    elif isinstance(value, Label):
        lines.append(_known_line(head, value._value_, pad))
    elif type(value) in BARE:
        lines.append(f"{head} {BARE[type(value)](value)}")
    elif value:
        _put_parts(lines, head, key, value, pad)


_SHORT = 32
_ONES_OWN = frozenset(("id", "title", "request", "number", "text"))
"""Keys whose values few cases share; of the others whole lines are remembered."""


def _line(head: str, text: str, pad: str) -> str:
    return f"{head} {text_at(text, pad)}"


_known_line = lru_cache(maxsize=8192)(_line)


@lru_cache(maxsize=8192)
def _known_day(head: str, day: dt.date) -> str:
    return f"{head} {day.isoformat()}"


def _put_parts(lines: list[str], head: str, key: str, value: object, pad: str) -> None:
    if isinstance(value, tuple) and isinstance(value[0], Record):
        lines.append(head)
        for record in value:
            _put_item(lines, record, pad)
    elif key == "starts" and isinstance(value, dict):
        lines.append(head)
        lines.extend(f"{head_of(f'{pad}  ', name)} {_start(start)}" for name, start in value.items())
    elif isinstance(value, Record):
        lines.append(head)
        _put_record(lines, value, f"{pad}  ")
        if lines[-1] is head:
            lines[-1] = f"{head} {{}}"
    else:
        put(lines, head, key, value, pad)


def _put_item(lines: list[str], record: Record, pad: str) -> None:
    first = len(lines)
    _put_record(lines, record, f"{pad}  ")
    if len(lines) == first:
        lines.append(f"{pad}- {{}}")
    else:
        lines[first] = f"{pad}- {lines[first][len(pad) + 2 :]}"


def _start(start: Start) -> str:
    return on_one_line(plain(start)) if start.unknown else _known_start(start.from_, start.rule, start.due)


@lru_cache(maxsize=4096)
def _known_start(from_: dt.date, rule: str, due: dt.date | None) -> str:
    return on_one_line({"from": from_, "rule": rule, **({"due": due} if due else {})})


@by_kind
def _heads(kind: type[Record], pad: str) -> tuple[tuple[str, str, str], ...]:
    """Return attribute and key of each part, and what stands before its value."""
    return tuple((name, key, head_of(pad, key)) for name, key in file_keys(kind))
