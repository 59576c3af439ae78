"""What entries say beyond their events, for the registers."""

from pathlib import PurePosixPath
from typing import Any

import pytest

from xinfang_cli.casefile.text import parse
from xinfang_cli.index.lines import draw
from xinfang_cli.index.relations import REMARKS
from xinfang_cli.office import config

LAW = config.default().law
ID = "XF-20261102-7K3MQ"
PATH = PurePosixPath(f"cases/2026/11/{ID}.yaml")
HOUSING = "住房和城乡建设局"
HEAD = f"""
id: {ID}
title: 反映阳光花园逾期交房
status: registered
received_on: 2026-11-02
registered_on: 2026-11-02
channel: visit
history:
- {{id: '01', date: 2026-11-02, at: 2026-11-02T09:00:00+08:00, by: 李经办, did: open}}
- {{id: '02', date: 2026-11-03, at: 2026-11-03T09:00:00+08:00, by: 李经办, did: route, mode: transfer, unit: {HOUSING}}}
"""


def remarks(*entries: str, head: str = HEAD) -> list[dict[str, Any]]:
    """Return the lines of a matter with these entries after its routing, without what they do not say."""
    lines = [
        f"- {{id: '{at:02}', date: 2026-11-{at:02}, at: 2026-11-{at:02}T09:00:00+08:00, by: 李经办, {entry}}}\n"
        for at, entry in enumerate(entries, 4)
    ]
    case, problems = parse((head + "".join(lines)).encode(), PATH)
    assert case, problems
    names = [column.name for column in REMARKS]
    found = [dict(zip(names, line, strict=True)) for line in draw(case, PATH, LAW).remarks]
    assert {line.pop("case_id") for line in found} <= {ID}
    assert [line.pop("place") for line in found] == sorted({int(line["n"]) - 2 for line in found})
    return [{name: value for name, value in line.items() if value is not None} for line in found]


def test_monthly_progress_is_of_the_month_of_its_day_unless_it_names_another() -> None:
    found = remarks(
        "did: note, kind: progress, text: 已复测, next: 出具报告, blocker: 图纸缺失",
        "did: note, kind: 月进展, text: 甲, month: 2026-10",
    )
    assert found == [
        {
            "n": "04", "on_day": "2026-11-04", "did": "note", "kind": "progress", "unit": HOUSING, "month": "2026-11",
            "text": "已复测", "next": "出具报告", "blocker": "图纸缺失",
        },
        {
            "n": "05", "on_day": "2026-11-05", "did": "note", "kind": "progress", "unit": HOUSING, "month": "2026-10",
            "text": "甲",
        },
    ]  # fmt: skip


def test_a_plan_is_no_progress() -> None:
    (found,) = remarks("did: note, kind: plan, text: 复测, way: 第三方机构, how: 住建局牵头")
    assert {key: found.get(key) for key in ("kind", "text", "way", "how", "month")} == {
        "kind": "plan", "text": "复测", "way": "第三方机构", "how": "住建局牵头", "month": None,
    }  # fmt: skip


def test_what_is_asked_and_what_answers_it() -> None:
    found = remarks(
        "did: escalate, step: supervise, ground: shirk_delay, number: 督1号, reply_due: 2026-11-20, reason: 久拖不决",
        "did: note, advice: policy, unit: 自然资源局, text: 完善预售资金监管, number: 建1号, reply_due: 2026-12-05",
        f"did: meeting, kind: joint, text: 纪要, agreed: 月底前复测, unit: 水利局, cases: [{ID}, XF-20261101-00000]",
        "did: feedback, answers: '05', text: 已修订办法, adopted: partly, number: 复1号",
    )
    assert [(line["did"], line.get("unit"), line.get("number"), line.get("reply_due")) for line in found] == [
        ("escalate", HOUSING, "督1号", "2026-11-20"),
        ("note", "自然资源局", "建1号", "2026-12-05"),
        ("meeting", "水利局", None, None),
        ("feedback", HOUSING, "复1号", None),
    ]
    assert found[0]["text"] == "久拖不决"
    assert (found[1]["advice"], found[1].get("kind")) == ("policy", None)
    assert (found[2]["agreed"], found[2]["cases"]) == ("月底前复测", f'["{ID}", "XF-20261101-00000"]')
    assert (found[3]["answers"], found[3]["adopted"], found[3]["text"]) == ("05", "partly", "已修订办法")


def test_closings_and_reviews_say_what_they_rest_on() -> None:
    found = remarks(
        "did: close, reason: opinion_delivered, resolved: true, basis: agreement, evidence: 协议, approved_by: 局长甲",
        "did: observed, what: resolved, evidence: 台账所载",
        "did: review, organ: 县人民政府",
        "did: final, hearing: 2026-11-05..2026-11-06",
    )
    assert [(line.get("evidence"), line.get("organ"), line.get("hearing")) for line in found] == [
        ("协议", None, None), ("台账所载", None, None), (None, "县人民政府", None), (None, None, "2026-11-05..2026-11-06"),
    ]  # fmt: skip
    assert found[0]["approved_by"] == "局长甲"


@pytest.mark.parametrize(
    "entry",
    [
        "did: note, text: 已电话联系",
        "did: note, kind: other, text: 台账备注",
        "did: note, kind: 随手记, text: 甲",
        "did: escalate, step: remind, ground: overdue_close",
        "did: feedback, number: 报告1号",
        "did: close, reason: filed",
        "did: observed, what: closed",
        "did: review",
        "did: final",
        "did: serve, document: opinion, method: post",
        "did: notice, document: opinion, template: a, sha256: b",
    ],
)
def test_most_entries_say_nothing_more(entry: str) -> None:
    assert remarks(entry) == []


def test_agreements_and_cards_are_told_by_their_kind() -> None:
    found = remarks(
        "did: settle, kind: 调解, number: 调1号",
        "did: settle, kind: settlement, number: 和1号",
        "did: notice, document: card, template: a, sha256: b",
        "did: serve, document: card, method: in_person",
        "did: meeting, kind: 联席会议, text: 会商",
    )
    assert [(line["did"], line["kind"]) for line in found] == [
        ("settle", "mediation"), ("settle", "settlement"), ("notice", "card"), ("serve", "card"), ("meeting", "joint"),
    ]  # fmt: skip


def test_what_is_struck_says_nothing() -> None:
    assert remarks("did: note, kind: progress, text: 甲", "did: undo, strikes: '04'") == []


def test_words_of_a_sealed_matter_are_not_in_it() -> None:
    words = (
        "text: 密语, next: 密语, blocker: 密语, way: 密语, how: 密语, agreed: 密语, evidence: 密语, approved_by: 密语"
    )
    (found,) = remarks(
        f"did: meeting, {words}, unit: 纪委监委, reply_due: 2026-11-20",
        head=HEAD.replace("channel: visit", "channel: visit\nclass: accusation"),
    )
    assert found == {
        "n": "04", "on_day": "2026-11-04", "did": "meeting", "unit": "纪委监委", "reply_due": "2026-11-20", "agreed": "",
    }  # fmt: skip
