"""Real terminals for tests: a command is started on one of its own, and questions are answered as they come."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office

pexpect = pytest.importorskip("pexpect")
ROOT = Path(__file__).parents[2]
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>()][0-9A-Z]?|\x1b\][^\x07]*\x07|[\r\x08]")


def start(office: Office, *args: str, columns: int = 80, lang: str = "zh", **env: str) -> Any:
    """Start a command on a terminal."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LINES", "COLUMNS", "NO_COLOR")}
    return pexpect.spawn(
        sys.executable,
        ["-m", "xinfang_cli", "-C", str(office.root), "--today", office.today, "--by", "李经办", "--lang", lang, *args],
        encoding="utf-8",
        dimensions=(24, columns),
        timeout=60,
        env={**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm", "LANG": "C.UTF-8", "PYTHONUTF8": "1", **env},
    )


def type_in(child: Any, *answers: tuple[str, str]) -> str:
    """Wait for each question and answer it; return all that the screen showed, without what steers it."""
    shown = ""
    for question, answer in answers:
        child.expect_exact(question)
        shown += child.before + child.after
        child.send(answer + "\r")
    return shown + ended(child)


def ended(child: Any) -> str:
    """Return what the screen showed to the end of a command, without what steers it."""
    child.expect(pexpect.EOF)
    child.close()
    return _STEERING.sub("", child.before)
