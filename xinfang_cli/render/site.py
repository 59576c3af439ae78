"""A folder of linked pages that opens from the disk: overview, overdue duties, a page per report, unit, docket, matter.

Each page is written whole or not at all, the overview last: a run that is killed leaves every page as it was or as it
will be. Nothing in it says who a petitioner is, and sealed matters cannot be searched. It is bounded: long lists stand
on several pages, and what is left out is said.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.words import Status
from xinfang_cli.measures.table import Cell, Column, Page, Table
from xinfang_cli.messages import Msg, Sentence
from xinfang_cli.render.html import Block, Laid, Link, cut_off, fields
from xinfang_cli.render.pages import data, pieces, script
from xinfang_cli.render.sifted import sifted_table
from xinfang_cli.render.wording import titled, written
from xinfang_cli.store.out import write_out

SHOWN, PAGED, PAGES, REPORTED, SEARCHED = 20, 500, 40, 500, 20_000
"""Overdue duties on the overview, on a page of theirs, such pages; rows of a report's table; matters to search."""

_MARK = '<meta name="generator" content="xinfang">'
_INDEX, _OVERDUE, _SEARCH = "index.html", "overdue.html", "search.html"
_UNIT_PAGES, _DOCKET_PAGES = "units.html", "dockets.html"
_OF_UNITS = frozenset({"unit", "who", "organ", "to_whom"})
_SHOWN = ("units", "overdue", "due_soon", "days_ahead")
_LATE = "overdue"
_HEADS = (Msg.HEAD_ID, Msg.HEAD_TITLE, Msg.HEAD_UNIT, Msg.HEAD_STATUS, Msg.HEAD_DUE)


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the pages are made of.

    Attributes:
        weekly: the page of the week, from which the overview and the overdue duties come.
        reports: each report's word, its title and how to make its page.
        units: what each unit owes.
        dockets: what is on each docket.
        leaflets: what was done of each matter, one page after another.
        ids: which matters have such a page.
        matters: lines of matters with `id`, `title`, `unit`, `status`, `due` and `sealed`, the latest first.
        lang: the language.
    """

    weekly: Page
    reports: Sequence[tuple[str, str, Callable[[], Page]]]
    units: Sequence[Page] = ()
    dockets: Sequence[Page] = ()
    leaflets: Iterable[Page] = ()
    ids: frozenset[str] = frozenset()
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
            *([(_UNIT_PAGES, self.said(Msg.SITE_UNITS))] if self.units else []),
            *([(_DOCKET_PAGES, self.said(Msg.SITE_DOCKETS))] if self.dockets else []),
            *((_file(name), title) for name, title, _ in self.reports),
            (_SEARCH, self.said(Msg.SITE_SEARCH)),
        ]
        return [Link(href, title, is_here=href == here) for href, title in places]

    def leads(self, column: Column, cell: Cell) -> str:
        """Return the page that a cell is about: a matter's or a unit's."""
        if column.name == "id" and isinstance(cell, str) and cell in self.ids:
            return _leaflet("matter", cell)
        name = cell.value if isinstance(cell, Label) else cell
        if column.name in _OF_UNITS and isinstance(name, str):
            return self._owing.get(name, "")
        return ""

    @cached_property
    def _owing(self) -> Mapping[str, str]:
        return {page.report.value.partition("-")[2]: page_file(page) for page in self.units}


def write_site(folder: Path, site: Site) -> int:
    """Write the pages; return how many.

    Raises:
        RefusedError: a page of that name stands there that is none of ours; nothing was written.
        XinfangError: the system refuses; each page is whole.
    """
    lists = [name for name, pages in ((_UNIT_PAGES, site.units), (_DOCKET_PAGES, site.dockets)) if pages]
    names = [_INDEX, _OVERDUE, _SEARCH, *lists, *(_file(name) for name, *_ in site.reports)]
    for name in names:
        if not _is_ours(folder / name):
            raise RefusedError(Msg.SITE_FOREIGN(path=folder / name))
    days: list[tuple[Link, str]] = []
    for name, title, make in site.reports:
        shown = fields(make(), site.lang, site.links(_file(name)), REPORTED, site.leads)
        write_out(folder / _file(name), pieces("report.html", **shown))
        days.append((Link(_file(name), title), str(shown["period"])))
    details = _write_leaflets(folder, site)
    late = _write_overdue(folder, site)
    write_out(folder / _SEARCH, _search(site))
    write_out(folder / _INDEX, _overview(site, days))
    kept = {*names, *details, *(_overdue_file(at) for at in range(late))}
    _forget(folder, kept)
    return len(kept)


def _write_leaflets(folder: Path, site: Site) -> set[str]:
    """Write the pages of units, dockets and matters, and the lists of the first two; return their names."""
    done = set()
    for page in chain(site.units, site.dockets, site.leaflets):
        here = page_file(page)
        if not _is_ours(folder / here):
            continue  # somebody's own page stands there; nothing leads to ours
        shown = fields(page, site.lang, site.links(""), REPORTED, site.leads)
        write_out(folder / here, pieces("report.html", **shown))
        done.add(here)
    for name, msg, pages in (
        (_UNIT_PAGES, Msg.SITE_UNITS, site.units),
        (_DOCKET_PAGES, Msg.SITE_DOCKETS, site.dockets),
    ):
        if pages:
            shown = {**_common(site, name, site.said(msg)), **_NOTHING_ELSE, "reports": list(_entries(pages, site))}
            write_out(folder / name, pieces("site_list.html", **shown))
    return done


_NOTHING_ELSE: Mapping[str, Any] = {name: [] for name in ("spots", "paragraphs", "cards", "more_cards")}


def _entries(pages: Iterable[Page], site: Site) -> Iterator[Mapping[str, str]]:
    for page in pages:
        yield {"href": page_file(page), "title": page.report.in_(site.lang), "days": _told(page, site)}


def _told(page: Page, site: Site) -> str:
    """Return what stands behind a page in a list: its numbers."""
    spots = ((titled(spot.title, site.lang), written(spot.value, site.lang)) for spot in page.spots)
    return " · ".join(f"{title} {value}" for title, value in spots)


def page_file(page: Page) -> str:
    """Return the name of a unit's, docket's or matter's file: made of the name, whatever characters that has."""
    kind, _, name = page.report.value.partition("-")
    return _leaflet(kind, name)


def _leaflet(kind: str, name: str) -> str:
    safe = name if name.isascii() and name.replace("-", "").isalnum() else sha256(name.encode()).hexdigest()[:10]
    return f"{kind}-{safe}.html"


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
    laid = Laid(site.lang, digits=site.weekly.digits, leads=site.leads)
    blocks: list[Block] = []
    places: dict[str, str] = {}
    for table in (found for name in _SHOWN if (found := _table(site.weekly, name))):
        first, more = cut_off(sifted_table(table), SHOWN) if table.name == _LATE else (sifted_table(table), 0)
        block = laid.block(first, len(blocks) + 1)
        note = [site.said(Msg.SITE_MORE_OVERDUE, title=titled(table.title, site.lang))] if more else []
        blocks.append(replace(block, notes=[*block.notes, *note]))
        places[table.name] = block.id
    spots = [laid.spot(spot, places) for spot in site.weekly.spots]
    reports = [{"href": link.href, "title": link.title, "days": when} for link, when in days]
    return pieces("site_overview.html", **{**shown, "blocks": blocks, "spots": spots, "reports": reports})


def _write_overdue(folder: Path, site: Site) -> int:
    """Write the pages of overdue duties; return how many."""
    late = _table(site.weekly, _LATE) or Table(_LATE, Msg.TABLE_OVERDUE(), (), ())
    count = sum(1 for _ in late.rows)
    whole = max(1, min(PAGES, -(-count // PAGED)))
    rows = iter(late.rows)
    laid = Laid(site.lang, digits=site.weekly.digits, leads=site.leads)
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
    cut = 0 < len(site.ids) < len(matters)
    notes = [Msg.SITE_SEARCHED(count=len(matters)), *([Msg.SITE_MATTERS_CUT(count=len(site.ids))] if cut else [])]
    return pieces(
        "site_search.html",
        **_common(site, _SEARCH, site.said(Msg.SITE_SEARCH)),
        heads=[site.said(head) for head in _HEADS],
        lines=(_line(matter, site) for matter in matters),
        note=" ".join(note.in_(site.lang) for note in notes),
        script=source,
        digest=digest,
    )


def _line(matter: Mapping[str, Any], site: Site) -> str:
    status = Status.of(matter["status"]).in_(site.lang)
    texts = (matter["id"], matter["title"], matter["unit"] or "", status, matter["due"] or "")
    href = _leaflet("matter", matter["id"]) if matter["id"] in site.ids else ""
    return data([*(titled(str(text), site.lang) for text in texts), href])


def _forget(folder: Path, kept: Container[str]) -> None:
    """Delete pages of duties, units, dockets and matters that an earlier run wrote and this one had no need of."""
    for path in folder.glob("*.html"):
        if path.name.startswith(_MADE) and path.name not in kept and _is_ours(path):
            path.unlink()


_MADE = ("overdue-", "unit-", "docket-", "matter-", _UNIT_PAGES, _DOCKET_PAGES)
