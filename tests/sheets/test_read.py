"""Files by their content: texts in every encoding, JSON lines, and what is refused in words."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.errors import XinfangError
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.sheets import read as sheets
from xinfang_cli.sheets.read import MOST_CELL, read_sheets

LEDGER = '编号,信访日期,信访人,反映问题\nA1,2026-03-05,𠮷五,"反映道路破损,要求\n修缮"\nA2,2026.3.6,赵六,断水'
ROWS = [
    (1, ["编号", "信访日期", "信访人", "反映问题"]),
    (2, ["A1", "2026-03-05", "𠮷五", "反映道路破损,要求\n修缮"]),
    (3, ["A2", "2026.3.6", "赵六", "断水"]),
]


def read(raw: bytes, **options: Any) -> list[tuple[int, list[object]]]:
    """Return the rows of a file's only sheet with their numbers."""
    (sheet,) = read_sheets(raw, **options)
    assert (sheet.name, sheet.hidden) == ("", False)
    return [(row.number, list(row.cells)) for row in sheet.rows]


def refused(raw: bytes, **options: Any) -> Sentence:
    """Return the message with which a file is refused."""
    with pytest.raises(XinfangError) as error:
        read(raw, **options)
    assert all(" — " in error.value.text.in_(lang) for lang in ("zh", "en"))  # type: ignore[arg-type]
    return error.value.text.msg


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_in_every_encoding(encoding: str, newline: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    raw = mark + LEDGER.replace("\n", newline).encode(encoding)
    assert [(n, [str(cell).replace("\r\n", "\n") for cell in cells]) for n, cells in read(raw)] == ROWS


def test_an_encoding_that_the_user_names_goes_first() -> None:
    assert read("姓名,日期".encode("big5"), encoding="big5") == [(1, ["姓名", "日期"])]
    assert refused("编号".encode("gb18030"), encoding="klingon") is Msg.SHEET_ENCODING_NAME


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_are_found(delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(cells for _, cells in ROWS)
    assert read(out.getvalue().encode()) == ROWS


def test_commas_in_the_words_of_a_tab_separated_file_do_not_cut_it() -> None:
    lines = ["编号\t日期\t诉求", *(f"A{n}\t2026-03-0{n}\t道路破损,要求修缮,尽快" for n in range(1, 9))]
    assert read("\n".join(lines).encode("gb18030"))[8] == (9, ["A8", "2026-03-08", "道路破损,要求修缮,尽快"])


def test_blank_lines_are_rows() -> None:
    assert read(b"a,b\n\n1,2\n") == [(1, ["a", "b"]), (2, []), (3, ["1", "2"])]


def test_one_column_and_no_newline() -> None:
    assert read("诉求".encode()) == [(1, ["诉求"])]


def test_a_sample_with_a_quote_that_does_not_close_is_even_in_no_delimiter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets.csv, "reader", lambda *_args, **_named: (_ for _ in ()).throw(csv.Error("quote")))
    assert sheets._delimiter("a,b") == ","


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=2, max_size=5), min_size=1, max_size=8
    )
)
def test_what_the_standard_writer_writes_reads_back(rows: list[list[str]]) -> None:
    rows = [[cell.replace("\0", "").replace("\r", " ") for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["编号", "日期"], *rows])
    assert [cells for _, cells in read(out.getvalue().encode("utf-8-sig"))][1:] == rows


JSON_LINES = (
    '{"编号": "A1", "信访日期": "2026-03-05", "诉求": "修路",'
    ' "人数": 3, "初次": true, "with": ["甲局", "乙局"], "x": null}\n'
    "\n"
    "not json\n"
    '{"source": {"number": 410122202604100001},'
    ' "petitioners": [{"name": "王五", "phone": "1"}, {"name": "赵六"}], "y": []}\n'
    '{"编号": "\\ud800"}\n'
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_json_lines(mark: str) -> None:
    (sheet,) = read_sheets((mark + JSON_LINES).encode())
    rows = list(sheet.rows)
    keys = "编号 信访日期 诉求 人数 初次 with x source.number petitioners petitioners.name petitioners.phone y"
    assert (rows[0].number, list(rows[0].cells)) == (0, keys.split())
    assert list(rows[1].cells) == ["A1", "2026-03-05", "修路", "3", True, "甲局、乙局", *[None] * 6]
    assert [row.number for row in rows[1:]] == [1, 3, 4, 5]
    assert [row.fault.msg if row.fault else None for row in rows[1:]] == [None, Msg.SHEET_JSON, None, Msg.SHEET_JSON]
    assert list(rows[3].cells)[7:] == [
        "410122202604100001", '[{"name": "王五", "phone": "1"}, {"name": "赵六"}]', "王五、赵六", "1", "",
    ]  # fmt: skip


def test_json_array() -> None:
    (sheet,) = read_sheets(json.dumps([{"a": 1.5}, {"a": "b"}], indent=1).encode())
    assert [(row.number, list(row.cells)) for row in sheet.rows] == [(0, ["a"]), (1, [1.5]), (2, ["b"])]
    assert refused(b'[{"a": 1}') is Msg.SHEET_DAMAGED


def test_json_nested_beyond_reason_is_a_bad_line() -> None:
    (sheet,) = read_sheets(b'{"a": 1}\n' + b'{"a": ' + b"[" * 100_000 + b"\n")
    assert [row.fault is None for row in sheet.rows] == [True, True, False]


def test_files_that_are_no_ledgers() -> None:
    assert refused(b"") is Msg.SHEET_EMPTY
    assert refused(b" \r\n") is Msg.SHEET_EMPTY
    assert refused(b"\x89\xff\xff\xfe\x81") is Msg.SHEET_ENCODING
    assert refused(b"\x7fELF\0\0\0") is Msg.SHEET_NOT_ONE
    assert refused("编号,日期\nA1,a".encode("gb18030"), encoding="ascii") is Msg.SHEET_ENCODING


def test_a_file_cut_within_a_character_is_not_taken_for_utf8() -> None:
    assert refused("编号".encode()[:-1]) is Msg.SHEET_ENCODING


def test_a_cell_longer_than_any_is_a_fault_of_its_row() -> None:
    (sheet,) = read_sheets(f"a,b\n{'x' * (MOST_CELL + 1)},1\nc,d\n".encode())
    faults = [row.fault.msg if row.fault else None for row in sheet.rows]
    assert faults == [None, Msg.SHEET_LONG_CELL, None]


def test_a_quote_that_swallows_the_file_names_its_row() -> None:
    raw = b'a,b\n1,2\n3,"open\n' + b"x,y\n" * (1 << 20)
    with pytest.raises(XinfangError) as error:
        read(raw)
    assert error.value.text == Msg.SHEET_QUOTE(row=3)


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"{\\rtf1", b"\x89PNG\r\n", b"\x1f\x8b\x08"])
def test_other_files_are_no_ledgers(start: bytes) -> None:
    assert refused(start + b"abc,def\n" * 9) is Msg.SHEET_NOT_ONE


def test_a_line_beyond_reason() -> None:
    assert refused(LEDGER.encode() + b"x" * (5 << 20)) is Msg.SHEET_LONG_CELL


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_quote_that_is_still_open_at_the_end_rejects_its_row(end: str) -> None:
    (sheet,) = read_sheets(f'a,b\n1,2\n3,"4\n5,6{end}'.encode())
    *rows, last = sheet.rows
    assert [tuple(row.cells) for row in rows] == [("a", "b"), ("1", "2")]
    assert (last.number, last.fault and last.fault.msg) == (3, Msg.SHEET_QUOTE)


def test_too_many_columns() -> None:
    assert refused(b"," * 20_000) is Msg.SHEET_TOO_WIDE


def test_markup_beyond_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_MARKUP", 10)
    assert refused(b"<table><tr><td>1</td></tr></table>") is Msg.SHEET_TOO_LARGE
    assert refused(b'[{"a": 1}, {"b": 2}]') is Msg.SHEET_DAMAGED


def test_a_file_is_read_from_an_open_file_too() -> None:
    (sheet,) = read_sheets(io.BytesIO(LEDGER.encode()))
    assert [row.number for row in sheet.rows] == [1, 2, 3]


@pytest.mark.parametrize("raw", [LEDGER.encode(), JSON_LINES.encode()])
def test_a_file_may_be_closed_before_its_rows_are_all_read(raw: bytes) -> None:
    file = io.BytesIO(raw)
    (sheet,) = read_sheets(file)
    rows = iter(sheet.rows)
    first = [next(rows), next(rows)]
    file.close()
    del rows
    assert len(first) == 2
    assert file.closed


SWALLOWED = "编号,诉求,单位\n1,积水,住建局\n2,{first},住建局\n3,堆物,城管局\n4,{second},人社局\n5,噪音,城管局\n"


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_rows_that_stray_quotes_swallow_are_named_by_their_lines(delimiter: str) -> None:
    text = SWALLOWED.format(first='"急件:路灯', second='"讨薪"工资').replace(",", delimiter)
    (sheet,) = read_sheets(text.encode())
    rows = list(sheet.rows)
    faults = [row.fault for row in rows if row.fault]
    assert [(fault.msg, fault.fields) for fault in faults] == [(Msg.SHEET_SWALLOWED, {"first": 3, "last": 5})]
    assert [row.cells[0] for row in rows if not row.fault] == ["编号", "1", "5"]


def test_a_quoted_cell_with_lines_like_rows_is_doubted() -> None:
    text = SWALLOWED.format(first='"急件:路灯', second='欠薪"')
    (sheet,) = read_sheets(text.encode())
    rows = list(sheet.rows)
    assert [row.doubt and row.doubt.fields for row in rows] == [None, None, {"first": 3, "last": 5}, None]
    assert rows[2].fault is None


def test_a_quoted_cell_of_several_lines_is_no_matter_for_doubt() -> None:
    (sheet,) = read_sheets('编号,诉求,单位\n1,"一、积水\n二、路灯,要求维修\n",住建局\n'.encode())
    _, row = sheet.rows
    assert (row.doubt, row.fault, row.cells[1]) == (None, None, "一、积水\n二、路灯,要求维修\n")


@pytest.mark.parametrize("text", ["编号,诉求\n1,积水\n\x1a", '{"编号": 1, "诉求": "积水"}\n\x1a'])
def test_the_mark_of_dos_for_the_end_is_no_row(text: str) -> None:
    (sheet,) = read_sheets(text.encode())
    assert len(list(sheet.rows)) == 2
