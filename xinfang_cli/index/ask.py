"""The SQLite picture of the case files: made equal to them on every opening, asked in SQL, deleted without loss.

This is what commands see; `opening` finds the file, `keeping` fills the tables.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from xinfang_cli.errors import Problem
from xinfang_cli.index.opening import FILE, Opening
from xinfang_cli.index.reading import unpacked
from xinfang_cli.index.tables import Shown, tail
from xinfang_cli.law.ids import is_id, is_national, resolve
from xinfang_cli.measures.filters import Filter
from xinfang_cli.measures.selection import Selection
from xinfang_cli.messages import Msg, Text
from xinfang_cli.store.workspace import SUFFIX

if TYPE_CHECKING:
    import datetime as dt

    from xinfang_cli.index.parts import Readings
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.measures.dimensions import Dimension
    from xinfang_cli.store.workspace import Workspace

ORDERS: Mapping[str, str] = {
    "due": "due IS NULL, due, received_on, id",
    "received": "received_on, id",
    "registered": "registered_on, id",
    "unit": "unit IS NULL, unit, due IS NULL, due, id",
    "touched": "touched_at DESC, id",
    "id": "id",
    "latest": "id DESC",  # an id begins with the day of receipt
}
"""Orders of a list; none is by who asks, how many or how often."""

_COUNTS = """coalesce(sum(c.repeat_of IS NULL AND c.status <> 'merged'), 0) AS cases, count(*) AS registrations,
    coalesce(sum(c.people), 0) AS persons, coalesce(sum(c.is_closed), 0) AS closed,
    coalesce(sum(c.resolved), 0) AS resolved"""
_BY_DUE = "clock_due IS NULL, clock_due, received_on, id, clock, from_on"

Line = dict[str, Any]


class Index:
    """The index of a workspace, open and equal to the files."""

    def __init__(self, root: Path, folder: Path, law: "Law | Callable[[], Law]", basis: str) -> None:
        self._root = root
        self._opening = Opening(root, folder, law, basis)
        self._db = self._opening.open()

    @classmethod
    def open(cls, workspace: "Workspace", law: "Law | Callable[[], Law]", basis: str) -> Self:
        """Open the index and make it equal to the files.

        `law` are the rules in force, or what makes them: that is asked only if a file must be read. `basis` stands
        for what the lines depend on beside the files; under another one they are all made anew.
        """
        return cls(workspace.root, workspace.state, law, basis)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def note(self) -> Text | None:
        """Why the files were read instead of the workspace's own index, if they were."""
        return self._opening.note

    def take_over(self, parts: Iterator["Readings"], count: int) -> None:
        """Add the lines of so many files that this command has made, to spare the next one parsing them.

        Where the index cannot be written now, that one parses them.
        """
        self._opening.take_over(self._db, parts, count)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let several questions see one state, whatever other commands write meanwhile; for as short as possible."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("COMMIT")

    def sql(self, query: str, params: Mapping[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        """Ask the tables anything; lines come as they are found."""
        count = 0
        try:
            for line in self._db.execute(query, params or {}):
                count += 1
                yield line
        except sqlite3.DatabaseError as error:
            self._db = self._opening.again(self._db, error)
            yield from islice(self._db.execute(query, params or {}), count, None)

    def _lines(self, query: str, params: Mapping[str, object]) -> Iterator[Line]:
        """Return lines by the names of their columns."""
        names = [column[0] for column in self._db.execute(f"SELECT * FROM ({query}) LIMIT 0", params).description]
        return (dict(zip(names, line, strict=True)) for line in self.sql(query, params))

    def cases(
        self, selection: Selection, order: str = "due", limit: int | None = None, columns: tuple[str, ...] = ("*",)
    ) -> Iterator[Line]:
        """Return matters: lines of `cases`, the oldest duty first unless another order is named.

        Naming the columns that are wanted makes a long list several times as fast.
        """
        where, params = selection.as_sql()
        query = f"SELECT {', '.join(columns)} FROM cases WHERE {where} ORDER BY {ORDERS[order]} LIMIT :limit"
        return self._lines(query, {**params, "limit": -1 if limit is None else limit})

    def count(self, selection: Selection, by: "tuple[Dimension, ...]" = ()) -> Iterator[Line]:
        """Count matters (件), registrations (件次) and persons (人次), closed and resolved, also by groups.

        Matters leave out repeats that name the first one, and those merged into another.
        """
        from xinfang_cli.measures.dimensions import SEVERAL

        where, params = selection.as_sql()
        chosen = f"(SELECT * FROM cases WHERE {where}) AS c"
        if not by:
            return self._lines(f"SELECT {_COUNTS} FROM {chosen}", params)
        columns = {key: f"{key}.value" if key in SEVERAL else key.count_key for key in by}
        each = "".join(
            f", json_each(CASE {key.count_key} WHEN '[]' THEN '[null]' ELSE {key.count_key} END) AS {key}"
            for key in by
            if key in SEVERAL
        )
        keys = ", ".join(f'{column} AS "{key}"' for key, column in columns.items())
        numbers = [str(place) for place in range(1, len(columns) + 1)]
        order = ", ".join(
            f"{column} IS NULL, {number}" for column, number in zip(columns.values(), numbers, strict=True)
        )
        group = ", ".join(numbers)
        return self._lines(f"SELECT {keys}, {_COUNTS} FROM {chosen}{each} GROUP BY {group} ORDER BY {order}", params)

    def clocks(self, selection: Selection, *, running_only: bool = False) -> Iterator[Line]:
        """Return runs of clocks with their cases: lines of `clock_lines`."""
        where, params = selection.as_sql()
        running = "stopped_on IS NULL" if running_only else "1 = 1"
        return self._lines(f"SELECT * FROM clock_lines WHERE {where} AND {running} ORDER BY {_BY_DUE}", params)

    def duties(self, selection: Selection, latest: "dt.date") -> Iterator[Line]:
        """Return running duties that fall due on a day or before: lines of `clock_lines`, never a window."""
        where, params = selection.as_sql()
        running = "stopped_on IS NULL AND fate IS NULL AND kind = 'duty' AND clock_due <= :latest"
        query = f"SELECT * FROM clock_lines WHERE {where} AND {running} ORDER BY {_BY_DUE}"
        return self._lines(query, {**params, "latest": latest.isoformat()})

    def papers(self, selection: Selection) -> Iterator[tuple[str, str, int]]:
        """Return documents to make and to serve in matters of a selection: JSON arrays of words, and of how many."""
        where, params = selection.as_sql()
        waiting = "(owed <> '[]' OR to_serve <> '[]')"
        return self.sql(
            f"SELECT owed, to_serve, count(*) FROM cases WHERE {where} AND {waiting} GROUP BY owed, to_serve", params
        )

    def numbers(self) -> Iterator[str]:
        """Return the numbers that documents and steps bear, each once."""
        return (number for (number,) in self.sql("SELECT DISTINCT number FROM events WHERE number IS NOT NULL"))

    def paths_owing(self, selection: Selection) -> Iterator[Path]:
        """Return the files of matters with a document to make, by id."""
        where, params = selection.as_sql()
        found = self.sql(f"SELECT path FROM cases WHERE {where} AND owed <> '[]' ORDER BY id", params)
        return (self._root / path for (path,) in found)

    def paths_with_duty_due(self, selection: Selection, latest: "dt.date") -> Iterator[Path]:
        """Return the files of matters with such a duty, the oldest duty first."""
        where, params = selection.as_sql()
        running = "stopped_on IS NULL AND fate IS NULL AND kind = 'duty' AND clock_due <= :latest"
        found = self.sql(
            f"""SELECT path FROM (SELECT path, row_number() OVER (ORDER BY {_BY_DUE}) AS place
            FROM clock_lines WHERE {where} AND {running}) GROUP BY path ORDER BY min(place)""",
            {**params, "latest": latest.isoformat()},
        )
        return (self._root / path for (path,) in found)

    def paths_of_progress(self, selection: Selection, latest: "dt.date") -> Iterator[Path]:
        """Return the files of open matters without such a duty: what may be wanting in them is a month's progress."""
        where, params = selection.as_sql()
        running = "stopped_on IS NULL AND fate IS NULL AND kind = 'duty' AND due <= :latest"
        found = self.sql(
            f"SELECT path FROM cases WHERE {where} AND is_open = 1"
            f" AND NOT EXISTS (SELECT 1 FROM clocks AS k WHERE k.case_id = cases.id AND {running}) ORDER BY id",
            {**params, "latest": latest.isoformat()},
        )
        return (self._root / path for (path,) in found)

    def events(self, selection: Selection) -> Iterator[Line]:
        """Return what was done in matters, matter by matter, in fold order: lines of `events`."""
        where, params = selection.as_sql()
        return self._lines(
            f"SELECT * FROM events WHERE case_id IN (SELECT id FROM cases WHERE {where}) ORDER BY case_id, rowid",
            params,
        )

    def search(self, text: str, selection: Selection, order: str = "due", limit: int | None = None) -> Iterator[Line]:
        """Return the matters of a selection that contain a text."""
        return self.cases(selection.but(text=(*selection.asked.get(Filter.TEXT, ()), text)), order, limit)

    def bears(self, asked: Filter, name: str, today: "dt.date") -> bool:
        """Whether there is a matter that a filter takes by a name."""
        where, params = Selection(today=today).but(**{asked.field: (name,)}).as_sql()
        return next(self.sql(f"SELECT 1 FROM cases WHERE {where} LIMIT 1", params), None) is not None

    def borne(self, column: str) -> Iterator[str]:
        """Return the names that matters bear in a column."""
        found = self.sql(f"SELECT DISTINCT {column} FROM cases WHERE {column} IS NOT NULL ORDER BY 1")
        return (name for (name,) in found)

    def ids(self) -> Iterator[str]:
        """Return the ids of all matters, in order."""
        return (case_id for (case_id,) in self.sql("SELECT id FROM cases ORDER BY id"))

    def forgotten(self) -> Iterator[str]:
        """Return the matters whose petitioners are to be forgotten."""
        return (case_id for (case_id,) in self.sql("SELECT DISTINCT case_id FROM events WHERE did = 'forget'"))

    def has(self, case_id: str) -> bool:
        """Whether an id is taken, be it by a file that cannot be read."""
        return self._where(case_id) is not None

    def path(self, case_id: str) -> Path | None:
        """Return where the file of an id lies, readable or not; of two the one that is shown."""
        where = self._where(case_id)
        return self._root / where if where else None

    def _where(self, case_id: str) -> str | None:
        found = self.sql(
            """SELECT folder || '/' || name FROM files WHERE tail = :tail AND name = :name
            ORDER BY shown = :shown DESC, 1""",
            {"tail": tail(case_id), "name": case_id + SUFFIX, "shown": Shown.YES},
        )
        return next((path for (path,) in found), None)

    def resolve(self, reference: str) -> tuple[str, Path]:
        """Return id and file of the matter that a reference is, or is the tail of.

        Raises:
            RefusedError: there is none, or several, which it lists.
        """
        case_id = resolve(self._with_tail(reference), reference)
        return case_id, self.path(case_id) or self._root

    def _with_tail(self, reference: str) -> Iterator[str]:
        """Return the ids that end like this, those of files that cannot be read included."""
        found = self.sql(
            "SELECT DISTINCT name FROM files WHERE tail >= :start AND tail < :start || :last",
            {"start": tail(reference.strip()), "last": "\U0010ffff"},
        )
        stems = (name.removesuffix(SUFFIX) for (name,) in found)
        return filter(is_id, stems)

    def title(self, case_id: str) -> str | None:
        """Return the title of a matter; None for a sealed one, and for one that has none."""
        found = self.sql("SELECT title FROM cases WHERE id = :id", {"id": case_id})
        return next((title for (title,) in found), None)

    def with_number(self, number: str, received_on: "dt.date") -> str | None:
        """Return the id of the matter that has a number in the system it came from.

        A national one of 18 digits is the only one of its kind; another may come again with another day of receipt.
        """
        found = self.sql(
            "SELECT id FROM cases WHERE source_number = :number AND (:national OR received_on = :day) ORDER BY id",
            {"number": number, "national": is_national(number), "day": received_on.isoformat()},
        )
        return next((case_id for (case_id,) in found), None)

    @property
    def left_out(self) -> int:
        """How many files are in no list, because they cannot be read or have the id of another."""
        (count,) = next(
            self.sql(
                """SELECT (SELECT count(*) FROM files WHERE problems IS NOT NULL AND shown = :broken)
                + (SELECT count(*) FROM files WHERE shown = 2)""",
                {"broken": Shown.BROKEN},
            )
        )
        return int(count)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with files, the same on every opening until it is mended."""
        faulty = self.sql("SELECT problems FROM files WHERE problems IS NOT NULL")
        found = [problem for (packed,) in faulty for problem in unpacked(packed)]
        return tuple(sorted([*found, *self._doubles()], key=lambda each: (str(each.path), each.line or 0)))

    def _doubles(self) -> Iterator[Problem]:
        doubles = self.sql(
            """SELECT folder || '/' || name, id, path FROM files JOIN cases ON id || :suffix = name
            WHERE shown = 2 ORDER BY 1""",
            {"suffix": SUFFIX},
        )
        first: dict[str, Problem] = {}
        for path, case_id, shown in doubles:
            yield Problem(PurePosixPath(path), None, Msg.SAME_ID(id=case_id, other=shown))
            first.setdefault(shown, Problem(PurePosixPath(shown), None, Msg.SAME_ID(id=case_id, other=path)))
        yield from first.values()


__all__ = ["FILE", "ORDERS", "Index", "Line"]
