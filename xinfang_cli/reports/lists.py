"""三张清单: the problems that are open, who has to do what by when, and the advice that was given.

Of problems: what, where, whose, since when. A task is a duty of the Regulations, what a meeting agreed over an
open matter, or an answer that was asked for. Of advice: to whom, and whether it was adopted.
"""

from collections.abc import Iterator

from xinfang_cli.labels import Label
from xinfang_cli.measures.table import Cell, Counted, Kind, Page, Table
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.owed import ANSWERED, DUTIES_THEN, OPEN_THEN, UNANSWERED
from xinfang_cli.reports.papers import papers
from xinfang_cli.reports.registers import (
    ID,
    OWNER,
    TITLE,
    UNIT,
    Asked,
    RegisterColumn,
    RegisterHead,
    advice_given,
    cautions,
    clock,
    days_late,
    on,
    provisional,
    register,
    since,
    since_then,
)


class ToDo(Label):
    """What there is to do beside the duties of the Regulations."""

    AGREED = "agreed", "落实议定事项", "carry out what was agreed"
    LETTER = "letter", "答复督办", "answer to a supervision"
    ADVICE = "advice", "答复建议", "answer to advice"


_AGREED = f"""SELECT r.case_id, r.reply_due AS due, 'agreed' AS sort, r.agreed AS what, 'unit' AS owner,
 r.unit AS owing, NULL AS about, 0 AS provisional
 FROM {OPEN_THEN} CROSS JOIN remarks AS r WHERE c.id = t.id AND r.case_id = c.id AND r.agreed IS NOT NULL
 AND COALESCE(r.on_day, '') <= :as_of AND NOT {ANSWERED.format(of="r")}"""  # noqa: S608  # made of constants
_ADVICE = f"""SELECT r.case_id, r.reply_due AS due, 'advice' AS sort, r.number AS what, 'unit' AS owner,
 r.unit AS owing, NULL AS about, 0 AS provisional
 FROM remarks AS r WHERE r.advice IS NOT NULL AND r.reply_due IS NOT NULL AND r.on_day <= :as_of
 AND NOT {ANSWERED.format(of="r")}"""  # noqa: S608  # made of constants
_LETTERS = f"""SELECT e.case_id, r.reply_due AS due, 'letter' AS sort, e.number AS what, 'unit' AS owner,
 COALESCE(e.unit, c.unit) AS owing, e.clock AS about, 0 AS provisional
 FROM {UNANSWERED} AND r.reply_due IS NOT NULL"""  # noqa: S608  # made of constants
_DUTIES = f"""SELECT case_id, due, 'duty' AS sort, clock AS what, owner, owing, NULL AS about, provisional
 FROM {DUTIES_THEN} WHERE clock <> 'sugg_reply' OR NOT EXISTS (
  SELECT 1 FROM remarks AS r WHERE r.case_id = k.case_id AND r.n = k.n AND r.reply_due IS NOT NULL
 )"""  # noqa: S608  # made of constants
_TASKS = f"""({_DUTIES}
 UNION ALL
 {_AGREED}
 UNION ALL
 {_ADVICE}
 UNION ALL
 {_LETTERS}
) AS d CROSS JOIN {{cases}} AS c WHERE c.id = d.case_id"""


def build(inquiry: Inquiry) -> Page:
    """Return the page of the three lists."""
    asked = Asked(inquiry)
    tables = (_problems(asked), _tasks(asked), papers(asked), advice_given(asked))
    return paged(Report.LISTS, inquiry, tuple(_summary(asked)), tables)


def _problems(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        RegisterColumn(RegisterHead.CATEGORY, "c.category"),
        RegisterColumn(RegisterHead.PLACE, "c.place"),
        UNIT,
        on(RegisterHead.SINCE, "c.received_on"),
        RegisterColumn(RegisterHead.DAYS_OPEN, "c.received_on", since, Kind.NUMBER, Counted.DAYS, shown=True),
        *since_then(asked),
    )
    source = f"{OPEN_THEN} WHERE c.id = t.id ORDER BY c.received_on, c.id"
    return register(asked, "problems", Msg.TABLE_PROBLEMS(), fields, source)


def _task(asked: Asked, sort: str, what: str | None) -> Cell:
    """A duty by its name, what was agreed in its words, an answer by the number of what asked for it."""
    if sort == "duty":
        return clock(asked, what)
    task = ToDo.of(sort)
    if what is None:
        return task
    return what if task is ToDo.AGREED else Msg.NUMBERED(what=task, number=what)


def _whose(asked: Asked, owner: str, owing: str | None, about: str | None) -> Cell:
    return asked.chased(owing, about) if about else asked.who(owner, owing)


def _tasks(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        on(RegisterHead.DUE, "d.due"),
        RegisterColumn(
            RegisterHead.TASK,
            ("d.sort", "CASE WHEN c.sealed = 0 OR d.sort = 'duty' THEN d.what END"),
            _task,
            shown=True,
        ),
        RegisterColumn(RegisterHead.WHO, ("d.owner", "d.owing", "d.about"), _whose, shown=True),
        OWNER,
        days_late(RegisterHead.DAYS_LATE, "d.due"),
        RegisterColumn(RegisterHead.REMARK, "d.provisional", provisional, shown=True),
    )
    order = "ORDER BY d.due IS NULL, d.due, d.case_id, d.sort, d.what, d.owing"
    return register(asked, "tasks", Msg.TABLE_TASKS(), fields, f"{_TASKS} {order}")


def _summary(asked: Asked) -> Iterator[Text]:
    late = "SUM(CASE WHEN d.due < :as_of THEN 1 ELSE 0 END)"
    count, overdue = next(iter(asked.rows(f"SELECT COUNT(*), {late} FROM {_TASKS}")))  # noqa: S608  # our own
    yield Msg.LISTS_SUMMARY(
        day=asked.inquiry.as_of,
        problems=asked.count(f"{OPEN_THEN} WHERE c.id = t.id"),
        tasks=count,
        overdue=overdue or 0,
    )
    yield from cautions(asked)
