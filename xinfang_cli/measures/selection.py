"""The one set of filters that lists, counts, reports and batches share, as a condition in SQL.

The condition speaks of the columns of `cases`; the view `clock_lines` and any join that has these columns under
their own names take it too. Values are bound, never written into it.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.plaintext import searchable

EVERYTHING = "1 = 1"
_WITH_TEXT = "id IN (SELECT case_id FROM texts WHERE instr(haystack, {}) > 0)"


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which matters: those that fit every filter given. Several values of one filter are alternatives.

    Attributes:
        today: the day that `overdue` and `due_within` are reckoned from.
        unit: full names of units, as handling unit or co-handler.
        status: words of states.
        place: names of places; the caller adds those that lie under them.
        category: names of categories, what lies under them included (`城乡建设` takes `城乡建设/房屋交易`).
        class_: words of classes.
        channel: words of channels.
        group: working groups.
        lead: leaders in charge.
        owner: clerks in charge.
        overdue: a duty is past due.
        due_within: the earliest duty falls due today or within so many calendar days; with `overdue`, or is past due.
        unrouted: open and with no unit.
        closed: closed (办结); with `open`, either.
        open: waiting for a duty of an office.
        resolved: resolved (化解).
        since: received on this day or later.
        until: received on this day or earlier.
        text: texts that title, request, place or number contain, all of them.
    """

    today: dt.date
    unit: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    class_: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    overdue: bool = False
    due_within: int | None = None
    unrouted: bool = False
    closed: bool = False
    open: bool = False
    resolved: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    text: tuple[str, ...] = ()

    def as_sql(self) -> tuple[str, Mapping[str, str]]:
        """Return the condition and the values it names; their names begin with `s_`."""
        sql = _Condition()
        parts = [*self._words(sql), *self._flags(sql), *self._days(sql)]
        return (" AND ".join(parts) or EVERYTHING), sql.values

    def _words(self, sql: "_Condition") -> Iterator[str]:
        for column, words in self._columns().items():
            if words:
                yield f"{column} IN ({', '.join(sql.bind(word) for word in words)})"
        if self.unit:
            yield sql.either(_of_unit(sql, unit) for unit in self.unit)
        if self.category:
            yield sql.either(_of_category(sql, category) for category in self.category)
        for text in filter(str.strip, self.text):
            yield _WITH_TEXT.format(sql.bind(searchable(text)))

    def _columns(self) -> Mapping[str, tuple[str, ...]]:
        return {
            "status": self.status,
            "place": self.place,
            "class": self.class_,
            "channel": self.channel,
            "group_name": self.group,
            "lead": self.lead,
            "owner": self.owner,
        }

    def _flags(self, sql: "_Condition") -> Iterator[str]:
        if self.unrouted:
            yield "is_open = 1 AND unit IS NULL"
        stages = [*(["is_open = 1"] if self.open else []), *(["is_closed = 1"] if self.closed else [])]
        if stages:
            yield sql.either(stages)
        if self.resolved:
            yield "resolved = 1"

    def _days(self, sql: "_Condition") -> Iterator[str]:
        if self.due_within is not None:
            yield f"due <= {sql.bind(_days_after(self.today, self.due_within))}"
            if not self.overdue:
                yield f"due >= {sql.bind(self.today)}"
        elif self.overdue:
            yield f"due < {sql.bind(self.today)}"
        if self.since:
            yield f"received_on >= {sql.bind(self.since)}"
        if self.until:
            yield f"received_on <= {sql.bind(self.until)}"


def _days_after(day: dt.date, days: int) -> dt.date:
    return day + min(days, (dt.date.max - day).days) * ONE_DAY


def _of_unit(sql: "_Condition", unit: str) -> str:
    """Co-handlers stand in a JSON array; a name in its quotes is found without taking the array apart."""
    quoted = json.dumps(unit, ensure_ascii=False)
    return f"unit = {sql.bind(unit)} OR instr(with_units, {sql.bind(quoted)}) > 0"


def _of_category(sql: "_Condition", category: str) -> str:
    under = f"{category}/"
    return f"category = {sql.bind(category)} OR substr(category, 1, {len(under)}) = {sql.bind(under)}"


@dataclass
class _Condition:
    """Values bound so far, each under a name of its own."""

    values: dict[str, str] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """Return the placeholder of a value; days become ISO text, words plain text."""
        name = f"s_{len(self.values)}"
        self.values[name] = str(value)
        return f":{name}"

    def either(self, parts: "Iterator[str] | list[str]") -> str:
        """Return the condition that one of several holds."""
        return f"({' OR '.join(parts)})"
