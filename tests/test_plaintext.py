"""Text made plain: what makes no difference, and for which purpose."""

import pytest

from xinfang_cli.plaintext import in_one_line, narrow, searchable, squeezed, unspaced


@pytest.mark.parametrize(
    ("text", "read", "key", "shown", "line", "sought"),
    [
        ("", "", "", "", "", ""),
        (" Fax 12 ", "Fax 12", "Fax12", "Fax12", "Fax 12", " fax 12 "),
        ("１３８ ００１３", "138 0013", "1380013", "１３８００１３", "１３８ ００１３", "138 0013"),
        ("住　建 局\n", "住 建 局", "住建局", "住建局", "住 建 局", "住 建 局\n"),
        ("（某）\r\n 县", "(某)\r\n 县", "(某)县", "（某）县", "（某） 县", "(某)\r\n 县"),
        ("县\u200b局\ufeff", "县局", "县局", "县\u200b局\ufeff", "县\u200b局\ufeff", "县\u200b局\ufeff"),
        ("ＡＢ\u00a0c", "AB c", "ABc", "ＡＢc", "ＡＢ c", "ab c"),
        ("𠮷㎡", "𠮷m2", "𠮷m2", "𠮷㎡", "𠮷㎡", "𠮷m2"),
    ],
)
def test_text_is_made_plain(text: str, read: str, key: str, shown: str, line: str, sought: str) -> None:
    assert narrow(text) == read
    assert squeezed(text) == key
    assert unspaced(text) == shown
    assert in_one_line(text) == line
    assert searchable(text) == sought
