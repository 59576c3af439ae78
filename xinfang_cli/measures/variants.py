"""Other ways in which offices count a measure: a closed list; config chooses, and the output names what was chosen.

What is not here is left out on purpose: a formula that counts who did not rate as satisfied, and any that leaves
nothing in the base but what was done.
"""

from collections.abc import Iterable, Mapping
from typing import Self

from xinfang_cli.labels import Label
from xinfang_cli.measures.cautions import Beside
from xinfang_cli.measures.counting import Counting, Dating, Line, LineSource, day_number
from xinfang_cli.measures.middles import Statistic
from xinfang_cli.measures.once import ONCE_DAYS, once
from xinfang_cli.measures.outcomes import CASES_THEN, CLOSED_BY_END, RESOLVED_BY_END
from xinfang_cli.measures.rates import (
    CASES,
    CLOCKS,
    CLOCKS_OF_CASES,
    COUNTS,
    FIRST_HANDLING,
    Measure,
)
from xinfang_cli.measures.table import Both, Counted

_ACCEPTED = "(a.did = 'accept' OR (a.did = 'observed' AND a.what = 'accept'))"


def _accepted(of: str, within: str) -> LineSource:
    """Return registered matters with the day they were first accepted, and whether they were closed by the end."""
    return LineSource(
        f"""(
 SELECT c.id AS case_id, c.unit, c.registered_on, MAX(CASE WHEN {CLOSED_BY_END} THEN 1 ELSE 0 END) AS closed,
 MIN(a.on_day) AS accepted_on
 FROM {CASES_THEN.text} LEFT JOIN events AS a ON a.case_id = c.id AND {_ACCEPTED}
 WHERE {of} AND {within} GROUP BY c.id, c.unit, c.registered_on
) AS f""",  # noqa: S608  # made of constants
        "f.case_id",
        "f.unit",
        has_cases=False,
    )


_IN_WINDOW = "c.registered_on >= :from AND c.registered_on < :to"
_30_EARLIER = "c.registered_on >= :from_30 AND c.registered_on < :to_30"


class Variant(Label):
    """A variant: the word that config takes, the title it gives its measure, the measure, and how it counts."""

    measure: Measure
    line: Line

    def __new__(cls, word: str, zh: str, en: str, measure: Measure, line: Line) -> Self:
        """Make the member from its line."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.zh, member.en, member.measure, member.line = zh, en, measure, line
        return member

    # fmt: off
    FROM_REGISTRATION = (
        "from_registration", "及时转送率（登记起15日）", "routed in time (15 days from registration)",
        Measure.TIMELY_ROUTE, Line(
            dating=Dating.DUE, source=CLOCKS_OF_CASES, day="c.registered_on", after=15,
            base=f"k.clock = 'route' AND {COUNTS}",
            hit=f"k.stopped_on IS NOT NULL AND {day_number('k.stopped_on')} - {day_number('c.registered_on')} <= 15",
            dated="k.dated", unit=Counted.PERCENT, cites="省级考核系统口径（2020）", says=Both(
                "登记满15日落在本期的，满15日前转送的占比；未转送的在分母内",
                "of the matters whose 15th day from registration falls in the window, those routed by it; those not"
                " routed are in the base",
            ),
        ),
    )
    ACCEPTED_IN_30 = (
        "accepted_in_30", "及时受理率（登记起30日）", "accepted in time (30 days from registration)",
        Measure.TIMELY_NOTICE, Line(
            dating=Dating.DUE, source=_accepted("c.unit IS NOT NULL", _30_EARLIER),
            hit=f"f.accepted_on IS NOT NULL AND {day_number('f.accepted_on')} - {day_number('f.registered_on')} <= 30",
            unit=Counted.PERCENT, cites="省级考核系统口径（2020）", says=Both(
                "登记满30日落在本期、已有责任单位的，满30日前受理的占比；未受理的在分母内",
                "of the matters with a unit whose 30th day from registration falls in the window, those accepted by it;"
                " those not accepted are in the base",
            ),
        ),
    )
    DUE_PASSED = (
        "due_passed", "按期办结率（不含未到期）", "handled in time (without those not due yet)",
        Measure.ON_TIME_CLOSE, Line(
            dating=Dating.DUE, source=CLOCKS, day="k.due", hit="k.stopped_on <= k.due", dated="k.dated",
            base=f"{FIRST_HANDLING} AND (k.stopped_on IS NOT NULL OR k.due < :as_of)", unit=Counted.PERCENT,
            cites="各地通报口径", says=Both(
                "初次信访办理期限在本期到期的，按期办结的占比；期末未到期又未办结的不在分母内，超期未办结的在内",
                "of the handling deadlines of first-time matters in the window, those met; what is neither done nor"
                " due yet is left out, what is overdue and open is in the base",
            ),
        ),
    )
    CLOSES_IN_WINDOW = (
        "closes_in_window", "按期办结率（以本期办结为分母，不含超期未办结）",
        "handled in time (of those handled in the window; overdue and open left out)",
        Measure.ON_TIME_CLOSE, Line(
            dating=Dating.EVENT, source=CLOCKS, day="k.stopped_on", base=FIRST_HANDLING,
            hit="k.stopped_on <= k.due", dated="k.dated", unit=Counted.PERCENT, cites="各地通报口径", says=Both(
                "本期办理期限停止的初次信访，按期的占比；超期未办结的不在分母内，须与超期件数并看",
                "of the first-time matters whose handling ended in the window, those in time; overdue and open ones are"
                " not in the base, so read it beside the overdue ones",
            ),
        ),
    )
    WITH_ASSIGNED = (
        "with_assigned", "按期办结率（含交办期限）", "handled in time (deadlines of assignments too)",
        Measure.ON_TIME_CLOSE, Line(
            dating=Dating.DUE, source=CLOCKS, day="k.due", hit="k.stopped_on <= k.due", dated="k.dated",
            base=f"k.clock IN ('handle', 'assigned') AND k.of_first = 1 AND {COUNTS}", unit=Counted.PERCENT,
            cites="省级考核系统口径（2020），限办截止时间", says=Both(
                "初次信访的办理期限和交办期限在本期到期的，按期完成的占比；超期未完成的在分母内",
                "of the deadlines of handling and of assignments of first-time matters that fall in the window, those"
                " met; overdue and open are in the base",
            ),
        ),
    )
    OF_ACCEPTED = (
        "of_accepted", "办结率（以受理为分母）", "close rate (of those accepted)",
        Measure.CLOSE_RATE, Line(
            dating=Dating.REGISTERED, source=_accepted("1 = 1", _IN_WINDOW), base="f.accepted_on < :to",
            hit="f.closed = 1", unit=Counted.PERCENT, cites="各地通报口径，以受理为分母", says=Both(
                "本期登记、期末前已受理的，期末前已办结的占比",
                "of the matters registered in the window and accepted by its end, those closed by its end",
            ),
        ),
    )
    WITHOUT_MERGED = (
        "without_merged", "化解率（不含并入件）", "resolution rate (without those merged)",
        Measure.RESOLVED_RATE, Line(
            dating=Dating.REGISTERED, source=CASES_THEN, day="c.registered_on", base="c.status <> 'merged'",
            hit=RESOLVED_BY_END, unit=Counted.PERCENT, cites="各地通报口径", says=Both(
                "本期登记、未并入其他件的，期末前已化解的占比；依据另列",
                "of the matters registered in the window and not merged into another, those resolved by its end",
            ),
        ),
    )
    OF_LIST = (
        "of_list", "化解率（以清单全部为分母）", "resolution rate (of the whole list)",
        Measure.RESOLVED_RATE, Line(
            dating=Dating.SNAPSHOT, source=CASES_THEN, base="c.registered_on < :to", hit=RESOLVED_BY_END,
            unit=Counted.PERCENT, cites="各地专项治理口径，以清单为分母", says=Both(
                "期末前登记的全部（清单用筛选条件划定）中，期末前已化解的占比；依据另列",
                "of all matters registered before the window's end (filters make the list), those resolved by its end",
            ),
        ),
    )
    NOT_REPEATED = (
        "not_repeated", "初次信访未重复率", "first-time matters not raised again",
        Measure.FIRST_RESOLUTION, once().not_repeated,
    )
    WITH_PHONE = (
        "with_phone", "网上信访占比（分母含电话）", "online (calls in the base)",
        Measure.ONLINE_SHARE, Line(
            dating=Dating.REGISTERED, source=CASES, day="c.registered_on", hit="c.channel = 'online'",
            base="c.channel IN ('letter', 'visit', 'online', 'phone')", unit=Counted.PERCENT, cites="各地通报口径",
            says=Both(
                "本期登记的来信、来访、网上、电话信访中，网上信访的占比",
                "of the letters, visits, calls and online matters registered in the window, those that came online",
            ),
        ),
    )
    MEAN = (
        "mean", "平均办理天数", "mean days of handling",
        Measure.MEDIAN_DAYS, Line(
            dating=Dating.EVENT, source=Measure.MEDIAN_DAYS.line.source, day="k.stopped_on",
            base=f"k.clock = 'handle' AND {COUNTS}", dated="k.dated",
            statistic=Statistic.MEAN, unit=Counted.DAYS, cites="地方月度通报的平均办理时限", says=Both(
                "本期办理期限停止的，自受理起天数的平均数",
                "mean days from acceptance of the handling that ended in the window",
            ),
        ),
    )
    # fmt: on


def of_measure(measure: Measure) -> tuple[Variant, ...]:
    """Return the variants of a measure."""
    return tuple(variant for variant in Variant if variant.measure is measure)


def lines(chosen: Iterable[Variant], once_days: int = ONCE_DAYS) -> Mapping[Counting, Line]:
    """Return how each measure is counted, and what hangs on the same settings, with the variants that were chosen."""
    looked = once(once_days)
    days = {
        Measure.FIRST_RESOLUTION: looked.resolved,
        Variant.NOT_REPEATED: looked.not_repeated,
        Beside.LOOKING: looked.looking,
    }
    own = {variant.measure: days.get(variant, variant.line) for variant in chosen}
    return {Beside.LOOKING: looked.looking} | {
        measure: own.get(measure) or days.get(measure, measure.line) for measure in Measure
    }
