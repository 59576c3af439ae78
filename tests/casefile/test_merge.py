"""Two versions of one matter: united by entry and key, a conflict where only the office can decide."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Matter, make_case, make_stamp, observe
from xinfang_cli.casefile.merge import unite
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.checks import altered
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.history import identities
from xinfang_cli.law.ids import ladder_id
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.law.steps import correct, take, undo
from xinfang_cli.law.validation import validated
from xinfang_cli.law.words import Did, Mode, Seen
from xinfang_cli.messages import Msg
from xinfang_cli.office import config

LAW = config.default().law
UNIT = "住房和城乡建设局"


def routed(case: Case, on: str = "2026-11-23") -> Case:
    return take(case, LAW, Did.ROUTE, make_stamp(on), unit=UNIT, mode=Mode.TRANSFER).case


def noted(case: Case, text: str, on: str = "2026-11-24") -> Case:
    return take(case, LAW, Did.NOTE, make_stamp(on), text=text).case


def put(case: Case, on: str = "2026-11-24", **changes: Any) -> Case:
    return correct(case, LAW, make_stamp(on), changes).case


@pytest.fixture
def opened() -> Case:
    return make_case(LAW, "2026-11-22", title="逾期交房", petitioners=(Petitioner(name="王某", phone="1"),))


def both_ways(base: Case | None, ours: Case, theirs: Case) -> Case:
    """Unite two versions without a conflict, either one as ours."""
    here, there = unite(base, ours, theirs, LAW), unite(base, theirs, ours, LAW)
    assert (here.conflicts, there.conflicts) == ((), ())
    assert plain(here.ours) == plain(here.theirs) == plain(there.ours)
    assert list(plain(here.ours)) == list(plain(there.ours))
    return here.ours


def test_what_each_side_wrote_stands_in_both_and_the_derived_lines_follow(opened: Case) -> None:
    base = routed(opened)
    ours = take(base, LAW, Did.ACCEPT, make_stamp("2026-11-25")).case
    theirs = noted(base, "电话联系")
    merged = both_ways(base, ours, theirs)
    assert [entry.did.value for entry in merged.history] == ["open", "route", "note", "accept"]
    assert (merged.status, merged.unit, str(merged.due)) == ("accepted", UNIT, "2027-01-24")


def test_facts_that_one_side_changed_are_taken_also_when_removed(opened: Case) -> None:
    base = opened.but(lead="王县长", place="甲村")
    merged = both_ways(base, base.but(lead=None), put(base, category="城乡建设"))
    assert (merged.lead, merged.place, merged.category) == (None, "甲村", "城乡建设")


def test_the_same_change_on_both_sides_is_no_conflict(opened: Case) -> None:
    assert both_ways(opened, opened.but(people=3), opened.but(people=3, place="乙村")).people == 3


def test_a_fact_changed_differently_is_a_conflict_and_the_rest_is_united(opened: Case) -> None:
    ours, theirs = put(opened, title="甲", place="甲村"), put(opened, title="乙", lead="王县长")
    merged = unite(opened, ours, theirs, LAW)
    assert [(text.msg, text.fields) for text in merged.conflicts] == [(Msg.MERGE_FIELD_DIFFERS, {"key": "title"})]
    assert (merged.ours.title, merged.theirs.title) == ("甲", "乙")
    assert merged.ours.but(title=None) == merged.theirs.but(title=None)
    assert (merged.ours.place, merged.ours.lead, len(merged.ours.history)) == ("甲村", "王县长", 3)


def test_removed_on_one_side_and_changed_on_the_other_is_a_conflict(opened: Case) -> None:
    merged = unite(opened.but(lead="甲"), opened, opened.but(lead="乙"), LAW)
    assert [text.fields["key"] for text in merged.conflicts] == ["lead"]


def test_phone_and_address_of_one_person_may_change_on_two_sides(opened: Case) -> None:
    ours = put(opened, petitioners=(Petitioner(name="王某", phone="2"),))
    theirs = put(opened, petitioners=(Petitioner(name="王某", phone="1", address="3号楼"),))
    merged = both_ways(opened, ours, theirs)
    assert [plain(person) for person in merged.petitioners] == [{"name": "王某", "phone": "2", "address": "3号楼"}]


def test_two_sides_that_name_another_person_each_are_a_conflict(opened: Case) -> None:
    more = [opened.but(petitioners=(*opened.petitioners, Petitioner(name=name))) for name in ("甲", "乙")]
    merged = unite(opened, *more, LAW)
    assert [text.fields["key"] for text in merged.conflicts] == ["petitioners"]


def test_both_sides_may_link(opened: Case) -> None:
    base = opened.but(links=("XF-1", "XF-2"))
    merged = both_ways(base, base.but(links=("XF-1", "XF-2", "XF-4")), base.but(links=("XF-2", "XF-3")))
    assert merged.links == ("XF-2", "XF-3", "XF-4")
    assert both_ways(opened, opened.but(links=("XF-2",)), opened.but(links=("XF-1",))).links == ("XF-1", "XF-2")


def test_sets_of_names_are_united_by_member(opened: Case) -> None:
    for key in ("dockets", "reception", "representatives"):
        base = opened.but(**{key: ("甲", "乙")})
        merged = both_ways(base, base.but(**{key: ("甲", "乙", "丁")}), base.but(**{key: ("乙", "丙")}))
        assert getattr(merged, key) == ("乙", "丁", "丙")
        assert getattr(both_ways(base, opened, base.but(**{key: ("甲", "丙")})), key) == ("丙",)
        assert getattr(both_ways(base, opened, base), key) == ()


def test_keys_of_ones_own_are_merged_like_the_others(opened: Case) -> None:
    def own(**keys: Any) -> Case:
        return validated(Case, {**plain(opened), **keys})

    merged = both_ways(
        own(甲={"x": "1", "y": "1"}), own(甲={"x": "2", "y": "1"}, 乙="2"), own(甲={"x": "1", "y": "3"}, 丙="3")
    )
    assert merged.unknown == {"甲": {"x": "2", "y": "3"}, "丙": "3", "乙": "2"}
    assert both_ways(own(), own(甲={"x": "1"}), own(甲={"y": "2"})).unknown == {"甲": {"x": "1", "y": "2"}}


def test_an_entry_is_the_same_only_if_id_moment_and_act_agree(opened: Case) -> None:
    one, two = noted(opened, "甲"), noted(opened, "乙")
    other = one.history[-1].but(n=two.history[-1].n, did=Did.MEETING)
    assert len(both_ways(opened, two, one.but(history=(*opened.history, other))).history) == 3


def test_an_entry_that_was_edited_on_two_sides_is_a_conflict(opened: Case) -> None:
    base = noted(opened, "甲")

    def edited(text: str) -> Case:
        return base.but(history=(*opened.history, base.history[-1].but(text=text)))

    assert both_ways(base, edited("改"), base).history[-1].text == "改"
    merged = unite(base, edited("改"), edited("另改"), LAW)
    assert [(text.msg, text.fields) for text in merged.conflicts] == [
        (Msg.MERGE_ENTRY_DIFFERS, {"n": base.history[-1].n})
    ]
    assert [case.history[-1].text for case in (merged.ours, merged.theirs)] == ["改", "另改"]


def test_an_entry_is_not_lost_where_one_side_took_it_away(opened: Case) -> None:
    base = noted(opened, "甲")
    assert len(both_ways(base, opened, noted(base, "乙")).history) == 3


def test_an_entry_that_stands_twice_in_one_file_stays_so(opened: Case) -> None:
    base = noted(opened, "甲")
    twice = base.but(history=(*base.history, base.history[-1]))
    assert len(both_ways(base, twice, base).history) == 3


def test_histories_that_contradict_are_united_all_the_same(opened: Case) -> None:
    base = routed(opened)
    ours = take(base, LAW, Did.ACCEPT, make_stamp("2026-11-25")).case
    theirs = take(
        base, LAW, Did.DECLINE, make_stamp("2026-11-26"), ground="being_handled", in_hand="XF-20260101-00000"
    ).case
    merged = both_ways(base, ours, theirs)
    assert [entry.did.value for entry in merged.history] == ["open", "route", "accept", "decline"]
    assert undo(merged, LAW, make_stamp("2026-11-27")).after.contradictions == ()


def test_two_matters_under_one_id_stay_apart(opened: Case) -> None:
    other = make_case(LAW, "2026-11-22", title="另一件").but(id=opened.id)
    assert identities(other).keys().isdisjoint(identities(opened))
    for base in (None, opened):
        merged = unite(base, opened, other, LAW)
        assert (merged.ours, merged.theirs) == (opened, other)
        assert [text.msg for text in merged.conflicts] == [Msg.MERGE_TWO_MATTERS]
    renamed = unite(opened, opened, opened.but(id="XF-20261122-00000"), LAW)
    assert renamed.conflicts


def test_a_file_that_lost_its_registration_is_known_by_any_entry(opened: Case) -> None:
    whole = noted(opened, "甲")
    lost = noted(whole.but(history=whole.history[1:]), "乙")
    assert [entry.did.value for entry in both_ways(None, whole, lost).history] == ["open", "note", "note"]
    assert unite(None, whole.but(history=whole.history[1:]), noted(opened, "乙"), LAW).conflicts


def test_a_base_of_another_matter_is_no_base(opened: Case) -> None:
    base = make_case(LAW, "2026-11-22", lead="甲")
    assert both_ways(base.but(id=opened.id), opened.but(lead="甲"), opened).lead == "甲"


@pytest.mark.parametrize(
    ("make_ours", "make_theirs", "key", "value"),
    [
        (lambda case: put(case, place="乙村"), lambda case: noted(case, "x"), "place", "乙村"),
        (lambda case: put(case, lead="甲"), lambda case: case, "lead", "甲"),
        (
            lambda case: undo(put(case, place="乙村"), LAW, make_stamp("2026-11-25")).case,
            lambda case: case,
            "place",
            "甲村",
        ),
        (lambda case: put(case, petitioners=(Petitioner(name="李某"),)), lambda case: case, "petitioners", "李某"),
    ],
    ids=["replaced", "added", "undone", "personal"],
)
def test_without_a_base_each_sides_own_corrections_tell_what_was_before(
    opened: Case, make_ours: Callable[[Case], Case], make_theirs: Callable[[Case], Case], key: str, value: str
) -> None:
    imported = opened.but(place="甲村")
    merged = both_ways(None, make_ours(imported), make_theirs(imported))
    found = getattr(merged, key)
    assert (found[0].name if key == "petitioners" else found) == value


def test_an_undo_alone_tells_it_too(opened: Case) -> None:
    common = put(opened.but(place="甲村"), place="乙村")
    assert both_ways(None, undo(common, LAW, make_stamp("2026-11-25")).case, noted(common, "x")).place == "甲村"
    noted_only = noted(opened, "x")
    assert len(both_ways(None, undo(noted_only, LAW, make_stamp("2026-11-25")).case, noted_only).history) == 3


def test_without_a_base_facts_that_nothing_explains_are_a_conflict(opened: Case) -> None:
    merged = unite(None, opened.but(title="甲"), opened.but(title="乙"), LAW)
    assert [text.fields["key"] for text in merged.conflicts] == ["title"]
    more = opened.but(petitioners=(*opened.petitioners, Petitioner(name="乙")))
    assert unite(None, opened, more, LAW).conflicts


def acted(case: Case, acts: list[tuple[str, int]]) -> Case:
    """Take what can be taken of some steps."""
    for act, number in acts:
        stamp = make_stamp(f"2026-11-{24 + number % 5}")
        reason = {"backdate_reason": "补记"}
        try:
            match act:
                case "route":
                    case = take(case, LAW, Did.ROUTE, stamp, unit=UNIT, mode=Mode.TRANSFER, **reason).case
                case "accept":
                    case = take(case, LAW, Did.ACCEPT, stamp, **reason).case
                case "note":
                    case = take(case, LAW, Did.NOTE, stamp, text=f"第{number}次", **reason).case
                case "seen":
                    case = observe(case, LAW, Seen.CLOSED, stamp, reason="filed")
                case "undo":
                    case = undo(case, LAW, stamp, reason="记错").case
                case _:
                    case = correct(case, LAW, stamp, {act: f"{act}{number}"}, **reason).case
        except RefusedError:
            continue
    return case


def test_of_crossed_histories_a_side_that_has_what_either_base_has_changed_nothing(opened: Case) -> None:
    one, two = put(opened, title="甲"), put(opened, title="乙")
    decided = unite(opened, one, two, LAW).ours
    further = put(decided, "2026-11-25", title="丙")
    for ours, theirs in ((decided, further), (further, decided)):
        merged = unite((one, two), ours, theirs, LAW)
        assert (merged.conflicts, merged.ours.title) == ((), "丙")
    assert unite((one, two), decided, decided.but(title="乙"), LAW).conflicts, "each keeps what another base has"
    assert unite((one, two), further, decided.but(title="丁"), LAW).conflicts
    assert both_ways((one, two), decided.but(lead="丙"), decided.but(place="丁")).title == "甲"  # type: ignore[arg-type]


def test_without_a_base_an_undo_that_gave_nothing_back_says_nothing_of_what_was_before(opened: Case) -> None:
    first = put(opened, title="甲", place="甲村")
    decided = undo(first.but(title="乙"), LAW, make_stamp("2026-11-25")).case
    assert (decided.title, decided.place) == ("乙", None)
    assert both_ways(None, noted(opened.but(title="乙"), "记"), decided).title == "乙"


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["route", "accept", "note", "seen", "undo", "title", "place", "lead", "category"]),
        st.integers(0, 9),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(before=ACTS, here=ACTS, there=ACTS, with_base=st.booleans())
def test_merging_is_commutative_idempotent_and_loses_no_entry(
    before: list[tuple[str, int]], here: list[tuple[str, int]], there: list[tuple[str, int]], with_base: bool
) -> None:
    base = acted(Matter(make_case(LAW, "2026-11-22"), LAW).case, before)
    ours, theirs = acted(base, here), acted(base, there)
    known = base if with_base else None
    one, two = unite(known, ours, theirs, LAW), unite(known, theirs, ours, LAW)
    assert (plain(one.ours), plain(one.theirs)) == (plain(two.theirs), plain(two.ours))
    assert one.conflicts == two.conflicts
    assert identities(one.ours).keys() == identities(ours).keys() | identities(theirs).keys()
    same = unite(known, one.ours, one.ours, LAW)
    assert (plain(same.ours), same.conflicts) == (plain(one.ours), ())
    if not one.conflicts:
        again = unite(base, one.ours, theirs, LAW)
        assert again.conflicts or plain(again.ours) == plain(one.ours)


def test_rules_of_the_office_decide_what_follows(opened: Case, law: Law) -> None:
    assert unite(opened, routed(opened), noted(opened, "x"), law).ours.unit == UNIT


def reminded(case: Case, on: str, **more: Any) -> Case:
    """Return a case that the ladder reminded somebody about: one id, wherever and whenever that was done."""
    stamp = make_stamp(on, by="ladder", n=ladder_id(case.history[0].n, "route", "remind"))
    data = {"step": "remind", "ground": "other", "clock": "route", "run": case.history[0].n}
    return take(case, LAW, Did.ESCALATE, stamp, **data, **more).case


def test_a_step_of_the_ladder_that_both_sides_took_is_one_of_the_earlier_day() -> None:
    base = make_case(LAW, "2026-11-02")
    ours, theirs = reminded(noted(base, "甲", "2026-11-20"), "2026-11-21"), reminded(base, "2026-11-19", reason="久拖")
    merged = both_ways(base, ours, theirs)
    assert [(entry.did.value, str(entry.on), entry.reason) for entry in merged.history[1:]] == [
        ("escalate", "2026-11-19", "久拖"),
        ("note", "2026-11-20", None),
    ]
    assert not [*altered(ours, merged), *altered(theirs, merged)]
    by_hand = ours.history[-1].but(n="0000ffff")
    later = ours.but(history=(*ours.history[:-1], by_hand.but(on=by_hand.on.replace(day=22))))
    assert list(altered(ours.but(history=(*ours.history[:-1], by_hand)), later)), "an entry by hand stays as it is"


MASK = (Petitioner(name="王*", phone="138****0000"),)


def sealed(case: Case, block: str, people: tuple[Petitioner, ...] = MASK, **changes: Any) -> Case:
    return case.but(petitioners=people, petitioners_sealed=f"{block}\n", **changes)


def test_persons_under_seal_are_one_fact_with_their_block(opened: Case) -> None:
    base = sealed(opened, "一", representatives=("王*",))
    other = sealed(noted(base, "对方"), "二", (Petitioner(name="王*", phone="139****1111"),), representatives=("李*",))
    merged = both_ways(base, noted(base, "我方"), other)
    assert (merged.petitioners, merged.representatives) == (other.petitioners, ("李*",))
    assert merged.petitioners_sealed == "二\n"
    third = sealed(noted(base, "我方"), "三", representatives=())
    found = unite(base, third, other, LAW)
    assert found.conflicts == (Msg.MERGE_FIELD_DIFFERS(key="petitioners"),)
    assert (found.ours.petitioners_sealed, found.theirs.petitioners_sealed) == ("三\n", "二\n")
    assert (found.ours.representatives, found.theirs.representatives) == ((), ("李*",))


def test_who_sealed_and_who_changed_nothing_agree_and_who_changed_in_clear_does_not(opened: Case) -> None:
    merged = both_ways(opened, sealed(opened, "一", ()), noted(opened, "对方"))
    assert (merged.petitioners, merged.petitioners_sealed) == ((), "一\n")
    changed = put(opened, petitioners=(Petitioner(name="王某", phone="2"),))
    assert unite(opened, sealed(opened, "一"), changed, LAW).conflicts
