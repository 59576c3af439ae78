"""What units owe beside their clocks: answers to what was asked of them, and monthly progress.

The same SQL for registers and flags, over the relations of the index and in what SQLite, DuckDB and Spark SQL share.
`{cases}` takes the condition of a `Scope`; values are `:as_of`, `:from` and `:to` of a window, and those of a month.
"""

import datetime as dt
from collections.abc import Mapping

from xinfang_cli.law.escalation import REMINDERS
from xinfang_cli.law.words import LadderStep
from xinfang_cli.measures.windows import Window
from xinfang_cli.office.reporting import ProgressOf


def not_ended(case: str) -> str:
    """Return SQL for "no end of the matter that was taken back since held on the day of the snapshot"."""
    ended = f"p.case_id = {case} AND p.until > :as_of AND p.on_day <= :as_of"
    return f"NOT EXISTS (SELECT 1 FROM events AS p WHERE {ended})"  # noqa: S608  # made of constants


def _open_ids(are: str = "1 = 1") -> str:
    """Return the ids of matters that were open on the day of a snapshot: two short ranges of indexes."""
    there = f"COALESCE(registered_on, '') <= :as_of AND {are} AND {not_ended('cases.id')}"
    return f"""(
 SELECT id FROM cases WHERE is_open = 1 AND {there}
 UNION ALL
 SELECT id FROM cases WHERE is_open = 0 AND ended_on > :as_of AND {there}
) AS t"""  # noqa: S608  # made of constants


OPEN_IDS = _open_ids()
"""The ids of the matters that were open on the day of a snapshot, of whatever scope."""
OPEN_THEN = f"{OPEN_IDS} CROSS JOIN {{cases}} AS c"
"""The matters that were open on the day of a snapshot, as `c`, where `c.id = t.id`."""


def open_with(column: str) -> str:
    """Return the same of those that have a column: those that have none are not looked up one by one."""
    return f"{_open_ids(f'{column} IS NOT NULL')} CROSS JOIN {{cases}} AS c"


_DUTY = "k.case_id, k.n, k.clock, k.owner, k.owing, k.from_on, k.due, k.provisional"
DUTIES_THEN = f"""(
 SELECT {_DUTY} FROM clocks AS k WHERE k.kind = 'duty' AND k.stopped_on IS NULL AND k.from_on <= :as_of
 AND k.fate IS NULL
 UNION ALL
 SELECT {_DUTY} FROM clocks AS k WHERE k.kind = 'duty' AND k.stopped_on > k.due AND k.stopped_on > :as_of
 AND COALESCE(k.due, '') <= :as_of AND k.from_on <= :as_of AND k.fate <> 'disputed'
 UNION ALL
 SELECT {_DUTY} FROM clocks AS k WHERE k.kind = 'duty' AND k.due > :as_of AND COALESCE(k.stopped_on, '') > :as_of
 AND k.from_on <= :as_of AND COALESCE(k.fate, '') <> 'disputed'
) AS k"""  # noqa: S608  # made of constants
"""The duties that ran on the day of the snapshot, as `k`, in arms of which each is a short range of an index: those
that run still; those stopped since and late; those stopped since, due after that day. Duties without a length that
were stopped since are not among them."""

LETTERS = tuple(step for step in LadderStep if step not in REMINDERS)
"""The steps of escalation that ask a unit for an answer (督办、约谈、通报 …)."""

_LETTERS = ", ".join(f"'{step}'" for step in LETTERS)

IS_LETTER = f"e.did = 'escalate' AND (e.step IN ({_LETTERS}) OR r.reply_due IS NOT NULL)"
"""Whether an event `e`, with its remark `r`, is such a step; a reminder is one if it sets a day to answer."""

ANSWERED = (
    "EXISTS (SELECT 1 FROM remarks AS a WHERE a.case_id = {of}.case_id AND a.answers = {of}.n AND a.on_day <= :as_of)"
)
"""Whether what `{of}` asked was answered by the day of the snapshot."""

# What a letter chased may be done without a word: then there is nothing left to answer, unless a day was set for it.
_STILL_RUNS = """(r.reply_due IS NOT NULL OR e.clock IS NULL OR EXISTS (
  SELECT 1 FROM clocks AS k WHERE k.case_id = e.case_id AND k.clock = e.clock AND k.from_on <= e.on_day
  AND COALESCE(k.stopped_on, '9999') > :as_of))"""

# The events before the cases: few of those that are open have such an entry.
UNANSWERED = f"""{OPEN_IDS} CROSS JOIN events AS e CROSS JOIN {{cases}} AS c
 LEFT JOIN remarks AS r ON r.case_id = e.case_id AND r.n = e.n
 WHERE e.case_id = t.id AND c.id = t.id AND {IS_LETTER} AND COALESCE(e.on_day, '') <= :as_of
 AND NOT {ANSWERED.format(of="e")} AND {_STILL_RUNS}"""
"""The letters, as events `e`, that were not answered by the day of the snapshot, in matters that were open and whose
duty, if it was about one and no day was set to answer, still ran. `r.reply_due` is the day that was set, if any."""

_OWES_PROGRESS: Mapping[ProgressOf, str] = {
    ProgressOf.LED: "(c.lead IS NOT NULL OR c.group_name IS NOT NULL)",
    ProgressOf.OPEN: "1 = 1",
    ProgressOf.NONE: "1 = 0",
}
_NO_PROGRESS = """(
 SELECT c.id FROM cases AS c WHERE c.is_open = 1 AND COALESCE(c.registered_on, '') < :month_from AND {owes}
 UNION ALL
 SELECT c.id FROM cases AS c WHERE c.is_open = 0 AND c.ended_on >= :month_to
 AND COALESCE(c.registered_on, '') < :month_from AND {owes}
) AS t CROSS JOIN {cases} AS c WHERE c.id = t.id
 AND NOT EXISTS (SELECT 1 FROM remarks AS r WHERE r.case_id = c.id AND r.month = :month AND r.on_day <= :as_of)"""


def no_progress(of: ProgressOf) -> str:
    """Return SQL for the matters that owed progress of a month and had not reported it by the day of the snapshot.

    They are those, as `c`, that were open all of the month; which of them owe it is the office's to say (定期汇报).
    """
    return _NO_PROGRESS.replace("{owes}", _OWES_PROGRESS[of])


def reported_months(window: Window, today: dt.date) -> tuple[str, ...]:
    """Return the calendar months of which progress is owed in a window, as `2026-11`.

    They are those that ended in it by the day of the snapshot; in a shorter window, the last one that was over.
    """
    as_of = window.as_of(today)
    last = _first(as_of + dt.timedelta(days=1))  # the month before this one is over
    month, found = last, []
    while (month := _first(month - dt.timedelta(days=1))) >= _first(window.from_):
        found.append(f"{month:%Y-%m}")
    return tuple(reversed(found)) or (f"{_first(last - dt.timedelta(days=1)):%Y-%m}",)


def month_bounds(month: str) -> dict[str, str]:
    """Return the values that a statement about a month takes: `:month`, `:month_from`, `:month_to`."""
    first = dt.date.fromisoformat(f"{month}-01")
    return {"month": month, "month_from": str(first), "month_to": str(_first(first + dt.timedelta(days=31)))}


def _first(day: dt.date) -> dt.date:
    return day.replace(day=1)
