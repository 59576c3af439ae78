"""What is documented is true: the README's session is typed, commands and options exist, the reference is current."""

import fnmatch
import re
import runpy
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from xinfang_cli.app import global_options, load, run
from xinfang_cli.commands import Command, read
from xinfang_cli.labels import Lang
from xinfang_cli.reports import Report
from xinfang_cli.widths import width

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = (ROOT / "docs/commands.md").read_text("utf-8")
PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
MOST_BYTES = 8192
_BLOCK = re.compile(r"^```(?P<kind>console|yaml|cron)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`(?:xinfang |xf )?([a-z]+)((?: [^`]*)?)`")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def typed(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Return each command of a session with the lines that it is said to print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, *said = part.splitlines()
        yield shlex.split(line), said


def told(said: list[str], printed: list[str]) -> bool:
    """Whether every line that is shown was printed; `…` stands for the rest of a line."""
    shown = [re.compile(re.escape(line).replace("…", ".*")) for line in said]
    return len(said) <= len(printed) and all(map(re.Pattern.fullmatch, shown, printed))


@pytest.fixture
def session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, str], int]:
    """`session(text, today)` types what a page shows into an empty folder; returns how many commands that were.

    Each prints what it is said to print, and ends well unless that is a refusal. 7K3MQ stands for the id of the matter
    that was registered last.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XINFANG_USER", "李经办")
    monkeypatch.setenv("XINFANG_LANG", "zh")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    tail = "7K3MQ"

    def ran(words: list[str], said: list[str]) -> None:
        nonlocal tail
        code = run([word.replace("7K3MQ", tail) for word in words])
        out, err = capsys.readouterr()
        if words[0] == "open":
            tail = out.split()[0].rpartition("-")[2]
        printed = (out + err).replace(tail, "7K3MQ").splitlines()
        assert told(said, printed), (words, printed)
        assert code == 0 or " — " in "".join(said), (words, printed)

    shell = {"cd": monkeypatch.chdir, "export": lambda given: monkeypatch.setenv(*given.split("=", 1))}

    def typed_in(text: str, today: str) -> int:
        monkeypatch.setenv("XINFANG_TODAY", today)
        count = 0
        for block in _BLOCK.finditer(text):
            if block["kind"] == "yaml":
                config = Path("config.yaml")
                config.write_text(config.read_text("utf-8").replace("units: []\n", block["text"], 1), "utf-8")
                continue
            for (program, *words), said in typed(block["text"]):
                if program in shell:
                    shell[program](words[0])
                else:
                    ran(words, said)
                    count += 1
        return count

    return typed_in


def test_the_session_of_the_readme_runs_as_it_stands(session: Callable[[str, str], int]) -> None:
    assert session(README.partition("## 一件信访事项")[2].partition("\n## ")[0], "2026-11-22") > 6


def test_the_guide_runs_as_it_stands(session: Callable[[str, str], int]) -> None:
    assert session((ROOT / "docs/guide.md").read_text("utf-8"), "2026-11-22") > 40


def test_every_command_has_its_row() -> None:
    table = COMMANDS.partition("# Every command")[2].partition("\n\n`CASE`")[0]
    named = {word for row in table.splitlines() for word, _ in _CODE.findall(row.split(" | ")[0])}
    assert named >= {command.value for command in Command if not command.is_hidden}
    for command in Command:
        assert command.is_hidden or command.alias in table, command


def test_every_option_that_a_page_shows_exists() -> None:
    everywhere = {name for param in global_options(Lang.EN) for name in param.opts} | {"--version", "--help"}
    known = {
        command: everywhere | {name for each in load(command, Lang.EN).params for name in each.opts}
        for command in Command
    }
    shown = [
        (command, option)
        for page in PAGES
        for word, rest in _CODE.findall(page.read_text("utf-8"))
        if (command := read(word))
        for option in _OPTION.findall(rest)
    ]
    assert len(shown) > 30
    assert [(command.value, option) for command, option in shown if option not in known[command]] == []


@pytest.mark.parametrize("page", sorted(ROOT.glob("README*.md")), ids=lambda page: page.name)
def test_a_readme_is_a_door_and_no_house(page: Path) -> None:
    assert len(page.read_bytes()) <= MOST_BYTES


def test_both_readmes_show_the_same_commands() -> None:
    here, there = (
        re.findall(r"^python3 .*$", page.read_text("utf-8"), re.MULTILINE) for page in ROOT.glob("README*.md")
    )
    assert here == there
    assert len(here) > 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_page_on_documents_is_current() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "notices.py"))
    assert made["page"]() == (ROOT / "docs" / "notices.md").read_text("utf-8"), (
        "python docs/notices.py > docs/notices.md"
    )
    pictures = {f"{document.value}.png" for document in made["PICTURED"]}
    assert {path.name for path in (ROOT / "docs" / "notices").iterdir()} == pictures
    assert {name for name, _ in made["samples"]()} == {name.removesuffix(".png") for name in pictures}


def test_every_picture_is_made_by_the_script() -> None:
    """`python docs/pictures.py` makes them anew, where a Chromium and tmux are; none is drawn by hand."""
    shots = runpy.run_path(str(ROOT / "docs" / "pictures.py"))["SHOTS"]
    assert {path.name for path in (ROOT / "docs" / "pictures").iterdir()} == {f"{name}.png" for name in shots}
    shown = "".join(page.read_text("utf-8") for page in PAGES)
    assert [name for name in shots if f"pictures/{name}.png)" not in shown] == []


def test_every_report_has_its_purpose_and_a_small_picture() -> None:
    page = (ROOT / "docs" / "reports.md").read_text("utf-8")
    for report in Report:
        assert f"\n### `{report.value}` {report.zh}\n" in page
        assert f"![{report.value}](pictures/{report.value}.png)" in page, f"python docs/pictures.py {report.value}"
        assert (ROOT / "docs" / "pictures" / f"{report.value}.png").stat().st_size <= 60_000


def test_the_reference_is_current() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "reference.py"))["page"]
    current = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert page() == current, "python docs/reference.py > docs/reference.md"


def test_the_manual_is_current() -> None:
    pages = runpy.run_path(str(ROOT / "docs" / "manual.py"))["pages"]()
    assert pages == {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "man").iterdir()}, (
        "python docs/manual.py"
    )


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff: no manual page was set")
@pytest.mark.parametrize("page", ["xinfang.1", "xinfang.zh.1"])
def test_the_manual_fits_eighty_columns(page: str) -> None:
    """As `man` sets it, without a word of complaint; the second line of a command's row would else begin a request."""
    set_ = subprocess.run(
        ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-rLL=78n", "-P-c", str(ROOT / "docs" / "man" / page)],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert set_.stderr == ""
    assert max(map(width, re.sub(r".\x08", "", set_.stdout).splitlines())) <= 80
    assert "--overdue" in re.sub(r".\x08|\x1b\[[0-9;]*m", "", set_.stdout).replace("−", "-").replace("‐", "-")


def test_what_shells_and_man_look_for_is_in_the_wheel() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    there = [*(ROOT / "xinfang_cli/data/completions").iterdir(), *(ROOT / "docs/man").iterdir()]
    assert {path.relative_to(ROOT).as_posix() for path in there if path.suffix != ".ps1"} == set(built["shared-data"])


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no git here: no list of files to compare the sdist with")
def test_every_file_of_the_project_is_in_the_sdist() -> None:
    """Its own tests pass in it: what git keeps, an unpacked sdist has."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["sdist"]
    kept = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout.split("\0")
    always = {".gitignore", "pyproject.toml", ""}  # hatchling's own
    top = {name.partition("/")[0] for name in kept} - always
    assert [
        name for name in sorted(top) if not any(fnmatch.fnmatchcase(name, each) for each in listed["include"])
    ] == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no git here: no attributes of files")
def test_no_line_end_of_a_file_would_be_changed_by_git() -> None:
    """A file that is not of lines that end with LF says so in .gitattributes: else git would rewrite it one day."""
    told_ = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--eol"], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    assert [
        line for line in told_.splitlines() if line[:6] != "i/lf  " and "attr/text" in line and "i/none" not in line
    ] == []
