"""Sentences of a bulletin beside its figures: units by a duty rate, goals, what was done besides, the office's words.

Units are told apart by their duties alone, and only those that the office may supervise: never by how many came or
how satisfied they were. One with few duties is named and not ranked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from xinfang_cli.measures.cautions import Beside
from xinfang_cli.measures.counting import Counting, Line
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.goals import gap, is_met
from xinfang_cli.measures.numbers import decimal, percent
from xinfang_cli.measures.outcomes import RESOLVED_ON
from xinfang_cli.measures.rates import CLOCKS, CLOCKS_OF_CASES, Measure
from xinfang_cli.measures.table import Value
from xinfang_cli.measures.volumes import Act, Duty, Volume
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry
from xinfang_cli.reports.parts import lines_of, shown, variant_of
from xinfang_cli.reports.sentences import rate, shortened

_WORK = (Act.MEDIATED, Act.MEDIATED_RESOLVED, Act.SIMPLE_HANDLED, Act.EXPERTS, Act.MEETINGS, Act.INSPECTIONS)
IN_BULLETIN: tuple[Counting, ...] = (*_WORK, Act.RELIEF, Volume.CARDS, Beside.LOOKING, Measure.FIRST_RESOLUTION, *Duty)
"""What the sentences tell, so that it can be counted with the rest."""


def of_units(line: Line) -> Line:
    """Return a line of what units owe; days that the office took too long over an objection are not theirs."""
    if line.source in {CLOCKS, CLOCKS_OF_CASES}:
        # Few are late; those alone are looked up for what excuses them, which is never before they were due.
        hit = line.hit and f"({line.hit} OR {line.hit.replace('k.due', 'k.excused_to')})"
        return replace(line, base=f"({line.base}) AND k.owner = 'unit'", hit=hit, apart=False)
    return line


def by_duty(inquiry: Inquiry, label: Counting) -> dict[str, Value]:
    """Return a rate by unit, of those that the office may supervise and that had anything due."""
    found = inquiry.broken_down({label: of_units(inquiry.line_of(label))}, (Dimension.UNIT,))
    beyond = {None, inquiry.office} | inquiry.law.beyond
    rates = {group[0]: values[label] for group, values in found.items() if group[0] not in beyond}
    names = sorted((name for name in rates if name and rates[name].denominator), key=inquiry.place_of)
    return {name: rates[name] for name in names}


def ranked(inquiry: Inquiry) -> Iterator[Text]:
    """Tell the units with the highest and the lowest rate of duties in time, and those with too few to be ranked."""
    rates = by_duty(inquiry, Duty.IN_TIME)
    least = max(inquiry.rank_min, 1)
    judged = {name: value for name, value in rates.items() if (value.denominator or 0) >= least}
    few = [name for name in rates if name not in judged]
    heights = sorted({_height(value) for value in judged.values()})
    if len(heights) > 1:
        high, low = (_those(inquiry, judged, height) for height in (heights[-1], heights[0]))
        yield Msg.MONTHLY_RANKED(title=Duty.IN_TIME, high=high, low=low)
    elif heights:
        same = percent(heights[0], 1, inquiry.digits)
        yield Msg.MONTHLY_ALIKE(title=Duty.IN_TIME, units=shortened(list(judged)), rate=same)
    if few:
        yield Msg.MONTHLY_TOO_FEW(least=least, units=shortened(few))


def _height(value: Value) -> Fraction:
    return Fraction(int(value.numerator or 0), value.denominator or 1)


def _those(inquiry: Inquiry, rates: Mapping[str, Value], height: Fraction) -> list[Text | str] | Text:
    return shortened([
        Msg.NAMED_RATE(name=name, rate=rate(value, digits=inquiry.digits))
        for name, value in rates.items()
        if _height(value) == height
    ])  # fmt: skip


def goals(inquiry: Inquiry) -> Iterator[Text]:
    """Tell which goals were met, and which were not, by how much and by which units."""
    found = inquiry.survey(lines_of(inquiry, inquiry.goals))
    for label, goal in inquiry.goals.items():
        value = found[label]
        difference = gap(value, goal)
        if difference is None:
            continue
        said = {"title": variant_of(inquiry, label), "rate": rate(value, digits=inquiry.digits), "goal": goal}
        if is_met(value, goal):
            yield Msg.GOAL_MET(**said)
        else:
            points = decimal(abs(difference.amount) * 100, inquiry.digits)
            yield Msg.GOAL_NOT_MET(**said, points=points)
        if short := _short(inquiry, label, goal):
            yield Msg.GOAL_UNITS(title=variant_of(inquiry, label), goal=goal, units=short)


def _short(inquiry: Inquiry, label: Counting, goal: int) -> list[Text | str] | Text | None:
    """Return the units under a goal, of those with enough to be judged; what is no duty has no unit to blame."""
    if inquiry.line_of(label).source not in {CLOCKS, CLOCKS_OF_CASES} or label is Measure.TIMELY_ROUTE:
        return None
    rates = by_duty(inquiry, label)
    under = [
        Msg.NAMED_RATE(name=name, rate=rate(value, digits=inquiry.digits))
        for name, value in rates.items()
        if (value.denominator or 0) >= max(inquiry.rank_min, 1) and not is_met(value, goal)
    ]
    return shortened(under) if under else None


def grounds(inquiry: Inquiry) -> Text:
    """Tell what the resolutions of the window rest on: who says that they are resolved."""
    found = inquiry.survey(RESOLVED_ON)
    counts = {basis.value: shown(value) for basis, value in found.items()}
    resolved = shown(inquiry.survey(lines_of(inquiry, (Measure.RESOLVED,)))[Measure.RESOLVED])
    return Msg.MONTHLY_GROUNDS(resolved=resolved, **counts)


def work(inquiry: Inquiry) -> Iterator[Text]:
    """Tell what was done besides, where anything was."""
    found = inquiry.survey(lines_of(inquiry, IN_BULLETIN))
    once, looking = found[Measure.FIRST_RESOLUTION], found[Beside.LOOKING]
    if once.denominator or once.is_withheld or looking.numerator:
        title = variant_of(inquiry, Measure.FIRST_RESOLUTION)
        said = rate(once, digits=inquiry.digits)
        yield Msg.MONTHLY_ONCE(days=inquiry.once_days, title=title, rate=said, looking=shown(looking))
    counts = {act.value: shown(found[act]) for act in _WORK}
    if any(counts.values()):
        yield Msg.MONTHLY_WORK(**counts)
    if relief := shown(found[Act.RELIEF]):
        yield Msg.MONTHLY_RELIEF(relief=relief)
    cards = found[Volume.CARDS]
    if cards.numerator:
        yield Msg.MONTHLY_CARDS(cards=cards.numerator, rate=rate(cards, digits=inquiry.digits))


def words(inquiry: Inquiry) -> Iterator[Text]:
    """Return the office's own words under their headings; one without words keeps its place."""
    for heading, paragraphs in inquiry.texts.items():
        yield Msg.OWN_HEADING(heading=heading)
        yield from (Msg.OWN_WORDS(text=text) for text in paragraphs)
