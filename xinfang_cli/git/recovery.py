"""Entries of history that the last commits had and files have no more, as after a revert: brought back from git."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from xinfang_cli.casefile.merge import unite
from xinfang_cli.casefile.text import parse
from xinfang_cli.git import repository as git
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.history import identities
from xinfang_cli.law.records import Case
from xinfang_cli.store.workspace import is_case_file


def earlier(root: Path) -> Mapping[str, list[Case]]:
    """Return the versions that the last commit and those before it have of the matters whose files differ, by id."""
    found: dict[str, list[Case]] = defaultdict(list)
    if not git.is_repository(root):
        return found
    for commit in (*git.merged_commits(root), *git.parents(root)):
        names = [name for _, name in git.changed_cases(root, commit, staged=False) if is_case_file(PurePosixPath(name))]
        for name, raw in zip(names, git.contents(root, [f"{commit}:./{name}" for name in names]), strict=True):
            case = parse(raw, PurePosixPath(name))[0] if raw is not None else None
            if case is not None:
                found[case.id].append(case)
    return found


def regained(now: Case, versions: Iterable[Case], law: Law) -> Case:
    """Return a matter with the entries of earlier versions that it lacks, and the facts that they had changed.

    Where the two contradict each other nothing is taken: `check` names it, and the office decides.
    """
    case = now
    for version in versions:
        if identities(version).keys() <= identities(case).keys():
            continue
        merged = unite(None, case, version, law)
        if not merged.conflicts:
            case = merged.ours
    return case
