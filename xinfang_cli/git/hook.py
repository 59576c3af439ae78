"""The hook that git runs before a commit: what is staged is checked, and faults stop it."""

import os
import shlex
from pathlib import Path

from xinfang_cli.errors import RefusedError
from xinfang_cli.git import repository as git
from xinfang_cli.messages import Msg

_MARK = "# xinfang check --staged"
_HOOK = """#!/bin/sh
{mark}: this Python, or xinfang on PATH; without either the commit is made unchecked
T() {{ "$@" -C {folder} check --staged; r=$?; test $r -ge 126 || exit $r; }}
T {program}
T xinfang
echo "xinfang: not found, nothing was checked" >&2
"""


def put_hook(root: Path) -> bool:
    """Put the hook in place; whether that was missing.

    Raises:
        RefusedError: another hook is there, or there is no repository.
    """
    folder = git.hooks_folder(root)
    if folder is None:
        raise RefusedError(Msg.HOOK_NO_GIT())
    inner = os.path.relpath(root.resolve(), git.top_folder(root).resolve())
    text = _HOOK.format(mark=_MARK, folder=shlex.quote(Path(inner).as_posix()), program=git.attempt())
    path = folder / "pre-commit"
    if path.exists():
        old = path.read_text(encoding="utf-8", errors="replace")
        if old == text:
            return False
        if _MARK not in old:
            raise RefusedError(Msg.HOOK_OTHER(path=path))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(path.stat().st_mode | 0o111)
    return True
