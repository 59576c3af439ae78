"""`open` on a terminal: what is known of a matter is asked field by field; a pile of letters by a short set (T19, T22)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.commands.data import channel_of
from xinfang_cli.commands.facts import Facts
from xinfang_cli.commands.form import datum, day_reader, opened
from xinfang_cli.commands.options import Opt
from xinfang_cli.counter.fields import NameReader, Offer, Question, offered, word_reader, yes_or_no_reader
from xinfang_cli.counter.form import Answers
from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label, Phrase
from xinfang_cli.law.stepdata import FACTS, Key
from xinfang_cli.law.words import LEVELS, Channel, Did, MatterClass, Status
from xinfang_cli.messages import Msg
from xinfang_cli.office.rota import turns
from xinfang_cli.plaintext import in_one_line, listed, narrow

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case

ANONYMOUS = ("匿名", "anonymous")
FULL_NUMBER = 7
"""So many digits make a phone number whole, so that who has it is the same person."""

LONGEST_TITLE = 30
"""Characters of a title that is proposed from the request."""

WHOLE = (
    "channel", "name", "phone", "relation", "related", "address", "people", "representatives", "first_time", "place",
    "category", "class_", "accused", "request", "title", "received", "reception", "source_level", "source_number",
    "source_due", "from_", "unit", "receipt",
)  # fmt: skip
"""What is asked of one matter, in this order."""

OF_LETTERS = ("request", "title", "name", "address", "place", "category", "class_", "accused")
"""What is asked of each letter of a pile; without a request the pile has ended."""

OF_PILE = ("channel", "received")
"""What is asked of a pile once."""


class Ask:
    """Questions that no datum has the words for."""

    NAME = Phrase("信访人姓名（几位用顿号隔开，匿名写“匿名”）", "petitioner's name (several with commas, or anonymous)")
    FIRST_TIME = Phrase("初次信访（y 是，n 否）", "first time (y or n)")
    ACCUSED = Phrase("被检举单位（不详则跳过）", "the accused unit (Enter if not known)")
    SOURCE = Phrase("上级交办的，是哪一级", "the level that handed it down, if one did")
    RECEPTION = Phrase("接访领导（n 不是领导接访）", "received by which leader (n: by none)")
    RELATION = Phrase("本次", "this time it is")
    RELATED = Phrase("是哪一件", "which of them")
    UNIT = Phrase("转送给（n 暂不转）", "route to (n: not now)")
    PRINT = Phrase("打印登记表和接收回执（y 是，n 否）", "print form and slip of intake (y or n)")
    MAKE = Phrase(
        "没有打印机，登记表和接收回执存成文件（y 是，n 否）",
        "no printer: form and slip of intake as files (y or n)",
    )


class Relation(Label):
    """What a new matter is to one that its petitioner has already."""

    SAME = "same", "同一事项，补充登记（计件次）", "the same matter, registered once more"
    RELATED = "related", "相关联，另行登记", "a related matter, registered on its own"
    OTHER = "other", "与此无关，另行登记", "another matter"


class Registration(NamedTuple):
    """What came of the form: the facts, and what is to be done once the matter is registered.

    Attributes:
        given: the facts by option names.
        related: the matter that it is linked with.
        unit: the unit that it is routed to.
        papers: whether form and slip are made.
        prints: whether there is a printer for them.
        done: drops the draft.
    """

    given: Facts
    related: str | None
    unit: str | None
    papers: bool
    prints: bool
    done: Callable[[], None]


Preview = Callable[[Facts], "Case"]
"""Returns the matter as it would be registered."""


class Counter:
    """The questions of a registration, as far as the command line does not answer them."""

    def __init__(self, office: Desk, given: Facts, preview: Preview) -> None:
        self.office, self.given, self.preview = office, given, preview
        self._matters: dict[tuple[str, str], tuple[Offer, ...]] = {}
        self._channels: dict[str, Channel] = {}

    def ask(self, names: tuple[str, ...]) -> Callable[[Answers], Iterator[Question]]:
        """Return the questions of these names, those that hang on what was said once it was said."""

        def questions(said: Answers) -> Iterator[Question]:
            for name in names:
                known = {**self.given.given, **said}
                is_given = self.given.given.get(name) not in (None, "") and name not in said
                if not is_given and _WHEN.get(name, _always)(self, known):
                    yield _QUESTIONS[name](self, known) if name in _QUESTIONS else self.fact(name)

        return questions

    def fact(self, name: str, default: str = "", **more: Any) -> Question:
        """Return the question of a fact that has a datum of its own."""
        return datum(self.office, Did.SET, _KEYS[name], (), default, **more)

    def said(self, phrase: Phrase | Label) -> str:
        """Return a phrase in the user's language."""
        return phrase.in_(self.office.lang)

    def facts(self, answers: Mapping[str, Any]) -> Facts:
        """Return the facts that were given and said, by option names."""
        said = {name: value for name, value in answers.items() if name in self.given.given}
        if said.get("name") in ANONYMOUS:
            said |= {"name": None, "anonymous": True}
        elif "name" in said:
            said["name"], *others = listed(said["name"] or "") or (None,)
            said["others"] = tuple(others)
        if answers.get("relation") is Relation.SAME:
            said["repeat_of"] = self.related(answers)
        return self.given.but(**said)

    def related(self, answers: Mapping[str, Any]) -> str | None:
        """Return the matter that was chosen among those of the petitioner."""
        known = self.matters(answers)
        chosen: str | None = answers.get("related")
        return chosen or (known[0].text if len(known) == 1 else None)

    def matters(self, known: Mapping[str, Any]) -> tuple[Offer, ...]:
        """Return the open matters of who has this name and this whole number; that they were looked for is logged."""
        name, phone = next(iter(_names(known)), ""), narrow(known.get("phone") or "")
        if name in ("", *ANONYMOUS) or len(_digits(phone)) < FULL_NUMBER or _digits(phone) in self._shared:
            return ()
        if (name, phone) not in self._matters:
            self._matters[name, phone] = tuple(self._found(name, phone))
        return self._matters[name, phone]

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The numbers that config says are shared, those of units among them: who uses one is not known by it."""
        config = self.office.config
        return frozenset(map(_digits, (*config.office.shared_phones, *(unit.phone or "" for unit in config.units))))

    def _found(self, name: str, phone: str) -> Iterator[Offer]:
        from xinfang_cli.batches.likely import open_matters_of
        from xinfang_cli.law.sealing import masked_name
        from xinfang_cli.store.cases import access_log

        office = self.office
        who = masked_name(name) if office.config.is_sealed else name
        access_log(office.workspace, office.by, office.now, f"open --name {who}")
        states = {status.value: status.in_(office.lang) for status in Status}
        with office.index() as index:
            for row in open_matters_of(office.workspace, index, name, phone):
                parts = (row["title"] or "-", row["unit"] or "-", states[row["status"]], row["due"] or "-")
                yield Offer(row["id"], " · ".join(parts))

    def tell_matters(self, known: Mapping[str, Any]) -> None:
        """Show the petitioner's open matters."""
        self.office.warn(Msg.FILL_KNOWN_HEAD())
        for offer in self.matters(known):
            self.office.warn(Msg.FILL_LINE(line=f"{offer.text} {offer.about}"))

    def tell_repeats(self, known: Mapping[str, Any]) -> None:
        """Say which matters this one looks like, before it is registered."""
        if known.get("relation") or known.get("repeat_of"):
            return
        from xinfang_cli.batches.likely import repeats_of

        with self.office.index() as index:
            ids = repeats_of(self.office.workspace, index, self.preview(self.facts(known)))
        if ids:
            self.office.warn(Msg.FILL_REPEAT(ids=ids))

    def is_visit(self, known: Mapping[str, Any]) -> bool:
        """Whether somebody came; what a beginning of a channel was taken as is told once."""
        said = known["channel"]
        if said not in self._channels:
            self._channels[said] = channel_of(self.office, said)[0]
        return self._channels[said] is Channel.VISIT

    @cached_property
    def can_print(self) -> bool:
        """Whether there is a printer."""
        from xinfang_cli.notices.printer import check_printer

        try:
            check_printer()
        except RefusedError:
            return False
        return True


def _digits(phone: str) -> str:
    return "".join(filter(str.isdecimal, narrow(phone)))


def _names(known: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of who came, the contact first."""
    return (*listed(known.get("name") or ""), *known.get("others", ()))


def _always(_: Counter, __: Mapping[str, Any]) -> bool:
    return True


def _is_named(_: Counter, known: Mapping[str, Any]) -> bool:
    return not known.get("anonymous") and known.get("name") not in ANONYMOUS


def _is_accusation(known: Mapping[str, Any]) -> bool:
    return known.get("class_") is MatterClass.ACCUSATION


def _was_handed_down(_: Counter, known: Mapping[str, Any]) -> bool:
    return bool(known.get("source_level"))


_WHEN: Mapping[str, Callable[[Counter, Mapping[str, Any]], bool]] = {
    "name": lambda _, known: not known.get("anonymous"),
    "phone": _is_named,
    "address": _is_named,
    "relation": lambda counter, known: not known.get("repeat_of") and bool(counter.matters(known)),
    "related": lambda counter, known: (
        known.get("relation") in (Relation.SAME, Relation.RELATED) and len(counter.matters(known)) > 1
    ),
    "representatives": lambda _, known: (known.get("people") or 1) > 1,
    "reception": lambda counter, known: bool(counter.office.config.reception.rota) and counter.is_visit(known),
    "first_time": lambda _, known: not known.get("repeat_of") and known.get("relation") is not Relation.SAME,
    "accused": lambda _, known: _is_accusation(known),
    "source_number": _was_handed_down,
    "source_due": _was_handed_down,
    "from_": _was_handed_down,
    "unit": lambda counter, known: bool(counter.office.config.units) and not _is_accusation(known),
}
"""On what a question hangs."""


def proposed(request: str) -> str:
    """Return a title for a request: its first sentence, or as much of it as a title has room for."""
    text = in_one_line(request)
    ends = [at for mark in "。；;！!？?" if (at := text.find(mark)) > 0]
    return text[: min([*ends, LONGEST_TITLE])].rstrip("，,、 ")


def _channel(counter: Counter, _: Mapping[str, Any]) -> Question:
    """Offer the channels, and the names that config has below them."""
    office, label = counter.office, counter.said(Key.CHANNEL)
    below = (Offer(row.name, names=tuple(row.aliases)) for row in office.config.channels)
    offers = (*offered(Channel, office.lang), *below)
    default = Channel.LETTER if counter.given.given.get("many") else Channel.VISIT
    read = NameReader(offers, label, is_closed=True)
    return Question("channel", label, read, offers, default.in_(office.lang), is_needed=True)


def _text(said: Phrase | Label, name: str) -> Callable[[Counter, Mapping[str, Any]], Question]:
    return lambda counter, _: Question(name, counter.said(said))


def _relation(counter: Counter, known: Mapping[str, Any]) -> Question:
    label, lang = counter.said(Ask.RELATION), counter.office.lang
    return Question(
        "relation",
        label,
        word_reader(Relation, label),
        offered(Relation, lang),
        Relation.OTHER.in_(lang),
        before=lambda: counter.tell_matters(known),
    )


def _related(counter: Counter, known: Mapping[str, Any]) -> Question:
    label, offers = counter.said(Ask.RELATED), counter.matters(known)
    return Question("related", label, NameReader(offers, label, is_closed=True), offers, is_needed=True)


def _people(counter: Counter, known: Mapping[str, Any]) -> Question:
    """As many as there are names, or more."""
    count = len(_names(known)) or 1
    question = counter.fact("people", str(count))

    def read(text: str) -> int:
        number: int = question.read(text)
        if number < count:
            raise RefusedError(Msg.FILL_PEOPLE(count=count))
        return number

    return replace(question, read=read)


def _first_time(counter: Counter, _: Mapping[str, Any]) -> Question:
    label = counter.said(Ask.FIRST_TIME)
    return Question("first_time", label, yes_or_no_reader(label))


def _title(counter: Counter, known: Mapping[str, Any]) -> Question:
    return counter.fact("title", proposed(known.get("request") or ""), is_needed=True)


def _accused(counter: Counter, _: Mapping[str, Any]) -> Question:
    label = counter.said(Ask.ACCUSED)
    offers = datum(counter.office, Did.ROUTE, Key.UNIT).offers
    return Question("accused", label, NameReader(offers, label), offers)


def _day(said: Phrase, name: str, *, past: bool) -> Callable[[Counter, Mapping[str, Any]], Question]:
    def question(counter: Counter, _: Mapping[str, Any]) -> Question:
        label = counter.said(said)
        today = counter.office.today.isoformat() if past else ""
        return Question(name, label, day_reader(counter.office, label, past=past), (), today, is_needed=past)

    return question


def _reception(counter: Counter, known: Mapping[str, Any]) -> Question:
    """Propose who receives on the day on which the visitors came."""
    office, label = counter.office, counter.said(Ask.RECEPTION)
    day = office.day(known.get("received"), label) or office.today
    turns_ = turns(office.config.reception, day, day, office.law.calendar)
    leaders = dict.fromkeys(leader for turn in turns_ for leader in turn.leaders)
    asked = counter.fact("reception", "、".join(leaders))
    read = asked.read
    return replace(asked, label=label, read=lambda text: [] if _is_no(text) else read(text))


def _is_no(text: str) -> bool:
    return narrow(text).casefold() in ("n", "no", "否", "-")


def _source(counter: Counter, _: Mapping[str, Any]) -> Question:
    label, offers = counter.said(Ask.SOURCE), tuple(map(Offer, LEVELS))
    return Question("source_level", label, NameReader(offers, label, is_closed=True), offers)


def _unit(counter: Counter, known: Mapping[str, Any]) -> Question:
    office, label = counter.office, counter.said(Ask.UNIT)
    offers = datum(office, Did.ROUTE, Key.UNIT).offers
    one = NameReader(offers, label, is_closed=True)
    return Question(
        "unit",
        label,
        lambda text: None if _is_no(text) else one(text),
        offers,
        office.config.suggested_unit(*(known.get(name) for name in ("category", "place"))) or "",
        before=lambda: counter.tell_repeats(known),
    )


def _receipt(counter: Counter, known: Mapping[str, Any]) -> Question:
    label = counter.said(Ask.PRINT if counter.can_print else Ask.MAKE)
    return Question("receipt", label, yes_or_no_reader(label), (), "y" if counter.is_visit(known) else "n")


_KEYS = {key.field: key for key in FACTS}
"""The facts whose questions are made of their data."""

_QUESTIONS: Mapping[str, Callable[[Counter, Mapping[str, Any]], Question]] = {
    "channel": _channel,
    "name": _text(Ask.NAME, "name"),
    "phone": _text(Opt.PHONE, "phone"),
    "address": _text(Opt.ADDRESS, "address"),
    "relation": _relation,
    "related": _related,
    "people": _people,
    "first_time": _first_time,
    "accused": _accused,
    "request": lambda counter, _: counter.fact("request", is_needed=True),
    "title": _title,
    "received": _day(Opt.RECEIVED, "received", past=True),
    "reception": _reception,
    "source_level": _source,
    "source_number": _text(Opt.SOURCE_NUMBER, "source_number"),
    "source_due": _day(Opt.SOURCE_DUE, "source_due", past=False),
    "from_": _text(Opt.SENT_BY, "from_"),
    "unit": _unit,
    "receipt": _receipt,
}


def register_by_form(office: Desk, given: Facts, preview: Preview, *, papers: bool) -> Registration:
    """Ask for what is known of one matter; `papers` are asked for already where the command line says so.

    Raises:
        InvalidError: there is no place for a matter; nobody types a form for that.
    """
    office.workspace.must_have_cases()
    counter = Counter(office, given, preview)
    form = opened(office, "open")
    answers = form.fill(counter.ask(tuple(name for name in WHOLE if name != "receipt" or not papers))) or {}
    related = counter.related(answers) if answers.get("relation") is Relation.RELATED else None
    wants = papers or bool(answers.get("receipt"))
    return Registration(
        counter.facts(answers), related, answers.get("unit"), wants, wants and counter.can_print, form.draft.drop
    )


def head_of_pile(office: Desk, given: Facts, preview: Preview) -> Facts:
    """Ask for what all letters of a pile have in common."""
    office.workspace.must_have_cases()
    counter = Counter(office, given.but(many=True), preview)
    if not any(given.given.get(name) in (None, "") for name in OF_PILE):
        return given
    form = opened(office, "pile")
    answers = form.fill(counter.ask(OF_PILE)) or {}
    form.draft.drop()
    return given.but(**answers)


def letters(office: Desk, given: Facts, preview: Preview) -> Iterator[Facts]:
    """Yield letter after letter until none is typed; a letter's draft is dropped when the next is asked for."""
    is_first = True
    while True:
        form = opened(office, "letter", end="request", is_first=is_first)
        answers = form.fill(Counter(office, given, preview).ask(OF_LETTERS))
        if answers is None:
            form.draft.drop()
            return
        yield Counter(office, given, preview).facts(answers)
        form.draft.drop()
        is_first = False
