"""Words and files of a matter that is sealed and opened again, also where a command was killed between two of its writes."""

import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from xinfang_cli.errors import InvalidError, RefusedError, XinfangError
from xinfang_cli.law.records import Case
from xinfang_cli.law.sealing import seal
from xinfang_cli.law.words import MatterClass
from xinfang_cli.messages import Msg
from xinfang_cli.store import cases as store
from xinfang_cli.store import sealing
from xinfang_cli.store.attachments import keep
from xinfang_cli.store.disk import Direct
from xinfang_cli.store.sealed import sealed_text
from xinfang_cli.store.workspace import Workspace, path_of

Make = Callable[..., Case]


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def held(ws: Workspace, case: Make) -> tuple[Path, str, Case]:
    """A claim with two files, on the disk: where, its text, the matter."""
    matter = case(class_=MatterClass.CLAIM)
    path = store.create(ws, matter)
    for name in ("录音.mp3", "照片.jpg"):
        keep(ws, matter, name, name.encode())
    return path, path.read_text("utf-8"), matter


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def with_reason(matter: Case, class_: MatterClass, make: Callable[..., object], law: object) -> Case:
    from xinfang_cli.law.steps import correct

    return correct(matter, law, make("2026-11-23"), {"class_": class_}, reason="核实后改").case  # type: ignore[arg-type]


def test_words_and_files_go_together_and_come_back_together(
    ws: Workspace, held: tuple[Path, str, Case], law: object, stamp: Callable[..., object]
) -> None:
    path, text, matter = held
    sealed = with_reason(matter, MatterClass.ACCUSATION, stamp, law)
    store.save(ws, path, text, sealed)
    apart = ws.sealed / matter.id
    assert {each.name: each.read_text("utf-8") for each in apart.iterdir()} == {
        "录音.mp3": "录音.mp3",
        "照片.jpg": "照片.jpg",
    }
    assert {mode(apart), mode(apart / "录音.mp3")} == {0o700, 0o600}
    assert not path.with_suffix("").exists()
    assert matter.title not in path.read_text("utf-8")
    opened = with_reason(sealed, MatterClass.CLAIM, stamp, law)
    store.save(ws, path, path.read_text("utf-8"), opened)
    assert sorted(each.name for each in path.with_suffix("").iterdir()) == ["录音.mp3", "照片.jpg"]
    assert mode(path.with_suffix("") / "录音.mp3") & 0o077
    assert matter.title in path.read_text("utf-8")
    assert list(ws.sealed.iterdir()) == []


def test_sealing_that_is_refused_leaves_words_and_files_where_they_were(
    ws: Workspace,
    held: tuple[Path, str, Case],
    law: object,
    stamp: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, text, matter = held
    replace = os.replace

    def failing(source: str, target: str | Path) -> None:
        if os.fspath(target) == os.fspath(path):
            raise OSError(5, "EIO")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(XinfangError):
        store.save(ws, path, text, with_reason(matter, MatterClass.ACCUSATION, stamp, law))
    assert path.read_text("utf-8") == text
    assert sorted(each.name for each in path.with_suffix("").iterdir()) == ["录音.mp3", "照片.jpg"]
    assert list(ws.sealed.iterdir()) == []


def test_who_opens_a_matter_says_why_whatever_the_way(ws: Workspace, held: tuple[Path, str, Case]) -> None:
    path, text, matter = held
    store.save(ws, path, text, matter.but(class_=MatterClass.ACCUSATION))
    before = path.read_text("utf-8")
    with pytest.raises(RefusedError) as caught:
        store.save(ws, path, before, matter)
    assert caught.value.text.msg is Msg.UNSEAL_REASON
    assert path.read_text("utf-8") == before


def test_words_that_the_file_does_not_have_stay_in_sealed(
    ws: Workspace, held: tuple[Path, str, Case], law: object, stamp: Callable[..., object]
) -> None:
    path, text, matter = held
    sealed = with_reason(matter, MatterClass.ACCUSATION, stamp, law)
    store.save(ws, path, text, sealed)
    text_file = ws.sealed / f"{matter.id}.yaml"
    text_file.write_text(text_file.read_text("utf-8") + "  deadbeef: {text: 另一处写的}\n", "utf-8")
    store.save(ws, path, path.read_text("utf-8"), with_reason(sealed, MatterClass.CLAIM, stamp, law))
    assert "另一处写的" in text_file.read_text("utf-8")
    (problem,) = sealing.left_behind(ws, matter)
    assert problem.text.msg is Msg.SEALED_LEFT


def test_comments_in_the_file_of_a_matter_are_words_too(ws: Workspace, held: tuple[Path, str, Case]) -> None:
    path, text, matter = held
    path.write_text(text + "# 王某说的是局长\n", "utf-8")
    store.save(ws, path, path.read_text("utf-8"), matter.but(class_=MatterClass.ACCUSATION))
    assert "王某" not in path.read_text("utf-8")
    assert "# 王某说的是局长" in (ws.sealed / f"{matter.id}.before").read_text("utf-8")
    assert Msg.SEALED_PENDING in [problem.text.msg for problem in sealing.sealed_problems(ws)]


def test_other_words_in_the_file_of_a_sealed_matter_are_kept_when_it_is_written(
    ws: Workspace, held: tuple[Path, str, Case]
) -> None:
    path, text, matter = held
    sealed = matter.but(class_=MatterClass.ACCUSATION)
    store.save(ws, path, text, sealed)
    path.write_text(path.read_text("utf-8").replace("class:", "title: 手写的标题\nclass:"), "utf-8")
    store.save(ws, path, path.read_text("utf-8"), sealed)
    assert "手写的标题" not in path.read_text("utf-8")
    assert "手写的标题" in (ws.sealed / f"{matter.id}.before").read_text("utf-8")
    words = sealed_text(ws, matter.id)
    assert words is not None
    assert words.title == matter.title


WRITES = ("link", "chmod", "unlink", "replace", "rmdir", "fsync")


@pytest.mark.parametrize("seals", [True, False])
@pytest.mark.parametrize("at", range(1, 40))
def test_a_kill_at_any_write_leaves_nothing_in_clear_and_loses_nothing(
    ws: Workspace, held: tuple[Path, str, Case], law: object, stamp: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch, at: int, seals: bool,
) -> None:  # fmt: skip
    path, text, matter = held
    sealed = with_reason(matter, MatterClass.ACCUSATION, stamp, law)
    if not seals:
        store.save(ws, path, text, sealed)
    before = path.read_text("utf-8")
    after = sealed if seals else with_reason(sealed, MatterClass.CLAIM, stamp, law)
    left = [at]
    with monkeypatch.context() as patch:
        for name in WRITES:
            patch.setattr(os, name, _dying(getattr(os, name), left))
        with contextlib.suppress(KilledError):
            store.save(ws, path, before, after)
    now, _, _ = store.load(ws, path)
    assert now is not None
    folder, apart = path.with_suffix(""), ws.sealed / matter.id
    names = {each.name for where in (folder, apart) if where.exists() for each in where.iterdir()} - {""}
    assert {name for name in names if not name.startswith(".xf-tmp-")} == {"录音.mp3", "照片.jpg"}
    if now.is_sealed:
        assert not [each for each in (folder.iterdir() if folder.exists() else ()) if not each.name.startswith(".xf")]
        assert matter.title not in path.read_text("utf-8")
        words = sealed_text(ws, matter.id)
        assert words is not None
        assert words.title == matter.title
    else:
        assert now.title == matter.title
    assert sealing.put_right(ws, now) or not [p for p in sealing.left_behind(ws, now) if p.path.suffix != ".yaml"]
    whole = sealing.sealed_folder(ws, matter.id) if now.is_sealed else path.with_suffix("")
    assert {each.name for each in whole.iterdir() if not each.name.startswith(".xf")} == {"录音.mp3", "照片.jpg"}


class KilledError(BaseException):
    """Nobody catches it."""


def _dying(call: Callable[..., object], left: list[int]) -> Callable[..., object]:
    def killed(*args: object, **options: object) -> object:
        left[0] -= 1
        if left[0] <= 0:  # nothing is done any more: also what would clean up
            raise KilledError
        return call(*args, **options)

    return killed


def test_a_folder_in_place_of_another_is_no_way_out(
    ws: Workspace, held: tuple[Path, str, Case], tmp_path: Path
) -> None:
    path, _, matter = held
    ws.sealed.mkdir(mode=0o700)
    (tmp_path / "public").mkdir()
    (ws.sealed / matter.id).symlink_to(tmp_path / "public")
    with pytest.raises(InvalidError):
        sealing.put_away(ws, seal(matter)[1], Direct())
    assert list((tmp_path / "public").iterdir()) == []
    assert (path.with_suffix("") / "录音.mp3").exists()


def test_another_file_of_the_same_name_is_never_overwritten(ws: Workspace, held: tuple[Path, str, Case]) -> None:
    path, text, matter = held
    (ws.sealed / matter.id).mkdir(parents=True)
    (ws.sealed / matter.id / "照片.jpg").write_text("另一张", "utf-8")
    with pytest.raises(RefusedError):
        store.save(ws, path, text, matter.but(class_=MatterClass.ACCUSATION))
    assert path.read_text("utf-8") == text
    assert (path.with_suffix("") / "照片.jpg").read_text("utf-8") == "照片.jpg"


def test_what_is_open_to_others_is_named_and_tightened(ws: Workspace, held: tuple[Path, str, Case]) -> None:
    path, text, matter = held
    store.save(ws, path, text, matter.but(class_=MatterClass.ACCUSATION))
    for each in (ws.sealed, ws.sealed / f"{matter.id}.yaml", ws.sealed / matter.id, ws.sealed / matter.id / "照片.jpg"):
        each.chmod(0o777)
    assert [str(problem.path) for problem in sealing.sealed_problems(ws)] == [
        "sealed", f"sealed/{matter.id}.yaml", f"sealed/{matter.id}", f"sealed/{matter.id}/照片.jpg",
    ]  # fmt: skip
    sealing.tighten(ws)
    assert list(sealing.sealed_problems(ws)) == []


def test_a_folder_made_for_a_group_stays_open_to_it(ws: Workspace, held: tuple[Path, str, Case]) -> None:
    path, text, matter = held
    ws.sealed.mkdir()
    ws.sealed.chmod(0o2770)
    store.save(ws, path, text, matter.but(class_=MatterClass.ACCUSATION))
    assert (mode(ws.sealed), mode(ws.sealed / f"{matter.id}.yaml")) == (0o2770, 0o640)  # under this umask
    assert (mode(ws.sealed / matter.id), mode(ws.sealed / matter.id / "照片.jpg")) == (0o2770, 0o660)
    assert list(sealing.sealed_problems(ws)) == []


def test_a_link_in_place_of_sealed_is_named(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    ws.sealed.symlink_to("elsewhere")
    (problem,) = sealing.sealed_problems(ws)
    assert problem.text.msg is Msg.SEALED_LINK


def test_what_a_folder_holds_that_is_no_file_stays(ws: Workspace, held: tuple[Path, str, Case]) -> None:
    path, text, matter = held
    (path.with_suffix("") / "子").mkdir()
    store.save(ws, path, text, matter.but(class_=MatterClass.ACCUSATION))
    now = store.load(ws, path)[0]
    assert now is not None
    (problem,) = sealing.left_behind(ws, now)
    assert (problem.text.msg, path_of(ws, matter.id)) == (Msg.SEALED_FILES_IN_CLEAR, path)


def test_another_disk_gets_a_copy(ws: Workspace, held: tuple[Path, str, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    path, text, matter = held
    real = os.link

    def link(source: str, target: str, **options: bool) -> None:
        if not Path(source).name.startswith(".xf"):
            raise OSError(18, os.strerror(18))
        real(source, target, **options)

    monkeypatch.setattr(os, "link", link)
    store.save(ws, path, text, matter.but(class_=MatterClass.ACCUSATION))
    assert (ws.sealed / matter.id / "照片.jpg").read_text("utf-8") == "照片.jpg"
    assert not path.with_suffix("").exists()
