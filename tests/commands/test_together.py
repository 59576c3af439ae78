"""One step over several matters: named, from standard input, asked about on a terminal, killed and run again."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Answer, Office

ROOT = Path(__file__).parents[2]


class Input(io.StringIO):
    """Standard input of bytes that is no terminal."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.buffer = io.BytesIO(content)


@pytest.fixture
def three(office: Office) -> tuple[str, ...]:
    """Three matters of construction, the last of them nobody's."""
    return (
        office.open("2026-11-02", "--category", "城乡建设", title="积水"),
        office.open("2026-11-02", "--category", "城乡建设", title="路灯不亮"),
        office.open("2026-11-02", title="井盖缺失"),
    )


def fed(office: Office, monkeypatch: pytest.MonkeyPatch, content: bytes, *args: str) -> Answer:
    """Type a command that reads standard input."""
    monkeypatch.setattr(sys, "stdin", Input(content))
    return office(*args)


def owned(office: Office, owner: str) -> int:
    """Return how many matters are somebody's."""
    return len(office.does("list", "--owner", owner, "--exact", "--ids").split())


def units(office: Office) -> dict[str, Any]:
    return {row["id"]: row["unit"] for row in office.does("list", "--json")}


def steps(office: Office, case: str) -> list[str]:
    return [entry["did"] for entry in office.does("show", case, "--json")["history"]]


def test_each_command_takes_several_and_is_told_as_rows_are(office: Office, three: tuple[str, ...]) -> None:
    tails = [case[-5:].lower() for case in three]
    lines = (
        ("route", *tails, "县住建局", "--on", "2026-11-03", "--assign", "--within", "45d"),
        ("accept", *tails, "--handler", "王科长", "--on", "2026-11-04"),
        ("note", *tails, "--text", "已电话联系"),
        ("serve", *tails, "--document", "notice", "--method", "post", "--posted", "2026-11-05"),
        ("extend", *tails, "--days", "30", "--approved-by", "局长甲", "--reason", "复杂"),
        ("escalate", *tails, "--step", "remind", "--ground", "other", "--reply-due", "2026-12-01"),
        ("set", *tails, "--owner", "小王", "--place", "城关镇"),
    )
    for line in lines:
        told = office.does(*line, "--json")
        assert told == {"applied": 3, "rejected": 0, "skipped": 0, "known": 0, "rows": []}
    assert owned(office, "小王") == 3
    assert set(units(office).values()) == {"住房和城乡建设局"}
    for case in three:
        assert sorted(steps(office, case)[1:]) == sorted(line[0] for line in lines)
    assert [each for each in office("check", "--json").json or [] if each["level"] == "fault"] == []


def test_the_entries_are_those_of_one_matter(office: Office, three: tuple[str, ...]) -> None:
    one, *others = three
    line = ("住建局", "--with", "人社局", "--with", "城关镇", "--on", "2026-11-03", "--within", "45d", "--assign")
    assert set(office.does("route", one, *line, "--json")) >= {"id", "status", "unit", "due", "started"}
    office.does("route", *others, *line)
    entries = [office.does("show", case, "--json")["history"][1] for case in three]
    for entry in entries:
        entry.pop("id")
    assert entries[0] == entries[1] == entries[2]


def test_ids_come_in_by_standard_input(office: Office, three: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the mark and the line ends of Windows; one of them twice; a list of nothing does nothing."""
    content = "\ufeff" + "\r\n".join((*three, three[0], ""))
    answer = fed(office, monkeypatch, content.encode(), "set", "-", "--owner", "小王", "--json")
    assert (answer.code, answer.json["applied"], answer.json["known"]) == (0, 3, 0)
    assert owned(office, "小王") == 3
    ids = office.does("list", "--owner", "小王", "--ids")
    answer = fed(office, monkeypatch, ids.encode(), "set", "-", "--owner", "小李", "--dry-run")
    assert (answer.code, "将办3步" in answer.out) == (0, True)
    assert sorted(line.split()[0] for line in answer.out.splitlines()[:-1]) == sorted(three)
    assert owned(office, "小王") == 3
    before = office.bytes()
    assert fed(office, monkeypatch, b"", "set", "-", "--owner", "小李", "--json").json["applied"] == 0
    assert fed(office, monkeypatch, b"", "set", "-", three[0], "--owner", "小李").code == 2
    assert office.bytes() == before
    one = fed(office, monkeypatch, three[0].encode(), "note", "-", "--text", "来电", "--json")
    assert one.json["applied"] == 1


def test_a_list_with_titles_is_no_list_of_ids(
    office: Office, three: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`list` without `--ids`: its words may be tails of ids, and none is taken for one."""
    before = office.bytes()
    shown = office.does("list") + f"- {three[0][-5:]}\n"
    answer = fed(office, monkeypatch, shown.encode(), "set", "-", "--owner", "小王", "--json")
    assert (answer.code, answer.json["applied"]) == (4, 0)
    assert office.bytes() == before


def test_what_was_refused_is_told_by_its_matter(office: Office, three: tuple[str, ...]) -> None:
    office.does("route", three[0], "住建局", "--on", "2026-11-03")
    office.does("accept", three[0], "--on", "2026-11-04")
    line = ("--days", "30", "--approved-by", "局长甲", "--reason", "复杂")
    answer = office("extend", three[0], "ZZZZZ", three[1], *line)
    assert answer.code == 4
    refused = [said for said in answer.out.splitlines() if "未办 [" in said]
    assert [said.split()[0] for said in refused] == ["ZZZZZ", three[1]]
    assert "已办1步，未办2" in answer.out
    rows = office("extend", "ZZZZZ", three[1], *line, "--json").json["rows"]
    assert [(row["row"], row["outcome"], row["field"], row["id"]) for row in rows] == [
        (1, "reject", "case", None),
        (2, "reject", "did", three[1]),
    ]


def test_the_suggested_unit_of_each(office: Office, three: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    ids = office.does("list", "--unrouted", "--ids").encode()
    answer = fed(office, monkeypatch, ids, "route", "-", "--suggested")
    assert (answer.code, f"{three[2]} 未办 [本系统编号] 没有建议的单位" in answer.out) == (4, True)
    assert units(office) == {three[0]: "住房和城乡建设局", three[1]: "住房和城乡建设局", three[2]: None}


@pytest.mark.parametrize(
    "line",
    [
        ("note", "{0}", "{1}", "--text", "来函", "--number", "1号"),
        ("set", "{0}", "{1}", "--title", "同名"),
        ("set", "{0}", "{1}", "--name", "王某"),
        ("set", "{0}", "{1}", "--owner", "小王", "--source-number", "1"),
        ("set", "{0}", "{1}", "--owner", "小王", "--class", "claim"),
        ("set", "{0}", "{1}", "--owner", "无"),
        ("set", "{0}", "{1}"),
        ("route", "{0}", "{1}", "住建局", "--suggested"),
        ("route", "{0}", "{1}", "住建局", "--path", "mediation", "--to", "镇人民调解委员会"),
        ("route", "{0}"),
        ("escalate",),
    ],
)
def test_data_of_one_matter_are_refused_with_several(
    office: Office, three: tuple[str, ...], line: tuple[str, ...]
) -> None:
    before = office.bytes()
    assert office(*(word.format(*three) for word in line)).code == 2
    assert office.bytes() == before


def test_a_unit_or_a_day_that_cannot_be_changes_nothing(office: Office, three: tuple[str, ...]) -> None:
    before = office.bytes()
    assert office("route", *three, "没有这个局").code == 1
    assert office("note", *three, "--text", "来电", "--on", "2026-11-23").code == 1
    assert office.bytes() == before


def test_the_same_line_is_known_until_something_else_was_done(office: Office, three: tuple[str, ...]) -> None:
    """To and fro, a day later, and after an undo it is another step."""

    def applied(*line: str, today: str | None = None) -> tuple[int, int]:
        told = office.does(*line, *three, "--json", today=today)
        return told["applied"], told["known"]

    assert applied("set", "--owner", "小王") == (3, 0)
    assert applied("set", "--owner", "小王") == (0, 3)
    assert applied("set", "--owner", "小李") == (3, 0)
    assert applied("set", "--owner", "小王") == (3, 0)
    office.does("undo", three[0])
    assert applied("set", "--owner", "小王") == (1, 2)
    assert applied("note", "--text", "来电") == (3, 0)
    assert applied("note", "--text", "来电", today="2026-11-23") == (3, 0)


def test_an_accusation_keeps_its_words_apart(office: Office, three: tuple[str, ...]) -> None:
    sealed = office.open("2026-11-02", "--class", "accusation", "--accused", "unknown", title="举报某干部")
    office.does("note", sealed, three[0], "--text", "线索已核")
    assert "线索已核" not in office.file(sealed).read_text("utf-8")
    assert "线索已核" in (office.root / "sealed" / f"{sealed}.yaml").read_text("utf-8")


def test_a_terminal_shows_them_with_a_count_and_asks_once(office: Office, three: tuple[str, ...]) -> None:
    pexpect = pytest.importorskip("pexpect")
    sealed = office.open("2026-11-02", "--class", "accusation", "--accused", "unknown", title="举报某干部")

    def typed(answer: str) -> tuple[str, int]:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "xinfang_cli", "-C", str(office.root), "--today", office.today, "--by", "李经办", "set",
             *three, sealed, "--owner", "小王"],
            encoding="utf-8", timeout=30, dimensions=(30, 100),
            env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"},
        )  # fmt: skip
        child.expect_exact("以上4件办“更正”？")
        shown = child.before
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        return shown + child.before, child.exitstatus

    before = office.bytes()
    shown, code = typed("n")
    assert code == 1
    assert all(case in shown for case in (*three, sealed))
    assert "路灯不亮" in shown
    assert "举报某干部" not in shown
    assert office.bytes() == before
    shown, code = typed("y")
    assert (code, "已办4步" in shown) == (0, True)
    assert owned(office, "小王") == 4


KILLED = """
import os, signal, sys
from xinfang_cli.app import run
left = [int(sys.argv[1])]
def hook(event, args):
    if event == "os.rename":
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
run(sys.argv[2:])
"""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_in_the_midst_the_same_line_completes_it(office: Office, three: tuple[str, ...], after: int) -> None:
    line = ("set", *three, "--owner", "小王", "--json")
    given = ("-C", str(office.root), "--today", office.today, "--by", "李经办")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(after), *given, *line],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    written = sum(steps(office, case) == ["open", "set"] for case in three)
    told = office.does(*line)
    assert (told["applied"], told["known"]) == (3 - written, written)
    assert all(steps(office, case) == ["open", "set"] for case in three)


def test_a_batch_is_taken_back_once(office: Office, three: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """A merge and a bare registration are refused; run again at once, nothing more is struck."""
    office.does("set", three[0], three[1], "--owner", "小王")
    ids = "\n".join(three).encode()
    before = office.bytes()
    shown = fed(office, monkeypatch, ids, "undo", "-", "--dry-run")
    assert (shown.code, "将办2步，不办1" in shown.out, office.bytes() == before) == (4, True, True)
    answer = fed(office, monkeypatch, ids, "undo", "-", "--reason", "误办")
    assert (answer.code, f"{three[2]} 未办 [办理] {three[2]} 只剩登记" in answer.out) == (4, True)
    assert office("list", "--owner", "小王").code == 1, "he has none, and is nobody's name any more"
    assert office.does("show", three[0], "--json")["history"][-1]["reason"] == "误办"
    again = fed(office, monkeypatch, ids, "undo", "-", "--reason", "误办", "--json").json
    assert (again["applied"], again["known"], again["rejected"]) == (0, 2, 1)
    office.does("merge", three[0], three[1], "--reason", "同一事项")
    refused = fed(office, monkeypatch, three[0].encode(), "undo", "-", "--json")
    assert (refused.code, "并案" in refused.json["rows"][0]["message"]) == (4, True)


def test_undo_is_no_step_of_a_table(office: Office, three: tuple[str, ...], tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f"case,did\n{three[0]},undo\n", encoding="utf-8")
    answer = office("apply", str(table), "--json")
    assert (answer.code, answer.json["rows"][0]["field"]) == (4, "did")
