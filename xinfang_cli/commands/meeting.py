"""`meeting`: what a meeting agreed over one or several matters (会商、联席会议, T24)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, Json, On, Opt, argument, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, MeetingKind


def run(
    ctx: typer.Context,
    case: Annotated[list[str], argument(Opt.CASES, "CASE")],
    text: Annotated[str, option(Opt.TEXT, "--text", metavar="TEXT")],
    kind: Annotated[MeetingKind | None, choice(MeetingKind, Opt.KIND, "--kind")] = None,
    agreed: Annotated[str | None, option(Opt.AGREED, "--agreed", metavar="TEXT")] = None,
    unit: Annotated[str | None, option(Opt.ASKED_UNIT, "--unit", metavar="UNIT")] = None,
    reply_due: Annotated[str | None, option(Opt.REPLY_DUE, "--reply-due", metavar="DATE")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `meeting` entry into each matter."""
    office = desk(ctx)
    ids = list(dict.fromkeys(office.resolve(ref)[0] for ref in case))
    data = {
        "text": text,
        "kind": kind.value if kind else None,
        "agreed": agreed,
        "unit": office.unit(unit) if unit else None,
        "reply_due": office.day(reply_due, "--reply-due"),
        "cases": tuple(ids) if len(ids) > 1 else None,
        "backdate_reason": backdate_reason,
    }
    done = office.taken_together(
        (each, lambda held: take(held, office.law, Did.MEETING, office.stamp(on), **data)) for each in ids
    )
    office.tell(done, as_json=json)
    return office.exit_code
