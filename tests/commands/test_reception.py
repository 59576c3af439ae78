"""What leaders received, by commands: the report in every format, in the set of a month, and over many matters."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Office
from tests.commands.test_rota import with_rota
from xinfang_cli.labels import Lang


@pytest.fixture
def received(office: Office) -> Office:
    """An office whose leaders received visitors on four days of November 2026, Thursdays the 5th, 12th and 19th."""
    with_rota(office)
    office.open("2026-11-05", "--reception", "张副县长", "--people", "3")
    office.open("2026-11-05", "--reception", "张副县长、李副县长")
    office.open("2026-11-10", "--reception", "赵副县长")
    office.open("2026-11-16", "--reception", "县委书记甲")
    office.open("2026-11-19", "--reception", "县委书记甲", "--class", "accusation", "--accused", "城关镇")
    return office


def table(office: Office, name: str, *words: str) -> list[dict[str, Any]]:
    page = json.loads(office.does("report", "reception", "--month", "2026-11", *words, "--format", "json"))
    found = next(each for each in page["tables"] if each["name"] == name)
    names = [column["name"] for column in found["columns"]]
    return [dict(zip(names, row, strict=True)) for row in found["rows"]]


def test_the_month_of_each_leader(received: Office) -> None:
    said = received.does("report", "领导接访", "--month", "2026-11")
    assert (
        "截至2026年11月22日，领导接访日4天，有来访2天，无来访2天，计划外接访1天。接待信访4件次、6人次，其中计划外1件次；"
        "已转送0件次，在办4件次，办结0件次" in said
    )
    duties = {row["leader"]: (row["duty_days"], row["attended"], row["idle"]) for row in table(received, "duties")}
    assert duties == {"县委书记甲": (1, 1, 0), "张副县长": (3, 1, 2), "李副县长": (3, 1, 2), "赵副县长": (0, 0, 0)}
    days = [(row["day"], row["registrations"]) for row in table(received, "days")]
    assert days == [("2026-11-05", 2), ("2026-11-10", 1), ("2026-11-12", 0), ("2026-11-16", 1), ("2026-11-19", 0)]
    assert [row["leader"] for row in table(received, "received", "--reception", "李副县长")] == ["李副县长"]


@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx", "csv", "json"])
def test_every_format_tells_it(received: Office, tmp_path: Path, form: str) -> None:
    received.lang = Lang.EN
    out = tmp_path / f"out.{form}"
    received.does("report", "reception", "--month", "2026-11", "--format", form, "--out", str(out))
    assert out.stat().st_size > 500
    if form in {"md", "html", "csv"}:
        assert "days on duty" in out.read_text("utf-8")


def test_the_set_of_a_month_has_it_where_there_is_a_rota(office: Office, tmp_path: Path) -> None:
    office.does("report", "--all", "--month", "2026-11", "--out", str(tmp_path / "without"))
    with_rota(office)
    office.does("report", "--all", "--month", "2026-11", "--out", str(tmp_path / "with"))
    without, with_ = ({path.name for path in (tmp_path / name).iterdir()} for name in ("without", "with"))
    assert len(with_ - without) == 1
    assert without < with_


def test_leaders_of_two_counties_are_not_added_up(received: Office, tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("a.json", "b.json")]
    for file in files:
        received.does("report", "reception", "--month", "2026-11", "--format", "json", "--out", file)
    page = json.loads(received.does("report", "reception", "--add", *files, "--format", "json"))
    rows = next(each["rows"] for each in page["tables"] if each["name"] == "received")
    assert [row[1] for row in rows] == ["县委书记甲", "张副县长", "李副县长", "赵副县长"] * 2
