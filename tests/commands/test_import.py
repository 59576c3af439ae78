"""Ledgers into matters: the sample export row by row, twice, as CSV, and what a script reads."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Office

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
    assert "received_on" in answer.out
    text = errors.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:4] == ["1", "2026年02月30日", "赵某", "村道破损"]
    assert rows[1][5:7] == ["2", "received_on"]
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


def test_standard_input_and_no_ledger(office: Office, tmp_path: Path) -> None:
    missing = office("import", str(tmp_path / "none.xlsx"))
    assert missing.code == 1
    assert "none.xlsx" in missing.err
    (tmp_path / "a.bin").write_bytes(b"\0\1\2\3" * 100)
    odd = office("import", str(tmp_path / "a.bin"))
    assert odd.code in (1, 3)
    assert "Traceback" not in odd.err
