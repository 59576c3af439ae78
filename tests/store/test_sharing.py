import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg
from xinfang_cli.store import disk, sharing, umask
from xinfang_cli.store.disk import Direct
from xinfang_cli.store.out import write_out
from xinfang_cli.store.workspace import Workspace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes for groups")


@pytest.fixture(autouse=True)
def _usual_umask(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(umask, "_of_user", None)
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """A workspace with a sealed text, a draft, a script, a link, and matters on a share."""
    root = tmp_path / "office"
    for folder in (root / "sealed" / "drafts", root / "bin", tmp_path / "share" / "2026"):
        folder.mkdir(parents=True)
    (root / "config.yaml").write_text("office: {}\n", encoding="utf-8")
    for path, mode in (("sealed/a.yaml", 0o600), ("sealed/drafts/b.json", 0o600), ("bin/run", 0o755)):
        (root / path).touch(mode)
    (root / "cases").symlink_to(tmp_path / "share")
    (tmp_path / "share" / "2026" / "x.yaml").touch(0o644)
    (root / "away").symlink_to("/nowhere")
    return Workspace(root)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_of_it_is_the_group_s_and_nobody_else_s_but_for_drafts(ws: Workspace) -> None:
    sharing.share(ws, None)
    for folder in (ws.root, ws.sealed, ws.cases / "2026"):
        assert mode(folder) == 0o2770
    for file in (ws.config_file, ws.sealed / "a.yaml", ws.cases / "2026" / "x.yaml"):
        assert mode(file) == 0o660
    assert mode(ws.root / "bin" / "run") == 0o770
    assert mode(ws.sealed / "drafts" / "b.json") == 0o600
    assert sharing.is_sealed_open(ws) is True
    assert sharing.is_sealed_open(Workspace(ws.root / "bin")) is None


def test_what_is_made_there_is_the_group_s_and_what_is_made_elsewhere_is_as_ever(ws: Workspace, tmp_path: Path) -> None:
    sharing.share(ws, None)
    for _ in range(2):
        umask.adopt(ws.root)
    Direct().create(ws.cases / "2027" / "y.yaml", b"x")
    write_out(ws.root / "报告.md", ["x"])
    write_out(tmp_path / "报告.md", ["x"])
    assert mode(ws.cases / "2027" / "y.yaml") == mode(ws.root / "报告.md") == 0o660
    assert mode(tmp_path / "报告.md") == 0o644
    assert stat.S_IMODE((ws.cases / "2027").stat().st_mode) & 0o777 == 0o770


def test_a_folder_that_others_may_read_stays_so(ws: Workspace) -> None:
    ws.root.chmod(0o2775)
    umask.adopt(ws.root)
    Direct().create(ws.root / "a", b"x")
    assert mode(ws.root / "a") == 0o664


def test_a_workspace_of_one_account_changes_nobody_s_umask(ws: Workspace) -> None:
    umask.adopt(ws.root)
    umask.adopt(ws.root / "nowhere")
    assert umask.umask() == umask.umask_of_user() == 0o022


def test_a_group_that_is_none_is_named_and_nothing_is_changed(ws: Workspace) -> None:
    before = mode(ws.config_file)
    with pytest.raises(RefusedError) as caught:
        sharing.share(ws, "没有这个组")
    assert caught.value.text == Msg.GROUP_UNKNOWN(name="没有这个组")
    assert mode(ws.config_file) == before


def test_a_system_without_groups_says_so(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(RefusedError) as caught:
        sharing.share(ws, None)
    assert caught.value.text == Msg.SHARE_WINDOWS()


def test_a_colleague_s_file_that_is_moved_becomes_a_copy(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    chmod = os.chmod

    def not_ours(path: str | Path, wanted: int) -> None:
        if os.fspath(path).endswith("moved"):
            raise PermissionError(1, "not the owner")
        chmod(path, wanted)

    monkeypatch.setattr(os, "chmod", not_ours)
    disk.move(ws.sealed / "a.yaml", ws.root / "moved", 0o600)
    assert (mode(ws.root / "moved"), (ws.sealed / "a.yaml").exists()) == (0o600, False)
