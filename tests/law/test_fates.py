"""Whatever steps are taken: nothing is met that nobody did, and nothing late that the law had ended."""

import datetime as dt
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Matter, make_case
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Did, Fate
from xinfang_cli.office import config

LAW = config.default().law
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
}
"""Which acts do a duty; whatever else ends it leaves it undone."""


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
    ]


@given(st.integers(0, 1 << 32))
def test_nothing_is_met_that_nobody_did_and_nothing_late_that_the_law_had_ended(seed: int) -> None:
    chance, on = random.Random(seed), dt.date(2026, 1, 5)
    it = Matter(make_case(LAW, on.isoformat()), LAW)
    for _ in range(12):
        on += dt.timedelta(chance.choice([0, 1, 4, 12, 30]))
        did, data = chance.choice(moves(chance))
        before = it.state
        try:
            step = it.do(did, on.isoformat(), **data)
        except RefusedError:
            assert it.state == before
            continue
        for run in step.stopped:
            if run.is_duty and run.fate is Fate.DONE:
                assert step.entry.did in DOES[run.name], (run.name, step.entry.did)
    for run in it.state.clocks:
        if run.fate not in {None, Fate.DONE}:
            assert run.late_days(dt.date(2027, 12, 31)) == 0
