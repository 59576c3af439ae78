import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import chinese_calendar
import pytest

import xinfang_cli
from xinfang_cli.office import basis
from xinfang_cli.office.basis import MODULES, holidays, program

PACKAGE = Path(xinfang_cli.__file__).parent
HOLIDAYS = Path(chinese_calendar.__file__).parent
OFFICE = "office: {name: 某县信访局, code: '410122', level: 县}\n"
RULE = "clocks: {镇级初核: {days: 7, cites: 某县办法第8条}}\n"


@pytest.fixture
def fresh() -> None:
    program.cache_clear()


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a second installation of the program and the holiday data: another folder, another time."""
    top = tmp_path_factory.mktemp("另一台 电脑")
    for package in (PACKAGE, HOLIDAYS):
        shutil.copytree(package, top / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in top.rglob("*.py"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return top


def run(installation: Path, office: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from xinfang_cli.app import main; main()", "-C", str(office), "--by", "甲", *words],
        env={**os.environ, "PYTHONPATH": str(installation), "XINFANG_TODAY": "2026-11-22"},
        cwd=installation,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def times_made(office: Path) -> int:
    """Return SQLite's count of how often tables were made or dropped."""
    with closing(sqlite3.connect(office / ".xinfang" / "index.sqlite3")) as db:
        found: int = db.execute("PRAGMA schema_version").fetchone()[0]
        return found


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return an office with a matter and an index, made by the first installation."""
    (tmp_path / "config.yaml").write_text(OFFICE, "utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / ".gitkeep").touch()
    run(
        PACKAGE.parent,
        tmp_path,
        "open",
        "--title",
        "积水",
        "--request",
        "清淤",
        "--channel",
        "letter",
        "--received",
        "2026-11-20",
    )
    run(PACKAGE.parent, tmp_path, "count")
    return tmp_path


def test_two_installations_in_turn_never_make_the_index_anew(office: Path, second: Path) -> None:
    before = times_made(office)
    shown = [run(installation, office, "list", "--json") for installation in (second, PACKAGE.parent, second)]
    assert shown == [shown[0]] * 3
    assert "积水" in shown[0]
    assert times_made(office) == before


def test_a_changed_rule_makes_it_anew_once(office: Path, second: Path) -> None:
    before = times_made(office)
    (office / "config.yaml").write_text(OFFICE + RULE, "utf-8")
    run(second, office, "count")
    after = times_made(office)
    assert after > before
    run(PACKAGE.parent, office, "count")
    assert times_made(office) == after


@pytest.mark.parametrize(
    "changed", ["xinfang_cli/index/lines.py", "xinfang_cli/messages.py", "chinese_calendar/constants.py"]
)
def test_a_changed_program_or_other_holidays_make_it_anew(
    office: Path, second: Path, tmp_path_factory: pytest.TempPathFactory, changed: str
) -> None:
    third = tmp_path_factory.mktemp("newer") / "site"
    shutil.copytree(second, third)
    with (third / changed).open("a", encoding="utf-8") as file:
        file.write("# newer\n")
    before = times_made(office)
    run(third, office, "count")
    assert times_made(office) > before


@pytest.mark.usefixtures("fresh")
def test_a_program_without_its_texts_says_its_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    texts = program()
    program.cache_clear()
    monkeypatch.setattr(basis, "MODULES", (*MODULES, "xinfang_cli.gone"))
    assert program() == xinfang_cli.__version__ != texts
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert holidays() == xinfang_cli.__version__
    monkeypatch.undo()
    program.cache_clear()
    assert program() == texts
