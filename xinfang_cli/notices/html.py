"""Documents as one HTML page each, to be read on a screen or printed on A4; nothing is loaded from elsewhere."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from xinfang_cli.notices.blocks import PaperBlock, Shape
from xinfang_cli.notices.kinds import PageLayout

_STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
body { font: 16pt/29pt FangSong, 仿宋, STFangsong, "Noto Serif CJK SC", serif; color: #000; background: #fff;
  max-width: 156mm; margin: 12mm auto; }
p { margin: 0; text-align: justify; white-space: pre-line; overflow-wrap: anywhere; }
.text, .heading { text-indent: 2em; }
.heading { font-family: SimHei, 黑体, "Noto Sans CJK SC", sans-serif; break-after: avoid; }
h1 { font: 22pt/32pt "方正小标宋简体", "小标宋体", STZhongsong, SimSun, "Noto Serif CJK SC", serif; text-align: center;
  margin: 0 0 8pt; white-space: pre-line; }
.head { font: 36pt/48pt "方正小标宋简体", STZhongsong, SimSun, "Noto Serif CJK SC", serif; color: #f00;
  text-align: center; }
.letter .head { border-bottom: 5px double #f00; }
.number, .mark { text-align: center; }
.letter .number, .right { text-align: right; }
.sign { margin: 29pt 4em 0 auto; width: fit-content; text-align: center; break-inside: avoid; }
.sign p { text-align: center; }
table { width: 100%; border-collapse: collapse; font-size: 12pt; line-height: 18pt; margin: 4pt 0 8pt; }
td, th { border: 1px solid #000; padding: 3pt 4pt; font-weight: normal; text-align: left; white-space: pre-line;
  overflow-wrap: anywhere; }
th { text-align: center; }
.copies { border-top: 1px solid #000; border-bottom: 1px solid #000; font-size: 14pt; }
.new-page { break-before: page; }
"""
_CLASSES = {
    Shape.HEAD: "head",
    Shape.NUMBER: "number",
    Shape.HEADING: "heading",
    Shape.TO: "to",
    Shape.TEXT: "text",
    Shape.RIGHT: "right",
    Shape.NOTE: "note",
    Shape.MARK: "mark",
    Shape.COPIES: "copies",
    Shape.IMPRINT: "copies",
}
_LINE = 18
_HALF = 2
_COLUMNS = 4


def html(found: Iterable[PaperBlock], layout: PageLayout, title: str) -> bytes:
    """Return the page."""
    body = "\n".join(_parts(list(found)))
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<style>{_STYLE}</style>\n</head>\n<body class="{layout.value}">\n{body}\n</body>\n</html>\n'
    ).encode()


def _parts(found: list[PaperBlock]) -> Iterator[str]:
    for kind, run in groupby(found, key=_kind):
        blocks = list(run)
        if kind == "table":
            yield f"<table>{''.join(map(_row, blocks))}</table>"
        elif kind == "sign":
            yield f'<div class="sign">{"".join(f"<p>{escape(each.text)}</p>" for each in blocks)}</div>'
        else:
            yield from map(_paragraph, blocks)


def _kind(block: PaperBlock) -> str:
    if block.shape is Shape.ROW:
        return "table"
    return "sign" if block.shape in {Shape.ISSUER, Shape.DAY} else "text"


def _paragraph(block: PaperBlock) -> str:
    if block.shape is Shape.TITLE:
        return f"<h1>{escape(block.text)}</h1>"
    if block.shape is Shape.BREAK:
        return '<div class="new-page"></div>'
    if block.shape is Shape.COLUMNS:
        return ""
    return f'<p class="{_CLASSES[block.shape]}">{escape(block.text)}</p>'


def _row(block: PaperBlock) -> str:
    tall = f' style="height:{block.lines * _LINE}pt"' if block.lines > 1 else ""
    count = len(block.cells)
    cells = []
    for at, cell in enumerate(block.cells):
        tag = "th" if block.is_header or (count in {_HALF, _COLUMNS} and at % _HALF == 0) else "td"
        span = f' colspan="{_COLUMNS - 1}"' if count == _HALF and at else ""
        cells.append(f"<{tag}{span}>{escape(cell)}</{tag}>")
    return f"<tr{tall}>{''.join(cells)}</tr>"
