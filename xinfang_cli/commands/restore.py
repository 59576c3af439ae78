"""`restore`: brings back from a backup what a folder lacks; what is there otherwise is never overwritten."""

from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from xinfang_cli.casefile.compared import compared
from xinfang_cli.commands.options import Opt, argument
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import Problem, RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.store import archive
from xinfang_cli.store.cases import case_paths, lock
from xinfang_cli.store.workspace import Workspace, find_root, is_case_file


def run(
    ctx: typer.Context,
    file: Annotated[Path, argument(Opt.BACKUP, "FILE")],
    folder: Annotated[Path, argument(Opt.FOLDER, "DIR")] = Path(),
) -> int:
    """Check every digest, compare with what is there, and write what is missing."""
    office = desk(ctx)
    root = folder if folder != Path() or not office.directory else Path(office.directory)
    ws = Workspace(root.expanduser().resolve())
    _must_stand_alone(ws)
    with archive.opened(file.expanduser()) as saved, lock(ws, office.command), office.writing():
        missing, others = archive.differing(saved, ws.root)
        _tell_added(office, saved, ws)
        if others:
            found = tuple(_compared(saved, ws, name) for name in others)
            raise RefusedError(Msg.RESTORE_DIFFERS(count=len(others), path=ws.root), found)
        archive.put_back(saved, ws, missing)
        _forget(office, ws)
    office.say(Msg.RESTORE_DONE(path=ws.root, count=len(missing), same=len(saved.digests) - len(missing)))
    return office.exit_code


def _must_stand_alone(ws: Workspace) -> None:
    """Refuse a folder within another workspace: which of the two a command meant would depend on where one stands."""
    around = find_root(ws.root.parent)
    if around is not None and find_root(ws.root) in (around, None):
        raise RefusedError(Msg.RESTORE_NESTED(path=ws.root, around=around))


def _forget(office: Desk, ws: Workspace) -> None:
    """Destroy the keys that came back of matters that were forgotten since."""
    from xinfang_cli.store.keyring import destroy_keys
    from xinfang_cli.store.turning import forgotten_keys

    if destroyed := destroy_keys(ws, forgotten_keys(ws)):
        office.warn(Msg.KEYS_DESTROYED(ids=destroyed))


def _tell_added(office: Desk, saved: archive.Archive, ws: Workspace) -> None:
    """Say which matters are here and not in the backup."""
    known = {PurePosixPath(name).name for name in saved.digests}
    added = [path.stem for path in case_paths(ws) if path.name not in known] if ws.cases.is_dir() else []
    if added:
        office.warn(Msg.RESTORE_ADDED(count=len(added), ids=added[:5]))


def _compared(saved: archive.Archive, ws: Workspace, name: str) -> Problem:
    """Say of a file that is here otherwise which of the two is newer: of matters that can be told."""
    path = PurePosixPath(name)
    here = (ws.root / name).read_bytes()
    return Problem(path, None, compared(saved.read(name), here, path) if is_case_file(path) else Msg.RESTORE_OTHER())
