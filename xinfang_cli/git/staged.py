"""Case files against git: what is staged, read as it would be committed, and histories against the last commit."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from xinfang_cli.casefile.compared import losses
from xinfang_cli.casefile.text import parse
from xinfang_cli.casefile.yaml import line_of
from xinfang_cli.errors import Problem
from xinfang_cli.git import repository as git
from xinfang_cli.labels import Lang
from xinfang_cli.law.checks import Known, examine, words_in_clear
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.records import Case
from xinfang_cli.messages import Msg
from xinfang_cli.store.attachments import digest_of
from xinfang_cli.store.workspace import is_case_file, is_closed


def staged_problems(root: Path, law: Law, known: Known) -> Iterator[Problem]:
    """Return what is wrong with the case files as they are staged, whatever lies in the folder."""
    changed = _case_files(root, git.merged_commits(root), staged=True)
    names = [name for name, letter in changed.items() if letter != "D"]
    raws = dict(zip(names, git.contents(root, [f":./{name}" for name in names]), strict=True))
    for name, raw in raws.items():
        case, problems = parse(raw or b"", PurePosixPath(name))
        yield from problems
        if case:
            text = (raw or b"").decode("utf-8-sig")
            for finding in (*examine(case, law, known), *words_in_clear(case)):
                yield Problem(PurePosixPath(name), line_of(text, finding.place), finding.text, finding.level)
            yield from _staged_attachments(root, name, case, text)
            if not case.is_sealed and _is_sealed_now(root / name):
                yield Problem(PurePosixPath(name), None, Msg.SEALED_STAGED())
    yield from against_commits(root, git.merged_commits(root), changed, raws)


def worktree_problems(root: Path) -> Iterator[Problem]:
    """Return the entries of history that files in the folder have lost or changed since the last commit, or by it.

    A revert of the last commit, or a merge whose other side was thrown away, calls no driver and no hook.
    """
    told: set[str] = set()
    for commits in (git.merged_commits(root), git.parents(root)):
        changed = _case_files(root, commits, staged=False)
        raws = {name: _read(root / name) for name, letter in changed.items() if letter != "D"}
        for problem in against_commits(root, commits, changed, raws):
            if problem.in_(Lang.EN) not in told:
                told.add(problem.in_(Lang.EN))
                yield problem
    yield from (Problem(PurePosixPath(name), None, Msg.CASES_LEFT_OUT()) for name in git.left_out(root))


def against_commits(
    root: Path, commits: tuple[str, ...], changed: dict[str, str], raws: dict[str, bytes | None]
) -> Iterator[Problem]:
    """Return which entries of some commits new versions of files do not have."""
    for before in commits:
        olds = git.contents(root, [f"{before}:./{name}" for name in changed])
        yield from losses(zip(changed, olds, strict=True), raws, lambda name: is_closed(root / name))


def since_commit(root: Path, commit: str) -> Iterator[Problem]:
    """Return the entries of history that files in the folder have lost or changed since a commit."""
    changed = _case_files(root, (commit,), staged=False)
    raws = {name: _read(root / name) for name, letter in changed.items() if letter != "D"}
    return against_commits(root, (commit,), changed, raws)


def _case_files(root: Path, commits: tuple[str, ...], *, staged: bool) -> dict[str, str]:
    """Return the case files that differ from one of some commits, each with git's letter for how."""
    return {
        name: letter
        for commit in commits
        for letter, name in git.changed_cases(root, commit, staged=staged)
        if is_case_file(PurePosixPath(name))
    }


def _read(path: Path) -> bytes | None:
    from xinfang_cli.casefile.content import read
    from xinfang_cli.casefile.yaml import MAX_BYTES
    from xinfang_cli.errors import XinfangError

    try:
        return read(path, MAX_BYTES)
    except XinfangError:
        return None  # the check of the files says what is wrong with it


def _is_sealed_now(path: Path) -> bool:
    case, _ = parse(_read(path) or b"", path)
    return case is not None and case.is_sealed


def _staged_attachments(root: Path, name: str, case: Case, text: str) -> Iterator[Problem]:
    """Return the files that entries name and the commit would not have, or with another content."""
    path = PurePosixPath(name)
    named = [(index, entry) for index, entry in enumerate(case.history) if entry.file and not case.is_sealed]
    blobs = git.contents(root, [f":./{path.with_suffix('') / (entry.file or '')}" for _, entry in named])
    for (index, entry), raw in zip(named, blobs, strict=True):
        line = line_of(text, ("history", index, "file"))
        if raw is None:
            yield Problem(path, line, Msg.ATTACHED_NOT_STAGED(name=entry.file))
        elif entry.sha256 and digest_of(raw) != entry.sha256:
            yield Problem(path, line, Msg.ATTACHED_DIFFERS(name=entry.file))
