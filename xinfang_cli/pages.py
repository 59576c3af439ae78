"""Pages from templates, in pieces, everything escaped that no template wrote; knows jinja2 alone."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def pieces(template: str, **fields: object) -> Iterator[str]:
    """Return a page in pieces; what is filled in is text, whatever it looks like."""
    return _environment().get_template(template).generate(**fields)


def markup(text: str) -> str:
    """Return a text that is HTML already."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  # of our own making


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
