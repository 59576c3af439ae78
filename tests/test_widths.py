import pytest

from xinfang_cli.widths import cut, fitted, width, wrapped


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
    assert wrapped("转送函1份", 7) == ["转送函", "1份"]
    assert wrapped("unbreakable", 4) == ["unbreakable"]
    assert wrapped("", 4) == []


def test_no_line_begins_with_what_closes_or_ends_with_what_opens() -> None:
    assert wrapped("按时办结，超期", 8) == ["按时办", "结，超期"]
    assert wrapped("见（第22条）办理", 4) == ["见", "（第", "22条）", "办理"]
    assert wrapped("转交“住建局”", 6) == ["转交", "“住建", "局”"]
    assert wrapped("期限30日内", 7) == ["期限", "30日内"]


def test_what_is_too_wide_for_a_terminal_goes_on_further_in() -> None:
    assert fitted("短", 4) == "短"
    assert fitted("  XF-20261122-7K3MQ 已转送给住房和城乡建设局", 24) == (
        "  XF-20261122-7K3MQ 已\n    转送给住房和城乡建设\n    局"
    )
    assert fitted("  │ 要求明确交房时间", 12) == "  │ 要求明确\n  │ 交房时间"
    assert fitted("一\n二三四", 4) == "一\n二\n  三\n  四"


def test_colours_take_no_room_and_are_not_broken() -> None:
    red = "\x1b[31m超12日\x1b[39m"
    assert fitted(red, 6) == red
    assert fitted(f"{red} {red}", 10) == "\x1b[31m超12日\x1b[39m \x1b[31m\n  超12日\x1b[39m"
