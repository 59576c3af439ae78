"""Workbooks that other programs write, and workbooks that do harm."""

import datetime as dt
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook

from xinfang_cli.errors import XinfangError
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.sheets.read import read_sheets
from xinfang_cli.sheets.rows import Merge
from xinfang_cli.sheets.workbooks import read_workbook


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: tuple[Any, ...]) -> openpyxl.Workbook:
    """Return a workbook with one sheet of rows."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    return book


def refused(raw: bytes) -> Sentence:
    """Return the message with which a file is refused."""
    with pytest.raises(XinfangError) as error:
        _ = [list(sheet.rows) for sheet in read_sheets(raw)]
    return error.value.text.msg


def repacked(raw: bytes, **parts: bytes) -> bytes:
    """Return a package with some parts replaced; `sheet1` is the first worksheet."""
    names = {"xl/worksheets/sheet1.xml": "sheet1", "xl/workbook.xml": "workbook"}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(names.get(name, ""), old.read(name)))
    return out.getvalue()


def test_cells_keep_what_they_are_and_where_they_stand() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "二月"
    sheet["C3"], sheet["C4"], sheet["D4"], sheet["E4"] = "编号", 5, True, dt.datetime(2026, 3, 5)  # noqa: DTZ001
    sheet["C5"], sheet["D5"], sheet["E5"] = "=1/0", 46086.5, "'13800138000"
    sheet.merge_cells("C3:E3")
    sheet.merge_cells("C4:C5")
    (read,) = read_sheets(saved(book))
    rows = list(read.rows)
    assert read.name == "二月"
    assert read.merged == (Merge(3, 2, 3, 4), Merge(4, 2, 5, 2))
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert list(rows[2].cells) == ["", "", "编号"]
    assert list(rows[3].cells) == ["", "", 5.0, True, dt.date(2026, 3, 5)]
    assert list(rows[4].cells)[3:] == [46086.5, "'13800138000"]


def test_all_sheets_come_hidden_ones_named() -> None:
    book = workbook(("a",))
    book.create_sheet("藏").sheet_state = "hidden"
    book.create_sheet("深藏").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    assert [(sheet.name, sheet.hidden, len(list(sheet.rows))) for sheet in read_sheets(saved(book))] == [
        ("Sheet", False, 1), ("藏", True, 0), ("深藏", True, 0),
    ]  # fmt: skip


def test_comments_on_cells_are_counted() -> None:
    book = workbook(("a", "b"))
    sheet: Any = book.active
    sheet["A1"].comment = Comment("一", "甲")
    sheet["B1"].comment = Comment("二", "甲")
    book.create_sheet("无")
    assert [sheet.comments for sheet in read_sheets(saved(book))] == [2, 0]


def test_days_since_1904() -> None:
    book = workbook((dt.date(2026, 3, 5), 44624))
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    (sheet,) = read_sheets(saved(book))
    assert sheet.from_1904
    assert list(next(iter(sheet.rows)).cells) == [dt.date(2026, 3, 5), 44624.0]


def test_an_older_workbook_by_content() -> None:
    raw = (Path(__file__).parents[1] / "data" / "old.xls").read_bytes()
    (sheet,) = read_sheets(raw)
    rows = [list(row.cells) for row in sheet.rows]
    assert (sheet.name, sheet.merged) == ("旧台账", (Merge(2, 5, 3, 5),))
    assert rows[1] == ["A1", dt.date(2026, 3, 5), "王五", 13800138000.0, "反映道路破损多年未修", "住建局"]
    assert rows[2][:2] == ["A2", 46087.0]


def test_two_thousand_columns_are_read() -> None:
    (sheet,) = read_sheets(saved(workbook(tuple(range(2_000)))))
    assert len(next(iter(sheet.rows)).cells) == 2_000


def test_what_is_no_workbook() -> None:
    assert refused(b"PK\x03\x04 cut off") is Msg.SHEET_DAMAGED
    assert refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600) is Msg.SHEET_DAMAGED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    assert refused(out.getvalue()) is Msg.SHEET_NOT_ONE


def test_links_to_other_workbooks_are_not_followed() -> None:
    book = workbook(("信访日期", "诉求"), ("2026-03-05", "=[1]表！A1"))
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    link.file_link = Relationship(type="externalLinkPath", Target="http://192.0.2.1/a.xlsx", TargetMode="External", Id="rId1")  # fmt: skip
    book._external_links.append(link)
    raw = saved(book)
    assert b"externalLink1" in raw
    (sheet,) = read_sheets(raw)
    assert [tuple(row.cells) for row in sheet.rows] == [("信访日期", "诉求"), ("2026-03-05",)]


@pytest.mark.parametrize("left", [10, 200, 2000])
def test_a_file_that_was_cut_off(left: int) -> None:
    raw = (Path(__file__).parents[1] / "data" / "ledger-export.xlsx").read_bytes()
    assert refused(raw[:-left]) is Msg.SHEET_DAMAGED


def test_a_damaged_part() -> None:
    raw = bytearray(saved(workbook(("a", "b"))))
    at = raw.find(b"xl/worksheets/sheet1.xml") + 40
    raw[at : at + 20] = b"\xff" * 20
    assert refused(bytes(raw)) is Msg.SHEET_DAMAGED
    assert refused(repacked(saved(workbook(("a",))), sheet1=b"<worksheet><sheetData><row><c")) is Msg.SHEET_DAMAGED


def test_a_workbook_with_a_password() -> None:
    assert refused((Path(__file__).parents[1] / "data" / "password.xlsx").read_bytes()) is Msg.SHEET_PASSWORD


def test_a_bomb_is_not_opened() -> None:
    spaces = b"<worksheet>" + b" " * (64 << 20) + b"</worksheet>"
    assert refused(repacked(saved(workbook(("a",))), sheet1=spaces)) is Msg.SHEET_BOMB


def test_a_bomb_that_lies_about_its_size_is_not_opened() -> None:
    raw = bytearray(repacked(saved(workbook(("a",))), sheet1=b"<worksheet>" + b" " * (64 << 20) + b"</worksheet>"))
    at = raw.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert raw[at : at + 4] == b"PK\x01\x02"
    raw[at + 24 : at + 28] = struct.pack("<I", 1000)
    assert refused(bytes(raw)) is Msg.SHEET_DAMAGED


def test_stray_cells_at_the_ends_of_a_sheet_cost_neither_memory_nor_words() -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1000"><c r="A1000"><v>2</v></c></row>'
        b'<row r="1048575"><c r="XFD1048575"><v>3</v></c></row>'
        b'<row r="1048576"><c r="I1048576" t="inlineStr"><is><t> </t></is></c></row></sheetData></worksheet>'
    )
    (sheet,) = read_sheets(repacked(saved(workbook(("a",))), sheet1=far))
    rows = list(sheet.rows)
    assert [row.number for row in rows] == [*range(1, 1001), 1_048_575, 1_048_576]
    assert (len(rows[-2].cells), rows[-2].cells[-1]) == (16_384, 3.0)


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        b'<row r="99999999999999999999"><c r="ZZZZZZZZZZ9"><v>1</v></c></row>',
        b'<row r="2"><c r="XFE2"><v>1</v></c></row>',
    ],
    ids=["row", "both", "column"],
)
def test_a_cell_beyond_all_sheets_is_damage(row: bytes) -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    raw = repacked(saved(workbook(("a",))), sheet1=sheet + row + b"</sheetData></worksheet>")
    assert refused(raw) is Msg.SHEET_DAMAGED


def test_what_the_library_throws_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    raw = (Path(__file__).parents[1] / "data" / "old.xls").read_bytes()
    for fault, msg in (
        (python_calamine.PasswordError("x"), Msg.SHEET_PASSWORD),
        (MemoryError(), Msg.SHEET_TOO_LARGE),
        (type("PanicException", (BaseException,), {})(), Msg.SHEET_DAMAGED),
    ):
        monkeypatch.setattr(python_calamine, "load_workbook", lambda _, fault=fault: (_ for _ in ()).throw(fault))
        assert refused(raw) is msg
    monkeypatch.setattr(python_calamine, "load_workbook", lambda _: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        list(read_workbook(io.BytesIO(raw)))


ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def packed(**parts: str | bytes) -> bytes:
    """Return a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def open_document(rows: str) -> bytes:
    """Return an .ods with one sheet."""
    table = f'<table:table table:name="台账">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<office:document-content {NAMES} office:version="1.2">{body}</office:document-content>'
    manifest = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{ODS}"/></m:manifest>'
    return packed(**{"mimetype": ODS, "META-INF/manifest.xml": manifest, "content.xml": content})


def open_cell(text: str, more: str = "") -> str:
    """Return a cell of an .ods."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


BLANK = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'


def test_an_open_document() -> None:
    day = '<table:table-cell office:value-type="date" office:date-value="2026-03-05"><text:p>3月5日</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
    header = open_cell("编号", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>" + open_cell("日期")
    rows = f'{BLANK.format(2)}<table:table-row>{header}</table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/>{day}{number}</table:table-row>'
    (sheet,) = read_sheets(open_document(rows + BLANK.format(1_000_000)))
    found = {row.number: tuple(row.cells) for row in sheet.rows}
    assert sheet.name == "台账"
    assert found[3] == ("编号", "", "日期", "")
    assert found[4] == ("", "", dt.date(2026, 3, 5), 3.0)
    assert max(found) == 4


def test_an_open_document_that_says_to_repeat_a_cell_without_end() -> None:
    cell = open_cell("x", 'table:number-columns-repeated="16384"')
    assert (
        refused(open_document(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'))
        is Msg.SHEET_TOO_LARGE
    )
    wide = (
        f'<table:table-row><table:table-cell table:number-columns-repeated="16383"/>{open_cell("x")}</table:table-row>'
    )
    assert refused(open_document(wide + BLANK.format(1_000_000) + wide)) is Msg.SHEET_TOO_LARGE


def record(kind: int, *fields: bytes) -> bytes:
    """Return a record of an .xlsb."""
    content = b"".join(fields)
    head = bytes((kind,)) if kind < 128 else bytes((kind & 127 | 128, kind >> 7))
    assert len(content) < 128
    return head + bytes((len(content),)) + content


def number(value: int) -> bytes:
    """Return a whole number of an .xlsb."""
    return struct.pack("<I", value)


def wide(text: str) -> bytes:
    """Return a text of an .xlsb."""
    return number(len(text)) + text.encode("utf-16-le")


def binary(*cells: tuple[int, int, str | float]) -> bytes:
    """Return an .xlsb with one sheet of cells, each with its row and column."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    begin = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    related = {
        "_rels/.rels": f'<Relationship Id="r1" Type="{rels}/officeDocument" Target="xl/workbook.bin"/>',
        "xl/_rels/workbook.bin.rels": f'<Relationship Id="r1" Type="{rels}/worksheet" Target="worksheets/sheet1.bin"/>',
    }
    book = (
        record(131)
        + record(143)
        + record(156, number(0), number(1), wide("r1"), wide("台账"))
        + record(144)
        + record(132)
    )
    sheet = record(129) + record(148, *map(number, (0, 9, 0, 9))) + record(145)
    last = -1
    for row, column, value in cells:
        if row != last:
            sheet += record(0, number(row), bytes(13))
        last = row
        written = wide(value) if isinstance(value, str) else struct.pack("<d", value)
        sheet += record(6 if isinstance(value, str) else 5, number(column), number(0), written)
    sheet += record(146) + record(130)
    parts: dict[str, str | bytes] = {name: f"{begin}{each}</Relationships>" for name, each in related.items()}
    return packed(**parts, **{"xl/workbook.bin": book, "xl/worksheets/sheet1.bin": sheet})


def test_a_binary_workbook() -> None:
    (sheet,) = read_sheets(binary((0, 0, "编号"), (0, 2, "诉求"), (2, 0, 7.0), (2, 2, "反映道路破损多年未修")))
    assert sheet.name == "台账"
    assert [(row.number, tuple(row.cells)) for row in sheet.rows] == [
        (1, ("编号", "", "诉求")), (2, ("", "", "")), (3, (7.0, "", "反映道路破损多年未修")),
    ]  # fmt: skip


def test_a_binary_workbook_with_two_cells_at_the_ends_of_its_sheet() -> None:
    assert refused(binary((0, 0, "a"), (1_048_575, 16_383, "b"))) is Msg.SHEET_TOO_LARGE


def test_packages_that_are_not_workbooks() -> None:
    assert refused(packed(mimetype="application/vnd.oasis.opendocument.text")) is Msg.SHEET_NOT_ONE
    rels = '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
    assert refused(packed(**{"_rels/.rels": rels, "word/document.xml": "<document/>"})) is Msg.SHEET_NOT_ONE
