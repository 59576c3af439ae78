"""`accept`: the unit takes the matter on, and handling begins (T23, T31)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, Path


def run(
    ctx: typer.Context,
    case: CaseRef,
    handler: Annotated[str | None, option(Opt.HANDLER, "--handler", metavar="NAME")] = None,
    path: Annotated[Path | None, choice(Path, Opt.PATH, "--path")] = None,
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `accept` entry."""
    office = desk(ctx)
    data = {"handler": handler, "path": path, "number": number, "backdate_reason": backdate_reason}
    return office.step(case, lambda held: take(held, office.law, Did.ACCEPT, office.stamp(on), **data), as_json=json)
