"""What git says, where the workspace is a repository. Without git everything else works."""

import getpass
from contextlib import suppress
from pathlib import Path


def _ask(root: Path, *args: str) -> str | None:
    import subprocess

    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(  # noqa: S603  # a fixed program with our own arguments
            ["git", "-C", str(root), *args],  # noqa: S607  # whichever git the office has
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=10,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout.strip()
    return None


def user_name(root: Path) -> str:
    """Return git's name for who writes here, or the login name."""
    name = _ask(root, "config", "user.name")
    if name:
        return name
    with suppress(KeyError, OSError):
        return getpass.getuser()
    return "unknown"


def commit(root: Path) -> str | None:
    """Return the commit that the workspace stands at, with `+` if something was changed since; None outside git."""
    head = _ask(root, "rev-parse", "--short=12", "HEAD")
    if head is None:
        return None
    changed = _ask(root, "status", "--porcelain", "--untracked-files=normal", "--", "cases", "config.yaml")
    return f"{head}+" if changed else head


def make_repository(root: Path) -> bool:
    """Make a folder a repository; whether it became one."""
    return _ask(root, "init", "--quiet") is not None


def is_repository(root: Path) -> bool:
    """Whether a folder lies in a repository."""
    return _ask(root, "rev-parse", "--git-dir") is not None


def remotes(root: Path) -> tuple[str, ...]:
    """Return the names of the repository's remotes."""
    return tuple((_ask(root, "remote") or "").split())
