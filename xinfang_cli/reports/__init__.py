"""The reports: one line each here, one file each beside, from a window and the measures to a page of tables."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module

from xinfang_cli.besides import Beside, Undated
from xinfang_cli.clocks import Law
from xinfang_cli.counting import Run, Scope, survey
from xinfang_cli.labels import Label
from xinfang_cli.measures import Measure
from xinfang_cli.messages import Msg, Text
from xinfang_cli.table import Column, Counted, Figure, Kind, Mark, Page, Row, Table, Value
from xinfang_cli.windows import Span, Window, is_partial, last_period, last_year


class Report(Label):
    """A report: the word that is typed and its names."""

    WEEKLY = "weekly", "周调度", "weekly dispatch"

    @property
    def span(self) -> Span:
        """What it is about where no window is named: the last week, month or year that is over."""
        return _SPANS.get(self.value, Span.MONTH)


_SPANS = {"weekly": Span.WEEK, "annual": Span.YEAR}


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """What a report is asked, and what it needs to answer.

    Attributes:
        run: runs a statement over the flat relations.
        window: the days it is about.
        today: the present day.
        office: name of the letters-and-visits office.
        law: the rules in force: clocks and their order, owners, review organs, calendar.
        scope: which cases count.
        commit: the workspace's commit.
        left_out: how many case files could not be read.
        min_cell: numbers of sealed matters below this are withheld.
        truncated: whether rates are cut after one decimal instead of rounded.
    """

    run: Run
    window: Window
    today: dt.date
    office: str
    law: Law
    scope: Scope = field(default_factory=Scope)
    commit: str | None = None
    left_out: int = 0
    min_cell: int = 5
    truncated: bool = False

    @property
    def as_of(self) -> dt.date:
        """The day of snapshots."""
        return self.window.as_of(self.today)

    @cached_property
    def last_period(self) -> Window | None:
        """The window before."""
        return last_period(self.window, self.today)

    @cached_property
    def last_year(self) -> Window | None:
        """The same window of last year."""
        return last_year(self.window, self.today)


def build(report: Report, inquiry: Inquiry) -> Page:
    """Return a report's page."""
    page: Page = import_module(f"xinfang_cli.reports.{report.value}").build(inquiry)
    return page


def paged(report: Report, inquiry: Inquiry, paragraphs: tuple[Text, ...], tables: tuple[Table, ...]) -> Page:
    """Return the page of a report's own tables, the measures and stamps that all carry."""
    lines = {label: label.line for label in (*Measure, *Beside)}
    windows = (inquiry.window, inquiry.last_period, inquiry.last_year)
    values = [survey(inquiry.run, lines, window, inquiry.today, inquiry.scope) if window else {} for window in windows]
    page = Page(
        report=report,
        office=inquiry.office,
        period=inquiry.window.name,
        from_=inquiry.window.from_,
        to=inquiry.window.to,
        as_of=inquiry.as_of,
        calendar=inquiry.law.calendar.version,
        commit=inquiry.commit,
        left_out=inquiry.left_out,
        figures=tuple(_figure(measure, values) for measure in Measure),
        tables=(*tables, _beside(values)),
        paragraphs=(*paragraphs, *_cautions(inquiry)),
        truncated=inquiry.truncated,
    )
    return withheld(page, inquiry.min_cell) if inquiry.scope.sealed_only else page


Values = list[dict[Measure | Beside, Value]]


def _figure(measure: Measure, values: Values) -> Figure:
    now, before, year = (found.get(measure) for found in values)
    line = measure.line
    return Figure(
        name=measure,
        unit=line.unit,
        window=line.dating,
        says=line.says or measure,
        cites=line.cites,
        value=now or Value(None),
        last_period=before,
        last_year=year,
    )


def _beside(values: Values) -> Table:
    columns = (
        Column("item", Msg.HEAD_ITEM()),
        Column("unit", Msg.HEAD_UNIT_OF_COUNT()),
        Column("value", Msg.HEAD_WINDOW(), kind=Kind.NUMBER),
        Column("last_period", Msg.HEAD_LAST_PERIOD(), kind=Kind.NUMBER),
        Column("last_year", Msg.HEAD_LAST_YEAR(), kind=Kind.NUMBER),
    )
    return Table("beside", Msg.TABLE_BESIDE(), columns, tuple(_beside_rows(values)))


def _beside_rows(values: Values) -> Iterator[Row]:
    for item in Beside:
        found = [before.get(item) for before in values]
        yield (item, item.line.unit, *(value and value.numerator for value in found))
    for left_out in Undated:
        found = [before.get(left_out.measure) for before in values]
        yield (left_out, Counted.DUTIES, *(value and value.left_out for value in found))


def _cautions(inquiry: Inquiry) -> Iterator[Text]:
    if is_partial(inquiry.window, inquiry.today):
        yield Msg.PARTIAL_WINDOW(day=inquiry.as_of)


def withheld(page: Page, least: int) -> Page:
    """Return a page of sealed matters alone without its numbers from 1 to under `least`, nor what gives them away."""
    return replace(
        page,
        figures=tuple(_withheld_figure(figure, least) for figure in page.figures),
        tables=tuple(_withheld_table(table, least) for table in page.tables),
        paragraphs=tuple(_withheld_text(text, least) for text in page.paragraphs),
    )


def _withheld_text(text: Text, least: int) -> Text:
    fields = {name: Mark.WITHHELD if _is_count(value, least) else value for name, value in text.fields.items()}
    return replace(text, fields=fields)


def _is_small(number: float | None, least: int) -> bool:
    return number is not None and 0 < abs(number) < least


def _withheld_value(value: Value, least: int) -> Value:
    numbers = [value.numerator if value.denominator is None else value.denominator]
    if value.is_rate and value.numerator is not None and value.denominator is not None:
        numbers = [value.numerator, value.denominator - value.numerator, value.denominator]
    if any(_is_small(number, least) for number in numbers):
        return Value(None, is_rate=value.is_rate, is_withheld=True)
    return value


def _withheld_figure(figure: Figure, least: int) -> Figure:
    return replace(
        figure,
        value=_withheld_value(figure.value, least),
        last_period=figure.last_period and _withheld_value(figure.last_period, least),
        last_year=figure.last_year and _withheld_value(figure.last_year, least),
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
