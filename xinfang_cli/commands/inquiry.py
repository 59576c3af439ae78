"""From what was typed to what a report is asked: which report, which days, which matters; and where its file goes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError, UsageError, XinfangError
from xinfang_cli.git import repository as git
from xinfang_cli.labels import placeholder
from xinfang_cli.law.choosing import unlisted
from xinfang_cli.law.words import MatterClass
from xinfang_cli.measures.extract import OFFICE
from xinfang_cli.measures.windows import (
    Span,
    Window,
    days,
    last_complete,
    named_shortly,
    read_half,
    read_month,
    read_quarter,
    read_week,
    read_year,
    read_ytd,
)
from xinfang_cli.messages import Msg
from xinfang_cli.render import Format
from xinfang_cli.reports import Inquiry, Report

if TYPE_CHECKING:
    from xinfang_cli.index.ask import Index
    from xinfang_cli.measures.counting import Scope
    from xinfang_cli.measures.selection import Selection
    from xinfang_cli.office.reporting import OwnReport, Reporting
    from xinfang_cli.rollup.asking import Province

    Asked = Report | OwnReport

LAST = ("last", "上期")
"""What stands for the last week, month or year that is over."""

_READERS: "Mapping[str, Callable[[str, Reporting], Window | None]]" = {
    "week": lambda text, office: read_week(text, office.week_start),
    "month": lambda text, office: read_month(text, office.month_start),
    "quarter": lambda text, office: read_quarter(text, office.month_start),
    "half": lambda text, office: read_half(text, office.month_start),
    "ytd": lambda text, office: read_ytd(text, office.month_start),
    "year": lambda text, _: read_year(text),
}


def known(office: Desk) -> "tuple[Asked, ...]":
    """Return all reports: those of the program, those of the office.

    Raises:
        RefusedError: the office calls one of its own as one of the program's.
    """
    own = office.config.reporting.own
    taken = next((report.name for report in own if Report.read(report.name)), None)
    if taken:
        raise RefusedError(Msg.OWN_REPORT_TAKEN(name=taken))
    return (*Report, *own)


def read_report(office: Desk, name: str) -> "Asked":
    """Return the report of a name: its word, or its title.

    Raises:
        UsageError: there is none.
    """
    if report := Report.read(name):
        return report
    reports = known(office)
    found = next((each for each in reports if name in (each.value, each.in_(office.lang))), None)
    if found is None:
        own = [each.value for each in reports if not isinstance(each, Report)]
        raise UsageError(unlisted(placeholder("NAME"), name, Report, own))
    return found


def read_window(office: Desk, span: Span, named: Mapping[str, str | None]) -> Window:
    """Return the window that options name; where they name none, the last of its kind that is over.

    Args:
        office: the desk.
        span: the kind.
        named: what was typed: `week`, `month`, `quarter`, `half`, `ytd`, `year`, `from`, `to`.

    Raises:
        UsageError: more than one is named, or what is named is none.
    """
    ends = named.get("from"), named.get("to")
    given = {key: text for key, text in named.items() if text and key in _READERS}
    if len(given) + any(ends) > 1:
        raise UsageError(Msg.ONE_WINDOW())
    reporting = office.rules.reporting
    if any(ends):
        first, end = office.day(ends[0], "--from"), office.day(ends[1], "--to")
        found = days(first, end) if first and end else None
    else:
        kind, text = next(iter(given.items()), (span.value, LAST[0]))
        if text in LAST:
            found = last_complete(Span.of(kind), office.today, reporting.week_start, reporting.month_start)
        else:
            starts = reporting.week_start, reporting.month_start
            found = _READERS[kind](text, reporting) or named_shortly(Span.of(kind), text, office.today, *starts)
    if found is None:
        raise UsageError(Msg.NO_WINDOW(text=" ".join([*given.values(), *filter(None, ends)])))
    return found


def inquiry(office: Desk, index: "Index", selection: "Selection", window: Window) -> Inquiry:
    """Return what a report is asked."""
    from xinfang_cli.measures.counting import Scope

    config = office.config
    return Inquiry(
        run=index.sql,
        window=window,
        today=office.today,
        office=config.office.name,
        law=office.law,
        scope=Scope.of(selection),
        commit=git.commit(office.workspace.root),
        left_out=index.left_out,
        groups=config.groups,
        dockets=config.dockets,
        reception=config.reception,
        classes=_classes(selection),
        relief=_relief(office, index, window),
        order=(*(unit.name for unit in config.units), *(place.name for place in config.places)),
        **_ways_of(config.reporting),
    )


def _relief(office: Desk, index: "Index", window: Window) -> "Callable[[str], list[int | None] | None]":
    """Return what tells the relief that was granted in a matter: amounts lie with its persons, in no index."""

    def granted(case_id: str) -> list[int | None] | None:
        from xinfang_cli.law.sealing import relief_granted

        try:
            path = index.path(case_id)
            return relief_granted(office.opened(office.hold_path(path).case), window.from_, window.to) if path else None
        except XinfangError:
            return None  # `check` names a file that cannot be read, or a key that is not here

    return granted


def inquiry_of_offices(office: Desk, province: "Province", selection: "Selection", window: Window) -> Inquiry:
    """Return what a report over many offices is asked: the same, in another place."""
    from xinfang_cli.measures.counting import Scope

    narrowed = province.narrowed(selection)
    return Inquiry(
        run=province.sql,
        window=window,
        today=office.today,
        office=Msg.ROLL_OFFICES(count=len(province.cards)).in_(office.lang),
        law=province.law_of(office.rules.law),
        scope=replace(Scope.of(narrowed), words=selection.words, filters=selection.filters),
        classes=_classes(narrowed),
        left_out=sum(card.left_out for card in province.cards),
        order=(*(card.name for card in province.cards), *(place.name for place in office.rules.places)),
        apart=lambda _: f"c.{OFFICE}",
        is_vast=True,
        **_ways_of(office.rules.reporting),
    )


def _ways_of(reporting: "Reporting") -> "dict[str, Any]":
    """Return how an office wants its figures."""
    from xinfang_cli.measures.table import Digits
    from xinfang_cli.office.reporting import Rounding

    return {
        "min_cell": reporting.min_cell,
        "digits": Digits(reporting.decimals, truncated=reporting.rounding is Rounding.DOWN),
        "flags": reporting.flags,
        "variants": reporting.variants,
        "once_days": reporting.once_days,
        "rank_min": reporting.rank_min,
        "goals": reporting.goals,
        "texts": dict.fromkeys(reporting.texts, ()),
    }


_MOST_WORDS = 1024 * 1024
"""Bytes of a text for a bulletin."""


def with_words(asked: Inquiry, said: "list[str]", *, is_monthly: bool) -> Inquiry:
    """Return an inquiry with the office's own words, of files, under the headings of its bulletin.

    Raises:
        UsageError: there is no such heading, or words are given to a report that has no place for them.
        RefusedError: a file is no text.
    """
    from xinfang_cli.casefile.content import read

    if said and not is_monthly:
        raise UsageError(Msg.WORDS_ONLY_MONTHLY())
    texts = dict(asked.texts)
    for each in said:
        heading, sign, path = each.partition("=")
        if not sign or not path:
            raise UsageError(Msg.WORDS_FORM(text=each))
        if heading not in texts:
            raise UsageError(Msg.NO_SUCH_TEXT(heading=heading, known=list(texts)))
        try:
            text = read(path, _MOST_WORDS, follows=True).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise RefusedError(Msg.WORDS_NOT_TEXT(path=path)) from None
        texts[heading] = tuple(line.strip() for line in text.splitlines() if line.strip())
    return replace(asked, texts=texts)


def _classes(selection: "Selection") -> "dict[str, tuple[Scope, bool]]":
    """Return each class as a scope of its own, where some are asked for and others not."""
    from xinfang_cli.measures.counting import Scope
    from xinfang_cli.measures.filters import Filter

    asked = selection.asked.get(Filter.CLASS)
    if asked is None or selection.is_sealed_only:
        return {}
    return {each.value: (Scope.of(selection.but(class_=(each.value,))), each.value in asked) for each in MatterClass}


def filled(out: str, window: Window | None, report: str = "", form: str = "") -> str:
    """Return a path with the report, its format and the window's week, month and year in it, as the office has them.

    Raises:
        UsageError: it has other places: a misspelt one would be the same file for every week.
    """
    places = {"report": report, "format": form} | (_names_of(window) if window else {})
    wrong = next((name for name in _PLACE.findall(out) if name not in places), None)
    if wrong is not None:
        raise UsageError(Msg.OUT_PLACE(place=f"{{{wrong}}}", known=[f"{{{name}}}" for name in places]))
    return _PLACE.sub(lambda found: places[found[1]], out)


_PLACE = re.compile(r"\{([^{}]*)\}")


def _names_of(window: Window) -> dict[str, str]:
    """Return the week, month, quarter, half and year that a window begins in; its own name for its own kind."""
    first = window.from_
    year, week, _ = first.isocalendar()
    names = {
        Span.WEEK: f"{year}-W{week:02d}",
        Span.MONTH: f"{first:%Y-%m}",
        Span.QUARTER: f"{first:%Y}-Q{(first.month + 2) // 3}",
        Span.HALF: f"{first:%Y}-H{(first.month + 5) // 6}",
        Span.YEAR: f"{first:%Y}",
        window.span: window.name,
    }
    return {span.value: name for span, name in names.items()}


def path_in_set(out: str, window: Window, report: str, form: Format) -> Path:
    """Return where a report of a set goes: by a pattern, or into a folder; the format ends the name."""
    ending = "txt" if form is Format.TERMINAL else form.value
    if "{" not in out:
        return Path(out) / f"{report}-{window.name}.{ending}"
    path = filled(out, window, report, ending)
    return Path(path if "{format}" in out or path.endswith(f".{ending}") else f"{path}.{ending}")


def format_of(out: str | None) -> Format:
    """Return a format by a file's ending; without a file it is for the terminal.

    Raises:
        UsageError: no format ends so.
    """
    if out is None:
        return Format.TERMINAL
    form = Format.read(Path(out).suffix.removeprefix("."))
    if form is None:
        words = [each.value for each in Format]
        raise UsageError(Msg.NOT_IN_LIST(option="--format", value=Path(out).suffix or "-", words=words))
    return form
