"""The one place where an error becomes a sentence and an exit code."""

import json
import sys
from collections.abc import Iterable

from xinfang_cli.errors import Problem, UsageError, XinfangError
from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg, Text, harmless


def tell(error: Exception, lang: Lang, *, as_json: bool) -> int | None:
    """Print an error for people or scripts and return its exit code; None for a bug, which keeps its traceback."""
    if isinstance(error, XinfangError):
        found = error
    elif (text := _usage(error)) is not None:
        found = UsageError(text)
    elif isinstance(error, OSError):
        path = error.filename or "-"
        found = XinfangError(Msg.OS_ERROR(path=path, reason=error.strerror or str(error)))
    else:
        return None
    if as_json:
        refusal = {
            "error": found.text.msg.value,
            "message": found.text.message(lang),
            "remedy": found.text.remedy(lang),
        }
        if found.problems:
            refusal["problems"] = [problem.as_json(lang) for problem in found.problems]  # type: ignore[assignment]
        print(json.dumps(refusal, ensure_ascii=False), file=sys.stderr)
    else:
        list_problems(found.problems, lang)
        print(found.text.in_(lang), file=sys.stderr)
    return found.exit_code


def list_problems(problems: Iterable[Problem], lang: Lang) -> None:
    """Print problems on stderr, one a line."""
    for problem in problems:
        print(problem.in_(lang), file=sys.stderr)


def _usage(error: Exception) -> Text | None:
    """Return our sentence for a fault of the command line; typer's own are English."""
    name = type(error).__name__
    param = getattr(error, "param", None)
    shown = _named(param)
    command = getattr(getattr(error, "ctx", None), "info_name", None) or "xinfang"
    message = harmless(str(getattr(error, "message", "")))
    match name:
        case "NoSuchOption":
            return Msg.NO_SUCH_OPTION(option=getattr(error, "option_name", ""), command=command)
        case "MissingParameter":
            return Msg.MISSING_PARAMETER(option=shown, command=command)
        case "BadParameter" if getattr(error, "text", None) is not None:
            return error.text  # type: ignore[attr-defined, no-any-return]
        case "BadParameter":
            return Msg.BAD_PARAMETER(option=shown, why=message, command=command)
        case "BadOptionUsage" | "BadArgumentUsage":
            return Msg.BAD_PARAMETER(option=getattr(error, "option_name", command), why=message, command=command)
        case "UsageError" if message.startswith("No such command"):
            return Msg.NO_SUCH_COMMAND(command=message.split("'")[1] if "'" in message else "")
        case "UsageError":
            return Msg.BAD_USAGE(why=message, command=command)
        case _:
            return None


def _named(param: object) -> str:
    opts = getattr(param, "opts", None) or [""]
    if getattr(param, "param_type_name", "") == "argument":
        return str(getattr(param, "metavar", None) or opts[0]).upper()
    return str(max(opts, key=len))
