"""`count`: matters (件), registrations (件次) and persons (人次), closed and resolved, also by groups."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.options import Json, Opt, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.labels import Label
from xinfang_cli.law.words import MatterClass
from xinfang_cli.messages import Msg
from xinfang_cli.render.grid import grid

if TYPE_CHECKING:
    from xinfang_cli.measures.dimensions import Dimension
    from xinfang_cli.measures.selection import Selection

FIGURES = {
    "cases": Msg.COUNT_CASES,
    "registrations": Msg.COUNT_REGISTRATIONS,
    "persons": Msg.COUNT_PERSONS,
    "closed": Msg.COUNT_CLOSED,
    "resolved": Msg.COUNT_RESOLVED,
}


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    by: Annotated[str | None, option(Opt.BY_KEY, "--by", metavar="KEY,…")] = None,
    json: Json = False,
) -> int:
    """Print the counts."""
    office = desk(ctx)
    keys = _keys(by or "")
    with office.index() as index:
        selection = chosen.selection(office, index)
        rows = [_shown(office, row, selection) for row in index.count(selection, by=keys)]
    tell_scope(office, selection, aside=json)
    if json:
        office.print_json(rows)
        return office.exit_code
    heads = [*(key.in_(office.lang) for key in keys), *(title.in_(office.lang) for title in FIGURES.values())]
    office.print_lines(grid(heads, [_cells(office, row, keys) for row in rows]))
    return office.exit_code


def _keys(by: str) -> "tuple[Dimension, ...]":
    """Return the dimensions that are named.

    Raises:
        UsageError: a name is none.
    """
    from xinfang_cli.measures.dimensions import Dimension

    named = [part.strip() for part in by.replace("，", ",").split(",") if part.strip()]
    keys = {name: Dimension.read(name) for name in named}
    unknown = next((name for name, key in keys.items() if key is None), None)
    if unknown is not None:
        from xinfang_cli.law.choosing import unlisted

        raise UsageError(unlisted("--by", unknown, Dimension))
    return tuple(key for key in keys.values() if key)


def _shown(office: Desk, row: Mapping[str, Any], selection: "Selection") -> dict[str, Any]:
    """Return a line of counts; figures of few sealed matters alone are withheld, since they could be told from it."""
    alone = row.get("class") == MatterClass.ACCUSATION or selection.is_sealed_only
    few = alone and 0 < row["registrations"] < office.config.reporting.min_cell
    return {**row, **(dict.fromkeys(FIGURES) if few else {})}


def _cells(office: Desk, row: Mapping[str, Any], keys: "tuple[Dimension, ...]") -> list[str]:
    cells = [key.cell(row[key]) if row[key] is not None else "-" for key in keys]
    named = [cell.in_(office.lang) if isinstance(cell, Label) else str(cell) for cell in cells]
    withheld = Msg.WITHHELD().in_(office.lang)
    return named + [withheld if row[name] is None else str(row[name]) for name in FIGURES]
