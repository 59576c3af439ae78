"""`list`: matters that fit the filters, the oldest duty first."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Annotated, Any, ClassVar

import typer

from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.onpaper import AskedPaper, PaperColumns, PaperFormat, PaperOut, put_on_paper
from xinfang_cli.commands.options import Ids, Json, Opt, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.index.listing import SEALED_TITLE, listed, overdue_days
from xinfang_cli.labels import Label
from xinfang_cli.law.bounds import MOST_SHOWN
from xinfang_cli.law.words import Status
from xinfang_cli.measures.listcolumns import USUAL
from xinfang_cli.measures.tones import Tone, tone_of_days
from xinfang_cli.messages import Msg, Text
from xinfang_cli.render.grid import PLAIN, GridLook, aligned, beginning, due_and_late, screen_width

SCREEN_MARGIN = 4
"""Lines of a terminal that a list leaves free: header, the line about the rest, the prompt."""

NARROW = 80
"""Columns of a terminal below which units give way further."""

COLUMNS = ("id", "due", "provisional", "status", "unit", "sealed", "title")
"""What a list on a terminal or in a pipe shows."""


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
    format_: PaperFormat = None,
    out: PaperOut = None,
    columns_: PaperColumns = None,
) -> int:
    """Print the matters."""
    office, paper = desk(ctx), AskedPaper(format_, out, columns_)
    with office.index() as index:
        selection = chosen.selection(office, index)
        if paper.is_wanted:
            found = index.cases(selection, order=sort.value, limit=limit)
            put_on_paper(office, paper, USUAL, index, found, (Msg.PAPER_LIST, selection.words))
            return office.exit_code
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


def print_rows(
    office: Desk,
    rows: Iterator[Mapping[str, Any]],
    *,
    as_json: bool,
    reveal: bool = False,
    nothing: Text | None = None,
) -> int:
    """Print lines of the index as a table, or as JSON; return how many."""
    if as_json:
        office.print_json(objects(office, rows, reveal=reveal))
        return 0
    first = next(rows, None)
    if first is None:
        office.warn(nothing or Msg.LIST_EMPTY())
        return 0
    room, found = screen_width(), chain([first], rows)
    cells = Cells(office, found) if room is None else NumberedCells(office, found, room)
    office.print_lines(aligned([head.in_(office.lang) for head in cells.heads], cells, cells.look, room))
    if isinstance(cells, NumberedCells):
        office.saw(cells.seen)
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
    from xinfang_cli.law.recordbase import plain
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


class Cells:
    """The cells of a list: id, deadline, days overdue, state, unit, title; and what is noticed as they go by.

    Attributes:
        office: the desk.
        rows: lines of the index; gone through once.
        room: columns of the terminal, where there is one.
        count: how many there were.
        provisional: whether the deadline of one of them rests on a year without a notice.
    """

    heads: ClassVar = (Msg.HEAD_ID, Msg.HEAD_DUE, Msg.HEAD_LATE, Msg.HEAD_STATUS, Msg.HEAD_UNIT, Msg.HEAD_TITLE)

    def __init__(self, office: Desk, rows: Iterable[Mapping[str, Any]], room: int | None = None) -> None:
        self.office, self.rows, self.room = office, rows, room
        self.count = 0
        self.provisional = False
        lang, today = office.lang, office.today
        self.states = {status.value: status.in_(lang) for status in Status}
        self.late = cache(lambda due: overdue_days(due, today))

    def __iter__(self) -> Iterator[Sequence[str]]:
        """Go through them."""
        for row in self.rows:
            self.count += 1
            self.provisional |= bool(row["provisional"])
            yield self.cells(row)

    @property
    def look(self) -> GridLook:
        """How they are laid out."""
        return PLAIN

    def cells(self, row: Mapping[str, Any]) -> Sequence[str]:
        """Return the cells of a row."""
        due = (row["due"] or "-") + ("*" if row["provisional"] else "")
        return (row["id"], due, str(self.late(row["due"]) or ""), *self.last(row))

    def last(self, row: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return state, unit and title."""
        title = SEALED_TITLE[self.office.lang] if row["sealed"] else row["title"] or "-"
        return self.states[row["status"]], row["unit"] or "-", title


class NumberedCells(Cells):
    """The cells of a list on a terminal: number, id, deadline with days overdue, state, unit, title; and the tone."""

    heads = (Msg.HEAD_ROW, Msg.HEAD_ID, Msg.HEAD_DUE, Msg.HEAD_STATUS, Msg.HEAD_UNIT, Msg.HEAD_TITLE)

    def __init__(self, office: Desk, rows: Iterable[Mapping[str, Any]], room: int) -> None:
        super().__init__(office, rows, room)
        self.seen: list[str] = []

    @property
    def look(self) -> GridLook:
        """Units and states give way to titles; what is late is red, soon due yellow, over grey."""
        toned: Mapping[str, tuple[int, ...]] = {Tone.LATE: (2,), Tone.SOON: (2,), Tone.DONE: (2, 3, 4, 5)}
        unit = 10 if (self.room or 0) >= NARROW else 6
        return GridLook(right={0}, gives={4: unit, 3: 8}, toned=toned, is_colored=self.office.is_colored)

    def cells(self, row: Mapping[str, Any]) -> Sequence[str]:
        """Return the cells of a row."""
        self.seen.append(row["id"])
        number, shown = beginning(self.count, row["id"], self.room)
        due, today = row["due"], self.office.today
        tone = tone_of_days((dt.date.fromisoformat(due) - today).days) if due else None
        if not Status.of(row["status"]).is_open:
            tone = tone or Tone.DONE
        said = due_and_late(due, self.late(due), today, self.office.lang, is_sure=not row["provisional"])
        return (number, shown, said, *self.last(row), tone.value if tone else "")
