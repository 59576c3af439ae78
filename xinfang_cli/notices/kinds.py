"""What a kind of document is: the row of data that makes it, and which step of a matter it is about.

The rows stand in `wordings` (公文), `letters` (信函、纪要、文件) and `forms` (表格); `rows` has them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from xinfang_cli.labels import Label
from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import standing
from xinfang_cli.law.records import Case, Entry

CONTACT = "（联系人：{{ clerk }}；联系电话：{{ issuer_phone }}）"
SIGNED = "^ {{ issuer }}\n^^ {{ day }}"
TO_REVIEW = (
    "如不服本处理意见，可以自收到本意见书之日起{{ review_days }}内，依照{{ cite_review }}的规定，"
    "向{{ review_organ }}书面请求复查。逾期不请求的，信访部门不再受理。"
)
ENGLISH = "% if english\n* Contact: {{ clerk }}, phone {{ issuer_phone }}\n% endif"
NOTHING: Mapping[str, object] = {}


class PageLayout(Label):
    """How a document looks (GB/T 9704-2012)."""

    DOCUMENT = "document", "公文", "official document"
    LETTER = "letter", "信函", "letter"
    MINUTES = "minutes", "纪要", "minutes"
    FORM = "form", "表格", "form"


class Issuer(Label):
    """In whose name a document stands."""

    OFFICE = "office", "信访部门", "letters-and-visits office"
    UNIT = "unit", "责任单位", "unit"
    ORGAN = "organ", "复查复核机关", "review organ"
    PARTIES = "parties", "当事人", "the parties"


class After(NamedTuple):
    """A step that a document is about: its event, and data that it must have; True and False ask for presence."""

    did: str
    when: Mapping[str, object] = NOTHING

    def fits(self, entry: Entry) -> bool:
        """Whether an entry is such a step."""
        return entry.did == self.did and all(_fits(getattr(entry, key), want) for key, want in self.when.items())


def _fits(value: object, want: object) -> bool:
    if isinstance(want, bool):
        return bool(value) is want
    return value in want if isinstance(want, tuple) else value == want


@dataclass(frozen=True, eq=False)  # one of a kind: what is made of it is remembered
class Notice:
    """A kind of document.

    Attributes:
        document: its word and names.
        article: of the Regulations, as a document cites it; empty where practice alone knows it.
        layout: how it looks.
        issuer: whose act it is.
        text: its wording, in the marks that `blocks` reads.
        after: steps that it is about, the latest of them; none for what may be made at any time.
        approval: whether it decides something, so that somebody must approve it before it has a number.
        numbered: whether the step that it is about may bring the number that it bears.
        remedy: whether it names the organ to which the petitioner may go.
        growing: whether it tells all that was done up to the day on which it is made.
        edition: which of its wordings it is, counted from 1.
    """

    document: Document
    article: str
    layout: PageLayout
    issuer: Issuer
    text: str
    after: tuple[After, ...] = ()
    approval: bool = False
    numbered: bool = False
    remedy: bool = False
    growing: bool = False
    edition: int = 1

    @property
    def template(self) -> str:
        """The name of its template. A text that was released is not edited: the next one is the next edition."""
        return f"{self.document.value}-{self.edition}"

    @property
    def wording(self) -> str:
        """Its text with what several say alike: who signs and may be asked, and how to ask for a review."""
        contact = "" if self.layout is PageLayout.FORM or self.text.startswith("!") else f"\n{CONTACT}\n{ENGLISH}"
        return self.text.replace("!review", TO_REVIEW).replace("^^", f"{SIGNED}{contact}")

    @property
    def short(self) -> str:
        """What files are called by."""
        return self.document.zh.replace("信访事项", "")


def basis(notice: Notice, case: Case) -> Entry | None:
    """Return the entry that a document is about; None where the step has not been taken."""
    entries = standing(case.history)
    if notice.growing:
        return next((entry for entry in reversed(entries) if entry.did != "notice"), None)
    found = (entry for entry in reversed(entries) if any(after.fits(entry) for after in notice.after))
    return next(found, None if notice.after else entries[0])
