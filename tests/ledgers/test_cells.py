"""Values of messy cells: what is accepted, what is nothing, what is doubted and why."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.ledgers.cells import (
    Doubt,
    han_number,
    not_a_day,
    read_flag,
    read_number,
    read_people,
    read_phones,
    said,
    words,
)
from xinfang_cli.sheets.rows import Cell


def plainly(value: object) -> object:
    """Return a value, or the word of the message for a doubt."""
    return f"?{value.text.msg.value}" if isinstance(value, Doubt) else value


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" 反映问题\r\n第二行\u3000", "反映问题\n第二行"),
        ('="410122202604100001"', "410122202604100001"),
        ("#N/A", ""),
        ("#REF!", ""),
        ("=TODAY()", ""),
        ("=A1+1", ""),
        ("=====急件=====", "=====急件====="),
        ("#3楼漏水", "#3楼漏水"),
        ("E座电梯停用", "E座电梯停用"),
        ("Err:502", ""),
        (5.0, "5"),
        (5.5, "5.5"),
        (7, "7"),
        (float("nan"), ""),
        (True, "是"),
        (False, "否"),
        (None, ""),
        (dt.date(2026, 3, 5), "2026-03-05"),
    ],
    ids=repr,
)
def test_words(cell: Cell, text: str) -> None:
    assert words(cell) == text


@pytest.mark.parametrize("cell", ["", "无", "/", "—", "暂无", "未填写", "N/A", "…", None])
def test_said_nothing(cell: Cell) -> None:
    assert said(cell) is None


def test_said() -> None:
    assert said("某小区") == "某小区"
    assert plainly(said("同上")) == "?cell_ditto"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇二六", 2026),
        ("二零二六", 2026),
        ("十", 10),
        ("十二", 12),
        ("廿五", 25),
        ("卅一", 31),
        ("一百零五", 105),
        ("二千零二十六", 2026),
        ("两", 2),
        ("", None),
        ("百", None),
        ("十百", None),
        ("二三十", None),
        ("零十", None),
        ("一百甲", None),
    ],
    ids=repr,
)
def test_han_number(text: str, number: int | None) -> None:
    assert han_number(text) == number


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("5人", 5),
        ("五人", 5),
        ("５名", 5),
        ("十二", 12),
        ("两人", 2),
        ("共5人", 5),
        ("一百二十人", 120),
        ("12", 12),
        ("5.0", 5),
        (5.0, 5),
        (5, 5),
        ("", None),
        ("/", None),
        ("3-5", "?cell_people"),
        ("10余人", "?cell_people"),
        ("1批5人", "?cell_people"),
        ("三五人", "?cell_people"),
        ("两三人", "?cell_people"),
        ("二〇人", 20),
        ("几人", "?cell_people"),
        ("百人", "?cell_people"),
        ("0", "?cell_people"),
        (0.0, "?cell_people"),
        (5.5, "?cell_people"),
        (13800138000.0, "?cell_people"),
        (True, "?cell_people"),
        (dt.date(2026, 3, 5), "?cell_people"),  # 3-5, as a spreadsheet understands it
    ],
    ids=repr,
)
def test_people(cell: Cell, people: object) -> None:
    assert plainly(read_people(cell)) == people


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        *(
            (yes, True)
            for yes in (
                "是",
                "√",
                "✓",
                "Y",
                "1",
                "TRUE",
                "已办结",
                "办结",
                "已化解",
                "已完成",
                "已结",
                "销号",
                "已办理完毕",
                1.0,
                True,
            )
        ),
        *(
            (no, False)
            for no in (
                "否",
                "×",
                "✗",
                "N",
                "0",
                "未办结",
                "未化解",
                "正在办理",
                "在办",
                "尚未办结",
                "未销号",
                0.0,
                False,
            )
        ),
        *((nothing, None) for nothing in ("", "空", "/", "无", "—", None)),
        ("部分办结", "?cell_flag"),
        ("3月底", "?cell_flag"),
        ("重访", "?cell_flag"),
    ],
    ids=repr,
)
def test_flag(cell: Cell, flag: object) -> None:
    assert plainly(read_flag(cell)) == flag


def test_flag_in_one_column_alone() -> None:
    assert read_flag("重访", {"初访": True, "重访": False}) is False
    assert read_flag("是", {"初访": True}) is True


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("410122202604100001", "410122202604100001"),
        ("'410122202604100001", "410122202604100001"),
        ("410122 20260410 0001", "410122202604100001"),
        ("信〔2026〕1号", "信〔2026〕1号"),
        ("信（２０２６）１号", "信(2026)1号"),
        ("A 12", "A 12"),
        (202601.0, "202601"),
        ("无", None),
        ("#N/A", None),
        (4.10122202604e17, "?cell_digits_lost"),
        ("4.10122E+17", "?cell_digits_lost"),
        (1.5, "?cell_digits_lost"),
        ("同上", "?cell_ditto"),
    ],
    ids=repr,
)
def test_number(cell: Cell, number: object) -> None:
    assert plainly(read_number(cell)) == number


@pytest.mark.parametrize(
    ("cell", "numbers", "doubt"),
    [
        ("13800138000", ["13800138000"], None),
        ("138 0013 8000", ["13800138000"], None),
        ("+86-13800138000", ["13800138000"], None),
        ("0086 138-0013-8000", ["13800138000"], None),
        ("8613800138000", ["13800138000"], None),
        ("１３４４７０３９７２１", ["13447039721"], None),
        ("'13800138000", ["13800138000"], None),
        (13800138000.0, ["13800138000"], None),
        ("13800138000.0", ["13800138000"], None),
        ("0371-62123456", ["0371-62123456"], None),
        ("(0371)62123456", ["0371-62123456"], None),
        ("0371-62123456转801", ["0371-62123456转801"], None),
        ("+86 371 62123456", ["037162123456"], None),
        ("6212345", ["6212345"], None),
        ("400-123-4567", ["4001234567"], None),
        ("+85261234567", ["+85261234567"], None),
        ("13800138000/13900139000", ["13800138000", "13900139000"], None),
        ("13800138000、13900139000,13700137000", ["13800138000", "13900139000", "13700137000"], None),
        ("13800138000\n13900139000", ["13800138000", "13900139000"], None),
        ("13800138000 13900139000", ["13800138000", "13900139000"], None),
        ("13800138000;13800138000", ["13800138000"], None),
        ("张三13800138000,李四13900139000", ["13800138000", "13900139000"], None),
        ("13800138000/无", ["13800138000"], None),
        ("13800138000/1.38E+10", ["13800138000"], "cell_digits_lost"),
        ("1.38E+10", [], "cell_digits_lost"),
        ("1.38001E+10", [], "cell_digits_lost"),
        ("1.3800138000E+10", ["13800138000"], None),
        ("1.3800138E+10", [], "cell_digits_lost"),
        (1.38e10, [], "cell_digits_lost"),
        (1.38001e10, [], "cell_digits_lost"),
        (62100000.0, ["62100000"], None),
        ("010-12345678", ["010-12345678"], None),
        (1.38e15, [], "cell_digits_lost"),
        (138.5, [], "cell_digits_lost"),
        (3716212345.0, [], "cell_zero_lost"),
        ("1380013800", [], "cell_phone"),
        ("138****8000", [], "cell_phone"),
        ("13800138000 999", [], "cell_phone"),
        ("本人", [], "cell_phone"),
        ("", [], None),
        ("无", [], None),
        ("0", [], None),
    ],
    ids=repr,
)
def test_phones(cell: Cell, numbers: list[str], doubt: str | None) -> None:
    phones = read_phones(cell)
    assert list(phones.numbers) == numbers
    assert (phones.doubt.text.msg.value if phones.doubt else None) == doubt


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_reads_the_same_in_every_form(phone: str) -> None:
    wide = phone.translate({ord(figure): chr(ord(figure) + 0xFEE0) for figure in "0123456789"})
    numeric = phone if phone.endswith("00000") else float(phone)  # five zeros are what rounding leaves
    for form in (phone, numeric, f"+86{phone}", f"+86-{phone}", f"{phone[:3]} {phone[3:7]} {phone[7:]}", wide):
        assert read_phones(form).numbers == (phone,)


@pytest.mark.parametrize("cell", ["同上", "同 上", "〃", "″", '"', "（同上）", "同上一行", "々", "ditto"])
def test_what_says_that_the_same_stands_above_names_nothing(cell: str) -> None:
    assert plainly(said(cell)) == plainly(read_number(cell)) == "?cell_ditto"


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2026, 3, 1),
        dt.datetime(2026, 3, 1),  # noqa: DTZ001
        dt.time(9, 30),
        "3月5日",
        "Mar-26",
        "5-Mar",
        "2026/3/1",
        "2026年3月",
    ],
    ids=str,
)
def test_a_day_that_a_spreadsheet_made_of_a_number_is_doubted(cell: Cell) -> None:
    assert plainly(read_number(cell)) == "?cell_is_day"
    assert plainly(not_a_day(cell)) == "?cell_is_day"


def test_numbers_that_look_like_days_are_numbers() -> None:
    for text in ("2026-3", "2026-03-05", "信〔2026〕3号", "20260305"):
        assert read_number(text) == text
        assert not_a_day(text) is None
    assert plainly(said(dt.date(2026, 3, 5))) == "?cell_is_day"


def test_a_whole_number_with_a_point_is_the_number() -> None:
    assert read_number("2.0") == read_number(2.0) == "2"
    assert read_number("2.10") == "2.10"


def test_a_number_beyond_all_is_no_number_of_persons() -> None:
    assert plainly(read_people(float("inf"))) == "?cell_people"
    assert plainly(read_people("9" * 9_000)) == "?cell_people"


def test_more_chinese_figures_than_a_number_has_are_none() -> None:
    assert han_number("一" * 21) is None
