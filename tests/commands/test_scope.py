"""No figure is wrong in silence: a name that nobody has is refused, and whatever is filtered says so, in every form."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office
from xinfang_cli.app import load
from xinfang_cli.commands import Command
from xinfang_cli.exports import ExportFormat
from xinfang_cli.labels import Lang
from xinfang_cli.measures.filters import ByName, ByWord, Filter
from xinfang_cli.render import Format
from xinfang_cli.reports import Report

NAMED = [each for each in Filter if isinstance(each.kind, ByName) and not isinstance(each.kind, ByWord)]
ASKING = [
    ("list",), ("list", "--json"), ("due",), ("due", "--json"), ("count",), ("count", "--by", "unit", "--json"),
    ("find", "交房"), ("export", "--format", "csv"), ("report", "monthly"), ("report", "ledger", "--format", "csv"),
    ("escalate", "--overdue", "--dry-run"), ("notice", "--owed"),
]  # fmt: skip
SCOPE = "属地为城关镇"


def configured(office: Office, old: str, new: str) -> None:
    """Change the office's configuration."""
    config = office.root / "config.yaml"
    text = config.read_text("utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("command", ASKING)
@pytest.mark.parametrize("asked", NAMED)
def test_every_filter_refuses_what_the_office_does_not_know(
    office: Office, asked: Filter, command: tuple[str, ...]
) -> None:
    case = office.open("2026-11-02", "--place", "城关镇", "--category", "城乡建设/房屋交易")
    office.does("set", case, "--lead", "李县长", "--owner", "李经办", "--group", "专班")
    answer = office(*command, asked.option, "查无此名")
    assert (answer.code, answer.out) == (1, "")
    assert f"没有“查无此名”这一{asked.zh}" in json.dumps(answer.err, ensure_ascii=False).replace('\\"', '"')


@pytest.mark.parametrize(
    ("option", "wrong", "near"),
    [
        ("--place", "城关镇镇", "城关镇"),  # config has it
        ("--place", "外县城关", "外县城关镇"),  # a matter bears it
        ("--lead", "李县张", "李县长"),
        ("--unit", "住房和城乡建设具", "住房和城乡建设局"),
        ("--group", "楼盘", "问题楼盘专班"),
        ("--owner", "李经理", "李经办"),
        ("--category", "城乡建社/房屋交易", "城乡建设/房屋交易"),
    ],
)
def test_the_nearest_names_are_offered(office: Office, option: str, wrong: str, near: str) -> None:
    case = office.open("2026-11-02", "--place", "外县城关镇", "--category", "城乡建设/房屋交易")
    office.does("set", case, "--lead", "李县长", "--owner", "李经办", "--group", "问题楼盘专班")
    answer = office("list", option, wrong)
    assert answer.code == 1
    assert near in answer.err.partition("是否指：")[2]


def test_what_has_no_near_name_is_answered_with_those_there_are(office: Office) -> None:
    assert office("list", "--place", "月球").err == "没有“月球”这一属地 — 已有：某县、城关镇、老街社区\n"
    assert office("list", "--owner", "甲").err == "没有“甲”这一责任人 — 已有：-\n"


@pytest.mark.parametrize(
    ("option", "name", "count"),
    [
        ("--place", "老街社区", 0),  # config has it, no matter bears it: nought is right
        ("--place", "某县", 1),
        ("--place", "外县", 1),  # a matter bears it, config has it not
        ("--unit", "住建局", 1),  # a nickname
        ("--unit", "教育局", 0),
        ("--category", "城乡建设", 1),
        ("--lead", "李县长", 1),
        ("--group", "专班", 1),
    ],
)
def test_a_name_that_is_known_is_answered(office: Office, option: str, name: str, count: int) -> None:
    office.open("2026-11-02", "--place", "外县", "--category", "城乡建设/房屋交易")
    case = office.open("2026-11-03", "--place", "城关镇")
    office.does("route", case, "住建局", "--on", "2026-11-04")
    office.does("set", case, "--lead", "李县长", "--group", "专班")
    assert len(office.does("list", option, name, "--json")) == count


def test_one_of_several_names_is_looked_at_too(office: Office) -> None:
    office.open("2026-11-02", "--place", "城关镇")
    assert office("list", "--place", "城关镇,城官镇").code == 1


def test_what_lies_under_is_left_out_on_demand(office: Office) -> None:
    office.open("2026-11-02", "--place", "老街社区", "--category", "城乡建设/房屋交易")
    for option, name in (("--place", "城关镇"), ("--category", "城乡建设")):
        assert len(office.does("list", option, name, "--json")) == 1
        assert office.does("list", option, name, "--exact", "--json") == []


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("{place: 城官镇}", "没有“城官镇”这一属地"),
        ("{status: 已登记, overdue: 是}", "true 或 false"),
        ("{due-within: soon}", "不是0到"),
        ("{class: 求绝}", "求绝"),
        ("{since: 2200-01-01}", "2200-01-01"),
        ("{nonsense: 1}", "nonsense"),
    ],
)
def test_a_view_is_refused_for_what_no_filter_takes(office: Office, view: str, said: str) -> None:
    configured(office, "\nviews:", f"\nviews:\n  甲: {view}\nx_views:")
    answer = office("list", "--view", "甲")
    assert (answer.code in (1, 2), answer.out) == (True, "")
    assert said in answer.err


def test_the_words_of_a_view_are_taken_in_either_language_and_said(office: Office) -> None:
    office.open("2026-11-20")
    configured(office, "\nviews:", "\nviews:\n  甲: {status: [已登记], channel: visit, due-within: 30}\nx_views:")
    answer = office("list", "--view", "甲", "--json")
    assert len(answer.json) == 1
    assert answer.err.startswith("范围：状态为已登记，信访形式为来访，仅含30日内到期事项\n")


def test_a_report_of_the_offices_own_refuses_and_says_its_filters_too(office: Office) -> None:
    own = "{name: towns, title: 各乡镇, measures: [registered], filters: {place: %s}}"
    configured(office, "\nreports:", f"\nreports:\n  own: [{own % '城关镇'}]\nx_reports:")
    told = office("report", "towns", "--format", "json").json
    assert told["scope"] == {"words": SCOPE, "filters": {"place": ["城关镇"]}}
    configured(office, own % "城关镇", own % "城官镇")
    assert office("report", "towns", "--format", "json").code == 1


def read(path: Path) -> str:
    """Return all that a file says, unpacked where it is packed."""
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("report", Report)
def test_every_report_in_every_format_names_its_scope(
    office: Office, report: Report, form: Format, tmp_path: Path
) -> None:
    office.open("2026-10-05", "--place", "城关镇")
    filtered, whole = tmp_path / "filtered", tmp_path / "whole"
    office.does("report", report, "--place", "城关镇", "--format", form, "--out", str(filtered))
    office.does("report", report, "--format", form, "--out", str(whole))
    assert SCOPE in read(filtered)
    assert SCOPE not in read(whole)


@pytest.mark.parametrize("form", [Format.TERMINAL, Format.MD, Format.CSV])
def test_the_scope_stands_under_the_title(office: Office, form: Format) -> None:
    lines = [line for line in office.does("report", "weekly", "--overdue", "--format", form).splitlines() if line]
    assert lines[1] == "范围：仅含超期事项"


def test_the_pages_of_a_site_name_their_scope(office: Office, tmp_path: Path) -> None:
    office.does("report", "--site", str(tmp_path / "site"), "--place", "城关镇")
    for page in (tmp_path / "site").glob("*.html"):
        assert SCOPE in page.read_text("utf-8"), page


@pytest.mark.parametrize("command", [("list",), ("due",), ("count",), ("find", "交房")])
def test_every_list_names_its_scope(office: Office, command: tuple[str, ...]) -> None:
    office.open("2026-10-05", "--place", "城关镇")
    shown, scripted = office(*command, "--place", "城关镇"), office(*command, "--place", "城关镇", "--json")
    assert SCOPE in shown.out
    assert isinstance(scripted.json, list)
    assert SCOPE in scripted.err
    assert "范围" not in office(*command).out.replace("交房", "") or command[0] == "find"


WHOLE = {ExportFormat.RELATIONS}
"""Of the whole office: a filter is refused there."""


def test_relations_are_of_the_whole_office(office: Office, tmp_path: Path) -> None:
    office.open("2026-10-05", "--place", "城关镇")
    answer = office("export", "--format", "relations", "--place", "城关镇", "--out", str(tmp_path / "x"))
    assert (answer.code, (tmp_path / "x").exists()) == (2, False)


@pytest.mark.parametrize("form", [form for form in ExportFormat if form not in WHOLE])
def test_exports_keep_their_form_and_say_the_scope_beside(office: Office, form: ExportFormat, tmp_path: Path) -> None:
    office.open("2026-10-05", "--place", "城关镇")
    answer = office("export", "--format", form, "--place", "城关镇", "--out", str(tmp_path / "x"))
    assert (answer.code, f"范围：{SCOPE}\n" in answer.err) == (0, True)
    if form is ExportFormat.XLSX:
        assert SCOPE in read(tmp_path / "x")  # over each printed page
    if not form.is_binary:
        piped = office("export", "--format", form, "--place", "城关镇")
        assert (SCOPE in piped.out, SCOPE in piped.err) == (False, True)


def test_an_export_as_csv_begins_with_its_header(office: Office) -> None:
    office.open("2026-10-05", "--place", "城关镇")
    rows = list(csv.reader(io.StringIO(office("export", "--format", "csv", "--place", "城关镇").out)))
    assert (len(rows), rows[1][rows[0].index("问题属地")]) == (2, "城关镇")


def test_reports_of_other_filters_are_not_added_up(office: Office, tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    for file, place in ((one, "城关镇"), (two, "某县")):
        office.does("report", "monthly", "--place", place, "--format", "json", "--out", str(file))
    answer = office("report", "monthly", "--add", str(one), str(two))
    assert (answer.code, "范围" in answer.err) == (1, True)
    told = office.does("report", "monthly", "--add", str(one), str(one), "--format", "json")
    assert json.loads(told)["scope"] == {"words": SCOPE, "filters": {"place": ["城关镇"]}}


def test_every_command_with_filters_is_among_those_tried() -> None:
    """Whoever gives a command filters adds it to `ASKING`, which the tests above work through."""
    filtered = {command.value for command in Command if "--place" in options(load(command, Lang.ZH))}
    taking = filtered - {"open", "set"}  # there it is a fact
    assert taking == {command[0] for command in ASKING}


def options(command: Any) -> set[str]:
    """Return the names of a command's options."""
    return {name for param in command.params for name in param.opts}
