"""Workbooks are read in pieces, to the cells that a spreadsheet program shows."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.sheets import streamed
from xinfang_cli.sheets.rows import Merge
from xinfang_cli.sheets.workbooks import read_workbook

DATA = Path(__file__).parents[1] / "data"
EXPORTED = ("ledger-export", "ledger-handmade", "hotline-gb18030")
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DAYS = (
    "yyyy-mm-dd",
    "yyyy-mm-dd hh:mm",
    "hh:mm",
    'yyyy"年"m"月"d"日"',
    "[$-804]yyyy年m月",
    "m/d/yy",
    "mm:ss.0",
    14,
    22,
    31,
    57,
)
NUMBERS = (
    "0.00",
    '"day" 0',
    "[Red]0",
    "@",
    "General",
    '0"月"',
    "#,##0_);[Red](#,##0)",
    "\\y0",
    "aaaa",
    "0/00",
    "0.00E+00",
    "#00",
)


def read(raw: bytes) -> list[Any]:
    """Return sheets with their rows, without what is empty at the ends."""
    found = []
    for sheet in read_workbook(io.BytesIO(raw)):
        rows = {row.number: tuple(row.cells) for row in sheet.rows}
        found.append((sheet.name, sheet.hidden, sheet.merged, sheet.from_1904, rows))
    return found


def rows_of(raw: bytes) -> dict[int, Any]:
    """Return the rows of the only sheet."""
    ((*_, rows),) = read(raw)
    return dict(rows)


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


@pytest.mark.parametrize(
    "name", ["ledger-export.xlsx", "ledger-handmade.xlsx", *(f"libreoffice/{name}.xlsx" for name in EXPORTED)]
)
def test_sample_ledgers_hold_what_another_library_finds_in_them(name: str) -> None:
    for (title, _, _, _, rows), sheet in zip(
        read((DATA / name).read_bytes()), openpyxl.load_workbook(DATA / name, data_only=True), strict=True
    ):
        assert title == sheet.title
        shown = {at: tuple(map(as_read, cells)) for at, cells in enumerate(sheet.iter_rows(values_only=True), 1)}
        width = max(map(len, shown.values()), default=0)
        assert {at: (*cells, *[""] * (width - len(cells))) for at, cells in rows.items()} == {
            at: shown[at] for at in rows
        }
        assert not any(any(cells) for at, cells in shown.items() if at not in rows)


def as_read(cell: Any) -> Any:
    """Return a cell of openpyxl as this reader gives it: no cell and an error are empty, numbers floats, days dates."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return (
        "" if cell in (None, "#REF!") else float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
    )


def formatted(number: float, form: str | int, *, from_1904: bool = False) -> Any:
    """Return what is read from a number with a format."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": from_1904}) as book:
        book.add_worksheet().write_number(0, 0, number, book.add_format({"num_format": form}))
    ((*_, is_1904, rows),) = read(out.getvalue())
    assert is_1904 is from_1904
    return rows[1][0]


@pytest.mark.parametrize("form", DAYS)
def test_numbers_that_are_days(form: str | int) -> None:
    for number, day in (
        (46086, dt.date(2026, 3, 5)),
        (46086.39, dt.datetime(2026, 3, 5, 9, 21, 36)),  # noqa: DTZ001
        (0.25, dt.time(6)),
        (1, dt.date(1900, 1, 1)),
        (59, dt.date(1900, 2, 28)),
        (61, dt.date(1900, 3, 1)),
        (2958400, dt.date(9999, 10, 27)),
        (3_000_000, 3_000_000.0),
    ):
        assert formatted(number, form) == day
    assert formatted(44624, form, from_1904=True) == dt.date(2026, 3, 5)


@pytest.mark.parametrize("form", NUMBERS)
def test_numbers_that_are_none(form: str) -> None:
    assert formatted(46086, form) == 46086.0


@pytest.mark.parametrize("form", ["[h]:mm:ss", "[mm]:ss", 46])
def test_numbers_that_are_lengths(form: str | int) -> None:
    assert formatted(46086.5, form) == dt.timedelta(46086.5)


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("000000", 123, "000123"),
        ('"信"0000"号"', 124, "信0124号"),
        ('"信"0000"号"', 98765, "信98765号"),
        ("\\A00", 7, "A07"),
        ("[$-804]000", 7, "007"),
        ("000-0000-0000", 13800138000, "138-0013-8000"),
        ("00000000000", 13800138000, 13800138000.0),
        ('"0"0', 37162123456, "037162123456"),
        ("\\00", 5, "05"),
        ("0%", 0.85, "85%"),
        ("0.00%", 0.8512, "85.12%"),
        ("000000", 1.5, 1.5),
        ("000000", -7, -7.0),
        ("000;;", 0, 0.0),
        ("[<100]000;0", 7, 7.0),
        ("[DBNum1]000", 7, 7.0),
        ("0000.00", 7, 7.0),
    ],
)
def test_noughts_and_words_that_a_number_format_shows(form: str, number: float, shown: object) -> None:
    assert formatted(number, form) == shown


def test_every_kind_of_cell() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("一")
        bold = book.add_format({"bold": True})
        sheet.write_row(
            0, 1, [True, False, 5, -1.5, 1e300, "  两头空 ", "行一\n行二", "<&>\"'", "_x4E2D_", "𠮷", "=1+1"]
        )
        sheet.write_rich_string(1, 2, "甲", bold, "乙", "丙")
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 4, '="甲"&"乙"', None, "甲乙")
        sheet.write_formula(1, 5, "=TRUE", None, value=True)
        sheet.write_blank(3, 9, None, bold)
        sheet.merge_range(4, 1, 6, 3, "并")
        book.add_worksheet("藏").hide()
    (_, hidden, merged, from_1904, rows), (second, second_hidden, *_) = read(out.getvalue())
    assert (hidden, merged, from_1904) == (False, (Merge(5, 1, 7, 3),), False)
    assert (second, second_hidden) == ("藏", True)
    assert rows == {
        1: ("", True, False, 5.0, -1.5, 1e300, "  两头空 ", "行一\n行二", "<&>\"'", "_x4E2D_", "𠮷", "=1+1"),
        2: ("", "", "甲乙丙", "", "甲乙", True),
        3: (),
        4: (),
        5: ("", "并"),
    }


ROWS = """
    <row r="2" spans="1:3"><c r="B2" t="s"><v>1</v></c><c r="A2" t="s"><v>0</v></c></row><row r="3"/><row r="4"></row>
    <row r="7"><c r="C7"><f>1+1</f><v>2</v></c><c r="D7" t="str"><v>甲&amp;乙&#20057;</v></c><c r="E7" t="b"><v>1</v></c></row>
    <row r="8"><c r="A8" t="e"><v>#N/A</v></c><c r="B8" t="inlineStr"><is><t>内</t></is></c><c r="C8" s="0"/></row>
    <row r="9"><c r="AA9" t="inlineStr"><is><r><t>粗</t></r><r><t xml:space="preserve"> 细</t></r></is></c></row>
    <row r="10"><c r="A10" t="n"><v>5.0E0</v></c></row>
"""
STRINGS = "<si><t>甲</t></si><si><r><t>乙</t></r><rPh sb='0' eb='1'><t>yi</t></rPh><r><t>丙</t></r></si>"


def test_what_programs_may_write() -> None:
    rows = rows_of(written(ROWS, strings=STRINGS))
    assert rows[2] == ("甲", "乙丙")
    assert rows[7] == ("", "", 2.0, "甲&乙乙", True)
    assert rows[8] == ("", "内")
    assert rows[9][26] == "粗 细"
    assert [number for number, cells in rows.items() if not cells] == [1, 3, 4, 5, 6]


def test_plain_rows_and_others_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = '<row r="1"><c r="A1"><v>5</v></c><c r="C1" t="inlineStr"><is><t>内</t></is></c></row>'
    rows = rows_of(written(plain))
    assert rows == {1: (5.0, "", "内")}
    monkeypatch.setattr(streamed, "_plain_rows", lambda _: None)
    assert read(written(plain))[0][-1] == rows


def test_rows_and_cells_without_places_and_names_with_prefixes() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"
    found = rows_of(written(rows))
    assert found == {1: (1.0, 2.0), 2: (), 3: (3.0,)}
    rows = '<x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
    found = rows_of(written(rows, prefix="x:"))
    assert found == {1: (), 2: ("", "甲")}


def test_rows_that_stand_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(written(ROWS, strings=STRINGS))
    for size in (200, 333, 1000):
        monkeypatch.setattr(streamed, "_CHUNK", size)
        assert read(written(ROWS, strings=STRINGS)) == whole


def test_shared_texts_come_from_the_file_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "_HELD", 2)
    texts = [f"文{number}" for number in range(9)]
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>{(at * 7) % 9}</v></c></row>' for at in range(1, 40))
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    found = rows_of(written(rows, strings=strings))
    assert found == {at: (texts[(at * 7) % 9],) for at in range(1, 40)}


def test_half_a_character_stays_as_it_is_written() -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>_xD83D_甲_x0041_</t></is></c></row>'
    assert read(written(row))[0][-1] == {1: ("_xD83D_甲A",)}


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
def test_damaged_rows_are_refused(rows: str) -> None:
    with pytest.raises(RefusedError) as error:
        read(written(rows))
    assert error.value.text.msg is Msg.SHEET_DAMAGED


def test_damaged_parts_are_refused() -> None:
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
            read(repacked(raw, {part: text}))
        assert error.value.text.msg is Msg.SHEET_DAMAGED, (part, text)


def test_rows_before_damage_do_not_come_in_either() -> None:
    whole = '<row r="1"><c r="A1"><v>1</v></c></row>'
    sheets = read_workbook(io.BytesIO(written(whole + '<row r="2"><c r="A2" t="s"><v>99</v></c></row>')))
    with pytest.raises(RefusedError):
        next(sheets)


PADDING = "".join(f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>x</t></is></c></row>' for at in range(2, 60))


@pytest.mark.parametrize("size", [200, 1 << 17])
def test_shared_texts_that_are_empty(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "_CHUNK", size)
    shared = '<row r="1"><c r="A1" t="s"><v></v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
    for texts in ("<si><t>甲</t></si><si/>", '<si><t>甲</t></si><si xml:space="preserve" />'):
        assert rows_of(written(shared + PADDING, strings=texts))[1] == ("", "甲")
    for no_texts in (f'<sst {MAIN} count="0" uniqueCount="0"/>', f"<sst {MAIN}></sst>"):
        raw = repacked(written(PADDING), {"xl/sharedStrings.xml": no_texts})
        assert rows_of(raw)[59] == ("x",)


def test_rows_and_texts_without_anything_take_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "MOST_BYTES", 2000)
    monkeypatch.setattr(streamed, "_CHUNK", 500)
    bare = "".join(f'<row r="{at}" s="1" customFormat="1"/>' for at in range(2, 200))
    links = f"<hyperlinks>{'<hyperlink/>' * 500}</hyperlinks>"
    last = '<row r="200"><c r="A200" t="s"><v>300</v></c></row>'
    raw = written(bare + last, strings=f"{'<si/>' * 300}<si><t>末</t></si>", more=links)
    assert rows_of(raw)[200] == ("末",)


def renamed(raw: bytes, names: dict[str, str], replaced: dict[str, str]) -> bytes:
    """Return a package with other names of its parts, and texts replaced in all of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for before, after in replaced.items():
                text = text.replace(before, after)
            info = zipfile.ZipInfo("x")
            info.filename = names.get(name, name)
            new.writestr(info, text)
    return out.getvalue()


def test_the_workbook_part_is_the_one_that_the_package_names() -> None:
    names = {"xl/workbook.xml": "xl/workbook2.xml", "xl/_rels/workbook.xml.rels": "xl/_rels/workbook2.xml.rels"}
    raw = written(ROWS, strings=STRINGS)
    assert rows_of(renamed(raw, names, {"xl/workbook.xml": "xl/workbook2.xml"})) == rows_of(raw)
    names = {"xl/worksheets/sheet1.xml": "sheets/one.xml", "xl/sharedStrings.xml": "xl/texts.xml"}
    targets = {"worksheets/sheet1.xml": "/sheets/one.xml", "sharedStrings.xml": "texts.xml"}
    assert rows_of(renamed(raw, names, targets)) == rows_of(raw)


def test_names_of_parts_with_backslashes_and_other_cases() -> None:
    raw = written(ROWS, strings=STRINGS)
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        names = package.namelist()
    assert rows_of(renamed(raw, {name: name.replace("/", "\\") for name in names}, {})) == rows_of(raw)
    assert rows_of(renamed(raw, {"xl/sharedStrings.xml": "xl/SharedStrings.xml"}, {})) == rows_of(raw)


def test_a_row_beyond_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "MOST_BYTES", 1000)
    monkeypatch.setattr(streamed, "_CHUNK", 500)
    row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"长" * 1000}</t></is></c></row>'
    with pytest.raises(RefusedError) as error:
        read(written(row))
    assert error.value.text.msg is Msg.SHEET_LONG_CELL


def test_a_workbook_without_texts_and_styles() -> None:
    raw = written('<row r="1"><c r="A1"><v>46086</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                if name not in ("xl/sharedStrings.xml", "xl/styles.xml"):
                    new.writestr(name, old.read(name))
    assert read(out.getvalue())[0][-1] == {1: (46086.0,)}
