"""Age files: what is sealed here another program opens, and the other way round; slips are seen."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.store import agefile

NAMES = "王小五 13812340000 阳光花园3号楼".encode()


def test_each_recipient_opens_it_and_nobody_else() -> None:
    one, two, stranger = (agefile.new_identity() for _ in range(3))
    sealed = agefile.seal(NAMES, [agefile.recipient_of(one), agefile.recipient_of(two)])
    assert (sealed.splitlines()[0], sealed.splitlines()[-1]) == (agefile.BEGINS, agefile.ENDS)
    assert [agefile.unseal(sealed, [key]) for key in (one, two)] == [NAMES, NAMES]
    assert agefile.unseal(sealed, [stranger, two]) == NAMES
    with pytest.raises(agefile.UnopenedError) as caught:
        agefile.unseal(sealed, [stranger])
    assert not caught.value.is_damaged


@pytest.mark.parametrize("harm", ["cut", "empty", "other"])
def test_a_damaged_block_is_told_from_a_wrong_key(harm: str) -> None:
    key = agefile.new_identity()
    sealed = agefile.seal(NAMES, [agefile.recipient_of(key)])
    harmed = {"cut": sealed[:-60], "empty": "", "other": f"𠮷{sealed[1:]}"}[harm]
    with pytest.raises(agefile.UnopenedError) as caught:
        agefile.unseal(harmed, [key])
    assert caught.value.is_damaged


def test_a_slip_of_the_pen_is_no_key() -> None:
    key = agefile.new_identity()
    public = agefile.recipient_of(key)
    slip = public[:-1] + ("q" if public[-1] != "q" else "p")
    assert (agefile.is_recipient(public), agefile.is_recipient(slip)) == (True, False)
    assert (agefile.is_identity(key), agefile.is_identity(key[:-1]), agefile.is_identity(public)) == (
        True,
        False,
        False,
    )


@pytest.mark.skipif(
    shutil.which("age") is None, reason="the program age is not installed: nobody to open it besides us"
)
def test_age_opens_what_is_sealed_here_and_the_other_way_round(tmp_path: Path) -> None:
    key = agefile.new_identity()
    (tmp_path / "key.txt").write_text(key + "\n", "ascii")
    sealed = agefile.seal(NAMES, [agefile.recipient_of(key)])
    opened = subprocess.run(
        ["age", "-d", "-i", str(tmp_path / "key.txt")], input=sealed.encode(), capture_output=True, check=True
    )
    assert opened.stdout == NAMES
    made = subprocess.run(["age", "-a", "-r", agefile.recipient_of(key)], input=NAMES, capture_output=True, check=True)
    assert agefile.unseal(made.stdout.decode(), [key]) == NAMES


def test_where_the_library_is_missing_nothing_is_sealed_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(RefusedError) as caught:
        agefile.new_identity()
    assert caught.value.text == Msg.NO_AGE()
