"""Drafts: for who typed them, in no backup, and never a reason to fail."""

import json
import os
from pathlib import Path

import pytest

from xinfang_cli.store import archive
from xinfang_cli.store.drafts import left_draft, new_draft
from xinfang_cli.store.workspace import Workspace

WHEN = "2026-11-22T09:30:00+08:00"


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    (tmp_path / "cases").mkdir()
    (tmp_path / "config.yaml").write_text("office: {name: 某县信访局}\n", encoding="utf-8")
    return Workspace(tmp_path)


def test_a_draft_is_read_again_and_the_last_of_several_first(ws: Workspace) -> None:
    for when, name in ((WHEN, "甲"), ("2026-11-22T10:00:00+08:00", "乙"), ("2026-11-21T08:00:00+08:00", "丙")):
        draft = new_draft(ws, "李经办", "open", when)
        draft.answers["name"] = name
        draft.typing = ("phone", "138")
        draft.keep()
        assert draft.is_kept
    found = left_draft(ws, "李经办", "open")
    assert found is not None
    assert (found.answers, found.typing) == ({"name": "乙"}, ("phone", "138"))
    found.drop()
    assert left_draft(ws, "李经办", "open").answers == {"name": "甲"}  # type: ignore[union-attr]
    found.drop()


def test_a_draft_lies_behind_closed_doors_and_is_in_no_backup(ws: Workspace) -> None:
    draft = new_draft(ws, "李经办", "open", WHEN)
    draft.keep()
    (ws.sealed / "access.log").write_text("x", encoding="utf-8")
    assert [name for name in archive.truth(ws) if "sealed" in name] == ["sealed/access.log"]
    assert [path.name for path in draft.path.parent.iterdir()] == [draft.path.name], "nothing beside it"
    if os.name != "nt":
        assert [path.stat().st_mode & 0o077 for path in (ws.sealed, draft.path.parent, draft.path)] == [0, 0, 0]


@pytest.mark.parametrize(
    "said",
    [
        "", "[]", "{", '{"when": "x"}', '{"when": 1, "answers": {}, "typing": null}',
        '{"when": "x", "answers": {"a": 1}, "typing": null}', '{"when": "x", "answers": {}, "typing": ["a"]}',
        '{"when": "x", "answers": [], "typing": null}', '{"when": "x", "answers": {}, "typing": 7}',
    ],
)  # fmt: skip
def test_a_file_that_is_no_draft_is_passed_over(ws: Workspace, said: str) -> None:
    draft = new_draft(ws, "李经办", "open", WHEN)
    draft.path.write_text(said, encoding="utf-8")
    assert left_draft(ws, "李经办", "open") is None


def test_where_nothing_can_be_kept_typing_goes_on(ws: Workspace) -> None:
    ws.sealed.write_text("in the way", encoding="utf-8")
    assert left_draft(ws, "李经办", "open") is None
    draft = new_draft(ws, "李经办", "open", WHEN)
    draft.keep()
    draft.drop()
    assert (draft.is_kept, ws.sealed.read_text("utf-8")) == (False, "in the way")


def test_a_link_in_the_place_of_a_draft_is_not_followed(ws: Workspace, tmp_path: Path) -> None:
    draft = new_draft(ws, "李经办", "open", WHEN)
    other = tmp_path / "other.json"
    other.write_text(
        json.dumps({"when": WHEN, "answers": {"name": "甲"}, "typing": None}, ensure_ascii=False), encoding="utf-8"
    )
    draft.path.symlink_to(other)
    assert left_draft(ws, "李经办", "open") is None
    draft.answers["name"] = "乙"
    draft.keep()
    assert "甲" in other.read_text("utf-8")
