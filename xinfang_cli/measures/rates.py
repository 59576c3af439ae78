"""Every rate and count as one row: what it counts of what, on which day, and where the formula comes from.

The rows are SQL predicates over the flat relations of the index, in the SQL that SQLite, DuckDB and Spark SQL share;
the same text therefore counts in each of them. `counting` runs them.
"""

from xinfang_cli.measures.counting import Counting, Dating, Line, LineSource
from xinfang_cli.measures.middles import Statistic
from xinfang_cli.measures.once import once
from xinfang_cli.measures.outcomes import CASES_THEN, CLOSED_BY_END, CLOSINGS, RESOLUTIONS, RESOLVED_BY_END
from xinfang_cli.measures.table import Both, Counted


def rated(events: str) -> str:
    """Return SQL for "this entry is a rating"."""
    return f"({events}.did = 'rate' OR ({events}.did = 'observed' AND {events}.what = 'rated'))"


CASES = LineSource("{spans}{cases} AS c", "c.id", spans="s")
CLOCKS = LineSource("clocks AS k{of_clock}", "k.case_id", "k.owing")
CLOCKS_OF_CASES = LineSource("clocks AS k JOIN {cases} AS c ON c.id = k.case_id", "k.case_id", "k.owing")
EVENTS = LineSource("events AS e{of_event}", "e.case_id", "e.unit")
EVENTS_OF_CASES = LineSource("events AS e JOIN {cases} AS c ON c.id = e.case_id", "e.case_id", "e.unit")
# In two arms, not with OR, and here and elsewhere with COALESCE to turn an index down: so each arm is one short range
# of the right index, however many clocks there are. That a clock was stopped after its due date follows from the rest;
# said outright, it lets an index hold the late ones only.
_OVERDUE = LineSource(
    """(
 SELECT k.case_id{owing}{span of s} FROM {spans}clocks AS k{of_clock}
 WHERE k.kind = 'duty' AND k.stopped_on IS NULL AND k.due < :as_of AND k.fate IS NULL
 UNION
 SELECT k.case_id{owing}{span of s} FROM {spans}clocks AS k{of_clock}
 WHERE k.kind = 'duty' AND k.stopped_on > k.due AND k.stopped_on > :as_of AND COALESCE(k.due, :as_of) < :as_of
 AND k.fate <> 'disputed'
) AS late""",
    "late.case_id",
    "late.owing",
    has_cases=False,
    spans="late",
)
# A matter that was rated twice counts once, as it was rated last.
_RATINGS = LineSource(
    f"""(
 SELECT e.case_id, e.unit, COALESCE(e.of, 'unit') AS body, e.value AS answer, ROW_NUMBER() OVER (
  PARTITION BY e.case_id, COALESCE(e.of, 'unit') ORDER BY e.on_day DESC, e.at_day DESC, e.n DESC) AS newness
 FROM events AS e{{of_event}} WHERE {rated("e")} AND e.on_day >= :from AND e.on_day < :to
) AS r""",  # noqa: S608  # made of constants
    "r.case_id",
    "r.unit",
    has_cases=False,
)
_IN_TIME = "(e.on_day <= k.due AND (e.on_day >= k.from_on OR e.dated = 0))"
_RATING_WINDOWS = LineSource(
    f"""(
 SELECT COALESCE(k.case_id, '') AS case_id,
 MAX(CASE WHEN {rated("e")} AND {_IN_TIME} AND COALESCE(e.of, 'unit') = 'unit' THEN 1 ELSE 0 END) AS of_unit,
 MAX(CASE WHEN {rated("e")} AND {_IN_TIME} AND e.of = 'office' THEN 1 ELSE 0 END) AS of_office
 FROM clocks AS k{{of_clock}} LEFT JOIN events AS e ON e.case_id = k.case_id
 WHERE k.clock = 'rate_open' AND k.due >= :from AND k.due < :to AND k.due <= :as_of
 GROUP BY COALESCE(k.case_id, ''), k.n
) AS w""",  # noqa: S608  # made of constants
    "w.case_id",
    has_cases=False,
)
COUNTS = "COALESCE(k.fate, 'done') = 'done'"
"""Whether a duty is in the base of rates: one that ended without being done, or rests for an objection, is not."""

FIRST_HANDLING = f"k.clock = 'handle' AND k.of_first = 1 AND {COUNTS}"


class Measure(Counting):
    """The measures that every report carries, in the order they are printed."""

    # fmt: off
    TIMELY_ROUTE = "timely_route", "及时转送率", "routed in time", Line(
        dating=Dating.DUE, source=CLOCKS, day="k.due", base=f"k.clock = 'route' AND {COUNTS}",
        hit="k.stopped_on <= k.due", dated="k.dated", apart=True, unit=Counted.PERCENT, cites="信访工作条例第22条",
        says=Both(
            "登记转送期限在本期到期的，按期完成的占比；到期未办的在分母内",
            "of the disposition deadlines that fall in the window, those met; overdue and open are in the base",
        ),
    )
    TIMELY_NOTICE = "timely_notice", "及时告知率", "told in time", Line(
        dating=Dating.DUE, source=CLOCKS, day="k.due", base=f"SUBSTR(k.clock, 1, 7) = 'notify_' AND {COUNTS}",
        hit="k.stopped_on <= k.due", dated="k.dated", apart=True, unit=Counted.PERCENT, cites="信访工作条例第23条",
        says=Both(
            "告知期限在本期到期的，按期完成的占比；到期未办的在分母内",
            "of the notice deadlines that fall in the window, those met; overdue and open are in the base",
        ),
    )
    ON_TIME_CLOSE = "on_time_close", "按期办结率", "handled in time", Line(
        dating=Dating.DUE, source=CLOCKS, day="k.due", base=FIRST_HANDLING, hit="k.stopped_on <= k.due",
        dated="k.dated", apart=True, unit=Counted.PERCENT, cites="信访工作条例第34条；省级考核系统口径（2020）",
        says=Both(
            "初次信访办理期限（含延期）在本期到期的，按期办结的占比；超期未办结的在分母内；未注明初次的按初次计",
            "of the handling deadlines of first-time matters that fall in the window (as extended), those met;"
            " overdue and open are in the base; unknown counts as first-time",
        ),
    )
    CLOSE_RATE = "close_rate", "办结率", "close rate", Line(
        dating=Dating.REGISTERED, source=CASES_THEN, day="c.registered_on", hit=CLOSED_BY_END, unit=Counted.PERCENT,
        cites="各地通报口径，以登记为分母", says=Both(
            "本期登记的，期末前已办结的占比；办结日期不明的计入",
            "of the matters registered in the window, those closed by its end; closings of an unknown day count",
        ),
    )
    RESOLVED_RATE = "resolved_rate", "化解率", "resolution rate", Line(
        dating=Dating.REGISTERED, source=CASES_THEN, day="c.registered_on", hit=RESOLVED_BY_END, unit=Counted.PERCENT,
        cites="各地通报口径，以登记为分母，依据另列", says=Both(
            "本期登记的，期末前已化解的占比；依据另列；化解日期不明的计入",
            "of the matters registered in the window, those resolved by its end, on the bases listed apart;"
            " resolutions of an unknown day count",
        ),
    )
    FIRST_RESOLUTION = "first_resolution", "一次性化解率", "resolved at the first attempt", once().resolved
    SATISFACTION = "satisfaction", "满意率（责任单位）", "satisfied with the unit", Line(
        dating=Dating.EVENT, source=_RATINGS, base="r.newness = 1 AND r.body = 'unit'",
        hit="r.answer IN ('satisfied', 'basic')", unit=Counted.PERCENT, cites="省级考核系统口径（2020）",
        says=Both(
            "本期评价责任单位的，满意和基本满意的占比；一件多次评价取最后一次",
            "of the matters whose unit was rated in the window, those rated satisfied or basically satisfied;"
            " the last rating of a matter counts",
        ),
    )
    SATISFACTION_OFFICE = "satisfaction_office", "满意率（信访部门）", "satisfied with the office", Line(
        dating=Dating.EVENT, source=_RATINGS, base="r.newness = 1 AND r.body = 'office'",
        hit="r.answer IN ('satisfied', 'basic')", unit=Counted.PERCENT, cites="省级考核系统口径（2020）",
        says=Both(
            "本期评价信访部门的，满意和基本满意的占比；一件多次评价取最后一次",
            "of the matters where the office was rated in the window, those rated satisfied or basically satisfied;"
            " the last rating of a matter counts",
        ),
    )
    RATING_SHARE = "rating_share", "参评率（责任单位）", "unit rated", Line(
        dating=Dating.DUE, source=_RATING_WINDOWS, hit="w.of_unit = 1", unit=Counted.PERCENT,
        cites="省级考核系统口径（2020）", says=Both(
            "评价期在本期届满的，期内已评价责任单位的占比",
            "of the matters whose time for rating ended in the window, those where the unit was rated in it",
        ),
    )
    RATING_SHARE_OFFICE = "rating_share_office", "参评率（信访部门）", "office rated", Line(
        dating=Dating.DUE, source=_RATING_WINDOWS, hit="w.of_office = 1", unit=Counted.PERCENT,
        cites="省级考核系统口径（2020）", says=Both(
            "评价期在本期届满的，期内已评价信访部门的占比",
            "of the matters whose time for rating ended in the window, those where the office was rated in it",
        ),
    )
    ONLINE_SHARE = "online_share", "网上信访占比", "online", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on",
        base="c.channel IN ('letter', 'visit', 'online')", hit="c.channel = 'online'", unit=Counted.PERCENT,
        cites="省级考核系统口径（2020）", says=Both(
            "本期登记的来信、来访、网上信访中，网上信访的占比",
            "of the letters, visits and online matters registered in the window, those that came online",
        ),
    )
    REPEAT_SHARE = "repeat_share", "重复信访占比", "not first-time", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", hit="c.first_time = 0", unit=Counted.PERCENT,
        cites="省级考核系统口径（2020）", says=Both(
            "本期登记的，非初次的占比；未注明初次的按初次计",
            "of the matters registered in the window, those that are not first-time; unknown counts as first-time",
        ),
    )
    REGISTERED = "registered", "登记", "registered", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", unit=Counted.REGISTRATIONS,
        cites="信访工作条例第21条", says=Both(
            "本期登记的件次，含重复",
            "registrations in the window, repeats included",
        ),
    )
    CLOSED = "closed", "办结", "closed", Line(
        dating=Dating.EVENT, source=CLOSINGS, cites="信访工作条例第34条", says=Both(
            "本期办结的，一件计一次，其后重新办理、申请复查的仍计；办结日期不明的不计",
            "matters closed in the window, each once, also those reopened or reviewed later; closings of an unknown day"
            " do not count",
        ),
    )
    RESOLVED = "resolved", "化解", "resolved", Line(
        dating=Dating.EVENT, source=RESOLUTIONS, cites="各地通报口径", says=Both(
            "本期化解的，一件计一次，其后重新办理、申请复查的仍计；化解日期不明的不计",
            "matters resolved in the window, each once, also those reopened or reviewed later; those of an unknown day"
            " do not count",
        ),
    )
    OVERDUE = "overdue", "超期", "overdue", Line(
        dating=Dating.SNAPSHOT, source=_OVERDUE, cites="信访工作条例第22、23、34至36条",
        says=Both(
            "期末有职责期限已过而未完成的件数",
            "matters with a duty past due and not done as of the window's end",
        ),
    )
    MEDIAN_DAYS = "median_days", "办理天数中位数", "median days of handling", Line(
        dating=Dating.EVENT, source=CLOCKS, day="k.stopped_on", base=f"k.clock = 'handle' AND {COUNTS}",
        dated="k.dated", statistic=Statistic.MEDIAN, unit=Counted.DAYS, cites="地方月度通报的平均办理时限，改取中位数",
        says=Both(
            "本期办理期限停止的，自受理起天数的中位数",
            "median days from acceptance of the handling that ended in the window",
        ),
    )
    # fmt: on
