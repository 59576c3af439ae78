"""Filters, and which of a few matters they take."""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.index.relations import CASES, CLOCKS
from xinfang_cli.measures.selection import EVERYTHING, Selection
from xinfang_cli.plaintext import searchable

TODAY = dt.date(2026, 11, 22)

BLANK: dict[str, Any] = {
    "with_units": "[]", "is_open": 1, "is_closed": 0, "resolved": 0, "status": "accepted", "class": "claim",
    "channel": "visit", "received_on": "2026-11-01", "unit": "住房和城乡建设局", "sealed": 0,
    "registered_on": "2026-11-02", "joint_visit": 0, "dockets": "[]",
}  # fmt: skip

MATTERS: dict[str, dict[str, Any]] = {
    "A": {
        "due": "2026-11-21",
        "category": "城乡建设/房屋交易",
        "place": "广惠街街道",
        "text": "阳光交房",
        "source_level": "国家",
        "joint_visit": 1,
        "dockets": '["积案"]',
    },
    "B": {
        "due": "2026-11-22",
        "category": "城乡建设",
        "place": "东风路街道",
        "lead": "甲",
        "text": "物业费100%上涨",
        "source_level": "省",
        "first_time": 0,
        "dockets": '["重点","积案"]',
        "via": "书记信箱",
    },
    "C": {
        "due": "2026-11-29",
        "category": "城乡建设规划",
        "group_name": "楼盘",
        "owner": "李经办",
        "text": "𠮷祥里",
        "source_level": "县",
        "simple": 1,
        "joint": 1,
        "dockets": '["重点"]',
        "purpose": "appeal",
    },
    "D": {
        "due": "2026-11-30",
        "unit": "自然资源局",
        "with_units": '["住房和城乡建设局","水务局"]',
        "channel": "letter",
        "joint": 1,
        "origin": "网格",
    },
    "E": {
        "due": "2026-11-25",
        "unit": None,
        "status": "registered",
        "received_on": "2026-11-20",
        "registered_on": "2026-11-21",
    },
    "F": {
        "is_open": 0,
        "is_closed": 1,
        "status": "closed",
        "resolved": 1,
        "received_on": "2026-10-31",
        "registered_on": "2026-10-31",
        "close_reason": "filed",
        "resolved_basis": "agreement",
    },
    "G": {
        "is_open": 0,
        "status": "not_accepted",
        "class": "accusation",
        "sealed": 1,
        "unit": None,
        "registered_on": "2026-11-01",
    },
}
PLANS = {"A": ("措施", "路径", None), "A2": (None, None, "办法"), "B": ("措施", None, "办法"), "G": (None, None, None)}  # fmt: skip


@pytest.fixture(scope="module")
def office() -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE TABLE cases ({', '.join(column.name for column in CASES)})")
    db.execute(f"CREATE TABLE clocks ({', '.join(column.name for column in CLOCKS)})")
    db.execute("CREATE TABLE texts (case_id, haystack)")
    db.execute("CREATE TABLE remarks (case_id, kind, text, way, how)")
    db.execute("CREATE TABLE events (case_id, did)")
    db.execute("INSERT INTO events VALUES ('F', 'settle'), ('A', 'close')")
    for case_id, plan in PLANS.items():
        db.execute("INSERT INTO remarks VALUES (?, 'plan', ?, ?, ?)", (case_id[0], *plan))
    db.execute("CREATE VIEW clock_lines AS SELECT cases.*, clock FROM clocks JOIN cases ON id = case_id")
    for case_id, given_ in MATTERS.items():
        line = {**BLANK, **given_, "id": case_id}
        text = line.pop("text", None)
        names = ", ".join(line)
        db.execute(f"INSERT INTO cases ({names}) VALUES ({', '.join('?' * len(line))})", list(line.values()))
        db.execute("INSERT INTO clocks (case_id, clock) VALUES (?, 'route')", (case_id,))
        if text:
            db.execute("INSERT INTO texts VALUES (?, ?)", (case_id, searchable(text)))
    yield db
    db.close()


def taken(office: sqlite3.Connection, **filters: Any) -> str:
    where, params = Selection(today=TODAY, **filters).as_sql()
    found, lines = (
        "".join(sorted(case_id for (case_id,) in office.execute(f"SELECT id FROM {name} WHERE {where}", params)))
        for name in ("cases", "clock_lines")
    )
    assert found == lines  # the same condition speaks of both
    return found


@pytest.mark.parametrize(
    ("filters", "matters"),
    [
        ({}, "ABCDEFG"),
        ({"unit": ("住房和城乡建设局",)}, "ABCDF"),  # handles it, or helps
        ({"unit": ("自然资源局",)}, "D"),
        ({"unit": ("水务局", "自然资源局")}, "D"),
        ({"unit": ("城乡建设局",)}, ""),  # a part of a name is no name
        ({"status": ("registered", "closed")}, "EF"),
        ({"class_": ("accusation",)}, "G"),
        ({"channel": ("letter",)}, "D"),
        ({"place": ("广惠街街道", "东风路街道")}, "AB"),
        ({"category": ("城乡建设",)}, "AB"),  # and what lies under it, not what begins like it
        ({"category": ("城乡建设/房屋交易", "城乡建设规划")}, "AC"),
        ({"lead": ("甲",)}, "B"),
        ({"owner": ("李经办",)}, "C"),
        ({"group": ("楼盘",)}, "C"),
        ({"overdue": True}, "A"),
        ({"due_within": 0}, "B"),
        ({"due_within": 7}, "BCE"),
        ({"due_within": 7, "overdue": True}, "ABCE"),
        ({"due_within": 10**9}, "BCDE"),
        ({"unrouted": True}, "E"),
        ({"closed": True}, "F"),
        ({"open": True}, "ABCDE"),
        ({"open": True, "closed": True}, "ABCDEF"),
        ({"resolved": True}, "F"),
        ({"received_since": dt.date(2026, 11, 20)}, "E"),
        ({"received_until": dt.date(2026, 10, 31)}, "F"),
        ({"received_since": dt.date(2026, 10, 31), "received_until": dt.date(2026, 11, 1)}, "ABCDFG"),
        ({"since": dt.date(2026, 11, 21)}, "E"),
        ({"until": dt.date(2026, 11, 1)}, "FG"),
        ({"source_level": ("省",)}, "B"),
        ({"source_level": ("省+",)}, "AB"),
        ({"source_level": ("国家", "县+")}, "ABC"),
        ({"first_time": True}, "ACDEFG"),
        ({"repeat": True}, "B"),
        ({"first_time": True, "repeat": True}, "ABCDEFG"),
        ({"joint": True}, "AD"),
        ({"simple": True}, "C"),
        ({"lead": ("any",)}, "B"),
        ({"lead": ("none",)}, "ACDEFG"),
        ({"lead": ("甲", "none")}, "ABCDEFG"),
        ({"docket": ("积案",)}, "AB"),
        ({"docket": ("重点", "积案")}, "ABC"),
        ({"docket": ("积",)}, ""),
        ({"purpose": ("appeal",)}, "C"),
        ({"origin": ("网格",)}, "D"),
        ({"close_reason": ("filed",)}, "F"),
        ({"basis": ("agreement", "office")}, "F"),
        ({"channel": ("visit",)}, "ABCEFG"),
        ({"channel": ("书记信箱", "letter")}, "BD"),
        ({"no_plan": True}, "BCDEF"),
        ({"settled": True}, "F"),
        ({"text": ("物业",)}, "B"),
        ({"text": ("𠮷",)}, "C"),
        ({"text": ("100%",)}, "B"),
        ({"text": ("0%上",)}, "B"),
        ({"text": ("%",)}, "B"),
        ({"text": ("_",)}, ""),
        ({"text": ("阳光", "交房")}, "A"),
        ({"text": ("阳光", "物业")}, ""),
        ({"text": (" ",)}, "ABCDEFG"),
        ({"unit": ("住房和城乡建设局",), "overdue": True, "category": ("城乡建设",)}, "A"),
    ],
)
def test_filters_take(office: sqlite3.Connection, filters: dict[str, Any], matters: str) -> None:
    assert taken(office, **filters) == matters


def test_no_filter_is_a_condition_too() -> None:
    assert Selection(today=TODAY).as_sql() == (EVERYTHING, {})


@given(st.text(min_size=1), st.text(min_size=1))
def test_values_never_become_sql(first: str, second: str) -> None:
    """Whatever a value says, the condition is the same, and the value stands beside it as it was given."""
    plain, _ = Selection(today=TODAY, unit=("a", "b"), lead=("c",), category=("d",)).as_sql()
    where, params = Selection(today=TODAY, unit=(first, second), lead=(first,), category=("d",)).as_sql()
    assert where == plain
    assert {first, second} <= set(params.values())


def test_values_are_texts_under_names_of_their_own() -> None:
    where, params = Selection(today=TODAY, unit=("甲",), status=("closed",), overdue=True, since=TODAY).as_sql()
    assert sorted(re.findall(r":(s_\d+)", where)) == sorted(params)
    assert params == {"s_0": '"甲"', "s_1": "甲", "s_2": "closed", "s_3": "2026-11-22", "s_4": "2026-11-22"}


WRITTEN = st.text("阳光花园物业𠮷ＡＢab１２12（）()% ")


@given(WRITTEN, WRITTEN, WRITTEN)
def test_a_part_of_a_text_is_found_in_it(before: str, part: str, after: str) -> None:
    assert searchable(part) in searchable(before + part + after)


def test_width_and_case_make_no_difference() -> None:
    assert searchable("ＡＢＣ１２３（甲）") == searchable("abc123（甲）")
    assert searchable("𠮷") == "𠮷"
