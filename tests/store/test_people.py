"""Petitioners under seal: what is in the file, what stays to the byte, who can change them."""

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.keys import Keys
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.records import Case, Petitioner, SealedText
from xinfang_cli.law.steps import correct, take
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.store import agefile, keyring
from xinfang_cli.store import cases as store
from xinfang_cli.store.counter import OwnMatter, own_matters
from xinfang_cli.store.people import alike, block_of, opened, opened_if_possible, under_seal
from xinfang_cli.store.workspace import Workspace

Make = Callable[..., Case]
WANG = Petitioner(name="王小五", phone="13812340000", other_phone="0371-6812345", address="阳光花园3号楼")
LI = Petitioner(name="李", anonymous=None, representative=True, unknown={"身份证": "410122199001011234"})
SECRET = ("王小五", "13812340000", "6812345", "阳光花园3号", "410122199001011234")


@pytest.fixture
def matter(case: Make) -> Case:
    return case(petitioners=(WANG, LI))


def block_in(text: str) -> str:
    found = re.search(r"^petitioners_sealed: \|\n((?:  .*\n)+)", text, re.MULTILINE)
    assert found
    return found[1]


def in_words(ws: Workspace) -> str:
    """Every file of a workspace, as text."""
    return "".join(path.read_text("utf-8", "replace") for path in ws.root.rglob("*") if path.is_file())


def test_a_new_matter_has_masked_persons_and_a_block_and_its_key_lies_apart(
    ws: Workspace, keys: Keys, matter: Case
) -> None:
    path = store.create(ws, matter)
    read = store.load(ws, path)[0]
    assert read is not None
    assert [(each.name, each.phone, each.other_phone, each.address) for each in read.petitioners] == [
        ("王*", "138****0000", "037****2345", "***"),
        ("*", None, None, None),
    ]
    assert [secret for secret in SECRET if secret in in_words(ws)] == []
    assert opened(ws, read).petitioners == matter.petitioners
    key = keyring.key_path(ws, matter.id)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    (data_key,) = agefile.unseal(key.read_text(), [keys.safe]).decode().split()
    assert "王小五" in agefile.unseal(read.petitioners_sealed or "", [data_key]).decode()


def test_a_block_keeps_its_bytes_whatever_else_changes(
    ws: Workspace, matter: Case, law: Law, stamp: Callable[..., object]
) -> None:
    path = store.create(ws, matter)
    block = block_in(path.read_text("utf-8"))
    for count in range(50):
        case, _, text = store.load(ws, path)
        assert case
        held = opened(ws, case) if count % 2 else case
        store.save(ws, path, text, take(held, law, Did.NOTE, stamp("2026-11-23"), text=f"第{count}次").case)  # type: ignore[arg-type]
        assert block_in(path.read_text("utf-8")) == block
    assert not [secret for secret in SECRET if secret in in_words(ws)]


def test_who_has_the_key_changes_a_person_and_the_key_of_the_matter_stays(
    ws: Workspace, matter: Case, law: Law, stamp: Callable[..., object]
) -> None:
    path = store.create(ws, matter)
    key = keyring.key_path(ws, matter.id).read_bytes()
    case, _, text = store.load(ws, path)
    assert case
    new = (WANG.but(phone="13912341111"), LI)
    store.save(ws, path, text, correct(opened(ws, case), law, stamp("2026-11-23"), {"petitioners": new}).case)  # type: ignore[arg-type]
    again = store.load(ws, path)[0]
    assert again
    assert again.petitioners[0].phone == "139****1111"
    assert opened(ws, again).petitioners == new
    assert keyring.key_path(ws, matter.id).read_bytes() == key
    assert "13912341111" not in in_words(ws)


def test_who_was_chosen_to_speak_for_them_is_sealed_with_them(
    ws: Workspace, matter: Case, law: Law, stamp: Callable[..., object]
) -> None:
    path = store.create(ws, matter.but(representatives=("王小五", "李"), people=12))
    case, _, text = store.load(ws, path)
    assert case
    assert (case.representatives, "王小五" in text) == (("王*", "*"), False)
    assert opened(ws, case).representatives == ("王小五", "李")
    with pytest.raises(RefusedError) as caught:
        store.save(ws, path, text, case.but(representatives=("王*", "赵六")))
    assert caught.value.text.msg is Msg.HALF_MASKED
    new = correct(opened(ws, case), law, stamp("2026-11-23"), {"representatives": ("王小五", "赵六")}).case  # type: ignore[arg-type]
    text = store.save(ws, path, text, new)
    assert "赵六" not in in_words(ws)
    again = store.load(ws, path)[0]
    assert again
    assert (again.representatives, opened(ws, again).representatives) == (("王*", "赵*"), ("王小五", "赵六"))
    alone = matter.but(id="XF-20261122-00001", petitioners=(), representatives=("赵六",))
    assert "赵六" not in store.create(ws, alone).read_text("utf-8")


def without_key(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setenv("XINFANG_KEY", str(path.with_name("none")))


def test_who_lacks_the_key_works_on_and_cannot_spoil_a_name(
    ws: Workspace, keys: Keys, matter: Case, law: Law, stamp: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_key(monkeypatch, keys.path)
    path = store.create(ws, matter)  # registering takes public keys alone
    case, _, text = store.load(ws, path)
    assert case
    text = store.save(ws, path, text, take(case, law, Did.NOTE, stamp("2026-11-23"), text="已电话联系").case)  # type: ignore[arg-type]
    before = path.read_bytes()
    held = store.load(ws, path)[0]
    assert held
    assert opened_if_possible(ws, held) is held
    half = held.but(petitioners=(held.petitioners[0].but(phone="13912341111"), LI))
    for has_key, msg in ((False, Msg.KEY_MISSING), (True, Msg.HALF_MASKED)):
        if has_key:
            monkeypatch.setenv("XINFANG_KEY", str(keys.path))
        with pytest.raises(RefusedError) as caught:
            store.save(ws, path, text, half)
        assert caught.value.text.msg is msg
    assert path.read_bytes() == before


def test_persons_can_be_taken_away_and_come_without_any(ws: Workspace, matter: Case) -> None:
    path = store.create(ws, matter)
    case, _, text = store.load(ws, path)
    assert case
    store.save(ws, path, text, case.but(petitioners=()))
    assert "petitioners" not in path.read_text("utf-8")
    assert under_seal(ws, None, matter.but(petitioners=())) == (matter.but(petitioners=()), None)
    masked = case.but(id=matter.id)
    assert under_seal(ws, None, masked) == (masked, None)


def test_a_matter_in_clear_is_sealed_by_the_next_step(
    ws: Workspace, matter: Case, law: Law, stamp: Callable[..., object]
) -> None:
    config = ws.config_file.read_text("utf-8")
    ws.config_file.write_text("office: {name: 某县信访局}\n", "utf-8")
    path = store.create(ws, matter)
    assert "王小五" in path.read_text("utf-8")
    ws.config_file.write_text(config, "utf-8")
    case, _, text = store.load(ws, path)
    assert case
    store.save(ws, path, text, take(case, law, Did.NOTE, stamp("2026-11-23"), text="已电话联系").case)  # type: ignore[arg-type]
    assert "王小五" not in in_words(ws)
    again = store.load(ws, path)[0]
    assert again
    assert opened(ws, again).petitioners == matter.petitioners


def test_where_sealing_was_turned_off_a_block_stays_until_a_person_changes(ws: Workspace, matter: Case) -> None:
    path = store.create(ws, matter)
    case, _, text = store.load(ws, path)
    assert case
    ws.config_file.write_text("office: {name: 某县信访局}\n", "utf-8")
    text = store.save(ws, path, text, case.but(place="某县"))
    assert "王小五" not in text
    clear = opened(ws, case)
    assert "王小五" not in store.save(ws, path, text, clear)
    text = path.read_text("utf-8")
    changed = clear.but(petitioners=(WANG.but(name="王大五"), LI))
    text = store.save(ws, path, text, changed)
    assert ("王大五" in text, "petitioners_sealed" in text) == (True, False)


def harmed(how: Sentence, ws: Workspace, case: Case, keys: Keys) -> Case:
    """Return a matter that cannot be opened any more, in one of the ways in which that can be."""
    stranger = agefile.recipient_of(agefile.new_identity())
    if how is Msg.BLOCK_DAMAGED:
        return case.but(petitioners_sealed=(case.petitioners_sealed or "")[:-80])
    if how is Msg.BLOCK_OTHER_KEY:
        return case.but(petitioners_sealed=block_of(SealedText(id=case.id, petitioners=(WANG,)), stranger))
    if how is Msg.KEY_DAMAGED:
        keyring.put_key(ws, case.id, keyring.wrapped(["不是密钥"], keys.recipients))
    elif how is Msg.KEY_WRONG:
        keyring.put_key(ws, case.id, keyring.wrapped(["x"], (stranger,)))
    elif how is Msg.KEY_NOT_HERE:
        assert keyring.destroy_key(ws, case.id)
        assert not keyring.destroy_key(ws, case.id)
    else:
        keys.path.write_text("AGE-SECRET-KEY-1抄错了\n", "utf-8")
    return case


WAYS = (
    Msg.BLOCK_DAMAGED,
    Msg.BLOCK_OTHER_KEY,
    Msg.KEY_DAMAGED,
    Msg.KEY_WRONG,
    Msg.KEY_NOT_HERE,
    Msg.KEY_FILE_WRONG,
)


@pytest.mark.parametrize("msg", WAYS, ids=lambda msg: msg.name)
def test_what_cannot_be_opened_says_why(ws: Workspace, keys: Keys, matter: Case, msg: Sentence) -> None:
    case = store.load(ws, store.create(ws, matter))[0]
    assert case
    with pytest.raises(RefusedError) as caught:
        opened(ws, harmed(msg, ws, case, keys))
    assert caught.value.text.msg is msg


def test_a_block_or_a_key_with_something_else_in_it_is_damaged(ws: Workspace, matter: Case) -> None:
    case = store.load(ws, store.create(ws, matter))[0]
    assert case
    own = agefile.recipient_of(keyring.data_keys(ws, case.id)[0])
    with pytest.raises(RefusedError) as caught:
        opened(ws, case.but(petitioners_sealed=agefile.seal(b"[]", [own])))
    assert caught.value.text.msg is Msg.BLOCK_DAMAGED
    keyring.put_key(ws, case.id, "不是密钥".encode())
    with pytest.raises(RefusedError) as caught:
        opened(ws, case)
    assert caught.value.text.msg is Msg.KEY_DAMAGED


def test_without_the_key_persons_are_compared_by_their_mask(
    ws: Workspace, keys: Keys, matter: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store.load(ws, store.create(ws, matter))[0]
    assert stored
    other = matter.but(petitioners=(WANG.but(name="赵六"), LI))
    namesake = matter.but(petitioners=(WANG.but(name="王大五"), LI))
    assert alike(ws, stored, namesake).petitioners == matter.petitioners
    without_key(monkeypatch, keys.path)
    assert alike(ws, stored, namesake).petitioners == namesake.petitioners
    assert alike(ws, stored, other) == stored


def test_this_users_keys_are_read_from_one_file_and_added_to_it(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keyring.own_identities() == (keys.office,)
    keys.path.write_text(keys.office, "utf-8")  # no line end
    assert keyring.add_own(keys.safe) == keys.path
    assert keyring.own_identities() == (keys.office, keys.safe)
    monkeypatch.setenv("XINFANG_KEY", str(keys.path.parent / "新" / "key.txt"))
    assert keyring.own_identities() == ()
    made = keyring.add_own(keys.safe)
    assert (stat.S_IMODE(made.stat().st_mode), keyring.own_identities()) == (0o600, (keys.safe,))
    monkeypatch.delenv("XINFANG_KEY")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/etc/x")
    assert keyring.own_file() == Path("/etc/x/xinfang/key.txt")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert keyring.own_file() == Path.home() / ".config/xinfang/key.txt"


def test_a_person_at_the_counter_is_found_under_seal_by_who_has_the_key(
    ws: Workspace, keys: Keys, matter: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(ws, matter)
    asked = OwnMatter("王小五", "0000")
    assert list(own_matters(ws, asked)) == [matter.id]
    assert list(own_matters(ws, OwnMatter("王小五", "1111"))) == []
    assert list(own_matters(ws, OwnMatter("王五", "1111"))) == []
    without_key(monkeypatch, keys.path)
    with pytest.raises(RefusedError):
        list(own_matters(ws, asked))
    assert list(own_matters(ws, OwnMatter("刘某", "0000"))) == []
