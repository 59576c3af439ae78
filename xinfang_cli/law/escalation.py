"""The ladder over a case's clocks: which step is due now (提醒、督办、约谈、提级; T39, T40).

Each step is taken once for each start of a clock. When several have come due since the last run, the highest is
taken and the lower ones are named as passed over, so that nobody is reminded after being supervised.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from xinfang_cli.law.clocks import LadderRung, Law
from xinfang_cli.law.history import ClockRun, State, standing
from xinfang_cli.law.records import Case
from xinfang_cli.law.words import Did, LadderStep, SupervisionGround

EVERY_DUTY = "*"


@dataclass(frozen=True, slots=True)
class Due:
    """A step of the ladder whose day has come."""

    run: ClockRun
    step: LadderStep
    passed: tuple[LadderStep, ...]
    ground: SupervisionGround


def due_steps(case: Case, state: State, law: Law, today: dt.date) -> Iterator[Due]:
    """Return, for each running duty, the highest step that is due and not taken since the clock started."""
    for run in state.duties:
        taken = _taken(case, run)
        come = [rung for rung in rungs(run.name, law) if run.due and today >= run.due + dt.timedelta(days=rung.after)]
        reached = max((index for index, rung in enumerate(come) if rung.step in taken), default=-1)
        fresh = come[reached + 1 :]
        if fresh:
            passed = tuple(rung.step for rung in fresh[:-1])
            yield Due(run=run, step=fresh[-1].step, passed=passed, ground=_ground(run))


def rungs(clock: str, law: Law) -> list[LadderRung]:
    """Return the ladder of a clock, lowest first; rows of its own replace those for every duty."""
    own = [rung for rung in law.ladder if rung.clock == clock]
    return sorted(own or [rung for rung in law.ladder if rung.clock == EVERY_DUTY], key=lambda rung: rung.after)


def first_day_after_due(law: Law) -> int:
    """Return how many days after due (negative: before) the earliest step of any ladder comes."""
    return min((rung.after for rung in law.ladder), default=0)


def _taken(case: Case, run: ClockRun) -> set[LadderStep]:
    steps: set[LadderStep] = set()
    for entry in standing(case.history):
        if entry.did is Did.ESCALATE and entry.step and entry.clock == run.name and entry.run in (None, run.n):
            steps |= {entry.step, *entry.passed}
    return steps


def _ground(run: ClockRun) -> SupervisionGround:
    """Return the ground that follows from the clock itself (the computable ones of T40's list)."""
    match run.name:
        case "handle" | "s_handle" | "review" | "final":
            return SupervisionGround.OVERDUE_CLOSE
        case "assigned" | "sugg_reply":
            return SupervisionGround.NO_FEEDBACK
        case _:
            return SupervisionGround.BAD_PROCEDURE
