"""Rows of steps into the workspace: each row is taken by the same table as a command, or says why not.

Some thousand rows at a time are sorted by their matters, which are worked on all cores, each read and written once; a
killed run leaves whole files and is completed by running it again, since the id of an entry is derived from its row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING

from xinfang_cli.batches.notebook import Met, Notebook
from xinfang_cli.batches.take import SHOWN, StepsHead, Taken, Taker, Task, Verdict, rejected, take
from xinfang_cli.batches.tally import Became, RowReport
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.records import SealedText
from xinfang_cli.law.stepdata import Key
from xinfang_cli.ledgers.cells import words
from xinfang_cli.ledgers.headers import Skip, head
from xinfang_cli.ledgers.steprows import RowFaultError, columns_of, given, stray, strays
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.rows import Row, Sheet
from xinfang_cli.store.cases import CaseBatch, is_id

if TYPE_CHECKING:
    from pathlib import Path

    from xinfang_cli.index.ask import Index


ROWS = 4_096
"""Rows in hand at a time: their matters are on the disk before the next are read."""

MANY = 500
"""Matters from which on other processes are worth their start."""


@dataclass
class Applying:
    """One run over rows of steps."""

    taker: Taker
    index: "Index"
    batch: CaseBatch | None  # None: nothing is written
    notebook: Notebook  # what files would hold, where nothing is written
    words: dict[str, SealedText | None] = field(default_factory=dict)  # the same of accusations, never on any disk
    sealed: list[str] = field(default_factory=list)  # matters that a row sealed
    waiting: set[str] = field(default_factory=set)  # matters of which a row was refused: the later ones wait

    def sheet(self, sheet: Sheet) -> tuple[tuple[str, ...], Iterator[RowReport]] | None:
        """Return a sheet's headers and what becomes of its rows, worked out as they are asked for; None: no header."""
        first, rest = head(sheet)
        for at, row in enumerate(first):
            columns = columns_of(row.cells)
            if columns:
                titles = tuple("" if cell is None else str(cell).strip() for cell in row.cells)
                head_row = StepsHead(columns, strays(row.cells, columns), len(row.cells))
                return titles, self.reports(sheet.name, chain(first[at + 1 :], rest), head_row)
        return None

    def reports(self, sheet: str, rows: Iterator[Row], header: StepsHead) -> Iterator[RowReport]:
        """Return what becomes of rows under a header, worked out as they are asked for."""
        while some := list(islice(rows, ROWS)):
            for row, verdict in zip(some, self._verdicts(some, header), strict=True):
                yield _report(sheet, row, verdict)

    def _verdicts(self, rows: list[Row], header: StepsHead) -> list[Verdict]:
        """Return what becomes of some rows, in their order, when what they change is on the disk."""
        verdicts: dict[int, Verdict] = {}
        tasks: dict[str, Task] = {}
        places: dict[str, list[int]] = {}
        known: dict[str, tuple[str, Path]] = {}
        for at, row in enumerate(rows):
            aim = self._aim(row, header, known)
            if isinstance(aim, Verdict):
                verdicts[at] = aim
                continue
            case_id, path = aim
            if case_id not in tasks:
                tasks[case_id] = Task(case_id, path, [], self._before(case_id), case_id in self.waiting, {})
            tasks[case_id].rows.append(row.cells)
            tasks[case_id].ids.update(self._in_hand(row, header))
            places.setdefault(case_id, []).append(at)
        for task, taken in zip(tasks.values(), self._taken(list(tasks.values()), header), strict=True):
            self._keep(task, taken)
            if any(verdict.became is Became.REJECT for verdict in taken.verdicts):
                self.waiting.add(task.id)
            verdicts.update(zip(places[task.id], taken.verdicts, strict=True))
        if self.batch is not None:
            self.batch.flush()
        return [verdicts[at] for at in range(len(rows))]

    def _aim(self, row: Row, header: StepsHead, known: "dict[str, tuple[str, Path]]") -> "tuple[str, Path] | Verdict":
        """Return the matter that a row is about, or what becomes of the row without one."""
        if row.fault:
            return rejected(RowFaultError(Key.CASE, row.fault), {})
        cells = given(header.columns, row.cells)
        if not cells.keys() - {Key.CASE, *SHOWN} and not stray(row.cells, header.strays, header.width):
            return Verdict(Became.SKIP)
        reference = words(cells.get(Key.CASE)).strip()
        try:
            if reference not in known:
                known[reference] = self._found(reference)
        except RefusedError as error:
            return rejected(RowFaultError(Key.CASE, error.text), cells)
        return known[reference]

    def _in_hand(self, row: Row, header: StepsHead) -> dict[str, str]:
        """Return the whole id of the matter in hand that a row names, where it is one of ours."""
        number = words(given(header.columns, row.cells).get(Key.IN_HAND)).strip()
        try:
            return {number: self.index.resolve(number)[0]} if number else {}
        except RefusedError:
            return {}

    def _found(self, reference: str) -> "tuple[str, Path]":
        if not reference:
            raise RefusedError(Msg.STEP_NO_CASE())
        path = self.index.path(reference) if is_id(reference) else None
        return (reference, path) if path else self.index.resolve(reference)

    def _taken(self, tasks: list[Task], header: StepsHead) -> Iterator[Taken]:
        if len(tasks) < MANY:
            return (taken for task in tasks for taken in take([task], self.taker, header))
        from xinfang_cli.processes import spread

        return spread(take, iter(tasks), (self.taker, header))

    def _keep(self, task: Task, taken: Taken) -> None:
        if taken.new is None:
            return
        if self.batch is not None:
            self.batch.rewrite(task.path, taken.new)
            self.sealed += [task.id] * taken.new.seals
            return
        self.notebook.write([Met(task.id, None, taken.new.text)])
        if taken.new.words:
            self.words[task.id] = taken.new.words

    def _before(self, case_id: str) -> tuple[str, SealedText | None] | None:
        text = self.notebook.text(case_id) if self.batch is None else None
        return None if text is None else (text, self.words.get(case_id))


def _report(sheet: str, row: Row, verdict: Verdict) -> RowReport:
    became, case_id, fault = verdict
    reason = Skip.BLANK if became is Became.SKIP else None
    faults = (fault,) if fault else ()
    return RowReport(sheet, row.number, row.cells, became, case_id, fault.field if fault else "", reason, faults)
