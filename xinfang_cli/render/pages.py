"""Pages from templates, in pieces, everything escaped that no template wrote; knows jinja2 alone."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})
_SPECIAL = re.compile("[&<>\"']")
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

    return Environment(
        loader=PackageLoader("xinfang_cli", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
