"""`escalate`: one matter by hand, or the configured ladder over all of them (T39, T40)."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.options import Backdate, Json, On, Opt, argument, option
from xinfang_cli.commands.steps import Given, takes
from xinfang_cli.desk import Desk, desk, held_at
from xinfang_cli.errors import UsageError
from xinfang_cli.labels import Lang
from xinfang_cli.law.escalation import Due, due_steps
from xinfang_cli.law.history import fold
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.steps import Stamp, Step, take
from xinfang_cli.law.telling import clock_title, step_object
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg
from xinfang_cli.store.spool import Spool

if TYPE_CHECKING:
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.records import Case
    from xinfang_cli.store.cases import CaseBatch, Rewritten
    from xinfang_cli.store.workspace import Workspace

MANY = 500
"""Matters from which on other processes are worth their start."""


@filters
@takes(Did.ESCALATE, {Key.GROUND: Opt.ESCALATE_GROUND}, needed=False)
def run(
    ctx: typer.Context,
    chosen: Filters,
    given: Given,
    case: Annotated[str | None, argument(Opt.CASE, "CASE")] = None,
    overdue: Annotated[bool, option(Opt.OVERDUE_RUN, "--overdue")] = False,
    dry_run: Annotated[bool, option(Opt.DRY_RUN, "--dry-run")] = False,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `escalate` entry, or one for each running duty whose step has come."""
    office = desk(ctx)
    if overdue == (case is not None):
        raise UsageError(Msg.CASE_OR_OVERDUE())
    if overdue:
        return _walk(office, chosen, dry_run=dry_run, as_json=json)
    data = {**given(office), "backdate_reason": backdate_reason}
    return office.step(
        case or "", lambda held: take(held, office.law, Did.ESCALATE, office.stamp(on), **data), as_json=json
    )


def _walk(office: Desk, chosen: Filters, *, dry_run: bool, as_json: bool) -> int:
    from xinfang_cli.store.cases import CaseBatch

    walk = Walk(
        office.workspace, office.law, office.past_day(None), office.now, office.by, office.lang, not dry_run, as_json
    )
    count = 0
    with ExitStack() as stack:
        stack.enter_context(office.locked(writes=not dry_run))
        paths = stack.enter_context(Spool())
        batch = None if dry_run else stack.enter_context(CaseBatch(office.workspace))
        _lay_by(office, chosen, paths)
        told = _walked(walk, (Path(found["path"]) for found in paths), batch)
        if as_json:
            office.print_json(told)
            return office.exit_code
        for line in told:
            print(line)
            count += 1
    office.say((Msg.WOULD_ESCALATE if dry_run else Msg.ESCALATED)(count=count))
    return office.exit_code


def _lay_by(office: Desk, chosen: Filters, paths: Spool) -> None:
    """Lay by the files of all matters with a duty whose first step may have come.

    However many they are, the index is free before the first is read: others would wait for it, or read all files.
    """
    from xinfang_cli.law.escalation import first_day_after_due

    latest = office.today - dt.timedelta(days=first_day_after_due(office.law))
    with office.index() as index:
        selection = chosen.selection(office, index)
        tell_scope(office, selection, aside=True)
        for path in index.paths_with_duty_due(selection, latest):
            paths.add({"path": str(path)})


def _walked(walk: "Walk", paths: Iterator[Path], batch: "CaseBatch | None") -> Iterator[Any]:
    """Take the steps that are due, matter by matter, and yield what is said of them as each matter is written."""
    for path, told, new in _on_cores(walk, paths):
        if batch is not None and new is not None:
            batch.rewrite(path, new)
        yield from told


def _on_cores(walk: "Walk", paths: Iterator[Path]) -> "Iterator[Walked]":
    first = list(islice(paths, MANY))
    if len(first) < MANY:
        return (walk.at(path) for path in first)
    from xinfang_cli.processes import spread

    return spread(walk_all, chain(first, paths), (walk,))


class Walked(NamedTuple):
    """A matter that the walk came by: its file, what is said of each step, and what the file is to hold."""

    path: Path
    told: list[Any]
    new: "Rewritten | None"


def walk_all(paths: list[Path], walk: "Walk") -> list[Walked]:
    """Walk by some matters, in any process; nothing is written."""
    return [walk.at(path) for path in paths]


@dataclass(frozen=True)
class Walk:
    """What the ladder must know at every matter."""

    workspace: "Workspace"
    law: "Law"
    today: dt.date
    now: dt.datetime
    by: str
    lang: Lang
    writes: bool
    as_json: bool

    def at(self, path: Path) -> Walked:
        """Take the steps of a matter that are due."""
        from xinfang_cli.store.cases import rewritten

        held = held_at(self.workspace, path)
        case, told = held.case, []
        for due in list(due_steps(case, fold(case, self.law), self.law, self.today)):
            step = self._step(case, due)
            told.append(self._object(step, due) if self.as_json else self._line(step, due))
            case = step.case
        if not told or not self.writes:
            return Walked(path, told, None)
        return Walked(path, told, rewritten(self.workspace, path, held.text, case, read=held.read))

    def _step(self, case: "Case", due: Due) -> Step:
        return take(
            case,
            self.law,
            Did.ESCALATE,
            Stamp(on=self.today, now=self.now, by=self.by, n=token_hex(4)),
            step=due.step,
            ground=due.ground,
            clock=due.run.name,
            run=due.run.n,
            passed=due.passed or None,
        )

    def _object(self, step: Step, due: Due) -> dict[str, Any]:
        return {
            **step_object(step, self.law),
            "step": due.step.value,
            "clock": due.run.name,
            "passed": list(due.passed),
        }

    def _line(self, step: Step, due: Due) -> str:
        text = Msg.ESCALATED_ONE if not due.passed else Msg.ESCALATED_PASSING
        return text(
            id=step.case.id,
            step=due.step,
            unit=due.run.owing or due.run.owner,
            clock=clock_title(due.run.name, self.law),
            due=due.run.due,
            days=due.run.late_days(self.today),
            passed=due.passed,
        ).in_(self.lang)
