"""`find`: matters by what they say; by name only for a person at the counter who asks after their own."""

from typing import Annotated

import typer

from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.list import COLUMNS, objects, print_rows
from xinfang_cli.commands.options import Ids, Json, Opt, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.law.bounds import MOST_SHOWN
from xinfang_cli.messages import Msg

__all__ = ["objects", "run"]


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    words: Annotated[list[str] | None, argument(Opt.WORDS, "TEXT")] = None,
    name: Annotated[str | None, option(Opt.FIND_NAME, "--name", metavar="NAME")] = None,
    limit: Annotated[int | None, option(Opt.LIMIT, "--limit", metavar="N", min=1, max=MOST_SHOWN)] = None,
    ids: Ids = False,
    json: Json = False,
) -> int:
    """Print the matters that contain all the words."""
    office = desk(ctx)
    if bool(words) == bool(name):
        raise UsageError(Msg.WORDS_OR_NAME())
    if name:
        if ids:
            raise UsageError(Msg.NAME_NO_IDS())
        _by_name(office, chosen, name, as_json=json)
        return office.exit_code
    wanted = chosen.but(text=[*(words or ()), *(chosen.given.get("text") or ())])
    with office.index() as index:
        selection = wanted.selection(office, index)
        tell_scope(office, selection, aside=json or ids)
        columns = ("id",) if ids else ("*",) if json else COLUMNS
        rows = index.cases(selection, order="due", limit=limit, columns=columns)
        if ids:
            office.print_lines(row["id"] for row in rows)
        else:
            print_rows(office, rows, as_json=json)
    return office.exit_code


def _by_name(office: Desk, chosen: Filters, name: str, *, as_json: bool) -> None:
    """Look through the files: there is no index of persons, and none is to be made."""
    from xinfang_cli.store.cases import access_log, named

    access_log(office.workspace, office.by, office.now, f"find --name {name}")
    with office.index() as index:
        paths = named(office.workspace, name)
        selection = chosen.selection(office, index)
        tell_scope(office, selection, aside=as_json)
        rows = (row for row in index.cases(selection, order="received") if row["path"] in paths)
        print_rows(office, rows, as_json=as_json)
