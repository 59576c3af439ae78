"""A run over ledgers: each opened, read, its rows brought in by `admission`, and what its columns are remembered."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from xinfang_cli.batches.admit import Admission, office_of
from xinfang_cli.batches.notebook import Notebook
from xinfang_cli.batches.tally import RowReport, Tally
from xinfang_cli.desk import Desk
from xinfang_cli.errors import PartlyError, RefusedError, UsageError
from xinfang_cli.ledgers import matters as intake
from xinfang_cli.ledgers.columns import Field, header_key, meaning
from xinfang_cli.ledgers.dates import DateOrder
from xinfang_cli.ledgers.headers import JOINS, Layout
from xinfang_cli.ledgers.leftovers import Leftovers
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.read import read_sheets
from xinfang_cli.store.cases import CaseBatch, sweep

if TYPE_CHECKING:
    from xinfang_cli.batches.ledgercopy import Found

_IN_MEMORY = 1 << 24
"""Bytes of standard input above which it is laid by in a file."""


@dataclass(frozen=True)
class Manner:
    """How ledgers are to be read: headers of this run, year, order, encoding; the copy with ids; of a past year."""

    headers: dict[str, str]
    year: int | None
    order: DateOrder | None
    encoding: str | None
    ids: Path | None
    past: bool = False


def headers_of(given: Iterable[str]) -> dict[str, str]:
    """Return what `--map` says: headers with the word of their field.

    Raises:
        UsageError: it is not COLUMN=FIELD, or there is no such field.
        RefusedError: the column labels persons; no wish makes it come in.
    """
    found: dict[str, str] = {}
    for text in given:
        column, _, word = (part.strip() for part in text.rpartition("="))
        if not column or not word:
            raise UsageError(Msg.MAP_FORM(text=text))
        known = Field.read(word)
        if known is None or known is Field.DROPPED:
            raise UsageError(Msg.MAP_FIELD(field=word, words=[each.value for each in Field if each != Field.DROPPED]))
        if any(meant and meant[0] is Field.DROPPED for meant in map(meaning, (column, *column.split(JOINS)))):
            raise RefusedError(Msg.MAP_DROPPED(column=column))
        found[column] = known.value
    return found


@dataclass
class Ledgers:
    """The ledgers of a run: how they are read, what their columns are, what became of their rows.

    Attributes:
        dropped: headers that label persons, which are not read.
        unread: headers that are not known.
        second: headers of columns that another of the same meaning was read for, with that one.
        untitled: letters of columns with words under no header.
        headers: all headers, as they are compared.
        found: where rows and ids of the tables of a sheet are, if a copy with ids is wanted.
        failed: whether one of several could not be read.
    """

    office: Desk
    how: Manner
    tally: Tally
    dropped: dict[str, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    second: dict[str, str] = field(default_factory=dict)
    untitled: dict[str, None] = field(default_factory=dict)
    headers: set[str] = field(default_factory=set)
    found: "dict[str, list[Found]]" = field(default_factory=dict)
    failed: bool = False

    def begin(self, file: str, sheet: str, layout: Layout) -> None:
        """Turn to a table of a sheet."""
        self.tally.begin(file, sheet, layout.titles)
        self.dropped |= dict.fromkeys(layout.dropped)
        self.unread |= dict.fromkeys(layout.unknown)
        self.headers.update(*layout.keys, map(layout.name, chain(*layout.columns.values())))
        if self.how.ids:
            from xinfang_cli.batches.ledgercopy import Found

            self.found.setdefault(sheet, []).append(Found(layout))

    def end(self, left: Leftovers) -> None:
        """Note which columns of a table have words that no matter took."""
        self.tally.has_left_words |= bool(left.columns)
        self.second |= {column: first for column, first in left.columns.items() if first}
        self.untitled |= dict.fromkeys(left.untitled)

    def add(self, report: RowReport) -> None:
        """Count a row, and remember its id."""
        self.tally.add(report)
        if self.found:
            found = self.found[report.sheet][-1]
            found.widest = max(found.widest, len(report.cells))
            if report.id:
                found.ids[report.row] = report.id


def admitting(office: Desk, stack: ExitStack, *, update: bool, writes: bool) -> Admission:
    """Return the workspace as the run sees it."""
    if writes:
        sweep(office.workspace)
    index = stack.enter_context(office.index())
    batch = stack.enter_context(CaseBatch(office.workspace)) if writes else None
    notebook = stack.enter_context(Notebook())
    return Admission(office.workspace, office.config, index, batch, office.now, notebook, update=update)


def take(ledgers: Ledgers, admission: Admission, name: str, *, alone: bool) -> None:
    """Read one ledger; where it cannot be read, the others come in all the same."""
    try:
        with _opened(name) as source:
            for report in _progress(_reports(ledgers, admission, name, source), name):
                ledgers.add(report)
            if ledgers.how.ids is not None:
                _write_ids(ledgers, ledgers.how.ids, source, name)
    except PartlyError as error:
        ledgers.tally.has_left_words = True
        ledgers.office.warn(error.text)
    except RefusedError as error:
        if alone:
            raise
        ledgers.failed = True
        ledgers.office.warn(Msg.LEDGER_FAILED(path=name, reason=error.text))


def _reports(ledgers: Ledgers, admission: Admission, name: str, source: IO[bytes]) -> Iterator[RowReport]:
    office, how = ledgers.office, ledgers.how
    words = office_of(office.config, how.year, how.headers, how.order)
    reading = intake.Intake(words, office.law, office.today, admission.identify, how.past)
    bare: list[str] = []
    begun = False
    for sheet in intake.take_in(read_sheets(source, encoding=how.encoding), reading):
        if sheet.hidden:
            office.warn(Msg.SHEET_HIDDEN(sheet=sheet.name))
        if sheet.comments:
            ledgers.tally.has_left_words = True
            office.warn(Msg.SHEET_COMMENTS(sheet=sheet.name, count=sheet.comments))
        if sheet.layout is None:
            bare += [] if sheet.is_empty else [sheet.name or name]
            continue
        begun = True
        ledgers.begin(name, sheet.name, sheet.layout)
        yield from admission.reports(sheet)
        if sheet.leftovers:
            ledgers.end(sheet.leftovers)
    if not begun:
        raise RefusedError(Msg.LEDGER_NO_HEADER(path=name))
    ledgers.tally.has_left_words |= bool(bare)
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


def _progress(reports: Iterator[RowReport], name: str) -> Iterable[RowReport]:
    """Show how far it is, on a terminal only."""
    if not sys.stderr.isatty():
        return reports
    from rich.console import Console
    from rich.progress import track

    return track(reports, description=Path(name).name, console=Console(stderr=True), transient=True)


def _write_ids(ledgers: Ledgers, path: Path, source: IO[bytes], name: str) -> None:
    from xinfang_cli.batches.ledgercopy import write_copy

    source.seek(0)
    sheets = read_sheets(source, encoding=ledgers.how.encoding)
    write_copy(path, sheets, ledgers.found, Msg.IDS_HEADER.in_(ledgers.office.lang), Path(name).stem)


def warn_unused(ledgers: Ledgers) -> None:
    """Say which columns of `--map` no sheet has; of a header in two rows either one may be named."""
    for column in ledgers.how.headers:
        key = header_key(column)
        if not any(key == header or (header and key.startswith(header)) for header in ledgers.headers):
            ledgers.office.warn(Msg.MAP_UNUSED(column=column))
