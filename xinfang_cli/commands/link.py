"""`link`: two related matters name each other; nothing is linked by itself, and no count per person is kept."""

from typing import Annotated

import typer

from xinfang_cli.batches.linking import link_both
from xinfang_cli.commands.options import Json, On, Opt, argument
from xinfang_cli.commands.steps import asking, filled
from xinfang_cli.desk import desk
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did


@asking
def run(
    ctx: typer.Context,
    case: Annotated[str, argument(Opt.CASE, "CASE")],
    other: Annotated[str, argument(Opt.OTHER_CASE, "CASE")],
    on: On = None,
    json: Json = False,
) -> int:
    """Write one `link` entry in each of the two."""
    office = desk(ctx)
    named = filled(
        office,
        Did.LINK,
        {"case": case, "other": other},
        lambda form: {"case": form.which(Key.CASE), "other": form.which(Opt.OTHER_CASE)},
    )
    (one, _), (two, _) = office.resolve(named["case"]), office.resolve(named["other"])
    office.tell(link_both(office, one, two, on), as_json=json)
    return office.exit_code
