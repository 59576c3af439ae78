"""A cell of any length is read in time that grows with it: none holds up a ledger of thousands."""

import time

import pytest

from tests.conftest import day
from xinfang_cli.ledgers.columns import Field
from xinfang_cli.ledgers.headers import RowKinds, find_layout
from xinfang_cli.ledgers.readers import OfficeNames, SheetReader
from xinfang_cli.ledgers.row import RowReader
from xinfang_cli.sheets.rows import Row

LONG = 20_000
SECONDS = 10
"""For all columns of a row; time that grows with the square takes minutes."""
PIECES = ("(", "（)", "[", " ", "\n", "5 ", "(5人)", "等", "等5人 ", "九", "9", "1.", "转 ", "138", "牵头", "(牵头)", "主办 ",
          "-", "_ ", "、", "年", "3月", "不", "和", "举报", "意见", "已", "=", "'", "13800138000(")  # fmt: skip
FIELDS = [field for field in Field if field not in (Field.IGNORED, Field.DROPPED)]


@pytest.mark.parametrize("piece", PIECES)
def test_all_columns_of_a_long_cell_are_read_at_once(piece: str) -> None:
    header = Row(1, tuple(field.value for field in FIELDS))
    layout = find_layout([header], (), {})
    assert layout
    reader = SheetReader(layout, OfficeNames(), day("2026-11-22"))
    started = time.process_time()
    for text in (piece * (LONG // len(piece)), "王某" + piece * (LONG // len(piece)) + "某", "5" + piece * LONG):
        cells = (text,) * len(FIELDS)
        RowKinds(layout).skip(Row(2, cells))
        RowReader(reader, cells).draft()
    assert time.process_time() - started < SECONDS
