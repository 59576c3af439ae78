"""The relation `remarks`: what an entry says beyond its line in `events`, and only where a register asks for it.

Apart from `events`, since few entries have anything of it: monthly progress and plans, meetings, letters with a day to
answer, advice, answers, hearings, agreements by mediation, cards of rights, what a closing rests on, and the levels
through which a paper passes up (逐级走访). Words of a sealed matter are not in it, nor its levels.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Did, Gate, LadderStep, MeetingKind, NoteKind, SettleKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xinfang_cli.labels import Label
    from xinfang_cli.law.records import Case, Entry


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
    level: str | None  # that gave its opinion, or from which the paper was raised
    held_from: str | None  # the day since which that level had it and had said nothing; None if that is not known


_Passed = tuple[str | None, str | None]  # level and day


def remark_lines(
    case: "Case", acts: "Iterable[tuple[int, Entry, str | None]]"
) -> tuple[tuple[str | int | None, ...], ...]:
    """Return the lines of a case: of entries that stand, each with its place and the unit in charge before it.

    Of what stands above the history `case` alone is asked; entries that are no remarks may be left out.
    """
    kept = [act for act in acts if is_remark(act[1].did, act[1].__dict__.get)]
    passed = {} if case.is_sealed else _passed(case, [entry for _, entry, _ in kept])
    return tuple([tuple(_line(case, *act, passed.get(act[1].n, (None, None)))) for act in kept])


def level_of(case: "Case") -> Gate | None:
    """Return the level that received a paper which passes up; of a sealed matter none is told."""
    return None if case.is_sealed or not case.level else Gate.read(case.level)


def _passed(case: "Case", entries: "list[Entry]") -> dict[str, _Passed]:
    """Return of each entry by which a paper passes up the level that it is about, and since when that had it.

    A level that gives its opinion without having received the paper holds it from then on; since when is not known.
    """
    found: dict[str, _Passed] = {}
    held = level_of(case)
    since = case.registered_on if held else None
    for entry in entries:
        level = entry.level if entry.did is Did.GATE else held
        if level is None or not (entry.did is Did.GATE or entry.step is LadderStep.RAISE):
            continue
        found[entry.n] = level.value, since.isoformat() if since and level is held else None
        raised = level.above if entry.did is Did.ESCALATE else None
        held, since = raised or level, entry.on if raised else None
    return found


def _line(case: "Case", place: int, entry: "Entry", in_charge: str | None, passed: _Passed) -> RemarkLine:
    def said(text: str | None) -> str | None:
        return None if case.is_sealed else text

    words = _KINDS.get(entry.did)
    kind = words.read(entry.kind or "") if words else entry.document
    return RemarkLine(
        case_id=case.id,
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
        agreed="" if case.is_sealed and entry.agreed else entry.agreed,  # that something was, and not what
        evidence=said(entry.evidence),
        approved_by=said(entry.approved_by),
        organ=entry.organ,
        hearing=entry.hearing,
        cases=json.dumps(entry.cases) if entry.cases else None,
        level=passed[0],
        held_from=passed[1],
    )


_Says = Callable[[str], Any]
"""What an entry says under the name of one of its parts."""


def is_remark(did: str, says: _Says) -> bool:
    """Whether a register asks for an entry. A plain note is none: ledgers bring one with every matter."""
    asked = _SAYS.get(did)
    return bool(asked and asked(says))


def _is_kept_note(says: _Says) -> bool:
    return says("advice") is not None or NoteKind.read(says("kind") or "") not in (None, NoteKind.OTHER)


_KINDS: "Mapping[Did, type[Label]]" = {Did.NOTE: NoteKind, Did.MEETING: MeetingKind, Did.SETTLE: SettleKind}


def _is_card(says: _Says) -> bool:
    """Whether a petitioner's card of rights was made or handed over."""
    return says("document") is Document.CARD


_SAYS: "Mapping[str, Callable[[_Says], object]]" = {
    Did.NOTE: _is_kept_note,
    Did.MEETING: lambda _: True,
    Did.ESCALATE: lambda says: says("reply_due") or says("reason") or says("text") or says("step") is LadderStep.RAISE,
    Did.GATE: lambda _: True,
    Did.FEEDBACK: lambda says: says("answers"),
    Did.CLOSE: lambda says: says("evidence") or says("approved_by"),
    Did.OBSERVED: lambda says: says("evidence") or says("approved_by"),
    Did.REVIEW: lambda says: says("organ"),
    Did.SETTLE: lambda _: True,
    Did.NOTICE: _is_card,
    Did.SERVE: _is_card,
    Did.FINAL: lambda says: says("hearing") or says("organ"),
}


def _word(label: "Label | None") -> str | None:
    return label._value_ if label else None
