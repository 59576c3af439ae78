"""`extend`: one extension of handling, approved by the head of the unit, on or before the due date (T34)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did


def run(
    ctx: typer.Context,
    case: CaseRef,
    days: Annotated[int, option(Opt.DAYS, "--days", metavar="N", min=1, max=3650)],
    approved_by: Annotated[str, option(Opt.APPROVED_BY, "--approved-by", metavar="NAME")],
    reason: Annotated[str, option(Opt.REASON, "--reason", metavar="TEXT")],
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `extend` entry."""
    office = desk(ctx)
    data = {
        "days": days,
        "approved_by": approved_by,
        "reason": reason,
        "number": number,
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.EXTEND, office.stamp(on), **data), as_json=json)
