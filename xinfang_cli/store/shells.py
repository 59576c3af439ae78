"""What shells need to complete commands: a script for each, where it goes, and the line that reads it."""

from collections.abc import Mapping
from pathlib import Path, PurePath

from xinfang_cli.errors import UsageError
from xinfang_cli.labels import Label
from xinfang_cli.messages import Msg
from xinfang_cli.store.out import write_out

_ZSH = "autoload -Uz compinit && compinit; source '{}'"


class Shell(Label):
    """The shells that are known: the ending of the script, and its names."""

    BASH = "bash", "bash", "bash"
    ZSH = "zsh", "zsh", "zsh"
    FISH = "fish", "fish", "fish"
    POWERSHELL = "ps1", "powershell", "powershell", "pwsh"


def shell_of(env: Mapping[str, str], platform: str) -> Shell:
    """Return the shell that the environment says.

    Raises:
        UsageError: it is none of those that are known.
    """
    said = PurePath(env.get("SHELL") or ("powershell" if platform == "win32" else "")).stem
    found = Shell.read(said.lower())
    if found is None:
        raise UsageError(Msg.SHELL_UNKNOWN())
    return found


def script(shell: Shell) -> str:
    """Return the script of a shell, which completes `xinfang` and `xf`."""
    return _text(f"xinfang.{shell.value}")


def _text(name: str) -> str:
    return (Path(__file__).parents[1] / "data" / "completions" / name).read_text(encoding="utf-8")


def install(shell: Shell, env: Mapping[str, str]) -> Path:
    """Write the script where the shell of this user finds it, and return where; run again, it changes nothing."""
    home = Path(env.get("HOME") or env.get("USERPROFILE") or Path.home())
    config = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
    data = Path(env.get("XDG_DATA_HOME") or home / ".local" / "share")
    place, reader, line = {
        Shell.BASH: (data / "xinfang" / "xinfang.bash", home / ".bashrc", "source '{}'"),
        Shell.ZSH: (
            data / "xinfang" / "xinfang.zsh",
            home / ".zshrc",
            _ZSH,
        ),
        Shell.FISH: (config / "fish" / "completions" / "xinfang.fish", None, ""),
        Shell.POWERSHELL: (data / "xinfang" / "xinfang.ps1", _profile(home, config, env), ". '{}'"),
    }[shell]
    write_out(place, [script(shell)])
    if shell is Shell.FISH:
        write_out(place.with_name("xf.fish"), [_text("xf.fish")])
    if reader is not None:
        _add_line(reader, line.format(place))
    return place


def _profile(home: Path, config: Path, env: Mapping[str, str]) -> Path:
    """Return the file that PowerShell reads when it starts."""
    folder = home / "Documents" / "PowerShell" if "USERPROFILE" in env and "HOME" not in env else config / "powershell"
    return folder / "Microsoft.PowerShell_profile.ps1"


def _add_line(path: Path, line: str) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""
    if line not in text.splitlines():
        path.parent.mkdir(parents=True, exist_ok=True)
        end = "" if not text or text.endswith("\n") else "\n"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{end}{line}\n")
