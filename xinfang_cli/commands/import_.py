"""`import`: ledgers into matters, each row with its outcome; the same file twice changes nothing."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import Json, Opt, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.admission import Admission, RowReport

PARTLY = 4
"""Exit code when rows were rejected."""


def run(
    ctx: typer.Context,
    file: Annotated[list[str], argument(Opt.FILES, "FILE")],
    check: Annotated[bool, option(Opt.CHECK_ONLY, "--check")] = False,
    errors: Annotated[Path | None, option(Opt.ERRORS, "--errors", metavar="FILE")] = None,
    update: Annotated[bool, option(Opt.UPDATE, "--update")] = False,
    year: Annotated[int | None, option(Opt.YEARLESS, "--year", metavar="YYYY", min=1949, max=2199)] = None,
    encoding: Annotated[str | None, option(Opt.ENCODING, "--encoding", metavar="NAME")] = None,
    json: Json = False,
) -> int:
    """Read the ledgers, write the matters, say what became of each row."""
    office = desk(ctx)
    tally = Tally()
    with office.locked(), ExitStack() as stack:
        admission = _admission(office, stack, update=update, writes=not check)
        for name in file:
            tally.files.append(name)
            for report in _progress(_reports(office, admission, name, year, encoding, tally), name):
                tally.add(report)
    if errors is not None:
        _write_errors(errors, tally)
    if json:
        office.print_json(tally.as_json(office))
    else:
        _tell(office, tally, check=check)
    return PARTLY if tally.became["reject"] else office.exit_code


@dataclass
class Tally:
    """What became of all rows; those that simply came in are counted, the others are kept."""

    files: list[str] = field(default_factory=list)
    became: Counter[str] = field(default_factory=Counter)
    rows: list["RowReport"] = field(default_factory=list)
    dropped: dict[str, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    titles: tuple[str, ...] = ()

    def add(self, report: "RowReport") -> None:
        """Count a row, and keep it if there is something to say."""
        self.became[report.became.value] += 1
        if report.became.value != "import":
            self.rows.append(report)

    def as_json(self, office: Desk) -> dict[str, Any]:
        """Return the object of `import --json`."""
        return {
            "imported": self.became["import"] + self.became["warn"],
            "warned": self.became["warn"],
            "rejected": self.became["reject"],
            "skipped": self.became["skip"],
            "known": self.became["known"],
            "differing": self.became["differing"],
            "dropped_columns": list(self.dropped),
            "rows": [row_object(report, office) for report in self.rows],
        }


def row_object(report: "RowReport", office: Desk) -> dict[str, Any]:
    """Return a row of `import --json`: `reason` is the word of a skipped row, `message` says what is wrong with another."""
    row = report.row
    return {
        "sheet": row.sheet,
        "row": row.row,
        "outcome": report.became.value,
        "field": report.field,
        "reason": row.reason.value if row.reason else "",
        "id": report.id,
        "message": "; ".join(fault.text.in_(office.lang) for fault in row.faults),
    }


def _admission(office: Desk, stack: ExitStack, *, update: bool, writes: bool) -> "Admission":
    from xinfang_cli.admission import Admission
    from xinfang_cli.store import Batch, sweep

    if writes:
        sweep(office.workspace)
    index = stack.enter_context(office.index())
    batch = stack.enter_context(Batch(office.workspace)) if writes else None
    return Admission(office.workspace, office.config, index, batch, office.now, update=update)


def _reports(
    office: Desk, admission: "Admission", name: str, year: int | None, encoding: str | None, tally: Tally
) -> "Iterator[RowReport]":
    from xinfang_cli import intake
    from xinfang_cli.admission import office_of
    from xinfang_cli.sheets import read_sheets

    reading = intake.Desk(office_of(office.config, year), office.law, office.today, admission.identify)
    with _opened(name) as source:
        for sheet in intake.take_in(read_sheets(source, encoding=encoding), reading):
            if sheet.hidden:
                office.warn(Msg.SHEET_HIDDEN(sheet=sheet.name))
            if sheet.layout is None:
                office.warn(Msg.SHEET_NO_HEADER(sheet=sheet.name or name))
                continue
            tally.titles = tally.titles or sheet.layout.titles
            tally.dropped |= dict.fromkeys(sheet.layout.dropped)
            tally.unread |= dict.fromkeys(sheet.layout.unknown)
            yield from map(admission.admit, sheet.outcomes)


def _opened(name: str) -> IO[bytes]:
    """Open a ledger; `-` is standard input, taken whole because a workbook is read from its end."""
    import io

    if name == "-":
        return io.BytesIO(sys.stdin.buffer.read())
    return Path(name).open("rb")


def _progress(reports: "Iterator[RowReport]", name: str) -> "Iterable[RowReport]":
    """Show how far it is, on a terminal only."""
    if not sys.stderr.isatty():
        return reports
    from rich.console import Console
    from rich.progress import track

    return track(reports, description=Path(name).name, console=Console(stderr=True), transient=True)


def _tell(office: Desk, tally: Tally, *, check: bool) -> None:
    for report in tally.rows:
        if report.became.value in ("skip", "known"):
            continue
        found = row_object(report, office)
        office.say(
            Msg.IMPORT_ROW(
                where=f"{found['sheet']}!{found['row']}" if found["sheet"] else found["row"],
                became=report.became,
                field=found["field"] or "-",
                reason=found["message"] or "-",
            )
        )
    counts = tally.as_json(office)
    del counts["rows"], counts["dropped_columns"]
    office.say((Msg.IMPORT_WOULD if check else Msg.IMPORT_DONE)(**counts))
    if tally.dropped:
        office.say(Msg.IMPORT_DROPPED(count=len(tally.dropped), columns=list(tally.dropped)))
    if tally.unread:
        office.say(Msg.IMPORT_UNREAD(columns=list(tally.unread)))


ERROR_COLUMNS = ("[工作表]", "[行号]", "[字段]", "[值]", "[原因]")
"""Columns that the file of rejected rows has behind the ledger's own; no import reads them."""


def _write_errors(path: Path, tally: Tally) -> None:
    """Write the rejected rows as they stand, so that they can be corrected and imported again."""
    import csv
    import io

    from xinfang_cli.outfile import write_out

    def lines() -> Iterator[str]:
        out = io.StringIO()
        writer = csv.writer(out)
        width = len(tally.titles)
        for line in ([*tally.titles, *ERROR_COLUMNS], *(_error_row(report, width) for report in _rejected(tally))):
            writer.writerow(line)
            yield out.getvalue()
            out.seek(0)
            out.truncate()

    write_out(path, ("\ufeff" + line if first == 0 else line for first, line in enumerate(lines())))


def _rejected(tally: Tally) -> "Iterator[RowReport]":
    return (report for report in tally.rows if report.became.value == "reject")


def _error_row(report: "RowReport", width: int) -> list[str]:
    from xinfang_cli.cells import words
    from xinfang_cli.labels import Lang

    row = report.row
    cells = ["" if cell is None else words(cell) for cell in row.cells][:width]
    faults = row.faults
    return [
        *cells,
        *[""] * (width - len(cells)),
        row.sheet,
        str(row.row),
        report.field,
        " / ".join(fault.value for fault in faults),
        " / ".join(fault.text.in_(Lang.ZH) for fault in faults),
    ]
