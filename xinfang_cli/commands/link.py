"""`link`: two related matters name each other; nothing is linked by itself, and no count per person is kept."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import Json, On, Opt, argument
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.steps import is_linked, take
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xinfang_cli.law.records import Case
    from xinfang_cli.law.steps import Step


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
    done = office.taken_together(_steps(office, one, two, on))
    office.tell(done, as_json=json)
    return office.exit_code


def _steps(office: Desk, one: str, two: str, on: str | None) -> "Iterator[tuple[str, Callable[[Case], Step]]]":
    """Let each name the other; where a killed command left one of the entries, the other is what is lacking."""
    pairs = ((one, two), (two, one))
    lacking = [(here, there) for here, there in pairs if not is_linked(office.hold(here).case, there)]
    if not lacking:
        raise RefusedError(Msg.NOTHING_CHANGES(id=one))
    for here, there in lacking:
        yield here, _naming(office, there, on)


def _naming(office: Desk, there: str, on: str | None) -> "Callable[[Case], Step]":
    data: dict[str, Any] = {"case": there}
    return lambda held: take(held, office.law, Did.LINK, office.stamp(on), **data)
