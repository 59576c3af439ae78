"""Each measure against a plain loop over the same lines, and the definitions case by case."""

import datetime as dt
import random
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from statistics import median
from typing import Any

import pytest

from tests.measures.single import measure, survey
from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS
from xinfang_cli.measures.cautions import Beside
from xinfang_cli.measures.counting import Counting, Dating, Line, Run, Scope, bounds
from xinfang_cli.measures.rates import CASES as CASES_SOURCE
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Value, ratio
from xinfang_cli.measures.windows import Window, days, read_month, read_week

TODAY = dt.date(2026, 11, 22)
Lines = list[dict[str, Any]]

A_CASE = {"status": "registered", "is_open": 1, "is_closed": 0, "resolved": 0, "sealed": 0, "channel": "letter"}
A_CLOCK = {"kind": "duty", "owner": "unit", "dated": 1}
AN_EVENT = {"dated": 1, "lapse": 0}


def with_what_follows(cases: Lines, clocks: Lines, events: Lines) -> None:
    """Give lines what the index tells of each from others of its matter: whether it is first-time, was routed."""
    repeats = {case["id"] for case in cases if case.get("first_time") == 0}
    answers = {
        (event["case_id"], event["on_day"])
        for event in events
        if event["did"] in {"feedback", "route", "object", "decline"}
    }
    for clock in clocks:
        clock.setdefault("fate", "done" if clock.get("stopped_on") else None)
        clock.setdefault("excused_to", clock.get("due"))
        clock["of_first"] = int(clock.get("case_id") not in repeats)
        clock["answered"] = int((clock.get("case_id"), clock.get("stopped_on")) in answers)
    routed = set()
    for event in sorted(events, key=lambda each: each["on_day"]):
        does = (event["did"] in {"route", "object"} and event.get("mode")) or (event["did"], event.get("what")) == (
            "observed",
            "route",
        )
        if does and event.get("unit"):
            event["again"] = int(event["case_id"] in routed)
            routed.add(event["case_id"])


def engine(cases: Lines, clocks: Lines = [], events: Lines = [], remarks: Lines = []) -> Run:  # noqa: B006  # never changed
    """Return what runs SQL over the relations; their columns are those of the index."""
    with_what_follows(cases, clocks, events)
    db = sqlite3.connect(":memory:")
    for name, columns, lines in zip(
        ("cases", "clocks", "events", "remarks"),
        (CASES, CLOCKS, EVENTS, REMARKS),
        (cases, clocks, events, remarks),
        strict=True,
    ):
        names = [column.name for column in columns]
        db.execute(f"CREATE TABLE {name} ({', '.join(names)})")
        marks = ", ".join("?" for _ in names)
        rows = ([line.get(each) for each in names] for line in lines)
        db.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    return db.execute


def week(name: str = "2026-W47") -> Window:
    found = read_week(name)
    assert found
    return found


def count(label: Counting, cases: Lines, clocks: Lines = [], events: Lines = [], **scope: Any) -> Value:  # noqa: B006
    """Return a measure of 16 to 22 November."""
    cases = [{**A_CASE, "id": f"c{at}", **line} for at, line in enumerate(cases)]
    clocks = [{**A_CLOCK, "case_id": "c0", "n": f"k{at}", **line} for at, line in enumerate(clocks)]
    events = [{**AN_EVENT, "case_id": "c0", "n": f"e{at}", **line} for at, line in enumerate(events)]
    for event in events:
        event.setdefault("at_day", event.get("on_day"))
    return measure(engine(cases, clocks, events), label.line, week(), TODAY, Scope(**scope) if scope else None)


# --- The definitions, one line at a time ----------------------------------------------------------------------------


def route(due: str, stopped: str | None = None, **more: Any) -> dict[str, Any]:
    return {"clock": "route", "owner": "office", "from_on": "2026-11-01", "due": due, "stopped_on": stopped, **more}


def test_deadlines_in_the_window_are_the_base_whether_met_missed_or_open() -> None:
    clocks = [
        route("2026-11-15", "2026-11-15"),  # due before the window
        route("2026-11-16", "2026-11-16"),  # met on its last day
        route("2026-11-17", "2026-11-18"),  # a day late
        route("2026-11-18"),  # overdue and open
        route("2026-11-22", "2026-11-02"),  # met early
        route("2026-11-23", "2026-11-20"),  # due after the window
        {**route("2026-11-18", "2026-11-18"), "clock": "handle"},
        route("2026-11-18", "2026-11-18", dated=0),  # the ledger gave no day
    ]
    assert count(Measure.TIMELY_ROUTE, [{}], clocks) == Value(2, 4, is_rate=True, left_out=1)


def test_every_kind_of_notice_counts_as_notice() -> None:
    clocks = [
        {"clock": clock, "due": "2026-11-20", "stopped_on": "2026-11-20"}
        for clock in ("notify_direct", "notify_routed", "notify_village", "notifyXdirect", "notify", "route")
    ]
    assert count(Measure.TIMELY_NOTICE, [{}], clocks) == ratio(3, 3)


def test_handling_in_time_is_of_first_time_matters_and_unknown_is_first_time() -> None:
    cases = [{"first_time": 1}, {"first_time": None}, {"first_time": 0}]
    clocks = [
        {"case_id": f"c{at}", "clock": "handle", "due": "2026-11-20", "stopped_on": stopped}
        for at, stopped in enumerate(("2026-11-20", None, "2026-11-19"))
    ]
    assert count(Measure.ON_TIME_CLOSE, cases, clocks) == ratio(1, 2)


def test_a_closing_without_a_day_is_in_the_rate_and_not_in_the_count() -> None:
    cases = [
        {"registered_on": "2026-11-16", "is_closed": 1, "closed_on": "2026-11-22"},
        {"registered_on": "2026-11-16", "is_closed": 1, "closed_on": None},
        {"registered_on": "2026-11-22", "is_closed": 1, "closed_on": "2026-11-23"},  # closed after the window
        {"registered_on": "2026-11-22", "is_closed": 0},
        {"registered_on": "2026-11-15", "is_closed": 1, "closed_on": "2026-11-16"},  # registered before it
    ]
    assert count(Measure.CLOSE_RATE, cases) == ratio(2, 4)
    assert count(Measure.CLOSED, cases) == Value(2)
    assert count(Beside.CLOSED_UNDATED, cases) == Value(1)


def test_resolved_is_apart_from_closed_and_its_bases_are_counted() -> None:
    cases = [
        {"registered_on": "2026-11-16", "resolved": 1, "resolved_on": "2026-11-17", "resolved_basis": "agreement"},
        {"registered_on": "2026-11-16", "resolved": 1, "resolved_on": None, "resolved_basis": "office"},
        {"registered_on": "2026-11-16", "resolved": 1, "resolved_on": "2026-11-24", "resolved_basis": "office"},
        {"registered_on": "2026-11-16", "is_closed": 1, "closed_on": "2026-11-18"},
    ]
    assert count(Measure.RESOLVED_RATE, cases) == ratio(2, 4)
    assert count(Measure.RESOLVED, cases) == Value(1)
    assert count(Beside.RESOLVED_UNDATED, cases) == Value(1)
    assert count(Beside.BY_AGREEMENT, cases) == Value(1)
    assert count(Beside.BY_OFFICE, cases) == Value(1)
    assert count(Beside.BY_PERFORMANCE, cases) == Value(0)


def rated(on: str, value: str, of: str | None = "unit", **more: Any) -> dict[str, Any]:
    return {"did": "rate", "on_day": on, "value": value, "of": of, **more}


def test_satisfaction_takes_the_last_rating_of_each_matter_and_body() -> None:
    events = [
        rated("2026-11-16", "unsatisfied"),
        rated("2026-11-18", "basic"),  # c0 changed their mind
        rated("2026-11-17", "unsatisfied", case_id="c1"),
        rated("2026-11-17", "satisfied", of="office", case_id="c1"),
        rated("2026-11-15", "satisfied", case_id="c2"),  # before the window
        {"case_id": "c3", "did": "observed", "what": "rated", "on_day": "2026-11-20", "value": "satisfied"},
        {"case_id": "c3", "did": "observed", "what": "closed", "on_day": "2026-11-20"},
    ]
    assert count(Measure.SATISFACTION, [{}] * 4, [], events) == ratio(2, 3)
    assert count(Measure.SATISFACTION_OFFICE, [{}] * 4, [], events) == ratio(1, 1)


def test_rating_share_is_of_the_times_for_rating_that_ended() -> None:
    clocks = [
        {"case_id": f"c{at}", "clock": "rate_open", "kind": "window", "from_on": "2026-10-21", "due": due, **more}
        for at, (due, more) in enumerate(
            [
                ("2026-11-20", {}),  # c0: rated in time, twice
                ("2026-11-20", {}),  # c1: rated a day late
                ("2026-11-20", {}),  # c2: not rated
                ("2026-11-20", {"from_on": "2026-11-05"}),  # c3: an earlier round was rated
                ("2026-11-20", {}),  # c4: the ledger knows that it was rated, not when
                ("2026-11-23", {}),  # c5: not ended yet
                ("2026-11-22", {}),  # c6: only the office was rated
            ]
        )
    ]
    events = [
        rated("2026-11-19", "satisfied"),
        rated("2026-11-20", "basic"),
        rated("2026-11-21", "satisfied", case_id="c1"),
        rated("2026-11-01", "satisfied", case_id="c3"),
        {**rated("2026-10-01", "basic", None, case_id="c4", dated=0), "did": "observed", "what": "rated"},
        rated("2026-11-10", "basic", case_id="c5"),
        rated("2026-11-22", "basic", "office", case_id="c6"),
    ]
    assert count(Measure.RATING_SHARE, [{}] * 7, clocks, events) == ratio(2, 6)
    assert count(Measure.RATING_SHARE_OFFICE, [{}] * 7, clocks, events) == ratio(1, 6)


def test_shares_by_channel_and_of_repeats() -> None:
    cases = [
        {"registered_on": "2026-11-20", "channel": channel, "first_time": first}
        for channel, first in [("online", 1), ("letter", 0), ("visit", None), ("phone", 0), ("hotline", 1)]
    ]
    assert count(Measure.ONLINE_SHARE, cases) == ratio(1, 3)
    assert count(Measure.REPEAT_SHARE, cases) == ratio(2, 5)
    assert count(Measure.REGISTERED, cases) == Value(5)


def test_overdue_is_of_matters_as_they_stood_at_the_end_of_the_window() -> None:
    end = "2026-11-22"
    clocks = [
        route("2026-11-21"),  # c0 …
        {**route("2026-11-20"), "clock": "handle"},  # … with two duties past due is one matter
        route(end, case_id="c1"),  # due today is not overdue
        route("2026-11-10", end, case_id="c2"),  # done that day, late
        route("2026-11-10", "2026-11-23", case_id="c3"),  # done only afterwards
        route("2026-11-30", "2026-12-05", case_id="c4"),  # late later
        {**route("2026-11-01", case_id="c5"), "kind": "window"},  # a right that lapsed is not overdue
        {**route("2026-11-01", case_id="c6"), "due": None},
        route("2026-11-01", case_id="c7", dated=0),  # an unknown day does not make it less overdue
    ]
    assert count(Measure.OVERDUE, [{}] * 8, clocks) == Value(3)


def test_in_a_window_that_is_not_over_overdue_is_as_of_today() -> None:
    run = engine([{"id": "c0"}], [{**A_CLOCK, **route("2026-11-24"), "case_id": "c0", "n": "k"}])
    month = read_month("2026-11")
    assert month
    assert measure(run, Measure.OVERDUE.line, month, TODAY) == Value(0)
    assert measure(run, Measure.OVERDUE.line, month, dt.date(2026, 12, 3)) == Value(1)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], Value(None, 0)),
        (["2026-11-10"], Value(10, 1)),
        (["2026-11-10", "2026-11-13"], Value(8.5, 2)),
        (["2026-11-10", "2026-11-14"], Value(8, 2)),  # a whole number is one
        (["2025-11-20", "2026-11-19", "2026-11-18"], Value(2, 3)),
        (["2024-02-28", "2024-03-01"], Value(995, 2)),  # before and after a leap day: 996 and 994
    ],
)
def test_median_days_from_acceptance(spans: list[str], expected: Value) -> None:
    clocks = [{"clock": "handle", "from_on": from_on, "stopped_on": "2026-11-20"} for from_on in spans]
    clocks += [{"clock": "handle", "from_on": "2020-01-01", "stopped_on": "2026-11-15"}]  # before the window
    assert count(Measure.MEDIAN_DAYS, [{}], clocks) == expected


def test_an_unknown_day_is_left_out_of_the_median_and_counted() -> None:
    clocks = [
        {"clock": "handle", "from_on": "2026-11-10", "stopped_on": "2026-11-20", "dated": dated} for dated in (0, 1, 0)
    ]
    assert count(Measure.MEDIAN_DAYS, [{}], clocks) == Value(10, 1, left_out=2)


def test_days_are_counted_right_from_every_day_of_a_leap_cycle() -> None:
    start = dt.date(1999, 12, 31)
    ends = {
        length: start + dt.timedelta(length) for length in (*range(0, 800, 7), *range(55, 65), 36524, 36525, 146097)
    }
    lines = [{"clock": "handle", "from_on": str(start), "stopped_on": str(end), "dated": 1} for end in ends.values()]
    run = engine([], lines)
    for length, end in ends.items():
        window = days(end, end + dt.timedelta(1))
        assert window
        assert measure(run, Measure.MEDIAN_DAYS.line, window, TODAY).numerator == length


def test_an_empty_base_has_no_rate() -> None:
    for label in Measure:
        value = count(label, [])
        assert value.rate is None
        assert value.numerator == (None if label is Measure.MEDIAN_DAYS else 0)


def test_sealed_matters_count() -> None:
    cases = [{"registered_on": "2026-11-20", "sealed": 1, "class": "accusation"}, {"registered_on": "2026-11-20"}]
    assert count(Measure.REGISTERED, cases) == Value(2)


# --- What stands beside the rates -----------------------------------------------------------------------------------


def test_declines_extensions_and_withdrawals() -> None:
    cases = [{}, {"status": "withdrawn", "ended_on": "2026-11-18"}, {"status": "accepted"}]
    events = [
        {"did": "decline", "on_day": "2026-11-16"},
        {"did": "observed", "what": "final_decline", "on_day": "2026-11-17"},
        {"did": "observed", "what": "closed", "on_day": "2026-11-17"},
        {"did": "extend", "on_day": "2026-11-22"},
        {"did": "extend", "on_day": "2026-11-23"},
        {"did": "withdraw", "on_day": "2026-11-18", "case_id": "c1"},
        {"did": "withdraw", "on_day": "2026-11-17", "case_id": "c2"},  # taken back since
        {"did": "withdraw", "on_day": "2026-11-19", "case_id": "c2"},
    ]
    assert count(Beside.DECLINED, cases, [], events) == Value(2)
    assert count(Beside.EXTENDED, cases, [], events) == Value(1)
    assert count(Beside.WITHDRAWN, cases, [], events) == Value(1)


def test_the_second_routing_to_a_unit_is_a_rerouting() -> None:
    cases = [{}, {}, {}, {"status": "redirected", "ended_on": "2026-11-20"}, {}]
    routings = [
        ("c0", "2026-11-16", "水利局"),  # the first
        ("c1", "2026-11-10", "水利局"),
        ("c1", "2026-11-17", "民政局"),  # after one before the window
        ("c2", "2026-11-16", "水利局"),
        ("c2", "2026-11-17", "民政局"),
        ("c2", "2026-11-18", "水利局"),  # twice within it
        ("c3", "2026-11-02", "水利局"),
        ("c3", "2026-11-20", "水利局"),  # directed to another procedure, out of that unit's hands
        ("c4", "2026-11-16", None),  # directed there at once
    ]
    events = [
        {"did": "route", "case_id": case, "on_day": on, "unit": unit, "mode": "transfer" if unit else None}
        for case, on, unit in routings
    ]
    next(event for event in events if event["case_id"] == "c3" and event["on_day"] == "2026-11-20")["mode"] = None
    assert count(Beside.REROUTED, cases, [], events) == Value(3)


def test_lapses_count_when_they_are_dated_into_the_window_and_when_they_are_written_in_it() -> None:
    events = [
        {"did": "accept", "on_day": "2026-11-16", "at_day": "2026-11-30", "lapse": 1},
        {"did": "accept", "on_day": "2026-10-16", "at_day": "2026-11-17", "lapse": 1},
        {"did": "accept", "on_day": "2026-11-16", "at_day": "2026-11-17", "lapse": 1},
        {"did": "accept", "on_day": "2026-10-16", "at_day": "2026-12-17", "lapse": 1},
        {"did": "accept", "on_day": "2026-11-16", "at_day": "2026-11-17", "lapse": 0},
    ]
    assert count(Beside.LAPSED, [{}], [], events) == Value(3)


def test_assignments_that_ended_without_a_report() -> None:
    clocks = [{"clock": "assigned", "case_id": f"c{at}", "stopped_on": f"2026-11-1{at + 6}"} for at in range(4)]
    events = [
        {"did": "feedback", "case_id": "c0", "on_day": "2026-11-16"},
        {"did": "close", "case_id": "c1", "on_day": "2026-11-17"},
        {"did": "route", "case_id": "c2", "on_day": "2026-11-18"},  # taken back: nothing to report on
        {"did": "feedback", "case_id": "c3", "on_day": "2026-11-10"},  # of an earlier assignment
    ]
    assert count(Beside.UNREPORTED, [{}] * 4, clocks, events) == Value(2)


# --- All of them at once, against plain loops -----------------------------------------------------------------------


def some(chance: random.Random, *values: Any) -> Any:
    return chance.choice(values)


def made_office(size: int) -> tuple[Lines, Lines, Lines]:
    """Return an office of matters in every state, with days missing here and there."""
    chance = random.Random(20261122)
    cases, clocks, events = [], [], []

    def day(first: int = 0) -> str:
        return str(dt.date(2025, 10, 1) + dt.timedelta(first + chance.randrange(420)))

    for at in range(size):
        case = f"XF-{at}"
        status = some(chance, "registered", "accepted", "closed", "withdrawn", "merged", "redirected", "objected")
        resolved = some(chance, 0, 0, 1)
        cases.append({
            **A_CASE, "id": case, "status": status, "is_open": int(status in {"registered", "accepted", "objected"}),
            "is_closed": int(status == "closed"), "unit": some(chance, None, "水利局", "民政局"),
            "closed_on": some(chance, None, day()) if status == "closed" else None,
            "registered_on": day(), "channel": some(chance, "letter", "visit", "online", "phone"),
            "first_time": some(chance, None, 0, 1, 1), "resolved": resolved,
            "resolved_on": some(chance, None, day()) if resolved else None, "sealed": some(chance, 0, 0, 1),
            "resolved_basis": some(chance, "agreement", "performance", "petitioner", "office") if resolved else None,
            "ended_on": day() if status in {"withdrawn", "redirected"} else None,
        })  # fmt: skip
        for n in range(chance.randrange(5)):
            clock = some(chance, "route", "notify_routed", "notify_direct", "handle", "assigned", "rate_open", "review")
            from_on = dt.date.fromisoformat(day())
            due, stopped = (
                some(chance, None, *[str(from_on + dt.timedelta(30))] * 4),
                some(chance, None, str(from_on + dt.timedelta(chance.randrange(50)))),
            )
            clocks.append({
                "case_id": case, "n": f"k{n}", "clock": clock, "owner": "unit", "from_on": str(from_on),
                "kind": "window" if clock == "rate_open" else "duty", "dated": some(chance, 1, 1, 1, 0),
                "due": due, "stopped_on": stopped,
                "fate": some(chance, "done", "done", "ended", "disputed") if stopped else some(chance, None, "pending"),
                "excused_to": due and str(dt.date.fromisoformat(due) + dt.timedelta(some(chance, 0, 0, 4))),
            })  # fmt: skip
        if status == "withdrawn":
            on_day = cases[-1]["ended_on"]
            events.append(
                {
                    **AN_EVENT,
                    "case_id": case,
                    "n": "e",
                    "did": "withdraw",
                    "on_day": on_day,
                    "at_day": on_day,
                    "of": None,
                }
            )
        for n in range(chance.randrange(6)):
            did = some(
                chance,
                "rate",
                "rate",
                "observed",
                "decline",
                "extend",
                "route",
                "withdraw",
                "feedback",
                "accept",
                "object",
            )
            on_day = day()
            events.append({
                "case_id": case, "n": f"e{n}", "did": did, "on_day": on_day, "dated": some(chance, 1, 1, 0),
                "what": some(chance, "rated", "decline", "route", "closed") if did == "observed" else None,
                "at_day": some(chance, on_day, day()), "of": some(chance, "unit", "office", None),
                "decision": some(chance, None, "agree", "reject") if did == "object" else None,
                "value": some(chance, "satisfied", "basic", "unsatisfied"), "lapse": some(chance, 0, 0, 0, 1),
                "unit": some(chance, None, "水利局", "民政局"), "mode": some(chance, None, "transfer", "assign"),
            })  # fmt: skip
    return cases, clocks, events


OFFICE = made_office(2000)
RUN = engine(*OFFICE)


class _Loops:
    """The same counts as plain loops over the lines: nothing of SQL, nothing of the rows under test."""

    def __init__(
        self, lines: tuple[Lines, Lines, Lines], window: Window, keeps: Callable[[dict[str, Any]], bool]
    ) -> None:
        cases, clocks, events = lines
        self.cases = {case["id"]: case for case in cases if keeps(case)}
        self.clocks = [clock for clock in clocks if clock["case_id"] in self.cases]
        self.events = [event for event in events if event["case_id"] in self.cases]
        self.of_case: dict[str, Lines] = {}
        for event in self.events:
            self.of_case.setdefault(event["case_id"], []).append(event)
        self.first, self.end, self.as_of = str(window.from_), str(window.to), str(window.as_of(TODAY))

    def inside(self, day: str | None) -> bool:
        return day is not None and self.first <= day < self.end

    def deadlines(self, *clocks: str, first_time: bool = False) -> Value:
        base = met = unknown = 0
        for clock in self.clocks:
            if clock["clock"] not in clocks or not self.inside(clock["due"]) or clock["fate"] not in {None, "done"}:
                continue
            if first_time and self.cases[clock["case_id"]]["first_time"] == 0:
                continue
            if not clock["dated"]:
                unknown += 1
                continue
            base += 1
            if clock["stopped_on"] is not None and clock["stopped_on"] <= clock["due"]:
                met += 1
        return Value(met, base, is_rate=True, left_out=unknown)

    def registered(self) -> Lines:
        return [case for case in self.cases.values() if self.inside(case["registered_on"])]

    def by_end(self, flag: str, day: str) -> Lines:
        return [case for case in self.registered() if case[flag] and (case[day] is None or case[day] < self.end)]

    def of_registered(self, hits: Iterable[Any], base: Iterable[Any] | None = None) -> Value:
        return ratio(len(list(hits)), len(list(self.registered() if base is None else base)))

    def is_rating(self, event: Mapping[str, Any], body: str) -> bool:
        said = event["did"] == "rate" or (event["did"] == "observed" and event["what"] == "rated")
        return said and (event["of"] or "unit") == body

    def satisfaction(self, body: str) -> Value:
        last: dict[str, tuple[str, str, str, str]] = {}
        for event in self.events:
            if self.is_rating(event, body) and self.inside(event["on_day"]):
                key = (event["on_day"], event["at_day"], event["n"], event["value"])
                last[event["case_id"]] = max(last.get(event["case_id"], key), key)
        return ratio(sum(key[3] != "unsatisfied" for key in last.values()), len(last))

    def rating_share(self, body: str) -> Value:
        ended = [
            clock
            for clock in self.clocks
            if clock["clock"] == "rate_open" and self.inside(clock["due"]) and clock["due"] <= self.as_of
        ]
        answered = 0
        for clock in ended:
            ratings = [
                event
                for event in self.of_case.get(clock["case_id"], [])
                if self.is_rating(event, body) and event["on_day"] <= clock["due"]
            ]
            answered += any(event["on_day"] >= clock["from_on"] or not event["dated"] for event in ratings)
        return ratio(answered, len(ended))

    def overdue(self) -> Value:
        late = set()
        for clock in self.clocks:
            running = clock["stopped_on"] is None or clock["stopped_on"] > self.as_of
            running = running and clock["fate"] not in {"pending", "disputed"}
            if clock["kind"] == "duty" and clock["due"] is not None and clock["due"] < self.as_of and running:
                late.add(clock["case_id"])
        return Value(len(late))

    def median(self) -> Value:
        handled = [
            k for k in self.clocks if k["clock"] == "handle" and self.inside(k["stopped_on"]) and k["fate"] == "done"
        ]
        spans = [
            (dt.date.fromisoformat(k["stopped_on"]) - dt.date.fromisoformat(k["from_on"])).days
            for k in handled
            if k["dated"]
        ]
        return Value(median(spans) if spans else None, len(spans), left_out=len(handled) - len(spans))

    def happened(self, *did: str) -> Lines:
        return [event for event in self.events if event["did"] in did and self.inside(event["on_day"])]

    def rerouted(self) -> int:
        found = 0
        for events in self.of_case.values():
            routings = sorted(
                event["on_day"]
                for event in events
                if (
                    (event["did"] in {"route", "object"} and event.get("mode"))
                    or (event["did"] == "observed" and event["what"] == "route")
                )
                and event.get("unit") is not None
            )
            found += sum(self.inside(day) for day in routings[1:])
        return found

    def unreported(self) -> int:
        spoken = {
            (e["case_id"], e["on_day"]) for e in self.events if e["did"] in {"feedback", "route", "object", "decline"}
        }
        return sum(
            clock["clock"] == "assigned"
            and self.inside(clock["stopped_on"])
            and (clock["case_id"], clock["stopped_on"]) not in spoken
            for clock in self.clocks
        )

    def ended(self) -> Lines:
        return [k for k in self.clocks if k["kind"] == "duty" and k["fate"] == "ended" and self.inside(k["stopped_on"])]

    def notices(self, day: str, keeps: Callable[[dict[str, Any]], bool]) -> Lines:
        return [k for k in self.clocks if k["clock"] == "notify_routed" and self.inside(k[day]) and keeps(k)]

    def held(self) -> int:
        late = self.notices("due", lambda k: k["excused_to"] > k["due"])
        return sum((dt.date.fromisoformat(k["excused_to"]) - dt.date.fromisoformat(k["due"])).days for k in late)

    def looked_at(self) -> tuple[Value, Value]:
        """First-time matters closed in the window: resolved once ninety days later, and those still looked at."""
        base = hits = looking = 0
        for case in self.cases.values():
            if not case["is_closed"] or not self.inside(case["closed_on"]) or case["first_time"] == 0:
                continue
            end = str(dt.date.fromisoformat(case["closed_on"]) + dt.timedelta(90))
            asked = any(
                k["case_id"] == case["id"] and k["clock"] in {"review", "final"} and k["from_on"] <= end
                for k in self.clocks
            )
            known = case["resolved_basis"] not in {None, "office"} and (case["resolved_on"] or end) <= end
            looking += end >= str(TODAY)
            base += end < str(TODAY)
            hits += end < str(TODAY) and bool(case["resolved"]) and known and not asked
        return ratio(hits, base), Value(looking)

    def all(self) -> dict[Counting, Value]:
        """Return every measure and what stands beside."""
        registered = self.registered()
        by_mail = [case for case in registered if case["channel"] in {"letter", "visit", "online"}]
        resolved = self.by_end("resolved", "resolved_on")
        declined = [e for e in self.happened("observed") if e["what"] in {"decline", "final_decline"}]
        withdrawn = [
            event
            for event in self.happened("withdraw")
            if self.cases[event["case_id"]]["status"] == "withdrawn"
            and self.cases[event["case_id"]]["ended_on"] == event["on_day"]
        ]
        lapsed = [e for e in self.events if e["lapse"] and (self.inside(e["on_day"]) or self.inside(e["at_day"]))]
        cases = self.cases.values()
        once, looking = self.looked_at()
        return {
            Measure.TIMELY_ROUTE: self.deadlines("route"),
            Measure.TIMELY_NOTICE: self.deadlines("notify_direct", "notify_routed"),
            Measure.ON_TIME_CLOSE: self.deadlines("handle", first_time=True),
            Measure.CLOSE_RATE: self.of_registered(self.by_end("is_closed", "closed_on")),
            Measure.RESOLVED_RATE: self.of_registered(resolved),
            Measure.FIRST_RESOLUTION: once,
            Measure.SATISFACTION: self.satisfaction("unit"),
            Measure.SATISFACTION_OFFICE: self.satisfaction("office"),
            Measure.RATING_SHARE: self.rating_share("unit"),
            Measure.RATING_SHARE_OFFICE: self.rating_share("office"),
            Measure.ONLINE_SHARE: self.of_registered((c for c in by_mail if c["channel"] == "online"), by_mail),
            Measure.REPEAT_SHARE: self.of_registered(c for c in registered if c["first_time"] == 0),
            Measure.REGISTERED: Value(len(registered)),
            Measure.CLOSED: Value(sum(bool(c["is_closed"]) and self.inside(c["closed_on"]) for c in cases)),
            Measure.RESOLVED: Value(sum(bool(c["resolved"]) and self.inside(c["resolved_on"]) for c in cases)),
            Measure.OVERDUE: self.overdue(),
            Measure.MEDIAN_DAYS: self.median(),
            Beside.DECLINED: Value(len(self.happened("decline")) + len(declined)),
            Beside.EXTENDED: Value(len(self.happened("extend"))),
            Beside.REROUTED: Value(self.rerouted()),
            Beside.WITHDRAWN: Value(len(withdrawn)),
            Beside.ENDED: Value(len(self.ended())),
            Beside.ENDED_LATE: Value(sum(k["due"] is not None and k["due"] < k["stopped_on"] for k in self.ended())),
            Beside.DISPUTED: Value(len(self.notices("stopped_on", lambda k: k["fate"] == "disputed"))),
            Beside.MISROUTED: Value(sum(e["decision"] == "agree" for e in self.happened("object"))),
            Beside.HELD: Value(self.held()),
            Beside.LAPSED: Value(len(lapsed)),
            Beside.UNREPORTED: Value(self.unreported()),
            Beside.LOOKING: looking,
            Beside.CLOSED_UNDATED: Value(sum(bool(c["is_closed"]) and c["closed_on"] is None for c in registered)),
            Beside.RESOLVED_UNDATED: Value(sum(bool(c["resolved"]) and c["resolved_on"] is None for c in registered)),
            Beside.BY_AGREEMENT: Value(sum(c["resolved_basis"] == "agreement" for c in resolved)),
            Beside.BY_PERFORMANCE: Value(sum(c["resolved_basis"] == "performance" for c in resolved)),
            Beside.BY_PETITIONER: Value(sum(c["resolved_basis"] == "petitioner" for c in resolved)),
            Beside.BY_OFFICE: Value(sum(c["resolved_basis"] == "office" for c in resolved)),
        }


SCOPES: list[tuple[Scope, Callable[[dict[str, Any]], bool]]] = [
    (Scope(), lambda _: True),
    (Scope("unit = :s_0", {"s_0": "水利局"}), lambda case: case["unit"] == "水利局"),
    (
        Scope("channel IN (:s_0, :s_1) AND sealed = 1 OR due < :s_2", {"s_0": "visit", "s_1": "phone", "s_2": "2026"}),
        lambda case: case["channel"] in {"visit", "phone"} and case["sealed"] == 1,
    ),
    (Scope("1 = 0"), lambda _: False),
]


@pytest.mark.parametrize("name", ["2026-W20", "2026-W46", "2025-11", "2026-10", "2026-11", "2020-01"])
@pytest.mark.parametrize(("scope", "keeps"), SCOPES, ids=["all", "unit", "sealed visits", "none"])
def test_every_measure_equals_a_plain_loop(name: str, scope: Scope, keeps: Callable[[dict[str, Any]], bool]) -> None:
    window = read_week(name) or read_month(name)
    assert window
    labels: list[Counting] = [*Measure, *Beside]
    found = survey(RUN, {label: label.line for label in labels}, window, TODAY, scope)
    expected = _Loops(OFFICE, window, keeps).all()
    assert found == {label: expected[label] for label in labels}
    assert list(found) == labels


def test_a_measure_alone_is_what_it_is_among_others() -> None:
    window = week("2026-W40")
    together = survey(RUN, {label: label.line for label in Measure}, window, TODAY)
    assert {label: measure(RUN, label.line, window, TODAY) for label in Measure} == together


def test_the_loops_find_something_to_count() -> None:
    windows = [read_month(f"2026-{month:02}") for month in range(1, 11)]
    found = [_Loops(OFFICE, window, lambda _: True).all() for window in windows if window]
    assert [label for label in found[0] if not any(values[label].numerator for values in found)] == []


# --- The rows themselves --------------------------------------------------------------------------------------------


def test_published_figures_come_out_of_a_small_office() -> None:
    on_time = [
        {"case_id": "c0", "clock": "handle", "due": "2026-11-20", "stopped_on": "2026-11-20" if at < 60 else None}
        for at in range(68)
    ]
    assert count(Measure.ON_TIME_CLOSE, [{}], on_time) == ratio(60, 68)
    rated_ = [rated("2026-11-20", "basic" if at < 890 else "unsatisfied", case_id=f"c{at}") for at in range(1036)]
    assert count(Measure.SATISFACTION, [{}] * 1036, [], rated_) == ratio(890, 1036)


def test_the_names_are_those_scripts_rely_on() -> None:
    assert list(Measure) == [
        "timely_route", "timely_notice", "on_time_close", "close_rate", "resolved_rate",
        "first_resolution", "satisfaction", "satisfaction_office", "rating_share", "rating_share_office",
        "online_share", "repeat_share", "registered", "closed", "resolved", "overdue", "median_days",
    ]  # fmt: skip
    for label in Measure:
        assert label.line.says
        assert label.line.cites
        assert Measure.read(label.zh) is Measure.read(label.en) is label


def test_the_sql_is_what_sqlite_duckdb_and_spark_share() -> None:
    """No function that one of them lacks: what is called stands in this list."""
    shared = {
        "SUM",
        "COUNT",
        "MIN",
        "MAX",
        "AVG",
        "COALESCE",
        "CAST",
        "SUBSTR",
        "ROW_NUMBER",
        "OVER",
        "IN",
        "AND",
        "OR",
    }
    asked: list[str] = []

    def listening(sql: str, params: Mapping[str, object]) -> Iterable[tuple[Any, ...]]:
        asked.append(sql)
        return RUN(sql, params)

    labels: list[Counting] = [*Measure, *Beside]
    survey(listening, {label: label.line for label in labels}, week(), TODAY, SCOPES[1][0])
    text = " ".join(asked)
    called = {word.rpartition(" ")[2].lstrip("(") for word in text.replace("(", " (").split(" (") if word}
    assert {word for word in called if word.isupper() and word.isalpha()} <= shared | {
        "CASE",
        "WHEN",
        "JOIN",
        "FROM",
        "NOT",
        "THEN",
        "AS",
        "ON",
        "WHERE",
        "SELECT",
    }
    assert not [sign for sign in ("||", "julianday", "strftime", "IIF", "GLOB", "IS NOT DISTINCT", "?") if sign in text]
    assert 10 < len(asked) < 24


def test_bounds_and_a_snapshot_line() -> None:
    assert bounds(week(), TODAY) == {"from": "2026-11-16", "to": "2026-11-23", "as_of": "2026-11-22"}
    line = Line(dating=Dating.SNAPSHOT, source=CASES_SOURCE, base="c.is_open = 1")
    assert measure(engine([{**A_CASE, "id": "c0"}]), line, week(), TODAY) == Value(1)
