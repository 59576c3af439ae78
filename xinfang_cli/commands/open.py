"""`open`: registers a matter. No rule keeps a citizen's matter from getting its number (T17, T19, T22)."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.boundary import can_ask
from xinfang_cli.commands.facts import SAID, Facts, facts
from xinfang_cli.commands.options import Json, On, Opt, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError, graver
from xinfang_cli.labels import Label, Plain
from xinfang_cli.law.ids import keyed_id
from xinfang_cli.law.stepdata import FURTHER, Key
from xinfang_cli.law.words import Did, MatterClass, Mode
from xinfang_cli.messages import Msg
from xinfang_cli.store.untold import digest_of, remember, taken_up

if TYPE_CHECKING:
    from xinfang_cli.commands.registering import Registration
    from xinfang_cli.law.records import Case, Petitioner

NEEDED = ("title", "request", "channel", "received")
_SETS = tuple(fact.word for fact in FURTHER if fact.are_many and fact.word in SAID)


@facts(
    "title", "request", "channel", "received", "class_", "category", "place", "people", "name", "phone", "address",
    "anonymous", "accused", "source_level", "source_number", "source_due", "from_", "repeat_of", "first_time", "joint", "urgent", "simple",
    "level", "lead", "group", "docket", *SAID,
    name=Annotated[list[str] | None, option(Opt.NAMES, "--name", metavar="NAME")],
    simple=Annotated[bool | None, option(Opt.SIMPLE_OPEN, "--simple")],
    urgent=Annotated[bool | None, option(Opt.URGENT_OPEN, "--urgent")],
)  # fmt: skip
def run(
    ctx: typer.Context,
    given: Facts,
    many: Annotated[bool, option(Opt.MANY, "--many")] = False,
    print_: Annotated[bool, option(Opt.PRINT_OPEN, "--print")] = False,
    key: Annotated[str | None, option(Opt.KEY, "--key", metavar="K")] = None,
    on: On = None,
    json: Json = False,
) -> int:
    """Write a new case file with its `open` entry; with `--many` one for each title and request."""
    office = desk(ctx)
    given = _contact_first(given)
    if key is not None and (many or not key.strip()):
        raise UsageError(Msg.KEY_ONE() if many else Msg.KEY_EMPTY())
    if many:
        return _pile(ctx, given, on)
    asked = _asked(office, given, on, papers=print_)
    given = asked.given if asked else given
    registered_on = office.past_day(on)
    received_on = office.past_day(given.given["received"], "--received")
    if received_on > registered_on:
        raise RefusedError(Msg.RECEIVED_LATER(received=received_on, registered=registered_on))
    if given.given["anonymous"] and (given.given["name"] or given.given["phone"]):
        raise UsageError(Msg.NAMED_OR_ANONYMOUS())
    _tell_people(office, given)
    _check_printer(wanted=print_)
    with office.locked():
        office.workspace.must_have_cases()
        wanted = Wanted(office, _facts(office, given), on, key)
        earlier = wanted.earlier()
        case = earlier or wanted.register()
    if earlier:
        office.warn(Msg.KEY_KNOWN(id=case.id))
    elif not asked:
        _tell_repeats(office, case)
    _tell(office, case, as_json=json, suggests=not asked)
    if asked:
        asked.done()
        return _go_on(office, case, asked, prints=print_, as_json=json)
    _hand_over(office, case, wanted=print_ and not earlier)
    return office.exit_code


def _go_on(office: Desk, case: "Case", asked: "Registration", *, prints: bool, as_json: bool) -> int:
    """Do with a matter that was registered what the form was told: link, route, make the papers."""
    if asked.related:
        from xinfang_cli.batches.linking import link_both

        office.tell(link_both(office, case.id, asked.related, None), as_json=as_json)
    if asked.unit:
        from xinfang_cli.law.steps import take

        data: dict[str, Any] = {"unit": asked.unit, "mode": Mode.TRANSFER}
        office.step(
            case.id, lambda held: take(held, office.law, Did.ROUTE, office.stamp(None), **data), as_json=as_json
        )
    _hand_over(office, case, wanted=asked.papers, prints=prints or asked.prints)
    return office.exit_code


def _check_printer(*, wanted: bool) -> None:
    if wanted:
        from xinfang_cli.notices.printer import check_printer

        check_printer()


def _hand_over(office: Desk, case: "Case", *, wanted: bool, prints: bool = True) -> None:
    """Make the registration form and the slip of intake, and print them; where they lie is said on stderr."""
    if wanted:
        from xinfang_cli.batches.papers import hand_over

        for made in hand_over(office, case.id, prints=prints):
            office.warn(Msg.REPORT_WRITTEN(path=made.path))


def _facts(office: Desk, given: Facts) -> dict[str, Any]:
    """Return the facts of a new matter by the names that a case has for them."""
    repeated = given.repeated(office)
    values = given.values(office)
    dockets, purpose = values.pop("docket"), values["purpose"]
    return {
        **values,
        "class_": values["class_"] or (purpose.class_ if purpose else MatterClass.UNCLASSIFIED),
        "dockets": dockets or (),
        **{name: values[name] or () for name in _SETS},
        "people": max(values["people"] or 1, 1 + len(given.given["others"])),
        "petitioners": _petitioners(given),
        "source": given.source(office),
        "repeat_of": repeated,
        "first_time": False if repeated else values["first_time"],
    }


def _pile(ctx: typer.Context, given: Facts, on: str | None) -> int:
    """Register a pile of letters: day and channel stay, what each says is asked for or read from a line.

    In a pipe a line holds title and request with a tab between; nothing is registered when a line has no request.
    """
    office = desk(ctx)
    code = 0
    for letter in _letters_typed(office, given, on) if can_ask() else _letters_read(given):
        office.anew()
        code = graver(code, run(ctx=ctx, **{**ctx.params, **_as_typed(letter), "many": False, "on": on}))
    return code


def _letters_read(given: Facts) -> list[Facts]:
    """Return the letters of standard input."""
    _must_have(given, "channel", "received")
    found = []
    for number, line in enumerate(sys.stdin, 1):
        title, _, request = line.strip().partition("\t")
        if title and not request:
            raise UsageError(Msg.PILE_LINE(number=number))
        if title:
            found.append(given.but(title=title, request=request))
    return found


def _letters_typed(office: Desk, given: Facts, on: str | None) -> Iterator[Facts]:
    from xinfang_cli.commands.registering import head_of_pile, letters

    preview = _preview(office, on)
    return letters(office, head_of_pile(office, given, preview), preview)


def _asked(office: Desk, given: Facts, on: str | None, *, papers: bool) -> "Registration | None":
    """Ask on a terminal for what is missing; in a script, say what is. Return None where nothing is."""
    if all(given.given[name] not in (None, "") for name in NEEDED):
        return None
    if not can_ask():
        _must_have(given, *NEEDED)
    from xinfang_cli.commands.registering import register_by_form

    return register_by_form(office, given, _preview(office, on), papers=papers)


def _must_have(given: Facts, *names: str) -> None:
    """Say what a script left out.

    Raises:
        UsageError: something.
    """
    if missing := [name for name in names if given.given[name] in (None, "")]:
        raise UsageError(Msg.MISSING_PARAMETER(option=["--" + name for name in missing], command="open"))


def _preview(office: Desk, on: str | None) -> "Callable[[Facts], Case]":
    """Return what makes the matter as it would be registered."""
    return lambda given: Wanted(office, _facts(office, given), on, None).preview()


def _petitioners(given: Facts) -> "tuple[Petitioner, ...]":
    """Return the contact as the office wrote it down, or nobody, and who else came."""
    from xinfang_cli.law.records import Petitioner

    contact = given.contact()
    return (*((Petitioner(**contact),) if contact else ()), *(Petitioner(name=name) for name in given.given["others"]))


def _contact_first(given: Facts) -> Facts:
    """Return the facts with one name, the contact's, and those of the others beside it."""
    name, *others = given.given["name"] or (None,)
    return given.but(name=name, others=tuple(others))


def _as_typed(given: Facts) -> dict[str, Any]:
    """Return the facts as the command line gives them."""
    said = dict(given.given)
    names = [said["name"], *said.pop("others")]
    return said | {"name": names if names[0] else None}


def _tell_people(office: Desk, given: Facts) -> None:
    """Say that there are as many persons as names, where fewer were said."""
    said, count = given.given["people"], 1 + len(given.given["others"])
    if said and said < count:
        office.warn(Msg.PEOPLE_BY_NAMES(said=said, count=count))


class Wanted(Plain):
    """A registration that is asked for: a new matter, or one that the same command registered when it ran before."""

    office: Desk
    facts: dict[str, Any]
    on: str | None
    key: str | None

    def preview(self) -> "Case":
        """Return the matter as it would be, without a number."""
        return self._made("", "").but(history=())

    def earlier(self) -> "Case | None":
        """Return the matter that was registered under the key, or by a run whose answer reached nobody.

        Raises:
            RefusedError: other facts were registered under the key.
        """
        known = self.keyed[0] if self.key else taken_up(self.office.workspace, self.digest)
        if known is None:
            return None
        with self.office.index() as index:
            path = index.path(known)
        if path is None:
            return None
        case = self.office.hold_path(path).case
        if self.key:
            self._compare(case)
        self._stands(case.id)
        return case

    def register(self) -> "Case":
        """Write the new matter."""
        from xinfang_cli.store.cases import create

        case_id = self._new_id()
        case = self._made(case_id, self.keyed[1] if self.key else None)
        create(self.office.workspace, case)
        self._stands(case_id)
        return case

    @cached_property
    def keyed(self) -> tuple[str, str]:
        """The id that the key gives to the matter, and to its first entry."""
        who = self.office.config.office
        with self.office.index() as index:

            def taken(case_id: str, entry_id: str) -> bool:
                path = index.path(case_id)
                return path is not None and self.office.hold_path(path).read.entry(entry_id) is None

            return keyed_id(who.prefix, who.code, self.key or "", self.facts["received_on"], taken)

    @cached_property
    def digest(self) -> str:
        """What stands for the facts as they are typed on this day."""
        said = self.preview()
        return digest_of(f"{self.office.config.office.code}\0{said!r}")

    def _stands(self, case_id: str) -> None:
        """From here on nothing may say that it was refused; a key does without the memory of what nobody was told."""
        from xinfang_cli.store.cases import path_of

        self.office.earlier.append(path_of(self.office.workspace, case_id))
        if not self.key:
            self.office.untold = lambda: remember(self.office.workspace, self.digest, case_id)

    def _compare(self, case: "Case") -> None:
        from xinfang_cli.law.steps import other_facts
        from xinfang_cli.store.people import alike

        again = self._made(case.id, None)
        case = alike(self.office.workspace, case, again)
        names = [*self.facts, *(["registered_on"] if self.on else [])]
        other = other_facts(case, again, names)
        if other:
            raise RefusedError(Msg.KEY_OTHER(id=case.id, facts=[_called(name.rstrip("_")) for name in other]))

    def _made(self, case_id: str, n: str | None) -> "Case":
        from xinfang_cli.law.facts import check_simple
        from xinfang_cli.law.steps import register, sent_as

        law, facts = self.office.law, self.facts
        case = register(case_id, law, self.office.stamp(self.on, n), facts, sent_as=sent_as(facts["source"], law))
        check_simple(case, law.joint_from)
        return case

    def _new_id(self) -> str:
        """A matter with a number of its own has the id that every clone gives it; the same number is no new matter."""
        from xinfang_cli.store.cases import derived_id, new_id

        who, received_on = self.office.config.office, self.facts["received_on"]
        number = self.facts["source"].number if self.facts["source"] else None
        with self.office.index() as index:
            known = index.with_number(number, received_on) if number else None
            if known:
                raise RefusedError(Msg.NUMBER_KNOWN(number=number, id=known))
            if self.key:
                return self.keyed[0]
            if number is None:
                return new_id(who.prefix, received_on, index.has, os.urandom)
            return derived_id(who.prefix, who.code, number, received_on, index.has)


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


def _tell(office: Desk, case: "Case", *, as_json: bool, suggests: bool) -> None:
    from xinfang_cli.law.documents import Document
    from xinfang_cli.law.facts import is_joint_visit
    from xinfang_cli.law.history import State, fold
    from xinfang_cli.law.recorded import to_make_of
    from xinfang_cli.law.steps import Step
    from xinfang_cli.law.telling import step_object, tell_step

    after = fold(case, office.law)
    owed = to_make_of(case, (Document.REGISTRATION,))
    step = Step(case=case, entry=case.history[0], before=State(), after=after, owed=owed)
    if as_json:
        office.print_json(step_object(step, office.law))
        return
    office.print_lines(tell_step(step, office.law, office.lang, office.today))
    suggested = office.config.suggested_unit(case.category, case.place) if suggests else None
    if suggested and not case.is_sealed:
        office.say(Msg.SUGGESTED_UNIT(unit=suggested, id=case.id))
    if case.is_sealed:
        office.say((Msg.IS_SEALED_IN_BLOCK if office.workspace.recipients else Msg.IS_SEALED)())
    if case.urgent:
        office.say(Msg.URGENT_REPORT_DUE())
    if is_joint_visit(case, office.law.joint_from):
        office.say(Msg.REPRESENTATIVES(most=office.config.representatives))


def _called(fact: str) -> Label | str:
    """Return what people call a fact of a registration: as columns of ledgers do, or data of steps."""
    from xinfang_cli.ledgers.columns import Field

    others = {"petitioners": Field.NAME, "source": Field.SOURCE, "repeat_of": Field.REPEATED}
    return others.get(fact) or next((each for each in (*Field, *Key) if each == fact), fact)
