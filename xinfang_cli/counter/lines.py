"""One line typed by a person: edited with prompt_toolkit, or read as it comes where the terminal can do nothing."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from xinfang_cli.counter.fields import MOST_NUMBERED, Offer
from xinfang_cli.plaintext import squeezed

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document as Typed
    from prompt_toolkit.output import Output

Typing = Callable[[str], None]
"""Who is told of a line with each key."""


class Lines(Protocol):
    """Where lines come from. Each raises KeyboardInterrupt, or EOFError at the end of input."""

    def read(self, label: str, text: str, offers: Sequence[Offer]) -> str:
        """Return the line that is typed behind a label, beginning with a text that may be changed."""


def lines(typing: Typing) -> Lines:
    """Return what reads lines on this terminal."""
    return PlainLines() if is_plain() else EditedLines(typing)


def is_plain() -> bool:
    """Whether the terminal moves no cursor."""
    return os.environ.get("TERM", "") in ("dumb", "unknown", *(() if os.name == "nt" else ("",)))


class PlainLines:
    """Lines as the terminal gives them; what stands there already is in brackets, and Enter takes it."""

    def read(self, label: str, text: str, offers: Sequence[Offer]) -> str:  # noqa: ARG002  # nothing completes here
        """Return the line."""
        sys.stderr.write(f"{label}[{text}] " if text else label)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.strip() or text


class EditedLines:
    """Lines with editing, completion and the history of this form, which nobody keeps."""

    def __init__(self, typing: Typing) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import InMemoryHistory
        from prompt_toolkit.input import create_input

        self._session: PromptSession[str] = PromptSession(
            input=create_input(sys.stdin), output=_output(), history=InMemoryHistory()
        )
        self._session.default_buffer.on_text_changed += lambda buffer: typing(buffer.text)

    def read(self, label: str, text: str, offers: Sequence[Offer]) -> str:
        """Return the line."""
        from prompt_toolkit.completion import Completer, Completion

        class Offering(Completer):
            def get_completions(self, document: "Typed", complete_event: "CompleteEvent") -> "Iterable[Completion]":
                part = squeezed(document.text).casefold()
                wanted = part or complete_event.completion_requested
                for offer in offers:
                    if wanted and offer.text != document.text and offer.has(part):
                        yield Completion(offer.text, start_position=-len(document.text), display_meta=offer.about)

        return self._session.prompt(
            label,
            default=text,
            completer=Offering(),
            complete_while_typing=len(offers) > MOST_NUMBERED,
            reserve_space_for_menu=_MENU if offers else 0,
        )


_MENU = 6


def _output() -> "Output":
    """Return the terminal; questions go beside what is printed, and the terminal is not asked where its cursor is."""
    from prompt_toolkit.output import create_output

    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    return create_output(stdout=sys.stderr)
