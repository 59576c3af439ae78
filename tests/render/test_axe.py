"""Pages as axe-core finds them, in a browser: on a desk and in a hand, light and dark, without a finding.

It runs where a Chromium is and axe-core: `npm install axe-core` in this folder or one above, or XINFANG_AXE names its
`axe.min.js`.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xinfang_cli.app import run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FOLDERS = (*Path(__file__).resolve().parents, Path("/usr/lib"), Path("/usr/local/lib"))
FOUND = [Path(os.environ.get("XINFANG_AXE", "")), *(at / "node_modules/axe-core/axe.min.js" for at in FOLDERS)]
AXE = next((path for path in FOUND if path.is_file()), None)
LIGHT, DARK = "1", "0"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: no page was looked at"),
    pytest.mark.skipif(not AXE, reason="no axe-core (npm install axe-core, or XINFANG_AXE): no page was looked at"),
]

ASK = """<script>{axe}</script><script>addEventListener("load", async () => {{
  const found = await axe.run({{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}});
  const said = found.violations.flatMap((each) => each.nodes.map((node) => each.id + " " + node.target.join(" ")));
  document.title = "found:" + JSON.stringify([found.passes.length > 10, said.slice(0, 20)]) + ":end";
}});</script></body>"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the pages of the demo's office: its reports and its site."""
    top = tmp_path_factory.mktemp("axe")
    home = str(top / "demo")
    assert run(["demo", home, "--today", "2026-11-29"]) == 0
    for report in ("weekly", "monthly", "flags", "annual", "ledger"):
        assert run(["-C", home, "--today", "2026-11-29", "report", report, "--out", str(top / f"{report}.html")]) == 0
    assert run(["-C", home, "--today", "2026-11-29", "report", "--site", str(top / "site")]) == 0
    return sorted(top.glob("*.html")) + sorted((top / "site").rglob("*.html"))


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[Path, int, str], Any]:
    """`asked(page, 500, DARK)`: what axe finds in a page of that width and scheme."""

    def ask(page: Path, wide: int, scheme: str) -> str:
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8"))
        assert AXE
        copy = tmp_path / "page.html"
        copy.write_text(text.replace("</body>", ASK.format(axe=AXE.read_text("utf-8"))), "utf-8")
        done = subprocess.run(
            [
                str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={wide},900",
                f"--blink-settings=preferredColorScheme={scheme}", f"--user-data-dir={tmp_path}/browser",
                "--virtual-time-budget=30000", "--dump-dom", copy.as_uri(),
            ],
            capture_output=True, text=True, check=True, timeout=180,
        )  # fmt: skip
        found = re.search(r"<title>found:(.*?):end</title>", done.stdout)
        assert found, done.stdout[-500:]
        return found[1].replace("&gt;", ">").replace("&amp;", "&")

    return ask


def kinds(pages: list[Path]) -> list[Path]:
    """Return one page of each kind: of units, dockets and matters there are many that are made alike."""
    first: dict[str, Path] = {}
    for page in pages:
        first.setdefault(re.sub(r"^(unit|docket|matter|XF)-.*", r"\1", page.stem), page)
    return list(first.values())


@pytest.mark.parametrize(("wide", "scheme"), [(1400, LIGHT), (500, LIGHT), (1400, DARK), (500, DARK)])
def test_axe_finds_nothing(pages: list[Path], asked: Callable[[Path, int, str], Any], wide: int, scheme: str) -> None:
    found = {page.name: asked(page, wide, scheme) for page in kinds(pages)}
    assert {name: said for name, said in found.items() if said != "[true,[]]"} == {}
