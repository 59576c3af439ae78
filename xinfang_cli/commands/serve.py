"""`serve`: a document reached the petitioner; an opinion's service opens the right to ask for review (T35, T36)."""

from typing import TYPE_CHECKING, Any

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On
from xinfang_cli.commands.steps import Given, takes
from xinfang_cli.desk import desk
from xinfang_cli.law.stepdata import on_its_way
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case


@takes(Did.SERVE)
def run(
    ctx: typer.Context, case: CaseRef, given: Given, on: On = None, backdate_reason: Backdate = None, json: Json = False
) -> int:
    """Write one `serve` entry; of a letter whose receipt is not known, on the day of posting."""
    office = desk(ctx)
    data = given(office)
    if on is None and on_its_way(data):
        on, data["day"] = data["posted"].isoformat(), "unknown"

    def step(held: "Case") -> Any:
        return take(held, office.law, Did.SERVE, office.stamp(on), backdate_reason=backdate_reason, **data)

    return office.step(case, step, as_json=json)
