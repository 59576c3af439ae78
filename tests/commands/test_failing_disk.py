"""Every command that writes, with a disk that fails at one of its calls, or killed there: nothing lost, nothing half.

An error that is told is the truth: refused means that no byte of a matter changed, 5 that all is done, 4 that the
matters it names are. What was killed or refused is run again and completes. By itself each call site of ours fails
once in each way, spread over the commands; with XINFANG_FAULTS=N in the environment each command fails N times in each
way, and with a number large enough at each of its calls. `test_hardship` kills at moments of the clock.
"""

import ast
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.commands.conftest import Office
from xinfang_cli.casefile.text import parse
from xinfang_cli.commands import Command
from xinfang_cli.law.history import identities
from xinfang_cli.store.keyring import new_identity

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[2]
TIMES = int(os.environ.get("XINFANG_FAULTS", "0"))
"""How often each command fails in each way; 0: each call site once."""

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # no name of ours is guessed there
"""Where laying an office out a few hundred times waits for no disk."""

KILL = "kill"
FAULTS = (KILL, "EIO", "ENOSPC", "EACCES")
NO_RIGHTS = {"open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.truncate"}
"""Calls that may fail for want of rights; what is open already may be written."""

READING = {
    Command.DUE, Command.LIST, Command.COUNT, Command.FIND, Command.LOG, Command.EXPLAIN, Command.DEADLINE,
    Command.CONFIG, Command.SCHEMA, Command.TODAY, Command.COMPLETE, Command.ROTA,
}  # fmt: skip
"""Commands that change nothing but the index, which can be made again, and what one user saw; `list` stands for them."""

WRITING = """
open --title t --request r --channel visit --received 2026-11-20
open --title t --request r --channel letter --received 2026-11-20 --class accusation
route {opened} 住建局
object {routed} --reason 不属本单位职责 --late-reason 函件晚到
accept {routed}
decline {routed} --ground being_handled --in-hand 市转1号
extend {accepted} --days 10 --approved-by 局长甲 --reason 需鉴定
reply {accepted} --decision explain --number 某信〔2026〕9号
supplement {accepted} --text 购房合同 --reply-due 2026-12-20
perform {replied} --confirmed unit
gate {opened} --level village --opinion 支持 --handler 村甲
settle {accepted} --kind mediation --number 9
serve {replied} --document opinion --method in_person
review {served}
final {reviewed}
close {served} --reason opinion_delivered
reopen {closed} --reason 有新情况
feedback {assigned} --number 9
withdraw {accepted} --statement-on 2026-11-20
rate {closed} --of unit --value satisfied
escalate {accepted} --step remind --ground overdue_close
escalate --overdue
set {opened} --place 城关镇
set {opened} --class accusation
set {sealed} --class claim --reason 定性有误
note {accepted} --text 电话联系
note {sealed} --text 密谈
supplement {accepted} --text 补交购房合同 --reply-due 2026-12-01
perform {served} --confirmed petitioner
attach {accepted} {folder}/照片.jpg
attach {sealed} {folder}/照片.jpg
meeting {opened} {routed} {accepted} --text 议定
link {opened} {routed}
merge {opened} {routed} --reason 重复登记
undo {merged}
undo {accepted}
calendar add {folder}/2027.yaml
import {folder}/台账.csv
apply {folder}/批办.csv
check --fix
privacy on
backup --out {root}/reports/备份.zip
restore {folder}/备份.zip {root}
restore {folder}/备份.zip {folder}/还原
edit {accepted}
sheet --all --out {root}/reports/单位表
export --format csv --out {root}/reports/导出.csv
export --format relations --out {root}/reports/关系
report weekly --format md --out {root}/reports/周报.md
show {sealed} --reveal
list
notice {accepted} notice
unit add 水利局 --alias 县水利局
place add 新河镇
category add 文化旅游 --alias 文旅
init {root}
init {root}/下属 --office 某镇 --code 410123
init {root} --shared
init {root} --hook
demo {root}/示例
merge-driver {folder}/base.yaml {root}/.ours.yaml {folder}/theirs.yaml {file}
"""
LINES = [line for line in WRITING.split("\n") if line]


ONCE = {"merge", "link"}
"""Commands over two matters that come out whole and once, wherever they were killed and run again."""


def test_every_command_is_read_only_or_fails() -> None:
    swept = {Command.of(line.split()[0]) for line in LINES}
    assert set(Command) - READING == swept - {Command.LIST}, "a new command: does it write? then let it fail"


@dataclass(frozen=True)
class Scene:
    """A workspace with matters in many states, to be laid out anew for each kill."""

    stored: Path
    root: Path
    words: dict[str, str]

    def laid_out(self) -> Office:
        """Return the workspace as it was, and nothing restored beside it."""
        shutil.rmtree(self.root, ignore_errors=True)
        for name in ("还原", "状态"):
            shutil.rmtree(self.root.parent / name, ignore_errors=True)
        shutil.copytree(self.stored, self.root)
        return Office(self.root)

    def typed(self, line: str) -> list[str]:
        """Return a command as it is typed on the day."""
        return ["-C", str(self.root), "--today", "2026-11-22", "--by", "李经办", "--lang", "zh", *self.args(line)]

    def args(self, line: str) -> list[str]:
        """Return the words of a command."""
        return line.format(**self.words).split()


def prepared(office: Office) -> dict[str, str]:
    """Work some matters up to different states."""
    on = ("--on", "2026-11-05")
    ids = {name: office.open(f"2026-10-{day:02}", "--name", f"王{name}") for day, name in enumerate(
        ("opened", "routed", "accepted", "replied", "served", "closed", "reviewed", "assigned", "merged"), 2
    )}  # fmt: skip
    ids["sealed"] = office.open("2026-10-20", "--class", "accusation", title="举报某局")
    office.does("route", ids["assigned"], "住建局", "--assign", "--within", "45d", *on)
    for name in ("routed", "accepted", "replied", "served", "closed", "reviewed"):
        office.does("route", ids[name], "住建局", *on)
    for name in ("accepted", "replied", "served", "closed", "reviewed"):
        office.does("accept", ids[name], *on)
    for name in ("replied", "served", "closed", "reviewed"):
        office.does("reply", ids[name], "--decision", "support", "--number", "1号", *on)
    for name in ("served", "closed", "reviewed"):
        office.does("serve", ids[name], "--document", "opinion", "--method", "in_person", *on)
    office.does("close", ids["closed"], "--reason", "opinion_delivered", *on)
    office.does("review", ids["reviewed"], *on)
    office.does("review", ids["reviewed"], "--decision", "uphold", "--number", "2号", *on)
    office.does("serve", ids["reviewed"], "--document", "review", "--method", "in_person", *on)
    office.does("merge", ids["merged"], ids["opened"], "--reason", "重复登记", *on)
    office.does("note", ids["sealed"], "--text", "先前的密谈", *on)
    for name in ("opened", "sealed"):
        office.does("attach", ids[name], str(office.root / "config.yaml"), *on)
    return ids


@pytest.fixture(scope="module")
def scene(template: Path, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Scene]":
    """The workspace, and files for commands to read."""
    folder = tmp_path_factory.mktemp("disk") if MEMORY is None else Path(tempfile.mkdtemp(dir=MEMORY))
    stored = folder / "stored"
    shutil.copytree(template, stored, ignore=shutil.ignore_patterns(".git"))
    office = Office(stored)
    words = prepared(office)
    (folder / "照片.jpg").write_bytes(bytes(200_000))
    (folder / "2027.yaml").write_text("year: 2027\nsource: 国办发明电\noff: [2027-01-01]\nwork: []\n", encoding="utf-8")
    rows = "\n".join(f"2026-11-{day:02},王某,道路积水{day}" for day in range(1, 20))
    (folder / "台账.csv").write_text(f"信访日期,信访人,诉求\n{rows}\n", encoding="utf-8")
    steps = "\n".join(f"{words[name]},note,补记{name}" for name in ("routed", "accepted", "sealed"))
    (folder / "批办.csv").write_text(f"case,did,text\n{steps}\n", encoding="utf-8")
    file = office.file(words["accepted"])
    base = file.read_text("utf-8")
    (folder / "base.yaml").write_text(base, encoding="utf-8")
    office.does("note", words["accepted"], "--text", "对方")
    (folder / "theirs.yaml").write_bytes(file.read_bytes())
    file.write_text(base, encoding="utf-8")
    office.does("note", words["accepted"], "--text", "我方")
    shutil.copy(file, stored / ".ours.yaml")
    derived = office.file(words["replied"])  # something to mend
    derived.write_text(derived.read_text("utf-8").replace("status: replied", "status: accepted"), encoding="utf-8")
    lost = office.open("2026-10-21", "--class", "accusation", title="举报另一局")
    office.does("backup", "--out", str(folder / "备份.zip"))
    for path in (office.file(lost), office.root / "sealed" / f"{lost}.yaml"):  # something to bring back
        path.unlink()
    office("list")
    root = folder / "office"
    places = {"root": str(root), "folder": str(folder), "file": str(file.relative_to(stored))}
    yield Scene(stored, root, words | places)
    shutil.rmtree(folder)


def entries(root: Path) -> set[tuple[str, Any]]:
    """Return every entry of every case, whole files only."""
    found = set()
    for path in root.glob("cases/*/*/XF-*.yaml"):
        case, problems = parse(path.read_bytes(), path)
        assert case, problems
        found |= {(case.id, key) for key in identities(case)}
    return found


def done(found: set[tuple[str, Any]]) -> Counter[tuple[str, str]]:
    """Return how often each matter had each event."""
    return Counter((case, key[2]) for case, key in found)


def faults(office: Office) -> list[str]:
    """Return what `check` calls faults."""
    return [row["code"] for row in office("check", "--json").json if row["level"] == "fault"]


def leftovers(root: Path) -> list[Path]:
    """Return what a killed command may leave where matters lie; a report half written is in its own folder."""
    return [path for top in ("cases", "sealed") for path in (root / top).rglob(".xf-tmp-*")] + list(root.glob(".xf-*"))


class Ran(NamedTuple):
    """What a command came to: exit code or minus the signal, what it said, where its calls came from."""

    code: int
    said: str
    sites: list[str]


@dataclass(frozen=True)
class Failing:
    """The process in whose copies commands run and their disk fails."""

    process: "subprocess.Popen[str]"

    def __call__(self, args: list[str], at: int | None = None, fault: str = KILL) -> Ran:
        """Run a command, with a fault at one of its calls or none."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"args": args, "at": at, "fault": fault}) + "\n")
        self.process.stdin.flush()
        return Ran(**json.loads(self.process.stdout.readline()))


@pytest.fixture(scope="module")
def failing(scene: Scene) -> "Iterator[Failing]":
    """Start the process."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork here: commands cannot be copied")
    editor = scene.stored.parent / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "# 手写\\n" >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    key = scene.stored.parent / "key.txt"
    key.write_text(new_identity(), "ascii")
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "EDITOR": str(editor), "VISUAL": "", "XINFANG_KEY": str(key)}
    environment["XDG_STATE_HOME"] = str(scene.root.parent / "状态")  # what one user saw, each time anew
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.commands.failing"], env=environment, cwd=scene.stored.parent, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    yield Failing(process)
    process.communicate(timeout=60)
    assert process.returncode == 0


def ways(site: str) -> tuple[str, ...]:
    """Return how a call site fails at least once: an error of its own kind beside the two that every call may meet."""
    return KILL, "EIO", "EACCES" if site.rsplit(maxsplit=1)[-1] in NO_RIGHTS else "ENOSPC"


@dataclass
class Plan:
    """What each command does where nothing fails, and at which of its calls it is to fail, in which way."""

    known: set[str]
    whole: dict[str, Ran] = field(default_factory=dict)
    finished: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    faults: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    covered: set[tuple[str, str]] = field(default_factory=set)

    def add(self, line: str) -> None:
        """Choose the calls of a command that are to fail."""
        sites = self.whole[line].sites
        chance = random.Random(line)
        order = chance.sample(range(len(sites)), len(sites))
        for fault in FAULTS:
            able = [at for at in order if TIMES or fault in ways(sites[at])]
            fresh = list({sites[at]: at for at in able if (sites[at], fault) not in self.covered}.values())
            chosen = able[:TIMES] if TIMES else fresh
            self.faults[line] += [(at + 1, fault) for at in chosen]
            self.covered |= {(sites[at], fault) for at in chosen}
        if not self.faults[line]:
            self.faults[line] = [(order[0] + 1, KILL), (order[-1] + 1, "EIO")]


@pytest.fixture(scope="module")
def plan(scene: Scene, failing: Failing) -> Plan:
    """Run every command where nothing fails."""
    made = Plan(known=set(faults(scene.laid_out())))
    for line in LINES:
        office = scene.laid_out()
        made.whole[line] = failing(scene.typed(line))
        assert made.whole[line].code in (0, 3), (line, made.whole[line])
        assert made.whole[line].sites, line
        made.finished[line] = done(entries(office.root))
        made.add(line)
    return made


UNREACHED = {
    "store/archive.py _written_again": "colleagues who write while contents are read: see test_backup",
    "store/shells.py _add_line": "a line in the user's own settings of a shell",
    "store/drafts.py drop": "what was typed into a form: see test_form",
    "store/drafts.py keep": "what is typed into a form, at a terminal: see test_form",
    "store/disk.py _publish_without_links": "a disk without links",
    "store/keyring.py _overwrite": "a key that is destroyed: see test_privacy",
    "store/memory.py _keep": "a folder of the user's own, outside the workspace, whose faults are nobody's",
    "store/untold.py remember": "an answer that reaches nobody: see test_after_the_write",
    "store/untold.py taken_up": "an answer that reached nobody: see test_after_the_write",
    "store/sealed.py make_sealed_folder": "a folder that someone opened to all",
    "store/sealing.py taken_back": "taking back is what follows a fault",
}
"""Functions that change files where no command comes by itself, and why."""

CHANGING = {
    "open", "write", "fsync", "sync", "link", "rename", "replace", "unlink", "mkdir", "chmod", "truncate", "mkstemp",
    "write_text", "write_bytes", "touch",
}  # fmt: skip


def changing_functions() -> set[str]:
    """Return the functions of the store that call what changes files, read from its source."""
    found = set()
    for path in sorted((SOURCE / "xinfang_cli" / "store").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(map(_changes, ast.walk(node))):
                found.add(f"store/{path.name} {node.name}")
    return found


def _changes(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "patiently"
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING):
        return False
    owner = ast.unparse(node.func.value)
    return owner in ("os", "tempfile") or node.func.attr in ("write_text", "write_bytes", "mkdir", "unlink", "chmod")


def test_every_function_of_the_store_that_changes_files_fails_in_every_way(plan: Plan) -> None:
    sites = {site for whole in plan.whole.values() for site in whole.sites}
    functions = {site.rpartition(" ")[0] for site in sites}
    reading = {"casefile/content.py read", "store/disk.py sync_folder"}  # they open folders and files to read
    assert changing_functions() - functions - UNREACHED.keys() - reading == set()
    assert not TIMES or TIMES > 0
    assert TIMES or plan.covered == {(site, fault) for site in sites for fault in ways(site)}
    faults = sum(map(len, plan.faults.values()))
    calls = sum(len(whole.sites) for whole in plan.whole.values())
    print(f"{len(LINES)} commands, {calls} calls from {len(sites)} sites, {faults} faults")  # noqa: T201


def texts(root: Path) -> dict[str, bytes]:
    """Return what is kept of matters and of settings: without the log of who looked, and what nobody took of an editor."""
    found = [path for top in ("cases", "sealed") for path in (root / top).rglob("*") if path.is_file()]
    found += root.glob("config.yaml")
    return {
        str(path.relative_to(root)): path.read_bytes() for path in found if path.suffix not in (".log", ".rejected")
    }


@dataclass
class Trial:
    """A command with a fault, and what must hold after it."""

    line: str
    scene: Scene
    failing: Failing
    plan: Plan

    def run(self, at: int, fault: str) -> None:
        """Let the command fail once, look at what it left, and run it again where it is not done."""
        office = self.scene.laid_out()
        before, had = entries(office.root), texts(office.root)
        ran = self.failing(self.scene.typed(self.line), at, fault)
        where = (self.line, at, fault, ran.sites[at - 1], ran.code, ran.said)
        after = entries(office.root)
        assert before <= after, where
        if fault == KILL:
            assert ran.code == -signal.SIGKILL, where
        else:
            assert "Traceback" not in ran.said, where
            assert leftovers(office.root) == [] or "_discard" in where[3], where
            self.is_true(ran, had, texts(office.root), after, where)
        if ran.code != 1:  # then nothing changed
            assert set(faults(office)) <= self.plan.known, where
        if fault == KILL or ran.code in (1, 4):
            self.completes(office, ran, where)
            assert set(faults(office)) <= self.plan.known, where
        self.failing(self.scene.typed("note {opened} --text 之后"))
        assert leftovers(office.root) == [], where

    def is_true(
        self, ran: Ran, had: dict[str, bytes], has: dict[str, bytes], after: set[tuple[str, Any]], where: Any
    ) -> None:
        """Hold what was told against what was done."""
        whole, finished = self.plan.whole[self.line], self.plan.finished[self.line]
        assert ran.code in (1, 4, 5, whole.code), where
        assert ran.code == 0 or ran.said.strip(), where
        if ran.code == 1:
            assert {name for name in had.keys() | has.keys() if had.get(name) != has.get(name)} == set(), where
        elif ran.code == 4:
            assert had != has or self.line.startswith("init") or self.line.endswith("/还原"), where  # or not here
        else:
            assert done(after).total() == finished.total(), where

    def completes(self, office: Office, ran: Ran, where: Any) -> None:
        """Run the command again: it does what is missing."""
        again = self.failing(self.scene.typed(self.line))
        assert again.code in (0, 1, self.plan.whole[self.line].code), (where, again)
        now, finished = done(entries(office.root)), self.plan.finished[self.line]
        if self.line.split(maxsplit=1)[0] in ONCE or ran.code == 1:
            assert now == finished or self.is_new_matter, (where, again)
        assert now.total() >= finished.total() - (again.code == 1), (where, again)

    @property
    def is_new_matter(self) -> bool:
        """Whether it registers a matter, which has another id each time."""
        return self.line.split(maxsplit=1)[0] in ("open", "import")


@pytest.mark.parametrize("line", LINES)
def test_a_command_whose_disk_fails_tells_the_truth_and_can_be_run_again(
    line: str, scene: Scene, failing: Failing, plan: Plan
) -> None:
    trial = Trial(line, scene, failing, plan)
    for at, fault in plan.faults[line]:
        trial.run(at, fault)
