"""`explain`: why a matter's dates are what they are, readable on both sides of the counter."""

from typing import TYPE_CHECKING, Any

import typer

from xinfang_cli.commands.options import CaseRef, Json
from xinfang_cli.desk import Desk, desk
from xinfang_cli.law.telling import clock_title, due_words, not_begun, rule_words
from xinfang_cli.law.words import Did, Fate
from xinfang_cli.messages import Msg, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinfang_cli.law.history import ClockRun
    from xinfang_cli.law.records import Case


def run(ctx: typer.Context, case: CaseRef, json: Json = False) -> int:
    """Print each clock of a matter with its days."""
    from xinfang_cli.law.history import fold

    office = desk(ctx)
    held = office.hold(case)
    state = fold(held.case, office.law)
    if json:
        office.print_json([_object(office, held.case, run) for run in state.clocks])
        return office.exit_code
    office.say(Msg.EXPLAIN_HEAD(id=held.case.id, status=state.status, received=held.case.received_on))
    if not state.clocks:
        office.say(Msg.EXPLAIN_NONE())
    for clock in state.clocks:
        office.print_lines(_lines(office, held.case, clock))
    office.print_lines(text.in_(office.lang) for text in not_begun(state))
    return office.exit_code


def _changes(case: "Case", run: "ClockRun") -> "Iterator[dict[str, Any]]":
    """Return how the last day came about: what first set it, and each extension, hearing or pause since."""
    from xinfang_cli.law.history import standing

    told = [
        {"date": entry.on, "did": entry.did.value, "rule": start.rule, "due": start.due}
        for entry in standing(case.history)
        if (start := entry.starts.get(run.name)) and start.from_ == run.from_
    ]
    yield from told if len(told) > 1 else ()


def _days(office: Desk, run: "ClockRun") -> list[dict[str, Any]]:
    from xinfang_cli.law.clocks import Rule, explain

    rule = Rule.read(run.rule)
    if rule is None or run.due is None:
        return []
    return [
        {"date": day.date, "counted": day.counted, "why": day.why.in_(office.lang)}
        for day in explain(run.from_, rule, office.law.calendar)
    ]


def _object(office: Desk, case: "Case", run: "ClockRun") -> dict[str, Any]:
    row = office.law.clocks.get(run.name)
    entry = case.entry(run.n)
    return {
        "clock": run.name,
        "kind": run.kind.value,
        "owner": run.owner.value,
        "owing": run.owing,
        "cites": row.cites if row else None,
        "from": run.from_,
        "rule": run.rule,
        "due": run.due,
        "act_by": office.law.calendar.on_or_before(run.due) if run.due else None,
        "provisional": run.provisional(office.law),
        "started_by": entry.did.value if entry else None,
        "changes": list(_changes(case, run)),
        "stopped_on": run.stopped_on,
        "fate": run.fate and run.fate.value,
        "late_days": run.late_days(office.today),
        "days": _days(office, run),
    }


def _lines(office: Desk, case: "Case", run: "ClockRun") -> "Iterator[str]":
    found = _object(office, case, run)
    entry = case.entry(run.n)
    yield ""
    title = Msg.EXPLAIN_DUTY if run.is_duty else Msg.EXPLAIN_WINDOW
    yield title(
        clock=clock_title(run.name, office.law),
        owner=run.owing or run.owner,
        cites=found["cites"] or "-",
        rule=rule_words(run.rule),
    ).in_(office.lang)
    yield "  " + Msg.EXPLAIN_SPAN(from_=run.from_, did=entry.did if entry else "-", due=due_words(run, office.law)).in_(
        office.lang
    )
    for change in found["changes"]:
        yield "  " + Msg.EXPLAIN_CHANGE(
            on=change["date"], did=Did.of(change["did"]), rule=rule_words(change["rule"]), due=change["due"]
        ).in_(office.lang)
    yield from _counted(found["days"], office)
    yield from ("  " + text.in_(office.lang) for text in _what_became(run, office))


def _what_became(run: "ClockRun", office: Desk) -> "Iterator[Text]":
    if run.held:
        yield Msg.EXPLAIN_HELD(days=run.held)
    if run.is_duty and run.fate in {Fate.ENDED, Fate.DISPUTED}:
        yield Msg.EXPLAIN_ENDED(on=run.stopped_on, fate=run.fate)
    elif run.fate is Fate.PENDING:
        yield Msg.EXPLAIN_PENDING(fate=run.fate)
    elif run.stopped_on:
        late = run.late_days(run.stopped_on)
        done = Msg.EXPLAIN_LATE if late else Msg.EXPLAIN_DONE
        yield done(on=run.stopped_on, days=late)
    elif run.late_days(office.today):
        yield Msg.EXPLAIN_OVERDUE(days=run.late_days(office.today))


def _counted(days: list[dict[str, Any]], office: Desk) -> "Iterator[str]":
    """A run of days that count alike is one line: sixty lines of `calendar day` explain nothing."""
    start = 0
    for here, day in enumerate(days):
        following = days[here + 1] if here + 1 < len(days) else None
        if following and (following["counted"], following["why"]) == (day["counted"], day["why"]):
            continue
        first = days[start]["date"]
        span = f"{first}" if start == here else f"{first} … {day['date']}"
        text = (Msg.EXPLAIN_COUNTED if day["counted"] else Msg.EXPLAIN_SKIPPED)(
            span=span, days=here - start + 1, why=day["why"]
        )
        yield "    " + text.in_(office.lang)
        start = here + 1
