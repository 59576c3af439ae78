"""What a row of the table asks beside state and data: one function per guard, each may refuse."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import pattern
from xinfang_cli.law.choosing import typed
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.conditions import Guard
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State, standing
from xinfang_cli.law.procedure import EXTENDABLE, Transition
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.refusals import check_ground, check_review_ground, check_same_facts
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import (
    CloseReason,
    Did,
    Evidence,
    MeetingKind,
    NoteKind,
    OpinionDecision,
    Path,
    ServeMethod,
    Status,
)
from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.messages import Msg

UNKNOWN = "unknown"
"""The word for an accused unit that the petitioner did not name."""

_LONGEST_HEARING = 366

RIGHTS = {Document.OPINION, Document.REVIEW, Document.FINAL}
"""Documents whose service opens a right or ends the procedure; they must have been issued."""


class Attempt(NamedTuple):
    """A step that someone wants to take: the case, what it amounts to, the data, the day, the rules."""

    case: Case | None
    state: State
    data: Mapping[str, Any]
    on: dt.date
    law: Law
    row: Transition | None


def check(attempt: Attempt) -> None:
    """Ask every guard of the row.

    Raises:
        RefusedError: one objects.
    """
    for guard in attempt.row.guards if attempt.row else ():
        GUARDS[guard](attempt)


def chain(unit: str, up: Mapping[str, str]) -> Iterator[str]:
    """Return a unit and what stands above it (or after it), each once even if config goes in circles."""
    seen: set[str] = set()
    here: str | None = unit
    while here and here not in seen:
        seen.add(here)
        yield here
        here = up.get(here)


def is_accused(unit: str, accused: str, law: Law) -> bool:
    """Whether a unit is the accused one, under it, or its successor (T30¶3)."""
    accused_units = set(chain(accused, law.successors))
    return any(above in accused_units for above in chain(unit, law.under))


def _not_to_accused(attempt: Attempt) -> None:
    case = attempt.case
    if case is None or not case.is_sealed:
        return
    if not case.accused:
        raise RefusedError(Msg.ACCUSED_UNKNOWN(id=case.id))
    for unit in (attempt.data["unit"], *attempt.data.get("with_", ())):
        if case.accused != UNKNOWN and is_accused(unit, case.accused, attempt.law):
            raise RefusedError(Msg.TO_ACCUSED(unit=unit))


def _standing(attempt: Attempt) -> None:
    """A unit that was abolished is sent nothing: its successor is, or whom the Party committee and government name."""
    for unit in (attempt.data["unit"], *attempt.data.get("with_", ())):
        until = attempt.law.until.get(unit)
        if until and attempt.on > until:
            *_, last = chain(unit, attempt.law.successors)
            if last == unit:
                raise RefusedError(Msg.UNIT_GONE(unit=unit, until=until))
            raise RefusedError(Msg.UNIT_SUCCEEDED(unit=unit, until=until, successor=last))


_OWN_DUTIES = (Path.DUTY, Path.ADMIN_PROCEDURE)


def _others_path(attempt: Attempt) -> None:
    if attempt.data["path"] in (Path.DUTY, Path.OPINION):
        raise RefusedError(Msg.PATH_IS_OWN(path=Path.of(attempt.data["path"])))


def _own_path(attempt: Attempt) -> None:
    path = attempt.data.get("path")
    if path and path not in (*_OWN_DUTIES, Path.OPINION):
        raise RefusedError(Msg.PATH_IS_ANOTHERS(path=Path.of(path), word=path))


def _own_duty(attempt: Attempt) -> None:
    history = standing(attempt.case.history if attempt.case else ())
    accepted = next((entry for entry in reversed(history) if entry.did is Did.ACCEPT), None)
    if accepted is None or accepted.path not in _OWN_DUTIES:
        raise RefusedError(Msg.NO_DUTY_ACCEPTED())


def _objected_in_time(attempt: Attempt) -> None:
    window = attempt.state.last_run("object")
    if window and window.due and attempt.on > window.due and not attempt.data.get("late_reason"):
        raise RefusedError(Msg.OBJECTION_LATE(due=window.due, on=attempt.on))


def _extension(attempt: Attempt) -> None:
    """Hold an extension to what the law caps, the days in all, and what the office sets, how often (T34)."""
    run = next(filter(None, map(attempt.state.run, EXTENDABLE)), None)
    row = attempt.law.clocks.get(run.name) if run else None
    if run is None or run.due is None or row is None or not row.extend_days:
        raise RefusedError(Msg.NO_CLOCK_TO_EXTEND())
    if attempt.state.extensions >= row.extend_times:
        raise RefusedError(Msg.EXTENDED_ALREADY(times=row.extend_times, clock=run.name))
    days, so_far = attempt.data["days"], _days_added(attempt.case, run)
    if not 1 <= days <= row.extend_days - so_far:
        raise RefusedError(Msg.EXTENSION_TOO_LONG(so_far=so_far, days=days, most=row.extend_days, cites=row.cites))
    if attempt.on > run.due:
        raise RefusedError(Msg.EXTENSION_LATE(due=run.due, on=attempt.on))


def _days_added(case: Case | None, run: ClockRun) -> int:
    extensions = [entry for entry in standing(case.history if case else ()) if entry.did is Did.EXTEND]
    return sum(e.days or 0 for e in extensions if run.name in e.starts and e.starts[run.name].from_ == run.from_)


def _issued(attempt: Attempt) -> None:
    document = attempt.data["document"]
    if document in RIGHTS and document not in attempt.state.issued:
        raise RefusedError(Msg.NOT_ISSUED(document=document))


def _posted(attempt: Attempt) -> None:
    """A letter has a day of posting, given now or with an earlier service; of other ways there is none."""
    posted, document = attempt.data.get("posted"), attempt.data["document"]
    if attempt.data["method"] != ServeMethod.POST:
        if posted:
            raise RefusedError(Msg.POSTED_HOW())
        return
    if posted is None and document not in dict(attempt.state.posted):
        raise RefusedError(Msg.NOT_POSTED())
    if posted and posted > attempt.on:
        raise RefusedError(Msg.POSTED_LATER(posted=posted, on=attempt.on))


def _witnessed(attempt: Attempt) -> None:
    refused = attempt.data.get("refused") or attempt.data.get("method") == ServeMethod.LEFT
    if refused and not attempt.data.get("witness"):
        raise RefusedError(Msg.NO_WITNESS())


def _served_document(attempt: Attempt) -> Document:
    if attempt.row and attempt.row.did is Did.REVIEW:
        return Document.OPINION
    if attempt.row and attempt.row.did is Did.FINAL:
        return Document.REVIEW
    by_status = {Status.REVIEWED: Document.REVIEW, Status.FINAL_ISSUED: Document.FINAL}
    return by_status.get(attempt.state.status, Document.OPINION)


def _served(attempt: Attempt) -> None:
    """A petitioner's request is not refused for a service that the office failed to record, if it says why."""
    document = _served_document(attempt)
    is_served = any(served is document for served, _ in attempt.state.served)
    posted = dict(attempt.state.posted).get(document)
    is_request = attempt.row is not None and attempt.row.did is not Did.CLOSE
    if posted and not is_served and not is_request:
        raise RefusedError(Msg.RECEIPT_UNKNOWN(document=document, posted=posted))
    is_excused = is_request and (posted or attempt.data.get("late_reason"))
    if not (is_served or is_excused):
        raise RefusedError(Msg.NOT_SERVED(document=document))


def _window(attempt: Attempt) -> dt.date | None:
    name = "ask_final" if _served_document(attempt) is Document.REVIEW else "ask_review"
    run = attempt.state.last_run(name)
    return run.due if run else None


def _review_window(attempt: Attempt) -> None:
    due = _window(attempt)
    if due and attempt.on > due and not attempt.data.get("late_reason"):
        raise RefusedError(Msg.WINDOW_OVER(due=due))


def _lapsed(attempt: Attempt) -> None:
    due = _window(attempt)
    if due and attempt.on <= due:
        raise RefusedError(Msg.WINDOW_OPEN(due=due))


def _settled(attempt: Attempt) -> None:
    if not attempt.state.is_settled:
        raise RefusedError(Msg.NOT_SETTLED())


def _resolved(attempt: Attempt) -> None:
    data = attempt.data
    if data.get("resolved") and not (data.get("basis") and data.get("evidence")):
        raise RefusedError(Msg.RESOLVED_HOW())
    if not data.get("resolved") and (data.get("basis") or data.get("evidence")):
        raise RefusedError(Msg.BASIS_OF_WHAT())


def hearing_days(text: str) -> tuple[dt.date, ...]:
    """Return the days of a hearing written `FROM..TO`; both count.

    Raises:
        RefusedError: it is written in another way, ends before it begins, or lasts a year.
    """
    first, _, last = text.partition("..")
    try:
        start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    except ValueError:
        raise RefusedError(Msg.HEARING_FORM(text=text)) from None
    if not 0 <= (end - start).days < _LONGEST_HEARING:
        raise RefusedError(Msg.HEARING_FORM(text=text))
    return tuple(start + offset * ONE_DAY for offset in range((end - start).days + 1))


def _hearing(attempt: Attempt) -> None:
    if attempt.data.get("hearing"):
        hearing_days(attempt.data["hearing"])


def _running_assignment(attempt: Attempt) -> None:
    if attempt.state.run("assigned") is None and Document.REPORT not in attempt.state.owed:
        raise RefusedError(Msg.NOT_ASSIGNED())


def _reported(attempt: Attempt) -> None:
    last = attempt.state.last_run("assigned")
    if last is None or last.is_running or Document.REPORT in attempt.state.owed:
        raise RefusedError(Msg.NOT_REPORTED())


def missing_evidence(case: Case) -> tuple[Evidence, ...]:
    """Return which of the five pieces (五个有) no attachment of the case is."""
    kinds = {entry.kind for entry in standing(case.history) if entry.did is Did.ATTACH and entry.kind}
    return tuple(each for each in Evidence if not kinds & {each.value, each.zh, each.en})


def _evidence(attempt: Attempt) -> None:
    missing = missing_evidence(attempt.case) if attempt.case else ()
    if missing and attempt.law.evidence_blocks:
        raise RefusedError(Msg.EVIDENCE_MISSING(missing=missing))


def asks(case: Case | None) -> tuple[Entry, ...]:
    """Return what was asked of units in a matter: letters of supervision, advice, decisions of meetings."""
    return tuple(e for e in standing(case.history if case else ()) if e.did is Did.ESCALATE or e.advice or e.agreed)


def asked(case: Case | None, reference: str) -> Entry:
    """Return what an answer answers, by the number of the letter or the id of the entry; of several the latest.

    Raises:
        RefusedError: nothing like it was asked in this matter.
    """
    found = asks(case)
    for entry in reversed(found):
        if reference in (entry.number, entry.n):
            return entry
    raise RefusedError(Msg.NOT_ASKED(reference=reference, asked=[entry.number or entry.n for entry in found]))


def _asked(attempt: Attempt) -> None:
    entry = asked(attempt.case, attempt.data["answers"])
    if attempt.data.get("adopted") and not entry.advice:
        raise RefusedError(Msg.ADOPTED_WHAT(reference=attempt.data["answers"]))


_DETAILS = {
    "next": NoteKind.PROGRESS,
    "blocker": NoteKind.PROGRESS,
    "month": NoteKind.PROGRESS,
    "way": NoteKind.PLAN,
    "how": NoteKind.PLAN,
    "hearing": NoteKind.HEARING,
    "expert": NoteKind.EXPERT,
    "amount": NoteKind.RELIEF,
    "granted": NoteKind.RELIEF,
}
"""What belongs to one kind of note alone."""

_MONTH = pattern(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def _note_kind(attempt: Attempt) -> None:
    for key, kind in _DETAILS.items():
        if attempt.data.get(key) and attempt.data.get("kind") != kind:
            raise RefusedError(Msg.NOTE_DETAIL(option=f"--{key}", kind=typed((kind,))[0]))
    _hearing(attempt)
    if attempt.data.get("kind") == NoteKind.HEARING and not attempt.data.get("hearing"):
        raise RefusedError(Msg.HEARING_WHEN())
    month = attempt.data.get("month")
    if month and not _MONTH.fullmatch(month):
        raise RefusedError(Msg.NO_MONTH(text=month))
    _asks_of("advice", attempt)


def _asks_what(attempt: Attempt) -> None:
    is_visit = attempt.data.get("kind") == MeetingKind.INSPECTION and not attempt.data.get("reply_due")
    if not is_visit:  # a unit is inspected without being asked for anything
        _asks_of("agreed", attempt)


def _asks_of(what: str, attempt: Attempt) -> None:
    if (attempt.data.get("unit") or attempt.data.get("reply_due")) and not attempt.data.get(what):
        raise RefusedError(Msg.ASKS_NOTHING(option=f"--{what}"))


def _performed_by(attempt: Attempt) -> None:
    by = attempt.data.get("perform_by")
    if by and attempt.data["decision"] != OpinionDecision.SUPPORT:
        raise RefusedError(Msg.PERFORM_WHAT())
    if by and by < attempt.on:
        raise RefusedError(Msg.PERFORM_BEFORE(by=by, on=attempt.on))


def _to_perform(attempt: Attempt) -> None:
    last = attempt.state.last_run("perform")
    is_open = last.is_running if last else attempt.state.opinion == OpinionDecision.SUPPORT
    if not is_open:
        raise RefusedError(Msg.NOTHING_TO_PERFORM())


def _answer_ahead(attempt: Attempt) -> None:
    if attempt.data["reply_due"] < attempt.on:
        raise RefusedError(Msg.SUPPLY_BEFORE(due=attempt.data["reply_due"], on=attempt.on))


def _missing_asked(attempt: Attempt) -> None:
    if attempt.state.supply_by is None:
        raise RefusedError(Msg.NOTHING_TO_SUPPLY())


def _adopted(attempt: Attempt) -> None:
    is_reply = attempt.data["reason"] in (CloseReason.SUGGESTION_ANSWERED, CloseReason.UNANSWERED)
    has_number = is_reply or attempt.data["reason"] == CloseReason.DUTY_ANSWERED
    if (not is_reply and attempt.data.get("adopted")) or (not has_number and attempt.data.get("number")):
        raise RefusedError(Msg.ADOPTED_SUGGESTION())


def owes_reply(case: Case, state: State) -> bool:
    """Whether a suggestion waits for its reply (T29): none is owed to who cannot be reached, nor once it was served."""
    contact = case.petitioners[0] if case.petitioners else None
    is_known = contact and not contact.anonymous and (contact.phone or contact.other_phone or contact.address)
    return bool(is_known) and not any(served is Document.SUGGESTION_REPLY for served, _ in state.served)


def _statement(attempt: Attempt) -> None:
    """Hold the days of a withdrawal in order: received, stated, taken back, each written then or later."""
    case, stated, revoked = attempt.case, attempt.data.get("statement_on"), attempt.data.get("revoked_on")
    if case and stated and not case.received_on <= stated <= attempt.on:
        raise RefusedError(Msg.STATEMENT_DAY(stated=stated, received=case.received_on, on=attempt.on))
    if case and revoked:
        first = next((e.statement_on for e in reversed(standing(case.history)) if e.statement_on), case.received_on)
        if not first <= revoked <= attempt.on:
            raise RefusedError(Msg.REVOKED_DAY(revoked=revoked, stated=first, on=attempt.on))


def _same_matter(attempt: Attempt) -> None:
    if attempt.case and attempt.data["case"] == attempt.case.id:
        raise RefusedError(Msg.INTO_ITSELF(id=attempt.case.id))


GUARDS: Mapping[Guard, Callable[[Attempt], None]] = {
    Guard.NOT_TO_ACCUSED: _not_to_accused,
    Guard.STANDING: _standing,
    Guard.OTHERS_PATH: _others_path,
    Guard.OWN_PATH: _own_path,
    Guard.OWN_DUTY: _own_duty,
    Guard.GROUND: check_ground,
    Guard.SAME_FACTS: check_same_facts,
    Guard.REVIEW_GROUND: check_review_ground,
    Guard.OBJECTED_IN_TIME: _objected_in_time,
    Guard.EXTENSION: _extension,
    Guard.ISSUED: _issued,
    Guard.POSTED: _posted,
    Guard.WITNESSED: _witnessed,
    Guard.SERVED: _served,
    Guard.REVIEW_WINDOW: _review_window,
    Guard.LAPSED: _lapsed,
    Guard.SETTLED: _settled,
    Guard.RESOLVED: _resolved,
    Guard.HEARING: _hearing,
    Guard.RUNNING_ASSIGNMENT: _running_assignment,
    Guard.REPORTED: _reported,
    Guard.EVIDENCE: _evidence,
    Guard.ASKED: _asked,
    Guard.NOTE_KIND: _note_kind,
    Guard.ASKS_WHAT: _asks_what,
    Guard.PERFORMED_BY: _performed_by,
    Guard.TO_PERFORM: _to_perform,
    Guard.ANSWER_AHEAD: _answer_ahead,
    Guard.MISSING_ASKED: _missing_asked,
    Guard.ADOPTED: _adopted,
    Guard.STATEMENT: _statement,
    Guard.SAME_MATTER: _same_matter,
}
