"""`find`: matters by what they say; by a person only at the counter, who asks after their own."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.list import COLUMNS, objects, print_rows
from xinfang_cli.commands.onpaper import AskedPaper, PaperColumns, PaperFormat, PaperOut, put_on_paper
from xinfang_cli.commands.options import Ids, Json, Opt, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.index.listing import overdue_days
from xinfang_cli.law.bounds import MOST_SHOWN
from xinfang_cli.law.words import Status
from xinfang_cli.measures.listcolumns import USUAL
from xinfang_cli.messages import Msg
from xinfang_cli.render.grid import GridLook, aligned, beginning, due_and_late, screen_width

__all__ = ["objects", "run"]

OWN = ("id", "title", "received_on", "unit", "status", "due")
"""What is shown to somebody of a matter of their own."""


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    words: Annotated[list[str] | None, argument(Opt.WORDS, "TEXT")] = None,
    name: Annotated[str | None, option(Opt.FIND_NAME, "--name", metavar="NAME")] = None,
    phone: Annotated[str | None, option(Opt.FIND_PHONE, "--phone", metavar="PHONE")] = None,
    number: Annotated[str | None, option(Opt.FIND_NUMBER, "--number", metavar="CASE")] = None,
    received: Annotated[str | None, option(Opt.FIND_RECEIVED, "--received", metavar="DATE")] = None,
    limit: Annotated[int | None, option(Opt.LIMIT, "--limit", metavar="N", min=1, max=MOST_SHOWN)] = None,
    ids: Ids = False,
    json: Json = False,
    format_: PaperFormat = None,
    out: PaperOut = None,
    columns_: PaperColumns = None,
) -> int:
    """Print the matters that contain all the words, or those of the person who asks."""
    office, paper = desk(ctx), AskedPaper(format_, out, columns_)
    person = (name, phone, number, received)
    if any(each is not None for each in person):
        if words or ids or limit or chosen.is_narrow or paper.is_wanted:
            raise UsageError(Msg.NAME_ALONE())
        return _own(office, *person, as_json=json)
    if not words:
        raise UsageError(Msg.WORDS_OR_NAME())
    wanted = chosen.but(text=[*words, *(chosen.given.get("text") or ())])
    with office.index() as index:
        selection = wanted.selection(office, index)
        if paper.is_wanted:
            found = index.cases(selection, order="due", limit=limit)
            put_on_paper(office, paper, USUAL, index, found, (Msg.PAPER_LIST, selection.words))
            return office.exit_code
        tell_scope(office, selection, aside=json or ids)
        columns = ("id",) if ids else ("*",) if json else COLUMNS
        rows = index.cases(selection, order="due", limit=limit, columns=columns)
        if ids:
            office.print_lines(row["id"] for row in rows)
        else:
            print_rows(office, rows, as_json=json, nothing=Msg.FIND_NOTHING())
    return office.exit_code


def _own(
    office: Desk, name: str | None, phone: str | None, number: str | None, received: str | None, *, as_json: bool
) -> int:
    """Show somebody their own matters, and write down that it was asked, whatever is found."""
    from xinfang_cli.store.counter import OwnMatter, digits, is_enough

    if not name or not name.strip() or not (phone or number or received):
        raise UsageError(Msg.NAME_AND_PHONE())
    figures = digits(phone) if phone else None
    if figures is not None and not is_enough(figures):
        raise UsageError(Msg.PHONE_SHORT())
    day = office.day(received, "--received")
    asked = OwnMatter(office.bare(name.strip()), figures, office.bare(number) if number else None, day)
    rows = _found(office, asked)
    if as_json:
        office.print_json({key: row[key] for key in OWN} for row in rows)
    elif rows:
        _show(office, rows)
    else:
        office.warn(Msg.OWN_NOTHING())
    return office.exit_code


def _found(office: Desk, asked: Any) -> list[Mapping[str, Any]]:
    """Return the lines of somebody's own matters; the log has who asked, for whom, and each that was shown."""
    from xinfang_cli.law.sealing import masked_name
    from xinfang_cli.store.cases import access_log
    from xinfang_cli.store.counter import LAST, own_matters

    def log(what: str) -> None:
        access_log(office.workspace, office.by, office.now, what)

    by = f"--phone *{asked.phone[-LAST:]}" if asked.phone else f"--number {asked.number or asked.day}"
    log(f"find --name {masked_name(asked.name) if office.config.is_sealed else asked.name} {by}")
    with office.index() as index:
        ids = sorted(own_matters(office.workspace, asked))
        for case_id in ids:
            log(case_id)
        columns = ", ".join(OWN)
        query = f"SELECT {columns} FROM cases WHERE id = :id AND sealed = 0"  # noqa: S608  # made of constants
        return [dict(zip(OWN, line, strict=True)) for each in ids for line in index.sql(query, {"id": each})]


def _show(office: Desk, rows: list[Mapping[str, Any]]) -> None:
    room = screen_width()
    heads = (
        Msg.HEAD_ROW,
        Msg.HEAD_ID,
        Msg.HEAD_RECEIVED,
        Msg.HEAD_UNIT,
        Msg.HEAD_STATUS,
        Msg.HEAD_NEXT,
        Msg.HEAD_TITLE,
    )
    shown = [head.in_(office.lang) for head in heads]
    lines = aligned(
        ["" if room is None else shown[0], *shown[1:]],
        _cells(office, rows, room),
        GridLook(right={0}, gives={3: 10, 4: 8}),
        room,
    )
    office.print_lines(line.strip() if room is None else line for line in lines)
    office.saw(row["id"] for row in rows)


def _cells(office: Desk, rows: list[Mapping[str, Any]], room: int | None) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        due = due_and_late(row["due"], overdue_days(row["due"], office.today), office.today, office.lang)
        state = Status.of(row["status"]).in_(office.lang)
        head = beginning(number, row["id"], room)
        yield [*head, row["received_on"], row["unit"] or "-", state, due, row["title"] or "-"]
