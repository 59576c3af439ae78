"""Whatever steps are tried in whatever order: what is taken leaves a history that folds and never runs backwards."""

import datetime as dt
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Matter, make_case
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.history import fold, in_order
from xinfang_cli.law.words import Did
from xinfang_cli.office import config

LAW = config.default().law
TRIES: list[tuple[str, dict[str, Any]]] = [
    ("route", {"unit": "住房和城乡建设局", "mode": "transfer"}),
    ("route", {"unit": "自然资源局", "mode": "assign", "within": "45d"}),
    ("route", {"unit": "自然资源局", "mode": "transfer", "instead": True, "reason": "改派"}),
    ("object", {"reason": "不属职权"}),
    ("object", {"decision": "agree"}),
    ("object", {"decision": "reject"}),
    ("accept", {}),
    ("decline", {"ground": "being_handled", "in_hand": "XF-20260101-00000"}),
    ("extend", {"days": 30, "approved_by": "局长", "reason": "复杂"}),
    ("reply", {"decision": "explain", "number": "1号"}),
    ("reply", {"decision": "support", "number": "2号", "perform_by": dt.date(2026, 12, 31)}),
    ("perform", {"confirmed": "petitioner"}),
    ("supplement", {"text": "购房合同", "reply_due": dt.date(2026, 12, 31)}),
    ("supplement", {"supplied": True}),
    ("settle", {"kind": "mediation", "number": "调1号"}),
    ("serve", {"document": "opinion", "method": "in_person"}),
    ("serve", {"document": "review", "method": "in_person"}),
    ("review", {}),
    ("review", {"decision": "redo", "number": "复查1号"}),
    ("review", {"decision": "uphold", "number": "复查2号"}),
    ("final", {}),
    ("final", {"decision": "uphold", "number": "复核1号"}),
    ("close", {"reason": "opinion_delivered"}),
    ("close", {"reason": "filed", "text": "存", "approved_by": "局长"}),
    ("reopen", {"reason": "新材料"}),
    ("withdraw", {"statement_on": dt.date(2026, 3, 2)}),
    ("withdraw", {"revoked_on": dt.date(2026, 3, 3)}),
    ("note", {"text": "记事"}),
]


@given(st.lists(st.tuples(st.sampled_from(TRIES), st.integers(-4, 9), st.booleans()), max_size=25))
def test_dates_never_run_backwards_without_a_reason(
    tries: list[tuple[tuple[str, dict[str, Any]], int, bool]],
) -> None:
    matter = Matter(make_case(LAW, "2026-03-02"), LAW)
    day = now = dt.date(2026, 3, 2)
    for (did, data), step, with_reason in tries:
        day = max(dt.date(2026, 3, 2), day + dt.timedelta(days=step))
        now = max(now, day)
        reason = {"backdate_reason": "补记"} if with_reason else {}
        with suppress(RefusedError):
            matter.do(did, day.isoformat(), now=now.isoformat(), **data, **reason)
    latest = dt.date.min
    for entry in sorted(matter.case.history, key=lambda each: each.at):
        assert entry.on >= latest or entry.backdate_reason
        latest = max(latest, entry.on)
    state = fold(matter.case, LAW)
    assert state.contradictions == ()
    assert (matter.case.status, matter.case.unit, matter.case.due) == (state.status, state.unit, state.due)
    moments = [entry.at for entry in matter.case.history]
    assert len(set(moments)) == len(moments)
    assert list(matter.case.history) == in_order(matter.case.history)
    assert state.status.is_open or not state.duties


def test_the_tries_reach_most_of_the_procedure() -> None:
    assert {Did.of(did) for did, _ in TRIES} >= {Did.ROUTE, Did.OBJECT, Did.ACCEPT, Did.REVIEW, Did.FINAL, Did.CLOSE}
