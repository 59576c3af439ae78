"""Word files: the page of GB/T 9704-2012, what another program makes of them, and templates that say the same."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from xinfang_cli.law.documents import Document
from xinfang_cli.notices import blocks
from xinfang_cli.notices.kinds import PageLayout
from xinfang_cli.notices.making import hash_of
from xinfang_cli.notices.templates import Template, fill
from xinfang_cli.notices.word import docx as word
from xinfang_cli.render.official import balanced

MADE = list(Document)
MM = 36_000
"""EMU."""


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def texts(document: Any) -> list[str]:
    """Return paragraphs and cells in the order in which they stand, without empty ones."""
    return [text for text in _texts(document) if text.strip("＿ ")]


def _texts(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from (cell.text for row in block.rows for cell in row.cells)
        else:
            yield block.text


@pytest.fixture
def notice(fitting: Callable[..., Any], made: Callable[..., Any]) -> Any:
    paper = made(fitting(Document.ROUTED_NOTICE).case, Document.ROUTED_NOTICE)
    return opened(word(paper.blocks, paper.notice.layout))


def test_the_page(notice: Any) -> None:
    section = notice.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each / MM) for each in margins] == [37, 35, 28, 26]
    assert (round(section.page_width / MM), round(section.page_height / MM)) == (210, 297)
    line = notice.styles["Normal"].paragraph_format.line_spacing
    assert 22 * line <= section.page_height - section.top_margin - section.bottom_margin < 23 * line
    assert (
        notice.styles["PaperText"].paragraph_format.first_line_indent
        == notice.styles["PaperHeading"].paragraph_format.first_line_indent
    )


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("PaperTitle", "方正小标宋简体", 22),
        ("Normal", None, None),
        ("PaperHeading", "黑体", None),
        ("Mark", "楷体_GB2312", None),
        ("PageNumbers", "宋体", 14),
    ],
)
def test_fonts(notice: Any, style: str, font: str | None, points: int | None) -> None:
    found = notice.styles[style]
    fonts = found.element.rPr.rFonts if found.element.rPr is not None else None
    assert (fonts.get(qn("w:eastAsia")) if fonts is not None else None) == font
    assert (found.font.size.pt if found.font.size else None) == points
    defaults = notice.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_page_numbers_stand_outside_one_character_in(notice: Any) -> None:
    section = notice.sections[0]
    assert notice.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert paragraph._p.pPr.jc.get(qn("w:val")) == side
        assert paragraph._p.pPr.ind.get(qn(f"w:{side}")) == "280"


def test_the_issuer_stands_in_the_middle_over_the_day_four_characters_from_the_right(notice: Any) -> None:
    issuer, day = (each for each in notice.paragraphs if each.style.name == "Signature")
    assert (issuer.text, day.text) == ("某县信访局", "2026年11月20日")
    rights = [int(each._p.pPr.ind.get(qn("w:right"))) for each in (issuer, day)]
    assert rights[1] == 4 * 316
    middle = [right + width * 316 / 2 for right, width in zip(rights, (5, 7), strict=True)]
    assert abs(middle[0] - middle[1]) < 2


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于信访事项办理情况的通报", 1),
        ("关于转送王某某反映阳光花园小区雨后积水信访事项的函", 2),
        ("某县信访局\n转送告知书", 2),
        ("信" * 61, 4),
    ],
)
def test_a_title_is_balanced(title: str, lines: int) -> None:
    found = balanced(title).split("\n")
    assert (len(found), "".join(found)) == (lines, title.replace("\n", ""))
    assert all(len(line) <= 20 for line in found)
    assert not any(line[0] in "的，、）问" for line in found)


@pytest.mark.parametrize("document", MADE)
def test_the_template_of_a_kind_says_what_the_kind_says(
    document: Document, fitting: Callable[..., Any], made: Callable[..., Any], tmp_path: Path
) -> None:
    paper = made(fitting(document).case, document, approved_by="局长甲")
    data = word(blocks.bare(paper.notice), paper.notice.layout)
    template = Template("x", data, tmp_path / "x.docx")
    ours = texts(opened(word(paper.blocks, paper.notice.layout)))
    theirs = texts(opened(fill(template, paper)))
    assert [re.sub(r"[\s＿]", "", each) for each in theirs] == [re.sub(r"[\s＿]", "", each) for each in ours]
    assert template.digest == hash_of(data)


def test_what_a_person_typed_is_never_a_mark_of_the_wording(
    fitting: Callable[..., Any], made: Callable[..., Any]
) -> None:
    odd = "# 第一行\n| 甲 | 乙\n% if title\n{{ title }} <b>&\x07"
    case = fitting(Document.OPINION, request=odd, title="反映{{ id }}|问题").case
    paper = made(case, Document.OPINION)
    document = opened(word(paper.blocks, PageLayout.DOCUMENT))
    said = [each.text for each in document.paragraphs]
    for line in ("# 第一行", "| 甲 | 乙", "% if title", "{{ title }} <b>&�"):
        assert line in said
    assert document.tables == []


def test_another_program_opens_every_kind(
    fitting: Callable[..., Any], made: Callable[..., Any], tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    for document in MADE:
        paper = made(fitting(document).case, document, approved_by="局长甲")
        (tmp_path / f"{document.value}.docx").write_bytes(word(paper.blocks, paper.notice.layout))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = sorted(str(path) for path in tmp_path.glob("*.docx"))
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    made_of = {path.stem for path in tmp_path.glob("*.pdf")}
    assert made_of == {document.value for document in MADE}
    pages = {path.stem: len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) for path in tmp_path.glob("*.pdf")}
    several = {"dossier": 3, **dict.fromkeys(LONG, 2)}
    assert {name: count for name, count in pages.items() if count > several.get(name, 1)} == {}


LONG = ("notice", "opinion", "duty_reply", "final", "report", "review", "circular")
"""Kinds that may take a second page; all others have room on one."""


def test_an_archive_of_word_files_is_whole(fitting: Callable[..., Any], made: Callable[..., Any]) -> None:
    paper = made(fitting(Document.TRANSFER_LETTER).case, Document.TRANSFER_LETTER)
    with zipfile.ZipFile(io.BytesIO(word(paper.blocks, paper.notice.layout))) as archive:
        assert archive.testzip() is None
        assert "w:titlePg" in archive.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于王某某反映阳光花园地下车库积水的信访处理意见书", ["关于王某某反映阳光花园地下车库积水的", "信访处理意见书"]),
        ("关于阳光花园小区雨后积水问题的\n联席会议纪要", ["关于阳光花园小区雨后积水问题的", "联席会议纪要"]),
        ("关于城关镇阳光花园小区雨后积水、停电等问题的联席会议纪要", ["关于城关镇阳光花园小区雨后积水、", "停电等问题的联席会议纪要"]),
    ],
)  # fmt: skip
def test_a_title_goes_on_behind_a_word(title: str, lines: list[str]) -> None:
    assert balanced(title).split("\n") == lines


def test_no_line_ends_within_an_id_or_a_number(fitting: Callable[..., Any], made: Callable[..., Any]) -> None:
    paper = made(fitting(Document.CARD).case, Document.CARD)
    data = word(paper.blocks, paper.notice.layout)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = archive.read("word/document.xml").decode()
    assert not re.search(r"<w:t[^>]*>[^<]*[0-9A-Z]-[0-9A-Z]", written)
    said = "\n".join(texts(opened(data)))
    assert ("XF-20261102-7K3MQ" in said, "0371-62100000" in said, "8:30-12:00" in said) == (True, True, True)


@pytest.mark.parametrize("document", [Document.CIRCULAR, Document.MINUTES, Document.URGENT_REPORT])
def test_the_imprint_is_framed_on_the_page_where_the_text_ends(
    document: Document, fitting: Callable[..., Any], made: Callable[..., Any]
) -> None:
    """Each line of it is a frame; the end of the text, kept together up to the last line, stands between the two."""
    paper = made(fitting(document).case, document, approved_by="局长甲")
    body = opened(word(paper.blocks, paper.notice.layout)).paragraphs
    framed = [
        at for at, each in enumerate(body) if each.paragraph_format.element.find(".//" + qn("w:framePr")) is not None
    ]
    assert len(framed) == 2 - (document is Document.URGENT_REPORT)
    assert body[framed[0]].text.startswith("抄送：")
    end = framed[1] if len(framed) > 1 else len(body)
    chain = body[framed[0] + 1 : end]
    assert len(chain) >= 1
    assert all(each.paragraph_format.keep_with_next for each in chain[:-1])


def test_the_ends_of_frames_are_at_the_foot_of_the_text_however_long(
    made: Callable[..., Any], fitting: Callable[..., Any]
) -> None:
    paper = made(fitting(Document.URGENT_REPORT).case, Document.URGENT_REPORT)
    with zipfile.ZipFile(io.BytesIO(word(paper.blocks, paper.notice.layout))) as archive:
        written = archive.read("word/document.xml").decode()
    (top,) = re.findall(r'<w:framePr [^>]*w:y="(\d+)"', written)
    # Two lines of 440 and their rules above a foot of 1984: what goes to the letters office above makes it longer.
    assert int(top) == 16838 - 1984 - 2 * 440 - 20
