"""The facts that one row declares: said, corrected, put into tables, taken from ledgers, exported, brought back."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office
from xinfang_cli.law.recordbase import parts
from xinfang_cli.law.records import Case
from xinfang_cli.law.stepdata import FURTHER, SHOWN, DatumKind

NAMES = """dockets:
- {name: 2026积案, from: 市联席会议, since: 2026-01-01, goal: 90, target: 2026-12-31}
- {name: 重点个案}
channels:
- {name: 书记信箱, under: mailbox, aliases: [区委书记信箱]}
- {name: 人民网留言, under: online}
origins: [网格, 排查]
reception: {rota: [{leader: 张县长, rule: 每月16日}, {leaders: [李副县长, 王副县长], rule: 每周四}]}
"""
SAID = (
    "--channel", "区委书记信箱", "--purpose", "求决", "--origin", "网格", "--people-concerned", "210", "--reception", "张 县长、陈书记",
    "--representatives", "王某、赵某", "--docket", "2026积案", "--target", "2026-12-31", "--adviser", "刘律师",
    "--liaison", "小周",
)  # fmt: skip
HELD = {
    "via": "书记信箱", "purpose": "settlement", "origin": "网格", "people_concerned": 210, "dockets": ["2026积案"],
    "reception": ["张县长", "陈书记"], "target": "2026-12-31", "adviser": "刘律师", "liaison": "小周", "past": None,
}  # fmt: skip
LINES = """via: 书记信箱
purpose: settlement
origin: 网格
reception: [张县长, 陈书记]
people_concerned: 210
representatives: [王某, 赵某]
dockets: [2026积案]
target: 2026-12-31
adviser: 刘律师
liaison: 小周
people: 1
"""


@pytest.fixture
def named(office: Office) -> Office:
    """An office whose config names dockets, channels and origins."""
    config = office.root / "config.yaml"
    text = config.read_text("utf-8")
    for name in ("dockets", "channels", "origins"):
        text = text.replace(f"\n{name}: []\n", "\n")
    text, count = re.subn(r"\nreception: \{.*\}\n", "\n", text)
    assert count == 1
    config.write_text(text + NAMES, "utf-8")
    return office


def facts_of(office: Office, case_id: str) -> dict[str, Any]:
    found = next(row for row in office.does("list", "--json") if row["id"] == case_id)
    return {fact.word: found[fact.word] for fact in SHOWN}


def test_each_fact_has_its_line_in_a_case_in_the_order_of_the_rows() -> None:
    names = [part.name for part in parts(Case)]
    at = names.index("place") + 1
    assert names[at : at + len(FURTHER)] == [fact.word for fact in FURTHER]


def test_a_registration_says_them_and_the_file_has_them_in_order(named: Office) -> None:
    case = named.open("2026-11-02", *SAID)
    assert LINES in named.file(case).read_text("utf-8")
    assert "channel: mailbox\nclass: claim\n" in named.file(case).read_text("utf-8")
    assert facts_of(named, case) == HELD
    shown = named.does("show", case)
    assert (
        "渠道名称：书记信箱、信访目的：求决、发现途径：网格、接访领导：张县长、陈书记、涉及人数：210、清单：2026积案、目标日期：2026-12-31、顾问：刘律师、联络员：小周"
        in shown
    )
    assert "赵某" not in shown
    assert "推选代表：王某、赵某" in named.does("show", case, "--reveal")
    assert named.does("show", case, "--reveal", "--json")["representatives"] == ["王某", "赵某"]
    assert named("check").code == 0


def test_a_file_without_them_keeps_its_bytes(named: Office) -> None:
    case = named.open("2026-11-02")
    before = named.file(case).read_bytes()
    named.does("set", case, "--docket", "重点个案")
    named.does("undo", case)
    after = named.file(case).read_bytes()
    assert after.startswith(before.split(b"\nhistory:")[0])
    assert b"dockets" not in after.split(b"\nhistory:")[0]


def test_dockets_are_added_to_and_taken_from(named: Office) -> None:
    one, two = named.open("2026-11-02"), named.open("2026-11-03")
    answer = named.does("set", one, two, "--docket", "2026积案", "--docket", "重点个案", "--json")
    assert answer["applied"] == 2
    assert facts_of(named, two)["dockets"] == ["2026积案", "重点个案"]
    named.does("set", one, "--undocket", "2026积案", "--docket", "重点个案")
    assert facts_of(named, one)["dockets"] == ["重点个案"]
    named.does("set", one, "--undocket", "重点个案")
    assert "清单由重点个案改为空" in named.does("log", one)
    named.does("undo", one)
    assert facts_of(named, one)["dockets"] == ["重点个案"]
    assert named("set", one, "--undocket", "2026积案").code == 1
    assert named("check").code == 0


def test_a_name_that_config_lacks_is_refused_with_the_nearest(named: Office) -> None:
    case = named.open("2026-11-02")
    for option, value, near in (
        ("--docket", "2026积", "2026积案"), ("--origin", "网", "网格"), ("--channel", "书记信", "书记信箱"),
    ):  # fmt: skip
        answer = named("set", case, option, value)
        assert (answer.code, f"是否指：{near}" in answer.err) == (1, True), answer
    assert "已有：信访人、网格、排查" in named("set", case, "--origin", "xyz").err
    six = named("set", case, "--representatives", "甲,乙,丙，丁、戊；己")
    assert (six.code, "推选代表不超过5人（条例第20条），写了6人" in six.err) == (1, True)
    assert facts_of(named, case) == {**dict.fromkeys(HELD), "dockets": [], "reception": []}
    named.does("set", case, "--origin", "petitioner")
    assert facts_of(named, case)["origin"] == "信访人"


def test_the_class_follows_from_the_purpose(named: Office) -> None:
    assert named.does("list", "--json") == []
    case = named.open("2026-11-02", "--purpose", "意见建议")
    assert "class: suggestion" in named.file(case).read_text("utf-8")
    named.does("set", case, "--purpose", "咨询")
    assert "class: unclassified" in named.file(case).read_text("utf-8")
    named.does("set", case, "--purpose", "申诉", "--class", "suggestion")
    assert "class: suggestion" in named.file(case).read_text("utf-8")
    named.does("set", case, "--purpose", "揭发控告", "--representatives", "王某")
    text = named.file(case).read_text("utf-8")
    assert "class: accusation" in text
    assert "王某" not in text
    assert named("set", case, "--purpose", "其他").code == 1
    named.does("set", case, "--purpose", "其他", "--reason", "只是询问")
    assert "representatives: [王某]" in named.file(case).read_text("utf-8")


def test_another_channel_takes_the_name_below_the_old_one_away(named: Office) -> None:
    case = named.open("2026-11-02", "--channel", "书记信箱")
    named.does("set", case, "--channel", "visit")
    assert facts_of(named, case)["via"] is None
    named.does("set", case, "--channel", "人民网留言")
    assert named.does("list", "--json")[0]["channel"] == "online"


def test_who_received_may_be_anybody_and_nobody(named: Office) -> None:
    case = named.open("2026-11-02", "--channel", "visit", "--reception", "刘副县长", "--docket", "重点个案")
    assert facts_of(named, case)["reception"] == ["刘副县长"]
    answer = named("set", case, "--reception", "李副县长", "--reception", "赵副县长")
    assert (
        answer.err
        == "“赵副县长”不在接访安排上，照写；安排上有：王副县长、李副县长、张县长 — 写错了就用 set --reception 改\n"
    )
    assert "接访领导由刘副县长改为李副县长、赵副县长" in named.does("log", case)
    assert named("set", case, "--reception", "省领导甲").err == ""
    assert named("set", case, named.open("2026-11-03"), "--reception", "无").code == 2
    named.does("set", case, "--reception", "无")
    both = named.does("count", "--by", "docket,reception", "--json")
    assert [(row["docket"], row["reception"], row["registrations"]) for row in both] == [
        ("重点个案", None, 1), (None, None, 1)
    ]  # fmt: skip
    assert "接访领导由省领导甲改为空" in named.does("log", case)
    assert "reception" not in named.file(case).read_text("utf-8").split("\nhistory:")[0]
    named.does("undo", case)
    assert facts_of(named, case)["reception"] == ["省领导甲"]
    assert named("check").code == 0


def test_representatives_are_corrected_without_their_names(named: Office) -> None:
    case = named.open("2026-11-02", "--representatives", "王某")
    named.does("set", case, "--representatives", "赵某，钱某")
    text = named.file(case).read_text("utf-8")
    assert "representatives: …" in text
    assert text.count("赵某") == 1
    assert "王某" not in text
    assert "推选代表有更正" in named.does("log", case)


def test_a_table_of_steps_has_a_column_for_each(named: Office, tmp_path: Path) -> None:
    case = named.open("2026-11-02")
    row = {
        "case": case, "did": "set", "channel": "书记信箱", "purpose": "求决", "origin": "网格", "people_concerned": 210,
        "reception": "张县长，陈书记",
        "representatives": "王某、赵某", "dockets": "2026积案", "target": "2026-12-31", "adviser": "刘律师",
        "liaison": "小周",
    }  # fmt: skip
    rows = [
        row,
        {"case": case, "did": "set", "docket": "重点个案", "undocket": "2026积案"},
        {"case": case, "did": "set", "via": "人民网留言"},
        {"case": case, "did": "set", "via": "人民网留言", "channel": "visit"},
        {"case": case, "did": "set", "docket": "积案"},
        {"case": case, "did": "set", "past": True},
    ]
    table = tmp_path / "steps.jsonl"
    for at, said in enumerate(rows):
        table.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        answer = named("apply", str(table), "--json").json
        assert answer["applied"] == (at < 3), answer
        if at == 0:
            assert facts_of(named, case) == HELD
        if at == 3:
            assert answer["rows"][0]["message"] == "“人民网留言”属于网上信访 — 信访形式写网上信访，或两个只写一个"
        if at == 4:
            assert "是否指：2026积案" in answer["rows"][0]["message"]
    assert facts_of(named, case) == {**HELD, "dockets": ["重点个案"], "via": "人民网留言"}
    assert named.does("list", "--json")[0]["channel"] == "online"


LEDGER = """信访日期,反映问题,信访形式,信访目的,发现途径,接访领导,涉及人数,推选代表,清单,目标日期,法律顾问,联络员
2026-11-02,停水,书记信箱,求决,网格,"张 县长，陈书记",210,"王某,赵某",2026积案,2026-12-31,刘律师,小周
2026-11-03,欠薪,来访,咨询,巡查,无,约20,甲 乙、丙、丁、戊、己、庚,积案,近期,,
2026-11-04,噪声,人民网留言,申诉求决,,,,,,,,
"""


def test_a_ledger_has_a_column_for_each(named: Office, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(LEDGER, "utf-8")
    answer = named("import", str(path), "--json").json
    assert answer["imported"] == 3
    first, second, third = sorted(named.does("list", "--json"), key=lambda row: row["received_on"])
    assert {key: first[key] for key in HELD} == HELD
    assert (first["channel"], first["class"]) == ("mailbox", "claim")
    doubted = {fault for row in answer["rows"] for fault in row["field"].split("/")}
    assert doubted == {"origin", "people_concerned", "representatives", "dockets", "target"}
    assert (second["purpose"], second["class"], second["dockets"]) == ("inquiry", "unclassified", [])
    assert (third["via"], third["channel"], third["purpose"], third["class"]) == ("人民网留言", "online", None, "claim")
    assert named("import", str(path), "--json").json["known"] == 3
    named.does("set", first["id"], "--reception", "李副县长")
    assert named("import", str(path), "--json").json["known"] == 3, "the office corrected what the ledger says"


def test_a_column_of_names_below_channels_says_the_channel(named: Office, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("信访日期,反映问题,信箱名称\n2026-11-02,停水,书记信箱\n2026-11-03,停电,乙信箱\n", "utf-8")
    answer = named("import", str(path), "--json").json
    first, second = sorted(named.does("list", "--json"), key=lambda row: row["received_on"])
    assert (first["channel"], first["via"], second["channel"], second["via"]) == ("mailbox", "书记信箱", "other", None)
    assert [row["field"] for row in answer["rows"]] == ["via"]
    path.write_text("信访日期,反映问题,信访形式,信箱名称\n2026-11-04,停气,来访,书记信箱\n", "utf-8")
    answer = named("import", str(path), "--json").json
    assert (answer["rows"][0]["field"], "属于领导信箱" in answer["rows"][0]["message"]) == ("via", True)
    assert named.does("list", "--channel", "visit", "--json")[0]["via"] is None


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_an_export_comes_back_whole(named: Office, tmp_path: Path, form: str) -> None:
    case = named.open("2026-11-02", *SAID)
    named.open("2026-11-03", title="反映停水")
    open_, whole = tmp_path / f"open.{form}", tmp_path / f"whole.{form}"
    named.does("export", "--format", form, "--out", str(open_))
    assert "赵某".encode() not in open_.read_bytes()
    named.does("export", "--format", form, "--reveal", "--out", str(whole))
    other = Office(shutil.copytree(named.root, tmp_path / "other", ignore=shutil.ignore_patterns("20*", ".xinfang")))
    assert other("import", str(whole), "--json").json["imported"] == 2
    assert facts_of(other, case) == HELD
    assert LINES in other.file(case).read_text("utf-8")
    assert other("import", str(whole), "--json").json["known"] == 2


def test_parquet_has_them_typed(named: Office, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    named.open("2026-11-02", *SAID)
    path = tmp_path / "out.parquet"
    named.does("export", "--format", "parquet", "--reveal", "--out", str(path))
    found = duckdb.sql(
        f"SELECT dockets, reception, target, people_concerned, past, representatives FROM '{path}'"
    ).fetchall()
    assert [(row[0], row[1], str(row[2]), *row[3:]) for row in found] == [
        (["2026积案"], ["张县长", "陈书记"], "2026-12-31", 210, None, ["王某", "赵某"])
    ]


def test_a_sealed_matter_shows_none_of_them(named: Office) -> None:
    case = named.open("2026-11-02", "--class", "accusation", *SAID)
    assert facts_of(named, case) == dict.fromkeys(HELD)
    text = named.file(case).read_text("utf-8")
    assert "赵某" not in text
    assert "dockets: [2026积案]" in text
    assert "推选代表：王某、赵某" in named.does("show", case, "--reveal")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("dockets: [{name: 重点人员}]", "“重点人员”是给人贴标签的说法"),
        ("dockets: [{name: 非访清单}]", "“非访清单”是给人贴标签的说法"),
        ("channels: [{name: 缠访信箱, under: mailbox}]", "“缠访信箱”是给人贴标签的说法"),
        ("origins: [稳控]", "“稳控”是给人贴标签的说法"),
        ("origins: [息诉罢访]", "“息诉罢访”是给人贴标签的说法"),
        ("checklists: {稳控清单: [入户]}", "“稳控清单”是给人贴标签的说法"),
        ("checklists: {包案: [入户, 落实稳控措施]}", "“落实稳控措施”是给人贴标签的说法"),
        ("dockets: [{name: '甲、乙'}]", "“甲、乙”里有顿号、逗号或分号"),
        ("channels: [{name: 信箱}]", "缺少 under"),
        ("channels: [{name: 信箱, under: 飞鸽}]", "under 不能是“飞鸽”"),
        ("dockets: [{name: 积案, goal: 120}]", "goal 应是0至100的整数"),
        ("dockets: [{name: 积案, since: 去年}]", "since 中的“去年”不是日期"),
    ],
)
def test_a_row_of_config_that_cannot_be_is_named(office: Office, rows: str, said: str) -> None:
    config = office.root / "config.yaml"
    section = rows.partition(":")[0]
    text, count = re.subn(rf"^{section}: .*$", lambda _: rows, config.read_text("utf-8"), flags=re.MULTILINE)
    assert count == 1
    config.write_text(text, "utf-8")
    answer = office("check")
    assert (answer.code, said in answer.err) == (3, True), answer


def test_names_that_watch_are_warned_of_in_files_too(named: Office) -> None:
    case = named.open("2026-11-02", "--docket", "重点个案", "--channel", "书记信箱", "--origin", "网格")
    path = named.file(case)
    text = path.read_text("utf-8")
    for old, new in (
        ("[重点个案]", "[稳控清单]"),
        ("via: 书记信箱", "via: 缠访信箱"),
        ("origin: 网格", "origin: 管控"),
    ):
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    warned = named("check").out
    assert all(f"“{word}”是给人贴标签的说法" in warned for word in ("稳控清单", "缠访信箱", "管控"))


def test_which_kinds_are_sets() -> None:
    assert [fact.word for fact in FURTHER if fact.are_many] == ["reception", "representatives", "dockets"]
    assert [fact.word for fact in FURTHER if fact.kind is DatumKind.DAY] == ["target"]


def counted(office: Office, by: str, *more: str) -> dict[Any, int]:
    return {row[by]: row["registrations"] for row in office.does("count", "--by", by, *more, "--json")}


def test_filters_and_dimensions_of_what_one_row_declares(named: Office) -> None:
    one = named.open("2026-11-02", *SAID, "--source-level", "省")
    two = named.open("2026-10-30", "--docket", "重点个案", "--docket", "2026积案", "--channel", "人民网留言")
    three = named.open("2026-11-04", "--people", "6", "--lead", "张副县长")
    for filters, ids in (
        (("--docket", "2026积案"), {one, two}), (("--docket", "重点个案"), {two}), (("--purpose", "求决"), {one}),
        (("--origin", "网格"), {one}), (("--channel", "区委书记信箱"), {one}), (("--channel", "mailbox"), {one}),
        (("--channel", "网上"), {two}), (("--source-level", "省+"), {one}), (("--source-level", "市级以上"), {one}),
        (("--source-level", "国家"), set()), (("--joint",), {three}), (("--lead", "any"), {three}),
        (("--lead", "无"), {one, two}), (("--no-plan",), {one, two, three}), (("--first-time",), {one, two, three}),
    ):  # fmt: skip
        assert {row["id"] for row in named.does("list", *filters, "--json")} == ids, filters
    named.does("set", two, "--reception", "王副县长、张县长")
    for filters, ids in (
        (("--reception", "张 县长"), {one, two}), (("--reception", "王副县长"), {two}), (("--reception", "李副县长"), set()),
        (("--reception", "陈书记，王副县长"), {one, two}), (("--reception", "any"), {one, two}), (("--reception", "无"), {three}),
    ):  # fmt: skip
        assert {row["id"] for row in named.does("list", *filters, "--json")} == ids, filters
    assert counted(named, "reception") == {"张县长": 2, "陈书记": 1, "王副县长": 1, None: 1}
    assert counted(named, "docket") == {"2026积案": 2, "重点个案": 1, None: 1}
    assert counted(named, "purpose") == {"settlement": 1, None: 2}
    assert counted(named, "via") == {"书记信箱": 1, "人民网留言": 1, None: 1}
    assert counted(named, "joint") == {"yes": 1, "no": 2}
    assert counted(named, "lead", "--docket", "2026积案") == {None: 2}
    table = named.does("count", "--by", "purpose,channel")
    assert "信访目的" in table
    assert "求决" in table
    assert "settlement" not in table
    for option, value, near in (
        ("--docket", "2026", "2026积案"),
        ("--channel", "书记信", "书记信箱"),
        ("--reception", "陈", "陈书记"),
    ):
        answer = named("list", option, value)
        assert (answer.code, near in answer.err) == (1, True)
    assert "国家" in named("list", "--source-level", "州").err
    assert named("count", "--by", "petitioner").code == 2


def test_a_docket_that_config_forgot_is_still_found(named: Office) -> None:
    case = named.open("2026-11-02", "--docket", "重点个案", "--channel", "书记信箱")
    config = named.root / "config.yaml"
    for row in ("- {name: 重点个案}\n", "- {name: 书记信箱, under: mailbox, aliases: [区委书记信箱]}\n"):
        config.write_text(config.read_text("utf-8").replace(row, ""), "utf-8")
    assert [row["id"] for row in named.does("list", "--docket", "重点个案", "--json")] == [case]
    assert [row["id"] for row in named.does("list", "--channel", "书记信箱", "--json")] == [case]
    assert "重点个案" in named("list", "--docket", "重点").err


def test_days_of_registration_and_of_receipt_are_told_apart(named: Office) -> None:
    case = named.does(
        "open", "--title", "停水", "--request", "通水", "--channel", "letter", "--received", "2026-10-30", "--on",
        "2026-11-02", "--json",
    )["id"]  # fmt: skip
    assert [row["id"] for row in named.does("list", "--since", "2026-11-01", "--json")] == [case]
    assert named.does("list", "--received-since", "2026-11-01", "--json") == []
    assert counted(named, "month") == {"2026-11": 1}
    assert counted(named, "received_month") == {"2026-10": 1}
    assert "登记日期不早于2026-11-01" in named.does("list", "--since", "2026-11-01")


def test_a_unit_takes_those_under_it_with_it(named: Office) -> None:
    for day, unit in (("2026-11-02", "住建局"), ("2026-11-03", "房屋交易中心")):
        named.does("route", named.open(day), unit, "--on", day, today=day)
    assert len(named.does("list", "--unit", "住建局", "--json")) == 2
    assert len(named.does("list", "--unit", "住建局", "--exact", "--json")) == 1
    assert len(named.does("list", "--unit", "房屋交易中心", "--json")) == 1


def test_a_joint_visit_takes_no_simple_procedure(named: Office) -> None:
    words = ("--title", "停水", "--request", "通水", "--channel", "visit", "--received", "2026-11-02")
    answer = named("open", *words, "--people", "5", "--simple")
    assert (answer.code, "集体访（来访5人以上）不适用简易办理" in answer.err) == (1, True)
    assert named.does("list", "--json") == []
    case = named.open("2026-11-02", "--people", "4", "--simple")
    assert named("set", case, "--people", "8").code == 1
    named.does("set", case, "--simple", "no", "--people", "8", "--reason", "人多")
    assert "推选代表不超过5人" in named.does("open", *words, "--people", "7")
    letter = named.open("2026-11-02", "--channel", "letter", "--people", "9", "--joint", "--simple")
    assert {row["id"] for row in named.does("list", "--joint", "--channel", "letter", "--json")} == {letter}


def target_of(office: Office, case: str) -> tuple[Any, ...] | None:
    clocks = office.does("show", case, "--json")["clocks"]
    found = next((clock for clock in clocks if clock["clock"] == "target"), None)
    return found and (found["owner"], found["from"], found["rule"], found["due"], found["stopped_on"], found["fate"])


def test_a_target_day_is_a_clock_of_its_own(named: Office) -> None:
    case = named.open("2026-11-02", "--target", "2026-11-20")
    assert target_of(named, case) == ("office", "2026-11-02", "18d", "2026-11-20", None, None)
    assert "目标" in named.does("due", "--overdue")
    assert "目标至2026-11-20" in named.does("show", case)
    named.does("set", case, "--target", "2026-11-30", "--on", "2026-11-16")
    assert target_of(named, case) == ("office", "2026-11-16", "14d", "2026-11-30", None, None)
    assert "2026-11-30" in named.does("due", "--due-within", "10")
    assert named("check").code == 0
    named.does("undo", case)
    assert target_of(named, case) == ("office", "2026-11-02", "18d", "2026-11-20", None, None)
    assert facts_of(named, case)["target"] == "2026-11-20"
    named.does("set", case, "--target", "2026-10-01", "--on", "2026-11-16")
    assert target_of(named, case) == ("office", "2026-09-30", "1d", "2026-10-01", None, None)
    named.does("close", case, "--reason", "filed", "--text", "办妥", "--approved-by", "局长", "--on", "2026-11-17")
    done = target_of(named, case)
    assert done is not None
    assert done[-2:] == ("2026-11-17", "done")
    assert named("check").code == 0
    named.does("set", case, "--target", "2027-01-01")
    assert target_of(named, case) == done, "nobody owes anything in a matter that has ended"


def test_a_target_day_of_a_ledger_runs_in_matters_that_are_open(named: Office, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    rows = ("2026-11-02,停水,2026-12-31,", "2026-11-03,停电,2026-12-15,2026-11-10", "2026-11-04,停气,,")
    path.write_text("\n".join(("信访日期,反映问题,目标日期,办结时间", *rows)), "utf-8")
    assert named("import", str(path), "--json").json["imported"] == 3
    ids = [row["id"] for row in sorted(named.does("list", "--json"), key=lambda row: row["received_on"])]
    assert [target_of(named, each) for each in ids] == [
        ("office", "2026-11-02", "59d", "2026-12-31", None, None), None, None,
    ]  # fmt: skip
    assert [facts_of(named, each)["target"] for each in ids] == ["2026-12-31", "2026-12-15", None]
    assert named("check").code == 0
    assert named("import", str(path), "--json").json["known"] == 3
