"""Runs commands, each in a process of its own whose disk fails once, or which is killed there: a line of JSON in, one out.

    {"args": ["note", …], "at": 3, "fault": "EIO"}   the third call that changes files fails; "kill": it is the last one

A command starts in a copy of this process, with everything imported: what fails is its work, not Python's start. The
answer has the exit code (or minus the signal), what was said on stderr, and where each call came from: the function of
ours and the call. Nothing waits for the disk: a process that is killed loses no more than it had not written.
"""

import errno
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import xinfang_cli
from xinfang_cli.app import run
from xinfang_cli.commands import Command

PACKAGE = str(Path(xinfang_cli.__file__).parent) + os.sep
KILL = "kill"
EVENTS = {
    "open",
    "os.rename",
    "os.link",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.chown",
    "os.truncate",
    "shutil.rmtree",
}
"""What Python tells a hook about before it does it."""

CALLS = ("write", "fsync", "sync")
"""Of these it tells no hook."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Disk:
    """Counts the calls that change files, and lets one of them fail."""

    def __init__(self, at: int | None, fault: str, sites: int) -> None:
        self.at, self.fault, self.sites, self.seen = at, fault, sites, 0

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Look at what Python is about to do."""
        if event in EVENTS and (event != "open" or (isinstance(args[2], int) and args[2] & _WRITING)):
            self.call(event)

    def wrapped(self, name: str) -> Callable[..., Any]:
        """Return a function of `os` that may fail."""
        function = getattr(os, name)

        def called(*args: Any) -> Any:
            self.call(f"os.{name}")
            return function(*args) if name == "write" else None

        return called

    def call(self, what: str) -> None:
        """Count, tell where, and fail when the time has come."""
        self.seen += 1
        _write(self.sites, f"{_site(sys._getframe(1))} {what}\n".encode())
        if self.seen == self.at:
            if self.fault == KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            code = getattr(errno, self.fault)
            raise OSError(code, os.strerror(code))


_write = os.write


def _site(frame: FrameType | None) -> str:
    """Return the innermost function of ours that is at work; not that which tries again, for whoever calls it."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(PACKAGE) and frame.f_code.co_name != "patiently":
            return f"{frame.f_code.co_filename.removeprefix(PACKAGE)} {frame.f_code.co_name}"
        frame = frame.f_back
    return "- -"


def child(args: list[str], at: int | None, fault: str, said: int, sites: int) -> int:
    """Run the command here."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream, where in enumerate((nowhere, nowhere, said)):
        os.dup2(where, stream)
    disk = Disk(at, fault, sites)
    for name in CALLS:
        setattr(os, name, disk.wrapped(name))
    sys.addaudithook(disk.hook)
    code = run(args)
    sys.stderr.flush()
    return code


def answer(args: list[str], at: int | None, fault: str) -> dict[str, Any]:
    """Run the command in a copy of this process."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as sites:
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                code = child(args, at, fault, said.fileno(), sites.fileno())
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        said.seek(0)
        sites.seek(0)
        told, lines = said.read().decode("utf-8", "replace"), sites.read().decode().splitlines()
    return {"code": os.waitstatus_to_exitcode(status), "said": told, "sites": lines}


def main() -> None:
    """Answer line by line."""
    for command in Command:
        import_module(command.module)
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(answer(asked["args"], asked.get("at"), asked.get("fault", KILL))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
