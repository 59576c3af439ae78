"""Where a workspace is, and where its parts lie."""

import os
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

from xinfang_cli.casefile.content import MOST_SETTINGS, read
from xinfang_cli.errors import InvalidError, XinfangError
from xinfang_cli.labels import Plain, pattern
from xinfang_cli.law.ids import folder_of, is_id
from xinfang_cli.messages import Msg

_OFFICE = pattern(rb"""^["']?office["']?[ \t]*:""", re.MULTILINE)
_PRIVACY = pattern(r"""^["']?privacy["']?[ \t]*:(.*(?:\n(?:[ \t#].*)?)*)""", re.MULTILINE)
_COMMENT = pattern(r"(?:^|(?<=[ \t]))#.*", re.MULTILINE)
_IS_ON = pattern(r"""\bsealed["']?[ \t]*:[ \t]*true\b""")
_RECIPIENT = pattern(r"\bage1[02-9ac-hj-np-z]{58}\b")

CASES = "cases"
"""Where the matters lie, from the workspace's folder on."""

SUFFIX = ".yaml"
"""What the names of case files end in, and of sealed texts."""


class Workspace(Plain):
    """The folder of an office: `config.yaml`, `cases/`, `sealed/`, and what can be made again."""

    root: Path

    @property
    def config_file(self) -> Path:
        """The office's settings."""
        return self.root / "config.yaml"

    @property
    def cases(self) -> Path:
        """One file per matter, by year and month of receipt."""
        return self.root / CASES

    def must_have_cases(self) -> None:
        """Make sure that the matters are there: a figure without them would be a nought that nobody doubts.

        An empty folder is where a share is not mounted; `init` leaves a file in it. A folder that is closed to us is
        there, and named by whoever reads it.

        Raises:
            InvalidError: they are not.
        """
        try:
            with os.scandir(self.cases) as found:
                is_there = next(found, None) is not None
        except PermissionError:
            return
        except OSError:
            is_there = False
        if not is_there:
            raise InvalidError(Msg.CASES_GONE(path=self.cases))

    @property
    def sealed(self) -> Path:
        """Texts of sealed matters: outside git, readable by the owner alone."""
        return self.root / "sealed"

    @property
    def keys(self) -> Path:
        """The keys of matters whose petitioners are sealed, each for those who may open it: outside git."""
        return self.sealed / "keys"

    @property
    def recipients(self) -> tuple[str, ...]:
        """To whom the keys of matters are sealed; nobody while petitioners lie in clear.

        Asked by whatever writes a matter, so that none has to be told; `config.yaml` is read by its letters, without
        YAML. A test holds both ways of reading equal, and each writing command asks both.
        """
        config = f"{self.root}{os.sep}config.yaml"
        try:
            found = os.stat(config)
        except OSError:
            return ()
        return _recipients_in(config, found.st_mtime_ns, found.st_size)

    @property
    def reports(self) -> Path:
        """Where reports go unless told otherwise."""
        return self.root / "reports"

    @property
    def state(self) -> Path:
        """Index and lock: derived, outside git."""
        return self.root / ".xinfang"


@lru_cache(8)
def _recipients_in(config: str, *_stat: int) -> tuple[str, ...]:
    text = read(config, MOST_SETTINGS, follows=True).decode("utf-8", "replace")
    section = _PRIVACY.search(text)
    said = _COMMENT.sub("", section[1]) if section else ""
    return tuple(_RECIPIENT.findall(said)) if _IS_ON.search(said) else ()


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` up, whose `config.yaml` has an `office:`; None if there is none.

    The file may be broken otherwise: whoever reads it says so.
    """
    return next((folder for folder in (start, *start.parents) if _names_office(folder / "config.yaml")), None)


def _names_office(config: Path) -> bool:
    try:
        return bool(_OFFICE.search(read(config, MOST_SETTINGS, follows=True)))
    except XinfangError:  # none here, another's that we may not read, or no file
        return False


def path_of(ws: Workspace, case_id: str) -> Path:
    """Return where a case lies: by the day in its id, which stays when the day of receipt is corrected."""
    year, month = folder_of(case_id)
    return ws.cases / year / month / f"{case_id}{SUFFIX}"


def is_case_file(path: PurePosixPath) -> bool:
    """Whether a path from the workspace on is of a matter's file, and not of what is attached to one."""
    return path.parts[0] == CASES and path.suffix == SUFFIX and not any(is_id(part) for part in path.parts[:-1])


def is_closed(path: Path) -> bool:
    """Whether nobody can tell if a file is there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return False


def check_folders(root: Path, path: Path) -> None:
    """Raise InvalidError where a folder between `root` and a file is a symbolic link.

    The folder of all cases may be one: a share of the office.
    """
    place, at = os.fspath(path), len(os.fspath(root))
    if not place.startswith(f"{os.fspath(root)}{os.sep}"):
        raise ValueError(path)
    while (at := place.find(os.sep, at + 1)) > 0:
        if os.path.islink(place[:at]) and place[:at] != f"{os.fspath(root)}{os.sep}{CASES}":
            raise InvalidError(Msg.NOT_A_FILE(path=place[:at]))
