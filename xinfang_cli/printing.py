"""Where the answers of a command go: sentences, lines, and JSON in one form."""

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xinfang_cli.boundary import complain, for_programs, on_screen
from xinfang_cli.errors import UsageError
from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg, Text

COLORS = ("auto", "always", "never")
"""When words are coloured; what a colour says, the words say too."""


def shows_color(wanted: str | None, env: Mapping[str, str], platform: str) -> bool:
    """Return whether to colour: as somebody wants it, else on a terminal that knows colours, unless NO_COLOR is set.

    Raises:
        UsageError: what somebody wants is not one of `COLORS`.
    """
    if wanted not in (None, *COLORS):
        raise UsageError(Msg.NOT_IN_LIST(option="--color", value=wanted, words=list(COLORS)))
    if wanted in COLORS[1:]:
        return wanted == "always"
    knows = env.get("TERM", "dumb") != "dumb" or (platform == "win32" and "WT_SESSION" in env)
    return knows and not env.get("NO_COLOR") and sys.stdout.isatty()


class Printer:
    """Prints in the user's language.

    Attributes:
        lang: the language.
        is_colored: whether words that mean something have its colour.
    """

    def __init__(self, lang: Lang, *, is_colored: bool = False) -> None:
        self.lang = lang
        self.is_colored = is_colored

    def say(self, text: Text) -> None:
        """Print a sentence."""
        print(on_screen(text.in_(self.lang), sys.stdout))

    def warn(self, text: Text) -> None:
        """Print a sentence on stderr, where it does not disturb a script."""
        complain(text.in_(self.lang))

    def struck(self, line: str) -> str:
        """Return a line as it shows what was struck: struck through where the terminal knows more than letters."""
        return f"\x1b[9m{line}\x1b[29m" if self.is_colored else line

    def print_lines(self, lines: Iterator[str]) -> None:
        """Print lines."""
        if sys.stdout.isatty():
            lines = (on_screen(line, sys.stdout) for line in lines)
        sys.stdout.writelines(line + "\n" for line in lines)

    def print_json(self, value: Mapping[str, Any] | Iterable[Mapping[str, Any]]) -> None:
        """Print an object on one line, or an array with a member a line, as they come: a long one needs no memory."""
        for_programs(sys.stdout)
        if isinstance(value, Mapping):
            print(_json(value))
        else:
            _print_list("", value, "")

    def print_json_with(self, head: Mapping[str, Any], key: str, values: Iterable[Mapping[str, Any]]) -> None:
        """Print an object whose last key is an array, which is printed as any other."""
        for_programs(sys.stdout)
        _print_list(f"{_json(head)[:-1]}, {_json(key)}: ", values, "}")

    def print_json_parts(
        self, head: Mapping[str, Any], parts: Iterable[tuple[str, Iterable[Mapping[str, Any]]]]
    ) -> None:
        """Print an object that ends with arrays, each under its key."""
        for_programs(sys.stdout)
        print(_json(head)[:-1], end="")
        for key, values in parts:
            _print_list(f",\n{_json(key)}: ", values, "", end="")
        print("}")


def _print_list(before: str, values: Iterable[Mapping[str, Any]], after: str, end: str = "\n") -> None:
    opening = before + "["
    for value in values:
        print(opening + _json(value), end="")
        opening = ",\n "
    print((opening if opening.endswith("[") else "") + "]" + after, end=end)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_word)


def _word(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(value)
