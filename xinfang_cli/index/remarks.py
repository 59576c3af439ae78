"""The relation `remarks`: what an entry says beyond its line in `events`, and only where a register asks for it.

Apart from `events`, since few entries have anything of it: monthly progress and plans, meetings, letters with a day to
answer, advice, answers, hearings, agreements by mediation, cards of rights, and what a closing rests on. Words of a
sealed matter are not in it.
"""

import json
from typing import TYPE_CHECKING, NamedTuple

from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Did, MeetingKind, NoteKind, SettleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from xinfang_cli.labels import Label
    from xinfang_cli.law.records import Entry


class RemarkLine(NamedTuple):
    """One line per entry that says something of it."""

    case_id: str
    n: str
    place: int  # in fold order, among the entries of its case that stand
    on_day: str
    did: str
    kind: str | None  # of a note, a meeting or an agreement; which document was made or handed over
    advice: str | None
    unit: str | None  # who is asked or answers, or else the one in charge
    number: str | None
    reply_due: str | None
    answers: str | None  # the entry that asked
    adopted: str | None
    month: str | None  # that progress is about
    text: str | None  # what was done, said, asked or answered; the reason of an escalation
    next: str | None
    blocker: str | None
    way: str | None
    how: str | None
    agreed: str | None
    evidence: str | None
    approved_by: str | None
    organ: str | None
    hearing: str | None  # its days, `FROM..TO`
    cases: str | None  # of a meeting over several matters: a JSON array of their ids


def remark_lines(
    case_id: str,
    acts: "Iterable[tuple[int, Entry, str | None]]",
    *,
    sealed: bool,
) -> tuple[tuple[str | int | None, ...], ...]:
    """Return the lines of a case: of entries that stand, each with its place and the unit in charge before it."""
    return tuple([tuple(_line(case_id, *act, sealed=sealed)) for act in acts if _is_remark(act[1])])


def _line(
    case_id: str,
    place: int,
    entry: "Entry",
    in_charge: str | None,
    *,
    sealed: bool,
) -> RemarkLine:
    def said(text: str | None) -> str | None:
        return None if sealed else text

    words = _KINDS.get(entry.did)
    kind = words.read(entry.kind or "") if words else entry.document
    return RemarkLine(
        case_id=case_id,
        n=entry.n,
        place=place,
        on_day=entry.on.isoformat(),
        did=entry.did._value_,
        kind=_word(kind) or entry.kind,
        advice=_word(entry.advice),
        unit=entry.unit or in_charge,
        number=entry.number,
        reply_due=entry.reply_due.isoformat() if entry.reply_due else None,
        answers=entry.answers,
        adopted=_word(entry.adopted),
        month=(entry.month or entry.on.isoformat()[:7]) if kind is NoteKind.PROGRESS else None,
        text=said(entry.text or (entry.reason if entry.did is Did.ESCALATE else None)),
        next=said(entry.next),
        blocker=said(entry.blocker),
        way=said(entry.way),
        how=said(entry.how),
        agreed="" if sealed and entry.agreed else entry.agreed,  # that something was, and not what
        evidence=said(entry.evidence),
        approved_by=said(entry.approved_by),
        organ=entry.organ,
        hearing=entry.hearing,
        cases=json.dumps(entry.cases) if entry.cases else None,
    )


def _is_remark(entry: "Entry") -> bool:
    """Whether a register asks for it. A plain note is none: ledgers bring one with every matter."""
    says = _SAYS.get(entry.did)
    return bool(says and says(entry))


def _is_kept_note(entry: "Entry") -> bool:
    return entry.advice is not None or NoteKind.read(entry.kind or "") not in (None, NoteKind.OTHER)


def may_remark(did: str) -> bool:
    """Whether an entry of a kind may be a remark."""
    return did in _SAYS


_KINDS: "Mapping[Did, type[Label]]" = {Did.NOTE: NoteKind, Did.MEETING: MeetingKind, Did.SETTLE: SettleKind}


def _is_card(entry: "Entry") -> bool:
    """Whether a petitioner's card of rights was made or handed over."""
    return entry.document is Document.CARD


_SAYS: "Mapping[Did, Callable[[Entry], object]]" = {
    Did.NOTE: _is_kept_note,
    Did.MEETING: lambda _: True,
    Did.ESCALATE: lambda entry: entry.reply_due or entry.reason or entry.text,
    Did.FEEDBACK: lambda entry: entry.answers,
    Did.CLOSE: lambda entry: entry.evidence or entry.approved_by,
    Did.OBSERVED: lambda entry: entry.evidence or entry.approved_by,
    Did.REVIEW: lambda entry: entry.organ,
    Did.SETTLE: lambda _: True,
    Did.NOTICE: _is_card,
    Did.SERVE: _is_card,
    Did.FINAL: lambda entry: entry.hearing or entry.organ,
}


def _word(label: "Label | None") -> str | None:
    return label._value_ if label else None
