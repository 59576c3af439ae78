"""`undo`: strikes the last step by a new entry; nothing is deleted. Striking a merge strikes both halves."""

from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.commands.options import Json, Opt, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.steps import other_half, strike, undo
from xinfang_cli.words import Did

if TYPE_CHECKING:
    from xinfang_cli.steps import Step


def run(
    ctx: typer.Context,
    case: Annotated[str, argument(Opt.CASE, "CASE")] = "@",
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    json: Json = False,
) -> int:
    """Write one `undo` entry."""
    office = desk(ctx)
    done = [office.taken(case, lambda held: undo(held, office.law, office.stamp(None), reason=reason))]
    done += _other_half(office, done[0], reason)
    office.tell(done, as_json=json)
    return office.exit_code


def _other_half(office: Desk, step: "Step", reason: str | None) -> "list[Step]":
    """Part two matters again: the one that went on gives back the day of receipt that it took over."""
    struck = step.case.entry(step.entry.strikes or "")
    if struck is None or struck.did is not Did.MERGE or struck.case is None:
        return []
    half = other_half(office.hold(struck.case).case, step.case.id)
    if half is None:
        return []
    return [office.taken(struck.case, lambda held: strike(held, office.law, office.stamp(None), half, reason=reason))]
