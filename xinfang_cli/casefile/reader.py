"""A case straight from a text in our own form: what the general readers make of it, in a fifth of their time.

Nearly every file of an office was last written by this program. Such a text is cut into its keys by plain searches;
what many files share (`did: accept`, a day, a unit, the clocks that a day starts) is read once and looked up from
then on, and the records are filled without asking pydantic what is certain. Whatever is not certain, a key out of
place, a value that pydantic might refuse or take otherwise, gives None: then the general readers look, and they
alone say what is wrong.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin

from xinfang_cli.casefile.layout import INDICATORS, has_odd
from xinfang_cli.labels import Label
from xinfang_cli.law.recordbase import Record, filled, parts, unsaid
from xinfang_cli.law.records import Case, Entry, Petitioner, Source, Start
from xinfang_cli.law.words import LadderStep

_Convert = Callable[[Any], Any]
_Values = dict[str, Any]
_Scalar = str | bool | None

MEMORY = 2_000
"""Lines, and bodies of entries, to remember at most: then all are forgotten, so that memory stays flat.

Files are read in the order of their days, and what they share they mostly share with those of the same day.
"""

_DAY = "(?:19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}"  # of the years within bounds
_MOMENT = rf"{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][+-](?:[01][0-9]|2[0-3]):[0-5][0-9]"
_IS_KEY = re.compile("[a-z_]+")
_IS_DAY = re.compile(_DAY)
_IS_NUMBER = re.compile("[1-9][0-9]{0,2}")  # whatever it counts; larger ones are looked at by who knows the bounds
_ENTRY = re.compile(rf"id: ([0-9a-f]+|'[0-9a-f]+')\n  date: ({_DAY})(?:\n  day: (unknown))?\n  at: ({_MOMENT})\n  ")
_START = re.compile(rf"([a-z_]+): \{{from: ({_DAY}), rule: ([1-9][0-9]{{0,3}}w?d>?)(?:, due: ({_DAY}))?\}}")
_LINE = re.compile(rf"([a-z0-9_]+): (?:([^{INDICATORS}\n][^\n]*)|'([^'\n]*(?:''[^'\n]*)*)')")
_BLOCK = re.compile(r" \|([-+]?)((?:\n[^\n]*)+)")
_WORD = r"\w[\w.>-]*"
_WORDS = re.compile(rf" \[({_WORD}(?:, {_WORD})*)\]")
_NEXT_KEY = re.compile(r"\n(?=[a-z#])")
_NEXT_ENTRY_KEY = re.compile(r"\n  (?=[a-z])")
_NEXT_PAIR = re.compile(r"\n    (?=[a-z])")
_CONSTANTS = {"true": True, "false": False, "null": None}


class OtherForm(Exception):  # noqa: N818  (no error: it says that the general reader must look)
    """The text is not certainly in our form."""


class Written(NamedTuple):
    """An entry as its text has it.

    Attributes:
        n: its id.
        on: its day, which the calendar has.
        day: `unknown`, if the day is not known.
        at: its moment, on a day that the calendar has.
        body: what follows the moment, still to be read (`said_by`).
    """

    n: str
    on: str
    day: str | None
    at: str
    body: str


class Pieces(NamedTuple):
    """A text in our form, cut up: its case without the history, and the entries of that."""

    facts: Case
    history: list[Written]


def case_of(text: str) -> Case | None:
    """Return the case of a text in our form, or None where it may be in another or have a fault."""
    try:
        facts, history = pieces_of(text)
        return facts.but(history=tuple([entry_of(each) for each in history]))
    except (OtherForm, ValueError):  # a ValueError is a day that no calendar has
        return None


def pieces_of(text: str, facts: Case | None = None) -> Pieces:
    """Cut a text into its pieces; what stands above the history is not read where `facts` has it.

    Raises OtherForm or ValueError where it may be in another form, or have a fault.
    """
    head, found, history = text.partition("\nhistory:\n- ")
    if not found or history[-1:] != "\n":
        raise OtherForm
    return Pieces(facts or _facts_of(head), [_written(each) for each in history[:-1].split("\n- ")])


def _facts_of(head: str) -> Case:
    values = _CASE_FORM.values(_NEXT_KEY.split(head))
    values.pop(_COMMENT, None)
    values["history"] = ()
    facts: Case = _CASE_FORM.made(values)
    return facts


class _Form:
    """How the keys of a kind of record are read.

    Attributes:
        kind: of record.
        unsaid: what a record has where its file says nothing.
        known: lines that were read, with the attribute and value that they gave.
    """

    def __init__(self, kind: type[Record], pad: str, **own: _Convert) -> None:
        self.kind = kind
        self.unsaid = unsaid(kind)
        self.known: dict[str, tuple[str, Any]] = {}
        self._needed = frozenset(part.name for part in parts(kind) if part.is_needed)
        self._scalars = {part.key: (part.name, _scalar_reader(part.kinds)) for part in parts(kind)}
        self._others = {
            part.key: (part.name, own.get(part.name) or _other_reader(part.kinds[0], pad)) for part in parts(kind)
        }

    def values(self, lines: list[str]) -> _Values:
        """Return the values of some keys, each with its lines, by attribute."""
        known, read = self.known, self._read
        values = dict([known.get(line) or read(line) for line in lines])
        if len(values) < len(lines):
            raise OtherForm
        return values

    def _read(self, line: str) -> tuple[str, Any]:
        match = _LINE.fullmatch(line)
        try:
            if match:
                key, plain, quoted = match.groups()
                name, read = self._scalars[key]
                pair = (name, read(_plain(plain) if plain else quoted.replace("''", "'")))
            elif line[:1] == "#" and "\n" not in line:
                pair = (_COMMENT, None)
            else:
                key, _, written = line.partition(":")
                name, read = self._others[key]
                pair = (name, read(written))
        except KeyError:  # a key, or a word, of another version or of nobody
            raise OtherForm from None
        if has_odd(line.replace("\n", "")):
            raise OtherForm
        if pair[0] not in _OF_ONE:
            _remember(self.known, line, pair)
        return pair

    def made(self, values: _Values) -> Any:
        """Return the record with these values, as pydantic would have made it."""
        if not self._needed <= values.keys():
            raise OtherForm
        return filled(self.kind, self.unsaid | values)


_COMMENT = ""
_OF_ONE = frozenset(
    {"id", "title", "number", "phone", "other_phone", "address", "source", "petitioners", "request", "text"}
    | {"petitioners_sealed", "representatives"}
)
"""Parts that two matters hardly ever share; remembering them would push out what many share."""


def _remember(known: dict[str, Any], text: str, value: object) -> None:
    if len(known) >= MEMORY:
        known.clear()
    known[text] = value


def _written(text: str) -> Written:
    match = _ENTRY.match(text)
    if not match:
        raise OtherForm
    n, on, day, at = match.groups()
    _day(on)
    _day(at[:10])
    return Written(n.strip("'"), on, day, at, text[match.end() :])


def entry_of(written: Written) -> Entry:
    """Return an entry of its text. Raises OtherForm or ValueError where there may be a fault."""
    n, on, day, at, body = written
    values = (_BODIES.get(body) or _body(body)).copy()
    values["n"] = n
    values["on"] = _day(on)
    values["at"] = dt.datetime.fromisoformat(at)
    if day:
        values["day"] = day
    return filled(Entry, values)


_BODIES: dict[str, _Values] = {}
"""What follows the moment in entries that were read: the same in many matters of a day."""


def said_by(body: str) -> _Values:
    """Return what follows the moment of an entry: the parts that are said there.

    Raises OtherForm or ValueError where there may be a fault.
    """
    values = _ENTRY_FORM.values(_NEXT_ENTRY_KEY.split(body))
    if not values.keys() >= {"by", "did"} or not values.keys().isdisjoint({"n", "on", "day", "at"}):
        raise OtherForm
    return values


def _body(text: str) -> _Values:
    """Return what follows the moment of an entry, with all parts of one, and remember it."""
    found = _ENTRY_FORM.unsaid | said_by(text)
    _remember(_BODIES, text, found)
    return found


@lru_cache(4096)
def _day(text: str) -> dt.date:
    if not _IS_DAY.fullmatch(text):
        raise OtherForm
    return dt.date.fromisoformat(text)


def _number(text: str) -> int:
    if not _IS_NUMBER.fullmatch(text):
        raise OtherForm
    return int(text)


def _scalar_reader(kinds: tuple[Any, ...]) -> _Convert:
    """Return what makes the value of a part of what stands on its line: a text, true, false or None."""
    optional = NoneType in kinds
    words = {word: word for kind in kinds for word in _words(kind)}
    if kinds[0] is bool:
        return _truth
    read = _READERS.get(kinds[0]) or (words.__getitem__ if words else _refused)
    return _of_text(read, optional=optional)


def _of_text(read: _Convert, *, optional: bool) -> _Convert:
    def convert(value: _Scalar) -> Any:
        if value.__class__ is str:
            return read(value)
        if value is None and optional:
            return None
        raise OtherForm

    return convert


def _words(kind: Any) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    return tuple(kind) if isinstance(kind, type) and issubclass(kind, Label) else ()


_READERS: dict[Any, _Convert] = {str: str, dt.date: _day, int: _number}


def _refused(_: Any) -> Any:
    raise OtherForm


def _truth(value: _Scalar) -> bool | None:
    if value.__class__ is str:
        raise OtherForm
    return value  # type: ignore[return-value]


def _other_reader(kind: Any, pad: str) -> _Convert:
    """Return what makes the value of a part of what follows its colon, where that is more than a word."""
    if kind is str:
        return lambda written: _block(written, f"{pad}  ")
    if get_origin(kind) is tuple and get_args(kind)[0] in (str, LadderStep):
        return _list_of({word: word for word in _words(get_args(kind)[0])})
    return _refused


def _block(written: str, pad: str) -> str:
    """Return the text of a `|` block whose lines are indented by `pad`."""
    match = _BLOCK.fullmatch(written)
    if not match or any(line and not line.startswith(pad) for line in match[2][1:].split("\n")):
        raise OtherForm
    chomp, text = match[1], match[2].replace(f"\n{pad}", "\n")[1:]
    first = text.lstrip("\n")[:1]
    if first in ("", " ") or " \n" in text or text[-1] == " " or (text[-1] == "\n" and chomp != "+"):
        raise OtherForm
    return text if chomp == "-" else f"{text}\n"


def _list_of(words: Mapping[str, str]) -> _Convert:
    def convert(written: str) -> tuple[str, ...]:
        match = _WORDS.fullmatch(written)
        found = match[1].split(", ") if match else ()
        if not found or not _CONSTANTS.keys().isdisjoint(found):
            raise OtherForm
        return tuple([words[word] for word in found] if words else found)

    return convert


STARTS = "\n  starts:"
"""What stands before the clocks that an entry starts; nothing follows them."""


def starts_of(written: str) -> dict[str, Start]:
    """Return the clocks that an entry starts. Raises OtherForm or ValueError where there may be a fault."""
    empty, *rows = _NEXT_PAIR.split(written)
    starts = dict(map(_start, rows))
    if empty or len(starts) < max(1, len(rows)):
        raise OtherForm
    return starts


@lru_cache(4096)
def _start(row: str) -> tuple[str, Start]:
    match = _START.fullmatch(row)
    if not match:
        raise OtherForm
    name, from_, rule, due = match.groups()
    values = {"from_": _day(from_), "rule": rule, "due": due and _day(due)}
    return name, filled(Start, unsaid(Start) | values)


def _plain(text: str) -> _Scalar:
    """Return the value of a plain text."""
    if ": " in text or " #" in text or text[-1] in " :":
        raise OtherForm
    return _CONSTANTS.get(text, text)


def _free(written: str) -> dict[str, _Scalar | list[str]]:
    """Read a mapping of our own words: what a correction set, and what was there before."""
    empty, *rows = _NEXT_PAIR.split(written)
    values = dict(map(_pair, rows))
    if empty or len(values) < max(1, len(rows)):
        raise OtherForm
    return values


def _pair(row: str) -> tuple[str, _Scalar | list[str]]:
    match = _LINE.fullmatch(row)
    if not match:
        key, _, several = row.partition(":")
        if not _IS_KEY.fullmatch(key):
            raise OtherForm
        return key, list(_several(several))
    key, plain, quoted = match.groups()
    return key, _plain(plain) if plain else quoted.replace("''", "'")


def _source(written: str) -> Source:
    empty, *lines = written.split("\n  ")
    if empty or not lines:
        raise OtherForm
    source: Source = _SOURCE_FORM.made(_SOURCE_FORM.values(lines))
    return source


def _petitioners(written: str) -> tuple[Petitioner, ...]:
    empty, *items = written.split("\n- ")
    if empty or not items:
        raise OtherForm
    return tuple([_PETITIONER_FORM.made(_PETITIONER_FORM.values(item.split("\n  "))) for item in items])


_several = _list_of({})
_SOURCE_FORM = _Form(Source, "  ")
_PETITIONER_FORM = _Form(Petitioner, "  ")
_ENTRY_FORM = _Form(Entry, "  ", starts=starts_of, set=_free, was=_free)
_CASE_FORM = _Form(Case, "", source=_source, petitioners=_petitioners)
