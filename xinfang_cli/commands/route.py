"""`route`: transfer or assign to a unit, or direct to another procedure (T22, T23, T31)."""

import pathlib
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.boundary import can_ask
from xinfang_cli.commands.options import Backdate, Json, On, Opt, argument, option
from xinfang_cli.commands.steps import Given, asked, asking, takes
from xinfang_cli.commands.together import DryRun, Together, cells_of, matters, take_together
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did, Mode, Path
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case
    from xinfang_cli.law.steps import Step


@asking
@takes(Did.ROUTE, without=(Key.UNIT, Key.MODE))
def run(
    ctx: typer.Context,
    words: Annotated[list[str], argument(Opt.ROUTED, "CASE UNIT")],
    given: Given,
    assign: Annotated[bool, option(Opt.ASSIGN, "--assign")] = False,
    suggested: Annotated[bool, option(Opt.SUGGESTED, "--suggested")] = False,
    dry_run: DryRun = False,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `route` entry for each matter."""
    office, path = desk(ctx), given.values[Key.PATH]
    cases, unit = _parted(office, words or [], path, suggested=suggested)
    chosen = matters(office, cases)
    mode = None if path and not unit else Mode.ASSIGN if assign else Mode.TRANSFER
    given = given.but({Key.UNIT: unit, Key.MODE: mode})
    if chosen.are_several or suggested or dry_run:
        cells = cells_of(office, Did.ROUTE, given(office), on, backdate_reason)
        routing = Together(Did.ROUTE, chosen, cells, partial(_suggested, office) if suggested else None)
        return take_together(office, routing, dry_run=dry_run, as_json=json)

    def take_it(ref: str, given: Given, why: str | None) -> int:
        def step(held: "Case") -> "Step":
            return take(held, office.law, Did.ROUTE, office.stamp(on), backdate_reason=why, **data)

        data = given(office)
        return office.step(ref, step, as_json=json)

    return asked(office, next(iter(chosen.refs), None), given, backdate_reason, take_it)


def _parted(office: Desk, words: list[str], path: Path | None, *, suggested: bool) -> tuple[list[str], str | None]:
    """Part the matters from the unit behind them, where there is one to be named; on a terminal it may be asked.

    Raises:
        UsageError: there is none, or one beside another way.
    """
    if len(words) <= 1 and not (path or suggested) and can_ask():
        return words, None
    names_unit = not suggested and (path is None or (path is Path.LITIGATION and len(words) > 1))
    cases, unit = (words[:-1], words[-1]) if names_unit and words else (words, None)
    names_both = unit is None and len(cases) > 1 and office.config.unit(cases[-1]) is not None
    if not cases or names_both or (suggested and path):
        raise UsageError(Msg.UNIT_OR_PATH())
    return cases, unit


def _suggested(office: Desk, file: pathlib.Path) -> str:
    """Return the unit that category and place of a matter suggest."""
    case = office.hold_path(file).case
    unit = office.config.suggested_unit(case.category, case.place)
    if unit is None:
        raise RefusedError(Msg.NOT_SUGGESTED())
    return unit
