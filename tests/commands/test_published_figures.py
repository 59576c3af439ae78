"""Figures that public bulletins and papers tell, each by one command, from a ledger (`tests/data/bulletins.csv`).

Those of long lists of matters have a ledger of their own (`test_dockets.py`).
"""

import json
import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import DATA, Office

CONFIG = {
    "\ndockets: []\n": "\ndockets: [{name: 历史遗留}, {name: 重点个案}]\n",
    "\norigins: []\n": "\norigins: [排查]\n",
}
KINDS = ("special", "dispatch", "joint", "consultation")
JUNE = range(924, 1024)
"""The numbers of the visits, all of first-time matters."""


@pytest.fixture(scope="module")
def told(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with the ledger, with cards of rights given at 92 of its 100 visits, and 112 meetings."""
    office = Office(shutil.copytree(template, tmp_path_factory.mktemp("bulletins") / "office"))
    config = office.root / "config.yaml"
    text = config.read_text("utf-8")
    for was, now in CONFIG.items():
        assert was in text
        text = text.replace(was, now)
    config.write_text(text, "utf-8")
    answer = office("import", str(DATA / "bulletins.csv"), "--json").json
    assert (answer["imported"], answer["rows"]) == (1069, [])
    ids = {each["source_number"]: each["id"] for each in office.does("list", "--json")}
    steps = [
        {"case": ids[f"{number:04}"], "did": "serve", "on": "2026-06-30", "document": "card", "method": "in_person"}
        for number in JUNE[:92]
    ]
    listed = [ids[f"{number:04}"] for number in range(1024, 1051)]
    steps += [
        {"case": case, "did": "meeting", "on": "2026-10-20", "kind": kind, "text": "会商"}
        for case in listed
        for kind in KINDS
    ]
    table = office.root.parent / "steps.jsonl"
    table.write_text("".join(json.dumps(step) + "\n" for step in steps), "utf-8")
    assert office.does("apply", str(table), "--json")["applied"] == 92 + 4 * 27
    for day in ("05", "06", "07", "08"):  # one meeting, however many matters it is about
        office.does("meeting", *listed[:3], "--text", "联席会议", "--kind", "joint", "--on", f"2026-10-{day}")
    return office


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("report docket --docket 历史遗留 --month 2026-10", "清单上共29件，本期化解0件，累计化解19件，化解率65.5%（19/29）"),
        ("report docket --docket 重点个案 --month 2026-10", "清单上共16件，本期化解0件，累计化解10件，化解率62.5%（10/16）"),
        ("report monthly --month 2026-04", "网上信访占来信、来访、网上信访的58.0%（58/100）"),
        ("report monthly --month 2026-06", "初次走访发放权益保障卡92张，占92.0%（92/100）"),
        ("report monthly --month 2026-09 --category 城乡建设", "登记信访93件次、93件、93人次。去年同期105件次，同比下降11.4%"),
        ("report annual --year 2026", "会商112次"),
    ],
)  # fmt: skip
def test_published_figures_come_out_of_one_command(told: Office, command: str, says: str) -> None:
    assert says in told.does(*command.split())


def test_what_was_found_is_more_than_what_is_listed(told: Office) -> None:
    (found,) = told.does("count", "--origin", "排查", "--json")
    (listed,) = told.does("count", "--docket", "历史遗留", "--json")
    assert (found["registrations"], listed["registrations"], found["resolved"]) == (30, 29, 19)


def test_two_decimals_as_they_were_published(told: Office) -> None:
    config = told.root / "config.yaml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("\n  decimals: 1\n", "\n  decimals: 2\n"), "utf-8")
    try:
        assert "网上信访占来信、来访、网上信访的74.08%（463/625）" in told.does(
            "report", "monthly", "--month", "2026-03"
        )
    finally:
        config.write_text(text, "utf-8")
