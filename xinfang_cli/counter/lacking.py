"""What a step that was refused still lacks, and which words the procedure takes for it: what a form asks."""

from collections.abc import Iterator, Mapping

from xinfang_cli.labels import Label
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import State
from xinfang_cli.law.procedure import ROWS
from xinfang_cli.law.stepdata import TAKES, DatumKind, Key, kind_of
from xinfang_cli.law.words import Did, OpinionDecision, Status
from xinfang_cli.messages import Msg, Sentence, Text

_ASKS: Mapping[Sentence, tuple[Key, ...]] = {
    Msg.BEFORE_LAST: (Key.BACKDATE_REASON,),
    Msg.OBJECTION_LATE: (Key.LATE_REASON,),
    Msg.WINDOW_OVER: (Key.LATE_REASON,),
    Msg.NOT_POSTED: (Key.POSTED,),
    Msg.NO_WITNESS: (Key.WITNESS,),
    Msg.RESOLVED_HOW: (Key.BASIS, Key.EVIDENCE),
    Msg.SAME_FACTS_ASKED: (Key.SAME_FACTS,),
    Msg.HEARING_WHEN: (Key.HEARING,),
    Msg.HEARING_FORM: (Key.HEARING,),
    Msg.NO_MONTH: (Key.MONTH,),
    Msg.NOTE_DETAIL: (Key.KIND,),
    Msg.PERFORM_BEFORE: (Key.PERFORM_BY,),
    Msg.SUPPLY_BEFORE: (Key.REPLY_DUE,),
    Msg.POSTED_LATER: (Key.POSTED,),
    Msg.NOT_ISSUED: (Key.DOCUMENT,),
    Msg.NOT_ASKED: (Key.ANSWERS,),
    Msg.STATEMENT_DAY: (Key.STATEMENT_ON,),
    Msg.REVOKED_DAY: (Key.REVOKED_ON,),
    Msg.UNIT_GONE: (Key.UNIT,),
    Msg.UNIT_SUCCEEDED: (Key.UNIT,),
    Msg.EXTENSION_TOO_LONG: (Key.DAYS,),
    Msg.UNSEAL_REASON: (Key.REASON,),
    Msg.UNIT_OR_PATH: (Key.UNIT,),
}
"""Refusals of guards that more data answer."""

_NAMING = {Msg.MISSING: "missing", Msg.WRONG_CHOICE: "option"}
"""Refusals that name the options."""

_BESIDES: Mapping[Did, tuple[tuple[Key, tuple[str, object] | None], ...]] = {
    Did.ACCEPT: ((Key.HANDLER, None),),
    Did.REPLY: (
        (Key.FACTS, None),
        (Key.ARTICLES, None),
        (Key.PERFORM_BY, ("decision", OpinionDecision.SUPPORT)),
    ),
    Did.CLOSE: ((Key.RESOLVED, None),),
}
"""What a form asks besides, once it asks at all, and of what word that hangs: a paper says else that it is lacking."""


def lacking(did: Did, refusal: Text) -> tuple[Key, ...]:
    """Return the data that would answer a refusal; none where no datum does."""
    if refusal.msg in _ASKS:
        return _ASKS[refusal.msg]
    named = {key.option: key for key in (*TAKES[did], Key.BACKDATE_REASON)}
    named["UNIT"] = Key.UNIT if Key.UNIT in TAKES[did] else Key.TO
    said = refusal.fields.get(_NAMING.get(refusal.msg, ""))
    options = [str(getattr(each, "en", each)) for each in (said if isinstance(said, list) else [said])]
    return tuple(named[option] for option in options if option in named)


def besides(did: Did, data: Mapping[str, object]) -> Iterator[Key]:
    """Yield what a form asks besides."""
    for key, when in _BESIDES.get(did, ()):
        if data.get(key.field) is None and (when is None or data.get(when[0]) == when[1]):
            yield key


def takeable(did: Did, key: Key, state: State, data: Mapping[str, object]) -> tuple[Label, ...]:
    """Return the words that a step can take for a datum from a state; none where it is no choice of words."""
    kind = kind_of(did, key)
    if isinstance(kind, DatumKind):
        return ()
    rows = [row for row in ROWS[did] if state.status in row.frm]
    wanted = [row.when.get(key.field) for row in rows if not _excluded(row.when, data, key.field)]
    allowed = {
        word for each in wanted if not isinstance(each, bool) for word in (each if isinstance(each, tuple) else (each,))
    }
    is_chosen = bool(allowed - {None}) and None not in allowed
    words = tuple(word for word in kind if not is_chosen or word in allowed)
    return tuple(word for word in words if word in state.to_serve) or words if kind is Document else words


def _excluded(when: Mapping[str, object], data: Mapping[str, object], but: str) -> bool:
    """Whether what is known already selects another row."""
    return any(wanted is False and data.get(key) for key, wanted in when.items() if key != but)


def states_for(did: Did) -> frozenset[Status]:
    """Return the states from which a step can be taken."""
    return frozenset().union(*(row.frm for row in ROWS[did]))
