"""Files beside a matter: under names that every system can check out, and never over another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.records import Case
from xinfang_cli.messages import Msg
from xinfang_cli.store.attachments import keep, read
from xinfang_cli.store.workspace import Workspace


@pytest.mark.parametrize(
    "name", ["a:b.txt", "a?.txt", "CON.txt", "con", "lpt1.tar.gz", "end. ", "end.", ".hidden", "a\nb", "长" * 70]
)
def test_a_name_that_some_system_cannot_have_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(RefusedError) as caught:
        read(tmp_path / name)
    assert caught.value.text.msg is Msg.ATTACH_NAME


@pytest.mark.parametrize("name", ["照片（一）.jpg", "console.txt", "a b.pdf", "com10", "-rf"])
def test_a_plain_name_is_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert read(tmp_path / name)[0] == name


def test_two_names_that_a_disk_makes_one_are_not_both_taken(tmp_path: Path, case: Callable[..., Case]) -> None:
    ws, matter = Workspace(tmp_path), case()
    keep(ws, matter, "a.pdf", b"1")
    keep(ws, matter, "caf\u00e9.pdf", b"1")
    for name in ("A.PDF", "cafe\u0301.pdf"):
        with pytest.raises(RefusedError) as caught:
            keep(ws, matter, name, b"1")
        assert caught.value.text.msg is Msg.ATTACH_TAKEN
    assert keep(ws, matter, "a.pdf", b"1").name == "a.pdf"
