"""Where tables begin and which rows are no matters."""

import datetime as dt
from collections.abc import Sequence

import pytest

from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.headers import Layout, RowKinds, Skip, downward, filled_down, find_layout
from xinfang_cli.sheets.rows import Cell, Merge, Row


def rows(text: str, start: int = 1) -> list[Row]:
    """Read rows written one a line, cells between `|`; figures become numbers as in a spreadsheet."""
    return [
        Row(number, tuple(float(cell) if cell.strip().isdecimal() else cell.strip() for cell in line.split("|")))
        for number, line in enumerate(text.strip("\n").split("\n"), start)
    ]


def layout(text: str, merged: Sequence[Merge] = (), **extra: str) -> Layout:
    """Return the layout of rows written as text."""
    found = find_layout(rows(text), merged, extra)
    assert found
    return found


HEADER = "序号|编号|信访日期|信访人|人数|反映问题|责任单位|是否扬言|会议室"


def test_header_under_title_rows() -> None:
    found = layout(f"某县信访台账\n填报单位:某县信访局||单位:件\n{HEADER}\n1|A1|2026.3.5|王五|2|道路破损|住建局|否|")
    assert found.below == 3
    assert found.columns[Field.RECEIVED_ON] == (2,)
    assert found.columns[Field.REQUEST] == (5,)
    assert found.dropped == ("是否扬言",)
    assert found.unknown == ("会议室",)
    assert found.title(Field.UNIT) == "责任单位"
    assert found.title(Field.LEAD) == "包案领导"


def test_two_row_header_with_merged_cells() -> None:
    found = layout(
        "台账\n序号|信访人|||信访日期|反映问题|办理||满意度\n|姓名|电话|民族|||责任单位|办结时间|\n1|王五|138|汉|2026.3.5|道路||",
        [Merge(2, 1, 2, 3), Merge(2, 6, 2, 7), *(Merge(2, at, 3, at) for at in (0, 4, 5, 8))],
    )
    assert found.below == 3
    assert {field.value: places for field, places in found.columns.items()} == {
        "ignored": (0,), "name": (1,), "phone": (2,), "received_on": (4,), "request": (5,), "unit": (6,),
        "closed_on": (7,), "rating": (8,),
    }  # fmt: skip
    assert found.dropped == ("民族",)


def test_two_row_header_without_merged_cells_as_in_csv() -> None:
    found = layout("编号|信访人||信访日期|诉求\n|姓名|联系电话|\nA1|王五|13800138000|2026-03-05|要求修路")
    assert found.below == 2
    assert found.columns[Field.PHONE] == (2,)
    assert found.columns[Field.REQUEST] == (4,)


def test_a_group_title_is_not_the_meaning_of_what_it_stands_over() -> None:
    found = layout("信访日期|诉求|责任单位||\n||牵头|联络室|房间", [Merge(1, 2, 1, 3)])
    assert found.columns[Field.UNIT] == (2,)
    assert found.unknown == ("联络室", "房间")


def test_rows_that_are_no_header() -> None:
    assert find_layout(rows("单位|件数|办结率\n住建局|5|80"), (), {}) is None
    assert find_layout([], (), {}) is None
    assert find_layout(rows("信访日期|联系电话|甲|乙|丙|丁|戊|己"), (), {}) is None
    assert find_layout(rows("[" * 100_000 + "|诉求"), (), {}) is None


def test_a_header_may_have_any_number_of_columns_that_mean_nothing() -> None:
    found = layout("信访日期|诉求|" + "|".join(f"列{number}" for number in range(2000)))
    assert (found.below, len(found.unknown)) == (1, 2000)


def test_two_columns_of_one_meaning_are_consulted_best_name_first() -> None:
    assert layout("编号|信访件编号|信访日期|诉求").columns[Field.NUMBER] == (1, 0)


@pytest.mark.parametrize(
    ("row", "skip"),
    [
        ("1|A1|2026.3.5|王五|2|道路破损多年未修|住建局||", None),
        ("1|A1||王五|2|道路破损多年未修|住建局||", None),
        ("1|A1|2026.3.5|王五|2|路灯|住建局||", None),
        ("1|A1|2026.3.5|||||", None),
        ("|||王五|||||", None),
        ("|A2|||||||", None),
        ("||||||||", Skip.BLANK),
        ("||  ||||||", Skip.BLANK),
        ("3||||||||", Skip.BLANK),
        ("3|/|/|/|/|/|/||", Skip.BLANK),
        (HEADER, Skip.HEADER),
        ("序号|编号|信访日期|信访人|人数|反映问题|承办单位||", Skip.HEADER),
        ("某县信访台账||||||||", Skip.HEADER),
        ("小计||||40||||", Skip.TOTAL),
        ("合 计|200|||||||", Skip.TOTAL),
        ("住建局小计||||7||||", Skip.TOTAL),
        ("总数|300|||||||", Skip.TOTAL),
        ("合计:40件||||||||", Skip.TOTAL),
        ("||合计||40||||", Skip.TOTAL),
        ("共40件||||||||", Skip.TOTAL),
        ("小计||||40|40|||", Skip.TOTAL),
        ("注:本表由各单位报送,数据截至2026年10月31日。||||||||", Skip.NOTE),
        ("填表人:甲||审核人:乙|||||联系电话:0371|", Skip.NOTE),
        ("||制表日期:2026年10月31日||||||", Skip.NOTE),
        ("本县各单位须按月报送以上各项情况||||||||", Skip.NOTE),
        ("第3页||||||||", Skip.NOTE),
    ],
    ids=repr,
)
def test_rows_that_are_no_matters(row: str, skip: Skip | None) -> None:
    kinds = RowKinds(layout(f"某县信访台账\n{HEADER}"))
    assert kinds.skip(rows(row, 3)[0]) is skip


def test_a_row_of_nothing_but_signatures_is_a_note_even_under_the_request() -> None:
    found = layout("序号|信访日期|诉求\n1|2026-03-05|要求修路")
    kinds = RowKinds(found)
    assert kinds.skip(Row(9, ("单位负责人：王某", "", "填表人：李某"))) is Skip.NOTE
    assert kinds.skip(Row(9, ("", "", "填表人：李某"))) is Skip.NOTE
    assert kinds.skip(Row(9, ("2", "2026-03-06", "备注：以上属实"))) is None


def test_a_short_note_across_the_table() -> None:
    found = layout(HEADER)
    assert RowKinds(found).skip(Row(9, ("", "完"))) is None
    assert RowKinds(found, [Merge(9, 1, 9, 8)]).skip(Row(9, ("", "完"))) is Skip.NOTE


def test_a_row_of_real_days_needs_no_second_look() -> None:
    cells: tuple[Cell, ...] = ("", "", dt.date(2026, 3, 5), "", "", "合计:道路破损多年未修")
    assert RowKinds(layout(HEADER)).skip(Row(2, cells)) is None


def test_merged_cells_hold_for_all_their_rows_where_the_column_may() -> None:
    found = layout(HEADER)
    merges = downward(found, [Merge(2, 6, 4, 6), Merge(2, 5, 4, 5), Merge(3, 20, 4, 20), Merge(1, 6, 2, 6)])
    held: dict[int, tuple[int, Cell]] = {}
    table = rows("1|A1|2026.3.5|王五|2|道路|住建局||\n2|A2|2026.3.6|赵六|1|||\n3|A3\n4|A4|2026.3.8|钱七|1|水电|||", 2)
    assert [filled_down(row, held, merges)[6:7] for row in table] == [["住建局"], ["住建局"], ["住建局"], [""]]


def test_a_merge_beyond_the_row_is_nothing() -> None:
    found = layout(HEADER)
    short = Row(2, ("1", "A1"))
    assert filled_down(short, {}, downward(found, [Merge(2, 6, 3, 6)])) == ("1", "A1")
