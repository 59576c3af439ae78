"""What an office did besides its deadlines, worked out by hand: what counts once, on which day, what is left out."""

import datetime as dt
from typing import Any

import pytest

from tests.measures.single import measure
from tests.measures.test_rates import A_CASE, A_CLOCK, AN_EVENT, engine
from xinfang_cli.index.relations import EVENTS, REMARKS
from xinfang_cli.measures.counting import Counting, Scope, breakdown
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.table import Value, ratio
from xinfang_cli.measures.volumes import Act, Volume
from xinfang_cli.measures.windows import Window, read_month

TODAY = dt.date(2026, 11, 22)
Lines = list[dict[str, Any]]


def october() -> Window:
    found = read_month("2026-10")
    assert found
    return found


def office(cases: Lines, remarks: Lines, clocks: Lines = [], events: Lines = []) -> Any:  # noqa: B006
    """Return what answers over an office; matters are c0, c1 and so on, a line is about c0 unless it says otherwise."""
    return engine(
        [{**A_CASE, "id": f"c{at}", **case} for at, case in enumerate(cases)],
        [{**A_CLOCK, "case_id": "c0", "n": f"k{at}", **each} for at, each in enumerate(clocks)],
        [{**AN_EVENT, "case_id": "c0", "n": f"e{at}", "did": "close", **each} for at, each in enumerate(events)],
        [{"case_id": "c0", "n": f"r{at}", "place": at, **each} for at, each in enumerate(remarks)],
    )


def count(label: Counting, run: Any, scope: Scope | None = None) -> Value:
    return measure(run, label.line, october(), TODAY, scope)


def settled(on: str, kind: str = "mediation", **more: Any) -> dict[str, Any]:
    return {"did": "settle", "kind": kind, "on_day": on, **more}


def met(on: str, case: str, cases: str | None = None, **more: Any) -> dict[str, Any]:
    return {"did": "meeting", "on_day": on, "case_id": case, "cases": cases, **more}


# --- Mediation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "agreed", "mediated"),
    [
        ({}, [settled("2026-10-01")], 1),
        ({}, [settled("2026-10-31")], 1),
        ({}, [settled("2026-10-05"), settled("2026-10-20")], 1),  # a matter once
        ({}, [settled("2026-09-30"), settled("2026-11-01")], 0),
        ({}, [settled("2026-10-05", "settlement")], 0),  # 和解 is between the two sides alone
        ({"close_reason": "mediated", "closed_on": "2026-10-09"}, [], 1),  # all that a ledger tells
        ({"close_reason": "mediated", "closed_on": "2026-10-09"}, [settled("2026-09-30")], 0),  # told in September
        ({"close_reason": "settled", "closed_on": "2026-10-09"}, [], 0),
        ({"close_reason": "mediated", "closed_on": None}, [], 0),
    ],
)
def test_mediated(case: dict[str, Any], agreed: Lines, mediated: int) -> None:
    assert count(Act.MEDIATED, office([case, {}], agreed)) == Value(mediated)


@pytest.mark.parametrize(
    ("case", "events", "resolved"),
    [
        ({"resolved": 1, "resolved_on": "2026-10-31"}, [], 1),
        ({"resolved": 1, "resolved_on": "2026-11-01"}, [], 0),  # after the window
        ({"resolved": 1, "resolved_on": None}, [], 1),
        ({"resolved": 0}, [], 0),
        ({"resolved": 0}, [{"on_day": "2026-10-09", "resolved_until": "2026-11-05", "basis": "agreement"}], 1),  # then
    ],
)
def test_mediated_and_resolved(case: dict[str, Any], events: Lines, resolved: int) -> None:
    run = office([case], [settled("2026-10-05")], events=events)
    assert (count(Act.MEDIATED, run), count(Act.MEDIATED_RESOLVED, run)) == (Value(1), Value(resolved))


# --- The simple procedure, experts, cards ---------------------------------------------------------------------------


def test_handled_in_the_simple_procedure() -> None:
    simple = {"clock": "s_handle", "from_on": "2026-10-01", "due": "2026-10-15"}
    clocks = [
        {**simple, "stopped_on": "2026-10-09"}, {**simple, "stopped_on": "2026-10-20"},  # in time, and late
        {**simple, "stopped_on": "2026-10-09", "fate": "ended"},  # it went over to the ordinary procedure
        {**simple, "stopped_on": "2026-10-09", "dated": 0}, {**simple}, {**simple, "stopped_on": "2026-11-01"},
        {**simple, "clock": "handle", "stopped_on": "2026-10-09"},
    ]  # fmt: skip
    assert count(Act.SIMPLE_HANDLED, office([{}], [], clocks)) == Value(2, left_out=1)


def test_each_opinion_of_an_expert_counts() -> None:
    said = {"did": "note", "kind": "expert"}
    remarks = [
        {**said, "on_day": "2026-10-01", "unit": "民政局"}, {**said, "on_day": "2026-10-31", "unit": "水利局"},
        {**said, "on_day": "2026-11-01"}, {**said, "on_day": "2026-10-05", "kind": "progress"},
        {**said, "on_day": "2026-10-05", "did": "meeting"},
    ]  # fmt: skip
    run = office([{"unit": "教育体育局"}], remarks)
    assert count(Act.EXPERTS, run) == Value(2)
    by_unit = breakdown(run, {0: Act.EXPERTS.line}, (Dimension.UNIT.key,), october(), TODAY)
    assert by_unit == {("民政局",): {0: Value(1)}, ("水利局",): {0: Value(1)}}  # whose it was then


def test_relief_is_counted_by_note_and_no_amount_is() -> None:
    said = {"did": "note", "kind": "relief", "on_day": "2026-10-05"}
    run = office([{}], [said, said, {**said, "on_day": "2026-11-01"}, {**said, "kind": "lesson"}])
    assert count(Act.RELIEF, run) == Value(2)
    assert not any("amount" in column.name or "granted" in column.name for column in REMARKS + EVENTS)


def test_cards_of_first_visits_that_were_made_by_the_end() -> None:
    visit = {"channel": "visit", "registered_on": "2026-10-08", "first_time": 1}
    cases = [
        visit, {**visit, "first_time": None}, visit, visit,
        {**visit, "first_time": 0}, {**visit, "channel": "letter"}, {**visit, "registered_on": "2026-09-30"},
    ]  # fmt: skip
    card = {"did": "notice", "kind": "card", "on_day": "2026-10-08"}
    remarks = [
        card, {**card, "on_day": "2026-10-20"},  # once
        {**card, "case_id": "c1", "did": "serve", "on_day": "2026-10-31"},
        {**card, "case_id": "c2", "on_day": "2026-11-01"},  # after the window
        {**card, "case_id": "c3", "did": "note", "kind": "expert"},
        *({**card, "case_id": f"c{at}"} for at in (4, 5, 6)),
    ]  # fmt: skip
    assert count(Volume.CARDS, office(cases, remarks)) == ratio(2, 4)


def test_92_of_100_first_visits_have_a_card() -> None:
    visits = [{"channel": "visit", "registered_on": "2026-10-08"}] * 100
    cards = [{"did": "notice", "kind": "card", "on_day": "2026-10-08", "case_id": f"c{at}"} for at in range(92)]
    assert count(Volume.CARDS, office(visits, cards)) == ratio(92, 100)


# --- Meetings -------------------------------------------------------------------------------------------------------


def test_a_meeting_counts_once_however_many_matters_and_decisions() -> None:
    run = office(
        [{"unit": "水利局"}, {"unit": "民政局"}, {"unit": "民政局"}],
        [
            *(met("2026-10-09", case, '["c0","c1","c2"]', kind="joint") for case in ("c0", "c1", "c2", "c2")),
            met("2026-10-09", "c0", kind="joint"),  # another, about one of them alone
            met("2026-10-10", "c0", '["c0","c1","c2"]', kind="joint"),  # and the next day
            met("2026-10-09", "c1", '["c0","c1","c2"]', kind="dispatch"), met("2026-10-09", "c1"),
            met("2026-09-30", "c0"), met("2026-11-01", "c0"),
            met("2026-10-12", "c0", kind="inspection", unit="水利局"),
            {**met("2026-10-09", "c0"), "did": "note", "kind": "meeting"},
        ],
    )  # fmt: skip
    assert count(Act.MEETINGS, run) == Value(5)
    assert count(Act.INSPECTIONS, run) == Value(1)
    lines = {0: Act.MEETINGS.line}
    by_unit = breakdown(run, lines, (Dimension.UNIT.key,), october(), TODAY)
    assert by_unit == {("水利局",): {0: Value(3)}, ("民政局",): {0: Value(2)}}
    of_civil = Scope("unit = :s_0", {"s_0": "民政局"})
    assert count(Act.MEETINGS, run, of_civil) == Value(3)  # it was about a matter of theirs too


def test_112_meetings() -> None:
    days = [str(dt.date(2026, 10, 1) + dt.timedelta(at)) for at in range(28)]
    remarks = [met(day, case, kind=kind) for day in days for case in ("c0", "c1") for kind in ("joint", "special")]
    assert count(Act.MEETINGS, office([{}, {}], remarks)) == Value(112)


@pytest.mark.parametrize("label", [
    Volume.CARDS, Act.MEDIATED, Act.MEDIATED_RESOLVED, Act.SIMPLE_HANDLED, Act.EXPERTS, Act.RELIEF, Act.MEETINGS, Act.INSPECTIONS,
])  # fmt: skip
def test_each_says_what_it_counts_and_where_that_comes_from(label: Counting) -> None:
    assert label.line.says
    assert label.line.cites
    assert len(label.line.says.zh) > 10
