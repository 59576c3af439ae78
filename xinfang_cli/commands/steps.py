"""Steps as commands: the data that a step takes are its options, and what they are given makes one entry."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from xinfang_cli.boundary import can_ask
from xinfang_cli.commands.data import Sentences, parameter, read
from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, spread
from xinfang_cli.commands.together import TAKEN, CaseRefs, DryRun, Together, cells_of, matters, take_together
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.procedure import always_needed
from xinfang_cli.law.stepdata import TAKES, TOGETHER, Key
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did

if TYPE_CHECKING:
    from xinfang_cli.commands.form import StepForm
    from xinfang_cli.counter.fields import Question
    from xinfang_cli.law.records import Case


class Given(NamedTuple):
    """What the options were given; the desk reads days and names, and data of an entry come out."""

    did: Did
    values: Mapping[Key, Any]

    def __call__(self, office: Desk) -> dict[str, Any]:
        """Return the data of an entry."""
        return read(self.did, {key: value for key, value in self.values.items() if key in TAKEN[self.did]}, office)

    def but(self, said: Mapping[Key, Any]) -> "Given":
        """Return it with other values said."""
        return Given(self.did, {**self.values, **said})


Take = Callable[[str, Given, str | None], int]
"""Takes a step with a matter, with what was given and why it is dated back; returns the exit code."""


Look = Callable[[Desk, "Case"], None]
Complete = Callable[[Desk, dict[str, Any]], dict[str, Any]]
Stamped = Callable[[dict[str, Any], str | None], str | None]


class OneStep(NamedTuple):
    """A step of one matter: the desk, the matter if it is named, the day, and why it is dated back."""

    office: Desk
    case: str | None
    on: str | None
    why: str | None


def asked(office: Desk, case: str | None, given: Given, why: str | None, take_it: Take) -> int:
    """Take a step with one matter; on a terminal what it lacks is asked, as often as it is refused for that.

    Raises:
        RefusedError: nothing that could be asked helps, or there is nobody to be asked.
    """
    if not can_ask():
        return take_it(case or "", given, why)
    form: StepForm | None = None
    case = office.meant([case])[0] if case else None
    while True:
        try:
            form = form or (None if case else form_of(office, given.did))
            case = case or (form.matter() if form else "")
            code = take_it(case, given, why)
        except RefusedError as error:
            form = form or form_of(office, given.did)
            said = form.answers(case or "", error.text, given(office))
            if not said:
                raise
            given, why = given.but(said), said.get(Key.BACKDATE_REASON, why)
        else:
            if form is not None:
                form.done()
            return code


def form_of(office: Desk, did: Did) -> "StepForm":
    """Return a form; who gives all that a step needs loads none."""
    from xinfang_cli.commands.form import StepForm

    return StepForm(office, did)


def filled(
    office: Desk, did: Did, given: Mapping[str, Any], ask: "Callable[[StepForm], Mapping[str, Question]]"
) -> dict[str, Any]:
    """Return what was given, and on a terminal what was asked where it was not."""
    lacking = [name for name, value in given.items() if not value]
    if not (lacking and can_ask()):
        return dict(given)
    form = form_of(office, did)
    questions = ask(form)
    return {**given, **form.plain(**{name: questions[name] for name in lacking})}


def needed(office: Desk, given: Given) -> Given:
    """Return what several matters always need for a step, asked on a terminal where it was not given."""
    lacks = any(given.values.get(key) is None for key in given.values if key.field in always_needed(given.did))
    if not (lacks and can_ask()):
        return given
    form = form_of(office, given.did)
    found = given.but(form.needed(given.values))
    form.done()
    return found


def command(
    did: Did,
    sentences: Sentences | None = None,
    *,
    first: Sequence[Key] = (),
    look: Look | None = None,
    complete: Complete | None = None,
    stamped: Stamped | None = None,
    once: Callable[[Mapping[str, Any]], bool] | None = None,
) -> Callable[..., int]:
    """Return the command that takes a step of one matter.

    Args:
        did: the step; its options are what it takes.
        sentences: what options mean, where that is not what they mean elsewhere.
        first: the options that help shows before the others.
        look: what is warned of once the step may be taken.
        complete: adds to the data what other matters say.
        stamped: returns the day of the step, where it is not the one that is given.
        once: whether the data are one act over all the matters, which stands in the first and is named in the others.
    """
    one = partial(_one, did, look, complete, stamped)

    @takes(did, sentences, first=first)
    def run(
        ctx: typer.Context,
        case: CaseRef,
        given: Given,
        on: On = None,
        backdate_reason: Backdate = None,
        json: Json = False,
    ) -> int:
        return one(OneStep(desk(ctx), case, on, backdate_reason), given, as_json=json)

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
        chosen = matters(office, case or ())
        if not (chosen.are_several or dry_run):
            case_id = next(iter(chosen.refs), None)
            return one(OneStep(office, case_id, on, backdate_reason), given, as_json=json)
        data = needed(office, given)(office)
        if once is not None and once(data) and not dry_run:
            return _once(OneStep(office, None, on, backdate_reason), did, chosen.refs, data, as_json=json)
        cells = cells_of(office, did, data, on, backdate_reason)
        return take_together(office, Together(did, chosen, cells), dry_run=dry_run, as_json=json)

    return asking(run_together if did in TOGETHER else run)


def _one(
    did: Did,
    look: Look | None,
    complete: Complete | None,
    stamped: Stamped | None,
    wanted: OneStep,
    given: Given,
    *,
    as_json: bool,
) -> int:
    """Take a step with one matter."""
    office = wanted.office

    def take_it(ref: str, given: Given, why: str | None) -> int:
        data = complete(office, given(office)) if complete else given(office)
        day = stamped(data, wanted.on) if stamped else wanted.on

        def step(held: "Case") -> Any:
            taken = take(held, office.law, did, office.stamp(day), backdate_reason=why, **data)
            if look is not None:
                look(office, held)
            return taken

        return office.step(ref, step, as_json=as_json)

    return asked(office, wanted.case, given, wanted.why, take_it)


def _once(wanted: OneStep, did: Did, refs: Sequence[str], data: Mapping[str, Any], *, as_json: bool) -> int:
    """Take a step that is one act over several matters: it is owed, answered and counted where it stands."""
    office = wanted.office
    first, *others = dict.fromkeys(office.resolve(ref)[0] for ref in refs)
    beside = {"text": data.get("text"), "case": first, "backdate_reason": wanted.why}
    whole = {**data, "cases": (first, *others) if others else None, "backdate_reason": wanted.why}

    def step(words: Mapping[str, Any]) -> "Callable[[Case], Any]":
        return lambda held: take(held, office.law, did, office.stamp(wanted.on), **words)

    said = [(first, step(whole)), *((each, step(beside)) for each in others)]
    office.tell(office.taken_together(said), as_json=as_json)
    return office.exit_code


def asking(run: Callable[..., int]) -> Callable[..., int]:
    """Mark a command that asks on a terminal for what it was not given, so that its line may lack it."""
    run.asks = True  # type: ignore[attr-defined]
    return run


def takes(
    did: Did,
    sentences: Sentences | None = None,
    *,
    first: Sequence[Key] = (),
    without: Sequence[Key] = (),
    needed: bool = True,
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the data of a step as options; its parameter `given` receives them.

    What the step always needs must be given, unless the command can do without the step (not `needed`). A command may
    take some of the data in another way (`without`).
    """
    keys = tuple(key for key in dict.fromkeys((*first, *TAKES[did])) if key not in without)
    must = always_needed(did) if needed else frozenset()
    added = [parameter(did, key, needed=key.field in must, said=(sentences or {}).get(key)) for key in keys]

    def gather(values: dict[str, Any]) -> Given:
        return Given(did, {key: values[key.field] for key in keys})

    return lambda run: spread(run, "given", added, gather)
