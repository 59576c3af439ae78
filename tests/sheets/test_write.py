"""Workbooks that we write, read by another library: kinds of cells, names of sheets, no formulas, nothing half."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from xinfang_cli.batches.rejects import Rejected, write_rejected
from xinfang_cli.errors import PartlyError, RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.sheets.write import MOST_CHARACTERS, MOST_ROWS, new_book, no_formula


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM", "'@SUM"),
        ("\uff1dcmd", "'\uff1dcmd"),  # full-width =
        ("-水压不足", "'-水压不足"),
        ("-12.5", "-12.5"),
        ("+3%", "+3%"),
        ("停水", "停水"),
        ("", ""),
    ],
)
def test_no_text_is_a_formula(text: str, cell: str) -> None:
    assert no_formula(text) == cell


def test_every_kind_of_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    row = [
        "=1+1", 3, 2.5, True, None, "", 410122202611020001, float("nan"), dt.date(2026, 11, 2),
        dt.datetime(2026, 11, 2, 9, 30), dt.time(9, 30), dt.timedelta(hours=30), dt.date(1899, 1, 1), "长" * 40_000,  # noqa: DTZ001
    ]  # fmt: skip
    with pytest.raises(PartlyError) as cut, new_book(path) as book:
        book.sheet("数据").write(0, row)
    assert cut.value.text.fields == {"count": 1, "cells": ["数据!N1"], "most": MOST_CHARACTERS}
    cells = [cell.value for cell in openpyxl.load_workbook(path)["数据"][1]]
    assert cells[:8] == ["=1+1", 3, 2.5, True, None, None, "410122202611020001", "nan"]
    assert openpyxl.load_workbook(path)["数据"]["A1"].data_type == "s"
    assert cells[8:10] == [dt.datetime(2026, 11, 2), dt.datetime(2026, 11, 2, 9, 30)]  # noqa: DTZ001
    assert (cells[10], cells[12], len(cells[13])) == (dt.time(9, 30), "1899-01-01", 32_767)


def test_names_of_sheets_that_a_workbook_can_have(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with new_book(path) as book:
        for name in ("a/b:c", "A_B_C", "", "住" * 40, "住" * 35):
            book.sheet(name)
    names = openpyxl.load_workbook(path).sheetnames
    assert names == ["a_b_c", "A_B_C-2", "Sheet", "住" * 31, "住" * 29 + "-2"]


def test_a_row_that_no_sheet_has_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("旧的", encoding="utf-8")
    with pytest.raises(RefusedError), new_book(path) as book:
        book.sheet("a").write(MOST_ROWS, ["x"])
    assert ([each.name for each in tmp_path.iterdir()], path.read_text(encoding="utf-8")) == (["a.xlsx"], "旧的")


def test_rejected_rows_stand_under_their_own_headers(tmp_path: Path) -> None:
    """Two columns of one name are two; a sheet without any rejected row is not there."""
    rows = [
        Rejected(
            ("a.xlsx", "一"),
            ("日期", "电话", "电话"),
            ("2026-02-30", "1"),
            ("一", 2, "日期", "received_on", "2026-02-30", "没有这一天"),
        ),
        Rejected(
            ("a.xlsx", "二"), ("电话", "日期"), ("2", "x", "多出"), ("二", 3, "日期", "received_on", "x", "不是日期")
        ),
    ]
    write_rejected(tmp_path / "e.csv", rows, Lang.ZH)
    lines = (tmp_path / "e.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == [
        "日期,电话,电话,[工作表],[行号],[列],[字段],[值],[原因]",
        "2026-02-30,1,,一,2,日期,received_on,2026-02-30,没有这一天",
        "x,2,,二,3,日期,received_on,x,不是日期",
    ]
    write_rejected(tmp_path / "e.xlsx", rows, Lang.ZH)
    assert openpyxl.load_workbook(tmp_path / "e.xlsx").sheetnames == ["一", "二"]
    write_rejected(tmp_path / "none.xlsx", [], Lang.EN)
    assert next(openpyxl.load_workbook(tmp_path / "none.xlsx").active.values)[0] == "[sheet]"
