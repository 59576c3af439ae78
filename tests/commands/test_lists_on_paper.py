"""Lists for a meeting: title, what is filtered, as of today, the columns that were asked for; and nothing sealed."""

from pathlib import Path

import openpyxl
import pytest

from tests.commands.conftest import Office


def lines(office: Office, *words: str) -> list[str]:
    """Return the rows of a list in Markdown, without its title and header."""
    said = office.does(*words, "--format", "md").splitlines()
    return [line for line in said if line.startswith("| ") and "---" not in line][1:]


def test_a_list_has_title_scope_and_columns(office: Office) -> None:
    case = office.open("2026-11-02", "--category", "城乡建设/房屋交易", "--place", "城关镇")
    office.does("route", case, "住建局", "--on", "2026-11-03")
    office.does("note", case, "--kind", "progress", "--text", "已约谈开发商", "--on", "2026-11-10")
    office.does("note", case, "--kind", "progress", "--text", "已交钥匙", "--on", "2026-11-20")
    office.open("2026-11-05", title="村道破损")
    said = office.does("list", "--place", "城关镇", "--columns", "编号，标题、单位,期限,进展", "--format", "md")
    assert said == (
        "# 某县信访局信访件清单\n\n范围：属地为城关镇\n\n截至2026年11月22日，共1项\n\n"
        "| 序号 | 编号 | 标题 | 责任单位 | 期限 | 进展 |\n| ---: | --- | --- | --- | --- | --- |\n"
        f"| 1 | {case} | 反映阳光花园逾期交房 | 住房和城乡建设局 | 2026-11-18 | 已交钥匙 |\n"
    )
    assert lines(office, "list", "--columns", "形式,类别,状态,人数,超期") == [
        "| 1 | 来访 | 未分类 | 已转送 | 1 | 4 |",
        "| 2 | 来访 | 未分类 | 已登记 | 1 | 2 |",
    ]


def test_duties_and_finds_are_paper_too(office: Office) -> None:
    case = office.open("2026-11-02")
    assert lines(office, "due") == [f"| 1 | {case} | 反映阳光花园逾期交房 | 登记转送 | 某县信访局 | 2026-11-17 | 5 |"]
    office.does("route", case, "住建局", "--on", "2026-11-03")
    assert lines(office, "due", "--columns", "事项,由谁办理") == ["| 1 | 告知（转来） | 住房和城乡建设局 |"]
    assert lines(office, "find", "阳光", "--columns", "编号") == [f"| 1 | {case} |"]
    assert lines(office, "find", "没有这样的") == []


def test_each_form_goes_to_its_file(office: Office, tmp_path: Path) -> None:
    case = office.open("2026-11-02")
    for ending in ("docx", "html", "md", "xlsx"):
        path = tmp_path / f"周四.{ending}"
        answer = office("list", "--open", "--out", str(path))
        assert (answer.code, answer.out, answer.err) == (0, "", f"已写入 {path}\n")
    assert case in (tmp_path / "周四.html").read_text("utf-8")
    sheet = openpyxl.load_workbook(tmp_path / "周四.xlsx").active
    assert sheet is not None
    assert [row[1] for row in sheet.values][-1] == case


def test_a_sealed_matter_shows_what_a_list_may_show(office: Office) -> None:
    words = ("--class", "accusation", "--accused", "城关镇", "--category", "城乡建设", "--place", "城关镇")
    case = office.open("2026-11-02", *words, title="反映城关镇某某受贿")
    office.does("set", case, "--owner", "李经办")
    columns = "编号,标题,类别,分类,属地,责任人,人数,进展"
    assert lines(office, "list", "--columns", columns) == [f"| 1 | {case} | 密 | 检举控告 |  |  |  |  |  |"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--columns", "编号,标提"), "--columns"),
        (("list", "--format", "docx"), "加 --out 文件"),
        (("due", "--format", "xlsx"), "加 --out 文件"),
        (("list", "--out", "周四.pdf"), "--out"),
        (("today", "--format", "docx"), "加 --out 文件"),
    ],
)
def test_what_is_no_column_or_form_is_refused(office: Office, words: tuple[str, ...], said: str) -> None:
    answer = office(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_misspelt_column_is_answered_with_the_nearest(office: Office) -> None:
    assert "标题" in office("list", "--columns", "标提").err


def test_today_is_one_page(office: Office, tmp_path: Path) -> None:
    case = office.open("2026-11-02")
    said = office.does("today", "--format", "md")
    assert said.startswith("# 某县信访局今日事项\n\n2026年11月22日（周日） 李经办\n\n## 新收未转：1\n")
    assert f"| {case} | 11-17 超5日 | 登记转送 · 本单位 | 反映阳光花园逾期交房 |\n" in said
    office.does("today", "--out", str(tmp_path / "今天.docx"))
    assert (tmp_path / "今天.docx").read_bytes()[:2] == b"PK"


def test_an_empty_day_is_a_page_too(office: Office) -> None:
    assert "今天没有要办的" in office.does("today", "--format", "html")
