"""The procedure as one table: what may follow what, what it needs, which clocks it stops and starts.

Each `Transition` is a row: T and a number in the comments are articles of the Regulations (2022). States that
a row starts from, the data it demands and the documents it leaves owed stand in the row; what a row cannot say
in words (an extension's limit, a review's window) is a guard that the row names and `steps` knows.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from xinfang_cli.labels import Plain, fresh
from xinfang_cli.law.conditions import Actor, Guard, To
from xinfang_cli.law.documents import Document
from xinfang_cli.law.records import Entry
from xinfang_cli.law.words import (
    ENDED,
    Advice,
    CloseReason,
    Did,
    Gate,
    LadderStep,
    Mode,
    ObjectionDecision,
    Path,
    ReviewDecision,
    Seen,
    Status,
    ToldHow,
)

OPEN = frozenset(status for status in Status if status.is_open)
ANY = frozenset(Status)
CHASEABLE = OPEN | {Status.CLOSED, Status.REDIRECTED}
"""Where a unit may be told to do what it owes: a closed matter may wait to be performed (T32¶2), one that another
procedure has for a notice or a report (T31)."""
ROUTABLE = frozenset({Status.REGISTERED, Status.TRANSFERRED, Status.ASSIGNED})
ROUTED = frozenset({Status.TRANSFERRED, Status.ASSIGNED})
ROUTING = ("route", "reroute")
NOTIFY = ("notify_direct", "notify_routed")
HANDLING = ("handle", "s_accept", "s_handle", "proposal", "duty")
EXTENDABLE = ("handle", "proposal")
OF_RECEIPT = ("route", *NOTIFY, "object", "assigned")
"""What a registration starts that moves with a corrected day of receipt."""
GATES = tuple(gate.clock for gate in Gate)


class Transition(Plain):
    """One row of the procedure.

    Attributes:
        row: its number in the table of the procedure, for tests and readers.
        did: the event.
        when: data that select this row among those of the event; True and False ask for presence and absence.
        frm: states it may follow.
        to: state it leads to.
        actor: whose act it is.
        needs: entry keys that must be given.
        guards: further conditions.
        stops: clocks it stops if they run, as done; ending a matter ends every duty besides.
        drops: clocks it ends if they run, without their being done.
        keeps: duties that go on though the row ends the matter.
        starts: clocks it starts, as far as config gives them a length.
        owed: documents that it leaves owed.
    """

    row: str
    did: Did
    frm: frozenset[Status]
    to: Status | To
    actor: Actor = Actor.OFFICE
    when: Mapping[str, object] = fresh(factory=dict)
    needs: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    stops: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    owed: tuple[Document, ...] = ()

    @property
    def ends(self) -> bool:
        """Whether it leads to a state that is not open."""
        return self.to in ENDED

    def fits(self, given: Mapping[str, object]) -> bool:
        """Whether the data select this row."""
        for key, wanted in self.when.items():
            value = given.get(key)
            if isinstance(wanted, bool):
                if bool(value) is not wanted:
                    return False
            elif isinstance(wanted, tuple):
                if value not in wanted:
                    return False
            elif value != wanted:
                return False
        return True


def _row(row: str, did: Did, frm: frozenset[Status] | Status, to: Status | To, **rest: object) -> Transition:
    states = frozenset({frm}) if isinstance(frm, Status) else frm
    if did is Did.CLOSE:  # what a matter was to reach by its own day is reached
        rest = {**rest, "stops": (*rest.get("stops", ()), "target")}  # type: ignore[misc]
    return Transition(row=row, did=did, frm=states, to=to, **rest)  # type: ignore[arg-type]


_SENT = ("notify_routed", "object", "s_accept")
_TO_UNIT = {"guards": (Guard.NOT_TO_ACCUSED, Guard.STANDING), "starts": _SENT}
_ASSIGNED = {**_TO_UNIT, "starts": (*_SENT, "assigned")}
_ACCEPTED = {"stops": (*ROUTING, "s_relay", *NOTIFY, "object", "s_accept"), "starts": HANDLING}
_TRANSFER_PAPERS = (Document.TRANSFER_LETTER, Document.ROUTED_NOTICE)
_LITIGATION_PAPERS = (Document.LITIGATION_LETTER, Document.ROUTED_NOTICE)
_ASSIGN_PAPERS = (Document.ASSIGN_LETTER, Document.ROUTED_NOTICE)
_RETAKEN = ("notify_routed", "object", "s_accept", "assigned", "objection")
_MISROUTED = {"stops": ("objection",), "drops": ("notify_routed", "assigned", "s_accept")}
_REDIRECTED = {
    "guards": (Guard.OTHERS_PATH,), "stops": ROUTING, "drops": (*HANDLING, "object"), "keeps": (*NOTIFY, "assigned"),
}  # fmt: skip
_IN_REVIEW = frozenset({Status.IN_REVIEW, Status.IN_FINAL})
_REVIEWABLE = frozenset({Status.OPINION_ISSUED, Status.CLOSED})
_FINALLY_REVIEWABLE = frozenset({Status.REVIEWED, Status.CLOSED})
_PERFORMABLE = frozenset({Status.OPINION_ISSUED, Status.REVIEWED, Status.FINAL_ISSUED, Status.CLOSED}) | _IN_REVIEW
_SETTLEABLE = frozenset({Status.ACCEPTED, Status.OPINION_ISSUED}) | _IN_REVIEW
_DISPUTABLE = ROUTED | {Status.OBJECTED}
_DECIDED = (ReviewDecision.UPHOLD, ReviewDecision.CHANGE)
_CLOSING = (Guard.RESOLVED, Guard.ADOPTED, Guard.EVIDENCE)
_CLOSE = {"guards": _CLOSING, "starts": ("rate_open",), "keeps": ("perform",)}
_OF_OFFICE = (LadderStep.WARN, LadderStep.REMIND)
OF_CONFERENCE = (LadderStep.TALK, LadderStep.CIRCULAR, LadderStep.LIST_SUPERVISE, LadderStep.RECTIFY)
"""Steps of escalation that the joint conference decides (T39¶3)."""


TRANSITIONS: tuple[Transition, ...] = (
    # 1, T22: `open` makes the case; its clock runs from the day of receipt.
    # To an organ that is no letters-and-visits office T23¶2 applies in its place (`clockstarts`).
    _row("1", Did.OPEN, ANY, Status.REGISTERED, when={"mode": False}, owed=(Document.REGISTRATION,),
         starts=("route", "notify_direct", "s_relay", "s_accept", *GATES, "target")),
    # 1b, T23¶3: what a letters-and-visits office or a higher organ sent to such an organ is with it.
    _row("1b", Did.OPEN, ANY, Status.TRANSFERRED, when={"mode": Mode.TRANSFER}, owed=(Document.REGISTRATION,),
         starts=(*_SENT, "target")),
    _row("1b", Did.OPEN, ANY, Status.ASSIGNED, when={"mode": Mode.ASSIGN}, owed=(Document.REGISTRATION,),
         starts=(*_SENT, "assigned", "target")),
    # 2–3, T22¶1: to the unit that has the power, with or without a day to report back.
    _row("2", Did.ROUTE, Status.REGISTERED, Status.TRANSFERRED, needs=("unit",), stops=(*ROUTING, "s_relay"),
         when={"mode": Mode.TRANSFER, "instead": False, "path": False}, owed=_TRANSFER_PAPERS, **_TO_UNIT),
    _row("3", Did.ROUTE, Status.REGISTERED, Status.ASSIGNED, needs=("unit", "within"), stops=(*ROUTING, "s_relay"),
         when={"mode": Mode.ASSIGN, "instead": False, "path": False}, owed=_ASSIGN_PAPERS, **_ASSIGNED),
    # 2b, T22¶2: a matter of litigation goes to the political-legal organ that has it.
    _row("2b", Did.ROUTE, Status.REGISTERED, Status.TRANSFERRED, needs=("unit",), stops=(*ROUTING, "s_relay"),
         when={"mode": Mode.TRANSFER, "instead": False, "path": Path.LITIGATION}, owed=_LITIGATION_PAPERS, **_TO_UNIT),
    # 3b: a wrong routing taken back and made anew; `route` was done in time or not, so it does not run again.
    _row("3b", Did.ROUTE, _DISPUTABLE, Status.TRANSFERRED, needs=("unit", "reason"), drops=_RETAKEN,
         when={"mode": Mode.TRANSFER, "instead": True, "path": False}, owed=_TRANSFER_PAPERS, **_TO_UNIT),
    _row("3b", Did.ROUTE, _DISPUTABLE, Status.ASSIGNED, needs=("unit", "reason", "within"), drops=_RETAKEN,
         when={"mode": Mode.ASSIGN, "instead": True, "path": False}, owed=_ASSIGN_PAPERS, **_ASSIGNED),
    # 4, T31(1)–(5): another procedure has it.
    # The petitioner is told of it (13b), and an assignment is reported on, though the matter has ended here.
    _row("4", Did.ROUTE, ROUTABLE | {Status.ACCEPTED}, Status.REDIRECTED, needs=("path", "to"), **_REDIRECTED,
         when={"path": Path.LITIGATION, "mode": False}, owed=(Document.PATH_NOTICE, Document.LITIGATION_LETTER)),
    _row("4", Did.ROUTE, ROUTABLE | {Status.ACCEPTED}, Status.REDIRECTED, needs=("path", "to"), **_REDIRECTED,
         when={"path": True, "mode": False}, owed=(Document.PATH_NOTICE,)),
    # 5–7, T23¶3: the unit disputes, the office decides. The fifteen days are for what is in the unit's power: an
    # objection that was right ends them. The new routing is the office's, at once (6b) or by a clock of its own.
    # Config may pause the notice while the office decides (`steps`); a rejection resumes it.
    _row("5", Did.OBJECT, ROUTED, Status.OBJECTED, actor=Actor.UNIT, needs=("reason",),
         when={"decision": False, "unit": False}, guards=(Guard.OBJECTED_IN_TIME,), stops=("object",),
         starts=("objection",)),
    _row("6", Did.OBJECT, Status.OBJECTED, Status.REGISTERED, starts=("reroute",), **_MISROUTED,
         when={"decision": ObjectionDecision.AGREE, "unit": False, "mode": False}, owed=(Document.OBJECTION_REPLY,)),
    _row("6b", Did.OBJECT, Status.OBJECTED, Status.TRANSFERRED, needs=("unit",), **_MISROUTED, **_TO_UNIT,
         when={"decision": ObjectionDecision.AGREE, "mode": Mode.TRANSFER},
         owed=(Document.OBJECTION_REPLY, *_TRANSFER_PAPERS)),
    _row("6b", Did.OBJECT, Status.OBJECTED, Status.ASSIGNED, needs=("unit", "within"), **_MISROUTED, **_ASSIGNED,
         when={"decision": ObjectionDecision.AGREE, "mode": Mode.ASSIGN},
         owed=(Document.OBJECTION_REPLY, *_ASSIGN_PAPERS)),
    _row("7", Did.OBJECT, Status.OBJECTED, To.BEFORE, when={"decision": ObjectionDecision.REJECT, "unit": False},
         stops=("objection",), starts=("notify_routed",), owed=(Document.OBJECTION_REPLY,)),
    # 8, T23, T31: which clocks run hangs on class and path, see `steps`.
    _row("8", Did.ACCEPT, ROUTABLE, Status.ACCEPTED, actor=Actor.UNIT, guards=(Guard.OWN_PATH,),
         when={"told": False}, owed=(Document.NOTICE,), **_ACCEPTED),
    # 8b, T23¶2: who was told on the spot is owed no paper.
    _row("8b", Did.ACCEPT, ROUTABLE, Status.ACCEPTED, actor=Actor.UNIT, guards=(Guard.OWN_PATH,),
         when={"told": ToldHow.IN_PERSON}, **_ACCEPTED),
    # 9, T19¶3, T20¶2, T23; 18, T36¶3.
    _row("9", Did.DECLINE, ROUTABLE, Status.NOT_ACCEPTED, actor=Actor.UNIT, needs=("ground",), when={"final": False},
         guards=(Guard.GROUND,),
         stops=(*ROUTING, *NOTIFY, "object"), drops=("assigned",), owed=(Document.DECLINED_NOTICE,)),
    _row("18", Did.DECLINE, ROUTABLE, Status.NO_LONGER_ACCEPTED, actor=Actor.UNIT, needs=("opinion",),
         when={"final": True}, guards=(Guard.SAME_FACTS,), stops=(*ROUTING, *NOTIFY, "object"),
         owed=(Document.FINAL_NOTICE,)),
    # 10, T34: acceptance day + 60 + k.
    _row("10", Did.EXTEND, Status.ACCEPTED, To.SAME, actor=Actor.UNIT, needs=("days", "approved_by", "reason"),
         guards=(Guard.EXTENSION,), starts=EXTENDABLE, owed=(Document.EXTENSION_NOTICE,)),
    # 11, T32, T34.
    _row("11", Did.REPLY, Status.ACCEPTED, Status.OPINION_ISSUED, actor=Actor.UNIT, needs=("decision", "number"),
         guards=(Guard.PERFORMED_BY,), stops=HANDLING, starts=("perform",), owed=(Document.OPINION,)),
    # 11b, T32¶2: a supporting opinion is to be performed, also when its matter is closed.
    _row("11b", Did.PERFORM, _PERFORMABLE, To.SAME, actor=Actor.UNIT, needs=("confirmed",),
         guards=(Guard.TO_PERFORM,), stops=("perform",)),
    # 11c: what is missing is asked for; unanswered it ends nothing. Config may let clocks wait (`steps`).
    _row("11c", Did.SUPPLEMENT, OPEN, To.SAME, actor=Actor.UNIT, needs=("text", "reply_due"),
         when={"supplied": False}, guards=(Guard.ANSWER_AHEAD,), owed=(Document.SUPPLEMENT,)),
    _row("11c", Did.SUPPLEMENT, OPEN, To.SAME, actor=Actor.UNIT, when={"supplied": True},
         guards=(Guard.MISSING_ASKED,)),
    # 12, T33.
    _row("12", Did.SETTLE, _SETTLEABLE, To.SAME, actor=Actor.UNIT, needs=("kind", "number"),
         stops=("handle", "s_handle"), drops=("review", "final"), owed=(Document.SETTLEMENT,)),
    # 13b, T31: who was told which organ has it was told all there is to tell here; a letter tells when it is received.
    _row("13b", Did.SERVE, ANY, To.SAME, actor=Actor.UNIT, needs=("document", "method"),
         when={"document": Document.PATH_NOTICE, "posted": False}, guards=(Guard.POSTED, Guard.WITNESSED), stops=NOTIFY,
         owed=(Document.RECEIPT,)),
    # 13c, T23¶1: whoever brought it to an organ was told which unit under it has it now.
    _row("13c", Did.SERVE, ANY, To.SAME, actor=Actor.UNIT, needs=("document", "method"),
         when={"document": Document.ROUTED_NOTICE, "posted": False}, guards=(Guard.POSTED, Guard.WITNESSED),
         stops=("notify_direct",), owed=(Document.RECEIPT,)),
    # 13, T35, T36¶1: receipt starts the petitioner's thirty days; a letter whose receipt is not known starts nothing.
    _row("13", Did.SERVE, ANY, To.SAME, actor=Actor.UNIT, needs=("document", "method"),
         guards=(Guard.ISSUED, Guard.POSTED, Guard.WITNESSED), starts=("ask_review", "ask_final"),
         owed=(Document.RECEIPT,)),
    # 14–15, T35: first review 复查.
    _row("14", Did.REVIEW, _REVIEWABLE, Status.IN_REVIEW, actor=Actor.PETITIONER, when={"decision": False},
         guards=(Guard.SERVED, Guard.REVIEW_WINDOW), stops=("ask_review",), starts=("review",),
         owed=(Document.REVIEW_NOTICE,)),
    _row("15", Did.REVIEW, Status.IN_REVIEW, Status.REVIEWED, actor=Actor.ORGAN, needs=("number",),
         when={"decision": _DECIDED}, stops=("review",), owed=(Document.REVIEW,)),
    _row("15", Did.REVIEW, Status.IN_REVIEW, Status.REVIEWED, actor=Actor.ORGAN, needs=("number",),
         when={"decision": ReviewDecision.REVOKE}, stops=("review",), drops=("perform",), owed=(Document.REVIEW,)),
    _row("15", Did.REVIEW, Status.IN_REVIEW, Status.ACCEPTED, actor=Actor.ORGAN, needs=("number",),
         when={"decision": ReviewDecision.REDO}, stops=("review",), drops=("perform",), starts=("handle",),
         owed=(Document.REVIEW,)),
    _row("15b", Did.REVIEW, Status.IN_REVIEW, Status.OPINION_ISSUED, actor=Actor.ORGAN, needs=("number", "ground"),
         when={"decision": ReviewDecision.REFUSED}, guards=(Guard.REVIEW_GROUND,), stops=("review",),
         owed=(Document.REVIEW_DECLINED,)),
    # 16, T36: final review 复核; days of a hearing do not count.
    _row("16", Did.FINAL, _FINALLY_REVIEWABLE, Status.IN_FINAL, actor=Actor.PETITIONER,
         when={"decision": False, "hearing": False}, guards=(Guard.SERVED, Guard.REVIEW_WINDOW), stops=("ask_final",),
         starts=("final",), owed=(Document.FINAL_REVIEW_NOTICE,)),
    _row("16", Did.FINAL, Status.IN_FINAL, To.SAME, actor=Actor.ORGAN, when={"decision": False, "hearing": True},
         guards=(Guard.HEARING,), starts=("final",)),
    _row("16", Did.FINAL, Status.IN_FINAL, Status.FINAL_ISSUED, actor=Actor.ORGAN, needs=("number",),
         when={"decision": _DECIDED}, guards=(Guard.HEARING,), stops=("final",), starts=("final",),
         owed=(Document.FINAL,)),
    _row("16", Did.FINAL, Status.IN_FINAL, Status.ACCEPTED, actor=Actor.ORGAN, needs=("number",),
         when={"decision": (ReviewDecision.REVOKE, ReviewDecision.REDO)}, guards=(Guard.HEARING,), stops=("final",),
         drops=("perform",), starts=("final", "handle"), owed=(Document.FINAL,)),
    _row("16b", Did.FINAL, Status.IN_FINAL, Status.REVIEWED, actor=Actor.ORGAN, needs=("number", "ground"),
         when={"decision": ReviewDecision.REFUSED}, guards=(Guard.REVIEW_GROUND,), stops=("final",),
         owed=(Document.FINAL_REVIEW_DECLINED,)),
    # 17: the office confirms that the procedure is over (审核认定办结).
    _row("17", Did.CLOSE, frozenset({Status.OPINION_ISSUED, Status.REVIEWED, Status.FINAL_ISSUED}), Status.CLOSED,
         when={"reason": CloseReason.OPINION_DELIVERED}, starts=("rate_open",), keeps=("perform",),
         guards=(Guard.SERVED, *_CLOSING)),
    _row("17", Did.CLOSE, Status.OPINION_ISSUED, Status.CLOSED, when={"reason": CloseReason.OPINION_UNCHALLENGED},
         starts=("rate_open",), keeps=("perform",),
         guards=(Guard.SERVED, Guard.LAPSED, *_CLOSING)),
    _row("17", Did.CLOSE, Status.REVIEWED, Status.CLOSED, when={"reason": CloseReason.REVIEW_UNCHALLENGED},
         starts=("rate_open",), keeps=("perform",),
         guards=(Guard.SERVED, Guard.LAPSED, *_CLOSING)),
    _row("17", Did.CLOSE, Status.FINAL_ISSUED, Status.CLOSED, when={"reason": CloseReason.FINAL}, **_CLOSE),
    # 17b: without an opinion.
    _row("17b", Did.CLOSE, Status.ACCEPTED, Status.CLOSED, actor=Actor.UNIT, **_CLOSE, stops=("proposal",),
         when={"reason": CloseReason.SUGGESTION_ANSWERED}),
    # T29: a suggestion whose reply was not made and served was not answered (`steps`); it merely ended.
    _row("17b", Did.CLOSE, Status.ACCEPTED, Status.CLOSED, actor=Actor.UNIT, **_CLOSE,
         when={"reason": CloseReason.UNANSWERED}, owed=(Document.SUGGESTION_REPLY,)),
    _row("17b", Did.CLOSE, Status.ACCEPTED, Status.CLOSED, actor=Actor.UNIT, **_CLOSE, stops=("s_handle",),
         when={"reason": CloseReason.SIMPLE_ANSWERED}),
    _row("17b", Did.CLOSE, _SETTLEABLE, Status.CLOSED, actor=Actor.UNIT, starts=("rate_open",),
         when={"reason": (CloseReason.MEDIATED, CloseReason.SETTLED)},
         guards=(Guard.SETTLED, *_CLOSING)),
    # T31(5): the organ's own work, answered on paper; other laws say how it is contested.
    _row("17b", Did.CLOSE, Status.ACCEPTED, Status.CLOSED, actor=Actor.UNIT, needs=("number",), stops=("duty",),
         when={"reason": CloseReason.DUTY_ANSWERED}, **{**_CLOSE, "guards": (Guard.OWN_DUTY, *_CLOSING)},
         owed=(Document.DUTY_REPLY,)),
    # 17c, T22¶1, T31: the competent organ has it.
    _row("17c", Did.CLOSE, frozenset({Status.REDIRECTED, Status.TRANSFERRED}), Status.CLOSED, **_CLOSE,
         when={"reason": CloseReason.ROUTED_OUT}, drops=(*NOTIFY, "object")),
    # 17d: with words and an approver.
    _row("17d", Did.CLOSE, OPEN, Status.CLOSED, needs=("text", "approved_by"), **_CLOSE,
         when={"reason": (CloseReason.FILED, CloseReason.NO_SUCCESSOR)}),
    # 19: one matter registered twice goes on in the other.
    _row("19", Did.MERGE, OPEN, Status.MERGED, needs=("case", "reason"), guards=(Guard.SAME_MATTER,),
         owed=(Document.MERGE_NOTICE,)),
    # 20, T22¶1(3): the unit reports, after the closing too; the office may send the report back.
    _row("20", Did.FEEDBACK, OPEN | {Status.CLOSED, Status.REDIRECTED}, To.SAME, actor=Actor.UNIT, needs=("number",),
         when={"returned": False, "answers": False}, guards=(Guard.RUNNING_ASSIGNMENT,),
         stops=("assigned", "sugg_reply")),
    _row("20", Did.FEEDBACK, OPEN, To.SAME, needs=("number", "reason"), when={"returned": True, "answers": False},
         guards=(Guard.REPORTED,), starts=("assigned",)),
    # 20b, T40: the unit answers a letter of supervision, advice or a meeting's decision, after the closing too.
    _row("20b", Did.FEEDBACK, ANY, To.SAME, actor=Actor.UNIT, needs=("text",), guards=(Guard.ASKED,),
         when={"returned": False, "answers": True}, stops=("sugg_reply",)),
    # 21, T40; 21b, T39¶3: whoever decides for the joint conference.
    _row("21", Did.ESCALATE, CHASEABLE, To.SAME, needs=("step", "ground"), when={"step": _OF_OFFICE},
         starts=("sugg_reply",)),
    _row("21", Did.ESCALATE, CHASEABLE, To.SAME, needs=("step", "ground"), when={"step": LadderStep.SUPERVISE},
         starts=("sugg_reply",), owed=(Document.SUPERVISION_LETTER,)),
    _row("21b", Did.ESCALATE, CHASEABLE, To.SAME, needs=("step", "ground", "approved_by"), starts=("sugg_reply",),
         when={"step": LadderStep.TALK}, owed=(Document.TALK,)),
    _row("21b", Did.ESCALATE, CHASEABLE, To.SAME, needs=("step", "ground", "approved_by"), starts=("sugg_reply",),
         when={"step": LadderStep.CIRCULAR}, owed=(Document.CIRCULAR,)),
    _row("21b", Did.ESCALATE, CHASEABLE, To.SAME, needs=("step", "ground", "approved_by"), starts=("sugg_reply",),
         when={"step": LadderStep.LIST_SUPERVISE}, owed=(Document.LIST_SUPERVISE,)),
    _row("21b", Did.ESCALATE, CHASEABLE, To.SAME, needs=("step", "ground", "approved_by", "reply_due"),
         when={"step": LadderStep.RECTIFY}, starts=("sugg_reply",), owed=(Document.RECTIFY,)),
    _row("21", Did.ESCALATE, OPEN, To.SAME, needs=("step", "ground"), when={"step": LadderStep.RAISE},
         stops=GATES, starts=("sugg_reply", *GATES)),
    # 22.
    _row("22", Did.REOPEN, Status.CLOSED, Status.ACCEPTED, needs=("reason",), drops=("perform",),
         starts=HANDLING),
    # 23: the petitioner's own act, and the petitioner's to take back: the clocks that it stopped go on (`starting`).
    _row("23", Did.WITHDRAW, OPEN, Status.WITHDRAWN, actor=Actor.PETITIONER, needs=("statement_on",),
         when={"revoked_on": False}, guards=(Guard.STATEMENT,)),
    _row("23", Did.WITHDRAW, Status.WITHDRAWN, To.BEFORE, actor=Actor.PETITIONER, needs=("revoked_on",),
         when={"revoked_on": True}, guards=(Guard.STATEMENT,)),
    # 23b: the opinion that a level gives before a paper passes up; a level that was passed over has ended.
    *(_row("23b", Did.GATE, OPEN, To.SAME, needs=("level", "opinion"), when={"level": gate}, stops=(gate.clock,),
           drops=GATES[: GATES.index(gate.clock)]) for gate in Gate),
    # 24: no state changes.
    _row("24", Did.SET, ANY, To.SAME, needs=("set",)),
    _row("24", Did.NOTE, ANY, To.SAME, needs=("text",), when={"advice": False, "tick": False},
         guards=(Guard.NOTE_KIND,)),
    _row("24", Did.NOTE, ANY, To.SAME, when={"advice": False, "tick": True}, guards=(Guard.NOTE_KIND,)),
    _row("24", Did.NOTE, ANY, To.SAME, needs=("text",), when={"advice": Advice.IMPROVE}, guards=(Guard.NOTE_KIND,),
         starts=("sugg_reply",), owed=(Document.IMPROVEMENT,)),
    _row("24", Did.NOTE, ANY, To.SAME, needs=("text",), when={"advice": Advice.POLICY}, guards=(Guard.NOTE_KIND,),
         starts=("sugg_reply",), owed=(Document.POLICY,)),
    _row("24", Did.NOTE, ANY, To.SAME, needs=("text",), when={"advice": Advice.ACCOUNTABILITY},
         guards=(Guard.NOTE_KIND,), starts=("sugg_reply",), owed=(Document.ACCOUNTABILITY,)),
    _row("24", Did.NOTICE, ANY, To.SAME, needs=("document", "template", "sha256")),
    _row("24", Did.ATTACH, ANY, To.SAME, needs=("file", "sha256")),
    _row("24", Did.MEETING, ANY, To.SAME, needs=("text",), guards=(Guard.ASKS_WHAT,)),
    _row("24", Did.LINK, ANY, To.SAME, needs=("case",)),
    _row("24", Did.RATE, ANY, To.SAME, needs=("of", "value"), stops=("rate_open",)),
    _row("24", Did.UNDO, ANY, To.SAME, needs=("strikes",)),
    _row("24", Did.RECKON, ANY, To.SAME, needs=("reason",)),
    _row("24", Did.FORGET, ANY, To.SAME, needs=("reason",)),
)  # fmt: skip

ASIDE = frozenset({Did.SET, Did.NOTE, Did.NOTICE, Did.ATTACH, Did.MEETING, Did.LINK, Did.RATE, Did.FORGET})
"""Of row 24, what is no step that a later entry must follow: it may be written before the step of an earlier day."""

ROWS: Mapping[Did, tuple[Transition, ...]] = {
    did: tuple(row for row in TRANSITIONS if row.did is did) for did in Did if did is not Did.OBSERVED
}

SEEN: Mapping[Seen, tuple[Status | To, tuple[str, ...], tuple[str, ...]]] = {
    # What a ledger says happened: where it leads, what it stops and starts; the steps between are not demanded. What it
    # calls closed (办结) was handled; what else still ran merely ended.
    Seen.ROUTE: (Status.TRANSFERRED, ROUTING, ("notify_routed", "object")),
    Seen.ACCEPT: (Status.ACCEPTED, (*ROUTING, *NOTIFY, "object"), HANDLING),
    Seen.DECLINE: (Status.NOT_ACCEPTED, (*ROUTING, *NOTIFY, "object"), ()),
    Seen.FINAL_DECLINE: (Status.NO_LONGER_ACCEPTED, (*ROUTING, *NOTIFY, "object"), ()),
    Seen.OPINION: (Status.OPINION_ISSUED, (*ROUTING, *NOTIFY, "object", *HANDLING), ()),
    Seen.REVIEW: (Status.IN_REVIEW, (*ROUTING, *NOTIFY, "object", *HANDLING, "ask_review"), ("review",)),
    Seen.REVIEWED: (Status.REVIEWED, (*ROUTING, *NOTIFY, "object", *HANDLING, "review"), ()),
    Seen.FINAL: (Status.IN_FINAL, (*ROUTING, *NOTIFY, "object", *HANDLING, "review", "ask_final"), ("final",)),
    Seen.FINAL_ISSUED: (Status.FINAL_ISSUED, (*ROUTING, *NOTIFY, "object", *HANDLING, "review", "final"), ()),
    Seen.CLOSED: (Status.CLOSED, (*HANDLING, "target"), ("rate_open",)),
    Seen.RESOLVED: (To.SAME, (), ()),
    Seen.LEAD: (To.SAME, (), ()),
    Seen.RATED: (To.SAME, ("rate_open",), ()),
    Seen.SOURCE_DUE: (To.SAME, (), ()),
    Seen.CLOCKS: (To.SAME, (), ()),  # an export says which run, with rule and due date; nothing is reckoned anew
}


def always_needed(did: Did) -> frozenset[str]:
    """Return the data that every row of an event demands, or by whose word it is selected."""
    return frozenset.intersection(
        *(frozenset((*row.needs, *(key for key, wanted in row.when.items() if not isinstance(wanted, bool))))
          for row in ROWS[did])
    )  # fmt: skip


SELECTING: Mapping[Did, frozenset[str]] = {
    did: frozenset(key for row in rows for key, wanted in row.when.items() if not isinstance(wanted, bool))
    for did, rows in ROWS.items()
}
"""Data of an event whose word selects its row: what a matter came to rests on it, so whoever has the file needs it."""

_KEYS = {did: tuple(dict.fromkeys(key for row in rows for key in row.when)) for did, rows in ROWS.items()}


def row_of(entry: Entry, status: Status) -> Transition | None:
    """Return the row that an entry follows from a state; one for other states if none is for this."""
    values = entry.__dict__
    return _selected(entry.did, status, tuple([values[key] for key in _KEYS.get(entry.did, ())]))


@lru_cache(4096)
def _selected(did: Did, status: Status, values: tuple[object, ...]) -> Transition | None:
    # Data come from files, and few of all their combinations select rows: presence is what most rows ask for.
    rows = tuple(candidates(did, dict(zip(_KEYS.get(did, ()), values, strict=True))))
    return next((row for row in rows if status in row.frm), next(iter(rows), None))


def candidates(did: Did, data: Mapping[str, object]) -> Iterator[Transition]:
    """Return the rows of an event that the data select, whatever the state; none for what a ledger says."""
    return (row for row in ROWS.get(did, ()) if row.fits(data))


def allowed_from(status: Status) -> tuple[Did, ...]:
    """Return the events that are open from a state, in the order of the table, those that change nothing last."""
    found = dict.fromkeys(row.did for row in TRANSITIONS if status in row.frm and row.did is not Did.OPEN)
    return tuple(did for did in found if did not in {Did.RECKON, Did.FORGET})
