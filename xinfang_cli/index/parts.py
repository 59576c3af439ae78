"""What became of files, on its way into the tables: rows where files are few, an image of tables where they are many.

An image is a small database that the process which read the files fills, and sends as bytes. Copying one takes a tenth
of the time of putting its rows in, and that is all that is left to do for the one process that writes.
"""

import sqlite3  # noqa: TID251  # what `tables` makes, on the way there
from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from itertools import chain, islice
from json import dumps as json
from marshal import dumps, loads
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.index.reading import Reading, Suspect, read_one
from xinfang_cli.index.scan import FileStat
from xinfang_cli.index.tables import Shown, bare_tables, basis_of, tail
from xinfang_cli.labels import Plain
from xinfang_cli.store.workspace import SUFFIX

if TYPE_CHECKING:
    from xinfang_cli.law.clocks import Law

MANY = 1_000
"""Files from which on other processes are worth their start."""

_CHUNK = 100

CAN_COPY = hasattr(sqlite3.Connection, "deserialize")
"""Whether this SQLite takes images: those since 3.36 do, where Python was built with one."""

NEVER = 0
"""The moment at which a file is read that was not: whatever its stat, it is racy."""

_KEYS = {
    "cases": (0, "id"),
    "clocks": (0, "case_id"),
    "events": (0, "case_id"),
    "remarks": (0, "case_id"),
    "texts": (0, "case_id"),
    "files": (1, "name"),
}
"""The tables that files fill, each with the column that says of which file a row is: its place and its name."""

Rows = dict[str, list[tuple[Any, ...]]]
"""Rows by table."""


class Readings(NamedTuple):
    """What became of some files.

    Attributes:
        same: those whose content is the one that was read before: stat, whether it is racy, folder, name.
        gone: those that are not there any more: folder and name.
        changed: those that were read before and have another content now.
        shown: the path that each id is shown by, as far as these files go.
        lines: the rows that are new: those of the files, and those of the matters that are shown; or their image.
        unsaid: ids whose file is not as `lines` has it after all.
    """

    same: list[tuple[str, int, str, str]]
    gone: list[tuple[str, str]]
    changed: list[tuple[str, str]]
    shown: dict[str, str]
    lines: Rows | bytes
    unsaid: Collection[str] = ()

    def packed(self, *, few: bool = False) -> bytes:
        """Return it as bytes; its rows as an image where that can be, unless they are `few`."""
        lines = self.lines
        if CAN_COPY and self.shown and not few and isinstance(lines, dict):
            lines = image_of(lines)
        return dumps((self.same, self.gone, self.changed, self.shown, lines))


def unpacked_readings(sent: bytes) -> Readings:
    """Return what a process of this command has packed."""
    return Readings(*loads(sent))  # noqa: S302  # from our own process


def readings_of(readings: Iterable[Reading], now: int) -> Readings:
    """Return what became of files that were read; of two with one id the first by path is shown. `now` as for scans."""
    same: list[tuple[str, int, str, str]] = []
    gone: list[tuple[str, str]] = []
    changed: list[tuple[str, str]] = []
    new: list[Reading] = []
    shown: dict[str, Reading] = {}
    for each in readings:
        folder, seen, known = each.doubt
        if each.is_same:
            same.append((seen.stat, int(seen.is_racy(now)), folder, seen.name))
        elif each.hash is None:
            gone.append((folder, seen.name))
        else:
            new.append(each)
            if known is not None:
                changed.append((folder, seen.name))
            if each.picture and (each.id not in shown or each.doubt.path < shown[each.id].doubt.path):
                shown[each.id] = each
    pictures = [each.picture for each in shown.values() if each.picture]
    lines: Rows = {
        "cases": [picture.case for picture in pictures],
        "clocks": [line for picture in pictures for line in picture.clocks],
        "events": [line for picture in pictures for line in picture.events],
        "remarks": [line for picture in pictures for line in picture.remarks],
        "texts": [(picture.case[0], picture.words) for picture in pictures if picture.words],
        "files": [_file_line(each, shown.get(each.id), now) for each in new],
    }
    return Readings(same, gone, changed, {case_id: each.doubt.path for case_id, each in shown.items()}, lines)


def _file_line(each: Reading, shown: Reading | None, now: int) -> tuple[Any, ...]:
    folder, seen, _ = each.doubt
    state = Shown.YES if shown is each else Shown.DOUBLE if each.picture else Shown.BROKEN
    return (folder, seen.name, tail(seen.name), seen.stat, each.hash, int(seen.is_racy(now)), int(state), each.problems)


def read_all(doubts: Iterable[Suspect], root: Path, law: "Law", now: int) -> Iterator[Readings]:
    """Read files, in order, some at a time; many of them on all cores."""
    doubts = iter(doubts)
    first = list(islice(doubts, MANY))
    if len(first) < MANY:
        return _read_here(iter(first), root, law, now)
    from xinfang_cli.processes import spread

    _import_all()
    bare = ((folder, tuple(seen), known) for folder, seen, known in chain(first, doubts))
    return map(unpacked_readings, spread(read_batch, bare, (root, law, now)))


def _read_here(doubts: Iterator[Suspect], root: Path, law: "Law", now: int) -> Iterator[Readings]:
    while some := list(islice(doubts, _CHUNK)):
        yield readings_of([read_one(doubt, root, law) for doubt in some], now)


def read_batch(doubts: list[tuple[Any, ...]], root: Path, law: "Law", now: int) -> list[bytes]:
    """Read some files, each given bare: marshal takes a tenth of pickle's time, and no named tuples."""
    suspects = (Suspect(folder, FileStat(*seen), known) for folder, seen, known in doubts)
    return [readings_of((read_one(doubt, root, law) for doubt in suspects), now).packed()]


def _import_all() -> None:
    """Import what parses and draws before there are other processes, so that each has it from the start."""
    for name in ("casefile.text", "index.replay", "measures.selection"):
        import_module(f"xinfang_cli.{name}")


_NOTHING = -(1 << 62)
"""Stands for None on the way in: of each None, and half of the cells are, `sqlite3` asks how it is to be adapted."""

_making: list[tuple[sqlite3.Connection, bytes]] = []
"""What makes images in this process, and one of empty tables."""


def image_of(lines: Rows) -> bytes:
    """Return rows as an image."""
    if not _making:
        made = sqlite3.connect(":memory:", isolation_level=None)
        for statement in bare_tables():
            made.execute(statement)
        _making.append((made, made.serialize()))
    db, empty = _making[0]
    db.deserialize(empty)
    db.execute("BEGIN")
    _put_rows(db, lines)
    db.execute("COMMIT")
    return db.serialize()


def _put_rows(db: sqlite3.Connection, lines: Rows) -> None:
    for table, rows in lines.items():
        if rows:
            marks = ",".join([f"nullif(?, {_NOTHING})"] * len(rows[0]))
            bound = [[_NOTHING if cell is None else cell for cell in row] for row in rows]
            db.executemany(f"{_verb(table)} INTO {table} VALUES ({marks})", bound)


def _verb(table: str) -> str:
    """A file that changed has its line already; a matter has been withdrawn, or something is wrong."""
    return "REPLACE" if table == "files" else "INSERT"


class Inlet(Plain, frozen=False):
    """Where rows come into the tables.

    An image can be taken between two transactions only. So with the first one the tables are given up as an index,
    and are one again when the last is in: whoever finds them before, the command having been killed, makes them
    anew. Until then the file is locked for others, and nothing waits for the disk.
    """

    db: sqlite3.Connection
    basis: str | None = None

    def put(self, lines: Rows | bytes, but: Collection[str], unsaid: Collection[str]) -> None:
        """Put rows in, without those of matters that are shown by another file (`but`), or of files (`unsaid`)."""
        if isinstance(lines, bytes):
            self._copy(lines, but, unsaid)
            return
        for table, rows in lines.items():
            left, (at, _) = frozenset(_names(table, but, unsaid)), _KEYS[table]
            _put_rows(self.db, {table: [row for row in rows if row[at] not in left] if left else rows})

    def _copy(self, image: bytes, but: Collection[str], unsaid: Collection[str]) -> None:
        if self.basis is None:
            self.basis = basis_of(self.db)
            self.db.execute("DELETE FROM meta")
            self.db.execute("PRAGMA main.locking_mode = EXCLUSIVE")
            self.db.execute("COMMIT")
            self.db.execute("PRAGMA main.synchronous = OFF")
            self.db.execute("ATTACH ':memory:' AS part")
        else:
            self.db.execute("COMMIT")
        self.db.deserialize(image, name="part")
        self.db.execute("BEGIN IMMEDIATE")
        for table, (_, key) in _KEYS.items():
            names = _names(table, but, unsaid)
            if names:
                among = "(SELECT value FROM json_each(?))"
                self.db.execute(f"DELETE FROM part.{table} WHERE {key} IN {among}", [json(names)])  # noqa: S608
            self.db.execute(f"{_verb(table)} INTO main.{table} SELECT * FROM part.{table}")  # noqa: S608

    def close(self) -> None:
        """Make the tables an index again, as the last transaction of those that began here."""
        if self.basis is not None:
            self.db.execute("COMMIT")
            self.db.execute("DETACH part")
            self.db.execute("PRAGMA main.synchronous = NORMAL")  # whoever commits this waits for all of it
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute("INSERT INTO meta VALUES (?)", [self.basis])
            self.db.execute("PRAGMA main.locking_mode = NORMAL")


def _names(table: str, but: Collection[str], unsaid: Collection[str]) -> list[str]:
    """Return the keys of the rows of a table that are left out."""
    return [f"{case_id}{SUFFIX}" for case_id in unsaid] if table == "files" else [*but, *unsaid]
