"""Makes the pictures of these pages anew from the demo: `python docs/pictures.py [NAME…]`, where Chromium, tmux, ImageMagick are.

Pages are what `report --site` writes, or one report; screens what a terminal of tmux shows once a command was typed
into it. All are brought to a few dozen colours, which takes a third of the bytes.
"""

import io
import os
import shutil
import subprocess  # noqa: TID253  # a script beside the pages
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rich.console import Console  # noqa: TID253
from rich.terminal_theme import SVG_EXPORT_THEME  # noqa: TID253
from rich.text import Text  # noqa: TID253

TODAY = "2026-11-23"
"""The Monday after the week that the demo reports."""

HERE = Path(__file__).parent / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
COLOURS = 32
CALM = 3
"""How often a screen is looked at that has not changed before it is taken."""

FONT, LINE, EDGE = 16, 22, 14
"""Pixels of a character's height, of a line, around the screen; a Latin letter is half as wide as high."""


class PageShot(NamedTuple):
    """A page of the site, and how much of it is seen."""

    page: Callable[[Path], Path]
    wide: int
    high: int


class ReportShot(NamedTuple):
    """What is asked of `report`, and how much of its page is seen, without the figures that all reports open with."""

    words: str
    wide: int = 760
    high: int = 560


class Screen(NamedTuple):
    """What is typed, on how many columns, what is answered then, and how many lines are seen (0: all)."""

    words: str
    columns: int = 80
    answers: tuple[str, ...] = ()
    lines: int = 0


def _late(site: Path) -> Path:
    """Return the page of the first unit that is late."""
    listed = (site / "units.html").read_text("utf-8").partition('<ul class="reports">')[2]
    return site / listed.split('href="')[1].partition('"')[0]


COUNTER = (
    "2", "王某", "13800000000", "明湖街道阳光花园3栋", "", "y", "2", "城建", "3",
    "购买的房屋逾期两年未交付，要求明确交房时间。", "", "", "", "",
)  # fmt: skip
"""What a clerk answers to the form; an empty answer takes what stands in brackets."""

SETTINGS = {
    "\ngroups: []\n": "\ngroups: [{name: 欠薪组, leader: 王县长}, {name: 楼盘组, leader: 李副县长}]\n",
    "\ndockets: []\n": "\ndockets: [{name: 2026积案, from: 市联席会议, goal: 90, target: 2026-12-31}, {name: 重点个案}]\n",
    "min_base: 5": "min_base: 1",
}
"""What the demo's settings lack to show every report; units of a demo have few duties."""

BESIDES = (
    "set XF-20261012-AEAET XF-20261031-RXZKB --group 欠薪组 --lead 王县长",
    "set XF-20260912-G4S6D XF-20260924-30K0S --group 楼盘组 --lead 李副县长",
    "set XF-20260912-G4S6D XF-20260824-6MGJK XF-20260922-1W6TH XF-20261002-BVEFH --docket 2026积案",
    "set XF-20261012-AEAET XF-20261002-BVEFH --docket 重点个案",
    "meeting XF-20261012-AEAET XF-20261031-RXZKB --text 调度 --agreed 月底前付清 --unit 人社局 --reply-due 2026-12-10",
    "note XF-20261031-RXZKB --kind plan --text 先行垫付 --way 行政协调 --how 监管账户 --on 2026-11-20",
    "open --title 宅基地界址 --request 划清界址 --channel visit --received 2026-11-20 --place 青石镇 --level 村",
    "open --title 低保停发 --request 查明原因 --channel visit --received 2026-11-20 --place 明湖街道 --level 乡",
    "gate XF-20260924-30K0S --level 村 --opinion 调解不成 --on 2026-11-17 --backdate-reason 补记",
    "escalate XF-20260924-30K0S --step raise --ground shirk_delay --on 2026-11-18 --backdate-reason 补记",
    "gate XF-20260924-30K0S --level 乡 --opinion 已复核 --on 2026-11-20 --backdate-reason 补记",
    "note XF-20261105-8E3A8 --text 完善村道管护 --advice improve --unit 住建局 --number 示信建〔2026〕1号 --on 2026-11-20",
)
"""What the demo does not do: dockets, groups, a meeting, papers that pass up, advice."""

SHOTS: dict[str, PageShot | ReportShot | Screen] = {
    "weekly": PageShot(lambda site: site / "report-weekly.html", 900, 560),
    "unit": PageShot(_late, 760, 560),
    "today": Screen("today", lines=22),
    "list": Screen("list --overdue"),
    "show": Screen("show AEAET"),
    "form": Screen("open", answers=COUNTER),
    "monthly": ReportShot("monthly --month 2026-11", high=900),
    "flags": ReportShot("flags --month 2026-11", wide=1000, high=720),
    "ledger": ReportShot("ledger --month 2026-11", wide=1100),
    "lists": ReportShot("lists --month 2026-11", wide=900),
    "supervision": ReportShot("supervision --month 2026-11"),
    "review": ReportShot("review --month 2026-11", wide=900),
    "docket": ReportShot("docket --month 2026-11"),
    "gates": ReportShot("gates --month 2026-11"),
    "agenda": ReportShot("agenda --month 2026-11 --group 欠薪组", wide=900),
    "groups": ReportShot("groups --month 2026-11"),
    "reception": ReportShot("reception --month 2026-11"),
    "annual": ReportShot("annual --year 2026"),
}
"""What is taken of the demo as it is stands before the reports, for which more is done in it."""


def program(*words: str) -> None:
    """Run a command of the program."""
    subprocess.run([sys.executable, "-m", "xinfang_cli", *words, "--today", TODAY, "--lang", "zh"], check=True)  # noqa: S603


def tmux(top: Path, *words: str) -> str:
    """Ask a tmux of our own."""
    done = subprocess.run(  # noqa: S603
        ["tmux", "-S", str(top / "tmux"), "-f", "/dev/null", *words],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def typed(screen: Screen, top: Path) -> list[str]:
    """Return the lines of a terminal on which a command was typed, with what colours them."""
    run = f"{sys.executable} -m xinfang_cli --today {TODAY} --lang zh --by 李经办 {screen.words}"
    line = f"printf '\\033[1m$\\033[0m xinfang {screen.words}\\n'; {run}; sleep 600"
    tmux(top, "new-session", "-d", "-x", str(screen.columns), "-y", "90", "-c", str(top / "demo"), line)
    shown = _still(top)
    for answer in screen.answers:
        tmux(top, "send-keys", answer, "Enter")
        shown = _still(top)
    tmux(top, "kill-server")
    lines = shown.rstrip().split("\n")
    return [*lines[: screen.lines], "…"] if 0 < screen.lines < len(lines) else lines


def _still(top: Path) -> str:
    """Return what the terminal shows once that has not changed for two seconds."""
    shown = [""]
    while len(shown) < CALM or len(set(shown[-CALM:])) > 1 or len(shown[-1].split()) <= len("$ xinfang"):
        time.sleep(0.4)
        shown.append(tmux(top, "capture-pane", "-e", "-p"))
    return shown[-1]


PAGE = f"""<!doctype html><meta charset="utf-8"><style>
body {{{{ margin: {EDGE}px; background: {{background}}; color: {{foreground}} }}}}
pre {{{{ margin: 0; text-spacing-trim: space-all; font: {FONT}px/{LINE}px "Noto Sans Mono CJK SC", monospace }}}}
b {{{{ display: inline-block; width: {FONT // 2}px; font: {FONT * 5 // 6}px/1 "DejaVu Sans Mono" }}}}
</style><pre>{{code}}</pre>"""


def drawn(lines: list[str], columns: int) -> str:
    """Return a page with these lines of a terminal; what a Chinese font draws wide and a terminal narrow is narrow."""
    console = Console(record=True, width=columns, file=io.StringIO(), force_terminal=True)
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=True)
    page = console.export_html(theme=SVG_EXPORT_THEME, inline_styles=True, code_format=PAGE)
    return "".join(f"<b>{each}</b>" if unicodedata.east_asian_width(each) == "A" else each for each in page)


def prepare(demo: Path) -> None:
    """Do in the demo what it lacks to show every report; once is enough."""
    config = demo / "config.yaml"
    text = config.read_text("utf-8")
    if all(now in text for now in SETTINGS.values()):
        return
    for was, now in SETTINGS.items():
        if was not in text:
            sys.exit(f"{config}: {was.strip()} is not there")
        text = text.replace(was, now)
    config.write_text(text, "utf-8")
    for words in BESIDES:
        program("-C", str(demo), *words.split(), "--by", "李经办")


def reported(what: ReportShot, top: Path) -> Path:
    """Return the page of a report."""
    prepare(top / "demo")
    page = top / f"{what.words.partition(' ')[0]}.html"
    program("-C", str(top / "demo"), "report", *what.words.split(), "--format", "html", "--out", str(page))
    text = page.read_text("utf-8")
    page.write_text(text.replace("</head>", "<style>#key, nav { display: none }</style></head>", 1), "utf-8")
    return page


def shot(page: Path, name: str, size: tuple[int, int], top: Path) -> None:
    """Take a picture of a page."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={top}/browser"]
    taken = HERE / f"{name}.png"
    target = [f"--window-size={size[0]},{size[1]}", f"--screenshot={taken}", page.as_uri()]
    subprocess.run([str(CHROMIUM), *options, *target], check=True, capture_output=True)  # noqa: S603
    fewer = ["-dither", "None", "-colors", str(COLOURS), "-strip", "-define", "png:compression-level=9"]
    subprocess.run(["convert", str(taken), *fewer, str(taken)], check=True)  # noqa: S603, S607


def main(*names: str) -> None:
    """Make the demo, its site, and the pictures, or those that are named."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        os.environ["XDG_STATE_HOME"] = str(top / "state")  # the rows of a list are numbered there
        program("demo", str(top / "demo"))
        program("-C", str(top / "demo"), "report", "--site", str(top / "site"))
        HERE.mkdir(exist_ok=True)
        for name in names or SHOTS:
            what = SHOTS[name]
            if isinstance(what, PageShot):
                shot(what.page(top / "site"), name, (what.wide, what.high), top)
            elif isinstance(what, ReportShot):
                shot(reported(what, top), name, (what.wide, what.high), top)
            else:
                lines = typed(what, top)
                page = top / f"{name}.html"
                page.write_text(drawn(lines, what.columns), "utf-8")
                shot(page, name, (what.columns * FONT // 2 + 2 * EDGE, len(lines) * LINE + 2 * EDGE), top)


if __name__ == "__main__":
    main(*sys.argv[1:])
