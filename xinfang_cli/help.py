"""Help in the user's language: typer's own words are English and cannot be turned."""

import shutil
from collections.abc import Iterable, Sequence
from typing import Any

from xinfang_cli.commands import Command
from xinfang_cli.labels import Label, Lang, placeholder
from xinfang_cli.typesetting import labelled
from xinfang_cli.widths import fitted, width, wrapped


class HelpWord(Label):
    """The headings of a help page."""

    # fmt: off
    USAGE = "usage", "用法", "Usage"
    ARGUMENTS = "arguments", "参数", "Arguments"
    OPTIONS = "options", "选项", "Options"
    COMMANDS = "commands", "命令", "Commands"
    NAMES = "names", "名称", "Names"
    NEEDED = "needed", "必填", "required"
    HELP = "help", "显示本页", "show this page"
    MORE = "more", "每条命令也认中文名，如 xf 转送；xinfang 命令 --help 看详情", "each command also answers to its Chinese name; xinfang COMMAND --help tells more"
    WHAT = "what", "信访事项台账：登记、转送、受理、办结，按条例计期限", "Letters-and-visits matters in plain files: register, route, accept, close, by the law's deadlines"
    INSTALL = "install", "安装命令补全", "install completion for this shell"
    SHOW = "show", "显示补全脚本", "show the completion script"


def root_help(lang: Lang, params: Sequence[Any]) -> str:
    """Return the page of `xinfang --help`."""
    pad = 4 if lang is Lang.ZH else 1
    shown = [command for command in Command if not command.is_hidden]
    rows = [(f"{command.value} {command.alias}", command.in_(lang)) for command in shown]
    return "\n".join(
        [
            labelled(
                HelpWord.USAGE.in_(lang),
                lang,
                f"xinfang [{HelpWord.OPTIONS.in_(lang)}] {HelpWord.COMMANDS.in_(lang)} …",
            ),
            "",
            _within(f"  {HelpWord.WHAT.in_(lang)}"),
            "",
            labelled(HelpWord.COMMANDS.in_(lang), lang),
            *_aligned(rows, least=pad),
            "",
            labelled(HelpWord.OPTIONS.in_(lang), lang),
            *_aligned(_options(params, lang)),
            "",
            _within(f"  {HelpWord.MORE.in_(lang)}"),
        ]
    )


def command_help(command: Command, lang: Lang, params: Sequence[Any], names: Iterable[tuple[str, str]] = ()) -> str:
    """Return the page of `xinfang COMMAND --help`; `names` are what its first argument may be, with titles."""
    arguments = [param for param in params if param.param_type_name == "argument"]
    usage = " ".join(_shown(param, lang) for param in arguments)
    what = f"xinfang {command.value} [{HelpWord.OPTIONS.in_(lang)}]"
    lines = [
        *_broken(labelled(HelpWord.USAGE.in_(lang), lang, f"{what} {usage}").rstrip()),
        "",
        _within(
            "  " + labelled(command.alias, lang, command.in_(lang))
            if lang is Lang.ZH
            else f"  {command.in_(lang)} ({command.alias})"
        ),
    ]
    if arguments:
        lines += ["", labelled(HelpWord.ARGUMENTS.in_(lang), lang)]
        lines += _aligned((_shown(param, lang), _described(param, lang)) for param in arguments)
    if names:
        lines += ["", labelled(HelpWord.NAMES.in_(lang), lang), *_aligned(names)]
    lines += ["", labelled(HelpWord.OPTIONS.in_(lang), lang), *_aligned(_options(params, lang))]
    return "\n".join(lines)


def _shown(argument: Any, lang: Lang) -> str:
    name = placeholder((argument.metavar or argument.name or "").upper()).in_(lang)
    name += "…" if argument.nargs == -1 else ""
    return name if argument.required else f"[{name}]"


def _options(params: Sequence[Any], lang: Lang) -> list[tuple[str, str]]:
    rows = []
    for param in params:
        if param.param_type_name != "option" or param.hidden:
            continue
        value = "" if param.is_flag else f" {placeholder(param.metavar or (param.name or '').upper()).in_(lang)}"
        rows.append((", ".join(param.opts) + value, _described(param, lang)))
    return [*rows, ("--help", HelpWord.HELP.in_(lang))]


def _described(param: Any, lang: Lang) -> str:
    by_name = {"install_completion": HelpWord.INSTALL, "show_completion": HelpWord.SHOW}
    text = by_name[param.name].in_(lang) if param.name in by_name else param.help or ""
    return f"{text} [{HelpWord.NEEDED.in_(lang)}]" if param.required else text


def _aligned(rows: Iterable[tuple[str, str]], *, least: int = 0) -> list[str]:
    listed = list(rows)
    most = min(_WIDEST, max(_NARROWEST, columns() - _SAID))
    column = min(most, max((width(left) for left, _ in listed), default=0)) + 2 + least
    room = max(24, columns() - column - 2)
    lines = []
    for left, right in listed:
        said = wrapped(right, room)
        if width(left) + 2 > column:
            lines += _broken(f"  {left}")
        else:
            first, *said = said or [""]
            lines.append(f"  {left}{' ' * (column - width(left))}{first}".rstrip())
        lines += [" " * (column + 2) + line for line in said]
    return lines


_WIDEST, _NARROWEST, _SAID = 34, 20, 46
"""Columns of what is typed: at most, on the narrowest screen, and how many are left for what it is."""


def _within(line: str) -> str:
    return fitted(line, columns())


def _broken(left: str) -> list[str]:
    """Return the lines of a name and its value; a value of many words goes on behind a bar."""
    first, *more = left.split("|")
    lines = [first]
    for word in more:
        if width(lines[-1]) + width(word) + 1 > columns() - 1:
            lines[-1] += "|"
            lines.append(f"      {word}")
        else:
            lines[-1] += f"|{word}"
    return lines


def columns() -> int:
    """Return the width to write for: the terminal's, or 100 in a pipe."""
    return shutil.get_terminal_size((100, 24)).columns
