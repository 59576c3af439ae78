import pytest

from xinfang_cli.widths import cut, width, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("XF-1", 4),
        ("信访", 4),
        ("信访XF", 6),
        ("(密)", 4),
        ("（密）", 6),
        ("𠮷", 2),
        ("é", 1),
        ("e\u0301", 1),
        ("—", 1),
    ],
)
def test_wide_characters_take_two_columns_and_combining_marks_none(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_text_that_is_too_wide_is_cut_and_says_so() -> None:
    assert cut("信访件", 6) == "信访件"
    assert cut("信访件", 5) == "信访…"
    assert cut("信访件", 4) == "信…"
    assert cut("XF-2026", 3) == "XF…"


def test_a_text_is_broken_at_spaces_and_between_wide_characters() -> None:
    assert wrapped("to be routed", 6) == ["to be", "routed"]
    assert wrapped("转送函1份", 6) == ["转送函", "1份"]
    assert wrapped("unbreakable", 4) == ["unbreakable"]
    assert wrapped("", 4) == []
