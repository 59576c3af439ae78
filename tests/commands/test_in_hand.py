"""A matter that is being handled already is a ground within its period alone (T19¶3), typed or in a table."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Office

Decline = Callable[[str, str, str], int]


@pytest.fixture(params=["typed", "table"])
def decline(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> Decline:
    """`decline(case, number, day)`: the exit code of a refusal because another matter is being handled."""

    def typed(case: str, number: str, on: str) -> int:
        return office("decline", case, "--ground", "being_handled", "--in-hand", number, "--on", on).code

    def table(case: str, number: str, on: str) -> int:
        rows = tmp_path / "批办.csv"
        rows.write_text(
            f"本系统编号,办理,办理日期,情形,在办件编号\n{case},不予受理,{on},being_handled,{number}\n", "utf-8"
        )
        return office("apply", str(rows)).code

    return typed if request.param == "typed" else table


@pytest.fixture
def in_hand(office: Office) -> str:
    """A matter accepted on 4 March 2026: of its 60 days 27 lie in March, 30 in April; the last is Sunday 3 May."""
    case = office.open("2026-03-02", title="反映路灯不亮")
    office.does("route", case, "住建局", "--on", "2026-03-03")
    office.does("accept", case, "--on", "2026-03-04")
    return case


def test_the_period_of_a_matter_of_ours_is_looked_up(office: Office, decline: Decline, in_hand: str) -> None:
    again = office.open("2026-04-20", title="再次反映路灯不亮")
    before = office.file(again).read_bytes()
    assert decline(again, in_hand, "2026-05-04") in (1, 4)
    assert office.file(again).read_bytes() == before
    assert decline(again, in_hand, "2026-05-03") == 0
    assert "  in_hand_until: 2026-05-03\n" in office.file(again).read_text("utf-8")


def test_its_id_may_be_cut_short(office: Office, decline: Decline, in_hand: str) -> None:
    again = office.open("2026-04-20", title="再次反映路灯不亮")
    assert decline(again, in_hand[-5:], "2026-05-04") in (1, 4)
    assert decline(again, in_hand[-5:], "2026-05-03") == 0
    text = office.file(again).read_text("utf-8")
    assert f"  in_hand: {in_hand}\n  in_hand_until: 2026-05-03\n" in text
    decline(again, in_hand[-5:], "2026-05-03")
    assert office.file(again).read_text("utf-8") == text


def test_a_number_of_another_organ_is_taken_as_it_is(office: Office, decline: Decline) -> None:
    for number in ("市转1号", "XF-20260101-00000"):
        again = office.open("2026-04-20", title=f"再次反映{number}")
        assert decline(again, number, "2026-05-04") == 0
        text = office.file(again).read_text("utf-8")
        assert f"in_hand: {number}\n" in text
        assert "in_hand_until" not in text
