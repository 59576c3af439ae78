"""What columns of a sum mean and what its tables draw: the JSON that is added has numbers and no looks."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xinfang_cli.measures.table import Cell, Chart, Column, Counted, Kind, Shape, Spot, Table
from xinfang_cli.measures.tones import Tone
from xinfang_cli.reports.monthly import Age
from xinfang_cli.reports.registers import AHEAD
from xinfang_cli.reports.trends import MONTHS, WEEKS, WithinLimit
from xinfang_cli.reports.weekly import OVERDUE_OF, Head

TONES: Mapping[str, Tone] = {
    Head.OVERDUE.value: Tone.LATE,
    Head.DAYS_LATE.value: Tone.LATE,
    Head.DUE_7.value: Tone.SOON,
    Head.DAYS_LEFT.value: Tone.SOON,
    WithinLimit.IN_TIME.value: Tone.DONE,
    WithinLimit.LATE.value: Tone.LATE,
}
"""What it means that there is a number in a column of that name."""

_STACKED: Mapping[str, tuple[str, ...]] = {
    "handling_times": tuple(each.value for each in WithinLimit),
    "backlog": tuple(each.value for each in Age),
}
_LINES = {"weeks": WEEKS, "by_month": MONTHS}
_SPOTS = (
    (Head.OVERDUE, Counted.DUTIES, "overdue"),
    (Head.DUE_7, Counted.DUTIES, "due_soon"),
    (Head.DUE_14, Counted.DUTIES, "days_ahead"),
    (Head.OPEN, Counted.MATTERS, "units"),
)


def chart_of(name: str, columns: Sequence[Column], as_of: dt.date) -> Chart | None:
    """Return what a table of sums draws: the same as each office's own."""
    if name == "days_ahead":
        return Chart((Head.FALLS_DUE.value,), Shape.DAYS, most=AHEAD.days + 1, first=as_of)
    if name in _LINES:
        values = tuple(column.name for column in columns if column.kind is Kind.NUMBER)
        return Chart(values, Shape.LINE, most=_LINES[name])
    late = tuple(column.name for column in columns if column.name.startswith(OVERDUE_OF)) if name == "units" else ()
    values = _STACKED.get(name, late)
    return Chart(values, Shape.STACKED) if values else None


def spots_of(tables: Iterable[Table]) -> Iterator[Spot]:
    """Yield the numbers that a sum of weekly reports is opened for: those below its table of units."""
    for table in tables:
        if table.name == "units" and table.total:
            sums: Mapping[str, Cell] = dict(zip((column.name for column in table.columns), table.total, strict=True))
            for head, unit, rows in _SPOTS:
                if sums.get(head.value) is not None:
                    yield Spot(head, sums[head.value], unit, TONES.get(head.value), rows)
