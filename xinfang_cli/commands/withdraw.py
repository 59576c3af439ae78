"""`withdraw`: the petitioner takes the matter back by a dated statement, and may take that back; never a resolution."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did


def run(
    ctx: typer.Context,
    case: CaseRef,
    statement_on: Annotated[str | None, option(Opt.STATEMENT_ON, "--statement-on", metavar="DATE")] = None,
    revoked_on: Annotated[str | None, option(Opt.REVOKED_ON, "--revoked-on", metavar="DATE")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `withdraw` entry."""
    office = desk(ctx)
    data = {
        "statement_on": office.past_day(statement_on, "--statement-on") if statement_on else None,
        "revoked_on": office.past_day(revoked_on, "--revoked-on") if revoked_on else None,
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.WITHDRAW, office.stamp(on), **data), as_json=json)
