from collections.abc import Iterator

from xinfang_cli.render.grid import grid
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
