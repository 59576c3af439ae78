"""Makes the pictures of these pages anew from the demo: `python docs/pictures.py`, where a Chromium is."""

import shutil
import subprocess  # noqa: TID253  # a script beside the pages
import sys
import tempfile
from pathlib import Path

TODAY = "2026-11-29"
SHOTS = {"weekly": (900, 560), "unit": (760, 560)}
"""The pages, and how much of them is seen."""

HERE = Path(__file__).parent / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def program(*words: str) -> None:
    """Run a command of the program."""
    subprocess.run([sys.executable, "-m", "xinfang_cli", *words, "--today", TODAY, "--lang", "zh"], check=True)  # noqa: S603


def shot(page: Path, name: str, top: Path) -> None:
    """Take a picture of a page."""
    wide, high = SHOTS[name]
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={top}/browser"]
    target = [f"--window-size={wide},{high}", f"--screenshot={HERE / f'{name}.png'}", page.as_uri()]
    subprocess.run([str(CHROMIUM), *options, *target], check=True, capture_output=True)  # noqa: S603


def main() -> None:
    """Make the demo, its site, and the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        program("demo", str(top / "demo"))
        program("-C", str(top / "demo"), "report", "--site", str(top / "site"))
        site = top / "site"
        late = (site / "units.html").read_text("utf-8").partition('<ul class="reports">')[2].split('href="')[1]
        pages = {
            "weekly": site / "report-weekly.html",
            "unit": site / late.partition('"')[0],
        }
        HERE.mkdir(exist_ok=True)
        for name, page in pages.items():
            shot(page, name, top)


if __name__ == "__main__":
    main()
