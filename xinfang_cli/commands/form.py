"""A step on a terminal: what it still lacks is asked, made of what the step takes (`law.stepdata`)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from xinfang_cli.commands.facts import Facts
from xinfang_cli.commands.options import Said
from xinfang_cli.counter.fields import (
    NameReader,
    Offer,
    Question,
    number_reader,
    offered,
    word_reader,
    yes_or_no_reader,
)
from xinfang_cli.counter.form import Answers, Form, begun
from xinfang_cli.counter.lacking import besides, lacking, states_for, takeable
from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label, Phrase
from xinfang_cli.law.bounds import MOST_DAYS, MOST_PEOPLE, MOST_YUAN
from xinfang_cli.law.clocks import Rule, rule_written
from xinfang_cli.law.history import fold
from xinfang_cli.law.procedure import always_needed
from xinfang_cli.law.stepdata import FACTS, ONE_BY_ONE, DatumKind, Key, kind_of
from xinfang_cli.law.words import Did
from xinfang_cli.measures.filters import KnownIn
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office.config import PETITIONER
from xinfang_cli.office.names import names
from xinfang_cli.plaintext import listed

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case
    from xinfang_cli.office.config import Config

Values = dict[Key, Any]
"""What options were given, or would have been."""

MOST_OFFERED = 300
"""So many matters are offered to complete an id, those touched last."""


def label_of(office: Desk, key: Key) -> str:
    """Return what a datum is called."""
    return key.in_(office.lang)


def datum(office: Desk, did: Did, key: Key, words: Sequence[Label] = (), default: str = "", **more: Any) -> Question:
    """Return the field of a datum; `words` are those of its list that can be taken."""
    kind, label = kind_of(did, key), label_of(office, key)
    offers: tuple[Offer, ...] = ()
    read: Callable[[str], Any]
    if isinstance(kind, DatumKind):
        offers = _names(office, kind)
        read = _READERS[kind](office, label, offers) if kind in _READERS else str
    else:
        chosen = tuple(words or kind)
        offers, read = offered(chosen, office.lang), word_reader(kind, label)
        default = default or (offers[0].text if len(offers) == 1 else "")
    return Question(key.field, label, read, offers, default, **more)


def _names(office: Desk, kind: DatumKind) -> tuple[Offer, ...]:
    """Return the names that config has for a kind of datum, each with what it is called besides."""
    if kind not in _NAMES:
        return ()
    config = office.config
    also = {row.name: row.aliases for row in (*reversed(config.places), *reversed(config.categories))}
    also |= {unit.name: unit.aliases for unit in reversed(config.units)}
    return tuple(Offer(name, names=also.get(name, ())) for name in dict.fromkeys(_NAMES[kind](config)))


_NAMES: Mapping[DatumKind, Callable[["Config"], Iterable[str]]] = {
    DatumKind.UNIT: lambda config: names(config, KnownIn.UNITS),
    DatumKind.UNITS: lambda config: names(config, KnownIn.UNITS),
    DatumKind.PLACE: lambda config: names(config, KnownIn.PLACES),
    DatumKind.CATEGORY: lambda config: names(config, KnownIn.CATEGORIES),
    DatumKind.DOCKETS: lambda config: (docket.name for docket in config.dockets),
    DatumKind.ORIGIN: lambda config: (PETITIONER, *config.origins),
    DatumKind.LEADERS: lambda config: config.reception.leaders,
}


def day_reader(office: Desk, label: str, *, past: bool) -> Callable[[str], str]:
    """Return what reads a day as people write it; the day is given back as files have it."""

    def read(text: str) -> str:
        day = office.past_day(text, label) if past else office.day(text, label, ahead=True)
        return day.isoformat() if day else ""

    return read


def _rule(_: Desk, __: str, ___: Sequence[Offer]) -> Callable[[str], str]:
    def read(text: str) -> str:
        written = rule_written(text)
        if Rule.read(written) is None:
            raise RefusedError(Msg.FILL_NO_RULE(value=text))
        return written

    return read


def _several(_: Desk, label: str, offers: Sequence[Offer], *, is_closed: bool) -> Callable[[str], list[str]]:
    one = NameReader(offers, label, is_closed=is_closed)
    return lambda text: [one(part) for part in listed(text)]


_READERS: Mapping[DatumKind, Callable[[Desk, str, Sequence[Offer]], Callable[[str], Any]]] = {
    DatumKind.UNIT: lambda _, label, offers: NameReader(offers, label, is_closed=True),
    DatumKind.UNITS: partial(_several, is_closed=True),
    DatumKind.NAMES: lambda *_: listed,
    DatumKind.DOCKETS: partial(_several, is_closed=True),
    DatumKind.LEADERS: partial(_several, is_closed=False),
    DatumKind.ORIGIN: lambda _, label, offers: NameReader(offers, label, is_closed=True),
    DatumKind.PLACE: lambda _, label, offers: NameReader(offers, label),
    DatumKind.CATEGORY: lambda _, label, offers: NameReader(offers, label),
    DatumKind.RULE: _rule,
    DatumKind.DAY: lambda office, label, _: day_reader(office, label, past=False),
    DatumKind.PAST_DAY: lambda office, label, _: day_reader(office, label, past=True),
    DatumKind.COUNT: lambda _, label, __: number_reader(label, MOST_PEOPLE),
    DatumKind.LENGTH: lambda _, label, __: number_reader(label, MOST_DAYS),
    DatumKind.YUAN: lambda _, label, __: number_reader(label, MOST_YUAN),
    DatumKind.FLAG: lambda _, label, __: yes_or_no_reader(label),
    DatumKind.EITHER: lambda _, label, __: yes_or_no_reader(label),
}


def as_given(did: Did, key: Key, value: Any) -> Any:
    """Return what a field gave as the option gives it."""
    return [((0, value),)] if (did, key) in ONE_BY_ONE else value


def opened(office: Desk, of: str, *, end: str | None = None, is_first: bool = True) -> Form:
    """Return a form on the desk, with the draft that was left of it; the first of several says how it is filled in."""
    form = begun(office, office.workspace, office.by, of, office.now.isoformat(), end=end)
    if is_first:
        office.warn(Msg.FILL_HOW())
    return form


class StepForm:
    """What a step lacks, asked when it was refused for it; the draft of it is dropped once the step was taken."""

    def __init__(self, office: Desk, did: Did) -> None:
        self.office, self.did = office, did
        self._form: Form | None = None

    def matter(self) -> str:
        """Ask for the matter."""
        found: str = self.plain(case=self.which(Key.CASE))["case"]
        return found

    def which(self, said: Said) -> Question:
        """Return the question which matter it is, among those with which the step can be taken."""
        label = said.in_(self.office.lang)
        read = partial(_resolved, self.office, self._offers, label)
        return Question("", label, read, self._offers, is_needed=True)

    @cached_property
    def _offers(self) -> tuple[Offer, ...]:
        return tuple(_matters(self.office, self.did))

    def plain(self, **questions: Question) -> dict[str, Any]:
        """Ask questions that hang on nothing; each is known by the name under which it is given."""
        asked = [replace(question, name=name) for name, question in questions.items()]
        said = self._opened("-".join(questions)).fill(lambda _: asked) or {}
        self.done()
        return said

    def datum(self, key: Key, **more: Any) -> Question:
        """Return the question of a datum of the step."""
        return datum(self.office, self.did, key, **more)

    def needed(self, given: Mapping[Key, Any]) -> Values:
        """Ask for what the step always needs and was not given, of several matters at once."""
        fields = [self._field(key) for key in given if key.field in always_needed(self.did) and given[key] is None]
        return self._given(self._opened("several").fill(lambda _: fields)) if fields else {}

    def answers(self, ref: str, refusal: Text, data: Mapping[str, Any]) -> Values:
        """Ask for what answers a refusal; return nothing where nothing does."""
        asked = lacking(self.did, refusal)
        if not asked or any(data.get(key.field) is False for key in asked if self._form):
            return {}
        held = self.office.hold(ref).case
        state = fold(held, self.office.law)
        form = self._opened(held.id, refusal)
        form.forget(key.field for key in asked)

        def fields(said: Answers) -> Iterator[Question]:
            known = {**data, **said}
            for key in dict.fromkeys((*asked, *besides(self.did, known))):
                words = takeable(self.did, key, state, known)
                yield self._field(key, words, self._default(key, held), is_needed=key in asked)

        return self._given(form.fill(fields))

    def done(self) -> None:
        """Drop the draft."""
        if self._form is not None:
            self._form.draft.drop()
            self._form = None

    def _field(self, key: Key, words: Sequence[Label] = (), default: str = "", *, is_needed: bool = True) -> Question:
        return datum(self.office, self.did, key, words, default, is_needed=is_needed)

    def _default(self, key: Key, case: "Case") -> str:
        is_unit = key is Key.UNIT and self.did is Did.ROUTE
        return (is_unit and self.office.config.suggested_unit(case.category, case.place)) or ""

    def _given(self, said: Mapping[str, Any] | None) -> Values:
        """Return what was said as the options give it."""
        return {key: as_given(self.did, key, said[key.field]) for key in Key if said and key.field in said}

    def _opened(self, of: str, refusal: Text | None = None) -> Form:
        """Return the form; a refusal of what it gave is said."""
        office = self.office
        if self._form is None:
            self._form = opened(office, f"{self.did.value}-{of}")
        elif refusal is not None:
            office.warn(refusal)
        return self._form


def _resolved(office: Desk, offers: Sequence[Offer], label: str, text: str) -> str:
    """Return the matter that an id, its tail or a part of a title means."""
    try:
        return office.resolve(text)[0]
    except RefusedError as error:
        try:
            return NameReader(offers, label, is_closed=True)(text)
        except RefusedError as other:
            raise (other if other.text.msg is Msg.FILL_SEVERAL else error) from None


def _matters(office: Desk, did: Did) -> Iterator[Offer]:
    """Offer the matters that a step can be taken with, those touched last first."""
    from xinfang_cli.index.listing import SEALED_TITLE
    from xinfang_cli.measures.filters import Filter
    from xinfang_cli.measures.selection import Selection

    states = tuple(state.value for state in states_for(did))
    wanted = Selection(today=office.today).but(**{Filter.STATUS.field: states})
    with office.index() as index:
        for row in index.cases(wanted, "touched", MOST_OFFERED, ("id", "title", "sealed")):
            yield Offer(row["id"], SEALED_TITLE[office.lang] if row["sealed"] else row["title"] or "-")


_WHICH_FACT = Phrase("更正哪一项", "which fact")


def corrected(office: Desk, given: Facts) -> Facts:
    """Ask which fact of a registered matter is to be another, and what it is."""
    label, lang = _WHICH_FACT.in_(office.lang), office.lang
    keys = {key.in_(lang): key for key in FACTS if key.field in given.given}
    names = tuple(map(Offer, keys))
    which = Question("fact", label, NameReader(names, label, is_closed=True), names, is_needed=True)

    def questions(said: Answers) -> Iterator[Question]:
        yield which
        if "fact" in said:
            key = keys[said["fact"]]
            yield datum(office, Did.SET, key, is_needed=True)

    form = opened(office, "set")
    answers = form.fill(questions) or {}
    form.draft.drop()
    return given.but(**{name: value for name, value in answers.items() if name in given.given})
