"""The form: asks one field after the other, each checked at once; what was typed is kept until it was entered."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import typer

from xinfang_cli.counter.fields import BACK, MOST_NUMBERED, Offer, Question, yes_or_no_reader
from xinfang_cli.counter.lines import Lines, lines
from xinfang_cli.errors import XinfangError
from xinfang_cli.labels import Label, Lang, Phrase
from xinfang_cli.law.choosing import nearest
from xinfang_cli.messages import Msg, Text, harmless
from xinfang_cli.plaintext import narrow
from xinfang_cli.printing import Printer
from xinfang_cli.store.drafts import FormDraft, left_draft, new_draft
from xinfang_cli.store.workspace import Workspace
from xinfang_cli.typesetting import labelled
from xinfang_cli.widths import width

CLOSE = 0.6
"""How like a wrong answer a right one is that Enter takes in its place."""

Answers = Mapping[str, Any]
"""What was answered, as it was read, by the names of the fields."""

Ask = Callable[[Answers], Iterable[Question]]
"""Which fields there are, in their order, once some are answered."""


@dataclass
class Form:
    """A form that someone fills in.

    Attributes:
        printer: says what is to be said, beside what is printed.
        draft: what was typed.
        end: a field whose empty answer ends the form, as it does a pile.
        is_resumed: whether the draft is an earlier one's: where it is complete, its last answer is asked again, since
            what was said was refused.
    """

    printer: Printer
    draft: FormDraft
    end: str | None = None
    is_resumed: bool = False
    _lines: Lines = field(init=False)
    _asking: str = field(default="", init=False)
    _values: dict[str, Any] = field(default_factory=dict, init=False)
    _before: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._lines = lines(self._typed)

    def fill(self, ask: Ask) -> dict[str, Any] | None:
        """Ask until every field is answered; return the values, or None where an empty answer ended it.

        Raises:
            KeyboardInterrupt: whoever types has had enough; the draft is kept, and that is said.
        """
        try:
            while (here := self._next(ask) or self._last(ask)) is not None:
                self.is_resumed = False
                if not self._answer(here, ask):
                    return None
        except (KeyboardInterrupt, EOFError):
            self._leave()
            raise KeyboardInterrupt from None
        return {name: value for name, value in self._values.items() if value is not None}

    def forget(self, names: Iterable[str]) -> None:
        """Forget answers that were refused when all was said; each is asked again."""
        for name in names:
            if name in self._values:
                del self._values[name]
                self.draft.answers.pop(name, None)

    def _next(self, ask: Ask) -> Question | None:
        """Return the first field that has no answer; answers of a draft are read again, and told."""
        for here in ask(self._values):
            if here.name in self._values:
                continue
            kept = self.draft.answers.get(here.name)
            if kept is None:
                return here
            try:
                self._values[here.name] = here.read(kept) if kept else None
            except (XinfangError, typer.BadParameter):
                self._before[here.name] = self.draft.answers.pop(here.name)
                return here
        return None

    def _last(self, ask: Ask) -> Question | None:
        """Return the last question of a draft that says all there is to say."""
        if not self.is_resumed:
            return None
        last = list(ask(self._values))[-1]
        self._values.pop(last.name)
        self._before[last.name] = self.draft.answers.pop(last.name)
        return last

    def _answer(self, here: Question, ask: Ask) -> bool:
        """Ask one field until it has a value, or the one before is asked; return False where that ended the form."""
        if here.before is not None:
            here.before()
        here, text = self._begun(here)
        offers, default = here.offers, here.default
        while True:
            self._number(offers)
            typed = self._read(here, text, default, offers)
            if typed in (BACK, f"{text}{BACK}"):
                self._before[here.name] = text
                self._back(here, ask)
                return True
            answer = _chosen(typed, offers) or default
            if not answer and here.name == self.end and not self.draft.answers:
                return False
            refusal = self._take(here, answer)
            if refusal is None:
                return True
            self.printer.warn(refusal)
            near, either = (_answers(refusal, key, self.printer.lang) for key in ("near", "either"))
            text, default = "", next(iter(nearest(answer, near, CLOSE)), here.default)
            offers = tuple(map(Offer, near or either)) or here.offers

    def _take(self, here: Question, answer: str) -> Text | None:
        """Keep an answer, or return why it is none."""
        if not answer:
            if here.is_needed:
                return Msg.FILL_NEEDED(field=here.label)
            value = None
        else:
            try:
                value = here.read(answer)
            except (XinfangError, typer.BadParameter) as error:
                text = getattr(error, "text", None)
                return text if isinstance(text, Text) else Msg.FILL_UNKNOWN(field=here.label, value=answer)
            self._echo(answer, value)
        self._values[here.name] = value
        self.draft.answers[here.name] = answer
        self.draft.typing = None
        self.draft.keep()
        return None

    def _echo(self, answer: str, value: object) -> None:
        """Say what an answer was taken for, where that is another text."""
        shown = value.in_(self.printer.lang) if isinstance(value, Label) else value
        if isinstance(shown, str) and shown != answer:
            self.printer.warn(Msg.FILL_TAKEN(value=shown))

    def _back(self, here: Question, ask: Ask) -> None:
        """Take back the answer before this field, which is asked again with it."""
        earlier = [each.name for each in ask(self._values) if each.name in self._values]
        names = earlier[: earlier.index(here.name)] if here.name in earlier else earlier
        if names:
            del self._values[names[-1]]
            self._before[names[-1]] = self.draft.answers.pop(names[-1], "")

    def _begun(self, here: Question) -> tuple[Question, str]:
        """Return a question with the answer that it had, and what stands in its line: a text, or what was being typed.

        What is chosen is not edited: Enter takes what it was, and another answer is typed in its place.
        """
        before = self._before.pop(here.name, "")
        name, typing = self.draft.typing or ("", "")
        if name == here.name:
            return here, typing
        return (here, before) if here.read is str else (replace(here, default=before or here.default), "")

    def _read(self, here: Question, text: str, default: str, offers: Sequence[Offer]) -> str:
        self._asking = here.name
        asked = f"{here.label} [{default}]" if default else here.label
        label = labelled(asked, self.printer.lang)
        return self._lines.read(label if self.printer.lang is Lang.ZH else f"{label} ", text, offers).strip()

    def _typed(self, text: str) -> None:
        """Keep what is being typed."""
        if text and text != self.draft.answers.get(self._asking):
            self.draft.typing = (self._asking, text)
            self.draft.keep()

    def _leave(self) -> None:
        if not self.draft.answers and self.draft.typing is None:
            self.draft.drop()
            return
        self.draft.keep()
        self.printer.warn(Msg.FILL_KEPT() if self.draft.is_kept else Msg.FILL_NOT_KEPT(path=self.draft.path.parent))

    def _number(self, offers: Sequence[Offer]) -> None:
        """List what may be answered, with numbers."""
        if 0 < len(offers) <= MOST_NUMBERED:
            for line in _packed([f"{number} {_said(offer)}" for number, offer in enumerate(offers, 1)]):
                self.printer.warn(Msg.FILL_LINE(line=line))


def _said(offer: Offer) -> str:
    return harmless(f"{offer.text} {offer.about}".strip())


def _packed(parts: Sequence[str]) -> Iterator[str]:
    """Yield parts in lines that fit the terminal; those with much to say have one each."""
    room = max(20, shutil.get_terminal_size((80, 24)).columns - 2)
    line = ""
    for part in parts:
        longer = f"{line}  {part}" if line else part
        if line and width(longer) > room:
            yield line
            line = part
        else:
            line = longer
    yield line


def _chosen(text: str, offers: Sequence[Offer]) -> str:
    """Return what a number stands for in the list that was shown; any other text as it is."""
    number = narrow(text)
    if len(offers) <= MOST_NUMBERED and number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= len(offers):
        return offers[int(number[:3]) - 1].text
    return text


def _answers(refusal: Text, key: str, lang: Lang) -> list[str]:
    """Return the right answers that a refusal offers: the nearest ones, or those between which one is to choose."""
    offered = refusal.fields.get(key)
    found = offered if isinstance(offered, list | tuple) else ()
    return [each.in_(lang) if isinstance(each, Label | Phrase) else str(each) for each in found]


def begun(printer: Printer, ws: Workspace, who: str, of: str, when: str, *, end: str | None = None) -> Form:
    """Return a form, with the draft that was left of one like it if that is wanted.

    Raises:
        KeyboardInterrupt: whoever was asked about the draft has had enough; it lies where it lay.
    """
    left = left_draft(ws, who, of)
    draft = new_draft(ws, who, of, when)
    is_resumed = left is not None and _is_wanted(printer, left)
    if left is not None:
        if is_resumed:
            draft.answers, draft.typing = left.answers, left.typing
            draft.keep()
        left.drop()
    return Form(printer, draft, end, is_resumed)


def _is_wanted(printer: Printer, left: FormDraft) -> bool:
    """Show what a draft says, and ask whether to go on with it."""
    printer.warn(Msg.FILL_LEFT(when=left.when.replace("T", " ")[:16]))
    said = [*filter(None, left.answers.values()), *([left.typing[1]] if left.typing else [])]
    for line in _packed([harmless(text) for text in said]):
        printer.warn(Msg.FILL_LINE(line=line))
    if left.is_closed:
        printer.warn(Msg.FILL_CLOSED())
    return sure(printer, Msg.FILL_GO_ON())


def sure(printer: Printer, question: Text, *, default: bool = True) -> bool:
    """Ask a question that is answered with yes or no.

    Raises:
        KeyboardInterrupt: there is no answer.
    """
    label = question.in_(printer.lang) + (" [Y/n] " if default else " [y/N] ")
    asked, read = lines(lambda _: None), yes_or_no_reader("")
    while True:
        try:
            typed = asked.read(label, "", ())
        except EOFError:
            raise KeyboardInterrupt from None
        if not typed.strip():
            return default
        try:
            return read(typed)
        except XinfangError as error:
            printer.warn(error.text)
