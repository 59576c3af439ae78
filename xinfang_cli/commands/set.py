"""`set`: corrections and assignments, one entry with the old and new values."""

from typing import Annotated, Any

import typer

from xinfang_cli.commands.open import source
from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.messages import Msg
from xinfang_cli.model import Case, Petitioner, Source, parts
from xinfang_cli.steps import Step, correct
from xinfang_cli.words import Channel, MatterClass


def run(
    ctx: typer.Context,
    case: CaseRef,
    class_: Annotated[MatterClass | None, choice(MatterClass, Opt.CLASS, "--class")] = None,
    category: Annotated[str | None, option(Opt.CATEGORY, "--category", metavar="TEXT")] = None,
    place: Annotated[str | None, option(Opt.PLACE, "--place", metavar="TEXT")] = None,
    lead: Annotated[str | None, option(Opt.LEAD, "--lead", metavar="NAME")] = None,
    owner: Annotated[str | None, option(Opt.OWNER, "--owner", metavar="NAME")] = None,
    group: Annotated[str | None, option(Opt.GROUP, "--group", metavar="NAME")] = None,
    people: Annotated[int | None, option(Opt.PEOPLE, "--people", metavar="N", min=1)] = None,
    title: Annotated[str | None, option(Opt.TITLE, "--title", metavar="TEXT")] = None,
    request: Annotated[str | None, option(Opt.REQUEST, "--request", metavar="TEXT")] = None,
    channel: Annotated[Channel | None, choice(Channel, Opt.CHANNEL, "--channel")] = None,
    received: Annotated[str | None, option(Opt.RECEIVED, "--received", metavar="DATE")] = None,
    accused: Annotated[str | None, option(Opt.ACCUSED, "--accused", metavar="UNIT")] = None,
    name: Annotated[str | None, option(Opt.NAME, "--name", metavar="NAME")] = None,
    phone: Annotated[str | None, option(Opt.PHONE, "--phone", metavar="TEXT")] = None,
    address: Annotated[str | None, option(Opt.ADDRESS, "--address", metavar="TEXT")] = None,
    source_level: Annotated[str | None, option(Opt.SOURCE_LEVEL, "--source-level", metavar="LEVEL")] = None,
    source_due: Annotated[str | None, option(Opt.SOURCE_DUE, "--source-due", metavar="DATE")] = None,
    repeat_of: Annotated[str | None, option(Opt.REPEAT_OF, "--repeat-of", metavar="CASE")] = None,
    first_time: Annotated[bool | None, option(Opt.FIRST_TIME, "--first-time/--not-first-time")] = None,
    simple: Annotated[bool | None, option(Opt.SIMPLE, "--simple/--not-simple")] = None,
    urgent: Annotated[bool | None, option(Opt.URGENT, "--urgent/--not-urgent")] = None,
    reason: Annotated[str | None, option(Opt.REASON, "--reason", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `set` entry and the new values."""
    office = desk(ctx)
    plain = {
        "class_": class_,
        "category": office.config.category(category) if category else None,
        "place": office.config.place(place) if place else None,
        "lead": lead,
        "owner": owner,
        "group": group,
        "people": people,
        "title": title,
        "request": request,
        "channel": channel,
        "received_on": office.past_day(received, "--received") if received else None,
        "accused": _unit_or_word(office, accused),
        "first_time": first_time,
        "simple": simple,
        "urgent": urgent,
    }
    changes: dict[str, Any] = {key: value for key, value in plain.items() if value is not None}
    person = {key: value for key, value in {"name": name, "phone": phone, "address": address}.items() if value}
    handed = source(office, source_level, None, source_due)
    if repeat_of:
        changes |= {"repeat_of": office.resolve(repeat_of)[0], "first_time": False}
    if not (changes or person or handed):
        raise UsageError(Msg.NOTHING_GIVEN())

    def step(held: Case) -> Step:
        new = dict(changes)
        if person:
            new["petitioners"] = _with_contact(held.petitioners, person)
        if handed:
            new["source"] = _merged(held.source, handed)
        data: dict[str, Any] = {"reason": reason, "backdate_reason": backdate_reason}
        return correct(held, office.law, office.stamp(on), new, **data)

    return office.step(case, step, as_json=json)


def _unit_or_word(office: Desk, accused: str | None) -> str | None:
    found = office.config.unit(accused) if accused else None
    return found.name if found else accused


def _with_contact(people: tuple[Petitioner, ...], person: dict[str, str]) -> tuple[Petitioner, ...]:
    contact = people[0] if people else Petitioner()
    return (contact.but(**person, anonymous=None), *people[1:])


def _merged(old: Source | None, new: Source) -> Source:
    given = {part.name: value for part in parts(Source) if (value := getattr(new, part.name)) is not None}
    return (old or Source()).but(**given)
