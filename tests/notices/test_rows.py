"""Every kind of document: made from a fitting matter, in careful Chinese, and nothing owed that no kind can make."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest

from tests.conftest import day
from tests.notices.conftest import STEPS
from xinfang_cli.law.documents import Document
from xinfang_cli.law.procedure import TRANSITIONS, Transition
from xinfang_cli.law.records import Entry
from xinfang_cli.notices import blocks
from xinfang_cli.notices.blocks import Shape
from xinfang_cli.notices.fields import FIELDS
from xinfang_cli.notices.html import html
from xinfang_cli.notices.kinds import Issuer, PageLayout
from xinfang_cli.notices.making import FOR_APPROVAL, FOR_UNIT
from xinfang_cli.notices.rows import NOTICES
from xinfang_cli.notices.word import docx as word
from xinfang_cli.typesetting import offences

OWN = {Document.FINAL_NOTICE, Document.PATH_NOTICE, Document.SUPPLEMENT}
"""Acts of a unit that in these matters the office took itself."""

TITLES = {
    Document.REGISTRATION: "信访事项登记表（来访）",
    Document.TRANSFER_LETTER: "关于转送王某某反映阳光花园逾期交房信访事项的函",
    Document.ASSIGN_LETTER: "关于交办王某某反映阳光花园逾期交房信访事项的函",
    Document.LITIGATION_LETTER: "涉法涉诉信访事项的函",
    Document.OBJECTION_REPLY: "异议的审核意见",
    Document.SETTLEMENT: "调解协议书",
    Document.SUGGESTION_REPLY: "关于阳光花园逾期交房建议的答复",
    Document.SUPERVISION_LETTER: "关于督促办理信访事项的函",
    Document.HEARING: "听证通知",
    Document.URGENT_REPORT: "关于反映阳光花园逾期交房的报告",
    Document.MINUTES: "联席会议纪要",
    Document.DOSSIER: "卷内文件目录",
}
"""Titles of those that are not called by their kind's name."""

MADE = list(Document)


def text_of(data: bytes) -> str:
    """Return the words of a Word file as another program reads them."""
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("document", MADE)
def test_every_kind_is_made_from_a_fitting_matter(
    document: Document, fitting: Callable[..., Any], made: Callable[..., Any]
) -> None:
    case = fitting(document).case
    paper, again = (made(case, document, approved_by="局长甲") for _ in range(2))
    data = word(paper.blocks, paper.notice.layout)
    assert data == word(again.blocks, again.notice.layout)
    text = text_of(data)
    assert "{" not in text
    assert "None" not in text
    assert TITLES.get(document, paper.notice.short) in text.replace("\n", "")
    page = html(paper.blocks, paper.notice.layout, document.zh).decode()
    assert "{{" not in page
    assert paper.ground.case.id in page


def test_nothing_is_owed_that_no_kind_can_make() -> None:
    owed = {document for row in TRANSITIONS for document in row.owed} | {Document.REPORT}
    assert owed <= set(NOTICES)
    assert {each for each in owed if NOTICES[each].after and not STEPS.get(each)} == set()


def example(row: Transition) -> Entry:
    """Return an entry that selects a row."""
    data = {key: want[0] if isinstance(want, tuple) else want for key, want in row.when.items() if want is not False}
    data = dict.fromkeys(row.needs, "x") | data
    return Entry(n="0", on=day("2026-11-20"), at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC), by="", did=row.did, **data)


def test_a_step_that_owes_a_document_is_one_that_it_is_about() -> None:
    strange = {
        (row.row, document.value)
        for row in TRANSITIONS
        for document in row.owed
        if NOTICES[document].after and not any(after.fits(example(row)) for after in NOTICES[document].after)
    }
    assert strange == set()


@pytest.mark.parametrize("document", Document)
def test_a_wording_names_fields_that_there_are(document: Document) -> None:
    assert blocks.names(NOTICES[document]) <= set(FIELDS)


@pytest.mark.parametrize("document", Document)
def test_the_wording_is_set_as_chinese_is(document: Document) -> None:
    lines = [line for line in NOTICES[document].wording.split("\n") if not line.startswith(("|", "%"))]
    assert [
        found for line in lines for found in offences(line.lstrip("#>~*&!№^ ").replace("{{ ", "{").replace(" }}", "}"))
    ] == []


def test_a_units_document_never_stands_in_the_offices_name(
    fitting: Callable[..., Any], made: Callable[..., Any]
) -> None:
    for document in MADE:
        paper = made(fitting(document).case, document, approved_by="局长甲")
        if paper.notice.issuer in {Issuer.UNIT, Issuer.ORGAN} and document not in OWN:
            assert (paper.ground.draft, paper.number) == (FOR_UNIT, None), document
            assert paper.ground.issuer != "某县信访局"
            signed = [block.text for block in paper.blocks if block.shape is Shape.ISSUER]
            assert "某县信访局" not in signed


def test_what_decides_has_no_number_before_it_is_approved(
    fitting: Callable[..., Any], made: Callable[..., Any]
) -> None:
    case = fitting(Document.FINAL_NOTICE).case
    draft = made(case, Document.FINAL_NOTICE)
    assert (draft.ground.draft, draft.number) == (FOR_APPROVAL, None)
    assert "（送审稿）" in blocks.plain(draft.blocks)
    approved = made(case, Document.FINAL_NOTICE, approved_by="局长甲")
    assert (approved.ground.draft, approved.number) == (None, "某信〔2026〕1号")


def test_no_layout_is_without_a_kind() -> None:
    assert {notice.layout for notice in NOTICES.values()} == set(PageLayout)


def test_a_word_file_says_nothing_of_when_it_was_made(fitting: Callable[..., Any], made: Callable[..., Any]) -> None:
    data = word(made(fitting(Document.NOTICE).case, Document.NOTICE).blocks, PageLayout.DOCUMENT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
