"""JSON Schema of our files, for editors: of case files from their records, of `config.yaml` from what reads it.

Editors read YAML by its own rules and not by ours, so a number may stand where we take text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xinfang_cli.labels import Label, Lang, fresh
from xinfang_cli.messages import Text
from xinfang_cli.office.config import read_sections, template
from xinfang_cli.office.nodes import LabelT, Node, RowT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = {"type": "string", "format": "date"}
_NONE = {"type": "null"}


def case_schema() -> dict[str, Any]:
    """Return the schema of a case file."""
    from xinfang_cli.law.records import Case
    from xinfang_cli.law.validation import json_schema

    schema: dict[str, Any] = _tidied(json_schema(Case))
    schema.pop("description", None)
    return {"$schema": DIALECT, "title": "xinfang case", **schema}


def config_schema(lang: Lang) -> dict[str, Any]:
    """Return the schema of `config.yaml`, with the comments of the defaults as descriptions."""
    top = Sketch({})
    read_sections(top, frozenset())
    top.finish()
    comments = dict(_comments(template()))
    for key, schema in top.schema()["properties"].items():
        schema["description"] = comments.get(key, key)
    schema = top.schema()
    return {"$schema": DIALECT, "title": {"zh": "xinfang 配置", "en": "xinfang configuration"}[lang.value], **schema}


def _tidied(value: Any) -> Any:
    """Return a schema without the titles that pydantic makes of names, and the docstrings of our classes."""
    if isinstance(value, list):
        return [_tidied(part) for part in value]
    if not isinstance(value, dict):
        return value
    said = {"title", "description"}  # as keys of a schema they are texts, as names of properties they are schemas
    return {key: _tidied(part) for key, part in value.items() if not (key in said and isinstance(part, str))}


def _comments(text: str) -> Iterator[tuple[str, str]]:
    """Return the comment lines above each section of a configuration, by its key."""
    above: list[str] = []
    for line in text.splitlines():
        key = re.match(r"(\w+):", line)
        if line.startswith("# "):
            above.append(line[2:])
        elif key:
            _, _, beside = line.partition("   # ")
            yield key[1], "\n".join(above) or beside.strip() or key[1]
            above = []
        elif not line:
            above = []


class Sketch(Node, frozen=False):
    """Answers whoever reads a configuration with defaults, and notes what was asked for."""

    noted: dict[str, Any] = fresh(factory=dict)
    required: list[str] = fresh(factory=list)
    is_open: bool = True

    def schema(self) -> dict[str, Any]:
        """Return the schema of the mapping that this stood for."""
        schema: dict[str, Any] = {"type": ["object", "null"] if not self.required else "object"}
        if self.noted:
            schema["properties"] = {key: _schema_of(part) for key, part in self.noted.items()}
        if self.required:
            schema["required"] = self.required
        if not self.is_open:
            schema["additionalProperties"] = False
        return schema

    def _note(self, key: str, kind: str, **more: Any) -> None:
        self.noted[key] = {"type": [kind, "null"], **more}

    def text(self, key: str, default: str | None = None) -> str | None:
        """Note a text."""
        self.noted[key] = {"type": ["string", "number", "null"]}
        return default

    def needed(self, key: str) -> str:
        """Note a text that must be there."""
        self.noted[key] = {"type": ["string", "number"]}
        self.required.append(key)
        return key

    def number(self, key: str, default: int | None, least: int = 0, most: int | None = None) -> int | None:
        """Note a whole number with its bounds."""
        self._note(key, "integer", minimum=least, **({} if most is None else {"maximum": most}))
        return default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Note a yes or no."""
        self._note(key, "boolean")
        return default

    def word(self, key: str, words: type[LabelT], default: LabelT) -> LabelT:
        """Note one of a list of words, in either language."""
        self.noted[key] = {"enum": [*dict.fromkeys(name for word in words for name in _names(word)), None]}
        return default

    def word_if_said(self, key: str, words: type[LabelT], *, unless: Text | None = None) -> LabelT | None:  # noqa: ARG002
        """Note one of a list of words, in either language."""
        return self.word(key, words, next(iter(words)))

    def texts(self, key: str) -> tuple[str, ...]:
        """Note a list of texts."""
        self.noted[key] = {"type": ["array", "string", "null"], "items": {"type": ["string", "number"]}}
        return ()

    def node(self, key: str) -> "Sketch":
        """Note a mapping, whose schema comes when it has been read."""
        inner = Sketch({}, (*self.place, key), self.faults)
        self.noted[key] = inner
        return inner

    def rows(self, key: str, read: Callable[[Node], RowT]) -> tuple[RowT, ...]:
        """Note a list of mappings."""
        self._note(key, "array", items=self._read(key, read))
        return ()

    def table(self, key: str, read: Callable[[str, Node], RowT]) -> dict[str, RowT]:
        """Note a mapping of names to mappings. None of them is required: a clock that is known has its defaults."""
        row = self._read(key, lambda node: read(key, node))
        row.pop("required", None)
        self._note(key, "object", additionalProperties=row)
        return {}

    def pairs(self, key: str) -> Mapping[str, str]:
        """Note a mapping of texts to texts."""
        self._note(key, "object", additionalProperties={"type": ["string", "number", "null"]})
        return {}

    def days(self, key: str) -> Iterator[Any]:
        """Note days, each alone or as first and last of a span."""
        span = {"type": "array", "items": _DAY, "minItems": 2, "maxItems": 2}
        self.noted[key] = {"anyOf": [{"type": "array", "items": {"anyOf": [_DAY, span]}}, _DAY, _NONE]}
        return iter(())

    def finish(self) -> None:
        """Note that there is nothing else."""
        self.is_open = False

    def _read(self, key: str, read: Callable[[Node], Any]) -> dict[str, Any]:
        inner = Sketch({}, (*self.place, key), self.faults)
        read(inner)
        inner.finish()
        return inner.schema()


def _schema_of(noted: Any) -> dict[str, Any]:
    schema: dict[str, Any] = noted.schema() if isinstance(noted, Sketch) else noted
    return schema


def _names(word: Label) -> tuple[str, ...]:
    return (word.value, *(name for name in (word.zh, *word.also) if type(word).read(name) is word))
