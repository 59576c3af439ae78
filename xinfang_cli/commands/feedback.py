"""`feedback`: the unit reports on an assigned matter (办结报告, T22), or answers what the office asked of it (T40).

The office may send a report back. What can be answered are letters of supervision, advice, and decisions of meetings.
"""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Adoption, Did


def run(
    ctx: typer.Context,
    case: CaseRef,
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    answers: Annotated[str | None, option(Opt.ANSWERS, "--answers", metavar="TEXT")] = None,
    text: Annotated[str | None, option(Opt.TEXT, "--text", metavar="TEXT")] = None,
    adopted: Annotated[Adoption | None, choice(Adoption, Opt.ADOPTED, "--adopted")] = None,
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
        "answers": answers,
        "text": text,
        "adopted": adopted,
        "returned": returned or None,
        "reason": reason,
        "within": within,
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.FEEDBACK, office.stamp(on), **data), as_json=json)
