"""Answers have one form, whichever command gives them."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from xinfang_cli.errors import UsageError
from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg
from xinfang_cli.printing import Printer, shows_color

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


def test_an_object_may_end_with_several_arrays(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(Lang.ZH).print_json_parts({"by": "李"}, [("new", iter(ROWS)), ("mine", ())])
    said = printed(capsys)
    assert json.loads(said) == {
        "by": "李",
        "new": [{"id": "甲", "due": "2026-03-05"}, {"id": "乙", "due": None}],
        "mine": [],
    }
    assert said.count("\n") == 4


@pytest.mark.parametrize(
    ("wanted", "env", "platform", "is_terminal", "shown"),
    [
        (None, {"TERM": "xterm"}, "linux", True, True),
        ("auto", {"TERM": "xterm"}, "linux", True, True),
        (None, {"TERM": "xterm"}, "linux", False, False),
        (None, {"TERM": "dumb"}, "linux", True, False),
        (None, {}, "linux", True, False),
        (None, {"TERM": "xterm", "NO_COLOR": "1"}, "linux", True, False),
        (None, {"TERM": "xterm", "NO_COLOR": ""}, "linux", True, True),
        (None, {"WT_SESSION": "x"}, "win32", True, True),
        (None, {"WT_SESSION": "x"}, "linux", True, False),
        ("never", {"TERM": "xterm"}, "linux", True, False),
        ("always", {"NO_COLOR": "1"}, "linux", False, True),
    ],
)
def test_colour_is_for_who_wants_it_or_sees_it(  # one table
    monkeypatch: pytest.MonkeyPatch,
    wanted: str | None,
    env: dict[str, str],
    platform: str,
    is_terminal: bool,
    shown: bool,
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal, raising=False)
    assert shows_color(wanted, env, platform) == shown


def test_a_colour_that_is_none_of_the_three_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        shows_color("blue", {}, "linux")
    assert str(refused.value) == "--color cannot be “blue” — use one of: auto, always, never"
