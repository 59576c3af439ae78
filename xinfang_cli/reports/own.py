"""Reports that an office defines in config: measures by dimensions of matters and offices, for a window and filters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from xinfang_cli.measures.counting import Counting, Line, nothing
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.numbers import compared
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Cell, Chart, Column, Kind, Mark, Page, Row, Table, Value
from xinfang_cli.measures.volumes import Duty
from xinfang_cli.measures.windows import Window
from xinfang_cli.messages import Msg
from xinfang_cli.office.reporting import OwnReport
from xinfang_cli.reports import Inquiry, paged
from xinfang_cli.reports.against import Against
from xinfang_cli.reports.parts import cell_of, column_of, lines_of, sorted_groups, variant_of


def build(report: OwnReport, inquiry: Inquiry) -> Page:
    """Return the page of a report that the office defined."""
    table = _by_dimensions(report, inquiry) if report.by else _plain(report, inquiry)
    return paged(report, inquiry, (), (table,))


def _by_dimensions(report: OwnReport, inquiry: Inquiry) -> Table:
    """Return a row for each group, each figure with that of the period before and of last year behind it."""
    lines = lines_of(inquiry, report.measures)
    beside = inquiry.against()
    windows = (inquiry.window, *(each.window for each in beside))
    found = [inquiry.broken_down(lines, report.by, window) if window else {} for window in windows]
    totals = [inquiry.survey(lines, window) if window else {} for window in windows]
    groups = sorted_groups(inquiry, report.by, {group for each in found for group in each})
    columns = (
        *(Column(dimension.value, dimension) for dimension in report.by),
        *(column for label, line in lines.items() for column in _columns(inquiry, label, line, beside)),
    )
    rows: tuple[Row, ...] = tuple(
        (
            *(dimension.cell(value, inquiry.office) for dimension, value in zip(report.by, group, strict=True)),
            *_cells(lines, [each.get(group) for each in found], windows),
        )
        for group in groups
    )
    total = (Mark.TOTAL, *(None for _ in report.by[1:]), *_cells(lines, totals, windows))
    return Table(report.name, report.title, columns, rows, total if rows else None, _chart(columns, report.by))


def _columns(inquiry: Inquiry, label: Counting, line: Line, beside: Sequence[Against]) -> Iterator[Column]:
    """Yield the column of a figure, and those of the windows beside."""
    now = column_of(label, line, variant_of(inquiry, label))
    yield now
    for each in beside:
        title = Msg.HEAD_OF_WINDOW(window=each.head, measure=now.title)
        yield replace(now, name=f"{now.name}_{each.name}", title=title)


def _cells(
    lines: Mapping[Counting, Line], values: Sequence[Mapping[Counting, Value] | None], windows: Sequence[Window | None]
) -> Iterator[Cell]:
    """Yield a row's figures; where a group had nothing it is 0, or a rate of nothing, and no window has nothing."""
    for label, line in lines.items():
        for found, window in zip(values, windows, strict=True):
            yield cell_of((found or {}).get(label) or nothing(line)) if window else None


_DUTIES = frozenset({Measure.OVERDUE, Measure.ON_TIME_CLOSE, Measure.TIMELY_NOTICE, Measure.TIMELY_ROUTE, Duty.IN_TIME})


def _chart(columns: tuple[Column, ...], by: tuple[Dimension, ...]) -> Chart | None:
    """Draw the first measure, where one dimension tells the rows apart and it is a duty: volumes rank nobody."""
    first = columns[len(by)]
    return Chart((first.name,)) if len(by) == 1 and first.name in _DUTIES else None


def _plain(report: OwnReport, inquiry: Inquiry) -> Table:
    """Return a row for each measure, with the period before and last year."""
    lines = lines_of(inquiry, report.measures)
    windows = inquiry.against()
    now = inquiry.survey(lines)
    found = [inquiry.survey(lines, each.window) if each.window else {} for each in windows]
    columns = [
        Column("measure", Msg.HEAD_MEASURE()),
        Column("unit", Msg.HEAD_UNIT_OF_COUNT()),
        Column("value", Msg.HEAD_WINDOW(), kind=Kind.RATE),
    ]
    for each in windows:
        change = (Column(*each.change, kind=Kind.NUMBER),) if each.change else ()
        columns += (Column(each.name, each.head, kind=Kind.RATE), *change)

    def row(label: Counting) -> Row:
        value = now[label]
        cells = ((past.get(label), compared(value, past.get(label))) for past in found)
        return (variant_of(inquiry, label), lines[label].unit, value, *chain.from_iterable(cells))

    return Table(report.name, report.title, tuple(columns), tuple(map(row, lines)))
