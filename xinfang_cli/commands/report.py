"""`report`: a report for a window, in a format, to the terminal or a file; a whole set; the sum of several offices'."""

import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.boundary import for_programs
from xinfang_cli.commands.filters import Filters, filters
from xinfang_cli.commands.inquiry import (
    filled,
    format_of,
    inquiry,
    known,
    path_in_set,
    read_report,
    read_window,
    with_words,
)
from xinfang_cli.commands.options import Opt, argument, choice, option
from xinfang_cli.commands.over_offices import Per, RollUp, must_be_unsaid, over_offices
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import InvalidError, RefusedError, UsageError
from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Page
from xinfang_cli.measures.windows import Span, Window
from xinfang_cli.messages import Msg
from xinfang_cli.render import Format, Outgoing, Screen, draw, write
from xinfang_cli.reports import Inquiry, Report, build
from xinfang_cli.store.out import binary_pipe, print_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xinfang_cli.index.ask import Index
    from xinfang_cli.office.reporting import OwnReport

    Asked = Report | OwnReport


def _complete(ctx: typer.Context, incomplete: str) -> list[str]:
    return [name for name, _ in names(ctx.obj(), Lang.EN) if name.startswith(incomplete)]


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    name: Annotated[str | None, argument(Opt.REPORT_NAME, "NAME", autocompletion=_complete)] = None,
    files: Annotated[list[Path] | None, argument(Opt.REPORT_FILES, "FILE")] = None,
    week: Annotated[str | None, option(Opt.WEEK, "--week", metavar="YYYY-Www")] = None,
    month: Annotated[str | None, option(Opt.MONTH, "--month", metavar="YYYY-MM")] = None,
    quarter: Annotated[str | None, option(Opt.QUARTER, "--quarter", metavar="YYYY-Qn")] = None,
    half: Annotated[str | None, option(Opt.HALF, "--half", metavar="YYYY-Hn")] = None,
    ytd: Annotated[str | None, option(Opt.YTD, "--ytd", metavar="YYYY-MM")] = None,
    year: Annotated[str | None, option(Opt.YEAR, "--year", metavar="YYYY")] = None,
    from_: Annotated[str | None, option(Opt.FROM, "--from", metavar="DATE")] = None,
    to: Annotated[str | None, option(Opt.UPTO, "--to", metavar="DATE")] = None,
    format_: Annotated[list[Format] | None, choice(Format, Opt.FORMAT, "--format")] = None,
    out: Annotated[str | None, option(Opt.OUT, "--out", metavar="PATH")] = None,
    all_: Annotated[bool, option(Opt.REPORT_ALL, "--all")] = False,
    add: Annotated[bool, option(Opt.REPORT_ADD, "--add")] = False,
    roll_up: Annotated[bool, option(Opt.ROLL_UP, "--roll-up")] = False,
    per: Annotated[Per | None, choice(Per, Opt.PER, "--per")] = None,
    engine: Annotated[str | None, option(Opt.ENGINE, "--engine", metavar="ENGINE")] = None,
    offices: Annotated[Path | None, option(Opt.OFFICE_LIST, "--offices", metavar="LIST")] = None,
    words: Annotated[list[str] | None, option(Opt.OWN_WORDS, "--words", metavar="HEADING=FILE")] = None,
    site: Annotated[Path | None, option(Opt.SITE, "--site", metavar="DIR")] = None,
    number: Annotated[str | None, option(Opt.REPORT_NUMBER, "--number", metavar="TEXT")] = None,
    write_template: Annotated[Path | None, option(Opt.WRITE_TEMPLATE, "--write-template", metavar="FILE")] = None,
) -> int:
    """Print or write reports."""
    office = desk(ctx)
    named = {"week": week, "month": month, "quarter": quarter, "half": half, "ytd": ytd, "year": year}
    named |= {"from": from_, "to": to}
    forms = format_ or []
    over = RollUp(tuple(files or ()), per, engine, offices)
    must_be_unsaid(over, rolls_up=roll_up)
    if words and any((all_, add, roll_up)):
        raise UsageError(Msg.WORDS_ONLY_MONTHLY())
    if (site or write_template) and any(
        (name, files, forms, out, all_, add, roll_up, words, number, site and write_template)
    ):
        raise UsageError(Msg.SITE_ALONE())
    if site:
        return _site(office, chosen, named, site)
    if write_template:
        return _write_template(office, write_template)
    if all_:
        return _set(office, chosen, named, forms, out, is_alone=not (name or files or add or roll_up or number))
    report = _report(office, name, is_of_files=add or roll_up, has_files=bool(files), is_one=not (add and roll_up))
    give = partial(_give, office, _form(forms, out), out, number)
    if add:
        page = _added(report, files or [])
        code = give(page, None)
        return InvalidError.exit_code if page.left_out else code
    window = read_window(office, report.span, named)
    if roll_up:
        return over_offices(office, report, chosen, window, over, lambda page: give(page, window))
    with office.index() as index:
        asked = with_words(
            _inquiry(office, index, chosen, report, window), words or [], is_monthly=report is Report.MONTHLY
        )
        return give(build(report, asked), window)


def names(office: Desk, lang: Lang) -> "Iterator[tuple[str, str]]":
    """Return the reports there are, for help and completion; outside a workspace those of the program."""
    from xinfang_cli.errors import XinfangError

    try:
        reports: tuple[Asked, ...] = known(office)
    except XinfangError:
        reports = tuple(Report)
    return ((report.value, report.in_(lang)) for report in reports)


def _report(office: Desk, name: str | None, *, is_of_files: bool, has_files: bool, is_one: bool) -> "Asked":
    """Return the report that is named; files go with a sum, or with a report over many offices, and not without."""
    if name is None or not is_one or is_of_files != has_files:
        raise UsageError(Msg.REPORT_WHICH())
    return read_report(office, name)


def _form(forms: list[Format], out: str | None) -> Format:
    """Return the format that is named, or that of the file."""
    if len(forms) > 1:
        raise UsageError(Msg.ONE_FORMAT())
    form = forms[0] if forms else format_of(out)
    if out is None and form.is_binary and binary_pipe() is None:
        raise UsageError(Msg.EXPORT_NEEDS_OUT(form=form.value))
    return form


def _inquiry(office: Desk, index: "Index", chosen: Filters, report: "Asked", window: Window) -> Inquiry:
    own = {} if isinstance(report, Report) else report.filters
    return inquiry(office, index, chosen.within(own).selection(office, index), window)


def _give(office: Desk, form: Format, out: str | None, number: str | None, page: Page, window: Window | None) -> int:
    """Print a page, or write it where it should go."""
    if number and form is not Format.DOCX:
        raise UsageError(Msg.NUMBER_OF_WORD())
    if out is None:
        _print(page, form, office, number)
    else:
        path = Path(filled(out, window, page.report.value, form.value))
        write(page, form, office.lang, path, _outgoing(office, number))
        office.warn(Msg.REPORT_WRITTEN(path=path))
    return office.exit_code


def _print(page: Page, form: Format, office: Desk, number: str | None) -> None:
    if pipe := form.is_binary and binary_pipe():
        print_bytes(lambda path: write(page, form, office.lang, path, _outgoing(office, number)), pipe)
        return
    if form is not Format.TERMINAL:
        for_programs(sys.stdout)
    for piece in draw(page, form, office.lang, _screen(office)):
        sys.stdout.write(piece)


def _outgoing(office: Desk, number: str | None = None) -> Outgoing:
    """Return how a Word document goes out; a sum may be made outside any workspace, and has a plain title there."""
    from xinfang_cli.notices.numbers import number as of_mark
    from xinfang_cli.store.workspace import find_root

    if find_root(office.start) is None:
        return Outgoing(number=number)
    said = office.config.reporting
    if number and said.mark and number.isdecimal():
        number = of_mark(said.mark, office.today.year, int(number))
    return Outgoing(
        template=office.workspace.root / said.template if said.template else None,
        issuer=said.issuer,
        mark=said.mark,
        number=number,
        to=said.to,
        copies=said.copies,
        day=office.today,
    )


def _screen(office: Desk) -> Screen:
    size = shutil.get_terminal_size((100, 40))
    is_terminal = office.is_colored or (sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb")
    return Screen(is_terminal=is_terminal, width=size.columns, height=size.lines, is_colored=office.is_colored)


def _set(
    office: Desk,
    chosen: Filters,
    named: "Mapping[str, str | None]",
    forms: list[Format],
    out: str | None,
    *,
    is_alone: bool,
) -> int:
    """Write every report of a week, month or year, each file whole or not at all.

    Several months have the reports of one, and the office's own that are for so many.
    """
    spans = [span for span in Span if named.get(span.value)]
    if not is_alone or len(spans) != 1 or named["from"] or named["to"]:
        raise UsageError(Msg.REPORT_ALL_OF())
    window = read_window(office, spans[0], named)
    folder = out or str(office.workspace.root / "reports")
    from xinfang_cli.reports.gates import is_empty

    with office.index() as index:
        for report in known(office):
            if report.span not in {spans[0], _REPORTS_OF.get(spans[0])}:
                continue
            section = _OF_SECTIONS.get(report.value)
            if section is not None and not section(office):
                continue  # an office without dockets, or a rota, has nothing to say of them
            inquiry = _inquiry(office, index, chosen, report, window)
            if report is Report.GATES and is_empty(inquiry):
                continue  # nor one where no paper passed a level
            page = build(report, inquiry)
            for form in forms or [Format.MD]:
                path = path_in_set(folder, window, report.value, form)
                write(page, form, office.lang, path, _outgoing(office))
                office.warn(Msg.REPORT_WRITTEN(path=path))
    return office.exit_code


_OF_SECTIONS: "Mapping[str, Callable[[Desk], object]]" = {
    Report.DOCKET: lambda office: office.config.dockets,
    Report.RECEPTION: lambda office: office.config.reception.rota,
}
"""Reports of what an office may have in its config: these are no part of the set of one that has not."""

_REPORTS_OF = dict.fromkeys((Span.QUARTER, Span.HALF, Span.YTD), Span.MONTH)


_THIS_WEEK = "本周"


def _site(office: Desk, chosen: Filters, named: "Mapping[str, str | None]", folder: Path) -> int:
    """Write a folder of linked pages: each report of the window that is named, or of its own last one."""
    from xinfang_cli.render.site import Site, write_site
    from xinfang_cli.reports.leaflets import Leaflets

    today = named if any(named.values()) else {**named, "week": _THIS_WEEK}
    with office.index() as index:

        def page(report: "Asked", of: "Mapping[str, str | None]" = named) -> Page:
            return build(report, _inquiry(office, index, chosen, report, read_window(office, report.span, of)))

        reports = [(report.value, report.in_(office.lang), partial(page, report)) for report in known(office)]
        matters = index.cases(
            chosen.selection(office, index), "latest", columns=("id", "title", "unit", "status", "due", "sealed")
        )
        window = read_window(office, Span.WEEK, today)
        leaflets = Leaflets(_inquiry(office, index, chosen, Report.WEEKLY, window))
        site = Site(
            weekly=page(Report.WEEKLY, today),
            reports=reports,
            units=list(leaflets.units()),
            dockets=list(leaflets.dockets(docket.name for docket in office.config.dockets)),
            leaflets=leaflets.matters(),
            ids=leaflets.ids(),
            matters=matters,
            lang=office.lang,
        )
        count = write_site(folder, site)
    office.warn(Msg.SITE_WRITTEN(path=folder, count=count, index=folder / "index.html"))
    return office.exit_code


def _write_template(office: Desk, path: Path) -> int:
    """Write the built-in template of Word documents; what an office has changed is never written over."""
    from xinfang_cli.render.circular import outlined
    from xinfang_cli.render.word_template import template
    from xinfang_cli.store.out import beside

    if path.exists():
        raise RefusedError(Msg.TEMPLATE_THERE(path=path))
    with beside(path) as temp:
        temp.write_bytes(template(outlined(_outgoing(office), office.lang)))
    office.warn(Msg.TEMPLATE_WRITTEN(path=path))
    return office.exit_code


def _added(report: "Asked", files: list[Path]) -> Page:
    """Return the sum of the reports that several offices wrote as JSON.

    Raises:
        RefusedError: a file cannot be read, or they do not go together.
    """
    import json

    from xinfang_cli.reports.sums import added

    objects: list[tuple[str, Any]] = []
    for path in files:
        try:
            objects.append((path.name, json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError):
            raise RefusedError(Msg.ADD_UNREADABLE(path=path)) from None
    return added(report, objects)
