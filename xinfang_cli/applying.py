"""Rows of steps into the workspace: each row is taken by the same table as a command, or says why not.

A matter is read once, takes its steps in the order of the rows, and is written once; a killed run leaves whole files
and is completed by running it again, since the id of an entry is derived from its row.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinfang_cli import steps
from xinfang_cli.batchsteps import Key, Reader, RowFaultError, Wish, columns_of, given
from xinfang_cli.cells import words
from xinfang_cli.clocks import Law
from xinfang_cli.errors import RefusedError
from xinfang_cli.headers import Skip, head
from xinfang_cli.labels import Label
from xinfang_cli.messages import Msg, Text
from xinfang_cli.model import Case
from xinfang_cli.rows import Cell, Row, Sheet
from xinfang_cli.store import Batch, Workspace, is_id, load, read_text, unseal
from xinfang_cli.words import Did

if TYPE_CHECKING:
    from xinfang_cli.index import Index


MOST_HELD = 500
"""Matters in hand at a time, each with its text, before and after."""


class Fate(Label):
    """What became of a row."""

    APPLY = "apply", "已办", "applied"
    REJECT = "reject", "未办", "rejected"
    SKIP = "skip", "跳过", "skipped"
    KNOWN = "known", "已有", "there already"


@dataclass(frozen=True, slots=True)
class StepReport:
    """A row with what became of it."""

    sheet: str
    row: Row
    fate: Fate
    id: str | None = None
    field: str = ""
    value: str = ""
    reason: Skip | None = None
    text: Text | None = None


@dataclass
class _Held:
    """A matter in hand: what its file says, how that reads, and the matter with the steps it took."""

    path: Path
    text: str
    read: Case
    case: Case


@dataclass
class Applying:
    """One run over rows of steps."""

    workspace: Workspace
    law: Law
    index: "Index"
    batch: Batch | None  # None: nothing is written
    reader: Reader
    now: dt.datetime
    by: str
    held: dict[str, _Held] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # references that were looked up

    def sheet(self, sheet: Sheet) -> tuple[tuple[str, ...], Iterator[StepReport]] | None:
        """Return a sheet's headers and what becomes of its rows, worked out as they are asked for; None: no header."""
        first, rest = head(sheet)
        for at, row in enumerate(first):
            columns = columns_of(row.cells)
            if columns:
                titles = tuple("" if cell is None else str(cell).strip() for cell in row.cells)
                rows = chain(first[at + 1 :], rest)
                return titles, (self._row(sheet.name, each, columns) for each in rows)
        return None

    def _row(self, sheet: str, row: Row, columns: dict[Key, int]) -> StepReport:
        if row.fault:
            return StepReport(sheet, row, Fate.REJECT, field=Key.CASE.value, text=row.fault)
        cells = given(columns, row.cells)
        if not cells.keys() - {Key.CASE, *SHOWN}:
            return StepReport(sheet, row, Fate.SKIP, reason=Skip.BLANK)
        try:
            return self._taken(sheet, row, cells)
        except RowFaultError as fault:
            value = _shown(cells.get(fault.key))
            return StepReport(sheet, row, Fate.REJECT, field=fault.key.value, value=value, text=fault.text)

    def _taken(self, sheet: str, row: Row, cells: dict[Key, Cell]) -> StepReport:
        case_id = self._case_id(cells)
        wish = self.reader.wish(cells, ignored=SHOWN)
        held = self._hold(case_id)
        n = wish.n(case_id)
        if held.case.entry(n) is not None:
            return StepReport(sheet, row, Fate.KNOWN, case_id)
        stamp = steps.Stamp(on=wish.on, now=self.now, by=wish.by or self.by, n=n)
        try:
            held.case = _step(held.case, self.law, wish, stamp)
        except RefusedError as error:
            key = _AT_FAULT.get(error.text.msg, Key.DID)
            value = _shown(cells.get(key))
            return StepReport(sheet, row, Fate.REJECT, case_id, field=key.value, value=value, text=error.text)
        return StepReport(sheet, row, Fate.APPLY, case_id)

    def _case_id(self, cells: dict[Key, Cell]) -> str:
        text = words(cells.get(Key.CASE)).strip()
        if not text:
            raise RowFaultError(Key.CASE, Msg.STEP_NO_CASE())
        if text not in self.ids:
            try:
                known = is_id(text) and self.index.has(text)
                self.ids[text] = text if known else self.index.resolve(text)[0]
            except RefusedError as error:
                raise RowFaultError(Key.CASE, error.text) from None
        return self.ids[text]

    def _hold(self, case_id: str) -> _Held:
        held = self.held.get(case_id)
        if held is None:
            if len(self.held) >= MOST_HELD:
                self.flush()
            held = self.held[case_id] = self._read(case_id)
        return held

    def _read(self, case_id: str) -> _Held:
        path = self.index.path(case_id)
        if path is None:
            raise RowFaultError(Key.CASE, Msg.CASE_NOT_FOUND(reference=case_id))
        case, problems, text = self.batch.load(path) if self.batch else load(self.workspace, path)
        if case is None:
            raise RowFaultError(Key.CASE, problems[0].text)
        sealed, faults = read_text(self.workspace, case_id) if case.is_sealed else (None, ())
        if faults:
            raise RowFaultError(Key.CASE, faults[0].text)
        return _Held(path, text, case, unseal(case, sealed) if sealed else case)

    def flush(self) -> None:
        """Write the matters in hand that took a step, and let go of all."""
        for held in self.held.values():
            if self.batch is not None and len(held.case.history) > len(held.read.history):
                self.batch.save(held.path, held.text, held.case, read=held.read)
        if self.batch is not None:
            self.held.clear()
            self.ids.clear()


SHOWN = (Key.TITLE,)
"""What a sheet shows of a matter under a header that `set` reads; with other steps it is no more than shown."""

_AT_FAULT = {
    Msg.FUTURE_DAY: Key.ON,
    Msg.BEFORE_LAST: Key.ON,
    Msg.NO_UNIT: Key.UNIT,
    Msg.NO_RULE: Key.WITHIN,
}


def _step(case: Case, law: Law, wish: Wish, stamp: steps.Stamp) -> Case:
    data: dict[str, Any] = dict(wish.data)
    if wish.did is not Did.SET:
        return steps.take(case, law, wish.did, stamp, **data).case
    beside = {key: data.pop(key) for key in ("reason", "backdate_reason") if key in data}
    return steps.correct(case, law, stamp, data, **beside).case


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)
