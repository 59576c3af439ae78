"""An office to type commands into: a folder with a config, a fixed day, a fixed clerk, through the real front door."""

import io
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from xinfang_cli.app import run as front_door
from xinfang_cli.labels import Lang

DATA = Path(__file__).parent.parent / "data"
UNITS = """units:
- {name: 住房和城乡建设局, aliases: [住建局, 县住建局, 住房与城乡建设局], review_by: 某县人民政府}
- {name: 人力资源和社会保障局, aliases: [人社局, 县人社局], review_by: 某县人民政府}
- {name: 自然资源局, aliases: [县自然资源局, 国土局]}
- {name: 农业农村局, aliases: [农业局, 县农业农村局]}
- {name: 教育体育局, aliases: [教育局, 教体局]}
- {name: 城关镇, aliases: [城关镇人民政府]}
- {name: 官渡镇, aliases: [官渡镇人民政府]}
- {name: 东风路街道办事处, aliases: [东风路街道, 东风路街道办]}
- {name: 房屋交易中心, under: 住房和城乡建设局}
- {name: 纪委监委, aliases: [县纪委], kind: ordinary}
places:
- {name: 某县}
- {name: 城关镇, under: 某县}
- {name: 老街社区, under: 城关镇}
routing:
- {category: 城乡建设, unit: 住房和城乡建设局}
"""
CHECKLISTS = "checklists: {包案: [掌握情况, 研究处理, 思想疏导, 解决问题], 走访: [入户, 研究处理]}\n"


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What a script reads."""
        return json.loads(self.out)

    @property
    def refusal(self) -> dict[str, str]:
        """What a script reads when it was refused."""
        return json.loads(self.err)


@dataclass
class Office:
    """A workspace and the day that is taken as today."""

    root: Path
    today: str = "2026-11-22"
    lang: Lang = Lang.ZH

    def __call__(self, *args: str, today: str | None = None) -> Answer:
        """Type a command."""
        out, err = io.StringIO(), io.StringIO()
        before = ["-C", str(self.root), "--today", today or self.today, "--by", "李经办", "--lang", self.lang]
        with redirect_stdout(out), redirect_stderr(err):
            code = front_door([*before, *args])
        return Answer(code, out.getvalue(), err.getvalue())

    def does(self, *args: str, today: str | None = None) -> Any:
        """Type a command that must work; with --json return its answer."""
        answer = self(*args, today=today)
        assert answer.code == 0, (args, answer)
        return answer.json if "--json" in args else answer.out

    def open(self, received: str = "2026-11-02", *more: str, title: str = "反映阳光花园逾期交房") -> str:
        """Register a matter on the day it was received, and return its id."""
        words = ("--title", title, "--request", "要求明确交房时间", "--channel", "visit", "--received", received)
        return self.does("open", *words, "--on", received, *more, "--json")["id"]

    def file(self, case_id: str) -> Path:
        """Return the file of a case."""
        return next(self.root.glob(f"cases/*/*/{case_id}.yaml"))

    def bytes(self) -> dict[str, bytes]:
        """Return every file that is not derived, with its content."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not {".xinfang", ".git"} & set(path.relative_to(self.root).parts)
        }


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave out what whoever runs the tests has set, and his own key."""
    for name in list(os.environ):
        if name.startswith("XINFANG_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XINFANG_KEY", str(tmp_path / "key.txt"))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace made by `init`, with the units of the sample ledgers."""
    root = tmp_path_factory.mktemp("template") / "office"
    out = io.StringIO()
    with redirect_stdout(out):
        assert front_door(["init", str(root), "--office", "某县信访局", "--code", "410122", "--lang", "zh"]) == 0
    config = root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    for name, part in zip(("units", "places", "routing"), _parts(UNITS), strict=True):
        assert f"\n{name}: []\n" in text
        text = text.replace(f"\n{name}: []\n", "\n" + part)
    assert "\nchecklists: {}\n" in text
    config.write_text(text.replace("checklists: {}\n", CHECKLISTS), encoding="utf-8")
    return root


def _parts(text: str) -> Iterator[str]:
    part = ""
    for line in text.splitlines(keepends=True):
        if not line.startswith("-") and part:
            yield part
            part = ""
        part += line
    yield part


@pytest.fixture
def office(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An empty office on 22 November 2026."""
    import shutil

    root = tmp_path / "office"
    shutil.copytree(template, root)
    monkeypatch.chdir(tmp_path)
    return Office(root)


@pytest.fixture
def data() -> Callable[[str], Path]:
    """`data("ledger-export.xlsx")`: a sample ledger."""
    return lambda name: DATA / name


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give git an account of its own and programs a folder for temporary files, where all of it can be looked through."""
    (tmp_path / "gitconfig").write_text("[user]\nname = 李经办\nemail = clerk@office.invalid\n", encoding="utf-8")
    (tmp_path / "temp").mkdir()
    values = {
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "TMPDIR": str(tmp_path / "temp"),
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def git(office: Office, *args: str, fails: bool = False) -> str:
    done = subprocess.run(["git", "-C", str(office.root), *args], capture_output=True, check=False)
    assert (done.returncode != 0) is fails, (args, done.stdout, done.stderr)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def committed(office: Office) -> None:
    git(office, "add", "-A")
    git(office, "commit", "-qm", "x", "--allow-empty")
