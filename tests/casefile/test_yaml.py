import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.casefile import yaml as yamlfile
from xinfang_cli.casefile.layout import as_read, write
from xinfang_cli.casefile.yaml import YamlFault, line_of, read, read_bytes, update
from xinfang_cli.messages import Msg, Sentence

PURE = yaml.Loader
READERS = [yamlfile._loader(), PURE]


@pytest.fixture(params=READERS, ids=["libyaml", "pure"])
def any_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "_loader", lambda: request.param)


# --- Reading --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("any_reader")
@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("phone: 01065123456 # 总机", {"phone": "01065123456"}),
        (
            "a: no\nb: 12:30\nc: 0x1f\nd: 2026-11-22\ne: 1e3",
            {"a": "no", "b": "12:30", "c": "0x1f", "d": "2026-11-22", "e": "1e3"},
        ),
        ("a: true\nb: false\nc: null\nd: ~\ne:\n", {"a": True, "b": False, "c": None, "d": None, "e": None}),
        ("a: True\nb: NULL\nc: yes", {"a": "True", "b": "NULL", "c": "yes"}),
        ("a: 'true'\nb: \"null\"\nc: ''\nd: |-\n  true", {"a": "true", "b": "null", "c": "", "d": "true"}),
        ("on: 1\nn: 2\ntrue: 3\nnull: 4", {"on": "1", "n": "2", "true": "3", "null": "4"}),
        ("a: [x, {b: c}]\nd:\n  - e\n  -\n", {"a": ["x", {"b": "c"}], "d": ["e", None]}),
        ("--- # 开头\na: b\n...\n", {"a": "b"}),
        ("a: b\r\nc: |\r\n  d\r\n  e\r\n", {"a": "b", "c": "d\ne\n"}),
        ("a: 很长\n  的话\nb: >\n  甲\n  乙\n", {"a": "很长 的话", "b": "甲 乙\n"}),
        ("{a: b}", {"a": "b"}),
        ("{}", {}),
        ("? a\n: b\n", {"a": "b"}),
        ("'<<': b\n", {"<<": "b"}),
    ],
)
def test_every_scalar_is_the_text_that_stands_there(text: str, data: dict[str, Any]) -> None:
    assert read(text) == data


DEEP = 21
BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))


@pytest.mark.usefixtures("any_reader")
@pytest.mark.parametrize(
    ("text", "line", "msg"),
    [
        ("", None, Msg.YAML_EMPTY),
        ("# 只有注释\n", None, Msg.YAML_EMPTY),
        ("---\n", None, Msg.YAML_EMPTY),
        ("\n- a\n", 2, Msg.YAML_NOT_MAPPING),
        ("只有一句话", 1, Msg.YAML_NOT_MAPPING),
        ("a: 1\n---\nb: 2\n", 2, Msg.YAML_DOCUMENTS),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, Msg.YAML_DUPLICATE),
        ("a: 1\n'a': 2\n", 2, Msg.YAML_DUPLICATE),
        ("a: &x 1\n", 1, Msg.YAML_ALIAS),
        ("a: 1\nb: *a\n", 2, Msg.YAML_ALIAS),
        ("&x a: 1\n", 1, Msg.YAML_ALIAS),
        ("a: 1\n*b : 2\n", 2, Msg.YAML_ALIAS),
        (BOMB, 1, Msg.YAML_ALIAS),
        ("a: !!python/object:os.system x\n", 1, Msg.YAML_TAG),
        ("a: !!python/object/apply:os.system [ls]\n", 1, Msg.YAML_TAG),
        ("a: !own x\n", 1, Msg.YAML_TAG),
        ("a: ! x\n", 1, Msg.YAML_TAG),
        ("a: 1\n!!str b: 1\n", 2, Msg.YAML_TAG),
        ("a: 1\nb: !e!x y\n", 2, Msg.YAML_TAG),
        ("a: {b: 1}\n<<: {c: 1}\n", 2, Msg.YAML_MERGE),
        ("a:\n  ? [b, c]\n  : d\n", 2, Msg.YAML_KEY),
        ("{[a]: b}: c\n", 1, Msg.YAML_KEY),
        (f"a: 1\n{'键' * 129}: b\n", 2, Msg.YAML_KEY),
        (
            "a:\n" + "".join("  " * depth + "a:\n" for depth in range(1, DEEP)) + "  " * DEEP + "b: c\n",
            DEEP,
            Msg.YAML_DEEP,
        ),
        ("a: " + "[" * 20 + "]" * 20 + "\n", 1, Msg.YAML_DEEP),
        ("a: " + "[" * 5000 + "]" * 5000 + "\n", 1, Msg.YAML_DEEP),  # libyaml has a limit of its own
        ("a: " + "{b: " * 5000 + "}" * 5000 + "\n", 1, Msg.YAML_DEEP),
        ("a:\n  " + "- " * 5000 + "x\n", 2, Msg.YAML_DEEP),
        ("a: b\x00c\n", 1, Msg.YAML_CONTROL),
        ("a: 1\nb: c\x1b[31m\n", 2, Msg.YAML_CONTROL),
        ("a: \ud800\n", 1, Msg.YAML_CONTROL),
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", 2, Msg.YAML_CONFLICT),
        ("a: 1\n||||||| base\n", 2, Msg.YAML_CONFLICT),
        ("a: 1\n\tb: 2\n", 2, Msg.YAML_TAB),
        ("a:\n\t- b\n", 2, Msg.YAML_TAB),
        ("a: 1\nb: @x\n", 2, Msg.YAML_CHARACTER),
        ("a: `x\n", 1, Msg.YAML_CHARACTER),
        ("a: 1\nb: 回复: 已办\n", 2, Msg.YAML_COLON),
        ("a: 1\n没有冒号\nb: 2\n", 2, Msg.YAML_NO_COLON),
        ("a: 1\n  b: 2\n", 2, Msg.YAML_COLON),
        ("a:\n  b: 1\n c: 2\n", 3, Msg.YAML_INDENT),
        ("a:\n- b\n  c\n- d\n e: f\n", 5, Msg.YAML_COLON),
        ("a: 1\nb: '没有配对\nc: 2\n", 2, Msg.YAML_QUOTE),
        ('a: "没有配对\n', 1, Msg.YAML_QUOTE),
        ("a: [b, c\nd: e\n", 1, Msg.YAML_BRACKET),
        ("a: {b: c\n", 1, Msg.YAML_BRACKET),
        ("a: 'b' c\n", 1, Msg.YAML_INDENT),
        ('a: "\\q"\n', 1, Msg.YAML_SYNTAX),
        ("%YAML 3.0\n---\na: b\n", 1, Msg.YAML_SYNTAX),
    ],
)
def test_what_two_readers_could_take_differently_is_refused_with_its_line(
    text: str, line: int | None, msg: Sentence
) -> None:
    with pytest.raises(YamlFault) as caught:
        read(text)
    assert (caught.value.text.msg, caught.value.line) == (msg, line)


@pytest.mark.parametrize(
    ("raw", "data"),
    [
        (b"a: b\n", {"a": "b"}),
        (b"\xef\xbb\xbfa: b\n", {"a": "b"}),
        ("a: 𠮷\n".encode(), {"a": "𠮷"}),
    ],
)
def test_bytes_are_utf_8_with_or_without_a_mark(raw: bytes, data: dict[str, Any]) -> None:
    assert read_bytes(raw) == data


@pytest.mark.parametrize(
    ("raw", "line", "msg"),
    [
        (b"a: 1\nb: \xb0\xa2\n", 2, Msg.YAML_NOT_UTF8),
        ("a: 1\n".encode("utf-16"), 1, Msg.YAML_NOT_UTF8),
        (b"a: " + b"b" * yamlfile.MAX_BYTES, None, Msg.YAML_TOO_LARGE),
        (b"a: b\0c\n", 1, Msg.YAML_CONTROL),
    ],
)
def test_bytes_that_are_no_text_are_refused(raw: bytes, line: int | None, msg: Sentence) -> None:
    with pytest.raises(YamlFault) as caught:
        read_bytes(raw)
    assert (caught.value.text.msg, caught.value.line) == (msg, line)


def outcome(do: Callable[[], Any]) -> Any:
    """Return what a function returns, or the fault that it raises."""
    try:
        return do()
    except YamlFault as fault:
        return fault


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 100_000, "a: " + "{" * 100_000, "- " * 100_000, "a: " * 50_000, "[" * 1_000_000]
)
def test_deep_nesting_ends_at_once(text: str) -> None:
    with pytest.raises(YamlFault):
        read(text)


@given(st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@`# \n\t~<=1\x00\ud800中"), max_size=40))
def test_any_text_is_data_or_one_fault(text: str) -> None:
    found = outcome(lambda: read(text))
    if isinstance(found, YamlFault):
        assert found.line is None or 1 <= found.line <= text.count("\n") + 1
    else:
        assert isinstance(found, dict)


# --- Lines ----------------------------------------------------------------------------------------------------------

NUMBERED = "# 1\na: 1\nb:\n- c: 2\n  d: 3\n-\n  e:\n   f: 4\n"


@pytest.mark.usefixtures("any_reader")
@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("a",), 2),
        (("b",), 3),
        (("b", 0), 4),
        (("b", 0, "d"), 5),
        (("b", 1, "e", "f"), 8),
        (("b", 1, "e", "missing"), 7),
        (("b", 9), 3),
        (("missing",), 2),
        (("a", "deeper"), 2),
    ],
)
def test_the_line_of_a_value_or_of_its_nearest_parent(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(NUMBERED, path) == line
    assert line_of("\ufeff" + NUMBERED, path) == line


@pytest.mark.parametrize("text", ["", "a: [", "a: &x 1\nb: *y\n"])
def test_no_line_where_there_is_no_yaml(text: str) -> None:
    assert line_of(text, ("a",)) is None


# --- Changes --------------------------------------------------------------------------------------------------------

BY_HAND = """\
# 局长要求每周看一次
id:   XF-20261122-7K3MQ
title: "反映逾期交房, 𠮷某"   # 标题
status: accepted
unit:
due: ~      # 期限

people: 03
phone2: 01065123456
links: [ 'XF-1',  XF-2,
   XF-3 ]   # 三件
petitioners:   # 先写联系人
  - name: 王某     # 联系人
    phone: '13800000000'
  - {name: 李某,   phone: "139"}
request: >
  购买的房屋
  逾期两年。

note2: 很长的一句话
  分成两行写
source:
    level: 省   # 交办

    # 编号待核
    number: '1'
history:
  # 第一条
  - id: 3f9a02c1
    date: 2026-11-22
    did: open
    starts:
        route: { from: 2026-11-22, rule: 15d }

  # 末尾的话
"""


def changed(text: str, change: Any) -> tuple[str, dict[str, Any]]:
    old = read(text)
    new = copy.deepcopy(old)
    change(new)
    return update(text, old, new), new


def lines_of_change(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


def set_to(*path_and_value: Any) -> Any:
    *path, last, value = path_and_value

    def change(data: Any) -> None:
        for step in path:
            data = data[step]
        data[last] = value

    return change


def without(*path: Any) -> Any:
    *steps, last = path

    def change(data: Any) -> None:
        for step in steps:
            data = data[step]
        del data[last]

    return change


@pytest.mark.usefixtures("any_reader")
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        (set_to("status", "closed"), ["status: accepted"], ["status: closed"]),
        (set_to("status", "no"), ["status: accepted"], ["status: 'no'"]),
        (set_to("id", "XF-1"), ["id:   XF-20261122-7K3MQ"], ["id:   XF-1"]),
        (set_to("title", "新"), ['title: "反映逾期交房, 𠮷某"   # 标题'], ["title: 新   # 标题"]),
        (set_to("title", "一\n二\n"), ['title: "反映逾期交房, 𠮷某"   # 标题'], ["title: |   # 标题", "  一", "  二"]),
        (set_to("unit", "住建局"), ["unit:"], ["unit: 住建局"]),
        (set_to("due", dt.date(2027, 1, 7)), ["due: ~      # 期限"], ["due: 2027-01-07      # 期限"]),
        (set_to("people", 4), ["people: 03"], ["people: 4"]),
        (without("people"), ["people: 03"], []),
        (set_to("links", ["XF-1"]), ["links: [ 'XF-1',  XF-2,", "   XF-3 ]   # 三件"], ["links: [XF-1]   # 三件"]),
        (without("links"), ["links: [ 'XF-1',  XF-2,", "   XF-3 ]   # 三件"], []),
        (set_to("petitioners", 0, "phone", "0371"), ["    phone: '13800000000'"], ["    phone: '0371'"]),
        (set_to("petitioners", 0, "address", "3号楼"), [], ["    address: 3号楼"]),
        (without("petitioners", 0, "phone"), ["    phone: '13800000000'"], []),
        (set_to("request", "短"), ["request: >", "  购买的房屋", "  逾期两年。"], ["request: 短"]),
        (set_to("request", "一\n二"), ["request: >", "  购买的房屋", "  逾期两年。"], ["request: |-", "  一", "  二"]),
        (set_to("note2", "短"), ["note2: 很长的一句话", "  分成两行写"], ["note2: 短"]),
        (set_to("source", "number", "2"), ["    number: '1'"], ["    number: '2'"]),
        (set_to("source", "due", dt.date(2027, 1, 7)), [], ["    due: 2027-01-07"]),
        (
            set_to("source", {}),
            ["source:", "    level: 省   # 交办", "", "    # 编号待核", "    number: '1'"],
            ["source: {}"],
        ),
        (set_to("source", ["x"]), ["    level: 省   # 交办", "", "    # 编号待核", "    number: '1'"], ["- x"]),
        (
            set_to("history", 0, "starts", "route", "rule", "45d"),
            ["        route: { from: 2026-11-22, rule: 15d }"],
            ["        route: {from: '2026-11-22', rule: 45d}"],
        ),
        (
            set_to("history", 0, "starts", "handle", {"from": dt.date(2026, 11, 25), "rule": "60d"}),
            [],
            ["        handle: {from: 2026-11-25, rule: 60d}"],
        ),
        (
            lambda data: data["history"].append({"id": "b", "did": "note", "text": "一\n二\n"}),
            [],
            ["  - id: b", "    did: note", "    text: |", "      一", "      二"],
        ),
        (lambda data: data["petitioners"].append({"name": "𠮷某"}), [], ["  - name: 𠮷某"]),
        (set_to("unknown", "值"), [], ["unknown: 值"]),
        (set_to("unknown", "一\n二\n"), [], ["unknown: |", "  一", "  二"]),
        (lambda _: None, [], []),
    ],
)  # fmt: skip
def test_only_the_lines_that_are_meant_change(
    change: Any, gone: list[str], come: list[str], line_end: str, mark: str
) -> None:
    text = mark + BY_HAND.replace("\n", line_end)
    after, new = changed(text, change)
    assert lines_of_change(text, after) == (gone, come)
    assert after.count("\r\n") == (after.count("\n") if line_end == "\r\n" else 0)
    assert read(after.removeprefix("\ufeff")) == as_read(new)


def test_a_list_item_that_cannot_be_changed_in_place_is_written_anew_with_its_list() -> None:
    after, _ = changed(BY_HAND, set_to("petitioners", 1, "phone", "138"))
    assert lines_of_change(BY_HAND, after) == (
        [
            "petitioners:   # 先写联系人",
            "  - name: 王某     # 联系人",
            "    phone: '13800000000'",
            '  - {name: 李某,   phone: "139"}',
        ],
        ["petitioners:", "- name: 王某", "  phone: '13800000000'", "- name: 李某", "  phone: '138'"],
    )


def test_a_shorter_list_is_written_anew() -> None:
    after, _ = changed("a:\n# 甲\n- 1\n- 2\nb: 3\n", set_to("a", ["1"]))
    assert after == "a:\n- '1'\nb: 3\n"


def test_words_of_a_list_are_written_anew() -> None:
    after, _ = changed("a:\n- 1\n- 2 # 乙\nb: 3\n", set_to("a", ["1", "3"]))
    assert after == "a:\n- '1'\n- '3'\nb: 3\n"


def test_new_keys_stand_where_the_form_has_them() -> None:
    old = {"id": "1", "status": "x", "place": "p", "history": []}
    text = "id: 1\nstatus: x\nplace: p # 地点\nhistory: []\nown: 自己的\n"
    new = {"id": "1", "status": "x", "category": "c", "place": "p", "lead": "甲", "owner": "乙", "history": ["e"]}
    assert update(text, old, new) == (
        "id: 1\nstatus: x\ncategory: c\nplace: p # 地点\nlead: 甲\nowner: 乙\nhistory:\n- e\nown: 自己的\n"
    )


def test_a_new_first_key_comes_after_the_first() -> None:
    assert update("b: 1\nc: 2\n", {"b": 1, "c": 2}, {"a": 0, "b": 1, "c": 2}) == "b: 1\na: 0\nc: 2\n"


def test_what_differs_only_in_how_it_is_written_stays() -> None:
    text = "people: 03\nstops: route # 一个\nat: 2026-11-22 09:30:00+08:00\nlead: null\n"
    old = {"people": 3, "stops": ["route"], "at": dt.datetime.fromisoformat("2026-11-22T09:30:00+08:00"), "unit": None}
    assert update(text, old, old | {"unit": "甲"}) == text.replace("lead", "unit: 甲\nlead")
    assert update(text, old, old | {"lead": "甲"}) == text.replace("lead: null", "lead: 甲")
    assert update(text, old, old | {"stops": ["route", "x"]}) == text.replace("stops: route", "stops: [route, x]")


@pytest.mark.parametrize(
    ("text", "change", "after"),
    [
        ("a: 1\nb: 2", set_to("c", "3"), "a: 1\nb: 2\nc: '3'"),
        ("a: 1\nb: 2", without("b"), "a: 1"),
        ("a: 1\nb: 2", without("a"), "b: 2"),
        ("a: 1\r\nb: 2", without("b"), "a: 1"),
        ("a: 1\nb: |+\n  x\n\nc: 2\n", set_to("d", "v"), "a: 1\nb: |+\n  x\n\nc: 2\nd: v\n"),
        ("a: |+ # c\n  x\n\nb: 2\n", set_to("a", "v"), "a: v\nb: 2\n"),
        ("a: |+\n  x\n\n", set_to("b", "v"), "a: |+\n  x\n\nb: v\n"),
        ("--- # 开头\na: 1\n...\n", set_to("b", "2"), "--- # 开头\na: 1\nb: '2'\n...\n"),
        ("? a\n: 1\n", set_to("a", "2"), "? a\n: '2'\n"),
        ("? a\n:\n", set_to("a", "x"), "? a\n: x\n"),
        ("a:\n- b: 1\n  c: 2\n", without("a", 0, "b"), "a:\n- c: '2'\n"),
        ("a:\n- - 1\n  - 2\n", set_to("a", [["1", "3"]]), "a:\n- - '1'\n  - '3'\n"),
        ("a:\n- b: 1\n", set_to("a", 0, {"c": "2"}), "a:\n- c: '2'\n"),
        ("a:\n  b: 1\n", set_to("a", {"c": "2"}), "a:\n  c: '2'\n"),
        ("a: {b: 1}\n", set_to("a", "b", "2"), "a: {b: '2'}\n"),
    ],
)
def test_odd_corners(text: str, change: Any, after: str) -> None:
    found, new = changed(text, change)
    assert found == after
    assert read(found) == new


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("{a: 1}\n", set_to("a", "2")),
        ("a: 1\n", without("a")),
        ("? a # 键\n:\n  b\n", set_to("a", {"c": "2"})),
        ("a: |\n  x", set_to("b", "2")),
        ("b: 1\n? a\n: 2\n", without("a")),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_and_names_the_key(text: str, change: Any) -> None:
    with pytest.raises(YamlFault) as caught:
        changed(text, change)
    assert caught.value.text.msg is Msg.YAML_NOT_EDITED
    assert caught.value.text.fields["keys"] in (["a"], ["b"])


SMALL = st.recursive(
    st.one_of(st.sampled_from(["x", "no", "一\n二\n", " a", "", "12:30"]), st.none(), st.booleans(), st.integers(0, 9)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(st.sampled_from(["a", "b", "c", "stops", "starts"]), SMALL, min_size=1, max_size=4)


@given(DOCUMENTS, DOCUMENTS, st.integers(0, 3))
def test_any_change_reads_back_or_is_refused(old: dict[str, Any], new: dict[str, Any], comments: int) -> None:
    lines = write(old).splitlines()
    for number in range(comments):
        lines.insert(number * len(lines) // 3, "# 手写")
    text = "\n".join(lines) + "\n"
    found = outcome(lambda: read(text))
    after = outcome(lambda: update(text, old, new))
    if isinstance(after, YamlFault):
        assert isinstance(found, YamlFault) or after.text.msg is Msg.YAML_NOT_EDITED
    else:
        assert read(after) == {key: value for key, value in found.items() if key not in old} | as_read(new)
