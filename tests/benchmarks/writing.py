"""How long what writes many files takes: `python tests/benchmarks/writing.py [--folder F] N…`.

Each run writes into folders that were never there, and nothing is deleted before the end: ext4 does not give inodes out
again for minutes after their files are gone, and looks through all of them for each new file meanwhile, which makes
both `tar` and an import several times as slow as they are.
"""

import argparse
import csv
import itertools
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import make_office
from measuring import table
from run import PROGRAM, TODAY, Line, Work, ledger_row, run, shown, write_ledger

EXPORTS = ("csv", "xlsx", "jsonl", "open311", "ics", "parquet")


def fresh(top: Path, name: str) -> Path:
    """Return a new office without matters."""
    numbered = (top / f"{name}{number}" for number in itertools.count())
    root = next(path for path in numbered if not path.exists())
    (root / "cases").mkdir(parents=True)
    (root / "cases" / ".gitkeep").touch()
    (root / "config.yaml").write_text(make_office.configured(), encoding="utf-8", newline="\n")
    return root


def imports(top: Path, count: int, rounds: int) -> Iterator[Line]:
    """Import a ledger, beside unpacking the files that this writes and one sync; and import it again."""
    ledger = top / "ledger.csv"
    write_ledger(ledger, count)
    ours, next_, tar = [], [], []
    packed = top / "cases.tar"
    for _ in range(rounds):
        office = fresh(top, "imported")
        ours.append(Work("import", (*PROGRAM, "-C", str(office), "import", str(ledger)), top).take())
        next_.append(Work("count", (*PROGRAM, "-C", str(office), "count"), top).take())
        if not packed.exists():
            run(("tar", "-cf", str(packed), "-C", str(office), "cases"), top)
        unpacked = fresh(top, "unpacked")
        command = f"tar -xf '{packed}' -C '{unpacked}' && sync -f '{unpacked}'"
        tar.append(Work("", ("sh", "-c", command), top).take())
    first = Work("import", (), top, samples=ours)
    beside = Work("tar x and sync of the same files", (), top, samples=tar)
    rate = f"{count / first.seconds:,.0f} rows/s, {first.seconds / beside.seconds:.1f} × tar"
    yield shown(first, rate, "≥ 6,000, ≤ 3")
    yield shown(beside)
    second = Work("count after it", (), top, samples=next_)
    yield shown(second, f"with the import {first.cpu + second.cpu:.2f} s of processor")
    yield _once("import of the same ledger again", count, office, "import", str(ledger))


def _once(name: str, count: int, office: Path, *words: str) -> Line:
    """Measure what can be done once only, the index being up to date."""
    run((*PROGRAM, "-C", str(office), "count"), office)
    work = Work(name, (*PROGRAM, "-C", str(office), *words), office)
    work.samples.append(work.take())
    return shown(work, f"{count / work.seconds:,.0f}/s, {count / work.cpu:,.0f} per second of processor")


def steps(top: Path, count: int) -> Iterator[Line]:
    """Apply a table of steps, walk the ladder over matters that are all overdue, and write them out in each form."""
    office = fresh(top, "overdue")
    ledger = top / "overdue.csv"
    write_overdue(ledger, count)
    run((*PROGRAM, "-C", str(office), "import", str(ledger)), top)
    notes = top / "steps.jsonl"
    with notes.open("w", encoding="utf-8") as file:
        for path in sorted(office.glob("cases/*/*/*.yaml")):
            step = {"case": path.stem, "did": "note", "on": TODAY, "text": f"电话联系 {path.stem}"}
            file.write(json.dumps(step, ensure_ascii=False) + "\n")
    yield _once(f"apply of {count:,} steps", count, office, "apply", str(notes))
    yield _once("escalate --overdue, every matter", count, office, "escalate", "--overdue")
    for form in EXPORTS:
        yield _once(
            f"export --format {form}", count, office, "export", "--format", form, "--out", str(top / f"out.{form}")
        )


def write_overdue(path: Path, count: int) -> None:
    """Write a ledger of matters that were accepted long ago and are open."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(ledger_row(0))
        for number in range(count):
            rows.writerow({**ledger_row(number + 200), "是否办结": "否", "信访件状态": "已受理"}.values())


def lines(top: Path, count: int, rounds: int) -> Iterator[Line]:
    """Measure everything at a size."""
    yield from imports(top, count, rounds)
    yield from steps(top, count)


def main() -> None:
    """Measure what the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int, default=[10_000], help="rows (default: 10000)")
    asked.add_argument("--rounds", type=int, default=3, help="how often the import is measured (default: 3)")
    asked.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    given = asked.parse_args()
    for count in given.counts:
        top = Path(tempfile.mkdtemp(prefix="xinfang-bench-", dir=given.folder))
        print(f"\n{count:,} rows", flush=True)
        print("\n".join(table(list(lines(top, count, given.rounds)))), flush=True)
        shutil.rmtree(top)


if __name__ == "__main__":
    main()
