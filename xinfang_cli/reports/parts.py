"""Parts that several reports are made of: volumes by a dimension, and columns of figures by unit."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from xinfang_cli.labels import Label
from xinfang_cli.law.words import LEVELS
from xinfang_cli.measures.cautions import Beside
from xinfang_cli.measures.counting import Counting, Line
from xinfang_cli.measures.dimensions import WORDS, Dimension
from xinfang_cli.measures.goals import gap
from xinfang_cli.measures.numbers import compared
from xinfang_cli.measures.outcomes import Outcome
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Cell, Chart, Column, Counted, Kind, Mark, Table, Title, Value, ratio
from xinfang_cli.measures.tones import Tone
from xinfang_cli.measures.volumes import Volume
from xinfang_cli.measures.windows import Window
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry
from xinfang_cli.reports.against import Against
from xinfang_cli.reports.withholding import Group, hidden

NOTHING = Value(0)


def number(name: str, title: Title, unit: Counted | None = None, tone: Tone | None = None) -> Column:
    """Return a column of numbers."""
    return Column(name, title, unit, Kind.NUMBER, tone)


def rate(name: str, title: Title, unit: Counted = Counted.PERCENT) -> Column:
    """Return a column of rates, or of medians in days."""
    return Column(name, title, unit, Kind.RATE)


def shown(value: Value) -> Cell:
    """Return a count as it stands in a column of numbers."""
    return Mark.WITHHELD if value.is_withheld else value.numerator


def column_of(label: Counting, line: Line | None = None, title: Label | None = None) -> Column:
    """Return the column of a rate or count, headed by what it counts."""
    line = line or label.line
    if line.hit or line.statistic:
        return rate(label.value, title or label, line.unit)
    return number(label.value, title or label, line.unit)


def cell_of(value: Value) -> Cell:
    """Return a value as it stands in its column."""
    return value if value.is_rate or value.denominator is not None else shown(value)


def sorted_groups(inquiry: Inquiry, by: tuple[Dimension, ...], groups: Iterable[Group]) -> list[Group]:
    """Return groups in the order of their kinds: units and places as the office has them, never by how many came."""

    def place(group: Group) -> list[tuple[bool, int, str]]:
        return [_place(inquiry, dimension, value) for dimension, value in zip(by, group, strict=True)]

    return sorted(groups, key=place)


def _place(inquiry: Inquiry, dimension: Dimension, value: str | None) -> tuple[bool, int, str]:
    words = WORDS.get(dimension)
    known: Sequence[str] = LEVELS if dimension is Dimension.SOURCE_LEVEL else list(words or ())
    if not known:
        return value is None, *inquiry.place_of(value)
    return value is None, known.index(value) if value in known else len(known), value or ""


_VOLUMES = {volume: volume.line for volume in (Volume.REGISTRATIONS, Volume.MATTERS, Volume.PERSONS)}
_BY_SIZE = frozenset({Dimension.CATEGORY, Dimension.SUBCATEGORY})
Volumes = Mapping[Group, Mapping[Volume, Value]]


class Totals(NamedTuple):
    """What was registered in all.

    Attributes:
        now: in the window.
        beside: the registrations of the windows beside it, by their names.
        windows: which they are.
    """

    now: Mapping[Volume, Value]
    beside: Mapping[str, Value]
    windows: tuple[Against, ...]


def count_ahead(inquiry: Inquiry, labels: Iterable[Counting], *, so_far: bool = False) -> None:
    """Count in one go what several parts of a page tell of each window, and every page after them."""
    lines = lines_of(inquiry, (*labels, *Measure, *Beside, *Outcome))
    beside = (each.window for each in inquiry.against(so_far=so_far))
    inquiry.surveys(lines, tuple(dict.fromkeys(filter(None, (inquiry.window, *beside)))))


def volume_totals(inquiry: Inquiry, *, so_far: bool = False) -> Totals:
    """Return what was registered in all, and in the windows beside."""
    windows = inquiry.against(so_far=so_far)
    beside = {
        each.name: inquiry.survey(_VOLUMES, each.window)[Volume.REGISTRATIONS] if each.window else NOTHING
        for each in windows
    }
    return Totals(inquiry.survey(_VOLUMES), beside, windows)


def volumes(
    inquiry: Inquiry, titles: Mapping[Dimension, Text], totals: Totals, by_size: Container[Dimension] = _BY_SIZE
) -> Iterator[Table]:
    """Return what was registered by each of several dimensions, with the windows beside.

    Categories stand by size, being nobody's rank; others only where a law asks for it.
    """
    by = tuple(titles)
    now = inquiry.broken_down_by_each(_VOLUMES, by)
    found = {each.name: _registrations(inquiry, by, each.window) for each in totals.windows}
    for dimension, title in titles.items():
        beside = {name: groups[dimension] for name, groups in found.items()}
        names = sorted_groups(inquiry, (dimension,), dict.fromkeys(chain(now[dimension], *beside.values())))
        if dimension in by_size:
            names.sort(key=lambda name: -_size(now[dimension].get(name)))
        yield _volume(dimension, title, names, totals, (now[dimension], beside))


def _volume(
    dimension: Dimension,
    title: Text,
    names: list[Group],
    totals: Totals,
    found: tuple[Volumes, Mapping[str, Mapping[Group, Value]]],
) -> Table:
    now, beside = found
    rows = tuple(
        (
            dimension.cell(name[0]),
            *_volume_cells(
                now.get(name) or dict.fromkeys(_VOLUMES, NOTHING),
                totals,
                {window: groups.get(name, NOTHING) for window, groups in beside.items()},
            ),
        )
        for name in names
    )
    total = (Mark.TOTAL, *_volume_cells(totals.now, totals, totals.beside))
    columns = _volume_columns(dimension, totals.windows)
    return Table(f"by_{dimension}", title, columns, rows, total)


def _size(values: Mapping[Volume, Value] | None) -> float:
    return (values[Volume.REGISTRATIONS].numerator or 0) if values else 0


def _registrations(
    inquiry: Inquiry, by: tuple[Dimension, ...], window: Window | None
) -> dict[Dimension, dict[Group, Value]]:
    if window is None:
        return {dimension: {} for dimension in by}
    line = {Volume.REGISTRATIONS: Volume.REGISTRATIONS.line}
    found = inquiry.broken_down_by_each(line, by, window)
    return {
        dimension: {group: values[Volume.REGISTRATIONS] for group, values in groups.items()}
        for dimension, groups in found.items()
    }


def beside_columns(windows: Iterable[Against], unit: Counted | None = None) -> Iterator[Column]:
    """Return the columns of the windows beside, each with that of its change."""
    for each in windows:
        yield number(each.name, each.head, unit)
        if each.change:
            yield number(*each.change)


def beside_cells(windows: Iterable[Against], now: Value, beside: Mapping[str, Value]) -> Iterator[Cell]:
    """Return their cells."""
    for each in windows:
        yield shown(beside[each.name])
        if each.change:
            yield compared(now, beside[each.name])


def _volume_columns(dimension: Dimension, windows: tuple[Against, ...]) -> tuple[Column, ...]:
    return (
        Column(dimension.value, dimension),
        number("registrations", Msg.HEAD_WINDOW(), Counted.REGISTRATIONS),
        rate("share", Msg.HEAD_SHARE()),
        *beside_columns(windows, Counted.REGISTRATIONS),
        number("matters", Msg.HEAD_MATTERS(), Counted.MATTERS),
        number("persons", Msg.HEAD_PERSONS(), Counted.PERSONS),
    )


def _volume_cells(values: Mapping[Volume, Value], totals: Totals, beside: Mapping[str, Value]) -> tuple[Cell, ...]:
    registered = values[Volume.REGISTRATIONS]
    return (
        shown(registered),
        _share(registered, totals.now[Volume.REGISTRATIONS]),
        *beside_cells(totals.windows, registered, beside),
        shown(values[Volume.MATTERS]),
        shown(values[Volume.PERSONS]),
    )


def _share(part: Value, whole: Value) -> Value:
    if part.is_withheld or whole.is_withheld:
        return hidden(ratio(0, 0))
    return ratio(int(part.numerator or 0), int(whole.numerator or 0))


def by_unit(
    inquiry: Inquiry, name: str, title: Text, lines: Mapping[Counting, Line], chart: Chart | None = None
) -> Table:
    """Return figures by unit, in the order that the office has its units in; totals are of all of them."""
    found = inquiry.broken_down(lines, (Dimension.UNIT,))
    groups = sorted_groups(inquiry, (Dimension.UNIT,), found)
    rows = tuple(
        (group[0] or inquiry.office, *_with_gaps(inquiry, found[group]))
        for group in groups
        if any(value.numerator or value.denominator or value.is_withheld for value in found[group].values())
    )
    total = (Mark.TOTAL, *_with_gaps(inquiry, inquiry.survey(lines))) if rows else None
    columns = [Column(Dimension.UNIT.value, Dimension.UNIT)]
    for label, line in lines.items():
        columns.append(column_of(label, line, variant_of(inquiry, label)))
        if label in inquiry.goals:
            columns.append(number(f"{label.value}_gap", Msg.HEAD_GAP_OF(goal=inquiry.goals[label])))
    return Table(name, title, tuple(columns), rows, total, chart)


def _with_gaps(inquiry: Inquiry, values: Mapping[Counting, Value]) -> Iterator[Cell]:
    """Return figures as cells, each with how far it is from its goal, if it has one."""
    for label, value in values.items():
        yield cell_of(value)
        if label in inquiry.goals:
            yield gap(value, inquiry.goals[label])


def taken_back(inquiry: Inquiry) -> Iterator[Text]:
    """Say what of the closings and resolutions of the window was taken back in it, or since; nothing where none was."""
    lines = {label: label.line for label in (*Outcome, Measure.CLOSED, Measure.RESOLVED)}
    found = {label.value: shown(value) for label, value in inquiry.survey(lines).items()}
    if found[Outcome.CLOSED_AGAIN]:
        yield Msg.CLOSED_AND_REOPENED(**found)
    if found[Outcome.RESOLVED_AGAIN]:
        yield Msg.RESOLVED_AND_REOPENED(**found)
    if found[Outcome.RESOLVED_REVIEWED]:
        yield Msg.RESOLVED_AND_REVIEWED(**found)
    if found[Outcome.CLOSED_SINCE] or found[Outcome.RESOLVED_SINCE]:
        yield Msg.TAKEN_BACK_SINCE(**found)


def lines_of(inquiry: Inquiry, labels: Iterable[Counting]) -> dict[Counting, Line]:
    """Return how each is counted here."""
    return {label: inquiry.line_of(label) for label in labels}


def variant_of(inquiry: Inquiry, label: Counting) -> Label:
    """Return the title of a measure: its own, or that of the variant that was chosen."""
    return next((variant for variant in inquiry.variants if variant.measure is label), label)
