"""Merges worked out ahead: what git will ask of the driver, each answer kept beside its question.

Git starts the driver anew for each file, and starting takes a hundred times as long as merging. So whoever works out
the first file of a merge does the others too, and the rest of the calls only fetch what lies ready, in git's own
folder until the next merge. An answer fits only the very same question, byte for byte: a wrong guess of what will be
asked costs time and nothing else. Little is imported here: `pathlib` or `contextlib` would take as long as all the
rest.
"""

import os

from xinfang_cli import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_READY = "xinfang-merged"
_WHICH = "which"


def question(rules: bytes, path: str, versions: "Iterable[bytes]") -> bytes:
    """Return all that a merge follows from as one text: this release, the rules, the path, the file's versions."""
    parts = (__version__.encode(), rules, os.fsencode(path), *versions)
    return b"".join(b"%d:%b" % (len(part), part) for part in parts)


def take(base: str, ours: str, theirs: str, path: str) -> bool:
    """Write the answer that lies ready for three files over `ours`; whether there was one.

    `path` is that of the case file from here, git's top folder.
    """
    try:
        ready = _read(f"{_folder()}/{os.path.basename(path)}")  # noqa: PTH119
        rules = _read(path.rpartition("cases/")[0] + "config.yaml")
        asked = question(rules, path, map(_read, (base, ours, theirs)))
    except OSError:
        return False
    if not ready.startswith(asked):
        return False
    with open(ours, "wb") as file:  # noqa: PTH123
        file.write(ready[len(asked) :])
    return True


def put(merge: str, answers: "Iterable[tuple[str, bytes, bytes]]") -> None:
    """Keep path, question and answer of each file of a merge, in place of the last merge's. May raise OSError."""
    folder = _folder()
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    for old in os.listdir(folder):  # noqa: PTH208
        os.unlink(f"{folder}/{old}")  # noqa: PTH108
    for path, asked, answer in ((_WHICH, merge.encode(), b""), *answers):
        name = os.path.basename(path)  # noqa: PTH119
        with open(f"{folder}/.{name}", "wb") as file:  # noqa: PTH123
            file.write(asked + answer)
        os.replace(f"{folder}/.{name}", f"{folder}/{name}")  # noqa: PTH105


def was_put(merge: str) -> bool:
    """Whether what lies there is of this merge."""
    try:
        return _read(f"{_folder()}/{_WHICH}") == merge.encode()
    except OSError:
        return False


def _folder() -> str:
    """Return where answers lie: in `.git`, or where a worktree's or submodule's `.git` says that it is."""
    place = os.environ.get("GIT_DIR") or ".git"
    if os.path.isfile(place):  # noqa: PTH113
        place = os.fsdecode(_read(place)).removeprefix("gitdir: ").rstrip("\n")
    return f"{place}/{_READY}"


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()
