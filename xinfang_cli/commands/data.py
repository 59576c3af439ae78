"""A datum as an option of a command, and what the option is given as the datum of an entry."""

import inspect
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Annotated, Any

from xinfang_cli.commands.options import Opt, Said, choice, number, option
from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label
from xinfang_cli.law.bounds import MOST_DAYS, MOST_PEOPLE, MOST_YUAN
from xinfang_cli.law.choosing import NEAR_WORD, begun, nearest, typed
from xinfang_cli.law.clocks import rule_written
from xinfang_cli.law.stepdata import ONE_BY_ONE, SEVERAL, DatumKind, Key, kept, kind_of
from xinfang_cli.law.words import Channel, Did
from xinfang_cli.messages import Msg
from xinfang_cli.plaintext import listed

Sentences = Mapping[Key, Said]
"""What options of a command mean, where that is not what they mean elsewhere."""


def parameter(did: Did, key: Key, *, needed: bool = False, said: Said | None = None) -> inspect.Parameter:
    """Return the option of a datum."""
    kind = kind_of(did, key)
    what: Said = getattr(Opt, key.name, key) if said is None else said
    default: Any = inspect.Parameter.empty if needed else None
    form: Any
    if not isinstance(kind, DatumKind):
        is_each = (did, key) in ONE_BY_ONE
        form = list[Any] if is_each else kind  # what typer makes of the words of a list, the parser has made
        made = choice(kind, what, key.option, one_by_one=is_each)
    elif kind in SEVERAL:
        form, made = list[str], option(what, key.option, metavar=kind.metavar)
    elif kind in _FLAGS:
        form, made = bool, option(what, _FLAGS[kind].format(key.option.removeprefix("--")))
    elif kind in _BOUNDS:
        form, made = int, number(what, key.option, kind.metavar, 1, _BOUNDS[kind])
    else:
        form, made = _FORMS.get(kind, str), option(what, key.option, metavar=kind.metavar)
    return inspect.Parameter(
        key.field,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[form if needed else form | None, made],
    )


_FLAGS: Mapping[DatumKind, str] = {DatumKind.FLAG: "--{0}", DatumKind.EITHER: "--{0}/--not-{0}"}
_FORMS: Mapping[DatumKind, Any] = {DatumKind.UNITS: list[str]}
_BOUNDS: Mapping[DatumKind, int] = {
    DatumKind.COUNT: MOST_PEOPLE,
    DatumKind.LENGTH: MOST_DAYS,
    DatumKind.YUAN: MOST_YUAN,
}
"""Kinds that are numbers from 1 on, and the most that each takes."""


def read(did: Did, values: Mapping[Key, Any], office: Desk) -> dict[str, Any]:
    """Return data by the names that an entry has for them."""
    return {key.field: _read(kind_of(did, key), key, value, office) for key, value in values.items()}


def _read(kind: DatumKind | type[Label], key: Key, value: Any, office: Desk) -> Any:
    if kind is DatumKind.UNITS:
        return tuple(office.unit(name) for name in value or ()) or None
    if kind in SEVERAL:
        names = tuple(dict.fromkeys(name for text in value or () for name in listed(text)))
        if kind is DatumKind.LEADERS:
            _tell_strangers(office, names)
        return office.config.several(key, names) if names else None
    if isinstance(value, list):
        return _of_requests(tuple(chain.from_iterable(value)))
    if isinstance(value, Label):
        return kept(key, value)
    if kind is DatumKind.DAY:
        return office.day(value, key.option, ahead=True)
    named = _NAMED.get(kind) if isinstance(kind, DatumKind) else None
    return value if named is None else named(office, value, key.option) if value else None


def _tell_strangers(office: Desk, names: tuple[str, ...]) -> None:
    """Say of a leader who is not on the rota and has nearly the name of one who is, that the name is kept as it is."""
    known = office.config.reception.leaders
    for name in office.config.reception.received_by(names):
        if name not in known and (near := nearest(name, known, NEAR_WORD)):
            office.warn(Msg.RECEPTION_OTHER(name=name, near=near))


def channel_of(office: Desk, text: str) -> tuple[Channel, str | None]:
    """Return the channel that a text means, and the name below it; a beginning that only one has is told.

    Raises:
        RefusedError: there is no such channel or name.
    """
    try:
        return office.config.channel_named(text)
    except RefusedError:
        word = begun(text, Channel)
        if word is None:
            raise
    office.warn(Msg.TAKEN_AS(option=Key.CHANNEL.option, text=text, word=typed((word,))[0]))
    return word, None


def _of_requests(given: tuple[tuple[int, Label], ...]) -> Any:
    """Return one decision as it is, several with the numbers of their requests."""
    return given[0][1] if len(given) == 1 and not given[0][0] else given or None


_NAMED: Mapping[DatumKind, Callable[[Desk, str, str], Any]] = {
    DatumKind.UNIT: lambda office, value, _: office.unit(value),
    DatumKind.PLACE: lambda office, value, _: office.config.place(office.bare(value)),
    DatumKind.CATEGORY: lambda office, value, _: office.config.category(office.bare(value)),
    DatumKind.ORIGIN: lambda office, value, _: office.config.origin_named(office.bare(value)),
    DatumKind.RULE: lambda _, value, __: rule_written(value),
    DatumKind.PAST_DAY: lambda office, value, option: office.past_day(value, option),
}
