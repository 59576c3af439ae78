"""What a machine lacks for a workspace, and how to mend it: said by `check --setup`, which changes nothing."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec

from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.git import repository as git
from xinfang_cli.labels import Label
from xinfang_cli.messages import Msg, Text


class MachinePart(Label):
    """What is looked at, in the order in which it is said."""

    GIT = "git", "git", "git"
    IDENTITY = "identity", "git 署名", "git identity"
    DRIVER = "driver", "合并驱动", "merge driver"
    HOOK = "hook", "提交前检查", "check before commits"
    GROUP = "group", "共用", "sharing"
    ZONE = "zone", "时区", "time zone"
    FONTS = "fonts", "字体", "fonts"
    PRINTER = "printer", "打印机", "printer"
    LIBRARIES = "libraries", "可选的库", "optional libraries"
    UNITS = "units", "单位性质", "kinds of units"


LIBRARIES: Mapping[str, tuple[str, Text]] = {
    "python_calamine": ("python-calamine", Msg.LIBRARY_SHEETS()),
    "pyrage": ("xinfang[crypto]", Msg.LIBRARY_SEALING()),
    "segno": ("xinfang[crypto]", Msg.LIBRARY_PICTURE()),
    "icalendar": ("xinfang[ics]", Msg.LIBRARY_ICS()),
    "duckdb": ("xinfang[analytics]", Msg.LIBRARY_PARQUET()),
}
"""Libraries without which the rest works: what installs each, and what it is for."""


def missing(office: Desk) -> Iterator[tuple[MachinePart, Text]]:
    """Return what is missing here, part by part."""
    for part, look in _LOOKS.items():
        for text in look(office):
            yield part, text


def _git(office: Desk) -> Iterator[Text]:
    if shutil.which("git") is None:
        yield Msg.SETUP_NO_GIT()
    elif git.is_distrusted(office.workspace.root):
        yield Msg.SETUP_DISTRUSTED(path=office.workspace.root.as_posix())
    elif not git.is_repository(office.workspace.root):
        yield Msg.SETUP_NO_REPOSITORY()


def _identity(office: Desk) -> Iterator[Text]:
    if git.is_repository(office.workspace.root) and not git.has_identity(office.workspace.root):
        yield Msg.SETUP_IDENTITY()


def _driver(office: Desk) -> Iterator[Text]:
    root = office.workspace.root
    if git.is_repository(root) and not (git.wants_driver(root) and git.is_driver_ready(root)):
        yield Msg.NO_DRIVER()


def _hook(office: Desk) -> Iterator[Text]:
    folder = git.hooks_folder(office.workspace.root)
    if folder is not None and not (folder / "pre-commit").exists():
        yield Msg.SETUP_HOOK()


def _group(office: Desk) -> Iterator[Text]:
    """Whether this account may write, and where a group shares the workspace, is in that group."""
    from xinfang_cli.store.sharing import group_of
    from xinfang_cli.store.umask import is_opened

    root = office.workspace.root
    if sys.platform == "win32":
        yield Msg.SETUP_WINDOWS_RIGHTS()
    elif is_opened(root) and root.stat().st_gid not in {os.getegid(), *os.getgroups()} and os.geteuid() != 0:
        yield Msg.SETUP_GROUP(group=group_of(root))
    elif not os.access(root, os.W_OK):
        yield Msg.DISK_NOT_ALLOWED(path=root)


def _zone(office: Desk) -> Iterator[Text]:
    from xinfang_cli.office.zones import zone

    name = office.config.office.timezone
    if zone(name) is None:
        yield Msg.SETUP_ZONE(name=name)


def _fonts(_: Desk) -> Iterator[Text]:
    from xinfang_cli.render.wordxml import INSTEAD

    here = families()
    if here is None:
        yield Msg.SETUP_FONTS_UNKNOWN()
    elif lacking := [font for font, others in INSTEAD.items() if not here & {font, *others}]:
        yield Msg.SETUP_FONTS(fonts=lacking)


def families() -> set[str] | None:
    """Return the names of the fonts that this system has; None where nobody can be asked."""
    if sys.platform == "win32":
        return _families_of_windows()
    import subprocess

    asking = shutil.which("fc-list")
    if asking is None:
        return None
    done = subprocess.run([asking, ":", "family"], capture_output=True, check=False)  # noqa: S603  # no shell
    return {name.strip() for name in done.stdout.decode("utf-8", "replace").replace(",", "\n").splitlines()}


def _families_of_windows() -> set[str]:
    import winreg  # type: ignore[import-not-found,unused-ignore]  # Windows alone has it

    found: set[str] = set()
    for top in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):  # type: ignore[attr-defined,unused-ignore]
        try:
            key = winreg.OpenKey(top, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts")  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            continue
        for at in range(winreg.QueryInfoKey(key)[1]):  # type: ignore[attr-defined,unused-ignore]
            name = winreg.EnumValue(key, at)[0].partition(" (")[0]  # type: ignore[attr-defined,unused-ignore]
            found |= {part.strip() for part in name.split("&")}
    return found


def _printer(_: Desk) -> Iterator[Text]:
    from xinfang_cli.notices.printer import check_printer

    try:
        check_printer()
    except RefusedError:
        yield Msg.SETUP_PRINTER()


def _libraries(_: Desk) -> Iterator[Text]:
    for module, (package, use) in LIBRARIES.items():
        if find_spec(module) is None:
            yield Msg.SETUP_LIBRARY(package=package, use=use)


def _units(office: Desk) -> Iterator[Text]:
    from xinfang_cli.office.kinds import proposed

    for unit, kind in proposed(office.config.units):
        yield Msg.KIND_PROPOSED(unit=unit.name, kind=kind, word=kind.value)


_LOOKS: Mapping[MachinePart, Callable[[Desk], Iterator[Text]]] = {
    MachinePart.GIT: _git,
    MachinePart.IDENTITY: _identity,
    MachinePart.DRIVER: _driver,
    MachinePart.HOOK: _hook,
    MachinePart.GROUP: _group,
    MachinePart.ZONE: _zone,
    MachinePart.FONTS: _fonts,
    MachinePart.PRINTER: _printer,
    MachinePart.LIBRARIES: _libraries,
    MachinePart.UNITS: _units,
}
