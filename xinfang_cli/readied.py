"""Merges worked out ahead: what git will ask of the driver, each answer kept beside its question.

Git starts the driver anew for each file, and starting takes a hundred times as long as merging. So whoever works out
the first file of a merge does the others too, and the rest of the calls only fetch what lies ready. An answer fits
only the very same question, byte for byte: a wrong guess of what will be asked costs time and nothing else. Little is
imported here: `pathlib` or `contextlib` would take as long as all the rest.
"""

import os

from xinfang_cli import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = ".xinfang"
_READY = "merged"
_WHICH = "which"


def question(rules: bytes, path: str, versions: "Iterable[bytes]") -> bytes:
    """Return all that a merge follows from as one text: this release, the rules, the path, the file's versions."""
    return b"".join(
        b"%d:%b" % (len(part), part) for part in (__version__.encode(), rules, os.fsencode(path), *versions)
    )


def take(base: str, ours: str, theirs: str, path: str) -> bool:
    """Write the answer that lies ready for three files over `ours`; whether there was one."""
    root = next(filter(_is_ready, _above(os.path.abspath(path))), None)  # noqa: PTH100
    if root is None:
        return False
    try:
        ready = _read(f"{_folder(root)}/{os.path.basename(path)}")  # noqa: PTH119
        asked = question(_read(f"{root}/config.yaml"), path, map(_read, (base, ours, theirs)))
    except OSError:
        return False
    if not ready.startswith(asked):
        return False
    with open(ours, "wb") as file:  # noqa: PTH123
        file.write(ready[len(asked) :])
    return True


def put(root: str, merge: str, answers: "Iterable[tuple[str, bytes, bytes]]") -> None:
    """Keep path, question and answer of each file of a merge, in place of the last merge's. May raise OSError."""
    drop(root)
    folder = _folder(root)
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    if _is_elsewhere(root):
        return
    for path, asked, answer in ((_WHICH, merge.encode(), b""), *answers):
        name = os.path.basename(path)  # noqa: PTH119
        with open(f"{folder}/.{name}", "wb") as file:  # noqa: PTH123
            file.write(asked + answer)
        os.replace(f"{folder}/.{name}", f"{folder}/{name}")  # noqa: PTH105


def drop(root: str) -> None:
    """Delete what lies ready: copies of matters that are of no use after the merge."""
    folder = _folder(root)
    if not _is_ready(root) or _is_elsewhere(root):
        return
    try:
        for old in os.listdir(folder):  # noqa: PTH208
            os.unlink(f"{folder}/{old}")  # noqa: PTH108
        os.rmdir(folder)  # noqa: PTH106
    except OSError:
        return


def was_put(root: str, merge: str) -> bool:
    """Whether what lies there is of this merge."""
    try:
        return _read(f"{_folder(root)}/{_WHICH}") == merge.encode()
    except OSError:
        return False


def _folder(root: str) -> str:
    return f"{root}/{FOLDER}/{_READY}"


def _is_ready(root: str) -> bool:
    return os.path.isdir(_folder(root))  # noqa: PTH112


def _is_elsewhere(root: str) -> bool:
    """Whether a link leads out of the workspace; there nothing is written and nothing deleted."""
    return os.path.realpath(_folder(root)) != _folder(os.path.realpath(root))


def _above(path: str) -> "Iterator[str]":
    while (folder := os.path.dirname(path)) != path:  # noqa: PTH120
        yield folder
        path = folder


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()
