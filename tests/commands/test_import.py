"""Ledgers into matters: the sample export row by row, twice, as CSV, and what a script reads."""

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office
from xinfang_cli.batches.admit import MANY
from xinfang_cli.index import reading

SOURCE = Path(__file__).parents[2]
LIKE_LIST = {"number": "source_number", "unit": "unit", "status": "status"} | {
    name: name for name in ("received_on", "registered_on", "channel", "class")
}


def expected(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_export_ledger_comes_in_row_by_row(office: Office, data: Callable[[str], Path]) -> None:
    answer = office.does("import", str(data("ledger-export.xlsx")), "--json")
    assert (answer["imported"], answer["warned"], answer["rejected"], answer["skipped"]) == (300, 0, 0, 1)
    assert answer["rows"] == [
        {"sheet": "信访件", "row": 304, "outcome": "skip", "field": "", "reason": "total", "id": None, "message": ""}
    ]
    listed = {row["source_number"]: row for row in office.does("list", "--json", "--reveal")}
    assert len(listed) == 300
    rows = [row for row in expected(data("ledger-export.expected.csv")) if row["outcome"] == "import"]
    for row in rows:
        found = listed[row["number"]]
        assert {name: found[key] or "" for name, key in LIKE_LIST.items()} == {name: row[name] for name in LIKE_LIST}
        if row["class"] == "accusation":
            assert (found["title"], found["people"], found["category"]) == ("密", None, None)
            assert "petitioners" not in found
        else:
            assert str(found["people"]) == row["people"]
            assert found["petitioners"][0]["phone"] == row["phone"]
    sealed = next(row for row in rows if row["class"] == "accusation")
    shown = office.does("show", listed[sealed["number"]]["id"], "--reveal", "--json")
    assert (str(shown["people"]), shown["petitioners"][0]["phone"]) == (sealed["people"], sealed["phone"])


def test_the_same_file_twice_changes_no_byte(office: Office, data: Callable[[str], Path]) -> None:
    office.does("import", str(data("ledger-export.xlsx")))
    before = office.bytes()
    again = office.does("import", str(data("ledger-export.xlsx")), "--json")
    assert (again["imported"], again["known"], again["differing"]) == (0, 300, 0)
    assert office.bytes() == before


def test_the_next_command_parses_no_file_of_an_import_and_answers_the_same(
    office: Office, data: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.does("import", str(data("ledger-export.xlsx")))
    parsed: list[str] = []
    parse = reading._parsed
    monkeypatch.setattr(reading, "_parsed", lambda doubt, *args: parsed.append(doubt.path) or parse(doubt, *args))
    asked = (
        ["list", "--json"],
        ["due", "--json"],
        ["count", "--by", "unit,month", "--json"],
        ["find", "道路", "--json"],
    )
    answers = [office.does(*words) for words in asked]
    assert {Path(path).stem for path in parsed} == {row["id"] for row in answers[0] if row["class"] == "accusation"}
    (office.root / ".xinfang/index.sqlite3").unlink()
    assert [office.does(*words) for words in asked] == answers


def test_two_clones_write_the_same_files_and_csv_is_the_same_as_xlsx(
    office: Office, data: Callable[[str], Path], tmp_path: Path
) -> None:
    import openpyxl

    office.does("import", str(data("ledger-export.xlsx")))
    sheet = openpyxl.load_workbook(data("ledger-export.xlsx")).active
    as_csv = tmp_path / "台账.csv"
    with as_csv.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([cell if cell is not None else "" for cell in row] for row in sheet.values)
    first = office.bytes()
    for path in [*office.root.glob("cases/*/*/*.yaml"), *office.root.glob("sealed/*.yaml")]:
        path.unlink()
    answer = office.does("import", str(as_csv), "--json", today="2026-12-24")
    assert answer["imported"] == 300
    assert office.bytes() == first


def test_check_writes_nothing(office: Office, data: Callable[[str], Path]) -> None:
    before = office.bytes()
    answer = office.does("import", str(data("ledger-export.xlsx")), "--check", "--json")
    assert answer["imported"] == 300
    assert office.bytes() == before


@pytest.mark.parametrize("name", ["ledger-handmade.xlsx", "hotline-gb18030.csv"])
def test_messy_ledgers_have_the_expected_outcome_of_every_row(
    office: Office, data: Callable[[str], Path], name: str
) -> None:
    answer = office("import", str(data(name)), "--json")
    rows = expected(data(name.rpartition(".")[0] + ".expected.csv"))
    rejected = sum(row["outcome"] == "reject" for row in rows)
    assert (answer.code, answer.json["rejected"]) == (4 if rejected else 0, rejected)
    said = {(row["sheet"], row["row"]): row for row in answer.json["rows"]}
    for row in rows:
        found = said.get((row["sheet"], int(row["row"])), {"outcome": "import", "field": "", "reason": ""})
        assert (found["outcome"], found["field"]) == (row["outcome"], row["field"]), row
        if row["outcome"] == "skip":
            assert found["reason"] == row["reason"]
    listed = {row["source_number"]: row for row in office.does("list", "--json", "--reveal")}
    for row in rows:
        if row["outcome"] in ("import", "warn"):
            found = listed[row["number"]]
            assert (found["status"], found["unit"] or "", found["received_on"]) == (
                row["status"], row["unit"], row["received_on"],
            )  # fmt: skip
            assert str(found["people"] or "") == row["people"]
            assert found["petitioners"][0].get("phone", "") == row["phone"]
    again = office("import", str(data(name)), "--json").json
    assert (again["imported"], again["differing"]) == (0, 0)


def test_columns_that_label_persons_are_dropped_and_counted(office: Office, tmp_path: Path) -> None:
    ledger = tmp_path / "a.csv"
    ledger.write_text(
        "信访日期,姓名,反映问题,是否扬言,重点人员标志,信访次数\n2026-11-02,赵某,村道破损,是,是,9\n", encoding="utf-8"
    )
    answer = office.does("import", str(ledger), "--json")
    assert (answer["imported"], answer["dropped_columns"]) == (1, ["是否扬言", "重点人员标志", "信访次数"])
    assert "扬言" not in next(iter(office.root.glob("cases/*/*/*.yaml"))).read_text(encoding="utf-8")


def test_rejected_rows_can_be_corrected_and_imported_again(office: Office, tmp_path: Path) -> None:
    ledger, errors = tmp_path / "a.csv", tmp_path / "errors.csv"
    ledger.write_text(
        "编号,信访日期,姓名,反映问题\n1,2026年02月30日,赵某,村道破损\n2,2026-11-02,钱某,水压不足\n", encoding="utf-8"
    )
    answer = office("import", str(ledger), "--errors", str(errors))
    assert answer.code == 4
    assert "2 未导入 [信访日期] " in answer.out
    text = errors.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:4] == ["1", "2026年02月30日", "赵某", "村道破损"]
    assert rows[1][5:8] == ["2", "信访日期", "received_on"]
    errors.write_text(text.replace("2026年02月30日", "2026年2月28日"), encoding="utf-8")
    again = office.does("import", str(errors), "--json")
    assert (again["imported"], again["rejected"]) == (1, 0)
    assert {row["received_on"] for row in office.does("list", "--json")} == {"2026-02-28", "2026-11-02"}


def test_a_ledger_that_grew_and_changed(office: Office, tmp_path: Path) -> None:
    ledger = tmp_path / "a.csv"
    head = "信访件编号,信访日期,姓名,反映问题,责任单位,信访件状态,办结时间\n"
    one = "410122202611020001,2026-11-02,赵某,村道破损,住建局,受理,\n"
    ledger.write_text(head + one, encoding="utf-8")
    office.does("import", str(ledger))
    closed = "410122202611020001,2026-11-02,赵某,村道破损,住建局,审核认定办结,2026-11-20\n"
    two = "410122202611030002,2026-11-03,钱某,水压不足,住建局,受理,\n"
    ledger.write_text(head + closed + two, encoding="utf-8")
    answer = office.does("import", str(ledger), "--json")
    assert (answer["imported"], answer["differing"]) == (1, 1)
    differing = next(row for row in answer["rows"] if row["outcome"] == "differing")
    assert differing["field"]
    updated = office.does("import", str(ledger), "--update", "--json")
    assert updated["differing"] == 1
    row = next(row for row in office.does("list", "--json") if row["source_number"] == "410122202611020001")
    assert (row["status"], row["closed_on"]) == ("closed", "2026-11-20")
    assert office.does("import", str(ledger), "--json")["differing"] == 0


def test_what_was_resolved_once_comes_out_of_ledgers_alone(office: Office, tmp_path: Path) -> None:
    """Three of five closed in June rest on more than the office's own word; with --update a fourth does."""

    def once() -> tuple[int, int]:
        page = json.loads(office.does("report", "monthly", "--month", "2026-06", "--format", "json"))
        told = next(each for each in page["measures"] if each["name"] == "first_resolution")
        return told["numerator"], told["denominator"]

    def ledger(*bases: str) -> str:
        rows = (f"2026-05-0{at},停水之{at},2026-06-10,是,2026-06-12,{basis}" for at, basis in enumerate(bases, 1))
        return write(tmp_path / "a.csv", "信访日期,反映问题,办结时间,是否化解,化解时间,化解依据", *rows)

    office.does("import", ledger("签订协议", "已履行", "信访人认可", "单位自认", ""))
    assert once() == (3, 5)
    again = office.does("import", ledger("协议", "履行到位", "信访人确认", "机关认定", "签订调解协议"), "--json")
    assert (again["known"], again["differing"]) == (4, 1)
    assert [row["field"] for row in again["rows"] if row["outcome"] == "differing"] == ["resolved_basis"]
    assert once() == (3, 5)
    office.does("import", str(tmp_path / "a.csv"), "--update")
    assert once() == (4, 5)
    assert office.does("import", ledger("", "", "", "", ""), "--json")["known"] == 5, (
        "what is not said is no difference"
    )


def test_standard_input_and_no_ledger(office: Office, tmp_path: Path) -> None:
    missing = office("import", str(tmp_path / "none.xlsx"))
    assert missing.code == 1
    assert "none.xlsx" in missing.err
    (tmp_path / "a.bin").write_bytes(b"\0\1\2\3" * 100)
    odd = office("import", str(tmp_path / "a.bin"))
    assert odd.code in (1, 3)
    assert "Traceback" not in odd.err


def write(path: Path, *lines: str) -> str:
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(path)


def test_columns_that_no_alias_knows_are_mapped(office: Office, tmp_path: Path) -> None:
    ledger = write(tmp_path / "a.csv", "信访日期,姓名,干啥来了,管事的", "2026-11-02,赵某,村道破损,住建局")
    mapped = ("--map", "干啥来了=request", "--map", "管事的=责任单位")
    answer = office.does("import", ledger, *mapped, "--json")
    assert (answer["imported"], answer["rows"]) == (1, [])
    assert [(row["title"], row["unit"]) for row in office.does("list", "--json")] == [("村道破损", "住房和城乡建设局")]


@pytest.mark.parametrize(
    ("wish", "code", "said"),
    [
        ("事由", 2, "不是 列名=字段"),
        ("事由=诉求书", 2, "没有字段 诉求书"),
        ("是否扬言=note", 1, "不导入"),
        ("事由=dropped", 2, "没有字段 dropped"),
    ],
)
def test_a_map_that_cannot_be(office: Office, tmp_path: Path, wish: str, code: int, said: str) -> None:
    ledger = write(tmp_path / "a.csv", "信访日期,反映问题", "2026-11-02,村道破损")
    answer = office("import", ledger, "--map", wish)
    assert (answer.code, said in answer.err) == (code, True)
    assert office.does("list", "--json") == []


def test_a_mapped_column_that_no_sheet_has_is_named(office: Office, tmp_path: Path) -> None:
    ledger = write(tmp_path / "a.csv", "信访日期,反映问题", "2026-11-02,村道破损")
    answer = office("import", ledger, "--map", "事油=request")
    assert (answer.code, "事油" in answer.err) == (0, True)


def test_a_copy_with_ids_matches_by_id(office: Office, tmp_path: Path) -> None:
    """Without a number, a corrected day of receipt would make another matter; the id says that it is the same."""
    import openpyxl

    ledger = write(
        tmp_path / "a.csv",
        "来访登记",
        "信访日期,姓名,反映问题",
        "2026-11-02,赵某,村道破损",
        "共1件,,",
        "2026-13-01,钱某,停水",
    )
    copy = tmp_path / "带编号.xlsx"
    assert office("import", ledger, "--ids", str(copy)).code == 4
    (case,) = office.does("list", "--json")
    sheet = openpyxl.load_workbook(copy).active
    assert [row[3] for row in sheet.iter_rows(values_only=True)] == [None, "本系统编号", case["id"], None, None]
    sheet.cell(3, 1).value = "2026-11-03"
    sheet.cell(5, 1).value = "2026-11-04"
    sheet.parent.save(copy)
    again = office.does("import", str(copy), "--ids", str(copy), "--json")
    assert (again["imported"], again["differing"]) == (1, 1)
    assert next(row["field"] for row in again["rows"] if row["outcome"] == "differing") == "received_on/registered_on"
    filled = [row[3] for row in openpyxl.load_workbook(copy).active.iter_rows(values_only=True)]
    assert {row["id"] for row in office.does("list", "--json")} == {filled[2], filled[4]}


def test_a_copy_keeps_sheets_merged_cells_days_and_figures(office: Office, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    first = book.active
    first.title = "来访"
    first.append(["信访日期", "姓名", "反映问题", "人数", "电话"])
    import datetime as dt

    first.append([dt.date(2026, 11, 2), "赵某", "村道破损", 3, "13800138000"])
    first.append([None, "钱某", "-停水", 1, None])
    first.merge_cells("A2:A3")
    hidden = book.create_sheet("旧件")
    hidden.append(["信访日期", "反映问题"])
    hidden.append(["2025.3.5", "井盖缺失"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    office.does("import", str(tmp_path / "a.xlsx"), "--ids", str(tmp_path / "b.xlsx"))
    copied = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert (copied.sheetnames, copied["旧件"].sheet_state) == (["来访", "旧件"], "hidden")
    assert [str(block) for block in copied["来访"].merged_cells.ranges] == ["A2:A3"]
    row = [cell.value for cell in copied["来访"][2]]
    assert row[:5] == [dt.datetime(2026, 11, 2), "赵某", "村道破损", 3, "13800138000"]  # noqa: DTZ001  # as openpyxl has days
    again = office.does("import", str(tmp_path / "b.xlsx"), "--json")
    assert (again["known"], again["differing"]) == (3, 0)


def test_what_a_workbook_shows_comes_in_and_what_hangs_on_its_cells_is_told(office: Office, tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "来访"
    sheet.append(["编号", "信访日期", "反映问题"])
    sheet.append([123, "2026-11-02", "反映村道破损多年未修"])
    sheet.append([124, "2026-11-03", "反映路灯不亮半年有余"])
    sheet["A2"].number_format, sheet["A3"].number_format = "000000", '"信"0000"号"'
    sheet["C2"].comment = Comment("另有邻居同样受影响", "经办人")
    sheet["H9000"] = " "
    book.save(tmp_path / "a.xlsx")
    answer = office("import", str(tmp_path / "a.xlsx"), "--json")
    assert (answer.code, answer.json["imported"], answer.json["skipped"]) == (4, 2, 0)
    assert "“来访”的单元格上有1条批注" in answer.err
    assert [row["source_number"] for row in office.does("list", "--json", "--reveal")] == ["000123", "信0124号"]


def test_ids_are_written_for_one_ledger_at_a_time(office: Office, tmp_path: Path) -> None:
    ledger = write(tmp_path / "a.csv", "信访日期,反映问题", "2026-11-02,村道破损")
    assert office("import", ledger, ledger, "--ids", "b.xlsx").code == 2


def test_rejected_rows_of_several_sheets_come_back(office: Office, tmp_path: Path) -> None:
    """Whatever the form: each row stands under its own headers and can be corrected there."""
    import openpyxl

    one = write(
        tmp_path / "one.csv", "编号,信访日期,姓名,反映问题", "甲1,2026-02-30,赵某,-水压不足", "甲2,2026-11-02,孙某,停水"
    )
    two = write(tmp_path / "two.csv", "来访时间,来访人,来访诉求,电话", "2026.13.1,钱某,井盖缺失,13800138000")
    as_csv, as_book = tmp_path / "errors.csv", tmp_path / "errors.xlsx"
    assert office("import", one, two, "--check", "--errors", str(as_book)).code == 4
    assert office("import", one, two, "--errors", str(as_csv)).code == 4
    book = openpyxl.load_workbook(as_book)
    assert book.sheetnames == ["one", "two"]
    assert [cell.value for cell in book["two"][2]][:4] == ["2026.13.1", "钱某", "井盖缺失", "13800138000"]
    text = as_csv.read_text(encoding="utf-8-sig")
    as_csv.write_text(text.replace("2026-02-30", "2026-02-28").replace("2026.13.1", "2026.11.1"), encoding="utf-8")
    again = office.does("import", str(as_csv), "--json")
    assert (again["imported"], again["warned"], again["rejected"]) == (2, 0, 0)
    requests = {office.does("show", row["id"], "--json")["request"] for row in office.does("list", "--json")}
    assert requests == {"-水压不足", "停水", "井盖缺失"}


SEALED = ("信访件编号,信访日期,姓名,信访目的,概况", "410122202611020001,2026-11-02,赵某,揭发控告,{what}")


def test_words_of_an_accusation_without_their_case_stay(office: Office, tmp_path: Path) -> None:
    head, row = SEALED
    office.does("import", write(tmp_path / "a.csv", head, row.format(what="举报某干部收礼")))
    (case,) = office.does("list", "--json")
    office.file(case["id"]).unlink()
    more = "410122202611030002,2026-11-03,钱某,求决,停水"
    ledger = write(tmp_path / "b.csv", head, row.format(what="举报某干部"), more)
    answer = office.does("import", ledger, "--json")
    assert (answer["imported"], answer["warned"]) == (2, 1)
    (warned,) = answer["rows"]
    assert (warned["outcome"], warned["field"], "收礼" in str(warned)) == ("warn", "request", False)
    assert office.does("show", case["id"], "--reveal", "--json")["request"] == "举报某干部收礼"


def test_a_file_that_cannot_be_read_rejects_its_row_and_no_other(office: Office, tmp_path: Path) -> None:
    head, row = SEALED
    ledger = write(tmp_path / "a.csv", head, row.format(what="举报"), "410122202611030002,2026-11-03,钱某,求决,停水")
    office.does("import", ledger)
    sealed, plain = sorted(row["id"] for row in office.does("list", "--json"))
    (office.root / "sealed" / f"{sealed}.yaml").write_text("id: [\n", encoding="utf-8")
    office.file(plain).write_text("id: [\n", encoding="utf-8")
    ledger = write(
        tmp_path / "b.csv",
        head,
        row.format(what="举报"),
        "410122202611030002,2026-11-03,钱某,求决,停水",
        "410122202611040003,2026-11-04,孙某,求决,井盖缺失",
    )
    answer = office("import", ledger, "--json")
    assert (answer.code, answer.json["imported"], answer.json["rejected"]) == (3, 1, 2)
    assert {row["field"] for row in answer.json["rows"]} == {"id"}


def test_a_row_again_in_the_same_run_with_update(office: Office, tmp_path: Path) -> None:
    head = "信访件编号,信访日期,反映问题,责任单位,信访件状态,办结时间"
    one = "410122202611020001,2026-11-02,村道破损,住建局,受理,"
    closed = "410122202611020001,2026-11-02,村道破损,住建局,办结,2026-11-20"
    answer = office.does("import", write(tmp_path / "a.csv", head, one, one, closed, closed), "--update", "--json")
    assert (answer["imported"], answer["known"], answer["differing"]) == (1, 2, 1)
    assert [row["closed_on"] for row in office.does("list", "--json")] == ["2026-11-20"]


@pytest.mark.parametrize("count", [400, MANY + 400])
def test_killed_at_any_moment_it_is_completed_by_running_again(office: Office, tmp_path: Path, count: int) -> None:
    """`kill -9`, in one process and in several, as the first, the hundredth, … file is there: nothing half, nothing twice, nothing left over."""
    import random
    import shutil
    import signal
    import subprocess
    import sys

    ledger = write(
        tmp_path / "a.csv",
        "信访件编号,信访日期,姓名,信访目的,概况,是否办结",
        *(
            f"4101222026{n:08},2026-{1 + n % 10:02}-{1 + n % 28:02},赵某,{'求决' if n % 9 else '揭发控告'},第{n}件,否"
            for n in range(count)
        ),
    )
    words = [sys.executable, "-m", "xinfang_cli", "-C", str(office.root), "--today", office.today, "import", ledger]
    chance = random.Random(4)  # the same moments each time
    folders = (office.root / "cases", office.root / "sealed")

    def files(pattern: str) -> int:
        return sum(1 for folder in folders for _ in folder.rglob(pattern))

    killed = 0
    for step in range(5):
        pattern = "*.yaml" if step % 2 else ".xf-tmp-*"
        enough = files("*.yaml") * (step % 2) + chance.randrange(1, count // 4)
        with subprocess.Popen(words, cwd=SOURCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while files(pattern) < enough:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.01)
                    break
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
    assert killed  # some runs may be over before their moment comes
    assert files("*.yaml") > 0
    office.does("import", ledger)
    assert (files(".xf-tmp-*"), len(list(folders[0].rglob("*.yaml")))) == (0, count)
    done = office.bytes()
    shutil.rmtree(folders[0])
    shutil.rmtree(folders[1])
    folders[0].mkdir()
    (folders[0] / ".gitkeep").touch()
    office.does("import", ledger)
    assert office.bytes() == done


def test_a_row_with_an_id_whose_number_changed_is_differing(office: Office, tmp_path: Path) -> None:
    office.does("import", write(tmp_path / "a.csv", "信访件编号,信访日期,反映问题", "甲1,2026-11-02,村道破损"))
    (case,) = office.does("list", "--json")
    again = write(
        tmp_path / "b.csv", "本系统编号,信访件编号,信访日期,反映问题", f"{case['id']},甲2,2026-11-02,村道破损"
    )
    answer = office.does("import", again, "--json")
    assert (answer["imported"], [row["field"] for row in answer["rows"]]) == (0, ["source_number"])


def test_a_ledger_that_cannot_be_read_is_named_and_the_others_come_in(office: Office, tmp_path: Path) -> None:
    good = write(tmp_path / "好.csv", "信访日期,诉求", "2026-11-02,路灯不亮")
    (tmp_path / "夹").mkdir()
    (tmp_path / "空.xlsx").touch()
    bare = write(tmp_path / "名单.csv", "编码,颜色", "1,红")
    names = [str(tmp_path / name) for name in ("无.xlsx", "夹", "空.xlsx")]
    done = office("import", names[0], bare, good, *names[1:], "--json")
    assert done.code == 1
    assert [line.partition("：")[0].rpartition("/")[2] for line in done.err.splitlines()] == [
        "无.xlsx", "名单.csv", "夹", "空.xlsx",
    ]  # fmt: skip
    assert json.loads(done.out)["imported"] == 1
    for name, said in zip((*names, bare), ("没有文件", "是文件夹", "是空的", "找不到表头"), strict=True):
        alone = office("import", name)
        assert alone.code == 1
        assert said in alone.err


def test_what_a_quote_swallows_is_rejected_and_not_lost(office: Office, tmp_path: Path) -> None:
    ledger = write(tmp_path / "a.csv", "信访日期,诉求", "2026-11-01,修路", '2026-11-02,"没有结束', "2026-11-03,别的")
    done = office("import", ledger, "--json")
    assert done.code == 4
    found = json.loads(done.out)
    assert (found["imported"], found["rejected"]) == (1, 1)
    assert [(row["row"], row["outcome"], row["field"]) for row in found["rows"]] == [(3, "reject", "request")]


def test_many_columns_that_are_not_known_are_counted(office: Office, tmp_path: Path) -> None:
    wide = ",".join(["信访日期", "诉求", *(f"列{number}" for number in range(2000))])
    done = office("import", write(tmp_path / "a.csv", wide, "2026-11-02,路灯不亮"))
    assert done.code == 0
    assert "列39、… +1960" in done.out


def test_what_is_not_taken_of_a_ledger_is_named_and_makes_the_run_partial(office: Office, tmp_path: Path) -> None:
    head = "信访日期,姓名,反映问题,会议室,,信访件编号,编号"
    ledger = write(tmp_path / "a.csv", head, "2026-11-02,赵某,村道破损,三楼,随手记,甲1,乙1")
    answer = office("import", ledger)
    assert answer.code == 4
    assert "不认识的列，未读取：会议室" in answer.out
    assert "没有列名的列里有内容，未导入：E — 补上列名" in answer.out
    assert "列“编号”与“信访件编号”同义" in answer.out
    ignored = ("--map", "会议室=ignored", "--map", "编号=note", "--json")
    again = office("import", write(tmp_path / "b.csv", head, "2026-11-03,钱某,路灯不亮,三楼,,甲2,乙2"), *ignored)
    assert (again.code, again.json["unread_columns"]) == (0, [])


def test_two_tables_in_a_sheet_come_in_and_have_ids_and_rejected_rows_of_their_own(
    office: Office, tmp_path: Path
) -> None:
    import openpyxl

    letters = "来信登记", "信访日期,姓名,反映问题", "2026-11-02,赵某,村道破损", "2026-02-30,钱某,水压不足"
    visits = "来访登记", "编号,来访日期,来访人,来访诉求", "F1,2026-11-03,孙某,井盖缺失", "F2,2026-02-30,李某,停水"
    ledger = write(tmp_path / "a.csv", *letters, *visits)
    errors, copy = tmp_path / "errors.xlsx", tmp_path / "copy.xlsx"
    answer = office("import", ledger, "--errors", str(errors), "--ids", str(copy), "--json")
    assert (answer.code, answer.json["imported"], answer.json["rejected"]) == (4, 2, 2)
    found = {row["title"]: row["id"] for row in office.does("list", "--json")}
    rows = list(openpyxl.load_workbook(copy).active.values)  # type: ignore[union-attr]
    assert [row[4] for row in rows] == [
        None, "本系统编号", found["村道破损"], None, None, "本系统编号", found["井盖缺失"], None,
    ]  # fmt: skip
    first, second = openpyxl.load_workbook(errors).worksheets
    assert [cell.value for cell in first[2]][:3] == ["2026-02-30", "钱某", "水压不足"]
    assert [cell.value for cell in second[2]][:4] == ["F2", "2026-02-30", "李某", "停水"]


def test_running_numbers_of_two_ledgers_are_two_matters(office: Office, tmp_path: Path) -> None:
    head = "编号,信访日期,姓名,反映问题,责任单位"
    east = write(tmp_path / "east.csv", head, "1,2026-11-02,赵某,村道破损,住建局", "2,2026-11-03,钱某,停水,住建局")
    west = write(tmp_path / "west.csv", head, "1,2026-11-02,孙某,欠薪三月,人社局", "2,2026-11-04,李某,井盖缺失,人社局")
    office.does("import", east)
    before = office.bytes()
    answer = office.does("import", west, "--update", "--json")
    assert (answer["imported"], answer["warned"]) == (2, 2)
    assert {row["field"] for row in answer["rows"]} == {"source_number"}
    assert before.items() <= office.bytes().items()
    after = office.bytes()
    for ledger in (west, east, west):
        again = office.does("import", ledger, "--update", "--json")
        assert (again["known"], again["differing"]) == (2, 0)
    assert office.bytes() == after
    assert office("check").code == 0


def test_days_that_need_a_word_of_the_user(office: Office, tmp_path: Path) -> None:
    ledger = write(tmp_path / "a.csv", "信访日期,反映问题", "3/5/2026,村道破损", "3/15/2026,路灯不亮")
    answer = office("import", ledger, "--check")
    assert (answer.code, "--date-order" in answer.out) == (4, True)
    office.does("import", ledger, "--date-order", "mdy")
    assert [row["received_on"] for row in office.does("list", "--json")] == ["2026-03-05", "2026-03-15"]
    split = write(tmp_path / "b.csv", "年,月,日,姓名,反映问题", "2026,11,2,赵某,停水")
    answer = office("import", split, "--check")
    assert (answer.code, "--map 年+月+日=received_on" in answer.out) == (4, True)
    assert office.does("import", split, "--map", "年+月+日=received_on", "--json")["imported"] == 1
    assert office("import", split, "--map", "年+身份证号=received_on").code == 1


LEDGERS_OF_OTHERS = {
    "letter system": (
        "信件编号,群众姓名,来信时间,来信渠道,信件一级分类,信件二级分类,诉求内容,当前信件处理单位,当前信件状态",
        "甲001,甲某,2026-03-05 10:00:00,12345热线,城乡建设,物业管理,反映电梯停用要求维修,住建局,处理中",
    ),
    "mailbox": (
        "所属部门,处理状态,诉求标题,诉求编号,诉求内容,事发地点,递交时间,回复意见",
        "住建局,处理中,None,乙002,咨询公租房申请条件,None,2026-03-05 09:00:00,None",
    ),
    "message board": (
        "留言编号,留言用户,留言主题,留言时间,留言详情,一级标签",
        "24,甲0074,某路段占道修路,2026/3/5 12:09,某路段施工占道,城乡建设",
    ),
}


@pytest.mark.parametrize("kind", LEDGERS_OF_OTHERS)
def test_ledgers_of_other_systems_are_known(office: Office, tmp_path: Path, kind: str) -> None:
    answer = office.does("import", write(tmp_path / "a.csv", *LEDGERS_OF_OTHERS[kind]), "--json")
    assert (answer["imported"], answer["unread_columns"]) == (1, [])
    (found,) = office.does("list", "--json")
    assert found["received_on"] == "2026-03-05"
    assert (found["unit"] == "住房和城乡建设局") is (kind != "message board")


def test_what_names_petitioners_is_written_for_its_owner_alone(office: Office, tmp_path: Path) -> None:
    ledger = write(tmp_path / "a.csv", "信访日期,姓名,反映问题", "2026-02-30,赵某,局长受贿", "2026-11-02,钱某,停水")
    errors, book, copy, shown = (tmp_path / name for name in ("e.csv", "e.xlsx", "copy.xlsx", "out.csv"))
    office("import", ledger, "--errors", str(errors), "--ids", str(copy))
    office("import", ledger, "--errors", str(book))
    office.does("export", "--format", "csv", "--reveal", "--out", str(shown))
    assert {path.stat().st_mode & 0o777 for path in (errors, book, copy, shown)} == {0o600}


def test_a_text_that_no_cell_holds_is_never_cut_without_a_word(office: Office, tmp_path: Path) -> None:
    head, long = "信访日期,姓名,反映问题", "反映道路积水。" * 6_000
    ledger = write(tmp_path / "a.csv", head, f"2026-11-02,赵某,{long}", f"2026-02-30,钱某,{long}")
    copy, errors, out = (str(tmp_path / name) for name in ("copy.xlsx", "e.xlsx", "out.xlsx"))
    done = office("import", ledger, "--ids", copy, "--errors", errors)
    assert (done.code, done.err.count("1格的文字被截断"), done.err.count("2格的文字被截断")) == (4, 1, 1)
    office.does("export", "--format", "xlsx", "--out", out)
    shown = office("export", "--format", "xlsx", "--reveal", "--out", out)
    assert (shown.code, bool(re.search("![A-Z]+2\\b", shown.err))) == (4, True)
