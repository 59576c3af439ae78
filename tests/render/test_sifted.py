"""What people are spared of a page, and what is never left out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.law.words import Channel
from xinfang_cli.measures.table import Cell, Change, Column, Counted, Figure, Kind, Mark, Page, Row, Table, Value, ratio
from xinfang_cli.render.sifted import HELD, sifted, sifted_table

UNIT, LATE = Column("unit", "单位"), Column("late", "超期", Counted.DUTIES, Kind.NUMBER)
WITHHELD = Value(None, is_withheld=True)


def table(column: Column, *cells: Cell, total: Cell = None) -> Table:
    rows: tuple[Row, ...] = tuple((f"单位{at}", 0, cell) for at, cell in enumerate(cells))
    return Table("t", "表", (UNIT, LATE, column), rows, (Mark.TOTAL, 0, total))


def names(found: Table) -> list[str]:
    return [column.name for column in found.columns]


@pytest.mark.parametrize(
    ("kind", "cells", "stays"),
    [
        (Kind.NUMBER, (0, None, 0), False),
        (Kind.NUMBER, (0, 1), True),
        (Kind.NUMBER, (0, -1), True),
        (Kind.NUMBER, (0, Mark.WITHHELD), True),
        (Kind.NUMBER, (None, Change(Fraction(0))), True),
        (Kind.RATE, (ratio(0, 0), None), False),
        (Kind.RATE, (ratio(0, 3), ratio(0, 0)), True),
        (Kind.RATE, (Value(None, 0), Value(None, 0)), False),
        (Kind.RATE, (Value(8.5, 2), None), True),
        (Kind.RATE, (Value(0), Value(0)), False),
        (Kind.RATE, (WITHHELD, Value(0)), True),
        (Kind.TEXT, (None, None), False),
        (Kind.TEXT, (None, "暂算"), True),
        (Kind.DATE, (None, dt.date(2026, 11, 1)), True),
    ],
)
def test_columns_that_say_nothing_are_left_out(kind: Kind, cells: tuple[Cell, ...], stays: bool) -> None:
    found = sifted_table(table(Column("x", "列", None, kind), *cells, total=0))
    assert names(found) == ["unit", "late", *(["x"] if stays else [])]
    assert [len(row) for row in found.rows] == [3 if stays else 2] * len(cells)
    assert found.total is not None
    assert len(found.total) == len(found.columns)


def test_what_a_table_is_about_stays_and_an_empty_one_is_as_it_was() -> None:
    assert names(sifted_table(table(Column("x", "列"), None))) == ["unit", "late"]
    empty = table(Column("x", "列"))
    assert names(sifted_table(empty)) == ["unit", "late", "x"]


def test_columns_of_words_may_be_kept_to_be_filled_in() -> None:
    forms = Table("t", "表", (UNIT, Column("how", "办法"), LATE, replace(LATE, name="n")), (("甲", None, 1, 0),))
    assert names(sifted_table(forms, keeps_empty=True)) == ["unit", "how", "late"]


def test_rows_of_noughts_are_counted_where_a_table_is_sparse() -> None:
    sparse = replace(table(Column("x", "列", None, Kind.NUMBER), 0, 7, 0), is_sparse=True)
    found = sifted_table(sparse)
    assert list(found.rows) == [("单位1", 0, 7)]
    assert found.note is not None
    assert found.note.in_(Lang.ZH) == "其余2行均为0，未列。"
    assert sifted_table(replace(sparse, rows=(("甲", 1, 1),))).note is None


def test_a_long_table_keeps_its_columns_and_is_read_once(many: Any) -> None:
    class Counting:
        times = 0

        def __iter__(self) -> Any:
            self.times += 1
            return iter(many(HELD + 1))

    rows = Counting()
    columns = (UNIT, LATE, Column("on", "日", kind=Kind.DATE), Column("r", "率", kind=Kind.RATE), Column("n", "空"))
    found = sifted_table(Table("t", "表", columns, rows))
    assert len(found.columns) == len(columns)
    assert len(list(found.rows)) == HELD + 1
    assert rows.times == 1
    assert len(list(found.rows)) == HELD + 1  # and anew
    assert rows.times == 2


def figure(name: Channel, value: Value) -> Figure:
    return Figure(name, Counted.PERCENT, Channel.VISIT, "说", "条例", value)


def test_measures_stand_last_and_those_without_a_denominator_are_named_below(page: Callable[..., Page]) -> None:
    figures = (
        figure(Channel.ONLINE, ratio(60, 68)),
        figure(Channel.LETTER, ratio(0, 0)),
        figure(Channel.VISIT, Value(None, 0)),
        figure(Channel.HOTLINE, Value(0)),
        figure(Channel.FAX, WITHHELD),
    )
    found = sifted(page(figures=figures))
    assert [each.name for each in found.tables] == ["units", "measures"]
    assert [row[0] for row in found.tables[-1].rows] == [Channel.ONLINE, Channel.HOTLINE, Channel.FAX]
    assert found.tables[-1].note is not None
    assert found.tables[-1].note.in_(Lang.ZH) == "本期没有可算的，未列：来信、来访。"
    assert [each.name for each in found.figures] == [Channel.ONLINE, Channel.HOTLINE, Channel.FAX]
    assert names(found.tables[-1]) == ["measure", "unit", "value", "window"]
