"""Files of format 1 read to the same case, and become format 2 wherever they are written."""

from pathlib import Path, PurePath

import pytest
import yaml

from xinfang_cli.casefile.formats import lifted_config, lifted_text
from xinfang_cli.casefile.mergetext import join
from xinfang_cli.casefile.reader import case_of
from xinfang_cli.casefile.text import changed, grown_text, parse, text_of
from xinfang_cli.law.checks import Known, examine
from xinfang_cli.law.records import Case
from xinfang_cli.office import config

EXAMPLE = (Path(__file__).parents[1] / "example.yaml").read_text("utf-8")
PAGE = (Path(__file__).parents[2] / "docs" / "files.md").read_text("utf-8")
NAME = PurePath("cases/2026/11/XF-20261122-7K3MQ.yaml")
OLD = EXAMPLE.replace("\n- id: ", "\n- n: ").replace("\n  date: ", "\n  on: ").replace("算出，勿改 /", "算出,勿改 /")
MIXED = OLD.replace("- n: b25e7d10\n  on: ", "- id: b25e7d10\n  date: ")
BY_YAML_1_1 = OLD.replace("\n  on: ", "\n  true: ")
FLOW = OLD.replace("- n: 3f9a02c1\n  on: 2026-11-22\n", "- 'n': 3f9a02c1\n  \"on\": 2026-11-22   # 手写\n")


def read(text: str) -> Case:
    case, problems = parse(text.encode(), NAME)
    assert case, problems
    return case


@pytest.mark.parametrize("text", [OLD, MIXED, BY_YAML_1_1, FLOW, "\ufeff" + OLD, OLD.replace("\n", "\r\n")])
def test_both_formats_read_to_the_same_case(text: str) -> None:
    assert text != EXAMPLE
    assert case_of(text) is None, "our own form is format 2 alone"
    assert read(text) == read(EXAMPLE)


def test_only_keys_and_the_comment_above_derived_lines_move() -> None:
    assert lifted_text(OLD) == lifted_text(MIXED) == lifted_text(BY_YAML_1_1) == EXAMPLE
    assert lifted_text(EXAMPLE) == EXAMPLE
    assert lifted_text(FLOW) == EXAMPLE.replace("  date: 2026-11-22\n", "  date: 2026-11-22   # 手写\n", 1)
    words = "request: |\n  他说\n  on: 2026-11-22\n  n: 1\n"
    assert words in lifted_text(OLD.replace("request: |\n", "request: |\n  他说\n  on: 2026-11-22\n  n: 1\n"))
    assert lifted_text("\ufeff" + OLD) == "\ufeff" + EXAMPLE


def test_the_page_of_formats_shows_a_whole_case_without_a_fault() -> None:
    text = PAGE.partition("```yaml\n")[2].partition("```")[0]
    case = case_of(text)
    assert case
    assert text_of(case) == text
    assert not list(
        examine(
            case, config.default().law, Known(units=frozenset({case.unit or ""}), categories=frozenset({"城乡建设"}))
        )
    )


@pytest.mark.parametrize(
    "text", ["history: [on: x", "", "on: 1\n", "history: 甲\non: 1\n", "history:\n- on\n- [n: 1]\n"]
)
def test_what_is_no_case_is_left_alone(text: str) -> None:
    assert lifted_text(text) == text


@pytest.mark.parametrize("text", [OLD, MIXED])
def test_a_step_rewrites_all_entries_of_a_file(text: str) -> None:
    case = read(text)
    more = case.but(title="反映逾期交房", history=(*case.history, case.history[-1].but(n="00000001")))
    assert grown_text(text, case, more) is None
    assert changed(text, NAME, more) == text_of(more)
    commented = changed(text.replace("channel: ", "# 来访登记表第3页\nchannel: "), NAME, more)
    assert commented == text_of(more).replace("channel: ", "# 来访登记表第3页\nchannel: ")


def test_a_reader_of_yaml_1_1_reads_a_case_and_what_it_writes_is_the_same_case() -> None:
    data = yaml.safe_load(EXAMPLE)
    assert [list(entry)[:2] for entry in data["history"]] == [["id", "date"]] * 3
    keys = [*data, *(key for entry in data["history"] for key in entry)]
    assert {type(key) for key in keys} == {str}
    back = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    assert text_of(read(back)) == EXAMPLE


def test_two_formats_of_a_case_merge_as_one() -> None:
    law, old = config.default().law, OLD.replace("title: 反映", "title: 信访人反映")
    new = EXAMPLE.replace("people: 3", "people: 4")
    for base in (OLD, EXAMPLE):
        there = join(base, old, new, NAME, law), join(base, new, old, NAME, law)
        assert {joined.text for joined in there} == {new.replace("title: 反映", "title: 信访人反映")}
    commented = join(OLD, old.replace("channel: ", "# 手写\nchannel: "), new, NAME, law)
    assert commented.text == there[0].text.replace("channel: ", "# 手写\nchannel: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format: 1   # 格式\ncalendar: {off: [], work: []}\n", "format: 2   # 格式\ncalendar: {rest: [], work: []}\n"),
        ("calendar:\n  off: [2027-01-01]  # 元旦\n", "calendar:\n  rest: [2027-01-01]  # 元旦\n"),
        ("format: 10\nviews: {off: {open: true}}\n", "format: 10\nviews: {off: {open: true}}\n"),
        ("format: 1\r\n", "format: 2\r\n"),
    ],
)
def test_a_configuration_keeps_its_comments(old: str, new: str) -> None:
    assert lifted_config(old) == new
    assert lifted_config(new) == new
