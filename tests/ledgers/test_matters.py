"""Ledgers to matters: each row of the three sample ledgers, and each rule that they do not have."""

import csv
import datetime as dt
import hashlib
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.history import derived
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import Case
from xinfang_cli.law.words import Channel, Seen
from xinfang_cli.ledgers.matters import Intake, RowOutcome, take_in
from xinfang_cli.ledgers.readers import OfficeNames
from xinfang_cli.ledgers.row import shortened
from xinfang_cli.sheets.read import read_sheets

DATA = Path(__file__).parents[1] / "data"
TODAY = dt.date(2026, 11, 22)
UNITS = {
    "住房和城乡建设局": "住建局 县住建局 住房与城乡建设局",
    "人力资源和社会保障局": "人社局 县人社局",
    "自然资源局": "县自然资源局 国土局",
    "农业农村局": "农业局 县农业农村局",
    "教育体育局": "教育局 教体局",
    "城关镇": "城关镇人民政府",
    "官渡镇": "官渡镇人民政府",
    "东风路街道办事处": "东风路街道 东风路街道办",
}


def office(**more: Any) -> OfficeNames:
    """Return an office with the units of the samples."""
    units = {alias: name for name, aliases in UNITS.items() for alias in (name, *aliases.split())}
    return OfficeNames(**{"units": units, "name": "某县信访局", "level": "县", **more})


def identify(key: str, received_on: dt.date) -> str:
    """Return an id that depends on the key alone."""
    return f"XF-{received_on:%Y%m%d}-{hashlib.sha256(key.encode()).hexdigest()[:5].upper()}"


class LedgerReader:
    """Reads files and texts and gives the outcomes of their rows."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def file(self, raw: bytes, today: dt.date = TODAY, **more: Any) -> list[RowOutcome]:
        """Return the outcomes of all rows of a file."""
        desk = Intake(office(**more), self.law, today, identify)
        return [outcome for sheet in take_in(read_sheets(raw), desk) for outcome in sheet.outcomes]

    def rows(self, text: str, **more: Any) -> list[RowOutcome]:
        """Return the outcomes of rows written one a line, cells between `|`, under their header."""
        lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().split("\n")]
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(lines)
        return self.file(out.getvalue().encode(), **more)

    def row(self, header: str, cells: str, **more: Any) -> RowOutcome:
        """Return the outcome of one row; day and request are added in front."""
        (outcome,) = self.rows(f"信访日期|诉求|{header}\n2026-03-05|要求修路,多年无果|{cells}", **more)
        return outcome

    def case(self, header: str, cells: str, **more: Any) -> Case:
        """Return the matter of one row that comes in without a warning."""
        outcome = self.row(header, cells, **more)
        assert (became(outcome), outcome.field) == ("import", "")
        assert outcome.case
        return outcome.case


@pytest.fixture(scope="module")
def intake(law: Law) -> LedgerReader:
    return LedgerReader(law)


def seen(case: Case | None) -> list[str]:
    """Return a history as `act day`, with ? for a day that is not known."""
    assert case
    return [f"{entry.what or entry.did} {entry.on}{'' if entry.is_dated else '?'}" for entry in case.history]


def became(outcome: RowOutcome) -> str:
    """Return what becomes of a row that no other matter stands against."""
    if outcome.case is None:
        return "skip" if outcome.reason else "reject"
    return "warn" if outcome.faults else "import"


def as_expected(outcome: RowOutcome) -> dict[str, str]:
    """Return an outcome in the columns of the expected files."""
    draft, case = outcome.draft, outcome.case
    values = {
        "sheet": outcome.sheet,
        "row": outcome.row,
        "outcome": became(outcome),
        "field": outcome.field,
        "reason": outcome.reason,
        "status": case.status if case else None,
    }
    for word in ("number", "received_on", "registered_on", "channel", "class", "people", "phone", "unit"):
        values[word] = getattr(draft, "class_" if word == "class" else word) if draft else None
    return {word: "" if value is None else str(value) for word, value in values.items()}


@pytest.mark.parametrize("name", ["ledger-export.xlsx", "ledger-handmade.xlsx", "hotline-gb18030.csv"])
def test_sample_ledgers_row_by_row(intake: LedgerReader, name: str) -> None:
    expected_file = DATA / f"{name.rpartition('.')[0]}.expected.csv"
    with expected_file.open(encoding="utf-8-sig", newline="") as file:
        expected = list(csv.DictReader(file))
    found = intake.file((DATA / name).read_bytes())
    assert len(found) == len(expected)
    for wanted, outcome in zip(expected, found, strict=True):
        assert as_expected(outcome) == wanted
        if outcome.case:
            for word in ("number", "received_on", "registered_on", "channel", "class_", "people", "unit"):
                value = getattr(outcome.case, word)
                assert ("" if value is None else str(value)) == wanted[word.rstrip("_")]


def _without_sheet(row: dict[str, str]) -> dict[str, str]:
    return {word: value for word, value in row.items() if word != "sheet"}


@pytest.mark.parametrize("path", sorted((DATA / "libreoffice").iterdir()), ids=lambda path: path.name)
def test_what_another_program_saved_is_read_the_same(intake: LedgerReader, path: Path) -> None:
    """LibreOffice 7.4 opened the samples and saved them as .xls, as .ods and that as .xlsx, and as .csv."""
    with (DATA / f"{path.stem}.expected.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = [_without_sheet(row) for row in csv.DictReader(file)]
    assert [_without_sheet(as_expected(outcome)) for outcome in intake.file(path.read_bytes())] == expected


def test_derived_lines_are_those_of_the_history(intake: LedgerReader, law: Law) -> None:
    for name in ("ledger-export.xlsx", "ledger-handmade.xlsx"):
        for outcome in intake.file((DATA / name).read_bytes()):
            if outcome.case:
                assert outcome.case == derived(outcome.case, law)
                assert list(outcome.case.history) == sorted(outcome.case.history, key=lambda entry: entry.key)


def test_the_export_as_csv_gives_the_same_matters(intake: LedgerReader) -> None:
    raw = (DATA / "ledger-export.xlsx").read_bytes()
    (sheet,) = read_sheets(raw)
    table = [list(row.cells) for row in sheet.rows]
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        out = io.StringIO()
        csv.writer(out).writerows(table)
        found = intake.file(out.getvalue().encode(encoding))
        assert [outcome.case for outcome in found] == [outcome.case for outcome in intake.file(raw)]


def test_what_a_row_of_the_export_becomes(intake: LedgerReader) -> None:
    case = intake.file((DATA / "ledger-export.xlsx").read_bytes())[2].case
    assert case
    assert plain(case) == {
        "id": identify("410122202509190003", dt.date(2025, 9, 19)),
        "title": "反映城关镇老街社区企业改制后养老保险断缴,要求补缴…",
        "status": "accepted",
        "unit": None,
        "due": dt.date(2025, 11, 20),
        "received_on": dt.date(2025, 9, 19),
        "registered_on": dt.date(2025, 9, 21),
        "channel": "phone",
        "class": "claim",
        "category": "劳动社保/养老保险/补缴",
        "place": "某省某市某县东风路街道广惠社区",
        "purpose": "settlement",
        "people": 1,
        "first_time": True,
        "joint": False,
        "source": {
            "number": "410122202509190003",
            "due": dt.date(2025, 11, 18),
            "office": "办信科/信访局/某县/某市",
            "registrar": "登记员甲",
        },
        "petitioners": [{"name": "赵明", "phone": "13019161461", "address": "东风路街道广惠社区51号"}],
        "request": "反映城关镇老街社区企业改制后养老保险断缴,要求补缴,涉及3号楼",
        "history": plain(case)["history"],
    }
    opened, accepted = plain(case)["history"]
    assert (opened["did"], opened["by"], opened["at"].isoformat()) == ("open", "import", "2025-09-21T12:00:00+08:00")
    assert accepted["at"].isoformat() == "2025-09-21T12:00:01+08:00"
    assert accepted["what"] == "accept"
    assert accepted["day"] == "unknown"
    assert accepted["starts"]["handle"]["from"] == dt.date(2025, 9, 21)


def test_dates_of_later_steps(intake: LedgerReader) -> None:
    case = intake.case(
        "登记日期|责任单位|转办时间|受理时间|处理意见时间|是否办结|办结时间|是否化解|化解时间|包案领导|满意度|评价时间|办理情况|备注",
        "2026-03-06|住建局|2026-03-08|2026-03-10|2026-04-20|是|2026-05-01|是|2026-05-20|副县长甲|满意|2026-06-01|已答复|无",
    )
    assert seen(case) == [
        "open 2026-03-06", "lead 2026-03-06?", "note 2026-03-06?", "route 2026-03-08", "accept 2026-03-10",
        "opinion 2026-04-20", "closed 2026-05-01", "resolved 2026-05-20", "rated 2026-06-01",
    ]  # fmt: skip
    assert [entry.at.second for entry in case.history] == [0, 6, 8, 1, 2, 3, 4, 5, 7]
    assert (case.status, case.unit, case.lead) == ("closed", "住房和城乡建设局", "副县长甲")
    assert {entry.value for entry in case.history} == {None, "副县长甲", "satisfied"}
    assert next(entry.text for entry in case.history if entry.text) == "办理情况:已答复"
    assert next(entry.basis for entry in case.history if entry.basis) == "office"
    assert len({entry.n for entry in case.history}) == len(case.history)


def test_an_act_without_a_day_stands_where_the_act_before_it_does(intake: LedgerReader) -> None:
    case = intake.case("责任单位|转办时间|信访件状态", "住建局|2026-04-01|受理")
    assert seen(case) == ["open 2026-03-05", "route 2026-04-01", "accept 2026-04-01?"]
    assert case.status == "accepted"


@pytest.mark.parametrize(
    ("state", "status", "acts"),
    [
        ("受理申请审查中", "transferred", []),
        ("已交办", "transferred", []),
        ("受理", "accepted", ["accept"]),
        ("已作出处理意见", "opinion_issued", ["opinion"]),
        ("不予受理", "not_accepted", ["decline"]),
        ("不再受理", "no_longer_accepted", ["final_decline"]),
        ("复查", "in_review", ["review"]),
        ("提出复查意见", "reviewed", ["reviewed"]),
        ("超期未作出复核意见", "in_final", ["final"]),
        ("提出复核意见", "final_issued", ["final_issued"]),
        ("审核认定办结", "closed", ["closed"]),
        ("已化解", "transferred", ["resolved"]),
    ],
)
def test_states_become_observed_acts(intake: LedgerReader, state: str, status: str, acts: list[str]) -> None:
    case = intake.case("责任单位|状态", f"住建局|{state}")
    assert [str(entry.what) for entry in case.history[2:]] == acts
    assert case.status == status or (state == "已交办" and case.status in ("assigned", "transferred"))


@pytest.mark.parametrize(
    ("header", "cells", "field", "status", "acts"),
    [
        ("是否办结|办结时间", "是|2027-03-01", "closed_on", "closed", ["closed 2026-03-05?"]),
        ("是否办结|办结时间", "是|3月底", "closed_on", "closed", ["closed 2026-03-05?"]),
        ("是否办结|办结时间", "是|2026-03-01", "closed_on", "closed", ["closed 2026-03-05?"]),
        ("是否办结|办结时间", "否|2026-04-01", "closed_on", "registered", []),
        ("是否办结|状态", "否|审核认定办结", "status", "registered", []),
        ("办结时间", "2026-04-01", "", "closed", ["closed 2026-04-01"]),
        ("办结时间", "2027-04-01", "closed_on", "registered", []),
        ("是否办结", "部分办结", "closed", "registered", []),
        ("是否化解|化解时间", "是|2027-03-01", "resolved_on", "registered", ["resolved 2026-03-05?"]),
        ("化解时间", "2026-04-01", "", "registered", ["resolved 2026-04-01"]),
        ("是否化解|化解依据", "是|调解", "resolved_basis", "registered", ["resolved 2026-03-05?"]),
        ("是否化解|化解依据", "否|签订协议", "resolved_basis", "registered", []),
        ("是否化解|化解依据", "否|", "", "registered", []),
        ("化解依据", "签订协议", "resolved_basis", "registered", []),
        ("化解时间|化解依据", "4月底|签订协议", "resolved_on/resolved_basis", "registered", []),
        ("是否化解|化解时间", "否|2026-04-01", "", "registered", []),
        ("状态", "已答复", "status", "registered", []),
        ("满意度", "一般", "rating", "registered", []),
        ("对信访部门评价|满意度", "不满意|基本满意", "", "registered", ["rated 2026-03-05?", "rated 2026-03-05?"]),
    ],
)
def test_closing_resolution_and_rating(
    intake: LedgerReader, header: str, cells: str, field: str, status: str, acts: list[str]
) -> None:
    outcome = intake.row(header, cells)
    assert (outcome.field, became(outcome)) == (field, "warn" if field else "import")
    assert seen(outcome.case)[1:] == acts
    assert outcome.case
    assert outcome.case.status == status
    assert len({entry.n for entry in outcome.case.history}) == len(outcome.case.history)


@pytest.mark.parametrize(
    ("header", "cells", "basis"),
    [
        ("是否化解", "是", "office"),
        ("是否化解|化解依据", "是|", "office"),
        ("是否化解|化解依据", "是|调解", "office"),
        ("是否化解|化解依据", "是|签订调解协议", "agreement"),
        ("化解时间|化解依据", "2026-04-01|已履行", "performance"),
        ("状态|化解依据", "已化解|信访人认可", "petitioner"),
        ("化解情况|化解依据", "是|单位自认", "office"),
    ],
)
def test_a_resolution_rests_on_what_its_row_says(intake: LedgerReader, header: str, cells: str, basis: str) -> None:
    case = intake.row(header, cells).case
    assert case
    assert [entry.basis for entry in case.history if entry.what is Seen.RESOLVED] == [basis]


def test_a_basis_of_nothing_is_told_in_both_languages(intake: LedgerReader) -> None:
    (fault,) = intake.row("是否化解|化解依据", "否|信访人认可").faults
    assert (fault.column, fault.value) == ("化解依据", "信访人认可")
    assert "没有写明已化解，化解依据未导入" in fault.text.in_(Lang.ZH)
    assert "the basis of the resolution was not taken" in fault.text.in_(Lang.EN)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("信访日期|诉求\n|要求修路", "received_on"),
        ("信访日期|诉求\n3月5日|要求修路", "received_on"),
        ("信访日期|诉求\n2026.3|要求修路", "received_on"),
        ("信访日期|诉求\n2026-12-01|要求修路", "received_on"),
        ("信访日期|诉求\n1|要求修路", "received_on"),
        ("信访日期|诉求|编号\n2026-03-05||A1", "request"),
        ("信访日期|诉求|编号\n2026-03-05|/|A1", "request"),
        ("信访日期|诉求|编号\n2026-03-05|同上|A1", "request"),
        ("信访日期|诉求|编号|电话\n||A1|1.38E+10", "received_on/request"),
    ],
)
def test_rejected_rows_name_what_they_are_rejected_for(intake: LedgerReader, text: str, field: str) -> None:
    (outcome,) = intake.rows(text)
    assert (became(outcome), outcome.field, outcome.case) == ("reject", field, None)
    assert all(" — " in fault.text.in_(lang) for fault in outcome.faults for lang in ("zh", "en"))  # type: ignore[arg-type]


def test_faults_say_column_value_and_why(intake: LedgerReader) -> None:
    (outcome,) = intake.rows("来访时间|来访诉求\n3月5日|要求修路")
    (fault,) = outcome.faults
    assert (fault.field, fault.column, fault.value) == ("received_on", "来访时间", "3月5日")
    assert fault.text.msg.value == "date_no_year"
    assert list(outcome.cells) == ["3月5日", "要求修路"]


def test_a_year_given_by_the_user(intake: LedgerReader) -> None:
    (outcome,) = intake.rows("信访日期|诉求\n3月5日|要求修路", year=2026)
    assert outcome.case
    assert outcome.case.received_on == dt.date(2026, 3, 5)


def test_a_line_that_is_no_row(intake: LedgerReader) -> None:
    good, bad = intake.file('{"信访日期": "2026-03-05", "诉求": "修路"}\nnot json\n'.encode())
    assert (became(good), good.row) == ("import", 1)
    assert (became(bad), bad.field, bad.row, bad.draft) == ("reject", "request", 2, None)


@pytest.mark.parametrize(
    ("header", "received", "acts"),
    [
        ("信访日期|受理时间", "2026-03-05", ["open 2026-03-05", "accept 2026-03-07"]),
        ("交办时间|受理时间", "2026-03-05", ["open 2026-03-05", "accept 2026-03-07"]),
        ("受理时间|x", "2026-03-05", ["open 2026-03-05"]),
        ("登记时间|x", "2026-03-05", ["open 2026-03-05"]),
        ("受理时间|登记时间", "2026-03-07", ["open 2026-03-07"]),
    ],
)
def test_the_day_of_receipt_where_no_column_is_called_so(
    intake: LedgerReader, header: str, received: str, acts: list[str]
) -> None:
    (outcome,) = intake.rows(f"诉求|{header}\n要求修路|2026-03-05|2026-03-07")
    assert outcome.case or outcome.faults
    assert str(outcome.case and outcome.case.received_on) == received
    if header != "受理时间|登记时间":
        assert seen(outcome.case) == acts


def test_registration_day(intake: LedgerReader) -> None:
    assert intake.case("登记日期", "2026-03-07").registered_on == dt.date(2026, 3, 7)
    assert intake.case("登记日期", "").registered_on == dt.date(2026, 3, 5)
    early = intake.row("登记日期", "2026-03-01")
    assert (early.field, early.case and early.case.registered_on) == ("registered_on", dt.date(2026, 3, 5))


@pytest.mark.parametrize(
    ("header", "channel"),
    [
        ("信访日期|诉求", "other"),
        ("来访时间|来访诉求", "visit"),
        ("来信日期|来信内容", "letter"),
        ("来电时间|诉求内容", "phone"),
        ("来访时间|来信内容", "other"),
        ("工单编号|反映日期|来访诉求", "phone"),
    ],
)
def test_the_channel_of_a_ledger_without_a_column_for_it(intake: LedgerReader, header: str, channel: str) -> None:
    cells = "|".join("2026-03-05" if "期" in title or "间" in title else "要求修路" for title in header.split("|"))
    (outcome,) = intake.rows(f"{header}\n{cells}")
    assert outcome.case
    assert outcome.case.channel == channel


def test_words_in_columns_of_choice(intake: LedgerReader) -> None:
    assert intake.case("信访形式", "").channel == "other"
    assert intake.row("信访形式", "鸽子").field == "channel"
    assert intake.case("信访形式", "鸽子", values={"鸽 子": "来信"}).channel == "letter"
    assert intake.row("诉求类别", "鸽子").field == "class"
    assert intake.row("信访目的", "鸽子").field == "purpose"
    assert intake.case("信访目的", "求决").class_ == "claim"


def test_units_with_words_between_and_behind(intake: LedgerReader) -> None:
    for cell, unit, others in (
        ("住建局和自然资源局", "住房和城乡建设局", ("自然资源局",)),
        ("住房和城乡建设局", "住房和城乡建设局", ()),
        ("县住建局（房管中心）", "住房和城乡建设局", ()),
        ("某县住建局会同城关镇", "住房和城乡建设局", ("城关镇",)),
    ):
        row = intake.row("责任单位", cell)
        assert row.draft is not None
        assert (row.draft.unit, row.draft.with_, row.field) == (unit, others, "")
    assert intake.row("责任单位", "住建局和教委").field == "unit"


def test_units(intake: LedgerReader) -> None:
    def unit(cell: str, header: str = "责任单位", **more: Any) -> tuple[str | None, tuple[str, ...], str]:
        outcome = intake.row(header, cell, **more)
        route = next((entry for entry in outcome.case.history if entry.what == "route"), None) if outcome.case else None
        return (route.unit if route else None, route.with_ if route else (), outcome.field)

    build, land = "住房和城乡建设局", "自然资源局"
    assert unit("住建局") == (build, (), "")
    assert unit("县 住 建 局\u3000") == (build, (), "")
    assert unit("某县住建局") == (build, (), "")
    assert unit("县教育局") == ("教育体育局", (), "")
    assert unit("市教育局") == (None, (), "unit")
    assert unit("住建局、国土局") == (build, (land,), "")
    assert unit("国土局、住建局（牵头）") == (build, (land,), "")
    assert unit("住建局 国土局") == (build, (land,), "")
    assert unit("县外事接待中心") == (None, (), "unit")
    assert unit("县外事接待中心、住建局") == (None, (), "unit")
    assert unit("住建局、县外事接待中心") == (build, (), "with")
    assert unit("住建局|国土局、住建局", "责任单位|协办单位") == (build, (land,), "")
    assert unit("住建局|外事办", "责任单位|协办单位") == (build, (), "with")
    assert unit("|国土局", "责任单位|协办单位") == (None, (), "")
    assert unit("") == (None, (), "")
    assert unit("住建局", units={}) == (None, (), "unit")


def test_the_unit_concerned_is_no_route_for_an_accusation(intake: LedgerReader) -> None:
    claim = intake.case("涉事单位|信访目的", "住建局|求决")
    accusation = intake.case("涉事单位|信访目的", "住建局|揭发控告")
    both = intake.case("涉事单位|责任单位|信访目的", "住建局|自然资源局|求决")
    assert (claim.unit, claim.accused) == ("住房和城乡建设局", None)
    assert (accusation.unit, accusation.accused, len(accusation.history)) == (None, "住建局", 1)
    assert (both.unit, both.accused, both.history[-1].text) == ("自然资源局", None, "涉事单位:住建局")


def test_columns_that_hold_yes_and_no_in_one_ledger_and_text_in_another(intake: LedgerReader) -> None:
    assert seen(intake.case("办结情况|办结时间", "已办结|2026-05-01")) == ["open 2026-03-05", "closed 2026-05-01"]
    assert seen(intake.case("办结情况", "未办结")) == ["open 2026-03-05"]
    assert seen(intake.case("是否办结|办结情况", "否|是")) == ["open 2026-03-05"]
    assert seen(intake.case("化解情况", "已化解")) == ["open 2026-03-05", "resolved 2026-03-05?"]
    told = intake.case("办结情况|化解情况", "已向信访人答复|正在做工作")
    assert told.status == "registered"
    assert told.history[-1].text == "办结情况:已向信访人答复\n化解情况:正在做工作"


def test_petitioners(intake: LedgerReader) -> None:
    def persons(header: str, cells: str) -> list[dict[str, Any]]:
        case = intake.row(header, cells).case
        assert case
        return [plain(person) for person in case.petitioners]

    assert persons("姓名|电话|住址", "王五、赵六|13800138000/13900139000|幸福村") == [
        {"name": "王五", "phone": "13800138000", "other_phone": "13900139000", "address": "幸福村"},
        {"name": "赵六"},
    ]
    assert persons("姓名|手机|固定电话", "王五|13800138000|0371-62123456")[0]["other_phone"] == "0371-62123456"
    assert persons("姓名", "匿名") == [{"anonymous": True}]
    assert persons("姓名|电话", "|13800138000") == [{"phone": "13800138000"}]
    assert persons("姓名|电话", "|") == []
    assert persons("信访人及联系方式", "王五 13800138000") == [{"name": "王五", "phone": "13800138000"}]
    assert persons("信访人", "王五（13800138000）") == [{"name": "王五", "phone": "13800138000"}]
    assert persons("姓名|住址", "王五|同上") == [{"name": "王五"}]


@pytest.mark.parametrize(
    ("header", "cells", "people", "field"),
    [
        ("姓名", "王五", 1, ""),
        ("姓名", "王五、赵六", 2, ""),
        ("姓名", "张某某等5人", 5, ""),
        ("姓名|人数", "张某某等5人|", 5, ""),
        ("姓名|人数", "张某某等5人|3-5", None, "people"),
        ("姓名|人数", "王五|", None, ""),
        ("姓名|人数", "王五|五人", 5, ""),
        ("姓名|电话", "王五|1.38E+10", 1, "phone"),
        ("姓名|电话", "王五|13800138000/1.38E+10", 1, "other_phone"),
        ("住址", "同上", 1, "address"),
    ],
)
def test_people_and_phones(intake: LedgerReader, header: str, cells: str, people: int | None, field: str) -> None:
    outcome = intake.row(header, cells)
    assert outcome.case
    assert (outcome.case.people, outcome.field) == (people, field)


def test_flags(intake: LedgerReader) -> None:
    assert intake.case("初/重", "初信").first_time is True
    assert intake.case("是否初访", "重访").first_time is False
    assert intake.case("是否重复", "是").first_time is False
    assert intake.case("是否重复", "重访").first_time is False
    assert intake.case("是否重复", "").first_time is None
    assert intake.case("联名信或集体访", "集体访").joint is True
    assert intake.case("紧急程度", "特急").urgent is True
    assert intake.case("紧急程度", "一般").urgent is None
    assert intake.case("是否简易办理", "是").simple is True
    assert intake.case("是否简易办理", "否").simple is None


def test_source(intake: LedgerReader) -> None:
    def source(header: str, cells: str) -> dict[str, Any] | None:
        case = intake.row(header, cells).case
        assert case
        return plain(case.source) if case.source else None

    assert source("来源/交办单位", "省信访局") == {"level": "省", "office": "省信访局"}
    assert source("来源", "省级") == {"level": "省"}
    assert source("来源", "本级") == {"office": "本级"}
    assert source("来源|登记部门", "市信访局|办信科") == {"level": "市", "office": "市信访局"}
    assert source("限办时间", "2026年12月31日前") == {"due": dt.date(2026, 12, 31)}
    assert source("办理时限", "60日") is None
    assert source("办理时限", "30个工作日内") is None
    assert intake.row("办理时限", "2026年2月30日前").field == "source_due"
    assert intake.row("信访件编号", "4.10122E+17").field == "source_number"


def test_request_title_and_category(intake: LedgerReader) -> None:
    (outcome,) = intake.rows("信访日期|标题|反映内容|主要诉求\n2026-03-05|关于道路|道路破损|要求修缮")
    assert outcome.case
    assert (outcome.case.title, outcome.case.request) == ("关于道路", "道路破损\n要求修缮")
    (outcome,) = intake.rows("信访日期|标题|x\n2026-03-05|关于道路破损的来信|")
    assert outcome.case
    assert outcome.case.request == "关于道路破损的来信"
    assert intake.case("一级分类|二级分类", "城乡建设|物业").category == "城乡建设/物业"
    assert intake.case("一级分类|二级分类", "|").category is None
    assert intake.case("内容分类", "城乡建设_物业管理_收费").category == "城乡建设/物业管理/收费"
    assert intake.case("问题类别", "").category is None


def test_the_words_of_the_petitioner_are_not_rewritten(intake: LedgerReader) -> None:
    words = "我丌同意,要求２０２６年３月还钱!!!\n  第二段 “原话”"
    out = io.StringIO()
    csv.writer(out).writerows([["信访日期", "诉求"], ["2026-03-05", f"  {words} "]])
    (outcome,) = intake.file(out.getvalue().encode())
    assert outcome.case
    assert outcome.case.request == words


@pytest.mark.parametrize(
    ("request_", "title"),
    [
        ("要求修路", "要求修路"),
        ("要求修路。多年无果。", "要求修路"),
        ("反映" + "道" * 40, "反映" + "道" * 28 + "…"),
        ("反映" + "道" * 20 + "，要求" + "修" * 20, "反映" + "道" * 20 + "…"),
        ("。", "。"),
    ],
)
def test_titles(request_: str, title: str) -> None:
    assert shortened(request_) == title


def test_columns_about_persons_are_named_and_not_read(law: Law) -> None:
    raw = "信访日期,诉求,是否扬言,稳控责任人,会议室\n2026-03-05,要求修路多年无果,扬言某事,某某,三楼".encode()
    (sheet,) = take_in(read_sheets(raw), Intake(office(), law, TODAY, identify))
    assert sheet.layout
    assert (sheet.layout.dropped, sheet.layout.unknown) == (("是否扬言", "稳控责任人"), ("会议室",))
    (outcome,) = sheet.outcomes
    assert "某某" not in repr(outcome.case)
    assert "扬言" not in repr(outcome.case)


def test_a_sheet_without_a_header_is_not_read(law: Law) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["说明", "请勿修改"])
    out = io.BytesIO()
    book.save(out)
    (found,) = take_in(read_sheets(out.getvalue()), Intake(office(), law, TODAY, identify))
    assert (found.layout, list(found.outcomes), found.name, found.hidden) == (None, [], "Sheet", False)


def test_a_workbook_of_another_program(intake: LedgerReader) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "台账"
    rows: list[list[Any]] = [
        ["某县台账"],
        ["序号", "信访人", None, "信访日期", "反映问题", "责任单位", "=TODAY()"],
        [None, "姓名", "联系电话"],
        [1, "王五", 13800138000, dt.date(2026, 3, 5), "反映道路破损多年", "住建局", None],
        [2, "赵六", "1.38E+10", dt.datetime(2026, 3, 6, 9, 30), "反映供水中断数月", None, None],  # noqa: DTZ001
        [3, "钱七", None, "=DATE(2026,3,7)", "反映电梯停用数月", None, None],
        [4, "孙八", None, 46089, "反映村务不公开", "国土局", None],
        ["合计", 4],
    ]
    for row in rows:
        sheet.append(row)
    for block in ("A1:G1", "B2:C2", "A2:A3", "D2:D3", "E2:E3", "F2:F3", "F4:F6"):
        sheet.merge_cells(block)
    hidden = book.create_sheet("去年")
    hidden.sheet_state = "hidden"
    hidden.append(["信访日期", "诉求"])
    hidden.append(["二〇二五年十二月卅一日", "反映学区划分"])
    out = io.BytesIO()
    book.save(out)
    found = intake.file(out.getvalue())
    assert [(o.sheet, o.row, became(o), o.field, o.reason) for o in found] == [
        ("台账", 4, "import", "", None),
        ("台账", 5, "warn", "phone", None),
        ("台账", 6, "reject", "received_on", None),
        ("台账", 7, "import", "", None),
        ("台账", 8, "skip", "", "total"),
        ("去年", 2, "import", "", None),
    ]
    cases = [o.case for o in found if o.case]
    assert [case.unit for case in cases[:3]] == ["住房和城乡建设局", "住房和城乡建设局", "自然资源局"]
    assert " ".join(str(case.received_on) for case in cases) == "2026-03-05 2026-03-06 2026-03-08 2025-12-31"


def test_an_old_workbook(intake: LedgerReader) -> None:
    found = intake.file((DATA / "old.xls").read_bytes())
    assert [(became(o), o.field, o.case and o.case.unit) for o in found] == [
        ("import", "", "住房和城乡建设局"), ("warn", "phone", "住房和城乡建设局"),
    ]  # fmt: skip


def test_a_matter_without_a_number_has_the_id_of_its_fingerprint(intake: LedgerReader) -> None:
    one, same, other = (
        intake.rows(f"信访日期|诉求|姓名\n2026-03-05|{request}|王五")[0].case for request in ("修 路", "修路", "供水")
    )
    assert one
    assert same
    assert other
    assert one.id == same.id != other.id
    assert one.history[0].n == same.history[0].n != other.history[0].n


def test_a_day_in_three_columns_is_read_as_one_where_the_office_says_so(intake: LedgerReader) -> None:
    headers = {"年+月+日": "received_on", "办件人": "owner"}
    told, spoken = intake.rows("年|月|日|诉求\n2026|11|2|积水\n2026|十一月|2|停电", headers=headers)
    assert told.case
    assert told.case.received_on == dt.date(2026, 11, 2)
    assert spoken.case is None
    assert {fault.column for fault in spoken.faults} == {"年+月+日"}


def test_a_name_that_is_a_day_and_more_persons_than_there_are(intake: LedgerReader) -> None:
    book = Workbook()
    for row in (["信访日期", "诉求", "信访人"], ["2026-03-05", "要求修路", dt.datetime(2026, 3, 5)]):  # noqa: DTZ001
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    (dated,) = intake.file(raw.getvalue())
    assert (dated.case and dated.case.petitioners, dated.field) == ((), "name")
    many = intake.row("信访人", "王某等2000000人")
    assert (many.case and many.case.people, many.field) == (1, "people")


def test_totals_beside_the_second_table_are_the_first_ones(intake: LedgerReader) -> None:
    found = intake.rows("信访日期|诉求||信访日期|诉求\n2026-03-05|要求修路||2026-03-06|要求通水\n合计|1||合计|1")
    assert sorted(each.case.request or "" for each in found if each.case) == ["要求修路", "要求通水"]


NAMES: dict[str, Any] = {
    "channels": {"书 记信箱": (Channel.MAILBOX, "书记信箱"), "视频接访": (Channel.VISIT, "视频接访")},
    "dockets": ("2026积案", "重点个案"), "origins": ("信访人", "网格"), "representatives": 2,
    "leaders": ("张县长",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cells", "held"),
    [
        ("信访形式", "书记信箱", {"channel": "mailbox", "via": "书记信箱"}),
        ("渠道名称", "书记 信箱", {"channel": "mailbox", "via": "书记信箱"}),
        ("信访形式|渠道名称", "来访|视频接访", {"channel": "visit", "via": "视频接访"}),
        ("渠道名称", "无", {"channel": "other", "via": None}),
        ("清单", "2026积案、重点个案，2026积案", {"dockets": ("2026积案", "重点个案")}),
        ("发现途径", "网格", {"origin": "网格"}),
        ("接访领导", "张 县长、陈书记,张县长", {"reception": ("张县长", "陈书记")}),
        ("接访领导|包案领导", "无|李副县长", {"reception": ()}),
        ("推选代表", "王某；赵某", {"representatives": ("王某", "赵某")}),
        ("涉及人数", "210人", {"people_concerned": 210}),
        ("历年件|办理状态", "是|已办结", {"past": True}),
        ("历年件", "否", {"past": None}),
        ("目标日期", "2026-12-31", {"target": dt.date(2026, 12, 31)}),
        ("目标日期", "60日", {"target": None}),
        ("顾问|联络员", "刘律师|小周", {"adviser": "刘律师", "liaison": "小周"}),
        ("信访目的", "咨询类", {"purpose": "inquiry", "class_": "unclassified"}),
        ("信访目的", "申诉求决", {"purpose": None, "class_": "claim"}),
        ("信访目的|诉求类别", "求决|意见建议", {"purpose": "settlement", "class_": "suggestion"}),
    ],
)
def test_names_that_config_knows_are_taken(intake: LedgerReader, header: str, cells: str, held: dict[str, Any]) -> None:
    case = intake.case(header, cells, **NAMES)
    assert {name: getattr(case, name) for name in held} == held


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("渠道名称", "区长信箱", "via"), ("渠道名称", "同上", "via"), ("信访形式|渠道名称", "来信|书记信箱", "via"),
        ("清单", "2026积", "dockets"), ("清单", "〃", "dockets"), ("发现途径", "巡查", "origin"),
        ("发现途径", "同上", "origin"), ("推选代表", "王某、赵某、钱某", "representatives"), ("接访领导", "〃", "reception"),
        ("信访目的|诉求类别", "申诉求决|申诉求决", "purpose"), ("涉及人数", "约20", "people_concerned"),
    ],
)  # fmt: skip
def test_names_that_config_lacks_leave_the_field_empty(
    intake: LedgerReader, header: str, cells: str, field: str
) -> None:
    row = intake.row(header, cells, **NAMES)
    assert (became(row), row.field) == ("warn", field)
    assert row.case
    assert getattr(row.case, field) in (None, ())


@pytest.mark.parametrize(
    ("header", "cells", "status", "past"),
    [
        ("办理状态", "办理中", "accepted", None), ("是否化解|是否办结", "是|否", "transferred", None),
        ("是否化解|办理状态", "是|办理中", "accepted", None), ("是否化解", "是", "closed", True),
        ("化解时间", "2026-03-20", "closed", True), ("办理状态", "不予受理", "not_accepted", True),
        ("领导批示", "请住建局办", "transferred", None),
    ],
)  # fmt: skip
def test_of_a_past_year_is_what_has_ended(
    intake: LedgerReader, header: str, cells: str, status: str, past: bool | None
) -> None:
    row = intake.row(f"历年件|责任单位|{header}", f"是|住建局|{cells}")
    assert row.case
    assert (row.case.status, row.case.past, bool(row.faults)) == (status, past, not past)
    assert any(entry.starts for entry in row.case.history) is not bool(past)


def test_a_target_day_runs_in_what_is_open(intake: LedgerReader) -> None:
    case = intake.case("目标日期", "2026-12-31")
    assert [entry.starts["target"].due for entry in case.history if "target" in entry.starts] == [dt.date(2026, 12, 31)]
    done = intake.case("目标日期|办结时间", "2026-12-31|2026-03-20")
    assert not any("target" in entry.starts for entry in done.history)
    assert done.target == dt.date(2026, 12, 31)
