import os
from pathlib import Path

import pytest

from xinfang_cli.errors import InvalidError
from xinfang_cli.store.workspace import Workspace, check_folders, find_root


@pytest.mark.parametrize(
    "config", ["office: {name: 某县信访局}\n", "format: 1\n'office':\n  name: 某县信访局\n", '\n"office" : x']
)
def test_a_workspace_is_the_nearest_parent_whose_config_names_an_office(tmp_path: Path, config: str) -> None:
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    inner = tmp_path / "某县" / "cases" / "2026"
    inner.mkdir(parents=True)
    (tmp_path / "某县" / "config.yaml").write_text("services:\n  office: other\n", "utf-8")
    assert find_root(inner) == tmp_path


def test_a_config_that_is_broken_otherwise_is_found_so_that_it_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"office: [\xb0\xa2")
    assert find_root(tmp_path) == tmp_path


def test_elsewhere_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").mkdir()
    assert find_root(tmp_path) is None


def test_the_parts_of_a_workspace(tmp_path: Path) -> None:
    ws = Workspace(tmp_path)
    names = [path.name for path in (ws.config_file, ws.cases, ws.sealed, ws.reports, ws.state)]
    assert names == ["config.yaml", "cases", "sealed", "reports", ".xinfang"]


def test_matters_that_are_not_there_are_told_from_none(tmp_path: Path) -> None:
    ws = Workspace(tmp_path)
    with pytest.raises(InvalidError):
        ws.must_have_cases()
    ws.cases.mkdir()
    with pytest.raises(InvalidError):
        ws.must_have_cases()
    (ws.cases / ".gitkeep").touch()
    ws.must_have_cases()


def test_no_folder_on_the_way_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real" / "11").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real")
    check_folders(tmp_path, tmp_path / "real" / "11" / "a")
    with pytest.raises(InvalidError, match="link is a link"):
        check_folders(tmp_path, tmp_path / "link" / "11" / "a")


def test_what_is_no_file_in_a_folder_above_holds_nobody_up(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    os.mkfifo(tmp_path / "config.yaml")
    (tmp_path / "a" / "config.yaml").symlink_to("/dev/zero")
    assert find_root(inner) is None
    (tmp_path / "office.yaml").write_text("office: {}\n", "utf-8")
    (inner / "config.yaml").symlink_to(tmp_path / "office.yaml")
    assert find_root(inner) == inner
