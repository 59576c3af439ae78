import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from xinfang_cli.law.recordbase import Record, plain, typed
from xinfang_cli.law.records import Case, Entry, Petitioner, Source, Start
from xinfang_cli.law.validation import validated
from xinfang_cli.law.words import ENDED, Did, MatterClass, OpinionDecision, Status

MOMENT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ENTRY = {"id": "3f9a02c1", "date": "2026-11-22", "at": MOMENT, "by": "李经办", "did": "open"}
CASE = {
    "id": "XF-20261122-7K3MQ",
    "status": "registered",
    "received_on": "2026-11-22",
    "registered_on": "2026-11-22",
    "channel": "visit",
    "history": [ENTRY],
}


def entry(**data: Any) -> Entry:
    return validated(Entry, {**ENTRY, **data})


def case(**data: Any) -> Case:
    return validated(Case, {**CASE, **data})


def test_what_is_read_from_a_file_has_types() -> None:
    read = case(people="3", **{"class": "claim"}, source={"number": "410122202611220017", "due": "2027-01-20"})
    assert (read.people, read.class_, read.received_on) == (3, MatterClass.CLAIM, dt.date(2026, 11, 22))
    assert (read.number, read.source and read.source.due) == ("410122202611220017", dt.date(2027, 1, 20))
    assert case().number is None


def test_an_unclassified_matter_is_no_accusation() -> None:
    assert case().class_ is MatterClass.UNCLASSIFIED
    assert not case().is_sealed
    assert case(**{"class": "accusation"}).is_sealed


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "carrier pigeon"},
        {"people": "0"},
        {"received_on": "2026-02-30"},
        {"history": []},
        {"status": "overdue"},
    ],
)
def test_what_a_case_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        case(**wrong)


def test_records_do_not_change() -> None:
    with pytest.raises(AttributeError):
        case().people = 5  # type: ignore[misc]
    before = case(people=3)
    assert (before.but(people=5).people, before.people) == (5, 3)


def test_one_word_may_stand_for_a_list() -> None:
    read = entry(did="route", **{"with": "自然资源局"}, stops="route", passed="remind")
    assert (read.with_, read.stops, read.passed) == (("自然资源局",), ("route",), ("remind",))
    assert entry(**{"with": ["甲局", "乙局"]}).with_ == ("甲局", "乙局")


def test_entries_are_found_by_their_ids() -> None:
    read = case()
    assert read.entry("3f9a02c1") == read.history[0]
    assert read.entry("ffffffff") is None


def test_a_day_that_the_ledger_did_not_give() -> None:
    assert entry().is_dated
    assert not entry(day="unknown").is_dated


def test_the_registration_comes_first_in_fold_order() -> None:
    opened, before = entry(date="2026-11-23"), entry(did="note", date="2026-11-20")
    assert opened.key < before.key
    assert entry(did="note", id="00000001").key < entry(did="note", id="00000002").key


def test_a_plain_record_has_the_order_of_the_file_and_no_empty_keys() -> None:
    starts = {"route": {"from": "2026-11-22", "rule": "15d", "due": "2026-12-07"}}
    read = case(
        request="要求明确交房时间",
        备用="手写的",
        petitioners=[{"name": "王某", "备注": "代理"}],
        history=[{**ENTRY, "did": "route", "with": ["甲局"], "starts": starts, "set": {"lead": None}, "编": "一"}],
        title="反映逾期交房",
        **{"class": "claim"},
    )
    written = plain(read)
    assert list(written) == [
        *("id", "title", "status", "unit", "due", "received_on", "registered_on", "channel", "class"),
        *("petitioners", "request", "备用", "history"),
    ]
    assert (written["unit"], written["due"], written["status"]) == (None, None, "registered")
    assert type(written["class"]) is str
    assert written["petitioners"] == [{"name": "王某", "备注": "代理"}]
    (line,) = written["history"]
    assert list(line) == ["id", "date", "at", "by", "did", "with", "set", "starts", "编"]
    assert line["starts"] == {"route": {"from": dt.date(2026, 11, 22), "rule": "15d", "due": dt.date(2026, 12, 7)}}
    assert line["set"] == {"lead": None}, "a value that was taken away is said to be none"
    assert validated(Case, written) == read


@pytest.mark.parametrize(
    "record", [Petitioner(name="王某"), Source(level="省"), Start(from_=dt.date(2026, 11, 22), rule="15d")]
)
def test_a_plain_record_reads_back(record: Record) -> None:
    assert validated(type(record), plain(record)) == record
    assert record.unknown == {}


def test_open_and_ended_states() -> None:
    assert {status for status in Status if not status.is_open} == ENDED
    assert Status.OBJECTED.is_open


def test_words_are_given_their_labels_back() -> None:
    values = typed(Entry, {"did": "reply", "decision": "support", "reason": "support", "days": 3, "method": None})
    assert (values["did"], values["decision"]) == (Did.REPLY, OpinionDecision.SUPPORT)
    assert isinstance(values["decision"], OpinionDecision)
    assert type(values["reason"]) is str
    assert (values["days"], values["method"]) == (3, None)


def test_records_are_equal_by_kind_and_values_and_are_no_keys() -> None:
    assert case(people=3) == case(people=3) != case(people=4)
    assert Petitioner() != Source()
    with pytest.raises(TypeError):
        hash(case())


def test_attributes_may_be_named_in_place_of_keys() -> None:
    assert case(class_="claim") == case(**{"class": "claim"})


@pytest.mark.parametrize("parts", [{}, {"n": "1"}, {**ENTRY, "备注": "x"}])
def test_a_record_has_the_parts_that_it_declares_and_no_others(parts: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Entry(**parts)


def test_a_record_shows_what_it_says() -> None:
    assert repr(Petitioner(name="王某", unknown={"职业": "x"})) == "Petitioner(unknown={'职业': 'x'}, name='王某')"
    assert repr(Source()) == "Source()"
