"""Documents in Word: blocks as a .docx file by GB/T 9704-2012, the same bytes each time; and templates with their tags.

The file is written as its XML, since the page of an official document (grid, page numbers left and right, red rules)
is exactly what general libraries have no words for.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from xinfang_cli.notices.blocks import PaperBlock, Shape
from xinfang_cli.notices.kinds import PageLayout
from xinfang_cli.notices.wordxml import (
    CONTENT_TYPES,
    FONT_TABLE,
    HEAD,
    HEADING_FONT,
    RELATIONS,
    ROOT_RELATIONS,
    SETTINGS,
    STYLES,
    TAIL,
)
from xinfang_cli.widths import width

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say of its files
_TEXT_WIDTH = 8845  # 156 mm, in twentieths of a point
_CHARACTER = 316  # 15.8 pt: 28 of them in a line
_LINE = 579  # 22 of them on a page
_FORM_COLUMNS: tuple[str, ...] = ("17", "33", "17", "33")
_ROW, _ROW_LINE = 510, 340
_IMPRINT, _IMPRINT_RULE, _IMPRINT_LINE = 440, 20, 30  # a line of the imprint, its rule, the characters of a line
_USUAL = 8.0
_SEAL = 4  # characters that the day stands from the right, under the seal
_HALF = 2
_TITLE_WIDTH = 40  # twice the characters of 二号 in a line
_NO_BEGINNING = frozenset("，。；：、）》〕的问题之等人件事项函要书单")

_INNER_HYPHEN = re.compile("(?<=[0-9A-Z])-(?=[0-9A-Z])")
"""Of ids, telephone numbers and hours: no line ends there."""

_RESTS, _EARLY = frozenset("的、，和与及"), 0.5
"""Behind what a title rather goes on in a new line, from so much of a line on."""

_KEPT = "<w:keepNext/>"
_IN_FORMS = {Shape.TEXT: "FormText", Shape.NOTE: "FormNote"}
_STYLED = {
    Shape.NUMBER: "Number",
    Shape.HEADING: "PaperHeading",
    Shape.TO: "Addressee",
    Shape.TEXT: "PaperText",
    Shape.RIGHT: "Right",
    Shape.NOTE: "Note",
    Shape.MARK: "Mark",
}


def docx(found: Iterable[PaperBlock], layout: PageLayout) -> bytes:
    """Return the .docx file of a document."""
    body = "".join(_body(list(found), layout))
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELATIONS,
        "word/document.xml": HEAD["document"] + body + _section(layout) + TAIL["document"],
        "word/_rels/document.xml.rels": RELATIONS,
        "word/styles.xml": STYLES,
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": FONT_TABLE,
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "word/footer3.xml": _first_footer(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16  # as on Unix, wherever it is made
            archive.writestr(entry, text.encode())
    return out.getvalue()


def _body(found: list[PaperBlock], layout: PageLayout) -> Iterator[str]:
    signed = _signature(found)
    for is_table, run in groupby(_coded(found), key=lambda block: block.shape in {Shape.ROW, Shape.COLUMNS}):
        if is_table:
            yield from _tables(list(run))
        else:
            yield from _paragraphs(list(run), layout, signed)
    if _is_table(found[-1]):
        yield _paragraph("", "After")


def _is_table(block: PaperBlock) -> bool:
    return block.shape is Shape.ROW


def _coded(found: list[PaperBlock]) -> Iterator[PaperBlock]:
    """Return blocks with the statements of a template as docxtpl has them: of rows within rows, else of paragraphs."""
    opened: list[str] = []
    for at, block in enumerate(found):
        if block.shape is not Shape.CODE:
            yield block
            continue
        if block.text.startswith("end"):
            kind = opened.pop()
        else:
            following = next(each for each in found[at:] if each.shape is not Shape.CODE)
            kind = "tr" if following.shape is Shape.ROW else "p"
            opened.append(kind)
        tag = f"{{%{kind} {block.text} %}}"
        yield PaperBlock(Shape.ROW, cells=(tag,)) if kind == "tr" else PaperBlock(Shape.NOTE, tag)


def _paragraphs(found: list[PaperBlock], layout: PageLayout, signed: tuple[int, int]) -> Iterator[str]:
    imprint = [each for each in found if each.shape in {Shape.COPIES, Shape.IMPRINT}]
    first, *more = _imprint(imprint) or [""]
    last = _last_text(found, imprint)
    for at, block in enumerate(found):
        yield first if at == last else ""
        if block.shape is Shape.HEAD:
            yield from _head(block.text, layout)
        elif block.shape is Shape.NUMBER:
            yield _paragraph(block.text, "Number", _side("right" if layout is PageLayout.LETTER else "center"))
            yield from _after_number(found, layout)
        elif block.shape in {Shape.ISSUER, Shape.DAY}:
            yield from _signed(block, signed, is_kept=_goes_on(found[at + 1 :], imprint))
        elif block not in imprint:
            yield _plain(block, layout, is_kept=_is_kept(block, found[at + 1 : at + 2], layout))
            if block.shape is Shape.TITLE and any(each.shape is Shape.TO for each in found) and _has_head(found):
                yield _paragraph("", "PaperText")
    for frame in more:
        yield frame + _paragraph("", "After")


def _is_kept(block: PaperBlock, rest: list[PaperBlock], layout: PageLayout) -> bool:
    """Whether a paragraph stays with the next: the last before the signature, and lines of who was there."""
    following = rest[0].shape if rest else None
    is_attendance = layout is PageLayout.MINUTES and block.shape is Shape.NOTE is following
    return following is Shape.ISSUER or is_attendance


def _last_text(found: list[PaperBlock], imprint: list[PaperBlock]) -> int:
    """Return where the paragraph stands with which the text ends: before the signature, if there is one."""
    signed = next((at for at, each in enumerate(found) if each.shape is Shape.ISSUER), None)
    return max((at for at, each in enumerate(found[:signed]) if each not in imprint), default=0)


def _goes_on(rest: list[PaperBlock], imprint: list[PaperBlock]) -> bool:
    """Whether something follows that must not stand on a page of its own, such as whom to ask."""
    return bool(rest) and rest[0] not in imprint and rest[0].shape is not Shape.BREAK


def _has_head(found: list[PaperBlock]) -> bool:
    return any(block.shape is Shape.HEAD for block in found)


def _signed(block: PaperBlock, signed: tuple[int, int], *, is_kept: bool) -> Iterator[str]:
    if block.shape is Shape.ISSUER:
        yield _paragraph("", "PaperText", _KEPT)
    right = signed[0 if block.shape is Shape.ISSUER else 1]
    kept = _KEPT if is_kept else ""
    yield _paragraph(block.text, "Signature", f'{kept}<w:ind w:right="{right}"/>')


def _plain(block: PaperBlock, layout: PageLayout, *, is_kept: bool) -> str:
    """Write a paragraph; the last one before the signature stays with it, so that no page has the signature alone."""
    is_form = layout is PageLayout.FORM
    if block.shape is Shape.TITLE:
        return _paragraph(balanced(block.text), "FormTitle" if is_form else "PaperTitle")
    if block.shape is Shape.BREAK:
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    if block.shape is Shape.NOTE and layout is PageLayout.MINUTES:
        return _attendance(block.text, _KEPT if is_kept else "")
    style = _IN_FORMS.get(block.shape) if is_form else None
    return _paragraph(block.text, style or _STYLED[block.shape], _KEPT if is_kept else "")


def _attendance(text: str, kept: str) -> str:
    """Write who was there: the word in 黑体, the names as text."""
    label, colon, names = text.partition("：")
    heading = f'<w:rPr><w:rFonts w:eastAsia="{HEADING_FONT}"/></w:rPr>'
    runs = _run(label, heading) + _run(colon + names, "")
    return f'<w:p><w:pPr><w:pStyle w:val="PaperText"/>{kept}</w:pPr>{runs}</w:p>'


def balanced(title: str) -> str:
    """Return a title in lines of about one length, none beginning with what closes or goes on."""
    return "\n".join(line for part in title.split("\n") for line in _halved(part))


def _halved(text: str) -> Iterator[str]:
    lines = -(-width(text) // _TITLE_WIDTH)
    if lines < _HALF or "{" in text:
        yield text
        return
    at = _line_end(text, lines)
    yield text[:at]
    yield from _halved(text[at:])


def _line_end(text: str, lines: int) -> int:
    """Return where the first of some lines ends: rather behind a word, and where lines are of about one length."""
    wanted = width(text) / lines
    may = [at for at in range(1, len(text)) if _may_end(text, at) and _fits_in(text, at, lines)]
    rests = [at for at in may if text[at - 1] in _RESTS and width(text[:at]) >= _EARLY * wanted]
    return min(rests or may or [len(text) // lines], key=lambda at: abs(width(text[:at]) - wanted))


def _may_end(text: str, at: int) -> bool:
    return text[at] not in _NO_BEGINNING and not (text[at].isascii() and text[at - 1].isascii())


def _fits_in(text: str, at: int, lines: int) -> bool:
    return width(text[:at]) <= _TITLE_WIDTH and width(text[at:]) <= _TITLE_WIDTH * (lines - 1)


def _head(text: str, layout: PageLayout) -> Iterator[str]:
    """Write the red head: of a letter over a double rule 170 mm long, of a file or minutes over a rule."""
    size = min(76, int(820 / max(width(text) / _HALF, 6)))
    line = (
        f'<w:snapToGrid w:val="0"/><w:spacing w:line="{size * 12}" w:lineRule="exact" w:before="{{}}" w:after="{{}}"/>'
    )
    big = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    rule = '<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="3" w:color="FF0000"/></w:pBdr>'
    wide = '<w:ind w:left="-397" w:right="-397"/>'
    if layout is PageLayout.LETTER:
        yield _paragraph(text, "Head", f"{rule}{line.format(0, 0)}{wide}", big)
    else:
        yield _paragraph(text, "Head", line.format(1984, 560 if layout is PageLayout.DOCUMENT else 300), big)


def _after_number(found: list[PaperBlock], layout: PageLayout) -> Iterator[str]:
    """Write what stands under the number: the red rule of a file, an empty line elsewhere."""
    if layout is not PageLayout.LETTER and _has_head(found):
        rule = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="FF0000"/></w:pBdr>'
        near = '<w:spacing w:line="120" w:lineRule="exact" w:after="140"/>' if layout is PageLayout.MINUTES else ""
        yield _paragraph("", "Rule", rule + near)
    if layout is PageLayout.LETTER:
        yield _paragraph("", "PaperText")


def _signature(found: list[PaperBlock]) -> tuple[int, int]:
    """Return how far issuer and day stand from the right: the day four characters, the issuer centred over it."""
    issuer, day = (
        next((each.text for each in found if each.shape is shape), "") for shape in (Shape.ISSUER, Shape.DAY)
    )
    return _centred(_length(issuer), _length(day))


def _length(text: str) -> float:
    """Return how many characters a text is wide; of a tag, what it is likely to be filled with."""
    return _USUAL if "{" in text else width(text) / _HALF


def _centred(issuer: float, day: float) -> tuple[int, int]:
    right = _SEAL + (day - issuer) / _HALF
    shift = max(0.0, -right)  # an issuer that is very long moves both to the left
    return round((right + shift) * _CHARACTER), round((_SEAL + shift) * _CHARACTER)


def _side(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def _paragraph(text: str, style: str, more: str = "", run: str = "") -> str:
    runs = "".join(_run(part, run) for part in _broken(text)) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _broken(text: str) -> Iterator[str]:
    for at, part in enumerate(text.split("\n")):
        if at:
            yield "\n"
        if part:
            yield part


def _run(text: str, properties: str) -> str:
    if text == "\n":
        return "<w:r><w:br/></w:r>"
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in _INNER_HYPHEN.split(_held(text)))
    return f"<w:r>{properties}{'<w:noBreakHyphen/>'.join(parts)}</w:r>"


def _held(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return (
        "".join(each if each >= " " or each == "\t" else "�" for each in text)
        .replace("\ufffe", "�")
        .replace("\uffff", "�")
    )


def _tables(rows: list[PaperBlock]) -> Iterator[str]:
    shares: tuple[str, ...] = _FORM_COLUMNS
    for is_columns, run in groupby(rows, key=lambda block: block.shape is Shape.COLUMNS):
        if is_columns:
            shares = list(run)[-1].cells
            yield _paragraph("", "Between")
        else:
            yield _table(list(run), shares)


def _table(rows: list[PaperBlock], shares: tuple[str, ...]) -> str:
    whole = sum(map(int, shares))
    widths = [round(_TEXT_WIDTH * int(share) / whole) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    body = "".join(_row(row, widths, is_form=shares == _FORM_COLUMNS) for row in rows)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def _row(row: PaperBlock, widths: list[int], *, is_form: bool) -> str:
    height = max(_ROW, row.lines * _ROW_LINE)
    spans = _spans(len(row.cells), len(widths))
    cells, at = [], 0
    for number, (cell, span) in enumerate(zip(row.cells, spans, strict=True)):
        is_label = row.is_header or (is_form and number % _HALF == 0 and len(row.cells) > 1)
        cells.append(_cell(cell, sum(widths[at : at + span]), span, _cell_style(is_label, row.lines)))
        at += span
    header = "<w:tblHeader/>" if row.is_header else ""
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{header}</w:trPr>{"".join(cells)}</w:tr>'


def _spans(cells: int, columns: int) -> list[int]:
    """Return how many columns each cell of a row takes: the last one all that are left."""
    return [*([1] * (cells - 1)), columns - cells + 1]


def _cell_style(is_label: bool, lines: int) -> tuple[str, str]:  # noqa: FBT001  # one of two
    return ("CellLabel", "center") if is_label else ("CellText", "top" if lines > 4 else "center")  # noqa: PLR2004  # to write in


def _cell(text: str, wide: int, span: int, style: tuple[str, str]) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    paragraphs = "".join(_paragraph(part, style[0]) for part in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{spanned}<w:vAlign w:val="{style[1]}"/></w:tcPr>{paragraphs}</w:tc>'


def _imprint(found: list[PaperBlock]) -> list[str]:
    """Return copies and who printed it between rules, each in a frame at the foot of the page.

    Frames that touch are run together by some programs, and lose their rules: the end of the text stands between.
    """
    top, frames = 16838 - 1984 - sum(map(_frame_height, found)), []
    for at, block in enumerate(found):
        place = (
            f'<w:framePr w:w="{_TEXT_WIDTH}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="1588" w:y="{top}"/>'
        )
        top += _frame_height(block)
        rules = {"top": 6 if at else 8, **({"bottom": 8} if at == len(found) - 1 else {})}
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="000000"/>' for side, size in rules.items()
        )
        frames.append(_paragraph(block.text, "Imprint", f"{place}<w:pBdr>{sides}</w:pBdr>"))
    return frames


def _frame_height(block: PaperBlock) -> int:
    lines = -(-width(block.text) // (_HALF * _IMPRINT_LINE))
    return lines * _IMPRINT + _IMPRINT_RULE


def _section(layout: PageLayout) -> str:
    """Return the page: 37, 35, 28 and 26 mm of margin; 22 lines of 28 characters; a letter begins 30 mm from the top."""
    is_letter = layout is PageLayout.LETTER
    pages = (
        ""
        if layout is PageLayout.FORM
        else '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    )
    first = '<w:footerReference w:type="first" r:id="rId6"/>' if is_letter else ""
    top = 1627 if is_letter else 2098
    return (
        f'<w:sectPr>{pages}{first}<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{top}" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="{1134 if is_letter else 1446}" w:gutter="0"/>'
        f'{"<w:titlePg/>" if is_letter else ""}<w:docGrid w:linePitch="{_LINE}"/></w:sectPr>'
    )


def _footer(side: str) -> str:
    """Return — 1 — in 四号, one character in from the outer edge: odd pages right, even pages left."""
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    inner = f'<w:pStyle w:val="PageNumbers"/><w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
    return f"{HEAD['footer']}<w:p><w:pPr>{inner}</w:pPr>{dash.format('— ')}{field}{dash.format(' —')}</w:p>{TAIL['footer']}"


def _first_footer() -> str:
    """Return the red double rule at the foot of a letter's first page, which bears no number."""
    rule = '<w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="1" w:color="FF0000"/></w:pBdr>'
    return f'{HEAD["footer"]}<w:p><w:pPr><w:pStyle w:val="PageNumbers"/>{rule}<w:ind w:left="-397" w:right="-397"/></w:pPr></w:p>{TAIL["footer"]}'
