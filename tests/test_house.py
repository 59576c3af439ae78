"""The house holds: import contracts, one file per line of each table, nothing heavy at the start of a command."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from xinfang_cli.app import run
from xinfang_cli.commands import Command
from xinfang_cli.exports import ExportFormat
from xinfang_cli.office.basis import MODULES
from xinfang_cli.render import Format
from xinfang_cli.reports import Report

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "xinfang_cli"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
NAMES = {contract["id"]: contract["name"] for contract in CONTRACTS}
PURE_MODULES = [name.removeprefix("xinfang_cli.").replace(".", "/") for name in CONTRACTS[1]["source_modules"]]

MOST_IN_A_ROOM = 30
MOST_AT_THE_ROOT = 14
MOST_LINES = 450
MOST_OF_A_FUNCTION = 60
MOST_DOUBLE_NAMES = 8

SHARED = {
    "commands": {
        "inquiry",
        "onpaper",
        "naming",
        "over_offices",
        "options",
        "filters",
        "data",
        "facts",
        "steps",
        "together",
        "form",
        "machine",
        "registering",
        "checked",
    },
    "exports": {"columns"},
    "reports": {
        "against",
        "bulletin",
        "leaflets",
        "looks",
        "owed",
        "own",
        "papers",
        "parts",
        "registers",
        "sentences",
        "sums",
        "trends",
        "withholding",
    },
    "render": {
        "days",
        "grid",
        "palette",
        "sifted",
        "svg",
        "plots",
        "pages",
        "circular",
        "needs",
        "official",
        "word",
        "word_template",
        "wordpages",
        "wordxml",
        "site",
        "wording",
    },
}
"""Files of a folder that stand for no line of its table."""


def clean_environment(**added: str) -> dict[str, str]:
    """Return the environment of a newcomer's shell: no settings of ours, nothing that measures coverage in a child."""
    ours = ("XINFANG_", "COV", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"PYTHONUTF8": "1"} | added


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the source tree."""
    top = tmp_path_factory.mktemp("house")
    shutil.copytree(PACKAGE, top / "xinfang_cli", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", top)
    return top


def contracts_of(top: Path) -> tuple[int, str]:
    """Return exit code and words of lint-imports in a tree."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"],
        cwd=top,
        env=clean_environment(PYTHONPATH=str(top), COLUMNS="200"),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_contracts_hold(copied: Path) -> None:
    code, said = contracts_of(copied)
    assert (code, f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said) == (0, True), said


@pytest.mark.parametrize(
    ("path", "line", "contract", "named"),
    [
        (
            "law/clocks.py",
            "from xinfang_cli.casefile.merge import unite",
            "layers",
            "law.clocks -> xinfang_cli.casefile",
        ),
        ("labels.py", "from xinfang_cli.messages import Msg", "layers", "labels -> xinfang_cli.messages"),
        ("office/config.py", "from xinfang_cli.index import ask", "layers", "office.config -> xinfang_cli.index"),
        ("utils.py", "", "layers", "xinfang_cli.utils"),
        ("measures/rates.py", "import os", "pure", "measures.rates -> os"),
        ("ledgers/cells.py", "def wide():\n    import rich", "pure", "ledgers.cells -> rich"),
        ("casefile/merge.py", "from xinfang_cli.store import disk", "pure", "casefile.merge -> xinfang_cli.store.disk"),
        ("git/staged.py", "import sqlite3", "sqlite", "git.staged -> sqlite3"),
        ("batches/take.py", "import sqlite3", "sqlite", "batches.take -> sqlite3"),
        ("exports/csv.py", "def put():\n    import duckdb", "engines", "exports.csv -> duckdb"),
        ("desk.py", "from xinfang_cli.index import tables", "index-doors", "desk -> xinfang_cli.index.tables"),
        (
            "exports/csv.py",
            "from xinfang_cli.store import sealed",
            "store-doors",
            "exports.csv -> xinfang_cli.store.sealed",
        ),
        ("commands/accept.py", "from xinfang_cli.commands.decline import run as other", "commands", "accept -> "),
    ],
)
def test_contracts_are_seen_to_break(copied: Path, path: str, line: str, contract: str, named: str) -> None:
    broken = copied / "xinfang_cli" / path
    before = broken.read_text("utf-8") if broken.exists() else None
    try:
        broken.write_text(f"{before or ''}\n\n{line}\n", "utf-8")
        code, said = contracts_of(copied)
    finally:
        broken.unlink() if before is None else broken.write_text(before, "utf-8")
    assert code == 1, said
    assert f"{NAMES[contract]} BROKEN" in said
    assert named in said


def test_pure_modules_open_nothing() -> None:
    """What import contracts cannot see: built-in functions, and `Path` beside the harmless `PurePath`."""
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for name in PURE_MODULES
        for file in ([PACKAGE / f"{name}.py"] if (PACKAGE / f"{name}.py").exists() else (PACKAGE / name).glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if (isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"open", "print", "input", "exec", "eval"})
        or (isinstance(node, ast.ImportFrom) and node.module == "pathlib" and node.names[0].name != "PurePath")
        or (isinstance(node, ast.Import) and any(alias.name == "pathlib" for alias in node.names))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("commands", {command.module.rpartition(".")[2] for command in Command}),
        ("reports", set(Report)),
        ("render", set(Format)),
        ("exports", set(ExportFormat)),
    ],
)
def test_every_line_has_its_file_and_every_file_its_line(folder: str, words: set[str]) -> None:
    files = {file.stem for file in (PACKAGE / folder).glob("*.py")} - {"__init__"}
    assert files - SHARED.get(folder, set()) == words


def test_no_room_is_crowded() -> None:
    rooms = {
        folder: len(list(folder.glob("*.py"))) for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()
    }
    crowded = {room.name: count for room, count in rooms.items() if count > MOST_IN_A_ROOM and room.name != "commands"}
    assert crowded == {}
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_AT_THE_ROOT


def test_files_and_functions_stay_short_and_a_noun_is_one_thing() -> None:
    """What the house was measured by: a file shows on some screens, a function on one, a name is looked up once."""
    files = {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    long = {path.name: text.count("\n") for path, text in files.items() if text.count("\n") > MOST_LINES}
    assert long.keys() <= {"messages.py"}
    nodes = [(path, node) for path, text in files.items() for node in ast.walk(ast.parse(text))]
    functions = [
        ((node.end_lineno or 0) - node.lineno + 1, f"{path.name}: {node.name}")
        for path, node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = sorted(length for length, _ in functions)
    assert [name for length, name in functions if length > MOST_OF_A_FUNCTION] == []
    assert (lengths[len(lengths) // 2] <= 6, lengths[len(lengths) * 9 // 10] <= 20) == (True, True)
    names = Counter(node.name for _, node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))
    assert len([name for name, times in names.items() if times > 1]) <= MOST_DOUBLE_NAMES


def test_every_room_says_what_is_in_it_and_what_may_not_be() -> None:
    mute = [
        room.parent.name
        for room in PACKAGE.glob("*/__init__.py")
        if len((ast.get_docstring(ast.parse(room.read_text("utf-8"))) or "").splitlines()) < 2
    ]
    assert mute == []


def named_in_architecture() -> list[tuple[str, str]]:
    """Return the files, and the names in them, of which the page on the house speaks."""
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    return re.findall(r"`([a-z_/]+\.py)(?:: (\w+))?`", page)


@pytest.mark.parametrize(("file", "name"), sorted(set(named_in_architecture())))
def test_what_the_page_on_the_house_names_exists(file: str, name: str) -> None:
    path = ROOT / "tests" / file if file.startswith("tests/") else PACKAGE / file
    tree = ast.parse(path.read_text("utf-8"))
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    targets += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert not name or name in defined | {target.id for target in targets if isinstance(target, ast.Name)}


def test_the_page_on_the_house_speaks_of_every_room() -> None:
    rooms = {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")}
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert {room for room in rooms if f"`{room}/`" not in page} == set()


def test_rooms_import_one_another_in_no_circle() -> None:
    """Beside the contract of the layers: it sees what stands in them, this sees whatever there is."""
    wanted: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        room = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("xinfang_cli"):
                parts = node.module.split(".")
                rooms = {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
                wanted.setdefault(room, set()).update(rooms - {room})
    while leaves := {room for room, others in wanted.items() if not others & wanted.keys()}:
        wanted = {room: others for room, others in wanted.items() if room not in leaves}
    assert wanted == {}


@pytest.mark.parametrize("command", Command)
def test_every_command_runs_and_has_a_name_of_its_own(command: Command) -> None:
    assert callable(import_module(command.module).run)
    assert [other for other in Command if {command.value, command.alias} & {other.value, other.alias}] == [command]


def imported(name: str) -> set[str]:
    """Return the modules of ours that a module imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(file_of(name).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "xinfang_cli":
            inner = {f"{node.module}.{each.name}" for each in node.names}
            found |= {each for each in inner if file_of(each).exists()} or {str(node.module)}
    return {each for each in found if file_of(each).exists()}


def file_of(name: str) -> Path:
    return ROOT.joinpath(*name.split(".")).with_suffix(".py")


def test_a_change_of_whatever_makes_a_line_makes_the_index_anew() -> None:
    """An index that other code made would answer wrongly in silence."""
    todo, seen = ["xinfang_cli.index.keeping"], {"xinfang_cli.index.keeping"}
    for name in todo:
        todo += sorted(imported(name) - seen)
        seen |= set(todo)
    assert {"xinfang_cli.index.lines", "xinfang_cli.law.words"} < seen, "the sources were read"
    assert (seen - {*MODULES}, {*MODULES} - seen) == (set(), set()), "add to or take from basis.MODULES"


HEAVY = {
    "rich", "jinja2", "pygal", "lxml", "docx", "xlsxwriter", "python_calamine", "multiprocessing", "prompt_toolkit",
    "pyrage", "segno",
    "xinfang_cli.counter.fields",
}  # fmt: skip
SELDOM = {"bz2", "ipaddress", "linecache", "lzma", "subprocess", "textwrap", "tokenize", "dataclasses"}
"""What typer and others import for what few commands do waits until it is asked for; no class of ours makes code."""

NO_DATA = HEAVY | SELDOM | {"pydantic", "yaml", "sqlite3", "chinese_calendar", "zoneinfo", "json"}
OWN_FILES = HEAVY | {"pydantic", "yaml"}
"""Files that this program wrote are read without asking either."""

INDEX_ONLY = OWN_FILES | SELDOM | {"xinfang_cli.law.records", "fractions", "hashlib"}
"""Commands that read the index need no records."""

WRITING = OWN_FILES | {"logging", "decimal", "secrets", "dataclasses"}
"""What a step waits for is its own; a lock needs none of this."""

TABLES = {
    "xinfang_cli.batches",
    "xinfang_cli.ledgers.steprows",
    "xinfang_cli.ledgers.cells",
    "xinfang_cli.ledgers.columns",
    "xinfang_cli.ledgers.dates",
}
"""Who types a step reads no cells."""

OPENING = ("open", "--title", "小区积水", "--request", "无人处理", "--channel", "letter", "--received", "2026-11-22")
STARTS = {
    ("--version",): NO_DATA,
    ("--help",): NO_DATA,
    ("list", "--help"): HEAVY | {"pydantic", "sqlite3"},
    ("list",): INDEX_ONLY,
    ("list", "--json"): INDEX_ONLY,
    ("notice", "{id}"): OWN_FILES,
    ("today",): INDEX_ONLY - {"subprocess"},  # git says whose day it is
    ("due",): INDEX_ONLY,
    ("count", "--by", "unit"): INDEX_ONLY,
    ("find", "积水"): INDEX_ONLY,
    ("show", "{id}"): OWN_FILES,
    ("log", "{id}"): OWN_FILES,
    ("deadline", "2026-11-20", "15d"): HEAVY | {"sqlite3"},
    ("privacy", "status"): OWN_FILES,
    ("schema", "config"): HEAVY | {"pydantic", "sqlite3"},
    ("backup", "--out", "{root}/{id}.zip"): HEAVY | {"pydantic", "sqlite3"},
    ("restore", "{root}/备份.zip", "{root}/还原"): HEAVY | {"pydantic", "sqlite3"},
    OPENING: WRITING,
    ("note", "{id}", "--text", "已电话联系"): WRITING | TABLES,
}
"""What a command must not load, directly or through others."""

LOADED = """
import sys
from xinfang_cli import Later
from xinfang_cli.app import run
run(sys.argv[1:])
print(chr(0), *(name for name, module in sys.modules.items() if not isinstance(module, Later)))
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a workspace with one case whose index is up to date, and the id of the case."""
    root = tmp_path_factory.mktemp("office")
    given = ["-C", str(root), "--today", "2026-11-22", "--by", "李经办"]
    assert run(["init", str(root), "--office", "某县信访局", "--code", "410122"]) == 0
    assert run([*OPENING, *given]) == 0
    assert run(["list", *given]) == 0
    assert run(["backup", "--out", str(root / "备份.zip"), *given]) == 0
    return root, next(root.glob("cases/*/*/*.yaml")).stem


def test_a_module_that_is_put_off_is_the_same_as_any_other_once_it_is_asked() -> None:
    code = """
import xinfang_cli, sys, subprocess
from subprocess import PIPE
from textwrap import dedent
assert (PIPE, dedent(" a"), subprocess.PIPE) == (-1, "a", -1)
import subprocess as again
assert type(again) is type(sys) and again is sys.modules["subprocess"]
"""
    subprocess.run([sys.executable, "-c", code], env=clean_environment(PYTHONPATH=str(ROOT)), check=True)


@pytest.mark.parametrize("words", STARTS, ids=lambda words: "_".join(words[:2]))
def test_a_command_loads_nothing_that_it_does_not_need(words: tuple[str, ...], office: tuple[Path, str]) -> None:
    root, case = office
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *(word.format(id=case, root=root) for word in words)],
        env=clean_environment(PYTHONPATH=str(ROOT), XINFANG_HOME=str(root), XINFANG_TODAY="2026-11-22"),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.rpartition("\0")[2].split())
    assert "xinfang_cli.commands" in loaded
    assert loaded & STARTS[words] == set(), done.stderr
