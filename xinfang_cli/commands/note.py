"""`note`: what was done or said, the unit's monthly progress, the plan, and advice to a unit (T40)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Advice, Did, NoteKind


def run(
    ctx: typer.Context,
    case: CaseRef,
    text: Annotated[str, option(Opt.TEXT, "--text", metavar="TEXT")],
    kind: Annotated[NoteKind | None, choice(NoteKind, Opt.KIND, "--kind")] = None,
    next_: Annotated[str | None, option(Opt.NEXT, "--next", metavar="TEXT")] = None,
    blocker: Annotated[str | None, option(Opt.BLOCKER, "--blocker", metavar="TEXT")] = None,
    month: Annotated[str | None, option(Opt.MONTH_OF, "--month", metavar="YYYY-MM")] = None,
    way: Annotated[str | None, option(Opt.WAY, "--way", metavar="TEXT")] = None,
    how: Annotated[str | None, option(Opt.HOW, "--how", metavar="TEXT")] = None,
    advice: Annotated[Advice | None, choice(Advice, Opt.ADVICE, "--advice")] = None,
    unit: Annotated[str | None, option(Opt.ASKED_UNIT, "--unit", metavar="UNIT")] = None,
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    reply_due: Annotated[str | None, option(Opt.REPLY_DUE, "--reply-due", metavar="DATE")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `note` entry."""
    office = desk(ctx)
    data = {
        "text": text,
        "kind": kind.value if kind else None,
        "next": next_,
        "blocker": blocker,
        "month": month,
        "way": way,
        "how": how,
        "advice": advice,
        "unit": office.unit(unit) if unit else None,
        "number": number,
        "reply_due": office.day(reply_due, "--reply-due"),
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.NOTE, office.stamp(on), **data), as_json=json)
