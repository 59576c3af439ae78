"""Whatever steps are taken: nothing is met that nobody did, and nothing late that the law had ended."""

import datetime as dt
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Matter, make_case
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.clocks import Waits
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State
from xinfang_cli.law.steps import Step
from xinfang_cli.law.words import Did, Fate, Status
from xinfang_cli.office import config

_LAW = config.default().law
_HANDLE = _LAW.clocks["handle"]
LAW = _LAW.but(
    clocks={
        **_LAW.clocks,
        "handle": _HANDLE._replace(pause=Waits.SUPPLEMENT),
        "gate_village": _HANDLE,
        "gate_town": _HANDLE,
    }
)
"""The Regulations in an office where handling waits for what is missing, and papers pass up from level to level."""

UNITS = ("住房和城乡建设局", "自然资源局")
DOES = {
    "route": {Did.ROUTE, Did.ACCEPT, Did.DECLINE},
    "reroute": {Did.ROUTE, Did.ACCEPT, Did.DECLINE},
    "notify_routed": {Did.ACCEPT, Did.DECLINE, Did.SERVE},
    "objection": {Did.OBJECT},
    "assigned": {Did.FEEDBACK},
    "handle": {Did.REPLY, Did.SETTLE},
    "review": {Did.REVIEW},
    "final": {Did.FINAL},
    "perform": {Did.PERFORM},
    "sugg_reply": {Did.FEEDBACK},
    "gate_village": {Did.GATE, Did.ESCALATE},
    "gate_town": {Did.GATE, Did.ESCALATE},
}
"""Which acts do a duty; whatever else ends it leaves it undone."""

KEPT = {
    Status.CLOSED: {"perform", "sugg_reply"},
    Status.REDIRECTED: {"notify_routed", "assigned", "sugg_reply"},
}
"""What is owed of a matter that has ended: to perform, to answer, and to tell who has it now (T31, T32¶2, T40)."""


def moves(chance: random.Random) -> list[tuple[str, dict[str, Any]]]:
    unit = chance.choice(UNITS)
    return [
        ("route", {"unit": unit, "mode": "transfer"}),
        ("route", {"unit": unit, "mode": "assign", "within": "20d"}),
        ("route", {"unit": unit, "mode": "transfer", "instead": True, "reason": "误转"}),
        ("route", {"path": "arbitration", "to": "仲裁委员会"}),
        ("object", {"reason": "不属职权", "late_reason": chance.choice([None, "收文登记晚"])}),
        ("object", {"decision": "agree", "to": chance.choice([None, unit])}),
        ("object", {"decision": "reject"}),
        ("accept", {}),
        ("decline", {"ground": "statutory_route"}),
        ("reply", {"decision": "explain", "number": "1号"}),
        ("settle", {"kind": "mediation", "number": "2号"}),
        ("serve", {"document": Document.PATH_NOTICE, "method": "in_person"}),
        ("serve", {"document": Document.OPINION, "method": "in_person"}),
        ("review", {"late_reason": "在外地"}),
        ("review", {"decision": "uphold", "number": "3号"}),
        ("feedback", {"number": "4号"}),
        ("close", {"reason": "filed", "text": "存档", "approved_by": "局长甲"}),
        ("merge", {"case": "XF-20260101-00000", "reason": "同一件"}),
        ("withdraw", {"statement_on": dt.date(2026, 1, 5)}),
        ("withdraw", {"revoked_on": dt.date(2026, 1, 5)}),
        ("reply", {"decision": "support", "number": "5号", "perform_by": dt.date(2027, 6, 1)}),
        ("perform", {"confirmed": "unit"}),
        ("supplement", {"text": "合同", "reply_due": dt.date(2028, 1, 1)}),
        ("supplement", {"supplied": True}),
        ("gate", {"level": chance.choice(["village", "town", "county"]), "opinion": "已调解"}),
        ("escalate", {"step": "raise", "ground": "other"}),
        ("escalate", {"step": "supervise", "ground": "other", "reply_due": dt.date(2028, 1, 1)}),
        ("close", {"reason": chance.choice(["opinion_delivered", "mediated", "routed_out"])}),
        ("reopen", {"reason": "新的事实"}),
    ]


def check(step: Step, before: State) -> None:
    """Hold a step to what the law says of the duties that ran before it."""
    after, entry = step.after, step.entry
    for run in step.stopped:
        if run.is_duty and run.fate is Fate.DONE:
            assert entry.did in DOES[run.name], (run.name, entry.did)
    if not after.status.is_open:
        left = {run.name for run in after.clocks if run.is_duty and run.is_running}
        assert left <= KEPT.get(after.status, set()), (after.status, left)
    if entry.did is Did.OBJECT:
        disputed = [run for run in after.clocks if run.name in ("notify_routed", "assigned")]
        ran = {(run.name, run.from_) for run in before.running}
        for run in disputed:
            if (run.name, run.from_) in ran and entry.decision == "agree" and run.n != entry.n:
                assert run.fate is Fate.DISPUTED
            elif run.is_running and entry.decision is None and not entry.late_reason:
                assert (run.fate, run.late_days(dt.date(2099, 1, 1))) == (Fate.PENDING, 0)
    # The day of a later letter of supervision stands in the place of an earlier one's.
    owed = {(run.name, run.from_) for run in before.clocks if run.is_duty and run.name != "sugg_reply"}
    assert owed <= {(run.name, run.from_) for run in after.clocks}, "what was owed is never forgotten"


@given(st.integers(0, 1 << 32))
def test_nothing_is_met_that_nobody_did_and_nothing_late_that_the_law_had_ended(seed: int) -> None:
    chance, on = random.Random(seed), dt.date(2026, 1, 5)
    it = Matter(make_case(LAW, on.isoformat(), level="村"), LAW)
    for _ in range(20):
        on += dt.timedelta(chance.choice([0, 1, 4, 12, 30]))
        did, data = chance.choice(moves(chance))
        before = it.state
        try:
            step = it.do(did, on.isoformat(), **data)
        except RefusedError:
            assert it.state == before
            continue
        check(step, before)
    for run in it.state.clocks:
        if run.fate not in {None, Fate.DONE}:
            assert run.late_days(dt.date(2027, 12, 31)) == 0
