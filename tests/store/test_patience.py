import os
from collections.abc import Callable
from pathlib import Path

import pytest

from xinfang_cli.errors import XinfangError
from xinfang_cli.store import patience
from xinfang_cli.store.disk import Direct
from xinfang_cli.store.out import write_out


@pytest.fixture
def held_open(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[float]]:
    """`held_open(3)`: somebody reads the file for the first three tries, as on Windows; return how long each waited."""
    replace, waited = os.replace, list[float]()

    def hold(tries: int) -> list[float]:
        def refusing(source: Path | str, target: Path | str) -> None:
            if len(waited) < tries:
                raise PermissionError(13, "used by another process")
            replace(source, target)

        monkeypatch.setattr(patience, "_HOLDS_OPEN", True)
        monkeypatch.setattr(patience.time, "monotonic", lambda: sum(waited))
        monkeypatch.setattr(patience.time, "sleep", waited.append)
        monkeypatch.setattr(os, "replace", refusing)
        return waited

    return hold


def test_a_file_that_a_scanner_looks_at_is_replaced_once_it_is_let_go_of(
    tmp_path: Path, held_open: Callable[[int], list[float]]
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    waited = held_open(3)
    Direct().replace(path, b"new")
    assert (path.read_bytes(), len(waited)) == (b"new", 3)
    write_out(path, ["newer"])
    assert path.read_bytes() == b"newer"


def test_one_that_stays_open_is_named_after_a_second_and_is_as_it_was(
    tmp_path: Path, held_open: Callable[[int], list[float]]
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    waited = held_open(1000)
    with pytest.raises(XinfangError) as caught:
        Direct().replace(path, b"new")
    assert str(path) in str(caught.value)
    assert 0.9 < sum(waited) < 1.2
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert path.read_bytes() == b"old"


def test_elsewhere_a_refusal_is_one(
    tmp_path: Path, held_open: Callable[[int], list[float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    waited = held_open(1)
    monkeypatch.setattr(patience, "_HOLDS_OPEN", False)
    with pytest.raises(XinfangError):
        Direct().replace(path, b"new")
    assert waited == []
