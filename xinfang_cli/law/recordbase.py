"""What a record is: a class that declares its parts, and how they are made, compared and laid plain.

Which records there are says `records`.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import cache
from types import UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    NamedTuple,
    Self,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
)

from xinfang_cli.labels import Label


class Demand(Enum):
    """What a part of a record asks of its value beside the type; `validation` sees to it."""

    PERSONS = auto()  # a number of persons
    LENGTH = auto()  # a number of days
    YUAN = auto()
    NOT_EMPTY = auto()
    ONE_OR_MANY = auto()  # a word may stand where a list is meant, as people write it


NOTHING: Mapping[str, Any] = {}
_Function = TypeVar("_Function", bound=Callable[..., Any])


def by_kind(function: _Function) -> _Function:
    """Remember what a function answers for each class, with `cache`, to which mypy lets no class pass."""
    return cast("_Function", cache(function))


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True)
class Record:
    """Base of what case files hold: a class declares its parts and their defaults, as for a dataclass.

    No code is generated for it, as `dataclass` would: that alone took a twentieth of the start of `show`.
    Keys of the file that this version does not know (`unknown`) are kept, and named by `check`.
    """

    unknown: Mapping[str, Any] = NOTHING
    always: ClassVar[tuple[str, ...]] = ()
    """The parts that stand in the file even where there is nothing."""

    def __init__(self, **values: Any) -> None:
        held = unsaid(type(self)) | values
        needed = {part.name for part in parts(type(self)) if part.is_needed}
        if len(held) > len(unsaid(type(self))) or not needed <= values.keys():
            raise TypeError(f"{type(self).__name__} has other parts than {sorted(values)}")
        object.__setattr__(self, "__dict__", held)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: others may hold the same record."""
        raise AttributeError(name)

    def __repr__(self) -> str:
        """Return what it says, for programmers."""
        unsaid_ = unsaid(type(self))
        said = [f"{name}={value!r}" for name, value in self.__dict__.items() if value != unsaid_.get(name)]
        return f"{type(self).__name__}({', '.join(said)})"

    def __eq__(self, other: object) -> bool:
        """Whether the other is a record of the same kind with the same values."""
        return self.__class__ is other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        """Refuse: records hold mappings."""
        raise TypeError(type(self))

    def but(self, **changes: Any) -> Self:
        """Return a copy with other values (already of their types)."""
        return filled(type(self), {**self.__dict__, **changes})


class Part(NamedTuple):
    """A part of a record, as its class declares it: attribute, key in the file, what its values are, its default.

    The default is what it has where the file says nothing; `...` if it must be there.
    """

    name: str
    key: str
    annotation: Any
    default: Any

    @property
    def is_needed(self) -> bool:
        """Whether each record has it."""
        return self.default is ...

    @property
    def kinds(self) -> tuple[Any, ...]:
        """The kinds of value that it takes, without what is demanded of them."""
        several = get_origin(self.annotation) in (Union, UnionType)
        kinds = get_args(self.annotation) if several else (self.annotation,)
        return tuple(get_args(kind)[0] if get_origin(kind) is Annotated else kind for kind in kinds)


_RecordT = TypeVar("_RecordT", bound=Record)
_KEYS = {"class_": "class", "from_": "from", "with_": "with", "n": "id", "on": "date"}
"""Keys of files whose names Python has taken, or options (`--on`) and columns of tables."""


@by_kind
def parts(kind: type[Record]) -> tuple[Part, ...]:
    """Return the parts of a kind of record in the order of the file."""
    return tuple(
        Part(name, _KEYS.get(name, name), annotation, kind.__dict__.get(name, ...))
        for name, annotation in kind.__annotations__.items()
    )


def made(kind: type[_RecordT], /, **values: Any) -> _RecordT:
    """Return a record of values that have their types already, in a fraction of the time that the class takes."""
    return filled(kind, unsaid(kind) | values)


@by_kind
def unsaid(kind: type[Record]) -> dict[str, Any]:
    """Return what a record has where nothing is said, by attribute; parts that must be said are None."""
    return {"unknown": NOTHING} | {each.name: None if each.is_needed else each.default for each in parts(kind)}


def typed(kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by attribute with each word as the label that it is, as a file would give it back."""
    labels = _labels(kind)
    return {name: labels[name].get(value, value) if name in labels else value for name, value in values.items()}


@by_kind
def _labels(kind: type[Record]) -> dict[str, dict[str, Label]]:
    held = {part.name: [each for each in part.kinds if isinstance(each, type)] for part in parts(kind)}
    labels = {name: [each for each in kinds if issubclass(each, Label)] for name, kinds in held.items()}
    return {name: {word: word for each in kinds for word in each} for name, kinds in labels.items() if kinds}


def filled(kind: type[_RecordT], values: dict[str, Any]) -> _RecordT:
    """Return a record that has these values, all of them, by attribute."""
    record = object.__new__(kind)
    object.__setattr__(record, "__dict__", values)
    return record


def plain(record: Record) -> dict[str, Any]:
    """Return a record as a mapping of plain values in the order of the file; absent keys are left out.

    Those that its kind always has stand there with null.
    """
    values, always = record.__dict__, record.always
    kept: dict[str, Any] = {}
    for name, key in file_keys(type(record)):
        value = values[name]
        if value is None:
            if name in always:
                kept[key] = None
        elif type(value) in _PLAIN:
            kept[key] = value
        elif value:
            kept[key] = plain_value(value)
    if not record.unknown:
        return kept
    history = {"history": kept.pop("history")} if "history" in kept else {}  # stays the last key
    return {**kept, **record.unknown, **history}


_PLAIN = frozenset({str, int, bool, dt.date, dt.datetime})


@by_kind  # asked for each of the records of a hundred thousand cases
def file_keys(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """Return attribute and key of each part of a record in the order of the file."""
    return tuple((each.name, each.key) for each in parts(kind))


def plain_value(value: Any) -> Any:
    """Return a value of a record as the file has it."""
    if isinstance(value, Label):
        return value._value_
    if isinstance(value, Record):
        return plain(value)
    if isinstance(value, tuple | list):
        return [plain_value(part) for part in value]
    if isinstance(value, dict):
        return {key: plain_value(part) for key, part in value.items()}
    return value
