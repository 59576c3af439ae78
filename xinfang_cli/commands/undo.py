"""`undo`: strikes the last step by a new entry; nothing is deleted. Striking a merge strikes both halves."""

from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.commands.options import Json, Opt, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.law.steps import other_half, strike, undo
from xinfang_cli.law.words import Did

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xinfang_cli.law.records import Case
    from xinfang_cli.law.steps import Step


def run(
    ctx: typer.Context,
    case: Annotated[str, argument(Opt.CASE, "CASE")] = "@",
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    json: Json = False,
) -> int:
    """Write one `undo` entry."""
    office = desk(ctx)
    done = office.taken_together(_steps(office, case, reason))
    office.tell(done, as_json=json)
    return office.exit_code


def _steps(office: Desk, ref: str, reason: str | None) -> "Iterator[tuple[str, Callable[[Case], Step]]]":
    """Strike the last entry, and of a merge the other half: who went on gives back the day that was taken over."""
    made = []

    def struck(held: "Case") -> "Step":
        made.append(undo(held, office.law, office.stamp(None), reason=reason))
        return made[0]

    yield ref, struck
    entry = made[0].case.entry(made[0].entry.strikes or "")
    if entry is None or entry.did is not Did.MERGE or entry.case is None:
        return
    half = other_half(office.hold(entry.case).case, made[0].case.id)
    if half is not None:
        yield entry.case, lambda held: strike(held, office.law, office.stamp(None), half, reason=reason)
