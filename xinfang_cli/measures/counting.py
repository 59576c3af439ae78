"""How rows are counted: a `Line` says what counts of what, a `Scope` of which matters, a survey runs them in SQL.

Everything here is SQL that SQLite, DuckDB and Spark SQL share, over the flat relations `cases`, `clocks` and `events`;
days are ISO text, flags 0 and 1. Lines that read the same place on the same day share one statement.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import add
from typing import Any, Generic, Self, TypeVar

from xinfang_cli.labels import Label
from xinfang_cli.measures.middles import STATISTICS, Statistic, grouped, listed
from xinfang_cli.measures.selection import EVERYTHING, Selection
from xinfang_cli.measures.spans import spanned, spans_of
from xinfang_cli.measures.table import Both, Counted, Value
from xinfang_cli.measures.windows import Window
from xinfang_cli.messages import Text

Run = Callable[[str, Mapping[str, object]], Iterable[tuple[Any, ...]]]
"""Runs one statement with named values (`:from`) and returns its rows."""

K = TypeVar("K")


ALL = "1 = 1"
"""The base of a line that all rows of its source are in."""


class Dating(Label):
    """Which day decides whether something falls into a window."""

    REGISTERED = "R", "按登记日", "by day of registration"
    DUE = "D", "按到期日", "by deadline"
    EVENT = "E", "按发生日", "by day of the event"
    SNAPSHOT = "S", "截至期末", "as of the window's end"


@dataclass(frozen=True, slots=True)
class LineSource:
    """Where lines are counted.

    Attributes:
        text: what stands behind FROM; `{cases}`, `{of_clock}` and `{of_event}` take the condition of a `Scope`, and
            `{owing}` who owes a duty, where that is asked. Where several windows are asked at once, `{spans}` stands
            for them as `s`, of which `{span of s}` tells the column, as of whatever hands it on.
        case: in it, the id of the matter that a line is about.
        unit: in it, the unit whose line it is; None where that is the unit the matter is with.
        has_cases: whether it has the columns of `cases` as `c`, be it only where they are wanted.
        spans: in it, what tells windows apart where several are asked at once; None where it is asked for each anew.
    """

    text: str
    case: str
    unit: str | None = None
    has_cases: bool = True
    spans: str | None = None


Key = Callable[[LineSource], str]
"""What lines are told apart by, as a column of a source."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases count: a condition over the columns of `cases`, with its values.

    Attributes:
        where: the condition; empty for all.
        params: its values by name.
        sealed_only: whether it leaves sealed matters alone, so that small numbers are withheld.
        words: what people read of it; None where all count.
        filters: what scripts read of it.
    """

    where: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    sealed_only: bool = False
    words: Label | Text | None = None
    filters: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, selection: Selection) -> Self:
        """Return those of a selection."""
        where, params = selection.as_sql()
        return cls(
            where="" if where == EVERYTHING else where,
            params=params,
            sealed_only=selection.is_sealed_only,
            words=selection.words,
            filters=selection.filters,
        )

    def among(self, column: str, name: str | None) -> "Scope":
        """Return those of them that have a name in a set, or where none is given those whose set is empty."""
        where = f"{column} = '[]'" if name is None else f"INSTR({column}, :of_{column}) > 0"
        params = {} if name is None else {f"of_{column}": json.dumps(name, ensure_ascii=False)}
        return replace(
            self, where=f"({self.where}) AND {where}" if self.where else where, params={**self.params, **params}
        )

    def applied(self, text: str, *, joined: bool = False) -> str:
        """Return a statement with the condition in the places that its source has for it.

        Where there is none, clocks and events are read without their cases, unless those are wanted (`joined`).
        """
        cases = f"(SELECT * FROM cases WHERE {self.where})" if self.where else "cases"  # noqa: S608  # bound values
        wanted = joined or self.where
        of_clock = f" JOIN {cases} AS c ON c.id = k.case_id" if wanted else ""
        of_event = f" JOIN {cases} AS c ON c.id = e.case_id" if wanted else ""
        return text.replace("{cases}", cases).replace("{of_clock}", of_clock).replace("{of_event}", of_event)


def day_number(day: str) -> str:
    """Return SQL for the number of a day: no function for it is common to the three engines, nor is integer division.

    Years begin in March, so that the leap day is the last of its year.
    """
    year, month = f"CAST(SUBSTR({day}, 1, 4) AS INTEGER)", f"CAST(SUBSTR({day}, 6, 2) AS INTEGER)"
    shifted = f"({year} - CASE WHEN {month} < 3 THEN 1 ELSE 0 END)"
    months = f"(({month} + 9) % 12 * 306 + 5)"

    def whole(number: str, by: int) -> str:
        return f"({number} - {number} % {by}) / {by}"

    leaps = f"{whole(shifted, 4)} - {whole(shifted, 100)} + {whole(shifted, 400)}"
    return f"(365 * {shifted} + {leaps} + {whole(months, 10)} + CAST(SUBSTR({day}, 9, 2) AS INTEGER))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: a count (`hit` is None), a rate, or a median.

    Attributes:
        dating: which day decides.
        source: where it counts.
        day: the column of that day; None where the source holds the window already.
        after: so many days after that day decide: 15 where the deadline is registration and 15 days.
        base: what counts, or the denominator.
        hit: what of it makes the numerator.
        dated: a flag that is 0 where a day is unknown; such lines are counted apart.
        amount: what one line counts for.
        apart: whether it has a statement of its own, since an index leads to its rows alone; what shares a statement
            with others is looked for among the rows of all of them.
        statistic: what is made of the days of the lines, in a statement of its own; None for counts and rates.
        unit: what the numbers count.
        cites: where the formula comes from.
        says: the definition in words.
    """

    dating: Dating
    source: LineSource
    day: str | None = None
    after: int = 0
    base: str = ALL
    hit: str | None = None
    dated: str | None = None
    amount: str = "1"
    apart: bool = False
    statistic: Statistic | None = None
    unit: Counted = Counted.MATTERS
    cites: str = ""
    says: Both | None = None


class Counting(Label):
    """A label with the row that counts it."""

    line: Line

    def __new__(cls, word: str, zh: str, en: str, line: Line) -> Self:
        """Make the member from its names and row."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.zh, member.en, member.line = zh, en, line
        return member


def breakdown(
    run: Run, lines: Mapping[K, Line], by: tuple[Key, ...], window: Window, today: dt.date, scope: Scope | None = None
) -> dict[tuple[str | None, ...], dict[K, Value]]:
    """Return several measures of a window by keys; what a group has nothing of is 0, or a rate of nothing."""
    return _Survey(run, lines, scope or Scope(), _params(window, today), by).found()


def by_members(
    run: Run,
    lines: Mapping[K, Line],
    by: tuple[Key, ...],
    sets: tuple[int, ...],
    window: Window,
    today: dt.date,
    scope: Scope,
) -> dict[tuple[str | None, ...], dict[K, Value]]:
    """Return what `breakdown` does where the keys at some places are sets: what is in several counts under each."""
    if not sets:
        return breakdown(run, lines, by, window, today, scope)
    *first, at = sets
    column = by[at](LineSource("{cases} AS c", "c.id")).removeprefix("c.")
    held = f"SELECT DISTINCT {column} FROM {{cases}} AS c"  # noqa: S608  # our column
    members = {name for (found,) in run(scope.applied(held), scope.params) for name in json.loads(found)}
    groups: dict[tuple[str | None, ...], dict[K, Value]] = {}
    for name in (*sorted(members), None):
        narrowed = scope.among(column, name)
        others = (*by[:at], *by[at + 1 :])
        for group, values in by_members(run, lines, others, tuple(first), window, today, narrowed).items():
            groups[(*group[:at], name, *group[at:])] = values
    return groups


def breakdowns(
    run: Run, lines: Mapping[K, Line], by: tuple[Key, ...], window: Window, today: dt.date, scope: Scope | None = None
) -> tuple[dict[tuple[str | None, ...], dict[K, Value]], ...]:
    """Return counts and rates by each of several keys, as `breakdown` does by one; all are read once.

    Medians are no sums, and not for here; nor is a source that lists a matter once for each who owes (`{owing}`).
    """
    return _Survey(run, lines, scope or Scope(), _params(window, today), by).apart()


def spread(
    run: Run,
    lines: Mapping[K, Line],
    by: tuple[Key, ...],
    windows: Sequence[Window],
    today: dt.date,
    scope: Scope | None = None,
) -> list[dict[tuple[str | None, ...], dict[K, Value]]]:
    """Return what `breakdown` does, for each of several windows.

    What has a source that can tell windows apart is asked for all of them at once.
    """
    at_once = {key: line for key, line in lines.items() if line.source.spans and not line.statistic}
    if len(windows) == 1 or not at_once:
        return [breakdown(run, lines, by, window, today, scope) for window in windows]
    spans = spans_of((str(at), bounds(window, today)) for at, window in enumerate(windows))
    params = {**_params(windows[0], today), "first": str(min(window.from_ for window in windows))}
    together = _Survey(run, at_once, scope or Scope(), params, (_span, *by), spans).found()
    apart = {key: line for key, line in lines.items() if key not in at_once}
    found = [breakdown(run, apart, by, window, today, scope) for window in windows]
    for (at, *group), values in together.items():
        found[int(at or 0)].setdefault(tuple(group), {}).update(values)
    nothings = {key: nothing(line) for key, line in lines.items()}
    return [
        {group: nothings | values for group, values in (groups or ({} if by else {(): {}})).items()} for groups in found
    ]


def _span(source: LineSource) -> str:
    return f"{source.spans}.span"


def bounds(window: Window, today: dt.date) -> dict[str, str]:
    """Return a window's values for statements: `:from`, `:to` and `:as_of`."""
    return {"from": str(window.from_), "to": str(window.to), "as_of": str(window.as_of(today))}


def _params(window: Window, today: dt.date) -> dict[str, str]:
    return {**bounds(window, today), "first": str(window.from_), "today": str(today)}


_EARLIER = re.compile(r":((from|to|today)_(\d+))\b")


def _earlier(sql: str, params: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Return the values of `:from_15` and the like, as far as a statement asks for them: so many days before."""
    for name, of, days in _EARLIER.findall(sql):
        day = dt.date.fromisoformat(str(params[of]))
        yield name, str(day - min(dt.timedelta(int(days)), day - dt.date.min))


@dataclass(frozen=True)
class _Survey(Generic[K]):
    """Lines to be counted, in as few statements as there are places to count in."""

    run: Run
    lines: Mapping[K, Line]
    scope: Scope
    params: Mapping[str, object]
    by: tuple[Key, ...]
    spans: str = ""

    def found(self) -> dict[tuple[str | None, ...], dict[K, Value]]:
        """Return what was counted, by the keys' values; one group without keys."""
        groups: dict[tuple[str | None, ...], dict[K, Value]] = {}
        for together in self._sharing():
            for group, sums in self._sums(together):
                groups.setdefault(group, {}).update(self._values(together, sums))
        for key, line in self.lines.items():
            if line.statistic:
                for group, value in self._days(line, line.statistic):
                    groups.setdefault(group, {})[key] = value
        return self._filled(groups)

    def apart(self) -> tuple[dict[tuple[str | None, ...], dict[K, Value]], ...]:
        """Return what was counted by each key for itself, added up from the groups of all of them as they come."""
        found: tuple[dict[tuple[str | None, ...], dict[K, Value]], ...] = tuple({} for _ in self.by)
        for together in self._sharing():
            totals: list[dict[str | None, tuple[int, ...]]] = [{} for _ in self.by]
            for group, sums in self._sums(together):
                for name, total in zip(group, totals, strict=True):
                    known = total.get(name)
                    total[name] = tuple(map(add, known, sums)) if known else sums
            for groups, total in zip(found, totals, strict=True):
                for name, sums in total.items():
                    groups.setdefault((name,), {}).update(self._values(together, sums))
        return tuple(map(self._filled, found))

    def _filled(
        self, groups: Mapping[tuple[str | None, ...], Mapping[K, Value]]
    ) -> dict[tuple[str | None, ...], dict[K, Value]]:
        return {
            group: {key: values.get(key) or nothing(line) for key, line in self.lines.items()}
            for group, values in groups.items()
        }

    def _sharing(self) -> Iterator[list[K]]:
        """Return the keys of lines that one statement counts together."""
        places: dict[tuple[LineSource, str | None, int, str | None], list[K]] = {}
        for key, line in self.lines.items():
            if line.statistic is None:
                own = line.base if line.apart else None
                places.setdefault((line.source, line.day, line.after, own), []).append(key)
        return iter(places.values())

    def _sums(self, together: list[K]) -> Iterator[tuple[tuple[str | None, ...], tuple[Any, ...]]]:
        lines = [self.lines[key] for key in together]
        return self._rows(self._counted(lines), lines[0].source)

    def _values(self, together: list[K], sums: tuple[Any, ...]) -> dict[K, Value]:
        """Return the values of lines, three numbers each."""
        return {key: _value(self.lines[key], *sums[3 * at : 3 * at + 3]) for at, key in enumerate(together)}

    def _rows(self, sql: str, source: LineSource) -> Iterator[tuple[tuple[str | None, ...], tuple[Any, ...]]]:
        """Return each group with what was counted of it."""
        columns = self._columns(source)
        sql = spanned(sql.replace("{owing}", ", k.owing" if source.unit in columns else ""), self.spans)
        count = len(columns)
        params = {**self.params, **dict(_earlier(sql, self.params)), **self.scope.params}
        for row in self.run(self.scope.applied(sql, joined=self._joined(source)), params):
            yield tuple(row[:count]), tuple(row[count:])

    def _columns(self, source: LineSource) -> list[str]:
        return [key(source) for key in self.by]

    def _joined(self, source: LineSource) -> bool:
        return any("c." in column for column in self._columns(source))

    def _from(self, source: LineSource) -> str:
        with_cases = self._joined(source) and not source.has_cases
        return source.text + (f" JOIN {{cases}} AS c ON c.id = {source.case}" if with_cases else "")

    def _counted(self, lines: list[Line]) -> str:
        first = lines[0]
        bases = list(dict.fromkeys(line.base for line in lines))
        sums = (part for line in lines for part in _sums(line, ALL if len(bases) == 1 else line.base))
        shown = ", ".join([*self._columns(first.source), *sums])
        any_base = ALL if ALL in bases else " OR ".join(f"({base})" for base in bases)
        return (
            f"SELECT {shown} FROM {self._from(first.source)} WHERE ({any_base}){_within(first)}"  # noqa: S608  # our rows
            f"{grouped(len(self.by))}"
        )

    def _days(self, line: Line, statistic: Statistic) -> Iterator[tuple[tuple[str | None, ...], Value]]:
        undated = replace(line, base=f"{line.base} AND {line.dated} = 0", dated=None)  # few, and an index tells which
        left_out = {group: sums[0] for group, sums in self._rows(self._counted([undated]), line.source)}
        names = [f"key{at}" for at in range(len(self.by))]
        keys = "".join(f"{column} AS {name}, " for column, name in zip(self._columns(line.source), names, strict=True))
        # Pairs of days first: there are few, and what makes numbers of days is long.
        pairs = (
            f"SELECT {keys}k.from_on, k.stopped_on, COUNT(*) AS times"  # noqa: S608  # our rows
            f" FROM {self._from(line.source)} WHERE {line.base} AND {line.dated} = 1{_within(line)}"
            f"{grouped(len(names) + 2)}"
        )
        spans = (
            f"SELECT {listed(names)}{day_number('pairs.stopped_on')} - {day_number('pairs.from_on')} AS days,"  # noqa: S608
            f" SUM(pairs.times) AS times FROM ({pairs}) AS pairs{grouped(len(names) + 1)}"
        )
        known = dict(self._rows(STATISTICS[statistic](spans, names), line.source))
        for group in {**left_out, **known}:
            middle, total = known.get(group, (None, 0))
            half = None if middle is None else float(middle)
            number = int(half) if half is not None and half.is_integer() else half
            yield group, Value(number, int(total or 0), left_out=int(left_out.get(group, 0)))


def _within(line: Line) -> str:
    moved = f"_{line.after}" if line.after else ""
    return f" AND {line.day} >= :from{moved} AND {line.day} < :to{moved}" if line.day else ""


def _sums(line: Line, base: str) -> tuple[str, str, str]:
    """Return the three numbers of a line, of the rows of its statement that are in its base."""
    dated = f"({base}) AND {line.dated} = 1" if line.dated else f"({base})"
    return (
        _sum(dated, line.amount),
        _sum(f"{dated} AND {line.hit}") if line.hit else "0",
        _sum(f"({base}) AND {line.dated} = 0") if line.dated else "0",
    )


def _sum(condition: str, amount: str = "1") -> str:
    """A filter takes two thirds of the time of a sum over CASE."""
    if amount == "1":
        return f"COUNT(*) FILTER (WHERE {condition})"
    return f"COALESCE(SUM({amount}) FILTER (WHERE {condition}), 0)"


def _value(line: Line, base: int, hits: int, left_out: int) -> Value:
    if line.hit:
        return Value(int(hits), int(base), is_rate=True, left_out=int(left_out))
    return Value(int(base), left_out=int(left_out))


def nothing(line: Line) -> Value:
    """Return what there is of a line where nothing was found."""
    return Value(None, 0) if line.statistic else _value(line, 0, 0, 0)
