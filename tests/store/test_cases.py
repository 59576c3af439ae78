import datetime as dt
import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xinfang_cli.errors import InvalidError, Level, Problem, RefusedError, XinfangError
from xinfang_cli.labels import Lang
from xinfang_cli.law.records import Case
from xinfang_cli.law.sealing import unseal
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.store import cases as store
from xinfang_cli.store import disk
from xinfang_cli.store.cases import (
    LOCK_TIMEOUT,
    CaseBatch,
    Workspace,
    case_paths,
    create,
    line_at,
    load,
    lock,
    path_of,
    save,
    sealed_text,
    sweep,
    text_of,
    workspace_problems,
)
from xinfang_cli.store.counter import OwnMatter, own_matters

ROOT = Path(__file__).parents[2]
EXAMPLE = (Path(__file__).parents[1] / "example.yaml").read_text("utf-8")
ID = "XF-20261122-7K3MQ"
NOW = dt.datetime.fromisoformat("2026-11-22T09:30:00+08:00")


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def example(**changes: Any) -> Case:
    case, _ = store.parse(EXAMPLE.encode(), Path(f"{ID}.yaml"))
    assert case
    return case.but(**changes)


def sealed_case() -> Case:
    text = EXAMPLE.replace("class: claim", "class: accusation").replace("did: open", "text: 他收了礼金\n  did: open", 1)
    case, problems = store.parse(text.encode(), Path(f"{ID}.yaml"))
    assert case, problems
    return case


def files(ws: Workspace) -> dict[str, bytes]:
    return {path.relative_to(ws.root).as_posix(): path.read_bytes() for path in ws.root.rglob("*") if path.is_file()}


# --- Finding and reading --------------------------------------------------------------------------------------------


def test_a_case_lies_by_the_day_in_its_id_though_the_day_was_corrected(ws: Workspace) -> None:
    path = create(ws, example(received_on=dt.date(2025, 1, 1)))
    assert path == path_of(ws, ID) == ws.root / "cases" / "2026" / "11" / f"{ID}.yaml"


def test_a_new_case_is_written_in_our_form_and_read_back(ws: Workspace) -> None:
    path = create(ws, example())
    assert path.read_text("utf-8") == EXAMPLE
    assert load(ws, path) == (example(), (), EXAMPLE)


def test_case_files_in_order_without_attachments_hidden_and_other_files(ws: Workspace) -> None:
    for name in ("2026/11/B.yaml", "2026/11/A.yaml", "2025/C.yaml", "D.yaml", f"2026/11/{ID}/scan.yaml", ".git/x.yaml"):
        path = ws.cases / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (ws.cases / "2026" / "11" / ".xf-tmp-1-a.yaml").touch()
    (ws.cases / "2026" / "notes.txt").touch()
    (ws.cases / "E.yaml").symlink_to("D.yaml")
    (ws.cases / "link").symlink_to("2026")
    shown = [path.relative_to(ws.cases).as_posix() for path in case_paths(ws)]
    assert shown == ["2025/C.yaml", "2026/11/A.yaml", "2026/11/B.yaml", "D.yaml"]


def test_no_cases_in_an_empty_folder(ws: Workspace) -> None:
    assert list(case_paths(ws)) == list(workspace_problems(ws)) == []


def test_a_file_that_cannot_be_read_is_a_problem(ws: Workspace) -> None:
    path = path_of(ws, ID)
    path.parent.mkdir(parents=True)
    path.symlink_to("/etc/hostname")
    case, (problem,), text = load(ws, path)
    assert (case, text) == (None, "")
    assert problem == Problem(Path(f"cases/2026/11/{ID}.yaml"), None, Msg.NOT_A_FILE(path=path))


def test_a_file_with_faults_comes_with_them_and_its_text(ws: Workspace) -> None:
    path = path_of(ws, ID)
    path.parent.mkdir(parents=True)
    path.write_bytes(EXAMPLE.replace("channel: visit\n", "").encode() + "x: 坏".encode("gb18030"))
    case, (problem,), text = load(ws, path)
    assert case is None
    assert problem.text.msg is Msg.YAML_NOT_UTF8
    assert text.encode("utf-8", "surrogateescape") == path.read_bytes()


def test_the_line_of_a_place(ws: Workspace) -> None:
    path = create(ws, example())
    assert line_at(load(ws, path)[2], ("history", 1, "unit")) == 39


# --- Making ---------------------------------------------------------------------------------------------------------


def test_nothing_is_ever_overwritten(ws: Workspace) -> None:
    create(ws, example())
    before = files(ws)
    with pytest.raises(RefusedError) as caught:
        create(ws, example(title="另一件"))
    assert caught.value.text == Msg.FILE_EXISTS(path=Path(f"cases/2026/11/{ID}.yaml"))
    assert files(ws) == before


@pytest.mark.parametrize("case_id", ["../../XF-20261122-7K3MQ", "XF", ""])
def test_an_id_that_is_none_makes_no_file(ws: Workspace, case_id: str) -> None:
    with pytest.raises(RefusedError):
        create(ws, example(id=case_id))
    assert files(ws) == {}


def test_a_case_that_would_not_read_back_makes_no_file(ws: Workspace) -> None:
    with pytest.raises(InvalidError):
        create(ws, example(people="三"))
    assert files(ws) == {}


def test_a_linked_folder_is_not_written_through(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (ws.root / "cases").mkdir()
    (ws.root / "cases" / "2026").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InvalidError):
        create(ws, example())
    assert files(ws) == {}


def test_the_folder_of_all_cases_may_be_a_link_to_a_share(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (ws.root / "cases").symlink_to(tmp_path / "elsewhere")
    path = create(ws, example())
    assert (path.exists(), len(list((tmp_path / "elsewhere").rglob("*.yaml")))) == (True, 1)


# --- Changing -------------------------------------------------------------------------------------------------------


def test_a_change_is_written_and_its_text_returned(ws: Workspace) -> None:
    path = create(ws, example())
    text = save(ws, path, EXAMPLE, example(lead="李县长"))
    assert path.read_text("utf-8") == text == text_of(example(lead="李县长"))


def test_no_change_touches_no_file(ws: Workspace) -> None:
    path = create(ws, example())
    before = path.stat()
    assert save(ws, path, EXAMPLE, example()) == EXAMPLE
    after = path.stat()  # reading it may set the time of access
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


def test_a_change_of_a_file_edited_by_hand_keeps_marks_and_line_ends(ws: Workspace) -> None:
    path = create(ws, example())
    by_hand = "\ufeff" + EXAMPLE.replace("place:", "# 局长关注\nplace:").replace("\n", "\r\n")
    path.write_bytes(by_hand.encode())
    case, _, text = load(ws, path)
    assert case
    assert text == by_hand
    save(ws, path, text, case.but(lead="李县长"))
    assert path.read_bytes().decode() == by_hand.replace("source:", "lead: 李县长\r\nsource:")


def test_a_file_that_someone_changed_meanwhile_is_not_overwritten(ws: Workspace) -> None:
    path = create(ws, example())
    path.write_text(EXAMPLE + "own: 1\n", "utf-8")
    before = files(ws)
    with pytest.raises(RefusedError) as caught:
        save(ws, path, EXAMPLE, example(lead="李县长"))
    assert caught.value.text.msg is Msg.FILE_CHANGED
    assert files(ws) == before


def test_a_file_that_went_away_is_not_made_again(ws: Workspace) -> None:
    path = create(ws, example())
    path.unlink()
    with pytest.raises(XinfangError) as caught:
        save(ws, path, EXAMPLE, example(lead="李县长"))
    assert caught.value.text.msg is Msg.DISK_GONE
    assert files(ws) == {}


# --- Sealed matters -------------------------------------------------------------------------------------------------


def test_an_accusation_lies_in_two_files(ws: Workspace) -> None:
    path = create(ws, sealed_case())
    open_part, problems, text = load(ws, path)
    assert open_part
    assert problems == ()
    for word in ("阳光花园", "王某", "138", "礼金", "城乡建设/", "广惠街"):
        assert word not in text
    words = sealed_text(ws, ID)
    assert words
    assert unseal(open_part, words) == sealed_case()


def test_a_step_on_an_accusation_adds_its_words_whether_or_not_the_old_ones_were_seen(ws: Workspace) -> None:
    path = create(ws, sealed_case())
    for reason, seen in (("甲", True), ("乙", False)):
        case, _, text = load(ws, path)
        words = sealed_text(ws, ID)
        assert case
        assert words
        case = unseal(case, words) if seen else case
        entry = case.history[-1].but(n=reason, reason=reason)
        after = save(ws, path, text, case.but(history=(*case.history, entry)))
        assert reason not in after.replace(f"id: {reason}", "")
    words = sealed_text(ws, ID)
    assert words
    assert {n: entry.get("reason") for n, entry in words.entries.items()} == {"3f9a02c1": None, "甲": "甲", "乙": "乙"}
    assert words.request == sealed_case().request


def test_a_matter_that_becomes_an_accusation_is_sealed_from_then_on(ws: Workspace) -> None:
    path = create(ws, example())
    after = save(ws, path, EXAMPLE, example(class_=sealed_case().class_))
    assert "王某" not in after
    words = sealed_text(ws, ID)
    assert words
    assert words.petitioners[0].name == "王某"


def test_an_accusation_whose_words_are_not_here_is_a_warning(ws: Workspace) -> None:
    path = create(ws, sealed_case())
    (ws.sealed / f"{ID}.yaml").unlink()
    case, (problem,), _ = load(ws, path)
    assert case
    assert (problem.level, problem.text) == (Level.WARNING, Msg.SEALED_MISSING(id=ID))


def test_words_that_cannot_be_read_are_a_fault(ws: Workspace) -> None:
    path = create(ws, sealed_case())
    (ws.sealed / f"{ID}.yaml").write_text("id: [", "utf-8")
    case, (problem,), _ = load(ws, path)
    assert case
    assert problem.level is Level.FAULT


def test_words_of_another_matter_with_that_id_stop_the_case_too(ws: Workspace) -> None:
    create(ws, sealed_case()).unlink()
    with pytest.raises(RefusedError):
        create(ws, sealed_case().but(title="另一件"))
    assert list(files(ws)) == [f"sealed/{ID}.yaml"]


# --- Many at once ---------------------------------------------------------------------------------------------------


def test_a_batch_makes_and_changes_cases(ws: Workspace) -> None:
    old = create(ws, example())
    other = "XF-20261123-00000"
    with CaseBatch(ws) as batch:
        batch.create(sealed_case().but(id=other))
        batch.save(old, EXAMPLE, example(lead="李县长"))
        with pytest.raises(RefusedError):
            batch.create(example(id=other))
        batch.flush()
        batch.save(old, text_of(example(lead="李县长")), example(lead="王县长"))
        batch.save(old, text_of(example(lead="王县长")), example(lead="赵县长"))
    assert sorted(files(ws)) == [
        f"cases/2026/11/{ID}.yaml",
        f"cases/2026/11/{other}.yaml",
        f"sealed/{other}.yaml",
    ]
    assert old.read_text("utf-8") == text_of(example(lead="赵县长"))


def test_what_a_killed_command_left_is_swept_away(ws: Workspace) -> None:
    create(ws, sealed_case())
    before = files(ws)
    for folder in (ws.cases / "2026" / "11", ws.sealed):
        (folder / f"{disk.TEMP_PREFIX}1-a").touch()
    assert sweep(ws) == 2
    assert files(ws) == before


# --- Around the cases -----------------------------------------------------------------------------------------------


def test_a_person_is_found_by_the_whole_name_alone(ws: Workspace) -> None:
    names = {"00000": "王某", "11111": "王某某", "22222": "𠮷's\t某", "33333": "李某"}
    for tail, name in names.items():
        person = example().petitioners[0].but(name=name)
        create(ws, example(id=f"XF-20261122-{tail}", petitioners=(person,), request=f"{name}反映王某"))
    create(ws, sealed_case())
    (ws.cases / "2026" / "broken.yaml").write_text("王某: [", "utf-8")
    assert found(ws, "王某") == ["XF-20261122-00000"]
    assert found(ws, "𠮷's\t某") == ["XF-20261122-22222"]
    assert found(ws, "某") == []
    assert list(own_matters(ws, OwnMatter("王某", "0001"))) == []


def found(ws: Workspace, name: str) -> list[str]:
    return list(own_matters(ws, OwnMatter(name, "0000")))


def test_what_lies_around_the_cases(ws: Workspace) -> None:
    create(ws, sealed_case())
    month = ws.cases / "2026" / "11"
    (month / ID).mkdir()
    (month / "XF-20261122-00000").mkdir()
    (month / "link.yaml").symlink_to(f"{ID}.yaml")
    (ws.cases / "folder").symlink_to("2026")
    (ws.cases / "dir.yaml").mkdir()
    elsewhere = ws.cases / "XF-20260101-00000.yaml"
    elsewhere.touch()
    for name in ("XF-20260101-00000", "XF-20260101-11111", "note"):
        (ws.sealed / f"{name}.yaml").touch()
    found = {(str(problem.path), problem.text.msg, problem.level) for problem in workspace_problems(ws)}
    assert found == {
        ("cases/2026/11/XF-20261122-00000", Msg.ATTACHED_ORPHAN, Level.FAULT),
        ("cases/2026/11/link.yaml", Msg.NOT_A_FILE, Level.FAULT),
        ("cases/folder", Msg.NOT_A_FILE, Level.FAULT),
        ("cases/dir.yaml", Msg.NOT_A_FILE, Level.FAULT),
        ("sealed/XF-20260101-11111.yaml", Msg.SEALED_ORPHAN, Level.WARNING),
        ("sealed/note.yaml", Msg.SEALED_ORPHAN, Level.WARNING),
    }


# --- One writer at a time -------------------------------------------------------------------------------------------

HOLDS = """
import sys
from pathlib import Path
from xinfang_cli.store.cases import Workspace, lock
with lock(Workspace(Path(sys.argv[1])), "import"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_writer_at_a_time_and_a_kill_frees_the_lock(ws: Workspace) -> None:
    with lock(ws, "open"):
        assert (ws.state / "lock.holder").read_text("utf-8") == f"{os.getpid()} open"
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(ws.root)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin
    assert child.stdout
    child.stdout.readline()
    with pytest.raises(RefusedError) as caught, lock(ws, "open", timeout=0):
        pass
    assert caught.value.text == Msg.LOCK_HELD(holder=f"{child.pid} import")
    (ws.state / "lock.holder").unlink()
    with pytest.raises(RefusedError) as caught, lock(ws, timeout=0):
        pass
    assert caught.value.text == Msg.LOCK_HELD(holder=Msg.LOCK_UNKNOWN)
    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()
    with lock(ws, timeout=0):
        pass


def test_the_next_command_cleans_up_after_one_that_was_killed_and_after_no_other(ws: Workspace) -> None:
    left = [folder / f"{disk.TEMP_PREFIX}1-a" for folder in (ws.root, ws.sealed, ws.cases / "2026" / "11")]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")
    with lock(ws, "open"):
        assert (ws.state / "lock.holder").stat().st_size
    assert not (ws.state / "lock.holder").stat().st_size
    with lock(ws):
        pass
    assert all(path.exists() for path in left), "nobody was killed, so nobody looks"
    (ws.state / "lock.holder").write_text("77 open")
    with lock(ws):
        assert not any(path.exists() for path in left)


def test_an_error_frees_the_lock_and_goes_on(ws: Workspace) -> None:
    with pytest.raises(OSError, match="mine"), lock(ws):
        raise OSError("mine")
    with lock(ws, timeout=0):
        pass


def test_a_command_that_hangs_is_named_when_the_time_is_over(ws: Workspace) -> None:
    assert LOCK_TIMEOUT == 10
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(ws.root)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout
        assert child.stdout.readline() == "held\n"
        child.send_signal(signal.SIGSTOP)
        with pytest.raises(RefusedError) as caught, lock(ws, "open", timeout=0.1):
            pass
        child.kill()
    assert caught.value.text.in_(Lang.EN) == (
        f"another command is writing to this workspace (process {child.pid} import)"
        " — wait for it and run it again; if it hangs, end that process"
    )


@pytest.mark.parametrize(
    ("call", "code", "msg"),
    [
        ("os.open", errno.EROFS, Msg.DISK_READ_ONLY),
        ("os.open", errno.EACCES, Msg.DISK_NOT_ALLOWED),
        ("fcntl.flock", errno.ENOLCK, Msg.DISK_OTHER),
    ],
)
def test_a_folder_that_cannot_be_locked_is_said(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, call: str, code: int, msg: Sentence
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    ws.state.mkdir()
    monkeypatch.setattr(call, refuse)
    with pytest.raises(XinfangError) as caught, lock(ws):
        pass
    assert caught.value.text.msg is msg
    assert caught.value.text.fields["path"] == ws.state / "lock"
    assert caught.value.exit_code == 1


def test_a_file_in_place_of_the_state_folder_is_said(ws: Workspace) -> None:
    ws.state.touch()
    with pytest.raises(XinfangError), lock(ws):
        pass
