import pytest

from xinfang_cli.widths import width


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
