"""In which encoding a text is, and what of it is lost where a byte is none of its characters."""

import io

import pytest

from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.sheets.encodings import BAD, MARKING, encoding_of, named_encoding
from xinfang_cli.sheets.read import read_sheets

LEDGER = "编号,信访日期,反映问题\n1,2026-03-05,反映道路积水要求疏通\n2,2026-03-06,反映路灯不亮要求维修\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_with_half_a_character_is_in_the_encoding_of_all_others(encoding: str) -> None:
    raw = LEDGER.encode(encoding)
    at = raw.index("灯".encode(encoding.removesuffix("-sig")))
    file = io.BytesIO(raw[: at + 1] + raw[at + len("灯".encode(encoding.removesuffix("-sig"))) :])
    assert encoding_of(file) == encoding
    assert named_encoding("gb18030" if encoding == "gb18030" else "utf-8", file) == encoding.removesuffix("-sig")
    (sheet,) = read_sheets(file)
    _, whole, broken = sheet.rows
    assert (whole.fault, broken.cells[0], broken.fault is None) == (None, "2", False)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(RefusedError):
        encoding_of(io.BytesIO(b"\xff\x80" * 50))
    with pytest.raises(RefusedError):
        named_encoding("utf-8", io.BytesIO(LEDGER.encode("gb18030")))
    with pytest.raises(UsageError):
        named_encoding("klingon", io.BytesIO(b"a"))


def test_marking_is_for_reading_alone() -> None:
    assert b"a\xffb".decode("utf-8", MARKING) == f"a{BAD}b"
    with pytest.raises(UnicodeEncodeError):
        BAD.encode("utf-8", MARKING)


@pytest.mark.parametrize("before", [0, 1 << 17], ids=["near", "far"])
def test_a_nul_rejects_its_row_wherever_it_stands(before: int) -> None:
    first = "0,2026-03-04," + "反" * (before // 3) + "\n"
    raw = (LEDGER.replace("1,2026", first + "1,2026")).replace("路灯", "路\0灯").encode()
    (sheet,) = read_sheets(raw)
    rows = list(sheet.rows)
    assert [row.fault is None for row in rows] == [True, True, True, False]
    assert rows[3].cells[2] == "反映路\ufffd灯不亮要求维修"
