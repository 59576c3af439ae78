"""Every sentence is checked without running the program that says it: the sources are read as text."""

import ast
import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import xinfang_cli
from xinfang_cli.labels import Lang
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Did, Status
from xinfang_cli.messages import Msg, Sentence, harmless, sentence

PACKAGE = Path(xinfang_cli.__file__).parent
SEPARATOR = " — "
BY_NAME = {name: each for name, each in vars(Msg).items() if isinstance(each, Sentence)}
ERRORS = {"RefusedError", "UsageError", "InvalidError", "XinfangError", "Problem", "Fault", "_fault", "YamlFault"}


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@cache
def _calls() -> tuple[tuple[str, ast.Call], ...]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(PACKAGE)
        found += [(f"{where}:{node.lineno}", node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return tuple(found)


def _msg(node: ast.AST) -> Sentence | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Msg":
        return BY_NAME.get(node.attr)
    return None


def _in_errors() -> Iterator[tuple[str, Sentence]]:
    for where, call in _calls():
        name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
        if name in ERRORS:
            inner = [node for arg in (*call.args, *(each.value for each in call.keywords)) for node in ast.walk(arg)]
            yield from ((where, msg) for msg in map(_msg, inner) if msg)


@pytest.mark.parametrize("msg", BY_NAME.values(), ids=lambda msg: msg.value)
def test_both_languages_say_the_same_things(msg: Sentence) -> None:
    assert _places(msg.zh) - {"zh"} == _places(msg.en) - {"en"}
    assert msg.zh.count(SEPARATOR) == msg.en.count(SEPARATOR)
    assert msg.zh.count(SEPARATOR) <= 1
    assert msg.zh
    assert msg.en


def test_a_sentence_is_itself_alone_and_is_found_by_its_code() -> None:
    assert all(name == msg.name and sentence(msg.value) is msg for name, msg in BY_NAME.items())
    assert (Msg.NO_UNIT.value, repr(Msg.NO_UNIT)) == ("no_unit", "NO_UNIT")
    assert {name for name in vars(Msg) if not name.startswith("__")} == set(BY_NAME), "a line that is no sentence"


def test_what_is_raised_or_listed_says_what_to_do() -> None:
    found = list(_in_errors())
    assert len(found) > 40, "the sources were read"
    assert [f"{where} {msg.name}" for where, msg in found if SEPARATOR not in msg.zh] == []


def test_every_sentence_is_given_what_it_names() -> None:
    lacking = []
    for where, call in _calls():
        msg = _msg(call.func)
        if msg is None or any(each.arg is None for each in call.keywords):
            continue
        lacking += [f"{where} {msg.name}: {name}" for name in _places(msg.zh) - {each.arg for each in call.keywords}]
    assert lacking == []


def test_every_sentence_is_said_somewhere() -> None:
    said = {msg.name for _, msg in _said()}
    assert sorted(name for name in BY_NAME if name not in said) == []


def _said() -> Iterator[tuple[Path, Sentence]]:
    """Yield each sentence where it is named."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Attribute(value=ast.Name(id="Msg"), attr=name) if name in BY_NAME:
                    yield path, BY_NAME[name]


def test_what_is_filled_in_speaks_the_readers_language() -> None:
    text = Msg.NOT_FROM_HERE(did=Did.REPLY, status=Status.REGISTERED, open=["route", "accept"])
    assert text.in_(Lang.ZH) == "现在是“已登记”，不能“作出处理意见” — 此时可用的命令：route、accept"
    assert text.in_(Lang.EN).endswith(" — open from here: route, accept")


def test_a_sentence_within_a_sentence() -> None:
    text = Msg.DAY_PROVISIONAL(kind=Msg.DAY_WEEKEND())
    assert (text.in_(Lang.ZH), text.in_(Lang.EN)) == ("周末，暂算", "weekend, provisional")


def test_nothing_in_a_list_is_a_dash() -> None:
    assert Msg.STEP_OWED(documents=[]).in_(Lang.EN) == "documents to make: -"
    assert Msg.STEP_OWED(documents=(Document.NOTICE,)).in_(Lang.ZH) == "待制作文书：信访事项受理告知书"


def test_what_and_remedy_are_the_two_halves() -> None:
    text = Msg.TO_ACCUSED(unit="甲局")
    assert text.message(Lang.EN) == "甲局 is the accused unit, one under it or its successor (T30)"
    assert text.remedy(Lang.EN) == "send it to the discipline body or a higher organ"
    assert Msg.EXPLAIN_NONE().remedy(Lang.EN) == ""


def test_a_dash_in_what_a_person_wrote_does_not_shift_the_halves() -> None:
    text = Msg.NO_UNIT(unit="甲 — 乙", known=["丙"])
    assert text.message(Lang.ZH) == "config.yaml 里没有单位“甲 — 乙”"
    assert text.remedy(Lang.ZH) == "已有：丙；新单位先加到 units"


@pytest.mark.parametrize("steering", ["\x1b[31m", "\r", "\x07", "\x9b", "\u202e", "\x00", "\u2066"])
def test_text_from_outside_cannot_steer_a_terminal(steering: str) -> None:
    assert steering[0] not in harmless(f"阳光{steering}花园")
    assert steering[0] not in Msg.NO_UNIT(unit=steering, known=[steering]).in_(Lang.ZH)


def test_braces_in_what_a_person_wrote_stay() -> None:
    assert "{unit}" in Msg.NO_UNIT(unit="{unit}", known=[]).in_(Lang.EN)
    assert harmless("多行\n文字\t制表") == "多行\n文字\t制表"


def test_a_day_is_written_as_one_types_it_and_as_documents_do_where_a_sentence_says_so() -> None:
    typed, written = Sentence("到{day}", "by {day}"), Sentence("截至{day:日}", "as of {day}")
    for day in (dt.date(2026, 11, 2), dt.date(2026, 1, 31)):
        assert typed(day=day).in_(Lang.ZH) == f"到{day}"
        assert written(day=day).in_(Lang.ZH) == f"截至2026年{day.month}月{day.day}日"
        assert written(day=day).in_(Lang.EN) == f"as of {day}"
