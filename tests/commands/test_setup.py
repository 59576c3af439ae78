"""What `check --setup` says of a machine: each thing that may be missing, missing."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.commands import machine
from xinfang_cli.office import zones
from xinfang_cli.render.wordxml import INSTEAD
from xinfang_cli.store import umask


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`programs(lp="…")`: nothing but these scripts, and git, is on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def put(*, git: bool = True, **scripts: str) -> None:
        for name, text in scripts.items():
            (folder / name.replace("_", "-")).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
            (folder / name.replace("_", "-")).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin" if git else str(folder))

    return put


def codes(office: Office) -> dict[str, list[str]]:
    """Return what is missing, part by part."""
    found: dict[str, list[str]] = {}
    for row in office.does("check", "--setup", "--json"):
        assert set(row) == {"part", "code", "message", "remedy"}
        assert row["remedy"]
        found.setdefault(row["part"], []).append(row["code"])
    return found


def test_a_machine_that_has_everything(office: Office, programs: Callable[..., None]) -> None:
    office.does("init", str(office.root), "--hook")
    fonts = "\n".join(f"echo {font},Other" for font in INSTEAD)
    programs(fc_list=fonts, lpstat="echo 一楼打印机", lp="true")
    for name, value in (("user.name", "李经办"), ("user.email", "li@office.invalid")):
        subprocess.run(["git", "-C", str(office.root), "config", name, value], check=True)
    found = codes(office)
    found.pop("units", None)
    assert found == {}
    assert "齐备：git、git 署名、合并驱动、提交前检查、共用、时区、字体、打印机、可选的库" in office.does(
        "check", "--setup"
    )


def test_a_machine_that_has_nothing(
    office: Office, programs: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    programs(git=False)
    monkeypatch.setattr(machine, "find_spec", lambda _: None)
    monkeypatch.setattr(zones, "zone", lambda _: None)
    found = codes(office)
    assert found["git"] == ["setup_no_git"]
    assert found["zone"] == ["setup_zone"]
    assert found["fonts"] == ["setup_fonts_unknown"]
    assert found["printer"] == ["setup_printer"]
    assert found["libraries"] == ["setup_library"] * len(machine.LIBRARIES)
    said = office.does("check", "--setup")
    assert "git：没有 git" in said
    assert "没有“xinfang[crypto]”，不能加密信访人信息" in said


def test_what_git_lacks_is_named_one_by_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for line in (("user.useConfigOnly", "true"), ("--unset", "merge.xinfang2.driver")):
        subprocess.run(["git", "-C", str(office.root), "config", *line], check=True)
    found = codes(office)
    assert (found["identity"], found["driver"], found["hook"]) == (["setup_identity"], ["no_driver"], ["setup_hook"])
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert codes(office)["git"] == ["setup_distrusted"]
    assert f"safe.directory {office.root}" in office.does("check", "--setup")
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    (office.root / ".git").rename(office.root.parent / "git")
    assert codes(office)["git"] == ["setup_no_repository"]


def test_fonts_that_nothing_stands_in_for_are_named(office: Office, programs: Callable[..., None]) -> None:
    programs(fc_list="echo SimSun")
    said = next(row for row in office.does("check", "--setup", "--json") if row["part"] == "fonts")
    assert "仿宋_GB2312" in said["message"]
    assert "宋体" not in said["message"].replace("小标宋简体", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes for groups")
def test_an_account_outside_the_group_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(umask, "adopt", lambda _: None)
    office.root.chmod(0o2770)
    assert "group" not in codes(office) or os.geteuid() != 0
    for name, value in (("geteuid", 4321), ("getegid", 4321), ("getgroups", [])):
        monkeypatch.setattr(os, name, lambda value=value: value)
    assert codes(office)["group"] == ["setup_group"]
    monkeypatch.setattr(type(office.root), "group", lambda _: {}["no name"])
    assert str(office.root.stat().st_gid) in office.does("check", "--setup")
    office.root.chmod(0o755)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert codes(office)["group"] == ["disk_not_allowed"]
    monkeypatch.setattr(machine.sys, "platform", "win32")
    monkeypatch.setattr(machine, "families", set)
    assert codes(office)["group"] == ["setup_windows_rights"]


def test_units_whose_kind_nobody_has_said_are_proposed_and_nothing_is_set(office: Office) -> None:
    config = office.root / "config.yaml"
    text = config.read_text("utf-8").replace("units:\n", "units:\n- {name: 县公安局}\n")
    config.write_text(text, encoding="utf-8")
    assert codes(office)["units"] == ["kind_proposed"]
    assert config.read_text("utf-8") == text


def test_it_stands_alone(office: Office) -> None:
    for other in ("--fix", "--staged", "--against=HEAD"):
        assert office("check", "--setup", other).code == 2


def test_a_workbook_without_its_reader_is_refused_in_words(
    office: Office, data: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    answer = office("import", str(data("old.xls")))
    assert (answer.code, "另存为 .xlsx" in answer.err) == (1, True)
