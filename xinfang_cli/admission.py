"""Bringing rows of a ledger into the workspace: each is a new matter, one that is there, or one that differs.

Nothing is written twice: a row is compared with the matters that have its number, or the id that its fingerprint
gives, before it is written; so an import that was killed is completed by running it again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xinfang_cli.config import Config
from xinfang_cli.disk import BATCH_SIZE
from xinfang_cli.drafts import RowFault
from xinfang_cli.errors import InvalidError, RefusedError
from xinfang_cli.ids import derived_id, is_id
from xinfang_cli.intake import Outcome, RowOutcome
from xinfang_cli.labels import Label
from xinfang_cli.ledger import Office
from xinfang_cli.listing import SEALED_TITLE
from xinfang_cli.lookout import Lookout
from xinfang_cli.messages import Msg, Text
from xinfang_cli.model import Case, SealedText
from xinfang_cli.recognition import Likeness, Recognition, compared, key_of, recognise, updated
from xinfang_cli.store import Batch, Workspace, load, path_of, read_text, read_text_of, unseal

if TYPE_CHECKING:
    from xinfang_cli.index import Index


class Became(Label):
    """What became of a row."""

    IMPORT = "import", "导入", "imported"
    WARN = "warn", "导入(有提醒)", "imported with a warning"
    REJECT = "reject", "未导入", "rejected"
    SKIP = "skip", "跳过", "skipped"
    KNOWN = "known", "已有", "there already"
    DIFFERING = "differing", "有变化", "differing"


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row with what became of it."""

    row: RowOutcome
    became: Became
    field: str = ""
    id: str | None = None


def office_of(config: Config, year: int | None = None, headers: Mapping[str, str] | None = None) -> Office:
    """Return what intake must know of an office; `headers` of this run go before those of config."""
    own = headers or {}
    return Office(
        units={name: unit.name for unit in reversed(config.units) for name in (*unit.aliases, unit.name)},
        headers={**own, **{header: word for header, word in config.headers.items() if header not in own}},
        values=config.values,
        name=config.office.name,
        level=config.office.level,
        year=year,
    )


@dataclass
class Admission:
    """The workspace as an import sees it: what is there, and what this run has added."""

    workspace: Workspace
    config: Config
    index: "Index"
    batch: Batch | None  # None: nothing is written
    now: datetime
    update: bool = False
    added: dict[str, Case] = field(default_factory=dict)  # by id, the latest; all of them when nothing is written
    written: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    numbers: dict[str, list[str]] = field(default_factory=dict)  # of this run
    lookout: Lookout = field(default_factory=Lookout)

    def identify(self, key: str, received_on: date) -> str:
        """Return the id of a matter by its number or fingerprint; another matter's id is never taken."""
        office = self.config.office
        return derived_id(office.prefix, office.code, key, received_on, lambda case_id: self._is_anothers(case_id, key))

    def _is_anothers(self, case_id: str, key: str) -> bool:
        case = self._case(case_id)
        return case is not None and key_of(case) != key and not _is_wordless(case)

    def _case(self, case_id: str) -> Case | None:
        if case_id in self.added:
            return self.added[case_id]
        path = self._path(case_id)
        if path is None:
            return None
        if self.batch is not None:
            self.batch.files.settle(path)
        case, _, _ = load(self.workspace, path)
        words, faults = read_text(self.workspace, case_id) if case is not None and case.is_sealed else (None, ())
        if case is None or faults:
            self.unreadable.add(case_id)
            return None
        return unseal(case, words) if words else case

    def _path(self, case_id: str) -> Path | None:
        return path_of(self.workspace, case_id) if case_id in self.written else self.index.path(case_id)

    def repeats(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the matters of this run that look like others, with those; for the clerk to link or not."""
        if self.batch is not None:
            self.batch.flush()
        return self.lookout.repeats(self.workspace, self.index, self.added)

    def admit(self, row: RowOutcome) -> RowReport:
        """Bring a row in and say what became of it."""
        if row.case is None:
            became = Became.SKIP if row.outcome is Outcome.SKIP else Became.REJECT
            return RowReport(row, became, row.field)
        row = replace(row, case=self._in_own_names(row.case))
        return self._admitted(row, row.case) if row.case else RowReport(row, Became.REJECT)

    def _in_own_names(self, case: Case) -> Case:
        """Return the matter with place and category as config names them; what it does not know stays as it is."""
        place = self.config.place(case.place) if case.place else None
        category = self.config.category(case.category) if case.category else None
        return case if (place, category) == (case.place, case.category) else case.but(place=place, category=category)

    def _admitted(self, row: RowOutcome, case: Case) -> RowReport:
        found, case = self._recognised(row, case)
        if case.is_sealed and case.request in SEALED_TITLE.values():  # an export says no more of it
            known = found.old is not None
            return RowReport(row, Became.KNOWN, id=case.id) if known else _rejected(row, Msg.ROW_SEALED_LEFT_OUT())
        if found.likeness is Likeness.KNOWN and found.old:
            return RowReport(row, Became.KNOWN, id=found.old.id)
        if found.likeness is Likeness.DIFFERING and found.old:
            return self._differing(row, found, case)
        words, faults = read_text(self.workspace, case.id) if case.is_sealed else (None, ())
        if case.id in self.unreadable or faults:
            return _rejected(row, Msg.ROW_CASE_BROKEN(id=case.id))
        row = _compared_with_words(row, case, words) if words else row
        self._add(case)
        fields = [row.field] if row.field else []
        if found.likeness is Likeness.NAMESAKE:
            fields.append("source_number")
        return RowReport(row, Became.WARN if fields else Became.IMPORT, "/".join(fields), case.id)

    def _recognised(self, row: RowOutcome, case: Case) -> tuple[Recognition, Case]:
        """Return what a row is, and its matter under the id that the row itself gives, if it gives one."""
        given = row.draft.id if row.draft else None
        if not given or not is_id(given):
            return recognise(case, self._candidates(case)), case
        old = self._case(given)
        if old is not None:
            return compared(case, case if _is_wordless(old) else old), case.but(id=given)
        found = recognise(case, self._candidates(case))
        return found, case.but(id=given)

    def _candidates(self, case: Case) -> Iterator[Case]:
        if case.number is None:
            ids = [case.id]
        else:
            there = self.index.sql("SELECT id FROM cases WHERE source_number = :n ORDER BY id", {"n": case.number})
            ids = [case_id for (case_id,) in there] + self.numbers.get(case.number, [])
        for case_id in dict.fromkeys(ids):
            old = self._case(case_id)
            if old is not None:
                yield case if _is_wordless(old) else old

    def _add(self, case: Case) -> None:
        if self.batch is not None:
            self.batch.create(case)
            self.written.add(case.id)
            if len(self.added) >= BATCH_SIZE:  # the first one is on the disk since the batch was full
                del self.added[next(iter(self.added))]
        self.added[case.id] = case
        self.lookout.note(case)
        if case.number is not None:
            self.numbers.setdefault(case.number, []).append(case.id)

    def _differing(self, row: RowOutcome, found: Recognition, case: Case) -> RowReport:
        old = found.old
        assert old is not None  # noqa: S101  # the caller looked
        if self.update and self.batch is not None:
            try:
                self._write_update(old, case)
            except (RefusedError, InvalidError) as error:
                return _rejected(row, error.text, old.id)
        return RowReport(row, Became.DIFFERING, "/".join(found.fields), old.id)

    def _write_update(self, old: Case, case: Case) -> None:
        """Add what the ledger says now as observed entries; nothing is overwritten."""
        new = updated(old, case, self.config.law, self.now)
        if self.batch is None or new == old:
            return
        path = self._path(old.id) or path_of(self.workspace, old.id)
        self.batch.files.settle(path)
        self.added.pop(old.id, None)
        self.batch.save(path, read_text_of(self.workspace, path), new)


def _compared_with_words(row: RowOutcome, case: Case, words: SealedText) -> RowOutcome:
    """Warn where the words of an accusation lie there without their case, and are others."""
    fields = compared(case, unseal(case, words)).fields
    text = Msg.ROW_SEALED_KEPT(id=case.id)
    return replace(row, faults=(*row.faults, *(RowFault(name, "", "", text) for name in fields)))


def _rejected(row: RowOutcome, text: Text, case_id: str | None = None) -> RowReport:
    row = replace(row, faults=(RowFault("id", "", "", text),))
    return RowReport(row, Became.REJECT, "id", case_id)


def _is_wordless(case: Case) -> bool:
    """Whether it is an accusation whose words lie in another clone; its id alone says which matter it is."""
    return case.is_sealed and case.request is None
