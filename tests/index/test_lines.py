"""Cases as they stand in files, and the lines they become."""

import json
import re
from pathlib import PurePosixPath
from typing import Any

import pytest

from xinfang_cli.casefile.text import parse
from xinfang_cli.index.lines import CaseLines, draw, row, tell, words
from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, SEALED_SHOWS
from xinfang_cli.law.history import fold
from xinfang_cli.law.records import Case
from xinfang_cli.office import config

LAW = config.default().law
ID = "XF-20261102-7K3MQ"
PATH = f"cases/2026/11/{ID}.yaml"

HEAD = f"""
id: {ID}
title: 反映阳光花园逾期交房
status: registered
received_on: 2026-11-02
registered_on: 2026-11-02
channel: visit
class: claim
category: 城乡建设/房屋交易
place: 广惠街街道
people: 3
first_time: true
lead: 副县长甲
owner: 李经办
group: 问题楼盘
source: {{level: 省, number: '410122202611020017'}}
petitioners:
- {{name: 王某, phone: '13800000000', address: 阳光花园3号楼}}
request: 购买的房屋逾期两年未交付，要求明确交房时间。
history:
"""
OPEN = """
- {id: '01', date: 2026-11-02, at: 2026-11-02T09:00:00+08:00, by: 李经办, did: open,
   starts: {route: {from: 2026-11-02, rule: 15d, due: 2026-11-17}}}
"""
ROUTE = """
- {id: '02', date: 2026-11-03, at: 2026-11-03T09:00:00+08:00, by: 李经办, did: route, mode: transfer,
   unit: 住房和城乡建设局, with: [自然资源局], stops: [route],
   starts: {notify_routed: {from: 2026-11-03, rule: 15d, due: 2026-11-18},
            object: {from: 2026-11-03, rule: 5wd, due: 2026-11-10}}}
"""
ACCEPT = """
- {id: '03', date: 2026-11-05, at: 2026-11-05T09:00:00+08:00, by: 李经办, actor: 住房和城乡建设局, did: accept,
   stops: [notify_routed, object], starts: {handle: {from: 2026-11-05, rule: 60d, due: 2027-01-04}}}
"""
REPLY = """
- {id: '04', date: 2026-11-20, at: 2026-11-20T09:00:00+08:00, by: 李经办, did: reply, decision: support,
   number: 住建复〔2026〕7号, stops: [handle]}
"""
CLOSE = """
- {id: '05', date: 2026-11-25, at: 2026-11-25T09:00:00+08:00, by: 李经办, did: close, reason: opinion_delivered,
   resolved: true, basis: agreement, evidence: 协议,
   starts: {rate_open: {from: 2026-11-25, rule: 30d, due: 2026-12-25}}}
"""


def read(*entries: str, head: str = HEAD) -> Case:
    case, problems = parse((head + "".join(entries)).encode(), PurePosixPath(PATH))
    assert case, problems
    return case


def picture(*entries: str, head: str = HEAD) -> CaseLines:
    return draw(read(*entries, head=head), PATH, LAW)


def case_of(*entries: str, head: str = HEAD) -> dict[str, Any]:
    return dict(zip((column.name for column in CASES), picture(*entries, head=head).case, strict=True))


def clocks_of(*entries: str, head: str = HEAD) -> dict[str, dict[str, Any]]:
    names = [column.name for column in CLOCKS]
    lines = [dict(zip(names, line, strict=True)) for line in picture(*entries, head=head).clocks]
    return {line["clock"]: line for line in lines}


def events_of(*entries: str, head: str = HEAD) -> list[dict[str, Any]]:
    names = [column.name for column in EVENTS]
    return [dict(zip(names, line, strict=True)) for line in picture(*entries, head=head).events]


def test_an_accepted_matter() -> None:
    assert case_of(OPEN, ROUTE, ACCEPT) == {
        "id": ID,
        "path": f"cases/2026/11/{ID}.yaml",
        "title": "反映阳光花园逾期交房",
        "status": "accepted",
        "is_open": 1,
        "unit": "住房和城乡建设局",
        "with_units": '["自然资源局"]',
        "due": "2027-01-04",
        "received_on": "2026-11-02",
        "registered_on": "2026-11-02",
        "channel": "visit",
        "class": "claim",
        "category": "城乡建设/房屋交易",
        "place": "广惠街街道",
        "people": 3,
        "first_time": 1,
        "joint": None,
        "urgent": None,
        "source_level": "省",
        "source_number": "410122202611020017",
        "source_office": None,
        "source_due": None,
        "lead": "副县长甲",
        "owner": "李经办",
        "group_name": "问题楼盘",
        "sealed": 0,
        "repeat_of": None,
        "closed_on": None,
        "close_reason": None,
        "is_closed": 0,
        "resolved": 0,
        "resolved_on": None,
        "resolved_basis": None,
        "ended_on": None,
        "extended": 0,
        "touched_at": "2026-11-05T01:00:00Z",
        "act_by": "2027-01-04",
        "provisional": 0,
        "owed": '["registration","transfer_letter","routed_notice","notice"]',
        "to_serve": "[]",
        "simple": None,
        "joint_visit": 0,
        "level": None,
        **dict.fromkeys(("via", "purpose", "origin", "people_concerned", "target", "adviser", "liaison", "past")),
        "dockets": "[]",
        "reception": "[]",
    }


def test_a_closed_and_resolved_matter_has_no_duty_left() -> None:
    line = case_of(OPEN, ROUTE, ACCEPT, REPLY, CLOSE)
    assert (line["status"], line["is_open"], line["is_closed"], line["closed_on"]) == ("closed", 0, 1, "2026-11-25")
    assert (line["due"], line["act_by"]) == (None, None)
    assert (line["close_reason"], line["ended_on"]) == ("opinion_delivered", "2026-11-25")
    assert (line["resolved"], line["resolved_on"], line["resolved_basis"]) == (1, "2026-11-25", "agreement")


def test_a_review_takes_closing_and_resolution_back_and_the_closing_says_until_when() -> None:
    review = "- {id: '06', date: 2026-11-27, at: 2026-11-27T09:00:00+08:00, by: 李经办, did: review}\n"
    line = case_of(OPEN, ROUTE, ACCEPT, REPLY, CLOSE, review)
    assert (line["status"], line["is_closed"], line["closed_on"], line["close_reason"]) == ("in_review", 0, None, None)
    assert (line["is_open"], line["ended_on"], line["resolved"]) == (1, None, 0)
    closing = next(each for each in events_of(OPEN, ROUTE, ACCEPT, REPLY, CLOSE, review) if each["did"] == "close")
    told = [closing[name] for name in ("on_day", "ended", "until", "resolved_until", "basis")]
    assert told == ["2026-11-25", "closed", "2026-11-27", "2026-11-27", "agreement"]


def test_values_are_plain_and_need_nothing_of_ours() -> None:
    drawn = picture(OPEN, ROUTE, ACCEPT, REPLY, CLOSE)
    values = [value for line in (drawn.case, *drawn.clocks, *drawn.events, *drawn.remarks) for value in line]
    assert {type(value) for value in values} == {str, int, type(None)}


def test_columns_have_types_that_their_values_keep() -> None:
    types = {"TEXT": (str, type(None)), "INTEGER": (int, type(None))}
    drawn = picture(OPEN, ROUTE, ACCEPT, REPLY, CLOSE)
    for columns, lines in ((CASES, [drawn.case]), (CLOCKS, drawn.clocks), (EVENTS, drawn.events)):
        assert {column.type for column in columns} == {"TEXT", "INTEGER"}
        assert lines
        for line in lines:
            for column, value in zip(columns, line, strict=True):
                assert isinstance(value, types[column.type]), column


def test_a_line_by_names() -> None:
    case = read(OPEN, ROUTE)
    assert row(tell(case, PATH, LAW)) == case_of(OPEN, ROUTE)


@pytest.mark.parametrize("count", range(1, 6))
def test_the_telling_ends_where_folding_ends(count: int) -> None:
    case = read(*(OPEN, ROUTE, ACCEPT, REPLY, CLOSE)[:count])
    assert tell(case, PATH, LAW).state == fold(case, LAW)


def test_clocks_running_and_stopped() -> None:
    found = clocks_of(OPEN, ROUTE, ACCEPT)
    assert list(found) == ["route", "notify_routed", "object", "handle"]
    assert found["route"] == {
        "case_id": ID,
        "n": "01",
        "clock": "route",
        "kind": "duty",
        "owner": "office",
        "owing": None,
        "from_on": "2026-11-02",
        "rule": "15d",
        "due": "2026-11-17",
        "dated": 1,
        "stopped_on": "2026-11-03",
        "stopped_dated": 1,
        "act_by": None,
        "provisional": 0,
        "of_first": 1,
        "answered": 1,
        "fate": "done",
        "excused_to": "2026-11-17",
    }
    assert found["object"]["kind"] == "window"
    running = found["handle"]
    assert (running["owner"], running["owing"]) == ("unit", "住房和城乡建设局")
    assert (running["stopped_on"], running["stopped_dated"], running["act_by"]) == (None, None, "2027-01-04")


def test_a_duty_due_on_a_day_off_is_acted_on_before() -> None:
    saturday = OPEN.replace("due: 2026-11-17", "due: 2026-11-21")
    assert clocks_of(saturday)["route"]["act_by"] == "2026-11-20"
    assert case_of(saturday)["act_by"] == "2026-11-20"


def test_a_due_date_in_a_year_without_a_notice_is_provisional() -> None:
    far = OPEN.replace(
        "{from: 2026-11-02, rule: 15d, due: 2026-11-17}", "{from: 2031-12-29, rule: 5wd, due: 2032-01-06}"
    )
    assert clocks_of(far)["route"]["provisional"] == 1
    assert case_of(far)["provisional"] == 1


def test_a_clock_without_a_length_has_no_due_date() -> None:
    endless = OPEN.replace("rule: 15d, due: 2026-11-17", "rule: 15d, due: null")
    assert clocks_of(endless)["route"]["due"] is None
    assert clocks_of(endless)["route"]["act_by"] is None
    assert (case_of(endless)["due"], case_of(endless)["act_by"]) == (None, None)


UNDATED_ROUTE = ROUTE.replace("date: 2026-11-03,", "date: 2026-11-02, day: unknown,").replace(
    "did: route, mode: transfer", "did: observed, what: route"
)
UNDATED_CLOSE = """
- {id: '05', date: 2026-11-02, day: unknown, at: 2026-11-04T09:00:00+08:00, by: import, did: observed, what: closed,
   stops: [notify_routed]}
"""


def test_days_that_a_ledger_does_not_give() -> None:
    found = clocks_of(OPEN, UNDATED_ROUTE)
    assert (found["route"]["dated"], found["route"]["stopped_dated"]) == (0, 0)
    assert (found["notify_routed"]["dated"], found["notify_routed"]["stopped_dated"]) == (0, None)
    dated_stop = clocks_of(OPEN, UNDATED_ROUTE, ACCEPT)["notify_routed"]
    assert (dated_stop["dated"], dated_stop["stopped_dated"]) == (0, 1)


def test_a_closing_without_a_day() -> None:
    line = case_of(OPEN, ROUTE.replace("2026-11-03", "2026-11-02"), UNDATED_CLOSE)
    assert (line["is_closed"], line["closed_on"], line["ended_on"], line["is_open"]) == (1, None, None, 0)


def test_events_name_the_unit_they_concern() -> None:
    found = events_of(OPEN, ROUTE, ACCEPT, REPLY)
    assert [(event["did"], event["unit"], event["actor"]) for event in found] == [
        ("open", None, None),
        ("route", "住房和城乡建设局", None),
        ("accept", "住房和城乡建设局", "住房和城乡建设局"),
        ("reply", "住房和城乡建设局", None),
    ]
    assert found[3] == {
        "case_id": ID, "n": "04", "on_day": "2026-11-20", "dated": 1, "at_day": "2026-11-20", "did": "reply",
        "what": None, "unit": "住房和城乡建设局", "actor": None, "step": None, "ground": None, "clock": None,
        "of": None, "value": None, "decision": "support", "number": "住建复〔2026〕7号", "mode": None, "lapse": 0,
        "again": 0, "ended": None, "until": None, "resolved_until": None, "basis": None, "written_by": "李经办",
    }  # fmt: skip


def test_words_of_events() -> None:
    rate = (
        "- {id: '06', date: 2026-11-26, at: 2026-11-26T09:00:00+08:00, by: 李, did: rate, of: unit, value: satisfied}\n"
    )
    talk = (
        "- {id: '07', date: 2026-11-26, at: 2026-11-26T09:00:01+08:00, by: 李, did: escalate, step: talk, ground: x}\n"
    )
    seen = "- {id: '08', date: 2026-11-26, at: 2026-11-26T09:00:02+08:00, by: 李, did: observed, what: lead}\n"
    rated, talked, noticed = events_of(OPEN, rate, talk, seen)[1:]
    assert (rated["of"], rated["value"]) == ("unit", "satisfied")
    assert (talked["step"], talked["ground"]) == ("talk", "x")
    assert (noticed["did"], noticed["what"]) == ("observed", "lead")


def test_what_is_struck_is_no_event_and_the_striking_is() -> None:
    undo = "- {id: '09', date: 2026-11-06, at: 2026-11-06T09:00:00+08:00, by: 李经办, did: undo, strikes: '03'}\n"
    assert [event["did"] for event in events_of(OPEN, ROUTE, ACCEPT, undo)] == ["open", "route", "undo"]
    assert case_of(OPEN, ROUTE, ACCEPT, undo)["status"] == "transferred"
    assert case_of(OPEN, ROUTE, ACCEPT, undo)["touched_at"] == "2026-11-06T01:00:00Z"


@pytest.mark.parametrize(
    ("on", "at", "lapse"),
    [
        ("2026-11-16", "2026-11-16", 0),  # written in time
        ("2026-11-16", "2026-11-17", 0),  # on the last day
        ("2026-11-17", "2026-11-18", 1),  # the day after, with the last day
        ("2026-11-18", "2026-11-18", 0),  # late, and says so
    ],
)
def test_a_lapse_is_written_after_the_deadline_with_a_day_before(on: str, at: str, lapse: int) -> None:
    late = ROUTE.replace("date: 2026-11-03, at: 2026-11-03", f"date: {on}, at: {at}")
    assert events_of(OPEN, late)[1]["lapse"] == lapse


def test_a_day_that_is_not_known_is_no_lapse() -> None:
    assert events_of(OPEN, UNDATED_ROUTE.replace("at: 2026-11-03", "at: 2026-12-03"))[1]["lapse"] == 0


def test_a_window_that_ended_is_no_deadline() -> None:
    accept = ACCEPT.replace("date: 2026-11-05, at: 2026-11-05", "date: 2026-11-09, at: 2026-11-12")
    assert events_of(OPEN, ROUTE, accept)[2]["lapse"] == 0


def later(entry: str, n: str, day: str) -> str:
    """An entry under another id, on another day."""
    return re.sub("id: '..'", f"id: '{n}'", entry).replace("2026-11-03", day)


ELSEWHERE = """
- {id: '06', date: 2026-11-03, at: 2026-11-03T09:00:00+08:00, by: 李经办, did: route, path: litigation,
   unit: 住房和城乡建设局, stops: [route]}
"""
SEEN_ROUTED = "- {id: '07', date: 2026-11-03, at: 2026-11-03T09:00:00+08:00, by: 李, did: observed, what: route}\n"


def test_a_matter_is_routed_again_only_after_it_was_routed_to_a_unit() -> None:
    def again(*entries: str) -> list[int]:
        return [event["again"] for event in events_of(OPEN, *entries)]

    assert again(ROUTE, ACCEPT, later(ROUTE, "12", "2026-11-09"), later(ROUTE, "13", "2026-11-10")) == [0, 0, 0, 1, 1]
    assert again(ELSEWHERE, later(ROUTE, "12", "2026-11-09")) == [0, 0, 0]  # directed to another procedure before
    assert again(ROUTE, later(ELSEWHERE, "12", "2026-11-09")) == [0, 0, 0]  # and since
    assert again(SEEN_ROUTED, later(ROUTE, "12", "2026-11-09")) == [0, 0, 0]  # by a ledger that names no unit
    assert again(ROUTE, later(SEEN_ROUTED, "12", "2026-11-09")) == [0, 0, 1]


ASSIGNED = ROUTE.replace("mode: transfer", "mode: assign").replace(
    "starts: {", "starts: {assigned: {from: 2026-11-03, rule: 30d, due: 2026-12-03}, "
)
FEEDBACK = "- {id: '08', date: 2026-11-20, at: 2026-11-21T09:00:00+08:00, by: 李, did: feedback, text: 已办, stops: [assigned]}\n"
WITHDRAWN = "- {id: '08', date: 2026-11-20, at: 2026-11-21T09:00:00+08:00, by: 李, did: withdraw, stops: [assigned]}\n"


def test_an_assignment_is_answered_by_what_was_done_on_the_day_it_stopped() -> None:
    def answered(*entries: str) -> int:
        return clocks_of(OPEN, ASSIGNED, *entries)["assigned"]["answered"]

    assert answered() == 0  # it runs
    assert answered(FEEDBACK) == 1
    assert answered(WITHDRAWN) == 0
    before = FEEDBACK.replace("'08'", "'07'").replace("2026-11-20", "2026-11-10")
    assert answered(before.replace("stops: [assigned]", "returned: true"), WITHDRAWN) == 0  # on another day


@pytest.mark.parametrize(("said", "counts"), [("true", 1), ("false", 0), (None, 1)])
def test_clocks_of_a_matter_that_does_not_say_are_those_of_a_first_time_one(said: str | None, counts: int) -> None:
    head = HEAD.replace("first_time: true\n", f"first_time: {said}\n" if said else "")
    assert {clock["of_first"] for clock in clocks_of(OPEN, ROUTE, head=head).values()} == {counts}


def test_what_can_be_searched_names_nobody() -> None:
    found = words(read(OPEN))
    assert found == "反映阳光花园逾期交房\n购买的房屋逾期两年未交付，要求明确交房时间。\n广惠街街道\n410122202611020017"
    bare = HEAD.partition("title:")[0] + "status: registered\nreceived_on: 2026-11-02\nregistered_on: 2026-11-02\n"
    assert words(read(OPEN, head=bare + "channel: visit\nhistory:\n")) is None


def test_a_sealed_matter_gives_no_words() -> None:
    sealed = HEAD.replace("class: claim", "class: accusation")
    line = case_of(OPEN, ROUTE, head=sealed)
    assert (line["sealed"], line["title"], line["category"], line["place"], line["with_units"]) == (
        1,
        None,
        None,
        None,
        "[]",
    )
    assert (line["unit"], line["people"], line["due"]) == ("住房和城乡建设局", 3, "2026-11-18")
    assert words(read(OPEN, head=sealed)) == "410122202611020017"
    text = json.dumps(picture(OPEN, ROUTE, head=sealed).__reduce_ex__(2)[2], ensure_ascii=False, default=str)
    assert not [
        word for word in ("阳光花园", "城乡建设/", "广惠街", "王某", "138", "逾期", "自然资源局") if word in text
    ]


def test_what_a_list_shows_of_a_sealed_matter_are_columns() -> None:
    assert {column.name for column in CASES} > SEALED_SHOWS
    assert not {"title", "category", "place", "people", "lead", "owner", "group_name", "source_level"} & SEALED_SHOWS
