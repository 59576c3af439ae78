"""The rota of receptions, two months of it worked out by hand: December 2026, and February 2026 with its long holiday."""

import datetime as dt
from collections.abc import Callable

import pytest

from xinfang_cli.errors import InvalidError
from xinfang_cli.office import config
from xinfang_cli.office.rota import DayOff, Reception, Turn, turns

Load = Callable[[str], config.Config]
OFFICE = "office: {name: 某县信访局, code: '410122'}\n"
ROTA = """reception:
  place: 县信访接待中心
  hours: 8:30-12:00, 14:30-17:30
  rota:
  - {leader: 县委书记甲, rule: 每月16日}
  - {leader: 政法委书记乙, rule: 每月第一个周一}
  - {leaders: [张副县长, 李副县长], rule: 每个工作日轮流}
"""


@pytest.fixture
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    def loaded(text: str) -> config.Config:
        path = tmp_path_factory.mktemp("office") / "config.yaml"
        path.write_text(OFFICE + text, "utf-8")
        return config.load(path)

    return loaded


def month(made: config.Config, year: int, number: int) -> list[Turn]:
    """Return the turns of a month."""
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return turns(made.reception, dt.date(year, number, 1), following - dt.timedelta(days=1), made.law.calendar)


def days_of(found: list[Turn], leader: str) -> list[int]:
    """Return the days of the month on which somebody receives."""
    return [turn.day.day for turn in found if leader in turn.leaders]


def test_december_2026(load: Load) -> None:
    # The 16th is a Wednesday, the first Monday the 7th. The year has 225 workdays before: 238 days from Monday to
    # Friday, 19 of them off (1 and 2 Jan, 16 to 20 and 23 Feb, 6 Apr, 1, 4 and 5 May, 19 Jun, 25 Sep, 1, 2, 5 to 7
    # Oct), 6 made up (4 Jan, 14 and 28 Feb, 9 May, 20 Sep, 10 Oct). The 226th, 1 December, is the second leader's.
    found = month(load(ROTA), 2026, 12)
    assert days_of(found, "县委书记甲") == [16]
    assert days_of(found, "政法委书记乙") == [7]
    assert days_of(found, "李副县长") == [1, 3, 7, 9, 11, 15, 17, 21, 23, 25, 29, 31]
    assert days_of(found, "张副县长") == [2, 4, 8, 10, 14, 16, 18, 22, 24, 28, 30]
    assert [turn.planned for turn in found] == [None] * 25
    assert [turn.day for turn in found] == sorted(turn.day for turn in found)


FEBRUARY = {
    DayOff.NEXT: [dt.date(2026, 2, 24)],  # off from the 15th to Monday the 23rd
    DayOff.PREVIOUS: [dt.date(2026, 2, 14)],  # a Saturday that is worked
    DayOff.NONE: [],
}


@pytest.mark.parametrize("day_off", DayOff)
def test_february_2026(load: Load, day_off: DayOff) -> None:
    # January has 21 workdays: 22 from Monday to Friday, two off, the 4th made up. So 2 February, the 22nd, is the
    # second leader's. In February 2 to 6, 9 to 14, 24 to 28 are worked.
    found = month(load(ROTA + f"  day_off: {day_off.value}\n"), 2026, 2)
    moved = [turn for turn in found if turn.leaders == ("县委书记甲",)]
    assert [turn.day for turn in moved] == FEBRUARY[day_off]
    assert [turn.planned for turn in moved] == [dt.date(2026, 2, 16)] * len(moved)
    assert days_of(found, "政法委书记乙") == [2]
    assert days_of(found, "李副县长") == [2, 4, 6, 10, 12, 14, 25, 27]
    assert days_of(found, "张副县长") == [3, 5, 9, 11, 13, 24, 26, 28]


def test_a_day_off_at_the_edge_moves_into_the_next_month(load: Load) -> None:
    made = load("reception: {rota: [{leader: 甲, rule: 每月31日}]}\n")
    # 31 January 2026 is a Saturday
    assert month(made, 2026, 1) == []
    assert month(made, 2026, 2) == [Turn(dt.date(2026, 2, 2), ("甲",), 0, dt.date(2026, 1, 31))]


def test_the_example_in_the_template_is_right(load: Load) -> None:
    example = next(line for line in config.template().splitlines() if line.startswith("# rota: "))
    rota = load(f"reception:\n  {example.removeprefix('# ')}\n").reception.rota
    assert [(row.leaders, row.in_turn) for row in rota] == [
        (("县委书记甲",), False),
        (("张副县长", "李副县长"), True),
    ]


def test_several_without_turns_are_all_there(load: Load) -> None:
    made = load("reception: {rota: [{leader: 甲, leaders: [乙], rule: 每周四}]}\n")
    assert {turn.leaders for turn in month(made, 2026, 12)} == {("甲", "乙")}
    assert days_of(month(made, 2026, 12), "乙") == [3, 10, 17, 24, 31]


def test_turns_go_by_the_days_of_the_rule(load: Load) -> None:
    made = load("reception: {rota: [{leaders: [甲, 乙, 丙], rule: 每月 5日 轮流}]}\n")
    # the fifth of January is the first's: so April's is the first's again, and December's the third's
    assert [month(made, 2026, number)[0].leaders for number in (1, 2, 3, 8, 12)] == [
        ("甲",), ("乙",), ("丙",), ("乙",), ("丙",)
    ]  # fmt: skip


def test_without_a_rota_nobody_receives(load: Load) -> None:
    assert load("").reception == Reception(None, None, DayOff.NEXT, ())
    assert month(load(""), 2026, 12) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{leader: 甲, rule: 每月第六个周一}", "是每月、每周的日子"),
        ("{rule: 每周四}", "没有写谁接访"),
        ("{leader: 甲}", "rule"),
        ("{rule: 每周四轮流}", "没有写谁接访"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(load: Load, row: str, said: str) -> None:
    from xinfang_cli.labels import Lang

    with pytest.raises(InvalidError) as refused:
        load(f"reception:\n  rota:\n  - {row}\n")
    assert any(said in problem.text.in_(Lang.ZH) for problem in refused.value.problems)
