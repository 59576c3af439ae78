"""A YAML mapping read with types: each value asked for by name, each fault with the place it stands.

`config.yaml` is read by every command, also by those that must start at once; this costs no import, and its
faults come out in our own sentences with their lines.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from xinfang_cli.labels import Label, Plain, fresh
from xinfang_cli.law.bounds import is_within
from xinfang_cli.law.choosing import typed
from xinfang_cli.messages import Msg, Text

Place = tuple[str | int, ...]
MOST = 1_000_000
"""Of a number without a bound of its own: so many days after any day there still is a day."""
LabelT = TypeVar("LabelT", bound=Label)
RowT = TypeVar("RowT")


class Fault(NamedTuple):
    """What is wrong at a place of the document."""

    place: Place
    text: Text
    is_warning: bool = False


class Node(Plain, frozen=False):
    """A mapping of a document, and the faults found while reading it."""

    values: Mapping[str, Any]
    place: Place = ()
    faults: list[Fault] = fresh(factory=list)
    asked: set[str] = fresh(factory=set)

    def _fault(self, key: str, text: Text) -> None:
        self.faults.append(Fault((*self.place, key), text))

    def _get(self, key: str) -> Any:
        self.asked.add(key)
        return self.values.get(key)

    def text(self, key: str, default: str | None = None) -> str | None:
        """Return a text, or the default where there is none."""
        value = self._get(key)
        if value is None or value == "":
            return default
        if isinstance(value, str):
            return value
        self._fault(key, Msg.NODE_TEXT(key=key))
        return default

    def needed(self, key: str) -> str:
        """Return a text that must be there."""
        value = self.text(key)
        faulted = {fault.place for fault in self.faults}  # what is no mapping, or no text, is not missing besides
        if value is None and not {self.place, (*self.place, key)} & faulted:
            self._fault(key, Msg.NODE_NEEDED(key=key))
        return value or ""

    def number(self, key: str, default: int | None, least: int = 0, most: int | None = None) -> int | None:
        """Return a whole number, or the default where there is none."""
        value = self._get(key)
        if value is None:
            return default
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = least - 1
        if isinstance(value, bool) or not least <= number <= (MOST if most is None else most):
            is_open = most is None and (number < least or isinstance(value, bool))
            text = Msg.NODE_NUMBER if is_open else Msg.NODE_RANGE
            self._fault(key, text(key=key, least=least, most=MOST if most is None else most))
            return default
        return number

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._get(key)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        self._fault(key, Msg.NODE_FLAG(key=key))
        return default

    def word(self, key: str, words: type[LabelT], default: LabelT) -> LabelT:
        """Return one of a list of words."""
        value = self._get(key)
        if value is None:
            return default
        found = words.read(value) if isinstance(value, str) else None
        if found is None:
            self._fault(key, Msg.NODE_WORD(key=key, value=value, words=typed(words)))
        return found or default

    def word_if_said(self, key: str, words: type[LabelT], *, unless: Text | None = None) -> LabelT | None:
        """Return one of a list of words, or None where there is none; `unless` says why there must be none."""
        default = next(iter(words))
        found = self.word(key, words, default)
        is_said = self.values.get(key) is not None
        if is_said and unless is not None:
            self._fault(key, unless)
        return found if is_said and unless is None else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; one text counts as a list of one."""
        value = self._get(key)
        if value is None:
            return ()
        value = [value] if isinstance(value, str) else value
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        self._fault(key, Msg.NODE_TEXTS(key=key))
        return ()

    def node(self, key: str) -> "Node":
        """Return a mapping within this one; an empty one where there is none."""
        value = self._get(key)
        if value is not None and not isinstance(value, Mapping):
            self._fault(key, Msg.NODE_MAPPING(key=key))
            value = None
        return Node(value or {}, (*self.place, key), self.faults)

    def rows(self, key: str, read: Callable[["Node"], RowT]) -> tuple[RowT, ...]:
        """Return a list of mappings, each read by a function."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, Mapping) for part in value):
            self._fault(key, Msg.NODE_ROWS(key=key))
            return ()
        return tuple(self._row(part, (*self.place, key, index), read) for index, part in enumerate(value))

    def table(self, key: str, read: Callable[[str, "Node"], RowT]) -> dict[str, RowT]:
        """Return a mapping of names to mappings, each read by a function."""
        inner = self.node(key)
        return {
            name: self._row(inner.node(name).values, (*inner.place, name), partial(read, name)) for name in inner.values
        }

    def _row(self, values: Mapping[str, Any], place: Place, read: Callable[["Node"], RowT]) -> RowT:
        node = Node(values, place, self.faults)
        row = read(node)
        node.finish()
        return row

    def pairs(self, key: str) -> Mapping[str, str]:
        """Return a mapping of texts to texts."""
        inner = self.node(key)
        found = {name: inner.text(name) or "" for name in inner.values}
        return {name: value for name, value in found.items() if value}

    def days(self, key: str) -> Iterator[dt.date]:
        """Return days: each written as a day, or a span as a list of first and last."""
        value = self._get(key)
        for part in value if isinstance(value, list) else [value] if value else []:
            ends = part if isinstance(part, list) else [part, part]
            try:
                first, last = (dt.date.fromisoformat(end) for end in ends)
            except (TypeError, ValueError):
                first, last = dt.date.max, dt.date.min
            if last < first or not (is_within(first) and is_within(last)):
                self._fault(key, Msg.NODE_DAY(key=key, value=part))
                continue
            yield from (first + dt.timedelta(days=offset) for offset in range((last - first).days + 1))

    def finish(self) -> None:
        """Name the keys that nobody asked for; they are kept in the file and mean nothing."""
        for key in self.values:
            if key not in self.asked:
                self.faults.append(Fault((*self.place, key), Msg.NODE_UNKNOWN(key=key), is_warning=True))
