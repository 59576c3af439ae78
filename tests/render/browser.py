"""A browser that tests look at pages with: one process for all of them, asked over a pipe, of any width and scheme."""

import fcntl
import itertools
import json
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
HIGH = 900


class Browser:
    """A Chromium without a window; `with` ends it.

    It is asked by the DevTools protocol over a pipe, since a window of its own is never narrower than 500 pixels, and
    a process a page takes a second each.
    """

    def __init__(self, folder: Path) -> None:
        asked, self._asked = os.pipe()
        self._told, told = os.pipe()

        def placed() -> None:
            """Give the browser its pipe as the numbers that it expects."""
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (asked, told)]
            for number, end in enumerate(ends, 3):
                os.dup2(end, number)

        self._process = subprocess.Popen(
            [str(CHROMIUM), *OPTIONS, f"--user-data-dir={folder}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(3, 4), preexec_fn=placed,  # noqa: PLW1509
        )  # fmt: skip
        os.close(asked)
        os.close(told)
        self._answers = os.fdopen(self._told, "rb")
        self._number = itertools.count(1)
        self._events: list[Any] = []
        self._session: str | None = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.ask("Page.setBypassCSP", enabled=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            os.close(self._asked)
        self._process.terminate()
        self._process.wait(30)
        self._answers.close()

    def ask(self, method: str, **params: Any) -> Any:
        """Ask something of the browser, and wait for its answer."""
        number = next(self._number)
        asked = {"id": number, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._asked, json.dumps(asked).encode() + b"\0")
        while (answer := self._read()).get("id") != number:
            self._events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def _read(self) -> Any:
        said = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            assert byte, "the browser has ended"
            said += byte
        return json.loads(said)

    def open(self, page: Path, wide: int, *, dark: bool = False, paper: bool = False) -> None:
        """Open a page of that width and scheme, as on a screen or on paper."""
        self.ask("Emulation.setDeviceMetricsOverride", width=wide, height=HIGH, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", media="print" if paper else "screen", features=[scheme])
        self._events.clear()
        self.ask("Page.navigate", url=page.resolve().as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self._events):
            self._events.append(self._read())

    def run(self, script: str) -> Any:
        """Run a script in the page and return what it gives, awaited."""
        done = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")
