"""Numbers as they are worked out: rates, rounding, and how one value changed against another."""

from fractions import Fraction

from xinfang_cli.measures.table import ONE_DECIMAL, Change, Digits, Value

Number = int | float | Fraction

NONE = "—"
"""What stands for no value: an empty denominator, nothing to compare with."""


def decimal(number: Fraction, digits: Digits = ONE_DECIMAL) -> str:
    """Return a number with so many decimals, rounded half up (away from zero) or cut."""
    one = 10**digits.decimals
    scaled = abs(number) * one
    whole = int(scaled) if digits.truncated else int(scaled + Fraction(1, 2))
    sign = "-" if number < 0 and whole else ""
    text = f"{sign}{whole // one}"
    return f"{text}.{whole % one:0{digits.decimals}}" if digits.decimals else text


def percent(numerator: Number, denominator: Number, digits: Digits = ONE_DECIMAL) -> str:
    """Return a rate as `88.2%`; — for an empty denominator.

    Worked out in fractions: in binary floating point a rate of exactly 0.125 or 0.0835 rounds by accident.
    """
    if not denominator:
        return NONE
    return decimal(Fraction(numerator) / Fraction(denominator) * 100, digits) + "%"


def changed(now: Number | None, before: Number | None) -> Change | None:
    """Return by which part of what was before a number changed; None where there was nothing before."""
    if now is None or not before:
        return None
    return Change((Fraction(now) - Fraction(before)) / Fraction(before))


def compared(now: Value, before: Value | None) -> Change | None:
    """Return how a measure changed: counts and medians in per cent, rates in percentage points; None if it cannot."""
    if before is None or now.is_withheld or before.is_withheld:
        return None
    if not now.is_rate:
        return changed(now.numerator, before.numerator)
    one, other = _fraction(now), _fraction(before)
    return None if one is None or other is None else Change(one - other, is_points=True)


def _fraction(value: Value) -> Fraction | None:
    if value.numerator is None or not value.denominator:
        return None
    return Fraction(value.numerator) / value.denominator
