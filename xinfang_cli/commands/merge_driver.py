"""`merge-driver`: what git runs to merge a case file; `init` registers it."""

from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.commands.options import Opt, argument
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import InvalidError, RefusedError
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.records import Case

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
        joined = join(*as_texts(versions), PurePath(path), law)
    except InvalidError:
        return _as_text(office, base, ours, theirs, path)
    with suppress(RefusedError):  # outside a workspace there are no other matters
        ready(office.workspace.root, path.as_posix(), versions, law)
    text = joined.text if joined.conflicts else _sealed(office, joined.text, joined.case)
    ours.write_bytes(text.encode("utf-8", "surrogateescape"))
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


def _sealed(office: Desk, text: str, case: "Case") -> str:
    """Keep words out of a matter that one side sealed while the other wrote some in it: they go to `sealed/`."""
    from xinfang_cli.casefile.text import text_of
    from xinfang_cli.store.disk import Direct
    from xinfang_cli.store.sealed import save_text, seal

    if not case.is_sealed:
        return text
    bare, words = seal(case)
    if bare == case:
        return text
    save_text(office.workspace, words, Direct())
    return text_of(bare)


def _as_text(office: Desk, base: Path, ours: Path, theirs: Path, path: Path) -> int:
    """Merge line by line as git does without us, since a side is no case that can be read."""
    from xinfang_cli.casefile.text import parse
    from xinfang_cli.git import repository as git

    office.warn(Msg.MERGE_AS_TEXT(path=path))
    is_clean = git.merge_lines(base, ours, theirs)
    case, _ = parse(ours.read_bytes(), PurePath(path))
    return 0 if is_clean and case else CONFLICT
