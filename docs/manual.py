"""The pages of `man xinfang`, from the commands themselves, as docs/reference.md: `python docs/manual.py` writes both.

A test holds them against the commands, so they cannot fall behind.
"""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xinfang_cli.app import global_options, load
from xinfang_cli.commands import Command
from xinfang_cli.help import HelpWord
from xinfang_cli.labels import Label, Lang, placeholder

HERE = Path(__file__).parent / "man"
OF_REFERENCE = runpy.run_path(str(Path(__file__).with_name("reference.py")))
BREAKS = re.compile(r"(?<=[，。；：、）])(?=[^，。；：、）])|(?<=[\u4e00-\u9fff])(?=[\w（“])|(?<=\|)")
"""Where Chinese, and a list of values, may go on in the next line: roff breaks lines at blanks alone."""


class Part(Label):
    """The headings of a manual page, and what is below them that no command says."""

    # fmt: off
    NAME = "name", "名称", "NAME"
    SYNOPSIS = "synopsis", "用法", "SYNOPSIS"
    SYNTAX = "syntax", "[选项] 命令 \\&...", "[options] command \\&..."
    DESCRIPTION = "description", "说明", "DESCRIPTION"
    ABOUT = "about", "一件信访事项是一个YAML文件。命令按《信访工作条例》（2022）办理、计期限；不带命令就是今天的台面。它管事，不管人：信访事项一律登记，检举控告对被检举人保密。编号写后五位就行，@ 是刚才那件，@3 是刚才列表的第3行。", "Each matter is one YAML file. Commands work it by the Regulations on Letters and Visits (2022) and count its deadlines; without a command it is today's desk. It tracks matters and duties, never persons: no matter is refused registration, and accusations are sealed from the accused. The last five characters of an id will do, @ is the matter that was touched last, @3 is row 3 of the list that was shown last."
    OPTIONS = "options", "公用选项", "OPTIONS"
    COMMANDS = "commands", "命令", "COMMANDS"
    ENVIRONMENT = "environment", "环境变量", "ENVIRONMENT"
    EXIT = "exit", "退出码", "EXIT STATUS"
    FILES = "files", "文件", "FILES"
    EXAMPLES = "examples", "例子", "EXAMPLES"


class Variable(Label):
    """The variables that are read."""

    HOME = "XINFANG_HOME", "工作区文件夹，同 -C", "folder of the workspace, as -C"
    TODAY = "XINFANG_TODAY", "把这一天当作今天，同 --today", "take this day as today, as --today"
    USER = "XINFANG_USER", "经办人，同 --by", "who writes, as --by"
    LANG = "XINFANG_LANG", "语言，同 --lang", "language, as --lang"
    KEY = "XINFANG_KEY", "信访人信息的密钥文件", "file with the key of petitioners' data"
    NO_COLOR = "NO_COLOR", "有值就没有颜色", "where it is set there is no colour"


class Exit(Label):
    """What the program ends with."""

    # fmt: off
    DONE = "0", "已办", "done"
    REFUSED = "1", "按规则不能办，或没有找到", "refused by a rule, or not found"
    USAGE = "2", "命令行写错", "the command line is wrong"
    INVALID = "3", "工作区里有文件不对，其余已办", "files in the workspace are invalid; the rest was done"
    PART = "4", "办了一部分：有的行没有办，或中途出错", "done in part: some rows were refused, or a fault came in between"
    UNTOLD = "5", "已办，但没能告知、git没有收或系统没有确认写妥；不要再办一次", "done, but nobody could be told, git did not take it, or the system did not confirm that it is safe; not to be run again"


class Place(Label):
    """What lies in a workspace."""

    # fmt: off
    CONFIG = "config.yaml", "单位、属地、分类、期限、报表的口径", "units, places, categories, time limits, measures of reports"
    CASES = "cases/", "信访件，一年一个文件夹，归git管", "matters, a folder a year, kept by git"
    SEALED = "sealed/", "检举控告的内容，只归本人或本组读，不归git管", "the words of accusations, for their owner or group alone, outside git"
    NOTICES = "notices/", "制成的文书", "documents that were made"
    KEPT = ".xinfang/", "索引和锁，可以删，会重建", "index and lock; may be deleted, and is made again"


class Example(Label):
    """What is typed most."""

    # fmt: off
    TODAY = "xinfang", "今天的台面", "today's desk"
    OPEN = "xinfang open", "登记，逐项问", "register; a form asks"
    ROUTE = "xinfang route @3 住建局", "把列表的第3行转给住建局", "send row 3 of the list to a unit"
    EXPLAIN = "xinfang explain 7K3MQ", "这一件的期限怎么来的", "why each date is what it is"
    REPORT = "xinfang report weekly --format docx --out 周调度.docx", "上周的周调度", "the report of last week"


def pages() -> dict[str, str]:
    """Return the pages by their files' names."""
    return {"xinfang.1": manual(Lang.EN), "xinfang.zh.1": manual(Lang.ZH), "xf.1": ".so man1/xinfang.1\n"}


def manual(lang: Lang) -> str:
    """Return a page in the language of `man`, roff."""
    return "\n".join([*_head(lang), *_commands(lang), *_foot(lang)]) + "\n"


def _head(lang: Lang) -> Iterator[str]:
    yield r".\" made by docs/manual.py"
    yield '.TH XINFANG 1 "" xinfang'
    yield ".nh\n.ad l"
    yield f".SH {Part.NAME.in_(lang)}\nxinfang, xf \\- {_safe(HelpWord.WHAT.in_(lang))}"
    yield f".SH {Part.SYNOPSIS.in_(lang)}"
    yield rf".B xinfang\fR {Part.SYNTAX.in_(lang)}"
    yield f".SH {Part.DESCRIPTION.in_(lang)}\n{_safe(Part.ABOUT.in_(lang))}"
    yield f".SH {Part.OPTIONS.in_(lang)}"
    yield from _options(global_options(lang), lang)
    for word, text in (("--install-completion", HelpWord.INSTALL), ("--show-completion", HelpWord.SHOW)):
        yield _row(word, text.in_(lang))
    yield _row("--help", HelpWord.HELP.in_(lang))


def _commands(lang: Lang) -> Iterator[str]:
    yield f".SH {Part.COMMANDS.in_(lang)}"
    for command in Command:
        if not command.is_hidden:
            params = OF_REFERENCE["own"](load(command, lang).params)
            usage = " ".join(map(OF_REFERENCE["in_usage"], filter(OF_REFERENCE["is_argument"], params)))
            title = f"{command.value} {command.alias} {placeholder(usage).in_(lang)}"
            yield f'.SS "{_safe(title.rstrip())}"'
            yield _safe(command.in_(lang))
            yield from _options(params, lang)


def _options(params: list[Any], lang: Lang) -> Iterator[str]:
    for param in params:
        yield _row(
            placeholder(OF_REFERENCE["shown"](param)).in_(lang), (param.help or "") + (" ✱" if param.required else "")
        )


def _foot(lang: Lang) -> Iterator[str]:
    for part, rows in (
        (Part.ENVIRONMENT, Variable),
        (Part.EXIT, Exit),
        (Part.FILES, Place),
        (Part.EXAMPLES, Example),
    ):
        yield f".SH {part.in_(lang)}"
        yield from (_row(row.value, row.in_(lang)) for row in rows)


def _row(term: str, text: str) -> str:
    return f".TP\n.B {_safe(term)}\n{_safe(text)}"


def _safe(text: str) -> str:
    """Return a text as roff takes it: no sign of its own, no line that begins as a request, broken where it may be."""
    escaped = BREAKS.sub(r"\\:", text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq"))
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (HERE / name).write_text(text, "utf-8")
