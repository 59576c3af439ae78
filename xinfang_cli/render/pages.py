"""Pages from templates, in pieces, everything escaped that no template wrote; knows jinja2 alone."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from xinfang_cli.render.palette import PALETTE

if TYPE_CHECKING:
    from jinja2 import Environment


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})
_SPECIAL = re.compile("[&<>\"']")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def pieces(template: str, **fields: object) -> Iterator[str]:
    """Return a page in pieces; what is filled in is text, whatever it looks like."""
    return _environment().get_template(template).generate(**fields)


def markup(text: str) -> str:
    """Return a text that is HTML already."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  # of our own making


def escaped(text: str) -> str:
    """Return text as markup that shows it as it is, as templates do; most texts have nothing to escape."""
    return text.translate(_ENTITIES) if _SPECIAL.search(text) else text


def unbroken(text: str) -> str:
    """Return text as markup in which no line ends within a day."""
    return markup(_DAY.sub(r'<span class="day">\g<0></span>', escaped(text)))


def labels(place: str, texts: list[str]) -> str:
    """Return the style by which cells of a table name their columns; whatever a title holds, it ends no rule."""
    rules = (
        f'#{place} td:nth-child({at})::before{{content:"{_in_style(text)}"}}'
        for at, text in enumerate(texts, 1)
        if at > 1
    )
    return markup("".join(rules))


def _in_style(text: str) -> str:
    return "".join(char if char.isalnum() else f"\\{ord(char):x} " for char in text)


def data(value: object) -> str:
    """Return a value as JSON that may stand in a page's script: nothing in it ends the script."""
    return markup(json.dumps(value, ensure_ascii=False).translate(_IN_SCRIPT))


def script(name: str) -> tuple[str, str]:
    """Return a script of ours, and its digest: the page lets no other run."""
    source, *_ = _environment().loader.get_source(_environment(), name)  # type: ignore[union-attr]
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    return markup(source), f"sha256-{digest}"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("xinfang_cli", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["unbroken"] = unbroken
    environment.globals = {"palette": markup(_palette())}
    return environment


def _palette() -> str:
    """Return the colours of meanings as a style sheet has them: names for light and dark, and a class for each."""

    def named(shades: Iterable[tuple[str, str, str]]) -> str:
        return "".join(f"--{tone}:{ink};--{tone}-ground:{ground};" for tone, ink, ground in shades)

    light = named((tone, shade.ink, shade.ground) for tone, shade in PALETTE.items())
    dark = named((tone, shade.ink_dark, shade.ground_dark) for tone, shade in PALETTE.items())
    classes = "".join(f".t-{tone}{{--ink-of:var(--{tone});--ground-of:var(--{tone}-ground)}}" for tone in PALETTE)
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{classes}"
