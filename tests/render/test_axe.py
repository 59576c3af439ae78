"""Pages in a browser: nothing is wider than its place, on a desk, in a hand and on paper, and axe-core finds nothing.

They are looked at where a Chromium is, and by axe-core where that is: `npm install axe-core` in this folder or one above,
or XINFANG_AXE names its `axe.min.js`.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.render.browser import CHROMIUM, Browser
from xinfang_cli.app import run

FOLDERS = (*Path(__file__).resolve().parents, Path("/usr/lib"), Path("/usr/local/lib"))
FOUND = [Path(os.environ.get("XINFANG_AXE", "")), *(at / "node_modules/axe-core/axe.min.js" for at in FOLDERS)]
AXE = next((path for path in FOUND if path.is_file()), None)
TODAY = "2026-11-29"
DESK, HAND, PAPER = 1400, 390, 680
"""Pixels; of A4 between the margins."""

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium: no page was looked at")

TOO_WIDE = """(() => {
  const room = document.documentElement.clientWidth + 1;
  const hidden = (each) => [each, each.closest("thead")].some((at) => at && getComputedStyle(at).position == "absolute");
  return [...document.querySelectorAll("body *")].filter((each) => {
    const scrolls = each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX != "visible";
    return !hidden(each) && (each.getBoundingClientRect().right > room || scrolls);
  }).slice(0, 5).map((each) => `${each.tagName} ${each.id}${each.className} ${each.textContent.trim().slice(0, 20)}`);
})()"""

ASK = """(async () => {
  const found = await axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]});
  const said = found.violations.flatMap((each) => each.nodes.map((node) => each.id + " " + node.target.join(" ")));
  return [found.passes.length > 10, said.slice(0, 20)];
})()"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the pages of the demo's office: a report alone, in both languages, and its site, which has all of them."""
    top = tmp_path_factory.mktemp("axe")
    home = str(top / "demo")
    assert run(["demo", home, "--today", TODAY]) == 0
    assert run(["-C", home, "--today", TODAY, "report", "weekly", "--out", str(top / "weekly.html")]) == 0
    assert run(["-C", home, "--today", TODAY, "--lang", "en", "report", "weekly", "--out", str(top / "en.html")]) == 0
    assert run(["-C", home, "--today", TODAY, "report", "--site", str(top / "site")]) == 0
    return sorted(top.glob("*.html")) + sorted((top / "site").rglob("*.html"))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as here:
        yield here


def kinds(pages: list[Path]) -> list[Path]:
    """Return one page of each kind: of units, dockets and matters there are many that are made alike."""
    first: dict[str, Path] = {}
    for page in pages:
        first.setdefault(re.sub(r"^(unit|docket|matter|XF)-.*", r"\1", page.stem), page)
    return list(first.values())


@pytest.mark.parametrize(("wide", "paper"), [(DESK, False), (HAND, False), (PAPER, True)])
def test_nothing_is_wider_than_its_place(pages: list[Path], browser: Browser, wide: int, paper: bool) -> None:
    found = {}
    for page in kinds(pages):
        browser.open(page, wide, paper=paper)
        found[page.name] = browser.run(TOO_WIDE)
    assert len(found) > 15
    assert {name: said for name, said in found.items() if said} == {}


def test_what_is_too_wide_is_seen(tmp_path: Path, browser: Browser) -> None:
    page = tmp_path / "wide.html"
    page.write_text(
        '<div class="box" style="overflow: auto; width: 90px"><b style="padding: 70px">x</b></div>', "utf-8"
    )
    browser.open(page, HAND)
    assert browser.run(TOO_WIDE) == ["DIV box x"]


@pytest.mark.skipif(not AXE, reason="no axe-core (npm install axe-core, or XINFANG_AXE): no page was looked at")
@pytest.mark.parametrize(("wide", "dark"), [(DESK, False), (HAND, False), (DESK, True), (HAND, True)])
def test_axe_finds_nothing(pages: list[Path], browser: Browser, wide: int, dark: bool) -> None:
    assert AXE
    axe, found = AXE.read_text("utf-8"), {}
    for page in pages if wide == DESK and not dark else kinds(pages):
        browser.open(page, wide, dark=dark)
        browser.run(axe + ";0")
        found[page.name] = browser.run(ASK)
    assert {name: said for name, said in found.items() if said != [True, []]} == {}
