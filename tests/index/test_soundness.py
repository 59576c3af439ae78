"""What is known to be sound: by content, under one basis, and as if it were not there when it cannot be used."""

import sqlite3
from pathlib import Path

from xinfang_cli.index.soundness import FILE, Soundness, number_hash

RAW = "title: 积水\n".encode()


def learn(folder: Path, name: str, raw: bytes, *numbers: str, basis: str = "b") -> None:
    with Soundness.of(folder, basis) as sound:
        sound.learn(sound.key(name, raw), map(number_hash, numbers))


def known(folder: Path, name: str, raw: bytes, basis: str = "b") -> tuple[bytes, ...] | None:
    with Soundness.of(folder, basis) as sound:
        return sound.numbers(sound.key(name, raw))


def test_the_same_bytes_under_the_same_name_are_known_with_their_numbers(tmp_path: Path) -> None:
    learn(tmp_path / "state", "a.yaml", RAW, "某信受〔2026〕1号", "某信受〔2026〕2号")
    state = tmp_path / "state"
    assert known(state, "a.yaml", RAW) == (number_hash("某信受〔2026〕1号"), number_hash("某信受〔2026〕2号"))
    assert known(state, "b.yaml", RAW) is None
    assert known(state, "a.yaml", RAW + b" ") is None


def test_nothing_is_known_under_another_basis(tmp_path: Path) -> None:
    learn(tmp_path, "a.yaml", RAW)
    assert known(tmp_path, "a.yaml", RAW) == ()
    assert known(tmp_path, "a.yaml", RAW, basis="c") is None
    assert known(tmp_path, "a.yaml", RAW) is None, "the tables are those of the last basis alone"


def test_what_is_long_gone_is_forgotten(tmp_path: Path) -> None:
    for n in range(5):
        learn(tmp_path, "a.yaml", b"%d" % n)
    assert sqlite3.connect(tmp_path / FILE).execute("SELECT COUNT(*) FROM sound").fetchone()[0] <= 2


def test_a_file_that_is_damaged_or_held_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database, and not empty either" * 40)
    learn(tmp_path, "a.yaml", RAW)
    assert known(tmp_path, "a.yaml", RAW) is None
    (tmp_path / FILE).unlink()
    with Soundness.of(tmp_path, "b") as first:
        first.learn(first.key("a.yaml", RAW), ())
        learn(tmp_path, "a.yaml", RAW)
        assert known(tmp_path, "a.yaml", RAW) is None, "another holds it"
    assert known(tmp_path, "a.yaml", RAW) == ()


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    assert known(tmp_path / "state", "a.yaml", RAW) is None


def test_tables_that_someone_spoilt_meanwhile_tell_nothing(tmp_path: Path) -> None:
    with Soundness.of(tmp_path, "b") as sound:
        assert sound._db
        sound._db.execute("DROP TABLE sound")
        key = sound.key("a.yaml", RAW)
        sound.learn(key, ())
        assert sound.numbers(key) is None
