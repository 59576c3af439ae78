"""`count`: matters (件), registrations (件次) and persons (人次), closed and resolved, also by groups."""

from typing import Annotated

import typer

from xinfang_cli.commands.filters import Filters, filters
from xinfang_cli.commands.options import Json, Opt, option
from xinfang_cli.desk import desk
from xinfang_cli.errors import UsageError
from xinfang_cli.grid import grid
from xinfang_cli.messages import Msg

KEYS = ("unit", "place", "category", "channel", "class", "status", "group", "lead", "source_level", "month", "year")
"""Dimensions of a count: of matters and offices, never of persons."""
FIGURES = ("cases", "registrations", "persons", "closed", "resolved")


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    by: Annotated[str | None, option(Opt.BY_KEY, "--by", metavar="KEY,…")] = None,
    json: Json = False,
) -> int:
    """Print the counts."""
    office = desk(ctx)
    keys = tuple(part.strip() for part in (by or "").split(",") if part.strip())
    for key in keys:
        if key not in KEYS:
            raise UsageError(Msg.NOT_IN_LIST(option="--by", value=key, words=list(KEYS)))
    with office.index() as index:
        rows = list(index.count(chosen.selection(office), by=keys))
    if json:
        office.print_json(rows)
        return office.exit_code
    heads = [*keys, *(Msg[f"COUNT_{name.upper()}"].in_(office.lang) for name in FIGURES)]
    office.print_lines(
        grid(heads, [[str(row[name] if row[name] is not None else "-") for name in (*keys, *FIGURES)] for row in rows])
    )
    return office.exit_code
