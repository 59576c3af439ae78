"""`show`: everything about one matter; a sealed one shows its text with `--reveal` alone."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import CaseRef, Json, Opt, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.index.listing import case_object, missing_facts
from xinfang_cli.law.clocks import ClockName
from xinfang_cli.law.stepdata import FURTHER
from xinfang_cli.law.telling import awaited, clock_title, due_words, ticked
from xinfang_cli.law.words import Fate
from xinfang_cli.messages import Msg, Text, harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinfang_cli.law.history import State
    from xinfang_cli.law.records import Case
    from xinfang_cli.law.runs import ClockRun


def run(
    ctx: typer.Context,
    case: CaseRef,
    reveal: Annotated[bool, option(Opt.REVEAL, "--reveal")] = False,
    json: Json = False,
) -> int:
    """Print a matter: facts, clocks, history, what is still missing."""
    from xinfang_cli.law.history import fold
    from xinfang_cli.law.sealing import curtained
    from xinfang_cli.store.cases import access_log

    office = desk(ctx)
    held = office.hold(case)
    shown = held.case if reveal else curtained(held.case)
    if reveal:
        access_log(office.workspace, office.by, office.now, shown.id)
        shown = office.revealed(shown)
    state = fold(shown, office.law)
    if json:
        office.print_json(show_object(office, shown, state, reveal=reveal))
    else:
        office.print_lines(_lines(office, shown, state, reveal=reveal))
    return office.exit_code


def show_object(office: Desk, case: "Case", state: "State", *, reveal: bool) -> dict[str, Any]:
    """Return a matter as `show --json` has it: as `list` has it, with history and clocks."""
    from xinfang_cli.commands.log import entries
    from xinfang_cli.law.recorded import to_make_of

    found = case_object(case, state, office.law, office.today, office.lang, reveal=reveal)
    if not case.is_sealed or reveal:
        found["request"] = case.request
    if reveal and case.is_sealed:
        found["accused"] = case.accused
    return {
        **found,
        "owed": [document.value for document in to_make_of(case, state.to_make)],
        "posted": [{"document": document.value, "posted": posted} for document, posted in state.posted],
        "to_serve": [document.value for document in state.to_serve],
        "missing": [field.value for field in missing_facts(case)],
        "checklists": {name: {"done": done, "left": left} for name, (done, left) in ticked(case, office.law).items()},
        "history": entries(case),
        "clocks": [clock_object(run, office) for run in state.clocks],
    }


def clock_object(run: "ClockRun", office: Desk) -> dict[str, Any]:
    """Return a clock as `show --json` has it."""
    return {
        "clock": run.name,
        "owner": run.owner.value,
        "kind": run.kind.value,
        "from": run.from_,
        "rule": run.rule,
        "due": run.due,
        "act_by": office.law.calendar.on_or_before(run.due) if run.due and run.is_duty else None,
        "provisional": run.provisional(office.law),
        "stopped_on": run.stopped_on,
        "fate": run.fate and run.fate.value,
        "late_days": run.late_days(office.today),
    }


def _lines(office: Desk, case: "Case", state: "State", *, reveal: bool) -> "Iterator[str]":
    from xinfang_cli.law.recorded import to_make_of
    from xinfang_cli.law.sentences import sentences

    found = case_object(case, state, office.law, office.today, office.lang, reveal=reveal)
    lang = office.lang
    title = found["title"] or (Msg.SEALED_TITLE().in_(lang) if case.is_sealed else "")  # no key here opens it
    yield f"{case.id}  {harmless(title)}"
    yield "  " + Msg.SHOW_STATE(status=state.status, unit=state.unit or "-", due=found["due"] or "-").in_(lang)
    yield from ("  " + text.in_(lang) for text in _days(office, case, state))
    yield "  " + Msg.SHOW_CAME(
        received=case.received_on, registered=case.registered_on, channel=case.channel, class_=case.class_
    ).in_(lang)
    if case.is_sealed and not reveal:
        yield "  " + Msg.SHOW_SEALED().in_(lang)
    else:
        yield from ("  " + line for line in _facts(office, case, reveal=reveal))
    for clock in state.clocks:
        yield "  " + _clock(clock, office)
    yield from ("  " + text.in_(lang) for text in awaited(state))
    for name, (done, left) in ticked(case, office.law).items():
        yield "  " + (Msg.SHOW_CHECKLIST if left else Msg.SHOW_CHECKED)(name=name, done=done, left=left).in_(lang)
    told = sentences(case)
    for entry in case.history:
        yield f"  {entry.on}{'?' if entry.day else ' '} {told[entry.n].in_(lang)}"
    if owed := to_make_of(case, state.to_make):
        yield "  " + Msg.STEP_OWED(documents=list(owed)).in_(lang)
    if state.to_serve:
        yield "  " + Msg.SHOW_TO_SERVE(documents=list(state.to_serve)).in_(lang)
    if missing := missing_facts(case):
        yield "  " + Msg.SHOW_MISSING(fields=missing).in_(lang)


def _days(office: Desk, case: "Case", state: "State") -> "Iterator[Text]":
    """Say what day of the matter it is, where that presses."""
    if state.run(ClockName.REROUTE):
        yield Msg.SHOW_DAY(days=(office.today - case.received_on).days)
    if overdue := state.overdue_days(office.today):
        yield Msg.SHOW_OVERDUE(days=overdue)


def _facts(office: Desk, case: "Case", *, reveal: bool) -> "Iterator[str]":
    lang = office.lang
    yield Msg.SHOW_WHAT(
        category=case.category or "-", place=case.place or "-", people=case.people or "-", lead=case.lead or "-"
    ).in_(lang)
    if further := list(_further(case, reveal=reveal)):
        yield Msg.SHOW_FURTHER(facts=further).in_(lang)
    if case.source:
        yield Msg.SHOW_SOURCE(
            level=case.source.level or "-",
            office=case.source.office or "-",
            number=case.source.number or "-",
            due=case.source.due or "-",
        ).in_(lang)
    if reveal:
        from xinfang_cli.law.recordbase import plain

        for person in case.petitioners:
            words = [str(value) for value in plain(person).values() if value is not False]
            yield Msg.SHOW_PERSON(person=" ".join(words)).in_(lang)
    for line in (case.request or "").splitlines():
        yield "│ " + harmless(line)


def _further(case: "Case", *, reveal: bool) -> "Iterator[Text]":
    """Say the facts that one row declares; names of petitioners only where they are asked for."""
    from xinfang_cli.law.sentences import fact_words

    for fact in FURTHER:
        value = getattr(case, fact.word)
        if value not in (None, ()) and (fact.is_open or reveal):
            yield fact_words(fact, value)


def _clock(run: "ClockRun", office: Desk) -> str:
    title = clock_title(run.name, office.law)
    due = due_words(run, office.law)
    if run.fate in {Fate.ENDED, Fate.DISPUTED} and run.is_duty:
        text = Msg.SHOW_CLOCK_ENDED(clock=title, due=due, on=run.stopped_on, fate=run.fate)
    elif run.fate in {Fate.PENDING, Fate.PAUSED}:
        text = Msg.SHOW_CLOCK_PENDING(clock=title, due=due, owner=run.owing or run.owner, fate=run.fate)
    elif not run.is_running:
        late = run.late_days(office.today)
        text = (Msg.SHOW_CLOCK_LATE if late else Msg.SHOW_CLOCK_DONE)(
            clock=title, due=due, on=run.stopped_on, days=late
        )
    elif not run.is_duty:
        text = Msg.SHOW_CLOCK_RIGHT(clock=title, due=due)
    else:
        text = Msg.SHOW_CLOCK_RUNS(clock=title, due=due, owner=run.owing or run.owner)
    return text.in_(office.lang)
