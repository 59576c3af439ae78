"""Broken files, checks and their mending, escalation, reports, workspaces."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.index import lines


def test_a_broken_file_hides_no_other_and_is_never_silent(office: Office) -> None:
    good, bad = office.open("2026-11-02"), office.open("2026-11-03")
    file = office.file(bad)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("channel: visit", "channel: visit\nchannel: letter"), encoding="utf-8")
    for _ in range(2):
        answer = office("list", "--json")
        assert (answer.code, [row["id"] for row in answer.json]) == (3, [good])
        assert f"{bad}.yaml:" in answer.err
    for line in (
        "due",
        "count",
        "find 阳光",
        "report weekly --week 2026-W47",
        "report --site site",
        f"show {good}",
        "escalate --overdue",
    ):
        assert office(*line.split()).code == 3, line
    refused = office("accept", bad)
    assert refused.code in (1, 3)
    checked = office("check", "--json")
    assert checked.code == 3
    fault = checked.json[0]
    assert set(fault) == {"level", "path", "line", "code", "message", "remedy"}
    assert (fault["level"], fault["line"]) == ("fault", 10)
    file.write_text(text, encoding="utf-8")
    assert office("list").code == 0


def test_a_colleague_s_index_is_taken_and_spares_reading(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = {office.open("2026-11-02", title=f"反映{n}") for n in range(3)}
    office.does("list")
    other = Office(office.root.parent / "副本")
    shutil.copytree(office.root, other.root, ignore=shutil.ignore_patterns(".xinfang"))
    for path in other.root.glob("cases/*/*/*.yaml"):
        path.touch()  # another clone: other times
    assert "索引" in other.does("init", str(other.root), "--index-from", str(office.root))
    drawn: list[object] = []
    draw = lines.draw
    monkeypatch.setattr(lines, "draw", lambda *args: drawn.append(args) or draw(*args))
    assert {row["id"] for row in other.does("list", "--json")} == cases
    assert drawn == []
    index = office.root / ".xinfang" / "index.sqlite3"
    (office.root.parent / "x").write_bytes(b"no index")
    config = other.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("days: 60", "days: 45"), encoding="utf-8")
    for source in (index, office.root.parent / "x", office.root.parent / "nowhere"):
        answer = other("init", str(other.root), "--index-from", str(source))
        assert (answer.code, str(source) in answer.err) == (1, True)
    assert {row["id"] for row in other.does("list", "--json")} == cases


def test_check_mends_derived_lines_and_names_the_rest(office: Office) -> None:
    case = office.open("2026-11-02", "--place", "无名村")
    file = office.file(case)
    text = file.read_text(encoding="utf-8").replace("status: registered", "status: closed")
    file.write_text(text.replace("people: 1", "people: 1  # 手写\nowner_hint: 甲"), encoding="utf-8")
    answer = office("check", "--json")
    assert answer.code == 3
    assert {row["code"] for row in answer.json} == {"derived_differs", "unknown_key", "unknown_name"}
    assert office("check", "--fix").code == 0
    text = file.read_text(encoding="utf-8")
    assert "status: registered" in text
    assert "people: 1  # 手写\nowner_hint: 甲\n" in text


def test_new_holiday_data_moves_running_deadlines_with_an_entry(office: Office) -> None:
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-20")
    config = office.root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    # two of the five working days of the window become days off
    config.write_text(
        text.replace("calendar: {rest: []", "calendar: {rest: [2026-11-24, 2026-11-25]"), encoding="utf-8"
    )
    answer = office("check", "--json")
    assert [(row["code"], row["level"]) for row in answer.json] == [("deadline_moved", "warning")]
    office.does("check", "--fix")
    window = next(each for each in office.does("show", case, "--json")["clocks"] if each["clock"] == "object")
    assert window["due"] == "2026-12-01"
    assert office.does("log", case, "--json")[-1]["did"] == "reckon"


def test_the_weekly_report_is_the_same_bytes_again_and_without_the_index(office: Office, tmp_path: Path) -> None:
    case = office.open("2026-11-02")
    office.does("route", case, "住建局", "--on", "2026-11-18")
    office.open("2026-10-20")
    for form in ("terminal", "md", "json", "csv"):
        line = ("report", "weekly", "--week", "2026-W47", "--format", form)
        first = office.does(*line)
        assert office.does(*line) == first
        shutil.rmtree(office.root / ".xinfang")
        assert office.does(*line) == first
        office.does(*line, "--out", f"{tmp_path}/a/{{week}}.{form}")
        assert (tmp_path / f"a/2026-W47.{form}").read_bytes().decode() == first
    assert not list(tmp_path.glob("a/.xf-tmp-*"))
    default = office.does("report", "weekly", "--format", "json", today="2026-11-25")
    assert '"from": "2026-11-16"' in default
    assert office("report", "weekly", "--week", "2026-W60").code == 2
    assert office("report", "weekly", "--week", "2026-W47", "--month", "2026-11").code == 2
    assert office("report", "weekly", "--out", "x.pages").code == 2


def test_init_adds_only_what_is_missing(tmp_path: Path, office: Office) -> None:
    assert office("init", str(tmp_path / "new")).code == 2
    assert "config.yaml" in office.does("init", str(tmp_path / "new"), "--office", "O'Hara局", "--code", "000001")
    before = (tmp_path / "new/config.yaml").read_bytes()
    (tmp_path / "new/.gitignore").write_text("*.bak", encoding="utf-8")
    assert ".gitignore" in office.does("init", str(tmp_path / "new"))
    assert (tmp_path / "new/config.yaml").read_bytes() == before
    assert (tmp_path / "new/.gitignore").read_text(encoding="utf-8").startswith("*.bak\n/.xinfang/\n")
    assert "无需补充" in office.does("init", str(tmp_path / "new"))
    elsewhere = Office(tmp_path / "new")
    assert elsewhere.does("config", "--json")["office"]["name"] == "O'Hara局"


def test_discovery_from_a_sub_folder_and_by_environment(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from xinfang_cli.app import run

    case = office.open("2026-11-02")
    monkeypatch.chdir(office.file(case).parent)
    assert run(["list", "--json"]) == 0
    assert case in capsys.readouterr().out
    monkeypatch.chdir(office.root.parent)
    assert run(["list"]) == 1
    assert "xinfang init" in capsys.readouterr().err
    monkeypatch.setenv("XINFANG_HOME", str(office.root))
    monkeypatch.setenv("XINFANG_LANG", "en")
    assert run(["list"]) == 0
    assert "unit" in capsys.readouterr().out


def test_a_broken_config_says_every_fault_with_its_line(office: Office) -> None:
    config = office.root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("days: 60", "days: sixty").replace("week_start: 1", "week_start: Monday"), encoding="utf-8"
    )
    answer = office("list")
    assert answer.code == 3
    assert answer.err.count("config.yaml:") == 2
    assert "Traceback" not in answer.err


def test_the_demo_runs_and_its_workspace_is_sound(tmp_path: Path, office: Office) -> None:
    said = office.does("demo", str(tmp_path / "demo"))
    assert "导入40件" in said
    assert "xinfang list --overdue" in said
    demo = Office(tmp_path / "demo")
    assert demo("check").code == 0
    assert len(demo.does("list", "--json")) == 40
    assert (tmp_path / "demo/reports/2026-W47.md").stat().st_size > 2000
    assert office("demo", str(tmp_path / "demo")).code == 1


def test_git_commit_in_the_stamp(office: Office) -> None:
    office.open("2026-11-02")
    git = ["git", "-C", str(office.root), "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True)
    head = subprocess.run(
        [*git, "rev-parse", "--short=12", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    assert f'"commit": "{head}"' in office.does("report", "weekly", "--week", "2026-W47", "--format", "json")
    listed = subprocess.run([*git, "ls-files"], check=True, capture_output=True, text=True).stdout
    assert ".xinfang" not in listed


@pytest.mark.parametrize("day", ["2026-13-01", "二〇二六年"])
def test_today_must_be_a_day(office: Office, day: str) -> None:
    assert office("list", today=day).code == 2


def test_what_fix_would_write_is_shown_first(office: Office) -> None:
    case, other = office.open("2026-11-02"), office.open("2026-11-03")
    file = office.file(case)
    good = file.read_text("utf-8")
    wrong = good.replace("status: registered", "status: closed").replace("due: 2026-11-17\nrec", "due: null\nrec")
    file.write_text(wrong, encoding="utf-8")
    shown = office.does("check", "--fix", "--dry-run")
    assert [line.partition(" ")[0] for line in shown.splitlines()] == [
        f"cases/2026/11/{case}.yaml:4:", f"cases/2026/11/{case}.yaml:6:", "将改正1个文件（未写入）",
    ]  # fmt: skip
    assert "将改正1个文件（未写入）" in shown
    assert [row["code"] for row in office.does("check", "--fix", "--dry-run", "--json")] == ["derived_differs"] * 2
    assert file.read_text("utf-8") == wrong
    office.does("check", "--fix")
    assert file.read_text("utf-8") == good
    assert "将改正0个文件" in office.does("check", "--fix", "--dry-run")
    assert office("check", "--dry-run").code == 2
    assert other in office.does("list")


def test_a_workspace_of_format_1_is_counted_and_then_rewritten(office: Office) -> None:
    case, other = office.open("2026-11-02"), office.open("2026-11-03")
    new = office.bytes()
    for file in (office.file(case), office.file(other)):
        text = file.read_text("utf-8").replace("- id: ", "- n: ").replace("  date: ", "  on: ")
        file.write_text(text.replace("channel: ", "# 手写\nchannel: ", 1), encoding="utf-8")
    config = office.root / "config.yaml"
    text = config.read_text("utf-8").replace("format: 2", "format: 1")
    config.write_text(text.replace("calendar: {rest: []", "calendar: {off: [2026-11-24]"), encoding="utf-8")
    old = office.bytes()
    assert "xinfang check --fix --dry-run" in office.does("init", str(office.root))
    assert "提醒 config.yaml: 3个文件还是格式1" in office.does("check")
    assert "将改正3个文件" in office.does("check", "--fix", "--dry-run").replace(" ", "")
    assert office.bytes() == old
    assert office.does("due", "--json")[0]["due"] == "2026-11-17"
    assert office("note", case, "--text", "x").code == 0
    assert "\n- n: " not in office.file(case).read_text("utf-8"), "a step rewrites its file"
    assert office.does("undo", case, "--reason", "试") is not None
    assert "已改正2个文件" in office.does("check", "--fix").replace(" ", "")
    assert office.file(other).read_text("utf-8").replace("# 手写\n", "").encode() == new[f"cases/2026/11/{other}.yaml"]
    assert "format: 2 " in config.read_text("utf-8")
    assert "calendar: {rest: [2026-11-24], work: []" in config.read_text("utf-8")
    assert "format" not in office.does("check", "--json")


def test_a_workspace_of_a_later_format_is_read_and_not_written(office: Office) -> None:
    case = office.open("2026-11-02")
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("format: 2", "format: 3"), encoding="utf-8")
    before = office.bytes()
    assert office.does("list", "--json")[0]["id"] == case
    refused = office("note", case, "--text", "x")
    assert (refused.code, "这个工作区是格式3" in refused.err) == (1, True)
    assert office.bytes() == before


def _spoilt(office: Office, what: str, case: str, other: str) -> None:
    """Change what lies in the workspace, behind the program's back."""
    file, second = office.file(case), office.file(other)
    if what == "content":
        file.write_text(file.read_text("utf-8").replace("status: transferred", "status: closed"), encoding="utf-8")
    if what == "copy":
        shutil.copy(file, second.with_name("XF-20261104-00000.yaml"))
    if what == "moved":
        (file.parent.parent / "01").mkdir(exist_ok=True)
        shutil.copy(file, file.parent.parent / "01" / file.name)
    if what == "beside":
        file.with_suffix("").mkdir()
        (file.with_suffix("") / "照片.jpg").write_bytes(b"x")
    if what == "left sealed":
        (office.root / "sealed").mkdir(exist_ok=True)
        (office.root / "sealed" / file.name).write_text("id: x\n")
    if what == "config":
        settings = office.root / "config.yaml"
        settings.write_text(settings.read_text("utf-8").replace("住房和城乡建设局", "住建委"), encoding="utf-8")
    if what == "number":
        text = file.read_text("utf-8")
        second.write_text(second.read_text("utf-8") + text[text.rindex("- id:") :], encoding="utf-8")


@pytest.mark.parametrize("what", ["nothing", "content", "copy", "moved", "beside", "left sealed", "config", "number"])
def test_check_says_the_same_whether_or_not_it_knew_the_files_to_be_sound(office: Office, what: str) -> None:
    case, other = office.open("2026-11-02"), office.open("2026-11-03")
    office.does("route", case, "住建局", "--on", "2026-11-04")
    office.does("notice", case, "registration", "--number", "某信登〔2026〕1号")
    known = office.root / ".xinfang" / "sound.sqlite3"
    first = office("check", "--json")
    assert known.exists()
    again = office("check", "--json")
    assert (again.code, again.out) == (first.code, first.out)
    _spoilt(office, what, case, other)
    warm = office("check", "--json")
    known.unlink()
    cold = office("check", "--json")
    assert (warm.code, warm.out) == (cold.code, cold.out)
    assert (warm.out != first.out) == (what != "nothing")
