"""Texts of two versions flow together: comments and layout of both sides, conflicts that can be read."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import make_case, make_stamp
from xinfang_cli.casefile.mergetext import Joined, SealHand, join, sides
from xinfang_cli.casefile.text import parse, text_of
from xinfang_cli.errors import InvalidError
from xinfang_cli.law.records import Case, Petitioner, SealedText
from xinfang_cli.law.sealing import Persons, seal
from xinfang_cli.law.steps import correct, take
from xinfang_cli.law.words import Did, MatterClass, NoteKind
from xinfang_cli.messages import Msg
from xinfang_cli.office import config

LAW = config.default().law
BASE = make_case(LAW, "2026-11-22", title="逾期交房")
PATH = PurePath(f"cases/2026/11/{BASE.id}.yaml")


def noted(case: Case, text: str, on: str) -> Case:
    return take(case, LAW, Did.NOTE, make_stamp(on), text=text).case


OURS, THEIRS = noted(BASE, "甲记", "2026-11-23"), noted(BASE, "乙记", "2026-11-24")
BOTH = text_of(BASE.but(history=(*OURS.history, THEIRS.history[-1])))


def joined(ours: str, theirs: str, base: str = text_of(BASE)) -> Joined:
    """Join two texts, either one as ours: the same comes out."""
    one, two = join(base, ours, theirs, PATH, LAW), join(base, theirs, ours, PATH, LAW)
    assert (one.text == two.text) is not bool(one.conflicts)
    return one


def test_files_in_our_form_stay_so() -> None:
    assert joined(text_of(OURS), text_of(THEIRS)).text == BOTH


@pytest.mark.parametrize("base", ["", "id: [", "<<<<<<< x\n"])
def test_an_empty_or_broken_base_is_none(base: str) -> None:
    assert joined(text_of(OURS), text_of(THEIRS), base).text == BOTH


def test_hand_made_comments_stay_in_their_places() -> None:
    commented = text_of(OURS).replace("channel: visit", "channel: visit   # 手写")
    commented = commented.replace("title:", "# 标题\ntitle:")
    text = joined(commented, text_of(THEIRS)).text
    assert text.startswith(f"id: {BASE.id}\n# 标题\ntitle:")
    assert "channel: visit   # 手写\n" in text
    assert parse(text.encode(), PATH)[0] == parse(BOTH.encode(), PATH)[0]


def test_an_entry_that_comes_between_moves_no_comment_to_another() -> None:
    commented = text_of(THEIRS).replace("  text: 乙记\n", "  text: 乙记   # 电话里说的\n")
    text = joined(text_of(OURS), commented).text
    assert text == BOTH + "# 电话里说的\n"
    again = join(commented, text, commented, PATH, LAW)
    assert again.text == text


def test_comments_of_both_sides_are_kept_and_removed_ones_are_not() -> None:
    base = "# 旧\n" + text_of(BASE)
    ours = "# 旧\n# 甲写\n" + text_of(OURS)
    theirs = "# 乙写\n" + text_of(THEIRS)
    text = joined(ours, theirs, base).text
    assert {line for line in text.splitlines() if line.startswith("# ") and "写" in line} == {"# 甲写", "# 乙写"}
    assert text.count("# 甲写") == text.count("# 乙写") == 1


def test_a_layout_that_cannot_be_edited_is_written_anew() -> None:
    entry = (
        f"id: '{BASE.history[0].n}', date: 2026-11-22, at: 2026-11-22T12:00:00+08:00, by: 李经办, did: open, "
        "starts: {route: {from: 2026-11-22, rule: 15d, due: 2026-12-07}}"
    )
    flow = (
        f"{{id: {BASE.id}, title: 逾期交房, status: registered, unit: null, due: 2026-12-07, received_on: 2026-11-22, "
        "registered_on: 2026-11-22, channel: visit, class: unclassified, request: 要求明确交房时间, "
        f"history: [{{{entry}}}]}}  # 一行"
    )
    assert parse(flow.encode(), PATH)[0]
    assert joined(flow, text_of(THEIRS)).text.endswith("  text: 乙记\n# 一行\n")


def test_a_conflict_shows_both_values_and_says_why() -> None:
    one, two = (correct(BASE, LAW, make_stamp("2026-11-23"), {"title": title}).case for title in ("甲", "乙"))
    found = join(text_of(BASE), text_of(one), text_of(two), PATH, LAW)
    assert found.text.splitlines()[:8] == [
        f"id: {BASE.id}",
        "# 两边都改了 title，改法不同 — 留下对的一份，删去另一份、标记和这一行",
        "# both sides changed title, differently — keep the right one, remove the other, the markers and this line",
        "<<<<<<< 我方 / ours",
        "title: 甲",
        "=======",
        "title: 乙",
        ">>>>>>> 对方 / theirs",
    ]
    assert [text.msg for text in found.conflicts] == [Msg.MERGE_FIELD_DIFFERS]
    case, (problem,) = parse(found.text.encode(), PATH)
    assert (case, problem.text.msg, problem.line) == (None, Msg.YAML_CONFLICT, 4)
    kept = [line for line in found.text.splitlines() if line[:3] not in ("# 两", "# b", "<<<", "===", ">>>")]
    kept.remove("title: 乙")
    case, problems = parse(("\n".join(kept) + "\n").encode(), PATH)
    assert case, problems
    assert (case.title, len(case.history)) == ("甲", 3)


def test_two_matters_stand_one_after_the_other() -> None:
    other = make_case(LAW, "2026-11-22", title="另一件")
    found = join("", text_of(BASE), text_of(other), PATH, LAW)
    assert [text.msg for text in found.conflicts] == [Msg.MERGE_TWO_MATTERS]
    assert "title: 逾期交房" in found.text
    assert "title: 另一件" in found.text


def test_a_side_that_cannot_be_read_is_not_guessed() -> None:
    with pytest.raises(InvalidError) as refused:
        join("", text_of(BASE), "id: [", PATH, LAW)
    assert refused.value.problems


def test_a_base_with_conflicts_stands_for_both_of_its_sides() -> None:
    one, two = (correct(BASE, LAW, make_stamp("2026-11-23"), {"title": title}).case for title in ("甲", "乙"))
    base = join(text_of(BASE), text_of(one), text_of(two), PATH, LAW)
    assert [parse(side.encode(), PATH)[0] for side in sides(base.text)] == [
        one.but(history=base.case.history), two.but(history=base.case.history),
    ]  # fmt: skip
    decided = base.case.but(title="甲")
    further = correct(decided, LAW, make_stamp("2026-11-25"), {"title": "丙"}).case
    assert joined(text_of(decided), text_of(further), base.text).case.title == "丙"


HANDS: dict[str, Callable[[str], str]] = {
    "comment": lambda text: text.replace("channel: visit", "channel: visit   # 手写"),
    "order": lambda text: "class: unclassified\n" + text.replace("class: unclassified\n", ""),
    "heading": lambda text: "# 卷一\n" + text,
    "unknown": lambda text: text.replace("history:\n", "备注栏: 一\nhistory:\n"),
    "quoted": lambda text: text.replace("title: 逾期交房", 'title: "逾期交房"'),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "mark": lambda text: "\ufeff" + text,
}
"""What people and their editors do to a file."""


def by_hand(case: Case, hands: set[str]) -> str:
    text = text_of(case)
    for hand, change in HANDS.items():
        text = change(text) if hand in hands else text
    return text


@settings(max_examples=60, deadline=None)
@given(
    here=st.sets(st.sampled_from(sorted(HANDS))), there=st.sets(st.sampled_from(sorted(HANDS))), has_base=st.booleans()
)
def test_whatever_hands_did_it_comes_out_the_same_either_way_and_again(
    here: set[str], there: set[str], *, has_base: bool
) -> None:
    ours, theirs = by_hand(OURS, here), by_hand(THEIRS, there)
    base = text_of(BASE) if has_base else ""
    found = joined(ours, theirs, base)
    assert found.conflicts == ()
    bare = found.case.but(unknown={})
    assert bare == parse(BOTH.encode(), PATH)[0]
    assert ("备注栏: 一" in found.text) is ("unknown" in here | there)
    assert found.text.count("# 手写") == ("comment" in here | there)
    assert found.text.count("# 卷一") == ("heading" in here | there)
    assert join(base, found.text, found.text, PATH, LAW).text == found.text
    assert join(base, found.text, theirs, PATH, LAW).case == found.case


# --- Under seal -----------------------------------------------------------------------------------------------------


def _opened(case: Case) -> Case | None:
    """Open a block that is none: what it hides stands in it as a name, a title, an amount and a note's words."""
    block = case.petitioners_sealed or ""
    if "locked" in block:
        return None
    held = dict(part.split("=") for part in block.strip().removeprefix("seal:").split(";") if part)
    amounts = {n: int(value) for n, value in held.items() if value.isdecimal()}
    history = tuple(
        entry.but(amount=amounts.get(entry.n, entry.amount), text=held.get(f"text {entry.n}", entry.text))
        for entry in case.history
    )
    petitioners = (Petitioner(name=held["name"]),) if "name" in held else ()
    title = held.get("title", case.title) if case.is_sealed else case.title
    return case.but(petitioners=petitioners, history=history, title=title)


def _closed(case: Case) -> Case:
    held = {f"{entry.n}": str(entry.amount) for entry in case.history if entry.amount}
    held |= {"name": case.petitioners[0].name or ""} if case.petitioners else {}
    if case.is_sealed:
        held |= {"title": case.title or ""} | {f"text {entry.n}": entry.text for entry in case.history if entry.text}
        return seal(case)[0].but(petitioners_sealed=_block(held))
    history = tuple(entry.but(amount=None) for entry in case.history)
    people = Persons.of(case).masked.petitioners
    return case.but(petitioners=people, history=history, petitioners_sealed=_block(held))


def _block(held: dict[str, str]) -> str:
    return "seal:" + "".join(f"{key}={value};" for key, value in sorted(held.items())) + "\n"


HAND = SealHand(_opened, _closed)


def helped(case: Case, amount: int, on: str) -> Case:
    return take(case, LAW, Did.NOTE, make_stamp(on), kind=NoteKind.RELIEF, amount=amount, text="救助").case


def read(found: Joined) -> Case:
    case = parse(found.text.encode(), PATH)[0]
    assert case
    return case


def merged(base: Case, ours: Case, theirs: Case, hand: SealHand = HAND, **more: Any) -> Joined:
    texts = (text_of(each) for each in (base, ours, theirs))
    return join(*texts, PATH, LAW, hand=hand, **more)


def test_relief_that_two_clones_wrote_is_in_one_block_with_a_person_that_one_changed() -> None:
    person = BASE.but(petitioners=(Petitioner(name="王小五"),))
    ours = helped(person, 300, "2026-11-23")
    theirs = helped(person.but(petitioners=(Petitioner(name="王大五"),)), 500, "2026-11-24")
    found = merged(_closed(person), _closed(ours), _closed(theirs))
    assert (found.conflicts, "amount" in found.text, found.case.petitioners[0].name) == ((), False, "王*")
    whole = _opened(found.case)
    assert whole
    assert [(each.amount) for each in whole.history if each.amount] == [300, 500]
    assert whole.petitioners[0].name == "王大五"
    clear = merged(_closed(person), _closed(ours), theirs)
    assert (clear.text, clear.conflicts) == (found.text, ())
    one = merged(_closed(person), _closed(ours), _closed(person.but(owner="小李")), SealHand(_opened, refused))
    assert (read(one).petitioners_sealed, read(one).owner) == (_closed(ours).petitioners_sealed, "小李")
    shut = merged(_closed(person), _closed(ours), theirs, SealHand(_opened, lambda case: case))
    assert shut.conflicts


def refused(case: Case) -> Case:
    raise AssertionError(case)


ACCUSATION = BASE.but(class_=MatterClass.ACCUSATION, petitioners=(Petitioner(name="王小五"),))


def test_words_that_two_clones_wrote_of_an_accusation_are_in_one_block() -> None:
    ours, theirs = noted(ACCUSATION, "甲记", "2026-11-23"), noted(ACCUSATION, "乙记", "2026-11-24")
    found = merged(_closed(ACCUSATION), _closed(ours), _closed(theirs))
    assert (found.conflicts, found.apart, found.aside, "甲记" in found.text.partition("seal:")[0]) == (
        (), None, None, False,
    )  # fmt: skip
    whole = _opened(read(found))
    assert whole
    assert [entry.text for entry in whole.history[1:]] == ["甲记", "乙记"]
    same = merged(_closed(ACCUSATION), _closed(ours), _closed(ACCUSATION.but(owner="小李")))
    assert _closed(ours).petitioners_sealed in read(same).petitioners_sealed  # type: ignore[operator]


def test_blocks_that_nobody_opens_here_stay_one_behind_the_other() -> None:
    bare = seal(ACCUSATION)[0]
    base, ours, theirs = (
        each.but(petitioners_sealed=f"seal:locked {name}\n")
        for name, each in (
            ("0", bare),
            ("2", noted(bare, "甲记", "2026-11-24")),
            ("1", noted(bare, "乙记", "2026-11-23")),
        )
    )
    found = merged(base, ours, theirs, words=lambda: SealedText(id=BASE.id, title="在这里的标题"))
    assert read(found).petitioners_sealed == "seal:locked 1\nseal:locked 2\n"
    assert (found.conflicts, found.apart and found.apart.title) == ((), "在这里的标题")
    one = merged(base, base, theirs)
    assert read(one).petitioners_sealed == theirs.petitioners_sealed
    assert read(merged(base, base, base)).petitioners_sealed == base.petitioners_sealed
    opened = merged(base, base, BASE.but(history=(*bare.history, noted(BASE, "核实后改", "2026-11-25").history[-1])))
    assert (read(opened).is_sealed, read(opened).petitioners_sealed) == (True, base.petitioners_sealed)


def test_a_side_that_was_sealed_is_closed_whichever_way_it_comes_out() -> None:
    """One side is still in clear, or with its persons alone in a block; or sealing is off, and words lie apart."""
    clear = ACCUSATION.but(class_=MatterClass.CLAIM)
    ours = _closed(noted(ACCUSATION, "甲记", "2026-11-23"))
    for theirs in (clear.but(owner="小李"), _closed(clear.but(owner="小李"))):
        found = merged(clear, ours, theirs)
        assert (found.case.is_sealed, found.apart, BASE.title in found.text.partition("seal:")[0]) == (
            True,
            None,
            False,
        )
        assert (_opened(read(found)) or BASE).petitioners == ACCUSATION.petitioners
    off = merged(seal(ACCUSATION)[0], seal(ACCUSATION)[0], clear, SealHand(closed=lambda case: case))
    assert off.apart
    assert (off.case.petitioners_sealed, off.apart.title) == (None, BASE.title)
    reason = make_stamp("2026-11-25")
    back = correct(ACCUSATION, LAW, reason, {"class_": MatterClass.CLAIM}, reason="核实后改").case
    found = merged(_closed(ACCUSATION), _closed(ACCUSATION), _closed(back))
    assert (read(found).is_sealed, read(found).petitioners[0].name, found.apart) == (False, "王*", None)
