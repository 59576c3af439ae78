"""What a chart shows, worked out once for every format: labels, series, and whether rows were left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from xinfang_cli.measures.table import Cell, Chart, Column, Kind, Row, Table, Value

Number = int | float


@dataclass(frozen=True, slots=True)
class Series:
    """The cells of one column, in the order of the rows."""

    column: Column
    cells: tuple[Cell, ...]

    @property
    def numbers(self) -> tuple[Number | None, ...]:
        """What is drawn of each; None where a cell has no number, or none that may be told."""
        return tuple(map(drawn, self.cells))


@dataclass(frozen=True, slots=True)
class Plot:
    """What a chart shows: the first rows of a table, up to the last that has something to draw.

    Attributes:
        chart: what was asked for.
        label: the place of the column that names the rows.
        labels: what the rows are.
        series: the columns that are drawn.
        is_percent: whether numbers are rates in per cent; otherwise counts.
        is_cut: whether rows behind these have numbers too.
    """

    chart: Chart
    label: int
    labels: tuple[Cell, ...]
    series: tuple[Series, ...]
    is_percent: bool
    is_cut: bool

    @property
    def most(self) -> Number:
        """The greatest number that is drawn."""
        return max((number for each in self.series for number in each.numbers if number is not None), default=0)


def plotted(table: Table) -> Plot | None:
    """Return what a table's chart shows; None where it has none, or nothing to draw."""
    if table.chart is None:
        return None
    chart = table.chart
    places = [at for at, column in enumerate(table.columns) if column.name in chart.values]
    rows, is_cut = _drawn(table.rows, places, chart.most)
    if not rows:
        return None
    names = [column.name for column in table.columns]
    label = names.index(chart.label) if chart.label else 0
    return Plot(
        chart=chart,
        label=label,
        labels=tuple(row[label] for row in rows),
        series=tuple(Series(table.columns[at], tuple(row[at] for row in rows)) for at in places),
        is_percent=any(table.columns[at].kind is Kind.RATE for at in places),
        is_cut=is_cut,
    )


def _drawn(rows: Iterable[Row], places: list[int], most: int) -> tuple[list[Row], bool]:
    """Return the first rows, without those at their end that would draw nothing; and whether others would."""
    found = iter(rows)
    first = list(islice(found, most))
    while first and not _draws(first[-1], places):
        first.pop()
    return first, any(_draws(row, places) for row in found)


def _draws(row: Row, places: list[int]) -> bool:
    """A count of nothing draws nothing; a rate of 0 % is something to see."""
    return any(drawn(row[at]) or (isinstance(row[at], Value) and drawn(row[at]) is not None) for at in places)


def drawn(cell: Cell) -> Number | None:
    """Return the number that a cell is drawn as, a rate in per cent; None where there is none, or none to tell."""
    if isinstance(cell, Value):
        if not cell.is_rate:
            return cell.numerator
        return None if cell.rate is None else cell.rate * 100
    return cell if isinstance(cell, int | float) else None
