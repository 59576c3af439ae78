"""`report` through the real front door: published figures, sets, sums, reports of the office's own, what is refused."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.measures.windows import Span
from xinfang_cli.render import Format
from xinfang_cli.reports import Report

if TYPE_CHECKING:
    from tests.commands.conftest import Office

ROOT = Path(__file__).parents[2]
TEXTS = [form for form in Format if not form.is_binary]


def ledger(path: Path, columns: str, rows: list[str]) -> Path:
    """Write a ledger of invented matters."""
    path.write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    return path


def measures(told: Any) -> dict[str, Any]:
    return {measure["name"]: measure for measure in told["measures"]}


def table(told: Any, name: str) -> list[dict[str, Any]]:
    found = next(each for each in told["tables"] if each["name"] == name)
    names = [column["name"] for column in found["columns"]]
    return [dict(zip(names, row, strict=True)) for row in found["rows"]]


def report(office: "Office", *words: str) -> Any:
    return json.loads(office.does("report", *words, "--format", "json"))


def registered(office: "Office", tmp_path: Path, counts: dict[str, int]) -> None:
    """Import so many matters of each day."""
    rows = [
        f"{at},{day},要求解决第{day}{at}件事,网上信访,{1 + at % 3}"
        for day, count in counts.items()
        for at in range(count)
    ]
    office.does("import", str(ledger(tmp_path / "台账.csv", "编号,信访日期,主要诉求,信访形式,人数", rows)))


def configured(office: "Office", section: str) -> None:
    path = office.root / "config.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("\nreports:\n") + 1
    end = text.index("\n# 导入")
    path.write_text(text[:start] + section + text[end:], encoding="utf-8")


# --- Published figures ------------------------------------------------------------------------------------------------


def test_fifty_after_sixty_eight_are_26_5_per_cent_less(office: "Office", tmp_path: Path) -> None:
    registered(office, tmp_path, {"2026-10-12": 50, "2025-10-14": 68})
    told = office.does("report", "monthly", "--month", "2026-10")
    assert (
        "2026年10月，某县信访局共登记信访50件次、50件、99人次。去年同期68件次，同比下降26.5%；上期0件次，环比—。"
        in told
    )
    found = measures(report(office, "monthly", "--month", "2026-10"))["registered"]
    assert (found["numerator"], found["last_year"]["numerator"], found["last_period"]["numerator"]) == (50, 68, 0)


def test_463_of_625_online_are_74_08_per_cent(office: "Office", tmp_path: Path) -> None:
    rows = [f"{at},2026-10-12,要求解决第{at}件事,{'网上信访' if at < 463 else '来信'}" for at in range(625)]
    office.does("import", str(ledger(tmp_path / "台账.csv", "编号,信访日期,主要诉求,信访形式", rows)))
    assert "网上信访占来信、来访、网上信访的74.1%（463/625）" in office.does("report", "monthly", "--month", "2026-10")
    for decimals, said in ((2, "74.08%（463/625）"), (0, "74%（463/625）")):
        configured(office, f"reports:\n  decimals: {decimals}\n")
        told = office.does("report", "monthly", "--month", "2026-10", "--format", "md")
        assert f"网上信访占来信、来访、网上信访的{said}" in told
        assert f"| 网上信访占比 | % | {said}" in told
    configured(office, "reports:\n  round: down\n")
    assert "的74.0%（463/625）" in office.does("report", "monthly", "--month", "2026-10")


def test_93_after_105_are_11_4_per_cent_less(office: "Office", tmp_path: Path) -> None:
    registered(office, tmp_path, {"2026-10-12": 93, "2026-09-10": 105})
    office.lang = Lang.EN
    told = office.does("report", "monthly")
    assert "Last year 0 (—); last period 105 (down 11.4%)." in told
    assert report(office, "monthly", "--month", "last") == report(office, "monthly", "--month", "2026-10")


def test_60_of_68_handled_in_time_are_88_2_per_cent(office: "Office", tmp_path: Path) -> None:
    steps = []
    for at in range(68):
        case = office.open("2026-08-03", title=f"事项{at}")
        steps += [
            {"case": case, "did": "route", "on": "2026-08-04", "mode": "transfer", "unit": "住建局"},
            {"case": case, "did": "accept", "on": "2026-08-05"},
        ]
        if at < 60:
            reply = {"did": "reply", "on": "2026-10-04", "decision": "support", "number": f"住建复{at}号"}
            steps.append({"case": case, **reply})
    path = tmp_path / "steps.jsonl"
    path.write_text("\n".join(json.dumps(step, ensure_ascii=False) for step in steps), encoding="utf-8")
    office.does("apply", str(path))
    told = office.does("report", "monthly", "--month", "2026-10")
    assert "按期办结率88.2%（60/68）" in told
    assert "期末超期8件，涉及1个单位" in told
    found = measures(report(office, "monthly", "--month", "2026-10"))["on_time_close"]
    assert (found["numerator"], found["denominator"], found["rate"]) == (60, 68, 60 / 68)
    (housing,) = [row for row in table(report(office, "flags", "--month", "2026-10"), "flags") if row["rank"]]
    assert (housing["unit"], housing["flag"], housing["overdue_duties"]) == ("住房和城乡建设局", "black", 8)


def test_890_of_1036_satisfied_are_85_9_per_cent(office: "Office", tmp_path: Path) -> None:
    rows = [
        f"{at},2026-09-01,要求解决第{at}件事,网上信访,住建局,2026-10-10,{'基本满意' if at < 890 else '不满意'}"
        for at in range(1036)
    ]
    columns = "编号,信访日期,主要诉求,信访形式,责任单位,办结时间,满意度"
    office.does("import", str(ledger(tmp_path / "台账.csv", columns, rows)))
    found = measures(report(office, "monthly", "--from", "2026-08-01", "--to", "2026-11-01"))["satisfaction"]
    assert (found["numerator"], found["denominator"]) == (890, 1036)
    assert "85.9%（890/1036）" in office.does("report", "monthly", "--from", "2026-08-01", "--to", "2026-11-01")


# --- The same bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["monthly", "flags", "annual"])
def test_two_runs_two_locales_and_a_deleted_index_give_the_same_bytes(
    office: "Office", tmp_path: Path, name: str
) -> None:
    registered(office, tmp_path, {"2026-10-12": 5, "2025-10-14": 3})
    case = office.open("2026-09-03")
    office.does("route", case, "住建局", "--on", "2026-09-04")
    words = ["-C", str(office.root), "--today", office.today, "--lang", "zh", "report", name]
    for form in TEXTS:
        made = set()
        for locale in ("C", "zh_CN.UTF-8", "de_DE.UTF-8"):
            shutil.rmtree(office.root / ".xinfang")
            env = {**os.environ, "LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "1", "TZ": "America/New_York"}
            done = subprocess.run(
                [sys.executable, "-m", "xinfang_cli", *words, "--format", form],
                env=env, cwd=ROOT, capture_output=True, check=True,
            )  # fmt: skip
            made.add(done.stdout)
        made.add("".join(office("report", name, "--format", form).out).encode())
        assert len(made) == 1, form


# --- Windows and names ------------------------------------------------------------------------------------------------


def test_each_report_has_its_own_last_window(office: "Office") -> None:
    office.open("2026-10-02")
    found = {name: report(office, name) for name in ("weekly", "monthly", "flags", "annual")}
    assert {name: (told["from"], told["to"]) for name, told in found.items()} == {
        "weekly": ("2026-11-09", "2026-11-16"), "monthly": ("2026-10-01", "2026-11-01"),
        "flags": ("2026-10-01", "2026-11-01"), "annual": ("2025-01-01", "2026-01-01"),
    }  # fmt: skip
    assert report(office, "annual", "--year", "2026")["as_of"] == "2026-11-22"
    assert report(office, "monthly", "--week", "上期")["from"] == "2026-11-09"
    assert office("report", "annual", "--year", "26").code == 2


def test_months_may_begin_on_another_day(office: "Office") -> None:
    configured(office, "reports: {month_start: 26, week_start: 5}\n")
    assert report(office, "monthly")["from"] == "2026-09-26"
    assert report(office, "weekly")["from"] == "2026-11-13"
    assert "2026-09-26至2026-10-25，某县信访局" in office.does("report", "monthly")


def test_quarters_half_years_and_the_year_so_far_have_names_of_people(office: "Office", tmp_path: Path) -> None:
    registered(office, tmp_path, {"2026-07-06": 2, "2026-08-03": 3, "2026-09-30": 1, "2026-10-01": 4})
    told = office.does("report", "monthly", "--quarter", "三季度")
    assert "某县信访局 月通报 2026年第三季度" in told
    assert "2026年第三季度，某县信访局共登记信访6件次" in told
    assert "2026年上半年" in office.does("report", "flags", "--half", "上半年")
    so_far = office.does("report", "monthly", "--ytd", "last")
    assert "2026年1月至10月" in so_far
    assert "共登记信访10件次" in so_far
    office.lang = Lang.EN
    assert "third quarter of 2026" in office.does("report", "weekly", "--quarter", "last")
    page = office.does("report", "monthly", "--half", "2026-H2", "--format", "html")
    assert "second half of 2026" in page


def test_a_quarter_s_set_is_that_of_a_month(office: "Office", tmp_path: Path) -> None:
    configured(office, "reports:\n  own: [{name: long, window: quarter, measures: [registered]}]\n")
    office.does("report", "--all", "--quarter", "2026-Q3", "--out", str(tmp_path / "{quarter}-{half}-{report}"))
    months = {each.value for each in Report if each.span is Span.MONTH} - {"docket", "gates", "reception"} | {"long"}
    assert {path.name for path in tmp_path.glob("*.md")} == {f"2026-Q3-2026-H2-{name}.md" for name in months}
    office.does("report", "long", "--ytd", "2026-10", "--out", str(tmp_path / "{ytd}.json"))
    added = office.does("report", "long", "--add", str(tmp_path / "2026-01..10.json"))
    assert "2026年1月至10月" in added


def test_the_office_s_own_words_stand_under_their_headings(office: "Office", tmp_path: Path) -> None:
    configured(office, "reports:\n  texts: [存在问题, 下一步打算]\n  goals: {timely_route: 90}\n")
    problems, binary = tmp_path / "问题.txt", tmp_path / "图.png"
    problems.write_text("\ufeff一是告知不及时。\n\n  二是化解率偏低。\n", encoding="utf-8")
    binary.write_bytes(b"\xff\xfe\x00")
    told = office.does("report", "monthly", "--words", f"存在问题={problems}")
    assert (
        told.index("【存在问题】")
        < told.index("一是告知不及时。")
        < told.index("二是化解率偏低。")
        < told.index("【下一步打算】")
    )
    for words, code, said in (
        (("monthly", "--words", f"成效={problems}"), 2, "报表没有“成效”一节 — 可写：存在问题、下一步打算"),
        (("monthly", "--words", "存在问题"), 2, "--words 要写成 标题=文件"),
        (("weekly", "--words", f"存在问题={problems}"), 2, "--words 只用于本单位的月通报"),
        (("--all", "--month", "2026-10", "--words", f"存在问题={problems}"), 2, "--words 只用于本单位的月通报"),
        (("monthly", "--words", f"存在问题={binary}"), 1, "不是UTF-8文本"),
        (("monthly", "--words", f"存在问题={tmp_path / '没有.txt'}"), 1, "没有.txt"),
    ):
        answer = office("report", *words)
        assert (answer.code, said in answer.err) == (code, True), answer


def test_no_goal_is_set_for_how_many_come(office: "Office") -> None:
    configured(office, "reports:\n  goals: {registered: 10}\n")
    answer = office("report", "monthly")
    assert answer.code == 3
    assert "registered 不设目标 — 登记、人次、重复、层级、满意度都不设；可设：timely_route" in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nosuch",), "名称 不能是“nosuch” — 用其中之一：周调度"),
        ((), "没有说明出哪张报表"),
        (("monthly", "x.json"), "没有说明出哪张报表"),
        (("monthly", "--add"), "没有说明出哪张报表"),
        (("--all",), "--all 出一周、一月、一季度"),
        (("monthly", "--all", "--month", "2026-10"), "--all 出一周、一月、一季度"),
        (("--all", "--month", "2026-10", "--week", "2026-W40"), "--all 出一周、一月、一季度"),
        (("--all", "--month", "2026-13"), "“2026-13”不是可用的起止"),
        (("--all", "--from", "2026-10-01", "--to", "2026-11-01"), "--all 出一周、一月、一季度"),
        (("monthly", "--month", "2026-10", "--year", "2026"), "只写一种"),
        (("monthly", "--quarter", "2026-Q3", "--half", "2026-H2"), "只写一种"),
        (("monthly", "--quarter", "2026-Q5"), "“2026-Q5”不是可用的起止"),
        (("monthly", "--ytd", "2026"), "“2026”不是可用的起止"),
        (("monthly", "--format", "md", "--format", "csv"), "一张报表只写一个 --format"),
    ],
)
def test_what_a_command_line_cannot_mean(office: "Office", words: tuple[str, ...], said: str) -> None:
    answer = office("report", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_help_and_completion_list_the_office_s_own_reports(office: "Office") -> None:
    configured(office, "reports:\n  own: [{name: 乡镇月报, title: 各乡镇情况, measures: [registered], by: [place]}]\n")
    told = office.does("report", "--help")
    assert "  monthly      月通报\n" in told
    assert "  乡镇月报     各乡镇情况\n" in told
    assert office.does("complete", "2", "--", "xf", "report", "乡").startswith("乡镇月报")


def test_outside_a_workspace_help_lists_the_program_s_reports(tmp_path: Path, office: "Office") -> None:
    office.root = tmp_path / "nowhere"
    office.root.mkdir()
    assert "  annual" in office.does("report", "--help")


# --- Reports of the office's own, and variants ------------------------------------------------------------------------

OWN = """reports:
  min_cell: 3
  variants: {on_time_close: due_passed, median_days: mean}
  own:
  - {name: towns, title: 各乡镇, measures: [registered, 登记件数, on_time_close], by: [place, class], filters: {channel: 来访}}
  - {name: plain, window: year, measures: [registered, median_days, declined, registered], filters: {place: 某县}}
"""


def test_an_office_defines_reports(office: "Office") -> None:
    configured(office, OWN)
    for at, place in enumerate(("城关镇", "城关镇", "老街社区", "外县")):
        office.open("2026-10-05", "--place", place, "--class", "claim", title=f"事项{at}")
    office.open("2026-10-05", "--class", "accusation", "--accused", "unknown", title="事项")
    told = report(office, "towns", "--month", "2026-10")
    assert (told["report"], told["tables"][0]["title"]) == ("towns", "各乡镇")
    assert [(row["place"], row["class"], row["registered"]) for row in table(told, "towns")] == [
        ("城关镇", "claim", 2), ("老街社区", "claim", 1), ("外县", "claim", 1), ("unsaid", "accusation", "withheld"),
    ]  # fmt: skip
    assert measures(told)["on_time_close"]["variant"] == "due_passed"
    assert measures(told)["on_time_close"]["title"] == "按期办结率（不含未到期）"
    assert "variant" not in measures(told)["close_rate"]
    text = office.does("report", "各乡镇", "--month", "2026-10")
    assert "\n范围：信访形式为来访\n" in text
    assert "、按期办结率（不含未到期）、" in office.does("report", "towns", "--format", "md")
    assert report(office, "plain")["from"] == "2025-01-01"
    (row, *_) = table(report(office, "plain", "--year", "2026"), "plain")
    assert (row["measure"], row["value"]["numerator"]) == ("registered", 3)
    narrowed = table(report(office, "towns", "--month", "2026-10", "--place", "外县"), "towns")
    assert [row["place"] for row in narrowed] == ["外县"]


def test_a_class_that_is_sealed_cannot_be_worked_out(office: "Office") -> None:
    for at in range(7):
        office.open("2026-10-05", "--class", "claim" if at else "suggestion", title=f"事项{at}")
    office.open("2026-10-05", "--class", "accusation", "--accused", "unknown", title="事项")
    rows = {row["class"]: row["registrations"] for row in table(report(office, "monthly"), "by_class")}
    assert rows == {"suggestion": "withheld", "accusation": "withheld", "claim": 6}
    assert "不公布" in office.does("report", "monthly", "--class", "accusation").splitlines()[3]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("own: [{name: a/b, measures: [registered]}]", "报表名“a/b”不能用"),
        ("own: [{name: x}]", "缺少 measures"),
        ("own: [{name: x, measures: [nosuch]}]", "measures 不能是“nosuch”"),
        ("own: [{name: x, measures: [registered], by: [petitioner]}]", "by 不能是“petitioner”"),
        ("own: [{name: x, measures: [registered], by: [unit, place, class]}]", "最多按2项分组"),
        ("own: [{name: x, measures: [registered], filters: {name: 王某}}]", "filters 不能是“name”"),
        ("own: [{name: x, measures: [registered], filters: {class: 托梦}}]", "class 不能是“托梦”"),
        ("own: [{name: x, measures: [registered], window: days}]", "window 不能是“days”"),
        ("own: [{name: x, measures: [registered]}, {name: x, measures: [closed]}]", "报表名“x”用了两次"),
        ("variants: {on_time_close: nosuch}", "on_time_close 不能是“nosuch” — 用其中之一：due_passed"),
        ("variants: {on_time_close: [mean]}", "on_time_close 应是文字"),
        ("variants: {registered: mean}", "registered 没有可选的口径"),
        ("variants: {nosuch: mean}", "nosuch 没有可选的口径"),
        ("flags: {black_after: 13}", "black_after 应是0至12的整数"),
        ("flags: {yellow: {on_time_close: 101}}", "on_time_close 应是0至100的整数"),
    ],
)
def test_config_says_what_is_wrong(office: "Office", section: str, said: str) -> None:
    configured(office, f"reports:\n  {section}\n")
    answer = office("report", "weekly")
    assert answer.code == 3
    assert said in answer.err
    assert "config.yaml:" in answer.err


def test_a_name_of_the_program_s_is_taken(office: "Office") -> None:
    configured(office, "reports:\n  own: [{name: monthly, measures: [registered]}]\n")
    assert "程序自带的" in office("report", "--all", "--month", "2026-10").err
    assert "by_channel" in office.does("report", "monthly", "--format", "json")


# --- Sets -------------------------------------------------------------------------------------------------------------


def test_a_month_s_set(office: "Office") -> None:
    configured(office, OWN)
    office.open("2026-10-05")
    office.does("report", "--all", "--month", "2026-10", "--format", "md", "--format", "json")
    monthly = {each.value for each in Report if each.span is Span.MONTH} - {"docket", "gates", "reception"} | {
        "towns"
    }  # not in config
    made = sorted(path.name for path in (office.root / "reports").iterdir())
    assert made == sorted(f"{name}-2026-10.{form}" for name in monthly for form in ("md", "json"))
    alone = office.does("report", "flags", "--month", "2026-10", "--format", "md")
    assert (office.root / "reports" / "flags-2026-10.md").read_text(encoding="utf-8") == alone


def test_a_week_s_set_goes_where_the_pattern_says(office: "Office", tmp_path: Path) -> None:
    office.open("2026-10-05")
    office.does("report", "--all", "--week", "last", "--out", str(tmp_path / "{year}/{week}/{report}"))
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.glob("2026/*/*")] == ["2026/2026-W46/weekly.md"]
    office.does("report", "weekly", "--week", "last", "--out", str(tmp_path / "{month}-{report}.json"))
    assert json.loads((tmp_path / "2026-11-weekly.json").read_text(encoding="utf-8"))["report"] == "weekly"
    office.does(
        "report", "--all", "--year", "2026", "--out", str(tmp_path / "{report}.{format}"), "--format", "terminal"
    )
    assert (tmp_path / "annual.txt").exists()


def test_files_that_cannot_be_read_are_stamped_and_make_the_exit_code(office: "Office", tmp_path: Path) -> None:
    office.open("2026-10-05")
    broken = office.file(office.open("2026-10-06"))
    broken.write_text("id: [", encoding="utf-8")
    answer = office("report", "--all", "--month", "2026-10", "--format", "json", "--out", str(tmp_path / "out"))
    assert answer.code == 3
    path = tmp_path / "out" / "monthly-2026-10.json"
    assert json.loads(path.read_text(encoding="utf-8"))["left_out"] == 1
    assert office("report", "monthly", "--add", str(path)).code == 3
    assert "另有1个文件读不出，未计入" in office("report", "monthly", "--month", "2026-10").out


# --- Sums -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(office: "Office", tmp_path: Path) -> tuple["Office", list[str]]:
    """Return an office and the monthly JSON of two offices, the other with one matter more."""
    office.open("2026-10-05", "--class", "claim")
    files = []
    for name in ("甲县信访局", "乙县信访局"):
        config = office.root / "config.yaml"
        text = config.read_text(encoding="utf-8")
        for old in ("某县信访局", "甲县信访局"):
            text = text.replace(old, name)
        config.write_text(text, encoding="utf-8")
        files.append(str(tmp_path / f"{name}.json"))
        office.does("report", "monthly", "--month", "2026-10", "--out", files[-1])
        office.does("route", office.open("2026-10-06", title="另一件"), "住建局", "--on", "2026-10-07")
    return office, files


def test_offices_add_up(two: tuple["Office", list[str]], tmp_path: Path) -> None:
    office, files = two
    one, other = (json.loads(Path(path).read_text(encoding="utf-8")) for path in files)
    told = report(office, "monthly", "--add", *files)
    assert (told["office"], told["from"], told["to"], told["commit"]) == (
        "甲县信访局、乙县信访局", "2026-10-01", "2026-11-01", None,
    )  # fmt: skip
    for name, found in measures(told).items():
        parts = [measures(each)[name] for each in (one, other)]
        if name == "median_days":
            assert found["numerator"] is None
        else:
            assert found["numerator"] == sum(part["numerator"] for part in parts)
        if found["denominator"] is not None:
            assert found["denominator"] == sum(part["denominator"] for part in parts)
    assert {row["channel"]: row["registrations"] for row in table(told, "by_channel")} == {"visit": 3}
    units = {row["unit"]: row["registrations"] for row in table(told, "by_unit")}
    assert units == {"no_unit": 2, "住房和城乡建设局": 1}
    text = office.does("report", "monthly", "--add", *files)
    assert "（未定单位）" in text
    assert "来访" in text
    assert "2个单位合计" in text
    office.does("report", "monthly", "--add", *files, "--out", str(tmp_path / "sum.json"))
    again = report(office, "monthly", "--add", str(tmp_path / "sum.json"))
    assert again["measures"] == told["measures"]


def test_what_does_not_add_is_listed_by_office(office: "Office", tmp_path: Path) -> None:
    office.open("2026-10-05")
    path = tmp_path / "w.json"
    office.does("report", "weekly", "--week", "2026-W46", "--out", str(path))
    told = report(office, "weekly", "--add", str(path), str(path))
    assert [row["office"] for row in table(told, "overdue")] == ["某县信访局", "某县信访局"]
    assert table(told, "units")[0]["open"] == 2
    office.does("route", office.open("2026-10-06"), "住建局", "--on", "2026-10-07")
    flags = tmp_path / "f.json"
    office.does("report", "flags", "--month", "2026-10", "--out", str(flags))
    told = report(office, "flags", "--add", str(flags), str(flags))
    assert next(each for each in told["tables"] if each["name"] == "flags")["columns"][0]["name"] == "office"


def test_sums_need_no_workspace(two: tuple["Office", list[str]], tmp_path: Path) -> None:
    office, files = two
    office.root = tmp_path / "nowhere"
    office.root.mkdir()
    assert "甲县信访局、乙县信访局 月通报 2026年10月" in office.does("report", "monthly", "--add", *files)


def test_what_is_withheld_stays_withheld(office: "Office", tmp_path: Path) -> None:
    office.open("2026-10-05", "--class", "accusation", "--accused", "unknown")
    path = tmp_path / "a.json"
    office.does("report", "monthly", "--class", "accusation", "--month", "2026-10", "--out", str(path))
    told = report(office, "monthly", "--add", str(path), str(path))
    assert measures(told)["registered"]["numerator"] is None
    assert table(told, "by_channel")[0]["registrations"] == "withheld"
    assert "不公布" in office.does("report", "monthly", "--add", str(path), str(path))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"report": "flags"}, "乙县信访局.json 的报表与 甲县信访局.json 不同（flags，monthly）"),
        ({"from": "2026-09-01"}, "的起止与"),
        ({"as_of": "2026-10-30"}, "的统计截至日与"),
        ({"measures": []}, "的指标与本版程序不同"),
        ({"tables": None}, "不是本程序出的JSON报表"),
    ],
)
def test_what_does_not_go_together_is_refused(
    two: tuple["Office", list[str]], change: dict[str, Any], said: str
) -> None:
    office, files = two
    told = json.loads(Path(files[1]).read_text(encoding="utf-8"))
    kept = {key: value for key, value in {**told, **change}.items() if value is not None}
    Path(files[1]).write_text(json.dumps(kept), encoding="utf-8")
    answer = office("report", "monthly", "--add", *files)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_other_variants_and_other_names_are_refused(two: tuple["Office", list[str]]) -> None:
    office, files = two
    told = json.loads(Path(files[1]).read_text(encoding="utf-8"))
    measures(told)["median_days"]["variant"] = "mean"
    Path(files[1]).write_text(json.dumps(told), encoding="utf-8")
    assert "的指标口径与" in office("report", "monthly", "--add", *files).err
    assert "（monthly，flags）" in office("report", "flags", "--add", files[0]).err
    Path(files[1]).write_text("[", encoding="utf-8")
    assert "不是本程序出的JSON报表" in office("report", "monthly", "--add", *files).err


# --- Flags ------------------------------------------------------------------------------------------------------------


def late_duties(office: "Office", month: str, count: int) -> None:
    """Leave so many notices of a unit undone that fell due in a month."""
    for at in range(count):
        case = office.open(f"{month}-02", title=f"{month}{at}")
        office.does("route", case, "住建局", "--on", f"{month}-03")


def test_three_months_short_of_the_standard_make_a_black_flag(office: "Office") -> None:
    configured(office, "reports:\n  flags: {min_base: 1, black: {overdue: 9, duties_in_time: 0, timely_notice: 0}}\n")
    for month in ("2026-08", "2026-09", "2026-10"):
        late_duties(office, month, 1)
    row = table(report(office, "flags", "--month", "2026-09"), "flags")[0]
    assert (row["flag"], row["before_1"], row["before_2"]) == ("yellow", "yellow", None) or row["before_2"] == "none"
    row = table(report(office, "flags", "--month", "2026-10"), "flags")[0]
    assert (row["flag"], row["before_1"], row["before_2"]) == ("black", "yellow", "yellow")
    told = office.does("report", "flags", "--month", "2026-10")
    assert "连续3期不达标（此前2026-09、2026-08）" in told
    assert "只评单位履职；登记多少、重复多少、满意与否不列入。" in told
    configured(office, "reports:\n  flags: {min_base: 1, black_after: 0, yellow: {overdue: null}}\n")
    assert "before_1" not in table(report(office, "flags", "--month", "2026-10"), "flags")[0]


def test_too_few_duties_are_not_ranked(office: "Office") -> None:
    case = office.open("2026-10-02")
    office.does("route", case, "住建局", "--on", "2026-10-03")
    office.does("accept", case, "--on", "2026-10-05")
    (row,) = table(report(office, "flags"), "flags")
    assert (row["rank"], row["flag"], row["duties_in_time"]["denominator"]) == (None, "none", 1)
    assert "到期职责1项，少于5项，不评" in office.does("report", "flags")


def test_accusations_alone_are_no_ground_for_flags(office: "Office") -> None:
    office.open("2026-10-05", "--class", "accusation", "--accused", "unknown")
    assert "只含检举控告时不评红黄黑。" in office.does("report", "flags", "--class", "accusation")


def test_an_empty_office_has_reports_of_nothing(office: "Office") -> None:
    for name in Report:
        told = office.does("report", name)
        assert "100.0%" not in told
        assert "nan" not in told.lower()
    assert "去年同期0件次，同比—；上期0件次，环比—。" in office.does("report", "monthly")
    assert "及时转送率无应计件" in office.does("report", "monthly")
    office.lang = Lang.EN
    assert "100.0%" not in office.does("report", "monthly")


def test_years_weeks_and_medians_add_up_too(office: "Office", tmp_path: Path) -> None:
    configured(office, "reports:\n  own: [{name: plain, window: year, measures: [registered, median_days]}]\n")
    office.open("2026-10-05")
    for name, words in (
        ("annual", ("--year", "2026")),
        ("plain", ("--year", "2026")),
        ("weekly", ("--week", "0001-W01")),
    ):
        path = tmp_path / f"{name}.json"
        office.does("report", name, *words, "--out", str(path))
        told = report(office, name, "--add", str(path), str(path))
        assert measures(told)["registered"]["numerator"] == (0 if name == "weekly" else 2)
    assert "年度报告 2026年" in office.does("report", "annual", "--add", str(tmp_path / "annual.json"))
    weekly = measures(report(office, "weekly", "--add", str(tmp_path / "weekly.json")))
    assert weekly["registered"]["last_year"] is None


@pytest.mark.parametrize("out", ["r/{weak}.md", "r/{}.md", "{ week }.md", "{month}-{report}-{formt}.md"])
def test_a_place_of_out_that_does_not_exist_is_refused(office: "Office", out: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*.md"))
    for named in (("weekly",), ("--all", "--week", "last")):
        answer = office("report", *named, "--out", str(tmp_path / out))
        assert (answer.code, "可用：{report}、{format}、" in answer.err) == (2, True)
    assert sorted(tmp_path.rglob("*.md")) == before


def test_a_sum_has_no_week_to_be_named_after(office: "Office", tmp_path: Path) -> None:
    one = tmp_path / "one.json"
    office.does("report", "weekly", "--out", str(one))
    assert office("report", "weekly", "--add", str(one), "--out", str(tmp_path / "{week}.md")).code == 2
    office.does("report", "weekly", "--add", str(one), "--out", str(tmp_path / "{report}.{format}"), "--format", "md")
    assert (tmp_path / "weekly.md").exists()


def test_reports_of_each_class_and_of_all_do_not_give_few_accusations_away(office: "Office") -> None:
    for class_, count in (("claim", 6), ("suggestion", 2), ("accusation", 1)):
        for _ in range(count):
            office.open("2026-11-17", "--class", class_)

    def registered(*classes: str) -> int | None:
        filters = [word for name in classes for word in ("--class", name)]
        page = json.loads(office.does("report", "weekly", "--week", "2026-W47", *filters, "--format", "json"))
        return next(row["numerator"] for row in page["measures"] if row["name"] == "registered")

    assert registered() == 9
    assert (registered("accusation"), registered("suggestion"), registered("claim")) == (None, None, 6)
    assert registered("claim", "suggestion") is None
    assert registered("claim", "accusation") is None
    assert registered("suggestion", "accusation") == 3  # what all and the claims tell anyway
    assert registered("unclassified") == 0
    for _ in range(4):
        office.open("2026-11-17", "--class", "accusation")
    assert (registered("accusation"), registered("suggestion")) == (5, 2)


def test_where_no_other_class_has_any_the_whole_of_the_rest_is_withheld(office: "Office") -> None:
    office.open("2026-11-17", "--class", "accusation")
    words = ("--week", "2026-W47", "--class", "claim", "--format", "json")
    page = json.loads(office.does("report", "weekly", *words))
    assert {row["name"]: row["numerator"] for row in page["measures"]}["registered"] is None
