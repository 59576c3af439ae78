"""The system's printer: `lp` where there is one, the print verb on Windows."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from xinfang_cli.errors import RefusedError
from xinfang_cli.messages import Msg


def check_printer() -> None:
    """See whether something can be printed, before anything is written.

    Raises:
        RefusedError: there is no printer.
    """
    if not hasattr(os, "startfile") and (shutil.which("lp") is None or not _has_destination()):
        raise RefusedError(Msg.NO_PRINTER())


def _has_destination() -> bool:
    """Whether the printing system knows a printer; where it cannot be asked, `lp` itself will say."""
    import subprocess

    asking = shutil.which("lpstat")
    if asking is None:
        return True
    done = subprocess.run([asking, "-e"], capture_output=True, check=False)  # noqa: S603  # no shell, nothing of the user's
    return done.returncode == 0 and bool(done.stdout.strip())


def print_files(paths: Iterable[Path]) -> str | None:
    """Print files and return what went wrong, if something did."""
    for path in paths:
        refusal = _start(path) if hasattr(os, "startfile") else _lp(path)
        if refusal:
            return refusal
    return None


def _start(path: Path) -> str | None:
    try:
        os.startfile(path, "print")  # type: ignore[attr-defined,unused-ignore]  # noqa: S606  # Windows alone has it
    except OSError as error:
        return str(error)
    return None


def _lp(path: Path) -> str | None:
    """Hand a file to lp; as PDF where LibreOffice can make one, since few printing systems read Word."""
    import subprocess

    with tempfile.TemporaryDirectory(prefix="xf-tmp-") as folder:
        shown = _as_pdf(path, Path(folder)) or path
        command = [shutil.which("lp") or "lp", "--", str(shown)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # no shell
        except OSError as error:
            return str(error)
    return None if done.returncode == 0 else (done.stderr.strip() or f"lp: {done.returncode}")


def _as_pdf(path: Path, folder: Path) -> Path | None:
    import subprocess

    office = shutil.which("soffice")
    if office is None:
        return None
    settings = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, settings, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # no shell
    made = folder / f"{path.stem}.pdf"
    return made if made.exists() else None
