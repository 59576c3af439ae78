import datetime as dt
import stat
from pathlib import Path

import pytest

from xinfang_cli.errors import InvalidError, RefusedError
from xinfang_cli.law.records import SealedText
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.store.disk import Direct
from xinfang_cli.store.sealed import access_log, create_text, read_text, save_text, sealed_text
from xinfang_cli.store.workspace import Workspace

ID = "XF-20261122-7K3MQ"
NOW = dt.datetime.fromisoformat("2026-11-22T09:30:00+08:00")
WORDS = SealedText(id=ID, title="反映某局长收受礼金", request="他收了礼金", entries={"a": {"text": "证据在此"}})


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_words_lie_in_a_file_for_the_owner_alone(ws: Workspace) -> None:
    create_text(ws, WORDS, Direct())
    assert mode(ws.sealed) == 0o700
    assert mode(ws.sealed / f"{ID}.yaml") == 0o600
    assert sealed_text(ws, ID) == WORDS


def test_a_folder_that_others_can_read_is_closed_to_them(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ws.sealed.mkdir(mode=0o755)
    access_log(ws, "李经办", NOW, ID)
    assert mode(ws.sealed) == 0o700
    ws.sealed.chmod(0o755)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    access_log(ws, "李经办", NOW, ID)
    assert mode(ws.sealed) == 0o755


def test_a_command_that_was_killed_after_the_words_can_run_again_but_other_words_are_kept(ws: Workspace) -> None:
    create_text(ws, WORDS, Direct())
    create_text(ws, WORDS, Direct())
    with pytest.raises(RefusedError) as caught:
        create_text(ws, WORDS.but(title="另一件"), Direct())
    assert caught.value.text.msg is Msg.SEALED_OTHER
    assert sealed_text(ws, ID) == WORDS


def test_no_words_make_no_file(ws: Workspace) -> None:
    create_text(ws, SealedText(id=ID), Direct())
    save_text(ws, SealedText(id=ID), Direct())
    assert not ws.sealed.exists()
    assert read_text(ws, ID) == (None, ())
    assert sealed_text(ws, ID) is None


def test_words_are_added_to_those_that_lie_there(ws: Workspace) -> None:
    save_text(ws, SealedText(id=ID, title="甲"), Direct())
    save_text(ws, SealedText(id=ID, entries={"a": {"text": "乙"}}), Direct())
    before = (ws.sealed / f"{ID}.yaml").stat()
    save_text(ws, SealedText(id=ID, title="甲"), Direct())
    assert (ws.sealed / f"{ID}.yaml").stat() == before
    assert sealed_text(ws, ID) == SealedText(id=ID, title="甲", entries={"a": {"text": "乙"}})


@pytest.mark.parametrize(
    ("text", "msg"),
    [
        ("id: [", Msg.YAML_BRACKET),
        ("title: x\n", Msg.FIELD_MISSING),
        ("id: XF-20261122-00000\n", Msg.ID_NOT_FILE_NAME),
        (f"id: {ID}\nentries:\n  a: {{did: close}}\n", Msg.SEALED_KEY),
        (f"id: {ID}\nentries:\n  a: {{text: true}}\n", Msg.FIELD_TEXT),
        (f"id: {ID}\nentries:\n  a: {{set: x}}\n", Msg.FIELD_MAPPING),
    ],
)
def test_words_that_cannot_be_read_are_told_and_not_written_over(ws: Workspace, text: str, msg: Sentence) -> None:
    ws.sealed.mkdir()
    (ws.sealed / f"{ID}.yaml").write_text(text, "utf-8")
    words, (problem,) = read_text(ws, ID)
    assert words is None
    assert (problem.text.msg, str(problem.path)) == (msg, f"sealed/{ID}.yaml")
    with pytest.raises(InvalidError):
        save_text(ws, SealedText(id=ID, title="x"), Direct())
    assert (ws.sealed / f"{ID}.yaml").read_text("utf-8") == text


def test_a_link_in_place_of_words_is_not_followed(ws: Workspace) -> None:
    ws.sealed.mkdir()
    (ws.sealed / f"{ID}.yaml").symlink_to("/etc/hostname")
    assert read_text(ws, ID)[1][0].text.msg is Msg.NOT_A_FILE


def test_what_is_no_id_is_no_path(ws: Workspace) -> None:
    with pytest.raises(RefusedError):
        read_text(ws, "../config")


def test_who_looked_is_written_down_on_one_line(ws: Workspace) -> None:
    access_log(ws, "李\n经\t办\x1b", NOW, ID)
    access_log(ws, "王经办", NOW, "find --name 王某\udcff")
    log = ws.sealed / "access.log"
    assert log.read_text("utf-8") == (
        f"2026-11-22T09:30:00+08:00\t李 经 办�\t{ID}\n2026-11-22T09:30:00+08:00\t王经办\tfind --name 王某?\n"
    )
    assert mode(log) == 0o600
    assert [path.name for path in ws.sealed.iterdir()] == ["access.log"]
