"""What tests of registers share: working groups, the relations of some cases, windows by name, rows by column."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xinfang_cli.index.lines import draw as pictured
from xinfang_cli.index.relations import CASES, CLOCKS, EVENTS, REMARKS
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.records import Case
from xinfang_cli.measures.table import Page
from xinfang_cli.measures.windows import Window, days, read_month, read_week

HOUSING, WATER, CIVIL = "住房和城乡建设局", "水利局", "民政局"


@dataclass(frozen=True)
class Team:
    """A working group as config has it."""

    name: str
    leader: str | None
    units: tuple[str, ...]


TEAMS = (Team("房地产组", "赵书记", (HOUSING, CIVIL)), Team("欠薪组", None, ()), Team("空组", "孙主任", (WATER,)))


def relations(cases: Iterable[Case], law: Law) -> sqlite3.Connection:
    """Return the relations of the index with the lines of cases."""
    db = sqlite3.connect(":memory:")
    tables = {"cases": CASES, "clocks": CLOCKS, "events": EVENTS, "remarks": REMARKS}
    for name, columns in tables.items():
        db.execute(f"CREATE TABLE {name} ({', '.join(column.name for column in columns)})")
    for case in cases:
        picture = pictured(case, f"cases/{case.id}.yaml", law)
        for name, lines in zip(tables, ([picture.case], picture.clocks, picture.events, picture.remarks), strict=True):
            db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(tables[name]))})", lines)
    return db


def window(name: str) -> Window:
    found = read_week(name) or read_month(name)
    if found is None:
        first, _, to = name.partition("..")
        found = days(dt.date.fromisoformat(first), dt.date.fromisoformat(to))
    assert found
    return found


def told(found: Page, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table by the names of its columns."""
    table = next(each for each in found.tables if each.name == name)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]
