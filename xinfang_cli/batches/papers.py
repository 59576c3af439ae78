"""Documents of matters: made, written to their place, and entered; one by one, or all that are owed."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import fold
from xinfang_cli.law.recorded import to_make_of
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.steps import take
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg
from xinfang_cli.notices import blocks, html, templates, word
from xinfang_cli.notices.ground import OfficeCard
from xinfang_cli.notices.kinds import Notice
from xinfang_cli.notices.making import (
    FOR_APPROVAL,
    Paper,
    PaperWish,
    Registry,
    entry_data,
    hash_of,
    made_before,
    paper,
)
from xinfang_cli.notices.rows import EDITIONS, NOTICES
from xinfang_cli.store.cases import access_log, write_private
from xinfang_cli.store.held import Held
from xinfang_cli.store.out import beside

_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


class PaperForm(Label):
    """The files that a document is made as."""

    DOCX = "docx", "Word文档", "Word document"
    HTML = "html", "网页", "web page"


class MadePaper(NamedTuple):
    """What became of a document."""

    case_id: str
    document: Document
    number: str | None
    path: Path
    day: str
    draft: str | None
    is_new: bool
    to_serve: bool
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as `notice --json` has it."""
        return {
            "case": self.case_id,
            "document": self.document.value,
            "number": self.number,
            "path": str(self.path),
            "date": self.day,
            "made": self.draft is None,
            "to_serve": self.to_serve,
        }


class _Drawn(NamedTuple):
    """A document as a file, with the template that it was made with and its text."""

    paper: Paper
    data: bytes
    template: tuple[str, str]
    own: templates.Template | None
    text: str


@dataclass
class Press:
    """Makes documents: under the lock, a matter at a time.

    Attributes:
        office: the desk.
        registry: what the office prints of itself, and the numbers that are taken.
        form: the files to make.
        out: where they go; their own folder otherwise.
    """

    office: Desk
    registry: Registry
    form: PaperForm = PaperForm.DOCX
    out: Path | None = None

    def make(self, held: Held, notices: Iterable[Notice], wish: PaperWish) -> list[MadePaper]:
        """Make documents of a matter; none is written before all can be.

        Raises:
            RefusedError: one cannot be made.
        """
        case, drawn = self.office.opened(held.case), []
        before = case
        for notice in notices:
            each = self._drawn(case, notice, wish)
            if self._is_to_be_entered(each, wish):
                case = self._entered(case, each)
            drawn.append(each)
        made = [self._written(case, each) for each in drawn]
        if case is not before:
            self.office.keep(held, case)
        return made

    def _drawn(self, case: Case, notice: Notice, wish: PaperWish) -> _Drawn:
        notice = as_made(case, notice) if not wish.reprint else notice
        found = paper(case, notice, self.registry, wish)
        earlier = found.earlier.template if found.earlier else None
        folder = self.office.workspace.root / self.office.config.papers.templates
        own = templates.own(folder, notice, earlier, anew=wish.reprint)
        drawn = _with_own(found, own, self.form) if own else _built_in(found, self.form)
        is_same = wish.reprint or wish.renumber or wish.number
        if found.earlier and not is_same and hash_of(drawn.text) != found.earlier.sha256:
            raise RefusedError(Msg.NOTICE_DIFFERS(id=case.id, document=notice.document, on=found.earlier.on))
        return drawn

    def _is_to_be_entered(self, drawn: _Drawn, wish: PaperWish) -> bool:
        earlier = drawn.paper.earlier
        return not drawn.paper.is_draft and (earlier is None or wish.reprint or earlier.number != drawn.paper.number)

    def _entered(self, case: Case, drawn: _Drawn) -> Case:
        data = entry_data(drawn.paper, drawn.template, drawn.text)
        stamp = self.office.stamp(None).but(on=drawn.paper.ground.day or self.office.today)
        if drawn.paper.number:
            self.registry.taken.add(drawn.paper.number)
        return take(case, self.office.law, Did.NOTICE, stamp, **data).case

    def _written(self, case: Case, drawn: _Drawn) -> MadePaper:
        found, path = drawn.paper, self._path(case, drawn.paper)
        if drawn.own and not found.is_draft:
            templates.keep(drawn.own)
        if case.is_sealed:
            access_log(
                self.office.workspace, self.office.by, self.office.now, f"{case.id} {found.notice.document.value}"
            )
            write_private(self.office.workspace, path, drawn.data)
        else:
            with beside(path) as temp:
                temp.write_bytes(drawn.data)
        state = fold(case, self.office.law)
        day = found.ground.day
        return MadePaper(
            case_id=case.id,
            document=found.notice.document,
            number=found.number,
            path=path,
            day=(day or self.office.today).isoformat(),
            draft=found.ground.draft,
            is_new=not found.is_draft and found.earlier is None,
            to_serve=found.notice.document in state.to_serve,
            missing=found.missing,
        )

    def _path(self, case: Case, found: Paper) -> Path:
        day = found.ground.day or self.office.today
        path = _own_place(self.office, case, found.notice, day, found.ground.draft or found.number, self.form)
        if case.is_sealed or self.out is None:
            return path
        return self.out if self.out.suffix == path.suffix else self.out / path.name


def _own_place(office: Desk, case: Case, notice: Notice, day: dt.date, marked: str | None, form: PaperForm) -> Path:
    """Return where a document lies if nobody asks for another place."""
    parts = (notice.short, marked, case.id.rpartition("-")[2])
    name = "-".join(part for part in parts if part).translate(_NOT_IN_NAMES) + f".{form.value}"
    folder = (
        office.workspace.sealed / "notices" if case.is_sealed else office.workspace.root / "notices" / str(day.year)
    )
    return folder / name


def place_of(office: Desk, case: Case, made: Entry) -> Path | None:
    """Return where a document that was made earlier lies, as a Word file or a page; None where it is not."""
    if made.document is None or made.on is None:
        return None
    notice = NOTICES[made.document]
    paths = (_own_place(office, case, notice, made.on, made.number, form) for form in PaperForm)
    return next((path for path in paths if path.is_file()), None)


def _built_in(found: Paper, form: PaperForm) -> _Drawn:
    cut, layout = found.blocks, found.notice.layout
    data = word.docx(cut, layout) if form is PaperForm.DOCX else html.html(cut, layout, found.notice.document.zh)
    digest = hash_of(blocks.source(found.notice))
    return _Drawn(found, data, (found.notice.template, digest), None, blocks.plain(cut))


def _with_own(found: Paper, own: templates.Template, form: PaperForm) -> _Drawn:
    if form is PaperForm.HTML:
        raise RefusedError(Msg.NOTICE_HTML_OWN(path=f"{found.notice.document.value}.docx"))
    data = templates.fill(own, found)
    return _Drawn(found, data, (own.name, own.digest), own, templates.text_of(data))


def registry_of(office: Desk) -> Registry:
    """Return what the office prints of itself, its marks, and the numbers that are taken in all files."""
    config = office.config
    card = OfficeCard(
        config.office.name, config.office.address, config.office.phone, config.office.hours, config.representatives
    )
    with office.index() as index:
        taken = set(index.numbers())
    phones = {unit.name: unit.phone for unit in config.units if unit.phone}
    return Registry(card, office.law, config.papers.marks, phones, taken)


def as_made(case: Case, notice: Notice) -> Notice:
    """Return a kind in the edition with which a matter has it; in today's where it has none, or one of a template."""
    earlier = made_before(case, notice)
    return EDITIONS.get(earlier.template or "", notice) if earlier else notice


def print_made(office: Desk, made: Iterable[MadePaper]) -> None:
    """Print documents that were made; a printer that fails takes nothing back, and is said at the end."""
    from xinfang_cli.notices.printer import print_files

    refusal = print_files(each.path for each in made)
    if refusal is not None:
        office.lost.append(Msg.NOT_PRINTED(reason=refusal))


def hand_over(office: Desk, case_id: str, *, prints: bool = True) -> list[MadePaper]:
    """Make, and print, what is done at the counter: the registration form, and the slip to take home."""
    with office.locked():
        press = Press(office, registry_of(office))
        wish = PaperWish(clerk=office.by, day=office.today, lang=office.lang)
        wanted = (NOTICES[Document.REGISTRATION], NOTICES[Document.INTAKE_SLIP])
        made = press.make(office.hold(case_id), wanted, wish)
    if prints:
        print_made(office, made)
    return made


class Owing(NamedTuple):
    """What making all that is owed came to.

    Attributes:
        made: the documents that were made.
        waiting: those that somebody must approve first.
        others: those that are another's to issue.
        sealed: how many are of sealed matters.
        refused: those that could not be made, with why.
    """

    made: list[MadePaper]
    waiting: list[tuple[str, Document]]
    others: list[tuple[str, Document]]
    sealed: list[tuple[str, Document]]
    refused: list[tuple[str, Document, RefusedError]]


def make_owed(press: Press, paths: Iterable[Path], wish: PaperWish, moved: Callable[[], None]) -> Owing:
    """Make the office's own documents that matters owe; `moved` is told of each matter."""
    came = Owing([], [], [], [], [])
    for path in paths:
        _make_of(press, press.office.hold_path(path), wish, came)
        moved()
    return came


def _make_of(press: Press, held: Held, wish: PaperWish, came: Owing) -> None:
    wanted = list(_own_of(press, held, wish, came))
    if not wanted:
        return
    try:
        press.office.opened(held.case)
    except RefusedError as error:  # nobody gets a paper with a masked name
        came.refused.extend((held.case.id, notice.document, error) for notice in wanted)
        return
    came.made.extend(press.make(held, wanted, wish))


def _own_of(press: Press, held: Held, wish: PaperWish, came: Owing) -> Iterator[Notice]:
    """Return the kinds that a matter owes and the office makes itself; of the others it is noted why not."""
    case = held.case
    for document in to_make_of(case, fold(case, press.registry.law).to_make):
        if case.is_sealed:
            came.sealed.append((case.id, document))
            continue
        try:
            found = paper(case, NOTICES[document], press.registry, wish)
        except RefusedError as error:
            came.refused.append((case.id, document, error))
            continue
        if found.ground.draft is None:
            yield NOTICES[document]
        elif found.ground.draft == FOR_APPROVAL:
            came.waiting.append((case.id, document))
        else:
            came.others.append((case.id, document))
