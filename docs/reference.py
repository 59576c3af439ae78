"""The reference of commands, from the commands themselves: `python docs/reference.py > docs/reference.md`.

A test holds the page against them, so it cannot fall behind.
"""

import sys
from collections.abc import Iterator
from typing import Any

from xinfang_cli.app import global_options, load
from xinfang_cli.commands import Command
from xinfang_cli.labels import Lang

HEAD = """# Commands · 命令一览

Made from the commands by `docs/reference.py`. The options of the first table go before a command's word or behind it;
✱ marks what is required. 每条命令也认中文名；第一张表的公用选项写在命令前后都可以，✱ 为必填。
"""


BAR = r"\|"
"""A bar would end the cell, in code too."""


def page() -> str:
    """Return the page."""
    lines = [HEAD, *_table(global_options(Lang.ZH), global_options(Lang.EN))]
    for command in Command:
        if not command.is_hidden:
            lines += _section(command)
    return "\n".join(lines) + "\n"


def _section(command: Command) -> Iterator[str]:
    zh, en = (own(load(command, lang).params) for lang in (Lang.ZH, Lang.EN))
    yield f"\n## {command.value} · {command.alias}\n"
    yield f"{command.zh}。{command.en[0].upper()}{command.en[1:]}.\n"
    yield f"`xinfang {' '.join([command.value, *map(in_usage, filter(is_argument, en))])}`\n"
    yield from _table(zh, en)


def own(params: list[Any]) -> list[Any]:
    """Return what a command takes and no other does, what stands without a name first."""
    common = {name for param in global_options(Lang.EN) for name in param.opts}
    listed = [param for param in params if is_argument(param) or not (param.hidden or common & set(param.opts))]
    return sorted(listed, key=lambda param: not is_argument(param))


def _table(zh: list[Any], en: list[Any]) -> Iterator[str]:
    if en:
        yield "| option | 中文 | English |\n|---|---|---|"
    for mine, theirs in zip(zh, en, strict=True):
        mark = " ✱" if theirs.required else ""
        cells = (f"`{shown(theirs)}`{mark}", mine.help or "", theirs.help or "")
        yield f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"


def shown(param: Any) -> str:
    """Return how a parameter is written."""
    if is_argument(param):
        return _name(param)
    return ", ".join(param.opts) + ("" if param.is_flag else f" {param.metavar or _name(param)}")


def in_usage(argument: Any) -> str:
    """Return an argument as a line of usage has it."""
    name = _name(argument) + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _name(param: Any) -> str:
    return (param.metavar or param.name or "").upper()


def is_argument(param: Any) -> bool:
    """Whether a parameter stands without a name."""
    return param.param_type_name == "argument"


if __name__ == "__main__":
    sys.stdout.write(page())
