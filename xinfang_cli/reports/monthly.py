"""月通报: paragraphs that can be pasted into a bulletin, what came in, what was done in time, what people said of it.

Units stand as the office has them. What came in and how satisfied people were is shown and ranks nobody; beside each
on-time rate stands what could make it look better than the work.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from xinfang_cli.labels import Label
from xinfang_cli.law.words import Channel
from xinfang_cli.measures.cautions import BESIDE_DEADLINES, Beside
from xinfang_cli.measures.counting import Counting, bounds
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Chart, Column, Counted, Mark, Page, Row, Shape, Table, Value
from xinfang_cli.measures.volumes import Duty, Volume
from xinfang_cli.measures.windows import year_so_far
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.bulletin import IN_BULLETIN, goals, grounds, ranked, words, work
from xinfang_cli.reports.owed import not_ended
from xinfang_cli.reports.parts import (
    Totals,
    beside_cells,
    beside_columns,
    by_unit,
    count_ahead,
    lines_of,
    number,
    shown,
    sorted_groups,
    taken_back,
    variant_of,
    volume_totals,
    volumes,
)
from xinfang_cli.reports.sentences import change, listed, period, rate, shortened
from xinfang_cli.reports.trends import handling_times, trend

if TYPE_CHECKING:
    from xinfang_cli.reports.withholding import Group


class Age(Label):
    """How long a matter has been open, from its registration; the word is the column's name."""

    TO_60 = "to_60", "60日以内", "up to 60 days"
    TO_180 = "to_180", "61至180日", "61 to 180 days"
    TO_365 = "to_365", "181至365日", "181 to 365 days"
    OVER_365 = "over_365", "一年以上", "over a year"


_DIMENSIONS = {
    Dimension.CHANNEL: Msg.TABLE_BY_CHANNEL(),
    Dimension.CLASS: Msg.TABLE_BY_CLASS(),
    Dimension.CATEGORY: Msg.TABLE_BY_CATEGORY(),
    Dimension.PLACE: Msg.TABLE_BY_PLACE(),
    Dimension.UNIT: Msg.TABLE_BY_UNIT(),
}
_VISITS = (Volume.VISITS, Volume.VISITORS, Volume.JOINT_VISITS, Volume.JOINT_VISITORS)
_TIMELINESS: tuple[Counting, ...] = (
    Duty.IN_TIME, Measure.TIMELY_NOTICE, Measure.ON_TIME_CLOSE, Duty.ASSIGNED_IN_TIME, Measure.MEDIAN_DAYS,
    Measure.OVERDUE, Beside.DECLINED, Beside.EXTENDED, Beside.REROUTED, Beside.WITHDRAWN, Beside.ENDED,
    Beside.ENDED_LATE, Beside.DISPUTED, Beside.HELD, Beside.LAPSED,
)  # fmt: skip
_RATINGS = (Measure.SATISFACTION, Measure.RATING_SHARE)
_IN_PARAGRAPHS: tuple[Counting, ...] = (*Measure, *_VISITS, *Beside)
# Open on the day of the snapshot: still, or ended only later.
_OPEN = f"""SELECT o.unit, SUM(CASE WHEN o.on_day >= :d60 THEN 1 ELSE 0 END),
 SUM(CASE WHEN o.on_day < :d60 AND o.on_day >= :d180 THEN 1 ELSE 0 END),
 SUM(CASE WHEN o.on_day < :d180 AND o.on_day >= :d365 THEN 1 ELSE 0 END),
 SUM(CASE WHEN o.on_day < :d365 THEN 1 ELSE 0 END) FROM (
 SELECT c.unit, c.registered_on AS on_day FROM {{cases}} AS c WHERE c.is_open = 1 AND {not_ended("c.id")}
 UNION ALL
 SELECT c.unit, c.registered_on AS on_day FROM {{cases}} AS c
 WHERE c.is_open = 0 AND c.ended_on > :as_of AND {not_ended("c.id")}
) AS o WHERE COALESCE(o.on_day, '') <= :as_of GROUP BY o.unit"""  # noqa: S608  # made of constants


def build(inquiry: Inquiry) -> Page:
    """Return the monthly page."""
    count_ahead(inquiry, Volume, so_far=True)
    inquiry.survey(lines_of(inquiry, IN_BULLETIN))
    timeliness = by_unit(inquiry, "timeliness", Msg.TABLE_TIMELINESS(), lines_of(inquiry, _TIMELINESS))
    totals = volume_totals(inquiry, so_far=True)
    tables = (
        *volumes(inquiry, _DIMENSIONS, totals),
        _visits(inquiry),
        timeliness,
        by_unit(inquiry, "satisfaction", Msg.TABLE_SATISFACTION(), lines_of(inquiry, _RATINGS)),
        handling_times(inquiry),
        _backlog(inquiry),
        trend(inquiry),
    )
    return paged(Report.MONTHLY, inquiry, tuple(_paragraphs(inquiry, totals, timeliness)), tables)


def _visits(inquiry: Inquiry) -> Table:
    lines = {volume: volume.line for volume in _VISITS}
    windows = inquiry.against(so_far=True)
    now = inquiry.survey(lines)
    found = {each.name: inquiry.survey(lines, each.window) if each.window else {} for each in windows}
    columns = (
        Column("item", Msg.HEAD_ITEM()),
        Column("unit", Msg.HEAD_UNIT_OF_COUNT()),
        number("value", Msg.HEAD_WINDOW()),
        *beside_columns(windows),
    )
    rows: list[Row] = []
    for volume in _VISITS:
        beside = {name: values.get(volume, Value(None)) for name, values in found.items()}
        rows.append((volume, volume.line.unit, shown(now[volume]), *beside_cells(windows, now[volume], beside)))
    return Table("visits", Msg.TABLE_VISITS(), columns, tuple(rows))


def _backlog(inquiry: Inquiry) -> Table:
    """Return what is open, by unit and by age."""
    since = {
        f"d{days}": str(inquiry.as_of - min(dt.timedelta(days), inquiry.as_of - dt.date.min)) for days in (60, 180, 365)
    }
    params = {**inquiry.scope.params, **bounds(inquiry.window, inquiry.today), **since}
    found: dict[Group, tuple[int, ...]] = {
        (row[0],): tuple(int(each) for each in row[1:]) for row in inquiry.run(inquiry.scope.applied(_OPEN), params)
    }
    columns = (
        Column(Dimension.UNIT.value, Dimension.UNIT),
        number("open", Msg.HEAD_OPEN(), Counted.MATTERS),
        *(number(age.value, age, Counted.MATTERS) for age in Age),
    )
    rows: tuple[Row, ...] = tuple(
        (Dimension.UNIT.cell(group[0]), sum(found[group]), *found[group])
        for group in sorted_groups(inquiry, (Dimension.UNIT,), found)
    )
    sums = [sum(column) for column in zip(*found.values(), strict=True)] or [0] * len(Age)
    ages = tuple(age.value for age in Age)
    return Table(
        "backlog", Msg.TABLE_BACKLOG(), columns, rows, (Mark.TOTAL, sum(sums), *sums), Chart(ages, Shape.STACKED)
    )


def _paragraphs(inquiry: Inquiry, totals: Totals, timeliness: Table) -> Iterator[Text]:
    found = inquiry.survey(lines_of(inquiry, _IN_PARAGRAPHS))
    yield _volume(inquiry, totals)
    yield from _so_far(inquiry)
    yield _channels(inquiry, found)
    yield _duties(inquiry, found, timeliness)
    yield Msg.MONTHLY_BESIDE(
        **{item.value: shown(found[item]) for item in BESIDE_DEADLINES},
    )
    yield _results(inquiry, found)
    yield grounds(inquiry)
    yield from taken_back(inquiry)
    yield from work(inquiry)
    yield _units(timeliness)
    if not inquiry.scope.sealed_only:
        yield from ranked(inquiry)
        yield from goals(inquiry)
    yield from words(inquiry)


def _volume(inquiry: Inquiry, totals: Totals) -> Text:
    registered = totals.now[Volume.REGISTRATIONS]
    changes = {
        each.change[0]: change(registered, totals.beside[each.name], digits=inquiry.digits)
        for each in totals.windows
        if each.change
    }
    sentence = Msg.MONTHLY_VOLUME if "last_period" in totals.beside else Msg.MONTHLY_VOLUME_OF_YEAR
    return sentence(
        period=period(inquiry.window),
        office=inquiry.office,
        registrations=shown(registered),
        matters=shown(totals.now[Volume.MATTERS]),
        persons=shown(totals.now[Volume.PERSONS]),
        **{name: shown(value) for name, value in totals.beside.items()},
        **changes,
    )


def _so_far(inquiry: Inquiry) -> Iterator[Text]:
    """Tell the year so far, where it is more than the window."""
    window = year_so_far(inquiry.window)
    if window and window.from_ < inquiry.window.from_:
        found = inquiry.survey(lines_of(inquiry, (Measure.REGISTERED, Measure.CLOSED, Measure.RESOLVED)), window)
        yield Msg.MONTHLY_SO_FAR(**{label.value: shown(value) for label, value in found.items()})


def _channels(inquiry: Inquiry, found: Mapping[Counting, Value]) -> Text:
    line = {Volume.REGISTRATIONS: Volume.REGISTRATIONS.line}
    groups = inquiry.broken_down(line, (Dimension.CHANNEL,))
    counts = {group[0]: shown(values[Volume.REGISTRATIONS]) for group, values in groups.items()}
    named = (Channel.LETTER, Channel.VISIT, Channel.ONLINE)
    others = [count for channel, count in counts.items() if channel not in named]
    return Msg.MONTHLY_CHANNELS(
        letters=counts.get(Channel.LETTER, 0),
        visits=shown(found[Volume.VISITS]),
        visitors=shown(found[Volume.VISITORS]),
        joint=shown(found[Volume.JOINT_VISITS]),
        joiners=shown(found[Volume.JOINT_VISITORS]),
        online=counts.get(Channel.ONLINE, 0),
        others=Mark.WITHHELD if Mark.WITHHELD in others else sum(count for count in others if isinstance(count, int)),
        share=rate(found[Measure.ONLINE_SHARE], digits=inquiry.digits),
    )


def _duties(inquiry: Inquiry, found: Mapping[Counting, Value], timeliness: Table) -> Text:
    named = {"route": Measure.TIMELY_ROUTE, "notice": Measure.TIMELY_NOTICE, "close": Measure.ON_TIME_CLOSE}
    return Msg.MONTHLY_DUTIES(
        **_named(inquiry, found, named), overdue=shown(found[Measure.OVERDUE]), late=len(_late(timeliness))
    )


def _results(inquiry: Inquiry, found: Mapping[Counting, Value]) -> Text:
    named = {"close": Measure.CLOSE_RATE, "resolve": Measure.RESOLVED_RATE}
    rates = _named(inquiry, found, named)
    return Msg.MONTHLY_RESULTS(
        closed=shown(found[Measure.CLOSED]),
        resolved=shown(found[Measure.RESOLVED]),
        close=rates["close"],
        close_rate=rates["close_rate"],
        resolve=rates["resolve"],
        resolved_rate=rates["resolve_rate"],
        satisfaction_title=Measure.SATISFACTION,
        satisfaction=rate(found[Measure.SATISFACTION], digits=inquiry.digits),
        share_title=Measure.RATING_SHARE,
        rating_share=rate(found[Measure.RATING_SHARE], digits=inquiry.digits),
    )


def _named(inquiry: Inquiry, found: Mapping[Counting, Value], named: Mapping[str, Measure]) -> dict[str, Any]:
    """Return rates with the titles that they have here."""
    titles = {word: variant_of(inquiry, measure) for word, measure in named.items()}
    rates = {f"{word}_rate": rate(found[measure], digits=inquiry.digits) for word, measure in named.items()}
    return {**titles, **rates}


def _cells(table: Table, column: Label) -> Iterator[tuple[Any, Any]]:
    at = [each.name for each in table.columns].index(column.value)
    return ((row[0], row[at]) for row in table.rows)


def _late(timeliness: Table) -> list[tuple[Any, Any]]:
    return [(unit, count) for unit, count in _cells(timeliness, Measure.OVERDUE) if count]


def _units(timeliness: Table) -> Text:
    due = [(unit, value) for unit, value in _cells(timeliness, Duty.IN_TIME) if value.denominator or value.is_withheld]
    good = [unit for unit, value in due if value.denominator and value.numerator == value.denominator]
    return Msg.MONTHLY_UNITS(
        units=len(due),
        good=len(good),
        in_time=shortened(good) or Msg.NONE_OF_THEM(),
        late=listed(_late(timeliness)),
    )
