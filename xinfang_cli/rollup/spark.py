"""A Spark Connect server (Apache Spark, Sail): it reads the files itself, so they lie where it sees them too."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.messages import Msg

SCHEME = "sc://"
_PLACE = re.compile(r":([a-z_]\w*)")


class Spark:
    """A session on a server."""

    def __init__(self, address: str) -> None:
        """Begin.

        Raises:
            RefusedError: the client is not here, or no server answers.
        """
        _must_answer(address)
        try:
            from pyspark.sql.connect.session import SparkSession
        except ImportError:
            raise RefusedError(Msg.ROLL_NO_ENGINE(library="pyspark-client", extra="cluster")) from None
        self._address = address
        try:
            self._session = SparkSession.builder.remote(address).create()
        except Exception as error:
            raise self._failed(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(Exception):
            self._session.stop()

    def files(self, name: str, paths: Iterable[Path]) -> None:
        """Call files by a name."""
        try:
            self._session.read.parquet(*map(str, paths)).createOrReplaceTempView(name)
        except Exception as error:
            raise self._failed(error) from error

    def view(self, name: str, sql: str) -> None:
        """Call a statement by a name."""
        try:
            self._session.sql(sql).createOrReplaceTempView(name)
        except Exception as error:
            raise self._failed(error) from error

    keep = view
    """A server decides for itself what it keeps."""

    def sql(self, query: str, params: Mapping[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        """Run a statement with named values (`:from`) and return its rows."""
        names = set(_PLACE.findall(query))
        bound = {name: value for name, value in (params or {}).items() if name in names}
        try:
            for row in self._session.sql(query, args=bound).collect():
                yield tuple(row)
        except Exception as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> XinfangError:
        reason = (str(error).strip() or type(error).__name__).partition("\n")[0]
        return XinfangError(Msg.ROLL_ENGINE(engine=self._address, reason=reason))


def _must_answer(address: str) -> None:
    """Make sure that somebody listens: the client itself would go on trying for minutes."""
    import socket
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 15002), timeout=5):
            return
    except (OSError, ValueError) as error:
        raise RefusedError(Msg.ROLL_NO_SERVER(address=address, reason=error)) from None
