"""Format 1 of our files, lifted to format 2: as data where a file is read, as text where it is written again.

Its entries said `on` and `n`, its calendars `off`. To YAML 1.1 these are booleans: readers of that version gave scripts
the key True, and what they wrote back said `true`. In a text only the keys move; everything else stays as it lies.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xinfang_cli.casefile.yaml import keys_under
from xinfang_cli.labels import pattern

DERIVED_COMMENT = "# 以下三行由 history 算出，勿改 / derived from history, do not edit"
"""The line above the three lines that people must not edit."""

ENTRY_KEYS = {"on": "date", "true": "date", "n": "id", "false": "id"}
"""Keys of an entry in format 1, also as a YAML 1.1 reader writes them back."""

CALENDAR_KEYS = {"off": "rest", "false": "rest"}

_OLD_COMMENT = pattern(r"^# 以下三行由 history 算出\x2c勿改 / derived from history, do not edit$", re.MULTILINE)
_FORMAT_1 = pattern(r"^(format[ \t]*:[ \t]*)1(?=\s|\Z)", re.MULTILINE)
_MAYBE = pattern(r"""\b(?:on|n|true|false|off)["']?\s*:""")
"""What a text has that has such keys; one that has it in its words only is looked at in vain."""


def lifted(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a case file says with the keys of format 2; an entry that has both keeps the old one too."""
    history = data.get("history")
    if not isinstance(history, list):
        return data
    return {**data, "history": [_renamed(entry) if isinstance(entry, dict) else entry for entry in history]}


def _renamed(entry: Mapping[str, Any]) -> dict[str, Any]:
    names = _new_names(entry, ENTRY_KEYS)
    return {names.get(key, key): value for key, value in entry.items()}


def _new_names(keys: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    """Return the new names of those keys that have one, where no other key stands for the same."""
    meant = Counter(names.get(key, key) for key in keys)
    return {key: names[key] for key in keys if key in names and meant[names[key]] == 1}


def twice_said(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Return where an entry still has a key of format 1 after lifting, that key, and the one that stands beside it."""
    history = data.get("history")
    for index, entry in enumerate(history if isinstance(history, list) else ()):
        for old, new in ENTRY_KEYS.items():
            if isinstance(entry, dict) and old in entry:
                yield ("history", index, old), old, new


def lifted_text(text: str) -> str:
    """Return the text of a case file in format 2; of a text that has it already, the same."""
    return _with_keys(_OLD_COMMENT.sub(DERIVED_COMMENT, text), ("history", None), ENTRY_KEYS)


def lifted_config(text: str) -> str:
    """Return the text of a `config.yaml` in format 2, and with its number."""
    return _FORMAT_1.sub(r"\g<1>2", _with_keys(text, ("calendar",), CALENDAR_KEYS))


def _with_keys(text: str, path: tuple[str | None, ...], names: Mapping[str, str]) -> str:
    if not _MAYBE.search(text):
        return text
    done, parts = 0, []
    for keys in keys_under(text, path):
        for key, name in _new_names(keys, names).items():
            start, end = keys[key]
            parts += [text[done:start], name]
            done = end
    return "".join([*parts, text[done:]])
