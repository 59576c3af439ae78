"""`set`: corrections and assignments, one entry with the old and new values."""

from typing import Annotated, Any

import typer

from xinfang_cli.boundary import can_ask
from xinfang_cli.commands.facts import SAID, Facts, facts
from xinfang_cli.commands.options import Backdate, Json, On, Opt, option, yes_or_no
from xinfang_cli.commands.steps import asking, form_of
from xinfang_cli.commands.together import (
    CaseRefs,
    DryRun,
    Together,
    cells_of,
    matters,
    refuse_of_one,
    take_together,
)
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.law.recordbase import parts
from xinfang_cli.law.records import Case, Petitioner, Source
from xinfang_cli.law.stepdata import OF_ONE_MATTER, TAKES
from xinfang_cli.law.steps import Step, correct
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg

_OF_SEVERAL = frozenset(key.field for key in TAKES[Did.SET] if key not in OF_ONE_MATTER)


@asking
@facts(
    "class_", "category", "place", "lead", "owner", "group", "people", "title", "request", "channel", "received",
    "accused", "name", "phone", "address", "source_level", "source_due", "repeat_of", "first_time", "simple", "urgent",
    "docket", "undocket", *SAID,
    simple=Annotated[str | None, yes_or_no(Opt.SIMPLE, "--simple")],
)  # fmt: skip
def run(
    ctx: typer.Context,
    case: CaseRefs,
    given: Facts,
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    dry_run: DryRun = False,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `set` entry and the new values."""
    office = desk(ctx)
    chosen = matters(office, case or [form_of(office, Did.SET).matter()])
    given = _completed(office, given)
    changes = {name: value for name, value in given.values(office).items() if value is not None}
    person, handed = given.contact(), given.source(office)
    if repeated := given.repeated(office):
        changes |= {"repeat_of": repeated, "first_time": False}
    if not (changes or person or handed):
        raise UsageError(Msg.NOTHING_GIVEN())

    if chosen.are_several or dry_run:
        refuse_of_one(given.options(without=_OF_SEVERAL))
        cells = cells_of(office, Did.SET, {**changes, "reason": reason}, on, backdate_reason)
        return take_together(office, Together(Did.SET, chosen, cells), dry_run=dry_run, as_json=json)

    def step(held: Case) -> Step:
        new = dict(changes)
        if person or "representatives" in new:
            held = office.opened(held)
        if person:
            new["petitioners"] = _with_contact(held.petitioners, person)
        if handed:
            new["source"] = _merged(held.source, handed)
        data: dict[str, Any] = {"reason": reason, "backdate_reason": backdate_reason}
        return correct(held, office.law, office.stamp(on), new, **data)

    return office.step(chosen.refs[0], step, as_json=json)


def _completed(office: Desk, given: Facts) -> Facts:
    """Ask on a terminal which fact is to be another, and what it is, where none was given."""
    if not can_ask() or any(value is not None for value in given.given.values()):
        return given
    from xinfang_cli.commands.form import corrected

    return corrected(office, given)


def _with_contact(people: tuple[Petitioner, ...], person: dict[str, str]) -> tuple[Petitioner, ...]:
    contact = people[0] if people else Petitioner()
    return (contact.but(**person, anonymous=None), *people[1:])


def _merged(old: Source | None, new: Source) -> Source:
    given = {part.name: value for part in parts(Source) if (value := getattr(new, part.name)) is not None}
    return (old or Source()).but(**given)
