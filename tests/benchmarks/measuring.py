"""Programs run by the clock: each in turn with those it is compared with, several rounds, medians, tables of them."""

import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

SOURCE = Path(__file__).parents[2]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("XINFANG_", "PYTHON"))},
    "PYTHONPATH": str(SOURCE),
}


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

    def keep(self) -> None:
        """Measure once and keep it."""
        self.samples.append(self.take())

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
    """Measure all works in turn, so that a busy minute hits them alike; a first round only warms up."""
    for round_ in range(rounds + 1):
        for work in works:
            sample = work.take()
            if round_:
                work.samples.append(sample)


class Line(NamedTuple):
    """A line of the table: what, how long, how much memory, and what it comes to."""

    work: str
    seconds: str
    cpu: str
    mebibytes: str
    ratio: str = ""
    bar: str = ""


HEAD = Line("work", "median s", "cpu s", "peak MiB", "comes to", "bar")
_NUMBERS = range(1, 4)  # columns that stand on the right


def shown(work: Work, ratio: str = "", bar: str = "") -> Line:
    """Return a line of the table."""
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # a child counts what it was forked from
    peak = f"{work.mebibytes:.0f}" if work.mebibytes > floor else f"≤ {floor:.0f}"
    return Line(work.name, f"{work.seconds:.3f}", f"{work.cpu:.3f}", peak, ratio, bar)


def table(lines: Sequence[Line]) -> Iterator[str]:
    """Return aligned lines, for a terminal."""
    rows = [HEAD, *lines]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    for row in rows:
        work, *numbers, ratio, bar = (
            cell.rjust(width) if at in _NUMBERS else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((work, *numbers, ratio, bar)).rstrip()


def markdown(lines: Sequence[Line]) -> Iterator[str]:
    """Return the lines as a table of a page."""
    yield f"| {' | '.join(HEAD)} |"
    yield "|---|--:|--:|--:|---|---|"
    yield from (f"| {' | '.join(row)} |" for row in lines)


Times = Mapping[str, float]
"""Seconds of each work at a size, apart from the start of the program."""

_TOO_SHORT = 0.02


def growth(sizes: Mapping[int, Times]) -> Iterator[str]:
    """Return how each work grows from size to size: 1 is in proportion. What takes no time to speak of is left out."""
    counts = sorted(sizes)
    for small, large in pairwise(counts):
        exponents = [
            f"{name} {math.log(sizes[large][name] / seconds) / math.log(large / small):.2f}"
            for name, seconds in sizes[small].items()
            if seconds > _TOO_SHORT and sizes[large].get(name, 0) > _TOO_SHORT
        ]
        if exponents:
            yield f"Growth exponent from {small:,} to {large:,} cases (bar: ≤ 1.05): {', '.join(exponents)}."
