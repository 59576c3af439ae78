"""What a unit owes, what is on a docket, what was done of a matter: over a small index."""

import datetime as dt
import sqlite3
from typing import Any

import pytest

from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS
from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Page
from xinfang_cli.measures.windows import read_week
from xinfang_cli.render.wording import titled, written
from xinfang_cli.reports import Inquiry
from xinfang_cli.reports.leaflets import Leaflets

TODAY = dt.date(2026, 11, 23)


class Office:
    """An index of a few matters."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        for name, columns in (("cases", CASES), ("clocks", CLOCKS), ("events", EVENTS), ("remarks", REMARKS)):
            self.db.execute(f"CREATE TABLE {name} ({', '.join(column.name for column in columns)})")

    def put(self, table: str, **line: Any) -> None:
        marks = ", ".join(f":{name}" for name in line)
        self.db.execute(f"INSERT INTO {table} ({', '.join(line)}) VALUES ({marks})", line)

    def case(self, id_: str, title: str | None = "路灯不亮", **more: Any) -> None:
        known = {"status": "accepted", "sealed": 0, "is_open": 1, "resolved": 0, "registered_on": "2026-11-02"}
        self.put("cases", id=id_, title=title, **{**known, "dockets": "[]", **more})

    def clock(self, case: str, clock: str, due: str | None, **more: Any) -> None:
        known = {"n": f"{clock}", "kind": "duty", "owner": "unit", "owing": "水利局", "from_on": "2026-11-02"}
        self.put("clocks", case_id=case, clock=clock, due=due, **{**known, **more})

    def step(self, case: str, on: str, did: str, **more: Any) -> None:
        self.put("events", case_id=case, n=f"{on}{did}", on_day=on, did=did, **{"dated": 1, **more})


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def leaflets(office: Office, law: Any) -> Leaflets:
    window = read_week("2026-W48")
    assert window
    return Leaflets(Inquiry(run=office.db.execute, window=window, today=TODAY, office="某县信访局", law=law))


def told(page: Page) -> dict[str, list[tuple[str, ...]]]:
    return {table.name: [tuple(written(cell, Lang.ZH) for cell in row) for row in table.rows] for table in page.tables}


def spots(page: Page) -> dict[str, object]:
    return {titled(spot.title, Lang.ZH): spot.value for spot in page.spots}


def test_what_each_unit_owes_the_oldest_duty_first(office: Office, leaflets: Leaflets) -> None:
    office.case("XF-1")
    office.case("XF-2", sealed=1)
    office.clock("XF-1", "handle", "2026-11-20")
    office.clock("XF-2", "notify_routed", "2026-11-27", owing="水利局")
    office.clock("XF-1", "assigned", "2027-01-10")
    office.clock("XF-1", "route", "2026-11-18", owner="office", owing=None)
    office.clock("XF-1", "perform", None)
    office.clock("XF-1", "review", "2026-11-01", stopped_on="2026-11-02", fate="done")
    own, water = leaflets.units()
    assert (own.report.in_(Lang.ZH), water.report.in_(Lang.ZH)) == ("某县信访局", "水利局")
    assert water.report.value == "unit-水利局"
    assert told(water) == {
        "overdue": [("XF-1", "路灯不亮", "办理", "2026-11-20", "3", "已受理")],
        "due": [
            ("XF-2", "密", "告知（转来）", "2026-11-27", "4", "已受理"),
            ("XF-1", "路灯不亮", "交办反馈", "2027-01-10", "48", "已受理"),
        ],
    }
    assert spots(water) == {"超期": 1, "7日内到期事项": 1, "未到期": 2}


def test_a_duty_of_nobody_stands_on_a_page_of_its_own(office: Office, leaflets: Leaflets) -> None:
    office.case("XF-1", None)
    office.clock("XF-1", "own_clock", "2026-11-20", owing=None)
    (page,) = leaflets.units()
    assert (page.report.value, page.report.in_(Lang.ZH)) == ("unit-no_unit", "（未定单位）")
    assert told(page)["overdue"] == [("XF-1", "—", "own_clock", "2026-11-20", "3", "已受理")]


def test_what_is_on_each_docket(office: Office, leaflets: Leaflets) -> None:
    office.case("XF-1", dockets='["2026积案","交办"]', due="2026-11-20", unit="水利局")
    office.case("XF-2", dockets='["2026积案"]', resolved=1, is_open=0, status="closed")
    office.case("XF-3", dockets='["2026积案"]', sealed=1)
    old, handed, none = leaflets.dockets(["2026积案", "交办", "空的"])
    assert told(old)["on_docket"] == [
        ("XF-1", "路灯不亮", "水利局", "已受理", "2026-11-20", "3"),
        ("XF-2", "路灯不亮", "—", "办结", "—", "—"),
    ]
    assert spots(old) == {"超期": 1, "在办": 1, "在清单上": 2, "累计化解": 1}
    assert (handed.report.value, len(told(handed)["on_docket"])) == ("docket-交办", 1)
    assert told(none)["on_docket"] == []


def test_what_was_done_of_a_matter_without_a_word_of_anyone(office: Office, leaflets: Leaflets) -> None:
    office.case("XF-1", unit="水利局", due="2026-11-20")
    office.case("XF-2", "拆迁", sealed=1, status="registered")
    office.clock("XF-1", "handle", "2026-11-20")
    office.clock("XF-1", "route", "2026-11-17", n="a", owner="office", owing=None, stopped_on="2026-11-05", fate="done")
    office.clock("XF-1", "assigned", None, n="z", stopped_on="2026-11-06", fate="ended")
    office.step("XF-1", "2026-11-02", "open")
    office.step("XF-1", "2026-11-05", "route", unit="水利局")
    office.step("XF-1", "2026-11-06", "observed", what="opinion", dated=0)
    office.step("XF-0", "2026-11-06", "open")
    one, other = leaflets.matters()
    assert told(one) == {
        "about": [
            ("标题", "路灯不亮"), ("状态", "已受理"), ("责任单位", "水利局"), ("登记日期", "2026-11-02"), ("期限", "2026-11-20"),
        ],
        "duties": [
            ("登记转送", "某县信访局", "2026-11-02", "2026-11-17", "已完成", "2026-11-05", "—"),
            ("办理", "水利局", "2026-11-02", "2026-11-20", "在计", "—", "3"),
            ("交办反馈", "水利局", "2026-11-02", "—", "已终止", "2026-11-06", "—"),
        ],
        "steps": [
            ("2026-11-02", "登记", "—"), ("2026-11-05", "转送交办", "水利局"), ("—", "作出处理意见", "—"),
        ],
    }  # fmt: skip
    assert spots(one) == {"超期": 3}
    assert told(other)["about"][0] == ("标题", "密")
    assert (told(other)["duties"], told(other)["steps"], spots(other)) == ([], [], {})
    assert leaflets.ids() == {"XF-1", "XF-2"}
