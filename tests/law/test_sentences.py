"""Entries in sentences: every step with all its data, in both languages, and no code of a file in a Chinese line."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.documents import Document
from xinfang_cli.law.records import Entry
from xinfang_cli.law.sentences import fact_words, sentence, sentences, worded
from xinfang_cli.law.stepdata import TAKES, DatumKind, Key, MatterFact, kind_of
from xinfang_cli.law.words import Did, Evidence, LadderStep, ReviewDecision, Seen

MatterOf = Callable[..., Any]
HOUSING = "住房和城乡建设局"
CODE = re.compile(r"[A-Za-z]{2,}|[a-z_]+=|\b(?:None|True|False)\b")
SAMPLES: dict[DatumKind, Any] = {
    DatumKind.TEXT: "三栋", DatumKind.NAME: "王某", DatumKind.ORGAN: "县人民法院", DatumKind.UNIT: HOUSING,
    DatumKind.UNITS: (HOUSING, "自然资源局"), DatumKind.PLACE: "城关镇", DatumKind.CATEGORY: "城乡建设",
    DatumKind.RULE: "5wd", DatumKind.DAY: dt.date(2026, 11, 30), DatumKind.PAST_DAY: dt.date(2026, 11, 3),
    DatumKind.MONTH: "2026-11", DatumKind.SPAN: "2026-11-24..2026-11-26", DatumKind.COUNT: 5, DatumKind.LENGTH: 30,
    DatumKind.FLAG: True, DatumKind.EITHER: False, DatumKind.ITEM: "包案/掌握情况", DatumKind.YUAN: 5000,
}  # fmt: skip


def values(did: Did, key: Key) -> list[Any]:
    """Return what a datum of a step may be: each word of its list, or a sample of its kind."""
    kind = kind_of(did, key)
    return [SAMPLES[kind]] if isinstance(kind, DatumKind) else list(kind)


ALL = [(did, key, value) for did in TAKES if did is not Did.SET for key in TAKES[did] for value in values(did, key)]


def entry(did: Did, **data: Any) -> Entry:
    at = dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC)
    return Entry(n="0" * 8, on=at.date(), at=at, by="李经办", did=did, **data)


def said(found: Entry, lang: Lang = Lang.ZH) -> str:
    return worded(found, found.by).in_(lang)


@pytest.mark.parametrize(("did", "key", "value"), ALL)
def test_each_datum_of_each_step_is_said_in_words(did: Did, key: Key, value: Any) -> None:
    text = said(entry(did, **{key.field: value}))
    assert text.startswith("李经办 ")
    assert CODE.findall(text) == []
    shown = {True: key.zh, False: key.zh}.get(value) if isinstance(value, bool) else None
    word = value.zh if isinstance(value, Label) else shown
    assert (word or "") in text


@pytest.mark.parametrize("did", Did)
def test_each_step_has_a_name_in_both_languages(did: Did) -> None:
    assert CODE.findall(said(entry(did))) == []
    assert said(entry(did), Lang.EN).startswith("李经办: ")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (entry(Did.OBSERVED, what=Seen.RATED, value="satisfied", of="office"), "台账所载满意度：信访部门、满意"),
        (entry(Did.NOTICE, document=Document.NOTICE, number="清信受〔2026〕15号"), "制作文书：信访事项受理告知书（清信受〔2026〕15号）"),
        (entry(Did.ATTACH, kind=Evidence.MINUTES.value, file="纪要.pdf"), "附件：纪要.pdf（会商纪要）"),
        (entry(Did.ESCALATE, step=LadderStep.TALK, clock="handle", run="11111111", passed=(LadderStep.SUPERVISE,)), "督办：约谈（所督期限：办理、已过：督办）"),
        (entry(Did.SET, set={"class": "claim", "urgent": True, "petitioners": "…"}, was=None), "更正：诉求类别：申诉求决、重大紧急：是、信访人有更正"),
        (entry(Did.SET, set={"received_on": "2026-10-02"}, was={"received_on": "2026-10-05"}), "更正：收到日期由2026-10-05改为2026-10-02"),
        (entry(Did.SET, set={"owner": "小李", "source": {"level": "省"}}, was={"owner": None, "source": None}), "更正：责任人由空改为小李、来源由空改为省"),
        (entry(Did.FINAL, hearing="2026-11-24..2026-11-26"), "复核（听证起止：2026-11-24..2026-11-26）"),
        (entry(Did.REVIEW, organ="县政府"), "申请复查（复查复核机关：县政府）"),
        (entry(Did.NOTE, text="很" * 90), "记事：" + "很" * 59 + "…"),
    ],
)  # fmt: skip
def test_sentences_of_data_that_no_step_takes(found: Entry, words: str) -> None:
    assert said(found) == f"李经办 {words}"


def test_a_history_as_people_read_it(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-03", unit=HOUSING, mode="assign", within="45d")
    it.do("accept", "2026-11-10", handler="王某")
    it.do("reply", "2026-11-12", decision="support", number="住建信〔2026〕12号")
    it.do("note", "2026-11-13", text="来电")
    it.undo("2026-11-14", "记错了件")
    told = [text.in_(Lang.ZH) for text in sentences(it.case).values()]
    assert told[1:] == [
        f"李经办 交办：{HOUSING}（限期：45日）",
        f"{HOUSING} 受理（承办人：王某）",
        f"{HOUSING} 作出处理意见：予以支持（住建信〔2026〕12号）",
        "李经办 记事：来电（更正后作废）",
        "李经办 撤销：李经办 记事：来电（理由：记错了件）",
    ]
    assert sentence(it.case, it.case.history[-2]).in_(Lang.EN) == "李经办: note: 来电"


def test_a_decision_of_a_review_is_that_of_the_organ(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    found = entry(Did.REVIEW, organ="县政府", decision=ReviewDecision.UPHOLD).but(n="ffffffff")
    told = sentences(it.case.but(history=(*it.case.history, found)))
    assert told["ffffffff"].in_(Lang.ZH) == "县政府 " + worded(found, "").in_(Lang.ZH).strip()


def test_a_fact_that_only_is_or_is_not_is_said_by_its_name() -> None:
    past = MatterFact("past", "往年件", "past", DatumKind.FLAG)
    assert fact_words(past, True).in_(Lang.ZH) == "往年件"
    assert fact_words(past, "是").in_(Lang.ZH) == "往年件：是"
