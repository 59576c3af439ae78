"""The data of steps: every step's are of a kind, and what is one of a list of words has a list."""

import pytest

from xinfang_cli.law.recordbase import parts
from xinfang_cli.law.records import Entry
from xinfang_cli.law.stepdata import FACTS, TAKES, DatumKind, Key, kept, kind_of
from xinfang_cli.law.words import (
    CloseReason,
    Did,
    Ground,
    NoteKind,
    ObjectionDecision,
    Rating,
    ReviewDecision,
    SettleKind,
    SupervisionGround,
)


@pytest.mark.parametrize(
    ("did", "key", "kind"),
    [
        (Did.DECLINE, Key.GROUND, Ground),
        (Did.ESCALATE, Key.GROUND, SupervisionGround),
        (Did.OBJECT, Key.DECISION, ObjectionDecision),
        (Did.REVIEW, Key.DECISION, ReviewDecision),
        (Did.CLOSE, Key.REASON, CloseReason),
        (Did.EXTEND, Key.REASON, DatumKind.TEXT),
        (Did.EXTEND, Key.DAYS, DatumKind.LENGTH),
        (Did.WITHDRAW, Key.STATEMENT_ON, DatumKind.PAST_DAY),
    ],
)
def test_a_datum_has_in_each_step_its_own_list_of_words(did: Did, key: Key, kind: object) -> None:
    assert kind_of(did, key) is kind


def test_no_step_leaves_a_word_of_a_list_to_chance() -> None:
    """`kind` and `decision` are lists of words wherever they are taken."""
    free = [(did, key) for did, keys in TAKES.items() for key in keys if kind_of(did, key) is DatumKind.TEXT]
    assert [pair for pair in free if pair[1] in (Key.KIND, Key.DECISION, Key.GROUND)] == []


def test_every_datum_of_a_step_is_kept_by_an_entry() -> None:
    held = {part.name for part in parts(Entry)}
    taken = {key.field for did, keys in TAKES.items() if did is not Did.SET for key in keys}
    assert taken - held == set()
    assert (Key.WITH.field, Key.CLASS.field, Key.WITH.option) == ("with_", "class_", "--with")
    assert Key.REPLY_DUE.option == "--reply-due"


def test_words_of_which_each_step_has_its_own_list_are_kept_plain() -> None:
    assert type(kept(Key.KIND, NoteKind.PLAN)) is str
    assert type(kept(Key.KIND, SettleKind.MEDIATION)) is str
    assert type(kept(Key.VALUE, Rating.SATISFIED)) is str
    assert kept(Key.GROUND, Ground.BEING_HANDLED) is Ground.BEING_HANDLED


def test_a_correction_takes_the_facts_and_why() -> None:
    assert TAKES[Did.SET] == (*FACTS, Key.DOCKET, Key.UNDOCKET, Key.REASON)


def test_what_can_be_corrected_can_be_said_not_to_be_so() -> None:
    yes_or_no = {key for key in FACTS if key.kind is DatumKind.EITHER}
    assert yes_or_no == {Key.FIRST_TIME, Key.URGENT, Key.SIMPLE}
    assert {key for key in FACTS if key.kind is DatumKind.FLAG} == set()
