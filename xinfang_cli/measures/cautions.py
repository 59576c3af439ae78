"""What stands beside the rates: ways in which a rate can look better than the work, and what it leaves out."""

from xinfang_cli.labels import Label
from xinfang_cli.law.words import Basis
from xinfang_cli.measures.counting import Counting, Dating, Line, LineSource, day_number
from xinfang_cli.measures.once import once
from xinfang_cli.measures.outcomes import BASIS_BY_END, CASES_THEN, RESOLVED_BY_END
from xinfang_cli.measures.rates import CASES, CLOCKS, EVENTS, EVENTS_OF_CASES, Measure
from xinfang_cli.measures.table import Counted

_ROUTINGS = LineSource(EVENTS.text, EVENTS.case)  # of the unit that the matter is with, whoever it was sent to


def _ended(amount: str) -> Line:
    """Return the duties that ended in a window without being done: they are in no rate."""
    return Line(
        dating=Dating.EVENT,
        source=CLOCKS,
        day="k.stopped_on",
        base="k.fate = 'ended' AND k.kind = 'duty'",
        amount=amount,
        apart=True,
        unit=Counted.DUTIES,
    )


def _basis(basis: Basis) -> Line:
    return Line(
        dating=Dating.REGISTERED,
        source=CASES_THEN,
        day="c.registered_on",
        base=f"{RESOLVED_BY_END} AND {BASIS_BY_END} = '{basis}'",
    )


class Beside(Counting):
    """What stands beside the rates: ways in which a rate can look better than the work, and what it leaves out."""

    # fmt: off
    DECLINED = "declined", "不予受理、不再受理", "declined", Line(
        dating=Dating.EVENT, source=EVENTS, day="e.on_day", unit=Counted.TIMES,
        base="(e.did = 'decline' OR (e.did = 'observed' AND e.what IN ('decline', 'final_decline')))",
    )
    EXTENDED = "extended", "延期", "extended", Line(
        dating=Dating.EVENT, source=EVENTS, day="e.on_day", base="e.did = 'extend'", unit=Counted.TIMES,
    )
    # The second routing of a matter and those after it; directing it to another procedure is none.
    REROUTED = "rerouted", "改派", "rerouted", Line(
        dating=Dating.EVENT, source=_ROUTINGS, day="e.on_day", base="e.again = 1", unit=Counted.TIMES,
    )
    WITHDRAWN = "withdrawn", "撤回", "withdrawn", Line(
        dating=Dating.EVENT, source=EVENTS_OF_CASES, day="e.on_day",
        base="e.did = 'withdraw' AND (e.until >= :to OR (c.status = 'withdrawn' AND c.ended_on = e.on_day))",
    )
    ENDED = "ended", "终止（办结、并案、撤回、改派等，未完成）", "ended without being done", _ended("1")
    ENDED_LATE = "ended_late", "终止时已过期限", "of these, past due when they ended", _ended(
        "CASE WHEN k.due < k.stopped_on THEN 1 ELSE 0 END"
    )
    DISPUTED = "disputed", "异议成立", "objections agreed to", Line(
        dating=Dating.EVENT, source=CLOCKS, day="k.stopped_on", unit=Counted.MATTERS,
        base="k.fate = 'disputed' AND k.clock = 'notify_routed'", apart=True,
    )
    MISROUTED = "misrouted", "转送有误", "routed to the wrong unit", Line(
        dating=Dating.EVENT, source=_ROUTINGS, day="e.on_day", base="e.did = 'object' AND e.decision = 'agree'",
    )
    HELD = "held", "异议审核占用", "days that objections took too long", Line(
        dating=Dating.DUE, source=CLOCKS, day="k.due", base="k.clock = 'notify_routed' AND k.excused_to > k.due",
        amount=f"{day_number('k.excused_to')} - {day_number('k.due')}", unit=Counted.DAYS, apart=True,
    )
    LAPSED = "lapsed", "到期后补记为期内", "written after a deadline with a day before it", Line(
        dating=Dating.EVENT, source=EVENTS, unit=Counted.TIMES,
        base="e.lapse = 1 AND ((e.on_day >= :from AND e.on_day < :to) OR (e.at_day >= :from AND e.at_day < :to))",
    )
    UNREPORTED = "unreported", "交办终止而无办结报告", "assignments that ended without a report", Line(
        dating=Dating.EVENT, source=CLOCKS, day="k.stopped_on", base="k.clock = 'assigned' AND k.answered = 0",
    )
    LOOKING = "looking", "初次信访办结、观察期未满", "first-time and closed, still being looked at", once().looking
    CLOSED_UNDATED = "closed_undated", "本期登记、办结日期不明", "registered here, closing undated", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", base="c.is_closed = 1 AND c.closed_on IS NULL",
    )
    RESOLVED_UNDATED = "resolved_undated", "本期登记、化解日期不明", "registered here, resolution undated", Line(
        dating=Dating.REGISTERED, source=CASES, day="c.registered_on", base="c.resolved = 1 AND c.resolved_on IS NULL",
    )
    BY_AGREEMENT = "by_agreement", "化解依据：签订协议", "resolved by agreement", _basis(Basis.AGREEMENT)
    BY_PERFORMANCE = "by_performance", "化解依据：履行到位", "resolved by performance", _basis(Basis.PERFORMANCE)
    BY_PETITIONER = "by_petitioner", "化解依据：信访人确认", "resolved as the petitioner says", _basis(Basis.PETITIONER)
    BY_OFFICE = "by_office", "化解依据：机关认定", "resolved as the office alone says", _basis(Basis.OFFICE)
    # fmt: on


BESIDE_DEADLINES = (
    Beside.DECLINED,
    Beside.EXTENDED,
    Beside.REROUTED,
    Beside.WITHDRAWN,
    Beside.ENDED,
    Beside.ENDED_LATE,
    Beside.DISPUTED,
    Beside.HELD,
    Beside.LAPSED,
)
"""What stands beside how deadlines were met."""


class Undated(Label):
    """What a measure leaves out because a day is unknown; the word is `undated_` and the measure's name."""

    ROUTE = "undated_timely_route", "日期不明，未计入及时转送率", "day unknown, left out of “routed in time”"
    NOTICE = "undated_timely_notice", "日期不明，未计入及时告知率", "day unknown, left out of “told in time”"
    CLOSE = "undated_on_time_close", "日期不明，未计入按期办结率", "day unknown, left out of “handled in time”"
    MEDIAN = "undated_median_days", "日期不明，未计入办理天数中位数", "day unknown, left out of the median days"

    @property
    def measure(self) -> Measure:
        """The measure."""
        return Measure.of(self.value.removeprefix("undated_"))
