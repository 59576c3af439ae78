"""Days in every form that ledgers have, and what is no day."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.ledgers.cells import Doubt
from xinfang_cli.ledgers.dates import DateOrder, read_day, read_deadline
from xinfang_cli.sheets.rows import Cell

THE_DAY = dt.date(2026, 3, 5)


def plainly(value: dt.date | Doubt | None) -> object:
    """Return a day, or the word of the message for a doubt."""
    return f"?{value.text.msg.value}" if isinstance(value, Doubt) else value


@pytest.mark.parametrize(
    "cell",
    [
        "2026.3.5",
        "2026年3月5日",
        "2026年3月5号",
        "2026年 3月 5日",
        "2026/3/5",
        "20260305",
        "20260305093000",
        "2026-3-5 09:30",
        "2026-03-05 09:30:00.0",
        "2026-03-05T09:30:00",
        "2026-03-04T20:30:00Z",
        "2026/03/05 9:30 PM",
        "2026年3月5日 星期四 上午9时30分",
        "2026年3月5日(星期四)",
        "2026、3、5",
        "2026. 3. 5.",
        "2026 3 5",
        "２０２６．３．５",
        "2026—03—05",
        "二〇二六年三月五日",
        "二○二六年三月五日",
        "二零二六年三月五日",
        "二〇二六．三．五",
        "二千零二十六年三月五日",
        "贰零贰陆年叁月伍日",
        "2026年三月5日",
        "'2026-03-05",
        "46086",
        "46086.39",
        46086.0,
        46086.39,
        20260305.0,
        "20260305.0",
        "2026年3月5日上午",
        "2026-3-5（下午）",
        "5-Mar-2026",
        "Mar 5, 2026",
        "Thu Mar 05 09:30:00 CST 2026",
        THE_DAY,
        dt.datetime(2026, 3, 5, 9, 30),  # noqa: DTZ001 - a spreadsheet's cell has no zone
    ],
    ids=repr,
)
def test_forms_of_one_day(cell: Cell) -> None:
    assert read_day(cell) == THE_DAY


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", None),
        ("无", None),
        ("3月5日", "?date_no_year"),
        ("3.5", "?date_no_year"),  # as a serial it would be a day in 1900
        ("2026.3", "?date_no_day"),
        (2026.3, "?date_no_day"),
        (2026.0, "?date_no_day"),
        ("2026年3月", "?date_no_day"),
        ("2026年02月30日", "?date_impossible"),
        ("2026-13-01", "?date_impossible"),
        ("0000-00-00", None),
        ("5/3/2026", "?date_order"),
        ("26.3.5", "?date_short_year"),
        ("26年3月5日", "?date_short_year"),
        ("26-03-05 09:30", "?date_short_year"),
        ("26/3-5", "?date_unreadable"),
        ("2026.3.5-3.10", "?date_unreadable"),
        ("2026.3.512", "?date_unreadable"),
        ("二〇二六年三月初五", "?date_unreadable"),
        ("十百年", "?date_unreadable"),
        ("2026年3月5日前", "?date_unreadable"),
        ("2026-W10-4", "?date_unreadable"),
        ("5 Foo 2026", "?date_unreadable"),
        (0.0, None),
        (60.0, "?date_unreadable"),  # 29 February 1900
        (99999.0, "?date_unreadable"),
        (True, "?date_unreadable"),
        (dt.time(9, 30), "?date_unreadable"),
        ("25/3/2026", dt.date(2026, 3, 25)),
        ("3/25/2026", dt.date(2026, 3, 25)),
        ("4/4/2026", dt.date(2026, 4, 4)),
        ("二〇二六年十二月卅一日", dt.date(2026, 12, 31)),
        ("二〇二六年元月廿五日", dt.date(2026, 1, 25)),
        (1.0, None),
        (59.0, dt.date(1900, 2, 28)),
        (61.0, dt.date(1900, 3, 1)),
        (80000.0, dt.date(2119, 1, 11)),
    ],
    ids=repr,
)
def test_other_cells(cell: Cell, found: object) -> None:
    assert plainly(read_day(cell)) == found


def test_serials_of_a_workbook_that_counts_from_1904() -> None:
    assert read_day(44624.0, from_1904=True) == THE_DAY
    assert read_day("44624", from_1904=True) == THE_DAY
    assert read_day(60.0, from_1904=True) == dt.date(1904, 3, 1)


def test_a_year_given_by_the_user() -> None:
    assert read_day("3月5日", year=2026) == THE_DAY
    assert read_day("3.5", year=2026) == THE_DAY
    assert plainly(read_day("2月30日", year=2026)) == "?date_impossible"


@pytest.mark.parametrize("text", ["2026年12月31日前", "2026-12-31之前", "2026.12.31前办结", dt.date(2026, 12, 31)])
def test_deadlines(text: Cell) -> None:
    assert read_deadline(text) == dt.date(2026, 12, 31)


FIGURES = "〇一二三四五六七八九"


def han(number: int) -> str:
    """Write a number up to 31 as a day or month is written."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else FIGURES[tens]) + "十"
    return head + (FIGURES[ones] if ones or not tens else "")


def wide(text: str) -> str:
    """Write figures and points in full width."""
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


FORMS: list[Callable[[dt.date], Cell]] = [
    lambda day: day,
    lambda day: dt.datetime.combine(day, dt.time(23, 59)),
    lambda day: day.isoformat(),
    lambda day: f"{day.isoformat()} 09:30:00",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}-{day.month}-{day.day} 9:05",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}年{day.month:02}月{day.day:02}日 上午9时",
    lambda day: f"{day:%Y%m%d}",
    lambda day: float(f"{day:%Y%m%d}"),
    lambda day: wide(f"{day.year}.{day.month}.{day.day}"),
    lambda day: "".join(FIGURES[int(f)] for f in str(day.year)) + f"年{han(day.month)}月{han(day.day)}日",
    lambda day: float((day - dt.date(1899, 12, 30)).days),
    lambda day: f"{(day - dt.date(1899, 12, 30)).days}.39",
]


@given(st.dates(dt.date(1949, 10, 1), dt.date(2099, 12, 31)), st.sampled_from(FORMS))
def test_any_day_in_any_form_reads_back(day: dt.date, form: Callable[[dt.date], Cell]) -> None:
    assert read_day(form(day)) == day


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert read_day(text) is None or isinstance(read_day(text), dt.date | Doubt)


@pytest.mark.parametrize(
    "cell",
    [
        "1970-01-01", "1970-01-01 08:00:00", "1970/1/1", "1970-01-01T00:00:00Z", "0000-00-00 00:00:00", "0001-01-01",
        "1900-01-00", "1900/1/0", "1900-01-01", "1899-12-30", "9999-12-31", "1753-01-01", "NaT", "<NA>", "(null)",
        dt.time(), dt.date(1970, 1, 1), dt.datetime(1970, 1, 1, 8), 0.0, "0",  # noqa: DTZ001
    ],
    ids=repr,
)  # fmt: skip
def test_what_programs_write_for_no_day_is_none(cell: Cell) -> None:
    assert read_day(cell) is None


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("3/5/2026", DateOrder.MDY, "2026-03-05"),
        ("3/5/2026", DateOrder.DMY, "2026-05-03"),
        ("4-1-2026 9:30", DateOrder.MDY, "2026-04-01"),
        ("15/3/2026", DateOrder.MDY, None),
        ("3/15/2026", DateOrder.DMY, None),
        ("2026/3/5", DateOrder.DMY, "2026-03-05"),
    ],
)
def test_the_order_of_day_and_month_is_as_the_user_says(text: str, order: DateOrder, day: str | None) -> None:
    found = read_day(text, order=order)
    assert (isinstance(found, Doubt), found if isinstance(found, Doubt) else str(found)) == (day is None, day or found)
