"""A folder of linked pages that opens from the disk: overview, overdue duties, a page per report, search.

Each page is written whole or not at all, the overview last: a run that is killed leaves every page as it was or as it
will be. Nothing in it says who a petitioner is, and sealed matters cannot be searched. It is bounded: long lists stand
on several pages, and what is left out is said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.law.words import Status
from xinfang_cli.measures.table import Page, Table
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.render.html import Laid, Link, cut_off, fields
from xinfang_cli.render.pages import data, pieces, script
from xinfang_cli.render.wording import titled
from xinfang_cli.store.out import write_out

SHOWN, PAGED, PAGES, REPORTED, SEARCHED = 20, 500, 40, 500, 20_000
"""Overdue duties on the overview, on a page of theirs, such pages; rows of a report's table; matters to search."""

_MARK = '<meta name="generator" content="xinfang">'
_INDEX, _OVERDUE, _SEARCH = "index.html", "overdue.html", "search.html"
_UNITS, _LATE = "units", "overdue"
_HEADS = (Msg.HEAD_ID, Msg.HEAD_TITLE, Msg.HEAD_UNIT, Msg.HEAD_STATUS, Msg.HEAD_DUE)


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the pages are made of.

    Attributes:
        weekly: the page of the week, from which the overview and the overdue duties come.
        reports: each report's word, its title and how to make its page.
        matters: lines of matters with `id`, `title`, `unit`, `status`, `due` and `sealed`, the latest first.
        lang: the language.
    """

    weekly: Page
    reports: Sequence[tuple[str, str, Callable[[], Page]]]
    matters: Iterable[Mapping[str, Any]]
    lang: Lang

    def said(self, msg: Sentence, **more: object) -> str:
        """Return a sentence."""
        return msg(**more).in_(self.lang)

    def links(self, here: str) -> list[Link]:
        """Return the links of each page to the others."""
        places = [
            (_INDEX, self.said(Msg.SITE_OVERVIEW)),
            (_OVERDUE, self.said(Msg.TABLE_OVERDUE)),
            *((_file(name), title) for name, title, _ in self.reports),
            (_SEARCH, self.said(Msg.SITE_SEARCH)),
        ]
        return [Link(href, title, is_here=href == here) for href, title in places]


def write_site(folder: Path, site: Site) -> int:
    """Write the pages; return how many.

    Raises:
        RefusedError: a page of that name stands there that is none of ours; nothing was written.
        XinfangError: the system refuses; each page is whole.
    """
    names = [_INDEX, _OVERDUE, _SEARCH, *(_file(name) for name, *_ in site.reports)]
    for name in names:
        if not _is_ours(folder / name):
            raise RefusedError(Msg.SITE_FOREIGN(path=folder / name))
    days: list[tuple[Link, str]] = []
    for name, title, make in site.reports:
        shown = fields(make(), site.lang, site.links(_file(name)), REPORTED)
        write_out(folder / _file(name), pieces("report.html", **shown))
        days.append((Link(_file(name), title), str(shown["period"])))
    late = _write_overdue(folder, site)
    write_out(folder / _SEARCH, _search(site))
    write_out(folder / _INDEX, _overview(site, days))
    _forget(folder, late)
    return len(names) - 1 + late


def _file(name: str) -> str:
    return f"report-{name}.html"


def _is_ours(path: Path) -> bool:
    """Say whether there is nothing there, or a page that this program wrote."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return _MARK in file.read(2000)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _table(page: Page, name: str) -> Table | None:
    return next((table for table in page.tables if table.name == name), None)


def _common(site: Site, here: str, title: str) -> dict[str, Any]:
    """Return what every page is filled with, from the page of the week."""
    shown = fields(replace(site.weekly, tables=(), figures=site.weekly.figures), site.lang, site.links(here))
    words = {
        **dict(shown["words"]),  # type: ignore[call-overload]
        "reports": site.said(Msg.SITE_REPORTS),
        "pages": site.said(Msg.SITE_PAGES),
        "search": site.said(Msg.SITE_SEARCH),
        "search_label": site.said(Msg.SITE_SEARCH_LABEL),
        "search_found": site.said(Msg.SITE_FOUND, count="{count}"),
        "search_more": site.said(Msg.SITE_FOUND_MORE),
    }
    return {**shown, "words": words, "report": title, "period": "", "blocks": []}


def _overview(site: Site, days: Sequence[tuple[Link, str]]) -> Iterator[str]:
    shown = _common(site, _INDEX, site.said(Msg.SITE_OVERVIEW))
    laid = Laid(site.lang, digits=site.weekly.digits)
    blocks = [laid.block(table, at) for at, name in enumerate((_UNITS,), 1) if (table := _table(site.weekly, name))]
    if late := _table(site.weekly, _LATE):
        first, more = cut_off(late, SHOWN)
        note = site.said(Msg.SITE_MORE_OVERDUE, title=titled(late.title, site.lang)) if more else ""
        blocks.append(replace(laid.block(first, len(blocks) + 1), notes=[note] if note else []))
    reports = [{"href": link.href, "title": link.title, "days": when} for link, when in days]
    return pieces("site_overview.html", **{**shown, "blocks": blocks, "reports": reports})


def _write_overdue(folder: Path, site: Site) -> int:
    """Write the pages of overdue duties; return how many."""
    late = _table(site.weekly, _LATE) or Table(_LATE, Msg.TABLE_OVERDUE(), (), ())
    count = sum(1 for _ in late.rows)
    whole = max(1, min(PAGES, -(-count // PAGED)))
    rows = iter(late.rows)
    laid = Laid(site.lang, digits=site.weekly.digits)
    for at in range(whole):
        here = _overdue_file(at)
        block = laid.block(replace(late, rows=tuple(islice(rows, PAGED))), 1)
        more = count - whole * PAGED
        if more > 0 and at == whole - 1:
            block = replace(block, notes=[site.said(Msg.PAGE_CUT, count=more)])
        numbers = [Link(_overdue_file(other), str(other + 1), is_here=other == at) for other in range(whole)]
        shown = _common(site, _OVERDUE, site.said(Msg.TABLE_OVERDUE))
        write_out(folder / here, pieces("site_overdue.html", **{**shown, "blocks": [block], "pages": numbers}))
    return whole


def _overdue_file(at: int) -> str:
    return _OVERDUE if not at else f"overdue-{at + 1}.html"


def _search(site: Site) -> Iterator[str]:
    matters = [line for line in islice(site.matters, SEARCHED) if not line["sealed"]]
    source, digest = script("search.js")
    return pieces(
        "site_search.html",
        **_common(site, _SEARCH, site.said(Msg.SITE_SEARCH)),
        heads=[site.said(head) for head in _HEADS],
        lines=(_line(matter, site.lang) for matter in matters),
        note=site.said(Msg.SITE_SEARCHED, count=len(matters)),
        script=source,
        digest=digest,
    )


def _line(matter: Mapping[str, Any], lang: Lang) -> str:
    status = Status.of(matter["status"]).in_(lang)
    texts = (matter["id"], matter["title"], matter["unit"] or "", status, matter["due"] or "")
    return data([titled(str(text), lang) for text in texts])


def _forget(folder: Path, late: int) -> None:
    """Delete pages of overdue duties that an earlier run wrote and this one had no need of."""
    at = late
    while (path := folder / _overdue_file(at)).exists() and _is_ours(path):
        path.unlink()
        at += 1
