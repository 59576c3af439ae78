import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import observe
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.choosing import typed
from xinfang_cli.law.clocks import Law, Rule, Waits
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import ONE_SECOND, fold
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import Case, Entry, Petitioner, Source
from xinfang_cli.law.steps import Stamp, reckon_anew, take
from xinfang_cli.law.words import Basis, Channel, CloseReason, Did, Fate, MatterClass, Seen, Status, UnitKind
from xinfang_cli.law.workdays import national
from xinfang_cli.messages import Msg, Sentence

MatterOf = Callable[..., Any]
HOUSING, LAND = "住房和城乡建设局", "自然资源局"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def transferred(matter: MatterOf, **facts: Any) -> Any:
    """Received and routed on Monday 2 November 2026."""
    it = matter("2026-11-02", **facts)
    it.do("route", "2026-11-02", unit=HOUSING, mode="transfer")
    return it


def accepted(matter: MatterOf, **facts: Any) -> Any:
    it = transferred(matter, **facts)
    it.do("accept", "2026-11-04")
    return it


def replied(matter: MatterOf, **facts: Any) -> Any:
    it = accepted(matter, **facts)
    it.do("reply", "2026-11-10", decision="support", number="住建信〔2026〕3号")
    return it


def served(matter: MatterOf, **facts: Any) -> Any:
    it = replied(matter, **facts)
    it.do("serve", "2026-11-11", document=Document.OPINION, method="in_person")
    return it


def in_final(matter: MatterOf) -> Any:
    """Final review asked on 1 December 2026: until the 31st."""
    it = served(matter)
    it.do("review", "2026-11-13")
    it.do("review", "2026-11-20", decision="uphold", number="县复查〔2026〕1号")
    it.do("serve", "2026-11-23", document=Document.REVIEW, method="in_person")
    it.do("final", "2026-12-01")
    assert it.running() == {"final": "2026-12-31"}
    return it


def refused(msg: Sentence) -> Any:
    return pytest.raises(RefusedError, check=lambda error: error.text.msg is msg)


# One matter from registration to the end of final review.


def test_one_matter_from_beginning_to_end(matter: MatterOf) -> None:  # noqa: PLR0915  # a procedure is long
    it = matter("2026-07-05")  # a Sunday
    assert it.running() == {"route": "2026-07-20"}  # 5 + 15

    step = it.do("route", "2026-07-06", unit=LAND, mode="assign", within="45d")
    assert [run.name for run in step.stopped] == ["route"]
    assert it.running() == {
        "notify_routed": "2026-07-21",  # 6 + 15
        "object": "2026-07-13",  # Tuesday 7, 8, 9, 10, Monday 13
        "assigned": "2026-08-20",  # 25 days left of July, and 20
    }
    assert it.case.due == day("2026-07-21"), "a window is never in due"
    assert step.owed == (Document.ASSIGN_LETTER, Document.ROUTED_NOTICE)

    it.do("object", "2026-07-08", reason="商品房交付不属我局职权")
    assert it.case.status is Status.OBJECTED
    assert it.running() == {
        "notify_routed": "2026-07-21",  # rests, and goes on if the office says no
        "assigned": "2026-08-20",
        "objection": "2026-07-13",  # Thursday 9, Friday 10, Monday 13
    }
    assert it.case.due == day("2026-07-13"), "what is disputed is not due"

    it.do("note", "2026-07-08", text="两局电话沟通")
    it.do("object", "2026-07-09", decision="reject")
    assert it.case.status is Status.ASSIGNED
    assert it.running() == {"notify_routed": "2026-07-21", "assigned": "2026-08-20"}

    it.do("route", "2026-07-10", unit=HOUSING, mode="assign", within="45d", instead=True, reason="重新核定职权")
    assert it.case.unit == HOUSING
    assert it.running() == {
        "notify_routed": "2026-07-25",  # a Saturday: offices' duties do not move
        "object": "2026-07-17",  # Monday 13 to Friday 17
        "assigned": "2026-08-24",  # 21 days left of July, and 24
    }

    step = it.do("accept", "2026-07-14", handler="赵某")
    assert [run.name for run in step.stopped] == ["notify_routed", "object"]
    assert it.running() == {"assigned": "2026-08-24", "handle": "2026-09-12"}  # 17 of July, 31 of August, 12
    assert it.case.due == day("2026-08-24")

    it.do("feedback", "2026-08-20", number="办结报告1号")
    assert it.running() == {"handle": "2026-09-12"}
    it.do("feedback", "2026-08-21", number="退回1号", returned=True, reason="未附证据")
    assert it.running() == {"handle": "2026-09-12", "assigned": "2026-10-05"}  # 45 days anew: 10, 30, 5
    it.do("feedback", "2026-08-30", number="办结报告2号")

    step = it.do("extend", "2026-09-10", days=30, approved_by="局长甲", reason="须鉴定")
    assert it.running() == {"handle": "2026-10-12"}  # 14 July + 90
    assert step.stopped == ()
    assert [run.rule for run in step.started] == ["90d"]

    step = it.do("reply", "2026-10-09", decision="support", number="住建信〔2026〕3号")
    assert [(run.name, run.late_days(day("2026-10-09"))) for run in step.stopped] == [("handle", 0)]
    assert it.case.due is None

    it.do("serve", "2026-10-12", document=Document.OPINION, method="in_person")
    assert it.running() == {"ask_review": "2026-11-11"}  # 19 of October, 11: a Wednesday
    it.do("close", "2026-10-13", reason="opinion_delivered", resolved=True, basis="agreement", evidence="协议")
    assert it.running() == {"ask_review": "2026-11-11"}, "closing does not end the petitioner's right"
    assert (it.state.closed_on, it.state.resolved_on) == (day("2026-10-13"), day("2026-10-13"))

    it.do("review", "2026-11-05")  # in time
    assert it.case.status is Status.IN_REVIEW
    assert it.running() == {"review": "2026-12-05"}
    assert it.state.run("review").owing == "某县人民政府"
    assert it.state.closed_on is None

    it.do("review", "2026-11-20", decision="redo", number="县复查〔2026〕1号", within="20d")
    assert it.case.status is Status.ACCEPTED
    assert it.running() == {"handle": "2026-12-10"}  # the days that were ordered
    with refused(Msg.NOT_ISSUED):
        it.do("serve", "2026-11-21", document=Document.OPINION, method="in_person")

    it.do("reply", "2026-12-01", decision="explain", number="住建信〔2026〕9号")
    with refused(Msg.NOT_SERVED):
        it.do("close", "2026-12-01", reason="opinion_delivered")
    it.do("serve", "2026-12-02", document=Document.OPINION, method="in_person")
    assert it.running() == {"ask_review": "2027-01-04"}  # 1 January is a holiday, 2 and 3 a weekend
    assert it.state.run("ask_review").provisional(it.law)

    it.do("review", "2026-12-20")
    assert it.running() == {"review": "2027-01-19"}
    it.do("review", "2027-01-10", decision="uphold", number="县复查〔2027〕1号")
    it.do("serve", "2027-01-11", document=Document.REVIEW, method="in_person")
    assert it.running() == {"ask_final": "2027-02-10"}

    it.do("final", "2027-01-20")
    assert it.running() == {"final": "2027-02-19"}
    assert it.state.run("final").owing == "某市人民政府", "one level above the organ of the first review"
    it.do("final", "2027-01-27", hearing="2027-01-25..2027-01-26")
    assert it.running() == {"final": "2027-02-21"}  # two days do not count

    step = it.do("final", "2027-02-22", decision="uphold", number="市复核〔2027〕1号", hearing="2027-02-01..2027-02-01")
    assert it.case.status is Status.FINAL_ISSUED
    assert [(run.name, run.due, run.late_days(run.stopped_on)) for run in step.stopped] == [
        ("final", day("2027-02-22"), 0)  # one more day does not count
    ]
    it.do("close", "2027-02-23", reason="final")
    assert it.case.status is Status.CLOSED
    assert it.state.contradictions == ()


# Registration and the stamp of entries.


def test_disposition_runs_from_receipt_and_not_from_registration(matter: MatterOf) -> None:
    it = matter("2026-11-22", on="2026-11-25")
    assert it.case.registered_on == day("2026-11-25")
    assert it.running() == {"route": "2026-12-07"}
    assert (it.case.status, it.case.due, it.case.class_) == (Status.REGISTERED, day("2026-12-07"), "unclassified")


def test_an_office_without_a_length_for_disposition(case: Callable[..., Case], law: Law) -> None:
    lengthless = law.but(clocks={**law.clocks, "route": law.clocks["route"]._replace(rule=None)})
    assert fold(case(), lengthless).due == day("2026-12-07"), "a running clock keeps the rule it started with"


def test_the_moment_of_writing_always_increases(matter: MatterOf) -> None:
    it = matter("2026-11-22")
    for text in ("一", "二", "三"):
        it.do("note", "2026-11-22", text=text)  # all of them at noon, as under --today
    moments = [entry.at for entry in it.case.history]
    assert [moment.strftime("%H:%M:%S") for moment in moments] == ["12:00:00", "12:00:01", "12:00:02", "12:00:03"]
    it.do("note", "2026-11-23", text="四")
    assert it.case.history[-1].at.isoformat() == "2026-11-23T12:00:00+08:00"


def test_moments_are_whole_seconds(case: Callable[..., Case], law: Law, stamp: Callable[..., Stamp]) -> None:
    made = stamp("2026-11-23")
    step = take(case(), law, Did.NOTE, made.but(now=made.now.replace(microsecond=999)), text="来电")
    assert step.entry.at == made.now


def test_data_that_are_none_were_not_given(matter: MatterOf) -> None:
    step = matter("2026-11-22").do("note", "2026-11-23", text="来电", kind=None)
    assert "kind" not in plain(step.entry)


# Dates.


def test_a_future_day_is_refused(matter: MatterOf) -> None:
    it = matter("2026-11-22")
    with refused(Msg.FUTURE_DAY):
        it.do("note", "2026-11-24", now="2026-11-23", text="来电")


def test_a_day_before_the_last_step_needs_a_reason(matter: MatterOf) -> None:
    it = transferred(matter)
    it.do("escalate", "2026-11-10", step="remind", ground="no_feedback")
    with refused(Msg.BEFORE_LAST):
        it.do("accept", "2026-11-05", now="2026-11-11")
    step = it.do("accept", "2026-11-05", now="2026-11-11", backdate_reason="漏记")
    assert it.running() == {"handle": "2027-01-04"}  # 5 November + 60
    assert [entry.did for entry in it.case.history] == ["open", "route", "accept", "escalate"]
    assert [run.name for run in step.stopped] == ["notify_routed", "object"]
    assert step.entry.at > max(entry.at for entry in it.case.history if entry is not step.entry)


@pytest.mark.parametrize(
    ("did", "data"),
    [
        ("note", {"text": "来电"}),
        ("meeting", {"text": "会商"}),
        ("rate", {"of": "unit", "value": "satisfied"}),
        ("link", {"case": "XF-20261101-00000"}),
        ("attach", {"file": "会议纪要.pdf", "sha256": "0" * 64}),
    ],
)
def test_what_is_no_step_never_makes_a_reason_needed(matter: MatterOf, did: str, data: dict[str, Any]) -> None:
    it = transferred(matter)
    it.do(did, "2026-11-10", **data)
    it.correct("2026-11-10", {"category": "城乡建设"})
    it.do("accept", "2026-11-05", now="2026-11-11")
    assert it.running() == {"handle": "2027-01-04"}  # 5 November + 60


def test_a_statement_of_withdrawal_lies_between_the_receipt_and_the_entry(matter: MatterOf) -> None:
    it = transferred(matter)  # received on 2 November
    for stated in ("2026-11-01", "2026-11-07"):
        with refused(Msg.STATEMENT_DAY):
            it.do("withdraw", "2026-11-06", statement_on=day(stated))
    it.do("withdraw", "2026-11-06", statement_on=day("2026-11-02"))
    assert it.case.status is Status.WITHDRAWN


def test_a_withdrawal_is_taken_back_after_it_was_stated(matter: MatterOf) -> None:
    it = transferred(matter)
    it.do("withdraw", "2026-11-06", statement_on=day("2026-11-05"))
    for revoked in ("2026-11-04", "2026-11-10"):
        with refused(Msg.REVOKED_DAY):
            it.do("withdraw", "2026-11-09", revoked_on=day(revoked))
    it.do("withdraw", "2026-11-09", revoked_on=day("2026-11-05"))
    assert it.case.status is Status.TRANSFERRED


def test_a_step_dated_before_what_it_contradicts_is_refused(matter: MatterOf) -> None:
    it = accepted(matter)
    with refused(Msg.CONTRADICTS):
        it.do("object", "2026-11-03", now="2026-11-05", reason="不属职权", backdate_reason="漏记")


def test_a_matter_may_be_routed_before_it_was_registered(matter: MatterOf) -> None:
    it = matter("2026-11-20", on="2026-11-23")  # received on a Friday, registered on Monday
    it.do("route", "2026-11-20", now="2026-11-23", unit=HOUSING, mode="transfer", backdate_reason="当日已转")
    assert it.case.status is Status.TRANSFERRED
    assert it.running() == {"notify_routed": "2026-12-05", "object": "2026-11-27"}
    assert [entry.did for entry in it.case.history] == ["open", "route"]


def test_a_step_may_take_the_place_of_one_that_was_struck_later(matter: MatterOf) -> None:
    it = accepted(matter)
    it.undo("2026-11-06")
    it.do("accept", "2026-11-03", now="2026-11-09")  # before the struck one, after the last that stands
    assert it.running() == {"handle": "2027-01-02"}


# Refusals that name the choice.


def test_a_choice_that_is_missing_is_named(matter: MatterOf) -> None:
    it = transferred(matter)
    with pytest.raises(RefusedError, match="missing for “closed”: --reason"):
        it.do("close", "2026-11-05")
    with pytest.raises(RefusedError, match="--instead"):
        it.do("route", "2026-11-05", unit=LAND, mode="transfer", reason="改转")
    it.do("object", "2026-11-05", reason="不属职权")
    with pytest.raises(RefusedError, match="--decision"):
        it.do("object", "2026-11-05")
    with pytest.raises(RefusedError, match="--decision"):
        in_final(matter).do("final", "2026-12-05")


def test_a_choice_that_is_not_open_is_named_with_those_that_are(matter: MatterOf) -> None:
    with refused(Msg.WRONG_CHOICE) as error:
        transferred(matter).do("close", "2026-11-05", reason="final")
    assert error.value.text.fields["words"] == typed(
        (CloseReason.ROUTED_OUT, CloseReason.FILED, CloseReason.NO_SUCCESSOR)
    )


def test_a_decision_on_what_nobody_asked_is_refused_by_the_state(matter: MatterOf) -> None:
    with refused(Msg.NOT_FROM_HERE):
        served(matter).do("review", "2026-11-12", decision="uphold", number="1号")


# Objections.


def fates(it: Any) -> dict[str, tuple[str, int]]:
    """Return what became of the clocks that stopped, the last run of each, with the days that it was late."""
    ended = {run.name: run for run in it.state.clocks if run.is_duty}
    return {name: (run.fate, run.late_days(run.stopped_on)) for name, run in ended.items() if run.fate}


def test_an_objection_that_was_right_ends_the_duties_and_the_office_owes_a_new_routing(matter: MatterOf) -> None:
    it = transferred(matter)  # 2 November: the notice until the 17th
    it.do("object", "2026-11-05", reason="不属职权")
    assert fates(it) == {"route": ("done", 0), "notify_routed": ("pending", 0)}
    assert it.running() == {"notify_routed": "2026-11-17", "objection": "2026-11-10"}  # Friday 6, Monday 9, Tuesday 10
    step = it.do("object", "2026-11-20", decision="agree")
    assert it.case.status is Status.REGISTERED
    assert (it.case.unit, it.running()) == (None, {"reroute": "2026-11-24"})  # Monday 23, Tuesday 24
    assert [(run.name, run.due) for run in step.started] == [("reroute", day("2026-11-24"))]
    assert fates(it) == {"route": ("done", 0), "notify_routed": ("disputed", 0), "objection": ("done", 10)}
    step = it.do("route", "2026-11-25", unit=LAND, mode="transfer")
    assert Document.ROUTED_NOTICE in it.state.owed, "the petitioner is told anew where the matter went"
    assert fates(it)["reroute"] == ("done", 1)
    assert it.state.last_run("route").late_days(day("2026-11-30")) == 0, "the first routing was in time"
    assert it.running()["notify_routed"] == "2026-12-10"  # 5 of November and 10


def test_to_agree_and_name_the_right_unit_is_one_act(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="assign", within="45d")
    it.do("object", "2026-11-05", reason="不属职权")
    step = it.do("object", "2026-11-06", decision="agree", to=LAND)
    assert (it.case.status, it.case.unit) == (Status.TRANSFERRED, LAND)
    assert it.running() == {"notify_routed": "2026-11-21", "object": "2026-11-13"}  # 6 + 15; Monday 9 to Friday 13
    assert step.owed == (Document.OBJECTION_REPLY, Document.TRANSFER_LETTER, Document.ROUTED_NOTICE)
    assert [run.fate for run in it.state.clocks if run.owing == HOUSING and run.is_duty] == ["disputed", "disputed"]
    it.do("object", "2026-11-09", reason="应由房产交易中心办")
    it.do("object", "2026-11-10", decision="agree", to=HOUSING, within="30d")
    assert (it.case.status, it.case.unit, it.due("assigned")) == (Status.ASSIGNED, HOUSING, "2026-12-10")


def test_a_unit_that_is_not_told_yes_names_no_other_unit(matter: MatterOf) -> None:
    it = transferred(matter)
    it.do("object", "2026-11-05", reason="不属职权")
    with pytest.raises(RefusedError):
        it.do("object", "2026-11-06", decision="reject", to=LAND)


def test_days_that_the_office_took_too_long_stand_beside_the_first_due_date(matter: MatterOf) -> None:
    it = transferred(matter)
    it.do("object", "2026-11-09", reason="不属职权")  # the last of the five working days
    it.do("object", "2026-11-20", decision="reject")  # due on the 12th: Tuesday 10 to Thursday 12
    (notice,) = [run for run in it.state.clocks if run.name == "notify_routed"]
    assert (notice.due, notice.held, notice.excused_to) == (day("2026-11-17"), 8, day("2026-11-25"))
    it.do("accept", "2026-11-23")
    assert fates(it)["notify_routed"] == ("done", 6)


def test_a_late_objection_says_why_and_nothing_rests(matter: MatterOf) -> None:
    it = transferred(matter)
    with refused(Msg.OBJECTION_LATE):
        it.do("object", "2026-11-10", reason="不属职权")  # the five working days ended on Monday the 9th
    it.do("object", "2026-11-10", reason="不属职权", late_reason="收文登记晚")
    assert it.case.due == day("2026-11-13")  # the office decides: Wednesday 11 to Friday 13
    assert it.state.run("notify_routed").fate is None
    assert it.state.overdue_days(day("2026-11-20")) == 7
    it.do("object", "2026-11-19", decision="reject")
    assert it.state.run("notify_routed").late_days(day("2026-11-20")) == 3


def test_a_dispute_that_a_withdrawal_interrupted_goes_on_with_it(matter: MatterOf) -> None:
    it = transferred(matter)
    it.do("object", "2026-11-05", reason="不属职权")
    it.do("withdraw", "2026-11-06", statement_on=day("2026-11-06"))
    assert fates(it) == {"route": ("done", 0), "notify_routed": ("ended", 0), "objection": ("ended", 0)}
    it.do("withdraw", "2026-11-09", revoked_on=day("2026-11-09"))
    assert fates(it) == {"route": ("done", 0), "notify_routed": ("pending", 0)}


@pytest.mark.parametrize(
    ("did", "data"),
    [
        ("close", {"reason": "filed", "text": "重复登记", "approved_by": "局长甲"}),
        ("merge", {"case": "XF-20260101-00000", "reason": "同一件"}),
        ("withdraw", {"statement_on": day("2026-12-01")}),
        ("route", {"unit": LAND, "mode": "transfer", "instead": True, "reason": "误转"}),
    ],
)
def test_what_merely_ended_was_neither_met_nor_missed(matter: MatterOf, did: str, data: dict[str, Any]) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="assign", within="20d")
    it.do(did, "2026-12-01", **data)  # the notice was due on 17 November, the report on the 22nd
    owed = {run.name: run for run in it.state.clocks if run.owing == HOUSING and run.is_duty}
    assert {name: (run.fate, run.late_days(day("2026-12-31"))) for name, run in owed.items()} == {
        "notify_routed": ("ended", 0),
        "assigned": ("ended", 0),
    }


def test_a_mediation_in_review_ends_the_review_that_nobody_decided(matter: MatterOf) -> None:
    it = served(matter)
    it.do("review", "2026-11-13")
    it.do("settle", "2026-11-16", kind="mediation", number="调〔2026〕1号")
    assert fates(it)["review"] == ("ended", 0)
    assert fates(it)["handle"] == ("done", 0)


def test_config_may_pause_the_notice_while_an_objection_is_decided(matter: MatterOf, law: Law) -> None:
    it = transferred(matter, law=law.but(pause_notice=True))
    step = it.do("object", "2026-11-05", reason="不属职权")
    assert [run.name for run in step.stopped] == ["notify_routed", "object"]
    assert it.running() == {"objection": "2026-11-10"}
    step = it.do("object", "2026-11-09", decision="reject")
    assert it.running() == {"notify_routed": "2026-11-21"}  # 17 November + the 4 days of the pause
    assert [run.rule for run in step.started] == ["19d"]
    assert len([run for run in it.state.clocks if run.name == "notify_routed"]) == 1, "the same run goes on"


def test_a_clock_of_an_assignment_is_told_as_stopped_when_it_is_rerouted_on_the_same_day(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=LAND, mode="assign", within="45d")
    step = it.do("route", "2026-11-02", unit=HOUSING, mode="transfer", instead=True, reason="误转")
    assert [run.name for run in step.stopped] == ["notify_routed", "object", "assigned"]
    assert [(run.name, run.owing) for run in step.started] == [("notify_routed", HOUSING), ("object", HOUSING)]


# Kinds of units (T23¶4), units that are no more (T24¶2).

DISCIPLINE, COURT = "纪委监委", "县人民法院"


def with_kinds(law: Law) -> Law:
    return law.but(
        kinds={DISCIPLINE: UnitKind.DISCIPLINE, COURT: UnitKind.JUSTICE},
        until={"建设委员会": day("2026-10-31"), "乡镇企业局": day("2026-10-31")},
    )


def test_an_accusation_at_the_discipline_body_starts_no_notice_and_goes_with_a_slip(matter: MatterOf, law: Law) -> None:
    it = matter("2026-11-02", law=with_kinds(law), class_=MatterClass.ACCUSATION, accused="unknown")
    step = it.do("route", "2026-11-03", unit=DISCIPLINE, mode="transfer")
    assert it.running() == {"object": "2026-11-10"}  # Wednesday 4 to Tuesday 10
    assert step.owed == (Document.ACCUSATION_SLIP,)


@pytest.mark.parametrize(
    ("unit", "class_", "path"),
    [
        (HOUSING, MatterClass.ACCUSATION, None),  # nothing else is exempt
        (COURT, MatterClass.ACCUSATION, None),
        (DISCIPLINE, MatterClass.CLAIM, None),
        (COURT, MatterClass.CLAIM, None),
        (HOUSING, MatterClass.CLAIM, "litigation"),
    ],
)
def test_every_other_unit_tells_the_petitioner_in_fifteen_days(
    matter: MatterOf, law: Law, unit: str, class_: MatterClass, path: str | None
) -> None:
    it = matter("2026-11-02", law=with_kinds(law), class_=class_, accused="unknown")
    it.do("route", "2026-11-03", unit=unit, mode="transfer", path=path)
    assert it.due("notify_routed") == "2026-11-18"  # 3 + 15


def test_a_matter_of_litigation_at_a_court_goes_with_a_letter_of_its_own(matter: MatterOf, law: Law) -> None:
    it = matter("2026-11-02", law=with_kinds(law))
    step = it.do("route", "2026-11-03", unit=COURT, mode="transfer", path="litigation")
    assert (it.case.status, it.case.unit) == (Status.TRANSFERRED, COURT)
    assert it.running() == {"object": "2026-11-10"}
    assert step.owed == (Document.LITIGATION_LETTER, Document.ROUTED_NOTICE)


def test_what_was_abolished_is_sent_nothing(matter: MatterOf, law: Law) -> None:
    it = matter("2026-10-20", law=with_kinds(law))
    with refused(Msg.UNIT_SUCCEEDED):
        it.do("route", "2026-11-02", unit="建设委员会", mode="transfer")
    with refused(Msg.UNIT_GONE):
        it.do("route", "2026-11-02", unit=HOUSING, with_=("乡镇企业局",), mode="transfer")
    it.do("route", "2026-10-31", unit="建设委员会", mode="transfer")  # its last day
    it.do("object", "2026-11-02", reason="不属职权")
    with refused(Msg.UNIT_GONE):
        it.do("object", "2026-11-03", decision="agree", to="乡镇企业局")


# Paths (T31).


def test_another_procedure_ends_the_matter_and_the_notice_when_the_petitioner_was_told(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="assign", within="20d")
    step = it.do("route", "2026-11-09", path="arbitration", to="劳动人事争议仲裁委员会")
    assert (it.case.status, it.case.unit) == (Status.REDIRECTED, HOUSING)
    assert it.running() == {"notify_routed": "2026-11-17", "assigned": "2026-11-22"}  # 2 + 15, 2 + 20
    assert it.case.due == day("2026-11-17")
    assert [run.name for run in step.stopped] == ["object"]
    it.do("serve", "2026-11-18", document=Document.PATH_NOTICE, method="in_person")
    assert it.running() == {"assigned": "2026-11-22"}
    it.do("feedback", "2026-11-20", number="办结报告1号")
    assert fates(it) == {"route": ("done", 0), "notify_routed": ("done", 1), "assigned": ("done", 0)}
    assert it.running() == {}


@pytest.mark.parametrize(("did", "path", "msg"), [
    ("route", "duty", Msg.PATH_IS_OWN),
    ("route", "opinion", Msg.PATH_IS_OWN),
    ("accept", "litigation", Msg.PATH_IS_ANOTHERS),
    ("accept", "arbitration", Msg.PATH_IS_ANOTHERS),
    ("accept", "party_appeal", Msg.PATH_IS_ANOTHERS),
])  # fmt: skip
def test_what_is_the_organs_own_is_accepted_and_what_is_anothers_is_routed(
    matter: MatterOf, did: str, path: str, msg: Sentence
) -> None:
    with refused(msg):
        transferred(matter).do(did, "2026-11-03", path=path, to="某机关" if did == "route" else None)


@pytest.mark.parametrize("path", ["duty", "admin_procedure"])
def test_the_organs_own_duty_stays_open_until_it_is_answered(matter: MatterOf, law: Law, path: str) -> None:
    it = transferred(matter)
    with refused(Msg.NO_DUTY_ACCEPTED):
        accepted(matter).do("close", "2026-11-20", reason="duty_answered", number="住建答〔2026〕1号")
    it.do("accept", "2026-11-04", path=path)
    assert (it.case.status, it.running()) == (Status.ACCEPTED, {})  # no limit of the law, none of the office
    step = it.do("close", "2026-11-20", reason="duty_answered", number="住建答〔2026〕1号")
    assert (it.case.status, step.owed) == (Status.CLOSED, (Document.DUTY_REPLY,))
    local = law.but(clocks={**law.clocks, "duty": law.clocks["duty"]._replace(rule=Rule(30))})
    timed = transferred(matter, law=local)
    timed.do("accept", "2026-11-04", path=path)
    assert timed.running() == {"duty": "2026-12-04"}
    timed.do("close", "2026-11-20", reason="duty_answered", number="住建答〔2026〕1号")
    assert fates(timed)["duty"] == ("done", 0)


# Accusations.


def accusation(matter: MatterOf, accused: str | None) -> Any:
    return matter("2026-11-02", class_=MatterClass.ACCUSATION, accused=accused)


@pytest.mark.parametrize(
    ("unit", "with_"),
    [
        (HOUSING, ()),
        ("房屋交易中心", ()),  # under the accused
        (LAND, (HOUSING,)),  # as a co-handler
        (LAND, ("房屋交易中心",)),
    ],
)
def test_an_accusation_never_goes_to_the_accused(matter: MatterOf, unit: str, with_: tuple[str, ...]) -> None:
    with refused(Msg.TO_ACCUSED):
        accusation(matter, HOUSING).do("route", "2026-11-03", unit=unit, with_=with_, mode="transfer")


@pytest.mark.parametrize("unit", ["建设委员会", HOUSING, "房屋交易中心"])
def test_nor_to_the_successor_of_the_accused(matter: MatterOf, unit: str) -> None:
    with refused(Msg.TO_ACCUSED):
        accusation(matter, "建设委员会").do("route", "2026-11-03", unit=unit, mode="transfer")


@pytest.mark.parametrize("accused", [HOUSING, "unknown"])
def test_an_accusation_goes_to_another_unit(matter: MatterOf, accused: str) -> None:
    it = accusation(matter, accused)
    it.do("route", "2026-11-03", unit="县纪委监委", mode="transfer")
    assert it.case.status is Status.TRANSFERRED
    it.do("accept", "2026-11-05")
    assert it.running() == {}, "no clock of the Regulations runs for an accusation"


def test_an_accusation_against_an_unknown_unit_may_go_to_any(matter: MatterOf) -> None:
    it = accusation(matter, "unknown")
    it.do("route", "2026-11-03", unit=HOUSING, mode="transfer")
    assert it.case.unit == HOUSING


def test_an_accusation_is_not_routed_before_the_accused_is_named(matter: MatterOf) -> None:
    it = accusation(matter, None)
    with refused(Msg.ACCUSED_UNKNOWN):
        it.do("route", "2026-11-03", unit=LAND, mode="transfer")
    it.correct("2026-11-03", {"accused": HOUSING})
    it.do("route", "2026-11-03", unit=LAND, mode="transfer")


def test_units_that_stand_in_a_circle_end_the_search(matter: MatterOf, law: Law) -> None:
    circle = law.but(under={LAND: "甲", "甲": LAND}, successors={HOUSING: "乙", "乙": HOUSING})
    it = matter("2026-11-02", law=circle, class_=MatterClass.ACCUSATION, accused=HOUSING)
    it.do("route", "2026-11-03", unit=LAND, mode="transfer")
    assert it.case.unit == LAND


# Acceptance: which clocks run hangs on class, path and procedure.


@pytest.mark.parametrize(
    ("facts", "data", "running"),
    [
        ({"class_": MatterClass.CLAIM}, {}, {"handle": "2027-01-03"}),
        ({}, {"path": "opinion"}, {"handle": "2027-01-03"}),  # not classified yet
        ({}, {"path": "duty"}, {}),
        ({"simple": True}, {}, {"s_handle": "2026-11-18"}),  # ten working days: 5, 6, 9 to 13, 16, 17, 18
        ({"class_": MatterClass.SUGGESTION}, {}, {}),  # no length by default
        ({}, {"within": "20d"}, {"handle": "2026-11-24"}),
    ],
)
def test_what_runs_after_acceptance(
    matter: MatterOf, facts: dict[str, Any], data: dict[str, Any], running: object
) -> None:
    it = transferred(matter, **facts)
    it.do("accept", "2026-11-04", **data)
    assert it.running() == running


def test_a_length_that_is_no_rule(matter: MatterOf) -> None:
    with refused(Msg.NO_RULE):
        matter("2026-11-02").do("route", "2026-11-02", unit=LAND, mode="assign", within="45天")


def test_a_suggestion_has_the_length_that_the_office_set(matter: MatterOf, law: Law) -> None:
    handle = law.clocks["handle"]
    own = law.but(clocks={**law.clocks, "proposal": law.clocks["proposal"]._replace(rule=handle.rule)})
    it = accepted(matter, law=own, class_=MatterClass.SUGGESTION)
    assert it.running() == {"proposal": "2027-01-03"}


# Extension.


def test_one_extension_in_time_and_within_the_maximum(matter: MatterOf) -> None:
    it = accepted(matter)  # until 3 January 2027
    order = {"approved_by": "局长甲", "reason": "须鉴定"}
    with refused(Msg.EXTENSION_TOO_LONG):
        it.do("extend", "2027-01-03", days=31, **order)
    with refused(Msg.EXTENSION_LATE):
        it.do("extend", "2027-01-04", days=30, **order)
    it.do("extend", "2027-01-03", days=30, **order)
    assert it.running() == {"handle": "2027-02-02"}
    with refused(Msg.EXTENDED_ALREADY):
        it.do("extend", "2027-01-04", days=1, **order)


def test_there_must_be_a_deadline_to_extend(matter: MatterOf) -> None:
    it = transferred(matter)
    it.do("accept", "2026-11-04", path="duty")
    with refused(Msg.NO_CLOCK_TO_EXTEND):
        it.do("extend", "2026-11-05", days=30, approved_by="局长甲", reason="须鉴定")


# Service, review, closing.


def test_a_refused_document_needs_a_witness(matter: MatterOf) -> None:
    it = replied(matter)
    with refused(Msg.NO_WITNESS):
        it.do("serve", "2026-11-11", document=Document.OPINION, method="in_person", refused=True)
    it.do("serve", "2026-11-11", document=Document.OPINION, method="in_person", refused=True, witness="村主任")
    assert it.running() == {"ask_review": "2026-12-11"}


def test_a_notice_is_served_without_starting_a_right(matter: MatterOf) -> None:
    it = accepted(matter)
    assert Document.NOTICE in it.state.owed
    it.do("serve", "2026-11-05", document=Document.NOTICE, method="in_person")
    assert Document.NOTICE not in it.state.owed
    assert it.running() == {"handle": "2027-01-03"}


def test_a_request_for_review_after_the_window_needs_a_reason(matter: MatterOf) -> None:
    it = served(matter)  # until 11 December
    with refused(Msg.WINDOW_OVER):
        it.do("review", "2026-12-12")
    it.do("review", "2026-12-12", late_reason="住院")
    assert it.case.status is Status.IN_REVIEW


def test_a_service_that_nobody_recorded_does_not_end_the_right(matter: MatterOf) -> None:
    it = replied(matter)
    with refused(Msg.NOT_SERVED):
        it.do("review", "2026-11-20")
    it.do("review", "2026-11-20", late_reason="送达未登记")
    assert it.running() == {"review": "2026-12-20"}


def test_a_reason_for_being_late_does_not_stand_for_service_when_the_office_closes(matter: MatterOf) -> None:
    with refused(Msg.NOT_SERVED):
        replied(matter).do("close", "2026-11-20", reason="opinion_delivered", late_reason="未送达")


def test_closing_as_unchallenged_waits_for_the_end_of_the_window(matter: MatterOf) -> None:
    it = served(matter)  # until 11 December
    with refused(Msg.WINDOW_OPEN):
        it.do("close", "2026-12-11", reason="opinion_unchallenged")
    it.do("close", "2026-12-12", reason="opinion_unchallenged")
    assert it.state.close_reason == "opinion_unchallenged"


def test_a_review_is_closed_as_unchallenged_after_its_own_window(matter: MatterOf) -> None:
    it = served(matter)
    it.do("review", "2026-11-13")
    it.do("review", "2026-11-20", decision="change", number="县复查〔2026〕1号")
    with refused(Msg.NOT_SERVED):
        it.do("close", "2026-11-21", reason="review_unchallenged")
    it.do("serve", "2026-11-23", document=Document.REVIEW, method="in_person")
    with refused(Msg.WINDOW_OPEN):
        it.do("close", "2026-12-23", reason="review_unchallenged")
    it.do("close", "2026-12-24", reason="review_unchallenged")


def test_an_office_may_have_no_window(matter: MatterOf, law: Law) -> None:
    clocks = {**law.clocks, "ask_review": law.clocks["ask_review"]._replace(rule=None)}
    it = served(matter, law=law.but(clocks=clocks))
    it.do("close", "2026-11-12", reason="opinion_unchallenged")
    assert it.case.status is Status.CLOSED


def test_settlement_closes_only_what_was_settled(matter: MatterOf) -> None:
    it = accepted(matter)
    with refused(Msg.NOT_SETTLED):
        it.do("close", "2026-11-05", reason="settled")
    it.do("settle", "2026-11-05", kind="settlement", number="协议1号")
    assert it.running() == {}
    it.do("close", "2026-11-06", reason="settled")
    it.do("reopen", "2026-11-20", reason="协议未履行")
    assert it.running() == {"handle": "2027-01-19"}
    with refused(Msg.NOT_SETTLED):
        it.do("close", "2026-11-21", reason="settled")


def test_resolution_names_its_basis_and_evidence(matter: MatterOf) -> None:
    it = served(matter)
    with refused(Msg.RESOLVED_HOW):
        it.do("close", "2026-11-12", reason="opinion_delivered", resolved=True, basis=Basis.OFFICE)
    with refused(Msg.BASIS_OF_WHAT):
        it.do("close", "2026-11-12", reason="opinion_delivered", evidence="交房确认书")


def test_a_matter_does_not_merge_into_itself(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    with refused(Msg.INTO_ITSELF):
        it.do("merge", "2026-11-02", case=it.case.id, reason="同人同事")


def test_an_assignment_that_ends_with_its_matter_leaves_the_report_owed(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="assign", within="45d")
    step = it.do("close", "2026-11-05", reason="filed", text="本人要求终止", approved_by="局长甲")
    assert Document.REPORT in step.owed
    assert Document.REPORT in it.state.owed
    it.do("feedback", "2026-11-06", number="办结报告1号")
    assert Document.REPORT not in it.state.owed


def test_a_report_is_sent_back_only_once_it_came(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="assign", within="45d")
    with refused(Msg.NOT_REPORTED):
        it.do("feedback", "2026-11-05", number="退回1号", returned=True, reason="未附证据")
    it.do("feedback", "2026-11-05", number="办结报告1号")
    it.do("feedback", "2026-11-06", number="退回1号", returned=True, reason="未附证据", within="10d")
    assert it.due("assigned") == "2026-11-16"


# Final review with a hearing.


def test_the_days_of_a_hearing_do_not_count(matter: MatterOf) -> None:
    it = in_final(matter)
    step = it.do("final", "2026-12-10", hearing="2026-12-08..2026-12-09")
    assert it.running() == {"final": "2027-01-02"}
    assert [(run.name, run.rule) for run in step.started] == [("final", "32d")]
    assert step.stopped == ()


def test_a_hearing_told_with_the_decision_moves_the_due_date_before_the_clock_stops(matter: MatterOf) -> None:
    it = in_final(matter)
    step = it.do("final", "2027-01-02", decision="change", number="市复核〔2026〕1号", hearing="2026-12-08..2026-12-09")
    assert [(run.due, run.late_days(run.stopped_on)) for run in step.stopped] == [(day("2027-01-02"), 0)]
    assert len([run for run in it.state.clocks if run.name == "final"]) == 1
    assert (it.case.status, it.running()) == (Status.FINAL_ISSUED, {})


def test_a_hearing_told_twice_counts_once(matter: MatterOf) -> None:
    it = in_final(matter)
    it.do("final", "2026-12-10", hearing="2026-12-08..2026-12-09")
    step = it.do("final", "2026-12-20", decision="uphold", number="1号", hearing="2026-12-09..2026-12-10")
    assert [run.due for run in step.stopped] == [day("2027-01-03")]  # 8, 9 and 10 December


def test_a_final_review_may_order_the_opinion_anew(matter: MatterOf) -> None:
    it = in_final(matter)
    step = it.do("final", "2026-12-20", decision="redo", number="1号", hearing="2026-12-08", within="15d")
    assert [(run.name, run.due) for run in step.stopped] == [("final", day("2027-01-01"))]
    assert it.running() == {"handle": "2027-01-04"}


def test_a_redo_of_a_simple_matter_is_handled_in_full(matter: MatterOf) -> None:
    it = served(matter, simple=True)
    it.do("review", "2026-11-13")
    it.do("review", "2026-11-20", decision="redo", number="1号")
    assert it.running() == {"handle": "2027-01-19"}


@pytest.mark.parametrize(
    "text", ["12月8日", "2026-12-09..2026-12-08", "2026-12-08..2126-12-09", "..", "2026-12-08...2026-12-09"]
)
def test_what_is_no_span_of_days(matter: MatterOf, text: str) -> None:
    with refused(Msg.HEARING_FORM):
        in_final(matter).do("final", "2026-12-20", decision="uphold", number="1号", hearing=text)


def test_a_hearing_after_the_clock_was_stopped_moves_nothing(matter: MatterOf) -> None:
    it = in_final(matter)
    it.do("settle", "2026-12-05", kind="mediation", number="协议1号")
    it.do("final", "2026-12-10", hearing="2026-12-08..2026-12-09")
    it.do("final", "2026-12-11", decision="uphold", number="1号")
    assert len([run for run in it.state.clocks if run.name == "final"]) == 1


# Withdrawal.


def test_a_withdrawal_taken_back_brings_the_clocks_back_with_the_days_of_the_pause(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    it.do("route", "2026-11-02", unit=HOUSING, mode="assign", within="10wd")
    assert it.running() == {"notify_routed": "2026-11-17", "object": "2026-11-09", "assigned": "2026-11-16"}
    step = it.do("withdraw", "2026-11-06", statement_on=day("2026-11-05"))
    assert [run.name for run in step.stopped] == ["notify_routed", "assigned"]
    assert it.running() == {"object": "2026-11-09"}, "a window goes on"
    assert Document.REPORT in step.owed
    step = it.do("withdraw", "2026-11-11", revoked_on=day("2026-11-10"))
    assert it.case.status is Status.ASSIGNED
    assert it.running() == {
        "notify_routed": "2026-11-22",  # five days later
        "object": "2026-11-09",
        "assigned": "2026-11-19",  # three working days later: Monday 9 to Wednesday 11
    }
    assert [run.name for run in step.started] == ["notify_routed", "assigned"]
    assert Document.REPORT not in it.state.owed
    assert len(it.state.clocks) == 4, "the same runs go on"


def test_what_another_step_of_that_day_stopped_does_not_come_back(matter: MatterOf) -> None:
    it = accepted(matter)
    it.do("reply", "2026-11-10", decision="support", number="1号")
    it.do("withdraw", "2026-11-10", statement_on=day("2026-11-10"))
    it.do("withdraw", "2026-11-12", revoked_on=day("2026-11-12"))
    assert (it.case.status, it.running()) == (Status.OPINION_ISSUED, {})


def test_a_withdrawal_in_the_midst_of_an_objection(matter: MatterOf) -> None:
    it = transferred(matter)
    it.do("object", "2026-11-03", reason="不属职权")
    it.do("withdraw", "2026-11-04", statement_on=day("2026-11-04"))
    it.do("note", "2026-11-05", text="来电")
    it.do("withdraw", "2026-11-06", revoked_on=day("2026-11-06"))
    assert it.case.status is Status.OBJECTED
    it.do("object", "2026-11-09", decision="reject")
    assert (it.case.status, it.running()) == (Status.TRANSFERRED, {"notify_routed": "2026-11-19"})


def test_a_withdrawal_is_undone_as_if_it_had_not_been(matter: MatterOf) -> None:
    it = accepted(matter)
    it.do("withdraw", "2026-11-06", statement_on=day("2026-11-05"))
    step = it.undo("2026-11-09")
    assert (it.case.status, it.running()) == (Status.ACCEPTED, {"handle": "2027-01-03"})
    assert [run.name for run in step.started] == ["handle"]


def test_a_second_withdrawal_brings_back_what_it_stopped_itself(matter: MatterOf) -> None:
    it = accepted(matter)
    it.do("withdraw", "2026-11-06", statement_on=day("2026-11-06"))
    it.do("withdraw", "2026-11-09", revoked_on=day("2026-11-09"))
    it.do("withdraw", "2026-11-10", statement_on=day("2026-11-10"))
    it.do("withdraw", "2026-11-12", revoked_on=day("2026-11-12"))
    assert it.running() == {"handle": "2027-01-08"}  # 3 January, 3 days, 2 days


def test_a_clock_whose_rule_nobody_can_read_comes_back_as_it_was(matter: MatterOf) -> None:
    it = accepted(matter)
    accept = it.case.history[-1]
    odd = accept.but(starts={"handle": accept.starts["handle"].but(rule="两个月")})
    it.case = it.case.but(history=(*it.case.history[:-1], odd))
    it.do("withdraw", "2026-11-06", statement_on=day("2026-11-06"))
    it.do("withdraw", "2026-11-09", revoked_on=day("2026-11-09"))
    assert it.running() == {"handle": "2027-01-03"}


def test_a_withdrawal_in_a_merged_history_may_name_clocks_that_never_ran(matter: MatterOf) -> None:
    it = accepted(matter)
    step = it.do("withdraw", "2026-11-06", statement_on=day("2026-11-06"))
    odd = step.entry.but(stops=("handle", "review"))
    it.case = it.case.but(history=(*it.case.history[:-1], odd))
    it.do("withdraw", "2026-11-09", revoked_on=day("2026-11-09"))
    assert it.running() == {"handle": "2027-01-06"}


# Undo.


@pytest.mark.parametrize("upto", range(1, 7))
def test_undo_takes_the_last_step_back_whatever_it_was(matter: MatterOf, upto: int) -> None:
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("route", "2026-11-02", {"unit": HOUSING, "mode": "transfer"}),
        ("accept", "2026-11-04", {}),
        ("extend", "2026-11-05", {"days": 30, "approved_by": "局长甲", "reason": "须鉴定"}),
        ("reply", "2026-11-10", {"decision": "support", "number": "1号"}),
        ("serve", "2026-11-11", {"document": Document.OPINION, "method": "in_person"}),
        ("close", "2026-11-12", {"reason": "opinion_delivered"}),
    )
    it = matter("2026-11-02")
    for did, on, data in steps[: upto - 1]:
        it.do(did, on, **data)
    before = it.case
    did, on, data = steps[upto - 1]
    it.do(did, on, **data)
    step = it.undo("2026-11-13", reason="误录")
    assert step.entry.strikes == it.case.history[-2].n
    assert step.entry.reason == "误录"
    assert it.case.but(history=()) == before.but(history=())
    assert it.state == fold(before, it.law)


def test_undo_goes_back_step_by_step_as_far_as_the_registration(matter: MatterOf) -> None:
    it = accepted(matter)
    it.undo("2026-11-05")
    assert it.case.status is Status.TRANSFERRED
    it.undo("2026-11-05")
    assert (it.case.status, it.running()) == (Status.REGISTERED, {"route": "2026-11-17"})
    with refused(Msg.UNDO_OPEN):
        it.undo("2026-11-05")
    it.do("route", "2026-11-05", unit=LAND, mode="transfer")
    assert len(it.case.history) == 6, "history only grows"


def test_undo_of_a_service_owes_the_document_again(matter: MatterOf) -> None:
    it = served(matter)
    assert Document.OPINION in it.undo("2026-11-12").owed


def test_a_registration_struck_by_hand_still_stands(matter: MatterOf) -> None:
    it = matter("2026-11-02")
    opened = it.case.history[0]
    strike = opened.but(n="ffffffff", did=Did.UNDO, strikes=opened.n, starts={})
    it.case = it.case.but(history=(opened, strike))
    assert it.running() == {"route": "2026-11-17"}
    it.do("note", "2026-11-03", text="来电")


def test_a_history_in_which_nothing_stands(matter: MatterOf, law: Law, stamp: Callable[..., Stamp]) -> None:
    case = matter("2026-11-02").case
    lone = case.history[0].but(did=Did.UNDO, starts={})
    step = take(case.but(history=(lone,)), law, Did.NOTE, stamp("2026-11-03"), text="来电")
    assert step.case.status is Status.REGISTERED
    it = replace(matter("2026-11-02"), case=case.but(history=(lone,)))
    with refused(Msg.UNDO_OPEN):
        it.undo("2026-11-03")


# Corrections.


def test_a_correction_keeps_old_and_new_values(matter: MatterOf) -> None:
    it = transferred(matter, people=3)
    step = it.correct("2026-11-05", {"people": 5, "lead": "某领导", "channel": Channel.LETTER}, reason="核实")
    assert (it.case.people, it.case.lead, it.case.channel) == (5, "某领导", "letter")
    assert step.entry.set == {"people": "5", "lead": "某领导", "channel": "letter"}
    assert step.entry.was == {"people": "3", "lead": None, "channel": "visit"}
    it.undo("2026-11-06")
    assert (it.case.people, it.case.lead, it.case.channel) == (3, None, Channel.VISIT)


def test_a_correction_of_what_is_so_already_is_refused(matter: MatterOf) -> None:
    with refused(Msg.NOTHING_CHANGES):
        transferred(matter, people=3).correct("2026-11-05", {"people": 3})


def test_a_personal_value_is_not_repeated(matter: MatterOf) -> None:
    it = transferred(matter, petitioners=(Petitioner(name="王某", phone="13800000000"),))
    step = it.correct("2026-11-05", {"petitioners": (Petitioner(name="汪某"),), "people": 2})
    assert step.entry.set == {"people": "2", "petitioners": "…"}
    assert step.entry.was is None
    assert "13800000000" not in str(plain(step.entry))
    assert it.case.petitioners == (Petitioner(name="汪某"),)
    with refused(Msg.UNDO_PERSONAL):
        it.undo("2026-11-06")


def test_a_source_is_corrected_and_restored(matter: MatterOf) -> None:
    old, new = Source(level="省", number="410122202611020001"), Source(level="市", number="410122202611020001")
    it = transferred(matter, source=old)
    it.correct("2026-11-05", {"source": new})
    assert it.case.source == new
    it.undo("2026-11-06")
    assert it.case.source == old


def test_undo_does_not_take_back_what_was_decided_over_it(matter: MatterOf) -> None:
    it = transferred(matter, people=1)
    it.correct("2026-11-05", {"people": 5, "place": "甲村"})
    it.case = it.case.but(people=7)  # two clones had changed it, and seven was kept
    it.undo("2026-11-06")
    assert (it.case.people, it.case.place) == (7, None)


def test_unknown_keys_of_the_file_survive_an_undo(matter: MatterOf) -> None:
    it = transferred(matter)
    it.case = it.case.but(unknown={"备用": "一"})
    it.correct("2026-11-05", {"people": 5})
    it.undo("2026-11-06")
    assert it.case.unknown == {"备用": "一"}


def test_a_change_of_class_moves_the_clocks_from_the_day_of_acceptance(matter: MatterOf) -> None:
    it = accepted(matter)
    step = it.correct("2026-11-10", {"class_": MatterClass.SUGGESTION})
    assert it.running() == {}
    assert step.entry.set == {"class": "suggestion"}
    assert [run.name for run in step.stopped] == ["handle"]
    it.correct("2026-11-11", {"class_": MatterClass.CLAIM})
    assert it.running() == {"handle": "2027-01-03"}
    it.undo("2026-11-12")
    assert (it.case.class_, it.running()) == (MatterClass.SUGGESTION, {})


def test_a_change_that_leaves_the_clocks_as_they_are(matter: MatterOf) -> None:
    it = accepted(matter)
    it.do("extend", "2026-11-05", days=30, approved_by="局长甲", reason="须鉴定")
    it.correct("2026-11-10", {"class_": MatterClass.CLAIM})  # it was unclassified
    assert it.running() == {"handle": "2027-02-02"}


def test_a_change_of_procedure_moves_the_clocks_too(matter: MatterOf) -> None:
    it = accepted(matter)
    it.correct("2026-11-10", {"simple": True})
    assert it.running() == {"s_handle": "2026-11-18"}


def test_a_change_of_class_on_another_path_starts_no_sixty_days(matter: MatterOf) -> None:
    it = transferred(matter, class_=MatterClass.SUGGESTION)
    it.do("accept", "2026-11-04", path="duty")
    it.correct("2026-11-10", {"class_": MatterClass.CLAIM})
    assert it.running() == {}


def test_before_acceptance_a_change_of_class_moves_nothing(matter: MatterOf) -> None:
    it = transferred(matter)
    it.correct("2026-11-03", {"class_": MatterClass.SUGGESTION})
    assert it.running() == {"notify_routed": "2026-11-17", "object": "2026-11-09"}


def test_a_corrected_day_of_receipt_moves_disposition_while_it_runs(matter: MatterOf) -> None:
    it = matter("2026-11-02", on="2026-11-05")
    it.correct("2026-11-06", {"received_on": day("2026-11-04")})
    assert it.running() == {"route": "2026-11-19"}
    assert it.case.due == day("2026-11-19")
    it.do("route", "2026-11-06", unit=LAND, mode="transfer")
    it.correct("2026-11-06", {"received_on": day("2026-11-03")})
    assert it.state.last_run("route").due == day("2026-11-19"), "a clock that was stopped never moves"


def test_a_matter_leaves_the_class_of_accusations_for_a_reason(matter: MatterOf) -> None:
    it = accusation(matter, HOUSING)
    with refused(Msg.UNSEAL_REASON):
        it.correct("2026-11-03", {"class_": MatterClass.CLAIM})
    it.correct("2026-11-03", {"class_": MatterClass.CLAIM}, reason="实为求决")
    assert not it.case.is_sealed


# What ledgers say, and a calendar that changed.


def test_what_a_ledger_says_needs_no_steps_between(
    case: Callable[..., Case], law: Law, stamp: Callable[..., Stamp]
) -> None:
    seen = observe(case("2026-03-02"), law, Seen.CLOSED, stamp("2026-04-01"), reason="opinion_delivered")
    state = fold(seen, law)
    assert (seen.status, seen.due, state.closed_on) == (Status.CLOSED, None, day("2026-04-01"))
    assert [run.name for run in state.clocks if run.stopped_on == day("2026-04-01")] == ["route"]
    assert state.contradictions == ()


def test_a_day_that_the_ledger_does_not_give(case: Callable[..., Case], law: Law, stamp: Callable[..., Stamp]) -> None:
    seen = observe(case("2026-03-02"), law, Seen.ACCEPT, stamp("2026-03-02"), dated=False)
    handle = fold(seen, law).run("handle")
    assert handle is not None
    assert (handle.due, handle.dated) == (day("2026-05-01"), False)
    assert seen.history[-1].day == "unknown"


def test_running_deadlines_are_reckoned_anew_by_todays_calendar(
    matter: MatterOf, law: Law, stamp: Callable[..., Stamp]
) -> None:
    it = transferred(matter)  # five working days from Monday 2 November: until Monday 9
    longer = law.but(calendar=national(office_off=[day("2026-11-05")]))
    moved = reckon_anew(it.case, longer, stamp("2026-11-03"), ["object", "handle"], "放假安排调整")
    run = fold(moved, longer).run("object")
    assert run is not None
    assert (run.due, run.n) == (day("2026-11-10"), it.case.history[1].n), "it is the same run of the clock"
    entry = moved.history[-1]
    assert isinstance(entry, Entry)
    assert (entry.did, entry.reason, list(entry.starts)) == (Did.RECKON, "放假安排调整", ["object"])


def test_a_matter_may_be_suggested_an_answer_by_a_day(matter: MatterOf) -> None:
    it = accepted(matter)
    it.do("escalate", "2026-11-20", step="supervise", ground="shirk_delay", reply_due=day("2026-11-30"))
    assert it.due("sugg_reply") == "2026-11-30"
    it.do("escalate", "2026-11-21", step="talk", ground="shirk_delay", approved_by="联席会议")
    assert it.due("sugg_reply") == "2026-11-30", "without a day there is no length by default"


def test_a_contradiction_beneath_a_correction_of_personal_data_can_be_settled(matter: MatterOf) -> None:
    it = accepted(matter)
    declined = Entry(
        n="dec11ed0",
        on=day("2026-11-05"),
        at=it.case.history[-1].at + ONE_SECOND,
        by="另一处",
        did=Did.DECLINE,
        ground="finished",
    )
    it.case = it.case.but(history=(*it.case.history, declined))
    again = declined.but(n="dec11ed1", at=declined.at + ONE_SECOND)
    it.case = it.case.but(history=(*it.case.history, again))
    assert it.state.contradictions
    it.correct("2026-11-06", {"petitioners": (Petitioner(name="王某"),)})
    while it.state.contradictions:
        it.undo("2026-11-07")
    assert it.case.petitioners[0].name == "王某"


# Service by post.


def test_a_letter_whose_receipt_is_not_known_starts_nothing(matter: MatterOf) -> None:
    it = replied(matter)  # 10 November
    with refused(Msg.NOT_POSTED):
        it.do("serve", "2026-11-12", document=Document.OPINION, method="post")
    it.do("serve", "2026-11-12", document=Document.OPINION, method="post", posted=day("2026-11-12"), day="unknown")
    assert (it.due("ask_review"), it.state.served) == (None, ())
    assert it.state.posted == ((Document.OPINION, day("2026-11-12")),)
    with refused(Msg.RECEIPT_UNKNOWN):
        it.do("close", "2027-01-20", reason="opinion_unchallenged")
    it.do("serve", "2026-11-16", now="2026-11-20", document=Document.OPINION, method="post")
    assert it.due("ask_review") == "2026-12-16"  # the 16th of November and thirty days, a Wednesday
    assert (it.state.posted, it.state.served) == ((), ((Document.OPINION, day("2026-11-16")),))


def test_a_letter_whose_receipt_is_known_starts_the_thirty_days_from_it(matter: MatterOf) -> None:
    it = replied(matter)
    with refused(Msg.POSTED_LATER):
        it.do("serve", "2026-11-12", document=Document.OPINION, method="post", posted=day("2026-11-13"))
    it.do("serve", "2026-11-13", document=Document.OPINION, method="post", posted=day("2026-11-11"))
    assert it.due("ask_review") == "2026-12-14"  # 13 December is a Sunday


def test_who_asks_for_a_review_has_received_the_letter(matter: MatterOf) -> None:
    it = replied(matter)
    it.do("serve", "2026-11-12", document=Document.OPINION, method="post", posted=day("2026-11-12"), day="unknown")
    it.do("review", "2026-11-30")
    assert it.case.status is Status.IN_REVIEW


def test_an_opinion_made_anew_is_no_longer_on_its_way(matter: MatterOf) -> None:
    it = replied(matter)
    it.do("serve", "2026-11-12", document=Document.OPINION, method="post", posted=day("2026-11-12"), day="unknown")
    it.do("review", "2026-11-30")
    it.do("review", "2026-12-10", decision="redo", number="县复查〔2026〕1号")
    it.do("reply", "2026-12-20", decision="support", number="住建信〔2026〕9号")
    assert it.state.posted == ()


@pytest.mark.parametrize("method", ["in_person", "electronic", "public", "entrusted"])
def test_only_a_letter_is_posted(matter: MatterOf, method: str) -> None:
    with refused(Msg.POSTED_HOW):
        replied(matter).do("serve", "2026-11-12", document=Document.OPINION, method=method, posted=day("2026-11-11"))


def test_what_is_left_has_a_witness(matter: MatterOf) -> None:
    it = replied(matter)
    with refused(Msg.NO_WITNESS):
        it.do("serve", "2026-11-12", document=Document.OPINION, method="left")
    it.do("serve", "2026-11-12", document=Document.OPINION, method="left", witness="王社工")
    assert it.due("ask_review") == "2026-12-14"  # 12 December is a Saturday


# Extensions, hearings and the simple procedure (T34, T31(6)).


def _with(law: Law, clock: str, **values: Any) -> Law:
    return law.but(clocks={**law.clocks, clock: law.clocks[clock]._replace(**values)})


def test_the_law_caps_the_days_of_all_extensions_and_the_office_their_number(matter: MatterOf, law: Law) -> None:
    it = accepted(matter, law=_with(law, "handle", extend_times=3))  # until 3 January 2027
    order = {"approved_by": "局长甲", "reason": "须鉴定"}
    it.do("extend", "2026-12-20", days=20, **order)
    with refused(Msg.EXTENSION_TOO_LONG) as error:
        it.do("extend", "2026-12-21", days=11, **order)
    assert error.value.text.fields["so_far"] == 20
    it.do("extend", "2026-12-21", days=10, **order)
    assert it.running() == {"handle": "2027-02-02"}  # 4 November and ninety days


def test_a_second_extension_is_refused_by_the_offices_setting(matter: MatterOf) -> None:
    it = accepted(matter)
    order = {"approved_by": "局长甲", "reason": "须鉴定"}
    it.do("extend", "2026-12-20", days=10, **order)
    with refused(Msg.EXTENDED_ALREADY) as error:
        it.do("extend", "2026-12-21", days=10, **order)
    assert error.value.text.fields == {"times": 1, "clock": "handle"}


def test_a_reply_to_a_suggestion_is_extended_where_config_says_so(matter: MatterOf, law: Law) -> None:
    order = {"approved_by": "局长甲", "reason": "须论证"}
    own = _with(law, "proposal", rule=law.clocks["handle"].rule)
    with refused(Msg.NO_CLOCK_TO_EXTEND):
        accepted(matter, law=own, class_=MatterClass.SUGGESTION).do("extend", "2026-12-20", days=10, **order)
    own = _with(own, "proposal", extend_times=1, extend_days=30)
    it = accepted(matter, law=own, class_=MatterClass.SUGGESTION)
    it.do("extend", "2026-12-20", days=30, **order)
    assert it.running() == {"proposal": "2027-02-02"}


def test_a_hearing_at_handling_is_a_note_and_stops_no_clock(matter: MatterOf) -> None:
    it = accepted(matter)
    with refused(Msg.HEARING_WHEN):
        it.do("note", "2026-11-20", text="听证", kind="hearing")
    with refused(Msg.HEARING_FORM):
        it.do("note", "2026-11-20", text="听证", kind="hearing", hearing="11月18日")
    with refused(Msg.NOTE_DETAIL):
        it.do("note", "2026-11-20", text="听证", hearing="2026-11-18..2026-11-19")
    it.do("note", "2026-11-20", text="听证", kind="hearing", hearing="2026-11-18..2026-11-19")
    assert it.running() == {"handle": "2027-01-03"}


def test_a_hearing_at_handling_does_not_lengthen_the_final_review(matter: MatterOf) -> None:
    it = in_final(matter)  # until 31 December 2026
    it.do("note", "2026-12-10", text="办理时的听证", kind="hearing", hearing="2026-12-08..2026-12-09")
    it.do("final", "2026-12-11", hearing="2026-12-08..2026-12-09")
    assert it.running() == {"final": "2027-01-02"}


def test_a_matter_that_proves_unfit_for_the_simple_procedure_has_sixty_days_from_acceptance(matter: MatterOf) -> None:
    it = accepted(matter, simple=True)
    assert it.running() == {"s_handle": "2026-11-18"}
    with refused(Msg.SIMPLE_REASON):
        it.correct("2026-11-12", {"simple": False})
    it.correct("2026-11-12", {"simple": False}, reason="事实有争议")
    assert it.running() == {"handle": "2027-01-03"}  # 4 November and sixty days


# Performance of an opinion (T32).


def supported(matter: MatterOf, **facts: Any) -> Any:
    """Supported on 10 November, to be performed by the end of the year; closed on the 12th."""
    it = accepted(matter, **facts)
    found = {"facts": "交房逾期六个月", "articles": "城市房地产管理法第27条"}
    it.do("reply", "2026-11-10", decision="support", number="1号", perform_by=day("2026-12-31"), **found)
    it.do("serve", "2026-11-11", document=Document.OPINION, method="in_person")
    it.do("close", "2026-11-12", reason="opinion_delivered")
    return it


def test_the_duty_to_perform_survives_the_closing_and_ends_when_it_is_confirmed(matter: MatterOf) -> None:
    it = supported(matter)
    assert it.case.status is Status.CLOSED
    assert it.due("perform") == "2026-12-31"
    assert (it.case.due, it.state.run("perform").owing) == (day("2026-12-31"), HOUSING)
    step = it.do("perform", "2027-01-04", confirmed="petitioner")
    assert [(run.name, run.fate, run.late_days(run.stopped_on)) for run in step.stopped] == [("perform", Fate.DONE, 4)]
    assert (it.case.status, it.case.due) == (Status.CLOSED, None)
    with refused(Msg.NOTHING_TO_PERFORM):
        it.do("perform", "2027-01-05", confirmed="unit")


def test_what_is_revoked_or_handled_anew_is_not_to_be_performed(matter: MatterOf) -> None:
    it = supported(matter)
    it.do("review", "2026-11-20")
    assert it.due("perform") == "2026-12-31"
    it.do("review", "2026-12-01", decision="revoke", number="县复查〔2026〕1号")
    assert [(run.name, run.fate) for run in it.state.clocks if run.name == "perform"] == [("perform", Fate.ENDED)]
    it = supported(matter)
    it.do("reopen", "2026-11-20", reason="有新情况")
    assert it.state.run("perform") is None


def test_only_an_opinion_that_supports_has_a_day_of_performance(matter: MatterOf) -> None:
    it = accepted(matter)
    with refused(Msg.PERFORM_WHAT):
        it.do("reply", "2026-11-10", decision="explain", number="1号", perform_by=day("2026-12-31"))
    with refused(Msg.PERFORM_BEFORE):
        it.do("reply", "2026-11-10", decision="support", number="1号", perform_by=day("2026-11-09"))
    it.do("reply", "2026-11-10", decision="explain", number="1号")
    with refused(Msg.NOTHING_TO_PERFORM):
        it.do("perform", "2026-11-12", confirmed="unit")


def test_an_opinion_without_a_day_is_performed_all_the_same(matter: MatterOf) -> None:
    it = replied(matter)
    it.do("perform", "2026-11-20", confirmed="unit")
    assert it.state.run("perform") is None


def test_who_does_not_perform_is_supervised_after_the_closing(matter: MatterOf) -> None:
    it = supported(matter)
    it.do("escalate", "2027-01-10", step="supervise", ground="not_executed")
    assert it.case.status is Status.CLOSED


# What is missing (补正).


def waiting(matter: MatterOf, law: Law) -> Any:
    """Accepted on 4 November, sixty days until 3 January; missing papers asked for on the 16th, config lets it wait."""
    it = accepted(matter, law=_with(law, "handle", pause=Waits.SUPPLEMENT))
    it.do("supplement", "2026-11-16", text="购房合同", reply_due=day("2026-11-30"))
    return it


def test_what_is_missing_is_asked_for_and_no_clock_waits_by_default(matter: MatterOf) -> None:
    it = accepted(matter)
    with refused(Msg.SUPPLY_BEFORE):
        it.do("supplement", "2026-11-16", text="购房合同", reply_due=day("2026-11-15"))
    with refused(Msg.NOTHING_TO_SUPPLY):
        it.do("supplement", "2026-11-16", supplied=True)
    step = it.do("supplement", "2026-11-16", text="购房合同", reply_due=day("2026-11-30"))
    assert (step.owed, it.running()) == ((Document.SUPPLEMENT,), {"handle": "2027-01-03"})
    assert it.state.supply_by == day("2026-11-30")
    it.do("supplement", "2026-11-20", supplied=True)
    assert (it.state.supply_by, it.running()) == (None, {"handle": "2027-01-03"})


def test_an_office_may_let_handling_wait_and_the_days_are_added(matter: MatterOf, law: Law) -> None:
    it = waiting(matter, law)
    run = it.state.run("handle")
    assert (run.fate, run.late_days(day("2027-06-01")), it.case.due) == (Fate.PAUSED, 0, None)
    it.do("supplement", "2026-11-26", supplied=True)
    assert it.running() == {"handle": "2027-01-13"}  # ten days of waiting
    assert it.state.run("handle").fate is None


def test_unanswered_it_ends_nothing_and_the_opinion_counts_with_the_days_added(matter: MatterOf, law: Law) -> None:
    it = waiting(matter, law)
    it.do("reply", "2027-01-10", decision="explain", number="1号")  # 55 days of waiting
    run = it.state.last_run("handle")
    assert (run.fate, run.due, run.stopped_on) == (Fate.DONE, day("2027-02-27"), day("2027-01-10"))


def test_what_waits_and_is_closed_was_not_done(matter: MatterOf, law: Law) -> None:
    it = waiting(matter, law)
    it.do("close", "2026-12-01", reason="filed", text="存档", approved_by="局长甲")
    assert it.state.last_run("handle").fate is Fate.ENDED


def test_an_extension_does_not_end_the_waiting(matter: MatterOf, law: Law) -> None:
    it = waiting(matter, law)
    it.do("extend", "2026-11-20", days=30, approved_by="局长甲", reason="须鉴定")
    assert it.state.run("handle").fate is Fate.PAUSED
    it.do("supplement", "2026-11-26", supplied=True)
    assert it.running() == {"handle": "2027-02-12"}  # sixty days, thirty more, ten of waiting


# Suggestions (T29).


def suggested(matter: MatterOf, law: Law, **contact: Any) -> Any:
    own = _with(law, "proposal", rule=law.clocks["handle"].rule)
    person = Petitioner(name="王某", **contact)
    return accepted(matter, law=own, class_=MatterClass.SUGGESTION, petitioners=(person,))


def test_a_suggestion_is_answered_when_its_reply_was_served(matter: MatterOf, law: Law) -> None:
    it = suggested(matter, law, phone="13800000000")
    it.do("serve", "2026-11-20", document=Document.SUGGESTION_REPLY, method="electronic")
    it.do("close", "2026-11-21", reason="suggestion_answered", number="建答〔2026〕1号", adopted="partly")
    assert (it.state.close_reason, it.state.last_run("proposal").fate) == ("suggestion_answered", Fate.DONE)


def test_a_suggestion_without_a_served_reply_merely_ended(matter: MatterOf, law: Law) -> None:
    it = suggested(matter, law, address="某街1号")
    it.do("close", "2026-11-21", reason="suggestion_answered", adopted="adopted")
    assert (it.state.close_reason, it.state.last_run("proposal").fate) == ("unanswered", Fate.ENDED)
    assert Document.SUGGESTION_REPLY in it.state.to_make
    it.do("serve", "2026-11-25", document=Document.SUGGESTION_REPLY, method="in_person")
    assert it.state.close_reason == "suggestion_answered"


@pytest.mark.parametrize("contact", [{"anonymous": True}, {}])
def test_who_cannot_be_reached_is_owed_no_reply(matter: MatterOf, law: Law, contact: dict[str, Any]) -> None:
    it = suggested(matter, law, **contact)
    it.do("close", "2026-11-21", reason="suggestion_answered", adopted="rejected")
    assert it.state.close_reason == "suggestion_answered"


def test_adoption_belongs_to_suggestions(matter: MatterOf) -> None:
    with refused(Msg.ADOPTED_SUGGESTION):
        served(matter).do("close", "2026-11-12", reason="opinion_delivered", adopted="adopted")
