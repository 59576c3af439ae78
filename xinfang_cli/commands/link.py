"""`link`: two related matters name each other; nothing is linked by itself, and no count per person is kept."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import Json, On, Opt, argument
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.steps import take
from xinfang_cli.words import Did

if TYPE_CHECKING:
    from xinfang_cli.model import Case
    from xinfang_cli.steps import Step


def run(
    ctx: typer.Context,
    case: Annotated[str, argument(Opt.CASE, "CASE")],
    other: Annotated[str, argument(Opt.OTHER_CASE, "CASE")],
    on: On = None,
    json: Json = False,
) -> int:
    """Write one `link` entry in each of the two."""
    office = desk(ctx)
    (one, _), (two, _) = office.resolve(case), office.resolve(other)
    if one == two:
        raise RefusedError(Msg.INTO_ITSELF(id=one))
    done = [linked(office, here, there, on) for here, there in ((one, two), (two, one))]
    office.tell(done, as_json=json)
    return office.exit_code


def linked(office: Desk, here: str, there: str, on: str | None) -> "Step":
    """Let one matter name another; the entry of a link stands in both."""

    def step(held: "Case") -> "Step":
        data: dict[str, Any] = {"case": there}
        return take(held, office.law, Did.LINK, office.stamp(on), **data)

    return office.taken(here, step)
