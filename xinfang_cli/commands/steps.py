"""Steps as commands: the data that a step takes are its options, and what they are given makes one entry."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option, spread
from xinfang_cli.desk import Desk, desk
from xinfang_cli.labels import Label
from xinfang_cli.procedure import always_needed
from xinfang_cli.stepdata import MOST_DAYS, TAKES, Key, Kind, kept, kind_of
from xinfang_cli.steps import take
from xinfang_cli.words import Did

if TYPE_CHECKING:
    from xinfang_cli.model import Case

Given = Callable[[Desk], dict[str, Any]]
"""What the options were given: the data of an entry once the desk has read days and names."""

Sentences = Mapping[Key, Label]
"""What options of a command mean, where that is not what they mean elsewhere."""


def command(
    did: Did,
    sentences: Sentences | None = None,
    *,
    first: Sequence[Key] = (),
    look: Callable[[Desk, "Case"], None] | None = None,
) -> Callable[..., int]:
    """Return the command that takes a step of one matter.

    Args:
        did: the step; its options are what it takes.
        sentences: what options mean, where that is not what they mean elsewhere.
        first: the options that help shows before the others.
        look: what is warned of once the step may be taken.
    """

    @takes(did, sentences, first=first)
    def run(
        ctx: typer.Context,
        case: CaseRef,
        given: Given,
        on: On = None,
        backdate_reason: Backdate = None,
        json: Json = False,
    ) -> int:
        office = desk(ctx)
        data = given(office)

        def step(held: "Case") -> Any:
            taken = take(held, office.law, did, office.stamp(on), backdate_reason=backdate_reason, **data)
            if look is not None:
                look(office, held)
            return taken

        return office.step(case, step, as_json=json)

    return run


def takes(
    did: Did, sentences: Sentences | None = None, *, first: Sequence[Key] = (), needed: bool = True
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the data of a step as options; its parameter `given` receives them.

    What the step always needs must be given, unless the command can do without the step (not `needed`).
    """
    keys = tuple(dict.fromkeys((*first, *TAKES[did])))
    must = always_needed(did) if needed else frozenset()
    added = [parameter(did, key, needed=key.field in must, said=(sentences or {}).get(key)) for key in keys]

    def gather(values: dict[str, Any]) -> Given:
        return partial(read, did, {key: values[key.field] for key in keys})

    return lambda run: spread(run, "given", added, gather)


def parameter(did: Did, key: Key, *, needed: bool = False, said: Label | None = None) -> inspect.Parameter:
    """Return the option of a datum."""
    kind = kind_of(did, key)
    said = said or Opt.__members__.get(key.name) or key
    default: Any = inspect.Parameter.empty if needed else None
    form: Any
    if not isinstance(kind, Kind):
        form, made = kind, choice(kind, said, key.option)
    elif kind is Kind.FLAG:
        form, made, default = bool, option(said, key.option), False
    else:
        form, made = _FORMS.get(kind, str), option(said, key.option, metavar=kind.metavar, **_BOUNDS.get(kind, {}))
    return inspect.Parameter(
        key.field,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[form if default is not None else form | None, made],
    )


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
    if kind is Kind.FLAG:
        return value or None
    named = _NAMED.get(kind) if isinstance(kind, Kind) else None
    return value if named is None else named(office, value, key.option) if value else None


_NAMED: Mapping[Kind, Callable[[Desk, str, str], Any]] = {
    Kind.UNIT: lambda office, value, _: office.unit(value),
    Kind.PLACE: lambda office, value, _: office.config.place(value),
    Kind.CATEGORY: lambda office, value, _: office.config.category(value),
    Kind.PAST_DAY: lambda office, value, option: office.past_day(value, option),
}
