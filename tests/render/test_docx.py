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
from xinfang_cli.measures.tones import Tone
from xinfang_cli.messages import Msg
from xinfang_cli.render import Format, Outgoing, write
from xinfang_cli.render.docx import MOST_ROWS
from xinfang_cli.render.palette import PALETTE
from xinfang_cli.reports import Report
from xinfang_cli.reports.flags import Flag

Make = Callable[..., Page]
MakeTable = Callable[..., Table]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Any]:
    """`made(page)`: the page's document as python-docx reads it."""

    def make(page: Page, lang: Lang = Lang.ZH, template: Path | None = None, outgoing: Outgoing | None = None) -> Any:
        path = tmp_path / "a.docx"
        write(page, Format.DOCX, lang, path, outgoing or Outgoing(template=template))
        return docx.Document(str(path))

    return make


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_report_without_an_issuer_has_a_plain_title(made: Callable[..., Any], page: Make) -> None:
    document = made(page())
    assert texts(document) == [
        "某县信访局",
        "周调度",
        "（2026年11月16日至2026年11月22日）",
        "本期未完，统计到2026-11-22；上期和去年同期取相同天数。",
        "一、各单位",
        "二、指标",
        "三、口径",
        "1. 网上信访（来访）：甲|乙。依据：条例",
        "2. 来信（来访）：件数。依据：条例",
        "统计数据截至2026年11月22日。",
        "某县信访局",
        "2026年11月22日",
    ]
    units, measures = document.tables
    assert cells(units) == [
        ["单位", "在办\n（件）", "日期", "按期率\n（%）", "环比"],
        ["住房和城乡建设局", "12", "2027-02-03", "88.2%（60/68）", "-26.5%"],
        ["𠮷民局", "3", "—", "—（0/0）", "升12.5个百分点"],
        ["暂算", "-1", "—", "8.5（共2件）", "—"],
        ["密", "—", "—", "不公布", "—"],
        ["—", "不公布", "—", "7", "2.5"],
        ["合计", "14", "—", "—", "—"],
    ]
    assert cells(measures)[1][:3] == ["网上信访", "%", "88.2%（60/68）"]


def test_english_reports(made: Callable[..., Any], page: Make) -> None:
    found = texts(made(page(), Lang.EN))
    assert "(2026-11-16 to 2026-11-22)" in found
    assert [text for text in found if text[1:3] == ". "][:3] == ["1. 各单位", "2. Measures", "3. Definitions"]
    title = texts(made(page(), Lang.EN, outgoing=OUT))[2]
    assert (
        title
        == "某县信访工作联席会议办公室: circular on the week's work on petitions of the whole county, 2026年第47周（11月16日至22日）"
    )


OUT = Outgoing(
    issuer="某县信访工作联席会议办公室",
    mark="某信通",
    to=("各乡镇人民政府", "县直各单位"),
    copies=("县委办公室", "县政府办公室"),
    day=dt.date(2026, 11, 25),
)


def test_a_report_with_an_issuer_is_an_official_document(made: Callable[..., Any], page: Make) -> None:
    document = made(page(period="2026年10月", report=Report.MONTHLY), outgoing=OUT)
    found = texts(document)
    assert found[:6] == [
        "某县信访工作联席会议办公室文件",
        "某信通〔2026〕＿＿号",
        "某县信访工作联席会议办公室关于\n2026年10月全县信访工作情况的通报",
        "各乡镇人民政府、县直各单位：",
        "本期未完，统计到2026-11-22；上期和去年同期取相同天数。",
        "附件：2026年10月信访工作统计表",
    ]
    assert found[6:10] == ["某县信访工作联席会议办公室", "2026年11月25日", "附件", "2026年10月信访工作统计表"]
    assert found[-3:] == [
        "统计数据截至2026年11月22日。",
        "抄送：县委办公室、县政府办公室。",
        "某县信访工作联席会议办公室\t2026年11月25日印发",
    ]
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    issuer, day = (by_text[found[at]]._p.pPr.find(qn("w:ind")).get(qn("w:right")) for at in (6, 7))
    assert (int(day), int(issuer)) == (4 * 316, round((4 + (7 - 13) / 2) * 316))  # centred over the day, for the seal
    kept = [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs]
    last = [paragraph.text for paragraph in document.paragraphs].index(found[4])
    assert all(kept[last : last + 5])  # no page has the signature alone
    assert by_text["附件"].style.paragraph_format.page_break_before
    assert [by_text[text]._p.pPr.find(qn("w:framePr")) is not None for text in found[-3:]] == [False, True, True]


@pytest.mark.parametrize(
    ("report", "office", "issuer", "title"),
    [
        (Report.WEEKLY, "某市某区信访局", "某区联席办", "某区联席办关于2026年10月全区信访工作调度情况的通报"),
        (Report.LEDGER, "某省信访局", "某办", "某办关于2026年10月全省信访两本台账情况的通报"),
        (Report.ANNUAL, "某局", "某办", "某办关于2026年10月信访工作情况的年度报告"),
        (
            Report.AGENDA,
            "某县信访局",
            "某办",
            "某县信访局 会议议程 2026年10月",
        ),  # laid before a meeting, sent to nobody
    ],
)
def test_titles(made: Callable[..., Any], page: Make, report: Report, office: str, issuer: str, title: str) -> None:
    found = made(page(report=report, office=office, period="2026年10月"), outgoing=Outgoing(issuer=issuer))
    assert found.core_properties.title == title
    assert "＿＿＿〔　　　〕＿＿号" in texts(found) or report is Report.AGENDA


def test_a_title_of_some_matters_does_not_speak_of_the_whole_county(made: Callable[..., Any], page: Make) -> None:
    found = made(page(scope="来访", period="2026年10月"), outgoing=OUT)
    assert found.core_properties.title == f"{OUT.issuer}关于2026年10月信访工作调度情况的通报"
    assert "范围：来访" in texts(found)


@pytest.mark.parametrize(
    ("period", "report", "lines"),
    [
        ("2026年10月", Report.REVIEW, ["2026年10月全县信访复查复核情况的通报"]),
        ("2026年10月", Report.GROUPS, ["2026年10月全县信访专项工作组和", "领导包案情况的通报"]),
        (
            "2026年第47周（11月16日至22日）",
            Report.WEEKLY,
            ["2026年第47周（11月16日至22日）", "全县信访工作调度情况的通报"],
        ),
    ],
)
def test_lines_of_a_title_end_with_words(
    made: Callable[..., Any], page: Make, period: str, report: Report, lines: list[str]
) -> None:
    found = texts(made(page(period=period, report=report), outgoing=OUT))[2]
    assert found.split("\n") == [f"{OUT.issuer}关于", *lines]


def test_numbers_as_they_were_given(made: Callable[..., Any], page: Make) -> None:
    assert "某信通〔2026〕5号" in texts(made(page(), outgoing=OUT.but(number="某信通〔2026〕5号", copies=(), to=())))


def test_the_words_of_the_office_are_headings_by_their_numbers(made: Callable[..., Any], page: Make) -> None:
    said = (
        Msg.SCOPE(filters="甲"),
        Msg.OWN_HEADING(heading="存在问题"),
        Msg.OWN_WORDS(text="（一）责任不实"),
        Msg.OWN_WORDS(text="1.个别单位超期"),
        Msg.OWN_WORDS(text="（一）是一句话。"),
        Msg.OWN_WORDS(text="10月以来"),
    )
    found = {each.text: each.style for each in made(page(paragraphs=said), outgoing=OUT).paragraphs}
    names = [
        found[text].name
        for text in ("一、基本情况", "二、存在问题", "（一）责任不实", "1.个别单位超期", "（一）是一句话。", "10月以来")
    ]
    assert [name.lower() for name in names] == [
        "heading 1",
        "heading 1",
        "heading 2",
        "heading 3",
        "PaperText".lower(),
        "papertext",
    ]
    fonts = [
        found[text].element.rPr.rFonts.get(qn("w:eastAsia"))
        for text in ("二、存在问题", "（一）责任不实", "1.个别单位超期")
    ]
    assert fonts == ["黑体", "楷体_GB2312", "仿宋_GB2312"]
    levels = [
        found[text].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) for text in ("二、存在问题", "（一）责任不实")
    ]
    assert levels == ["0", "1"]


def test_it_is_laid_out_as_official_documents_are(made: Callable[..., Any], page: Make) -> None:
    document = made(page())
    styles = {style.style_id: style for style in document.styles}
    assert (styles["Normal"].paragraph_format.line_spacing.twips, styles["PaperTitle"].font.size.pt) == (579, 22)
    section = document.sections[0]
    assert [round(each.mm) for each in (section.page_width, section.top_margin, section.bottom_margin)] == [210, 37, 35]
    assert [round(each.mm) for each in (section.left_margin, section.right_margin)] == [28, 26]
    assert document.settings.odd_and_even_pages_header_footer
    sides = [
        foot._element.find(f".//{qn('w:jc')}").get(qn("w:val")) for foot in (section.footer, section.even_page_footer)
    ]
    assert sides == ["right", "left"]
    table = document.tables[0]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None  # the header stands on every page
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    assert all(row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[:-1])  # it is short
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells[:2]] == ["TableCell", "TableNumber"]
    assert table.rows[-1].cells[0].paragraphs[0].runs[0].bold
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert widths[0] > 1.5 * widths[1]  # as wide as the texts ask
    assert 8800 < sum(widths) <= 8845


def test_nothing_of_a_program_is_in_it(tmp_path: Path, page: Make) -> None:
    write(page(commit="3f2a91c"), Format.DOCX, Lang.ZH, tmp_path / "a.docx", OUT)
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(parts) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels", "word/document.xml",
        "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml", "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip
    words = re.compile(r"xinfang|python|jinja|3f2a91c|节假日数据|config|\.yaml|\{[{%]|/work|/tmp", re.IGNORECASE)
    assert not [name for name, text in parts.items() if words.search(text)]


def test_long_tables_are_cut_and_it_says_so(made: Callable[..., Any], page: Make, table: MakeTable, many: Any) -> None:
    document = made(page(table(many(10_000)), table(many(MOST_ROWS))))
    assert [len(found.rows) for found in document.tables[:2]] == [MOST_ROWS + 1] * 2
    notes = [text for text in texts(document) if "未列出" in text]
    assert notes == [f"另有{10_000 - MOST_ROWS}行未列出，全表另见电子表格。"]
    assert [len(found.columns) for found in document.tables[:2]] == [4, 4]  # the last is empty in all that are shown


def broad(columns: int, value: object = 12) -> Table:
    """Return a table of a unit and so many numbers."""
    numbers = (Column(f"c{at}", f"超期职责{at}", Counted.DUTIES, Kind.NUMBER) for at in range(columns))
    return Table("t", "宽", (Column("unit", "单位"), *numbers), (("住房和城乡建设局", *[value] * columns),))


def small(title: str) -> Table:
    return Table("s", title, (Column("unit", "单位"), Column("n", "数", kind=Kind.NUMBER)), (("甲", 1),))


def test_wide_tables_stand_whole_on_pages_across(made: Callable[..., Any], page: Make) -> None:
    document = made(page(small("前"), broad(12), small("间"), broad(14), small("后")), outgoing=OUT)
    upright, across, last = document.sections
    assert [section.orientation for section in document.sections] == [0, 1, 0]
    mm = [round(each.mm) for each in (across.page_width, across.top_margin, across.right_margin)]
    assert (mm, round(across.bottom_margin.mm), round(across.left_margin.mm)) == ([297, 28, 37], 26, 35)  # turned
    assert [len(table.columns) for table in document.tables[:5]] == [2, 13, 2, 15, 2]
    tags = [
        "§" if paragraph._p.find(f".//{qn('w:sectPr')}") is not None else paragraph.text
        for paragraph in document.paragraphs
    ]
    order = [tag for tag in tags if tag == "§" or tag[1:] in {"、前", "、宽", "、间", "、后"}]
    assert order == ["一、前", "§", "二、宽", "三、间", "四、宽", "§", "五、后"]
    widths = [sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) for table in document.tables[:3]]
    assert widths[0] <= 8845
    assert 12700 < widths[1] <= 12756
    for foot, side in ((across.footer, "right"), (across.even_page_footer, "left")):
        found = foot._element
        assert found.find(f".//{qn('w:textDirection')}").get(qn("w:val")) == "tbRl"  # at the lower edge of the paper
        assert found.find(f".//{qn('w:jc')}").get(qn("w:val")) == side
    for section in (upright, last):
        assert section.footer._element.find(f".//{qn('w:textDirection')}") is None
        assert "PAGE" in section.footer._element.xml


def test_a_plain_report_that_begins_with_a_wide_table_lies_across(made: Callable[..., Any], page: Make) -> None:
    document = made(page(broad(14), small("后"), figures=()))
    assert [section.orientation for section in document.sections] == [1, 0]
    only = made(page(broad(14), figures=(), paragraphs=()))
    assert [section.orientation for section in only.sections] == [1]  # the signature needs no page upright
    assert "PAGE" in only.sections[0].even_page_footer._element.xml


@pytest.mark.parametrize("columns", [6, 14, 24, 30])
def test_no_number_is_broken(made: Callable[..., Any], page: Make, columns: int) -> None:
    found = made(page(broad(columns, -123))).tables[0]
    run = found.rows[1].cells[1].paragraphs[0].runs[0]
    points = run.font.size.pt if run.font.size else 10.5
    widths = [int(column.get(qn("w:w"))) for column in found._tbl.tblGrid]
    assert all(width - 120 >= 4 * points * 10 for width in widths[1:])  # four halves, beside the margins of a cell
    assert (points == 10.5) is (columns == 6)
    assert [node.tag for node in run._r if node.tag == qn("w:noBreakHyphen")] == []  # a sign, no hyphen


def test_days_and_ids_hold_together(made: Callable[..., Any], page: Make, table: MakeTable) -> None:
    rows = [("甲", 1, dt.date(2026, 11, 3), None, None)]
    run = made(page(table(rows))).tables[0].rows[1].cells[2].paragraphs[0].runs[0]
    assert (run.text, [node.tag for node in run._r].count(qn("w:noBreakHyphen"))) == ("2026-11-03", 2)


def test_registers_are_counted_and_have_no_empty_columns(made: Callable[..., Any], page: Make) -> None:
    columns = (Column("id", "编号", kind=Kind.CODE), Column("lead", "包案领导"), Column("title", "标题"))
    rows = tuple((f"XF-20261012-AEAE{at}", None, "标题") for at in range(3))
    found = made(page(Table("t", "台账", columns, rows, ("合计", None, None))))
    assert cells(found.tables[0]) == [
        ["序号", "编号", "标题"],
        *([str(at + 1), f"XF-20261012-AEAE{at}", "标题"] for at in range(3)),
        ["", "合计", "—"],
    ]


def test_what_is_late_has_its_colour(made: Callable[..., Any], page: Make) -> None:
    columns = (Column("unit", "单位"), Column("n", "超期", Counted.DUTIES, Kind.NUMBER, Tone.LATE), Column("f", "旗"))
    rows = made(page(Table("t", "表", columns, (("甲", 3, Flag.YELLOW), ("乙", 0, Flag.RED))))).tables[0].rows
    late, none, flag = (rows[at].cells[of].paragraphs[0].runs[0] for at, of in ((1, 1), (2, 1), (1, 2)))
    assert (str(late.font.color.rgb), late.bold) == (PALETTE[Tone.LATE].ink[1:].upper(), True)
    assert none.font.color.rgb is None
    assert flag.text == "▲黄"
    assert flag._r.rPr.find(qn("w:shd")).get(qn("w:fill")) == PALETTE[Tone.YELLOW].ground[1:]


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


@pytest.mark.parametrize("has_sections", [False, True])
def test_wide_tables_of_an_office_s_own_template_lie_across_too(
    made: Callable[..., Any], page: Make, tmp_path: Path, has_sections: bool
) -> None:
    document = docx.Document()
    if has_sections:
        document.add_section()
    table = document.add_table(1, 16)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        cell.text = "2026-11-03至2026-11-09"
    document.save(str(tmp_path / "t.docx"))
    found = made(page(), template=tmp_path / "t.docx")
    orientations = [section.orientation for section in found.sections]
    assert orientations == ([0, 0] if has_sections else [1])  # what an office has divided stays as it is
    assert found.tables[0].rows[0].cells[0].paragraphs[0].runs[0].font.size.pt < 10.5
    assert "textDirection" not in found.sections[0].footer._element.xml  # it has no page number of ours


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
        write(page(), Format.DOCX, Lang.ZH, tmp_path / "a.docx", Outgoing(template=template))
    said = caught.value.text.in_(Lang.ZH)
    assert message in said
    assert "t.docx" in said
    assert not (tmp_path / "a.docx").exists()


def test_a_template_that_is_none(page: Make, tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_text("文字", "utf-8")
    for name, message in (("t.docx", "不是 .docx 文件"), ("没有.docx", "读不出")):
        with pytest.raises(RefusedError) as caught:
            write(page(), Format.DOCX, Lang.ZH, tmp_path / "a.docx", Outgoing(template=tmp_path / name))
        assert message in caught.value.text.in_(Lang.ZH)


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice or poppler-utils is not installed"
)
def test_libreoffice_opens_it(page: Make, table: MakeTable, many: Any, tmp_path: Path) -> None:
    write(page(table(many(90)), broad(14), small("后")), Format.DOCX, Lang.ZH, tmp_path / "a.docx", OUT)
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
    pdf = str(tmp_path / "a.pdf")
    printed = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    pages = printed.stdout.split("\f")[:-1]
    units = [text for text in pages if re.search(r"单位 \d+ +\d", text)]
    assert len(units) > 1
    assert all("按期率" in text for text in units)
    shapes = subprocess.run(["pdfinfo", "-l", "99", pdf], capture_output=True, text=True, check=True).stdout
    sizes = [tuple(map(float, size)) for size in re.findall(r"size: +([\d.]+) x ([\d.]+)", shapes)]
    assert [wide > high for wide, high in sizes] == ["、宽" in text for text in pages]  # the one page that lies across
    assert re.search(r"— *1 *—", pages[0])
    assert "抄送" in pages[-1]
