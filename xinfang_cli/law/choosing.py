"""What is answered to a word that is on no list: the nearest that are, and a question where it has two meanings."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import L, Label, Phrase, by_name
from xinfang_cli.law.words import MatterClass
from xinfang_cli.messages import Msg, Text

NEAREST, NEAR, NEAR_WORD = 5, 0.3, 0.5


def nearest(text: str, known: Sequence[str], near: float = NEAR) -> list[str]:
    """Return the names that a text is most like, the likest first."""
    from difflib import get_close_matches  # every command reads words, few are answered so

    return get_close_matches(text, known, NEAREST, near)


def typed(words: Iterable[Label]) -> list[Phrase]:
    """Return words as they are shown to be typed: by name in Chinese, by code in English."""
    return [_typed(word) for word in words]


@lru_cache(None, typed=True)  # words of two lists may have the same code
def _typed(word: Label) -> Phrase:
    return Phrase(word.zh, word.value)


def shown(words: Iterable[object]) -> list[object]:
    """Return values as they are shown to be typed: words by name or code, whatever else as it is."""
    return [typed((word,))[0] if isinstance(word, Label) else str(word) for word in words]


def unlisted(option: object, text: str, words: type[Label], besides: Sequence[str] = ()) -> Text:
    """Say that a text is none of a list of words, nor of the names besides, and which are nearest."""
    if (words, text) in _ASKED:
        return _ASKED[words, text]
    named = by_name(words)
    near = shown(dict.fromkeys(named.get(name, name) for name in nearest(text, [*named, *besides], NEAR_WORD)))
    all_ = [*typed(words), *besides]
    if near:
        return Msg.NEAR_IN_LIST(option=option, value=text, near=near, words=all_)
    return Msg.NOT_IN_LIST(option=option, value=text, words=all_)


def no_name(name: str, known: Sequence[str], section: str) -> Text:
    """Say that a section of config has no such name, and which are nearest."""
    near = nearest(name, known)
    if near:
        return Msg.NO_NAME_NEAR(name=name, section=section, near=near)
    return Msg.NO_NAME(name=name, section=section, known=list(known) or "-")


def item_of(text: str, checklists: Mapping[str, Sequence[str]]) -> str:
    """Return an item of the office's checklists as `checklist/item`; of one list its name is enough.

    Raises:
        RefusedError: no list has it, or several have.
    """
    known = {f"{name}/{item}": item for name, items in checklists.items() for item in items}
    found = [whole for whole, item in known.items() if text in (whole, item)]
    if len(found) == 1:
        return found[0]
    if found:
        raise RefusedError(Msg.ITEM_OF_SEVERAL(item=text, items=found))
    if not known:
        raise RefusedError(Msg.NO_CHECKLISTS(item=text))
    raise RefusedError(Msg.NO_ITEM(item=text, near=nearest(text, list(known)) or list(known)))


def begun(text: str, words: type[L]) -> L | None:
    """Return the one word whose code, name or synonym begins so, or None."""
    found = {word for name, word in by_name(words).items() if text and name.startswith(text)}
    return found.pop() if len(found) == 1 else None


_ASKED: Mapping[tuple[type[Label], str], Text] = {
    (MatterClass, "举报"): Msg.WHICH_REPORT(either=typed((MatterClass.ACCUSATION, MatterClass.CLAIM)))
}
"""Words that are said of two things, of which one is sealed."""


def option(key: str) -> str | Phrase:
    """Return how a datum is given on the command line."""
    return _TYPED.get(key, "--" + key.rstrip("_").replace("_", "-"))


_TYPED: Mapping[str, str | Phrase] = {
    "unit": Phrase("责任单位", "UNIT"), "case": Phrase("另一件的编号", "CASE"), "set": "--class …",
}  # fmt: skip
"""What is no option of its own name."""
