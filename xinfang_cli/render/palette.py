"""One palette for the terminal, web pages, workbooks and Word: a row for each meaning, and a sign beside each colour.

Every ink stands out from its ground, and from the page, by 4.5 to 1 at least, in light and in dark. The signs are
characters that a Chinese console of any age can show.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xinfang_cli.measures.tones import FLAGS, Tone

PAPER, PAPER_DARK = "#fdfdfc", "#15181c"
"""The ground of a page, in light and in dark."""


@dataclass(frozen=True, slots=True)
class Shade:
    """How one meaning looks.

    Attributes:
        sign: a character that says the same without colour.
        sgr: what a terminal is told, in the sixteen colours that everyone chooses for themselves.
        ink: of letters, as `#rrggbb`.
        ground: behind them.
        ink_dark: of letters on a dark page.
        ground_dark: behind them on a dark page.
    """

    sign: str
    sgr: str
    ink: str
    ground: str
    ink_dark: str
    ground_dark: str


PALETTE: Mapping[Tone, Shade] = {
    Tone.LATE: Shade("●", "1;31", "#b3261e", "#fdeceb", "#ff9f97", "#43201d"),
    Tone.SOON: Shade("◎", "33", "#855300", "#fdf1da", "#f2bb5c", "#3d2e10"),
    Tone.DONE: Shade("○", "2", "#5b6470", "#eff1f3", "#a2abb6", "#262c33"),
    Tone.RED: Shade("★", "1;97;41", "#ffffff", "#c4161c", "#ffffff", "#c4161c"),
    Tone.YELLOW: Shade("▲", "30;43", "#1c2127", "#f6c945", "#1c2127", "#f6c945"),
    Tone.BLACK: Shade("■", "1;97;40", "#ffffff", "#1c2127", "#ffffff", "#000000"),
    Tone.NONE: Shade("○", "2", "#5b6470", "#eff1f3", "#a2abb6", "#262c33"),
}


def painted(text: str, tone: Tone | None, *, is_colored: bool) -> str:
    """Return a text as a terminal is to show it; as it is where there is nothing to say, or no colour."""
    return f"\x1b[{PALETTE[tone].sgr}m{text}\x1b[0m" if tone and text and is_colored else text


def signed(text: str, tone: Tone | None) -> str:
    """Return a flag's word behind its sign; others say in words what they are."""
    return f"{PALETTE[tone].sign}{text}" if tone in FLAGS else text
