import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import observe
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.records import Case
from xinfang_cli.law.words import Seen
from xinfang_cli.notices.told import NOTICES, SEEN, STEPS, told

HOUSING = "住房和城乡建设局"


def lines(case: Case) -> list[str]:
    return [f"{day or '—'} {text.in_(Lang.ZH)}" for day, text in told(case)]


def walk(it: Any, *steps: tuple[str, str, dict[str, Any]]) -> None:
    for on, did, data in steps:
        it.do(did, on, **data)


def test_the_dated_steps_and_nothing_of_the_notes(matter: Callable[..., Any]) -> None:
    it = matter("2026-11-02")
    walk(
        it,
        ("2026-11-02", "route", {"unit": HOUSING, "mode": "transfer"}),
        ("2026-11-03", "note", {"text": "信访人情绪激动"}),
        ("2026-11-04", "accept", {}),
        ("2026-11-05", "serve", {"document": Document.NOTICE, "method": "in_person"}),
        ("2026-11-06", "extend", {"days": 30, "approved_by": "局长甲", "reason": "须鉴定"}),
        ("2026-11-09", "serve", {"document": Document.EXTENSION_NOTICE, "method": "in_person"}),
        ("2026-11-10", "escalate", {"step": "remind", "ground": "other"}),
        ("2026-11-16", "reply", {"decision": "explain", "number": "住建信〔2026〕3号"}),
        ("2026-11-17", "serve", {"document": Document.OPINION, "method": "in_person"}),
        ("2026-11-18", "review", {}),
        ("2026-11-20", "review", {"decision": "uphold", "number": "县复查〔2026〕1号"}),
        ("2026-11-23", "serve", {"document": Document.REVIEW, "method": "in_person"}),
        ("2026-11-24", "final", {}),
        ("2026-11-26", "final", {"hearing": "2026-11-25..2026-11-25"}),
        ("2026-12-01", "final", {"decision": "uphold", "number": "市复核〔2026〕1号"}),
        ("2026-12-02", "serve", {"document": Document.FINAL, "method": "in_person"}),
        ("2026-12-03", "close", {"reason": "final"}),
    )
    assert lines(it.case) == [
        "2026-11-02 登记",
        f"2026-11-02 转送至{HOUSING}",
        "2026-11-04 受理",
        "2026-11-05 告知书送达",
        "2026-11-06 办理期限延长30日",
        "2026-11-09 延期告知书送达",
        "2026-11-16 作出处理意见（住建信〔2026〕3号）",
        "2026-11-17 处理意见书送达",
        "2026-11-18 申请复查",
        "2026-11-20 复查意见（县复查〔2026〕1号）",
        "2026-11-23 复查意见书送达",
        "2026-11-24 申请复核",
        "2026-12-01 复核意见（市复核〔2026〕1号）",
        "2026-12-02 复核意见书送达",
    ]


def test_other_endings(matter: Callable[..., Any]) -> None:
    redirected, declined, final = matter("2026-11-02"), matter("2026-11-02"), matter("2026-11-02")
    walk(redirected, ("2026-11-03", "route", {"path": "litigation", "to": "某县人民法院"}))
    walk(declined, ("2026-11-03", "decline", {"ground": "statutory_route"}))
    walk(final, ("2026-11-03", "decline", {"final": True, "opinion": "市复核〔2025〕9号", "same_facts": True}))
    assert lines(redirected.case)[1:] == ["2026-11-03 告知向某县人民法院提出"]
    assert lines(declined.case)[1:] == ["2026-11-03 不予受理"]
    assert lines(final.case)[1:] == ["2026-11-03 不再受理"]


def test_a_struck_step_is_not_told(matter: Callable[..., Any]) -> None:
    it = matter("2026-11-02")
    it.do("accept", "2026-11-03")
    it.undo("2026-11-04")
    assert lines(it.case) == ["2026-11-02 登记"]


def test_a_document_that_is_the_offices_own_is_not_told(matter: Callable[..., Any]) -> None:
    it = matter("2026-11-02")
    it.do("serve", "2026-11-03", document=Document.TRANSFER_LETTER, method="other")
    assert lines(it.case) == ["2026-11-02 登记"]


@pytest.mark.parametrize(
    ("what", "data", "line"),
    [
        (Seen.ROUTE, {"unit": HOUSING}, f"2026-11-05 转送至{HOUSING}"),
        (Seen.OPINION, {}, "2026-11-05 作出处理意见（-）"),
        (Seen.LEAD, {"value": "某领导"}, None),
    ],
)
def test_what_a_ledger_says(
    case: Callable[..., Case], law: Law, stamp: Callable[..., Any], what: Seen, data: dict[str, Any], line: str | None
) -> None:
    seen = observe(case("2026-11-02"), law, what, stamp("2026-11-05"), **data)
    assert lines(seen)[1:] == ([line] if line else [])


def test_a_step_without_a_day(case: Callable[..., Case], law: Law, stamp: Callable[..., Any]) -> None:
    seen = observe(case("2026-11-02"), law, Seen.ACCEPT, stamp("2026-11-02"), dated=False)
    assert lines(seen)[1:] == ["— 受理"]


def test_an_observed_entry_that_says_nothing_is_not_told(case: Callable[..., Case]) -> None:
    opened = case("2026-11-02")
    empty = opened.history[0].but(n="ffffffff", did="observed", starts={})
    bare = empty.but(n="fffffffe", did="serve", on=dt.date(2026, 11, 3))
    assert lines(opened.but(history=(*opened.history, empty, bare))) == ["2026-11-02 登记"]


def test_each_sentence_has_its_step() -> None:
    assert len(STEPS) == 4
    assert set(SEEN) < set(Seen)
    assert set(NOTICES) < set(Document)
