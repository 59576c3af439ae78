"""How long each report takes at any size, from an open index to its last line: `python tests/benchmarks/reports.py 1000000`.

The index alone is made, no files: that of a workspace of 2,000 (`make_office`), its lines multiplied. Copies get a number
behind their ids and are moved by up to 13 days, every second one by five years more, so that ten years are covered
evenly; of matters that are open as many are made as give a thirtieth of all. Lines stand by the month of receipt, as the
folders of an office are read; the indexes come last. Some matters get a leader, a group, a docket. The program's own
indexes and statements are used; processor seconds, the lowest of several runs. `--keep FILE` keeps the index, or uses it.
"""

import argparse
import datetime as dt
import sqlite3  # beside the program
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import make_office
from measuring import ENVIRONMENT

from xinfang_cli.index import tables
from xinfang_cli.index.opening import FILE
from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS, SqlColumn
from xinfang_cli.labels import Lang
from xinfang_cli.measures.counting import Scope
from xinfang_cli.measures.selection import Selection
from xinfang_cli.measures.windows import Window, read_month, read_quarter, read_week, read_year, read_ytd
from xinfang_cli.office import config
from xinfang_cli.render import Format, draw
from xinfang_cli.reports import Inquiry, Report, build

TODAY = make_office.TODAY
SEEDS = 2000
DAYS = frozenset({"due", "act_by", "until", "resolved_until", "excused_to", "at_day", "on_day", "received_on", "registered_on",
                  "closed_on", "resolved_on", "ended_on", "source_due", "from_on", "stopped_on", "reply_due"})  # fmt: skip
IDS = frozenset({"id", "case_id", "repeat_of"})
GIVEN = {
    "dockets": "CASE WHEN y.k % 50 = 7 THEN '[\"2026积案\"]' ELSE x.dockets END",
    "lead": "CASE WHEN y.k % 40 = 3 THEN '王副县长' ELSE x.lead END",
    "group_name": "CASE WHEN y.k % 40 = 3 THEN '楼盘组' ELSE x.group_name END",
}
"""What matters of an office have and those of the benchmark's do not."""

ASKED: tuple[tuple[str, Report, dict[str, Any]], ...] = (
    ("2026-W46", Report.WEEKLY, {}), ("2026-10", Report.MONTHLY, {}), ("2026-Q3", Report.MONTHLY, {}),
    ("ytd 2026-10", Report.MONTHLY, {}), ("2025", Report.MONTHLY, {}),
    ("2026-10", Report.MONTHLY, {"unit": ("县水利局",)}), ("2026-10", Report.MONTHLY, {"category": ("环境保护",)}),
    *(("2026-10", report, {}) for report in Report if report not in {Report.WEEKLY, Report.MONTHLY, Report.ANNUAL}),
    ("2025", Report.DOCKET, {}), ("2025", Report.ANNUAL, {}),
)  # fmt: skip
"""Windows, reports, filters."""


def column(each: SqlColumn) -> str:
    """Return how a column of a copy is made."""
    name = f'x."{each.name}"'
    if each.name in GIVEN:
        return GIVEN[each.name]
    if each.name in IDS:  # an id begins with the day of receipt
        day = f"SUBSTR({name}, 4, 4) || '-' || SUBSTR({name}, 8, 2) || '-' || SUBSTR({name}, 10, 2)"
        return f"'XF-' || STRFTIME('%Y%m%d', DATE({day}, y.shift)) || SUBSTR({name}, 12) || y.k"
    if each.name == "month":
        return f"SUBSTR(DATE({name} || '-01', y.shift), 1, 7)"
    return f"DATE({name}, y.shift)" if each.name in DAYS else name


def multiply(db: sqlite3.Connection, count: int) -> None:
    """Fill the tables of a new index from that of the seeds, which is attached as `seed`."""
    (is_open,) = db.execute("SELECT COUNT(*) FROM seed.cases WHERE is_open = 1").fetchone()
    of_open = max(1, count // 30 // is_open)
    of_others = (count - of_open * is_open) // (SEEDS - is_open)
    db.execute("CREATE TEMP TABLE copies (k INTEGER, shift TEXT, back INTEGER)")
    moved = ((k, f"{k * 7 % 27 - 13 - 1826 * (k % 2):+d} days", k % 2) for k in range(max(of_open, of_others)))
    db.executemany("INSERT INTO copies VALUES (?, ?, ?)", moved)
    for name, columns in (("cases", CASES), ("clocks", CLOCKS), ("events", EVENTS), ("remarks", REMARKS)):
        key = "id" if name == "cases" else "case_id"
        made = ", ".join(map(column, columns))
        db.execute(
            f"INSERT INTO main.{name} SELECT {made} FROM seed.{name} AS x JOIN seed.cases AS c ON c.id = x.{key}"
            " JOIN copies AS y ON y.k < CASE WHEN c.is_open = 1 THEN :open ELSE :others END"
            " ORDER BY SUBSTR(DATE(c.received_on, y.shift), 1, 7), c.id, y.k, x.rowid",
            {"open": of_open, "others": of_others},
        )


def made(path: Path, count: int) -> None:
    """Write an index of so many matters."""
    with tempfile.TemporaryDirectory(prefix="xinfang-bench-") as top:
        office = Path(top) / "office"
        make_office.make(office, SEEDS)
        words = [sys.executable, "-m", "xinfang_cli", "-C", str(office), "count", "--today", str(TODAY)]
        subprocess.run(words, check=True, env=ENVIRONMENT, capture_output=True)
        db = sqlite3.connect(path)
        db.execute("PRAGMA synchronous = OFF")
        db.execute("ATTACH ? AS seed", [str(office / ".xinfang" / FILE)])
        tables.make(db, "")
        multiply(db, count)
        tables.make_indexes(db)
        db.commit()
        db.close()


def window(name: str) -> Window:
    """Return the window of a name."""
    readers = (read_week, read_month, read_quarter, read_year)
    found = read_ytd(name[4:]) if name.startswith("ytd ") else None
    return found or next(each for read in readers if (each := read(name)))


def seconds(path: Path, asked: Inquiry, report: Report, rounds: int) -> tuple[float, int]:
    """Return the processor seconds of a report, the lowest of several, and its lines."""
    lowest, lines = float("inf"), 0
    for _ in range(rounds):
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        db.execute("PRAGMA cache_size = -8192")  # as commands have it
        start = time.process_time()
        lines = sum(
            each.count("\n")
            for each in draw(build(report, replace(asked, run=db.execute, counted={})), Format.MD, Lang.ZH)
        )
        lowest = min(lowest, time.process_time() - start)
        db.close()
    return lowest, lines


def measured(path: Path, rounds: int, only: Iterable[str]) -> Iterator[str]:
    """Yield a line for each report."""
    law = config.default().law
    yield "| report | window | of | lines | processor seconds |\n|---|---|---|--:|--:|"
    for name, report, filters in ASKED:
        if only and report not in only:
            continue
        scope = Scope.of(Selection(today=TODAY, **filters))
        asked = Inquiry(run=iter, window=window(name), today=TODAY, office="某县信访局", law=law, scope=scope)  # type: ignore[arg-type]
        took, lines = seconds(path, asked, report, rounds)
        of = " ".join(each for values in filters.values() for each in values)
        yield f"| `{report}` | {name} | {of} | {lines:,} | {took:.2f} |"


def main() -> None:
    """Measure what the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", nargs="?", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--keep", type=Path, help="where the index is kept, or is from an earlier run")
    asked.add_argument("--only", action="append", default=[], help="a report; several times")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="xinfang-bench-") as top:
        path = given.keep or Path(top) / "index.sqlite"
        if not path.exists():
            made(path, given.count)
        db = sqlite3.connect(path)
        counts = [
            db.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]
            for name in ("cases", "clocks", "events", "remarks")
        ]
        db.close()
        print("cases {:,}, clocks {:,}, events {:,}, remarks {:,}".format(*counts), dt.datetime.now(dt.UTC).date())
        for line in measured(path, given.rounds, given.only):
            print(line, flush=True)


if __name__ == "__main__":
    main()
