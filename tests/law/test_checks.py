"""What is wrong with a case, all of it, each with its place."""

import datetime as dt
from typing import Any

import pytest

from tests.conftest import make_case, make_stamp
from xinfang_cli.law.checks import Finding, Known, altered, examine, words_in_clear
from xinfang_cli.law.history import derived
from xinfang_cli.law.records import Case, Entry, Petitioner
from xinfang_cli.law.sealing import seal
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did, MatterClass, Mode
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.office import config

LAW = config.default().law
KNOWN = Known(units=frozenset({"住房和城乡建设局"}), places=frozenset({"城关镇"}), categories=frozenset({"城乡建设"}))


@pytest.fixture
def sound() -> Case:
    case = make_case(LAW, "2026-11-02", place="城关镇", category="城乡建设/房屋交易")
    data = {"unit": "住房和城乡建设局", "mode": Mode.TRANSFER}
    routed = take(case, LAW, Did.ROUTE, make_stamp("2026-11-04"), **data).case
    return take(routed, LAW, Did.NOTE, make_stamp("2026-11-05"), text="电话联系").case


def found(case: Case) -> list[tuple[Sentence, Any, str]]:
    return [(each.text.msg, each.place, each.level.value) for each in examine(case, LAW, KNOWN)]


def with_history(case: Case, *history: Entry) -> Case:
    return derived(case.but(history=history), LAW)


def test_a_sound_case_has_nothing(sound: Case) -> None:
    assert found(sound) == []


def test_derived_lines_that_differ(sound: Case) -> None:
    wrong = sound.but(unit=None, due=dt.date(2026, 1, 1))
    assert found(wrong) == [(Msg.DERIVED_DIFFERS, (key,), "fault") for key in ("unit", "due")]


def test_a_registration_that_is_lost_or_there_twice(sound: Case) -> None:
    opening, *rest = sound.history
    assert (Msg.NO_OPENING, ("history",), "fault") in found(with_history(sound, *rest))
    again = opening.but(n="ffffffff", at=opening.at + dt.timedelta(seconds=1))
    assert (Msg.OPENED_TWICE, ("history", 1), "fault") in found(with_history(sound, opening, again, *rest))
    late = sound.but(received_on=dt.date(2026, 11, 3))
    assert found(late) == [(Msg.RECEIVED_AFTER, ("received_on",), "warning")]


def test_ids_of_entries(sound: Case) -> None:
    opening, route, note = sound.history
    twice = note.but(n=route.n)
    assert found(with_history(sound, opening, route, twice)) == [(Msg.ENTRY_TWICE, ("history", 2, "id"), "fault")]
    undo = Entry(n="eeeeeeee", on=note.on, at=note.at + dt.timedelta(seconds=1), by="x", did=Did.UNDO, strikes="0")
    assert found(with_history(sound, *sound.history, undo)) == [
        (Msg.STRIKES_NOTHING, ("history", 3, "strikes"), "fault")
    ]


def test_order_and_moments(sound: Case) -> None:
    opening, route, note = sound.history
    assert found(with_history(sound, opening, note, route)) == [(Msg.OUT_OF_ORDER, ("history", 1), "warning")]
    same = note.but(at=route.at)
    assert found(with_history(sound, opening, route, same)) == [(Msg.SAME_MOMENT, ("history", 2, "at"), "warning")]


def test_histories_that_contradict(sound: Case) -> None:
    opening, route, note = sound.history
    odd = note.but(did=Did.REOPEN, text=None, reason="x")
    assert (Msg.HISTORIES_CONTRADICT, ("history", 2), "fault") in found(with_history(sound, opening, route, odd))


def test_keys_and_words_that_do_not_belong_here(sound: Case) -> None:
    opening, *rest = sound.history
    noted = opening.but(unknown={"备注": "x"})
    person = Petitioner(name="王某", unknown={"职业": "x"})
    case = sound.but(unknown={"重点人员": "x", "其他": "y"}).but(
        history=(noted, *rest), petitioners=(person,), group="非访组", category="城乡建设"
    )
    assert found(case) == [
        (Msg.LISTED_WORD, ("重点人员",), "warning"),
        (Msg.UNKNOWN_KEY, ("其他",), "warning"),
        (Msg.UNKNOWN_KEY, ("history", 0, "备注"), "warning"),
        (Msg.UNKNOWN_KEY, ("petitioners", 0, "职业"), "warning"),
        (Msg.LISTED_WORD, ("group",), "warning"),
    ]


def test_names_that_config_does_not_know(sound: Case) -> None:
    opening, route, note = sound.history
    other = with_history(sound, opening, route.but(unit="某局"), note)
    assert found(other.but(place="某村", category="其他类")) == [
        (Msg.UNKNOWN_NAME, (key,), "warning") for key in ("unit", "place", "category")
    ]


def test_a_running_deadline_that_new_holidays_move(sound: Case) -> None:
    opening, route, note = sound.history
    start = route.starts["object"]
    moved = route.but(starts={**route.starts, "object": start.but(due=start.from_)})
    case = with_history(sound, opening, moved, note)
    assert found(case) == [(Msg.DEADLINE_MOVED, ("history", 1, "starts", "object"), "warning")]


def test_words_of_a_sealed_matter_in_its_file(sound: Case) -> None:
    assert list(words_in_clear(sound)) == []
    accusation = sound.but(class_=MatterClass.ACCUSATION)
    assert codes(list(words_in_clear(accusation))) == [(Msg.SEALED_WORDS_IN_CLEAR, ("class",))]
    assert list(words_in_clear(seal(accusation)[0])) == []


def codes(findings: list[Finding]) -> list[tuple[Sentence, Any]]:
    return [(each.text.msg, each.place) for each in findings]


def test_entries_that_a_later_version_changed_or_lost(sound: Case) -> None:
    opening, route, note = sound.history
    assert codes(list(altered(sound, sound.but(title="另题")))) == []
    later = sound.but(history=(opening, note.but(text="改")))
    assert codes(list(altered(sound, later))) == [
        (Msg.ENTRY_REMOVED, ("history",)),
        (Msg.ENTRY_CHANGED, ("history", 1)),
    ]
    sealed = sound.but(class_=MatterClass.ACCUSATION, history=(opening, route, note.but(text=None)))
    assert codes(list(altered(sound, sealed))) == []
