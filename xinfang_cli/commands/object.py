"""`object`: a unit disputes a routing with reasons; the office decides (T23)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, ObjectionDecision


def run(
    ctx: typer.Context,
    case: CaseRef,
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    decision: Annotated[ObjectionDecision | None, choice(ObjectionDecision, Opt.OBJECTION, "--decision")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `object` entry: the objection, or with `--decision` what the office says to it."""
    office = desk(ctx)
    data = {"reason": reason, "decision": decision, "backdate_reason": backdate_reason}
    return office.step(case, lambda held: take(held, office.law, Did.OBJECT, office.stamp(on), **data), as_json=json)
