"""逐级走访: matters by the level that received them, days a level, opinions given, raised to the next level.

What a level wrote stays in the case file. Levels stand from the village up, units and places as the office has them;
nobody is ranked.
"""

from collections.abc import Mapping

from xinfang_cli.law.words import Gate
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.gates import GateCount
from xinfang_cli.measures.table import Cell, Column, Mark, Page, Row, Table, Value
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.parts import cell_of, column_of, lines_of, shown, sorted_groups
from xinfang_cli.reports.sentences import period

_BY: Mapping[Dimension, Text] = {Dimension.UNIT: Msg.TABLE_BY_UNIT(), Dimension.PLACE: Msg.TABLE_BY_PLACE()}


def build(inquiry: Inquiry) -> Page:
    """Return the page."""
    tables = (_levels(inquiry), *(_broken_down(inquiry, *each) for each in _BY.items()))
    return paged(Report.GATES, inquiry, (_summary(inquiry),), tables)


def is_empty(inquiry: Inquiry) -> bool:
    """Whether no paper passed a level, and none has one."""
    return not any(map(_tells, inquiry.survey(lines_of(inquiry, GateCount)).values()))


def _summary(inquiry: Inquiry) -> Text:
    found = inquiry.survey(lines_of(inquiry, GateCount))
    counts = {count.value: shown(found[count]) for count in GateCount}
    return Msg.GATES_SUMMARY(period=period(inquiry.window), day=inquiry.as_of, **counts)


def _levels(inquiry: Inquiry) -> Table:
    lines = {(gate, count): count.at(gate) for gate in Gate for count in GateCount}
    found = inquiry.survey(lines)
    rows: tuple[Row, ...] = tuple((gate, *(cell_of(found[gate, count]) for count in GateCount)) for gate in Gate)
    columns = (Column("gate", Msg.HEAD_GATE()), *_COLUMNS)
    return Table("gates", Msg.TABLE_GATES(), columns, rows, _total(inquiry), note=Msg.GATES_NOTE())


def _broken_down(inquiry: Inquiry, dimension: Dimension, title: Text) -> Table:
    found = inquiry.broken_down(lines_of(inquiry, GateCount), (dimension,))
    rows: tuple[Row, ...] = tuple(
        (dimension.cell(group[0]), *map(cell_of, found[group].values()))
        for group in sorted_groups(inquiry, (dimension,), found)
        if any(_tells(value) for value in found[group].values())
    )
    columns = (Column(dimension.value, dimension), *_COLUMNS)
    return Table(f"by_{dimension}", title, columns, rows, _total(inquiry) if rows else None)


_COLUMNS = tuple(column_of(count) for count in GateCount)


def _total(inquiry: Inquiry) -> Row:
    found = inquiry.survey(lines_of(inquiry, GateCount))
    cells: tuple[Cell, ...] = tuple(map(cell_of, found.values()))
    return (Mark.TOTAL, *cells)


def _tells(value: Value) -> bool:
    return bool(value.numerator or value.denominator or value.is_withheld)
