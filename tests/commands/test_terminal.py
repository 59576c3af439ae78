"""What happens on a terminal alone: questions, the morning view, lists that fit the screen, `@`."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.commands import Command
from xinfang_cli.labels import Lang
from xinfang_cli.widths import width

pexpect = pytest.importorskip("pexpect")
ROOT = Path(__file__).parents[2]
Terminal = Callable[..., str]


@pytest.fixture
def terminal(office: Office) -> Terminal:
    """Return a typist: `terminal("open", answers=["标题", …])` gives all that the screen showed."""

    def typed(
        *args: str,
        answers: tuple[tuple[str, str], ...] = (),
        lines: int = 12,
        columns: int = 80,
        term: str = "xterm",
        code: int = 0,
    ) -> str:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "xinfang_cli", "-C", str(office.root), "--today", office.today, "--by", "李经办", *args],
            encoding="utf-8",
            dimensions=(lines, columns),
            timeout=30,
            env={
                **_without_size(),
                "PYTHONPATH": str(ROOT),
                "NO_COLOR": "1",
                "XDG_STATE_HOME": str(office.root.parent / "state"),
                "TERM": term,
                "LANG": "zh_CN.UTF-8",
                "PYTHONUTF8": "1",
            },
        )
        shown = ""
        for question, answer in answers:
            child.expect_exact(question)
            shown += child.before + child.after
            child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == code, shown + child.before
        return (shown + child.before).replace("\r\n", "\n")

    return typed


def _without_size() -> dict[str, str]:
    """Return the environment without the screen's size, which whoever runs the tests may have set."""
    return {name: value for name, value in os.environ.items() if name not in ("LINES", "COLUMNS")}


def test_bare_xinfang_is_the_view_of_the_day_and_its_rows_are_acted_on(office: Office, terminal: Terminal) -> None:
    first, second = office.open("2026-11-02"), office.open("2026-11-05", title="村道破损")
    shown = terminal()
    assert "某县信访局 2026-11-22（周日） 李经办" in shown
    assert re.search(rf"^2  {second[-5:]}  11-20 超2日 +收到：11-05 +村道破损$", shown, re.MULTILINE), shown
    shown = terminal("note", "@2", "--text", "已电话联系")
    assert f"@2：{second} 村道破损" in shown
    assert f"+1：{first} 反映阳光花园逾期交房" in terminal("show", "+1")
    assert [entry["did"] for entry in office.does("log", second, "--json")] == ["open", "note"]


def test_several_rows_are_acted_on_at_once(office: Office, terminal: Terminal) -> None:
    cases = [office.open("2026-11-02"), office.open("2026-11-05")]
    terminal()
    terminal("route", "@1", "+2", "自然资源局", answers=(("[y/N]", "y"),))
    assert {row["unit"] for row in office.does("list", "--json")} == {"自然资源局"}
    assert len(cases) == 2


def test_a_row_that_nobody_saw_is_refused(office: Office, terminal: Terminal) -> None:
    office.open("2026-11-02")
    assert "没有@1这一行" in terminal("show", "@1", code=1)
    terminal()
    assert "没有@9这一行" in terminal("show", "@9", code=1)
    assert "不知+指哪一件" in terminal("show", "+", code=1)


def test_at_is_what_the_same_user_touched_last(office: Office, terminal: Terminal) -> None:
    case = office.open("2026-11-02")
    terminal("note", case, "--text", "已接待")
    office.open("2026-11-03", title="同事登记的")  # by who has no terminal here
    shown = terminal("note", "@", "--text", "已电话联系")
    assert f"@：{case}" in shown
    assert "note" in [entry["did"] for entry in office.does("log", case, "--json")]
    asked = terminal("undo", answers=(("作废它？", "y"),))
    assert f"@：{case}" in asked
    assert "将作废：2026-11-22 李经办 记事：" in asked
    assert "undo" in [entry["did"] for entry in office.does("log", case, "--json")]


LONG = "反映阳光花园小区二期逾期两年未交付且物业用房被挪作他用要求明确交房时间"


def test_a_list_fits_the_screen_and_says_what_it_left_out(office: Office, terminal: Terminal) -> None:
    for day in range(1, 13):
        office.open(f"2026-11-{day:02d}", title=LONG)
    shown = terminal("list", lines=12)
    assert shown.count("反映阳光花园") == 8
    assert "…" in shown
    assert "另有4件未显示" in shown
    assert terminal("list", "--limit", "3").count("反映阳光花园") == 3


@pytest.mark.parametrize(("columns", "least"), [(60, 16), (80, 30), (120, 30)])
def test_titles_have_room_on_every_screen(office: Office, terminal: Terminal, columns: int, least: int) -> None:
    case = office.open("2026-10-20", title=LONG)
    office.does("route", case, "人社局", "--on", "2026-10-21")
    office.does("accept", case, "--handler", "刘工", "--on", "2026-10-22")
    office.open("2026-10-20", title=LONG)
    for command in ("list", "today", "due"):
        lines = terminal(command, columns=columns, lines=40).splitlines()
        assert max(map(width, lines)) <= columns
        titles = [line[line.index("反映") :] for line in lines if "反映" in line]
        assert min(map(width, titles)) >= least - 2, lines  # a wide character more may have no room beside …


def test_rows_of_every_list_have_numbers_to_point_at(office: Office, terminal: Terminal) -> None:
    first, second = office.open("2026-11-02"), office.open("2026-11-05", title="村道破损")
    for words in (["list"], ["due"], ["find", "村道"]):
        shown = terminal(*words)
        number = next(line.split()[0] for line in shown.splitlines() if second[-5:] in line)
        assert f"@{number}：{second} 村道破损" in terminal("show", f"@{number}")
    assert first in terminal("list", columns=120)
    assert first not in terminal("list", columns=80)
    assert not any(line.startswith("1") for line in office.does("list").splitlines())


def test_colours_are_red_yellow_and_grey_and_can_be_turned_off(office: Office, terminal: Terminal) -> None:
    office.open("2026-10-20")
    office.open("2026-11-10")
    closed = office.open("2026-11-20")
    office.does("close", closed, "--reason", "filed", "--approved-by", "张科长", "--text", "无法联系")
    office.open("2026-11-21")
    late, done, soon, later = (
        next(line for line in terminal("list", "--color", "always").splitlines() if day in line)
        for day in ("11-04", "办结", "11-25", "12-06")
    )
    assert "\x1b[1;31m11-04 超18日\x1b[0m" in late
    assert "\x1b[33m11-25" in soon
    assert "\x1b[2m办结" in done
    assert "\x1b[" not in later
    assert "\x1b[" not in terminal("list")  # NO_COLOR is set for these tests


def test_reports_are_coloured_on_a_terminal_and_plain_on_a_dumb_one(office: Office, terminal: Terminal) -> None:
    office.open("2026-10-02")
    assert "\x1b[" in terminal("report", "weekly", "--week", "2026-W47", lines=40)
    assert "\x1b[" not in terminal("report", "weekly", "--week", "2026-W47", lines=40, term="dumb")


def test_a_report_heeds_what_is_wanted_of_colour(office: Office, terminal: Terminal) -> None:
    office.open("2026-10-02")
    report = ("report", "weekly", "--week", "2026-W47")
    assert re.search(r"\x1b\[[0-9;]*31m", terminal(*report, "--color", "always", lines=40))
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", terminal(*report, "--color", "never", lines=40))
    assert "\x1b[" in office.does(*report, "--color", "always")


def test_an_import_shows_how_far_it_is(office: Office, terminal: Terminal) -> None:
    ledger = office.root / "台账.csv"
    ledger.write_text("信访日期,姓名,反映问题\n2026-11-02,赵某,村道破损\n", encoding="utf-8")
    assert "导入1件" in terminal("import", str(ledger))


def test_sentences_break_where_words_end_and_stay_whole_in_a_pipe(office: Office, terminal: Terminal) -> None:
    number = "410122202611020001"
    case = office.open("2026-11-02", "--source-level", "省", "--source-number", number, "--source-due", "2026-12-18")
    for words, code in ((("show", case), 0), (("reopen", case, "--reason", "甲"), 1), (("route", case, "外星局"), 1)):
        answer = office(*words)
        whole = answer.out or answer.err
        assert max(map(width, whole.splitlines())) > 60
        shown = terminal(*words, columns=60, term="dumb", code=code).splitlines()
        assert max(map(width, shown)) <= 60
        assert not any(line.lstrip()[:1] in set("，。、；：）”") for line in shown if line)
        assert "".join("".join(shown).split()) == "".join(whole.split())
    assert number in terminal("show", case, columns=42), "it is on one line"


@pytest.mark.parametrize("columns", [60, 80])
def test_help_fits_the_screen(columns: int, monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for lang in Lang:
        office.lang = lang
        wide = {
            command: line
            for command in (*(each.value for each in Command if not each.is_hidden), "")
            for line in office.does(*command.split(), "--help").splitlines()
            if width(line) > columns
        }
        assert wide == {}
