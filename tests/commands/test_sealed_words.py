"""The words of accusations, and amounts of relief, under seal, typed: in git as a block, and nothing of them readable."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.conftest import Office, committed, git
from tests.commands.test_privacy import as_, cloned, needs_age, readable, safe_key, told
from xinfang_cli.store import keyring
from xinfang_cli.store.workspace import Workspace

pytestmark = pytest.mark.usefixtures("apart")

WORDS = {
    "title": "违规批地一事",
    "request": "请查处违规批地",
    "name": "赵证人",
    "phone": "13812340001",
    "accused": "住建局",
    "place": "幸福里西门",
}
NOTE, AMOUNT = "已核对票据", "51737"
SECRET = (*(text for key, text in WORDS.items() if key != "accused"), NOTE, AMOUNT)


def accusation(office: Office) -> str:
    return office.open(
        "2026-11-03", "--class", "accusation", *(w for key, text in WORDS.items() for w in (f"--{key}", text))
    )


@pytest.fixture
def hidden(office: Office) -> tuple[Office, str, str]:
    """An office that seals, in git, an accusation with a note, and the safe's key."""
    safe = safe_key(office.does("privacy", "on"))
    case = accusation(office)
    office.does("note", case, "--text", NOTE)
    committed(office)
    return office, case, safe


def in_git(office: Office) -> str:
    every = ["git", "-C", str(office.root), "cat-file", "--batch-all-objects", "--batch"]
    return subprocess.run(every, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def in_files(office: Office) -> str:
    files = (path for path in office.root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return "".join(path.read_text("utf-8", "replace") for path in files)


def blocks(office: Office, case: str) -> int:
    return office.file(case).read_text("utf-8").count("BEGIN AGE")


def shown(office: Office, case: str) -> str:
    return str(office.does("show", case, "--reveal"))


def test_no_word_lies_in_a_file_or_in_git_and_who_has_the_key_reads_them(
    hidden: tuple[Office, str, str], tmp_path: Path
) -> None:
    office, case, _ = hidden
    helped = office.open("2026-11-04", "--name", "王小五")
    said = ("--title", "t", "--request", "r", "--channel", "visit", "--class", "accusation", "--received", "2026-11-02")
    assert "有密钥的人才能看" in office.does("open", *said)
    office.does("note", helped, "--kind", "relief", "--amount", AMOUNT, "--text", "申请救助")
    committed(office)
    said = in_git(office) + in_files(office)
    assert [each for each in SECRET if each in said] == []
    told_ = [
        office(*words)
        for words in (("list",), ("show", case), ("log", case), ("show", helped), ("check",), ("due", "--json"))
    ]
    assert [each for each in told_ if any(word in each.out + each.err for word in SECRET) or each.code] == []
    assert [each for each in SECRET[:-1] if each not in shown(office, case)] == []
    assert AMOUNT in office.does("show", helped, "--reveal").replace(",", "")

    other = cloned(office, tmp_path / "other")
    text = other.file(case).read_text("utf-8")
    assert (other("show", case, "--reveal").code, other("check").code) == (3, 0)
    office.does("privacy", "keys", "export", str(tmp_path / "keys.age"))
    other.does("privacy", "keys", "import", str(tmp_path / "keys.age"))
    assert [each for each in SECRET[:-1] if each not in shown(other, case)] == []
    assert (other.file(case).read_text("utf-8"), other("check").code) == (text, 0)
    bare = re.sub(r"petitioners_sealed: \|\n(  .*\n)+", "", text)
    office.does("privacy", "unseal")
    assert office.file(case).read_text("utf-8") == bare, "without a block it is what it always was"
    assert [each for each in SECRET[:-1] if each not in shown(office, case)] == []
    assert AMOUNT in office.file(helped).read_text("utf-8")


def test_two_clones_merge_what_both_wrote_in_an_accusation(
    hidden: tuple[Office, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, case, _ = hidden
    other, keyless = cloned(office, tmp_path / "other"), cloned(office, tmp_path / "keyless")
    shutil.copytree(office.root / "sealed" / "keys", other.root / "sealed" / "keys", dirs_exist_ok=True)
    office.does("note", case, "--text", "甲的记录")
    other.does("note", case, "--text", "乙的记录")
    committed(office)
    committed(other)
    with monkeypatch.context() as patch:
        as_(patch, tmp_path / "none.txt")
        for each in (office, other):
            git(keyless, "pull", "-q", "--no-rebase", str(each.root))
    assert (blocks(keyless, case), keyless("check").code) == (2, 0)
    git(office, "pull", "-q", "--no-rebase", str(other.root))
    assert blocks(office, case) == 1
    shutil.copytree(office.root / "sealed" / "keys", keyless.root / "sealed" / "keys", dirs_exist_ok=True)
    for each in (office, keyless):
        assert [note for note in ("甲的记录", "乙的记录", *SECRET[:-1]) if note not in shown(each, case)] == []
        said = in_git(each) + each.file(case).read_text("utf-8")
        assert [word for word in ("甲的记录", "乙的记录", *SECRET) if word in said] == []
        assert each("check").code == 0
    keyless.does("note", case, "--text", "再记")
    assert (blocks(keyless, case), "甲的记录" in shown(keyless, case)) == (1, True)


def test_forgetting_an_accusation_leaves_no_word_in_any_commit(hidden: tuple[Office, str, str], tmp_path: Path) -> None:
    office, case, safe = hidden
    other = cloned(office, tmp_path / "other")
    shutil.copytree(office.root / "sealed", other.root / "sealed", dirs_exist_ok=True)
    keys = [*keyring.own_identities(), safe]
    assert [each for each in SECRET[:-1] if each not in readable(office, keys)] == []
    office.does("privacy", "forget", case, "--reason", "本人申请删除")
    committed(office)
    said = readable(office, keys) + in_files(office) + in_git(office)
    assert [each for each in SECRET if each in said] == []
    assert "本人申请删除" in office.does("log", case)
    assert office("show", case, "--reveal").code == 3
    git(other, "pull", "-q", "--no-rebase")
    assert other("check").code == 3
    other("list")
    assert not keyring.has_key(Workspace(other.root), case)
    said = readable(other, keys) + in_files(other)
    assert [each for each in SECRET if each in said] == []


def test_what_a_backup_from_before_has_apart_does_not_come_back_over_the_block(office: Office, tmp_path: Path) -> None:
    case = accusation(office)
    office.does("backup", "--out", str(tmp_path / "前.zip"))
    assert (office.root / "sealed" / f"{case}.yaml").exists()
    office.does("privacy", "on")
    assert not (office.root / "sealed" / f"{case}.yaml").exists()
    assert "错误0处，提醒0处" in office.does("check", "--against", str(tmp_path / "前.zip"))
    office.does("set", case, "--title", "另一个标题")
    office.does("backup", "--out", str(tmp_path / "后.zip"))
    office("restore", str(tmp_path / "前.zip"), str(office.root))
    assert not (office.root / "sealed" / f"{case}.yaml").exists()
    back = Office(tmp_path / "还原")
    back.does("restore", str(tmp_path / "后.zip"), str(back.root))
    assert "另一个标题" in shown(back, case)
    assert "13812340001" in shown(back, case)


def test_a_damaged_block_a_wrong_key_and_none_are_said_and_the_matter_goes_on(
    hidden: tuple[Office, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, case, _ = hidden
    file = office.file(case)
    whole = file.read_text("utf-8")
    lines = whole.splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if "END AGE" in line)
    for text in (
        "".join([*lines[: at - 1], lines[at - 1][:-4] + "AA=\n", *lines[at:]]),
        "".join([*lines[:at], *lines[at + 1 :]]),
    ):
        file.write_text(text, "utf-8")
        told(office("show", case, "--reveal"), 3, "已损坏")
        answer = office("check")
        assert (answer.code, "已损坏" in answer.out) == (3, True)
        office.does("set", case, "--owner", "小李")
    file.write_text(whole, "utf-8")
    as_(monkeypatch, tmp_path / "none.txt")
    told(office("show", case, "--reveal"), 3, "没有密钥文件")
    assert office("show", case, "--reveal").out.startswith(f"{case}  密\n")
    office.does("note", case, "--text", "没有密钥的记录")
    office.does("set", case, "--owner", "小王")
    assert (office("check").code, "sealed/" in office("check").out) == (0, True)
    as_(monkeypatch, tmp_path / "key.txt")
    assert "sealed/" in office.does("check")
    assert "没有密钥的记录" in shown(office, case)
    assert "已加密1件" in office.does("privacy", "seal")
    assert (office.does("check").endswith("错误0处，提醒0处\n"), "没有密钥的记录" in shown(office, case)) == (
        True,
        True,
    )


def test_a_ledger_with_accusations_is_known_again_with_the_key_and_without(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.does("privacy", "on")
    rows = ["信访件编号,信访日期,姓名,信访目的,概况", "41012220260001,2026-11-02,赵证人,揭发控告,请查处违规批地"]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert office("import", "--check", str(tmp_path / "a.csv"), "--json").json["imported"] == 1
    assert office("import", str(tmp_path / "a.csv"), "--json").json["imported"] == 1
    before = office.bytes()
    assert not [name for name, raw in before.items() if "违规批地".encode() in raw or "赵证人".encode() in raw]
    for key in ("key.txt", "none.txt"):
        as_(monkeypatch, tmp_path / key)
        assert office("import", str(tmp_path / "a.csv"), "--json").json["known"] == 1
        assert office.bytes() == before


@needs_age
def test_age_opens_the_words_of_an_accusation(hidden: tuple[Office, str, str], tmp_path: Path) -> None:
    office, case, _ = hidden
    key = tmp_path / "matter.key"
    wrapped = str(office.root / "sealed" / "keys" / f"{case}.age")
    subprocess.run(["age", "-d", "-o", str(key), "-i", os.environ["XINFANG_KEY"], wrapped], check=True)
    found = re.search(r"  -----BEGIN AGE[^$]*END AGE[^\n]*\n", office.file(case).read_text("utf-8"))
    assert found
    text = "".join(line[2:] for line in found[0].splitlines(keepends=True)).encode()
    opened = subprocess.run(["age", "-d", "-i", str(key)], input=text, capture_output=True, check=True).stdout.decode()
    assert [each for each in SECRET[:-1] if each not in opened] == []
