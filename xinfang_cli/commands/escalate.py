"""`escalate`: one matter by hand, or the configured ladder over all of them (T39, T40)."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.filters import Filters, filters
from xinfang_cli.commands.options import Backdate, Json, On, Opt, argument, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.messages import Msg
from xinfang_cli.steps import Step, take
from xinfang_cli.telling import clock_title, step_object
from xinfang_cli.words import Did, LadderStep, SupervisionGround

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xinfang_cli.escalation import Due
    from xinfang_cli.store import Batch


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    case: Annotated[str | None, argument(Opt.CASE, "CASE")] = None,
    step: Annotated[LadderStep | None, choice(LadderStep, Opt.STEP, "--step")] = None,
    ground: Annotated[SupervisionGround | None, choice(SupervisionGround, Opt.ESCALATE_GROUND, "--ground")] = None,
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    reply_due: Annotated[str | None, option(Opt.REPLY_DUE, "--reply-due", metavar="DATE")] = None,
    overdue: Annotated[bool, option(Opt.OVERDUE_RUN, "--overdue")] = False,
    dry_run: Annotated[bool, option(Opt.DRY_RUN, "--dry-run")] = False,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `escalate` entry, or one for each running duty whose step has come."""
    office = desk(ctx)
    if overdue == (case is not None):
        raise UsageError(Msg.CASE_OR_OVERDUE())
    if overdue:
        return _walk(office, chosen, dry_run=dry_run, as_json=json)
    data = {
        "step": step,
        "ground": ground,
        "reason": reason,
        "number": number,
        "reply_due": office.day(reply_due, "--reply-due"),
        "backdate_reason": backdate_reason,
    }
    return office.step(
        case or "", lambda held: take(held, office.law, Did.ESCALATE, office.stamp(on), **data), as_json=json
    )


def _walk(office: Desk, chosen: Filters, *, dry_run: bool, as_json: bool) -> int:
    from contextlib import nullcontext

    from xinfang_cli.store import Batch

    count = 0
    with office.locked(), nullcontext() if dry_run else Batch(office.workspace) as batch:
        steps = _walked(office, chosen, batch)
        if as_json:
            office.print_json_array(_object(office, step, due) for due, step in steps)
            return office.exit_code
        for due, step in steps:
            _tell(office, step, due)
            count += 1
    office.say((Msg.WOULD_ESCALATE if dry_run else Msg.ESCALATED)(count=count))
    return office.exit_code


def _walked(office: Desk, chosen: Filters, batch: "Batch | None") -> "Iterator[tuple[Due, Step]]":
    """Take the steps that are due, matter by matter, and yield them as each matter is written."""
    for path in _paths(office, chosen):
        held = office.hold_path(path)
        steps = list(_steps(office, held.case))
        if batch is not None and steps:
            batch.save(held.path, held.text, steps[-1][1].case, read=held.read)
        yield from steps


def _paths(office: Desk, chosen: Filters) -> "list[Path]":
    """Return the files of all matters with a duty whose first step may have come: all of them, however many."""
    import datetime as dt

    from xinfang_cli.escalation import first_day_after_due

    latest = office.today - dt.timedelta(days=first_day_after_due(office.law))
    with office.index() as index:
        return list(index.paths_with_duty_due(chosen.selection(office), latest))


def _steps(office: Desk, case: Any) -> "Iterator[tuple[Due, Step]]":
    from xinfang_cli.escalation import due_steps
    from xinfang_cli.history import fold

    for due in list(due_steps(case, fold(case, office.law), office.law, office.today)):
        step = take(
            case,
            office.law,
            Did.ESCALATE,
            office.stamp(None),
            step=due.step,
            ground=due.ground,
            clock=due.run.name,
            run=due.run.n,
            passed=due.passed or None,
        )
        case = step.case
        yield due, step


def _object(office: Desk, step: Step, due: "Due") -> dict[str, Any]:
    return {**step_object(step, office.law), "step": due.step.value, "clock": due.run.name, "passed": list(due.passed)}


def _tell(office: Desk, step: Step, due: "Due") -> None:
    text = Msg.ESCALATED_ONE if not due.passed else Msg.ESCALATED_PASSING
    office.say(
        text(
            id=step.case.id,
            step=due.step,
            unit=due.run.owing or due.run.owner,
            clock=clock_title(due.run.name, office.law),
            due=due.run.due,
            days=due.run.late_days(office.today),
            passed=due.passed,
        )
    )
