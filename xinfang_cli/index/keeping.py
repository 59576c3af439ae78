"""The tables of the index kept equal to the files: what was read comes in, what has gone goes out."""

import sqlite3  # noqa: TID251  # beside `tables`
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from xinfang_cli.errors import Problem
from xinfang_cli.index.parts import Inlet, Readings, read_all, readings_of
from xinfang_cli.index.reading import Suspect, packed, read_one
from xinfang_cli.index.scan import FileStat, Folder, Odd
from xinfang_cli.index.tables import Shown, Survey, drop_indexes, make_indexes, stored_in, tail
from xinfang_cli.labels import Plain, fresh
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.store.workspace import SUFFIX

if TYPE_CHECKING:
    from xinfang_cli.law.clocks import Law

_SAID: Mapping[Odd, Sentence] = {
    Odd.NO_FILE: Msg.NOT_A_FILE,
    Odd.ENDING: Msg.NOT_YAML_ENDING,
    Odd.NAME: Msg.NAME_NOT_UTF8,
    Odd.CLOSED: Msg.DISK_NOT_ALLOWED,
}
_UNSETTLED = b""


def refresh(db: sqlite3.Connection, found: Survey, root: Path, law: "Law", now: int) -> None:
    """Make the tables equal to the files. `now` is the moment before the first of them is read."""
    stored = stored_in(db)
    keeper = _Keeper(db, Inlet(db))
    stale: list[tuple[str, bytes]] = []
    for some in read_all(_doubts(keeper, found, stored, stale), root, law, now):
        keeper.keep(some)
    for doubt in keeper.orphans():
        keeper.keep(readings_of([read_one(doubt, root, law)], now))
    for path, digest in stale:
        db.execute(
            "REPLACE INTO folders SELECT ?, ?, EXISTS (SELECT 1 FROM files WHERE folder = ? AND racy = 1)",
            (path, _UNSETTLED if path in keeper.unsettled else digest, path),
        )
    if not stored:
        make_indexes(db)
    keeper.inlet.close()


def take_over(db: sqlite3.Connection, parts: Iterable[Readings], count: int) -> None:
    """Write the lines of so many new files as whoever wrote the files foresees them; none of them was read.

    What was written is known, what became of it since is not: so each counts as racy and its folder as not seen, and
    the next scan compares names and contents, by hash, which is a fifth of the work of reading them. Of files that
    another command has read meanwhile its lines stay.
    """
    (there,) = db.execute("SELECT max(rowid) FROM cases").fetchone()
    is_mostly_new = count > (there or 0)
    if is_mostly_new:
        drop_indexes(db)
    keeper = _Keeper(db, Inlet(db))
    folders: set[str] = set()
    for some in parts:
        read = [case_id for case_id, path in some.shown.items() if keeper.has(path)]
        keeper.keep(some._replace(unsaid=[*some.unsaid, *read]))
        folders.update(path.rpartition("/")[0] for path in some.shown.values())
    db.executemany("REPLACE INTO folders VALUES (?, ?, 1)", [(folder, _UNSETTLED) for folder in folders])
    if is_mostly_new:
        make_indexes(db)
    keeper.inlet.close()


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
    inlet: Inlet
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
            line = (folder, name, tail(name), str(why), None, 0, int(Shown.BROKEN), packed([problem]))
            self.inlet.put({"files": [line]}, (), ())

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

    def has(self, path: str) -> bool:
        """Whether there is a line of a file."""
        found = self.db.execute("SELECT 1 FROM files WHERE folder = ? AND name = ?", _parts(path))
        return found.fetchone() is not None

    def keep(self, found: Readings) -> None:
        """Write what became of some files."""
        self.db.executemany("UPDATE files SET stat = ?, racy = ? WHERE folder = ? AND name = ?", found.same)
        for folder, name in found.gone:
            self.unsettled.add(folder)
            self._forget(folder, name)
        for folder, name in found.changed:
            self._withdraw(folder, name)
        doubles = self._doubles({case_id: path for case_id, path in found.shown.items() if case_id not in found.unsaid})
        self.inlet.put(found.lines, doubles, found.unsaid)
        for case_id in doubles:
            self._call_double(found.shown[case_id])

    def _doubles(self, shown: Mapping[str, str]) -> Collection[str]:
        """Return the ids that an earlier file is shown by; one by which a later file is shown steps aside for it."""
        marks = ",".join("?" * len(shown))
        there = self.db.execute(f"SELECT id, path FROM cases WHERE id IN ({marks})", [*shown]).fetchall()  # noqa: S608
        for case_id, path in there:
            if shown[case_id] < path:
                self._withdraw(*_parts(path))
                self._call_double(path)
        return {case_id for case_id, path in there if path < shown[case_id]}

    def _call_double(self, path: str) -> None:
        self.db.execute("UPDATE files SET shown = ? WHERE folder = ? AND name = ?", (Shown.DOUBLE, *_parts(path)))

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


def _parts(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
