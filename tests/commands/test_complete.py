"""What shells offer, asked as they ask it, and by real shells: commands in both languages, options, values, names, ids."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Office
from tests.commands.test_rota import with_rota
from xinfang_cli.errors import UsageError
from xinfang_cli.labels import Lang
from xinfang_cli.store.shells import Shell, install, script, shell_of

ROOT = Path(__file__).parents[2]


def offered(office: Office, *words: str) -> list[str]:
    """Return the values that are offered for the last word of a line."""
    said = office("complete", str(len(words)), "--", "xf", *words)
    assert (said.code, said.err) == (0, "")
    return [line.partition("\t")[0] for line in said.out.splitlines()]


def test_commands_are_offered_in_both_languages(office: Office) -> None:
    assert offered(office, "li") == ["link", "list"]
    assert offered(office, "转") == ["转送"]
    assert {"route", "转送", "today", "今天"} <= set(offered(office, ""))
    assert not {"merge-driver", "complete"} & set(offered(office, ""))
    assert offered(office, "--la") == ["--lang"]
    assert offered(office, "--lang", "") == ["zh", "en"]
    assert offered(office, "-C", "") == [":files"]


def test_options_and_their_values(office: Office) -> None:
    assert offered(office, "list", "--ov") == ["--overdue"]
    assert offered(office, "列表", "--ov") == ["--overdue"]
    assert offered(office, "list", "--channel", "来") == ["来信", "来访"]
    assert offered(office, "list", "--channel", "vi") == ["visit"]
    assert offered(office, "list", "--unit", "自然") == ["自然资源局"]
    assert offered(office, "list", "--unit", "国土") == ["国土局"]
    assert offered(office, "list", "--unit=自然") == ["--unit=自然资源局"]
    assert offered(office, "list", "--unit", "=", "自然") == ["自然资源局"]
    assert offered(office, "list", "--unit", "=") == offered(office, "list", "--unit", "")
    assert offered(office, "list", "--place", "老") == ["老街社区"]
    assert offered(office, "list", "--columns", "标") == ["标题"]
    assert offered(office, "list", "--nothing=x") == []
    assert offered(office, "report", "weekly", "--out", "") == [":files"]
    office.lang = Lang.EN
    assert offered(office, "list", "--channel", "")[:2] == ["letter", "visit"]


def test_views_and_categories_of_the_office(office: Office) -> None:
    assert offered(office, "list", "--view", "") == ["overdue", "unrouted", "week"]
    assert offered(office, "list", "--category", "城") == ["城乡建设"]


def test_leaders_who_receive_come_with_their_rules(office: Office) -> None:
    with_rota(office)
    said = office.does("complete", "3", "--", "xf", "open", "--reception", "")
    assert said.splitlines() == ["张副县长\t每周四", "李副县长\t每周四", "县委书记甲\t每月16日"]
    assert offered(office, "list", "--reception", "李") == ["李副县长"]


def test_ids_come_with_their_titles_and_sealed_ones_without(office: Office) -> None:
    case = office.open("2026-11-02")
    sealed = office.open("2026-11-03", "--class", "accusation", "--accused", "城关镇", title="反映受贿")
    said = office.does("complete", "2", "--", "xf", "show", "")
    assert f"{case[-5:]}\t反映阳光花园逾期交房\n" in said
    assert f"{sealed[-5:]}\t密\n" in said
    assert "受贿" not in said
    assert offered(office, "show", case[-5:-2].lower()) == [case[-5:]]
    assert offered(office, "show", case[:11]) == [case]
    assert offered(office, "link", case, sealed[-5:-1]) == [sealed[-5:]]
    assert offered(office, "show", "%") == []
    office.does("close", case, "--reason", "filed", "--approved-by", "张科长", "--text", "无法联系")
    assert offered(office, "show", case[-5:]) == []


def test_route_offers_units_behind_the_matter(office: Office) -> None:
    case = office.open("2026-11-02")
    assert offered(office, "route", case[-5:-1]) == [case[-5:]]
    assert offered(office, "route", case, "自然") == ["自然资源局"]
    assert {"自然资源局", case[-5:]} <= set(offered(office, "route", case, ""))


def test_reports_documents_and_files(office: Office) -> None:
    assert offered(office, "report", "week") == ["weekly"]
    assert offered(office, "report", "周") == ["周调度"]
    assert offered(office, "import", "") == [":files"]
    assert "转送函" in offered(office, "notice", "7K3MQ", "")
    assert offered(office, "schema", "c") == ["case", "config"]
    assert offered(office, "backup", "x") == []


def test_whatever_is_wrong_nothing_is_said(office: Office, tmp_path: Path) -> None:
    assert offered(office, "nothing", "") == []
    assert offered(office, "-C", str(tmp_path / "none"), "show", "") == []
    (office.root / "config.yaml").write_text("office: [", "utf-8")
    assert offered(office, "list", "--unit", "") == []


def test_another_folder_is_asked_where_the_line_names_it(office: Office, tmp_path: Path) -> None:
    case = office.open("2026-11-02")
    other = Office(tmp_path)
    assert offered(other, "-C", str(office.root), "show", "") == [case[-5:]]


@pytest.mark.parametrize(
    ("env", "platform", "shell"),
    [
        ({"SHELL": "/bin/bash"}, "linux", Shell.BASH),
        ({"SHELL": "/usr/bin/zsh"}, "darwin", Shell.ZSH),
        ({"SHELL": "fish"}, "linux", Shell.FISH),
        ({"SHELL": "pwsh"}, "linux", Shell.POWERSHELL),
        ({}, "win32", Shell.POWERSHELL),
    ],
)
def test_the_shell_is_the_one_of_the_environment(env: dict[str, str], platform: str, shell: Shell) -> None:
    assert shell_of(env, platform) is shell


def test_an_unknown_shell_is_refused() -> None:
    for env in ({"SHELL": "/bin/tcsh"}, {}):
        with pytest.raises(UsageError):
            shell_of(env, "linux")


@pytest.mark.parametrize("shell", Shell)
def test_a_script_is_installed_once(tmp_path: Path, shell: Shell) -> None:
    env = {"HOME": str(tmp_path)}
    place = install(shell, env)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert install(shell, env) == place
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert place.read_text("utf-8") == script(shell)
    assert shell is Shell.FISH or any(str(place).encode() in text for text in before.values())


def test_what_the_users_file_says_stays(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_text("alias ll='ls -l'", "utf-8")
    place = install(Shell.BASH, {"HOME": str(tmp_path)})
    assert (tmp_path / ".bashrc").read_text("utf-8") == f"alias ll='ls -l'\nsource '{place}'\n"


def test_a_script_can_be_shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/zsh")
    assert office("--show-completion").out == script(Shell.ZSH)
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert office("--show-completion").code == 2


# --- Real shells ----------------------------------------------------------------------------------------------------


@pytest.fixture
def shell_env(office: Office, tmp_path: Path) -> dict[str, str]:
    """An environment where `xinfang` and `xf` are this program, in the office's folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("xinfang", "xf"):
        (folder / name).write_text(f'#!/bin/sh\nexec {sys.executable} -m xinfang_cli "$@"\n', "utf-8")
        (folder / name).chmod(0o755)
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {
        **kept, "PATH": f"{folder}:{kept['PATH']}", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "TERM": "dumb",
        "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "XINFANG_HOME": str(office.root), "XINFANG_TODAY": office.today,
        "XINFANG_LANG": "zh", "XINFANG_USER": "李经办",
    }  # fmt: skip


def typed_into(shell: list[str], ready: str, env: dict[str, str], typed: list[str]) -> str:
    """Type lines into an interactive shell, Tab at the end of each and then Enter; return all that it showed."""
    pexpect = pytest.importorskip("pexpect")
    child = pexpect.spawn(shell[0], shell[1:], env=env, encoding="utf-8", timeout=60, dimensions=(50, 200))
    child.sendline(ready)
    child.expect("READY[\r\n]")
    shown = ""
    for line in typed:
        child.send(f"echo BE''GIN; {line}\t")
        child.expect_exact("BE''GIN")
        child.sendline("; echo EN''D")
        child.expect("[\r\n]END")
        shown += child.before + child.after
    child.close(force=True)
    return shown


LINES = ["xf 列", "xinfang list --unit 自然", "xf show {tail}"]


def check_a_real_shell(office: Office, shell: list[str], ready: str, env: dict[str, str]) -> None:
    case = office.open("2026-11-02")
    office.does("route", case, "自然资源局", "--on", "2026-11-03")
    tail = case[-5:]
    shown = typed_into(shell, ready, env, [line.format(tail=tail[:4].lower()) for line in LINES])
    assert shown.count(f"{case} ") >= 2, shown  # both lists have it
    assert "要求明确交房时间" in shown, shown  # `show` was given the whole tail


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_bash_completes_commands_units_and_ids(office: Office, shell_env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x.bash").write_text(script(Shell.BASH), "utf-8")
    ready = f"bind 'set enable-bracketed-paste off'; source {tmp_path}/x.bash; echo READY"
    check_a_real_shell(office, ["bash", "--norc", "--noprofile", "-i"], ready, shell_env)


@pytest.mark.skipif(not shutil.which("zsh"), reason="no zsh here")
def test_zsh_completes_commands_units_and_ids(office: Office, shell_env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x.zsh").write_text(script(Shell.ZSH), "utf-8")
    ready = f"unsetopt zle_bracketed_paste; autoload -Uz compinit && compinit -u; source {tmp_path}/x.zsh; echo READY"
    check_a_real_shell(office, ["zsh", "-f", "-i"], ready, shell_env)


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish here")
def test_fish_completes_commands_units_and_ids(office: Office, shell_env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x.fish").write_text(script(Shell.FISH), "utf-8")
    case = office.open("2026-11-02")

    def fish(line: str) -> list[str]:
        asked = f"source {tmp_path}/x.fish; complete -C '{line}'"
        done = subprocess.run(["fish", "-N", "-c", asked], env=shell_env, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    assert fish("xf 列") == ["列表\t列出信访件"]
    assert fish("xinfang list --unit 自然") == ["自然资源局"]
    assert fish("xf show ") == [f"{case[-5:]}\t反映阳光花园逾期交房"]


@pytest.mark.skipif(not shutil.which("pwsh"), reason="no PowerShell here")
def test_powershell_completes_commands(office: Office, shell_env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x.ps1").write_text(script(Shell.POWERSHELL), "utf-8")
    office.open("2026-11-02")
    asked = f". {tmp_path}/x.ps1; (TabExpansion2 'xf 列' 4).CompletionMatches.CompletionText"
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-c", asked], env=shell_env, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["列表"]
