"""Versions of case files compared: what a later one lost of an earlier one's history, and which of two is newer."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from xinfang_cli.casefile.text import parse
from xinfang_cli.casefile.yaml import line_of
from xinfang_cli.errors import Problem
from xinfang_cli.law.checks import altered
from xinfang_cli.law.records import Case
from xinfang_cli.messages import Msg, Text


def losses(
    before: Iterable[tuple[str, bytes | None]], now: Mapping[str, bytes | None], is_unseen: Callable[[str], bool]
) -> Iterator[Problem]:
    """Return which entries of earlier versions of files later ones do not have, and which files are gone.

    A matter is looked for by its id where its file moved. Of what `is_unseen` nobody can tell whether it is there.
    """
    by_id = {PurePosixPath(name).name: name for name in now}
    for name, old in before:
        path = PurePosixPath(name)
        was = parse(old, path)[0] if old is not None else None
        if was is None:
            continue
        here = name if name in now else by_id.get(path.name)
        if here is not None:
            yield from _altered(was, now[here] or b"", PurePosixPath(here))
        elif not is_unseen(name):
            yield Problem(path, None, Msg.CASE_REMOVED(id=path.stem))


def _altered(was: Case, raw: bytes, path: PurePosixPath) -> Iterator[Problem]:
    now = parse(raw, path)[0]
    text = raw.decode("utf-8-sig", "replace")
    for finding in altered(was, now) if now else ():
        yield Problem(path, line_of(text, finding.place), finding.text)


def compared(saved: bytes, here: bytes, path: PurePosixPath) -> Text:
    """Say which of two versions of a case file is newer: the one that has all of the other's history."""
    was, now = parse(saved, path)[0], parse(here, path)[0]
    if was is None or now is None:
        return Msg.RESTORE_OTHER()
    if not any(altered(was, now)):
        return Msg.RESTORE_NEWER(count=len(now.history) - len(was.history))
    return (
        Msg.RESTORE_APART() if any(altered(now, was)) else Msg.RESTORE_OLDER(count=len(was.history) - len(now.history))
    )
