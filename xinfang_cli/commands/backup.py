"""`backup`: one archive of all that cannot be made again, whole or not at all."""

from pathlib import Path
from typing import Annotated

import typer

from xinfang_cli.commands.options import Opt, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.store import archive
from xinfang_cli.store.cases import lock
from xinfang_cli.store.out import beside


def run(ctx: typer.Context, out: Annotated[Path, option(Opt.BACKUP_OUT, "--out", metavar="FILE")]) -> int:
    """Write the archive, for its owner alone, and say what is in it and its own SHA-256."""
    office = desk(ctx)
    office.workspace.must_have_cases()
    out = out.expanduser()
    _must_be_free(office, out)
    ws = office.workspace
    with office.writing(), beside(out, private=True) as temp:  # not `locked`: what it writes is committed
        count = archive.save(ws, _templates(office), temp, lambda: lock(ws, office.command))
    office.say(Msg.BACKUP_DONE(path=out, count=count, bytes=out.stat().st_size, digest=archive.digest_of(out)))
    return office.exit_code


def _must_be_free(office: Desk, out: Path) -> None:
    """Refuse a place where something is, or that is saved itself."""
    if out.exists():
        raise RefusedError(Msg.BACKUP_EXISTS(path=out))
    place, ws = out.resolve(), office.workspace
    kept = (ws.cases, ws.sealed, ws.state, *(ws.root / name for name in _templates(office)))
    if any(place.is_relative_to(folder.resolve()) for folder in kept):
        raise RefusedError(Msg.BACKUP_INSIDE(path=out))


def _templates(office: Desk) -> list[str]:
    """Return the templates that the settings name and that lie in the workspace."""
    named = (office.config.papers.templates, office.config.reporting.template)
    return [name for each in named if each and archive.is_plain(name := each.rstrip("/"))]
