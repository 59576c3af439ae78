"""How numbers, changes and cells are written for people, in every format alike."""

import datetime as dt
from fractions import Fraction

from xinfang_cli.labels import Label, Lang
from xinfang_cli.measures.goals import gap
from xinfang_cli.measures.numbers import NONE, Number, changed, compared, decimal, percent
from xinfang_cli.measures.table import (
    ONE_DECIMAL,
    Cell,
    Change,
    Column,
    Counted,
    Digits,
    Figure,
    Kind,
    Mark,
    Page,
    Row,
    Table,
    Title,
    Value,
)
from xinfang_cli.messages import Msg, Text, harmless
from xinfang_cli.plaintext import in_one_line
from xinfang_cli.render.plots import Plot
from xinfang_cli.typesetting import bracketed


def change(now: Number | None, before: Number | None, *, digits: Digits = ONE_DECIMAL) -> str:
    """Return a change as `-26.5%` of what was before; — where there was nothing before."""
    found = changed(now, before)
    return NONE if found is None else _change(found, digits=digits)


def _change(found: Change, *, digits: Digits) -> str:
    text = percent(found.amount, 1, digits=digits)
    return f"+{text}" if found.amount > 0 else text


def _points(found: Change, *, digits: Digits) -> Text:
    points = decimal(abs(found.amount) * 100, digits)
    if not points.strip("0."):
        return Msg.POINTS_SAME()
    if found.is_gap:
        return Msg.POINTS_OVER(points=points) if found.amount > 0 else Msg.POINTS_UNDER(points=points)
    return Msg.POINTS_UP(points=points) if found.amount > 0 else Msg.POINTS_DOWN(points=points)


def titled(title: Title, lang: Lang) -> str:
    """Return a title in a language, on one line."""
    return _one_line(title) if isinstance(title, str) and not isinstance(title, Label) else title.in_(lang)


def _one_line(text: str) -> str:
    if text.isprintable() and " " not in text:  # what is printed needs nothing else: a blank is the one space that is
        return text
    return in_one_line(harmless(text))


def headed(column: Column, lang: Lang) -> str:
    """Return a column's header: its title, and what its numbers count."""
    title = titled(column.title, lang)
    if column.unit is None:
        return title
    return title + bracketed(column.unit.in_(lang), lang)


def drawn_title(table: Table, plot: Plot, lang: Lang) -> str:
    """Return the title of a chart that stands alone: its table's, and what `drawn_note` says."""
    note = drawn_note(plot, lang)
    return " · ".join((titled(table.title, lang), *([note] if note else [])))


def drawn_note(plot: Plot, lang: Lang) -> str:
    """Return what a chart draws where it is one column, and how many rows where it leaves some out."""
    names = [headed(plot.series[0].column, lang)] if len(plot.series) == 1 else []
    if plot.is_cut:
        names.append(Msg.CHART_CUT(count=len(plot.labels)).in_(lang))
    return " · ".join(names)


def all_written(row: Row, lang: Lang, *, digits: Digits = ONE_DECIMAL) -> list[str]:
    """Return the cells of a row as `written` does; half of those of a long register are empty, most others texts."""
    return [
        NONE if cell is None else _one_line(cell) if type(cell) is str else written(cell, lang, digits=digits)
        for cell in row
    ]


def written(cell: Cell, lang: Lang, *, digits: Digits = ONE_DECIMAL) -> str:
    """Return a cell on one line, without characters that steer a terminal."""
    if cell is None:
        return NONE
    if isinstance(cell, str) and not isinstance(cell, Label):
        return _one_line(cell)
    if isinstance(cell, Label | Text):
        return cell.in_(lang)
    if isinstance(cell, Value | Change):
        return _worked_out(cell, lang, digits=digits)
    if isinstance(cell, float):
        return decimal(Fraction(cell), digits._replace(decimals=1))  # of days, not of a rate
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def drawn_text(cell: Cell, lang: Lang, *, digits: Digits = ONE_DECIMAL) -> str:
    """Return what stands at a bar: what `written` says, without what a rate was made from."""
    if isinstance(cell, Value) and cell.is_rate and not cell.is_withheld:
        return percent(cell.numerator or 0, cell.denominator or 0, digits=digits)
    return written(cell, lang, digits=digits)


def _worked_out(value: Value | Change, lang: Lang, *, digits: Digits) -> str:
    if isinstance(value, Change):
        return _points(value, digits=digits).in_(lang) if value.is_points else _change(value, digits=digits)
    if value.is_withheld:
        return Mark.WITHHELD.in_(lang)
    if value.is_rate:
        rate = percent(value.numerator or 0, value.denominator or 0, digits=digits)
        return rate + bracketed(f"{written(value.numerator, lang)}/{value.denominator}", lang)
    number = written(value.numerator, lang, digits=digits)
    if value.denominator is None:
        return number
    return Msg.MEDIAN_OF(median=number, count=value.denominator).in_(lang)


def measures_table(page: Page) -> Table:
    """Return a page's measures as a table: this window, the one before, last year, and the changes."""
    columns = (
        Column("measure", Msg.HEAD_MEASURE()),
        Column("unit", Msg.HEAD_UNIT_OF_COUNT()),
        Column("value", Msg.HEAD_WINDOW(), kind=Kind.RATE),
        Column("goal", Msg.HEAD_GOAL(), Counted.PERCENT, Kind.NUMBER),
        Column("goal_gap", Msg.HEAD_GAP(), kind=Kind.NUMBER),
        Column("year_so_far", Msg.HEAD_SO_FAR(), kind=Kind.RATE),
        Column("last_period", Msg.HEAD_LAST_PERIOD(), kind=Kind.RATE),
        Column("period_change", Msg.HEAD_PERIOD_CHANGE(), kind=Kind.NUMBER),
        Column("last_year", Msg.HEAD_LAST_YEAR(), kind=Kind.RATE),
        Column("year_change", Msg.HEAD_YEAR_CHANGE(), kind=Kind.NUMBER),
        Column("window", Msg.HEAD_DATING()),
    )
    rows = tuple(_figure_row(figure) for figure in page.figures)
    untold = set()  # a year has no period before it but last year; most reports have no goal, nor the year so far
    if all(figure.goal is None for figure in page.figures):
        untold |= {"goal", "goal_gap"}
    if all(figure.year_so_far is None for figure in page.figures):
        untold |= {"year_so_far"}
    if all(figure.last_period is None for figure in page.figures):
        untold |= {"last_period", "period_change"}
    kept = [at for at, column in enumerate(columns) if column.name not in untold]
    told = tuple(tuple(row[at] for at in kept) for row in rows)
    return Table("measures", Msg.TABLE_MEASURES(), tuple(columns[at] for at in kept), told)


def heading(page: Page, lang: Lang) -> str:
    """Return the title of a page: whose report of which days."""
    title = Msg.PAGE_TITLE(
        office=page.office,
        report=page.report.in_(lang),
        period=titled(page.period, lang),
    )
    return in_one_line(title.in_(lang))


def under_title(page: Page, lang: Lang) -> list[str]:
    """Return the lines under a page's title: what is filtered, if anything is, and the stamp."""
    scope = [Msg.SCOPE(filters=titled(page.scope, lang)).in_(lang)] if page.scope else []
    return [*scope, stamp(page, lang)]


def stamp(page: Page, lang: Lang) -> str:
    """Return the line that says as of when and from which data a page was made."""
    parts = [Msg.STAMP_AS_OF(day=page.as_of), Msg.STAMP_CALENDAR(version=page.calendar)]
    if page.commit:
        parts.append(Msg.STAMP_COMMIT(commit=page.commit))
    if page.left_out:
        parts.append(Msg.STAMP_LEFT_OUT(count=page.left_out))
    return " · ".join(part.in_(lang) for part in parts)


def definition(figure: Figure, lang: Lang) -> str:
    """Return how a measure is made and where that comes from."""
    return Msg.DEFINITION(
        measure=figure.title, window=figure.window, says=titled(figure.says, lang), cites=figure.cites
    ).in_(lang)


def _figure_row(figure: Figure) -> Row:
    return (
        figure.title,
        figure.unit,
        figure.value,
        figure.goal,
        None if figure.goal is None else gap(figure.value, figure.goal),
        figure.year_so_far,
        figure.last_period,
        compared(figure.value, figure.last_period),
        figure.last_year,
        compared(figure.value, figure.last_year),
        figure.window,
    )
