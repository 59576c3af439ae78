"""The table of the procedure: held against a second writing of it, and each row tried in every state."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.choosing import option
from xinfang_cli.law.conditions import Guard, To
from xinfang_cli.law.documents import Document
from xinfang_cli.law.procedure import ROWS, SEEN, TRANSITIONS, Transition, allowed_from, always_needed, candidates
from xinfang_cli.law.recordbase import parts, plain
from xinfang_cli.law.records import Entry
from xinfang_cli.law.steps import allowed_words
from xinfang_cli.law.words import ENDED, CloseReason, Did, Seen, Status
from xinfang_cli.messages import Msg

UNIT = "住房和城乡建设局"

PAGE = """
1   | any                                 | open     |                               | registered         |                                        | route notify_direct s_relay s_accept GATES target
1b  | any                                 | open     | mode=transfer                 | transferred        |                                        | notify_routed object s_accept target
1b  | any                                 | open     | mode=assign                   | assigned           |                                        | notify_routed object assigned s_accept target
2   | registered                          | route    | mode=transfer                 | transferred        | ROUTING s_relay                        | notify_routed object s_accept
3   | registered                          | route    | mode=assign                   | assigned           | ROUTING s_relay                        | notify_routed object assigned s_accept
2b  | registered                          | route    | mode=transfer path=litigation | transferred        | ROUTING s_relay                        | notify_routed object s_accept
3b  | transferred assigned objected       | route    | mode=transfer instead         | transferred        | - notify_routed object s_accept assigned objection | notify_routed object s_accept
3b  | transferred assigned objected       | route    | mode=assign instead           | assigned           | - notify_routed object s_accept assigned objection | notify_routed object assigned s_accept
4   | registered transferred assigned accepted | route | path=litigation             | redirected         | ROUTING - HANDLING object              |
4   | registered transferred assigned accepted | route | path                        | redirected         | ROUTING - HANDLING object              |
5   | transferred assigned                | object   |                               | objected           | object                                 | objection
6   | objected                            | object   | decision=agree                | registered         | objection - notify_routed assigned s_accept | reroute
6b  | objected                            | object   | decision=agree mode=transfer  | transferred        | objection - notify_routed assigned s_accept | notify_routed object s_accept
6b  | objected                            | object   | decision=agree mode=assign    | assigned           | objection - notify_routed assigned s_accept | notify_routed object assigned s_accept
7   | objected                            | object   | decision=reject               | before             | objection                              | notify_routed
8   | registered transferred assigned     | accept   |                               | accepted           | ROUTING s_relay NOTIFY object s_accept | HANDLING
8b  | registered transferred assigned     | accept   | told=in_person                | accepted           | ROUTING s_relay NOTIFY object s_accept | HANDLING
9   | registered transferred assigned     | decline  |                               | not_accepted       | ROUTING NOTIFY object - assigned       |
18  | registered transferred assigned     | decline  | final                         | no_longer_accepted | ROUTING NOTIFY object                  |
10  | accepted                            | extend   |                               | same               |                                        | handle proposal
11  | accepted                            | reply    |                               | opinion_issued     | HANDLING                               | perform
11b | opinion_issued reviewed final_issued closed in_review in_final | perform  |    | same               | perform                                |
11c | open                                | supplement |                             | same               |                                        |
11c | open                                | supplement | supplied                    | same               |                                        |
12  | SETTLEABLE                          | settle   |                               | same               | handle s_handle - review final         |
13b | any                                 | serve    | document=path_notice          | same               | NOTIFY                                 |
13c | any                                 | serve    | document=routed_notice        | same               | notify_direct                          |
13  | any                                 | serve    |                               | same               |                                        | ask_review ask_final
14  | opinion_issued closed               | review   |                               | in_review          | ask_review                             | review
15  | in_review                           | review   | decision=uphold,change        | reviewed           | review                                 |
15  | in_review                           | review   | decision=revoke               | reviewed           | review - perform                       |
15  | in_review                           | review   | decision=redo                 | accepted           | review - perform                              | handle
15b | in_review                           | review   | decision=refused              | opinion_issued     | review                                 |
16  | reviewed closed                     | final    |                               | in_final           | ask_final                              | final
16  | in_final                            | final    | hearing                       | same               |                                        | final
16  | in_final                            | final    | decision=uphold,change        | final_issued       | final                                  | final
16  | in_final                            | final    | decision=revoke,redo          | accepted           | final - perform                              | final handle
16b | in_final                            | final    | decision=refused              | reviewed           | final                                  |
17  | opinion_issued reviewed final_issued | close   | reason=opinion_delivered      | closed             | target                                 | rate_open
17  | opinion_issued                      | close    | reason=opinion_unchallenged   | closed             | target                                 | rate_open
17  | reviewed                            | close    | reason=review_unchallenged    | closed             | target                                 | rate_open
17  | final_issued                        | close    | reason=final                  | closed             | target                                 | rate_open
17b | accepted                            | close    | reason=suggestion_answered    | closed             | proposal target                        | rate_open
17b | accepted                            | close    | reason=unanswered             | closed             | target                                 | rate_open
17b | accepted                            | close    | reason=simple_answered        | closed             | s_handle target                        | rate_open
17b | SETTLEABLE                          | close    | reason=mediated,settled       | closed             | target                                 | rate_open
17b | accepted                            | close    | reason=duty_answered          | closed             | duty target                            | rate_open
17c | redirected transferred              | close    | reason=routed_out             | closed             | target - NOTIFY object                 | rate_open
17d | open                                | close    | reason=filed,no_successor     | closed             | target                                 | rate_open
19  | open                                | merge    |                               | merged             |                                        |
20  | open closed redirected                       | feedback |                               | same               | assigned sugg_reply                    |
20  | open                                | feedback | returned                      | same               |                                        | assigned
20b | any                                 | feedback | answers                       | same               | sugg_reply                             |
21 | open closed redirected              | escalate | step=warn,remind              | same               |                                        | sugg_reply
21 | open closed redirected              | escalate | step=supervise                | same               |                                        | sugg_reply
21b | open closed redirected              | escalate | step=talk                     | same               |                                        | sugg_reply
21b | open closed redirected              | escalate | step=circular                 | same               |                                        | sugg_reply
21b | open closed redirected              | escalate | step=list_supervise           | same               |                                        | sugg_reply
21b | open closed redirected              | escalate | step=rectify                  | same               |                                        | sugg_reply
21  | open                                | escalate | step=raise                    | same               | GATES                                  | sugg_reply GATES
22  | closed                              | reopen   |                               | accepted           | - perform                                     | HANDLING
23  | open                                | withdraw |                               | withdrawn          |                                        |
23  | withdrawn                           | withdraw | revoked_on                    | before             |                                        |
23b | open                                | gate     | level=village                 | same               | gate_village                           |
23b | open                                | gate     | level=town                    | same               | gate_town - gate_village               |
23b | open                                | gate     | level=county                  | same               | gate_county - gate_village gate_town   |
24  | any                                 | set      |                               | same               |                                        |
24  | any                                 | note     |                               | same               |                                        |
24  | any                                 | note     | tick                          | same               |                                        |
24  | any                                 | note     | advice=improve                | same               |                                        | sugg_reply
24  | any                                 | note     | advice=policy                 | same               |                                        | sugg_reply
24  | any                                 | note     | advice=accountability         | same               |                                        | sugg_reply
24  | any                                 | notice   |                               | same               |                                        |
24  | any                                 | attach   |                               | same               |                                        |
24  | any                                 | meeting  |                               | same               |                                        |
24  | any                                 | link     |                               | same               |                                        |
24  | any                                 | rate     |                               | same               | rate_open                              |
24  | any                                 | undo     |                               | same               |                                        |
24  | any                                 | reckon   |                               | same               |                                        |
24  | any                                 | forget   |                               | same               |                                        |
"""  # a row a line
"""Number, states, event, what selects the row, where to, clocks stopped (behind a dash those that merely end), clocks
started. Ending a matter ends every duty besides."""

SHORT = {
    "NOTIFY": "notify_direct notify_routed",
    "ROUTING": "route reroute",
    "GATES": "gate_village gate_town gate_county",
    "HANDLING": "handle s_accept s_handle proposal duty",
    "SETTLEABLE": "accepted opinion_issued in_review in_final",
}


def _words(cell: str) -> list[str]:
    return " ".join(SHORT.get(word, word) for word in cell.split()).split()


def _states(cell: str) -> list[str]:
    named = {"any": list(Status), "open": [status for status in Status if status.is_open]}
    return sorted(state.value for word in _words(cell) for state in named.get(word) or [Status.of(word)])


def _selecting(cell: str) -> dict[str, object]:
    pairs = [word.partition("=") for word in cell.split()]
    return {key: sorted(values.split(",")) if values else True for key, _, values in pairs}


def _choice(wanted: object) -> tuple[str, ...]:
    return wanted if isinstance(wanted, tuple) else (str(wanted),)


def test_the_table_is_the_page() -> None:
    ours = [
        (
            row.row,
            sorted(state.value for state in row.frm),
            row.did.value,
            {key: want if want is True else sorted(map(str, _choice(want))) for key, want in row.when.items() if want},
            row.to.value,
            sorted(row.stops),
            sorted(row.drops),
            sorted(row.starts),
        )
        for row in TRANSITIONS
    ]
    page = []
    for line in PAGE.strip().splitlines():
        row, frm, did, when, to, stops, starts = (cell.strip() for cell in line.split("|"))
        done, _, ended = stops.partition("-")
        clocks = [sorted(_words(cell)) for cell in (done, ended, starts)]
        page.append((row, _states(frm), did, _selecting(when), to, *clocks))
    assert ours == page


def test_what_a_row_needs_is_a_datum_of_an_entry() -> None:
    for row in TRANSITIONS:
        assert set(row.needs) | set(row.when) <= {part.name for part in parts(Entry)}
        assert row.ends == (row.to in ENDED)


def test_every_event_has_its_rows_and_every_closing_its_reason() -> None:
    assert set(ROWS) == set(Did) - {Did.OBSERVED}
    assert all(ROWS.values())
    assert list(candidates(Did.OBSERVED, {})) == []
    reasons = [reason for row in ROWS[Did.CLOSE] for reason in _choice(row.when["reason"])]
    assert sorted(set(reasons)) == sorted(CloseReason)


def test_every_sighting_leads_somewhere() -> None:
    assert set(SEEN) == set(Seen)
    clocks = {clock for row in TRANSITIONS for clock in (*row.stops, *row.starts)}
    for to, stops, starts in SEEN.values():
        assert to is To.SAME or isinstance(to, Status)
        assert set(stops) | set(starts) <= clocks


# Each state is reached as an office reaches it; the matter is assigned, so that its clock may run throughout.
OPENED, ROUTED, ACCEPTED, REPLIED = "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-10"
ASSIGN = ("route", ROUTED, {"unit": UNIT, "mode": "assign", "within": "45d"})
TRANSFER = ("route", ROUTED, {"unit": UNIT, "mode": "transfer"})
ACCEPT = ("accept", ACCEPTED, {})
REPLY = ("reply", REPLIED, {"decision": "support", "number": "住建信〔2026〕3号"})
SERVE = ("serve", "2026-03-11", {"document": Document.OPINION, "method": "in_person"})
REVIEW = ("review", "2026-03-20", {})
REVIEWED = ("review", "2026-04-01", {"decision": "uphold", "number": "县复查〔2026〕1号"})
SERVE_REVIEW = ("serve", "2026-04-02", {"document": Document.REVIEW, "method": "in_person"})
FINAL = ("final", "2026-04-10", {})
FINAL_ISSUED = ("final", "2026-04-20", {"decision": "uphold", "number": "市复核〔2026〕1号"})
SERVE_FINAL = ("serve", "2026-04-21", {"document": Document.FINAL, "method": "in_person"})
TO_OPINION = (ASSIGN, ACCEPT, REPLY, SERVE)
TO_REVIEWED = (*TO_OPINION, REVIEW, REVIEWED, SERVE_REVIEW)
WAYS: dict[Status, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    Status.REGISTERED: (),
    Status.TRANSFERRED: (TRANSFER,),
    Status.ASSIGNED: (ASSIGN,),
    Status.OBJECTED: (ASSIGN, ("object", ACCEPTED, {"reason": "属自然资源局职权"})),
    Status.REDIRECTED: (("route", ROUTED, {"path": "litigation", "to": "某县人民法院"}),),
    Status.NOT_ACCEPTED: (ASSIGN, ("decline", ACCEPTED, {"ground": "statutory_route"})),
    Status.ACCEPTED: (ASSIGN, ACCEPT),
    Status.OPINION_ISSUED: TO_OPINION,
    Status.IN_REVIEW: (*TO_OPINION, REVIEW),
    Status.REVIEWED: TO_REVIEWED,
    Status.IN_FINAL: (*TO_REVIEWED, FINAL),
    Status.FINAL_ISSUED: (*TO_REVIEWED, FINAL, FINAL_ISSUED, SERVE_FINAL),
    Status.CLOSED: (*TO_REVIEWED, ("close", "2026-04-03", {"reason": "opinion_delivered"})),
    Status.NO_LONGER_ACCEPTED: (
        ASSIGN,
        ("decline", ACCEPTED, {"final": True, "opinion": "市复核〔2025〕9号", "same_facts": True}),
    ),
    Status.MERGED: (("merge", ROUTED, {"case": "XF-20260101-00000", "reason": "同人同事"}),),
    Status.WITHDRAWN: (ASSIGN, ("withdraw", ACCEPTED, {"statement_on": dt.date(2026, 3, 4)})),
}
DATA: dict[str, Any] = {
    "unit": "自然资源局",
    "within": "30d",
    "reason": "情况复杂",
    "path": "arbitration",
    "to": "劳动人事争议仲裁委员会",
    "ground": "statutory_route",
    "opinion": "市复核〔2025〕9号",
    "days": 30,
    "approved_by": "局长甲",
    "decision": "support",
    "number": "住建信〔2026〕3号",
    "kind": "settlement",
    "document": Document.NOTICE,
    "method": "in_person",
    "text": "已与开发企业座谈",
    "case": "XF-20260101-00000",
    "step": "remind",
    "statement_on": dt.date(2026, 3, 2),
    "revoked_on": dt.date(2026, 3, 4),
    "reply_due": dt.date(2026, 5, 5),
    "set": {"lead": "某领导"},
    "file": "照片.jpg",
    "sha256": "0" * 64,
    "template": "notice-1",
    "of": "unit",
    "value": "satisfied",
    "strikes": "ffffffff",
    "instead": True,
    "final": True,
    "hearing": "2026-04-13..2026-04-14",
    "returned": True,
    "advice": "improve",
    "answers": "建〔2026〕1号",
    "confirmed": "petitioner",
    "supplied": True,
    "level": "village",
    "tick": "掌握情况",
}
FIRST = {
    "settled": ("settle", {"kind": "settlement", "number": "协议1号"}),
    "reported": ("feedback", {"number": "报告1号"}),
    "missing_asked": ("supplement", {"text": "身份证明", "reply_due": dt.date(2026, 12, 31)}),
    "asked": ("note", {"text": "完善预售资金监管", "advice": "policy", "number": "建〔2026〕1号"}),
}
NEVER_ASSIGNED = {Status.REGISTERED, Status.TRANSFERRED, Status.REDIRECTED}


def _uses(row: Transition) -> Iterator[dict[str, Any]]:
    """Yield data that select a row and are all it needs, once for each word of its choice."""
    fixed = {key: DATA[key] for key in row.needs}
    fixed |= {"same_facts": True} if Guard.SAME_FACTS in row.guards else {}
    fixed |= {key: DATA[key] for key, wanted in row.when.items() if wanted is True}
    choices = [
        (key, word) for key, wanted in row.when.items() if not isinstance(wanted, bool) for word in _choice(wanted)
    ]
    several = {key for key, _ in choices if sum(other == key for other, _ in choices) > 1}
    single = dict(choice for choice in choices if choice[0] not in several)
    for key, word in choices if several else [(None, None)]:
        if key is None or key in several:
            yield {**fixed, **single, **({key: word} if key else {})}


USES = [
    pytest.param(row, data, id="-".join((row.row, row.did.value, *(f"{data[key]}" for key in row.when if key in data))))
    for row in TRANSITIONS
    if row.did is not Did.OPEN and Guard.OWN_DUTY not in row.guards  # another way of acceptance: `test_steps`
    for data in _uses(row)
]


@pytest.fixture(scope="module")
def standing_at(matter: Callable[..., Any]) -> Callable[[Status], Any]:
    """`standing_at(Status.REVIEWED)`: a matter brought into a state step by step, once."""
    reached = {status: matter(OPENED) for status in Status}
    for status, it in reached.items():
        for did, on, data in WAYS[status]:
            it.do(did, on, **data)
        assert it.case.status is status
    return lambda status: replace(reached[status])


def _prepare(it: Any, row: Transition) -> None:
    for guard in row.guards:
        if guard.value in FIRST:
            did, data = FIRST[guard.value]
            it.do(did, it.case.history[-1].on.isoformat(), **data)


def _day_after(it: Any, row: Transition) -> str:
    pause = 60 if Guard.LAPSED in row.guards else 1
    return (it.case.history[-1].on + dt.timedelta(days=pause)).isoformat()


@pytest.mark.parametrize(("row", "data"), USES)
def test_a_row_is_open_from_each_of_its_states(
    row: Transition, data: dict[str, Any], standing_at: Callable[[Status], Any]
) -> None:
    about_a_report = {Guard.RUNNING_ASSIGNMENT, Guard.REPORTED} & set(row.guards)
    for frm in sorted(row.frm - (NEVER_ASSIGNED if about_a_report else set())):
        it = standing_at(frm)
        _prepare(it, row)
        before = it.case
        step = it.do(row.did, _day_after(it, row), **data)
        back = Status.TRANSFERRED if row.did is Did.OBJECT and frm is Status.TRANSFERRED else Status.ASSIGNED
        wanted = {To.SAME: frm, To.BEFORE: back}.get(row.to, row.to)
        assert it.case.status is wanted, frm
        assert it.case.history == (*before.history, step.entry)
        assert set(step.entry.stops) >= {run.name for run in step.before.running} & set(row.stops), frm
        assert set(row.owed) <= set(step.owed)
        assert not step.after.contradictions
        assert not (wanted in ENDED and {run.name for run in step.after.duties} - set(row.keeps))


@pytest.mark.parametrize(("row", "data"), USES)
def test_a_missing_datum_is_named_and_nothing_changes(
    row: Transition, data: dict[str, Any], standing_at: Callable[[Status], Any]
) -> None:
    it = standing_at(min(row.frm))
    before = plain(it.case)
    for key in (key for key in row.needs if key not in row.when):
        for lacking in ({name: value for name, value in data.items() if name != key}, {**data, key: ""}):
            with pytest.raises(RefusedError) as refused:
                it.do(row.did, _day_after(it, row), **lacking)
            assert refused.value.text == Msg.MISSING(did=row.did, missing=[option(key)])
    assert plain(it.case) == before


@pytest.mark.parametrize(("row", "data"), USES)
def test_a_row_is_closed_from_every_other_state(
    row: Transition, data: dict[str, Any], standing_at: Callable[[Status], Any]
) -> None:
    for frm in Status:
        if any(frm in other.frm for other in candidates(row.did, data)):
            continue
        it = standing_at(frm)
        before = plain(it.case)
        with pytest.raises(RefusedError) as refused:
            it.do(row.did, _day_after(it, row), **data)
        text = refused.value.text
        if row.did not in allowed_from(frm):
            assert text == Msg.NOT_FROM_HERE(did=row.did, status=frm, open=allowed_words(frm))
        assert text.msg in {Msg.NOT_FROM_HERE, Msg.WRONG_CHOICE, Msg.MISSING}
        assert plain(it.case) == before


@pytest.mark.parametrize("status", sorted(NEVER_ASSIGNED - {Status.REDIRECTED}))
def test_without_an_assignment_there_is_nothing_to_report(status: Status, standing_at: Callable[[Status], Any]) -> None:
    it = standing_at(status)
    with pytest.raises(RefusedError, match="no assignment is running"):
        it.do("feedback", "2026-03-05", number="报告1号")
    with pytest.raises(RefusedError, match="no report to send back"):
        it.do("feedback", "2026-03-05", number="报告1号", returned=True, reason="材料不全")


def test_what_is_open_from_a_state() -> None:
    assert tuple(each.en for each in allowed_words(Status.REGISTERED)) == (
        *("route", "accept", "decline", "supplement", "serve", "close", "merge", "feedback", "escalate", "withdraw"),
        *("gate", "set", "note", "notice", "attach", "meeting", "link", "rate", "undo"),
    )
    assert Did.REVIEW in allowed_from(Status.CLOSED)
    assert Did.REOPEN not in allowed_from(Status.ACCEPTED)


@pytest.mark.parametrize(
    ("did", "needed"),
    [
        (Did.EXTEND, {"days", "approved_by", "reason"}),
        (Did.NOTE, set()),  # words, or an item that is ticked
        (Did.MEETING, {"text"}),
        (Did.CLOSE, {"reason"}),  # by its word the row is chosen
        (Did.OBJECT, set()),  # a reason, or the office's decision
        (Did.REVIEW, set()),  # asked for, or decided
        (Did.DECLINE, set()),  # a ground, or the final opinion
    ],
)
def test_what_every_row_of_an_event_demands(did: Did, needed: set[str]) -> None:
    assert always_needed(did) == needed
