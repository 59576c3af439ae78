"""Where the index lies and how it is opened: the workspace's own, made anew if damaged, or a private copy.

It lies in `.xinfang/index.sqlite3` with a rollback journal: a write-ahead log would let readers and writers pass
each other, but needs shared memory, which a network share does not have, and cannot be read in a folder that is
read-only. Who cannot use it, or finds it held, works on a private copy in a temporary file, with the same answers.
"""

import sqlite3  # noqa: TID251  # the front half of index.py
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xinfang_cli.index.scan import now
from xinfang_cli.index.tables import Survey, is_current, make, survey
from xinfang_cli.labels import Plain
from xinfang_cli.messages import Msg, Text

if TYPE_CHECKING:
    from xinfang_cli.index.parts import Readings
    from xinfang_cli.law.clocks import Law

FILE = "index.sqlite3"

WAIT = 60
"""Seconds to wait while another command writes: it does the work that this one needs."""

COMMIT_WAIT = 2
"""Seconds to wait for those who read, which may be a pager that someone left open."""

_TUNING = (
    "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192;"  # 8 MiB of pages, however large the file
    "PRAGMA secure_delete = ON;"  # what is deleted since its matter was sealed is not left in a free page
)
_PRIVATE = ""  # SQLite's name for a temporary file of its own, which needs little memory and goes with the connection
_NO_RACE = 1 << 62  # nobody opens a private copy a second time
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT}
_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL}


class StateFolderError(Exception):
    """The folder of the index cannot be made or written."""


class Opening(Plain, frozen=False):
    """One command's way to the index.

    Attributes:
        root: of the workspace.
        folder: where the index lies.
        law: the rules in force, or what makes them.
        basis: what the lines depend on beside the files.
        note: why the workspace's own index is not used, if it is not.
    """

    root: Path
    folder: Path
    law: "Law | Callable[[], Law]"
    basis: str
    note: Text | None = None

    def open(self) -> sqlite3.Connection:
        """Return an index that equals the files."""
        try:
            try:
                return self._shared()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._delete()
                return self._shared()
        except (sqlite3.Error, StateFolderError) as error:
            return self._private(error)

    def _shared(self) -> sqlite3.Connection:
        """Return the workspace's own index, up to date."""
        with _state_folder():
            self.folder.mkdir(exist_ok=True)
            (self.folder / FILE).touch()  # SQLite itself would let nobody else write it, whatever the umask
        db = sqlite3.connect(self.folder / FILE, timeout=WAIT, isolation_level=None)
        with _closed_on_error(db):
            db.executescript(_TUNING)
            found = survey(db, self.root) if is_current(db, self.basis) else None
            if found is None or not found.is_fresh:
                self._write(db, found)
        return db

    def _write(self, db: sqlite3.Connection, found: Survey | None) -> None:
        """Bring the tables up to date as one transaction; what another command did while we waited is looked at."""
        if not _begins_at_once(db) or found is None:
            found = self._surveyed(db)
        from xinfang_cli.index.keeping import refresh

        with _state_folder():
            moment = now(self.folder)
        _wait(db, COMMIT_WAIT)
        refresh(db, found, self.root, self._rules(), moment)
        db.execute("COMMIT")
        _wait(db, WAIT)

    def _rules(self) -> "Law":
        return self.law() if callable(self.law) else self.law

    def _surveyed(self, db: sqlite3.Connection) -> Survey:
        if not is_current(db, self.basis):
            make(db, self.basis)
        return survey(db, self.root)

    def _delete(self) -> None:
        """Delete a damaged file, its journal first: played back into a new file it would damage that too."""
        with _state_folder():
            for name in (f"{FILE}-journal", FILE):
                (self.folder / name).unlink(missing_ok=True)

    def _private(self, error: Exception) -> sqlite3.Connection:
        """Return an index that no one else sees: a copy of the workspace's, as far as there is one, up to date."""
        self.note = _reason(error)
        with suppress(sqlite3.Error):
            return self._refreshed(self._copy())
        return self._refreshed(_connected(_PRIVATE))

    def _copy(self) -> sqlite3.Connection:
        db = _connected(_PRIVATE)
        with _closed_on_error(db):
            where = f"{(self.folder / FILE).absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(where, uri=True, timeout=COMMIT_WAIT, isolation_level=None)) as shared:
                shared.execute("BEGIN")
                shared.execute("SELECT * FROM sqlite_master").fetchall()  # from here on it is ours to read: no waiting
                shared.backup(db)
        return db

    def _refreshed(self, db: sqlite3.Connection) -> sqlite3.Connection:
        from xinfang_cli.index.keeping import refresh

        with _closed_on_error(db):
            db.execute("BEGIN")
            refresh(db, self._surveyed(db), self.root, self._rules(), _NO_RACE)
            db.execute("COMMIT")
        return db

    def take_over(self, db: sqlite3.Connection, parts: "Iterator[Readings]", count: int) -> None:
        """Write the lines of files that were just made, unless others use or have remade the index, or it is no file.

        That is only ever a loss of time: files without lines are read.
        """
        from xinfang_cli.index.keeping import take_over

        if self.note is not None:
            return
        _wait(db, COMMIT_WAIT)
        with suppress(sqlite3.Error):
            db.execute("BEGIN IMMEDIATE")
            try:
                if is_current(db, self.basis):
                    take_over(db, parts, count)
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")

    def again(self, db: sqlite3.Connection, error: sqlite3.DatabaseError) -> sqlite3.Connection:
        """Return another index where the file turns out damaged only now, or can be read no longer.

        Raises:
            sqlite3.DatabaseError: neither is the case, so the mistake is ours.
        """
        if not _is_damage(error) and _code(error) not in (*_HELD, sqlite3.SQLITE_IOERR):
            raise error
        db.close()
        if not _is_damage(error):
            return self._private(error)
        with suppress(StateFolderError):
            self._delete()
        return self.open()


def _connected(where: str) -> sqlite3.Connection:
    return sqlite3.connect(where, isolation_level=None)


@contextmanager
def _closed_on_error(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


@contextmanager
def _state_folder() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StateFolderError(error.strerror) from error


def _begins_at_once(db: sqlite3.Connection) -> bool:
    """Begin to write; whether nobody else was writing."""
    _wait(db, 0)
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if _code(error) not in _HELD:
            raise
        _wait(db, WAIT)
        db.execute("BEGIN IMMEDIATE")
        return False
    _wait(db, WAIT)
    return True


def _wait(db: sqlite3.Connection, seconds: int) -> None:
    db.execute(f"PRAGMA busy_timeout = {seconds * 1000}")


def _code(error: Exception) -> int | None:
    """Return SQLite's primary code of an error; those that Python raises itself have none."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _is_damage(error: Exception) -> bool:
    """Whether the file does not hold what SQLite wrote; text that is no UTF-8 is noticed by Python."""
    return _code(error) in _DAMAGED or (_code(error) is None and "decode" in str(error))


def _reason(error: Exception) -> Text:
    if isinstance(error, StateFolderError) or _code(error) in _READ_ONLY:
        return Msg.INDEX_READ_ONLY()
    return Msg.INDEX_BUSY() if _code(error) in _HELD else Msg.INDEX_UNUSABLE(reason=str(error))
