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
    said = getattr(error, "text", None)
    if isinstance(said, Text):
        return said
    fields = {
        "option": _named(getattr(error, "param", None)) or getattr(error, "option_name", ""),
        "command": getattr(getattr(error, "ctx", None), "info_name", None) or "xinfang",
        "why": harmless(str(getattr(error, "message", ""))),
    }
    name = type(error).__name__
    if name == "UsageError" and fields["why"].startswith("No such command"):
        return Msg.NO_SUCH_COMMAND(command=fields["why"].partition("'")[2].partition("'")[0])
    return _USAGE[name](**fields) if name in _USAGE else None


_USAGE = {
    # typer keeps its copy of click private, so its errors are known by the names of their classes.
    "NoSuchOption": Msg.NO_SUCH_OPTION,
    "MissingParameter": Msg.MISSING_PARAMETER,
    "BadParameter": Msg.BAD_PARAMETER,
    "BadOptionUsage": Msg.BAD_PARAMETER,
    "BadArgumentUsage": Msg.BAD_PARAMETER,
    "UsageError": Msg.BAD_USAGE,
}


def _named(param: object) -> str:
    opts = getattr(param, "opts", None) or [""]
    if getattr(param, "param_type_name", "") == "argument":
        return str(getattr(param, "metavar", None) or opts[0]).upper()
    return str(max(opts, key=len))
