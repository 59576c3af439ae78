"""The front door: builds the command line, owns the clock and the language, turns errors into exit codes."""

import datetime as dt
import errno
import gc
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from xinfang_cli import __version__
from xinfang_cli.casefile.content import MOST_SETTINGS
from xinfang_cli.casefile.content import read as read_file
from xinfang_cli.commands import Command, nearest_to, read, spelled_out
from xinfang_cli.errors import INTERRUPTED, UsageError, XinfangError
from xinfang_cli.labels import Label, Lang, pattern
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.desk import Desk

_LANGUAGE = pattern(r"^[^#\n]*\blanguage:\s*['\"]?(zh|en)\b", re.MULTILINE)


class Global(Label):
    """Options that every command takes, before its word or behind it."""

    DIRECTORY = (
        "-C",
        "工作区文件夹（默认从当前文件夹往上找）",
        "folder of the workspace (default: found from here upwards)",
    )
    TODAY = "--today", "把这一天当作今天（也可用 XINFANG_TODAY）", "take this day as today (also XINFANG_TODAY)"
    LANG = "--lang", "语言：zh 或 en（也可用 XINFANG_LANG）", "language: zh or en (also XINFANG_LANG)"
    COLOR = (
        "--color",
        "颜色：auto 终端上有（默认，NO_COLOR 时没有）、always、never",
        "colour: auto on a terminal (default, none where NO_COLOR is set), always, never",
    )
    BY = "--by", "经办人（也可用 XINFANG_USER）", "who writes (also XINFANG_USER)"


NAMES = {
    Global.DIRECTORY: "directory",
    Global.TODAY: "today",
    Global.LANG: "lang",
    Global.COLOR: "color",
    Global.BY: "by",
}
METAVARS = {"-C": "DIR", "--today": "DATE", "--lang": "zh|en", "--color": "auto|always|never", "--by": "NAME"}


def main(args: Sequence[str] | None = None) -> None:
    """Run the program and end the process with its exit code."""
    # pydantic looks through all installed distributions for plugins of its own; there is nothing for them to do here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = run(sys.argv[1:] if args is None else args)
    gc.freeze()  # all goes with the process: Python would look through it for cycles once more
    sys.exit(code)


def run(args: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    is_mute = _open_closed_streams()
    _survive_narrow_encodings()
    root = RootCommand(language(args, os.environ))
    code, error = _attempted(root, args)
    if error is not None:
        _give_up_printing()
    office, as_json = root.office, "--json" in args
    if office is not None and office.has_written:
        return office.end(code, error or (OSError(errno.EBADF, "stdout") if is_mute else None), as_json=as_json)
    if isinstance(error, BrokenPipeError):
        return 0  # whoever reads us has read enough
    if not isinstance(error, Exception):
        return code
    from xinfang_cli.boundary import tell

    told = tell(error, root.lang, as_json=as_json)
    if told is None:
        raise error
    return told


def _attempted(root: "RootCommand", args: Sequence[str]) -> tuple[int, BaseException | None]:
    """Run a command and print all it says; return its exit code, and what ended it if something did."""
    try:
        code = int(root.main(list(args), prog_name="xinfang", standalone_mode=False) or 0)
        sys.stdout.flush()
    except typer.Exit as ended:
        return ended.exit_code, None
    except (typer.Abort, KeyboardInterrupt) as error:
        return INTERRUPTED, error if isinstance(error, KeyboardInterrupt) else None
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # so typer ends where nobody reads what we print
            return 1, ended.__context__
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, what was written has to be told
        return 1, error
    return code, KeyboardInterrupt("Ctrl+C") if code == INTERRUPTED else None


def _open_closed_streams() -> bool:
    """Open what a supervisor closed (`>&-`): else the next file would take its number. Return whether stdout was."""
    is_mute = sys.stdout is None
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123  # open to the end
    return is_mute


def _give_up_printing() -> None:
    """Let go of what could not be printed: Python would try again at its end, and fail with a code of its own."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _survive_narrow_encodings() -> None:
    """Print what a GBK console cannot show as `?` instead of failing half way."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8":
            with suppress(AttributeError):
                stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def language(args: Sequence[str], env: Mapping[str, str]) -> Lang:
    """Return the user's language: `--lang`, `XINFANG_LANG`, config, locale; Chinese if none says.

    Help must know it before any option is read, so `args` and the configuration are only looked through.
    """
    for word in (_option(args, "--lang"), env.get("XINFANG_LANG"), _configured(args, env)):
        if word in tuple(Lang):
            return Lang.of(word)
    spoken = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return Lang.EN if spoken.startswith("en") else Lang.ZH


def _option(args: Sequence[str], name: str) -> str | None:
    for here, following in zip(args, [*args[1:], ""], strict=False):
        if here == name:
            return following
        if here.startswith(name + "="):
            return here.partition("=")[2]
    return None


def _configured(args: Sequence[str], env: Mapping[str, str]) -> str | None:
    for folder in _folders(args, env):
        with suppress(XinfangError, UnicodeDecodeError):
            text = read_file(folder / "config.yaml", MOST_SETTINGS, follows=True).decode("utf-8")
            found = _LANGUAGE.search(text)
            return found[1] if found else None
    return None


def _folders(args: Sequence[str], env: Mapping[str, str]) -> Iterator[Path]:
    with suppress(FileNotFoundError):  # the folder that we are in is gone, which the command itself will say
        start = Path(_option(args, "-C") or env.get("XINFANG_HOME") or ".").expanduser().resolve()
        yield from (start, *start.parents)


def global_options(lang: Lang) -> list[TyperOption]:
    """Return the options of every command; what they are given lands in the context's `meta`."""
    return [
        TyperOption(
            param_decls=[option.value, NAMES[option]],
            help=option.in_(lang),
            expose_value=False,
            callback=_keep,
            metavar=METAVARS[option.value],
        )
        for option in Global
    ]


def _keep(ctx: typer.Context, param: typer.CallbackParam, value: str | None) -> str | None:
    if value is not None and param.name:
        ctx.meta[param.name] = value
    return value


def completion_options() -> list[TyperOption]:
    """Return the options that print or install what this shell needs to complete."""
    return [
        TyperOption(param_decls=[f"--{done}-completion"], is_flag=True, expose_value=False, callback=_complete)
        for done in ("install", "show")
    ]


def _complete(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:  # noqa: FBT001  # click's signature
    if not value or ctx.resilient_parsing:
        return
    from xinfang_cli.store.shells import install, script, shell_of

    shell = shell_of(os.environ, sys.platform)
    if param.name == "show_completion":
        print(script(shell), end="")
    else:
        lang = language(sys.argv, os.environ)
        print(Msg.COMPLETION_INSTALLED(shell=shell, path=install(shell, os.environ)).in_(lang))
    ctx.exit()


class RootCommand(TyperGroup):
    """The root command. Its commands are stubs until one of them runs."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.office: Desk | None = None
        version = TyperOption(param_decls=["--version"], is_flag=True, help={"zh": "版本", "en": "version"}[lang.value])
        super().__init__(
            name="xinfang",
            invoke_without_command=True,
            params=[*global_options(lang), version, *completion_options()],
            rich_markup_mode=None,
        )

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the words in the order of the table."""
        return [command.value for command in Command if not command.is_hidden]

    def get_command(self, ctx: Any, cmd_name: str) -> "Stub | None":  # noqa: ARG002  # click's signature
        """Return the stub of a word or a Chinese name."""
        command = read(cmd_name)
        return Stub(command, self.lang) if command else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Take what clerks call a command for it; what is none is answered with the nearest."""
        if read(args[0]) is None and not args[0].startswith("-") and not ctx.resilient_parsing:
            spelled = spelled_out(args[0])
            near = [] if spelled else nearest_to(args[0])
            if near:
                raise UsageError(Msg.NEAR_COMMAND(command=args[0], near=near))
            args = [*(spelled or args[:1]), *args[1:]]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """With no command: the day's view on a terminal, help in a pipe."""
        rest = super().parse_args(ctx, args)
        if ctx.params.get("version"):
            print(f"xinfang {__version__}")
            ctx.exit()
        ctx.obj = cache(lambda: self._desk(ctx.meta))
        if not rest and not ctx._protected_args and not ctx.resilient_parsing:  # noqa: SLF001  # as TyperGroup has it
            if not sys.stdout.isatty():
                print(self.get_help(ctx))
                ctx.exit()
            ctx._protected_args = [Command.TODAY.value]  # noqa: SLF001
        return rest

    def _desk(self, given: Mapping[str, str]) -> "Desk":
        """Return a desk; of commands that another one types, the last one's is remembered."""
        self.office = _desk(self.lang, given)
        return self.office

    def get_help(self, ctx: Any) -> str:  # noqa: ARG002  # click's signature
        """Return the help in the user's language."""
        from xinfang_cli.help import root_help

        return root_help(self.lang, self.params)


class Stub(TyperCommand):
    """A command that help can list; the real one is imported when it runs."""

    def __init__(self, command: Command, lang: Lang) -> None:
        super().__init__(command.value, short_help=command.in_(lang), rich_markup_mode=None)
        self.command = command
        self.lang = lang

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Import the real command and let it read the arguments."""
        return self.real().make_context(info_name, args, parent=parent, **extra)

    def real(self) -> "Real":
        """Import the real command."""
        return load(self.command, self.lang)


class Real(TyperCommand):
    """A command whose file was imported."""

    label: Command
    lang: Lang
    asked: Sequence[Any] = ()
    """What must be given, and is asked on this terminal where it was not."""

    def get_help(self, ctx: Any) -> str:
        """Return the help in the user's language; a command whose argument is one of a list brings the list."""
        from xinfang_cli.help import command_help

        names = getattr(import_module(self.label.module), "names", None)
        for param in self.asked:
            param.required = True
        return command_help(self.label, self.lang, self.params, list(names(ctx.obj(), self.lang)) if names else ())


def load(command: Command, lang: Lang) -> Real:
    """Import a command's file and build its command line, with the options that every command takes."""
    from xinfang_cli.boundary import can_ask
    from xinfang_cli.commands.options import translate

    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    run = import_module(command.module).run
    asks = getattr(run, "asks", False)
    app.command(command.value, cls=Real)(run)
    real = typer.main.get_command(app)
    assert isinstance(real, Real)  # noqa: S101  # one command makes a command, never a group
    real.label, real.lang = command, lang
    translate(real.params, lang)
    own = {name for param in real.params for name in param.opts}
    # `count --by unit` groups; there is nobody who writes.
    real.params = [*real.params, *(each for each in global_options(lang) if own.isdisjoint(each.opts))]
    if asks and can_ask():
        real.asked = [param for param in real.params if param.required]
        for param in real.asked:
            param.required = False
    return real


def _desk(lang: Lang, given: Mapping[str, str]) -> "Desk":
    from xinfang_cli.desk import Desk
    from xinfang_cli.printing import shows_color
    from xinfang_cli.store.memory import state_folder

    return Desk(
        lang=lang,
        is_colored=shows_color(given.get("color"), os.environ, sys.platform),
        directory=given.get("directory") or os.environ.get("XINFANG_HOME"),
        today_text=given.get("today") or os.environ.get("XINFANG_TODAY"),
        user=given.get("by") or os.environ.get("XINFANG_USER"),
        clock=dt.datetime.now,
        state_folder=state_folder(os.environ, sys.platform),
    )
