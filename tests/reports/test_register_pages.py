"""The pages of the registers: an office of eight matters worked out by hand, in both languages; what must not be told."""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.registering import CIVIL, HOUSING, TEAMS, WATER, relations, told, window
from xinfang_cli.app import run
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import MatterClass, ServeMethod
from xinfang_cli.law.workdays import Calendar
from xinfang_cli.measures.counting import Scope
from xinfang_cli.measures.table import Page
from xinfang_cli.office.reporting import USUAL_FLAGS, ProgressOf
from xinfang_cli.office.rows import Docket
from xinfang_cli.render import Format, draw
from xinfang_cli.reports import Inquiry, Report, build

TODAY = dt.date(2026, 11, 22)
GOLDEN = Path(__file__).parents[1] / "golden"
ROOT = Path(__file__).parents[2]
COUNTY = "某县人民政府"
REGISTERS = (Report.LEDGER, Report.LISTS, Report.SUPERVISION, Report.REVIEW, Report.GROUPS, Report.AGENDA)
HUSHED = "密不可言"
NASTY = "=1+1 <b>逾期</b> |[bold]\x1b[31m\n第二行"
OPINION = {"document": Document.OPINION, "method": ServeMethod.IN_PERSON}


@pytest.fixture(scope="module")
def rules(law: Law) -> Law:
    """Return rules with a calendar whose version does not change with the library's."""
    review_by = {HOUSING: COUNTY, WATER: COUNTY, COUNTY: "某市人民政府"}
    return law.but(review_by=review_by, calendar=Calendar({}, {}, (2004, 2026)))


def _late_and_led(opened: Callable[..., Any]) -> None:
    # A: led, in a group, planned, reported on, met over; its handling is late, and a letter was not answered.
    a = opened("2026-08-03", "AAAAA", title="阳光花园逾期交房", group="房地产组", lead="王副县长", owner="周经办",
               category="城乡建设/房屋交易", place="东山镇")  # fmt: skip
    a.do("route", "2026-08-05", mode="assign", unit=HOUSING, within="120d")
    a.do("accept", "2026-08-10")
    a.do("note", "2026-08-20", kind="plan", text="复工续建", way="专班推进", how="资金监管账户拨付")
    a.do("note", "2026-10-08", kind="progress", month="2026-09", text="已复工", blocker="资金缺口", next="拍卖抵债房")
    a.do("note", "2026-11-05", kind="progress", text=NASTY, next="月底封顶")
    a.do("meeting", "2026-11-06", kind="special", text="专题会商续建资金", agreed="二十日前拨付监管资金", unit=CIVIL,
         reply_due=dt.date(2026, 11, 20))  # fmt: skip
    a.do("escalate", "2026-11-03", step="supervise", ground="overdue_close", clock="handle", number="督〔2026〕1号",
         reply_due=dt.date(2026, 11, 10), reason="超期未办结", backdate_reason="补记")  # fmt: skip


def _cleared(opened: Callable[..., Any]) -> None:
    # B: closed and resolved in the month with evidence; its letter was answered and the advice adopted.
    b = opened("2026-09-01", "BBBBB", title="河道堵塞", lead="王副县长", category="农村农业/水利", place="青石镇")
    b.do("route", "2026-09-03", mode="transfer", unit=WATER)
    b.do("accept", "2026-09-08")
    b.do("escalate", "2026-11-02", step="talk", ground="shirk_delay", number="约〔2026〕1号", approved_by="联席会议")
    b.do("note", "2026-11-03", text="完善河道巡查办法", advice="policy", unit=WATER, number="建〔2026〕1号",
         reply_due=dt.date(2026, 11, 30))  # fmt: skip
    b.do("reply", "2026-11-04", decision="support", number="水复〔2026〕1号")
    b.do("serve", "2026-11-05", **OPINION)
    b.do("feedback", "2026-11-06", answers="约〔2026〕1号", text="已清淤", number="水报〔2026〕2号")
    b.do("feedback", "2026-11-09", answers="建〔2026〕1号", text="已修订", adopted="partly", number="水报〔2026〕3号")
    b.do("close", "2026-11-10", reason="opinion_delivered", resolved=True, basis="performance", evidence="清淤验收单",
         approved_by="局长甲")  # fmt: skip


def _sealed(opened: Callable[..., Any]) -> None:
    # C: an accusation; nothing of it may be told.
    c = opened("2026-09-10", "CCCCC", title=HUSHED, request=HUSHED, class_=MatterClass.ACCUSATION, accused="unknown",
               group="欠薪组", lead=HUSHED, owner=HUSHED, category=HUSHED, place=HUSHED)  # fmt: skip
    c.do("route", "2026-09-12", mode="transfer", unit=CIVIL)
    c.do("note", "2026-11-05", kind="progress", text=HUSHED, next=HUSHED, blocker=HUSHED)
    c.do("note", "2026-11-06", kind="plan", text=HUSHED, way=HUSHED, how=HUSHED)
    c.do("meeting", "2026-11-07", text=HUSHED, agreed=HUSHED, reply_due=dt.date(2026, 11, 15))
    c.do("escalate", "2026-11-09", step="supervise", ground="shirk_delay", reason=HUSHED, number=HUSHED)
    c.do("note", "2026-11-10", text=HUSHED, advice="accountability", number=HUSHED)


def _reviewed(opened: Callable[..., Any]) -> None:
    # D: under first review, late; E: decided on final review after a hearing, with an earlier first review.
    d = opened("2026-06-01", "DDDDD", title="低保被取消", place="南关街道")
    e = opened("2026-05-01", "EEEEE", title="宅基地界址", group="临时组")
    for it, received in ((d, 6), (e, 5)):
        it.do("route", f"2026-0{received}-05", mode="transfer", unit=HOUSING)
        it.do("accept", f"2026-0{received}-09")
        it.do("reply", f"2026-0{received}-20", decision="unsupported", number="住建复〔2026〕9号")
        it.do("serve", f"2026-0{received}-21", **OPINION)
    d.do("review", "2026-10-15", late_reason="住院")
    e.do("review", "2026-06-10")
    e.do("review", "2026-07-01", decision="uphold", number="县复查〔2026〕1号")
    e.do("serve", "2026-07-02", document=Document.REVIEW, method=ServeMethod.IN_PERSON)
    e.do("final", "2026-10-25", late_reason="出差")
    e.do("final", "2026-11-05", hearing="2026-11-03..2026-11-04")
    e.do("final", "2026-11-18", decision="change", number="市复核〔2026〕1号")


def _others(opened: Callable[..., Any]) -> None:
    # F: nobody has routed it; G: supervised, and done without a word; H: closed before.
    opened("2026-11-12", "FFFFF", title="路灯不亮")
    g = opened("2026-10-20", "GGGGG", title="灌溉用水")
    g.do("route", "2026-10-21", mode="transfer", unit=WATER)
    g.do("escalate", "2026-11-08", step="supervise", ground="bad_procedure", clock="notify_routed")
    g.do("accept", "2026-11-12")
    h = opened("2026-07-01", "HHHHH", title="供暖", lead="李县长")
    h.do("close", "2026-09-20", reason="filed", text="重复反映", approved_by="局长甲")


@pytest.fixture(scope="module")
def cases(matter: Callable[..., Any], rules: Law) -> list[Any]:
    """Return eight matters as they stand on 22 November 2026."""
    made: list[Any] = []

    def opened(received: str, tail: str, **facts: Any) -> Any:
        it = matter(received, law=rules, **facts)
        it.case = it.case.but(id=f"XF-{received.replace('-', '')}-{tail}")
        made.append(it)
        return it

    for tell in (_late_and_led, _cleared, _sealed, _reviewed, _others):
        tell(opened)
    return [it.case for it in made]


def page(cases: list[Any], rules: Law, report: Report, name: str = "2026-11", **more: Any) -> Page:
    """Return a page of the office."""
    inquiry = Inquiry(
        run=relations(cases, rules).execute, window=window(name), today=TODAY, office="某县信访局", law=rules, groups=TEAMS,
        **more,
    )  # fmt: skip
    return build(report, inquiry)


@pytest.mark.parametrize("report", REGISTERS)
@pytest.mark.parametrize("lang", Lang)
def test_golden(cases: list[Any], rules: Law, report: Report, lang: Lang) -> None:
    golden = GOLDEN / f"{report}-{lang}.md"
    drawn = "".join(draw(page(cases, rules, report), Format.MD, lang))
    assert drawn == golden.read_bytes().decode()


def docketed(cases: list[Any]) -> list[Any]:
    """Return the matters on two dockets: A and B on one, B, the sealed one and D on the other."""
    put = {"AAAAA": ("2026积案",), "BBBBB": ("2026积案", "重点个案"), "CCCCC": ("重点个案",), "DDDDD": ("重点个案",)}
    return [case.but(dockets=put.get(case.id[-5:], ())) for case in cases]


DOCKETS = (Docket("2026积案", "市联席会议", dt.date(2026, 1, 1), 90, dt.date(2026, 12, 31)),)


@pytest.mark.parametrize("lang", Lang)
def test_golden_dockets(cases: list[Any], rules: Law, lang: Lang) -> None:
    golden = GOLDEN / f"docket-{lang}.md"
    found = page(docketed(cases), rules, Report.DOCKET, dockets=DOCKETS)
    assert HUSHED not in str(found)
    assert "".join(draw(found, Format.MD, lang)) == golden.read_bytes().decode()


def test_a_docket_of_sealed_matters_alone_withholds_small_numbers(cases: list[Any], rules: Law) -> None:
    scope = Scope("class = :s_0", {"s_0": "accusation"}, sealed_only=True)
    found = page(docketed(cases), rules, Report.DOCKET, dockets=DOCKETS, scope=scope)
    (row,) = told(found, "dockets")
    assert (row["docket"], row["listed"], row["resolved"], row["goal"]) == ("重点个案", "withheld", "withheld", None)


def test_an_office_without_dockets_has_a_page_too(cases: list[Any], rules: Law) -> None:
    found = page(cases, rules, Report.DOCKET)
    assert [list(table.rows) for table in found.tables if table.name != "beside"] == [[]] * 5
    assert "清单上共0件" in found.paragraphs[0].in_(Lang.ZH)


@pytest.mark.parametrize("report", REGISTERS)
def test_words_of_a_sealed_matter_are_in_no_format(cases: list[Any], rules: Law, report: Report) -> None:
    found = page(cases, rules, report)
    if report not in {Report.REVIEW, Report.AGENDA}:  # sealed matters are with no group and no leader
        assert any("XF-20260910-CCCCC" in row for table in found.tables for row in table.rows)
    for form in (form for form in Format if not form.is_binary):
        drawn = "".join(draw(found, form, Lang.ZH))
        assert HUSHED not in drawn.replace("\n", ""), form
        assert "追究责任" not in drawn, "the kind of advice is a word too"


@pytest.mark.parametrize("report", REGISTERS)
def test_what_was_typed_steers_nothing(cases: list[Any], rules: Law, report: Report) -> None:
    """Escapes, markup, formulas and new lines of a note are words in every format."""
    found = page(cases, rules, report)
    texts = {form: "".join(draw(found, form, Lang.ZH)) for form in Format if not form.is_binary}
    assert all("\x1b[31m" not in text for text in texts.values())
    assert "<b>" not in texts[Format.MD]
    assert all(
        len(re.findall(r"(?<!\\)\|", line)) == line.count(" | ") + 2
        for line in texts[Format.MD].splitlines()
        if line[:2] == "| "
    )
    assert "\r\n=" not in texts[Format.CSV]
    assert ",=1" not in texts[Format.CSV]


@pytest.mark.parametrize("report", REGISTERS)
def test_an_empty_office_and_an_empty_window_have_a_page(cases: list[Any], rules: Law, report: Report) -> None:
    for found in (page([], rules, report), page(cases, rules, report, "2020-01")):
        for table in found.tables:
            if table.name not in {"beside", "groups", "papers"}:  # documents are counted as they stand now
                assert list(table.rows) == [], table.name
        for lang in Lang:
            assert "".join(draw(found, Format.TERMINAL, lang))


def test_a_past_window_says_what_is_of_the_present(cases: list[Any], rules: Law) -> None:
    for report in REGISTERS:
        said = [text.in_(Lang.EN) for text in page(cases, rules, report, "2026-10").paragraphs]
        assert any("are those of the present" in text for text in said)
        said = [text.in_(Lang.EN) for text in page(cases, rules, report, "2026-11").paragraphs]
        assert not any("are those of the present" in text for text in said)


def test_a_past_window_says_that_dockets_are_those_of_the_present(cases: list[Any], rules: Law) -> None:
    def said(name: str) -> list[str]:
        return [text.in_(Lang.EN) for text in page(docketed(cases), rules, Report.DOCKET, name).paragraphs]

    assert any("those of the present and not of 31 October" in text or "2026-10-31" in text for text in said("2026-10"))
    assert not any("those of the present" in text for text in said("2026-11"))


def test_a_matter_is_told_as_it_stood(cases: list[Any], rules: Law) -> None:
    """At the end of October nothing had been answered, struck off or supervised yet; the closed one was open."""
    open_ids = [row["id"][-5:] for row in told(page(cases, rules, Report.LEDGER, "2026-10"), "tasks")]
    assert sorted(open_ids) == ["AAAAA", "BBBBB", "CCCCC", "DDDDD", "EEEEE", "GGGGG"]
    assert told(page(cases, rules, Report.SUPERVISION, "2026-10"), "unanswered") == []
    assert told(page(cases, rules, Report.LEDGER, "2026-10"), "cleared") == []


def test_small_numbers_of_sealed_matters_alone_are_withheld(cases: list[Any], rules: Law) -> None:
    scope = Scope("class = :s_0", {"s_0": "accusation"}, sealed_only=True)
    found = page(cases, rules, Report.SUPERVISION, scope=scope)
    (row,) = told(found, "units")
    assert row["supervise"] == row["unanswered"] == "withheld"
    assert "1次" not in found.paragraphs[0].in_(Lang.ZH)


def test_config_says_which_matters_owe_progress(cases: list[Any], rules: Law) -> None:
    def owing(of: ProgressOf) -> set[str]:
        found = page(cases, rules, Report.LEDGER, flags=USUAL_FLAGS.but(progress=of))
        return {row["id"][-5:] for row in told(found, "no_progress")}

    assert owing(ProgressOf.NONE) == set()
    assert owing(ProgressOf.LED) == {"AAAAA", "BBBBB", "CCCCC", "EEEEE"}
    assert owing(ProgressOf.OPEN) == {"AAAAA", "BBBBB", "CCCCC", "DDDDD", "EEEEE"}


# --- Through the front door ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", REGISTERS)
def test_the_same_bytes_again_without_the_index_and_under_other_locales(
    report: Report, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shutil.copytree(ROOT / "cases", tmp_path / "cases")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    typed = ["-C", str(tmp_path), "--today", "2026-11-22", "--lang", "zh", "report", report.value, "--month", "2026-11"]

    def printed() -> bytes:
        assert run(typed) == 0
        return capsysbinary.readouterr().out

    first = printed()
    assert printed() == first
    shutil.rmtree(tmp_path / ".xinfang")
    assert printed() == first
    for given in ({"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "America/Los_Angeles"}):
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **given}
        done = subprocess.run(
            [sys.executable, "-m", "xinfang_cli", *typed], env=environment, capture_output=True, check=True
        )
        assert done.stdout == first
