"""The Word template that offices start from: a report as an official document (公文) in 文件格式, its tables behind.

It is made of the parts that notices are made of, so that what it says can be read, and nothing of another program is
in it. An office takes it with `report --write-template`, changes it in Word or WPS, and names it in `config.yaml`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xinfang_cli.render.official import (
    KEPT,
    LINE,
    NUMBER_INDENT,
    ODD_AND_EVEN,
    TEXT_WIDTH,
    Imprint,
    footer,
    head,
    imprint,
    package,
    paragraph,
    rule,
    section,
    side,
    signature,
)
from xinfang_cli.render.wordxml import (
    BODY_FONT,
    HEADING_FONT,
    INDENTED,
    SECOND_FONT,
    fonts,
    size,
    spacing,
    style,
    styles,
)

CELL = 10.5
"""Size of the letters of tables, in points (五号)."""

_UNSPACED = '<w:spacing w:val="0"/>'


def _heading(level: int, font: str) -> str:
    """Return a heading by the name that Word knows it by, so that its contents list and screen readers find it."""
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="PaperText"/><w:qFormat/><w:pPr><w:keepNext/>{INDENTED}'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr>{fonts(font)}</w:rPr></w:style>'
    )


_STYLES = styles(
    _heading(1, HEADING_FONT),
    _heading(2, SECOND_FONT),
    _heading(3, BODY_FONT),
    style("Days", '<w:keepNext/><w:jc w:val="center"/>', fonts(SECOND_FONT)),
    style("Attachment", "<w:keepNext/><w:pageBreakBefore/>", fonts(HEADING_FONT)),
    style("AttachmentsNote", '<w:ind w:left="1580" w:hanging="948"/>', ""),
    style("TableCell", f'{spacing(300)}<w:jc w:val="left"/>', f"{_UNSPACED}{size(CELL)}"),
    style("TableNumber", f'{spacing(300)}<w:jc w:val="right"/>', f"{_UNSPACED}{size(CELL)}"),
    style("TableMiddle", f'{spacing(300)}<w:jc w:val="center"/>', f"{_UNSPACED}{size(CELL)}"),
    style("TableHead", f'{spacing(300)}<w:jc w:val="center"/>', f"{fonts(HEADING_FONT)}{_UNSPACED}{size(CELL)}"),
    style("TableNote", spacing(400), size(12)),
    style("Definition", f'{spacing(420)}<w:ind w:firstLineChars="200" w:firstLine="480"/>', size(12)),
)


class Outline(NamedTuple):
    """What the layout hangs on: how long the texts are that are filled in."""

    head: str = "{{ issuer }}"
    issuer: str = "{{ issuer }}"
    day: str = "{{ day }}"
    copies: str = ""
    printed: str = ""


_UNKNOWN = Outline()


def template(outline: Outline = _UNKNOWN) -> bytes:
    """Return the template."""
    return package(
        "".join(_body(outline)) + section(ODD_AND_EVEN),
        {"footer1": footer("right"), "footer2": footer("left")},
        _STYLES,
    )


def _said(text: str, kind: str, more: str = "") -> str:
    return paragraph(text, kind, more)


def _code(words: str) -> str:
    return paragraph(f"{{%p {words} %}}", "PaperText")


def _where(test: str, *parts: str) -> str:
    return "".join((_code(f"if {test}"), *parts, _code("endif")))


def _each(loop: str, *parts: str) -> str:
    return "".join((_code(f"for {loop}"), *parts, _code("endfor")))


def _body(outline: Outline) -> Iterator[str]:
    yield from _top(outline)
    yield _each("text in paragraphs", _levels())
    yield _where(
        "issuer",
        _where("tables", _said("", "PaperText", KEPT), _said("{{ attachments }}", "AttachmentsNote", KEPT)),
        _signed(outline, "issuer"),
        _where(
            "tables",
            _said("{{ attachment }}", "Attachment"),
            _said("", "PaperText", KEPT),
            _said("{{ attachment_title }}", "PaperTitle", f'<w:spacing w:after="{LINE // 2}"/>'),
        ),
    )
    yield _each(
        "table in tables",
        _said("{{ table.heading }}", "Heading1"),
        _where("table.rows", _table()),
        _where("table.note", _said("{{ table.note }}", "TableNote")),
    )
    yield _where(
        "definitions",
        _said("{{ definitions_heading }}", "Heading1"),
        _each("text in definitions", _said("{{ loop.index }}. {{ text }}", "Definition")),
    )
    yield _said("{{ as_of }}", "Definition")
    yield _where("issuer", *_imprint(outline))
    yield _where("not issuer", _signed(outline, "office"))


def _top(outline: Outline) -> Iterator[str]:
    yield _where(
        "issuer",
        head(outline.head, 1984, 560, shown="{{ head }}"),
        _said("{{ number }}", "Number", side("center")),
        rule(),
        _said("{{ title_lines }}", "PaperTitle"),
        _said("", "PaperText"),
        _where("to", _said("{{ to }}", "Addressee")),
    )
    yield _where(
        "not issuer",
        _said("{{ office }}", "PaperTitle"),
        _said("{{ report }}", "PaperTitle"),
        _said("{{ days_in_brackets }}", "Days"),
    )


def _levels() -> str:
    """Return a paragraph as the heading it is: 黑体 for 一、, 楷体 for （一）, else text."""
    return "".join(
        (
            _code("if text.level == 1"),
            _said("{{ text }}", "Heading1"),
            _code("elif text.level == 2"),
            _said("{{ text }}", "Heading2"),
            _code("elif text.level == 3"),
            _said("{{ text }}", "Heading3"),
            _code("elif loop.last and issuer"),  # no page has the signature alone
            _said("{{ text }}", "PaperText", KEPT),
            _code("else"),
            _said("{{ text }}", "PaperText"),
            _code("endif"),
        )
    )


def _signed(outline: Outline, name: str) -> str:
    """Return issuer and day with the place of the seal: a line free, the issuer centred over the day."""
    issuer, day = signature(outline.issuer, outline.day)
    return "".join(
        (
            _said("", "PaperText", KEPT),
            _said(f"{{{{ {name} }}}}", "Signature", f'{KEPT}<w:ind w:right="{issuer}"/>'),
            _said("{{ day }}", "Signature", f'<w:ind w:right="{day}"/>'),
        )
    )


_COPIES = f'<w:ind w:left="{4 * NUMBER_INDENT}" w:right="{NUMBER_INDENT}" w:hanging="{3 * NUMBER_INDENT}"/>'
_PRINTED = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - NUMBER_INDENT}"/></w:tabs>'
"""Further lines of copies stand under the first name; the day of print stands one character from the right."""


def _imprint(outline: Outline) -> Iterator[str]:
    """Return the foot of the last page: copies, and who printed it when."""
    lines = [Imprint(outline.copies, "{{ copies }}", _COPIES), Imprint(outline.printed, "{{ printed }}", _PRINTED)]
    lines = lines if outline.copies or not outline.printed else lines[1:]
    frames = imprint(lines)
    yield _said("", "After", KEPT)
    for line, frame in zip(lines, frames, strict=True):
        yield _where(line.shown.strip("{ }"), frame, _said("", "After"))


def _table() -> str:
    """Return the table that every table of a report is made from: a header, rows, sums."""
    grid = "".join(f'<w:gridCol w:w="{TEXT_WIDTH // 3}"/>' for _ in range(3))
    rows = (
        _row(("{%tc for text in table.head %}", "{{ text }}", "{%tc endfor %}"), "TableHead", "<w:tblHeader/>"),
        _row(("{%tr for row in table.rows %}", "", ""), "TableCell"),
        _cells(),
        _row(("{%tr endfor %}", "", ""), "TableCell"),
        _row(("{%tr for row in table.total %}", "", ""), "TableCell"),
        _cells(),
        _row(("{%tr endfor %}", "", ""), "TableCell"),
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="25" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="25" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(texts: Sequence[str], kind: str, more: str = "") -> str:
    return _tr([_said(text, kind) for text in texts], more)


def _tr(cells: Sequence[str], more: str = "") -> str:
    shown = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{TEXT_WIDTH // 3}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for cell in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{shown}</w:tr>"


def _cells() -> str:
    """Return a row of which each cell stands to the right if it is a number, in the middle if it counts the rows."""
    shown = "{{r cell.shown }}"
    cell = "".join(
        (
            _code("if cell.right"),
            _said(shown, "TableNumber"),
            _code("elif cell.middle"),
            _said(shown, "TableMiddle"),
            _code("else"),
            _said(shown, "TableCell"),
            _code("endif"),
        )
    )
    opened, closed = (_said(text, "TableCell") for text in ("{%tc for cell in row %}", "{%tc endfor %}"))
    return _tr((opened, cell, closed))
