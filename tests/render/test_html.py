"""The web page: one file, nothing from elsewhere, text that stays text; a browser opens and prints it."""

import datetime as dt
import re
import shutil
import subprocess
import tracemalloc
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.law.words import Channel
from xinfang_cli.measures.rates import Measure
from xinfang_cli.measures.table import Chart, Column, Counted, Figure, Kind, Page, Shape, Spot, Table, Value
from xinfang_cli.measures.tones import Tone
from xinfang_cli.messages import Msg
from xinfang_cli.render import Format, draw
from xinfang_cli.reports.flags import Flag

Make = Callable[..., Page]
MakeTable = Callable[..., Table]
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Tree(HTMLParser):
    """What a page consists of; complains about elements that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a name."""
        return [attrs for name, attrs in self.found if name == tag]


def html(page: Page, lang: Lang = Lang.ZH) -> str:
    return "".join(draw(page, Format.HTML, lang))


@pytest.mark.parametrize(("lang", "code"), [(Lang.ZH, "zh-CN"), (Lang.EN, "en")])
def test_a_page_that_stands_alone(page: Make, lang: Lang, code: str) -> None:
    text = html(page(), lang)
    tree = Tree(text)
    assert text.startswith("<!doctype html>\n")
    assert text.endswith("</html>\n")
    assert tree.all("html") == [{"lang": code}]
    assert not re.search(r"https?:|//[a-z]|url\(|@import|\bsrc=|<script|<link|<iframe|\son[a-z]+=", text)
    assert {attrs["href"] for attrs in tree.all("a")} == {"#main", "#key", "#t1", "#t2", "#definitions"}
    assert {"main", "key", "t1", "t2", "definitions"} <= {attrs.get("id") for _, attrs in tree.found}
    assert "default-src 'none'; style-src 'unsafe-inline'" in str(tree.all("meta"))


def test_tables_can_be_heard(page: Make) -> None:
    tree = Tree(html(page()))
    assert len(tree.all("caption")) == len(tree.all("table")) == 2
    assert {attrs["scope"] for attrs in tree.all("th")} == {"col", "row"}
    assert len([attrs for attrs in tree.all("th") if attrs["scope"] == "row"]) == 8  # five rows, a total, two measures
    assert [attrs["aria-label"] for attrs in tree.all("svg")] == ["各单位 · 在办（件）"] * 2
    groups = [attrs for attrs in tree.all("div") if attrs.get("role") == "group"]
    assert [(group["tabindex"], group["aria-label"]) for group in groups] == [("0", "各单位：表"), ("0", "指标：表")]


def test_cells_rates_and_key_figures(page: Make) -> None:
    text = html(page())
    assert '<td class="n">2027-02-03</td>' in text
    assert (
        '<td class="n">88.2%<small>60/68</small><span class="meter" aria-hidden="true"><i style="width:88.2%">' in text
    )
    assert '<td class="n z">—<small>0/0</small></td>' in text
    assert '<td class="n">8.5（共2件）</td>' in text
    assert '<td class="n">不公布</td>' in text
    assert '<th scope="row" class="n">' not in text
    assert "升12.5个百分点" in text
    assert '<dd class="value">88.2%<small>60/68</small>' in text
    assert '<dd class="change">较上期升38.2个百分点</dd>' in text
    assert '<dd class="value">50<small>件</small></dd><dd class="change">较去年同期-26.5%</dd>' in text
    assert "<li>网上信访（来访）：甲|乙。依据：条例</li>" in text
    assert text.count("截至2026年11月22日 · 节假日数据2004-2026") == 2


def test_key_figures_are_those_that_there_are(page: Make) -> None:
    def figure(value: Value) -> Figure:
        return Figure(Channel.VISIT, Counted.DAYS, Channel.VISIT, "说", "条例", value)

    values = [Value(None, 0, is_rate=True), Value(0, 0, is_rate=True), Value(None), Value(8.5, 2), Value(0)]
    withheld = Value(None, is_withheld=True)
    text = html(page(figures=tuple(map(figure, (*values, withheld)))))
    found = re.findall(r'<dd class="value">(.*?)</dd>', text)
    assert found == ["8.5<small>日（共2件）</small>", "0<small>日</small>"]


def test_nothing_typed_into_a_case_is_more_than_text(page: Make, table: MakeTable, nasty: str) -> None:
    text = html(page(table([(nasty, 3, None, None, None)], title=nasty, chart=Chart(("open",))), office=nasty))
    tree = Tree(text)
    assert not tree.all("script")
    assert "<script>alert(1)</script>" in "".join(tree.words)
    assert "{{ 7*7 }} {% x %} ]]>" in "".join(tree.words)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_a_page_with_nothing(page: Make) -> None:
    text = html(page(Table("t", "空", (Column("a", "甲"),), ()), figures=(), paragraphs=()))
    tree = Tree(text)
    assert len(tree.all("table")) == 0
    assert text.count("（无）") == 1
    assert 'id="key"' not in text
    assert 'id="definitions"' not in text


def test_the_title_says_which_days(page: Make) -> None:
    assert "<h1>周调度<span>2026年第47周（11月16日至22日）</span></h1>\n<p class" in html(page())


def test_several_columns_have_a_legend_and_wide_tables_lie_across(page: Make, many: Any) -> None:
    columns = (Column("unit", "单位"), *(Column(f"c{at}", f"列{at}", kind=Kind.NUMBER) for at in range(9)))
    wide = Table(
        "t", "宽", columns, tuple((f"单位{at}", *range(9)) for at in range(30)), None, Chart(("c1", "c2"), most=5)
    )
    text = html(page(wide))
    assert '<body class="across">' in text
    assert '<ul class="legend"><li style="--c:var(--c0)">列1</li><li style="--c:var(--c1)">列2</li></ul>' in text
    assert "<figcaption>前5行</figcaption>" in text
    assert '<section id="t2" aria-labelledby="t2-h" class="whole">' in text
    assert "<body>" in html(page())
    assert many


def test_no_line_ends_within_a_day(page: Make) -> None:
    text = html(page(paragraphs=(Msg.PARTIAL_WINDOW(day=dt.date(2026, 11, 22)),)))
    assert '<p>本期未完，统计到<span class="day">2026-11-22</span>；' in text


def test_what_a_page_is_looked_at_for_first_leads_to_its_rows(page: Make) -> None:
    spots = (
        Spot("超期", 9, Counted.DUTIES, Tone.LATE, "units", "水利局（9）"),
        Spot("在办", 26, Counted.MATTERS),
        Spot("7日内", 0, Counted.DUTIES, Tone.SOON, "nowhere"),
    )
    text = html(page(spots=spots))
    assert '<div class="t-late"><dt>●<a href="#t1">超期</a></dt><dd class="value">9<small>项</small>' in text
    assert '<dd class="change">水利局（9）</dd>' in text
    assert "<div><dt>7日内</dt>" in text  # nothing falls due: nothing to be warned of
    assert text.index('id="first"') < text.index('id="t1"') < text.index('id="key"') < text.index('id="t2"')
    assert 'id="first"' not in html(page())


def test_figures_beyond_the_first_are_folded_away_where_something_comes_first(page: Make) -> None:
    figures = tuple(Figure(each, Counted.MATTERS, Channel.VISIT, "说", "条例", Value(1)) for each in list(Channel)[:7])
    assert "<details>" not in html(page(figures=figures))
    text = html(page(figures=figures, spots=(Spot("超期", 1, Counted.DUTIES),)))
    assert text.partition("<details>")[2].partition("</details>")[0].count("<dt>") == 2


def test_duties_come_first_among_the_figures_and_what_is_late_is_red(page: Make) -> None:
    def figure(measure: Measure, value: Value) -> Figure:
        return Figure(measure, Counted.MATTERS, Channel.VISIT, "说", "条例", value)

    found = [figure(Measure.REGISTERED, Value(5)), figure(Measure.CLOSE_RATE, Value(1, 2, is_rate=True))]
    text = html(page(figures=(*found, figure(Measure.OVERDUE, Value(3)))))
    assert re.findall(r"<dt>(.*?)</dt>", text) == ["超期", "办结率", "登记"]
    assert '<div class="t-late"><dt>超期' in text
    assert "t-late" not in html(page(figures=(figure(Measure.OVERDUE, Value(0)),))).partition("<body>")[2]


def test_flags_are_chips_with_colour_word_and_sign_and_late_numbers_are_red(page: Make) -> None:
    columns = (Column("unit", "单位"), Column("flag", "旗"), Column("n", "超期", kind=Kind.NUMBER, tone=Tone.LATE))
    text = html(page(Table("t", "旗", columns, (("甲", Flag.BLACK, 2), ("乙", Flag.NONE, 0)))))
    assert '<td><span class="chip t-black">■黑</span></td><td class="n t-late">2</td>' in text
    assert '<td><span class="chip t-none">○不评</span></td><td class="n z">0</td>' in text


def test_a_calendar_of_what_falls_due(page: Make) -> None:
    columns = (Column("day", "日期"), Column("n", "到期", kind=Kind.NUMBER))
    rows = ((dt.date(2026, 11, 27), 2), (dt.date(2026, 12, 9), 1))
    chart = Chart(("n",), Shape.DAYS, most=31, first=dt.date(2026, 11, 25))
    text = html(page(Table("t", "到期", columns, rows, None, chart)))
    days = text.partition('<ol class="days"')[2].partition("</ol>")[0]
    assert days.count("<li") == 2 + 31  # from Monday
    assert days.count('class="out"') == 2
    assert "<li><span>11/25</span></li>" in days
    assert '<li class="t-soon"><span>27</span><b>◎2</b></li>' in days
    assert '<li class="has"><span>9</span><b>1</b></li>' in days
    assert '<li class="off"><span>28</span></li>' in days
    assert "<span>12/1</span>" in days
    assert "<svg" not in text
    assert 'class="days"' not in html(page(Table("t", "空", columns, (), None, chart)))
    assert 'class="days"' not in html(page(Table("t", "空", columns, rows, None, Chart(("n",), Shape.DAYS))))


def test_a_title_ends_no_rule_of_the_style(page: Make) -> None:
    evil = '"}</style><script>alert(1)</script>'
    text = html(page(Table("t", "表", (Column("a", "甲"), Column("b", evil)), (("1", "2"),))))
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert '#t1 td:nth-child(2)::before{content:"\\22 \\7d \\3c ' in style
    assert not Tree(text).all("script")


def test_small_lines_of_the_last_points(page: Make) -> None:
    columns = (Column("month", "月"), Column("registered", "登记", kind=Kind.NUMBER))
    rows = tuple((f"2026-{at:02}", at) for at in range(1, 15))
    figure = Figure(Measure.REGISTERED, Counted.MATTERS, Channel.VISIT, "说", "条例", Value(14))
    text = html(
        page(Table("months", "逐月", columns, rows, None, Chart(("registered",), Shape.LINE)), figures=(figure,))
    )
    (points,) = re.findall(r'<polyline points="(.*?)"', text)
    assert len(points.split()) == 12
    assert points.split()[-1] == "96,2"
    assert "<polyline" not in html(
        page(Table("months", "逐月", columns, rows[:1], None, Chart(("registered",), Shape.LINE)), figures=(figure,))
    )


def test_a_long_table_needs_no_memory(page: Make, table: MakeTable, many: Any) -> None:
    def most(count: int) -> int:
        drawn = draw(page(table(many(count))), Format.HTML, Lang.ZH)
        next(drawn)
        tracemalloc.start()
        for _ in drawn:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(4000) < most(400) + 100_000


# --- A browser ------------------------------------------------------------------------------------------------------


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """`chromium(page.html, "--dump-dom")`: open a file in a browser that has seen nothing and reaches nothing."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("chromium is not installed")

    def browse(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--allow-file-access-from-files",
                f"--user-data-dir={tmp_path}/browser", *options, path.as_uri(),
            ],
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip

    yield browse
    shutil.rmtree(tmp_path / "browser", ignore_errors=True)


def charted(page: Make, table: MakeTable, many: Any) -> Page:
    charts = (Chart(("rate",)), Chart(("open", "rate"), Shape.STACKED), Chart(("open",), Shape.LINE))
    return page(*(table(many(30), name=f"t{at}", title=f"表{at}", chart=chart) for at, chart in enumerate(charts)))


@pytest.mark.parametrize("wide", [390, 1280])
def test_a_browser_opens_it_without_a_word_and_it_fits(
    tmp_path: Path, page: Make, table: MakeTable, many: Any, chromium: Any, wide: int
) -> None:
    (tmp_path / "a.html").write_text(html(charted(page, table, many)), "utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f'<iframe src="a.html" style="width:{wide}px;height:800px"></iframe><script>onload = () => {{'
        " const found = document.querySelector('iframe').contentDocument;"
        " document.title = [found.documentElement.scrollWidth, found.querySelectorAll('tbody tr').length,"
        " found.querySelector('h1').textContent].join() }</script>",
        "utf-8",
    )
    done = chromium(frame, "--dump-dom", "--window-size=1400,900")
    found = re.search(r"<title>(\d+),(\d+),(.*?)</title>", done.stdout)
    assert found, done.stdout[:500]
    assert (int(found[1]) <= wide, found[2], found[3]) == (True, "92", "周调度2026年第47周（11月16日至22日）")
    assert "CONSOLE" not in done.stderr


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_a_browser_prints_it(tmp_path: Path, page: Make, table: MakeTable, many: Any, chromium: Any) -> None:
    (tmp_path / "a.html").write_text(html(page(table(many(100)))), "utf-8")
    chromium(tmp_path / "a.html", "--no-pdf-header-footer", f"--print-to-pdf={tmp_path}/a.pdf")
    printed = subprocess.run(
        ["pdftotext", "-layout", f"{tmp_path}/a.pdf", "-"], capture_output=True, text=True, check=True
    )
    sheets = [sheet for sheet in printed.stdout.split("\f") if re.search(r"单位\d", sheet)]
    assert len(sheets) > 2
    assert all("按期率" in sheet for sheet in sheets)  # the header stands on every page
    assert "单位99" in printed.stdout
    assert "目录" not in printed.stdout
