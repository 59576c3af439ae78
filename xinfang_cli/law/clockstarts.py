"""Which clocks a step starts, from which day and with which rule: what a row's `starts` cannot say by itself."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.clocks import Law, Rule, after_pause, last_day
from xinfang_cli.law.documents import Document
from xinfang_cli.law.facts import is_reachable
from xinfang_cli.law.guards import Attempt, hearing_days
from xinfang_cli.law.history import standing
from xinfang_cli.law.procedure import GATES
from xinfang_cli.law.records import Case, Start
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import Did, Gate, LadderStep, MatterClass, Path, Status, UnitKind
from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.messages import Msg


def started(names: Iterable[str], attempt: Attempt) -> dict[str, Start]:
    """Return the clocks that start, with rule and due date as config has them today.

    A matter of a past year begins none by what its ledger says of it; whoever takes it up again begins those of today.

    Raises:
        RefusedError: a length that the user gave is no rule.
    """
    if attempt.case is not None and attempt.case.past and (attempt.row is None or _did(attempt, Did.OPEN)):
        return {}
    starts = ((name, _STARTERS.get(name, _by_config)(name, attempt)) for name in names)
    return {name: start for name, start in starts if start}


def _start(from_: dt.date, rule: Rule, law: Law) -> Start:
    return Start(from_=from_, rule=str(rule), due=last_day(from_, rule, law.calendar))


def _by_config(name: str, attempt: Attempt) -> Start | None:
    row = attempt.law.clocks.get(name)
    return _start(attempt.on, row.rule, attempt.law) if row and row.rule else None


def _given(text: str) -> Rule:
    rule = Rule.read(text)
    if rule is None:
        raise RefusedError(Msg.NO_RULE(text=text))
    return rule


def _did(attempt: Attempt, did: Did) -> bool:
    return attempt.row is not None and attempt.row.did is did


def _again(run: ClockRun) -> Start:
    return Start(from_=run.from_, rule=run.rule, due=run.due)


def _if_simple(name: str, attempt: Attempt) -> Start | None:
    """The short limits of the simple procedure (简易办理) run beside the law's own; acceptance ends them."""
    if _did(attempt, Did.OPEN) and (name == "s_accept") is not bool(attempt.law.organ or attempt.data.get("mode")):
        return None  # an office passes it on, an organ decides on it
    accepts = attempt.row is None or _did(attempt, Did.ACCEPT) or _did(attempt, Did.REOPEN)
    simple = attempt.case is not None and bool(attempt.case.simple)
    return _by_config(name, attempt) if simple and not (accepts and name == "s_accept") else None


def _of_office(name: str, attempt: Attempt) -> Start | None:
    """What a letters-and-visits office owes (T22¶1), and in a matter that was sent to an organ whoever sent it."""
    of_another = attempt.law.organ and (_did(attempt, Did.OPEN) or attempt.state.unit == attempt.law.organ)
    return None if of_another else _by_config(name, attempt)


def _of_organ(name: str, attempt: Attempt) -> Start | None:
    """What an organ owes that is no letters-and-visits office and is addressed directly (T23¶2)."""
    return _by_config(name, attempt) if attempt.law.organ and not _nobody_to_tell(attempt) else None


def _nobody_to_tell(attempt: Attempt) -> bool:
    """Whether it is known that the petitioner cannot be told (T23¶2); of what a ledger leaves out, nothing is known."""
    return attempt.row is not None and attempt.case is not None and not is_reachable(attempt.case)


def _gate(name: str, attempt: Attempt) -> Start | None:
    """The clock of the level that holds the paper: the one that received it, or after raising the next one up."""
    held = held_by(attempt.case) if attempt.case else None
    wanted = held if held is None or not _did(attempt, Did.ESCALATE) else held.above
    return _by_config(name, attempt) if wanted is not None and wanted.clock == name else None


def held_by(case: Case) -> Gate | None:
    """Return the level that holds a paper which passes up: the one that received it, raised, or gave its opinion."""
    held = Gate.read(case.level) if case.level else None
    for entry in standing(case.history):
        if entry.did is Did.GATE:
            held = entry.level
        elif entry.step is LadderStep.RAISE and held is not None:
            held = held.above or held
    return held


def _notify_routed(name: str, attempt: Attempt) -> Start | None:
    """After an objection that was rejected, a notice that config paused goes on."""
    if not _did(attempt, Did.OBJECT) or "unit" in attempt.data:
        return None if _by_own_rules(attempt) or _nobody_to_tell(attempt) else _by_config(name, attempt)
    run = attempt.state.last_run(name)
    return _resumed(run, attempt) if run else None


def _by_own_rules(attempt: Attempt) -> bool:
    """Whether the petitioner is told by rules of the unit's own (T23¶4): of accusations, of matters of litigation."""
    kind = attempt.law.kinds.get(attempt.data.get("unit", ""))
    if kind is UnitKind.DISCIPLINE:
        return attempt.case is not None and attempt.case.is_sealed
    return kind is UnitKind.JUSTICE and attempt.data.get("path") == Path.LITIGATION


def resumed(attempt: Attempt) -> dict[str, Start]:
    """Return the clocks that go on: a withdrawal was taken back, or what is missing supplied; none for other steps."""
    if _did(attempt, Did.SUPPLEMENT) and attempt.data.get("supplied"):
        paused = (run.gone_on(attempt.on, attempt.law) for run in attempt.state.clocks if run.is_paused)
        return {run.name: _again(run) for run in paused}
    starts = ((run.name, _resumed(run, attempt)) for run in _stopped_by_withdrawal(attempt))
    return {name: start for name, start in starts if start}


def _stopped_by_withdrawal(attempt: Attempt) -> list[ClockRun]:
    if not (_did(attempt, Did.WITHDRAW) and attempt.data.get("revoked_on")) or attempt.case is None:
        return []
    entries = reversed(standing(attempt.case.history))
    withdrawal = next(entry for entry in entries if entry.did is Did.WITHDRAW and not entry.revoked_on)
    return [run for run in map(attempt.state.last_run, withdrawal.stops) if run]


def _resumed(run: ClockRun, attempt: Attempt) -> Start | None:
    """Return the run with the days of the pause added."""
    if run.stopped_on is None:
        return None
    rule = Rule.read(run.rule)
    if rule is None or run.due is None:
        return _again(run)
    return _start(run.from_, after_pause(rule, run.stopped_on, attempt.on, attempt.law.calendar), attempt.law)


def _until(due: dt.date, attempt: Attempt) -> Start:
    return Start(from_=attempt.on, rule=f"{max(1, (due - attempt.on).days)}d", due=due)


def until_target(due: dt.date, on: dt.date) -> Start:
    """Return the clock of a matter's own target day, from the day on which it was set; a past one had a day."""
    from_ = min(on, due - ONE_DAY)
    return Start(from_=from_, rule=f"{(due - from_).days}d", due=due)


def _target(_: str, attempt: Attempt) -> Start | None:
    due = attempt.case.target if attempt.case else None
    return until_target(due, attempt.on) if due else None


def _assigned(name: str, attempt: Attempt) -> Start | None:
    if _did(attempt, Did.OPEN):
        source = attempt.case.source if attempt.case else None
        return _until(source.due, attempt) if source and source.due else None
    if "within" in attempt.data:
        return _start(attempt.on, _given(attempt.data["within"]), attempt.law)
    last = attempt.state.last_run(name)
    rule = Rule.read(last.rule) if last else None
    return _start(attempt.on, rule, attempt.law) if rule else _by_config(name, attempt)


def _handling(name: str, attempt: Attempt) -> Start | None:
    """Sixty days are for claims on the opinion path alone (T31(6), T34); unclassified counts as a claim."""
    if _did(attempt, Did.EXTEND):
        run = attempt.state.run(name)
        rule = Rule.read(run.rule) if run else None
        return _start(run.from_, rule.longer(attempt.data["days"]), attempt.law) if run and rule else None
    if name not in _handling_clocks(attempt):
        return None
    if name == "handle" and "within" in attempt.data:
        return _start(attempt.on, _given(attempt.data["within"]), attempt.law)
    return _by_config(name, attempt)


def _handling_clocks(attempt: Attempt) -> tuple[str, ...]:
    case = attempt.case
    if case is None or case.class_ is MatterClass.ACCUSATION:
        return ()
    if case.class_ is MatterClass.SUGGESTION:
        return ("proposal",)
    if _did(attempt, Did.REVIEW) or _did(attempt, Did.FINAL):
        return ("handle",)  # an opinion that has to be made again is not simple
    path = attempt.data.get("path", Path.OPINION)
    if path != Path.OPINION:
        return ("duty",) if path in (Path.DUTY, Path.ADMIN_PROCEDURE) else ()
    return ("s_handle",) if case.simple else ("handle",)


def _after_service(document: Document) -> Callable[[str, Attempt], Start | None]:
    def start(name: str, attempt: Attempt) -> Start | None:
        is_received = attempt.data.get("day") is None
        return _by_config(name, attempt) if is_received and attempt.data.get("document") == document else None

    return start


def _final(name: str, attempt: Attempt) -> Start | None:
    """Days of a hearing are not counted (T36¶2), first and last included; each day once, however often it is told."""
    if attempt.state.status is not Status.IN_FINAL:
        return _by_config(name, attempt)
    run = attempt.state.run(name)
    rule = Rule.read(run.rule) if run else None
    if not (run and rule and attempt.case and attempt.data.get("hearing")):
        return None
    told = {day for hearing in _hearings(attempt.case) for day in hearing_days(hearing)}
    new = set(hearing_days(attempt.data["hearing"])) - told
    return _start(run.from_, rule.longer(len(new)), attempt.law)


def _hearings(case: Case) -> Iterator[str]:
    """Return the days of hearings of the final review: one at handling is a note, and no clock waits for it."""
    return (entry.hearing for entry in standing(case.history) if entry.did is Did.FINAL and entry.hearing)


def _perform(_: str, attempt: Attempt) -> Start | None:
    by = attempt.data.get("perform_by")
    return _until(by, attempt) if by else None


def _sugg_reply(name: str, attempt: Attempt) -> Start | None:
    due = attempt.data.get("reply_due")
    return _until(due, attempt) if due else _by_config(name, attempt)


_STARTERS: Mapping[str, Callable[[str, Attempt], Start | None]] = {
    "route": _of_office,
    "notify_direct": _of_organ,
    "notify_routed": _notify_routed,
    "objection": _of_office,
    "reroute": _of_office,
    "assigned": _assigned,
    "handle": _handling,
    "s_handle": _handling,
    "s_relay": _if_simple,
    "s_accept": _if_simple,
    "proposal": _handling,
    "duty": _handling,
    "ask_review": _after_service(Document.OPINION),
    "ask_final": _after_service(Document.REVIEW),
    "final": _final,
    **dict.fromkeys(GATES, _gate),
    "sugg_reply": _sugg_reply,
    "perform": _perform,
    "target": _target,
}
