"""`init`: makes a workspace, or adds what one lacks; what is there is never overwritten."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from xinfang_cli.casefile.formats import lifted_config
from xinfang_cli.commands.options import Opt, argument, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import InvalidError, RefusedError, UsageError
from xinfang_cli.git import repository as git
from xinfang_cli.law.words import OfficeKind
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office.config import template
from xinfang_cli.office.profiles import Profile, profiled
from xinfang_cli.store.out import write_out
from xinfang_cli.store.sharing import group_of, share
from xinfang_cli.store.workspace import Workspace

KEPT = ".gitkeep"
"""A folder without files does not come into a clone."""
IGNORED = ("/.xinfang/", "/sealed/", "/reports/", ".xf-tmp-*", "/notices/")
ATTRIBUTES = ("cases/**/*.yaml text eol=lf merge=xinfang2",)


def run(
    ctx: typer.Context,
    folder: Annotated[Path, argument(Opt.FOLDER, "DIR")] = Path(),
    office: Annotated[str | None, option(Opt.OFFICE, "--office", metavar="NAME")] = None,
    code: Annotated[str | None, option(Opt.CODE, "--code", metavar="CODE")] = None,
    kind: Annotated[OfficeKind, choice(OfficeKind, Opt.OFFICE_KIND, "--kind")] = OfficeKind.PETITIONS,
    issuer: Annotated[str | None, option(Opt.ISSUER, "--issuer", metavar="NAME")] = None,
    profile: Annotated[Profile, choice(Profile, Opt.PROFILE, "--profile")] = Profile.NATIONAL,
    shared: Annotated[bool, option(Opt.SHARED, "--shared")] = False,
    unix_group: Annotated[str | None, option(Opt.UNIX_GROUP, "--unix-group", metavar="GROUP")] = None,
    hook: Annotated[bool, option(Opt.HOOK, "--hook")] = False,
    index_from: Annotated[Path | None, option(Opt.INDEX_FROM, "--index-from", metavar="PATH")] = None,
) -> int:
    """Write config.yaml, cases/, .gitignore and .gitattributes where they are missing."""
    at = desk(ctx)
    root = folder if folder != Path() or not at.directory else Path(at.directory)
    if unix_group and not shared:
        raise UsageError(Msg.GROUP_UNSHARED())
    with at.writing():
        made = make(at, root.expanduser(), office, code, profile, kind, issuer)
        made += _besides(at, Workspace(root.expanduser().resolve()), hook=hook, index_from=index_from)
        if shared:
            made += _share(at, Workspace(root.expanduser().resolve()), unix_group)
    _propose(at, root)
    if made:
        at.say(Msg.INIT_DONE(path=root, made=made))
    else:
        at.say(Msg.INIT_NOTHING(path=root))
    config = (root.expanduser() / "config.yaml").read_text(encoding="utf-8")
    if lifted_config(config) != config:
        at.say(Msg.INIT_FORMAT())
    return 0


def _besides(at: Desk, ws: Workspace, *, hook: bool, index_from: Path | None) -> list[str | Text]:
    """Put in place what is made on request."""
    from xinfang_cli.git.hook import put_hook

    made: list[str | Text] = [Msg.INIT_HOOK()] if hook and put_hook(ws.root) else []
    if index_from is not None:
        from xinfang_cli.index.taking import taken_from

        at.directory = str(ws.root)
        taken_from(index_from.expanduser(), ws.state, at.config.basis)
        made.append(Msg.INIT_INDEX())
    return made


def _share(at: Desk, ws: Workspace, group: str | None) -> list[str | Text]:
    """Open the workspace to a group: what several accounts write is there before any of them makes it their own."""
    for folder in (ws.state, ws.sealed):
        folder.mkdir(exist_ok=True)
    made: list[str | Text] = []
    if git.share(ws.root) and not git.has_commit(ws.root):
        at.directory = str(ws.root)
        paths = [name for name in ("config.yaml", ".gitignore", ".gitattributes", "cases") if (ws.root / name).exists()]
        refusal = git.commit_paths(ws.root, paths, "xinfang init", at.by)
        if refusal is not None:
            at.lost.append(Msg.NOT_COMMITTED(what=paths, reason=refusal))
        else:
            made.append(Msg.INIT_COMMIT())
    share(ws, group)
    return [*made, Msg.INIT_SHARED(group=group_of(ws.root))]


def _propose(at: Desk, root: Path) -> None:
    """Say which units of a workspace that is there look like ones that the Regulations treat apart."""
    from xinfang_cli.errors import InvalidError
    from xinfang_cli.office.config import load
    from xinfang_cli.office.kinds import proposed

    try:
        units = load(root / "config.yaml").units
    except InvalidError:
        return  # what is wrong with it is said by every other command
    for unit, kind in proposed(units):
        at.say(Msg.KIND_PROPOSED(unit=unit.name, kind=kind, word=kind.value))


def make(
    at: Desk,
    root: Path,
    office: str | None,
    code: str | None,
    profile: Profile,
    kind: OfficeKind = OfficeKind.PETITIONS,
    issuer: str | None = None,
) -> list[str | Text]:
    """Make what is missing and return its names.

    Raises:
        UsageError: there is no config.yaml yet, and name or code of the office are not given.
    """
    made: list[str | Text] = []
    config = root / "config.yaml"
    if not config.exists():
        if not office or not code:
            raise UsageError(Msg.INIT_NEEDS())
        issuer = issuer or _asked_issuer(at)
        root.mkdir(parents=True, exist_ok=True)
        write_out(config, [profiled(configured(office, code, at.lang.value, kind, issuer), profile)])
        made.append(config.name)
    if _make_cases(root / "cases"):
        made.append("cases/")
    for name, lines in ((".gitignore", IGNORED), (".gitattributes", ATTRIBUTES)):
        if _add_lines(root / name, lines):
            made.append(name)
    if not git.is_repository(root) and git.make_repository(root):
        made.append(".git")
    if git.register_driver(root):
        made.append(Msg.INIT_DRIVER())
    return made


def _asked_issuer(at: Desk) -> str:
    """Ask who issues reports as documents; nobody is asked where nobody sits, and nothing may be said."""
    if not sys.stdin.isatty():
        return ""
    return str(typer.prompt(Msg.ISSUER_ASKED().in_(at.lang), default="", show_default=False, err=True)).strip()


def _make_cases(cases: Path) -> bool:
    """Make the folder of matters, with a file in it that git keeps; whether that was missing.

    Raises:
        RefusedError: git has matters, so that an empty folder would hide that they are not there.
        InvalidError: it is a broken link.
    """
    if cases.is_dir() and next(cases.iterdir(), None) is not None:
        return False
    if git.has_cases(cases.parent):
        raise RefusedError(Msg.CASES_IN_GIT(path=cases))
    if cases.is_symlink() and not cases.is_dir():
        raise InvalidError(Msg.CASES_GONE(path=cases))
    cases.mkdir(exist_ok=True)
    (cases / KEPT).touch()
    return True


def configured(
    office: str, code: str, language: str, kind: OfficeKind = OfficeKind.PETITIONS, issuer: str | None = None
) -> str:
    """Return the commented defaults with the office's name, code, language and kind, and who issues its reports."""
    first = "office: {name: 某县信访局, code: '000000', prefix: XF, level: 县, timezone: Asia/Shanghai, language: zh, kind: petitions}"
    own = first.replace("name: 某县信访局", f"name: {_quoted(office)}").replace("'000000'", _quoted(code))
    own = own.replace("language: zh", f"language: {language}").replace("kind: petitions", f"kind: {kind}")
    issued = f"  issuer: {_quoted(issuer)}\n" if issuer else _NO_ISSUER
    return template().replace(first, own).replace(_NO_ISSUER, issued)


_NO_ISSUER = "  issuer: null\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _add_lines(path: Path, lines: tuple[str, ...]) -> bool:
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    missing = [line for line in lines if line not in old.splitlines()]
    if missing:
        joined = old if not old or old.endswith("\n") else old + "\n"
        write_out(path, [joined, "\n".join(missing), "\n"])
    return bool(missing)
