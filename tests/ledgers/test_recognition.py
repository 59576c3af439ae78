"""Whether a row is a matter that is there already, in what it differs, and what an update adds."""

import csv
import datetime as dt
import io
from typing import Any

import pytest

from xinfang_cli.law import history, steps
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.history import derived
from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.law.steps import Stamp
from xinfang_cli.law.words import Basis, CloseReason, Did, MatterClass, Mode, Seen
from xinfang_cli.ledgers.matters import Intake, take_in
from xinfang_cli.ledgers.readers import OfficeNames
from xinfang_cli.ledgers.recognition import as_told, fingerprint, key_of, missing, recognise, updated
from xinfang_cli.sheets.read import read_sheets

BEIJING = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=BEIJING)
NATIONAL = "410122202603050001"


class Rows:
    """Makes matters of rows, each written as `header: value` pairs."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def __call__(self, number: str | None = "信〔2026〕1号", **cells: str) -> Case:
        """Return the matter of a row with these cells."""
        row = {"编号": number or "", "信访日期": "2026-03-05", "诉求": "要求修路,多年无果", "姓名": "王五", **cells}
        out = io.StringIO()
        csv.writer(out).writerows([row.keys(), row.values()])
        units = {"住建局": "住房和城乡建设局", "国土局": "自然资源局"}
        desk = Intake(OfficeNames(units=units), self.law, NOW.date(), lambda _key, day: f"XF-{day:%Y%m%d}-AAAAA")
        ((outcome,),) = (sheet.outcomes for sheet in take_in(read_sheets(out.getvalue().encode()), desk))
        assert outcome.case
        self.draft = outcome.draft
        return outcome.case

    def told(self, **cells: str) -> Case:
        """Return the matter of a row as it is compared with others."""
        return as_told(self(**cells), self.draft)


@pytest.fixture(scope="module")
def row(law: Law) -> Rows:
    return Rows(law)


def told(case: Case, *old: Case) -> tuple[str, tuple[str, ...]]:
    """Return what a matter is to others, and in what it differs."""
    found = recognise(case, old)
    assert found.is_known == (found.old is not None and not found.fields)
    if found.old is None:
        return ("namesake" if found.namesake else "new"), found.fields
    return ("known" if found.is_known else "differing"), found.fields


def test_the_same_row_is_known(row: Rows) -> None:
    assert told(row(), row()) == ("known", ())
    assert told(row(None), row(None)) == ("known", ())
    assert told(row()) == ("new", ())
    assert told(row(None), row("A1")) == ("new", ())
    assert told(row("A1"), row("A2")) == ("new", ())
    assert told(row(None), row(None, 姓名="赵六")) == ("new", ())


def test_a_national_number_is_enough(row: Rows) -> None:
    new = row(NATIONAL, 信访日期="2026-03-09", 诉求="要求供水")
    assert told(new, row(NATIONAL)) == ("differing", ("received_on", "registered_on", "request"))


def test_another_number_counts_with_the_request_or_with_the_petitioner_on_the_day(row: Rows) -> None:
    assert told(row(诉求="要求供水"), row()) == ("differing", ("request",))
    assert told(row(诉求="要求供水", 姓名="赵六", 电话="13800138000"), row(电话="13800138000"))[0] == "differing"
    assert told(row(姓名="赵六"), row()) == ("differing", ("name",))
    assert told(row(信访日期="2026-03-09"), row()) == ("differing", ("received_on", "registered_on"))
    assert told(row(信访日期="2026-03-09", 诉求="要求供水"), row()) == ("namesake", ())


def test_another_petitioner_with_another_request_is_another_matter(row: Rows) -> None:
    """Running numbers begin again in each ledger and each year."""
    assert told(row(姓名="赵六", 诉求="要求供水"), row()) == ("namesake", ())
    assert told(row(姓名="赵六", 信访日期="2026-03-09"), row()) == ("namesake", ())
    assert told(row(姓名="匿名", 诉求="要求供水"), row(姓名="匿名")) == ("namesake", ())


def test_without_a_number_the_fingerprint_counts(row: Rows) -> None:
    one = row(None)
    assert key_of(one) == fingerprint(one) == fingerprint(row(None, 诉求="要求 修路,多年无果"))
    assert key_of(row()) == "信〔2026〕1号"


@pytest.mark.parametrize(
    ("before", "now", "fields"),
    [
        ({"人数": "3"}, {"人数": "5"}, ("people",)),
        ({"人数": "3"}, {"人数": ""}, ()),
        ({"电话": "13800138000"}, {"电话": "13900139000"}, ("phone",)),
        ({}, {"姓名": "王五、赵六"}, ("petitioners", "people")),
        ({"限办时间": "2026-05-01"}, {"限办时间": "2026-06-01"}, ("source_due",)),
        ({}, {"登记人": "甲"}, ("source_registrar",)),
        ({"责任单位": "住建局"}, {"责任单位": "国土局"}, ("unit",)),
        ({"是否办结": "否"}, {"是否办结": "是"}, ("status",)),
        ({"是否办结": "是"}, {"是否办结": "是", "办结时间": "2026-05-01"}, ("closed_on",)),
        ({"是否办结": "是", "办结时间": "2026-05-01"}, {"是否办结": "是"}, ()),
        ({"办结时间": "2026-05-01"}, {"办结时间": "2026-05-02"}, ("closed_on",)),
        ({}, {"化解时间": "2026-05-01"}, ("resolved_on",)),
        ({"包案领导": "甲"}, {"包案领导": "乙"}, ("lead",)),
        ({}, {"满意度": "满意"}, ("rating",)),
        ({}, {"状态": "受理"}, ("status",)),
        ({"办理情况": "已转"}, {"办理情况": "已答复"}, ("note",)),
        ({"内容分类": "城乡建设_物业"}, {"内容分类": "城乡建设_物业"}, ()),
        ({"信访目的": "求决"}, {"信访目的": "意见建议"}, ("class", "purpose")),
    ],
)
def test_differences(row: Rows, before: dict[str, str], now: dict[str, str], fields: tuple[str, ...]) -> None:
    likeness, found = told(row(**now), row(**before))
    assert set(found) == set(fields)
    assert likeness == ("differing" if fields else "known")


def test_steps_that_the_office_took_itself_are_no_difference(row: Rows, law: Law) -> None:
    def take(case: Case, did: Did, on: str, **data: Any) -> Case:
        day = dt.date.fromisoformat(on)
        noon = dt.datetime.combine(day, dt.time(12), BEIJING)
        stamp = Stamp(on=day, now=noon, by="李经办", n=f"{len(case.history):08x}")
        return steps.take(case, law, did, stamp, **data).case

    case = take(row(), Did.ROUTE, "2026-03-06", unit="住房和城乡建设局", mode=Mode.TRANSFER)
    assert told(row(责任单位="住建局"), case) == ("known", ())
    assert told(row(责任单位="国土局"), case) == ("differing", ("unit",))
    case = take(case, Did.ACCEPT, "2026-03-08")
    assert told(row(责任单位="住建局", 状态="受理"), case) == ("known", ())
    case = take(case, Did.CLOSE, "2026-04-01", reason=CloseReason.FILED, text="存", approved_by="局长甲")
    assert told(row(办结时间="2026-04-01"), case) == ("known", ())
    assert told(row(办结时间="2026-04-02"), case) == ("differing", ("closed_on",))
    assert told(row(是否化解="是"), case) == ("differing", ("resolved_on",))
    case = steps.correct(row(), law, Stamp(on=NOW.date(), now=NOW, by="李经办", n="0000000b"), {"lead": "张县长"}).case
    assert told(row(包案领导="张县长"), case) == ("known", ())
    assert told(row(包案领导="李县长"), case) == ("differing", ("lead",))


def test_what_the_office_corrected_is_no_difference(row: Rows, law: Law) -> None:
    old = row(NATIONAL, 信访目的="求决")
    stamp = Stamp(on=dt.date(2026, 3, 6), now=NOW, by="李经办", n="0000000a")
    corrected = steps.correct(old, law, stamp, {"class_": MatterClass.SUGGESTION}).case
    assert told(old, corrected) == ("known", ())


def test_a_note_that_the_office_wrote_itself_is_no_difference(row: Rows, law: Law) -> None:
    def noted(text: str) -> Case:
        stamp = Stamp(on=dt.date(2026, 3, 6), now=NOW, by="李经办", n="0000000a")
        return steps.take(row(), law, Did.NOTE, stamp, text=text).case

    assert told(row(备注="已回访"), noted("备注:已回访")) == ("known", ())
    assert told(row(备注="已回访"), noted("备注:未回访")) == ("differing", ("note",))


def test_persons_beyond_the_row_are_no_difference(row: Rows) -> None:
    old = row()
    more = old.but(petitioners=(*old.petitioners, Petitioner(name="赵六")))
    assert told(old, more) == ("known", ())


def acts(case: Case) -> list[str]:
    """Return the entries of a history with their days and units."""
    return [
        f"{entry.what or entry.did} {entry.on}{'' if entry.is_dated else '?'} {entry.unit or entry.value or ''}".strip()
        for entry in case.history
    ]


def test_an_update_adds_and_overwrites_nothing(row: Rows, law: Law) -> None:
    old = row(责任单位="住建局", 状态="受理", 限办时间="2026-05-01")
    new = row(责任单位="国土局", 状态="受理", 办结时间="2026-05-20", 限办时间="2026-06-01", 人数="9")
    case = updated(old, new, law, NOW)
    assert acts(case) == [
        "open 2026-03-05", "route 2026-03-05? 住房和城乡建设局", "accept 2026-03-05?", "route 2026-03-05? 自然资源局",
        "accept 2026-03-05?", "closed 2026-05-20", "source_due 2026-11-22 2026-06-01",
    ]  # fmt: skip
    assert (case.status, case.unit) == ("closed", "自然资源局")
    assert case.history[:3] == old.history
    assert case == derived(case, law)
    assert len({entry.n for entry in case.history}) == len(case.history)
    assert all(entry.at >= NOW for entry in case.history[3:])
    assert case.source == old.source
    assert [entry.what for entry in missing(case, new)] == []
    assert recognise(new, [case]).fields == ("people",)


def test_an_update_of_what_is_the_same_changes_nothing(row: Rows, law: Law) -> None:
    old = row(责任单位="住建局", 人数="3")
    assert updated(old, row(责任单位="住建局", 人数="4"), law, NOW) is old


def test_another_unit_leaves_the_state_as_it_is(row: Rows, law: Law) -> None:
    old = row(责任单位="住建局", 办结时间="2026-05-20")
    case = updated(old, row(责任单位="国土局", 转办时间="2026-03-09", 办结时间="2026-05-20"), law, NOW)
    assert acts(case)[2:] == ["route 2026-03-09 自然资源局", "closed 2026-05-20"]
    assert (case.status, case.unit) == ("closed", "自然资源局")
    case = updated(row(), row(责任单位="国土局", 状态="受理"), law, NOW)
    assert acts(case)[1:] == ["route 2026-03-05? 自然资源局", "accept 2026-03-05?"]
    assert case.status == "accepted"


def test_an_update_twice_adds_once(row: Rows, law: Law) -> None:
    old, new = row(), row(状态="审核认定办结")
    once = updated(old, new, law, NOW)
    assert once.status == "closed"
    assert [entry.what for entry in once.history] == [None, Seen.CLOSED]
    assert updated(once, new, law, NOW) is once


@pytest.mark.parametrize(
    ("before", "now", "fields"),
    [
        ({"是否化解": "是"}, {"是否化解": "是"}, ()),
        ({"是否化解": "是"}, {"是否化解": "是", "化解依据": "机关认定"}, ()),
        ({"是否化解": "是"}, {"是否化解": "是", "化解依据": "签订协议"}, ("resolved_basis",)),
        ({"化解时间": "2026-05-01"}, {"是否化解": "是", "化解依据": "签订协议"}, ("resolved_basis",)),
        ({"化解时间": "2026-05-01", "化解依据": "签订协议"}, {"化解时间": "2026-05-01"}, ()),
        ({"化解时间": "2026-05-01", "化解依据": "签订协议"}, {"是否化解": "是", "化解依据": "协议"}, ()),
        (
            {"化解时间": "2026-05-01", "化解依据": "签订协议"},
            {"是否化解": "是", "化解依据": "自认"},
            ("resolved_basis",),
        ),
        ({"化解时间": "2026-05-01"}, {"化解时间": "2026-05-02", "化解依据": "签订协议"}, ("resolved_on",)),
        ({}, {"是否化解": "是", "化解依据": "签订协议"}, ("resolved_on",)),
        ({}, {"化解依据": "签订协议"}, ()),
    ],
)
def test_another_basis_is_a_difference_and_none_said_is_not(
    row: Rows, before: dict[str, str], now: dict[str, str], fields: tuple[str, ...]
) -> None:
    assert told(row.told(**now), row(**before)) == ("differing" if fields else "known", fields)


def resolutions(case: Case) -> list[str]:
    """Return the entries of a history that say a resolution, with their days and bases."""
    said = (entry for entry in case.history if entry.what is Seen.RESOLVED or entry.resolved)
    return [f"{entry.on}{'' if entry.is_dated else '?'} {entry.basis}" for entry in said]


@pytest.mark.parametrize(
    ("before", "now", "entries"),
    [
        # Another basis stands on the day of the resolution that it is of, whether the row says the day or not.
        ({"化解时间": "2026-05-01"}, {"是否化解": "是", "化解依据": "协议"}, ["2026-05-01 office", "2026-05-01 agreement"]),
        ({"是否化解": "是"}, {"是否化解": "是", "化解依据": "协议"}, ["2026-03-05? office", "2026-03-05? agreement"]),
        # A day that a ledger without the column corrects leaves the basis as it is.
        (
            {"化解时间": "2026-05-01", "化解依据": "协议"}, {"化解时间": "2026-05-02"},
            ["2026-05-01 agreement", "2026-05-02 agreement"],
        ),
        ({}, {"化解时间": "2026-05-02"}, ["2026-05-02 office"]),
        ({}, {"化解时间": "2026-05-02", "化解依据": "协议"}, ["2026-05-02 agreement"]),
    ],
)  # fmt: skip
def test_an_update_adds_the_basis(
    row: Rows, law: Law, before: dict[str, str], now: dict[str, str], entries: list[str]
) -> None:
    new = row.told(**now)
    case = updated(row(**before), new, law, NOW)
    assert resolutions(case) == entries
    last, _, basis = entries[-1].partition(" ")
    state = history.fold(case, law)
    assert (state.is_resolved, state.resolved_basis) == (True, basis)
    assert str(state.resolved_on) == ("None" if "?" in last else last)
    assert case == derived(case, law)
    assert told(new, case) == ("known", ())
    assert updated(case, new, law, NOW) is case


def test_a_basis_that_comes_late_resolves_nothing_anew(row: Rows, law: Law) -> None:
    """Of a resolution that was taken back since, the clerk judges what its ledger says now."""
    stamp = Stamp(on=NOW.date(), now=NOW, by="李经办", n="0000000a")
    reopened = steps.take(
        row(办结时间="2026-04-01", 化解时间="2026-04-01"), law, Did.REOPEN, stamp, reason="未履行"
    ).case
    reviewed = row(是否化解="是", 状态="复查")
    for case, cells in ((reopened, {"办结时间": "2026-04-01"}), (reviewed, {"状态": "复查"})):
        new = row.told(是否化解="是", 化解依据="协议", **cells)
        assert told(new, case) == ("differing", ("resolved_basis",))
        assert updated(case, new, law, NOW) is case
        assert not history.fold(case, law).is_resolved


def test_the_basis_that_the_office_recorded_itself(row: Rows, law: Law) -> None:
    stamp = Stamp(on=dt.date(2026, 4, 1), now=NOW, by="李经办", n="0000000a")
    how: dict[str, Any] = {"resolved": True, "basis": Basis.AGREEMENT, "evidence": "协议"}
    case = steps.take(
        row(), law, Did.CLOSE, stamp, reason=CloseReason.FILED, text="存", approved_by="局长甲", **how
    ).case
    assert told(row.told(办结时间="2026-04-01", 化解时间="2026-04-01"), case) == ("known", ())
    assert told(row.told(是否化解="是", 化解依据="签订协议"), case) == ("known", ())
    assert told(row.told(是否化解="是", 化解依据="单位自认"), case) == ("differing", ("resolved_basis",))
