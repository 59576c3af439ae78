"""A list on paper: a title, what it is of, and tables; upright, or across where it is wide. As Word, the same bytes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from xinfang_cli.measures.tones import Tone
from xinfang_cli.render.official import PAPER, package
from xinfang_cli.render.palette import PALETTE
from xinfang_cli.render.wordxml import BODY_FONT, HEAD, HEADING_FONT, TAIL, TITLE_FONT
from xinfang_cli.widths import cut, width

UPRIGHT, ACROSS = PAPER, PAPER[::-1]
MARGIN = 1134  # 20 mm
ELASTIC = 16
"""Columns of text from which on a column breaks its cells, and takes what others leave."""

_PADDING = 160  # beside the text of a cell, in twentieths of a point
_MOST = 60


class PaperRow(NamedTuple):
    """A row, with the tone of the cell that says when, if it has one."""

    cells: tuple[str, ...]
    tone: Tone | None = None


class PaperTable(NamedTuple):
    """A table.

    Attributes:
        heads: of its columns; none of a table without a header.
        rows: its rows.
        title: over it.
        toned: the place of the cell that a row's tone colours.
        right: places of the columns that stand to the right.
        whole: places of the columns whose cells are never broken.
    """

    heads: tuple[str, ...]
    rows: tuple[PaperRow, ...]
    title: str = ""
    toned: int = -1
    right: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()

    @property
    def needs(self) -> tuple[int, ...]:
        """How wide each column's widest cell is, up to a bound."""
        lines = [*([self.heads] if self.heads else []), *(row.cells for row in self.rows)]
        return tuple(min(_MOST, max(map(_wide, column))) for column in zip(*lines, strict=True))


def _wide(text: str) -> int:
    """Return how many halves of a Chinese character a text takes; capitals take more than figures."""
    return width(text) + sum(map(str.isupper, text)) // 2


class ListPaper(NamedTuple):
    """What is put on paper.

    Attributes:
        title: over all.
        under: lines under it: what is filtered, as of when.
        tables: the tables.
        points: size of the letters.
        is_one_page: whether every cell has one line, cut where it must be.
    """

    title: str
    under: tuple[str, ...]
    tables: tuple[PaperTable, ...]
    points: float = 10.5
    is_one_page: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether an upright page is too narrow for it."""
        room = UPRIGHT[0] - 2 * MARGIN
        return not self.is_one_page and any(self._taken(table.needs) > room for table in self.tables)

    @property
    def room(self) -> int:
        """How wide the text is, in twentieths of a point."""
        return (ACROSS if self.is_wide else UPRIGHT)[0] - 2 * MARGIN

    @property
    def column(self) -> float:
        """How wide half a Chinese character is."""
        return self.points * 10

    def _taken(self, needs: Sequence[int]) -> float:
        return sum(need * self.column + _PADDING for need in needs)

    def widths(self, table: PaperTable) -> list[int]:
        """Return the widths of the columns: what they need, and of long texts shares of what is left."""
        each = zip(*(one.needs for one in self.tables if one.rows), strict=True)
        columns = [max(column) for column in each] if self.is_one_page else list(table.needs)
        needs = [need * self.column + _PADDING for need in columns]
        long = [at for at, need in enumerate(columns) if need > ELASTIC and at not in table.whole]
        long = long or [needs.index(max(needs))]
        left = self.room - sum(need for at, need in enumerate(needs) if at not in long)
        whole = sum(needs[at] for at in long)
        shares = {at: max(left * needs[at] / whole, ELASTIC / 2 * self.column) for at in long}
        found = [round(shares.get(at, need)) for at, need in enumerate(needs)]
        return found if sum(found) <= self.room else [each * self.room // sum(found) for each in found]


def docx(paper: ListPaper) -> bytes:
    """Return the .docx file."""
    body = "".join(_body(paper))
    footer = HEAD["footer"] + _page_number() + TAIL["footer"]
    return package(body + _section(paper), {f"footer{at}": footer for at in (1, 2, 3)})


def _body(paper: ListPaper) -> Iterator[str]:
    yield _paragraph(paper.title, TITLE_FONT, 16, side="center", after=80)
    for line in paper.under:
        yield _paragraph(line, BODY_FONT, paper.points, side="center")
    for table in paper.tables:
        yield _paragraph(table.title, HEADING_FONT, paper.points, before=100, keeps=True)
        if table.rows:
            yield _table(paper, table)
    yield _paragraph("", BODY_FONT, 1)


def _table(paper: ListPaper, table: PaperTable) -> str:
    widths = paper.widths(table)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    head = [_row(paper, table, PaperRow(table.heads), widths, is_head=True)] if table.heads else []
    rows = "".join([*head, *(_row(paper, table, row, widths) for row in table.rows)])
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(paper: ListPaper, table: PaperTable, row: PaperRow, widths: list[int], *, is_head: bool = False) -> str:
    cells = []
    for at, (cell, wide) in enumerate(zip(row.cells, widths, strict=True)):
        text = cut(cell, int((wide - _PADDING) / paper.column)) if paper.is_one_page else cell
        side = "center" if is_head else "right" if at in table.right else "left"
        tone = row.tone if at == table.toned else None
        font = HEADING_FONT if is_head else BODY_FONT
        shown = _paragraph(text, font, paper.points, side=side, tone=tone)
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{shown}</w:tc>'
        )
    header = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"


def _paragraph(
    text: str,
    font: str,
    points: float,
    *,
    side: str = "left",
    before: int = 0,
    after: int = 0,
    keeps: bool = False,
    tone: Tone | None = None,
) -> str:
    """Write a paragraph of one line height, whatever font stands in."""
    color = f'<w:b/><w:color w:val="{PALETTE[tone].ink.removeprefix("#")}"/>' if tone else ""
    run = (
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>{color}'
        f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/></w:rPr>'
    )
    said = f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    line = f'<w:spacing w:before="{before}" w:after="{after}" w:line="{round(points * 26)}" w:lineRule="exact"/>'
    kept = "<w:keepNext/>" if keeps else ""
    return f'<w:p><w:pPr>{kept}<w:snapToGrid w:val="0"/>{line}<w:jc w:val="{side}"/></w:pPr>{said}</w:p>'


def _page_number() -> str:
    before, after = (f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("— ", " —"))
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{before}{field}{after}</w:p>'


def _section(paper: ListPaper) -> str:
    wide, high = ACROSS if paper.is_wide else UPRIGHT
    turned = ' w:orient="landscape"' if paper.is_wide else ""
    pages = (
        ""
        if paper.is_one_page
        else "".join(
            f'<w:footerReference w:type="{kind}" r:id="{found}"/>'
            for kind, found in (("default", "rId4"), ("even", "rId5"))
        )
    )
    return (
        f'<w:sectPr>{pages}<w:pgSz w:w="{wide}" w:h="{high}"{turned}/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}"'
        f' w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
