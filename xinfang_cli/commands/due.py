"""`due`: the morning view: overdue, due today, due this week, by unit; never a petitioner's window."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from json import loads as read_json
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.onpaper import AskedPaper, PaperColumns, PaperFormat, PaperOut, put_on_paper
from xinfang_cli.commands.options import Ids, Json
from xinfang_cli.desk import Desk, desk
from xinfang_cli.index.listing import SEALED_TITLE
from xinfang_cli.law.clocks import ClockName, Owner
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Status
from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.measures.filters import Filter
from xinfang_cli.measures.listcolumns import OF_DUTIES
from xinfang_cli.measures.tones import Tone
from xinfang_cli.messages import Msg, Sentence, harmless
from xinfang_cli.render.grid import GridLook, aligned, beginning, due_and_late, screen_width
from xinfang_cli.widths import wrapped

if TYPE_CHECKING:
    from xinfang_cli.measures.selection import Selection

WEEK = 7
"""Calendar days that the view looks ahead, unless `--due-within` says otherwise."""


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    ids: Ids = False,
    json: Json = False,
    format_: PaperFormat = None,
    out: PaperOut = None,
    columns_: PaperColumns = None,
) -> int:
    """Print the duties that are overdue or come due within a week."""
    office, paper = desk(ctx), AskedPaper(format_, out, columns_)
    with office.index() as index:
        asked = chosen.selection(office, index)
        selection, latest = asked.but(due_within=None), _latest(office, asked)
        if paper.is_wanted:
            found = index.duties(selection, latest)
            put_on_paper(office, paper, OF_DUTIES, index, found, (Msg.PAPER_DUE, asked.words))
            return office.exit_code
        rows = (_duty(office, row) for row in index.duties(selection, latest))
        if ids:
            tell_scope(office, asked, aside=True)
            office.print_lines(iter(dict.fromkeys(row["id"] for row in rows)))
            return office.exit_code
        if json:
            tell_scope(office, asked, aside=True)
            office.print_json(rows)
            return office.exit_code
        shown = [_shown(row) for row in rows]
        to_make, to_serve = Counter[str](), Counter[str]()
        for make, serve, count in index.papers(selection):
            to_make.update(dict.fromkeys(read_json(make), count))
            to_serve.update(dict.fromkeys(read_json(serve), count))
    office.say(Msg.DUE_HEAD(office=office.config.office.name, today=office.today))
    tell_scope(office, asked, aside=False)
    _print(office, shown)
    _print_papers(office, Msg.DUE_TO_MAKE, to_make)
    _print_papers(office, Msg.DUE_TO_SERVE, to_serve)
    return office.exit_code


def _latest(office: Desk, asked: "Selection") -> dt.date:
    """Return the last day that is looked at."""
    ahead: int = asked.asked.get(Filter.DUE_WITHIN, WEEK)
    return office.today + min(ahead, (dt.date.max - office.today).days) * ONE_DAY


class _Shown(NamedTuple):
    """What the view says of a duty: thirty thousand of them are held."""

    when: str
    owing: str
    owner: str
    due: str
    id: str
    clock: str
    provisional: bool
    overdue_days: int
    title: str
    is_closed: bool


def _shown(row: Mapping[str, Any]) -> _Shown:
    """Return what is shown of a duty; words that many of them have are held once."""
    owing, owner, due, clock = (intern(row[key] or "") for key in ("owing", "owner", "due", "clock"))
    days, title = row["overdue_days"], row["title"] or "-"
    is_closed = row["status"] == Status.CLOSED
    return _Shown(row["when"], owing, owner, due, row["id"], clock, row["provisional"], days, title, is_closed)


def _duty(office: Desk, row: Mapping[str, Any]) -> dict[str, Any]:
    due = dt.date.fromisoformat(row["clock_due"])
    late = (office.today - due).days
    return {
        "id": row["id"],
        "title": SEALED_TITLE[office.lang] if row["sealed"] else row["title"],
        "status": row["status"],
        "unit": row["unit"],
        "clock": row["clock"],
        "owner": row["clock_owner"],
        "owing": row["owing"],
        "due": row["clock_due"],
        "act_by": row["clock_act_by"],
        "provisional": bool(row["clock_provisional"]),
        "overdue_days": max(0, late),
        "when": "overdue" if late > 0 else "today" if late == 0 or _act_now(row, office) else "week",
    }


def _act_now(row: Mapping[str, Any], office: Desk) -> bool:
    """A duty that falls due on a day off is to be done on the last working day before it."""
    act_by = row["clock_act_by"]
    return act_by is not None and act_by <= office.today.isoformat()


def _print(office: Desk, rows: list[_Shown]) -> None:
    heads = {"overdue": Msg.DUE_OVERDUE, "today": Msg.DUE_TODAY, "week": Msg.DUE_WEEK}
    room, seen = screen_width(), list[str]()
    if not rows:
        office.say(Msg.DUE_NOTHING())
    for when, head in heads.items():
        found = [row for row in rows if row.when == when]
        if not found:
            continue
        print()
        office.say(head(count=len(found)))
        found.sort(key=attrgetter("owing", "owner", "due", "id"))
        for owing, of_unit in groupby(found, key=attrgetter("owing", "owner")):
            print(harmless(_owing(office, *owing)))
            of_one = list(of_unit)
            office.print_lines(_lines(office, of_one, len(seen) + 1, room))
            seen += [row.id for row in of_one]
    if room is not None:
        office.saw(seen)


def _lines(office: Desk, rows: list[_Shown], first: int, room: int | None) -> Iterator[str]:
    """Return the lines of a unit's duties: in a pipe with columns of their own, on a terminal numbered and coloured."""
    if room is None:
        cells = (_line(office, row) for row in rows)
        return ("  " + line for line in islice(aligned([""] * 5, cells), 1, None))
    look = GridLook(right={0}, gives={3: 10}, toned={Tone.LATE: (2,), Tone.SOON: (2,)}, is_colored=office.is_colored)
    numbered = ([*beginning(n, row.id, room), *_on_terminal(office, row)] for n, row in enumerate(rows, first))
    return islice(aligned([""] * 5, numbered, look, room), 1, None)


def _on_terminal(office: Desk, row: _Shown) -> list[str]:
    due = due_and_late(row.due, row.overdue_days, office.today, office.lang, is_sure=not row.provisional)
    return [due, _line(office, row)[3], row.title, Tone.LATE.value if row.overdue_days else Tone.SOON.value]


def _print_papers(office: Desk, said: Sentence, papers: Counter[str]) -> None:
    """Say how many of each document matters wait for, in the order of the procedure."""
    if papers:
        print()
        office.say(said(count=papers.total()))
        named = [Msg.DUE_PAPER(document=each, count=papers[each]) for each in Document if papers[each]]
        listed, room = Msg.DUE_LIST(papers=named).in_(office.lang), screen_width()
        office.print_lines("  " + line for line in ([listed] if room is None else wrapped(listed, room - 2)))


def _owing(office: Desk, owing: str, owner: str) -> str:
    """Name who owes a duty: the office itself, a unit, or that no unit is known yet."""
    if owner == Owner.OFFICE:
        return office.config.office.name
    return owing or Msg.DUE_NO_UNIT().in_(office.lang)


def _line(office: Desk, row: _Shown) -> list[str]:
    clock = ClockName.read(row.clock)
    title = Msg.DUE_PERFORM().in_(office.lang) if row.is_closed else clock.in_(office.lang) if clock else row.clock
    late = Msg.DUE_LATE(days=row.overdue_days).in_(office.lang) if row.overdue_days else ""
    due = row.due + ("*" if row.provisional else "")
    return [row.id, due, late, title, row.title]
