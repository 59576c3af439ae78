"""Archives that nobody of ours wrote: refused in words before a byte is written."""

import hashlib
import os
import stat
import zipfile
from pathlib import Path

import pytest

from xinfang_cli.errors import InvalidError
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.store import archive
from xinfang_cli.store.workspace import Workspace

FILE = stat.S_IFREG | 0o600
NAME = "cases/2026/11/XF-20261102-7K3MQ.yaml"


def forged(path: Path, name: str, *, kind: int = FILE, packing: int = zipfile.ZIP_STORED, raw: bytes = b"x") -> Path:
    """Write an archive with a list that fits its one file."""
    with zipfile.ZipFile(path, "w") as file:
        info = zipfile.ZipInfo("placeholder")
        info.filename = info.orig_filename = name
        info.external_attr, info.compress_type, info.create_system = kind << 16, packing, 3
        file.writestr(info, raw)
        file.writestr(archive.HASHES, f"{hashlib.sha256(raw).hexdigest()}  {name}\n")
    return path


def refusal(path: Path) -> Sentence:
    """Return why an archive is not opened."""
    with pytest.raises(InvalidError) as raised, archive.opened(path):
        pass
    return raised.value.text.msg


def test_what_fits_its_list_is_opened(tmp_path: Path) -> None:
    with archive.opened(forged(tmp_path / "a.zip", NAME)) as opened:
        assert (list(opened.digests), opened.read(NAME)) == ([NAME], b"x")


@pytest.mark.parametrize(
    "name",
    ["../out", "cases/../../out", "/etc/passwd", "cases//x", "./x", "cases\\..\\x", "cases/x\n", "cases/.GIT/hooks/x",
     ".git/config", ".xinfang/index.sqlite3", "cases/\u202ex"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(forged(tmp_path / "a.zip", name)) is Msg.BACKUP_NAME


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: int) -> None:
    assert refusal(forged(tmp_path / "a.zip", NAME, kind=kind | 0o777, raw=b"/etc/passwd")) is Msg.BACKUP_KIND


def test_what_is_packed_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = forged(tmp_path / "a.zip", NAME, packing=zipfile.ZIP_DEFLATED, raw=bytes(100_000_000))
    assert bomb.stat().st_size < 200_000
    assert refusal(bomb) is Msg.BACKUP_PACKED


def test_what_is_no_archive_or_was_cut_is_refused(tmp_path: Path) -> None:
    whole = forged(tmp_path / "a.zip", NAME, raw=bytes(5000)).read_bytes()
    for count, raw in enumerate((b"", b"PK", whole[:-30], whole[300:], bytes(70_000))):
        path = tmp_path / f"{count}.zip"
        path.write_bytes(raw)
        assert refusal(path) is Msg.BACKUP_BROKEN, count


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") is Msg.NOT_A_FILE


def test_a_file_that_is_not_what_the_list_says_is_refused(tmp_path: Path) -> None:
    lines = {"other digest": f"{'0' * 64}  {NAME}\n", "other name": f"{'0' * 64}  x\n", "none": "", "odd": "\xff"}
    for what, text in lines.items():
        path = tmp_path / f"{what}.zip"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(archive._info(NAME), b"x")  # as ours, with another list
            file.writestr(archive._info(archive.HASHES), text)
        assert refusal(path) is (Msg.BACKUP_DIGEST if what == "other digest" else Msg.BACKUP_BROKEN), what
    with zipfile.ZipFile(tmp_path / "bare.zip", "w") as file:
        file.writestr(archive._info(NAME), b"x")
    assert refusal(tmp_path / "bare.zip") is Msg.BACKUP_BROKEN


def test_a_link_in_the_workspace_is_refused_and_not_followed(tmp_path: Path) -> None:
    ws = Workspace(tmp_path)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "2026").symlink_to("/etc")
    with pytest.raises(InvalidError, match="link"):
        archive.truth(ws)


def test_sealed_words_are_not_saved_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sealed").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InvalidError, match="link"):
        archive.truth(Workspace(tmp_path))


def test_what_was_changed_since_it_was_checked_is_not_used(tmp_path: Path) -> None:
    path = forged(tmp_path / "a.zip", NAME, raw=b"history" * 100_000)  # more than is read ahead
    with archive.opened(path) as opened:
        path.write_bytes(path.read_bytes().replace(b"history", b"fiction"))
        with pytest.raises(InvalidError) as raised:
            opened.read(NAME)
    assert raised.value.text.msg is Msg.BACKUP_DIGEST


def test_cases_may_be_a_share_of_the_office(tmp_path: Path) -> None:
    (tmp_path / "share" / "2026").mkdir(parents=True)
    (tmp_path / "share" / "2026" / "照　片.jpg").write_bytes(b"x")
    (tmp_path / "share" / ".xf-tmp-1").write_bytes(b"half")
    office = tmp_path / "office"
    office.mkdir()
    (office / "cases").symlink_to(tmp_path / "share")
    assert archive.truth(Workspace(office)) == ["cases/2026/照　片.jpg"]
