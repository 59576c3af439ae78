"""A list in the other forms that people hand on: a web page to be printed, Markdown, a workbook."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

from xinfang_cli.labels import Lang
from xinfang_cli.measures.listcolumns import ListForm
from xinfang_cli.notices.listpaper import ListPaper, PaperRow, PaperTable, docx
from xinfang_cli.render.md import escaped
from xinfang_cli.render.needs import book_widths, need
from xinfang_cli.render.palette import PALETTE
from xinfang_cli.store.out import beside, write_out

_STYLE = """
@page { size: A4 %s; margin: 20mm; }
body { font: %spt/1.35 FangSong, 仿宋, STFangsong, "Noto Serif CJK SC", serif; color: #000; background: #fff;
  max-width: %smm; margin: 10mm auto; }
h1 { font: 16pt/22pt "方正小标宋简体", STZhongsong, SimSun, "Noto Serif CJK SC", serif; text-align: center; margin: 0; }
h2 { font: inherit; font-family: SimHei, 黑体, "Noto Sans CJK SC", sans-serif; margin: 5pt 0 2pt; break-after: avoid; }
p { margin: 2pt 0; text-align: center; }
table { width: 100%%; border-collapse: collapse; }
th, td { border: 1px solid #000; padding: 1pt 3pt; text-align: left; font-weight: normal; overflow-wrap: anywhere; }
th { font-family: SimHei, 黑体, "Noto Sans CJK SC", sans-serif; text-align: center; }
tr { break-inside: avoid; }
.right { text-align: right; }
"""


def html(paper: ListPaper, lang: Lang) -> Iterator[str]:
    """Return the page, which loads nothing and is printed on A4."""
    turned, across = ("landscape", 257) if paper.is_wide else ("portrait", 170)
    tones = "".join(f".{tone.value} {{ color: {shade.ink}; font-weight: bold; }}\n" for tone, shade in PALETTE.items())
    word = {Lang.ZH: "zh-CN", Lang.EN: "en"}[lang]
    yield f'<!doctype html>\n<html lang="{word}">\n<head>\n<meta charset="utf-8">\n'
    yield f"<title>{escape(paper.title)}</title>\n"
    yield f"<style>{_STYLE % (turned, paper.points, across)}{tones}</style>\n</head>\n<body>\n"
    yield f"<h1>{escape(paper.title)}</h1>\n"
    yield from (f"<p>{escape(line)}</p>\n" for line in paper.under)
    for table in paper.tables:
        yield f"<h2>{escape(table.title)}</h2>\n" if table.title else ""
        yield from _html_table(table)
    yield "</body>\n</html>\n"


def _html_table(table: PaperTable) -> Iterator[str]:
    if not table.rows:
        return
    yield "<table>\n"
    if table.heads:
        yield f"<thead><tr>{''.join(f'<th scope=col>{escape(head)}</th>' for head in table.heads)}</tr></thead>\n"
    for row in table.rows:
        yield f"<tr>{''.join(_html_cell(table, row, at) for at in range(len(row.cells)))}</tr>\n"
    yield "</table>\n"


def _html_cell(table: PaperTable, row: PaperRow, at: int) -> str:
    looks = [*(["right"] if at in table.right else []), *([row.tone.value] if row.tone and at == table.toned else [])]
    kind = f' class="{" ".join(looks)}"' if looks else ""
    return f"<td{kind}>{escape(row.cells[at])}</td>"


def md(paper: ListPaper, lang: Lang) -> Iterator[str]:  # noqa: ARG001  # as the web page has it
    """Return Markdown."""
    yield f"# {escaped(paper.title)}\n"
    yield from (f"\n{escaped(line)}\n" for line in paper.under)
    for table in paper.tables:
        yield f"\n## {escaped(table.title)}\n" if table.title else ""
        if table.rows:
            heads = table.heads or ("",) * len(table.rows[0].cells)
            yield f"\n{_md_line(heads)}{_md_line('---:' if at in table.right else '---' for at in range(len(heads)))}"
            yield from (_md_line(map(escaped, row.cells)) for row in table.rows)


def _md_line(cells: "Iterator[str] | tuple[str, ...] | map[str]") -> str:
    return f"| {' | '.join(cells)} |\n"


TEXTS: Mapping[ListForm, Callable[[ListPaper, Lang], Iterator[str]]] = {ListForm.HTML: html, ListForm.MD: md}


def write(paper: ListPaper, form: ListForm, lang: Lang, path: Path) -> None:
    """Write a list to a file, whole or not at all.

    Raises:
        XinfangError: the system refuses; what was there is as it was.
    """
    if form is ListForm.XLSX:
        _write_xlsx(paper, path)
    elif form is ListForm.DOCX:
        with beside(path) as temp:
            temp.write_bytes(docx(paper))
    else:
        write_out(path, TEXTS[form](paper, lang))


def _write_xlsx(paper: ListPaper, path: Path) -> None:
    from xinfang_cli.sheets.looks import CELL, HEAD, NOTE, TITLE
    from xinfang_cli.sheets.write import new_book

    with new_book(path) as book:
        book.describe(paper.title)
        for table in paper.tables:
            rows = [row.cells for row in table.rows]
            heads = table.heads or ("",) * max(map(len, rows), default=1)
            leaf, across = book.sheet(table.title or paper.title), len(heads)
            leaf.fix(book_widths([need(head, (row[at] for row in rows)) for at, head in enumerate(heads)]))
            leaf.note(0, across, paper.title, TITLE)
            for at, line in enumerate(paper.under, 1):
                leaf.note(at, across, line, NOTE)
            first = len(paper.under) + 1
            for column, text in enumerate(heads):
                leaf.put(first, column, text, HEAD)
            for at, row in enumerate(table.rows, first + 1):
                for column, cell in enumerate(row.cells):
                    tone = row.tone if column == table.toned else None
                    shade = PALETTE[tone] if tone else None
                    look = replace(CELL, bold=True, color=shade.ink, fill=shade.ground) if shade else CELL
                    stored = int(cell) if column in table.right and cell.isascii() and cell.isdigit() else cell
                    leaf.put(at, column, stored, replace(look, side="center") if isinstance(stored, int) else look)
            leaf.lay_out(first, first + len(table.rows), across, footer=" ".join(paper.under), first=0)
