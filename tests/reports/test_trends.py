"""What is drawn over time, over a small index drawn of matters."""

import datetime as dt
import sqlite3
from typing import Any

import pytest

from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS
from xinfang_cli.labels import Lang
from xinfang_cli.measures.windows import Window, days, read_month, read_week
from xinfang_cli.render.wording import written
from xinfang_cli.reports import Inquiry
from xinfang_cli.reports.trends import MONTHS, WEEKS, handling_times, trend


@pytest.fixture
def asked(law: Any) -> Any:
    """`asked(window)`: an inquiry over an index in which matters are registered and handled."""
    db = sqlite3.connect(":memory:")
    for name, columns in (("cases", CASES), ("clocks", CLOCKS), ("events", EVENTS), ("remarks", REMARKS)):
        db.execute(f"CREATE TABLE {name} ({', '.join(column.name for column in columns)})")

    def ask(window: Window | None, today: str = "2026-11-23") -> Inquiry:
        assert window
        return Inquiry(run=db.execute, window=window, today=dt.date.fromisoformat(today), office="某县信访局", law=law)

    def put(case: str, registered: str, **clock: Any) -> None:
        db.execute(
            "INSERT INTO cases (id, registered_on, is_open, is_closed, resolved, sealed, status)"
            " VALUES (?, ?, 1, 0, 0, 0, 'accepted')",
            (case, registered),
        )
        if clock:
            line = {
                "case_id": case,
                "clock": "handle",
                "kind": "duty",
                "owner": "unit",
                "dated": 1,
                "fate": "done",
                **clock,
            }
            marks = ", ".join(f":{name}" for name in line)
            db.execute(f"INSERT INTO clocks ({', '.join(line)}) VALUES ({marks})", line)

    ask.put = put  # type: ignore[attr-defined]
    return ask


def cells(table: Any) -> list[tuple[str, ...]]:
    return [tuple(written(cell, Lang.ZH) for cell in row) for row in table.rows]


def test_months_begin_where_something_was_and_end_with_the_window(asked: Any) -> None:
    asked.put("A", "2026-07-02")
    asked.put("B", "2026-09-30")
    asked.put("C", "2026-09-01")
    found = trend(asked(read_month("2026-10")))
    assert [row[:2] for row in cells(found)] == [("2026-07", "1"), ("2026-08", "0"), ("2026-09", "2"), ("2026-10", "0")]
    assert [column.name for column in found.columns] == ["month", "registered", "closed", "resolved", "overdue"]


def test_a_month_that_is_not_over_is_left_out(asked: Any) -> None:
    asked.put("A", "2026-10-02")
    asked.put("B", "2026-11-02")
    assert [row[0] for row in cells(trend(asked(read_month("2026-11"))))] == ["2026-10"]
    span = days(dt.date(2026, 10, 1), dt.date(2026, 11, 10))
    assert [row[0] for row in cells(trend(asked(span, "2027-01-05")))] == ["2026-10"]  # it ends within November


def test_two_years_of_months_and_twelve_weeks(asked: Any) -> None:
    asked.put("A", "2020-01-02")
    asked.put("B", "2024-12-01")
    asked.put("C", "2026-08-25")
    assert len(cells(trend(asked(read_month("2026-10"))))) == MONTHS - 1
    weeks = trend(asked(read_week("2026-W46")))
    assert weeks.name == "weeks"
    assert [row[0] for row in cells(weeks)][:2] == ["第35周", "第36周"]
    assert len(cells(weeks)) == WEEKS


def test_before_the_first_month_there_is_nothing(asked: Any) -> None:
    assert cells(trend(asked(read_month("0001-01")))) == []


@pytest.mark.parametrize(
    ("stopped", "row"),
    [
        ("2026-10-01", ("15日以内", "1", "0")),
        ("2026-10-16", ("15日以内", "1", "0")),
        ("2026-10-17", ("16至30日", "1", "0")),
    ],
)
def test_how_long_handling_took(asked: Any, stopped: str, row: tuple[str, ...]) -> None:
    asked.put("A", "2026-10-01", from_on="2026-10-01", due="2026-11-30", stopped_on=stopped)
    assert [each for each in cells(handling_times(asked(read_month("2026-10")))) if each[1:] != ("0", "0")] == [row]


def test_handling_past_its_limit_stands_apart_and_other_windows_do_not_count(asked: Any) -> None:
    asked.put("A", "2026-06-01", from_on="2026-06-01", due="2026-07-31", stopped_on="2026-10-05")
    asked.put("B", "2026-08-01", from_on="2026-08-01", due="2026-11-30", stopped_on="2026-10-05")
    asked.put("C", "2026-08-01", from_on="2026-08-01", due="2026-11-30", stopped_on="2026-11-05")
    asked.put("D", "2026-08-01", from_on="2026-08-01", due="2026-11-30", stopped_on="2026-10-05", fate="ended")
    found = cells(handling_times(asked(read_month("2026-10"))))
    assert found[-2:] == [("61至90日", "1", "0"), ("90日以上", "0", "1")]
    assert cells(handling_times(asked(read_month("2026-09")))) == []
