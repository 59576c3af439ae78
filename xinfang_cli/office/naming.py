"""Rows of units, places and categories added to the text of config.yaml: comments and everything else in it stay.

A text is changed only where what comes out is known to read as it should; else the lines to paste are shown.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from xinfang_cli.casefile.yaml import YamlFault, line_of, read, update

_PLAIN = re.compile(r"[\w（）·]*[^\W\d_][\w（）·]*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_INLINE = re.compile(r"(\baliases:[ \t]*\[)([^\[\]]*)(\])")
_LISTED = re.compile(r"^([ \t]*)aliases:[ \t]*(#.*)?$")

_HAVE_DEFAULTS = frozenset({"categories"})
"""Sections that hold something where an office's file has none of them: one row there would take its place."""

Row = Mapping[str, Any]


def written(row: Row) -> str:
    """Return a row as one line."""
    parts = ", ".join(f"{key}: {_value(value)}" for key, value in row.items() if value)
    return f"- {{{parts}}}"


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else json.dumps(text, ensure_ascii=False)


def with_rows(text: str, section: str, rows: Sequence[Row]) -> str | None:
    """Return the text with rows behind those of a section; None where its form is not understood."""
    old = read(text)
    there = old.get(section) or []
    if not isinstance(there, list) or (section not in old and section in _HAVE_DEFAULTS):
        return None
    new = {**old, section: [*there, *({key: _data(value) for key, value in row.items() if value} for row in rows)]}
    found = re.search(rf"^{section}:[ \t]*\[[ \t]*\][ \t]*(#[^\n]*)?$", text, re.MULTILINE)
    if found and not there:
        head = f"{section}:{'  ' + found[1] if found[1] else ''}"
        made = text[: found.start()] + "\n".join([head, *map(written, rows)]) + text[found.end() :]
        return _sound(made, new)
    try:
        return _sound(update(text, old, new), new)
    except YamlFault:
        return None


def _data(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def with_aliases(text: str, section: str, at: int, aliases: Sequence[str]) -> str | None:
    """Return the text with more aliases in a row of a section; None where its form is not understood."""
    old = read(text)
    rows = [dict(row) for row in old[section]]
    rows[at]["aliases"] = [*(rows[at].get("aliases") or []), *aliases]
    lines = text.split("\n")
    first = (line_of(text, (section, at)) or 1) - 1
    changed = _with_aliases(lines, first, _end(lines, first), aliases)
    return _sound("\n".join(changed), {**old, section: rows})


def _end(lines: list[str], first: int) -> int:
    """Return the line behind a row: the next that is not deeper than its dash."""
    depth = len(lines[first]) - len(lines[first].lstrip())
    behind = range(first + 1, len(lines))
    return next((at for at in behind if lines[at].strip() and _depth(lines[at]) <= depth), len(lines))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _with_aliases(lines: list[str], first: int, end: int, aliases: Sequence[str]) -> list[str]:
    more = ", ".join(map(_value, aliases))
    for at in range(first, end):
        if _INLINE.search(lines[at]):
            return [*lines[:at], _INLINE.sub(partial(_joined, more), lines[at], count=1), *lines[at + 1 :]]
        if found := _LISTED.match(lines[at]):
            behind = next((n for n in range(at + 1, end) if not lines[n].lstrip().startswith("-")), end)
            indent = " " * _depth(lines[at + 1]) if behind > at + 1 else found[1]
            items = [f"{indent}- {_value(alias)}" for alias in aliases]
            return [*lines[:behind], *items, *lines[behind:]]
    row = lines[first]
    if "{" in row:
        head, brace, rest = row.rpartition("}")
        return [*lines[:first], f"{head.rstrip()}, aliases: [{more}]{brace}{rest}", *lines[first + 1 :]]
    return [*lines[: first + 1], f"{' ' * (_depth(row) + 2)}aliases: [{more}]", *lines[first + 1 :]]


def _joined(more: str, found: "re.Match[str]") -> str:
    return found[1] + ", ".join(filter(None, [found[2].strip(), more])) + found[3]


def _sound(text: str, wanted: Mapping[str, Any]) -> str | None:
    """Return a text if it says what it should."""
    try:
        return text if read(text) == wanted else None
    except YamlFault:
        return None
