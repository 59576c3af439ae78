"""`undo`: strikes the last step by a new entry; nothing is deleted. Striking a merge or link strikes both halves.

On a terminal it shows the step first and asks: one `undo` too many may bring words back that were sealed.
"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.commands.options import Json, Opt, argument, option
from xinfang_cli.commands.together import DryRun, Together, cells_of, matters, take_together
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.steps import other_half, strike, to_strike, undo
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xinfang_cli.law.records import Case, Entry
    from xinfang_cli.law.steps import Step


def run(
    ctx: typer.Context,
    case: Annotated[str, argument(Opt.CASE_OR_INPUT, "CASE")] = "@",
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> int:
    """Write one `undo` entry."""
    office = desk(ctx)
    chosen = matters(office, [case])
    if chosen.are_several or dry_run:
        cells = cells_of(office, Did.UNDO, {"reason": reason}, None, None)
        return take_together(office, Together(Did.UNDO, chosen, cells), dry_run=dry_run, as_json=json)
    case_id, _ = office.resolve(chosen.refs[0])
    wanted = _asked(office, case_id) if sys.stdin.isatty() else None
    done = office.taken_together(_steps(office, case_id, reason, wanted))
    if not json:
        for step in done:
            _show(office, Msg.UNDO_STRUCK, step.case, step.case.entry(step.entry.strikes or ""))
    office.tell(done, as_json=json)
    return office.exit_code


def _asked(office: Desk, case_id: str) -> str:
    """Show what would be struck and ask; return its id."""
    held = office.hold(case_id).case
    entry = to_strike(held, office.law)
    _show(office, Msg.UNDO_STRIKES, held, entry, to_stderr=True)
    if not typer.confirm(Msg.UNDO_SURE().in_(office.lang), default=False, err=True):
        raise RefusedError(Msg.UNDO_LEFT())
    return entry.n


def _show(office: Desk, how: Sentence, case: "Case", entry: "Entry | None", *, to_stderr: bool = False) -> None:
    """Say what an entry is, without the words of a sealed matter."""
    from xinfang_cli.law.sealing import curtained
    from xinfang_cli.law.sentences import sentence

    if entry is not None:
        shown = curtained(case)
        (office.warn if to_stderr else office.say)(
            how(on=entry.on, entry=sentence(shown, shown.entry(entry.n) or entry))
        )


def _steps(
    office: Desk, case_id: str, reason: str | None, wanted: str | None
) -> "Iterator[tuple[str, Callable[[Case], Step]]]":
    """Strike the last entry, and of a merge or link the other half: who went on gives back the day that was taken over.

    The reason stays with the matter that it is about where one of two is sealed.
    """
    made = []

    def struck(held: "Case") -> "Step":
        if wanted not in (None, to_strike(held, office.law).n):
            raise RefusedError(Msg.FILE_CHANGED(path=case_id))
        made.append(undo(held, office.law, office.stamp(None), reason=reason))
        return made[0]

    yield case_id, struck
    own = made[0].case
    entry = own.entry(made[0].entry.strikes or "")
    if entry is None or entry.did not in (Did.MERGE, Did.LINK) or entry.case is None:
        return
    other = office.hold(entry.case).case
    half = other_half(other, own.id, entry)
    if half is not None:
        why = reason if other.is_sealed == own.is_sealed else None
        yield entry.case, lambda held: strike(held, office.law, office.stamp(None), half, reason=why)
