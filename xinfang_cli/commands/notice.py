"""`notice`: documents on paper: what a matter owes, has and may have; one made, or all that are owed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.options import Json, On, Opt, WordReader, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.labels import Phrase
from xinfang_cli.law.documents import Document
from xinfang_cli.messages import Msg, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from xinfang_cli.batches.papers import MadePaper, Owing, PaperForm, Press
    from xinfang_cli.law.history import State
    from xinfang_cli.law.records import Case
    from xinfang_cli.notices.making import PaperWish
    from xinfang_cli.store.held import Held


def _form(text: str) -> "PaperForm":
    from xinfang_cli.batches.papers import PaperForm

    return WordReader(PaperForm, "--format")(text)


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    case: Annotated[str | None, argument(Opt.NOTICE_CASE, "CASE")] = None,
    kinds: Annotated[
        list[Document] | None, argument(Opt.NOTICE_KINDS, "KIND", parser=WordReader(Document, "KIND"))
    ] = None,
    format_: Annotated[Any, option(Opt.FORMAT, "--format", metavar="docx|html", parser=_form)] = None,
    out: Annotated[Path | None, option(Opt.NOTICE_OUT, "--out", metavar="PATH")] = None,
    number: Annotated[str | None, option(Opt.NOTICE_NUMBER, "--number", metavar="TEXT")] = None,
    approved_by: Annotated[str | None, option(Opt.NOTICE_APPROVED, "--approved-by", metavar="NAME")] = None,
    renumber: Annotated[bool, option(Opt.RENUMBER, "--renumber")] = False,
    reprint: Annotated[bool, option(Opt.REPRINT, "--reprint")] = False,
    owed: Annotated[bool, option(Opt.NOTICE_OWED, "--owed")] = False,
    print_: Annotated[bool, option(Opt.PRINT, "--print")] = False,
    write_templates: Annotated[Path | None, option(Opt.WRITE_TEMPLATES, "--write-templates", metavar="DIR")] = None,
    reveal: Annotated[bool, option(Opt.REVEAL, "--reveal")] = False,
    on: On = None,
    json: Json = False,
) -> int:
    """Make documents, or say which there are."""
    office = desk(ctx)
    if sum((case is not None, owed, write_templates is not None)) != 1:
        raise UsageError(Msg.NOTICE_WHAT())
    _check_alone(kinds, {"--number": number, "--renumber": renumber, "--reprint": reprint})
    if write_templates:
        return _templates(office, write_templates)
    wish = _wish(office, on, number=number, approved_by=approved_by, renumber=renumber, reprint=reprint)
    if case is not None and not kinds:
        return _listing(office, case, as_json=json)
    if print_:
        from xinfang_cli.notices.printer import check_printer

        check_printer()
    with office.locked():
        press = _press(office, format_, out)
        if case is None:
            return _owed(office, press, chosen, wish, as_json=json, prints=print_)
        made = _made(office, press, case, kinds or [], wish, reveal=reveal)
    _tell(office, made, as_json=json)
    return _printed(office, made) if print_ else office.exit_code


def _check_alone(kinds: list[Document] | None, given: dict[str, Any]) -> None:
    """One number, one reprint is of one document."""
    options = [name for name, value in given.items() if value]
    if options and len(kinds or ()) != 1:
        raise UsageError(Msg.NOTICE_ALONE(option=options))


def _wish(office: Desk, on: str | None, **wanted: Any) -> "PaperWish":
    from xinfang_cli.notices.making import PaperWish

    return PaperWish(clerk=office.by, day=office.past_day(on), lang=office.lang, **wanted)


def _press(office: Desk, form: "PaperForm | None", out: Path | None) -> "Press":
    from xinfang_cli.batches.papers import PaperForm, Press, registry_of

    return Press(office, registry_of(office), form or PaperForm.DOCX, out)


def _templates(office: Desk, folder: Path) -> int:
    from xinfang_cli.notices.rows import NOTICES
    from xinfang_cli.notices.templates import write_all

    count = write_all(folder, NOTICES.values())
    office.warn(Msg.TEMPLATES_WRITTEN(count=count, path=folder))
    return office.exit_code


def _made(
    office: Desk, press: "Press", ref: str, kinds: list[Document], wish: "PaperWish", *, reveal: bool
) -> "list[MadePaper]":
    """Make the documents of a matter that are named."""
    from xinfang_cli.notices.making import made_before
    from xinfang_cli.notices.rows import NOTICES

    held = office.hold(ref)
    if held.case.is_sealed and not reveal:
        raise RefusedError(Msg.NOTICE_NEEDS_REVEAL(id=held.case.id))
    notices = [NOTICES[kind] for kind in dict.fromkeys(kinds)]
    again = [name for name, wanted in (("--renumber", wish.renumber), ("--reprint", wish.reprint)) if wanted]
    for notice in notices if again else ():
        if made_before(held.case, notice) is None:
            raise RefusedError(Msg.NOTICE_NOTHING_BEFORE(id=held.case.id, document=notice.document, option=again))
    return press.make(held, notices, wish)


def _tell(office: Desk, made: "list[MadePaper]", *, as_json: bool) -> None:
    if as_json:
        office.print_json(each.as_json() for each in made)
        return
    for each in made:
        office.say(_said(each))
        if each.missing:
            office.say(Msg.NOTICE_BLANKS(fields=each.missing))
        if each.is_new and each.to_serve:
            office.say(Msg.NOTICE_TO_SERVE(id=each.case_id, word=each.document.value))


def _said(each: "MadePaper") -> Text:
    fields = {
        "id": each.case_id,
        "document": each.document,
        "number": each.number or "",
        "path": each.path,
        "on": each.day,
        "draft": each.draft or "",
    }
    made = Msg.NOTICE_DRAFT if each.draft else Msg.NOTICE_MADE if each.is_new else Msg.NOTICE_AGAIN
    return made(**fields)


def _printed(office: Desk, made: "list[MadePaper]") -> int:
    from xinfang_cli.batches.papers import print_made

    print_made(office, made)
    return office.exit_code


def _owed(office: Desk, press: "Press", chosen: Filters, wish: "PaperWish", *, as_json: bool, prints: bool) -> int:
    """Make all that are owed and the office's own to make; say which are not, and why."""
    from xinfang_cli.batches.papers import make_owed

    with office.index() as index:
        selection = chosen.selection(office, index)
        tell_scope(office, selection, aside=True)
        paths = list(index.paths_owing(selection))
    with _bar(office, len(paths)) as moved:
        came = make_owed(press, paths, wish, moved)
    if as_json:
        office.print_json(each.as_json() for each in came.made)
    else:
        _tell(office, came.made, as_json=False)
        office.say(Msg.NOTICES_COUNT(count=len(came.made)))
        office.print_lines(_left(office, came))
    if came.made:
        office.warn(Msg.NOTICES_LIST(path=_list_file(office, press, came)))
    return _printed(office, came.made) if prints and came.made else office.exit_code


def _left(office: Desk, came: "Owing") -> Iterator[str]:
    """Say what was not made: what waits for approval, what is another's, what is sealed, what cannot be made."""
    groups = (
        (Msg.NOTICES_WAITING, came.waiting),
        (Msg.NOTICES_OTHERS, came.others),
        (Msg.NOTICES_SEALED, came.sealed),
    )
    for said, rows in groups:
        if rows:
            yield said(count=len(rows)).in_(office.lang)
        for case_id, document in rows:
            yield Msg.NOTICES_LINE(id=case_id, document=document).in_(office.lang)
    if came.refused:
        yield Msg.NOTICES_REFUSED(count=len(came.refused)).in_(office.lang)
    for case_id, document, error in came.refused:
        yield Msg.NOTICES_WHY(id=case_id, document=document, reason=error.text).in_(office.lang)


def _list_file(office: Desk, press: "Press", came: "Owing") -> Path:
    """Write the list of what was made beside it, and return where."""
    import csv
    import io

    from xinfang_cli.store.out import write_out

    lines = io.StringIO(newline="")
    table = csv.writer(lines)
    table.writerow(["信访件编号", "文书", "文号", "日期", "文件"])
    table.writerows([each.case_id, each.document.zh, each.number or "", each.day, each.path.name] for each in came.made)
    folder = press.out or came.made[0].path.parent
    path = folder / f"清单-{office.now:%Y%m%d-%H%M%S}.csv"
    write_out(path, ["\ufeff", lines.getvalue()])
    return path


@contextmanager
def _bar(office: Desk, count: int) -> "Iterator[Callable[[], None]]":
    """Show a bar on a terminal while documents are made."""
    if not sys.stderr.isatty() or not count:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(Msg.NOTICES_BAR.in_(office.lang), total=count)
        yield lambda: progress.advance(task)


def _listing(office: Desk, ref: str, *, as_json: bool) -> int:
    """Print what a matter owes, what was made of it, what may be made."""
    from xinfang_cli.law.history import fold
    from xinfang_cli.law.sealing import curtained

    held: Held = office.hold(ref)
    case = curtained(held.case)
    state = fold(case, office.law)
    if as_json:
        office.print_json(_listed(office, case, state))
    else:
        office.print_lines(text.in_(office.lang) for text in _lines(case, state))
    return office.exit_code


def _listed(office: Desk, case: "Case", state: "State") -> Iterator[dict[str, Any]]:
    from xinfang_cli.batches.papers import place_of
    from xinfang_cli.law.recorded import to_make_of

    for entry in {entry.document: entry for entry in _entries(case)}.values():
        path = place_of(office, case, entry)
        yield {
            "case": case.id,
            "document": entry.document.value if entry.document else None,
            "number": entry.number,
            "path": str(path) if path else None,
            "date": entry.on,
            "made": True,
            "to_serve": entry.document in state.to_serve,
        }
    for document in to_make_of(case, state.to_make):
        yield {
            "case": case.id,
            "document": document.value,
            "number": None,
            "path": None,
            "date": None,
            "made": False,
            "to_serve": False,
        }


def _lines(case: "Case", state: "State") -> Iterator[Text]:
    from xinfang_cli.law.recorded import to_make_of
    from xinfang_cli.notices.kinds import basis
    from xinfang_cli.notices.rows import NOTICES

    owed = to_make_of(case, state.to_make)
    if owed:
        yield Msg.NOTICE_OWED(documents=[_coded(document) for document in owed])
    made = {entry.document: entry for entry in _entries(case)}
    for document, entry in made.items():
        served = _service(document, state) if document else Msg.NOTICE_NO_SERVICE
        yield Msg.NOTICE_DONE(document=document, number=entry.number or "", on=entry.on, served=served)
    may = [
        document
        for document, notice in NOTICES.items()
        if document not in made and document not in owed and basis(notice, case) is not None
        if document.in_sealed_form is document or not case.is_sealed
    ]
    yield Msg.NOTICE_MAY(documents=[_coded(document) for document in may])


def _coded(document: Document) -> Phrase:
    """Return a document as it is called, and in English with the code by which it is named."""
    return Phrase(document.zh, f"{document.zh} {document.value}")


def _service(document: Document, state: "State") -> Any:
    if document in state.to_serve:
        return Msg.NOTICE_UNSERVED
    return Msg.NOTICE_SERVED if document.must_reach else Msg.NOTICE_NO_SERVICE


def _entries(case: "Case") -> Iterator[Any]:
    from xinfang_cli.law.history import standing
    from xinfang_cli.law.words import Did

    return (entry for entry in standing(case.history) if entry.did is Did.NOTICE)
