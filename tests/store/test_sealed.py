import datetime as dt
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.errors import InvalidError, RefusedError
from xinfang_cli.law.records import Case, SealedText, plain
from xinfang_cli.law.validation import validated
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.store.disk import Direct
from xinfang_cli.store.sealed import access_log, create_text, read_text, save_text, seal, sealed_text, united, unseal
from xinfang_cli.store.workspace import Workspace

ID = "XF-20261122-7K3MQ"
NOW = dt.datetime.fromisoformat("2026-11-22T09:30:00+08:00")
SECRET = [
    "反映某局长收受礼金",
    "城乡建设",
    "广惠街街道",
    "某局",
    "王某",
    "13800000000",
    "他收了礼金",
    "证据在此",
    "赵证人",
    "录音.mp3",
]


def entry(n: str = "3f9a02c1", **data: Any) -> dict[str, Any]:
    return {"id": n, "date": "2026-11-22", "at": NOW, "by": "李经办", "did": "open", **data}


def accusation(*history: dict[str, Any], **data: Any) -> Case:
    facts = {
        "id": ID,
        "title": SECRET[0],
        "status": "registered",
        "received_on": "2026-11-22",
        "registered_on": "2026-11-22",
        "channel": "visit",
        "class": "accusation",
        "category": SECRET[1],
        "place": SECRET[2],
        "accused": SECRET[3],
        "petitioners": [{"name": SECRET[4], "phone": SECRET[5]}],
        "request": SECRET[6],
        "source": {"number": "410122202611220017"},
        "own": "自己的键",
        "history": history
        or [
            entry(),
            entry("a", did="note", text="他收了礼金", kind="other"),
            entry("b", did="attach", file=SECRET[9], sha256="00", evidence=SECRET[7], witness=SECRET[8]),
            entry("c", did="set", set={"accused": SECRET[3]}, was={"accused": "unknown"}),
        ],
    }
    return validated(Case, facts | data)


def test_what_may_be_seen_holds_none_of_the_words() -> None:
    open_part, text = seal(accusation())
    seen = str(plain(open_part))
    assert [word for word in SECRET if word in seen] == []
    assert open_part.number == "410122202611220017"
    assert [entry.did for entry in open_part.history] == ["open", "note", "attach", "set"]
    assert plain(open_part)["own"] == "自己的键"
    assert text.entries == {
        "a": {"text": "他收了礼金"},
        "b": {"evidence": SECRET[7], "witness": SECRET[8], "file": SECRET[9]},
        "c": {"set": {"accused": SECRET[3]}, "was": {"accused": "unknown"}},
    }


def test_sealed_and_unsealed_it_is_the_same_case() -> None:
    case = accusation()
    assert unseal(*seal(case)) == case


WORDS = st.one_of(st.none(), st.text(min_size=1, max_size=5))


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), WORDS, WORDS), min_size=1, max_size=5), WORDS)
def test_sealing_loses_nothing_even_where_entries_share_an_id(
    entries: list[tuple[str, Any, Any]], title: str | None
) -> None:
    history = [entry(n, text=text, reason=reason) for n, text, reason in entries]
    case = accusation(*history, title=title)
    open_part, text = seal(case)
    assert unseal(open_part, text) == case
    assert unseal(open_part, SealedText(id=ID)) == open_part
    assert seal(open_part) == (open_part, SealedText(id=ID))


def test_new_words_go_over_the_old_ones_and_leave_the_rest() -> None:
    old = SealedText(id=ID, title="旧", request="原文", entries={"a": {"text": "甲", "reason": "因"}})
    new = SealedText(id=ID, title="新", entries={"a": {"text": "乙"}, "b": {"text": "丙"}})
    assert united(old, new) == SealedText(
        id=ID, title="新", request="原文", entries={"a": {"text": "乙", "reason": "因"}, "b": {"text": "丙"}}
    )


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_words_lie_in_a_file_for_the_owner_alone(ws: Workspace) -> None:
    text = seal(accusation())[1]
    create_text(ws, text, Direct())
    assert mode(ws.sealed) == 0o700
    assert mode(ws.sealed / f"{ID}.yaml") == 0o600
    assert sealed_text(ws, ID) == text


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
    text = seal(accusation())[1]
    create_text(ws, text, Direct())
    create_text(ws, text, Direct())
    with pytest.raises(RefusedError) as caught:
        create_text(ws, text.but(title="另一件"), Direct())
    assert caught.value.text.msg is Msg.SEALED_OTHER
    assert sealed_text(ws, ID) == text


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
