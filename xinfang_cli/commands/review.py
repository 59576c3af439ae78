"""`review`: first review (复查), asked for by the petitioner and decided by the review organ (T35)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, ReviewDecision


def run(
    ctx: typer.Context,
    case: CaseRef,
    decision: Annotated[ReviewDecision | None, choice(ReviewDecision, Opt.REVIEW_DECISION, "--decision")] = None,
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    within: Annotated[str | None, option(Opt.REDO_WITHIN, "--within", metavar="RULE")] = None,
    organ: Annotated[str | None, option(Opt.ORGAN, "--organ", metavar="ORGAN")] = None,
    late_reason: Annotated[str | None, option(Opt.LATE_REASON, "--late-reason", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `review` entry: the request, or with `--decision` the opinion."""
    office = desk(ctx)
    data = {
        "decision": decision,
        "number": number,
        "within": within,
        "organ": organ,
        "late_reason": late_reason,
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.REVIEW, office.stamp(on), **data), as_json=json)
