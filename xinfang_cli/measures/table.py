"""Tables and pages without a look: what a report found, before a renderer draws it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, Protocol

from xinfang_cli.labels import Label, Lang
from xinfang_cli.measures.tones import Tone
from xinfang_cli.messages import Text


class Counted(Label):
    """What a number counts (统计单位); it stands in the header of every column of numbers."""

    MATTERS = "matters", "件", "matters"
    REGISTRATIONS = "registrations", "件次", "registrations"
    GROUPS = "groups", "批次", "visiting groups"
    PERSONS = "persons", "人次", "persons"
    DUTIES = "duties", "项", "duties"
    TIMES = "times", "次", "times"
    DOCUMENTS = "documents", "份", "documents"
    DAYS = "days", "日", "days"
    PERCENT = "percent", "%", "%"


class Kind(Label):
    """What the cells of a column are; renderers align and format by it."""

    TEXT = "text", "文字", "text"
    CODE = "code", "编号", "code"
    NUMBER = "number", "数", "number"
    DATE = "date", "日期", "date"
    RATE = "rate", "率", "rate"

    @property
    def is_right(self) -> bool:
        """Whether its cells are aligned to the right, so that they can be compared."""
        return self in {Kind.NUMBER, Kind.DATE, Kind.RATE}


class Digits(NamedTuple):
    """How rates and changes are written.

    Attributes:
        decimals: how many.
        truncated: whether they are cut there instead of rounded half up.
    """

    decimals: int = 1
    truncated: bool = False


ONE_DECIMAL = Digits()


class Mark(Label):
    """Words that stand in a cell in place of a value or beside it."""

    TOTAL = "total", "合计", "total"
    WITHHELD = "withheld", "不公布", "withheld"  # a number of sealed matters under the configured minimum
    PROVISIONAL = "provisional", "暂算", "provisional"  # a date that rests on a year no notice covers


@dataclass(frozen=True, slots=True)
class Value:
    """A count, a rate or a median, with what it was made from.

    Attributes:
        numerator: the count, what counts of the denominator, or the median; None where nothing was found.
        denominator: None for a count; the number of matters for a median.
        is_rate: whether numerator and denominator make a rate.
        left_out: how many were not counted because a day is unknown.
        is_withheld: whether it was withheld because sealed matters could be told from it.
    """

    numerator: float | None
    denominator: int | None = None
    is_rate: bool = False
    left_out: int = 0
    is_withheld: bool = False

    @property
    def rate(self) -> float | None:
        """The rate, not rounded; None for an empty denominator and for what is no rate."""
        if not self.is_rate or self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


def ratio(numerator: int, denominator: int) -> Value:
    """Return a rate."""
    return Value(numerator, denominator, is_rate=True)


@dataclass(frozen=True, slots=True)
class Change:
    """How much a number changed: by which part of what it was or, between two rates, by which part of the whole.

    It is a fraction, so that it is rounded where it is written and nowhere before.
    """

    amount: Fraction
    is_points: bool = False
    is_gap: bool = False  # from a goal, not from what was before


@dataclass(frozen=True, slots=True)
class Both:
    """A sentence that a row says of itself, in both languages."""

    zh: str
    en: str

    def in_(self, lang: Lang) -> str:
        """Return it in a language."""
        return self.zh if lang is Lang.ZH else self.en


Title = Label | Text | Both | str
Cell = str | int | float | dt.date | Label | Text | Value | Change | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name scripts know it by, its title, what its numbers count, and what it means to stand in it."""

    name: str
    title: Title
    unit: Counted | None = None
    kind: Kind = Kind.TEXT
    tone: Tone | None = None


def tone_of(column: Column, cell: Cell) -> Tone | None:
    """Return what a cell means: what its own word says, or what a number or day in its column does."""
    tone: Tone | None = getattr(cell, "tone", None)
    if tone or column.tone is None:
        return tone
    return column.tone if cell and isinstance(cell, int | float | dt.date) else None


class Shape(Label):
    """How a chart draws numbers."""

    BARS = "bars", "条形图", "bars"  # a bar for each row and column, to be compared
    STACKED = "stacked", "堆积图", "stacked bars"  # the columns of a row one behind the other: parts of a sum
    LINE = "line", "折线图", "line"  # rows are points in time, from the earliest to the latest
    DAYS = "days", "日历", "calendar"  # rows are days of the weeks ahead, each with a number


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart of a table draws; each format draws the same in its own way, or leaves it out.

    Attributes:
        values: names of the columns that are drawn: counts of one unit, or rates, not both.
        shape: how.
        label: name of the column that says what a row is; the first one where it is None.
        most: how many rows are drawn at most, from the first.
        first: the day that a calendar begins with.
    """

    values: tuple[str, ...]
    shape: Shape = Shape.BARS
    label: str | None = None
    most: int = 20
    first: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns.

    Attributes:
        name: what scripts know it by.
        title: what people read.
        columns: its columns.
        rows: its rows; either held, or read anew each time it is gone through, so that memory stays flat.
        total: the sums under it, for people.
        chart: what may be drawn of it.
        is_sparse: whether people are spared its rows of noughts.
        note: what is said below it.
    """

    name: str
    title: Title
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    total: Row | None = None
    chart: Chart | None = None
    is_sparse: bool = False
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a page, with the same of the period before and of last year."""

    name: Label
    unit: Counted
    window: Label
    says: Title  # the definition in words
    cites: str
    value: Value
    last_period: Value | None = None
    last_year: Value | None = None
    year_so_far: Value | None = None
    variant: Label | None = None  # another way of counting it, which names it too
    days: int | None = None  # how many it looks ahead, where the office says that
    goal: int | None = None  # per cent that the office wants

    @property
    def title(self) -> Label:
        """What people read."""
        return self.variant or self.name


@dataclass(frozen=True, slots=True)
class Spot:
    """What a page is looked at for first: a number, what it means, where its rows stand.

    Attributes:
        title: what is counted.
        value: how many.
        unit: of what.
        tone: what it means that there are any.
        table: name of the table that has them one by one.
        says: whose they are.
    """

    title: Title
    value: Cell
    unit: Counted
    tone: Tone | None = None
    table: str | None = None
    says: Title | None = None


class Titled(Protocol):
    """What has a word and a title, as labels have."""

    @property
    def value(self) -> str:
        """The word that scripts know it by."""

    def in_(self, lang: Lang) -> str:
        """Return what people read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A report: what was asked, as of when, from which data, and what was found.

    Attributes:
        report: which report it is.
        office: whose.
        period: what people call the window, such as 2026年10月.
        from_: its first day.
        to: the first day after it.
        as_of: the day of the snapshot: the window's last day, or today if that is earlier.
        calendar: version of the holiday data.
        scope: the filters in words; None where there are none.
        filters: the filters, for scripts.
        commit: the commit of the workspace, if it is a git repository.
        left_out: how many case files could not be read.
        spots: what it is looked at for first.
        figures: the measures.
        tables: the tables.
        paragraphs: sentences that stand before the tables.
        digits: how rates and changes are written.
    """

    report: Titled
    office: str
    period: Title
    from_: dt.date
    to: dt.date
    as_of: dt.date
    calendar: str
    scope: Title | None = None
    filters: Mapping[str, object] = field(default_factory=dict)
    commit: str | None = None
    left_out: int = 0
    spots: tuple[Spot, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[Text, ...] = ()
    digits: Digits = ONE_DECIMAL
