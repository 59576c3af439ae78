"""Several tables in a sheet: each row is read under its own header, or named; none is lost."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinfang_cli.law.clocks import Law
from xinfang_cli.ledgers.headers import Skip
from xinfang_cli.ledgers.matters import Intake, RowOutcome, SheetIntake, take_in
from xinfang_cli.ledgers.readers import OfficeNames
from xinfang_cli.ledgers.tables import parts_of
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.rows import Cell, Row, Sheet, letters

TODAY = dt.date(2026, 11, 22)
LETTERS = ("信访日期", "姓名", "反映问题", "责任单位")
VISITS = ("编号", "来访日期", "来访人", "人数", "来访诉求", "责任单位")


def sheet(*rows: Sequence[Cell], name: str = "台账") -> Sheet:
    return Sheet(name, [Row(number, cells) for number, cells in enumerate(rows, 1)])


class SheetReader:
    """Reads sheets as an office does that has two units."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def tables(self, read: Sheet, **headers: str) -> Iterator[SheetIntake]:
        """Return the tables of a sheet."""
        office = OfficeNames(units={"住建局": "住建局", "人社局": "人社局"}, headers=headers)
        return take_in([read], Intake(office, self.law, TODAY, lambda _, on: f"XF-{on:%Y%m%d}-00000"))

    def outcomes(self, read: Sheet, **headers: str) -> list[RowOutcome]:
        """Return what becomes of the rows of all tables of a sheet."""
        return [outcome for table in self.tables(read, **headers) for outcome in table.outcomes]


@pytest.fixture(scope="module")
def office(law: Law) -> SheetReader:
    return SheetReader(law)


def requests(found: Sequence[RowOutcome]) -> list[tuple[int, str | None]]:
    return [(each.row, each.case.request) for each in found if each.case]


def letter(what: str, day: Cell = "2026-03-05") -> tuple[Cell, ...]:
    return (day, "张某", what, "住建局")


def visit(what: str, number: str = "F1") -> tuple[Cell, ...]:
    return (number, "2026-03-07", "王某", 5.0, what, "人社局")


def test_a_table_below_another_is_read_under_its_own_header(office: SheetReader) -> None:
    found = office.outcomes(sheet(
            ("某县信访台账",), ("一、来信",), LETTERS, letter("反映道路积水"), letter("路灯不亮"), (), ("二、来访",),
            VISITS, visit("拖欠工资"),
        ),
    )  # fmt: skip
    assert requests(found) == [(4, "反映道路积水"), (5, "路灯不亮"), (9, "拖欠工资")]
    assert [(each.row, each.reason) for each in found if each.reason] == [
        (6, Skip.BLANK), (7, Skip.NOTE), (8, Skip.HEADER),
    ]  # fmt: skip
    assert [each.case.people for each in found if each.case] == [1, 1, 5]


def test_a_header_that_comes_again_with_one_column_more_begins_anew(office: SheetReader) -> None:
    more = ("信访日期", "联系电话", "姓名", "反映问题", "责任单位")
    found = office.outcomes(
        sheet(
            LETTERS, letter("反映道路积水"), LETTERS, letter("路灯不亮"), more, ("2026-03-08", "", "赵某", "井盖", "")
        )
    )
    assert requests(found) == [(2, "反映道路积水"), (4, "路灯不亮"), (6, "井盖")]


def test_a_header_in_two_rows_in_the_middle(office: SheetReader) -> None:
    found = office.outcomes(sheet(
            LETTERS, letter("反映道路积水"), ("编号", "来访人", "", "来访日期", "来访诉求"), ("", "姓名", "电话", "", ""),
            ("F1", "王某", "13800138000", "2026-03-07", "拖欠工资"),
        ),
    )  # fmt: skip
    assert requests(found) == [(2, "反映道路积水"), (5, "拖欠工资")]
    assert found[-1].case
    assert found[-1].case.petitioners[0].phone == "13800138000"


def test_the_header_of_tables_beside_one_another_below_another_is_skipped_once(office: SheetReader) -> None:
    found = office.outcomes(
        sheet(
            ("编号", "来访日期", "来访人", "人数", "来访诉求", "承办单位"),
            visit("反映道路积水"),
            (*LETTERS, *LETTERS),
            (*letter("路灯不亮"), *letter("楼道堆物")),
        ),
    )
    assert sorted(requests(found)) == [(2, "反映道路积水"), (4, "楼道堆物"), (4, "路灯不亮")]
    assert [(each.row, each.reason) for each in found if each.reason] == [(3, Skip.HEADER)]


@pytest.mark.parametrize("gap", [(), ("",)], ids=["", "gap"])
@pytest.mark.parametrize("right", [LETTERS, ("来访日期", "来访人", "来访诉求", "承办单位")], ids=["same", "other"])
def test_tables_beside_one_another(office: SheetReader, gap: tuple[str, ...], right: tuple[str, ...]) -> None:
    found = office.outcomes(
        sheet(
            (*LETTERS, *gap, *right),
            (*letter("反映道路积水"), *gap, *letter("拖欠工资")),
            (*letter("路灯不亮"), *gap, "", "", "", ""),
        ),
    )
    assert sorted(requests(found)) == [(2, "反映道路积水"), (2, "拖欠工资"), (3, "路灯不亮")]
    assert [(each.row, each.reason) for each in found if each.reason] == [(3, Skip.BLANK)]


def test_one_table_with_two_days_and_two_texts_is_one(office: SheetReader) -> None:
    header = ("信访日期", "姓名", "反映问题", "交办时间", "责任单位", "办理情况", "登记日期", "内容")
    (table,) = office.tables(sheet(header, ("2026-03-05", "张某", "积水", "", "", "", "", "要求疏通")))
    (outcome,) = table.outcomes
    assert outcome.case
    assert outcome.case.request == "积水\n要求疏通"


def test_a_table_with_two_days_two_texts_and_two_units_is_one(office: SheetReader) -> None:
    header = ("信访日期", "姓名", "反映问题", "责任单位", "接访时间", "诉求", "承办单位")
    assert len(list(office.tables(sheet(header, ("2026-03-05", "张某", "积水", "住建局", "", "疏通", ""))))) == 1


def test_a_row_over_the_header_that_is_no_title_is_named(office: SheetReader) -> None:
    found = office.outcomes(sheet(("某县台账", "", "2026年"), letter("反映道路积水"), LETTERS, letter("路灯不亮")))
    assert [(each.row, each.case is None, each.reason) for each in found] == [(2, True, None), (4, False, None)]
    assert found[0].faults[0].text.msg is Msg.ROW_OVER_HEADER


@pytest.mark.parametrize("name", ["台账", ""], ids=["workbook", "text"])
def test_cells_beyond_the_header_are_named(office: SheetReader, name: str) -> None:
    longer = (*letter("反映道路积水"), "", "已核", "3月答复")
    (outcome,) = office.outcomes(sheet(LETTERS, longer, name=name))
    assert outcome.case
    assert [(fault.field, fault.value, fault.is_lost) for fault in outcome.faults] == [
        ("beyond", "已核，3月答复", True)
    ]


def test_a_row_of_a_text_that_is_longer_than_the_others_is_doubted(office: SheetReader) -> None:
    usual, longer = (*letter("反映道路积水"), ""), (*letter("路灯不亮"), "", "")
    found = office.outcomes(sheet(LETTERS, usual, longer, usual, name=""))
    assert [each.field for each in found] == ["", "request", ""]
    assert all(each.case for each in found)


def test_a_header_that_stands_twice_is_named_where_the_second_says_something_else(office: SheetReader) -> None:
    header = ("日期", "反映问题", "责任单位", "日期", "责任单位")
    same, other, second = office.outcomes(
        sheet(
            header,
            ("2026-03-05", "积水", "住建局", "", "住建局"),
            ("2026-03-05", "积水", "住建局", "2026-04-01", "人社局"),
            ("", "积水", "", "2026-04-02", "人社局"),
        ),
    )
    assert same.faults == ()
    assert {(fault.field, fault.value, fault.is_lost) for fault in other.faults} == {
        ("unit", "人社局", True), ("received_on", "2026-04-01", True),
    }  # fmt: skip
    assert second.case
    assert {(fault.field, fault.is_lost) for fault in second.faults} == {("unit", False), ("received_on", False)}


def test_columns_with_words_that_no_matter_takes_are_named(office: SheetReader) -> None:
    header = ("信访日期", "反映问题", "会议室", "", "信访件编号", "编号", "备查", "")
    (table,) = office.tables(
        sheet(
            header,
            ("2026-03-05", "积水", "三楼", "随手记", "甲1", "乙1", "", 7.0),
            ("2026-03-06", "路灯", "", "", "", "乙2"),
        )
    )
    assert len(list(table.outcomes)) == 2
    assert table.leftovers
    assert table.leftovers.columns == {"会议室": "", "D": "", "编号": "信访件编号"}
    assert table.leftovers.untitled == ["D"]
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_the_hour_beside_the_day_is_no_other_day(office: SheetReader) -> None:
    header = ("日期", "来访时间", "反映问题")
    rows = ("2026-03-05", dt.time(9, 30), "积水"), ("2026-03-06", "上午", "路灯")
    (table,) = office.tables(sheet(header, *rows))
    assert [each.case and each.case.received_on for each in table.outcomes] == [
        dt.date(2026, 3, 5),
        dt.date(2026, 3, 6),
    ]
    assert table.leftovers
    assert not table.leftovers.columns


def test_year_month_and_day_in_columns_of_their_own(office: SheetReader) -> None:
    header = ("年", "月", "日", "反映问题")
    (outcome,) = office.outcomes(sheet(header, (2026.0, "3月", 5.0, "积水")), **{"年+月+日": "received_on"})
    assert outcome.case
    assert outcome.case.received_on == dt.date(2026, 3, 5)


WORDS = st.sampled_from(("反映道路积水多年", "路灯不亮", "欠薪", "要求修路,多年无果", "合计有误", "注销户口"))
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 11, 22))
BETWEEN: tuple[tuple[Cell, ...], ...] = ((), ("",), ("二、来访",), ("来访登记", "", "单位：件"), ("合计", 3.0))


@st.composite
def stacked(draw: st.DrawFn) -> tuple[list[tuple[Cell, ...]], list[str]]:
    """Return the rows of a sheet with some tables one below another, and the requests in them, in their order."""
    rows: list[tuple[Cell, ...]] = [("某县信访台账",)] * draw(st.integers(0, 2))
    asked = []
    for _ in range(draw(st.integers(1, 4))):
        rows += draw(st.lists(st.sampled_from(BETWEEN), max_size=3))
        columns = draw(st.permutations(("信访日期", "反映问题", *draw(st.sampled_from((("姓名",), ("编号", "姓名")))))))
        rows.append(tuple(columns))
        for day, what in draw(st.lists(st.tuples(DAYS, WORDS), min_size=1, max_size=6)):
            said: dict[str, Cell] = {"信访日期": day, "反映问题": what, "姓名": "张某", "编号": f"甲{len(asked)}"}
            rows.append(tuple(said[column] for column in columns))
            asked.append(what)
    return rows, asked


@given(stacked(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_rows_read_and_rows_named_are_the_rows_there(
    office: SheetReader, made: tuple[list[tuple[Cell, ...]], list[str]], is_text: bool
) -> None:
    rows, asked = made
    rows = [tuple(cell.isoformat() if isinstance(cell, dt.date) and is_text else cell for cell in row) for row in rows]
    found = office.outcomes(sheet(*rows, name="" if is_text else "台账"))
    assert [each.case.request for each in found if each.case] == asked
    _, parts = parts_of(sheet(*rows), {})
    first = next(parts).layout
    assert Counter(each.row for each in found) == Counter(range(first.below + 1, len(rows) + 1))


@given(st.lists(st.tuples(DAYS, WORDS), max_size=6), st.lists(st.tuples(DAYS, WORDS), max_size=6), st.booleans())
@settings(max_examples=100, deadline=None)
def test_rows_beside_one_another_are_all_read(
    office: SheetReader, left: list[tuple[dt.date, str]], right: list[tuple[dt.date, str]], has_gap: bool
) -> None:
    gap, blank = ("",) * has_gap, ("",) * 4
    rows = [
        (*(letter(left[at][1], left[at][0]) if at < len(left) else blank), *gap,
         *(letter(right[at][1], right[at][0]) if at < len(right) else blank))
        for at in range(max(len(left), len(right)))
    ]  # fmt: skip
    found = office.outcomes(sheet((*LETTERS, *gap, *LETTERS), *rows))
    assert [each.case.request for each in found if each.case] == [what for _, what in (*left, *right)]
    assert Counter(each.row for each in found) == Counter({at + 2: 2 for at in range(len(rows))})
