"""How the cells of our workbooks look: one scale of letters, rows and lines, for reports, lists and exports alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FONT = "宋体"
LINE = 16
"""A line of text in a row, in points."""

RULE = "#9CA3AF"
"""The lines around cells."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks.

    Attributes:
        number: its number format, as spreadsheets write it.
        bold: whether it is set in bold.
        size: of its letters, in points.
        color: of its letters.
        fill: behind it.
        boxed: whether lines stand around it.
        wrapped: whether its text takes several lines.
        side: where it stands: `left`, `center`, `right`, or nothing for what its kind does by itself.
        quoted: whether its text stays text when it is edited, though it begins like a formula.
    """

    number: str = "General"
    bold: bool = False
    size: int = 11
    color: str = "#000000"
    fill: str = ""
    boxed: bool = False
    wrapped: bool = False
    side: str = ""
    quoted: bool = False

    def properties(self) -> dict[str, Any]:
        """Return it as xlsxwriter says it."""
        found: dict[str, Any] = {
            "num_format": self.number, "bold": self.bold, "font_size": self.size, "font_color": self.color,
            "font_name": FONT, "text_wrap": self.wrapped, "quote_prefix": self.quoted, "valign": "vcenter",
        }  # fmt: skip
        found |= {"border": 1, "border_color": RULE} if self.boxed else {}
        return found | ({"bg_color": self.fill} if self.fill else {}) | ({"align": self.side} if self.side else {})


TITLE = Look(size=16, bold=True, wrapped=True)
NOTE = Look(color="#4B5563", wrapped=True)
SECTION = Look(size=12, bold=True)
HEAD = Look(bold=True, fill="#E8EEF5", boxed=True, wrapped=True, side="center")
CELL = Look(boxed=True)

NUMBERS: Mapping[str, str] = {"date": "yyyy-mm-dd", "count": "#,##0", "tenths": "#,##0.0"}
"""How days and numbers are written."""
