"""Steps on real terminals: what they lack is asked, narrow and wide, in both languages, and on one that does nothing."""

import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office
from tests.commands.terminals import pexpect, start, type_in
from tests.keys import make_keys, turn_on
from xinfang_cli.commands import data, form
from xinfang_cli.law.stepdata import DatumKind

HOUSING = "住房和城乡建设局"
Spawn = Callable[..., Any]


@pytest.fixture
def spawn(office: Office) -> Spawn:
    """Return what starts a command on a terminal of its own."""
    return partial(start, office)


@pytest.mark.parametrize(
    ("columns", "lang", "env"),
    [
        (60, "zh", {}),
        (80, "zh", {"NO_COLOR": "1"}),
        (120, "zh", {}),
        (60, "en", {}),
        (80, "en", {"NO_COLOR": "1"}),
        (80, "zh", {"TERM": "dumb"}),
    ],
    ids=["60-zh", "80-zh-plain", "120-zh", "60-en", "80-en-plain", "dumb"],
)
def test_a_unit_that_is_not_named_is_asked_and_the_nearest_is_offered(
    office: Office, spawn: Spawn, columns: int, lang: str, env: dict[str, str]
) -> None:
    case = office.open(title="反映小区积水")
    unit = {"zh": "责任单位", "en": "handling unit"}[lang]
    child = spawn("route", case, columns=columns, lang=lang, **env)
    near = {"zh": "是否指", "en": "do you mean"}[lang]
    shown = type_in(child, (unit, "住房城乡建设局"), (near, ""))
    assert child.exitstatus == 0, shown
    assert office.does("show", case, "--json")["unit"] == HOUSING
    if "TERM" in env:
        assert "\x1b" not in shown


def test_a_suggested_unit_is_taken_by_enter(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20", "--category", "城乡建设")
    child = spawn("route", case)
    assert "[住房和城乡建设局]" in type_in(child, ("责任单位", ""))
    assert office.does("show", case, "--json")["unit"] == HOUSING


def test_a_step_asks_what_it_lacks_and_only_what_may_be_taken_from_here(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20")
    office.does("route", case, "住建局")
    office.does("accept", case)
    child = spawn("close", case)
    shown = type_in(
        child, ("理由", "存档"), ("已化解", "n"), ("内容", "当面答复"), ("批准人", "刘局长"),
    )  # fmt: skip
    assert child.exitstatus == 0, shown
    assert "复核终结" not in shown
    assert office.does("show", case, "--json")["status"] == "closed"


def test_what_a_guard_asks_is_asked_too(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20")
    shown = type_in(spawn("note", case, "--kind", "听证", "--text", "公开听证"), ("听证起止", "2026-11-21..2026-11-22"))
    entry = office.does("log", case, "--json")[-1]
    assert (entry["did"], entry["hearing"]) == ("note", "2026-11-21..2026-11-22"), shown


def test_a_service_offers_what_waits_to_be_served(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20", "--name", "张桂花", "--address", "城关镇")
    office.does("route", case, "住建局")
    office.does("notice", case, "routed_notice", "--out", str(office.root))
    shown = type_in(spawn("serve", case), ("转送告知书]", ""), ("送达方式", "挂号信"), ("交寄日期", "今天"))
    entry = office.does("log", case, "--json")[-1]
    assert (entry["document"], entry["method"], entry["posted"]) == ("routed_notice", "post", office.today), shown


def test_a_step_without_its_matter_asks_for_one_by_title(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20", title="反映停车费过高")
    office.open("2026-11-21", title="反映噪声扰民")
    child = spawn("reopen", "--reason", "新材料")
    child.expect_exact("本系统编号")
    child.sendintr()
    child.expect(pexpect.EOF)
    child = spawn("note", "--text", "已电话联系")
    type_in(child, ("本系统编号", "停车"))
    assert [entry["did"] for entry in office.does("log", case, "--json")] == ["open", "note"]


def test_ctrl_c_writes_nothing_and_keeps_the_draft(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20")
    office.does("route", case, "住建局")
    office.does("accept", case)
    before = office.file(case).read_bytes()
    child = spawn("extend", case)
    child.expect_exact("延长天数")
    child.send("30\r")
    child.expect_exact("批准人")
    child.send("刘局")
    child.expect_exact("刘局")
    child.sendintr()
    child.expect_exact("草稿")
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, office.file(case).read_bytes()) == (130, before)
    child = spawn("extend", case)
    shown = type_in(child, ("接着填", ""), ("刘局", "长"), ("理由", "情况复杂"))
    assert child.exitstatus == 0, shown
    entry = office.does("log", case, "--json")[-1]
    assert (entry["days"], entry["approved_by"]) == (30, "刘局长")
    assert list((office.root / "sealed/drafts").iterdir()) == []


def test_a_draft_names_nobody_where_petitioners_are_sealed(
    office: Office, spawn: Spawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_on(office.root / "config.yaml", make_keys(tmp_path, monkeypatch).recipients)
    child = spawn("open", "--channel", "来访")
    for question, answer in (("姓名", "张桂花\r"), ("联系电话", "13812345678\r"), ("住址", "老街十二号")):
        child.expect_exact(question)
        child.send(answer)
    child.expect_exact("老街十二号")
    child.kill(signal.SIGKILL)
    child.wait()
    (draft,) = (office.root / "sealed/drafts").iterdir()
    everything = b"".join(path.read_bytes() for path in office.root.rglob("*") if path.is_file())
    assert [word for word in ("张桂花", "13812345678", "老街十二号") if word.encode() in everything] == []
    assert "BEGIN AGE ENCRYPTED FILE" in draft.read_text("utf-8")
    child = spawn("open", "--channel", "来访")
    for question, answer in (("接着填", ""), ("老街十二号", "<")):
        child.expect_exact(question)
        child.send(answer + "\r")
    child.sendintr()
    child.expect(pexpect.EOF)


def test_a_killed_form_keeps_what_was_being_typed(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20")
    office.does("route", case, "住建局")
    office.does("accept", case)
    child = spawn("extend", case)
    child.expect_exact("延长天数")
    child.send("30\r")
    child.expect_exact("批准人")
    child.send("刘局长")
    child.expect_exact("刘局长")
    child.kill(signal.SIGKILL)
    child.expect(pexpect.EOF)
    child.close()
    child = spawn("extend", case)
    shown = type_in(child, ("接着填", ""), ("刘局长", ""), ("理由", "情况复杂"))
    assert child.exitstatus == 0, shown


def test_a_refused_value_is_asked_again(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20")
    office.does("route", case, "住建局")
    office.does("accept", case)
    child = spawn("extend", case, "--days", "99", "--approved-by", "刘局长", "--reason", "复杂")
    type_in(child, ("延长天数", "30"))
    assert office.does("log", case, "--json")[-1]["days"] == 30


def test_several_matters_are_asked_once_for_what_all_of_them_need(office: Office, spawn: Spawn) -> None:
    cases = [office.open("2026-11-20", title=title) for title in ("甲", "乙")]
    for case in cases:
        office.does("route", case, "住建局")
        office.does("accept", case)
    child = spawn("extend", *cases)
    shown = type_in(child, ("延长天数", "30"), ("批准人", "刘局长"), ("理由", "复杂"), ("办“延期”", "y"))
    assert child.exitstatus == 0, shown
    assert [office.does("log", case, "--json")[-1]["did"] for case in cases] == ["extend", "extend"]


def test_a_state_that_forbids_a_step_asks_nothing(office: Office, spawn: Spawn) -> None:
    case = office.open("2026-11-20")
    child = spawn("extend", case)
    shown = type_in(child)
    assert child.exitstatus == 1
    assert "不能“延期”" in shown


def test_without_a_terminal_nothing_is_asked(office: Office) -> None:
    case = office.open("2026-11-20")
    assert office("route", case).code == 2
    assert office("extend", case).code == 2
    assert office("close", case).code == 2
    assert "必填" in office.does("extend", "--help")


def test_help_says_what_is_needed_on_a_terminal_too(spawn: Spawn) -> None:
    shown = type_in(spawn("extend", "--help"))
    assert shown.count("必填") == 4


def test_every_kind_of_datum_that_an_option_reads_is_read_by_a_form() -> None:
    read = {*data._BOUNDS, *data._NAMED, *data._FLAGS, DatumKind.UNITS, DatumKind.DAY}
    assert read - {*form._READERS} == set()


def test_a_matter_is_escalated_talked_over_linked_merged_and_corrected_by_what_is_asked(
    office: Office, spawn: Spawn
) -> None:
    case, other = office.open("2026-11-02", title="反映停车费"), office.open("2026-11-03", title="反映路灯不亮")
    paper = office.root / "纪要.txt"
    paper.write_text("纪要", encoding="utf-8")
    office.does("route", case, "住建局", "--on", "2026-11-03")
    for words, *answers in (
        (("escalate",), ("本系统编号", "停车"), ("督办方式", "催办"), ("情形", "推诿")),
        (("meeting",), ("本系统编号", "停车"), ("内容", "会商一致")),
        (("link",), ("本系统编号", case), ("另一件", "路灯")),
        (("attach", case), ("要附上的文件", "没有.txt"), ("没有文件", str(paper))),
        (("set",), ("本系统编号", "停车"), ("更正哪一项", "责任人"), ("责任人", "小王")),
        (("merge", case), ("并入哪一件", "路灯"), ("理由", "同一件")),
    ):
        child = spawn(*words)
        shown = type_in(child, *answers)
        assert child.exitstatus == 0, (words, shown)
    done = [entry["did"] for entry in office.does("log", case, "--json")]
    assert done == ["open", "route", "escalate", "meeting", "link", "attach", "set", "merge"]
    assert office.does("show", case, "--json")["status"] == "merged"
    assert [entry["did"] for entry in office.does("log", other, "--json")][:2] == ["open", "link"]


@pytest.mark.parametrize(
    "words",
    [("escalate",), ("meeting",), ("link",), ("merge", "X"), ("attach", "X"), ("set",), ("set", "X"), ("accept",)],
)
def test_in_a_script_whatever_is_missing_is_refused_as_a_fault_of_the_line(
    office: Office, words: tuple[str, ...]
) -> None:
    office.open("2026-11-02")
    assert office(*words).code == 2
