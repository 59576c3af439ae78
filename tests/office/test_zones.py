"""Zones, with zone data and without: the second is tried in a process that finds none."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from xinfang_cli.office.zones import BEIJING, zone

SOURCE = Path(__file__).parents[2]
WITHOUT_DATA = """import sys
sys.modules["zoneinfo"] = None  # whoever imports it fails
from xinfang_cli.app import main
main()
"""


def test_zones() -> None:
    assert zone("Asia/Shanghai") is BEIJING
    assert zone("Asia/Nowhere") is zone("") is zone("../etc/passwd") is None
    elsewhere = zone("America/New_York")
    assert elsewhere is not None
    assert dt.datetime(2026, 7, 1, 12, tzinfo=elsewhere).utcoffset() == dt.timedelta(hours=-4)


def test_an_office_in_china_needs_no_zone_data(tmp_path: Path) -> None:
    def does(*args: str) -> str:
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        line = [sys.executable, "-c", WITHOUT_DATA, *args]
        return subprocess.run(
            line, env=environment, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    assert "2026-11-" in does("deadline", "2026-11-01", "5d")
    does("init", ".", "--office", "某县信访局", "--code", "410122")
    facts = ("--title", "t", "--request", "r", "--channel", "visit", "--received", "2026-10-20")
    does("open", *facts, "--on", "2026-10-20")
    assert "+08:00" in next(tmp_path.glob("cases/*/*/*.yaml")).read_text("utf-8")
    assert "XF-20261020" in does("list")
    does("report", "weekly", "--format", "html", "--out", "r.html")
