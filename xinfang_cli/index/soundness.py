"""Files with which `check` found nothing wrong, by their content: whoever has the same bytes again is sound again.

What a file says of itself is settled by its bytes, its name, the office's configuration and the program; all of these
are in the key, so nothing is believed of a file that changed in any way. What lies around a file is looked at each
time. Beside each stands which numbers its documents bear, as hashes, since no two matters may share one. Nothing here
is needed: without it, or where it is damaged or held, every file is read.
"""

import sqlite3  # noqa: TID251  # beside the index, and as little needed
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Self

FILE = "sound.sqlite3"
_MAKE = "CREATE TABLE sound (key BLOB PRIMARY KEY, numbers BLOB NOT NULL) WITHOUT ROWID"
_EACH = 8
"""Bytes that stand for a number of a document."""


def number_hash(number: str) -> bytes:
    """Return what stands for the number of a document."""
    return blake2b(number.encode(), digest_size=_EACH).digest()


class Soundness:
    """What is known of files to be sound, while one `check` runs: `with Soundness.of(folder, basis) as sound`."""

    def __init__(self, db: sqlite3.Connection | None) -> None:
        self._db = db
        self._count = 0

    @classmethod
    def of(cls, folder: Path, basis: str) -> Self:
        """Return what a folder keeps; what a file's soundness rests on beside the file is in the basis."""
        db = None
        with suppress(sqlite3.Error, OSError):
            folder.mkdir(exist_ok=True)
            (folder / FILE).touch()  # SQLite itself would let nobody else write it, whatever the umask
            db = sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)
            _begin(db, basis)
        return cls(db if db and db.in_transaction else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._db:
            with suppress(sqlite3.Error):
                (rows,) = self._db.execute("SELECT COUNT(*) FROM sound").fetchone()
                if rows > 2 * self._count:  # contents that are long gone; the next check learns the others again
                    self._db.execute("DELETE FROM sound")
                self._db.execute("COMMIT")
            self._db.close()

    def key(self, name: str, raw: bytes) -> bytes:
        """Return what stands for a file of a name with a content."""
        self._count += 1
        return blake2b(b"%b\0%b" % (name.encode("utf-8", "surrogateescape"), raw), digest_size=16).digest()

    def numbers(self, key: bytes) -> tuple[bytes, ...] | None:
        """Return the numbers of a file that is known to be sound, each as its hash; None of any other."""
        if self._db is None:
            return None
        with suppress(sqlite3.Error):
            found = self._db.execute("SELECT numbers FROM sound WHERE key = ?", (key,)).fetchone()
            if found:
                return tuple(found[0][at : at + _EACH] for at in range(0, len(found[0]), _EACH))
        return None

    def learn(self, key: bytes, numbers: Iterable[bytes]) -> None:
        """Keep that a file is sound."""
        if self._db:
            with suppress(sqlite3.Error):
                self._db.execute("INSERT OR REPLACE INTO sound VALUES (?, ?)", (key, b"".join(numbers)))


def _begin(db: "sqlite3.Connection", basis: str) -> None:
    """Begin to write, with the tables of this basis, empty ones where they are of another or none."""
    db.execute("BEGIN IMMEDIATE")
    known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'basis'").fetchone()
    if known and db.execute("SELECT text FROM basis").fetchall() == [(basis,)]:
        return
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        db.execute(f'DROP TABLE "{name}"')
    db.execute(_MAKE)
    db.execute("CREATE TABLE basis (text TEXT NOT NULL)")
    db.execute("INSERT INTO basis VALUES (?)", (basis,))
