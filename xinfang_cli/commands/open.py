"""`open`: registers a matter. No rule keeps a citizen's matter from getting its number (T17, T19, T22)."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import Json, On, Opt, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.messages import Msg
from xinfang_cli.words import LEVELS, Channel, Gate, MatterClass

if TYPE_CHECKING:
    from xinfang_cli.model import Case, Petitioner, Source

NEEDED = {"title": Opt.TITLE, "request": Opt.REQUEST, "channel": Opt.CHANNEL, "received": Opt.RECEIVED}


def run(
    ctx: typer.Context,
    title: Annotated[str | None, option(Opt.TITLE, "--title", metavar="TEXT")] = None,
    request: Annotated[str | None, option(Opt.REQUEST, "--request", metavar="TEXT")] = None,
    channel: Annotated[Channel | None, choice(Channel, Opt.CHANNEL, "--channel")] = None,
    received: Annotated[str | None, option(Opt.RECEIVED, "--received", metavar="DATE")] = None,
    class_: Annotated[MatterClass, choice(MatterClass, Opt.CLASS, "--class")] = MatterClass.UNCLASSIFIED,
    category: Annotated[str | None, option(Opt.CATEGORY, "--category", metavar="TEXT")] = None,
    place: Annotated[str | None, option(Opt.PLACE, "--place", metavar="TEXT")] = None,
    people: Annotated[int | None, option(Opt.PEOPLE, "--people", metavar="N", min=1)] = None,
    name: Annotated[str | None, option(Opt.NAME, "--name", metavar="NAME")] = None,
    phone: Annotated[str | None, option(Opt.PHONE, "--phone", metavar="TEXT")] = None,
    address: Annotated[str | None, option(Opt.ADDRESS, "--address", metavar="TEXT")] = None,
    anonymous: Annotated[bool, option(Opt.ANONYMOUS, "--anonymous")] = False,
    accused: Annotated[str | None, option(Opt.ACCUSED, "--accused", metavar="UNIT")] = None,
    source_level: Annotated[str | None, option(Opt.SOURCE_LEVEL, "--source-level", metavar="LEVEL")] = None,
    source_number: Annotated[str | None, option(Opt.SOURCE_NUMBER, "--source-number", metavar="TEXT")] = None,
    source_due: Annotated[str | None, option(Opt.SOURCE_DUE, "--source-due", metavar="DATE")] = None,
    repeat_of: Annotated[str | None, option(Opt.REPEAT_OF, "--repeat-of", metavar="CASE")] = None,
    first_time: Annotated[bool | None, option(Opt.FIRST_TIME, "--first-time/--not-first-time")] = None,
    joint: Annotated[bool, option(Opt.JOINT, "--joint")] = False,
    simple: Annotated[bool, option(Opt.SIMPLE_OPEN, "--simple")] = False,
    level: Annotated[Gate | None, choice(Gate, Opt.LEVEL, "--level")] = None,
    lead: Annotated[str | None, option(Opt.LEAD, "--lead", metavar="NAME")] = None,
    group: Annotated[str | None, option(Opt.GROUP, "--group", metavar="NAME")] = None,
    many: Annotated[bool, option(Opt.MANY, "--many")] = False,
    on: On = None,
    json: Json = False,
) -> int:
    """Write a new case file with its `open` entry; with `--many` one for each title and request."""
    office = desk(ctx)
    given: dict[str, Any] = {"title": title, "request": request, "channel": channel, "received": received}
    if many:
        return _pile(ctx, given, on)
    given = _asked(office, given)
    registered_on = office.past_day(on)
    received_on = office.past_day(given["received"], "--received")
    if received_on > registered_on:
        raise RefusedError(Msg.RECEIVED_LATER(received=received_on, registered=registered_on))
    if anonymous and (name or phone):
        raise UsageError(Msg.NAMED_OR_ANONYMOUS())
    with office.locked():
        repeated = office.resolve(repeat_of)[0] if repeat_of else None
        facts = {
            "title": given["title"],
            "request": given["request"],
            "channel": given["channel"],
            "received_on": received_on,
            "class_": class_,
            "category": office.config.category(category) if category else None,
            "place": office.config.place(place) if place else None,
            "people": people or 1,
            "petitioners": petitioners(name=name, phone=phone, address=address, anonymous=anonymous),
            "accused": _accused(office, accused),
            "source": source(office, source_level, source_number, source_due),
            "repeat_of": repeated,
            "first_time": False if repeated else first_time,
            "joint": joint or None,
            "simple": simple or None,
            "level": level.zh if level else None,
            "lead": lead,
            "group": group,
        }
        case = _register(office, facts, on)
        _tell_repeats(office, case)
    _tell(office, case, as_json=json)
    return office.exit_code


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
        code = max(code, run(ctx, **words))
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


def petitioners(**given: Any) -> "tuple[Petitioner, ...]":
    """Return the contact as the office wrote it down, or nobody."""
    from xinfang_cli.model import Petitioner

    known = {key: value for key, value in given.items() if value}
    return (Petitioner(**known),) if known else ()


def source(office: Desk, level: str | None, number: str | None, due: str | None) -> "Source | None":
    """Return who handed the matter down, or None."""
    from xinfang_cli.model import Source

    if level and level not in LEVELS:
        raise UsageError(Msg.NOT_IN_LIST(option="--source-level", value=level, words=list(LEVELS)))
    if not (level or number or due):
        return None
    return Source(level=level, number=number, due=office.day(due, "--source-due"))


def _accused(office: Desk, accused: str | None) -> str | None:
    from xinfang_cli.guards import UNKNOWN

    if accused is None or accused == UNKNOWN:
        return accused
    found = office.config.unit(accused)
    return found.name if found else accused


def _register(office: Desk, facts: dict[str, Any], on: str | None) -> "Case":
    from xinfang_cli.steps import register
    from xinfang_cli.store import create

    case_id = _new_id(office, facts)
    case = register(case_id, office.law, office.stamp(on), facts)
    create(office.workspace, case)
    return case


def _new_id(office: Desk, facts: dict[str, Any]) -> str:
    """A matter with a number of its own has the id that every clone gives it; the same number is no new matter."""
    from secrets import token_bytes

    from xinfang_cli.store import derived_id, new_id

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
    from xinfang_cli.repeats import traits

    if not traits(case):
        return
    from xinfang_cli.lookout import repeats_of

    with office.index() as index:
        others = repeats_of(office.workspace, index, case)
    if others:
        office.warn(Msg.LIKELY_REPEAT(id=case.id, ids=others))


def _tell(office: Desk, case: "Case", *, as_json: bool) -> None:
    from xinfang_cli.history import State, fold
    from xinfang_cli.steps import Step
    from xinfang_cli.telling import step_object, tell_step
    from xinfang_cli.words import Document

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
