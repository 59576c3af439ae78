"""Refusals: each ground where the law gives it, and refused with its article and the right command elsewhere."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import fold
from xinfang_cli.law.refusals import period_until
from xinfang_cli.law.words import Channel, Status
from xinfang_cli.messages import Msg, Sentence

MatterOf = Callable[..., Any]
HOUSING = "住房和城乡建设局"


def refused(msg: Sentence) -> Any:
    return pytest.raises(RefusedError, check=lambda error: error.text.msg is msg)


def routed(matter: MatterOf, **facts: Any) -> Any:
    it = matter("2026-11-02", **facts)
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer")
    return it


def test_what_was_routed_is_disputed_not_declined(matter: MatterOf) -> None:
    it = routed(matter)
    with refused(Msg.DECLINE_ROUTED):
        it.do("decline", "2026-11-04", ground="not_competent", to="自然资源局")
    with refused(Msg.MISSING):
        it.do("decline", "2026-11-20", ground="not_competent", late_reason="收文登记晚")
    it.do("decline", "2026-11-20", ground="not_competent", late_reason="收文登记晚", to="自然资源局")
    assert it.case.status is Status.NOT_ACCEPTED


def test_what_was_not_routed_names_the_organ_that_has_it(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    with refused(Msg.MISSING):
        it.do("decline", "2026-11-03", ground="not_competent")
    it.do("decline", "2026-11-03", ground="not_competent", to="某市信访局")
    assert it.case.history[-1].to == "某市信访局"


def test_the_levels_are_for_visits(matter: MatterOf) -> None:
    for channel in Channel:
        it = matter("2026-11-02", channel=channel)
        with refused(Msg.MISSING if channel is Channel.VISIT else Msg.LEVELS_ARE_FOR_VISITS):
            it.do("decline", "2026-11-03", ground="not_this_level")
    it = matter("2026-11-02", channel=Channel.VISIT)
    it.do("decline", "2026-11-03", ground="not_this_level", to="某市信访局")


def test_a_matter_in_hand_is_a_ground_within_its_period_alone(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    with refused(Msg.MISSING):
        it.do("decline", "2026-11-03", ground="being_handled")
    with refused(Msg.IN_HAND_OVER):
        it.do("decline", "2026-11-03", ground="being_handled", in_hand="市转1号", in_hand_until=dt.date(2026, 11, 2))
    it.do("decline", "2026-11-03", ground="being_handled", in_hand="市转1号", in_hand_until=dt.date(2026, 11, 3))
    assert (it.case.history[-1].in_hand, it.case.status) == ("市转1号", Status.NOT_ACCEPTED)


def test_the_period_of_a_matter_is_its_handling_with_extensions_and_ends_with_it(matter: MatterOf) -> None:
    it = routed(matter)
    assert period_until(fold(it.case, it.law)) == dt.date(2026, 11, 17)  # nothing but the notice runs: 2 + 15
    it.do("accept", "2026-11-04")
    assert period_until(fold(it.case, it.law)) == dt.date(2027, 1, 3)  # 26 of November, 31 of December, 3
    it.do("reply", "2026-11-20", decision="support", number="1号")
    it.do("serve", "2026-11-20", document=Document.OPINION, method="in_person")
    it.do("close", "2026-11-23", reason="opinion_delivered")
    assert period_until(fold(it.case, it.law)) == dt.date(2026, 11, 23)


def test_a_review_that_was_not_sought_is_a_local_ground(matter: MatterOf, law: Law) -> None:
    with refused(Msg.NO_LOCAL_GROUND):
        routed(matter).do("decline", "2026-11-04", ground="review_not_sought")
    it = routed(matter, law=law.but(review_not_sought="某省信访条例第46条"))
    it.do("decline", "2026-11-04", ground="review_not_sought")


def test_after_a_final_review_the_question_is_whether_the_facts_are_the_same(matter: MatterOf) -> None:
    it = routed(matter)
    with refused(Msg.FINISHED_IS_FINAL):
        it.do("decline", "2026-11-04", ground="finished")
    with refused(Msg.SAME_FACTS_ASKED):
        it.do("decline", "2026-11-04", final=True, opinion="市复核〔2025〕9号")
    with refused(Msg.OTHER_FACTS):
        it.do("decline", "2026-11-04", final=True, opinion="市复核〔2025〕9号", same_facts=False)
    it.do("decline", "2026-11-04", final=True, opinion="市复核〔2025〕9号", same_facts=True)
    assert it.case.status is Status.NO_LONGER_ACCEPTED


def in_review(matter: MatterOf, asked: str, **service: Any) -> Any:
    """An opinion served on 11 November 2026: thirty days until 11 December."""
    it = routed(matter)
    it.do("accept", "2026-11-04")
    it.do("reply", "2026-11-10", decision="support", number="1号")
    it.do("serve", "2026-11-11", document=Document.OPINION, method="in_person", **service)
    it.do("review", asked, late_reason="在外地")
    return it


def test_a_review_is_late_only_where_the_rights_were_told(matter: MatterOf) -> None:
    refusal = {"decision": "refused", "ground": "late", "number": "县复查〔2026〕1号"}
    with refused(Msg.LATE_UNPROVED):
        in_review(matter, "2026-12-14").do("review", "2026-12-18", **refusal)
    with refused(Msg.NOT_LATE):
        in_review(matter, "2026-12-11", rights_told=True).do("review", "2026-12-18", **refusal)
    it = in_review(matter, "2026-12-14", rights_told=True)
    step = it.do("review", "2026-12-18", **refusal)
    assert (it.case.status, step.owed) == (Status.OPINION_ISSUED, (Document.REVIEW_DECLINED,))
    assert it.state.last_run("review").fate == "done"


def test_a_final_review_is_refused_on_its_ground(matter: MatterOf) -> None:
    it = in_review(matter, "2026-11-13")
    it.do("review", "2026-11-20", decision="uphold", number="2号")
    it.do("serve", "2026-11-23", document=Document.REVIEW, method="in_person")
    it.do("final", "2026-12-01")
    with refused(Msg.MISSING):
        it.do("final", "2026-12-02", decision="refused", number="3号")
    step = it.do("final", "2026-12-02", decision="refused", number="3号", ground="finished")
    assert (it.case.status, step.owed) == (Status.REVIEWED, (Document.FINAL_REVIEW_DECLINED,))
