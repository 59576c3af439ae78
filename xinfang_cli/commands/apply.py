"""`apply`: the steps of a table, each through the same procedure as its command; the same table twice changes nothing."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.batches.tally import Became, Tally, where
from xinfang_cli.commands.options import Json, Opt, argument, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.ledgers.dates import DateOrder
from xinfang_cli.messages import Msg
from xinfang_cli.store.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinfang_cli.batches.apply import Applying
    from xinfang_cli.batches.tally import RowReport

COUNTED = ("applied", "rejected", "skipped", "known")
"""What is told of a run, and how often each was."""


def run(
    ctx: typer.Context,
    file: Annotated[list[str], argument(Opt.STEP_FILES, "FILE")],
    check: Annotated[bool, option(Opt.CHECK_ONLY, "--check")] = False,
    errors: Annotated[Path | None, option(Opt.STEP_ERRORS, "--errors", metavar="FILE")] = None,
    year: Annotated[int | None, option(Opt.YEARLESS, "--year", metavar="YYYY", min=1949, max=2199)] = None,
    date_order: Annotated[DateOrder | None, choice(DateOrder, Opt.DATE_ORDER, "--date-order")] = None,
    encoding: Annotated[str | None, option(Opt.ENCODING, "--encoding", metavar="NAME")] = None,
    json: Json = False,
) -> int:
    """Read the tables, take their steps, say what became of each row."""
    office = desk(ctx)
    tally = Tally(office.lang, ctx.with_resource(Spool()), errors)
    with office.locked(writes=not check), ExitStack() as stack:
        applying = _applying(office, stack, (year, date_order), writes=not check)
        for name in file:
            for report in _reports(office, applying, name, encoding, tally):
                tally.add(report)
        office.sealed += applying.sealed
    for cut in tally.write_rejected():
        office.warn(cut)
    if json:
        office.print_json_with(tally.counts(*COUNTED), "rows", tally.rows)
    else:
        _tell(office, tally, check=check)
    return tally.exit_code(office.exit_code)


def _applying(office: Desk, stack: ExitStack, days: tuple[int | None, DateOrder | None], *, writes: bool) -> "Applying":
    from xinfang_cli.batches.apply import Applying
    from xinfang_cli.batches.notebook import Notebook
    from xinfang_cli.batches.take import Taker
    from xinfang_cli.commands import Command
    from xinfang_cli.law.stepdata import TAKES
    from xinfang_cli.ledgers.steprows import Reader
    from xinfang_cli.store.cases import CaseBatch, sweep

    if writes:
        sweep(office.workspace)
    config = office.config
    reader = Reader(
        today=office.today,
        unit=config.unit_named,
        place=config.place,
        category=config.category,
        steps={command.alias: did for did in TAKES for command in Command if command.value == did.value},
        year=days[0],
        order=days[1],
    )
    index = stack.enter_context(office.index())
    batch = stack.enter_context(CaseBatch(office.workspace)) if writes else None
    taker = Taker(office.workspace, office.law, reader, office.now, office.by)
    return Applying(taker, index, batch, stack.enter_context(Notebook()))


def _reports(
    office: Desk, applying: "Applying", name: str, encoding: str | None, tally: Tally
) -> "Iterator[RowReport]":
    import io
    import sys

    from xinfang_cli.sheets.read import read_sheets

    how_to = {Msg.FORM_HOW.zh, Msg.FORM_HOW.en}
    with io.BytesIO(sys.stdin.buffer.read()) if name == "-" else Path(name).open("rb") as source:
        for sheet in read_sheets(source, encoding=encoding):
            if sheet.name in how_to:
                continue
            found = applying.sheet(sheet)
            if sheet.hidden or found is None:
                if found or not sheet.hidden:
                    tally.has_left_words = True
                    office.warn((Msg.APPLY_HIDDEN if found else Msg.APPLY_NO_HEADER)(sheet=sheet.name or name))
                continue
            tally.begin(name, sheet.name, found[0])
            yield from found[1]


def _tell(office: Desk, tally: Tally, *, check: bool) -> None:
    for found in tally.rows:
        if found["outcome"] == Became.REJECT:
            office.say(Msg.APPLY_ROW(where=where(found), field=found["field"], reason=found["message"]))
    office.say((Msg.APPLY_WOULD if check else Msg.APPLY_DONE)(**tally.counts(*COUNTED)))
