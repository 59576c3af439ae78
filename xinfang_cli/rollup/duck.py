"""DuckDB, in this process, over Parquet files: what a province needs is one machine."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.messages import Msg

MEMORY = "700MB"
"""What DuckDB may take before it puts things on disk."""

_AT_ONCE = 4096
_PLACE = re.compile(r":([a-z_]\w*)")


class Duck:
    """A database in memory with views over files."""

    def __init__(self) -> None:
        """Begin.

        Raises:
            RefusedError: DuckDB is not here.
        """
        try:
            import duckdb
        except ImportError:
            raise RefusedError(Msg.ROLL_NO_ENGINE(library="duckdb", extra="analytics")) from None
        self._folder = TemporaryDirectory(prefix="xf-tmp-")
        self._error = duckdb.Error
        self._db = duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": self._folder.name, "preserve_insertion_order": False}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()
        self._folder.cleanup()

    def files(self, name: str, paths: Iterable[Path]) -> None:
        """Call files by a name."""
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        self.view(name, f"SELECT * FROM read_parquet([{listed}], hive_partitioning = false)")  # noqa: S608  # quoted

    def view(self, name: str, sql: str) -> None:
        """Call a statement by a name."""
        self._do(f"CREATE OR REPLACE VIEW {name} AS {sql}")

    def keep(self, name: str, sql: str) -> None:
        """Call what a statement finds by a name, found once."""
        self._do(f"CREATE OR REPLACE TABLE {name} AS {sql}")

    def sql(self, query: str, params: Mapping[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        """Run a statement with named values (`:from`) and return its rows."""
        names = set(_PLACE.findall(query))
        bound = {name: value for name, value in (params or {}).items() if name in names}
        cursor = self._db.cursor()
        try:
            cursor.execute(_PLACE.sub(r"$\1", query), bound)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except self._error as error:
            raise _failed(error) from error

    def _do(self, sql: str) -> None:
        try:
            self._db.execute(sql)
        except self._error as error:
            raise _failed(error) from error


def _failed(error: Exception) -> XinfangError:
    return XinfangError(Msg.ROLL_ENGINE(engine="DuckDB", reason=str(error).partition("\n")[0]))
