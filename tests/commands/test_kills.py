"""Every command that writes, killed at moments in the midst of its work: whole files only, and nothing finished is lost.

With XINFANG_KILLS in the environment each command is killed so many times, and with a number large enough at each
moment before it changes something; else at a few of them. `test_hardship` kills at moments of the clock.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.conftest import Office
from xinfang_cli.casefile.text import parse
from xinfang_cli.commands import Command
from xinfang_cli.law.records import identities

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[2]
KILLS = int(os.environ.get("XINFANG_KILLS", "0")) or 2

READING = {
    Command.DUE, Command.LIST, Command.COUNT, Command.FIND, Command.LOG, Command.EXPLAIN, Command.DEADLINE,
    Command.CONFIG, Command.SCHEMA,
}  # fmt: skip
"""Commands that change nothing but the index, which can be made again; `list` stands for them below."""

WRITING = """
open --title t --request r --channel visit --received 2026-11-20
open --title t --request r --channel letter --received 2026-11-20 --class accusation
route {opened} 住建局
object {routed} --reason 不属本单位职责
accept {routed}
decline {routed} --ground being_handled
extend {accepted} --days 10 --approved-by 局长甲 --reason 需鉴定
reply {accepted} --decision explain --number 某信〔2026〕9号
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
note {accepted} --text 电话联系
note {sealed} --text 密谈
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
edit {accepted}
sheet --all --out {root}/reports/单位表
export --format csv --out {root}/reports/导出.csv
report weekly --format md --out {root}/reports/周报.md
show {sealed} --reveal
list
init {root}
init {root}/下属 --office 某镇 --code 410123
demo {root}/示例
merge-driver {folder}/base.yaml {root}/.ours.yaml {folder}/theirs.yaml {file}
"""
LINES = [line for line in WRITING.split("\n") if line]


ONCE = {"merge", "link"}
"""Commands over two matters that come out whole and once, wherever they were killed and run again."""


def test_every_command_is_read_only_or_killed() -> None:
    killed = {Command.of(line.split()[0]) for line in LINES}
    assert set(Command) - READING == killed - {Command.LIST}, "a new command: does it write? then kill it"


@dataclass(frozen=True)
class Scene:
    """A workspace with matters in many states, to be laid out anew for each kill."""

    stored: Path
    root: Path
    words: dict[str, str]

    def laid_out(self) -> Office:
        """Return the workspace as it was."""
        shutil.rmtree(self.root, ignore_errors=True)
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
    ids = {name: office.open(f"2026-10-{day:02}") for day, name in enumerate(
        ("opened", "routed", "accepted", "replied", "served", "closed", "reviewed", "assigned", "merged"), 2
    )}  # fmt: skip
    ids["sealed"] = office.open("2026-10-20", "--class", "accusation", title="举报某局")
    office.does("route", ids["assigned"], "住建局", "--assign", "--within", "45d", *on)
    for name in ("routed", "accepted", "replied", "served", "closed", "reviewed"):
        office.does("route", ids[name], "住建局", *on)
    for name in ("accepted", "replied", "served", "closed", "reviewed"):
        office.does("accept", ids[name], *on)
    for name in ("replied", "served", "closed", "reviewed"):
        office.does("reply", ids[name], "--decision", "explain", "--number", "1号", *on)
    for name in ("served", "closed", "reviewed"):
        office.does("serve", ids[name], "--document", "opinion", "--method", "in_person", *on)
    office.does("close", ids["closed"], "--reason", "opinion_delivered", *on)
    office.does("review", ids["reviewed"], *on)
    office.does("review", ids["reviewed"], "--decision", "uphold", "--number", "2号", *on)
    office.does("serve", ids["reviewed"], "--document", "review", "--method", "in_person", *on)
    office.does("merge", ids["merged"], ids["opened"], "--reason", "重复登记", *on)
    office.does("note", ids["sealed"], "--text", "先前的密谈", *on)
    return ids


@pytest.fixture(scope="module")
def scene(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The workspace, and files for commands to read."""
    folder = tmp_path_factory.mktemp("kills")
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
    office("list")
    root = folder / "office"
    places = {"root": str(root), "folder": str(folder), "file": str(file.relative_to(stored))}
    return Scene(stored, root, words | places)


@pytest.fixture(scope="module")
def killer(scene: Scene) -> "Iterator[subprocess.Popen[str]]":
    """The process in whose copies commands run and are killed."""
    editor = scene.stored.parent / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "# 手写\\n" >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "EDITOR": str(editor), "VISUAL": ""}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.commands.killed"], env=environment, cwd=scene.stored.parent, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    yield process
    process.communicate(timeout=60)
    assert process.returncode == 0


def ask(killer: "subprocess.Popen[str]", args: list[str], at: int | None = None) -> tuple[int, int]:
    """Run a command, killed at a moment or not; return exit code and moments."""
    assert killer.stdin
    assert killer.stdout
    killer.stdin.write(json.dumps({"args": args, "at": at}) + "\n")
    killer.stdin.flush()
    answer = json.loads(killer.stdout.readline())
    return answer["code"], answer["moments"]


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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here: commands cannot be copied")
@pytest.mark.parametrize("line", LINES)
def test_a_command_killed_in_its_midst_leaves_whole_files_and_can_be_run_again(
    line: str, scene: Scene, killer: "subprocess.Popen[str]"
) -> None:
    office = scene.laid_out()
    before, known = entries(office.root), faults(office)
    sealed = {path: path.read_text("utf-8") for path in office.root.glob("sealed/*.yaml")}
    code, moments = ask(killer, scene.typed(line))
    assert code in (0, 3), line
    assert moments > 0
    finished = done(entries(office.root))
    for at in sorted(random.Random(line).sample(range(1, moments + 1), min(KILLS, moments))):
        office = scene.laid_out()
        assert ask(killer, scene.typed(line), at)[0] == -signal.SIGKILL
        assert before <= entries(office.root), (line, at)
        assert set(faults(office)) <= set(known), (line, at)
        for path, text in sealed.items():
            assert len(path.read_text("utf-8")) >= len(text), (line, at)
        code, _ = ask(killer, scene.typed(line))
        assert code in (0, 1, 3), (line, at)
        now = done(entries(office.root))
        is_once = line.split(maxsplit=1)[0] in ONCE
        assert now == finished if is_once else now.total() >= finished.total() - (code == 1), (line, at)
        office.does("note", scene.words["opened"], "--text", "之后")
        assert leftovers(office.root) == [], (line, at)
        assert set(faults(office)) <= set(known), (line, at)
