"""Petitioners under seal, typed: nothing is shown or lies about, clones merge, keys are changed, lost and destroyed.

Names and phones are planted that nothing else has, and looked for in every file, in what workbooks and documents hold,
in every object of git, in temporary files and in all that was printed.
"""

import csv
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands.conftest import Answer, Office, committed, git
from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg
from xinfang_cli.store import agefile, keyring
from xinfang_cli.store.workspace import Workspace

SOURCE = Path(__file__).parents[2]
PLANTED = 300
MANY = int(os.environ.get("XINFANG_SEALED", "40"))
"""Matters that are sealed while the command is killed; the check asks for 2,000 once in a while."""

KILLS = 10 if MANY >= 2_000 else 3

needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed")


pytestmark = pytest.mark.usefixtures("apart")


def safe_key(told: str) -> str:
    """Return the safe's key from what `on` printed, as somebody writes it down."""
    found = re.search(r"(AGE-SECRET-KEY-1)\n((?:[0-9A-Z ]+\n)+)", told)
    assert found
    return found[1] + "".join(found[2].split())


def opened_by(office: Office, case_id: str, *more: str) -> str:
    """Return what `show --reveal` says of the person."""
    return office.does("show", case_id, "--reveal", *more).partition("信访人：")[2].partition("\n")[0]


def person(office: Office, name: str, phone: str, *more: str) -> str:
    return office.open("2026-11-02", "--name", name, "--phone", phone, *more)


# --- Nothing lies about ---------------------------------------------------------------------------------------------


def name_of(number: int) -> str:
    return f"欧阳标{chr(0x4E00 + number * 7)}"


def phone_of(number: int) -> str:
    return f"1371234{number:04}"


MARKERS = [each for number in range(PLANTED) for each in (name_of(number), phone_of(number))]


def _parts(raw: bytes) -> Iterator[bytes]:
    yield raw
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            yield from (packed.read(each) for each in packed.namelist())


def markers_in(raw: bytes) -> set[str]:
    """Return the markers in some bytes, whatever they are packed in or written as."""
    found = set()
    for part in _parts(raw):
        for form in ("utf-8", "gb18030", "utf-16-le"):
            text = part.decode(form, "replace")
            found |= {each for each in MARKERS if each in text} if "欧阳标" in text or "1371234" in text else set()
    return found


def lying_about(office: Office, temp: Path) -> dict[str, set[str]]:
    """Return where markers stand: every file and name, everything git has, what was left in temporary folders."""
    files = [path for folder in (office.root, temp) for path in folder.rglob("*") if path.is_file()]
    found = {str(path): markers_in(path.read_bytes()) | markers_in(str(path).encode()) for path in files}
    if (office.root / ".git").exists():
        every = ["git", "-C", str(office.root), "cat-file", "--batch-all-objects", "--batch"]
        found["git"] = markers_in(subprocess.run(every, capture_output=True, check=True).stdout)
    return {where: each for where, each in found.items() if each}


def ledger(path: Path, count: int) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["信访件编号", "信访日期", "姓名", "联系电话", "住址", "信访目的", "概况", "责任单位"])
        for n in range(count):
            kind = "揭发控告" if n % 10 == 0 else "求决"
            out.writerow([f"4101222026{n:08}", f"2026-{1 + n % 10:02}-{1 + n % 28:02}", name_of(n), phone_of(n),
                          f"幸福里{n}号", kind, f"第{n}件道路积水", "住建局"])  # fmt: skip
    return str(path)


def questions(case: str) -> Iterator[tuple[str, ...]]:
    for name in ("list", "due", "count", "find", "log", "show", "explain", "check", "privacy"):
        end = {"log": (case,), "show": (case,), "explain": (case,), "find": ("积水",), "privacy": ("status",)}
        yield (name, *end.get(name, ()))
        yield (name, *end.get(name, ()), "--json")


def test_no_planted_name_or_phone_lies_anywhere(office: Office, tmp_path: Path) -> None:
    """300 persons, one matter in ten an accusation: files, index, git, temporary files, and all that is printed."""
    office.does("privacy", "on")
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("{autocommit: false}", "{autocommit: true}"), encoding="utf-8")
    told = [office("import", ledger(tmp_path / "台账.csv", PLANTED)), office("import", str(tmp_path / "台账.csv"))]
    assert [each.code for each in told] == [0, 0]
    assert f"{PLANTED}" in told[0].out
    (tmp_path / "台账.csv").unlink()
    ids = [row["id"] for row in office.does("list", "--json")]
    assert len(ids) == PLANTED
    one, two = (
        next(row["id"] for row in office.does("list", "--json") if row["class"] == kind)
        for kind in ("claim", "accusation")
    )
    told += [office("route", one, "住建局"), office("set", one, "--name", name_of(0), "--phone", phone_of(1))]
    told += [office("find", "--name", name_of(3), "--phone", end) for end in (phone_of(3), "0003")]
    assert [each.code for each in told[-2:]] == [0, 0]
    told += [
        office("note", two, "--text", "已电话联系"),
        office("set", one, "--class", "accusation"),
        office("undo", one),
    ]
    told += [office(*words) for case in (one, two) for words in questions(case)]
    for form in ("csv", "xlsx", "jsonl", "ics", "open311"):
        told.append(office("export", "--format", form, "--out", str(office.root / "reports" / f"出.{form}")))
    told += [
        office("report", "weekly", "--format", form, "--out", str(office.root / "reports" / f"周.{form}"))
        for form in ("html", "docx", "xlsx")
    ]
    told.append(office("sheet", "--all", "--out", str(office.root / "reports" / "表")))
    assert [each for each in told if markers_in((each.out + each.err).encode()) or "Traceback" in each.err] == []
    assert lying_about(office, tmp_path / "temp") == {}
    found = {
        each["petitioners"][0]["phone"] for each in office.does("list", "--reveal", "--json") if each.get("petitioners")
    }
    assert len(found) == PLANTED - PLANTED // 10 - 1, "with the key each is there, but for accusations"


def test_a_block_keeps_its_bytes_over_fifty_steps(office: Office) -> None:
    office.does("privacy", "on")
    case = person(office, "王小五", "13812340000")
    block = re.search(
        r"petitioners:\n(?:[ -].*\n)*petitioners_sealed: \|\n(?:  .*\n)+", office.file(case).read_text("utf-8")
    )
    assert block
    for count in range(25):
        office.does("note", case, "--text", f"第{count}次联系")
        office.does("set", case, "--owner", f"小李{count}")
    assert block[0] in office.file(case).read_text("utf-8")


# --- Turning it on and off ------------------------------------------------------------------------------------------


def test_on_seals_what_is_there_and_unseal_brings_it_back_to_the_byte(office: Office) -> None:
    case = person(office, "王小五", "13812340000", "--address", "阳光花园3号楼")
    hidden = office.open("2026-11-03", "--class", "accusation", "--name", "赵证人", "--phone", "13812340001")
    office.file(case).write_text("# 手写的批注\n" + office.file(case).read_text("utf-8"), "utf-8")
    before = office.bytes()
    assert "将加密2件" in office.does("privacy", "on", "--dry-run")
    assert office.bytes() == before
    told = office.does("privacy", "on")
    assert agefile.is_identity(safe_key(told))
    assert "██" in told
    assert "手写的批注" in office.file(case).read_text("utf-8")
    assert not any(
        "王小五" in (text := raw.decode("utf-8", "replace")) or "赵证人" in text for raw in office.bytes().values()
    )
    assert opened_by(office, case) == "王小五 13812340000 阳光花园3号楼"
    assert opened_by(office, hidden) == "赵证人 13812340001"
    assert office.does("check").endswith("错误0处，提醒0处\n")
    assert "已加密0件" in office.does("privacy", "on")
    assert "将改回明文2件" in office.does("privacy", "unseal", "--dry-run")
    office.does("privacy", "unseal")
    after = office.bytes()
    keys = {name for name in after if name.startswith("sealed/keys/")} | {"sealed/access.log"}
    assert {name: raw for name, raw in after.items() if name not in keys and name != "config.yaml"} == {
        name: raw for name, raw in before.items() if name != "config.yaml"
    }
    assert "privacy: {sealed: false, recipients: []}" in after["config.yaml"].decode()


def test_on_a_console_that_lacks_half_blocks_the_picture_is_drawn_without(office: Office) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xinfang_cli", "-C", str(office.root), "privacy", "on"],
        env=os.environ | {"PYTHONIOENCODING": "gbk"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    told = done.stdout.decode("gbk")
    assert agefile.is_identity(safe_key(told))
    assert ("█" in told, "\x1b[7m" in told, "?" in told) == (False, True, False)


def test_the_safes_key_goes_to_a_page_where_that_is_asked_for(office: Office, tmp_path: Path) -> None:
    told = office.does("privacy", "on", "--out", str(tmp_path / "safe.html"))
    page = (tmp_path / "safe.html").read_text("utf-8")
    assert "AGE-SECRET-KEY" not in told
    assert "<svg" in page
    assert agefile.is_identity(safe_key(page.replace("<br>", "\n").replace("</pre>", "\n")))
    assert (tmp_path / "safe.html").stat().st_mode & 0o777 == 0o600


def test_keys_that_config_names_are_taken(office: Office) -> None:
    one, two = agefile.new_identity(), agefile.new_identity()
    config = office.root / "config.yaml"
    public = [agefile.recipient_of(each) for each in (one, two)]
    config.write_text(
        config.read_text("utf-8").replace("{sealed: false, recipients: []}", f"{{recipients: [{', '.join(public)}]}}"),
        "utf-8",
    )
    assert "没有开启加密" in office("check").out
    told = office.does("privacy", "on", "--add", public[1])
    assert "保险柜" not in told
    status = office.does("privacy", "status", "--json")
    assert status["recipients"] == [*status["own"], *public]
    assert (status["sealed"], status["matters"]["sealed"]) == (True, 0)


@needs_age
def test_age_opens_a_matter_with_the_key_file_and_with_the_safes(office: Office, tmp_path: Path) -> None:
    safe = tmp_path / "safe.txt"
    safe.write_text(safe_key(office.does("privacy", "on")), "ascii")
    case = person(office, "王小五", "13812340000")
    block = office.file(case).read_text("utf-8").partition("petitioners_sealed: |\n")[2].partition("\nrequest")[0]
    for key in (os.environ["XINFANG_KEY"], str(safe)):
        wrapped = str(office.root / "sealed" / "keys" / f"{case}.age")
        subprocess.run(["age", "-d", "-o", str(tmp_path / "matter.key"), "-i", key, wrapped], check=True)
        text = "\n".join(line[2:] for line in block.splitlines()).encode() + b"\n"
        opened = subprocess.run(
            ["age", "-d", "-i", str(tmp_path / "matter.key")], input=text, capture_output=True, check=True
        )
        assert json.loads(opened.stdout) == {"petitioners": [{"name": "王小五", "phone": "13812340000"}]}
        (tmp_path / "matter.key").unlink()


def test_killed_while_sealing_nothing_is_lost_and_the_same_command_goes_on(office: Office, tmp_path: Path) -> None:
    """`kill -9` ten times at moments of its files: each matter is in clear or under seal with its key, never neither."""
    office.does("import", ledger(tmp_path / "台账.csv", min(MANY, PLANTED)))
    _multiply(office, MANY)
    persons = _persons(office)
    assert len(persons) == MANY
    words = [sys.executable, "-m", "xinfang_cli", "-C", str(office.root), "--today", office.today, "privacy", "on"]
    chance, folders, killed, tried = random.Random(7), (office.root / "cases", office.root / "sealed"), 0, 0

    def count(pattern: str) -> int:
        return sum(1 for folder in folders for _ in folder.rglob(pattern))

    while killed < KILLS:
        tried += 1
        assert tried < 6 * KILLS, killed
        pattern = "*.age" if tried % 2 else ".xf-tmp-*"
        enough = count(pattern) + chance.randrange(1, MANY // 3)
        with subprocess.Popen(words, cwd=SOURCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while count(pattern) < enough:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.002)
                    break
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        assert _persons(office) == persons
        if process.returncode == 0:  # it was done before its moment came: begin again
            office.does("privacy", "unseal")
            shutil.rmtree(office.root / "sealed" / "keys")
    office.does("privacy", "on")
    status = office.does("privacy", "status", "--json")["matters"]
    assert (status["sealed"], status["clear"], status["without_key"]) == (MANY, 0, 0)
    assert _persons(office) == persons
    assert not [*office.root.rglob(".xf-tmp-*")]


def _multiply(office: Office, count: int) -> None:
    """Make as many matters as are wanted of those that are there."""
    files = sorted(office.root.glob("cases/*/*/*.yaml"))
    file, text = next((file, text) for file in files if "欧阳标" in (text := file.read_text("utf-8")))
    for n in range(count - len(files)):
        case_id = f"XF-20261101-{_word(n)}"
        place = office.root / "cases" / "2026" / "11" / f"{case_id}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(re.sub("欧阳标.", f"赵{n}", text.replace(file.stem, case_id)), "utf-8")


def _word(number: int) -> str:
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(signs[number // 32**at % 32] for at in range(4, -1, -1))


def _persons(office: Office) -> dict[str, str]:
    """Return the first person of each matter, opened where that needs a key."""
    from xinfang_cli.store import cases as store
    from xinfang_cli.store.held import held_at
    from xinfang_cli.store.people import opened

    ws = Workspace(office.root)
    cases = [opened(ws, held_at(ws, path).case) for path in store.case_paths(ws)]
    return {case.id: case.petitioners[0].name or "" for case in cases}


# --- Keys -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sealed(office: Office) -> tuple[Office, str, str]:
    """An office that seals, in git; a matter, and the safe's key."""
    safe = safe_key(office.does("privacy", "on"))
    case = person(office, "王小五", "13812340000")
    committed(office)
    return office, case, safe


def as_(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Sit down at another computer, which has another key file."""
    monkeypatch.setenv("XINFANG_KEY", str(path))


def cloned(office: Office, root: Path) -> Office:
    subprocess.run(["git", "clone", "-q", str(office.root), str(root)], check=True, capture_output=True)
    other = Office(root)
    other.does("init", str(root))
    return other


def test_two_clerks_and_the_safe(
    sealed: tuple[Office, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, case, safe = sealed
    mine, theirs, third = tmp_path / "key.txt", tmp_path / "两号.txt", tmp_path / "三号.txt"
    other = cloned(office, tmp_path / "other")
    as_(monkeypatch, theirs)
    public = re.search(r"age1\w+", other.does("privacy", "keys", "new"))
    assert public
    assert public[0] in other.does("privacy", "keys", "new"), "a second time it is the same"
    masked = other("show", case, "--reveal")
    assert (masked.code, "王* 138****0000" in masked.out) == (3, True)
    as_(monkeypatch, mine)
    before = {path: path.read_bytes() for path in office.root.glob("cases/*/*/*.yaml")}
    office.does("privacy", "rotate", "--add", public[0])
    office.does("privacy", "keys", "export", str(tmp_path / "keys.age"))
    assert {path: path.read_bytes() for path in before} == before
    committed(office)
    git(other, "pull", "-q")
    as_(monkeypatch, theirs)
    assert "收到1件" in other.does("privacy", "keys", "import", str(tmp_path / "keys.age"))
    assert "收到0件" in other.does("privacy", "keys", "import", str(tmp_path / "keys.age"))
    assert opened_by(other, case) == "王小五 13812340000"
    other.does("privacy", "rotate")
    assert len(other.does("privacy", "status", "--json")["recipients"]) == 3
    assert opened_by(other, case) == "王小五 13812340000"
    as_(monkeypatch, third)
    monkeypatch.setattr(sys, "stdin", io.StringIO(safe[:-1]))
    answer = other("privacy", "recover")
    assert (answer.code, Msg.SAFE_SLIP().in_(Lang.ZH) in answer.err) == (1, True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(" ".join(safe[at : at + 4] for at in range(0, len(safe), 4)).lower()))
    other.does("privacy", "recover")
    assert opened_by(other, case) == "王小五 13812340000"
    assert len(other.does("privacy", "status", "--json")["recipients"]) == 4
    lost = other.does("privacy", "status", "--json")["recipients"][0]
    other.does("privacy", "rotate", "--remove", lost)
    as_(monkeypatch, theirs)
    assert other("privacy", "status", "--json").json["own"] == []
    assert other("show", case, "--reveal").code == 3


def test_two_clones_merge_sealed_petitioners_as_one_field(sealed: tuple[Office, str, str], tmp_path: Path) -> None:
    office, case, _ = sealed
    other = cloned(office, tmp_path / "other")
    shutil.copytree(office.root / "sealed", other.root / "sealed", dirs_exist_ok=True)
    office.does("set", case, "--phone", "13912341111")
    office.does("note", case, "--text", "我方")
    other.does("note", case, "--text", "对方")
    committed(office)
    committed(other)
    git(other, "pull", "-q", "--no-rebase")
    assert opened_by(other, case) == "王小五 13912341111"
    assert "对方" in other.does("log", case)
    git(office, "pull", "-q", "--no-rebase", str(other.root))
    office.does("set", case, "--name", "王大五")
    other.does("set", case, "--phone", "13712342222")
    committed(office)
    committed(other)
    git(other, "pull", "-q", "--no-rebase", fails=True)
    text = other.file(case).read_text("utf-8")
    assert not {"王大五", "王小五", "13712342222"} & {
        each for each in ("王大五", "王小五", "13712342222") if each in text
    }
    ours, theirs = text.partition("<<<<<<< ")[2].partition("\n=======\n")[::2]
    assert ours.count("petitioners_sealed: |") == theirs.partition(">>>>>>> ")[0].count("petitioners_sealed: |") == 1
    kept = re.sub(r"^<{7} .*\n([\s\S]*?)^={7}\n[\s\S]*?^>{7} .*\n", r"\1", text, flags=re.MULTILINE)
    other.file(case).write_text(kept, "utf-8")
    committed(other)
    assert opened_by(other, case) == "王小五 13712342222"
    assert other("check").code == 0


def test_two_clones_that_each_sealed_the_same_persons_do_not_differ(office: Office, tmp_path: Path) -> None:
    case = person(office, "王小五", "13812340000")
    committed(office)
    other = cloned(office, tmp_path / "other")
    office.does("privacy", "on")
    shutil.copy(office.root / "config.yaml", other.root / "config.yaml")
    other.does("privacy", "seal")
    other.does("set", case, "--owner", "小李")
    committed(office)
    committed(other)
    other.does("privacy", "keys", "export", str(tmp_path / "keys.age"))
    office.does("privacy", "keys", "import", str(tmp_path / "keys.age"))
    git(office, "pull", "-q", "--no-rebase", str(other.root))
    assert opened_by(office, case) == "王小五 13812340000"
    assert office("check").code == 0


def test_who_changed_a_person_in_clear_is_sealed_by_the_merge(office: Office, tmp_path: Path) -> None:
    case = person(office, "王小五", "13812340000")
    committed(office)
    other = cloned(office, tmp_path / "other")
    other.does("set", case, "--phone", "13912341111")
    committed(other)
    office.does("privacy", "on")
    committed(office)
    git(office, "pull", "-q", "--no-rebase", str(other.root))
    assert "王小五" not in office.file(case).read_text("utf-8")
    assert opened_by(office, case) == "王小五 13912341111"


def test_many_matters_that_both_clones_changed_are_sealed_after_the_merge(office: Office, tmp_path: Path) -> None:
    """Enough of them that the answers are worked out ahead, for some of them by nobody but the driver itself."""
    cases = [person(office, f"王小{sign}", f"1381234000{at}") for at, sign in enumerate("一二三四五六")]
    committed(office)
    other = cloned(office, tmp_path / "other")
    for at, case in enumerate(cases):
        other.does("set", case, *(("--phone", f"1391234111{at}") if at % 2 else ("--owner", "小李")))
    committed(other)
    office.does("privacy", "on")
    committed(office)
    git(office, "pull", "-q", "--no-rebase", str(other.root))
    status = office.does("privacy", "status", "--json")["matters"]
    assert (status["sealed"], status["clear"], status["without_key"]) == (len(cases), 0, 0)
    phones = [opened_by(office, case).partition(" ")[2] for case in cases]
    assert phones == [f"1391234111{at}" if at % 2 else f"1381234000{at}" for at in range(len(cases))]
    assert office("check").code == 0


def test_the_same_registration_typed_again_is_the_same_matter(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.does("privacy", "on")
    case = person(office, "王小五", "13812340000", "--key", "甲1")
    assert person(office, "王小五", "13812340000", "--key", "甲1") == case
    words = ("--title", "反映阳光花园逾期交房", "--request", "要求明确交房时间", "--channel", "visit")
    other = office("open", *words, "--received", "2026-11-02", "--name", "赵六", "--key", "甲1")
    assert other.code == 1
    as_(monkeypatch, tmp_path / "none.txt")
    assert person(office, "王小五", "13812340000", "--key", "甲1") == case


def test_representatives_are_set_with_the_key_alone_one_by_one_and_in_a_table(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.does("privacy", "on")
    case = person(office, "王小五", "13812340000", "--people", "12", "--representatives", "王小五、赵六六")
    assert "赵六六" not in office.file(case).read_text("utf-8")
    office.does("set", case, "--representatives", "王小五、李二二")
    (tmp_path / "a.csv").write_text(f"case,did,representatives\n{case},set,王小五、孙七七\n", "utf-8")
    office.does("apply", str(tmp_path / "a.csv"))
    assert office.does("show", case, "--reveal", "--json")["representatives"] == ["王小五", "孙七七"]
    text = office.file(case).read_text("utf-8")
    assert not [name for name in ("王小五", "李二二", "孙七七") if name in text]
    as_(monkeypatch, tmp_path / "none.txt")
    assert office("set", case, "--representatives", "周八八").code == 1
    (tmp_path / "b.csv").write_text(f"case,did,representatives\n{case},set,周八八\n", "utf-8")
    told = office("apply", str(tmp_path / "b.csv"))
    assert (told.code, "这里没有密钥文件" in told.out + told.err) == (4, True)


# --- Forgetting -----------------------------------------------------------------------------------------------------


def blocks_of(office: Office) -> list[str]:
    """Return every armored block in every object of git and in every file."""
    every = ["git", "-C", str(office.root), "cat-file", "--batch-all-objects", "--batch"]
    text = subprocess.run(every, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    text += "\n".join(
        path.read_text("utf-8", "replace")
        for path in office.root.rglob("*")
        if path.is_file() and ".git" not in path.parts
    )
    found = re.findall(r"^ *-----BEGIN AGE[^\n]*\n(?: *[^\n]+\n)+? *-----END AGE[^\n]*$", text, re.MULTILINE)
    return ["\n".join(line.strip() for line in each.splitlines()) + "\n" for each in dict.fromkeys(found)]


def readable(office: Office, keys: list[str]) -> str:
    """Return all that some keys, and the keys that they open, make of the blocks."""
    said, todo = "", list(keys)
    blocks = blocks_of(office)
    assert blocks
    for key in todo:
        for block in blocks:
            with suppress(agefile.UnopenedError):
                opened = agefile.unseal(block, [key]).decode()
                said += opened
                todo += [each for each in opened.split() if agefile.is_identity(each) and each not in todo]
    return said


def test_forget_leaves_nothing_that_any_key_opens_in_any_commit(
    sealed: tuple[Office, str, str], tmp_path: Path
) -> None:
    office, case, safe = sealed
    kept = person(office, "赵六", "13812349999")
    office.does("set", case, "--phone", "13912341111")
    committed(office)
    other = cloned(office, tmp_path / "other")
    shutil.copytree(office.root / "sealed", other.root / "sealed", dirs_exist_ok=True)
    office.does("backup", "--out", str(tmp_path / "备份.zip"))
    keys = [*keyring.own_identities(), safe]
    assert "王小五" in readable(office, keys)
    assert office("privacy", "forget", case).code == 1, "a reason is asked for"
    office.does("privacy", "forget", case, "--reason", "本人申请删除")
    committed(office)
    said = readable(office, keys)
    assert ("王小五" in said, "1381234000" in said, "赵六" in said) == (False, False, True)
    assert "本人申请删除" in office.does("log", case)
    for words in (("privacy", "forget", case, "--reason", "再次"), ("undo", case), ("set", case, "--name", "王小五")):
        assert office(*words).code == 1
    assert office("show", case, "--reveal").code == 3
    office.does("note", case, "--text", "照常办理")
    committed(office)

    git(other, "pull", "-q", "--no-rebase")
    found = other("check")
    assert (found.code, case in found.out, kept in found.out) == (3, True, False)
    assert f"{case}" in other("list").err
    assert not keyring.has_key(Workspace(other.root), case)
    assert other("check").code == 0
    assert "王小五" not in readable(other, keys)

    other.does("note", kept, "--text", "别的事")
    keyring.put_key(Workspace(other.root), case, b"a copy that somebody brought")
    assert other("check").code == 3
    other.does("check", "--fix")
    assert not keyring.has_key(Workspace(other.root), case)
    old = zipfile.ZipFile(tmp_path / "备份.zip").read(f"sealed/keys/{case}.age")
    office.does("backup", "--out", str(tmp_path / "新.zip"))
    restored = Office(tmp_path / "还原")
    (restored.root / "sealed" / "keys").mkdir(parents=True, mode=0o700)
    (restored.root / "sealed" / "keys" / f"{case}.age").write_bytes(old)
    answer = restored("restore", str(tmp_path / "新.zip"), str(restored.root))
    assert (answer.code, case in answer.err) == (0, True)
    assert not keyring.has_key(Workspace(restored.root), case)


def test_keys_of_forgotten_matters_do_not_come_back_from_another_computer(
    sealed: tuple[Office, str, str], tmp_path: Path
) -> None:
    office, case, _ = sealed
    office.does("privacy", "keys", "export", str(tmp_path / "keys.age"))
    office.does("privacy", "forget", case, "--reason", "本人申请删除")
    assert "收到0件" in office.does("privacy", "keys", "import", str(tmp_path / "keys.age"))
    assert not keyring.has_key(Workspace(office.root), case)


# --- Refused --------------------------------------------------------------------------------------------------------


def told(answer: Answer, code: int, said: str) -> None:
    assert (answer.code, said in answer.err) == (code, True), answer
    assert "Traceback" not in answer.err


def test_what_cannot_be_is_said_in_a_sentence(
    sealed: tuple[Office, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, case, safe = sealed
    own, paper = office.does("privacy", "status", "--json")["recipients"]
    stranger = agefile.recipient_of(agefile.new_identity())
    slip = stranger[:-1] + ("q" if stranger[-1] != "q" else "p")
    told(office("privacy", "rotate", "--add", slip), 1, "抄错了字符")
    told(office("privacy", "rotate", "--remove", stranger), 1, "不在 privacy.recipients 里")
    told(office("privacy", "rotate", "--remove", paper), 1, "至少要2把")
    told(office("privacy", "rotate", "--remove", own, "--add", stranger), 1, "这台电脑就打不开了")
    told(office("privacy", "forget"), 2, "一件的编号")
    told(office("privacy", "keys", "send", "x"), 2, "export 文件")
    told(office("privacy", "status", "now"), 2, "不写别的")
    told(office("privacy", "seal", "--reason", "x"), 2, "--reason")
    told(office("privacy", "lock"), 2, "lock")
    (tmp_path / "no.age").write_text("不是密文", "utf-8")
    told(office("privacy", "keys", "import", str(tmp_path / "no.age")), 1, "不是age加密文件")
    (tmp_path / "theirs.age").write_text(agefile.seal(b"x", [stranger]), "ascii")
    told(office("privacy", "keys", "import", str(tmp_path / "theirs.age")), 1, "不是封给这里的密钥的")
    (tmp_path / "from.age").write_text(agefile.seal("别处的信".encode(), [own]), "ascii")
    told(office("privacy", "keys", "import", str(tmp_path / "from.age")), 1, "不是 xinfang privacy keys export 写的")
    (tmp_path / "empty.age").write_text(agefile.seal(b"", [own]), "ascii")
    told(office("privacy", "keys", "import", str(tmp_path / "empty.age")), 1, "不是 xinfang privacy keys export 写的")
    told(office("privacy", "keys", "export", str(tmp_path / "no.age")), 1, "no.age")
    monkeypatch.setattr(sys, "stdin", io.StringIO(agefile.new_identity()))
    told(office("privacy", "recover"), 1, "不是这个工作区的")
    as_(monkeypatch, tmp_path / "没有.txt")
    told(office("privacy", "keys", "import", str(tmp_path / "from.age")), 1, "先运行 xinfang privacy keys new")
    told(office("privacy", "keys", "export", str(tmp_path / "out.age")), 1, "先运行 xinfang privacy keys new")
    told(office("privacy", "rotate"), 1, "先运行 xinfang privacy keys new")
    told(office("privacy", "unseal"), 1, "有1件打不开")
    told(office("set", case, "--name", "王大五"), 1, "这里没有密钥文件")
    assert "本机没有能打开的密钥" in office.does("privacy", "status")
    assert office("check").code == 0
    assert safe


def test_without_sealing_there_is_nothing_to_rotate_or_to_forget(office: Office) -> None:
    case = person(office, "王小五", "13812340000")
    for words in (("rotate",), ("recover",), ("seal",), ("forget", case, "--reason", "x"), ("keys", "export", "x")):
        told(office("privacy", *words), 1, "没有开启加密")
    told(office("privacy", "keys", "import", "x"), 1, "没有开启加密")
    assert "明文1件" in office.does("privacy", "status")
    office.does("privacy", "on")
    nobody = office.open("2026-11-02")
    told(office("privacy", "forget", nobody, "--reason", "x"), 1, "没有加密，销毁不了")


def test_check_names_what_is_damaged_in_clear_or_other_than_its_mask(sealed: tuple[Office, str, str]) -> None:
    office, case, _ = sealed
    file = office.file(case)
    whole = file.read_text("utf-8")

    def found(text: str, config: Callable[[str], str] = lambda text: text) -> tuple[int, str]:
        settings = office.root / "config.yaml"
        before = settings.read_text("utf-8")
        file.write_text(text, "utf-8")
        settings.write_text(config(before), "utf-8")
        answer = office("check")
        settings.write_text(before, "utf-8")
        file.write_text(whole, "utf-8")
        return answer.code, answer.out

    code, said = found(whole.replace("name: 王*", "name: 李*"))
    assert (code, "对不上" in said) == (3, True)
    code, said = found(re.sub(r"petitioners_sealed: \|\n(  .*\n)+", "", whole))
    assert (code, "还没有加密" in said) == (0, True)
    code, said = found(whole.replace("  -----END AGE ENCRYPTED FILE-----\n", ""))
    assert (code, "已损坏" in said) == (3, True)
    file.write_text(whole.replace("  -----END AGE ENCRYPTED FILE-----\n", ""), "utf-8")
    office.does("note", case, "--text", "照常办理")
    damaged = office("show", case, "--reveal")
    assert (damaged.code, "王* 138****0000" in damaged.out, "已损坏" in damaged.err) == (3, True, True)
    file.write_text(whole, "utf-8")
    lines = whole.splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if "END AGE" in line)
    code, said = found("".join([*lines[: at - 1], lines[at - 1][:-4] + "AA=\n", *lines[at:]]))
    assert (code, "已损坏" in said) == (3, True)
    code, said = found(
        whole, lambda text: re.sub(r"(age1\w{20})(.)", lambda m: m[1] + ("q" if m[2] != "q" else "p"), text, count=1)
    )
    assert (code, "抄错了字符" in said) == (3, True)
    keyring.destroy_key(Workspace(office.root), case)
    code, said = found(whole)
    assert (code, "没有这一件的密钥" in said) == (0, True)
    office.does("note", case, "--text", "照常办理")


def test_in_an_editor_a_mask_is_not_changed_and_a_name_is_sealed(
    sealed: tuple[Office, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, case, _ = sealed

    def edits(old: str, new: str) -> Answer:
        script = tmp_path / "edit.sh"
        script.write_text(f"#!/bin/sh\nsed -i 's/{old}/{new}/' \"$1\"\n", "utf-8")
        script.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(script))
        return office("edit", case)

    told(edits("138\\*\\*\\*\\*0000", "13912341111"), 1, "带*号")
    for path in (office.root / "sealed").glob("*.rejected"):
        path.unlink()
    assert edits("title: .*", "title: 另一个标题").code == 0
    assert edits("name: 王\\*", "name: 王大五").code == 1, "the phone beside it is a mask"
    assert opened_by(office, case) == "王小五 13812340000"


def test_a_ledger_that_is_imported_again_is_known_with_the_key_and_without(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.does("privacy", "on")
    rows = [
        "信访日期,姓名,联系电话,概况",
        "2026-11-02,王小五,13812340000,道路积水",
        "2026-11-03,赵六,13812349999,夜间施工",
    ]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", "utf-8")
    first = office("import", str(tmp_path / "a.csv"), "--json").json
    before = office.bytes()
    for key in ("key.txt", "none.txt"):
        as_(monkeypatch, tmp_path / key)
        again = office("import", str(tmp_path / "a.csv"), "--json").json
        assert (first["imported"], again["imported"], again["known"]) == (2, 0, 2)
        checked = office("import", "--check", str(tmp_path / "a.csv"), "--json").json
        assert checked["known"] == 2
        assert office.bytes() == before


def test_likely_repeats_are_told_under_seal_too(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.does("privacy", "on")
    case = person(office, "王小五", "13812340000")
    words = (
        "open",
        "--title",
        "反映阳光花园逾期交房",
        "--request",
        "要求明确交房时间",
        "--channel",
        "visit",
        "--received",
        "2026-11-03",
    )
    assert case in office(*words, "--name", "王小五", "--phone", "13812340000").err
    assert case not in office(*words, "--name", "王大五", "--phone", "13812340000").err
    as_(monkeypatch, tmp_path / "none.txt")
    assert case not in office(*words, "--name", "王小五", "--phone", "13812340000").err


def test_documents_bear_the_name_and_are_refused_without_the_key(
    sealed: tuple[Office, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, case, _ = sealed
    office.does("notice", case, "registration", "--format", "html", "--out", str(tmp_path / "表"))
    assert any("王小五" in path.read_text("utf-8") for path in (tmp_path / "表").rglob("*.html"))
    assert "王小五" not in office.file(case).read_text("utf-8")
    other = person(office, "赵六", "13812349999")
    as_(monkeypatch, tmp_path / "none.txt")
    told(office("notice", other, "registration"), 1, "这里没有密钥文件")
    answer = office("notice", "--owed")
    assert "这里没有密钥文件" in answer.out + answer.err
    assert not list((office.root / "notices").rglob("*.docx"))


LOADED = "import sys; from xinfang_cli.app import run; run(sys.argv[1:]); print(chr(0), *sys.modules)"


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("due",),
        ("show", "{id}"),
        ("log", "{id}"),
        ("find", "交房"),
        ("note", "{id}", "--text", "已电话联系"),
    ],
    ids=lambda words: words[0],
)
def test_what_asks_for_no_person_does_not_wait_for_the_library(
    sealed: tuple[Office, str, str], words: tuple[str, ...]
) -> None:
    office, case, _ = sealed
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *(word.format(id=case) for word in words)],
        env=os.environ | {"XINFANG_HOME": str(office.root), "XINFANG_TODAY": office.today},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.rpartition("\0")[2].split())
    assert "xinfang_cli.commands" in loaded
    assert loaded & {"pyrage", "segno", "pydantic", "yaml"} == set(), done.stderr
    assert "xinfang_cli.store.people" not in loaded
