"""Which merge git is in the midst of, guessed from one file of it, and the answers about the files still to come.

Git tells a driver one file and no commits. What it is about can be seen in its environment and its folder; a guess
counts only if its three commits hold the very versions that were asked about.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from xinfang_cli.casefile.mergetext import join
from xinfang_cli.git import answers as readied
from xinfang_cli.git import repository as git
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.sealing import is_in_clear
from xinfang_cli.store.workspace import SUFFIX

WORTH = 3
"""Other files from which on it is worth asking git for them all; for fewer, starting again for each costs less."""

_AT_ONCE = 256
"""Files that are held in memory together."""

_SEALED = b"\npetitioners_sealed:"

Commits = tuple[str, str, str]
Versions = tuple[bytes, bytes, bytes]
"""Base, ours, theirs."""


def ready(root: Path, path: str, versions: Versions, law: Law) -> None:
    """Work out the other files of the merge that `path`, seen from git's top folder, is merged in, if it can be told.

    `versions` are base, ours and theirs as git gave them. What cannot be kept is worked out when git asks for it.
    """
    top = Path.cwd()
    if not root.is_relative_to(top):
        return
    merge = next((each for each in _likely(top) if versions in _versions(top, each, [path])), None)
    if merge is None or readied.was_put(" ".join(merge)):
        return
    paths = _changed_by_both(top, merge, root) - {path}
    if len(paths) >= WORTH:
        with suppress(OSError):
            rules = (root / "config.yaml").read_bytes()
            readied.put(" ".join(merge), _answers(top, merge, sorted(paths), rules, law))


def _likely(top: Path) -> Iterator[Commits]:
    """Return the merges that may be under way: what is merged, what was picked, what was stashed away."""
    for other in (name.removeprefix("GITHEAD_") for name in os.environ if name.startswith("GITHEAD_")):
        bases = git.merge_bases(top, "HEAD", other)
        if len(bases) == 1:
            yield bases[0], "HEAD", other
        else:  # histories that crossed: git first merges where they come from
            for ours, theirs in ((one, two) for one in bases for two in bases if one != two):
                yield from ((base, ours, theirs) for base in git.merge_bases(top, ours, theirs))
    for picked in (*git.picked(top), "refs/stash"):
        yield f"{picked}^1", "HEAD", picked


def _versions(top: Path, merge: Commits, paths: Sequence[str]) -> Iterator[Versions | None]:
    """Return what the three commits have at each path: no base is an empty one; None where a side has nothing."""
    found = git.contents(top, [f"{commit}:{path}" for path in paths for commit in merge])
    for base, ours, theirs in zip(*[found] * 3, strict=True):
        yield None if ours is None or theirs is None else (base or b"", ours, theirs)


def _changed_by_both(top: Path, merge: Commits, root: Path) -> set[str]:
    base, ours, theirs = merge
    cases = (root / "cases").relative_to(top).as_posix()
    one, two = (git.changed_files(top, base, side, cases) for side in (ours, theirs))
    return {name for name in one & two if PurePosixPath(name).suffix == SUFFIX}


def _answers(
    top: Path, merge: Commits, paths: Sequence[str], rules: bytes, law: Law
) -> Iterator[tuple[str, bytes, bytes]]:
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        for path, versions in zip(some, _versions(top, merge, some), strict=True):
            answer = _answer(path, versions, law) if versions else None
            if versions and answer is not None:
                yield path, readied.question(rules, path, versions), answer


def _answer(path: str, versions: Versions, law: Law) -> bytes | None:
    """Return the merged file; None for what has to be said or kept apart, which is done when git asks for it."""
    try:
        joined = join(*as_texts(versions), PurePosixPath(path), law)
    except Exception:  # noqa: BLE001  # whatever it is, it is told when git asks for that file, and not in this one's name
        return None
    is_bare = is_in_clear(joined.case) and any(_SEALED in each for each in versions)
    if joined.conflicts or joined.touches_sealed or is_bare:
        return None
    return joined.text.encode("utf-8", "surrogateescape")


def as_texts(versions: Versions) -> tuple[str, str, str]:
    """Return base, ours and theirs as texts."""
    base, ours, theirs = (each.decode("utf-8", "surrogateescape") for each in versions)
    return base, ours, theirs
