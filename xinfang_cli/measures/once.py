"""一次性化解: first-time matters closed in a window, looked at again when so many days are over.

An office says in config how many days (`once_days`). What is not over yet is in no rate and told beside. Nothing here
knows persons: that a matter is a repeat of another stands in the matter.
"""

from typing import NamedTuple

from xinfang_cli.law.words import Basis
from xinfang_cli.measures.counting import Dating, Line, LineSource, day_number
from xinfang_cli.measures.outcomes import CLOSED
from xinfang_cli.measures.table import Both, Counted

ONCE_DAYS = 90
"""How long a matter is looked at after its closing, where config says nothing."""

_FIRST_TIME = "COALESCE(c.first_time, 1) = 1"
_MATTER = "c.id, c.resolved, c.resolved_on, c.resolved_basis"
# The first closing in the window, whatever became of it, and how the matter stands today.
_CLOSINGS = f"""(
 SELECT {_MATTER}, c.closed_on AS on_day{{span of s}} FROM {CLOSED.alone()} AND {_FIRST_TIME}
 UNION ALL
 SELECT {_MATTER}, MIN(CASE WHEN {CLOSED.standing()} AND c.closed_on < e.on_day THEN c.closed_on ELSE e.on_day END)
 AS on_day{{span of s}} FROM {{spans}}events AS e JOIN {{cases}} AS c ON c.id = e.case_id
 WHERE {CLOSED.fallen()} AND {_FIRST_TIME} GROUP BY {_MATTER}{{span of s}}
) AS f"""  # noqa: S608  # made of constants
# Looked up for each closing, by indexes that hold these alone: to gather all that were ever asked for takes as long as
# the closings of a month.
_REOPENED = "events AS again ON again.case_id = f.id AND again.until IS NOT NULL AND again.ended = 'closed'"
_ASKED = "clocks AS asked ON asked.case_id = f.id AND asked.clock IN ('review', 'final')"
# Told apart, so that they are looked for once and not for each closing: there are few of them.
_REPEATS = """(
 SELECT DISTINCT repeat_of AS case_id, registered_on AS on_day FROM cases
 WHERE repeat_of IS NOT NULL AND registered_on > :first
) AS repeats"""
_HELD = """(
 SELECT DISTINCT case_id, on_day, resolved_until, basis FROM events WHERE resolved_until > :first
) AS held"""
_KINDS = ", ".join(f"'{basis}'" for basis in Basis if basis is not Basis.OFFICE)


def _by(day: str, days: int) -> str:
    """Return SQL for "on the last day of the look-ahead or before it".

    Numbers of days are worked out for the few alone that have such a day, and have it after the closing.
    """
    number = f"{day_number(day)} - {day_number('f.on_day')}"
    return f"({day} IS NOT NULL AND ({day} <= f.on_day OR {number} <= {days}))"


def _looked_at(days: int) -> LineSource:
    """Return matters, each with whether its look-ahead is over, it was left alone, and was resolved at its end."""
    repeated = f"(repeats.on_day > f.on_day AND {_by('repeats.on_day', days)})"
    raised = f"({_by('again.until', days)}) OR ({_by('asked.from_on', days)}) OR {repeated}"
    known = f"(f.resolved_on IS NULL OR {_by('f.resolved_on', days)})"
    stands = f"f.resolved = 1 AND f.resolved_basis IN ({_KINDS}) AND {known}"
    stood = f"held.basis IN ({_KINDS}) AND {_by('held.on_day', days)} AND NOT {_by('held.resolved_until', days)}"
    return LineSource(
        f"""(
 SELECT f.id AS case_id, MAX(CASE WHEN f.on_day < :today_{days} THEN 1 ELSE 0 END) AS is_over,
 MAX(CASE WHEN {raised} THEN 1 ELSE 0 END) AS raised,
 MAX(CASE WHEN ({stands}) OR ({stood}) THEN 1 ELSE 0 END) AS resolved{{span of f}}
 FROM {_CLOSINGS} LEFT JOIN {_REOPENED} LEFT JOIN {_ASKED}
 LEFT JOIN {_REPEATS} ON repeats.case_id = f.id LEFT JOIN {_HELD} ON held.case_id = f.id
 GROUP BY f.id{{span of f}}
) AS w""",  # noqa: S608  # made of constants
        "w.case_id",
        has_cases=False,
        spans="w",
    )


class Once(NamedTuple):
    """The three lines that look at the same matters."""

    resolved: Line
    not_repeated: Line
    looking: Line


def once(days: int = ONCE_DAYS) -> Once:
    """Return how they are counted with so many days."""
    source = _looked_at(days)
    cites = "各地通报口径；观察期由本单位在配置中定"
    return Once(
        resolved=Line(
            dating=Dating.EVENT, source=source, base="w.is_over = 1", hit="w.raised = 0 AND w.resolved = 1",
            unit=Counted.PERCENT, cites=cites, says=Both(
                f"本期办结的初次信访（未注明初次的按初次计）、办结后{days}日已满的，期满时已化解（依据为签订协议、履行到位或信访人"
                f"确认，机关自行认定的不算）、未申请复查复核、未重新办理、{days}日内无重复件登记的占比；未满{days}日的不计，另列",
                f"of the first-time matters (unknown counts as first-time) closed in the window whose {days} days after"
                " closing are over, those resolved at their end by agreement, performance or as the petitioner says,"
                " with no review asked, not reopened, and no repeat registered in that time; those whose days are not"
                " over are in neither and told beside",
            ),
        ),
        not_repeated=Line(
            dating=Dating.EVENT, source=source, base="w.is_over = 1", hit="w.raised = 0", unit=Counted.PERCENT,
            cites=cites, says=Both(
                f"本期办结的初次信访、办结后{days}日已满的，未申请复查复核、未重新办理、{days}日内无重复件登记的占比；"
                "不论是否化解，不是化解率",
                f"of the first-time matters closed in the window whose {days} days after closing are over, those with"
                " no review asked, not reopened, and no repeat registered in that time; whether they were resolved is"
                " not asked, so it is no resolution rate",
            ),
        ),
        looking=Line(dating=Dating.EVENT, source=source, base="w.is_over = 0", says=Both(
            f"本期办结的初次信访，办结后未满{days}日的，未计入一次性化解率",
            f"first-time matters closed in the window whose {days} days after closing are not over",
        )),
    )  # fmt: skip
