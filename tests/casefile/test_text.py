import datetime as dt
from pathlib import Path, PurePath
from typing import Any

import pytest

from xinfang_cli.casefile.text import _dates_of, _sentence, changed, checked, parse, parse_as, text_of
from xinfang_cli.errors import InvalidError
from xinfang_cli.law.recordbase import Record
from xinfang_cli.law.records import Case, SealedText
from xinfang_cli.messages import Msg, Sentence

EXAMPLE = (Path(__file__).parents[1] / "example.yaml").read_text("utf-8")
NAME = PurePath("cases/2026/11/XF-20261122-7K3MQ.yaml")


def read(text: str) -> Case:
    case, problems = parse(text.encode(), NAME)
    assert case, problems
    return case


def test_a_case_that_was_read_is_written_as_it_was() -> None:
    assert text_of(read(EXAMPLE)) == EXAMPLE


def test_unknown_keys_are_no_fault_and_stay() -> None:
    text = EXAMPLE.replace("history:\n", "remark: 自己的\nhistory:\n")
    case = read(text)
    assert case.unknown == {"remark": "自己的"}
    assert text_of(case) == text


@pytest.mark.parametrize("text", ["\ufeff" + EXAMPLE, EXAMPLE.replace("\n", "\r\n"), EXAMPLE.replace("+08:00", "Z")])
def test_other_ways_to_write_it_are_read(text: str) -> None:
    assert read(text).title == "反映阳光花园逾期交房"


@pytest.mark.parametrize("at", ["2026-11-22 09:30:00+08:00", "2026-11-22T09:30+08:00", "2026-11-22T01:30:00Z"])
def test_a_moment_may_be_written_in_several_ways(at: str) -> None:
    case = read(EXAMPLE.replace("2026-11-22T09:30:00+08:00", at))
    assert case.history[0].at == dt.datetime.fromisoformat("2026-11-22T09:30:00+08:00")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("source:\n  level: 省", "source:\n  level: [省]", 16),
        ("  due: 2027-01-20", "  due: 1795305600", 18),
        ("history:\n- id", "history:\n- 登记\n- id", 26),
        ("  starts:\n    route: {from: 2026-11-22, rule: 15d, due: 2026-12-07}", "  starts: []", 31),
        ("    route: {from: 2026-11-22, rule: 15d, due: 2026-12-07}", "    route: 15d", 32),
    ],
)
def test_a_fault_within_is_told_at_its_line(old: str, new: str, line: int) -> None:
    assert old in EXAMPLE
    case, (problem,) = parse(EXAMPLE.replace(old, new, 1).encode(), NAME)
    assert case is None
    assert (problem.line, problem.path) == (line, NAME)


@pytest.mark.parametrize("history", ["history: x\n", "history:\n  a: b\n", "history: null\n"])
def test_a_history_that_is_none(history: str) -> None:
    case, (problem,) = parse((EXAMPLE.partition("history:")[0] + history).encode(), NAME)
    assert case is None
    assert problem.text.msg in (Msg.FIELD_LIST, Msg.FIELD_EMPTY)


def test_an_unknown_kind_of_fault_is_still_told() -> None:
    long = "很" * 50
    text = _sentence(("people",), [{"type": "finite_number", "input": long}])
    assert text == Msg.FIELD_WRONG(key="people", value="很" * 40 + "…", least=None, most=None)
    assert _sentence((), [{"type": "missing", "input": {}}]) == Msg.FIELD_MISSING(key="")


def test_other_records_are_read_the_same_way() -> None:
    text, problems = parse_as(SealedText, b"id: XF-20261122-7K3MQ\nrequest: x\n", NAME)
    assert (text, problems) == (SealedText(id="XF-20261122-7K3MQ", request="x"), ())


def test_a_change_rewrites_a_file_in_our_form() -> None:
    case = read(EXAMPLE).but(place=None, lead="李县长", people=4)
    after = changed(EXAMPLE, NAME, case)
    assert after == text_of(case)
    assert read(after) == case


def test_a_change_leaves_alone_what_people_wrote() -> None:
    text = EXAMPLE.replace("place:", "# 局长关注\nplace:").replace("people: 3", "people: 03   # 含代表")
    after = changed(text, NAME, read(text).but(lead="李县长"))
    assert after == text.replace("source:\n", "lead: 李县长\nsource:\n")


def test_a_file_with_faults_is_not_changed() -> None:
    with pytest.raises(InvalidError) as caught:
        changed(EXAMPLE.replace("channel: visit\n", ""), NAME, read(EXAMPLE))
    assert [problem.text.msg for problem in caught.value.problems] == [Msg.FIELD_MISSING]
    with pytest.raises(InvalidError) as caught:
        changed(EXAMPLE + "x: \udcff", NAME, read(EXAMPLE))
    assert [problem.text.msg for problem in caught.value.problems] == [Msg.YAML_NOT_UTF8]


def test_a_file_that_cannot_be_changed_in_place_is_refused() -> None:
    flow = (
        "{id: XF-20261122-7K3MQ, status: registered, received_on: 2026-11-22, registered_on: 2026-11-22, "
        "channel: visit, history: [{id: 3f9a02c1, date: 2026-11-22, at: 2026-11-22T09:30:00+08:00, by: 李, did: open}]}"
    )
    with pytest.raises(InvalidError) as caught:
        changed(flow, NAME, read(flow).but(title="新"))
    assert caught.value.text == Msg.YAML_NOT_EDITED(keys=["title"])


@pytest.mark.parametrize(
    ("changes", "msg"), [({"people": "三"}, Msg.FILE_INVALID), ({"people": "03"}, Msg.CASE_NOT_READ_BACK)]
)
def test_a_case_that_would_not_read_back_is_not_written(changes: dict[str, Any], msg: Sentence) -> None:
    case = read(EXAMPLE).but(**changes)
    with pytest.raises(InvalidError) as caught:
        checked(text_of(case), NAME, case)
    assert caught.value.text == msg(path=NAME)


def test_every_record_of_a_case_tells_which_keys_are_days() -> None:
    class Sample(Record):
        day: dt.date
        at: dt.datetime | None = None
        text: str

    assert set(_dates_of(Sample)) == {"day", "at"}
