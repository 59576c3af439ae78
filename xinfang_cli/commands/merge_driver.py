"""`merge-driver`: what git runs to merge a case file; `init` registers it."""

import re
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.commands.options import Opt, argument
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import InvalidError, RefusedError
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.casefile.mergetext import Joined, SealHand
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.records import Case, SealedText

_SEALED = re.compile(rb"^class: *accusation", re.MULTILINE)

CONFLICT = 1
"""Exit code that tells git of a conflict in the file."""


def run(
    ctx: typer.Context,
    base: Annotated[Path, argument(Opt.MERGE_BASE, "BASE")],
    ours: Annotated[Path, argument(Opt.MERGE_OURS, "OURS")],
    theirs: Annotated[Path, argument(Opt.MERGE_THEIRS, "THEIRS")],
    path: Annotated[Path, argument(Opt.MERGE_PATH, "PATH")],
) -> int:
    """Write the united case over OURS; what is to be decided stands between markers, and the exit code is 1."""
    from xinfang_cli.casefile.mergetext import join
    from xinfang_cli.git.ahead import as_texts, ready

    office = desk(ctx)
    office.directory = str(_folder(path))  # the merge is of this repository, whatever XINFANG_HOME says
    versions = (base.read_bytes(), ours.read_bytes(), theirs.read_bytes())
    law = _law(office)
    try:
        joined = join(*as_texts(versions), PurePath(path), law, lambda: _words(office, path.stem), _hand(office))
    except InvalidError:
        return _as_text(office, base, ours, theirs, path)
    with suppress(RefusedError):  # outside a workspace there are no other matters
        ready(office.workspace.root, path.as_posix(), versions, law)
    if joined.touches_sealed:
        _put_apart(office, path, joined)
    ours.write_bytes(joined.text.encode("utf-8", "surrogateescape"))
    for conflict in joined.conflicts:
        office.warn(Msg.MERGE_CONFLICT(path=path, what=conflict))
    return CONFLICT if joined.conflicts else 0


def _folder(path: Path) -> Path:
    """Return the folder of a file that git merges, or the nearest above it: a new month's is not there yet."""
    return next(folder for folder in (Path.cwd() / path).parents if folder.is_dir())


def _law(office: Desk) -> "Law":
    """Return the rules in force; in the midst of a merge the configuration may not be whole."""
    from xinfang_cli.office.config import default

    try:
        return office.law
    except (InvalidError, RefusedError):
        return default().law


def _words(office: Desk, case_id: str) -> "SealedText | None":
    """Return what is here of a sealed matter; what cannot be read is not here, and stays as it is."""
    from xinfang_cli.store.cases import read_text

    return read_text(office.workspace, case_id)[0]


def _hand(office: Desk) -> "SealHand":
    """Return what opens and seals here; outside a workspace nothing does."""
    from xinfang_cli.casefile.mergetext import NO_HAND, SealHand
    from xinfang_cli.store.people import opened, put_under_seal

    try:
        ws = office.workspace
    except RefusedError:
        return NO_HAND

    def people(case: "Case") -> "Case | None":
        try:
            return opened(ws, case)
        except RefusedError:
            return None

    return SealHand(people, lambda case: put_under_seal(ws, case))


def _put_apart(office: Desk, path: Path, joined: "Joined") -> None:
    """Keep words out of a matter that one side sealed while the other wrote some in it: they go to `sealed/`."""
    from xinfang_cli.store.cases import save_text, set_aside

    if joined.apart:
        save_text(office.workspace, joined.apart)
    if joined.aside:
        aside = set_aside(office.workspace, f"{path.stem}.conflict", joined.aside.encode("utf-8", "surrogateescape"))
        office.warn(Msg.MERGE_SEALED_DIFFERS(path=path, aside=aside))


def _as_text(office: Desk, base: Path, ours: Path, theirs: Path, path: Path) -> int:
    """Merge line by line as git does without us, since a side is no case that can be read.

    A side that is sealed stays as it is, and the other goes to `sealed/`: nobody knows which of its words are words.
    """
    from xinfang_cli.casefile.text import parse
    from xinfang_cli.git import repository as git

    raws = [ours.read_bytes(), theirs.read_bytes()]
    sealed = next((raw for raw in raws if _SEALED.search(raw)), None)
    if sealed is not None:
        from xinfang_cli.store.cases import set_aside

        aside = set_aside(office.workspace, f"{path.stem}.conflict", next(raw for raw in raws if raw is not sealed))
        ours.write_bytes(sealed)
        office.warn(Msg.MERGE_SEALED_DIFFERS(path=path, aside=aside))
        return CONFLICT
    office.warn(Msg.MERGE_AS_TEXT(path=path))
    is_clean = git.merge_lines(base, ours, theirs)
    case, _ = parse(ours.read_bytes(), PurePath(path))
    return 0 if is_clean and case else CONFLICT
