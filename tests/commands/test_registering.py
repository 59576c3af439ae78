"""Registering on a real terminal: a visitor, a pile of letters, an accusation, who is here already."""

import json
from collections.abc import Callable
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office
from tests.commands.terminals import ended, start, type_in
from tests.commands.test_rota import with_rota
from xinfang_cli.commands.registering import LONGEST_TITLE, proposed
from xinfang_cli.index import opening
from xinfang_cli.index.tables import survey

Spawn = Callable[..., Any]
HOUSING = "住房和城乡建设局"
ENTER = "\r"
PERSON = (("姓名", "张桂花"), ("联系电话", "13812345678"))
MOST_KEYS = 60
"""Keys that a visitor may cost beside her own words."""


@pytest.fixture
def spawn(office: Office) -> Spawn:
    """Return what starts a command on a terminal of its own."""
    return partial(start, office)


@pytest.fixture
def printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which a printer lays what it was given; PATH has it."""
    folder, printed = tmp_path / "bin", tmp_path / "printed"
    folder.mkdir()
    printed.mkdir()
    (folder / "lp").write_text(f'#!/bin/sh\n/bin/cp "$2" {printed}/\n', encoding="utf-8")
    (folder / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return printed


@pytest.mark.parametrize(
    ("columns", "env"),
    [(60, {}), (80, {"NO_COLOR": "1"}), (120, {}), (80, {"TERM": "dumb"})],
    ids=["60", "80-plain", "120", "dumb"],
)
def test_a_visitor_is_registered_routed_and_given_a_receipt_with_few_keys(
    office: Office, spawn: Spawn, printer: Path, columns: int, env: dict[str, str]
) -> None:
    own = {"张桂花", "13812345678", "城关镇老街12号", "阳光花园二期逾期交房，要求明确时间。已反映两次"}
    typed = (
        ("信访形式", ""), *PERSON, ("住址", "城关镇老街12号"), ("信访人数", ""), ("初次信访", "y"), ("问题属地", "老街"),
        ("内容分类", "城乡"), ("诉求类别", "3"), ("诉求", "阳光花园二期逾期交房，要求明确时间。已反映两次"), ("标题", ""),
        ("收到日期", ""), ("上级交办", ""), ("转送给", ""), ("打印登记表和接收回执", ""),
    )  # fmt: skip
    child = spawn("open", columns=columns, **env)
    shown = type_in(child, *typed)
    assert child.exitstatus == 0, shown
    keys = len("xf open" + ENTER) + sum(len(ENTER) + (0 if text in own else len(text)) for _, text in typed)
    assert keys <= MOST_KEYS
    row = office.does("list", "--json")[0]
    assert (row["title"], row["unit"], row["status"]) == ("阳光花园二期逾期交房，要求明确时间", HOUSING, "transferred")
    assert (row["place"], row["category"], row["class"]) == ("老街社区", "城乡建设", "claim")
    assert (row["first_time"], row["people"], row["received_on"]) == (True, 1, office.today)
    assert {path.name.partition("-")[0] for path in printer.iterdir()} == {"登记表", "接收回执"}
    assert list((office.root / "sealed/drafts").iterdir()) == []


@pytest.mark.parametrize(
    ("said", "received", "held"),
    [
        ("", "上周四", ["张副县长", "李副县长"]), ("书记", "昨天", ["县委书记甲"]), ("n", "上周四", []), ("", "昨天", []),
        ("", "16日", ["县委书记甲"]),
    ],
)  # fmt: skip
def test_of_visitors_the_form_asks_who_received_them_and_proposes_who_was_on_duty(
    office: Office, spawn: Spawn, said: str, received: str, held: list[str]
) -> None:
    with_rota(office)
    given = ("--channel", "走访", "--name", "张桂花", "--phone", "13812345678", "--address", "城关镇", "--people", "1")
    more = (
        "--place",
        "老街社区",
        "--category",
        "城乡建设",
        "--class",
        "诉求",
        "--request",
        "要求修路",
        "--title",
        "修路",
    )
    child = spawn("open", *given, *more, "--first-time")
    shown = type_in(
        child, ("收到日期", received), ("接访领导", said), ("上级交办", ""), ("转送给", "n"), ("接收回执", "n")
    )  # fmt: skip
    assert child.exitstatus == 0, shown
    assert office.does("list", "--json")[0]["reception"] == held


@pytest.mark.parametrize(("channel", "has_rota"), [("来信", True), ("走访", False)])
def test_letters_and_offices_without_a_rota_are_not_asked_who_received(
    office: Office, spawn: Spawn, channel: str, *, has_rota: bool
) -> None:
    if has_rota:
        with_rota(office)
    given = ("--channel", channel, "--name", "匿名", "--people", "1", "--received", "昨天", "--place", "老街社区")
    child = spawn("open", *given, "--category", "城乡建设", "--class", "诉求", "--request", "要求修路", "--first-time")
    shown = type_in(child, ("标题", ""), ("上级交办", ""), ("转送给", "n"), ("接收回执", "n"))
    assert (child.exitstatus, "接访领导" in shown) == (0, False), shown
    assert office.does("list", "--json")[0]["reception"] == []


@pytest.mark.parametrize("columns", [60, 120])
def test_the_same_form_asks_in_english(office: Office, spawn: Spawn, columns: int) -> None:
    child = spawn("open", "--channel", "letter", "--title", "t", "--request", "r", columns=columns, lang="en")
    shown = type_in(
        child, ("petitioner's name", "anonymous"), ("number of persons", ""), ("first time", ""), ("place", ""),
        ("category", ""), ("class", ""), ("day of receipt", "yesterday"), ("handed it down", ""), ("route to", "n"), ("slip", ""),
    )  # fmt: skip
    assert child.exitstatus == 0, shown
    assert "phone" not in shown.partition("category")[0]
    (row,) = office.does("list", "--json")
    assert (row["received_on"], row["status"]) == ("2026-11-21", "registered")


def test_what_the_command_line_says_is_not_asked(office: Office, spawn: Spawn) -> None:
    given = ("--channel", "来信", "--name", "张桂花", "--phone", "13812345678", "--address", "城关镇", "--people", "1")
    more = ("--place", "老街社区", "--category", "城乡建设", "--class", "诉求", "--received", "昨天", "--first-time")
    child = spawn("open", *given, *more, "--request", "要求修路")
    shown = type_in(child, ("标题", ""), ("上级交办", ""), ("转送给", "自然资源局"), ("接收回执", "n"))
    assert child.exitstatus == 0, shown
    assert office.does("list", "--json")[0]["unit"] == "自然资源局"


def open_matter(office: Office, *more: str, title: str = "反映停车费过高") -> str:
    return office.open("2026-11-02", "--name", "张桂花", "--phone", "138 1234 5678", *more, title=title)


REST = (("信访人数", ""), ("初次信访", ""), ("问题属地", ""), ("内容分类", ""), ("诉求类别", ""))
END = (("标题", ""), ("收到日期", ""), ("上级交办", ""), ("转送给", ""), ("接收回执", "n"))


def test_who_is_here_already_is_shown_her_open_matters_and_the_new_one_repeats_one(
    office: Office, spawn: Spawn
) -> None:
    case = open_matter(office)
    office.does("route", case, "住建局")
    closed = open_matter(office, title="反映路灯不亮")
    office.does("close", closed, "--reason", "存档", "--text", "已修好", "--approved-by", "王")
    open_matter(office, "--class", "accusation", title="反映干部受贿")
    child = spawn("open", "--channel", "来访")
    rest = [each for each in REST if each[0] != "初次信访"]
    shown = type_in(child, *PERSON, ("本次", "1"), ("住址", ""), *rest, ("诉求", "停车费仍未降"), *END)
    assert child.exitstatus == 0, shown
    assert f"{case} 反映停车费过高 · {HOUSING} · 已转送" in shown
    assert "受贿" not in shown
    assert "路灯" not in shown
    assert "open --name 张桂花" in (office.root / "sealed/access.log").read_text("utf-8")
    (new,) = [row for row in office.does("list", "--json") if row["received_on"] == office.today]
    file = office.file(new["id"]).read_text("utf-8")
    assert f"repeat_of: {case}" in file
    assert "first_time: false" in file


def test_of_several_one_is_chosen_and_linked(office: Office, spawn: Spawn) -> None:
    open_matter(office)
    other = open_matter(office, title="反映噪声扰民")
    child = spawn("open", "--channel", "来访")
    shown = type_in(
        child, *PERSON, ("本次", "2"), ("是哪一件", "噪声"), ("住址", ""), *REST, ("诉求", "工地夜间施工"), *END
    )  # fmt: skip
    assert child.exitstatus == 0, shown
    assert "link" in [entry["did"] for entry in office.does("log", other, "--json")]


@pytest.mark.parametrize("phone", ["", "5678", "13912345678"])
def test_another_number_or_part_of_one_shows_nothing(office: Office, spawn: Spawn, phone: str) -> None:
    open_matter(office)
    child = spawn("open", "--channel", "来访")
    shown = type_in(child, ("姓名", "张桂花"), ("联系电话", phone), ("住址", ""), *REST, ("诉求", "要求修路"), *END)
    assert child.exitstatus == 0, shown
    assert "在办件" not in shown


def test_what_looks_the_same_is_told_before_it_is_registered(office: Office, spawn: Spawn) -> None:
    case = open_matter(office, title="反映阳光花园停车费过高")
    office.does("close", case, "--reason", "存档", "--text", "已答复", "--approved-by", "王")
    child = spawn("open", "--channel", "来访")
    request = ("诉求", "反映阳光花园停车费过高")
    shown = type_in(child, *PERSON, ("住址", ""), *REST, request, *END)
    assert child.exitstatus == 0, shown
    assert shown.index(f"登记照常：{case}") < shown.index("转送给")


def test_an_accusation_leaves_no_word_outside_the_sealed_folder(office: Office, spawn: Spawn) -> None:
    child = spawn("open", "--channel", "来访")
    answers = (("姓名", "赵密"), ("联系电话", ""), ("住址", ""), *REST[:-1], ("诉求类别", "举报"), ("诉求类别", "1"))
    for question, answer in (*answers, ("被检举单位", "城关镇")):
        child.expect_exact(question)
        child.send(answer + ENTER)
    child.expect_exact("诉求：")
    child.send("镇长密语")
    child.expect_exact("密语")
    child.sendintr()
    ended(child)
    assert child.exitstatus == 130
    assert "密语" in _all_of(office.root / "sealed")
    assert "密" not in _all_of(office.root, but="sealed")
    child = spawn("open", "--channel", "来访")
    shown = type_in(
        child, ("接着填", ""), ("镇长密语", ""), ("标题", ""), ("收到日期", ""), ("上级交办", ""), ("接收回执", "n")
    )  # fmt: skip
    assert child.exitstatus == 0, shown
    assert "转送给" not in shown
    assert list((office.root / "sealed/drafts").iterdir()) == []
    assert "密语" not in _all_of(office.root, but="sealed")


def _all_of(folder: Path, but: str = "") -> str:
    paths = (path for path in folder.rglob("*") if path.is_file() and but not in path.relative_to(folder).parts)
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in paths if path.name != "config.yaml")


def test_fifteen_letters_in_a_row_and_routed_in_one_line(
    office: Office, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = spawn("open", "--many", "--received", "2026-11-20")
    answers = [("信访形式", "")]
    for number in range(15):
        answers += [("诉求", f"要求第{number}事"), ("标题", ""), ("姓名", "" if number else "匿名")]
        answers += [("住址", "")] if number else []
        answers += [("问题属地", ""), ("内容分类", "城乡"), ("诉求类别", "")]
    shown = type_in(child, *answers, ("诉求", ""))
    assert child.exitstatus == 0, shown
    rows = office.does("list", "--json")
    assert {row["channel"] for row in rows} == {"letter"}
    assert sorted(row["title"] for row in rows) == sorted(f"要求第{number}事" for number in range(15))
    assert shown.count("Ctrl+C") == 2, "said once for the pile and once for its letters"
    ids = office.does("list", "--unrouted", "--ids")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(ids.encode())))
    office.does("route", "-", "--suggested")
    assert [row["unit"] for row in office.does("list", "--json")] == [HOUSING] * 15


def test_a_pile_that_is_left_keeps_the_letter_that_was_begun(office: Office, spawn: Spawn) -> None:
    child = spawn("open", "--many", "--channel", "来信", "--received", "昨天")
    for question, answer in (
        ("诉求", "要求甲"),
        ("标题", "甲"),
        ("姓名", ""),
        ("住址", ""),
        *REST[2:],
        ("诉求", "要求乙"),
    ):
        child.expect_exact(question)
        child.send(answer + ENTER)
    child.expect_exact("标题")
    child.sendintr()
    ended(child)
    assert [row["title"] for row in office.does("list", "--json")] == ["甲"]
    child = spawn("open", "--many", "--channel", "来信", "--received", "昨天")
    type_in(child, ("接着填", ""), ("标题", ""), ("姓名", ""), ("住址", ""), *REST[2:], ("诉求", ""))
    assert sorted(row["title"] for row in office.does("list", "--json")) == ["甲", "要求乙"]


def test_back_and_a_day_that_is_none(office: Office, spawn: Spawn) -> None:
    child = spawn(
        "open", "--channel", "来访", "--name", "张桂花", "--phone", "1", "--address", "城关镇", "--request", "要求修路"
    )
    shown = type_in(
        child, *REST[:-1], ("诉求类别", "<"), ("内容分类", "农村"), ("诉求类别", ""), ("标题", "修路"), ("收到日期", "13月1日"),
        ("不是日期", "11-20"), *END[2:],
    )  # fmt: skip
    assert child.exitstatus == 0, shown
    row = office.does("list", "--json")[0]
    assert (row["category"], row["received_on"]) == ("农村农业", "2026-11-20")


def test_without_a_terminal_what_is_missing_is_named(office: Office) -> None:
    answer = office("open", "--title", "甲")
    assert (answer.code, "--request、--channel、--received" in answer.err) == (2, True)
    assert office("open", "--many", "--channel", "letter").code == 2


def test_json_is_one_object_where_nothing_was_done_besides(spawn: Spawn) -> None:
    given = ("--channel", "来访", "--name", "匿名", "--request", "要求修路", "--title", "修路", "--json")
    shown = type_in(spawn("open", *given), *REST, *END[1:3], ("转送给", ""), ("接收回执", "n"))
    assert json.loads(shown[shown.index("{") :])["status"] == "registered"


@pytest.mark.parametrize(
    ("request_", "title"),
    [
        ("物业停车费涨价，要求公开账目。此前多次反映", "物业停车费涨价，要求公开账目"),
        ("要求修路", "要求修路"),
        ("。", "。"),
        ("反映" * 30, "反映" * (LONGEST_TITLE // 2)),
        ("第一行\n第二行！第三", "第一行 第二行"),
    ],
)
def test_a_title_is_proposed_from_the_first_sentence(request_: str, title: str) -> None:
    assert proposed(request_) == title


def test_a_box_of_the_office_s_own_and_representatives_are_asked_by_name(office: Office, spawn: Spawn) -> None:
    config = office.root / "config.yaml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("\nchannels: []\n", "\nchannels:\n- {name: 书记信箱, under: mailbox}\n"), "utf-8")
    shown = type_in(
        spawn("open"), ("信访形式", "书记"), ("姓名", "张桂花"), ("联系电话", ""), ("住址", ""), ("信访人数", "六"),
        ("不是数", "6"), ("推选代表", "张桂花、李某，王某"), *REST[1:], ("诉求", "要求修路"), *END,
    )  # fmt: skip
    row = office.does("list", "--json")[0]
    assert (row["channel"], row["via"], row["people"]) == ("mailbox", "书记信箱", 6), shown
    assert "representatives: [张桂花, 李某, 王某]" in office.file(row["id"]).read_text("utf-8")


def persons(office: Office) -> list[dict[str, Any]]:
    (row,) = office.does("list", "--reveal", "--json")
    return [{key: each[key] for key in ("name", "phone") if each.get(key)} for each in row["petitioners"]]


def test_who_came_together_is_typed_in_one_line_and_none_is_lost_in_the_count(office: Office, spawn: Spawn) -> None:
    shown = type_in(
        spawn("open", "--channel", "来访"), ("姓名", "张桂花、李某，王某"), ("联系电话", "13812345678"), ("住址", ""),
        ("信访人数 [3]", "2"), ("不能少于3", "5"), ("推选代表", ""), *REST[1:], ("诉求", "要求修路"), *END,
    )  # fmt: skip
    assert office.does("list", "--json")[0]["people"] == 5, shown
    assert persons(office) == [{"name": "张桂花", "phone": "13812345678"}, {"name": "李某"}, {"name": "王某"}]


def test_several_names_on_the_command_line(office: Office) -> None:
    names = ("--name", "张桂花", "--name", "李某", "--phone", "13812345678")
    facts = ("--title", "甲", "--request", "乙", "--channel", "来访", "--received", "昨天")
    answer = office("open", *facts, *names, "--people", "1")
    assert (answer.code, "信访人数写的是1，姓名有2个，按2人登记" in answer.err) == (0, True)
    assert persons(office) == [{"name": "张桂花", "phone": "13812345678"}, {"name": "李某"}]
    assert office.does("list", "--json")[0]["people"] == 2
    assert office("open", *facts, *names, "--anonymous").code == 2


def test_a_registration_that_is_refused_keeps_its_draft_and_is_put_right(office: Office, spawn: Spawn) -> None:
    office.open("2026-11-02", "--source-number", "410122202611020001")
    given = ("--channel", "来信", "--name", "匿名", "--people", "1", "--place", "某县", "--class", "诉求")
    more = ("--category", "城乡建设", "--request", "要求修路", "--received", "昨天", "--first-time")
    child = spawn("open", *given, *more)
    shown = type_in(
        child, ("标题", ""), ("上级交办", "省"), ("编号", "410122202611020001"), ("限办时间", ""), ("转来", ""), ("转送给", "n"), ("回执", "n"),
    )  # fmt: skip
    assert (child.exitstatus, "已登记为" in shown) == (1, True)
    child = spawn("open", *given, *more)
    shown = type_in(
        child, ("接着填", ""), ("回执", "<"), ("转送给", "<"), ("转来", "<"), ("限办时间", "<"), ("编号", "\x15SX-0002"),
        ("限办时间", ""), ("转来", ""), ("转送给", "n"), ("回执", "n"),
    )  # fmt: skip
    assert child.exitstatus == 0, shown
    assert "SX-0002" in {row["source_number"] for row in office.does("list", "--json")}


def test_where_no_matter_can_lie_nothing_is_asked(office: Office, spawn: Spawn) -> None:
    (office.root / "cases/.gitkeep").unlink()
    (office.root / "cases").rmdir()
    for more in ((), ("--many",)):
        child = spawn("open", *more)
        assert "信访形式" not in type_in(child)
        assert child.exitstatus == 3


def test_a_phone_that_several_share_tells_of_nobody(office: Office, spawn: Spawn) -> None:
    config = office.root / "config.yaml"
    config.write_text(
        config.read_text("utf-8").replace("office: {", "office: {shared_phones: [138-1234-5678], ", 1), "utf-8"
    )
    open_matter(office)
    child = spawn("open", "--channel", "来访")
    shown = type_in(child, *PERSON, ("住址", ""), *REST, ("诉求", "要求修路"), *END)
    assert (child.exitstatus, "在办件" in shown) == (0, False), shown


def test_registering_and_a_step_look_at_all_files_once_each(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []
    monkeypatch.setattr(opening, "survey", lambda db, root: looks.append(root) or survey(db, root))
    case = office.open("2026-11-02")
    assert len(looks) == 1
    office.does("note", case, "--text", "电话联系")
    assert len(looks) == 2
