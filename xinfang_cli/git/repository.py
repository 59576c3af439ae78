"""What git says, where the workspace is a repository. Without git everything else works."""

import getpass
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from xinfang_cli.messages import Msg, Text

NO_GIT = 127
_SLOW = 600
"""Seconds for what goes over many files."""

_ENTRY_LINE = re.compile(rb"(?:- |  )(?:(?:id|n): *'?(?P<id>[^\s']+)'?|at: .*)\s*")
"""Lines of an entry that git is asked about: its id, and its moment, which no other format of the file touched."""


def _run(root: Path, args: Sequence[str], given: bytes = b"", timeout: int = 10) -> tuple[int, bytes, bytes]:
    """Run git and return its exit code, 127 where there is no git or it takes too long, and what it prints."""
    import subprocess

    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(  # noqa: S603  # a fixed program with our own arguments
            ["git", "-C", str(root), *args],  # noqa: S607  # whichever git the office has
            capture_output=True,
            input=given,
            timeout=timeout,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr
    return NO_GIT, b"", b""


def _ask(root: Path, *args: str) -> str | None:
    code, out, _ = _run(root, args)
    return None if code else out.decode("utf-8", "replace").strip()


def user_name(root: Path) -> str:
    """Return git's name for who writes here, or the login name."""
    name = _ask(root, "config", "user.name")
    return name or _login()


def _login() -> str:
    with suppress(KeyError, OSError, ImportError):
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


_SHARED = "core.sharedRepository"
_FOR_GROUP = re.compile(r"(?i)group|true|yes|on|1|0?[0-7]6[0-7]|0?[0-7]7[0-7]")


def share(root: Path) -> bool:
    """Have git make its own files for a group, and for nobody else; whether it does."""
    return _ask(root, "config", "--local", _SHARED, "0660") is not None


def is_shared(root: Path) -> bool:
    """Whether the repository is one that a group writes."""
    return bool(_FOR_GROUP.fullmatch(_ask(root, "config", "--get", _SHARED) or ""))


def has_commit(root: Path) -> bool:
    """Whether anything was committed yet."""
    return _ask(root, "rev-parse", "--verify", "--quiet", "HEAD") is not None


def is_distrusted(root: Path) -> bool:
    """Whether git refuses a repository because another account made it."""
    return b"safe.directory" in _run(root, ("rev-parse", "--git-dir"))[2]


def has_identity(root: Path) -> bool:
    """Whether git knows a name and an address for commits."""
    return _ask(root, "var", "GIT_COMMITTER_IDENT") is not None


def is_repository(root: Path) -> bool:
    """Whether a folder lies in a repository."""
    return _ask(root, "rev-parse", "--git-dir") is not None


def has_cases(root: Path) -> bool:
    """Whether a commit here or on another branch ever had a matter."""
    return bool(_ask(root, "log", "--all", "--max-count=1", "--format=%h", "--", ":(glob)cases/**/*.yaml"))


def left_out(root: Path) -> tuple[str, ...]:
    """Return the files in `cases/` that a sparse checkout left out."""
    _, out, _ = _run(root, ("ls-files", "-t", "-z", "--", "cases"), timeout=_SLOW)
    lines = out.decode("utf-8", "surrogateescape").split("\0")
    return tuple(line[2:] for line in lines if line.startswith("S "))


def remotes(root: Path) -> tuple[str, ...]:
    """Return the names of the repository's remotes."""
    return tuple((_ask(root, "remote") or "").split())


DRIVER = "merge.xinfang2.driver"
"""Of format 2: what 0.1.0 registered as `xinfang` cannot read it, and without its Python keeps one side in silence.

Where only that is registered, git merges by itself, with marks.
"""
_DRIVER_NAME = "merge.xinfang2.name"
_PROGRAM = """-P -c 'try: import xinfang_cli.__main__
except ModuleNotFoundError: raise SystemExit(127)'"""
"""`-P`: a folder named like us in the workspace is not taken for us. `-m` would start a third more slowly."""

_ATTEMPTS = """T() {{ "$@" merge-driver %O %A %B %P; r=$?; test $r -ge 126 || exit $r; }}; T {program}; \
T xinfang; git merge-file -L ours -L base -L theirs %A %O %B"""
"""What git runs: this program; the one on PATH where this one was uninstalled; where there is neither, git itself.

A driver that fails altogether would leave our side without a mark, and the other one's entries would be lost with the
next commit. A shell says 127 of a program that is not there, and 126 of one that it may not run.
"""


def driver(root: Path) -> str | None:
    """Return the command that is registered for merging case files."""
    return _ask(root, "config", "--get", DRIVER)


def is_driver_ready(root: Path) -> bool:
    """Whether a driver is registered and one of its programs is there."""
    import shlex
    import shutil
    from itertools import pairwise

    words = shlex.split(driver(root) or "")
    tried = [word.rstrip(";") for before, word in pairwise(words) if before == "T"]
    return any(shutil.which(program) for program in tried or words[:1])


def register_driver(root: Path) -> bool:
    """Register this program for merging case files in the repository's own settings; whether that was missing."""
    wanted = _ATTEMPTS.format(program=attempt())
    if driver(root) == wanted or _ask(root, "config", "--local", DRIVER, wanted) is None:
        return False
    _ask(root, "config", "--local", _DRIVER_NAME, "case files of xinfang, entry by entry")
    return True


def hooks_folder(root: Path) -> Path | None:
    """Return where git looks for hooks; None outside a repository."""
    found = _ask(root, "rev-parse", "--git-path", "hooks")
    return root / found if found else None


def top_folder(root: Path) -> Path:
    """Return the repository's own folder, in which git runs hooks."""
    return Path(_ask(root, "rev-parse", "--show-toplevel") or root)


def attempt() -> str:
    """Return how a shell starts this program, or fails with 127 where its Python is gone."""
    import shlex
    import sys

    return f"{shlex.quote(Path(sys.executable).as_posix())} {_PROGRAM}"


def merge_lines(base: Path, ours: Path, theirs: Path) -> bool:
    """Merge three files line by line into `ours`; whether no conflict is left."""
    return _ask(ours.parent, "merge-file", *(str(each.absolute()) for each in (ours, base, theirs))) is not None


def merge_bases(root: Path, one: str, two: str) -> tuple[str, ...]:
    """Return the commits that two have in common and that none of the others in common follows."""
    return tuple((_ask(root, "merge-base", "--all", one, two) or "").split())


def picked(root: Path) -> tuple[str, ...]:
    """Return the commit that a rebase, or a row of cherry-picks, is putting on another."""
    found = []
    for name, at in (("rebase-merge/done", -1), ("sequencer/todo", 0)):
        file = _ask(root, "rev-parse", "--git-path", name)
        with suppress(OSError, IndexError):
            line = (root / str(file)).read_text(encoding="utf-8", errors="replace").strip().splitlines()[at]
            found.append(line.split()[1])
    return tuple(found)


def changed_files(root: Path, one: str, two: str, folder: str) -> set[str]:
    """Return the paths in a folder that two commits have differently and the second has at all."""
    args = ("diff", "--name-only", "--no-renames", "--diff-filter=AM", "-z", one, two, "--", folder)
    _, out, _ = _run(root, args, timeout=_SLOW)
    return set(out.decode("utf-8", "surrogateescape").split("\0")) - {""}


_MIDST = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


def underway(root: Path) -> str | None:
    """Return what git is in the midst of, such as `rebase`; None when it is at rest."""
    asked = [word for name in _MIDST for word in ("--git-path", name)]
    found = zip((_ask(root, "rev-parse", *asked) or "").splitlines(), _MIDST.values(), strict=False)
    return next((what for path, what in found if (root / path).exists()), None)


def _identity(root: Path, by: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return settings for who commits, where git knows nobody, and the option for whose work it is."""
    email = _ask(root, "config", "user.email") or f"{_login()}@localhost"
    missing = () if has_identity(root) else ("-c", f"user.name={by}", "-c", f"user.email={email}")
    return missing, (f"--author={by} <{email}>",)


def commit_paths(root: Path, paths: Sequence[str], message: str, by: str = "") -> Text | str | None:
    """Commit these files as they are and nothing else, whatever is staged; return why not, or None when it is done.

    The commit is the work of `by`; where git knows no name for who commits, theirs too.

    Not in the midst of a rebase or the like: aborting it would take the commit away, and with it the file.
    """
    busy = underway(root)
    if busy:
        return Msg.GIT_MIDST(what=busy)
    gone = [path for path in paths if not os.path.lexists(root / path)]
    unknown = set(gone) - {name for path in gone for name in tracked(root, path)}
    paths = [path for path in paths if path not in unknown]  # made and moved away again before git saw it
    if not paths:
        return None
    listed = ("--pathspec-from-file=-", "--pathspec-file-nul")
    given = "\0".join(paths).encode("utf-8", "surrogateescape")
    who, author = _identity(root, by) if by else ((), ())
    for args in (("add", *listed), ("commit", "--quiet", "--only", *author, f"--message={message}", *listed)):
        code, out, err = _run(root, ("--literal-pathspecs", *who, *args), given, _SLOW)
        if code:
            said = (err or out).decode("utf-8", "replace").strip().splitlines()
            return said[-1] if said else f"git {args[0]}: {code}"
    return None


def commits_of_entries(root: Path, path: Path) -> Mapping[str, str]:
    """Return the commit that brought each entry of a case file, by the entry's id; what is not committed has none."""
    code, out, _ = _run(root, ("blame", "-s", "-l", "--root", "--", str(path)))
    found, of = {}, b""
    for line in out.splitlines() if not code else ():
        commit, _, text = line.partition(b" ")
        entry = _ENTRY_LINE.fullmatch(text.partition(b") ")[2])
        if entry and entry["id"]:
            of = entry["id"]
        elif entry and of and commit.strip(b"0"):
            found[of.decode("utf-8", "replace")] = commit.decode()[:12]
    return found


def merged_commits(root: Path) -> tuple[str, ...]:
    """Return the commits that the next one follows: the last one here, and in a merge the other side's."""
    known = tuple(name for name in ("HEAD", "MERGE_HEAD") if _ask(root, "rev-parse", "--verify", "--quiet", name))
    return known or (_EMPTY_TREE,)


def parents(root: Path) -> tuple[str, ...]:
    """Return the commits that the last one follows."""
    return tuple((_ask(root, "rev-parse", "HEAD^@") or "").split())


def commit_named(root: Path, name: str) -> str | None:
    """Return the commit of a name such as `HEAD~3`, a branch or a number; None if it names none."""
    return _ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def changed_cases(root: Path, commit: str, *, staged: bool) -> tuple[tuple[str, str], ...]:
    """Return what differs from a commit in `cases/`: a letter as git gives it (A, M, D, …) and the path."""
    which = ("--cached",) if staged else ()
    args = ("diff", *which, "--name-status", "--no-renames", "--relative", "-z", commit, "--", "cases")
    _, out, _ = _run(root, args, timeout=_SLOW)
    words = out.decode("utf-8", "surrogateescape").split("\0")
    return tuple(zip(words[::2], words[1::2], strict=False))


_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""Git's name for a commit with nothing in it, to compare with before the first."""


def contents(root: Path, names: Iterable[str]) -> Iterator[bytes | None]:
    """Return what git holds under names such as `:./path` (staged) or `HEAD:./path`; None where it holds nothing."""
    asked = list(names)
    _, out, _ = _run(root, ("cat-file", "--batch"), "\n".join(asked).encode("utf-8", "surrogateescape"), _SLOW)
    at = 0
    for _ in asked:
        end = out.find(b"\n", at)
        head = out[at:end].rsplit(b" ", 2)
        at = end + 1
        if end < 0 or head[-1] == b"missing" or not head[-1].isdigit():
            yield None
            continue
        size = int(head[-1])
        yield out[at : at + size]
        at += size + 1


def commits_of(root: Path, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Return the commits of all branches that brought or changed files, each with a path from here, latest first."""
    args = ("log", "--all", "--no-renames", "--diff-filter=AMT", "--relative", "--name-only", "-z", "--format=%x01%H")
    given = "\n".join(("--", *paths)).encode("utf-8", "surrogateescape")
    _, out, _ = _run(root, ("--literal-pathspecs", *args, "--stdin"), given, _SLOW)
    commit = ""
    for word in out.decode("utf-8", "surrogateescape").replace("\n", "\0").split("\0"):
        if word.startswith("\1"):
            commit = word[1:]
        elif word:
            yield commit, word


def tracked(root: Path, folder: str) -> tuple[str, ...]:
    """Return the files of a folder that git has in its index."""
    _, out, _ = _run(root, ("ls-files", "-z", "--", folder), timeout=_SLOW)
    return tuple(name for name in out.decode("utf-8", "surrogateescape").split("\0") if name)


def is_ignored(root: Path, path: str) -> bool:
    """Whether git would leave a file out."""
    return _run(root, ("check-ignore", "--quiet", "--no-index", "--", path))[0] == 0


def wants_driver(root: Path) -> bool:
    """Whether the workspace's attributes leave merging case files to us, or to an earlier release of us."""
    with suppress(OSError):
        return b"merge=xinfang" in (root / ".gitattributes").read_bytes()
    return False
