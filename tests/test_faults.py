"""Each `faults/NAME.yaml` is told exactly as `faults/NAME.txt` has it, in Chinese and then in English.

What cannot be read as a case lies in `faults/`, what can be and is wrong in `faults/checks/`; configurations and texts
of sealed matters have their own folders.
"""

from collections.abc import Iterable
from pathlib import Path, PurePath

import pytest

from xinfang_cli.casefile.text import parse
from xinfang_cli.casefile.yaml import MAX_BYTES, line_of
from xinfang_cli.errors import InvalidError, Problem
from xinfang_cli.labels import Lang
from xinfang_cli.law.checks import Known, examine
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.office import config
from xinfang_cli.store.cases import Workspace
from xinfang_cli.store.sealed import read_text

FOLDER = Path(__file__).parent / "faults"
FAULTS = sorted(FOLDER.glob("*.yaml"))
ELSEWHERE = {
    Msg.YAML_TOO_LARGE,  # below: such a file is too large for a repository
    Msg.YAML_HALF_CHARACTER,  # said when writing
    Msg.YAML_NOT_EDITED,  # said when writing
    Msg.FIELD_WRONG,  # for faults that no field of ours has
    Msg.CONFIG_INVALID,  # the sentence under the others
    Msg.CONFIG_OWN,  # no fault
    Msg.CONFIG_DEFAULT,  # no fault
    Msg.CONFIG_AT,  # no fault
    Msg.ID_TWICE,  # of two files; `tests/commands/test_upkeep.py`
}
KNOWN = Known(units=frozenset({"住房和城乡建设局"}), places=frozenset({"某县"}), categories=frozenset({"城乡建设"}))


def told(problems: Iterable[Problem]) -> str:
    """Return problems as a user reads them, in both languages."""
    found = list(problems)
    return "".join(f"{problem.in_(lang)}\n" for lang in Lang for problem in found)


def of_case(file: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a file that cannot be read as a case."""
    case, problems = parse(file.read_bytes(), PurePath(file.name))
    assert case is None
    return problems


def of_check(file: Path) -> tuple[Problem, ...]:
    """Return what `check` finds in a case."""
    case, problems = parse(file.read_bytes(), PurePath(file.name))
    assert case, problems
    text = file.read_text("utf-8")
    found = examine(case, config.default().law, KNOWN)
    return tuple(Problem(PurePath(file.name), line_of(text, each.place), each.text, each.level) for each in found)


def of_config(file: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a configuration, or in it."""
    try:
        found = config.load(file).warnings
    except InvalidError as error:
        found = error.problems
    return tuple(Problem(PurePath(file.name), each.line, each.text, each.level) for each in found)


def of_sealed(file: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the words of a sealed matter."""
    words, problems = read_text(Workspace(file.parents[1]), file.stem)
    assert words is None
    return problems


ALL = [
    (file, kind)
    for folder, kind in (("", of_case), ("checks", of_check), ("config", of_config), ("sealed", of_sealed))
    for file in sorted((FOLDER / folder).glob("*.yaml"))
]


@pytest.mark.parametrize(("file", "kind"), ALL, ids=lambda each: getattr(each, "stem", getattr(each, "__name__", "")))
def test_a_fault_is_told_with_its_line_and_what_to_do(file: Path, kind: object) -> None:
    assert callable(kind)
    text = told(kind(file))
    assert text == file.with_suffix(".txt").read_text("utf-8")
    assert text
    for line in text.splitlines():
        assert line.count(" — ") == 1


def test_every_message_about_a_file_has_its_sample() -> None:
    said = {problem.text.msg for file, kind in ALL for problem in kind(file)}
    members = [each for each in vars(Msg).values() if isinstance(each, Sentence)]
    checks = members[members.index(Msg.DERIVED_DIFFERS) : members.index(Msg.CALENDAR_IS)]
    about_files = {msg for msg in members if msg.name.startswith(("YAML_", "FIELD_", "NODE_", "CONFIG_", "SEALED_KEY"))}
    assert {*about_files, *checks, Msg.ID_NOT_FILE_NAME} - said == ELSEWHERE


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    _, (problem,) = parse(b"id: x\ntitle: " + b"x" * MAX_BYTES, PurePath("x.yaml"))
    assert problem.in_(Lang.ZH) == "x.yaml: 文件有4194317字节，超过4194304字节的上限 — 把长文字改存为附件"
    assert problem.in_(Lang.EN) == (
        "x.yaml: the file has 4194317 bytes, more than the 4194304 allowed — move long text into an attachment"
    )
