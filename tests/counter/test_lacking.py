"""What a refused step lacks, and which words the procedure takes for it."""

from collections.abc import Callable

import pytest

from tests.conftest import Matter
from xinfang_cli.counter.lacking import besides, lacking, states_for, takeable
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label
from xinfang_cli.law.choosing import option
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State
from xinfang_cli.law.procedure import OPEN, ROUTED, TRANSITIONS
from xinfang_cli.law.stepdata import TAKES, DatumKind, Key, kind_of
from xinfang_cli.law.words import CloseReason, Did, Mode, ObjectionDecision, OpinionDecision, ReviewDecision, Status
from xinfang_cli.messages import Msg

HOUSING = "住房和城乡建设局"


def refusal(matter: Matter, did: str, on: str, **data: object) -> tuple[Key, ...]:
    """Return what a step that is refused lacks."""
    with pytest.raises(RefusedError) as refused:
        matter.do(did, on, **data)
    return lacking(Did(did), refused.value.text)


NEEDED = sorted({(row.did, key) for row in TRANSITIONS if row.did in TAKES for key in row.needs})


@pytest.mark.parametrize(("did", "key"), NEEDED)
def test_whatever_a_row_needs_can_be_asked(did: Did, key: str) -> None:
    (found,) = lacking(did, Msg.MISSING(did=did, missing=[option(key)])) or (None,)
    assert found is None if key == "set" else found in TAKES[did]
    assert found is None or found.field == key or (did, key, found) == (Did.OBJECT, "unit", Key.TO)


def test_what_is_missing_is_asked_and_what_no_datum_mends_is_not(matter: Callable[..., Matter]) -> None:
    found = matter("2026-11-02")
    assert refusal(found, "route", "2026-11-03", mode=Mode.ASSIGN) == (Key.UNIT, Key.WITHIN)
    assert refusal(found, "reply", "2026-11-03", decision=OpinionDecision.SUPPORT) == ()
    found.do("route", "2026-11-03", unit=HOUSING, mode=Mode.TRANSFER)
    assert refusal(found, "object", "2026-11-20", reason="不属职权") == (Key.LATE_REASON,)
    found.do("accept", "2026-11-20")
    assert refusal(found, "close", "2026-11-20") == (Key.REASON,)
    assert refusal(found, "close", "2026-11-20", reason=CloseReason.FINAL) == (Key.REASON,)
    assert refusal(found, "note", "2026-11-20", text="听证", kind="hearing") == (Key.HEARING,)
    assert refusal(found, "extend", "2026-11-19", days=30, approved_by="局长", reason="复杂") == (Key.BACKDATE_REASON,)
    assert refusal(found, "extend", "2026-11-20", days=99, approved_by="局长", reason="复杂") == (Key.DAYS,)


def test_the_words_are_those_that_the_procedure_takes_from_here(matter: Callable[..., Matter]) -> None:
    found = matter("2026-11-02")
    found.do("route", "2026-11-03", unit=HOUSING, mode=Mode.TRANSFER)
    found.do("object", "2026-11-04", reason="不属职权")
    assert takeable(Did.OBJECT, Key.DECISION, found.state, {}) == tuple(ObjectionDecision)
    found.do("object", "2026-11-05", decision="reject")
    found.do("accept", "2026-11-06")
    reasons = takeable(Did.CLOSE, Key.REASON, found.state, {})
    assert {CloseReason.SIMPLE_ANSWERED, CloseReason.FILED} < set(reasons)
    assert not {CloseReason.FINAL, CloseReason.OPINION_DELIVERED} & set(reasons)
    found.do("reply", "2026-11-10", decision="explain", number="1号")
    assert takeable(Did.SERVE, Key.DOCUMENT, found.state, {}) == tuple(Document), "none was made"


def test_a_list_that_selects_no_row_is_whole_and_a_text_has_none() -> None:
    state = State(status=Status.TRANSFERRED)
    assert takeable(Did.DECLINE, Key.GROUND, state, {}) == tuple(kind_of(Did.DECLINE, Key.GROUND))
    assert takeable(Did.DECLINE, Key.TO, state, {}) == ()
    assert takeable(Did.REPLY, Key.DECISION, State(status=Status.ACCEPTED), {}) == tuple(OpinionDecision)


def test_a_word_that_is_known_already_leaves_rows_out() -> None:
    in_final = State(status=Status.IN_FINAL)
    assert set(takeable(Did.FINAL, Key.DECISION, in_final, {})) == set(ReviewDecision)
    assert set(takeable(Did.FINAL, Key.DECISION, in_final, {"hearing": "2026-11-01..2026-11-02"})) == set(
        ReviewDecision
    )


def test_a_document_that_waits_to_be_served_goes_before_all() -> None:
    state = State(status=Status.ACCEPTED, to_serve=(Document.NOTICE,))
    assert takeable(Did.SERVE, Key.DOCUMENT, state, {}) == (Document.NOTICE,)


def test_what_is_asked_besides_hangs_on_what_was_said() -> None:
    assert list(besides(Did.REPLY, {"decision": OpinionDecision.SUPPORT, "facts": "属实"})) == [
        Key.ARTICLES,
        Key.PERFORM_BY,
    ]
    assert list(besides(Did.REPLY, {"decision": OpinionDecision.EXPLAIN})) == [Key.FACTS, Key.ARTICLES]
    assert list(besides(Did.ROUTE, {})) == []


@pytest.mark.parametrize("did", TAKES)
def test_whatever_is_asked_is_a_datum_of_the_step(did: Did) -> None:
    assert set(besides(did, {"decision": OpinionDecision.SUPPORT})) <= set(TAKES[did])
    for key in TAKES[did]:
        words = takeable(did, key, State(status=next(iter(states_for(did)))), {})
        assert all(isinstance(word, Label) for word in words)
        assert bool(words) is not isinstance(kind_of(did, key), DatumKind)


def test_the_states_of_a_step_are_those_of_its_rows() -> None:
    assert states_for(Did.OBJECT) == ROUTED | {Status.OBJECTED}
    assert states_for(Did.SUPPLEMENT) == OPEN
