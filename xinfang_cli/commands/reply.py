"""`reply`: the handling opinion is issued (信访事项处理意见书, T32)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, OpinionDecision


def run(
    ctx: typer.Context,
    case: CaseRef,
    decision: Annotated[OpinionDecision, choice(OpinionDecision, Opt.DECISION, "--decision")],
    number: Annotated[str, option(Opt.NUMBER, "--number", metavar="TEXT")],
    text: Annotated[str | None, option(Opt.TEXT, "--text", metavar="TEXT")] = None,
    approved_by: Annotated[str | None, option(Opt.APPROVED_BY, "--approved-by", metavar="NAME")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `reply` entry."""
    office = desk(ctx)
    data = {
        "decision": decision,
        "number": number,
        "text": text,
        "approved_by": approved_by,
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.REPLY, office.stamp(on), **data), as_json=json)
