"""The entries of a history in sentences: who did what, in the words of the step's data (`stepdata`), never in codes."""

from collections.abc import Iterator, Mapping
from typing import Any

from xinfang_cli.labels import Label, Phrase
from xinfang_cli.law.clocks import Rule, clock_name
from xinfang_cli.law.history import in_order, struck
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.stepdata import TAKES, DatumKind, Key, MatterFact, kind_of
from xinfang_cli.law.telling import rule_words
from xinfang_cli.law.words import Did, Evidence, Seen
from xinfang_cli.messages import Msg, Text


def sentences(case: Case) -> Mapping[str, Text]:
    """Return each entry of a history in a sentence, by its id; those that were struck say so."""
    said = dict(_told(case))
    gone = struck(case.history)
    return {n: Msg.HISTORY_STRUCK(entry=text) if n in gone else text for n, text in said.items()}


def sentence(case: Case, entry: Entry) -> Text:
    """Return an entry of a history in a sentence, as it was when it stood."""
    return dict(_told(case))[entry.n]


def _told(case: Case) -> Iterator[tuple[str, Text]]:
    """Tell entries in their order: a unit's step is that of the unit which had the matter then."""
    gone, unit = struck(case.history), None
    told: dict[str, Text] = {}
    for entry in in_order(case.history):
        who = _who(entry, unit)
        told[entry.n] = worded(entry, _NOBODY.get(who, who), told.get(entry.strikes or ""))
        yield entry.n, told[entry.n]
        if entry.n not in gone and Did.ROUTE in (entry.did, entry.what):
            unit = entry.unit or entry.to or unit


def _who(entry: Entry, unit: str | None) -> str:
    if entry.organ and entry.decision:
        return entry.organ
    return entry.actor or (unit if entry.did in _OF_UNIT and not _is_answer(entry) else None) or entry.by


_OF_UNIT = frozenset({Did.OBJECT, Did.ACCEPT, Did.DECLINE, Did.EXTEND, Did.REPLY, Did.PERFORM, Did.FEEDBACK})


_NOBODY = {"import": Phrase("导入", "import"), "ladder": Phrase("自动", "ladder")}
"""Who writes entries and is nobody."""


def _is_answer(entry: Entry) -> bool:
    """Whether the office speaks in what is else a unit's step."""
    return bool(entry.returned or (entry.did is Did.OBJECT and entry.decision))


def worded(entry: Entry, who: str | Phrase, undone: Text | None = None) -> Text:
    """Return an entry in a sentence: the deed, what it comes to, and the rest of its data in brackets."""
    data = [*([(None, undone)] if undone else []), *_data(entry)]
    main = [text for key, text in data if _is_main(entry.did, key)]
    rest = [text for key, text in data if not _is_main(entry.did, key)]
    return Msg.HISTORY(
        who=who,
        deed=_deed(entry),
        main=Msg.HISTORY_MAIN(parts=main) if main else "",
        rest=Msg.HISTORY_REST(parts=rest) if rest else "",
    )


def _deed(entry: Entry) -> Label | Phrase | Text:
    if entry.what:
        return Msg.HISTORY_OBSERVED(what=entry.what)
    if entry.did is Did.ROUTE and entry.mode:
        return entry.mode
    if entry.did in _ASKED and not entry.decision and not entry.hearing:
        return _ASKED[entry.did]
    return entry.did


_ASKED = {Did.REVIEW: Seen.REVIEW, Did.FINAL: Seen.FINAL}
_MAIN = frozenset(
    {
        Key.CASE,
        Key.UNIT,
        Key.PATH,
        Key.DECISION,
        Key.DOCUMENT,
        Key.STEP,
        Key.OF,
        Key.VALUE,
        Key.TEXT,
        Key.TITLE,
        Key.LEVEL,
    }
)
_BARE = _MAIN | {Key.NUMBER, Key.METHOD, Key.KIND, Key.GROUND}
_BARE_OF = frozenset({(Did.CLOSE, Key.REASON), (Did.GATE, Key.OPINION)})
_MAIN_OF = _BARE_OF | {(Did.DECLINE, Key.GROUND)}
_SAID = frozenset({Key.DID, Key.ON, Key.BY, Key.MODE})
"""What the sentence says by itself."""


def _is_main(did: Did, key: Key | None) -> bool:
    return key in _MAIN or key is None or (did, key) in _MAIN_OF


def _data(entry: Entry) -> Iterator[tuple[Key | None, Text]]:
    """Yield the data of an entry in the order in which its step takes them, then what no step takes."""
    first = TAKES.get(entry.did, ())
    for key in (*first, *(key for key in Key if key not in first and key not in _SAID)):
        value = getattr(entry, key.field, None)
        if value not in (None, ()) and key not in _SAID and not (key is Key.ORGAN and entry.decision):
            yield key, _datum(entry.did, key, value)
    for name, said in _FURTHER.items():
        value = getattr(entry, name)
        if value:
            yield Key.NUMBER, Msg.HISTORY_DATUM(key=said, value=_further(name, value))
    if entry.file:
        yield None, Msg.HISTORY_BARE(value=entry.file)
    was = entry.was or {}
    for name, new in (entry.set or {}).items():
        yield None, _corrected(name, was.get(name) if entry.was else _UNSAID, new)


_FURTHER = {
    "in_hand_until": Phrase("在办至", "in hand until"),
    "clock": Phrase("所督期限", "of the deadline"),
    "passed": Phrase("已过", "passed over"),
    "cases": Phrase("同议", "decided with"),
}


def _further(name: str, value: Any) -> Any:
    if name == "clock":
        return clock_name(value)
    return list(value) if isinstance(value, tuple) else value


def _datum(did: Did, key: Key, value: Any) -> Text:
    if value is True:
        return Msg.HISTORY_BARE(value=key)
    if value is False:
        return Msg.HISTORY_NOT(key=key)
    said = _value(did, key, value)
    is_bare = key in _BARE or (did, key) in _BARE_OF
    return Msg.HISTORY_BARE(value=said) if is_bare else Msg.HISTORY_DATUM(key=key, value=said)


def _value(did: Did, key: Key, value: Any) -> Any:
    """Return a value as it is said; words are read by the list of the step, whatever kind the entry keeps them in."""
    kind = Evidence if (did, key) == (Did.ATTACH, Key.KIND) else kind_of(did, key)
    if isinstance(value, Label):
        return value
    if not isinstance(kind, DatumKind):
        return kind.read(str(value)) or _one_line(value)
    if kind is DatumKind.RULE and Rule.read(value):
        return rule_words(value)
    if kind is DatumKind.LENGTH:
        return Msg.RULE_DAYS(days=value)
    return _one_line(value)


def _one_line(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_one_line(part) for part in value]
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_LONGEST = 60
_UNSAID = object()
_FACTS = {
    "received_on": Phrase("收到日期", "day of receipt"),
    "source": Phrase("来源", "source"),
    "petitioners": Phrase("信访人", "petitioner"),
    "accused": Phrase("被检举单位", "the accused"),
    "joint": Phrase("联名", "joint"),
    "repeat_of": Phrase("重复的是", "repeats"),
    "level": Phrase("收到层级", "level"),
}
"""Facts that are corrected and no datum of a step."""


def _corrected(name: str, was: Any, new: Any) -> Text:
    """Say what a fact became, and of what, where that may be said."""
    key = _FACTS.get(name) or (Key.of(name) if name in set(Key) else name)
    if new == "…":
        return Msg.HISTORY_CHANGED(key=key)
    if was is _UNSAID:
        return Msg.HISTORY_DATUM(key=key, value=_fact(key, new))
    return Msg.HISTORY_CORRECTED(key=key, was=_fact(key, was), new=_fact(key, new))


def fact_words(fact: MatterFact, value: Any) -> Text:
    """Say a fact that one row declares."""
    name = Phrase(fact.zh, fact.en)
    if value is True:
        return Msg.HISTORY_BARE(value=name)
    return Msg.HISTORY_DATUM(key=name, value=value if isinstance(value, Label) else _one_line(value))


def _fact(key: Any, value: Any) -> Any:
    if value is None or value == "":
        return Msg.HISTORY_NOTHING()
    if isinstance(value, bool):
        return Msg.HISTORY_YES() if value else Msg.HISTORY_NO()
    if isinstance(value, Mapping):
        return [_one_line(part) for part in value.values()]
    return _value(Did.SET, key, value) if isinstance(key, Key) else _one_line(value)
