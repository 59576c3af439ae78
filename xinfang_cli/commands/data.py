"""A datum as an option of a command, and what the option is given as the datum of an entry."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from xinfang_cli.commands.options import Opt, Said, choice, option
from xinfang_cli.desk import Desk
from xinfang_cli.labels import Label
from xinfang_cli.law.stepdata import MOST_DAYS, Key, Kind, kept, kind_of
from xinfang_cli.law.words import Did

Sentences = Mapping[Key, Said]
"""What options of a command mean, where that is not what they mean elsewhere."""


def parameter(did: Did, key: Key, *, needed: bool = False, said: Said | None = None) -> inspect.Parameter:
    """Return the option of a datum."""
    kind = kind_of(did, key)
    what: Said = getattr(Opt, key.name, key) if said is None else said
    default: Any = inspect.Parameter.empty if needed else None
    form: Any
    if not isinstance(kind, Kind):
        form, made = kind, choice(kind, what, key.option)
    elif kind in _FLAGS:
        form, made = bool, option(what, _FLAGS[kind].format(key.option.removeprefix("--")))
    else:
        form, made = _FORMS.get(kind, str), option(what, key.option, metavar=kind.metavar, **_BOUNDS.get(kind, {}))
    return inspect.Parameter(
        key.field,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[form if needed else form | None, made],
    )


_FLAGS: Mapping[Kind, str] = {Kind.FLAG: "--{0}", Kind.EITHER: "--{0}/--not-{0}"}
_FORMS: Mapping[Kind, type] = {Kind.COUNT: int, Kind.LENGTH: int}
_BOUNDS: Mapping[Kind, Mapping[str, int]] = {Kind.COUNT: {"min": 1}, Kind.LENGTH: {"min": 1, "max": MOST_DAYS}}


def read(did: Did, values: Mapping[Key, Any], office: Desk) -> dict[str, Any]:
    """Return data by the names that an entry has for them."""
    return {key.field: _read(kind_of(did, key), key, value, office) for key, value in values.items()}


def _read(kind: Kind | type[Label], key: Key, value: Any, office: Desk) -> Any:
    if isinstance(value, Label):
        return kept(key, value)
    if kind is Kind.DAY:
        return office.day(value, key.option)
    named = _NAMED.get(kind) if isinstance(kind, Kind) else None
    return value if named is None else named(office, value, key.option) if value else None


_NAMED: Mapping[Kind, Callable[[Desk, str, str], Any]] = {
    Kind.UNIT: lambda office, value, _: office.unit(value),
    Kind.PLACE: lambda office, value, _: office.config.place(value),
    Kind.CATEGORY: lambda office, value, _: office.config.category(value),
    Kind.PAST_DAY: lambda office, value, option: office.past_day(value, option),
}
