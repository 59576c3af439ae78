"""`route`: transfer or assign to a unit, or direct to another procedure (T22, T23, T31)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, argument, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.errors import UsageError
from xinfang_cli.law.records import Case
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.steps import Step, take
from xinfang_cli.law.words import Did, Mode, Path
from xinfang_cli.messages import Msg


def run(
    ctx: typer.Context,
    case: CaseRef,
    unit: Annotated[str | None, argument(Opt.UNIT, "UNIT")] = None,
    assign: Annotated[bool, option(Opt.ASSIGN, "--assign")] = False,
    within: Annotated[str | None, option(Opt.WITHIN, "--within", metavar="RULE")] = None,
    with_: Annotated[list[str] | None, option(Opt.WITH, "--with", metavar="UNIT")] = None,
    instead: Annotated[bool, option(Opt.INSTEAD, "--instead")] = False,
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    path: Annotated[Path | None, choice(Path, Opt.PATH, "--path")] = None,
    to: Annotated[str | None, option(Opt.TO, "--to", metavar="ORGAN")] = None,
    number: Annotated[str | None, option(Key.NUMBER, "--number", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `route` entry."""
    office = desk(ctx)
    if (unit is None) == (path is None) and not (unit and path is Path.LITIGATION):
        raise UsageError(Msg.UNIT_OR_PATH())

    def step(held: Case) -> Step:
        return take(
            held,
            office.law,
            Did.ROUTE,
            office.stamp(on),
            mode=None if not unit else Mode.ASSIGN if assign else Mode.TRANSFER,
            unit=office.unit(unit) if unit else None,
            with_=tuple(office.unit(name) for name in with_ or ()) or None,
            within=within,
            instead=instead or None,
            reason=reason,
            path=path,
            to=to,
            number=number,
            backdate_reason=backdate_reason,
        )

    return office.step(case, step, as_json=json)
