"""docs/mechanisms.md: what its table says to type is typed, one command after the other, and each does what it says."""

import re
import shlex
from pathlib import Path

from tests.commands.conftest import Office
from xinfang_cli.commands import read

PAGE = (Path(__file__).parents[2] / "docs/mechanisms.md").read_text("utf-8")
_CODE = re.compile(r"`([^`]+)`")
_STANDING = {"NAME": "2026积案", "N": "张工", "T": "已入户", "ITEM": "入户", "UNIT": "人社局", "U": "人社局",
             "ORGAN": "某县人民法院"}  # fmt: skip
_CONFIG = {
    "groups": "groups: [{name: 2026积案, leader: 王副县长}]",
    "dockets": "dockets: [{name: 2026积案}, {name: 重点个案}]",
    "origins": "origins: [网格, 排查]",
    "channels": "channels: [{name: 视频接访, under: visit}]",
    "reception": "reception: {rota: [{leader: 王副县长, rule: 每月16日}]}",
}
_TEXT = {"--text": "会商续建"}
_NEEDED = {
    "open": {"--title": "反映路灯不亮", "--request": "修好", "--channel": "visit", "--received": "2026-11-02"},
    "note": _TEXT, "meeting": _TEXT,
    "close": {"--reason": "filed", "--approved-by": "局长甲", "--evidence": "签收单", **_TEXT},
    "reply": {"--number": "住建复〔2026〕1号"}, "settle": {"--number": "调〔2026〕1号"},
    "escalate": {"--ground": "shirk_delay", "--approved-by": "联席会议"},
}  # fmt: skip
"""What the page leaves out, since a terminal asks for it."""


def _typed() -> list[list[str]]:
    """Return the commands of the table; a word alone that needs more, such as `rate`, only names one."""
    lines = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    codes = dict.fromkeys(code.removeprefix("xinfang ") for line in lines for code in _CODE.findall(line))
    words = list(map(shlex.split, codes))
    alone = {"due", "today", "check"}
    return [each for each in words if read(each[0]) and (len(each) > 1 or each[0] in alone)]


def _configured(office: Office) -> None:
    config = office.root / "config.yaml"
    text = config.read_text("utf-8")
    for section, row in _CONFIG.items():
        text, count = re.subn(rf"^{section}: .*$", row, text, flags=re.MULTILINE)
        assert count == 1, section
    config.write_text(text, "utf-8")


def _matters(office: Office) -> list[str]:
    """Return matters in the states in which the steps of the table are taken."""
    found = [office.open() for _ in range(3)]
    for case in found[1:]:
        office.does("route", case, "住建局", "--on", "2026-11-03")
        office.does("accept", case, "--on", "2026-11-04")
    office.does("reply", found[2], "--decision", "support", "--number", "住建复〔2026〕1号", "--on", "2026-11-05")
    office.does("serve", found[2], "--document", "opinion", "--method", "in_person", "--on", "2026-11-05")
    return found


def _as_before(office: Office, before: dict[str, bytes]) -> None:
    for path in office.root.glob("cases/*/*/*.yaml"):
        name = str(path.relative_to(office.root))
        if name not in before:
            path.unlink()
        elif path.read_bytes() != before[name]:
            path.write_bytes(before[name])


def test_every_command_of_the_table_works(office: Office, tmp_path: Path) -> None:
    """On a matter that is registered, one that is accepted, or one whose opinion was served, whichever it is for."""
    _configured(office)
    paper = tmp_path / "纪要.txt"
    paper.write_text("会商纪要", "utf-8")
    matters = _matters(office)
    before = office.bytes()
    commands = _typed()
    failed = []
    for words in commands:
        standing = {**_STANDING, "FILE": str(tmp_path / "out") if "--out" in words else str(paper)}
        line = [standing.get(word, word) for word in words]
        if len(words) > 1 and "--overdue" not in words:
            line += [part for pair in _NEEDED.get(words[0], {}).items() if pair[0] not in words for part in pair]
        if "docx" in words and "--out" not in words:
            line += ["--out", str(tmp_path / "out.docx")]
        for case in matters if "CASE" in line else matters[:1]:
            answer = office(*(case if word == "CASE" else word for word in line))
            if not answer.code:
                break
        else:
            failed.append((words, answer.err))
        _as_before(office, before)
    assert failed == []
    assert len(commands) > 70
