"""`rate`: what the petitioner said of the handling, of the office or of the unit, and who wrote it down."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, RatedBody, Rating


def run(
    ctx: typer.Context,
    case: CaseRef,
    of: Annotated[RatedBody, choice(RatedBody, Opt.RATED, "--of")],
    value: Annotated[Rating, choice(Rating, Opt.RATING, "--value")],
    text: Annotated[str | None, option(Opt.TEXT, "--text", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `rate` entry."""
    office = desk(ctx)
    data = {"of": of, "value": value.value, "text": text, "backdate_reason": backdate_reason}
    return office.step(case, lambda held: take(held, office.law, Did.RATE, office.stamp(on), **data), as_json=json)
