"""What a chart shows of a table: which rows, which numbers, and what is left out."""

import pytest

from xinfang_cli.measures.table import Cell, Chart, Column, Counted, Kind, Mark, Row, Shape, Table, Value, ratio
from xinfang_cli.render.plots import drawn, plotted

COLUMNS = (
    Column("unit", "单位"),
    Column("open", "在办", Counted.MATTERS, Kind.NUMBER),
    Column("late", "超期", Counted.MATTERS, Kind.NUMBER),
    Column("rate", "率", Counted.PERCENT, Kind.RATE),
)
ROWS: tuple[Row, ...] = (
    ("甲", 5, 2, ratio(1, 2)),
    ("乙", 3, 0, ratio(0, 4)),
    ("丙", Mark.WITHHELD, 1, ratio(0, 0)),
    ("丁", 4, 0, None),
    ("戊", 0, 0, None),
)


def table(*values: str, **more: object) -> Table:
    return Table("t", "表", COLUMNS, ROWS, (Mark.TOTAL, 12, 3, None), Chart(values, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (3, 3),
        (2.5, 2.5),
        (-1, -1),
        (ratio(1, 8), 12.5),
        (ratio(0, 8), 0),
        (ratio(0, 0), None),
        (Value(8.5, 2), 8.5),
        (Value(None, is_withheld=True), None),
        (Mark.WITHHELD, None),
        ("12", None),
        (None, None),
    ],
)
def test_what_a_cell_is_drawn_as(cell: Cell, number: float | None) -> None:
    assert drawn(cell) == number


def test_rows_of_nothing_at_the_end_are_not_drawn() -> None:
    plot = plotted(table("late"))
    assert plot is not None
    assert plot.labels == ("甲", "乙", "丙")
    assert [(series.column.name, series.numbers) for series in plot.series] == [("late", (2, 0, 1))]
    assert (plot.most, plot.is_cut, plot.is_percent) == (2, False, False)


def test_several_columns_stand_in_the_order_of_the_table() -> None:
    plot = plotted(table("late", "open", shape=Shape.STACKED))
    assert plot is not None
    assert [series.column.name for series in plot.series] == ["open", "late"]
    assert [series.numbers for series in plot.series] == [(5, 3, None, 4), (2, 0, 1, 0)]
    assert (plot.chart.shape, plot.most) == (Shape.STACKED, 5)


def test_a_rate_of_nothing_is_drawn_and_no_rate_is_not() -> None:
    plot = plotted(table("rate"))
    assert plot is not None
    assert (plot.labels, plot.series[0].numbers, plot.is_percent) == (("甲", "乙"), (50, 0), True)


@pytest.mark.parametrize(("most", "labels", "is_cut"), [(1, ("甲",), True), (3, ("甲", "乙", "丙"), False)])
def test_the_first_rows_are_drawn_and_more_is_said(most: int, labels: tuple[str, ...], *, is_cut: bool) -> None:
    plot = plotted(table("late", most=most))
    assert plot is not None
    assert (plot.labels, plot.is_cut) == (labels, is_cut)


def test_another_column_may_name_the_rows() -> None:
    plot = plotted(table("open", label="late", most=2))
    assert plot is not None
    assert (plot.label, plot.labels) == (2, (2, 0))


def test_nothing_to_draw() -> None:
    assert plotted(Table("t", "表", COLUMNS, ROWS)) is None
    assert plotted(Table("t", "表", COLUMNS, (), None, Chart(("open",)))) is None
    assert plotted(Table("t", "表", COLUMNS, ROWS[4:], None, Chart(("open",)))) is None
