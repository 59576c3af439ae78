"""A year's holiday notice as a small file: ours, or the shape in which such data is passed around publicly."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xinfang_cli.labels import Plain
from xinfang_cli.law.bounds import LAST_YEAR
from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.messages import Msg
from xinfang_cli.office.nodes import Fault, Node


class Notice(Plain):
    """Days off and make-up workdays of one year, and where they were announced."""

    year: int
    rest: tuple[dt.date, ...]
    work: tuple[dt.date, ...]
    source: str | None


def read_notice(data: Mapping[str, Any]) -> tuple[Notice | None, list[Fault]]:
    """Return the notice of a document `{year, source, rest, work}` or `{year, papers, days}`, or its faults."""
    node = Node(data)
    year = node.number("year", None, 1949, LAST_YEAR)
    if "days" in data:
        rest, work = _listed(node)
        papers = node.texts("papers")
        source = papers[0] if papers else None
    else:
        rest, work = rest_days(node), tuple(node.days("work"))
        source = node.text("source")
    if year is None and not node.faults:
        node.faults.append(Fault(("year",), Msg.NODE_NEEDED(key="year")))
    for day in (*rest, *work):
        # A notice's New Year holiday may begin, and its make-up workday lie, in the days of the year before.
        if year is not None and abs((day - dt.date(year, 7, 1)).days) > _NEAR:
            node.faults.append(Fault(("rest" if day in rest else "work",), Msg.NOTICE_DAY(day=day, year=year)))
    if node.faults or year is None:
        return None, node.faults
    return Notice(year, tuple(sorted(set(rest))), tuple(sorted(set(work))), source), []


_NEAR = 200


def rest_days(node: Node) -> tuple[dt.date, ...]:
    """Return the days off of a calendar or notice, also by their key in format 1, a boolean to YAML 1.1 readers."""
    return (*node.days("rest"), *node.days("off"))


def _listed(node: Node) -> tuple[tuple[dt.date, ...], tuple[dt.date, ...]]:
    """Read a list of `{name, date, isOffDay}`."""
    days = node.rows("days", lambda row: (tuple(row.days("date")), row.flag("isOffDay"), row.text("name")))
    off = tuple(day for dates, is_off, _ in days if is_off for day in dates)
    return off, tuple(day for dates, is_off, _ in days if not is_off for day in dates)


def spans(days: Iterable[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    """Return days as spans of first and last, in order."""
    ordered: Sequence[dt.date] = sorted(set(days))
    first = last = None
    for day in ordered:
        if first is None or last is None:
            first = last = day
        elif day - last == ONE_DAY:
            last = day
        else:
            yield first, last
            first = last = day
    if first is not None and last is not None:
        yield first, last


def written(days: Iterable[dt.date]) -> list[Any]:
    """Return days as config writes them: a day, or a list of first and last."""
    return [first if first == last else [first, last] for first, last in spans(days)]
