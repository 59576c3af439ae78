"""`serve`: a document reached the petitioner; an opinion's service opens the right to ask for review (T35, T36)."""

from typing import TYPE_CHECKING, Any

import typer

from xinfang_cli.commands.options import Backdate, Json, On
from xinfang_cli.commands.steps import Given, takes
from xinfang_cli.commands.together import CaseRefs, DryRun, Together, cells_of, matters, take_together
from xinfang_cli.desk import desk
from xinfang_cli.law.stepdata import on_its_way
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case


@takes(Did.SERVE)
def run(
    ctx: typer.Context,
    case: CaseRefs,
    given: Given,
    dry_run: DryRun = False,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `serve` entry; of a letter whose receipt is not known, on the day of posting."""
    office = desk(ctx)
    chosen = matters(office, case)
    data = given(office)
    if chosen.are_several or dry_run:
        cells = cells_of(office, Did.SERVE, data, on, backdate_reason)
        return take_together(office, Together(Did.SERVE, chosen, cells), dry_run=dry_run, as_json=json)
    if on is None and on_its_way(data):
        on, data["day"] = data["posted"].isoformat(), "unknown"

    def step(held: "Case") -> Any:
        return take(held, office.law, Did.SERVE, office.stamp(on), backdate_reason=backdate_reason, **data)

    return office.step(chosen.refs[0], step, as_json=json)
