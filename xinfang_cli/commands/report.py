"""`report`: a report for a window, in a format, to the terminal or a file."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli import git
from xinfang_cli.commands.filters import Filters, filters
from xinfang_cli.commands.options import Opt, argument, choice, option, reader
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.messages import Msg
from xinfang_cli.outfile import binary_pipe, print_bytes
from xinfang_cli.render import Format, Screen, draw, write
from xinfang_cli.reports import Inquiry, Report, build
from xinfang_cli.table import Page
from xinfang_cli.windows import Span, Window, days, last_complete, read_month, read_week, read_year

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xinfang_cli.index import Index
    from xinfang_cli.reporting import Reporting


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    name: Annotated[Report, argument(Opt.REPORT_NAME, "NAME", parser=reader(Report, "NAME"))],
    week: Annotated[str | None, option(Opt.WEEK, "--week", metavar="YYYY-Www")] = None,
    month: Annotated[str | None, option(Opt.MONTH, "--month", metavar="YYYY-MM")] = None,
    year: Annotated[str | None, option(Opt.YEAR, "--year", metavar="YYYY")] = None,
    from_: Annotated[str | None, option(Opt.FROM, "--from", metavar="DATE")] = None,
    to: Annotated[str | None, option(Opt.UPTO, "--to", metavar="DATE")] = None,
    format_: Annotated[Format | None, choice(Format, Opt.FORMAT, "--format")] = None,
    out: Annotated[str | None, option(Opt.OUT, "--out", metavar="PATH")] = None,
) -> int:
    """Print or write the report."""
    office = desk(ctx)
    window = _window(office, name.span, week=week, month=month, year=year, from_=from_, to=to)
    form = format_ or _format_of(out)
    if out is None and form.is_binary and binary_pipe() is None:
        raise UsageError(Msg.EXPORT_NEEDS_OUT(form=form.value))
    with office.index() as index:
        page = build(name, _inquiry(office, index, chosen, window))
        if out is None:
            _print(page, form, office)
        else:
            path = Path(filled(out, window))
            write(page, form, office.lang, path, _template(office))
            office.warn(Msg.REPORT_WRITTEN(path=path))
    return office.exit_code


def _print(page: Page, form: Format, office: Desk) -> None:
    if pipe := form.is_binary and binary_pipe():
        print_bytes(lambda path: write(page, form, office.lang, path, _template(office)), pipe)
        return
    for piece in draw(page, form, office.lang, _screen()):
        sys.stdout.write(piece)


def _template(office: Desk) -> Path | None:
    name = office.config.reporting.template
    return office.workspace.root / name if name else None


def _window(office: Desk, span: Span, **named: str | None) -> Window:
    """Return the window that the options name; where they name none, the last of its kind that is over.

    Raises:
        UsageError: more than one is named, or what is named is none.
    """
    ends = named.pop("from_"), named.pop("to")
    given = {key: value for key, value in named.items() if value}
    if len(given) + any(ends) > 1:
        raise UsageError(Msg.ONE_WINDOW())
    reporting = office.config.reporting
    if any(ends):
        first, end = office.day(ends[0], "--from"), office.day(ends[1], "--to")
        found = days(first, end) if first and end else None
    elif not given:
        found = last_complete(span, office.today, reporting.week_start, reporting.month_start)
    else:
        ((kind, text),) = given.items()
        found = _READERS[kind](text, reporting)
    if found is None:
        raise UsageError(Msg.NO_WINDOW(text=" ".join([*given.values(), *filter(None, ends)])))
    return found


_READERS: "Mapping[str, Callable[[str, Reporting], Window | None]]" = {
    "week": lambda text, office: read_week(text, office.week_start),
    "month": lambda text, office: read_month(text, office.month_start),
    "year": lambda text, _: read_year(text),
}


def _format_of(out: str | None) -> Format:
    """A file's ending names its format; without a file it is for the terminal."""
    if out is None:
        return Format.TERMINAL
    form = Format.read(Path(out).suffix.removeprefix("."))
    if form is None:
        raise UsageError(
            Msg.NOT_IN_LIST(option="--format", value=Path(out).suffix or "-", words=[f.value for f in Format])
        )
    return form


def filled(out: str, window: Window) -> str:
    """Return a path with the window's week and month in it, as they are named in this office."""
    year, week, _ = window.from_.isocalendar()
    names = {Span.WEEK: f"{year}-W{week:02d}", Span.MONTH: f"{window.from_:%Y-%m}", window.span: window.name}
    return out.replace("{week}", names[Span.WEEK]).replace("{month}", names[Span.MONTH])


def _inquiry(office: Desk, index: "Index", chosen: Filters, window: Window) -> Inquiry:
    from xinfang_cli.counting import Scope
    from xinfang_cli.reporting import Rounding
    from xinfang_cli.selection import EVERYTHING

    selection = chosen.selection(office)
    where, params = selection.as_sql()
    return Inquiry(
        run=index.sql,
        window=window,
        today=office.today,
        office=office.config.office.name,
        law=office.law,
        scope=Scope(where="" if where == EVERYTHING else where, params=params, sealed_only=_sealed_only(chosen)),
        commit=git.commit(office.workspace.root),
        left_out=index.left_out,
        min_cell=office.config.reporting.min_cell,
        groups=office.config.groups,
        truncated=office.config.reporting.rounding is Rounding.DOWN,
    )


def _sealed_only(chosen: Filters) -> bool:
    return [str(word) for word in chosen.given.get("class_") or ()] == ["accusation"]


def _screen() -> Screen:
    size = shutil.get_terminal_size((100, 40))
    is_terminal = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return Screen(is_terminal=is_terminal, width=size.columns, height=size.lines)
