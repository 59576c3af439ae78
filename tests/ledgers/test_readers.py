"""What holds for all rows of a sheet."""

import datetime as dt

from xinfang_cli.ledgers.cells import read_flag, said
from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.headers import find_layout
from xinfang_cli.ledgers.readers import CellReader, OfficeNames, SheetReader
from xinfang_cli.sheets.rows import Row


def test_cells_that_say_the_same_are_read_once_and_not_for_ever() -> None:
    read: list[object] = []
    column = CellReader("place", Field.PLACE, (0,), lambda cell: read.append(cell) or said(cell))
    for number in (*range(5000), *range(4990, 5000), 0):
        assert column.value((f"地点{number}",)) == f"地点{number}"
    assert len(read) == 5001


def test_the_first_column_that_says_something_counts() -> None:
    column = CellReader("place", Field.PLACE, (2, 0), said)
    assert column.value(("甲", "乙", "无")) == "甲"
    assert column.value(("甲",)) == "甲"
    assert column.value(("", None)) is None


def test_true_and_one_are_not_mixed_up_with_their_texts() -> None:
    column = CellReader("closed", Field.CLOSED, (0,), read_flag)
    assert [column.value((cell,)) for cell in ("1", 1.0, True, "是", "否", 0.0, False)] == [True] * 4 + [False] * 3


def test_the_office_is_known_by_its_own_place_and_level() -> None:
    office = OfficeNames(units={"住 建 局": "住房和城乡建设局"}, name="某县信访局", level="县").folded
    assert [office.unit(name) for name in ("住建局", "县住建局", "某县住建局")] == ["住房和城乡建设局"] * 3
    assert [office.unit(name) for name in ("市住建局", "另县住建局", "")] == [None] * 3


def test_a_table_without_any_day() -> None:
    layout = find_layout([Row(1, ("诉求", "编号"))], (), {})
    assert layout
    table = SheetReader(layout, OfficeNames(), dt.date(2026, 11, 22))
    assert table.received is Field.RECEIVED_ON
    assert table.day("2026-03-05") == dt.date(2026, 3, 5)
