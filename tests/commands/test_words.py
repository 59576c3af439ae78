"""The clerk's own words on the command line, in tables of steps and in config."""

from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.labels import Lang

LETTER = ("--title", "反映停车费", "--request", "要求公开", "--received", "2026-11-20")


def test_a_matter_is_registered_and_answered_in_the_words_of_the_counter(office: Office) -> None:
    case = office.does("登记", *LETTER, "--channel", "上门", "--class", "投诉", "--json")["id"]
    office.does("转办", case, "住建局")
    assert "现为“已交办”" in office.does("交办", case, "住建局", "--instead", "--reason", "要求反馈", "--within", "30d")
    assert "现为“已交办”" in office.does("催办", case, "--ground", "推诿")
    office.does("accept", case, "--handler", "王")
    office.does("回复", case, "--decision", "支持", "--number", "住建信〔2026〕12号", "--approved-by", "刘局长")
    assert office.does("show", case, "--json")["channel"] == "visit"


def test_a_beginning_is_taken_and_told_beside(office: Office) -> None:
    answer = office("open", *LETTER, "--channel", "传")
    assert (answer.code, answer.err) == (0, "--channel“传”即“传真”\n")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("opne", "open"), ("accpet", "accept"), ("登计", "登记"), ("受里", "受理"), ("rout", "route"), ("撤消", "撤销")],
)
def test_a_command_that_is_none_is_answered_with_the_nearest(office: Office, typed: str, near: str) -> None:
    answer = office(typed)
    assert answer.code == 2
    assert near in answer.err.partition("是否指：")[2].strip().split("、")


def test_a_command_that_is_like_none_is_refused_as_before(office: Office) -> None:
    assert office("zzzz").err == "没有命令“zzzz” — 运行 xinfang --help 查看全部命令\n"


def test_a_unit_that_is_none_is_answered_with_the_nearest(office: Office) -> None:
    case = office.open()
    answer = office("route", case, "住健局")
    assert (answer.code, "是否指：" in answer.err, "住房和城乡建设局" in answer.err) == (1, True, True)


def test_a_table_of_steps_takes_the_same_words(office: Office, tmp_path: Path) -> None:
    case = office.open()
    table = tmp_path / "steps.csv"
    table.write_text(f"编号,办理,日期,责任单位,限期\n{case},交办,2026-11-10,住建局,30d\n", encoding="utf-8")
    office.does("apply", str(table))
    assert office.does("show", case, "--json")["status"] == "assigned"


def test_help_shows_the_values_by_name_in_chinese_and_by_code_in_english(office: Office) -> None:
    assert "--decision 予以支持|解释疏导|不予支持" in office.does("reply", "--help")
    office.lang = Lang.EN
    assert "--decision support|explain|unsupported" in office.does("reply", "--help")


def test_days_and_limits_as_people_write_them(office: Office) -> None:
    case = office.open()
    answer = office("route", f"“{case}”", "“住建局”", "--assign", "--within", "5个工作日", "--on", "“11月20日”")
    assert (answer.code, answer.err.count("引号已去掉：")) == (0, 3)
    assert "住房和城乡建设局（限期：5个工作日）" in office.does("log", case)
    office.does("supplement", case, "--text", "身份证明", "--reply-due", "周五", "--on", "周五")
    assert "要求回复日期：2026-11-27" in office.does("log", case)
    assert office.does("deadline", "2026-11-20", "15日") == office.does("deadline", "2026-11-20", "15d")


def test_a_quoted_word_is_read_and_told(office: Office) -> None:
    answer = office("open", *LETTER, "--channel", "“来访”")
    assert (answer.code, "来访" in answer.err) == (0, True)


def test_quotes_around_numbers_and_places_are_taken_off_and_told(office: Office) -> None:
    answer = office(
        "open", *LETTER, "--channel", "来信", "--people", "“３”", "--place", "“老街社区”", "--category", "「农业」"
    )
    assert (answer.code, answer.err.count("引号已去掉：")) == (0, 3)
    row = office.does("list", "--place", "“老街社区”", "--json")[0]
    assert (row["people"], row["place"]) == (3, "老街社区")
    case = row["id"]
    office.does("route", case, "住建局")
    office.does("accept", case)
    office.does("extend", case, "--days", "“30”", "--approved-by", "局长", "--reason", "“复杂”")
    assert "“复杂”" in office.does("log", case), "words stay as they were typed"


@pytest.mark.parametrize(
    ("typed", "why"), [("三", "不是整数"), ("0", "改为1到"), ("1e3", "不是整数"), ("“0”", "改为1到")]
)
def test_what_is_no_number_of_persons_is_refused(office: Office, typed: str, why: str) -> None:
    answer = office("open", *LETTER, "--channel", "来信", "--people", typed)
    assert (answer.code, why in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("sheet", "住建局"), "命令后面多出了“住建局” — 运行 xinfang sheet --help 查看写法\n"),
        (("list", "甲", "乙"), "命令后面多出了“甲 乙” — 运行 xinfang list --help 查看写法\n"),
        (("calendar",), "缺少 做法 — 运行 xinfang calendar --help 查看\n"),
    ],
)
def test_words_too_many_or_too_few_are_said_in_chinese(office: Office, line: tuple[str, ...], said: str) -> None:
    answer = office(*line)
    assert (answer.code, answer.err) == (2, said)
