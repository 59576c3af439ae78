"""`report` in its formats, to files, pipes and terminals."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pexpect
import pytest

from xinfang_cli.render import Format

BINARY = [form.value for form in Format if form.is_binary]
Office = Any


def shell(office: Office) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XINFANG_")}
    return kept | {"XINFANG_HOME": str(office.root), "XINFANG_TODAY": office.today, "PYTHONUTF8": "1"}


COMMAND = [sys.executable, "-m", "xinfang_cli", "report", "weekly"]


@pytest.mark.parametrize("form", BINARY)
def test_bytes_go_to_a_file_or_a_pipe(office: Office, tmp_path: Path, form: str) -> None:
    office.open()
    office.does("report", "weekly", "--out", f"{tmp_path}/out/{{week}}.{form}")
    written = (tmp_path / "out" / f"2026-W46.{form}").read_bytes()
    done = subprocess.run([*COMMAND, "--format", form], env=shell(office), capture_output=True, check=True)
    assert done.stdout == written
    assert written.startswith(b"PK")


@pytest.mark.parametrize("form", BINARY)
def test_a_terminal_is_never_sent_bytes(office: Office, form: str) -> None:
    child = pexpect.spawn(COMMAND[0], [*COMMAND[1:], "--format", form], env=shell(office), encoding="utf-8")  # type: ignore[arg-type]
    said = child.read()
    child.wait()
    assert (child.exitstatus, f"{form} 不是文字，不能显示 — 加 --out 文件" in said) == (2, True)
    assert "PK" not in said


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.TERMINAL])
def test_a_file_is_the_same_after_the_index_is_gone(
    office: Office, tmp_path: Path, form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.open()
    office.does("report", "weekly", "--out", f"{tmp_path}/1.{form}")
    for path in (office.root / ".xinfang").iterdir():
        path.unlink()
    monkeypatch.setenv("LC_ALL", "zh_CN.GB18030")
    monkeypatch.setenv("TZ", "America/Lima")
    office.does("report", "weekly", "--out", f"{tmp_path}/2.{form}")
    assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes()


def test_a_workbook_that_cannot_be_written_leaves_the_old_one(office: Office, tmp_path: Path) -> None:
    (tmp_path / "报表.xlsx").mkdir()
    answer = office("report", "weekly", "--out", f"{tmp_path}/报表.xlsx")
    assert answer.code == 1
    assert "报表.xlsx" in answer.err
    assert list(tmp_path.glob(".xf-tmp-*")) == []


def test_a_file_that_cannot_be_read_is_told_in_the_report_and_by_the_exit_code(office: Office, tmp_path: Path) -> None:
    kept, broken = office.open(), office.open(title="另一件")
    office.file(broken).write_text("a: [", encoding="utf-8")
    answer = office("report", "weekly", "--out", f"{tmp_path}/a.xlsx")
    assert (answer.code, kept != broken) == (3, True)
    assert "另有1个文件读不出，未计入" in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[-1]["A2"].value


def test_a_site_of_an_office(office: Office, tmp_path: Path) -> None:
    office.open()
    sealed = office.open("2026-11-03", "--class", "accusation", "--accused", "unknown", title="检举某人")
    answer = office("report", "--site", f"{tmp_path}/网页", "--month", "2026-11")
    assert (answer.code, "index.html" in answer.err) == (0, True)
    found = {path.name: path.read_text("utf-8") for path in (tmp_path / "网页").iterdir()}
    assert {"index.html", "overdue.html", "search.html", "report-weekly.html", "report-annual.html"} <= set(found)
    assert not [name for name, text in found.items() if "检举某人" in text]
    assert "反映阳光花园逾期交房" in found["search.html"]
    assert sealed not in found["search.html"]
    for path in (office.root / ".xinfang").iterdir():
        path.unlink()
    office.does("report", "--site", f"{tmp_path}/再写", "--month", "2026-11")
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "再写").iterdir()} == found


def test_a_site_counts_what_filters_leave(office: Office, tmp_path: Path) -> None:
    office.open()
    office.does("report", "--site", f"{tmp_path}/a", "--channel", "letter")
    assert "反映阳光花园逾期交房" not in (tmp_path / "a" / "search.html").read_text("utf-8")


@pytest.mark.parametrize(
    "more", [("weekly",), ("--all",), ("--format", "md"), ("--out", "x.md"), ("--write-template", "x")]
)
def test_a_site_stands_alone(office: Office, tmp_path: Path, more: tuple[str, ...]) -> None:
    answer = office("report", *more, "--site", f"{tmp_path}/a")
    assert (answer.code, (tmp_path / "a").exists()) == (2, False)
    assert "--site" in answer.err


def test_an_office_starts_from_the_built_in_template(office: Office, tmp_path: Path) -> None:
    template = office.root / "通报模板.docx"
    office.does("report", "--write-template", str(template))
    config = office.root / "config.yaml"
    text = config.read_text("utf-8")
    assert "\nreports:\n" in text
    config.write_text(text.replace("\nreports:\n", "\nreports:\n  template: 通报模板.docx\n"), "utf-8")
    office.does("report", "weekly", "--out", f"{tmp_path}/a.docx")
    assert (tmp_path / "a.docx").read_bytes()[:2] == b"PK"
    again = office("report", "--write-template", str(template))
    assert (again.code, "已经有了" in again.err) == (1, True)
    template.write_bytes(b"")
    broken = office("report", "weekly", "--out", f"{tmp_path}/b.docx")
    assert (broken.code, "不是 .docx 文件" in broken.err, (tmp_path / "b.docx").exists()) == (1, True, False)


def test_a_report_goes_out_as_the_office_says(office: Office, tmp_path: Path) -> None:
    config = office.root / "config.yaml"
    said = "issuer: 某县联席办\n  mark: 某信通\n  to: 各乡镇\n  copies: [县委办公室]\n"
    config.write_text(
        config.read_text("utf-8").replace("  issuer: null\n  mark: null\n  to: []\n  copies: []\n", f"  {said}"),
        "utf-8",
    )
    out = tmp_path / "a.docx"

    def texts(*more: str) -> list[str]:
        office.does("report", "monthly", "--month", "2026-10", "--out", str(out), *more)
        return [paragraph.text for paragraph in docx.Document(str(out)).paragraphs if paragraph.text]

    built_in = texts("--number", "5")
    assert built_in[:4] == [
        "某县联席办文件",
        "某信通〔2026〕5号",
        "某县联席办关于\n2026年10月全县信访工作情况的通报",
        "各乡镇：",
    ]
    assert built_in[-2:] == [
        "抄送：县委办公室。",
        "某县联席办\t2026年11月22日印发",
    ]  # the day it is made, not that of its figures
    assert "统计数据截至2026年10月31日。" in built_in
    assert texts()[1] == "某信通〔2026〕＿＿号"
    assert texts("--number", "某信〔2026〕7号")[1] == "某信〔2026〕7号"
    refused = office("report", "monthly", "--number", "5", "--format", "md")
    assert (refused.code, "加 --format docx" in refused.err) == (2, True)
    office.does("report", "--write-template", str(office.root / "通报.docx"))
    config.write_text(config.read_text("utf-8").replace("  issuer:", "  template: 通报.docx\n  issuer:"), "utf-8")
    assert texts("--number", "5") == built_in


def test_init_takes_who_issues_reports(office: Office, tmp_path: Path) -> None:
    office.does("init", str(tmp_path / "new"), "--office", "某县信访局", "--code", "410122", "--issuer", "某县'联席办")
    assert "\n  issuer: '某县''联席办'\n" in (tmp_path / "new" / "config.yaml").read_text("utf-8")


def test_init_asks_who_issues_reports_where_somebody_sits(office: Office, tmp_path: Path) -> None:
    command = [*COMMAND[1:3], "-C", str(tmp_path), "init", "new", "--office", "某县信访局", "--code", "410122"]
    child = pexpect.spawn(COMMAND[0], command, env=shell(office), cwd=str(tmp_path), encoding="utf-8")  # type: ignore[arg-type]
    child.expect("发文机关")
    child.sendline("某县联席办")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "\n  issuer: '某县联席办'\n" in (tmp_path / "new" / "config.yaml").read_text("utf-8")
