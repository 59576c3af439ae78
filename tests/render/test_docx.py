"""Bulletins in Word: the built-in template and an office's own, as another library and another program read them."""

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Column, Counted, Kind, Page, Table
from xinfang_cli.render import Format, write
from xinfang_cli.render.docx import MOST_ROWS

Make = Callable[..., Page]
MakeTable = Callable[..., Table]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Any]:
    """`made(page)`: the page's document as python-docx reads it."""

    def make(page: Page, lang: Lang = Lang.ZH, template: Path | None = None) -> Any:
        path = tmp_path / "a.docx"
        write(page, Format.DOCX, lang, path, template)
        return docx.Document(str(path))

    return make


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_bulletin_that_can_be_sent_as_it_is(made: Callable[..., Any], page: Make) -> None:
    document = made(page())
    assert texts(document) == [
        "某县信访局",
        "周调度",
        "（2026年11月16日至2026年11月22日）",
        "本期未完，统计到2026-11-22；上期和去年同期取相同天数。",
        "一、各单位",
        "二、指标",
        "三、口径",
        "网上信访（来访）：甲|乙。依据：条例",
        "来信（来访）：件数。依据：条例",
        "某县信访局",
        "2026年11月22日",
        "截至2026-11-22 · 节假日数据2004-2026",
    ]
    units, measures = document.tables
    assert cells(units) == [
        ["单位", "在办（件）", "日期", "按期率（%）", "环比"],
        ["住房和城乡建设局", "12", "2027-02-03", "88.2%（60/68）", "-26.5%"],
        ["𠮷民局", "3", "—", "—（0/0）", "升12.5个百分点"],
        ["暂算", "-1", "—", "8.5（共2件）", "—"],
        ["密", "—", "—", "不公布", "—"],
        ["—", "不公布", "—", "7", "2.5"],
        ["合计", "14", "—", "—", "—"],
    ]
    assert cells(measures)[1][:3] == ["网上信访", "%", "88.2%（60/68）"]


def test_english_bulletins(made: Callable[..., Any], page: Make) -> None:
    found = texts(made(page(), Lang.EN))
    assert "(2026-11-16 to 2026-11-22)" in found
    assert [text for text in found if text[:2] in {"1.", "2.", "3."}] == ["1. 各单位", "2. Measures", "3. Definitions"]


def test_it_is_laid_out_as_official_documents_are(made: Callable[..., Any], page: Make) -> None:
    document = made(page())
    body = document.styles["Bulletin Text"]
    assert (body.font.size.pt, body.paragraph_format.line_spacing.pt, body.paragraph_format.first_line_indent.pt) == (
        16, 28, 32,
    )  # fmt: skip
    fonts = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in document.styles
        if style.name.startswith("Bulletin")
    }
    assert (fonts["Bulletin Title"], fonts["Bulletin Text"], fonts["Bulletin Heading"]) == (
        "方正小标宋简体", "仿宋_GB2312", "黑体",
    )  # fmt: skip
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.top_margin.mm), round(section.left_margin.mm)) == (210, 37, 28)
    table = document.tables[0]
    assert table.style.name == "Table Grid"
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None  # the header stands on every page
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells[:2]] == ["Bulletin Cell", "Bulletin Number"]
    assert table.rows[-1].cells[0].paragraphs[0].runs[0].bold
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert widths[0] > 1.5 * widths[1]  # as wide as the texts ask
    assert "PAGE" in section.footer._element.xml


def test_long_tables_are_cut_and_it_says_so(made: Callable[..., Any], page: Make, table: MakeTable, many: Any) -> None:
    document = made(page(table(many(10_000)), table(many(MOST_ROWS))))
    assert [len(found.rows) for found in document.tables[:2]] == [MOST_ROWS + 1] * 2
    notes = [text for text in texts(document) if "未列出" in text]
    assert notes == [f"另有{10_000 - MOST_ROWS}行未列出，全表见电子表格（--format xlsx）。"]


def test_wide_tables_stand_in_pieces_that_each_name_their_rows(made: Callable[..., Any], page: Make) -> None:
    columns = (
        Column("unit", "单位"),
        *(Column(f"c{at}", f"超期职责{at}", Counted.DUTIES, Kind.NUMBER) for at in range(20)),
    )
    document = made(page(Table("t", "宽", columns, (("住建局", *range(20)),), ("合计", *range(20)))))
    *pieces, _ = document.tables
    assert len(pieces) > 1
    assert [cells(piece)[1][0] for piece in pieces] == ["住建局"] * len(pieces)
    assert [number for piece in pieces for number in cells(piece)[1][1:]] == [str(at) for at in range(20)]
    assert [text for text in texts(document) if "宽" in text] == ["一、宽", *["一、宽（续）"] * (len(pieces) - 1)]


def test_many_tables_are_numbered_in_words(made: Callable[..., Any], page: Make, table: MakeTable) -> None:
    document = made(page(*(table((), title="空") for _ in range(21))))
    found = [text.partition("、")[0] for text in texts(document) if text.endswith("、空")]
    assert (found[0], found[9], found[10], found[19], found[20]) == ("一", "十", "十一", "二十", "二十一")
    assert texts(document).count("（无）") == 21


def test_nothing_typed_into_a_case_is_more_than_text(
    made: Callable[..., Any], page: Make, table: MakeTable, nasty: str
) -> None:
    text = nasty + "\ufffe"
    document = made(page(table([(text, 1, None, None, None)], title=text), office=text))
    shown = "=cmd|'/c calc'!A0 <script>alert(1)</script> {{ 7*7 }} {% x %} ]]> �[31m�� 两行 & \"引\" http://x.cn�"
    assert cells(document.tables[0])[1][0] == shown
    assert document.core_properties.author == shown
    assert not [rel for rel in document.part.rels.values() if rel.is_external]


@pytest.mark.parametrize("lang", Lang)
def test_two_runs_give_the_same_bytes(tmp_path: Path, page: Make, lang: Lang) -> None:
    one, other = tmp_path / "1.docx", tmp_path / "2.docx"
    for path in (one, other):
        write(page(), Format.DOCX, lang, path)
    assert one.read_bytes() == other.read_bytes()
    assert {info.date_time for info in zipfile.ZipFile(one).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = docx.Document(str(one)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("某县信访局", "某县信访局", "")
    assert about.created == about.modified == dt.datetime(2026, 11, 22, tzinfo=about.created.tzinfo)


# --- An office's own template ---------------------------------------------------------------------------------------


def own(path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_an_office_fills_its_own(made: Callable[..., Any], page: Make, tmp_path: Path) -> None:
    lines = (
        "抬头：{{ office }}{{ period }}",
        "{%p for table in tables %}",
        "{{ table.title }}",
        "{%p endfor %}",
        "{{ title }}",
    )
    found = texts(made(page(), template=own(tmp_path / "t.docx", *lines)))
    assert found == [
        "抬头：某县信访局2026年第47周（11月16日至22日）",
        "各单位",
        "指标",
        "某县信访局 周调度 2026年第47周（11月16日至22日）",
    ]


def test_tables_that_an_office_laid_out_stay_as_they_are(made: Callable[..., Any], page: Make, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 2).rows[0].cells[0].text = "抬头很长很长很长"
    merged = document.add_table(2, 2)
    merged.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    merged.rows[0].cells[0].merge(merged.rows[0].cells[1]).text = "合并的表头很长很长"
    document.save(str(tmp_path / "t.docx"))
    before = [[column.get(qn("w:w")) for column in table._tbl.tblGrid] for table in document.tables]
    after = [
        [column.get(qn("w:w")) for column in table._tbl.tblGrid]
        for table in made(page(), template=tmp_path / "t.docx").tables
    ]
    assert after == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{{ offce }}", "里的字段没有：offce"),
        ("{% for t in tables %}{{ t.titel }}{% endfor %}", "里的字段没有：titel"),
        ("{{ office.nothing.more }}", "里的字段没有：nothing"),
        ("{% if office %}", "里的标记写得不对"),
        ("{{ office | }}", "里的标记写得不对"),
        ("{{ office.__class__.__mro__ }}", "要用字段以外的东西"),  # it runs in a sandbox
        ("{% for i in range(999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}", "（range）"),
        ("{{ 9**9**9 }}", "（**）"),
        ("{{ 'a' * 10 }}", "（*）"),
        ("{{ '%0999d' % 1 }}", "（%）"),
        ("{% include '/etc/passwd' %}", "里的标记写得不对"),
        ("{{ 1 / 0 }}", "里的标记写得不对"),
        ("{{ lipsum(9) }}", "里的字段没有：lipsum"),
        ("{{ tables.append(1) }}", "要用字段以外的东西"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_in_words(page: Make, tmp_path: Path, line: str, message: str) -> None:
    template = own(tmp_path / "t.docx", line)
    with pytest.raises(RefusedError) as caught:
        write(page(), Format.DOCX, Lang.ZH, tmp_path / "a.docx", template)
    said = caught.value.text.in_(Lang.ZH)
    assert message in said
    assert "t.docx" in said
    assert not (tmp_path / "a.docx").exists()


def test_a_template_that_is_none(page: Make, tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_text("文字", "utf-8")
    for name, message in (("t.docx", "不是 .docx 文件"), ("没有.docx", "读不出")):
        with pytest.raises(RefusedError) as caught:
            write(page(), Format.DOCX, Lang.ZH, tmp_path / "a.docx", tmp_path / name)
        assert message in caught.value.text.in_(Lang.ZH)


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice or poppler-utils is not installed"
)
def test_libreoffice_opens_it(page: Make, table: MakeTable, many: Any, tmp_path: Path) -> None:
    write(page(table(many(90))), Format.DOCX, Lang.ZH, tmp_path / "a.docx")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    printed = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True
    )
    sheets = [sheet for sheet in printed.stdout.split("\f") if re.search(r"单位\s*\d", sheet)]
    assert len(sheets) > 1
    assert all("按期率" in sheet for sheet in sheets)
    assert re.search(r"— *1 *—", printed.stdout)
