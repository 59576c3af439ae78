"""The Word template that offices start from: a bulletin in the layout of official documents (公文, GB/T 9704).

It is made here and not kept as a file, so that what it says can be read. An office takes it with
`report --write-template`, changes it in Word or WPS, and names it in `config.yaml`.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from xinfang_cli.render.word import saved

_LATIN = "Times New Roman"
_TITLE, _BODY, _HEADING, _PAGE = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
_INSTEAD = {_TITLE: "小标宋体;华文中宋;黑体;SimHei", _BODY: "仿宋;FangSong;STFangsong"}
"""What stands in where an office has not bought or installed a font."""

_STYLES = (
    # name, font, size in points, line in points, first line indented, bold, where: left, middle or right
    ("Bulletin Title", _TITLE, 22, 32, False, False, "center"),
    ("Bulletin Date", _BODY, 16, 28, False, False, "center"),
    ("Bulletin Text", _BODY, 16, 28, True, False, "both"),
    ("Bulletin Heading", _HEADING, 16, 28, True, False, "left"),
    ("Bulletin Cell", _BODY, 9, 13, False, False, "left"),
    ("Bulletin Number", _BODY, 9, 13, False, False, "right"),
    ("Bulletin Header", _HEADING, 9, 13, False, False, "center"),
    ("Bulletin Note", _BODY, 10.5, 16, False, False, "both"),
    ("Bulletin Signature", _BODY, 16, 28, False, False, "right"),
)
_HEADER, _CELLS = ("{%tc for text in table.head %}", "{{ text }}", "{%tc endfor %}"), "{%tc for cell in row %}"


@cache
def template() -> bytes:
    """Return the template."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    _styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    _page_number(section.footer.paragraphs[0])
    _body(document)
    return saved(document)


def _body(document: Any) -> None:
    def say(text: str, style: str) -> None:
        document.add_paragraph(text, style=f"Bulletin {style}")

    say("{{ office }}", "Title")
    say("{{ report }}", "Title")
    say("{{ days_in_brackets }}", "Date")
    for text, style in (("{%p for text in paragraphs %}", "Text"), ("{{ text }}", "Text"), ("{%p endfor %}", "Text")):
        say(text, style)
    say("{%p for table in tables %}", "Text")
    say("{{ table.heading }}", "Heading")
    say("{%p if table.rows %}", "Text")
    _table(document)
    say("{%p endif %}", "Text")
    say("{%p if table.note %}", "Text")
    say("{{ table.note }}", "Note")
    say("{%p endif %}", "Text")
    say("{%p endfor %}", "Text")
    say("{%p if definitions %}", "Text")
    say("{{ definitions_heading }}", "Heading")
    for text, style in (("{%p for text in definitions %}", "Note"), ("{{ text }}", "Note"), ("{%p endfor %}", "Note")):
        say(text, style)
    say("{%p endif %}", "Text")
    say("", "Text")
    say("{{ office }}", "Signature")
    say("{{ day }}", "Signature")
    say("{{ stamp }}", "Note")


def _table(document: Any) -> None:
    """Add the table that every table of a report is made from: a header, rows, sums."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = document.add_table(rows=0, cols=3, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "50")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001  # python-docx has no name for it
    header = _row(table, _HEADER, "Header")
    header.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _row(table, ("{%tr for row in table.rows %}", "", ""), "Cell")
    _cells(table)
    _row(table, ("{%tr endfor %}", "", ""), "Cell")
    _row(table, ("{%tr for row in table.total %}", "", ""), "Cell")
    _cells(table, bold=True)
    _row(table, ("{%tr endfor %}", "", ""), "Cell")


def _row(table: Any, texts: Sequence[str], style: str) -> Any:
    from docx.oxml import OxmlElement

    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # python-docx has no name for it
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].text = text
        cell.paragraphs[0].style = f"Bulletin {style}"
    return row._tr  # noqa: SLF001


def _cells(table: Any, *, bold: bool = False) -> None:
    """Add a row of which each cell stands to the right if it is a number, else to the left."""
    _row(table, (_CELLS, "{%p if cell.right %}", "{%tc endfor %}"), "Cell")
    middle = table.rows[-1].cells[1]
    for text, style in (("{{ cell.text }}", "Number"), ("{%p else %}", "Cell"), ("{{ cell.text }}", "Cell")):
        paragraph = middle.add_paragraph(style=f"Bulletin {style}")
        paragraph.add_run(text).bold = bold or None
    middle.add_paragraph("{%p endif %}", style="Bulletin Cell")


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, font, size, line, is_indented, is_bold, side in _STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size), is_bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        layout = style.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        layout.space_before = layout.space_after = Pt(0)
        layout.first_line_indent = Pt(2 * size) if is_indented else None
        layout.keep_with_next = name.endswith(("Heading", "Signature"))
        side_of = style.element.get_or_add_pPr()._add_jc()  # noqa: SLF001  # its property takes no word of the standard
        side_of.set(qn("w:val"), side)
    for language in document.styles.element.iter(qn("w:lang")):  # how Chinese punctuation is drawn hangs on it
        language.set(qn("w:eastAsia"), "zh-CN")
    _name_fonts(document)


def _name_fonts(document: Any) -> None:
    """Say which fonts stand in for those that many computers lack."""
    from xml.sax.saxutils import quoteattr

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    fonts = "".join(
        f"<w:font w:name={quoteattr(font)}><w:altName w:val={quoteattr(instead)}/></w:font>"
        for font, instead in _INSTEAD.items()
    )
    part = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    part._blob = f'{declared}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()  # noqa: SLF001


def _page_number(paragraph: Any) -> None:
    """Write — 1 — as official documents have it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if text == "PAGE" else text)
        run.font.name, run.font.size = _LATIN, Pt(14)
        run._element.rPr.rFonts.set(qn("w:eastAsia"), _PAGE)  # noqa: SLF001
        if text == "PAGE":
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run._element.addprevious(field)  # noqa: SLF001
            field.append(run._element)  # noqa: SLF001
            run.text = "1"
