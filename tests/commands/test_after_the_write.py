"""What was written is never called refused: exit code 5 where nobody was told, git did not take it, or it is not safe.

Real processes with real streams: a full device, a pipe whose reader has gone, a closed stream, a terminal that is gone.
"""

import errno
import json
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office
from xinfang_cli.law.ids import is_id

SOURCE = Path(__file__).parents[2]
OPEN = ("open", "--title", "反映路灯不亮", "--request", "请修", "--channel", "visit", "--received", "2026-11-20")
FULL = Path("/dev/full")
posix = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")


def line(office: Office, *args: str) -> list[str]:
    """Return the words that start a command as a process of its own."""
    return [sys.executable, "-P", "-m", "xinfang_cli", "-C", str(office.root), "--today", office.today, "--by", "甲",
            "--lang", "zh", *args]  # fmt: skip


def start(words: list[str], stdout: Any = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run a process whose standard output goes there."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, encoding="utf-8",
        check=False,
    )  # fmt: skip


@contextmanager
def full() -> Iterator[int]:
    """A device that takes nothing."""
    opened = os.open(FULL, os.O_WRONLY)
    yield opened
    os.close(opened)


@contextmanager
def unread() -> Iterator[int]:
    """A pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@contextmanager
def hung_up() -> Iterator[int]:
    """A terminal whose window was closed."""
    window, terminal = pty.openpty()
    os.close(window)
    yield terminal
    os.close(terminal)


def ids(office: Office) -> list[str]:
    """Return the matters that are there."""
    return sorted(path.stem for path in office.root.glob("cases/*/*/*.yaml"))


@posix
@pytest.mark.parametrize("nobody", [full, unread, hung_up])
def test_what_is_written_and_cannot_be_told_is_exit_code_5_with_its_id(
    office: Office, nobody: Callable[[], Any]
) -> None:
    case = office.open("2026-11-02")
    for args in (OPEN, ("note", case, "--text", "电话联系"), ("link", case, "{new}"), ("undo", case)):
        before = office.bytes()
        words = [next((each for each in ids(office) if each != case), "") if word == "{new}" else word for word in args]
        with nobody() as stdout:
            answer = start(line(office, *words), stdout)
        assert (answer.returncode, answer.stderr.count("\n")) == (5, 1), answer
        named = [word for word in answer.stderr.replace("、", " ").split() if is_id(word)]
        assert sorted(named) == (
            ids(office) if args[0] in ("link", "undo") else [ids(office)[-1] if args is OPEN else case]
        )
        assert "已写入，但结果没能显示" in answer.stderr
        assert office.bytes() != before
    assert office("check").code == 0


@posix
def test_a_workspace_that_is_made_and_cannot_be_told_is_no_refusal(tmp_path: Path) -> None:
    words = ("init", str(tmp_path / "乡信访办"), "--office", "某乡信访办", "--code", "410122")
    for code in (5, 1):  # the second time nothing is missing, and nothing is written
        with full() as stdout:
            answer = start([sys.executable, "-P", "-m", "xinfang_cli", "--lang", "zh", *words], stdout)
        assert answer.returncode == code, answer
    assert (tmp_path / "乡信访办" / "config.yaml").is_file()


@posix
def test_a_script_reads_on_stderr_what_was_written(office: Office) -> None:
    with full() as stdout:
        answer = start(line(office, *OPEN, "--json"), stdout)
    told = json.loads(answer.stderr)
    assert (answer.returncode, told["error"], told["written"]) == (5, "done_not_told", ids(office))


@posix
@pytest.mark.parametrize(("nobody", "code"), [(full, 1), (unread, 0)])
def test_who_only_reads_is_refused_by_a_full_disk_and_ends_well_where_nobody_reads_on(
    office: Office, nobody: Callable[[], Any], code: int
) -> None:
    office.open("2026-11-02")
    for args in (
        ("list",),
        ("list", "--json"),
        ("--help",),
        ("list", "--help"),
        ("report", "weekly", "--format", "md"),
    ):
        with nobody() as stdout:
            answer = start(line(office, *args), stdout)
        assert (answer.returncode, bool(answer.stderr)) == (code, code == 1), (args, answer)


@posix
def test_streams_that_were_closed_do_not_keep_a_command_from_its_work(office: Office) -> None:
    case = office.open("2026-11-02")
    for number, (closed, code) in enumerate(((">&-", 5), ("2>&-", 0), ("<&-", 0), (">&- 2>&- <&-", 5))):
        told = start(["sh", "-c", f'exec "$@" {closed}', "sh", *line(office, "note", case, "--text", f"第{number}次")])
        assert told.returncode == code, (closed, told)
        assert f"第{number}次" in office.file(case).read_text("utf-8")
        assert start(["sh", "-c", f'exec "$@" {closed}', "sh", *line(office, "list")]).returncode == 0
    assert office("check").code == 0


@posix
def test_a_registration_that_reached_nobody_is_not_made_twice_when_it_is_typed_again(office: Office) -> None:
    for _ in range(3):
        with full() as stdout:
            assert start(line(office, *OPEN), stdout).returncode == 5
    first = ids(office)
    assert len(first) == 1
    other = start(line(office, *OPEN[:-1], "2026-11-21", "--json"))
    assert json.loads(other.stdout)["id"] not in first
    again = start(line(office, *OPEN, "--json"))
    assert (again.returncode, json.loads(again.stdout)["id"]) == (0, first[0])
    assert "没有再登记" in again.stderr
    once_more = start(line(office, *OPEN, "--json"))  # now it is known to be there: this is another letter
    assert json.loads(once_more.stdout)["id"] not in first
    assert len(ids(office)) == 3


def unsafe_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system refuse to make names in folders safe."""
    real = os.fsync

    def refusing(opened: int) -> None:
        if stat.S_ISDIR(os.fstat(opened).st_mode):
            raise OSError(errno.EIO, "folder")
        real(opened)

    monkeypatch.setattr(os, "fsync", refusing)


def test_what_is_in_place_but_not_safe_from_a_loss_of_power_is_exit_code_5(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = office.open("2026-11-02")
    ledger = tmp_path / "台账.csv"
    ledger.write_text("信访日期,信访人,诉求\n2026-11-05,王某,修路\n2026-11-06,,\n", encoding="utf-8")
    unsafe_folders(monkeypatch)
    for args in (("note", case, "--text", "电话联系"), ("import", str(ledger))):
        answer = office(*args)
        assert (answer.code, "没有确认断电后仍在" in answer.err) == (5, True), answer
        assert all(each in answer.err for each in ids(office) if (each == case) is (args[0] == "note"))
    monkeypatch.undo()
    assert "电话联系" in office.file(case).read_text("utf-8")
    assert len(ids(office)) == 2
    assert office("check").code == 0


def test_5_goes_before_3_and_3_before_4(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    office.file(office.open("2026-11-03")).write_text("id: [", encoding="utf-8")
    for code in (3, 5):
        ledger = tmp_path / f"台账{code}.csv"
        rows = f"信访日期,信访人,诉求\n2026-11-0{code},王某,修路{code}\n2026-13-45,李某,修桥\n"
        ledger.write_text(rows, encoding="utf-8")
        assert office("import", str(ledger)).code == code
        unsafe_folders(monkeypatch)


def test_a_fault_of_ours_after_the_write_keeps_its_traceback_and_names_what_was_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = office.open("2026-11-02")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("xinfang_cli.law.telling.tell_step", broken)
    answer = office("note", case, "--text", "电话联系")
    assert (answer.code, "Traceback" in answer.err, case in answer.err) == (5, True, True)
    assert "电话联系" in office.file(case).read_text("utf-8")


def test_who_stops_a_command_that_is_done_is_told_that_it_is(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = office.open("2026-11-02")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xinfang_cli.law.telling.tell_step", stopped)
    answer = office("note", case, "--text", "电话联系")
    assert (answer.code, answer.err) == (
        5,
        f"{case} 已写入，但结果没能显示（Ctrl+C） — 不要再办一遍，用 xinfang show 查看\n",
    )
    monkeypatch.setattr("xinfang_cli.store.cases.save", stopped)
    assert office("note", case, "--text", "再联系").code == 130


KEYED = (*OPEN, "--name", "王某", "--key", "窗口-0017")


def test_the_same_key_is_the_same_matter(office: Office) -> None:
    first = office.does(*KEYED, "--json")
    assert first["id"] == "XF-20261120-0DFCT"
    before = office.bytes()
    again = office(*KEYED, "--json", today="2026-11-23")
    assert (again.code, again.json["id"], again.err) == (0, first["id"], f"{first['id']} 先前已登记，没有再登记\n")
    assert again.json == first
    assert office.bytes() == before
    assert not any("窗口".encode() in raw for raw in before.values())
    assert not any("窗口".encode() in path.read_bytes() for path in (office.root / ".xinfang").iterdir())
    assert office("check").code == 0


def test_another_day_of_receipt_or_office_is_another_matter_under_the_same_key(office: Office) -> None:
    first = office.does(*KEYED, "--json")["id"]
    other = office.does(*(word.replace("11-20", "11-19") for word in KEYED), "--json")["id"]
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("410122", "410123"), encoding="utf-8")
    third = office.does(*KEYED, "--json")["id"]
    assert len({first[-5:], other[-5:], third[-5:]}) == 3


def test_other_facts_under_a_key_are_refused_and_change_nothing(office: Office) -> None:
    case = office.does(*KEYED, "--json")["id"]
    before = office.bytes()
    for changed, named in (
        (("--title", "反映自来水浑浊"), "标题"),
        (("--name", "李某"), "人数、信访人"),  # another one beside the first
        (("--people", "3"), "人数"),
        (("--class", "claim"), "诉求类别"),
        (("--on", "2026-11-21"), "登记日期"),
        (("--source-number", "9号"), "来源"),
        (("--joint",), "联名或集体"),
        (("--purpose", "求决"), "诉求类别、信访目的"),
    ):
        answer = office(*KEYED, *changed)
        assert (answer.code, f"这次的{named}不同" in answer.err, case in answer.err) == (1, True, True), answer
    assert office.bytes() == before


def test_a_key_finds_its_matter_however_it_went_on(office: Office) -> None:
    case = office.does(*KEYED, "--json")["id"]
    office.does("set", case, "--title", "反映多处路灯不亮", "--received", "2026-11-19", "--place", "城关镇")
    office.does("set", case, "--phone", "13800000000")
    office.does("route", case, "住建局")
    office.does("set", case, "--class", "accusation")
    assert office.does(*KEYED, "--json") | {"started": [], "owed": []} == {
        "id": case, "status": "transferred", "unit": "住房和城乡建设局", "due": "2026-12-07", "stopped": [],
        "started": [], "owed": [],
    }  # fmt: skip
    assert office(*KEYED, "--title", "反映多处路灯不亮").code == 1  # that is not how it was registered
    for path in office.root.glob("sealed/*.yaml"):
        path.unlink()  # as in a clone
    assert office(*KEYED).code == 0
    assert len(ids(office)) == 1


def test_a_key_is_for_one_matter_and_says_something(office: Office) -> None:
    assert office(*KEYED, "--many").code == office(*OPEN, "--key", " ").code == 2
    assert ids(office) == []


def test_a_number_that_is_registered_is_refused_under_a_key_too(office: Office) -> None:
    number = ("--source-number", "410122202611200001")
    case = office.does(*OPEN, *number, "--json")["id"]
    answer = office(*KEYED, *number)
    assert (answer.code, case in answer.err) == (1, True)


def test_two_processes_with_one_key_register_one_matter(office: Office) -> None:
    both = [
        subprocess.Popen(
            line(office, *KEYED, "--json"), env=os.environ | {"PYTHONPATH": str(SOURCE)}, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, encoding="utf-8",
        ) for _ in range(2)
    ]  # fmt: skip
    told = [json.loads(each.communicate()[0])["id"] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert ids(office) == [told[0]] == [told[1]]


@posix
def test_a_key_whose_answer_reached_nobody_is_told_when_it_is_run_again(office: Office) -> None:
    for _ in range(2):
        with full() as stdout:
            answer = start(line(office, *KEYED), stdout)
        assert (answer.returncode, ids(office)[0] in answer.stderr) == (5, True)
    assert office.does(*KEYED, "--json")["id"] == ids(office)[0]
    other = office.does(*OPEN, "--name", "王某", "--json")["id"]  # without the key it is another letter
    assert other in ids(office)
    assert len(ids(office)) == 2
