"""Word documents filled from a template; knows docxtpl alone.

A template is the office's own file, but what it is filled with was typed by anyone: values are escaped, and the
template runs in a sandbox. Two runs give the same bytes.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.render.official import packed
from xinfang_cli.render.wordpages import fit

if TYPE_CHECKING:
    from jinja2 import Environment

_NO_XML = re.compile("[\ufffe\uffff]")  # what XML cannot hold beside control characters
_NAMED = re.compile(r"'(\w+)'(?: is undefined)?$")
MOST = 1_000_000
"""Turns of the loops of one template, and the largest number that it may multiply."""


def plain(text: str) -> str:
    """Return a text that a document can hold."""
    return _NO_XML.sub("�", text)


def fill(template: bytes, name: str, fields: Mapping[str, Any], *, title: str, author: str, day: dt.date) -> bytes:
    """Return the document that a template makes of fields.

    Args:
        template: the .docx file.
        name: where it stands, for what is said of its faults.
        fields: what its fields are filled with.
        title: of the document.
        author: of the document.
        day: that it bears as the day it was made.

    Raises:
        RefusedError: it is no .docx file, asks for a field that there is not, or its tags are wrong.
    """
    from docxtpl import DocxTemplate

    with _in_words(name, fields):
        document = DocxTemplate(io.BytesIO(template))
        environment = _sandbox()
        unknown = document.get_undeclared_template_variables(environment) - set(fields)
        if unknown:
            raise _unknown(name, sorted(unknown), fields)
        document.render(dict(fields), environment)
    _tidy(document.docx)
    fit(document.docx)
    about = document.docx.core_properties
    moment = dt.datetime.combine(day, dt.time())
    about.title, about.author, about.last_modified_by, about.comments = title, author, author, ""
    about.created = about.modified = moment
    about.revision = 1
    return saved(document.docx)


def saved(document: Any) -> bytes:
    """Return a document's file with fixed times, so that the same document is the same bytes."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        return packed({part: archive.read(part) for part in archive.namelist()})


def _sandbox() -> "Environment":
    """Return what runs a template: no attributes of Python, no other files, and nothing that takes for ever."""
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Bounded(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**", "%"})

        def call_binop(self, _: Any, operator: str, left: Any, right: Any) -> Any:
            """Multiply small numbers; a text or a power has no end to its length."""
            if operator != "*" or not all(isinstance(each, int | float) and abs(each) < MOST for each in (left, right)):
                raise SecurityError(operator)
            return left * right

    environment = Bounded(autoescape=True, undefined=StrictUndefined, loader=DictLoader({}))
    environment.globals = {"range": _Turns(SecurityError)}
    return environment


class _Turns:
    """`range`, for no more turns in one document than a document has lines."""

    def __init__(self, refusal: type[Exception]) -> None:
        self._left, self._refusal = MOST, refusal

    def __call__(self, *args: int) -> range:
        turns = range(*args)
        self._left -= len(turns[: self._left + 1])
        if self._left < 0:
            raise self._refusal("range")
        return turns


@contextmanager
def _in_words(name: str, fields: Mapping[str, Any]) -> Iterator[None]:
    """Say in our words what is wrong with a template."""
    from docx.opc.exceptions import PackageNotFoundError
    from jinja2 import TemplateError, UndefinedError
    from jinja2.exceptions import SecurityError
    from lxml.etree import XMLSyntaxError

    try:
        yield
    except (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError):
        raise RefusedError(Msg.TEMPLATE_NOT_DOCX(name=name)) from None
    except UndefinedError as error:
        named = _NAMED.search(str(error))
        raise _unknown(name, [named[1] if named else str(error)], fields) from None
    except SecurityError as error:
        raise RefusedError(Msg.TEMPLATE_UNSAFE(name=name, reason=str(error))) from None
    except (TemplateError, TypeError, ArithmeticError, MemoryError, RecursionError) as error:
        raise RefusedError(Msg.TEMPLATE_TAGS(name=name, reason=str(error) or type(error).__name__)) from None


def _unknown(name: str, unknown: list[str], fields: Mapping[str, Any]) -> RefusedError:
    return RefusedError(Msg.TEMPLATE_FIELD(name=name, fields=unknown, known=sorted(fields)))


def _tidy(document: Any) -> None:
    """Take out the empty runs that the tags of a template leave."""
    from docx.oxml.ns import qn

    for run in list(document.element.body.iter(qn("w:r"))):
        if all(part.tag in {qn("w:rPr"), qn("w:t")} and not part.text for part in run):
            run.getparent().remove(run)
