"""Words of an accusation in the block of its file: where they are, who reads them, what a kill or a lack of keys leaves."""

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.keys import Keys
from tests.store.test_sealing import WRITES, KilledError, _dying
from xinfang_cli.errors import InvalidError, RefusedError
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.records import Case, Petitioner
from xinfang_cli.law.sealing import relief_of, seal
from xinfang_cli.law.steps import correct, take
from xinfang_cli.law.words import Did, MatterClass, NoteKind
from xinfang_cli.messages import Msg
from xinfang_cli.store import agefile, keyring, turning
from xinfang_cli.store import cases as store
from xinfang_cli.store.held import held_at
from xinfang_cli.store.people import opened, relief_in
from xinfang_cli.store.sealed import sealed_text, text_path
from xinfang_cli.store.workspace import Workspace

Make = Callable[..., Case]
SECRET = ("逾期交房", "明确交房", "王小五", "13812340000", "违规审批", "阳光花园", "住建局", "核对票据")
OFF = "office: {name: 某县信访局}\n"


@pytest.fixture
def matter(case: Make) -> Case:
    return case(
        class_=MatterClass.ACCUSATION,
        petitioners=(Petitioner(name="王小五", phone="13812340000"),),
        accused="县住建局",
        place="阳光花园",
        request="违规审批",
    )


@pytest.fixture
def step(law: Law, stamp: Callable[..., Any]) -> Callable[..., Case]:
    def taken(case: Case, did: Did, on: str = "2026-11-23", **data: Any) -> Case:
        return take(case, law, did, stamp(on), **data).case

    return taken


@pytest.fixture
def turned(law: Law, stamp: Callable[..., Any]) -> Callable[..., Case]:
    def changed(case: Case, class_: MatterClass) -> Case:
        return correct(case, law, stamp("2026-11-24"), {"class_": class_}, reason="核实后改").case

    return changed


def block_in(path: Path) -> str:
    return re.findall(r"^petitioners_sealed: \|\n((?:  .*\n)+)", path.read_text("utf-8"), re.MULTILINE)[0]  # type: ignore[no-any-return]


def lying(ws: Workspace) -> list[str]:
    """Secrets that any file of the workspace has in clear, but for what this very process left half written."""
    files = [path for path in ws.root.rglob("*") if path.is_file() and not path.name.startswith(".xf-tmp-")]
    text = "".join(path.read_text("utf-8", "replace") for path in files)
    return [each for each in SECRET if each in text]


def saved(ws: Workspace, path: Path, make: Callable[[Case], Case]) -> Case:
    """Change a matter as a command does, and read it again."""
    held = held_at(ws, path)
    store.save(ws, path, held.text, make(held.case))
    return held_at(ws, path).case


def test_all_words_are_in_the_block_and_nothing_lies_apart(ws: Workspace, keys: Keys, matter: Case) -> None:
    path = store.create(ws, matter)
    assert (lying(ws), text_path(ws, matter.id).exists()) == ([], False)
    read, problems, _ = store.load(ws, path)
    assert read
    assert (read.but(petitioners_sealed=None), problems) == (seal(matter)[0], ())
    assert held_at(ws, path).case == matter
    (key,) = agefile.unseal(keyring.key_path(ws, matter.id).read_text(), [keys.safe]).decode().split()
    assert "违规审批" in agefile.unseal(read.petitioners_sealed or "", [key]).decode()


def test_the_block_keeps_its_bytes_until_a_word_changes(
    ws: Workspace, matter: Case, step: Callable[..., Case], monkeypatch: pytest.MonkeyPatch, keys: Keys
) -> None:
    path = store.create(ws, matter)
    block = block_in(path)
    for count in range(25):
        saved(ws, path, lambda case, count=count: case.but(owner=f"小李{count}"))  # type: ignore[misc]
        if count == 12:
            monkeypatch.setenv("XINFANG_KEY", str(keys.path.with_name("none")))
    assert block_in(path) == block
    monkeypatch.setenv("XINFANG_KEY", str(keys.path))
    case = saved(ws, path, lambda case: step(case, Did.NOTE, text="已核对票据"))
    assert (block_in(path) != block, case.history[-1].text, lying(ws)) == (True, "已核对票据", [])


def test_who_lacks_the_key_sees_the_stub_and_what_she_writes_waits_apart(
    ws: Workspace, keys: Keys, matter: Case, step: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.create(ws, matter)
    block = block_in(path)
    monkeypatch.setenv("XINFANG_KEY", str(keys.path.with_name("none")))
    held = held_at(ws, path)
    assert (held.case, held.case.title) == (held.read, None)
    case = saved(ws, path, lambda case: step(case, Did.NOTE, text="已核对票据"))
    assert (block_in(path), case.history[-1].text, lying(ws)) == (block, "已核对票据", ["核对票据"])
    words = sealed_text(ws, matter.id)
    assert words
    assert (words.title, words.petitioners) == (None, ())
    monkeypatch.setenv("XINFANG_KEY", str(keys.path))
    case = held_at(ws, path).case
    assert (case.title, case.history[-1].text) == (matter.title, "已核对票据")
    case = saved(ws, path, lambda case: case.but(owner="小李"))
    assert (lying(ws), case.history[-1].text, case.title) == ([], "已核对票据", matter.title)


def test_a_matter_becomes_an_accusation_under_seal_and_is_opened_again(
    ws: Workspace, matter: Case, turned: Callable[..., Case]
) -> None:
    path = store.create(ws, matter.but(class_=MatterClass.CLAIM))
    key = keyring.key_path(ws, matter.id).read_bytes()
    assert "王小五" not in path.read_text("utf-8")
    case = saved(ws, path, lambda case: turned(case, MatterClass.ACCUSATION))
    assert (lying(ws), case.petitioners, case.request) == ([], matter.petitioners, matter.request)
    case = saved(ws, path, lambda case: turned(case, MatterClass.CLAIM))
    text = path.read_text("utf-8")
    assert ("违规审批" in text, "王小五" in text, opened(ws, case).petitioners) == (True, False, matter.petitioners)
    assert keyring.key_path(ws, matter.id).read_bytes() == key


def test_without_the_key_a_matter_can_be_sealed_and_not_opened(
    ws: Workspace, keys: Keys, matter: Case, turned: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.create(ws, matter.but(class_=MatterClass.CLAIM))
    monkeypatch.setenv("XINFANG_KEY", str(keys.path.with_name("none")))
    case = saved(ws, path, lambda case: turned(case, MatterClass.ACCUSATION))
    assert ("违规审批" in path.read_text("utf-8"), case.request, case.petitioners) == (False, "违规审批", ())
    before = path.read_bytes()
    with pytest.raises(RefusedError) as caught:
        saved(ws, path, lambda case: turned(case, MatterClass.CLAIM))
    assert (caught.value.text.msg, path.read_bytes()) == (Msg.KEY_MISSING, before)
    monkeypatch.setenv("XINFANG_KEY", str(keys.path))
    assert held_at(ws, path).case.petitioners == matter.petitioners
    assert (turning.seal_all(ws, writes=True).count, lying(ws)) == (1, [])
    assert held_at(ws, path).case.petitioners == matter.petitioners


def test_turned_on_words_go_in_and_turned_off_they_come_out(
    ws: Workspace, keys: Keys, matter: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = ws.config_file.read_text("utf-8")
    ws.config_file.write_text(OFF, "utf-8")
    path = store.create(ws, matter)
    bare, apart = path.read_bytes(), text_path(ws, matter.id).read_bytes()
    ws.config_file.write_text(on, "utf-8")
    assert (turning.surveyed(ws).clear, turning.seal_all(ws, writes=True).count, lying(ws)) == (1, 1, [])
    assert (turning.seal_all(ws, writes=True).count, turning.surveyed(ws).sealed) == (0, 1)
    ws.config_file.write_text(OFF, "utf-8")
    monkeypatch.setenv("XINFANG_KEY", str(keys.path.with_name("none")))
    assert len(turning.unseal_all(ws, writes=True).problems) == 1
    monkeypatch.setenv("XINFANG_KEY", str(keys.path))
    assert turning.unseal_all(ws, writes=True).count == 1
    assert (path.read_bytes(), text_path(ws, matter.id).read_bytes()) == (bare, apart)


def test_words_in_sealed_that_cannot_be_read_are_told_and_left(ws: Workspace, matter: Case) -> None:
    path = store.create(ws, matter)
    text_path(ws, matter.id).write_text("id: [\n", "utf-8")
    with pytest.raises(InvalidError):
        held_at(ws, path)
    assert (len(turning.seal_all(ws, writes=True).problems), path.exists()) == (1, True)
    assert text_path(ws, matter.id).read_text("utf-8") == "id: [\n"


def test_two_blocks_one_behind_the_other_are_read_as_one_and_become_one(
    ws: Workspace, matter: Case, step: Callable[..., Case]
) -> None:
    path = store.create(ws, matter)
    block = store.load(ws, path)[0].petitioners_sealed  # type: ignore[union-attr]
    saved(ws, path, lambda case: step(case, Did.NOTE, text="已核对票据").but(title="另一个标题"))
    read, _, _ = store.load(ws, path)
    assert read
    both = read.but(petitioners_sealed=f"{block}{read.petitioners_sealed}")
    path.write_text(store.text_of(both), "utf-8")
    case = held_at(ws, path).case
    assert (case.title, case.request, case.history[-1].text) == ("另一个标题", matter.request, "已核对票据")
    case = saved(ws, path, lambda case: step(case, Did.NOTE, text="再核对票据"))
    assert (block_in(path).count("BEGIN"), case.title, case.history[-2].text) == (1, "另一个标题", "已核对票据")


# --- Relief ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("petitioners", [(), (Petitioner(name="王小五", phone="13812340000"),)], ids=["nobody", "one"])
def test_what_relief_somebody_asked_for_is_in_the_block_alone(
    ws: Workspace, keys: Keys, case: Make, step: Callable[..., Case], monkeypatch: pytest.MonkeyPatch, petitioners: Any
) -> None:
    path = store.create(ws, case(petitioners=petitioners))

    def asks(case: Case, amount: int, **more: Any) -> Case:
        return step(case, Did.NOTE, kind=NoteKind.RELIEF, amount=amount, text="救助", **more)

    one = saved(ws, path, lambda case: asks(case, 5173))
    two = saved(ws, path, lambda case: asks(case, 6284, granted=True))
    text = path.read_text("utf-8")
    assert ("5173" in text, "6284" in text, "granted" in text, relief_of(two)) == (False, False, False, {})
    wanted = {one.history[-1].n: {"amount": 5173}, two.history[-1].n: {"amount": 6284, "granted": True}}
    assert (relief_in(ws, two), opened(ws, two).petitioners) == (wanted, petitioners)
    block = block_in(path)
    saved(ws, path, lambda case: step(case, Did.NOTE, text="照常"))
    assert block_in(path) == block
    with monkeypatch.context() as patch:
        patch.setenv("XINFANG_KEY", str(keys.path.with_name("none")))
        assert relief_in(ws, two) is None
        with pytest.raises(RefusedError):
            saved(ws, path, lambda case: asks(case, 1))
    path.write_text(text.replace("  kind: relief\n", "  kind: relief\n  amount: 7395\n", 1), "utf-8")
    read = store.load(ws, path)[0]
    assert read
    assert turning.surveyed(ws).clear == 1
    assert turning.seal_all(ws, writes=True).count == 1
    assert "7395" not in path.read_text("utf-8")
    assert relief_in(ws, held_at(ws, path).case) == wanted | {one.history[-1].n: {"amount": 7395}}


def test_relief_in_an_accusation_is_read_back_as_a_number(
    ws: Workspace, matter: Case, step: Callable[..., Case]
) -> None:
    for config in (ws.config_file.read_text("utf-8"), OFF):
        ws.config_file.write_text(config, "utf-8")
        path = store.create(ws, matter.but(id=f"XF-20261122-0000{len(config) % 7}"))
        asked = {"kind": NoteKind.RELIEF, "amount": 5173, "granted": True, "text": "救助"}
        case = saved(ws, path, lambda case, asked=asked: step(case, Did.NOTE, **asked))  # type: ignore[misc]
        assert list(relief_of(case).values()) == [{"amount": 5173, "granted": True}]


# --- Forgotten, and killed ------------------------------------------------------------------------------------------


def test_forgetting_an_accusation_takes_its_words_along_but_for_why(
    ws: Workspace, matter: Case, step: Callable[..., Case]
) -> None:
    path = store.create(ws, matter)
    case = saved(ws, path, lambda case: step(case, Did.FORGET, reason="本人申请"))
    assert (case.title, case.history[-1].reason, text_path(ws, matter.id).exists()) == (None, "本人申请", False)
    text_path(ws, matter.id).write_text(f"id: {matter.id}\ntitle: 王小五的事\n", "utf-8")  # of another clone
    (ws.sealed / f"{matter.id}.conflict-2").write_text("王小五的事", "utf-8")
    assert keyring.destroy_key(ws, matter.id)
    assert [path.name for path in ws.sealed.iterdir()] == ["keys"]
    assert lying(ws) == []
    case = saved(ws, path, lambda case: step(case, Did.NOTE, "2026-11-25", text="已核对票据"))
    assert (case.history[-1].text, case.title) == ("已核对票据", None)


@pytest.mark.parametrize("start", ["apart", "block", "clear", "off"])
@pytest.mark.parametrize("at", range(1, 30, 1 + 3 * ("XINFANG_SEALED" not in os.environ)))
def test_a_kill_at_any_write_loses_no_word_and_leaves_none_in_a_file_that_git_has(
    ws: Workspace,
    matter: Case,
    step: Callable[..., Case],
    turned: Callable[..., Case],
    monkeypatch: pytest.MonkeyPatch,
    start: str,
    at: int,
) -> None:
    """Words that lay apart before sealing, in a block, in clear; and back out of the block when it is turned off."""
    on = ws.config_file.read_text("utf-8")
    ws.config_file.write_text(OFF if start in {"apart", "clear"} else on, "utf-8")
    path = store.create(ws, matter.but(class_=MatterClass.CLAIM) if start == "clear" else matter)
    ws.config_file.write_text(OFF if start == "off" else on, "utf-8")
    held = held_at(ws, path)
    case = turned(held.case, MatterClass.ACCUSATION) if start == "clear" else held.case
    case = step(case, Did.NOTE, "2026-11-25", text="已核对票据").but(title="后来的标题")
    left = [at]
    with monkeypatch.context() as patch:
        for name in WRITES:
            patch.setattr(os, name, _dying(getattr(os, name), left))
        with contextlib.suppress(KilledError):
            store.save(ws, path, held.text, case)
    now = held_at(ws, path)
    assert now.case.request == matter.request
    assert opened(ws, now.case).petitioners == matter.petitioners
    is_done = now.case.history[-1].text == "已核对票据"
    assert now.case.title == "后来的标题" if is_done else now.case.title in {matter.title, "后来的标题"}
    assert start == "clear" or not [each for each in SECRET if each in now.text]
    store.sweep(ws)
    turning.seal_all(ws, writes=True) if start != "off" else turning.unseal_all(ws, writes=True)
    again = held_at(ws, path)
    assert (again.case.request, again.case.title) == (matter.request, now.case.title)
    assert start == "off" or lying(ws) == [] or start == "clear"
