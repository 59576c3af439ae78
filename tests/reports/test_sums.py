"""Reports of several offices, added up; how the command does it stands in `commands/test_report.py`."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Both, Chart, Mark, Shape, Value
from xinfang_cli.measures.tones import Tone
from xinfang_cli.reports import Report
from xinfang_cli.reports.sums import added
from xinfang_cli.reports.weekly import Head


def told(
    office: str, columns: Sequence[tuple[str, str | None]], *rows: Sequence[Any], table: str = "units"
) -> dict[str, Any]:
    """Return the JSON of a report with one table."""
    figure = {"numerator": 1, "denominator": 2, "rate": 0.5, "last_year": None, "last_period": None}
    heads = [{"name": name, "title": name, "unit": unit} for name, unit in columns]
    return {
        "report": "monthly", "office": office, "from": "2026-10-01", "to": "2026-11-01", "as_of": "2026-10-31",
        "calendar": "2004-2026", "measures": [{"name": measure.value, **figure} for measure in Measure],
        "tables": [{"name": table, "title": table, "columns": heads, "rows": [list(row) for row in rows]}],
    }  # fmt: skip


def rows_of_sum(*objects: dict[str, Any]) -> list[tuple[Any, ...]]:
    (table,) = added(Report.MONTHLY, [(each["office"], each) for each in objects]).tables
    return [tuple(row) for row in table.rows]


def test_what_was_looked_at_for_other_days_does_not_add_up() -> None:
    one, other = told("甲", (), ()), told("乙", (), ())
    for each, days in ((one, 90), (other, 30)):
        next(figure for figure in each["measures"] if figure["name"] == "first_resolution")["days"] = days
    with pytest.raises(RefusedError) as caught:
        rows_of_sum(one, other)
    assert "指标口径" in caught.value.text.in_(Lang.ZH)
    page = added(Report.MONTHLY, [("乙", other), ("丙", other)])
    figure = next(figure for figure in page.figures if figure.name is Measure.FIRST_RESOLUTION)
    assert (figure.days, figure.value) == (30, Value(2, 4, is_rate=True))
    assert isinstance(figure.says, Both)
    assert "30日" in figure.says.zh


def test_days_are_listed_not_added() -> None:
    columns = (("unit", None), ("days_late", "日"))
    found = rows_of_sum(told("甲", columns, ("水利局", 3)), told("乙", columns, ("水利局", 4)))
    assert found == [("甲", "水利局", 3), ("乙", "水利局", 4)]


def test_a_rate_that_is_listed_stays_a_rate_and_a_withheld_one_withheld() -> None:
    columns = (("unit", None), ("close_rate", "%"), ("remark", None))
    rate = {"numerator": 3, "denominator": 4, "rate": 0.75}
    withheld = {"numerator": None, "denominator": None, "rate": None}
    first = told("甲", columns, ("水利局", rate, "provisional"))
    second = told("乙", columns, ("民政局", withheld, None))
    assert rows_of_sum(first, second) == [
        ("甲", "水利局", Value(3, 4, is_rate=True), Mark.PROVISIONAL),
        ("乙", "民政局", Value(None, is_rate=True, is_withheld=True), None),
    ]


def test_a_sum_of_weeks_is_looked_at_as_each_office_s_own() -> None:
    columns = (("unit", None), ("overdue", "项"), ("overdue_handle", "项"), ("due_7", "项"), ("open", "件"))
    objects = [told("甲", columns, ("水利局", 2, 1, 0, 9)), told("乙", columns, ("民政局", 1, 0, 4, 5))]
    for each in objects:
        each["report"] = "weekly"
    page = added(Report.WEEKLY, [(each["office"], each) for each in objects])
    assert [(spot.title, spot.value, spot.tone, spot.table) for spot in page.spots] == [
        (Head.OVERDUE, 3, Tone.LATE, "overdue"),
        (Head.DUE_7, 4, Tone.SOON, "due_soon"),
        (Head.OPEN, 14, None, "units"),
    ]
    (table,) = page.tables
    assert [column.tone for column in table.columns] == [None, Tone.LATE, None, Tone.SOON, None]
    assert table.chart == Chart(("overdue_handle",), Shape.STACKED)


def test_no_number_is_looked_at_first_where_one_office_withheld_it() -> None:
    columns = (("unit", None), ("overdue", "项"), ("open", "件"))
    objects = [told("甲", columns, ("水利局", "withheld", 9)), told("乙", columns, ("水利局", 1, 5))]
    for each in objects:
        each["report"] = "weekly"
        each["tables"].insert(0, {**each["tables"][0], "name": "changes"})
    page = added(Report.WEEKLY, [(each["office"], each) for each in objects])
    assert [(spot.title, spot.value) for spot in page.spots] == [(Head.OPEN, 14)]


def test_weeks_and_days_stand_in_their_order_and_are_not_summed_up() -> None:
    weeks = (("week", None), ("registered", "件次"))
    young = told("甲", weeks, ("第1周", 1), table="weeks")
    old = told("乙", weeks, ("第52周", 2), ("第1周", 3), table="weeks")
    (table,) = added(Report.MONTHLY, [("甲", young), ("乙", old)]).tables
    assert (list(table.rows), table.total) == ([("第52周", 2), ("第1周", 4)], None)
    assert table.chart == Chart(("registered",), Shape.LINE, most=12)
    days = (("day", None), ("falls_due", "项"))
    late = told("甲", days, ("2026-11-05", 1), table="days_ahead")
    soon = told("乙", days, ("2026-11-02", 1), table="days_ahead")
    (table,) = added(Report.MONTHLY, [("甲", late), ("乙", soon)]).tables
    assert list(table.rows) == [(dt.date(2026, 11, 2), 1), (dt.date(2026, 11, 5), 1)]
    assert table.chart == Chart(("falls_due",), Shape.DAYS, most=31, first=dt.date(2026, 10, 31))


def test_a_table_that_draws_nothing_in_an_office_draws_nothing_in_a_sum() -> None:
    columns = (("place", None), ("value", "件"))
    (table,) = added(
        Report.MONTHLY, [(name, told(name, columns, ("甲乡", 1), table="by_place")) for name in "甲乙"]
    ).tables
    assert table.chart is None
