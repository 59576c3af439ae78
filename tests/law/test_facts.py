"""Whom nobody can tell is owed no notice (T23¶2): who is anonymous, or of whom no address, phone or account is known.

15 days from Thursday 24 September 2026 end on 9 October, from the 28th on 13 October.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Matter
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.facts import NOTICES
from xinfang_cli.law.recorded import owed_of
from xinfang_cli.law.records import Petitioner
from xinfang_cli.law.words import Channel, MatterClass

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
