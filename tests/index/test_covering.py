"""What every report asks of a year stands in an index: a column that lacks there costs a look-up for each matter."""

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from xinfang_cli.index import tables
from xinfang_cli.measures.counting import Counting, Scope
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.variants import Variant
from xinfang_cli.measures.volumes import Act, Volume
from xinfang_cli.measures.windows import read_year
from xinfang_cli.office import config
from xinfang_cli.reports import Inquiry

_BY_ACTS = (Act.TRANSFERRED, Act.ASSIGNED, Act.REPORTED, Act.REMINDED, Act.SUPERVISED, Act.RAISED)
_BY_VOLUME = tuple(each for each in Volume if each is not Volume.CARDS)

_OF_UNIT = "unit = '县水利局'"


@pytest.mark.parametrize(
    ("labels", "where", "index"),
    [
        (_BY_VOLUME, "", "c USING COVERING INDEX cases_registered"),
        (_BY_ACTS, "", "events USING COVERING INDEX events_acts"),
        ((Measure.FIRST_RESOLUTION,), "", "c USING COVERING INDEX cases_closed"),
        ((Measure.CLOSED,), "", "e USING COVERING INDEX events_until"),
        ((Measure.RESOLVED,), "", "c USING COVERING INDEX cases_resolved"),
        ((Measure.CLOSE_RATE,), "", "events USING COVERING INDEX events_reopened"),
        ((Measure.RESOLVED_RATE,), "", "events USING COVERING INDEX events_unresolved"),
        ((Act.MEDIATED,), "", "d USING COVERING INDEX cases_closed"),
        ((Measure.TIMELY_ROUTE,), _OF_UNIT, "k USING COVERING INDEX clocks_routing"),
        ((Measure.TIMELY_NOTICE,), _OF_UNIT, "k USING COVERING INDEX clocks_notices"),
        ((Measure.ON_TIME_CLOSE,), _OF_UNIT, "k USING COVERING INDEX clocks_handling"),
        ((Measure.MEDIAN_DAYS,), _OF_UNIT, "k USING COVERING INDEX clocks_handled"),
        ((Variant.OF_LIST,), "dockets <> '[]'", "cases USING COVERING INDEX cases_docketed"),
    ],
)
def test_it_does(labels: tuple[Counting, ...], where: str, index: str) -> None:
    db = sqlite3.connect(":memory:")
    tables.make(db, "")
    tables.make_indexes(db)
    plans: list[str] = []

    def run(sql: str, params: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        plans.extend(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", params))
        return iter(db.execute(sql, params))

    window = read_year("2026")
    assert window
    asked = Inquiry(
        run=run,
        window=window,
        today=dt.date(2026, 11, 22),
        office="某县信访局",
        law=config.default().law,
        scope=Scope(where),
    )
    asked.survey({label: label.line for label in labels})
    assert any(f"SEARCH {index}" in plan for plan in plans), plans
