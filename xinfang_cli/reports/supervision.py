"""督办台账: what the office asked of units that were late or wrong, what they answered, and who has not.

A letter counts as answered by the unit's answer. Where it was about a duty and set no day to answer, doing that duty
leaves nothing to answer.
Units stand in the order of what they owe an answer for; never by how many people complained.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from xinfang_cli.labels import Label
from xinfang_cli.law.words import LadderStep, Status, SupervisionGround
from xinfang_cli.measures.table import Cell, Column, Counted, Kind, Mark, Page, Row, Table
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.owed import IS_LETTER, UNANSWERED
from xinfang_cli.reports.papers import SUPERVISING, papers
from xinfang_cli.reports.registers import (
    ID,
    TITLE,
    Asked,
    RegisterColumn,
    RegisterHead,
    advice_given,
    answer_to,
    cautions,
    clock,
    days_late,
    on,
    register,
    since,
    word_of,
)


class SupervisionCount(Label):
    """What is counted by unit; the word is the column's name."""

    UNANSWERED = "unanswered", "未回复", "unanswered"
    OVERDUE = "answers_overdue", "回复超期", "answers overdue"
    ANSWERED = "answered", "本期回复", "answered in the window"
    ADVISED = "advised", "本期建议", "advised in the window"
    ADOPTED = "adopted", "本期采纳", "adopted in the window"


_WHOM = "COALESCE(e.unit, c.unit)"
_STEPS = f"""SELECT {_WHOM}, e.clock, e.step, COUNT(*) FROM events AS e CROSS JOIN {{cases}} AS c
 WHERE c.id = e.case_id AND e.did = 'escalate' AND e.on_day >= :from AND e.on_day < :to
 GROUP BY {_WHOM}, e.clock, e.step"""  # noqa: S608  # made of constants
_PENDING = f"""SELECT {_WHOM}, e.clock, COUNT(*), SUM(CASE WHEN r.reply_due < :as_of THEN 1 ELSE 0 END)
 FROM {UNANSWERED} GROUP BY {_WHOM}, e.clock"""  # noqa: S608  # made of constants
_ANSWERS = f"""SELECT {_WHOM}, e.clock, COUNT(*) FROM remarks AS a CROSS JOIN events AS e CROSS JOIN {{cases}} AS c
 WHERE a.did = 'feedback' AND a.on_day >= :from AND a.on_day < :to AND e.case_id = a.case_id AND e.n = a.answers
 AND e.did = 'escalate' AND c.id = e.case_id GROUP BY {_WHOM}, e.clock"""  # noqa: S608  # made of constants
_ADVISED = """SELECT r.unit, COUNT(*) FROM remarks AS r CROSS JOIN {cases} AS c
 WHERE c.id = r.case_id AND r.advice IS NOT NULL AND r.on_day >= :from AND r.on_day < :to GROUP BY r.unit"""
_ADOPTED = """SELECT r.unit, COUNT(*) FROM remarks AS a CROSS JOIN remarks AS r CROSS JOIN {cases} AS c
 WHERE a.did = 'feedback' AND a.adopted IN ('adopted', 'partly') AND a.on_day >= :from AND a.on_day < :to
 AND r.case_id = a.case_id AND r.n = a.answers AND r.advice IS NOT NULL AND c.id = r.case_id GROUP BY r.unit"""

_OF_ITS_CLOCK = "FROM clocks AS k WHERE k.case_id = e.case_id AND k.clock = e.clock AND k.from_on <= e.on_day"
_DUE_THEN = f"(SELECT MAX(k.due) {_OF_ITS_CLOCK} AND COALESCE(k.stopped_on, e.on_day) >= e.on_day)"
_DONE_ON = (
    f"(SELECT MAX(k.stopped_on) {_OF_ITS_CLOCK} AND k.stopped_on >= e.on_day AND k.stopped_on <= :as_of"
    " AND k.fate = 'done')"
)
_SENT = f"""events AS e CROSS JOIN {{cases}} AS c LEFT JOIN remarks AS r ON r.case_id = e.case_id AND r.n = e.n
 {answer_to("e")} WHERE c.id = e.case_id AND {IS_LETTER} AND e.on_day >= :from AND e.on_day < :to"""
_ENDED = "CASE WHEN c.is_open = 0 AND c.ended_on <= :as_of THEN c.status END"


def build(inquiry: Inquiry) -> Page:
    """Return the page of supervision."""
    asked = Asked(inquiry)
    tables = (
        _units(asked),
        _sent(asked, "letters", Msg.TABLE_LETTERS(), "e.step <> 'talk'"),
        _sent(asked, "talks", Msg.TABLE_TALKS(), "e.step = 'talk'"),
        _unanswered(asked),
        papers(asked, SUPERVISING),
        advice_given(asked),
    )
    return paged(Report.SUPERVISION, inquiry, tuple(_summary(asked)), tables)


def _units(asked: Asked) -> Table:
    tally: dict[str, Counter[str]] = {}

    def add(unit: str, column: str, count: int) -> None:
        tally.setdefault(unit, Counter())[column] += count

    for unit, of_clock, step, count in asked.rows(_STEPS):
        add(asked.chased(unit, of_clock), step, count)
    for unit, of_clock, count, overdue in asked.rows(_PENDING):
        add(asked.chased(unit, of_clock), SupervisionCount.UNANSWERED, count)
        add(asked.chased(unit, of_clock), SupervisionCount.OVERDUE, overdue or 0)
    for unit, of_clock, count in asked.rows(_ANSWERS):
        add(asked.chased(unit, of_clock), SupervisionCount.ANSWERED, count)
    for column, sql in ((SupervisionCount.ADVISED, _ADVISED), (SupervisionCount.ADOPTED, _ADOPTED)):
        for unit, count in asked.rows(sql):
            add(asked.chased(unit, None), column, count)
    steps = [step for step in LadderStep if any(row[step] for row in tally.values())]
    numbers: list[Label] = [*steps, *SupervisionCount]
    columns = (
        Column(RegisterHead.UNIT.value, RegisterHead.UNIT),
        *(Column(step.value, Msg.HEAD_STEP(step=step), Counted.TIMES, Kind.NUMBER) for step in steps),
        *(Column(count.value, count, Counted.TIMES, Kind.NUMBER) for count in SupervisionCount),
    )
    order = sorted(
        tally,
        key=lambda unit: (-tally[unit][SupervisionCount.OVERDUE], -tally[unit][SupervisionCount.UNANSWERED], unit),
    )
    rows: tuple[Row, ...] = tuple((unit, *(tally[unit][each] for each in numbers)) for unit in order)
    total: Row = (Mark.TOTAL, *(sum(row[each] for row in tally.values()) for each in numbers))
    return Table("units", Msg.TABLE_SUPERVISED(), columns, rows, total)


def _whom(asked: Asked, unit: str | None, of_clock: str | None) -> Cell:
    return asked.chased(unit, of_clock)


def _late_then(_: Asked, due: str | None, sent: str) -> Cell:
    """Days past due on the day of the letter; a deadline that was extended since is not past."""
    return max(0, (dt.date.fromisoformat(sent) - dt.date.fromisoformat(due)).days) if due else None


def _result(_: Asked, n: str | None, text: str | None, done_on: str | None, ended: str | None) -> Cell:
    """What came of a letter: the answer's words, the duty done, the matter at an end, or nothing."""
    if n is not None:
        return text or Msg.RESULT_ANSWERED()
    if done_on is not None:
        return Msg.RESULT_DONE(day=done_on)
    return Msg.RESULT_ENDED(status=Status.of(ended)) if ended else Msg.RESULT_NONE()


_NUMBER = RegisterColumn(RegisterHead.NUMBER, "e.number")
_STEP = RegisterColumn(RegisterHead.STEP, "e.step", word_of(LadderStep))
_GROUND = RegisterColumn(RegisterHead.GROUND, "e.ground", word_of(SupervisionGround))
_UNIT = RegisterColumn(RegisterHead.UNIT, (_WHOM, "e.clock"), _whom, shown=True)
_DUTY = RegisterColumn(RegisterHead.DUTY, "e.clock", clock)
_ASKED_ON = on(RegisterHead.ASKED_ON, "e.on_day")
_REPLY_DUE = on(RegisterHead.REPLY_DUE, "r.reply_due")


def _sent(asked: Asked, name: str, title: Text, condition: str) -> Table:
    fields = (
        ID,
        TITLE,
        _NUMBER,
        _STEP,
        _ASKED_ON,
        _UNIT,
        _GROUND,
        RegisterColumn(RegisterHead.FACTS, "r.text"),
        _DUTY,
        RegisterColumn(
            RegisterHead.DAYS_LATE_THEN, (_DUE_THEN, "e.on_day"), _late_then, Kind.NUMBER, Counted.DAYS, shown=True
        ),
        _REPLY_DUE,
        RegisterColumn(RegisterHead.REPLY, "a.number"),
        on(RegisterHead.REPLIED_ON, "a.on_day"),
        RegisterColumn(RegisterHead.RESULT, ("a.n", "a.text", _DONE_ON, _ENDED), _result, shown=True),
    )
    return register(asked, name, title, fields, f"{_SENT} AND {condition} ORDER BY e.on_day, e.case_id, e.n")


def _unanswered(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        _NUMBER,
        _STEP,
        _ASKED_ON,
        RegisterColumn(RegisterHead.DAYS_WAITING, "e.on_day", since, Kind.NUMBER, Counted.DAYS, shown=True),
        _REPLY_DUE,
        days_late(RegisterHead.REPLY_LATE, "r.reply_due"),
        _UNIT,
        _GROUND,
        _DUTY,
    )
    source = f"{UNANSWERED} ORDER BY r.reply_due IS NULL, r.reply_due, e.on_day, e.case_id, e.n"
    return register(asked, "unanswered", Msg.TABLE_UNANSWERED(), fields, source)


def _summary(asked: Asked) -> Iterator[Text]:
    overdue = "SUM(CASE WHEN r.reply_due < :as_of THEN 1 ELSE 0 END)"
    count, late = next(iter(asked.rows(f"SELECT COUNT(*), {overdue} FROM {UNANSWERED}")))  # noqa: S608  # our own
    yield Msg.SUPERVISION_SUMMARY(sent=asked.count(_SENT), day=asked.inquiry.as_of, unanswered=count, late=late or 0)
    yield from cautions(asked)
