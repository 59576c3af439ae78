"""Lists on paper: upright or across, the same bytes twice, nothing typed becomes markup, one page is one page."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.measures.listcolumns import ListForm
from xinfang_cli.measures.tones import Tone
from xinfang_cli.notices.listforms import html, md, write
from xinfang_cli.notices.listpaper import ListPaper, PaperRow, PaperTable, docx

TITLE = "反映阳光花园小区二期逾期两年未交付且物业用房被挪作他用要求明确交房时间"
ROWS = (
    PaperRow(("1", "XF-20261102-7K3MQ", TITLE, "2026-11-04", "18"), Tone.LATE),
    PaperRow(("2", "XF-20261105-J2GD8", "<b>村道|破损</b> & ]]>", "", "")),
)
TABLE = PaperTable(
    ("序号", "编号", "标题", "期限", "超期"), ROWS, toned=3, right=frozenset({0, 4}), whole=frozenset({1})
)
PAPER = ListPaper("某县信访局信访件清单", ("范围：属地为广惠街街道", "截至2026年11月22日，共2项"), (TABLE,))
WIDE = PAPER._replace(tables=(PaperTable(("标题", "单位", "进展"), (PaperRow((TITLE, "住房和城乡建设局", TITLE)),)),))


def document(paper: ListPaper) -> str:
    """Return the text part of the Word file."""
    with zipfile.ZipFile(io.BytesIO(docx(paper))) as archive:
        assert archive.testzip() is None
        return archive.read("word/document.xml").decode()


def test_a_list_stands_upright_and_a_wide_one_across() -> None:
    assert 'w:w="11906" w:h="16838"/>' in document(PAPER._replace(tables=(TABLE._replace(rows=ROWS[1:]),)))
    assert 'w:w="16838" w:h="11906" w:orient="landscape"/>' in document(WIDE)


def test_what_is_short_keeps_its_width_and_long_texts_share_the_rest() -> None:
    widths = WIDE.widths(WIDE.tables[0])
    assert sum(widths) <= WIDE.room
    assert widths[0] == widths[2] > widths[1]
    short = PAPER._replace(tables=(PaperTable(("编号", "期限"), (PaperRow(("7K3MQ", "11-04")),)),))
    assert sum(short.widths(short.tables[0])) <= short.room
    many = PaperTable(("题",) * 30, (PaperRow((TITLE,) * 30),))
    assert sum(WIDE.widths(many)) <= WIDE.room


def test_word_has_title_scope_header_on_each_page_and_what_is_late_in_red() -> None:
    said = document(PAPER)
    for text in ("某县信访局信访件清单", "范围：属地为广惠街街道", "截至2026年11月22日，共2项", "编号", TITLE):
        assert f">{text}<" in said
    assert "<w:tblHeader/>" in said
    assert re.search(r'<w:b/><w:color w:val="b3261e"/>[^/]*?/>.*?2026-11-04', said)
    assert "&lt;b&gt;村道|破损&lt;/b&gt; &amp; ]]&gt;" in said


def test_the_same_list_is_the_same_bytes() -> None:
    assert docx(PAPER) == docx(PAPER)


def test_a_web_page_loads_nothing_and_shows_text_as_text() -> None:
    said = "".join(html(PAPER, Lang.ZH))
    assert "&lt;b&gt;村道|破损&lt;/b&gt; &amp; ]]&gt;" in said
    assert '<td class="late">2026-11-04</td>' in said
    assert "size: A4 landscape" in "".join(html(WIDE, Lang.EN))
    assert not re.search(r"https?:|<script|url\(|@import", said)


def test_markdown_is_a_table() -> None:
    said = "".join(md(PAPER, Lang.ZH))
    assert said.startswith(
        "# 某县信访局信访件清单\n\n范围：属地为广惠街街道\n\n截至2026年11月22日，共2项\n\n| 序号 | 编号 |"
    )
    assert "\\|破损" in said
    assert said.count("\n|") == 4


def test_tables_without_header_or_rows_have_their_titles() -> None:
    paper = PAPER._replace(tables=(PaperTable((), ROWS, "超期：2", 3), PaperTable((), (), "今天到期：0")))
    for said in ("".join(html(paper, Lang.ZH)), "".join(md(paper, Lang.ZH)), document(paper)):
        assert "超期：2" in said
        assert "今天到期：0" in said
        assert "tblHeader" not in said


def test_a_workbook_has_numbers_as_numbers(tmp_path: Path) -> None:
    write(PAPER, ListForm.XLSX, Lang.ZH, tmp_path / "单.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "单.xlsx").active
    assert sheet is not None
    rows = list(sheet.values)
    assert [row[0] for row in rows[:3]] == ["某县信访局信访件清单", *PAPER.under]
    assert rows[3] == TABLE.heads
    assert rows[4] == (1, "XF-20261102-7K3MQ", TITLE, "2026-11-04", 18)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$4")
    assert {cell.border.top.style for row in sheet["A4:E6"] for cell in row} == {"thin"}
    late, none = sheet["D5"], sheet["D6"]
    assert (late.font.color.rgb, late.fill.fgColor.rgb, none.fill.fill_type) == ("FFB3261E", "FFFDECEB", None)


@pytest.mark.parametrize("form", ListForm)
def test_each_form_is_written_to_its_file(tmp_path: Path, form: ListForm) -> None:
    path = tmp_path / "新" / f"单.{form.value}"
    write(PAPER, form, Lang.ZH, path)
    assert path.read_bytes()[:2] == {"docx": b"PK", "xlsx": b"PK", "md": b"# ", "html": b"<!"}[form.value]


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdfinfo"), reason="no LibreOffice to count pages")
def test_one_page_is_one_page(tmp_path: Path) -> None:
    from xinfang_cli.measures.deskview import rooms_on_a_page

    rows = (PaperRow(("XF-20261102-MMMMM", "2025-11-04 超418日", TITLE, TITLE), Tone.LATE),)
    tables = tuple(
        PaperTable((), rows * room, f"节{at}：500（列出{room}）", 1)
        for at, room in enumerate(rooms_on_a_page([500] * 10))
    )
    paper = ListPaper("某县信访局今日事项", ("2026年11月22日（周日） 李经办",), tables, points=9, is_one_page=True)
    (tmp_path / "今天.docx").write_bytes(docx(paper))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "今天.docx"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    said = subprocess.run(["pdfinfo", "今天.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert re.search(r"^Pages: +1$", said, re.MULTILINE)
