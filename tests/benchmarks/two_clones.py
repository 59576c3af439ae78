"""Two offices' clones of one workspace: random commands in both, merged both ways, round after round.

After each round both results are the same bytes, no entry is lost, and `check` passes or names the matters whose two
histories contradict each other; `undo` settles those. A conflict is only where both changed one field of one matter.

    python tests/benchmarks/two_clones.py --rounds 50 --commands 200
"""

import argparse
import datetime as dt
import io
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from xinfang_cli.app import run
from xinfang_cli.casefile.merge import unite
from xinfang_cli.casefile.mergetext import join, sides
from xinfang_cli.casefile.text import parse, text_of
from xinfang_cli.law.history import identities
from xinfang_cli.office.config import default

UNITS = """units:
- {name: 住房和城乡建设局, aliases: [住建局], review_by: 某县人民政府}
- {name: 人力资源和社会保障局, aliases: [人社局], review_by: 某县人民政府}
- {name: 农业农村局, review_by: 某县人民政府}
"""
STEPS = (
    "route {case} {unit}", "route {case} {unit} --assign --within 45d", "route {case} {unit} --instead --reason 转错了",
    "accept {case}", "accept {case}", "decline {case} --ground being_handled --in-hand 市转1号", "object {case} --reason 不属本单位职责",
    "object {case} --decision agree", "object {case} --decision reject", "extend {case} --days 10 --approved-by 局长甲 --reason 需鉴定",
    "reply {case} --decision explain --number 某信〔2026〕{number}号", "settle {case} --kind mediation --number {number}",
    "serve {case} --document opinion --method in_person", "review {case} --late-reason 住院",
    "review {case} --decision uphold --number {number}", "final {case}", "close {case} --reason opinion_delivered",
    "reopen {case} --reason 有新情况", "feedback {case} --number {number}", "withdraw {case} --statement-on {today}",
    "rate {case} --of unit --value {rating}", "escalate {case} --step remind --ground overdue_close", "note {case} --text 第{number}次联系",
    "note {case} --kind progress --text 进展{number}", "set {case} --category 城乡建设/{number}", "set {case} --lead 领导{number}",
    "set {case} --people {number}", "set {case} --class {klass}", "set {case} --place 某村{number}",
    "link {case} {other}", "meeting {case} {other} --text 议定{number}", "undo {case}", "undo {case}", "escalate --overdue",
    "merge {case} {other} --reason 重复登记",
)  # fmt: skip
OPENING = "open --title 反映第{number}号事项 --request 要求答复{number} --channel {channel} --received {today} --name 王某 --phone 139{number}"
SOURCE = Path(__file__).parents[2]
SETTLING = 60
"""Undos after which a contradiction counts as not settled."""


def git(root: Path, *args: str, check: bool = True) -> str:
    """Run git in a folder and return what it prints."""
    identity = ("-c", "user.name=李经办", "-c", "user.email=clerk@office.invalid", "-c", "commit.gpgsign=false")
    given: dict[str, Any] = {"capture_output": True, "text": True, "encoding": "utf-8"}
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}  # the driver that git starts is this source tree's
    return subprocess.run(["git", *identity, "-C", str(root), *args], check=check, env=environment, **given).stdout


def type_in(root: Path, day: dt.date, line: str) -> tuple[int, str, str]:
    """Type a command in a clone; return exit code and what it prints."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["-C", str(root), "--today", day.isoformat(), "--by", root.name, "--lang", "zh", *line.split()])
    return code, out.getvalue(), err.getvalue()


def files(root: Path) -> dict[str, bytes]:
    """Return the case files of a clone by their paths."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.glob("cases/*/*/*.yaml"))}


def entries(found: dict[str, bytes]) -> set[tuple[str, object]]:
    """Return every entry of every case, by what makes it the same elsewhere."""
    return {(name, key) for name, raw in found.items() for key in identities(case_of(name, raw))}


def case_of(name: str, raw: bytes):  # noqa: ANN201
    """Return the case of a file."""
    case, problems = parse(raw, PurePath(name))
    assert case, problems
    return case


@dataclass
class Offices:
    """Two clones, the day, and what has happened so far."""

    one: Path
    two: Path
    dice: random.Random
    day: dt.date = dt.date(2026, 11, 2)
    counts: Counter[str] = field(default_factory=Counter)

    def play(self, commands: int) -> None:
        """Work in both clones, merge them both ways, settle what contradicts."""
        self.day += dt.timedelta(days=self.dice.randint(0, 2))
        for root in (self.one, self.two):
            for _ in range(commands):
                self._type_something(root)
            git(root, "add", "-A")
            git(root, "commit", "-qm", "work", "--allow-empty")
        before = entries(files(self.one)) | entries(files(self.two))
        heads = [git(root, "rev-parse", "HEAD").strip() for root in (self.one, self.two)]
        for root, other, head in ((self.one, self.two, heads[1]), (self.two, self.one, heads[0])):
            git(root, "fetch", "-q", str(other))
            self._merge(root, head)
        assert files(self.one) == files(self.two), "both results are equal"
        assert entries(files(self.one)) == before, "no entry is lost"
        self._settle()
        git(self.two, "fetch", "-q", str(self.one))
        self._merge(self.two, git(self.one, "rev-parse", "HEAD").strip())
        assert files(self.one) == files(self.two)

    def _type_something(self, root: Path) -> None:
        ids = sorted(path.stem for path in root.glob("cases/*/*/*.yaml"))
        line = OPENING if not ids or self.dice.random() < 0.06 else self.dice.choice(STEPS)
        words = {
            "case": self.dice.choice(ids[-12:]) if ids else "",
            "other": self.dice.choice(ids) if ids else "",
            "unit": self.dice.choice(("住建局", "人社局", "农业农村局")),
            "number": self.dice.randint(1, 9999),
            "rating": self.dice.choice(("satisfied", "unsatisfied")),
            "klass": self.dice.choice(("claim", "suggestion")),
            "channel": self.dice.choice(("visit", "letter", "online")),
            "today": self.day,
        }
        code, _, err = type_in(root, self.day, line.format(**words))
        self.counts[f"exit {code}"] += 1
        assert code in (0, 1), (line.format(**words), code, err)

    def _merge(self, root: Path, head: str) -> None:
        self.counts["merges"] += 1
        git(root, "merge", "-q", "--no-edit", head, check=False)
        for name in sorted(set(git(root, "diff", "--name-only", "--diff-filter=U", "-z").split("\0")) - {""}):
            self._decide(root, name)
        assert not git(root, "diff", "--name-only", "--diff-filter=U"), root
        git(root, "commit", "-qm", "merged", "--allow-empty")

    def _decide(self, root: Path, name: str) -> None:
        """Take one of two values that both changed, the same in both clones, once it is seen that both did."""
        self.counts["conflicts"] += 1
        texts = [git(root, "show", f":{stage}:{name}") for stage in (1, 2, 3)]
        marked = (root / name).read_text(encoding="utf-8")
        assert marked == join(*texts, PurePath(name), default().law).text, marked
        bases = tuple(case_of(name, text.encode()) for text in sides(texts[0]))
        ours, theirs = (case_of(name, text.encode()) for text in texts[1:])
        merged = unite(bases, ours, theirs, default().law)
        assert merged.conflicts
        for text in merged.conflicts:
            key = str(text.fields["key"]).partition(".")[0].replace("class", "class_")
            assert all(len({repr(getattr(case, key)) for case in (base, ours, theirs)}) == 3 for base in bases), (
                name,
                key,
            )
        kept = max(text_of(merged.ours), text_of(merged.theirs))
        (root / name).write_text(kept, encoding="utf-8", newline="\n")
        git(root, "add", "--", name)

    def _settle(self) -> None:
        code, out, _ = type_in(self.one, self.day, "check --json")
        faults = [row for row in json.loads(out) if row["level"] == "fault"]
        assert {row["code"] for row in faults} <= {"histories_contradict"}, faults
        assert code == (3 if faults else 0)
        for name in sorted({row["path"] for row in faults}):
            self.counts["contradictions"] += 1
            for _ in self._undone(Path(name).stem):
                pass
        assert type_in(self.one, self.day, "check")[0] == 0
        if faults:
            git(self.one, "add", "-A")
            git(self.one, "commit", "-qm", "settled")

    def _undone(self, case_id: str) -> Iterator[None]:
        for _ in range(SETTLING):
            case = case_of(f"{case_id}.yaml", next(self.one.glob(f"cases/*/*/{case_id}.yaml")).read_bytes())
            from xinfang_cli.law.history import fold

            if not fold(case, default().law).contradictions:
                return
            code, _, err = type_in(self.one, self.day, f"undo {case_id}")
            assert code == 0, err
            self.counts["undos"] += 1
            yield
        raise AssertionError(case_id)


def founded(folder: Path, seed: int) -> Offices:
    """Make a workspace with a few matters and clone it; in each `init` registers the driver."""
    one, two = folder / "甲", folder / "乙"
    day = dt.date(2026, 11, 2)
    assert type_in(one.parent, day, f"init {one} --office 某县信访局 --code 410122")[0] == 0
    config = one / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("\nunits: []\n", "\n" + UNITS), encoding="utf-8")
    offices = Offices(one, two, random.Random(seed), day)
    for number in range(6):
        line = OPENING.format(number=number, channel="visit", today=day)
        assert type_in(one, day, line)[0] == 0
    git(one, "add", "-A")
    git(one, "commit", "-qm", "start")
    subprocess.run(["git", "clone", "-q", str(one), str(two)], check=True)
    assert "合并驱动" in type_in(two, day, f"init {two}")[1]
    return offices


def main() -> None:
    """Play, and print what happened."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=50)
    options.add_argument("--commands", type=int, default=200, help="on each side, in each round")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        offices = founded(Path(folder), given.seed)
        for number in range(1, given.rounds + 1):
            offices.play(given.commands)
            said = ", ".join(f"{key} {count}" for key, count in sorted(offices.counts.items()))
            print(f"round {number}: {len(files(offices.one))} matters; {said}; {time.perf_counter() - start:.0f} s")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
