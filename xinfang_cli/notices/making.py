"""What is made of a matter: whose act a document is, its number, its text, and the one that was made before."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.guards import UNKNOWN, is_accused
from xinfang_cli.law.history import fold, standing
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg
from xinfang_cli.notices import blocks
from xinfang_cli.notices.blocks import PaperBlock
from xinfang_cli.notices.fields import FIELDS, filled, of_office
from xinfang_cli.notices.ground import Ground, OfficeCard
from xinfang_cli.notices.kinds import Issuer, Notice, PageLayout, basis
from xinfang_cli.notices.numbers import following, last_of
from xinfang_cli.render.official import NO_NUMBER

FOR_UNIT, FOR_APPROVAL = "代拟稿", "送审稿"


@dataclass
class Registry:
    """The office as it makes documents: what it prints of itself, its marks, the numbers that are taken."""

    card: OfficeCard
    law: Law
    marks: Mapping[str, str]
    phones: Mapping[str, str] = field(default_factory=dict)  # of units
    taken: set[str] = field(default_factory=set)

    def next_number(self, notice: Notice, year: int) -> str | None:
        """Return the next free number of a kind; None where the office has set no mark for it."""
        mark = self.marks.get(notice.document.value)
        return following(mark, year, self.taken, last_of(mark, year, frozenset(self.taken))) if mark else None


@dataclass(frozen=True)
class PaperWish:
    """What whoever makes a document wants of it."""

    clerk: str
    day: dt.date
    number: str | None = None
    approved_by: str | None = None
    renumber: bool = False
    reprint: bool = False
    lang: Lang = Lang.ZH


@dataclass(frozen=True)
class Paper:
    """A document that is ready to be written.

    Attributes:
        notice: its kind.
        about: the entry that it is about.
        earlier: the entry of the one that was made before, if there is one.
        ground: what it stands on.
        values: what its fields are filled with.
    """

    notice: Notice
    about: Entry
    earlier: Entry | None
    ground: Ground
    values: Mapping[str, Any]

    @property
    def is_draft(self) -> bool:
        """Whether it is no document yet: another's to sign, or somebody's to approve."""
        return self.ground.draft is not None

    @property
    def number(self) -> str | None:
        """The number that it bears."""
        return self.ground.number

    @property
    def blocks(self) -> tuple[PaperBlock, ...]:
        """It in the built-in wording."""
        return blocks.blocks(self.notice, self.values)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the fields that the matter does not have: blanks to fill in by hand."""
        optional = blocks.optional(self.notice) - ({"number"} if self.notice.layout is not PageLayout.FORM else set())
        lacking = [name for name, value in self.values.items() if value in (None, "", NO_NUMBER)]
        return tuple(FIELDS[name].zh for name in lacking if name not in optional)


def paper(case: Case, notice: Notice, registry: Registry, wish: PaperWish) -> Paper:
    """Return a document of a matter, made anew or as it was made before.

    Raises:
        RefusedError: it cannot be made: not of this matter, not yet, or not without what is missing.
    """
    _check_sealed(case, notice, registry.law)
    earlier = made_before(case, notice)
    about = _about(case, notice, earlier if not wish.reprint else None)
    if about is None:
        raise RefusedError(
            Msg.NOTICE_NOT_YET(
                document=notice.document,
                steps=list(dict.fromkeys(each.did for each in notice.after if each.did != "observed")),
            )
        )
    if earlier is not None and earlier.about != about.n and not (notice.growing and wish.reprint):
        earlier = None  # of a step that was taken again since
    ground = _ground(case, notice, about, registry, wish)
    if earlier is not None:
        ground = _as_before(ground, earlier, wish)
    if ground.draft is None:
        ground = replace(ground, number=_number(notice, about, earlier, registry, wish))
    if earlier is None and not ground.own and notice.issuer is not Issuer.PARTIES and wish.number:
        raise RefusedError(Msg.NOTICE_NOT_OURS(document=notice.document, issuer=ground.issuer or notice.issuer))
    _check_remedy(notice, ground)
    return Paper(notice, about, earlier, ground, values_of(notice, ground))


def values_of(notice: Notice, ground: Ground, names: frozenset[str] | None = None) -> dict[str, Any]:
    """Return the values of the fields that a kind, or a template, takes."""
    values = filled(blocks.names(notice) if names is None else names, ground)
    if "number" in values and values["number"] is None and notice.layout is not PageLayout.FORM:
        values["number"] = NO_NUMBER
    return values


def made_before(case: Case, notice: Notice) -> Entry | None:
    """Return the entry of the document of a kind that was made last."""
    entries = reversed(standing(case.history))
    return next((e for e in entries if e.did is Did.NOTICE and e.document is notice.document), None)


def _about(case: Case, notice: Notice, earlier: Entry | None) -> Entry | None:
    if notice.growing and earlier is not None:
        return case.entry(earlier.about or "")
    return basis(notice, case)


def _check_sealed(case: Case, notice: Notice, law: Law) -> None:
    if not case.is_sealed:
        return
    if notice.document.in_sealed_form is not notice.document:
        raise RefusedError(Msg.NOTICE_SEALED(id=case.id, document=notice.document))
    unit = fold(case, law).unit
    if (
        notice.issuer is Issuer.OFFICE
        and unit
        and case.accused not in (None, UNKNOWN)
        and is_accused(unit, case.accused or "", law)
    ):
        raise RefusedError(Msg.TO_ACCUSED(unit=unit))


def _ground(case: Case, notice: Notice, about: Entry, registry: Registry, wish: PaperWish) -> Ground:
    until = tuple(entry for entry in case.history if entry.key <= about.key)
    office = registry.card.name
    ground = Ground(
        case=case.but(history=until),
        entry=about,
        law=registry.law,
        office=registry.card,
        issuer=office,
        own=True,
        clerk=wish.clerk,
        day=wish.day,
        number=None,
        approved_by=wish.approved_by or about.approved_by,
        english=notice.document.en if wish.lang is Lang.EN else None,
    )
    issuer = _issuer(notice, ground, office)
    own = issuer == office
    needs = notice.approval and not ground.approved_by
    draft = FOR_UNIT if not own else FOR_APPROVAL if needs else None
    return replace(ground, issuer=issuer, own=own, draft=draft, phone=registry.phones.get(issuer or ""))


def _issuer(notice: Notice, ground: Ground, office: str) -> str | None:
    """Return whose act it is: of a unit's step the unit's, the office's own where it took the step itself."""
    if notice.issuer is Issuer.UNIT:
        return ground.entry.actor or ground.state.unit or office
    if notice.issuer is Issuer.ORGAN:
        return ground.final_organ if ground.entry.did is Did.FINAL else ground.review_organ
    return office


def _as_before(ground: Ground, earlier: Entry, wish: PaperWish) -> Ground:
    """Return what the document stood on when it was made; made anew it stands on today."""
    approved_by = wish.approved_by or earlier.approved_by
    if wish.reprint or wish.renumber:
        return replace(ground, draft=None, approved_by=approved_by)
    return replace(
        ground, draft=None, approved_by=approved_by, clerk=earlier.by, day=earlier.on, printed=earlier.printed or {}
    )


def _number(notice: Notice, about: Entry, earlier: Entry | None, registry: Registry, wish: PaperWish) -> str | None:
    if wish.number:
        if wish.number in registry.taken and wish.number not in (about.number, earlier.number if earlier else None):
            raise RefusedError(Msg.NOTICE_NUMBER_TAKEN(number=wish.number))
        return wish.number
    if earlier is not None and not wish.renumber:
        return earlier.number
    if notice.numbered and about.number and not wish.renumber:
        return about.number
    return registry.next_number(notice, wish.day.year)


def _check_remedy(notice: Notice, ground: Ground) -> None:
    if not notice.remedy:
        return
    organ = ground.final_organ if notice.issuer is Issuer.ORGAN else ground.review_organ
    if organ is None:
        raise RefusedError(
            Msg.NOTICE_NO_REVIEW(document=notice.document, unit=ground.state.unit or ground.issuer or "-")
        )


def hash_of(text: str | bytes) -> str:
    """Return the SHA-256 of a text or a file."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def entry_data(paper_: Paper, template: tuple[str, str], text: str) -> dict[str, Any]:
    """Return the data of the entry that says that a document was made."""
    return {
        "document": paper_.notice.document,
        "number": paper_.number,
        "about": paper_.about.n,
        "approved_by": paper_.ground.approved_by if paper_.notice.approval else None,
        "template": template[0],
        "template_sha256": template[1],
        "sha256": hash_of(text),
        "printed": of_office(paper_.values) or None,
    }
