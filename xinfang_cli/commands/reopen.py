"""`reopen`: a closed matter is handled again, on an order or for a reason."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did


def run(
    ctx: typer.Context,
    case: CaseRef,
    reason: Annotated[str, option(Opt.REASON, "--reason", metavar="TEXT")],
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `reopen` entry."""
    office = desk(ctx)
    data = {"reason": reason, "number": number, "backdate_reason": backdate_reason}
    return office.step(case, lambda held: take(held, office.law, Did.REOPEN, office.stamp(on), **data), as_json=json)
