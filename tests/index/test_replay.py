"""Lines that come by a plan are those that come by folding, whatever a history says and whenever it happened."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.casefile.reader import case_of
from xinfang_cli.casefile.text import text_of
from xinfang_cli.index import replay as outlines
from xinfang_cli.index.lines import CaseLines, draw
from xinfang_cli.index.replay import Outlines
from xinfang_cli.law.documents import Document
from xinfang_cli.law.recordbase import parts
from xinfang_cli.law.records import Case, Entry, Source, Start
from xinfang_cli.law.words import (
    Basis,
    Channel,
    CloseReason,
    Did,
    LadderStep,
    MatterClass,
    Mode,
    ObjectionDecision,
    RatedBody,
    ReviewDecision,
    Seen,
    Status,
)
from xinfang_cli.office import config

SAMPLES = Path(__file__).parents[2] / "cases"
EXAMPLE = (Path(__file__).parents[1] / "example.yaml").read_text("utf-8")
UNITS = ("住房和城乡建设局", "自然资源局", "某局")
LAW = config.default().law.but(review_by={UNITS[0]: "某县人民政府", "某县人民政府": "某市人民政府"})
BEIJING = dt.timezone(dt.timedelta(hours=8))
FIRST = dt.date(2026, 11, 2)
ID, PATH = "XF-20261102-7K3MQ", "cases/2026/11/XF-20261102-7K3MQ.yaml"
CLOCKS = ("route", "notify_routed", "object", "handle", "assigned", "ask_review", "review", "final")


def ordinary(text: str, path: str = PATH) -> CaseLines | None:
    case = case_of(text)
    return draw(case, path, LAW) if case else None


def some(chance: random.Random, *values: Any) -> Any:
    return chance.choice([None, *values])


def any_entry(chance: random.Random, n: int, ids: list[str]) -> Entry:
    """Return an entry that may say anything at all of what lines show or a fold asks for."""
    on = FIRST + dt.timedelta(days=chance.randrange(60))
    written = on + dt.timedelta(days=chance.choice([0, 0, 0, 20]))
    did = chance.choice(list(Did))
    return Entry(
        n=ids[n],
        on=on,
        at=dt.datetime.combine(written, dt.time(12, chance.randrange(60)), BEIJING),
        by="李经办",
        actor=some(chance, UNITS[0]),
        did=did,
        what=some(chance, *Seen) if did is Did.OBSERVED else None,
        day=some(chance, None, "unknown"),
        unit=some(chance, *UNITS),
        with_=chance.choice([(), (), ("甲局", "乙局"), ("丙局",)]),
        mode=some(chance, *Mode),
        decision=some(chance, *ObjectionDecision, *ReviewDecision),
        organ=some(chance, None, "某市人民政府", "某县人民政府"),
        hearing=some(chance, None, "2026-12-08..2026-12-09"),
        revoked_on=some(chance, FIRST),
        reason=some(chance, "其他", *map(str, CloseReason)),
        resolved=some(chance, True),
        basis=some(chance, *Basis),
        evidence=some(chance, "协议"),
        document=some(chance, *Document),
        number=some(chance, f"信复〔2026〕{n}号"),
        returned=some(chance, None, True),
        answers=some(chance, None, *ids),
        kind=some(chance, "progress", "other"),
        text=some(chance, "已到现场\n下周再催"),
        month=some(chance, "2026-11"),
        step=some(chance, *LadderStep),
        ground=some(chance, "shirk_delay"),
        of=some(chance, *RatedBody),
        value=some(chance, "satisfied"),
        strikes=some(chance, *ids) if did is Did.UNDO else None,
        stops=tuple(chance.sample(CLOCKS, chance.randrange(4))),
        starts={name: any_start(chance) for name in chance.sample(CLOCKS, chance.randrange(3))},
    )


def any_start(chance: random.Random) -> Start:
    from_ = FIRST + dt.timedelta(days=chance.randrange(60))
    due = some(chance, *[from_ + dt.timedelta(days=chance.randrange(60))] * 3)
    return Start(from_=from_, rule=chance.choice(["15d", "5wd", "30d>"]), due=due)


def any_case(chance: random.Random) -> Case:
    ids = [f"{chance.randrange(1 << 32):08x}" for _ in range(chance.randrange(1, 9))]
    return Case(
        id=ID,
        title=some(chance, "反映某事"),
        status=Status.REGISTERED,
        received_on=FIRST,
        registered_on=FIRST,
        channel=chance.choice(list(Channel)),
        class_=MatterClass.CLAIM,
        people=some(chance, 3),
        first_time=some(chance, True, False),
        source=some(chance, Source(level="省", number="410122202611220017")),
        history=tuple(any_entry(chance, n, ids) for n in range(len(ids))),
    )


def others_of_its_course(case: Case, chance: random.Random) -> Iterator[Case]:
    """Yield matters whose entries say the same, but for ids, days, units and numbers."""
    for _ in range(3):
        ids = {each.n: f"{chance.randrange(1 << 32):08x}" for each in case.history}
        units = dict(zip(UNITS, chance.sample(UNITS, len(UNITS)), strict=True))
        days = dt.timedelta(days=chance.randrange(400))
        history = tuple(moved(each, ids, units, days, chance) for each in case.history)
        yield case.but(history=history, first_time=some(chance, True, False))


def moved(entry: Entry, ids: dict[str, str], units: dict[str, str], days: dt.timedelta, chance: random.Random) -> Entry:
    starts = {
        name: start.but(
            from_=start.from_ + days, due=start.due and start.due + chance.randrange(9) * dt.timedelta(days=7)
        )
        for name, start in entry.starts.items()
    }
    return entry.but(
        n=ids[entry.n],
        strikes=entry.strikes and ids[entry.strikes],
        on=entry.on + days,
        at=entry.at + days + chance.choice([0, 0, 30]) * dt.timedelta(days=1),
        unit=entry.unit and units[entry.unit],
        actor=entry.actor and units[entry.actor],
        number=entry.number and f"信复〔2027〕{chance.randrange(99)}号",
        starts=starts,
    )


def on_the_day_of_another(case: Case, chance: random.Random) -> Iterator[Case]:
    """Yield matters one of whose entries comes on the day of another, which leaves many in their course."""
    for at, entry in enumerate(case.history):
        on = chance.choice(case.history).on
        yield case.but(history=(*case.history[:at], entry.but(on=on), *case.history[at + 1 :]))


def almost_of_its_course(case: Case, chance: random.Random) -> Iterator[Case]:
    """Yield matters one of whose entries says one thing otherwise: each thing once."""
    at, ids = chance.randrange(len(case.history)), [each.n for each in case.history]
    entry, other = case.history[at], any_entry(chance, 0, ids)
    for name in {part.name for part in parts(Entry)} - {"n", "at", "by"}:
        changed = entry.but(**{name: getattr(other, name)})
        if changed != entry:
            yield case.but(history=(*case.history[:at], changed, *case.history[at + 1 :]))


@given(st.integers(0, 1 << 32))
def test_whatever_a_history_says_a_plan_gives_what_folding_gives(seed: int) -> None:
    chance = random.Random(seed)
    case, drawing = any_case(chance), Outlines(LAW)
    others = (*others_of_its_course(case, chance), *on_the_day_of_another(case, chance))
    for each in (case, case, *others, *almost_of_its_course(case, chance)):
        text = text_of(each)
        found = drawing.picture(text, ID, PATH)
        assert found == ordinary(text)
        assert found is not None


def test_matters_of_one_course_share_a_plan() -> None:
    chance, drawing = random.Random(8), Outlines(LAW)
    case = any_case(chance)
    for each in (
        case,
        case.but(
            history=tuple(
                moved(
                    e,
                    {x.n: x.n[::-1] for x in case.history},
                    dict(zip(UNITS, UNITS, strict=True)),
                    dt.timedelta(30),
                    chance,
                )
                for e in case.history
            )
        ),
    ):
        drawing.picture(text_of(each), ID, PATH)
    (plan,) = drawing._plans.values()
    assert plan is not None


def test_the_sample_workspace_and_the_example() -> None:
    drawing, paths = Outlines(LAW), sorted(SAMPLES.glob("*/*/*.yaml"))
    assert paths
    for _ in range(2):
        for path in paths:
            text = path.read_text("utf-8")
            found = drawing.picture(text, path.stem, path.name)
            assert found == ordinary(text, path.name)
    assert drawing.picture(EXAMPLE, "XF-20261122-7K3MQ", PATH) == ordinary(EXAMPLE)
    assert all(drawing._plans.values()), "each plan gave what folding gave"


ROUTED = text_of(
    Case(
        id=ID,
        status=Status.TRANSFERRED,
        received_on=FIRST,
        registered_on=FIRST,
        channel=Channel.VISIT,
        history=(
            Entry(
                n="00000001",
                on=FIRST,
                at=dt.datetime(2026, 11, 2, 9, 0, tzinfo=BEIJING),
                by="李经办",
                did=Did.OPEN,
                starts={"route": Start(from_=FIRST, rule="15d", due=dt.date(2026, 11, 17))},
            ),
            Entry(
                n="00000002",
                on=dt.date(2026, 11, 4),
                at=dt.datetime(2026, 11, 4, 9, 0, tzinfo=BEIJING),
                by="李经办",
                did=Did.ROUTE,
                mode=Mode.TRANSFER,
                unit=UNITS[0],
                stops=("route",),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("class: unclassified", "class: accusation"),
        ("id: '00000002'", "id: '00000001'"),
        ("2026-11-04T09:00:00+08:00", "2026-11-04T09:00:00+09:00"),
    ],
)
def test_what_is_out_of_the_ordinary_is_folded_and_has_no_plan(old: str, new: str) -> None:
    assert old in ROUTED
    text, drawing = ROUTED.replace(old, new), Outlines(LAW)
    for _ in range(2):
        assert drawing.picture(text, ID, PATH) == ordinary(text) != ordinary(ROUTED)
    assert not drawing._plans


def test_a_long_history_has_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "MOST", 1)
    drawing = Outlines(LAW)
    assert drawing.picture(ROUTED, ID, PATH) == ordinary(ROUTED)
    assert not drawing._plans


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-11-04T09:00:00+08:00", "2026-11-31T09:00:00+08:00"),
        ("date: 2026-11-04", "date: 2026-11-31"),
        ("due: 2026-11-17}", "due: 2026-11-31}"),
        ("mode: transfer", "mode: 转送"),
        ("stops: [route]", "stops: [route]\n  stops: [route]"),
    ],
)
def test_what_may_be_a_fault_is_left_to_others(old: str, new: str) -> None:
    assert old in ROUTED
    drawing = Outlines(LAW)
    assert drawing.picture(ROUTED, ID, PATH)
    assert drawing.picture(ROUTED.replace(old, new), ID, PATH) is None
    assert drawing.picture(ROUTED, "XF-20261102-7K3MR", PATH) is None, "another id"


def test_a_plan_that_does_not_give_what_folding_gives_is_not_believed() -> None:
    # A value that looks like a mark: the day that stands for the day of the second entry.
    rated = ROUTED.removesuffix("\n").replace("mode: transfer", "mode: transfer\n  value: 2004-01-02")
    text, drawing = rated + "\n", Outlines(LAW)
    for _ in range(2):
        assert drawing.picture(text, ID, PATH) == ordinary(text)
    assert list(drawing._plans.values()) == [None]


def test_what_is_remembered_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "MEMORY", 3)
    drawing = Outlines(LAW)
    for seed in range(60):
        text = text_of(any_case(random.Random(seed % 20)))
        assert drawing.picture(text, ID, PATH) == ordinary(text)
        kept = (drawing._plans, drawing._shapes, drawing._bodies, drawing._starts)
        assert max(map(len, kept)) <= 3
