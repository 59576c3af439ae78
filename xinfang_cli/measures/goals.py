"""Which measures an office may set itself a goal for: how it does its duties, and what it resolves.

How many came, how often, from which level and how satisfied they were are no goals: an office that is held to them
learns to keep people away.
"""

from fractions import Fraction

from xinfang_cli.measures.counting import Counting
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Change, Value
from xinfang_cli.measures.volumes import Duty

GOALS: tuple[Counting, ...] = (
    Measure.TIMELY_ROUTE,
    Measure.TIMELY_NOTICE,
    Measure.ON_TIME_CLOSE,
    Measure.RESOLVED_RATE,
    Duty.IN_TIME,
    Duty.ASSIGNED_IN_TIME,
)


def gap(value: Value, goal: int) -> Change | None:
    """Return by how many points a rate is over its goal, or under it; None for a rate of nothing."""
    if value.is_withheld or value.numerator is None or not value.denominator:
        return None
    return Change(Fraction(int(value.numerator), value.denominator) - Fraction(goal, 100), is_points=True, is_gap=True)


def is_met(value: Value, goal: int) -> bool:
    """Whether a rate is as its goal or over it."""
    found = gap(value, goal)
    return found is not None and found.amount >= 0
