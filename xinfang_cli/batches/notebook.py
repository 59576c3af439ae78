"""What an import must remember of its own rows, in tables of a file without a name: memory is flat at any length.

The file is SQLite's own for a private database; it has no name from the moment it is made, so whatever ends the command
ends it too. Of persons only salted hashes are written down.
"""

import json
import sqlite3
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import NamedTuple, Self

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -4096;
BEGIN;
CREATE TABLE met (id TEXT PRIMARY KEY, number TEXT, text TEXT, drawn INTEGER) WITHOUT ROWID;
CREATE INDEX met_number ON met (number) WHERE number IS NOT NULL;
CREATE TABLE marks (mark INTEGER, id TEXT, is_new INTEGER);
CREATE TABLE pairs (id TEXT, other TEXT);
CREATE TABLE lines (id TEXT, packed BLOB);
"""
"""4 MiB of pages; nothing is ever taken back, so nothing is committed."""


class Met(NamedTuple):
    """A matter of this run.

    Attributes:
        id: its id.
        number: its number.
        text: where nothing is written, the text it would have.
        drawn: whether its file is as it was prepared, and so its lines.
    """

    id: str
    number: str | None
    text: str | None = None
    drawn: bool = False


class Notebook:
    """The matters of this run by id and number, and the marks of their petitioners."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()

    def write(self, met: Iterable[Met]) -> None:
        """Write matters down; one that is there already is written anew."""
        self._db.executemany("REPLACE INTO met VALUES (?, ?, ?, ?)", met)

    def ids(self, ids: Collection[str]) -> set[str]:
        """Return which of some ids this run has met."""
        return {case_id for (case_id,) in self._asked("SELECT id FROM met WHERE id IN", ids)}

    def numbered(self, numbers: Collection[str]) -> list[tuple[str, str]]:
        """Return the matters of this run that have one of some numbers: number and id."""
        return [
            (number, case_id) for number, case_id in self._asked("SELECT number, id FROM met WHERE number IN", numbers)
        ]

    def text(self, case_id: str) -> str | None:
        """Return the text of a matter of this run that is not written anywhere else."""
        return next((text for (text,) in self._asked("SELECT text FROM met WHERE id IN", [case_id])), None)

    def _asked(self, query: str, wanted: Collection[object]) -> Iterator[tuple[str, ...]]:
        found = self._db.execute(f"{query} (SELECT value FROM json_each(?))", [json.dumps([*wanted])])
        with closing(found):
            yield from found

    def keep_lines(self, first: str, packed: bytes) -> None:
        """Lay by what the index is to have of matters that were prepared together, with the id of the first."""
        self._db.execute("INSERT INTO lines VALUES (?, ?)", (first, packed))

    def lines(self) -> Iterator[bytes]:
        """Return what was laid by, by these ids: in any other order tables that large are slow to fill."""
        return (packed for (packed,) in self._db.execute("SELECT packed FROM lines ORDER BY id"))

    def drawn(self, ids: Collection[str]) -> set[str]:
        """Return which of some matters are as they were prepared."""
        return {case_id for (case_id,) in self._asked("SELECT id FROM met WHERE drawn AND id IN", ids)}

    def drawn_count(self) -> int:
        """Return how many are."""
        (count,) = self._db.execute("SELECT count(*) FROM met WHERE drawn").fetchone()
        return int(count)

    def mark(self, marks: Iterable[tuple[int, str]], *, is_new: bool) -> None:
        """Write down by which marks the petitioners of matters are known again, the oldest matters first."""
        self._db.executemany("INSERT INTO marks VALUES (?, ?, ?)", ((mark, case_id, is_new) for mark, case_id in marks))

    def sort_marks(self) -> None:
        """Make `marked` quick; the marks of new matters are all there."""
        self._db.execute("CREATE INDEX marks_mark ON marks (mark)")

    def marked(self, marks: Collection[int]) -> set[int]:
        """Return which of some marks are there."""
        return {int(mark) for (mark,) in self._asked("SELECT mark FROM marks WHERE mark IN", marks)}

    def alike(self, most: int) -> Iterator[tuple[str, set[str]]]:
        """Yield each new matter with those that share a mark with it, itself too, of each mark the last few."""
        lines = self._db.execute("SELECT mark, id, is_new FROM marks ORDER BY mark, is_new, rowid")
        for _, group in groupby(lines, key=itemgetter(0)):
            near = deque(((case_id, is_new) for _, case_id, is_new in group), maxlen=most)
            if len(near) > 1:
                pairs = [(one, other) for one, is_new in near if is_new for other, _ in near]
                self._db.executemany("INSERT INTO pairs VALUES (?, ?)", pairs)
        for case_id, found in groupby(self._db.execute("SELECT id, other FROM pairs ORDER BY id"), key=itemgetter(0)):
            yield case_id, {other for _, other in found}
