"""The tables of the index: made anew, and kept equal to the files. `index` decides when, and where they lie.

`cases`, `clocks`, `events` and `remarks` are what questions are asked of; `texts` is what searches look through, and
holds no name, phone or address of anyone; `folders` and `files` are what freshness is judged by.
"""

import sqlite3  # noqa: TID251  # the other half of index.py
from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xinfang_cli.index.scan import Folder, Glance, scan
from xinfang_cli.index.scout import MANY, scouted
from xinfang_cli.office.basis import program
from xinfang_cli.store.workspace import SUFFIX

if TYPE_CHECKING:
    from xinfang_cli.index.relations import SqlColumn

_FILES = """folder TEXT, name TEXT, tail TEXT, stat TEXT, hash TEXT, racy INTEGER, shown INTEGER, problems TEXT"""


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
    yield f"CREATE TABLE files ({_FILES}, PRIMARY KEY (folder, name)) WITHOUT ROWID"
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
    "CREATE INDEX cases_owing ON cases (owed, to_serve, sealed) WHERE owed <> '[]' OR to_serve <> '[]'",
    "CREATE INDEX clocks_case ON clocks (case_id)",
    # Rights that lapsed are never stopped; they would be nearly all of it.
    "CREATE INDEX clocks_running ON clocks (due, kind, case_id, fate) WHERE stopped_on IS NULL AND kind = 'duty'",
    "CREATE INDEX events_case ON events (case_id, on_day)",  # of most matters nothing followed a day of late
    "CREATE INDEX events_forgotten ON events (case_id) WHERE did = 'forget'",
    # For reports: what happened in a window is a small part of ten years.
    (  # what volumes and rates of those registered ask, so that they need no look-up
        "CREATE INDEX cases_registered ON cases (registered_on, channel, class, category, place, unit, people, status,"
        " repeat_of, first_time, joint_visit, is_closed, closed_on, resolved, resolved_on, resolved_basis, id)"
    ),
    (  # a matter that is looked at once it was closed needs no look-up
        "CREATE INDEX cases_closed ON cases"
        " (closed_on, is_closed, first_time, resolved, resolved_on, resolved_basis, close_reason, id, unit)"
        " WHERE closed_on IS NOT NULL"
    ),
    "CREATE INDEX cases_repeats ON cases (registered_on, repeat_of) WHERE repeat_of IS NOT NULL",
    "CREATE INDEX cases_resolved ON cases (resolved_on, resolved, resolved_basis, id) WHERE resolved_on IS NOT NULL",
    "CREATE INDEX cases_ended ON cases (ended_on) WHERE ended_on IS NOT NULL",
    "CREATE INDEX cases_open ON cases (unit, registered_on, id, is_open, lead, group_name) WHERE is_open = 1",  # few
    "CREATE INDEX clocks_due ON clocks (due, clock, stopped_on, dated, of_first, kind, owner, owing, fate)",
    # The same of the clocks that every report has rates of, with the matter, so that filters look up that alone.
    "CREATE INDEX clocks_routing ON clocks (due, stopped_on, dated, clock, fate, case_id) WHERE clock = 'route'",
    (
        "CREATE INDEX clocks_notices ON clocks (due, stopped_on, dated, clock, fate, case_id)"
        " WHERE SUBSTR(clock, 1, 7) = 'notify_'"
    ),
    (
        "CREATE INDEX clocks_handling ON clocks (due, stopped_on, dated, of_first, clock, fate, case_id)"
        " WHERE clock = 'handle'"
    ),
    "CREATE INDEX clocks_rating ON clocks (due, case_id, n, from_on, clock) WHERE clock = 'rate_open'",
    "CREATE INDEX clocks_late ON clocks (stopped_on, kind, due, case_id, fate) WHERE stopped_on > due",
    (
        "CREATE INDEX clocks_handled ON clocks (stopped_on, from_on, due, dated, clock, fate, case_id)"
        " WHERE clock = 'handle'"
    ),
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
    # Ends and resolutions that were taken back are few: by matter, by when they were, and by until when they held.
    (
        "CREATE INDEX events_until ON events (case_id, on_day, until, ended, resolved_until, dated, basis)"
        " WHERE until IS NOT NULL OR resolved_until IS NOT NULL"
    ),
    (
        "CREATE INDEX events_ended ON events (on_day, ended, until, resolved_until, dated, basis, case_id)"
        " WHERE until IS NOT NULL OR resolved_until IS NOT NULL"
    ),
    (
        "CREATE INDEX events_reopened ON events (until, on_day, dated, ended, resolved_until, basis, case_id)"
        " WHERE until IS NOT NULL"
    ),
    (
        "CREATE INDEX events_unresolved ON events (resolved_until, on_day, dated, ended, until, basis, case_id)"
        " WHERE resolved_until IS NOT NULL"
    ),
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


def bare_tables() -> Iterator[str]:
    """Return the statements for the tables that files fill, without keys: the same columns in the same order."""
    from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS

    for name, columns in (("cases", CASES), ("clocks", CLOCKS), ("events", EVENTS), ("remarks", REMARKS)):
        yield f"CREATE TABLE {name} ({_columns(columns)})"
    yield "CREATE TABLE texts (case_id TEXT, haystack TEXT)"
    yield f"CREATE TABLE files ({_FILES})"


def make_indexes(db: sqlite3.Connection) -> None:
    """Make the indexes that are not there."""
    for statement in _INDEXES:
        db.execute(statement.replace("INDEX", "INDEX IF NOT EXISTS", 1))


def drop_indexes(db: sqlite3.Connection) -> None:
    """Drop them all."""
    for statement in _INDEXES:
        db.execute(f"DROP INDEX IF EXISTS {statement.split()[2]}")


def _basis(rules: str) -> str:
    """Return what tables and lines are made by. Instead of migrations: those made by anything else are made anew."""
    return f"{program()} {rules}"


def is_current(db: sqlite3.Connection, basis: str) -> bool:
    """Whether the tables were made by this program and filled under the same rules."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return False
    return db.execute("SELECT basis FROM meta").fetchall() == [(_basis(basis),)]


def basis_of(db: sqlite3.Connection) -> str | None:
    """Return what the tables were made by, to be written down again."""
    return next((basis for (basis,) in db.execute("SELECT basis FROM meta")), None)


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
    stored = stored_in(db)
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


def stored_in(db: sqlite3.Connection) -> dict[str, tuple[bytes, int]]:
    """Return the folders as they were seen: path, digest, and whether files of one are racy."""
    return {path: (digest, racy) for path, digest, racy in db.execute("SELECT path, digest, racy FROM folders")}


def tail(name: str) -> str:
    """Return an id backwards, so that ids with the same tail stand side by side."""
    return name.removesuffix(SUFFIX).upper()[::-1]
