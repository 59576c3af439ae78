"""`escalate`: one matter by hand, or the configured ladder over all of them, or what it proposes confirmed (T39, T40)."""

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from xinfang_cli.batches.ladder import Confirmation, Walk, walked
from xinfang_cli.boundary import can_ask
from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.options import Backdate, Json, On, Opt, argument, option
from xinfang_cli.commands.steps import Given, asked, takes
from xinfang_cli.commands.together import Together, cells_of, matters, take_together
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg
from xinfang_cli.store.spool import Spool


@filters
@takes(Did.ESCALATE, {Key.GROUND: Opt.ESCALATE_GROUND, Key.APPROVED_BY: Opt.ESCALATE_APPROVED_BY}, needed=False)
def run(
    ctx: typer.Context,
    chosen: Filters,
    given: Given,
    cases: Annotated[list[str] | None, argument(Opt.CASES, "CASE")] = None,
    overdue: Annotated[bool, option(Opt.OVERDUE_RUN, "--overdue")] = False,
    confirm: Annotated[bool, option(Opt.CONFIRM, "--confirm")] = False,
    dry_run: Annotated[bool, option(Opt.DRY_RUN, "--dry-run")] = False,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `escalate` entry, or one for each running duty whose step has come or was proposed."""
    office = desk(ctx)
    if (overdue and (confirm or cases)) or not (overdue or confirm or cases or (not chosen.names and can_ask())):
        raise UsageError(Msg.CASE_OR_OVERDUE())
    data = given(office)
    if confirm:
        return _walk(office, chosen, _confirmation(office, cases or [], data), cases, dry_run=dry_run, as_json=json)
    if overdue:
        return _walk(office, chosen, None, None, dry_run=dry_run, as_json=json)
    chosen_ones = matters(office, cases or ())
    if chosen_ones.are_several or dry_run:
        cells = cells_of(office, Did.ESCALATE, data, on, backdate_reason)
        return take_together(office, Together(Did.ESCALATE, chosen_ones, cells), dry_run=dry_run, as_json=json)

    def take_it(ref: str, given: Given, why: str | None) -> int:
        data = {**given(office), "backdate_reason": why}
        return office.step(
            ref, lambda held: take(held, office.law, Did.ESCALATE, office.stamp(on), **data), as_json=json
        )

    return asked(office, next(iter(chosen_ones.refs), None), given, backdate_reason, take_it)


def _confirmation(office: Desk, cases: list[str], data: dict[str, Any]) -> Confirmation:
    """Return who confirms, and what is said with it.

    Raises:
        UsageError: nobody is named, or one number is given to several matters.
    """
    if not office.user:
        raise UsageError(Msg.CONFIRM_NAME())
    if data.get("number") and len(cases) != 1:
        raise UsageError(Msg.CONFIRM_ONE())
    return Confirmation(office.user, {key: value for key, value in data.items() if value is not None and key != "step"})


def _walk(
    office: Desk,
    chosen: Filters,
    confirmation: Confirmation | None,
    cases: list[str] | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> int:
    from xinfang_cli.store.cases import CaseBatch

    walk = Walk(office.workspace, office.law, office.now, office.lang, not dry_run, as_json, confirmation)
    with ExitStack() as stack:
        stack.enter_context(office.locked(writes=not dry_run))
        paths = stack.enter_context(Spool())
        batch = None if dry_run else stack.enter_context(CaseBatch(office.workspace))
        _lay_by(office, chosen, cases, paths)
        told = walked(walk, (Path(found["path"]) for found in paths), batch)
        if as_json:
            office.print_json(each.said for each in told)
            return office.exit_code
        counts = [0, 0]
        for each in told:
            office.print_lines(iter([each.said]))
            counts[each.proposed] += 1
    office.say((Msg.WOULD_ESCALATE if dry_run else Msg.ESCALATED)(count=counts[False]))
    if counts[True]:
        office.say(Msg.PROPOSED(count=counts[True]))
    return office.exit_code


def _lay_by(office: Desk, chosen: Filters, cases: list[str] | None, paths: Spool) -> None:
    """Lay by the files of the matters that are named, or of all with a duty whose first step may have come.

    However many they are, the index is free before the first is read: others would wait for it, or read all files.
    """
    from xinfang_cli.law.escalation import first_day_after_due, is_of_progress

    if cases:
        for path in dict.fromkeys(office.resolve(case)[1] for case in cases):
            paths.add({"path": str(path)})
        return
    latest = office.today - dt.timedelta(days=first_day_after_due(office.law))
    with office.index() as index:
        selection = chosen.selection(office, index)
        tell_scope(office, selection, aside=True)
        for path in index.paths_with_duty_due(selection, latest):
            paths.add({"path": str(path)})
        for path in index.paths_of_progress(selection, latest) if is_of_progress(office.law) else ():
            paths.add({"path": str(path)})
