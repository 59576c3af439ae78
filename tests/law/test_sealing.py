import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_stamp
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import Case, Petitioner, SealedText
from xinfang_cli.law.sealing import (
    Persons,
    curtained,
    is_half_masked,
    is_in_clear,
    masked,
    relief_of,
    seal,
    united,
    unseal,
)
from xinfang_cli.law.steps import take
from xinfang_cli.law.validation import validated
from xinfang_cli.law.words import Did, MatterClass, NoteKind

ID = "XF-20261122-7K3MQ"
NOW = dt.datetime.fromisoformat("2026-11-22T09:30:00+08:00")
SECRET = [
    "反映某局长收受礼金",
    "城乡建设",
    "广惠街街道",
    "某局",
    "王某",
    "13800000000",
    "他收了礼金",
    "证据在此",
    "赵证人",
    "录音.mp3",
]


def entry(n: str = "3f9a02c1", **data: Any) -> dict[str, Any]:
    return {"id": n, "date": "2026-11-22", "at": NOW, "by": "李经办", "did": "open", **data}


def accusation(*history: dict[str, Any], **data: Any) -> Case:
    facts = {
        "id": ID,
        "title": SECRET[0],
        "status": "registered",
        "received_on": "2026-11-22",
        "registered_on": "2026-11-22",
        "channel": "visit",
        "class": "accusation",
        "category": SECRET[1],
        "place": SECRET[2],
        "accused": SECRET[3],
        "petitioners": [{"name": SECRET[4], "phone": SECRET[5]}],
        "request": SECRET[6],
        "source": {"number": "410122202611220017"},
        "own": "自己的键",
        "history": history
        or [
            entry(),
            entry("a", did="note", text="他收了礼金", kind="other"),
            entry("b", did="attach", file=SECRET[9], sha256="00", evidence=SECRET[7], witness=SECRET[8]),
            entry("c", did="set", set={"accused": SECRET[3]}, was={"accused": "unknown"}),
        ],
    }
    return validated(Case, facts | data)


def test_what_may_be_seen_holds_none_of_the_words() -> None:
    open_part, text = seal(accusation())
    seen = str(plain(open_part))
    assert [word for word in SECRET if word in seen] == []
    assert open_part.number == "410122202611220017"
    assert [entry.did for entry in open_part.history] == ["open", "note", "attach", "set"]
    assert plain(open_part)["own"] == "自己的键"
    assert text.entries == {
        "a": {"text": "他收了礼金"},
        "b": {"evidence": SECRET[7], "witness": SECRET[8], "file": SECRET[9]},
        "c": {"set": {"accused": SECRET[3]}, "was": {"accused": "unknown"}},
    }


def test_sealed_and_unsealed_it_is_the_same_case() -> None:
    case = accusation()
    assert unseal(*seal(case)) == case


WORDS = st.one_of(st.none(), st.text(min_size=1, max_size=5))


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), WORDS, WORDS), min_size=1, max_size=5), WORDS)
def test_sealing_loses_nothing_even_where_entries_share_an_id(
    entries: list[tuple[str, Any, Any]], title: str | None
) -> None:
    history = [entry(n, text=text, reason=reason) for n, text, reason in entries]
    case = accusation(*history, title=title)
    open_part, text = seal(case)
    assert unseal(open_part, text) == case
    assert unseal(open_part, SealedText(id=ID)) == open_part
    assert seal(open_part) == (open_part, SealedText(id=ID))


def test_new_words_go_over_the_old_ones_and_leave_the_rest() -> None:
    old = SealedText(id=ID, title="旧", request="原文", entries={"a": {"text": "甲", "reason": "因"}})
    new = SealedText(id=ID, title="新", entries={"a": {"text": "乙"}, "b": {"text": "丙"}})
    assert united(old, new) == SealedText(
        id=ID, title="新", request="原文", entries={"a": {"text": "乙", "reason": "因"}, "b": {"text": "丙"}}
    )


def test_a_mask_shows_the_first_character_and_eleven_figures_but_for_four() -> None:
    people = [
        Petitioner(
            name="王小五", phone="138 1234 0000", other_phone="+86 13912341111", address="阳光花园", anonymous=None
        ),
        Petitioner(name="𠮷", phone="6812345", unknown={"身份证": "410122199001011234"}),
        Petitioner(anonymous=True),
    ]
    one, two, three = masked(people)
    assert (one.name, one.phone, one.other_phone, one.address) == ("王*", "138****0000", "139****1111", "***")
    assert (two.name, two.phone, two.address, two.unknown) == ("*", "****", None, {})
    assert three == people[2]


def test_a_mask_that_takes_the_place_of_what_it_hides_is_seen() -> None:
    old = (Petitioner(name="王小五", phone="13812340000"), Petitioner(name="张*"))
    mask = masked(old)
    assert is_half_masked((mask[0].but(phone="13912341111"), old[1]), old)
    assert is_half_masked((mask[0],), old)
    assert not is_half_masked(old, old)
    assert not is_half_masked((old[0].but(phone=None), old[1].but(name="张三"), Petitioner(name="李*")), old)


def test_representatives_are_masked_with_the_petitioners() -> None:
    persons = Persons((Petitioner(name="王小五"),), ("王小五", "李"))
    assert persons.masked == Persons((Petitioner(name="王*"),), ("王*", "*"))
    assert Persons((), ("王*", "赵六")).is_half_masked(persons)
    assert Persons((Petitioner(name="王*"),), ()).is_half_masked(persons)
    assert not Persons((), ("王小五", "赵六")).is_half_masked(persons)


def test_relief_is_sealed_with_the_persons_and_shown_with_them(case: Callable[..., Case], law: Law) -> None:
    def asked(matter: Case, amount: int | None, **more: object) -> Case:
        step = take(
            matter, law, Did.NOTE, make_stamp("2026-11-23"), kind=NoteKind.RELIEF, amount=amount, text="救助", **more
        )
        return step.case

    matter = case()
    assert (relief_of(matter), is_in_clear(matter), is_in_clear(matter.but(petitioners_sealed="-"))) == (
        {}, False, False,
    )  # fmt: skip
    one = asked(asked(matter, 300), None, granted=True)
    first, second = (entry.n for entry in one.history[1:])
    relief = {first: {"amount": 300}, second: {"granted": True}}
    assert (relief_of(one), is_in_clear(one)) == (relief, True)
    assert is_in_clear(one.but(petitioners_sealed="-"))
    assert not is_in_clear(one.but(class_=MatterClass.ACCUSATION))
    held = Persons.of(one)
    bare = held.masked.put_in(one)
    assert (relief_of(bare), relief_of(curtained(one)), held.put_in(bare)) == ({}, {}, one)
    assert Persons((), ("王*",)).put_in(matter).representatives == ("王*",)
    told = Persons((Petitioner(name="王小五"),), ("赵六",), relief)
    assert Persons(told.masked.petitioners, (), {"x": {}}).over(told.masked, told) == Persons(
        told.petitioners, (), {**relief, "x": {}}
    )
    assert told.masked.over(told.masked, told) == told
    assert Persons().over(told.masked, told).petitioners == ()


def test_why_a_matter_was_forgotten_stays_where_everybody_reads_it(case: Callable[..., Case], law: Law) -> None:
    matter = case(class_=MatterClass.ACCUSATION, petitioners_sealed="-----")
    bare, words = seal(take(matter, law, Did.FORGET, make_stamp("2026-11-23"), reason="本人申请").case)
    assert (bare.history[-1].reason, bare.petitioners_sealed, words.title) == ("本人申请", "-----", matter.title)
