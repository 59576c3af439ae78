"""What an entry records in the state of a matter besides its clocks: unit, closing, resolution, documents.

Each function changes the values of a state that is being made, before anybody has it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from xinfang_cli.law.clocks import ClockName
from xinfang_cli.law.documents import Document
from xinfang_cli.law.facts import NOTICES, is_reachable
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.runs import ClockRun, running_in
from xinfang_cli.law.words import CloseReason, Did, ObjectionDecision, ReviewDecision, Seen, Status

Values = dict[str, Any]
"""Values of a state that is being made, by attribute."""


def owed(
    values: Values, more: tuple[Document, ...], entry: Entry, status: Status, clocks: tuple[ClockRun, ...]
) -> tuple[Document, ...]:
    """Return the documents owed. An assignment that ended with its matter leaves the report owed (T22¶1(3))."""
    known: tuple[Document, ...] = values["owed"]
    gone = {entry.document} if entry.did in _MAKING else set()
    if Document.ACCUSATION_SLIP in gone:
        gone |= {Document.TRANSFER_LETTER, Document.ASSIGN_LETTER}
    if entry.did is Did.FEEDBACK or running_in(clocks, ClockName.ASSIGNED):
        gone.add(Document.REPORT)
    elif not status.is_open and running_in(values["clocks"], ClockName.ASSIGNED):
        more = (*more, Document.REPORT)
    if not more and gone.isdisjoint(known):
        return known
    return tuple([document for document in dict.fromkeys((*known, *more)) if document not in gone])


def owed_of(case: Case, documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return what is owed of documents in a matter: of an accusation in its sealed form, to nobody unknown a notice.

    A clone without the words of an accusation knows no petitioner, so these have all their notices.
    """
    if not case.is_sealed:
        return tuple(documents) if is_reachable(case) else tuple([each for each in documents if each not in NOTICES])
    return tuple(dict.fromkeys(form for document in documents if (form := document.in_sealed_form)))


def to_make_of(case: Case, documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return what a matter owes on paper: what its steps left owed, and the report on one that is urgent."""
    found = owed_of(case, documents)
    return (*found, Document.URGENT_REPORT) if owes_report(case) else found


def owes_report(case: Case) -> bool:
    """Whether a matter is urgent and nobody has reported it (T25); what is sealed or past is reported by no paper."""
    if not case.urgent or case.is_sealed or case.past:
        return False
    gone = {entry.strikes for entry in case.history}
    made = (entry.document for entry in case.history if entry.did in _MAKING and entry.n not in gone)
    return Document.URGENT_REPORT not in made


_MAKING = frozenset({Did.NOTICE, Did.SERVE})
"""What shows that a document is there: it was made here, or served whoever made it."""


def to_serve(values: Values, again: tuple[Document, ...], entry: Entry) -> tuple[Document, ...]:
    """Return the documents made that are to be served: not one that was served, nor one that is to be made anew."""
    waiting: tuple[Document, ...] = values["to_serve"]
    document = entry.document
    is_on_its_way = entry.did is Did.SERVE and not entry.is_dated
    if (entry.did is Did.NOTICE or is_on_its_way) and document and document.must_reach and document not in waiting:
        is_served = any(served is document for served, _ in values["served"])
        return waiting if is_served else (*waiting, document)
    if waiting and not is_on_its_way and (again or entry.did is Did.SERVE):
        return tuple([each for each in waiting if each is not document and each not in again])
    return waiting


def issue(values: Values, documents: tuple[Document, ...]) -> None:
    """Note documents as issued; one that is issued anew has not been served yet."""
    values["issued"] = values["issued"].union(documents)
    for name in ("served", "posted"):
        if values[name]:
            values[name] = tuple(each for each in values[name] if each[0] not in documents)


def _routed(values: Values, entry: Entry) -> None:
    if entry.unit:
        values.update(unit=entry.unit, with_=entry.with_, mode=entry.mode)


def _objected(values: Values, entry: Entry) -> None:
    if entry.decision is None:
        if values["status"] is not Status.OBJECTED:
            values["objected_from"] = values["status"]
    elif entry.decision == ObjectionDecision.AGREE:
        values.update(unit=entry.unit, with_=(), mode=entry.mode)


def _withdrawn(values: Values, entry: Entry) -> None:
    if not entry.revoked_on and values["status"] is not Status.WITHDRAWN:
        values["withdrawn_from"] = values["status"]


def _replied(values: Values, entry: Entry) -> None:
    values["opinion"] = entry.decision


def _served(values: Values, entry: Entry) -> None:
    if entry.document is None:
        return
    posted = tuple([each for each in values["posted"] if each[0] is not entry.document])
    if entry.document is Document.SUGGESTION_REPLY and values["close_reason"] == CloseReason.UNANSWERED:
        values["close_reason"] = CloseReason.SUGGESTION_ANSWERED.value
    if entry.is_dated:
        values.update(served=(*values["served"], (entry.document, entry.on)), posted=posted)
    else:
        values["posted"] = (*posted, (entry.document, entry.on))


def _closed(values: Values, entry: Entry) -> None:
    if _is_news(values["closed_on"], entry):
        values.update(closed_on=entry.on if entry.is_dated else None, close_reason=entry.reason, closed_by=entry.n)
    if entry.resolved:
        _resolved(values, entry)


def _resolved(values: Values, entry: Entry) -> None:
    if _is_news(values["resolved_on"], entry):
        values.update(resolved_on=entry.on if entry.is_dated else None, resolved_by=entry.n)
    values.update(is_resolved=True, resolved_basis=entry.basis)


def _is_news(known: dt.date | None, entry: Entry) -> bool:
    """Whether an entry says when a matter was closed or resolved: the first day stands, but ledgers correct theirs."""
    return known is None or entry.did is Did.OBSERVED


def _reopened(values: Values, entry: Entry) -> None:
    values.update(is_settled=False, extensions=0)
    _unresolved(values, entry)


def _unresolved(values: Values, _: Entry) -> None:
    values.update(is_resolved=False, resolved_on=None, resolved_basis=None, resolved_by=None)


def _reviewed(values: Values, entry: Entry) -> None:
    """Take back what a review denies.

    Who asks for one has not settled: the resolution goes. An opinion that was revoked is there no more: the next one is
    extended, issued and served by itself.
    """
    if not (entry.decision or entry.hearing):
        _unresolved(values, entry)
    if entry.decision in (ReviewDecision.REDO, ReviewDecision.REVOKE):
        values.update(issued=values["issued"] - {Document.OPINION}, extensions=0)
        _unresolved(values, entry)


def _supplemented(values: Values, entry: Entry) -> None:
    values["supply_by"] = None if entry.supplied else entry.reply_due


def _settled(values: Values, _: Entry) -> None:
    values["is_settled"] = True


def _extended(values: Values, _: Entry) -> None:
    values["extensions"] += 1


def _opinion_seen(values: Values, entry: Entry) -> None:
    issue(values, (Document.OPINION,))
    _replied(values, entry)


_OBSERVED = {
    Seen.ROUTE: _routed,
    Seen.OPINION: _opinion_seen,
    Seen.REVIEW: _unresolved,
    Seen.FINAL: _unresolved,
    Seen.REVIEWED: lambda values, _: issue(values, (Document.REVIEW,)),
    Seen.FINAL_ISSUED: lambda values, _: issue(values, (Document.FINAL,)),
    Seen.CLOSED: _closed,
    Seen.RESOLVED: _resolved,
}


def _observed(values: Values, entry: Entry) -> None:
    record = _OBSERVED.get(entry.what) if entry.what else None
    if record:
        record(values, entry)


RECORDS: Mapping[Did, Callable[[Values, Entry], None]] = {
    Did.OPEN: _routed,
    Did.ROUTE: _routed,
    Did.OBJECT: _objected,
    Did.EXTEND: _extended,
    Did.REPLY: _replied,
    Did.SUPPLEMENT: _supplemented,
    Did.SETTLE: _settled,
    Did.SERVE: _served,
    Did.REVIEW: _reviewed,
    Did.FINAL: _reviewed,
    Did.CLOSE: _closed,
    Did.REOPEN: _reopened,
    Did.WITHDRAW: _withdrawn,
    Did.OBSERVED: _observed,
}
