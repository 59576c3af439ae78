"""A matter that follows a known course is the one that the procedure makes."""

import datetime as dt
from pathlib import PurePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.casefile.text import parse, text_of
from xinfang_cli.index.lines import draw
from xinfang_cli.index.replay import Outlines
from xinfang_cli.law.records import Case
from xinfang_cli.law.steps import Stamp, register
from xinfang_cli.law.words import Basis, Channel, Did, MatterClass, Mode, RatedBody, Seen
from xinfang_cli.ledgers import courses
from xinfang_cli.ledgers.courses import Courses
from xinfang_cli.ledgers.observed import BY, Sighting, chronicled, entry_id, noon_of
from xinfang_cli.office import config

LAW = config.default().law
FIRST = dt.date(2024, 1, 1)
DATA: dict[Seen | None, dict[str, Any]] = {
    Seen.ROUTE: {"unit": "住建局", "with_": ("水利局",), "mode": Mode.ASSIGN},
    Seen.RESOLVED: {"basis": Basis.OFFICE},
    Seen.LEAD: {"value": "县长甲"},
    Seen.RATED: {"of": RatedBody.UNIT, "value": "basic"},
    None: {"text": "电话联系", "kind": "progress"},
}
ACTS = [*(seen for seen in Seen if seen is not Seen.SOURCE_DUE), None]


def through_the_procedure(key: str, on: dt.date, facts: dict[str, Any], acts: list[Sighting]) -> Case:
    stamp = Stamp(on, noon_of(on), BY, entry_id(key, Did.OPEN, None, on))
    return chronicled(register("XF-20240101-00000", LAW, stamp, facts), LAW, key, acts)


@given(
    class_=st.sampled_from([*MatterClass]),
    simple=st.sampled_from([None, True]),
    whats=st.lists(st.sampled_from(ACTS), max_size=6),
    days=st.lists(
        st.tuples(st.integers(0, 900), st.lists(st.integers(0, 90), min_size=7, max_size=7)), min_size=2, max_size=4
    ),
    dated=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_whatever_the_days_of_the_rows_that_follow(
    class_: MatterClass,
    simple: bool | None,
    whats: list[Seen | None],
    days: list[tuple[int, list[int]]],
    dated: list[bool],
) -> None:
    known, drawing = Courses(LAW), Outlines(LAW)
    for number, (received, offsets) in enumerate(days):
        received_on = FIRST + dt.timedelta(received)
        on = received_on + dt.timedelta(offsets[6])
        facts = {
            "received_on": received_on,
            "channel": Channel.LETTER,
            "class_": class_,
            "simple": simple,
            "source": None,
        }
        acts = [
            Sighting(what, on + dt.timedelta(offset), certain, DATA.get(what, {}))
            for what, offset, certain in zip(whats, offsets, dated, strict=False)
        ]
        made = known.matter("XF-20240101-00000", str(number), on, facts, acts)
        expected = through_the_procedure(str(number), on, facts, acts)
        assert made == expected
        assert text_of(made) == text_of(expected)
        read, _ = parse(text_of(made).encode(), PurePath("XF-20240101-00000.yaml"))
        assert read
        assert drawing.picture(text_of(made), made.id, "", made) == draw(read, "", LAW)


def test_few_starts_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses, "_REMEMBERED", 1)
    known = Courses(LAW)
    for received_on in (FIRST, FIRST, FIRST + dt.timedelta(1), FIRST):
        facts = {"received_on": received_on, "channel": Channel.LETTER, "class_": MatterClass.CLAIM, "simple": None}
        made = known.matter("XF-20240101-00000", "1", received_on, facts, [])
        assert made == through_the_procedure("1", received_on, facts, [])
