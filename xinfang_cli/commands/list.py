"""`list`: matters that fit the filters, the oldest duty first."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Annotated, Any

import typer

from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.options import Ids, Json, Opt, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.index.listing import SEALED_TITLE, listed, overdue_days
from xinfang_cli.labels import Label
from xinfang_cli.law.bounds import MOST_SHOWN
from xinfang_cli.law.words import Status
from xinfang_cli.messages import Msg
from xinfang_cli.render.grid import grid

SCREEN_MARGIN = 4
"""Lines of a terminal that a list leaves free: header, the line about the rest, the prompt."""


COLUMNS = ("id", "due", "provisional", "status", "unit", "sealed", "title")
"""What a list on a terminal or in a pipe shows."""
HEADS = (Msg.HEAD_ID, Msg.HEAD_DUE, Msg.HEAD_LATE, Msg.HEAD_STATUS, Msg.HEAD_UNIT, Msg.HEAD_TITLE)


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
    limit: Annotated[int | None, option(Opt.LIMIT, "--limit", metavar="N", min=1, max=MOST_SHOWN)] = None,
    reveal: Annotated[bool, option(Opt.REVEAL, "--reveal")] = False,
    ids: Ids = False,
    json: Json = False,
) -> int:
    """Print the matters."""
    office = desk(ctx)
    with office.index() as index:
        selection = chosen.selection(office, index)
        tell_scope(office, selection, aside=json or ids)
        if ids:
            rows = index.cases(selection, order=sort.value, limit=limit, columns=("id",))
            office.print_lines(row["id"] for row in rows)
            return office.exit_code
        room = 0 if json else _room()
        at_most = min(filter(None, (limit, room)), default=None)
        columns = ("*",) if json else COLUMNS
        rows = index.cases(selection, order=sort.value, limit=at_most, columns=columns)
        shown = print_rows(office, rows, as_json=json, reveal=reveal)
        if room and limit is None and shown == room:
            found = sum(row["registrations"] for row in index.count(selection))
            if found > shown:
                office.warn(Msg.LIST_LEFT(count=found - shown))
    return office.exit_code


def print_rows(office: Desk, rows: Iterator[Mapping[str, Any]], *, as_json: bool, reveal: bool = False) -> int:
    """Print lines of the index as a table, or as JSON; return how many."""
    if as_json:
        office.print_json(objects(office, rows, reveal=reveal))
        return 0
    first = next(rows, None)
    if first is None:
        office.warn(Msg.LIST_EMPTY())
        return 0
    cells = Cells(office, chain([first], rows))
    office.print_lines(grid([head.in_(office.lang) for head in HEADS], cells))
    if cells.provisional:
        office.say(Msg.LIST_PROVISIONAL())
    return cells.count


def objects(office: Desk, rows: Iterator[Mapping[str, Any]], *, reveal: bool) -> Iterator[dict[str, Any]]:
    """Return the objects of `list --json`, with petitioners if they are to be revealed (never of a sealed matter)."""
    for row in rows:
        found = listed(row, office.today, office.lang)
        if reveal and not row["sealed"]:
            found["petitioners"] = _petitioners(office, row)
        yield found


def _petitioners(office: Desk, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    from xinfang_cli.law.records import plain
    from xinfang_cli.store.cases import access_log

    access_log(office.workspace, office.by, office.now, row["id"])
    held = office.hold_path(office.workspace.root / row["path"])
    return [plain(person) for person in office.revealed(held.case).petitioners]


def _room() -> int:
    """Return how many lines a terminal has for a list; 0 in a pipe, where nothing is cut."""
    import shutil

    if not sys.stdout.isatty():
        return 0
    return max(5, shutil.get_terminal_size().lines - SCREEN_MARGIN)


@dataclass
class Cells:
    """The cells of a list: id, deadline, days overdue, state, unit, title; and what is noticed as they go by.

    Attributes:
        office: the desk.
        rows: lines of the index; gone through once.
        count: how many there were.
        provisional: whether the deadline of one of them rests on a year without a notice.
    """

    office: Desk
    rows: Iterable[Mapping[str, Any]]
    count: int = 0
    provisional: bool = False

    def __iter__(self) -> Iterator[Sequence[str]]:
        """Go through them."""
        lang, today = self.office.lang, self.office.today
        states = {status.value: status.in_(lang) for status in Status}
        late = cache(lambda due: str(overdue_days(due, today) or ""))  # many matters share a day
        for row in self.rows:
            self.count += 1
            self.provisional |= bool(row["provisional"])
            yield (
                row["id"],
                (row["due"] or "-") + ("*" if row["provisional"] else ""),
                late(row["due"]),
                states[row["status"]],
                row["unit"] or "-",
                SEALED_TITLE[lang] if row["sealed"] else row["title"] or "-",
            )
