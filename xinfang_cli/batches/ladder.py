"""The ladder walked over matters, on all cores: reminders written, the rest proposed, or confirmed by name."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.desk import NOON
from xinfang_cli.labels import Lang
from xinfang_cli.law.escalation import BY, Due, due_steps
from xinfang_cli.law.history import fold
from xinfang_cli.law.procedure import OF_CONFERENCE
from xinfang_cli.law.steps import Stamp, Step, take
from xinfang_cli.law.telling import clock_title, step_object
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg
from xinfang_cli.store.held import held_at

if TYPE_CHECKING:
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.records import Case
    from xinfang_cli.store.cases import CaseBatch, Rewritten
    from xinfang_cli.store.workspace import Workspace

MANY = 500
"""Matters from which on other processes are worth their start."""


class Told(NamedTuple):
    """What is said of a step: a line or an object, and whether it waits for somebody's word."""

    said: Any
    proposed: bool


class Walked(NamedTuple):
    """A matter that the walk came by: its file, what is said of each step, and what the file is to hold."""

    path: Path
    told: list[Told]
    new: "Rewritten | None"


def walked(walk: "Walk", paths: Iterator[Path], batch: "CaseBatch | None") -> Iterator[Told]:
    """Take the steps that are due, matter by matter, and yield what is said of them as each matter is written."""
    for path, told, new in _on_cores(walk, paths):
        if batch is not None and new is not None:
            batch.rewrite(path, new)
        yield from told


def _on_cores(walk: "Walk", paths: Iterator[Path]) -> Iterator[Walked]:
    first = list(islice(paths, MANY))
    if len(first) < MANY:
        return (walk.at(path) for path in first)
    from xinfang_cli.processes import spread

    return spread(walk_all, chain(first, paths), (walk,))


def walk_all(paths: list[Path], walk: "Walk") -> list[Walked]:
    """Walk by some matters, in any process; nothing is written."""
    return [walk.at(path) for path in paths]


@dataclass(frozen=True)
class Confirmation:
    """Who confirms what is proposed, and what is said with it: number, reason, day to answer."""

    by: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Walk:
    """What the ladder must know at every matter; with a confirmation it takes what is proposed, and nothing else."""

    workspace: "Workspace"
    law: "Law"
    now: dt.datetime
    lang: Lang
    writes: bool
    as_json: bool
    confirmation: Confirmation | None = None

    def at(self, path: Path) -> Walked:
        """Take the steps of a matter that are due."""
        from xinfang_cli.store.cases import rewritten

        held = held_at(self.workspace, path)
        case, told = held.case, []
        for due in list(due_steps(case, fold(case, self.law), self.law, self.now.date())):
            step = self._step(case, due) if due.proposed is (self.confirmation is not None) else None
            if step or not self.confirmation:
                said = self._object(case, step, due) if self.as_json else self._line(case, due)
                told.append(Told(said, proposed=step is None))
            case = step.case if step else case
        if case is held.case or not self.writes:
            return Walked(path, told, None)
        return Walked(path, told, rewritten(self.workspace, path, held.text, case, read=held.read))

    def _step(self, case: "Case", due: Due) -> Step:
        data: dict[str, Any] = {"step": due.step, "ground": due.ground, "clock": due.run.name, "run": due.run.n}
        if self.confirmation:
            data |= {"approved_by": self.confirmation.by} if due.step in OF_CONFERENCE else {}
            data |= self.confirmation.data
        return take(case, self.law, Did.ESCALATE, self._stamp(due), **data, passed=due.passed or None)

    def _stamp(self, due: Due) -> Stamp:
        """Return when and by whom: what nobody confirmed bears the noon of its own day, so that two clones agree."""
        on = self.now.date()
        if self.confirmation:
            return Stamp(on=on, now=self.now, by=self.confirmation.by, n=due.n)
        return Stamp(on=on, now=self.now, by=BY, n=due.n, at=dt.datetime.combine(due.fell_due, NOON, self.now.tzinfo))

    def _object(self, case: "Case", step: Step | None, due: Due) -> dict[str, Any]:
        return {
            **(step_object(step, self.law) if step else {"id": case.id, "unit": case.unit, "due": case.due}),
            "step": due.step.value,
            "clock": due.run.name,
            "passed": list(due.passed),
            "proposed": step is None,
        }

    def _line(self, case: "Case", due: Due) -> str:
        is_proposal = due.proposed and not self.confirmation
        return (Msg.ESCALATION_PROPOSED if is_proposal else Msg.ESCALATED_ONE)(
            id=case.id,
            step=due.step,
            unit=due.run.owing or due.run.owner,
            clock=clock_title(due.run.name, self.law),
            due=due.run.due,
            days=due.run.late_days(self.now.date()),
            passed=Msg.PASSED_OVER(steps=due.passed) if due.passed else "",
        ).in_(self.lang)
