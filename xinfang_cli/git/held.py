"""What git still has in clear of matters that are sealed: a commit that once had the words keeps them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from xinfang_cli.casefile.text import parse
from xinfang_cli.errors import Level, Problem
from xinfang_cli.git import repository as git
from xinfang_cli.messages import Msg
from xinfang_cli.store.workspace import SUFFIX, Workspace, path_of

_NAMED = 5
"""Commits that are named; of more the number follows."""


def held_in_clear(ws: Workspace, ids: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Return the matters whose words or files git has in clear, with the latest commits that have them."""
    files = {path_of(ws, case_id).relative_to(ws.root).as_posix(): case_id for case_id in ids}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    touched = list(git.commits_of(ws.root, [each for name in files for each in (name, _folder(name))]))
    texts = [(commit, name) for commit, name in touched if name in files]
    raws = git.contents(ws.root, [f"{commit}:./{name}" for commit, name in texts])
    clear = {pair for pair, raw in zip(texts, raws, strict=True) if raw is not None and _is_clear(raw, pair[1])}
    for commit, name in touched:
        case_id = files.get(name) or PurePosixPath(name).parent.name
        if name not in files or (commit, name) in clear:
            found[case_id][commit[:12]] = None
    return ((case_id, _listed(list(commits))) for case_id, commits in found.items())


def sealed_in_git(ws: Workspace, *, staged: bool) -> Iterator[Problem]:
    """Return what git has, or would take, of `sealed/`."""
    for name in git.tracked(ws.root, "sealed"):
        yield Problem(PurePosixPath(name), None, Msg.SEALED_TRACKED())
    if not staged and ws.sealed.exists() and not git.is_ignored(ws.root, "sealed/-"):
        yield Problem(PurePosixPath(".gitignore"), None, Msg.SEALED_NOT_IGNORED(), Level.WARNING)


def _folder(name: str) -> str:
    return name.removesuffix(SUFFIX) + "/"


def _is_clear(raw: bytes, name: str) -> bool:
    case, _ = parse(raw, PurePosixPath(name))
    return case is None or not case.is_sealed


def _listed(commits: list[str]) -> list[str]:
    rest = len(commits) - _NAMED
    return [*commits[:_NAMED], f"+{rest}"] if rest > 0 else commits
