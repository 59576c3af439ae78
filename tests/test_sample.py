"""The project's own root is a sample workspace: its forty matters read, fold and pass the checks."""

import json
import shutil
from pathlib import Path

import pytest

from xinfang_cli.app import run
from xinfang_cli.law.words import Status

ROOT = Path(__file__).parent.parent


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a copy as a fresh clone has it: without what git ignores."""
    shutil.copytree(ROOT / "cases", tmp_path / "cases")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    return tmp_path


def test_the_sample_workspace_is_sound(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(sample), "--today", "2026-11-22", "check", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    # the words of the two accusations are where they belong, outside git
    assert {(each["level"], each["code"]) for each in found} == {("warning", "sealed_missing")}
    assert len(found) == 2


def test_it_shows_matters_in_the_states_that_the_commands_reach(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-C", str(sample), "--today", "2026-11-22", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == 40
    assert {each["status"] for each in listed} == set(Status)
