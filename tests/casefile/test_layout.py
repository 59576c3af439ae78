import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from xinfang_cli.casefile import layout as canonical
from xinfang_cli.casefile import yaml as yamlfile
from xinfang_cli.casefile.formats import DERIVED_COMMENT
from xinfang_cli.errors import XinfangError
from xinfang_cli.labels import Label

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


day = dt.date.fromisoformat

EXAMPLE = (Path(__file__).parents[1] / "example.yaml").read_text("utf-8")
"""A case as people read it, but for the comments behind its values."""


def start(on: str, rule: str, due: str) -> dict[str, Any]:
    return {"from": day(on), "rule": rule, "due": day(due)}


EXAMPLE_DATA: dict[str, Any] = {
    "id": "XF-20261122-7K3MQ",
    "title": "反映阳光花园逾期交房",
    "status": "accepted",
    "unit": "住房和城乡建设局",
    "due": day("2027-01-07"),
    "received_on": day("2026-11-22"),
    "registered_on": day("2026-11-22"),
    "channel": "visit",
    "class": "claim",
    "category": "城乡建设/房屋交易",
    "place": "广惠街街道",
    "people": 3,
    "first_time": True,
    "source": {"level": "省", "number": "410122202611220017", "due": day("2027-01-20")},
    "petitioners": [{"name": "王某", "phone": "13800000000", "address": "阳光花园3号楼"}],
    "request": "购买的房屋逾期两年未交付,要求明确交房时间。\n",
    "history": [
        {
            "id": "3f9a02c1",
            "date": day("2026-11-22"),
            "at": moment("2026-11-22T09:30:00+08:00"),
            "by": "李经办",
            "did": "open",
            "starts": {"route": start("2026-11-22", "15d", "2026-12-07")},
        },
        {
            "id": "71c0be55",
            "date": day("2026-11-23"),
            "at": moment("2026-11-23T10:02:00+08:00"),
            "by": "李经办",
            "did": "route",
            "mode": "assign",
            "unit": "住房和城乡建设局",
            "stops": ["route"],
            "starts": {
                "notify_routed": start("2026-11-23", "15d", "2026-12-08"),
                "object": start("2026-11-23", "5wd", "2026-11-30"),
                "assigned": start("2026-11-23", "45d", "2027-01-07"),
            },
        },
        {
            "id": "b25e7d10",
            "date": day("2026-11-25"),
            "at": moment("2026-11-26T08:50:00+08:00"),
            "by": "李经办",
            "actor": "住房和城乡建设局",
            "did": "accept",
            "stops": ["notify_routed", "object"],
            "starts": {"handle": start("2026-11-25", "60d", "2027-01-24")},
        },
    ],
}


def test_a_case_is_written_as_people_read_it() -> None:
    assert canonical.write(EXAMPLE_DATA, {"status": DERIVED_COMMENT}) == EXAMPLE


def test_what_is_written_reads_back_as_its_values() -> None:
    assert yamlfile.read(EXAMPLE) == canonical.as_read(EXAMPLE_DATA)


class Word(Label):
    """A word of a file."""

    CLAIM = "claim", "申诉求决", "claim"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        # plain
        ("住建局", "住建局"),
        ("15d", "15d"),
        ("30d>", "30d>"),
        ("3f9a02c1", "3f9a02c1"),
        ("阳光花园3号楼", "阳光花园3号楼"),
        ("𠮷某", "𠮷某"),
        ("葛󠄀城", "葛󠄀城"),  # a variant form: base and selector
        ("a:b", "a:b"),
        ("http://例.中国/a#b", "http://例.中国/a#b"),
        ("说“好”", "说“好”"),
        (Word.CLAIM, "claim"),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (-3, "-3"),
        (day("2026-11-22"), "2026-11-22"),
        (moment("2026-11-22T09:30:00+08:00"), "2026-11-22T09:30:00+08:00"),
        ([], "[]"),
        ({}, "{}"),
        # what YAML 1.1 or 1.2 would take for something else
        *((word, f"'{word}'") for word in ["no", "No", "YES", "on", "off", "y", "N", "true", "False", "null", "~", ""]),
        *(
            (text, f"'{text}'")
            for text in ["12:30", "010", "0o17", "0x1f", "0b11", "1_000", "1e3", "1.5E-3", "3", "-3"]
        ),
        *((text, f"'{text}'") for text in [".inf", "-.inf", ".nan", ".5", "+1", "190:20:30", "1,000", "12345678"]),
        *((text, f"'{text}'") for text in ["2026-11-22", "2026-3-5", "2026-11-22T09:30:00+08:00", "2026-11-22 9:30"]),
        *((text, f"'{text}'") for text in ["410122202611220017", "13800000000", "+86 138 0000 0000", "0371-6600 0000"]),
        *((text, f"'{text}'") for text in ["=", "<<", "<b>", "- a", "-a", "? a", ": a", "# a", "a #b", "a: b", "a:"]),
        *((text, f"'{text}'") for text in ["[a]", "{a}", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", '"a"', ",a"]),
        *((text, f"'{text}'") for text in [" a", "a ", " ", "---", "..."]),
        ("'a", "'''a'"),
        # what only double quotes can show
        ("a\tb", r'"a\tb"'),
        ("a\rb", r'"a\rb"'),
        ('a\t"\\', r'"a\t\"\\"'),
        ("a\x00\x1b\x7f\x85", r'"a\u0000\u001b\u007f\u0085"'),
        ("a\u2028b\u202ec\ufeff", r'"a\u2028b\u202ec\ufeff"'),
        ("𠮷\t", r'"𠮷\t"'),
        # several lines
        ("一\n二", "|-\n  一\n  二"),
        ("一\n二\n", "|\n  一\n  二"),
        ("一\n\n二\n\n", "|+\n  一\n\n  二\n"),
        ("\n一\n", "|\n\n  一"),
        ("一\n  二\n# 三\n---\n", "|\n  一\n    二\n  # 三\n  ---"),
        ("𠮷\n", "|\n  𠮷"),
        # several lines that an editor or a reader could spoil
        (" 一\n二\n", '"\\ 一\\n\\\n  二\\n"'),
        ("一 \n 二\n", '"一 \\n\\\n  \\ 二\\n"'),
        ("一\n二 ", '"一\\n\\\n  二 "'),
        ("一\t\n二", '"一\\t\\n\\\n  二"'),
        ("\n\n", '"\\n\\\n  \\n"'),
        ("一\r\n二", '"一\\r\\n\\\n  二"'),
    ],
)
def test_a_value_is_written_so_that_every_reader_takes_it_for_the_same(value: Any, written: str) -> None:
    text = canonical.write({"k": value, "z": "end"})
    assert text == f"k: {written}\nz: end\n"
    assert yamlfile.read(text) == {"k": canonical.as_read(value), "z": "end"}


def test_what_is_quoted_is_text_for_readers_of_yaml_1_1_too() -> None:
    nasty = [
        "no",
        "on",
        "y",
        "12:30",
        "010",
        "0x1f",
        "1_000",
        "2026-11-22",
        "=",
        "<<",
        "~",
        "null",
        ".inf",
        "1e3",
        "+1",
    ]
    data = {f"k{number}": text for number, text in enumerate(nasty)}
    assert yaml.safe_load(canonical.write(data)) == data


@pytest.mark.parametrize(
    ("data", "written"),
    [
        ({}, "{}\n"),
        (
            {"a": [{"b": 1, "c": [1, 2]}, "x", [1, [2]], {}, []]},
            "a:\n- b: 1\n  c:\n  - 1\n  - 2\n- x\n- - 1\n  - - 2\n- {}\n- []\n",
        ),
        ({"a": ["一\n二\n", "三"]}, "a:\n- |\n  一\n  二\n- 三\n"),
        ({"a": [{"b": "一\n", "c": "x"}]}, "a:\n- b: |\n    一\n  c: x\n"),
        (
            {"with": ["甲局", "a,b", "it's", "c: d", "no", "一\n二"]},
            "with: [甲局, 'a,b', 'it''s', 'c: d', 'no', \"一\\n二\"]\n",
        ),
        ({"stops": [{"a": 1}]}, "stops:\n- a: 1\n"),
        ({"links": []}, "links: []\n"),
        ({"starts": {}}, "starts: {}\n"),
        (
            {"starts": {"c": {"due": None, "on": [1, "a"], "x:y": {}}}},
            "starts:\n  c: {due: null, 'on': [1, a], 'x:y': {}}\n",
        ),
        ({"starts": {"no": "x"}}, "starts:\n  'no': x\n"),
        (
            {"on": 1, "n": 2, "no": 3, "a b": 4, "甲": 5, "-": 6, "7": 7, "": 8},
            "'on': 1\n'n': 2\n'no': 3\na b: 4\n甲: 5\n'-': 6\n'7': 7\n'': 8\n",
        ),
    ],
)
def test_layout(data: dict[str, Any], written: str) -> None:
    assert canonical.write(data) == written
    assert yamlfile.read(written) == canonical.as_read(data)


def test_a_long_line_stays_one_line() -> None:
    clocks = {f"clock_{number}": start("2026-11-22", "15d", "2026-12-07") for number in range(2)}
    units = [f"第{number}局" for number in range(2000)]
    text = canonical.write({"with": units, "starts": clocks, "title": "很长 " * 5000 + "。"})
    assert text.count("\n") == 5
    assert yamlfile.read(text)["with"] == units


def test_a_float_is_refused_since_no_record_has_one() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical.write({"a": 1.5})


def test_half_a_character_is_refused_in_words() -> None:
    with pytest.raises(XinfangError, match="not UTF-8"):
        canonical.write({"title": "坏\udcff"})


TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(" \n\t\r:#-'\"\\|>[]{},&*!%@`~=?0179.eE_+"))
)
SCALARS = st.one_of(
    TEXTS, st.none(), st.booleans(), st.integers(), st.dates(), st.datetimes(timezones=st.just(SHANGHAI))
)
KEYS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(sorted(canonical.FLOW_KEYS | {"starts", "date", "id", "a"})),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
@example({"a": "\n \n"})
def test_whatever_is_written_reads_back_and_is_written_the_same_again(data: dict[str, Any]) -> None:
    text = canonical.write(data)
    read = yamlfile.read(text)
    assert read == canonical.as_read(data)
    again = canonical.write(read)
    assert yamlfile.read(again) == read
    assert canonical.write(yamlfile.read(again)) == again


@given(TEXTS)
def test_any_text_reads_back_exactly_in_every_place(text: str) -> None:
    data = {"a": text, "with": [text], "c": [text, {"d": text}], "starts": {"e": {"f": text}}}
    assert yamlfile.read(canonical.write(data)) == data
