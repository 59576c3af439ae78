import datetime as dt
from typing import Any

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Owner
from xinfang_cli.office.nodes import Node


def said(node: Node) -> list[tuple[tuple[str | int, ...], str]]:
    """Return the faults so far: where, and what in English."""
    return [(fault.place, fault.text.in_(Lang.EN)) for fault in node.faults]


def test_a_text() -> None:
    node = Node({"name": "某县", "empty": "", "none": None, "list": ["a"]})
    assert [node.text(key, "默认") for key in ("name", "empty", "none", "absent")] == ["某县", "默认", "默认", "默认"]
    assert node.faults == []
    assert node.text("list") is None
    assert said(node) == [(("list",), "list must be a text — write one, numbers in quotes")]


def test_a_text_that_must_be_there_is_faulted_once() -> None:
    node = Node({"code": True}, ("units", 0))
    assert (node.needed("name"), node.needed("code")) == ("", "")
    assert said(node) == [
        (("units", 0, "name"), "name is missing — add it"),
        (("units", 0, "code"), "code must be a text — write one, numbers in quotes"),
    ]


@pytest.mark.parametrize(("value", "number"), [("0", 0), ("15", 15), (None, 3)])
def test_a_number(value: object, number: int) -> None:
    node = Node({"warn": value})
    assert node.number("warn", 3) == number
    assert node.faults == []


@pytest.mark.parametrize("value", ["三", "1.5", "-1", True, ["1"], {}])
def test_what_is_no_number(value: object) -> None:
    node = Node({"warn": value})
    assert node.number("warn", 3) == 3
    assert said(node) == [(("warn",), "warn must be a whole number of at least 0 — correct it")]


@pytest.mark.parametrize("value", ["0", "8", "一"])
def test_a_number_within_bounds(value: str) -> None:
    node = Node({"week_start": value})
    assert node.number("week_start", 1, 1, 7) == 1
    assert said(node) == [(("week_start",), "week_start must be a whole number from 1 to 7 — correct it")]
    assert Node({"week_start": "7"}).number("week_start", 1, 1, 7) == 7


def test_a_flag() -> None:
    node = Node({"roll": True, "none": None, "word": "yes"})
    assert [node.flag("roll"), node.flag("none"), node.flag("absent", default=True)] == [True, False, True]
    assert node.flag("word") is False
    assert said(node) == [(("word",), "word must be true or false — correct it")]


def test_a_word_of_a_list() -> None:
    node = Node({"owner": "office", "zh": "责任单位", "wrong": "局", "list": ["unit"]})
    assert node.word("owner", Owner, Owner.UNIT) is Owner.OFFICE
    assert node.word("zh", Owner, Owner.OFFICE) is Owner.UNIT
    assert node.word("absent", Owner, Owner.ORGAN) is Owner.ORGAN
    assert node.word("wrong", Owner, Owner.UNIT) is Owner.UNIT
    assert node.word("list", Owner, Owner.UNIT) is Owner.UNIT
    assert said(node)[0] == (
        ("wrong",),
        "wrong cannot be “局” — use one of: office, unit, organ, petitioner",
    )
    assert len(node.faults) == 2


def test_texts() -> None:
    node = Node({"aliases": ["住建局", "县住建局"], "one": "住建局", "wrong": [True], "mapping": {}})
    assert node.texts("aliases") == ("住建局", "县住建局")
    assert node.texts("one") == ("住建局",)
    assert node.texts("absent") == ()
    assert (node.texts("wrong"), node.texts("mapping")) == ((), ())
    assert [text for _, text in said(node)] == [
        f"{key} must be a list of texts — write [a, b]" for key in ("wrong", "mapping")
    ]


def test_a_mapping_within() -> None:
    node = Node({"extend": {"times": "1"}, "wrong": "30"})
    assert node.node("extend").number("times", 0) == 1
    assert node.node("absent").number("times", 0) == 0
    assert node.node("wrong").number("times", 0) == 0
    assert said(node) == [(("wrong",), "wrong must hold keys and values — correct it")]


def test_rows_name_the_line_they_stand_on() -> None:
    node = Node({"units": [{"name": "甲局"}, {"nmae": "乙局"}], "wrong": ["甲局"], "text": "甲局"})
    assert node.rows("units", lambda row: row.needed("name")) == ("甲局", "")
    assert node.rows("absent", lambda row: row.needed("name")) == ()
    assert node.rows("wrong", lambda row: row.needed("name")) == ()
    assert node.rows("text", lambda row: row.needed("name")) == ()
    assert said(node) == [
        (("units", 1, "name"), "name is missing — add it"),
        (("units", 1, "nmae"), "unknown key nmae, kept and without effect — check its spelling"),
        (("wrong",), "wrong must be a list of keys and values — begin each line with -"),
        (("text",), "text must be a list of keys and values — begin each line with -"),
    ]


def test_a_table_of_names() -> None:
    node = Node({"clocks": {"route": {"days": "15"}, "handle": "60"}})
    assert node.table("clocks", lambda name, row: (name, row.number("days", None))) == {
        "route": ("route", 15),
        "handle": ("handle", None),
    }
    assert said(node) == [(("clocks", "handle"), "handle must hold keys and values — correct it")]


def test_pairs() -> None:
    node = Node({"headers": {"反映人": "name", "空": None, "错": ["name"]}})
    assert node.pairs("headers") == {"反映人": "name"}
    assert [place for place, _ in said(node)] == [("headers", "错")]


def test_days_and_spans() -> None:
    node = Node({"off": ["2027-01-01", ["2027-02-05", "2027-02-07"]], "one": "2027-01-01", "none": None, "empty": []})
    assert [each.isoformat() for each in node.days("off")] == ["2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07"]
    assert list(node.days("one")) == [dt.date(2027, 1, 1)]
    assert [*node.days("none"), *node.days("empty"), *node.days("absent")] == []
    assert node.faults == []


@pytest.mark.parametrize(
    "part",
    [
        "2027年1月1日",
        ["2027-01-01"],
        ["2027-01-01", "2027-01-02", "2027-01-03"],
        True,
        {"from": "x"},
        ["2027-02-07", "2027-02-05"],
    ],
)
def test_what_is_no_day(part: Any) -> None:
    node = Node({"off": [part, "2027-05-01"]})
    assert list(node.days("off")) == [dt.date(2027, 5, 1)], "the others still count"
    (place, text), *rest = said(node)
    assert place == ("off",)
    assert text.endswith("is no day — write 2027-01-01 or [2027-02-05, 2027-02-11]")
    assert rest == []


def test_an_unknown_key_is_a_warning() -> None:
    node = Node({"name": "某县", "nmae": "某县"})
    node.text("name")
    node.finish()
    assert [(fault.place, fault.is_warning) for fault in node.faults] == [(("nmae",), True)]
