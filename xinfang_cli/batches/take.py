"""What rows of steps do to one matter, in any process: read, taken by the table of the procedure, and its new text.

Matters share nothing, so they are worked on all cores; `applying`, which has the index and writes, hands them out.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from xinfang_cli.batches.tally import Became
from xinfang_cli.errors import RefusedError
from xinfang_cli.law import steps
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.ids import is_id
from xinfang_cli.law.records import Case, SealedText
from xinfang_cli.law.refusals import in_hand
from xinfang_cli.law.sealing import unseal
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did
from xinfang_cli.ledgers.cells import RowFault
from xinfang_cli.ledgers.steprows import Reader, RowFaultError, Wish, given, stray
from xinfang_cli.messages import Msg
from xinfang_cli.sheets.rows import Cell
from xinfang_cli.store.cases import Rewritten, Workspace, load, parse, place_of, rewritten
from xinfang_cli.store.people import opened
from xinfang_cli.store.words import read_whole


class Verdict(NamedTuple):
    """What became of a row, on which matter; of a row that is rejected the cell at fault."""

    became: Became
    id: str | None = None
    fault: RowFault | None = None


class StepsHead(NamedTuple):
    """The header of a table of steps: its columns, those that are none of them, and how wide it is."""

    columns: Mapping[Key, int]
    strays: Mapping[int, str]
    width: int


class Task(NamedTuple):
    """A matter and the rows about it.

    Attributes:
        id: of the matter.
        path: its file.
        rows: cells of its rows, in their order.
        before: what its file would hold by now and the words that would lie apart, where nothing is written.
        waits: whether an earlier row of it was refused.
        ids: of matters in hand that rows name by the tail of theirs.
    """

    id: str
    path: Path
    rows: list[Sequence[Cell]]
    before: tuple[str, SealedText | None] | None
    waits: bool
    ids: dict[str, str]


class Taken(NamedTuple):
    """What became of each row of a task, and what the file of its matter is to hold, if that is something else."""

    verdicts: list[Verdict]
    new: Rewritten | None


@dataclass
class _Matter:
    """A matter in hand: what its file says, how that reads, and the matter with the steps it took."""

    text: str
    read: Case
    case: Case


SHOWN = (Key.TITLE,)
"""What a sheet shows of a matter under a header that `set` reads; with other steps it is no more than shown."""

_AT_FAULT = {
    Msg.FUTURE_DAY: Key.ON,
    Msg.BEFORE_LAST: Key.ON,
    Msg.NO_UNIT: Key.UNIT,
    Msg.NO_RULE: Key.WITHIN,
}


@dataclass(frozen=True)
class Taker:
    """Takes the steps of rows, wherever it is."""

    workspace: Workspace
    law: Law
    reader: Reader
    now: dt.datetime
    by: str
    follows: bool = False
    """Whether a row is known only while it is the latest step: what was undone or changed since can be said anew."""

    def taken(self, task: Task, header: StepsHead) -> Taken:
        """Return what becomes of a matter's rows; nothing is written. After one that is refused the later ones wait."""
        matter: _Matter | None = None
        verdicts: list[Verdict] = []
        waits = task.waits
        for row in task.rows:
            cells = given(header.columns, row)
            verdict = _strayed(row, header, task.id)
            try:
                if verdict is None:
                    wish = _spelled_out(self.reader.wish(cells, ignored=SHOWN), task.ids)
                    matter = matter or self._read(task)
                    verdict = self._step(matter, wish, cells, waits=waits)
            except RowFaultError as fault:
                verdict = rejected(fault, cells)
            waits |= verdict.became is Became.REJECT
            verdicts.append(verdict)
        if matter is None or len(matter.case.history) == len(matter.read.history):
            return Taken(verdicts, None)
        new = rewritten(self.workspace, task.path, matter.text, matter.case, read=matter.read)
        return Taken(verdicts, new)

    def _step(self, matter: _Matter, wish: Wish, cells: Mapping[Key, Cell], *, waits: bool) -> Verdict:
        case = matter.case
        n, is_known = self._entry(case, wish)
        if is_known:
            return Verdict(Became.KNOWN, case.id)
        if waits:
            return rejected(RowFaultError(Key.CASE, Msg.STEP_WAITS()), cells, case.id)
        stamp = steps.Stamp(on=wish.on, now=self.now, by=wish.by or self.by, n=n)
        try:
            if "representatives" in wish.data:
                case = opened(self.workspace, case)
            matter.case = _step(case, self.law, self._with_period(wish), stamp)
        except RefusedError as error:
            key = _AT_FAULT.get(error.text.msg, Key.DID)
            return rejected(RowFaultError(key, error.text), cells, case.id)
        return Verdict(Became.APPLY, case.id)

    def _entry(self, case: Case, wish: Wish) -> tuple[str, bool]:
        """Return the id of a row's entry, and whether the matter has it already."""
        if not self.follows:
            return wish.n(case.id), case.entry(wish.n(case.id)) is not None
        entries = len(case.history)
        is_known = case.entry(wish.n(case.id, str(entries - 1))) is not None
        return wish.n(case.id, str(entries)), is_known

    def _with_period(self, wish: Wish) -> Wish:
        """Say until when the matter in hand has its period, where its number is one of ours, as `decline` does."""
        number = wish.data.get("in_hand")
        if wish.did is not Did.DECLINE or not number or not is_id(number):
            return wish
        path = Path(place_of(self.workspace, number))
        other = load(self.workspace, path)[0] if path.exists() else None
        return replace(wish, data={**wish.data, **in_hand(other, self.law)}) if other else wish

    def _read(self, task: Task) -> _Matter:
        case, problems, text = self._loaded(task)
        if case is None:
            raise RowFaultError(Key.CASE, problems[0].text)
        whole, faults = self._whole(task, case)
        if faults:
            raise RowFaultError(Key.CASE, faults[0].text)
        return _Matter(text, case, whole)

    def _loaded(self, task: Task) -> tuple[Case | None, tuple[Any, ...], str]:
        if task.before is None:
            return load(self.workspace, task.path)
        text, _ = task.before
        return *parse(text.encode("utf-8", "surrogateescape"), task.path), text

    def _whole(self, task: Task, case: Case) -> tuple[Case, tuple[Any, ...]]:
        words = task.before[1] if task.before else None
        if words and case.is_sealed:
            return unseal(case.but(petitioners_sealed=None), words), ()
        return read_whole(self.workspace, case)


def _spelled_out(wish: Wish, ids: Mapping[str, str]) -> Wish:
    """Return a step with the whole id of a matter in hand; the row stays known by what it says."""
    number = wish.data.get("in_hand") or ""
    return replace(wish, data={**wish.data, "in_hand": ids[number]}) if number in ids else wish


def take(tasks: list[Task], taker: Taker, header: StepsHead) -> list[Taken]:
    """Take the steps of some matters."""
    return [taker.taken(task, header) for task in tasks]


def _strayed(row: Sequence[Cell], header: StepsHead, case_id: str) -> Verdict | None:
    """Return the verdict on a row that says something in no column of steps."""
    left = stray(row, header.strays, header.width)
    if left is None:
        return None
    title, text = left
    fault = RowFault(title, title, text, Msg.STEP_COLUMN(column=title, value=text))
    return Verdict(Became.REJECT, case_id, fault)


def rejected(fault: RowFaultError, cells: Mapping[Key, Cell], case_id: str | None = None) -> Verdict:
    """Return the verdict on a row that cannot be."""
    cell = cells.get(fault.key)
    key, value = fault.key.value, "" if cell is None else str(cell)
    return Verdict(Became.REJECT, case_id, RowFault(key, key, value, fault.text))


def _step(case: Case, law: Law, wish: Wish, stamp: steps.Stamp) -> Case:
    data: dict[str, Any] = dict(wish.data)
    if wish.did is Did.UNDO:
        if steps.to_strike(case, law).did is Did.MERGE:
            raise RefusedError(Msg.UNDO_MERGE(id=case.id))
        return steps.undo(case, law, stamp, **data).case
    if wish.did is not Did.SET:
        return steps.take(case, law, wish.did, stamp, **data).case
    beside = {key: data.pop(key) for key in ("reason", "backdate_reason") if key in data}
    return steps.correct(case, law, stamp, data, **beside).case
