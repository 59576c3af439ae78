"""Killed processes, many at once, a full disk, hostile files: nothing is lost, and each is said in words.

With XINFANG_KILLS=200 in the environment the writing commands are killed so often; else a few times. In `test_failing_disk`
each call to the disk fails, or is the last one.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.law.ids import is_id

SOURCE = Path(__file__).parents[2]
KILLS = int(os.environ.get("XINFANG_KILLS", "0")) or 10


def started(office: Office, *args: str) -> "subprocess.Popen[str]":
    """Start a command as a process of its own."""
    line = [sys.executable, "-m", "xinfang_cli", "-C", str(office.root), "--today", office.today, "--lang", "zh", *args]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    return subprocess.Popen(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def entries(office: Office) -> dict[str, int]:
    """Return how many entries each matter has, read without the index."""
    return {path.stem: path.read_text("utf-8").count("\n- id: ") for path in office.root.glob("cases/*/*/*.yaml")}


def writing(ledger: Path, file: Path, case: str, other: str) -> Iterator[tuple[str, ...]]:
    """Return the commands that write in different ways: one file, several, an attachment, many, the configuration."""
    while True:
        yield "open", "--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-11-20", "--json"
        yield "note", case, "--text", "电话联系"
        yield (
            "open",
            "--title",
            "t",
            "--request",
            "r",
            "--channel",
            "letter",
            "--received",
            "2026-11-20",
            "--class",
            "accusation",
        )
        yield "link", case, other
        yield "attach", case, str(file)
        yield "import", str(ledger)
        yield "meeting", case, other, "--text", "议定"
        yield "undo", case
        yield "check", "--fix"
        yield "escalate", "--overdue"


def test_killed_at_any_moment_only_whole_files_are_left_and_no_finished_command_is_lost(
    office: Office, tmp_path: Path
) -> None:
    dice = random.Random(6)  # moments to kill at
    case, other = office.open("2026-10-02"), office.open("2026-10-03")
    ledger, file = tmp_path / "台账.csv", tmp_path / "照片.jpg"
    rows = "\n".join(f"2026-11-{day:02},王某,道路积水{n}" for day in range(1, 20) for n in range(20))
    ledger.write_text(f"信访日期,信访人,诉求\n{rows}\n", encoding="utf-8")
    file.write_bytes(bytes(1_000_000))
    whole = 1.0
    commands = writing(ledger, file, case, other)
    became: Counter[str] = Counter()
    for _ in range(KILLS):
        before = entries(office)
        line = next(commands)
        process, begin = started(office, *line), time.perf_counter()
        try:
            process.communicate(timeout=dice.uniform(0.5, 1.2) * whole)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        else:
            whole = time.perf_counter() - begin
        became["killed" if process.returncode == -signal.SIGKILL else "done"] += 1
        after = entries(office)
        assert all(after.get(name, 0) >= count for name, count in before.items())
        if process.returncode == 0 and line[0] in ("open", "note", "link", "meeting", "undo"):
            assert sum(after.values()) > sum(before.values()), line
        faults = [row for row in json.loads(office("check", "--json").out) if row["level"] == "fault"]
        assert faults == [], line
    assert became["killed"] >= KILLS // 4, became
    office.does("import", str(ledger))
    assert len(entries(office)) >= 382
    assert list(office.root.rglob(".xf-tmp-*")) == []
    assert office("check").code == 0


def test_two_dozen_processes_open_and_route_at_once(office: Office) -> None:
    case = office.open("2026-11-02")
    opening = ("open", "--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-11-20", "--json")
    lines = [opening if n % 2 else ("route", case, "住建局", "--json") for n in range(24)]
    processes = [started(office, *line) for line in lines]
    answers = [
        (line[0], process.communicate(timeout=120), process.returncode)
        for line, process in zip(lines, processes, strict=True)
    ]
    opened = [json.loads(out)["id"] for verb, (out, _), code in answers if verb == "open" and code == 0]
    routed = [code for verb, _, code in answers if verb == "route"]
    assert {code for _, _, code in answers} <= {0, 1}, answers
    assert all(json.loads(err)["remedy"] for _, (_, err), code in answers if code == 1)
    assert routed.count(0) == 1
    assert set(opened) | {case} == set(entries(office))
    assert len(opened) == len(set(opened)) == 12
    assert office("check").code == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one and a half megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        pytest.skip(f"mount cannot be run: {error}")
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_full_during_an_import_loses_nothing(template: Path, small_disk: Path, tmp_path: Path) -> None:
    import shutil

    root = small_disk / "office"
    shutil.copytree(template, root, ignore=shutil.ignore_patterns(".git"))
    office = Office(root)
    first = office.open("2026-11-02")
    ledger = tmp_path / "台账.csv"
    rows = "\n".join(f"2026-11-{day:02},王某,道路积水{n}" for day in range(1, 20) for n in range(30))
    ledger.write_text(f"信访日期,信访人,诉求\n{rows}\n", encoding="utf-8")
    answer = office("import", str(ledger))
    assert answer.code == 1
    assert "磁盘已满" in answer.err
    assert "Traceback" not in answer.err
    left = entries(office)
    assert first in left
    assert [row["code"] for row in office("check", "--json").json] == []
    assert len(office("list", "--json").json) == len(left)
    for size in (65536, 4096):  # to the last byte
        with suppress(OSError), (small_disk / f"filler{size}").open("wb", buffering=0) as file:
            while file.write(bytes(size)) == size:
                pass
    refused = office("note", first, "--text", "x" * 5000)
    assert (refused.code, "Traceback" in refused.err) == (1, False)
    assert office("check").code == 0
    assert list(root.rglob(".xf-tmp-*")) == []
    for filler in small_disk.glob("filler*"):
        filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=40m", str(small_disk)], check=True)
    assert office("import", str(ledger)).code == 0
    assert len(entries(office)) == 571
    assert office("check").code == 0


def hostile(folder: Path, outside: Path, good: str) -> dict[str, str]:
    """Put hostile files beside the cases; return the code that `check` gives each."""
    text = (folder / f"{good}.yaml").read_text("utf-8")

    def named(tail: str) -> Path:
        return folder / f"XF-20261102-{tail}.yaml"

    outside.write_text("id: 密码\n", encoding="utf-8")
    named("L1NK0").symlink_to(outside)
    os.mkfifo(named("P1PE0"))
    with named("B1G00").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    named("NVV00").write_bytes(text.encode().replace(b"title", b"ti\0tle"))
    named("BAD00").write_bytes(text.encode().replace("逾期".encode(), b"\xff\xfe"))
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    named("B0MB0").write_text(bomb, encoding="utf-8")
    named("TAG00").write_text("id: !!python/object/apply:os.system ['touch /tmp/x']\n", encoding="utf-8")
    named("DEEP0").write_text("a: " + "[" * 5000 + "]" * 5000 + "\n", encoding="utf-8")
    named("D1R00").mkdir()
    named("ESC00").write_text(text.replace(good, "../../../etc/passwd"), encoding="utf-8")
    (folder / "wide").symlink_to(outside.parent)
    return {
        "L1NK0": "not_a_file", "P1PE0": "not_a_file", "B1G00": "file_too_large", "NVV00": "yaml_control",
        "BAD00": "yaml_not_utf8", "B0MB0": "yaml_alias", "TAG00": "yaml_tag", "DEEP0": "yaml_deep",
        "D1R00": "not_a_file", "ESC00": "id_not_file_name", "wide": "not_a_file",
    }  # fmt: skip


def test_hostile_files_are_named_and_nothing_else_happens(office: Office, tmp_path: Path) -> None:
    good = office.open("2026-11-02", title="反映\x1b[31m[red]逾期交房[/red]")
    expected = hostile(office.file(good).parent, tmp_path / "outside.yaml", good)
    begin = time.process_time()
    checked = office("check", "--json")
    listed = office("list", "--json")
    assert time.process_time() - begin < 5
    assert (checked.code, listed.code) == (3, 3)
    found = {Path(row["path"]).stem.rpartition("-")[2]: row["code"] for row in checked.json}
    assert found == expected
    assert [row["id"] for row in listed.json] == [good]
    assert "密码" not in checked.out + listed.err + listed.out
    shown = office("list").out + office("show", good).out + office("find", "逾期").out
    assert "\x1b[31m" not in shown
    assert "[red]" in shown
    for answer in (checked, listed, office("due"), office("count"), office("show", "L1NK0"), office("edit", "P1PE0")):
        assert "Traceback" not in answer.err
    assert is_id(good)


STEERING = "\x1b[31m\x1b]0；x\x07[red]红[/red]\u202e\r"
PRINTING = (
    ("list",), ("due",), ("count", "--by", "unit"), ("find", "红"), ("show", "{id}"), ("log", "{id}"), ("explain", "{id}"), ("check",),
    ("config",), ("report", "weekly"), ("report", "monthly"), ("report", "ledger"), ("report", "flags"), ("note", "{id}", "--text", "x"), ("escalate", "--overdue", "--dry-run"),
    ("export", "--format", "csv"), ("export", "--format", "jsonl"), ("log", "{id}", "--for-petitioner"), ("list", "--json"), ("check", "--json"),
)  # fmt: skip


def test_nothing_that_someone_wrote_can_steer_a_terminal(office: Office) -> None:
    config = office.root / "config.yaml"
    text = config.read_text("utf-8").replace("units:\n", f"units:\n- {{name: {json.dumps('水务' + STEERING)}}}\n", 1)
    config.write_text(text.replace("name: '某县信访局'", f"name: {json.dumps('某局' + STEERING)}"), encoding="utf-8")
    case = office.open("2026-11-02", "--name", "王" + STEERING, "--place", "村" + STEERING, title="题" + STEERING)
    office.does("note", case, "--text", "记" + STEERING)
    office.does("route", case, "水务" + STEERING)
    (office.file(case).parent / "XF-20261102-BAD00.yaml").write_text('id: "\\e[31m红"\n', encoding="utf-8")
    for line in PRINTING:
        answer = office(*(word.format(id=case) for word in line), today="2027-01-20")
        assert answer.code in (0, 3), (line, answer.err)
        steering = (
            "\x1b\x07\r" if {"--json", "jsonl"} & set(line) else "\x1b\x07\r\u202e"
        )  # scripts get what stands there
        assert not set(steering) & set((answer.out + answer.err).replace("\r\n", "\n")), line
