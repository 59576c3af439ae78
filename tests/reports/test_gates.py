"""逐级走访: the report against plain loops over random matters, and its page in both languages."""

import datetime as dt
import json
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.registering import CIVIL, HOUSING, WATER, relations, told, window
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.law import steps
from xinfang_cli.law.history import State, after, standing
from xinfang_cli.law.records import Case
from xinfang_cli.law.words import Channel, CloseReason, Did, Gate, LadderStep, MatterClass, Mode, SupervisionGround
from xinfang_cli.measures.counting import Scope
from xinfang_cli.measures.table import Mark, Page, Value
from xinfang_cli.office import config
from xinfang_cli.render import Format, draw
from xinfang_cli.reports import Inquiry, Report, build
from xinfang_cli.reports.gates import is_empty
from xinfang_cli.reports.sums import added

TODAY = dt.date(2026, 11, 22)
BEIJING = dt.timezone(dt.timedelta(hours=8))
LAW = config.default().law
GOLDEN = Path(__file__).parents[1] / "golden"
PLACES = ("东山镇", "青石镇")
SAID = "村里调解过两次"
WINDOWS = ("2026-10", "2026-W47", "2026-05-01..2026-07-31", "2026-01-01..2026-11-22")
FILTERS = {"all": "", "place": "place = '东山镇'", "visits": "channel = 'visit'"}


def moves(chance: random.Random) -> Iterator[tuple[Did, dict[str, Any]]]:
    """Yield steps that may be taken; what the procedure refuses is not taken."""
    pick = chance.choice
    ground = SupervisionGround.SHIRK_DELAY
    for _ in range(3):
        yield Did.GATE, {"level": pick(list(Gate)), "opinion": SAID, "handler": "村主任"}
        yield Did.ESCALATE, {"step": LadderStep.RAISE, "ground": ground}
    yield Did.ESCALATE, {"step": LadderStep.SUPERVISE, "ground": ground, "reason": SAID}
    yield Did.ROUTE, {"mode": Mode.TRANSFER, "unit": pick([HOUSING, WATER, CIVIL])}
    yield Did.ACCEPT, {}
    yield Did.NOTE, {"text": SAID}
    yield Did.CLOSE, {"reason": CloseReason.FILED, "text": SAID, "approved_by": "局长甲"}
    yield Did.REOPEN, {"reason": "又有新情况"}


def walked(number: int) -> Case:
    """Return a matter that passed levels at random; the same number gives the same matter."""
    chance = random.Random(number)
    on, sealed = TODAY - dt.timedelta(chance.randrange(330)), number % 11 == 0
    facts = {
        "received_on": on, "title": f"事项{number}", "request": "请求", "place": chance.choice([None, *PLACES]),
        "channel": chance.choice([Channel.VISIT, Channel.LETTER]), "accused": "unknown" if sealed else None,
        "class_": MatterClass.ACCUSATION if sealed else MatterClass.CLAIM,
        "level": chance.choice([None, "village", "village", "town", "county"]),
    }  # fmt: skip

    def stamp(turn: int) -> steps.Stamp:
        moment = dt.datetime.combine(on, dt.time(9), BEIJING)
        return steps.Stamp(on=on, now=moment, by="李经办", n=f"{(number * 7919 + turn * 104729) % 2**32:08x}")

    case = steps.register(f"XF-{on:%Y%m%d}-{number:05}", LAW, stamp(0), facts)
    for turn in range(1, chance.randrange(2, 9)):
        on += dt.timedelta(chance.choice([0, 1, 4, 9, 30]))
        if on > TODAY:
            break
        for did, data in chance.sample(options := list(moves(chance)), len(options)):
            try:
                case = steps.take(case, LAW, did, stamp(turn), **data).case
            except RefusedError:
                continue
            break
        if chance.random() < 0.05 and len(case.history) > 1:
            case = steps.undo(case, LAW, stamp(turn + 500)).case
    return case


FILES = [walked(number) for number in range(400)]
DB = relations(FILES, LAW)


@dataclass
class Counts:
    """What is counted of a level, or of all."""

    received: int = 0
    opinions: int = 0
    raised: int = 0
    days: list[int] = field(default_factory=list)
    held: int = 0

    @property
    def row(self) -> tuple[Any, ...]:
        """As the table has it."""
        middle = statistics.median(self.days) if self.days else None
        return self.received, self.opinions, self.raised, Value(middle, len(self.days)), self.held


Found = defaultdict[Any, Counts]


def events(case: Case) -> Iterator[tuple[dt.date, str, str, Any]]:
    """Yield what happens to a paper: the day, what, the level, and the days it took where it had it and was silent."""
    has, since = case.level, case.registered_on if case.level else None
    if has:
        yield case.registered_on, "received", has, None
    for entry in standing(case.history):
        if entry.did is Did.GATE:
            assert entry.level
            yield entry.on, "opinions", entry.level.value, since and entry.level == has and (entry.on - since).days
            has, since = entry.level.value, None
        elif entry.step is LadderStep.RAISE and has:
            yield entry.on, "raised", has, since and (entry.on - since).days
            since = None if has == "county" else entry.on
            has = {"village": "town"}.get(has, "county")


def held(case: Case, day: dt.date) -> str | None:
    """Return the level that has an open paper at the end of a day."""
    has, state = None, State()
    for entry in standing(case.history):
        if entry.on <= day:
            has, state = has or case.level, after(state, entry, LAW)
            if entry.did is Did.GATE and entry.level:
                has = entry.level.value
            elif entry.step is LadderStep.RAISE and has:
                has = {"village": "town"}.get(has, "county")
    return has if state.status.is_open else None


def count(name: str, keeps: Callable[[Case], bool], by: Callable[[Case, str], Any]) -> Found:
    """Go through matters entry by entry; nothing here knows SQL, relations or what the index says of a level."""
    asked = window(name)
    found: Found = defaultdict(Counts)
    for case in FILES:
        if case.is_sealed or not keeps(case):
            continue
        for day, what, level, took in events(case):
            if asked.from_ <= day < asked.to:
                counts = found[by(case, level)]
                setattr(counts, what, getattr(counts, what) + 1)
                counts.days += [] if took is None or took is False else [took]
        if level := held(case, asked.as_of(TODAY)):
            found[by(case, level)].held += 1
    return found


def page(name: str, where: str = "", run: Any = DB.execute, **more: Any) -> Page:
    return build(
        Report.GATES,
        Inquiry(
            run=run,
            window=window(name),
            today=TODAY,
            office="某县信访局",
            law=LAW,
            scope=Scope(where),
            order=PLACES,
            **more,
        ),
    )


KEEPS: dict[str, Callable[[Case], bool]] = {
    "all": lambda _: True,
    "place": lambda case: case.place == "东山镇" and not case.is_sealed,
    "visits": lambda case: case.channel is Channel.VISIT,
}


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("kept", FILTERS)
def test_the_tables_are_what_loops_over_the_files_count(name: str, kept: str) -> None:
    found = {table.name: table for table in page(name, FILTERS[kept]).tables}
    levels = count(name, KEEPS[kept], lambda _, level: level)
    assert {row[0]: row[1:] for row in found["gates"].rows} == {
        gate: levels.get(gate.value, Counts()).row for gate in Gate
    }
    places = count(name, KEEPS[kept], lambda case, _: case.place)
    assert {row[0] if row[0] in PLACES else None: row[1:] for row in found["by_place"].rows} == {
        place: counts.row for place, counts in places.items()
    }
    total = count(name, KEEPS[kept], lambda *_: "all").get("all", Counts()).row
    assert found["gates"].total == (Mark.TOTAL, *total)
    by_unit = found["by_unit"]
    for at in (1, 2, 3, 5):
        assert sum(row[at] for row in by_unit.rows) == total[at - 1]  # type: ignore[misc]


def test_the_loops_find_something_of_everything() -> None:
    for name in WINDOWS[2:]:
        counts = count(name, KEEPS["all"], lambda _, level: level)
        assert all(
            each.received and each.opinions and each.raised and each.days and each.held for each in counts.values()
        )
        assert set(counts) == {gate.value for gate in Gate}
    assert any(case.is_sealed and case.level for case in FILES)
    assert Counter(case.level for case in FILES)[None] > 20


def test_no_word_of_a_level_leaves_the_file_and_a_sealed_matter_tells_no_level() -> None:
    for form in (Format.MD, Format.JSON, Format.HTML, Format.CSV, Format.TERMINAL):
        assert SAID not in "".join(draw(page("2026-01-01..2026-11-22"), form, Lang.ZH))
    assert list(DB.execute("SELECT 1 FROM cases WHERE sealed = 1 AND level IS NOT NULL")) == []
    passed = "SELECT r.did FROM remarks AS r JOIN cases AS c ON c.id = r.case_id WHERE c.sealed = {} AND r.level IS {}"
    assert list(DB.execute(passed.format(1, "NOT NULL"))) == []
    assert {did for (did,) in DB.execute(passed.format(1, "NULL"))} >= {"gate"}
    assert list(DB.execute("SELECT 1 FROM remarks WHERE did = 'gate' AND text IS NOT NULL")) == []


def test_offices_add_up_and_medians_do_not() -> None:
    text = "".join(draw(page("2026-10"), Format.JSON, Lang.ZH))
    objects = [("甲.json", json.loads(text)), ("乙.json", json.loads(text.replace("某县信访局", "乙县信访局")))]
    rows = told(added(Report.GATES, objects), "gates")
    once = told(page("2026-10"), "gates")
    assert [row["gate"] for row in rows] == list(Gate)
    for row, one in zip(rows, once, strict=True):
        assert {key: row[key] for key in ("received", "opinions", "raised", "held")} == {
            key: 2 * one[key] for key in ("received", "opinions", "raised", "held")
        }
        assert row["days"] == Value(None, 2 * one["days"].denominator)


@pytest.mark.parametrize(("files", "empty"), [(FILES, False), ([case for case in FILES if case.is_sealed], True)])
def test_an_office_where_no_paper_passes_a_level_has_an_empty_page(files: list[Case], empty: bool) -> None:
    """A set of reports leaves it out."""
    run = relations(files, LAW).execute
    asked = Inquiry(run=run, window=window("2026-10"), today=TODAY, office="某县信访局", law=LAW)
    assert is_empty(asked) is empty
    assert [list(table.rows) == [] for table in build(Report.GATES, asked).tables[1:3]] == [empty, empty]


@pytest.fixture(scope="module")
def passing(matter: Callable[..., Any]) -> list[Case]:
    """Return five matters: raised to the town, settled in the village, jumped to the county, sealed, and one of none."""

    def opened(received: str, tail: str, **facts: Any) -> Any:
        it = matter(received, law=LAW, **facts)
        it.case = it.case.but(id=f"XF-{received.replace('-', '')}-{tail}")
        return it

    a = opened("2026-10-12", "AAAAA", level="village", place="东山镇")
    a.do("gate", "2026-10-15", level="village", opinion=SAID)
    a.do("escalate", "2026-10-16", step="raise", ground="shirk_delay")
    a.do("gate", "2026-10-24", level="town", opinion=SAID)
    b = opened("2026-10-13", "BBBBB", level="village", place="青石镇")
    b.do("gate", "2026-10-18", level="village", opinion=SAID)
    b.do("close", "2026-10-20", reason="filed", text="已和解", approved_by="局长甲")
    c = opened("2026-09-20", "CCCCC", level="village", place="东山镇")
    c.do("route", "2026-09-21", mode="transfer", unit=HOUSING)
    c.do("gate", "2026-10-30", level="county", opinion=SAID)
    d = opened("2026-10-14", "DDDDD", level="town", class_=MatterClass.ACCUSATION, accused="unknown")
    e = opened("2026-10-15", "EEEEE")
    return [it.case for it in (a, b, c, d, e)]


@pytest.mark.parametrize("lang", Lang)
def test_golden(passing: list[Case], lang: Lang) -> None:
    found = page("2026-10", run=relations(passing, LAW).execute)
    drawn = "".join(draw(found, Format.MD, lang))
    assert drawn == (GOLDEN / f"gates-{lang}.md").read_bytes().decode()


def test_what_the_five_matters_amount_to(passing: list[Case]) -> None:
    """Village: 3 and 5 days; town: 8 from the 16th; the county had no paper before it spoke."""
    rows = {row["gate"]: row for row in told(page("2026-10", run=relations(passing, LAW).execute), "gates")}
    assert [(rows[gate]["received"], rows[gate]["opinions"], rows[gate]["raised"], rows[gate]["held"]) for gate in Gate] == [
        (2, 2, 1, 0), (0, 1, 0, 1), (0, 1, 0, 1),
    ]  # fmt: skip
    assert [rows[gate]["days"] for gate in Gate] == [Value(4, 2), Value(8, 1), Value(None, 0)]
