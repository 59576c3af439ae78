"""The relations of an office for whoever counts many: a folder of Parquet and a card that says what is in it.

The folder is written whole or not at all, and twice the same: to the byte, on one day. What leaves, and what of it of
a sealed matter, is said in `measures.extract`. A number of another system never leaves. Where the offices share a key,
a matter with a national number leaves a mark that is made of both; without the key nobody finds the number by trying
all there are, which of a plain digest of eighteen digits anybody could.
"""

import csv
import datetime as dt
import hashlib
import hmac
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xinfang_cli.errors import RefusedError, XinfangError
from xinfang_cli.exports import ExportFormat, needs
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.ids import is_national
from xinfang_cli.measures.extract import CARD, HANDED, NOTHING, OFFICE, RELATIONS, VERSION, Extract, file_of
from xinfang_cli.messages import Msg
from xinfang_cli.store.out import folder_beside

Ask = Callable[[str, Mapping[str, object]], Iterable[tuple[Any, ...]]]
Key = bytes

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_SHORTEST = 32
"""Bytes of a key that nobody guesses."""

_MARK = 32
"""Characters of a mark: 128 bits."""

_DOMAIN = b"xinfang handed down 1\0"
_KEY_DOMAIN = b"xinfang number key 1\0"
_RUN = "import sys, duckdb; duckdb.connect(config={'threads': 1, 'memory_limit': '512MB'}).execute(sys.argv[1])"


@dataclass(frozen=True, kw_only=True)
class Ours:
    """What an office says of itself on its card.

    Attributes:
        code: its area code.
        name: what it is called.
        level: where it stands.
        limits: the time limits in force, by clock.
        beyond: units that it has no power over, which get no flags.
        review_by: the review organs of its units.
        calendar: version of the holidays.
        as_of: the day of the export.
        left_out: how many case files could not be read.
    """

    code: str
    name: str
    level: str
    limits: Mapping[str, str]
    beyond: tuple[str, ...]
    review_by: Mapping[str, str]
    calendar: str
    as_of: dt.date
    left_out: int


def limits_of(law: Law) -> dict[str, str]:
    """Return the time limits in force: length, who owes it and what of it can be extended."""
    return {
        name: f"{rule.rule or '-'} {rule.owner.value} {rule.kind.value} +{rule.extend_days}*{rule.extend_times}"
        for name, rule in sorted(law.clocks.items())
    }


def read_key(path: Path) -> Key:
    """Return the key that the offices share.

    Raises:
        RefusedError: the file is not there or too short to be one.
    """
    try:
        key = path.read_bytes().strip()
    except OSError:
        key = b""
    if len(key) < _SHORTEST:
        raise RefusedError(Msg.RELATIONS_KEY(path=path))
    return key


def write_folder(parent: Path, ours: Ours, ask: Ask, key: Key | None) -> Path:
    """Write the folder of an office below another and return it.

    Raises:
        RefusedError: the office's code can name no folder, or DuckDB is not here.
    """
    needs("duckdb", "analytics", ExportFormat.RELATIONS)
    if not _CODE.fullmatch(ours.code):
        raise RefusedError(Msg.RELATIONS_CODE(code=ours.code))
    place = parent / f"{OFFICE}={ours.code}"
    with folder_beside(place) as folder:
        with TemporaryDirectory(dir=folder) as lines:
            rows = {name: _put(each, ours, ask, key, Path(lines) / name) for name, each in RELATIONS.items()}
            copies = (_copy(Path(lines) / name, each, folder / file_of(name)) for name, each in RELATIONS.items())
            _make(place, "; ".join(copies))
        card = _card(ours, key, {name: (count, folder / file_of(name)) for name, count in rows.items()})
        (folder / CARD).write_text(card, encoding="utf-8", newline="\n")
    return place


def _put(extract: Extract, ours: Ours, ask: Ask, key: Key | None, path: Path) -> int:
    """Write lines as CSV; return how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for line in _marked(extract, ask(extract.select, {"code": ours.code, "name": ours.name}), key):
            writer.writerow(line)
            count += 1
    return count


def _marked(extract: Extract, lines: Iterable[tuple[Any, ...]], key: Key | None) -> Iterable[tuple[Any, ...]]:
    """Return lines whose numbers of other systems have become marks."""
    names = [column.name for column in extract.columns]
    if HANDED not in names:
        return lines
    at = names.index(HANDED)
    return ((*line[:at], _mark(line[at], key), *line[at + 1 :]) for line in lines)


def _mark(number: str, key: Key | None) -> str:
    """Return the mark of a national number; another may mean another matter elsewhere, so it has none."""
    return _keyed(key, _DOMAIN + number.encode()) if key and is_national(number) else NOTHING


def _keyed(key: Key, text: bytes) -> str:
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:_MARK]


def _copy(lines: Path, extract: Extract, out: Path) -> str:
    types = ", ".join(f"'{each.name}': '{'INTEGER' if each.is_number else 'VARCHAR'}'" for each in extract.columns)
    source = (
        f"read_csv({_quoted(lines)}, columns = {{{types}}}, auto_detect = false, header = false, delim = ',',"
        f" quote = '\"', escape = '\"', new_line = '\\n', nullstr = '{NOTHING}', parallel = false)"
    )
    return f"COPY (SELECT * FROM {source}) TO {_quoted(out)} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608  # our names, quoted


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _make(place: Path, sql: str) -> None:
    """Let DuckDB write, in a process of its own, as for Parquet."""
    import subprocess

    ours = [sys.executable, "-P", "-c", _RUN, sql]
    done = subprocess.run(ours, stderr=subprocess.PIPE, check=False)  # noqa: S603  # ourselves
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise XinfangError(Msg.OS_ERROR(path=place, reason=said.rpartition("\n")[2] or "DuckDB"))


def _card(ours: Ours, key: Key | None, made: Mapping[str, tuple[int, Path]]) -> str:
    """Return the text of the card; of the key it has what tells that two offices use the same."""
    files = {path.name: {"rows": count, "sha256": _digest(path)} for count, path in made.values()}
    card = {
        **asdict(ours),
        "as_of": ours.as_of.isoformat(),
        "relations": VERSION,
        "number_key": _keyed(key, _KEY_DOMAIN) if key else None,
        "files": files,
    }
    return json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
