"""Parquet for analysis, typed, written by DuckDB from JSON lines in a temporary file.

DuckDB works in a process of its own: it takes more memory before it has read anything than this command for all it
does, and so neither has to make room for the other.
"""

import json
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from xinfang_cli.errors import XinfangError
from xinfang_cli.exports import ExportFormat, Matters, needs
from xinfang_cli.index.listing import KEYS
from xinfang_cli.law.stepdata import SEVERAL, SHOWN, DatumKind
from xinfang_cli.messages import Msg
from xinfang_cli.store.out import beside

_TYPE_OF: dict[object, str] = {
    **dict.fromkeys(SEVERAL, "VARCHAR[]"),
    DatumKind.COUNT: "INTEGER",
    DatumKind.FLAG: "BOOLEAN",
    DatumKind.DAY: "DATE",
}
_TYPES = {
    **{fact.word: _TYPE_OF.get(fact.kind, "VARCHAR") for fact in SHOWN},
    "with": "VARCHAR[]",
    "people": "INTEGER",
    "overdue_days": "INTEGER",
    "first_time": "BOOLEAN",
    "provisional": "BOOLEAN",
    "resolved": "BOOLEAN",
    "due": "DATE",
    "act_by": "DATE",
}
GROUP = 4096
"""Lines in one group of rows: DuckDB holds a group, so memory does not grow with the export."""

_PERSON = ("name", "phone", "other_phone", "address")
_BUFFER = 1 << 20
"""Bytes that DuckDB reads at once, if no line is longer; its reader of JSON takes 32 MiB and cannot be told."""

_RUN = "import sys, duckdb; duckdb.connect(config={'threads': 1}).execute(sys.argv[1])"


def write(matters: Matters, path: Path) -> None:
    """Write the file."""
    import subprocess

    needs("duckdb", "analytics", ExportFormat.PARQUET)
    types = {key: _TYPES.get(key, "DATE" if key.endswith("_on") else "VARCHAR") for key in KEYS}
    if matters.reveal:
        types |= {"petitioners": f"STRUCT({', '.join(f'{key} VARCHAR' for key in _PERSON)})[]", "request": "VARCHAR"}
        types["representatives"] = "VARCHAR[]"
    with (
        beside(path, private=matters.reveal) as temp,
        NamedTemporaryFile("wb", suffix=".jsonl", dir=path.parent) as lines,
    ):
        longest = _put(matters, types, lines)
        sql = _copy(Path(lines.name), types, temp, max(_BUFFER, 2 * longest))
        ours = [sys.executable, "-P", "-c", _RUN, sql]
        done = subprocess.run(ours, stderr=subprocess.PIPE, check=False)  # noqa: S603  # ourselves
        if done.returncode:  # a full disk, most likely; its last line says what
            said = done.stderr.decode("utf-8", "replace").strip()
            raise XinfangError(Msg.OS_ERROR(path=path, reason=said.rpartition("\n")[2] or "DuckDB"))


def _put(matters: Matters, types: dict[str, str], lines: IO[bytes]) -> int:
    """Write the matters as JSON lines; return the length of the longest in bytes."""
    longest = 0
    for found in matters.objects():
        line = json.dumps({key: _whole(key, found.get(key)) for key in types}, ensure_ascii=False).encode() + b"\n"
        longest = max(longest, len(line))
        lines.write(line)
    lines.flush()
    return longest


def _whole(key: str, value: Any) -> Any:
    """Return a value with every key that its type has."""
    return [{each: person.get(each) for each in _PERSON} for person in value] if key == "petitioners" else value


def _copy(lines: Path, types: dict[str, str], out: Path, buffer: int) -> str:
    """Return the statement: each line is one column of a CSV without quotes, whose separator is in no JSON."""
    source = (
        f"read_csv({_quoted(str(lines))}, columns = {{'line': 'VARCHAR'}}, auto_detect = false, header = false,"
        f" delim = '\x01', quote = '', escape = '', new_line = '\\n', buffer_size = {buffer}, max_line_size = {buffer})"
    )
    matters = f"SELECT unnest(from_json_strict(line, {_quoted(json.dumps(types))})) FROM {source}"  # noqa: S608  # our own names, quoted
    return f"COPY ({matters}) TO {_quoted(str(out))} (FORMAT parquet, ROW_GROUP_SIZE {GROUP})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
