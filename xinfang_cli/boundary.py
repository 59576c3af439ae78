"""The one place where an error becomes a sentence and an exit code."""

import json
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from xinfang_cli.errors import (
    INTERRUPTED,
    DoneError,
    PartlyError,
    Problem,
    UsageError,
    WrittenError,
    XinfangError,
    graver,
)
from xinfang_cli.labels import Lang, Phrase, pattern, placeholder
from xinfang_cli.messages import Msg, Text, harmless


def tell(error: Exception, lang: Lang, *, as_json: bool) -> int | None:
    """Print an error for people or scripts and return its exit code; None for a bug, which keeps its traceback."""
    if isinstance(error, XinfangError):
        found = error
    elif (text := _usage(error)) is not None:
        found = UsageError(text)
    elif isinstance(error, FileNotFoundError) and error.filename is None:  # only of the folder that we are in
        found = XinfangError(Msg.FOLDER_GONE())
    elif isinstance(error, OSError):
        path = error.filename or "-"
        found = XinfangError(Msg.OS_ERROR(path=path, reason=error.strerror or str(error)))
    else:
        return None
    if as_json:
        refusal: dict[str, Any] = {
            "error": found.text.msg.value,
            "message": found.text.message(lang),
            "remedy": found.text.remedy(lang),
        }
        if found.problems:
            refusal["problems"] = [problem.as_json(lang) for problem in found.problems]
        if isinstance(found, WrittenError):
            refusal["written"] = list(found.written)
        for_programs(sys.stderr)
        with suppress(OSError, ValueError):
            print(json.dumps(refusal, ensure_ascii=False), file=sys.stderr)
    else:
        list_problems(found.problems, lang)
        complain(found.text.in_(lang))
    return found.exit_code


class Work(NamedTuple):
    """What a command had written when it ended.

    Attributes:
        written: ids of matters, or names of other files.
        is_whole: whether it was all that was to be written.
        lost: what else is not as it should be with it.
    """

    written: tuple[str, ...]
    is_whole: bool
    lost: tuple[Text, ...]


def tell_end(work: Work, code: int, error: BaseException | None, lang: Lang, *, as_json: bool) -> int:
    """Say what is not as it should be with what a command wrote, and return its exit code: none of it is a refusal."""
    code = code if error is None else 0
    for fault in _faults(work, error, lang, as_json=as_json):
        tell(fault, lang, as_json=as_json)
        code = graver(code, fault.exit_code)
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) and not work.is_whole else code


def _faults(work: Work, error: BaseException | None, lang: Lang, *, as_json: bool) -> Iterator[WrittenError]:
    if isinstance(error, WrittenError):
        yield error
    elif error is not None and not work.is_whole:
        if isinstance(error, Exception) and tell(error, lang, as_json=as_json) is None:
            traceback.print_exception(error)
        yield PartlyError(Msg.WRITTEN_PARTLY(what=work.written), written=work.written)
    elif error is not None:
        if isinstance(error, Exception) and not isinstance(error, OSError | XinfangError):
            traceback.print_exception(error)
        yield DoneError(Msg.DONE_NOT_TOLD(what=work.written, reason=_reason(error, lang)), written=work.written)
    for text in work.lost:
        yield DoneError(text, written=work.written)


def _reason(error: BaseException, lang: Lang) -> str:
    if isinstance(error, XinfangError):
        return error.text.message(lang)
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def complain(line: str) -> None:
    """Print a line on stderr; that nobody can read it there changes nothing."""
    with suppress(OSError, ValueError):
        print(on_screen(line, sys.stderr), file=sys.stderr)


def on_screen(line: str, stream: Any) -> str:
    """Return a line for people as a stream shows it: on a terminal broken where words end, in a pipe as it is."""
    room = room_on(stream)
    if room is None:
        return line
    from xinfang_cli.widths import fitted

    return fitted(line, room)


def room_on(stream: Any) -> int | None:
    """Return how many columns the terminal of a stream has; None where it is none, and nothing is cut or broken."""
    if not stream.isatty():
        return None
    with suppress(OSError, ValueError):
        return int(os.environ.get("COLUMNS", "")) or _USUAL
    with suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns or _USUAL
    return _USUAL


_USUAL = 80


def can_ask() -> bool:
    """Whether somebody sits at a terminal who reads questions and can answer them."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def for_programs(stream: Any) -> None:
    """Print UTF-8 from here on, with our own line ends, whatever the console's code page; a console keeps its own.

    What programs read must not depend on where it was printed, and nothing in it may become a `?` in silence.
    """
    if not stream.isatty():
        with suppress(AttributeError):  # a stream of a test
            stream.reconfigure(encoding="utf-8", errors="strict", newline="\n")


def list_problems(problems: Iterable[Problem], lang: Lang) -> None:
    """Print problems on stderr, one a line."""
    for problem in problems:
        complain(problem.in_(lang))


def _usage(error: Exception) -> Text | None:
    """Return our sentence for a fault of the command line; typer's own are English."""
    said = getattr(error, "text", None)
    if isinstance(said, Text):
        return said
    fields: dict[str, Any] = {
        "option": _named(getattr(error, "param", None)) or getattr(error, "option_name", ""),
        "command": getattr(getattr(error, "ctx", None), "info_name", None) or "xinfang",
        "why": harmless(str(getattr(error, "message", ""))),
    }
    name = type(error).__name__
    if match := _EXTRA.fullmatch(fields["why"]):
        return Msg.EXTRA_WORDS(words=match[1], command=fields["command"])
    if name == "UsageError" and fields["why"].startswith("No such command"):
        return Msg.NO_SUCH_COMMAND(command=fields["why"].partition("'")[2].partition("'")[0])
    return (_of_number(fields) or _USAGE[name](**fields)) if name in _USAGE else None


def _of_number(fields: Mapping[str, Any]) -> Text | None:
    """Return our sentence for a number that is none, or out of bounds."""
    if match := _OUT_OF_RANGE.fullmatch(fields["why"]):
        value, least, most = match.groups()
        return Msg.OUT_OF_RANGE(option=fields["option"], value=value, least=least, most=most)
    if match := _NO_NUMBER.fullmatch(fields["why"]):
        return Msg.NO_NUMBER(option=fields["option"], value=match[1])
    return None


_OUT_OF_RANGE = pattern(r"(\S+) is not in the range (-?\d+)<=x<=(-?\d+)\.?")
_NO_NUMBER = pattern(r"'(.*)' is not a valid int(?:eger)?(?: range)?\.?", re.DOTALL)


_EXTRA = pattern(r"Got unexpected extra arguments? ?(?:\(s\) )?\((.*)\)\.?", re.DOTALL)

_USAGE = {
    # typer keeps its copy of click private, so its errors are known by the names of their classes.
    "NoSuchOption": Msg.NO_SUCH_OPTION,
    "MissingParameter": Msg.MISSING_PARAMETER,
    "BadParameter": Msg.BAD_PARAMETER,
    "BadOptionUsage": Msg.BAD_PARAMETER,
    "BadArgumentUsage": Msg.BAD_PARAMETER,
    "UsageError": Msg.BAD_USAGE,
}


def _named(param: object) -> str | Phrase:
    opts = getattr(param, "opts", None) or [""]
    if getattr(param, "param_type_name", "") == "argument":
        return placeholder(str(getattr(param, "metavar", None) or opts[0]).upper())
    return str(max(opts, key=len))
