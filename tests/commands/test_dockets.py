"""Figures that were published of lists of matters, each by one command, from a ledger (`tests/data/dockets.csv`)."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office

DOCKETS = """dockets:
- {name: 历史遗留2026, from: 领导小组, since: 2026-01-01, goal: 85, target: 2026-12-31}
- {name: 市交办积案, from: 市联席会议}
- {name: 省级以上2025}
- {name: 重点个案}
"""


@pytest.fixture(scope="module")
def listed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with the ledger of dockets."""
    office = Office(shutil.copytree(template, tmp_path_factory.mktemp("dockets") / "office"))
    config = office.root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("\ndockets: []\n", f"\n{DOCKETS}"), "utf-8")
    answer = office("import", str(Path(__file__).parents[1] / "data" / "dockets.csv"), "--json").json
    assert (answer["imported"], answer["rows"]) == (3060, [])
    return office


def table(office: Office, name: str, *words: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a table of `report docket` by their first cell."""
    page = json.loads(office.does("report", "docket", *words, "--format", "json"))
    found = next(each for each in page["tables"] if each["name"] == name)
    names = [column["name"] for column in found["columns"]]
    rows = [row if isinstance(row, dict) else dict(zip(names, row, strict=True)) for row in found["rows"]]
    return {row[names[0]]: row for row in rows}


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("report docket --docket 历史遗留2026 --month 2026-10", "清单上共1036件，本期化解0件，累计化解890件，化解率85.9%（890/1036）"),
        ("report docket --lead 省领导甲 --month 2026-10", "清单上共1036件，本期化解0件，累计化解890件，化解率85.9%（890/1036）"),
        ("report docket --docket 省级以上2025 --month 2025-12", "清单上共68件，本期化解0件，累计化解60件，化解率88.2%（60/68）"),
        ("report docket --docket 市交办积案 --week 2026-W46", "清单上共1876件，本期化解45件，累计化解638件，化解率34.0%（638/1876）"),
        ("report monthly --month 2026-05 --source-level 省+", "某县信访局共登记信访50件次、50件、50人次。去年同期68件次，同比下降26.5%"),
    ],
)  # fmt: skip
def test_published_figures_come_out_of_one_command(listed: Office, command: str, says: str) -> None:
    assert says in listed.does(*command.split())


def test_counts_of_one_command(listed: Office) -> None:
    levels = listed.does("count", "--lead", "区长", "--resolved", "--by", "source_level", "--json")
    assert {row["source_level"]: row["resolved"] for row in levels} == {"国家": 8, "省": 3, "市": 12, "县": 7}
    assert sum(row["resolved"] for row in levels) == 30
    (above,) = listed.does("count", "--source-level", "省+", "--until", "2025-12-31", "--json")
    assert (above["registrations"], above["resolved"]) == (68, 60)
    (now,) = listed.does("count", "--source-level", "省及以上", "--since", "2026-05-01", "--json")
    assert now["registrations"] == 50
    dockets = {row["docket"]: row["resolved"] for row in listed.does("count", "--by", "docket", "--json")}
    assert dockets == {"历史遗留2026": 890, "省级以上2025": 60, "重点个案": 30, "市交办积案": 638, None: 0}


@pytest.mark.parametrize(
    ("decimals", "docket", "says"), [(2, "市交办积案", "34.01%（638/1876）"), (0, "历史遗留2026", "86%（890/1036）")]
)
def test_as_many_decimals_as_they_were_published_with(listed: Office, decimals: int, docket: str, says: str) -> None:
    config = listed.root / "config.yaml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("\n  decimals: 1\n", f"\n  decimals: {decimals}\n"), "utf-8")
    try:
        assert says in listed.does("report", "docket", "--docket", docket, "--week", "2026-W46")
    finally:
        config.write_text(text, "utf-8")


def test_each_docket_has_its_row_and_what_is_set_for_it(listed: Office) -> None:
    rows = table(listed, "dockets", "--week", "2026-W46")
    assert list(rows) == ["历史遗留2026", "市交办积案", "省级以上2025", "重点个案"]
    assert [rows["市交办积案"][name] for name in ("listed", "resolved_now", "resolved")] == [1876, 45, 638]
    first = rows["历史遗留2026"]
    assert (first["goal"], first["target"], first["sent_by"]) == ("85%", "2026-12-31", "领导小组")
    assert list(table(listed, "dockets", "--docket", "重点个案", "--month", "2026-10")) == ["重点个案"]
    units = table(listed, "by_unit", "--docket", "市交办积案", "--week", "2026-W46")
    assert sum(row["listed"] for row in units.values()) == 1876
    assert sum(row["resolved"] for row in units.values()) == 638
    assert sum(row["resolved_now"] for row in units.values()) == 45
    levels = table(listed, "by_source_level", "--docket", "重点个案", "--month", "2026-10")
    assert {level: row["resolved"] for level, row in levels.items()} == {"国家": 8, "省": 3, "市": 12, "县": 7}
    assert list(levels) == ["国家", "省", "市", "县"]


def test_before_a_matter_came_it_was_on_no_docket(listed: Office) -> None:
    told = listed.does("report", "docket", "--docket", "历史遗留2026", "--month", "2026-01")
    assert "清单上共0件，本期化解0件，累计化解0件" in told


def test_every_format_tells_it(listed: Office, tmp_path: Path) -> None:
    for form in ("md", "html", "docx", "xlsx", "csv", "json"):
        out = tmp_path / f"out.{form}"
        listed.does(
            "report", "docket", "--docket", "重点个案", "--month", "2026-07", "--format", form, "--out", str(out)
        )
        assert out.stat().st_size > 500
    assert "范围：清单为重点个案" in (tmp_path / "out.md").read_text("utf-8")
    refused = listed("report", "docket", "--docket", "重点")
    assert (refused.code, "重点个案" in refused.err) == (1, True)
