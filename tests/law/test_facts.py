"""Whom nobody can tell is owed no notice (T23¶2): who is anonymous, or of whom no address, phone or account is known.

15 days from Thursday 24 September 2026 end on 9 October, from the 28th on 13 October.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Matter
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.facts import NOTICES, changed, check_simple, is_joint_visit
from xinfang_cli.law.recorded import owed_of
from xinfang_cli.law.records import Petitioner
from xinfang_cli.law.words import Channel, MatterClass, Purpose

UNIT = "住房和城乡建设局"
MatterOf = Callable[..., Matter]

UNKNOWN: list[dict[str, Any]] = [
    {"petitioners": (Petitioner(anonymous=True),)},
    {"petitioners": (Petitioner(anonymous=True, phone="13800000000"),)},
    {"petitioners": (Petitioner(name="王某"),)},
    {"petitioners": (Petitioner(name="王某"),), "channel": Channel.LETTER},
]
KNOWN: list[dict[str, Any]] = [
    {},  # nobody wrote down who came: leaving a name out ends no duty
    {"petitioners": (Petitioner(name="王某", phone="13800000000"),)},
    {"petitioners": (Petitioner(name="王某", other_phone="0371-1234567"),)},
    {"petitioners": (Petitioner(name="王某", address="城关镇"),)},
    {"petitioners": (Petitioner(name="王某"),), "channel": Channel.ONLINE},
]


@pytest.mark.parametrize("facts", UNKNOWN)
def test_whom_nobody_can_tell_is_owed_no_notice(matter: MatterOf, law: Law, facts: dict[str, Any]) -> None:
    assert matter("2026-09-24", law=law.but(organ="城关镇"), **facts).running() == {}
    it = matter("2026-09-24", **facts)
    assert it.running() == {"route": "2026-10-09"}  # it is registered and routed like any other
    routed = it.do("route", "2026-09-28", unit=UNIT, mode="transfer")
    assert it.running() == {"object": "2026-10-10"}
    assert routed.owed == (Document.TRANSFER_LETTER,)
    it.do("accept", "2026-09-29")
    assert not NOTICES.intersection(owed_of(it.case, it.state.owed))
    assert it.due("handle") == "2026-11-28"  # 1 day of September, 31 of October, 28 of November


@pytest.mark.parametrize("facts", KNOWN)
def test_whoever_can_be_told_is(matter: MatterOf, law: Law, facts: dict[str, Any]) -> None:
    assert matter("2026-09-24", law=law.but(organ="城关镇"), **facts).due("notify_direct") == "2026-10-09"
    it = matter("2026-09-24", **facts)
    routed = it.do("route", "2026-09-28", unit=UNIT, mode="transfer")
    assert it.due("notify_routed") == "2026-10-13"
    assert Document.ROUTED_NOTICE in routed.owed
    it.do("accept", "2026-09-29")
    assert Document.NOTICE in owed_of(it.case, it.state.owed)


def test_of_an_accusation_its_sealed_form_is_owed_whoever_made_it(matter: MatterOf) -> None:
    facts = {"class_": MatterClass.ACCUSATION, "accused": "教育体育局", "petitioners": (Petitioner(anonymous=True),)}
    it = matter("2026-09-24", **facts)
    step = it.do("route", "2026-09-28", unit=UNIT, mode="transfer")
    assert "notify_routed" not in it.running()
    assert Document.ACCUSATION_SLIP in step.owed


# What else the facts of a matter amount to.


@pytest.mark.parametrize(
    ("facts", "is_joint"),
    [
        ({"people": 5}, True),
        ({"people": 4}, False),
        ({"people": 4, "joint": True}, False),
        ({"people": 1, "joint": True}, True),
        ({"people": None, "joint": True}, True),
        ({"people": None}, False),
        ({"people": 9, "joint": True, "channel": Channel.LETTER}, False),
    ],
)
def test_visitors_make_a_joint_visit_and_where_they_were_not_counted_its_mark(
    matter: MatterOf, facts: dict[str, Any], *, is_joint: bool
) -> None:
    case = matter("2026-11-02", **{"channel": Channel.VISIT, **facts}).case
    assert is_joint_visit(case, 5) is is_joint
    if not is_joint:
        check_simple(case.but(simple=True), 5)
        return
    check_simple(case, 5)
    with pytest.raises(RefusedError):
        check_simple(case.but(simple=True), 5)


def test_what_a_change_brings_with_it(matter: MatterOf) -> None:
    case = matter("2026-11-02", channel=Channel.MAILBOX, via="书记信箱", dockets=("甲", "乙")).case
    assert changed(case, {"docket": ("丙", "甲")}) == {"dockets": ("甲", "乙", "丙")}
    assert changed(case, {"undocket": ("甲",), "docket": ("丙",)}) == {"dockets": ("乙", "丙")}
    assert changed(case, {"dockets": ("丁",), "docket": ("戊",)}) == {"dockets": ("丁", "戊")}
    assert changed(case, {"docket": ("甲",), "undocket": ("己",)}) == {}
    assert changed(case, {"channel": Channel.VISIT}) == {"channel": Channel.VISIT, "via": None}
    assert changed(case, {"channel": Channel.ONLINE, "via": "人民网"}) == {"channel": Channel.ONLINE, "via": "人民网"}
    assert changed(case, {"channel": Channel.MAILBOX, "people": 3}) == {"people": 3}
    held = case.but(class_=MatterClass.CLAIM)
    classes = {each: changed(held, {"purpose": each}).get("class_") for each in Purpose}
    assert classes == {
        Purpose.SETTLEMENT: None, Purpose.APPEAL: None, Purpose.SUGGESTION: MatterClass.SUGGESTION,
        Purpose.ACCUSATION: MatterClass.ACCUSATION, Purpose.INQUIRY: MatterClass.UNCLASSIFIED,
        Purpose.THANKS: MatterClass.UNCLASSIFIED, Purpose.OTHER: MatterClass.UNCLASSIFIED,
    }  # fmt: skip
    both = changed(held, {"purpose": Purpose.OTHER, "class_": MatterClass.CLAIM})
    assert both == {"purpose": Purpose.OTHER}, "who says both means both"


def test_a_correction_keeps_names_of_petitioners_to_itself_and_sets_as_lists(matter: MatterOf) -> None:
    it = matter("2026-11-02", representatives=("王某",), dockets=("甲",))
    entry = it.correct("2026-11-03", {"undocket": ("甲",)}).entry
    assert (entry.set, entry.was) == ({"dockets": None}, {"dockets": ["甲"]})
    entry = it.correct("2026-11-04", {"docket": ("乙", "丙"), "target": dt.date(2026, 12, 31)}).entry
    assert entry.set == {"dockets": ["乙", "丙"], "target": "2026-12-31"}
    assert [(name, start.rule, str(start.due)) for name, start in entry.starts.items()] == [
        ("target", "57d", "2026-12-31")
    ]
    entry = it.correct("2026-11-05", {"representatives": ("赵某",)}).entry
    assert (entry.set, entry.was) == ({"representatives": "…"}, None)


def test_a_target_day_is_met_by_closing_and_starts_nothing_in_what_has_ended(matter: MatterOf) -> None:
    it = matter("2026-11-02", target=dt.date(2026, 11, 20))
    assert it.running()["target"] == "2026-11-20"
    it.do("close", "2026-11-10", reason="filed", text="办妥", approved_by="局长甲")
    run = it.state.last_run("target")
    assert run is not None
    assert (str(run.stopped_on), run.fate) == ("2026-11-10", "done")
    assert "target" not in it.correct("2026-11-11", {"target": dt.date(2026, 12, 1)}).entry.starts
