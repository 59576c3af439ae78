"""What a step says: to people in lines, to scripts as an object. The act itself is in `steps`."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.clocks import AFTER_SERVICE, ClockName, Law, Rule, clock_name, reckon
from xinfang_cli.law.history import State, standing
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import CloseReason, Fate
from xinfang_cli.messages import Msg, Text

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case
    from xinfang_cli.law.steps import Step


def step_object(step: "Step", law: Law) -> dict[str, Any]:
    """Return the object that every writing command prints with `--json`."""
    case = step.case
    return {
        "id": case.id,
        "status": case.status.value,
        "unit": case.unit,
        "due": case.due,
        "stopped": [
            {
                "clock": run.name,
                "due": run.due,
                "date": run.stopped_on,
                "late_days": run.late_days(run.stopped_on),
                "fate": run.fate and run.fate.value,
            }
            for run in step.stopped
            if run.stopped_on
        ],
        "started": [
            {"clock": run.name, "rule": run.rule, "due": run.due, "provisional": run.provisional(law)}
            for run in step.started
        ],
        "owed": [document.value for document in step.owed],
    }


def tell_step(step: "Step", law: Law, lang: Lang, today: dt.date) -> Iterator[str]:
    """Return the lines that a writing command prints: state, clocks stopped and started, documents owed."""
    yield Msg.STEP_DONE(
        id=step.case.id, on=step.entry.on, did=step.entry.did, status=step.case.status, unit=step.case.unit or "-"
    ).in_(lang)
    for run in step.stopped:
        yield "  " + stopped_line(run, law).in_(lang)
    for run in step.started:
        yield "  " + started_line(run, law).in_(lang)
    if step.after.run(ClockName.REROUTE):
        yield "  " + Msg.SHOW_DAY(days=(today - step.case.received_on).days).in_(lang)
    if step.entry.reason == CloseReason.UNANSWERED:
        yield "  " + Msg.SUGGESTION_UNANSWERED().in_(lang)
    if step.owed:
        yield "  " + Msg.STEP_OWED(documents=list(step.owed)).in_(lang)
    if step.case.due and step.case.due < today:
        yield "  " + Msg.STEP_OVERDUE(due=step.case.due, days=(today - step.case.due).days).in_(lang)


def clock_title(name: str, law: Law) -> Label | str:
    """Return what people call a clock."""
    return law.clocks[name].title if name in law.clocks else clock_name(name)


def stopped_line(run: ClockRun, law: Law) -> Text:
    """Say that a clock stopped, in time or how late."""
    title = clock_title(run.name, law)
    if run.is_duty and run.fate is not Fate.DONE:
        return Msg.CLOCK_ENDED(clock=title, due=run.due or "-", on=run.stopped_on, fate=run.fate)
    if run.stopped_on is None or run.due is None or not run.is_duty:
        return Msg.CLOCK_STOPPED(clock=title)
    late = run.late_days(run.stopped_on)
    made = Msg.CLOCK_LATE if late else Msg.CLOCK_IN_TIME
    return made(clock=title, due=run.due, on=run.stopped_on, days=late)


def started_line(run: ClockRun, law: Law) -> Text:
    """Say that a clock runs: rule, due date, who owes it, the article."""
    row = law.clocks.get(run.name)
    fields = {
        "clock": clock_title(run.name, law),
        "rule": rule_words(run.rule),
        "due": due_words(run, law),
        "owner": run.owing or run.owner,
        "cites": row.cites if row else "-",
    }
    return (Msg.CLOCK_STARTED if run.is_duty else Msg.WINDOW_STARTED)(**fields)


def awaited(state: State) -> Iterator[Text]:
    """Say what waits: rights that what was posted will open, when its receipt is known, and what is to be supplied."""
    for document, posted in state.posted:
        if window := AFTER_SERVICE.get(document):
            yield Msg.SHOW_POSTED(window=window, document=document, posted=posted)
    if state.supply_by:
        yield Msg.SHOW_SUPPLY(due=state.supply_by)


def ticked(case: "Case", law: Law) -> dict[str, tuple[list[str], list[str]]]:
    """Return what of each checklist is done and what is left, of those in which something was ticked."""
    done = {entry.tick for entry in standing(case.history) if entry.tick}
    found = {}
    for name, items in law.checklists.items():
        here = [item for item in items if f"{name}/{item}" in done]
        if here:
            found[name] = here, [item for item in items if item not in here]
    return found


def rule_words(text: str) -> Text:
    """Say a rule in words."""
    rule = Rule.read(text)
    if rule is None:
        return Msg.RULE_RAW(text=text)
    return (Msg.RULE_WORKING if rule.working else Msg.RULE_ROLLS if rule.roll else Msg.RULE_DAYS)(days=rule.days)


def due_words(run: ClockRun, law: Law) -> Text:
    """Say a due date: provisional where a year has no notice, with the day to act by where that is earlier."""
    if run.due is None:
        return Msg.DUE_NONE()
    if run.provisional(law):
        return Msg.DUE_PROVISIONAL(due=run.due)
    act_by = law.calendar.on_or_before(run.due)
    if run.is_duty and act_by != run.due:
        return Msg.DUE_ACT_BY(due=run.due, act_by=act_by)
    return Msg.DUE_PLAIN(due=run.due)


def reckoned(text: str, start: dt.date, law: Law) -> dict[str, Any] | None:
    """Return start, rule and dates of a limit as `deadline --json` has them, without the days; None for no rule."""
    rule = Rule.read(text)
    if rule is None:
        return None
    found = reckon(start, rule, law.calendar)
    return {
        "start": found.start,
        "rule": str(rule),
        "raw": found.raw,
        "due": found.due,
        "act_by": found.act_by,
        "provisional": found.provisional,
        "act_by_provisional": found.act_by_provisional,
    }
