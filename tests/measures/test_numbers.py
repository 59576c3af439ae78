"""How numbers are written: rounding, changes, cells, and the published figures they must come out as."""

import datetime as dt
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.labels import Lang
from xinfang_cli.law.records import Channel
from xinfang_cli.measures.numbers import NONE, compared, decimal, percent
from xinfang_cli.measures.table import Both, Cell, Column, Counted, Digits, Figure, Page, Value, ratio
from xinfang_cli.messages import Msg
from xinfang_cli.render.wording import change, definition, headed, heading, measures_table, stamp, titled, written

CUT = Digits(truncated=True)

ZH, EN = Lang.ZH, Lang.EN


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (60, 68, "88.2%"),  # published
        (890, 1036, "85.9%"),  # published
        (9, 16, "56.3%"),  # 56.25: half up
        (10, 16, "62.5%"),
        (1, 800, "0.1%"),  # 0.125
        (167, 2000, "8.4%"),  # 8.35 is 8.3499… in binary floating point
        (0, 3, "0.0%"),
        (3, 3, "100.0%"),
        (1999, 2000, "100.0%"),
        (0, 0, NONE),
    ],
)
def test_rates_round_half_up(numerator: int, denominator: int, expected: str) -> None:
    assert percent(numerator, denominator) == expected


def test_an_office_may_cut_instead() -> None:
    assert percent(890, 1036, CUT) == "85.9%"
    assert (percent(233, 331, CUT), percent(233, 331)) == ("70.3%", "70.4%")  # published as 70.3
    assert percent(1999, 2000, CUT) == "99.9%"


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (50, 68, "-26.5%"),  # published
        (93, 105, "-11.4%"),  # published
        (68, 50, "+36.0%"),
        (7, 7, "0.0%"),
        (0, 7, "-100.0%"),
        (10001, 10000, "+0.0%"),
        (9999, 10000, "0.0%"),  # never -0.0
        (12.5, 10, "+25.0%"),
        (7, 0, NONE),
        (7, None, NONE),
        (None, 7, NONE),
    ],
)
def test_changes_are_of_what_was_before(now: float | None, before: float | None, expected: str) -> None:
    assert change(now, before) == expected


@given(st.fractions(-10_000, 10_000), st.integers(0, 2), st.booleans())
def test_numbers_round_as_decimal_does(number: Fraction, decimals: int, truncated: bool) -> None:
    digits = Digits(decimals, truncated=truncated)
    precise = Decimal(number.numerator * 10**30 // number.denominator) / 10**30 if number >= 0 else None
    if precise is not None:
        rule = ROUND_DOWN if truncated else ROUND_HALF_UP
        assert decimal(number, digits) == str(precise.quantize(Decimal(10) ** -decimals, rule))
    assert decimal(-number, digits).lstrip("-") == decimal(number, digits).lstrip("-")


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "expected"),
    [
        (1852, 2500, 2, "74.08%"), (638, 1876, 2, "34.01%"), (94, 100, 2, "94.00%"), (1852, 2500, 0, "74%"),
        (1, 200, 0, "1%"), (1, 3, 2, "33.33%"), (2, 3, 2, "66.67%"), (0, 5, 2, "0.00%"), (0, 0, 2, NONE),
    ],
)  # fmt: skip
def test_an_office_says_how_many_decimals(numerator: int, denominator: int, decimals: int, expected: str) -> None:
    assert percent(numerator, denominator, Digits(decimals)) == expected


@pytest.mark.parametrize(
    ("now", "before", "zh", "en"),
    [
        (Value(50), Value(68), "-26.5%", "-26.5%"),
        (Value(50), Value(0), None, None),
        (Value(50), None, None, None),
        (ratio(60, 68), ratio(50, 68), "升14.7个百分点", "up 14.7 points"),
        (ratio(50, 68), ratio(60, 68), "降14.7个百分点", "down 14.7 points"),
        (ratio(50, 68), ratio(25, 34), "持平", "unchanged"),
        (ratio(0, 0), ratio(1, 2), None, None),
        (ratio(1, 2), ratio(0, 0), None, None),
        (Value(12, 8), Value(10, 3), "+20.0%", "+20.0%"),  # medians
        (Value(None, 0), Value(10, 3), None, None),
        (Value(None, is_withheld=True), Value(3), None, None),
        (Value(3), Value(None, is_withheld=True), None, None),
    ],
)
def test_rates_change_by_points_and_counts_by_percent(
    now: Value, before: Value | None, zh: str | None, en: str | None
) -> None:
    found = compared(now, before)
    assert [found if found is None else written(found, lang) for lang in Lang] == [zh, en]


@pytest.mark.parametrize(
    ("cell", "zh", "en"),
    [
        (None, "—", "—"),
        (12, "12", "12"),
        (8.5, "8.5", "8.5"),
        (dt.date(2027, 2, 3), "2027-02-03", "2027-02-03"),
        (Channel.VISIT, "来访", "visit"),
        (Msg.SEALED_TITLE(), "密", "sealed"),
        (ratio(60, 68), "88.2%（60/68）", "88.2% (60/68)"),
        (ratio(0, 0), "—（0/0）", "— (0/0)"),
        (Value(7), "7", "7"),
        (Value(8.5, 2), "8.5（共2件）", "8.5 (of 2)"),
        (Value(None, 0), "—（共0件）", "— (of 0)"),
        (Value(None, is_withheld=True), "不公布", "withheld"),
        ("两行\n\t并一行", "两行 并一行", "两行 并一行"),
        ("\x1b[31m红\u202e", "�[31m红�", "�[31m红�"),
    ],
)
def test_cells(cell: Cell, zh: str, en: str) -> None:
    assert [written(cell, lang) for lang in Lang] == [zh, en]


def test_headers_say_what_is_counted() -> None:
    assert headed(Column("open", Msg.HEAD_WINDOW(), Counted.MATTERS), ZH) == "本期（件）"
    assert headed(Column("id", "编号\x07"), EN) == "编号�"
    assert titled(Both("甲", "a"), EN) == "a"


def page(**more: object) -> Page:
    given_ = {
        "report": Channel.VISIT,
        "office": "某县信访局",
        "period": "2026年第47周（11月16日至22日）",
        "from_": dt.date(2026, 11, 16),
        "to": dt.date(2026, 11, 23),
        "as_of": dt.date(2026, 11, 22),
        "calendar": "2004-2026",
    }
    return Page(**{**given_, **more})  # type: ignore[arg-type]


def test_headings_and_stamps() -> None:
    assert heading(page(), ZH) == "某县信访局 来访 2026年第47周（11月16日至22日）"
    assert heading(page(), EN) == "某县信访局: visit 2026年第47周（11月16日至22日）"
    assert stamp(page(), ZH) == "截至2026年11月22日 · 节假日数据2004-2026"
    full = page(commit="0a1b2c3", left_out=2)
    assert stamp(full, ZH).endswith(" · 提交 0a1b2c3 · 另有2个文件读不出，未计入")
    assert stamp(full, EN).endswith(" · commit 0a1b2c3 · 2 file(s) could not be read and are not counted")


def test_the_table_of_measures() -> None:
    figure = Figure(
        name=Channel.ONLINE,
        unit=Counted.PERCENT,
        window=Channel.OTHER,
        says=Both("甲", "a"),
        cites="条例",
        value=ratio(60, 68),
        last_period=ratio(1, 2),
    )
    table = measures_table(page(figures=(figure,)))
    (row,) = table.rows
    assert [written(cell, ZH) for cell in row] == [
        "网上信访", "%", "88.2%（60/68）", "50.0%（1/2）", "升38.2个百分点", "—", "—", "其他",
    ]  # fmt: skip
    assert definition(figure, ZH) == "网上信访（其他）：甲。依据：条例"
    assert definition(figure, EN) == "online (other): a. Source: 条例"
