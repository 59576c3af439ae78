"""`feedback`: the unit reports on an assigned matter (办结报告); the office may send the report back (T22)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did


def run(
    ctx: typer.Context,
    case: CaseRef,
    number: Annotated[str, option(Opt.NUMBER, "--number", metavar="TEXT")],
    returned: Annotated[bool, option(Opt.RETURNED, "--returned")] = False,
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    within: Annotated[str | None, option(Opt.WITHIN, "--within", metavar="RULE")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `feedback` entry."""
    office = desk(ctx)
    data = {
        "number": number,
        "returned": returned or None,
        "reason": reason,
        "within": within,
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.FEEDBACK, office.stamp(on), **data), as_json=json)
