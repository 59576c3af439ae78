"""`decline`: not accepted on a ground, or no longer accepted after a final review (T19, T20, T23, T36)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, Ground


def run(
    ctx: typer.Context,
    case: CaseRef,
    ground: Annotated[Ground | None, choice(Ground, Opt.GROUND, "--ground")] = None,
    to: Annotated[str | None, option(Opt.TO, "--to", metavar="ORGAN")] = None,
    final: Annotated[bool, option(Opt.FINAL, "--final")] = False,
    opinion: Annotated[str | None, option(Opt.OPINION, "--opinion", metavar="TEXT")] = None,
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `decline` entry."""
    office = desk(ctx)
    data = {
        "ground": ground,
        "to": to,
        "final": final or None,
        "opinion": opinion,
        "number": number,
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.DECLINE, office.stamp(on), **data), as_json=json)
