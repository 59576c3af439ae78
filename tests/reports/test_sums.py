"""Reports of several offices, added up; how the command does it stands in `commands/test_report.py`."""

from collections.abc import Sequence
from typing import Any

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Both, Mark, Value
from xinfang_cli.reports import Report
from xinfang_cli.reports.sums import added


def told(office: str, columns: Sequence[tuple[str, str | None]], *rows: Sequence[Any]) -> dict[str, Any]:
    """Return the JSON of a report with one table."""
    figure = {"numerator": 1, "denominator": 2, "rate": 0.5, "last_year": None, "last_period": None}
    heads = [{"name": name, "title": name, "unit": unit} for name, unit in columns]
    return {
        "report": "monthly", "office": office, "from": "2026-10-01", "to": "2026-11-01", "as_of": "2026-10-31",
        "calendar": "2004-2026", "measures": [{"name": measure.value, **figure} for measure in Measure],
        "tables": [{"name": "units", "title": "units", "columns": heads, "rows": [list(row) for row in rows]}],
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
