"""Who of the leaders received whom: against plain loops over random matters, and a month worked out by hand."""

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.registering import relations, told, window
from tests.reports.test_registers import CASE_FILES, HUSHED, LAW, OFFICE, TODAY, UNITS, Known
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.records import Case
from xinfang_cli.law.words import Did, Seen, Status
from xinfang_cli.law.workdays import Calendar
from xinfang_cli.measures.counting import Scope
from xinfang_cli.measures.table import Page
from xinfang_cli.office import config
from xinfang_cli.office.rota import NO_RECEPTION, Reception
from xinfang_cli.render import Format, draw
from xinfang_cli.reports import Inquiry, Report, build

GOLDEN = Path(__file__).parents[1] / "golden"
ON_ROTA = ("县委书记甲", "政法委书记乙", "张副县长", "李副县长")
OTHERS = ("赵副县长", "省领导丁")
ROTA = """office: {name: 某县信访局, code: '410122'}
reception:
  rota:
  - {leader: 县委书记甲, rule: 每月16日}
  - {leader: 政法委书记乙, rule: 每月第一个周一}
  - {leaders: [张副县长, 李副县长], rule: 每周四轮流}
"""


@pytest.fixture(scope="module")
def reception(tmp_path_factory: pytest.TempPathFactory) -> Reception:
    """Return the rota."""
    path = tmp_path_factory.mktemp("office") / "config.yaml"
    path.write_text(ROTA, "utf-8")
    return config.load(path).reception


def received(case: Case) -> Case:
    """Return a matter that some leaders may have received."""
    chance = random.Random(f"received {case.id}")
    count = chance.choice([0, 1, 1, 1, 2])
    leaders = chance.sample(
        (HUSHED,) if case.is_sealed else (*ON_ROTA, *OTHERS), min(count, 1 if case.is_sealed else 2)
    )
    return case.but(reception=tuple(leaders), people=chance.choice([None, 1, 2, 7]))


MATTERS = [Known(received(case)) for case in CASE_FILES]
DB = relations([each.file for each in MATTERS], LAW)


def page(reception: Reception, name: str, *, today: dt.date = TODAY, db: Any = DB, law: Law = LAW, **more: Any) -> Page:
    """Return the report of a window."""
    asked = Inquiry(
        run=db.execute, window=window(name), today=today, office=OFFICE, law=law, reception=reception, **more
    )
    return build(Report.RECEPTION, asked)


# --- The loops -------------------------------------------------------------------------------------------------------


def planned_for(day: dt.date) -> list[str]:
    """Return for whom a day is planned, rule by rule."""
    leaders = ["县委书记甲"] if day.day == 16 else []
    if day.weekday() == 0 and day.day <= 7:
        leaders.append("政法委书记乙")
    if day.weekday() == 3:
        before = (day - dt.date(day.year, 1, 1)).days // 7  # Thursdays of the year so far
        leaders.append(("张副县长", "李副县长")[before % 2])
    return leaders


def duty_days(name: str) -> dict[str, set[dt.date]]:
    """Return the days on duty of each leader, without the rota's own reckoning."""
    first, last = window(name).from_, window(name).as_of(TODAY)
    found: dict[str, set[dt.date]] = {leader: set() for leader in ON_ROTA}
    day = first - dt.timedelta(31)
    while day <= last:
        moved = next(each for at in range(31) if LAW.calendar.is_workday(each := day + dt.timedelta(at)))
        for leader in planned_for(day) if first <= moved <= last else ():
            found[leader].add(moved)
        day += dt.timedelta(1)
    return found


def counts(case: Known, as_of: dt.date) -> dict[str, int]:
    """Return what had become of a matter by a day."""
    then = case.then(as_of)
    declined = then.status in {Status.NOT_ACCEPTED, Status.NO_LONGER_ACCEPTED}
    is_routed = any(
        (entry.did in {Did.ROUTE, Did.OBJECT} and entry.mode)
        or (entry.did is Did.OBSERVED and entry.what is Seen.ROUTE)
        for entry, _ in case.states
        if entry.on <= as_of
    )
    closed = then.status is Status.CLOSED
    return {
        "registrations": 1, "persons": case.file.people or 0, "routed": int(is_routed), "open": int(then.status.is_open),
        "closed": int(closed), "resolved": int(then.is_resolved), "declined": int(declined),
        "otherwise": int(not (then.status.is_open or closed or declined)),
    }  # fmt: skip


def rows(name: str, keeps: Callable[[Known], bool] = lambda _: True) -> dict[str, dict[str, int]]:
    """Return what both tables tell of each leader, and of all of them under None."""
    as_of, duty = window(name).as_of(TODAY), duty_days(name)
    visits = [
        each
        for each in MATTERS
        if keeps(each) and not each.file.is_sealed and window(name).from_ <= each.file.received_on <= as_of
    ]
    strangers = sorted({leader for each in visits for leader in each.file.reception} - set(ON_ROTA))
    found: dict[Any, dict[str, int]] = {}
    for leader in (*ON_ROTA, *strangers, None):
        own = [each for each in visits if (leader in each.file.reception if leader else each.file.reception)]
        on_duty = duty.get(leader, set()) if leader else set().union(*duty.values())  # type: ignore[arg-type]

        def planned(each: Known, leader: str | None = leader) -> bool:
            leaders = (leader,) if leader else each.file.reception
            return any(each.file.received_on in duty.get(one, ()) for one in leaders)

        attended = {each.file.received_on for each in own if planned(each)}
        row = {"duty_days": len(on_duty), "attended": len(attended), "idle": len(on_duty - attended)}
        row["extra_days"] = len({each.file.received_on for each in own if not planned(each)})
        row["off_duty"] = sum(not planned(each) for each in own)
        for key in counts(MATTERS[0], as_of):
            row[key] = sum(counts(each, as_of)[key] for each in own)
        found[leader] = row
    return found


def of(found: Page) -> dict[Any, dict[str, Any]]:
    """Return what a page tells of each leader, and of all of them under None."""
    together: dict[Any, dict[str, Any]] = {}
    for name in ("duties", "received"):
        table = next(each for each in found.tables if each.name == name)
        assert table.total is not None
        for row in (*table.rows, (None, *table.total[1:])):
            cells = dict(zip((column.name for column in table.columns), row, strict=True))
            together.setdefault(cells.pop("leader"), {}).update(cells)
    return together


@pytest.mark.parametrize("name", ["2026-08", "2026-10", "2026-11", "2026-W40", "2026-03-01..2026-10-31"])
def test_each_number_equals_a_plain_loop_over_the_files(reception: Reception, name: str) -> None:
    found = of(page(reception, name))
    assert found == rows(name)
    assert list(found)[:4] == list(ON_ROTA), "in the order of the rota"


def test_the_loops_have_something_to_count() -> None:
    whole = rows("2026-03-01..2026-11-22")[None]
    assert [key for key, count in whole.items() if not count] == []


def test_days_add_up_to_what_was_received_and_stand_in_order(reception: Reception) -> None:
    name = "2026-03-01..2026-10-31"
    found = told(page(reception, name), "days")
    assert [row["day"] for row in found] == sorted(row["day"] for row in found)
    assert {
        row["day"] for row in found if row["remark"] is None or "原为" in row["remark"].in_(Lang.ZH)
    } == set().union(*duty_days(name).values())
    everybody = rows(name)
    for leader in (*ON_ROTA, *OTHERS):
        own = [row for row in found if row["leader"] == leader]
        assert sum(row["registrations"] for row in own) == everybody[leader]["registrations"], leader
        assert sum(row["persons"] for row in own) == everybody[leader]["persons"], leader


def test_a_filter_narrows_the_matters_and_names_the_leaders(reception: Reception) -> None:
    name = "2026-03-01..2026-10-31"
    of_unit = page(reception, name, scope=Scope("unit = :u", {"u": UNITS[0]}, filters={"unit": [UNITS[0]]}))
    assert of(of_unit) == rows(name, lambda each: each.state.unit == UNITS[0])
    assert "已筛选：有无来访只看筛选出的信访件。" in [each.in_(Lang.ZH) for each in of_unit.paragraphs]
    where = "instr(reception, :r) > 0"
    one = page(
        reception, name, scope=Scope(where, {"r": '"张副县长"'}, filters={"reception": ["张副县长"]})
    )  # fmt: skip
    expected = rows(name)["张副县长"]
    assert of(one) == {"张副县长": expected, None: expected}
    assert not any("已筛选" in each.in_(Lang.ZH) for each in one.paragraphs)
    anybody = page(reception, name, scope=Scope("reception <> '[]'", filters={"reception": ["any"]}))
    assert of(anybody) == rows(name)


def test_sealed_matters_are_with_no_leader_in_any_format(reception: Reception) -> None:
    assert any(each.file.is_sealed and each.file.reception for each in MATTERS)
    found = page(reception, "2026-03-01..2026-11-22")
    for form in (form for form in Format if not form.is_binary):
        assert HUSHED not in "".join(draw(found, form, Lang.ZH)), form
    assert any("密件不在其内；只接待了密件的接访日也计作无来访" in each.in_(Lang.ZH) for each in found.paragraphs)


def test_without_a_rota_everybody_is_off_duty(reception: Reception) -> None:
    found = page(NO_RECEPTION, "2026-10")
    totals, with_rota = of(found)[None], of(page(reception, "2026-10"))[None]
    assert (totals["duty_days"], totals["off_duty"]) == (0, with_rota["registrations"])
    assert any("没有接访安排" in each.in_(Lang.ZH) for each in found.paragraphs)


# --- December 2026, by hand -------------------------------------------------------------------------------------------


@pytest.fixture
def december(matter: Callable[..., Any]) -> list[Case]:
    """Return what leaders received in December 2026; the 31st is no more than today."""
    made = []
    for day, tail, leaders, people in (
        (3, "AAAAA", ("李副县长",), 4), (3, "BBBBB", ("李副县长", "省领导丁"), 1), (10, "CCCCC", ("李副县长",), 2),
        (16, "DDDDD", ("县委书记甲",), None), (8, "EEEEE", ("<b>赵副县长</b>",), 1), (16, "FFFFF", (), 9),
    ):  # fmt: skip
        it = matter(f"2026-12-{day:02}", law=LAW, reception=leaders, people=people)
        it.case = it.case.but(id=f"XF-202612{day:02}-{tail}")
        made.append(it)
    made[0].do("route", "2026-12-04", mode="transfer", unit=UNITS[0])
    made[2].do("close", "2026-12-11", reason="filed", text="重复反映", approved_by="局长甲")
    made[3].do("decline", "2026-12-18", ground="not_this_organ", to="某市信访局")
    return [it.case for it in made]


@pytest.mark.parametrize("lang", Lang)
def test_december_by_hand(reception: Reception, december: list[Case], lang: Lang) -> None:
    # Thursdays are the 3rd, 10th, 17th, 24th and 31st. The year has 48 before the 3rd (1 January is the first): so the
    # 49th, an odd one, is the first leader's, and those of the 10th and 24th are the second's. The first Monday is the
    # 7th, the 16th a Wednesday. So there are 7 days on duty.
    rules = LAW.but(calendar=Calendar({}, {}, (2004, 2026)))  # whose version does not change with the library's
    found = page(reception, "2026-12", today=dt.date(2027, 1, 5), db=relations(december, LAW), law=rules)
    duties = {row["leader"]: tuple(row.values())[1:] for row in told(found, "duties")}
    assert duties == {
        "县委书记甲": (1, 1, 0, 0), "政法委书记乙": (1, 0, 1, 0), "张副县长": (3, 0, 3, 0), "李副县长": (2, 1, 1, 1),
        "<b>赵副县长</b>": (0, 0, 0, 1), "省领导丁": (0, 0, 0, 1),
    }  # fmt: skip
    golden = GOLDEN / f"reception-{lang}.md"
    assert "".join(draw(found, Format.MD, lang)) == golden.read_bytes().decode()
