"""The formats: one file each, the same page, nothing in it that a reader's program would obey."""

import csv
import datetime as dt
import importlib.util
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli import render
from xinfang_cli.labels import Lang
from xinfang_cli.law.records import Channel
from xinfang_cli.measures.table import (
    Both,
    Change,
    Chart,
    Column,
    Counted,
    Figure,
    Kind,
    Mark,
    Page,
    Row,
    Table,
    Value,
    ratio,
)
from xinfang_cli.measures.tones import Tone
from xinfang_cli.messages import Msg
from xinfang_cli.render import Format, Screen, draw
from xinfang_cli.render.md import escaped
from xinfang_cli.reports import Report
from xinfang_cli.reports.flags import Flag
from xinfang_cli.sheets.write import no_formula
from xinfang_cli.widths import width

ZH, EN = Lang.ZH, Lang.EN
NASTY = "=cmd|'/c calc'!A0 <script>alert(1)</script> [bold]红[/] \x1b[31m\u202e 两行\n| 一格 | `x` [链](http://x.cn)"
BINARY = [form for form in Format if form.is_binary]
TEXTS = [form for form in Format if not form.is_binary]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")

COLUMNS = (
    Column("unit", Channel.OTHER),
    Column("open", Msg.HEAD_WINDOW(), Counted.MATTERS, Kind.NUMBER),
    Column("on", "日期", None, Kind.DATE),
    Column("rate", "率", Counted.PERCENT, Kind.RATE),
)
ROWS: tuple[Row, ...] = (
    ("住房和城乡建设局", 12, dt.date(2027, 2, 3), ratio(60, 68)),
    ("𠮷民局", 3, None, ratio(0, 0)),
    (Mark.PROVISIONAL, -1, None, Value(8.5, 2)),
    (Msg.SEALED_TITLE(), None, None, Value(None, is_withheld=True)),
    (None, Mark.WITHHELD, None, None),
)
TOTAL: Row = (Mark.TOTAL, 14, None, None)


def page(*tables: Table, **more: object) -> Page:
    figure = Figure(
        name=Channel.ONLINE,
        unit=Counted.PERCENT,
        window=Channel.VISIT,
        says=Both("甲|乙", "a"),
        cites="条例",
        value=ratio(60, 68),
        last_period=ratio(1, 2),
    )
    known = {
        "report": Report.WEEKLY,
        "office": "某县信访局",
        "period": "2026年第47周（11月16日至22日）",
        "from_": dt.date(2026, 11, 16),
        "to": dt.date(2026, 11, 23),
        "as_of": dt.date(2026, 11, 22),
        "calendar": "2004-2026",
        "figures": (figure,),
        "tables": tables or (Table("units", "各单位", COLUMNS, ROWS, TOTAL, chart=Chart(("open",))),),
        "paragraphs": (Msg.PARTIAL_WINDOW(day=dt.date(2026, 11, 22)),),
    }
    return Page(**{**known, **more})  # type: ignore[arg-type]


def drawn(form: Format, given_page: Page | None = None, lang: Lang = ZH, screen: Screen = render.PLAIN) -> str:
    return "".join(draw(given_page or page(), form, lang, screen))


@pytest.mark.parametrize("form", Format)
def test_each_format_draws_or_writes(form: Format) -> None:
    module = importlib.import_module(f"xinfang_cli.render.{form.value}")
    assert callable(getattr(module, "write" if form.is_binary else "draw"))


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("lang", Lang)
def test_the_same_page_is_the_same_bytes(form: Format, lang: Lang) -> None:
    assert drawn(form, lang=lang).encode() == drawn(form, lang=lang).encode()
    assert drawn(form, lang=lang).endswith("\n")


@pytest.mark.parametrize("form", TEXTS)
def test_an_empty_table_is_no_fault(form: Format) -> None:
    empty = page(Table("t", "空", COLUMNS, (), None, chart=Chart(("open",))), figures=())
    for screen in (render.PLAIN, Screen(is_terminal=True)):
        assert "空" in drawn(form, empty, screen=screen)


class Anew:
    """Rows that are made anew each time, as the index gives them."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __iter__(self) -> Iterator[Row]:
        return ((f"单位{at}", at, None, None) for at in range(self.count))


@pytest.mark.parametrize("form", TEXTS)
def test_rows_may_be_read_anew_and_none_is_cut_but_on_a_terminal(form: Format) -> None:
    many = page(Table("t", "多", COLUMNS, Anew(500)))
    text = drawn(form, many)
    assert all(f"单位{at}" in text for at in (0, 250, 499))
    assert len(list(draw(many, form, ZH))) > 500  # in pieces


# --- Markdown -------------------------------------------------------------------------------------------------------


def test_markdown_tables() -> None:
    text = drawn(Format.MD)
    assert text.startswith(
        "# 某县信访局 周调度 2026年第47周（11月16日至22日）\n\n截至2026年11月22日 · 节假日数据2004-2026\n"
    )
    assert "| 其他 | 本期（件） | 日期 | 率（%） |\n| --- | ---: | ---: | ---: |\n" in text
    assert "| 住房和城乡建设局 | 12 | 2027-02-03 | 88.2%（60/68） |\n" in text
    assert "| 密 | — | — | 不公布 |\n" in text
    assert "| **合计** | **14** | **—** | **—** |\n" in text
    assert text.endswith("## 口径\n\n- 网上信访（来访）：甲\\|乙。依据：条例\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", r"a\|b"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("*重* _点_ `码` #1 ~~删~~", r"\*重\* \_点\_ \`码\` \#1 \~\~删\~\~"),
        ("[链](x)", r"\[链\](x)"),
        ("http://x.cn https://y.cn WWW.z.cn", r"http\://x.cn https\://y.cn WWW\.z.cn"),
        ("10:30 a.b", "10:30 a.b"),
        ("\\|", r"\\\|"),
    ],
)
def test_markdown_keeps_text_text(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_markdown_of_nasty_text_is_one_cell() -> None:
    head, _, line = [line for line in drawn(Format.MD, page(_nasty())).splitlines() if "cmd" in line]
    assert head.startswith("## ")
    assert re.sub(r"\\.", "", line).count("|") == 3  # two cells: three bars that count
    assert "<" not in line
    assert "\x1b" not in line


def _nasty() -> Table:
    return Table("t", NASTY, (Column("a", NASTY), Column("n", "n", None, Kind.NUMBER)), ((NASTY, 1), ("甲", 2)))


def test_what_is_said_below_a_table_and_how_late_is_red() -> None:
    late = (replace(COLUMNS[1], tone=Tone.LATE), Column("flag", "旗"))
    shown = page(Table("t", "表", (COLUMNS[0], *late), (("甲", 3, Flag.BLACK),), note=Msg.ROWS_OF_NOUGHT(count=2)))
    for form in (Format.MD, Format.TERMINAL):
        assert "其余2行均为0，未列。" in drawn(form, shown)
    text = drawn(Format.TERMINAL, shown, screen=Screen(is_terminal=True, width=80))
    assert "\x1b[1;31m3\x1b[0m" in text
    assert "■黑" in text
    assert "其余2行均为0，未列。" in text
    assert "\x1b" not in drawn(Format.TERMINAL, shown)


# --- JSON -----------------------------------------------------------------------------------------------------------


def test_json_is_the_object_scripts_rely_on() -> None:
    text = drawn(Format.JSON)
    found = json.loads(text)
    assert list(found) == [
        "report", "office", "from", "to", "as_of", "calendar", "commit", "left_out", "scope", "measures", "tables",
    ]  # fmt: skip
    assert found["measures"] == [
        {
            "name": "online",
            "title": "网上信访",
            "numerator": 60,
            "denominator": 68,
            "rate": 60 / 68,
            "window": "visit",
            "last_year": None,
            "last_period": {"numerator": 1, "denominator": 2, "rate": 0.5},
        }
    ]
    assert list(found["measures"][0]) == [
        "name", "title", "numerator", "denominator", "rate", "window", "last_year", "last_period",
    ]  # fmt: skip
    (table,) = found["tables"]
    assert list(table) == ["name", "title", "columns", "rows"]
    assert table["columns"][:2] == [
        {"name": "unit", "title": "其他", "unit": None},
        {"name": "open", "title": "本期", "unit": "件"},
    ]
    assert table["rows"] == [
        ["住房和城乡建设局", 12, "2027-02-03", {"numerator": 60, "denominator": 68, "rate": 60 / 68}],
        ["𠮷民局", 3, None, {"numerator": 0, "denominator": 0, "rate": None}],
        ["provisional", -1, None, {"numerator": 8.5, "denominator": 2, "rate": None}],
        ["密", None, None, {"numerator": None, "denominator": None, "rate": None}],
        [None, "withheld", None, None],
    ]
    assert "𠮷" in text  # not escaped


def test_json_has_a_change_as_a_number() -> None:
    text = drawn(Format.JSON, page(Table("t", "t", COLUMNS[:1], ((Change(Fraction(-18, 68)),),))))
    assert json.loads(text)["tables"][0]["rows"] == [[-18 / 68]]


def test_json_words_are_stable_and_titles_in_the_readers_language() -> None:
    table = json.loads(drawn(Format.JSON, lang=EN))["tables"][0]
    assert table["columns"][1] == {"name": "open", "title": "window", "unit": "matters"}
    assert [row[0] for row in table["rows"][2:4]] == ["provisional", "sealed"]


def test_json_keeps_every_character_and_gives_a_terminal_none_to_obey() -> None:
    text = drawn(Format.JSON, page(Table("t", "t", COLUMNS[:1], (("\x1b[2J\x9b2J\u202e甲",),))))
    assert json.loads(text)["tables"][0]["rows"] == [["\x1b[2J\x9b2J\u202e甲"]]
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


# --- CSV ------------------------------------------------------------------------------------------------------------


def test_csv_has_the_mark_and_tables_under_their_titles() -> None:
    text = drawn(Format.CSV)
    assert text.startswith("\ufeff某县信访局 周调度")
    assert text.count("\r\n") == text.count("\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    at = rows.index(["各单位"])
    assert rows[at - 1] == []
    assert rows[at + 1 : rows.index(["指标"]) - 1] == [
        ["其他", "本期（件）", "日期", "率（%）", "率（%）：分子", "率（%）：分母"],
        ["住房和城乡建设局", "12", "2027-02-03", "88.2%", "60", "68"],
        ["𠮷民局", "3", "—", "—", "0", "0"],
        ["暂算", "-1", "—", "8.5", "8.5", "2"],
        ["密", "—", "—", "不公布", "", ""],
        ["—", "不公布", "—", "—", "", ""],
        ["合计", "14", "—", "—", "", ""],
    ]


@pytest.mark.parametrize("start", [*"=+-@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_csv_neutralises_what_begins_like_a_formula(start: str) -> None:
    assert no_formula(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["-1", "+12.5%", "-26.5%", "12", "—", "", "甲=乙", "0.5"])
def test_csv_leaves_numbers_and_plain_text_alone(text: str) -> None:
    assert no_formula(text) == text


@given(st.text())
def test_csv_never_gives_a_formula(text: str) -> None:
    cell = next(
        csv.reader(io.StringIO(drawn(Format.CSV, page(Table("t", "t", COLUMNS[:1], ((text,),)))).split("\r\n")[-2]))
    )
    assert not cell or cell[0][:1] not in "=@" or cell[0] == ""


# --- Terminal -------------------------------------------------------------------------------------------------------


def test_a_pipe_gets_plain_aligned_text() -> None:
    lines = drawn(Format.TERMINAL).splitlines()
    at = lines.index("各单位")
    assert lines[at + 1 : at + 8] == [
        "其他              本期（件）        日期         率（%）",
        "住房和城乡建设局          12  2027-02-03  88.2%（60/68）",
        "𠮷民局                     3           —        —（0/0）",
        "暂算                      -1           —    8.5（共2件）",
        "密                         —           —          不公布",
        "—                     不公布           —               —",
        "合计                      14           —               —",
    ]


@pytest.mark.parametrize("columns", [200, 100, 80, 60, 46])
@pytest.mark.parametrize("lang", Lang)
def test_a_terminal_gets_what_fits_it(columns: int, lang: Lang) -> None:
    text = drawn(Format.TERMINAL, lang=lang, screen=Screen(is_terminal=True, width=columns))
    plain = ESCAPE.sub("", text)
    assert text != plain
    assert all(width(line) <= columns for line in plain.splitlines())
    assert "88.2%" in plain
    assert "12" in plain


def wide() -> Page:
    names = [f"超期：告知（转来）{at}" for at in range(12)]
    columns = (Column("unit", "单位"), *(Column(name, name, Counted.DUTIES, Kind.NUMBER) for name in names))
    return page(Table("t", "宽", columns, (("住房和城乡建设局", *range(1000, 1012)),)))


def test_a_table_too_wide_stands_in_pieces_that_each_name_their_rows() -> None:
    plain = ESCAPE.sub("", drawn(Format.TERMINAL, wide(), screen=Screen(is_terminal=True, width=60)))
    pieces = [line for line in plain.splitlines() if line.startswith("住房和城乡建设局")]
    assert len(pieces) > 1
    assert " ".join(pieces).replace("住房和城乡建设局", "").split() == [str(number) for number in range(1000, 1012)]


def test_bars_where_there_is_room() -> None:
    roomy = ESCAPE.sub("", drawn(Format.TERMINAL, screen=Screen(is_terminal=True, width=100)))
    bars = {line.split()[0]: line.count("█") for line in roomy.splitlines() if "█" in line}
    assert bars == {"住房和城乡建设局": 12, "𠮷民局": 3}
    assert "█" not in drawn(Format.TERMINAL, screen=Screen(is_terminal=True, width=60))
    assert "█" not in drawn(Format.TERMINAL)


def test_a_sliver_for_the_least_number() -> None:
    rows: tuple[Row, ...] = (("甲", 10_000, None, None), ("乙", 1, None, None), ("丙", 0, None, None))
    shown = page(Table("t", "t", COLUMNS, rows, None, chart=Chart(("open",))))
    lines = ESCAPE.sub("", drawn(Format.TERMINAL, shown, screen=Screen(is_terminal=True, width=100))).splitlines()
    assert [next(line for line in lines if line.startswith(name)).rstrip()[-1] for name in "甲乙丙"] == ["█", "▏", "0"]


def test_a_terminal_cuts_and_says_how_many() -> None:
    many = page(Table("t", "多", COLUMNS, Anew(100)))
    for height, shown in ((40, 40), (5, 20)):
        text = drawn(Format.TERMINAL, many, screen=Screen(is_terminal=True, width=100, height=height))
        assert f"… 另有{100 - shown}行；用 --format md、csv 或 json 看全部" in text
        assert f"单位{shown - 1} " in text
        assert f"单位{shown} " not in text


def test_nothing_typed_into_a_case_steers_a_terminal() -> None:
    nasty = page(_nasty(), office=NASTY)
    for screen in (render.PLAIN, Screen(is_terminal=True, width=100)):
        text = drawn(Format.TERMINAL, nasty, screen=screen)
        rest = ESCAPE.sub("", text) if screen.is_terminal else text
        assert "[bold]红[/]" in rest  # no markup
        assert "�[31m" in rest
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", rest)
    assert "\x1b[31m\x1b" not in text
