"""Reads and writes YAML; PyYAML is imported when the first text must be read.

Nearly every case file is in our own form (`ownform`), and the import takes longer than reading a hundred of them.
"""

from collections.abc import Mapping
from typing import Any

from xinfang_cli.canonical import as_read, write
from xinfang_cli.yamltext import MAX_BYTES, YamlFault, decoded


def read_bytes(raw: bytes) -> dict[str, Any]:
    """Return the data of a file's bytes: UTF-8 with or without a mark, at most 4 MiB. Raises YamlFault."""
    return read(decoded(raw))


def read(text: str) -> dict[str, Any]:
    """Return the data of a text that is one mapping. Raises YamlFault at the first fault."""
    from xinfang_cli import yamlparse

    return yamlparse.read(text)


def line_of(text: str, path: tuple[str | int, ...]) -> int | None:
    """Return the line, from 1, of the value at a path or of its nearest parent; None if the text is no YAML.

    Slow: for messages only.
    """
    from xinfang_cli import yamlparse

    return yamlparse.line_of(text, path)


def comments(text: str) -> list[str]:
    """Return the comments of a text, each from its `#`, in the order in which they stand."""
    from xinfang_cli import yamlparse

    return yamlparse.comments(text)


def update(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return a file's text, which holds `old`, so changed that it holds `new`; the rest of it stays as it was made.

    Raises YamlFault where that cannot be done.
    """
    from xinfang_cli import yamlparse

    return yamlparse.update(text, old, new)


__all__ = [
    "MAX_BYTES",
    "YamlFault",
    "as_read",
    "comments",
    "decoded",
    "line_of",
    "read",
    "read_bytes",
    "update",
    "write",
]
