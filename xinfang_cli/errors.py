"""Two kinds of error: a `Problem` in data is listed with all others, an `XinfangError` ends the command."""

from pathlib import PurePath
from typing import ClassVar

from xinfang_cli.labels import Label, Lang, Plain
from xinfang_cli.messages import Msg, Text


class Level(Label):
    """How bad a problem is: a fault makes the exit code 3, a warning does not."""

    FAULT = "fault", "错误", "fault"
    WARNING = "warning", "提醒", "warning"


class Problem(Plain):
    """A fault in data: where it is, what it is, what to do."""

    path: PurePath
    line: int | None
    text: Text
    level: Level = Level.FAULT

    def in_(self, lang: Lang) -> str:
        """Return `path:line: what — what to do`."""
        where = self.path.as_posix() + (f":{self.line}" if self.line else "")
        return f"{where}: {self.text.in_(lang)}"

    def as_json(self, lang: Lang) -> dict[str, str | int | None]:
        """Return the object that `check --json` prints."""
        return {
            "level": self.level.value,
            "path": self.path.as_posix(),
            "line": self.line,
            "code": self.text.msg.value,
            "message": self.text.message(lang),
            "remedy": self.text.remedy(lang),
        }


class XinfangError(Exception):
    """A command cannot go on. The front door prints `text` and ends with `exit_code`."""

    exit_code: ClassVar[int] = 1

    def __init__(self, text: Text, problems: tuple[Problem, ...] = ()) -> None:
        self.text = text
        self.problems = problems

    def __str__(self) -> str:
        return self.text.in_(Lang.EN)


class RefusedError(XinfangError):
    """Refused by a rule, or not found; nothing was changed."""


class WrittenError(XinfangError):
    """Something was written, and is never said to be refused.

    Attributes:
        written: ids of matters, or names of other files.
    """

    def __init__(self, text: Text, problems: tuple[Problem, ...] = (), written: tuple[str, ...] = ()) -> None:
        super().__init__(text, problems)
        self.written = written


class PartlyError(WrittenError):
    """The rest was not written."""

    exit_code = 4


class DoneError(WrittenError):
    """It is done, but not told, not committed or not yet safe."""

    exit_code = 5


class UsageError(XinfangError):
    """The command line is wrong."""

    exit_code = 2


class InvalidError(XinfangError):
    """A file in the workspace is invalid and nothing can be done without it."""

    exit_code = 3


INTERRUPTED = 130
"""Exit code of who was stopped by the user."""

_GRAVITY = (0, XinfangError.exit_code, PartlyError.exit_code, InvalidError.exit_code, DoneError.exit_code)


def graver(one: int, two: int) -> int:
    """Return which of two exit codes of a command that did something goes before the other: 5 before 3 before 4."""
    return max(one, two, key=_GRAVITY.index)


__all__ = [
    "DoneError",
    "InvalidError",
    "Level",
    "Msg",
    "PartlyError",
    "Problem",
    "RefusedError",
    "Text",
    "UsageError",
    "XinfangError",
]
