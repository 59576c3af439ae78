"""Steps as commands: the data that a step takes are its options, and what they are given makes one entry."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import typer

from xinfang_cli.commands.data import Sentences, parameter, read
from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, spread
from xinfang_cli.commands.together import CaseRefs, DryRun, Together, cells_of, matters, take_together
from xinfang_cli.desk import Desk, desk
from xinfang_cli.law.procedure import always_needed
from xinfang_cli.law.stepdata import TAKES, TOGETHER, Key
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case

Given = Callable[[Desk], dict[str, Any]]
"""What the options were given: the data of an entry once the desk has read days and names."""


def command(
    did: Did,
    sentences: Sentences | None = None,
    *,
    first: Sequence[Key] = (),
    look: Callable[[Desk, "Case"], None] | None = None,
    complete: Callable[[Desk, dict[str, Any]], dict[str, Any]] | None = None,
) -> Callable[..., int]:
    """Return the command that takes a step of one matter.

    Args:
        did: the step; its options are what it takes.
        sentences: what options mean, where that is not what they mean elsewhere.
        first: the options that help shows before the others.
        look: what is warned of once the step may be taken.
        complete: adds to the data what other matters say.
    """

    def one(office: Desk, case: str, data: dict[str, Any], on: str | None, why: str | None, *, as_json: bool) -> int:
        def step(held: "Case") -> Any:
            taken = take(held, office.law, did, office.stamp(on), backdate_reason=why, **data)
            if look is not None:
                look(office, held)
            return taken

        return office.step(case, step, as_json=as_json)

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
        data = complete(office, given(office)) if complete else given(office)
        return one(office, case, data, on, backdate_reason, as_json=json)

    @takes(did, sentences, first=first)
    def run_together(
        ctx: typer.Context,
        case: CaseRefs,
        given: Given,
        dry_run: DryRun = False,
        on: On = None,
        backdate_reason: Backdate = None,
        json: Json = False,
    ) -> int:
        office = desk(ctx)
        chosen = matters(office, case)
        data = given(office)
        if not (chosen.are_several or dry_run):
            return one(office, chosen.refs[0], data, on, backdate_reason, as_json=json)
        cells = cells_of(office, did, data, on, backdate_reason)
        return take_together(office, Together(did, chosen, cells), dry_run=dry_run, as_json=json)

    return run_together if did in TOGETHER else run


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
