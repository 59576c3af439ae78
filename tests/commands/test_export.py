"""Exports as other programs read them: openpyxl, icalendar, DuckDB, a spreadsheet program, and our own import."""

import csv
import datetime as dt
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import icalendar
import openpyxl
import pytest

from tests.commands.conftest import Office
from xinfang_cli.exports import ExportFormat, parquet
from xinfang_cli.index.listing import KEYS
from xinfang_cli.labels import Lang

PERSON = ("赵某某", "13800138000", "幸福里3号")


@pytest.fixture
def worked(office: Office) -> Office:
    """Four matters: one handled, one closed, one with odd words, one sealed."""
    name, phone, address = PERSON
    who = ("--name", name, "--phone", phone, "--address", address)
    first = office.open(
        "2026-11-02", "--people", "3", "--place", "老街社区", "--source-number", "410122202611020001", *who
    )
    office.does("route", first, "住建局", "--on", "2026-11-04", today="2026-11-04")
    office.does("accept", first, "--on", "2026-11-06", today="2026-11-06")
    second = office.open("2026-10-09", *who, title="反映停水")
    proof = ("--resolved", "--basis", "petitioner", "--evidence", "确认书")
    office.does("close", second, "--reason", "filed", "--text", "重复", "--approved-by", "局长甲", *proof, "--on", "2026-10-12", today="2026-10-12")  # fmt: skip
    office.open("2026-11-10", "--category", "城乡建设/供水", title='+HYPERLINK("http://x")')
    office.open("2026-11-11", "--class", "accusation", *who, title="举报某干部")
    return office


def exported(office: Office, form: str, *more: str) -> Path:
    path = office.root.parent / f"out.{form}"
    assert office("export", "--format", form, "--out", str(path), *more).code == 0
    return path


def test_json_lines_have_what_a_list_has(worked: Office) -> None:
    lines = [json.loads(line) for line in worked.does("export", "--format", "jsonl").splitlines()]
    listed = {row["id"]: row for row in worked.does("list", "--json")}
    assert len(lines) == 4
    assert [{key: line[key] for key in KEYS} for line in lines] == [listed[line["id"]] for line in lines]
    assert [line["id"] for line in lines] == sorted(listed)
    accepted = next(line for line in lines if line["status"] == "accepted")
    assert (accepted["routed_on"], accepted["accepted_on"]) == ("2026-11-04", "2026-11-06")


def test_filters_as_in_a_list(worked: Office) -> None:
    assert len(worked.does("export", "--format", "jsonl", "--unit", "住建局").splitlines()) == 1
    assert worked.does("export", "--format", "jsonl", "--text", "没有这样的").splitlines() == []
    assert worked.does("export", "--format", "open311", "--text", "没有这样的") == "[]\n"


@pytest.mark.parametrize("form", [form for form in ExportFormat if form is not ExportFormat.RELATIONS])
def test_no_personal_data_unless_revealed_and_never_of_a_sealed_matter(worked: Office, form: ExportFormat) -> None:
    path = exported(worked, form.value)
    log = worked.root / "sealed" / "access.log"
    assert not log.exists()
    for word in (*PERSON, "举报某干部", "要求明确交房时间"):
        assert word.encode() not in _unpacked(path), (form, word)
    revealed = _unpacked(exported(worked, form.value, "--reveal"))
    assert "举报某干部".encode() not in revealed
    if form not in (ExportFormat.ICS, ExportFormat.OPEN311):
        assert all(word.encode() in revealed for word in (*PERSON, "要求明确交房时间"))
        assert log.read_text(encoding="utf-8").count("XF-") == 3


def _unpacked(path: Path) -> bytes:
    raw = path.read_bytes()
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        return "\n".join(str(cell) for row in sheet.values for cell in row).encode()
    if path.suffix == ".parquet":
        return str(duckdb.connect().sql(f"SELECT * FROM '{path}'").fetchall()).encode()
    return raw.replace(b"\r\n ", b"")


def test_csv_is_for_spreadsheets(worked: Office) -> None:
    raw = exported(worked, "csv", "--reveal").read_bytes()
    assert raw.startswith("\ufeff本系统编号,标题,状态".encode())
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert {row["状态"] for row in rows} == {"已登记", "已受理", "办结"}
    assert [row["标题"] for row in rows if "HYPERLINK" in row["标题"]] == ['\'+HYPERLINK("http://x")']
    english = Office(worked.root, lang=Lang.EN).does("export", "--format", "csv")
    assert english.splitlines()[0] == "\ufeff" + ",".join(KEYS)


def test_a_spreadsheet_has_days_figures_a_frozen_header_and_filters(worked: Office) -> None:
    sheet = openpyxl.load_workbook(exported(worked, "xlsx")).active
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    first = next(row for row in rows if row["状态"].value == "已受理")
    assert first["信访日期"].value == dt.datetime(2026, 11, 2)  # noqa: DTZ001  # as openpyxl has days
    assert (first["信访日期"].is_date, first["信访人数"].value, first["信访人数"].data_type) == (True, 3, "n")
    assert first["信访件编号"].value == "410122202611020001"
    odd = next(row["标题"] for row in rows if "HYPERLINK" in row["标题"].value)
    assert (odd.data_type, odd.value[0]) == ("s", "'")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{sheet.cell(5, len(head)).coordinate}")
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet["A1"].border.left.style) == (
        "$1:$1", "landscape", "thin",
    )  # fmt: skip
    assert sheet.oddHeader.left.text == "某县信访局信访件清单"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_the_spreadsheet_cell_by_cell(worked: Office, tmp_path: Path) -> None:
    book = exported(worked, "xlsx", "--reveal")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",  # UTF-8, whatever the locale is
            "--outdir",
            str(tmp_path / "lo"),
            str(book),
        ],
        check=True,
        capture_output=True,
    )
    read = (tmp_path / "lo" / "out.csv").read_text(encoding="utf-8")
    wanted = exported(worked, "csv", "--reveal").read_text(encoding="utf-8-sig")
    assert list(csv.reader(io.StringIO(read, newline=""))) == list(csv.reader(io.StringIO(wanted, newline="")))


def test_the_calendar_has_each_duty_on_its_day(worked: Office) -> None:
    raw = exported(worked, "ics").read_bytes()
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    shown = [worked.does("show", row["id"], "--json") for row in worked.does("list", "--json")]
    clocks = [clock for each in shown for clock in each["clocks"] if clock["kind"] == "duty"]
    days = sorted(str(event["dtstart"].dt) for event in events)
    assert days == sorted(clock["due"] for clock in clocks if clock["due"] and not clock["stopped_on"])
    assert len(days) >= 3
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert any("住房和城乡建设局 反映阳光花园逾期交房" in str(event["summary"]) for event in events)
    assert raw == exported(worked, "ics").read_bytes()


def test_open311_knows_open_and_closed(worked: Office) -> None:
    requests = json.loads(worked.does("export", "--format", "open311"))
    assert sorted(each["status"] for each in requests) == ["closed", "open", "open"]
    one = next(each for each in requests if each["agency_responsible"])
    assert (one["status_notes"], one["requested_datetime"]) == ("已受理", "2026-11-02T00:00:00+08:00")
    assert one["updated_datetime"].startswith("2026-11-22T12:00:0")
    assert (one["address"], one["lat"]) == ("老街社区", None)


def test_what_duckdb_cannot_do_is_said_and_leaves_nothing(worked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_RUN", "import sys; sys.exit('IO Error: no space left')")
    answer = worked("export", "--format", "parquet", "--out", "x.parquet")
    assert answer.code == 1
    assert "IO Error: no space left — " in answer.err
    assert not list(Path().glob("*x.parquet*")), "nor anything beside it"


def test_parquet_is_typed(worked: Office) -> None:
    path = exported(worked, "parquet")
    with duckdb.connect() as db:
        db.execute(f"SELECT received_on, people, \"with\", provisional FROM '{path}' WHERE status = 'accepted'")
        assert db.fetchall() == [(dt.date(2026, 11, 2), 3, [], False)]
        db.execute(f"SELECT resolved, resolved_on, resolved_basis FROM '{path}' WHERE status = 'closed'")
        assert db.fetchall() == [(True, dt.date(2026, 10, 12), "petitioner")]


def test_what_is_no_text_goes_to_a_file_or_a_pipe(worked: Office) -> None:
    assert worked("export", "--format", "xlsx").code == 2
    words = [sys.executable, "-m", "xinfang_cli", "-C", str(worked.root), "export", "--format", "xlsx"]
    done = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, check=True)
    assert openpyxl.load_workbook(io.BytesIO(done.stdout)).active.max_row == 5


def test_a_library_that_is_missing_is_named(worked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    answer = worked("export", "--format", "parquet", "--out", "x.parquet")
    assert (answer.code, "pip install 'xinfang[analytics]'" in answer.err) == (1, True)
    assert not Path("x.parquet").exists()


SAME = [key for key in KEYS if key not in ("due", "act_by", "provisional", "overdue_days")]


@pytest.mark.parametrize("more", [(), ("--reveal",)])
def test_json_lines_import_again_to_the_same_matters(
    worked: Office, template: Path, data: Callable[[str], Path], tmp_path: Path, more: tuple[str, ...]
) -> None:
    """Field by field; sealed ones aside, since an export has no words of theirs."""
    worked.does("import", str(data("ledger-export.xlsx")))
    worked("import", str(data("ledger-handmade.xlsx")))
    path = exported(worked, "jsonl", *more)
    again = worked("import", str(path), "--json").json
    assert (again["imported"], again["rejected"], again["differing"]) == (0, 0, 0), again["rows"]
    other = Office(shutil.copytree(template, tmp_path / "other"))
    answer = other("import", str(path), "--json").json
    assert {row["field"] for row in answer["rows"]} <= {"id"}
    before = {row["id"]: row for row in worked.does("list", "--json") if row["class"] != "accusation"}
    after = {row["id"]: row for row in other.does("list", "--json")}
    assert before.keys() == after.keys()
    for case_id, row in before.items():
        assert _fields(after[case_id]) == _fields(row)
    if more:
        told, said = (_requests(exported(office, "jsonl", *more)) for office in (other, worked))
        assert told
        assert told == {case_id: said[case_id] for case_id in told}


def _requests(path: Path) -> dict[str, str]:
    return {line["id"]: line["request"] for line in map(json.loads, path.read_text("utf-8").splitlines())}


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in SAME}


TOLD = ("title", "received_on", "unit", "closed_on", "resolved", "resolved_on", "resolved_basis")


def test_a_table_for_people_imports_again_too(worked: Office, template: Path, tmp_path: Path) -> None:
    """Whether, since when and on whose word a matter is resolved too, also where nobody knows the day."""
    more = (
        "信访日期,反映问题,是否化解,化解时间,化解依据",
        "2026-11-02,停水,是,,签订协议",
        "2026-11-03,欠薪,是,2026-11-09,履行到位",
        "2026-11-04,噪声,是,,",
        "2026-11-05,修路,否,,",
    )
    (tmp_path / "in.csv").write_text("\n".join(more), encoding="utf-8")
    worked.does("import", str(tmp_path / "in.csv"))
    there = [row for row in worked.does("list", "--json") if row["class"] != "accusation"]
    bases = [None, None, None, "agreement", "office", "performance", "petitioner"]
    assert sorted((row["resolved_basis"] for row in there), key=str) == sorted(bases, key=str)
    for form, lang in (("csv", Lang.ZH), ("xlsx", Lang.ZH), ("csv", Lang.EN)):
        other = Office(shutil.copytree(template, tmp_path / f"{form}-{lang}"))
        other("import", str(exported(Office(worked.root, lang=lang), form, "--reveal")))
        rows = {row["id"]: [row[key] for key in TOLD] for row in other.does("list", "--json")}
        assert rows == {row["id"]: [row[key] for key in TOLD] for row in there}


def test_what_json_lines_reveal_comes_back_whole(worked: Office, tmp_path: Path) -> None:
    """Second phones, who is anonymous or speaks for others, notes, and the clocks that run with their due dates."""
    first = worked.does("list", "--unit", "住建局", "--json")[0]["id"]
    worked.does("note", first, "--text", "来电催问", "--kind", "progress", "--next", "上门", "--on", "2026-11-09")
    worked.does("extend", first, "--days", "20", "--reason", "疑难", "--approved-by", "局长甲", "--on", "2026-11-10")
    more = (
        "信访日期,姓名,电话,反映问题",
        "2026-11-02,王某、李某（代表）,13800138001/13800138002,停水",
        "2026-11-03,匿名,,欠薪",
    )
    (tmp_path / "in.csv").write_text("\n".join(more), encoding="utf-8")
    worked.does("import", str(tmp_path / "in.csv"))
    out = tmp_path / "out.jsonl"
    worked.does("export", "--format", "jsonl", "--reveal", "--out", str(out))
    there = {line["id"]: line for line in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    other = tmp_path / "other"
    (other / "cases").mkdir(parents=True)
    (other / "cases" / ".gitkeep").touch()
    shutil.copy(worked.root / "config.yaml", other)
    new = Office(other)
    answer = new("import", str(out), "--json").json
    assert answer["unread_columns"] == []
    assert new("check").code == 0
    again = tmp_path / "again.jsonl"
    new.does("export", "--format", "jsonl", "--reveal", "--out", str(again))
    here = {line["id"]: line for line in map(json.loads, again.read_text(encoding="utf-8").splitlines())}
    whole = ("petitioners", "request", "notes", "clocks")
    assert len(here) == 5
    for case_id, line in here.items():
        assert {key: line[key] for key in whole} == {key: there[case_id][key] for key in whole}
    assert new("import", str(out), "--json").json["known"] == len(here)
