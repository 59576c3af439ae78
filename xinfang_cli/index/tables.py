"""The tables of the index: made anew, and kept equal to the files. `index` decides when, and where they lie.

`cases`, `clocks`, `events` and `remarks` are what questions are asked of; `texts` is what searches look through, and
holds no name, phone or address of anyone; `folders` and `files` are what freshness is judged by.
"""

import sqlite3  # noqa: TID251  # the other half of index.py
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from xinfang_cli.errors import Problem
from xinfang_cli.index.reading import Reading, Suspect, packed, read_all, read_one
from xinfang_cli.index.scan import FileStat, Folder, Glance, Odd, scan
from xinfang_cli.index.scout import MANY, scouted
from xinfang_cli.labels import Plain, fresh
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.office.basis import program
from xinfang_cli.store.workspace import SUFFIX

if TYPE_CHECKING:
    from xinfang_cli.index.lines import CaseLines
    from xinfang_cli.index.relations import SqlColumn
    from xinfang_cli.law.clocks import Law

_SAID: Mapping[Odd, Sentence] = {
    Odd.NO_FILE: Msg.NOT_A_FILE,
    Odd.ENDING: Msg.NOT_YAML_ENDING,
    Odd.NAME: Msg.NAME_NOT_UTF8,
    Odd.CLOSED: Msg.DISK_NOT_ALLOWED,
}
_CHUNK = 100
_UNSETTLED = b""
_NEVER = 0  # the moment at which a file is read that was not: whatever its stat, it is racy


class Shown(IntEnum):
    """What the index has of a file."""

    BROKEN = 0  # nothing: it could not be read
    YES = 1
    DOUBLE = 2  # nothing: another file, earlier by path, has the same id


def _columns(columns: "Iterable[SqlColumn]", key: str = "") -> str:
    return ", ".join(f'"{each.name}" {each.type}{" PRIMARY KEY" if each.name == key else ""}' for each in columns)


def _tables() -> Iterator[str]:
    from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS

    yield "CREATE TABLE meta (basis TEXT)"
    yield "CREATE TABLE folders (path TEXT PRIMARY KEY, digest BLOB, racy INTEGER) WITHOUT ROWID"
    yield """CREATE TABLE files (folder TEXT, name TEXT, tail TEXT, stat TEXT, hash TEXT, racy INTEGER, shown INTEGER,
        problems TEXT, PRIMARY KEY (folder, name)) WITHOUT ROWID"""
    yield f"CREATE TABLE cases ({_columns(CASES, 'id')})"
    yield f"CREATE TABLE clocks ({_columns(CLOCKS)})"
    yield f"CREATE TABLE events ({_columns(EVENTS)})"
    yield f"CREATE TABLE remarks ({_columns(REMARKS)})"
    yield "CREATE TABLE texts (case_id TEXT PRIMARY KEY, haystack TEXT) WITHOUT ROWID"
    own = {column.name for column in CASES}
    named = ", ".join(
        f'clocks."{each.name}" AS "{f"clock_{each.name}" if each.name in own else each.name}"' for each in CLOCKS
    )
    yield f"CREATE VIEW clock_lines AS SELECT cases.*, {named} FROM clocks JOIN cases ON id = case_id"  # noqa: S608


_INDEXES = (
    "CREATE INDEX files_tail ON files (tail)",
    "CREATE INDEX files_racy ON files (folder) WHERE racy = 1",
    "CREATE INDEX files_faulty ON files (folder) WHERE problems IS NOT NULL",
    "CREATE INDEX files_double ON files (folder) WHERE shown = 2",
    "CREATE INDEX cases_due ON cases (due IS NULL, due, received_on, id)",  # the order of lists
    "CREATE INDEX cases_number ON cases (source_number) WHERE source_number IS NOT NULL",
    "CREATE INDEX cases_touched ON cases (touched_at, id)",
    "CREATE INDEX cases_owing ON cases (owed, to_serve) WHERE owed <> '[]' OR to_serve <> '[]'",
    "CREATE INDEX clocks_case ON clocks (case_id)",
    # Rights that lapsed are never stopped; they would be nearly all of it.
    "CREATE INDEX clocks_running ON clocks (due, kind, case_id, fate) WHERE stopped_on IS NULL AND kind = 'duty'",
    "CREATE INDEX events_case ON events (case_id)",
    "CREATE INDEX events_forgotten ON events (case_id) WHERE did = 'forget'",
    # For reports: what happened in a window is a small part of ten years.
    (  # what volumes and rates of those registered ask, so that they need no look-up
        "CREATE INDEX cases_registered ON cases (registered_on, channel, class, category, place, unit, people, status,"
        " repeat_of, first_time, joint_visit, is_closed, closed_on, resolved, resolved_on, resolved_basis, id)"
    ),
    (  # a matter that is looked at once it was closed needs no look-up
        "CREATE INDEX cases_closed ON cases"
        " (closed_on, is_closed, first_time, resolved, resolved_on, resolved_basis, id, unit)"
        " WHERE closed_on IS NOT NULL"
    ),
    "CREATE INDEX cases_repeats ON cases (registered_on, repeat_of) WHERE repeat_of IS NOT NULL",
    "CREATE INDEX cases_resolved ON cases (resolved_on, resolved) WHERE resolved_on IS NOT NULL",
    "CREATE INDEX cases_ended ON cases (ended_on) WHERE ended_on IS NOT NULL",
    "CREATE INDEX cases_open ON cases (unit, registered_on, id, is_open, lead, group_name) WHERE is_open = 1",  # few
    "CREATE INDEX clocks_due ON clocks (due, clock, stopped_on, dated, of_first, kind, owner, owing, fate)",
    # The same of the clocks that every report has rates of.
    "CREATE INDEX clocks_routing ON clocks (due, stopped_on, dated, clock, fate) WHERE clock = 'route'",
    "CREATE INDEX clocks_notices ON clocks (due, stopped_on, dated, clock, fate) WHERE SUBSTR(clock, 1, 7) = 'notify_'",
    "CREATE INDEX clocks_handling ON clocks (due, stopped_on, dated, of_first, clock, fate) WHERE clock = 'handle'",
    "CREATE INDEX clocks_rating ON clocks (due, case_id, n, from_on, clock) WHERE clock = 'rate_open'",
    "CREATE INDEX clocks_late ON clocks (stopped_on, kind, due, case_id, fate) WHERE stopped_on > due",
    "CREATE INDEX clocks_handled ON clocks (stopped_on, from_on, dated, clock, fate) WHERE clock = 'handle'",
    "CREATE INDEX clocks_ended ON clocks (stopped_on, due, kind, owing, fate) WHERE fate = 'ended'",
    "CREATE INDEX clocks_disputed ON clocks (stopped_on, clock, owing, fate) WHERE fate = 'disputed'",
    "CREATE INDEX clocks_held ON clocks (due, excused_to, clock, owing) WHERE excused_to > due",
    "CREATE INDEX clocks_reviews ON clocks (stopped_on) WHERE clock IN ('review', 'final')",
    "CREATE INDEX clocks_asked ON clocks (case_id, from_on, clock) WHERE clock IN ('review', 'final')",
    "CREATE INDEX clocks_simple ON clocks (stopped_on, clock, fate, dated, owing) WHERE clock = 's_handle'",
    "CREATE INDEX clocks_assigned ON clocks (stopped_on, answered, clock) WHERE clock = 'assigned'",
    "CREATE INDEX events_did ON events (did, on_day)",
    "CREATE INDEX events_lapse ON events (case_id) WHERE lapse = 1",
    (
        "CREATE INDEX events_acts ON events (did, on_day, mode, what, step, unit)"
        " WHERE did IN ('route', 'object', 'observed', 'feedback', 'escalate')"
    ),
    "CREATE INDEX events_again ON events (on_day, again) WHERE again = 1",
    "CREATE INDEX events_until ON events (case_id, on_day, until) WHERE until IS NOT NULL",  # ends taken back: few
    "CREATE INDEX events_ended ON events (on_day, ended, until) WHERE until IS NOT NULL",
    "CREATE INDEX events_resolved ON events (on_day, resolved_until) WHERE resolved_until IS NOT NULL",
    "CREATE INDEX events_unresolved ON events (resolved_until) WHERE resolved_until IS NOT NULL",
    "CREATE INDEX events_escalated ON events (case_id) WHERE did = 'escalate'",
    # Papers that pass up: in most offices few, in many none.
    "CREATE INDEX cases_level ON cases (registered_on, level, id) WHERE level IS NOT NULL",
    "CREATE INDEX remarks_level ON remarks (case_id, on_day, place, did, level) WHERE level IS NOT NULL",
    "CREATE INDEX cases_group ON cases (group_name) WHERE group_name IS NOT NULL",
    "CREATE INDEX cases_lead ON cases (lead) WHERE lead IS NOT NULL",
    (  # what stands on a docket is few, and their report asks nothing else of them
        "CREATE INDEX cases_docketed ON cases (registered_on, dockets, unit, place, source_level, lead, sealed,"
        " resolved, resolved_on, id) WHERE dockets <> '[]'"
    ),
    "CREATE INDEX remarks_case ON remarks (case_id)",
    "CREATE INDEX remarks_did ON remarks (did, on_day)",
    "CREATE INDEX remarks_month ON remarks (case_id, month) WHERE month IS NOT NULL",
    "CREATE INDEX remarks_asked ON remarks (on_day) WHERE advice IS NOT NULL OR agreed IS NOT NULL",
)
"""Made when the tables are full: that is faster than keeping them while they fill."""


def _basis(rules: str) -> str:
    """Return what tables and lines are made by. Instead of migrations: those made by anything else are made anew."""
    return f"{program()} {rules}"


def is_current(db: sqlite3.Connection, basis: str) -> bool:
    """Whether the tables were made by this program and filled under the same rules."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return False
    return db.execute("SELECT basis FROM meta").fetchall() == [(_basis(basis),)]


def make(db: sqlite3.Connection, basis: str) -> None:
    """Make empty tables in place of whatever is there."""
    for kind, name in db.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        db.execute(f'DROP {kind} "{name}"')
    for statement in _tables():
        db.execute(statement)
    db.execute("INSERT INTO meta VALUES (?)", (_basis(basis),))


class Survey(NamedTuple):
    """What a scan found: the folders that are as they were, and those from the first stale one on.

    Attributes:
        passed: paths of the folders before the first stale one.
        rest: the folders from there on; can be gone through once.
        is_fresh: whether there is none, and none has gone.
    """

    passed: frozenset[str]
    rest: Iterator[Folder]
    is_fresh: bool


def survey(db: sqlite3.Connection, root: Path) -> Survey:
    """Compare the folders with what is stored, up to the first that differs."""
    stored = _stored(db)
    passed: set[str] = set()
    with scouted(root, _for_a_scout(db, stored)) as look:

        def agreeing(path: str) -> Glance | None:
            seen = look(path)
            return seen if seen and stored[path] == (seen.digest, 0) else None

        folders = scan(root, look=agreeing)
        for folder in folders:
            if stored.get(folder.path) != (folder.digest, 0):
                return Survey(frozenset(passed), chain((folder,), folders), is_fresh=False)
            passed.add(folder.path)
    return Survey(frozenset(passed), iter(()), is_fresh=passed == stored.keys())


def _for_a_scout(db: sqlite3.Connection, stored: Iterable[str]) -> list[str]:
    """Return every other folder, in the order of the scan, if there are many files."""
    (rows,) = db.execute("SELECT max(rowid) FROM cases").fetchone()
    return sorted(stored, key=lambda path: path.split("/"))[1::2] if (rows or 0) >= MANY else []


def _stored(db: sqlite3.Connection) -> dict[str, tuple[bytes, int]]:
    return {path: (digest, racy) for path, digest, racy in db.execute("SELECT path, digest, racy FROM folders")}


def refresh(db: sqlite3.Connection, found: Survey, root: Path, law: "Law", now: int) -> None:
    """Make the tables equal to the files. `now` is the moment before the first of them is read."""
    stored = _stored(db)
    keeper = _Keeper(db, now)
    stale: list[tuple[str, bytes]] = []
    readings = read_all(_doubts(keeper, found, stored, stale), root, law)
    while chunk := list(islice(readings, _CHUNK)):
        keeper.keep(chunk)
    for doubt in keeper.orphans():
        keeper.keep([read_one(doubt, root, law)])
    for path, digest in stale:
        db.execute(
            "REPLACE INTO folders SELECT ?, ?, EXISTS (SELECT 1 FROM files WHERE folder = ? AND racy = 1)",
            (path, _UNSETTLED if path in keeper.unsettled else digest, path),
        )
    if not stored:
        _make_indexes(db)


def take_over(db: sqlite3.Connection, readings: Iterator[Reading], count: int) -> None:
    """Write the lines of so many new files as whoever wrote the files foresees them; none of them was read.

    What was written is known, what became of it since is not: so each counts as racy and its folder as not seen, and
    the next scan compares names and contents, by hash, which is a fifth of the work of reading them. Of files that
    another command has read meanwhile its lines stay.
    """
    (there,) = db.execute("SELECT max(rowid) FROM cases").fetchone()
    is_mostly_new = count > (there or 0)
    if is_mostly_new:
        for statement in _INDEXES:
            db.execute(f"DROP INDEX IF EXISTS {statement.split()[2]}")
    keeper = _Keeper(db, _NEVER)
    folders: set[str] = set()
    while chunk := list(islice(readings, _CHUNK)):
        keeper.keep([each for each in chunk if not keeper.has(each.doubt)])
        folders.update(each.doubt.folder for each in chunk)
    db.executemany("REPLACE INTO folders VALUES (?, ?, 1)", [(folder, _UNSETTLED) for folder in folders])
    if is_mostly_new:
        _make_indexes(db)


def _make_indexes(db: sqlite3.Connection) -> None:
    for statement in _INDEXES:
        db.execute(statement.replace("INDEX", "INDEX IF NOT EXISTS", 1))


def _doubts(
    keeper: "_Keeper", found: Survey, stored: dict[str, tuple[bytes, int]], stale: list[tuple[str, bytes]]
) -> Iterator[Suspect]:
    """Return the files to look at, folder by folder; forget those that have gone."""
    gone = stored.keys() - found.passed
    for folder in found.rest:
        gone -= {folder.path}
        digest, racy = stored.get(folder.path, (None, 0))
        if digest != folder.digest:
            yield from keeper.compare(folder)
        elif racy:
            yield from keeper.recheck(folder)
        else:
            continue
        stale.append((folder.path, folder.digest))
    for path in gone:
        keeper.forget_folder(path)


class _Keeper(Plain, frozen=False):
    """Writes what was read into the tables.

    An id that two files have shows the first by path. `lost` are ids whose shown file went or changed: another file
    may have them. `unsettled` are folders whose listing no longer held when a file was to be read.
    """

    db: sqlite3.Connection
    now: int
    lost: set[str] = fresh(factory=set)
    unsettled: set[str] = fresh(factory=set)

    def compare(self, folder: Folder) -> Iterator[Suspect]:
        """Return the files of a folder that are new or not as they were, and forget those that have gone."""
        known = {
            name: (stat, found, racy)
            for name, stat, found, racy in self.db.execute(
                "SELECT name, stat, hash, racy FROM files WHERE folder = ?", (folder.path,)
            )
        }
        for name, why in folder.odd:
            self._put_odd(folder.path, _printable(name), why, known)
        for listed in folder.listed:
            seen = FileStat(*listed)
            stat, found, racy = known.pop(seen.name, (None, None, 0))
            if stat != seen.stat or racy:
                yield Suspect(folder.path, seen, found)
        for name in known:
            self._forget(folder.path, name)

    def _put_odd(self, folder: str, name: str, why: Odd, known: dict[str, tuple[str, str | None, int]]) -> None:
        stat, _, _ = known.pop(name, ("", None, 0))
        if stat != why:
            self._withdraw(folder, name)
            problem = Problem(PurePosixPath(folder, name), None, _SAID[why](path=name or folder))
            self._put_files([(folder, name, tail(name), str(why), None, 0, Shown.BROKEN, packed([problem]))])

    def recheck(self, folder: Folder) -> Iterator[Suspect]:
        """Return the files of a folder whose stat is as it was and proves nothing."""
        listed = {name: FileStat(name, *rest) for name, *rest in folder.listed}
        for name, found in self.db.execute(
            "SELECT name, hash FROM files WHERE folder = ? AND racy = 1", (folder.path,)
        ).fetchall():
            yield Suspect(folder.path, listed[name], found)

    def forget_folder(self, path: str) -> None:
        """Forget a folder that has gone, with its files."""
        for (name,) in self.db.execute("SELECT name FROM files WHERE folder = ?", (path,)).fetchall():
            self._forget(path, name)
        self.db.execute("DELETE FROM folders WHERE path = ?", (path,))

    def _forget(self, folder: str, name: str) -> None:
        self._withdraw(folder, name)
        self.db.execute("DELETE FROM files WHERE folder = ? AND name = ?", (folder, name))

    def _withdraw(self, folder: str, name: str) -> None:
        """Take a file's lines out of the tables, if it is the one that is shown under its id."""
        case_id = name.removesuffix(SUFFIX)
        if self.db.execute("DELETE FROM cases WHERE id = ? AND path = ?", (case_id, f"{folder}/{name}")).rowcount:
            self.lost.add(case_id)
            for statement in (
                "DELETE FROM clocks WHERE case_id = ?",
                "DELETE FROM events WHERE case_id = ?",
                "DELETE FROM remarks WHERE case_id = ?",
                "DELETE FROM texts WHERE case_id = ?",
            ):
                self.db.execute(statement, (case_id,))

    def has(self, doubt: Suspect) -> bool:
        """Whether there is a line of a file."""
        found = self.db.execute("SELECT 1 FROM files WHERE folder = ? AND name = ?", (doubt.folder, doubt.seen.name))
        return found.fetchone() is not None

    def keep(self, readings: list[Reading]) -> None:
        """Write what became of some files."""
        self.db.executemany(
            "UPDATE files SET stat = ?, racy = ? WHERE folder = ? AND name = ?",
            [
                (each.doubt.seen.stat, each.doubt.seen.is_racy(self.now), each.doubt.folder, each.doubt.seen.name)
                for each in readings
                if each.is_same
            ],
        )
        changed = [each for each in readings if not each.is_same]
        for each in changed:
            if each.hash is None:
                self.unsettled.add(each.doubt.folder)
                self._forget(each.doubt.folder, each.doubt.seen.name)
            elif each.doubt.known is not None:
                self._withdraw(each.doubt.folder, each.doubt.seen.name)
        shown = self._shown([each for each in changed if each.picture])
        self._put_files(self._file_line(each, shown) for each in changed if each.hash is not None)
        self._put_lines(each for each in shown.values() if isinstance(each, Reading))

    def _shown(self, readings: list[Reading]) -> "dict[str, Reading | str]":
        """Return who is shown under each id: one of these readings, or the path of a file that was there before."""
        ids = [each.id for each in readings]
        marks = ",".join("?" * len(ids))
        shown: dict[str, Reading | str] = dict(
            self.db.execute(f"SELECT id, path FROM cases WHERE id IN ({marks})", ids)  # noqa: S608  # question marks
        )
        for case_id, each in zip(ids, readings, strict=True):
            other = shown.get(case_id)
            if other is None:
                shown[case_id] = each
            elif each.doubt.path < _path(other):
                if isinstance(other, str):
                    self._step_aside(other)
                shown[case_id] = each
        return shown

    def _step_aside(self, path: str) -> None:
        folder, _, name = path.rpartition("/")
        self._withdraw(folder, name)
        self.db.execute("UPDATE files SET shown = ? WHERE folder = ? AND name = ?", (Shown.DOUBLE, folder, name))

    def _file_line(self, each: Reading, shown: "dict[str, Reading | str]") -> tuple[Any, ...]:
        seen = each.doubt.seen
        state = Shown.YES if shown.get(each.id) is each else Shown.DOUBLE if each.picture else Shown.BROKEN
        racy = seen.is_racy(self.now)
        return (each.doubt.folder, seen.name, tail(seen.name), seen.stat, each.hash, racy, int(state), each.problems)

    def _put_files(self, lines: Iterable[tuple[Any, ...]]) -> None:
        self.db.executemany("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", lines)

    def _put_lines(self, readings: Iterable[Reading]) -> None:
        pictures: list[CaseLines] = [each.picture for each in readings if each.picture]
        self._insert("cases", [picture.case for picture in pictures])
        self._insert("clocks", [line for picture in pictures for line in picture.clocks])
        self._insert("events", [line for picture in pictures for line in picture.events])
        self._insert("remarks", [line for picture in pictures for line in picture.remarks])
        self._insert("texts", [(picture.case[0], picture.words) for picture in pictures if picture.words])

    def _insert(self, table: str, lines: list[tuple[Any, ...]]) -> None:
        if lines:
            marks = ",".join("?" * len(lines[0]))
            self.db.executemany(f"INSERT INTO {table} VALUES ({marks})", lines)  # noqa: S608  # our own names

    def orphans(self) -> Iterator[Suspect]:
        """Return files to be shown in place of one that went, under the same id; whoever asks keeps each at once."""
        for case_id in sorted(self.lost):
            while found := self._next_of(case_id):
                folder, name, stat = found
                yield Suspect(folder, FileStat(name, *map(int, stat.split())))

    def _next_of(self, case_id: str) -> tuple[str, str, str] | None:
        if self.db.execute("SELECT 1 FROM cases WHERE id = ?", (case_id,)).fetchone():
            return None
        found: tuple[str, str, str] | None = self.db.execute(
            """SELECT folder, name, stat FROM files WHERE tail = ? AND name = ? AND shown = ?
            ORDER BY folder || '/' || name LIMIT 1""",
            (tail(case_id), case_id + SUFFIX, Shown.DOUBLE),
        ).fetchone()
        return found


def _path(shown: Reading | str) -> str:
    return shown if isinstance(shown, str) else shown.doubt.path


def tail(name: str) -> str:
    """Return an id backwards, so that ids with the same tail stand side by side."""
    return name.removesuffix(SUFFIX).upper()[::-1]


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
