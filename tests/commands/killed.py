"""Runs commands, each in a process of its own that is killed in the midst of its work: one line of JSON in, one out.

    {"args": ["note", …], "at": 3}   killed just before it changes files for the third time; without `at` never

A command starts in a copy of this process, with everything imported: what is killed is its work, not Python's start.
The answer has the exit code (or minus the signal), and how often the command was about to change something.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from xinfang_cli.app import run
from xinfang_cli.commands import Command

CHANGES = {
    "open",
    "os.rename",
    "os.link",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.truncate",
    "shutil.rmtree",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Reaper:
    """Counts what is about to be changed, and kills the process at one of those moments."""

    def __init__(self, at: int | None, count: int) -> None:
        self.at, self.count, self.seen = at, count, 0

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Look at what Python is about to do."""
        if event in CHANGES and (event != "open" or (isinstance(args[2], int) and args[2] & _WRITING)):
            self.next()

    def wrapped(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function before which the process may be killed; of these Python tells no hook."""

        def called(*args: Any, **given: Any) -> Any:
            self.next()
            return function(*args, **given)

        return called

    def next(self) -> None:
        """Count, tell, and die when the time has come."""
        self.seen += 1
        os.pwrite(self.count, b"%8d" % self.seen, 0)
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def child(args: list[str], at: int | None, count: int) -> int:
    """Run the command here."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    reaper = Reaper(at, count)
    for name in ("write", "fsync", "sync"):
        setattr(os, name, reaper.wrapped(getattr(os, name)))
    sys.addaudithook(reaper.hook)
    return run(args)


def answer(args: list[str], at: int | None) -> dict[str, int]:
    """Run the command in a copy of this process."""
    count = os.memfd_create("count") if hasattr(os, "memfd_create") else os.open("count", os.O_RDWR | os.O_CREAT)
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            code = child(args, at, count)
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    seen = int(os.pread(count, 8, 0) or 0)
    os.close(count)
    return {"code": os.waitstatus_to_exitcode(status), "moments": seen}


def main() -> None:
    """Answer line by line."""
    for command in Command:
        import_module(command.module)
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(answer(asked["args"], asked.get("at"))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
