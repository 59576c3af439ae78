"""A lost folder comes back as it was, nothing newer is overwritten, and a history that was tampered with is named."""

import hashlib
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from xinfang_cli.store import archive


@pytest.fixture
def worked(office: Office, tmp_path: Path) -> tuple[Office, str, str, Path]:
    """Return an office with a matter and an accusation, each with a file, and its backup."""
    plain, sealed = office.open(), office.open("2026-11-03", "--class", "accusation", title="举报某局")
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(bytes(3000))
    for case in (plain, sealed):
        office.does("attach", case, str(photo), "--on", "2026-11-20")
    office.does("note", sealed, "--text", "密谈", "--on", "2026-11-20")
    (office.root / "templates").mkdir()
    (office.root / "templates" / "opinion.docx").write_bytes(b"docx")
    backup = tmp_path / "备份.zip"
    office.does("backup", "--out", str(backup))
    return office, plain, sealed, backup


def files(root: Path) -> dict[str, bytes]:
    """Return what cannot be made again."""
    found = [
        root / "config.yaml",
        *(path for top in ("cases", "sealed", "templates") for path in (root / top).rglob("*")),
    ]
    return {str(path.relative_to(root)): path.read_bytes() for path in found if path.is_file()}


def codes(office: Office, *args: str) -> list[str]:
    """Return what `check` calls faults."""
    return [row["code"] for row in office("check", "--json", *args).json if row["level"] == "fault"]


def test_a_backup_comes_back_byte_for_byte_into_an_empty_folder(
    worked: tuple[Office, str, str, Path], tmp_path: Path
) -> None:
    office, _, sealed, backup = worked
    said = office.does("restore", str(backup), str(tmp_path / "新机"))
    assert files(tmp_path / "新机") == files(office.root)
    assert "已恢复" in said
    words = tmp_path / "新机" / "sealed" / f"{sealed}.yaml"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (words, words.parent)] == [0o600, 0o700]
    assert codes(Office(tmp_path / "新机")) == []
    assert "已恢复0个文件" in office.does("restore", str(backup), str(tmp_path / "新机"))


def test_a_backup_is_its_owner_s_alone_and_the_same_each_time(
    worked: tuple[Office, str, str, Path], tmp_path: Path
) -> None:
    office, _, _, backup = worked
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    said = office.does("backup", "--out", str(tmp_path / "再.zip"))
    assert (tmp_path / "再.zip").read_bytes() == backup.read_bytes()
    assert hashlib.sha256(backup.read_bytes()).hexdigest() in said
    assert not [name for name in zipfile.ZipFile(backup).namelist() if name.startswith((".xinfang", ".git", "reports"))]


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
@pytest.mark.parametrize("is_early", [True, False])
def test_what_colleagues_write_while_contents_are_read_is_of_one_moment(
    worked: tuple[Office, str, str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_early: bool
) -> None:
    office, plain, sealed, _ = worked
    write = archive.write

    def while_others_work(root: Path, names: list[str], target: Path) -> set[str]:
        """Seal one matter with its file, open the other, register a third: nobody waits for the backup."""
        kept = set() if is_early else write(root, names, target)
        office.does("set", plain, "--class", "accusation")
        office.does("set", sealed, "--class", "claim", "--reason", "定性有误")
        office.open("2026-11-04")
        return write(root, names, target) if is_early else kept

    monkeypatch.setattr(archive, "write", while_others_work)
    office.does("backup", "--out", str(tmp_path / "同时.zip"))
    assert list(tmp_path.glob(".xf-tmp-*")) == []
    assert stat.S_IMODE((tmp_path / "同时.zip").stat().st_mode) == 0o600
    office.does("restore", str(tmp_path / "同时.zip"), str(tmp_path / "新机"))
    assert files(tmp_path / "新机") == files(office.root)


def test_a_backup_does_not_come_back_into_another_workspace(worked: tuple[Office, str, str, Path]) -> None:
    office, _, _, backup = worked
    for inner in ("还原", "cases/还原"):
        answer = office("restore", str(backup), str(office.root / inner))
        assert (answer.code, str(office.root / inner) in answer.err, (office.root / inner).exists()) == (1, True, False)
    (office.root / "下属").mkdir()
    office.does("init", str(office.root / "下属"), "--office", "某镇", "--code", "410123")
    assert office("restore", str(backup), str(office.root / "下属")).code == 1  # it is one already, and has other rules


def test_the_list_is_one_that_other_programs_check(worked: tuple[Office, str, str, Path], tmp_path: Path) -> None:
    zipfile.ZipFile(worked[3]).extractall(tmp_path / "out")
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out", check=True)


def test_a_backup_overwrites_nothing_and_does_not_lie_in_what_it_saves(worked: tuple[Office, str, str, Path]) -> None:
    office, _, _, backup = worked
    before = backup.read_bytes()
    inside = [(office.root / top / "b.zip", "要备份的文件夹里") for top in ("cases", "sealed", "templates")]
    for place, why in ((backup, "没有覆盖"), *inside):
        refused = office("backup", "--out", str(place))
        assert (refused.code, why in refused.err) == (1, True), refused
    assert backup.read_bytes() == before
    assert not list(office.root.rglob("b.zip"))


def test_nothing_is_overwritten_and_what_is_newer_here_is_said(worked: tuple[Office, str, str, Path]) -> None:
    office, plain, sealed, backup = worked
    office.does("note", plain, "--text", "电话联系", "--on", "2026-11-21")
    added = office.open("2026-11-10", title="小区积水")
    (office.root / "sealed" / f"{sealed}.yaml").unlink()
    before = files(office.root)
    refused = office("restore", str(backup), str(office.root))
    assert refused.code == 1
    assert f"{plain}.yaml: 这里的比备份新，多1条经过" in refused.err
    assert added in refused.err
    assert files(office.root) == before


def test_what_is_missing_is_brought_back_beside_what_is_there(worked: tuple[Office, str, str, Path]) -> None:
    office, plain, sealed, backup = worked
    before = files(office.root)
    office.file(plain).unlink()
    (office.root / "sealed" / f"{sealed}.yaml").unlink()
    office.does("show", sealed, "--reveal")
    assert "已恢复2个文件" in office.does("restore", str(backup), str(office.root))
    after = files(office.root)
    after.pop("sealed/access.log")
    assert after == before


def test_a_backup_that_was_damaged_is_refused_and_nothing_is_written(
    worked: tuple[Office, str, str, Path], tmp_path: Path
) -> None:
    office, _, _, backup = worked
    raw = bytearray(backup.read_bytes())
    raw[raw.index("密谈".encode())] ^= 1
    backup.write_bytes(raw)
    assert office("restore", str(backup), str(tmp_path / "新机")).code == 3
    assert not (tmp_path / "新机").exists()


def test_a_history_that_was_tampered_with_is_named(worked: tuple[Office, str, str, Path]) -> None:
    office, plain, sealed, backup = worked
    office.does("note", plain, "--text", "电话联系", "--on", "2026-11-21")
    assert codes(office, "--against", str(backup)) == []
    words = office.root / "sealed" / f"{sealed}.yaml"
    words.write_text(words.read_text("utf-8").replace("密谈", "闲谈"), encoding="utf-8")
    found = office("check", "--against", str(backup))
    assert (found.code, f"sealed/{sealed}.yaml" in found.out, "谈" in found.out) == (3, True, False)
    words.unlink()
    office.file(plain).unlink()
    assert codes(office, "--against", str(backup)).count("case_removed") == 1
    assert office("check", "--against", str(backup)).code == 3


def test_a_history_is_compared_with_a_commit(office: Office) -> None:
    case = office.open()
    office.does("note", case, "--text", "电话联系", "--on", "2026-11-20")
    git = ["git", "-C", str(office.root), "-c", "user.name=x", "-c", "user.email=x@example.invalid"]
    subprocess.run([*git, "init", "-q"], check=True)
    for what in ("一", "二"):
        subprocess.run([*git, "add", "cases"], check=True)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", what], check=True)
    file = office.file(case)
    file.write_text(file.read_text("utf-8").replace("电话联系", "未联系"), encoding="utf-8")
    subprocess.run([*git, "commit", "-qam", "三"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "四"], check=True)
    assert codes(office) == []  # the last commits have it as it is
    assert codes(office, "--against", "HEAD~3") == ["entry_changed"]
    assert codes(office, "--against", "HEAD") == []
    assert office("check", "--against", "--output=x").code == 1
    assert office("check", "--against", "HEAD", "--fix").code == 2
