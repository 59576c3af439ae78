"""One palette: everyone can read it, and it says nothing that is not said without colour too."""

import datetime as dt

import pytest

from xinfang_cli.measures.table import Cell, Column, Mark, tone_of
from xinfang_cli.measures.tones import FLAGS, Tone, tone_of_days
from xinfang_cli.render.palette import PALETTE, PAPER, PAPER_DARK, painted, signed
from xinfang_cli.reports.flags import Flag


def contrast(one: str, other: str) -> float:
    """By how much two colours stand out from one another (WCAG 2): 1 for the same, 21 for black and white."""

    def luminance(color: str) -> float:
        parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tone", Tone)
def test_letters_stand_out_from_their_ground_and_from_the_page(tone: Tone) -> None:
    shade = PALETTE[tone]
    pairs = [(shade.ink, shade.ground), (shade.ink_dark, shade.ground_dark)]
    if tone not in {Tone.RED, Tone.YELLOW, Tone.BLACK}:  # chips stand on their own ground alone
        pairs += [(shade.ink, PAPER), (shade.ink_dark, PAPER_DARK)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_how_much_colours_stand_out() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#777777", "#777777") == 1
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_each_meaning_has_a_sign_that_an_old_console_can_show() -> None:
    for tones in (FLAGS, set(Tone) - FLAGS):
        signs = [PALETTE[tone].sign for tone in tones]
        assert len(set(signs)) == len(signs)
    assert all(shade.sign.encode("gbk") for shade in PALETTE.values())


def test_a_terminal_is_told_of_colour_only_where_there_is_any() -> None:
    assert painted("超44日", Tone.LATE, is_colored=True) == "\x1b[1;31m超44日\x1b[0m"
    assert painted("超44日", Tone.LATE, is_colored=False) == "超44日"
    assert painted("在办", None, is_colored=True) == "在办"
    assert painted("", Tone.DONE, is_colored=True) == ""


def test_a_flag_has_its_sign_before_it() -> None:
    assert [signed(tone.zh, tone) for tone in (Tone.RED, Tone.YELLOW, Tone.BLACK)] == ["★红", "▲黄", "■黑"]
    assert signed("超期", Tone.LATE) == "超期"


@pytest.mark.parametrize(("left", "tone"), [(-1, Tone.LATE), (0, Tone.SOON), (7, Tone.SOON), (8, None), (60, None)])
def test_days_left_say_what_they_mean(left: int, tone: Tone | None) -> None:
    assert tone_of_days(left) is tone


@pytest.mark.parametrize(
    ("cell", "tone"),
    [
        (3, Tone.LATE),
        (dt.date(2026, 11, 1), Tone.LATE),
        (0, None),
        (None, None),
        (Mark.WITHHELD, None),
        ("3", None),
        (Flag.YELLOW, Tone.YELLOW),
    ],
)
def test_what_a_cell_means(cell: Cell, tone: Tone | None) -> None:
    assert tone_of(Column("late", "超期", tone=Tone.LATE), cell) is tone
    assert tone_of(Column("late", "超期"), cell) is (tone if isinstance(cell, Flag) else None)
