"""Answers have one form, whichever command gives them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg
from xinfang_cli.printing import Printer

ROWS: list[dict[str, Any]] = [{"id": "甲", "due": dt.date(2026, 3, 5)}, {"id": "乙", "due": None}]


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was printed since the last time."""
    return capsys.readouterr().out


def test_an_object_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(Lang.ZH).print_json(ROWS[0] | {"within": [1, 2]})
    assert printed(capsys) == '{"id": "甲", "due": "2026-03-05", "within": [1, 2]}\n'


def test_an_array_has_a_member_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    for given in (ROWS, iter(ROWS)):
        Printer(Lang.ZH).print_json(given)
        assert printed(capsys) == '[{"id": "甲", "due": "2026-03-05"},\n {"id": "乙", "due": null}]\n'
    Printer(Lang.ZH).print_json(ROWS[:1])
    assert printed(capsys) == '[{"id": "甲", "due": "2026-03-05"}]\n'
    Printer(Lang.ZH).print_json([])
    assert printed(capsys) == "[]\n"


def test_an_object_that_ends_with_an_array_has_a_member_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(Lang.ZH).print_json_with({"read": 2}, "rows", ROWS)
    assert printed(capsys) == '{"read": 2, "rows": [{"id": "甲", "due": "2026-03-05"},\n {"id": "乙", "due": null}]}\n'
    Printer(Lang.ZH).print_json_with({"read": 0}, "rows", ())
    assert printed(capsys) == '{"read": 0, "rows": []}\n'


def test_members_are_printed_as_they_come(capsys: pytest.CaptureFixture[str]) -> None:
    def members() -> Iterator[dict[str, int]]:
        yield {"n": 1}
        assert printed(capsys) == '[{"n": 1}'
        yield {"n": 2}

    Printer(Lang.ZH).print_json(members())
    assert printed(capsys) == ',\n {"n": 2}]\n'


def test_what_json_does_not_know_is_a_fault() -> None:
    with pytest.raises(TypeError):
        Printer(Lang.ZH).print_json({"id": object()})


def test_sentences_and_lines(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(Lang.EN).say(Msg.SHEET_EMPTY())
    Printer(Lang.ZH).warn(Msg.SHEET_EMPTY())
    Printer(Lang.ZH).print_lines(iter(("一", "二")))
    out, err = capsys.readouterr()
    assert out == "the file is empty — check that it is the right one\n一\n二\n"
    assert err == "文件是空的 — 检查是否选错了文件\n"
