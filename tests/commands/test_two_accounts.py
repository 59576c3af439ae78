"""Two real accounts of one group and a stranger, on one folder: whoever may write it may do everything in it.

Accounts are made and deleted again, so this needs root, `useradd` and `setgroups`; elsewhere it is skipped and says so.
Each command runs in a copy of this process that has become the account: it need not be able to read where we lie.
"""

import io
import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Answer, Office
from xinfang_cli.app import run as front_door

pytestmark = pytest.mark.skipif(
    not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("useradd") and shutil.which("git")),
    reason="making accounts needs root, useradd and git",
)

GROUP = "xinfangtest"
NAMES = ("xinfang-li", "xinfang-wang", "xinfang-stranger")


@dataclass
class Account:
    """An account of this system, with the umask of a fresh installation."""

    name: str
    user: int
    groups: list[int]
    home: Path
    root: Path

    def __call__(self, *args: str) -> Answer:
        """Type a command as this account."""
        with tempfile.TemporaryFile() as said:
            pid = os.fork()
            if pid == 0:
                code = 70
                try:
                    code = self._typed(args, said.fileno())
                finally:
                    os._exit(code)
            os.waitpid(pid, 0)
            said.seek(0)
            return Answer(*json.loads(said.read()))

    def _typed(self, args: tuple[str, ...], said: int) -> int:
        os.setgroups(self.groups)
        os.setgid(self.groups[0])
        os.setuid(self.user)
        os.umask(0o022)
        os.environ |= {"HOME": str(self.home), "XDG_STATE_HOME": str(self.home / "state")}
        os.chdir("/")
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            before = ["-C", str(self.root), "--today", "2026-11-22", "--by", self.name, "--lang", "zh"]
            code = front_door([*before, *args])
        os.write(said, json.dumps([code, out.getvalue(), err.getvalue()]).encode())
        return 0

    def does(self, *args: str) -> Any:
        """Type a command that must work without a word on stderr; with --json return its answer."""
        answer = self(*args)
        assert (answer.code, answer.err) == (0, ""), (args, answer)
        return answer.json if "--json" in args else answer.out

    def open(self, *more: str) -> str:
        """Register a matter and return its id."""
        words = ("--title", "反映积水", "--request", "排水", "--channel", "visit", "--received", "2026-11-20")
        return self.does("open", *words, *more, "--json")["id"]


@pytest.fixture(scope="module")
def accounts() -> Iterator[list[tuple[str, int, list[int]]]]:
    """Make a group and three accounts, two of them in it."""
    import grp
    import pwd

    def made(*words: str) -> None:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 9):  # it is there
            pytest.skip(f"{words[0]} makes no account here: {done.stderr.strip()}")

    try:
        made("groupadd", GROUP)
        for name in NAMES:
            made("useradd", "--no-create-home", "--user-group", name)
        shared = grp.getgrnam(GROUP).gr_gid
        rows = [(name, pwd.getpwnam(name)) for name in NAMES]
        yield [(name, row.pw_uid, [row.pw_gid, *([shared] if name != NAMES[2] else [])]) for name, row in rows]
    finally:
        for name in NAMES:
            subprocess.run(("userdel", name), capture_output=True, check=False)
        subprocess.run(("groupdel", GROUP), capture_output=True, check=False)


@pytest.fixture
def colleagues(
    accounts: list[tuple[str, int, list[int]]], tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Account]]:
    """A shared workspace, made by root, and who works in it; what commands import is imported before."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))  # pytest's own folders are closed to other accounts
    folder.chmod(0o755)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "照片.jpg").write_bytes(b"JPEG")
    warm = office.open("2026-11-20", "--class", "accusation")
    for line in (("attach", warm, str(tmp_path / "照片.jpg")), ("set", warm, "--class", "claim", "--reason", "误")):
        office.does(*line)
    for line in (("check", "--json"), ("list",), ("show", warm, "--reveal"), ("due",), ("note", warm, "--text", "x")):
        office(*line)
    try:
        yield [
            Account(name, user, groups, _home(folder / name, user), folder / "office")
            for name, user, groups in accounts
        ]
    finally:
        shutil.rmtree(folder)


def _home(home: Path, user: int) -> Path:
    home.mkdir()
    (home / ".gitconfig").write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
    (home / "照片.jpg").write_bytes(b"JPEG")
    os.chown(home, user, -1)
    return home


@pytest.fixture
def shared(colleagues: list[Account], office: Office) -> list[Account]:
    """The colleagues, once `init --shared` was run."""
    root = colleagues[0].root
    said = office.does(
        "init", str(root), "--office", "某县信访局", "--code", "410122", "--shared", "--unix-group", GROUP
    )
    assert f"组{GROUP}共用" in said
    assert "第一次提交" in said
    return colleagues


def modes(root: Path) -> dict[str, str]:
    """Return the modes of what is not as a group needs it; objects of git are read-only for everybody."""
    found = {path: path.lstat().st_mode for path in (root, *root.rglob("*")) if path.parent.name != "drafts"}
    wrong = {
        path: mode
        for path, mode in found.items()
        if stat.S_IMODE(mode) != (0o2770 if path.is_dir() else 0o660)
        and not (".git" in path.parts and stat.S_IMODE(mode) in (0o440, 0o770, 0o640, 0o660, 0o2770))
    }
    return {str(path.relative_to(root)): f"{stat.S_IMODE(mode):o}" for path, mode in wrong.items()}


def test_accusations_are_registered_and_worked_on_by_every_colleague(shared: list[Account]) -> None:
    li, wang, stranger = shared
    assert modes(li.root) == {}
    first = li.open("--class", "accusation", "--accused", "公安局")
    second = wang.open("--class", "accusation", "--accused", "公安局")
    for account, case in ((wang, first), (li, second)):
        account.does("note", case, "--text", "同事补记")
        account.does("attach", case, str(account.home / "照片.jpg"))
        assert account.does("show", case, "--reveal", "--json")["title"] == "反映积水"
    li.does("set", first, "--class", "claim", "--reason", "核实后改")  # moves a colleague's file
    wang.does("set", first, "--class", "accusation")
    plain = li.open()
    li.does("attach", plain, str(li.home / "照片.jpg"))
    wang.does("set", plain, "--class", "accusation")
    wang.does("undo", second)
    assert {row["id"] for row in wang.does("list", "--json")} == {first, second, plain}
    found = [row["code"] for row in li.does("check", "--json")]
    assert set(found) <= {"no_driver"}  # where this Python is one that only root may run
    assert modes(li.root) == {}
    assert (li.root / "sealed" / "access.log").read_text("utf-8").count("\n") == 2
    for args in (("list",), ("note", plain, "--text", "x"), ("check",)):
        assert stranger(*args).code == 1


def test_each_commit_is_the_work_of_who_made_it(shared: list[Account]) -> None:
    li, wang, _ = shared
    config = li.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("autocommit: false", "autocommit: true"), encoding="utf-8")
    case = li.open()
    wang.does("note", case, "--text", "已联系")
    log = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(li.root), "log", "--format=%an|%s"], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    assert log.splitlines() == [
        f"{wang.name}|xinfang note: {case}", f"{li.name}|xinfang open: {case}", "李经办|xinfang init",
    ]  # fmt: skip
    assert modes(li.root) == {}


def test_without_sharing_sealed_is_its_owner_s_and_a_group_that_git_does_not_know_is_named(
    colleagues: list[Account], office: Office
) -> None:
    root = colleagues[0].root
    office.does("init", str(root), "--office", "某县信访局", "--code", "410122")
    here = Office(root)
    here.open("2026-11-20", "--class", "accusation")
    assert stat.S_IMODE((root / "sealed").stat().st_mode) == 0o700
    assert here.does("check", "--json") == []
    (root / "sealed").chmod(0o2770)
    assert [row["code"] for row in here.does("check", "--json")] == ["sealed_group_unsaid"]
    here.does("init", str(root), "--shared", "--unix-group", GROUP)
    assert here.does("check", "--json") == []
    (root / "sealed").chmod(0o700)
    assert "sealed_group_out" in [row["code"] for row in here.does("check", "--json")]


def test_a_group_that_is_none_is_refused(colleagues: list[Account], office: Office) -> None:
    root = colleagues[0].root
    line: Callable[..., Answer] = lambda *more: office("init", str(root), "--office", "某局", "--code", "410122", *more)  # noqa: E731
    assert "groupadd 没有这个组" in line("--shared", "--unix-group", "没有这个组").err
    assert line("--unix-group", GROUP).code == 2
