"""`meeting`: what a meeting agreed over one or several matters (会商、联席会议, T24)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, Json, On, Opt, argument
from xinfang_cli.commands.steps import Given, asking, form_of, needed, takes
from xinfang_cli.desk import desk
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did


@asking
@takes(Did.MEETING, {Key.UNIT: Opt.ASKED_UNIT})
def run(
    ctx: typer.Context,
    case: Annotated[list[str], argument(Opt.CASES, "CASE")],
    given: Given,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `meeting` entry into each matter."""
    office = desk(ctx)
    refs = case or [form_of(office, Did.MEETING).matter()]
    ids = list(dict.fromkeys(office.resolve(ref)[0] for ref in refs))
    cases = tuple(ids) if len(ids) > 1 else None
    data = {**needed(office, given)(office), "cases": cases, "backdate_reason": backdate_reason}
    done = office.taken_together(
        (each, lambda held: take(held, office.law, Did.MEETING, office.stamp(on), **data)) for each in ids
    )
    office.tell(done, as_json=json)
    return office.exit_code
