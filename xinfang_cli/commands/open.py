"""`open`: registers a matter. No rule keeps a citizen's matter from getting its number (T17, T19, T22)."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.facts import Facts, facts
from xinfang_cli.commands.options import Json, On, Opt, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.law.words import Channel, MatterClass
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case, Petitioner

NEEDED = {"title": Opt.TITLE, "request": Opt.REQUEST, "channel": Opt.CHANNEL, "received": Opt.RECEIVED}


@facts(
    "title", "request", "channel", "received", "class_", "category", "place", "people", "name", "phone", "address",
    "anonymous", "accused", "source_level", "source_number", "source_due", "repeat_of", "first_time", "joint", "simple",
    "level", "lead", "group",
    simple=Annotated[bool | None, option(Opt.SIMPLE_OPEN, "--simple")],
)  # fmt: skip
def run(
    ctx: typer.Context,
    given: Facts,
    many: Annotated[bool, option(Opt.MANY, "--many")] = False,
    on: On = None,
    json: Json = False,
) -> int:
    """Write a new case file with its `open` entry; with `--many` one for each title and request."""
    office = desk(ctx)
    needed = {name: given.given[name] for name in NEEDED}
    if many:
        return _pile(ctx, needed, on)
    given = given.but(**_asked(office, needed))
    registered_on = office.past_day(on)
    received_on = office.past_day(given.given["received"], "--received")
    if received_on > registered_on:
        raise RefusedError(Msg.RECEIVED_LATER(received=received_on, registered=registered_on))
    if given.given["anonymous"] and (given.given["name"] or given.given["phone"]):
        raise UsageError(Msg.NAMED_OR_ANONYMOUS())
    with office.locked():
        case = _register(office, _facts(office, given), on)
        _tell_repeats(office, case)
    _tell(office, case, as_json=json)
    return office.exit_code


def _facts(office: Desk, given: Facts) -> dict[str, Any]:
    """Return the facts of a new matter by the names that a case has for them."""
    repeated = given.repeated(office)
    values = given.values(office)
    return {
        **values,
        "class_": values["class_"] or MatterClass.UNCLASSIFIED,
        "people": values["people"] or 1,
        "petitioners": _petitioners(given),
        "source": given.source(office),
        "repeat_of": repeated,
        "first_time": False if repeated else values["first_time"],
    }


def _pile(ctx: typer.Context, given: dict[str, Any], on: str | None) -> int:
    """Register a pile of letters: day and channel stay, each title and request is asked for or read from a line.

    In a pipe a line holds title and request with a tab between; nothing is registered when a line has no request.
    """
    office = desk(ctx)
    given = _asked(office, {"title": "-", "request": "-", "channel": given["channel"], "received": given["received"]})
    pile = list(_letters(office)) if not sys.stdin.isatty() else _letters(office)
    code = 0
    for title, request in pile:
        words = {**ctx.params, **given, "title": title, "request": request, "many": False, "on": on}
        code = max(code, run(ctx=ctx, **words))
    return code


def _letters(office: Desk) -> Iterator[tuple[str, str]]:
    if not sys.stdin.isatty():
        for number, line in enumerate(sys.stdin, 1):
            title, _, request = line.strip().partition("\t")
            if title and not request:
                raise UsageError(Msg.PILE_LINE(number=number))
            if title:
                yield title, request
        return
    while title := typer.prompt(Opt.TITLE.in_(office.lang), default="", show_default=False, err=True):
        yield title, typer.prompt(Opt.REQUEST.in_(office.lang), err=True)


def _asked(office: Desk, given: dict[str, Any]) -> dict[str, Any]:
    """Ask on a terminal for what is missing; in a script, say what is."""
    missing = [name for name, value in given.items() if value in (None, "")]
    if not missing:
        return given
    if not sys.stdin.isatty():
        raise UsageError(Msg.MISSING_PARAMETER(option=["--" + name for name in missing], command="open"))
    answers = {}
    for name in missing:
        default = office.today.isoformat() if name == "received" else None
        answers[name] = typer.prompt(NEEDED[name].in_(office.lang), default=default, err=True)
    if "channel" in answers:
        channel = Channel.read(answers["channel"])
        if channel is None:
            raise UsageError(
                Msg.NOT_IN_LIST(option="--channel", value=answers["channel"], words=[word.value for word in Channel])
            )
        answers["channel"] = channel
    return {**given, **answers}


def _petitioners(given: Facts) -> "tuple[Petitioner, ...]":
    """Return the contact as the office wrote it down, or nobody."""
    from xinfang_cli.law.records import Petitioner

    contact = given.contact()
    return (Petitioner(**contact),) if contact else ()


def _register(office: Desk, facts: dict[str, Any], on: str | None) -> "Case":
    from xinfang_cli.law.steps import register
    from xinfang_cli.store.cases import create

    case_id = _new_id(office, facts)
    case = register(case_id, office.law, office.stamp(on), facts)
    create(office.workspace, case)
    return case


def _new_id(office: Desk, facts: dict[str, Any]) -> str:
    """A matter with a number of its own has the id that every clone gives it; the same number is no new matter."""
    from secrets import token_bytes

    from xinfang_cli.store.cases import derived_id, new_id

    who = office.config.office
    with office.index() as index:
        number = facts["source"].number if facts["source"] else None
        if number is None:
            return new_id(who.prefix, facts["received_on"], index.has, token_bytes)
        known = index.with_number(number, facts["received_on"])
        if known:
            raise RefusedError(Msg.NUMBER_KNOWN(number=number, id=known))
        return derived_id(who.prefix, who.code, number, facts["received_on"], index.has)


def _tell_repeats(office: Desk, case: "Case") -> None:
    """Say which matters look like this one, on stderr: the clerk links them or not."""
    if not case.petitioners:
        return
    from xinfang_cli.ledgers.repeats import traits

    if not traits(case):
        return
    from xinfang_cli.batches.likely import repeats_of

    with office.index() as index:
        others = repeats_of(office.workspace, index, case)
    if others:
        office.warn(Msg.LIKELY_REPEAT(id=case.id, ids=others))


def _tell(office: Desk, case: "Case", *, as_json: bool) -> None:
    from xinfang_cli.law.history import State, fold
    from xinfang_cli.law.steps import Step
    from xinfang_cli.law.telling import step_object, tell_step
    from xinfang_cli.law.words import Document

    after = fold(case, office.law)
    step = Step(case=case, entry=case.history[0], before=State(), after=after, owed=(Document.REGISTRATION,))
    if as_json:
        office.print_json(step_object(step, office.law))
        return
    office.print_lines(tell_step(step, office.law, office.lang, office.today))
    suggested = office.config.suggested_unit(case.category, case.place)
    if suggested and not case.is_sealed:
        office.say(Msg.SUGGESTED_UNIT(unit=suggested, id=case.id))
    if case.is_sealed:
        office.say(Msg.IS_SEALED())
    if case.joint and case.channel is Channel.VISIT:
        office.say(Msg.REPRESENTATIVES(most=office.config.representatives))
