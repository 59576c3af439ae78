"""The same commands on a Windows Python and here: what they print, and the files they leave, byte for byte.

`XINFANG_WINDOWS` names the Windows Python and what starts it (`wine …/python.exe`); `.ci/windows` sets it up. Wine
gives no process a console or a closed stream, so each has pipes.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from xinfang_cli.batches import admit
from xinfang_cli.index import parts

WINDOWS = shlex.split(os.environ.get("XINFANG_WINDOWS", ""))
HERE = [sys.executable]
SOURCE = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not WINDOWS, reason="XINFANG_WINDOWS names no Windows Python: run .ci/windows")

EVERY_BYTE = bytes(range(256)) * 4
"""Among them the end of a text on Windows, 1A, and the end of a line."""

_OWN_ID = re.compile(rb"\b(id|n|of|undoes): '?[0-9a-f]{8}'?")
"""The ids of entries that are drawn by lot."""


def typed(
    python: Sequence[str], root: Path, *args: str, encoding: str = "utf-8", code: int = 0
) -> "subprocess.CompletedProcess[bytes]":
    """Type a command in a workspace and expect an exit code."""
    line = [*python, "-m", "xinfang_cli", "--today", "2026-11-22", "--by", "李经办", "--lang", "zh", *args]
    environment = os.environ | {"PYTHONIOENCODING": encoding, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(line, cwd=root, env=environment, input=b"", capture_output=True, check=False)
    assert done.returncode == code, (
        args,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )
    return done


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office, made on Windows: nothing is wrong with it, and no line ends as there."""
    root = tmp_path_factory.mktemp("sample")
    assert "set XINFANG_TODAY=2026-11-22" in typed(WINDOWS, root, "demo", "示例").stdout.decode()
    shutil.rmtree(root / "示例" / ".xinfang")
    assert "错误0处" in typed(HERE, root / "示例", "check", "--fix").stdout.decode()
    made = [path for path in (root / "示例").rglob("*.yaml") if ".xinfang" not in path.parts]
    assert len(made) > 40
    assert [path.name for path in made if b"\r" in path.read_bytes()] == []
    shutil.rmtree(root / "示例" / ".xinfang")
    return root / "示例"


@pytest.fixture
def pair(sample: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of the sample office: for Windows, and for here."""
    return tuple(shutil.copytree(sample, tmp_path / name) for name in ("视窗", "本机"))  # type: ignore[return-value]


def files(root: Path) -> dict[str, Any]:
    """Return the files that matter, the ids drawn by lot left out."""
    kept = (path for path in sorted(root.rglob("*")) if path.is_file() and ".xinfang" not in path.parts)
    return {path.relative_to(root).as_posix(): _content(path) for path in kept}


def _content(path: Path) -> Any:
    """Return what is compared of a file: of a workbook, which another library packs in its own way, the parts."""
    if path.suffix != ".xlsx":
        return _OWN_ID.sub(b"", path.read_bytes())
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).replace(b"\r\n", b"\n") for name in book.namelist()}


READING = [
    ("list", "--json"), ("due", "--json"), ("count", "--by", "unit", "--json"), ("find", "拖欠", "--json"),
    ("check", "--json"), ("report", "weekly", "--format", "csv"), ("report", "monthly", "--month", "2026-10", "--format", "md"),
    ("report", "flags", "--format", "json"), ("report", "annual", "--year", "2026", "--format", "html"),
    ("export", "--format", "csv"), ("export", "--format", "jsonl"), ("export", "--format", "ics"),
]  # fmt: skip


def test_what_is_read_is_the_same_in_the_console_s_code_page_too(pair: tuple[Path, Path]) -> None:
    there, here = pair
    for command in READING:
        told = typed(WINDOWS, there, *command, encoding="gbk").stdout
        assert told == typed(HERE, here, *command).stdout, command


def test_files_that_are_asked_for_are_the_same(pair: tuple[Path, Path]) -> None:
    there, here = pair
    for root, python in ((there, WINDOWS), (here, HERE)):
        for form in ("html", "docx", "xlsx"):
            typed(python, root, "report", "monthly", "--month", "2026-10", "--format", form, "--out", f"月报.{form}")
        typed(python, root, "report", "--site", "网页")
        typed(python, root, "sheet", "--all", "--out", "单位表")
        typed(python, root, "backup", "--out", "备份.zip")
    left, right = files(there), files(here)
    assert left.keys() == right.keys()
    assert [name for name in left if left[name] != right[name]] == []


def test_what_is_written_is_the_same(pair: tuple[Path, Path]) -> None:
    there, here = pair
    cases = sorted(path.stem for path in here.glob("cases/2026/11/XF-*.yaml"))
    (here.parent / "照片.bin").write_bytes(EVERY_BYTE)
    rows = "\n".join(f"{case},note,2026-11-22,已电话联系" for case in cases[:5])
    (here.parent / "批办.csv").write_text(f"case,did,on,text\n{rows}\n", encoding="utf-8")
    ledger = "信访日期,信访人,诉求\n2026-11-03,赵某,道路积水\n2026-11-04,钱某,噪声扰民\n"
    (here.parent / "台账.csv").write_text(ledger, encoding="gb18030")
    steps = (
        ("open", "--title", "举报", "--request", "查处", "--channel", "letter", "--received", "2026-11-20", "--class",
         "accusation", "--key", "甲"),
        ("attach", cases[0], "../照片.bin"),
        ("apply", "../批办.csv"),
        ("set", cases[1], "--place", "𠮷祥街"),
        ("undo", cases[2]),
        ("import", "../台账.csv"),
        ("check", "--fix"),
    )  # fmt: skip
    for root, python in ((there, WINDOWS), (here, HERE)):
        for step in steps:
            typed(python, root, *step)
    left, right = files(there), files(here)
    assert left.keys() == right.keys()
    assert [name for name in left if left[name] != right[name]] == []
    assert (there / f"cases/2026/11/{cases[0]}/照片.bin").read_bytes() == EVERY_BYTE


def test_what_takes_several_processes_is_the_same(tmp_path: Path) -> None:
    """Rows of a long ledger are read by a crew, and so are the files of an office when its index is made anew."""
    rows = [
        f"A{number},2026-{1 + number % 10:02}-{1 + number % 28:02},王某,第{number}号路灯不亮" for number in range(1_050)
    ]
    found = {}
    for name, python in (("视窗", WINDOWS), ("本机", HERE)):
        root = tmp_path / name
        root.mkdir()
        (root / "台账.csv").write_text("\n".join(["信访件编号,信访日期,姓名,概况", *rows]), "utf-8")
        typed(python, root, "init", "--office", "某县信访局", "--code", "410122")
        told = [typed(python, root, "import", "台账.csv", "--json").stdout]
        shutil.rmtree(root / ".xinfang")
        told += [
            typed(python, root, *command).stdout
            for command in (("count", "--json"), ("list", "--json"), ("check", "--json"))
        ]
        found[name] = told, {path: content for path, content in files(root).items() if path.startswith("cases/")}
    assert found["视窗"] == found["本机"]
    assert len(found["本机"][1]) > max(parts.MANY, admit.MANY)
