"""How long the program takes beside other programs, in one run on one machine: `python tests/benchmarks/run.py`.

Run it with the virtual environment's Python and the sizes of workspaces: `run.py 1000 10000 100000`. Each measurement
alternates with what it is compared with, several rounds, and the table shows medians: seconds, the processor's
seconds, the largest process in MiB, what it comes to, and the bar it is meant to keep; behind the tables stands how
each work grows from size to size. Beside every command that finds its index up to date stands `floor.py`, the least
that a Python can do: `2.5 × floor` are the processor's seconds of the one to those of the other, in that run. git,
Taskwarrior, hledger and papis are measured where they are installed. At sizes beyond a ledger's, such as 1000000, what
takes an hour there is left out: the other programs, imports, touching every file. The tables are printed as
docs/benchmarks.md has them; `--write` puts them there. These are no tests.
"""

import argparse
import csv
import datetime as dt
import json
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import make_office
from measuring import ENVIRONMENT, SOURCE, Line, Work, alternate, growth, markdown, run, shown

from xinfang_cli.reports import Report

TODAY = make_office.TODAY.isoformat()
PROGRAM = (sys.executable, "-c", "from xinfang_cli.app import main; main()")
ENVIRONMENT |= {"XINFANG_TODAY": TODAY, "XINFANG_USER": "李经办", "XINFANG_LANG": "zh"}
FLOOR = str(Path(__file__).with_name("floor.py"))
OPENING = f"open --title 小区积水 --request 无人处理 --channel letter --class claim --received {TODAY}".split()
NOTHING_ASKED = """
from pathlib import Path
from xinfang_cli.office import config
from xinfang_cli.index.ask import Index
from xinfang_cli.store.workspace import Workspace
office = Workspace(Path.cwd())
rules = config.load(office.config_file, office.state / "config.json")
Index.open(office, lambda: rules.law, rules.basis).close()
"""
"""What every command does before it asks the index anything: config, the scan for what changed."""

OFFICE = 10_000
"""Cases of a large office: there commands are held to the floor."""

BARS = {"list --limit 30": 3, "due": 3, "count": 3, "show": 3.5, "note": 4.5, "open": 4.5, "route": 4.5}
"""Processor seconds of a command at most, as a multiple of the floor, at the size of an office."""

MANY = 100_000
"""Cases from which on fewer rounds do, and Taskwarrior's list is to be beaten threefold."""

FEW = 20_000
"""Cases up to which papis is measured: it needs a folder for each, and minutes to look through them."""

LARGE = 200_000
"""Cases beyond which there is no ledger, and other programs take an hour to fill."""


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
        yield shown(work, f"{work.cpu / base.cpu:.2f} × import typer", "≤ 1.15")


@dataclass
class Bench:
    """A workspace of a size, and where the others keep their copies of it.

    Attributes:
        top: folder of them all.
        count: cases.
        rounds: how often each work is measured.
        times: seconds of each work of ours, apart from the start.
    """

    top: Path
    count: int
    rounds: int
    times: dict[str, float] = field(default_factory=dict)

    @property
    def office(self) -> Path:
        """The workspace."""
        return self.top / "office"

    def ours(self, name: str, *words: str, before: Callable[[], object] = lambda: None) -> Work:
        """Return a command of ours to measure."""
        return Work(name, (*PROGRAM, *words), self.office, before)

    def lines(self) -> Iterator[Line]:
        """Measure everything at this size."""
        maker = str(Path(__file__).with_name("make_office.py"))
        run((sys.executable, maker, str(self.office), str(self.count)), self.top)
        start = self.ours("xinfang --version", "--version")
        alternate([start], self.rounds)
        yield from self._index(start)
        yield from self._warm(start)
        if self.count <= LARGE:
            yield from self._import(start)

    def _timed(self, work: Work, start: Work) -> Work:
        self.times[work.name] = work.seconds - start.seconds
        return work

    def _index(self, start: Work) -> Iterator[Line]:
        state = self.office / ".xinfang"
        cold = self.ours("cold index (count)", "count", before=lambda: shutil.rmtree(state, ignore_errors=True))
        touched = self.ours("count after touching every file", "count", before=self._touch)
        for _ in range(1 if self.count >= MANY else 2):
            cold.keep()
        yield shown(self._timed(cold, start), f"{self.count / cold.seconds:,.0f} files/s", "≥ 5,500 (2 cores)")
        if self.count <= LARGE:
            for _ in range(2):
                touched.keep()
            ratio = f"{touched.seconds / cold.seconds:.2f} × cold"
            yield shown(self._timed(touched, start), ratio, "< 0.5")
        self._settle()
        if self.count <= LARGE:
            yield from self._check(start, cold)

    def _check(self, start: Work, cold: Work) -> Iterator[Line]:
        again = self.ours("check, again", "check")
        alternate([again], 1)
        yield shown(self._timed(again, start), f"{again.cpu / cold.cpu:.2f} × cold", "≤ 0.35")

    def _settle(self) -> None:
        """Let the index be up to date: files are believed when they are older than the clock's tick."""
        run((*PROGRAM, "count"), self.office)
        time.sleep(2)
        run((*PROGRAM, "count"), self.office)

    def _touch(self) -> None:
        moment = time.time_ns()
        for path in self.office.glob("cases/*/*/*.yaml"):
            os.utime(path, ns=(moment, moment))

    def _warm(self, start: Work) -> Iterator[Line]:
        case = next(self.office.glob("cases/2026/*/*.yaml")).stem
        floor = Work("floor.py", (sys.executable, "-I", "-S", FLOOR, str(self.office)), self.office)
        opened = Work("index opened, nothing asked", (sys.executable, "-c", NOTHING_ASKED), self.office)
        ours = [
            self.ours("list", "list"),
            self.ours("list --limit 30", "list", "--limit", "30"),
            self.ours("due", "due"),
            self.ours("count", "count"),
            self.ours("count --by unit", "count", "--by", "unit"),
            self.ours("show", "show", case),
            self.ours("find 积水 --limit 50", "find", "积水", "--limit", "50"),
        ]
        reports = [
            self.ours(f"report {report.value}", "report", report.value, "--month", "2026-10", "--format", "json")
            for report in Report
        ]
        others = [*self._git(), *self._tasks(), *self._hledger(), *self._papis()] if self.count <= LARGE else []
        alternate([start, floor, opened, *ours, *reports, *others], self.rounds)
        yield shown(floor)
        yield shown(start, _times(start, floor))
        yield shown(self._timed(opened, start), _times(opened, floor))
        by_name = {work.name: work for work in others}
        for work in ours:
            yield shown(self._timed(work, start), *self._against(work, start, floor, by_name))
        for work in reports:
            beyond = f"{_times(work, floor)}, {work.seconds - opened.seconds:.2f} s beyond opening the index"
            yield shown(self._timed(work, start), beyond, "≤ 1 s")
        for work in others:
            yield shown(work)
        yield from self._writing(start, case)

    def _against(self, work: Work, start: Work, floor: Work, others: dict[str, Work]) -> tuple[str, str]:
        """Return the ratios to the floor and to `git status`, that one without the start, and Taskwarrior's to ours."""
        ratios = [_times(work, floor)]
        bars = [f"≤ {BARS[work.name]}"] if self.count == OFFICE and work.name in BARS else []
        if "git status" in others:
            ratios.append(f"{(work.seconds - start.seconds) / others['git status'].seconds:.1f} × git status")
        if "task list" in others:
            ratios.append(f"task list takes {others['task list'].seconds / work.seconds:.1f} ×")
            bars.append("≥ 3" if self.count >= MANY else "")
        return ", ".join(ratios), ", ".join(filter(None, bars))

    def _writing(self, start: Work, case: str) -> Iterator[Line]:
        """Measure what writes one matter, each beside the floor, the index up to date before each."""
        floor = Work("floor.py", (sys.executable, "-I", "-S", FLOOR, str(self.office)), self.office, self._settle)
        index = sqlite3.connect(self.office / ".xinfang/index.sqlite3")
        new = index.execute("SELECT id FROM cases WHERE status = 'registered' AND class = 'claim' ORDER BY id")
        waiting = iter(new.fetchall())
        index.close()

        def another() -> None:
            self._settle()
            route.words = (*PROGRAM, "route", *next(waiting), make_office.UNITS[0])

        route = self.ours("route", before=another)
        note = self.ours("note", "note", case, "--text", "已电话联系", before=self._settle)
        opening = self.ours("open", *OPENING, before=self._settle)
        alternate([floor, note, opening, route], self.rounds)
        for work in (note, opening, route):
            yield shown(self._timed(work, start), *self._against(work, start, floor, {}))

    def _git(self) -> Iterator[Work]:
        if not shutil.which("git"):
            return
        author = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "gc.auto=0")
        for words in (("init", "-q"), ("add", "-A"), (*author, "commit", "-q", "-m", "all")):
            run(("git", "-c", "core.fsync=none", *words), self.office)
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
        with given.open("w", encoding="utf-8") as file:
            # Line by line: what this process takes is counted as memory of those that it starts.
            file.writelines(json.dumps(task, ensure_ascii=False) + "\n" for task in tasks(self.count))
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

    def _papis(self) -> Iterator[Work]:
        if not shutil.which("papis") or self.count > FEW:
            return
        library, settings = self.top / "papers", self.top / "papis"
        for number in range(self.count):
            document = library / f"{number:07}"
            document.mkdir(parents=True)
            (document / "info.yaml").write_text(paper(number), "utf-8")
        settings.mkdir()
        (settings / "config").write_text(f"[settings]\ndefault-library = bench\n\n[bench]\ndir = {library}\n", "utf-8")
        words = ("papis", "list", "--all", "--format", "{doc[title]}")
        added = {"XDG_CONFIG_HOME": str(self.top), "XDG_CACHE_HOME": str(self.top / "cache"), "HOME": str(self.top)}
        run(words, self.top, **added)  # it keeps what it found
        yield Work("papis list", words, self.top, added=added)

    def _import(self, start: Work) -> Iterator[Line]:
        """Import a ledger into an empty workspace, beside unpacking the files it writes and one sync."""
        fresh = self.top / "fresh"
        ledger = self.top / "ledger.csv"
        write_ledger(ledger, self.count)

        def empty() -> None:
            self._put_aside(fresh)
            fresh.mkdir()
            shutil.copy(self.office / "config.yaml", fresh)
            (fresh / "cases").mkdir()
            (fresh / "cases/.gitkeep").touch()  # as `init` leaves it: an empty folder is a share that is not mounted

        ours = Work("import", (*PROGRAM, "-C", str(fresh), "import", str(ledger)), self.top, empty)
        ours.keep()
        packed = self.top / "cases.tar"
        run(("tar", "-cf", str(packed), "-C", str(fresh), "cases"), self.top)
        unpacked = self.top / "unpacked"

        def clear() -> None:
            self._put_aside(unpacked)
            unpacked.mkdir()

        command = f"tar -xf '{packed}' -C '{unpacked}' && sync -f '{unpacked}'"
        tar = Work("tar x and sync of the same files", ("sh", "-c", command), self.top, clear)
        tar.keep()
        if self.count < MANY:
            ours.keep()
            tar.keep()
        rate = f"{self.count / ours.seconds:,.0f} rows/s, {ours.seconds / tar.seconds:.1f} × tar"
        yield shown(self._timed(ours, start), rate, "≥ 4,000, ≤ 3")
        yield shown(tar)

    def _put_aside(self, folder: Path) -> None:
        """Make room for a folder. Nothing is deleted: ext4 makes new files slowly for minutes after that."""
        if folder.exists():
            folder.rename(self.top / f"{folder.name}-{time.monotonic_ns()}")


def _times(work: Work, floor: Work) -> str:
    return f"{work.cpu / floor.cpu:.1f} × floor"


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


def paper(number: int) -> str:
    """Return a document of papis for a case: title, unit, year."""
    unit = make_office.UNITS[number % len(make_office.UNITS)]
    return (
        f"title: {make_office.MATTERS[number % 5]} {number}\nauthor: {unit}\nyear: {2022 + number % 5}\n"
        f"ref: m{number}\npapis_id: {number:032x}\n"
    )


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
        "概况": f"{make_office.MATTERS[number % 5]}（{number}），至今没有结果，请求核实处理",
        "是否办结": "是",
        "信访件状态": "审核认定办结",
    }


MARKS = ("<!-- run.py -->\n", "<!-- end of run.py -->\n")
"""Between them docs/benchmarks.md has the tables of the last run."""


def machine(given: argparse.Namespace) -> str:
    """Return when, on what and how this was measured."""
    name = platform.freedesktop_os_release().get("PRETTY_NAME", "") if sys.platform == "linux" else platform.platform()
    sizes = " ".join(map(str, (*given.counts, "--rounds", given.rounds)))
    day = dt.datetime.now(dt.UTC).date()
    return f"`run.py {sizes}`, {day}, CPython {platform.python_version()}, {name}, {os.cpu_count()} cores."


def written(page: str, found: str) -> str:
    """Return the page with what was found between its marks."""
    before, _, rest = page.partition(MARKS[0])
    return before + MARKS[0] + "\n" + found + "\n" + MARKS[1] + rest.partition(MARKS[1])[2]


def main() -> None:
    """Measure what the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int, default=[10_000], help="sizes of workspaces (default: 10000)")
    asked.add_argument(
        "--rounds", type=int, default=5, help="how often each is measured (default: 5; 3 and 1 if large)"
    )
    asked.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    asked.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    given = asked.parse_args()
    found: list[str] = []

    def put(*lines: str) -> None:
        print(*lines, sep="\n", flush=True)
        found.extend(lines)

    put(machine(given), "", *markdown(list(starts(given.rounds))))
    sizes = {}
    for count in given.counts:
        rounds = given.rounds if count < MANY else min(given.rounds, 3 if count <= LARGE else 1)
        with tempfile.TemporaryDirectory(prefix="xinfang-bench-", dir=given.folder) as top:
            bench = Bench(Path(top), count, rounds)
            put("", f"### {count:,} cases", "", *markdown(list(bench.lines())))
        sizes[count] = bench.times
    for line in growth(sizes):
        put("", line)
    if given.write:
        page = SOURCE / "docs/benchmarks.md"
        page.write_text(written(page.read_text("utf-8"), "\n".join(found) + "\n"), "utf-8")


if __name__ == "__main__":
    main()
