"""Petitioners, notes and clocks as JSON lines of our own have them."""

import datetime as dt
import json

import pytest

from xinfang_cli.law.records import Petitioner
from xinfang_cli.ledgers.cells import Doubt
from xinfang_cli.ledgers.wholes import read_clocks, read_notes, read_petitioners

PERSONS = [
    {"name": "王某", "phone": "13800138000", "other_phone": "0371-1234567", "address": "某村1号"},
    {"name": "李某", "representative": True},
    {"anonymous": True},
]


def test_petitioners_come_back_with_all_that_is_said_of_them() -> None:
    found = read_petitioners(json.dumps(PERSONS))
    assert found == (
        Petitioner(name="王某", phone="13800138000", other_phone="0371-1234567", address="某村1号"),
        Petitioner(name="李某", representative=True),
        Petitioner(anonymous=True),
    )


def test_notes_come_back_with_day_and_kind() -> None:
    given = [{"on": "2026-11-05", "text": "来电催问", "kind": "progress", "next": "上门", "reply_due": "2026-12-01"}]
    assert read_notes(json.dumps(given)) == (
        (
            dt.date(2026, 11, 5),
            {"text": "来电催问", "kind": "progress", "next": "上门", "reply_due": dt.date(2026, 12, 1)},
        ),
    )


def test_clocks_come_back_with_rule_and_due_date() -> None:
    found = read_clocks('[{"name": "handle", "from": "2026-11-05", "rule": "60d", "due": "2027-01-04"}]')
    assert isinstance(found, dict)
    assert str(found["handle"].due) == "2027-01-04"


@pytest.mark.parametrize(
    "text", ["x", "{}", "[1]", '[{"name": "handle", "from": "昨天", "rule": "60d"}]', "[[" * 9_000]
)
def test_what_no_export_wrote_is_doubted(text: str) -> None:
    assert isinstance(read_clocks(text), Doubt)


def test_a_note_without_a_day_is_doubted_and_nothing_is_nothing() -> None:
    assert isinstance(read_notes('[{"text": "来电"}]'), Doubt)
    assert read_notes("") is read_petitioners("") is read_clocks("") is None


def test_phones_as_others_write_them_are_left_to_a_closer_look() -> None:
    assert read_petitioners('[{"name": "王某", "phone": "138 0013 8000"}]') is None
    found = read_petitioners('[{"name": "王某", "phone": 13800138000}]')
    assert found == (Petitioner(name="王某", phone="13800138000"),)
