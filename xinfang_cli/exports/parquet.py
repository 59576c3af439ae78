"""Parquet for analysis, typed, written by DuckDB from JSON lines in a temporary file."""

import json
from pathlib import Path
from tempfile import NamedTemporaryFile

from xinfang_cli.exports import ExportFormat, Matters, extra
from xinfang_cli.listing import KEYS
from xinfang_cli.outfile import beside

_TYPES = {
    "with": "VARCHAR[]",
    "people": "INTEGER",
    "overdue_days": "INTEGER",
    "first_time": "BOOLEAN",
    "provisional": "BOOLEAN",
    "due": "DATE",
    "act_by": "DATE",
}
GROUP = 4096
"""Lines in one group of rows: DuckDB holds a group, so memory does not grow with the export."""

_PERSON = "STRUCT(name VARCHAR, phone VARCHAR, other_phone VARCHAR, address VARCHAR)[]"


def write(matters: Matters, path: Path) -> None:
    """Write the file."""
    duckdb = extra("duckdb", "analytics", ExportFormat.PARQUET)
    types = {key: _TYPES.get(key, "DATE" if key.endswith("_on") else "VARCHAR") for key in KEYS}
    if matters.reveal:
        types |= {"petitioners": _PERSON, "request": "VARCHAR"}
    with beside(path) as temp, NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl", dir=path.parent) as lines:
        for found in matters.objects():
            lines.write(json.dumps({key: found.get(key) for key in types}, ensure_ascii=False) + "\n")
        lines.flush()
        with duckdb.connect(config={"threads": 1}) as db:
            columns = ", ".join(f"{_quoted(key)}: {_quoted(kind)}" for key, kind in types.items())
            source = f"read_json({_quoted(lines.name)}, format = 'newline_delimited', columns = {{{columns}}})"
            form = f"(FORMAT parquet, ROW_GROUP_SIZE {GROUP})"
            db.execute(f"COPY (SELECT * FROM {source}) TO {_quoted(str(temp))} {form}")  # noqa: S608  # our own names, quoted


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
