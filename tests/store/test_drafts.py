"""Drafts: for who typed them, in no backup, and never a reason to fail."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.keys import Keys, make_keys, turn_on
from xinfang_cli.commands.registering import WHOLE
from xinfang_cli.law.records import Petitioner
from xinfang_cli.store import archive
from xinfang_cli.store.drafts import PERSONAL, FormDraft, keep_anew, left_draft, new_draft
from xinfang_cli.store.workspace import Workspace

WHEN = "2026-11-22T09:30:00+08:00"


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    (tmp_path / "cases").mkdir()
    (tmp_path / "config.yaml").write_text("office: {name: 某县信访局}\n", encoding="utf-8")
    return Workspace(tmp_path)


@pytest.fixture
def keys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"), monkeypatch)


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


def planted(ws: Workspace) -> FormDraft:
    draft = new_draft(ws, "李经办", "open", WHEN)
    draft.answers |= {"name": "张桂花、李某", "phone": "13812345678", "channel": "来访", "representatives": "李某"}
    draft.typing = ("address", "老街十二号")
    draft.keep()
    return draft


PERSONS = ("张桂花", "李某", "13812345678", "老街十二号")


def in_clear(ws: Workspace) -> list[str]:
    texts = [path.read_text("utf-8") for path in ws.root.rglob("*") if path.is_file()]
    return [word for word in PERSONS if any(word in text for text in texts)]


def test_where_petitioners_are_sealed_drafts_name_nobody_and_come_back_whole(ws: Workspace, keys: Keys) -> None:
    draft = planted(ws)
    assert in_clear(ws) == list(PERSONS)
    turn_on(ws.root / "config.yaml", keys.recipients)
    assert (keep_anew(ws), in_clear(ws)) == (0, [])
    draft.typing = ("request", "要求")
    draft.keep()
    assert in_clear(ws) == []
    assert "来访" in draft.path.read_text("utf-8")
    found = left_draft(ws, "李经办", "open")
    assert found is not None
    assert (found.answers, found.typing, found.is_closed) == (draft.answers, draft.typing, False)
    (ws.root / "config.yaml").write_text("office: {name: 某县信访局}\n", encoding="utf-8")
    assert (keep_anew(ws), len(in_clear(ws))) == (0, 3)


def test_who_has_no_key_finds_the_rest_and_leaves_the_seal_alone(
    ws: Workspace, keys: Keys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    turn_on(ws.root / "config.yaml", keys.recipients)
    draft = planted(ws)
    assert (left_draft(ws, "李经办", "open") or draft).typing == ("address", "老街十二号")
    before = draft.path.read_bytes()
    monkeypatch.setenv("XINFANG_KEY", str(tmp_path / "none.txt"))
    found = left_draft(ws, "李经办", "open")
    assert found is not None
    assert (found.answers, found.typing, found.is_closed) == ({"channel": "来访"}, None, True)
    assert (keep_anew(ws), draft.path.read_bytes()) == (1, before)


@pytest.mark.parametrize("slip", ["library", "recipient"])
def test_what_cannot_be_sealed_is_not_kept(
    ws: Workspace, keys: Keys, monkeypatch: pytest.MonkeyPatch, slip: str
) -> None:
    others = keys.recipients if slip == "library" else (keys.recipients[0], f"{keys.recipients[1][:-1]}q")
    turn_on(ws.root / "config.yaml", others)
    if slip == "library":
        monkeypatch.setitem(sys.modules, "pyrage", None)
    planted(ws)
    assert in_clear(ws) == []
    found = left_draft(ws, "李经办", "open")
    assert found is not None
    assert found.answers == {"channel": "来访"}


def test_what_is_sealed_is_who_the_petitioners_are() -> None:
    assert {*Petitioner.__annotations__, "representatives"} & {*WHOLE, "name"} == PERSONAL
