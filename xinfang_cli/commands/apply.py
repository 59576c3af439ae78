"""`apply`: the steps of a table, each through the same procedure as its command; the same table twice changes nothing."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.batches.tally import Tally
from xinfang_cli.commands.options import Json, Opt, argument, choice, option
from xinfang_cli.commands.together import applying, tell
from xinfang_cli.desk import Desk, desk
from xinfang_cli.ledgers.dates import DateOrder
from xinfang_cli.messages import Msg
from xinfang_cli.store.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinfang_cli.batches.apply import Applying
    from xinfang_cli.batches.tally import RowReport


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
        taking = applying(office, stack, (year, date_order), writes=not check)
        for name in file:
            for report in _reports(office, taking, name, encoding, tally):
                tally.add(report)
        office.sealed += taking.sealed
    for cut in tally.write_rejected():
        office.warn(cut)
    tell(office, tally, check=check, as_json=json)
    return tally.exit_code(office.exit_code)


def _reports(office: Desk, taking: "Applying", name: str, encoding: str | None, tally: Tally) -> "Iterator[RowReport]":
    import io
    import sys

    from xinfang_cli.sheets.read import read_sheets

    how_to = {Msg.FORM_HOW.zh, Msg.FORM_HOW.en}
    with io.BytesIO(sys.stdin.buffer.read()) if name == "-" else Path(name).open("rb") as source:
        for sheet in read_sheets(source, encoding=encoding):
            if sheet.name in how_to:
                continue
            found = taking.sheet(sheet)
            if sheet.hidden or found is None:
                if found or not sheet.hidden:
                    tally.has_left_words = True
                    office.warn((Msg.APPLY_HIDDEN if found else Msg.APPLY_NO_HEADER)(sheet=sheet.name or name))
                continue
            tally.begin(name, sheet.name, found[0])
            yield from found[1]
