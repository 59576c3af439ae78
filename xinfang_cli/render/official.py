"""What an official document (公文) has on paper by GB/T 9704-2012, in Word's words: page, head, signature, imprint.

Reports and notices are laid out by it alike. The XML is written as it is, since the page of an official document
(grid, page numbers left and right, red rules) is exactly what general libraries have no words for.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape

from xinfang_cli.render.wordxml import (
    FONT_TABLE,
    GRID,
    HEAD,
    ROOT_RELATIONS,
    SETTINGS,
    STYLES,
    TAIL,
    content_types,
    relations,
)
from xinfang_cli.widths import width

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say of its files
PAPER = 11906, 16838  # A4, in twentieths of a point as all that follows
TOP, RIGHT, BOTTOM, LEFT = 2098, 1474, 1984, 1588  # 37, 26, 35 and 28 mm
TEXT_WIDTH = 8845  # 156 mm
TEXT_HEIGHT = 12756  # 225 mm
CHARACTER = 316  # 15.8 pt: 28 of them in a line
LINE = GRID  # 22 of them on a page
NUMBER_FROM_EDGE = 1446  # the foot of the page number, 7 mm under the text
NUMBER_INDENT = 280  # one character of 四号
HALF = 2
NO_NUMBER = "＿＿＿〔　　　〕＿＿号"
"""What stands where a number is to be written by hand."""

KEPT = "<w:keepNext/>"

_IMPRINT, _IMPRINT_RULE, _IMPRINT_LINE = 440, 20, 30  # a line of the imprint, its rule, the characters of a line
_USUAL = 8.0
_SEAL = 4  # characters that the day stands from the right, under the seal
TITLE_WIDTH = 40  # twice the characters of 二号 in a line
_NO_BEGINNING = frozenset("，。；：、）》〕的问题之等人件事项函要书单")

_INNER_HYPHEN = re.compile("(?<=[0-9A-Z])-(?=[0-9A-Z])")
"""Of ids, telephone numbers, days and hours: no line ends there."""

_RESTS, _EARLY = frozenset("的、，和与及"), 0.5
"""Behind what a title rather goes on in a new line, from so much of a line on."""


class Imprint(NamedTuple):
    """A line at the foot of the last page: what it says, what stands there until it is filled in, how it is set."""

    text: str
    shown: str
    more: str = ""


def package(document: str, footers: Mapping[str, str], styles: str = STYLES) -> bytes:
    """Return the .docx file of a body, its footers by their names, and styles; the same bytes each time."""
    return packed(
        {
            "[Content_Types].xml": content_types(footers),
            "_rels/.rels": ROOT_RELATIONS,
            "word/document.xml": HEAD["document"] + document + TAIL["document"],
            "word/_rels/document.xml.rels": relations(footers),
            "word/styles.xml": styles,
            "word/settings.xml": SETTINGS,
            "word/fontTable.xml": FONT_TABLE,
            **{f"word/{name}.xml": text for name, text in footers.items()},
        }
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of parts with fixed times, as on Unix wherever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, part.encode() if isinstance(part, str) else part)
    return out.getvalue()


# --- Text ------------------------------------------------------------------------------------------------------------


def paragraph(text: str, style: str, more: str = "", properties: str = "") -> str:
    """Return a paragraph in a style, perhaps with more of its own; a line break is one."""
    runs = "".join(run(part, properties) for part in _broken(text)) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _broken(text: str) -> Iterator[str]:
    for at, part in enumerate(text.split("\n")):
        if at:
            yield "\n"
        if part:
            yield part


def run(text: str, properties: str = "") -> str:
    """Return a piece of text in which no line ends within an id, a number or a day."""
    if text == "\n":
        return "<w:r><w:br/></w:r>"
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in _INNER_HYPHEN.split(held(text)))
    return f"<w:r>{properties}{'<w:noBreakHyphen/>'.join(parts)}</w:r>"


def held(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return (
        "".join(each if each >= " " or each == "\t" else "�" for each in text)
        .replace("\ufffe", "�")
        .replace("\uffff", "�")
    )


def side(where: str) -> str:
    """Return that a paragraph stands to a side, or in the middle."""
    return f'<w:jc w:val="{where}"/>'


# --- Title -----------------------------------------------------------------------------------------------------------


def balanced(title: str) -> str:
    """Return a title in lines of about one length, none beginning with what closes or goes on."""
    return "\n".join(line for part in title.split("\n") for line in _halved(part))


def _halved(text: str) -> Iterator[str]:
    lines = -(-width(text) // TITLE_WIDTH)
    if lines < HALF or "{" in text:
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
    return width(text[:at]) <= TITLE_WIDTH and width(text[at:]) <= TITLE_WIDTH * (lines - 1)


# --- Head, signature, imprint ----------------------------------------------------------------------------------------


def head(text: str, before: int, after: int, *, is_letter: bool = False, shown: str = "") -> str:
    """Return the red head, as large as its text allows: over a double rule 170 mm long in a letter."""
    size = min(76, int(820 / max(width(text) / HALF, 6)))
    line = f'<w:snapToGrid w:val="0"/><w:spacing w:line="{size * 12}" w:lineRule="exact" w:before="{before}" w:after="{after}"/>'
    rule = '<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="3" w:color="FF0000"/></w:pBdr>'
    wide = '<w:ind w:left="-397" w:right="-397"/>'
    big = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    return paragraph(shown or text, "Head", f"{rule}{line}{wide}" if is_letter else line, big)


def rule(more: str = "") -> str:
    """Return the red rule under the number of a file."""
    line = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="FF0000"/></w:pBdr>'
    return paragraph("", "Rule", line + more)


def signature(issuer: str, day: str) -> tuple[int, int]:
    """Return how far issuer and day stand from the right: the day four characters, the issuer centred over it."""
    issuer_wide, day_wide = _length(issuer), _length(day)
    right = _SEAL + (day_wide - issuer_wide) / HALF
    shift = max(0.0, -right)  # an issuer that is very long moves both to the left
    return round((right + shift) * CHARACTER), round((_SEAL + shift) * CHARACTER)


def _length(text: str) -> float:
    """Return how many characters a text is wide; of a tag, what it is likely to be filled with."""
    return _USUAL if "{" in text else width(text) / HALF


def imprint(lines: list[Imprint]) -> list[str]:
    """Return copies and who printed it between rules, each in a frame at the foot of the page.

    Frames that touch are run together by some programs, and lose their rules: the end of the text stands between.
    """
    top, frames = PAPER[1] - BOTTOM - sum(map(_frame_height, lines)), []
    for at, line in enumerate(lines):
        place = f'<w:framePr w:w="{TEXT_WIDTH}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{LEFT}" w:y="{top}"/>'
        top += _frame_height(line)
        rules = {"top": 6 if at else 8, **({"bottom": 8} if at == len(lines) - 1 else {})}
        sides = "".join(
            f'<w:{each} w:val="single" w:sz="{size}" w:space="1" w:color="000000"/>' for each, size in rules.items()
        )
        frames.append(paragraph(line.shown, "Imprint", f"{place}<w:pBdr>{sides}</w:pBdr>{line.more}"))
    return frames


def _frame_height(line: Imprint) -> int:
    lines = -(-width(line.text) // (HALF * _IMPRINT_LINE))
    return lines * _IMPRINT + _IMPRINT_RULE


# --- Pages -----------------------------------------------------------------------------------------------------------


def section(footers: str = "", *, more: str = "", top: int = TOP, foot: int = NUMBER_FROM_EDGE) -> str:
    """Return the page: 37, 35, 28 and 26 mm of margin; 22 lines of 28 characters."""
    return (
        f'<w:sectPr>{footers}<w:pgSz w:w="{PAPER[0]}" w:h="{PAPER[1]}"/>'
        f'<w:pgMar w:top="{top}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="851" w:footer="{foot}" w:gutter="0"/>'
        f'{more}<w:docGrid w:linePitch="{LINE}"/></w:sectPr>'
    )


ODD_AND_EVEN = '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
_DASH = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def page_number(where: str) -> str:
    """Return — 1 — in 四号, one character in from a side."""
    inner = f'<w:pStyle w:val="PageNumbers"/><w:ind w:{where}="{NUMBER_INDENT}"/><w:jc w:val="{where}"/>'
    return f"<w:p><w:pPr>{inner}</w:pPr>{_DASH.format('— ')}{_FIELD}{_DASH.format(' —')}</w:p>"


def footer(where: str) -> str:
    """Return the foot of upright pages: odd ones have their number to the right, even ones to the left."""
    return f"{HEAD['footer']}{page_number(where)}{TAIL['footer']}"
