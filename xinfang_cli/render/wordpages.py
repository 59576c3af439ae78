"""Tables of a Word document on its pages: columns as wide as their texts ask, wide tables on pages across.

A table is never cut into halves beside one another, and no number or day is broken: letters get smaller before that.
What an office has divided into sections itself stays as it is, and so do tables without a header or with merged cells.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from xinfang_cli.render.needs import Need, need
from xinfang_cli.render.official import NUMBER_FROM_EDGE, page_number

_PADDING = 150  # beside the text of a cell, in twentieths of a point
_EASY, _SIZES = (10.5, 9.0), (10.5, 9.0, 7.5, 6.5, 5.5)
_SHORT = 14  # rows, with the header
_DEEP = 300  # of a page number on a page across
_FEW = 160
"""Letters before a table across, or behind the last one, that do not get an upright page of their own."""


@dataclass
class _Grid:
    """A table whose columns we may fit."""

    table: Any
    needs: list[Need]
    own: float  # points

    def points(self, room: float, sizes: tuple[float, ...], *, easily: bool) -> float | None:
        """Return the largest size at which it fits."""
        fitting = (size for size in sizes if size <= self.own and self._taken(size, easily=easily) <= room)
        return next(fitting, None)

    def _taken(self, points: float, *, easily: bool) -> float:
        return sum((need.easy if easily else need.least) * points * 10 + _PADDING for need in self.needs)

    def is_wide(self, room: float) -> bool:
        return self.points(room, (self.own, *_EASY), easily=True) is None


@dataclass
class _Block:
    """What stays together: headings with what stands under them."""

    parts: list[Any] = field(default_factory=list)
    grids: list[_Grid] = field(default_factory=list)
    begins_page: bool = False
    letters: int = 0
    is_framed: bool = False
    is_across: bool = False


def fit(document: Any) -> None:
    """Fit the tables of a document to its pages."""
    grids = {id(table._tbl): grid for table in document.tables if (grid := _grid(table))}  # noqa: SLF001  # python-docx has no name for it
    page = document.sections[0]
    upright = (page.page_width - page.left_margin - page.right_margin) / 635
    across = (page.page_height - page.top_margin - page.bottom_margin) / 635
    if len(document.sections) > 1 or page.page_width > page.page_height:
        blocks = []
    else:
        blocks = _blocks(document, grids)
        _lay_across(blocks, upright)
        _divide(document, blocks)
    turned = [grid for block in blocks if block.is_across for grid in block.grids]
    _fit(turned, across)
    _fit([grid for grid in grids.values() if not any(grid is each for each in turned)], upright)


# --- How wide --------------------------------------------------------------------------------------------------------


def _grid(table: Any) -> _Grid | None:
    """Return a table with a header over columns of its own; an office that merged cells knows what it wants."""
    from docx.oxml.ns import qn

    rows = list(table._tbl.tr_lst)  # noqa: SLF001
    columns = table._tbl.tblGrid.findall(qn("w:gridCol"))  # noqa: SLF001
    if not rows or rows[0].find(f".//{qn('w:tblHeader')}") is None:
        return None
    if any(len(row.tc_lst) != len(columns) or row.find(f".//{qn('w:gridSpan')}") is not None for row in rows):
        return None
    texts = [[_text(cell) for cell in row.tc_lst] for row in rows]
    needs = [need(head, cells) for head, *cells in zip(*texts, strict=True)]
    return _Grid(table, needs, _points(table))


def _text(element: Any) -> str:
    from docx.oxml.ns import qn

    signs = {qn("w:noBreakHyphen"): "-", qn("w:br"): "\n"}
    return "".join(signs.get(each.tag) or each.text or "" for each in element.iter(qn("w:t"), *signs))


def _points(table: Any) -> float:
    """Return how large the letters of a table are: of the last row, whose style is that of the cells."""
    style = table.rows[-1].cells[0].paragraphs[-1].style
    while style is not None:
        if style.font.size:
            return float(style.font.size.pt)
        style = style.base_style
    return _EASY[0]


def _fit(grids: list[_Grid], room: float) -> None:
    """Fit tables to pages of a width, in letters of one size where that does; a wider one has smaller letters."""
    common = min((grid.points(room, (grid.own, *_EASY), easily=True) or _EASY[-1] for grid in grids), default=0.0)
    for grid in grids:
        sizes = (min(common, grid.own), *(size for size in _SIZES if size < common))
        points = grid.points(room, sizes, easily=True) or grid.points(room, sizes, easily=False) or sizes[-1]
        _narrow(grid.table, shares(grid.needs, room, points), points if points < grid.own else None)
        _keep_together(grid.table)


def _keep_together(table: Any) -> None:
    """Keep the rows of a short table on one page, of a long one the first two and the last two with each other."""
    from docx.oxml.ns import qn

    rows = list(table._tbl.tr_lst)  # noqa: SLF001
    ends = range(2, len(rows) - 2) if len(rows) > _SHORT else ()
    for at, row in enumerate(rows[:-1]):
        if at not in ends:
            for paragraph in row.iter(qn("w:p")):
                paragraph.get_or_add_pPr().get_or_add_keepNext()


def shares(needs: list[Need], room: float, points: float) -> list[int]:
    """Return the widths of columns: what they need, then what they would like, then of the rest alike."""
    unit = points * 10

    def taken(which: list[float]) -> list[float]:
        return [each * unit + _PADDING for each in which]

    easy, least, most = (taken([need[at] for need in needs]) for at in (1, 0, 2))
    found = easy if sum(easy) <= room else least
    wished = [max(0.0, up - now) for up, now in zip(most, found, strict=True)]
    left, asked = room - sum(found), sum(wished)
    if left > 0 and asked:
        part = min(1.0, left / asked)
        found = [now + part * wish for now, wish in zip(found, wished, strict=True)]
    scale = room / sum(found)
    return [int(each * scale) for each in found]


def _narrow(table: Any, widths: list[int], points: float | None) -> None:
    """Set the widths of columns, and smaller letters where they are needed."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for column, wanted in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):  # noqa: SLF001
        column.set(qn("w:w"), str(wanted))
    whole = table._tbl.tblPr.find(qn("w:tblW"))  # noqa: SLF001
    if whole is not None and whole.get(qn("w:type")) == "dxa":
        whole.set(qn("w:w"), str(sum(widths)))
    for row in table._tbl.tr_lst:  # noqa: SLF001
        for cell, wanted in zip(row.tc_lst, widths, strict=True):
            cell.width = wanted * 635  # twentieths of a point, in EMU
    if points is not None:
        for run in table._tbl.iter(qn("w:r")):  # noqa: SLF001
            run.get_or_add_rPr().sz_val = Pt(points)


# --- Which pages -----------------------------------------------------------------------------------------------------


def _blocks(document: Any, grids: dict[int, _Grid]) -> list[_Block]:
    """Return the body in blocks: each begins with a heading, or on a new page."""
    from docx.oxml.ns import qn

    paragraphs = {id(each._p): each for each in document.paragraphs}  # noqa: SLF001
    blocks, was_kept = [_Block()], False
    for part in document.element.body:
        if part.tag == qn("w:sectPr"):
            continue
        paragraph = paragraphs.get(id(part))
        is_kept, begins_page = _has(paragraph, "keep_with_next"), _has(paragraph, "page_break_before")
        if blocks[-1].parts and ((is_kept and not was_kept) or begins_page):
            blocks.append(_Block())
        block, was_kept = blocks[-1], is_kept
        block.begins_page |= begins_page
        block.parts.append(part)
        block.letters += len(_text(part))
        block.is_framed |= part.find(f".//{qn('w:framePr')}") is not None
        if id(part) in grids:
            block.grids.append(grids[id(part)])
    return blocks


def _has(paragraph: Any, what: str) -> bool:
    """Whether a paragraph has a property, of its own or of its style."""
    if paragraph is None:
        return False
    own = getattr(paragraph.paragraph_format, what)
    return bool(getattr(paragraph.style.paragraph_format, what) if own is None else own)


def _lay_across(blocks: list[_Block], upright: float) -> None:
    """Say which blocks stand across: wide tables, what is between them, and the few words before and after."""
    wide_ones = [at for at, block in enumerate(blocks) if any(grid.is_wide(upright) for grid in block.grids)]
    if not wide_ones:
        return
    first, last = wide_ones[0], wide_ones[-1]
    begin = next((at for at in range(first, 0, -1) if blocks[at].begins_page), 0)
    if _are_few(blocks[begin:first]):
        first = begin
    if _are_few(blocks[last + 1 :]):
        last = len(blocks) - 1
    for block in blocks[first : last + 1]:
        block.is_across = True


def _are_few(blocks: list[_Block]) -> bool:
    """Whether blocks are too little for an upright page; what stands in frames has its place on one."""
    is_text = not any(block.grids or block.is_framed for block in blocks)
    return is_text and sum(block.letters for block in blocks) < _FEW


def _divide(document: Any, blocks: list[_Block]) -> None:
    """Make a section of each run of pages that lie alike."""
    from docx.oxml import OxmlElement

    final = document.element.body.sectPr
    pages = deepcopy(final)
    for block, following in pairwise(blocks):
        if block.is_across is not following.is_across:
            end = OxmlElement("w:p")
            block.parts[-1].addnext(end)
            end.get_or_add_pPr()._insert_sectPr(_turned(pages, is_across=block.is_across))  # noqa: SLF001
            _thin(end)
    if blocks[-1].is_across:
        turned = _turned(pages, is_across=True)
        final.getparent().replace(final, turned)
    for section in document.sections:
        if section.page_width > section.page_height:
            _number_across(document, section)


def _thin(end: Any) -> None:
    """Make the paragraph that ends a section so low that it never needs a page."""
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph

    layout = Paragraph(end, None).paragraph_format  # type: ignore[arg-type]  # asks its parent for nothing
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(1)


def _turned(pages: Any, *, is_across: bool) -> Any:
    """Return the page of a section; turned to the left, so that the head of a table is at the binding."""
    from docx.enum.section import WD_ORIENT
    from docx.section import Section

    found = deepcopy(pages)
    if is_across:
        old, new = Section(pages, None), Section(found, None)  # type: ignore[arg-type]  # likewise
        new.orientation = WD_ORIENT.LANDSCAPE
        new.page_width, new.page_height = old.page_height, old.page_width
        new.top_margin, new.right_margin = old.left_margin, old.top_margin
        new.bottom_margin, new.left_margin = old.right_margin, old.bottom_margin
    return found


def _number_across(document: Any, section: Any) -> None:
    """Put the page number of pages across where it is on the others: on the paper, and not on what is read."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    names = {style.style_id for style in document.styles}
    if "PageNumbers" not in names or "PAGE" not in section.footer._element.xml:  # noqa: SLF001
        return
    for reference in section._sectPr.findall(qn("w:footerReference")):  # noqa: SLF001  # those of upright pages
        section._sectPr.remove(reference)  # noqa: SLF001
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        element = footer._element  # noqa: SLF001
        for part in list(element):
            element.remove(part)
        for part in parse_xml(_across(section, side)):
            element.append(part)


def _across(section: Any, side: str) -> str:
    """Return a page number at the left edge, read from above: the lower edge of the paper before it was turned."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    top, height = (
        round(each / 635)
        for each in (section.top_margin, section.page_height - section.top_margin - section.bottom_margin)
    )
    return (
        f'<w:ftr xmlns:w="{space}"><w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page"'
        f' w:horzAnchor="page" w:tblpX="{NUMBER_FROM_EDGE}" w:tblpY="{top}"/><w:tblW w:w="{_DEEP}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f'</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{_DEEP}"/></w:tblGrid><w:tr><w:trPr>'
        f'<w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{_DEEP}" w:type="dxa"/>'
        f'<w:textDirection w:val="tbRl"/></w:tcPr>{page_number(side)}</w:tc></w:tr></w:tbl>'
        '<w:p><w:pPr><w:pStyle w:val="PageNumbers"/></w:pPr></w:p></w:ftr>'
    )
