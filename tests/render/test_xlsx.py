"""Workbooks as another library and another program read them: values are values, nothing is a formula."""

import csv
import datetime as dt
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Chart, Column, Counted, Digits, Kind, Page, Shape, Table
from xinfang_cli.measures.tones import Tone
from xinfang_cli.render import Format, write
from xinfang_cli.render.palette import PALETTE
from xinfang_cli.reports.flags import Flag

Make = Callable[..., Page]
MakeTable = Callable[..., Table]


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Any]:
    """`book(page)`: the page's workbook as openpyxl reads it."""

    def make(page: Page, lang: Lang = Lang.ZH) -> Any:
        path = tmp_path / "a.xlsx"
        write(page, Format.XLSX, lang, path)
        return openpyxl.load_workbook(path)

    return make


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_sheet_per_table_and_the_measures_last(book: Callable[..., Any], page: Make) -> None:
    found = book(page())
    assert found.sheetnames == ["各单位", "指标"]
    first = rows(found["指标"])
    assert first[0][0] == "某县信访局 周调度 2026年第47周（11月16日至22日）"
    assert first[1][0] == "截至2026年11月22日 · 节假日数据2004-2026"
    assert "只含到2026-11-22" in first[2][0] or "2026-11-22" in first[2][0]
    assert first[4] == [
        "指标", "计量单位", "本期", "本期：分子", "本期：分母", "上期", "上期：分子", "上期：分母", "环比",
        "去年同期", "去年同期：分子", "去年同期：分母", "同比", "统计口径",
    ]  # fmt: skip
    assert first[5] == [
        "网上信访", "%", 60 / 68, 60, 68, 0.5, 1, 2, pytest.approx((60 / 68 - 0.5) * 100),
        None, None, None, None, "来访",
    ]  # fmt: skip
    assert first[6] == ["来信", "件", 50, *[None] * 6, 68, None, None, pytest.approx(-18 / 68), "来访"]
    assert [row[0] for row in first[8:]] == [
        "口径",
        "网上信访（来访）：甲|乙。依据：条例",
        "来信（来访）：件数。依据：条例",
    ]
    assert (found.properties.title, found.properties.creator) == (first[0][0], "某县信访局")


def test_cells_are_what_they_mean(book: Callable[..., Any], page: Make) -> None:
    sheet = book(page())["各单位"]
    assert rows(sheet)[:9] == [
        ["各单位", *[None] * 6],
        ["某县信访局 周调度 2026年第47周（11月16日至22日）", *[None] * 6],
        ["单位", "在办（件）", "日期", "按期率（%）", "按期率（%）：分子", "按期率（%）：分母", "环比"],
        ["住房和城乡建设局", 12, dt.datetime(2027, 2, 3), 60 / 68, 60, 68, pytest.approx(-18 / 68)],  # noqa: DTZ001
        ["𠮷民局", 3, None, "—", 0, 0, 12.5],
        ["暂算", -1, None, 8.5, 8.5, 2, None],
        ["密", None, None, "不公布", None, None, None],
        [None, "不公布", None, 7, None, None, 2.5],
        ["合计", 14, None, None, None, None, None],
    ]
    formats = [cell.number_format for cell in sheet[4]]
    assert formats == ["General", "#,##0", "yyyy-mm-dd", "0.0%", "#,##0", "#,##0", "+0.0%;-0.0%;0.0%"]
    assert sheet["G5"].number_format == '+0.0"个百分点";-0.0"个百分点";0.0"个百分点"'


def test_a_sheet_is_ready_to_read_and_print(book: Callable[..., Any], page: Make) -> None:
    found = book(page())
    sheet = found["各单位"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:G8")  # the sum stays below when rows are sorted
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (None, 0, "$1:$3")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert str(sheet.merged_cells) == "A1:G1 A2:G2"  # its title, and whose report of when it is
    assert {cell.border.left.style for row in sheet["A3:G9"] for cell in row} == {"thin"}
    assert {cell.font.sz for row in sheet["A3:G9"] for cell in row} == {11}
    assert [sheet.row_dimensions[row].height for row in (4, 5, 9)] == [None, None, 18]  # one line high
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == (
        "截至2026年11月22日 · 节假日数据2004-2026",
        "&P / &N",
    )
    assert sheet.column_dimensions["A"].width > 16  # eight characters of two columns
    assert (found["指标"].freeze_panes, found["指标"].print_title_rows) == ("B6", "$5:$5")


def test_a_chart_draws_the_cells(book: Callable[..., Any], page: Make) -> None:
    (chart,) = book(page())["各单位"]._charts
    (series,) = chart.ser
    assert (chart.tagname, chart.barDir, series.tx.v) == ("barChart", "bar", "在办（件）")
    assert (series.val.numRef.f, series.cat.strRef.f) == ("各单位!$B$4:$B$6", "各单位!$A$4:$A$6")
    assert [point.v for point in series.cat.strRef.strCache.pt] == ["住房和城乡建设局", "𠮷民局", "暂算"]
    assert [float(point.v) for point in series.val.numRef.numCache.pt] == [12, 3, -1]


def test_charts_of_rates_sums_and_time(book: Callable[..., Any], page: Make, table: MakeTable, many: Any) -> None:
    shapes = [Chart(("rate",), most=3), Chart(("open", "rate"), Shape.STACKED), Chart(("rate",), Shape.LINE)]
    sheets = [table(many(30), name=f"t{at}", title=f"表{at}", chart=chart) for at, chart in enumerate(shapes)]
    found = book(page(*sheets))
    bars, stacked, line = (found[f"表{at}"]._charts[0] for at in range(3))
    assert bars.ser[0].val.numRef.f == "表0!$D$4:$D$6"
    assert (stacked.grouping, [each.val.numRef.f for each in stacked.ser]) == (
        "stacked", ["表1!$B$4:$B$23", "表1!$D$4:$D$23"],
    )  # fmt: skip
    assert line.tagname == "lineChart"
    assert [run.t for run in bars.title.tx.rich.p[0].r] == ["表0 · 按期率（%） · 前3行"]


def test_what_is_late_has_its_colour(book: Callable[..., Any], page: Make) -> None:
    columns = (
        Column("unit", "单位"),
        Column("late", "超期", Counted.DUTIES, Kind.NUMBER, Tone.LATE),
        Column("f", "旗"),
    )
    sheet = book(page(Table("t", "表", columns, (("甲", 3, Flag.YELLOW), ("乙", 0, Flag.RED)))))["表"]
    look = PALETTE[Tone.LATE]
    assert (sheet["B4"].font.color.rgb, sheet["B4"].fill.fgColor.rgb) == (
        f"FF{look.ink[1:].upper()}", f"FF{look.ground[1:].upper()}",
    )  # fmt: skip
    assert sheet["B5"].fill.fill_type is None
    assert (sheet["C4"].value, sheet["C4"].fill.fgColor.rgb) == ("▲黄", f"FF{PALETTE[Tone.YELLOW].ground[1:].upper()}")


def test_text_stays_text(book: Callable[..., Any], page: Make, table: MakeTable, nasty: str) -> None:
    found = book(page(table([(nasty, 1, None, None, None), ("-12%", 2, None, None, None)]), office=nasty))
    cell = found["表"]["A4"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert (
        cell.value
        == "=cmd|'/c calc'!A0 <script>alert(1)</script> {{ 7*7 }} {% x %} ]]> �[31m�� 两行 & \"引\" http://x.cn"
    )
    assert cell.hyperlink is None
    assert found["表"]["A5"].quotePrefix is False


def test_empty_and_like_named_tables(book: Callable[..., Any], page: Make, table: MakeTable) -> None:
    found = book(page(*(table((), title="超" * 40, chart=Chart(("open",))) for _ in range(2)), figures=()))
    assert found.sheetnames == ["超" * 31, "超" * 29 + "-2", "指标"]
    assert rows(found["超" * 31])[3][0] == "（无）"


def test_cut_rates_are_stored_as_cut(book: Callable[..., Any], page: Make, table: MakeTable, many: Any) -> None:
    sheet = book(page(table(many(2000)), digits=Digits(truncated=True)))["表"]
    assert sheet["D2002"].value == pytest.approx(0.999)  # 1998/1999, not 1


@pytest.mark.parametrize(("decimals", "rate"), [(0, "0%"), (1, "0.0%"), (2, "0.00%")])
def test_rates_have_the_decimals_of_the_office(
    book: Callable[..., Any], page: Make, table: MakeTable, many: Any, decimals: int, rate: str
) -> None:
    found = book(page(table(many(3)), digits=Digits(decimals)))
    assert found["表"]["D5"].number_format == rate
    assert found["表"]["D5"].value == pytest.approx(0.5)  # shown with so many, stored whole
    cut = book(page(table(many(2000)), digits=Digits(decimals, truncated=True)))["表"]
    assert cut["D2002"].value == pytest.approx([0.99, 0.999, 0.9994][decimals])


def test_long_texts_take_several_lines(book: Callable[..., Any], page: Make, table: MakeTable) -> None:
    sheet = book(page(table([("长" * 60, 1, None, None, None)])))["表"]
    assert (sheet["A4"].alignment.wrap_text, sheet.row_dimensions[4].height) == (True, 50.25)
    assert sheet.column_dimensions["A"].width < 60


def broad(columns: int) -> Table:
    """Return a table of a unit with a long name and so many numbers."""
    numbers = (Column(f"c{at}", f"超期职责{at}", Counted.DUTIES, Kind.NUMBER) for at in range(columns))
    return Table("t", f"宽{columns}", (Column("unit", "单位"), *numbers), (("长" * 60, *[1234] * columns),))


def test_a_page_across_holds_its_sheet_and_very_wide_ones_are_a_little_smaller(
    book: Callable[..., Any], page: Make
) -> None:
    found = book(page(broad(1), broad(8), broad(12)))
    for columns, most in ((1, 147), (8, 147), (12, 147 * 1.35)):  # 272 mm, in the characters that widths are counted in
        sizes = found[f"宽{columns}"].column_dimensions.values()
        assert sum(each.width * (each.max - each.min + 1) for each in sizes) <= most
    heights = [found[f"宽{columns}"].row_dimensions[4].height for columns in (1, 8, 12)]
    assert heights == sorted(heights)  # what is narrower has more lines, and room for them
    assert heights[0] == 50.25


@pytest.mark.parametrize("lang", Lang)
def test_two_runs_give_the_same_bytes(tmp_path: Path, page: Make, lang: Lang) -> None:
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (one, other):
        write(page(), Format.XLSX, lang, path)
    assert one.read_bytes() == other.read_bytes()
    assert {info.date_time for info in zipfile.ZipFile(one).infolist()} <= {
        (1980, 1, 1, 0, 0, 0),
        (1980, 1, 31, 0, 0, 0),
    }


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_with_the_values_it_should_have(tmp_path: Path, page: Make) -> None:
    write(page(), Format.XLSX, Lang.ZH, tmp_path / "a.xlsx")
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,1"  # the first sheet, as shown
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (made,) = tmp_path.glob("*.csv")
    found = list(csv.reader(made.read_text("utf-8").splitlines()))
    assert found[0][0] == "各单位"
    assert found[3] == ["住房和城乡建设局", "12", "2027-02-03", "88.2%", "60", "68", "-26.5%"]
    assert found[4] == ["𠮷民局", "3", "", "—", "0", "0", "+12.5个百分点"]
    assert found[8] == ["合计", "14", "", "", "", "", ""]
