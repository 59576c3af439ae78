"""The quick reader agrees with the general ones on every text that it takes, and takes what we write."""

import datetime as dt
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.casefile import reader as ownform
from xinfang_cli.casefile.reader import case_of
from xinfang_cli.casefile.text import parse_as, text_of
from xinfang_cli.law.records import Case, Entry, Petitioner, Source, Start
from xinfang_cli.law.words import Basis, CloseReason, Did, LadderStep, MatterClass, OpinionDecision, Purpose, Seen

NAME = PurePath("cases/2026/11/XF-20261122-7K3MQ.yaml")
EXAMPLE = (Path(__file__).parents[1] / "example.yaml").read_text("utf-8")
BEIJING = dt.timezone(dt.timedelta(hours=8))
DAY = dt.date(2026, 11, 22)
MOMENT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=BEIJING)


def general(text: str) -> Case | None:
    return parse_as(Case, text.encode("utf-8", "surrogateescape"), NAME)[0]


def assert_agrees(text: str) -> Case | None:
    """The quick reader says nothing, or what the general ones say, down to which keys the file has."""
    own = case_of(text)
    if own is not None:
        other = general(text)
        assert other is not None
        assert own == other
        assert repr_of(own) == repr_of(other)
    return own


def repr_of(case: Case) -> Any:
    records = [case, case.source, *case.petitioners, *case.history]
    records += [start for entry in case.history for start in entry.starts.values()]
    return [
        each and (type(each), {name: (type(value), value) for name, value in each.__dict__.items()}) for each in records
    ]


FULL = Case(
    id="XF-20261122-7K3MQ",
    title="反映'阳光花园'逾期交房",
    status="closed",
    received_on=DAY,
    registered_on=DAY,
    channel="visit",
    class_=MatterClass.CLAIM,
    via="书记信箱",
    purpose=Purpose.APPEAL,
    people_concerned=210,
    representatives=("王某", "赵某"),
    dockets=("2026积案",),
    target=DAY,
    past=True,
    people=12,
    first_time=False,
    links=("XF-20261122-7K3MR", "XF-20261122-7K3MS"),
    source=Source(level="省", number="410122202611220017", due=DAY),
    petitioners=(Petitioner(name="王某", phone="13800000000"), Petitioner(anonymous=True)),
    request="一\n\n二\n",
    history=(
        Entry(n="3f9a02c1", on=DAY, at=MOMENT, by="李经办", did=Did.OPEN),
        Entry(n="12345678", on=DAY, day="unknown", at=MOMENT, by="import", did=Did.OBSERVED, what=Seen.ROUTE,
              starts={"handle": Start(from_=DAY, rule="60d", due=DAY), "proposal": Start(from_=DAY, rule="5wd")}),
        Entry(n="b25e7d10", on=DAY, at=MOMENT, by="李经办", did=Did.SET, set={"category": "环境保护", "joint": True, "dockets": ["甲", "2026积案"]},
              was={"category": None, "place": "no"}),
        Entry(n="b25e7d11", on=DAY, at=MOMENT, by="李经办", did=Did.CLOSE, reason=CloseReason.FILED, resolved=True,
              basis=Basis.AGREEMENT, text="一\n  二", decision=OpinionDecision.EXPLAIN, days=30, revoked_on=DAY,
              passed=(LadderStep.WARN, LadderStep.REMIND), stops=("handle",), with_=("甲局", "乙局")),
    ),
)  # fmt: skip


def test_what_we_write_is_taken() -> None:
    assert assert_agrees(EXAMPLE)
    assert assert_agrees(text_of(FULL)) == FULL
    assert assert_agrees(text_of(FULL)) == FULL, "once more, from memory"


def test_the_sample_workspace_is_taken() -> None:
    for file in (Path(__file__).parents[2] / "cases").glob("*/*/*.yaml"):
        assert assert_agrees(file.read_text("utf-8")), file


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("history:\n", "histories:\n"),
        ("history:\n- id", "history:\n  id"),
        ("channel: visit\n", ""),
        ("channel: visit\n", "channel: pigeon\n"),
        ("channel: visit\n", "channel: visit\nchannel: visit\n"),
        ("channel: visit\n", "channel:\n"),
        ("channel: visit\n", "channel: null\n"),
        ("channel: visit\n", "channel: true\n"),
        ("channel: visit\n", "channel: [visit]\n"),
        ("channel: visit\n", "channel: 'visit\n"),
        ("channel: visit\n", "channel: visit  # 来访\n"),
        ("channel: visit\n", "channel: visit\n# 局长关注\n"),
        ("channel: visit\n", "channel: visit\n# 局长关注\n  x\n"),
        ("channel: visit\n", "channel: visit\nremark: x\n"),
        ("channel: visit\n", "channel: visit\n: x\n"),
        ("title: 反映", "title: |反映"),
        ("title: 反映", "title: \t反映"),
        ("title: 反映", "title: 反映: "),
        ("title: 反映", "title: 反\u2028映"),
        ("people: 3", "people: 0"),
        ("people: 3", "people: 03"),
        ("people: 3", "people: three"),
        ("first_time: true", "first_time: 'true'"),
        ("received_on: 2026-11-22", "received_on: 2026-02-30"),
        ("received_on: 2026-11-22", "received_on: 20261122"),
        ("received_on: 2026-11-22", "received_on: 2026-11-2٢"),
        ("source:\n", "source: x\n"),
        ("source:\n", "source: x\n  y: z\n"),
        ("  level: 省\n", "  level: 省\n  level: 省\n"),
        ("  level: 省\n", "  office:\n  - 省\n"),
        ("petitioners:\n", "petitioners: []\n"),
        ("petitioners:\n- ", "petitioners: x\n- "),
        ("- name: 王某\n", "- 王某\n"),
        ("  购买", " 购买"),
        ("  购买", "   购买"),
        ("  购买", "\n\n  购买"),
        ("  购买", "  购 \n  买"),
        ("request: |\n", "request: |-\n"),
        ("request: |\n", "request: |+\n"),
        ("request: |\n", "request: >\n"),
        ("history:\n", "\nhistory:\n"),
        ("  date: 2026-11-22", "  date: 2026-13-22"),
        ("  at: 2026-11-22T09:30:00", "  at: 2026-11-22T24:30:00"),
        ("  at: 2026-11-22T09:30:00", "  at: 2026-02-30T09:30:00"),
        ("  by: 李经办\n  did: open", "  by: 李经办\n  by: 李经办\n  did: open"),
        ("  by: 李经办\n  did: open", "  did: open"),
        ("  by: 李经办\n  did: open", "  by: 李经办\n  did: open\n  id: 3f9a02c1"),
        ("  did: open\n", "  did: open\n  set: x\n"),
        ("  did: open\n", "  did: open\n  set:\n"),
        ("  did: open\n", "  did: open\n  set:\n    a: b\n    a: b\n"),
        ("  did: open\n", "  did: open\n  set:\n    a: [b]\n"),
        ("  did: open\n", "  did: open\n  passed: [warn, wink]\n"),
        ("  did: open\n", "  did: open\n  with: {a: b}\n"),
        ("  stops: [route]", "  stops: [true]"),
        ("  stops: [route]", "  stops: [route, ]"),
        ("  starts:\n    route", "  starts: x\n    route"),
        ("  starts:\n", "  starts:\n    route: {from: 2026-11-22, rule: 15d, due: 2026-12-07}\n"),
        ("rule: 15d, due: 2026-12-07", "rule: fifteen, due: 2026-12-07"),
        ("rule: 15d, due: 2026-12-07", "rule: 15d, due: 2026-12-32"),
        ("due: 2026-12-07}\n", "due: 2026-12-07} # 节后\n"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_to_the_general_readers(old: str, new: str) -> None:
    assert old in EXAMPLE
    assert_agrees(EXAMPLE.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "\n", "history:\n- id", EXAMPLE[:-1], EXAMPLE.replace("\n", "\r\n")])
def test_what_is_no_case_is_none_here(text: str) -> None:
    assert case_of(text) is None


@given(st.integers(0, len(EXAMPLE)), st.integers(0, 6), st.text("ab12 :-#'\"|\n[]{},>\u3000\t", max_size=4))
def test_a_text_that_was_changed_somewhere(at: int, length: int, new: str) -> None:
    assert_agrees(EXAMPLE[:at] + new + EXAMPLE[at + length :])


LINES = sorted({*EXAMPLE.splitlines(), *text_of(FULL).splitlines(), "", "#", "  ", "- x", "x: y", "  day: unknown"})


@given(st.integers(0, EXAMPLE.count("\n")), st.integers(0, 2), st.lists(st.sampled_from(LINES), max_size=2))
def test_a_text_whose_lines_were_mixed_up(at: int, length: int, new: list[str]) -> None:
    lines = text_of(FULL).splitlines()
    assert_agrees("\n".join([*lines[:at], *new, *lines[at + length :]]) + "\n")


WORDS = st.text("中a1 :#'\n-{}[],x\t", max_size=6)
ENTRIES = st.fixed_dictionaries(
    {"n": st.from_regex("[0-9a-f]{8}", fullmatch=True), "by": WORDS, "did": st.sampled_from([*Did])},
    optional={
        "text": WORDS,
        "unit": WORDS,
        "with_": st.lists(WORDS, max_size=2).map(tuple),
        "set": st.dictionaries(WORDS, WORDS, min_size=1, max_size=2),
        "what": st.sampled_from([*Seen]),
        "days": st.integers(-5, 500),
        "final": st.booleans(),
        "starts": st.dictionaries(WORDS, st.just(Start(from_=DAY, rule="5wd", due=DAY)), max_size=2),
    },
).map(lambda values: Entry(on=DAY, at=MOMENT, **values))


@given(WORDS, WORDS, st.lists(ENTRIES, min_size=1, max_size=3).map(tuple))
def test_any_case_that_we_may_write(title: str, name: str, history: tuple[Entry, ...]) -> None:
    petitioners = (Petitioner(name=name),)
    case = FULL.but(title=title, request=title, petitioners=petitioners, history=history)
    assert assert_agrees(text_of(case)) in (None, case)


def test_what_is_remembered_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ownform, "MEMORY", 5)
    ownform._BODIES.clear()
    ownform._CASE_FORM.known.clear()
    for number in range(20):
        assert assert_agrees(EXAMPLE.replace("李经办", f"李{number}").replace("title: ", f"title: {number}"))
        assert max(len(ownform._BODIES), len(ownform._CASE_FORM.known)) <= 5


def test_a_key_that_is_no_word_of_ours_is_another_form() -> None:
    with pytest.raises(ownform.OtherForm):
        ownform._pair("two words:\n- 甲")
