"""The ladder over a case's clocks: which step is due now (催办、督办、约谈; T39, T40).

Each step is taken once for each start of a clock. When several have come due since the last run, the highest is
taken and the lower ones are named as passed over, so that nobody is reminded after being supervised.

Reminders are written as they fall due; what presses a unit harder is proposed, and becomes an entry when somebody
confirms it. Whom the office may not supervise is reminded and no more.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xinfang_cli.law.clocks import BesideClocks, ClockKind, LadderRung, Law, Owner
from xinfang_cli.law.history import State, standing
from xinfang_cli.law.ids import ladder_id
from xinfang_cli.law.procedure import CHASEABLE
from xinfang_cli.law.records import Case
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import Did, LadderStep, NoteKind, SupervisionGround
from xinfang_cli.law.workdays import ONE_DAY

EVERY_DUTY = "*"

BY = "ladder"
"""Who writes what nobody confirmed."""

REMINDERS = frozenset({LadderStep.WARN, LadderStep.REMIND})
"""Steps that need nobody's word, and may go to whoever owes a duty."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step of the ladder whose day has come.

    Attributes:
        run: the duty that it is about.
        step: what is to be done.
        fell_due: the day that has come.
        passed: the lower steps that it passes over.
        ground: why, as far as the clock says it.
        proposed: whether somebody must confirm it.
    """

    run: ClockRun
    step: LadderStep
    fell_due: dt.date
    passed: tuple[LadderStep, ...]
    ground: SupervisionGround
    proposed: bool

    @property
    def n(self) -> str:
        """The id of its entry, whoever writes it."""
        return ladder_id(self.run.n, self.run.name, self.step)


def due_steps(case: Case, state: State, law: Law, today: dt.date) -> Iterator[Due]:
    """Return, for each running duty, the highest step to be written that is due, and the highest to be proposed.

    A step that was taken since the clock started is not due again, nor one of the ladder that was struck, nor what
    lies below one that was taken.
    """
    known = {entry.n for entry in case.history}
    duties = (*state.duties, *_unreported(case, state, law, today))
    for run in duties if state.status in CHASEABLE else ():
        fresh = _fresh(case, run, law, today)
        written = [rung for rung in fresh if rung.auto or rung.step in REMINDERS]
        for some in (written, [rung for rung in fresh if rung not in written]):
            due = _highest(run, some, proposed=some is not written)
            if due and due.n not in known:
                yield due


def _unreported(case: Case, state: State, law: Law, today: dt.date) -> Iterator[ClockRun]:
    """Yield the month that is over and of which nobody has reported progress, as a duty that fell due with its end."""
    if not is_of_progress(law) or not state.status.is_open or not _owes_progress(case, law):
        return
    ended_on = today.replace(day=1) - ONE_DAY
    first = ended_on.replace(day=1)
    if case.registered_on >= first or f"{first:%Y-%m}" in _reported(case):
        return
    yield ClockRun(
        name=BesideClocks.PROGRESS.value, n=f"{first:%Y-%m}", kind=ClockKind.DUTY, owner=Owner.UNIT, owing=state.unit,
        from_=first, rule="", due=ended_on,
    )  # fmt: skip


def is_of_progress(law: Law) -> bool:
    """Whether a row of the ladder is about monthly progress."""
    return any(rung.clock == BesideClocks.PROGRESS for rung in law.ladder)


def _owes_progress(case: Case, law: Law) -> bool:
    return law.progress_of == "open" or (law.progress_of == "led" and bool(case.lead or case.group))


def _reported(case: Case) -> set[str]:
    notes = (entry for entry in standing(case.history) if entry.kind == NoteKind.PROGRESS)
    return {entry.month or f"{entry.on:%Y-%m}" for entry in notes}


def _fresh(case: Case, run: ClockRun, law: Law, today: dt.date) -> list[LadderRung]:
    """Return the rungs whose day has come above the highest that was taken, as far as the office may take them."""
    taken = _taken(case, run)
    come = [rung for rung in rungs(run.name, law) if run.due and today >= run.due + dt.timedelta(days=rung.after)]
    reached = max((index for index, rung in enumerate(come) if rung.step in taken), default=-1)
    may = law.supervises(run.name, run.owing)
    return [rung for rung in come[reached + 1 :] if may or rung.step in REMINDERS]


def _highest(run: ClockRun, come: Sequence[LadderRung], *, proposed: bool) -> Due | None:
    if not come or run.due is None:
        return None
    *passed, last = come
    return Due(
        run=run,
        step=last.step,
        fell_due=run.due + dt.timedelta(days=last.after),
        passed=tuple(rung.step for rung in passed),
        ground=_ground(run),
        proposed=proposed,
    )


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
        case "assigned" | "sugg_reply" | "progress":
            return SupervisionGround.NO_FEEDBACK
        case _:
            return SupervisionGround.BAD_PROCEDURE
