"""Bringing rows of a ledger into the workspace: each is a new matter, one that is there, or one that differs.

Nothing is written twice: a row is compared with the matters that have its number, or the id that its fingerprint
gives, before it is written; so an import that was killed is completed by running it again.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import chain, islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from xinfang_cli.batches.likely import Lookout, marks, mask_marks
from xinfang_cli.batches.notebook import Met, Notebook
from xinfang_cli.batches.prepare import Bench, Prepared, in_own_names, prepare
from xinfang_cli.batches.tally import Became, RowReport
from xinfang_cli.casefile.text import parse, text_of
from xinfang_cli.errors import InvalidError, RefusedError
from xinfang_cli.index.listing import SEALED_TITLE
from xinfang_cli.index.parts import Readings, unpacked_readings
from xinfang_cli.law.ids import derived_id, is_id
from xinfang_cli.law.records import Case, SealedText
from xinfang_cli.law.sealing import Persons, masked, unseal
from xinfang_cli.ledgers.cells import RowFault
from xinfang_cli.ledgers.dates import DateOrder
from xinfang_cli.ledgers.matters import RowOutcome, SheetIntake
from xinfang_cli.ledgers.readers import OfficeNames
from xinfang_cli.ledgers.recognition import Recognition, as_told, compared, key_of, recognise, updated
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office.config import PETITIONER, Config
from xinfang_cli.sheets.rows import Row
from xinfang_cli.store.cases import CaseBatch, Workspace, load, path_of, read_text, read_text_of
from xinfang_cli.store.people import as_said, opened_if_possible, under_seal, with_persons
from xinfang_cli.store.words import read_whole

if TYPE_CHECKING:
    from xinfang_cli.index.ask import Index


def office_of(
    config: Config,
    year: int | None = None,
    headers: Mapping[str, str] | None = None,
    order: DateOrder | None = None,
) -> OfficeNames:
    """Return what intake must know of an office; `headers` of this run go before those of config."""
    own = headers or {}
    return OfficeNames(
        units={name: unit.name for unit in reversed(config.units) for name in (*unit.aliases, unit.name)},
        headers={**own, **{header: word for header, word in config.headers.items() if header not in own}},
        values=config.values,
        name=config.office.name,
        level=config.office.level,
        year=year,
        order=order,
        channels={name: (row.under, row.name) for row in config.channels for name in (*row.aliases, row.name)},
        dockets=tuple(docket.name for docket in config.dockets),
        origins=(PETITIONER, *config.origins),
        representatives=config.representatives,
        leaders=config.reception.leaders,
    )


BATCH = 100
"""Rows that are decided at a time: the index is asked once for all of them."""

MANY = 1_000
"""Rows from which on other processes are worth their start."""

_WITH_ID = "SELECT id FROM cases WHERE id IN (SELECT value FROM json_each(:wanted))"
_WITH_NUMBER = "SELECT source_number, id FROM cases WHERE source_number IN (SELECT value FROM json_each(:wanted))"

_Each = tuple[Row | RowOutcome, Prepared | None]


@dataclass
class Admission:
    """The workspace as an import sees it: what is there, and what this run has added."""

    workspace: Workspace
    config: Config
    index: "Index"
    batch: CaseBatch | None  # None: nothing is written
    now: datetime
    notebook: Notebook
    update: bool = False
    unreadable: set[str] = field(default_factory=set)
    masked: set[str] = field(default_factory=set)
    """Matters whose petitioners are sealed, and no key here opens them."""

    @cached_property
    def lookout(self) -> Lookout:
        """What looks for likely repeats."""
        return Lookout(self.notebook)

    @cached_property
    def _is_empty(self) -> bool:
        return not list(self.index.sql("SELECT 1 FROM cases LIMIT 1"))

    def reports(self, sheet: SheetIntake) -> Iterator[RowReport]:
        """Bring the rows of a sheet in and yield what becomes of them, in their order."""
        prepared = self._prepared(sheet)
        while some := list(islice(prepared, BATCH)):
            yield from self._decided(sheet, some)

    def _prepared(self, sheet: SheetIntake) -> Iterator[_Each]:
        """Yield the rows, those that may be matters prepared: many of them on all cores."""
        if sheet.table is None:
            return
        waiting: deque[Row | RowOutcome] = deque()
        draws = self.batch is not None
        bench = Bench.of(sheet, sheet.table, self.workspace, self.config, self.lookout.salt, draws=draws)
        for ready in _on_cores(_noted(sheet.rows, waiting), bench):
            if ready and ready.id and ready.lines:
                self.notebook.keep_lines(ready.id, ready.lines)
            while isinstance(waiting[0], RowOutcome):
                yield waiting.popleft(), None
            yield waiting.popleft(), ready
        yield from ((each, None) for each in waiting)

    def _decided(self, sheet: SheetIntake, some: list[_Each]) -> Iterator[RowReport]:
        """Bring some rows in: as they are where no other matter can be the same, the rest with a closer look."""
        known = self._acquainted([ready for _, ready in some if ready and ready.id])
        new: list[Prepared] = []
        for each, ready in some:
            if isinstance(each, RowOutcome):
                yield self.admit(each)
            elif ready and ready.id is None:
                yield _as_prepared(sheet, each, ready, Became.REJECT)
            elif ready and known.knows(ready):
                yield _as_prepared(sheet, each, ready, Became.KNOWN)
            elif ready and known.is_new(ready):
                self._bring_in(ready)
                new.append(ready)
                known.meet(ready)
                yield _as_prepared(sheet, each, ready, Became.WARN if ready.outcome else Became.IMPORT)
            else:
                self._write_down(new)
                yield self._looked_at(self._apart(sheet, each), known)
        self._write_down(new)

    def _apart(self, sheet: SheetIntake, row: Row) -> RowOutcome:
        """Return what a row says, its matter apart from another one that has its number and its day."""
        outcome = sheet.taken(row)
        if outcome.case is None or outcome.case.number is None or self._case(outcome.case.id) is None:
            return outcome
        found, _ = self._recognised(outcome, in_own_names(outcome.case, self.config))
        return outcome if found.old else sheet.taken(row, apart=True)

    def _looked_at(self, row: RowOutcome, known: "_Acquainted") -> RowReport:
        report = self.admit(row)
        if report.id:
            known.ids.add(report.id)
        if row.case and row.case.number:
            known.numbers.setdefault(row.case.number, set()).add("")
        return report

    def _acquainted(self, prepared: list[Prepared]) -> "_Acquainted":
        """Return which ids and numbers of some rows are there, or were in rows before them."""
        ids = [ready.id for ready in prepared if ready.id]
        numbers = [ready.number for ready in prepared if ready.number]
        known = _Acquainted(self.notebook.ids(ids))
        for number, case_id in self.notebook.numbered(numbers):
            known.add(number, case_id)
        if not self._is_empty:
            known.there = {case_id for (case_id,) in self.index.sql(_WITH_ID, {"wanted": json.dumps(ids)})}
            for number, case_id in self.index.sql(_WITH_NUMBER, {"wanted": json.dumps(numbers)}):
                known.add(number, case_id)
        return known

    def _bring_in(self, ready: Prepared) -> None:
        if self.batch is not None and ready.id and ready.text is not None:
            self.batch.put(ready.id, ready.text, ready.key)

    def _write_down(self, new: list[Prepared]) -> None:
        """Remember the matters that were brought in."""
        kept = self.batch is None
        self.notebook.write(
            Met(ready.id, ready.number, ready.text if kept else None, drawn=True) for ready in new if ready.id
        )
        self.lookout.note((ready.id, ready.received_on, ready.marks) for ready in new if ready.id and ready.received_on)
        self.lookout.note_masks(chain.from_iterable(ready.masks for ready in new))
        new.clear()

    def identify(self, key: str, received_on: date) -> str:
        """Return the id of a matter by its number or fingerprint; another matter's id is never taken."""
        office = self.config.office
        return derived_id(office.prefix, office.code, key, received_on, lambda case_id: self._is_anothers(case_id, key))

    def _is_anothers(self, case_id: str, key: str) -> bool:
        case = self._case(case_id)
        is_unseen = case is not None and (_is_wordless(case) or case_id in self.masked)
        return case is not None and key_of(case) != key and not is_unseen

    def _case(self, case_id: str) -> Case | None:
        if self.batch is None and (text := self.notebook.text(case_id)):
            return parse(text.encode(), PurePath(case_id))[0]
        path = self._path(case_id)
        if path is None:
            return None
        case = (self.batch.load(path) if self.batch else load(self.workspace, path))[0]
        case, faults = read_whole(self.workspace, case) if case is not None else (None, ())
        if case is None or faults:
            self.unreadable.add(case_id)
            return None
        found = opened_if_possible(self.workspace, case)
        if found is case and case.petitioners_sealed is not None and not case.is_sealed:
            self.masked.add(case_id)
        return found

    def _path(self, case_id: str) -> Path | None:
        is_met = self.batch is not None and self.notebook.ids([case_id])
        return path_of(self.workspace, case_id) if is_met else self.index.path(case_id)

    def repeats(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the matters of this run that look like others, with those; for the clerk to link or not."""
        if self.batch is not None:
            self.batch.flush()
        return self.lookout.repeats(self.workspace, self.index, self._case)

    def hand_over(self) -> None:
        """Give the index the lines of the new matters, whose files are all in place, at the end of the run."""
        count = self.notebook.drawn_count()
        if count and self.batch is not None:
            self.index.take_over(map(self._drawn, self.notebook.lines()), count)

    def _drawn(self, packed: bytes) -> Readings:
        found = unpacked_readings(packed)
        return found._replace(unsaid=found.shown.keys() - self.notebook.drawn(found.shown))

    def admit(self, row: RowOutcome) -> RowReport:
        """Bring a row in and say what became of it."""
        if row.case is None:
            return _report(row, Became.SKIP if row.reason else Became.REJECT, row.field)
        case = in_own_names(row.case, self.config)
        return self._admitted(replace(row, case=case), case)

    def _admitted(self, row: RowOutcome, case: Case) -> RowReport:
        found, case = self._recognised(row, case)
        if case.is_sealed and case.request in SEALED_TITLE.values():  # an export says no more of it
            return _report(row, Became.KNOWN, id_=case.id) if found.old else _rejected(row, Msg.ROW_SEALED_LEFT_OUT())
        if found.old:
            return self._there(row, found.old, found.fields, case)
        words, faults = read_text(self.workspace, case.id) if case.is_sealed else (None, ())
        if case.id in self.unreadable or faults:
            return _rejected(row, Msg.ROW_CASE_BROKEN(id=case.id))
        row = _compared_with_words(row, case, words) if words else row
        try:
            self._add(case)
        except RefusedError as error:
            return _rejected(row, error.text, case.id)
        if found.namesake:
            text = Msg.ROW_NAMESAKE(number=case.number, id=found.namesake)
            row = replace(row, faults=(*row.faults, RowFault("source_number", "", case.number or "", text)))
        return _report(row, Became.WARN if row.field else Became.IMPORT, row.field, case.id)

    def _recognised(self, row: RowOutcome, case: Case) -> tuple[Recognition, Case]:
        """Return what a row is, and its matter under the id that the row itself gives, if it gives one."""
        given = row.draft.id if row.draft else None
        told = as_told(case, row.draft)
        if not given or not is_id(given):
            return recognise(told, self._candidates(case)), case
        old = self._case(given)
        if old is not None:
            return compared(told, case if _is_wordless(old) else old), case.but(id=given)
        return recognise(told, self._candidates(case)), case.but(id=given)

    def _candidates(self, case: Case) -> Iterator[Case]:
        if case.number is None:
            ids = [case.id]
        else:
            there = self.index.sql("SELECT id FROM cases WHERE source_number = :n ORDER BY id", {"n": case.number})
            ids = [case_id for (case_id,) in there]
            ids += sorted(case_id for _, case_id in self.notebook.numbered([case.number]))
        for case_id in dict.fromkeys(ids):
            old = self._case(case_id)
            if old is not None and old.id in self.masked:
                yield as_said(old, case)
            elif old is not None:
                yield case if _is_wordless(old) else old

    def _add(self, case: Case) -> None:
        if self.batch is not None:
            self.batch.create(case)
        is_masked = self.batch is None and not case.is_sealed
        sealed = under_seal(self.workspace, None, case).case if is_masked else case
        self.notebook.write([Met(case.id, case.number, text_of(sealed) if self.batch is None else None)])
        self.lookout.note([(case.id, case.received_on, marks(case, self.lookout.salt))])
        self.lookout.note_masks(mask_marks(masked(case.petitioners), self.lookout.salt))

    def _there(self, row: RowOutcome, old: Case, fields: Iterable[str], case: Case) -> RowReport:
        """Return what becomes of a row whose matter is there."""
        if not fields:
            return _report(row, Became.KNOWN, id_=old.id)
        if self.update and self.batch is not None:
            try:
                self._write_update(old, as_told(case, row.draft))
            except (RefusedError, InvalidError) as error:
                return _rejected(row, error.text, old.id)
        return _report(row, Became.DIFFERING, "/".join(fields), old.id)

    def _write_update(self, old: Case, case: Case) -> None:
        """Add what the ledger says now as observed entries; nothing is overwritten."""
        new = updated(old, case, self.config.law, self.now)
        if self.batch is None or new == old:
            return
        path = self._path(old.id) or path_of(self.workspace, old.id)
        self.batch.files.settle(path)
        text = read_text_of(self.workspace, path)
        if old.id in self.masked and (stored := parse(text.encode("utf-8", "surrogateescape"), path)[0]):
            new = with_persons(new, Persons.of(stored), stored.petitioners_sealed)
        self.batch.save(path, text, new)
        self.notebook.write([Met(old.id, old.number)])  # from now on it is compared as it is now


@dataclass
class _Acquainted:
    """Which matters are there: by id in the index, and by number; and those of this run."""

    ids: set[str]
    there: set[str] = field(default_factory=set)
    numbers: dict[str, set[str]] = field(default_factory=dict)

    def add(self, number: str, case_id: str) -> None:
        """Add a matter with its number."""
        self.numbers.setdefault(number, set()).add(case_id)

    def meet(self, ready: Prepared) -> None:
        """Add a matter that has just been brought in."""
        if ready.id:
            self.ids.add(ready.id)
            if ready.number:
                self.add(ready.number, ready.id)

    def is_new(self, ready: Prepared) -> bool:
        """Whether no other matter can be the one of a row, nor have its id."""
        is_free = ready.id not in self.ids and ready.id not in self.there
        return ready.text is not None and is_free and (ready.number is None or ready.number not in self.numbers)

    def knows(self, ready: Prepared) -> bool:
        """Whether a row is the matter that has its id, which no row of this run has touched, and can be no other."""
        is_there = ready.id in self.there and ready.id not in self.ids
        return (
            ready.text is None and is_there and (ready.number is None or self.numbers.get(ready.number) == {ready.id})
        )


def _noted(rows: Iterable[Row | RowOutcome], waiting: "deque[Row | RowOutcome]") -> Iterator[Row]:
    """Yield what is to be prepared, and remember the order of all."""
    for row in rows:
        waiting.append(row)
        if isinstance(row, Row):
            yield row


def _on_cores(rows: Iterator[Row], bench: Bench) -> Iterator[Prepared | None]:
    first = list(islice(rows, MANY))
    if len(first) == MANY:
        from xinfang_cli.processes import spread

        return spread(prepare, chain(first, rows), (bench,))
    return iter(prepare(first, bench, few=True))


def _report(row: RowOutcome, became: Became, field: str = "", id_: str | None = None) -> RowReport:
    return RowReport(row.sheet, row.row, row.cells, became, id_, field, row.reason, row.faults)


def _as_prepared(sheet: SheetIntake, row: Row, ready: Prepared, became: Became) -> RowReport:
    faults = ready.outcome.faults if ready.outcome else ()
    field = ready.outcome.field if ready.outcome and became is not Became.KNOWN else ""
    return RowReport(sheet.name, row.number, row.cells, became, ready.id, field, faults=faults)


def _compared_with_words(row: RowOutcome, case: Case, words: SealedText) -> RowOutcome:
    """Warn where the words of an accusation lie there without their case, and are others."""
    fields = compared(case, unseal(case, words)).fields
    text = Msg.ROW_SEALED_KEPT(id=case.id)
    return replace(row, faults=(*row.faults, *(RowFault(name, "", "", text) for name in fields)))


def _rejected(row: RowOutcome, text: Text, case_id: str | None = None) -> RowReport:
    row = replace(row, faults=(RowFault("id", "", "", text),))
    return _report(row, Became.REJECT, "id", case_id)


def _is_wordless(case: Case) -> bool:
    """Whether it is an accusation whose words lie in another clone; its id alone says which matter it is."""
    return case.is_sealed and case.request is None
