"""`undo`: strikes the last step by a new entry; nothing is deleted."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Json, Opt, argument, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import undo


def run(
    ctx: typer.Context,
    case: Annotated[str, argument(Opt.CASE, "CASE")] = "@",
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    json: Json = False,
) -> int:
    """Write one `undo` entry."""
    office = desk(ctx)
    return office.step(case, lambda held: undo(held, office.law, office.stamp(None), reason=reason), as_json=json)
