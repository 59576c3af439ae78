"""`list`: matters that fit the filters, the oldest duty first."""

import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Annotated, Any

import typer

from xinfang_cli.commands.filters import Filters, filters
from xinfang_cli.commands.options import Json, Opt, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.labels import Label
from xinfang_cli.listing import listed
from xinfang_cli.messages import Msg

SCREEN_MARGIN = 4
"""Lines of a terminal that a list leaves free: header, the line about the rest, the prompt."""


class Sort(Label):
    """Orders of a list; none of them is by who asks, how many or how often."""

    DUE = "due", "期限", "due date"
    RECEIVED = "received", "收到日期", "day of receipt"
    REGISTERED = "registered", "登记日期", "day of registration"
    UNIT = "unit", "单位", "unit"
    ID = "id", "编号", "id"


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    sort: Annotated[Sort, choice(Sort, Opt.SORT, "--sort")] = Sort.DUE,
    limit: Annotated[int | None, option(Opt.LIMIT, "--limit", metavar="N", min=1)] = None,
    reveal: Annotated[bool, option(Opt.REVEAL, "--reveal")] = False,
    json: Json = False,
) -> int:
    """Print the matters."""
    office = desk(ctx)
    with office.index() as index:
        selection = chosen.selection(office)
        print_rows(office, index.cases(selection, order=sort.value, limit=limit), as_json=json, reveal=reveal)
    return office.exit_code


def print_rows(office: Desk, rows: Iterator[Mapping[str, Any]], *, as_json: bool, reveal: bool = False) -> None:
    """Print lines of the index as a table, or as JSON."""
    if as_json:
        office.print_json_array(objects(office, rows, reveal=reveal))
        return
    room = _room()
    shown = list(islice(rows, room)) if room else list(rows)
    left = sum(1 for _ in rows) if room else 0
    if not shown:
        office.warn(Msg.LIST_EMPTY())
        return
    office.print_lines(table_lines(office, [listed(row, office.today, office.lang) for row in shown]))
    if left:
        office.warn(Msg.LIST_LEFT(count=left))


def objects(office: Desk, rows: Iterator[Mapping[str, Any]], *, reveal: bool) -> Iterator[dict[str, Any]]:
    """Return the objects of `list --json`, with petitioners if they are to be revealed (never of a sealed matter)."""
    for row in rows:
        found = listed(row, office.today, office.lang)
        if reveal and not row["sealed"]:
            found["petitioners"] = _petitioners(office, row)
        yield found


def _petitioners(office: Desk, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    from xinfang_cli.model import plain
    from xinfang_cli.store import access_log

    access_log(office.workspace, office.by, office.now, row["id"])
    held = office.hold_path(office.workspace.root / row["path"])
    return [plain(person) for person in held.case.petitioners]


def _room() -> int:
    """Return how many lines a terminal has for a list; 0 in a pipe, where nothing is cut."""
    import shutil

    if not sys.stdout.isatty():
        return 0
    return max(5, shutil.get_terminal_size().lines - SCREEN_MARGIN)


def table_lines(office: Desk, found: list[dict[str, Any]]) -> Iterator[str]:
    """Return the lines of a list: id, deadline, days overdue, state, unit, title."""
    from xinfang_cli.grid import grid
    from xinfang_cli.words import Status

    lang = office.lang
    head = [Msg.HEAD_ID, Msg.HEAD_DUE, Msg.HEAD_LATE, Msg.HEAD_STATUS, Msg.HEAD_UNIT, Msg.HEAD_TITLE]
    rows = [
        [
            each["id"],
            (each["due"] or "-") + ("*" if each["provisional"] else ""),
            str(each["overdue_days"] or ""),
            Status.of(each["status"]).in_(lang),
            each["unit"] or "-",
            each["title"] or "-",
        ]
        for each in found
    ]
    yield from grid([text.in_(lang) for text in head], rows)
    if any(each["provisional"] for each in found):
        yield Msg.LIST_PROVISIONAL().in_(lang)
