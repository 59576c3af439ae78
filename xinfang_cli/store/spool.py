"""Rows of an answer that is too long to be held: put down in a file without a name, gone through again at the end."""

import json
import marshal
import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from types import TracebackType
from typing import IO, Any, Self


class Spool:
    """JSON objects in the order in which they came."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="\n")  # noqa: SIM115  # closed on exit

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, value: Mapping[str, Any]) -> None:
        """Put an object down."""
        self._file.write(json.dumps(value, ensure_ascii=False) + "\n")

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Go through all of them."""
        self._file.seek(0)
        return map(json.loads, self._file)


_IN_MEMORY = 1 << 20
"""Bytes that need no file yet."""


class Portions:
    """Plain lists, many rows in each, in the order in which they came; there is a file only if they are long.

    marshal writes and reads them several times as fast as JSON, and nobody else reads the file.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = BytesIO()
        self._sizes: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, portion: list[list[str]]) -> None:
        """Put a portion down."""
        self._sizes.append(self._file.write(marshal.dumps(portion)))
        if isinstance(self._file, BytesIO) and self._file.tell() > _IN_MEMORY:
            held = self._file.getbuffer()
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed on exit
            self._file.write(held)

    def __iter__(self) -> Iterator[list[list[str]]]:
        """Go through all of them."""
        self._file.seek(0)
        return (marshal.loads(self._file.read(size)) for size in self._sizes)  # noqa: S302  # our own, just written
