"""What programs read is UTF-8 wherever it is printed; what people read never fails for what their console lacks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Office

SOURCE = Path(__file__).parents[2]
RARE = "𠮷祥街"
"""A place whose first character GBK has not."""


def printed(office: Office, *args: str, encoding: str) -> "subprocess.CompletedProcess[bytes]":
    """Type a command whose standard streams are of a code page and go to a pipe."""
    line = [sys.executable, "-m", "xinfang_cli", "-C", str(office.root), "--today", office.today, "--lang", "zh", *args]
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    return subprocess.run(line, env=environment, capture_output=True, check=False)


DATA = [
    ("list", "--json"), ("due", "--json"), ("count", "--by", "place", "--json"), ("find", "祥里", "--json"),
    ("check", "--json"), ("report", "ledger", "--month", "2026-11", "--format", "json"),
    ("report", "monthly", "--month", "2026-11", "--format", "md"), ("report", "weekly", "--format", "csv"),
    ("report", "weekly", "--format", "html"), ("export", "--format", "csv"), ("export", "--format", "jsonl"),
    ("export", "--format", "open311"), ("export", "--format", "ics"), ("schema", "case"),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
@pytest.mark.parametrize("command", DATA)
def test_data_is_utf_8_whatever_the_code_page(office: Office, command: tuple[str, ...], encoding: str) -> None:
    office.open("2026-11-05", "--place", RARE, title="反映𠮷祥里积水")
    there, elsewhere = printed(office, *command, encoding="utf-8"), printed(office, *command, encoding=encoding)
    assert there.returncode == elsewhere.returncode == 0, elsewhere.stderr
    assert elsewhere.stdout == there.stdout
    assert elsewhere.stdout.decode("utf-8")
    if command[:2] == ("list", "--json"):
        assert json.loads(elsewhere.stdout)[0]["place"] == RARE
    if command[-1] == "csv":
        assert elsewhere.stdout.startswith(b"\xef\xbb\xbf")


def test_a_refusal_for_programs_is_utf_8_too(office: Office) -> None:
    answer = printed(office, "list", "--place", RARE, "--json", encoding="gbk")
    assert answer.returncode == 1
    assert RARE in json.loads(answer.stderr.decode("utf-8"))["message"]


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
@pytest.mark.parametrize("command", [("list",), ("due",), ("report", "weekly"), ("count", "--by", "place")])
def test_prose_never_fails_for_what_a_code_page_lacks(office: Office, command: tuple[str, ...], encoding: str) -> None:
    office.open("2026-11-05", "--place", RARE, title="反映𠮷祥里积水")
    answer = printed(office, *command, encoding=encoding)
    assert (answer.returncode, b"Traceback" in answer.stderr) == (0, False)
    answer.stdout.decode(encoding)
