"""复查复核: first reviews (复查) and final reviews (复核), asked for and decided, by the unit whose opinion it was.

With them those that run, the oldest deadline first, the decisions of the window, and the hearings.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import Owner
from xinfang_cli.law.words import ReviewDecision
from xinfang_cli.measures.table import Cell, Column, Counted, Kind, Mark, Page, Row, Table
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.registers import (
    ID,
    TITLE,
    UNIT,
    Asked,
    Nobody,
    RegisterColumn,
    RegisterHead,
    cautions,
    days_late,
    on,
    provisional,
    register,
    unit,
    word_of,
)


class Stage(Label):
    """Which of the two; the word is that of its clock."""

    REVIEW = "review", "复查", "first review (复查)"
    FINAL = "final", "复核", "final review (复核)"


class ReviewCount(Label):
    """What is counted of each; decisions stand between what was asked for and what runs."""

    ASKED = "asked", "申请", "asked for"
    UNTOLD = "untold", "决定不详", "decision not told"  # a ledger says that it was decided, not how
    RUNNING = "running", "在办", "running"
    OVERDUE = "overdue", "超期", "overdue"
    HEARING = "hearing", "听证", "hearings"


_WHOSE = "COALESCE(e.unit, c.unit)"
_STAGE = "CASE WHEN e.did = 'review' OR e.what IN ('review', 'reviewed') THEN 'review' ELSE 'final' END"
_SEEN = "'review', 'reviewed', 'final', 'final_issued'"
_EVENTS = f"""events AS e CROSS JOIN {{cases}} AS c LEFT JOIN remarks AS r ON r.case_id = e.case_id AND r.n = e.n
 WHERE c.id = e.case_id AND e.did IN ('review', 'final', 'observed') AND (e.did <> 'observed' OR e.what IN ({_SEEN}))
 AND e.on_day >= :from AND e.on_day < :to"""
_IS_DECIDED = "(e.decision IS NOT NULL OR COALESCE(e.what, '') IN ('reviewed', 'final_issued'))"
_IS_ASKED = f"(NOT {_IS_DECIDED} AND r.hearing IS NULL)"  # a hearing alone is neither
_ACTS = f"""SELECT {_WHOSE}, {_STAGE}, CASE WHEN e.decision IS NOT NULL THEN e.decision
 WHEN {_IS_DECIDED} THEN 'untold' ELSE 'asked' END, COUNT(*)
 FROM {_EVENTS} AND ({_IS_DECIDED} OR {_IS_ASKED}) GROUP BY 1, 2, 3"""  # noqa: S608  # made of constants
_HEARD = """remarks AS r CROSS JOIN {cases} AS c
 WHERE c.id = r.case_id AND r.did = 'final' AND r.hearing IS NOT NULL AND r.on_day >= :from AND r.on_day < :to"""
_HEARINGS = f"SELECT COALESCE(r.unit, c.unit), COUNT(*) FROM {_HEARD} GROUP BY 1"  # noqa: S608  # made of constants
# In arms, as elsewhere, each a short range of the index of these clocks.
_RUN = "SELECT k.case_id, k.clock, k.owing, k.from_on, k.due, k.provisional FROM clocks AS k"
_OF_REVIEW = "k.clock IN ('review', 'final') AND k.from_on <= :as_of"
_RUNS = f"""({_RUN} WHERE {_OF_REVIEW} AND k.stopped_on IS NULL
 UNION ALL
 {_RUN} WHERE {_OF_REVIEW} AND k.stopped_on > :as_of AND k.due IS NOT NULL
) AS k CROSS JOIN {{cases}} AS c WHERE c.id = k.case_id"""
_RUNNING = f"""SELECT c.unit, k.clock, COUNT(*), SUM(CASE WHEN k.due < :as_of THEN 1 ELSE 0 END)
 FROM {_RUNS} GROUP BY c.unit, k.clock"""  # noqa: S608  # made of constants


def _of_its_run(column: str) -> str:
    """Return SQL for what the run has that a decision stopped."""
    return (
        f"(SELECT MAX(k.{column}) FROM clocks AS k WHERE k.case_id = e.case_id AND k.clock = {_STAGE}"  # noqa: S608
        " AND k.stopped_on = e.on_day)"
    )


def build(inquiry: Inquiry) -> Page:
    """Return the page of reviews."""
    asked = Asked(inquiry)
    tally = _tally(asked)
    tables = (_units(tally), _running(asked), _decided(asked), _hearings(asked))
    return paged(Report.REVIEW, inquiry, tuple(_summary(asked, tally)), tables)


Tally = dict[str | Label, Counter[str]]


def _tally(asked: Asked) -> Tally:
    tally: Tally = {}

    def add(of: str | None, stage: str, what: str, count: int) -> None:
        tally.setdefault(of or Nobody.UNIT, Counter())[f"{stage}_{what}"] += count

    for of, stage, what, count in asked.rows(_ACTS):
        add(of, stage, what, count)
    for of, stage, count, overdue in asked.rows(_RUNNING):
        add(of, stage, ReviewCount.RUNNING, count)
        add(of, stage, ReviewCount.OVERDUE, overdue or 0)
    for of, count in asked.rows(_HEARINGS):
        add(of, Stage.FINAL, ReviewCount.HEARING, count)
    return tally


def _columns() -> Iterator[Column]:
    for stage in Stage:
        counts = [ReviewCount.ASKED, *ReviewDecision, ReviewCount.UNTOLD, ReviewCount.RUNNING, ReviewCount.OVERDUE]
        for count in (*counts, *((ReviewCount.HEARING,) if stage is Stage.FINAL else ())):
            title = Msg.HEAD_STAGE(stage=stage, count=count)
            yield Column(f"{stage}_{count}", title, Counted.TIMES, Kind.NUMBER)


def _units(tally: Tally) -> Table:
    columns = tuple(_columns())
    rows: tuple[Row, ...] = tuple((of, *(tally[of][each.name] for each in columns)) for of in sorted(tally))
    total: Row = (Mark.TOTAL, *(_total(tally, each.name) for each in columns))
    return Table(
        "units", Msg.TABLE_REVIEWS(), (Column(RegisterHead.UNIT.value, RegisterHead.UNIT), *columns), rows, total
    )


def _total(tally: Tally, name: str) -> int:
    return sum(row[name] for row in tally.values())


def _organ(asked: Asked, owing: str | None) -> Cell:
    return asked.who(Owner.ORGAN, owing)


_OF_UNIT = RegisterColumn(RegisterHead.UNIT, _WHOSE, unit, shown=True)


def _running(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        RegisterColumn(RegisterHead.LEVEL, "k.clock", word_of(Stage), shown=True),
        UNIT,
        RegisterColumn(RegisterHead.ORGAN, "k.owing", _organ, shown=True),
        on(RegisterHead.ASKED_FOR, "k.from_on"),
        on(RegisterHead.DUE, "k.due"),
        days_late(RegisterHead.DAYS_LATE, "k.due"),
        RegisterColumn(RegisterHead.REMARK, "k.provisional", provisional, shown=True),
    )
    source = f"{_RUNS} ORDER BY k.due IS NULL, k.due, k.case_id, k.clock"
    return register(asked, "running", Msg.TABLE_REVIEWS_RUNNING(), fields, source)


def _taken(_: Asked, first: str | None, last: str) -> Cell:
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days if first else None


def _decided(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        RegisterColumn(RegisterHead.LEVEL, _STAGE, word_of(Stage), shown=True),
        _OF_UNIT,
        RegisterColumn(RegisterHead.ORGAN, _of_its_run("owing"), _organ, shown=True),
        RegisterColumn(RegisterHead.DECISION, "e.decision", word_of(ReviewDecision)),
        RegisterColumn(RegisterHead.NUMBER, "e.number"),
        on(RegisterHead.DECIDED_ON, "e.on_day"),
        RegisterColumn(
            RegisterHead.DAYS_TAKEN, (_of_its_run("from_on"), "e.on_day"), _taken, Kind.NUMBER, Counted.DAYS, shown=True
        ),
    )
    source = f"{_EVENTS} AND {_IS_DECIDED} ORDER BY e.on_day, e.case_id, e.n"
    return register(asked, "decided", Msg.TABLE_REVIEWS_DECIDED(), fields, source)


def _hearings(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        RegisterColumn(RegisterHead.UNIT, "COALESCE(r.unit, c.unit)", unit, shown=True),
        RegisterColumn(RegisterHead.HEARING, "r.hearing", shown=True),
    )
    return register(asked, "hearings", Msg.TABLE_HEARINGS(), fields, f"{_HEARD} ORDER BY r.on_day, r.case_id, r.place")


def _summary(asked: Asked, tally: Tally) -> Iterator[Text]:
    for stage in Stage:
        yield Msg.REVIEW_SUMMARY(
            stage=stage,
            asked=_total(tally, f"{stage}_{ReviewCount.ASKED}"),
            decided=sum(_total(tally, f"{stage}_{each}") for each in (*ReviewDecision, ReviewCount.UNTOLD)),
            upheld=_total(tally, f"{stage}_{ReviewDecision.UPHOLD}"),
            day=asked.inquiry.as_of,
            running=_total(tally, f"{stage}_{ReviewCount.RUNNING}"),
            overdue=_total(tally, f"{stage}_{ReviewCount.OVERDUE}"),
        )
    yield from cautions(asked)
