import datetime as dt
from collections.abc import Iterator

from xinfang_cli.render.grid import GridLook, aligned, beginning, grid, short_day
from xinfang_cli.store.spool import Portions


def rows(count: int) -> Iterator[tuple[str, str]]:
    """Rows that can be gone through once; the last has the widest cell."""
    for number in range(count):
        yield ("县住房和城乡建设局" if number == count - 1 else "-", str(number))


def test_the_last_of_many_rows_decides_how_wide_the_first_is() -> None:
    lines = list(grid(["单位", "号"], rows(3001)))

    assert len(lines) == 3002
    assert lines[0] == "单位                号"
    assert lines[1] == "-                   0"
    assert lines[-1] == "县住房和城乡建设局  3000"


def test_no_line_comes_before_all_rows_were_read() -> None:
    left = rows(2500)
    next(grid(["a", "b"], left))

    assert next(left, None) is None


def test_a_header_alone_is_a_line() -> None:
    assert list(grid(["单位", "号"], [])) == ["单位  号"]


def test_a_cell_stays_on_its_line_and_steers_nothing() -> None:
    assert list(grid(["a", "b"], [("x\n\x1b[2Jy", "z\t\udc80")])) == ["a        b", "x \ufffd[2Jy  z \udc80"]


def test_what_is_put_down_comes_back_in_its_order_and_more_than_once() -> None:
    with Portions() as portions:
        put = [[["甲" * 1000] * 200, [str(number)]] for number in range(9)]
        for portion in put:
            portions.add(portion)

        assert list(portions) == put
        assert list(portions) == put


TITLE = "反映阳光花园小区二期逾期两年未交付且物业用房被挪作他用"
ROWS = [("7K3MQ", "已出具复查意见", "住房和城乡建设局", TITLE), ("J2GD8", "已登记", "-", "村道破损")]
HEAD = ("编号", "状态", "单位", "标题")


def test_columns_give_way_to_the_title_in_their_order() -> None:
    plain = list(aligned(HEAD, ROWS, room=60))
    assert plain[1] == "7K3MQ  已出具复查意见  住房和城乡建设局  反映阳光花园小区二…"
    giving = list(aligned(HEAD, ROWS, GridLook(gives={2: 10, 1: 8}), room=60))
    assert giving == [
        "编号   状态            单位           标题",
        "7K3MQ  已出具复查意见  住房和城乡建…  反映阳光花园小区二期…",
        "J2GD8  已登记          -              村道破损",
    ]
    narrow = list(aligned(HEAD, ROWS, GridLook(gives={2: 10, 1: 8}), room=40))
    assert narrow[1] == "7K3MQ  已出具…   住房和城…   反映阳光花…"
    assert list(aligned(HEAD, ROWS, GridLook(gives={2: 10}), room=None)) == list(aligned(HEAD, ROWS))


def test_a_colour_takes_no_room_and_its_word_is_not_shown() -> None:
    rows = [("超44日", "甲", "late"), ("-", "乙", ""), ("办结", "丙", "done")]
    assert list(aligned(("期限", "标题"), rows, GridLook(toned={"late": {0}}))) == [
        "期限    标题",
        "超44日  甲",
        "-       乙",
        "办结    丙",
    ]
    assert list(aligned(("期限", "标题"), rows, GridLook(toned={"late": {0}, "done": {0, 1}}, is_colored=True))) == [
        "期限    标题",
        "\x1b[1;31m超44日\x1b[0m  甲",
        "-       乙",
        "\x1b[2m办结  \x1b[0m  \x1b[2m丙\x1b[0m",
    ]


def test_a_row_begins_with_its_number_where_somebody_sees_it() -> None:
    assert beginning(3, "XF-20261102-7K3MQ", None) == ("", "XF-20261102-7K3MQ")
    assert beginning(3, "XF-20261102-7K3MQ", 80) == ("3", "7K3MQ")
    assert beginning(3, "XF-20261102-7K3MQ", 100) == ("3", "XF-20261102-7K3MQ")


def test_a_day_of_this_year_has_no_year() -> None:
    today = dt.date(2026, 11, 22)
    assert [short_day(day, today) for day in ("2026-11-02", "2025-11-02", None)] == ["11-02", "2025-11-02", "-"]
