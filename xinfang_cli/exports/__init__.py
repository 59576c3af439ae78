"""The forms of an export: one line each here, one file each beside. All of them write matters as they come.

No form shows a person unless it is asked to; what a matter is stands below.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label, Lang
from xinfang_cli.messages import Msg, Text

Line = Mapping[str, Any]


class ExportFormat(Label):
    """A form: the word that is typed, which is its file's name too, and its names."""

    CSV = "csv", "CSV表格", "CSV"
    XLSX = "xlsx", "电子表格", "spreadsheet"
    JSONL = "jsonl", "JSON行", "JSON lines"
    ICS = "ics", "日历（期限）", "calendar of deadlines"
    OPEN311 = "open311", "Open311 GeoReport v2 JSON", "Open311 GeoReport v2 JSON"
    PARQUET = "parquet", "Parquet", "Parquet"
    RELATIONS = "relations", "关系表（供上级汇总）", "relations, for reports over many offices"

    @property
    def is_binary(self) -> bool:
        """Whether it is no text, so that it goes to a file or a pipe and never to a terminal."""
        return self in (ExportFormat.XLSX, ExportFormat.PARQUET, ExportFormat.RELATIONS)


@dataclass(frozen=True)
class Matters:
    """What is exported; each of the three is gone through once, as it is written.

    Attributes:
        objects: matters as `list --json` has them, with petitioners and request if they are revealed.
        lines: of the index, for forms with keys of their own; no sealed ones.
        duties: the running duties that have a due date: lines of the index.
        clock: what people call a clock.
        lang: the language of what people read.
        reveal: whether personal data comes too.
        office: name of the office.
        zone: of its days.
        scope: the filters in words, for the form that can say them outside its rows.
    """

    objects: Callable[[], Iterator[dict[str, Any]]]
    lines: Callable[[], Iterator[Line]]
    duties: Callable[[], Iterator[Line]]
    clock: Callable[[str], str]
    lang: Lang
    reveal: bool
    office: str
    zone: dt.tzinfo
    scope: Label | Text | None = None


def pieces(form: ExportFormat, matters: Matters) -> Iterator[str]:
    """Return an export that is text, in pieces; write it as UTF-8 without translating line ends."""
    drawn: Iterator[str] = import_module(f"xinfang_cli.exports.{form.value}").pieces(matters)
    return drawn


def write(form: ExportFormat, matters: Matters, path: Path) -> None:
    """Write an export that is no text."""
    import_module(f"xinfang_cli.exports.{form.value}").write(matters, path)


def needs(library: str, name: str, form: ExportFormat) -> None:
    """Make sure that a library is here that is not installed with every xinfang.

    Raises:
        RefusedError: it is not; the message says how to get it.
    """
    if find_spec(library) is None:
        raise RefusedError(Msg.EXTRA_MISSING(form=form.value, library=library, extra=name))


def extra(library: str, name: str, form: ExportFormat) -> ModuleType:
    """Import such a library.

    Raises:
        RefusedError: it is not here.
    """
    needs(library, name, form)
    return import_module(library)
