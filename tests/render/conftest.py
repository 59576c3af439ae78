"""A page with every kind of cell, texts that a reader's program would obey, and rows that are never held."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import pytest

from xinfang_cli.law.records import Channel
from xinfang_cli.measures.table import (
    Both,
    Change,
    Chart,
    Column,
    Counted,
    Figure,
    Kind,
    Mark,
    Page,
    Row,
    Table,
    Value,
    ratio,
)
from xinfang_cli.messages import Msg
from xinfang_cli.reports import Report

NASTY = (
    "=cmd|'/c calc'!A0 <script>alert(1)</script> {{ 7*7 }} {% x %} ]]> \x1b[31m\u202e\x00 两行\n& \"引\" http://x.cn"
)

COLUMNS = (
    Column("unit", "单位"),
    Column("open", "在办", Counted.MATTERS, Kind.NUMBER),
    Column("on", "日期", None, Kind.DATE),
    Column("rate", "按期率", Counted.PERCENT, Kind.RATE),
    Column("change", "环比", None, Kind.NUMBER),
)
ROWS: tuple[Row, ...] = (
    ("住房和城乡建设局", 12, dt.date(2027, 2, 3), ratio(60, 68), Change(Fraction(-18, 68))),
    ("𠮷民局", 3, None, ratio(0, 0), Change(Fraction(1, 8), is_points=True)),
    (Mark.PROVISIONAL, -1, None, Value(8.5, 2), None),
    (Msg.SEALED_TITLE(), None, None, Value(None, is_withheld=True), None),
    (None, Mark.WITHHELD, None, Value(7), 2.5),
)
TOTAL: Row = (Mark.TOTAL, 14, None, None, None)


@dataclass(frozen=True)
class Many:
    """Rows that are made anew each time, as the index gives them."""

    count: int

    def __iter__(self) -> Iterator[Row]:
        return ((f"单位{at}", at, dt.date(2026, 11, 1), ratio(at, at + 1), None) for at in range(self.count))


MakePage = Callable[..., Page]


def make_page(*tables: Table, **more: object) -> Page:
    figures = (
        Figure(
            name=Channel.ONLINE,
            unit=Counted.PERCENT,
            window=Channel.VISIT,
            says=Both("甲|乙", "a"),
            cites="条例",
            value=ratio(60, 68),
            last_period=ratio(1, 2),
        ),
        Figure(
            name=Channel.LETTER,
            unit=Counted.MATTERS,
            window=Channel.VISIT,
            says="件数",
            cites="条例",
            value=Value(50),
            last_year=Value(68),
        ),
    )
    known = {
        "report": Report.WEEKLY,
        "office": "某县信访局",
        "period": "2026年第47周（11月16日至22日）",
        "from_": dt.date(2026, 11, 16),
        "to": dt.date(2026, 11, 23),
        "as_of": dt.date(2026, 11, 22),
        "calendar": "2004-2026",
        "figures": figures,
        "tables": tables or (Table("units", "各单位", COLUMNS, ROWS, TOTAL, Chart(("open",))),),
        "paragraphs": (Msg.PARTIAL_WINDOW(day=dt.date(2026, 11, 22)),),
    }
    return Page(**{**known, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def page() -> MakePage:
    """`page(table, office=…)`: a page; with one table of every kind of cell unless tables are given."""
    return make_page


@pytest.fixture(scope="session")
def table() -> Callable[..., Table]:
    """`table(rows, chart=…)`: the columns of the page's own table over other rows."""
    return lambda rows, name="t", title="表", total=None, chart=None: Table(name, title, COLUMNS, rows, total, chart)


@pytest.fixture(scope="session")
def many() -> type[Many]:
    """`many(500)`: so many rows."""
    return Many


@pytest.fixture(scope="session")
def nasty() -> str:
    """What a petitioner may have typed to do harm."""
    return NASTY
