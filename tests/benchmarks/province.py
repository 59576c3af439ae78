"""Make a province and measure it: `python tests/benchmarks/province.py FOLDER [--offices 100] [--matters 10000]`.

One office is made by `make_office` and exported by the product; its relations are multiplied under other codes, each
with a card of its own, as a hundred offices would have handed them up. Then reports over all of them are run by the
clock, and against them what they replace: every office's own report, and their sum.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import duckdb
import make_office
from measuring import ENVIRONMENT, SOURCE

TODAY = make_office.TODAY.isoformat()
PROGRAM = (sys.executable, "-c", "from xinfang_cli.app import main; main()", "--today", TODAY)
FIRST = 410001
ASKED = (
    ("monthly", "--month", "2026-10"),
    ("annual", "--year", "2025"),
    ("weekly", "--week", "2026-W46"),
    ("flags", "--month", "2026-10"),
)


class Taken(NamedTuple):
    """What a program took."""

    seconds: float
    mebibytes: float


def taken(*words: str, cwd: Path = SOURCE) -> Taken:
    """Run the product; return its time and its peak of memory, with that of those it started."""
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*PROGRAM, *words],
            cwd=cwd,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            sys.exit(f"{words}: exit {process.returncode}\n{told.read().decode()[-2000:]}")
    return Taken(time.perf_counter() - start, usage.ru_maxrss / 1024)


def make(root: Path, offices: int, matters: int) -> None:
    """Make an office, export it, and write its relations again under other codes."""
    make_office.make(root / "office", matters)
    export = taken("-C", str(root / "office"), "export", "--format", "relations", "--out", str(root / "one"))
    print(f"first export of {matters} matters, index made anew: {export.seconds:.1f} s, {export.mebibytes:.0f} MiB")
    export = taken("-C", str(root / "office"), "export", "--format", "relations", "--out", str(root / "one"))
    print(f"export of {matters} matters: {export.seconds:.1f} s, {export.mebibytes:.0f} MiB")
    (first,) = (root / "one").iterdir()
    for n in range(offices):
        multiply(first, root / "share", str(FIRST + n), f"{FIRST + n}县信访局")


def multiply(first: Path, share: Path, code: str, name: str) -> None:
    """Write the relations of an office under another code and name."""
    folder = share / f"office={code}"
    folder.mkdir(parents=True)
    card = json.loads((first / "office.json").read_text(encoding="utf-8"))
    for file, said in card["files"].items():
        ids = ("id", "repeat_of") if file == "cases.parquet" else ("case_id",)
        renamed = ", ".join(f"'{code}' || SUBSTR({each}, {len(card['code']) + 1}) AS {each}" for each in ids)
        duckdb.sql(
            f"COPY (SELECT * REPLACE ('{code}' AS office, '{name}' AS office_name, {renamed}) FROM"
            f" read_parquet('{first / file}', hive_partitioning = false)) TO '{folder / file}'"
            " (FORMAT parquet, COMPRESSION zstd)"
        )
        said["sha256"] = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    text = json.dumps({**card, "code": code, "name": name}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "office.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def measure(root: Path, offices: int, engine: str) -> None:
    """Print what reports over all offices take, and what the offices' own and their sum do."""
    size = sum(file.stat().st_size for file in (root / "share").rglob("*.parquet"))
    print(f"{offices} offices, {size / 2**20:.0f} MiB of Parquet")
    for name, *window in ASKED:
        over = min(taken("report", name, *window, "--roll-up", str(root / "share"), "--engine", engine, "--format",
                         "json") for _ in range(2))  # fmt: skip
        out = root / f"{name}.json"
        words = ("-C", str(root / "office"), "report", name, *window, "--format", "json", "--out", str(out))
        one = min(taken(*words) for _ in range(3))
        (root / "office" / ".xinfang" / "index.sqlite3").unlink()
        anew = taken(*words)
        added = taken("report", name, "--add", *[str(out)] * offices, "--format", "json")
        print(f"{name:8} roll-up {over.seconds:.1f} s, {over.mebibytes:.0f} MiB")
        for what, own in (("fresh", one), ("made anew", anew)):
            apart = offices * own.seconds + added.seconds
            print(
                f"         index {what}: an office's own {own.seconds:.2f} s,"
                f" {offices} of them and their sum {apart:.1f} s: {apart / over.seconds:.1f} times"
            )


def main() -> None:
    """Make and measure what the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--offices", type=int, default=100)
    asked.add_argument("--matters", type=int, default=10_000, help="of each office")
    asked.add_argument("--engine", default="duckdb")
    given = asked.parse_args()
    if not given.folder.exists():
        make(given.folder, given.offices, given.matters)
    measure(given.folder, given.offices, given.engine)


if __name__ == "__main__":
    main()
