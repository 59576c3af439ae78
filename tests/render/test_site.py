"""The folder of linked pages: links that lead somewhere, nothing sealed, nothing half, bounded, the same bytes."""

import datetime as dt
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.law.records import Channel
from xinfang_cli.law.words import Status
from xinfang_cli.measures.table import Chart, Column, Counted, Figure, Kind, Page, Row, Spot, Table, Value
from xinfang_cli.measures.tones import Tone
from xinfang_cli.messages import Msg
from xinfang_cli.render import site as made
from xinfang_cli.render.site import PAGED, PAGES, REPORTED, SHOWN, Site, page_file, write_site
from xinfang_cli.reports import Report
from xinfang_cli.reports.leaflets import PageName

NASTY = "</script><script>alert(1)</script> \u2028 {{ 7*7 }} <b>"


def matter(at: int, **more: Any) -> Mapping[str, Any]:
    known = {
        "id": f"XF-{at}",
        "title": f"反映第{at}件",
        "unit": "住建局",
        "status": "accepted",
        "due": "2026-12-01",
        "sealed": 0,
    }
    return {**known, **more}


def weekly(late: int) -> Page:
    columns = (Column("unit", "单位"), Column("overdue", "超期", Counted.DUTIES, Kind.NUMBER))
    rows: tuple[Row, ...] = tuple((f"XF-{at}", at) for at in range(late))
    figure = Figure(Channel.ONLINE, Counted.MATTERS, Channel.VISIT, "说", "条例", Value(50))
    return Page(
        report=Report.WEEKLY,
        office="某县信访局",
        period="2026年第47周（11月16日至22日）",
        from_=dt.date(2026, 11, 16),
        to=dt.date(2026, 11, 23),
        as_of=dt.date(2026, 11, 22),
        calendar="2004-2026",
        figures=(figure,),
        tables=(
            Table("units", "各单位", columns, (("住建局", 3),), None, Chart(("overdue",))),
            Table("overdue", Msg.TABLE_OVERDUE(), columns, rows),
        ),
        paragraphs=(Msg.PARTIAL_WINDOW(day=dt.date(2026, 11, 22)),),
    )


def site(late: int = 3, matters: tuple[Mapping[str, Any], ...] = (matter(1),), **more: Any) -> Site:
    page = weekly(late)
    reports = (("weekly", "周调度", lambda: page), ("monthly", "月通报", lambda: replace(page, report=Report.MONTHLY)))
    return Site(**{"weekly": page, "reports": reports, "matters": matters, "lang": Lang.ZH, **more})


def leaflet(kind: str, name: str, rows: tuple[Row, ...] = (("XF-1", "住建局"),)) -> Page:
    columns = (Column("id", "编号", kind=Kind.CODE), Column("unit", "单位"))
    table = Table("overdue", Msg.TABLE_OVERDUE(), columns, rows)
    spots = (Spot("超期", len(rows), Counted.DUTIES, Tone.LATE, "overdue"),)
    return replace(weekly(0), report=PageName(f"{kind}-{name}", name), figures=(), tables=(table,), spots=spots)


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def test_links_lead_to_pages_that_there_are(tmp_path: Path) -> None:
    assert write_site(tmp_path, site(PAGED + 1)) == 6
    found = read(tmp_path)
    assert set(found) == {
        "index.html", "overdue.html", "overdue-2.html", "report-monthly.html", "report-weekly.html", "search.html",
    }  # fmt: skip
    for text in found.values():
        targets = {unquote(href) for href in re.findall(r'href="([^"]*)"', text)}
        assert {target for target in targets if not target.startswith("#")} <= set(found)
        assert not re.search(r"https?:|\bsrc=|fetch\(|<link|@import", text)
        assert text.count('aria-current="page"') >= 1


def test_the_overview(tmp_path: Path) -> None:
    write_site(tmp_path, site(SHOWN + 5))
    text = read(tmp_path)["index.html"]
    assert "<h1>总览</h1>" in text
    assert '<dd class="value">50<small>件</small>' in text
    assert "住建局" in text
    assert f"XF-{SHOWN - 1}<" in text
    assert f"XF-{SHOWN}<" not in text
    assert "最早到期的在前；全表见“超期事项”。" in text
    assert '<li><a href="report-monthly.html">月通报</a> <span>2026年第47周（11月16日至22日）</span></li>' in text
    assert "截至2026年11月22日" in text


def test_it_is_bounded_and_says_what_is_left_out(tmp_path: Path) -> None:
    write_site(tmp_path, site(PAGED * PAGES + 7))
    found = read(tmp_path)
    assert len([name for name in found if name.startswith("overdue")]) == PAGES
    assert "另有7行未列出" in found[f"overdue-{PAGES}.html"]
    assert "未列出" not in found["overdue.html"]
    assert f"另有{PAGED * PAGES + 7 - REPORTED}行未列出" in found["report-weekly.html"]
    write_site(tmp_path, site(2))
    assert [name for name in read(tmp_path) if name.startswith("overdue")] == ["overdue.html"]


def test_search_holds_no_sealed_matter_and_only_the_latest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "SEARCHED", 3)
    lines = (matter(1, title=NASTY), matter(2, sealed=1, title="密的"), matter(3, unit=None, due=None), matter(4))
    write_site(tmp_path, site(matters=lines))
    text = read(tmp_path)["search.html"]
    assert "XF-1" in text
    assert "XF-2" not in text
    assert "密的" not in text
    assert f'["XF-3", "反映第3件", "", "{Status.ACCEPTED.zh}", "", ""]\n]</script>' in text
    assert "XF-4" not in text
    assert "可查最近收到的2件" in text
    assert text.count("<script") == 2
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'", text)


def test_another_s_page_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>别人的</h1>", "utf-8")
    with pytest.raises(RefusedError) as caught:
        write_site(tmp_path, site())
    assert "index.html" in caught.value.text.in_(Lang.ZH)
    assert list(read(tmp_path)) == ["index.html"]
    (tmp_path / "index.html").unlink()
    (tmp_path / "search.html").mkdir()
    with pytest.raises(RefusedError):
        write_site(tmp_path, site())


@pytest.mark.parametrize("lang", Lang)
def test_two_runs_give_the_same_bytes(tmp_path: Path, lang: Lang) -> None:
    for name in ("1", "2"):
        write_site(tmp_path / name, site(lang=lang))
    assert read(tmp_path / "1") == read(tmp_path / "2")


def test_a_run_that_is_stopped_leaves_pages_whole(tmp_path: Path) -> None:
    write_site(tmp_path, site(3))
    before = read(tmp_path)

    def broken() -> Page:
        raise KeyboardInterrupt

    reports = (("weekly", "周调度", lambda: weekly(9)), ("monthly", "月通报", broken))
    with pytest.raises(KeyboardInterrupt):
        write_site(tmp_path, site(9, reports=reports))
    after = read(tmp_path)
    assert set(after) == set(before)
    assert all(text.endswith("</html>\n") for text in after.values())
    assert after["index.html"] == before["index.html"]
    assert after["report-weekly.html"] != before["report-weekly.html"]


def test_a_week_without_tables(tmp_path: Path) -> None:
    page = replace(weekly(0), tables=(), paragraphs=())
    write_site(tmp_path, site(weekly=page, reports=(), matters=()))
    assert "（无）" in read(tmp_path)["overdue.html"]


@pytest.fixture
def searched(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("chromium is not installed")
    write_site(
        tmp_path / "site",
        site(matters=tuple(matter(at, title=f"反映{NASTY if at == 7 else ''}第{at}件") for at in range(300))),
    )

    def search(words: str) -> str:
        page = tmp_path / "site" / "search.html"
        text = page.read_text("utf-8").replace('type="search"', f'type="search" value="{words}"')
        (tmp_path / "site" / "typed.html").write_text(text, "utf-8")
        done = subprocess.run(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
                f"--user-data-dir={tmp_path}/browser", "--dump-dom", (tmp_path / "site" / "typed.html").as_uri(),
            ],
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        assert "CONSOLE" not in done.stderr
        return done.stdout

    yield search
    shutil.rmtree(tmp_path / "browser", ignore_errors=True)


def test_a_browser_searches_from_the_disk(searched: Callable[[str], str]) -> None:
    found = searched("ｘｆ-29 住建")  # width and case make no difference
    assert re.search(r'<p id="said"[^>]*>找到11件</p>', found)
    assert re.findall(r'<th scope="row" class="c">(XF-\d+)</th>', found)[:2] == ["XF-29", "XF-290"]
    all_of_them = searched("反映")
    assert "找到300件，列出前100件" in all_of_them
    assert all_of_them.count('<th scope="row"') == 100
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in all_of_them  # shown as text


def test_numbers_and_names_lead_to_pages_of_units_dockets_and_matters(tmp_path: Path) -> None:
    unit, docket, case = leaflet("unit", "住建局"), leaflet("docket", "2026积案"), leaflet("matter", "XF-1")
    whole = site(units=[unit], dockets=[docket], leaflets=iter([case]), ids=frozenset({"XF-1"}))
    count = write_site(tmp_path, whole)
    found = read(tmp_path)
    assert count == len(found) == 10
    assert found[page_file(unit)].count('<a href="matter-XF-1.html">XF-1</a>') == 1
    assert f'<a href="{page_file(unit)}">住建局</a>' in found["index.html"]
    assert f'<a href="{page_file(docket)}">2026积案</a> <span>超期 1</span>' in found["dockets.html"]
    assert '<a href="units.html"' in found["matter-XF-1.html"]
    assert '"matter-XF-1.html"]' in found["search.html"]
    for text in found.values():
        targets = {unquote(href).partition("#")[0] for href in re.findall(r'href="([^"]*)"', text)}
        assert targets - {""} <= set(found)


def test_of_how_many_matters_there_is_a_page(tmp_path: Path) -> None:
    many = tuple(matter(at) for at in range(3))
    for ids, says in ((frozenset({"XF-1"}), True), (frozenset({"XF-0", "XF-1", "XF-2"}), False)):
        write_site(tmp_path, site(matters=many, ids=ids))
        assert ("件各有一页" in read(tmp_path)["search.html"]) == says


def test_pages_of_what_is_no_more_go_and_those_of_others_stay(tmp_path: Path) -> None:
    write_site(tmp_path, site(units=[leaflet("unit", "住建局"), leaflet("unit", "水利局")]))
    (tmp_path / "unit-mine.html").write_text("我的", "utf-8")
    (tmp_path / page_file(leaflet("unit", "财政局"))).write_text("我的", "utf-8")
    write_site(tmp_path, site(units=[leaflet("unit", "住建局"), leaflet("unit", "财政局")]))
    names = {path.name for path in tmp_path.glob("unit-*")}
    assert names == {"unit-mine.html", *(page_file(leaflet("unit", name)) for name in ("住建局", "财政局"))}
    assert (tmp_path / page_file(leaflet("unit", "财政局"))).read_text("utf-8") == "我的"
    write_site(tmp_path, site())
    assert not (tmp_path / "units.html").exists()
