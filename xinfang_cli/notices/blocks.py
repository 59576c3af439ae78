"""The wording of a document as blocks: paragraphs and rows, each with its shape, filled in or with its tags left.

A line of a wording begins with what it is:

    !   the red head of a file or letter          ##  a heading
    №   the number                                >   whom it is addressed to
    #   the title                                 ~   to the right
    |   a row: label, value, perhaps another pair *   a small note
    |4  a row four lines high                     ^^  the day, under the issuer (^)
    |^  the header of a table                     &   copies; && who prints it and when
    ||| the widths of a table's columns           --  a new page

`% if`, `% for` and their ends stand on lines of their own. A value never becomes a mark: what persons typed is kept
apart from the wording until the lines are cut.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from xinfang_cli.notices.kinds import Notice, PageLayout

BLANK = "＿＿＿＿＿＿"
"""What stands where the matter has nothing: a rule to write on."""

_START, _LINE, _BAR = "\x02", "\x0b", "\x1f"
_STATEMENT = re.compile(r"^% (?P<words>.*)$")
_TALL = re.compile(r"^\|(?:(?P<lines>\d+) \|)?(?P<head>\^)?(?P<cells>.*?)(?: \|)?$", re.DOTALL)


class Shape(Enum):
    """What a block is."""

    HEAD = "!"
    NUMBER = "№"
    TITLE = "#"
    HEADING = "##"
    TO = ">"
    TEXT = ""
    RIGHT = "~"
    NOTE = "*"
    ISSUER = "^"
    DAY = "^^"
    COPIES = "&"
    IMPRINT = "&&"
    BREAK = "--"
    COLUMNS = "|||"
    ROW = "|"
    MARK = "="  # that it is a draft
    CODE = "%"  # a statement of a template


class PaperBlock(NamedTuple):
    """A paragraph, a row of a table, or the end of a page."""

    shape: Shape
    text: str = ""
    cells: tuple[str, ...] = ()
    lines: int = 1
    is_header: bool = False


_MARKS = ("&&", "##", "--", "^^", "^", "!", "№", "#", ">", "~", "*", "&", "=")


def source(notice: Notice) -> str:
    """Return the whole wording of a kind: with the head, the number and the title that its layout has."""
    lines = notice.wording.split("\n")
    head = [line for line in lines if line.startswith("!")]
    title = next((line for line in lines if line.startswith("# ")), f"# {{{{ issuer }}}}\\n{notice.document.zh}")
    rest = [line for line in lines if line not in head and line is not title]
    return "\n".join([*_top(notice, head, title), *rest])


_DRAFT = ("% if english", "= {{ english }}", "% endif", "% if draft", "= （{{ draft }}）", "% endif")


def _top(notice: Notice, head: list[str], title: str) -> list[str]:
    if notice.layout is PageLayout.FORM:
        return [title, *_DRAFT, "% if number", "№ {{ number }}", "% endif"]
    if notice.layout is PageLayout.LETTER:
        return ["! {{ issuer }}", "№ {{ number }}", title, *_DRAFT]
    return [*head, "№ {{ number }}", title, *_DRAFT] if head else [title, *_DRAFT, "№ {{ number }}"]


@cache
def names(notice: Notice) -> frozenset[str]:
    """Return the fields that a kind takes."""
    from jinja2 import meta

    return frozenset(meta.find_undeclared_variables(_environment().parse(source(notice))))


@cache
def optional(notice: Notice) -> frozenset[str]:
    """Return the fields without which a kind is whole: what it says of them it says only if they are there."""
    from jinja2 import nodes

    tests = [each.test for each in _environment().parse(source(notice)).find_all(nodes.If)]
    asked = {name.name for test in tests for name in test.find_all(nodes.Name)}
    return frozenset(asked | {each.name for test in tests if isinstance(test, nodes.Name) for each in (test,)})


def blocks(notice: Notice, values: Mapping[str, Any]) -> tuple[PaperBlock, ...]:
    """Return a document filled in."""
    said = _template(notice).render(values)
    return tuple(block for line in said.split("\n") for block in _cut(line.rstrip(" ")))


def bare(notice: Notice) -> tuple[PaperBlock, ...]:
    """Return a document with its tags left, for a template of Word; statements are blocks of their own."""
    found: list[PaperBlock] = []
    for line in source(notice).split("\n"):
        statement = _STATEMENT.match(line)
        found += [PaperBlock(Shape.CODE, statement["words"])] if statement else _cut(line.rstrip(" "))
    return tuple(found)


def plain(found: tuple[PaperBlock, ...]) -> str:
    """Return the text of a document, by which two of them are compared."""
    return "\n".join("\t".join(block.cells) if block.cells else block.text for block in found) + "\n"


@cache
def _template(notice: Notice) -> Any:
    return _environment().from_string(source(notice))


@cache
def _environment() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(  # no HTML: the blocks are escaped when they are drawn
        line_statement_prefix="%", undefined=StrictUndefined, finalize=_kept_apart, keep_trailing_newline=False,
        autoescape=False,
    )  # fmt: skip


def _kept_apart(value: Any) -> str:
    """Return a value that no mark of the wording can be mistaken for."""
    if value is None or value == "":
        return BLANK
    return _START + str(value).replace("\r", "").replace("\n", _LINE).replace("|", _BAR)


def _cut(line: str) -> Iterator[PaperBlock]:
    if not line:
        return
    if line.startswith("|||"):
        yield PaperBlock(Shape.COLUMNS, cells=tuple(line[3:].split()))
    elif line.startswith("|"):
        yield _row(line)
    else:
        mark = next((mark for mark in _MARKS if line.startswith(mark)), "")
        yield from _paragraphs(Shape(mark), line.removeprefix(mark).strip(" "))


def _paragraphs(shape: Shape, text: str) -> Iterator[PaperBlock]:
    parts = _given_back(text).split("\n") if shape in {Shape.TEXT, Shape.NOTE} else [_given_back(text)]
    return (
        PaperBlock(shape, part.strip() if part != BLANK else part) for part in parts if part.strip() or len(parts) == 1
    )


def _row(line: str) -> PaperBlock:
    found = _TALL.match(line)
    assert found is not None  # noqa: S101  # begins with a bar
    cells = tuple(_given_back(cell.strip(" ")) for cell in found["cells"].split("|"))
    shown = tuple("" if cell == BLANK else cell for cell in cells)
    return PaperBlock(Shape.ROW, cells=shown, lines=int(found["lines"] or 1), is_header=bool(found["head"]))


def _given_back(text: str) -> str:
    return text.replace(_START, "").replace(_LINE, "\n").replace(_BAR, "|").replace("\\n", "\n")
