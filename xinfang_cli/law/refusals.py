"""Refusals that the law knows: each ground with what it asks for, so that none is given that the law does not give."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.clocks import ClockName
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State, fold, standing
from xinfang_cli.law.procedure import ROUTED
from xinfang_cli.law.words import Channel, Did, Ground, ReviewGround, Status
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    import datetime as dt

    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.guards import Attempt
    from xinfang_cli.law.records import Case


def check_ground(attempt: "Attempt") -> None:
    """Ask what the ground asks on which a matter is not accepted.

    Raises:
        RefusedError: it is not one for this matter, or something is missing.
    """
    check = _GROUNDS.get(attempt.data["ground"])
    if check:
        check(attempt)


def _needs(attempt: "Attempt", key: str) -> None:
    if not attempt.data.get(key):
        raise RefusedError(Msg.MISSING(did=Did.DECLINE, missing=["--" + key.replace("_", "-")]))


def _not_competent(attempt: "Attempt") -> None:
    """What was routed is disputed within five working days (T23¶3); else the petitioner is told which organ has it."""
    if attempt.state.status in ROUTED and not attempt.data.get("late_reason"):
        raise RefusedError(Msg.DECLINE_ROUTED())
    _needs(attempt, "to")


def _not_this_level(attempt: "Attempt") -> None:
    """The levels are for visits (T20¶1); whatever else came is passed on, and the petitioner told where (T22, T23)."""
    if attempt.case and attempt.case.channel is not Channel.VISIT:
        raise RefusedError(Msg.LEVELS_ARE_FOR_VISITS())
    _needs(attempt, "to")


def _being_handled(attempt: "Attempt") -> None:
    """Only within the period of the matter in hand (T19¶3)."""
    _needs(attempt, "in_hand")
    until = attempt.data.get("in_hand_until")
    if until and attempt.on > until:
        raise RefusedError(Msg.IN_HAND_OVER(number=attempt.data["in_hand"], until=until))


def period_until(state: State) -> "dt.date | None":
    """Return the last day on which a matter is in its period (T19¶3): that of its handling, or on which it ended."""
    if not state.status.is_open:
        return state.since
    handling = state.run(ClockName.HANDLE) or state.run(ClockName.S_HANDLE)
    return handling.due if handling else state.due


def in_hand(other: "Case", law: "Law") -> dict[str, Any]:
    """Return the data of a refusal that say which matter is being handled already, and until when that is a ground."""
    return {"in_hand": other.id, "in_hand_until": period_until(fold(other, law))}


def _review_not_sought(attempt: "Attempt") -> None:
    if not attempt.law.review_not_sought:
        raise RefusedError(Msg.NO_LOCAL_GROUND())


def _finished(_: "Attempt") -> None:
    raise RefusedError(Msg.FINISHED_IS_FINAL())


_GROUNDS: Mapping[Ground, Callable[["Attempt"], None]] = {
    Ground.NOT_COMPETENT: _not_competent,
    Ground.NOT_THIS_LEVEL: _not_this_level,
    Ground.BEING_HANDLED: _being_handled,
    Ground.REVIEW_NOT_SOUGHT: _review_not_sought,
    Ground.FINISHED: _finished,
}


def check_same_facts(attempt: "Attempt") -> None:
    """Ask the question of T36¶3: are facts and reasons the same as in the final review?

    Raises:
        RefusedError: nobody has answered it, or the answer is no.
    """
    if attempt.data.get("same_facts") is None:
        raise RefusedError(Msg.SAME_FACTS_ASKED())
    if not attempt.data["same_facts"]:
        raise RefusedError(Msg.OTHER_FACTS())


def check_review_ground(attempt: "Attempt") -> None:
    """Ask what the ground asks on which a review is not taken on.

    Raises:
        RefusedError: lateness, where service, its day or the telling of rights is not recorded, or it was in time.
    """
    if attempt.data["ground"] != ReviewGround.LATE:
        return
    document = Document.OPINION if attempt.state.status is Status.IN_REVIEW else Document.REVIEW
    if not _knows_rights(attempt, document):
        raise RefusedError(Msg.LATE_UNPROVED(document=document))
    asked, window = _asked_on(attempt), attempt.state.last_run(_WINDOWS[document])
    if asked and window and window.due and asked <= window.due:
        raise RefusedError(Msg.NOT_LATE(asked=asked, due=window.due))


_WINDOWS = {Document.OPINION: "ask_review", Document.REVIEW: "ask_final"}


def _knows_rights(attempt: "Attempt", document: Document) -> bool:
    history = attempt.case.history if attempt.case else ()
    told = any(e.did is Did.SERVE and e.document is document and e.rights_told for e in standing(history))
    return told and _is_served(attempt.state, document)


def _is_served(state: State, document: Document) -> bool:
    return any(served is document for served, _ in state.served)


def _asked_on(attempt: "Attempt") -> "dt.date | None":
    """Return the day on which the review that is decided was asked for."""
    did = Did.REVIEW if attempt.state.status is Status.IN_REVIEW else Did.FINAL
    history = standing(attempt.case.history if attempt.case else ())
    asked = [e.on for e in history if e.did is did and e.decision is None and not e.hearing]
    return asked[-1] if asked else None
