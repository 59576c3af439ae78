"""What can be done to a ledger's row in any process: the file it would have, or that its matter is there already.

Rows are prepared many at a time on all cores; `admission`, which alone sees the rows before them, decides. What is out
of the ordinary is not prepared and left to it: an accusation, whose words lie apart, a row that names its matter, a
matter that is there and differs.
"""

import datetime as dt
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from xinfang_cli.batches.likely import marks, mask_marks
from xinfang_cli.casefile.text import text_of
from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.index.parts import NEVER, readings_of
from xinfang_cli.index.reading import Reading, foreseen
from xinfang_cli.law.ids import derived_id, folder_of, is_id
from xinfang_cli.law.records import Case
from xinfang_cli.ledgers.matters import Intake, RowOutcome, SheetIntake, taken
from xinfang_cli.ledgers.readers import SheetReader
from xinfang_cli.ledgers.recognition import as_told, recognise
from xinfang_cli.office.config import Config
from xinfang_cli.sheets.rows import Row
from xinfang_cli.store.cases import load, path_of, place_of, read_text_of
from xinfang_cli.store.people import alike, under_seal
from xinfang_cli.store.workspace import Workspace


class Prepared(NamedTuple):
    """A row made ready.

    Attributes:
        id: of its matter, if no other has it; None for a row that is no matter.
        number: of its matter.
        received_on: the matter's day of receipt.
        text: of the file it would have; None if the matter is there and says the same.
        drawn: what the index will have of that file, if that is wanted.
        lines: the same of all rows that were prepared together, packed; one of them has it.
        marks: by which its petitioners are known again.
        outcome: where there is something to say of the row.
        masks: by which it is seen that its petitioners may be those of a matter under seal.
        key: of its petitioners, where they are sealed.
    """

    id: str | None
    number: str | None = None
    received_on: dt.date | None = None
    text: str | None = None
    drawn: Reading | None = None
    lines: bytes | None = None
    marks: tuple[int, ...] = ()
    outcome: RowOutcome | None = None
    masks: tuple[int, ...] = ()
    key: bytes | None = None


@dataclass(frozen=True)
class Derived:
    """Gives matters their ids without asking whether another matter has them."""

    prefix: str
    code: str

    def __call__(self, key: str, received_on: dt.date) -> str:
        """Return the id that a number or fingerprint gives."""
        return derived_id(self.prefix, self.code, key, received_on, lambda _: False)


@dataclass(frozen=True)
class Bench:
    """What all rows of a sheet have in common, wherever they are prepared."""

    workspace: Workspace
    config: Config
    sheet: str
    table: SheetReader
    desk: Intake
    salt: bytes
    draws: bool = False

    @classmethod
    def of(
        cls,
        sheet: SheetIntake,
        table: SheetReader,
        workspace: Workspace,
        config: Config,
        salt: bytes,
        *,
        draws: bool = False,
    ) -> "Bench":
        """Return the bench for a sheet; with `draws` rows come with their lines in the index."""
        desk = replace(sheet.desk, identify=Derived(config.office.prefix, config.office.code))
        return cls(workspace, config, sheet.name, table, desk, salt, draws)

    def prepared(self, row: Row) -> Prepared | None:
        """Return a row made ready, or None where it is out of the ordinary."""
        outcome = taken(self.sheet, row, self.table, self.desk)
        told = replace(outcome, draft=None, case=None, cells=()) if outcome.faults else None
        if outcome.case is None:
            return Prepared(None, outcome=told)
        case = in_own_names(outcome.case, self.config)
        named = outcome.draft is not None and outcome.draft.id is not None and is_id(outcome.draft.id)
        if named or case.is_sealed:
            return None
        if not os.path.lexists(place_of(self.workspace, case.id)):
            return self._new(case, told)
        is_known = self._is_known(case, text_of(case), as_told(case, outcome.draft))
        return Prepared(case.id, case.number, case.received_on, outcome=told) if is_known else None

    def _new(self, case: Case, told: RowOutcome | None) -> Prepared | None:
        try:
            sealed, key = under_seal(self.workspace, None, case)
        except RefusedError:  # said where one row is looked at
            return None
        text = text_of(sealed)
        drawn = self._drawn(sealed, text) if self.draws else None
        known_by = marks(case, self.salt)
        masks = mask_marks(sealed.petitioners, self.salt) if sealed.petitioners_sealed else ()
        return Prepared(case.id, case.number, case.received_on, text, drawn, None, known_by, told, masks, key)

    def _is_known(self, case: Case, text: str, told: Case) -> bool:
        """Whether the file of a matter's id says the same; most are what an import wrote, and need no reading."""
        path = path_of(self.workspace, case.id)
        with suppress(XinfangError):
            if read_text_of(self.workspace, path) == text:
                return True
        old, _, _ = load(self.workspace, path)
        return old is not None and recognise(told, (alike(self.workspace, old, case),)).is_known

    def _drawn(self, case: Case, text: str) -> Reading:
        year, month = folder_of(case.id)
        return foreseen(case, f"cases/{year}/{month}", text, self.desk.law)


def prepare(rows: list[Row], bench: Bench, *, few: bool = False) -> list[Prepared | None]:
    """Prepare some rows, their lines as an image unless they are `few`."""
    made = [bench.prepared(row) for row in rows]
    drawn = [ready.drawn for ready in made if ready and ready.drawn]
    lines = readings_of(drawn, NEVER).packed(few=few) if drawn else None
    for at, ready in enumerate(made):
        if ready and ready.drawn:
            made[at] = ready._replace(drawn=None, lines=lines)
            lines = None
    return made


def in_own_names(case: Case, config: Config) -> Case:
    """Return the matter with place and category as config names them; what it does not know stays as it is."""
    place = config.place(case.place) if case.place else None
    category = config.category(case.category) if case.category else None
    return case if (place, category) == (case.place, case.category) else case.but(place=place, category=category)
