"""两本台账: the tasks with who answers for them (任务台账), and their monthly progress (推进情况台账).

With them the months that were not reported, and what was struck off in the window (销号) with the evidence for it.
"""

from collections.abc import Iterator

from xinfang_cli.law.words import Basis, CloseReason, Status
from xinfang_cli.measures.table import Cell, Page, Table
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.owed import OPEN_IDS, OPEN_THEN, month_bounds, no_progress, reported_months
from xinfang_cli.reports.registers import (
    DUE_THEN,
    GROUP,
    HELD_ON,
    HELD_STATUS,
    ID,
    LEAD,
    OWNER,
    STATUS,
    TITLE,
    UNIT,
    Asked,
    OneAfterAnother,
    RegisterColumn,
    RegisterHead,
    cautions,
    latest,
    on,
    register,
    rows_of,
    since_then,
    word_of,
)

_STRUCK = "c.is_open = 0 AND c.ended_on <= :as_of"
_RESOLVED = "c.resolved = 1 AND COALESCE(c.resolved_on, '') <= :as_of"
# What was open on the day of the snapshot, and what ended in the window before it, also if it was taken back since.
_TASKS = f"""(
 SELECT id FROM {OPEN_IDS}
 UNION ALL
 SELECT id FROM cases WHERE is_open = 0 AND ended_on >= :from AND ended_on <= :as_of
 UNION ALL
 SELECT case_id AS id FROM events WHERE until > :as_of AND ended IS NOT NULL AND on_day >= :from AND on_day <= :as_of
) AS w CROSS JOIN {{cases}} AS c"""  # noqa: S608  # made of constants
_PLAN = latest("p", "c.id", "COALESCE({x}.did, '') = 'note' AND {x}.kind = 'plan'")
_PROGRESS = """remarks AS r CROSS JOIN {cases} AS c
 WHERE c.id = r.case_id AND r.did = 'note' AND r.kind = 'progress' AND r.on_day >= :from AND r.on_day < :to"""
_REPORTED = (
    "(SELECT MAX(r.on_day) FROM remarks AS r WHERE r.case_id = c.id AND r.month IS NOT NULL AND r.on_day <= :as_of)"
)
_CLEARED = """(
 SELECT id FROM cases WHERE closed_on >= :from AND closed_on < :to
 UNION
 SELECT id FROM cases WHERE resolved_on >= :from AND resolved_on < :to
 UNION
 SELECT case_id AS id FROM events
 WHERE ended = 'closed' AND until >= :to AND dated = 1 AND on_day >= :from AND on_day < :to
 UNION
 SELECT case_id AS id FROM events WHERE resolved_until >= :to AND dated = 1 AND on_day >= :from AND on_day < :to
) AS w CROSS JOIN {cases} AS c"""
_EVIDENCE = latest("v", "c.id", "COALESCE({x}.did, '') IN ('close', 'observed')")


def build(inquiry: Inquiry) -> Page:
    """Return the page of the two ledgers."""
    asked = Asked(inquiry)
    tables = (_tasks(asked), _progress(asked), _missing(asked), _cleared(asked))
    return paged(Report.LEDGER, inquiry, tuple(_summary(asked)), tables)


# A closing or resolution that held at the window's end and was taken back since.
_CLOSED_THEN = """(SELECT MAX(g.on_day) FROM events AS g
 WHERE g.case_id = c.id AND g.ended = 'closed' AND g.until >= :to AND g.dated = 1 AND g.on_day < :to)"""
_RESOLVED_THEN = """FROM events AS g
 WHERE g.case_id = c.id AND g.resolved_until > {after} AND g.dated = 1 AND g.on_day <= :as_of"""
_RESOLVED_AT_END = _RESOLVED_THEN.replace("> {after}", ">= :to")
_BASIS_THEN = f"(SELECT MAX(g.basis) {_RESOLVED_THEN.replace('{after}', ':as_of')})"  # made of constants


def _basis(
    _: Asked,
    is_resolved: int,
    basis: str | None,
    is_struck: int,
    reason: str | None,
    basis_then: str | None,
    ended_then: str | None,
) -> Cell:
    """What a striking off rests on: who says that it is resolved, or else how it was closed."""
    if is_resolved or basis_then:
        word = basis if is_resolved else basis_then
        return Basis.read(word or "") or word
    if is_struck:
        return CloseReason.read(reason or "") or reason
    return Status.read(ended_then or "")


def _tasks(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        GROUP,
        LEAD,
        OWNER,
        UNIT,
        on(RegisterHead.DUE, f"{DUE_THEN} AS due_then"),
        RegisterColumn(RegisterHead.MEASURE, "p.text"),
        RegisterColumn(RegisterHead.WAY, "p.way"),
        RegisterColumn(RegisterHead.HOW, "p.how"),
        STATUS,
        on(RegisterHead.STRUCK_ON, f"CASE WHEN {_STRUCK} THEN c.ended_on ELSE {HELD_ON} END"),
        RegisterColumn(
            RegisterHead.BASIS,
            (f"({_RESOLVED})", "c.resolved_basis", f"({_STRUCK})", "c.close_reason", _BASIS_THEN, HELD_STATUS),
            _basis,
        ),
        *since_then(asked),
    )
    order = "ORDER BY due_then NULLS LAST, c.received_on, c.id"
    return register(asked, "tasks", Msg.TABLE_TASK_LEDGER(), fields, f"{_TASKS} {_PLAN} WHERE c.id = w.id {order}")


def _progress(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        UNIT,
        RegisterColumn(RegisterHead.MONTH, "r.month", shown=True),
        RegisterColumn(RegisterHead.PROGRESS, "r.text"),
        RegisterColumn(RegisterHead.BLOCKER, "r.blocker"),
        RegisterColumn(RegisterHead.NEXT, "r.next"),
        on(RegisterHead.REPORTED_ON, "r.on_day"),
    )
    source = f"{_PROGRESS} ORDER BY r.on_day, r.case_id, r.place"
    return register(asked, "progress", Msg.TABLE_PROGRESS_LEDGER(), fields, source)


def _missing(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        RegisterColumn(RegisterHead.MONTH, ":month", shown=True),
        UNIT,
        GROUP,
        LEAD,
        OWNER,
        on(RegisterHead.LAST_REPORT, _REPORTED),
    )
    source = f"{_owing(asked)} ORDER BY c.unit, c.id"
    rows = OneAfterAnother(tuple(rows_of(asked, fields, source, month_bounds(month)) for month in _months(asked)))
    return Table("no_progress", Msg.TABLE_NO_PROGRESS(), tuple(each.column for each in fields), rows)


def _owing(asked: Asked) -> str:
    return no_progress(asked.inquiry.flags.progress)


def _months(asked: Asked) -> tuple[str, ...]:
    return reported_months(asked.inquiry.window, asked.inquiry.today)


def _cleared(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        UNIT,
        GROUP,
        LEAD,
        on(
            RegisterHead.CLOSED_ON,
            f"CASE WHEN c.closed_on < :to THEN c.closed_on ELSE {_CLOSED_THEN} END AS closed_then",
        ),
        RegisterColumn(
            RegisterHead.CLOSE_REASON, "CASE WHEN c.closed_on < :to THEN c.close_reason END", word_of(CloseReason)
        ),
        on(
            RegisterHead.RESOLVED_ON,
            f"CASE WHEN c.resolved_on < :to THEN c.resolved_on ELSE (SELECT MAX(g.on_day) {_RESOLVED_AT_END}) END"
            " AS resolved_then",
        ),
        RegisterColumn(
            RegisterHead.RESOLVED_BASIS,
            f"CASE WHEN c.resolved_on < :to THEN c.resolved_basis ELSE (SELECT MAX(g.basis) {_RESOLVED_AT_END}) END",
            word_of(Basis),
        ),
        RegisterColumn(RegisterHead.EVIDENCE, "v.evidence"),
        RegisterColumn(RegisterHead.APPROVED_BY, "v.approved_by"),
        *since_then(asked),
    )
    source = f"{_CLEARED} {_EVIDENCE} WHERE c.id = w.id ORDER BY COALESCE(closed_then, resolved_then), c.id"
    return register(asked, "cleared", Msg.TABLE_CLEARED(), fields, source)


def _summary(asked: Asked) -> Iterator[Text]:
    months = _months(asked)
    missing = sum(
        int(count)
        for month in months
        for (count,) in asked.rows(f"SELECT COUNT(*) FROM {_owing(asked)}", month_bounds(month))  # noqa: S608
    )
    yield Msg.LEDGER_SUMMARY(
        day=asked.inquiry.as_of,
        open=asked.count(f"{OPEN_THEN} WHERE c.id = t.id"),
        cleared=asked.count(f"{_CLEARED} WHERE c.id = w.id"),
        months=months,
        missing=missing,
    )
    yield from cautions(asked)
