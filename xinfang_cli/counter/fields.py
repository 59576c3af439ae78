"""A field of a form: what is asked, what may be answered, how an answer is read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.choosing import begun, nearest, unlisted
from xinfang_cli.messages import Msg
from xinfang_cli.plaintext import narrow, squeezed, unquoted

BACK = "<"
"""What goes back to the field before."""

MOST_NUMBERED = 12
"""So many answers to choose from are listed with numbers; of more a part is typed."""


@dataclass(frozen=True)
class Offer:
    """One of what may be answered.

    Attributes:
        text: what stands for it.
        about: what it is, beside it.
        names: what else it is found by.
    """

    text: str
    about: str = ""
    names: tuple[str, ...] = ()

    def has(self, part: str) -> bool:
        """Whether a part stands in it or in a name of it."""
        return any(part in squeezed(name).casefold() for name in (self.text, self.about, *self.names))


@dataclass(frozen=True)
class Question:
    """What is asked, in the user's language already.

    Attributes:
        name: what the answer is kept under.
        label: the question.
        read: makes a value of an answer. Raises an error with a sentence where it is none.
        offers: what may be answered, where that is a list.
        default: the answer that Enter gives.
        is_needed: whether there must be one.
        before: what is shown first.
    """

    name: str
    label: str
    read: Callable[[str], Any] = str
    offers: tuple[Offer, ...] = ()
    default: str = ""
    is_needed: bool = False
    before: Callable[[], None] | None = field(default=None, compare=False)


def offered(words: Iterable[Label], lang: Lang) -> tuple[Offer, ...]:
    """Return words as they are offered: by name, found by code and by what people call them besides."""
    return tuple(Offer(word.in_(lang), names=(word.value, word.zh, *getattr(word, "also", ()))) for word in words)


def word_reader(words: type[Label], label: str) -> Callable[[str], Label]:
    """Return what reads one of a list of words: by name, code or synonym, or a beginning that only one has."""

    def read(text: str) -> Label:
        text = unquoted(text)
        found = words.read(text) or begun(text, words)
        if found is None:
            raise RefusedError(unlisted(label, text, words))
        return found

    return read


class NameReader:
    """Reads one of the names of a list: whole, or a part that only one has; what is in no list is taken typed twice.

    Attributes:
        offers: the list.
        label: what the names are of.
        is_closed: whether nothing else is taken.
    """

    def __init__(self, offers: Sequence[Offer], label: str, *, is_closed: bool = False) -> None:
        self.offers, self.label, self.is_closed = offers, label, is_closed
        self._refused: str | None = None

    def __call__(self, text: str) -> str:
        """Return the name that a text means."""
        text = unquoted(text)
        key = squeezed(text).casefold()
        for offer in self.offers:
            if key in (squeezed(name).casefold() for name in (offer.text, *offer.names)):
                return offer.text
        found = [offer.text for offer in self.offers if offer.has(key)]
        if len(found) == 1:
            return found[0]
        if found:
            raise RefusedError(Msg.FILL_SEVERAL(field=self.label, value=text, either=found[:MOST_NUMBERED]))
        return self._new(text)

    def _new(self, text: str) -> str:
        if not self.is_closed and (not self.offers or text == self._refused):
            return text
        self._refused = text
        near = nearest(text, [offer.text for offer in self.offers])
        if near and self.is_closed:
            raise RefusedError(Msg.FILL_NEAR(field=self.label, value=text, near=near))
        if near:
            raise RefusedError(Msg.FILL_NEAR_OR_NEW(field=self.label, value=text, near=near))
        raise RefusedError((Msg.FILL_UNKNOWN if self.is_closed else Msg.FILL_NEW)(field=self.label, value=text))


def number_reader(label: str, most: int) -> Callable[[str], int]:
    """Return what reads a number from 1 on."""

    def read(text: str) -> int:
        found = narrow(text)
        if not (found.isascii() and found.isdigit() and len(found) <= len(str(most)) and 1 <= int(found) <= most):
            raise RefusedError(Msg.FILL_NUMBER(field=label, value=text, most=most))
        return int(found)

    return read


_YES = frozenset({"y", "yes", "是", "1"})
_NO = frozenset({"n", "no", "否", "不", "2"})


def yes_or_no_reader(label: str) -> Callable[[str], bool]:
    """Return what reads yes or no."""

    def read(text: str) -> bool:
        found = narrow(text).casefold()
        if found not in _YES | _NO:
            raise RefusedError(Msg.FILL_YES_NO(field=label, value=text))
        return found in _YES

    return read
