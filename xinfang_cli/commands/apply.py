"""`apply`: the steps of a table, each through the same procedure as its command; the same table twice changes nothing."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.commands.options import Json, Opt, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.messages import Msg
from xinfang_cli.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinfang_cli.applying import Applying, StepReport
    from xinfang_cli.rejects import Rejected

PARTLY = 4
"""Exit code when rows were rejected."""


def run(
    ctx: typer.Context,
    file: Annotated[list[str], argument(Opt.STEP_FILES, "FILE")],
    check: Annotated[bool, option(Opt.CHECK_ONLY, "--check")] = False,
    errors: Annotated[Path | None, option(Opt.STEP_ERRORS, "--errors", metavar="FILE")] = None,
    year: Annotated[int | None, option(Opt.YEARLESS, "--year", metavar="YYYY", min=1949, max=2199)] = None,
    encoding: Annotated[str | None, option(Opt.ENCODING, "--encoding", metavar="NAME")] = None,
    json: Json = False,
) -> int:
    """Read the tables, take their steps, say what became of each row."""
    office = desk(ctx)
    tally = Tally(office, ctx.with_resource(Spool()), keeps_rejected=errors is not None)
    with office.locked(), ExitStack() as stack:
        applying = _applying(office, stack, year, writes=not check)
        for name in file:
            for report in _reports(applying, name, encoding, tally):
                tally.add(report)
    if errors is not None:
        from xinfang_cli.rejects import write_rejected

        write_rejected(errors, tally.rejected, office.lang)
    if json:
        office.print_json_with(tally.counts(), "rows", tally.rows)
    else:
        _tell(office, tally, check=check)
    return PARTLY if tally.became["reject"] else office.exit_code


@dataclass
class Tally:
    """What became of all rows; steps that were simply taken are counted, the others are put down as they are shown."""

    office: Desk
    rows: Spool
    keeps_rejected: bool
    became: Counter[str] = field(default_factory=Counter)
    rejected: "list[Rejected]" = field(default_factory=list)
    table: tuple[str, str] = ("", "")
    titles: tuple[str, ...] = ()

    def add(self, report: "StepReport") -> None:
        """Count a row, and keep what there is to say of it."""
        self.became[report.fate.value] += 1
        if report.fate.value == "apply":
            return
        message = report.text.in_(self.office.lang) if report.text else ""
        self.rows.add(
            {
                "sheet": report.sheet,
                "row": report.row.number,
                "outcome": report.fate.value,
                "field": report.field,
                "reason": report.reason.value if report.reason else "",
                "id": report.id,
                "message": message,
            }
        )
        if self.keeps_rejected and report.fate.value == "reject":
            from xinfang_cli.rejects import Rejected

            about = (report.sheet, report.row.number, report.field, report.field, report.value, message)
            self.rejected.append(Rejected(self.table, self.titles, report.row.cells, about))

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind, as `apply --json` names them."""
        counts = {"applied": "apply", "rejected": "reject", "skipped": "skip", "known": "known"}
        return {name: self.became[word] for name, word in counts.items()}


def _applying(office: Desk, stack: ExitStack, year: int | None, *, writes: bool) -> "Applying":
    from xinfang_cli.applying import Applying
    from xinfang_cli.batchsteps import TAKES, Reader
    from xinfang_cli.commands import Command
    from xinfang_cli.notebook import Notebook
    from xinfang_cli.store import Batch, sweep
    from xinfang_cli.taking import Taker

    if writes:
        sweep(office.workspace)
    config = office.config
    reader = Reader(
        today=office.today,
        unit=config.unit_named,
        place=config.place,
        category=config.category,
        steps={command.alias: did for did in TAKES for command in Command if command.value == did.value},
        year=year,
    )
    index = stack.enter_context(office.index())
    batch = stack.enter_context(Batch(office.workspace)) if writes else None
    taker = Taker(office.workspace, office.law, reader, office.now, office.by)
    return Applying(taker, index, batch, stack.enter_context(Notebook()))


def _reports(applying: "Applying", name: str, encoding: str | None, tally: Tally) -> "Iterator[StepReport]":
    import io
    import sys

    from xinfang_cli.sheets import read_sheets

    how_to = {Msg.FORM_HOW.zh, Msg.FORM_HOW.en}
    with io.BytesIO(sys.stdin.buffer.read()) if name == "-" else Path(name).open("rb") as source:
        for sheet in read_sheets(source, encoding=encoding):
            if sheet.name in how_to or sheet.hidden:
                continue
            found = applying.sheet(sheet)
            if found is None:
                tally.office.warn(Msg.APPLY_NO_HEADER(sheet=sheet.name or name))
                continue
            tally.table, tally.titles = (name, sheet.name), found[0]
            yield from found[1]


def _tell(office: Desk, tally: Tally, *, check: bool) -> None:
    from xinfang_cli.taking import Fate

    for found in tally.rows:
        if found["outcome"] == "reject":
            where = f"{found['sheet']}!{found['row']}" if found["sheet"] else found["row"]
            what = {"became": Fate.REJECT, "field": found["field"], "reason": found["message"]}
            office.say(Msg.IMPORT_ROW(where=where, **what))
    office.say((Msg.APPLY_WOULD if check else Msg.APPLY_DONE)(**tally.counts()))
