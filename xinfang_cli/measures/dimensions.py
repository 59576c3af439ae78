"""What figures can be broken down by: matters and offices, never persons. The list is closed.

Who brought a matter, how often and of what kind a person is are no dimensions.
"""

from collections.abc import Mapping

from xinfang_cli.labels import Label
from xinfang_cli.law.words import Channel, MatterClass
from xinfang_cli.measures.counting import LineSource
from xinfang_cli.measures.table import Cell

_FIRST_LEVEL = (
    "CASE WHEN INSTR(c.category, '/') = 0 THEN c.category ELSE SUBSTR(c.category, 1, INSTR(c.category, '/') - 1) END"
)


class Dimension(Label):
    """A dimension: the word that config takes, and its names."""

    UNIT = "unit", "责任单位", "unit"
    CHANNEL = "channel", "信访形式", "channel"
    CLASS = "class", "诉求类别", "class"
    CATEGORY = "category", "内容分类（一级）", "category (first level)"
    SUBCATEGORY = "subcategory", "内容分类", "category"
    PLACE = "place", "问题属地", "place"
    GROUP = "group", "专项工作组", "working group"
    SOURCE_LEVEL = "source_level", "来源层级", "handed down by"

    def key(self, source: LineSource) -> str:
        """Return the column of a source that tells its lines apart; a duty is its owner's, wherever the matter is."""
        if self is Dimension.UNIT and source.unit:
            return source.unit
        return _COLUMNS[self]

    def cell(self, value: str | None, office: str | None = None) -> Cell:
        """Return a value as it stands in a table. Duties that no unit owes are the office's, where it is named."""
        if self is Dimension.UNIT:
            return value or office or Unsaid.NO_UNIT
        if value is None:
            return Unsaid.UNSAID
        words = _WORDS.get(self)
        return (words and words.read(value)) or value


class Unsaid(Label):
    """What stands for a value that there is none of; a sealed matter shows neither category nor place."""

    UNSAID = "unsaid", "（未填或密件）", "(not said, or sealed)"
    NO_UNIT = "no_unit", "（未定单位）", "(no unit yet)"


_COLUMNS: Mapping[Dimension, str] = {
    Dimension.UNIT: "c.unit",
    Dimension.CHANNEL: "c.channel",
    Dimension.CLASS: "c.class",
    Dimension.CATEGORY: _FIRST_LEVEL,
    Dimension.SUBCATEGORY: "c.category",
    Dimension.PLACE: "c.place",
    Dimension.GROUP: "c.group_name",
    Dimension.SOURCE_LEVEL: "c.source_level",
}
_WORDS: Mapping[Dimension, type[Label]] = {Dimension.CHANNEL: Channel, Dimension.CLASS: MatterClass}
