"""Documents in Word: blocks as a .docx file by GB/T 9704-2012, the same bytes each time; and templates with their tags.

The file is written as its XML, since the page of an official document (grid, page numbers left and right, red rules)
is exactly what general libraries have no words for.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from xinfang_cli.notices.blocks import PaperBlock, Shape
from xinfang_cli.notices.kinds import PageLayout
from xinfang_cli.render.official import (
    HALF,
    KEPT,
    ODD_AND_EVEN,
    TEXT_WIDTH,
    Imprint,
    balanced,
    footer,
    head,
    imprint,
    package,
    paragraph,
    rule,
    run,
    section,
    side,
    signature,
)
from xinfang_cli.render.wordxml import HEAD, HEADING_FONT, TAIL

_FORM_COLUMNS: tuple[str, ...] = ("17", "33", "17", "33")
_ROW, _ROW_LINE = 510, 340

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
    footers = {"footer1": footer("right"), "footer2": footer("left"), "footer3": _first_footer()}
    return package(body + _section(layout), footers)


def _body(found: list[PaperBlock], layout: PageLayout) -> Iterator[str]:
    signed = _signature(found)
    for is_table, group in groupby(_coded(found), key=lambda block: block.shape in {Shape.ROW, Shape.COLUMNS}):
        if is_table:
            yield from _tables(list(group))
        else:
            yield from _paragraphs(list(group), layout, signed)
    if _is_table(found[-1]):
        yield paragraph("", "After")


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
    foot = [each for each in found if each.shape in {Shape.COPIES, Shape.IMPRINT}]
    first, *more = imprint([Imprint(each.text, each.text) for each in foot]) or [""]
    last = _last_text(found, foot)
    for at, block in enumerate(found):
        yield first if at == last else ""
        if block.shape is Shape.HEAD:
            yield _head(block.text, layout)
        elif block.shape is Shape.NUMBER:
            yield paragraph(block.text, "Number", side("right" if layout is PageLayout.LETTER else "center"))
            yield from _after_number(found, layout)
        elif block.shape in {Shape.ISSUER, Shape.DAY}:
            yield from _signed(block, signed, is_kept=_goes_on(found[at + 1 :], foot))
        elif block not in foot:
            yield _plain(block, layout, is_kept=_is_kept(block, found[at + 1 : at + 2], layout))
            if block.shape is Shape.TITLE and any(each.shape is Shape.TO for each in found) and _has_head(found):
                yield paragraph("", "PaperText")
    for frame in more:
        yield frame + paragraph("", "After")


def _is_kept(block: PaperBlock, rest: list[PaperBlock], layout: PageLayout) -> bool:
    """Whether a paragraph stays with the next: the last before the signature, and lines of who was there."""
    following = rest[0].shape if rest else None
    is_attendance = layout is PageLayout.MINUTES and block.shape is Shape.NOTE is following
    return following is Shape.ISSUER or is_attendance


def _last_text(found: list[PaperBlock], foot: list[PaperBlock]) -> int:
    """Return where the paragraph stands with which the text ends: before the signature, if there is one."""
    signed = next((at for at, each in enumerate(found) if each.shape is Shape.ISSUER), None)
    return max((at for at, each in enumerate(found[:signed]) if each not in foot), default=0)


def _goes_on(rest: list[PaperBlock], foot: list[PaperBlock]) -> bool:
    """Whether something follows that must not stand on a page of its own, such as whom to ask."""
    return bool(rest) and rest[0] not in foot and rest[0].shape is not Shape.BREAK


def _has_head(found: list[PaperBlock]) -> bool:
    return any(block.shape is Shape.HEAD for block in found)


def _signed(block: PaperBlock, signed: tuple[int, int], *, is_kept: bool) -> Iterator[str]:
    if block.shape is Shape.ISSUER:
        yield paragraph("", "PaperText", KEPT)
    right = signed[0 if block.shape is Shape.ISSUER else 1]
    kept = KEPT if is_kept else ""
    yield paragraph(block.text, "Signature", f'{kept}<w:ind w:right="{right}"/>')


def _plain(block: PaperBlock, layout: PageLayout, *, is_kept: bool) -> str:
    """Write a paragraph; the last one before the signature stays with it, so that no page has the signature alone."""
    is_form = layout is PageLayout.FORM
    if block.shape is Shape.TITLE:
        return paragraph(balanced(block.text), "FormTitle" if is_form else "PaperTitle")
    if block.shape is Shape.BREAK:
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    if block.shape is Shape.NOTE and layout is PageLayout.MINUTES:
        return _attendance(block.text, KEPT if is_kept else "")
    style = _IN_FORMS.get(block.shape) if is_form else None
    return paragraph(block.text, style or _STYLED[block.shape], KEPT if is_kept else "")


def _attendance(text: str, kept: str) -> str:
    """Write who was there: the word in 黑体, the names as text."""
    label, colon, names = text.partition("：")
    heading = f'<w:rPr><w:rFonts w:eastAsia="{HEADING_FONT}"/></w:rPr>'
    runs = run(label, heading) + run(colon + names, "")
    return f'<w:p><w:pPr><w:pStyle w:val="PaperText"/>{kept}</w:pPr>{runs}</w:p>'


def _head(text: str, layout: PageLayout) -> str:
    """Write the red head: of a letter over a double rule, of a file or minutes over a rule."""
    if layout is PageLayout.LETTER:
        return head(text, 0, 0, is_letter=True)
    return head(text, 1984, 560 if layout is PageLayout.DOCUMENT else 300)


def _after_number(found: list[PaperBlock], layout: PageLayout) -> Iterator[str]:
    """Write what stands under the number: the red rule of a file, an empty line elsewhere."""
    if layout is not PageLayout.LETTER and _has_head(found):
        near = '<w:spacing w:line="120" w:lineRule="exact" w:after="140"/>' if layout is PageLayout.MINUTES else ""
        yield rule(near)
    if layout is PageLayout.LETTER:
        yield paragraph("", "PaperText")


def _signature(found: list[PaperBlock]) -> tuple[int, int]:
    """Return how far issuer and day stand from the right: the day four characters, the issuer centred over it."""
    issuer, day = (
        next((each.text for each in found if each.shape is shape), "") for shape in (Shape.ISSUER, Shape.DAY)
    )
    return signature(issuer, day)


def _tables(rows: list[PaperBlock]) -> Iterator[str]:
    shares: tuple[str, ...] = _FORM_COLUMNS
    for is_columns, group in groupby(rows, key=lambda block: block.shape is Shape.COLUMNS):
        if is_columns:
            shares = list(group)[-1].cells
            yield paragraph("", "Between")
        else:
            yield _table(list(group), shares)


def _table(rows: list[PaperBlock], shares: tuple[str, ...]) -> str:
    whole = sum(map(int, shares))
    widths = [round(TEXT_WIDTH * int(share) / whole) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    body = "".join(_row(row, widths, is_form=shares == _FORM_COLUMNS) for row in rows)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def _row(row: PaperBlock, widths: list[int], *, is_form: bool) -> str:
    height = max(_ROW, row.lines * _ROW_LINE)
    spans = _spans(len(row.cells), len(widths))
    cells, at = [], 0
    for number, (cell, span) in enumerate(zip(row.cells, spans, strict=True)):
        is_label = row.is_header or (is_form and number % HALF == 0 and len(row.cells) > 1)
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
    paragraphs = "".join(paragraph(part, style[0]) for part in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{spanned}<w:vAlign w:val="{style[1]}"/></w:tcPr>{paragraphs}</w:tc>'


def _section(layout: PageLayout) -> str:
    """Return the page; a letter begins 30 mm from the top, and its first page has a foot of its own."""
    if layout is PageLayout.LETTER:
        first = '<w:footerReference w:type="first" r:id="rId6"/>'
        return section(ODD_AND_EVEN + first, more="<w:titlePg/>", top=1627, foot=1134)
    return section("" if layout is PageLayout.FORM else ODD_AND_EVEN)


def _first_footer() -> str:
    """Return the red double rule at the foot of a letter's first page, which bears no number."""
    rule = '<w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="1" w:color="FF0000"/></w:pBdr>'
    return f'{HEAD["footer"]}<w:p><w:pPr><w:pStyle w:val="PageNumbers"/>{rule}<w:ind w:left="-397" w:right="-397"/></w:pPr></w:p>{TAIL["footer"]}'
