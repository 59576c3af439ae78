"""`route`: transfer or assign to a unit, or direct to another procedure (T22, T23, T31)."""

import pathlib
from functools import partial
from typing import Annotated, Any

import typer

from xinfang_cli.commands.options import Backdate, Json, On, Opt, argument, choice, option
from xinfang_cli.commands.together import DryRun, Together, cells_of, matters, take_together
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.law.clocks import rule_written
from xinfang_cli.law.records import Case
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.steps import Step, take
from xinfang_cli.law.words import Did, Mode, Path
from xinfang_cli.messages import Msg


def run(
    ctx: typer.Context,
    words: Annotated[list[str], argument(Opt.ROUTED, "CASE UNIT")],
    assign: Annotated[bool, option(Opt.ASSIGN, "--assign")] = False,
    within: Annotated[str | None, option(Opt.WITHIN, "--within", metavar="RULE")] = None,
    with_: Annotated[list[str] | None, option(Opt.WITH, "--with", metavar="UNIT")] = None,
    instead: Annotated[bool, option(Opt.INSTEAD, "--instead")] = False,
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    path: Annotated[Path | None, choice(Path, Opt.PATH, "--path")] = None,
    to: Annotated[str | None, option(Opt.TO, "--to", metavar="ORGAN")] = None,
    number: Annotated[str | None, option(Key.NUMBER, "--number", metavar="TEXT")] = None,
    suggested: Annotated[bool, option(Opt.SUGGESTED, "--suggested")] = False,
    dry_run: DryRun = False,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `route` entry for each matter."""
    office = desk(ctx)
    cases, unit = _parted(office, words, path, suggested=suggested)
    chosen = matters(office, cases)
    data: dict[str, Any] = {
        "mode": None if path and not unit else Mode.ASSIGN if assign else Mode.TRANSFER,
        "unit": office.unit(unit) if unit else None,
        "with_": tuple(office.unit(name) for name in with_ or ()) or None,
        "within": rule_written(within) if within else None,
        "instead": instead or None,
        "reason": reason,
        "path": path,
        "to": to,
        "number": number,
    }
    if chosen.are_several or suggested or dry_run:
        cells = cells_of(office, Did.ROUTE, data, on, backdate_reason)
        routing = Together(Did.ROUTE, chosen, cells, partial(_suggested, office) if suggested else None)
        return take_together(office, routing, dry_run=dry_run, as_json=json)

    def step(held: Case) -> Step:
        return take(held, office.law, Did.ROUTE, office.stamp(on), backdate_reason=backdate_reason, **data)

    return office.step(chosen.refs[0], step, as_json=json)


def _parted(office: Desk, words: list[str], path: Path | None, *, suggested: bool) -> tuple[list[str], str | None]:
    """Part the matters from the unit behind them, where there is one to be named.

    Raises:
        UsageError: there is none, or one beside another way.
    """
    names_unit = not suggested and (path is None or (path is Path.LITIGATION and len(words) > 1))
    cases, unit = (words[:-1], words[-1]) if names_unit else (words, None)
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
