"""Small numbers of sealed matters are withheld, and so is what would give them away."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from xinfang_cli.law.words import MatterClass
from xinfang_cli.measures.table import Counted, Figure, Kind, Mark, Page, Spot, Table, Value
from xinfang_cli.messages import Text

K = TypeVar("K")
Group = tuple[str | None, ...]


def withheld(page: Page, least: int) -> Page:
    """Return a page of sealed matters alone without its numbers from 1 to under `least`, nor what gives them away."""
    return replace(
        page,
        spots=tuple(_withheld_spot(spot, least) for spot in page.spots),
        figures=tuple(_withheld_figure(figure, least) for figure in page.figures),
        tables=tuple(_withheld_table(table, least) for table in page.tables),
        paragraphs=tuple(_withheld_text(text, least) for text in page.paragraphs),
    )


def _withheld_spot(spot: Spot, least: int) -> Spot:
    return replace(spot, value=Mark.WITHHELD if _is_count(spot.value, least) else spot.value, says=None)


def _withheld_text(text: Text, least: int) -> Text:
    fields = {name: Mark.WITHHELD if _is_count(value, least) else value for name, value in text.fields.items()}
    return text.but(fields=fields)


def _is_small(number: float | None, least: int) -> bool:
    return number is not None and 0 < abs(number) < least


def withheld_value(value: Value, least: int) -> Value:
    """Return a value of sealed matters alone, or nothing in its place where it is small."""
    numbers = [value.numerator if value.denominator is None else value.denominator]
    if value.is_rate and value.numerator is not None and value.denominator is not None:
        numbers = [value.numerator, value.denominator - value.numerator, value.denominator]
    if any(_is_small(number, least) for number in numbers):
        return hidden(value)
    return value


def _withheld_figure(figure: Figure, least: int) -> Figure:
    return replace(
        figure,
        value=withheld_value(figure.value, least),
        last_period=figure.last_period and withheld_value(figure.last_period, least),
        last_year=figure.last_year and withheld_value(figure.last_year, least),
        year_so_far=figure.year_so_far and withheld_value(figure.year_so_far, least),
    )


def _withheld_table(table: Table, least: int) -> Table:
    counts = {
        at for at, column in enumerate(table.columns) if column.kind is Kind.NUMBER and column.unit is not Counted.DAYS
    }
    if not counts:
        return table
    rows = tuple(
        tuple(Mark.WITHHELD if at in counts and _is_count(cell, least) else cell for at, cell in enumerate(row))
        for row in table.rows
    )
    hidden = {at for row in rows for at, cell in enumerate(row) if cell is Mark.WITHHELD}
    total = table.total and tuple(Mark.WITHHELD if at in hidden else cell for at, cell in enumerate(table.total))
    return replace(table, rows=rows, total=total)


def _is_count(cell: object, least: int) -> bool:
    return isinstance(cell, int) and _is_small(cell, least)


def given_away(parts: Iterable[Value], least: int) -> bool:
    """Whether a sum, beside those of its parts that may be told, tells one that is withheld."""
    small = [value for value in parts if withheld_value(value, least) is not value]
    return bool(small) and (len(small) == 1 or sum(map(_size, small)) < least)


def protected(
    groups: Mapping[Group, Mapping[K, Value]],
    least: int,
    is_sealed: Callable[[Group], bool],
    telling: Container[tuple[Group, K]] = (),
) -> dict[Group, dict[K, Value]]:
    """Return figures by groups, some of which are sealed matters alone, without what gives their small numbers away.

    Where one of them is withheld, so is the smallest figure that stands beside it: from the total and the rest it
    could be worked out. `telling` are figures that would give away a part of theirs, which is told elsewhere.
    """
    kept = {group: dict(values) for group, values in groups.items()}
    for group in filter(is_sealed, groups):
        beside = [other for other in groups if not is_sealed(other) and _is_beside(group, other)]
        for key, value in groups[group].items():
            if withheld_value(value, least) is value and (group, key) not in telling:
                continue
            kept[group][key] = hidden(value)
            if others := [other for other in beside if _size(groups[other][key])]:
                smallest = min(others, key=lambda other: (_size(groups[other][key]), str(other)))
                kept[smallest][key] = hidden(groups[smallest][key])
    return kept


def withheld_beside(
    found: Mapping[Group, Mapping[K, Value]],
    classes: Mapping[str, Mapping[Group, Mapping[K, Value]]],
    asked: Container[str],
    least: int,
    telling: Container[tuple[Group, K]] = (),
) -> dict[Group, dict[K, Value]]:
    """Return figures of some classes without those from which a small number of sealed matters could be worked out.

    Where it is withheld, so is the smallest class beside it, as in a table by class: then the two are told together or
    not at all, and what all filters together tell is no more than their sum.
    """
    sealed = MatterClass.ACCUSATION.value

    def gives_away(group: Group, key: K) -> bool:
        values = {name: groups[group][key] for name, groups in classes.items() if group in groups}
        small = values.pop(sealed, None)
        if small is None or (withheld_value(small, least) is small and (group, key) not in telling):
            return False
        others = [name for name in values if _size(values[name])]
        smallest = min(others, key=lambda name: (_size(values[name]), name), default=None)
        together = {sealed, *([smallest] if smallest else values)}
        return len({name in asked for name in together}) > 1 or not smallest

    return {
        group: {key: hidden(value) if gives_away(group, key) else value for key, value in values.items()}
        for group, values in found.items()
    }


def _is_beside(group: Group, other: Group) -> bool:
    """Whether two groups differ in one key alone."""
    return sum(one != another for one, another in zip(group, other, strict=True)) == 1


def _size(value: Value) -> float:
    return (value.numerator if value.denominator is None else value.denominator) or 0


def hidden(value: Value) -> Value:
    """Return what stands in place of a value that is withheld."""
    return Value(None, is_rate=value.is_rate, is_withheld=True)
