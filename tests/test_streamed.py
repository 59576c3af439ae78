"""Large workbooks are read in pieces, to the same cells as calamine reads from small ones."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from xinfang_cli import streamed, workbooks
from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.workbooks import read_workbook

DATA = Path(__file__).parent / "data"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FORMATS = (
    "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "[h]:mm:ss", 'yyyy"年"m"月"d"日"', "[$-804]yyyy年m月", "0.00", '"day" 0',
    "[Red]0", "m/d/yy", "@", "General", "mm:ss.0", '0"月"', "#,##0_);[Red](#,##0)", "\\y0", "aaaa", 14, 22, 31, 46, 57,
)  # fmt: skip


def read(raw: bytes, monkeypatch: pytest.MonkeyPatch, *, large: bool) -> list[Any]:
    """Return sheets with their rows, without what is empty at the ends."""
    monkeypatch.setattr(workbooks, "LARGE", -1 if large else 1 << 24)
    found = []
    for sheet in read_workbook(io.BytesIO(raw)):
        rows = {row.number: tuple(row.cells) for row in sheet.rows}
        for number, cells in rows.items():
            full = max((at for at, cell in enumerate(cells) if cell not in ("", None)), default=-1)
            rows[number] = cells[: full + 1]
        last = max((number for number, cells in rows.items() if cells), default=0)
        kept = {number: cells for number, cells in rows.items() if number <= last}
        found.append((sheet.name, sheet.hidden, sheet.merged, sheet.from_1904, kept))
    return found


def same(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return what both readers find."""
    streamed_ = read(raw, monkeypatch, large=True)
    assert streamed_ == read(raw, monkeypatch, large=False)
    return streamed_


def written(rows: str, *, prefix: str = "", strings: str = "", more: str = "", doctype: str = "") -> bytes:
    """Return a workbook with one sheet of rows written in XML; names begin with `prefix`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("台账").write_string(0, 0, "x")
    at = f"xmlns:{prefix[:-1]}={MAIN[6:]}" if prefix else MAIN
    sheet = f"<{prefix}worksheet {at}><{prefix}sheetData>{rows}</{prefix}sheetData>{more}</{prefix}worksheet>"
    replaced = {"xl/worksheets/sheet1.xml": '<?xml version="1.0" encoding="UTF-8"?>\n' + doctype + sheet}
    if strings:
        replaced["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>"
    return repacked(out.getvalue(), replaced)


def repacked(raw: bytes, replaced: dict[str, str]) -> bytes:
    """Return a package with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return out.getvalue()


@pytest.mark.parametrize("name", ["ledger-export.xlsx", "ledger-handmade.xlsx"])
def test_the_sample_ledgers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = same((DATA / name).read_bytes(), monkeypatch)
    assert sum(len(rows) for *_, rows in found) > 200


@pytest.mark.parametrize("from_1904", [False, True])
def test_every_kind_of_cell_of_another_library(monkeypatch: pytest.MonkeyPatch, *, from_1904: bool) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": from_1904, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("一")
        for row, form in enumerate(FORMATS):
            style = book.add_format({"num_format": form})
            for column, number in enumerate((46086, 46086.39, 0.25, 1, 59, 61, 2958400, 3_000_000)):
                sheet.write_number(row * 2, column, number, style)
        sheet.write_row(
            50, 3, [True, False, 5, -1.5, 1e300, "  两头空 ", "行一\n行二", "<&>\"'", "_x4E2D_", "𠮷", "=1+1"]
        )
        sheet.write_rich_string(51, 2, "甲", book.add_format({"bold": True}), "乙", "丙")
        sheet.write_formula(51, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(51, 4, '="甲"&"乙"', None, "甲乙")
        sheet.write_formula(51, 5, "=TRUE", None, value=True)
        sheet.write_blank(60, 9, None, book.add_format({"bold": True}))
        sheet.merge_range(70, 1, 72, 3, "并")
        book.add_worksheet("藏").hide()
        book.add_worksheet("二").write_datetime(4, 4, dt.datetime(2026, 3, 5, 9, 30))  # noqa: DTZ001
    names = [name for name, *_ in same(out.getvalue(), monkeypatch)]
    assert names == ["一", "藏", "二"]


ROWS = """
    <row r="2" spans="1:3"><c r="B2" t="s"><v>1</v></c><c r="A2" t="s"><v>0</v></c></row><row r="3"/><row r="4"></row>
    <row r="7"><c r="C7"><f>1+1</f><v>2</v></c><c r="D7" t="str"><v>甲&amp;乙&#20057;</v></c><c r="E7" t="b"><v>1</v></c></row>
    <row r="8"><c r="A8" t="e"><v>#N/A</v></c><c r="B8" t="inlineStr"><is><t>内</t></is></c><c r="C8" s="0"/></row>
    <row r="9"><c r="AA9" t="inlineStr"><is><r><t>粗</t></r><r><t xml:space="preserve"> 细</t></r></is></c></row>
    <row r="10"><c r="A10" t="n"><v>5.0E0</v></c></row>
"""
STRINGS = "<si><t>甲</t></si><si><r><t>乙</t></r><rPh sb='0' eb='1'><t>yi</t></rPh><r><t>丙</t></r></si>"


def test_what_programs_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    ((*_, rows),) = same(written(ROWS, strings=STRINGS), monkeypatch)
    assert rows[2] == ("甲", "乙丙")
    assert rows[7] == ("", "", 2.0, "甲&乙乙", True)
    assert rows[8] == ("", "内")
    assert rows[9][26] == "粗 细"
    assert [number for number, cells in rows.items() if not cells] == [1, 3, 4, 5, 6]


def test_plain_rows_and_others_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = '<row r="1"><c r="A1"><v>5</v></c><c r="C1" t="inlineStr"><is><t>内</t></is></c></row>'
    ((*_, rows),) = read(written(plain), monkeypatch, large=True)
    assert rows == {1: (5.0, "", "内")}
    monkeypatch.setattr(streamed, "_plain_rows", lambda _: None)
    assert read(written(plain), monkeypatch, large=True)[0][-1] == rows


def test_rows_and_cells_without_places_and_names_with_prefixes(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"
    ((*_, found),) = read(written(rows), monkeypatch, large=True)
    assert found == {1: (1.0, 2.0), 2: (), 3: (3.0,)}
    rows = '<x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
    ((*_, found),) = read(written(rows, prefix="x:"), monkeypatch, large=True)
    assert found == {1: (), 2: ("", "甲")}


def test_rows_that_stand_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = same(written(ROWS, strings=STRINGS), monkeypatch)
    for size in (200, 333, 1000):
        monkeypatch.setattr(streamed, "_CHUNK", size)
        assert read(written(ROWS, strings=STRINGS), monkeypatch, large=True) == whole


def test_shared_texts_come_from_the_file_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "_HELD", 2)
    texts = [f"文{number}" for number in range(9)]
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>{(at * 7) % 9}</v></c></row>' for at in range(1, 40))
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    ((*_, found),) = read(written(rows, strings=strings), monkeypatch, large=True)
    assert found == {at: (texts[(at * 7) % 9],) for at in range(1, 40)}


def test_half_a_character_stays_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>_xD83D_甲_x0041_</t></is></c></row>'
    assert read(written(row), monkeypatch, large=True)[0][-1] == {1: ("_xD83D_甲A",)}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
        '<row r="1"><c r="A1"><v>x</v></c></row>',
        '<row r="1"><c r="A1"><f>1</c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        "<row><c t='inlineStr'><is><t>&swollen;</t></is></c></row>",
    ],
)
def test_damaged_rows_are_refused(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedError) as error:
        read(written(rows), monkeypatch, large=True)
    assert error.value.text.msg is Msg.SHEET_DAMAGED


def test_damaged_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = written(ROWS, strings=STRINGS)
    sheet = f"<worksheet {MAIN}><sheetData><row r='1'><c r='A1'><v>1</v></c></row>"
    document = f"<!DOCTYPE styleSheet [<!ENTITY a 'b'>]><styleSheet {MAIN}/>"
    for part, text in (
        ("xl/worksheets/sheet1.xml", sheet),  # cut off
        ("xl/worksheets/sheet1.xml", "<html/>"),
        ("xl/sharedStrings.xml", "nothing"),
        ("xl/styles.xml", document),
        ("xl/styles.xml", "<styleSheet"),
    ):
        with pytest.raises(RefusedError) as error:
            read(repacked(raw, {part: text}), monkeypatch, large=True)
        assert error.value.text.msg is Msg.SHEET_DAMAGED, (part, text)


def test_a_row_beyond_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "MOST_BYTES", 1000)
    monkeypatch.setattr(streamed, "_CHUNK", 500)
    row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"长" * 1000}</t></is></c></row>'
    with pytest.raises(RefusedError) as error:
        read(written(row), monkeypatch, large=True)
    assert error.value.text.msg is Msg.SHEET_LONG_CELL


def test_a_workbook_without_texts_and_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = written('<row r="1"><c r="A1"><v>46086</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                if name not in ("xl/sharedStrings.xml", "xl/styles.xml"):
                    new.writestr(name, old.read(name))
    assert read(out.getvalue(), monkeypatch, large=True)[0][-1] == {1: (46086.0,)}
