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
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.messages import Msg
from xinfang_cli.spool import Spool

if TYPE_CHECKING:
    from xinfang_cli.admission import Admission, RowReport
    from xinfang_cli.headers import Layout
    from xinfang_cli.ledgercopy import Found
    from xinfang_cli.rejects import Rejected

PARTLY = 4
"""Exit code when rows were rejected."""

MOST_NAMED = 40
"""Columns that are not known named one by one; the others are counted."""

_IN_MEMORY = 1 << 24
"""Bytes of standard input above which it is laid by in a file."""


def run(
    ctx: typer.Context,
    file: Annotated[list[str], argument(Opt.FILES, "FILE")],
    check: Annotated[bool, option(Opt.CHECK_ONLY, "--check")] = False,
    errors: Annotated[Path | None, option(Opt.ERRORS, "--errors", metavar="FILE")] = None,
    update: Annotated[bool, option(Opt.UPDATE, "--update")] = False,
    map_: Annotated[list[str] | None, option(Opt.MAP, "--map", metavar="COLUMN=FIELD")] = None,
    ids: Annotated[Path | None, option(Opt.IDS, "--ids", metavar="COPY.xlsx")] = None,
    year: Annotated[int | None, option(Opt.YEARLESS, "--year", metavar="YYYY", min=1949, max=2199)] = None,
    encoding: Annotated[str | None, option(Opt.ENCODING, "--encoding", metavar="NAME")] = None,
    json: Json = False,
) -> int:
    """Read the ledgers, write the matters, say what became of each row."""
    office = desk(ctx)
    if ids is not None and len(file) > 1:
        raise UsageError(Msg.IDS_ONE_FILE())
    how = Reading(headers_of(map_ or ()), year, encoding, with_ids=ids is not None)
    tally = Tally(office, ctx.with_resource(Spool()), keeps_rejected=errors is not None)
    with office.locked(), ExitStack() as stack:
        admission = _admission(office, stack, update=update, writes=not check)
        for name in file:
            _take(admission, name, how, tally, ids=ids, alone=len(file) == 1)
        for case_id, others in admission.repeats():
            office.warn(Msg.LIKELY_REPEAT(id=case_id, ids=others))
        admission.hand_over()
    if errors is not None:
        from xinfang_cli.rejects import write_rejected

        write_rejected(errors, tally.rejected, office.lang)
    _warn_unused(office, how, tally)
    if json:
        office.print_json_with({**tally.counts(), "dropped_columns": list(tally.dropped)}, "rows", tally.rows)
    else:
        _tell(office, tally, check=check)
    if tally.failed:
        return RefusedError.exit_code
    return PARTLY if tally.became["reject"] else office.exit_code


def _take(admission: "Admission", name: str, how: "Reading", tally: "Tally", *, ids: Path | None, alone: bool) -> None:
    """Read one ledger; where it cannot be read, the others come in all the same."""
    try:
        with _opened(name) as source:
            for report in _progress(_reports(admission, name, source, how, tally), name):
                tally.add(report)
            if ids is not None:
                _write_ids(ids, source, name, how, tally)
    except RefusedError as error:
        if alone:
            raise
        tally.failed = True
        tally.office.warn(Msg.LEDGER_FAILED(path=name, reason=error.text))


@dataclass(frozen=True)
class Reading:
    """How the ledgers are to be read: headers given for this run, year, encoding; whether ids are wanted."""

    headers: dict[str, str]
    year: int | None
    encoding: str | None
    with_ids: bool


def headers_of(given: Iterable[str]) -> dict[str, str]:
    """Return what `--map` says: headers with the word of their field.

    Raises:
        UsageError: it is not COLUMN=FIELD, or there is no such field.
        RefusedError: the column labels persons; no wish makes it come in.
    """
    from xinfang_cli.columns import Field, meaning

    found: dict[str, str] = {}
    for text in given:
        column, _, word = (part.strip() for part in text.rpartition("="))
        if not column or not word:
            raise UsageError(Msg.MAP_FORM(text=text))
        known = Field.read(word)
        if known is None or known is Field.DROPPED:
            raise UsageError(Msg.MAP_FIELD(field=word, words=[each.value for each in Field if each != Field.DROPPED]))
        meant = meaning(column)
        if meant and meant[0] is Field.DROPPED:
            raise RefusedError(Msg.MAP_DROPPED(column=column))
        found[column] = known.value
    return found


@dataclass
class Tally:
    """What became of all rows; those that simply came in are counted, the others are put down as they are shown."""

    office: Desk
    rows: Spool
    keeps_rejected: bool
    became: Counter[str] = field(default_factory=Counter)
    rejected: "list[Rejected]" = field(default_factory=list)
    dropped: dict[str, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    headers: set[str] = field(default_factory=set)
    found: "dict[str, Found]" = field(default_factory=dict)
    failed: bool = False
    table: tuple[str, str] = ("", "")
    titles: tuple[str, ...] = ()

    def begin(self, file: str, sheet: str, layout: "Layout") -> None:
        """Turn to a sheet."""
        self.table, self.titles = (file, sheet), layout.titles
        self.dropped |= dict.fromkeys(layout.dropped)
        self.unread |= dict.fromkeys(layout.unknown)
        self.headers.update(*layout.keys)

    def add(self, report: "RowReport") -> None:
        """Count a row, and keep what there is to say of it."""
        self.became[report.became.value] += 1
        if self.found:
            found = self.found[report.row.sheet]
            found.widest = max(found.widest, len(report.row.cells))
            if report.id:
                found.ids[report.row.row] = report.id
        if report.became.value == "import":
            return
        self.rows.add(row_object(report, self.office))
        if self.keeps_rejected and report.became.value == "reject":
            self._reject(report)

    def _reject(self, report: "RowReport") -> None:
        from xinfang_cli.rejects import Rejected

        row = report.row
        value = " / ".join(fault.value for fault in row.faults)
        reason = " / ".join(fault.text.in_(self.office.lang) for fault in row.faults)
        columns = " / ".join(dict.fromkeys(fault.column for fault in row.faults))
        about = (row.sheet, row.row, columns, report.field, value, reason)
        self.rejected.append(Rejected(self.table, self.titles, row.cells, about))

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind, as `import --json` names them."""
        return {
            "imported": self.became["import"] + self.became["warn"],
            "warned": self.became["warn"],
            "rejected": self.became["reject"],
            "skipped": self.became["skip"],
            "known": self.became["known"],
            "differing": self.became["differing"],
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
        "message": "; ".join(dict.fromkeys(fault.text.in_(office.lang) for fault in row.faults)),
    }


def _admission(office: Desk, stack: ExitStack, *, update: bool, writes: bool) -> "Admission":
    from xinfang_cli.admission import Admission
    from xinfang_cli.notebook import Notebook
    from xinfang_cli.store import Batch, sweep

    if writes:
        sweep(office.workspace)
    index = stack.enter_context(office.index())
    batch = stack.enter_context(Batch(office.workspace)) if writes else None
    notebook = stack.enter_context(Notebook())
    return Admission(office.workspace, office.config, index, batch, office.now, notebook, update=update)


def _reports(admission: "Admission", name: str, source: IO[bytes], how: Reading, tally: Tally) -> "Iterator[RowReport]":
    from xinfang_cli import intake
    from xinfang_cli.admission import office_of
    from xinfang_cli.ledgercopy import Found
    from xinfang_cli.sheets import read_sheets

    office = tally.office
    words = office_of(office.config, how.year, how.headers)
    reading = intake.Desk(words, office.law, office.today, admission.identify)
    bare: list[str] = []
    begun = False
    for sheet in intake.take_in(read_sheets(source, encoding=how.encoding), reading):
        if sheet.hidden:
            office.warn(Msg.SHEET_HIDDEN(sheet=sheet.name))
        if sheet.layout is None:
            bare += [] if sheet.is_empty else [sheet.name or name]
            continue
        begun = True
        tally.begin(name, sheet.name, sheet.layout)
        if how.with_ids:
            tally.found[sheet.name] = Found(sheet.layout)
        yield from admission.reports(sheet)
    if not begun:
        raise RefusedError(Msg.LEDGER_NO_HEADER(path=name))
    for each in bare:
        office.warn(Msg.SHEET_NO_HEADER(sheet=each))


def _opened(name: str) -> IO[bytes]:
    """Open a ledger; `-` is standard input, laid by because a workbook is read from its end."""
    if name == "-":
        import shutil
        from tempfile import SpooledTemporaryFile

        held = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
        shutil.copyfileobj(sys.stdin.buffer, held)
        held.seek(0)
        return held
    try:
        return Path(name).open("rb")
    except FileNotFoundError:
        raise RefusedError(Msg.LEDGER_MISSING(path=name)) from None
    except IsADirectoryError:
        raise RefusedError(Msg.LEDGER_FOLDER(path=name)) from None


def _progress(reports: "Iterator[RowReport]", name: str) -> "Iterable[RowReport]":
    """Show how far it is, on a terminal only."""
    if not sys.stderr.isatty():
        return reports
    from rich.console import Console
    from rich.progress import track

    return track(reports, description=Path(name).name, console=Console(stderr=True), transient=True)


def _write_ids(path: Path, source: IO[bytes], name: str, how: Reading, tally: Tally) -> None:
    from xinfang_cli.ledgercopy import write_copy
    from xinfang_cli.sheets import read_sheets

    source.seek(0)
    sheets = read_sheets(source, encoding=how.encoding)
    write_copy(path, sheets, tally.found, Msg.IDS_HEADER.in_(tally.office.lang), Path(name).stem)


def _warn_unused(office: Desk, how: Reading, tally: Tally) -> None:
    """Say which columns of `--map` no sheet has; of a header in two rows either one may be named."""
    from xinfang_cli.columns import header_key

    for column in how.headers:
        key = header_key(column)
        if not any(key == header or (header and key.startswith(header)) for header in tally.headers):
            office.warn(Msg.MAP_UNUSED(column=column))


def _tell(office: Desk, tally: Tally, *, check: bool) -> None:
    from xinfang_cli.admission import Became

    for found in tally.rows:
        if found["outcome"] in ("skip", "known"):
            continue
        office.say(
            Msg.IMPORT_ROW(
                where=f"{found['sheet']}!{found['row']}" if found["sheet"] else found["row"],
                became=Became.of(found["outcome"]),
                field=found["field"] or "-",
                reason=found["message"] or "-",
            )
        )
    office.say((Msg.IMPORT_WOULD if check else Msg.IMPORT_DONE)(**tally.counts()))
    if tally.dropped:
        office.say(Msg.IMPORT_DROPPED(count=len(tally.dropped), columns=list(tally.dropped)))
    if tally.unread:
        columns = list(tally.unread)
        more = len(columns) - MOST_NAMED
        office.say(Msg.IMPORT_UNREAD(columns=[*columns[:MOST_NAMED], *([f"… +{more}"] if more > 0 else [])]))
