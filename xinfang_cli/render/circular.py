"""A report as it goes out: a circular (通报) with its title, number, addressees, copies, seal place and imprint."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Page
from xinfang_cli.messages import Msg, Sentence, day_words
from xinfang_cli.render import Outgoing
from xinfang_cli.render.official import NO_NUMBER, TITLE_WIDTH, balanced
from xinfang_cli.render.word import plain
from xinfang_cli.render.word_template import Outline
from xinfang_cli.render.wording import heading, titled
from xinfang_cli.widths import width

_TITLES = {
    "weekly": Msg.CIRCULAR_WEEKLY,
    "monthly": Msg.CIRCULAR_MONTHLY,
    "flags": Msg.CIRCULAR_FLAGS,
    "ledger": Msg.CIRCULAR_LEDGER,
    "lists": Msg.CIRCULAR_LISTS,
    "supervision": Msg.CIRCULAR_SUPERVISION,
    "review": Msg.CIRCULAR_REVIEW,
    "docket": Msg.CIRCULAR_DOCKET,
    "groups": Msg.CIRCULAR_GROUPS,
    "annual": Msg.CIRCULAR_ANNUAL,
}
_REGISTERS = frozenset({"ledger", "lists", "supervision"})
_INSIDE = frozenset({"agenda"})
"""What is laid before a meeting and sent to nobody."""

_AREA = re.compile(r".*(?P<level>省|市|县|区|旗|州|盟|镇|乡|街道)(?=.*信访|.*联席)")
_ENGLISH = {
    "省": "province", "市": "city", "县": "county", "区": "district", "旗": "banner", "州": "prefecture",
    "盟": "league", "镇": "town", "乡": "township", "街道": "subdistrict",
}  # fmt: skip
_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]+、")),
    (2, re.compile(r"（[一二三四五六七八九十]+）")),
    (3, re.compile(r"\d+[.．]\D", re.ASCII)),
)
_LONGEST_HEADING = 40
_DIGITS = "零一二三四五六七八九十"


class Said(str):  # noqa: SLOT000  # a text that knows its level; templates of offices take it as the text it is
    """A paragraph, and which heading it is: 1 to 3, or 0 for none."""

    level: int = 0

    @classmethod
    def at(cls, text: str, level: int) -> "Said":
        """Return a text with its level."""
        said = cls(text)
        said.level = level
        return said


def outlined(outgoing: Outgoing, lang: Lang) -> Outline:
    """Return what the layout of a template hangs on that is filled in later."""
    issuer, day = outgoing.issuer, outgoing.day
    if not issuer or not day:
        return Outline()
    said = day_words(day, lang)
    return Outline(
        head=Msg.CIRCULAR_HEAD(issuer=issuer).in_(lang),
        issuer=issuer,
        day=said,
        copies=Msg.CIRCULAR_COPIES(names=list(outgoing.copies)).in_(lang) if outgoing.copies else "",
        printed=Msg.CIRCULAR_PRINTED(issuer=issuer, day=said).in_(lang),
    )


def numbered(at: int, title: str, lang: Lang) -> str:
    """Return a heading as official documents number theirs."""
    if lang is not Lang.ZH:
        return f"{at}. {title}"
    tens, ones = divmod(at, 10)
    before = f"{_DIGITS[tens]}十".removeprefix("一") if tens else ""
    return f"{before}{_DIGITS[ones] if ones else ''}、{title}"


@dataclass(frozen=True)
class Circular:
    """What a page's document says of itself."""

    page: Page
    lang: Lang
    outgoing: Outgoing

    @property
    def issuer(self) -> str:
        """Whose it is; empty for one with a plain title."""
        return "" if self.page.report.value in _INSIDE else plain(self.outgoing.issuer or "")

    @property
    def day(self) -> dt.date:
        """The day that it bears: of its issue, or of its figures."""
        return (self.outgoing.day if self.issuer else None) or self.page.as_of

    @property
    def title(self) -> str:
        """What it is called, on one line."""
        if not self.issuer:
            return plain(heading(self.page, self.lang))
        said = _TITLES.get(self.page.report.value, Msg.CIRCULAR_OWN)
        area = "" if self.page.scope else self._area()
        return said(
            issuer=self.issuer,
            period=titled(self.page.period, self.lang),
            area=area,
            report=self.page.report.in_(self.lang),
        ).in_(self.lang)

    def _area(self) -> str:
        """Return of which place it tells, as the names of office and issuer say: 全县."""
        found = _AREA.match(self.issuer) or _AREA.match(self.page.office)
        if not found:
            return ""
        level = found["level"]
        return Msg.CIRCULAR_AREA(level=level if self.lang is Lang.ZH else _ENGLISH[level]).in_(self.lang)

    def fields(self) -> dict[str, object]:
        """Return what a template may ask of it."""
        day, out = day_words(self.day, self.lang), self.outgoing
        said = Msg.CIRCULAR_REGISTER if self.page.report.value in _REGISTERS else Msg.CIRCULAR_TABLES
        period = titled(self.page.period, self.lang)
        tables = said(period=period, report=self.page.report.in_(self.lang))
        return {
            "issuer": self.issuer,
            "head": self._said(Msg.CIRCULAR_HEAD, issuer=self.issuer),
            "number": plain(out.number or self._number()) if self.issuer else "",
            "title_lines": self._title_lines(),
            "to": self._said(Msg.CIRCULAR_TO, names=list(out.to)) if out.to else "",
            "copies": self._said(Msg.CIRCULAR_COPIES, names=list(out.copies)) if self.issuer and out.copies else "",
            "printed": self._said(Msg.CIRCULAR_PRINTED, issuer=self.issuer, day=day) if self.issuer else "",
            "attachments": Msg.CIRCULAR_ATTACHMENTS(title=tables).in_(self.lang),
            "attachment": Msg.CIRCULAR_ATTACHMENT.in_(self.lang),
            "attachment_title": self._in_lines(period, tables.in_(self.lang)),
            "day": day,
        }

    def _title_lines(self) -> str:
        """Return the title in lines that end with a word: behind 关于, behind the period, else of like length."""
        title, period = self.title, titled(self.page.period, self.lang)
        before, said, rest = title.partition(f"关于{period}")
        if self.lang is not Lang.ZH or not said:
            return title
        return f"{balanced(f'{before}关于')}\n{self._in_lines(period, period + rest)}"

    def _in_lines(self, period: str, text: str) -> str:
        """Return a text, with a long period on a line of its own, where one line does not hold both."""
        if self.lang is not Lang.ZH or width(text) < TITLE_WIDTH - 1:  # figures beside characters take a little more
            return text
        if width(period) < TITLE_WIDTH // 2:
            return balanced(text)
        return f"{balanced(period)}\n{balanced(text.removeprefix(period))}"

    def _said(self, sentence: Sentence, **fields: object) -> str:
        return plain(sentence(**fields).in_(self.lang))

    def _number(self) -> str:
        if not self.outgoing.mark:
            return NO_NUMBER
        return Msg.CIRCULAR_NUMBER(mark=self.outgoing.mark, year=self.day.year).in_(self.lang)

    def outline(self) -> Outline:
        """Return what the built-in template's layout hangs on."""
        said = {name: str(text) for name, text in self.fields().items()}
        issuer = self.issuer or plain(titled(self.page.office, self.lang))
        return Outline(said["head"], issuer, said["day"], said["copies"], said["printed"])

    def paragraphs(self) -> list[Said]:
        """Return its sentences; where the office has sections of its own, all under numbered headings."""
        has_sections = any(text.msg is Msg.OWN_HEADING for text in self.page.paragraphs)
        return list(self._levelled(has_sections=has_sections))

    def _levelled(self, *, has_sections: bool) -> Iterator[Said]:
        at = 0
        if has_sections:
            at += 1
            yield Said.at(numbered(at, Msg.BULLETIN_GENERAL.in_(self.lang), self.lang), 1)
        for text in self.page.paragraphs:
            if text.msg is Msg.OWN_HEADING:
                at += 1
                title = plain(str(text.fields["heading"]))
                yield Said.at(numbered(at, title, self.lang), 1)
            else:
                said = plain(text.in_(self.lang))
                yield Said.at(said, _level(said) if text.msg is Msg.OWN_WORDS else 0)


def _level(text: str) -> int:
    """Return which heading a line of the office's own is: by how it is numbered, if it is short."""
    if len(text) > _LONGEST_HEADING or text.endswith(("。", "；", ".")):
        return 0
    return next((level for level, mark in _LEVELS if mark.match(text)), 0)
