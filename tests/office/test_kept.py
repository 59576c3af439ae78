"""What is kept of a text is given back for the same text only, whatever lies there."""

from pathlib import Path

import pytest

from xinfang_cli.errors import InvalidError
from xinfang_cli.office import config
from xinfang_cli.office.kept import digest, keep, recalled

DATA = {"办公室": {"name": "某县信访局", "days": [1, None, True]}}


def test_what_is_kept_comes_back_for_the_same_texts_alone(tmp_path: Path) -> None:
    of = digest(b"a", b"b")
    keep(tmp_path / "kept.json", of, DATA)
    assert recalled(tmp_path / "kept.json", of) == DATA
    assert recalled(tmp_path / "kept.json", digest(b"ab", b"")) is None
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]


@pytest.mark.parametrize("raw", [b"", b"[", b"\xff", b"[]", b"{}", b"[" * 100_000, b'["x"]', b"null"])
def test_what_is_no_memory_is_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "kept.json").write_bytes(raw)
    assert recalled(tmp_path / "kept.json", "x") is None


def test_where_nothing_can_be_kept_nothing_fails(tmp_path: Path) -> None:
    keep(tmp_path / "nowhere" / "kept.json", "x", DATA)
    assert recalled(tmp_path / "nowhere" / "kept.json", "x") is None


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(config.template().replace("name: 某县信访局", "name: 甲县信访局"), encoding="utf-8")
    return path


def test_a_configuration_that_is_kept_is_the_one_that_was_read(file: Path, tmp_path: Path) -> None:
    read = config.load(file)
    assert config.load(file, tmp_path / "kept.json") == read, "read, and kept"
    assert (tmp_path / "kept.json").exists()
    assert config.load(file, tmp_path / "kept.json") == read, "recalled"


def test_a_configuration_that_was_changed_is_read_anew(file: Path, tmp_path: Path) -> None:
    config.load(file, tmp_path / "kept.json")
    file.write_text(file.read_text("utf-8").replace("甲县", "乙县"), encoding="utf-8")
    assert config.load(file, tmp_path / "kept.json").office.name == "乙县信访局"


def test_a_configuration_with_warnings_is_read_each_time(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text("utf-8") + "\n未知: 1\n", encoding="utf-8")
    for _ in range(2):
        assert config.load(file, tmp_path / "kept.json").warnings
    assert not (tmp_path / "kept.json").exists()


@pytest.mark.parametrize("other", [{}, [], [1, 2], [{}, []], [{"office": 3}, []], [{"office": {}}, [[]]], "x"])
def test_a_memory_that_was_meddled_with_is_not_believed(file: Path, tmp_path: Path, other: object) -> None:
    kept = tmp_path / "kept.json"
    read = config.load(file, kept)
    of = kept.read_text("utf-8")[2:34]
    keep(kept, of, other)
    assert recalled(kept, of) == other
    assert config.load(file, kept) == read


def test_faults_are_told_whatever_is_kept(file: Path, tmp_path: Path) -> None:
    config.load(file, tmp_path / "kept.json")
    file.write_text("office: 3\n", encoding="utf-8")
    with pytest.raises(InvalidError):
        config.load(file, tmp_path / "kept.json")
