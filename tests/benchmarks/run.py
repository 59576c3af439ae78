"""How long the program takes beside other programs, in one run on one machine: `python tests/benchmarks/run.py`.

Run it with the virtual environment's Python. Each measurement alternates with what it is compared with, several
rounds, and the table shows medians: seconds, the processor's seconds, the largest process in MiB, what it comes to,
and the bar it is meant to keep. git, Taskwarrior and hledger are measured where they are installed. These are no tests.
"""

import argparse
import csv
import datetime as dt
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

import make_office

from xinfang_cli.commands import Command

TODAY = make_office.TODAY.isoformat()
PROGRAM = (sys.executable, "-c", "from xinfang_cli.app import main; main()")
SOURCE = Path(__file__).parents[2]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("XINFANG_", "PYTHON"))},
    "PYTHONPATH": str(SOURCE),
    "XINFANG_TODAY": TODAY,
    "XINFANG_USER": "李经办",
    "XINFANG_LANG": "zh",
}
OPENING = f"open --title 小区积水 --request 无人处理 --channel letter --class claim --received {TODAY}".split()


class Sample(NamedTuple):
    """One run of a program."""

    seconds: float
    cpu: float
    mebibytes: float


def run(words: Sequence[str], cwd: Path, **added: str) -> Sample:
    """Run a program to its end, its output into a file as in a pipe.

    Raises:
        SystemExit: it failed; its last words are shown.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=cwd, env=ENVIRONMENT | added, stdin=subprocess.DEVNULL, stdout=out, stderr=told
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            sys.exit(f"{' '.join(words[-4:])}: exit {process.returncode}\n{told.read().decode()[-2000:]}")
    return Sample(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@dataclass
class Work:
    """Something to measure.

    Attributes:
        name: what the table calls it.
        words: the program and its arguments.
        before: what has to be done each time, unmeasured.
        added: environment variables.
        samples: what was measured.
    """

    name: str
    words: Sequence[str]
    cwd: Path
    before: Callable[[], object] = lambda: None
    added: Mapping[str, str] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)

    def take(self) -> Sample:
        """Measure once."""
        self.before()
        return run(self.words, self.cwd, **self.added)

    @property
    def seconds(self) -> float:
        """Median of the seconds."""
        return median(sample.seconds for sample in self.samples)

    @property
    def cpu(self) -> float:
        """Median of the processor's seconds, all cores together; steadier on a busy machine."""
        return median(sample.cpu for sample in self.samples)

    @property
    def mebibytes(self) -> float:
        """Most memory of any run."""
        return max(sample.mebibytes for sample in self.samples)


def alternate(works: Sequence[Work], rounds: int) -> None:
    """Measure all works in turn, so that a busy minute hits them alike; the first round only warms up."""
    for round_ in range(rounds + 1):
        for work in works:
            sample = work.take()
            if round_:
                work.samples.append(sample)


NUMBERS = range(1, 4)
"""Columns of the table that stand on the right."""


class Line(NamedTuple):
    """A line of the table: what, how long, how much memory, and what it comes to."""

    work: str
    seconds: str
    cpu: str
    mebibytes: str
    ratio: str = ""
    bar: str = ""


def shown(work: Work, ratio: str = "", bar: str = "") -> Line:
    """Return a line of the table."""
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # a child counts what it was forked from
    peak = f"{work.mebibytes:.0f}" if work.mebibytes > floor else f"≤ {floor:.0f}"
    return Line(work.name, f"{work.seconds:.3f}", f"{work.cpu:.3f}", peak, ratio, bar)


def starts(rounds: int) -> Iterator[Line]:
    """Measure the bare start."""
    here = Path(tempfile.gettempdir())
    base = Work("python -c 'import typer'", (sys.executable, "-c", "import typer"), here)
    ours = [Work(f"xinfang {flag}", (*PROGRAM, flag), here) for flag in ("--version", "--help")]
    bare = Work("python -c pass", (sys.executable, "-c", "pass"), here)
    alternate([base, *ours, bare], 4 * rounds)
    yield shown(bare)
    yield shown(base)
    for work in ours:
        yield shown(work, f"{work.seconds / base.seconds:.2f} × import typer", "≤ 1.3")


@dataclass(frozen=True)
class Bench:
    """A workspace of a size, and where the others keep their copies of it."""

    top: Path
    count: int
    rounds: int

    @property
    def office(self) -> Path:
        """The workspace."""
        return self.top / "office"

    def ours(self, name: str, *words: str, before: Callable[[], object] = lambda: None) -> Work:
        """Return a command of ours to measure."""
        return Work(name, (*PROGRAM, *words), self.office, before)

    def lines(self) -> Iterator[Line]:
        """Measure everything at this size."""
        make_office.make(self.office, self.count)
        yield from self._index()
        yield from self._warm()
        if self.count <= IMPORT_LIMIT and (SOURCE / f"{Command.IMPORT.module.replace('.', '/')}.py").exists():
            yield from self._import()

    def _index(self) -> Iterator[Line]:
        rounds = max(1, self.rounds // 2)
        state = self.office / ".xinfang"
        cold = self.ours("cold index (count)", "count", before=lambda: shutil.rmtree(state, ignore_errors=True))
        for _ in range(rounds):
            cold.samples.append(cold.take())
        warm = self.ours("count", "count")
        touched = self.ours("count after touching every file", "count", before=self._touch)
        for _ in range(rounds):
            warm.take()
            warm.samples.append(warm.take())
            touched.samples.append(touched.take())
        yield shown(cold, f"{self.count / cold.seconds:,.0f} files/s", "≥ 12,000 (2 cores)")
        yield shown(touched, f"{touched.seconds / cold.seconds:.2f} × cold", "< 0.5")
        yield shown(warm)

    def _touch(self) -> None:
        moment = time.time_ns()
        for path in self.office.glob("cases/*/*/*.yaml"):
            os.utime(path, ns=(moment, moment))

    def _warm(self) -> Iterator[Line]:
        case = next(self.office.glob("cases/2026/*/*.yaml")).stem
        start = self.ours("xinfang --version", "--version")
        ours = [
            self.ours("list", "list"),
            self.ours("list --limit 50", "list", "--limit", "50"),
            self.ours("due", "due"),
            self.ours("show", "show", case),
            self.ours("find 积水 --limit 50", "find", "积水", "--limit", "50"),
            self.ours("open, one new case", *OPENING),
        ]
        if (SOURCE / f"{Command.REPORT.module.replace('.', '/')}.py").exists():
            ours.append(self.ours("report weekly", "report", "weekly", "--week", "2026-W47", "--format", "json"))
        git = list(self._git())
        tasks = list(self._tasks())
        others = list(self._hledger())
        alternate([start, *ours, *git, *tasks, *others], self.rounds)
        yield shown(start)
        for work in ours:
            ratios, bars = self._against(work, start, git, tasks)
            yield shown(work, ratios, bars)
        for work in (*git, *tasks, *others):
            yield shown(work)

    def _against(self, work: Work, start: Work, git: list[Work], tasks: list[Work]) -> tuple[str, str]:
        """Return the ratio to `git status` without the start of either Python, and what Taskwarrior takes to ours."""
        ratios, bars = [], []
        if git:
            ratios.append(f"{(work.seconds - start.seconds) / git[0].seconds:.1f} × git status")
            bars.append("≤ 2")
        if tasks and work.name.startswith(("list", "due")):
            ratios.append(f"task list takes {tasks[0].seconds / work.seconds:.1f} ×")
            bars.append("≥ 3" if self.count >= 100_000 else "> 1")
        return ", ".join(ratios), ", ".join(bars)

    def _git(self) -> Iterator[Work]:
        if not shutil.which("git"):
            return
        author = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "gc.auto=0")
        for words in (("init", "-q"), ("add", "-A"), (*author, "commit", "-q", "-m", "all")):
            run(("git", *words), self.office)
        yield Work("git status", ("git", "status", "--short"), self.office)

    def _tasks(self) -> Iterator[Work]:
        if not shutil.which("task"):
            return
        data = self.top / "tasks"
        data.mkdir()
        settings = self.top / "taskrc"
        settings.write_text("confirmation=off\n")
        added = {"TASKDATA": str(data), "TASKRC": str(settings)}
        given = self.top / "tasks.json"
        given.write_text(json.dumps(list(tasks(self.count)), ensure_ascii=False), "utf-8")
        run(("task", "rc.verbose=nothing", "import", str(given)), self.top, **added)
        yield Work("task list", ("task", "list"), self.top, added=added)
        yield Work("task add", ("task", "add", "小区积水", "due:2026-12-07"), self.top, added=added)

    def _hledger(self) -> Iterator[Work]:
        if not shutil.which("hledger"):
            return
        journal = self.top / "office.journal"
        with journal.open("w", encoding="utf-8") as file:
            file.writelines(entries(self.count))
        words = ("hledger", "-f", str(journal), "balance")
        yield Work("hledger balance", words, self.top, added={"LC_ALL": "C.UTF-8"})

    def _import(self) -> Iterator[Line]:
        """Import a ledger into an empty workspace, beside unpacking the files it writes and one sync."""
        fresh = self.top / "fresh"
        ledger = self.top / "ledger.csv"
        write_ledger(ledger, self.count)

        def empty() -> None:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            shutil.copy(self.office / "config.yaml", fresh)
            (fresh / "cases").mkdir()

        ours = Work("import", (*PROGRAM, "-C", str(fresh), "import", str(ledger)), self.top, empty)
        ours.samples.append(ours.take())
        packed = self.top / "cases.tar"
        run(("tar", "-cf", str(packed), "-C", str(fresh), "cases"), self.top)
        unpacked = self.top / "unpacked"

        def clear() -> None:
            shutil.rmtree(unpacked, ignore_errors=True)
            unpacked.mkdir()

        command = f"tar -xf '{packed}' -C '{unpacked}' && sync -f '{unpacked}'"
        tar = Work("tar x and sync of the same files", ("sh", "-c", command), self.top, clear)
        tar.samples.append(tar.take())
        for _ in range(max(0, self.rounds // 2 - 1)):
            ours.samples.append(ours.take())
            tar.samples.append(tar.take())
        rate = f"{self.count / ours.seconds:,.0f} rows/s, {ours.seconds / tar.seconds:.1f} × tar"
        yield shown(ours, rate, "≥ 6,000, ≤ 3")
        yield shown(tar)


IMPORT_LIMIT = 100_000
"""Larger ledgers than this nobody has, and a spreadsheet holds only ten times as many."""


def tasks(count: int) -> Iterator[dict[str, str]]:
    """Return as many open tasks for Taskwarrior as there are cases, with unit and deadline."""
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for number in range(count):
        yield {
            "uuid": f"00000000-0000-4000-8000-{number:012x}",
            "description": f"{make_office.MATTERS[number % 5]} {number}",
            "project": make_office.UNITS[number % len(make_office.UNITS)],
            "entry": start.strftime("%Y%m%dT%H%M%SZ"),
            "due": (start + dt.timedelta(days=number % 400)).strftime("%Y%m%dT%H%M%SZ"),
            "status": "pending",
        }


def entries(count: int) -> Iterator[str]:
    """Return as many transactions for hledger as there are cases: a unit takes a matter."""
    for number in range(count):
        day = dt.date(2022, 1, 1) + dt.timedelta(days=number % 1780)
        unit = make_office.UNITS[number % len(make_office.UNITS)]
        yield f"{day} {make_office.MATTERS[number % 5]} {number}\n    matters:{unit}  1\n    registered\n\n"


def write_ledger(path: Path, count: int) -> None:
    """Write a ledger as petition systems export it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(ledger_row(0))
        rows.writerows(ledger_row(number).values() for number in range(count))


def ledger_row(number: int) -> dict[str, object]:
    """Return a line of the ledger by its headers."""
    day = make_office.TODAY - dt.timedelta(days=30 + number % 1500)
    return {
        "信访件编号": f"410122{number:012d}",
        "姓名": "孙某",
        "信访人数": 1 + number % 3,
        "住址": "东山镇某村1号",
        "手机号码": "13800000000",
        "问题属地": "东山镇",
        "信访目的": "求决",
        "内容分类": make_office.CATEGORIES[number % 7],
        "信访日期": day,
        "登记日期": day,
        "限办时间": day + dt.timedelta(days=60),
        "信访形式": "来信",
        "概况": f"{make_office.MATTERS[number % 5]}({number}),至今没有结果,请求核实处理",
        "是否办结": "是",
        "信访件状态": "审核认定办结",
    }


def table(lines: Sequence[Line]) -> Iterator[str]:
    """Return aligned lines."""
    rows = [Line("work", "median s", "cpu s", "peak MiB", "comes to", "bar"), *lines]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        work, *numbers, ratio, bar = (
            cell.rjust(width) if at in NUMBERS else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((work, *numbers, ratio, bar)).rstrip()


def main() -> None:
    """Measure what the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int, default=[10_000], help="sizes of workspaces (default: 10000)")
    asked.add_argument("--rounds", type=int, default=5, help="how often each is measured (default: 5)")
    asked.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    given = asked.parse_args()
    print("\n".join(table(list(starts(given.rounds)))), flush=True)
    for count in given.counts:
        with tempfile.TemporaryDirectory(prefix="xinfang-bench-", dir=given.folder) as top:
            print(f"\n{count:,} cases", flush=True)
            print("\n".join(table(list(Bench(Path(top), count, given.rounds).lines()))), flush=True)


if __name__ == "__main__":
    main()
